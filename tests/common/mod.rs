//! What several test programs need.
#![cfg(test)]

use std::path::{Path, PathBuf};

/// A file or folder of the shared data, which is no part of the project: it lies in `../shared`, or where `SANDTABLE_SHARED` says.
/// `None` where this machine lacks it, after saying what is left out.
pub fn shared(path: &str, left_out: &str) -> Option<PathBuf> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let path = std::env::var_os("SANDTABLE_SHARED").map_or_else(own, PathBuf::from).join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("left out: {left_out} ({} is not there)", path.display());
    None
}
