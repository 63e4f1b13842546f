//! Commands about what people take home of a briefing.

use crate::briefing::{HandoutRequest, HandoutStep};

#[derive(Debug)]
pub enum ExportCommand {
    /// For whom it would be, by the name of a profile: what that takes out is to be shown.
    For(Option<String>),
    /// Let the system ask where to, and write it there.
    Browse(Box<Export>),
    /// Write it, off the window's thread.
    Write(Box<Export>),
    /// How far that is.
    Step(HandoutStep),
    Cancel,
    /// What came of it.
    Written(Result<Box<Exported>, NotExported>),
}

/// What is to be exported, for whom, and where to.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub request: HandoutRequest,
    /// The profile; `None`: everything.
    pub release: Option<String>,
    /// As it was typed: `~` may stand for the home folder.
    pub path: String,
    pub may_replace: bool,
}

/// An export that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The first of the files.
    pub path: String,
    pub n_files: usize,
    pub n_bytes: u64,
    pub release: Option<String>,
    /// What was taken out for that, each told in a line.
    pub removed: Vec<String>,
    /// What is otherwise than it was prepared, the same.
    pub faults: Vec<String>,
}

/// Why nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotExported {
    /// Files that are there would be replaced: what was typed, and how many there are.
    Taken {
        typed: String,
        n_files: usize,
    },
    Cancelled,
    /// In words.
    Failed(String),
}
