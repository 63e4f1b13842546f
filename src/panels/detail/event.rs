//! The page of an event.

use egui::{Ui, vec2};

use crate::base::shortened;
use crate::map::signs;
use crate::model::{Event, EventId, RecordId, Standing};
use crate::panels::detail::{Knot, Page, header};
use crate::panels::pieces::{chip, link, section, text};
use crate::panels::summary::when_and_where;
use crate::query::Facet;
use crate::theme::{TextSize, Weight};
use crate::wording;

impl Page<'_, '_> {
    pub(super) fn event(&mut self, ui: &mut Ui, id: &EventId) {
        let situation = self.situation;
        let Some(event) = situation.event(id) else { return };
        header(self.view, ui, wording::kind(&RecordId::Event(id.clone())), &event.title, self.is_sent_here, self.out);
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            self.value_chip(ui, Facet::Mode, event.mode.word(), wording::mode(event.mode));
            if let Some(category) = &event.category {
                self.value_chip(ui, Facet::Category, category, category);
            }
            for tag in &event.tags {
                self.value_chip(ui, Facet::Tag, tag, tag);
            }
        });
        ui.label(text(&when_and_where(self.view, event), TextSize::Body, Weight::Regular, theme.weak));
        ui.add_space(4.0);
        let facts = self.facts;
        if let Some(standing) = &facts.standing {
            self.standing(ui, id, standing);
            self.staleness(ui);
        }
        if let Some(summary) = &event.summary {
            ui.add_space(6.0);
            ui.label(text(summary, TextSize::Body, Weight::Regular, theme.text));
        }
        // Who says so before all that is said of it: it is what one opens the page for.
        self.reports_in_time(ui);
        self.statements(ui);
        self.origins(ui, id);
        self.assessments(ui, &event.assessments);
        self.when(ui, event);
        self.where_and_who(ui, event);
        self.thread(ui, event);
    }

    pub(super) fn standing(&mut self, ui: &mut Ui, id: &EventId, standing: &Standing) {
        let theme = self.view.theme;
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), egui::Sense::hover());
            signs::paint(rect.center(), standing.word, theme, ui.painter());
            ui.label(text(wording::standing_word(standing.word), TextSize::Strong, Weight::Semibold, theme.text));
            if let Some(grades) = wording::grades(standing.grades) {
                chip(ui, theme, &grades, theme.text).on_hover_text(wording::grades_explained(standing.grades));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| self.ledger_button(ui));
        });
        ui.label(text(&wording::standing(self.situation, id, standing, self.view.language()), TextSize::Body, Weight::Regular, theme.text));
        ui.label(text(&wording::origins(standing), TextSize::Small, Weight::Regular, theme.weak));
        for (source, whole) in &standing.denied_by_inherited {
            let (source, whole) = (RecordId::Source(source.clone()), RecordId::Event(whole.clone()));
            let words = wording::inherited_denial(self.view.name(&source), self.view.name(&whole));
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.contested));
        }
    }

    pub(super) fn when(&self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, wording::WHEN);
        let Some(when) = &event.when else {
            ui.label(text(wording::NO_DATE, TextSize::Body, Weight::Regular, theme.weak));
            return;
        };
        ui.label(text(&self.view.dates.when(when), TextSize::Body, Weight::Regular, theme.text));
        let written = wording::date_as_written(when.text(), event.when_basis.map(wording::when_basis), self.situation.zone().name());
        ui.label(text(&written, TextSize::Small, Weight::Regular, theme.weak));
    }

    pub(super) fn where_and_who(&mut self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, wording::WHERE);
        if event.places.is_empty() {
            ui.label(text(wording::NO_PLACE_HERE, TextSize::Body, Weight::Regular, theme.weak));
        }
        for at in &event.places {
            let note = if self.situation.place(&at.place).is_some_and(|p| p.inferred) { wording::INFERRED } else { "" };
            self.row(ui, wording::role(at.role), &RecordId::Place(at.place.clone()), note);
        }
        if !event.actors.is_empty() {
            section(ui, theme, wording::WHO);
        }
        for by in &event.actors {
            self.row(ui, "", &RecordId::Actor(by.actor.clone()), by.role.as_deref().unwrap_or_default());
        }
    }

    /// The events that this one hangs together with, as they came one after the other.
    pub(super) fn thread(&mut self, ui: &mut Ui, event: &Event) {
        let (theme, facts) = (self.view.theme, self.facts);
        if facts.thread.len() < 2 {
            return;
        }
        section(ui, theme, wording::THREAD);
        let mut last: Option<egui::Pos2> = None;
        for Knot { event: at, tie } in &facts.thread {
            let top = ui.cursor().top();
            let row = ui.horizontal_top(|ui| {
                ui.add_space(18.0);
                ui.vertical(|ui| {
                    let when = self.situation.event(at).and_then(|event| event.when.as_ref());
                    let tie = tie.as_ref().map(|(words, other)| match *other == event.id {
                        true => (*words).to_owned(),
                        false => wording::tied_to(words, &shortened(self.view.name(&RecordId::Event(other.clone())), 60)),
                    });
                    let notes: Vec<String> = std::iter::once(self.view.dates.heading(when)).chain(tie).collect();
                    ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
                    if *at == event.id {
                        ui.label(text(&event.title, TextSize::Body, Weight::Semibold, theme.text));
                    } else {
                        link(ui, self.view, &RecordId::Event(at.clone()), self.out);
                    }
                });
            });
            let dot = egui::pos2(row.response.rect.left() + 6.0, top + 9.0);
            if let Some(above) = last.replace(dot) {
                ui.painter().line_segment([above + vec2(0.0, 6.0), dot - vec2(0.0, 6.0)], egui::Stroke::new(1.0, theme.hairline));
            }
            if *at == event.id {
                ui.painter().circle_filled(dot, 4.0, theme.text);
            } else {
                ui.painter().circle_stroke(dot, 3.5, egui::Stroke::new(1.5, theme.weak));
            }
        }
    }
}
