//! Comparing what is open with what it was: off the window's thread.

use std::sync::Arc;

use crate::base::Problems;
use crate::command::{CompareKey, CompareWith, Compared};
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
    /// What the files held, where that was found out before.
    pub saved: Option<Arc<Situation>>,
}

/// # Errors
/// In words: the date is none.
pub fn compare(job: &CompareJob) -> Result<Compared, String> {
    let CompareJob { key, document, saved } = job;
    let situation = document.situation();
    let mut saved = saved.clone();
    let (old, known) = match &key.with {
        CompareWith::Saved => (Arc::clone(saved.get_or_insert_with(|| Arc::new(saved_situation(document)))), None),
        CompareWith::KnownBy(typed) => {
            let now = situation.as_of_end().unwrap_or(Moment(i64::MAX / 2));
            let when = typed_date(typed, situation.zone(), now).map_err(|error| error.to_string())?;
            let by = when.bounds(situation.zone()).latest().ok_or_else(|| wording::NO_END.to_owned())?;
            let history: Vec<_> = native::history_in(document.file(native::HISTORY_FILE).unwrap_or_default()).collect();
            let known = as_known(situation, &history, by);
            (Arc::new(known.situation), Some((when, known.n_possibly)))
        }
    };
    let difference = Difference::between(&old, situation);
    let ways = difference.told.iter().filter_map(|told| told.what.way()).collect();
    Ok(Compared { key: key.clone(), saved, old, known, difference, ways })
}

/// The situation as its files hold it.
fn saved_situation(document: &Document) -> Situation {
    let files = document.files().iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    native::read(files, &mut Problems::default()).map_or_else(Situation::default, |document| document.situation().clone())
}
