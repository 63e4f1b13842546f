//! Words of the briefing: scenes, presenting, the speaker's window.

use egui::Key;

use crate::base::{counted, shortened};
use crate::briefing::{Display, ScenePart, Unresolved};
use crate::command::{Card, Each, WallAction};
use crate::model::{Moment, Reliability, SceneKind, Zone};
use crate::wording::lists::dotted;
use crate::wording::records::reliability_meaning;

pub const SCENES: &str = "Scenes";
pub const JUDGEMENTS: &str = "Key judgements";
pub const WHAT_CHANGED: &str = "What changed since the last briefing";
pub const STILL_OPEN: &str = "What is still open";
pub const NOTHING_FOR_SCENES: &str = "Nothing that is shown gives a scene: none of it has a day or a place.";
pub const NO_SCENES_TO_PRESENT: &str = "There is no scene to present. Ctrl+Enter makes one of what the window shows.";
pub const INK_KEPT: &str = "Drawings of the briefing kept";

pub fn scene_number(number: usize) -> String {
    format!("Scene {number}")
}

pub fn scene_part(part: ScenePart) -> &'static str {
    match part {
        ScenePart::Camera => "View",
        ScenePart::Time => "Time",
        ScenePart::Filter => "Filter",
        ScenePart::Layers => "Layers",
        ScenePart::Selection => "Selection",
        ScenePart::Annotations => "Drawings",
        ScenePart::Theme => "Theme",
    }
}

/// What was done to a part of a scene.
pub fn recaptured(part: ScenePart) -> &'static str {
    match part {
        ScenePart::Camera => "view taken",
        ScenePart::Time => "time taken",
        ScenePart::Filter => "filter taken",
        ScenePart::Layers => "layers taken",
        ScenePart::Selection => "selection taken",
        ScenePart::Annotations => "drawings taken",
        ScenePart::Theme => "theme taken",
    }
}

pub fn released(part: ScenePart) -> &'static str {
    match part {
        ScenePart::Camera => "view as at first",
        ScenePart::Time => "all of time",
        ScenePart::Filter => "no filter",
        ScenePart::Layers => "layers as at first",
        ScenePart::Selection => "nothing selected",
        ScenePart::Annotations => "drawings taken away",
        ScenePart::Theme => "the room's theme",
    }
}

pub fn scene_changed(title: &str, what: &str) -> String {
    format!("“{title}”: {what}")
}

pub fn scene_added(title: &str) -> String {
    format!("Scene “{title}” added")
}

pub fn scene_moved(title: &str) -> String {
    format!("Scene “{title}” moved")
}

pub fn scene_hidden(title: &str, is_hidden: bool) -> String {
    if is_hidden { format!("Scene “{title}” hidden") } else { format!("Scene “{title}” shown again") }
}

pub fn scenes_made(n: usize) -> String {
    format!("{} made", counted(n, "scene", "scenes"))
}

pub const PRESENT: &str = "Present";
pub const NEW_SCENE: &str = "New scene";
pub const ADD_CARD: &str = "Add a card";
pub const FROM_FILTER: &str = "One for each …";
pub const NO_SCENES: &str = "No scenes yet. Ctrl+Enter makes one of what the window shows: view, time, filter, layers and selection.";
pub const PRESENT_FROM_HERE: &str = "Present from here";
pub const DUPLICATE_SCENE: &str = "Duplicate";
pub const REMOVE_SCENE: &str = "Remove";
pub const SCENE_TEXT: &str = "Text for the room";
pub const SCENE_TEXT_HINT: &str = "Markdown: - for a list, ** for what matters";
pub const SPEAKER_NOTES: &str = "Notes for the speaker";
pub const SPEAKER_NOTES_HINT: &str = "Shown in the speaker's window alone";
pub const SECTION: &str = "Section";
pub const DURATION: &str = "Minutes";
pub const DURATION_HINT: &str = "such as 1:30";
pub const HIDDEN_SCENE: &str = "Hidden";
pub const HIDDEN_SCENE_EXPLAINED: &str = "left out when presenting, and on paper";
pub const SCENE_PARTS: &str = "What it keeps of the window";
pub const TAKE: &str = "Take";
pub const LET_GO: &str = "Let go";
pub const NO_EVIDENCE: &str = "Nothing of what is on the screen is reported.";

pub fn card(card: Card) -> &'static str {
    match card {
        Card::Opening => "Opening",
        Card::Judgements => "Key judgements",
        Card::Changed => "What changed",
        Card::Closing => "Closing",
    }
}

pub fn each(each: Each) -> &'static str {
    match each {
        Each::Day => "Day",
        Each::Place => "Place",
        Each::Actor => "Actor",
    }
}

pub fn hide_scene(is_hidden: bool) -> &'static str {
    if is_hidden { "Show again" } else { "Hide" }
}

pub fn scene_kind(kind: SceneKind) -> &'static str {
    match kind {
        SceneKind::Map => "Map",
        SceneKind::Opening => "Opening card",
        SceneKind::Text => "Card of text",
        SceneKind::Closing => "Closing card",
    }
}

/// What a scene is called aloud.
pub fn scene_named(number: usize, title: &str) -> String {
    format!("Scene {number}: {title}")
}

pub fn scene_of(number: usize, n_scenes: usize) -> String {
    format!("{number} / {n_scenes}")
}

pub fn take_part(part: ScenePart) -> String {
    format!("{}: take what the window shows now", scene_part(part))
}

pub fn let_part_go(part: ScenePart) -> String {
    format!("{}: as at first", scene_part(part))
}

/// A duration in seconds as minutes: `1:30`.
pub fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Seconds of what [`minutes`] writes; whole minutes alone too; nothing where nothing is typed.
pub fn read_minutes(typed: &str) -> Result<Option<u64>, &'static str> {
    const WHY: &str = "minutes and seconds were expected, such as 1:30";
    const MOST_MINUTES: u64 = 600;
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let (minutes, seconds) = typed.split_once(':').unwrap_or((typed, "0"));
    let (minutes, seconds): (u64, u64) = minutes.parse().ok().zip(seconds.parse().ok()).ok_or(WHY)?;
    if seconds < 60 && minutes <= MOST_MINUTES { Ok(Some(minutes * 60 + seconds)) } else { Err(WHY) }
}

pub const WALL_WINDOW: &str = "Sandtable: the wall";
pub const WALL_FROZEN: &str = "The wall is frozen";
pub const WALL_BLACK: &str = "The wall is black";
pub const WALL_HOLDING: &str = "Holding card";
pub const WALL_EVIDENCE: &str = "Evidence on the wall";
pub const WALL_OVERVIEW: &str = "Overview on the wall";
pub const WALL_WANDERING: &str = "Off the scene: Backspace goes back";
pub const KEEP_INK: &str = "Keep what was drawn? K keeps it in the scenes, D throws it away.";
pub const NO_NOTES: &str = "No notes for this scene.";
pub const ON_THE_WALL: &str = "On the wall";
pub const COMES_NEXT: &str = "Next";
pub const THIS_IS_THE_LAST: &str = "This is the last scene.";
pub const SEARCH_AND_GO: &str = "Go there …";

pub fn going_to(digits: &str) -> String {
    format!("Scene {digits}: Enter goes there")
}

/// "2 reports newer than this scene".
pub fn newer_than_scene(n: usize) -> String {
    format!("{} newer than this scene", counted(n, "report", "reports"))
}

/// A display to put the wall on.
pub fn wall_on(display: &Display) -> String {
    let [width, height] = display.size_px;
    let name = shortened(&display.name, 24);
    let whose = if display.is_speakers { ", with the notes" } else { "" };
    format!("Wall on {name} ({width} × {height}{whose})")
}

/// What the clock says, with its zone.
pub fn clock_now(now: Moment, zone: &Zone) -> String {
    let time = now.civil(zone);
    format!("{:02}:{:02} {}", time.hour, time.minute, zone.name())
}

/// How long it has been going on, in whole minutes: of all and of the scene, with what is planned.
pub fn timing(secs: u64, planned_secs: u64, scene_secs: u64, planned_scene_secs: Option<u64>) -> String {
    let of = |secs: u64, planned: Option<u64>| match planned.filter(|planned| *planned > 0) {
        Some(planned) => format!("{} of {} min", secs / 60, planned.div_ceil(60)),
        None => format!("{} min", secs / 60),
    };
    format!("{} · scene {}", of(secs, Some(planned_secs)), of(scene_secs, planned_scene_secs))
}

pub fn wall_action(action: WallAction) -> &'static str {
    match action {
        WallAction::Next => "Next",
        WallAction::Previous => "Previous",
        WallAction::First => "First",
        WallAction::Last => "Last",
        WallAction::Overview => "Overview",
        WallAction::Black => "Black",
        WallAction::Freeze => "Freeze",
        WallAction::Evidence => "Evidence",
        WallAction::BackToScene => "Back to the scene",
        WallAction::Spotlight => "Spotlight",
        WallAction::Hand => "Hand",
        WallAction::Laser => "Laser",
        WallAction::Pen => "Pen",
        WallAction::Arrow => "Arrow",
        WallAction::Text => "Text",
        WallAction::TakeBack => "Take back",
        WallAction::Larger => "Larger",
        WallAction::Smaller => "Smaller",
        WallAction::Leave => "Leave",
        WallAction::Digit(_) => "Number",
        WallAction::Enter => "Go to the number",
        WallAction::Keep => "Keep the drawings",
        WallAction::Discard => "Throw the drawings away",
    }
}

/// With the key that is told first.
pub fn wall_action_and_key(action: WallAction) -> String {
    let key = match action.keys().first() {
        Some(Key::ArrowRight) => "→",
        Some(Key::ArrowLeft) => "←",
        Some(Key::Escape) => "Esc",
        Some(Key::Plus) => "+",
        Some(Key::Minus) => "−",
        Some(Key::Backspace) => "⌫",
        Some(key) => key.name(),
        None => "",
    };
    format!("{} {key}", wall_action(action)).trim_end().to_owned()
}

/// When something was said, and through whom it is held.
pub fn said_and_held(date: &str, via: Option<&str>) -> String {
    let via = via.map(|via| format!("through {via}"));
    dotted([Some(date).filter(|date| !date.is_empty()), via.as_deref()])
}

pub const KEEP_DRAWINGS: &str = "Keep the drawings";
pub const DISCARD_DRAWINGS: &str = "Throw them away";
pub const TEXT_TO_PUT: &str = "Text for the wall";
pub const TEXT_TO_PUT_HINT: &str = "then click on the wall";

/// What a map shows, for those who do not see it.
pub fn figure_told(places: &[String], n_more: usize, selected: Option<&str>) -> String {
    let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
    let marked = selected.map(|name| format!(" Marked: {name}.")).unwrap_or_default();
    match places {
        [] => format!("Map without places of the situation.{marked}"),
        places => format!("Map with {}{more}.{marked}", places.join(", ")),
    }
}

/// A letter with what it stands for: "F: the source's reliability cannot be judged".
pub fn letter_told(letter: Reliability) -> String {
    format!("{}: {}", letter.word(), reliability_meaning(letter))
}
pub fn unresolved(what: &Unresolved) -> String {
    match what {
        Unresolved::NoRecord(id) => format!("“{}” is not in the situation: the scene is shown without it.", shortened(id.as_str(), 60)),
        Unresolved::NoLayer(name) => format!("The layer “{}” is not open: the scene is shown without it.", shortened(name, 60)),
        Unresolved::NoFacet(name) => format!("The filter asks for “{}”, which is not known: it is left out.", shortened(name, 60)),
        Unresolved::NoWord { member, word } => {
            format!("“{}” is no {member} that is known: it is as at first.", shortened(word, 60))
        }
        Unresolved::NoWindow(text) => format!("“{}” is no window of time: all of it is shown.", shortened(text, 60)),
        Unresolved::NoArea => "A box of the scene is none on earth: it is left out.".to_owned(),
    }
}
