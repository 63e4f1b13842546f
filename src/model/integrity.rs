//! What does not hold together: links to nothing, and links that run in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::links::{Tie, ties_of_actor, ties_of_event, ties_of_place, ties_of_report, ties_of_source};
use crate::model::records::{RecordId, ReportId, Via};
use crate::model::situation::Situation;
use crate::model::words::Relation;

/// A link to a record that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dangling {
    pub from: RecordId,
    /// The member that holds the link, as files name it.
    pub field: &'static str,
    /// What is missing, such as `event:vote`.
    pub to: String,
}

/// Records each of which links to the next, and the last to the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The member that links them, as files name it: `part_of`, `via`, `supersedes` or `basis`.
    pub chain: &'static str,
    pub members: Vec<RecordId>,
}

/// Every link to a record that does not exist, by record, then in the order of its members.
pub fn dangling(situation: &Situation) -> Vec<Dangling> {
    let mut found = Vec::new();
    let mut look = |from: &dyn Fn() -> RecordId, ties: Vec<Tie>| {
        let missing = ties.into_iter().filter(|tie| !situation.contains(&tie.to));
        found.extend(missing.map(|tie| Dangling { from: from(), field: tie.field, to: tie.to.to_string() }));
    };
    situation.places().values().for_each(|place| look(&|| RecordId::Place(place.id.clone()), ties_of_place(place)));
    situation.actors().values().for_each(|actor| look(&|| RecordId::Actor(actor.id.clone()), ties_of_actor(actor)));
    situation.sources().values().for_each(|source| look(&|| RecordId::Source(source.id.clone()), ties_of_source(source)));
    situation.events().values().for_each(|event| look(&|| RecordId::Event(event.id.clone()), ties_of_event(event)));
    situation.reports().values().for_each(|report| look(&|| RecordId::Report(report.id.clone()), ties_of_report(report)));
    found
}

/// The circles among `part_of` of places, actors and events, `via`, `supersedes` and `basis` (where that is a report too) of reports, each begun with its smallest
/// id. Of circles that share records one is told, so the answer never outgrows the records.
pub fn cycles(situation: &Situation) -> Vec<Cycle> {
    let places =
        situation.places().values().filter_map(|place| Some((RecordId::Place(place.id.clone()), RecordId::Place(place.part_of.clone()?))));
    let actors =
        situation.actors().values().filter_map(|actor| Some((RecordId::Actor(actor.id.clone()), RecordId::Actor(actor.part_of.clone()?))));
    let events = situation.events().values().flat_map(|event| {
        let wholes = event.links.iter().filter(|link| link.rel == Relation::PartOf);
        wholes.map(|link| (RecordId::Event(event.id.clone()), RecordId::Event(link.event.clone())))
    });
    let carried = situation.reports().values().filter_map(|report| match &report.via {
        Some(Via::Report(carrier)) => Some((RecordId::Report(report.id.clone()), RecordId::Report(carrier.clone()))),
        _ => None,
    });
    // What a report rests on may bear its own name: the images that the report is of.
    let resting = situation.reports().values().flat_map(|report| {
        let reports = report
            .basis
            .iter()
            .map(|basis| ReportId::from(basis.as_str()))
            .filter(|basis| *basis != report.id && situation.report(basis).is_some());
        reports.map(|basis| (RecordId::Report(report.id.clone()), RecordId::Report(basis)))
    });
    let superseding = situation
        .reports()
        .values()
        .filter_map(|report| Some((RecordId::Report(report.id.clone()), RecordId::Report(report.supersedes.clone()?))));

    let mut found = circles("part_of", places);
    found.extend(circles("part_of", actors));
    found.extend(circles("part_of", events));
    found.extend(circles("via", carried));
    found.extend(circles("supersedes", superseding));
    found.extend(circles("basis", resting));
    found
}

/// A walk in depth with its own stack: a link back to a record on the path closes a circle.
fn circles(chain: &'static str, links: impl Iterator<Item = (RecordId, RecordId)>) -> Vec<Cycle> {
    let mut next: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    for (from, to) in links {
        next.entry(from).or_default().push(to);
    }
    let mut found = Vec::new();
    let mut done: BTreeSet<&RecordId> = BTreeSet::new();
    for start in next.keys() {
        if done.contains(start) {
            continue;
        }
        // The path walked, with the links of each record on it that are still to be tried; and where on it a record stands.
        let mut path = vec![(start, successors(&next, start))];
        let mut position_on_path = BTreeMap::from([(start, 0)]);
        let mut told_positions: Vec<usize> = Vec::new();
        while let Some((at, untried)) = path.last_mut() {
            let at = *at;
            let Some(to) = untried.next() else {
                done.insert(at);
                position_on_path.remove(at);
                path.pop();
                told_positions.pop_if(|position| *position >= path.len());
                continue;
            };
            if let Some(position) = position_on_path.get(to) {
                if told_positions.last().is_some_and(|told| told >= position) {
                    continue;
                }
                told_positions.extend(*position..path.len());
                let members = path.iter().skip(*position).map(|(id, _)| (*id).clone()).collect();
                found.push(Cycle { chain, members: from_smallest(members) });
            } else if !done.contains(to) {
                position_on_path.insert(to, path.len());
                path.push((to, successors(&next, to)));
            }
        }
    }
    found
}

fn successors<'a>(next: &'a BTreeMap<RecordId, Vec<RecordId>>, id: &RecordId) -> std::slice::Iter<'a, RecordId> {
    next.get(id).map_or(&[][..], Vec::as_slice).iter()
}

fn from_smallest(mut members: Vec<RecordId>) -> Vec<RecordId> {
    let smallest = members.iter().enumerate().min_by_key(|(_, id)| *id).map_or(0, |(at, _)| at);
    members.rotate_left(smallest);
    members
}
