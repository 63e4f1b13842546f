//! Bodies of troops on the map.

use crate::base::{counted, grouped};
use crate::model::{Situation, StandingWord, When};
use crate::placing::{Said, Strengths, TroopStand};
use crate::symbols::StandardIdentity;
use crate::viewpoint::DateNotation;
use crate::wording::Dates;
use crate::wording::records::standing_word;

// Legend.
pub const TROOPS_STRENGTH: &str = "Strength as reported";
pub const TROOPS_PLANNED: &str = "Dashed: expected, intended or demanded";
pub const STACK_OF_TROOPS: &str = "Several bodies of troops";
pub const TROOPS_WITHOUT_SIDE: &str = "Troops, side not known";

pub fn troops_of_side(side: &str) -> String {
    format!("Troops of {side}")
}

pub fn troops_by_identity(identity: StandardIdentity) -> &'static str {
    match identity {
        StandardIdentity::Pending => "Troops, identity pending",
        StandardIdentity::Unknown => "Unknown troops",
        StandardIdentity::AssumedFriend => "Troops, assumed friend",
        StandardIdentity::Friend => "Friendly troops",
        StandardIdentity::Neutral => "Neutral troops",
        StandardIdentity::Suspect => "Suspect troops",
        StandardIdentity::Hostile => "Hostile troops",
    }
}

/// As it was told: "3,000", "1,500–3,000", "several hundred"; `None` where nobody tells any.
pub fn strengths(strengths: &Strengths) -> Option<String> {
    match strengths.range {
        Some((least, most)) if least == most => Some(grouped(most)),
        Some((least, most)) => Some(format!("{}–{}", grouped(least), grouped(most))),
        None if strengths.words.is_empty() => None,
        None => Some(strengths.words.iter().map(String::as_str).collect::<Vec<_>>().join(" / ")),
    }
}

/// When troops were there: a date-time group where the time is known, else the date.
pub fn troops_as_of(situation: &Situation, when: &When) -> String {
    Dates { notation: DateNotation::DateTimeGroup, ..Dates::of_zone(situation.zone().clone()) }.when(when)
}

/// A body at its place, for those who do not see it: `North Korean troops, 3,000, Kursk region, contested, F6`.
pub fn troops_on_map(said: &Said, stand: &TroopStand, place: &str) -> String {
    let mut parts = vec![said.actor.as_deref().unwrap_or("Troops").to_owned()];
    parts.extend(said.unit.as_deref().map(str::to_owned));
    parts.push(strengths(&stand.strengths).unwrap_or_else(|| "strength not reported".to_owned()));
    parts.push(place.to_owned());
    parts.extend(said.is_planned.then(|| "planned".to_owned()));
    parts.extend(stand.standing.map(|word: StandingWord| standing_word(word).to_lowercase()));
    parts.push(said.grade.to_string());
    if stand.n_reports > 1 {
        parts.push(format!("{} of one body", counted(stand.n_reports, "report", "reports")));
    }
    if stand.n_elsewhere > 0 {
        parts.push(format!("told of at {} too", counted(stand.n_elsewhere, "other place", "other places")));
    }
    parts.join(", ")
}

/// Several that stand together.
pub fn stack_of_troops_on_map(n: usize, first: &str) -> String {
    format!("{} on the map, first {first}", counted(n, "body of troops", "bodies of troops"))
}
