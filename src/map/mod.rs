//! The map: from a situation and a camera to a [`Picture`], from that to a [`DisplayList`] of plain shapes, and the painter of it.
//!
//! Main types: [`Picture`] (marks, areas, movements, labels in screen points; [`Picture::pick`] tells what is under a point),
//! [`host::BasemapLayer`].
//!
//! **Does not:** issue commands, change the camera or the selection, or know the panels. Only `host.rs` knows the map library.

pub mod annotations;
mod caption;
pub mod clip;
mod crossfade;
pub mod display;
mod disputed;
mod dots;
mod fade;
pub mod furniture;
mod graphics;
mod graticule;
pub mod ground;
pub mod host;
mod labels;
mod layer_rows;
mod legend;
mod locator;
mod names;
mod paint;
mod picture;
mod row_names;
mod shapes;
pub mod signs;
mod situated;
pub mod sketches;
mod spotlight;
mod stacked;
mod stamps;
mod symbol_icon;
mod symbols;
mod taken;
mod tiles;
pub mod tools;
mod troops;

pub use caption::Caption;
pub use crossfade::Crossfade;
pub use display::{Block, DisplayList, Drawn, Primitive, Role, WORDS_REACH, paint_text};
pub use disputed::disputed_at;
pub use dots::{Cluster, Dots, DotsKept, DotsOf, DotsOrder, dots_orders, let_adapter_draw_points};
pub use fade::Fades;
pub use graphics::{GraphicsError, graphics, input, pixels_of, upload};
pub use labels::Shown;
pub use legend::Entry as LegendEntry;
pub use paint::{Emphasis, add_picture};
pub use picture::{Hit, Inputs, Label, Mark, MarkShape, Movement, Picture, PictureKey, SceneMap, Share};
pub use shapes::View;
pub use spotlight::add_veil;
pub use stacked::UnitMark;
pub use stamps::{Form, HALO_REACH, Layer, SYMBOL_UNITS, Stamp};
pub use symbol_icon::symbol_icon;
pub use symbols::{Halo, SymbolImage, image_of_symbol, paint_symbol, symbol_rim};
pub use tiles::Tiles;
pub use troops::TroopMark;
