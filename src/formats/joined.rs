//! Several data layers as one.

use std::io;

use crate::base::Task;
use crate::dataset::{Builder, Dataset, RowValues, Said, Value};
use crate::formats::writing::{WriteError, layer_name};

/// The column that says which layer a row is from.
const FROM: &str = "layer";

/// The rows of all, one layer after the other, with the name of its file in a column `layer`, or in one more than that where there is one.
///
/// # Errors
/// A row cannot be read any more, there are too many, what they say cannot be written down, or it was cancelled.
pub fn joined(layers: &[Dataset], task: &Task) -> Result<Dataset, WriteError> {
    task.expect(layers.iter().map(|layer| u64::from(layer.n_rows())).sum());
    let is_taken = |name: &str| layers.iter().any(|layer| layer.column_named(name).is_some());
    let from =
        std::iter::once(FROM.to_owned()).chain((2..).map(|n| format!("{FROM} ({n})"))).find(|name| !is_taken(name)).unwrap_or_default();
    let mut builder = Builder::spooled(layers.first().map_or("", Dataset::source_name), "several layers");
    for layer in layers {
        for row in 0..layer.n_rows() {
            task.advance(1)?;
            let RowValues { id, properties } =
                layer.row_values(row).map_err(|source| WriteError::Row { row: u64::from(row) + 1, source })?;
            builder.put(&from, Value::Text(layer_name(layer)));
            if let Some(id) = id.filter(|_| layer.column_named("id").is_none()) {
                builder.put("id", value(&id));
            }
            properties.iter().for_each(|(name, said)| builder.put(name, value(said)));
            builder.end_row(layer.geometry(row).as_ref(), 0..0).map_err(io::Error::other)?;
        }
    }
    Ok(builder.finish()?)
}

fn value(said: &Said) -> Value<'_> {
    match said {
        Said::Number(raw) => Value::Number(raw),
        Said::Json(raw) => Value::Json(raw),
        Said::Text(text) => Value::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;

    fn layer(name: &str, rows: &[(&str, &str)]) -> Dataset {
        let mut builder = Builder::spooled(name, "test");
        for (column, text) in rows {
            builder.put(column, Value::Text(text));
            builder.end_row(Some(&Point::new(1.0, 2.0).into()), 0..0).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn rows_of_several_layers_keep_what_they_say_and_tell_where_they_are_from() {
        let both = joined(&[layer("a/north.csv", &[("kind", "x"), ("kind", "y")]), layer("south.kml", &[("layer", "mine")])], &Task::new())
            .unwrap();
        let said = |row: u32, name: &str| both.text(row, both.column_named(name)?).map(std::borrow::Cow::into_owned);
        let told: Vec<_> = (0..3).map(|row| (said(row, "layer (2)"), said(row, "kind"), said(row, "layer"))).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(told, [(text("north"), text("x"), None), (text("north"), text("y"), None), (text("south"), None, text("mine"))]);
        assert_eq!((both.n_rows(), both.points().map(<[_]>::len)), (3, Some(3)));
    }

    #[test]
    fn it_stops_when_it_is_cancelled() {
        let task = Task::new();
        task.cancel();
        assert!(matches!(joined(&[layer("a", &[("b", "c")])], &task), Err(WriteError::Cancelled(_))));
    }
}
