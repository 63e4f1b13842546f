#![cfg(test)]
//! The history panel: every step with its name, when it was done and by whom, and a press goes to the state after it.

#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sandtable::app::load;
use sandtable::command::{Action, Command, Drawer};
use sandtable::formats::native;
use sandtable::model::{Edit, Moment, RecordId};
use sandtable::viewpoint::{Item, Preferences};
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

const EVENT: &str = "deployment";

fn retitle(screen: &mut Screen, title: &str, at: i64) {
    let state = &mut screen.state_mut().state;
    state.run(Command::Now(Moment(at)));
    let mut event = state.situation().unwrap().event(&EVENT.into()).unwrap().clone();
    event.title = title.to_owned();
    let edit = Box::new(Edit::PutEvent(Box::new(event)));
    state.run(Command::step(format!("Call it {title}"), *edit));
}

/// The sample with three steps done, and the panel open.
fn screen() -> Screen {
    let mut screen = window(state_of([load::sample()]), [1280.0, 800.0]);
    let state = &mut screen.state_mut().state;
    state.run(Command::Prefer(Preferences { name: Some("A. Analyst".to_owned()), ..state.preferences().clone() }));
    for (n, title) in ["one", "two", "three"].into_iter().enumerate() {
        retitle(&mut screen, title, 1_732_000_000 + 60 * i64::try_from(n).unwrap());
    }
    screen.key_press_modifiers(Modifiers::SHIFT, Key::Z);
    screen.run();
    assert_eq!(screen.state().state.furnishing().drawer, Some(Drawer::History));
    screen
}

fn steps(screen: &Screen) -> Vec<String> {
    let label = |node: egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();
    let rows = screen.query_all_by(|node| node.label().is_some_and(|label| label.starts_with("Call it") || label.starts_with("As it was")));
    let mut rows: Vec<_> = rows.map(|node| (node.rect().top(), label(node))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

fn title(screen: &Screen) -> String {
    screen.state().state.situation().unwrap().event(&EVENT.into()).unwrap().title.clone()
}

#[test]
fn steps_stand_newest_first_with_when_by_whom_and_which_is_saved() {
    let mut screen = screen();
    let opened = title(&window(state_of([load::sample()]), [400.0, 400.0]));
    assert_eq!(
        steps(&screen),
        [
            "Call it three · 19 Nov 2024, Tue 07:08 · A. Analyst · now",
            "Call it two · 19 Nov 2024, Tue 07:07 · A. Analyst",
            "Call it one · 19 Nov 2024, Tue 07:06 · A. Analyst",
            "As it was opened · saved"
        ]
    );
    screen.get_by_label_contains("Call it one").click();
    screen.run();
    assert_eq!(title(&screen), "one");
    let rows = steps(&screen);
    assert!(rows[0].ends_with("taken back") && rows[1].ends_with("taken back") && rows[2].ends_with("now"), "{rows:?}");
    screen.get_by_label_contains("As it was opened").click();
    screen.run();
    assert_eq!(title(&screen), opened);
    assert!(screen.state().state.document().unwrap().is_saved());
    screen.get_by_label_contains("Call it three").click();
    screen.run();
    assert_eq!(title(&screen), "three");
    // Another way is taken: what was taken back is gone.
    screen.get_by_label_contains("Call it two").click();
    screen.run();
    retitle(&mut screen, "four", 1_732_000_300);
    screen.run();
    assert_eq!(steps(&screen).iter().map(|row| row.split(" · ").next().unwrap()).collect::<Vec<_>>()[..2], ["Call it four", "Call it two"]);
}

#[test]
fn arrows_go_from_step_to_step_and_enter_goes_to_its_state() {
    let mut screen = screen();
    for key in [Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        screen.key_press(key);
        screen.run();
    }
    assert_eq!(title(&screen), "one");
    screen.key_press(Key::ArrowUp);
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    assert_eq!(title(&screen), "two", "the keyboard stayed at the step");
}

#[test]
fn what_a_step_changed_is_selected_and_ringed_until_something_else_is_done() {
    let mut screen = screen();
    screen.state_mut().state.run(Command::Select(None));
    screen.get_by_label_contains("Call it one").click();
    screen.run();
    let changed = Item::Record(RecordId::Event(EVENT.into()));
    assert_eq!(screen.state().state.viewpoint().selection.as_ref(), Some(&changed));
    assert!(screen.query_all_by_label_contains("changed, one").next().is_some(), "its row says so");
    let other = screen.state().state.situation().unwrap().events().keys().find(|id| id.as_str() != EVENT).unwrap().clone();
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Event(other)))));
    screen.run();
    assert!(screen.query_all_by_label_contains("changed, one").next().is_none());
}

#[test]
fn several_changed_records_are_ringed_and_the_selection_stays() {
    let mut screen = window(state_of([load::sample()]), [1280.0, 800.0]);
    let state = &mut screen.state_mut().state;
    let events = state.situation().unwrap().events().values();
    let ids: Vec<_> = events.filter(|event| event.title.starts_with("Putin ")).map(|event| event.id.clone()).collect();
    assert_eq!(ids.len(), 2);
    let puts = ids.iter().map(|id| {
        let mut event = state.situation().unwrap().event(id).unwrap().clone();
        event.title = format!("Retitled {id}");
        Edit::PutEvent(Box::new(event))
    });
    let edit = Box::new(Edit::All(puts.collect()));
    state.run(Command::step("Retitle both", *edit));
    state.run(Command::Act(Action::Undo));
    state.run(Command::Act(Action::Redo));
    assert_eq!(state.viewpoint().selection, None);
    screen.run();
    assert_eq!(screen.query_all_by_label_contains("changed, Retitled").count(), 2);
}

#[test]
fn undo_and_redo_name_their_step_in_menu_palette_and_drawer() {
    let mut screen = screen();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    screen.get_by_label("Undo").hover();
    screen.run();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::K);
    screen.run();
    screen.event(egui::Event::Text("undo".to_owned()));
    screen.run();
    assert!(screen.query_all_by_label_contains("Undo: Call it two").next().is_some());
}

#[test]
fn the_handover_tells_what_became_known_what_was_changed_and_what_is_open() {
    let history = [
        r#"{"at": "2024-10-20T10:00:00Z", "by": "B. Before", "step": "Long ago", "record": "event:e", "field": "title", "old": "a", "new": "b"}"#,
        r#"{"at": "2024-11-19T07:00:00Z", "by": "B. Before", "step": "Move Kursk", "record": "place:p", "field": "note"}"#,
        r#"{"at": "2024-11-19T07:00:00Z", "by": "B. Before", "step": "Move Kursk", "record": "place:p", "field": "name"}"#,
    ];
    let files = [
        ("situation.json", r#"{"format": 1, "title": "T", "questions": ["Who paid?"]}"#.to_owned()),
        ("sources.json", r#"[{"id": "s", "name": "S"}]"#.to_owned()),
        ("events.json", format!(r#"[{{"id": "{EVENT}", "title": "E", "mode": "happened"}}]"#)),
        (
            "reports.json",
            r#"[{"id": "new", "source": "s", "title": "The new one", "known": "2024-11-19", "about": []},
                {"id": "old", "source": "s", "title": "The old one", "known": "2024-10-01", "about": []}]"#
                .to_owned(),
        ),
        ("history.jsonl", history.join("\n")),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(native::history_in(&history.join("\n")).count(), 3);
    let mut screen = window(state_of([load::load(folder.path())]), [1280.0, 900.0]);
    retitle(&mut screen, "five", 1_732_000_000);
    screen.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    screen.run();
    let has = |screen: &Screen, words: &str| screen.query_all_by_label_contains(words).next().is_some();
    for words in ["Came in: 1 report", "The new one", "Changed: 2 steps", "B. Before · Move Kursk", "Call it five", "Who paid?"] {
        assert!(has(&screen, words), "{words}");
    }
    assert!(!has(&screen, "Long ago"));
    // What is given away is where the next one begins.
    assert!(screen.query_by_label("Last handover").is_none());
    screen.get_by_label("Copy as text").click();
    screen.run();
    assert!(screen.state().state.news().handed_over.is_some());
    screen.get_by_label("Last handover").click();
    screen.run();
    assert!(has(&screen, "Changed: 1 step") && !has(&screen, "B. Before"));
    screen.get_by_label("Write to a file …").click();
    screen.run();
    screen.get_by_label("Write the page to a file");
    screen.key_press(Key::Escape);
    screen.run();
    screen.get_by_label("Since a date").click();
    screen.run();
    screen.event(egui::Event::Text("2024-10-01".to_owned()));
    screen.run();
    for words in ["Came in: 2 reports", "Changed: 3 steps", "B. Before · Long ago"] {
        assert!(has(&screen, words), "{words}");
    }
    screen.event(egui::Event::Text("oops".to_owned()));
    screen.run();
    assert!(has(&screen, "(at character "), "why it is no date, and where");
}
