//! Grading anew: edits that add a judgement to those that were made before.

use std::collections::BTreeMap;

use crate::model::edit::Edit;
use crate::model::records::{About, Extra, Graded, Report, ReportId, SourceId};
use crate::model::situation::Situation;
use crate::model::when::When;
use crate::model::words::{Credibility, Reliability};

/// A judgement that is to hold from now on.
#[derive(Clone, Debug, PartialEq)]
pub enum Regrade {
    /// Of a source: all its reports that have no letter of their own follow.
    Source { source: SourceId, judgement: Graded<Reliability> },
    /// Of one report, whatever letter its source has.
    Report { report: ReportId, judgement: Graded<Reliability> },
    /// Of what a report says of one thing, by the index into its `about`.
    Statement { report: ReportId, index: usize, judgement: Graded<Credibility> },
}

impl Regrade {
    /// The edit that carries them all out, as one; those of records that there are not are left out. What was judged before stays in the
    /// histories.
    pub fn edit_of(regrades: &[Self], situation: &Situation) -> Edit {
        let (mut sources, mut reports) = (BTreeMap::new(), BTreeMap::new());
        for regrade in regrades {
            match regrade {
                Self::Source { source, judgement } => {
                    let Some(source) = record(&mut sources, source, || situation.source(source)) else { continue };
                    source.graded.push(judgement.clone());
                }
                Self::Report { report, judgement } => {
                    let Some(report) = record(&mut reports, report, || situation.report(report)) else { continue };
                    report.reliability.push(judgement.clone());
                }
                Self::Statement { report, index, judgement } => {
                    let report = record(&mut reports, report, || situation.report(report));
                    let Some(about) = report.and_then(|report| report.about.get_mut(*index)) else { continue };
                    // A digit without a history was judged by nobody knows whom and when, but it was judged.
                    let unexplained = about.credibility.filter(|digit| about.graded.last().is_none_or(|last| last.grade != *digit));
                    about.graded.extend(unexplained.map(Graded::bare));
                    about.graded.push(judgement.clone());
                    about.credibility = Some(judgement.grade);
                }
            }
        }
        let sources = sources.into_values().map(|source| Edit::PutSource(Box::new(source)));
        let reports = reports.into_values().map(|report| Edit::PutReport(Box::new(report)));
        Edit::All(sources.chain(reports).collect())
    }

    /// How many statements it gives their grade.
    pub fn n_statements(&self, situation: &Situation) -> usize {
        match self {
            Self::Source { source, .. } => {
                let reports = situation.reports_of(source).iter().filter_map(|id| situation.report(id));
                reports.filter(|report| report.reliability.is_empty()).map(|report| report.about.len()).sum()
            }
            Self::Report { report, .. } => situation.report(report).map_or(0, |report| report.about.len()),
            Self::Statement { .. } => 1,
        }
    }
}

/// A record as it was left by what came before, or as it stands in the situation.
fn record<'a, K: Ord + Clone, R: Clone + 'a>(
    changed: &'a mut BTreeMap<K, R>,
    id: &K,
    current: impl FnOnce() -> Option<&'a R>,
) -> Option<&'a mut R> {
    if !changed.contains_key(id) {
        changed.insert(id.clone(), current()?.clone());
    }
    changed.get_mut(id)
}

impl Report {
    /// Whether it says the same as another state of it, of the same things and with the same grades: what it is called may differ.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.is_regraded(other) && self.reliability == other.reliability && self.about == other.about
    }

    /// Whether it differs from another state of it at most in its grades, and in what it is called.
    pub fn is_regraded(&self, other: &Self) -> bool {
        let voice = |report: &Self| {
            let Self { source, via, origin, basis, published, known, said_at, supersedes, .. } = report.clone();
            (source, via, origin, basis, published, known, said_at, supersedes)
        };
        let ungraded = |about: &About| About { credibility: None, graded: Vec::new(), ..about.clone() };
        voice(self) == voice(other) && self.about.iter().map(ungraded).eq(other.about.iter().map(ungraded))
    }
}

impl<G> Graded<G> {
    /// A judgement: its date, by whom, and why.
    pub fn new(grade: G, on: Option<&When>, by: Option<&str>, why: Option<&str>) -> Self {
        Self { on: on.cloned(), by: by.map(str::to_owned), grade, why: why.map(str::to_owned), extra: Extra::new() }
    }

    /// A judgement of which nothing else is known.
    pub fn bare(grade: G) -> Self {
        Self::new(grade, None, None, None)
    }
}
