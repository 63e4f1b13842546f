//! Ids of new records: readable, and never those of others.

use crate::base::searchable;
use crate::model::records::{ActorId, EventId, PlaceId, RecordId, ReportId, SceneId, SourceId};
use crate::model::situation::Situation;

/// An id made of a title: its words in small ASCII letters and figures with hyphens between them (`stationing-in-kursk`), at most 40
/// characters, cut between words where there are several. A title without letters gives `otherwise`; what is taken already gets a number.
pub fn new_id(title: &str, otherwise: &str, mut is_taken: impl FnMut(&str) -> bool) -> String {
    const MOST_CHARS: usize = 40;
    let folded = searchable(title);
    let mut id = String::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + 1 + word.len() > MOST_CHARS {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        // All of it is ASCII.
        id.extend(word.chars().take(MOST_CHARS));
    }
    if id.is_empty() {
        otherwise.clone_into(&mut id);
    }
    if !is_taken(&id) {
        return id;
    }
    let numbered = (2_u64..).map(|number| format!("{id}-{number}"));
    numbered.into_iter().find(|numbered| !is_taken(numbered)).unwrap_or(id)
}

/// Ids for records that are to be added, made of what they are called. One that links lead to without finding a record is taken too: whatever
/// was meant by them, it is not the new one.
impl Situation {
    pub fn new_place_id(&self, name: &str) -> PlaceId {
        new_id(name, "place", |id| self.is_id_taken(&RecordId::Place(id.into()))).as_str().into()
    }

    pub fn new_actor_id(&self, name: &str) -> ActorId {
        new_id(name, "actor", |id| self.is_id_taken(&RecordId::Actor(id.into()))).as_str().into()
    }

    pub fn new_source_id(&self, name: &str) -> SourceId {
        new_id(name, "source", |id| self.is_id_taken(&RecordId::Source(id.into()))).as_str().into()
    }

    pub fn new_event_id(&self, title: &str) -> EventId {
        new_id(title, "event", |id| self.is_id_taken(&RecordId::Event(id.into()))).as_str().into()
    }

    /// Of a report without title, its source's name and what it says are a good one.
    pub fn new_report_id(&self, title: &str) -> ReportId {
        let is_evidence = |id: &str| self.reports().values().any(|report| report.basis.iter().any(|basis| basis == id));
        new_id(title, "report", |id| self.is_id_taken(&RecordId::Report(id.into())) || is_evidence(id)).as_str().into()
    }

    pub fn new_scene_id(&self, title: &str) -> SceneId {
        new_id(title, "scene", |id| self.is_id_taken(&RecordId::Scene(id.into()))).as_str().into()
    }

    fn is_id_taken(&self, id: &RecordId) -> bool {
        self.contains(id) || !self.linked_to(id).is_empty()
    }
}
