//! The speaker's window: what is to be said, what comes next, the time, and the tools for the wall.

use std::time::Duration;

use egui::{
    Align, CentralPanel, CornerRadius, Frame, Layout, Margin, Panel, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::briefing::{Over, WallTool, blocks, scenes_shown};
use crate::command::{Action, BriefCommand, Command, Outbox, WallAction};
use crate::model::{Moment, Scene, SceneId};
use crate::panels::View;
use crate::panels::brief::pictures::Pictures;
use crate::panels::brief::prose::{self, Prose};
use crate::panels::pieces::{action_button, chip, line, section, small_field, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// The speaker's window, below the search that may lie over it.
#[derive(Default)]
pub struct Notes {
    pictures: Pictures,
}

impl Notes {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        self.pictures.follow(view);
        let (Some(presenting), Some(situation)) = (view.presenting, view.situation) else { return };
        let scenes = scenes_shown(situation);
        let at = scenes.iter().position(|scene| scene.id == *presenting.at());
        let now = at.and_then(|at| scenes.get(at)).copied();
        let next = at.and_then(|at| scenes.get(at + 1)).copied();
        let margin = |x: i8, y: i8| Frame::new().inner_margin(Margin::symmetric(x, y));
        Panel::top("speaker-head").frame(margin(20, 10)).show(ui, |ui| head(view, at, &scenes, ui, out));
        Panel::bottom("speaker-tools").frame(margin(20, 10)).show(ui, |ui| tools(view, ui, out));
        let width = (ui.available_width() * 0.32).clamp(220.0, 420.0);
        Panel::right("speaker-next").frame(margin(20, 12)).exact_size(width).show(ui, |ui| {
            self.following(view, next, ui);
            self.list(view, &scenes, presenting.at(), ui, out);
        });
        CentralPanel::default().frame(Frame::new().fill(view.theme.panel).inner_margin(Margin::symmetric(24, 12))).show(ui, |ui| {
            ScrollArea::vertical().id_salt(("speaker-notes", presenting.at())).auto_shrink(false).show(ui, |ui| {
                if let Some(scene) = now {
                    said(view, scene, ui);
                }
            });
        });
    }

    /// The scene that comes next.
    fn following(&mut self, view: &View<'_>, next: Option<&Scene>, ui: &mut Ui) {
        let theme = view.theme;
        ui.label(text(wording::COMES_NEXT, TextSize::Small, Weight::Semibold, theme.weak));
        ui.add_space(4.0);
        if let Some(scene) = next.and_then(|next| own(view, next)) {
            let width = ui.available_width();
            let (rect, _) = ui.allocate_exact_size(vec2(width, width * 9.0 / 16.0), Sense::hover());
            self.pictures.paint(view, scene, rect, ui);
            ui.painter().rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
            ui.add_space(6.0);
        }
        let words = next.map_or(wording::THIS_IS_THE_LAST, |next| next.title.as_str());
        ui.add(egui::Label::new(text(words, TextSize::Title, Weight::Semibold, theme.text)).wrap());
        ui.add_space(8.0);
    }

    /// All scenes; a press goes there.
    fn list(&mut self, view: &View<'_>, scenes: &[&Scene], at: &SceneId, ui: &mut Ui, out: &mut Outbox) {
        const PICTURE: Vec2 = vec2(64.0, 36.0);
        let theme = view.theme;
        section(ui, theme, wording::SCENES);
        ScrollArea::vertical().id_salt("speaker-scenes").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (index, scene) in scenes.iter().enumerate() {
                let is_at = scene.id == *at;
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), PICTURE.y + 8.0), Sense::click());
                let name = wording::scene_named(index + 1, &scene.title);
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_at, &name));
                trace_rect("speaker-scene", &scene.id, rect);
                if is_at || response.hovered() || response.has_focus() {
                    let ground = if is_at { theme.selected_row } else { theme.raised };
                    ui.painter().rect_filled(rect, CornerRadius::same(4), ground);
                }
                let picture = Rect::from_min_size(rect.min + vec2(26.0, 4.0), PICTURE);
                if let Some(own) = own(view, scene) {
                    self.pictures.paint(view, own, picture, ui);
                }
                let weight = if is_at { Weight::Semibold } else { Weight::Regular };
                let middle = rect.center().y - 7.0;
                line(ui, pos2(rect.left() + 6.0, middle), &(index + 1).to_string(), TextSize::Body, weight, theme.weak, 20.0);
                let left = picture.right() + 8.0;
                line(ui, pos2(left, middle), &scene.title, TextSize::Body, weight, theme.text, (rect.right() - left - 4.0).max(0.0));
                if response.clicked() {
                    out.push(Command::Brief(BriefCommand::GoTo(scene.id.clone())));
                }
            }
        });
    }
}

/// Which scene, what the room sees, and the time.
fn head(view: &View<'_>, at: Option<usize>, scenes: &[&Scene], ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    let Some(presenting) = view.presenting else { return };
    ui.horizontal(|ui| {
        let number = wording::scene_of(at.map_or(0, |at| at + 1), scenes.len());
        ui.label(text(&number, TextSize::Title, Weight::Semibold, theme.weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(now) = view.now {
                // The clock goes on by the minute, and so does what is counted in minutes.
                ui.ctx().request_repaint_after(Duration::from_secs(60 - now.0.rem_euclid(60).unsigned_abs()));
                let clock = wording::clock_now(now, view.dates.reading_zone());
                ui.label(text(&clock, TextSize::Display, Weight::Semibold, theme.text));
            }
            if let Some(words) = timing(view, scenes, at) {
                ui.label(text(&words, TextSize::Strong, Weight::Regular, theme.weak));
            }
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                for (is_so, words) in [
                    (presenting.frozen.is_some(), wording::WALL_FROZEN),
                    (presenting.over == Some(Over::Black), wording::WALL_BLACK),
                    (presenting.over == Some(Over::Holding), wording::WALL_HOLDING),
                    (matches!(presenting.over, Some(Over::Evidence(_))), wording::WALL_EVIDENCE),
                    (matches!(presenting.over, Some(Over::Overview(_))), wording::WALL_OVERVIEW),
                    (presenting.over.is_none() && view.is_wandering, wording::WALL_WANDERING),
                ] {
                    if is_so {
                        chip(ui, theme, words, theme.accent);
                    }
                }
                if let Some(copy) = &presenting.copy {
                    chip(ui, theme, &wording::release::room_sees(&copy.release), theme.accent);
                }
                if presenting.over == Some(Over::KeepInk) {
                    for (words, action) in [(wording::KEEP_DRAWINGS, WallAction::Keep), (wording::DISCARD_DRAWINGS, WallAction::Discard)] {
                        if ui.button(words).clicked() {
                            out.push(Command::Brief(BriefCommand::Wall(action)));
                        }
                    }
                }
                if !presenting.digits.is_empty() {
                    chip(ui, theme, &wording::going_to(&presenting.digits), theme.accent);
                }
            });
        });
    });
}

/// How long it has been going on, of how long it is to take.
fn timing(view: &View<'_>, scenes: &[&Scene], at: Option<usize>) -> Option<String> {
    let presenting = view.presenting?;
    let elapsed = |since: Option<Moment>| Some(view.now?.0.saturating_sub(since?.0).max(0).unsigned_abs());
    let planned: u64 = scenes.iter().filter_map(|scene| scene.seconds).sum();
    let of_scene = at.and_then(|at| scenes.get(at)).and_then(|scene| scene.seconds);
    Some(wording::timing(elapsed(presenting.since)?, planned, elapsed(presenting.scene_since)?, of_scene))
}

/// What is to be said.
fn said(view: &View<'_>, scene: &Scene, ui: &mut Ui) {
    let theme = view.theme;
    ui.add(egui::Label::new(text(&scene.title, TextSize::Display, Weight::Semibold, theme.text)).wrap());
    if let Some(n_newer) = view.presenting.map(|presenting| presenting.n_newer).filter(|n_newer| *n_newer > 0) {
        ui.add_space(6.0);
        chip(ui, theme, &wording::newer_than_scene(n_newer), theme.contested);
    }
    let unresolved = view.presenting.into_iter().flat_map(|presenting| &presenting.unresolved).map(wording::unresolved);
    let n_layers = view.presenting.and_then(|presenting| presenting.copy.as_ref()).map_or(0, |copy| copy.n_layers);
    let layers = (n_layers > 0).then(|| wording::release::layers_not_shown(n_layers));
    for words in unresolved.chain(layers) {
        ui.add(egui::Label::new(text(&words, TextSize::Body, Weight::Regular, theme.weak)).wrap());
    }
    ui.add_space(12.0);
    // A copy for the room has none.
    match own(view, scene).and_then(|own| own.notes.as_deref()) {
        Some(notes) => prose::blocks(ui, theme, &blocks(notes), Prose { size: TextSize::Title.points(), line_height: 1.45 }),
        None => drop(ui.label(text(wording::NO_NOTES, TextSize::Strong, Weight::Regular, theme.weak))),
    }
    if let Some(words) = scene.text.as_deref() {
        section(ui, theme, wording::ON_THE_WALL);
        prose::blocks(ui, theme, &blocks(words), Prose { size: TextSize::Body.points(), line_height: 1.4 });
    }
}

/// A scene as it is in the situation that is open: what is presented may be a copy.
fn own<'a>(view: &View<'a>, scene: &Scene) -> Option<&'a Scene> {
    view.own_situation?.scene(view.presenting?.own(&scene.id))
}

/// On which display the wall is, where there is a choice.
fn displays(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    if view.displays.len() < 2 {
        return;
    }
    let on = view.walls_display().map(|display| display.index);
    for display in view.displays {
        let response = ui.selectable_label(on == Some(display.index), wording::wall_on(display));
        trace_rect("wall-on", display.index, response.rect);
        if response.clicked() {
            out.push(Command::Brief(BriefCommand::WallOn(display.index)));
        }
    }
}

/// What can be done on the wall, with its key.
fn tools(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let Some(presenting) = view.presenting else { return };
    ui.horizontal_wrapped(|ui| {
        let tool = |tool: WallTool| presenting.tool == tool;
        for (action, is_on) in [
            (WallAction::Previous, false),
            (WallAction::Next, false),
            (WallAction::Evidence, matches!(presenting.over, Some(Over::Evidence(_)))),
            (WallAction::BackToScene, false),
            (WallAction::Overview, matches!(presenting.over, Some(Over::Overview(_)))),
            (WallAction::Black, presenting.over == Some(Over::Black)),
            (WallAction::Freeze, presenting.frozen.is_some()),
            (WallAction::Spotlight, view.viewpoint.is_spotlit),
            (WallAction::Laser, tool(WallTool::Laser)),
            (WallAction::Pen, tool(WallTool::Pen)),
            (WallAction::Arrow, tool(WallTool::Arrow)),
            (WallAction::TakeBack, false),
            (WallAction::Larger, false),
            (WallAction::Smaller, false),
            (WallAction::Leave, false),
        ] {
            let response = ui.selectable_label(is_on, wording::wall_action_and_key(action));
            trace_rect("wall-action", wording::wall_action(action), response.rect);
            if response.clicked() {
                out.push(Command::Brief(BriefCommand::Wall(action)));
            }
        }
        action_button(ui, wording::SEARCH_AND_GO, Action::CommandPalette, out);
        displays(view, ui, out);
        let is_on = tool(WallTool::Text);
        if ui.selectable_label(is_on, wording::wall_action_and_key(WallAction::Text)).clicked() {
            out.push(Command::Brief(BriefCommand::Wall(WallAction::Text)));
        }
        if is_on {
            let mut typed = presenting.text.clone();
            let response = small_field(ui, view.theme, &mut typed, wording::TEXT_TO_PUT, wording::TEXT_TO_PUT_HINT, 220.0);
            if response.changed() {
                out.push(Command::Brief(BriefCommand::TextToPut(typed)));
            }
        }
    });
}
