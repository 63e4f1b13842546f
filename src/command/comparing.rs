//! Commands about what differs between the situation and what it was.

use std::sync::Arc;

use crate::differences::{Difference, Spot};
use crate::document::Version;
use crate::model::{Situation, When};

#[derive(Debug)]
pub enum ComparingCommand {
    With(CompareWith),
    /// It was compared, off the window's thread, or in words why not.
    Compared(Box<Result<Compared, String>>),
    /// Let the system ask for a folder to compare with.
    Browse,
    /// Put the page on the clipboard.
    CopyPage,
    /// Ask where to write the page.
    WritePage,
}

/// What the situation is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CompareWith {
    /// What the files hold.
    #[default]
    Saved,
    /// What was known by a date, as it was typed.
    KnownBy(String),
    /// A situation in a folder or a file, as its path was typed.
    Path(String),
    /// What the situation's files were in a revision of git, as it was typed.
    Revision(String),
}

/// What a situation was compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum ComparedWith {
    Saved,
    /// With how many reports may have come after that moment.
    KnownBy(When, usize),
    /// A path or a revision of git, with how many errors there are in what could be read of it.
    Read {
        name: String,
        n_errors: usize,
    },
}

/// What a comparison is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareKey {
    /// Which of the situations that were opened it is, and its state.
    pub situation: u64,
    pub version: Version,
    pub print: u64,
    pub with: CompareWith,
}

/// What differs.
#[derive(Clone, Debug)]
pub struct Compared {
    pub key: CompareKey,
    /// What it is compared with.
    pub old: Arc<Situation>,
    pub with: ComparedWith,
    pub difference: Difference,
    /// From where to where things moved.
    pub ways: Vec<[Spot; 2]>,
}
