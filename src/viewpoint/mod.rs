//! What is looked at: the camera, the selection, the list shown. Plain data, so that a scene can keep a copy.
//!
//! Main types: [`Viewpoint`], [`Camera`], [`Item`].
//!
//! **Does not:** know widgets, the map library or what any of it looks like.

mod camera;
mod flight;
mod theme_kind;

pub use camera::{Camera, MAX_ZOOM};
pub use flight::Flight;
pub use theme_kind::ThemeKind;

use crate::model::RecordId;

/// What the window shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewpoint {
    pub camera: Camera,
    pub selection: Option<Item>,
    pub list: ListKind,
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
        Self { camera: Camera::whole_world(), selection: None, list: ListKind::Events }
    }
}
