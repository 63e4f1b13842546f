//! A path that is typed, with what it can go on with below.

use egui::{Key, Modifiers, Role, ScrollArea, Ui, WidgetInfo};

use crate::base::shortened;
use crate::command::{Command, Entry, Notice, Offers, Outbox};
use crate::model::new_id;
use crate::panels::View;
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::wording;

/// The path that is being typed, and the one that was last asked about.
#[derive(Debug, Default)]
pub struct PathField {
    pub typed: String,
    asked: Option<String>,
}

impl PathField {
    /// The path without what stands around it.
    pub fn path(&self) -> &str {
        self.typed.trim()
    }

    /// Whether it was shown before.
    pub fn is_shown(&self) -> bool {
        self.asked.is_some()
    }

    /// The field; whether Enter was pressed in it. Tab goes on with the path as far as there is only one way to.
    pub fn field(&mut self, view: &View<'_>, offers: Offers, hint: &str, ui: &mut Ui, out: &mut Outbox) -> bool {
        // Where there is nothing to go on with, Tab leaves the field as any other.
        let next = view.listing.entries.first().filter(|entry| entry.path != self.typed);
        let id = ui.scope_id().with("path-field");
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let is_tab = next.is_some() && has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
        let field =
            egui::TextEdit::singleline(&mut self.typed).id(id).hint_text(hint).desired_width(f32::INFINITY).lock_focus(next.is_some());
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::PATH));
        if !self.is_shown() {
            response.request_focus();
            cursor_to_end(ui, response.id, self.typed.chars().count());
        }
        if let Some(entry) = next.filter(|_| is_tab) {
            self.typed.clone_from(&entry.path);
            cursor_to_end(ui, response.id, self.typed.chars().count());
        }
        if self.asked.as_ref() != Some(&self.typed) {
            self.asked = Some(self.typed.clone());
            out.push(Command::ListPaths(self.typed.clone(), offers));
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !self.path().is_empty()
    }

    /// What became of it, and below that what the path can go on with, as [`PathField::entries`].
    pub fn below<'v>(&mut self, view: &View<'v>, ui: &mut Ui) -> Option<&'v Entry> {
        if let Some(notice) = view.notice {
            let ink = if matches!(notice, Notice::Failed(_)) { view.theme.error } else { view.theme.weak };
            ui.label(text(notice.words(), TextSize::Body, Weight::Regular, ink));
        }
        let most_height = (ui.ctx().content_rect().height() - 260.0).clamp(60.0, 320.0);
        ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| self.entries(view, ui)).inner
    }

    /// What the path can go on with; the one that was pressed, whose path is typed now.
    pub fn entries<'v>(&mut self, view: &View<'v>, ui: &mut Ui) -> Option<&'v Entry> {
        let listing = view.listing;
        if let Some(trouble) = &listing.trouble {
            ui.label(text(trouble, TextSize::Small, Weight::Regular, view.theme.weak));
        }
        let mut pressed = None;
        for entry in &listing.entries {
            let Entry { name, path, is_folder, is_situation } = entry;
            if ui.button(wording::path_entry(&shortened(name, 120), *is_folder, *is_situation)).clicked() {
                self.typed.clone_from(path);
                pressed = Some(entry);
            }
        }
        if listing.n_more > 0 {
            ui.label(text(&wording::and_more(listing.n_more), TextSize::Small, Weight::Regular, view.theme.weak));
        }
        pressed
    }
}

/// A path beside where the situation is kept, in the home folder where that is nowhere: the situation's name, with what it is of, and with an
/// ending.
pub fn beside(view: &View<'_>, suffix: &str, ending: &str) -> String {
    let title = view.situation.map(|situation| situation.header().title.as_str()).unwrap_or_default();
    let path = view.situation_path.filter(|path| path.is_absolute());
    let folder = path.and_then(|path| path.parent()).map_or_else(|| "~".to_owned(), |parent| parent.to_string_lossy().into_owned());
    let folder = folder.trim_end_matches(std::path::is_separator);
    let stem = path.and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let stem = stem.unwrap_or_else(|| new_id(title, wording::UNTITLED_FILE, |_| false));
    format!("{folder}{}{stem}{suffix}{ending}", std::path::MAIN_SEPARATOR)
}

/// What a dialog over a path is called and does; it is as wide as all of them.
pub fn heading(view: &View<'_>, title: &str, detail: &str, ui: &mut Ui) {
    const WIDTH: f32 = 560.0;
    ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
    ui.label(text(title, TextSize::Strong, Weight::Semibold, view.theme.text));
    ui.add_space(2.0);
    ui.label(text(detail, TextSize::Small, Weight::Regular, view.theme.weak));
    ui.add_space(6.0);
}

fn cursor_to_end(ui: &Ui, field: egui::Id, n_chars: usize) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    let end = egui::text::CCursor::new(n_chars);
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    state.store(ui.ctx(), field);
}
