//! The records of a situation in columns: what lists are sorted and grouped by, and every name, of
//! records and of the world, to be searched.
//!
//! Main types: [`Index`]; [`find`] in a [`Corpus`], which is [`RecordNames`] or the [`World`]. A record goes by its number: its place among
//! all ids in their order.
//!
//! **Does not:** know panels, or say anything that [`crate::model`] does not.

mod corpora;
mod finding;
mod index;
mod lacks;
mod names;

pub use corpora::{RecordNames, World};
pub use finding::{Corpus, Found, find};
pub use index::{Index, Span};
pub use lacks::{Lack, Lacks};
pub use names::{NameIndex, Spellings};
