//! Which records have other values once some have changed.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Actor, Before, Event, EventId, Header, Place, RecordId, Relation, Report, ReportId, Situation, Source, Subject};

/// The records whose values in the columns may differ after an edit: rather some too many than one too few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Those that were edited, and all whose ties, standing, dates or facets depend on them.
    pub records: BTreeSet<RecordId>,
    /// Those of them that may go by other names, that came or went.
    pub renamed: BTreeSet<RecordId>,
}

impl Touched {
    /// Between the state before an edit and that after it. `None` where so much is touched, or the very days and clocks are, that all
    /// columns are made anew as soon.
    pub fn of(situation: &Situation, before: &Before) -> Option<Self> {
        let counted_in = |header: &Header| (header.time_zone.clone(), header.as_of.clone());
        if counted_in(before.was.header()) != counted_in(situation.header()) {
            return None;
        }
        let n_records = situation.places().len() + situation.events().len() + situation.reports().len();
        let mut finder = Finder { situation, touched: Self::default(), n_most: LEAST + n_records / 8, is_too_much: Cell::new(false) };
        for id in &before.ids {
            finder.touch_tied(id, before);
            match id {
                RecordId::Place(id) => finder.place(before.was.place(id), situation.place(id)),
                RecordId::Actor(id) => finder.actor(before.was.actor(id), situation.actor(id)),
                RecordId::Source(id) => finder.source(before.was.source(id), situation.source(id)),
                RecordId::Event(id) => finder.event(before.was.event(id), situation.event(id)),
                RecordId::Report(id) => finder.report(before.was.report(id), situation.report(id)),
                // In no list and on no map: they are only found.
                RecordId::Scene(scene) => {
                    if differs(before.was.scene(scene), situation.scene(scene), |scene| scene.title.clone()) {
                        finder.touched.renamed.insert(id.clone());
                    }
                    continue;
                }
            }
            finder.touched.records.insert(id.clone());
            if finder.is_too_much.get() || finder.touched.records.len() > finder.n_most {
                return None;
            }
        }
        Some(finder.touched)
    }
}

/// So few are always brought up to date.
const LEAST: usize = 1_000;

struct Finder<'a> {
    situation: &'a Situation,
    touched: Touched,
    n_most: usize,
    is_too_much: Cell<bool>,
}

/// Whether something of a record is not what it was, or the record came or went.
fn differs<R, T: PartialEq>(old: Option<&R>, new: Option<&R>, of: impl Fn(&R) -> T) -> bool {
    old.map(&of) != new.map(&of)
}

impl<'a> Finder<'a> {
    fn touch<I: Into<RecordId>>(&mut self, ids: impl IntoIterator<Item = I>) {
        self.touched.records.extend(ids.into_iter().map(Into::into));
    }

    /// What a record was tied to and is not any more, or the other way round: those have other numbers of ties.
    fn touch_tied(&mut self, id: &RecordId, before: &Before) {
        // By the member that ties them, as not all of them count.
        let mut n_more: BTreeMap<(&str, RecordId), i32> = BTreeMap::new();
        self.situation.ties_of(id).into_iter().for_each(|tie| *n_more.entry((tie.field, tie.to)).or_default() += 1);
        before.was.ties_of(id).into_iter().for_each(|tie| *n_more.entry((tie.field, tie.to)).or_default() -= 1);
        self.touch(n_more.into_iter().filter(|(_, n)| *n != 0).map(|((_, tied), _)| tied));
    }

    fn place(&mut self, old: Option<&Place>, new: Option<&Place>) {
        let Some(id) = new.or(old).map(|place| &place.id) else { return };
        if differs(old, new, |place| (place.name.clone(), place.names.clone())) {
            self.touched.renamed.insert(id.clone().into());
        }
        let is_tied_otherwise = differs(old, new, |place| place.part_of.clone());
        let is_placed_otherwise = differs(old, new, |place| place.geometry.is_some());
        if !is_tied_otherwise && !differs(old, new, |place| place.geometry.clone()) {
            return;
        }
        let parts = self.all_from([id], |place| self.situation.places_within(place).to_vec());
        if is_tied_otherwise || is_placed_otherwise {
            let events: Vec<EventId> = parts.iter().flat_map(|place| self.situation.events_at(place)).cloned().collect();
            self.touch(events);
        }
        self.touch(parts);
    }

    fn actor(&mut self, old: Option<&Actor>, new: Option<&Actor>) {
        let Some(id) = new.or(old).map(|actor| &actor.id) else { return };
        if differs(old, new, |actor| (actor.name.clone(), actor.names.clone())) {
            self.touched.renamed.insert(id.clone().into());
        }
        if differs(old, new, |actor| (actor.part_of.clone(), actor.side.clone())) {
            let parts = self.all_from([id], |actor| self.situation.actors_within(actor).to_vec());
            let events: Vec<EventId> = parts.iter().flat_map(|actor| self.situation.events_of(actor)).cloned().collect();
            self.touch(events);
            self.touch(parts);
        }
        if old.is_some() != new.is_some() {
            self.touch(self.situation.sources_of(id).to_vec());
        }
    }

    fn source(&mut self, old: Option<&Source>, new: Option<&Source>) {
        let Some(id) = new.or(old).map(|source| &source.id) else { return };
        let reports = || self.situation.reports_of(id).iter().filter_map(|id| self.situation.report(id));
        let mut touched: Vec<RecordId> = Vec::new();
        if differs(old, new, |source| (source.name.clone(), source.names.clone())) {
            let untitled = reports().filter(|report| report.title.is_none()).map(|report| RecordId::from(report.id.clone()));
            let renamed: Vec<RecordId> = untitled.chain([id.clone().into()]).collect();
            touched.extend(renamed.iter().cloned());
            self.touched.renamed.extend(renamed);
        }
        if differs(old, new, |source| source.kind) {
            touched.extend(reports().map(|report| report.id.clone().into()));
        }
        if differs(old, new, |source| source.graded.last().map(|graded| graded.grade)) {
            let graded_by_it: Vec<&Report> = reports().filter(|report| report.reliability.is_empty()).collect();
            touched.extend(graded_by_it.iter().map(|report| report.id.clone().into()));
            touched.extend(graded_by_it.iter().flat_map(|report| events_of(report)).map(|event| event.clone().into()));
        }
        self.touch(touched);
    }

    fn event(&mut self, old: Option<&Event>, new: Option<&Event>) {
        let Some(id) = new.or(old).map(|event| &event.id) else { return };
        if differs(old, new, |event| event.title.clone()) {
            self.touched.renamed.insert(id.clone().into());
        }
        let wholes = |event: &Event| {
            let wholes = event.links.iter().filter(|link| link.rel == Relation::PartOf).map(|link| link.event.clone());
            wholes.collect::<Vec<EventId>>()
        };
        if differs(old, new, wholes) {
            self.touch_parts([id]);
        }
        if old.is_some() != new.is_some() {
            let about: Vec<&ReportId> = self.situation.reports_about(id).iter().map(|(report, _)| report).collect();
            self.touch_reports_about(about);
        }
    }

    fn report(&mut self, old: Option<&Report>, new: Option<&Report>) {
        let Some(id) = new.or(old).map(|report| &report.id) else { return };
        if differs(old, new, |report| (report.title.clone(), report.source.clone())) {
            self.touched.renamed.insert(id.clone().into());
        }
        let is_same = old.zip(new).is_some_and(|(old, new)| new.says_the_same(old));
        if is_same {
            return;
        }
        let is_regraded = old.zip(new).is_some_and(|(old, new)| new.is_regraded(old));
        let both = || old.into_iter().chain(new);
        let mut events: BTreeSet<&EventId> = both().flat_map(|report| self.events_swayed_by(report)).collect();
        if is_regraded {
            self.touch(events.into_iter().cloned());
            return;
        }
        // A copy is one as long as what it was taken from speaks.
        let copies = self.all_from([id], |report| self.situation.reports_carried_by_report(report).to_vec());
        events.extend(copies.iter().filter_map(|copy| self.situation.report(copy)).flat_map(events_of));
        self.touch_parts(events);
        if differs(old, new, |report| report.about.iter().map(|about| about.subject.clone()).collect::<Vec<_>>()) {
            self.touch_reports_about(vec![id]);
        }
    }

    /// The events that a report speaks of, and those of what it replaces or takes back, which may speak again.
    fn events_swayed_by(&self, report: &'a Report) -> Vec<&'a EventId> {
        let replaced = self.all_from(report.supersedes.iter(), |report| {
            self.situation.report(report).and_then(|report| report.supersedes.clone()).into_iter().collect()
        });
        let voices = std::iter::once(report).chain(replaced.iter().filter_map(|report| self.situation.report(report)));
        let mut events: Vec<&EventId> = Vec::new();
        for voice in voices {
            events.extend(events_of(voice));
            let spoken_of = reports_of(voice).filter_map(|id| self.situation.report(id));
            events.extend(spoken_of.flat_map(events_of));
        }
        events
    }

    /// Events and all that is part of them, which inherits what is denied of them.
    fn touch_parts<'b>(&mut self, events: impl IntoIterator<Item = &'b EventId>) {
        let events = self.all_from(events, |event| {
            let parts = self.situation.events_linking_to(event).iter().filter(|(_, relation)| *relation == Relation::PartOf);
            parts.map(|(part, _)| part.clone()).collect()
        });
        self.touch(events);
    }

    /// Reports and all that speaks of them, which so speaks of other events.
    fn touch_reports_about(&mut self, reports: Vec<&ReportId>) {
        let reports =
            self.all_from(reports, |report| self.situation.reports_about_report(report).iter().map(|(other, _)| other.clone()).collect());
        self.touch(reports);
    }

    /// Some and all that is reached from them: not many more than can be brought up to date.
    fn all_from<'b, K: Ord + Clone + 'b>(&self, first: impl IntoIterator<Item = &'b K>, next: impl Fn(&K) -> Vec<K>) -> BTreeSet<K> {
        let mut todo: Vec<K> = first.into_iter().cloned().collect();
        let mut all = BTreeSet::new();
        while let Some(key) = todo.pop() {
            if all.len() > self.n_most {
                self.is_too_much.set(true);
                break;
            }
            if !all.contains(&key) {
                todo.extend(next(&key));
                all.insert(key);
            }
        }
        all
    }
}

fn events_of(report: &Report) -> impl Iterator<Item = &EventId> {
    report.about.iter().filter_map(|about| if let Subject::Event(event) = &about.subject { Some(event) } else { None })
}

fn reports_of(report: &Report) -> impl Iterator<Item = &ReportId> {
    report.about.iter().filter_map(|about| if let Subject::Report(report) = &about.subject { Some(report) } else { None })
}
