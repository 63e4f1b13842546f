//! Changes of a situation that can be taken back.

use crate::model::records::{Actor, Event, Header, Place, RecordId, Report, Source};
use crate::model::scene::Scene;

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
    PutScene(Box<Scene>),
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

    /// The changes that it consists of, each of one record or the header, in their order.
    pub fn singles(&self) -> Vec<&Self> {
        let mut singles = Vec::new();
        let mut todo = vec![self];
        while let Some(next) = todo.pop() {
            match next {
                Self::All(edits) => todo.extend(edits.iter().rev()),
                single => singles.push(single),
            }
        }
        singles
    }

    /// Which record a single change is of; `None` = the header (or, of several, none at all).
    pub fn record(&self) -> Option<RecordId> {
        Some(match self {
            Self::PutHeader(_) | Self::All(_) => return None,
            Self::PutPlace(place) => RecordId::Place(place.id.clone()),
            Self::PutActor(actor) => RecordId::Actor(actor.id.clone()),
            Self::PutSource(source) => RecordId::Source(source.id.clone()),
            Self::PutEvent(event) => RecordId::Event(event.id.clone()),
            Self::PutReport(report) => RecordId::Report(report.id.clone()),
            Self::PutScene(scene) => RecordId::Scene(scene.id.clone()),
            Self::Remove(id) => id.clone(),
        })
    }
}
