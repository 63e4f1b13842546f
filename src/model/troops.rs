//! Troop reports: the bodies of men they speak of, and whose these are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::records::{Actor, ActorId, BodyId, EventId, ReportId, Troops};
use crate::model::situation::Situation;
use crate::model::words::Identity;
use crate::symbols::{CodeError, StandardIdentity, SymbolCode};

/// The troop reports of one body. They describe the same men again, so their strengths are never added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Body<'a> {
    /// `None`: the one report in it names no body.
    pub id: Option<&'a BodyId>,
    /// Report, index into its `about`, and what it says; sorted by report.
    pub reports: Vec<(&'a ReportId, usize, &'a Troops)>,
}

/// The bodies that reports about an event speak of, by id; then the reports that name no body, each by itself.
pub fn bodies_in<'a>(situation: &'a Situation, event: &EventId) -> Vec<Body<'a>> {
    grouped(situation, situation.reports_about(event).iter().map(|(report, index)| (report, *index)))
}

/// The bodies that any report speaks of, in the order of [`bodies_in`].
pub fn all_bodies(situation: &Situation) -> Vec<Body<'_>> {
    let reports = situation.reports().values();
    grouped(situation, reports.flat_map(|report| (0..report.about.len()).map(|index| (&report.id, index))))
}

/// Whether an actor is friend or foe: its own identity, or that of the nearest it is part of that has one. `None` where nobody says so, or
/// where the header names no viewpoint, without which nobody is either.
pub fn identity_of(situation: &Situation, actor: &ActorId) -> Option<Identity> {
    situation.header().viewpoint.as_ref()?;
    with_wholes(situation, actor).find_map(|actor| actor.identity)
}

/// An actor, what it is part of, and so on.
fn with_wholes<'a>(situation: &'a Situation, actor: &ActorId) -> impl Iterator<Item = &'a Actor> {
    /// Nobody is part of more.
    const MOST: usize = 32;
    let whole = |actor: &&Actor| situation.actor(actor.part_of.as_ref()?);
    std::iter::successors(situation.actor(actor), whole).take(MOST)
}

/// The symbol of a body of troops.
#[derive(Clone, Debug, PartialEq)]
pub struct TroopSymbol {
    /// With the identity that the troops' actor has, where that is known; without a viewpoint everybody is neutral.
    pub code: SymbolCode,
    /// The identity that the report's code has instead, where the two do not go together.
    pub overwritten: Option<StandardIdentity>,
}

/// The symbol that a report gives troops; `None` where it gives none.
///
/// # Errors
/// What it gives is no symbol code.
pub fn symbol_of(situation: &Situation, troops: &Troops) -> Option<Result<TroopSymbol, CodeError>> {
    let code = match SymbolCode::read(troops.sidc.as_deref()?) {
        Ok(code) => code,
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(symbol_with(situation, troops, code)))
}

/// A symbol code as it stands for troops: what goes together with the identity of their actor is kept as it is.
pub fn symbol_with(situation: &Situation, troops: &Troops, code: SymbolCode) -> TroopSymbol {
    if situation.header().viewpoint.is_none() {
        return TroopSymbol { code: code.with_identity(StandardIdentity::Neutral), overwritten: None };
    }
    let identity = troops.actor.as_ref().and_then(|actor| identity_of(situation, actor));
    let given = code.identity;
    match identity.filter(|identity| !goes_with(*identity, given)) {
        None => TroopSymbol { code, overwritten: None },
        Some(identity) => TroopSymbol { code: code.with_identity(standard_identity(identity)), overwritten: Some(given) },
    }
}

/// The sides that actors are on, in the order of their names: one colour stands for each wherever it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SideNames(Vec<String>);

/// Where the frame of a body of troops has its look from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// Whose friend or foe it is, as the header's viewpoint has it.
    Identity(StandardIdentity),
    /// Nobody's friend or foe: its side, by its place among the [`SideNames`], where it is known.
    Side(Option<usize>),
}

impl Framing {
    /// The identity that goes into a symbol's code.
    pub fn identity(self) -> StandardIdentity {
        match self {
            Self::Identity(identity) => identity,
            Self::Side(_) => StandardIdentity::Neutral,
        }
    }
}

impl SideNames {
    pub fn of(situation: &Situation) -> Self {
        let names: BTreeSet<&str> = situation.actors().values().filter_map(|actor| actor.side.as_deref()).collect();
        Self(names.into_iter().map(str::to_owned).collect())
    }

    pub fn name(&self, side: usize) -> Option<&str> {
        self.0.get(side).map(String::as_str)
    }

    /// How an actor's troops are framed, whatever a report's own code says.
    pub fn framing(&self, situation: &Situation, actor: Option<&ActorId>) -> Framing {
        if situation.header().viewpoint.is_some() {
            let identity = actor.and_then(|actor| identity_of(situation, actor));
            return Framing::Identity(identity.map_or(StandardIdentity::Unknown, standard_identity));
        }
        let name = actor.and_then(|actor| with_wholes(situation, actor).find_map(|actor| actor.side.as_ref()));
        Framing::Side(name.and_then(|name| self.0.binary_search(name).ok()))
    }
}

/// The standard identity of MIL-STD-2525 that stands for an identity.
pub fn standard_identity(identity: Identity) -> StandardIdentity {
    match identity {
        Identity::Friend => StandardIdentity::Friend,
        Identity::Hostile => StandardIdentity::Hostile,
        Identity::Neutral => StandardIdentity::Neutral,
        Identity::Unknown => StandardIdentity::Unknown,
    }
}

/// Whether a symbol's identity says the same, if perhaps with less certainty.
fn goes_with(identity: Identity, given: StandardIdentity) -> bool {
    use StandardIdentity::{AssumedFriend, Friend, Hostile, Neutral, Pending, Suspect, Unknown};
    match identity {
        Identity::Friend => matches!(given, Friend | AssumedFriend),
        Identity::Hostile => matches!(given, Hostile | Suspect),
        Identity::Neutral => given == Neutral,
        Identity::Unknown => matches!(given, Unknown | Pending),
    }
}

fn grouped<'a>(situation: &'a Situation, statements: impl Iterator<Item = (&'a ReportId, usize)>) -> Vec<Body<'a>> {
    let mut bodies: BTreeMap<&BodyId, Body<'a>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (report, index) in statements {
        let about = situation.report(report).and_then(|report| report.about.get(index));
        let Some(troops) = about.and_then(|about| about.troops.as_deref()) else { continue };
        let told = (report, index, troops);
        match &troops.body {
            Some(id) => bodies.entry(id).or_insert_with(|| Body { id: Some(id), reports: Vec::new() }).reports.push(told),
            None => alone.push(Body { id: None, reports: vec![told] }),
        }
    }
    bodies.into_values().chain(alone).collect()
}
