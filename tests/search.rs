#![cfg(test)]
//! The search in the window: what is typed, what Enter takes, and the pin that stays on the map.

#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sandtable::app::load;
use sandtable::command::{Command, Editing, Overlay};
use sandtable::model::{Edit, RecordId, Scene};
use sandtable::query::World;
use sandtable::viewpoint::Item;
use sandtable::wording;
use window::{Window, state_of};

fn window(has_world: bool) -> Harness<'static, Window> {
    let mut state = state_of([load::sample()]);
    if has_world {
        state.run(Command::World(World::embedded()));
    }
    window::window(state, [1280.0, 800.0])
}

fn search(harness: &mut Harness<'_, Window>, typed: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness.event(egui::Event::Text(typed.to_owned()));
    harness.run();
}

fn found(harness: &Harness<'_, Window>) -> Option<String> {
    harness.state().state.viewpoint().found.as_ref().map(|found| found.name.clone())
}

#[test]
fn enter_flies_to_a_place_of_the_world_which_is_pinned_until_escape() {
    let mut harness = window(true);
    harness.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Event("treaty".into())))));
    search(&mut harness, "vostochny");
    harness.get_by_label_contains("Vostochny Cosmodrome, Site · Amur Oblast, Russia");
    harness.key_press(Key::Enter);
    harness.run();
    let state = &harness.state().state;
    assert_eq!(state.furnishing().overlay, None);
    let camera = state.viewpoint().camera;
    let position = state.viewpoint().found.as_ref().unwrap().position;
    assert!((position.lat_deg() - 51.88).abs() < 0.01);
    assert!(camera.offset_to(position).iter().all(|offset| offset.abs() < 1.0) && camera.zoom() > 8.0, "{camera:?}");
    let words = wording::found_on_map("Vostochny Cosmodrome");
    harness.get_by_label(&words);
    let is_told = |node: egui_kittest::Node<'_>| node.accesskit_node().value().as_deref() == Some(words.as_str());
    assert!(harness.query_all_by_role(egui::accesskit::Role::Status).any(is_told), "to those who listen");

    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(found(&harness), None);
    assert!(harness.query_by_label(&wording::found_on_map("Vostochny Cosmodrome")).is_none());
    assert!(harness.state().state.viewpoint().selection.is_some(), "the selection goes with the next Escape");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().state.viewpoint().selection.is_none());
}

#[test]
fn the_next_search_takes_the_pin_of_the_one_before_away() {
    let mut harness = window(true);
    search(&mut harness, "51.73 36.19");
    harness.get_by_label_contains("51.73000° N, 36.19000° E, 37U CT");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(found(&harness).as_deref(), Some("51.73000° N, 36.19000° E"));
    search(&mut harness, "defence treaty");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(found(&harness), None);
    assert_eq!(harness.state().state.viewpoint().selection, Some(Item::Record(RecordId::Event("treaty".into()))));
}

#[test]
fn arrows_and_page_keys_walk_the_rows_and_a_click_takes_one() {
    let mut harness = window(true);
    search(&mut harness, "moscow");
    let at = |harness: &Harness<'_, Window>| {
        let rows: Vec<bool> = harness
            .query_all_by_role(egui::accesskit::Role::ListBoxOption)
            .filter(|row| row.rect().width() > 500.0)
            .map(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
            .collect();
        (rows.iter().position(|is_at| *is_at), rows.len())
    };
    let (first, n_rows) = at(&harness);
    assert_eq!(first, Some(0));
    for (key, expected) in [
        (Key::ArrowDown, 1),
        (Key::ArrowDown, 2),
        (Key::ArrowUp, 1),
        (Key::PageDown, (1 + 7).min(n_rows - 1)),
        (Key::PageUp, (1_usize + 7).min(n_rows - 1).saturating_sub(7)),
    ] {
        harness.key_press(key);
        harness.run();
        assert_eq!(at(&harness).0, Some(expected), "{key:?}");
    }
    harness.get_by_label_contains("Idaho, United States").click();
    harness.run();
    assert_eq!(found(&harness).as_deref(), Some("Moscow"));
    assert!(harness.state().state.viewpoint().camera.centre().lon_deg() < -100.0);
}

#[test]
fn until_the_place_names_are_ready_records_and_actions_are_found_and_the_rest_comes_by_itself() {
    let mut harness = window(false);
    search(&mut harness, "kursk");
    harness.get_by_label(wording::PREPARING_WORLD);
    harness.get_by_label_contains("Conflict in the Kursk region, Event");
    assert!(harness.query_by_label_contains("448,733 people").is_none());
    harness.state_mut().state.run(Command::World(World::embedded()));
    harness.run();
    harness.get_by_label_contains("Kursk, Курск, Regional capital · Kursk Oblast, Russia, 448,733 people");
    assert!(harness.query_by_label(wording::PREPARING_WORLD).is_none());
    harness.get_by_label(sandtable::gazetteer::GAZETTEER_CREDIT);
    assert_eq!(harness.state().state.furnishing().overlay, Some(Overlay::Palette), "it was open all the time");
}

#[test]
fn a_record_found_by_another_of_its_names_says_so() {
    let mut harness = window(true);
    search(&mut harness, "김정은");
    harness.get_by_label_contains("Kim Jong Un, 김정은, Actor");
}

#[test]
fn the_list_is_as_high_with_one_row_as_with_many() {
    let mut harness = window(true);
    let height = |harness: &mut Harness<'_, Window>, typed: &str| {
        search(harness, typed);
        let label = harness.get_by_label(sandtable::gazetteer::GAZETTEER_CREDIT).rect().top();
        harness.key_press(Key::Escape);
        harness.run();
        label
    };
    let many = height(&mut harness, "k");
    assert_eq!(height(&mut harness, "graticule"), many);
    assert_eq!(height(&mut harness, "xqzv"), many);
}

#[test]
fn a_scene_is_found_by_its_title_also_by_the_one_that_it_was_given_just_now() {
    let mut harness = window(false);
    search(&mut harness, "counted by two");
    harness.get_by_label_contains("3,000 soldiers, counted by two");
    harness.key_press(Key::Enter);
    harness.run();
    let state = &mut harness.state_mut().state;
    assert_eq!(state.furnishing().editing, Some(Editing::Scene), "it is in hand");
    let scene = state.situation().unwrap().scene(&"soldiers".into()).unwrap().clone();
    let renamed = Scene { title: "Who counted them".to_owned(), ..scene };
    state.run(Command::step("renamed", Edit::PutScene(Box::new(renamed))));
    harness.run();
    search(&mut harness, "who counted");
    harness.get_by_label_contains("Who counted them");
}
