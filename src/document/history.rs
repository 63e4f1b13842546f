//! What was done to a document, so that it can be taken back and done again, and told of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::replay::Key;
use crate::document::{BroughtIn, Turn};
use crate::model::{Edit, Moment};

/// When something was done, and by whom, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub at: Option<Moment>,
    pub by: Option<String>,
}

/// A step that was done, and perhaps taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    number: u64,
    name: String,
    stamp: Stamp,
    /// What takes it back; once it is taken back, what does it again.
    turn: Edit,
}

impl Step {
    /// Steps are numbered from 1 as they are done. The number also stands for the state right after the step; that before the first is 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What it is called: "Move Kursk".
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What the next turn over this step carries out: its records are those that the step changed.
    pub fn turn(&self) -> &Edit {
        &self.turn
    }
}

/// A way that a document went, from one of its states to the next: a step done, taken back, or done again. A journal keeps these.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `None`: the step was done for the first time.
    pub turn: Option<Turn>,
    /// The number of the step.
    pub step: u64,
    /// The name of the step.
    pub name: String,
    /// Of this way; a step that is taken back was done earlier, and perhaps by another.
    pub stamp: Stamp,
    /// What was carried out, and what takes that back.
    pub edit: Edit,
    pub inverse: Edit,
}

/// What a journal keeps: what was done, and the source texts that came with it and are in no file yet, by file name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unsaved {
    pub entries: Vec<Entry>,
    pub texts: BTreeMap<String, Arc<str>>,
}

/// The names of the source texts that reports came to name.
pub fn texts_in(entries: &[Entry]) -> BTreeSet<&String> {
    let reports = entries.iter().flat_map(|entry| entry.edit.singles()).filter_map(|single| match single {
        Edit::PutReport(report) => Some(report),
        _ => None,
    });
    reports.filter_map(|report| Some(&report.text.as_deref()?.file)).collect()
}

/// A state that a document was in, to say later that this one was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    step: u64,
    n_entries: u64,
    n_brought_in: usize,
}

/// The steps behind the present state and those that were taken back, and the way here from what was saved last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History {
    done: Vec<Step>,
    /// The next to be done again last.
    undone: Vec<Step>,
    n_steps: u64,
    saved: u64,
    /// All since the state that was saved last.
    entries: Vec<Entry>,
    /// How many there were before them, and how many of all were handed over to be kept.
    n_forgotten: u64,
    n_handed_over: u64,
    /// What others changed and was brought in.
    brought_in: Vec<BroughtIn>,
}

impl History {
    pub fn push(&mut self, name: String, stamp: Stamp, edit: Edit, inverse: Edit) {
        self.undone.clear();
        self.n_steps += 1;
        let (number, turn) = (self.n_steps, inverse.clone());
        self.entries.push(Entry { turn: None, step: number, name: name.clone(), stamp: stamp.clone(), edit, inverse });
        self.done.push(Step { number, name, stamp, turn });
    }

    /// Takes the last step back, or does the one again that was taken back last, by what `apply` carries out. Its name, or `None` where
    /// there is none.
    pub fn turn(&mut self, way: Turn, stamp: &Stamp, apply: impl FnOnce(Edit) -> Edit) -> Option<&str> {
        let (from, to) = match way {
            Turn::Undo => (&mut self.done, &mut self.undone),
            Turn::Redo => (&mut self.undone, &mut self.done),
        };
        let mut step = from.pop()?;
        let edit = step.turn.clone();
        step.turn = apply(step.turn);
        let entry =
            Entry { turn: Some(way), step: step.number, name: step.name.clone(), stamp: stamp.clone(), edit, inverse: step.turn.clone() };
        self.entries.push(entry);
        to.push(step);
        to.last().map(|step| step.name.as_str())
    }

    /// Which way leads to the state after a step; `None` where it is the present one, or there is none of that number.
    pub fn way_to(&self, number: u64) -> Option<Turn> {
        if number == self.state() {
            None
        } else if number == 0 || self.done.iter().any(|step| step.number == number) {
            Some(Turn::Undo)
        } else {
            self.undone.iter().any(|step| step.number == number).then_some(Turn::Redo)
        }
    }

    /// The number of the present state.
    pub fn state(&self) -> u64 {
        self.done.last().map_or(0, |step| step.number)
    }

    pub fn version(&self) -> Version {
        Version { step: self.state(), n_entries: self.n_entries(), n_brought_in: self.brought_in.len() }
    }

    fn n_entries(&self) -> u64 {
        self.n_forgotten + self.entries.len() as u64
    }

    pub fn saved(&mut self, version: Version) {
        self.saved = version.step;
        let n = usize::try_from(version.n_entries.saturating_sub(self.n_forgotten)).unwrap_or_default().min(self.entries.len());
        self.entries.drain(..n);
        self.n_forgotten += n as u64;
    }

    /// Puts all steps on files that others changed. `on_theirs` tells what a version that a record (or the header) had is together with
    /// what others made of it; `in_files` is what the files hold now, and `here` what the steps come to. What a step did that others did too
    /// is no part of it any more, and one of which nothing remains is none. What the entries come to, as far as that is not in the files.
    pub fn rebase(
        &mut self,
        on_theirs: impl Fn(&Edit) -> Edit,
        in_files: impl Fn(&Key) -> Edit,
        here: impl Fn(&Key) -> Edit,
        brought_in: BroughtIn,
    ) -> BTreeMap<Key, Edit> {
        let n_entries = self.n_entries();
        let mut way = Way::from(&in_files);
        self.entries.retain_mut(|entry| match way.go(entry.edit.singles().into_iter().map(&on_theirs)) {
            None => false,
            Some((edit, inverse)) => {
                (entry.edit, entry.inverse) = (edit, inverse);
                true
            }
        });
        (self.n_forgotten, self.n_handed_over) = (n_entries, n_entries + self.entries.len() as u64);
        let left = way.at;
        for steps in [&mut self.done, &mut self.undone] {
            // From the present state on, one after the other.
            let mut way = Way::from(&here);
            let mut turned: Vec<Step> = Vec::new();
            while let Some(mut step) = steps.pop() {
                if let Some((turn, _)) = way.go(step.turn.singles().into_iter().map(&on_theirs)) {
                    step.turn = turn;
                    turned.push(step);
                }
            }
            turned.reverse();
            *steps = turned;
        }
        // The state after a step that is none any more is that before it.
        let numbers = self.done.iter().chain(&self.undone).map(Step::number);
        self.saved = if self.entries.is_empty() { self.state() } else { numbers.filter(|n| *n <= self.saved).max().unwrap_or_default() };
        self.brought_in.push(brought_in);
        left
    }

    /// What others changed and was brought in, oldest first.
    pub fn brought_in(&self) -> &[BroughtIn] {
        &self.brought_in
    }

    pub fn is_saved(&self) -> bool {
        self.state() == self.saved
    }

    /// The number of the state that was saved last.
    pub fn saved_state(&self) -> u64 {
        self.saved
    }

    /// What would be carried out next.
    pub fn next(&self, way: Turn) -> Option<&Step> {
        let steps = if way == Turn::Undo { &self.done } else { &self.undone };
        steps.last()
    }

    pub fn done(&self) -> &[Step] {
        &self.done
    }

    pub fn undone(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.undone.iter().rev()
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries that were not handed over yet.
    pub fn hand_over(&mut self) -> Vec<Entry> {
        let n_known = usize::try_from(self.n_handed_over.saturating_sub(self.n_forgotten)).unwrap_or_default();
        self.n_handed_over = self.n_entries();
        self.entries.get(n_known..).unwrap_or_default().to_vec()
    }

    pub fn has_to_hand_over(&self) -> bool {
        self.n_handed_over < self.n_entries()
    }
}

/// A way over versions of records.
struct Way<F> {
    /// What each that was changed on the way is now.
    at: BTreeMap<Key, Edit>,
    start: F,
}

impl<F: Fn(&Key) -> Edit> Way<F> {
    fn from(start: F) -> Self {
        Self { at: BTreeMap::new(), start }
    }

    /// Goes on: what of it changes something, and what takes that back; `None` where nothing does.
    fn go(&mut self, singles: impl Iterator<Item = Edit>) -> Option<(Edit, Edit)> {
        let (mut there, mut back) = (Vec::new(), Vec::new());
        let last: BTreeMap<Key, Edit> = singles.map(|single| (single.record(), single)).collect();
        for (key, after) in last {
            let before = self.at.get(&key).cloned().unwrap_or_else(|| (self.start)(&key));
            if before != after {
                self.at.insert(key, after.clone());
                there.push(after);
                back.push(before);
            }
        }
        (!there.is_empty()).then_some((Edit::All(there), Edit::All(back)))
    }
}

/// The same way without what was done and taken back again.
pub fn straight(entries: &[Entry]) -> Vec<&Entry> {
    let mut way: Vec<&Entry> = Vec::new();
    for entry in entries {
        let is_undo = entry.turn == Some(Turn::Undo);
        let is_back = way.last().is_some_and(|last| last.step == entry.step && (last.turn == Some(Turn::Undo)) != is_undo);
        if is_back {
            way.pop();
        } else {
            way.push(entry);
        }
    }
    way
}

/// One entry that comes to the same as several; `None` where there are none.
pub fn as_one(entries: &[Entry], name: String) -> Option<Entry> {
    let last = entries.last()?;
    let singles_of = |edits: &mut dyn Iterator<Item = &Edit>| -> Edit {
        let by_record: BTreeMap<_, Edit> = edits.flat_map(Edit::singles).map(|single| (single.record(), single.clone())).collect();
        Edit::All(by_record.into_values().collect())
    };
    // Of each record what it was last, and what it was before the first.
    let edit = singles_of(&mut entries.iter().map(|entry| &entry.edit));
    let inverse = singles_of(&mut entries.iter().rev().map(|entry| &entry.inverse));
    Some(Entry { turn: None, step: last.step, name, stamp: last.stamp.clone(), edit, inverse })
}
