//! All records of a situation, with their links in both directions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::base::Rev;
use crate::model::calendar::{Moment, Zone};
use crate::model::edit::Edit;
use crate::model::links::{BackLinks, Change, Tie, ties_of_actor, ties_of_event, ties_of_place, ties_of_report, ties_of_source};
use crate::model::records::{
    Actor, ActorId, BodyId, Event, EventId, Header, Names, Place, PlaceId, RecordId, Report, ReportId, SceneId, Source, SourceId,
};
use crate::model::scene::Scene;
use crate::model::words::Relation;

/// A situation: its header and its records by id. Changes only through [`Situation::apply`].
///
/// Links may dangle (see `dangling`) and run in circles (see `cycles`); nothing here minds.
/// Two situations are equal when their headers and records are; revisions do not count.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    header: Header,
    zone: Zone,
    places: BTreeMap<PlaceId, Place>,
    actors: BTreeMap<ActorId, Actor>,
    sources: BTreeMap<SourceId, Source>,
    events: BTreeMap<EventId, Event>,
    reports: BTreeMap<ReportId, Report>,
    scenes: BTreeMap<SceneId, Scene>,
    back: BackLinks,
    rev: Rev,
    log: ChangeLog,
}

/// The latest changes of records, oldest first.
#[derive(Clone, Debug, Default)]
struct ChangeLog {
    changes: VecDeque<(Rev, RecordId)>,
    /// Changes after this revision are all in the log.
    reaches_back_to: Rev,
}

impl ChangeLog {
    const MAX_LEN: usize = 10_000;

    fn push(&mut self, rev: Rev, id: RecordId) {
        self.changes.push_back((rev, id));
        if self.changes.len() > Self::MAX_LEN
            && let Some((forgotten, _)) = self.changes.pop_front()
        {
            self.reaches_back_to = forgotten;
        }
    }
}

impl PartialEq for Situation {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
            && self.places == other.places
            && self.actors == other.actors
            && self.sources == other.sources
            && self.events == other.events
            && self.reports == other.reports
            && self.scenes == other.scenes
    }
}

/// The name in a language where there is one, else the usual one.
fn in_language<'a>(name: &'a str, names: &'a Names, language: Option<&str>) -> &'a str {
    language.and_then(|language| names.get(language)).map_or(name, String::as_str)
}

/// Records of all kinds by their ids, on their way into a situation.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub places: BTreeMap<PlaceId, Place>,
    pub actors: BTreeMap<ActorId, Actor>,
    pub sources: BTreeMap<SourceId, Source>,
    pub events: BTreeMap<EventId, Event>,
    pub reports: BTreeMap<ReportId, Report>,
    pub scenes: BTreeMap<SceneId, Scene>,
}

/// Records and revisions.
impl Situation {
    pub fn new(header: Header) -> Self {
        Self { zone: zone_of(&header), header, ..Self::default() }
    }

    /// A situation of these records. The same as putting them one by one, but quicker.
    pub fn with_records(header: Header, records: Records) -> Self {
        let Records { places, actors, sources, events, reports, scenes } = records;
        let back = BackLinks::of(places.values(), actors.values(), sources.values(), events.values(), reports.values());
        let mut situation = Self { places, actors, sources, events, reports, scenes, back, ..Self::new(header) };
        situation.rev.bump();
        situation.log.reaches_back_to = situation.rev;
        situation
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The zone whose days the situation counts in: the header's, or UTC where it names none that is known.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The last moment that the situation describes; `None` where it does not say or leaves the end open.
    pub fn as_of_end(&self) -> Option<Moment> {
        self.header.as_of.as_ref()?.bounds(&self.zone).latest()
    }

    pub fn places(&self) -> &BTreeMap<PlaceId, Place> {
        &self.places
    }

    pub fn actors(&self) -> &BTreeMap<ActorId, Actor> {
        &self.actors
    }

    pub fn sources(&self) -> &BTreeMap<SourceId, Source> {
        &self.sources
    }

    pub fn events(&self) -> &BTreeMap<EventId, Event> {
        &self.events
    }

    pub fn reports(&self) -> &BTreeMap<ReportId, Report> {
        &self.reports
    }

    /// By id: `briefing::scenes_in_order` tells how they follow one another.
    pub fn scenes(&self) -> &BTreeMap<SceneId, Scene> {
        &self.scenes
    }

    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.places.get(id)
    }

    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        self.actors.get(id)
    }

    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    pub fn event(&self, id: &EventId) -> Option<&Event> {
        self.events.get(id)
    }

    pub fn report(&self, id: &ReportId) -> Option<&Report> {
        self.reports.get(id)
    }

    pub fn scene(&self, id: &SceneId) -> Option<&Scene> {
        self.scenes.get(id)
    }

    pub fn contains(&self, id: &RecordId) -> bool {
        match id {
            RecordId::Place(id) => self.places.contains_key(id),
            RecordId::Actor(id) => self.actors.contains_key(id),
            RecordId::Source(id) => self.sources.contains_key(id),
            RecordId::Event(id) => self.events.contains_key(id),
            RecordId::Report(id) => self.reports.contains_key(id),
            RecordId::Scene(id) => self.scenes.contains_key(id),
        }
    }

    /// The edit that puts a record as it is; `None` where there is none.
    pub fn put_of(&self, id: &RecordId) -> Option<Edit> {
        Some(match id {
            RecordId::Place(id) => Edit::PutPlace(Box::new(self.place(id)?.clone())),
            RecordId::Actor(id) => Edit::PutActor(Box::new(self.actor(id)?.clone())),
            RecordId::Source(id) => Edit::PutSource(Box::new(self.source(id)?.clone())),
            RecordId::Event(id) => Edit::PutEvent(Box::new(self.event(id)?.clone())),
            RecordId::Report(id) => Edit::PutReport(Box::new(self.report(id)?.clone())),
            RecordId::Scene(id) => Edit::PutScene(Box::new(self.scene(id)?.clone())),
        })
    }

    /// The edit that makes a record elsewhere what it is here: none where there is none.
    pub fn put_or_remove(&self, id: &RecordId) -> Edit {
        self.put_of(id).unwrap_or_else(|| Edit::Remove(id.clone()))
    }

    /// The same of what a single edit is of, as [`Edit::record`] tells it: a record, or with `None` the header.
    pub fn version_of(&self, record: Option<&RecordId>) -> Edit {
        record.map_or_else(|| Edit::PutHeader(Box::new(self.header.clone())), |id| self.put_or_remove(id))
    }

    /// The ids of all records: places, actors, sources, events, reports, scenes, each kind sorted.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> {
        let places = self.places.keys().cloned().map(RecordId::Place);
        let actors = self.actors.keys().cloned().map(RecordId::Actor);
        let sources = self.sources.keys().cloned().map(RecordId::Source);
        let events = self.events.keys().cloned().map(RecordId::Event);
        let reports = self.reports.keys().cloned().map(RecordId::Report);
        let scenes = self.scenes.keys().cloned().map(RecordId::Scene);
        places.chain(actors).chain(sources).chain(events).chain(reports).chain(scenes)
    }

    /// What a record is called: its name or title; a report without title goes by its source's name.
    pub fn name_of(&self, id: &RecordId) -> Option<&str> {
        self.name_in(id, None)
    }

    /// The same in a language (BCP 47 tag), where the record has a name in it.
    pub fn name_in(&self, id: &RecordId, language: Option<&str>) -> Option<&str> {
        let source = |id: &SourceId| self.source(id).map(|source| in_language(&source.name, &source.names, language));
        match id {
            RecordId::Place(id) => self.place(id).map(|place| in_language(&place.name, &place.names, language)),
            RecordId::Actor(id) => self.actor(id).map(|actor| in_language(&actor.name, &actor.names, language)),
            RecordId::Source(id) => source(id),
            RecordId::Event(id) => self.event(id).map(|event| event.title.as_str()),
            RecordId::Report(id) => {
                let report = self.report(id)?;
                report.title.as_deref().or_else(|| source(&report.source))
            }
            RecordId::Scene(id) => self.scene(id).map(|scene| scene.title.as_str()),
        }
    }

    /// The same, or its id where there is none.
    pub fn called(&self, id: &RecordId, language: Option<&str>) -> String {
        self.name_in(id, language).unwrap_or(id.as_str()).to_owned()
    }

    /// Goes up with every change. Revisions of two situations have nothing to do with each other.
    pub fn rev(&self) -> Rev {
        self.rev
    }

    /// The records put or removed since `rev`, oldest change first, the same one perhaps several times. `None` where that is no
    /// longer known: so many changes lie between that one had better start afresh.
    pub fn changes_since(&self, rev: Rev) -> Option<impl Iterator<Item = &RecordId>> {
        if rev < self.log.reaches_back_to || rev > self.rev {
            return None;
        }
        let first = self.log.changes.partition_point(|(at, _)| *at <= rev);
        Some(self.log.changes.range(first..).map(|(_, id)| id))
    }
}

/// Links. Every list is sorted and without repeats; an id in it is that of a record that exists, the record asked for need not.
impl Situation {
    /// What is said of an event: the report and the index into its `about`.
    pub fn reports_about(&self, id: &EventId) -> &[(ReportId, usize)] {
        self.back.said.about_events.get(id)
    }

    /// What is said of a report: the report that says it and the index into its `about`.
    pub fn reports_about_report(&self, id: &ReportId) -> &[(ReportId, usize)] {
        self.back.said.about_reports.get(id)
    }

    pub fn reports_of(&self, id: &SourceId) -> &[ReportId] {
        self.back.said.reports_of.get(id)
    }

    /// Reports held through a source as their carrier (`via` names the source).
    pub fn reports_carried_by(&self, id: &SourceId) -> &[ReportId] {
        self.back.said.carried_by_source.get(id)
    }

    /// Reports held through another report (`via` names the report).
    pub fn reports_carried_by_report(&self, id: &ReportId) -> &[ReportId] {
        self.back.said.carried_by_report.get(id)
    }

    /// Reports said at an event (a press conference).
    pub fn reports_said_at(&self, id: &EventId) -> &[ReportId] {
        self.back.said.said_at.get(id)
    }

    /// Reports that replace a report.
    pub fn reports_superseding(&self, id: &ReportId) -> &[ReportId] {
        self.back.said.superseding.get(id)
    }

    /// Troop reports whose troops come from or go to a place.
    pub fn troop_reports_at(&self, id: &PlaceId) -> &[ReportId] {
        self.back.said.troops_at.get(id)
    }

    /// Troop reports of an actor's troops.
    pub fn troop_reports_of(&self, id: &ActorId) -> &[ReportId] {
        self.back.said.troops_of.get(id)
    }

    pub fn reports_of_body(&self, id: &BodyId) -> &[(ReportId, usize)] {
        self.back.said.bodies.get(id)
    }

    pub fn events_at(&self, id: &PlaceId) -> &[EventId] {
        self.back.events_at.get(id)
    }

    pub fn events_of(&self, id: &ActorId) -> &[EventId] {
        self.back.events_of.get(id)
    }

    /// Events that link to an event, and how.
    pub fn events_linking_to(&self, id: &EventId) -> &[(EventId, Relation)] {
        self.back.linking_to.get(id)
    }

    /// Places that are directly part of a place.
    pub fn places_within(&self, id: &PlaceId) -> &[PlaceId] {
        self.back.places_within.get(id)
    }

    /// A place, what it is part of, what that is part of, and so on. Of a circle each is there, some more than once.
    pub fn with_wholes(&self, id: &PlaceId) -> impl Iterator<Item = &Place> {
        let whole = |place: &&Place| self.place(place.part_of.as_ref()?);
        // Places may be part of one another in a circle: whoever walks it comes by a place that was put down on the way, which is done
        // ever more rarely, so that it comes to lie in the circle (Brent). Nothing is kept of the others.
        let mut put_down: Option<&Place> = None;
        let (mut n_walked, mut next) = (0_usize, 1);
        std::iter::successors(self.place(id), whole).take_while(move |place| {
            let is_new = !put_down.is_some_and(|known| std::ptr::eq(known, *place));
            n_walked += 1;
            if n_walked == next {
                (put_down, next) = (Some(*place), 2 * next);
            }
            is_new
        })
    }

    /// Actors that are directly part of an actor.
    pub fn actors_within(&self, id: &ActorId) -> &[ActorId] {
        self.back.actors_within.get(id)
    }

    /// Sources through which an actor speaks.
    pub fn sources_of(&self, id: &ActorId) -> &[SourceId] {
        self.back.sources_of.get(id)
    }

    /// Everything directly tied to a record, in either direction, that exists: the answer to "what is linked to this?".
    /// Sorted (places, actors, sources, events, reports, each by id), without repeats and without the record itself.
    pub fn linked_to(&self, id: &RecordId) -> Vec<RecordId> {
        let mut linked: BTreeSet<RecordId> = self.ties_of(id).into_iter().map(|tie| tie.to).filter(|to| self.contains(to)).collect();
        let mut reports = |ids: &[ReportId]| linked.extend(ids.iter().cloned().map(RecordId::Report));
        match id {
            RecordId::Place(id) => {
                reports(self.troop_reports_at(id));
                linked.extend(self.events_at(id).iter().cloned().map(RecordId::Event));
                linked.extend(self.places_within(id).iter().cloned().map(RecordId::Place));
            }
            RecordId::Actor(id) => {
                reports(self.troop_reports_of(id));
                linked.extend(self.events_of(id).iter().cloned().map(RecordId::Event));
                linked.extend(self.sources_of(id).iter().cloned().map(RecordId::Source));
                linked.extend(self.actors_within(id).iter().cloned().map(RecordId::Actor));
            }
            RecordId::Source(id) => {
                reports(self.reports_of(id));
                reports(self.reports_carried_by(id));
            }
            RecordId::Event(id) => {
                reports(self.reports_said_at(id));
                linked.extend(self.reports_about(id).iter().map(|(report, _)| RecordId::Report(report.clone())));
                linked.extend(self.events_linking_to(id).iter().map(|(event, _)| RecordId::Event(event.clone())));
            }
            RecordId::Report(id) => {
                reports(self.reports_carried_by_report(id));
                reports(self.reports_superseding(id));
                reports(self.back.said.told_apart.get(id));
                linked.extend(self.reports_about_report(id).iter().map(|(report, _)| RecordId::Report(report.clone())));
            }
            RecordId::Scene(_) => {}
        }
        linked.remove(id);
        linked.into_iter().collect()
    }

    /// What the links of a record itself lead to, whether that exists or not, sorted and without repeats.
    pub fn refers_to(&self, id: &RecordId) -> Vec<RecordId> {
        self.ties_of(id).into_iter().map(|tie| tie.to).collect::<BTreeSet<_>>().into_iter().collect()
    }

    #[cfg(test)]
    pub(crate) fn back_links(&self) -> &BackLinks {
        &self.back
    }

    /// The links that a record itself holds, in the order of its members.
    pub(crate) fn ties_of(&self, id: &RecordId) -> Vec<Tie> {
        match id {
            RecordId::Place(id) => self.place(id).map(ties_of_place),
            RecordId::Actor(id) => self.actor(id).map(ties_of_actor),
            RecordId::Source(id) => self.source(id).map(ties_of_source),
            RecordId::Event(id) => self.event(id).map(ties_of_event),
            RecordId::Report(id) => self.report(id).map(ties_of_report),
            // What a scene shows may go: it is no link.
            RecordId::Scene(_) => None,
        }
        .unwrap_or_default()
    }
}

/// Changes.
impl Situation {
    /// Carries out an edit and returns the edit that takes it back. What changes nothing moves no revision.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        let mut inverses = Vec::new();
        let mut todo = vec![edit];
        while let Some(next) = todo.pop() {
            match next {
                Edit::All(edits) => todo.extend(edits.into_iter().rev()),
                single => inverses.extend(self.apply_single(single)),
            }
        }
        inverses.reverse();
        match inverses.pop() {
            Some(only) if inverses.is_empty() => only,
            Some(last) => {
                inverses.push(last);
                Edit::All(inverses)
            }
            None => Edit::nothing(),
        }
    }

    /// The inverse, or `None` where nothing changed.
    fn apply_single(&mut self, edit: Edit) -> Option<Edit> {
        match edit {
            Edit::PutHeader(header) => self.put_header(*header),
            Edit::PutPlace(place) => self.set_place(&place.id.clone(), Some(*place)),
            Edit::PutActor(actor) => self.set_actor(&actor.id.clone(), Some(*actor)),
            Edit::PutSource(source) => self.set_source(&source.id.clone(), Some(*source)),
            Edit::PutEvent(event) => self.set_event(&event.id.clone(), Some(*event)),
            Edit::PutReport(report) => self.set_report(&report.id.clone(), Some(*report)),
            Edit::PutScene(scene) => self.set_scene(&scene.id.clone(), Some(*scene)),
            Edit::Remove(RecordId::Place(id)) => self.set_place(&id, None),
            Edit::Remove(RecordId::Actor(id)) => self.set_actor(&id, None),
            Edit::Remove(RecordId::Source(id)) => self.set_source(&id, None),
            Edit::Remove(RecordId::Event(id)) => self.set_event(&id, None),
            Edit::Remove(RecordId::Report(id)) => self.set_report(&id, None),
            Edit::Remove(RecordId::Scene(id)) => self.set_scene(&id, None),
            Edit::All(_) => None,
        }
    }

    fn put_header(&mut self, header: Header) -> Option<Edit> {
        if self.header == header {
            return None;
        }
        self.zone = zone_of(&header);
        self.rev.bump();
        Some(Edit::PutHeader(Box::new(std::mem::replace(&mut self.header, header))))
    }

    fn set_place(&mut self, id: &PlaceId, to: Option<Place>) -> Option<Edit> {
        let record = RecordId::Place(id.clone());
        let old = set(&mut self.places, id, to, (&mut self.back, BackLinks::change_place)).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutPlace(Box::new(old))))
    }

    fn set_actor(&mut self, id: &ActorId, to: Option<Actor>) -> Option<Edit> {
        let record = RecordId::Actor(id.clone());
        let old = set(&mut self.actors, id, to, (&mut self.back, BackLinks::change_actor)).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutActor(Box::new(old))))
    }

    fn set_source(&mut self, id: &SourceId, to: Option<Source>) -> Option<Edit> {
        let record = RecordId::Source(id.clone());
        let old = set(&mut self.sources, id, to, (&mut self.back, BackLinks::change_source)).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutSource(Box::new(old))))
    }

    fn set_event(&mut self, id: &EventId, to: Option<Event>) -> Option<Edit> {
        let record = RecordId::Event(id.clone());
        let old = set(&mut self.events, id, to, (&mut self.back, BackLinks::change_event)).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutEvent(Box::new(old))))
    }

    fn set_report(&mut self, id: &ReportId, to: Option<Report>) -> Option<Edit> {
        let record = RecordId::Report(id.clone());
        let old = set(&mut self.reports, id, to, (&mut self.back, BackLinks::change_report)).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutReport(Box::new(old))))
    }

    fn set_scene(&mut self, id: &SceneId, to: Option<Scene>) -> Option<Edit> {
        let record = RecordId::Scene(id.clone());
        let old = set(&mut self.scenes, id, to, (&mut self.back, |_, _, _| {})).ok()?;
        self.mark_changed(&record);
        Some(old.map_or(Edit::Remove(record), |old| Edit::PutScene(Box::new(old))))
    }

    fn mark_changed(&mut self, id: &RecordId) {
        self.rev.bump();
        self.log.push(self.rev, id.clone());
    }
}

/// A change that makes no difference.
struct NoChange;

/// Puts `to` in the place of record `id`, links included, and returns what stood there.
fn set<K: Ord + Clone, R: PartialEq>(
    records: &mut BTreeMap<K, R>,
    id: &K,
    to: Option<R>,
    (back, change_links): (&mut BackLinks, fn(&mut BackLinks, Change, &R)),
) -> Result<Option<R>, NoChange> {
    let from = records.get(id);
    if from == to.as_ref() {
        return Err(NoChange);
    }
    if let Some(from) = from {
        change_links(back, Change::Remove, from);
    }
    Ok(match to {
        Some(to) => {
            change_links(back, Change::Add, &to);
            records.insert(id.clone(), to)
        }
        None => records.remove(id),
    })
}

fn zone_of(header: &Header) -> Zone {
    header.time_zone.as_deref().and_then(|name| Zone::named(name).ok()).unwrap_or_default()
}
