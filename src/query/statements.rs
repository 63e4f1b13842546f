//! What reports say: a *statement* is what one report says of one thing, with the event that this is or leads to.

use std::collections::BTreeSet;

use crate::model::{About, BodyId, Credibility, Grade, Reliability, Report, ReportId, Situation, SourceId, SourceKind, Stance, Subject};
use crate::query::columns::TOLD;
use crate::query::filter::Facet;
use crate::query::index::Kinds;
use crate::query::lists::{Column, ColumnMaker, NONE, record_column};
use crate::query::numbering::Numbering;

/// What one report says of one thing.
pub(super) struct Said<'a> {
    /// The event that this is or leads to, or [`NONE`].
    pub event: u32,
    /// Whether it is about the event itself.
    pub is_direct: bool,
    /// Of the report.
    pub number: u32,
    pub report: &'a Report,
    pub about: Option<&'a About>,
}

impl<'a> Said<'a> {
    /// What stands earlier among all: what is about events themselves first, in their order.
    pub fn key(&self) -> u32 {
        if self.is_direct { self.event } else { NONE }
    }

    /// All that a report says: at least that it says nothing.
    pub fn all_of(situation: &'a Situation, known: &impl Numbering, (number, report): (u32, &'a Report)) -> Vec<Self> {
        let said = |event: Option<u32>, is_direct, about| Self { event: event.unwrap_or(NONE), is_direct, number, report, about };
        let mut all = Vec::with_capacity(report.about.len());
        for about in &report.about {
            match &about.subject {
                Subject::Event(id) => {
                    let event = known.event(id);
                    all.push(said(event, event.is_some(), Some(about)));
                }
                Subject::Report(id) => {
                    let events = events_behind(situation, known, id);
                    all.extend(events.iter().map(|event| said(Some(*event), false, Some(about))));
                    if events.is_empty() {
                        all.push(said(None, false, Some(about)));
                    }
                }
            }
        }
        if all.is_empty() {
            all.push(said(None, false, None));
        }
        all
    }

    pub fn source(&self) -> &'a SourceId {
        &self.report.source
    }

    /// Its values in the columns of words.
    pub fn words(&self, situation: &'a Situation, source_kind: Option<SourceKind>) -> [(Facet, Option<&'a str>); 6] {
        let Self { report, about, .. } = self;
        let grade = about.map(|about| Grade::of(situation, report, about)).unwrap_or_default();
        let told = about.and_then(|about| about.troops.as_deref());
        [
            (Facet::SourceKind, source_kind.map(SourceKind::word)),
            (Facet::Stance, about.map(|about| Stance::word(about.stance))),
            (Facet::Reliability, grade.reliability.map(Reliability::word)),
            (Facet::Credibility, grade.credibility.map(Credibility::word)),
            (Facet::Troops, told.map(|_| TOLD)),
            (Facet::Body, told.and_then(|troops| troops.body.as_ref()).map(BodyId::as_str)),
        ]
    }
}

/// All that all reports say, in its order.
pub(super) fn statements<'a>(situation: &'a Situation, known: &impl Numbering) -> Vec<Said<'a>> {
    let reports = (0..).zip(situation.reports().values());
    let mut statements: Vec<Said<'a>> = reports.flat_map(|report| Said::all_of(situation, known, report)).collect();
    statements.sort_by_key(Said::key);
    statements
}

/// The events that a report speaks of, itself or through the reports that it speaks of: a few of them.
fn events_behind(situation: &Situation, known: &impl Numbering, id: &ReportId) -> BTreeSet<u32> {
    const MOST: usize = 8;
    let mut events = BTreeSet::new();
    let mut seen = BTreeSet::from([id]);
    let mut next = vec![id];
    while let Some(id) = next.pop().filter(|_| events.len() < MOST && seen.len() < 4 * MOST) {
        for about in situation.report(id).into_iter().flat_map(|report| &report.about).take(MOST) {
            match &about.subject {
                Subject::Event(event) => events.extend(known.event(event)),
                Subject::Report(report) => {
                    if seen.insert(report) {
                        next.push(report);
                    }
                }
            }
        }
    }
    events
}

/// The columns from that of sources on.
pub(super) fn statement_columns(situation: &Situation, known: &impl Numbering, kinds: &Kinds, statements: &[Said<'_>]) -> Vec<Column> {
    let kind_of: Vec<Option<SourceKind>> = situation.sources().values().map(|source| source.kind).collect();
    let mut makers: [ColumnMaker; 6] = std::array::from_fn(|_| ColumnMaker::default());
    let mut source_lists = Vec::with_capacity(statements.len());
    for said in statements {
        let source = known.source(said.source());
        let kind = source.and_then(|source| *kind_of.get(source as usize)?);
        makers.iter_mut().zip(said.words(situation, kind)).for_each(|(maker, (_, word))| maker.push(word));
        source_lists.push(source.into_iter().collect());
    }
    let ids = situation.sources().keys().map(SourceId::as_str);
    let sources = record_column(ids, kinds.sources.start, source_lists.into_iter());
    std::iter::once(sources).chain(makers.map(ColumnMaker::finished)).collect()
}
