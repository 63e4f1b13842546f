//! Lanes: the events of an actor, a category, a place or a source, each as a bar.

use egui::{Id, Mesh, Painter, Rangef, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2};

use crate::base::shortened;
use crate::command::{Command, Outbox};
use crate::panels::pieces::{line, trace_place};
use crate::panels::timeline::layout::Plot;
use crate::panels::timeline::{bars, paint};
use crate::panels::{Timeline, View, preview};
use crate::query::{Lane, Value, record_of};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::Item;
use crate::wording::time as words;

const ROW: f32 = 9.0;
/// With the events' names beside them.
const NAMED_ROW: f32 = 16.0;
const MOST_ROWS: usize = 5;
const PADDING: f32 = 4.0;
const DENSITY: f32 = 18.0;
/// Bars that are widgets of their own, for those who do not see them; more would be a wall.
const MOST_ANNOUNCED: usize = 200;

/// An event's place in its lane.
struct Placed {
    number: u32,
    x: Rangef,
    row: usize,
}

/// A lane with its events laid out in rows.
struct LaidOut {
    placed: Vec<Placed>,
    n_rows: usize,
    has_names: bool,
}

impl LaidOut {
    fn of(lane: &Lane, view: &View<'_>, plot: &Plot, painter: &Painter) -> Self {
        let clock = view.viewpoint.time.clock;
        let seen = lane.events.iter().filter(|number| paint::ink_of(view, **number).is_some());
        let reaches: Vec<(u32, Rangef)> =
            seen.filter_map(|number| Some((*number, bars::reach(view.index.extent(clock, *number)?, &plot.scale)?))).collect();
        let widths: Vec<f32> =
            if reaches.len() <= 40 { reaches.iter().map(|(number, _)| name_width(view, *number, painter)).collect() } else { Vec::new() };
        if !widths.is_empty()
            && let Some((placed, n_rows)) = packed(reaches.iter().zip(&widths).map(|((n, x), width)| (*n, *x, x.max + width)), true, plot)
        {
            return Self { placed, n_rows, has_names: true };
        }
        let (placed, n_rows) = packed(reaches.iter().map(|(n, x)| (*n, *x, x.max)), false, plot).unwrap_or_default();
        Self { placed, n_rows, has_names: false }
    }

    fn height(&self, lane: &Lane) -> f32 {
        let row = if self.has_names { NAMED_ROW } else { ROW };
        let rows = if lane.events.is_empty() { DENSITY } else { (self.n_rows.max(1) as f32 * row).max(NAMED_ROW) };
        rows + 2.0 * PADDING
    }
}

/// Each event in the first row that is free where it begins; `None` where they must not overlap and would.
fn packed(events: impl Iterator<Item = (u32, Rangef, f32)>, is_strict: bool, plot: &Plot) -> Option<(Vec<Placed>, usize)> {
    const GAP: f32 = 3.0;
    // Where each row ends, and how many in it lie over others already.
    let mut ends = [(0_usize, f32::NEG_INFINITY); MOST_ROWS];
    let mut placed = Vec::new();
    let mut n_rows = 0;
    for (number, x, end) in events {
        let free = ends.iter().position(|(_, end)| *end + GAP <= x.min);
        if is_strict && (free.is_none() || end > plot.scale.right + 4.0) {
            return None;
        }
        let least = || ends.iter().enumerate().min_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map_or(0, |(row, _)| row);
        let row = free.unwrap_or_else(least);
        if let Some((n_over, taken)) = ends.get_mut(row) {
            *n_over += usize::from(free.is_none());
            *taken = taken.max(end);
        }
        n_rows = n_rows.max(row + 1);
        placed.push(Placed { number, x, row });
    }
    Some((placed, n_rows))
}

const MOST_NAME: usize = 28;
const NAME_GAP: f32 = 5.0;

fn name_of(view: &View<'_>, number: u32) -> String {
    view.index.id(number).map(|id| shortened(view.name(id), MOST_NAME)).unwrap_or_default()
}

fn name_width(view: &View<'_>, number: u32, painter: &Painter) -> f32 {
    let galley = painter.layout_no_wrap(name_of(view, number), font(TextSize::Small, Weight::Regular), view.theme.weak);
    galley.size().x + 2.0 * NAME_GAP
}

/// What a lane is called.
fn lane_name(view: &View<'_>, lane: &Lane) -> String {
    let (Some(facet), Some(value)) = (view.viewpoint.time.lanes, &lane.value) else { return words::OTHERS.to_owned() };
    match record_of(facet, value) {
        Some(id) => view.name(&id).to_owned(),
        None => words::lane(facet, value),
    }
}

/// How high the lanes would be, all of them.
pub fn wanted_height(timeline: &Timeline<'_>) -> f32 {
    timeline.lanes.iter().map(|lane| 2.0 * PADDING + if lane.n_events > 4 { 3.0 * ROW } else { NAMED_ROW }).sum()
}

pub fn ui(view: &View<'_>, timeline: &Timeline<'_>, plot: &Plot, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    let n_events: usize = timeline.lanes.iter().map(|lane| lane.events.len()).sum();
    let area = Rect::from_x_y_ranges(Rangef::new(plot.left - 12.0, plot.scale.right + 16.0), plot.lanes);
    let mut ui = ui.new_child(egui::UiBuilder::new().id_salt("lanes").max_rect(area));
    egui::ScrollArea::vertical().auto_shrink([false, false]).show(&mut ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for lane in timeline.lanes {
            let painter = ui.painter().clone();
            let laid_out = LaidOut::of(lane, view, plot, &painter);
            let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), laid_out.height(lane)), Sense::hover());
            if !ui.is_rect_visible(rect) {
                continue;
            }
            painter.hline((plot.left)..=plot.scale.right, rect.top(), Stroke::new(1.0, theme.hairline));
            let name = lane_name(view, lane);
            let y = Rangef::new(rect.top() + PADDING, rect.bottom() - PADDING);
            let width = plot.scale.left - plot.left - 40.0;
            line(ui, pos2(plot.left, rect.top() + PADDING), &name, TextSize::Small, Weight::Semibold, theme.text, width);
            let count =
                painter.layout_no_wrap(crate::base::grouped(lane.n_events as u64), font(TextSize::Small, Weight::Regular), theme.weak);
            painter.galley(pos2(plot.scale.left - 10.0 - count.size().x, rect.top() + PADDING), count, theme.weak);
            let label = Rect::from_x_y_ranges(Rangef::new(plot.left, plot.scale.left), rect.y_range());
            let response = ui.interact(label, Id::unique(("lane", &lane.value)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words::lane_spoken(&name, lane.n_events)));
            response.on_hover_text(&name);
            if lane.events.is_empty() {
                paint::density(&lane.bars, &timeline.stretches.edges, &plot.scale, y, view.viewpoint.time.window, theme, &painter);
            } else {
                events(view, &laid_out, plot, y, n_events <= MOST_ANNOUNCED, lane.value.as_ref(), ui, out);
            }
        }
    });
}

#[expect(clippy::too_many_arguments, reason = "a lane is made of all of these")]
fn events(
    view: &View<'_>,
    laid_out: &LaidOut,
    plot: &Plot,
    y: Rangef,
    is_announced: bool,
    lane: Option<&Value>,
    ui: &Ui,
    out: &mut Outbox,
) {
    let (theme, clock) = (view.theme, view.viewpoint.time.clock);
    let painter = ui.painter().with_clip_rect(
        ui.clip_rect().intersect(Rect::from_x_y_ranges(Rangef::new(plot.scale.left - 4.0, plot.scale.right + 8.0), Rangef::EVERYTHING)),
    );
    let row_height = if laid_out.has_names { NAMED_ROW } else { ROW };
    let bar_height = if laid_out.has_names { 8.0 } else { ROW - 2.0 };
    let y_of = |row: usize| {
        let middle = y.min + (row as f32 + 0.5) * row_height;
        Rangef::new(middle - bar_height / 2.0, middle + bar_height / 2.0)
    };
    let mut mesh = Mesh::default();
    for Placed { number, row, .. } in &laid_out.placed {
        if let (Some(extent), Some(ink)) = (view.index.extent(clock, *number), paint::ink_of(view, *number)) {
            bars::add(&mut mesh, extent, &plot.scale, y_of(*row), ink);
        }
    }
    painter.add(Shape::mesh(mesh));
    let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|pos| ui.clip_rect().contains(*pos));
    for Placed { number, x, row } in &laid_out.placed {
        let Some(id) = view.index.id(*number) else { continue };
        let item = Item::Record(id.clone());
        let rect = Rect::from_x_y_ranges(*x, y_of(*row)).expand2(egui::vec2(1.0, 2.0));
        let (is_selected, is_hovered) = (view.is_selected(&item), view.hover == Some(&item));
        if laid_out.has_names {
            let ink = if is_selected { theme.text } else { theme.weak };
            let galley = painter.layout_no_wrap(name_of(view, *number), font(TextSize::Small, Weight::Regular), ink);
            painter.galley(pos2(x.max + NAME_GAP, rect.center().y - galley.size().y / 2.0), galley, ink);
        }
        if is_selected || is_hovered {
            bars::ring(&painter, *x, y_of(*row), theme, is_selected);
        }
        // Of very many, only the one under the pointer is a widget.
        if !is_announced && !pointer.is_some_and(|pos| rect.contains(pos)) {
            continue;
        }
        let response = ui.interact(rect, Id::unique(("lane-event", lane, id)), Sense::CLICK);
        trace_place("bar", &item, rect);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, words::on_timeline(view.name(id))));
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            out.push(Command::Hover(Some(item.clone())));
        }
        if response.clicked() {
            out.select(item.clone());
        }
        response.on_hover_ui(|ui| preview::card(view, ui, &item));
    }
}
