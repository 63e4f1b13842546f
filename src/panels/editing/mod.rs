//! Editing what is there, in the page's place: a form for each kind of record, and one for the situation as a whole.
//!
//! Main type: [`Editor`].
//!
//! **Does not:** change a record. Each gesture becomes one named step, which is asked for.

mod bulk;
mod event;
mod others;
mod releases;
mod report;
mod scene;
mod steps;

use egui::{Frame, Margin, ScrollArea, Ui, UiBuilder, vec2};

use crate::command::{Action, Command, Editing, Outbox, Pane};
use crate::model::{Edit, RecordId, Situation};
use crate::panels::View;
use crate::panels::form::{Drafts, Form};
use crate::panels::pieces::{action_button, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;
use crate::wording::editing as words;

pub use others::{categories_in_use, tags_in_use};

use steps::Steps;

/// What a form is of.
#[derive(Clone, Debug, PartialEq)]
enum Target {
    Record(RecordId),
    /// All that is picked.
    Picked,
    Header,
}

impl Target {
    fn of(view: &View<'_>) -> Option<Self> {
        match (view.desk.editing?, &view.viewpoint.selection) {
            (Editing::Header, _) => Some(Self::Header),
            (Editing::Scene, _) => Some(Self::Record(RecordId::Scene(view.composing?.clone()))),
            (Editing::Selection, _) if view.viewpoint.picked.len() > 1 => Some(Self::Picked),
            (Editing::Selection, Some(Item::Record(id))) => Some(Self::Record(id.clone())),
            (Editing::Selection, _) => None,
        }
    }

    /// Under which what is typed is kept.
    fn key(&self) -> String {
        match self {
            Self::Record(id) => id.to_string(),
            Self::Picked => "picked".to_owned(),
            Self::Header => "header".to_owned(),
        }
    }
}

/// The form that stands in the page's place, with what is typed in it.
#[derive(Default)]
pub struct Editor {
    drafts: Drafts,
    shown: Option<Target>,
    n_focus: u64,
    /// Whether all that is typed is to be taken in the next pass.
    takes_all: bool,
    /// Why several are graded anew.
    why: Option<String>,
}

impl Editor {
    /// The form, where one is wanted: whether it is. What was typed in another one that is left is taken first.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some(situation) = view.situation else { return false };
        let target = Target::of(view);
        if self.shown != target {
            if let Some(left) = self.shown.take().filter(|_| self.drafts.is_typing()) {
                ui.scope_builder(UiBuilder::new().invisible(), |ui| self.fields(view, situation, &left, true, ui, out));
            }
            self.shown.clone_from(&target);
        }
        let Some(target) = target else { return false };
        let (pane, n_sent) = view.desk.focus;
        if pane == Pane::Page && n_sent != std::mem::replace(&mut self.n_focus, n_sent) {
            self.drafts.begin();
        }
        let is_ended = Form::is_ended(ui);
        if is_ended {
            out.push(Command::Act(Action::Edit));
        }
        let takes_all = std::mem::take(&mut self.takes_all) || is_ended;
        head(view, &target, ui, out);
        let key = target.key();
        ScrollArea::vertical().id_salt(("form", &key)).min_scrolled_height(0.0).auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 24 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                self.fields(view, situation, &target, takes_all, ui, out);
                if !matches!(target, Target::Header | Target::Record(RecordId::Scene(_))) {
                    foot(&target, ui, out);
                }
            });
        });
        true
    }

    /// Lets all that is typed be taken in the next pass: before what is there is saved, say.
    pub fn take_all(&mut self) {
        self.takes_all = self.drafts.is_typing();
    }

    /// Whether something is typed that is not taken yet.
    pub fn is_typing(&self) -> bool {
        self.drafts.is_typing()
    }

    fn fields(&mut self, view: &View<'_>, situation: &Situation, target: &Target, takes_all: bool, ui: &mut Ui, out: &mut Outbox) {
        let mut form = Form::new(view, &mut self.drafts, &target.key(), takes_all);
        let name = match target {
            Target::Record(id) => view.name(id),
            Target::Header => &situation.header().title,
            Target::Picked => return bulk::picked(&mut form, ui, situation, &mut self.why, out),
        };
        let mut steps = Steps::of(view, name);
        let edit = match target {
            Target::Picked => None,
            Target::Header => {
                let mut header = situation.header().clone();
                others::header(&mut form, ui, &mut header, &mut steps, out);
                Some(Edit::PutHeader(Box::new(header)))
            }
            Target::Record(RecordId::Event(id)) => situation.event(id).cloned().map(|mut event| {
                event::event(&mut form, ui, &mut event, &mut steps);
                Edit::PutEvent(Box::new(event))
            }),
            Target::Record(RecordId::Report(id)) => situation.report(id).cloned().map(|mut report| {
                report::report(&mut form, ui, &mut report, &mut steps, out);
                Edit::PutReport(Box::new(report))
            }),
            Target::Record(RecordId::Place(id)) => situation.place(id).cloned().map(|mut place| {
                others::place(&mut form, ui, &mut place, &mut steps);
                Edit::PutPlace(Box::new(place))
            }),
            Target::Record(RecordId::Actor(id)) => situation.actor(id).cloned().map(|mut actor| {
                others::actor(&mut form, ui, &mut actor, &mut steps);
                Edit::PutActor(Box::new(actor))
            }),
            Target::Record(RecordId::Source(id)) => situation.source(id).cloned().map(|mut source| {
                others::source(&mut form, ui, &mut source, &mut steps, out);
                Edit::PutSource(Box::new(source))
            }),
            Target::Record(RecordId::Scene(id)) => situation.scene(id).cloned().map(|mut scene| {
                scene::scene(&mut form, ui, &mut scene, &mut steps, out);
                Edit::PutScene(Box::new(scene))
            }),
        };
        if let Some((name, edit)) = steps.name().zip(edit) {
            out.push(Command::step(name, edit));
        }
    }
}

/// What can be done with a record as a whole.
fn foot(target: &Target, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        action_button(ui, words::LINK, Action::Link, out);
        if *target != Target::Picked {
            action_button(ui, words::DUPLICATE, Action::Duplicate, out);
        }
        action_button(ui, words::DELETE_BUTTON, Action::Delete, out);
    });
}

/// What is edited, and how that ends.
fn head(view: &View<'_>, target: &Target, ui: &mut Ui, out: &mut Outbox) {
    let n_picked = wording::items(view.viewpoint.picked.len());
    let kind = match target {
        Target::Record(id) => wording::kind(id),
        Target::Picked => &n_picked,
        Target::Header => words::THE_SITUATION,
    };
    Frame::new().inner_margin(Margin { left: 16, right: 12, top: 6, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(text(&words::editing(kind), TextSize::Small, Weight::Semibold, view.theme.accent));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let done = ui.button(words::DONE).on_hover_text(words::DONE_EXPLAINED);
                trace_rect("form", words::DONE, done.rect);
                if done.clicked() {
                    out.push(Command::Act(Action::Edit));
                }
                action_button(ui, words::UNDO, Action::Undo, out);
            });
        });
    });
    let rect = ui.cursor();
    ui.painter().hline(ui.max_rect().x_range(), rect.top(), egui::Stroke::new(1.0, view.theme.hairline));
}
