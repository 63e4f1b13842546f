//! Linking one record to another, taking records away with the links that lead to them, and copies.

use std::collections::BTreeSet;

use crate::model::edit::Edit;
use crate::model::integrity::Dangling;
use crate::model::records::{
    About, Actor, ActorId, Event, EventActor, EventId, EventPlace, Extra, Link, Place, PlaceId, RecordId, Report, ReportId, Source,
    Subject, Troops, Via,
};
use crate::model::scene::Scene;
use crate::model::situation::Situation;
use crate::model::words::{PlaceRole, Relation, Stance};

/// What one record is to another once they are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkAs {
    /// A report says so of an event, or of another report.
    Says(Stance),
    /// A report was uttered at an event.
    SaidAt,
    /// A report is held through another one, or through a source.
    Via,
    /// A report takes the place of an earlier one.
    Supersedes,
    /// A report is the utterance of a source.
    Source,
    /// A place is this to an event.
    Place(PlaceRole),
    /// An actor has to do with an event.
    Actor,
    /// An event stands so to another.
    Relation(Relation),
    /// A place or an actor is part of another.
    PartOf,
    /// A source speaks for an actor.
    SpeaksFor,
    /// The troops that a report tells of are those of an actor.
    TroopsOf,
    /// They come from a place.
    TroopsFrom,
    /// They go to a place.
    TroopsTo,
}

impl LinkAs {
    /// The ways in which `from` can be linked to `to`, the likeliest first; none where they have nothing to do with each other.
    pub fn ways(from: &RecordId, to: &RecordId) -> Vec<Self> {
        use RecordId::{Actor, Event, Place, Report, Source};
        let says = || Stance::ALL.iter().filter(|stance| **stance != Stance::Unknown).map(|stance| Self::Says(*stance));
        if from == to {
            return Vec::new();
        }
        match (from, to) {
            (Report(_), Event(_)) | (Event(_), Report(_)) => says().chain([Self::SaidAt]).collect(),
            (Report(_), Report(_)) => [Self::Via, Self::Supersedes].into_iter().chain(says()).collect(),
            (Report(_), Source(_)) | (Source(_), Report(_)) => vec![Self::Via, Self::Source],
            (Event(_), Event(_)) => Relation::ALL.iter().map(|relation| Self::Relation(*relation)).collect(),
            (Place(_), Event(_)) | (Event(_), Place(_)) => PlaceRole::ALL.iter().map(|role| Self::Place(*role)).collect(),
            (Actor(_), Event(_)) | (Event(_), Actor(_)) => vec![Self::Actor],
            (Place(_), Place(_)) | (Actor(_), Actor(_)) => vec![Self::PartOf],
            (Source(_), Actor(_)) | (Actor(_), Source(_)) => vec![Self::SpeaksFor],
            (Report(_), Actor(_)) | (Actor(_), Report(_)) => vec![Self::TroopsOf],
            (Report(_), Place(_)) | (Place(_), Report(_)) => vec![Self::TroopsTo, Self::TroopsFrom],
            _ => Vec::new(),
        }
    }
}

impl Situation {
    /// The ways in which `from` can be linked to `to` now: a report that says nothing yet tells of no troops.
    pub fn ways_to_link(&self, from: &RecordId, to: &RecordId) -> Vec<LinkAs> {
        let says_nothing =
            |id: &RecordId| matches!(id, RecordId::Report(id) if self.report(id).is_some_and(|report| report.about.is_empty()));
        let is_of_troops = |way: &LinkAs| matches!(way, LinkAs::TroopsOf | LinkAs::TroopsFrom | LinkAs::TroopsTo);
        let mut ways = LinkAs::ways(from, to);
        if says_nothing(from) || says_nothing(to) {
            ways.retain(|way| !is_of_troops(way));
        }
        ways
    }
}

impl Edit {
    /// Links one record to another. `None` where that is no way to link them, one of them is not there, or they are linked so already.
    pub fn link(situation: &Situation, from: &RecordId, to: &RecordId, way: LinkAs) -> Option<Self> {
        use RecordId::{Actor, Event, Place, Report, Source};
        if from == to || !situation.contains(from) || !situation.contains(to) {
            return None;
        }
        let event = |id: &EventId, change: &dyn Fn(&mut self::Event)| {
            let old = situation.event(id)?;
            let mut new = old.clone();
            change(&mut new);
            (new != *old).then(|| Self::PutEvent(Box::new(new)))
        };
        let report = |id: &ReportId, change: &dyn Fn(&mut self::Report)| {
            let old = situation.report(id)?;
            let mut new = old.clone();
            change(&mut new);
            (new != *old).then(|| Self::PutReport(Box::new(new)))
        };
        match (from, to, way) {
            (Report(of), Event(what), LinkAs::Says(stance)) | (Event(what), Report(of), LinkAs::Says(stance)) => {
                report(of, &|report| says(report, Subject::Event(what.clone()), stance))
            }
            (Report(of), Report(what), LinkAs::Says(stance)) => report(of, &|report| says(report, Subject::Report(what.clone()), stance)),
            (Report(of), Event(at), LinkAs::SaidAt) | (Event(at), Report(of), LinkAs::SaidAt) => {
                report(of, &|report| report.said_at = Some(at.clone()))
            }
            (Report(of), Report(carrier), LinkAs::Via) => report(of, &|report| report.via = Some(Via::Report(carrier.clone()))),
            (Report(of), Source(carrier), LinkAs::Via) | (Source(carrier), Report(of), LinkAs::Via) => {
                report(of, &|report| report.via = Some(Via::Source(carrier.clone())))
            }
            (Report(of), Source(who), LinkAs::Source) | (Source(who), Report(of), LinkAs::Source) => {
                report(of, &|report| report.source = who.clone())
            }
            (Report(of), Report(earlier), LinkAs::Supersedes) => report(of, &|report| report.supersedes = Some(earlier.clone())),
            (Place(at), Event(what), LinkAs::Place(role)) | (Event(what), Place(at), LinkAs::Place(role)) => {
                event(what, &|event| takes_place(event, at, role))
            }
            (Actor(who), Event(what), LinkAs::Actor) | (Event(what), Actor(who), LinkAs::Actor) => {
                event(what, &|event| has_to_do(event, who))
            }
            (Report(of), Actor(who), LinkAs::TroopsOf) | (Actor(who), Report(of), LinkAs::TroopsOf) => {
                report(of, &|report| tells_of_troops(report, |troops| troops.actor = Some(who.clone())))
            }
            (Report(of), Place(at), LinkAs::TroopsFrom) | (Place(at), Report(of), LinkAs::TroopsFrom) => {
                report(of, &|report| tells_of_troops(report, |troops| troops.from = Some(at.clone())))
            }
            (Report(of), Place(at), LinkAs::TroopsTo) | (Place(at), Report(of), LinkAs::TroopsTo) => {
                report(of, &|report| tells_of_troops(report, |troops| troops.to = Some(at.clone())))
            }
            (Event(of), Event(other), LinkAs::Relation(rel)) => event(of, &|event| stands_to(event, other, rel)),
            (Place(_) | Actor(_), Place(_) | Actor(_), LinkAs::PartOf)
            | (Source(_) | Actor(_), Source(_) | Actor(_), LinkAs::SpeaksFor) => Self::link_whole(situation, from, to),
            _ => None,
        }
    }

    /// Links each of several records to another, as one; those that are linked so already are left out.
    pub fn link_all(situation: &Situation, from: &[RecordId], to: &RecordId, way: LinkAs) -> Self {
        // All of them can become links of one record: each goes on from where the one before left it.
        let mut linked = Situation::default();
        for put in from.iter().chain([to]).filter_map(|id| situation.put_of(id)) {
            linked.apply(put);
        }
        let edits = from.iter().filter_map(|from| {
            let edit = Self::link(&linked, from, to, way)?;
            linked.apply(edit.clone());
            Some(edit)
        });
        Self::All(edits.collect())
    }

    fn link_whole(situation: &Situation, from: &RecordId, to: &RecordId) -> Option<Self> {
        match (from, to) {
            (RecordId::Place(part), RecordId::Place(whole)) => {
                let mut place = situation.place(part).filter(|place| place.part_of.as_ref() != Some(whole))?.clone();
                place.part_of = Some(whole.clone());
                Some(Self::PutPlace(Box::new(place)))
            }
            (RecordId::Actor(part), RecordId::Actor(whole)) => {
                let mut actor = situation.actor(part).filter(|actor| actor.part_of.as_ref() != Some(whole))?.clone();
                actor.part_of = Some(whole.clone());
                Some(Self::PutActor(Box::new(actor)))
            }
            (RecordId::Source(source), RecordId::Actor(actor)) | (RecordId::Actor(actor), RecordId::Source(source)) => {
                let mut source = situation.source(source).filter(|source| source.actor.as_ref() != Some(actor))?.clone();
                source.actor = Some(actor.clone());
                Some(Self::PutSource(Box::new(source)))
            }
            _ => None,
        }
    }
}

/// The words that waited for an event are what the report says of that.
fn says(report: &mut Report, subject: Subject, stance: Stance) {
    if !report.about.iter().any(|about| about.subject == subject && about.stance == stance) {
        let excerpt = if matches!(subject, Subject::Event(_)) { report.excerpt.take() } else { None };
        report.about.push(About { excerpt, ..About::new(subject, stance) });
    }
}

/// The report as it is once it is about an event.
#[must_use]
pub fn linked_to_event(mut report: Report, event: EventId, stance: Stance) -> Report {
    says(&mut report, Subject::Event(event), stance);
    report
}

/// Of the first statement that tells of troops, else of the first, which does from then on. A report that says nothing yet tells of none.
fn tells_of_troops(report: &mut Report, change: impl FnOnce(&mut Troops)) {
    let at = report.about.iter().position(|about| about.troops.is_some()).unwrap_or(0);
    if let Some(about) = report.about.get_mut(at) {
        change(about.troops.get_or_insert_default());
    }
}

fn takes_place(event: &mut Event, place: &PlaceId, role: PlaceRole) {
    if !event.places.iter().any(|at| at.place == *place && at.role == role) {
        event.places.push(EventPlace { place: place.clone(), role, extra: Extra::new() });
    }
}

fn has_to_do(event: &mut Event, actor: &ActorId) {
    if !event.actors.iter().any(|by| by.actor == *actor) {
        event.actors.push(EventActor { actor: actor.clone(), role: None, extra: Extra::new() });
    }
}

fn stands_to(event: &mut Event, other: &EventId, rel: Relation) {
    if !event.links.iter().any(|link| link.event == *other && link.rel == rel) {
        event.links.push(Link { event: other.clone(), rel, extra: Extra::new() });
    }
}

/// Records that are to be taken away, and what hangs on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Removal {
    /// Those that there are.
    pub gone: BTreeSet<RecordId>,
    /// The links that other records have to them: who, by which member (as files name it), to whom. They are taken away too, but for those
    /// that a record cannot be without.
    pub ties: Vec<(RecordId, &'static str, RecordId)>,
}

impl Removal {
    /// The member that a record cannot be without.
    const NEEDED: &'static str = "source";

    pub fn of(situation: &Situation, ids: impl IntoIterator<Item = RecordId>) -> Self {
        let gone: BTreeSet<RecordId> = ids.into_iter().filter(|id| situation.contains(id)).collect();
        let linked: BTreeSet<RecordId> = gone.iter().flat_map(|id| situation.linked_to(id)).filter(|id| !gone.contains(id)).collect();
        let ties = linked.iter().flat_map(|id| situation.ties_of(id).into_iter().map(|tie| (id.clone(), tie.field, tie.to)));
        let ties = ties.filter(|(_, _, to)| gone.contains(to)).collect();
        Self { gone, ties }
    }

    /// The links that stay, to nothing: reports whose source goes.
    pub fn dangling(&self) -> impl Iterator<Item = Dangling> {
        let needed = self.ties.iter().filter(|(_, field, _)| *field == Self::NEEDED);
        needed.map(|(from, field, to)| Dangling { from: from.clone(), field, to: to.to_string() })
    }

    /// Takes the records away and the links that lead to them, as one.
    pub fn edit(&self, situation: &Situation) -> Edit {
        let holders: BTreeSet<&RecordId> = self.ties.iter().map(|(from, ..)| from).collect();
        let unlinked = holders.into_iter().filter_map(|id| self.without_links(situation, id));
        Edit::All(unlinked.chain(self.gone.iter().cloned().map(Edit::Remove)).collect())
    }

    fn goes(&self, id: impl Into<RecordId>) -> bool {
        self.gone.contains(&id.into())
    }

    fn without_links(&self, situation: &Situation, id: &RecordId) -> Option<Edit> {
        Some(match id {
            RecordId::Place(id) => {
                let mut place = situation.place(id)?.clone();
                place.part_of.take_if(|whole| self.goes(whole.clone()));
                Edit::PutPlace(Box::new(place))
            }
            RecordId::Actor(id) => {
                let mut actor = situation.actor(id)?.clone();
                actor.part_of.take_if(|whole| self.goes(whole.clone()));
                Edit::PutActor(Box::new(actor))
            }
            RecordId::Source(id) => {
                let mut source = situation.source(id)?.clone();
                source.actor.take_if(|actor| self.goes(actor.clone()));
                Edit::PutSource(Box::new(source))
            }
            RecordId::Event(id) => {
                let mut event = situation.event(id)?.clone();
                event.places.retain(|at| !self.goes(at.place.clone()));
                event.actors.retain(|by| !self.goes(by.actor.clone()));
                event.links.retain(|link| !self.goes(link.event.clone()));
                Edit::PutEvent(Box::new(event))
            }
            RecordId::Report(id) => {
                let mut report = situation.report(id)?.clone();
                self.unlink_report(&mut report);
                Edit::PutReport(Box::new(report))
            }
            RecordId::Scene(_) => return None,
        })
    }

    fn unlink_report(&self, report: &mut Report) {
        report.via.take_if(|via| match via {
            Via::Report(id) => self.goes(id.clone()),
            Via::Source(id) => self.goes(id.clone()),
        });
        report.said_at.take_if(|event| self.goes(event.clone()));
        report.supersedes.take_if(|earlier| self.goes(earlier.clone()));
        report.distinct_from.retain(|other| !self.goes(other.clone()));
        report.about.retain(|about| match &about.subject {
            Subject::Event(id) => !self.goes(id.clone()),
            Subject::Report(id) => !self.goes(id.clone()),
        });
        for troops in report.about.iter_mut().filter_map(|about| about.troops.as_mut()) {
            troops.actor.take_if(|actor| self.goes(actor.clone()));
            troops.from.take_if(|place| self.goes(place.clone()));
            troops.to.take_if(|place| self.goes(place.clone()));
        }
    }
}

impl Situation {
    /// A copy of a record under another name and an id of its own, with the same links: the edit that adds it.
    pub fn duplicate(&self, id: &RecordId, name: &str) -> Option<(RecordId, Edit)> {
        Some(match id {
            RecordId::Place(id) => {
                let new = self.new_place_id(name);
                let copy = Place { id: new.clone(), name: name.to_owned(), ..self.place(id)?.clone() };
                (new.into(), Edit::PutPlace(Box::new(copy)))
            }
            RecordId::Actor(id) => {
                let new = self.new_actor_id(name);
                let copy = Actor { id: new.clone(), name: name.to_owned(), ..self.actor(id)?.clone() };
                (new.into(), Edit::PutActor(Box::new(copy)))
            }
            RecordId::Source(id) => {
                let new = self.new_source_id(name);
                let copy = Source { id: new.clone(), name: name.to_owned(), ..self.source(id)?.clone() };
                (new.into(), Edit::PutSource(Box::new(copy)))
            }
            RecordId::Event(id) => {
                let new = self.new_event_id(name);
                let copy = Event { id: new.clone(), title: name.to_owned(), ..self.event(id)?.clone() };
                (new.into(), Edit::PutEvent(Box::new(copy)))
            }
            RecordId::Report(id) => {
                let new = self.new_report_id(name);
                let copy = Report { id: new.clone(), title: Some(name.to_owned()), ..self.report(id)?.clone() };
                (new.into(), Edit::PutReport(Box::new(copy)))
            }
            RecordId::Scene(id) => {
                let new = self.new_scene_id(name);
                let copy = Scene { id: new.clone(), title: name.to_owned(), ..self.scene(id)?.clone() };
                (new.into(), Edit::PutScene(Box::new(copy)))
            }
        })
    }
}
