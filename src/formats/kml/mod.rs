//! KML 2.2 and 2.3 (OGC 07-147r2, 12-007r2) with Google's extensions, and KMZ, as data layers: each Placemark is a row.
//!
//! Main function: [`read`].
//!
//! What Placemarks are in is told by their columns: the folders in `folder`, and the time of the nearest one that has a time, where they have
//! none themselves. Overlays, tours, models and links to other files are told and left out.
//!
//! **Does not:** follow links, to the network or to files, for icons, styles or anything else; run or show the HTML of descriptions.

mod geometry;
mod kmz;
mod read;
mod style;

pub use kmz::is_kmz;
pub use read::{FORMAT, read};
