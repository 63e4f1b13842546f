//! The timeline under the map: how many events there are when, the window of time, play, and lanes.
//!
//! Main types: [`TimelinePanel`], [`layout::Plot`] (where everything stands), [`scale::Scale`] (between moments and points).
//!
//! **Does not:** count anything: bars and lanes come with the view.

mod bars;
mod controls;
mod drag;
mod lanes;
mod layout;
mod paint;
mod scale;

use egui::{EventFilter, Id, Key, Modifiers, Panel, PointerButton, Rangef, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::command::{Action, Command, Outbox, Pane, TimeCommand};
use crate::model::Moment;
use crate::panels::pieces::{self, trace_rect};
use crate::panels::timeline::controls::{Controls, counted};
use crate::panels::timeline::drag::Drag;
use crate::panels::timeline::layout::Plot;
use crate::panels::{Timeline, View};
use crate::query::Count;
use crate::theme::{TextSize, Weight};
use crate::wording::time as words;

/// In points, without lanes.
const HEIGHT: f32 = 142.0;
/// In lower and narrower windows the map needs the room.
const LEAST_ROOM: Vec2 = vec2(560.0, 480.0);

/// Only what is fleeting: what is typed, what is being dragged, where the keyboard is.
#[derive(Debug, Default)]
pub struct TimelinePanel {
    controls: Controls,
    drag: Option<Drag>,
    /// Which end of the window the pointer is over.
    hovered_edge: Option<bool>,
    id: Option<Id>,
    n_focus: u64,
}

impl TimelinePanel {
    /// Whether a window of this size has room for it.
    pub fn has_room(size: Vec2) -> bool {
        size.x >= LEAST_ROOM.x && size.y >= LEAST_ROOM.y
    }

    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(timeline) = view.timeline.filter(|timeline| view.situation.is_some() || timeline.span.is_some()) else { return };
        let room = ui.available_height();
        let has_lanes = view.viewpoint.time.lanes.is_some() && !timeline.lanes.is_empty();
        // With lanes it has another height, which is remembered by itself.
        let (name, wanted) = if has_lanes { ("timeline-lanes", HEIGHT + lanes::wanted_height(&timeline)) } else { ("timeline", HEIGHT) };
        let most = (room * 0.6).max(120.0);
        Panel::bottom(name)
            .frame(egui::Frame::new())
            .resizable(true)
            .default_size(wanted.min(room * 0.45).max(120.0))
            .size_range(112.0_f32.min(most)..=most)
            .show(ui, |ui| self.contents(view, &timeline, has_lanes, ui, out));
    }

    /// Whether a widget is the timeline, whose arrow keys are its own.
    pub fn owns(&self, id: Id) -> bool {
        self.id == Some(id)
    }

    fn contents(&mut self, view: &View<'_>, timeline: &Timeline<'_>, has_lanes: bool, ui: &mut Ui, out: &mut Outbox) {
        ui.spacing_mut().item_spacing.y = 0.0;
        self.controls.ui(view, timeline, ui, out);
        let rect = ui.available_rect_before_wrap();
        ui.take_available_space();
        let plot = Plot::new(rect, timeline.extent, has_lanes);
        let response = ui.interact(plot.surface(), Id::unique("timeline-plot"), Sense::click_and_drag());
        trace_rect("timeline", "histogram", Rect::from_x_y_ranges(plot.x(), Rangef::new(plot.bars_top, plot.base)));
        self.take_focus(view, timeline, &response, ui);
        let window = view.viewpoint.time.window;
        let painter = ui.painter().clone();
        paint::ground(&plot, window, view.theme, &painter);
        paint::gutter(&plot, view, timeline, counted(view).0, &painter);
        paint::histogram(&plot, view, timeline, &painter);
        paint::axis(&plot, view, &painter);
        paint::as_of(&plot, view, &painter);
        paint::markers(&plot, view, &painter);
        if has_lanes {
            lanes::ui(view, timeline, &plot, ui, out);
        }
        if timeline.span.is_none() {
            let words = pieces::text(words::NOTHING_DATED, TextSize::Body, Weight::Regular, view.theme.weak);
            ui.put(Rect::from_x_y_ranges(plot.x(), Rangef::new(plot.bars_top, plot.base)), egui::Label::new(words));
        }
        self.edges(view, timeline, &plot, ui, out);
        paint::window_edges(&plot, window, self.hovered_edge, view.theme, &painter);
        self.handle_pointer(view, timeline, &plot, &response, ui, out);
        handle_keys(view, timeline, &plot, &response, ui, out);
        fit_button(view, &plot, ui, out);
    }

    fn take_focus(&mut self, view: &View<'_>, timeline: &Timeline<'_>, response: &Response, ui: &Ui) {
        let (pane, n_sent) = view.desk.focus;
        if pane == Pane::Timeline && n_sent != std::mem::replace(&mut self.n_focus, n_sent) {
            response.request_focus();
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        self.id = Some(response.id);
        response.widget_info(|| {
            let (of, list) = counted(view);
            let time = &view.viewpoint.time;
            let none = Count::default();
            let counts = words::in_window(view.count(list).unwrap_or(&none), of);
            let [first, last] = timeline.extent.map(|at| view.dates.day_of(at));
            let shown = words::from_to(&first, &last);
            WidgetInfo::labeled(Role::Canvas, true, words::timeline(&shown, &view.dates.window(time.window), time.clock, &counts))
        });
    }
}

fn handle_keys(view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, response: &Response, ui: &Ui, out: &mut Outbox) {
    if !response.has_focus() {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as i32;
    let by = pressed(Key::ArrowRight) - pressed(Key::ArrowLeft);
    let zoom = pressed(Key::Plus) + pressed(Key::Equals) - pressed(Key::Minus);
    if by != 0 {
        match view.viewpoint.time.window {
            Some(window) => out.push(Command::Time(TimeCommand::Window(Some(drag::stepped(window, by, timeline))))),
            None => {
                let secs = plot.scale.secs_of((plot.scale.right - plot.scale.left) / 4.0).saturating_mul(i64::from(by));
                out.push(Command::Time(TimeCommand::Extent(Some(plot.scale.panned(secs, whole(timeline))))));
            }
        }
    }
    if zoom != 0 {
        let window = view.viewpoint.time.window.map(|window| plot.window_x(window).center());
        let about = plot.scale.at(window.unwrap_or((plot.scale.left + plot.scale.right) / 2.0));
        let extent = plot.scale.zoomed(about, 0.5_f64.powi(zoom), whole(timeline));
        out.push(Command::Time(TimeCommand::Extent(Some(extent))));
    }
}

/// All that anything is dated at.
fn whole(timeline: &Timeline<'_>) -> [Moment; 2] {
    const DAY_SECS: i64 = 86_400;
    let [first, last] = timeline.span.unwrap_or(timeline.extent);
    [first, last.max(Moment(first.0.saturating_add(DAY_SECS)))]
}

/// Back to all that there is, where only a part is shown.
fn fit_button(view: &View<'_>, plot: &Plot, ui: &mut Ui, out: &mut Outbox) {
    if view.viewpoint.time.extent.is_none() {
        return;
    }
    let words = pieces::text(words::FIT_TIMELINE, TextSize::Small, Weight::Regular, view.theme.text);
    let at = Rect::from_min_size(egui::pos2(plot.left, plot.base - 20.0), vec2(34.0, 20.0));
    let response = ui.put(at, egui::Button::new(words).small()).on_hover_text(words::FIT_TIMELINE_EXPLAINED);
    trace_rect("timeline", "fit", response.rect);
    if response.clicked() {
        out.push(Command::Time(TimeCommand::Extent(None)));
    }
}

impl TimelinePanel {
    fn handle_pointer(&mut self, view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, response: &Response, ui: &Ui, out: &mut Outbox) {
        self.drag(view, timeline, plot, response, ui, out);
        if response.double_clicked() {
            out.push(Command::Act(Action::WholeTime));
        } else if response.clicked() {
            response.request_focus();
            if let Some(window) = response.interact_pointer_pos().and_then(|pos| drag::clicked(view, timeline, plot, pos.x)) {
                out.push(Command::Time(TimeCommand::Window(Some(window))));
            }
        }
        let over = Rect::from_x_y_ranges(plot.x(), Rangef::new(plot.top, plot.lanes.max));
        let Some(pos) = ui.input(|input| input.pointer.hover_pos()).filter(|pos| over.contains(*pos) && ui.rect_contains_pointer(over))
        else {
            return;
        };
        if response.hovered() && self.drag.is_none() {
            tooltip(view, timeline, plot, pos.x, response);
        }
        // Over lanes the wheel scrolls them, unless Ctrl is held.
        let is_over_lanes = pos.y > plot.axis.max;
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta, f64::from(input.zoom_delta())));
        let steps = if is_over_lanes { 0.0 } else { f64::from(scroll.y) / 160.0 } + pinch.max(0.01).log2();
        if steps.abs() > 1e-4 {
            let extent = plot.scale.zoomed(plot.scale.at(pos.x), 0.5_f64.powf(steps), whole(timeline));
            out.push(Command::Time(TimeCommand::Extent(Some(extent))));
        } else if scroll.x != 0.0 {
            let extent = plot.scale.panned(plot.scale.secs_of(-scroll.x), whole(timeline));
            out.push(Command::Time(TimeCommand::Extent(Some(extent))));
        }
        if !is_over_lanes && scroll != Vec2::ZERO {
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
        }
        if response.dragged_by(PointerButton::Middle) || response.dragged_by(PointerButton::Secondary) {
            let extent = plot.scale.panned(plot.scale.secs_of(-response.drag_delta().x), whole(timeline));
            out.push(Command::Time(TimeCommand::Extent(Some(extent))));
        }
    }
}

/// What lies in the stretch under the pointer.
fn tooltip(view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, x: f32, response: &Response) {
    let histogram = timeline.histogram;
    let Some(index) = drag::bar_at(&timeline.stretches.edges, plot.scale.at(x)) else { return };
    let (Some([first, end]), Some(bar)) = (paint::edges_of(&timeline.stretches.edges, index), histogram.bars.get(index)) else { return };
    let reported = timeline.stretches.reported.get(index).copied().unwrap_or_default();
    let stretch = view.dates.stretch(first, Moment(end.0.saturating_sub(1)));
    response.clone().on_hover_text_at_pointer(words::bar(&stretch, *bar, reported, counted(view).0));
}
