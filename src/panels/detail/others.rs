//! The pages of places, sources and actors.

use egui::Ui;

use crate::model::{ActorId, Place, PlaceId, RecordId, Source, SourceId};
use crate::panels::detail::{Page, header};
use crate::panels::grading::{Subject, grade_button, judgement};
use crate::panels::pieces::{section, text};
use crate::query::Facet;
use crate::theme::{TextSize, Weight};
use crate::wording;

impl Page<'_, '_> {
    pub(super) fn place(&mut self, ui: &mut Ui, id: &PlaceId) {
        let Some(place) = self.situation.place(id) else { return };
        let record = RecordId::Place(id.clone());
        let kind = place.kind.map_or(wording::kind(&record), wording::place_kind);
        header(self.view, ui, kind, self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Place, id.as_str(), self.view.name(&record));
        self.names(ui, &place.names);
        self.facts(ui, &place_facts(place));
        if let Some(whole) = &place.part_of {
            self.row(ui, wording::PART_OF, &RecordId::Place(whole.clone()), "");
        }
        self.note(ui, place.note.as_deref());
        self.ties(ui, wording::LINKED_TO_PLACE);
    }

    pub(super) fn source(&mut self, ui: &mut Ui, id: &SourceId) {
        let Some(source) = self.situation.source(id) else { return };
        let record = RecordId::Source(id.clone());
        header(self.view, ui, wording::kind(&record), self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Source, id.as_str(), self.view.name(&record));
        self.names(ui, &source.names);
        let theme = self.view.theme;
        self.facts(ui, &source_facts(source));
        if let Some(actor) = &source.actor {
            self.row(ui, wording::SPEAKS_FOR, &RecordId::Actor(actor.clone()), "");
        }
        self.note(ui, source.note.as_deref());
        section(ui, theme, wording::RELIABILITY);
        grade_button(self.view, ui, Subject::Source(source), self.out);
        for graded in source.graded.iter().rev() {
            let words = judgement(self.view, wording::reliability(graded.grade), graded);
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
        }
        self.ties(ui, wording::LINKED);
    }

    pub(super) fn actor(&mut self, ui: &mut Ui, id: &ActorId) {
        let Some(actor) = self.situation.actor(id) else { return };
        let record = RecordId::Actor(id.clone());
        header(self.view, ui, wording::kind(&record), self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Actor, id.as_str(), self.view.name(&record));
        self.names(ui, &actor.names);
        let identity = actor.identity.map(|identity| wording::identity(identity).to_owned());
        let facts: Vec<String> =
            [actor.kind.map(|kind| wording::actor_kind(kind).to_owned()), actor.role.clone(), actor.side.clone(), identity]
                .into_iter()
                .flatten()
                .collect();
        self.facts(ui, &facts.join(" · "));
        if let Some(whole) = &actor.part_of {
            self.row(ui, wording::PART_OF, &RecordId::Actor(whole.clone()), "");
        }
        self.note(ui, actor.note.as_deref());
        self.ties(ui, wording::LINKED);
    }

    /// What is known of it in a line, where anything is.
    fn facts(&self, ui: &mut Ui, facts: &str) {
        if !facts.is_empty() {
            ui.label(text(facts, TextSize::Small, Weight::Regular, self.view.theme.weak));
        }
    }
}

fn place_facts(place: &Place) -> String {
    let mut facts = Vec::new();
    facts.extend(place.country.clone());
    facts.extend(place.precision.map(wording::precision));
    if place.unnamed {
        facts.push(wording::NOT_NAMED.to_owned());
    } else if place.geometry.is_none() {
        facts.push(wording::NOT_ON_MAP.to_owned());
    }
    if place.inferred {
        facts.push(wording::INFERRED.to_owned());
    }
    facts.join(" · ")
}

fn source_facts(source: &Source) -> String {
    let kind = source.kind.map(|kind| wording::source_kind(kind).to_owned());
    let named = (!source.named).then(|| wording::UNNAMED.to_owned());
    [kind, named, source.url.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
