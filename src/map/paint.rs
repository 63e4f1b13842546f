//! Resolves how a picture is drawn: which colours, widths and dashes, and the rings of what is selected or hovered.

use std::borrow::Cow;
use std::f32::consts::TAU;

use egui::{Color32, Pos2, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::map::display::{self, Block, DisplayList, Primitive, Role, segment};
use crate::map::dots::{Cluster, DotsOrder};
use crate::map::labels::{self, DOT_RADIUS};
use crate::map::layer_rows::{POINT_RADIUS, Point};
use crate::map::picture::{Area, Disc, Label, Line, Mark, MarkShape, Movement, Picture};
use crate::map::shapes::View;
use crate::map::signs::{self, RING_WIDTH};
use crate::map::stacked::UnitMark;
use crate::map::stamps::{Form, Layer, Stamp};
use crate::map::troops::TroopMark;
use crate::placing::{Group, PointKind};
use crate::query::Fit;
use crate::theme::Theme;
use crate::viewpoint::Item;
use crate::wording;

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
    /// The row of a data layer that is selected, and the hovered one.
    pub rows: [Option<(usize, u32)>; 2],
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

    /// Whether the selection is one of the units that stand there.
    pub fn is_selected_unit(&self, unit: &UnitMark) -> bool {
        matches!(self.of_unit(unit), Some(Ring::Selected))
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

/// Adds all of a picture, with its names as they stand on the screen: each with how much of it is to be seen, 0 to 1.
pub fn add_picture<'a>(
    picture: &'a Picture,
    names: impl Iterator<Item = (&'a Label, f32)> + Clone,
    theme: &Theme,
    emphasis: &Emphasis<'_>,
    list: &mut DisplayList<'a>,
) {
    for line in &picture.graticule {
        list.add(Role::Ground, None, segment(line.ends, Stroke::new(1.0, theme.graticule)));
    }
    let stroke = Stroke::new(1.0, theme.disputed.gamma_multiply(0.55));
    list.add(Role::Ground, None, Primitive::Segments { ends: Cow::Borrowed(&picture.hatching), stroke });
    let view = View::new(picture.camera, picture.rect);
    for dots in picture.dots.iter().filter(|dots| dots.is_of_shapes()) {
        list.add(Role::Area, None, Primitive::Dots { dots, view });
    }
    for area in &picture.areas {
        add_area(area, theme, emphasis, list);
    }
    for disc in &picture.discs {
        add_disc(disc, theme, emphasis, list);
    }
    for line in &picture.lines {
        add_line(line, theme, emphasis, list);
    }
    for movement in &picture.movements {
        add_movement(movement, theme, emphasis, list);
    }
    for dots in &picture.dots {
        if !dots.is_of_shapes() {
            list.add(Role::Mark, None, Primitive::Dots { dots, view });
        }
        for cluster in dots.clusters().iter().rev() {
            view.copies_of_world(cluster.at).for_each(|pos| add_cluster(cluster, pos, dots.order(), list));
        }
        for (layer, row) in emphasis.rows.iter().flatten().filter(|(layer, _)| *layer == dots.order().layer) {
            let is_selected = emphasis.rows.first() == Some(&Some((*layer, *row)));
            let width = if is_selected { 2.5 } else { 1.5 };
            for points in dots.lines_of(&view, *row) {
                list.add(Role::Area, None, path(points, Stroke::new(width, theme.accent), Fit::Surely));
            }
            for pos in dots.places_of(&view, *row) {
                list.add(Role::Mark, None, Primitive::Stamp(of_layer(pos, None, POINT_RADIUS, theme)));
                list.add(Role::Mark, None, display::ring(pos, 6.5, Stroke::new(width, theme.accent)));
            }
        }
    }
    for point in &picture.points {
        list.add(Role::Mark, Some(&point.item), row_point(point, theme));
    }
    for point in &picture.points {
        add_ring((Role::Mark, &point.item), (point.pos, point.radius + 3.0), emphasis.of(&point.item), theme, list);
    }
    for unit in &picture.units {
        unit.stamps(theme).for_each(|stamp| list.add(Role::Symbol, Some(&unit.item), Primitive::Stamp(stamp)));
    }
    for unit in &picture.units {
        let circle = (unit.rect().center(), unit.rect().width() * 0.7);
        add_ring((Role::Symbol, &unit.item), circle, emphasis.of_unit(unit), theme, list);
    }
    for (label, opacity) in names.clone() {
        if let Some(centre) = label.dot {
            let fill = label.ink.gamma_multiply(opacity);
            list.add(Role::Label, None, Primitive::Circle { centre, radius: DOT_RADIUS, fill, edge: Stroke::NONE });
        }
    }
    for (label, opacity) in names {
        let Label { item, text, align, pos, ink, .. } = label;
        let stamp = Stamp::Text { text, align: *align, pos: *pos, ink: *ink, halo: Some(theme.map_halo), opacity };
        list.add(Role::Label, item.as_ref(), Primitive::Stamp(stamp));
    }
    for movement in &picture.movements {
        let sign = movement.sign_at.map(|at| signs::on_map(at, &movement.standings, strength(movement.fit), theme));
        sign.into_iter().for_each(|sign| list.add(Role::Arc, Some(&movement.item), Primitive::Stamp(sign)));
    }
    for mark in &picture.marks {
        add_mark(mark, theme, list);
    }
    for troops in &picture.troops {
        troops.stamps(theme).for_each(|stamp| list.add(Role::Symbol, troops.items.first(), Primitive::Stamp(stamp)));
    }
    for troops in &picture.troops {
        add_edge(troops, emphasis.of_troops(troops), theme, list);
    }
    for mark in &picture.marks {
        add_emphasis(mark, theme, emphasis, list);
    }
    for mark in picture.marks.iter().filter(|mark| matches!(mark.shape, MarkShape::Badge { .. }) && !mark.standings.is_empty()) {
        let centre = mark.rect().left_center() + vec2(BADGE_SIGN, 0.0);
        let sign = signs::on_map(centre, &mark.standings, strength(mark.fit), theme);
        list.add(Role::Mark, Some(&mark.item), Primitive::Stamp(sign));
    }
}

/// How wide the ring of a cluster is that tells of what classes its points are, in points.
const CLASS_RING: f32 = 3.5;

/// A point that stands alone, or the sign of several with their number: in the colour of what they all are, or with a ring of shares.
fn add_cluster(cluster: &Cluster, pos: Pos2, order: &DotsOrder, list: &mut DisplayList<'_>) {
    let (theme, radius) = (order.theme, cluster.radius());
    let faded = |colour: Color32| colour.gamma_multiply(order.opacity);
    let fills = order.fills();
    let shares: Vec<(u32, Color32)> = cluster.of_classes.iter().copied().zip(fills).filter(|(n, _)| *n > 0).collect();
    let edge = Stroke::new(1.5, faded(theme.mark_edge));
    let disc = |radius: f32, fill: Color32| Primitive::Circle { centre: pos, radius, fill: faded(fill), edge };
    match shares.as_slice() {
        [(_, fill)] if order.classes.is_none() || cluster.n_points == 1 => list.add(Role::Mark, None, disc(radius, *fill)),
        shares => {
            list.add(Role::Mark, None, disc(radius, theme.panel));
            let mut from = -0.25;
            for (n, fill) in shares {
                let to = from + *n as f32 / cluster.n_points as f32;
                let points = arc(pos, radius - CLASS_RING / 2.0, [from, to]);
                list.add(Role::Mark, None, Primitive::Line { points, stroke: Stroke::new(CLASS_RING, faded(*fill)), dash: None });
                from = to;
            }
        }
    }
    if cluster.n_points > 1 {
        let ink = if order.classes.is_none() { theme.mark_edge } else { theme.text };
        let galley = list.galley(wording::short_count(cluster.n_points), labels::count_font(), ink);
        let corner = pos - galley.size() / 2.0;
        list.add(Role::Mark, None, Primitive::Words { pos: corner, galley, ink, halo: None });
    }
}

/// Part of a circle, from and to so many turns to the right of the right hand.
fn arc(centre: Pos2, radius: f32, [from, to]: [f32; 2]) -> Vec<Pos2> {
    let n = ((to - from) * 48.0).ceil().max(1.0);
    (0..=n as u32).map(|step| centre + Vec2::angled(TAU * (from + (to - from) * step as f32 / n)) * radius).collect()
}

fn ring_colour(item: &Item, theme: &Theme, emphasis: &Emphasis<'_>) -> Option<Color32> {
    emphasis.of(item).map(|_| theme.accent)
}

fn add_area<'a>(area: &'a Area, theme: &Theme, emphasis: &Emphasis<'_>, list: &mut DisplayList<'a>) {
    let item = Some(&area.item);
    let share = if area.fit == Fit::Possibly { POSSIBLE_FILL } else { strength(area.fit) };
    let fill = area.style.fill.map_or(theme.area_fill, Theme::of_file).gamma_multiply(share);
    list.add(Role::Area, item, Primitive::Inside { shape: area.shape.clone(), offset: area.offset, fill });
    let ring = ring_colour(&area.item, theme, emphasis);
    let edge = ring.unwrap_or(area.style.stroke.map_or(theme.area_edge, Theme::of_file).gamma_multiply(strength(area.fit)));
    let width = area.style.width.unwrap_or(AREA_EDGE_WIDTH) + if ring.is_some() { 1.0 } else { 0.0 };
    for outline in &area.shape.edges {
        let points: Vec<Pos2> = outline.iter().map(|p| (*p + area.offset).to_pos2()).collect();
        list.add(Role::Area, item, path(points, Stroke::new(width, edge), if ring.is_some() { Fit::Surely } else { area.fit }));
    }
}

fn add_disc<'a>(disc: &'a Disc, theme: &Theme, emphasis: &Emphasis<'_>, list: &mut DisplayList<'a>) {
    /// In a smaller disc the ring round its mark says the same, and this one would cross the name beside it.
    const RINGED_FROM: f32 = 60.0;
    let item = Some(&disc.item);
    // The larger it stands on the screen, the fainter: it must not drown what is known better.
    let by_size = (48.0 / disc.radius).clamp(0.25, 1.0);
    list.add(Role::Area, item, soft_disc(disc.centre, disc.radius, by_size * strength(disc.fit), theme));
    if let Some(accent) = ring_colour(&disc.item, theme, emphasis).filter(|_| disc.radius >= RINGED_FROM) {
        list.add(Role::Area, item, display::ring(disc.centre, disc.radius * 0.8, Stroke::new(2.0, accent)));
    }
}

/// A disc that is solid in the middle and fades to nothing at its rim: the place is somewhere in there.
pub fn soft_disc<'a>(centre: Pos2, radius: f32, strength: f32, theme: &Theme) -> Primitive<'a> {
    let fill = |share: f32| theme.area_fill.gamma_multiply(share * strength);
    Primitive::Glow { centre, radius, stops: vec![(0.0, fill(1.6)), (0.55, fill(1.25)), (1.0, fill(0.0))] }
}

fn add_line<'a>(line: &'a Line, theme: &Theme, emphasis: &Emphasis<'_>, list: &mut DisplayList<'a>) {
    let colour = line.style.stroke.map_or(theme.movement, Theme::of_file);
    let width = line.style.width.unwrap_or(LINE_WIDTH);
    let ring = ring_colour(&line.item, theme, emphasis);
    let stroke = Stroke::new(ring.map_or(width, |_| width + 2.0), ring.unwrap_or(colour.gamma_multiply(strength(line.fit))));
    list.add(Role::Area, Some(&line.item), path(line.points.clone(), stroke, line.fit));
}

fn add_movement<'a>(movement: &'a Movement, theme: &Theme, emphasis: &Emphasis<'_>, list: &mut DisplayList<'a>) {
    const PLAIN_WIDTH: f32 = 2.2;
    let item = Some(&movement.item);
    let ring = ring_colour(&movement.item, theme, emphasis);
    let colour = ring.unwrap_or(theme.movement.gamma_multiply(strength(movement.fit)));
    // The core is as wide as the least that is reported, the veil as the most.
    let [core, veil] = movement.widths.unwrap_or([PLAIN_WIDTH; 2]).map(|width| if ring.is_some() { width + 1.0 } else { width });
    let mut along = |width: f32, colour| {
        list.add(Role::Arc, item, path(movement.points.clone(), Stroke::new(width, colour), Fit::Surely));
    };
    along(veil + 2.0, theme.map_halo.gamma_multiply(0.8 * strength(movement.fit)));
    if veil > core {
        along(veil, colour.gamma_multiply(0.45));
    }
    list.add(Role::Arc, item, path(movement.points.clone(), Stroke::new(core, colour), movement.fit));
    let (Some(tip), Some(before)) =
        (movement.points.last(), movement.points.iter().rev().find(|p| movement.points.last().is_some_and(|t| t.distance(**p) > 9.0)))
    else {
        return;
    };
    let along = (*tip - *before).normalized();
    let half = 4.4 + veil * 0.6;
    let head = [*tip + along * 3.0, *tip - along * (2.0 * half) + along.rot90() * half, *tip - along * (2.0 * half) - along.rot90() * half];
    let edge = Stroke::new(1.0, theme.map_halo);
    list.add(Role::Arc, item, Primitive::Polygon { corners: head.to_vec(), fill: colour, edge });
}

/// How strongly something is drawn: what the window or the filter leaves out only as much as is needed to see that it is there.
pub fn strength(fit: Fit) -> f32 {
    const FADED: f32 = 0.3;
    if fit == Fit::Out { FADED } else { 1.0 }
}

/// An area that is only possibly asked for is filled less.
pub const POSSIBLE_FILL: f32 = 0.55;

/// Lengths in points of the dashes and gaps of a line that is only possibly asked for.
pub const DASH_AND_GAP: [f32; 2] = [6.0, 4.0];

/// Widths in points of the edge of an area and of a line, where nothing asks for another.
pub const AREA_EDGE_WIDTH: f32 = 1.2;
pub const LINE_WIDTH: f32 = 2.0;

/// A line, dashed where it is only possibly asked for.
fn path<'a>(points: Vec<Pos2>, stroke: Stroke, fit: Fit) -> Primitive<'a> {
    Primitive::Line { points, stroke, dash: (fit == Fit::Possibly).then_some(DASH_AND_GAP) }
}

fn add_mark<'a>(mark: &'a Mark, theme: &Theme, list: &mut DisplayList<'a>) {
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
    let mut add = |stamp: Stamp<'a>| list.add(Role::Mark, Some(&mark.item), Primitive::Stamp(stamp));
    sign.into_iter().for_each(|sign| add(sign.with_opacity(opacity)));
    if let Some(text) = &mark.count {
        let pos = mark.pos - text.size() / 2.0 + vec2(0.0, drop);
        // In a hollow mark the number has the mark's own colour.
        let is_hollow = mark.fit == Fit::Possibly;
        let ink = if is_hollow { hollow_ink(mark, theme) } else { theme.mark_edge };
        add(Stamp::Text { text, align: 0.5, pos, ink, halo: None, opacity });
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
fn add_emphasis<'a>(mark: &'a Mark, theme: &Theme, emphasis: &Emphasis<'_>, list: &mut DisplayList<'a>) {
    let of = (Role::Mark, &mark.item);
    let round = (mark.pos, mark.reach() + 3.5);
    match &mark.shape {
        MarkShape::Dot { .. } | MarkShape::Group { .. } => {
            let ring = mark.group.map_or_else(|| emphasis.of(&mark.item), |group| emphasis.of_group(group));
            add_ring(of, round, ring, theme, list);
        }
        MarkShape::Middle { .. } if mark.is_drawn() => add_ring(of, round, emphasis.of(&mark.item), theme, list),
        MarkShape::Middle { .. } => {}
        MarkShape::Badge { rect, text } => {
            let edge = ring_colour(&mark.item, theme, emphasis);
            let strength = strength(mark.fit);
            let is_hollow = mark.fit == Fit::Possibly;
            let (ground, ink) = if is_hollow { (theme.mark_edge, theme.mark) } else { (theme.badge, theme.on_badge) };
            let block = Block {
                rect: *rect,
                radius: 9,
                fill: ground.gamma_multiply(strength),
                edge: Stroke::new(if edge.is_some() { 2.0 } else { 1.0 }, edge.unwrap_or(theme.mark.gamma_multiply(strength))),
                edge_lies: StrokeKind::Inside,
            };
            list.add(Role::Mark, Some(&mark.item), Primitive::Rect(block));
            let pos = rect.center() + vec2(BADGE_SIGN, 0.0) / 2.0 - text.size() / 2.0;
            list.add_text((Role::Mark, Some(&mark.item)), pos, (text, 0.5), ink.gamma_multiply(strength));
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
pub fn of_layer<'a>(centre: Pos2, fill: Option<[u8; 4]>, radius: f32, theme: &Theme) -> Stamp<'a> {
    let colour = fill.map_or(theme.mark, Theme::of_file);
    let layers =
        vec![Layer { form: Form::Disc, radius: radius + 1.0, colour: theme.mark_edge }, Layer { form: Form::Disc, radius, colour }];
    Stamp::Shapes { centre, layers, opacity: 1.0 }
}

/// The same, with a tip where it points to.
fn row_point<'a>(point: &Point, theme: &Theme) -> Primitive<'a> {
    let Some(direction_deg) = point.direction_deg else {
        return Primitive::Stamp(of_layer(point.pos, point.style.fill, point.radius, theme));
    };
    let ahead = Vec2::angled((direction_deg - 90.0).to_radians()) * point.radius;
    let corners = vec![point.pos + ahead * 2.2, point.pos - ahead * 1.2 + ahead.rot90(), point.pos - ahead * 1.2 - ahead.rot90()];
    Primitive::Polygon { corners, fill: point.style.fill.map_or(theme.mark, Theme::of_file), edge: Stroke::new(1.0, theme.mark_edge) }
}

fn add_ring<'a>(
    (role, item): (Role, &'a Item),
    (centre, radius): (Pos2, f32),
    ring: Option<Ring>,
    theme: &Theme,
    list: &mut DisplayList<'a>,
) {
    let mut add = |radius: f32, width: f32, colour| list.add(role, Some(item), display::ring(centre, radius, Stroke::new(width, colour)));
    match ring {
        Some(Ring::Selected) => {
            add(radius + 1.0, 5.0, theme.map_halo);
            add(radius + 1.0, 2.5, theme.accent);
        }
        Some(Ring::Hovered) => add(radius, 1.5, theme.accent),
        None => {}
    }
}

/// The same round a symbol, which keeps clear of the texts beside it.
fn add_edge<'a>(troops: &'a TroopMark, ring: Option<Ring>, theme: &Theme, list: &mut DisplayList<'a>) {
    let rect: Rect = troops.rect.expand(2.0);
    let mut add = |width: f32, colour| {
        let edge = Stroke::new(width, colour);
        let block = Block { rect, radius: 3, fill: Color32::TRANSPARENT, edge, edge_lies: StrokeKind::Middle };
        list.add(Role::Symbol, troops.items.first(), Primitive::Rect(block));
    };
    match ring {
        Some(Ring::Selected) => {
            add(4.5, theme.map_halo);
            add(2.5, theme.accent);
        }
        Some(Ring::Hovered) => add(1.5, theme.accent),
        None => {}
    }
}
