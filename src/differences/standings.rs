//! Which events stand otherwise in a new situation than in an old one, and who made it so.

use std::collections::BTreeSet;

use crate::differences::members::Part;
use crate::differences::told::{Said, Told, What};
use crate::model::{EventId, RecordId, Relation, ReportId, Sides, Situation, SourceId, Standing, Subject, Via};

/// The events of both situations whose standing, or the sources for and against them, are others now. `touched` are the records that
/// came, went or changed.
pub fn stands_otherwise(old: &Situation, new: &Situation, touched: &BTreeSet<RecordId>) -> Vec<Told> {
    let (mut sides_before, mut sides_after) = (Sides::default(), Sides::default());
    let mut told = Vec::new();
    for id in concerned(old, new, touched) {
        if old.event(&id).is_none() || new.event(&id).is_none() {
            continue;
        }
        let before = Standing::among(old, &id, &mut sides_before);
        let after = Standing::among(new, &id, &mut sides_after);
        told.extend(compared(&before, &after).into_iter().map(|what| Told { part: Part::Record(RecordId::Event(id.clone())), what }));
    }
    told
}

fn compared(before: &Standing, after: &Standing) -> Vec<What> {
    let (stood, stands) = (before.word, after.word);
    let [denied_before, denied_after] = [before, after].map(|standing| {
        let inherited = standing.denied_by_inherited.iter().map(|(source, _)| source);
        standing.denied_by.iter().chain(inherited).cloned().collect::<BTreeSet<SourceId>>()
    });
    let [asserted_before, asserted_after] =
        [before, after].map(|standing| standing.asserted_by.iter().cloned().collect::<BTreeSet<SourceId>>());
    let sides = [
        (Said::NewlyDenied, &denied_after, &denied_before),
        (Said::NoLongerDenied, &denied_before, &denied_after),
        (Said::NewlyConfirmed, &asserted_after, &asserted_before),
        (Said::NoLongerConfirmed, &asserted_before, &asserted_after),
    ];
    let more = |(how, of, than): (Said, &BTreeSet<SourceId>, &BTreeSet<SourceId>)| {
        let by: Vec<SourceId> = of.difference(than).cloned().collect();
        (!by.is_empty()).then_some(What::Said { how, by, stood, stands })
    };
    let mut found: Vec<What> = sides.into_iter().filter_map(more).collect();
    if found.is_empty() && stood != stands {
        found.push(What::Stands { stood, stands });
    }
    found
}

/// The events whose standing may be another: those that touched reports speak of, through whatever report, and all that is part of them.
fn concerned(old: &Situation, new: &Situation, touched: &BTreeSet<RecordId>) -> BTreeSet<EventId> {
    let mut events = BTreeSet::new();
    let mut reports: Vec<ReportId> = Vec::new();
    for id in touched {
        match id {
            RecordId::Event(id) => drop(events.insert(id.clone())),
            RecordId::Report(id) => reports.push(id.clone()),
            RecordId::Source(id) => {
                for situation in [old, new] {
                    reports.extend(situation.reports_of(id).iter().chain(situation.reports_carried_by(id)).cloned());
                }
            }
            RecordId::Place(_) | RecordId::Actor(_) | RecordId::Scene(_) => {}
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(report) = reports.pop() {
        if !seen.insert(report.clone()) {
            continue;
        }
        for situation in [old, new] {
            let (about, others) = spoken_of(situation, &report);
            events.extend(about);
            reports.extend(others);
        }
    }
    let mut wholes: Vec<EventId> = events.iter().cloned().collect();
    while let Some(whole) = wholes.pop() {
        for situation in [old, new] {
            let parts = situation.events_linking_to(&whole).iter().filter(|(_, relation)| *relation == Relation::PartOf);
            wholes.extend(parts.map(|(part, _)| part.clone()).filter(|part| events.insert(part.clone())));
        }
    }
    events
}

/// The events that a report speaks of, and the reports whose say may depend on it.
fn spoken_of(situation: &Situation, id: &ReportId) -> (Vec<EventId>, Vec<ReportId>) {
    let (mut events, mut reports) = (Vec::new(), Vec::new());
    if let Some(report) = situation.report(id) {
        for about in &report.about {
            match &about.subject {
                Subject::Event(event) => events.push(event.clone()),
                Subject::Report(other) => reports.push(other.clone()),
            }
        }
        reports.extend(report.supersedes.clone());
        if let Some(Via::Report(carrier)) = &report.via {
            reports.push(carrier.clone());
        }
    }
    reports.extend(situation.reports_about_report(id).iter().map(|(other, _)| other.clone()));
    reports.extend(situation.reports_superseding(id).iter().chain(situation.reports_carried_by_report(id)).cloned());
    (events, reports)
}
