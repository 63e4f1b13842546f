//! GeoJSON in its three forms: a FeatureCollection, a text sequence, a Feature on each line. It holds all that a layer has.

use std::io::Write;

use crate::base::Task;
use crate::dataset::{Dataset, RowValues, Said};
use crate::formats::json::quoted;
use crate::formats::native::geometry_text;
use crate::formats::numbers::is_number;
use crate::formats::writing::survey::values;
use crate::formats::writing::{Format, WriteError};

pub fn write(
    format: Format,
    dataset: &Dataset,
    rows: impl Iterator<Item = u32>,
    out: &mut dyn Write,
    task: &Task,
) -> Result<(), WriteError> {
    let is_collection = format == Format::GeoJson;
    if is_collection {
        out.write_all(b"{\"type\": \"FeatureCollection\", \"features\": [")?;
    }
    let mut is_first = true;
    for row in rows {
        task.advance(1)?;
        let text = feature_text(&values(dataset, row)?, dataset.geometry(row).as_ref());
        match format {
            Format::GeoJson => write!(out, "{}\n{text}", if is_first { "" } else { "," })?,
            Format::GeoJsonSequence => writeln!(out, "\u{1e}{text}")?,
            _ => writeln!(out, "{text}")?,
        }
        is_first = false;
    }
    if is_collection {
        out.write_all(b"\n]}\n")?;
    }
    Ok(())
}

fn feature_text(row: &RowValues, geometry: Option<&geo::Geometry<f64>>) -> String {
    let id = row.id.as_ref().map(|id| format!("\"id\": {}, ", json_text(id))).unwrap_or_default();
    let geometry = geometry.map_or_else(|| "null".to_owned(), geometry_text);
    let members: Vec<String> = row.properties.iter().map(|(name, said)| format!("{}: {}", quoted(name), json_text(said))).collect();
    format!("{{\"type\": \"Feature\", {id}\"geometry\": {geometry}, \"properties\": {{{}}}}}", members.join(", "))
}

/// A value as JSON on one line.
fn json_text(said: &Said) -> String {
    match said {
        Said::Number(raw) if is_number(raw) => raw.clone(),
        // Outside texts, line ends are only blanks.
        Said::Json(raw) => raw.replace(['\n', '\r'], " "),
        Said::Number(text) | Said::Text(text) => quoted(text),
    }
}
