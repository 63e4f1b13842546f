//! Reading what others made of a situation on the disk, and comparing it with what is open: off the window's thread.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::files::{Opened, open};
use crate::base::{Problem, Problems, Severity};
use crate::command::Theirs;
use crate::differences::{Merge, unlike};
use crate::document::Document;
use crate::formats::native;
use crate::wording;

/// What is to be compared with the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeJob {
    /// Which of the situations that were opened it is.
    pub situation: u64,
    pub path: PathBuf,
    pub document: Arc<Document>,
    pub then_save: bool,
}

/// What both began with are the texts that the document was read from, or saved last.
///
/// # Errors
/// In words: what is on the disk cannot be read, or not as well as before. What is missing there may be only half written, and would be
/// taken for withdrawn.
pub fn read_theirs(job: &MergeJob) -> Result<Option<Theirs>, String> {
    let MergeJob { situation, path, document: mine, then_save } = job;
    let mut problems = Problems::default();
    let theirs = match open(path, &mut problems).map_err(|error| wording::not_merged(&error.to_string()))? {
        Opened::Situation(theirs) => *theirs,
        Opened::Dataset(_) => return Err(wording::not_merged(&path.to_string_lossy())),
    };
    if theirs.files() == mine.files() {
        return Ok(None);
    }
    // A file that is gone is not there yet, or no more; that would be a strange way to withdraw all that stood in it.
    let is_gone = |name: &&String| {
        let is_of_records = native::FILES.contains(&name.as_str()) && *name != native::HISTORY_FILE;
        is_of_records && !theirs.files().contains_key(*name) && !theirs.locked().contains(*name)
    };
    if let Some(name) = mine.files().keys().find(is_gone) {
        return Err(wording::not_merged_gone(name));
    }
    let mut problems_before = Problems::default();
    let files = mine.files().iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    let base = native::read(files, &mut problems_before);
    let n_damaged = n_damaged(&problems);
    let is_worse = n_damaged > self::n_damaged(&problems_before) || !theirs.locked().is_subset(mine.locked());
    let Some(base) = base.filter(|_| !is_worse) else {
        return Err(wording::not_merged_damaged(n_damaged));
    };
    let base = base.situation().clone();
    let merge = Merge::of(&base, mine.situation(), theirs.situation());
    let unlike = unlike(mine.situation(), theirs.situation());
    Ok(Some(Theirs {
        situation: *situation,
        path: path.clone(),
        version: mine.version(),
        document: theirs,
        problems,
        base,
        merge,
        unlike,
        then_save: *then_save,
    }))
}

/// Errors with which something may not have been read.
fn n_damaged(problems: &Problems) -> usize {
    let is_of_link = |problem: &&Problem| problem.severity == Severity::Error && native::LINK_FAULTS.contains(&problem.kind);
    problems.n_errors() - problems.iter().filter(is_of_link).count()
}
