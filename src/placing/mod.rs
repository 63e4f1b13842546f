//! Where the records of a situation stand, whatever the camera: what a picture of the map needs found once for each change of the
//! records. Made on the thread that reads them.
//!
//! Main type: [`Resolved`].
//!
//! **Does not:** know the screen: no points on it, no colours, no names that are laid out.

mod asked_rows;
mod geometry;
mod groups;
mod look;
mod outlines;
mod placed;
mod ranked;
mod reshape;
mod resolved;
mod routes;
mod scatter;
mod sighted;
mod standings;
#[cfg(test)]
mod tests;
mod troops;
mod units;
mod update;
mod whereabouts;

pub use asked_rows::{AskedRows, Layers, PlacedLayers, RowsFound, RowsJob, RowsWanted, find_rows};
pub use geometry::{Part, middle, parts, world_path};
pub use groups::step_at;
pub use look::{LooksOf, RowLooks};
pub use outlines::{ManyShapes, OutlinedRow, Outlines, PathKind};
pub use placed::Placed;
pub use ranked::{Chosen, Extent, Window};
pub use reshape::{corners, drawn, moved, with_corners};
pub use resolved::{BadgePlace, Group, Named, Picks, PointKind, Resolved, Spot, WidePlace, rough_radius_m};
pub use routes::Route;
pub use scatter::{Extract, FEW, Scatter, ScatteredPoint};
pub use sighted::{Seen, Sighted, Stand};
pub use standings::{AllStandings, Standings};
pub use troops::{AllTroops, Said, Strengths, TroopStand};
pub use units::{Stack, Unit, Units};
pub use whereabouts::{anchor, places_of, places_of_statement};
