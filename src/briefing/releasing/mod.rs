//! What may leave the house: a copy of a situation with what a profile of releasability takes out of it.
//!
//! Nothing here is a matter of degree: what is taken out is in no member of the copy, neither as text nor as part of an id. What it does not
//! know (unknown members of records, and whole profiles that have such) it does not let pass.
//!
//! Main function: [`released`].
//!
//! **Does not:** change the situation, or look into attached files.

mod cleaning;
mod coarsening;
mod hidden;
mod leaving_out;
mod positions;
mod renaming;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActorId, RecordId, Records, Release, ReleasedFor, Situation, SourceId, Unnamed, Withheld, WithheldCount};

use cleaning::Cleaning;
use coarsening::Grid;
use hidden::Hidden;

/// A copy that may leave, and what was taken out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Released {
    pub situation: Situation,
    /// In the order of what is taken out, then of records.
    pub removed: Vec<Removed>,
    /// What whoever releases it should know besides.
    pub remarks: Vec<Remark>,
}

/// Something of a record that is not in the copy, or otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    pub what: Withheld,
    /// By the id that it has at home; `None` = the header.
    pub record: Option<RecordId>,
    /// As files name it; empty where the whole record goes.
    pub member: &'static str,
    pub before: String,
    /// What stands in its place; `None`: nothing.
    pub after: Option<String>,
}

/// What a profile does less, or otherwise, than one may have thought.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// It hides a source that there is not.
    NoSuchSource(SourceId),
    /// It names a tag that no event has.
    NoSuchTag(String),
    /// This source bears the name of an actor whose deeds are told: it is unnamed as a source, and stays as the actor.
    StaysAsActor { source: SourceId, actor: ActorId },
}

/// Why nothing is released by a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReleased {
    #[error("there is no profile of releasability \"{name}\" here; there are: {}", list_of(.known))]
    NoSuchProfile { name: String, known: Vec<String> },
    #[error("the profile \"{name}\" has members that this program does not know or cannot read, so that more may have been meant to be taken out: {}", .members.join(", "))]
    UnknownMembers { name: String, members: Vec<String> },
}

fn list_of(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The profile of that name.
///
/// # Errors
/// There is none.
pub fn release_named<'s>(situation: &'s Situation, name: &str) -> Result<&'s Release, NotReleased> {
    let releases = &situation.header().releases;
    releases.iter().find(|release| release.name == name).ok_or_else(|| NotReleased::NoSuchProfile {
        name: name.to_owned(),
        known: releases.iter().map(|release| release.name.clone()).collect(),
    })
}

/// The copy that a profile makes of a situation, which stays as it is. `text_of` gives the source texts by the names of their files: one
/// that tells what is hidden does not go along.
///
/// Neither the profiles themselves nor the history are in it, nor is what stood there in members that this program does not know.
///
/// # Errors
/// The profile asks for something that this program does not know.
pub fn released<'t>(situation: &Situation, release: &Release, text_of: &dyn Fn(&str) -> Option<&'t str>) -> Result<Released, NotReleased> {
    if !release.extra.is_empty() {
        return Err(NotReleased::UnknownMembers { name: release.name.clone(), members: release.extra.keys().cloned().collect() });
    }
    let (mut header, mut records, mut removed) = (situation.header().clone(), records_of(situation), Vec::new());
    let goes = leaving_out::tagged(&mut records, situation, release, &mut removed);
    let mut hidden = Hidden::of(situation, &records, release);
    hidden.cut_actors(&mut records, &mut removed);
    if !release.drop_tagged.is_empty() || !release.unnamed_sources.is_nobody() {
        leaving_out::unlinked(&mut records, situation, &mut removed);
    }
    leaving_out::scenes(&mut records, situation, release, &mut removed);
    hidden.settle(situation, &records);
    header.handling = release.handling.clone().or(header.handling);
    let mut cleaning = Cleaning { release, hidden: &hidden, removed: &mut removed, text_of };
    cleaning.header(&mut header);
    cleaning.records(&mut records);
    if let Some(grid) = release.coarsen_km.and_then(Grid::new) {
        grid.coarsen(&mut header, &mut records, &mut removed);
    }
    let records = renaming::renamed(records, situation, &hidden, &goes, &mut removed);

    removed.sort();
    removed.dedup();
    header.releases.clear();
    header.released.push(told(release, &hidden, &removed));
    Ok(Released { remarks: remarks(situation, release, &hidden), situation: Situation::with_records(header, records), removed })
}

fn records_of(situation: &Situation) -> Records {
    Records {
        places: situation.places().clone(),
        actors: situation.actors().clone(),
        sources: situation.sources().clone(),
        events: situation.events().clone(),
        reports: situation.reports().clone(),
        scenes: situation.scenes().clone(),
    }
}

/// Of how many records each kind of thing was taken out.
pub fn counts(removed: &[Removed]) -> BTreeMap<Withheld, usize> {
    let mut records: BTreeMap<Withheld, BTreeSet<&Option<RecordId>>> = BTreeMap::new();
    for Removed { what, record, .. } in removed {
        records.entry(*what).or_default().insert(record);
    }
    records.into_iter().map(|(what, records)| (what, records.len())).collect()
}

fn told(release: &Release, hidden: &Hidden, removed: &[Removed]) -> ReleasedFor {
    let count = |(what, n): (Withheld, usize)| WithheldCount { what, count: n as u64, extra: Default::default() };
    let is_coarser = removed.iter().any(|removed| removed.what == Withheld::Coordinates);
    ReleasedFor {
        name: hidden.without_names(&release.name).unwrap_or_else(|| release.name.clone()),
        coarsened_km: release.coarsen_km.filter(|_| is_coarser),
        removed: counts(removed).into_iter().map(count).collect(),
        extra: Default::default(),
    }
}

fn remarks(situation: &Situation, release: &Release, hidden: &Hidden) -> Vec<Remark> {
    let mut remarks = hidden.remarks();
    if let Unnamed::These(ids) = &release.unnamed_sources {
        remarks.extend(ids.iter().filter(|id| situation.source(id).is_none()).cloned().map(Remark::NoSuchSource));
    }
    let used: BTreeSet<String> = situation.events().values().flat_map(|event| &event.tags).map(|tag| leaving_out::tag_key(tag)).collect();
    let unused = |tag: &&String| !used.contains(&leaving_out::tag_key(tag));
    remarks.extend(release.drop_tags.iter().chain(&release.drop_tagged).filter(unused).cloned().map(Remark::NoSuchTag));
    remarks.sort();
    remarks.dedup();
    remarks
}

#[cfg(test)]
mod tests;
