//! What a situation has to draw whatever the camera: found once for each change of the records.

use std::sync::Arc;

use crate::earth::{LonLat, great_circle, to_world};
use crate::map::groups::{Group, Groups};
use crate::map::picture::{AreaStyle, anchor, narrow, rgba};
use crate::map::shapes;
use crate::model::{
    Event, EventId, Place, PlaceId, PlaceKind, PlaceRole, Precision, PrecisionWord, RecordId, Situation, Strength, bodies_in,
};
use crate::viewpoint::{Item, MAX_ZOOM};

/// A situation made ready for pictures of it.
#[derive(Debug)]
pub struct Resolved {
    /// Places that are points, those with most events first.
    points: Vec<PointPlace>,
    /// In world units, in the order of `points`.
    positions: Vec<[f64; 2]>,
    groups: Groups,
    pub wide: Vec<WidePlace>,
    pub badges: Vec<BadgePlace>,
    pub routes: Vec<Route>,
}

/// What all places have.
#[derive(Clone, Debug)]
pub struct Named {
    pub item: Item,
    pub name: String,
    /// As people there write it, where that is known and differs.
    pub local_name: Option<String>,
    pub n_events: usize,
}

/// A place that is a point.
#[derive(Clone, Debug)]
pub struct PointPlace {
    pub named: Named,
    pub kind: PointKind,
    pub at: LonLat,
}

/// What stands at a point, told apart by the mark's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointKind {
    /// A city, town or anything not said: a disc.
    Settlement,
    /// A base, port, plant: a triangle. Squares and diamonds are frames of identity.
    Facility,
}

/// An area, a line, or a place known only roughly.
#[derive(Clone, Debug)]
pub struct WidePlace {
    pub named: Named,
    pub id: PlaceId,
    pub middle: LonLat,
    /// Radius in metres of the disc that stands for it, unless it has a shape of its own.
    pub rough_m: Option<f64>,
    pub style: AreaStyle,
}

/// An unnamed place, shown by what it is part of.
#[derive(Clone, Debug)]
pub struct BadgePlace {
    pub named: Named,
    pub anchor: LonLat,
}

/// A movement from one place to another along the great circle.
#[derive(Clone, Debug)]
pub struct Route {
    pub item: Item,
    /// Longitudes and latitudes in degrees; longitudes run on.
    pub path: Vec<[f64; 2]>,
    /// The least and the most men that reports speak of, where any gives a number.
    pub strength: Option<(u64, u64)>,
}

impl Resolved {
    /// Names in a language (BCP 47 tag) where there are any.
    pub fn of(situation: &Situation, language: Option<&str>) -> Self {
        let mut resolved = Self {
            points: Vec::new(),
            positions: Vec::new(),
            groups: Groups::new(MAX_ZOOM),
            wide: Vec::new(),
            badges: Vec::new(),
            routes: situation.events().values().flat_map(|event| routes(situation, event)).collect(),
        };
        for place in situation.places().values() {
            resolved.add(situation, place, language);
        }
        resolved.points.sort_by_key(|point| std::cmp::Reverse(point.named.n_events));
        resolved.positions = resolved.points.iter().map(|point| to_world(point.at)).map(|(x, y)| [x, y]).collect();
        resolved
    }

    /// The point places at a zoom, those too near to be told apart together.
    pub fn groups(&self, zoom: f64) -> impl Iterator<Item = (&Group, [f64; 2])> {
        /// In points. Few places are put together only where their marks would touch, many earlier: else they cover the map.
        const REACH: (f64, f64) = (14.0, 44.0);
        const MANY: usize = 500;
        let reach = if self.points.len() > MANY { REACH.1 } else { REACH.0 };
        let groups = self.groups.at(zoom, &self.positions, reach);
        groups.iter().filter_map(|group| Some((group, *self.positions.get(*group.members.first()? as usize)?)))
    }

    /// The places of a group: made once, for pictures of 10,000 places come with every frame.
    pub fn items(&self, group: &Group) -> Arc<[Item]> {
        let item = |index: &u32| self.point(*index).map(|place| place.named.item.clone());
        Arc::clone(group.items.get_or_init(|| group.members.iter().filter_map(item).collect()))
    }

    pub fn point(&self, index: u32) -> Option<&PointPlace> {
        self.points.get(index as usize)
    }

    fn add(&mut self, situation: &Situation, place: &Place, language: Option<&str>) {
        let named = named(situation, place, language);
        if place.unnamed {
            self.badges.extend(anchor(situation, &place.id).map(|anchor| BadgePlace { named, anchor }));
            return;
        }
        let Some(geometry) = &place.geometry else { return };
        let Some(middle) = shapes::middle(geometry) else { return };
        let has_shape = shapes::parts(geometry).iter().any(|part| !matches!(part, shapes::Part::Point(_)));
        let rough_m = place.precision.and_then(rough_radius_m).filter(|_| !has_shape);
        if has_shape || rough_m.is_some() {
            let style = AreaStyle {
                fill: place.style.fill.map(|c| rgba(c.0, place.style.fill_opacity.unwrap_or(0.6))),
                stroke: place.style.stroke.map(|c| rgba(c.0, place.style.stroke_opacity.unwrap_or(1.0))),
                width: place.style.stroke_width.map(narrow),
            };
            self.wide.push(WidePlace { named, id: place.id.clone(), middle, rough_m, style });
        } else {
            let kind = if place.kind == Some(PlaceKind::Facility) { PointKind::Facility } else { PointKind::Settlement };
            self.points.push(PointPlace { named, kind, at: middle });
        }
    }
}

fn named(situation: &Situation, place: &Place, language: Option<&str>) -> Named {
    let name = language.and_then(|language| place.names.get(language)).unwrap_or(&place.name);
    let local = match place.country.as_deref() {
        Some("KP" | "KR") => "ko",
        Some("RU" | "BY") => "ru",
        Some("UA") => "uk",
        _ => "",
    };
    Named {
        item: Item::Record(RecordId::Place(place.id.clone())),
        name: name.clone(),
        local_name: place.names.get(local).filter(|local| *local != name).cloned(),
        n_events: situation.events_at(&place.id).len(),
    }
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

/// The movements of an event: between its own places, and those that troop reports about it name.
fn routes(situation: &Situation, event: &Event) -> Vec<Route> {
    const STEP_DEG: f64 = 2.0;
    let with_role = |role: PlaceRole| event.places.iter().filter(move |place| place.role == role).map(|place| &place.place);
    let mut ends: Vec<(&PlaceId, &PlaceId)> =
        with_role(PlaceRole::From).flat_map(|from| with_role(PlaceRole::To).map(move |to| (from, to))).collect();
    let bodies = bodies_in(situation, &event.id);
    let told = bodies.iter().flat_map(|body| &body.reports).filter_map(|(_, _, troops)| troops.from.as_ref().zip(troops.to.as_ref()));
    ends.extend(told);
    ends.sort();
    ends.dedup();
    let item = Item::Record(RecordId::Event(event.id.clone()));
    let strength = strength_range(situation, &event.id);
    let between = |(from, to): (&PlaceId, &PlaceId)| {
        let path = great_circle(anchor(situation, from)?, anchor(situation, to)?, STEP_DEG);
        Some(Route { item: item.clone(), path, strength })
    };
    ends.into_iter().filter_map(between).collect()
}

/// The least and the most that the troop reports about an event give. Two reports may mean the same men: nothing is added up.
fn strength_range(situation: &Situation, event: &EventId) -> Option<(u64, u64)> {
    let bodies = bodies_in(situation, event);
    let told = bodies.iter().flat_map(|body| &body.reports).filter_map(|(_, _, troops)| match troops.strength.as_ref()? {
        Strength::Count(count) => Some((*count, *count)),
        Strength::Range { min, max } => Some((*min, *max)),
        Strength::Word(_) => None,
    });
    told.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
