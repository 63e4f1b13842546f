//! What the map draws, resolved: shapes and laid-out labels in screen points, and what is under a point.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2, vec2};

use crate::base::Rev;
use crate::dataset::Dataset;
use crate::earth::{LonLat, great_circle};
use crate::map::labels::{self, Shown, Text};
use crate::map::shapes::{self, Shape, View};
use crate::model::{Event, EventId, Place, PlaceId, PlaceRole, Precision, PrecisionWord, RecordId, Relation, Situation, Subject};
use crate::theme::Theme;
use crate::viewpoint::{Camera, Item, ThemeKind};

/// Radius in points of a mark, and of one that has a number in it.
const DOT_RADIUS: f32 = 5.5;
const COUNT_RADIUS: f32 = 8.5;

/// All that a picture shows, in the order it is painted.
pub struct Picture {
    pub rect: Rect,
    pub areas: Vec<Area>,
    pub discs: Vec<Disc>,
    pub lines: Vec<Line>,
    pub movements: Vec<Movement>,
    pub points: Vec<Point>,
    pub marks: Vec<Mark>,
    pub labels: Vec<Label>,
    /// What is named, for the next picture.
    pub shown: Shown,
}

/// What a picture is computed from, as far as it can change.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureKey {
    pub situation: Option<Rev>,
    pub n_layers: usize,
    pub camera: Camera,
    pub rect: Rect,
    pub pixels_per_point: f32,
    pub theme: ThemeKind,
}

/// What a picture is computed from.
pub struct Inputs<'a> {
    pub situation: Option<&'a Situation>,
    pub layers: &'a [Dataset],
    pub camera: Camera,
    pub rect: Rect,
    pub theme: &'static Theme,
}

/// A filled area, triangulated.
pub struct Area {
    pub item: Item,
    pub shape: Arc<Shape>,
    /// Puts the shape's own points on the screen.
    pub offset: Vec2,
    pub style: AreaStyle,
}

/// How an area or line of a data layer wants to look; `None` is the theme's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AreaStyle {
    pub fill: Option<[u8; 4]>,
    pub stroke: Option<[u8; 4]>,
    pub width: Option<f32>,
}

/// A place known only roughly: a disc that fades out.
pub struct Disc {
    pub item: Item,
    pub centre: Pos2,
    pub radius: f32,
}

/// A line of a place or of a data layer.
pub struct Line {
    pub item: Item,
    pub points: Vec<Pos2>,
    pub style: AreaStyle,
}

/// An arc from one place to another, along the great circle.
pub struct Movement {
    pub item: Item,
    pub points: Vec<Pos2>,
}

/// A point of a data layer.
pub struct Point {
    pub item: Item,
    pub pos: Pos2,
    pub style: AreaStyle,
}

/// A place of the situation.
pub struct Mark {
    pub item: Item,
    pub name: String,
    pub pos: Pos2,
    pub shape: MarkShape,
    /// How many events the place is tied to.
    pub n_events: usize,
    /// The number, laid out, where there is more than one.
    pub count: Option<Text>,
}

#[derive(Clone, Debug)]
pub enum MarkShape {
    /// A point place: a disc of that radius.
    Dot { radius: f32 },
    /// The middle of an area or a rough place: no pin, only its count.
    Middle { radius: f32 },
    /// An unnamed place: a badge by what it is part of.
    Badge { rect: Rect, text: Text },
}

/// A laid-out text with a halo.
pub struct Label {
    /// What it names; `None` for the basemap's own labels.
    pub item: Option<Item>,
    pub text: Text,
    pub pos: Pos2,
    pub ink: egui::Color32,
    /// A small dot beside it (cities of the basemap).
    pub dot: Option<Pos2>,
}

impl Mark {
    /// What the pointer can hit.
    pub fn rect(&self) -> Rect {
        match &self.shape {
            MarkShape::Dot { radius } | MarkShape::Middle { radius } => Rect::from_center_size(self.pos, Vec2::splat(2.0 * radius)),
            MarkShape::Badge { rect, .. } => *rect,
        }
    }
}

impl Picture {
    /// `before` is what the picture before this one named: it is named again where it can be.
    pub fn build(inputs: &Inputs<'_>, before: &Shown, ctx: &egui::Context) -> Self {
        let mut picture = Self {
            rect: inputs.rect,
            areas: Vec::new(),
            discs: Vec::new(),
            lines: Vec::new(),
            movements: Vec::new(),
            points: Vec::new(),
            marks: Vec::new(),
            labels: Vec::new(),
            shown: Shown::default(),
        };
        let view = View::new(inputs.camera, inputs.rect);
        for (index, layer) in inputs.layers.iter().enumerate() {
            picture.add_layer(&view, index, layer);
        }
        if let Some(situation) = inputs.situation {
            for place in situation.places().values() {
                picture.add_place(&view, situation, place, inputs.theme, ctx);
            }
            for event in situation.events().values() {
                picture.add_movements(&view, situation, event);
            }
        }
        picture.spread_marks();
        labels::lay_out(&mut picture, &view, inputs, before, ctx);
        picture
    }

    /// What is under the pointer: marks before labels, then movements, lines and points, then areas, the smallest first.
    pub fn pick(&self, pos: Pos2) -> Option<Item> {
        const REACH: f32 = 5.0;
        if !self.rect.contains(pos) {
            return None;
        }
        let nearest = |candidates: &mut dyn Iterator<Item = (f32, &Item)>| {
            candidates.filter(|(distance, _)| *distance <= REACH).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, item)| item.clone())
        };
        nearest(&mut self.marks.iter().map(|m| (m.rect().distance_to_pos(pos), &m.item)))
            .or_else(|| {
                let hit = |l: &&Label| Rect::from_min_size(l.pos, l.text.size()).contains(pos);
                self.labels.iter().filter(|l| l.item.is_some()).find(hit).and_then(|l| l.item.clone())
            })
            .or_else(|| nearest(&mut self.points.iter().map(|p| (p.pos.distance(pos) - 3.0, &p.item))))
            .or_else(|| {
                let lines = self.lines.iter().map(|l| (shapes::distance_to_line(pos, &l.points), &l.item));
                let movements = self.movements.iter().map(|m| (shapes::distance_to_line(pos, &m.points), &m.item));
                nearest(&mut lines.chain(movements))
            })
            .or_else(|| {
                let discs = self.discs.iter().filter(|d| d.centre.distance(pos) <= d.radius).map(|d| (d.radius * d.radius * 3.0, &d.item));
                let areas = self.areas.iter().filter(|a| a.shape.contains(pos - a.offset)).map(|a| (a.shape.extent(), &a.item));
                discs.chain(areas).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, item)| item.clone())
            })
    }

    fn add_place(&mut self, view: &View, situation: &Situation, place: &Place, theme: &Theme, ctx: &egui::Context) {
        let item = Item::Record(RecordId::Place(place.id.clone()));
        let n_events = situation.events_at(&place.id).len();
        let mark = |pos, shape, count| Mark { item: item.clone(), name: place.name.clone(), pos, shape, n_events, count };
        if place.unnamed {
            let Some(anchor) = anchor(situation, &place.id) else { return };
            let text = labels::badge(ctx, theme, &place.name);
            for at in view.copies(anchor) {
                let rect = Rect::from_center_size(at + vec2(0.0, 30.0), text.size() + vec2(16.0, 8.0));
                if !view.rect.contains_rect(rect) {
                    continue;
                }
                self.marks.push(mark(rect.center(), MarkShape::Badge { rect, text: text.clone() }, None));
            }
            return;
        }
        let Some(geometry) = &place.geometry else { return };
        let style = AreaStyle {
            fill: place.style.fill.map(|c| rgba(c.0, place.style.fill_opacity.unwrap_or(0.6))),
            stroke: place.style.stroke.map(|c| rgba(c.0, place.style.stroke_opacity.unwrap_or(1.0))),
            width: place.style.stroke_width.map(narrow),
        };
        let is_area = self.add_shapes(view, &item, geometry, style);
        let rough_m = place.precision.and_then(rough_radius_m);
        let count = (n_events > 1).then(|| labels::count(ctx, theme, n_events));
        let Some(middle) = shapes::middle(geometry) else { return };
        for at in view.copies(middle) {
            if let (Some(radius_m), false) = (rough_m, is_area) {
                let radius = view.points_for(radius_m, middle).clamp(16.0, 220.0);
                self.discs.push(Disc { item: item.clone(), centre: at, radius });
                self.marks.push(mark(at, MarkShape::Middle { radius: COUNT_RADIUS }, count.clone()));
            } else if is_area {
                self.marks.push(mark(at, MarkShape::Middle { radius: COUNT_RADIUS }, count.clone()));
            } else {
                let radius = if count.is_some() { COUNT_RADIUS } else { DOT_RADIUS };
                self.marks.push(mark(at, MarkShape::Dot { radius }, count.clone()));
            }
        }
    }

    /// Keeps marks from covering one another. A point place stays where it is and gives up its number where another is too near;
    /// a rough place is somewhere in its disc, so its count may stand anywhere there.
    fn spread_marks(&mut self) {
        const CLEARANCE: f32 = 3.0;
        let is_fixed = |mark: &Mark| !matches!(mark.shape, MarkShape::Middle { .. });
        let dots: Vec<Rect> = self.marks.iter().filter(|m| matches!(m.shape, MarkShape::Dot { .. })).map(Mark::rect).collect();
        for mark in &mut self.marks {
            let own = mark.rect();
            if let MarkShape::Dot { radius } = &mut mark.shape
                && dots.iter().any(|other| *other != own && other.intersects(own))
            {
                *radius = DOT_RADIUS;
                mark.count = None;
            }
        }
        let mut taken: Vec<Rect> = self.marks.iter().filter(|m| is_fixed(m)).map(Mark::rect).collect();
        for mark in self.marks.iter_mut().filter(|m| !is_fixed(m) && m.count.is_some()) {
            let own = mark.rect().expand(CLEARANCE);
            let ways = (0..16_u8).map(|turn| Vec2::angled(std::f32::consts::TAU * (0.75 + f32::from(turn) / 16.0)));
            let rings = [14.0, 22.0, 30.0, 40.0].into_iter().flat_map(|reach| ways.clone().map(move |way| way * reach));
            let offset =
                std::iter::once(Vec2::ZERO).chain(rings).find(|offset| !taken.iter().any(|rect| rect.intersects(own.translate(*offset))));
            mark.pos += offset.unwrap_or_default();
            taken.push(mark.rect());
        }
    }

    /// Adds the lines and areas of a geometry; says whether it has any area or line.
    fn add_shapes(&mut self, view: &View, item: &Item, geometry: &geo::Geometry<f64>, style: AreaStyle) -> bool {
        let mut is_extended = false;
        for part in shapes::parts(geometry) {
            match part {
                shapes::Part::Line(line) => {
                    is_extended = true;
                    for points in view.line_copies(line) {
                        self.lines.push(Line { item: item.clone(), points, style });
                    }
                }
                shapes::Part::Polygon(polygon) => {
                    is_extended = true;
                    for (shape, offset) in view.polygon_copies(polygon) {
                        self.areas.push(Area { item: item.clone(), shape, offset, style });
                    }
                }
                shapes::Part::Point(_) => {}
            }
        }
        is_extended
    }

    fn add_movements(&mut self, view: &View, situation: &Situation, event: &Event) {
        const STEP_DEG: f64 = 2.0;
        let item = Item::Record(RecordId::Event(event.id.clone()));
        let with_role = |role: PlaceRole| event.places.iter().filter(move |p| p.role == role).filter_map(|p| anchor(situation, &p.place));
        for from in with_role(PlaceRole::From) {
            for to in with_role(PlaceRole::To) {
                let arc = great_circle(from, to, STEP_DEG);
                for points in view.unwrapped_copies(&arc) {
                    self.movements.push(Movement { item: item.clone(), points: shapes::shortened(points, 18.0) });
                }
            }
        }
    }

    fn add_layer(&mut self, view: &View, index: usize, layer: &Dataset) {
        for row in 0..layer.n_rows() {
            if layer.bounds_of(row).is_some_and(|b| !view.may_show(b)) {
                continue;
            }
            let Some(geometry) = layer.geometry(row) else { continue };
            let item = Item::Row { layer: index, row };
            let style = layer.style(row);
            let colours = AreaStyle {
                fill: style.fill.map(|c| rgba(c.0, style.fill_opacity.unwrap_or(0.6))),
                stroke: style.stroke.map(|c| rgba(c.0, style.stroke_opacity.unwrap_or(1.0))),
                width: style.stroke_width.map(narrow),
            };
            self.add_shapes(view, &item, &geometry, colours);
            let point = AreaStyle { fill: style.marker_color.map(|c| rgba(c.0, 1.0)), ..AreaStyle::default() };
            for part in shapes::parts(&geometry) {
                if let shapes::Part::Point(at) = part {
                    for pos in view.copies(at) {
                        self.points.push(Point { item: item.clone(), pos, style: point });
                    }
                }
            }
        }
    }
}

/// The places that a record is tied to, for showing it on the map: an event's own, or those of its parts where it has none; for a
/// report those of what it speaks of; for a source or an actor nothing but what its events have.
pub fn places_of(situation: &Situation, id: &RecordId) -> BTreeSet<PlaceId> {
    let mut places = BTreeSet::new();
    match id {
        RecordId::Place(place) => {
            places.insert(place.clone());
        }
        RecordId::Event(event) => add_places_of_event(situation, event, &mut places),
        RecordId::Report(report) => {
            for about in situation.report(report).into_iter().flat_map(|r| &r.about) {
                if let Subject::Event(event) = &about.subject {
                    add_places_of_event(situation, event, &mut places);
                }
                places.extend(about.troops.iter().flat_map(|t| t.from.iter().chain(&t.to)).cloned());
            }
        }
        RecordId::Actor(actor) => {
            for event in situation.events_of(actor) {
                add_places_of_event(situation, event, &mut places);
            }
        }
        RecordId::Source(source) => {
            for report in situation.reports_of(source) {
                places.extend(places_of(situation, &RecordId::Report(report.clone())));
            }
        }
    }
    places
}

fn add_places_of_event(situation: &Situation, id: &EventId, places: &mut BTreeSet<PlaceId>) {
    let own = |id: &EventId| situation.event(id).into_iter().flat_map(|e| &e.places).map(|p| p.place.clone()).collect::<Vec<_>>();
    let mut found = own(id);
    if found.is_empty() {
        let parts = situation.events_linking_to(id).iter().filter(|(_, rel)| *rel == Relation::PartOf);
        found = parts.flat_map(|(part, _)| own(part)).collect();
    }
    places.extend(found);
}

/// Where a place is to be shown as one point: its own middle, or that of what it is part of where it is not placed itself.
pub fn anchor(situation: &Situation, id: &PlaceId) -> Option<LonLat> {
    let mut seen = BTreeSet::new();
    let mut place = situation.place(id)?;
    while seen.insert(place.id.clone()) {
        if let Some(middle) = place.geometry.as_ref().and_then(shapes::middle) {
            return Some(middle);
        }
        place = situation.place(place.part_of.as_ref()?)?;
    }
    None
}

/// Radius in metres of the soft disc that stands for a precision; `None` where a point is right.
fn rough_radius_m(precision: Precision) -> Option<f64> {
    match precision {
        Precision::Metres(radius_m) => (radius_m > 1_000.0).then_some(radius_m),
        Precision::Word(PrecisionWord::Exact | PrecisionWord::Settlement) => None,
        Precision::Word(PrecisionWord::District) => Some(25_000.0),
        Precision::Word(PrecisionWord::Region) => Some(100_000.0),
        Precision::Word(PrecisionWord::Country) => Some(300_000.0),
    }
}

fn rgba([r, g, b]: [u8; 3], opacity: f64) -> [u8; 4] {
    [r, g, b, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8]
}

pub fn narrow(value: f64) -> f32 {
    value as f32
}
