//! Saving: writes what changed of a document, and knows its own writing from that of others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::app::disk::Disk;
use crate::app::files::{self, FileError, Input};
use crate::app::home::Home;
use crate::app::listing::expanded;
use crate::app::person::Store;
use crate::app::{SaveJob, backups};
use crate::base::{Problems, fingerprint};
use crate::command::{Saved, Written};
use crate::document::Document;
use crate::formats::native;
use crate::model::Situation;
use crate::wording;

/// What this program wrote last, by folder: a change on the disk that comes to the same is its own. And what it put beside files that were
/// not read whole.
#[derive(Debug, Default)]
pub struct OwnWriting(Mutex<BTreeMap<PathBuf, u64>>, Mutex<BTreeSet<PathBuf>>);

impl OwnWriting {
    /// Whether a folder holds just what was written there last.
    pub fn is_at(&self, path: &Path) -> bool {
        let known = self.known().get(path).copied();
        known.is_some_and(|known| files_at(path).map(|files| print_of(&files)) == Some(known))
    }

    /// Some files of a folder are about to become others. Told before they do, as whoever watches the folder may look at once.
    fn announce(&self, path: &Path, changed: &BTreeMap<String, String>) {
        let Some(mut files) = files_at(path) else { return };
        files.extend(changed.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())));
        self.known().insert(path.to_owned(), print_of(&files));
    }

    fn put_beside(&self, path: PathBuf) {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }

    fn is_beside(&self, path: &Path) -> bool {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    fn take_back(&self, path: &Path) {
        self.known().remove(path);
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<PathBuf, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All files of a situation as they stand on the disk.
fn files_at(path: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    match files::read_path(path) {
        Ok(Input::Folder(folder)) => Some(folder.files),
        Ok(Input::File(_)) | Err(_) => None,
    }
}

fn print_of(files: &BTreeMap<String, Vec<u8>>) -> u64 {
    let prints: Vec<String> =
        files.iter().map(|(name, bytes)| format!("{name} {:x}", fingerprint(&String::from_utf8_lossy(bytes)))).collect();
    fingerprint(&prints.join("\n"))
}

/// What saving works with.
#[derive(Clone, Copy, Debug)]
pub struct Saver<'a> {
    pub own: &'a OwnWriting,
    /// Where versions from before are kept.
    pub person: &'a Store,
    pub disk: &'a Disk,
}

/// Writes what changed of a document where its situation is kept, or all of it into the job's target.
pub fn save(job: &SaveJob, saver: Saver<'_>) -> Saved {
    let SaveJob { situation, path, document, target } = job;
    let home = Home::of(path);
    let mut placed = BTreeMap::new();
    let (path, result) = match target {
        None if home.is_there() => (path.clone(), write_changed(path, home, document, saver, &mut placed)),
        // The disk is gone, or the folder.
        None => (path.clone(), Err(wording::nowhere_to_save(&path.to_string_lossy()))),
        Some(target) => match target.path.to_str().map_or_else(|| Ok(target.path.clone()), expanded) {
            Ok(path) if home.is_there() && Home::of(&path) == home => {
                (path.clone(), write_changed(&path, home, document, saver, &mut placed))
            }
            Ok(path) => (path.clone(), write_all(&path, target.may_replace, home, document, saver)),
            Err(words) => (target.path.clone(), Err(words)),
        },
    };
    Saved { situation: *situation, path, version: document.version(), placed, result }
}

/// Only the files that changed, and none that is another on the disk than it was read: it would be lost. What is to be saved of a file
/// that was not read whole goes beside it.
fn write_changed(
    path: &Path,
    home: Home<'_>,
    document: &Document,
    saver: Saver<'_>,
    placed: &mut BTreeMap<String, String>,
) -> Result<Written, String> {
    let mut changed = native::write(document);
    changed.retain(|name, text| document.file(name) != Some(text));
    let on_disk = home.read_each(changed.keys(), files::MAX_FILE_LEN).map_err(|error| wording::not_saved(&error.to_string()))?;
    if let Some(error) = on_disk.values().filter_map(|read| read.as_ref().err()).find(|error| !matches!(error, FileError::Missing(_))) {
        return Err(wording::not_saved(&error.to_string()));
    }
    let is_others = |name: &String, text: &String| match on_disk.get(name.as_str()) {
        Some(Ok(bytes)) => bytes != text.as_bytes() && Some(bytes.as_slice()) != document.file(name).map(str::as_bytes),
        None | Some(Err(_)) => false,
    };
    let others: Vec<String> = changed.iter().filter(|(name, text)| is_others(name, text)).map(|(name, _)| name.clone()).collect();
    drop(on_disk);
    if !others.is_empty() {
        return Err(wording::changed_by_others(&others));
    }
    let mut remarks = Vec::new();
    let before = changed.keys().filter_map(|name| Some((name.as_str(), document.file(name)?)));
    if let Err(error) = backups::keep(saver.person, saver.disk, home.path(), before) {
        log::warn!("the version from before could not be kept: {error}");
        remarks.push(wording::no_backup(&error.to_string()));
    }
    let beside = Beside::of(document, home, saver.own, &mut remarks);
    // The history goes first: what stands there twice is told once, what is missing there would be lost. Then the texts, before reports
    // that name them.
    let mut in_order: Vec<(&str, &str)> = changed.iter().chain(&beside.0).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    in_order.sort_by_key(|(name, _)| (*name != native::HISTORY_FILE, !name.starts_with(native::TEXTS_PREFIX)));
    saver.own.announce(path, &changed);
    let names = home.save(saver.disk, &in_order).map_err(|half_saved| {
        saver.own.take_back(path);
        placed.extend(half_saved.in_place.into_iter().filter_map(|name| changed.get(&name).map(|text| (name.clone(), text.clone()))));
        wording::not_saved(&half_saved.error.to_string())
    })?;
    Ok(written(document, names, changed, remarks))
}

/// What is to be saved of files that must stay as they are, by the names of files beside them.
struct Beside(BTreeMap<String, String>);

impl Beside {
    fn of(document: &Document, home: Home<'_>, own: &OwnWriting, remarks: &mut Vec<String>) -> Self {
        // What stands there from another day is not in this document.
        let is_free = |name: &String, text: &str| {
            own.is_beside(&home.path().join(name))
                || match home.read(name, files::MAX_FILE_LEN) {
                    Ok(bytes) => bytes == text.as_bytes(),
                    Err(error) => matches!(error, FileError::Missing(_)),
                }
        };
        let placed = |(name, text): (String, String)| {
            let name = (1..).map(|n| beside_name(&name, n)).find(|name| is_free(name, &text)).unwrap_or_default();
            own.put_beside(home.path().join(&name));
            (name, text)
        };
        let beside: BTreeMap<String, String> = native::held_back(document).into_iter().map(placed).collect();
        if !beside.is_empty() {
            remarks.push(wording::saved_beside(&beside.keys().cloned().collect::<Vec<_>>()));
        }
        Self(beside)
    }
}

/// `events.json` becomes `events.edited.json`, or `events.edited-2.json`.
fn beside_name(name: &str, n: u32) -> String {
    let number = if n == 1 { String::new() } else { format!("-{n}") };
    name.rsplit_once('.').map_or_else(|| format!("{name}.edited{number}"), |(stem, ending)| format!("{stem}.edited{number}.{ending}"))
}

/// All files, with what is attached to the situation where it was kept, where there is none yet.
fn write_all(path: &Path, may_replace: bool, from: Home<'_>, document: &Document, saver: Saver<'_>) -> Result<Written, String> {
    let home = Home::of(path);
    check_free(home, may_replace)?;
    let mut remarks = Vec::new();
    let (texts, beside) = (native::write(document), Beside::of(document, home, saver.own, &mut remarks));
    let contents = if from.is_there() { from.contents(document.situation()) } else { Ok(BTreeMap::new()) };
    let mut all = contents.map_err(|error| wording::not_saved(&error.to_string()))?;
    remarks.extend(from.left_behind(&all).told());
    all.extend(texts.iter().chain(&beside.0).map(|(name, text)| (name.clone(), text.clone().into_bytes())));
    home.create(saver.disk, &all).map_err(|error| wording::not_saved(&error.to_string()))?;
    Ok(written(document, all.into_keys().collect(), texts, remarks))
}

/// Copies a situation, with all that goes with it, from where it is kept to where none is. How many files it has, and in words what lies
/// beside them and was not copied.
///
/// # Errors
/// In words why not: something of it cannot be read, or there is something in that place.
pub fn copy(situation: &Situation, from: &Path, to: &Path) -> Result<(usize, Option<String>), String> {
    let (from, to) = (Home::of(from), Home::of(to));
    check_free(to, false)?;
    let all = from.contents(situation).map_err(|error| wording::not_copied(&error.to_string()))?;
    // Before there is a copy, perhaps within the folder.
    let left_behind = from.left_behind(&all).told();
    to.create(&Disk::default(), &all).map_err(|error| wording::not_copied(&error.to_string()))?;
    Ok((all.len(), left_behind))
}

/// No situation is written over another, but for a packed one that may be replaced.
pub(super) fn check_free(home: Home<'_>, may_replace: bool) -> Result<(), String> {
    match home {
        Home::Folder(folder) => {
            let mut names = native::FILES.iter().copied().chain([native::TEXTS_FOLDER]);
            let taken = names.find(|name| folder.join(name).symlink_metadata().is_ok());
            taken.map_or(Ok(()), |name| Err(wording::folder_is_taken(&folder.to_string_lossy(), name)))
        }
        Home::Packed(file) if !may_replace && file.symlink_metadata().is_ok() => Err(wording::file_is_taken(&file.to_string_lossy())),
        Home::Packed(_) => Ok(()),
    }
}

fn written(document: &Document, names: Vec<String>, changed: BTreeMap<String, String>, remarks: Vec<String>) -> Written {
    let mut all = document.files().clone();
    all.extend(changed.iter().map(|(name, text)| (name.clone(), text.clone())));
    let bytes = all.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    let (prints, print) =
        native::read(bytes, &mut Problems::default()).map(|document| (document.prints().to_vec(), document.print())).unwrap_or_default();
    Written { names, files: changed, prints, print, remarks }
}
