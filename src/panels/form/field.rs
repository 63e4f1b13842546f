//! A text field that says what is, and takes what is typed when it is done: Enter, or the keyboard goes elsewhere.

use egui::{Id, Key, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::panels::form::bring_into_view;
use crate::panels::pieces::{outline_field, text, trace_rect};
use crate::theme::{TextSize, Theme, Weight, font};

/// What is being typed, and what is wrong with what was.
#[derive(Debug, Default)]
pub struct Field {
    draft: Option<String>,
    error: Option<String>,
    /// What the field said when typing began.
    said: String,
    /// Whether Enter ended it in the last pass.
    is_entered: bool,
}

/// How a field looks and what it is called.
pub struct Look<'a> {
    pub id: Id,
    /// What it is part of, and its own name, in the log.
    pub trace: (&'a str, &'a str),
    pub name: &'a str,
    pub hint: &'a str,
    pub width: f32,
    pub most_chars: usize,
    pub lines: Lines,
}

/// How much of a text a field shows, and what Enter does in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One; Enter ends it.
    One,
    /// As many as it takes to show all of one line; Enter ends it.
    Wrapped,
    /// At least two; Enter begins another.
    Several,
}

impl Field {
    /// What was typed, once it is done.
    pub fn ui(&mut self, look: &Look<'_>, words: &str, theme: &Theme, ui: &mut Ui) -> Option<String> {
        /// Of several lines, in points.
        const MOST_HEIGHT: f32 = 116.0;
        self.is_entered = false;
        let id = look.id;
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        // What is said changed by other means: that is newer than what was typed.
        if self.said != words && !has_focus {
            *self = Self { said: words.to_owned(), ..Self::default() };
        }
        let mut typed = self.draft.clone().unwrap_or_else(|| words.to_owned());
        let ink = if self.error.is_some() { theme.error } else { theme.text };
        let field = match look.lines {
            Lines::One => TextEdit::singleline(&mut typed),
            Lines::Wrapped => TextEdit::multiline(&mut typed).desired_rows(1).return_key(None),
            Lines::Several => TextEdit::multiline(&mut typed).desired_rows(2),
        };
        let field = field
            .id(id)
            .font(font(TextSize::Small, Weight::Regular))
            .text_color(ink)
            .hint_text(text(look.hint, TextSize::Small, Weight::Regular, theme.weak))
            .char_limit(look.most_chars)
            .margin(egui::Margin::symmetric(6, 3))
            .desired_width(look.width);
        let add = |ui: &mut Ui| {
            outline_field(ui, theme);
            if look.lines == Lines::Several {
                // However much it is, the fields below stay near.
                let scroll = ScrollArea::vertical().id_salt(id).max_height(MOST_HEIGHT).min_scrolled_height(MOST_HEIGHT);
                scroll.show(ui, |ui| ui.add(field)).inner
            } else {
                ui.add(field)
            }
        };
        let response = ui.scope(add).inner;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, look.name));
        trace_rect(look.trace.0, look.trace.1, response.rect);
        bring_into_view(&response);
        if response.gained_focus() {
            self.said = words.to_owned();
            if look.lines != Lines::Several {
                select_all(ui, id, typed.chars().count());
            }
        }
        if response.changed() {
            self.draft = Some(typed);
            self.error = None;
        }
        // An empty field shows it already.
        let is_hint_seen = look.hint.is_empty() || self.draft(words).unwrap_or(words).is_empty();
        let response = if is_hint_seen { response } else { response.on_hover_text(look.hint) };
        let is_enter_pressed = || ui.input(|input| input.key_pressed(Key::Enter));
        if look.lines == Lines::Wrapped && response.has_focus() && is_enter_pressed() {
            response.surrender_focus();
            self.is_entered = true;
            return self.draft(words).map(str::to_owned);
        }
        if !response.lost_focus() {
            return None;
        }
        let is_down = |key: Key| ui.input(|input| input.keys_down.contains(&key));
        if is_down(Key::Escape) {
            self.clear();
            return None;
        }
        self.is_entered = look.lines == Lines::One && is_enter_pressed();
        self.draft(words).map(str::to_owned)
    }

    /// What is typed and not taken yet, where it is other than the `words` that the field says.
    pub fn draft(&self, words: &str) -> Option<&str> {
        self.draft.as_deref().filter(|draft| *draft != words)
    }

    /// Whether Enter ended it in this pass, whatever was typed or not.
    pub fn is_entered(&self) -> bool {
        self.is_entered
    }

    /// Whether anything is typed, or was and is not taken.
    pub fn is_empty(&self) -> bool {
        self.draft.is_none() && self.error.is_none()
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

fn select_all(ui: &Ui, id: Id, n_chars: usize) {
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        let [start, end] = [0, n_chars].map(egui::text::CCursor::new);
        state.cursor.set_char_range(Some(egui::text::CCursorRange::two(start, end)));
        state.store(ui.ctx(), id);
    }
}
