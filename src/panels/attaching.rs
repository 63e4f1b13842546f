//! The overlay to attach a source text to a report: a path, or the system's own dialog.

use std::path::PathBuf;

use egui::{ScrollArea, Ui};

use crate::command::{Command, EditCommand, Notice, Offers, Outbox};
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::path_field::PathField;
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Debug, Default)]
pub struct Attaching {
    path: PathField,
}

impl Attaching {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 560.0;
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        let Some(report) = view.viewpoint.selected().and_then(RecordId::report) else { return };
        ui.label(text(wording::ATTACH_TITLE, TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(2.0);
        let to = wording::attach_detail(view.name(&RecordId::Report(report.clone())));
        ui.label(text(&to, TextSize::Small, Weight::Regular, view.theme.weak));
        ui.add_space(6.0);
        let mut is_wanted = self.path.field(view, Offers::Files, wording::ATTACH_HINT, ui, out);
        ui.horizontal_wrapped(|ui| {
            is_wanted |= ui.add_enabled(!self.path.path().is_empty(), egui::Button::new(wording::ATTACH)).clicked();
            if ui.button(wording::BROWSE_FILES).clicked() {
                out.push(Command::Edit(EditCommand::BrowseText(report.clone())));
            }
        });
        if let Some(notice) = view.notice {
            let ink = if matches!(notice, Notice::Failed(_)) { view.theme.error } else { view.theme.weak };
            ui.label(text(notice.words(), TextSize::Body, Weight::Regular, ink));
        }
        let most_height = (ui.ctx().content_rect().height() - 260.0).clamp(60.0, 320.0);
        ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
            is_wanted |= self.path.entries(view, ui).is_some_and(|entry| !entry.is_folder);
        });
        if is_wanted {
            out.push(Command::Edit(EditCommand::ReadText { report: report.clone(), path: PathBuf::from(self.path.path()) }));
        }
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}
