//! Commands that change records or keep what was changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Loaded;
use crate::document::Version;
use crate::model::{Edit, LinkAs, RecordId, Regrade, ReportId};

#[derive(Debug)]
pub enum EditCommand {
    /// Carries out an edit as one step that is called so ("Move Kursk").
    Do {
        name: String,
        edit: Box<Edit>,
    },
    /// Links records to another, in a way that is asked for where there are several.
    LinkTo {
        from: Vec<RecordId>,
        to: RecordId,
    },
    Link {
        from: Vec<RecordId>,
        to: RecordId,
        way: LinkAs,
    },
    /// Takes away what is picked or selected, with the links that lead to it.
    Delete,
    /// As one step.
    Regrade(Vec<Regrade>),
    /// The symbol code of the troops that a report tells of, by the index into its `about`; `None` takes it away.
    SetSymbol {
        report: ReportId,
        index: usize,
        symbol: Option<String>,
    },
    /// Go back or forth to the state right after the step of this number; 0 is the state before the first.
    TurnTo(u64),
    /// The document was written, off the window's thread, or could not be.
    Saved(Box<Saved>),
    /// Read a text that is to be attached to a report, or let the system ask for one.
    ReadText {
        report: ReportId,
        path: PathBuf,
    },
    BrowseText(ReportId),
    /// A text was read for a report: it becomes the one that the report quotes from.
    Attach(Box<Attached>),
    /// Keep the situation in another place from now on.
    SaveAs(Target),
    /// Save, then go on with what was held up because it would lose changes.
    SaveAndLeave,
    /// Go on with it and lose them.
    LeaveUnsaved,
}

/// A text that was read for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub report: ReportId,
    /// Of the file that it was read from.
    pub name: String,
    pub text: Arc<str>,
    /// Of the text in UTF-8, in hexadecimal.
    pub sha256: String,
}

/// Another place to keep a situation: a packed one where it is called so, else a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As it was typed or chosen: `~` may stand for the home folder.
    pub path: PathBuf,
    /// Whether a packed situation that is there may be replaced. A folder that holds one never is.
    pub may_replace: bool,
}

/// Records that are to be linked, and to which one, where that is chosen already.
#[derive(Clone, Debug, PartialEq)]
pub struct Linking {
    pub from: Vec<RecordId>,
    pub to: Option<RecordId>,
}

/// What came of saving.
#[derive(Debug)]
pub struct Saved {
    /// Which of the situations that were opened it is.
    pub situation: u64,
    /// Where the situation is kept now.
    pub path: PathBuf,
    /// The document's state that was saved.
    pub version: Version,
    /// The texts of files that came to their places although something failed later, by file name.
    pub placed: BTreeMap<String, String>,
    /// What was written, or in words why nothing was.
    pub result: Result<Written, String>,
}

#[derive(Debug)]
pub struct Written {
    /// Names of the files that are others now.
    pub names: Vec<String>,
    /// The texts that were written, by file name.
    pub files: BTreeMap<String, String>,
    /// A fingerprint of each record's text, and one of all files.
    pub prints: Vec<(RecordId, u64)>,
    pub print: u64,
    /// In words what is to be known of it.
    pub remarks: Vec<String>,
}

/// What would lose changes that are not saved.
#[derive(Debug)]
pub enum Leaving {
    Close,
    /// Another situation, or the same as it is on the disk, was read.
    Open(Box<Loaded>),
}
