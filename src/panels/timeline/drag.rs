//! What the pointer does to the window of time: brushing a new one, moving it, dragging its ends.

use egui::{CursorIcon, Id, PointerButton, Rangef, Rect, Response, Role, Sense, Ui, WidgetInfo};

use crate::command::{Command, Outbox, TimeCommand};
use crate::model::Moment;
use crate::panels::pieces::trace_rect;
use crate::panels::timeline::TimelinePanel;
use crate::panels::timeline::layout::Plot;
use crate::panels::timeline::paint::edges_of;
use crate::panels::{Timeline, View};
use crate::query::TimeWindow;
use crate::viewpoint::TimeMode;
use crate::wording::time as words;

/// A drag that is going on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drag {
    /// A new window, from where the pointer went down.
    Brush(Moment),
    /// The window as it was, and where it was taken hold of.
    Move(TimeWindow, Moment),
}

/// The bar that a moment lies in.
pub fn bar_at(edges: &[Moment], at: Moment) -> Option<usize> {
    let bar = edges.partition_point(|edge| *edge <= at).checked_sub(1)?;
    (bar + 1 < edges.len()).then_some(bar)
}

/// The nearest edge of a bar.
fn snapped(edges: &[Moment], at: Moment) -> Moment {
    edges.iter().copied().min_by_key(|edge| edge.0.abs_diff(at.0)).unwrap_or(at)
}

/// A moment that can be read, where no bar is to be kept to.
fn rounded(at: Moment) -> Moment {
    const MINUTE_SECS: i64 = 60;
    Moment(at.0.div_euclid(MINUTE_SECS) * MINUTE_SECS)
}

fn before(at: Moment) -> Moment {
    Moment(at.0.saturating_sub(1))
}

/// From one moment to another in whole bars, at least one.
fn brushed(edges: &[Moment], a: Moment, b: Moment, is_free: bool) -> TimeWindow {
    let (from, to) = (a.min(b), a.max(b));
    if is_free {
        let first = rounded(from);
        return TimeWindow::new(first, before(rounded(to).max(Moment(first.0.saturating_add(60)))));
    }
    let (first, end) = (snapped(edges, from), snapped(edges, to));
    if first < end {
        return TimeWindow::new(first, before(end));
    }
    let bar = bar_at(edges, from).and_then(|bar| edges_of(edges, bar));
    bar.map_or_else(|| TimeWindow::new(from, to), |[first, end]| TimeWindow::new(first, before(end)))
}

/// The window moved by so much, with its ends on edges of bars.
fn moved(window: TimeWindow, edges: &[Moment], secs: i64, is_free: bool) -> TimeWindow {
    let by = |at: Moment| Moment(at.0.saturating_add(secs));
    let keep = |at: Moment| if is_free { at } else { snapped(edges, at) };
    let first = window.first.map(|at| keep(by(at)));
    let last = match (first, window.length_secs()) {
        // It stays as long as it is.
        (Some(first), Some(length)) => Some(Moment(first.0.saturating_add(length - 1))),
        _ => window.last.map(|at| before(keep(by(Moment(at.0.saturating_add(1)))))),
    };
    TimeWindow { first, last }
}

/// The window moved by its own length, so often; what has no length by a bar.
pub fn stepped(window: TimeWindow, n: i32, timeline: &Timeline<'_>) -> TimeWindow {
    let edges = &timeline.stretches.edges;
    let bar = || edges_of(edges, 0).map_or(1, |[first, end]| end.0.saturating_sub(first.0));
    let length = window.length_secs();
    moved(window, edges, length.unwrap_or_else(bar).saturating_mul(i64::from(n)), length.is_some())
}

/// What a click in the bars asks for: all up to that stretch, or that stretch. A window is brushed, so that a click loses none.
pub fn clicked(view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, x: f32) -> Option<TimeWindow> {
    let edges = &timeline.stretches.edges;
    let [first, end] = edges_of(edges, bar_at(edges, plot.scale.at(x))?)?;
    match view.viewpoint.time.mode {
        TimeMode::Window => None,
        TimeMode::Cumulative => Some(TimeWindow { first: None, last: Some(before(end)) }),
        TimeMode::Instant => Some(TimeWindow::new(first, before(end))),
    }
}

impl TimelinePanel {
    /// Brushes a window, or moves the one that is there.
    pub fn drag(&mut self, view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, response: &Response, ui: &Ui, out: &mut Outbox) {
        let edges = &timeline.stretches.edges;
        let window = view.viewpoint.time.window;
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|input| input.pointer.press_origin())
        {
            let at = plot.scale.at(origin.x);
            let has_shift = ui.input(|input| input.modifiers.shift);
            let held = window.filter(|window| {
                let x = plot.window_x(*window);
                // What fills the view is not moved: nothing would be seen of it.
                !has_shift && x.contains(origin.x) && x.span() < (plot.scale.right - plot.scale.left) * 0.98
            });
            self.drag = Some(held.map_or(Drag::Brush(at), |window| Drag::Move(window, at)));
        }
        if let (Some(drag), Some(pos)) = (self.drag, response.interact_pointer_pos()) {
            let at = plot.scale.at(pos.x.clamp(plot.scale.left, plot.scale.right));
            let is_free = ui.input(|input| input.modifiers.alt);
            let wanted = match (drag, view.viewpoint.time.mode) {
                (Drag::Brush(from), TimeMode::Window) => brushed(edges, from, at, is_free),
                (Drag::Brush(_) | Drag::Move(..), TimeMode::Cumulative) => TimeWindow { first: None, ..brushed(edges, at, at, is_free) },
                (Drag::Brush(_), TimeMode::Instant) => brushed(edges, at, at, false),
                (Drag::Move(window, from), _) => moved(window, edges, at.0.saturating_sub(from.0), is_free),
            };
            ui.ctx().set_cursor_icon(if matches!(drag, Drag::Move(..)) { CursorIcon::Grabbing } else { CursorIcon::ResizeHorizontal });
            if window != Some(wanted) && response.dragged_by(PointerButton::Primary) {
                out.push(Command::Time(TimeCommand::Window(Some(wanted))));
            }
        }
        if response.drag_stopped() {
            self.drag = None;
        }
    }

    /// The ends of the window, each dragged by itself.
    pub fn edges(&mut self, view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, ui: &Ui, out: &mut Outbox) {
        const REACH: f32 = 6.0;
        self.hovered_edge = None;
        let Some(window) = view.viewpoint.time.window else { return };
        for (at, is_first, id, name) in
            [(window.first, true, "window-from", words::WINDOW_FROM), (window.last, false, "window-to", words::WINDOW_TO)]
        {
            let Some((at, x)) = at.and_then(|at| Some((at, plot.edge_x(at, is_first)?))) else { continue };
            let rect = Rect::from_x_y_ranges(Rangef::new(x - REACH, x + REACH), Rangef::new(plot.top, plot.bottom));
            let response = ui.interact(rect, Id::unique(id), Sense::DRAG);
            trace_rect("timeline", id, rect);
            response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, words::edge(name, &view.dates.day_of(at))));
            if response.hovered() || response.dragged() {
                self.hovered_edge = Some(is_first);
                ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
            }
            let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged()) else { continue };
            let is_free = ui.input(|input| input.modifiers.alt);
            let to = plot.scale.at(pos.x.clamp(plot.scale.left, plot.scale.right));
            let to = if is_free { rounded(to) } else { snapped(&timeline.stretches.edges, to) };
            let wanted = if is_first { TimeWindow { first: Some(to), ..window } } else { TimeWindow { last: Some(before(to)), ..window } };
            // An end never passes the other.
            let is_right = wanted.first.zip(wanted.last).is_none_or(|(first, last)| first < last);
            if is_right && wanted != window {
                out.push(Command::Time(TimeCommand::Window(Some(wanted))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDGES: [Moment; 5] = [Moment(0), Moment(100), Moment(200), Moment(300), Moment(400)];

    fn window(first: i64, last: i64) -> TimeWindow {
        TimeWindow::new(Moment(first), Moment(last))
    }

    #[test]
    fn a_brush_takes_whole_bars_and_one_at_least() {
        assert_eq!(brushed(&EDGES, Moment(90), Moment(310), false), window(100, 299));
        assert_eq!(brushed(&EDGES, Moment(310), Moment(90), false), window(100, 299), "either way");
        assert_eq!(brushed(&EDGES, Moment(120), Moment(130), false), window(100, 199));
        assert_eq!(brushed(&EDGES, Moment(70), Moment(310), true), window(60, 299), "free, it is read by the minute");
    }

    #[test]
    fn a_window_that_is_moved_stays_as_long_as_it_is() {
        assert_eq!(moved(window(100, 299), &EDGES, 130, false), window(200, 399));
        let until = TimeWindow { first: None, last: Some(Moment(199)) };
        assert_eq!(moved(until, &EDGES, 130, false), TimeWindow { first: None, last: Some(Moment(299)) });
    }
}
