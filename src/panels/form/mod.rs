//! The pieces of forms: a field for each kind of value that a record has.
//!
//! Main types: [`Form`] (draws the fields of one thing), [`Drafts`] (what is typed in them and not taken yet). Each field is given what is and
//! returns what it is to be once that is done: Enter, or the keyboard goes elsewhere. What cannot be taken stays in its field with a word
//! why, and holds nothing else up.
//!
//! **Does not:** know what is edited, or change it: who draws a form puts what fields return into a record.

mod choices;
mod field;
mod made;
mod offers;
mod texts;

use std::collections::BTreeMap;

use egui::{Id, Key, Layout, Modifiers, Response, Ui, UiBuilder, vec2};

use crate::base::Derived;
use crate::panels::View;
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};

pub use field::{Field, Lines, Look};

pub use made::{found_place, place_at};

use offers::Offer;

/// What is typed in forms, by field: kept while one looks elsewhere.
#[derive(Default)]
pub struct Drafts {
    fields: BTreeMap<String, Field>,
    /// The next field that is drawn takes the keyboard.
    wants_focus: bool,
    /// The same, of the next form.
    begins: bool,
    /// What could be meant by what is typed, and which of it the arrow keys went to.
    offers: Derived<(String, String, u64), Vec<Offer>>,
    at: Option<usize>,
}

impl Drafts {
    /// Lets the first field of the next form take the keyboard.
    pub fn begin(&mut self) {
        self.begins = true;
    }

    /// Whether anything is typed that was not taken yet.
    pub fn is_typing(&self) -> bool {
        self.fields.values().any(|field| !field.is_empty())
    }
}

/// A form is longer than the room it has: the field that the keyboard went to is to be seen.
fn bring_into_view(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me_animation(None, egui::style::ScrollAnimation::none());
    }
}

/// One pass over the fields of a form.
pub struct Form<'a, 'v> {
    pub view: &'a View<'v>,
    drafts: &'a mut Drafts,
    /// Where in the form the next field is: the form's name, then those of the entries around it.
    path: Vec<String>,
    /// Whether all that is typed is to be taken now.
    takes_all: bool,
    /// Whether the next field stands without its label.
    is_bare: bool,
}

impl<'a, 'v> Form<'a, 'v> {
    /// A form by a name that no other has: what is typed in it is kept under that. `takes_all` where it is left.
    pub fn new(view: &'a View<'v>, drafts: &'a mut Drafts, name: &str, takes_all: bool) -> Self {
        drafts.wants_focus = std::mem::take(&mut drafts.begins);
        Self { view, drafts, path: vec![name.to_owned()], takes_all, is_bare: false }
    }

    /// Whether Ctrl-Enter ends the form in this pass: to be asked before its fields are drawn, which then give all that is typed.
    pub fn is_ended(ui: &Ui) -> bool {
        ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
    }

    /// The fields of an entry of a list: each is told by the entry's name from those of the others.
    pub fn within<R>(&mut self, name: &str, add_fields: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(name.to_owned());
        let result = add_fields(self);
        self.path.pop();
        result
    }

    /// The next field stands without its label, in a row with other fields.
    pub fn bare(&mut self) -> &mut Self {
        self.is_bare = true;
        self
    }

    fn key(&self, label: &str) -> String {
        let mut key = self.path.join("\n");
        key.push('\n');
        key.push_str(label);
        key
    }

    fn id(&self, label: &str) -> Id {
        Id::unique(("form", self.key(label)))
    }

    /// What a field is called by those who do not see where it stands.
    fn spoken(&self, label: &str) -> String {
        let around = self.path.iter().skip(1).map(String::as_str);
        around.chain([label]).collect::<Vec<_>>().join(": ")
    }

    /// Lets the next field take the keyboard. The Enter that ended this one is not to end that one too.
    pub fn go_on(&mut self, ui: &Ui) {
        self.drafts.wants_focus = true;
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    }

    /// Gives the keyboard to a field that is about to be drawn, where it is due.
    fn arrive(&mut self, ui: &Ui, id: Id) {
        if !std::mem::take(&mut self.drafts.wants_focus) {
            return;
        }
        if ui.is_sizing_pass() {
            // What is only measured is not there yet.
            self.drafts.begins = true;
        } else {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// A field with its label beside it, or over it where there is no room.
    pub fn labelled<R>(&mut self, ui: &mut Ui, label: &str, add_field: impl FnOnce(&mut Self, &mut Ui) -> R) -> R {
        const LABEL: f32 = 88.0;
        const LEAST: f32 = 250.0;
        if std::mem::take(&mut self.is_bare) {
            return add_field(self, ui);
        }
        let theme = self.view.theme;
        let words = text(label, TextSize::Small, Weight::Regular, theme.weak);
        let rect = ui.available_rect_before_wrap();
        if rect.width() < LEAST {
            ui.label(words);
            return add_field(self, ui);
        }
        let field_rect = rect.with_min_x(rect.left() + LABEL + 8.0);
        let label_rect = rect.with_max_x(rect.left() + LABEL);
        ui.scope_builder(UiBuilder::new().max_rect(label_rect).layout(Layout::top_down(egui::Align::Min)), |ui| {
            ui.add_space(3.0);
            ui.add(egui::Label::new(words).wrap());
        });
        // Beside, not below.
        let below = ui.cursor().top();
        let field = ui.scope_builder(UiBuilder::new().max_rect(field_rect).layout(Layout::top_down(egui::Align::Min)), |ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
            add_field(self, ui)
        });
        ui.advance_cursor_after_rect(field.response.rect.with_max_y(field.response.rect.bottom().max(below - 4.0)));
        field.inner
    }

    /// A word under a field: what is understood, or what is wrong.
    pub fn remark(&self, ui: &mut Ui, words: &str, is_error: bool) -> Response {
        let ink = if is_error { self.view.theme.error } else { self.view.theme.weak };
        ui.add(egui::Label::new(text(words, TextSize::Small, Weight::Regular, ink)).wrap())
    }
}
