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
    /// Put the page on the clipboard.
    CopyPage,
}

/// What the situation is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CompareWith {
    /// What the files hold.
    #[default]
    Saved,
    /// What was known by a date, as it was typed.
    KnownBy(String),
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
    /// What the files held, to be compared with again.
    pub saved: Option<Arc<Situation>>,
    /// What it is compared with.
    pub old: Arc<Situation>,
    /// By when that was known, and how many reports of it may have come later, where that is what it is compared with.
    pub known: Option<(When, usize)>,
    pub difference: Difference,
    /// From where to where things moved.
    pub ways: Vec<[Spot; 2]>,
}
