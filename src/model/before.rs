//! What an edit is about to change, as it stands before.

use std::collections::BTreeSet;

use crate::model::edit::Edit;
use crate::model::links::{Tie, ties_of_actor, ties_of_event, ties_of_place, ties_of_report, ties_of_source};
use crate::model::records::{Header, RecordId};
use crate::model::situation::{Records, Situation};

/// The records that edits put or remove, as they stand before them: with the situation after them, all that is derived can be brought up
/// to date.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Of all records that they put or remove.
    pub ids: BTreeSet<RecordId>,
    /// Those of them that there are.
    pub records: Records,
    pub header: Header,
}

impl Before {
    /// Of some edits that are carried out one after the other.
    pub fn of<'a>(situation: &Situation, edits: impl IntoIterator<Item = &'a Edit>) -> Self {
        let mut before = Self { header: situation.header().clone(), ..Self::default() };
        for id in edits.into_iter().flat_map(Edit::singles).filter_map(Edit::record) {
            before.put(situation, &id);
            before.ids.insert(id);
        }
        before
    }

    /// The links that a record itself held, as [`Situation::ties_of`].
    pub(crate) fn ties_of(&self, id: &RecordId) -> Vec<Tie> {
        let Records { places, actors, sources, events, reports } = &self.records;
        let ties = match id {
            RecordId::Place(id) => places.get(id).map(ties_of_place),
            RecordId::Actor(id) => actors.get(id).map(ties_of_actor),
            RecordId::Source(id) => sources.get(id).map(ties_of_source),
            RecordId::Event(id) => events.get(id).map(ties_of_event),
            RecordId::Report(id) => reports.get(id).map(ties_of_report),
        };
        ties.unwrap_or_default()
    }

    fn put(&mut self, situation: &Situation, id: &RecordId) {
        let Records { places, actors, sources, events, reports } = &mut self.records;
        match id {
            RecordId::Place(id) => places.extend(situation.place(id).map(|place| (id.clone(), place.clone()))),
            RecordId::Actor(id) => actors.extend(situation.actor(id).map(|actor| (id.clone(), actor.clone()))),
            RecordId::Source(id) => sources.extend(situation.source(id).map(|source| (id.clone(), source.clone()))),
            RecordId::Event(id) => events.extend(situation.event(id).map(|event| (id.clone(), event.clone()))),
            RecordId::Report(id) => reports.extend(situation.report(id).map(|report| (id.clone(), report.clone()))),
        }
    }
}
