//! What is looked at: the camera, the selection, the list shown, the parts of the map. Plain data, so that a scene can keep a copy.
//!
//! Main types: [`Viewpoint`], [`Camera`], [`Item`].
//!
//! **Does not:** know widgets, the map library or what any of it looks like.

mod camera;
mod flight;
mod found;
mod layer_style;
mod ledger;
mod lists;
mod measure;
mod parts;
mod preferences;
mod reading;
mod saved;
mod sketch;
mod table;
mod theme_kind;
mod time;

pub use camera::{Camera, MAX_ZOOM};
pub use flight::Flight;
pub use found::Found;
pub use layer_style::{DrawnAs, LayerStyle};
pub use ledger::LedgerView;
pub use lists::{Arrangement, Arrangements, GroupBy, ListKind, SortBy};
pub use measure::{Measure, Picked};
pub use parts::{MapPart, MapParts};
pub use preferences::{DateNotation, Preferences};
pub use reading::Reading;
pub use saved::SavedFilter;
pub use sketch::{Drawn, Sketch};
pub use table::{TableLayout, TableSort, TableView};
pub use theme_kind::ThemeKind;
pub use time::{Listed, Outside, TimeMode, TimeView};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::earth::LonLat;
use crate::model::{Annotation, RecordId};
use crate::query::Filter;

/// What the window shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewpoint {
    pub camera: Camera,
    /// What the page shows.
    pub selection: Option<Item>,
    /// What is picked out besides, to be looked at and copied together; with several, the selection is one of them.
    pub picked: BTreeSet<Item>,
    pub list: ListKind,
    pub arrangements: Arrangements,
    /// Whether lists show only what is new.
    pub is_only_new: bool,
    /// Whether they show what is asked for, or what is hidden.
    pub listed: Listed,
    pub time: TimeView,
    pub filter: Filter,
    pub parts: MapParts,
    /// Data layers that are switched off, by their place among the layers.
    pub hidden_layers: BTreeSet<usize>,
    /// How data layers are drawn that are not drawn as at first.
    pub layer_styles: BTreeMap<usize, LayerStyle>,
    /// Data layers by their place among the layers, the lowest first; those that are not in it lie on top, the latest highest.
    pub stacked_layers: Vec<usize>,
    /// The measuring tool, while it is in hand.
    pub measure: Option<Measure>,
    /// What a search flew to.
    pub found: Option<Found>,
    pub ledger: LedgerView,
    /// The corners so far of an area that is being drawn, to filter by.
    pub outline: Option<Vec<LonLat>>,
    /// What is placed, drawn or moved by hand.
    pub sketch: Option<Sketch>,
    /// The source text that is read beside the map.
    pub reading: Option<Reading>,
    /// What is drawn over the map by hand, and whether all but the selection is dimmed.
    pub annotations: Vec<Annotation>,
    pub is_spotlit: bool,
    pub table: TableView,
}

impl Viewpoint {
    /// The selected record; `None` where nothing is selected or a row of a layer is.
    pub fn selected(&self) -> Option<&RecordId> {
        if let Some(Item::Record(id)) = &self.selection { Some(id) } else { None }
    }

    /// All of so many data layers, the lowest first.
    pub fn layer_order(&self, n_layers: usize) -> Vec<usize> {
        layer_order(&self.stacked_layers, n_layers)
    }

    /// Lets a layer lie over the one that lies over it now, or under the one under it.
    pub fn move_layer(&mut self, layer: usize, is_up: bool, n_layers: usize) {
        let mut order = self.layer_order(n_layers);
        let Some(at) = order.iter().position(|other| *other == layer) else { return };
        let to = if is_up { at + 1 } else { at.wrapping_sub(1) };
        if to < order.len() {
            order.swap(at, to);
        }
        self.stacked_layers = order;
    }

    /// The records that are picked out, or else the selected one: what is done, is done to these.
    pub fn chosen(&self) -> Vec<RecordId> {
        let records = |item: &Item| if let Item::Record(id) = item { Some(id.clone()) } else { None };
        if self.picked.len() > 1 {
            self.picked.iter().filter_map(records).collect()
        } else {
            self.selection.iter().filter_map(records).collect()
        }
    }
}

/// So many data layers, the lowest first: those that have their places, then on top of them the others.
pub fn layer_order(stacked: &[usize], n_layers: usize) -> Vec<usize> {
    let known = stacked.iter().copied().filter(|layer| *layer < n_layers);
    known.chain((0..n_layers).filter(|layer| !stacked.contains(layer))).collect()
}

/// `event:vote`, `row:0:17`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(id) => id.fmt(f),
            Self::Row { layer, row } => write!(f, "row:{layer}:{row}"),
        }
    }
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

impl Default for Viewpoint {
    fn default() -> Self {
        Self {
            camera: Camera::whole_world(),
            selection: None,
            picked: BTreeSet::new(),
            list: ListKind::Events,
            arrangements: Arrangements::default(),
            is_only_new: false,
            listed: Listed::default(),
            time: TimeView::default(),
            filter: Filter::default(),
            parts: MapParts::default(),
            hidden_layers: BTreeSet::new(),
            layer_styles: BTreeMap::new(),
            stacked_layers: Vec::new(),
            measure: None,
            found: None,
            ledger: LedgerView::default(),
            outline: None,
            sketch: None,
            reading: None,
            annotations: Vec::new(),
            is_spotlit: false,
            table: TableView::default(),
        }
    }
}
