//! Data layers: foreign data beside the situation, read-only, up to millions of rows.
//!
//! Main types: [`Dataset`], which is columns over the kept text of the file; [`Builder`], which a reader fills row by row;
//! [`Part`], a view of a piece of a row's geometry.
//!
//! **Does not:** keep a struct or a heap string for each row; know any file format but the JSON of single values; change.

mod builder;
mod geometries;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::earth::Bounds;
use crate::model::SimpleStyle;

pub use builder::{Builder, Full, Row};
pub use geometries::{Part, Rings};

use geometries::Geometries;

/// A data layer: rows 0 to [`Dataset::n_rows`], each with a geometry or none, a title, properties and a style.
#[derive(Clone, Debug)]
pub struct Dataset {
    source_name: String,
    format: &'static str,
    text: Arc<str>,
    geometries: Geometries,
    titles: Vec<TextRange>,
    ids: Vec<TextRange>,
    properties: Vec<TextRange>,
    styles: Vec<SimpleStyle>,
    /// Index in `styles` of the rows that have a style of their own.
    style_of_row: HashMap<u32, u32>,
    default_style: SimpleStyle,
}

/// Bytes of the kept text that one JSON value takes; empty where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct TextRange {
    start: u32,
    end: u32,
}

impl Dataset {
    /// Rows at most; readers leave out and tell what is more.
    pub const MAX_ROWS: usize = 5_000_000;
    /// Positions of all geometries at most.
    pub const MAX_POSITIONS: usize = 50_000_000;

    pub fn n_rows(&self) -> u32 {
        self.geometries.n_rows()
    }

    /// Name of the file that the layer was read from.
    pub fn source_name(&self) -> &str {
        &self.source_name
    }

    /// The format read, in words: "GeoJSON".
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// The whole text as read: what would be written, for a data layer is never changed.
    pub fn source_text(&self) -> &str {
        &self.text
    }

    /// What the row calls itself (`title`, `name`, `NAME`, `label`, as a unit its `designation` or `unit`, its id), else "Feature 12", counted from 1.
    pub fn title(&self, row: u32) -> Cow<'_, str> {
        let own = self.value(&self.titles, row).map(text_of);
        let named = [own, self.id(row)].into_iter().flatten().find(|text| !text.trim().is_empty());
        named.unwrap_or_else(|| Cow::Owned(format!("Feature {}", u64::from(row) + 1)))
    }

    /// The row's id in its file, be it text or a number.
    pub fn id(&self, row: u32) -> Option<Cow<'_, str>> {
        self.value(&self.ids, row).map(text_of)
    }

    /// Names and values in the order of the file; texts as they are, everything else as JSON.
    pub fn properties(&self, row: u32) -> Vec<(String, String)> {
        let Some(raw) = self.value(&self.properties, row) else { return Vec::new() };
        let pairs = serde_json::from_str::<Pairs<'_>>(raw).map(|pairs| pairs.0).unwrap_or_default();
        pairs.into_iter().map(|(name, value)| (name.into_owned(), text_of(value.get()).into_owned())).collect()
    }

    /// The style of simplestyle-spec 1.1.0 that the row asks for; its title and description are among the properties.
    pub fn style(&self, row: u32) -> &SimpleStyle {
        let own = self.style_of_row.get(&row).and_then(|index| self.styles.get(*index as usize));
        own.unwrap_or(&self.default_style)
    }

    /// The pieces of a row's geometry, without copying; none where it has no geometry.
    pub fn parts(&self, row: u32) -> impl Iterator<Item = Part<'_>> {
        self.geometries.parts(row)
    }

    /// The row's geometry as an object of its own; a collection comes flat, whatever stood within it.
    pub fn geometry(&self, row: u32) -> Option<geo::Geometry<f64>> {
        self.geometries.geometry(row)
    }

    /// The box of all rows, joined over the narrower gap; `None` where none has a geometry.
    pub fn bounds(&self) -> Option<Bounds> {
        self.geometries.bounds()
    }

    /// The box of one row.
    pub fn bounds_of(&self, row: u32) -> Option<Bounds> {
        self.geometries.bounds_of(row)
    }

    fn value(&self, column: &[TextRange], row: u32) -> Option<&str> {
        let range = column.get(row as usize)?;
        self.text.get(range.start as usize..range.end as usize).filter(|raw| !raw.is_empty())
    }
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
    use geo::Geometry;

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
    fn a_row_is_titled_by_its_title_then_its_id_then_its_number() {
        let text: Arc<str> = r#"["Kursk", "", 7, {"b": 1, "a": "x\ny", "b": null}]"#.into();
        let mut builder = Builder::new("f", "test", Arc::clone(&text));
        let at = |part: &str| text.find(part).map(|start| start..start + part.len());
        builder
            .push(Row { title: at("\"Kursk\""), id: at("7"), properties: at(r#"{"b": 1, "a": "x\ny", "b": null}"#), ..Row::default() })
            .unwrap();
        builder.push(Row { title: at("\"\""), id: at("7"), ..Row::default() }).unwrap();
        builder.push(Row { id: at("\"\""), ..Row::default() }).unwrap();
        let dataset = builder.finish();
        assert_eq!((0..4).map(|row| dataset.title(row).into_owned()).collect::<Vec<_>>(), ["Kursk", "7", "Feature 3", "Feature 4"]);
        let properties = dataset.properties(0);
        assert_eq!(properties, [("b", "1"), ("a", "x\ny"), ("b", "null")].map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!((dataset.n_rows(), dataset.bounds(), dataset.geometry(0)), (3, None, None::<Geometry<f64>>));
    }
}
