//! The links of records: which there are, and who links to whom.

use std::collections::BTreeMap;

use crate::base::at_once;
use crate::model::records::{
    Actor, ActorId, BodyId, Event, EventId, Place, PlaceId, RecordId, Report, ReportId, Source, SourceId, Subject, Via,
};
use crate::model::words::Relation;

/// The links *to* each record, each list sorted and without repeats.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BackLinks {
    pub places_within: Table<PlaceId, PlaceId>,
    pub events_at: Table<PlaceId, EventId>,
    pub troops_at: Table<PlaceId, ReportId>,
    pub actors_within: Table<ActorId, ActorId>,
    pub sources_of: Table<ActorId, SourceId>,
    pub events_of: Table<ActorId, EventId>,
    pub troops_of: Table<ActorId, ReportId>,
    pub reports_of: Table<SourceId, ReportId>,
    pub carried_by_source: Table<SourceId, ReportId>,
    pub carried_by_report: Table<ReportId, ReportId>,
    pub superseding: Table<ReportId, ReportId>,
    pub about_events: Table<EventId, (ReportId, usize)>,
    pub about_reports: Table<ReportId, (ReportId, usize)>,
    pub said_at: Table<EventId, ReportId>,
    pub linking_to: Table<EventId, (EventId, Relation)>,
    pub bodies: Table<BodyId, (ReportId, usize)>,
}

/// From a target to everything that links to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table<K, V> {
    lists: BTreeMap<K, Vec<V>>,
    /// Links noted and not yet in the lists.
    noted: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { lists: BTreeMap::new(), noted: Vec::new() }
    }
}

impl<K: Ord + Clone, V: Ord> Table<K, V> {
    pub fn get(&self, target: &K) -> &[V] {
        self.lists.get(target).map_or(&[], Vec::as_slice)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &[V])> {
        self.lists.iter().map(|(target, from)| (target, from.as_slice()))
    }

    fn change(&mut self, change: Change, target: &K, from: V) {
        match change {
            Change::Add => {
                let list = self.lists.entry(target.clone()).or_default();
                if let Err(at) = list.binary_search(&from) {
                    list.insert(at, from);
                }
            }
            Change::Remove => {
                let Some(list) = self.lists.get_mut(target) else { return };
                if let Ok(at) = list.binary_search(&from) {
                    list.remove(at);
                }
                if list.is_empty() {
                    self.lists.remove(target);
                }
            }
            Change::Note => self.noted.push((target.clone(), from)),
        }
    }

    /// Makes the lists of what was noted, all at once: link by link it would take five times as long.
    fn settle(&mut self) {
        let mut noted = std::mem::take(&mut self.noted);
        noted.sort_unstable();
        noted.dedup();
        let mut noted = noted.into_iter().peekable();
        let lists = std::iter::from_fn(|| {
            let (target, first) = noted.next()?;
            let mut list = vec![first];
            while let Some((_, from)) = noted.next_if(|(other, _)| *other == target) {
                list.push(from);
            }
            Some((target, list))
        });
        self.lists = lists.collect();
    }
}

/// What happens to the links of a record: all of them come, or all of them go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    Add,
    Remove,
    /// They come with those of many other records, and count from [`BackLinks::settle`] on.
    Note,
}

impl BackLinks {
    /// Takes up the links that were noted. Only where there are no others.
    pub fn settle(&mut self) {
        let Self { places_within, events_at, troops_at, actors_within, sources_of, events_of, troops_of, linking_to, .. } = self;
        let links_of_events = || {
            places_within.settle();
            events_at.settle();
            troops_at.settle();
            actors_within.settle();
            sources_of.settle();
            events_of.settle();
            troops_of.settle();
            linking_to.settle();
        };
        let Self { reports_of, carried_by_source, carried_by_report, superseding, about_events, about_reports, said_at, bodies, .. } = self;
        let links_of_reports = || {
            reports_of.settle();
            carried_by_source.settle();
            carried_by_report.settle();
            superseding.settle();
            about_events.settle();
            about_reports.settle();
            said_at.settle();
            bodies.settle();
        };
        at_once(links_of_events, links_of_reports);
    }

    pub fn change_place(&mut self, change: Change, place: &Place) {
        if let Some(whole) = &place.part_of {
            self.places_within.change(change, whole, place.id.clone());
        }
    }

    pub fn change_actor(&mut self, change: Change, actor: &Actor) {
        if let Some(whole) = &actor.part_of {
            self.actors_within.change(change, whole, actor.id.clone());
        }
    }

    pub fn change_source(&mut self, change: Change, source: &Source) {
        if let Some(actor) = &source.actor {
            self.sources_of.change(change, actor, source.id.clone());
        }
    }

    pub fn change_event(&mut self, change: Change, event: &Event) {
        for at in &event.places {
            self.events_at.change(change, &at.place, event.id.clone());
        }
        for by in &event.actors {
            self.events_of.change(change, &by.actor, event.id.clone());
        }
        for link in &event.links {
            self.linking_to.change(change, &link.event, (event.id.clone(), link.rel));
        }
    }

    pub fn change_report(&mut self, change: Change, report: &Report) {
        let id = || report.id.clone();
        self.reports_of.change(change, &report.source, id());
        match &report.via {
            Some(Via::Report(carrier)) => self.carried_by_report.change(change, carrier, id()),
            Some(Via::Source(carrier)) => self.carried_by_source.change(change, carrier, id()),
            None => {}
        }
        if let Some(event) = &report.said_at {
            self.said_at.change(change, event, id());
        }
        if let Some(earlier) = &report.supersedes {
            self.superseding.change(change, earlier, id());
        }
        for (index, about) in report.about.iter().enumerate() {
            match &about.subject {
                Subject::Event(event) => self.about_events.change(change, event, (id(), index)),
                Subject::Report(other) => self.about_reports.change(change, other, (id(), index)),
            }
            let Some(troops) = &about.troops else { continue };
            if let Some(actor) = &troops.actor {
                self.troops_of.change(change, actor, id());
            }
            for place in [&troops.from, &troops.to].into_iter().flatten() {
                self.troops_at.change(change, place, id());
            }
            if let Some(body) = &troops.body {
                self.bodies.change(change, body, (id(), index));
            }
        }
    }
}

/// One link of a record: the member that holds it, as files name it, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    pub field: &'static str,
    pub to: RecordId,
}

fn tie(field: &'static str, to: RecordId) -> Tie {
    Tie { field, to }
}

pub(crate) fn ties_of_place(place: &Place) -> Vec<Tie> {
    place.part_of.iter().map(|id| tie("part_of", RecordId::Place(id.clone()))).collect()
}

pub(crate) fn ties_of_actor(actor: &Actor) -> Vec<Tie> {
    actor.part_of.iter().map(|id| tie("part_of", RecordId::Actor(id.clone()))).collect()
}

pub(crate) fn ties_of_source(source: &Source) -> Vec<Tie> {
    source.actor.iter().map(|id| tie("actor", RecordId::Actor(id.clone()))).collect()
}

pub(crate) fn ties_of_event(event: &Event) -> Vec<Tie> {
    let places = event.places.iter().map(|at| tie("places", RecordId::Place(at.place.clone())));
    let actors = event.actors.iter().map(|by| tie("actors", RecordId::Actor(by.actor.clone())));
    let links = event.links.iter().map(|link| tie("links", RecordId::Event(link.event.clone())));
    places.chain(actors).chain(links).collect()
}

pub(crate) fn ties_of_report(report: &Report) -> Vec<Tie> {
    let mut ties = vec![tie("source", RecordId::Source(report.source.clone()))];
    ties.extend(report.via.iter().map(|via| match via {
        Via::Report(id) => tie("via", RecordId::Report(id.clone())),
        Via::Source(id) => tie("via", RecordId::Source(id.clone())),
    }));
    ties.extend(report.said_at.iter().map(|id| tie("said_at", RecordId::Event(id.clone()))));
    ties.extend(report.supersedes.iter().map(|id| tie("supersedes", RecordId::Report(id.clone()))));
    for about in &report.about {
        ties.push(match &about.subject {
            Subject::Event(id) => tie("about", RecordId::Event(id.clone())),
            Subject::Report(id) => tie("about", RecordId::Report(id.clone())),
        });
        let Some(troops) = &about.troops else { continue };
        ties.extend(troops.actor.iter().map(|id| tie("troops.actor", RecordId::Actor(id.clone()))));
        ties.extend(troops.from.iter().map(|id| tie("troops.from", RecordId::Place(id.clone()))));
        ties.extend(troops.to.iter().map(|id| tie("troops.to", RecordId::Place(id.clone()))));
    }
    ties
}
