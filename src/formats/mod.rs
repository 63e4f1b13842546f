//! Readers and writers: bytes in, records and problems out, one file per format.
//!
//! **Does not:** touch the disk, so that all of it can be fuzzed and tested on bytes.

pub mod cot;
pub mod detect;
pub mod faults;
pub mod geojson;
pub mod gpx;
pub mod json;
pub mod kml;
pub mod native;
pub mod opening;
pub mod orbat;
pub mod packed;
pub mod simplestyle;
pub mod tables;
pub mod text;
pub mod timemap;
pub mod xml;
