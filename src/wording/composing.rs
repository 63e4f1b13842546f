//! Words for putting scenes together: the strip, the scene in hand, what is drawn for it.

use crate::base::{counted, shortened};
use crate::briefing::ScenePart;
use crate::model::{Annotation, AnnotationKind, SceneKind};
use crate::wording::{minutes, scene_named, scene_part};

pub const NO_SCENE_IN_HAND: &str = "No scene is in hand. Take one in hand in the strip, or make one with Ctrl+Enter.";
pub const ALL_TAKEN: &str = "all taken that is shown";
pub const DRAWING_ERASED: &str = "a drawing erased";
pub const TAKE_ALL: &str = "Take all";
pub const TAKE_ALL_EXPLAINED: &str = "View, time, filter, layers and selection as the window shows them now (Ctrl+Shift+Enter)";
pub const BACK_TO_SCENE: &str = "Back to the scene";
pub const BACK_TO_SCENE_EXPLAINED: &str = "The window shows the scene again as it was prepared";
pub const SHOWS_THE_SCENE: &str = "The window shows the scene.";
pub const BACK: &str = "Back";
pub const SPOTLIGHT: &str = "Spotlight";
pub const SPOTLIGHT_EXPLAINED: &str = "all but the selection is dimmed";
pub const DRAWINGS: &str = "Drawings";
pub const NO_DRAWINGS: &str = "Nothing is drawn on the map of this scene.";
pub const DRAW_ARROW: &str = "Arrow";
pub const DRAW_PEN: &str = "Pen";
pub const WORDS_TO_PUT_HINT: &str = "Enter, then click where they begin";
pub const DIFFERS: &str = "differs";
pub const WORDS_TO_PUT: &str = "Words to put on the map";
pub const ERASE: &str = "Erase";
pub const HIDDEN_WORD: &str = "hidden";
pub const NOT_ALL_FOUND: &str = "Not everything is there";
pub const UPDATE_SCENE: &str = "Update";

/// How many scenes there are, how many of them are shown, and how long they take.
pub fn briefing_total(n_scenes: usize, n_hidden: usize, seconds: u64) -> String {
    let mut words = counted(n_scenes, "scene", "scenes");
    if n_hidden > 0 {
        words = format!("{words}, {n_hidden} hidden");
    }
    if seconds > 0 { format!("{words} · {} min", minutes(seconds)) } else { words }
}

/// What a scene is called aloud, with all that its tile shows.
pub fn scene_in_strip(number: usize, title: &str, kind: SceneKind, seconds: Option<u64>, is_hidden: bool, n_unresolved: usize) -> String {
    let mut words = scene_named(number, title);
    if let Some(card) = scene_card(kind) {
        words = format!("{words}, {card}");
    }
    if let Some(seconds) = seconds {
        words = format!("{words}, {} min", minutes(seconds));
    }
    if is_hidden {
        words = format!("{words}, {HIDDEN_WORD}");
    }
    if n_unresolved > 0 {
        words = format!("{words}, {NOT_ALL_FOUND}");
    }
    words
}

/// The word for a card; `None` for a scene on the map.
pub fn scene_card(kind: SceneKind) -> Option<&'static str> {
    match kind {
        SceneKind::Map => None,
        SceneKind::Opening => Some("opening"),
        SceneKind::Text => Some("text"),
        SceneKind::Closing => Some("closing"),
    }
}

/// Above its form: which scene is in hand.
pub fn scene_in_hand(number: usize, n_scenes: usize) -> String {
    format!("Scene {number} of {n_scenes}")
}

/// Above its form, in one line: what the window shows otherwise than the scene.
pub fn parts_differ(parts: &[ScenePart]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| scene_part(*part)).collect();
    match names.as_slice() {
        [] => SHOWS_THE_SCENE.to_owned(),
        [only] => format!("{only} differs"),
        [first @ .., last] => format!("{} and {} differ", first.join(", "), last.to_lowercase()),
    }
}

pub fn show_part(part: ScenePart) -> String {
    format!("{}: show it again as the scene has it", scene_part(part))
}

/// What was done to a scene.
pub fn spotlight_set(is_on: bool) -> &'static str {
    if is_on { "spotlight on" } else { "spotlight off" }
}

pub fn drawn(kind: AnnotationKind) -> &'static str {
    match kind {
        AnnotationKind::Line => "a line drawn",
        AnnotationKind::Arrow => "an arrow drawn",
        AnnotationKind::Text => "words put on the map",
    }
}

/// What is to be done with the tool in hand.
pub fn annotating(kind: AnnotationKind) -> &'static str {
    match kind {
        AnnotationKind::Line => "Drag to draw a line, as often as you like. Escape puts the pen down.",
        AnnotationKind::Arrow => "Drag from where the arrow begins to where it points. Escape puts it down.",
        AnnotationKind::Text => "Click where the words begin. Space takes the middle of the map, Escape gives up.",
    }
}

/// Something that is drawn, in the list of all.
pub fn annotation_told(annotation: &Annotation) -> String {
    match annotation.kind {
        AnnotationKind::Line => "Line".to_owned(),
        AnnotationKind::Arrow => "Arrow".to_owned(),
        AnnotationKind::Text => format!("“{}”", shortened(annotation.text.as_deref().unwrap_or_default(), 40)),
    }
}

pub fn erase(what: &str) -> String {
    format!("Erase {what}")
}
