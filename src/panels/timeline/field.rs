//! A text field that says what is, and takes what is typed when it is done: Enter, or the keyboard goes elsewhere.

use egui::{Key, Role, TextEdit, Ui, WidgetInfo};

use crate::panels::pieces::trace_rect;
use crate::theme::{TextSize, Theme, Weight, font};

/// What is being typed, and what is wrong with what was.
#[derive(Debug, Default)]
pub struct Field {
    draft: Option<String>,
    error: Option<String>,
    /// What the field said when typing began.
    said: String,
}

/// How a field looks and what it is called.
pub struct Look<'a> {
    pub id: &'static str,
    pub name: &'a str,
    pub hint: &'a str,
    pub width: f32,
}

impl Field {
    /// What was typed, once it is done.
    pub fn ui(&mut self, look: &Look<'_>, words: &str, theme: &Theme, ui: &mut Ui) -> Option<String> {
        let id = ui.make_persistent_id(look.id);
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        // What is said changed by other means: that is newer than what was typed.
        if self.said != words && !has_focus {
            *self = Self { said: words.to_owned(), ..Self::default() };
        }
        let mut text = self.draft.clone().unwrap_or_else(|| words.to_owned());
        let ink = if self.error.is_some() { theme.error } else { theme.text };
        let field = TextEdit::singleline(&mut text)
            .id(id)
            .font(font(TextSize::Small, Weight::Regular))
            .text_color(ink)
            .char_limit(200)
            .margin(egui::Margin::symmetric(6, 3))
            .desired_width(look.width - 12.0);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, look.name));
        trace_rect("timeline", look.id, response.rect);
        if response.gained_focus() {
            self.said = words.to_owned();
            select_all(ui, id, text.chars().count());
        }
        if response.changed() {
            self.draft = Some(text);
            self.error = None;
        }
        let response = response.on_hover_text(look.hint);
        if !response.lost_focus() {
            return None;
        }
        if ui.input(|input| input.keys_down.contains(&Key::Escape)) {
            self.clear();
            return None;
        }
        self.draft.clone().filter(|draft| draft != words)
    }

    /// What was typed is taken, or not wanted.
    pub fn clear(&mut self) {
        self.draft = None;
        self.error = None;
    }

    pub fn refuse(&mut self, why: String) {
        log::info!("refused: {why}");
        self.error = Some(why);
    }

    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}

fn select_all(ui: &Ui, id: egui::Id, n_chars: usize) {
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        let [start, end] = [0, n_chars].map(egui::text::CCursor::new);
        state.cursor.set_char_range(Some(egui::text::CCursorRange::two(start, end)));
        state.store(ui.ctx(), id);
    }
}
