//! What reports say: the statements of a page.

use egui::Ui;

use crate::model::{PlaceRole, RecordId, Report, Stance, Troops};
use crate::panels::detail::{Page, carrier, paged};
use crate::panels::grading::{Subject, grade_button, judgement};
use crate::panels::pieces::{chip, link, section, text, trace_rect};
use crate::panels::symbol_picker::symbol_button;
use crate::theme::{TextSize, Weight};
use crate::wording;

impl Page<'_, '_> {
    pub(super) fn statements(&mut self, ui: &mut Ui) {
        let (theme, facts) = (self.view.theme, self.facts);
        let Some(standing) = &facts.standing else { return };
        section(ui, theme, &wording::who_says_so(facts.statements.len()));
        if facts.statements.is_empty() {
            ui.label(text(wording::NO_REPORT_OF_IT, TextSize::Body, Weight::Regular, theme.weak));
        }
        paged(ui, self.view, "statements", facts.statements.len(), |ui, n| {
            for (report_id, index) in facts.statements.iter().take(n) {
                let Some(report) = self.situation.report(report_id) else { continue };
                self.statement(ui, report, *index, true);
                if standing.without_say.contains(report_id) {
                    ui.label(text(wording::WITHOUT_SAY, TextSize::Small, Weight::Regular, theme.weak));
                }
            }
        });
    }

    /// One statement of a report: who, what stance, grade, through whom, when, in which words.
    pub(super) fn statement(&mut self, ui: &mut Ui, report: &Report, index: usize, names_source: bool) {
        let Some(about) = report.about.get(index) else { return };
        let theme = self.view.theme;
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            if names_source {
                link(ui, self.view, &RecordId::Source(report.source.clone()), self.out);
            }
            let is_against = matches!(about.stance, Stance::Denies | Stance::Retracts);
            let ink = if is_against { theme.contested } else { theme.text };
            let stance = wording::stance_done(about.stance);
            trace_rect("stance", stance, ui.label(text(stance, TextSize::Body, Weight::Semibold, ink)).rect);
            if let Some(aspect) = about.aspect {
                ui.label(text(&format!("({})", aspect.word()), TextSize::Small, Weight::Regular, theme.weak));
            }
            grade_button(self.view, ui, Subject::Statement(report, index), self.out);
        });
        self.quotation(ui, report, index, about);
        let mut notes = Vec::new();
        notes.extend(report.published.as_ref().map(|when| self.view.dates.when(when)));
        notes.extend(carrier(self.view, report).map(wording::via));
        notes.push(wording::origin(report.origin).to_owned());
        notes.extend(about.as_said.as_deref().map(wording::as_said));
        ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(own) = report.reliability.last() {
            let words = judgement(self.view, wording::reliability_of_report(own.grade), own);
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
        }
        if let Some(troops) = &about.troops {
            self.troops(ui, report, index, troops);
        }
        self.evidence_of(ui, report, index, about);
    }

    fn troops(&mut self, ui: &mut Ui, report: &Report, index: usize, troops: &Troops) {
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            chip(ui, theme, &wording::troops_counted(troops), theme.text);
            symbol_button(self.view, ui, report, index, troops, self.out);
            if let Some(actor) = &troops.actor {
                link(ui, self.view, &RecordId::Actor(actor.clone()), self.out);
            }
            for (lead, place) in [(PlaceRole::From, &troops.from), (PlaceRole::To, &troops.to)] {
                if let Some(place) = place {
                    ui.label(text(wording::role(lead), TextSize::Small, Weight::Regular, theme.weak));
                    link(ui, self.view, &RecordId::Place(place.clone()), self.out);
                }
            }
            let others = troops.body.as_ref().map_or(0, |body| self.situation.reports_of_body(body).len());
            let facts = [&troops.unit, &troops.echelon, &troops.equipment, &troops.activity];
            let mut notes: Vec<String> = facts.into_iter().flatten().cloned().collect();
            if others > 1 {
                notes.push(wording::one_body(others));
            }
            ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        });
    }
}
