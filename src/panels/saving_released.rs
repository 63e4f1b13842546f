//! The overlay to save a copy that may leave the house.

use std::path::PathBuf;

use egui::Ui;

use crate::command::{Command, Offers, Outbox, ReleaseCommand, Target};
use crate::formats::packed::{ENDING, has_ending};
use crate::model::new_id;
use crate::panels::View;
use crate::panels::path_field::{PathField, beside, heading};
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::wording::{self, release as words};

#[derive(Debug, Default)]
pub struct SavingReleased {
    path: PathField,
}

impl SavingReleased {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(release) = view.release else { return };
        heading(view, words::SAVE_RELEASED_TITLE, &words::save_released_detail(release), ui);
        if !self.path.is_shown() {
            self.path.typed = suggested(view, release);
        }
        let is_entered = self.path.field(view, Offers::ToOpen, wording::SAVE_AS_HINT, ui, out);
        let path = self.path.path();
        let is_packed = has_ending(path);
        // The last that was listed is of what is typed now, but for the moment that listing takes: then writing refuses.
        let is_taken = is_packed && view.listing.entries.iter().any(|entry| entry.path == path);
        let mut is_wanted = is_entered && !is_taken;
        ui.horizontal_wrapped(|ui| {
            let button = egui::Button::new(if is_taken { wording::REPLACE_FILE } else { wording::SAVE });
            is_wanted |= ui.add_enabled(!path.is_empty(), button).clicked();
            let ink = if is_taken { view.theme.error } else { view.theme.weak };
            ui.label(text(words::copied_as(is_packed, is_taken), TextSize::Small, Weight::Regular, ink));
        });
        if is_wanted {
            let target = Target { path: PathBuf::from(path), may_replace: is_taken };
            out.push(Command::Release(ReleaseCommand::Write(target)));
        }
        self.path.below(view, ui);
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

/// Packed, and named for whom it is.
fn suggested(view: &View<'_>, release: &str) -> String {
    beside(view, &format!("-{}", new_id(release, words::RELEASED_FILE, |_| false)), ENDING)
}
