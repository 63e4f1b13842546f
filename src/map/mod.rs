//! The map: from a situation and a camera to a [`Picture`] of plain shapes, and the painters of it.
//!
//! Main types: [`Picture`] (marks, areas, movements, labels in screen points; [`Picture::pick`] tells what is under a point),
//! [`host::BasemapLayer`].
//!
//! **Does not:** issue commands, change the camera or the selection, or know the panels. Only `host.rs` knows the map library.

mod clip;
pub mod furniture;
pub mod host;
mod labels;
mod paint;
mod picture;
mod shapes;

pub use labels::Shown;
pub use paint::{Emphasis, paint};
pub use picture::{Inputs, Mark, MarkShape, Movement, Picture, PictureKey, anchor, places_of};
pub use shapes::{View, middle};
