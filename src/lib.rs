//! Sandtable: a desktop situation viewer. Places on a map, the events linked to them, who reported what, who denies it.
//!
//! The rooms, lowest first; each may use those above it. Without the feature `window` only the rooms that need no screen are built.

pub mod base;
pub mod earth;
pub mod gazetteer;
pub mod model;
pub mod dataset;
pub mod document;
pub mod formats;
