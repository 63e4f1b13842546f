//! The earth: positions, boxes, the Web Mercator projection, distances, coordinates as text, and the embedded basemap.
//!
//! Main types: [`LonLat`], [`Bounds`], [`Level`] and [`Overlay`] (the basemap). Everything is WGS 84, in degrees.
//!
//! **Does not:** draw, know records, or read files.

mod antimeridian;
mod basemap;
mod bounds;
mod coordinates;
mod geodesic;
mod mercator;
mod position;
mod seas;
mod typed;

pub use antimeridian::{UnwrappedLine, UnwrappedRing, turned_to_nearer_pole, unwrap_geometry, unwrap_line, unwrap_ring};
pub use basemap::{
    BASEMAP_CREDIT, BASEMAP_POINT_OF_VIEW, BasemapError, Country, Detail, DisputedArea, LandPolygon, Level, Line, Overlay, ProvinceLabel,
    ProvinceLines, Rings, level, overlay,
};
pub use bounds::Bounds;
pub use coordinates::{Notation, decimal_text, dms_text, mgrs_text, mgrs_text_within, utm_text};
pub use geodesic::{bearing_deg, circle, distance_m, distance_text, great_circle, rough_distance_text};
pub use mercator::{MAX_LAT_DEG, metres_per_point, nice_length_m, to_lon_lat, to_world, to_world_unwrapped};
pub use position::LonLat;
pub use seas::{Sea, seas};
pub use typed::read_positions;
