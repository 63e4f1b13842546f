//! Sandtable: a desktop situation viewer. Places on a map, the events linked to them, who reported what, who denies it.
//!
//! The rooms, lowest first; each may use those above it. Without the feature `window` only the rooms that need no screen are built.

pub mod base;
pub mod earth;
pub mod gazetteer;
pub mod model;
pub mod symbols;

pub mod dataset;
pub mod query;
pub mod viewpoint;

pub mod placing;

pub mod briefing;

pub mod document;
pub mod formats;

pub mod differences;

#[cfg(feature = "window")]
pub mod app;
#[cfg(feature = "window")]
pub mod cli;
#[cfg(feature = "window")]
pub mod command;
#[cfg(feature = "window")]
pub mod export;
#[cfg(feature = "window")]
pub mod map;
#[cfg(feature = "window")]
pub mod panels;
#[cfg(feature = "window")]
pub mod theme;
#[cfg(feature = "window")]
pub mod wording;
