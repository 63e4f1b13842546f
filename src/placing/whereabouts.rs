//! Where records are: the places they are tied to, and where a place is.

use std::collections::BTreeSet;

use crate::earth::LonLat;
use crate::model::{About, EventId, PlaceId, RecordId, Relation, Situation, Subject};
use crate::placing::geometry::middle;

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
                places.extend(places_of_statement(situation, about));
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
        RecordId::Scene(_) => {}
    }
    places
}

/// The places of what one statement of a report is about.
pub fn places_of_statement(situation: &Situation, about: &About) -> BTreeSet<PlaceId> {
    let mut places: BTreeSet<PlaceId> = about.troops.iter().flat_map(|t| t.from.iter().chain(&t.to)).cloned().collect();
    if let Subject::Event(event) = &about.subject {
        add_places_of_event(situation, event, &mut places);
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
    situation.with_wholes(id).find_map(|place| middle(place.geometry.as_ref()?))
}
