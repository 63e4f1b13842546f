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
    /// The reports from their sources' own knowledge that each of these consists of, tied together where there are several.
    pub bundles: Vec<Vec<ReportId>>,
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
        Self { independent: bundles.roots.len(), bundles: bundles.roots, unclear, carriers: carriers.into_iter().collect() }
    }
}

/// The carrier that we hold a report through. `None` where it is held directly, and where `via` names a report that we lack.
pub fn held_through<'a>(situation: &'a Situation, report: &'a Report) -> Option<&'a SourceId> {
    match report.via.as_ref()? {
        Via::Source(id) => Some(id),
        Via::Report(id) => situation.report(id).map(|report| &report.source),
    }
}

/// Through whom we hold a report: its carrier, else its own source. `None` where `via` names a report that we lack.
pub(crate) fn carrier<'a>(situation: &'a Situation, report: &'a Report) -> Option<&'a SourceId> {
    if report.via.is_none() { Some(&report.source) } else { held_through(situation, report) }
}

/// Roots tied together by what they share.
struct Bundles {
    /// The roots of each bundle, by their order.
    roots: Vec<Vec<ReportId>>,
    /// All but the first root of each.
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

        let mut bundles: BTreeMap<usize, Vec<ReportId>> = BTreeMap::new();
        let mut surplus = Vec::new();
        for (index, root) in roots.iter().enumerate() {
            let bundle = bundles.entry(bundle_of.representative(index)).or_default();
            if let Some(why) = why_of.get(&index).filter(|_| !bundle.is_empty()) {
                surplus.push(Unclear { report: root.id.clone(), why: (*why).clone() });
            }
            bundle.push(root.id.clone());
        }
        Self { roots: bundles.into_values().collect(), surplus }
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
