//! Readers and writers: bytes in, records and problems out, one file per format.
//!
//! **Does not:** touch the disk, so that all of it can be fuzzed and tested on bytes.

pub mod cleaned;
pub mod cot;
pub mod detect;
pub mod events_layer;
pub mod faults;
pub mod flatgeobuf;
pub mod geojson;
pub mod geopackage;
pub mod gpx;
pub mod gzip;
pub mod joined;
pub mod json;
pub mod kml;
pub mod native;
pub mod numbers;
pub mod opening;
pub mod orbat;
pub mod packed;
pub mod references;
pub mod row_faults;
pub mod shapefile;
pub mod simplestyle;
pub mod tables;
pub mod text;
pub mod timemap;
pub mod wkb;
pub mod world_file;
pub mod writing;
pub mod xml;
