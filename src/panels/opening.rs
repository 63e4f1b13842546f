//! The overlay to open something: a path with what it can go on with, the system's own dialog, what was open before.

use egui::{ScrollArea, Ui};

use crate::base::shortened;
use crate::command::{Command, Offers, Outbox};
use crate::panels::View;
use crate::panels::path_field::PathField;
use crate::panels::pieces::{section, text};
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Debug, Default)]
pub struct Opening {
    path: PathField,
}

impl Opening {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 560.0;
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(text(wording::OPEN_TITLE, TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(4.0);
        if self.path.field(view, Offers::ToOpen, wording::PATH_HINT, ui, out) {
            self.open(out);
        }
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(!self.path.path().is_empty(), egui::Button::new(wording::OPEN_PATH)).clicked() {
                self.open(out);
            }
            for (words, is_folder) in [(wording::BROWSE_FOLDERS, true), (wording::BROWSE_FILES, false)] {
                if ui.button(words).clicked() {
                    out.push(Command::BrowsePaths { is_folder });
                }
            }
        });
        let most_height = (ui.ctx().content_rect().height() - 220.0).clamp(60.0, 380.0);
        ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
            if self.path.entries(view, ui).is_some_and(|entry| entry.is_situation || !entry.is_folder) {
                self.open(out);
            }
            recent(view, ui, out);
        });
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    fn open(&mut self, out: &mut Outbox) {
        out.push(Command::OpenTyped(self.path.path().to_owned()));
    }
}

fn recent(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    if view.recent.is_empty() {
        return;
    }
    section(ui, view.theme, wording::RECENT);
    for path in view.recent {
        if ui.button(shortened(&path.to_string_lossy(), 200)).clicked() {
            out.push(Command::Open(vec![path.clone()]));
        }
    }
    if ui.button(wording::FORGET_RECENT).clicked() {
        out.push(Command::ForgetRecent);
    }
}
