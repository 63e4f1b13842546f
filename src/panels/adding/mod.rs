//! What lies over the window to add something: open questions, the name of what was drawn, an event, a report.
//!
//! Main type: [`Adding`]. A file for each.
//!
//! **Does not:** change records: each ends in an edit that is pushed as one step.

mod drawn;
mod event;
mod from_row;
mod questions;
mod report;
mod sheet;

use egui::{Role, TextEdit, Ui, WidgetInfo};

use crate::command::Outbox;
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::pieces::{text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// What is typed so far.
#[derive(Default)]
pub struct Adding {
    questions: questions::Questions,
    drawn: drawn::NameOfDrawn,
    event: event::EventForm,
    report: report::ReportForm,
}

impl Adding {
    /// Once something else lies over the window, or nothing: what is filled in of an event or a report stays for the next time.
    pub fn close(&mut self) {
        (self.questions, self.drawn) = Default::default();
        self.event.close();
        self.report.close();
    }

    /// Says whether it is done with; so the others.
    pub fn event(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        self.event.ui(view, ui, out)
    }

    pub fn report(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        self.report.ui(view, ui, out)
    }

    pub fn questions(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        self.questions.ui(view, ui, out);
    }

    pub fn drawn(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        self.drawn.ui(view, ui, out);
    }
}

/// A line to be typed, which has the keyboard; says whether Enter ended it.
fn first_line(ui: &mut Ui, typed: &mut String, name: &str, hint: &str) -> bool {
    let id = ui.make_persistent_id(name);
    let had_keyboard = ui.memory(|memory| memory.focused().is_some());
    if !had_keyboard {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let response = ui.add(TextEdit::singleline(typed).id(id).hint_text(hint).char_limit(2_000).desired_width(f32::INFINITY));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    trace_rect("adding", name, response.rect);
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// The head of a form; says whether what was filled in before is to go.
fn heading(view: &View<'_>, ui: &mut Ui, title: &str, is_begun: bool) -> bool {
    const WIDTH: f32 = 880.0;
    let room = ui.ctx().content_rect();
    ui.set_width(WIDTH.min(room.width() - 48.0));
    // An area is given less than it has room for.
    ui.set_max_height((room.height() - 60.0).max(60.0));
    ui.horizontal(|ui| {
        ui.label(text(title, TextSize::Strong, Weight::Semibold, view.theme.text));
        let clear = egui::Button::new(text(wording::adding::BEGIN_AFRESH, TextSize::Small, Weight::Regular, view.theme.weak)).frame(false);
        is_begun && ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.add(clear).clicked()).inner
    })
    .inner
}

/// The foot of a form: why it could not be added, and the button that adds it.
fn added(view: &View<'_>, ui: &mut Ui, words: &str, trouble: Option<&str>) -> bool {
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let response = ui.button(text(words, TextSize::Body, Weight::Semibold, view.theme.text)).on_hover_text(wording::adding::ADD_HINT);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        trace_rect("adding", "add", response.rect);
        let (words, ink) = trouble.map_or((wording::adding::ADD_KEYS, view.theme.weak), |trouble| (trouble, view.theme.error));
        ui.label(text(words, TextSize::Small, Weight::Regular, ink));
        response.clicked()
    })
    .inner
}

fn is_actor(id: &RecordId) -> bool {
    matches!(id, RecordId::Actor(_))
}

fn is_event(id: &RecordId) -> bool {
    matches!(id, RecordId::Event(_))
}
