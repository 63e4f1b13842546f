//! Names of places, embedded: cities and towns in the order in which a map would label them, and every spelling of countries, regions,
//! places and sites to search for.
//!
//! Main types: [`Gazetteer`] of [`City`] for labels, [`PlaceNames`] of [`Subject`] for a search.
//!
//! **Does not:** place labels, or decide which place a name in a text means.

mod names;
mod places;

pub use names::{PlaceNames, Subject, SubjectKind};
pub use places::{City, CityKind, GAZETTEER_CREDIT, Gazetteer, GazetteerError};
