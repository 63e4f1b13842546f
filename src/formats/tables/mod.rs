//! Tables: text with commas, tabs, semicolons or bars between its fields (RFC 4180 and what is met in the wild), and spreadsheets
//! (XLSX of ECMA-376, ODS of OASIS OpenDocument 1.2).
//!
//! Main functions: [`read`] for text, [`read_sheet`] for spreadsheets; [`looks_like_table`] and [`sheet_kind`] tell whether something is one.
//!
//! Text is read in pieces, on all processors, and never whole in memory; where a piece begins within a quoted field is found out when the
//! one before it is read. What is not UTF-8 is decoded once. What columns mean is found out by [`guess`](crate::dataset::guess), unless it
//! was told. A row without a place is kept; so is one whose fields are too few or too many, which is told.
//!
//! **Does not:** look up addresses; run formulas; mend what looks mistaken (columns of latitude and longitude that were swapped): it says so.

mod encoding;
mod head;
mod pieces;
mod read;
mod records;
mod sheets;

pub use head::looks_like_table;
pub use read::read;
pub use sheets::{MOST_SHEET_BYTES, SheetKind, read_sheet, sheet_kind};
