//! A scene of the briefing as a record: what is said with it, and in the files' own words all that it shows.
//!
//! What it names may not be there (any more): `briefing` finds out, and shows the rest.

use std::collections::BTreeMap;

use crate::earth::LonLat;
use crate::model::records::{Extra, RecordId, SceneId};
use crate::model::words::{AnnotationKind, SceneKind};

/// A step of a briefing. Of all that it shows each part may be left out: then that is as at first.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub id: SceneId,
    pub title: String,
    /// Scenes follow one another by this number, those of the same one by their ids.
    pub order: f64,
    /// The heading that it stands under, together with its neighbours under the same one.
    pub section: Option<String>,
    pub kind: SceneKind,
    /// Markdown, read by the room.
    pub text: Option<String>,
    /// Markdown, read by the speaker alone.
    pub notes: Option<String>,
    /// How long it is to be spoken to, in seconds.
    pub seconds: Option<u64>,
    /// Left out when presenting, and on paper.
    pub is_hidden: bool,
    /// What the map shows at least: west, south, east, north in degrees; west > east crosses the antimeridian.
    pub bounds: Option<[f64; 4]>,
    pub time: Option<Box<SceneTime>>,
    pub filter: Option<Box<SceneFilter>>,
    pub layers: Option<Box<SceneLayers>>,
    pub selection: Option<RecordId>,
    /// Whether all but the selection is dimmed.
    pub is_spotlit: bool,
    pub annotations: Vec<Annotation>,
    /// `dark`, `light` or `projector`.
    pub theme: Option<String>,
    pub extra: Extra,
}

/// Which time a scene looks at. Words that are not known are told of when it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SceneTime {
    /// `happened`, `reported` or `known`.
    pub clock: Option<String>,
    /// As it is typed: `2024-10-20/2024-10-25`, or to the second. Absent: all of time.
    pub window: Option<String>,
    /// `window`, `cumulative` or `instant`.
    pub mode: Option<String>,
    /// What becomes of what lies outside: `fade` or `hide`.
    pub outside: Option<String>,
    pub extra: Extra,
}

/// What a scene asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SceneFilter {
    /// By the name of a facet, as `sandtable query` calls it.
    pub choices: BTreeMap<String, SceneChoice>,
    pub area: Option<SceneArea>,
    pub words: Option<String>,
    pub extra: Extra,
}

/// What is chosen of a facet: ids or words, the empty text for having none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SceneChoice {
    pub include: Vec<String>,
    pub exclude: Vec<String>,
    pub extra: Extra,
}

/// A part of the earth that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum SceneArea {
    /// What the map shows.
    View,
    /// West, south, east, north in degrees.
    Box([f64; 4]),
    /// Corners; the last is joined with the first.
    Polygon(Vec<LonLat>),
}

/// What of the map a scene shows, where it is other than at first: names of its parts (`graticule`), and of files that are open as data
/// layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SceneLayers {
    pub show: Vec<String>,
    pub hide: Vec<String>,
    pub extra: Extra,
}

/// Something drawn over the map by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    pub kind: AnnotationKind,
    /// Where it runs; of a text where it begins.
    pub points: Vec<LonLat>,
    /// Of a text.
    pub text: Option<String>,
    pub extra: Extra,
}

impl Scene {
    /// A scene that says no more than it must.
    pub fn new(id: SceneId, title: &str, order: f64) -> Self {
        Self {
            id,
            title: title.to_owned(),
            order,
            section: None,
            kind: SceneKind::Map,
            text: None,
            notes: None,
            seconds: None,
            is_hidden: false,
            bounds: None,
            time: None,
            filter: None,
            layers: None,
            selection: None,
            is_spotlit: false,
            annotations: Vec::new(),
            theme: None,
            extra: Extra::new(),
        }
    }
}
