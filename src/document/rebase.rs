//! Bringing in what others changed in the files meanwhile: the steps that were done here then stand on top of that, and taking them back
//! takes back nothing of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::replay::Key;
use crate::document::{Document, Stamp};
use crate::model::{Edit, Moment, RecordId, Situation};

/// What others changed and was brought in: no step of this document, so that it is not taken back with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtIn {
    /// The number of the step that was the last when it came, or 0.
    pub after: u64,
    pub at: Option<Moment>,
    /// The records that came or changed.
    pub records: BTreeSet<RecordId>,
}

/// What is to be brought in.
pub struct Rebase<F> {
    /// What was read of the files as they are now.
    pub theirs: Document,
    /// The records that are not the same here as in theirs.
    pub unlike: BTreeSet<RecordId>,
    /// Brings the present state to the merged one.
    pub merged: Edit,
    /// What a version that a record (or the header) had here is together with what others made of it.
    pub on_theirs: F,
    /// What was chosen beyond what the steps come to is a step of this name.
    pub name: String,
    pub stamp: Stamp,
    pub records: BTreeSet<RecordId>,
}

impl Document {
    /// Takes over the files as others made them, and puts the steps on them. The texts that were offered under a name that a file of theirs
    /// has now, with the SHA-256 of each: they are offered no longer.
    pub fn rebase<F: Fn(&Situation, &Edit) -> Edit>(&mut self, rebase: Rebase<F>) -> Vec<(String, Arc<str>, String)> {
        let Rebase { theirs, unlike, merged, on_theirs, name, stamp, records } = rebase;
        let Self { situation: read, files, locked, prints, print, hashes, .. } = theirs;
        let on_theirs = |version: &Edit| on_theirs(&read, version);
        let in_files = |key: &Key| read.version_of(key.as_ref());
        let mine = &self.situation;
        let here = |key: &Key| on_theirs(&mine.version_of(key.as_ref()));
        let brought_in = BroughtIn { after: self.history.state(), at: stamp.at, records };
        let left = self.history.rebase(on_theirs, in_files, here, brought_in);
        self.situation.apply(merged);
        // What is neither in the files nor what the steps come to.
        let keys: BTreeSet<Key> = left.keys().cloned().chain(unlike.into_iter().map(Some)).chain([None]).collect();
        let versions = keys.into_iter().map(|key| {
            let without = left.get(&key).cloned().unwrap_or_else(|| read.version_of(key.as_ref()));
            (self.situation.version_of(key.as_ref()), without)
        });
        let (there, back): (Vec<Edit>, Vec<Edit>) = versions.filter(|(now, without)| now != without).unzip();
        if !there.is_empty() {
            self.history.push(name, stamp, Edit::All(there), Edit::All(back));
            self.history.hand_over();
        }
        let is_taken = |name: &String, text: &mut Arc<str>| files.get(name).is_some_and(|other| **other != **text);
        let taken: Vec<(String, Arc<str>)> = self.offered.extract_if(.., is_taken).collect();
        let taken = taken.into_iter().map(|(name, text)| {
            let hash = self.hashes.remove(&name).unwrap_or_default();
            (name, text, hash)
        });
        let taken = taken.collect();
        self.hashes.extend(hashes);
        (self.files, self.locked, self.prints, self.print) = (files, locked, prints, print);
        taken
    }

    /// What others changed and was brought in, oldest first.
    pub fn brought_in(&self) -> &[BroughtIn] {
        self.history.brought_in()
    }
}
