//! How the timeline looks: bars, the band of reports, the axis, the window.

use egui::{Align2, Color32, Mesh, Painter, Rangef, Rect, Shape, Stroke, StrokeKind, pos2};

use crate::model::{Moment, Situation};
use crate::panels::timeline::bars::{self, Ink, faded};
use crate::panels::timeline::layout::Plot;
use crate::panels::timeline::scale::Scale;
use crate::panels::{Timeline, View};
use crate::query::{Bar, Counted, Fit, TimeWindow};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::Item;
use crate::wording::time as words;

/// What lies in the window: under everything else.
pub fn ground(plot: &Plot, window: Option<TimeWindow>, theme: &Theme, painter: &Painter) {
    let Some(window) = window else { return };
    let x = plot.window_x(window);
    let rect = Rect::from_x_y_ranges(x, Rangef::new(plot.bars_top - 5.0, plot.bottom));
    painter.rect_filled(rect, 0.0, theme.panel.lerp_to_gamma(theme.selected_row, 0.75));
}

pub fn histogram(plot: &Plot, view: &View<'_>, timeline: &Timeline<'_>, painter: &Painter) {
    let (window, theme) = (view.viewpoint.time.window, view.theme);
    let histogram = timeline.histogram;
    let most = histogram.most.max(1) as f32;
    let painter = &painter.with_clip_rect(plot.clip());
    let mut mesh = Mesh::default();
    let mut band = Mesh::default();
    // Rows of data layers are of another kind, and many more: they have a scale of their own, and stand behind where there are events.
    let most_rows = most_rows(timeline).max(1) as f32;
    for (index, bar) in timeline.rows.iter().enumerate() {
        let Some([first, end]) = edges_of(&timeline.stretches.edges, index) else { continue };
        let x = Rangef::new(plot.scale.x(first), plot.scale.x(end));
        let is_in = window.is_none_or(|window| overlaps(window, first, end));
        let colour = if is_in { theme.mark } else { faded(theme) };
        add_bar(&mut mesh, x, plot, *bar, most_rows, if histogram.most > 0 { colour.gamma_multiply(0.35) } else { colour });
    }
    for (index, bar) in histogram.bars.iter().enumerate() {
        let Some([first, end]) = edges_of(&timeline.stretches.edges, index) else { continue };
        let x = Rangef::new(plot.scale.x(first), plot.scale.x(end));
        if x.max < plot.scale.left || x.min > plot.scale.right {
            continue;
        }
        let is_in = window.is_none_or(|window| overlaps(window, first, end));
        add_bar(&mut mesh, x, plot, *bar, most, if is_in { theme.mark } else { faded(theme) });
        let reported = timeline.stretches.reported.get(index).copied().unwrap_or_default();
        add_band(&mut band, x, plot.band, reported, theme);
    }
    painter.add(Shape::mesh(mesh));
    // Rows of data layers are told of by nobody.
    if view.situation.is_some() {
        painter.add(Shape::mesh(band));
    }
    painter.hline(plot.scale.left..=plot.scale.right, plot.base, Stroke::new(1.0, theme.hairline));
}

/// What the highest bar of rows stands for.
fn most_rows(timeline: &Timeline<'_>) -> u32 {
    timeline.rows.iter().map(|bar| bar.surely + bar.possibly).max().unwrap_or(0)
}

/// Surely solid, each bar by itself; what is possible lies behind as one light area with a lid, as nobody knows in which of them it is.
fn add_bar(mesh: &mut Mesh, x: Rangef, plot: &Plot, bar: Bar, most: f32, colour: Color32) {
    const LEAST: f32 = 3.0;
    let room = plot.base - plot.bars_top;
    let height = |n: u32| if n == 0 { 0.0 } else { (room * n as f32 / most).max(LEAST) };
    let sure = height(bar.surely);
    if bar.possibly > 0 {
        let top = plot.base - height(bar.surely + bar.possibly).max(sure + LEAST);
        let first = mesh.vertices.len() as u32;
        for (y, share) in [(top, 0.26), (plot.base, 0.12)] {
            mesh.colored_vertex(pos2(x.min, y), colour.gamma_multiply(share));
            mesh.colored_vertex(pos2(x.max, y), colour.gamma_multiply(share));
        }
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
        mesh.add_colored_rect(Rect::from_x_y_ranges(x, Rangef::new(top, top + 1.0)), colour.gamma_multiply(0.6));
    }
    if bar.surely > 0 {
        let gap = if x.span() > 4.0 { 0.75 } else { 0.0 };
        let x = Rangef::new(x.min + gap, (x.max - gap).max(x.min + gap + 1.5));
        mesh.add_colored_rect(Rect::from_x_y_ranges(x, Rangef::new(plot.base - sure, plot.base)), colour);
    }
}

/// A line where anything was published, a thin one where that is only possible, dots where nobody told of anything.
fn add_band(mesh: &mut Mesh, x: Rangef, y: Rangef, reported: Bar, theme: &Theme) {
    const DOTS_APART: f32 = 6.0;
    if reported.surely > 0 {
        mesh.add_colored_rect(Rect::from_x_y_ranges(Rangef::new(x.min, x.max.max(x.min + 2.0)), y), theme.weak);
    } else if reported.possibly > 0 {
        mesh.add_colored_rect(Rect::from_x_y_ranges(x, Rangef::point(y.center()).expand(0.5)), theme.panel.lerp_to_gamma(theme.weak, 0.7));
    } else {
        let mut at = (x.min / DOTS_APART).ceil() * DOTS_APART;
        while at < x.max {
            let dot = Rect::from_center_size(pos2(at, y.center()), egui::Vec2::splat(1.4));
            mesh.add_colored_rect(dot, theme.panel.lerp_to_gamma(theme.weak, 0.8));
            at += DOTS_APART;
        }
    }
}

pub fn edges_of(edges: &[Moment], bar: usize) -> Option<[Moment; 2]> {
    Some([*edges.get(bar)?, *edges.get(bar + 1)?])
}

fn overlaps(window: TimeWindow, first: Moment, end: Moment) -> bool {
    window.first.is_none_or(|at| at < end) && window.last.is_none_or(|at| at >= first)
}

pub fn axis(plot: &Plot, view: &View<'_>, painter: &Painter) {
    const LABEL_ROOM: f32 = 62.0;
    const WIDE_LABEL_ROOM: f32 = 96.0;
    const MILLION_YEARS_SECS: f64 = 3.2e13;
    let (theme, dates, scale) = (view.theme, view.dates, &plot.scale);
    // "66 million BC" is longer than "24 Oct".
    let room = if scale.secs_per_point() * f64::from(LABEL_ROOM) > MILLION_YEARS_SECS / 40.0 { WIDE_LABEL_ROOM } else { LABEL_ROOM };
    let (step, ticks) = scale.ticks(&dates.zone, room);
    let top = plot.axis.min;
    let minor = theme.panel.lerp_to_gamma(theme.weak, 0.35);
    for at in scale.minor_ticks(step, &dates.zone) {
        painter.vline(scale.x(at), top..=(top + 4.0), Stroke::new(1.0, minor));
    }
    let painter = &painter.with_clip_rect(Rect::from_x_y_ranges(Rangef::new(scale.left, scale.right + 12.0), plot.axis));
    let mut taken = scale.left;
    let mut is_first = true;
    for at in ticks {
        let x = scale.x(at);
        let (label, is_major) = dates.tick(step, at);
        let (weight, ink) = if is_major || is_first { (Weight::Semibold, theme.text) } else { (Weight::Regular, theme.weak) };
        painter.vline(x, top..=(top + if is_major { 16.0 } else { 6.0 }), Stroke::new(1.0, if is_major { theme.weak } else { minor }));
        // The first says as well which year or day that is.
        let label = if is_first { dates.tick_in_full(step, at) } else { label };
        let galley = painter.layout_no_wrap(label, font(TextSize::Small, weight), ink);
        let end = x + 4.0 + galley.size().x;
        if x >= taken && end <= scale.right + 12.0 {
            painter.galley(pos2(x + 4.0, top + 3.0), galley, ink);
            taken = end + 6.0;
        }
        is_first = false;
    }
}

/// The moment that the situation describes.
pub fn as_of(plot: &Plot, view: &View<'_>, painter: &Painter) {
    let Some(at) = view.situation.and_then(Situation::as_of_end) else { return };
    let (x, theme) = (plot.scale.x(at), view.theme);
    if !(plot.scale.left..=plot.scale.right).contains(&x) {
        return;
    }
    let line = [pos2(x, plot.top + 2.0), pos2(x, plot.axis.min)];
    painter.extend(Shape::dashed_line(&line, Stroke::new(1.0, theme.text), 3.0, 3.0));
    let galley = painter.layout_no_wrap(words::as_of_here(&view.dates.day_of(at)), font(TextSize::Small, Weight::Regular), theme.text);
    let is_left = x + 6.0 + galley.size().x > plot.scale.right;
    let left = if is_left { x - 5.0 - galley.size().x } else { x + 5.0 };
    painter.galley(pos2(left, plot.top), galley, theme.text);
}

/// The ends of the window, with what they are dragged by.
pub fn window_edges(plot: &Plot, window: Option<TimeWindow>, hovered: Option<bool>, theme: &Theme, painter: &Painter) {
    let Some(window) = window else { return };
    for (at, is_first) in [(window.first, true), (window.last, false)] {
        let Some(x) = at.and_then(|at| plot.edge_x(at, is_first)) else { continue };
        let width = if hovered == Some(is_first) { 2.5 } else { 1.5 };
        painter.vline(x, (plot.bars_top - 5.0)..=plot.bottom, Stroke::new(width, theme.accent));
        let grip = Rect::from_center_size(pos2(x, (plot.bars_top + plot.base) / 2.0), egui::vec2(7.0, 20.0));
        painter.rect(grip, 3.5, theme.accent, Stroke::new(1.0, theme.panel), StrokeKind::Outside);
        for dx in [-1.0, 1.0] {
            painter.vline(x + dx, (grip.center().y - 4.0)..=(grip.center().y + 4.0), Stroke::new(1.0, theme.on_accent));
        }
    }
}

/// What is selected and hovered, where they stand in time: on a line of their own under the bars.
pub fn markers(plot: &Plot, view: &View<'_>, painter: &Painter) {
    let items = [(view.hover, false), (view.viewpoint.selection.as_ref(), true)];
    for (item, is_selected) in items {
        let Some(Item::Record(id)) = item else { continue };
        let extent = view.index.number_of(id).and_then(|number| view.index.extent(view.viewpoint.time.clock, number));
        let Some((extent, x)) = extent.and_then(|extent| Some((extent, bars::reach(extent, &plot.scale)?))) else { continue };
        let colour = if is_selected { view.theme.accent } else { view.theme.text };
        let mut mesh = Mesh::default();
        let y = plot.markers.shrink(1.0);
        bars::add(&mut mesh, extent, &plot.scale, y, Ink { colour, is_light: extent.is_doubted });
        painter.add(Shape::mesh(mesh));
        if x.span() <= bars::LEAST_WIDTH + 1.0 {
            // A thread up to its bar: a short mark alone is hard to find.
            painter.vline(x.center(), plot.bars_top..=plot.base, Stroke::new(1.0, colour.gamma_multiply(0.8)));
        }
        crate::panels::pieces::trace_rect("timeline", if is_selected { "selected" } else { "hovered" }, Rect::from_x_y_ranges(x, y));
    }
}

/// What each line is, at the left of it.
pub fn gutter(plot: &Plot, view: &View<'_>, timeline: &Timeline<'_>, of: Counted, painter: &Painter) {
    let theme = view.theme;
    let right = plot.scale.left - 10.0;
    let put = |y: f32, align: Align2, words: String, ink: Color32| {
        let mut job = egui::text::LayoutJob::simple_singleline(words, font(TextSize::Small, Weight::Regular), ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(right - plot.left - 4.0);
        let galley = painter.layout_job(job);
        let rect = align.anchor_size(pos2(right, y), galley.size());
        painter.galley(rect.min, galley, ink);
    };
    let (most, most_rows) = (timeline.histogram.most, most_rows(timeline));
    let highest = if most > 0 { words::counted_in_bars(most, of) } else { words::rows_in_bars(most_rows) };
    if most > 0 || most_rows > 0 {
        put(plot.bars_top, Align2::RIGHT_CENTER, highest, theme.weak);
        painter.hline((plot.scale.left - 6.0)..=plot.scale.left, plot.bars_top, Stroke::new(1.0, theme.weak));
        let faint = theme.panel.lerp_to_gamma(theme.hairline, 0.8);
        painter.hline(plot.scale.left..=plot.scale.right, plot.bars_top, Stroke::new(1.0, faint));
    }
    if view.situation.is_some() {
        put(plot.band.center() - 1.0, Align2::RIGHT_CENTER, words::REPORTED_AT_ALL.to_owned(), theme.weak);
    }
    put(plot.axis.min + 3.0, Align2::RIGHT_TOP, words::days_of(&view.dates.zone), theme.weak);
}

/// How an event looks in its lane.
pub fn ink_of(view: &View<'_>, number: u32) -> Option<Ink> {
    let extent = view.index.extent(view.viewpoint.time.clock, number)?;
    let fit = if view.viewpoint.time.window.is_none() { Fit::Surely } else { view.answer.fit(number) };
    Ink::of(extent, fit, view.viewpoint.time.outside, view.theme)
}

/// The bars of a lane with more events than could be told apart: the darker the more.
pub fn density(lane: &[Bar], edges: &[Moment], scale: &Scale, y: Rangef, window: Option<TimeWindow>, theme: &Theme, painter: &Painter) {
    let most = lane.iter().map(|bar| bar.surely + bar.possibly).max().unwrap_or(0).max(1) as f32;
    let mut mesh = Mesh::default();
    for (index, bar) in lane.iter().enumerate() {
        let Some([first, end]) = edges_of(edges, index) else { continue };
        let x = Rangef::new(scale.x(first).max(scale.left), scale.x(end).min(scale.right));
        let is_in = window.is_none_or(|window| overlaps(window, first, end));
        let colour = if is_in { theme.mark } else { faded(theme) };
        if x.span() <= 0.0 {
            continue;
        }
        for (n, from) in [(bar.surely + bar.possibly, 0.35), (bar.surely, 1.0)] {
            if n > 0 {
                let height = (y.span() * n as f32 / most).max(1.5);
                mesh.add_colored_rect(Rect::from_x_y_ranges(x, Rangef::new(y.max - height, y.max)), colour.gamma_multiply(from));
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}
