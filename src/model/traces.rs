//! Where relayed reports come from: upstream by `via`, as long as the reports say that they are relayed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::records::{Report, ReportId, Via};
use crate::model::situation::Situation;
use crate::model::statements::{MAX_HOPS, Side, Statement};
use crate::model::words::Origin;

/// The traces of all reports that speak of one event.
#[derive(Debug, Default)]
pub(crate) struct Traces<'a>(BTreeMap<&'a ReportId, Trace<'a>>);

#[derive(Clone, Debug, Default)]
struct Trace<'a> {
    /// The report from its source's own knowledge that the trace leads to; `None` = of unknown origin.
    root: Option<&'a Report>,
    /// What the reports upstream say of the event.
    upstream: Said,
}

/// Which sides reports take on the event, and whether live.
type Said = BTreeMap<Side, Original>;

/// The statement that a copy repeats: of a report that is withdrawn or (the greater, where there are several) of a live one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Original {
    Withdrawn,
    Live,
}

impl<'a> Traces<'a> {
    pub fn of(situation: &'a Situation, statements: &[Statement<'a>], withdrawn: &BTreeSet<&ReportId>) -> Self {
        let mut said: BTreeMap<&ReportId, Said> = BTreeMap::new();
        for statement in statements {
            let id = &statement.report.id;
            let original = if withdrawn.contains(id) { Original::Withdrawn } else { Original::Live };
            said.entry(id).or_default().insert(statement.side(), original);
        }
        let mut traces = Self::default();
        for statement in statements {
            traces.trace(situation, statement.report, &said);
        }
        traces
    }

    /// The original that a statement repeats, if it is a copy.
    pub fn copied(&self, statement: &Statement<'a>) -> Option<Original> {
        self.0.get(&statement.report.id)?.upstream.get(&statement.side()).copied()
    }

    /// The report from its source's own knowledge that a report goes back to; `None` = of unknown origin.
    pub fn root(&self, report: &Report) -> Option<&'a Report> {
        self.0.get(&report.id)?.root
    }

    /// Traces a report and all upstream of it, each once. A circle has neither root nor upstream; what leads into it has the
    /// member that it enters by upstream.
    fn trace(&mut self, situation: &'a Situation, start: &'a Report, said: &BTreeMap<&ReportId, Said>) {
        let mut walk: Vec<&'a Report> = Vec::new();
        let mut on_walk = BTreeSet::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|report| walk.len() < MAX_HOPS && !self.0.contains_key(&report.id)) {
            if !on_walk.insert(&at.id) {
                let circle_start = walk.iter().position(|report| report.id == at.id).unwrap_or_default();
                self.0.extend(walk.split_off(circle_start).into_iter().map(|report| (&report.id, Trace::default())));
                break;
            }
            walk.push(at);
            next = relayed_from(situation, at);
        }
        for report in walk.into_iter().rev() {
            let trace = match relayed_from(situation, report) {
                None => Trace { root: (report.origin == Origin::Own).then_some(report), upstream: Said::new() },
                Some(parent) => {
                    let mut trace = self.0.get(&parent.id).cloned().unwrap_or_default();
                    for (side, original) in said.get(&parent.id).into_iter().flatten() {
                        let known = trace.upstream.entry(*side).or_insert(*original);
                        *known = (*known).max(*original);
                    }
                    trace
                }
            };
            self.0.insert(&report.id, trace);
        }
    }
}

/// The report that a report relays, where it says so and we hold that.
pub(crate) fn relayed_from<'a>(situation: &'a Situation, report: &Report) -> Option<&'a Report> {
    match &report.via {
        Some(Via::Report(id)) if report.origin == Origin::Relayed => situation.report(id),
        _ => None,
    }
}
