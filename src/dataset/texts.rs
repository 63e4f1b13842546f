//! The text of each row, read from the file when it is shown.

use std::borrow::Cow;
use std::fmt;
use std::io;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::base::Bytes;

/// How a row stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowText {
    /// A JSON object whose `properties` are what it says: a Feature of GeoJSON.
    Feature,
    /// A JSON object of what it says.
    Values,
    /// A line of fields, in the order of the columns, with this character between them.
    Fields { delimiter: u8 },
}

/// The stretches of a file that rows are.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    pub source: Bytes,
    pub kind: RowText,
    starts: Vec<u64>,
    lengths: Vec<u32>,
}

/// What a row says, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowTexts {
    /// Its id in the file, be it text or a number.
    pub id: Option<String>,
    /// Names and values; texts as they are, everything else as JSON.
    pub properties: Vec<(String, String)>,
}

/// One value as a row says it, of its kind: numbers and other JSON as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Text(String),
    Number(String),
    Json(String),
}

/// What a row says, each value of its kind, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowValues {
    pub id: Option<Said>,
    pub properties: Vec<(String, Said)>,
}

impl Said {
    /// Of JSON as it is written.
    fn of_json(raw: &str) -> Self {
        match raw.as_bytes().first() {
            Some(b'"') => Self::Text(text_of(raw).into_owned()),
            Some(b'-' | b'0'..=b'9') => Self::Number(raw.to_owned()),
            _ => Self::Json(raw.to_owned()),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Json(text) => text,
        }
    }

    /// Whether it is the `null` of JSON, which says nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Json(raw) if raw == "null")
    }

    /// What it says, as it is written.
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Json(text) => text,
        }
    }
}

impl From<RowValues> for RowTexts {
    fn from(row: RowValues) -> Self {
        let properties = row.properties.into_iter().map(|(name, said)| (name, said.into_text())).collect();
        Self { id: row.id.map(Said::into_text), properties }
    }
}

impl Texts {
    pub fn new(source: Bytes, kind: RowText) -> Self {
        Self { source, kind, starts: Vec::new(), lengths: Vec::new() }
    }

    /// Adds a row, of at most 4 GiB; of a longer one nothing is kept.
    pub fn push(&mut self, range: std::ops::Range<u64>) {
        self.starts.push(range.start);
        self.lengths.push(u32::try_from(range.end.saturating_sub(range.start)).unwrap_or_default());
    }

    pub fn append(&mut self, others: Self) {
        self.starts.extend(others.starts);
        self.lengths.extend(others.lengths);
    }

    pub fn finish(&mut self) {
        self.starts.shrink_to_fit();
        self.lengths.shrink_to_fit();
    }

    /// Where a row stands in the source.
    pub fn range(&self, row: u32) -> Option<std::ops::Range<u64>> {
        let start = *self.starts.get(row as usize)?;
        Some(start..start + u64::from(*self.lengths.get(row as usize)?))
    }

    /// Reads a row. `columns` are the names of its fields, where it has no names itself, and whether they are numbers.
    pub fn read<'a>(&self, row: u32, columns: impl Iterator<Item = (&'a str, bool)>) -> io::Result<RowValues> {
        let Some(range) = self.range(row) else { return Ok(RowValues::default()) };
        let bytes = self.source.read_unchanged(range)?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(match self.kind {
            RowText::Feature => feature(&text),
            RowText::Values => RowValues { id: None, properties: properties(&text) },
            RowText::Fields { delimiter } => {
                let said = columns.zip(fields(&text, delimiter)).filter(|(_, value)| !value.is_empty());
                let kind = |is_number: bool| if is_number { Said::Number } else { Said::Text };
                RowValues {
                    id: None,
                    properties: said.map(|((name, is_number), value)| (name.to_owned(), kind(is_number)(value))).collect(),
                }
            }
        })
    }
}

/// The fields of one line of a table (RFC 4180).
pub fn fields(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

fn feature(text: &str) -> RowValues {
    let members = serde_json::from_str::<Pairs<'_>>(text).map(|pairs| pairs.0).unwrap_or_default();
    // Of a member given twice the last, as the reader has it.
    let last = |name: &str| members.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value.get());
    // Where it is a Geometry by itself, it says nothing.
    let is_feature = last("geometry").is_some() || last("properties").is_some();
    let id = last("id").filter(|id| is_feature && !matches!(id.as_bytes().first(), None | Some(b'n' | b't' | b'f' | b'[' | b'{')));
    RowValues { id: id.map(Said::of_json), properties: last("properties").map(properties).unwrap_or_default() }
}

fn properties(object: &str) -> Vec<(String, Said)> {
    let pairs = serde_json::from_str::<Pairs<'_>>(object).map(|pairs| pairs.0).unwrap_or_default();
    pairs.into_iter().map(|(name, value)| (name.into_owned(), Said::of_json(value.get()))).collect()
}

/// What a JSON value says: a string's text, everything else as written.
fn text_of(raw: &str) -> Cow<'_, str> {
    let plain = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match plain {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => serde_json::from_str::<String>(raw).map_or(Cow::Borrowed(raw), Cow::Owned),
    }
}

/// The members of an object in their order, repeated names included.
struct Pairs<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some((name, value)) = members.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    pairs.push((name, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_as_its_text_or_as_written() {
        for (raw, text) in
            [("\"a\"", "a"), ("\"a\\\"b\\u00e9\"", "a\"bé"), ("12.50", "12.50"), ("[1, 2]", "[1, 2]"), ("\"\\ud800\"", "\"\\ud800\"")]
        {
            assert_eq!(text_of(raw), text);
        }
    }

    #[test]
    fn a_row_is_read_in_each_form_that_it_may_have() {
        let feature_text = r#"{"id": 7, "geometry": null, "properties": {"b": 1, "a": "x\ny", "b": null}}"#;
        let read = |text: &str, kind| {
            let mut texts = Texts::new(Bytes::from(format!("..{text}..").into_bytes()), kind);
            texts.push(2..2 + text.len() as u64);
            RowTexts::from(texts.read(0, [("one", true), ("two", false), ("three", false)].into_iter()).unwrap())
        };
        let owned =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>();
        let row = read(feature_text, RowText::Feature);
        assert_eq!((row.id.as_deref(), row.properties), (Some("7"), owned(&[("b", "1"), ("a", "x\ny"), ("b", "null")])));
        assert_eq!(read(r#"{"a": true}"#, RowText::Values).properties, owned(&[("a", "true")]));
        let fields = read("1;\"a;\"\"b\";;", RowText::Fields { delimiter: b';' });
        assert_eq!(fields.properties, owned(&[("one", "1"), ("two", "a;\"b")]));
        assert_eq!(read(r#"{"type": "Point", "coordinates": [1, 2]}"#, RowText::Feature), RowTexts::default());
    }
}
