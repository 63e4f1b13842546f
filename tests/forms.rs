//! Records are edited in forms in the page's place.
#![cfg(test)]

#[path = "common/window.rs"]
mod common;

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use sandtable::app::{State, load};
use sandtable::command::{Action, Command};
use sandtable::model::{Event, Mode, RecordId, Situation};
use sandtable::viewpoint::Item;

use common::{Window, state_of, window};

type Screen = Harness<'static, Window>;

fn sample() -> State {
    state_of([load::load(Path::new("data/dprk-russia-2024"))])
}

/// The form of a record of the sample.
fn form_of(id: RecordId) -> Screen {
    let mut state = sample();
    state.run(Command::Select(Some(Item::Record(id))));
    let mut screen = window(state, [1280.0, 1400.0]);
    screen.key_press(Key::E);
    screen.run();
    screen
}

fn situation(screen: &Screen) -> &Situation {
    screen.state().state.situation().unwrap()
}

fn event<'a>(screen: &'a Screen, id: &str) -> &'a Event {
    situation(screen).event(&id.into()).unwrap()
}

/// Types into a field and ends it with a key.
fn type_into(screen: &mut Screen, label: &str, text: &str, end: Key) {
    begin_to_type(screen, label, text);
    screen.key_press(end);
    screen.run();
}

fn begin_to_type(screen: &mut Screen, label: &str, text: &str) {
    screen.get_by_role_and_label(Role::TextInput, label).focus();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::A);
    screen.get_by_role_and_label(Role::TextInput, label).type_text(text);
    screen.run();
}

fn said(screen: &Screen) -> String {
    screen.state().state.notice().map(|notice| notice.words().to_owned()).unwrap_or_default()
}

#[test]
fn an_event_is_renamed_and_redated_and_each_is_one_step() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let before = situation(&screen).clone();
    let title = before.event(&"stationing".into()).unwrap().title.clone();
    type_into(&mut screen, "Title", "Troops stationed", Key::Enter);
    assert_eq!(event(&screen, "stationing").title, "Troops stationed");
    assert!(said(&screen).contains(&format!("rename “{title}” to “Troops stationed”")), "{}", said(&screen));
    type_into(&mut screen, "When", "22 - 24 October 2024", Key::Tab);
    assert_eq!(event(&screen, "stationing").when.as_ref().unwrap().text(), "2024-10-22/2024-10-24");
    assert!(said(&screen).contains("re-date “Troops stationed” to 22 to 24 Oct 2024"), "{}", said(&screen));
    for _ in 0..2 {
        screen.state_mut().state.run(Command::Act(Action::Undo));
    }
    assert_eq!(*situation(&screen), before);
}

#[test]
fn what_is_no_date_stays_in_its_field_with_a_word_why_and_holds_nothing_up() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let before = event(&screen, "stationing").when.clone();
    type_into(&mut screen, "When", "30 Feb 2024", Key::Tab);
    screen.get_by_label_contains("no such day");
    assert_eq!(event(&screen, "stationing").when, before);
    type_into(&mut screen, "Title", "Troops stationed", Key::Enter);
    assert_eq!(event(&screen, "stationing").title, "Troops stationed");
    screen.get_by_label_contains("no such day");
}

#[test]
fn what_is_typed_when_another_record_is_selected_is_taken() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    begin_to_type(&mut screen, "Title", "Another title");
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Event("lower-house-vote".into())))));
    screen.run();
    assert_eq!(event(&screen, "stationing").title, "Another title");
}

#[test]
fn a_place_is_linked_by_typing_its_name_and_unlinked_by_its_cross() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let n = event(&screen, "stationing").places.len();
    type_into(&mut screen, "Another place", "pyongy", Key::Enter);
    let places = &event(&screen, "stationing").places;
    assert_eq!(places.len(), n + 1);
    let linked = RecordId::Place(places.last().unwrap().place.clone());
    let name = situation(&screen).name_of(&linked).unwrap().to_owned();
    assert!(said(&screen).contains(&format!("to “{name}”")), "{}", said(&screen));
    screen.get_by_label(&format!("Unlink {name}")).click();
    screen.run();
    assert_eq!(event(&screen, "stationing").places.len(), n);
}

#[test]
fn a_mode_is_chosen_and_tags_are_typed() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let combo = |screen: &Screen| {
        format!(
            "Mode: {}",
            match event(screen, "stationing").mode {
                Mode::Happened => "Happened",
                Mode::Ongoing => "Ongoing",
                _ => "Expected",
            }
        )
    };
    let label = combo(&screen);
    screen.get_by_label(&label).click();
    screen.run();
    screen.get_by_label("Demanded").click();
    screen.run();
    assert_eq!(event(&screen, "stationing").mode, Mode::Demanded);
    let tags = event(&screen, "stationing").tags.clone();
    type_into(&mut screen, "Tags", "border", Key::Enter);
    assert_eq!(event(&screen, "stationing").tags, [tags, vec!["border".to_owned()]].concat());
    screen.get_by_label("Take away border").click();
    screen.run();
    assert!(!event(&screen, "stationing").tags.contains(&"border".to_owned()));
}

#[test]
fn every_kind_of_record_and_the_header_has_a_form_that_changes_it() {
    for (id, label, text) in [
        (RecordId::Place("seoul".into()), "Position", "51.5, 36.5"),
        (RecordId::Actor("north-korea".into()), "Role", "party"),
        (RecordId::Source("us-officials".into()), "Link", "https://example.org"),
        (RecordId::Report("article".into()), "Title", "An article"),
    ] {
        let mut screen = form_of(id.clone());
        let before = situation(&screen).clone();
        type_into(&mut screen, label, text, Key::Enter);
        let changed: Vec<&RecordId> = situation(&screen).changes_since(before.rev()).unwrap().collect();
        assert_eq!(changed, [&id], "{label}");
        screen.state_mut().state.run(Command::Act(Action::Undo));
        assert_eq!(*situation(&screen), before);
    }
    let mut screen: Screen = window(sample(), [1280.0, 1400.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::H);
    screen.run();
    type_into(&mut screen, "Handling", "For official use", Key::Enter);
    assert_eq!(situation(&screen).header().handling.as_deref(), Some("For official use"));
    screen.key_press(Key::Escape);
    screen.key_press(Key::Escape);
    screen.run();
    assert!(screen.query_by_label("Handling").is_none());
}

#[test]
fn several_picked_events_are_tagged_as_one_step() {
    let mut state = sample();
    let before = state.situation().unwrap().clone();
    state.run(Command::Act(Action::NextItem));
    state.run(Command::Act(Action::PickAll));
    let mut screen: Screen = window(state, [1280.0, 1400.0]);
    screen.key_press(Key::E);
    screen.run();
    type_into(&mut screen, "Tags", "checked", Key::Enter);
    let events = situation(&screen).events();
    assert!(events.len() > 10 && events.values().all(|event| event.tags.contains(&"checked".to_owned())));
    screen.state_mut().state.run(Command::Act(Action::Undo));
    assert_eq!(*situation(&screen), before);
}
