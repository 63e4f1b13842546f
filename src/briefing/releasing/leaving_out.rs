//! Events that are left out, and what goes with them.

use std::collections::BTreeSet;

use crate::base::searchable;
use crate::briefing::releasing::Removed;
use crate::briefing::releasing::renaming::record_of;
use crate::model::{Event, EventId, RecordId, Records, Release, Report, ReportId, Scene, Situation, Subject, Via, Withheld};
use crate::query::Facet;

/// What is left out because of a tag.
#[derive(Debug, Default)]
pub struct Gone {
    events: BTreeSet<EventId>,
    pub reports: BTreeSet<ReportId>,
}

impl Gone {
    fn holds(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Event(id) => self.events.contains(id),
            Subject::Report(id) => self.reports.contains(id),
        }
    }
}

/// Tags are the same whatever their case and accents; those without a letter only to the letter.
pub fn tag_key(tag: &str) -> String {
    let key = searchable(tag);
    if key.is_empty() { tag.to_owned() } else { key }
}

/// Takes tags off events, and leaves out events with others of them, the reports about nothing else, and every link to either.
pub fn tagged(records: &mut Records, situation: &Situation, release: &Release, removed: &mut Vec<Removed>) -> Gone {
    let keys = |tags: &[String]| -> BTreeSet<String> { tags.iter().map(|tag| tag_key(tag)).collect() };
    let (tags, of_gone) = (keys(&release.drop_tags), keys(&release.drop_tagged));
    let is_gone = |event: &&Event| event.tags.iter().any(|tag| of_gone.contains(&tag_key(tag)));
    let mut gone = Gone { events: records.events.values().filter(is_gone).map(|event| event.id.clone()).collect(), ..Gone::default() };
    if !gone.events.is_empty() {
        reports_about_nothing_else(records, &mut gone);
        let ids = gone.events.iter().cloned().map(RecordId::Event).chain(gone.reports.iter().cloned().map(RecordId::Report));
        removed.extend(ids.map(|id| {
            let what = if id.event().is_some() { Withheld::Events } else { Withheld::Reports };
            whole(situation, id, what)
        }));
        records.events.retain(|id, _| !gone.events.contains(id));
        records.reports.retain(|id, _| !gone.reports.contains(id));
        cut_links(records, situation, &gone, removed);
    }
    for event in records.events.values_mut() {
        event.tags.retain(|tag| {
            let stays = !tags.contains(&tag_key(tag));
            if !stays {
                let record = Some(RecordId::Event(event.id.clone()));
                removed.push(Removed { what: Withheld::Tags, record, member: "tags", before: tag.clone(), after: None });
            }
            stays
        });
    }
    gone
}

/// Reports about such reports go too, and so on.
fn reports_about_nothing_else(records: &Records, gone: &mut Gone) {
    loop {
        let is_gone = |report: &&Report| {
            !report.about.is_empty() && report.about.iter().all(|about| gone.holds(&about.subject)) && !gone.reports.contains(&report.id)
        };
        let more: Vec<ReportId> = records.reports.values().filter(is_gone).map(|report| report.id.clone()).collect();
        if more.is_empty() {
            return;
        }
        gone.reports.extend(more);
    }
}

fn cut_links(records: &mut Records, situation: &Situation, gone: &Gone, removed: &mut Vec<Removed>) {
    for event in records.events.values_mut() {
        event.links.retain(|link| !gone.events.contains(&link.event));
    }
    for report in records.reports.values_mut() {
        report.about.retain(|about| {
            let goes = gone.holds(&about.subject);
            if goes {
                removed.push(Removed {
                    what: Withheld::Reports,
                    record: Some(RecordId::Report(report.id.clone())),
                    member: "about",
                    before: about.excerpt.clone().unwrap_or_else(|| about.stance.word().to_owned()),
                    after: None,
                });
            }
            !goes
        });
        report.said_at.take_if(|event| gone.events.contains(event));
        report.supersedes.take_if(|earlier| gone.reports.contains(earlier));
        report.distinct_from.retain(|other| !gone.reports.contains(other));
        // Whose report it was is still told: through how many carriers something is held must not change.
        if let Some(Via::Report(carrier)) = report.via.as_ref().filter(|via| matches!(via, Via::Report(id) if gone.reports.contains(id))) {
            report.via = situation.report(carrier).map(|carrier| Via::Source(carrier.source.clone()));
        }
    }
}

/// Leaves out places, actors and sources that something led to at home and that nothing leads to any more.
pub fn unlinked(records: &mut Records, situation: &Situation, removed: &mut Vec<Removed>) {
    let targets = |situation: &Situation| -> BTreeSet<RecordId> { situation.ids().flat_map(|id| situation.refers_to(&id)).collect() };
    let before = targets(situation);
    loop {
        let after = targets(&Situation::with_records(Default::default(), records.clone()));
        let is_unlinked = |id: &RecordId| before.contains(id) && !after.contains(id);
        let mut gone = Vec::new();
        gone.extend(records.places.keys().cloned().map(RecordId::Place).filter(is_unlinked));
        gone.extend(records.actors.keys().cloned().map(RecordId::Actor).filter(is_unlinked));
        gone.extend(records.sources.keys().cloned().map(RecordId::Source).filter(is_unlinked));
        if gone.is_empty() {
            return;
        }
        for id in gone {
            match &id {
                RecordId::Place(id) => drop(records.places.remove(id)),
                RecordId::Actor(id) => drop(records.actors.remove(id)),
                RecordId::Source(id) => drop(records.sources.remove(id)),
                _ => {}
            }
            removed.push(whole(situation, id, Withheld::Unlinked));
        }
    }
}

/// Leaves out scenes that are hidden, and those that look at what is not there any more: their words would tell of it.
pub fn scenes(records: &mut Records, situation: &Situation, release: &Release, removed: &mut Vec<Removed>) {
    let Records { places, actors, sources, events, reports, scenes } = records;
    let is_gone = |id: &RecordId| {
        situation.contains(id)
            && !match id {
                RecordId::Place(id) => places.contains_key(id),
                RecordId::Actor(id) => actors.contains_key(id),
                RecordId::Source(id) => sources.contains_key(id),
                RecordId::Event(id) => events.contains_key(id),
                RecordId::Report(id) => reports.contains_key(id),
                RecordId::Scene(_) => true,
            }
    };
    let tags: BTreeSet<String> = release.drop_tags.iter().chain(&release.drop_tagged).map(|tag| tag_key(tag)).collect();
    let asks_for_gone = |scene: &Scene| {
        let choices = scene.filter.iter().flat_map(|filter| &filter.choices);
        let values =
            choices.flat_map(|(facet, choice)| choice.include.iter().chain(&choice.exclude).map(move |value| (facet.as_str(), value)));
        values.into_iter().any(|(facet, value)| {
            let is_tag_gone = Facet::from_name(facet) == Some(Facet::Tag) && tags.contains(&tag_key(value));
            is_tag_gone || record_of(facet, value).is_some_and(|id| is_gone(&id))
        })
    };
    scenes.retain(|id, scene| {
        let goes = scene.is_hidden || scene.selection.as_ref().is_some_and(is_gone) || asks_for_gone(scene);
        if goes {
            removed.push(whole(situation, RecordId::Scene(id.clone()), Withheld::Scenes));
        }
        !goes
    });
}

fn whole(situation: &Situation, id: RecordId, what: Withheld) -> Removed {
    let before = situation.called(&id, None);
    Removed { what, record: Some(id), member: "", before, after: None }
}
