//! What panels, overlays and notices say.

use crate::base::{Severity, counted, grouped, shortened};
use crate::model::{Stance, Troops};
use crate::viewpoint::{Arrangement, DateNotation, GroupBy, ListKind, SortBy, ThemeKind};
use crate::wording::lists::{arranged, group_by, list, sort_by};
use crate::wording::records::{stance_done, strength_told};

pub const PROGRAM: &str = "Sandtable";
pub const NO_PLACE: &str = "no place";
pub const NOT_ON_MAP: &str = "not on the map";
pub const UNNAMED: &str = "unnamed";
pub const DIRECT: &str = "direct";
pub const NO_NAME: &str = "(no name)";
pub const NO_PROPERTIES: &str = "no properties";

/// Of a row of a data layer that is read when it is shown.
pub fn row_not_read(error: &std::io::Error) -> String {
    format!("What it says cannot be read: {error}")
}

// What is done, in a line over the map.
pub const NOTHING_TO_COPY: &str = "Nothing is selected, so nothing was copied.";
pub const NOTHING_UNREAD: &str = "Nothing is unread.";
pub const NO_FURTHER_EVENT: &str = "There is no further event in this direction.";
pub const NOTHING_TO_RELOAD: &str = "This sample is built in: there is nothing on the disk to reload.";
pub const SETTINGS_RESET: &str = "Settings, panels and parts of the map are as at the first start.";

pub fn copied(n_lines: usize) -> String {
    format!("{} of text on the clipboard.", counted(n_lines, "line", "lines"))
}

pub fn marked_read(n: usize) -> String {
    format!("{} marked as read.", counted(n, "record", "records"))
}

pub fn read_with_errors(path: &str, n_errors: usize) -> String {
    format!("{path}: {} while reading; what could be read is shown", counted(n_errors, "error", "errors"))
}

pub fn motion(is_on: bool) -> &'static str {
    if is_on { "The map moves smoothly." } else { "The map jumps without moving." }
}

pub fn picture_copied(width: usize, height: usize) -> String {
    format!("The picture of the map is on the clipboard: {width} x {height} pixels.")
}

// Rows and pages.
pub fn and_more(n: usize) -> String {
    format!("and {} more", grouped(n as u64))
}

/// "The ministry denied: North Korean troops deployed to Russia".
pub fn said(source: &str, stance: Stance, what: &str) -> String {
    format!("{source} {}: {what}", stance_done(stance))
}

pub fn quoted(text: &str) -> String {
    format!("“{}”", shortened(text, 2_000))
}

pub fn via(carrier: &str) -> String {
    format!("via {carrier}")
}

pub fn troops(troops: &Troops) -> String {
    strength_told(troops).map_or_else(|| "Troops".to_owned(), |men| format!("Troops {men}"))
}

pub fn links(n: usize) -> String {
    counted(n, "link", "links")
}

pub fn reports(n: usize) -> String {
    counted(n, "report", "reports")
}

pub fn in_whole(name: &str) -> String {
    format!("in {name}")
}

pub fn part_of(name: &str) -> String {
    format!("part of {name}")
}

pub fn speaks_for(name: &str) -> String {
    format!("speaks for {name}")
}

pub fn theme(kind: ThemeKind) -> &'static str {
    match kind {
        ThemeKind::Dark => "Dark",
        ThemeKind::Light => "Light",
        ThemeKind::Projector => "Projector",
    }
}

pub fn theme_button(kind: ThemeKind) -> String {
    format!("Theme: {}", theme(kind).to_lowercase())
}

pub fn date_notation(notation: DateNotation) -> &'static str {
    match notation {
        DateNotation::Words => "24 Oct 2024, Thu",
        DateNotation::Iso => "2024-10-24 (ISO 8601)",
        DateNotation::DateTimeGroup => "241430ZOCT24 (date-time group)",
    }
}

// Lists.
pub const SHOW_ALL: &str = "Show all";
pub const OPEN: &str = "Open …";
/// Put before what an unread row says, for those who do not see its dot.
pub const UNREAD_SPOKEN: &str = "Unread: ";

pub fn sorted_by(list: ListKind, sort: SortBy) -> String {
    format!("Sort: {}", sort_by(list, sort))
}

pub fn grouped_by(list: ListKind, group: GroupBy) -> String {
    format!("Group: {}", group_by(list, group))
}

pub fn new_of_all(n_items: usize, n_all: usize) -> String {
    format!("{} new of {}", grouped(n_items as u64), grouped(n_all as u64))
}

pub fn picked(n: usize) -> String {
    format!("{} picked", grouped(n as u64))
}

pub fn heading(text: &str, n_items: usize) -> String {
    format!("{}, {}", shortened(text, 200), grouped(n_items as u64))
}

/// Why a list is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emptiness {
    Reading,
    NothingOpen,
    NothingNew,
    NoneInIt,
    /// Nothing passes the filter.
    Filtered,
    /// What is hidden for a reason is looked at, and none is.
    NoneHidden,
    /// What is not on the map is looked at, and all is.
    AllPlaced,
}

pub fn empty_list(list: ListKind, why: Emptiness) -> String {
    match (why, list) {
        (Emptiness::Reading, _) => "Reading the file …",
        (Emptiness::NothingOpen, _) => "Nothing is open. Drop a situation's folder or a GeoJSON file on the window, or open one.",
        (Emptiness::NothingNew, _) => "Nothing here is new since you were here last.",
        (Emptiness::Filtered, _) => super::NOTHING_PASSES,
        (Emptiness::NoneHidden, _) => super::NOTHING_HIDDEN,
        (Emptiness::AllPlaced, _) => super::ALL_PLACED,
        (Emptiness::NoneInIt, ListKind::Events) => "No events: what happened, is claimed or expected will be listed here.",
        (Emptiness::NoneInIt, ListKind::Reports) => "No reports: what sources said will be listed here.",
        (Emptiness::NoneInIt, ListKind::Places) => "No places in this situation.",
        (Emptiness::NoneInIt, ListKind::Actors) => "No actors in this situation.",
        (Emptiness::NoneInIt, ListKind::Sources) => "No sources in this situation.",
        (Emptiness::NoneInIt, ListKind::Tray) => "The tray is empty: every record has its date, its place and its links.",
        (Emptiness::NoneInIt, ListKind::Inbox) => {
            "The inbox is empty: every report is linked to an event. Ctrl+V makes a report of copied text."
        }
        (Emptiness::NoneInIt, ListKind::Layer(_)) => "This layer has no features.",
    }
    .to_owned()
}

// Pages.
pub const FEATURE: &str = "Feature";
pub const FEATURES: &str = "Features";
pub const PROPERTIES: &str = "Properties";
pub const TROOP_REPORT: &str = "Troop report";
pub const PICKED_OUT: &str = "Picked out";
pub const COPY_AS_TEXT: &str = "Copy as text";
pub const PUT_BACK: &str = "Put back";
pub const WHEN: &str = "When";
pub const WHERE: &str = "Where";
pub const WHO: &str = "Who";
pub const NO_DATE: &str = "No date";
pub const NO_PLACE_HERE: &str = "No place";
pub const INFERRED: &str = "inferred, not named by a source";
pub const NOT_NAMED: &str = "not named by the source";
pub const WITHOUT_SAY: &str = "Superseded, retracted or a copy of such: has no say";
pub const THREAD: &str = "Thread";
pub const SOURCE: &str = "Source";
pub const VIA: &str = "Via";
pub const SAID_AT: &str = "Said at";
pub const IN: &str = "in";
pub const SUPERSEDES: &str = "Supersedes";
pub const PUBLISHED: &str = "Published";
pub const KNOWN: &str = "Known to us";
pub const SPEAKS_FOR: &str = "Speaks for";
pub const PART_OF: &str = "Part of";
pub const OF: &str = "of";
pub const LINKED_TO_PLACE: &str = "Linked to this place";
pub const LINKED: &str = "Linked";
pub const RELIABILITY: &str = "Reliability";
pub const LINK: &str = "Link";
pub const ARCHIVED: &str = "Archived";

pub fn empty_page(is_situation: bool) -> &'static str {
    if is_situation {
        "Select an event, a report or a mark on the map to see what is linked to it and who says so."
    } else {
        "Select a row or a feature on the map to see its properties."
    }
}

pub fn items(n: usize) -> String {
    counted(n, "item", "items")
}

pub fn show_more(n: usize, n_left: usize) -> String {
    if n == n_left { format!("Show {} more", grouped(n as u64)) } else { format!("Show {n} more of {}", grouped(n_left as u64)) }
}

pub fn inherited_denial(source: &str, whole: &str) -> String {
    format!("Inherited: {source} denied “{whole}”")
}

/// The date as the file has it, how it was come by, and whose days it counts in.
pub fn date_as_written(written: &str, basis: Option<&str>, zone: &str) -> String {
    let basis = basis.map(|basis| format!(" · {basis}")).unwrap_or_default();
    format!("{written}{basis} · days of {zone}")
}

pub fn who_says_so(n: usize) -> String {
    format!("Who says so · {}", counted(n, "statement", "statements"))
}

pub fn says(n: usize) -> String {
    format!("Says · {}", counted(n, "statement", "statements"))
}

pub fn unclear_origin(report: &str, why: &str) -> String {
    format!("Unclear whether it adds an origin: {report} ({why})")
}

pub fn as_said(hedge: &str) -> String {
    format!("as said: “{}”", shortened(hedge, 400))
}

pub fn troops_counted(troops: &Troops) -> String {
    format!("Troops: {}", strength_told(troops).unwrap_or_else(|| "strength not given".to_owned()))
}

pub fn one_body(n_statements: usize) -> String {
    format!("one body, told of by {n_statements} statements: never added up")
}

pub fn rests_on(basis: &str) -> String {
    format!("Rests on {basis}")
}

/// "Follows “The vote”", of an event further off.
pub fn tied_to(words: &str, name: &str) -> String {
    format!("{words} “{name}”")
}

// Overlays.
pub const PALETTE: &str = "Search";
pub const PALETTE_HINT: &str = "A name in any language, coordinates, or an action";
pub const KEYS: &str = "Keys";
pub const OR: &str = " or ";
pub const OPEN_TITLE: &str = "Open a situation's folder or a file";
pub const PATH: &str = "Path";
pub const PATH_HINT: &str = "Path of a folder or a file; Tab completes it";
pub const OPEN_PATH: &str = "Open";
pub const BROWSE_FOLDERS: &str = "Browse folders …";
pub const BROWSE_FILES: &str = "Browse files …";
pub const RECENT: &str = "Open before";
pub const FORGET_RECENT: &str = "Forget these";
pub const NO_DIALOG: &str =
    "Nothing was chosen. Where the system has no dialog (no desktop portal and no zenity), type the path or drop the file on the window.";
pub const SETTINGS: &str = "Settings";
pub const THEME: &str = "Theme";
pub const SIZE: &str = "Size";
pub const SIZE_OF_ALL: &str = "of everything";
pub const DATES: &str = "Dates";
pub const TIME_ZONE: &str = "Time zone of times";
pub const COORDINATES: &str = "Coordinates";
pub const LANGUAGE: &str = "Language of names";
pub const AS_FILED: &str = "As in the file";
pub const MOTION: &str = "Motion";
pub const AS_SYSTEM: &str = "As the system asks";
pub const MOTION_ON: &str = "Smooth";
pub const MOTION_OFF: &str = "None";
pub const BASEMAP: &str = "Basemap";
pub const RESET_SETTINGS: &str = "Reset all settings";

pub fn path_entry(name: &str, is_folder: bool, is_situation: bool) -> String {
    match (is_folder, is_situation) {
        (_, true) => format!("{name} · situation"),
        (true, false) => format!("{name}/"),
        (false, false) => name.to_owned(),
    }
}

pub fn zone(zone: Option<&str>, of_situation: &str) -> String {
    zone.map_or_else(|| format!("The situation's ({of_situation})"), str::to_owned)
}

/// A language by its own tag; the ones that are often met by name.
pub fn language(tag: &str) -> String {
    let name = match tag {
        "ar" => "Arabic",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        "he" => "Hebrew",
        "ja" => "Japanese",
        "ko" => "Korean",
        "ru" => "Russian",
        "uk" => "Ukrainian",
        "zh" => "Chinese",
        other => return shortened(other, 20),
    };
    format!("{name} ({tag})")
}

// Drawer.
pub const PROBLEMS: &str = "Problems";
pub const LOG: &str = "Log";
pub const CLOSE: &str = "Close";
pub const NO_PROBLEMS: &str = "No problems were found in what is open.";
pub const NO_LOG: &str = "The log is empty: what the program does will be listed here.";

pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    }
}

pub fn problem_hint(words: &str) -> String {
    shortened(words, 1_000)
}

pub fn level(level: log::Level) -> &'static str {
    match level {
        log::Level::Error => "Error",
        log::Level::Warn => "Warning",
        log::Level::Info | log::Level::Debug | log::Level::Trace => "Info",
    }
}

// For those who listen.
pub fn selected(words: &str, n_picked: usize) -> String {
    if n_picked > 1 { format!("{}, {words}", picked(n_picked)) } else { format!("Selected: {words}") }
}

pub const NOTHING_SELECTED: &str = "Nothing selected";

pub fn list_announced(list_: ListKind, n: usize, arrangement: Arrangement) -> String {
    format!("{}, {}. {}", list(list_), grouped(n as u64), arranged(list_, arrangement))
}

// Top bar and side.
pub const SEARCH: &str = "Search";
pub const MENU: &str = "Menu";
pub const LAYERS: &str = "Layers";
pub const LISTS: &str = "Lists";
/// While something else is shown.
pub fn reading(file: &str) -> String {
    format!("Reading {} …", shortened(file, 40))
}

/// What gives up reading a file.
pub fn give_up_reading(file: &str) -> String {
    format!("Stop reading {}", shortened(file, 40))
}

/// How far something is, of 1.
pub fn percent(share: f32) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}

pub const READING: &str = "Reading …";
pub const DISMISS: &str = "Dismiss";
pub const RELOAD: &str = "Reload";
pub const LATER: &str = "Later";
pub const LEGEND: &str = "Legend";
pub const SHOW: &str = "Show";
pub const TOOLS: &str = "Tools";
pub const MEASURE: &str = "Measure";
pub const COPY_PICTURE: &str = "Copy picture";

pub fn as_of(when: &str, zone: &str) -> String {
    format!("as of {when} ({zone})")
}

pub fn handling(marking: &str) -> String {
    format!("Handling: {marking}")
}

pub fn problems(n_errors: usize, n_warnings: usize) -> String {
    let counts = [(n_errors, "error", "errors"), (n_warnings, "warning", "warnings")];
    let counts: Vec<String> = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    counts.join(", ")
}

/// "7 new since 06:00".
pub fn new_since(n: usize, since: Option<&str>) -> String {
    let since = since.map(|since| format!(" since {since}")).unwrap_or_default();
    format!("{} new{since}", grouped(n as u64))
}

pub fn changed_on_disk(path: &str) -> String {
    format!("Changed on disk: {path}")
}

/// A list's tab: its name and how many are in it.
pub fn tab(name: &str, n: &str) -> String {
    format!("{name} {n}")
}
