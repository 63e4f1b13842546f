//! Paints a picture with egui. Decides nothing: only the rings of what is selected or hovered are added.

use std::sync::Arc;

use egui::epaint::{Mesh, PathStroke, TextShape, Vertex, WHITE_UV};
use egui::{Color32, CornerRadius, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::map::fade::Fades;
use crate::map::labels::{DOT_RADIUS, Text};
use crate::map::picture::{Area, Disc, Label, Mark, MarkShape, Movement, Picture};
use crate::map::signs::{self, RING_WIDTH};
use crate::map::stacked::UnitMark;
use crate::map::stamps::{self, Form, Layer, Stamp};
use crate::map::troops::TroopMark;
use crate::placing::{Group, PointKind};
use crate::query::Fit;
use crate::theme::Theme;
use crate::viewpoint::Item;

/// Which items are ringed.
pub struct Emphasis<'a> {
    /// The selection and what belongs to it.
    pub selected: &'a dyn Fn(&Item) -> bool,
    pub hovered: &'a dyn Fn(&Item) -> bool,
    /// The firsts of the groups with any of the selection in them, sorted.
    pub selected_groups: &'a [u32],
    /// The first of the group with what is hovered in it.
    pub hovered_group: Option<u32>,
    /// The layers and the firsts of the stacks with the selected unit in them.
    pub selected_stacks: &'a [(usize, u32)],
}

/// Room in a badge for the sign of a standing, in points.
pub const BADGE_SIGN: f32 = 16.0;
/// How far what stands for others looks out from behind a group, or from under the symbol above, in points.
pub const BEHIND: f32 = 3.0;

/// What a ring round a mark says.
#[derive(Clone, Copy)]
enum Ring {
    Selected,
    Hovered,
}

impl Emphasis<'_> {
    fn of(&self, item: &Item) -> Option<Ring> {
        let hovered = || (self.hovered)(item).then_some(Ring::Hovered);
        if (self.selected)(item) { Some(Ring::Selected) } else { hovered() }
    }

    fn of_unit(&self, unit: &UnitMark) -> Option<Ring> {
        let is_selected = self.selected_stacks.contains(&(unit.layer, unit.stack.first));
        if is_selected { Some(Ring::Selected) } else { self.of(&unit.item) }
    }

    fn of_troops(&self, troops: &TroopMark) -> Option<Ring> {
        let is = |which: &dyn Fn(&Item) -> bool| troops.items.iter().any(which);
        let hovered = || is(self.hovered).then_some(Ring::Hovered);
        if is(self.selected) { Some(Ring::Selected) } else { hovered() }
    }

    fn of_group(&self, group: Group) -> Option<Ring> {
        let is_selected = self.selected_groups.binary_search(&group.first).is_ok();
        let hovered = || (self.hovered_group == Some(group.first)).then_some(Ring::Hovered);
        if is_selected { Some(Ring::Selected) } else { hovered() }
    }
}

pub fn paint<'a>(picture: &'a Picture, names: &'a Fades, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
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
        let stroke = Stroke::new(ring.map_or(width, |_| width + 2.0), ring.unwrap_or(colour.gamma_multiply(strength(line.fit))));
        paint_path(line.points.clone(), stroke, line.fit, painter);
    }
    for movement in &picture.movements {
        paint_movement(movement, theme, emphasis, painter);
    }
    stamps::paint(&picture.points.iter().map(|point| of_layer(point.pos, point.style.fill, theme)).collect::<Vec<_>>(), painter);
    for point in &picture.points {
        paint_ring(point.pos, 6.5, emphasis.of(&point.item), theme, painter);
    }
    stamps::paint(&picture.units.iter().flat_map(|unit| unit.stamps(theme)).collect::<Vec<_>>(), painter);
    for unit in &picture.units {
        paint_ring(unit.rect().center(), unit.rect().width() * 0.7, emphasis.of_unit(unit), theme, painter);
    }
    for (label, opacity) in names.labels() {
        if let Some(dot) = label.dot {
            painter.circle_filled(dot, DOT_RADIUS, label.ink.gamma_multiply(opacity));
        }
    }
    let name = |(label, opacity): (&'a Label, f32)| {
        let Label { text, align, pos, ink, .. } = label;
        Stamp::Text { text, align: *align, pos: *pos, ink: *ink, halo: Some(theme.map_halo), opacity }
    };
    let mut stamps: Vec<Stamp<'_>> = names.labels().map(name).collect();
    for movement in &picture.movements {
        stamps.extend(movement.sign_at.map(|at| signs::on_map(at, &movement.standings, strength(movement.fit), theme)));
    }
    for mark in &picture.marks {
        add_mark(mark, theme, &mut stamps);
    }
    for troops in &picture.troops {
        stamps.extend(troops.stamps(theme));
    }
    stamps::paint(&stamps, painter);
    for troops in &picture.troops {
        paint_edge(troops.rect.expand(2.0), emphasis.of_troops(troops), theme, painter);
    }
    for mark in &picture.marks {
        paint_emphasis(mark, theme, emphasis, painter);
    }
    let is_badge = |mark: &&Mark| matches!(mark.shape, MarkShape::Badge { .. }) && !mark.standings.is_empty();
    let sign = |mark: &Mark| signs::on_map(mark.rect().left_center() + vec2(BADGE_SIGN, 0.0), &mark.standings, strength(mark.fit), theme);
    stamps::paint(&picture.marks.iter().filter(is_badge).map(sign).collect::<Vec<_>>(), painter);
}

fn ring_colour(item: &Item, theme: &Theme, emphasis: &Emphasis<'_>) -> Option<Color32> {
    emphasis.of(item).map(|_| theme.accent)
}

fn paint_area(area: &Area, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    let share = if area.fit == Fit::Possibly { POSSIBLE_FILL } else { strength(area.fit) };
    let fill = area.style.fill.map_or(theme.area_fill, Theme::of_file).gamma_multiply(share);
    let vertices = area.shape.vertices.iter().map(|v| Vertex { pos: (*v + area.offset).to_pos2(), uv: WHITE_UV, color: fill }).collect();
    painter.add(Mesh { indices: area.shape.triangles.clone(), vertices, ..Mesh::default() });
    let ring = ring_colour(&area.item, theme, emphasis);
    let edge = ring.unwrap_or(area.style.stroke.map_or(theme.area_edge, Theme::of_file).gamma_multiply(strength(area.fit)));
    let width = area.style.width.unwrap_or(1.2) + if ring.is_some() { 1.0 } else { 0.0 };
    for outline in &area.shape.edges {
        let points: Vec<Pos2> = outline.iter().map(|p| (*p + area.offset).to_pos2()).collect();
        paint_path(points, Stroke::new(width, edge), if ring.is_some() { Fit::Surely } else { area.fit }, painter);
    }
}

fn paint_disc(disc: &Disc, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    /// In a smaller disc the ring round its mark says the same, and this one would cross the name beside it.
    const RINGED_FROM: f32 = 60.0;
    // The larger it stands on the screen, the fainter: it must not drown what is known better.
    let by_size = (48.0 / disc.radius).clamp(0.25, 1.0);
    paint_disc_at(disc.centre, disc.radius, by_size * strength(disc.fit), theme, painter);
    if let Some(accent) = ring_colour(&disc.item, theme, emphasis).filter(|_| disc.radius >= RINGED_FROM) {
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
    let colour = ring.unwrap_or(theme.movement.gamma_multiply(strength(movement.fit)));
    // The core is as wide as the least that is reported, the veil as the most.
    let [core, veil] = movement.widths.unwrap_or([PLAIN_WIDTH; 2]).map(|width| if ring.is_some() { width + 1.0 } else { width });
    painter.line(movement.points.clone(), PathStroke::new(veil + 2.0, theme.map_halo.gamma_multiply(0.8 * strength(movement.fit))));
    if veil > core {
        painter.line(movement.points.clone(), PathStroke::new(veil, colour.gamma_multiply(0.45)));
    }
    paint_path(movement.points.clone(), Stroke::new(core, colour), movement.fit, painter);
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

/// How strongly something is drawn: what the window or the filter leaves out only as much as is needed to see that it is there.
pub fn strength(fit: Fit) -> f32 {
    const FADED: f32 = 0.3;
    if fit == Fit::Out { FADED } else { 1.0 }
}

/// An area that is only possibly asked for is filled less.
const POSSIBLE_FILL: f32 = 0.55;

/// A line, dashed where it is only possibly asked for.
fn paint_path(points: Vec<Pos2>, stroke: Stroke, fit: Fit, painter: &Painter) {
    const DASH: f32 = 6.0;
    const GAP: f32 = 4.0;
    if fit == Fit::Possibly {
        painter.extend(Shape::dashed_line(&points, stroke, DASH, GAP));
    } else {
        painter.line(points, PathStroke::new(stroke.width, stroke.color));
    }
}

fn add_mark<'a>(mark: &'a Mark, theme: &Theme, stamps: &mut Vec<Stamp<'a>>) {
    let (mut drop, opacity) = (0.0, strength_of(mark));
    let ring = || if mark.standings.is_empty() { Vec::new() } else { signs::ring(&mark.standings, mark.reach(), theme) };
    let sign = match mark.shape {
        MarkShape::Dot { radius, kind } => {
            drop = if kind == PointKind::Facility { 2.0 } else { 0.0 };
            Some(point(mark.pos, radius, (kind, mark.n_events > 0), ring(), mark.fit, theme))
        }
        MarkShape::Group { radius } => Some(group(mark.pos, radius, ring(), mark.fit, theme)),
        MarkShape::Middle { radius } if mark.count.is_some() => {
            Some(point(mark.pos, radius, (PointKind::Settlement, true), ring(), mark.fit, theme))
        }
        MarkShape::Middle { .. } => mark.is_drawn().then(|| signs::on_map(mark.pos, &mark.standings, opacity, theme)),
        MarkShape::Badge { .. } => None,
    };
    stamps.extend(sign.map(|sign| sign.with_opacity(opacity)));
    if let Some(text) = &mark.count {
        let pos = mark.pos - text.size() / 2.0 + vec2(0.0, drop);
        // In a hollow mark the number has the mark's own colour.
        let is_hollow = mark.fit == Fit::Possibly;
        let ink = if is_hollow { hollow_ink(mark, theme) } else { theme.mark_edge };
        stamps.push(Stamp::Text { text, align: 0.5, pos, ink, halo: None, opacity });
    }
}

/// How strongly it is drawn what is looked at nearer than it is known.
pub const TOO_NEAR: f32 = 0.55;

/// How strongly a mark is drawn: less, too, where it is looked at nearer than it is known.
fn strength_of(mark: &Mark) -> f32 {
    strength(mark.fit) * if mark.known_to.is_some() { TOO_NEAR } else { 1.0 }
}

fn hollow_ink(mark: &Mark, theme: &Theme) -> Color32 {
    if matches!(mark.shape, MarkShape::Group { .. }) { theme.group } else { theme.mark }
}

/// What is over the stamps: badges, and the rings of what is selected or hovered.
fn paint_emphasis(mark: &Mark, theme: &Theme, emphasis: &Emphasis<'_>, painter: &Painter) {
    match &mark.shape {
        MarkShape::Dot { .. } | MarkShape::Group { .. } => {
            let ring = mark.group.map_or_else(|| emphasis.of(&mark.item), |group| emphasis.of_group(group));
            paint_ring(mark.pos, mark.reach() + 3.5, ring, theme, painter);
        }
        MarkShape::Middle { .. } if mark.is_drawn() => {
            paint_ring(mark.pos, mark.reach() + 3.5, emphasis.of(&mark.item), theme, painter);
        }
        MarkShape::Middle { .. } => {}
        MarkShape::Badge { rect, text } => {
            let edge = ring_colour(&mark.item, theme, emphasis);
            let strength = strength(mark.fit);
            let is_hollow = mark.fit == Fit::Possibly;
            let (ground, ink) = if is_hollow { (theme.mark_edge, theme.mark) } else { (theme.badge, theme.on_badge) };
            painter.rect(
                *rect,
                CornerRadius::same(9),
                ground.gamma_multiply(strength),
                Stroke::new(if edge.is_some() { 2.0 } else { 1.0 }, edge.unwrap_or(theme.mark.gamma_multiply(strength))),
                StrokeKind::Inside,
            );
            paint_lines(rect.center() + vec2(BADGE_SIGN, 0.0) / 2.0 - text.size() / 2.0, text, 0.5, ink.gamma_multiply(strength), painter);
        }
    }
}

/// A point place's mark, with an edge, so that it stands out from any ground; hollow where it is only possibly asked for. `ring` lies
/// under it.
pub fn point<'a>(centre: Pos2, radius: f32, (kind, has_events): (PointKind, bool), ring: Vec<Layer>, fit: Fit, theme: &Theme) -> Stamp<'a> {
    const RIM: f32 = 1.8;
    let fill = if has_events { theme.mark } else { theme.map_label };
    let (form, radius, edge, rim) = match kind {
        PointKind::Settlement => (Form::Disc, radius, 1.5, RIM),
        // As large to the eye as the disc.
        PointKind::Facility => (Form::Triangle, radius * 1.35, 2.6, 2.0 * RIM),
    };
    let mut layers = ring;
    layers.extend([Layer { form, radius: radius + edge, colour: theme.mark_edge }, Layer { form, radius, colour: fill }]);
    if fit == Fit::Possibly {
        layers.push(Layer { form, radius: radius - rim, colour: theme.mark_edge });
    }
    Stamp::Shapes { centre, layers, opacity: strength(fit) }
}

/// The mark of several places: another looks out from behind it. Hollow where they are only possibly asked for. `ring` lies round it.
pub fn group<'a>(centre: Pos2, radius: f32, ring: Vec<Layer>, fit: Fit, theme: &Theme) -> Stamp<'a> {
    const RIM: f32 = 1.8;
    let fill = if ring.is_empty() { theme.map_label } else { theme.group };
    let outer = radius + if ring.is_empty() { 0.0 } else { RING_WIDTH };
    let behind = |radius: f32, colour| Layer { form: Form::DiscAside(vec2(BEHIND, -BEHIND)), radius, colour };
    let mut layers = vec![behind(outer + 1.5, theme.mark_edge), behind(outer, fill), behind(outer - RIM, theme.mark_edge)];
    layers.extend(ring);
    let disc = |radius: f32, colour| Layer { form: Form::Disc, radius, colour };
    layers.extend([disc(radius + 1.5, theme.mark_edge), disc(radius, fill)]);
    if fit == Fit::Possibly {
        layers.push(disc(radius - RIM, theme.mark_edge));
    }
    Stamp::Shapes { centre, layers, opacity: strength(fit) }
}

/// A point of a data layer, in the colour that its file gives it.
pub fn of_layer<'a>(centre: Pos2, fill: Option<[u8; 4]>, theme: &Theme) -> Stamp<'a> {
    let colour = fill.map_or(theme.mark, Theme::of_file);
    let layers = vec![Layer { form: Form::Disc, radius: 4.5, colour: theme.mark_edge }, Layer { form: Form::Disc, radius: 3.5, colour }];
    Stamp::Shapes { centre, layers, opacity: 1.0 }
}

fn paint_ring(centre: Pos2, radius: f32, ring: Option<Ring>, theme: &Theme, painter: &Painter) {
    match ring {
        Some(Ring::Selected) => {
            painter.circle_stroke(centre, radius + 1.0, Stroke::new(5.0, theme.map_halo));
            painter.circle_stroke(centre, radius + 1.0, Stroke::new(2.5, theme.accent));
        }
        Some(Ring::Hovered) => {
            painter.circle_stroke(centre, radius, Stroke::new(1.5, theme.accent));
        }
        None => {}
    }
}

/// The same round a rectangle, which keeps clear of the texts beside it.
fn paint_edge(rect: Rect, ring: Option<Ring>, theme: &Theme, painter: &Painter) {
    let stroke = |width: f32, colour| {
        painter.rect_stroke(rect, CornerRadius::same(3), Stroke::new(width, colour), StrokeKind::Middle);
    };
    match ring {
        Some(Ring::Selected) => {
            stroke(4.5, theme.map_halo);
            stroke(2.5, theme.accent);
        }
        Some(Ring::Hovered) => stroke(1.5, theme.accent),
        None => {}
    }
}

/// A text without a halo.
pub fn paint_lines(pos: Pos2, text: &Text, align: f32, ink: Color32, painter: &Painter) {
    for (offset, galley) in text.galleys(align, painter) {
        // It was laid out in a colour of its own.
        painter.galley_with_override_text_color(pos + offset, galley, ink);
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
