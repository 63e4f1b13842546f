//! What is placed, drawn or moved by hand, over the picture: the picture itself shows where things were.

use egui::{Painter, Pos2, Stroke, vec2};

use crate::earth::{LonLat, great_circle};
use crate::map::annotations::add_annotations;
use crate::map::display::{self, DisplayList, Primitive};
use crate::map::shapes::View;
use crate::map::tools::{add_line, add_path, add_pick, edge};
use crate::model::{Annotation, AnnotationKind, Extra};
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
    let list = &mut DisplayList::new(painter.ctx());
    match sketch {
        Sketch::NewEvent => {}
        Sketch::Annotate { kind, points, text } => {
            // A pen leaves its line where it was, an arrow and words follow the pointer.
            let ahead = pointer.filter(|_| *kind != AnnotationKind::Line && points.len() < 2);
            let points = points.iter().copied().chain(ahead).collect();
            let drawn = Annotation { kind: *kind, points, text: text.clone(), extra: Extra::new() };
            add_annotations(view, &[drawn], theme, list);
        }
        Sketch::Draw { shape, points } => {
            let ahead: Vec<LonLat> = points.iter().copied().chain(pointer).collect();
            add_outline(view, &ahead, false, theme, list);
            if let (Drawn::Area, Some(first), Some(pointer)) = (shape, points.first(), pointer) {
                dashed(view, &edge(&[pointer, *first], false), theme, list);
            }
            for point in points {
                add_pick(view, *point, theme, list);
            }
        }
        Sketch::Move { from, to, .. } => {
            const STEP_DEG: f64 = 1.0;
            if from != to {
                dashed(view, &great_circle(*from, *to, STEP_DEG), theme, list);
            }
            for line in moved_outline {
                add_outline(view, line, false, theme, list);
            }
            for pos in view.copies(*from) {
                add_path(&ring(pos, 9.0), Stroke::new(1.5, theme.accent), Some([3.0, 3.0]), list);
            }
            add_held(view, *to, theme, list);
        }
        Sketch::Reshape { shape, corners, in_hand, .. } => {
            add_outline(view, corners, *shape == Drawn::Area, theme, list);
            for handle in handles(view, *shape, corners) {
                let (radius, width) = if handle.is_new { (3.0, 1.0) } else { (4.5, 2.0) };
                let edge = Stroke::new(width, theme.accent);
                list.furnish(Primitive::Circle { centre: handle.pos, radius, fill: theme.panel, edge });
            }
            if let Some(corner) = corners.get(*in_hand) {
                add_held(view, *corner, theme, list);
            }
        }
    }
    list.paint(painter);
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

fn add_outline(view: &View, points: &[LonLat], is_closed: bool, theme: &Theme, list: &mut DisplayList<'_>) {
    for line in view.unwrapped_copies(&edge(points, is_closed)) {
        add_line(&line, theme.accent, theme, list);
    }
}

fn dashed(view: &View, path: &[[f64; 2]], theme: &Theme, list: &mut DisplayList<'_>) {
    for line in view.unwrapped_copies(path) {
        add_path(&line, Stroke::new(3.5, theme.map_halo.gamma_multiply(0.6)), None, list);
        add_path(&line, Stroke::new(1.5, theme.accent), Some([5.0, 5.0]), list);
    }
}

/// What is in hand: a ring round a dot.
fn add_held(view: &View, at: LonLat, theme: &Theme, list: &mut DisplayList<'_>) {
    for centre in view.copies(at) {
        list.furnish(display::ring(centre, 10.0, Stroke::new(4.5, theme.map_halo)));
        list.furnish(display::ring(centre, 10.0, Stroke::new(2.0, theme.accent)));
        list.furnish(Primitive::Circle { centre, radius: 4.0, fill: theme.accent, edge: Stroke::NONE });
    }
}

fn ring(centre: Pos2, radius: f32) -> Vec<Pos2> {
    (0..=24_u8).map(|step| centre + radius * egui::Vec2::angled(f32::from(step) / 24.0 * std::f32::consts::TAU)).collect()
}
