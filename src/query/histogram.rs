//! How many events there are in each stretch of time, whatever the window: what a timeline draws.

use crate::model::Moment;
use crate::query::answer::Answer;
use crate::query::columns::Columns;
use crate::query::facet_counts::Counted;
use crate::query::filter::{Facet, Value};
use crate::query::index::Index;
use crate::query::lists::NONE;
use crate::query::time::{Clock, Extent, Fit, TimeWindow};

/// How many are surely in a stretch of time, and how many possibly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    pub surely: u32,
    pub possibly: u32,
}

/// Counts over stretches of time, of what passes everything that is asked for but the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    pub bars: Vec<Bar>,
    /// What has no date by the clock.
    pub n_undated: usize,
    /// The most in one stretch, surely or possibly.
    pub most: u32,
}

/// Stretches of time, whatever is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretches {
    /// Their first moments, and that of the one after the last.
    pub edges: Vec<Moment>,
    /// How many reports were published in each: with none, nobody can have told of anything.
    pub reported: Vec<Bar>,
}

impl Stretches {
    pub fn of(index: &Index, edges: Vec<Moment>) -> Self {
        let columns = index.columns();
        Self { reported: bars_of(&columns.dates.extents, &edges, columns.dates.n_published.iter().copied()), edges }
    }
}

/// The events of one value of a facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// `None`: all values that have no lane of their own.
    pub value: Option<Value>,
    pub n_events: usize,
    pub bars: Vec<Bar>,
    /// Numbers of the events in the order of their beginning, where they are few enough to be drawn one by one.
    pub events: Vec<u32>,
}

impl Histogram {
    pub fn of(index: &Index, answer: &Answer, clock: Clock, counted: Counted, edges: &[Moment]) -> Self {
        let columns = index.columns();
        let mut n_of_date = vec![0_u32; columns.dates.extents.len()];
        let mut n_undated = 0;
        let mut count = |date: u32| match n_of_date.get_mut(date as usize) {
            Some(n) => *n += 1,
            None => n_undated += 1,
        };
        match counted {
            Counted::Events => {
                let shown = (0..columns.n_events).filter(|event| answer.is_event_shown_at_another_time(columns, *event));
                shown.for_each(|event| count(columns.event_date(clock, event)));
            }
            Counted::Reports => {
                let shown = (0..columns.n_reports).filter(|report| answer.is_report_shown_at_another_time(columns, *report));
                shown.for_each(|report| count(report_date(columns, clock, report)));
            }
        }
        let bars = bars_of(&columns.dates.extents, edges, n_of_date.iter().copied());
        Self { most: bars.iter().map(|bar| bar.surely + bar.possibly).max().unwrap_or(0), bars, n_undated }
    }
}

impl Lane {
    /// The values of a facet of events with most events, each with those, then all the others together; undated ones are in none.
    pub fn all(index: &Index, answer: &Answer, clock: Clock, facet: Facet, edges: &[Moment], n_most: usize) -> Vec<Self> {
        /// Of more events in a lane no bar of its own could be told apart.
        const MOST_SINGLE: usize = 400;
        let columns = index.columns();
        let Some(column) = columns.facet(facet) else { return Vec::new() };
        // Sources are told of statements: an event has those of all that is said about it.
        let values_of = |event: u32| -> Vec<u32> {
            if !facet.is_of_statements() {
                return column.lists.of(event).to_vec();
            }
            let mut values: Vec<u32> = columns.said_of(event).flat_map(|at| column.lists.of(at)).copied().collect();
            values.sort_unstable();
            values.dedup();
            values
        };
        let is_dated = |event: &u32| columns.event_date(clock, *event) != NONE;
        let shown = (0..columns.n_events).filter(|event| is_dated(event) && answer.is_event_shown_at_another_time(columns, *event));
        let mut events_of: Vec<Vec<u32>> = vec![Vec::new(); column.values.len()];
        for event in shown {
            for value in values_of(event) {
                if let Some(events) = events_of.get_mut(value as usize) {
                    events.push(event);
                }
            }
        }
        let mut order: Vec<usize> =
            (0..events_of.len()).filter(|value| events_of.get(*value).is_some_and(|events| !events.is_empty())).collect();
        let key = |value: &usize| (std::cmp::Reverse(events_of.get(*value).map_or(0, Vec::len)), column.values.get(*value));
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let others = if order.len() > n_most { order.split_off(n_most) } else { Vec::new() };
        let lane = |value: Option<Value>, mut events: Vec<u32>| {
            let mut n_of_date = vec![0_u32; columns.dates.extents.len()];
            let dates = events.iter().map(|event| columns.event_date(clock, *event) as usize);
            dates.for_each(|date| n_of_date.get_mut(date).into_iter().for_each(|n| *n += 1));
            let bars = bars_of(&columns.dates.extents, edges, n_of_date.into_iter());
            let n_events = events.len();
            if n_events > MOST_SINGLE {
                events.clear();
            }
            let begins = |event: &u32| {
                columns.dates.extents.get(columns.event_date(clock, *event) as usize).map(|extent| (extent.first_start, extent.last_end))
            };
            events.sort_by_key(begins);
            let first = index.kinds().events.start;
            Self { value, n_events, bars, events: events.into_iter().map(|event| first + event).collect() }
        };
        let mut lanes: Vec<Self> = order
            .into_iter()
            .filter_map(|value| Some(lane(Some(column.values.get(value)?.clone()), std::mem::take(events_of.get_mut(value)?))))
            .collect();
        let mut rest: Vec<u32> = others.into_iter().filter_map(|value| events_of.get(value)).flatten().copied().collect();
        rest.sort_unstable();
        rest.dedup();
        if !rest.is_empty() {
            lanes.push(lane(None, rest));
        }
        lanes
    }
}

/// Of a report that tells what happened, the first of the dates of what it speaks of.
fn report_date(columns: &Columns, clock: Clock, report: u32) -> u32 {
    if clock != Clock::Happened {
        return columns.report_date(clock, report);
    }
    let events = columns.statements_of_report.of(report).iter().filter_map(|at| columns.event_of.get(*at as usize));
    events.map(|event| columns.event_date(clock, *event)).find(|date| *date != NONE).unwrap_or(NONE)
}

/// In each stretch how many of the dates are surely and possibly in it; `n_of_date` tells how often there is each.
pub(super) fn bars_of(extents: &[Extent], edges: &[Moment], n_of_date: impl Iterator<Item = u32>) -> Vec<Bar> {
    let n_bars = edges.len().saturating_sub(1);
    let (Some(first), Some(end)) = (edges.first(), edges.last()) else { return Vec::new() };
    let whole = TimeWindow::new(*first, Moment(end.0.saturating_sub(1)));
    // Where counts begin and end, to be added up.
    let (mut surely, mut either) = (vec![0_i64; n_bars + 1], vec![0_i64; n_bars + 1]);
    let bar_at = |moment: Moment| edges.partition_point(|edge| *edge <= moment).saturating_sub(1).min(n_bars.saturating_sub(1));
    let add = |counts: &mut Vec<i64>, from: usize, to: usize, n: i64| {
        if let Some(count) = counts.get_mut(from) {
            *count += n;
        }
        if let Some(count) = counts.get_mut(to + 1) {
            *count -= n;
        }
    };
    for (extent, n) in extents.iter().zip(n_of_date).filter(|(_, n)| *n > 0) {
        let one_of = if extent.one_of.is_empty() { std::slice::from_ref(extent) } else { &*extent.one_of };
        let mut ranges: Vec<[usize; 2]> = Vec::new();
        // It must have overlapped those from its last possible beginning to its first possible end, whichever of several it is.
        let mut certain = Some([0, n_bars]);
        for one in one_of {
            if one.fit(whole) == Fit::Out {
                certain = None;
                continue;
            }
            let first_bar = bar_at(one.first_start);
            // Most are of a day, or of a moment.
            let ends_in_first = edges.get(first_bar + 1).is_some_and(|next| one.last_end < *next);
            let last_bar = if ends_in_first { first_bar } else { bar_at(one.last_end) };
            ranges.push([first_bar, last_bar]);
            let is_in = one.last_start < *end && one.first_end >= *first;
            certain = certain.filter(|_| is_in && !one.is_doubted).map(|[from, to]| {
                if first_bar == last_bar {
                    [from.max(first_bar), to.min(first_bar)]
                } else {
                    [from.max(bar_at(one.last_start)), to.min(bar_at(one.first_end))]
                }
            });
        }
        ranges.sort_unstable();
        let mut counted_to = None;
        for [from, to] in ranges {
            let from = counted_to.map_or(from, |counted: usize| from.max(counted + 1));
            if from <= to {
                add(&mut either, from, to, i64::from(n));
                counted_to = Some(to);
            }
        }
        if let Some([from, to]) = certain.filter(|[from, to]| from <= to) {
            add(&mut surely, from, to, i64::from(n));
        }
    }
    let (mut n_surely, mut n_either) = (0, 0);
    (0..n_bars)
        .map(|bar| {
            n_surely += surely.get(bar).copied().unwrap_or_default();
            n_either += either.get(bar).copied().unwrap_or_default();
            Bar { surely: n_surely as u32, possibly: (n_either - n_surely) as u32 }
        })
        .collect()
}
