//! What is brought up to date is what is made afresh.

use proptest::prelude::*;

use crate::model::tests::{edit, situation};
use crate::model::{Before, Edit, Situation};
use crate::query::{Index, RecordNames, Touched, find};

/// A situation with what is brought up to date with each edit.
struct Kept {
    situation: Situation,
    index: Index,
    names: RecordNames,
}

impl Kept {
    fn of(situation: Situation) -> Self {
        Self { index: Index::of(&situation), names: RecordNames::of(&situation), situation }
    }

    /// Applies an edit; its inverse.
    fn apply(&mut self, edit: Edit) -> Edit {
        let before = Before::of(&self.situation, [&edit]);
        let inverse = self.situation.apply(edit);
        match Touched::of(&self.situation, &before) {
            Some(touched) => {
                self.index.update(&self.situation, &touched);
                assert!(self.names.update(&self.situation, &touched));
            }
            None => *self = Self::of(std::mem::take(&mut self.situation)),
        }
        inverse
    }

    fn difference(&self) -> Option<String> {
        let afresh = Index::of(&self.situation);
        difference(&self.index.told(), &afresh.told()).or_else(|| {
            let afresh = RecordNames::of(&self.situation);
            let typed = ["a", "ab", "aa b", "c a", "abc a", "b c", "bab"];
            typed.iter().find_map(|typed| difference(&found(&self.names, typed), &found(&afresh, typed)))
        })
    }
}

fn found(names: &RecordNames, typed: &str) -> Vec<String> {
    let found = find(names, typed, 1_000).into_iter();
    let mut lines: Vec<String> =
        found.map(|found| format!("{typed}: {:?} {} {}", names.id(found.subject), found.which, found.score)).collect();
    lines.sort();
    lines
}

/// The first of some lines that are not the same.
fn difference(lines: &[String], others: &[String]) -> Option<String> {
    let first = lines.iter().zip(others).find(|(line, other)| line != other);
    let lengths = (lines.len() != others.len()).then(|| format!("{} lines instead of {}", lines.len(), others.len()));
    first.map(|(line, other)| format!("{line}\n  instead of\n{other}")).or(lengths)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_brought_up_to_date_is_what_is_made_afresh(situation in situation(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut kept = Kept::of(situation);
        let mut inverses = Vec::new();
        for edit in edits {
            let told = format!("{edit:?}");
            inverses.push(kept.apply(edit));
            prop_assert_eq!(kept.difference(), None, "after {}", told);
        }
        while let Some(inverse) = inverses.pop() {
            let told = format!("{inverse:?}");
            kept.apply(inverse);
            prop_assert_eq!(kept.difference(), None, "after {}", told);
        }
    }
}
