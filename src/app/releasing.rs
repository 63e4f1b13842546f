//! Writing a copy of a situation that may leave the house, off the window's thread.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::disk::Disk;
use crate::app::home::Home;
use crate::app::listing::expanded;
use crate::app::load::prepared;
use crate::app::save::check_free;
use crate::briefing::{NotReleased, Released, release_named, released};
use crate::command::{CopyToPresent, CopyWritten, Target};
use crate::document::Document;
use crate::formats::native;
use crate::model::{RecordId, SceneId, Situation, Withheld};
use crate::wording;

/// A copy that is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseJob {
    pub document: Arc<Document>,
    /// Where the situation is kept.
    pub from: PathBuf,
    /// The profile.
    pub release: String,
    pub target: Target,
}

/// A copy that is to be presented.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyJob {
    /// Which of the situations that were opened it is of.
    pub situation: u64,
    pub document: Arc<Document>,
    /// The profile.
    pub release: String,
    /// BCP 47; of names that records have in it.
    pub language: Option<String>,
    /// The scene to begin with.
    pub from: Option<SceneId>,
}

/// Makes a copy to be presented, with what is derived from it.
pub fn copy_to_present(job: CopyJob) -> CopyToPresent {
    let CopyJob { situation, document, release, language, from } = job;
    let copy = copy_for(&document, &release).map_err(|error| wording::release::not_released(&error.to_string()));
    let mut own_scenes = BTreeMap::new();
    let content = copy.map(|copy| {
        for removed in copy.removed.into_iter().filter(|removed| removed.what == Withheld::Ids) {
            if let (Some(RecordId::Scene(own)), Some(new)) = (removed.record, removed.after) {
                own_scenes.insert(SceneId::from(new.as_str()), own);
            }
        }
        prepared(bare(copy.situation), language.as_deref())
    });
    CopyToPresent { situation, version: document.version(), release, from, own_scenes, content }
}

/// A document of a situation alone, without texts and without what was done.
pub fn bare(situation: Situation) -> Document {
    Document::new(situation, BTreeMap::new(), BTreeSet::new())
}

/// Writes the copy where none is.
///
/// # Errors
/// In words why there is no copy now.
pub fn write(job: &ReleaseJob) -> Result<CopyWritten, String> {
    let ReleaseJob { document, from, release, target } = job;
    let path = target.path.to_str().map_or_else(|| Ok(target.path.clone()), expanded)?;
    let copy = copy_for(document, release).map_err(|error| wording::release::not_released(&error.to_string()))?;
    write_copy(document, from, &copy, &path, target.may_replace)?;
    Ok(CopyWritten { path, release: release.clone(), n_removed: copy.removed.len() })
}

/// The copy that a profile makes of a document.
///
/// # Errors
/// There is no such profile, or it is not understood.
pub fn copy_for(document: &Document, name: &str) -> Result<Released, NotReleased> {
    let situation = document.situation();
    released(situation, release_named(situation, name)?, &|file| document.text(file))
}

/// Writes a copy, with those files that its reports still name and no others. How many files it has.
///
/// # Errors
/// In words why not: a file of it cannot be read, or there is something in that place.
pub fn write_copy(document: &Document, from: &Path, copy: &Released, to: &Path, may_replace: bool) -> Result<usize, String> {
    let (from, to) = (Home::of(from), Home::of(to));
    check_free(to, may_replace)?;
    let texts = native::write(&bare(copy.situation.clone()));
    let mut all = from.companions(&copy.situation, document).map_err(|error| wording::not_copied(&error.to_string()))?;
    all.extend(texts.into_iter().map(|(name, text)| (name, text.into_bytes())));
    to.create(&Disk::default(), &all).map_err(|error| wording::not_copied(&error.to_string()))?;
    Ok(all.len())
}
