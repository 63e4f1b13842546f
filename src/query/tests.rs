//! What is brought up to date is what is made afresh.

use proptest::prelude::*;

use crate::model::tests::{Kept, Story, about, edits, event, is_as_if_made_afresh, own, relayed, situation};
use crate::model::{About, Before, Edit, Report, Situation, Stance, Subject};
use crate::query::{Index, RecordNames, Touched, find};

/// A situation with what is brought up to date with each edit.
struct Indexed {
    situation: Situation,
    index: Index,
    names: RecordNames,
}

impl Indexed {
    fn of(situation: Situation) -> Self {
        Self { index: Index::of(&situation), names: RecordNames::of(&situation), situation }
    }
}

impl Kept for Indexed {
    fn situation(&self) -> &Situation {
        &self.situation
    }

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
    fn what_is_brought_up_to_date_is_what_is_made_afresh(situation in situation(), edits in edits()) {
        is_as_if_made_afresh(Indexed::of(situation), edits)?;
    }
}

/// A story in which one report was put anew, brought up to date and made afresh.
fn retold(story: Story, report: Report) -> Option<String> {
    let mut kept = Indexed::of(story.situation);
    kept.apply(Edit::PutReport(Box::new(report)));
    kept.difference()
}

#[test]
fn a_report_that_speaks_of_what_it_replaced_is_a_tie_more_of_that() {
    let mut story = Story::default();
    story.report(own("r1", "s1", 1, Vec::new())).report(Report { supersedes: Some("r1".into()), ..own("r2", "s1", 2, Vec::new()) });
    let of_other = About::new(Subject::Report("r1".into()), Stance::Asserts);
    assert_eq!(retold(story, own("r2", "s1", 2, vec![of_other])), None);
}

#[test]
fn a_report_that_takes_another_back_sways_the_events_of_that() {
    let mut story = Story::default();
    let of_other = |stance| About::new(Subject::Report("r1".into()), stance);
    story.event(event("e1", &[])).report(own("r1", "s1", 1, vec![about("e1", Stance::Asserts)]));
    story.report(own("r2", "s1", 2, vec![of_other(Stance::Comments)]));
    assert_eq!(retold(story, own("r2", "s1", 2, vec![of_other(Stance::Retracts)])), None);
}

#[test]
fn what_replaces_a_taking_back_sways_the_events_of_what_was_taken_back() {
    let mut story = Story::default();
    story.event(event("e1", &[])).report(own("r1", "s1", 1, vec![about("e1", Stance::Asserts)]));
    story.report(own("r2", "s1", 2, vec![About::new(Subject::Report("r1".into()), Stance::Retracts)])).report(own(
        "r3",
        "s1",
        3,
        Vec::new(),
    ));
    assert_eq!(retold(story, Report { supersedes: Some("r2".into()), ..own("r3", "s1", 3, Vec::new()) }), None);
}

#[test]
fn a_report_that_no_longer_speaks_from_its_own_knowledge_sways_the_events_of_its_copies() {
    let mut story = Story::default();
    story.event(event("e1", &[])).report(own("r1", "s1", 1, vec![about("e1", Stance::Asserts)]));
    story.report(own("r2", "s2", 1, Vec::new())).report(relayed("r3", "s3", 2, "r2", vec![about("e1", Stance::Asserts)]));
    assert_eq!(retold(story, relayed("r2", "s2", 1, "r0", Vec::new())), None);
}
