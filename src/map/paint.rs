//! Paints a picture with egui. Decides nothing: only the rings of what is selected or hovered are added.

use std::sync::Arc;

use egui::epaint::{Mesh, PathShape, PathStroke, TextShape, Vertex, WHITE_UV};
use egui::{Color32, CornerRadius, Galley, Painter, Pos2, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::map::fade::Fades;
use crate::map::labels::{DOT_RADIUS, Text};
use crate::map::picture::{Area, Disc, Mark, MarkShape, Movement, Picture};
use crate::map::resolved::PointKind;
use crate::map::stamps::Stamps;
use crate::theme::Theme;
use crate::viewpoint::Item;

/// Which items are ringed.
pub struct Emphasis<'a> {
    /// The selection and what belongs to it.
    pub selected: &'a dyn Fn(&Item) -> bool,
    pub hovered: &'a dyn Fn(&Item) -> bool,
}

pub fn paint(picture: &Picture, names: &Fades, stamps: &mut Stamps, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    let painter = &painter.with_clip_rect(picture.rect);
    for line in &picture.graticule {
        painter.line_segment(line.ends, Stroke::new(1.0, theme.graticule));
    }
    for ends in &picture.hatching {
        painter.line_segment(*ends, Stroke::new(1.0, theme.disputed.gamma_multiply(0.55)));
    }
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
    for (label, opacity) in names.labels() {
        if let Some(dot) = label.dot {
            painter.circle_filled(dot, DOT_RADIUS, label.ink.gamma_multiply(opacity));
        }
    }
    stamps.paint(names.labels(), theme, painter);
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

fn paint_disc(disc: &Disc, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    // The larger it stands on the screen, the fainter: it must not drown what is known better.
    let strength = (48.0 / disc.radius).clamp(0.25, 1.0);
    paint_disc_at(disc.centre, disc.radius, strength, theme, painter);
    if let Some(accent) = ring_colour(&disc.item, theme, emphasis) {
        painter.circle_stroke(disc.centre, disc.radius * 0.8, Stroke::new(2.0, accent));
    }
}

/// A disc that is solid in the middle and fades to nothing at its rim: the place is somewhere in there.
pub fn paint_disc_at(centre: Pos2, radius: f32, strength: f32, theme: &Theme, painter: &Painter) {
    const STEPS: u32 = 48;
    let mut mesh = Mesh::default();
    let mut vertex = |pos: Pos2, color: Color32| mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
    vertex(centre, theme.area_fill.gamma_multiply(1.6 * strength));
    for (share, fill) in [(0.55, 1.25 * strength), (1.0, 0.0)] {
        for step in 0..STEPS {
            let angle = std::f32::consts::TAU * step as f32 / STEPS as f32;
            vertex(centre + Vec2::angled(angle) * radius * share, theme.area_fill.gamma_multiply(fill));
        }
    }
    for step in 0..STEPS {
        let next = (step + 1) % STEPS;
        let (a, b, c, d) = (1 + step, 1 + next, 1 + STEPS + step, 1 + STEPS + next);
        mesh.indices.extend([0, a, b, a, c, b, b, c, d]);
    }
    painter.add(mesh);
}

fn paint_movement(movement: &Movement, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    const PLAIN_WIDTH: f32 = 2.2;
    let ring = ring_colour(&movement.item, theme, emphasis);
    let colour = ring.unwrap_or(theme.movement);
    // The core is as wide as the least that is reported, the veil as the most.
    let [core, veil] = movement.widths.unwrap_or([PLAIN_WIDTH; 2]).map(|width| if ring.is_some() { width + 1.0 } else { width });
    painter.line(movement.points.clone(), PathStroke::new(veil + 2.0, theme.map_halo.gamma_multiply(0.8)));
    if veil > core {
        painter.line(movement.points.clone(), PathStroke::new(veil, colour.gamma_multiply(0.45)));
    }
    painter.line(movement.points.clone(), PathStroke::new(core, colour));
    let (Some(tip), Some(before)) =
        (movement.points.last(), movement.points.iter().rev().find(|p| movement.points.last().is_some_and(|t| t.distance(**p) > 9.0)))
    else {
        return;
    };
    let along = (*tip - *before).normalized();
    let half = 4.4 + veil * 0.6;
    let head = [*tip + along * 3.0, *tip - along * (2.0 * half) + along.rot90() * half, *tip - along * (2.0 * half) - along.rot90() * half];
    painter.add(Shape::convex_polygon(head.to_vec(), colour, Stroke::new(1.0, theme.map_halo)));
}

fn paint_mark(mark: &Mark, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    match &mark.shape {
        MarkShape::Dot { radius, kind } => {
            let fill = if mark.n_events > 0 { theme.mark } else { theme.map_label };
            paint_point(mark.pos, *radius, *kind, fill, theme, painter);
            paint_count(mark, painter);
            paint_ring(mark.pos, radius + 3.5, &mark.item, theme, emphasis, painter);
        }
        MarkShape::Group { radius, share_with_events } => {
            painter.circle_filled(mark.pos, radius + 1.5, theme.mark_edge);
            painter.circle_filled(mark.pos, *radius, theme.map_label);
            paint_pie(mark.pos, *radius, *share_with_events, theme.mark, painter);
            painter.circle_filled(mark.pos, radius - 2.5, theme.group);
            paint_count(mark, painter);
            let ringed = mark.members.iter().find(|item| (emphasis.selected)(item) || (emphasis.hovered)(item));
            paint_ring(mark.pos, radius + 3.5, ringed.unwrap_or(&mark.item), theme, emphasis, painter);
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
            paint_lines(rect.center() - text.size() / 2.0, text, 0.5, theme.on_badge, painter);
        }
    }
}

/// A mark's shape with an edge, so that it stands out from any ground. The legend paints the same.
pub fn paint_point(pos: Pos2, radius: f32, kind: PointKind, fill: Color32, theme: &Theme, painter: &Painter) {
    match kind {
        PointKind::Settlement => {
            painter.circle_filled(pos, radius + 1.5, theme.mark_edge);
            painter.circle_filled(pos, radius, fill);
        }
        PointKind::Facility => {
            // As large to the eye as the disc.
            let corner = |turn: f32, reach: f32| pos + vec2(0.0, 1.0) + Vec2::angled(std::f32::consts::TAU * (turn - 0.25)) * reach;
            for (reach, colour) in [(radius * 1.35 + 2.6, theme.mark_edge), (radius * 1.35, fill)] {
                let corners = [0.0, 1.0 / 3.0, 2.0 / 3.0].map(|turn| corner(turn, reach));
                painter.add(Shape::convex_polygon(corners.to_vec(), colour, Stroke::NONE));
            }
        }
    }
}

/// A slice of a disc, clockwise from the top.
pub fn paint_pie(centre: Pos2, radius: f32, share: f32, fill: Color32, painter: &Painter) {
    const STEPS: u8 = 32;
    let n_steps = (share * f32::from(STEPS)).ceil() as u8;
    if n_steps == 0 {
        return;
    }
    let mut mesh = Mesh::default();
    mesh.vertices.push(Vertex { pos: centre, uv: WHITE_UV, color: fill });
    for step in 0..=n_steps {
        let turn = share * f32::from(step) / f32::from(n_steps) - 0.25;
        mesh.vertices.push(Vertex { pos: centre + Vec2::angled(std::f32::consts::TAU * turn) * radius, uv: WHITE_UV, color: fill });
    }
    mesh.indices = (1..=u32::from(n_steps)).flat_map(|step| [0, step, step + 1]).collect();
    painter.add(mesh);
}

fn paint_count(mark: &Mark, painter: &Painter) {
    if let Some(count) = &mark.count {
        let drop = if matches!(mark.shape, MarkShape::Dot { kind: PointKind::Facility, .. }) { 2.0 } else { 0.0 };
        paint_lines(mark.pos - count.size() / 2.0 + vec2(0.0, drop), count, 0.5, Color32::PLACEHOLDER, painter);
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

/// A text without a halo.
pub fn paint_lines(pos: Pos2, text: &Text, align: f32, ink: Color32, painter: &Painter) {
    for (offset, galley) in text.galleys(align, painter) {
        painter.galley(pos + offset, galley, ink);
    }
}

/// A text with a halo: four copies of it in the halo's colour, a little apart, below it. For the few that change with every pass; names
/// have stamps.
pub fn paint_text(pos: Pos2, galley: &Arc<Galley>, ink: Color32, halo: Color32, painter: &Painter) {
    const REACH: f32 = 1.3;
    for (dx, dy) in [(-0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)] {
        let shifted = pos + vec2(dx, dy) * REACH;
        painter.add(TextShape::new(pos2(shifted.x, shifted.y), galley.clone(), halo).with_override_text_color(halo));
    }
    painter.add(TextShape::new(pos, galley.clone(), ink));
}
