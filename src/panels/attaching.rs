//! The overlay to attach a source text to a report: a path, or the system's own dialog.

use std::path::PathBuf;

use egui::Ui;

use crate::command::{Command, EditCommand, Offers, Outbox};
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::path_field::{PathField, heading};
use crate::wording;

#[derive(Debug, Default)]
pub struct Attaching {
    path: PathField,
}

impl Attaching {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(report) = view.viewpoint.selected().and_then(RecordId::report) else { return };
        let to = wording::attach_detail(view.name(&RecordId::Report(report.clone())));
        heading(view, wording::ATTACH_TITLE, &to, ui);
        let mut is_wanted = self.path.field(view, Offers::Files, wording::ATTACH_HINT, ui, out);
        ui.horizontal_wrapped(|ui| {
            is_wanted |= ui.add_enabled(!self.path.path().is_empty(), egui::Button::new(wording::ATTACH)).clicked();
            if ui.button(wording::BROWSE_FILES).clicked() {
                out.push(Command::Edit(EditCommand::BrowseText(report.clone())));
            }
        });
        is_wanted |= self.path.below(view, ui).is_some_and(|entry| !entry.is_folder);
        if is_wanted {
            out.push(Command::Edit(EditCommand::ReadText { report: report.clone(), path: PathBuf::from(self.path.path()) }));
        }
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}
