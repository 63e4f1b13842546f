//! Filters that a person keeps under a name.

use crate::query::{Clock, Filter, TimeWindow};

/// What was asked for, under a name: used again it asks for the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedFilter {
    pub name: String,
    pub filter: Filter,
    /// Where a time was asked for: by which clock, and which.
    pub time: Option<(Clock, TimeWindow)>,
}
