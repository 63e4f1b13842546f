//! What is being worked on: a situation, and the texts of its files as they were read.
//!
//! Main type: [`Document`].
//!
//! **Does not:** know paths or the disk, or how the texts are read and written.

mod history;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::history::History;
use crate::model::{Edit, RecordId, Situation};

/// A situation with its files. The texts stay as they were read until the document is saved, so that what no edit touched can
/// be written back byte for byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    situation: Situation,
    files: BTreeMap<String, String>,
    locked: BTreeSet<String>,
    /// A fingerprint of each record's text, sorted by id.
    prints: Vec<(RecordId, u64)>,
    /// Of the source texts, by file.
    hashes: BTreeMap<String, String>,
    history: History,
}

impl Document {
    /// `files` are texts by name (`events.json`, `texts/article.txt`); the `locked` ones were not read whole and must not be
    /// overwritten.
    pub fn new(situation: Situation, files: BTreeMap<String, String>, locked: BTreeSet<String>) -> Self {
        Self { situation, files, locked, prints: Vec::new(), hashes: BTreeMap::new(), history: History::default() }
    }

    /// With a fingerprint of each record's text as it stands in the files, by which what changed can be told.
    #[must_use]
    pub fn with_prints(mut self, prints: impl IntoIterator<Item = (RecordId, u64)>) -> Self {
        self.prints = prints.into_iter().collect();
        self.prints.sort();
        // The last of several records of one id is the one that was read.
        self.prints.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                kept.1 = later.1;
            }
            is_same
        });
        self
    }

    /// With the SHA-256 of its source texts by file, in hexadecimal, of the bytes as they were read.
    #[must_use]
    pub fn with_hashes(mut self, hashes: BTreeMap<String, String>) -> Self {
        self.hashes = hashes;
        self
    }

    /// The SHA-256 of a source text, in hexadecimal.
    pub fn hash(&self, file: &str) -> Option<&str> {
        self.hashes.get(file).map(String::as_str)
    }

    pub fn prints(&self) -> &[(RecordId, u64)] {
        &self.prints
    }

    /// The records that are not in `before` or stood there with another text.
    pub fn changed_since(&self, before: &[(RecordId, u64)]) -> BTreeSet<RecordId> {
        let mut before = before.iter().peekable();
        let mut is_known = |id: &RecordId, print: u64| {
            while before.next_if(|(other, _)| other < id).is_some() {}
            before.peek().is_some_and(|(other, known)| other == id && *known == print)
        };
        self.prints.iter().filter(|(id, print)| !is_known(id, *print)).map(|(id, _)| id.clone()).collect()
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

    /// Carries out an edit as a step of that name, which can be taken back. What changes nothing is no step.
    pub fn step(&mut self, name: String, edit: Edit) {
        let inverse = self.edit(edit);
        if !inverse.is_nothing() {
            self.history.push(name, inverse);
        }
    }

    /// Takes the last step back, or does the one again that was taken back last. Its name; `None` where there is none.
    pub fn turn(&mut self, way: Turn) -> Option<String> {
        let apply = |edit| self.situation.apply(edit);
        match way {
            Turn::Undo => self.history.undo(apply),
            Turn::Redo => self.history.redo(apply),
        }
    }

    /// What the next turn of each way would carry out.
    pub fn next_turn(&self, way: Turn) -> Option<&Edit> {
        self.history.next(way)
    }

    /// The number of the present state among all that the document was in, for [`Document::saved`].
    pub fn state(&self) -> u64 {
        self.history.state()
    }

    /// Whether the files hold what the document holds.
    pub fn is_saved(&self) -> bool {
        self.history.is_saved()
    }

    /// Takes over the texts that were saved of a state, and the fingerprints of the records in them.
    pub fn saved(&mut self, state: u64, files: BTreeMap<String, String>, prints: Vec<(RecordId, u64)>) {
        self.files.extend(files);
        let known: BTreeSet<&RecordId> = prints.iter().map(|(id, _)| id).collect();
        // Records of files that could not be read whole are not among what was written.
        self.prints.retain(|(id, _)| !known.contains(id) && self.situation.contains(id));
        self.prints.extend(prints);
        self.prints.sort();
        self.history.saved(state);
    }
}

/// A way through the steps that were done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Undo,
    Redo,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Event, Mode};

    fn document(prints: &[(&str, u64)]) -> Document {
        let prints = prints.iter().map(|(id, print)| (RecordId::Event((*id).into()), *print));
        Document::new(Situation::default(), BTreeMap::new(), BTreeSet::new()).with_prints(prints)
    }

    #[test]
    fn steps_go_back_and_forth_and_the_saved_state_is_known_again() {
        let mut document = document(&[]);
        let put = |title: &str| Edit::PutEvent(Box::new(Event::new("a".into(), title, Mode::Happened)));
        let title = |document: &Document| document.situation().event(&"a".into()).map(|event| event.title.clone());
        assert!(document.is_saved());
        document.step("one".to_owned(), put("1"));
        document.saved(document.state(), BTreeMap::new(), Vec::new());
        document.step("two".to_owned(), put("2"));
        document.step("nothing".to_owned(), put("2"));
        assert!(!document.is_saved());
        assert_eq!(document.turn(Turn::Undo).as_deref(), Some("two"), "what changes nothing is no step");
        assert!(document.is_saved());
        assert_eq!(title(&document).as_deref(), Some("1"));
        assert_eq!(document.turn(Turn::Redo).as_deref(), Some("two"));
        assert_eq!(title(&document).as_deref(), Some("2"));
        assert_eq!(
            (document.turn(Turn::Undo), document.turn(Turn::Undo), document.turn(Turn::Undo)),
            (Some("two".to_owned()), Some("one".to_owned()), None)
        );
        document.step("three".to_owned(), put("3"));
        assert!(!document.is_saved() && document.turn(Turn::Redo).is_none(), "another way was taken");
    }

    #[test]
    fn what_came_and_what_changed_is_told_and_what_went_is_not() {
        let before = document(&[("b", 1), ("c", 1), ("d", 1), ("a", 1)]);
        let after = document(&[("a", 1), ("c", 2), ("d", 1), ("e", 1)]);
        let changed: Vec<String> = after.changed_since(before.prints()).iter().map(ToString::to_string).collect();
        assert_eq!(changed, ["event:c", "event:e"]);
        assert!(after.changed_since(after.prints()).is_empty());
    }
}
