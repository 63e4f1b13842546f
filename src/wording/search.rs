//! What the search says: headings, what kind of thing was found and where it lies, other words for actions.

use crate::base::grouped;
use crate::command::Action;
use crate::gazetteer::{Subject, SubjectKind};

pub const BEST_MATCHES: &str = "Best matches";
pub const PLACES_OF_THE_WORLD: &str = "Places of the world";
pub const ACTIONS: &str = "Actions";
pub const SEARCH_RESULTS: &str = "What was found";
pub const PREPARING_WORLD: &str = "The place names of the world are being prepared …";
pub const NO_WORLD: &str = "The place names of the world could not be read.";
pub const SEARCH_KEYS: [(&str, &str); 3] = [("↑ ↓", "choose"), ("Enter", "go there"), ("Esc", "close")];

pub fn nothing_found(typed: &str) -> String {
    format!("Nothing is called “{typed}”, and it is no position.")
}

fn subject_kind(kind: SubjectKind, population: u32) -> &'static str {
    match kind {
        SubjectKind::Country => "Country",
        SubjectKind::Region => "Region",
        SubjectKind::Site => "Site",
        SubjectKind::NationalCapital => "Capital",
        SubjectKind::RegionalCapital => "Regional capital",
        SubjectKind::Town if population >= 100_000 => "City",
        SubjectKind::Town if population >= 5_000 => "Town",
        SubjectKind::Town => "Village",
    }
}

/// "Regional capital · Kursk Oblast, Russia".
pub fn where_it_lies(subject: &Subject<'_>) -> String {
    let kind = subject_kind(subject.kind, subject.population);
    // Cities that are regions of their own need not be said twice.
    let region = subject.region.filter(|region| *region != subject.name);
    let wholes: Vec<&str> = [region, subject.country].into_iter().flatten().collect();
    if wholes.is_empty() { kind.to_owned() } else { format!("{kind} · {}", wholes.join(", ")) }
}

/// "409,431 people"; nothing where nobody was counted. Of a region only its towns are known, some with their districts counted again:
/// that tells which is the larger, and is no number to show.
pub fn people(subject: &Subject<'_>) -> String {
    match (subject.kind, subject.population) {
        (SubjectKind::Region, _) | (_, 0) => String::new(),
        (_, n) => format!("{} people", grouped(u64::from(n))),
    }
}

pub fn found_on_map(name: &str) -> String {
    format!("Found: {name}")
}

/// Other words by which a person may look for an action.
pub fn action_also(action: Action) -> &'static [&'static str] {
    match action {
        Action::NextTheme => &["theme", "dark mode", "light mode", "projector mode", "colours", "appearance"],
        Action::Measure => &["measure", "ruler", "range", "distance", "bearing", "azimuth"],
        Action::ToggleGraticule => &["graticule", "grid", "meridians", "latitude lines"],
        Action::ToggleLocalNames => &["local names", "native names", "Cyrillic names", "Hangul names"],
        Action::ToggleRangeRings => &["range rings", "rings", "circles"],
        Action::ToggleLocator => &["locator map", "overview map", "minimap"],
        Action::ToggleLayers => &["layers", "legend"],
        Action::ToggleProblems => &["problems", "errors", "warnings"],
        Action::ToggleLog => &["log", "messages"],
        Action::ToggleDifferences => &["difference", "compare", "what changed", "diff", "since"],
        Action::ToggleLedger => &["ledger", "who says what", "who denies", "stances", "matrix"],
        Action::ToggleTable => &["table", "grid", "spreadsheet", "columns", "sort rows", "statistics", "CSV", "attribute table"],
        Action::ToggleHandover => &["handover", "shift change", "what came in"],
        Action::ToggleRelease => &["release", "releasability", "redact", "anonymise", "sanitise", "unnamed sources", "profile"],
        Action::Export => &["export", "handout", "print", "PDF", "PowerPoint", "slides", "HTML", "take home", "SVG", "PNG"],
        Action::ToggleHistory => &["history", "steps", "undo history", "changes"],
        Action::TogglePanel => &["lists", "sidebar", "panel"],
        Action::CopyPicture => &["screenshot", "picture", "copy map", "export picture", "clipboard"],
        Action::CopyText => &["copy", "clipboard"],
        Action::NextNotation => &["coordinates", "MGRS", "UTM", "DMS", "notation", "decimal degrees"],
        Action::ShortcutSheet => &["keys", "shortcuts", "keyboard", "help"],
        Action::Settings => &["settings", "preferences", "options", "language", "time zone"],
        Action::OpenFile => &["open", "load", "import"],
        Action::Reload => &["reload", "refresh"],
        Action::Quit => &["quit", "exit", "close"],
        Action::FitSituation => &["whole situation", "home", "zoom to all", "fit all"],
        Action::FitSelection => &["fit selection", "zoom to selection"],
        Action::Larger => &["larger", "bigger text", "scale up"],
        Action::Smaller => &["smaller", "scale down"],
        Action::ActualSize => &["usual size", "actual size", "reset size", "100 percent"],
        Action::ToggleMotion => &["motion", "animation", "reduced motion"],
        Action::ShowTray => &["tray", "undated", "unplaced"],
        Action::ToggleOnlyNew => &["new", "unread"],
        Action::ViewBack => &["view before", "previous view"],
        Action::ViewForward => &["view after", "next view"],
        Action::Edit => &["change", "form", "modify"],
        Action::EditHeader => &["title", "as of", "time zone", "viewpoint", "handling", "authors", "header"],
        Action::Link => &["connect", "attach", "tie", "link report", "attach report"],
        Action::Duplicate => &["copy record", "clone"],
        Action::Delete => &["remove", "delete record", "erase"],
        Action::NewEvent => &["add event", "create event", "insert event"],
        Action::NewEventHere => &["add event here", "place event"],
        Action::NewReport => &["add report", "paste report", "create report"],
        Action::LogQuestion => &["question", "log a question", "to do", "unknowns", "gaps"],
        Action::MovePlace => &["drag place", "move mark", "relocate"],
        Action::EditShape => &["edit points", "reshape", "corners", "vertices"],
        Action::DrawLine => &["draw route", "draw front", "front line", "new line"],
        Action::DrawArea => &["draw polygon", "new area", "control area"],
        Action::ShowInbox => &["inbox", "unlinked reports", "reports without event", "duplicates"],
        Action::ClearSelection => &["clear selection", "deselect"],
        _ => &[],
    }
}
