//! Commands about what may leave the house.

use std::path::PathBuf;

use crate::command::Target;

#[derive(Debug)]
pub enum ReleaseCommand {
    /// Present and export by the profile of this name, or everything.
    Choose(Option<String>),
    /// Ask where to write a copy by the profile that is chosen.
    Offer,
    /// Write it there.
    Write(Target),
    /// It was written, off the window's thread, or in words why not.
    Written(Result<CopyWritten, String>),
}

/// A copy that may leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyWritten {
    pub path: PathBuf,
    /// The profile.
    pub release: String,
    /// How many things were taken out or changed.
    pub n_removed: usize,
}
