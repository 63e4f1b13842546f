//! The dates of events and reports by every clock.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use crate::model::{Event, Moment, Report, Situation, When};
use crate::query::changed::Changed;
use crate::query::lists::NONE;
use crate::query::moves::Moves;
use crate::query::time::{Clock, Extent};

/// Dates go by their places here; which place a date has tells nothing.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Every date that is written anywhere.
    pub extents: Vec<Extent>,
    /// How many reports were published at each.
    pub n_published: Vec<u32>,
    /// How often each is written. The places of dates that are written nowhere any more are taken by the next new ones.
    n_written: Vec<u32>,
    free: Vec<u32>,
    /// Of each event by each clock, or [`NONE`].
    of_events: [Vec<u32>; 3],
    /// Of each report when it was published and when we learned of it.
    of_reports: [Vec<u32>; 2],
    /// From the first to the last moment that events have a bound at, by each clock.
    pub spans: [Option<[Moment; 2]>; 3],
    /// How often one of them was sought among all events again.
    pub n_spans_sought: u64,
}

impl Dates {
    /// `reports_on` tells which reports speak of an event.
    pub fn of<I: Iterator<Item = u32>>(situation: &Situation, reports_on: impl Fn(u32) -> I) -> Self {
        let mut dates = Self::default();
        let mut known: HashMap<&str, u32, RandomState> = HashMap::default();
        let (events, reports) = (|| situation.events().values(), || situation.reports().values());
        let happened = dates.put_all(situation, &mut known, events().map(|event| event.when.as_ref()));
        let published = dates.put_all(situation, &mut known, reports().map(|report| report.published.as_ref()));
        let learned = dates.put_all(situation, &mut known, reports().map(|report| report.known.as_ref()));
        for date in &published {
            dates.n_published.get_mut(*date as usize).into_iter().for_each(|n| *n += 1);
        }
        dates.of_reports = [published, learned];
        let n_events = happened.len() as u32;
        let first = |clock| (0..n_events).map(|event| dates.first(clock, reports_on(event))).collect();
        dates.of_events = [happened, first(Clock::Reported), first(Clock::Known)];
        dates.spans = Clock::ALL.map(|clock| dates.span(clock));
        dates
    }

    fn put_all<'a>(
        &mut self,
        situation: &Situation,
        known: &mut HashMap<&'a str, u32, RandomState>,
        all: impl Iterator<Item = Option<&'a When>>,
    ) -> Vec<u32> {
        all.map(|when| {
            let Some(when) = when else { return NONE };
            let date = *known.entry(when.text()).or_insert_with(|| self.put(extent(situation, when)));
            self.n_written.get_mut(date as usize).into_iter().for_each(|n| *n += 1);
            date
        })
        .collect()
    }

    /// A place for a date that is not written yet.
    fn put(&mut self, extent: Extent) -> u32 {
        let place = self.free.pop().unwrap_or(self.extents.len() as u32);
        match self.extents.get_mut(place as usize) {
            Some(slot) => *slot = extent,
            None => {
                self.extents.push(extent);
                self.n_written.push(0);
                self.n_published.push(0);
            }
        }
        place
    }

    /// The date of an event by a clock.
    pub fn of_event(&self, clock: Clock, event: u32) -> u32 {
        self.of_events.get(clock as usize).and_then(|dates| dates.get(event as usize)).copied().unwrap_or(NONE)
    }

    /// When a report was published, or when we learned of it; by the first clock it has no date of its own.
    pub fn of_report(&self, clock: Clock, report: u32) -> u32 {
        let dates = (clock as usize).checked_sub(1).and_then(|at| self.of_reports.get(at));
        dates.and_then(|dates| dates.get(report as usize)).copied().unwrap_or(NONE)
    }

    /// The first date of some reports.
    fn first(&self, clock: Clock, reports: impl Iterator<Item = u32>) -> u32 {
        let dates = reports.map(|report| self.of_report(clock, report)).filter(|date| *date != NONE);
        let key = |date: u32| self.extents.get(date as usize).map(|extent| (extent.first_start, extent.last_end, extent));
        dates.min_by(|a, b| key(*a).cmp(&key(*b))).unwrap_or(NONE)
    }

    /// The moments at which the date of an event has a bound.
    fn bounds(&self, clock: Clock, event: u32) -> impl Iterator<Item = Moment> {
        let extent = self.extents.get(self.of_event(clock, event) as usize);
        let moments = extent.map(|extent| [extent.first_start, extent.last_start, extent.first_end, extent.last_end]);
        moments.into_iter().flatten().filter(|moment| !matches!(moment.0, i64::MIN | i64::MAX))
    }

    /// How many bounds of some events are where the span begins, and how many where it ends.
    fn n_at_ends(&self, clock: Clock, events: impl Iterator<Item = u32>) -> [usize; 2] {
        let Some([first, last]) = self.spans.get(clock as usize).copied().flatten() else { return [0; 2] };
        let bounds = events.flat_map(|event| self.bounds(clock, event));
        bounds.fold([0; 2], |[n_first, n_last], at| [n_first + usize::from(at == first), n_last + usize::from(at == last)])
    }

    fn span(&self, clock: Clock) -> Option<[Moment; 2]> {
        let n_events = self.of_events.get(clock as usize).map_or(0, Vec::len) as u32;
        wider(None, (0..n_events).flat_map(|event| self.bounds(clock, event)))
    }
}

fn extent(situation: &Situation, when: &When) -> Extent {
    Extent::of(when, situation.zone(), situation.as_of_end())
}

/// A span that reaches to some more moments.
fn wider(span: Option<[Moment; 2]>, moments: impl Iterator<Item = Moment>) -> Option<[Moment; 2]> {
    moments.fold(span, |span, at| Some(span.map_or([at, at], |[first, last]| [first.min(at), last.max(at)])))
}

/// Bringing up to date.
impl Dates {
    /// Carries out what happened to events and reports; the days and clocks are the same.
    pub fn carry_out<I: Iterator<Item = u32>>(
        &mut self,
        situation: &Situation,
        (events, reports): (&Changed<'_, Event>, &Changed<'_, Report>),
        reports_on: impl Fn(u32) -> I,
    ) {
        let n_at_ends = Clock::ALL.map(|clock| self.n_at_ends(clock, events.moves.old()));
        for report in reports.moves.old() {
            let date = self.of_report(Clock::Reported, report);
            self.n_published.get_mut(date as usize).into_iter().for_each(|n| *n -= 1);
        }
        let [happened, mut reported, mut known] = std::mem::take(&mut self.of_events);
        let [published_on, known_on] = std::mem::take(&mut self.of_reports);
        let happened = self.exchange(situation, &events.moves, happened, |event| events.record(event)?.when.as_ref());
        self.of_reports = [
            self.exchange(situation, &reports.moves, published_on, |report| reports.record(report)?.published.as_ref()),
            self.exchange(situation, &reports.moves, known_on, |report| reports.record(report)?.known.as_ref()),
        ];
        for report in reports.moves.now() {
            let date = self.of_report(Clock::Reported, report);
            self.n_published.get_mut(date as usize).into_iter().for_each(|n| *n += 1);
        }
        for (clock, list) in [(Clock::Reported, &mut reported), (Clock::Known, &mut known)] {
            events.moves.carry_out(list, |event| self.first(clock, reports_on(event)));
        }
        self.of_events = [happened, reported, known];
        self.spans = Clock::ALL.map(|clock| {
            let span = self.spans.get(clock as usize).copied().flatten();
            let [n_first, n_last] = self.n_at_ends(clock, events.moves.now());
            let may_shrink = n_at_ends.get(clock as usize).is_none_or(|[first, last]| n_first < *first || n_last < *last);
            self.n_spans_sought += u64::from(may_shrink);
            if may_shrink { self.span(clock) } else { wider(span, events.moves.now().flat_map(|event| self.bounds(clock, event))) }
        });
    }

    /// Writes other dates to those of a list that are new or changed.
    fn exchange<'a>(
        &mut self,
        situation: &Situation,
        moves: &Moves,
        mut list: Vec<u32>,
        when: impl Fn(u32) -> Option<&'a When>,
    ) -> Vec<u32> {
        let mut dates = BTreeMap::new();
        for (range, new) in moves.iter() {
            let old = list.get(range).and_then(|old| old.first()).copied().unwrap_or(NONE);
            let extent = new.and_then(&when).map(|when| extent(situation, when));
            let mut date = old;
            if self.extents.get(old as usize) != extent.as_ref() {
                if let Some(n) = self.n_written.get_mut(old as usize) {
                    *n -= 1;
                    if *n == 0 {
                        self.free.push(old);
                    }
                }
                date = extent.map_or(NONE, |extent| self.put(extent));
                self.n_written.get_mut(date as usize).into_iter().for_each(|n| *n += 1);
            }
            dates.extend(new.map(|new| (new, date)));
        }
        moves.carry_out(&mut list, |new| dates.get(&new).copied().unwrap_or(NONE));
        list
    }
}
