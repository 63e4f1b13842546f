//! Which statements about an event are live, and on which side they stand.
//!
//! 1. A report has no say once a report of the same source supersedes it (one that is not dated before it; circles of
//!    `supersedes` do not count), or once its source retracts it as a whole.
//! 2. A relayed report that repeats what a report upstream of it (by `via`) says of the event is a copy: no voice of its own.
//! 3. Asserting any aspect of an event is asserting the event. Denying it takes aspect `happened` or none; denying its
//!    strength, place, time or parties takes no side on the event itself. Nor do `cannot-confirm`, `declines` and `comments`.
//! 4. A source stands where the latest of its remaining reports that takes a side stands: by the earliest bound of `published`,
//!    then by id. `retracts` takes back all the source said of the event before, or of the aspect that it names.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::calendar::Moment;
use crate::model::records::{About, EventId, Report, ReportId, SourceId};
use crate::model::situation::Situation;
use crate::model::traces::{Original, Traces};
use crate::model::words::{Aspect, Stance};

/// How far chains (`part_of`, `via`, `supersedes`) are followed from one event. No real one is that long; without a bound
/// an absurd one, followed from each of its records, would take squared time.
pub(crate) const MAX_HOPS: usize = 200;

/// The statements about one event, sorted by what they count for.
#[derive(Debug, Default)]
pub(crate) struct Statements<'a> {
    pub asserting: Vec<Statement<'a>>,
    pub denying: Vec<Statement<'a>>,
    /// The latest of each source that takes no side.
    pub others: Vec<Statement<'a>>,
    /// Copies of live statements.
    pub relaying: Vec<Statement<'a>>,
    /// Superseded, retracted, outdated, or copies of such.
    pub without_say: Vec<Statement<'a>>,
    /// Of those the assertions of sources that still assert, in a later report.
    pub reasserted: Vec<Statement<'a>>,
    /// The latest retraction of each source.
    pub retracting: Vec<Statement<'a>>,
    /// Sources whose retraction left nothing that they said.
    pub retracted_by: Vec<&'a SourceId>,
}

/// One of a report's `about`, of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement<'a> {
    pub report: &'a Report,
    pub index: usize,
    pub about: &'a About,
    published: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Asserts,
    Denies,
    Retracts,
    Neither,
}

impl<'a> Statement<'a> {
    pub fn side(&self) -> Side {
        match (self.about.stance, self.about.aspect) {
            (Stance::Asserts | Stance::Confirms, _) => Side::Asserts,
            (Stance::Denies, None | Some(Aspect::Happened)) => Side::Denies,
            (Stance::Retracts, _) => Side::Retracts,
            _ => Side::Neither,
        }
    }

    /// What statements of one source are ordered by.
    pub fn key(&self) -> (Option<Moment>, &'a ReportId, usize) {
        (self.published, &self.report.id, self.index)
    }

    /// Whether a retraction takes back an earlier statement of its source.
    fn takes_back(&self, earlier: &Self) -> bool {
        matches!(self.about.aspect, None | Some(Aspect::Happened)) || self.about.aspect == earlier.about.aspect
    }
}

impl<'a> Statements<'a> {
    /// With the traces that tell copies from originals.
    pub fn with_traces(situation: &'a Situation, event: &EventId) -> (Self, Traces<'a>) {
        let mut sorted = Self::default();
        let all = statements_about(situation, event);
        let withdrawn = withdrawn_reports(situation, &all);
        let traces = Traces::of(situation, &all, &withdrawn);

        let mut by_source: BTreeMap<&SourceId, Vec<Statement<'a>>> = BTreeMap::new();
        for statement in all {
            if withdrawn.contains(&statement.report.id) {
                sorted.without_say.push(statement);
                continue;
            }
            match traces.copied(&statement) {
                Some(Original::Live) => sorted.relaying.push(statement),
                Some(Original::Withdrawn) => sorted.without_say.push(statement),
                None => by_source.entry(&statement.report.source).or_default().push(statement),
            }
        }
        for (source, said) in by_source {
            sorted.add_source(source, said);
        }
        (sorted, traces)
    }

    /// Everything that one source says of the event, copies and withdrawn reports left out.
    fn add_source(&mut self, source: &'a SourceId, mut said: Vec<Statement<'a>>) {
        said.sort_by_key(Statement::key);
        let mut held: Vec<Statement<'a>> = Vec::new();
        let mut neither: Option<Statement<'a>> = None;
        let mut retracting: Option<Statement<'a>> = None;
        for statement in said {
            match statement.side() {
                Side::Neither => self.without_say.extend(neither.replace(statement)),
                Side::Asserts | Side::Denies => held.push(statement),
                Side::Retracts => {
                    self.without_say.extend(retracting.replace(statement));
                    self.without_say.extend(held.extract_if(.., |earlier| statement.takes_back(earlier)));
                }
            }
        }
        self.others.extend(neither);
        self.retracting.extend(retracting);
        let Some(latest) = held.last().map(|statement| &statement.report.id) else {
            self.retracted_by.extend(retracting.map(|_| source));
            return;
        };
        let outdated: Vec<Statement<'a>> = held.extract_if(.., |statement| statement.report.id != *latest).collect();
        let denies = held.iter().any(|statement| statement.side() == Side::Denies);
        if denies {
            self.denying.extend(held);
        } else {
            self.asserting.extend(held);
            self.reasserted.extend(outdated.iter().filter(|statement| statement.side() == Side::Asserts));
        }
        self.without_say.extend(outdated);
    }

    /// Live statements that take a side, or all that are live where none does.
    pub fn weighing(&self) -> impl Iterator<Item = &Statement<'a>> {
        let takes_side = !(self.asserting.is_empty() && self.denying.is_empty());
        self.live().filter(move |statement| !takes_side || statement.side() != Side::Neither)
    }

    /// Live statements: those that take a side, then the others.
    pub fn live(&self) -> impl Iterator<Item = &Statement<'a>> {
        self.asserting.iter().chain(&self.denying).chain(&self.others)
    }
}

fn statements_about<'a>(situation: &'a Situation, event: &EventId) -> Vec<Statement<'a>> {
    let said = situation.reports_about(event).iter();
    said.filter_map(|(id, index)| {
        let report = situation.report(id)?;
        Some(Statement { report, index: *index, about: report.about.get(*index)?, published: published(situation, report) })
    })
    .collect()
}

fn published(situation: &Situation, report: &Report) -> Option<Moment> {
    report.published.as_ref()?.bounds(situation.zone()).earliest()
}

/// Those of the statements' reports that are superseded, or retracted as a whole.
fn withdrawn_reports<'a>(situation: &'a Situation, statements: &[Statement<'a>]) -> BTreeSet<&'a ReportId> {
    let retractions_of = |report: &Report| {
        situation.reports_about_report(&report.id).iter().filter_map(|(id, index)| {
            let later = situation.report(id)?;
            (later.about.get(*index)?.stance == Stance::Retracts).then_some(later)
        })
    };
    let reports = || statements.iter().map(|statement| statement.report);
    let circular = circular_supersedes(situation, reports().chain(reports().flat_map(retractions_of)));
    let is_superseded = |report: &Report| {
        let mut superseding = situation.reports_superseding(&report.id).iter().filter_map(|id| situation.report(id));
        superseding.any(|later| !circular.contains(&later.id) && may_withdraw(situation, later, report))
    };
    let is_retracted =
        |report: &Report| retractions_of(report).any(|later| may_withdraw(situation, later, report) && !is_superseded(later));
    reports().filter(|report| is_superseded(report) || is_retracted(report)).map(|report| &report.id).collect()
}

/// Only a source itself takes back what it said, and not before it said it.
fn may_withdraw(situation: &Situation, later: &Report, earlier: &Report) -> bool {
    let is_dated_before = match (published(situation, later), published(situation, earlier)) {
        (Some(later), Some(earlier)) => later < earlier,
        _ => false,
    };
    later.source == earlier.source && later.id != earlier.id && !is_dated_before
}

/// Which of the reports reachable by `supersedes` lie on a circle of it. Each report supersedes at most one, so a walk that meets
/// itself has found the circle.
fn circular_supersedes<'a>(situation: &'a Situation, starts: impl Iterator<Item = &'a Report>) -> BTreeSet<&'a ReportId> {
    let mut circular = BTreeSet::new();
    let mut visited = BTreeSet::new();
    for start in starts {
        let mut walk = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|report| walk.len() < MAX_HOPS && visited.insert(&report.id)) {
            walk.push(&at.id);
            next = at.supersedes.as_ref().and_then(|id| situation.report(id));
        }
        let met_at = next.and_then(|met| walk.iter().position(|id| **id == met.id));
        if let Some(at) = met_at {
            circular.extend(walk.split_off(at));
        }
    }
    circular
}
