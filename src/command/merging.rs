//! Commands that bring in what others changed on the disk.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::base::Problems;
use crate::differences::{Merge, Side};
use crate::document::{Document, Version};
use crate::model::{RecordId, Situation};

#[derive(Debug)]
pub enum MergingCommand {
    /// What is on the disk was read and compared, off the window's thread. In `Err` why nothing could be merged, in words; `None` where
    /// nothing is another there.
    Read(Box<Result<Option<Theirs>, String>>),
    /// Whose value is to stand, of the clash of this number; `None` = of all.
    Choose(Option<usize>, Side),
    /// Merge with what was chosen.
    Accept,
    /// Look again at what is on the disk.
    Start,
}

/// What others made of the situation on the disk.
#[derive(Clone, Debug)]
pub struct Theirs {
    /// Which of the situations that were opened it is.
    pub situation: u64,
    pub path: PathBuf,
    /// The state of the document that it was compared with.
    pub version: Version,
    pub document: Document,
    pub problems: Problems,
    /// What both began with.
    pub base: Situation,
    pub merge: Merge,
    /// The records that are not the same in both.
    pub unlike: BTreeSet<RecordId>,
    /// Saving waits for it.
    pub then_save: bool,
}
