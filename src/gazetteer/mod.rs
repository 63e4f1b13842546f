//! Names of cities and towns, embedded: GeoNames places in the order in which a map would label them.
//!
//! Main types: [`Gazetteer`], [`City`].
//!
//! **Does not:** place labels, or decide which place a name in a text means.

mod places;

pub use places::{City, CityKind, GAZETTEER_CREDIT, Gazetteer, GazetteerError};
