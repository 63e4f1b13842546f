//! Paints a picture with egui. Decides nothing: only the rings of what is selected or hovered are added.

use std::sync::Arc;

use egui::epaint::{Mesh, PathShape, PathStroke, TextShape, Vertex, WHITE_UV};
use egui::{Color32, CornerRadius, Galley, Painter, Pos2, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::map::labels::DOT_RADIUS;
use crate::map::picture::{Area, Disc, Mark, MarkShape, Movement, Picture};
use crate::theme::Theme;
use crate::viewpoint::Item;

/// Which items are ringed.
pub struct Emphasis<'a> {
    /// The selection and what belongs to it.
    pub selected: &'a dyn Fn(&Item) -> bool,
    pub hovered: &'a dyn Fn(&Item) -> bool,
}

pub fn paint(picture: &Picture, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    let painter = &painter.with_clip_rect(picture.rect);
    for area in &picture.areas {
        paint_area(area, theme, emphasis, painter);
    }
    for disc in &picture.discs {
        paint_disc(disc, theme, emphasis, painter);
    }
    for line in &picture.lines {
        let colour = line.style.stroke.map_or(theme.movement, Theme::of_file);
        let width = line.style.width.unwrap_or(2.0);
        let ring = ring_colour(&line.item, theme, emphasis);
        painter.line(line.points.clone(), PathStroke::new(ring.map_or(width, |_| width + 2.0), ring.unwrap_or(colour)));
    }
    for movement in &picture.movements {
        paint_movement(movement, theme, emphasis, painter);
    }
    for point in &picture.points {
        let colour = point.style.fill.map_or(theme.mark, Theme::of_file);
        painter.circle_filled(point.pos, 4.5, theme.mark_edge);
        painter.circle_filled(point.pos, 3.5, colour);
        paint_ring(point.pos, 6.5, &point.item, theme, emphasis, painter);
    }
    for label in &picture.labels {
        if let Some(dot) = label.dot {
            painter.circle_filled(dot, DOT_RADIUS, label.ink);
        }
        paint_text(label.pos, &label.text.galley(painter), label.ink, Some(theme.map_halo), painter);
    }
    for mark in &picture.marks {
        paint_mark(mark, theme, emphasis, painter);
    }
}

fn ring_colour(item: &Item, theme: &Theme, emphasis: &Emphasis<'_>) -> Option<Color32> {
    ((emphasis.selected)(item) || (emphasis.hovered)(item)).then_some(theme.accent)
}

fn paint_area(area: &Area, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    let fill = area.style.fill.map_or(theme.area_fill, Theme::of_file);
    let vertices = area.shape.vertices.iter().map(|v| Vertex { pos: (*v + area.offset).to_pos2(), uv: WHITE_UV, color: fill }).collect();
    painter.add(Mesh { indices: area.shape.triangles.clone(), vertices, ..Mesh::default() });
    let ring = ring_colour(&area.item, theme, emphasis);
    let edge = ring.unwrap_or(area.style.stroke.map_or(theme.area_edge, Theme::of_file));
    let width = area.style.width.unwrap_or(1.2) + if ring.is_some() { 1.0 } else { 0.0 };
    for outline in &area.shape.edges {
        let points: Vec<Pos2> = outline.iter().map(|p| (*p + area.offset).to_pos2()).collect();
        painter.add(PathShape::line(points, PathStroke::new(width, edge)));
    }
}

/// A disc that is solid in the middle and fades to nothing at its rim: the place is somewhere in there.
fn paint_disc(disc: &Disc, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    const STEPS: u32 = 48;
    // The larger it stands on the screen, the fainter: it must not drown what is known better.
    let strength = (48.0 / disc.radius).clamp(0.25, 1.0);
    let mut mesh = Mesh::default();
    let mut vertex = |pos: Pos2, color: Color32| mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
    vertex(disc.centre, theme.area_fill.gamma_multiply(1.6 * strength));
    for (share, fill) in [(0.55, 1.25 * strength), (1.0, 0.0)] {
        for step in 0..STEPS {
            let angle = std::f32::consts::TAU * step as f32 / STEPS as f32;
            vertex(disc.centre + Vec2::angled(angle) * disc.radius * share, theme.area_fill.gamma_multiply(fill));
        }
    }
    for step in 0..STEPS {
        let next = (step + 1) % STEPS;
        let (a, b, c, d) = (1 + step, 1 + next, 1 + STEPS + step, 1 + STEPS + next);
        mesh.indices.extend([0, a, b, a, c, b, b, c, d]);
    }
    painter.add(mesh);
    if let Some(accent) = ring_colour(&disc.item, theme, emphasis) {
        painter.circle_stroke(disc.centre, disc.radius * 0.8, Stroke::new(2.0, accent));
    }
}

fn paint_movement(movement: &Movement, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    let ring = ring_colour(&movement.item, theme, emphasis);
    let colour = ring.unwrap_or(theme.movement);
    let width = if ring.is_some() { 3.2 } else { 2.2 };
    painter.line(movement.points.clone(), PathStroke::new(width + 2.0, theme.map_halo.gamma_multiply(0.8)));
    painter.line(movement.points.clone(), PathStroke::new(width, colour));
    let (Some(tip), Some(before)) =
        (movement.points.last(), movement.points.iter().rev().find(|p| movement.points.last().is_some_and(|t| t.distance(**p) > 9.0)))
    else {
        return;
    };
    let along = (*tip - *before).normalized();
    let head = [*tip + along * 3.0, *tip - along * 10.0 + along.rot90() * 5.5, *tip - along * 10.0 - along.rot90() * 5.5];
    painter.add(Shape::convex_polygon(head.to_vec(), colour, Stroke::new(1.0, theme.map_halo)));
}

fn paint_mark(mark: &Mark, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    match &mark.shape {
        MarkShape::Dot { radius } => {
            let fill = if mark.n_events > 0 { theme.mark } else { theme.map_label };
            painter.circle_filled(mark.pos, radius + 1.5, theme.mark_edge);
            painter.circle_filled(mark.pos, *radius, fill);
            paint_count(mark, painter);
            paint_ring(mark.pos, radius + 3.5, &mark.item, theme, emphasis, painter);
        }
        MarkShape::Middle { radius } if mark.count.is_some() => {
            painter.circle_filled(mark.pos, radius + 1.5, theme.mark_edge);
            painter.circle_filled(mark.pos, *radius, theme.mark);
            paint_count(mark, painter);
            paint_ring(mark.pos, radius + 3.5, &mark.item, theme, emphasis, painter);
        }
        MarkShape::Middle { .. } => {}
        MarkShape::Badge { rect, text } => {
            let edge = ring_colour(&mark.item, theme, emphasis);
            painter.rect(
                *rect,
                CornerRadius::same(9),
                theme.badge,
                Stroke::new(if edge.is_some() { 2.0 } else { 1.0 }, edge.unwrap_or(theme.mark)),
                StrokeKind::Inside,
            );
            paint_text(rect.center() - text.size() / 2.0, &text.galley(painter), theme.on_badge, None, painter);
        }
    }
}

fn paint_count(mark: &Mark, painter: &Painter) {
    if let Some(count) = &mark.count {
        painter.galley(mark.pos - count.size() / 2.0, count.galley(painter), Color32::PLACEHOLDER);
    }
}

fn paint_ring(centre: Pos2, radius: f32, item: &Item, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    if (emphasis.selected)(item) {
        painter.circle_stroke(centre, radius + 1.0, Stroke::new(5.0, theme.map_halo));
        painter.circle_stroke(centre, radius + 1.0, Stroke::new(2.5, theme.accent));
    } else if (emphasis.hovered)(item) {
        painter.circle_stroke(centre, radius, Stroke::new(1.5, theme.accent));
    }
}

/// A text with a halo: four copies of it in the halo's colour, a little apart, below it.
pub fn paint_text(pos: Pos2, galley: &Arc<Galley>, ink: Color32, halo: Option<Color32>, painter: &Painter) {
    const REACH: f32 = 1.3;
    if let Some(halo) = halo {
        for (dx, dy) in [(-0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)] {
            let shifted = pos + vec2(dx, dy) * REACH;
            painter.add(TextShape::new(pos2(shifted.x, shifted.y), galley.clone(), halo).with_override_text_color(halo));
        }
    }
    painter.add(TextShape::new(pos, galley.clone(), ink));
}
