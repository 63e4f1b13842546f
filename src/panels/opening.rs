//! The overlay to open something: a path with what it can go on with, the system's own dialog, what was open before.

use egui::{Key, Modifiers, Role, ScrollArea, Ui, WidgetInfo};

use crate::base::shortened;
use crate::command::{Command, Entry, Outbox};
use crate::panels::View;
use crate::panels::pieces::{section, text};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// The path that is being typed, and the one that was last asked about.
#[derive(Debug, Default)]
pub struct Opening {
    typed: String,
    asked: Option<String>,
}

impl Opening {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 560.0;
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(text(wording::OPEN_TITLE, TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(4.0);
        // Tab goes on with the path as far as there is only one way to.
        let is_tab = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
        let field = egui::TextEdit::singleline(&mut self.typed).hint_text(wording::PATH_HINT).desired_width(f32::INFINITY).lock_focus(true);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::PATH));
        if self.asked.is_none() {
            response.request_focus();
        }
        if let Some(entry) = view.listing.entries.first().filter(|_| is_tab && response.has_focus()) {
            self.typed.clone_from(&entry.path);
            cursor_to_end(ui, response.id, self.typed.chars().count());
        }
        if self.asked.as_ref() != Some(&self.typed) {
            self.asked = Some(self.typed.clone());
            out.push(Command::ListPaths(self.typed.clone()));
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered && !self.typed.trim().is_empty() {
            self.open(out);
        }
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(!self.typed.trim().is_empty(), egui::Button::new(wording::OPEN_PATH)).clicked() {
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
            self.entries(view, ui, out);
            recent(view, ui, out);
        });
    }

    /// Begins afresh the next time.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    fn open(&mut self, out: &mut Outbox) {
        out.push(Command::OpenTyped(self.typed.trim().to_owned()));
    }

    fn entries(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let listing = view.listing;
        if let Some(trouble) = &listing.trouble {
            ui.label(text(trouble, TextSize::Small, Weight::Regular, view.theme.weak));
        }
        for entry in &listing.entries {
            let Entry { name, path, is_folder, is_situation } = entry;
            let words = wording::path_entry(&shortened(name, 120), *is_folder, *is_situation);
            if !ui.button(words).clicked() {
                continue;
            }
            self.typed.clone_from(path);
            if *is_situation || !is_folder {
                self.open(out);
            }
        }
        if listing.n_more > 0 {
            ui.label(text(&wording::and_more(listing.n_more), TextSize::Small, Weight::Regular, view.theme.weak));
        }
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

fn cursor_to_end(ui: &Ui, field: egui::Id, n_chars: usize) {
    if let Some(mut state) = egui::TextEdit::load_state(ui.ctx(), field) {
        let end = egui::text::CCursor::new(n_chars);
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), field);
    }
}
