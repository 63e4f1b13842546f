//! The steps in the drawer: the newest on top, those that were taken back above the present state. A press goes to a state.
//!
//! The arrows go from row to row, Enter goes to the state of the row.

use std::collections::BTreeSet;

use egui::{CornerRadius, Id, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2};

use crate::command::{Command, EditCommand, Outbox, Pane};
use crate::document::{BroughtIn, Document, Step};
use crate::model::{Edit, RecordId};
use crate::panels::View;
use crate::panels::pieces::{line, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

/// Which sending of the keyboard was answered last, and the row that the keyboard is to go to.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    n_focus: u64,
    wanted: Option<u64>,
}

const ROW: f32 = 40.0;
/// So many records are named at most.
const MOST: usize = 6;

/// A state that the document was in, and how it stands to the present one.
struct Row<'a> {
    /// `None`: as it was opened.
    step: Option<&'a Step>,
    is_undone: bool,
    is_now: bool,
    is_saved: bool,
}

impl<'a> Row<'a> {
    fn number(&self) -> u64 {
        self.step.map_or(0, Step::number)
    }

    /// Newest first.
    fn all(document: &'a Document) -> Vec<Self> {
        let now = document.steps().last().map_or(0, Step::number);
        let row = |step: Option<&'a Step>, is_undone| {
            let number = step.map_or(0, Step::number);
            Self { step, is_undone, is_now: number == now, is_saved: number == document.saved_state() }
        };
        let undone = document.steps_undone().rev().map(|step| row(Some(step), true));
        let done = document.steps().iter().rev().map(|step| row(Some(step), false));
        undone.chain(done).chain([row(None, false)]).collect()
    }
}

/// A line of the drawer.
enum Line<'a> {
    State(Row<'a>),
    /// Others changed the files: nothing that could be gone to.
    BroughtIn(&'a BroughtIn),
}

impl<'a> Line<'a> {
    /// What others changed stands above the step that was the last one then.
    fn all(document: &'a Document) -> Vec<Self> {
        let mut brought_in = document.brought_in().iter().rev().peekable();
        let mut lines = Vec::new();
        for row in Row::all(document) {
            while let Some(next) = brought_in.next_if(|next| next.after >= row.number()) {
                lines.push(Self::BroughtIn(next));
            }
            lines.push(Self::State(row));
        }
        lines
    }
}

impl HistoryPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(document) = view.document else { return };
        let lines = Line::all(document);
        if lines.len() == 1 {
            ui.label(text(wording::NO_STEPS, TextSize::Body, Weight::Regular, view.theme.weak));
            ui.take_available_space();
            return;
        }
        let (pane, n_sent) = view.desk.focus;
        if n_sent != std::mem::replace(&mut self.n_focus, n_sent) && pane == Pane::History {
            self.wanted = lines.iter().find_map(|line| match line {
                Line::State(row) if row.is_now => Some(row.number()),
                _ => None,
            });
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("history").auto_shrink(false).show_rows(ui, ROW, lines.len(), |ui, range| {
            for line in lines.get(range).unwrap_or_default() {
                match line {
                    Line::State(row) => self.row(view, ui, row, out),
                    Line::BroughtIn(brought_in) => others(view, ui, brought_in),
                }
            }
        });
    }

    fn row(&mut self, view: &View<'_>, ui: &mut Ui, row: &Row<'_>, out: &mut Outbox) {
        let theme = view.theme;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), Sense::hover());
        // By its number, so that the keyboard stays with a step whatever comes above it.
        let response = ui.interact(rect, Id::unique(("step", row.number())), Sense::click());
        let name = row.step.map_or_else(|| wording::AS_OPENED.to_owned(), |step| wording::capitalised(step.name()));
        let states = [(row.is_now, wording::NOW_HERE), (row.is_saved, wording::SAVED_HERE), (row.is_undone, wording::TAKEN_BACK)];
        let states = states.into_iter().map(|(is_so, word)| is_so.then_some(word));
        let stamp = row.step.map(Step::stamp);
        let at = stamp.and_then(|stamp| stamp.at).map(|at| view.dates.moment(at));
        let detail = wording::dotted([at.as_deref(), stamp.and_then(|stamp| stamp.by.as_deref())].into_iter().chain(states));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, row.is_now, format!("{name} · {detail}")));
        trace_rect("step", row.number(), rect);
        if self.wanted == Some(row.number()) {
            self.wanted = None;
            response.request_focus();
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let ground = if row.is_now { Some(theme.selected_row) } else { response.hovered().then_some(theme.hovered_row) };
        if let Some(ground) = ground {
            ui.painter().rect_filled(rect, CornerRadius::same(4), ground);
        }
        let (ink, weight) = match (row.is_undone, row.is_now) {
            (true, _) => (theme.weak, Weight::Regular),
            (false, true) => (theme.text, Weight::Semibold),
            (false, false) => (theme.text, Weight::Regular),
        };
        let (left, width) = (rect.left() + 8.0, rect.width() - 16.0);
        line(ui, pos2(left, rect.top() + 3.0), &name, TextSize::Body, weight, ink, width);
        line(ui, pos2(left, rect.top() + 21.0), &detail, TextSize::Small, Weight::Regular, theme.weak, width);
        if response.clicked() {
            self.wanted = Some(row.number());
            out.push(Command::Edit(EditCommand::TurnTo(row.number())));
        }
        let Some(step) = row.step else { return };
        let changed = records(step);
        if response.hovered()
            && let Some(first) = changed.iter().find(|id| view.situation.is_some_and(|situation| situation.contains(id)))
        {
            out.push(Command::Hover(Some(Item::Record(first.clone()))));
        }
        response.on_hover_ui(|ui| {
            let names: Vec<&str> = changed.iter().take(MOST).map(|id| view.name(id)).collect();
            ui.label(wording::step_hint(&names, changed.len().saturating_sub(MOST)));
        });
    }
}

fn others(view: &View<'_>, ui: &mut Ui, BroughtIn { at, records, .. }: &BroughtIn) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), Sense::hover());
    let name = wording::changed_outside(records.len());
    let at = at.map(|at| view.dates.moment(at));
    let detail = wording::dotted([at.as_deref(), Some(wording::STAYS)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} · {detail}")));
    let (left, width) = (rect.left() + 8.0, rect.width() - 16.0);
    line(ui, pos2(left, rect.top() + 3.0), &name, TextSize::Body, Weight::Regular, view.theme.weak, width);
    line(ui, pos2(left, rect.top() + 21.0), &detail, TextSize::Small, Weight::Regular, view.theme.weak, width);
    response.on_hover_ui(|ui| {
        let names: Vec<&str> = records.iter().take(MOST).map(|id| view.name(id)).collect();
        ui.label(wording::changed_hint(&names, records.len().saturating_sub(MOST)));
    });
}

/// The records that a step changed.
fn records(step: &Step) -> BTreeSet<RecordId> {
    step.turn().singles().into_iter().filter_map(Edit::record).collect()
}
