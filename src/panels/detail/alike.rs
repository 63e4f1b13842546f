//! On the page of a report: the reports that it may be the same as, and the event that it is to be about where it is about nothing.

use egui::{Role, Ui, WidgetInfo};

use crate::command::{Action, Command};
use crate::model::{RecordId, Report, ReportId, merge_reports, tell_apart, told_differently};
use crate::panels::detail::Page;
use crate::panels::pieces::{action_button, section, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

impl Page<'_, '_> {
    /// Of a report in the inbox: its words, and what can be done with it.
    pub(super) fn in_inbox(&mut self, ui: &mut Ui, report: &Report) {
        let theme = self.view.theme;
        if let Some(excerpt) = &report.excerpt {
            ui.label(text(&wording::quoted(excerpt), TextSize::Body, Weight::Regular, theme.text));
            ui.add_space(4.0);
        }
        ui.horizontal_wrapped(|ui| {
            let link = action_button(ui, wording::editing::LINK, Action::Link, self.out);
            trace_rect("inbox", "link", link.rect);
            if report.about.is_empty() {
                let new = action_button(ui, wording::adding::NEW_EVENT_OF_IT, Action::NewEvent, self.out);
                trace_rect("inbox", "new-event", new.rect);
            }
        });
    }

    /// The reports that are much like this one.
    pub(super) fn alike(&mut self, ui: &mut Ui, report: &Report) {
        const MOST: usize = 10;
        let Some(duplicates) = self.view.duplicates else { return };
        let found: Vec<_> = duplicates.of_report(&report.id).take(MOST).collect();
        if found.is_empty() {
            return;
        }
        let theme = self.view.theme;
        section(ui, theme, wording::adding::MAY_BE_SAME);
        for (id, alike) in found {
            let Some(other) = self.situation.report(id) else { continue };
            self.row(ui, "", &RecordId::Report(id.clone()), wording::adding::alike(alike));
            let told = told_differently(report, other);
            if !told.is_empty() {
                ui.label(text(&wording::adding::told_differently(&told, self.view.dates), TextSize::Small, Weight::Regular, theme.weak));
            }
            ui.horizontal_wrapped(|ui| {
                let name = self.view.name(&RecordId::Report(id.clone())).to_owned();
                let press = |ui: &mut Ui, words: &str, spoken: &str, hint: &str| {
                    let response = ui.button(text(words, TextSize::Small, Weight::Regular, theme.text));
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
                    trace_rect("alike", words, response.rect);
                    response.on_hover_text(hint).clicked()
                };
                if press(ui, wording::adding::MERGE, &wording::adding::merge_with(&name), wording::adding::MERGE_HINT) {
                    self.merge(&report.id, id, &name);
                }
                if press(ui, wording::adding::NOT_THE_SAME, &wording::adding::not_the_same_as(&name), wording::adding::NOT_THE_SAME_HINT)
                    && let Some(edit) = tell_apart(self.situation, &report.id, id)
                {
                    self.out.push(Command::step(wording::adding::told_apart(&name), edit));
                }
            });
            ui.add_space(4.0);
        }
    }

    fn merge(&mut self, kept: &ReportId, gone: &ReportId, name: &str) {
        if let Some(edit) = merge_reports(self.situation, kept, gone) {
            self.out.push(Command::step(wording::adding::merged(name), edit));
            self.out.select(Item::Record(RecordId::Report(kept.clone())));
        }
    }
}
