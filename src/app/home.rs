//! Where a situation is kept: a folder, or that folder packed into one file. Reading, saving and copying are alike for both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::app::attachments;
use crate::app::disk::{self, Disk, HalfSaved};
use crate::app::files::{self, FileError, Folder, Input, MAX_FILE_LEN, MAX_TEXT_FILE_LEN, MAX_TEXTS};
use crate::base::in_shares;
use crate::document::Document;
use crate::formats::native;
use crate::formats::packed::{self, Archive, pack};
use crate::model::{Situation, is_within_folder};
use crate::wording;

/// Where the files of a situation are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home<'p> {
    Folder(&'p Path),
    Packed(&'p Path),
}

/// Files that lie beside those of a situation.
#[derive(Debug, Default)]
pub struct LeftBehind {
    pub names: BTreeSet<String>,
    n_looked_at: usize,
}

impl LeftBehind {
    /// In a folder of more files and folders not all are looked at.
    const MOST: usize = 10_000;
    /// So many are named.
    const MOST_NAMED: usize = 5;

    /// What is to be told of them; `None` where there are none.
    pub fn told(&self) -> Option<String> {
        let named: Vec<String> = self.names.iter().take(Self::MOST_NAMED).cloned().collect();
        (!named.is_empty()).then(|| wording::left_behind(&named, self.names.len(), self.n_looked_at > Self::MOST))
    }
}

impl<'p> Home<'p> {
    /// The home of the situation that is opened by a path. One that is not there is told by its name.
    pub fn of(path: &'p Path) -> Self {
        let folder = files::folder_of(path);
        let is_packed = || folder.is_file() || path.file_name().is_some_and(|name| packed::has_ending(&name.to_string_lossy()));
        if !folder.is_dir() && is_packed() { Self::Packed(path) } else { Self::Folder(folder) }
    }

    pub fn path(self) -> &'p Path {
        match self {
            Self::Folder(path) | Self::Packed(path) => path,
        }
    }

    pub fn is_there(self) -> bool {
        match self {
            Self::Folder(path) => path.is_dir(),
            Self::Packed(path) => path.is_file(),
        }
    }

    /// Reads a file by its name within the folder.
    pub fn read(self, name: &str, max_len: u64) -> Result<Vec<u8>, FileError> {
        match self {
            Self::Folder(folder) => files::read_within(folder, &folder.join(name), max_len),
            Self::Packed(path) => {
                let bytes = files::read_file(path, MAX_FILE_LEN)?;
                let archive = opened(&bytes, path)?;
                let file = archive.read(name, max_len).ok_or_else(|| FileError::Missing(path.join(name)))?;
                file.map_err(|error| FileError::packed(error, path))
            }
        }
    }

    /// Reads several files by their names within the folder, a packed situation once for all of them. What cannot be read or is not there has
    /// an error.
    pub fn read_each<'n>(
        self,
        names: impl Iterator<Item = &'n String>,
        max_len: u64,
    ) -> Result<BTreeMap<&'n str, Result<Vec<u8>, FileError>>, FileError> {
        let Self::Packed(path) = self else { return Ok(names.map(|name| (name.as_str(), self.read(name, max_len))).collect()) };
        let bytes = files::read_file(path, MAX_FILE_LEN)?;
        let archive = opened(&bytes, path)?;
        let read = |name: &'n String| match archive.read(name, max_len) {
            Some(bytes) => (name.as_str(), bytes.map_err(|error| FileError::packed(error, path))),
            None => (name.as_str(), Err(FileError::Missing(path.join(name)))),
        };
        Ok(names.map(read).collect())
    }

    /// The files of its folder that are no part of what is copied: not those that a name with a dot in front hides.
    pub fn left_behind(self, copied: &BTreeMap<String, Vec<u8>>) -> LeftBehind {
        let Self::Folder(folder) = self else { return LeftBehind::default() };
        let mut left = LeftBehind::default();
        let mut todo = vec![String::new()];
        while let Some(at) = todo.pop() {
            for entry in fs::read_dir(folder.join(&at)).into_iter().flatten().filter_map(Result::ok) {
                left.n_looked_at += 1;
                if left.n_looked_at > LeftBehind::MOST {
                    return left;
                }
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
                if name.starts_with('.') || copied.contains_key(&path) {
                    continue;
                }
                // Links are not followed.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    todo.push(path);
                } else {
                    left.names.insert(path);
                }
            }
        }
        left
    }

    /// Everything that goes with a situation, by name within the folder: its files, source texts and the files that its reports name, as far
    /// as they are there; of a packed one all that is in it.
    ///
    /// # Errors
    /// Something of it cannot be read: a copy would lack it.
    pub fn contents(self, situation: &Situation) -> Result<BTreeMap<String, Vec<u8>>, FileError> {
        match self {
            Self::Folder(folder) => {
                let Input::Folder(Folder { mut files, unread }) = files::read_path(folder)? else { return Ok(BTreeMap::new()) };
                if let Some(error) = unread.into_values().next() {
                    return Err(error);
                }
                for name in named_files(situation) {
                    if files.contains_key(name) {
                        continue;
                    }
                    match self.read(name, attachments::MAX_LEN) {
                        Ok(bytes) => drop(files.insert(name.to_owned(), bytes)),
                        // The link led nowhere before.
                        Err(FileError::Missing(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(files)
            }
            Self::Packed(path) => {
                let bytes = files::read_file(path, MAX_FILE_LEN)?;
                all_of(&opened(&bytes, path)?, path)
            }
        }
    }

    /// The files that reports name, as far as they are there: texts as they are in a document that is open, others as they are kept.
    ///
    /// # Errors
    /// One of them cannot be read: a copy would lack it.
    pub fn companions(self, situation: &Situation, document: &Document) -> Result<BTreeMap<String, Vec<u8>>, FileError> {
        let mut files = BTreeMap::new();
        for name in named_files(situation) {
            let bytes = match document.text(name).filter(|_| !document.locked().contains(name)) {
                Some(text) => Ok(text.as_bytes().to_vec()),
                None => self.read(name, attachments::MAX_LEN),
            };
            match bytes {
                Ok(bytes) => drop(files.insert(name.to_owned(), bytes)),
                // The link led nowhere before.
                Err(FileError::Missing(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }

    /// Puts texts in their places, and returns the names of those that were others before. In a folder each is replaced whole, in the order
    /// given; a packed situation is replaced as a whole, with all else that is in it.
    pub fn save(self, disk: &Disk, files: &[(&str, &str)]) -> Result<Vec<String>, HalfSaved> {
        match self {
            Self::Folder(folder) => disk.save(folder, files.iter().copied()),
            Self::Packed(path) => save_packed(disk, path, files).map_err(|error| HalfSaved { error, in_place: Vec::new() }),
        }
    }

    /// Puts a whole situation where there is none, or in the place of a packed one. The folder that it lies in is there.
    pub fn create(self, disk: &Disk, all: &BTreeMap<String, Vec<u8>>) -> Result<(), FileError> {
        let parent = disk::parent_of(self.path());
        if !parent.is_dir() {
            return Err(FileError::Missing(parent.to_owned()));
        }
        match self {
            Self::Folder(folder) => {
                let files = all.iter().map(|(name, bytes)| (name.as_str(), bytes));
                disk.save(folder, files).map(drop).map_err(|half_saved| half_saved.error)
            }
            Self::Packed(path) => replace(disk, path, all),
        }
    }
}

fn save_packed(disk: &Disk, path: &Path, files: &[(&str, &str)]) -> Result<Vec<String>, FileError> {
    let bytes = files::read_file(path, MAX_FILE_LEN)?;
    let mut all = all_of(&opened(&bytes, path)?, path)?;
    let mut names = Vec::new();
    for (name, text) in files {
        if all.insert((*name).to_owned(), text.as_bytes().to_vec()).is_none_or(|before| before != text.as_bytes()) {
            names.push((*name).to_owned());
        }
    }
    if !names.is_empty() {
        replace(disk, path, &all)?;
    }
    Ok(names)
}

fn replace(disk: &Disk, path: &Path, all: &BTreeMap<String, Vec<u8>>) -> Result<(), FileError> {
    let files = all.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let bytes = pack(files).map_err(|source| FileError::CannotPack { source, path: path.to_owned() })?;
    // A link stays one: its target is replaced.
    disk.replace(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), &bytes)
}

fn opened<'a>(bytes: &'a [u8], path: &Path) -> Result<Archive<'a>, FileError> {
    Archive::of(bytes).map_err(|error| FileError::packed(error, path))
}

fn all_of(archive: &Archive<'_>, path: &Path) -> Result<BTreeMap<String, Vec<u8>>, FileError> {
    let read = archive.names().filter_map(|name| Some((name.to_owned(), archive.read(name, packed::MAX_LEN)?)));
    read.map(|(name, bytes)| Ok((name, bytes.map_err(|error| FileError::packed(error, path))?))).collect()
}

/// The files that reports name, as far as they lie within the folder.
fn named_files(situation: &Situation) -> BTreeSet<&str> {
    let reports = situation.reports().values();
    let attached = reports.clone().flat_map(|report| &report.attachments).map(|attachment| attachment.file.as_str());
    let archived = reports.clone().filter_map(|report| report.archived_file());
    let texts = reports.filter_map(|report| report.text.as_deref()).map(|text| text.file.as_str());
    attached.chain(archived).chain(texts).filter(|name| is_within_folder(name)).collect()
}

/// The files of a packed situation that its folder would give.
pub(super) fn read_packed(archive: &Archive<'_>, path: &Path) -> Folder {
    let is_text = |name: &&str| name.starts_with(native::TEXTS_PREFIX);
    let texts = archive.names().filter(is_text).take(MAX_TEXTS).map(|name| (name, MAX_TEXT_FILE_LEN));
    let files = native::FILES.into_iter().filter(|name| archive.contains(name)).map(|name| (name, native::MAX_FILE_LEN as u64));
    let wanted: Vec<(&str, u64)> = files.chain(texts).collect();
    let shares = in_shares(&wanted, 1, |wanted| {
        let read = |(name, max_len): &(&str, u64)| Some(((*name).to_owned(), archive.read(name, *max_len)?));
        wanted.iter().filter_map(read).collect::<Vec<_>>()
    });
    let mut folder = Folder::default();
    for (name, read) in shares.into_iter().flatten() {
        match read {
            Ok(bytes) => drop(folder.files.insert(name, bytes)),
            Err(error) => drop(folder.unread.insert(name, FileError::packed(error, path))),
        }
    }
    folder
}
