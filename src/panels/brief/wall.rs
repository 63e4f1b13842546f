//! What the room sees: the map with the scene's card, or what is shown in its place.

use std::sync::Arc;

use egui::{
    Align, Align2, Color32, CornerRadius, FontId, Galley, Layout, Margin, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, vec2,
};

use crate::base::shortened;
use crate::briefing::wall::{Frame, WallLayout};
use crate::briefing::{Over, WallTool, blocks, scenes_shown};
use crate::command::{BriefCommand, Command, Outbox};
use crate::model::{Moment, Scene, SceneKind, When};
use crate::panels::View;
use crate::panels::brief::evidence::Evidence;
use crate::panels::brief::prose::{self, Laid, Prose};
use crate::panels::brief::tools::Tools;
use crate::panels::pieces::text;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::wording;

/// Of a title or the name of a section: a longer one is no heading any more.
const MAX_HEADING_CHARS: usize = 400;

/// The wall; only what is fleeting.
#[derive(Default)]
pub struct Wall {
    evidence: Evidence,
    tools: Tools,
    /// What the card of the last pass covered.
    card: Option<Rect>,
}

/// A frame of [`WallLayout`] as egui has rectangles.
pub fn frame_rect([left, top, right, bottom]: Frame, origin: Pos2) -> Rect {
    let corner = |x: f64, y: f64| origin + vec2(x as f32, y as f32);
    Rect::from_min_max(corner(left, top), corner(right, bottom))
}

impl Wall {
    /// What of the map a card covers.
    pub fn card(&self) -> Option<Rect> {
        self.card
    }

    /// Shows the wall in all of a screen; `add_map` puts the map into its part of it.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox, add_map: impl FnOnce(&mut Ui, Rect, &mut Outbox)) {
        let (Some(presenting), Some(situation)) = (view.presenting, view.situation) else { return };
        let screen = ui.max_rect();
        let size = [f64::from(screen.width()), f64::from(screen.height())];
        if size != view.wall_size {
            out.push(Command::WallResized(size));
        }
        let layout_of = |scene| (scene, WallLayout::of(scene, size));
        let scene = situation.scene(&presenting.scene).map(layout_of);
        let has_map = presenting.over.is_none() && scene.is_some_and(|(_, layout)| layout.map.is_some());
        self.tools.hide_pointer(has_map && presenting.tool == WallTool::Laser, ui);
        let Some((scene, layout)) = scene else { return holding(view, "", ui, screen) };
        match &presenting.over {
            Some(Over::Black) => {
                ui.painter().rect_filled(screen, 0.0, Theme::black_out());
                return;
            }
            Some(Over::Holding) => return holding(view, "", ui, screen),
            // Whoever has the notes beside it is asked there: it is no business of the room's.
            Some(Over::KeepInk) => {
                let question = if view.displays.len() > 1 { "" } else { wording::KEEP_INK };
                return holding(view, question, ui, screen);
            }
            Some(Over::Evidence(_)) => {
                let [top, bottom] = [layout.banner[3], layout.foot[1]];
                self.evidence.ui(view, frame_rect([0.0, top, f64::from(screen.width()), bottom], screen.min), ui);
            }
            Some(Over::Overview(taken_up)) => overview(view, ui, screen, taken_up, out),
            None => {
                if let Some(map) = layout.map {
                    let map = frame_rect(map, screen.min);
                    add_map(ui, map, out);
                    self.tools.ui(view, map, ui, out);
                }
                let covered = card(view, scene, &layout, ui);
                if self.card != covered {
                    self.card = covered;
                    ui.ctx().request_repaint();
                }
            }
        }
        banner(view, ui, frame_rect(layout.banner, screen.min));
        foot(view, scene, ui, frame_rect(layout.foot, screen.min));
    }
}

/// How it may be handled, on every scene.
fn banner(view: &View<'_>, ui: &Ui, rect: Rect) {
    let theme = view.theme;
    ui.painter().rect_filled(rect, 0.0, theme.panel);
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.hairline));
    let handling = view.situation.and_then(|situation| situation.header().handling.as_deref());
    if let Some(handling) = handling {
        one_line(ui, rect, Align2::CENTER_CENTER, handling, TextSize::Small, Weight::Semibold, theme.text, rect.width() - 24.0);
    }
}

/// Time that is looked at, as of when, number of the scene.
fn foot(view: &View<'_>, scene: &Scene, ui: &Ui, rect: Rect) {
    let theme = view.theme;
    ui.painter().rect_filled(rect, 0.0, theme.panel);
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.hairline));
    let Some(situation) = view.situation else { return };
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let third = inner.width() / 3.0;
    let time = &view.viewpoint.time;
    let span = view.index.span(time.clock);
    let words = match (time.window, span) {
        (Some(window), _) => view.dates.window(Some(window)),
        (None, Some([first, last])) => view.dates.stretch(first, last),
        (None, None) => String::new(),
    };
    one_line(ui, inner, Align2::LEFT_CENTER, &words, TextSize::Small, Weight::Regular, theme.text, third);
    if let (Some(window), Some([first, last])) = (time.window, span) {
        time_bar(ui, rect, [window.first.unwrap_or(first), window.last.unwrap_or(last)], [first, last], theme);
    }
    let as_of =
        situation.header().as_of.as_ref().map(|when: &When| wording::as_of(&view.dates.when(when), view.dates.reading_zone().name()));
    if let Some(words) = as_of {
        one_line(ui, inner, Align2::CENTER_CENTER, &words, TextSize::Small, Weight::Semibold, theme.text, third);
    }
    let scenes = scenes_shown(situation);
    let number = scenes.iter().position(|other| other.id == scene.id).map_or(0, |at| at + 1);
    let words = wording::scene_of(number, scenes.len());
    one_line(ui, inner, Align2::RIGHT_CENTER, &words, TextSize::Small, Weight::Regular, theme.text, third);
}

/// Which part of all that there is the window is, along the foot's upper edge.
fn time_bar(ui: &Ui, rect: Rect, window: [Moment; 2], span: [Moment; 2], theme: &Theme) {
    let [first, last] = span.map(|at| at.0 as f64);
    let share = |at: Moment| ((at.0 as f64 - first) / (last - first).max(1.0)).clamp(0.0, 1.0) as f32;
    let [from, to] = window.map(|at| rect.left() + rect.width() * share(at));
    let bar = Rect::from_x_y_ranges(from..=to.max(from + 3.0), rect.top() - 1.5..=rect.top() + 1.5);
    ui.painter().rect_filled(bar, 0.0, theme.accent);
}

#[expect(clippy::too_many_arguments, reason = "a line of text is that many things")]
fn one_line(ui: &Ui, rect: Rect, align: Align2, words: &str, size: TextSize, weight: Weight, ink: Color32, width: f32) {
    let mut job = egui::text::LayoutJob::simple_singleline(shortened(words, 300), font(size, weight), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let galley = ui.painter().layout_job(job);
    let at = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(at.min, galley, ink);
}

/// Title and text of the scene; what of the map they cover.
fn card(view: &View<'_>, scene: &Scene, layout: &WallLayout, ui: &mut Ui) -> Option<Rect> {
    let theme = view.theme;
    let frame = frame_rect(layout.card, ui.max_rect().min);
    let is_card = scene.kind != SceneKind::Map;
    let inside = if is_card { vec2(28.0, 22.0) } else { vec2(12.0, 9.0) };
    let text_rect = frame.shrink2(inside);
    let text_rect = if is_card { text_rect.with_max_x(text_rect.right().min(text_rect.left() + 520.0)) } else { text_rect };
    let words = CardWords::of(scene, layout, text_rect.size(), theme, ui);
    let ground = if is_card {
        ui.painter().rect_filled(frame, 0.0, theme.panel);
        if layout.map.is_some() {
            ui.painter().vline(frame.right(), frame.y_range(), Stroke::new(1.0, theme.hairline));
        }
        None
    } else {
        // The card is as high as its words.
        let bottom = (frame.top() + words.height() + 2.0 * inside.y).min(frame.bottom());
        let ground = frame.with_max_y(bottom);
        ui.painter().rect(ground, CornerRadius::same(4), theme.panel, Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
        Some(ground)
    };
    let builder = UiBuilder::new().max_rect(text_rect).id_salt(("card", &scene.id)).layout(Layout::top_down(Align::Min));
    let mut inner = ui.new_child(builder);
    inner.set_clip_rect(frame.intersect(ui.clip_rect()));
    inner.spacing_mut().item_spacing = Vec2::ZERO;
    words.show(theme, &mut inner);
    ground
}

/// What stands on a card, laid out: as large as it should be, or where it is too long for that, as large as all of it has room.
struct CardWords {
    above: f32,
    section: Option<Arc<Galley>>,
    title: Arc<Galley>,
    /// Between title and text.
    gap: f32,
    text: Laid,
}

impl CardWords {
    /// What of its size type keeps at least: then what is still too long is cut off.
    const SIZES: [f32; 7] = [1.0, 0.94, 0.885, 0.82, 0.76, 0.7, 0.64];
    const BELOW_SECTION: f32 = 6.0;

    fn of(scene: &Scene, layout: &WallLayout, room: Vec2, theme: &Theme, ui: &Ui) -> Self {
        let is_card = scene.kind != SceneKind::Map;
        let above = if is_card && layout.map.is_none() { (room.y * 0.12).min(40.0) } else { 0.0 };
        let painter = ui.painter();
        let heading = |words: &str, points: f32, ink: Color32| {
            let words = shortened(words, MAX_HEADING_CHARS);
            painter.layout(words, FontId::new(points, Weight::Semibold.family()), ink, room.x)
        };
        let section = scene.section.as_deref().filter(|_| is_card);
        let section = section.map(|section| heading(section, TextSize::Small.points(), theme.accent));
        let (title_size, text_size, line_height, gap) =
            if is_card { (TextSize::Display, TextSize::Strong, 1.4, 12.0) } else { (TextSize::Title, TextSize::Body, 1.35, 6.0) };
        let body = scene.text.as_deref().map(blocks).unwrap_or_default();
        let gap = if body.is_empty() { 0.0 } else { gap };
        let set = |of_size: f32| {
            let title = heading(&scene.title, title_size.points() * of_size, theme.text);
            let text = prose::lay_out(painter, theme, &body, Prose { size: text_size.points() * of_size, line_height }, room.x);
            Self { above, section: section.clone(), title, gap, text }
        };
        let smallest = Self::SIZES.last().copied().unwrap_or(1.0);
        let fitting = Self::SIZES.into_iter().map(set).find(|words| words.height() <= room.y);
        fitting.unwrap_or_else(|| set(smallest))
    }

    fn height(&self) -> f32 {
        let section = self.section.as_ref().map_or(0.0, |section| section.size().y + Self::BELOW_SECTION);
        self.above + section + self.title.size().y + self.gap + self.text.height
    }

    fn show(&self, theme: &Theme, ui: &mut Ui) {
        ui.add_space(self.above);
        let heading = |galley: &Arc<Galley>, role: Role, ui: &mut Ui| {
            let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(role, true, galley.text()));
            ui.painter().galley(rect.min, Arc::clone(galley), theme.text);
        };
        if let Some(section) = &self.section {
            heading(section, Role::Label, ui);
            ui.add_space(Self::BELOW_SECTION);
        }
        heading(&self.title, Role::Heading, ui);
        ui.add_space(self.gap);
        self.text.show(theme, ui);
    }
}

/// Title and marking alone.
fn holding(view: &View<'_>, question: &str, ui: &Ui, screen: Rect) {
    let theme = view.theme;
    ui.painter().rect_filled(screen, 0.0, theme.panel);
    let Some(situation) = view.situation else { return };
    let middle = Rect::from_center_size(screen.center() - vec2(0.0, 14.0), vec2(screen.width() - 80.0, 40.0));
    let mut title = egui::text::LayoutJob::simple(
        shortened(&situation.header().title, 300),
        font(TextSize::Title, Weight::Semibold),
        theme.text,
        middle.width(),
    );
    title.halign = Align::Center;
    title.wrap.max_rows = 4;
    let title = ui.painter().layout_job(title);
    // Of several lines the last is where the only one would be.
    ui.painter().galley(middle.center_bottom() - vec2(0.0, title.size().y + 8.0), title, theme.text);
    let handling = situation.header().handling.as_deref().unwrap_or_default();
    let below = middle.translate(vec2(0.0, 30.0));
    one_line(ui, below, Align2::CENTER_CENTER, handling, TextSize::Small, Weight::Semibold, theme.text, below.width());
    let below = below.translate(vec2(0.0, 40.0));
    one_line(ui, below, Align2::CENTER_CENTER, question, TextSize::Body, Weight::Regular, theme.text, below.width());
}

/// All scenes by number and title, one of them taken up.
fn overview(view: &View<'_>, ui: &mut Ui, screen: Rect, taken_up: &crate::model::SceneId, out: &mut Outbox) {
    const HIGHEST: f32 = 26.0;
    const LOWEST: f32 = 19.0;
    const GAP: f32 = 2.0;
    const HEADING: f32 = 25.0;
    let theme = view.theme;
    ui.painter().rect_filled(screen, 0.0, theme.panel);
    let Some(situation) = view.situation else { return };
    let rect = screen.shrink2(vec2(28.0, 25.0));
    let scenes = scenes_shown(situation);
    let n_headings =
        scenes.chunk_by(|a, b| a.section == b.section).filter(|run| run.first().is_some_and(|scene| scene.section.is_some())).count();
    // As high as shows all of them, where that can still be read.
    let row = ((rect.height() - n_headings as f32 * HEADING) / scenes.len().max(1) as f32 - GAP).clamp(LOWEST, HIGHEST);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("overview"));
    ScrollArea::vertical().auto_shrink(false).show(&mut ui, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        let mut section = None;
        for (index, scene) in scenes.into_iter().enumerate() {
            if scene.section != section {
                section.clone_from(&scene.section);
                if let Some(section) = &section {
                    egui::Frame::new().inner_margin(Margin { top: 4, bottom: 2, ..Margin::ZERO }).show(ui, |ui| {
                        ui.label(text(section, TextSize::Small, Weight::Semibold, theme.weak));
                    });
                }
            }
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), row), Sense::click());
            let is_at = scene.id == *taken_up;
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_at, wording::scene_named(index + 1, &scene.title)));
            if is_at {
                ui.painter().rect_filled(rect, CornerRadius::same(4), theme.selected_row);
                response.scroll_to_me(None);
            }
            let number = rect.with_max_x(rect.left() + 30.0);
            one_line(ui, number, Align2::RIGHT_CENTER, &(index + 1).to_string(), TextSize::Strong, Weight::Semibold, theme.weak, 30.0);
            let name = rect.with_min_x(rect.left() + 42.0);
            one_line(ui, name, Align2::LEFT_CENTER, &scene.title, TextSize::Strong, Weight::Regular, theme.text, name.width());
            if response.clicked() {
                out.push(Command::Brief(BriefCommand::GoTo(scene.id.clone())));
            }
        }
    });
}
