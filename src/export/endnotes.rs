//! What stands behind something that is shown: the same on the wall, on paper and in slides.

use std::collections::BTreeSet;

use crate::export::handout::{Cited, Endnote};
use crate::model::{About, EventId, Grade, RecordId, Report, ReportId, Situation, Standing, StandingWord, Subject, held_through};
use crate::query::{Answer, Fit, Index, Span};
use crate::wording::{self, Dates};

/// In which words endnotes are written.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub dates: &'a Dates,
    /// BCP 47; of names that records have in it.
    pub language: Option<&'a str>,
}

/// So many events are told of one record.
const MOST_EVENTS: usize = 60;

/// The events that stand behind a record: an event itself; what a report or a source speaks of; what is at a place or within it, and what
/// an actor or who is part of it has to do with. In the order of time.
pub fn events_behind(situation: &Situation, id: &RecordId) -> Vec<EventId> {
    let spoken_of = |reports: &[ReportId]| -> BTreeSet<EventId> {
        let about = reports.iter().filter_map(|id| situation.report(id)).flat_map(|report| &report.about);
        about.filter_map(|about| if let Subject::Event(event) = &about.subject { Some(event.clone()) } else { None }).collect()
    };
    let found: BTreeSet<EventId> = match id {
        RecordId::Event(id) => BTreeSet::from([id.clone()]),
        RecordId::Report(id) => spoken_of(std::slice::from_ref(id)),
        RecordId::Source(id) => spoken_of(situation.reports_of(id)),
        RecordId::Place(id) => {
            let within = situation.places_within(id).iter().chain([id]);
            within.flat_map(|place| situation.events_at(place)).cloned().collect()
        }
        RecordId::Actor(id) => {
            let within = situation.actors_within(id).iter().chain([id]);
            within.flat_map(|actor| situation.events_of(actor)).cloned().collect()
        }
        RecordId::Scene(_) => BTreeSet::new(),
    };
    in_time(situation, found).into_iter().take(MOST_EVENTS).collect()
}

/// Events in the order of time, the undated last.
fn in_time(situation: &Situation, events: impl IntoIterator<Item = EventId>) -> Vec<EventId> {
    let mut events: Vec<EventId> = events.into_iter().collect();
    events.sort_by_cached_key(|id| {
        let time = situation.event(id).and_then(|event| Span::of(event.when.as_ref()?, situation.zone()));
        (time.is_none(), time, id.clone())
    });
    events
}

/// The events that are asked for and are seen, in the order of time.
pub fn events_in_view(situation: &Situation, (index, answer): (&Index, &Answer), is_seen: impl Fn(&RecordId) -> bool) -> Vec<EventId> {
    let numbers = index.kinds().events.clone().filter(|number| answer.fit(*number) != Fit::Out);
    let seen = numbers.filter_map(|number| index.id(number)).filter(|id| is_seen(id));
    in_time(situation, seen.filter_map(|id| id.event().cloned()))
}

/// What stands behind an event; its number and its pins are given elsewhere. `None` where there is no such event.
pub fn endnote(situation: &Situation, id: &EventId, words: Words<'_>) -> Option<Endnote> {
    let event = situation.event(id)?;
    let standing = Standing::of(situation, id);
    let places: BTreeSet<String> =
        event.places.iter().map(|at| situation.called(&RecordId::Place(at.place.clone()), words.language)).collect();
    let when = event.when.as_ref().map(|when| words.dates.when(when));
    let told = [Some(wording::mode(event.mode).to_owned()), when, Some(places.into_iter().collect::<Vec<_>>().join(", "))];
    let mut statements: Vec<(Option<Span>, Cited)> = situation
        .reports_about(id)
        .iter()
        .filter_map(|(report, index)| {
            let report = situation.report(report)?;
            let time = report.published.as_ref().and_then(|when| Span::of(when, situation.zone()));
            Some((time, cited(situation, report, report.about.get(*index)?, words)))
        })
        .collect();
    statements.sort_by_key(|(time, _)| (time.is_none(), *time));
    Some(Endnote {
        title: event.title.clone(),
        told: wording::dotted(told.iter().map(|part| part.as_deref().filter(|part| !part.is_empty()))),
        standing: standing_told(situation, id, &standing, words),
        statements: statements.into_iter().map(|(_, cited)| cited).collect(),
        ..Endnote::default()
    })
}

fn standing_told(situation: &Situation, id: &EventId, standing: &Standing, words: Words<'_>) -> String {
    let word = wording::standing_word(standing.word);
    if standing.word == StandingWord::Unreported {
        return word.to_owned();
    }
    format!("{word}: {}; {}", wording::standing(situation, id, standing, words.language), wording::origins(standing))
}

fn cited(situation: &Situation, report: &Report, about: &About, words: Words<'_>) -> Cited {
    let name = |id: RecordId| situation.called(&id, words.language);
    Cited {
        stance: wording::stance(about.stance).to_owned(),
        source: name(RecordId::Source(report.source.clone())),
        via: held_through(situation, report)
            .filter(|carrier| **carrier != report.source)
            .map(|carrier| name(RecordId::Source(carrier.clone()))),
        date: report.published.as_ref().map(|when| words.dates.when(when)).unwrap_or_default(),
        grade: Grade::of(situation, report, about).to_string(),
        excerpt: about.excerpt.as_deref().map(wording::quoted),
        url: report.url.clone(),
    }
}
