//! Saving: writes what changed of a document, and knows its own writing from that of others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::app::files::{self, Input};
use crate::base::{Problems, fingerprint};
use crate::command::{Saved, Written};
use crate::document::Document;
use crate::formats::native;
use crate::wording;

/// What this program wrote last, by folder: a change on the disk that comes to the same is its own.
#[derive(Debug, Default)]
pub struct OwnWriting(Mutex<BTreeMap<PathBuf, u64>>);

impl OwnWriting {
    /// Whether a folder holds just what was written there last.
    pub fn is_at(&self, path: &Path) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        known.is_some_and(|known| print_of(path) == Some(known))
    }

    fn put(&self, path: &Path) {
        if let Some(print) = print_of(path) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), print);
        }
    }
}

/// A fingerprint of all files of a situation as they stand on the disk.
fn print_of(path: &Path) -> Option<u64> {
    let Ok(Input::Folder(folder)) = files::read_path(path) else { return None };
    let prints: Vec<String> =
        folder.files.iter().map(|(name, bytes)| format!("{name} {:x}", fingerprint(&String::from_utf8_lossy(bytes)))).collect();
    Some(fingerprint(&prints.join("\n")))
}

/// Writes what changed of a document into the folder of its situation; `choose` asks for one where the path is none (the built-in
/// sample).
pub fn save(path: &Path, document: &Document, own: &OwnWriting, choose: impl FnOnce() -> Option<PathBuf>) -> Saved {
    let folder = files::folder_of(path);
    let (path, folder) = if folder.is_dir() {
        (path.to_owned(), folder.to_owned())
    } else {
        match choose() {
            Some(chosen) => (chosen.clone(), chosen),
            None => {
                let result = Err(wording::NO_FOLDER_CHOSEN.to_owned());
                return Saved { path: path.to_owned(), state: document.state(), result };
            }
        }
    };
    let result = write(&folder, document);
    own.put(&path);
    Saved { path, state: document.state(), result }
}

fn write(folder: &Path, document: &Document) -> Result<Written, String> {
    let held_back = native::held_back(document);
    if !held_back.is_empty() {
        return Err(wording::held_back(&held_back));
    }
    let files = native::write(document);
    let names = files::save(folder, &files).map_err(|error| wording::not_saved(&error.to_string()))?;
    let bytes = files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    let prints = native::read(bytes, &mut Problems::default()).map(|document| document.prints().to_vec()).unwrap_or_default();
    Ok(Written { names, files, prints })
}
