//! New events and reports with all that they need, as one edit.

use crate::model::edit::Edit;
use crate::model::records::{
    About, ActorId, Event, EventActor, EventId, EventPlace, Extra, Graded, Place, PlaceId, Report, ReportId, Source, SourceId, Subject,
    Troops,
};
use crate::model::situation::Situation;
use crate::model::when::When;
use crate::model::words::{Credibility, Mode, PlaceRole, Reliability, Stance};

/// Something that is linked: it is there, or it is made in the same step.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked<I, R> {
    Known(I),
    /// Its id counts for nothing: it gets one when it is added.
    New(Box<R>),
}

/// An event that is to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    pub title: String,
    pub mode: Mode,
    pub when: Option<When>,
    pub place: Option<Linked<PlaceId, Place>>,
    pub actors: Vec<ActorId>,
    pub category: Option<String>,
    pub tags: Vec<String>,
}

/// A report that is to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct NewReport {
    pub source: Option<Linked<SourceId, Source>>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub excerpt: Option<String>,
    pub published: Option<When>,
    pub known: Option<When>,
    pub stance: Stance,
    pub as_said: Option<String>,
    pub reliability: Option<Reliability>,
    pub credibility: Option<Credibility>,
    pub troops: Option<Box<Troops>>,
    /// Who judges, and on which day.
    pub by: Option<String>,
    pub on: Option<When>,
}

impl Default for NewEvent {
    fn default() -> Self {
        Self { title: String::new(), mode: Mode::Happened, when: None, place: None, actors: Vec::new(), category: None, tags: Vec::new() }
    }
}

impl Default for NewReport {
    fn default() -> Self {
        Self {
            source: None,
            title: None,
            url: None,
            excerpt: None,
            published: None,
            known: None,
            stance: Stance::Asserts,
            as_said: None,
            reliability: None,
            credibility: None,
            troops: None,
            by: None,
            on: None,
        }
    }
}

/// What is added, in the order in which it must be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Additions {
    edits: Vec<Edit>,
}

impl Additions {
    pub fn into_edit(self) -> Edit {
        Edit::All(self.edits)
    }

    /// Adds an event, with its place where that is new.
    pub fn event(&mut self, situation: &Situation, new: &NewEvent) -> EventId {
        let place = new.place.as_ref().map(|place| match place {
            Linked::Known(id) => id.clone(),
            Linked::New(place) => {
                let id = situation.new_place_id(&place.name);
                self.edits.push(Edit::PutPlace(Box::new(Place { id: id.clone(), ..(**place).clone() })));
                id
            }
        });
        let id = situation.new_event_id(&new.title);
        let event = Event {
            when: new.when.clone(),
            places: place.map(|place| EventPlace { place, role: PlaceRole::At, extra: Extra::new() }).into_iter().collect(),
            actors: new.actors.iter().map(|actor| EventActor { actor: actor.clone(), role: None, extra: Extra::new() }).collect(),
            category: new.category.clone(),
            tags: new.tags.clone(),
            ..Event::new(id.clone(), new.title.trim(), new.mode)
        };
        self.edits.push(Edit::PutEvent(Box::new(event)));
        id
    }

    /// Adds a report about an event, or for the inbox, with its source where that is new. `None` without a source: a report is somebody's.
    pub fn report(&mut self, situation: &Situation, new: &NewReport, about: Option<(&EventId, &str)>) -> Option<ReportId> {
        let (on, by) = (new.on.as_ref(), new.by.as_deref());
        let judged = |grade| Graded::new(grade, on, by, None);
        let mut reliability = Vec::new();
        let (source, source_name) = match new.source.as_ref()? {
            Linked::Known(id) => {
                let source = situation.source(id);
                let known = source.and_then(|source| source.graded.last()).map(|graded| graded.grade);
                // Another letter than its source's holds for this report alone.
                reliability.extend(new.reliability.filter(|letter| known != Some(*letter)).map(judged));
                (id.clone(), source.map_or(id.as_str(), |source| source.name.as_str()))
            }
            Linked::New(source) => {
                let id = situation.new_source_id(&source.name);
                let graded = new.reliability.map(judged).into_iter().collect();
                self.edits.push(Edit::PutSource(Box::new(Source { id: id.clone(), graded, ..(**source).clone() })));
                (id, source.name.as_str())
            }
        };
        let called = new
            .title
            .clone()
            .unwrap_or_else(|| [Some(source_name), about.map(|(_, title)| title)].into_iter().flatten().collect::<Vec<_>>().join(" "));
        let id = situation.new_report_id(&called);
        let digit = new.credibility.map(|grade| Graded::new(grade, on, by, None));
        let statement = about.map(|(event, _)| About {
            as_said: new.as_said.clone(),
            credibility: new.credibility,
            graded: digit.into_iter().collect(),
            excerpt: new.excerpt.clone(),
            troops: new.troops.clone(),
            ..About::new(Subject::Event(event.clone()), new.stance)
        });
        let report = Report {
            title: new.title.clone(),
            url: new.url.clone(),
            published: new.published.clone(),
            known: new.known.clone(),
            reliability,
            excerpt: new.excerpt.clone().filter(|_| statement.is_none()),
            about: statement.into_iter().collect(),
            ..Report::new(id.clone(), source)
        };
        self.edits.push(Edit::PutReport(Box::new(report)));
        Some(id)
    }

    /// Changes or adds a report besides.
    pub fn put_report(&mut self, report: Report) {
        self.edits.push(Edit::PutReport(Box::new(report)));
    }
}
