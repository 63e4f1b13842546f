//! Commands about what may leave the house.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::command::{Content, Target};
use crate::document::Version;
use crate::model::SceneId;

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
    /// A copy was made, off the window's thread, to be presented.
    Present(Box<CopyToPresent>),
}

/// A copy that is to be presented.
#[derive(Debug)]
pub struct CopyToPresent {
    /// Which of the situations that were opened it is of, and the version of that.
    pub situation: u64,
    pub version: Version,
    /// The profile.
    pub release: String,
    /// The scene to begin with, by the id that it has at home.
    pub from: Option<SceneId>,
    /// Of scenes that have another id in the copy, the one that they have at home.
    pub own_scenes: BTreeMap<SceneId, SceneId>,
    /// A situation, or in words why there is none.
    pub content: Result<Content, String>,
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
