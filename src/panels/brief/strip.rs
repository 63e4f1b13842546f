//! The strip of scenes in the drawer: pictures under their headings, to put in order and to take in hand.
//!
//! The tiles are one stop of the Tab key: the arrows go from scene to scene.

use egui::{
    Align2, Button, Color32, CornerRadius, DragAndDrop, EventFilter, Id, Key, Modifiers, Pos2, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::base::shortened;
use crate::briefing::scenes_in_order;
use crate::command::{Action, BriefCommand, Card, Command, Each, Outbox, Pane};
use crate::model::{Scene, SceneId};
use crate::panels::View;
use crate::panels::brief::findings::Findings;
use crate::panels::brief::pictures::Pictures;
use crate::panels::pieces::{action_button, line, menu, text, trace_rect};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::wording;

/// Of a picture, in points: as wide as high as a screen.
const PICTURE: egui::Vec2 = vec2(168.0, 94.5);
/// Of a tile: the picture, number and signs, two lines of title.
const TILE: egui::Vec2 = vec2(168.0, 94.5 + 54.0);
const GAP: f32 = 10.0;
/// Room for the heading of a section.
const HEADING: f32 = 18.0;

/// Only what is fleeting: the scene that the keyboard is at, and the pictures as textures.
#[derive(Default)]
pub struct Strip {
    at: Option<SceneId>,
    stop: Option<Id>,
    n_focus: u64,
    /// Whether the scene that the keyboard is at, or the one in hand, is to be scrolled to.
    is_moved: bool,
    in_hand: Option<SceneId>,
    findings: Findings,
    pictures: Pictures,
}

/// What is done with scenes as such.
fn tools(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    action_button(ui, wording::PRESENT, Action::Present, out);
    action_button(ui, wording::NEW_SCENE, Action::CaptureScene, out);
    if view.composing.is_some() {
        action_button(ui, wording::UPDATE_SCENE, Action::RecaptureScene, out);
    }
    menu(ui, view.theme, wording::ADD_CARD, |ui| {
        for card in Card::ALL {
            if ui.button(wording::card(card)).clicked() {
                out.push(Command::Brief(BriefCommand::AddCard(card)));
                ui.close();
            }
        }
    });
    menu(ui, view.theme, wording::FROM_FILTER, |ui| {
        for each in Each::ALL {
            if ui.button(wording::each(each)).clicked() {
                out.push(Command::Brief(BriefCommand::FromFilter(each)));
                ui.close();
            }
        }
    });
    if let Some(situation) = view.situation.filter(|situation| !situation.scenes().is_empty()) {
        let scenes = situation.scenes();
        let n_hidden = scenes.values().filter(|scene| scene.is_hidden).count();
        let shown = scenes.values().filter(|scene| !scene.is_hidden);
        let seconds = shown.filter_map(|scene| scene.seconds).fold(0, u64::saturating_add);
        let words = wording::briefing_total(scenes.len(), n_hidden, seconds);
        ui.label(text(&words, TextSize::Small, Weight::Regular, view.theme.weak));
        action_button(ui, wording::EXPORT, Action::Export, out);
    }
}

/// What a key does with the scene that the keyboard is at.
#[derive(Clone, Copy)]
enum Asked {
    Go(isize),
    End(bool),
    Take,
    Move(isize),
    Remove,
    Copy,
    Hide,
}

const KEYS: [(Modifiers, Key, Asked); 14] = [
    (Modifiers::COMMAND, Key::ArrowLeft, Asked::Move(-1)),
    (Modifiers::COMMAND, Key::ArrowUp, Asked::Move(-1)),
    (Modifiers::COMMAND, Key::ArrowRight, Asked::Move(1)),
    (Modifiers::COMMAND, Key::ArrowDown, Asked::Move(1)),
    (Modifiers::COMMAND, Key::D, Asked::Copy),
    (Modifiers::NONE, Key::ArrowLeft, Asked::Go(-1)),
    (Modifiers::NONE, Key::ArrowUp, Asked::Go(-1)),
    (Modifiers::NONE, Key::ArrowRight, Asked::Go(1)),
    (Modifiers::NONE, Key::ArrowDown, Asked::Go(1)),
    (Modifiers::NONE, Key::Home, Asked::End(false)),
    (Modifiers::NONE, Key::End, Asked::End(true)),
    (Modifiers::NONE, Key::Enter, Asked::Take),
    (Modifiers::NONE, Key::Delete, Asked::Remove),
    (Modifiers::NONE, Key::H, Asked::Hide),
];

impl Strip {
    /// Whether a widget is the strip, whose keys are its own.
    pub fn owns(&self, id: Id) -> bool {
        self.stop == Some(id)
    }

    /// What is done with scenes as such, and how they fare in a room.
    pub fn tools(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        tools(view, ui, out);
        self.findings.summary(view, ui);
    }

    /// The scenes in their order, or what is wrong with them.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(situation) = view.situation else { return };
        let scenes = scenes_in_order(situation);
        self.pictures.follow(view);
        if scenes.is_empty() {
            ui.label(text(wording::NO_SCENES, TextSize::Body, Weight::Regular, view.theme.weak));
            ui.take_available_space();
            return;
        }
        if self.findings.is_open(view) {
            return self.findings.ui(view, ui, out);
        }
        if self.in_hand.as_ref() != view.composing {
            self.in_hand = view.composing.cloned();
            self.at = self.in_hand.clone().or(self.at.take());
            self.is_moved = true;
        }
        self.keyboard(view, &scenes, ui, out);
        ScrollArea::horizontal().id_salt("scenes").auto_shrink(false).show(ui, |ui| {
            let n = scenes.len() as f32;
            let (rect, _) = ui.allocate_exact_size(vec2(n * (TILE.x + GAP), HEADING + TILE.y), Sense::hover());
            headings(view, &scenes, rect.min, ui);
            for (index, scene) in scenes.iter().enumerate() {
                let tile = tile_rect(rect.min, index);
                if tile.expand(200.0).intersects(ui.clip_rect()) || self.at.as_ref() == Some(&scene.id) {
                    self.tile(view, (index, scene), tile, ui, out);
                }
            }
            drop_between(&scenes, rect.min, view.theme, ui, out);
        });
        self.is_moved = false;
    }

    /// One stop for the keyboard, whatever tile it is at.
    fn keyboard(&mut self, view: &View<'_>, scenes: &[&Scene], ui: &mut Ui, out: &mut Outbox) {
        let id = ui.scope_id().with("strip-stop");
        let response = ui.interact(Rect::from_min_size(ui.cursor().min, vec2(1.0, 1.0)), id, Sense::focusable_noninteractive());
        self.stop = Some(response.id);
        let (pane, n_sent) = view.desk.focus;
        if pane == Pane::Scenes && n_sent != std::mem::replace(&mut self.n_focus, n_sent) {
            response.request_focus();
        }
        let at = self.at.as_ref().and_then(|id| scenes.iter().position(|scene| scene.id == *id)).unwrap_or(0);
        let told = scenes.get(at).map(|scene| told(view, at, scene)).unwrap_or_default();
        response.widget_info(|| WidgetInfo::selected(Role::ListBox, true, true, &told));
        if !response.has_focus() {
            return;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let asked = |ui: &Ui| KEYS.into_iter().find(|(modifiers, key, _)| ui.input_mut(|input| input.consume_key(*modifiers, *key)));
        let Some((.., asked)) = asked(ui) else { return };
        let Some(scene) = scenes.get(at) else { return };
        let stepped = |by: isize| at.checked_add_signed(by).map_or(0, |to| to.min(scenes.len() - 1));
        let mut go = |to: usize| {
            self.at = scenes.get(to).map(|scene| scene.id.clone());
            self.is_moved = true;
        };
        let id = scene.id.clone();
        let command = match asked {
            Asked::Go(by) => return go(stepped(by)),
            Asked::End(is_last) => return go(if is_last { scenes.len() - 1 } else { 0 }),
            Asked::Take => BriefCommand::Compose(Some(id)),
            Asked::Move(by) => {
                go(at);
                // Past the next one, or past the one before the one before.
                let after = if by > 0 { scenes.get(at + 1) } else { at.checked_sub(2).and_then(|before| scenes.get(before)) };
                if by > 0 && after.is_none() || by < 0 && at == 0 {
                    return;
                }
                BriefCommand::Move(id, after.map(|scene| scene.id.clone()))
            }
            Asked::Remove => {
                go(if at + 1 < scenes.len() { at + 1 } else { at.saturating_sub(1) });
                BriefCommand::Remove(id)
            }
            Asked::Copy => BriefCommand::Duplicate(id),
            Asked::Hide => BriefCommand::Hide(id, !scene.is_hidden),
        };
        out.push(Command::Brief(command));
    }

    fn tile(&mut self, view: &View<'_>, (index, scene): (usize, &Scene), tile: Rect, ui: &mut Ui, out: &mut Outbox) {
        let theme = view.theme;
        let response = ui.interact(tile, Id::unique(("scene-tile", &scene.id)), Sense::click_and_drag());
        let is_in_hand = view.composing == Some(&scene.id);
        let name = told(view, index, scene);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_in_hand, &name));
        trace_rect("scene", &scene.id, tile);
        let is_at = self.at.as_ref() == Some(&scene.id);
        let has_keyboard = is_at && self.stop.is_some_and(|stop| ui.memory(|memory| memory.has_focus(stop)));
        if self.is_moved && is_at {
            ui.scroll_to_rect(tile.expand(GAP), None);
        }
        let picture = Rect::from_min_size(tile.min, PICTURE);
        self.pictures.paint(view, scene, picture, ui);
        let edge = match (is_in_hand, has_keyboard || response.hovered()) {
            (true, _) => Stroke::new(2.5, theme.accent),
            (false, true) => Stroke::new(1.5, theme.accent),
            (false, false) => Stroke::new(1.0, theme.hairline),
        };
        ui.painter().rect_stroke(picture, CornerRadius::same(3), edge, if is_in_hand { StrokeKind::Outside } else { StrokeKind::Inside });
        if has_keyboard {
            ui.painter().rect_stroke(tile.expand(3.0), CornerRadius::same(5), Stroke::new(1.5, theme.accent), StrokeKind::Inside);
        }
        words(view, (index, scene), tile, ui);
        if response.clicked() {
            self.at = Some(scene.id.clone());
            out.push(Command::Brief(BriefCommand::Compose(Some(scene.id.clone()))));
        }
        response.context_menu(|ui| scene_menu(ui, scene, out));
        response.dnd_set_drag_payload(Dragged(scene.id.clone()));
    }
}

/// A scene that is dragged.
struct Dragged(SceneId);

fn tile_rect(origin: Pos2, index: usize) -> Rect {
    Rect::from_min_size(origin + vec2(index as f32 * (TILE.x + GAP) + 3.0, HEADING), TILE)
}

fn told(view: &View<'_>, index: usize, scene: &Scene) -> String {
    let n_unresolved = view.unresolved(&scene.id).len();
    let words = wording::scene_in_strip(index + 1, &shortened(&scene.title, 120), scene.kind, scene.seconds, scene.is_hidden, n_unresolved);
    match view.findings(&scene.id) {
        [] => words,
        [first, ..] => format!("{words}, {}", wording::room_check::finding(first)),
    }
}

/// Each section over its scenes, with a line as far as they go.
fn headings(view: &View<'_>, scenes: &[&Scene], origin: Pos2, ui: &Ui) {
    let theme = view.theme;
    let mut first = 0;
    for run in scenes.chunk_by(|a, b| a.section == b.section) {
        let from = tile_rect(origin, first);
        first += run.len();
        let Some(section) = run.first().and_then(|scene| scene.section.as_deref()) else { continue };
        let to = tile_rect(origin, first - 1);
        let top = origin.y + 1.0;
        let end = line(ui, pos2(from.left(), top), section, TextSize::Small, Weight::Semibold, theme.weak, to.right() - from.left());
        if end + 8.0 < to.right() {
            ui.painter().hline(end + 8.0..=to.right(), top + 8.0, Stroke::new(1.0, theme.hairline));
        }
    }
}

/// Number, kind, duration and what is to be known, then the title.
fn words(view: &View<'_>, (index, scene): (usize, &Scene), tile: Rect, ui: &Ui) {
    let theme = view.theme;
    let ink = if scene.is_hidden { theme.weak } else { theme.text };
    let top = tile.top() + PICTURE.y + 4.0;
    let small = |at: Pos2, words: &str, ink: Color32, width: f32| line(ui, at, words, TextSize::Small, Weight::Semibold, ink, width);
    let mut left = small(pos2(tile.left() + 1.0, top), &(index + 1).to_string(), theme.weak, 40.0);
    let signs = [wording::scene_card(scene.kind), scene.is_hidden.then_some(wording::HIDDEN_WORD)];
    for sign in signs.into_iter().flatten() {
        left = small(pos2(left + 8.0, top), sign, theme.weak, 70.0);
    }
    if !view.unresolved(&scene.id).is_empty() || !view.findings(&scene.id).is_empty() {
        let centre = pos2(left + 14.0, top + 7.0);
        ui.painter().circle_stroke(centre, 5.5, Stroke::new(1.2, theme.contested));
        ui.painter().text(centre, Align2::CENTER_CENTER, "!", font(TextSize::Small, Weight::Semibold), theme.contested);
    }
    if let Some(seconds) = scene.seconds {
        let words = wording::minutes(seconds);
        let galley = ui.painter().layout_no_wrap(words, font(TextSize::Small, Weight::Regular), theme.weak);
        ui.painter().galley(pos2(tile.right() - 1.0 - galley.size().x, top), galley, theme.weak);
    }
    let job = egui::text::LayoutJob {
        wrap: egui::text::TextWrapping { max_width: tile.width() - 2.0, max_rows: 2, ..Default::default() },
        ..egui::text::LayoutJob::simple(shortened(&scene.title, 200), font(TextSize::Body, Weight::Regular), ink, tile.width() - 2.0)
    };
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(tile.left() + 1.0, top + 16.0), galley, ink);
}

/// While a scene is dragged: a line where it would come to stand, and there it comes when it is let go.
fn drop_between(scenes: &[&Scene], origin: Pos2, theme: &Theme, ui: &Ui, out: &mut Outbox) {
    let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
    let Some(pos) = ui.ctx().pointer_interact_pos().filter(|pos| ui.clip_rect().contains(*pos)) else { return };
    let slot = (((pos.x - origin.x) / (TILE.x + GAP)).round().max(0.0) as usize).min(scenes.len());
    let x = origin.x + slot as f32 * (TILE.x + GAP) - GAP / 2.0 + 3.0;
    let (top, bottom) = (origin.y + HEADING, origin.y + HEADING + TILE.y);
    ui.painter().vline(x.max(origin.x + 1.0), top..=bottom, Stroke::new(3.0, theme.accent));
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        let after = slot.checked_sub(1).and_then(|at| scenes.get(at)).map(|scene| scene.id.clone());
        out.push(Command::Brief(BriefCommand::Move(dragged.0.clone(), after)));
    }
}

fn scene_menu(ui: &mut Ui, scene: &Scene, out: &mut Outbox) {
    let id = || scene.id.clone();
    let choices = [
        (wording::PRESENT_FROM_HERE, BriefCommand::Present(Some(id()))),
        (wording::DUPLICATE_SCENE, BriefCommand::Duplicate(id())),
        (wording::hide_scene(scene.is_hidden), BriefCommand::Hide(id(), !scene.is_hidden)),
        (wording::REMOVE_SCENE, BriefCommand::Remove(id())),
    ];
    for (words, command) in choices {
        if ui.add(Button::new(words)).clicked() {
            out.push(Command::Brief(command));
            ui.close();
        }
    }
}
