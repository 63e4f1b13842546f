//! What windows and filters look at: dates, and the values of every facet, of events and of statements.
//!
//! Events, reports and places go by their place among those of their kind here. A *statement* is what one report says of one thing, with
//! the event that this is or leads to: a report about a report speaks of what that one speaks of.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use smol_str::SmolStr;

use crate::base::at_once;
use crate::earth::Bounds;
use crate::model::{
    About, Actor, ActorId, BodyId, Credibility, Event, EventId, Grade, Mode, Moment, PlaceId, RecordId, Reliability, Report, ReportId,
    Situation, SourceId, SourceKind, Stance, StandingWord, Subject, When,
};
use crate::query::filter::{Facet, Value};
use crate::query::index::Kinds;
use crate::query::time::{Clock, Extent};

pub(super) type Numbers<'a, K> = HashMap<&'a K, u32, foldhash::fast::RandomState>;

/// What has no date, no event: no number is as high.
pub(super) const NONE: u32 = u32::MAX;

/// Lists of numbers, one for each owner.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Where each owner's list ends; empty where every list has one number.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.numbers.extend(list);
        self.ends.push(self.numbers.len() as u32);
    }

    fn n_owners(&self) -> u32 {
        (if self.ends.is_empty() { self.numbers.len() } else { self.ends.len() }) as u32
    }

    pub fn range(&self, owner: u32) -> Range<usize> {
        let owner = owner as usize;
        if self.ends.is_empty() {
            return owner..owner + 1;
        }
        let end_of = |owner: usize| self.ends.get(owner).map_or(0, |end| *end as usize);
        owner.checked_sub(1).map_or(0, end_of)..end_of(owner)
    }

    /// The numbers by their owners, where every list has one.
    pub fn single(&self) -> Option<&[u32]> {
        self.ends.is_empty().then_some(&self.numbers)
    }

    pub fn of(&self, owner: u32) -> &[u32] {
        self.numbers.get(self.range(owner)).unwrap_or_default()
    }

    /// Takes less room where every list has one number.
    fn packed(mut self) -> Self {
        if self.ends.iter().zip(1..).all(|(end, owner)| *end == owner) {
            self.ends = Vec::new();
        }
        self
    }

    /// The lists turned round: whose lists each of `n` numbers is in.
    fn turned(&self, n: usize) -> Self {
        let mut pairs: Vec<(u32, u32)> =
            (0..self.n_owners()).flat_map(|owner| self.of(owner).iter().map(move |number| (*number, owner))).collect();
        pairs.sort_unstable();
        let mut turned = Self::default();
        for same in pairs.chunk_by(|(a, _), (b, _)| a == b) {
            let number = same.first().map_or(0, |(number, _)| *number);
            turned.ends.resize(number as usize, turned.numbers.len() as u32);
            turned.push(same.iter().map(|(_, owner)| *owner));
        }
        turned.ends.resize(n, turned.numbers.len() as u32);
        turned
    }
}

/// The values of one facet: of events, or of statements.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub values: Vec<Value>,
    /// By their places among `values`.
    pub lists: Lists,
    /// The number in the index of the record that each value names, or [`NONE`].
    records: Vec<u32>,
}

impl Column {
    /// The records that the values of an owner name.
    pub fn records_of(&self, owner: u32) -> impl Iterator<Item = u32> {
        let records = self.lists.of(owner).iter().filter_map(|value| self.records.get(*value as usize));
        records.copied().filter(|record| *record != NONE)
    }
}

impl Column {
    /// Gives an owner that has one value, as all have, another.
    fn set(&mut self, owner: u32, value: &Value) {
        let place = match self.values.binary_search(value) {
            Ok(place) => place as u32,
            Err(place) => {
                self.values.insert(place, value.clone());
                let place = place as u32;
                self.lists.numbers.iter_mut().filter(|number| **number >= place).for_each(|number| *number += 1);
                place
            }
        };
        if let Some(number) = self.lists.numbers.get_mut(owner as usize).filter(|_| self.lists.ends.is_empty()) {
            *number = place;
        }
    }
}

/// Makes a column whose values are found on the way.
#[derive(Default)]
struct ColumnMaker {
    column: Column,
    known: HashMap<SmolStr, u32, foldhash::fast::RandomState>,
}

impl ColumnMaker {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.column.values.len() as u32;
        self.known.insert(SmolStr::new(text), number);
        self.column.values.push(Value::from(text));
        number
    }

    /// With the values in the order of their words.
    fn finished(self) -> Column {
        let Column { values, lists, .. } = self.column;
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by_key(|number| values.get(*number as usize));
        let mut place_of = vec![0; order.len()];
        for (place, number) in (0..).zip(&order) {
            if let Some(slot) = place_of.get_mut(*number as usize) {
                *slot = place;
            }
        }
        let renumber = |number: &u32| place_of.get(*number as usize).copied().unwrap_or_default();
        let numbers = lists.numbers.iter().map(renumber).collect();
        let values = order.iter().filter_map(|number| values.get(*number as usize)).cloned().collect();
        Column { values, lists: Lists { numbers, ends: lists.ends }.packed(), records: Vec::new() }
    }

    /// The values of the next owner, each once, or that it has none.
    fn push<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let mut numbers: Vec<u32> = texts.into_iter().map(|text| self.number(text)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            numbers.push(self.number(Value::NONE.as_str()));
        }
        self.column.lists.push(numbers);
    }
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub n_events: u32,
    pub n_reports: u32,
    pub n_places: u32,
    /// Every date that is written anywhere, once.
    pub dates: Vec<Extent>,
    /// Of each event by each clock, its place among `dates`, or [`NONE`].
    event_dates: [Vec<u32>; 3],
    report_dates: [Vec<u32>; 2],
    /// From the first to the last moment that events have a bound at, by each clock.
    pub spans: [Option<[Moment; 2]>; 3],
    /// In the order of [`Facet::ALL`].
    facets: Vec<Column>,
    /// Where the statements about each event itself end: they stand together, in the order of the events, before all others.
    said_ends: Vec<u32>,
    /// Every report has one at least.
    pub statements_of_report: Lists,
    /// The events that each report speaks of, [`NONE`] among them where a statement speaks of no event.
    pub events_of_report: Lists,
    /// Which event each statement speaks of, or [`NONE`].
    pub event_of: Vec<u32>,
    pub report_of: Vec<u32>,
    /// Where each statement stands in the `about` of its report.
    about_of: Vec<u16>,
    /// The places of each event.
    pub places_of_event: Lists,
    /// The box of each place, or of what it is part of where it has none itself.
    pub boxes: Vec<Option<Bounds>>,
    /// Which places each place is part of, itself first.
    pub wholes_of_place: Lists,
    /// By the places of sources among those of their kind.
    pub source_of_report: Vec<u32>,
    /// How many reports were published at each date.
    pub n_published: Vec<u32>,
    /// By the sources' order, the number in the index of the actor that speaks through each, or [`NONE`].
    pub actor_of_source: Vec<u32>,
}

/// Where the records of each kind that others name stand.
struct Known<'a> {
    events: Numbers<'a, EventId>,
    places: Numbers<'a, PlaceId>,
    actors: Numbers<'a, ActorId>,
    sources: Numbers<'a, SourceId>,
}

/// Each number and the numbers of all that it is part of, from itself on; of a circle each once. Nothing on earth is part of more than
/// some: of a chain without end the nearest count.
fn with_wholes(part_of: &[u32]) -> Lists {
    const MOST: usize = 32;
    let mut wholes = Lists::default();
    for first in 0..part_of.len() as u32 {
        let mut chain = vec![first];
        while let Some(next) = chain.last().and_then(|last| part_of.get(*last as usize)).filter(|next| **next != NONE) {
            if chain.len() == MOST || chain.contains(next) {
                break;
            }
            chain.push(*next);
        }
        wholes.push(chain);
    }
    wholes
}

impl Columns {
    /// `standing` tells what the reports of an event come to, by the order of events; `kinds` where the records of each kind stand in the
    /// index.
    pub fn of(situation: &Situation, kinds: &Kinds, standing: impl Fn(u32) -> Option<StandingWord> + Sync) -> Self {
        let known = Known {
            events: situation.events().keys().zip(0..).collect(),
            places: situation.places().keys().zip(0..).collect(),
            actors: situation.actors().keys().zip(0..).collect(),
            sources: situation.sources().keys().zip(0..).collect(),
        };
        let statements = statements(situation, &known);
        let ((of_events, places), of_statements) = at_once(
            || {
                let places = Places::of(situation, &known);
                (event_columns(situation, &known, kinds, &places, &standing), places)
            },
            || statement_columns(situation, &known, kinds, &statements),
        );
        let (n_events, n_reports) = (situation.events().len(), situation.reports().len());
        let event_of: Vec<u32> = statements.iter().map(|said| said.event).collect();
        let n_direct = statements.partition_point(|said| said.is_direct);
        let direct = event_of.get(..n_direct).unwrap_or_default();
        let report_of: Vec<u32> = statements.iter().map(|said| said.number).collect();
        let mut columns = Self {
            n_events: n_events as u32,
            n_reports: n_reports as u32,
            n_places: situation.places().len() as u32,
            facets: of_events.into_iter().chain(of_statements).collect(),
            said_ends: (0..n_events as u32).map(|event| direct.partition_point(|at| *at <= event) as u32).collect(),
            statements_of_report: Lists { ends: Vec::new(), numbers: report_of.clone() }.turned(n_reports),
            event_of,
            report_of,
            about_of: statements.iter().map(|said| said.index).collect(),
            places_of_event: places.of_event,
            boxes: places.boxes,
            wholes_of_place: places.wholes,
            ..Self::default()
        };
        let statements = (0..n_reports as u32).map(|report| columns.statements_of_report.of(report));
        let mut events_of_report = Lists::default();
        for statements in statements {
            let mut events: Vec<u32> = statements.iter().filter_map(|at| columns.event_of.get(*at as usize)).copied().collect();
            events.dedup();
            events_of_report.push(events);
        }
        columns.events_of_report = events_of_report.packed();
        columns.put_dates(situation);
        let number = |source: &SourceId| known.sources.get(source).copied().unwrap_or(NONE);
        columns.source_of_report = situation.reports().values().map(|report| number(&report.source)).collect();
        let actor = |id: &ActorId| known.actors.get(id).map_or(NONE, |actor| kinds.actors.start + actor);
        columns.actor_of_source = situation.sources().values().map(|source| source.actor.as_ref().map_or(NONE, actor)).collect();
        columns
    }

    /// Takes over the grades of a report's statements.
    pub(super) fn regrade(&mut self, situation: &Situation, number: u32, report: &Report) {
        for statement in self.statements_of_report.of(number) {
            let about = self.about_of.get(*statement as usize).and_then(|index| report.about.get(usize::from(*index)));
            let grade = about.map(|about| Grade::of(situation, report, about)).unwrap_or_default();
            let words = [
                (Facet::Reliability, grade.reliability.map(Reliability::word)),
                (Facet::Credibility, grade.credibility.map(Credibility::word)),
            ];
            for (facet, word) in words {
                if let Some(column) = self.facets.get_mut(facet as usize) {
                    column.set(*statement, &word.map_or(Value::NONE, Value::from));
                }
            }
        }
    }

    /// In the order of [`Facet::ALL`].
    pub fn facets(&self) -> &[Column] {
        &self.facets
    }

    pub fn facet(&self, facet: Facet) -> Option<&Column> {
        self.facets.get(facet as usize)
    }

    /// The statements about an event itself.
    pub fn said_of(&self, event: u32) -> Range<u32> {
        let end_of = |event: usize| self.said_ends.get(event).copied().unwrap_or_default();
        (event as usize).checked_sub(1).map_or(0, end_of)..end_of(event as usize)
    }

    pub fn n_statements(&self) -> u32 {
        self.event_of.len() as u32
    }

    /// The date of an event by a clock.
    pub fn event_date(&self, clock: Clock, event: u32) -> u32 {
        self.event_dates.get(clock as usize).and_then(|dates| dates.get(event as usize)).copied().unwrap_or(NONE)
    }

    /// When a report was published, or when we learned of it; by the first clock it has no date of its own.
    pub fn report_date(&self, clock: Clock, report: u32) -> u32 {
        let dates = (clock as usize).checked_sub(1).and_then(|at| self.report_dates.get(at));
        dates.and_then(|dates| dates.get(report as usize)).copied().unwrap_or(NONE)
    }

    fn put_dates<'a>(&mut self, situation: &'a Situation) {
        let zone = situation.zone();
        let as_of = situation.as_of_end();
        let mut known: HashMap<&str, u32, foldhash::fast::RandomState> = HashMap::default();
        let mut dates = Vec::new();
        let mut number = |when: Option<&'a When>| {
            when.map_or(NONE, |when| {
                *known.entry(when.text()).or_insert_with(|| {
                    dates.push(Extent::of(when, zone, as_of));
                    dates.len() as u32 - 1
                })
            })
        };
        let happened: Vec<u32> = situation.events().values().map(|event| number(event.when.as_ref())).collect();
        let published: Vec<u32> = situation.reports().values().map(|report| number(report.published.as_ref())).collect();
        let learned: Vec<u32> = situation.reports().values().map(|report| number(report.known.as_ref())).collect();
        let first = |of_reports: &[u32], event: u32| {
            let reports = self.said_of(event).filter_map(|at| self.report_of.get(at as usize));
            let theirs = reports.filter_map(|report| of_reports.get(*report as usize)).filter(|date| **date != NONE);
            let key = |date: u32| dates.get(date as usize).map(|extent| (extent.first_start, extent.last_end));
            theirs.copied().min_by_key(|date| (key(*date), *date)).unwrap_or(NONE)
        };
        let of_events = |of_reports: &[u32]| (0..self.n_events).map(|event| first(of_reports, event)).collect();
        let ends = |extent: &Extent| {
            let moments = [extent.first_start, extent.last_start, extent.first_end, extent.last_end];
            moments.into_iter().filter(|moment| !matches!(moment.0, i64::MIN | i64::MAX)).collect::<Vec<_>>()
        };
        let span = |of_events: &[u32]| {
            let moments = of_events.iter().filter_map(|date| dates.get(*date as usize)).flat_map(ends);
            moments.fold(None, |span: Option<[Moment; 2]>, at| Some(span.map_or([at, at], |[first, last]| [first.min(at), last.max(at)])))
        };
        let event_dates = [happened, of_events(&published), of_events(&learned)];
        self.spans = [0, 1, 2].map(|clock: usize| event_dates.get(clock).and_then(|dates| span(dates)));
        self.event_dates = event_dates;
        self.n_published = vec![0; dates.len()];
        for date in &published {
            self.n_published.get_mut(*date as usize).into_iter().for_each(|n| *n += 1);
        }
        self.report_dates = [published, learned];
        self.dates = dates;
    }
}

/// What one report says of one thing.
struct Said<'a> {
    /// The event that this is or leads to, or [`NONE`].
    event: u32,
    /// Whether it is about the event itself.
    is_direct: bool,
    number: u32,
    report: &'a Report,
    about: Option<&'a About>,
    /// Of `about` in the report; of more than a person could read the last stand for the rest.
    index: u16,
}

/// All that reports say: what is about events themselves first, in their order.
fn statements<'a>(situation: &'a Situation, known: &Known<'a>) -> Vec<Said<'a>> {
    let mut statements = Vec::new();
    for (number, report) in (0..).zip(situation.reports().values()) {
        let mut add = |event: Option<u32>, is_direct, about: Option<(usize, &'a About)>| {
            let index = about.map_or(0, |(index, _)| u16::try_from(index).unwrap_or(u16::MAX));
            statements.push(Said { event: event.unwrap_or(NONE), is_direct, number, report, about: about.map(|(_, about)| about), index });
        };
        for (index, about) in report.about.iter().enumerate() {
            let said = Some((index, about));
            match &about.subject {
                Subject::Event(id) => {
                    let event = known.events.get(id).copied();
                    add(event, event.is_some(), said);
                }
                Subject::Report(id) => {
                    let events = events_behind(situation, known, id);
                    events.iter().for_each(|event| add(Some(*event), false, said));
                    if events.is_empty() {
                        add(None, false, said);
                    }
                }
            }
        }
        if report.about.is_empty() {
            add(None, false, None);
        }
    }
    statements.sort_by_key(|said| if said.is_direct { said.event } else { NONE });
    statements
}

/// The events that a report speaks of, itself or through the reports that it speaks of: a few of them.
fn events_behind(situation: &Situation, known: &Known<'_>, id: &ReportId) -> BTreeSet<u32> {
    const MOST: usize = 8;
    let mut events = BTreeSet::new();
    let mut seen = BTreeSet::from([id]);
    let mut next = vec![id];
    while let Some(id) = next.pop().filter(|_| events.len() < MOST && seen.len() < 4 * MOST) {
        for about in situation.report(id).into_iter().flat_map(|report| &report.about).take(MOST) {
            match &about.subject {
                Subject::Event(event) => events.extend(known.events.get(event)),
                Subject::Report(report) => {
                    if seen.insert(report) {
                        next.push(report);
                    }
                }
            }
        }
    }
    events
}

/// Where places lie and what they are part of.
struct Places {
    of_event: Lists,
    /// The box of each, or of the nearest that it is part of and that has one.
    boxes: Vec<Option<Bounds>>,
    wholes: Lists,
}

impl Places {
    fn of(situation: &Situation, known: &Known<'_>) -> Self {
        let places = || situation.places().values();
        let number = |id: &PlaceId| known.places.get(id).copied().unwrap_or(NONE);
        let part_of: Vec<u32> = places().map(|place| place.part_of.as_ref().map_or(NONE, number)).collect();
        let own: Vec<Option<Bounds>> = places().map(|place| Bounds::of_geometry(place.geometry.as_ref()?)).collect();
        let wholes = with_wholes(&part_of);
        let box_of = |place| wholes.of(place).iter().find_map(|whole| *own.get(*whole as usize)?);
        let boxes = (0..own.len() as u32).map(box_of).collect();
        let mut of_event = Lists::default();
        for event in situation.events().values() {
            let mut places: Vec<u32> = event.places.iter().filter_map(|at| known.places.get(&at.place)).copied().collect();
            places.sort_unstable();
            places.dedup();
            of_event.push(places);
        }
        Self { of_event, boxes, wholes }
    }
}

/// A column whose values are records, by their ids in their order; the first value is that there is none. `first` is the number in the
/// index of the first of them, and lists hold their places among those of their kind.
fn record_column<'a>(ids: impl Iterator<Item = &'a str>, first: u32, lists: impl Iterator<Item = Vec<u32>>) -> Column {
    let values: Vec<Value> = std::iter::once(Value::NONE).chain(ids.map(Value::from)).collect();
    let records = (0..values.len() as u32).map(|at| at.checked_sub(1).map_or(NONE, |at| first + at)).collect();
    let mut shifted = Lists::default();
    for mut list in lists {
        list.sort_unstable();
        list.dedup();
        let none = list.is_empty().then_some(0);
        shifted.push(list.into_iter().map(|at| at + 1).chain(none));
    }
    Column { values, lists: shifted.packed(), records }
}

/// The columns up to that of sources.
fn event_columns(
    situation: &Situation,
    known: &Known<'_>,
    kinds: &Kinds,
    places: &Places,
    standing: &impl Fn(u32) -> Option<StandingWord>,
) -> Vec<Column> {
    let part_of = |actor: &Actor| actor.part_of.as_ref().and_then(|whole| known.actors.get(whole)).copied().unwrap_or(NONE);
    let wholes = with_wholes(&situation.actors().values().map(part_of).collect::<Vec<u32>>());
    let side_of: Vec<Option<&str>> = situation.actors().values().map(|actor| actor.side.as_deref()).collect();
    let actors_of = |event: &Event| -> Vec<u32> {
        let own = event.actors.iter().filter_map(|by| known.actors.get(&by.actor));
        own.flat_map(|actor| wholes.of(*actor)).copied().collect()
    };
    let (mut sides, mut categories, mut modes) = (ColumnMaker::default(), ColumnMaker::default(), ColumnMaker::default());
    let (mut standings, mut tags) = (ColumnMaker::default(), ColumnMaker::default());
    for (number, event) in (0..).zip(situation.events().values()) {
        sides.push(actors_of(event).into_iter().filter_map(|actor| *side_of.get(actor as usize)?));
        categories.push(event.category.as_deref());
        modes.push([Mode::word(event.mode)]);
        standings.push(standing(number).map(StandingWord::word));
        tags.push(event.tags.iter().map(String::as_str));
    }
    let events = || situation.events().values();
    let actors = record_column(situation.actors().keys().map(ActorId::as_str), kinds.actors.start, events().map(actors_of));
    let places_of = |event| places.of_event.of(event).iter().flat_map(|place| places.wholes.of(*place)).copied().collect();
    let n_events = situation.events().len() as u32;
    let places = record_column(situation.places().keys().map(PlaceId::as_str), kinds.places.start, (0..n_events).map(places_of));
    let [sides, categories, modes, standings, tags] = [sides, categories, modes, standings, tags].map(ColumnMaker::finished);
    vec![actors, sides, categories, modes, standings, tags, places]
}

/// The columns from that of sources on.
fn statement_columns(situation: &Situation, known: &Known<'_>, kinds: &Kinds, statements: &[Said<'_>]) -> Vec<Column> {
    let source_of = |said: &Said<'_>| known.sources.get(&said.report.source).copied();
    let kind_of: Vec<Option<SourceKind>> = situation.sources().values().map(|source| source.kind).collect();
    let mut source_kinds = ColumnMaker::default();
    let (mut stances, mut letters, mut digits) = (ColumnMaker::default(), ColumnMaker::default(), ColumnMaker::default());
    let (mut troops, mut bodies) = (ColumnMaker::default(), ColumnMaker::default());
    for said in statements {
        let Said { report, about, .. } = said;
        let kind = source_of(said).and_then(|source| *kind_of.get(source as usize)?);
        source_kinds.push(kind.map(SourceKind::word));
        stances.push(about.map(|about| Stance::word(about.stance)));
        let grade = about.map(|about| Grade::of(situation, report, about)).unwrap_or_default();
        letters.push(grade.reliability.map(Reliability::word));
        digits.push(grade.credibility.map(Credibility::word));
        let told = about.and_then(|about| about.troops.as_deref());
        troops.push(told.map(|_| TOLD));
        bodies.push(told.and_then(|troops| troops.body.as_ref()).map(BodyId::as_str));
    }
    let source_lists = statements.iter().map(|said| source_of(said).into_iter().collect());
    let sources = record_column(situation.sources().keys().map(SourceId::as_str), kinds.sources.start, source_lists);
    let [source_kinds, stances, letters, digits, troops, bodies] =
        [source_kinds, stances, letters, digits, troops, bodies].map(ColumnMaker::finished);
    vec![sources, source_kinds, stances, letters, digits, troops, bodies]
}

/// The value of [`Facet::Troops`] where there are any.
pub const TOLD: &str = "told";

/// Where a value's record is, for showing its name.
pub fn record_of(facet: Facet, value: &Value) -> Option<RecordId> {
    if value.is_none() {
        return None;
    }
    match facet {
        Facet::Actor => Some(RecordId::Actor(value.as_str().into())),
        Facet::Place => Some(RecordId::Place(value.as_str().into())),
        Facet::Source => Some(RecordId::Source(value.as_str().into())),
        _ => None,
    }
}
