//! Movements from one place to another.

use std::collections::{BTreeMap, BTreeSet};

use crate::earth::great_circle;
use crate::model::{About, Event, EventId, PlaceId, PlaceRole, RecordId, Situation, Strength, Subject};
use crate::placing::geometry::world_path;
use crate::placing::ranked::{Extent, Ranked};
use crate::placing::whereabouts::anchor;
use crate::query::Shifts;
use crate::viewpoint::Item;

/// A movement from one place to another along the great circle.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub item: Item,
    /// The event's place among all events.
    pub event: u32,
    /// In world units, running on past the edge of the world.
    pub path: Box<[[f64; 2]]>,
    /// The least and the most men that reports speak of, where any gives a number.
    pub strength: Option<(u64, u64)>,
}

/// The movements of all events in the order of their ids, and ranked by the most men that reports speak of.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub all: Vec<Route>,
    pub ranked: Ranked,
}

impl Routes {
    pub fn of(situation: &Situation) -> Self {
        let mut told: BTreeMap<&EventId, Told<'_>> = BTreeMap::new();
        for about in situation.reports().values().flat_map(|report| &report.about) {
            if let (Subject::Event(event), Some(_)) = (&about.subject, &about.troops) {
                told.entry(event).or_default().add(about);
            }
        }
        let events = (0..).zip(situation.events());
        let all = events.flat_map(|(number, (id, event))| routes(situation, (number, event), told.remove(id).unwrap_or_default()));
        let mut routes = Self { all: all.collect(), ranked: Ranked::default() };
        routes.rank();
        routes
    }

    fn rank(&mut self) {
        let importance = |route: &Route| route.strength.map(|(least, most)| (most, least));
        let extent = |route: &Route| Extent::of(route.path.iter().copied());
        let all = (0..).zip(&self.all);
        self.ranked = Ranked::of(all.filter_map(|(index, route)| Some((importance(route), index, extent(route)?))));
    }

    /// Finds those of some events anew; `number_of` tells the places of events among all, `shifts` what became of those.
    pub fn update(
        &mut self,
        situation: &Situation,
        events: &BTreeSet<&EventId>,
        number_of: impl Fn(&EventId) -> Option<u32>,
        shifts: &Shifts,
    ) {
        if !shifts.is_none() {
            self.all.iter_mut().for_each(|route| route.event = shifts.now(route.event));
        }
        let mut are_same = true;
        for id in events {
            let item = Item::Record(RecordId::Event((*id).clone()));
            let first = self.all.partition_point(|route| route.item < item);
            let n = self.all.iter().skip(first).take_while(|route| route.item == item).count();
            let reports = situation.reports_about(id).iter();
            let mut told = Told::default();
            reports.filter_map(|(report, index)| situation.report(report)?.about.get(*index)).for_each(|about| told.add(about));
            let event = number_of(id).zip(situation.event(id));
            let now = event.map(|event| routes(situation, event, told)).unwrap_or_default();
            if self.all.get(first..first + n).is_none_or(|before| before != now) {
                are_same = false;
                self.all.splice(first..first + n, now);
            }
        }
        if !are_same {
            self.rank();
        }
    }
}

/// What troop reports say of an event's movements.
#[derive(Default)]
struct Told<'a> {
    ends: Vec<(&'a PlaceId, &'a PlaceId)>,
    strength: Option<(u64, u64)>,
}

impl<'a> Told<'a> {
    fn add(&mut self, about: &'a About) {
        let Some(troops) = &about.troops else { return };
        self.ends.extend(troops.from.as_ref().zip(troops.to.as_ref()));
        let strength = troops.strength.as_ref().and_then(Strength::bounds);
        // Two reports may mean the same men: nothing is added up.
        self.strength = [self.strength, strength].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    }
}

/// The movements of an event: between its own places, and those that troop reports about it name.
fn routes(situation: &Situation, (number, event): (u32, &Event), told: Told<'_>) -> Vec<Route> {
    const STEP_DEG: f64 = 2.0;
    let with_role = |role: PlaceRole| event.places.iter().filter(move |place| place.role == role).map(|place| &place.place);
    let mut ends = told.ends;
    ends.extend(with_role(PlaceRole::From).flat_map(|from| with_role(PlaceRole::To).map(move |to| (from, to))));
    ends.sort();
    ends.dedup();
    let between = |(from, to): (&PlaceId, &PlaceId)| {
        let path = world_path(&great_circle(anchor(situation, from)?, anchor(situation, to)?, STEP_DEG)).collect();
        Some(Route { item: Item::Record(RecordId::Event(event.id.clone())), event: number, path, strength: told.strength })
    };
    ends.into_iter().filter_map(between).collect()
}
