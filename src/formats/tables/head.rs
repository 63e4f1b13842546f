//! The first lines of a table: what stands between its fields, which line is the header, what its columns mean.

use std::collections::HashSet;

use crate::dataset::{Dataset, GDELT_COLUMNS, Mapping, Role, Sample, Schema, Stamp, UCDP_COLUMNS, WhereRowsAre, guess, role_of_tag};
use crate::formats::tables::encoding::utf16_of;
use crate::formats::tables::records::{Field, Next, next_record};

/// So many bytes are looked at.
pub const HEAD_BYTES: u64 = 256 << 10;
/// So many records are.
const MOST_RECORDS: usize = 200;
/// What may stand between fields; where several fit, the one that fields have inside less often comes first.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];
/// Lines of other things before the header are looked past up to this many.
const MOST_PREFACE: usize = 10;

/// How a table is to be read.
#[derive(Clone, Debug)]
pub struct Head {
    pub delimiter: u8,
    pub names: Vec<String>,
    /// More columns than can be kept.
    pub n_names_left_out: usize,
    pub has_header: bool,
    /// How many lines of something else stand before the header.
    pub n_preface: usize,
    /// Where the first row begins.
    pub rows_from: usize,
    pub mapping: Mapping,
}

/// A record of the head, and where it begins and ends.
struct Record {
    fields: Vec<String>,
    end: usize,
}

/// Whether the first bytes of a file are those of a table: several lines, nearly all of the same number of fields.
pub fn looks_like_table(head: &[u8]) -> bool {
    if let Some(encoding) = utf16_of(head) {
        return is_even(&encoding.decode_with_bom_removal(head).0);
    }
    let Ok(text) = str::from_utf8(head).or_else(|error| {
        // What is cut at the end may be in the middle of a character.
        str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).ok().filter(|text| text.len() + 4 > head.len()).ok_or(())
    }) else {
        // Other encodings of single bytes have the same commas and ends of lines.
        return !head.contains(&0) && is_even(&String::from_utf8_lossy(head));
    };
    !text.contains('\0') && is_even(text)
}

fn is_even(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    // The last line may be cut.
    let whole = text.rfind('\n').and_then(|at| text.get(..at)).unwrap_or(text);
    DELIMITERS.iter().any(|delimiter| {
        let records = records(whole, *delimiter, true);
        let (n_fields, share) = evenness(&records);
        n_fields >= 2 && records.len() >= 2 && share > 0.9
    })
}

/// The records at the start of a text; a last one that may be cut is left out unless the text `is_whole`.
fn records(text: &str, delimiter: u8, is_whole: bool) -> Vec<Record> {
    let mut fields: Vec<Field> = Vec::new();
    let mut records = Vec::new();
    let mut at = 0;
    while records.len() < MOST_RECORDS
        && let Next::Record { end, .. } = next_record(text.as_bytes(), at, delimiter, is_whole, &mut fields)
    {
        records.push(Record { fields: fields.iter().map(|field| field.text(text).into_owned()).collect(), end });
        at = end;
    }
    records
}

/// The number of fields that most records have, and the share of these.
fn evenness(records: &[Record]) -> (usize, f64) {
    let counts: Vec<usize> = records.iter().map(|record| record.fields.len()).collect();
    let n_of = |count: usize| counts.iter().filter(|of| **of == count).count();
    let most = counts.iter().copied().max_by_key(|count| (n_of(*count), *count)).unwrap_or_default();
    (most, n_of(most) as f64 / counts.len().max(1) as f64)
}

/// What stands between the fields: what gives most lines the same number of them, and the first line too; of several the one that gives
/// more, unless numbers then have decimal commas.
fn delimiter_of(text: &str, is_whole: bool) -> u8 {
    let has_decimal_commas = |records: &[Record]| {
        let is_decimal = |field: &String| {
            field.split_once(',').is_some_and(|(whole, rest)| {
                let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                is_number(whole.trim_start_matches('-')) && is_number(rest)
            })
        };
        records.iter().any(|record| record.fields.iter().any(is_decimal))
    };
    let mut best = (b',', (0.0, 0));
    for delimiter in DELIMITERS {
        let records = records(text, delimiter, is_whole);
        let (n_fields, share) = evenness(&records);
        let starts_so = records.first().is_some_and(|first| first.fields.len() == n_fields);
        if n_fields < 2 {
            continue;
        }
        let decimals = if delimiter != b',' && has_decimal_commas(&records) { 1.0 } else { 0.0 };
        let score = ((share * 10.0).round() / 10.0 + if starts_so { 0.5 } else { 0.0 } + decimals, n_fields);
        if score.0 > best.1.0 || (score.0 >= best.1.0 && score.1 > best.1.1) {
            best = (delimiter, score);
        }
    }
    best.0
}

impl Head {
    /// Of the text that a table begins with, without a byte order mark. `known` is what stands between its fields where that is known, `told` what
    /// its columns mean where somebody has said so.
    pub fn of(text: &str, is_whole: bool, known: Option<u8>, told: Option<&Mapping>) -> Self {
        let (hint, skipped) = separator_hint(text);
        let body = text.get(skipped..).unwrap_or_default();
        let delimiter = known.or(hint).unwrap_or_else(|| delimiter_of(body, is_whole));
        let all = records(body, delimiter, is_whole);
        let n_preface = preface(&all);
        let records = all.get(n_preface..).unwrap_or_default();
        let preface_end = n_preface.checked_sub(1).and_then(|last| all.get(last)).map_or(0, |record| record.end);
        let n_columns = evenness(records).0;
        let first = records.first().map(|record| record.fields.as_slice()).unwrap_or_default();
        let rows = records.get(1..).unwrap_or_default();
        let (mut names, has_header) = match headerless(records, n_columns) {
            Some(names) => (names, false),
            None if is_header(first, rows) => (first.to_vec(), true),
            None => (vec![String::new(); n_columns], false),
        };
        let n_names_left_out = names.len().saturating_sub(Dataset::MAX_COLUMNS);
        names.truncate(Dataset::MAX_COLUMNS);
        let names = unique(&names);
        let tags = rows.first().map(|row| row.fields.as_slice()).filter(|fields| has_header && are_tags(fields));
        let last_of_header = if !has_header { None } else { records.get(usize::from(tags.is_some())) };
        let rows_from = last_of_header.map_or(preface_end, |record| record.end);
        let samples = records.get(usize::from(has_header) + usize::from(tags.is_some())..).unwrap_or_default();
        let mapping = told.cloned().unwrap_or_else(|| meaning(&names, samples, tags));
        Self { delimiter, names, n_names_left_out, has_header, n_preface, rows_from: skipped + rows_from, mapping }
    }
}

/// `sep=;` in the first line, as Excel has it: what stands between fields, and how long the line is.
fn separator_hint(text: &str) -> (Option<u8>, usize) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    match line.trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) if delimiter.is_ascii() && *delimiter != b'"' => (Some(*delimiter), line.len()),
        _ => (None, 0),
    }
}

/// How many lines of one field stand before a table of several columns.
fn preface(records: &[Record]) -> usize {
    let n_columns = evenness(records).0;
    let n = records.iter().take_while(|record| record.fields.iter().skip(1).all(String::is_empty)).count();
    if n_columns >= 3 && n <= MOST_PREFACE && n < records.len() { n } else { 0 }
}

fn meaning(names: &[String], samples: &[Record], tags: Option<&[String]>) -> Mapping {
    let of_column = |at: usize| {
        samples.iter().filter_map(move |record| record.fields.get(at)).map(String::as_str).filter(|value| !value.trim().is_empty())
    };
    let columns: Vec<Sample<'_>> = names.iter().enumerate().map(|(at, name)| Sample { name, values: of_column(at).collect() }).collect();
    let mut mapping = guess(&columns, WhereRowsAre::InColumns);
    if mapping.schema.is_none() {
        let tagged = names.iter().zip(tags.unwrap_or_default()).filter_map(|(name, tag)| Some((role_of_tag(tag)?, name)));
        for (role, name) in tagged {
            if role == Role::Region || mapping.columns_of(role).next().is_none() {
                mapping.roles.retain(|(_, of)| of != name);
                mapping.roles.push((role, name.as_str().into()));
            }
        }
    }
    mapping
}

/// The names of columns where there is no header and the shape is that of a source which publishes such tables.
fn headerless(records: &[Record], n_columns: usize) -> Option<Vec<String>> {
    let all = |at: usize, is_so: &dyn Fn(&str) -> bool| {
        !records.is_empty() && records.iter().all(|record| record.fields.get(at).is_some_and(|field| is_so(field.trim())))
    };
    let is_date = |field: &str| Stamp::parse(field).is_some();
    let is_figures = |n: usize| move |field: &str| field.len() == n && field.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = |field: &str| matches!(field.split('.').next(), Some("1" | "2" | "3" | "4" | "5" | "6" | "7"));
    let names = match n_columns {
        61 if all(1, &is_figures(8)) && all(59, &is_figures(14)) => GDELT_COLUMNS.to_owned(),
        49 if all(38, &is_date) && all(39, &is_date) && all(5, &is_code) && all(24, &is_code) => UCDP_COLUMNS.to_owned(),
        50 if all(39, &is_date) && all(40, &is_date) && all(5, &is_code) && all(24, &is_code) => {
            UCDP_COLUMNS.replace("country,", "country,iso3,")
        }
        _ => return None,
    };
    Some(names.split(',').map(str::to_owned).collect())
}

/// Whether the first record names columns: it is of a schema that is known, or has words where the others have numbers and dates.
fn is_header(first: &[String], rows: &[Record]) -> bool {
    const MOST_CHARS: usize = 200;
    let names: Vec<&str> = first.iter().map(|name| name.trim()).collect();
    if Schema::of(&names, WhereRowsAre::InColumns).is_some() {
        return true;
    }
    let is_value = |text: &str| {
        let text = text.trim();
        text.replacen(',', ".", 1).parse::<f64>().is_ok_and(f64::is_finite) || Stamp::parse(text).is_some()
    };
    // Years can be names of columns.
    let is_year = |text: &str| text.trim().parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year));
    let (mut n_for, mut n_against) = (0, 0);
    for (at, name) in names.iter().enumerate() {
        let values: Vec<&str> =
            rows.iter().filter_map(|row| row.fields.get(at)).map(String::as_str).filter(|value| !value.is_empty()).collect();
        let are_values = !values.is_empty() && values.iter().filter(|value| is_value(value)).count() * 10 >= values.len() * 8;
        let is_named_by_year = is_year(name) && !values.iter().all(|value| is_year(value));
        if is_value(name) && !is_named_by_year {
            n_against += 1;
        } else if are_values && !name.is_empty() && !is_value(name) {
            n_for += 1;
        }
    }
    let is_of_names = names.iter().all(|name| name.chars().count() <= MOST_CHARS) && names.iter().any(|name| !name.is_empty());
    n_for > n_against || (n_for == 0 && n_against == 0 && is_of_names)
}

/// Whether a row is one of tags of the Humanitarian Exchange Language.
fn are_tags(fields: &[String]) -> bool {
    let mut tags = fields.iter().map(|field| field.trim()).filter(|field| !field.is_empty()).peekable();
    tags.peek().is_some() && tags.all(|tag| tag.starts_with('#'))
}

/// Names that differ from each other: without one a column is called by its number, and of several of one name the later have theirs as well.
fn unique(names: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let name = name.trim();
        let mut own = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        while !taken.insert(own.clone()) {
            own = format!("{own} ({})", at + 1);
        }
        unique.push(own);
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        Head::of(text, true, None, None)
    }

    #[test]
    fn what_stands_between_fields_is_found_from_the_first_lines() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("a\tb, c\n1\t2, 3\n", b'\t'),
            ("lat;lon\n51,5;36,2\n50,1;36,7\n", b';'),
            ("51,5;36,2\n50,1;36,7\n", b';'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("a,b\n\"x;y;z\",2\n\"x;y;z\",3\n", b','),
            ("sep=;\na;b,c\n1;2,3\n", b';'),
            ("one\ntwo\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(head(text).delimiter), char::from(delimiter), "{text:?}");
        }
    }

    #[test]
    fn a_header_is_found_even_when_there_is_none() {
        let of = |text: &str| {
            let head = head(text);
            (head.names.join("|"), head.has_header, text.get(head.rows_from..) == Some(text))
        };
        assert_eq!(of("name,lat\nKursk,51\n"), ("name|lat".to_owned(), true, false));
        assert_eq!(of("Kursk,51\nBelgorod,50\n"), ("column 1|column 2".to_owned(), false, true));
        assert_eq!(of("country,2021,2022\nRussia,5,6\n"), ("country|2021|2022".to_owned(), true, false));
        assert_eq!(of("a,,a\nx,y,z\n"), ("a|column 2|a (3)".to_owned(), true, false));
        let with_preface = head("Losses by day\n\ndate,lat,lon\n2024-10-24,51,36\n");
        assert_eq!((with_preface.n_preface, with_preface.names.join("|")), (1, "date|lat|lon".to_owned()));
    }

    #[test]
    fn a_row_of_tags_is_no_row_and_says_what_columns_mean() {
        let text = "Ort,breit,lang,tot\n#loc+name,#geo+lat,#geo+lon,#affected+killed\nKursk,51,36,3\n";
        let head = head(text);
        assert_eq!(text.get(head.rows_from..).unwrap().trim(), "Kursk,51,36,3");
        let roles: Vec<String> = head.mapping.roles.iter().map(|(role, name)| format!("{role:?}={name}")).collect();
        for role in ["Place=Ort", "LatDeg=breit", "LonDeg=lang", "Deaths=tot"] {
            assert!(roles.contains(&role.to_owned()), "{roles:?}");
        }
    }

    #[test]
    fn tables_without_a_header_are_known_by_their_shape() {
        let mut fields = vec![String::new(); 61];
        fields[0] = "1".into();
        fields[1] = "20241024".into();
        fields[56] = "51.7".into();
        fields[57] = "36.2".into();
        fields[59] = "20241024143000".into();
        let head = head(&(fields.join("\t") + "\n"));
        assert_eq!((head.mapping.schema, head.names.len(), head.has_header, head.rows_from), (Some("GDELT"), 61, false, 0));
        assert_eq!(head.mapping.columns_of(Role::LatDeg).collect::<Vec<_>>(), ["ActionGeo_Lat"]);
    }

    #[test]
    fn a_table_is_told_from_other_text() {
        for (text, is_table) in [
            ("a,b\n1,2\n", true),
            ("a;b;c\n1;2;3\n4;5;6", true),
            ("a,b\n\"1\n2\",2\n", true),
            ("Dear all,\nplease find attached\nthe list, as agreed.\n", false),
            ("a,b", false),
            ("", false),
            ("one\ntwo\n", false),
            ("a,b\n\0,1\n", false),
        ] {
            assert_eq!(looks_like_table(text.as_bytes()), is_table, "{text:?}");
        }
        let utf16: Vec<u8> = "\u{feff}a;b\n1;2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(looks_like_table(&utf16));
        assert!(looks_like_table(b"\xe8\xec\xff;\xe3\xee\xf0\xee\xe4\n1;2\n"), "Windows-1251");
    }
}
