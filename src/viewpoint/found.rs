//! What a search flew to.

use crate::earth::LonLat;

/// A place that is no record, pinned on the map until something else is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub name: String,
    pub position: LonLat,
}
