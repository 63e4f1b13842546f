//! What is being worked on: a situation, and the texts of its files as they were read.
//!
//! Main types: [`Document`]; [`Step`] and [`Entry`] tell what was done to it.
//!
//! **Does not:** know paths or the disk, or how the texts are read and written.

mod history;
mod rebase;
mod replay;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::history::History;
use crate::model::{Edit, RecordId, Situation};

pub use history::{Entry, Stamp, Step, Unsaved, Version, as_one, straight, texts_in};
pub use rebase::{BroughtIn, Rebase};
pub use replay::{Fit, Key};

/// A situation with its files. The texts stay as they were read until the document is saved, so that what no edit touched can
/// be written back byte for byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    situation: Situation,
    files: BTreeMap<String, String>,
    locked: BTreeSet<String>,
    /// A fingerprint of each record's text, sorted by id.
    prints: Vec<(RecordId, u64)>,
    print: u64,
    /// Of the source texts, by file.
    hashes: BTreeMap<String, String>,
    /// Source texts that are not among the files yet, by file.
    offered: BTreeMap<String, Arc<str>>,
    history: History,
}

impl Document {
    /// `files` are texts by name (`events.json`, `texts/article.txt`); the `locked` ones were not read whole and must not be
    /// overwritten.
    pub fn new(situation: Situation, files: BTreeMap<String, String>, locked: BTreeSet<String>) -> Self {
        Self {
            situation,
            files,
            locked,
            prints: Vec::new(),
            print: 0,
            hashes: BTreeMap::new(),
            offered: BTreeMap::new(),
            history: History::default(),
        }
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

    /// With a fingerprint of all that stands in its files.
    #[must_use]
    pub fn with_print(mut self, print: u64) -> Self {
        self.print = print;
        self
    }

    /// A fingerprint of all that stood in its files when they were read or last saved.
    pub fn print(&self) -> u64 {
        self.print
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

    /// A text by file name: as read or last saved, or as it was offered.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.file(name).or_else(|| self.offered.get(name).map(AsRef::as_ref))
    }

    /// Offers a source text under a name that no file has yet, with its SHA-256. It is saved once a report names it.
    pub fn offer(&mut self, name: String, text: Arc<str>, sha256: String) {
        self.hashes.insert(name.clone(), sha256);
        self.offered.insert(name, text);
    }

    /// The texts that were offered, by file name, whether a report names them or not.
    pub fn offered(&self) -> &BTreeMap<String, Arc<str>> {
        &self.offered
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
    pub fn step(&mut self, name: String, stamp: Stamp, edit: Edit) {
        let inverse = self.edit(edit.clone());
        if !inverse.is_nothing() {
            self.history.push(name, stamp, edit, inverse);
        }
    }

    /// Takes the last step back, or does the one again that was taken back last. Its name; `None` where there is none.
    pub fn turn(&mut self, way: Turn, stamp: &Stamp) -> Option<&str> {
        self.history.turn(way, stamp, |edit| self.situation.apply(edit))
    }

    /// Goes back or forth to the state right after a step, by its number; 0 is the state before the first. Nothing happens where there is
    /// no such step. How many steps it went.
    pub fn turn_to(&mut self, number: u64, stamp: &Stamp) -> usize {
        let mut n_turned = 0;
        let Some(way) = self.history.way_to(number) else { return 0 };
        while self.history.state() != number && self.turn(way, stamp).is_some() {
            n_turned += 1;
        }
        n_turned
    }

    /// What the next turn of a way would carry out.
    pub fn next_turn(&self, way: Turn) -> Option<&Step> {
        self.history.next(way)
    }

    /// The steps behind the present state, oldest first: that of the last is the present one.
    pub fn steps(&self) -> &[Step] {
        self.history.done()
    }

    /// The steps that were taken back and can be done again, the next first.
    pub fn steps_undone(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.history.undone()
    }

    /// The number of the state that the files hold: that right after a step, or 0. It may be one that no step leads to any more.
    pub fn saved_state(&self) -> u64 {
        self.history.saved_state()
    }

    /// How it came from what was saved last to what it is, entry by entry.
    pub fn entries(&self) -> &[Entry] {
        self.history.entries()
    }

    /// Whether there are entries that [`Document::hand_over`] did not return yet.
    pub fn has_to_hand_over(&self) -> bool {
        self.history.has_to_hand_over()
    }

    /// What was done since this was called last, to be kept in a journal.
    pub fn hand_over(&mut self) -> Unsaved {
        let entries = self.history.hand_over();
        self.with_texts(entries)
    }

    /// All that was done since it was saved last, to be kept in place of what was handed over before.
    pub fn hand_over_all(&mut self) -> Unsaved {
        self.history.hand_over();
        self.unsaved()
    }

    /// All that was done since it was saved last.
    pub fn unsaved(&self) -> Unsaved {
        self.with_texts(self.entries().to_vec())
    }

    fn with_texts(&self, entries: Vec<Entry>) -> Unsaved {
        let is_wanted = |name: &&String| !self.files.contains_key(*name);
        let offered = texts_in(&entries).into_iter().filter(is_wanted).filter_map(|name| self.offered.get_key_value(name));
        let texts = offered.map(|(name, text)| (name.clone(), Arc::clone(text))).collect();
        Unsaved { entries, texts }
    }

    /// The present state, for [`Document::saved`].
    pub fn version(&self) -> Version {
        self.history.version()
    }

    /// Whether the files hold what the document holds.
    pub fn is_saved(&self) -> bool {
        self.history.is_saved()
    }

    /// Takes over the texts that came to their places of a save that failed later.
    pub fn placed(&mut self, files: BTreeMap<String, String>) {
        self.files.extend(files);
    }

    /// Takes over the texts that were saved of a state, with the fingerprints of the records in them and of all.
    pub fn saved(&mut self, version: Version, files: BTreeMap<String, String>, prints: Vec<(RecordId, u64)>, print: u64) {
        self.print = print;
        self.files.extend(files);
        self.offered.retain(|name, _| !self.files.contains_key(name));
        let known: BTreeSet<&RecordId> = prints.iter().map(|(id, _)| id).collect();
        // Records of files that could not be read whole are not among what was written.
        self.prints.retain(|(id, _)| !known.contains(id) && self.situation.contains(id));
        self.prints.extend(prints);
        self.prints.sort();
        self.history.saved(version);
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
    use crate::model::{Event, Mode, Moment};

    fn document(prints: &[(&str, u64)]) -> Document {
        let prints = prints.iter().map(|(id, print)| (RecordId::Event((*id).into()), *print));
        Document::new(Situation::default(), BTreeMap::new(), BTreeSet::new()).with_prints(prints)
    }

    fn put(title: &str) -> Edit {
        Edit::PutEvent(Box::new(Event::new("a".into(), title, Mode::Happened)))
    }

    fn title(document: &Document) -> Option<&str> {
        document.situation().event(&"a".into()).map(|event| event.title.as_str())
    }

    fn turn(document: &mut Document, way: Turn) -> Option<String> {
        document.turn(way, &Stamp::default()).map(str::to_owned)
    }

    fn save(document: &mut Document, version: Version) {
        document.saved(version, BTreeMap::new(), Vec::new(), 0);
    }

    fn document_of(titles: &[&str]) -> Document {
        let mut document = document(&[]);
        for title in titles {
            document.step((*title).to_owned(), Stamp::default(), put(title));
        }
        document
    }

    fn way(entries: &[&Entry]) -> Vec<String> {
        let sign = |turn| match turn {
            None => "",
            Some(Turn::Undo) => "-",
            Some(Turn::Redo) => "+",
        };
        entries.iter().map(|entry| format!("{}{}", sign(entry.turn), entry.name)).collect()
    }

    #[test]
    fn steps_go_back_and_forth_and_the_saved_state_is_known_again() {
        let mut document = document_of(&["1"]);
        assert!(!document.is_saved());
        save(&mut document.clone(), document.version());
        let version = document.version();
        save(&mut document, version);
        for title in ["2", "2"] {
            document.step(title.to_owned(), Stamp::default(), put(title));
        }
        assert!(!document.is_saved());
        assert_eq!(document.steps().len(), 2, "what changes nothing is no step");
        assert_eq!(turn(&mut document, Turn::Undo).as_deref(), Some("2"));
        assert!(document.is_saved());
        assert_eq!(title(&document), Some("1"));
        assert_eq!(turn(&mut document, Turn::Redo).as_deref(), Some("2"));
        assert_eq!(title(&document), Some("2"));
        let undone = [(); 3].map(|()| turn(&mut document, Turn::Undo));
        assert_eq!(undone, [Some("2".to_owned()), Some("1".to_owned()), None]);
        document.step("3".to_owned(), Stamp::default(), put("3"));
        assert!(!document.is_saved() && turn(&mut document, Turn::Redo).is_none(), "another way was taken");
    }

    #[test]
    fn a_step_tells_its_name_when_and_by_whom_and_any_can_be_gone_to() {
        let stamp = Stamp { at: Some(Moment(7)), by: Some("Ana".to_owned()) };
        let mut document = document_of(&["1", "2"]);
        document.step("3".to_owned(), stamp.clone(), put("3"));
        assert_eq!(document.steps().last().map(|step| (step.number(), step.name(), step.stamp())), Some((3, "3", &stamp)));
        for (number, n_steps, expected) in [(1, 2, Some("1")), (1, 0, Some("1")), (3, 2, Some("3")), (9, 0, Some("3")), (0, 3, None)] {
            assert_eq!(document.turn_to(number, &stamp), n_steps, "{number}");
            assert_eq!(title(&document), expected);
        }
        assert_eq!(document.steps_undone().map(Step::number).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn each_entry_is_handed_over_once_also_when_some_were_saved_meanwhile() {
        let mut document = document_of(&["1", "2"]);
        assert_eq!(way(&document.hand_over().entries.iter().collect::<Vec<_>>()), ["1", "2"]);
        let version = document.version();
        turn(&mut document, Turn::Undo);
        save(&mut document, version);
        assert!(document.has_to_hand_over() && !document.is_saved());
        assert_eq!(way(&document.hand_over().entries.iter().collect::<Vec<_>>()), ["-2"]);
        assert!(!document.has_to_hand_over() && document.hand_over().entries.is_empty());
    }

    #[test]
    fn the_way_from_what_was_saved_leaves_out_what_was_taken_back() {
        let mut document = document_of(&["1", "2"]);
        let version = document.version();
        save(&mut document, version);
        assert!(document.entries().is_empty());
        turn(&mut document, Turn::Undo);
        turn(&mut document, Turn::Redo);
        turn(&mut document, Turn::Undo);
        document.step("3".to_owned(), Stamp::default(), put("3"));
        document.step("4".to_owned(), Stamp::default(), put("4"));
        turn(&mut document, Turn::Undo);
        assert_eq!(way(&straight(document.entries())), ["-2", "3"]);
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
