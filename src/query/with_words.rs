//! Which events and reports say some words.

use crate::base::{folded, in_shares};
use crate::model::{Event, Report, Situation, Subject};

/// The events and reports whose texts hold some words.
#[derive(Debug, Default)]
pub struct WithWords {
    events: Vec<bool>,
    reports: Vec<bool>,
}

impl WithWords {
    /// An event also by the texts of the reports about it, a report also by those of the events that it is about.
    pub fn of(situation: &Situation, words: &str) -> Self {
        const LEAST: usize = 1_000;
        let words = folded(words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let holds = |texts: &mut dyn Iterator<Item = &str>| {
            let text = texts.map(folded).collect::<Vec<_>>().join(" ");
            words.iter().all(|word| text.contains(word))
        };
        let event_text = |event: &Event| holds(&mut std::iter::once(event.title.as_str()).chain(event.summary.as_deref()));
        let report_text = |report: &Report| {
            let source = situation.source(&report.source).map(|source| source.name.as_str());
            let excerpts = report.about.iter().filter_map(|about| about.excerpt.as_deref());
            holds(&mut report.title.as_deref().into_iter().chain(source).chain(report.translation.as_deref()).chain(excerpts))
        };
        let events: Vec<&Event> = situation.events().values().collect();
        let reports: Vec<&Report> = situation.reports().values().collect();
        let of_event = |event: &Event| {
            let about = || situation.reports_about(&event.id).iter().filter_map(|(id, _)| situation.report(id));
            event_text(event) || about().any(&report_text)
        };
        let of_report = |report: &Report| {
            let about = report.about.iter().filter_map(|about| match &about.subject {
                Subject::Event(id) => situation.event(id),
                Subject::Report(_) => None,
            });
            report_text(report) || about.into_iter().any(&event_text)
        };
        Self {
            events: in_shares(&events, LEAST, |events| events.iter().map(|event| of_event(event)).collect::<Vec<_>>()).concat(),
            reports: in_shares(&reports, LEAST, |reports| reports.iter().map(|report| of_report(report)).collect::<Vec<_>>()).concat(),
        }
    }

    pub(super) fn event(&self, event: u32) -> bool {
        self.events.get(event as usize).copied().unwrap_or_default()
    }

    pub(super) fn report(&self, report: u32) -> bool {
        self.reports.get(report as usize).copied().unwrap_or_default()
    }
}
