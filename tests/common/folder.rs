//! The sample situation where it may be changed.

use std::fs;
use std::path::Path;

/// Puts the sample's files into a folder, which is made where it is missing, and returns that.
pub fn sample_in<P: AsRef<Path>>(folder: P) -> P {
    fs::create_dir_all(&folder).unwrap();
    for file in fs::read_dir("data/dprk-russia-2024").unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.as_ref().join(file.file_name())).unwrap();
    }
    folder
}
