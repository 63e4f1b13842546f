//! The records of a situation in columns: what lists are sorted and grouped by, what is asked for by time, place and facets; and
//! every name, of records and of the world, to be searched.
//!
//! Main types: [`Index`], [`Filter`] and [`TimeWindow`] in a [`Question`], its [`Answer`]; [`find`] in a [`Corpus`], which is [`RecordNames`] or the
//! [`World`]. A record goes by its number in the index: its
//! place among all ids in their order.
//!
//! **Does not:** know panels, or say anything that [`crate::model`] does not.

mod answer;
mod changed;
mod columns;
mod corpora;
mod dates;
mod duplicates;
mod event_columns;
mod facet_counts;
mod filter;
mod finding;
mod histogram;
mod ids;
mod index;
mod lacks;
mod ledger;
mod lists;
mod moves;
mod names;
mod numbering;
mod pasted;
mod rows;
mod speed;
mod statements;
mod steps;
pub mod table;
#[cfg(test)]
mod tests;
mod time;
mod touched;
mod typed;
mod with_words;

pub use answer::{Answer, Count, Question, Reason};
pub use columns::{TOLD, record_of};
pub use corpora::{RecordNames, World};
pub use duplicates::{Alike, Duplicates};
pub use facet_counts::{Counted, FacetCounts};
pub use filter::{Area, Choice, Facet, Filter, Value};
pub use finding::{Corpus, Found, find};
pub use histogram::{Bar, Histogram, Lane, Stretches};
pub use ids::Ids;
pub use index::{Index, Kinds, Renumbering, Span, ties_and_lacks};
pub use lacks::{Lack, Lacks};
pub use ledger::{InheritedDenial, Ledger, LedgerCell, LedgerColumn, LedgerLine, LedgerRow, Said, Weight};
pub use moves::Shifts;
pub use names::{NameIndex, Spellings};
pub use pasted::Pasted;
pub use rows::{RowDates, RowFacet, RowsAnswer, RowsQuestion, facet_columns};
pub use speed::{SpeedError, typed_speed};
pub use steps::Step;
pub use time::{Clock, Extent, Fit, TimeWindow};
pub use touched::Touched;
pub use typed::{WindowError, typed_date};
pub use with_words::WithWords;
