//! The rows of a table: put in order by a column, counted, searched, written out. They are records, or rows of data layers.
//!
//! Main types: [`ColumnValues`], what a column says in all rows; its [`Statistics`]; [`Needles`], words to be found in rows; [`RowSet`];
//! [`Sheet`], rows as text for other programs; [`LayerCells`], which reads rows of a layer cell by cell.
//!
//! **Does not:** know what columns records have or what they are called; start threads that go on by themselves.

mod cells;
mod needles;
mod order;
mod row_set;
mod sheet;
mod statistics;
mod values;

pub use cells::LayerCells;
pub use needles::{Needles, found_in_layer};
pub use row_set::RowSet;
pub use sheet::{Sheet, SheetForm};
pub use statistics::{Statistics, Told};
pub use values::{ColumnValues, Kept};
