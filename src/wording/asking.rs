//! Words for what is asked for, and for what that hides: the filter, its chips, and counts that say what they leave out.

use crate::base::{grouped, shortened};
use crate::model::{Credibility, Mode, Reliability, SourceKind, Stance, StandingWord};
use crate::query::{Area, Choice, Clock, Count, Facet, Filter, Reason, TOLD, TimeWindow, Value};
use crate::viewpoint::ListKind;
use crate::wording::dates::Dates;
use crate::wording::lists::{capitalised, list};
use crate::wording::records::{mode, source_kind, stance, standing_word};

pub const FILTER: &str = "Filter";
pub const LAYERS_AND_LEGEND: &str = "Layers and legend";
pub const WORDS: &str = "Words";
pub const WORDS_HINT: &str = "Words in titles, summaries, quotations";
pub const AREA: &str = "Area";
pub const ONLY_VIEW: &str = "Only what the map shows";
pub const DRAW_AREA: &str = "Draw an area";
pub const CLEAR_AREA: &str = "Clear area";
pub const DRAWING: &str = "Click the corners on the map. Enter or a double click closes the area, Escape gives up.";
pub const CLOSE_AREA: &str = "Close area";
pub const GIVE_UP: &str = "Give up";
pub const DRAWN_AREA: &str = "Drawn area";
pub const RESET: &str = "Reset";
pub const SAVE_FILTER: &str = "Save filter …";
pub const SAVE: &str = "Save";
pub const REPLACE: &str = "Replace the one of this name";
pub const FILTER_NAME: &str = "Name of the filter";
pub const SAVED_FILTERS: &str = "Saved";
pub const NONE_SAVED: &str = "No filter is saved yet.";
pub const FIND_VALUE: &str = "Find";
pub const NO_SUCH_VALUE: &str = "None by that name.";
pub const NOTHING_LEFT: &str = "None in what the rest asks for.";
pub const FEWER: &str = "Fewer";
pub const NOT: &str = "not";
pub const BACK_TO_SHOWN: &str = "Back to what is shown";
pub const ONLY_THESE: &str = "Only these";
pub const NO_LONGER_ONLY: &str = "Filtered by this";
pub const POSSIBLY: &str = "possibly";
pub const NOTHING_TO_FILTER: &str = "Open a situation or a file with data to filter it.";
pub const NO_REPORT_OF_IT: &str = "No report speaks of it: it is known here without anyone who says so.";
pub const AT_LEAST: &str = "At least";

/// The heading of a facet's values.
pub fn facets(facet: Facet) -> &'static str {
    match facet {
        Facet::Actor => "Actors",
        Facet::Side => "Sides",
        Facet::Category => "Categories",
        Facet::Mode => "Modes",
        Facet::Standing => "Standing",
        Facet::Tag => "Tags",
        Facet::Place => "Places, and all within them",
        Facet::Source => "Sources",
        Facet::SourceKind => "Kinds of source",
        Facet::Stance => "Stance",
        Facet::Reliability => "Reliability of the source",
        Facet::Credibility => "Credibility of what is said",
        Facet::Troops => "Troops",
        Facet::Body => "Bodies of men",
    }
}

/// One of them, as a chip says it.
pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Actor => "Actor",
        Facet::Side => "Side",
        Facet::Category => "Category",
        Facet::Mode => "Mode",
        Facet::Standing => "Standing",
        Facet::Tag => "Tag",
        Facet::Place => "Place",
        Facet::Source => "Source",
        Facet::SourceKind => "Kind of source",
        Facet::Stance => "Stance",
        Facet::Reliability => "Reliability",
        Facet::Credibility => "Credibility",
        Facet::Troops => "Troops",
        Facet::Body => "Body",
    }
}

/// What a value is called; `name` is that of the record it stands for.
pub fn value(facet: Facet, value: &Value, name: Option<&str>) -> String {
    let word = value.as_str();
    let known = match facet {
        _ if value.is_none() => Some(none_of(facet)),
        Facet::Mode => Mode::from_word(word).map(mode),
        Facet::Standing => StandingWord::from_word(word).map(standing_word),
        Facet::SourceKind => SourceKind::from_word(word).map(source_kind),
        Facet::Stance => return Stance::from_word(word).map_or_else(|| word.to_owned(), |kind| capitalised(stance(kind))),
        Facet::Troops if word == TOLD => Some("Tells of troops"),
        _ => None,
    };
    known.or(name).map_or_else(|| shortened(word, 120), |name| shortened(name, 120))
}

/// What a letter or digit means, beside it.
pub fn grade_meaning(facet: Facet, value: &Value) -> Option<&'static str> {
    match facet {
        Facet::Reliability => Reliability::from_word(value.as_str()).map(|letter| match letter {
            Reliability::A => "completely reliable",
            Reliability::B => "usually reliable",
            Reliability::C => "fairly reliable",
            Reliability::D => "not usually reliable",
            Reliability::E => "unreliable",
            Reliability::F => "cannot be judged",
        }),
        Facet::Credibility => Credibility::from_word(value.as_str()).map(|digit| match digit {
            Credibility::One => "confirmed by others",
            Credibility::Two => "probably true",
            Credibility::Three => "possibly true",
            Credibility::Four => "doubtful",
            Credibility::Five => "improbable",
            Credibility::Six => "cannot be judged",
        }),
        _ => None,
    }
}

fn none_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Actor => "No actor",
        Facet::Side => "No side",
        Facet::Category => "No category",
        Facet::Mode => "No mode",
        Facet::Standing => "No standing",
        Facet::Tag => "No tag",
        Facet::Place => "No place",
        Facet::Source => "No source",
        Facet::SourceKind => "Kind not given",
        Facet::Stance => "Takes none",
        Facet::Reliability | Facet::Credibility => "Not graded",
        Facet::Troops => "Tells of none",
        Facet::Body => "Body not named",
    }
}

/// "C or better".
pub fn or_better(value: &str) -> String {
    format!("{value} or better")
}

/// A chosen value: "Actor: North Korea", "not Source: Yonhap".
pub fn chip(of: &str, name: &str, is_excluded: bool) -> String {
    let not = if is_excluded { "not " } else { "" };
    format!("{not}{}: {}", shortened(of, 30), shortened(name, 40))
}

/// What a press on a value's word does.
pub fn filter_by(of: Facet, name: &str, is_in: bool) -> String {
    let lead = if is_in { "Filter no longer by" } else { "Show only what has" };
    format!("{lead} {}: {}", facet(of).to_lowercase(), shortened(name, 60))
}

pub fn words_chip(words: &str) -> String {
    format!("Words: {}", shortened(words, 40))
}

pub fn area_chip(area: &Area) -> &'static str {
    match area {
        Area::View => ONLY_VIEW,
        Area::Box(_) => "A box on the map",
        Area::Polygon(_) => DRAWN_AREA,
    }
}

/// What a chip's press does, for those who do not see its cross.
pub fn remove_chip(words: &str) -> String {
    format!("{words}: remove")
}

pub fn more_chips(n: usize) -> String {
    format!("+{n} more")
}

/// The button that opens the filter, with how much is chosen.
pub fn filter_button(n_choices: usize) -> String {
    if n_choices == 0 { FILTER.to_owned() } else { format!("{FILTER} ({n_choices})") }
}

/// Of what the counts of the filter are.
pub fn counts_are_of(list: ListKind) -> String {
    format!("Counts: {}", if list == ListKind::Reports { "reports" } else { "events" })
}

/// A value with its count, for those who hear it.
pub fn value_counted(of: &str, name: &str, n: usize, is_excluded: bool) -> String {
    format!("{}, {}", chip(of, name, is_excluded), grouped(n as u64))
}

/// The button that leaves a value out.
pub fn leave_out(of: &str, name: &str) -> String {
    chip(of, name, true)
}

pub fn leave_out_hint() -> &'static str {
    "Leave out (also Ctrl and a click)"
}

pub fn section_chosen(title: &str, n_chosen: usize) -> String {
    if n_chosen == 0 { title.to_owned() } else { format!("{title} · {n_chosen}") }
}

/// "12 more…".
pub fn more_values(n: usize) -> String {
    format!("{} more…", grouped(n as u64))
}

/// Of so many that finding one is sooner than looking for it.
pub fn too_many_values(n: usize) -> String {
    format!("{} more: type to find one", grouped(n as u64))
}

/// The menu of saved filters, with the name of the one that is asked for.
pub fn saved_button(name: Option<&str>) -> String {
    name.map_or_else(|| SAVED_FILTERS.to_owned(), |name| format!("{SAVED_FILTERS}: {}", shortened(name, 24)))
}

pub fn forget_filter(name: &str) -> String {
    format!("Forget “{}”", shortened(name, 60))
}

/// A window of time by its clock: "23 to 25 Oct 2024", "reported until 25 Oct 2024".
pub fn window(dates: &Dates, window: TimeWindow, clock: Clock) -> String {
    let lead = match clock {
        Clock::Happened => "",
        Clock::Reported => "reported ",
        Clock::Known => "known ",
    };
    format!("{lead}{}", dates.window(Some(window)))
}

/// What a picture shows of all: "Shown: 24 Oct 2024, Actor: North Korea (14 events, and 3 possibly, of 36)".
pub fn asked(parts: &[String], count: &Count) -> String {
    let events = if count.possibly == 0 { " events" } else { "" };
    format!("Shown: {} ({}{events})", parts.join(", "), shown_of(count))
}

// Counts that say what they leave out.

/// "38 of 52"; "14, and 3 possibly, of 36".
pub fn shown_of(count: &Count) -> String {
    let comma = if count.possibly == 0 { "" } else { "," };
    format!("{}{comma} of {}", shown(count), grouped(count.all() as u64))
}

/// "38"; "14, and 3 possibly".
pub fn shown(count: &Count) -> String {
    let surely = grouped(count.surely as u64);
    if count.possibly == 0 { surely } else { format!("{surely}, and {} possibly", grouped(count.possibly as u64)) }
}

/// What a list's tab says under its name: "38/52", or all where nothing is hidden.
pub fn tab_count(count: &Count) -> String {
    let all = grouped(count.all() as u64);
    if count.hidden.is_empty() { all } else { format!("{}/{all}", grouped(count.shown() as u64)) }
}

/// What is hidden for each reason, in words.
pub fn hidden_parts(count: &Count, filter: &Filter, clock: Clock, list: ListKind) -> Vec<(Reason, String)> {
    count.hidden.iter().map(|(reason, n)| (*reason, hidden(*reason, *n, filter, clock, list))).collect()
}

/// All of it in a line: "38 of 52: 9 outside the window, 3 below C or below 3".
pub fn counted_honestly(count: &Count, filter: &Filter, clock: Clock, list: ListKind) -> String {
    let parts: Vec<String> = hidden_parts(count, filter, clock, list).into_iter().map(|(_, words)| words).collect();
    if parts.is_empty() { shown_of(count) } else { format!("{}: {}", shown_of(count), parts.join(", ")) }
}

/// The beginning of the map's own count.
pub fn events_on_map(count: &Count, n_unplaced: usize) -> String {
    let placed = count.shown().saturating_sub(n_unplaced);
    format!("{} of {} events on the map", grouped(placed as u64), grouped(count.all() as u64))
}

/// A part of the map's count, for those who do not see where it stands.
pub fn part_on_map(words: &str) -> String {
    format!("On the map: {words}")
}

pub fn without_place(n: usize) -> String {
    format!("{} without place", grouped(n as u64))
}

/// How many records of a list are hidden for a reason: "9 outside the window".
pub fn hidden(reason: Reason, n: usize, filter: &Filter, clock: Clock, list: ListKind) -> String {
    let n_text = grouped(n as u64);
    let words = match reason {
        Reason::Undated => undated(clock, list).to_owned(),
        Reason::OutsideWindow => "outside the window".to_owned(),
        Reason::Facet(facet) => of_others(facet, filter.choice(facet)).to_owned(),
        Reason::Grade => grade(filter),
        Reason::Unjudged => "not judged".to_owned(),
        Reason::Unplaced => return without_place(n),
        Reason::OutsideArea if filter.area == Some(Area::View) => "outside the map's view".to_owned(),
        Reason::OutsideArea => "outside the area".to_owned(),
        Reason::Words => format!("without “{}”", shortened(&filter.words, 30)),
        Reason::Untied => "tied to nothing that is shown".to_owned(),
    };
    format!("{n_text} {words}")
}

/// The heading of a list of what is hidden for a reason.
pub fn hidden_list(words: &str) -> String {
    format!("Hidden: {words}")
}

fn undated(clock: Clock, list: ListKind) -> &'static str {
    match (clock, list) {
        (Clock::Happened, _) => "without date",
        (Clock::Reported, ListKind::Reports) => "without publication date",
        (Clock::Reported, _) => "without a dated report",
        (Clock::Known, _) => "not said when we learned of it",
    }
}

fn of_others(facet: Facet, choice: Option<&Choice>) -> &'static str {
    let is_exclusion = choice.is_some_and(|choice| choice.include.is_empty());
    let wants_troops = choice.is_some_and(|choice| choice.include.contains(&Value::from(TOLD)) || choice.exclude.contains(&Value::NONE));
    match (facet, is_exclusion) {
        (Facet::Actor, false) => "of other actors",
        (Facet::Actor, true) => "of actors left out",
        (Facet::Side, false) => "of other sides",
        (Facet::Side, true) => "of sides left out",
        (Facet::Category, false) => "of other categories",
        (Facet::Category, true) => "of categories left out",
        (Facet::Mode, false) => "of other modes",
        (Facet::Mode, true) => "of modes left out",
        (Facet::Standing, false) => "of other standing",
        (Facet::Standing, true) => "of a standing left out",
        (Facet::Tag, false) => "with other tags",
        (Facet::Tag, true) => "with tags left out",
        (Facet::Place, false) => "at other places",
        (Facet::Place, true) => "at places left out",
        (Facet::Source, false) => "from other sources",
        (Facet::Source, true) => "from sources left out",
        (Facet::SourceKind, false) => "from other kinds of source",
        (Facet::SourceKind, true) => "from kinds of source left out",
        (Facet::Stance, false) => "with another stance",
        (Facet::Stance, true) => "with a stance left out",
        (Facet::Reliability | Facet::Credibility, _) => "of another grade",
        (Facet::Troops, _) if wants_troops => "without troops",
        (Facet::Troops, _) => "with troops",
        (Facet::Body, false) => "of other bodies",
        (Facet::Body, true) => "of bodies left out",
    }
}

/// "below C or below 3" where grades down to some are asked for, else "of another grade".
fn grade(filter: &Filter) -> String {
    let of = |facet: Facet| filter.choice(facet).map(|choice| at_least(facet, choice));
    match (of(Facet::Reliability), of(Facet::Credibility)) {
        (Some(Some(letter)), Some(Some(digit))) => format!("below {letter} or below {digit}"),
        (Some(Some(grade)), None) | (None, Some(Some(grade))) => format!("below {grade}"),
        _ => "of another grade".to_owned(),
    }
}

/// The worst grade that a choice takes in, where it takes in all that are better and not all there are; what cannot be judged is
/// neither, and does not matter to it.
pub fn at_least(facet: Facet, choice: &Choice) -> Option<&'static str> {
    let grades = facet.grades_in_order();
    let is_in = |grade: &&&str| {
        let value = Value::from(**grade);
        (choice.include.is_empty() || choice.include.contains(&value)) && !choice.exclude.contains(&value)
    };
    let n = grades.iter().take_while(is_in).count();
    let is_prefix = n < grades.len() && grades.iter().skip(n).all(|grade| !is_in(&grade));
    n.checked_sub(1).filter(|_| is_prefix).and_then(|last| grades.get(last)).copied()
}

/// The list's name and what passes, where nothing does: "No events pass: 9 outside the window, 3 below C."
pub fn nothing_passes(count: &Count, filter: &Filter, clock: Clock, kind: ListKind) -> String {
    let parts: Vec<String> = hidden_parts(count, filter, clock, kind).into_iter().map(|(_, words)| words).collect();
    format!("Nothing passes the filter. Of {} {}: {}.", grouped(count.all() as u64), list(kind).to_lowercase(), parts.join(", "))
}

/// What a list shows when it shows what is hidden, and none is.
pub const NOTHING_PASSES: &str = "Nothing passes the filter.";
pub const NOTHING_HIDDEN: &str = "Nothing is hidden for this reason any more.";
pub const ALL_PLACED: &str = "Everything that is shown has a place on the map.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Moment, When, Zone};

    fn choosing(facet: Facet, include: &[&str], exclude: &[&str]) -> Filter {
        let mut filter = Filter::default();
        let values = |texts: &[&str]| texts.iter().map(|text| Value::from(*text)).collect();
        filter.set(facet, Choice { include: values(include), exclude: values(exclude) });
        filter
    }

    #[test]
    fn a_count_says_what_it_leaves_out_and_why() {
        let mut filter = choosing(Facet::Reliability, &["A", "B", "C"], &[]);
        filter.set(Facet::Credibility, choosing(Facet::Credibility, &["1", "2", "3"], &[]).choice(Facet::Credibility).unwrap().clone());
        let hidden = vec![(Reason::OutsideWindow, 9), (Reason::Grade, 3), (Reason::Unplaced, 2)];
        let count = Count { surely: 38, possibly: 0, hidden };
        assert_eq!(
            counted_honestly(&count, &filter, Clock::Happened, ListKind::Events),
            "38 of 52: 9 outside the window, 3 below C or below 3, 2 without place"
        );
        let count = Count { surely: 14, possibly: 3, hidden: vec![(Reason::Undated, 2)] };
        let words = |clock, list| counted_honestly(&count, &Filter::default(), clock, list);
        assert_eq!(words(Clock::Happened, ListKind::Events), "14, and 3 possibly, of 19: 2 without date");
        assert_eq!(words(Clock::Reported, ListKind::Reports), "14, and 3 possibly, of 19: 2 without publication date");
        assert_eq!(words(Clock::Reported, ListKind::Events), "14, and 3 possibly, of 19: 2 without a dated report");
        assert_eq!((tab_count(&count), events_on_map(&count, 2)), ("17/19".to_owned(), "15 of 19 events on the map".to_owned()));
    }

    #[test]
    fn grades_are_told_of_by_what_was_chosen_of_them() {
        for (facet, include, exclude, words) in [
            (Facet::Reliability, &["A", "B", "C"][..], &[][..], "below C"),
            (Facet::Reliability, &["A", "B", "C", "F"], &[], "below C"),
            (Facet::Reliability, &[], &["D", "E"], "below C"),
            (Facet::Reliability, &["A", "C"], &[], "of another grade"),
            (Facet::Reliability, &["A", "B", "C", "D", "E"], &[], "of another grade"),
            (Facet::Reliability, &["F"], &[], "of another grade"),
            (Facet::Credibility, &["1"], &[], "below 1"),
        ] {
            let filter = choosing(facet, include, exclude);
            assert_eq!(
                hidden(Reason::Grade, 3, &filter, Clock::Happened, ListKind::Events),
                format!("3 {words}"),
                "{include:?} {exclude:?}"
            );
        }
    }

    #[test]
    fn a_window_is_told_in_days_where_it_is_of_days() {
        let dates = Dates::of_zone(Zone::utc());
        let days = |edtf: &str| TimeWindow::of(&When::parse(edtf).unwrap(), &Zone::utc());
        assert_eq!(window(&dates, days("2024-10-23/2024-10-25"), Clock::Happened), "23 to 25 Oct 2024");
        assert_eq!(window(&dates, days("2024-10-23"), Clock::Reported), "reported 23 Oct 2024");
        assert_eq!(window(&dates, days("[..2024-10-25]"), Clock::Happened), "until 25 Oct 2024");
        let half = TimeWindow::new(Moment(1_729_749_600), Moment(1_729_790_000));
        assert_eq!(window(&dates, half, Clock::Known), "known 24 Oct 2024 06:00 to 24 Oct 2024 17:13");
    }

    #[test]
    fn every_value_has_words() {
        for facet_ in Facet::ALL {
            assert!(!value(facet_, &Value::NONE, None).is_empty());
        }
        assert_eq!(value(Facet::Stance, &Value::from("denies"), None), "Denies");
        assert_eq!(value(Facet::Troops, &Value::from(TOLD), None), "Tells of troops");
        assert_eq!(value(Facet::Actor, &Value::from("north-korea"), Some("North Korea")), "North Korea");
        assert_eq!(value(Facet::Mode, &Value::from("new-mode"), None), "new-mode");
    }
}
