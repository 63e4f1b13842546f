//! The ledger: events down, sources across, and what each source says of each event.
//!
//! Rows and columns are found for all events at once; what stands in a row is found only for the rows that are looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::{at_once, folded};
use crate::model::{
    ActorId, Event, EventId, PlaceId, RecordId, Relation, Report, ReportId, Situation, SourceId, Stance, Standing, Statement, Statements,
    Subject, Via, wholes_of,
};
use crate::query::answer::Answer;
use crate::query::filter::Facet;
use crate::query::index::Index;
use crate::query::lists::NONE;
use crate::query::time::Fit;

/// Which events stand in which rows, and which sources in which columns.
#[derive(Debug, Default)]
pub struct Ledger {
    rows: Vec<LedgerRow>,
    columns: Vec<LedgerColumn>,
    /// The row of each event in it, by its number in the index; sorted.
    row_of: Vec<(u32, u32)>,
    column_of: BTreeMap<SourceId, usize>,
}

/// An event. What it is part of stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number in the index.
    pub event: u32,
    /// How many events of the ledger it is part of, one in another.
    pub depth: u32,
    /// `Out` only where the ledger is about one record: what a filter leaves out bears on that all the same.
    pub fit: Fit,
}

/// A source. Those of one side stand together, and among them those of one actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerColumn {
    pub source: SourceId,
    /// The actor that speaks through it.
    pub actor: Option<ActorId>,
    /// The side of that actor, or of what it is part of.
    pub side: Option<String>,
    /// Whether reports about these events are held through it.
    pub is_carrier: bool,
}

/// What stands in a row.
#[derive(Debug)]
pub struct LedgerLine {
    pub standing: Standing,
    /// In the order of their columns, which are the places of [`Ledger::columns`].
    pub cells: Vec<(usize, LedgerCell)>,
}

/// What one source says of one event; one of both is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerCell {
    /// Where the source stands now comes last; before it all else that it says or said of the event, the earliest first.
    pub said: Vec<Said>,
    /// A denial of what the event is part of, which bears on it too.
    pub inherited: Option<InheritedDenial>,
}

/// A statement: the report and the index into its `about`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub report: ReportId,
    pub index: usize,
    pub weight: Weight,
}

/// What a statement counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Live,
    /// It only passes on what another report that we hold says.
    Copy,
    /// Superseded, retracted, or outdated by a later one of its source.
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InheritedDenial {
    pub whole: EventId,
    /// What denies that, and the index into its `about`.
    pub report: ReportId,
    pub index: usize,
}

impl Ledger {
    /// Of all events that are asked for, in the order of time; or, asked for or not, of those that have to do with one record, with all
    /// that they are part of and all that is part of them.
    pub fn of(situation: &Situation, index: &Index, answer: &Answer, about: Option<&RecordId>) -> Self {
        let first = index.kinds().events.start;
        let wanted: Vec<u32> = match about {
            None => index.kinds().events.clone().filter(|number| answer.fit(*number) != Fit::Out).collect(),
            Some(id) => numbers(index, &events_around(situation, id)),
        };
        let mut is_wanted = vec![false; index.kinds().events.len()];
        for number in &wanted {
            if let Some(slot) = is_wanted.get_mut((number - first) as usize) {
                *slot = true;
            }
        }
        let events: Vec<&Event> = situation.events().values().collect();
        let links = PartOf::of(index, &events, &wanted);
        let (rows, columns) = at_once(
            || {
                let parents = parents(&links, &is_wanted, first);
                let tree = Tree::of(index, &wanted, &parents).into_iter();
                tree.map(|(event, depth)| LedgerRow { event, depth, fit: answer.fit(event) }).collect::<Vec<_>>()
            },
            || columns(situation, index, &wanted, &links.wholes(index, &events)),
        );
        let mut row_of: Vec<(u32, u32)> = (0..).zip(&rows).map(|(place, row)| (row.event, place)).collect();
        row_of.sort_unstable();
        let column_of = columns.iter().enumerate().map(|(place, column)| (column.source.clone(), place)).collect();
        Self { rows, columns, row_of, column_of }
    }

    pub fn rows(&self) -> &[LedgerRow] {
        &self.rows
    }

    pub fn columns(&self) -> &[LedgerColumn] {
        &self.columns
    }

    /// The row of an event, by its number in the index.
    pub fn row_of(&self, event: u32) -> Option<usize> {
        let at = self.row_of.binary_search_by_key(&event, |(event, _)| *event).ok()?;
        self.row_of.get(at).map(|(_, row)| *row as usize)
    }

    pub fn column_of(&self, source: &SourceId) -> Option<usize> {
        self.column_of.get(source).copied()
    }

    /// What stands in a row.
    pub fn line(&self, situation: &Situation, index: &Index, row: usize) -> Option<LedgerLine> {
        let RecordId::Event(event) = index.id(self.rows.get(row)?.event)? else { return None };
        let standing = Standing::of(situation, event);
        let mut cells = said_by_source(situation, event);
        let mut denials: BTreeMap<&EventId, BTreeMap<SourceId, InheritedDenial>> = BTreeMap::new();
        for (source, whole) in &standing.denied_by_inherited {
            let of_whole = denials.entry(whole).or_insert_with(|| denials_of(situation, whole));
            let Some(inherited) = of_whole.remove(source) else { continue };
            cells.entry(source.clone()).or_default().inherited = Some(inherited);
        }
        let mut cells: Vec<(usize, LedgerCell)> =
            cells.into_iter().filter_map(|(source, cell)| Some((self.column_of(&source)?, cell))).collect();
        cells.sort_by_key(|(column, _)| *column);
        Some(LedgerLine { standing, cells })
    }
}

impl LedgerCell {
    /// The statement that a press opens: where the source stands now.
    pub fn present(&self) -> Option<(&ReportId, usize)> {
        let own = self.said.last().map(|said| (&said.report, said.index));
        own.or_else(|| self.inherited.as_ref().map(|denial| (&denial.report, denial.index)))
    }
}

/// The first statement with which each source denies an event, for what is part of that.
fn denials_of(situation: &Situation, whole: &EventId) -> BTreeMap<SourceId, InheritedDenial> {
    let (statements, _) = Statements::with_traces(situation, whole);
    // The first last: it stays.
    let denying = statements.denying.iter().rev();
    let denial = |one: &Statement<'_>| InheritedDenial { whole: whole.clone(), report: one.report.id.clone(), index: one.index };
    denying.map(|one| (one.report.source.clone(), denial(one))).collect()
}

/// What each source says of an event itself.
fn said_by_source(situation: &Situation, event: &EventId) -> BTreeMap<SourceId, LedgerCell> {
    let (statements, _) = Statements::with_traces(situation, event);
    let Statements { asserting, denying, others, relaying, without_say, retracting, retracted_by, reasserted: _ } = &statements;
    // What a source holds now is the latest of the first of these that it has.
    let has_taken_back = |statement: &Statement<'_>| retracted_by.contains(&&statement.report.source);
    let ranked = [
        (asserting, Weight::Live, 0),
        (denying, Weight::Live, 0),
        (retracting, Weight::Live, 1),
        (others, Weight::Live, 2),
        (relaying, Weight::Copy, 3),
        (without_say, Weight::None, 4),
    ];
    let mut by_source: BTreeMap<&SourceId, Vec<(usize, &Statement<'_>, Weight)>> = BTreeMap::new();
    for (list, weight, rank) in ranked {
        for statement in list {
            // A retraction after which something is left is a step on the way.
            let rank = if rank == 1 && !has_taken_back(statement) { 4 } else { rank };
            by_source.entry(&statement.report.source).or_default().push((rank, statement, weight));
        }
    }
    let cell = |mut said: Vec<(usize, &Statement<'_>, Weight)>| {
        said.sort_by_key(|(_, statement, _)| statement.key());
        let best = said.iter().map(|(rank, ..)| *rank).min();
        let present = said.iter().rposition(|(rank, ..)| Some(*rank) == best);
        if let Some(present) = present {
            let present = said.remove(present);
            said.push(present);
        }
        let said =
            said.into_iter().map(|(_, statement, weight)| Said { report: statement.report.id.clone(), index: statement.index, weight });
        LedgerCell { said: said.collect(), inherited: None }
    };
    by_source.into_iter().map(|(source, said)| (source.clone(), cell(said))).collect()
}

fn is_true(flags: &[bool], at: u32) -> bool {
    flags.get(at as usize).copied().unwrap_or_default()
}

/// The numbers of events in the index, in order.
fn numbers(index: &Index, events: &BTreeSet<EventId>) -> Vec<u32> {
    events.iter().filter_map(|event| index.number_of(&RecordId::Event(event.clone()))).collect()
}

/// Some ids and all that `next` leads to from them, each once.
fn reachable<T: Clone + Ord>(starts: impl IntoIterator<Item = T>, mut next: impl FnMut(&T) -> Vec<T>) -> BTreeSet<T> {
    let mut found = BTreeSet::new();
    let mut left: Vec<T> = starts.into_iter().collect();
    while let Some(at) = left.pop() {
        if found.insert(at.clone()) {
            left.extend(next(&at));
        }
    }
    found
}

/// The events that have to do with a record, with their wholes and their parts.
fn events_around(situation: &Situation, id: &RecordId) -> BTreeSet<EventId> {
    let spoken_of = |reports: &[ReportId]| -> Vec<EventId> {
        let reports = reachable(reports.iter().cloned(), |id| {
            let about = situation.report(id).into_iter().flat_map(|report| &report.about);
            about.filter_map(|about| if let Subject::Report(other) = &about.subject { Some(other.clone()) } else { None }).collect()
        });
        let about = reports.iter().filter_map(|id| situation.report(id)).flat_map(|report| &report.about);
        about.filter_map(|about| if let Subject::Event(event) = &about.subject { Some(event.clone()) } else { None }).collect()
    };
    let own: Vec<EventId> = match id {
        RecordId::Event(id) => vec![id.clone()],
        RecordId::Report(id) => spoken_of(std::slice::from_ref(id)),
        RecordId::Source(id) => spoken_of(situation.reports_of(id)),
        RecordId::Scene(_) => Vec::new(),
        RecordId::Place(id) => {
            let places: BTreeSet<PlaceId> = reachable([id.clone()], |id| situation.places_within(id).to_vec());
            places.iter().flat_map(|place| situation.events_at(place)).cloned().collect()
        }
        RecordId::Actor(id) => {
            let actors: BTreeSet<ActorId> = reachable([id.clone()], |id| situation.actors_within(id).to_vec());
            actors.iter().flat_map(|actor| situation.events_of(actor)).cloned().collect()
        }
    };
    let wholes: Vec<EventId> = own.iter().flat_map(|event| wholes_of(situation, event)).collect();
    let parts = reachable(own, |event| {
        let linked = situation.events_linking_to(event).iter();
        linked.filter(|(_, rel)| *rel == Relation::PartOf).map(|(event, _)| event.clone()).collect()
    });
    parts.into_iter().chain(wholes).collect()
}

/// What each of some events is directly part of.
struct PartOf(Vec<(u32, Vec<u32>)>);

impl PartOf {
    fn of(index: &Index, events: &[&Event], wanted: &[u32]) -> Self {
        let first = index.kinds().events.start;
        let links = wanted.iter().filter_map(|number| {
            let wholes = wholes_of_one(index, events.get((number - first) as usize)?);
            (!wholes.is_empty()).then_some((*number, wholes))
        });
        Self(links.collect())
    }

    /// All that these events are part of, directly or not, each once.
    fn wholes(&self, index: &Index, events: &[&Event]) -> Vec<u32> {
        let first = index.kinds().events.start;
        let mut is_found = vec![false; events.len()];
        let mut found: Vec<u32> = Vec::new();
        let mut left: Vec<u32> = self.0.iter().flat_map(|(_, wholes)| wholes).copied().collect();
        while let Some(number) = left.pop() {
            let place = (number - first) as usize;
            let Some(is_found) = is_found.get_mut(place).filter(|is_found| !**is_found) else { continue };
            *is_found = true;
            found.push(number);
            left.extend(events.get(place).map(|event| wholes_of_one(index, event)).unwrap_or_default());
        }
        found
    }
}

/// What an event is directly part of, as far as that is there.
fn wholes_of_one(index: &Index, event: &Event) -> Vec<u32> {
    let wholes = event.links.iter().filter(|link| link.rel == Relation::PartOf);
    wholes.filter_map(|link| index.number_of(&RecordId::Event(link.event.clone()))).collect()
}

/// Of each event with its place among the events, the first in the ledger that it is part of, or [`NONE`].
fn parents(links: &PartOf, is_wanted: &[bool], first: u32) -> Vec<u32> {
    let mut parents = vec![NONE; is_wanted.len()];
    for (number, wholes) in &links.0 {
        let mut wholes = wholes.iter().filter(|whole| *whole != number && is_true(is_wanted, **whole - first));
        if let Some(slot) = parents.get_mut((number - first) as usize) {
            *slot = wholes.next().copied().unwrap_or(NONE);
        }
    }
    parents
}

/// Events with their parts below them.
struct Tree<'a> {
    parts: Vec<Vec<u32>>,
    is_done: Vec<bool>,
    first: u32,
    rows: Vec<(u32, u32)>,
    parents: &'a [u32],
}

impl<'a> Tree<'a> {
    /// Each event once, with its depth; those side by side in the order of time, the undated last.
    fn of(index: &Index, wanted: &[u32], parents: &'a [u32]) -> Vec<(u32, u32)> {
        let mut wanted = wanted.to_vec();
        wanted.sort_by_cached_key(|number| {
            let time = index.time(*number);
            (time.is_none(), time, *number)
        });
        let first = index.kinds().events.start;
        let n = parents.len();
        let mut tree = Self { parts: vec![Vec::new(); n], is_done: vec![false; n], first, rows: Vec::with_capacity(wanted.len()), parents };
        for number in &wanted {
            if let Some(parts) = tree.parent(*number).and_then(|parent| tree.parts.get_mut((parent - first) as usize)) {
                parts.push(*number);
            }
        }
        wanted
            .iter()
            .filter(|number| tree.parent(**number).is_none())
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|root| tree.put(root));
        // What is left lies on circles, or below one.
        wanted.into_iter().for_each(|left| tree.put(left));
        tree.rows
    }

    fn parent(&self, number: u32) -> Option<u32> {
        self.parents.get((number - self.first) as usize).copied().filter(|parent| *parent != NONE)
    }

    /// An event and all below it that have no row yet.
    fn put(&mut self, root: u32) {
        let mut left = vec![(root, 0)];
        while let Some((number, depth)) = left.pop() {
            let place = (number - self.first) as usize;
            let Some(is_done) = self.is_done.get_mut(place).filter(|is_done| !**is_done) else { continue };
            *is_done = true;
            self.rows.push((number, depth));
            let parts = self.parts.get(place).into_iter().flatten().rev();
            left.extend(parts.map(|part| (*part, depth + 1)));
        }
    }
}

/// Everybody who says anything of some events or denies what they are part of, and those through whom that is held.
fn columns(situation: &Situation, index: &Index, wanted: &[u32], wholes: &[u32]) -> Vec<LedgerColumn> {
    let mut is_carrier: BTreeMap<&SourceId, bool> = BTreeMap::new();
    let is_about = reports_about(index, wanted);
    let ids: Vec<&SourceId> = situation.sources().keys().collect();
    let mut speaks = vec![false; ids.len()];
    for (report, source) in (0..).zip(&index.columns().source_of_report).filter(|(report, _)| is_true(&is_about, *report)) {
        if let Some(speaks) = speaks.get_mut(*source as usize) {
            *speaks = true;
        } else if let Some(RecordId::Report(report)) = index.id(index.kinds().reports.start + report) {
            // A source that is named and not there.
            is_carrier.extend(situation.report(report).map(|report| (&report.source, false)));
        }
    }
    is_carrier.extend(ids.iter().zip(speaks).filter(|(_, speaks)| *speaks).map(|(id, _)| (*id, false)));
    for carrier in carriers(situation, &is_about) {
        is_carrier.insert(carrier, true);
    }
    for whole in wholes.iter().filter(|whole| is_denied(index, **whole)) {
        let Some(RecordId::Event(whole)) = index.id(*whole) else { continue };
        for denial in Statements::with_traces(situation, whole).0.denying {
            is_carrier.entry(&denial.report.source).or_default();
        }
    }
    let mut columns: Vec<_> = is_carrier
        .into_iter()
        .map(|(id, is_carrier)| {
            let source = situation.source(id);
            let actors = actors_upwards(situation, source.and_then(|source| source.actor.as_ref()));
            let side = actors.iter().find_map(|id| situation.actor(id)?.side.clone());
            // From the state down, so that each organisation stands below what it belongs to.
            let path: Vec<String> =
                actors.iter().rev().map(|id| folded(situation.actor(id).map_or(id.as_str(), |actor| &actor.name))).collect();
            let name = folded(source.map_or(id.as_str(), |source| &source.name));
            let key = (side.is_none(), side.as_deref().map(folded), path, name, id.clone());
            (key, LedgerColumn { source: id.clone(), actor: actors.into_iter().next(), side, is_carrier })
        })
        .collect();
    columns.sort_by(|(a, _), (b, _)| a.cmp(b));
    columns.into_iter().map(|(_, column)| column).collect()
}

/// Whether each report speaks of some events.
fn reports_about(index: &Index, events: &[u32]) -> Vec<bool> {
    let kinds = index.kinds();
    let mut is_about = vec![false; kinds.reports.len()];
    for number in events {
        for statement in index.columns().said_of(number - kinds.events.start) {
            let report = index.columns().report_of.get(statement as usize);
            if let Some(slot) = report.and_then(|report| is_about.get_mut(*report as usize)) {
                *slot = true;
            }
        }
    }
    is_about
}

/// Through whom some reports are held that are not their own.
fn carriers<'a>(situation: &'a Situation, is_about: &[bool]) -> BTreeSet<&'a SourceId> {
    // Looking up each report by its id would take most of the time.
    let places: HashMap<&ReportId, u32, foldhash::fast::RandomState> = situation.reports().keys().zip(0..).collect();
    let reports: Vec<&Report> = situation.reports().values().collect();
    let held = reports.iter().zip(is_about).filter(|(_, is_about)| **is_about).map(|(report, _)| *report);
    let mut last = None;
    let mut carriers = BTreeSet::new();
    for report in held {
        let carrier = match &report.via {
            None => continue,
            Some(Via::Source(id)) => id,
            Some(Via::Report(id)) => match places.get(id).and_then(|at| reports.get(*at as usize)) {
                Some(report) => &report.source,
                None => continue,
            },
        };
        if *carrier != report.source && last.replace(carrier) != Some(carrier) {
            carriers.insert(carrier);
        }
    }
    carriers
}

/// Whether anybody denies an event, now or before.
fn is_denied(index: &Index, event: u32) -> bool {
    let Some(stances) = index.columns().facet(Facet::Stance) else { return false };
    let denies = stances.values.iter().position(|value| value.as_str() == Stance::Denies.word());
    let mut said = index.columns().said_of(event - index.kinds().events.start);
    denies.is_some_and(|denies| said.any(|statement| stances.lists.of(statement).contains(&(denies as u32))))
}

/// An actor and what it is part of, upwards; of a circle each once, and of a chain without end the nearest.
fn actors_upwards(situation: &Situation, actor: Option<&ActorId>) -> Vec<ActorId> {
    const MOST: usize = 32;
    let mut found: Vec<ActorId> = Vec::new();
    let mut next = actor;
    while let Some(id) = next.filter(|id| found.len() < MOST && !found.contains(id)) {
        found.push(id.clone());
        next = situation.actor(id).and_then(|actor| actor.part_of.as_ref());
    }
    found
}
