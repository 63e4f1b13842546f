//! What modes, stances, standings, grades and strengths are called.

use std::collections::BTreeSet;

use crate::base::{counted, grouped, shortened};
use crate::earth::rough_distance_text;
use crate::model::{
    ActorKind, Credibility, EventId, Grade, GradeRange, Identity, Mode, Origin, PlaceKind, PlaceRole, Precision, PrecisionWord, RecordId,
    Relation, Reliability, Situation, SourceId, SourceKind, Stance, Standing, StandingWord, Strength, Troops, UnclearWhy, WhenBasis, party,
};
use crate::placing::rough_radius_m;

pub fn when_basis(basis: WhenBasis) -> &'static str {
    match basis {
        WhenBasis::Stated => "as stated",
        WhenBasis::Resolved => "resolved from a weekday or the like",
        WhenBasis::Inferred => "inferred",
    }
}

pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Happened => "Happened",
        Mode::Ongoing => "Ongoing",
        Mode::Expected => "Expected",
        Mode::Intended => "Intended",
        Mode::Conditional => "Conditional",
        Mode::Demanded => "Demanded",
        Mode::Unknown => "In an unknown mode",
    }
}

/// What one source does, as a verb: "denies".
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserts",
        Stance::Confirms => "confirms",
        Stance::Denies => "denies",
        Stance::CannotConfirm => "cannot confirm",
        Stance::Declines => "declines to say",
        Stance::Comments => "comments",
        Stance::Retracts => "retracts",
        Stance::Unknown => "says something of it",
    }
}

/// The same of several sources: "deny".
fn stance_of_many_verb(kind: Stance) -> &'static str {
    match kind {
        Stance::Asserts => "assert",
        Stance::Confirms => "confirm",
        Stance::Denies => "deny",
        Stance::CannotConfirm => "cannot confirm",
        Stance::Declines => "decline to say",
        Stance::Comments => "comment",
        Stance::Retracts => "retract",
        Stance::Unknown => "say something of it",
    }
}

/// "1 denies", "2 deny".
fn stance_of_many(kind: Stance, n: usize) -> String {
    format!("{n} {}", if n == 1 { stance(kind) } else { stance_of_many_verb(kind) })
}

/// What a grade's letter and digit stand for (AJP-2.1, the Admiralty code): "F: reliability cannot be judged".
pub fn grade_explained(grade: Grade) -> String {
    let reliability = grade.reliability.map(|letter| format!("{}: {}", letter.word(), reliability_meaning(letter)));
    let credibility = grade.credibility.map(|digit| format!("{}: {}", digit.word(), credibility_meaning(digit)));
    [reliability, credibility].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

pub(super) fn reliability_meaning(letter: Reliability) -> &'static str {
    match letter {
        Reliability::A => "completely reliable source",
        Reliability::B => "usually reliable source",
        Reliability::C => "fairly reliable source",
        Reliability::D => "not usually reliable source",
        Reliability::E => "unreliable source",
        Reliability::F => "the source's reliability cannot be judged",
    }
}

pub(super) fn credibility_meaning(digit: Credibility) -> &'static str {
    match digit {
        Credibility::One => "confirmed by other sources",
        Credibility::Two => "probably true",
        Credibility::Three => "possibly true",
        Credibility::Four => "doubtful",
        Credibility::Five => "improbable",
        Credibility::Six => "its truth cannot be judged",
    }
}

/// The same of the best and the worst of several.
pub fn grades_explained(range: GradeRange) -> String {
    let [first, last] = [range.first, range.last].map(grade_explained);
    if first == last { first } else { format!("From\n{first}\nto\n{last}") }
}

pub fn standing_word(word: StandingWord) -> &'static str {
    match word {
        StandingWord::Unreported => "Unreported",
        StandingWord::Asserted => "Asserted",
        StandingWord::Corroborated => "Corroborated",
        StandingWord::Contested => "Contested",
        StandingWord::Denied => "Denied",
        StandingWord::Retracted => "Retracted",
    }
}

/// Who says what of an event: "2 sources assert, 1 denies (North Korea, a party)".
pub fn standing(situation: &Situation, event: &EventId, standing: &Standing, language: Option<&str>) -> String {
    standing_with(standing, |deniers| parties(situation, event, deniers, language))
}

/// The same for a line that has no room for names: "2 sources assert, 1 denies".
pub fn standing_briefly(standing: &Standing) -> String {
    standing_with(standing, |_| String::new())
}

fn standing_with(standing: &Standing, parties: impl Fn(&[SourceId]) -> String) -> String {
    let mut parts = Vec::new();
    if !standing.asserted_by.is_empty() {
        parts.push(stance_of_many(Stance::Asserts, standing.asserted_by.len()));
    }
    if !standing.denied_by.is_empty() {
        parts.push(stance_of_many(Stance::Denies, standing.denied_by.len()) + &parties(&standing.denied_by));
    }
    if !standing.denied_by_inherited.is_empty() {
        let deniers: Vec<SourceId> = standing.denied_by_inherited.iter().map(|(source, _)| source.clone()).collect();
        let party = parties(&deniers);
        parts.push(format!("{} the whole it is part of{party}", stance_of_many(Stance::Denies, deniers.len())));
    }
    for kind in [Stance::CannotConfirm, Stance::Declines, Stance::Comments] {
        let n = standing.others.iter().filter(|(_, s)| *s == kind).count();
        if n > 0 {
            parts.push(stance_of_many(kind, n));
        }
    }
    // The first count says of what it is one.
    match parts.first_mut().and_then(|first| Some((first.split_once(' ')?.0 == "1", first))) {
        Some((is_one, first)) => *first = first.replacen(' ', if is_one { " source " } else { " sources " }, 1),
        None => return "nobody reports it".to_owned(),
    }
    parts.join(", ")
}

fn parties(situation: &Situation, event: &EventId, deniers: &[SourceId], language: Option<&str>) -> String {
    let parties: BTreeSet<RecordId> = deniers.iter().filter_map(|source| party(situation, event, source)).map(RecordId::Actor).collect();
    let names: BTreeSet<&str> = parties.iter().filter_map(|id| situation.name_in(id, language)).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" ({}, {})", names.iter().copied().collect::<Vec<_>>().join(", "), if names.len() == 1 { "a party" } else { "parties" })
    }
}

/// The range of grades; nothing where nobody judged.
pub fn grades(range: GradeRange) -> Option<String> {
    (!range.is_empty()).then(|| range.to_string())
}

/// Why it is not known whether a report adds an origin.
pub fn unclear(situation: &Situation, why: &UnclearWhy, language: Option<&str>) -> String {
    let name = |id: &SourceId| situation.called(&RecordId::Source(id.clone()), language);
    match why {
        UnclearWhy::UnknownOrigin => "its origin is not known".to_owned(),
        UnclearWhy::SameSource(source) => format!("another is of the same source, {}", name(source)),
        UnclearWhy::SharedBasis(basis) => format!("another rests on the same evidence, {basis}"),
        UnclearWhy::OneCarrier(carrier) => format!("another is held through the same carrier, {}", name(carrier)),
    }
}

/// How far the origins are known: "0 independent origins, 2 unclear, through 1 carrier".
pub fn origins(standing: &Standing) -> String {
    let origins = &standing.origins;
    let independent = counted(origins.independent, "independent origin", "independent origins");
    let unclear = if origins.unclear.is_empty() { String::new() } else { format!(", {} unclear", origins.unclear.len()) };
    format!("{independent}{unclear}, held through {}", counted(origins.carriers.len(), "carrier", "carriers"))
}

pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Own => "its own knowledge",
        Origin::Relayed => "relayed",
        Origin::Unknown => "origin unclear",
    }
}

/// What a report gives as strength, where it gives any: as it is written, where it is none.
pub fn strength_told(troops: &Troops) -> Option<String> {
    let raw = || troops.extra.get("strength").map(|raw| format!("as written: {}", shortened(raw, 60)));
    troops.strength.as_ref().map(strength).or_else(raw)
}

/// "3,000", "10,000 to 12,000", "several hundred".
pub fn strength(strength: &Strength) -> String {
    match strength {
        Strength::Count(n) => grouped(*n),
        Strength::Range { min, max } => format!("{} to {}", grouped(*min), grouped(*max)),
        Strength::Word(word) => word.clone(),
    }
}

pub fn role(role: PlaceRole) -> &'static str {
    match role {
        PlaceRole::At => "at",
        PlaceRole::From => "from",
        PlaceRole::To => "to",
        PlaceRole::About => "about",
    }
}

pub fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::City => "City",
        PlaceKind::Region => "Region",
        PlaceKind::Country => "Country",
        PlaceKind::Facility => "Facility",
        PlaceKind::Route => "Route",
        PlaceKind::Area => "Area",
        PlaceKind::Sea => "Sea",
    }
}

pub fn precision(precision: Precision) -> String {
    match precision {
        Precision::Metres(radius_m) => format!("known to {}", rough_distance_text(radius_m)),
        Precision::Word(PrecisionWord::Exact) => "known exactly".to_owned(),
        Precision::Word(word) => {
            let about = rough_radius_m(precision).map(|radius_m| format!(", about {}", rough_distance_text(radius_m))).unwrap_or_default();
            format!("known to the {}{about}", word.word())
        }
    }
}

/// How a linked event stands to this one, read from this one.
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::PartOf => "Part of",
        Relation::If => "If",
        Relation::RespondsTo => "Responds to",
        Relation::Follows => "Follows",
        Relation::SameAs => "Same as",
        Relation::Contradicts => "Contradicts",
    }
}

/// The same, read from the other end.
pub fn relation_back(relation: Relation) -> &'static str {
    match relation {
        Relation::PartOf => "Has part",
        Relation::If => "Condition of",
        Relation::RespondsTo => "Answered by",
        Relation::Follows => "Followed by",
        Relation::SameAs => "Same as",
        Relation::Contradicts => "Contradicted by",
    }
}

pub fn actor_kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "State",
        ActorKind::Force => "Force",
        ActorKind::Organisation => "Organisation",
        ActorKind::Person => "Person",
    }
}

pub fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::News => "News",
        SourceKind::Official => "Official",
        SourceKind::Intelligence => "Intelligence",
        SourceKind::Imagery => "Imagery",
        SourceKind::Social => "Social media",
        SourceKind::Witness => "Witness",
    }
}

pub fn identity(identity: Identity) -> &'static str {
    match identity {
        Identity::Friend => "Friend",
        Identity::Hostile => "Hostile",
        Identity::Neutral => "Neutral",
        Identity::Unknown => "Unknown",
    }
}

/// The kind of a record: "Event".
pub fn kind(id: &RecordId) -> &'static str {
    match id {
        RecordId::Place(_) => "Place",
        RecordId::Actor(_) => "Actor",
        RecordId::Source(_) => "Source",
        RecordId::Event(_) => "Event",
        RecordId::Report(_) => "Report",
        RecordId::Scene(_) => "Scene",
    }
}

/// Several of a kind: "Events".
pub fn kinds(id: &RecordId) -> &'static str {
    match id {
        RecordId::Place(_) => "Places",
        RecordId::Actor(_) => "Actors",
        RecordId::Source(_) => "Sources",
        RecordId::Event(_) => "Events",
        RecordId::Report(_) => "Reports",
        RecordId::Scene(_) => "Scenes",
    }
}

/// What one source did, as one says it of one or of many: "denied".
pub fn stance_done(kind: Stance) -> &'static str {
    match kind {
        Stance::Asserts => "asserted",
        Stance::Confirms => "confirmed",
        Stance::Denies => "denied",
        Stance::CannotConfirm => "could not confirm",
        Stance::Declines => "declined to say",
        Stance::Comments => "commented on",
        Stance::Retracts => "retracted",
        Stance::Unknown => "in an unknown stance",
    }
}
