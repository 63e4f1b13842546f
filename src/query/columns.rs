//! What windows and filters look at: dates, and the values of every facet, of events and of statements.
//!
//! Events, reports and places go by their place among those of their kind here. A *statement* is what one report says of one thing, with
//! the event that this is or leads to: a report about a report speaks of what that one speaks of.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::at_once;
use crate::earth::Bounds;
use crate::model::{Actor, Event, Place, RecordId, Report, Situation, Source, SourceKind, StandingWord, Subject};
use crate::query::changed::Changed;
use crate::query::dates::Dates;
use crate::query::event_columns::{Places, event_columns, places_of, put_words, with_wholes};
use crate::query::filter::{Facet, Value};
use crate::query::ids::Ids;
use crate::query::index::{AnyRecord, Kinds};
use crate::query::lists::{Column, Lists, NONE};
use crate::query::moves::{Moves, Shifts};
use crate::query::numbering::{ByIds, Known, Numbering};
use crate::query::statements::{Said, statement_columns, statements};
use crate::query::time::Clock;
use crate::query::touched::Touched;

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub n_events: u32,
    pub n_reports: u32,
    pub n_places: u32,
    pub dates: Dates,
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
    /// The places of each event.
    pub places_of_event: Lists,
    /// The box of each place, or of what it is part of where it has none itself.
    pub boxes: Vec<Option<Bounds>>,
    /// Which places each place is part of, itself first.
    pub wholes_of_place: Lists,
    /// By the places of sources among those of their kind.
    pub source_of_report: Vec<u32>,
    /// The actor that speaks through each source, or [`NONE`].
    pub actor_of_source: Vec<u32>,
}

impl Columns {
    /// `standing` tells what the reports of an event come to, by the order of events; `kinds` where the records of each kind stand in the
    /// index.
    pub fn of(situation: &Situation, kinds: &Kinds, standing: impl Fn(u32) -> Option<StandingWord> + Sync) -> Self {
        let known = Known::of(situation);
        let statements = statements(situation, &known);
        let ((of_events, places), of_statements) = at_once(
            || {
                let places = Places::of(situation, &known);
                (event_columns(situation, &known, kinds, &places, &standing), places)
            },
            || statement_columns(situation, &known, kinds, &statements),
        );
        let (n_events, n_reports) = (situation.events().len(), situation.reports().len());
        let report_of: Vec<u32> = statements.iter().map(|said| said.number).collect();
        let mut columns = Self {
            n_events: n_events as u32,
            n_reports: n_reports as u32,
            n_places: situation.places().len() as u32,
            facets: of_events.into_iter().chain(of_statements).collect(),
            statements_of_report: Lists::single_of(report_of.clone()).turned(n_reports),
            event_of: statements.iter().map(|said| said.event).collect(),
            report_of,
            places_of_event: places.of_event,
            boxes: places.boxes,
            wholes_of_place: places.wholes,
            ..Self::default()
        };
        let mut n_said = vec![0_u32; n_events];
        for said in statements.iter().take_while(|said| said.is_direct) {
            n_said.get_mut(said.event as usize).into_iter().for_each(|n| *n += 1);
        }
        columns.said_ends = n_said
            .into_iter()
            .scan(0, |end, n| {
                Some({
                    *end += n;
                    *end
                })
            })
            .collect();
        let mut events_of_report = Lists::default();
        (0..n_reports as u32).for_each(|report| events_of_report.push(columns.events_of(columns.statements_of_report.of(report))));
        columns.events_of_report = events_of_report.packed();
        columns.dates = Dates::of(situation, |event| columns.reports_on(event));
        let source = |report: &Report| known.source(&report.source).unwrap_or(NONE);
        columns.source_of_report = situation.reports().values().map(source).collect();
        columns.actor_of_source = situation.sources().values().map(|source| actor_of(source, &known)).collect();
        columns
    }

    /// Tells where the statements about each event end once so many more are about some of them.
    fn shift_said_ends(&mut self, n_more: &BTreeMap<u32, i32>) {
        let mut by = 0;
        let mut rest = n_more.iter().peekable();
        while let Some((event, n)) = rest.next() {
            by += n;
            let next = rest.peek().map_or(self.said_ends.len(), |(event, _)| **event as usize);
            let ends = self.said_ends.get_mut(*event as usize..next).filter(|_| by != 0);
            ends.into_iter().flatten().for_each(|end| *end = end.saturating_add_signed(by));
        }
    }

    fn n_direct(&self) -> u32 {
        self.said_ends.last().copied().unwrap_or_default()
    }

    /// The events that some statements speak of.
    fn events_of(&self, statements: &[u32]) -> Vec<u32> {
        let mut events: Vec<u32> = statements.iter().filter_map(|at| self.event_of.get(*at as usize)).copied().collect();
        events.dedup();
        events
    }

    /// The reports that speak of an event itself, some perhaps several times.
    fn reports_on(&self, event: u32) -> impl Iterator<Item = u32> {
        self.said_of(event).filter_map(|at| self.report_of.get(at as usize)).copied()
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
        self.dates.of_event(clock, event)
    }

    /// When a report was published, or when we learned of it; by the first clock it has no date of its own.
    pub fn report_date(&self, clock: Clock, report: u32) -> u32 {
        self.dates.of_report(clock, report)
    }
}

fn actor_of(source: &Source, known: &impl Numbering) -> u32 {
    source.actor.as_ref().and_then(|actor| known.actor(actor)).unwrap_or(NONE)
}

/// What became of records of each kind, by their places among those of their kind.
pub(super) struct AllChanged<'a> {
    pub places: Changed<'a, Place>,
    pub actors: Changed<'a, Actor>,
    pub sources: Changed<'a, Source>,
    pub events: Changed<'a, Event>,
    pub reports: Changed<'a, Report>,
}

impl<'a> AllChanged<'a> {
    pub fn of(situation: &'a Situation, touched: &'a Touched, before: Numbers<'_>) -> Self {
        macro_rules! changed {
            ($kind:ident, $kinds:ident, $record:ident) => {{
                let its = touched.records.iter().filter_map(|id| match id {
                    RecordId::$kind(of_kind) => Some((id, situation.$record(of_kind))),
                    _ => None,
                });
                Changed::of(its, (before.ids, &before.kinds.$kinds))
            }};
        }
        Self {
            places: changed!(Place, places, place),
            actors: changed!(Actor, actors, actor),
            sources: changed!(Source, sources, source),
            events: changed!(Event, events, event),
            reports: changed!(Report, reports, report),
        }
    }

    /// Those that there are, kind by kind in the order of their numbers.
    pub fn records(&self) -> Vec<AnyRecord<'a>> {
        let places = self.places.records.values().map(|record| AnyRecord::Place(record));
        let actors = self.actors.records.values().map(|record| AnyRecord::Actor(record));
        let sources = self.sources.records.values().map(|record| AnyRecord::Source(record));
        let events = self.events.records.values().map(|record| AnyRecord::Event(record));
        let reports = self.reports.records.values().map(|record| AnyRecord::Report(record));
        places.chain(actors).chain(sources).chain(events).chain(reports).collect()
    }

    pub fn came(&self) -> impl Iterator<Item = &'a RecordId> {
        let Self { places, actors, sources, events, reports } = self;
        [&places.came, &actors.came, &sources.came, &events.came, &reports.came].into_iter().flatten().copied()
    }

    pub fn went(&self) -> impl Iterator<Item = &'a RecordId> {
        let Self { places, actors, sources, events, reports } = self;
        [&places.went, &actors.went, &sources.went, &events.went, &reports.went].into_iter().flatten().copied()
    }

    /// Of each kind what became of its records and of their places.
    pub fn moves(&self) -> [(&Moves, &Shifts); 5] {
        [
            (&self.places.moves, &self.places.shifts),
            (&self.actors.moves, &self.actors.shifts),
            (&self.sources.moves, &self.sources.shifts),
            (&self.events.moves, &self.events.shifts),
            (&self.reports.moves, &self.reports.shifts),
        ]
    }
}

/// All ids and where each kind stands among them.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    pub ids: &'a Ids,
    pub kinds: &'a Kinds,
}

impl<'a> Numbers<'a> {
    /// The whole that a place is part of.
    fn whole_of_place(self, situation: &Situation, place: u32) -> Option<u32> {
        let Some(RecordId::Place(id)) = self.ids.get(self.kinds.places.start + place) else { return None };
        ByIds(self.ids, self.kinds).place(situation.place(id)?.part_of.as_ref()?)
    }

    fn actor(self, situation: &Situation, actor: u32) -> Option<&Actor> {
        let Some(RecordId::Actor(id)) = self.ids.get(self.kinds.actors.start + actor) else { return None };
        situation.actor(id)
    }

    /// What a record is called as a value.
    fn value(self, number: u32) -> Value {
        self.ids.get(number).map(|id| Value::from(id.as_str())).unwrap_or_default()
    }
}

/// Bringing up to date.
impl Columns {
    /// Carries out what happened to records. `before` and `now` tell the numbers that they had and have; `standing` as in
    /// [`Columns::of`].
    pub fn carry_out(
        &mut self,
        situation: &Situation,
        changed: &AllChanged<'_>,
        (before, now): (Numbers<'_>, Numbers<'_>),
        standing: impl Fn(u32) -> Option<StandingWord>,
    ) {
        self.n_events = now.kinds.events.len() as u32;
        self.n_reports = now.kinds.reports.len() as u32;
        self.n_places = now.kinds.places.len() as u32;
        self.carry_out_places(situation, changed, now);
        self.carry_out_events(situation, changed, now, standing);
        self.carry_out_reports(situation, changed, (before, now));
        let known = ByIds(now.ids, now.kinds);
        changed.actors.shifts.carry_out(&mut self.actor_of_source, 0);
        let actor = |source| changed.sources.record(source).map_or(NONE, |source| actor_of(source, &known));
        changed.sources.moves.carry_out(&mut self.actor_of_source, actor);
        let mut dates = std::mem::take(&mut self.dates);
        dates.carry_out(situation, (&changed.events, &changed.reports), |event| self.reports_on(event));
        self.dates = dates;
    }

    fn carry_out_places(&mut self, situation: &Situation, changed: &AllChanged<'_>, now: Numbers<'_>) {
        let AllChanged { places, events, .. } = changed;
        let with_wholes = |place: &u32| (*place, with_wholes(*place, |place| now.whole_of_place(situation, place)));
        self.wholes_of_place.renumber(&places.shifts);
        self.wholes_of_place.carry_out(&places.moves, &places.records.keys().map(with_wholes).collect());
        let own = |place: &u32| {
            let Some(RecordId::Place(id)) = now.ids.get(now.kinds.places.start + place) else { return None };
            Bounds::of_geometry(situation.place(id)?.geometry.as_ref()?)
        };
        let wholes = &self.wholes_of_place;
        places.moves.carry_out(&mut self.boxes, |place| wholes.of(place).iter().find_map(own));
        let known = ByIds(now.ids, now.kinds);
        self.places_of_event.renumber(&places.shifts);
        let lists = events.records.iter().map(|(number, event)| (*number, places_of(event, &known))).collect();
        self.places_of_event.carry_out(&events.moves, &lists);
    }

    fn carry_out_events(
        &mut self,
        situation: &Situation,
        changed: &AllChanged<'_>,
        now: Numbers<'_>,
        standing: impl Fn(u32) -> Option<StandingWord>,
    ) {
        let AllChanged { places, actors, events, .. } = changed;
        let known = ByIds(now.ids, now.kinds);
        let whole_of = |actor| known.actor(now.actor(situation, actor)?.part_of.as_ref()?);
        let (mut of_actors, mut of_places, mut words) = (BTreeMap::new(), BTreeMap::new(), no_words(false));
        for (number, event) in &events.records {
            let own = event.actors.iter().filter_map(|by| known.actor(&by.actor));
            let its_actors: Vec<u32> = own.flat_map(|actor| with_wholes(actor, whole_of)).collect();
            let sides: Vec<&str> = its_actors.iter().filter_map(|actor| now.actor(situation, *actor)?.side.as_deref()).collect();
            put_words(event, &sides, standing(*number), |facet, texts| {
                words.entry(facet).or_default().insert(*number, values(texts.iter().copied()));
            });
            let its_places = self.places_of_event.of(*number).iter();
            of_places.insert(*number, its_places.flat_map(|place| self.wholes_of_place.of(*place)).copied().collect());
            of_actors.insert(*number, its_actors);
        }
        for (facet, words) in words {
            self.facets.get_mut(facet as usize).into_iter().for_each(|column| column.carry_out(&events.moves, &words));
        }
        let first = now.kinds.actors.start;
        if let Some(column) = self.facets.get_mut(Facet::Actor as usize) {
            let records = (&actors.moves, &actors.shifts, first);
            column.carry_out_of_records(&events.moves, of_actors, records, |actor| now.value(first + actor));
        }
        let first = now.kinds.places.start;
        if let Some(column) = self.facets.get_mut(Facet::Place as usize) {
            let records = (&places.moves, &places.shifts, first);
            column.carry_out_of_records(&events.moves, of_places, records, |place| now.value(first + place));
        }
    }

    fn carry_out_reports(&mut self, situation: &Situation, changed: &AllChanged<'_>, (before, now): (Numbers<'_>, Numbers<'_>)) {
        let AllChanged { sources, events, reports, .. } = changed;
        let known = ByIds(now.ids, now.kinds);
        let records = reports.records.iter();
        let mut said: Vec<Said<'_>> = records.flat_map(|(number, report)| Said::all_of(situation, &known, (*number, report))).collect();
        said.sort_by_key(Said::key);
        let moves = self.moves_of_statements(&reports.moves, &said, before);
        let get = |key: u32| said.get(key as usize);

        let n_statements = self.event_of.len();
        self.carry_out_said_ends(&moves, &said, &events.moves);
        events.shifts.carry_out(&mut self.event_of, 0);
        reports.shifts.carry_out(&mut self.report_of, 0);
        moves.carry_out(&mut self.event_of, |key| get(key).map_or(NONE, |said| said.event));
        moves.carry_out(&mut self.report_of, |key| get(key).map_or(NONE, |said| said.number));
        self.carry_out_statements(situation, (&moves, &said), (sources, now));
        // Where the statements of each report are.
        let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (key, place) in moves.new_places() {
            get(key).into_iter().for_each(|said| places.entry(said.number).or_default().push(place));
        }
        self.statements_of_report.renumber(&moves.shifts(n_statements));
        self.statements_of_report.carry_out(&reports.moves, &places);
        let events_of = places.iter().map(|(report, places)| (*report, self.events_of(places))).collect();
        self.events_of_report.renumber(&events.shifts);
        self.events_of_report.carry_out(&reports.moves, &events_of);
        sources.shifts.carry_out(&mut self.source_of_report, 0);
        let source = |report| reports.record(report).and_then(|report| known.source(&report.source)).unwrap_or(NONE);
        reports.moves.carry_out(&mut self.source_of_report, source);
    }

    /// Where the statements about each event end: first those go that are not there any more, by the events as they were, then events come
    /// and go, then what is said now comes.
    fn carry_out_said_ends(&mut self, moves: &Moves, said: &[Said<'_>], events: &Moves) {
        let (n_direct, mut n_more) = (self.n_direct(), BTreeMap::new());
        let gone = moves.old().filter(|at| *at < n_direct).filter_map(|at| self.event_of.get(at as usize));
        gone.for_each(|event| *n_more.entry(*event).or_default() -= 1);
        self.shift_said_ends(&n_more);
        let end_before = |range: &Range<usize>| range.end.checked_sub(1).and_then(|at| self.said_ends.get(at)).copied().unwrap_or_default();
        let ends: BTreeMap<u32, u32> = events.iter().filter_map(|(range, new)| Some((new?, end_before(&range)))).collect();
        events.carry_out(&mut self.said_ends, |event| ends.get(&event).copied().unwrap_or_default());
        n_more.clear();
        said.iter().filter(|said| said.is_direct).for_each(|said| *n_more.entry(said.event).or_default() += 1);
        self.shift_said_ends(&n_more);
    }

    /// What becomes of the statements: those of reports that changed or went go, and what is `said` now comes, by its place in that.
    fn moves_of_statements(&self, reports: &Moves, said: &[Said<'_>], before: Numbers<'_>) -> Moves {
        let place = |id: RecordId, kind: &Range<u32>| before.ids.find(&id).unwrap_or_else(|at| at) - kind.start;
        let come = (0_u32..).zip(said).map(|(key, said)| {
            let range = match said.about.map(|about| &about.subject) {
                Some(Subject::Event(event)) if said.is_direct => {
                    let old = before.ids.find(&RecordId::Event(event.clone()));
                    let event = old.unwrap_or_else(|at| at) - before.kinds.events.start;
                    let said = self.said_of(event);
                    // Nothing was said yet of one that is new.
                    if old.is_ok() { said } else { said.start..said.start }
                }
                _ => self.n_direct()..self.n_statements(),
            };
            let report = place(RecordId::Report(said.report.id.clone()), &before.kinds.reports);
            let there = self.report_of.get(range.start as usize..range.end as usize).unwrap_or_default();
            let at = range.start as usize + there.partition_point(|other| *other < report);
            (at..at, Some(key))
        });
        let gone = reports.old().flat_map(|report| self.statements_of_report.of(report)).map(|at| (*at as usize..*at as usize + 1, None));
        Moves::of(come.chain(gone).collect())
    }

    /// The values of statements.
    fn carry_out_statements(
        &mut self,
        situation: &Situation,
        (moves, said): (&Moves, &[Said<'_>]),
        (sources, now): (&Changed<'_, Source>, Numbers<'_>),
    ) {
        let known = ByIds(now.ids, now.kinds);
        let (mut of_sources, mut words) = (BTreeMap::new(), no_words(true));
        for (key, said) in (0..).zip(said) {
            let kind: Option<SourceKind> = situation.source(said.source()).and_then(|source| source.kind);
            for (facet, word) in said.words(situation, kind) {
                words.entry(facet).or_default().insert(key, values(word));
            }
            of_sources.insert(key, known.source(said.source()).into_iter().collect());
        }
        for (facet, words) in words {
            self.facets.get_mut(facet as usize).into_iter().for_each(|column| column.carry_out(moves, &words));
        }
        let first = now.kinds.sources.start;
        if let Some(column) = self.facets.get_mut(Facet::Source as usize) {
            let records = (&sources.moves, &sources.shifts, first);
            column.carry_out_of_records(moves, of_sources, records, |source| now.value(first + source));
        }
    }
}

/// Of every facet whose values are words the values by their owners, of whom there are none yet.
fn no_words(of_statements: bool) -> BTreeMap<Facet, BTreeMap<u32, Vec<Value>>> {
    let facets = Facet::ALL.into_iter().filter(|facet| facet.is_of_statements() == of_statements && !facet.is_of_records());
    facets.map(|facet| (facet, BTreeMap::new())).collect()
}

/// The values that stand for some words, or that there is none.
fn values<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let values: Vec<Value> = words.into_iter().map(Value::from).collect();
    if values.is_empty() { vec![Value::NONE] } else { values }
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

#[cfg(test)]
use std::collections::BTreeSet;

#[cfg(test)]
impl Columns {
    /// Everything in it, as far as anybody can tell it apart.
    pub fn told(&self) -> Vec<String> {
        let date = |date: u32| self.dates.extents.get(date as usize);
        let events = (0..self.n_events).map(|event| {
            let dates = Clock::ALL.map(|clock| date(self.event_date(clock, event)));
            format!("event {event} {:?} {dates:?} {:?}", self.said_of(event), self.places_of_event.of(event))
        });
        let reports = (0..self.n_reports).map(|report| {
            let dates = Clock::ALL.map(|clock| date(self.report_date(clock, report)));
            let of = (self.statements_of_report.of(report), self.events_of_report.of(report));
            format!("report {report} {dates:?} {of:?} {}", self.source_of_report[report as usize])
        });
        let facets = Facet::ALL.iter().zip(&self.facets).map(|(facet, column)| {
            let n = if facet.is_of_statements() { self.n_statements() } else { self.n_events };
            let lists = (0..n).map(|owner| column.lists.of(owner).iter().collect::<BTreeSet<_>>()).collect::<Vec<_>>();
            let records =
                (0..n).filter(|_| facet.is_of_records()).map(|owner| column.records_of(owner).collect::<Vec<_>>()).collect::<Vec<_>>();
            format!("{facet:?} {:?} {lists:?} {records:?}", column.values)
        });
        let mut n_published: Vec<_> = self.dates.extents.iter().zip(&self.dates.n_published).filter(|(_, n)| **n > 0).collect();
        n_published.sort_unstable();
        // Dates that are written in two ways may stand for one.
        let n_published: Vec<_> =
            n_published.chunk_by(|(a, _), (b, _)| a == b).map(|same| (same[0].0, same.iter().map(|(_, n)| **n).sum::<u32>())).collect();
        let places = (0..self.n_places).map(|place| format!("place {:?} {:?}", self.boxes[place as usize], self.wholes_of_place.of(place)));
        let rest = format!("{:?} {:?} {:?} {:?}", self.event_of, self.report_of, self.actor_of_source, self.dates.spans);
        let lengths = format!("{:?} {:?}", self.boxes.len(), [self.said_ends.len(), self.source_of_report.len()]);
        events.chain(reports).chain(facets).chain(places).chain([rest, lengths, format!("{n_published:?}")]).collect()
    }
}
