//! What is around the map and in it for a person to read and press: top bar, lists, detail page, the map's surface.
//!
//! Main types: [`View`] (all that panels may see), one struct with a `ui` for each panel, [`Lists`] (the rows in their order).
//!
//! **Does not:** change state, read the disk or ask the time. A panel reads the [`View`] and pushes commands.

mod detail;
pub mod layers;
mod list;
mod map;
mod pieces;
mod rows;
mod side;
mod top;
mod words;

use std::path::Path;

use crate::base::Problems;
use crate::command::Notice;
use crate::dataset::Dataset;
use crate::model::Situation;
use crate::theme::Theme;
use crate::viewpoint::{Item, Viewpoint};

pub use map::{MapPanel, MapView};
pub use rows::{Lists, Row, Rows};
pub use side::SidePanel;
pub use top::{TopBar, caption};

/// What the panels draw, borrowed for one pass.
pub struct View<'a> {
    pub situation: Option<&'a Situation>,
    pub layers: &'a [Dataset],
    pub problems: &'a Problems,
    pub viewpoint: &'a Viewpoint,
    pub hover: Option<&'a Item>,
    pub lists: &'a Lists,
    pub theme: &'static Theme,
    /// Whether things may move by themselves.
    pub has_motion: bool,
    pub is_loading: bool,
    pub notice: Option<&'a Notice>,
}

impl View<'_> {
    fn is_selected(&self, item: &Item) -> bool {
        self.viewpoint.selection.as_ref() == Some(item)
    }
}

/// The name of a layer's file, without the folders it lies in.
fn layer_name(layer: &Dataset) -> &str {
    Path::new(layer.source_name()).file_name().and_then(|name| name.to_str()).unwrap_or_else(|| layer.source_name())
}
