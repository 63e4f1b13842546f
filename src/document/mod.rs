//! What is being worked on: a situation, and the texts of its files as they were read.
//!
//! Main type: [`Document`].
//!
//! **Does not:** know paths or the disk, or how the texts are read and written.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Edit, Situation};

/// A situation with its files. The texts stay as they were read until the document is saved, so that what no edit touched can
/// be written back byte for byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    situation: Situation,
    files: BTreeMap<String, String>,
    locked: BTreeSet<String>,
}

impl Document {
    /// `files` are texts by name (`events.json`, `texts/article.txt`); the `locked` ones were not read whole and must not be
    /// overwritten.
    pub fn new(situation: Situation, files: BTreeMap<String, String>, locked: BTreeSet<String>) -> Self {
        Self { situation, files, locked }
    }

    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// The texts by file name, as read or last saved.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// Names of the files that must not be overwritten: edits of what is in them cannot be saved there.
    pub fn locked(&self) -> &BTreeSet<String> {
        &self.locked
    }

    /// Adds to the files that must not be overwritten.
    pub fn lock(&mut self, names: impl IntoIterator<Item = String>) {
        self.locked.extend(names);
    }

    /// Carries out an edit and returns the one that takes it back.
    pub fn edit(&mut self, edit: Edit) -> Edit {
        self.situation.apply(edit)
    }

    /// Takes over the texts that were saved.
    pub fn saved(&mut self, files: BTreeMap<String, String>) {
        self.files.extend(files);
    }
}
