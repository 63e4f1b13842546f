//! Changes of a situation that can be taken back.

use crate::model::records::{Actor, Event, Header, Place, RecordId, Report, Source};

/// A change of a situation. [`Situation::apply`](crate::model::Situation::apply) returns its inverse.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    PutHeader(Box<Header>),
    /// Adds the record, or replaces the one that has its id; so the other `Put`s.
    PutPlace(Box<Place>),
    PutActor(Box<Actor>),
    PutSource(Box<Source>),
    PutEvent(Box<Event>),
    PutReport(Box<Report>),
    /// Removes a record; links to it are left dangling. Nothing happens where there is none.
    Remove(RecordId),
    /// In this order, as one.
    All(Vec<Edit>),
}

impl Edit {
    /// The edit that changes nothing.
    pub fn nothing() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it holds no change at all.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::All(edits) if edits.iter().all(Self::is_nothing))
    }
}
