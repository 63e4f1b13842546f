//! What is brought up to date is what is made afresh.

use proptest::prelude::*;

use crate::model::tests::{edit, situation};
use crate::model::{Before, Edit, Situation};
use crate::query::{Index, Touched};

/// Applies an edit with the index brought up to date; its inverse.
fn apply(situation: &mut Situation, index: &mut Index, edit: Edit) -> Edit {
    let before = Before::of(situation, &edit);
    let inverse = situation.apply(edit);
    match Touched::of(situation, &before) {
        Some(touched) => _ = index.update(situation, &touched),
        None => *index = Index::of(situation),
    }
    inverse
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
    fn an_index_brought_up_to_date_is_one_made_afresh(mut situation in situation(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut index = Index::of(&situation);
        let mut inverses = Vec::new();
        for edit in edits {
            let told = format!("{edit:?}");
            inverses.push(apply(&mut situation, &mut index, edit));
            prop_assert_eq!(difference(&index.told(), &Index::of(&situation).told()), None, "after {}", told);
        }
        while let Some(inverse) = inverses.pop() {
            let told = format!("{inverse:?}");
            apply(&mut situation, &mut index, inverse);
            prop_assert_eq!(difference(&index.told(), &Index::of(&situation).told()), None, "after {}", told);
        }
    }
}
