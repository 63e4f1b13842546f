//! The columns of what the table shows.

use std::sync::Arc;

use crate::base::fingerprint;
use crate::dataset::{Column, Dataset, Values, Words};
use crate::panels::table::records::RecordColumn;
use crate::viewpoint::{ListKind, TableLayout};
use crate::wording::table as words;

/// The columns of a table in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableColumns {
    /// A number that stands for their names, in whatever order.
    pub header: u64,
    pub columns: Vec<TableColumn>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    pub name: String,
    pub of: ColumnOf,
    /// Whether it has numbers, which stand at the right.
    pub is_number: bool,
    /// In points, as it is at first.
    pub width: f32,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOf {
    /// Where a row stands in its file.
    RowNumber,
    /// A column of a data layer.
    Layer(u32),
    Record(RecordColumn),
}

impl TableColumns {
    pub fn of(list: ListKind, layers: &[Arc<Dataset>]) -> Self {
        let columns = match list {
            ListKind::Layer(at) => layers.get(at).map(|layer| of_layer(layer)).unwrap_or_default(),
            _ => RecordColumn::of(list).iter().map(|column| of_records(list, *column)).collect(),
        };
        let mut names: Vec<&str> = columns.iter().map(|column: &TableColumn| column.name.as_str()).collect();
        names.sort_unstable();
        Self { header: fingerprint(&names.join("\n")), columns }
    }

    pub fn named(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Those that a layout shows, each with its place among all.
    pub fn shown<'a>(&'a self, layout: &'a TableLayout) -> impl Iterator<Item = (usize, &'a TableColumn)> {
        self.columns.iter().enumerate().filter(|(_, column)| !layout.hidden.contains(&column.name))
    }
}

impl TableColumn {
    /// In points, in a layout.
    pub fn width_in(&self, layout: &TableLayout) -> f32 {
        let [least, most] = TableLayout::WIDTHS;
        layout.widths.get(&self.name).copied().unwrap_or(self.width).clamp(least, most)
    }
}

fn of_records(list: ListKind, column: RecordColumn) -> TableColumn {
    let name = column.name(list).to_owned();
    TableColumn { name, of: ColumnOf::Record(column), is_number: column.is_number(), width: column.width() }
}

/// Its own columns after the numbers of its rows. One that is called as those are is told apart.
fn of_layer(layer: &Dataset) -> Vec<TableColumn> {
    let is_taken = |name: &str| layer.columns().iter().any(|column| column.name == name);
    let mut name = words::ROW_NUMBER.to_owned();
    while is_taken(&name) {
        name.push('#');
    }
    let digits = layer.n_rows().to_string().len() as f32;
    let number = TableColumn { name, of: ColumnOf::RowNumber, is_number: true, width: (digits * DIGIT + 24.0).max(52.0) };
    let own = layer.columns().iter().zip(0..).map(|(column, at)| TableColumn {
        name: column.name.to_string(),
        of: ColumnOf::Layer(at),
        is_number: matches!(column.values, Values::Numbers(_)),
        width: usual_width(column),
    });
    std::iter::once(number).chain(own).collect()
}

/// About as wide as a figure or a letter is, in points.
const DIGIT: f32 = 7.5;
const LETTER: f32 = 7.0;

/// As wide as the name and most of what it says, within bounds.
fn usual_width(column: &Column) -> f32 {
    let said = match &column.values {
        Values::Empty => 0.0,
        Values::Numbers(_) => 9.0 * DIGIT,
        Values::Stamps(_) => 19.0 * DIGIT,
        Values::Words(words) => usual_length(words) as f32 * LETTER,
        Values::Text => 34.0 * LETTER,
    };
    let name = column.name.chars().take(40).count() as f32 * LETTER + 18.0;
    (said.max(name) + 20.0).clamp(64.0, 260.0).round()
}

/// The length that nine of ten words do not exceed, of the first ones, in characters.
fn usual_length(words: &Words) -> usize {
    const MOST_LOOKED_AT: usize = 500;
    let mut lengths: Vec<usize> = words.words().iter().take(MOST_LOOKED_AT).map(|word| word.chars().take(60).count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Builder, Value};

    fn layer(columns: &[&str]) -> Dataset {
        let mut builder = Builder::spooled("f", "test");
        for name in columns {
            builder.put(name, Value::of_field("1"));
        }
        builder.end_row(None, 0..0).unwrap();
        builder.finish().unwrap()
    }

    #[test]
    fn files_with_the_same_columns_have_the_same_head_whatever_their_order() {
        let layers = [layer(&["a", "b"]), layer(&["b", "a"]), layer(&["a", "c"])].map(Arc::new);
        let [first, second, third] = [0, 1, 2].map(|at| TableColumns::of(ListKind::Layer(at), &layers).header);
        assert!(first == second && first != third);
        assert_ne!(TableColumns::of(ListKind::Events, &[]).header, TableColumns::of(ListKind::Reports, &[]).header);
    }

    #[test]
    fn the_numbers_of_rows_stand_before_all_and_are_told_apart_from_a_column_of_that_name() {
        let layers = [Arc::new(layer(&["Row", "a"]))];
        let columns = TableColumns::of(ListKind::Layer(0), &layers);
        assert_eq!(columns.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["Row#", "Row", "a"]);
        let mut layout = TableLayout::default();
        layout.hidden.insert("Row".to_owned());
        layout.widths.insert("a".to_owned(), 5000.0);
        assert_eq!(columns.shown(&layout).map(|(at, _)| at).collect::<Vec<_>>(), [0, 2]);
        assert!(columns.named("a").unwrap().width_in(&layout) <= TableLayout::WIDTHS[1]);
    }
}
