//! Doing again what a journal tells, on files that may have changed since.

use std::collections::BTreeMap;

use crate::document::{Document, Entry, Step, Turn};
use crate::model::{Edit, RecordId, Situation};

/// What an edit changes: a record, or with `None` the header.
pub type Key = Option<RecordId>;

/// How entries fit to a document: which of what they did is lost, and which cannot be done any more.
#[derive(Clone, Debug, Default)]
pub struct Fit {
    /// By what was changed: what it is, and what it was last by the entries. Only what is different.
    pub lost: BTreeMap<Key, (Edit, Edit)>,
    /// What is now none of what it ever was by the entries, so that it was changed elsewhere; with what it was last by the entries.
    pub unfit: BTreeMap<Key, Edit>,
    /// Of each that was changed, how many of its changes are there already; `None` where it is unfit.
    n_there: BTreeMap<Key, Option<usize>>,
}

impl Fit {
    /// Whether all is there that the entries did.
    pub fn is_nothing(&self) -> bool {
        self.lost.is_empty() && self.unfit.is_empty()
    }

    pub fn of(situation: &Situation, entries: &[Entry]) -> Self {
        let mut fit = Self::default();
        let mut is_as_before = true;
        for (key, versions) in versions_of(entries) {
            let Some(last) = versions.last() else { continue };
            let now = situation.version_of(key.as_ref());
            is_as_before &= versions.first().is_some_and(|first| **first == now);
            let n_there = versions.iter().rposition(|version| **version == now);
            match n_there {
                None => drop(fit.unfit.insert(key.clone(), (*last).clone())),
                Some(_) if **last == now => {}
                Some(_) => drop(fit.lost.insert(key.clone(), (now, (*last).clone()))),
            }
            fit.n_there.insert(key, n_there);
        }
        // Then none of what they did counts as there, though some may have led back to what is.
        if is_as_before {
            fit.n_there.values_mut().for_each(|n_there| *n_there = Some(0));
        }
        fit
    }
}

/// What each of what the entries changed was, before the first of them and after each that changed it.
fn versions_of(entries: &[Entry]) -> BTreeMap<Key, Vec<&Edit>> {
    let mut versions: BTreeMap<Key, Vec<&Edit>> = BTreeMap::new();
    for entry in entries {
        let after = last_by_key(&entry.edit);
        for (key, before) in last_by_key(&entry.inverse) {
            let Some(after) = after.get(&key) else { continue };
            versions.entry(key).or_insert_with(|| vec![before]).push(after);
        }
    }
    versions
}

/// What an edit makes of each that it changes.
fn last_by_key(edit: &Edit) -> BTreeMap<Key, &Edit> {
    edit.singles().into_iter().map(|single| (single.record(), single)).collect()
}

impl Document {
    /// Does again what entries of a journal did, as far as it fits and is not there already, step by step with their names and stamps.
    /// `name_of` names what is taken back or done again of a step that is not among those of this document.
    pub fn replay(&mut self, entries: &[Entry], fit: &Fit, name_of: impl Fn(&Entry) -> String) {
        let mut n_seen: BTreeMap<Key, usize> = BTreeMap::new();
        // The numbers that steps have here.
        let mut numbers: BTreeMap<u64, u64> = BTreeMap::new();
        for entry in entries {
            let changed = last_by_key(&entry.inverse);
            let mut is_whole = true;
            let mut rest = Vec::new();
            for (key, single) in last_by_key(&entry.edit) {
                if !changed.contains_key(&key) {
                    continue;
                }
                let n_before = n_seen.entry(key.clone()).or_default();
                *n_before += 1;
                let is_wanted = fit.n_there.get(&key).copied().flatten().is_some_and(|n_there| *n_before > n_there);
                is_whole &= is_wanted;
                rest.extend(is_wanted.then(|| single.clone()));
            }
            let known = entry.turn.and_then(|way| self.next_turn(way)).map(Step::number);
            if is_whole
                && let Some(way) = entry.turn
                && known.is_some()
                && known == numbers.get(&entry.step).copied()
            {
                self.turn(way, &entry.stamp);
                continue;
            }
            let name = if entry.turn.is_some() { name_of(entry) } else { entry.name.clone() };
            let before = self.version();
            self.step(name, entry.stamp.clone(), Edit::All(rest));
            match entry.turn {
                None if is_whole && self.version() != before => {
                    numbers.extend(self.steps().last().map(|step| (entry.step, step.number())));
                }
                Some(Turn::Undo | Turn::Redo) => drop(numbers.remove(&entry.step)),
                None => {}
            }
        }
    }
}
