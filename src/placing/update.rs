//! What is drawn of the places of a situation, brought up to date after an edit.

use std::collections::BTreeSet;

use crate::model::{ActorId, Before, EventId, Place, PlaceId, RecordId, Report, ReportId, SideNames, Situation, Subject};
use crate::placing::resolved::{Drawn, Resolved, Spot};
use crate::placing::troops::{AllTroops, BodyKey};
use crate::query::{Index, Renumbering, Touched};

impl Resolved {
    /// Brings everything up to date after an edit that touched some records; `index` is as it is now. `false` where all had better be
    /// made anew: then it is of no use any more.
    ///
    /// Who stands for whom, and what is drawn first where there is too much, goes by how many events there were when all was made: an
    /// event more changes neither.
    #[must_use]
    pub fn update(
        &mut self,
        situation: &Situation,
        (before, touched): (&Before, &Touched),
        index: &Index,
        renumbering: &Renumbering,
    ) -> bool {
        if before.was.header().viewpoint != situation.header().viewpoint {
            return false;
        }
        let moved: Vec<&PlaceId> = before.ids.iter().filter_map(place_of).filter(|id| is_elsewhere(situation, before, id)).collect();
        if !self.update_places(situation, (&moved, touched), index, renumbering) {
            return false;
        }
        // Movements begin and end where places are or what these are part of.
        let parts = with_parts(situation, &moved);
        let touched_events = touched.records.iter().filter_map(|id| if let RecordId::Event(id) = id { Some(id) } else { None });
        let mut events: BTreeSet<&EventId> = touched_events.chain(parts.iter().flat_map(|place| situation.events_at(place))).collect();
        let at_parts = parts.iter().flat_map(|place| situation.troop_reports_at(place)).filter_map(|id| situation.report(id));
        events.extend(at_parts.flat_map(events_of));
        let number_of = |id: &RecordId, first: u32| index.number_of(id).map(|number| number - first);
        let kinds = index.kinds();
        let event_number = |id: &EventId| number_of(&RecordId::Event(id.clone()), kinds.events.start);
        self.routes.update(situation, &events, event_number, &renumbering.events);

        let are_sides_same =
            before.ids.iter().all(|id| !matches!(id, RecordId::Actor(_))) || SideNames::of(situation) == *self.troops.sides();
        if !are_sides_same {
            self.troops = AllTroops::of(situation, self);
            return true;
        }
        let keys = keys_of(situation, (before, touched), &events);
        let mut troops = std::mem::take(&mut self.troops);
        troops.update(situation, self, (keys, moved.is_empty()), renumbering, |report: &ReportId, event: &EventId| {
            number_of(&RecordId::Report(report.clone()), kinds.reports.start).zip(event_number(event))
        });
        self.troops = troops;
        true
    }

    /// Places that stand elsewhere or look different, and those of which only the count of their events may be another.
    fn update_places(
        &mut self,
        situation: &Situation,
        (moved, touched): (&[&PlaceId], &Touched),
        index: &Index,
        renumbering: &Renumbering,
    ) -> bool {
        if !renumbering.places.is_none() {
            let points = self.points.iter_mut().map(|point| &mut point.named);
            let others = self.wide.iter_mut().map(|wide| &mut wide.named).chain(self.badges.iter_mut().map(|badge| &mut badge.named));
            points.chain(others).for_each(|named| named.place = renumbering.places.now(named.place));
        }
        let mut is_ranked_otherwise = false;
        for id in touched.records.iter().filter_map(place_of) {
            let number = index.number_of(&RecordId::Place(id.clone())).unwrap_or_default() - index.kinds().places.start;
            let language = self.language().map(str::to_owned);
            let now = situation.place(id).and_then(|place| Drawn::of(situation, (number, place), language.as_deref()));
            let is_moved = moved.contains(&id);
            match (self.spot_of(id), now) {
                (None, None) => {}
                (Some(Spot::Point(at)), Some(Drawn::Point(point, position))) => {
                    if let (Some(slot), Some(at)) = (self.points.get_mut(at as usize), self.positions.get_mut(at as usize)) {
                        (*slot, *at) = (point, position);
                    }
                    if is_moved && !self.groups.put(&self.positions, at) {
                        return false;
                    }
                }
                (None, Some(Drawn::Point(point, position))) => {
                    let by_id =
                        self.points_by_id.partition_point(|at| self.point(*at).is_some_and(|other| other.named.item < point.named.item));
                    let at = self.points.len() as u32;
                    self.points_by_id.insert(by_id, at);
                    self.points.push(point);
                    self.positions.push(position);
                    if !self.groups.put(&self.positions, at) {
                        return false;
                    }
                }
                // All others keep their places only where the last one goes.
                (Some(Spot::Point(at)), None) if at as usize + 1 == self.points.len() => {
                    if !self.groups.take_last(&self.positions) {
                        return false;
                    }
                    self.points_by_id.retain(|other| *other != at);
                    self.points.pop();
                    self.positions.pop();
                }
                (Some(Spot::Wide(at)), Some(Drawn::Wide(wide))) => {
                    let Some(slot) = self.wide.get_mut(at as usize) else { continue };
                    is_ranked_otherwise |= is_moved;
                    *slot = wide;
                }
                (Some(Spot::Badge(at)), Some(Drawn::Badge(badge))) => {
                    let Some(slot) = self.badges.get_mut(at as usize) else { continue };
                    is_ranked_otherwise |= slot.anchor != badge.anchor;
                    *slot = badge;
                }
                _ => return false,
            }
        }
        if is_ranked_otherwise {
            self.rank(situation);
        }
        true
    }
}

/// The bodies that may be told of otherwise.
fn keys_of(situation: &Situation, (before, touched): (&Before, &Touched), events: &BTreeSet<&EventId>) -> BTreeSet<BodyKey> {
    let mut actors: Vec<&ActorId> = before.ids.iter().filter_map(|id| if let RecordId::Actor(id) = id { Some(id) } else { None }).collect();
    let mut of_actors: BTreeSet<&ActorId> = BTreeSet::new();
    while let Some(actor) = actors.pop() {
        if of_actors.insert(actor) {
            actors.extend(situation.actors_within(actor));
        }
    }
    let touched = touched.records.iter().filter_map(|id| if let RecordId::Report(id) = id { Some(id) } else { None });
    let about = events.iter().flat_map(|event| situation.reports_about(event)).map(|(report, _)| report);
    let of_actors = of_actors.into_iter().flat_map(|actor| situation.troop_reports_of(actor));
    let reports: BTreeSet<&ReportId> = touched.chain(about).chain(of_actors).collect();
    let now = reports.into_iter().filter_map(|id| situation.report(id));
    now.chain(before.was.reports().values()).flat_map(BodyKey::all_of).collect()
}

fn place_of(id: &RecordId) -> Option<&PlaceId> {
    if let RecordId::Place(id) = id { Some(id) } else { None }
}

/// Whether a place that was edited may stand elsewhere.
fn is_elsewhere(situation: &Situation, before: &Before, id: &PlaceId) -> bool {
    let stands = |place: Option<&Place>| place.map(|place| (place.geometry.clone(), place.part_of.clone(), place.precision, place.unnamed));
    stands(before.was.place(id)) != stands(situation.place(id))
}

fn with_parts<'a>(situation: &'a Situation, places: &[&'a PlaceId]) -> BTreeSet<&'a PlaceId> {
    let mut todo = places.to_vec();
    let mut all = BTreeSet::new();
    while let Some(place) = todo.pop() {
        if all.insert(place) {
            todo.extend(situation.places_within(place));
        }
    }
    all
}

fn events_of(report: &Report) -> impl Iterator<Item = &EventId> {
    report.about.iter().filter_map(|about| if let Subject::Event(event) = &about.subject { Some(event) } else { None })
}
