//! What dates, stances, standings and strengths are called on the screen: the one place for words of the records.

use crate::base::{counted, grouped};
use crate::model::{
    CivilDay, EventId, GradeRange, Mode, Moment, Origin, PlaceKind, PlaceRole, Precision, PrecisionWord, Relation, Situation, SourceId,
    Stance, Standing, StandingWord, Strength, UnclearWhy, When, WhenBasis, Zone, party,
};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(day: CivilDay) -> &'static str {
    MONTHS.get(usize::from(day.month).saturating_sub(1)).copied().unwrap_or_default()
}

fn year(day: CivilDay) -> String {
    if day.year <= 0 { format!("{} BC", 1 - day.year) } else { day.year.to_string() }
}

/// `24 Oct 2024`.
fn day_text(day: CivilDay) -> String {
    format!("{} {} {}", day.day, month(day), year(day))
}

/// `24 Oct 2024, Thu`.
fn day_and_weekday(day: CivilDay) -> String {
    let weekday = day.weekday().word();
    format!("{}, {}", day_text(day), weekday.get(..3).unwrap_or(weekday))
}

/// A date as a person says it: `24 Oct 2024, Thu`; `Jun 2024`; `by 23 Oct 2024`; `20 to 24 Oct 2024`.
pub fn when(when: &When, zone: &Zone) -> String {
    let bounds = when.bounds(zone);
    let day = |moment: Moment| moment.civil(zone).day;
    let text = match (bounds.earliest(), bounds.latest()) {
        (Some(first), Some(last)) if first == last => {
            let time = first.civil(zone);
            format!("{} {:02}:{:02}", day_and_weekday(time.day), time.hour, time.minute)
        }
        (Some(first), Some(last)) => {
            // Where it began may itself be open until its end: then it is some day of these, not all of them.
            let is_one_of = bounds.start.latest.is_some_and(|moment| day(moment) == day(last));
            days(day(first), day(last), is_one_of)
        }
        (None, Some(last)) => format!("by {}", day_text(day(last))),
        (Some(first), None) => format!("from {} on", day_text(day(first))),
        (None, None) => "at some time".to_owned(),
    };
    let text = if bounds.approximate { format!("about {text}") } else { text };
    if bounds.uncertain { format!("{text} (uncertain)") } else { text }
}

fn days(first: CivilDay, last: CivilDay, is_one_of: bool) -> String {
    let is_whole_months = first.day == 1 && CivilDay::from_number(last.number() + 1).day == 1;
    let same_year = first.year == last.year;
    if first == last {
        day_and_weekday(first)
    } else if is_whole_months && same_year && first.month == last.month {
        format!("{} {}", month(first), year(first))
    } else if is_whole_months && same_year && (first.month, last.month) == (1, 12) {
        year(first)
    } else {
        let from = match (same_year, first.month == last.month) {
            (true, true) => first.day.to_string(),
            (true, false) => format!("{} {}", first.day, month(first)),
            (false, _) => day_text(first),
        };
        let days = format!("{from} to {}", day_text(last));
        if is_one_of { format!("some day of {days}") } else { days }
    }
}

/// What a group of rows with this date is headed.
pub fn when_heading(date: Option<&When>, zone: &Zone) -> String {
    date.map_or_else(|| "No date".to_owned(), |date| when(date, zone))
}

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
    }
}

/// The same of several sources: "deny".
fn stance_of_many(kind: Stance, n: usize) -> String {
    let verb = match (kind, n) {
        (_, 1) => stance(kind),
        (Stance::Asserts, _) => "assert",
        (Stance::Confirms, _) => "confirm",
        (Stance::Denies, _) => "deny",
        (Stance::CannotConfirm, _) => "cannot confirm",
        (Stance::Declines, _) => "decline to say",
        (Stance::Comments, _) => "comment",
        (Stance::Retracts, _) => "retract",
    };
    format!("{n} {verb}")
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

/// Who says what of an event: "2 assert, 1 denies (a party: North Korea)".
pub fn standing(situation: &Situation, event: &EventId, standing: &Standing) -> String {
    let mut parts = Vec::new();
    if !standing.asserted_by.is_empty() {
        parts.push(stance_of_many(Stance::Asserts, standing.asserted_by.len()));
    }
    if !standing.denied_by.is_empty() {
        parts.push(format!(
            "{}{}",
            stance_of_many(Stance::Denies, standing.denied_by.len()),
            parties(situation, event, &standing.denied_by)
        ));
    }
    if !standing.denied_by_inherited.is_empty() {
        let deniers: Vec<SourceId> = standing.denied_by_inherited.iter().map(|(source, _)| source.clone()).collect();
        let party = parties(situation, event, &deniers);
        parts.push(format!("{} the whole it is part of{party}", stance_of_many(Stance::Denies, deniers.len())));
    }
    for kind in [Stance::CannotConfirm, Stance::Declines, Stance::Comments] {
        let n = standing.others.iter().filter(|(_, s)| *s == kind).count();
        if n > 0 {
            parts.push(stance_of_many(kind, n));
        }
    }
    if parts.is_empty() { "nobody reports it".to_owned() } else { parts.join(", ") }
}

fn parties(situation: &Situation, event: &EventId, deniers: &[SourceId]) -> String {
    let parties = deniers.iter().filter_map(|source| party(situation, event, source));
    let names: std::collections::BTreeSet<&str> = parties.filter_map(|id| situation.actor(&id)).map(|actor| actor.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" (a party: {})", names.into_iter().collect::<Vec<_>>().join(", ")) }
}

/// The range of grades; nothing where nobody judged.
pub fn grades(range: GradeRange) -> Option<String> {
    (range != GradeRange::default()).then(|| range.to_string())
}

/// Why it is not known whether a report adds an origin.
pub fn unclear(situation: &Situation, why: &UnclearWhy) -> String {
    let name = |id: &SourceId| situation.source(id).map_or(id.as_str(), |s| s.name.as_str()).to_owned();
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
        Precision::Metres(radius_m) => format!("known to {} m", radius_m.round()),
        Precision::Word(PrecisionWord::Exact) => "known exactly".to_owned(),
        Precision::Word(word) => format!("known to the {}", word.word()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_a_person_says_them() {
        for (edtf, text) in [
            ("2024-10-24", "24 Oct 2024, Thu"),
            ("2024-06", "Jun 2024"),
            ("2024", "2024"),
            ("[..2024-10-23]", "by 23 Oct 2024"),
            ("[2024-10-20..2024-10-24]", "some day of 20 to 24 Oct 2024"),
            ("2024-10-22/2024-10-24", "22 to 24 Oct 2024"),
            ("2024-09-30/2024-10-02", "30 Sep to 2 Oct 2024"),
            ("2024-10-18/..", "from 18 Oct 2024 on"),
            ("2024-10-24T13:30:00Z", "24 Oct 2024, Thu 13:30"),
            ("2024-10-24?", "24 Oct 2024, Thu (uncertain)"),
            ("2024-10~", "about Oct 2024"),
            ("-0043-03-15", "15 Mar 44 BC, Fri"),
        ] {
            assert_eq!(when(&When::parse(edtf).unwrap(), &Zone::utc()), text, "{edtf}");
        }
    }
}
