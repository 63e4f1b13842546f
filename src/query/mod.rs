//! The records of a situation in columns: what lists are sorted and grouped by, what is looked up by name, and what is asked for by
//! time, place and facets.
//!
//! Main types: [`Index`], [`Filter`] and [`TimeWindow`] in a [`Question`], its [`Answer`]. A record goes by its number in the index: its
//! place among all ids in their order.
//!
//! **Does not:** know panels, or say anything that [`crate::model`] does not.

mod answer;
mod columns;
mod filter;
mod histogram;
mod index;
mod lacks;
mod speed;
mod steps;
mod time;
mod typed;

pub use answer::{Answer, Count, Counted, FacetCounts, Question, Reason, WithWords};
pub use columns::{TOLD, record_of};
pub use filter::{Area, Choice, Facet, Filter, Value};
pub use histogram::{Bar, Histogram, Lane};
pub use index::{Index, Kinds, Span};
pub use lacks::{Lack, Lacks};
pub use speed::{SpeedError, typed_speed};
pub use steps::Step;
pub use time::{Clock, Extent, Fit, TimeWindow};
pub use typed::WindowError;
