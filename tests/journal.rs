#![cfg(test)]
//! Journals as text, and what is done again of them on files that may have changed.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sandtable::app::load;
use sandtable::base::Problems;
use sandtable::command::Content;
use sandtable::differences::{Choices, Merge, Side, on_theirs, unlike};
use sandtable::document::{Document, Entry, Fit, Rebase, Stamp, Step, Turn};
use sandtable::formats::native;
use sandtable::model::{Edit, Event, Moment, RecordId, Situation};

fn sample() -> Document {
    match load::sample().content {
        Ok(Content::Situation(document, ..)) => *document,
        other => panic!("{other:?}"),
    }
}

fn stamp() -> Stamp {
    Stamp { at: Some(Moment(1_729_792_800)), by: Some("Ana \"A\" \u{2028}".to_owned()) }
}

fn titled(situation: &Situation, id: &str, title: &str) -> Edit {
    let mut event = situation.event(&id.into()).cloned().unwrap_or_else(|| Event::new(id.into(), "", sandtable::model::Mode::Happened));
    title.clone_into(&mut event.title);
    Edit::PutEvent(Box::new(event))
}

fn step(document: &mut Document, id: &str, title: &str) {
    let edit = titled(document.situation(), id, title);
    document.step(format!("{id} {title}"), stamp(), edit);
}

/// What a journal would give back.
fn through_text(entries: &[Entry]) -> Vec<Entry> {
    entries.iter().map(|entry| native::journal_entry_in(&native::journal_line(entry)).expect("a whole line")).collect()
}

fn replay(document: &mut Document, entries: &[Entry]) -> Fit {
    let fit = Fit::of(document.situation(), entries);
    document.replay(entries, &fit, |entry| format!("again: {}", entry.name));
    fit
}

fn names(document: &Document) -> Vec<&str> {
    document.steps().iter().map(Step::name).collect()
}

#[test]
fn every_record_of_the_sample_comes_back_from_a_journal_as_it_was() {
    let document = sample();
    let situation = document.situation();
    let mut edits: Vec<Edit> = situation.ids().map(|id| situation.put_of(&id).unwrap()).collect();
    edits.push(Edit::PutHeader(Box::new(situation.header().clone())));
    edits.extend(situation.ids().map(Edit::Remove));
    let text = native::edit_text(&Edit::All(vec![Edit::All(edits.clone())]));
    assert!(!text.contains(['\n', '\r']));
    assert_eq!(native::edit_in(&text), Some(Edit::All(edits)));
}

#[test]
fn members_that_are_not_known_or_are_wrong_come_back_to_the_blank() {
    let events = "[{\"id\": \"a\",\n \"title\": \"A\", \"mode\": \"dreamt\", \"when\": \"soon\", \"places\": [{\"place\": 7}], \"extra\": {\n\t\"b\":  1}}]";
    let files = [("situation.json", "{\"format\": 1, \"title\": \"T\", \"more\": [\n1]}"), ("events.json", events)];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    let document = native::read(files, &mut Problems::default()).unwrap();
    let situation = document.situation();
    let event = Edit::PutEvent(Box::new(situation.event(&"a".into()).unwrap().clone()));
    let header = Edit::PutHeader(Box::new(situation.header().clone()));
    for edit in [event, header] {
        let text = native::edit_text(&edit);
        assert!(!text.contains('\n'), "{text}");
        assert_eq!(native::edit_in(&text), Some(edit), "{text}");
    }
}

#[test]
fn a_torn_line_is_no_entry_wherever_it_is_torn() {
    let mut document = sample();
    step(&mut document, "a", "1");
    let line = native::journal_line(&document.entries()[0]);
    assert!(native::journal_entry_in(&line).is_some());
    for torn in (0..line.len()).filter_map(|end| line.get(..end)) {
        assert_eq!(native::journal_entry_in(torn), None, "{torn}");
    }
}

#[test]
fn the_first_line_of_a_journal_comes_back() {
    let head = native::JournalHead { path: "/a \"b\"".to_owned(), print: u64::MAX - 5, since: Some(Moment(1_729_792_800)) };
    assert_eq!(native::journal_head_in(&native::journal_head_line(&head)), Some(head));
    assert_eq!(native::journal_head_in("{\"journal\": 2, \"path\": \"a\", \"print\": \"0\"}"), None);
}

#[test]
fn on_the_same_files_all_is_done_again_with_its_steps_so_that_it_can_be_undone() {
    let mut first = sample();
    for (id, title) in [("a", "1"), ("b", "1"), ("a", "2"), ("a", "3")] {
        step(&mut first, id, title);
    }
    first.turn(Turn::Undo, &stamp());
    first.turn(Turn::Undo, &stamp());
    first.turn(Turn::Redo, &stamp());
    let mut second = sample();
    let fit = replay(&mut second, &through_text(first.entries()));
    assert_eq!(second.situation(), first.situation());
    assert_eq!(names(&second), names(&first));
    assert_eq!(second.steps_undone().count(), 1);
    assert_eq!(second.steps()[0].stamp(), &stamp());
    assert_eq!(fit.lost.len(), 2);
    assert!(fit.unfit.is_empty());
    while second.turn(Turn::Undo, &stamp()).is_some() {}
    assert_eq!(second.situation(), sample().situation());
}

#[test]
fn what_was_saved_already_is_not_lost_and_what_was_not_is_done_again_on_it() {
    let mut first = sample();
    for (id, title) in [("a", "1"), ("b", "1"), ("a", "2")] {
        step(&mut first, id, title);
    }
    let entries = through_text(first.entries());
    assert!(Fit::of(first.situation(), &entries).is_nothing());
    let mut second = sample();
    step(&mut second, "a", "1");
    let fit = replay(&mut second, &entries);
    let lost: Vec<String> = fit.lost.keys().flatten().map(RecordId::to_string).collect();
    assert_eq!(lost, ["event:a", "event:b"]);
    assert_eq!(second.situation(), first.situation());
    assert_eq!(names(&second), ["a 1", "b 1", "a 2"]);
}

#[test]
fn what_was_changed_elsewhere_meanwhile_stays_and_is_told() {
    let mut first = sample();
    for (id, title) in [("a", "1"), ("b", "1"), ("a", "2")] {
        step(&mut first, id, title);
    }
    let mut second = sample();
    step(&mut second, "a", "theirs");
    let fit = replay(&mut second, &through_text(first.entries()));
    assert_eq!(fit.unfit.keys().flatten().map(RecordId::to_string).collect::<Vec<_>>(), ["event:a"]);
    let title = |id: &str| second.situation().event(&id.into()).unwrap().title.as_str();
    assert_eq!((title("a"), title("b")), ("theirs", "1"));
}

#[test]
fn a_step_taken_back_that_was_saved_before_is_taken_back_again() {
    let mut first = sample();
    step(&mut first, "a", "1");
    step(&mut first, "a", "2");
    let (version, saved) = (first.version(), first.clone());
    first.saved(version, BTreeMap::new(), Vec::new(), 0);
    first.turn(Turn::Undo, &stamp());
    let mut second = Document::new(saved.situation().clone(), BTreeMap::new(), BTreeSet::new());
    replay(&mut second, &through_text(first.entries()));
    assert_eq!(second.situation(), first.situation());
    assert_eq!(names(&second), ["again: a 2"]);
}

/// An edit of the sample by numbers: any record gone, come back, or put as another of its kind is.
fn edit(situation: &Situation, ids: &[RecordId], (which, other, kind): (usize, usize, u8)) -> Edit {
    let id = &ids[which % ids.len()];
    match kind % 8 {
        0 => Edit::Remove(id.clone()),
        1 => {
            let mut header = situation.header().clone();
            header.title = format!("title {other}");
            Edit::PutHeader(Box::new(header))
        }
        2 => Edit::PutEvent(Box::new(Event::new(format!("new-{}", other % 5).as_str().into(), "new", sandtable::model::Mode::Expected))),
        3 => Edit::All(vec![edit(situation, ids, (which + 1, other, 4)), edit(situation, ids, (other, which, 0))]),
        _ => match situation.put_of(id) {
            Some(Edit::PutEvent(mut event)) => {
                event.title.push_str(&other.to_string());
                event.tags.push(format!("tag {other}"));
                Edit::PutEvent(event)
            }
            Some(Edit::PutReport(mut report)) => {
                report.url = Some(format!("https://example.org/{other}"));
                report.about.pop();
                Edit::PutReport(report)
            }
            Some(Edit::PutPlace(mut place)) => {
                place.note = Some(other.to_string());
                place.geometry = None;
                Edit::PutPlace(place)
            }
            Some(Edit::PutSource(mut source)) => {
                source.named = !source.named;
                Edit::PutSource(source)
            }
            Some(Edit::PutActor(mut actor)) => {
                actor.role = Some(other.to_string());
                Edit::PutActor(actor)
            }
            _ => Edit::Remove(ids[other % ids.len()].clone()),
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_200_edits_undone_give_the_same_bytes_and_done_again_the_same_again(
        wanted in proptest::collection::vec((any::<usize>().prop_map(|n| n / 2), any::<usize>().prop_map(|n| n / 2), any::<u8>()), 200)
    ) {
        let mut document = sample();
        let before = native::write(&document);
        let ids: Vec<RecordId> = document.situation().ids().collect();
        for (n, numbers) in wanted.into_iter().enumerate() {
            let edit = edit(document.situation(), &ids, numbers);
            document.step(format!("edit {n}"), stamp(), edit);
        }
        let (after, changed, n_steps) = (native::write(&document), document.situation().clone(), document.steps().len());
        prop_assert!(n_steps > 100, "most edits change something");
        let entries = document.entries().to_vec();
        while document.turn(Turn::Undo, &stamp()).is_some() {}
        prop_assert_eq!(native::write(&document), before);
        let n_again = (0..).take_while(|_| document.turn(Turn::Redo, &stamp()).is_some()).count();
        prop_assert_eq!(n_again, n_steps);
        prop_assert_eq!(native::write(&document), after.clone());
        // And from a journal.
        let mut again = sample();
        replay(&mut again, &through_text(&entries));
        prop_assert_eq!(again.situation(), &changed);
        prop_assert_eq!(native::write(&again), after);
    }

    #[test]
    fn whatever_others_did_meanwhile_steps_on_top_of_it_lead_to_it_and_back(
        wanted in proptest::collection::vec((0..40_usize, 0..4_usize, any::<u8>()), 1..30),
        by_others in proptest::collection::vec((0..40_usize, 0..4_usize, any::<u8>()), 1..15),
        (n_saved, n_undone, is_mine) in (0..30_usize, 0..8_usize, any::<bool>()),
    ) {
        let mut mine = sample();
        let ids: Vec<RecordId> = mine.situation().ids().collect();
        let n_saved = n_saved.min(wanted.len());
        for (n, numbers) in wanted.into_iter().enumerate() {
            if n == n_saved {
                let (files, version) = (native::write(&mine), mine.version());
                mine.saved(version, files, Vec::new(), 0);
            }
            let edit = edit(mine.situation(), &ids, numbers);
            mine.step(format!("edit {n}"), stamp(), edit);
        }
        (0..n_undone).for_each(|_| drop(mine.turn(Turn::Undo, &stamp()).map(str::to_owned)));

        let base = read(mine.files());
        let mut theirs = read(mine.files());
        for numbers in by_others {
            let edit = edit(theirs.situation(), &ids, numbers);
            theirs.edit(edit);
        }
        let theirs = read(&native::write(&theirs));
        let merge = Merge::of(base.situation(), mine.situation(), theirs.situation());
        let side = if is_mine { Side::Mine } else { Side::Theirs };
        let choices: Choices = merge.clashes().into_iter().map(|clash| ((clash.part, clash.path), side)).collect();
        let mut merged = mine.situation().clone();
        merged.apply(merge.edit(&choices));
        mine.rebase(Rebase {
            unlike: unlike(mine.situation(), theirs.situation()),
            merged: merge.edit(&choices),
            on_theirs: |theirs: &Situation, version: &Edit| on_theirs(base.situation(), theirs, version, &choices),
            name: "rest".to_owned(),
            stamp: stamp(),
            records: BTreeSet::new(),
            theirs: theirs.clone(),
        });
        prop_assert_eq!(mine.situation(), &merged);
        prop_assert!(!mine.has_to_hand_over());
        // After a crash.
        let mut again = theirs.clone();
        replay(&mut again, &through_text(mine.entries()));
        prop_assert_eq!(again.situation(), &merged);
        // The files hold the state that is said to be saved, from which all steps lead here.
        let here = mine.steps().last().map_or(0, Step::number);
        mine.turn_to(mine.saved_state(), &stamp());
        if mine.is_saved() {
            prop_assert_eq!(mine.situation(), theirs.situation());
        }
        mine.turn_to(here, &stamp());
        prop_assert_eq!(mine.situation(), &merged);
        // What only others changed stays, however far it is gone back.
        mine.turn_to(0, &stamp());
        let first = sample();
        for id in unlike(base.situation(), theirs.situation()) {
            if first.situation().put_of(&id) == base.situation().put_of(&id) && !ids_of(mine.steps_undone()).contains(&id) {
                prop_assert_eq!(mine.situation().put_of(&id), theirs.situation().put_of(&id));
            }
        }
        mine.turn_to(here, &stamp());
        prop_assert_eq!(mine.situation(), &merged);
    }
}

fn read(files: &BTreeMap<String, String>) -> Document {
    let files = files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    native::read(files, &mut Problems::default()).unwrap()
}

fn ids_of<'a>(steps: impl Iterator<Item = &'a Step>) -> BTreeSet<RecordId> {
    steps.flat_map(|step| step.turn().singles()).filter_map(Edit::record).collect()
}
