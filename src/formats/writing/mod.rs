//! Data layers written for other programs: what is filtered is what is written, whatever format it was read from.
//!
//! Main function: [`write()`], of the rows asked for, in a [`Format`].
//!
//! **Does not:** touch the disk; write the looks of a layer; keep what a format cannot hold (each says what in its file).

mod csv;
mod geojson;
mod kml;
mod survey;

use std::io::{self, Write};

use crate::base::{Cancelled, Task};
use crate::dataset::Dataset;
use crate::formats::geopackage;

pub use survey::{Kind, Survey};

/// What a layer can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One FeatureCollection (RFC 7946).
    GeoJson,
    /// A GeoJSON text sequence (RFC 8142).
    GeoJsonSequence,
    /// A Feature on each line.
    GeoJsonLines,
    Csv,
    Kml,
    GeoPackage,
}

impl Format {
    pub const ALL: [Self; 6] = [Self::GeoJson, Self::GeoJsonSequence, Self::GeoJsonLines, Self::Csv, Self::Kml, Self::GeoPackage];

    /// The endings of names that it is written under, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::GeoJson => &[".geojson", ".json"],
            Self::GeoJsonSequence => &[".geojsons"],
            Self::GeoJsonLines => &[".geojsonl", ".ndjson", ".jsonl", ".ndgeojson"],
            Self::Csv => &[".csv"],
            Self::Kml => &[".kml"],
            Self::GeoPackage => &[".gpkg"],
        }
    }

    /// By the name of the file that is to be written.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.endings().iter().any(|ending| name.ends_with(ending)))
    }
}

/// Why a layer was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error("it cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The row, counted from 1.
    #[error("row {row} cannot be read from its file: {source}")]
    Row { row: u64, source: io::Error },
    #[error("the database cannot be made: {0}")]
    Database(#[from] rusqlite::Error),
}

/// Writes rows of a layer, in the order given, with all that they say. Returns how many values had no column and were left out: a layer has
/// at most [`Dataset::MAX_COLUMNS`], which matters for formats of columns only.
///
/// # Errors
/// A row cannot be read any more, it cannot be written, or it was cancelled.
pub fn write(
    format: Format,
    dataset: &Dataset,
    rows: impl Iterator<Item = u32> + Clone,
    out: &mut dyn Write,
    task: &Task,
) -> Result<u64, WriteError> {
    match format {
        Format::GeoJson | Format::GeoJsonSequence | Format::GeoJsonLines => {
            task.expect(rows.clone().count() as u64);
            geojson::write(format, dataset, rows, out, task).map(|()| 0)
        }
        Format::Csv | Format::Kml | Format::GeoPackage => {
            task.expect(2 * rows.clone().count() as u64);
            let survey = Survey::of(dataset, rows.clone(), task)?;
            match format {
                Format::Csv => csv::write(dataset, &survey, rows, out, task)?,
                Format::Kml => kml::write(dataset, &survey, rows, out, task)?,
                _ => geopackage::write(dataset, &survey, rows, out, task)?,
            }
            Ok(survey.n_left_out)
        }
    }
}

/// What a layer calls itself: the name of its file without folders and ending.
pub fn layer_name(dataset: &Dataset) -> &str {
    let name = dataset.source_name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if stem.is_empty() { "layer" } else { stem }
}

#[cfg(test)]
mod tests;
