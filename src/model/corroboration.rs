//! From how many independent origins an assertion comes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::records::{EventId, Report, ReportId, SourceId, Via};
use crate::model::situation::Situation;
use crate::model::statements::Statements;
use crate::model::traces::Traces;

/// The origins of the live assertions of an event.
///
/// The root of a report is itself, or what it relays (`origin: relayed` and `via` a report), to the end. Roots of `origin: own` that
/// share a source, a `basis` or a carrier are tied together; each bundle of them counts as one origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// How many origins are known to be independent of one another.
    pub independent: usize,
    /// Reports that may or may not add an origin, and why that is unclear; sorted.
    pub unclear: Vec<Unclear>,
    /// Through whom we hold the assertions; a report held directly is its own source's. Sorted.
    pub carriers: Vec<SourceId>,
}

/// A report whose independence is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unclear {
    pub report: ReportId,
    pub why: UnclearWhy,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnclearWhy {
    /// Nobody says from whose knowledge it speaks, or it relays what cannot be traced.
    UnknownOrigin,
    /// Another origin has the same source.
    SameSource(SourceId),
    /// Another origin rests on the same evidence, by its id.
    SharedBasis(String),
    /// Another origin is held through the same carrier.
    OneCarrier(SourceId),
}

impl Origins {
    pub fn of(situation: &Situation, event: &EventId) -> Self {
        let (statements, traces) = Statements::with_traces(situation, event);
        Self::of_statements(situation, &statements, &traces)
    }

    pub(crate) fn of_statements(situation: &Situation, statements: &Statements<'_>, traces: &Traces<'_>) -> Self {
        let mut roots: BTreeMap<&ReportId, &Report> = BTreeMap::new();
        let mut unclear = Vec::new();
        let mut carriers = BTreeSet::new();
        let reports: BTreeMap<&ReportId, &Report> = statements.asserting.iter().map(|s| (&s.report.id, s.report)).collect();
        for report in reports.into_values() {
            let root = traces.root(report);
            carriers.extend(carrier(situation, root.unwrap_or(report)).cloned());
            match root {
                Some(root) => _ = roots.insert(&root.id, root),
                None => unclear.push(Unclear { report: report.id.clone(), why: UnclearWhy::UnknownOrigin }),
            }
        }
        let bundles = Bundles::of(situation, &roots.into_values().collect::<Vec<_>>());
        unclear.extend(bundles.surplus);
        unclear.sort();
        Self { independent: bundles.n, unclear, carriers: carriers.into_iter().collect() }
    }
}

/// Through whom we hold a report: the carrier that `via` names, else its own source. `None` where `via` names a report that we lack.
fn carrier<'a>(situation: &'a Situation, report: &'a Report) -> Option<&'a SourceId> {
    match &report.via {
        None => Some(&report.source),
        Some(Via::Source(id)) => Some(id),
        Some(Via::Report(id)) => situation.report(id).map(|report| &report.source),
    }
}

/// Roots tied together by what they share.
struct Bundles {
    n: usize,
    /// All but the first root of each bundle.
    surplus: Vec<Unclear>,
}

impl Bundles {
    fn of(situation: &Situation, roots: &[&Report]) -> Self {
        let mut sharing: BTreeMap<UnclearWhy, Vec<usize>> = BTreeMap::new();
        for (index, root) in roots.iter().enumerate() {
            for tie in ties(situation, root) {
                sharing.entry(tie).or_default().push(index);
            }
        }
        sharing.retain(|_, indices| indices.len() > 1);

        let mut bundle_of = DisjointSets::new(roots.len());
        let mut why_of: BTreeMap<usize, &UnclearWhy> = BTreeMap::new();
        for (why, indices) in &sharing {
            for pair in indices.windows(2) {
                if let [one, other] = pair {
                    bundle_of.join(*one, *other);
                }
            }
            for index in indices {
                why_of.entry(*index).or_insert(why);
            }
        }

        let mut firsts = BTreeSet::new();
        let mut surplus = Vec::new();
        for (index, root) in roots.iter().enumerate() {
            let is_first = firsts.insert(bundle_of.representative(index));
            if let Some(why) = why_of.get(&index).filter(|_| !is_first) {
                surplus.push(Unclear { report: root.id.clone(), why: (*why).clone() });
            }
        }
        Self { n: firsts.len(), surplus }
    }
}

/// What would tie a root to others that have the same.
fn ties(situation: &Situation, root: &Report) -> BTreeSet<UnclearWhy> {
    let mut ties = BTreeSet::from([UnclearWhy::SameSource(root.source.clone())]);
    ties.extend(root.basis.iter().cloned().map(UnclearWhy::SharedBasis));
    ties.extend(carrier(situation, root).cloned().map(UnclearWhy::OneCarrier));
    ties
}

/// Union-find with path halving.
struct DisjointSets(Vec<usize>);

impl DisjointSets {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn parent(&self, index: usize) -> usize {
        self.0.get(index).copied().unwrap_or(index)
    }

    fn representative(&mut self, mut index: usize) -> usize {
        while self.parent(index) != index {
            let grandparent = self.parent(self.parent(index));
            if let Some(parent) = self.0.get_mut(index) {
                *parent = grandparent;
            }
            index = grandparent;
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.representative(one), self.representative(other));
        if let Some(parent) = self.0.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }
}
