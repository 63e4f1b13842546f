//! Records of a table and their fields, found in its bytes.
//!
//! The rules are those of RFC 4180 as the `csv` crate bends them, which reads a row again when it is shown: a quote counts at the start
//! of a field only, what follows a closing quote belongs to the field, a line ends in CR, LF or both, and empty lines are passed over.

use std::borrow::Cow;

use memchr::{memchr, memchr3};

/// Where a field stands, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    start: usize,
    end: usize,
    /// Whether there are quotes in it to be resolved; it then stands with the first of them.
    is_knotty: bool,
}

/// What stands at a place in the bytes of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A record, and where what follows its line begins.
    Record {
        start: usize,
        end: usize,
    },
    /// A record whose end is not among the bytes.
    Cut {
        start: usize,
    },
    /// A quoted field that is never closed.
    Unclosed {
        start: usize,
    },
    End,
}

/// The first place from `at` on that is not the end of a line.
pub fn past_line_ends(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Finds the next record and puts its fields into `fields`. `is_last` says whether the bytes are those up to the end of the table.
pub fn next_record(bytes: &[u8], at: usize, delimiter: u8, is_last: bool, fields: &mut Vec<Field>) -> Next {
    fields.clear();
    let start = past_line_ends(bytes, at);
    if start >= bytes.len() {
        return Next::End;
    }
    let mut from = start;
    loop {
        let found =
            if bytes.get(from) == Some(&b'"') { quoted(bytes, from, delimiter) } else { plain(bytes, from, from, delimiter, false) };
        let (field, end) = match found {
            Found::Field(field) => (field, field.end_of_text(bytes)),
            Found::Cut if is_last => {
                let is_knotty = bytes.get(from) == Some(&b'"');
                if is_knotty && is_open(bytes, from) {
                    return Next::Unclosed { start };
                }
                let field = whole(bytes, from, bytes.len());
                (field, bytes.len())
            }
            Found::Cut => return Next::Cut { start },
        };
        fields.push(field);
        if bytes.get(end) == Some(&delimiter) {
            from = end + 1;
            // A field that is empty ends the table.
            if from == bytes.len() && is_last {
                fields.push(Field { start: from, end: from, is_knotty: false });
                return Next::Record { start, end: from };
            }
        } else {
            return Next::Record { start, end };
        }
    }
}

/// Fields of a line by itself, the last of them being open to its end where a quote is never closed.
pub fn fields_of_line(line: &[u8], delimiter: u8, fields: &mut Vec<Field>) {
    if let Next::Unclosed { .. } = next_record(line, 0, delimiter, true, fields) {
        let from = fields.last().map_or(0, |last| last.end_of_text(line) + 1);
        fields.push(Field { start: from, end: line.len(), is_knotty: true });
    }
}

enum Found {
    Field(Field),
    Cut,
}

/// The field from `start` on, whose end is looked for from `from` on.
fn plain(bytes: &[u8], start: usize, from: usize, delimiter: u8, is_knotty: bool) -> Found {
    match memchr3(delimiter, b'\n', b'\r', bytes.get(from..).unwrap_or_default()) {
        Some(n) => Found::Field(Field { start, end: from + n, is_knotty }),
        None => Found::Cut,
    }
}

fn quoted(bytes: &[u8], start: usize, delimiter: u8) -> Found {
    let mut from = start + 1;
    let mut is_knotty = false;
    while let Some(quote) = memchr(b'"', bytes.get(from..).unwrap_or_default()).map(|n| from + n) {
        match bytes.get(quote + 1) {
            Some(b'"') => {
                is_knotty = true;
                from = quote + 2;
            }
            Some(byte) if *byte == delimiter || matches!(byte, b'\n' | b'\r') => {
                let field =
                    if is_knotty { Field { start, end: quote + 1, is_knotty } } else { Field { start: start + 1, end: quote, is_knotty } };
                return Found::Field(field);
            }
            Some(_) => return plain(bytes, start, quote + 1, delimiter, true),
            None => return Found::Cut,
        }
    }
    Found::Cut
}

/// Whether a quoted field has no closing quote.
fn is_open(bytes: &[u8], start: usize) -> bool {
    let mut from = start + 1;
    while let Some(quote) = memchr(b'"', bytes.get(from..).unwrap_or_default()).map(|n| from + n) {
        if bytes.get(quote + 1) != Some(&b'"') {
            return false;
        }
        from = quote + 2;
    }
    true
}

/// A field that ends the table.
fn whole(bytes: &[u8], start: usize, end: usize) -> Field {
    let is_quoted = bytes.get(start) == Some(&b'"');
    let inner = bytes.get(start + 1..end.saturating_sub(1)).unwrap_or_default();
    let is_simple = is_quoted && end >= start + 2 && bytes.get(end - 1) == Some(&b'"') && memchr(b'"', inner).is_none();
    if is_simple { Field { start: start + 1, end: end - 1, is_knotty: false } } else { Field { start, end, is_knotty: is_quoted } }
}

impl Field {
    /// Where what follows the field stands, past its closing quote.
    fn end_of_text(self, bytes: &[u8]) -> usize {
        let has_quotes_around =
            !self.is_knotty && self.start > 0 && bytes.get(self.start - 1) == Some(&b'"') && bytes.get(self.end) == Some(&b'"');
        if has_quotes_around { self.end + 1 } else { self.end }
    }

    /// What the field says.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        let raw = text.get(self.start..self.end).unwrap_or_default();
        if self.is_knotty { Cow::Owned(unquoted(raw)) } else { Cow::Borrowed(raw) }
    }
}

/// A quoted field without its quotes: two stand for one, and after a single one nothing more is quoted.
fn unquoted(raw: &str) -> String {
    let mut rest = raw.strip_prefix('"').unwrap_or(raw);
    let mut text = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('"') {
        text.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                text.push('"');
                rest = more;
            }
            None => {
                text.push_str(after);
                return text;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(table: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut fields = Vec::new();
        let mut records = Vec::new();
        let mut at = 0;
        loop {
            match next_record(table.as_bytes(), at, delimiter, true, &mut fields) {
                Next::Record { end, .. } => {
                    records.push(fields.iter().map(|field| field.text(table).into_owned()).collect());
                    at = end;
                }
                Next::Unclosed { start } => {
                    let line = table.get(start..).unwrap();
                    fields_of_line(line.as_bytes(), delimiter, &mut fields);
                    records.push(fields.iter().map(|field| field.text(line).into_owned()).collect());
                    return records;
                }
                _ => return records,
            }
        }
    }

    #[test]
    fn fields_are_found_however_they_are_quoted() {
        for (table, expected) in [
            ("a,b\n1,2\n", "a|b/1|2"),
            ("a,b\r\n\r\n1,2", "a|b/1|2"),
            ("\"a,b\",c\n", "a,b|c"),
            ("\"say \"\"yes\"\"\",\"x\ny\"\n1,\n", "say \"yes\"|x\ny/1|"),
            ("a\"b,c\n", "a\"b|c"),
            ("\"a\"b,c", "ab|c"),
            ("a,\"\"\n\"\",", "a|/|"),
            ("a,\"b\nc", "a|b\nc"),
            ("\"\"\"\"", "\""),
            (",\"x\",\n", "|x|"),
        ] {
            let found: Vec<String> = all(table, b',').iter().map(|record| record.join("|")).collect();
            assert_eq!(found.join("/"), expected, "{table:?}");
        }
    }

    proptest! {
        #[test]
        fn records_are_those_that_a_row_is_shown_with(table in "[ab\",\n\r;]{0,24}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
            let expected: Vec<Vec<String>> = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(all(&table, b','), expected);
        }

        #[test]
        fn a_record_that_is_cut_is_found_to_be(table in "[ab\",\n]{0,24}", at in 0_usize..24) {
            let (mut fields, mut cut_fields) = (Vec::new(), Vec::new());
            let at = at.min(table.len());
            let cut = next_record(&table.as_bytes()[..at], 0, b',', false, &mut cut_fields);
            if let Next::Record { .. } = cut {
                prop_assert_eq!(next_record(table.as_bytes(), 0, b',', true, &mut fields), cut);
                prop_assert_eq!(fields, cut_fields);
            }
        }
    }
}
