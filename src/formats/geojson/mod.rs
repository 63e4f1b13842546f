//! GeoJSON (RFC 7946), its text sequences (RFC 8142) and newline-delimited GeoJSON.
//!
//! Main functions: [`geometry`] for one Geometry object, [`read`] for a whole file.
//!
//! An error is told where something of the file is lost or had to be mended, a warning where the file is at fault but all of
//! it is read. Either winding of a ring is accepted in silence (RFC 7946, section 3.1.6).
//!
//! **Does not:** cut geometries at the antimeridian; judge whether polygons cross themselves; write.

mod geometry;
mod large;
mod members;
mod quick;
mod read;

pub use geometry::{MAX_COLLECTION_DEPTH, geometry, is_geometry_type};
pub use read::{MAX_BYTES, read};
