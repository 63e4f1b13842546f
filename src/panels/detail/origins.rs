//! Where what is said of an event comes from: independent origins, unclear ones, carriers, and which men troop reports mean.

use egui::Ui;

use crate::model::{Body, EventId, RecordId, ReportId, SourceId, Strength, Unclear, bodies_in};
use crate::panels::detail::{Page, graph, paged};
use crate::panels::pieces::{link_in_words, section, text};
use crate::theme::{TextSize, Weight};
use crate::wording;

impl Page<'_, '_> {
    pub(super) fn origins(&mut self, ui: &mut Ui, id: &EventId) {
        let (theme, facts) = (self.view.theme, self.facts);
        let Some(standing) = &facts.standing else { return };
        section(ui, theme, wording::COMES_FROM);
        if standing.asserted_by.is_empty() {
            ui.label(text(wording::NOBODY_ASSERTS, TextSize::Body, Weight::Regular, theme.weak));
            self.bodies(ui, id);
            return;
        }
        for (report, _) in standing.credibility_unearned.iter().take(5) {
            let words = wording::unearned(&self.source_of(report), standing.origins.independent);
            ui.label(text(&words, TextSize::Small, Weight::Semibold, theme.error));
        }
        let origins = &standing.origins;
        if origins.bundles.is_empty() {
            ui.label(text(wording::NO_INDEPENDENT, TextSize::Body, Weight::Regular, theme.text));
        }
        paged(ui, self.view, "independent", origins.bundles.len(), |ui, n| {
            for bundle in origins.bundles.iter().take(n) {
                let names: Vec<String> = bundle.iter().map(|report| self.source_of(report)).collect();
                ui.label(text(&wording::independent_origin(&names), TextSize::Body, Weight::Regular, theme.text));
            }
        });
        paged(ui, self.view, "unclear", origins.unclear.len(), |ui, n| {
            for Unclear { report, why } in origins.unclear.iter().take(n) {
                let why = wording::unclear(self.situation, why, self.view.language());
                let words = wording::unclear_origin(&self.source_of(report), &why);
                ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
            }
        });
        let carriers: Vec<String> = origins.carriers.iter().take(8).map(|id| self.source_name(id)).collect();
        if !carriers.is_empty() {
            ui.label(text(&wording::held_through(&carriers), TextSize::Small, Weight::Regular, theme.weak));
        }
        graph::ui(self.view, &facts.provenance, ui, self.out);
        self.bodies(ui, id);
    }

    /// The men that troop reports mean, each body with its reports.
    fn bodies(&mut self, ui: &mut Ui, id: &EventId) {
        let theme = self.view.theme;
        let bodies = bodies_in(self.situation, id);
        if bodies.is_empty() {
            return;
        }
        ui.add_space(6.0);
        ui.label(text(wording::BODIES, TextSize::Small, Weight::Semibold, theme.weak));
        paged(ui, self.view, "bodies", bodies.len(), |ui, n| {
            for Body { id, reports } in bodies.iter().take(n) {
                let strengths: Vec<&Strength> = reports.iter().filter_map(|(_, _, troops)| troops.strength.as_ref()).collect();
                let words = match id {
                    Some(_) => wording::body(reports.len(), &strengths),
                    None => wording::no_body(strengths.first().copied()),
                };
                ui.label(text(&words, TextSize::Body, Weight::Regular, theme.text));
                paged(ui, self.view, id.map_or("alone", |id| id.as_str()), reports.len(), |ui, n| {
                    for (report, _, troops) in reports.iter().take(n) {
                        let published = self.situation.report(report).and_then(|report| report.published.as_ref());
                        let words =
                            wording::troop_report(&self.source_of(report), troops.strength.as_ref(), &self.view.dates.heading(published));
                        link_in_words(ui, self.view, &RecordId::Report((*report).clone()), &words, self.out);
                    }
                });
            }
        });
        // Two bodies are two by their ids; of men that nobody gave a body nothing is known.
        if bodies.len() > 1 {
            ui.label(text(wording::OVERLAP_UNKNOWN, TextSize::Small, Weight::Regular, theme.weak));
        }
    }

    fn source_of(&self, report: &ReportId) -> String {
        self.situation.report(report).map_or_else(|| report.to_string(), |report| self.source_name(&report.source))
    }

    fn source_name(&self, id: &SourceId) -> String {
        self.view.name(&RecordId::Source(id.clone())).to_owned()
    }
}
