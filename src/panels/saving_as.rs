//! The overlay to save a situation elsewhere: a path, packed where it is called so, or the system's own dialog.

use std::path::PathBuf;

use egui::Ui;

use crate::command::{Command, EditCommand, Offers, Outbox, Target};
use crate::formats::packed::{ENDING, has_ending};
use crate::model::new_id;
use crate::panels::View;
use crate::panels::path_field::{PathField, heading};
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::wording;

#[derive(Debug, Default)]
pub struct SavingAs {
    path: PathField,
}

impl SavingAs {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        heading(view, wording::SAVE_AS_TITLE, wording::SAVE_AS_DETAIL, ui);
        if !self.path.is_shown() {
            self.path.typed = suggested(view);
        }
        let is_entered = self.path.field(view, Offers::ToOpen, wording::SAVE_AS_HINT, ui, out);
        let path = self.path.path();
        let is_packed = has_ending(path);
        // The last that was listed is of what is typed now, but for the moment that listing takes: then saving refuses.
        let is_taken = is_packed && view.listing.entries.iter().any(|entry| entry.path == path);
        let words = if is_taken { wording::REPLACE_FILE } else { wording::SAVE };
        let mut is_wanted = is_entered && !is_taken;
        ui.horizontal_wrapped(|ui| {
            is_wanted |= ui.add_enabled(!path.is_empty(), egui::Button::new(words)).clicked();
            if ui.button(wording::BROWSE_TO_SAVE).clicked() {
                out.push(Command::BrowseToSave);
            }
            let what = wording::kept_as(is_packed, is_taken);
            ui.label(text(what, TextSize::Small, Weight::Regular, if is_taken { view.theme.error } else { view.theme.weak }));
        });
        if is_wanted {
            let target = Target { path: PathBuf::from(path), may_replace: is_taken };
            out.push(Command::Edit(EditCommand::SaveAs(target)));
        }
        self.path.below(view, ui);
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

/// Beside where it is kept, in the other form: packed where it is a folder, unpacked where it is packed.
fn suggested(view: &View<'_>) -> String {
    let title = view.situation.map(|situation| situation.header().title.as_str()).unwrap_or_default();
    let Some(path) = view.situation_path else {
        return format!("~/{}{ENDING}", new_id(title, wording::UNTITLED_FILE, |_| false));
    };
    let path = path.to_string_lossy();
    if has_ending(&path) {
        let end = path.len() - ENDING.len();
        return path.get(..end).unwrap_or_default().to_owned();
    }
    format!("{}{ENDING}", path.trim_end_matches(std::path::is_separator))
}
