//! A situation as it was known at a moment.

use crate::differences::members::{Members, Part};
use crate::formats::native::HistoryLine;
use crate::model::{About, Bounds, Edit, EventId, Graded, Moment, RecordId, Report, Situation, Source, When, Zone};

/// A situation as it was known at a moment, and what is not sure of that.
#[derive(Clone, Debug)]
pub struct Known {
    pub situation: Situation,
    /// Reports of which the date allows that they came after the moment; they count as known.
    pub n_possibly: usize,
}

/// Takes back what the history says was changed after the moment, then what the dates say: reports that became known later (published,
/// where nobody says when we learned of them), grades that were given later, and events that only such reports tell of.
pub fn as_known(situation: &Situation, history: &[HistoryLine], by: Moment) -> Known {
    let mut known = situation.clone();
    for change in history.iter().rev().filter(|change| change.at.is_some_and(|at| at > by)) {
        if let Some(edit) = taken_back(&known, change) {
            known.apply(edit);
        }
    }
    let told_in_history = |id: &RecordId| {
        let came = history.iter().find(|change| change.field.is_none() && change.record.as_ref() == Some(id) && change.old.is_none());
        came.is_some_and(|change| change.at.is_some_and(|at| at <= by))
    };
    let zone = known.zone().clone();
    let mut n_possibly = 0;
    let mut later: Vec<Edit> = Vec::new();
    for report in known.reports().values() {
        let bounds = report.known.as_ref().or(report.published.as_ref()).map(|when| when.bounds(&zone));
        let is_later = bounds.as_ref().and_then(Bounds::earliest).is_some_and(|first| first > by);
        n_possibly += usize::from(!is_later && bounds.as_ref().and_then(Bounds::latest).is_some_and(|last| last > by));
        if is_later {
            later.push(Edit::Remove(RecordId::Report(report.id.clone())));
        } else if let Some(edit) = graded_by(report, &zone, by) {
            later.push(edit);
        }
    }
    later.extend(known.sources().values().filter_map(|source| source_graded_by(source, &zone, by)));
    let reported: Vec<EventId> = known.events().keys().filter(|id| !known.reports_about(id).is_empty()).cloned().collect();
    known.apply(Edit::All(later));
    let unknown = reported.into_iter().filter(|id| known.reports_about(id).is_empty()).map(RecordId::Event);
    let unknown: Vec<Edit> = unknown.filter(|id| !told_in_history(id)).map(Edit::Remove).collect();
    known.apply(Edit::All(unknown));
    Known { situation: known, n_possibly }
}

/// The edit that takes a change of the history back.
fn taken_back(situation: &Situation, HistoryLine { record, field, old, .. }: &HistoryLine) -> Option<Edit> {
    let part = record.clone().map_or(Part::Header, Part::Record);
    match (field, old, part) {
        (Some(field), old, part) => {
            let mut members = Members::of(situation, &part)?;
            members.set(field, old.as_deref());
            members.put(&part)
        }
        (None, Some(record), part) => Members::of_text(record)?.put(&part),
        (None, None, Part::Record(id)) => Some(Edit::Remove(id)),
        (None, None, Part::Header) => None,
    }
}

fn was_given_by<G>(graded: &Graded<G>, zone: &Zone, by: Moment) -> bool {
    let first = |when: &When| when.bounds(zone).earliest();
    graded.on.as_ref().and_then(first).is_none_or(|first| first <= by)
}

/// The source with the grades that it had by then; `None` where it has no others.
fn source_graded_by(source: &Source, zone: &Zone, by: Moment) -> Option<Edit> {
    let graded: Vec<_> = source.graded.iter().filter(|graded| was_given_by(graded, zone, by)).cloned().collect();
    (graded.len() < source.graded.len()).then(|| Edit::PutSource(Box::new(Source { graded, ..source.clone() })))
}

fn graded_by(report: &Report, zone: &Zone, by: Moment) -> Option<Edit> {
    let reliability: Vec<_> = report.reliability.iter().filter(|graded| was_given_by(graded, zone, by)).cloned().collect();
    let about = report.about.iter().map(|about| {
        let graded: Vec<_> = about.graded.iter().filter(|graded| was_given_by(graded, zone, by)).cloned().collect();
        if graded.len() == about.graded.len() {
            return about.clone();
        }
        // The digit beside the history is what its last entry came to.
        About { credibility: graded.last().map(|graded| graded.grade), graded, ..about.clone() }
    });
    let before = Report { reliability, about: about.collect(), ..report.clone() };
    (before != *report).then(|| Edit::PutReport(Box::new(before)))
}
