//! Linking: rows that are dragged onto other records, and the question to which record and how.

use egui::{Area, Id, Key, Modifiers, Order, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::command::{Command, EditCommand, Outbox};
use crate::model::{LinkAs, RecordId};
use crate::panels::View;
use crate::panels::form::{Drafts, Form};
use crate::panels::pieces::{line, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording::editing as words;

/// Asks to what records are to be linked, and how.
#[derive(Default)]
pub struct LinkDialog {
    drafts: Drafts,
    is_begun: bool,
    to: Option<RecordId>,
    at: usize,
}

impl LinkDialog {
    /// Whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let (Some(linking), Some(situation)) = (view.linking, view.situation) else { return true };
        let Some(first) = linking.from.first() else { return true };
        ui.set_width(420.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        let several = words::several(linking.from.len());
        let what = if linking.from.len() > 1 { &several } else { view.name(first) };
        let Some(to) = linking.to.as_ref().or(self.to.as_ref()) else {
            ui.label(text(&words::link_question(what), TextSize::Strong, Weight::Semibold, view.theme.text));
            ui.add_space(8.0);
            if !std::mem::replace(&mut self.is_begun, true) {
                self.drafts.begin();
            }
            let mut form = Form::new(view, &mut self.drafts, "link", false);
            let picked = form.pick(ui, words::LINK_TO, &|id| linking.from.iter().all(|from| !situation.ways_to_link(from, id).is_empty()));
            if let Some(to) = picked {
                let mut ways = situation.ways_to_link(first, &to);
                match ways.pop() {
                    Some(only) if ways.is_empty() => out.push(link(&linking.from, &to, only)),
                    _ => self.to = Some(to),
                }
            }
            return false;
        };
        ui.label(text(&words::link_question_to(what, view.name(to)), TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(6.0);
        let ways = situation.ways_to_link(first, to);
        if let Some(way) = choose(view, ui, &ways, &mut self.at) {
            out.push(link(&linking.from, to, way));
        }
        ui.add_space(6.0);
        ui.label(text(words::LINK_KEYS, TextSize::Small, Weight::Regular, view.theme.weak));
        false
    }
}

fn link(from: &[RecordId], to: &RecordId, way: LinkAs) -> Command {
    Command::Edit(EditCommand::Link { from: from.to_vec(), to: to.clone(), way })
}

/// The ways to choose from, one under the other; `at` is the one that Enter takes.
fn choose(view: &View<'_>, ui: &mut Ui, ways: &[LinkAs], at: &mut usize) -> Option<LinkAs> {
    const ROW: f32 = 26.0;
    let theme = view.theme;
    let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (down, up, enter) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter));
    *at = (*at + down).saturating_sub(up).min(ways.len().saturating_sub(1));
    let mut taken = (enter > 0).then_some(*at);
    ui.spacing_mut().item_spacing.y = 0.0;
    for (number, way) in ways.iter().enumerate() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
        let words = words::way(*way);
        let is_at = number == *at;
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_at, &words));
        trace_rect("link-as", &words, rect);
        let ground = if is_at { Some(theme.selected_row) } else { response.hovered().then_some(theme.hovered_row) };
        if let Some(ground) = ground {
            ui.painter().rect_filled(rect, 4, ground);
        }
        line(ui, rect.min + vec2(10.0, 5.0), &words, TextSize::Body, Weight::Regular, theme.text, rect.width() - 20.0);
        if response.clicked() {
            taken = Some(number);
        }
    }
    taken.and_then(|number| ways.get(number).copied())
}

/// What is dragged: the row itself, or all that is picked where it is one of those.
fn carried(view: &View<'_>, ui: &Ui) -> Vec<RecordId> {
    let Some(item) = egui::DragAndDrop::payload::<Item>(ui.ctx()) else { return Vec::new() };
    let picked = &view.viewpoint.picked;
    let record = |item: &Item| if let Item::Record(id) = item { Some(id.clone()) } else { None };
    if picked.len() > 1 && picked.contains(&*item) {
        picked.iter().filter_map(record).collect()
    } else {
        record(&item).into_iter().collect()
    }
}

/// Lets a row be let go over a part of the screen that stands for a record; frames it while one is held over it that can be linked.
pub fn drop_onto(view: &View<'_>, ui: &Ui, rect: Rect, to: &RecordId, out: &mut Outbox) {
    if !egui::DragAndDrop::has_payload_of_type::<Item>(ui.ctx()) || !ui.rect_contains_pointer(rect) {
        return;
    }
    let (from, Some(situation)) = (carried(view, ui), view.situation) else { return };
    if from.is_empty() || from.iter().any(|from| situation.ways_to_link(from, to).is_empty()) {
        return;
    }
    ui.painter().rect_stroke(rect.shrink(1.0), 5, Stroke::new(1.5, view.theme.accent), StrokeKind::Inside);
    if ui.input(|input| input.pointer.any_released()) {
        egui::DragAndDrop::take_payload::<Item>(ui.ctx());
        out.push(Command::Edit(EditCommand::LinkTo { from, to: to.clone() }));
    }
}

/// What is dragged, beside the pointer.
pub fn paint_carried(view: &View<'_>, ui: &Ui) {
    let from = carried(view, ui);
    let (Some(first), Some(at)) = (from.first(), ui.ctx().pointer_latest_pos()) else { return };
    let words = words::carried(view.name(first), from.len());
    Area::new(Id::unique("carried")).order(Order::Tooltip).interactable(false).fixed_pos(at + vec2(14.0, 10.0)).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).fill(view.theme.raised).inner_margin(egui::Margin::symmetric(8, 4)).show(ui, |ui| {
            ui.label(text(&words, TextSize::Small, Weight::Semibold, view.theme.text));
        });
    });
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
}
