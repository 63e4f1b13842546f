#![cfg(test)]
//! What differs from what was saved, or was known by a date: as a list, on the map, and as a page.

#[path = "common/window.rs"]
mod window;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::comparing::compare;
use sandtable::app::{Effect, State, load};
use sandtable::command::{Action, Command, CompareWith, ComparingCommand};
use sandtable::model::{Edit, Event, EventId, Place, PlaceId, RecordId};
use sandtable::viewpoint::Item;
use window::{Window, state_of, window};

/// Carries out comparisons until none is asked for; how many there were.
fn shell(state: &mut State, mut effects: Vec<Effect>) -> usize {
    let mut n = 0;
    while let Some(effect) = effects.pop() {
        if let Effect::Compare(job) = effect {
            n += 1;
            effects.extend(state.run(Command::Comparing(ComparingCommand::Compared(Box::new(compare(&job))))));
        }
    }
    n
}

fn run(state: &mut State, command: Command) -> usize {
    let effects = state.run(command);
    shell(state, effects)
}

fn edit(state: &mut State, edit: Edit) -> usize {
    run(state, Command::step("Change", edit))
}

fn move_kazan() -> Edit {
    let state = state_of([load::sample()]);
    let kazan = state.document().unwrap().situation().place(&PlaceId::from("kazan")).unwrap().clone();
    Edit::PutPlace(Box::new(Place { geometry: Some(geo::Geometry::Point(geo::Point::new(60.0, 56.0))), ..kazan }))
}

fn with_changes() -> State {
    let mut state = state_of([load::sample()]);
    let treaty = state.document().unwrap().situation().event(&EventId::from("treaty")).unwrap().clone();
    edit(&mut state, Edit::PutEvent(Box::new(Event { title: "A pact".to_owned(), ..treaty })));
    edit(&mut state, move_kazan());
    edit(&mut state, Edit::Remove(RecordId::Event("tension".into())));
    state
}

fn shown(state: State) -> Harness<'static, Window> {
    window(state, [1280.0, 720.0])
}

#[test]
fn what_is_not_saved_yet_is_listed_by_what_happened_and_a_press_selects_it() {
    let mut state = with_changes();
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 1);
    let mut screen = shown(state);
    for label in ["Moved 1", "Renamed 1", "Withdrawn 1", "1 withdrawn, 2 changed"] {
        screen.get_by_label(label);
    }
    screen.get_by_label_contains("Event “Regional and global tension escalates”");
    screen.get_by_label_contains("Place “Kazan”: by ").click();
    screen.run();
    let selection = screen.state().state.viewpoint().selection.clone();
    assert_eq!(selection, Some(Item::Record(RecordId::Place("kazan".into()))));
}

#[test]
fn it_is_compared_again_only_when_something_is_another_and_only_while_it_is_looked_at() {
    let mut state = with_changes();
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 1);
    assert_eq!(run(&mut state, Command::Select(Some(Item::Record(RecordId::Place("kazan".into()))))), 0);
    assert_eq!(run(&mut state, Command::Act(Action::Undo)), 1);
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 0);
    assert_eq!(run(&mut state, Command::Act(Action::Undo)), 0);
}

#[test]
fn what_came_since_a_date_is_listed_and_a_date_that_is_none_is_told() {
    let mut state = state_of([load::sample()]);
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let with = |typed: &str| Command::Comparing(ComparingCommand::With(CompareWith::KnownBy(typed.to_owned())));
    assert_eq!(run(&mut state, with("23 Oct 2024")), 1);
    let mut screen = shown(state);
    screen.get_by_label_contains("31 added, 11 changed · 6 reports may have come after that moment");
    let state = &mut screen.state_mut().state;
    assert_eq!(run(state, with("someday")), 1);
    assert_eq!(run(state, Command::Select(None)), 0, "it is not asked again and again");
    screen.run();
    screen.get_by_label_contains("expected a date");
}

#[test]
fn the_list_goes_to_the_clipboard_as_a_page() {
    let mut state = with_changes();
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let mut screen = shown(state);
    screen.get_by_label("Copy as page");
    let effects = screen.state_mut().state.run(Command::Comparing(ComparingCommand::CopyPage));
    let [Effect::CopyText(page)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(page.contains("# What changed: North Korea and Russia") && page.contains("## Moved\n\n- **Place “Kazan”**: by "), "{page}");
    assert!(page.contains("From what the files hold to now"), "{page}");
}
