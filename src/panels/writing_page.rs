//! The overlay to write a page to a file: a path, or the system's own dialog.

use egui::Ui;

use crate::command::{Command, Offers, Outbox, PageCommand};
use crate::panels::View;
use crate::panels::path_field::{PathField, heading};
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Debug, Default)]
pub struct WritingPage {
    path: PathField,
}

impl WritingPage {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(page) = view.to_write else { return };
        heading(view, wording::WRITE_PAGE_TITLE, wording::WRITE_PAGE_DETAIL, ui);
        if !self.path.is_shown() {
            self.path.typed = suggested(view, &page.name);
        }
        let is_entered = self.path.field(view, Offers::Files, wording::WRITE_PAGE_HINT, ui, out);
        let path = self.path.path().to_owned();
        // The last that was listed is of what is typed now, but for the moment that listing takes: then writing refuses.
        let is_taken = view.listing.entries.iter().any(|entry| !entry.is_folder && entry.path == path);
        let words = if is_taken { wording::REPLACE_FILE } else { wording::WRITE };
        let mut is_wanted = is_entered && !is_taken;
        ui.horizontal_wrapped(|ui| {
            is_wanted |= ui.add_enabled(!path.is_empty(), egui::Button::new(words)).clicked();
            if ui.button(wording::BROWSE_TO_SAVE).clicked() {
                out.push(Command::Page(PageCommand::Browse));
            }
            if is_taken {
                ui.label(text(wording::FILE_IS_THERE, TextSize::Small, Weight::Regular, view.theme.error));
            }
        });
        if is_wanted {
            out.push(Command::Page(PageCommand::Write { path, may_replace: is_taken }));
        }
        self.path.below(view, ui);
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

/// Beside where the situation is kept, in the home folder where that is nowhere.
fn suggested(view: &View<'_>, name: &str) -> String {
    let parent = view.situation_path.filter(|path| path.is_absolute()).and_then(|path| path.parent());
    let folder = parent.map_or_else(|| "~".to_owned(), |parent| parent.to_string_lossy().into_owned());
    let folder = folder.trim_end_matches(std::path::is_separator);
    format!("{folder}{}{name}.html", std::path::MAIN_SEPARATOR)
}
