//! Comparing what is open with what it was: off the window's thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::disk::parent_of;
use crate::app::files::{Opened, open, open_input};
use crate::app::listing::expanded;
use crate::app::revisions::read_revision;
use crate::base::Problems;
use crate::command::{CompareKey, CompareWith, Compared, ComparedWith};
use crate::differences::{Difference, as_known};
use crate::document::Document;
use crate::formats::native;
use crate::model::{Moment, Situation};
use crate::query::typed_date;
use crate::wording;

/// What is to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareJob {
    pub key: CompareKey,
    pub document: Arc<Document>,
    /// Where it is kept.
    pub path: Option<PathBuf>,
    /// What it is compared with, where that was found out before.
    pub old: Option<Old>,
}

/// What a situation is compared with.
pub type Old = (Arc<Situation>, ComparedWith);

/// # Errors
/// In words: the date is none, or what it is to be compared with cannot be read.
pub fn compare(job: &CompareJob) -> Result<Compared, String> {
    let CompareJob { key, document, path, old } = job;
    let (old, with) = match old {
        Some(old) => old.clone(),
        None => find(&key.with, document, path.as_deref())?,
    };
    let difference = Difference::between(&old, document.situation());
    let ways = difference.told.iter().filter_map(|told| told.what.way()).collect();
    Ok(Compared { key: key.clone(), old, with, difference, ways })
}

fn find(with: &CompareWith, document: &Document, path: Option<&Path>) -> Result<Old, String> {
    match with {
        CompareWith::Saved => Ok((Arc::new(saved_situation(document)), ComparedWith::Saved)),
        CompareWith::KnownBy(typed) => {
            let situation = document.situation();
            let now = situation.as_of_end().unwrap_or(Moment(i64::MAX / 2));
            let when = typed_date(typed, situation.zone(), now).map_err(|error| error.to_string())?;
            let by = when.bounds(situation.zone()).latest().ok_or_else(|| wording::NO_END.to_owned())?;
            let history: Vec<_> = native::history_in(document.file(native::HISTORY_FILE).unwrap_or_default()).collect();
            let known = as_known(situation, &history, by);
            Ok((Arc::new(known.situation), ComparedWith::KnownBy(when, known.n_possibly)))
        }
        CompareWith::Path(typed) => {
            let mut problems = Problems::default();
            let opened = open(&expanded(typed)?, &mut problems).map_err(|error| error.to_string())?;
            read(opened, typed, &problems)
        }
        CompareWith::Revision(revision) => {
            let path = path.and_then(|path| path.canonicalize().ok()).ok_or_else(|| wording::NOT_IN_GIT.to_owned())?;
            // Named by itself, so that git finds it wherever in the repository the folder lies.
            let name = path.file_name().ok_or_else(|| wording::NOT_IN_GIT.to_owned())?.to_string_lossy();
            let input = read_revision(parent_of(&path), revision, &format!("./{name}")).map_err(|error| error.to_string())?;
            let mut problems = Problems::default();
            let opened = open_input(input, &path, &mut problems).map_err(|error| error.to_string())?;
            read(opened, &wording::at_revision(revision), &problems)
        }
    }
}

fn read(opened: Opened, name: &str, problems: &Problems) -> Result<Old, String> {
    match opened {
        Opened::Situation(document) => {
            let with = ComparedWith::Read { name: name.to_owned(), n_errors: problems.n_errors() };
            Ok((Arc::new(document.situation().clone()), with))
        }
        Opened::Dataset(_) => Err(wording::nothing_to_compare_in(name)),
    }
}

/// The situation as its files hold it.
fn saved_situation(document: &Document) -> Situation {
    let files = document.files().iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    native::read(files, &mut Problems::default()).map_or_else(Situation::default, |document| document.situation().clone())
}
