//! The records of a situation in columns: what lists are sorted and grouped by, and what is looked up by name.
//!
//! Main type: [`Index`]. A record goes by its number there: its place among all ids in their order.
//!
//! **Does not:** know panels, or say anything that [`crate::model`] does not.

mod index;
mod lacks;

pub use index::{Index, Span};
pub use lacks::{Lack, Lacks};
