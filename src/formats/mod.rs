//! Readers and writers: bytes in, records and problems out, one file per format.
//!
//! **Does not:** touch the disk, so that all of it can be fuzzed and tested on bytes.

pub mod detect;
pub mod faults;
pub mod geojson;
pub mod json;
pub mod native;
pub mod opening;
pub mod packed;
pub mod simplestyle;
pub mod text;
