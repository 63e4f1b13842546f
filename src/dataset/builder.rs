//! Filling a data layer row by row.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::dataset::geometries::Geometries;
use crate::dataset::{Dataset, TextRange};
use crate::model::SimpleStyle;

/// A row to be added; the ranges are bytes of the layer's text that hold one JSON value.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub geometry: Option<geo::Geometry<f64>>,
    pub title: Option<Range<usize>>,
    pub id: Option<Range<usize>>,
    /// A JSON object.
    pub properties: Option<Range<usize>>,
    pub style: Option<SimpleStyle>,
}

/// A bound of [`Dataset`] is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    #[error("more than {} rows", Dataset::MAX_ROWS)]
    Rows,
    #[error("more than {} positions", Dataset::MAX_POSITIONS)]
    Positions,
}

/// Makes a [`Dataset`].
#[derive(Debug)]
pub struct Builder {
    made: Dataset,
    /// Indices of the styles met, by their Debug form: floats have no hash.
    known_styles: HashMap<String, u32>,
}

impl Builder {
    /// A layer over `text`; what stands past its first 4 GiB is taken for absent.
    pub fn new(source_name: impl Into<String>, format: &'static str, text: Arc<str>) -> Self {
        let made = Dataset {
            source_name: source_name.into(),
            format,
            text,
            geometries: Geometries::default(),
            titles: Vec::new(),
            ids: Vec::new(),
            properties: Vec::new(),
            styles: Vec::new(),
            style_of_row: HashMap::new(),
            default_style: SimpleStyle::default(),
        };
        Self { made, known_styles: HashMap::new() }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The layer is full; nothing was added.
    pub fn push(&mut self, row: Row) -> Result<(), Full> {
        let made = &mut self.made;
        let row_id = made.n_rows();
        if row_id as usize >= Dataset::MAX_ROWS {
            return Err(Full::Rows);
        }
        made.geometries.push(row.geometry.as_ref())?;
        made.titles.push(TextRange::from(row.title));
        made.ids.push(TextRange::from(row.id));
        made.properties.push(TextRange::from(row.properties));
        if let Some(style) = row.style.filter(|style| *style != made.default_style) {
            let next = u32::try_from(made.styles.len()).unwrap_or(u32::MAX);
            let index = *self.known_styles.entry(format!("{style:?}")).or_insert(next);
            if index == next {
                made.styles.push(style);
            }
            made.style_of_row.insert(row_id, index);
        }
        Ok(())
    }

    pub fn finish(self) -> Dataset {
        self.made
    }
}

impl From<Option<Range<usize>>> for TextRange {
    fn from(range: Option<Range<usize>>) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or_default();
        range.map_or_else(Self::default, |range| Self { start: narrow(range.start), end: narrow(range.end) })
    }
}
