//! How many records there would be with each value of each facet.

use std::ops::Range;

use crate::base::in_shares;
use crate::query::answer::{Answer, SHARE};
use crate::query::columns::Columns;
use crate::query::filter::{Facet, Value};
use crate::query::index::Index;
use crate::query::lists::NONE;

/// How many events or reports there would be with each value of each facet, if that one were chosen.
#[derive(Debug, Default)]
pub struct FacetCounts {
    /// In the order of [`Facet::ALL`], each by the order of the column's values.
    counts: Vec<Vec<u32>>,
}

/// Of what kind the counted records are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Counted {
    #[default]
    Events,
    Reports,
}

impl FacetCounts {
    pub fn of(index: &Index, answer: &Answer, counted: Counted) -> Self {
        let columns = index.columns();
        let owners: Vec<u32> = match counted {
            Counted::Events => (0..columns.n_events).filter(|event| answer.event_fails(*event).count_ones() <= 1).collect(),
            Counted::Reports => (0..columns.n_reports).collect(),
        };
        let tallies = in_shares(&owners, SHARE, |owners| {
            let mut tally = Tally::new(columns);
            match counted {
                Counted::Events => tally.add_events(answer, owners),
                Counted::Reports => owners.iter().for_each(|report| tally.add_report(answer, *report)),
            }
            tally.slots
        });
        let sum = tallies.into_iter().reduce(|mut sum, other| {
            for (into, from) in sum.iter_mut().flatten().zip(other.iter().flatten()) {
                into.n += from.n;
            }
            sum
        });
        let counts = sum.unwrap_or_default().into_iter().map(|slots| slots.into_iter().map(|slot| slot.n).collect());
        Self { counts: counts.collect() }
    }

    /// How many values of a facet there are, whatever is asked for.
    pub fn n_values(index: &Index, facet: Facet) -> usize {
        index.columns().facet(facet).map_or(0, |column| column.values.len())
    }

    /// The values of a facet with their counts, those with most first, then by their words; those that nothing has are left out.
    pub fn values<'a>(&self, index: &'a Index, facet: Facet) -> Vec<(&'a Value, usize)> {
        let Some(column) = index.columns().facet(facet) else { return Vec::new() };
        let counts = self.counts.get(facet as usize).into_iter().flatten();
        let mut values: Vec<_> = column.values.iter().zip(counts).map(|(value, n)| (value, *n as usize)).filter(|(_, n)| *n > 0).collect();
        values.sort_by(|(a, n_a), (b, n_b)| n_b.cmp(n_a).then(a.cmp(b)));
        values
    }
}

struct Tally<'a> {
    columns: &'a Columns,
    /// In the order of [`Facet::ALL`], each by the order of the column's values.
    slots: Vec<Vec<Slot>>,
}

#[derive(Clone, Copy)]
struct Slot {
    n: u32,
    /// Who was counted last: several statements with one value are counted once.
    last: u32,
}

/// The facets of events, and those of statements.
const OF_EVENTS: Range<usize> = 0..Facet::Source as usize;
const OF_STATEMENTS: Range<usize> = Facet::Source as usize..Facet::ALL.len();

impl<'a> Tally<'a> {
    fn new(columns: &'a Columns) -> Self {
        let n_values = columns.facets().iter().map(|column| column.values.len());
        Self { columns, slots: n_values.map(|n| vec![Slot { n: 0, last: NONE }; n]).collect() }
    }

    /// What passes is counted facet by facet, so that what is read and what is counted stand near together; then what fails in one
    /// facet alone is counted under that.
    fn add_events(&mut self, answer: &Answer, events: &[u32]) {
        let columns = self.columns;
        let (mut passing, mut failing) = (Vec::new(), Vec::new());
        for event in events {
            let fails = answer.event_fails(*event);
            if answer.has_statement(columns, *event) {
                if fails == 0 {
                    passing.push((*event, *event));
                } else {
                    failing.push((*event, *event, fails));
                }
            }
        }
        self.add_all(&passing, &failing, OF_EVENTS);
        passing.clear();
        failing.clear();
        for event in events.iter().filter(|event| answer.event_fails(**event) == 0) {
            for statement in columns.said_of(*event) {
                match answer.statement_fails(statement) {
                    0 => passing.push((*event, statement)),
                    fails if fails.is_power_of_two() => failing.push((*event, statement, fails)),
                    _ => {}
                }
            }
        }
        self.add_all(&passing, &failing, OF_STATEMENTS);
    }

    fn add_all(&mut self, passing: &[(u32, u32)], failing: &[(u32, u32, u32)], facets: Range<usize>) {
        for facet in facets.clone() {
            let (Some(column), Some(slots)) = (self.columns.facets().get(facet), self.slots.get_mut(facet)) else { continue };
            match column.lists.single() {
                Some(values) => {
                    let with_value = passing.iter().filter_map(|(record, of)| Some((*record, *values.get(*of as usize)?)));
                    with_value.for_each(|(record, value)| count(slots, record, value));
                }
                None => passing.iter().for_each(|(record, of)| column.lists.of(*of).iter().for_each(|value| count(slots, *record, *value))),
            }
        }
        for (record, of, fails) in failing {
            self.add(*record, *of, *fails, facets.clone());
        }
    }

    fn add_report(&mut self, answer: &Answer, report: u32) {
        let columns = self.columns;
        for statement in columns.statements_of_report.of(report).iter().copied() {
            let fails = answer.fails_of_report(self.columns, report, statement);
            self.add(report, statement, fails, OF_STATEMENTS);
            if let Some(event) = self.columns.event_of.get(statement as usize).filter(|event| **event != NONE) {
                self.add(report, *event, fails, OF_EVENTS);
            }
        }
    }

    /// Counts a record under the values of `of`, for each of some facets where it passes, or for the one that is all it fails in.
    fn add(&mut self, record: u32, of: u32, fails: u32, facets: Range<usize>) {
        if fails == 0 {
            facets.for_each(|facet| self.add_facet(record, of, facet));
        } else if fails.count_ones() == 1 {
            let failed = fails.trailing_zeros().checked_sub(2).map(|facet| facet as usize).filter(|facet| facets.contains(facet));
            failed.into_iter().for_each(|facet| self.add_facet(record, of, facet));
        }
    }

    fn add_facet(&mut self, record: u32, of: u32, facet: usize) {
        let (Some(column), Some(slots)) = (self.columns.facets().get(facet), self.slots.get_mut(facet)) else { return };
        column.lists.of(of).iter().for_each(|value| count(slots, record, *value));
    }
}

fn count(slots: &mut [Slot], record: u32, value: u32) {
    if let Some(slot) = slots.get_mut(value as usize)
        && slot.last != record
    {
        *slot = Slot { n: slot.n + 1, last: record };
    }
}
