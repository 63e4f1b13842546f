//! Rows of a data layer, cell by cell.

use std::collections::HashMap;
use std::io;

use foldhash::fast::RandomState;

use crate::dataset::{Dataset, RowValues, Said};

/// Reads rows of a layer, each once for all of its cells.
#[derive(Debug)]
pub struct LayerCells<'a> {
    dataset: &'a Dataset,
    column_of: HashMap<&'a str, usize, RandomState>,
}

impl<'a> LayerCells<'a> {
    pub fn of(dataset: &'a Dataset) -> Self {
        let column_of = dataset.columns().iter().enumerate().map(|(at, column)| (column.name.as_str(), at)).collect();
        Self { dataset, column_of }
    }

    /// What a row says in each column, as it is written; `None` where that is nothing. Of a name given twice the last.
    ///
    /// # Errors
    /// The file has changed since it was opened, or its disk does not give it.
    pub fn row(&self, row: u32) -> io::Result<Vec<Option<String>>> {
        let RowValues { properties, .. } = self.dataset.row_values(row)?;
        let mut cells = vec![None; self.dataset.columns().len()];
        for (name, said) in properties {
            if let Some(cell) = self.column_of.get(name.as_str()).and_then(|at| cells.get_mut(*at)) {
                *cell = Some(said).filter(|said| !said.is_null()).map(Said::into_text).filter(|text| !text.is_empty());
            }
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText, Value};

    #[test]
    fn a_row_is_read_once_and_put_under_its_columns() {
        let rows = [r#"{"properties":{"b":"x","a":1.50,"b":"y","z":null}}"#, r#"{"properties":{"c":[1]}}"#];
        let mut builder = Builder::over("f", "test", Bytes::from(rows.concat().into_bytes()), RowText::Feature);
        builder.put("a", Value::Number("1.50"));
        builder.put("b", Value::Text("y"));
        builder.put("z", Value::Text("later"));
        let [first, second] = rows.map(|row| row.len() as u64);
        builder.end_row(None, 0..first).unwrap();
        builder.put("c", Value::Json("[1]"));
        builder.end_row(None, first..first + second).unwrap();
        let dataset = builder.finish().unwrap();
        let cells = LayerCells::of(&dataset);
        let told = |row: u32| cells.row(row).unwrap().into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>();
        assert_eq!(told(0), ["1.50", "y", "", ""]);
        assert_eq!(told(1), ["", "", "", "[1]"]);
    }
}
