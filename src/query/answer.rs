//! What matches a question and what is hidden, each with the reason; how many of each value there would be.

use std::ops::Range;

use crate::base::{at_once, of_each};
use crate::earth::Bounds;
use crate::query::columns::Columns;
use crate::query::filter::{Choice, Facet, Filter, Ground};
use crate::query::index::Index;
use crate::query::lists::{Column, NONE};
use crate::query::time::{Clock, Fit, TimeWindow};
use crate::query::with_words::WithWords;

/// All that decides about what is shown.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub filter: &'a Filter,
    pub clock: Clock,
    /// Without one everything is in, dated or not.
    pub window: Option<TimeWindow>,
    /// What the map shows, for a filter that asks for that.
    pub view: Option<Bounds>,
    /// What [`WithWords::of`] found for the words of the filter, where it has any.
    pub with_words: Option<&'a WithWords>,
}

/// Why a record is not shown: the first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It has no date by the clock that the window goes by.
    Undated,
    OutsideWindow,
    Facet(Facet),
    /// Its letter or digit is none of those asked for.
    Grade,
    /// Letter or digit is asked for, and nobody judged it, or it cannot be judged (`F`, `6`).
    Unjudged,
    /// An area is asked for, and it has no place on the map.
    Unplaced,
    OutsideArea,
    Words,
    /// A place, an actor or a source: nothing that is shown is tied to it.
    Untied,
}

/// How many records of a kind are shown, and how many are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub surely: usize,
    pub possibly: usize,
    /// In the order of the reasons.
    pub hidden: Vec<(Reason, usize)>,
}

impl Count {
    pub fn shown(&self) -> usize {
        self.surely + self.possibly
    }

    pub fn all(&self) -> usize {
        self.shown() + self.hidden.iter().map(|(_, n)| n).sum::<usize>()
    }
}

impl Reason {
    const ALL: [Self; 22] = [
        Self::Undated,
        Self::OutsideWindow,
        Self::Facet(Facet::Actor),
        Self::Facet(Facet::Side),
        Self::Facet(Facet::Category),
        Self::Facet(Facet::Mode),
        Self::Facet(Facet::Standing),
        Self::Facet(Facet::Tag),
        Self::Facet(Facet::Place),
        Self::Facet(Facet::Source),
        Self::Facet(Facet::SourceKind),
        Self::Facet(Facet::Stance),
        Self::Facet(Facet::Reliability),
        Self::Facet(Facet::Credibility),
        Self::Facet(Facet::Troops),
        Self::Facet(Facet::Body),
        Self::Grade,
        Self::Unjudged,
        Self::Unplaced,
        Self::OutsideArea,
        Self::Words,
        Self::Untied,
    ];

    /// Its place among all.
    fn place(self) -> u8 {
        const AFTER_FACETS: u8 = 2 + Facet::ALL.len() as u8;
        match self {
            Self::Undated => 0,
            Self::OutsideWindow => 1,
            Self::Facet(facet) => 2 + facet as u8,
            Self::Grade => AFTER_FACETS,
            Self::Unjudged => AFTER_FACETS + 1,
            Self::Unplaced => AFTER_FACETS + 2,
            Self::OutsideArea => AFTER_FACETS + 3,
            Self::Words => AFTER_FACETS + 4,
            Self::Untied => AFTER_FACETS + 5,
        }
    }
}

const SURELY: u8 = 0;
const POSSIBLY: u8 = 1;

/// One byte for what becomes of a record: the reasons come after the two ways of being shown.
fn verdict(fit: Fit, reason: Option<Reason>) -> u8 {
    match fit {
        Fit::Surely => SURELY,
        Fit::Possibly => POSSIBLY,
        Fit::Out => 2 + reason.unwrap_or(Reason::Untied).place(),
    }
}

/// What matches, record by record.
#[derive(Debug, Default)]
pub struct Answer {
    /// By the numbers of the index: shown surely or possibly, or a reason for not being shown ([`verdict`]).
    verdicts: Vec<u8>,
    /// What each event, statement and report fails in: a bit for each reason.
    event_fails: Vec<u32>,
    statement_fails: Vec<u32>,
    report_fails: Vec<u32>,
    /// What fails with events that no statement is about.
    unsaid_fails: u32,
    /// What fails with statements that speak of no event.
    eventless_fails: u32,
    /// How each date fits the window, where there is one.
    date_fits: Option<Vec<Fit>>,
    /// Whether anything is asked of statements.
    asks_statements: bool,
    clock: Clock,
    is_everything: bool,
}

const UNDATED: u32 = 1;
const OUTSIDE_WINDOW: u32 = 1 << 1;
const UNPLACED: u32 = 1 << 20;
const OUTSIDE_AREA: u32 = 1 << 21;
const WORDS: u32 = 1 << 22;
const TIME: u32 = UNDATED | OUTSIDE_WINDOW;

fn bit(facet: Facet) -> u32 {
    1 << (2 + facet as u32)
}

/// Which values are asked for and which are not wanted.
struct Chosen<'a> {
    column: &'a Column,
    bit: u32,
    has_include: bool,
    /// Of each value: 1 asked for, 2 not wanted.
    marks: Vec<u8>,
}

impl<'a> Chosen<'a> {
    fn of(columns: &'a Columns, facet: Facet, choice: &Choice) -> Option<Self> {
        let column = columns.facet(facet)?;
        let mut marks = vec![0; column.values.len()];
        for (values, mark) in [(&choice.include, 1), (&choice.exclude, 2)] {
            for value in values.iter().filter_map(|value| column.values.binary_search(value).ok()) {
                marks.get_mut(value).into_iter().for_each(|marks: &mut u8| *marks |= mark);
            }
        }
        Some(Self { column, bit: bit(facet), has_include: !choice.include.is_empty(), marks })
    }

    /// The bit where the values of an owner are not what is asked for.
    fn fails(&self, owner: u32) -> u32 {
        let mark = |value: &u32| self.marks.get(*value as usize).copied().unwrap_or_default();
        let all = match self.column.lists.of(owner) {
            [value] => mark(value),
            values => values.iter().map(mark).fold(0, |all, mark| all | mark),
        };
        let is_right = all & 2 == 0 && (all & 1 != 0 || !self.has_include);
        if is_right { 0 } else { self.bit }
    }

    fn fails_without_values(&self) -> u32 {
        if self.has_include { self.bit } else { 0 }
    }
}

/// Fewer than this are gone through sooner than a thread is begun.
pub(super) const SHARE: usize = 20_000;

impl Answer {
    pub fn of(index: &Index, question: &Question<'_>) -> Self {
        let columns = index.columns();
        let Question { filter, clock, window, .. } = *question;
        let is_everything = window.is_none() && filter.is_empty();
        let mut answer = Self { clock, is_everything, ..Self::default() };
        if is_everything {
            answer.verdicts = vec![SURELY; index.n_records()];
        }
        answer.date_fits = window.map(|window| columns.dates.extents.iter().map(|extent| extent.fit(window)).collect());
        let chosen = |is_of_statements: bool| -> Vec<Chosen<'_>> {
            let of_level = filter.choices().filter(|(facet, _)| facet.is_of_statements() == is_of_statements);
            of_level.filter_map(|(facet, choice)| Chosen::of(columns, facet, choice)).collect()
        };
        let (of_events, of_statements) = (chosen(false), chosen(true));
        answer.asks_statements = !of_statements.is_empty();
        let ground = filter.area.as_ref().and_then(|area| Ground::of(area, question.view));
        let without_values = |chosen: &[Chosen<'_>]| chosen.iter().fold(0, |bits, chosen| bits | chosen.fails_without_values());
        answer.unsaid_fails = without_values(&of_statements);
        answer.eventless_fails = without_values(&of_events)
            | if ground.is_some() { UNPLACED } else { 0 }
            | if window.is_some() && clock == Clock::Happened { UNDATED } else { 0 };

        let place_is_in: Vec<bool> = match &ground {
            None => Vec::new(),
            Some(ground) => columns.boxes.iter().map(|bounds| bounds.is_some_and(|bounds| ground.touches(bounds))).collect(),
        };
        answer.event_fails = of_each(columns.n_events, SHARE, |event| {
            let facets = of_events.iter().fold(0, |bits, chosen| bits | chosen.fails(event));
            let area = if ground.is_some() { area_fails(columns, event, &place_is_in) } else { 0 };
            let has_words = question.with_words.is_none_or(|found| found.event(event));
            facets | area | answer.date_fails(columns.event_date(clock, event)) | if has_words { 0 } else { WORDS }
        });
        if answer.asks_statements {
            answer.statement_fails = of_each(columns.n_statements(), SHARE, |statement| {
                of_statements.iter().fold(0, |bits, chosen| bits | chosen.fails(statement))
            });
        }
        if question.with_words.is_some() || window.is_some() && clock != Clock::Happened {
            answer.report_fails = of_each(columns.n_reports, SHARE, |report| {
                let has_words = question.with_words.is_none_or(|found| found.report(report));
                let time = if clock == Clock::Happened { 0 } else { answer.date_fails(columns.report_date(clock, report)) };
                time | if has_words { 0 } else { WORDS }
            });
        }
        if !is_everything {
            answer.put_verdicts(index, columns);
        }
        answer
    }

    fn date_fails(&self, date: u32) -> u32 {
        match self.date_fits.as_ref().map(|fits| fits.get(date as usize)) {
            None | Some(Some(Fit::Possibly | Fit::Surely)) => 0,
            Some(Some(Fit::Out)) => OUTSIDE_WINDOW,
            Some(None) => UNDATED,
        }
    }

    fn date_fit(&self, date: u32) -> Fit {
        match &self.date_fits {
            None => Fit::Surely,
            Some(fits) => fits.get(date as usize).copied().unwrap_or_default(),
        }
    }

    pub(super) fn statement_fails(&self, statement: u32) -> u32 {
        self.statement_fails.get(statement as usize).copied().unwrap_or_default()
    }

    pub(super) fn event_fails(&self, event: u32) -> u32 {
        self.event_fails.get(event as usize).copied().unwrap_or(self.eventless_fails)
    }

    /// What a report fails in with one of its statements: of the event that it speaks of all but the words, and the time only where the
    /// window is about what happened.
    pub(super) fn fails_of_report(&self, columns: &Columns, report: u32, statement: u32) -> u32 {
        let of_event = self.event_fails(columns.event_of.get(statement as usize).copied().unwrap_or(NONE));
        let counted = if self.clock == Clock::Happened { of_event & !WORDS } else { of_event & !(WORDS | TIME) };
        let own = self.report_fails.get(report as usize).copied().unwrap_or_default();
        own | counted | self.statement_fails(statement)
    }

    fn put_verdicts(&mut self, index: &Index, columns: &Columns) {
        let is_of_reports = !self.report_fails.is_empty() || self.clock != Clock::Happened;
        let (of_events, of_reports): (Vec<u8>, Vec<u8>) = if is_of_reports {
            let of_events = of_each(columns.n_events, SHARE, |event| self.verdict_of_event(columns, event));
            (of_events, of_each(columns.n_reports, SHARE, |report| self.verdict_of_report(columns, report)))
        } else if self.asks_statements {
            // In the order in which statements stand, and with them their events. The first verdict is the best.
            let of_statements: Vec<u8> = of_each(columns.n_statements(), SHARE, |at| self.verdict_of_statement(columns, NONE, at));
            let best = |said: Range<u32>| of_statements.get(said.start as usize..said.end as usize)?.iter().min().copied();
            let unsaid = |event: u32| {
                self.verdict_of(columns, self.event_fails(event) | self.unsaid_fails, columns.event_date(self.clock, event), 0..0)
            };
            let of_events = of_each(columns.n_events, SHARE, |event| best(columns.said_of(event)).unwrap_or_else(|| unsaid(event)));
            let of_statement = |at: &u32| of_statements.get(*at as usize).copied().unwrap_or(u8::MAX);
            let of_report = |report| columns.statements_of_report.of(report).iter().map(of_statement).min().unwrap_or(u8::MAX);
            (of_events, of_each(columns.n_reports, SHARE, of_report))
        } else {
            // What is asked of events alone decides about what is said of them.
            let of_events: Vec<u8> = of_each(columns.n_events, SHARE, |event| self.verdict_of_event(columns, event));
            let eventless = self.verdict_of(columns, self.eventless_fails, NONE, 0..0);
            let of_event = |event: &u32| of_events.get(*event as usize).copied().unwrap_or(eventless);
            let of_report = |report| columns.events_of_report.of(report).iter().map(of_event).min().unwrap_or(eventless);
            let of_reports = of_each(columns.n_reports, SHARE, of_report);
            (of_events, of_reports)
        };
        // In the order of the index: places, actors and sources, then events and reports.
        self.verdicts = [verdicts_of_tied(index, columns, &of_events, &of_reports), of_events, of_reports].concat();
    }

    fn verdict_of(&self, columns: &Columns, fails: u32, date: u32, said: Range<u32>) -> u8 {
        if fails == 0 {
            return verdict(self.date_fit(date), Some(Reason::Undated));
        }
        verdict(Fit::Out, reason_of(columns, fails, said))
    }

    fn verdict_of_event(&self, columns: &Columns, event: u32) -> u8 {
        let said = columns.said_of(event);
        let best = match self.asks_statements {
            // Of what is said about it that which fails least.
            true => {
                said.clone().map(|at| self.statement_fails(at)).min_by_key(|bits| (bits.count_ones(), *bits)).unwrap_or(self.unsaid_fails)
            }
            false => 0,
        };
        self.verdict_of(columns, self.event_fails(event) | best, columns.event_date(self.clock, event), said)
    }

    /// That of its best statement.
    fn verdict_of_report(&self, columns: &Columns, report: u32) -> u8 {
        let statements = columns.statements_of_report.of(report).iter();
        statements.map(|at| self.verdict_of_statement(columns, report, *at)).min().unwrap_or(u8::MAX)
    }

    /// That of a report with one of its statements; `report` matters only where anything is asked of reports themselves.
    fn verdict_of_statement(&self, columns: &Columns, report: u32, statement: u32) -> u8 {
        let fails = self.fails_of_report(columns, report, statement);
        let date = match self.clock {
            Clock::Happened => columns.event_of.get(statement as usize).map_or(NONE, |event| columns.event_date(self.clock, *event)),
            Clock::Reported | Clock::Known => columns.report_date(self.clock, report),
        };
        self.verdict_of(columns, fails, date, statement..statement + 1)
    }
}

/// What is asked of an answer.
impl Answer {
    /// Whether nothing is asked for, so that nothing is hidden.
    pub fn is_everything(&self) -> bool {
        self.is_everything
    }

    pub fn fit(&self, number: u32) -> Fit {
        match self.verdicts.get(number as usize) {
            Some(&SURELY) => Fit::Surely,
            Some(&POSSIBLY) => Fit::Possibly,
            _ => Fit::Out,
        }
    }

    /// Why a record is not shown; `None` where it is.
    pub fn reason(&self, number: u32) -> Option<Reason> {
        let at = self.verdicts.get(number as usize)?.checked_sub(2)?;
        Reason::ALL.get(usize::from(at)).copied()
    }

    /// How many of some records that stand together are shown, and why the others are not.
    pub fn count_range(&self, numbers: &Range<u32>) -> Count {
        // Counted in turns: a count that goes up twice in a row waits for itself.
        let mut turns = [[0_u32; 256]; 4];
        let verdicts = self.verdicts.get(numbers.start as usize..numbers.end as usize).unwrap_or_default();
        for four in verdicts.chunks(4) {
            for (n, verdict) in turns.iter_mut().zip(four) {
                if let Some(n) = n.get_mut(usize::from(*verdict)) {
                    *n += 1;
                }
            }
        }
        let [a, b, c, d] = turns;
        let mut n = a.into_iter().zip(b).zip(c.into_iter().zip(d)).map(|((a, b), (c, d))| (a + b + c + d) as usize);
        let (surely, possibly) = (n.next().unwrap_or_default(), n.next().unwrap_or_default());
        let hidden = Reason::ALL.into_iter().zip(n).filter(|(_, n)| *n > 0).collect();
        Count { surely, possibly, hidden }
    }

    /// How many events at each place are shown, surely or possibly: by the places' order.
    pub fn events_at_places(&self, index: &Index) -> Vec<[u32; 2]> {
        let mut counts = vec![[0; 2]; index.columns().n_places as usize];
        for (event, places) in self.events_with_places(index) {
            let at = usize::from(self.fit(event) == Fit::Possibly);
            for place in places {
                if let Some(count) = counts.get_mut(*place as usize).and_then(|counts| counts.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        counts
    }

    /// Whether a record is shown, surely or possibly.
    pub fn is_shown(&self, number: u32) -> bool {
        self.fit(number) > Fit::Out
    }

    /// The numbers of the events that are shown, each with its places by their order.
    pub fn events_with_places<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = (u32, &'a [u32])> {
        let (columns, first) = (index.columns(), index.kinds().events.start);
        let shown = (0..columns.n_events).filter(move |event| self.is_shown(first + event));
        shown.map(move |event| (first + event, columns.places_of_event.of(event)))
    }

    /// Whether an event would be shown if there were no window.
    pub fn is_shown_at_another_time(&self, index: &Index, number: u32) -> bool {
        let event = number.checked_sub(index.kinds().events.start);
        event.is_some_and(|event| self.is_event_shown_at_another_time(index.columns(), event))
    }

    /// The same of an event by its place among events: what a histogram is made of.
    pub(super) fn is_event_shown_at_another_time(&self, columns: &Columns, event: u32) -> bool {
        self.event_fails(event) & !TIME == 0 && self.has_statement(columns, event)
    }

    /// The same of a report.
    pub(super) fn is_report_shown_at_another_time(&self, columns: &Columns, report: u32) -> bool {
        columns.statements_of_report.of(report).iter().any(|at| self.fails_of_report(columns, report, *at) & !TIME == 0)
    }

    /// Whether there is a statement about an event as is asked for, or none is asked for. Where there is none at all, what is only left
    /// out is left out.
    pub(super) fn has_statement(&self, columns: &Columns, event: u32) -> bool {
        let mut said = columns.said_of(event).peekable();
        let is_unsaid = said.peek().is_none();
        !self.asks_statements || if is_unsaid { self.unsaid_fails == 0 } else { said.any(|at| self.statement_fails(at) == 0) }
    }
}

/// Places, actors and sources: as what is shown and tied to them.
fn verdicts_of_tied(index: &Index, columns: &Columns, of_events: &[u8], of_reports: &[u8]) -> Vec<u8> {
    let kinds = index.kinds();
    let by_events = || {
        let mut verdicts = vec![verdict(Fit::Out, Some(Reason::Untied)); kinds.events.start as usize];
        let mut at_places = vec![u8::MAX; columns.n_places as usize];
        for (event, verdict) in (0..).zip(of_events).filter(|(_, verdict)| **verdict <= POSSIBLY) {
            columns.places_of_event.of(event).iter().for_each(|place| raise(&mut at_places, *place, *verdict));
            let actors = columns.facet(Facet::Actor).map(|column| column.records_of(event));
            actors.into_iter().flatten().for_each(|actor| raise(&mut verdicts, actor, *verdict));
        }
        for (place, verdict) in (0..).zip(&at_places).filter(|(_, verdict)| **verdict <= POSSIBLY) {
            columns.wholes_of_place.of(place).iter().for_each(|whole| raise(&mut verdicts, kinds.places.start + whole, *verdict));
        }
        verdicts
    };
    let by_reports = || {
        let mut of_sources = vec![u8::MAX; columns.actor_of_source.len()];
        for (source, verdict) in columns.source_of_report.iter().zip(of_reports).filter(|(_, verdict)| **verdict <= POSSIBLY) {
            raise(&mut of_sources, *source, *verdict);
        }
        of_sources
    };
    let is_small = of_reports.len() < SHARE;
    let (mut verdicts, of_sources) = if is_small { (by_events(), by_reports()) } else { at_once(by_events, by_reports) };
    for ((source, actor), verdict) in (kinds.sources.start..).zip(&columns.actor_of_source).zip(&of_sources) {
        if *verdict <= POSSIBLY {
            raise(&mut verdicts, source, *verdict);
            raise(&mut verdicts, kinds.actors.start.saturating_add(*actor), *verdict);
        }
    }
    verdicts
}

/// Surely shown is the least.
fn raise(verdicts: &mut [u8], at: u32, verdict: u8) {
    if let Some(slot) = verdicts.get_mut(at as usize) {
        *slot = (*slot).min(verdict);
    }
}

fn area_fails(columns: &Columns, event: u32, place_is_in: &[bool]) -> u32 {
    let places = columns.places_of_event.of(event);
    let is_in = |place: &u32| place_is_in.get(*place as usize).copied().unwrap_or_default();
    let is_placed = |place: &u32| columns.boxes.get(*place as usize).is_some_and(Option::is_some);
    if places.iter().any(is_in) {
        0
    } else if places.iter().any(is_placed) {
        OUTSIDE_AREA
    } else {
        UNPLACED
    }
}

/// The first reason among what fails. `said` are the statements that could have passed.
fn reason_of(columns: &Columns, fails: u32, said: Range<u32>) -> Option<Reason> {
    let facet = || Facet::ALL.get((fails >> 2).trailing_zeros() as usize).copied();
    if fails == 0 {
        None
    } else if fails & UNDATED != 0 {
        Some(Reason::Undated)
    } else if fails & OUTSIDE_WINDOW != 0 {
        Some(Reason::OutsideWindow)
    } else if let Some(facet) = facet() {
        Some(match facet {
            Facet::Reliability | Facet::Credibility if is_unjudged(columns, facet, said.clone()) => Reason::Unjudged,
            Facet::Reliability | Facet::Credibility => Reason::Grade,
            _ => Reason::Facet(facet),
        })
    } else if fails & UNPLACED != 0 {
        Some(Reason::Unplaced)
    } else if fails & OUTSIDE_AREA != 0 {
        Some(Reason::OutsideArea)
    } else {
        Some(Reason::Words)
    }
}

/// Whether none of some statements has a letter (a digit) that says how good it is.
fn is_unjudged(columns: &Columns, facet: Facet, mut said: Range<u32>) -> bool {
    let Some(column) = columns.facet(facet) else { return true };
    said.all(|at| {
        let mut values = column.lists.of(at).iter().filter_map(|value| column.values.get(*value as usize));
        values.all(|value| matches!(value.as_str(), "" | "F" | "6"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_stands_in_its_place() {
        for (place, reason) in (0..).zip(Reason::ALL) {
            assert_eq!(reason.place(), place, "{reason:?}");
        }
        assert!(Reason::ALL.is_sorted(), "counts are told in the order of the reasons");
    }
}
