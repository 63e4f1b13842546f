//! New ids for whatever tells by its id which source it is of.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::fingerprint;
use crate::briefing::releasing::Removed;
use crate::briefing::releasing::hidden::Hidden;
use crate::briefing::releasing::leaving_out::Gone;
use crate::model::{
    About, Actor, BodyId, Event, Place, RecordId, Records, Report, ReportId, Scene, SceneChoice, Situation, Source, SourceId, Subject, Via,
    Withheld,
};
use crate::query::Facet;

/// Old ids and new ones.
struct Renamed {
    records: BTreeMap<RecordId, String>,
    bodies: BTreeMap<String, String>,
    /// Evidence that reports share.
    bases: BTreeMap<String, String>,
}

/// The records under ids that tell nothing, with every link.
pub fn renamed(records: Records, situation: &Situation, hidden: &Hidden, gone: &Gone, removed: &mut Vec<Removed>) -> Records {
    let map = Renamed::of(&records, situation, hidden, gone);
    let told = map.records.iter().filter(|(old, _)| situation.contains(old));
    removed.extend(told.map(|(old, new)| Removed {
        what: Withheld::Ids,
        record: Some(old.clone()),
        member: "id",
        before: old.as_str().to_owned(),
        after: Some(new.clone()),
    }));
    let Records { places, actors, sources, events, reports, scenes } = records;
    Records {
        places: places.into_values().map(|place| map.place(place)).map(|place| (place.id.clone(), place)).collect(),
        actors: actors.into_values().map(|actor| map.actor(actor)).map(|actor| (actor.id.clone(), actor)).collect(),
        sources: sources.into_values().map(|source| map.source(source)).map(|source| (source.id.clone(), source)).collect(),
        events: events.into_values().map(|event| map.event(event)).map(|event| (event.id.clone(), event)).collect(),
        reports: reports.into_values().map(|report| map.report(report)).map(|report| (report.id.clone(), report)).collect(),
        scenes: scenes.into_values().map(|scene| map.scene(scene)).map(|scene| (scene.id.clone(), scene)).collect(),
    }
}

/// New ids for these, which nothing has, in no order that would tell something of the old ones.
fn numbered<'i>(prefix: &str, ids: impl Iterator<Item = &'i String>, is_taken: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
    let mut ids: Vec<&String> = ids.collect();
    ids.sort_by_key(|id| fingerprint(id));
    let mut free = (1_u64..).map(|number| format!("{prefix}-{number}")).filter(|id| !is_taken(id));
    ids.into_iter().filter_map(|id| Some((id.clone(), free.next()?))).collect()
}

impl Renamed {
    fn of(records: &Records, situation: &Situation, hidden: &Hidden, gone: &Gone) -> Self {
        // A link may lead to what is not there, and its id tells all the same; no new id may be one that such a link leads to.
        let mut known: BTreeSet<RecordId> = situation.ids().flat_map(|id| situation.refers_to(&id)).chain(situation.ids()).collect();
        for scene in situation.scenes().values() {
            known.extend(scene.selection.clone());
            known.extend(scene.filter.iter().flat_map(|filter| &filter.choices).flat_map(|(facet, choice)| asked_for(facet, choice)));
        }
        let about = || records.reports.values().flat_map(|report| &report.about);
        let bases: BTreeSet<String> = records.reports.values().flat_map(|report| &report.basis).cloned().collect();
        let bodies: BTreeSet<String> = about().filter_map(|about| Some(about.troops.as_ref()?.body.as_ref()?.to_string())).collect();
        let is_spoken = |id: &str| hidden.is_told_by_id(id, true);

        let mut new: BTreeMap<RecordId, String> = BTreeMap::new();
        new.extend(known.iter().filter_map(|id| Some((id.clone(), hidden.get(id.source()?)?.id.to_string()))));
        new.extend(reports_renamed(&records.reports, hidden, |id| known.contains(&RecordId::Report(id.into())) || bases.contains(id)));
        let taken: BTreeSet<(&str, &str)> = new.iter().map(|(old, new)| (old.kind(), new.as_str())).collect();
        let is_of_speech = |id: &RecordId| matches!(id, RecordId::Source(_) | RecordId::Report(_) | RecordId::Scene(_));
        let mut told: Vec<&RecordId> =
            known.iter().filter(|id| !new.contains_key(id) && hidden.is_told_by_id(id.as_str(), is_of_speech(id))).collect();
        told.sort_by_key(|id| (id.kind(), fingerprint(id.as_str())));
        let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
        let mut others = Vec::new();
        for id in told {
            let number = numbers.entry(id.kind()).or_default();
            let free = loop {
                *number += 1;
                let free = format!("{}-{number}", id.kind());
                let is_known = RecordId::read(&format!("{}:{free}", id.kind())).is_some_and(|id| known.contains(&id));
                if !is_known && !taken.contains(&(id.kind(), free.as_str())) && !bases.contains(&free) {
                    break free;
                }
            };
            others.push((id.clone(), free));
        }
        new.extend(others);

        // What a report rests on may bear the name of a report.
        let report = |basis: &str| RecordId::Report(basis.into());
        let is_basis_told = |basis: &&String| {
            !new.contains_key(&report(basis)) && (is_spoken(basis) || gone.reports.contains(&ReportId::from(basis.as_str())))
        };
        let mut new_bases = numbered("basis", bases.iter().filter(is_basis_told), |id| bases.contains(id) || known.contains(&report(id)));
        new_bases.extend(bases.iter().filter_map(|basis| Some((basis.clone(), new.get(&report(basis))?.clone()))));
        let new_bodies = numbered("body", bodies.iter().filter(|id| is_spoken(id)), |id| bodies.contains(id));
        Self { records: new, bodies: new_bodies, bases: new_bases }
    }

    /// The new id, or the same.
    fn id<I: Clone + Into<RecordId> + for<'a> From<&'a str>>(&self, id: I) -> I {
        self.records.get(&id.clone().into()).map_or(id, |new| I::from(new.as_str()))
    }

    fn place(&self, place: Place) -> Place {
        Place { id: self.id(place.id), part_of: place.part_of.map(|id| self.id(id)), ..place }
    }

    fn actor(&self, actor: Actor) -> Actor {
        Actor { id: self.id(actor.id), part_of: actor.part_of.map(|id| self.id(id)), ..actor }
    }

    fn source(&self, source: Source) -> Source {
        Source { id: self.id(source.id), actor: source.actor.map(|id| self.id(id)), ..source }
    }

    fn event(&self, mut event: Event) -> Event {
        event.places.iter_mut().for_each(|at| at.place = self.id(at.place.clone()));
        event.actors.iter_mut().for_each(|by| by.actor = self.id(by.actor.clone()));
        event.links.iter_mut().for_each(|link| link.event = self.id(link.event.clone()));
        Event { id: self.id(event.id), ..event }
    }

    fn report(&self, mut report: Report) -> Report {
        report.about.iter_mut().for_each(|about| self.about(about));
        Report {
            id: self.id(report.id),
            source: self.id(report.source),
            via: report.via.map(|via| match via {
                Via::Report(id) => Via::Report(self.id(id)),
                Via::Source(id) => Via::Source(self.id(id)),
            }),
            basis: report.basis.into_iter().map(|basis| self.bases.get(&basis).cloned().unwrap_or(basis)).collect(),
            said_at: report.said_at.map(|id| self.id(id)),
            supersedes: report.supersedes.map(|id| self.id(id)),
            distinct_from: report.distinct_from.into_iter().map(|id| self.id(id)).collect(),
            ..report
        }
    }

    fn about(&self, about: &mut About) {
        match &mut about.subject {
            Subject::Event(id) => *id = self.id(id.clone()),
            Subject::Report(id) => *id = self.id(id.clone()),
        }
        let Some(troops) = about.troops.as_deref_mut() else { return };
        troops.actor = troops.actor.take().map(|id| self.id(id));
        troops.body = troops.body.take().map(|id| self.bodies.get(id.as_str()).map_or(id, |new| BodyId::from(new.as_str())));
        troops.from = troops.from.take().map(|id| self.id(id));
        troops.to = troops.to.take().map(|id| self.id(id));
    }

    fn scene(&self, mut scene: Scene) -> Scene {
        let new = |id: RecordId| self.records.get(&id).and_then(|new| RecordId::read(&format!("{}:{new}", id.kind()))).unwrap_or(id);
        for (facet, SceneChoice { include, exclude, .. }) in scene.filter.iter_mut().flat_map(|filter| &mut filter.choices) {
            for value in include.iter_mut().chain(exclude) {
                if let Some(id) = record_of(facet, value) {
                    *value = new(id).as_str().to_owned();
                } else if let Some(body) = self.bodies.get(value).filter(|_| Facet::from_name(facet) == Some(Facet::Body)) {
                    value.clone_from(body);
                }
            }
        }
        Scene { id: self.id(scene.id), selection: scene.selection.map(new), ..scene }
    }
}

/// The same of reports. Of two reports of one source and moment the one with the greater id counts as the later, so that all of a source
/// get new ids or none, in the order of the old ones.
fn reports_renamed(reports: &BTreeMap<ReportId, Report>, hidden: &Hidden, is_taken: impl Fn(&str) -> bool) -> BTreeMap<RecordId, String> {
    let is_told = |report: &&Report| hidden.get(&report.source).is_some() || hidden.is_told_by_id(report.id.as_str(), true);
    let sources: BTreeSet<&SourceId> = reports.values().filter(is_told).map(|report| &report.source).collect();
    let mut told: Vec<&Report> = reports.values().filter(|report| sources.contains(&report.source)).collect();
    told.sort_by_key(|report| (fingerprint(report.source.as_str()), &report.id));
    let n_figures = (reports.len() + told.len()).to_string().len();
    let mut free = (1_u64..).map(|number| format!("report-{number:0n_figures$}")).filter(|id| !is_taken(id));
    told.into_iter().filter_map(|report| Some((RecordId::Report(report.id.clone()), free.next()?))).collect()
}

/// The record that a value of a facet stands for.
pub fn record_of(facet: &str, value: &str) -> Option<RecordId> {
    match Facet::from_name(facet)? {
        Facet::Actor => Some(RecordId::Actor(value.into())),
        Facet::Place => Some(RecordId::Place(value.into())),
        Facet::Source => Some(RecordId::Source(value.into())),
        _ => None,
    }
}

fn asked_for(facet: &str, choice: &SceneChoice) -> Vec<RecordId> {
    choice.include.iter().chain(&choice.exclude).filter_map(|value| record_of(facet, value)).collect()
}
