//! Commands about the table.

use std::sync::Arc;

use crate::command::Pick;
use crate::query::table::{RowSet, SheetForm, Statistics};

#[derive(Debug)]
pub enum TableCommand {
    /// A row was pressed or gone to, counted from the top of the table.
    Select { row: usize, how: Pick },
    /// Picks out all rows that it shows.
    PickAll,
    /// Sorts by a column, the other way round, or no longer.
    Sort(String),
    /// Gives a column a width in points; `None`: its own.
    Width(String, Option<f32>),
    /// Shows a column, or does not.
    Show(String, bool),
    /// Shows all columns, or only the first.
    ShowAll(bool),
    /// Only rows that contain these words.
    Words(String),
    /// What a column comes to is wanted, or no longer.
    Statistics(Option<String>),
    /// The rows that are picked out, or else all that it shows, are wanted on the clipboard.
    Copy(SheetForm),
    /// Something was made, off the window's thread.
    Made(Box<TableMade>),
}

/// What was made, and which of the asked-for works it was. `None` where it was cancelled.
#[derive(Debug)]
pub struct TableMade {
    pub ticket: u64,
    pub made: Option<TableResult>,
}

#[derive(Debug)]
pub enum TableResult {
    /// All rows in their order, with how many could not be read.
    Order(Arc<[u32]>, u32),
    /// The rows that contain what is looked for, the same.
    Found(RowSet, u32),
    Statistics(Statistics),
    Text {
        text: String,
        form: SheetForm,
        n_rows: usize,
        /// How many there would have been without a bound, and how many could not be read and are left out.
        n_all: usize,
        n_unread: usize,
    },
}
