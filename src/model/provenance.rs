//! Who relies on whom: what the assertions of an event rest on, from whose knowledge they come, and through whom we hold them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::corroboration::carrier;
use crate::model::records::{EventId, Report, ReportId, SourceId};
use crate::model::situation::Situation;
use crate::model::statements::{MAX_HOPS, Statements};
use crate::model::traces::relayed_from;
use crate::model::words::Origin;

/// The live assertions of an event as a graph that is read from left to right: shared evidence, then who says so, then who relays that,
/// then through whom we hold it. Nodes stand in the order of their columns; links lead from
/// a node to one of a later column, or from relay to relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    pub nodes: Vec<ProvenanceNode>,
    /// From and to, by their places among the nodes; sorted.
    pub links: Vec<(usize, usize)>,
}

/// A node of [`Provenance`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProvenanceNode {
    /// Evidence, by its id.
    Basis(String),
    /// A report that relays none that we hold; `is_origin_known` where it speaks from its source's own knowledge.
    Root { report: ReportId, is_origin_known: bool },
    /// A report that relays another.
    Relay(ReportId),
    /// Through whom reports are held.
    Carrier(SourceId),
}

impl ProvenanceNode {
    /// 0 to 3, from the left.
    pub fn column(&self) -> usize {
        match self {
            Self::Basis(_) => 0,
            Self::Root { .. } => 1,
            Self::Relay(_) => 2,
            Self::Carrier(_) => 3,
        }
    }
}

impl Provenance {
    pub fn of(situation: &Situation, event: &EventId) -> Self {
        let (statements, _) = Statements::with_traces(situation, event);
        let mut links: BTreeSet<(ProvenanceNode, ProvenanceNode)> = BTreeSet::new();
        let mut seen: BTreeMap<&ReportId, &Report> = BTreeMap::new();
        for statement in &statements.asserting {
            let mut next = Some(statement.report);
            while let Some(report) = next.filter(|report| seen.len() < MAX_HOPS && !seen.contains_key(&report.id)) {
                seen.insert(&report.id, report);
                next = relayed_from(situation, report);
            }
        }
        let mut nodes: BTreeSet<ProvenanceNode> = BTreeSet::new();
        for report in seen.values() {
            let node = node_of(situation, report);
            nodes.insert(node.clone());
            links.extend(report.basis.iter().map(|basis| (ProvenanceNode::Basis(basis.clone()), node.clone())));
            match relayed_from(situation, report) {
                Some(upstream) => _ = links.insert((node_of(situation, upstream), node)),
                // What is held directly has no carrier but itself.
                None => links.extend(
                    carrier(situation, report)
                        .filter(|carrier| **carrier != report.source)
                        .map(|carrier| (node, ProvenanceNode::Carrier(carrier.clone()))),
                ),
            }
        }
        nodes.extend(links.iter().flat_map(|(from, to)| [from.clone(), to.clone()]));
        let nodes: Vec<ProvenanceNode> = nodes.into_iter().collect();
        let place = |node: &ProvenanceNode| nodes.binary_search(node).ok();
        let mut links: Vec<(usize, usize)> = links.iter().filter_map(|(from, to)| Some((place(from)?, place(to)?))).collect();
        links.sort_unstable();
        Self { nodes, links }
    }
}

fn node_of(situation: &Situation, report: &Report) -> ProvenanceNode {
    match relayed_from(situation, report) {
        Some(_) => ProvenanceNode::Relay(report.id.clone()),
        None => ProvenanceNode::Root { report: report.id.clone(), is_origin_known: report.origin == Origin::Own },
    }
}
