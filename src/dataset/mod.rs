//! Data layers: foreign data beside the situation, read-only, up to millions of rows.
//!
//! Main types: [`Dataset`], which is columns over the file that it was read from; [`Builder`], which a reader fills row by row;
//! [`Column`], what one property is of all rows; [`Part`], a view of a piece of a row's geometry; [`Role`], what a column means, in a [`Mapping`],
//! which [`guess`] finds out from names and values; [`PlacedBy`], where a row is by its fields.
//!
//! **Does not:** keep a struct or a heap string for each row; know any file format but single rows of one; change.

mod builder;
mod classes;
mod code_words;
mod columns;
mod finding;
mod geometries;
mod ground_picture;
mod guess;
mod notations;
mod placing;
mod roles;
mod schemas;
mod sizes;
mod stamps;
mod texts;
mod well_known;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::ops::Range;

use geo::Coord;

use crate::base::Bytes;
use crate::earth::Bounds;
use crate::model::SimpleStyle;

pub use builder::{Builder, Full};
pub use classes::{Breaks, Class, Classes, MOST_RANGES, MOST_WORDS};
pub use columns::{Column, Stamps, Value, Values, Words};
pub use geometries::{Part, Rings};
pub use ground_picture::{GroundPicture, Lies, Plane};
pub use guess::{Sample, WhereRowsAre, date_order, guess, values_that_are_no_dates};
pub use placing::{Placed, PlacedBy, Spread};
pub use roles::{Mapping, Role};
pub use schemas::{GDELT_COLUMNS, SCHEMAS, Schema, UCDP_COLUMNS, role_of_tag};
pub use sizes::Sizes;
pub use stamps::{DateOrder, Precision, Stamp};
pub use texts::{RowText, RowTexts, RowValues, Said};

use geometries::Geometries;
use texts::Texts;

/// A data layer: rows 0 to [`Dataset::n_rows`], each with a geometry or none, a title, properties and a style.
#[derive(Clone, Debug)]
pub struct Dataset {
    source_name: String,
    format: &'static str,
    geometries: Geometries,
    texts: Texts,
    columns: Vec<Column>,
    /// What columns mean, as the reader knows it or was told.
    mapping: Mapping,
    /// Whether its dates are days, though they are written with a time of day.
    has_whole_days: bool,
    styles: Vec<SimpleStyle>,
    /// Index in `styles` of the rows that have a style of their own.
    style_of_row: HashMap<u32, u32>,
    default_style: SimpleStyle,
    /// Those of rows that are pictures, in their order.
    pictures: Vec<GroundPicture>,
}

/// Properties that name a row, best first.
const TITLE_NAMES: [&str; 8] = ["title", "name", "Name", "NAME", "label", "Label", "designation", "unit"];

impl Dataset {
    /// Rows at most; readers leave out and tell what is more.
    pub const MAX_ROWS: usize = 20_000_000;
    /// Positions of all geometries at most.
    pub const MAX_POSITIONS: usize = 50_000_000;
    /// Columns at most; what else rows say is in their texts only.
    pub const MAX_COLUMNS: usize = 1_000;

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

    /// The bytes that the texts of rows are stretches of: of the file itself, where its rows can be read one by one.
    pub fn source(&self) -> &Bytes {
        &self.texts.source
    }

    /// Where a row stands in the source.
    pub fn source_range(&self, row: u32) -> Option<Range<u64>> {
        self.texts.range(row)
    }

    /// What rows say, by columns in the order in which the file has them.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What columns mean.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Lets the columns mean something else.
    pub fn set_mapping(&mut self, mapping: Mapping) {
        self.mapping = mapping;
        let columns = [Role::Start, Role::End].into_iter().flat_map(|role| self.mapping.columns_of(role));
        let values = columns.filter_map(|name| Some(&self.columns.get(self.column_named(name)? as usize)?.values));
        let mut dates = values.filter(|values| !matches!(values, Values::Empty)).peekable();
        self.has_whole_days = dates.peek().is_some() && dates.all(Values::are_whole_days);
    }

    /// What the row calls itself (in a column that is its title, else `title`, `name`, `NAME`, `label`, as a unit its `designation` or `unit`, its id), else "Feature 12", counted
    /// from 1.
    pub fn title(&self, row: u32) -> String {
        let RowTexts { id, properties } = self.row(row).unwrap_or_default();
        let names = self.mapping.columns_of(Role::Title).chain(TITLE_NAMES);
        let named = names.filter_map(|name| {
            let said = properties.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value)?;
            let is_scalar = !said.starts_with(['{', '[']) && !matches!(said.as_str(), "null" | "true" | "false");
            Some(said.clone()).filter(|said| is_scalar && !said.trim().is_empty())
        });
        let title = named.chain(id.filter(|id| !id.trim().is_empty())).next();
        title.unwrap_or_else(|| format!("Feature {}", u64::from(row) + 1))
    }

    /// What a row says, read from its file.
    ///
    /// # Errors
    /// The file has changed since, or its disk does not give it.
    pub fn row(&self, row: u32) -> io::Result<RowTexts> {
        self.row_values(row).map(RowTexts::from)
    }

    /// The same with each value of its kind. Fields of a table are numbers where all of their column are.
    ///
    /// # Errors
    /// As above.
    pub fn row_values(&self, row: u32) -> io::Result<RowValues> {
        let is_number = |column: &Column| matches!(column.values, Values::Numbers(_));
        self.texts.read(row, self.columns.iter().map(|of| (of.name.as_str(), is_number(of))))
    }

    /// The column of a name, whatever its case; the first, where there are several.
    pub fn column_named(&self, name: &str) -> Option<u32> {
        let at = self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))?;
        u32::try_from(at).ok()
    }

    /// The number that a row says in a column of numbers.
    pub fn number(&self, row: u32, column: u32) -> Option<f64> {
        let Values::Numbers(numbers) = &self.columns().get(column as usize)?.values else { return None };
        numbers.get(row as usize).copied().filter(|number| !number.is_nan())
    }

    /// What a row says in a column: at once where its words recur, else read from its file.
    pub fn text(&self, row: u32, column: u32) -> Option<Cow<'_, str>> {
        let Column { name, values } = self.columns.get(column as usize)?;
        match values {
            Values::Words(words) => words.get(row).map(|word| Cow::Borrowed(word.as_str())),
            Values::Empty => None,
            Values::Numbers(_) | Values::Stamps(_) | Values::Text => {
                let said = self.row(row).ok()?.properties.into_iter().rev().find(|(of, _)| of == name);
                said.map(|(_, value)| Cow::Owned(value))
            }
        }
    }

    /// What a row that was read says in the first column of a role that it says anything in; of a code what that means.
    pub fn said<'t>(&self, texts: &'t RowTexts, role: Role) -> Option<&'t str> {
        let value = |name: &str| texts.properties.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value.trim());
        let said = |name| Some((name, value(name)?));
        let (name, text) = self.mapping.columns_of(role).filter_map(said).find(|(_, text)| !text.is_empty() && *text != "null")?;
        Some(self.meaning(name, text).unwrap_or(text))
    }

    /// What a code means that stands in a column, where the source of the layer is known and writes codes there.
    pub fn meaning(&self, column: &str, code: &str) -> Option<&'static str> {
        code_words::meaning(self.mapping.schema?, column, code)
    }

    /// When such a row was, in EDTF: a day, or from one to another; `None` where it has no date.
    pub fn dated(&self, texts: &RowTexts) -> Option<String> {
        let stamp = |role: Role| Stamp::parse(self.said(texts, role)?);
        let day = |stamp: Stamp| if self.has_whole_days { stamp.as_day() } else { stamp };
        let date = |role: Role| day(stamp(role)?).edtf(self.mapping.date_order);
        match (date(Role::Start), date(Role::End)) {
            (Some(start), Some(end)) if start != end => Some(format!("{start}/{end}")),
            (start, end) => start.or(end),
        }
    }

    /// The style of simplestyle-spec 1.1.0 that the row asks for; its title and description are among the properties.
    pub fn style(&self, row: u32) -> &SimpleStyle {
        let own = self.style_of_row.get(&row).and_then(|index| self.styles.get(*index as usize));
        own.unwrap_or(&self.default_style)
    }

    /// Those of rows that are pictures on the ground.
    pub fn pictures(&self) -> &[GroundPicture] {
        &self.pictures
    }

    pub fn picture_of(&self, row: u32) -> Option<&GroundPicture> {
        let at = self.pictures.binary_search_by_key(&row, |picture| picture.row).ok()?;
        self.pictures.get(at)
    }

    /// The pieces of a row's geometry, without copying; none where it has no geometry.
    pub fn parts(&self, row: u32) -> impl Iterator<Item = Part<'_>> {
        self.geometries.parts(row)
    }

    /// The row's geometry as an object of its own; a collection comes flat, whatever stood within it.
    pub fn geometry(&self, row: u32) -> Option<geo::Geometry<f64>> {
        self.geometries.geometry(row)
    }

    /// Of a layer of points where each row is, x = longitude; NaN where one is nowhere. `None` where any row is something else.
    pub fn points(&self) -> Option<&[Coord<f64>]> {
        self.geometries.points()
    }

    /// How many positions all geometries have together.
    pub fn n_positions(&self) -> usize {
        self.geometries.n_positions()
    }

    /// The box of all rows, joined over the narrower gap; `None` where none has a geometry. Looks at every row.
    pub fn bounds(&self) -> Option<Bounds> {
        self.geometries.bounds()
    }

    /// The box of one row.
    pub fn bounds_of(&self, row: u32) -> Option<Bounds> {
        self.geometries.bounds_of(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_titled_by_its_title_then_its_id_then_its_number() {
        let rows = [
            r#"{"id": 7, "properties": {"name": "no", "title": "Kursk"}}"#,
            r#"{"id": 7, "properties": {"title": ""}}"#,
            r#"{"id": "", "properties": {"title": null, "name": [1]}}"#,
        ];
        let mut builder = Builder::over("f", "test", Bytes::from(rows.concat().into_bytes()), RowText::Feature);
        let mut at = 0;
        for row in rows {
            builder.end_row(None, at..at + row.len() as u64).unwrap();
            at += row.len() as u64;
        }
        let dataset = builder.finish().unwrap();
        assert_eq!([0, 1, 2, 3].map(|row| dataset.title(row)), ["Kursk", "7", "Feature 3", "Feature 4"]);
        assert_eq!((dataset.n_rows(), dataset.bounds(), dataset.geometry(0)), (3, None, None::<geo::Geometry<f64>>));
    }

    #[test]
    fn rows_whose_texts_are_not_in_the_file_are_spooled_and_read_again() {
        let mut builder = Builder::spooled("f.gpx", "GPX");
        builder.set_mapping(Mapping { roles: vec![(Role::Title, "name".into())], ..Mapping::default() });
        builder.put("name", Value::Text("a \"b\""));
        builder.put("ele", Value::Number("12.50"));
        builder.end_point(Some(Coord { x: 1.0, y: 2.0 }), 0..0).unwrap();
        builder.end_point(None, 0..0).unwrap();
        builder.put("name", Value::Text("c"));
        builder.put("parts", Value::Json("[1,2]"));
        builder.end_row(None, 0..0).unwrap();
        let dataset = builder.finish().unwrap();
        let said = |row: u32| dataset.row(row).unwrap().properties.into_iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>();
        assert_eq!([0, 1, 2].map(said), [vec!["name=a \"b\"", "ele=12.50"], vec![], vec!["name=c", "parts=[1,2]"]]);
        assert_eq!((dataset.title(0), dataset.mapping().columns_of(Role::Title).next()), ("a \"b\"".to_owned(), Some("name")));
        assert_eq!(dataset.columns().iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["name", "ele", "parts"]);
        assert_eq!(dataset.points().map(<[_]>::len), Some(3));
    }
}
