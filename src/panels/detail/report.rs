//! The page of a report.

use egui::Ui;

use crate::model::{RecordId, ReportId, Via};
use crate::panels::detail::{Page, header, paged};
use crate::panels::pieces::{section, text};
use crate::panels::summary::record_of;
use crate::theme::{TextSize, Weight};
use crate::wording;

impl Page<'_, '_> {
    pub(super) fn report(&mut self, ui: &mut Ui, id: &ReportId) {
        let Some(report) = self.situation.report(id) else { return };
        let theme = self.view.theme;
        let record = RecordId::Report(id.clone());
        let is_of_troops = report.about.iter().any(|about| about.troops.is_some());
        let kind = if is_of_troops { wording::TROOP_REPORT } else { wording::kind(&record) };
        header(self.view, ui, kind, self.view.name(&record), self.is_sent_here, self.out);
        self.row(ui, wording::SOURCE, &RecordId::Source(report.source.clone()), wording::origin(report.origin));
        match &report.via {
            Some(Via::Report(via)) => self.row(ui, wording::VIA, &RecordId::Report(via.clone()), ""),
            Some(Via::Source(via)) => self.row(ui, wording::VIA, &RecordId::Source(via.clone()), ""),
            None => {}
        }
        if let Some(event) = &report.said_at {
            self.row(ui, wording::SAID_AT, &RecordId::Event(event.clone()), "");
            for at in self.situation.event(event).map_or(&[][..], |event| &event.places) {
                self.row(ui, wording::IN, &RecordId::Place(at.place.clone()), "");
            }
        }
        if let Some(earlier) = &report.supersedes {
            self.row(ui, wording::SUPERSEDES, &RecordId::Report(earlier.clone()), "");
        }
        self.date(ui, wording::PUBLISHED, report.published.as_ref());
        self.date(ui, wording::KNOWN, report.known.as_ref());
        if !report.basis.is_empty() {
            ui.label(text(&wording::rests_on(&report.basis.join(", ")), TextSize::Small, Weight::Regular, theme.weak));
        }
        let address_of_archive = report.archived.as_ref().filter(|_| report.archived_file().is_none()).cloned();
        for (lead, address) in [(wording::LINK, &report.url), (wording::ARCHIVED, &address_of_archive)] {
            if let Some(address) = address {
                ui.label(text(&format!("{lead}: {address}"), TextSize::Small, Weight::Regular, theme.weak));
            }
        }
        if self.view.is_in_inbox(&record) {
            self.in_inbox(ui, report);
        }
        self.alike(ui, report);
        self.text_and_translation(ui, report);
        self.attachments(ui, report);
        section(ui, theme, &wording::says(report.about.len()));
        paged(ui, self.view, "about", report.about.len(), |ui, n| {
            for (index, about) in report.about.iter().enumerate().take(n) {
                ui.add_space(6.0);
                self.row(ui, wording::OF, &record_of(&about.subject), "");
                self.statement(ui, report, index, false);
            }
        });
        self.ties(ui, wording::LINKED);
    }
}
