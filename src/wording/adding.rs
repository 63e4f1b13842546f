//! Adding: events, reports, places, questions; what is placed, drawn and moved by hand.

use crate::base::{counted, shortened};
use crate::earth::{LonLat, bearing_deg, distance_m, distance_text};
use crate::model::{NewReport, Place, Precision, ToldDifferently, When};
use crate::query::Alike;
use crate::viewpoint::Drawn;
use crate::wording::{Dates, place_kind, precision};

pub const NOTHING_TO_ADD_TO: &str = "Nothing is open to add to.";
pub const SELECT_A_PLACE: &str = "Select the place first, or something that is at one place.";
pub const NO_CORNERS: &str = "That place is no single line or area: it has no corners to move.";
pub const NO_FEWER_CORNERS: &str = "With fewer corners nothing would be left of it.";

/// Fewer points than it takes.
pub fn too_few_points(shape: Drawn) -> &'static str {
    match shape {
        Drawn::Line => "A line needs two points at least.",
        Drawn::Area => "An area needs three corners at least.",
    }
}

/// The wind from a place towards another: `NE`.
pub fn wind(from: LonLat, to: LonLat) -> &'static str {
    const WINDS: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    let eighth = (bearing_deg(from, to) / 45.0).round() as usize % WINDS.len();
    WINDS.get(eighth).copied().unwrap_or_default()
}

/// How far and which way: `12.4 km NE`.
pub fn how_far(from: LonLat, to: LonLat) -> String {
    format!("{} {}", distance_text(distance_m(from, to)), wind(from, to))
}

/// What a place without a name of its own may be called: `3.21 km NE of Sudzha`.
pub fn near(place: &str, from: LonLat, to: LonLat) -> String {
    const AT_IT_M: f64 = 50.0;
    if distance_m(from, to) < AT_IT_M { place.to_owned() } else { format!("{} of {place}", how_far(from, to)) }
}

/// The step that moved a place: `Move Kursk 12.4 km NE`.
pub fn moved(name: &str, from: LonLat, to: LonLat) -> String {
    format!("move {name} {}", how_far(from, to))
}

pub fn reshaped(name: &str, n_corners: usize) -> String {
    format!("change the outline of {name} to {}", counted(n_corners, "corner", "corners"))
}

// What is told over the map while something is in hand.
pub const PLACE_EVENT: &str = "Click where it happened. Space takes the middle of the map, Escape gives up.";

pub fn drawing(shape: Drawn, n_points: usize) -> String {
    let (what, ends) = match shape {
        Drawn::Line => ("line", "Enter or a double click ends it"),
        Drawn::Area => ("area", "Enter or a double click closes it"),
    };
    match n_points {
        0 => format!("Click the first point of the {what}. Space takes the middle of the map, Escape gives up."),
        n => format!("{} of the {what}. {ends}, Backspace takes the last back, Escape gives up.", counted(n, "point", "points")),
    }
}

/// While a place is moved: how far, whether that is more than one knows, and the keys.
pub fn moving(name: &str, from: LonLat, to: LonLat, known: Option<Precision>) -> String {
    const KEYS: &str = "Drag it or use the arrows. Enter keeps it, Escape puts it back.";
    let known = known.map(|known| format!(" ({})", precision(known))).unwrap_or_default();
    if distance_m(from, to) < 0.5 {
        format!("Move {name}{known}. {KEYS}")
    } else {
        format!("Move {name} {}{known}. {KEYS}", how_far(from, to))
    }
}

pub fn reshaping(name: &str, at: usize, n_corners: usize) -> String {
    format!(
        "{name}: corner {} of {n_corners}. Drag corners, J and K choose one, arrows move it, Backspace removes it. Enter keeps it all, Escape puts it back.",
        at + 1
    )
}

pub fn corner(at: usize) -> String {
    format!("Corner {}", at + 1)
}

// Questions.
pub const QUESTIONS: &str = "Open questions";
pub const QUESTION: &str = "New question";
pub const QUESTION_HINT: &str = "What is not known yet? Enter notes it down.";
pub const NO_QUESTIONS: &str = "No question is open.";
pub const ANSWERED: &str = "Answered";
pub const REMOVE: &str = "Remove";

pub fn question_logged(question: &str) -> String {
    format!("note the question \u{201c}{question}\u{201d}")
}

pub fn question_answered(question: &str) -> String {
    format!("tick off the question \u{201c}{question}\u{201d}")
}

pub fn question_removed(question: &str) -> String {
    format!("remove the question \u{201c}{question}\u{201d}")
}

pub fn answered(question: &str) -> String {
    format!("Answered: {question}")
}

pub fn removed(question: &str) -> String {
    format!("Remove: {question}")
}

// The name of what was drawn.
pub fn name_drawn(shape: Drawn) -> &'static str {
    match shape {
        Drawn::Line => "What is this line?",
        Drawn::Area => "What is this area?",
    }
}

pub const NAME: &str = "Name";
pub const ADD_PLACE: &str = "Add the place";

pub fn place_added(name: &str) -> String {
    format!("add the place {name}")
}

// The inbox, and reports that may be one.
pub const NEW_EVENT_OF_IT: &str = "New event of it …";
pub const MAY_BE_SAME: &str = "May be the same as";
pub const MERGE: &str = "Merge into this one";
pub const MERGE_HINT: &str = "One report of both: what this one lacks is taken from the other, and whatever led to the other leads here";
pub const NOT_THE_SAME: &str = "Not the same";
pub const NOT_THE_SAME_HINT: &str = "Kept with the report, so that it is asked no more";
pub const NEXT_ALIKE: &str = "Look at the next";

pub fn alike(alike: Alike) -> &'static str {
    match alike {
        Alike::Link => "the same source and link",
        Alike::Words => "nearly the same words",
        Alike::Body => "the same source, body of troops and date",
    }
}

/// What merging does not keep, with the words that would go.
pub fn told_differently(told: &[ToldDifferently<'_>], dates: &Dates) -> String {
    let words = told.iter().map(|ToldDifferently { member, goes }| {
        let shown = |goes: &str| match When::parse(goes) {
            Ok(when) if *member == "published" => dates.when(&when),
            _ => shortened(goes, 80),
        };
        let goes = goes.map(|goes| format!(" \u{201c}{}\u{201d}", shown(goes))).unwrap_or_default();
        format!("{}{goes}", member_of_report(member))
    });
    format!("This report tells it otherwise, and its word is kept. Of the other goes: {}.", words.collect::<Vec<_>>().join(", "))
}

/// A member of a report, as files name it, in words.
fn member_of_report(member: &str) -> &str {
    match member {
        "source" => "its source",
        "via" => "through whom it is held",
        "origin" => "its origin",
        "title" => "title",
        "url" => "link",
        "archived" => "archived copy",
        "lang" => "language",
        "published" => "date of publication",
        "said_at" => "where it was said",
        "supersedes" => "what it replaces",
        _ => "what the program does not know",
    }
}

pub fn merge_with(name: &str) -> String {
    format!("{MERGE}: {name}")
}

pub fn not_the_same_as(name: &str) -> String {
    format!("{NOT_THE_SAME}: {name}")
}

pub fn merged(name: &str) -> String {
    format!("merge the report \u{201c}{name}\u{201d} into another")
}

pub fn told_apart(name: &str) -> String {
    format!("note that the report \u{201c}{name}\u{201d} is another one")
}

pub fn n_alike(n_pairs: usize) -> String {
    format!("{} may be one and the same", counted(n_pairs, "pair of reports", "pairs of reports"))
}

pub const ABOUT_EVENT: &str = "Event";

// Forms of what is new.
pub const NEW_EVENT: &str = "New event";
pub const NEW_REPORT: &str = "New report";
pub const BEGIN_AFRESH: &str = "Begin afresh";
pub const WHAT_HAPPENED: &str = "What happened";
pub const WHO_SAYS_SO: &str = "Who says so";
pub const OF_THE_REPORT: &str = "From the report";
pub const MORE_OF_EVENT: &str = "More of the event";
pub const MORE_OF_REPORT: &str = "More of the report";
pub const TITLE_HINT: &str = "what happened, in a line";
pub const HEADLINE: &str = "Headline";
pub const REPORT_TITLE_HINT: &str = "the title that it has";
pub const PUBLISHED_ON: &str = "Published";
pub const KNOWN_SINCE: &str = "Known to us";
pub const HOW_MANY_TROOPS: &str = "Troops";
pub const TROOPS_OF: &str = "Troops of";
pub const PLACE_HINT: &str = "a place here, of the world, or a position";
pub const SOURCE_HINT: &str = "type a name";
pub const NEW_SOURCE: &str = "a new source of that name";
pub const NEW_UNPLACED: &str = "a new place of that name, not on the map yet";
pub const ADD_EVENT: &str = "Add the event";
pub const ADD_REPORT: &str = "Add the report";
pub const ADD_HINT: &str = "Ctrl+Enter";
pub const ADD_KEYS: &str = "Ctrl+Enter adds it, Enter goes to the next field. Escape keeps it for later.";
pub const NO_TITLE: &str = "It needs a title: what happened?";
pub const NO_SOURCE: &str = "It needs a source: who says so?";
pub const NOT_ALL_TAKEN: &str = "Something that is typed could not be taken: its field says why.";
pub const FOR_THE_INBOX: &str = "Without an event it waits in the inbox.";

/// A place that is made in the same step, with what is known of it.
pub fn new_place(place: &Place) -> String {
    let kind = place.kind.map(|kind| place_kind(kind).to_owned());
    let lack = place.geometry.is_none().then(|| "not on the map yet".to_owned());
    let parts = [Some("a new place".to_owned()), kind, place.country.clone(), place.precision.map(precision), lack];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What was read from the clipboard, so that nothing is taken over silently.
pub fn read_from_pasted(report: &NewReport) -> String {
    let found = [(report.title.is_some(), "the title"), (report.url.is_some(), "the link"), (report.published.is_some(), "the date")];
    let read: Vec<&str> = found.iter().filter(|(is_read, _)| *is_read).map(|(_, what)| *what).collect();
    let missing: Vec<&str> = found.iter().filter(|(is_read, _)| !*is_read).map(|(_, what)| *what).collect();
    match (read.as_slice(), missing.as_slice()) {
        ([], _) => "Pasted. No title, link or date could surely be read from it.".to_owned(),
        (read, []) => format!("Pasted, with {} read from it: please check.", read.join(", ")),
        (read, missing) => format!("Pasted, with {} read from it: please check. Not surely read: {}.", read.join(", "), missing.join(", ")),
    }
}

pub fn event_added(title: &str) -> String {
    format!("add the event \u{201c}{title}\u{201d}")
}

pub fn report_added(name: &str) -> String {
    format!("add the report \u{201c}{name}\u{201d}")
}
