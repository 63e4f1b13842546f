//! The rows of a .dbf (dBase III to 7 without memo fields, and Visual FoxPro's numbers): what each says.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufReader, ErrorKind, Read};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::base::{Bytes, Reader};
use crate::dataset::{Builder, Dataset, Value};
use crate::formats::numbers::{is_number, number_text};
use crate::formats::opening::ReadError;
use crate::formats::row_faults::RowFaults;

const HEAD_LEN: usize = 32;
const FIELD_LEN: usize = 32;

/// What the next row is.
pub enum Row {
    /// It can be put.
    Said,
    Deleted,
    /// So many are missing at the end.
    BrokenOff(u64),
    End,
}

struct Field {
    name: String,
    kind: u8,
    start: usize,
    len: usize,
}

pub struct Table {
    reader: BufReader<Reader>,
    fields: Vec<Field>,
    record: Vec<u8>,
    n_left: u64,
    n_new_bytes: u64,
    /// `None` where it is not known: UTF-8 where it can be, else Windows-1252.
    encoding: Option<&'static Encoding>,
}

impl Table {
    /// `taken` are names that its columns cannot have.
    ///
    /// # Errors
    /// It is no .dbf.
    pub fn open(dbf: &Bytes, cpg: Option<&[u8]>, mut taken: HashSet<String>, faults: &mut RowFaults<'_>) -> Result<Self, ReadError> {
        let refused = |words: &str| ReadError::Refused(format!("the .dbf cannot be read: {words}"));
        let mut reader = BufReader::with_capacity(1 << 18, dbf.reader());
        let mut head = [0; HEAD_LEN];
        reader.read_exact(&mut head).map_err(|_| refused("its header is not whole"))?;
        let [_, _, _, _, n0, n1, n2, n3, h0, h1, r0, r1, ..] = head;
        let n_rows = u64::from(u32::from_le_bytes([n0, n1, n2, n3]));
        let (head_len, record_len) = (usize::from(u16::from_le_bytes([h0, h1])), usize::from(u16::from_le_bytes([r0, r1])));
        let mut rest = vec![0; head_len.saturating_sub(HEAD_LEN)];
        reader.read_exact(&mut rest).map_err(|_| refused("its header is not whole"))?;
        if record_len == 0 {
            return Err(refused("its rows have no length"));
        }
        let language = head.get(29).copied().unwrap_or_default();
        let encoding = encoding(cpg, language, faults);
        let mut table = Self { reader, fields: Vec::new(), record: vec![0; record_len], n_left: n_rows, n_new_bytes: 0, encoding };
        let mut start = 1;
        for bytes in rest.as_chunks::<FIELD_LEN>().0.iter().take_while(|bytes| !matches!(bytes.first(), None | Some(0x0D))) {
            let (kind, len) = (bytes.get(11).copied().unwrap_or_default(), bytes.get(16).copied().unwrap_or_default());
            // Texts of more than 255 letters have the higher part of their length where numbers have their decimals.
            let high = if kind == b'C' { usize::from(bytes.get(17).copied().unwrap_or_default()) << 8 } else { 0 };
            let len = usize::from(len) + high;
            if start + len > record_len {
                faults.error(
                    "bad-dbf",
                    "a column of the .dbf lies beyond the end of its rows",
                    "read without this column and all after it",
                );
                break;
            }
            if matches!(kind, b'M' | b'G' | b'P') {
                faults.warning("memo-column", "a column of the .dbf whose texts are kept in another file", "read without this column");
            } else if table.fields.len() < Dataset::MAX_COLUMNS {
                let raw = bytes.get(..11).unwrap_or_default().split(|byte| *byte == 0).next().unwrap_or_default();
                let name = unique(table.text(raw).trim(), table.fields.len(), &mut taken);
                table.fields.push(Field { name, kind, start, len });
            }
            start += len;
        }
        Ok(table)
    }

    /// How many bytes were read since it was asked before.
    pub fn n_new_bytes(&mut self) -> u64 {
        std::mem::take(&mut self.n_new_bytes)
    }

    /// # Errors
    /// The disk does not give it.
    pub fn next(&mut self) -> Result<Row, ReadError> {
        if self.n_left == 0 {
            return Ok(Row::End);
        }
        match self.reader.read_exact(&mut self.record) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(Row::BrokenOff(std::mem::take(&mut self.n_left))),
            Err(error) => return Err(error.into()),
        }
        self.n_left -= 1;
        self.n_new_bytes += self.record.len() as u64;
        Ok(if self.record.first() == Some(&b'*') { Row::Deleted } else { Row::Said })
    }

    /// Puts what the row says that was read last.
    pub fn put(&self, builder: &mut Builder) {
        for field in &self.fields {
            builder.add_column(&field.name);
            let raw = self.record.get(field.start..field.start + field.len).unwrap_or_default();
            self.put_field(field, raw, builder);
        }
    }

    fn put_field(&self, field: &Field, raw: &[u8], builder: &mut Builder) {
        let name = field.name.as_str();
        let mut put_number = |number: Option<f64>| {
            if let Some(text) = number.and_then(number_text) {
                builder.put(name, Value::Number(&text));
            }
        };
        match (field.kind, raw) {
            (b'I' | b'+', [a, b, c, d]) => put_number(Some(f64::from(i32::from_le_bytes([*a, *b, *c, *d])))),
            (b'B' | b'O', raw) if raw.len() == 8 => put_number(raw.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))),
            (b'Y', raw) if raw.len() == 8 => put_number(raw.first_chunk().map(|bytes| i64::from_le_bytes(*bytes) as f64 / 10_000.0)),
            (b'L', [b'T' | b't' | b'Y' | b'y']) => builder.put(name, Value::Json("true")),
            (b'L', [b'F' | b'f' | b'N' | b'n']) => builder.put(name, Value::Json("false")),
            (b'L', _) => {}
            (b'T' | b'@', raw) if raw.len() == 8 => {
                if let Some(text) = moment(raw) {
                    builder.put(name, Value::Text(&text));
                }
            }
            _ => {
                let text = self.text(raw);
                let text = text.trim_end_matches([' ', '\0']);
                put_text(field.kind, name, text, builder);
            }
        }
    }

    fn text<'a>(&self, raw: &'a [u8]) -> Cow<'a, str> {
        match (self.encoding, str::from_utf8(raw)) {
            (Some(encoding), _) if encoding != UTF_8 => encoding.decode_without_bom_handling(raw).0,
            (Some(_), Err(_)) => UTF_8.decode_without_bom_handling(raw).0,
            (_, Ok(text)) => Cow::Borrowed(text),
            (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(raw).0,
        }
    }
}

fn put_text(kind: u8, name: &str, text: &str, builder: &mut Builder) {
    match kind {
        b'N' | b'F' => {
            let text = text.trim();
            // Stars stand for a number that has no room.
            if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
                return;
            }
            let mended = text.parse().ok().filter(|_| !is_number(text)).and_then(number_text);
            match (mended, is_number(text)) {
                (Some(number), _) => builder.put(name, Value::Number(&number)),
                (None, true) => builder.put(name, Value::Number(text)),
                (None, false) => builder.put(name, Value::Text(text)),
            }
        }
        b'D' => {
            let parts = text.get(0..4).zip(text.get(4..6)).zip(text.get(6..8)).filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
            match parts {
                Some(_) if text == "00000000" => {}
                Some(((year, month), day)) if text.len() == 8 => builder.put(name, Value::Text(&format!("{year}-{month}-{day}"))),
                _ if text.trim().is_empty() => {}
                _ => builder.put(name, Value::Text(text)),
            }
        }
        _ if text.is_empty() => {}
        _ => builder.put(name, Value::Text(text)),
    }
}

/// A day counted from 4713 BC (as astronomers do) and milliseconds of it.
fn moment(raw: &[u8]) -> Option<String> {
    const DAY_OF_1970: i64 = 2_440_588;
    let [a, b, c, d, e, f, g, h] = *raw.first_chunk::<8>()?;
    let (day, millis) = (i64::from(i32::from_le_bytes([a, b, c, d])), i64::from(i32::from_le_bytes([e, f, g, h])));
    let secs = (day - DAY_OF_1970) * 86_400 + millis.div_euclid(1000);
    let at = jiff::Timestamp::from_second(secs).ok().filter(|_| day > 0)?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).datetime().to_string())
}

/// A name that no column has yet.
fn unique(name: &str, at: usize, taken: &mut HashSet<String>) -> String {
    let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
    let names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name} ({n})")));
    let free = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// The encoding of the texts: as a .cpg says, else as the table itself does.
fn encoding(cpg: Option<&[u8]>, language: u8, faults: &mut RowFaults<'_>) -> Option<&'static Encoding> {
    let said = cpg.map(|cpg| String::from_utf8_lossy(cpg).trim().trim_start_matches('\u{feff}').to_owned());
    let named = said.as_deref().and_then(by_name);
    match (&said, by_language(language)) {
        (Some(said), own) if named.is_none() => {
            let done = format!("read the texts as {}", own.map_or("UTF-8 where they are that, else Windows-1252", Encoding::name));
            faults.error("unknown-encoding", format!("the .cpg names an encoding that is not known: {said:?}"), done);
            own
        }
        (Some(_), _) => named,
        (None, own) => {
            let done = match own {
                Some(own) => format!("read the texts as {}, as the .dbf says", own.name()),
                None => "read the texts as UTF-8 where they are that, else as Windows-1252".to_owned(),
            };
            faults.warning("missing-cpg", "there is no .cpg of the same name, which says what encoding the texts are in", done);
            own
        }
    }
}

/// As .cpg files name it: a label of the web, a number of Windows or DOS with or without words before it, or a number of ISO 8859.
fn by_name(name: &str) -> Option<&'static Encoding> {
    let by_label = |label: &str| Encoding::for_label(label.as_bytes());
    if let Some(language) = name.strip_prefix("LDID/") {
        return by_language(language.parse().ok()?);
    }
    let digits: String = name.chars().skip_while(|c| !c.is_ascii_digit()).filter(char::is_ascii_digit).collect();
    by_label(name).or_else(|| match digits.as_str() {
        "65001" => Some(UTF_8),
        "932" => by_label("shift_jis"),
        "936" | "54936" => by_label("gb18030"),
        "949" | "1361" => by_label("euc-kr"),
        "950" => by_label("big5"),
        "866" => by_label("ibm866"),
        "874" => by_label("windows-874"),
        digits if digits.starts_with("125") => by_label(&format!("windows-{digits}")),
        digits => by_label(&format!("iso-8859-{}", digits.strip_prefix("8859")?)),
    })
}

/// By the driver of a language in the header of the table (dBase and FoxPro), of those whose encoding is known here.
fn by_language(language: u8) -> Option<&'static Encoding> {
    let label: &[u8] = match language {
        0x03 | 0x57..=0x59 => b"windows-1252",
        0x13 | 0x7B => b"shift_jis",
        0x26 | 0x65 => b"ibm866",
        0x4D | 0x7A => b"gb18030",
        0x4E | 0x79 => b"euc-kr",
        0x4F | 0x78 => b"big5",
        0x50 | 0x7C => b"windows-874",
        0x7D => b"windows-1255",
        0x7E => b"windows-1256",
        0xC8 => b"windows-1250",
        0xC9 => b"windows-1251",
        0xCA => b"windows-1254",
        0xCB => b"windows-1253",
        0xCC => b"windows-1257",
        _ => return None,
    };
    Encoding::for_label(label)
}
