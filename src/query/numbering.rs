//! Where the records that others name stand among those of their kind.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::model::{ActorId, EventId, PlaceId, RecordId, Situation, SourceId};
use crate::query::ids::Ids;
use crate::query::index::Kinds;

/// Tells the numbers of records; `None` of those that there are not.
pub(super) trait Numbering {
    fn event(&self, id: &EventId) -> Option<u32>;
    fn place(&self, id: &PlaceId) -> Option<u32>;
    fn actor(&self, id: &ActorId) -> Option<u32>;
    fn source(&self, id: &SourceId) -> Option<u32>;
}

type Numbers<'a, K> = HashMap<&'a K, u32, RandomState>;

/// For going through all records: takes a while to make, and is quick to ask.
pub(super) struct Known<'a> {
    events: Numbers<'a, EventId>,
    places: Numbers<'a, PlaceId>,
    actors: Numbers<'a, ActorId>,
    sources: Numbers<'a, SourceId>,
}

impl<'a> Known<'a> {
    pub fn of(situation: &'a Situation) -> Self {
        Self {
            events: situation.events().keys().zip(0..).collect(),
            places: situation.places().keys().zip(0..).collect(),
            actors: situation.actors().keys().zip(0..).collect(),
            sources: situation.sources().keys().zip(0..).collect(),
        }
    }
}

impl Numbering for Known<'_> {
    fn event(&self, id: &EventId) -> Option<u32> {
        self.events.get(id).copied()
    }

    fn place(&self, id: &PlaceId) -> Option<u32> {
        self.places.get(id).copied()
    }

    fn actor(&self, id: &ActorId) -> Option<u32> {
        self.actors.get(id).copied()
    }

    fn source(&self, id: &SourceId) -> Option<u32> {
        self.sources.get(id).copied()
    }
}

/// For a few records.
pub(super) struct ByIds<'a>(pub &'a Ids, pub &'a Kinds);

impl Numbering for ByIds<'_> {
    fn event(&self, id: &EventId) -> Option<u32> {
        self.0.find(&RecordId::Event(id.clone())).ok().map(|number| number - self.1.events.start)
    }

    fn place(&self, id: &PlaceId) -> Option<u32> {
        self.0.find(&RecordId::Place(id.clone())).ok().map(|number| number - self.1.places.start)
    }

    fn actor(&self, id: &ActorId) -> Option<u32> {
        self.0.find(&RecordId::Actor(id.clone())).ok().map(|number| number - self.1.actors.start)
    }

    fn source(&self, id: &SourceId) -> Option<u32> {
        self.0.find(&RecordId::Source(id.clone())).ok().map(|number| number - self.1.sources.start)
    }
}
