use proptest::prelude::*;

use super::{edit, situation};
use crate::model::{ActorId, Edit, Event, EventId, Header, Mode, RecordId, Situation};

/// The same records put one by one into an empty situation.
fn built_afresh(from: &Situation) -> Situation {
    let mut afresh = Situation::new(from.header().clone());
    for place in from.places().values() {
        afresh.apply(Edit::PutPlace(Box::new(place.clone())));
    }
    for actor in from.actors().values() {
        afresh.apply(Edit::PutActor(Box::new(actor.clone())));
    }
    for source in from.sources().values() {
        afresh.apply(Edit::PutSource(Box::new(source.clone())));
    }
    for event in from.events().values() {
        afresh.apply(Edit::PutEvent(Box::new(event.clone())));
    }
    for report in from.reports().values() {
        afresh.apply(Edit::PutReport(Box::new(report.clone())));
    }
    afresh
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_are_taken_back_one_by_one(before in situation(), edits in prop::collection::vec(edit(), 0..6)) {
        let mut edited = before.clone();
        let inverses: Vec<Edit> = edits.into_iter().map(|edit| edited.apply(edit)).collect();
        let after = edited.clone();
        let mut again = Vec::new();
        for inverse in inverses.into_iter().rev() {
            again.push(edited.apply(inverse));
        }
        prop_assert_eq!(&edited, &before);
        prop_assert_eq!(edited.back_links(), before.back_links());
        for redo in again.into_iter().rev() {
            edited.apply(redo);
        }
        prop_assert_eq!(&edited, &after);
    }

    #[test]
    fn links_back_are_those_of_a_situation_built_afresh(mut edited in situation(), edits in prop::collection::vec(edit(), 0..6)) {
        for edit in edits {
            edited.apply(edit);
        }
        let afresh = built_afresh(&edited);
        prop_assert_eq!(edited.back_links(), afresh.back_links());
        prop_assert_eq!(edited.zone(), afresh.zone());
    }

    #[test]
    fn every_record_that_differs_is_among_the_changes(before in situation(), edit in edit()) {
        let mut after = before.clone();
        after.apply(edit);
        let changed: Vec<_> = after.changes_since(before.rev()).unwrap().cloned().collect();
        for id in before.ids().chain(after.ids()) {
            let is_same = match &id {
                RecordId::Place(id) => before.place(id) == after.place(id),
                RecordId::Actor(id) => before.actor(id) == after.actor(id),
                RecordId::Source(id) => before.source(id) == after.source(id),
                RecordId::Event(id) => before.event(id) == after.event(id),
                RecordId::Report(id) => before.report(id) == after.report(id),
                RecordId::Scene(id) => before.scene(id) == after.scene(id),
            };
            prop_assert!(is_same || changed.contains(&id), "{}", id);
        }
        prop_assert!(before == after || before.rev() < after.rev());
    }
}

fn put_event(id: &str) -> Edit {
    Edit::PutEvent(Box::new(Event::new(id.into(), "title", Mode::Happened)))
}

#[test]
fn an_edit_that_changes_nothing_moves_no_revision_and_its_inverse_is_nothing() {
    let mut situation = Situation::default();
    situation.apply(put_event("vote"));
    let rev = situation.rev();
    for edit in [put_event("vote"), Edit::Remove(RecordId::Event("none".into())), Edit::nothing(), Edit::PutHeader(Box::default())] {
        assert!(situation.apply(edit).is_nothing());
        assert_eq!(situation.rev(), rev);
    }
}

#[test]
fn each_change_moves_the_revision() {
    let mut situation = Situation::default();
    let mut last = situation.rev();
    let header = Header { title: "t".into(), ..Header::default() };
    for edit in [put_event("vote"), Edit::PutHeader(Box::new(header)), Edit::Remove(RecordId::Event("vote".into()))] {
        situation.apply(edit);
        assert!(situation.rev() > last);
        last = situation.rev();
    }
}

#[test]
fn the_log_of_changes_says_when_it_no_longer_reaches_back() {
    let mut situation = Situation::default();
    let start = situation.rev();
    assert_eq!(situation.changes_since(start).unwrap().count(), 0);
    for n in 0..10_000 {
        situation.apply(put_event(&n.to_string()));
    }
    assert_eq!(situation.changes_since(start).unwrap().count(), 10_000);
    let late = situation.rev();
    situation.apply(put_event("one more"));
    assert!(situation.changes_since(start).is_none());
    assert_eq!(situation.changes_since(late).unwrap().collect::<Vec<_>>(), [&RecordId::Event(EventId::from("one more"))]);
    assert!(Situation::default().changes_since(late).is_none(), "a revision still to come");
}

#[test]
fn a_heap_of_nested_edits_is_carried_out_in_order() {
    let mut edit = put_event("inmost");
    for _ in 0..50_000 {
        edit = Edit::All(vec![edit]);
    }
    let mut situation = Situation::default();
    assert_eq!(situation.apply(edit), Edit::Remove(RecordId::Event("inmost".into())));
    assert!(situation.actor(&ActorId::from("inmost")).is_none());
    assert!(situation.event(&EventId::from("inmost")).is_some());
}
