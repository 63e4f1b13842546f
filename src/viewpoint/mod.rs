//! What is looked at: the camera, the selection, the list shown, the parts of the map. Plain data, so that a scene can keep a copy.
//!
//! Main types: [`Viewpoint`], [`Camera`], [`Item`].
//!
//! **Does not:** know widgets, the map library or what any of it looks like.

mod camera;
mod flight;
mod measure;
mod parts;
mod theme_kind;

pub use camera::{Camera, MAX_ZOOM};
pub use flight::Flight;
pub use measure::Measure;
pub use parts::{MapPart, MapParts};
pub use theme_kind::ThemeKind;

use std::collections::BTreeSet;

use crate::earth::Notation;
use crate::model::RecordId;

/// What the window shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewpoint {
    pub camera: Camera,
    pub selection: Option<Item>,
    pub list: ListKind,
    pub parts: MapParts,
    /// Data layers that are switched off, by their place among the layers.
    pub hidden_layers: BTreeSet<usize>,
    /// How coordinates are written.
    pub notation: Notation,
    /// The measuring tool, while it is in hand.
    pub measure: Option<Measure>,
}

/// Something that can be selected, hovered and followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Record(RecordId),
    /// A row of a data layer.
    Row {
        layer: usize,
        row: u32,
    },
}

/// Which list the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListKind {
    Events,
    Reports,
    /// The rows of a data layer, by its place among the layers.
    Layer(usize),
}

impl Default for Viewpoint {
    fn default() -> Self {
        Self {
            camera: Camera::whole_world(),
            selection: None,
            list: ListKind::Events,
            parts: MapParts::default(),
            hidden_layers: BTreeSet::new(),
            notation: Notation::default(),
            measure: None,
        }
    }
}
