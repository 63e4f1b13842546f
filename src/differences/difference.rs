//! What is another in one situation than in another: records that came and went, members that changed, and what that means.

use std::collections::BTreeSet;

use crate::differences::members::{Members, Part};
use crate::differences::told::{Told, told};
use crate::model::{RecordId, Situation};

/// What differs between an old and a new situation. All lists are sorted; of two alike situations all are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Records that only the new one has.
    pub added: Vec<RecordId>,
    /// Records that only the old one has.
    pub withdrawn: Vec<RecordId>,
    /// Members of the header and of the records that both have.
    pub changed: Vec<Changed>,
    /// What the changed members, and the records that came and went, come to.
    pub told: Vec<Told>,
}

/// A member that is another; its values are JSON texts, `None` where it is absent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    pub part: Part,
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Difference {
    pub fn between(old: &Situation, new: &Situation) -> Self {
        let mut added = Vec::new();
        let mut withdrawn = Vec::new();
        let mut changed = Vec::new();
        let is_other_header = old.header() != new.header();
        let parts = is_other_header.then_some(Part::Header).into_iter().chain(unlike(old, new).into_iter().map(Part::Record));
        for part in parts {
            match (Members::of(old, &part), Members::of(new, &part), &part) {
                (Some(before), Some(after), _) => {
                    let changes = before.changes_to(&after).into_iter().map(|(field, old, new)| Changed {
                        part: part.clone(),
                        field: field.to_owned(),
                        old: old.map(str::to_owned),
                        new: new.map(str::to_owned),
                    });
                    changed.extend(changes);
                }
                (None, Some(_), Part::Record(id)) => added.push(id.clone()),
                (Some(_), None, Part::Record(id)) => withdrawn.push(id.clone()),
                _ => {}
            }
        }
        let mut difference = Self { added, withdrawn, changed, told: Vec::new() };
        difference.told = told(old, new, &difference);
        difference
    }

    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.withdrawn.is_empty() && self.changed.is_empty()
    }

    /// Everything that is not the same: records that came, went or changed, and the header.
    pub fn parts(&self) -> BTreeSet<Part> {
        let records = self.added.iter().chain(&self.withdrawn).cloned().map(Part::Record);
        records.chain(self.changed.iter().map(|changed| changed.part.clone())).collect()
    }
}

/// Whether a record is the same in both, or in neither.
pub(super) fn is_alike(old: &Situation, new: &Situation, id: &RecordId) -> bool {
    match id {
        RecordId::Place(id) => old.place(id) == new.place(id),
        RecordId::Actor(id) => old.actor(id) == new.actor(id),
        RecordId::Source(id) => old.source(id) == new.source(id),
        RecordId::Event(id) => old.event(id) == new.event(id),
        RecordId::Report(id) => old.report(id) == new.report(id),
        RecordId::Scene(id) => old.scene(id) == new.scene(id),
    }
}

/// The records that are not the same in both, sorted.
pub fn unlike(old: &Situation, new: &Situation) -> BTreeSet<RecordId> {
    let in_old = old.ids().filter(|id| !is_alike(old, new, id));
    let only_in_new = new.ids().filter(|id| !old.contains(id));
    in_old.chain(only_in_new).collect()
}
