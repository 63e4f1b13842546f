//! What is placed, drawn or moved by hand, over the picture: the picture itself shows where things were.

use egui::epaint::PathStroke;
use egui::{Painter, Pos2, Stroke, vec2};

use crate::earth::{LonLat, great_circle};
use crate::map::shapes::View;
use crate::map::tools::{edge, paint_line, paint_pick};
use crate::theme::Theme;
use crate::viewpoint::{Drawn, Sketch};

/// A handle of what is reshaped, on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    pub at: usize,
    /// Whether it is no corner yet, but midway to the next.
    pub is_new: bool,
    pub pos: Pos2,
}

/// The handles of a line or an area: its corners, and a point midway of each edge, where that is long enough to be pressed.
pub fn handles(view: &View, shape: Drawn, corners: &[LonLat]) -> Vec<Handle> {
    const ROOM: f32 = 28.0;
    let on_screen = |corner: &LonLat| view.copies(*corner).first().copied();
    let placed = corners.iter().map(on_screen);
    let again = on_screen(corners.first().unwrap_or(&LonLat::ORIGIN)).filter(|_| shape == Drawn::Area);
    let next = corners.iter().skip(1).map(on_screen).chain(std::iter::once(again));
    let mut handles = Vec::new();
    for (at, (pos, next)) in placed.zip(next).enumerate() {
        let Some(pos) = pos else { continue };
        handles.push(Handle { at, is_new: false, pos });
        if let Some(next) = next.filter(|next| pos.distance(*next) > ROOM) {
            handles.push(Handle { at, is_new: true, pos: pos + (next - pos) / 2.0 });
        }
    }
    handles
}

/// `outline` is what is moved, where that is a line or an area: its points as they were.
pub fn paint_sketch(
    view: &View,
    sketch: &Sketch,
    moved_outline: &[Vec<LonLat>],
    pointer: Option<LonLat>,
    theme: &Theme,
    painter: &Painter,
) {
    match sketch {
        Sketch::NewEvent => {}
        Sketch::Draw { shape, points } => {
            let ahead: Vec<LonLat> = points.iter().copied().chain(pointer).collect();
            paint_path(view, &ahead, false, theme, painter);
            if let (Drawn::Area, Some(first), Some(pointer)) = (shape, points.first(), pointer) {
                dashed(view, &edge(&[pointer, *first], false), theme, painter);
            }
            for point in points {
                paint_pick(view, *point, theme, painter);
            }
        }
        Sketch::Move { from, to, .. } => {
            const STEP_DEG: f64 = 1.0;
            if from != to {
                dashed(view, &great_circle(*from, *to, STEP_DEG), theme, painter);
            }
            for line in moved_outline {
                paint_path(view, line, false, theme, painter);
            }
            for pos in view.copies(*from) {
                painter.extend(egui::Shape::dashed_line(&ring(pos, 9.0), Stroke::new(1.5, theme.accent), 3.0, 3.0));
            }
            paint_held(view, *to, theme, painter);
        }
        Sketch::Reshape { shape, corners, in_hand, .. } => {
            paint_path(view, corners, *shape == Drawn::Area, theme, painter);
            for handle in handles(view, *shape, corners) {
                if handle.is_new {
                    painter.circle(handle.pos, 3.0, theme.panel, Stroke::new(1.0, theme.accent));
                } else {
                    painter.circle(handle.pos, 4.5, theme.panel, Stroke::new(2.0, theme.accent));
                }
            }
            if let Some(corner) = corners.get(*in_hand) {
                paint_held(view, *corner, theme, painter);
            }
        }
    }
}

/// Where a key puts a point: the middle of the map.
pub fn paint_middle(view: &View, theme: &Theme, painter: &Painter) {
    const ARM: f32 = 9.0;
    let centre = view.rect.center();
    for (width, colour) in [(4.0, theme.map_halo), (1.5, theme.accent)] {
        for arm in [vec2(ARM, 0.0), vec2(0.0, ARM)] {
            painter.line_segment([centre - arm, centre + arm], Stroke::new(width, colour));
        }
    }
}

fn paint_path(view: &View, points: &[LonLat], is_closed: bool, theme: &Theme, painter: &Painter) {
    for line in view.unwrapped_copies(&edge(points, is_closed)) {
        paint_line(&line, theme.accent, theme, painter);
    }
}

fn dashed(view: &View, path: &[[f64; 2]], theme: &Theme, painter: &Painter) {
    for line in view.unwrapped_copies(path) {
        painter.line(line.clone(), PathStroke::new(3.5, theme.map_halo.gamma_multiply(0.6)));
        painter.extend(egui::Shape::dashed_line(&line, Stroke::new(1.5, theme.accent), 5.0, 5.0));
    }
}

/// What is in hand: a ring round a dot.
fn paint_held(view: &View, at: LonLat, theme: &Theme, painter: &Painter) {
    for pos in view.copies(at) {
        painter.circle_stroke(pos, 10.0, Stroke::new(4.5, theme.map_halo));
        painter.circle_stroke(pos, 10.0, Stroke::new(2.0, theme.accent));
        painter.circle_filled(pos, 4.0, theme.accent);
    }
}

fn ring(centre: Pos2, radius: f32) -> Vec<Pos2> {
    (0..=24_u8).map(|step| centre + radius * egui::Vec2::angled(f32::from(step) / 24.0 * std::f32::consts::TAU)).collect()
}
