//! What is kept of changes that were not saved, and who may change a situation.

use crate::document::{Fit, Unsaved};
use crate::model::{Moment, RecordId};

#[derive(Debug)]
pub enum KeepCommand {
    /// What stood in a situation's journal when it was opened, and who has it.
    Opened(Box<JournalOpened>),
    /// Whoever had the situation has left it: it may be changed here.
    TakenOver { situation: u64 },
    /// Do again what was lost.
    Take,
    /// Leave it; a copy of the journal stays.
    Leave,
}

/// What came of opening the journal of a situation.
#[derive(Debug)]
pub struct JournalOpened {
    /// Which of the situations that were opened it is.
    pub situation: u64,
    /// Who has it and may change it, where that is not this window.
    pub holder: Option<Holder>,
    /// What was done and perhaps not saved.
    pub found: JournalFound,
}

/// What stood in a journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JournalFound {
    pub unsaved: Unsaved,
    /// Lines that could not be read: the last may have been torn.
    pub n_torn: usize,
    /// The print of the files that the entries began from.
    pub print: u64,
    pub since: Option<Moment>,
}

/// Who has a situation open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub name: Option<String>,
    pub pid: u32,
    pub host: String,
    pub since: Moment,
}

/// Changes that were not saved when the program ended.
#[derive(Clone, Debug)]
pub struct Lost {
    pub found: JournalFound,
    pub fit: Fit,
    pub records: Vec<LostRecord>,
    /// Whether the files are others than those that the changes began from.
    pub has_changed: bool,
}

/// A record that was changed and not saved; `None` = the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRecord {
    pub id: Option<RecordId>,
    /// What it is called after the change, or where it is gone, before.
    pub name: String,
    pub change: RecordChange,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordChange {
    Added,
    Removed,
    /// The names of the members that are others.
    Members(Vec<String>),
    /// It was changed elsewhere meanwhile, so that it cannot be done again.
    Unfit,
}

/// Whether the situation may be changed here, and what is to be decided before.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// Who has it, where that is not this window.
    pub holder: Option<Holder>,
    /// What waits to be taken or left.
    pub lost: Option<Box<Lost>>,
}
