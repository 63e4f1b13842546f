//! Records are edited in forms in the page's place.
#![cfg(test)]

#[path = "common/window.rs"]
mod common;
#[path = "common/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use folder::sample_in;
use sandtable::app::{State, load};
use sandtable::command::{Action, Command};
use sandtable::model::{About, Edit, Event, Mode, PlaceRole, RecordId, Report, Situation, Stance, Subject};
use sandtable::viewpoint::{Item, ListKind};

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

#[test]
fn what_hangs_on_an_event_is_shown_before_it_is_deleted_and_all_comes_back() {
    let mut state = sample();
    state.run(Command::Select(Some(Item::Record(RecordId::Event("deployment".into())))));
    let before = state.situation().unwrap().clone();
    let mut screen: Screen = window(state, [1280.0, 900.0]);
    screen.key_press(Key::Delete);
    screen.run();
    let n = before.reports_about(&"deployment".into()).iter().map(|(id, _)| id).collect::<std::collections::BTreeSet<_>>().len();
    screen.get_by_label(&format!("{n} reports are about it"));
    screen.get_by_label_contains("are linked to it");
    screen.key_press(Key::Enter);
    screen.run();
    assert!(situation(&screen).event(&"deployment".into()).is_none());
    assert!(situation(&screen).reports_about(&"deployment".into()).is_empty());
    assert!(screen.state().state.viewpoint().selection.is_some(), "the next in the list is looked at");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(*situation(&screen), before);
}

#[test]
fn whoever_does_not_want_to_delete_keeps_everything() {
    let mut state = sample();
    state.run(Command::Select(Some(Item::Record(RecordId::Source("us-officials".into())))));
    let before = state.situation().unwrap().clone();
    let mut screen: Screen = window(state, [1280.0, 900.0]);
    screen.key_press(Key::Delete);
    screen.run();
    screen.get_by_label_contains("would be left without one that can be found");
    screen.get_by_label("Keep it").click();
    screen.run();
    assert!(screen.query_by_label("Keep it").is_none());
    assert_eq!(*situation(&screen), before);
}

#[test]
fn a_duplicate_has_an_id_of_its_own_and_is_edited_at_once() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let title = event(&screen, "stationing").title.clone();
    screen.key_press(Key::Escape);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::D);
    screen.run();
    let copy = situation(&screen).events().values().find(|event| event.title == format!("{title} (copy)")).unwrap();
    assert_eq!(screen.state().state.viewpoint().selection, Some(Item::Record(RecordId::Event(copy.id.clone()))));
    screen.get_by_label("Editing · Event");
    screen.state_mut().state.run(Command::Act(Action::Undo));
    screen.run();
    assert_eq!(screen.state().state.viewpoint().selection, None, "it is there no longer");
}

#[test]
fn records_are_linked_by_typing_a_name_and_choosing_how() {
    let mut state = sample();
    state.run(Command::Select(Some(Item::Record(RecordId::Place("seoul".into())))));
    let mut screen: Screen = window(state, [1280.0, 900.0]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::L);
    screen.run();
    screen.get_by_role_and_label(Role::TextInput, "To").type_text("stationed in the Kursk");
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    screen.key_press(Key::ArrowDown);
    screen.key_press(Key::Enter);
    screen.run();
    let places = &event(&screen, "stationing").places;
    assert!(places.iter().any(|at| at.place == "seoul".into() && at.role == PlaceRole::From), "{places:?}");
    assert!(screen.query_by_role_and_label(Role::TextInput, "To").is_none());
}

#[test]
fn a_row_that_is_let_go_on_another_is_linked_to_it() {
    let mut state = sample();
    state.run(Command::ShowList(ListKind::Actors));
    state.run(Command::Select(Some(Item::Record(RecordId::Event("stationing".into())))));
    state.run(Command::ShowList(ListKind::Actors));
    let mut screen: Screen = window(state, [1280.0, 900.0]);
    let n = event(&screen, "stationing").actors.len();
    let from = screen.get_by_label_contains("Andrzej Duda · ").rect().center();
    let to = screen.get_by_role_and_label(Role::Heading, "North Korean forces stationed in the Kursk region").rect().center();
    screen.drag_at(from);
    screen.run();
    screen.hover_at(from + egui::vec2(20.0, 20.0));
    screen.run();
    screen.hover_at(to);
    screen.run();
    screen.drop_at(to);
    screen.run();
    assert_eq!(event(&screen, "stationing").actors.len(), n + 1, "{}", said(&screen));
    assert!(said(&screen).contains("Andrzej Duda"), "{}", said(&screen));
}

#[test]
fn what_a_form_does_not_know_of_a_record_is_kept_and_what_could_not_be_read_is_shown() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let path = folder.path().join("events.json");
    let text = fs::read_to_string(&path).unwrap();
    let (before, record) = text.split_once("{\"id\": \"stationing\"").unwrap();
    let record = record.replacen("\"when\": \"[..2024-10-24]\"", "\"when\": \"sometime\"", 1);
    let odd = format!("{before}{{\"sheet\": [1, 2], \"id\": \"stationing\"{record}");
    fs::write(&path, &odd).unwrap();
    let mut state = state_of([load::load(folder.path())]);
    state.run(Command::Select(Some(Item::Record(RecordId::Event("stationing".into())))));
    let mut screen: Screen = window(state, [1280.0, 1400.0]);
    screen.key_press(Key::E);
    screen.run();
    assert_eq!(screen.get_by_role_and_label(Role::TextInput, "When").value().as_deref(), Some("sometime"));
    type_into(&mut screen, "Title", "Troops stationed", Key::Enter);
    let written = |screen: &Screen| sandtable::formats::native::write(screen.state().state.document().unwrap())["events.json"].clone();
    let text = written(&screen);
    assert!(text.contains("\"sheet\": [1, 2]") && text.contains("\"when\": \"sometime\""));
    type_into(&mut screen, "When", "2024-10-24", Key::Enter);
    let text = written(&screen);
    assert!(text.contains("\"sheet\": [1, 2]") && !text.contains("sometime"));
}

#[test]
fn ctrl_s_saves_what_is_still_being_typed_and_ctrl_z_in_a_field_is_the_fields_own() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let title = event(&screen, "stationing").title.clone();
    begin_to_type(&mut screen, "Title", "Half typed");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(event(&screen, "stationing").title, title, "nothing was taken yet that could be undone");
    begin_to_type(&mut screen, "Title", "All typed");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::S);
    screen.run();
    assert_eq!(event(&screen, "stationing").title, "All typed");
}

#[test]
fn a_choice_is_made_by_keys_alone_and_no_letter_goes_past_the_form() {
    let mut screen = form_of(RecordId::Event("stationing".into()));
    let theme = screen.state().state.theme();
    // Nothing was typed: Enter goes on all the same.
    screen.key_press(Key::Enter);
    screen.run();
    // The keyboard is at the choice of the mode: a letter is nobody's.
    screen.key_press(Key::T);
    screen.run();
    assert_eq!(screen.state().state.theme(), theme);
    screen.key_press(Key::Enter);
    screen.run();
    for _ in 0..2 {
        screen.key_press(Key::ArrowDown);
        screen.run();
    }
    screen.key_press(Key::Enter);
    screen.run();
    assert_ne!(event(&screen, "stationing").mode, Mode::Happened, "{}", said(&screen));
    assert!(screen.query_by_label("Demanded").is_none(), "the list of choices is shut");
    let mode = screen.get_by_label_contains("Mode: ");
    assert!(mode.is_focused(), "one goes on from there");
}

/// A report that says something of so many events, each asserted.
fn report_of(n: usize) -> Report {
    let about = (0..n).map(|_| About::new(Subject::Event("stationing".into()), Stance::Asserts));
    Report { about: about.collect(), ..Report::new("long".into(), "us-officials".into()) }
}

fn form_of_new(report: Report) -> Screen {
    let mut state = sample();
    state.run(Command::step("add", Edit::PutReport(Box::new(report))));
    state.run(Command::Select(Some(Item::Record(RecordId::Report("long".into())))));
    let mut screen = window(state, [1280.0, 5000.0]);
    screen.key_press(Key::E);
    screen.run();
    screen
}

#[test]
fn statements_that_are_not_shown_are_shown_when_asked_for() {
    let mut screen = form_of_new(report_of(130));
    assert!(screen.query_by_label_contains("61. asserts").is_none());
    screen.get_by_label("Show 60 more of 70").click();
    screen.run();
    screen.get_by_label_contains("61. asserts");
    screen.get_by_label("Show 10 more");
}

#[test]
fn a_span_of_days_is_a_date_of_a_report() {
    let mut screen = form_of_new(report_of(1));
    for (typed, is) in [("22 - 24 Oct 2024", "2024-10-22/2024-10-24"), ("between 22 and 24 Oct 2024", "[2024-10-22..2024-10-24]")] {
        type_into(&mut screen, "Published", typed, Key::Enter);
        assert_eq!(situation(&screen).report(&"long".into()).unwrap().published.as_ref().unwrap().text(), is);
    }
}

#[test]
fn the_symbol_that_a_code_makes_is_shown_while_it_is_typed_and_so_is_what_is_wrong_with_it() {
    let mut report = report_of(1);
    report.about[0].troops = Some(Box::default());
    let mut screen = form_of_new(report);
    let label = "Statement 1: Troops: Symbol code";
    begin_to_type(&mut screen, label, "10031000151211000000");
    assert!(screen.query_all_by_role(Role::Image).next().is_some());
    assert_eq!(situation(&screen).report(&"long".into()).unwrap().about[0].troops.as_ref().unwrap().sidc, None, "it is not taken yet");
    begin_to_type(&mut screen, label, "1003100015");
    assert!(screen.query_all_by_role(Role::Image).next().is_none());
    type_into(&mut screen, label, "10031000151211000000", Key::Enter);
    let troops = situation(&screen).report(&"long".into()).unwrap().about[0].troops.clone().unwrap();
    assert_eq!(troops.sidc.as_deref(), Some("10031000151211000000"));
}

#[test]
fn files_are_attached_to_a_report_described_and_let_go() {
    let attachments = |screen: &Screen| situation(screen).report(&"long".into()).unwrap().attachments.clone();
    let mut screen = form_of_new(report_of(0));
    for (typed, n) in [("texts/image.png", 1), ("texts/image.png", 1), ("../secret", 1), ("b.pdf", 2)] {
        type_into(&mut screen, "Another file", typed, Key::Enter);
        assert_eq!(attachments(&screen).len(), n, "{typed}");
    }
    type_into(&mut screen, "Attachment 2: Note", "the original", Key::Enter);
    assert_eq!(attachments(&screen)[1].note.as_deref(), Some("the original"));
    screen.get_by_role_and_label(Role::Button, "Take away texts/image.png").click();
    screen.run();
    assert_eq!(attachments(&screen).iter().map(|attached| attached.file.as_str()).collect::<Vec<_>>(), ["b.pdf"]);
}
