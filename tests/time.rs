#![cfg(test)]
//! The time that is looked at: what is typed, dragged and pressed in the timeline, and what commands do to the state.

#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::{State, load};
use sandtable::command::{Action, Command, TimeCommand};
use sandtable::model::{Moment, RecordId, When, Zone};
use sandtable::query::{Clock, Facet, Reason, TimeWindow};
use sandtable::viewpoint::{Item, ListKind, Listed, Outside, TimeMode};
use window::{Window, state_of};

fn sample_window() -> Harness<'static, Window> {
    window::window(state_of([load::sample()]), [1280.0, 800.0])
}

fn window_of(text: &str) -> TimeWindow {
    TimeWindow::of(&When::parse(text).unwrap(), &Zone::utc())
}

fn window(harness: &Harness<'_, Window>) -> Option<TimeWindow> {
    harness.state().state.viewpoint().time.window
}

fn time(command: TimeCommand) -> Command {
    Command::Time(command)
}

/// Types into a field of the timeline and presses Enter.
fn type_into(harness: &mut Harness<'_, Window>, field: &str, text: &str) {
    harness.get_by_label(field).focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

/// Drags from one point to another with the left button.
fn drag(harness: &mut Harness<'_, Window>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.step();
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + (to - from) * share);
        harness.step();
    }
    harness.drop_at(to);
    harness.run();
}

/// A place in the bars, by the share of their width.
fn in_bars(harness: &Harness<'_, Window>, share: f32) -> Pos2 {
    let rect = harness.get_by_label_contains("Timeline:").rect();
    pos2(rect.left() + rect.width() * share, rect.center().y - 10.0)
}

#[test]
fn a_window_that_is_typed_is_what_the_lists_show() {
    let mut harness = sample_window();
    harness.get_by_label("36 events");
    type_into(&mut harness, "Window of time", "24 Oct 2024 - now");
    assert_eq!(window(&harness), Some(window_of("2024-10-24/2024-10-25")));
    harness.get_by_label("4 events, and 24 possibly");
    harness.get_by_label("5 outside");
    type_into(&mut harness, "Window of time", "2024-06");
    assert_eq!(window(&harness), Some(window_of("2024-06")));
    type_into(&mut harness, "Window of time", "all");
    assert_eq!(window(&harness), None);
}

#[test]
fn a_wrong_window_is_told_of_and_the_old_one_stays() {
    let mut harness = sample_window();
    type_into(&mut harness, "Window of time", "24 Oct 2024");
    let before = window(&harness);
    for wrong in ["31 Feb 2024", "yesterdayish", "25 Oct 2024 - 20 Oct 2024"] {
        type_into(&mut harness, "Window of time", wrong);
        harness.get_by_label_contains("Not taken: ");
        assert_eq!(window(&harness), before, "{wrong}");
    }
    type_into(&mut harness, "Window of time", "25 Oct 2024");
    assert!(harness.query_by_label_contains("Not taken: ").is_none());
    assert_eq!(window(&harness), Some(window_of("2024-10-25")));
}

#[test]
fn escape_puts_a_field_back_as_it_was_and_leaves_the_selection() {
    let mut harness = sample_window();
    harness.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Event("deployment".into())))));
    harness.run();
    harness.get_by_label("Window of time").focus();
    harness.run();
    harness.event(egui::Event::Text("nonsense".to_owned()));
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(window(&harness), None);
    assert!(harness.query_by_label_contains("Not taken: ").is_none());
    assert!(harness.state().state.viewpoint().selection.is_some());
}

#[test]
fn a_speed_is_typed_and_a_wrong_one_is_told_of() {
    let mut harness = sample_window();
    type_into(&mut harness, "Speed of play", "6 h/s");
    assert_eq!(harness.state().state.viewpoint().time.speed_secs, Some(21_600));
    type_into(&mut harness, "Speed of play", "quick");
    harness.get_by_label_contains("Not taken: ");
    assert_eq!(harness.state().state.viewpoint().time.speed_secs, Some(21_600));
}

#[test]
fn a_drag_over_the_bars_brushes_a_window_and_its_ends_are_dragged_and_a_double_click_ends_it() {
    let mut harness = sample_window();
    let [a, b, c] = [0.3, 0.5, 0.6].map(|share| in_bars(&harness, share));
    drag(&mut harness, a, b);
    let first = window(&harness).expect("a window");
    let length = first.length_secs().unwrap();
    assert!(length > 86_400 * 10 && length % 86_400 == 0, "whole days: {first:?}");

    let end = harness.get_by_label_contains("End of the window").rect().center();
    drag(&mut harness, end, c);
    let longer = window(&harness).unwrap();
    assert!(longer.first == first.first && longer.last > first.last, "{longer:?}");

    let middle = in_bars(&harness, 0.4);
    drag(&mut harness, middle, middle + vec2(80.0, 0.0));
    let moved = window(&harness).unwrap();
    assert!(moved.first > longer.first && moved.length_secs() == longer.length_secs(), "{moved:?}");

    let outside = in_bars(&harness, 0.1);
    harness.hover_at(outside);
    harness.run();
    let now = harness.ctx.input(|input| input.time);
    for (at, pressed) in [(0.02, true), (0.04, false), (0.06, true), (0.08, false)] {
        let (pos, button, modifiers) = (outside, egui::PointerButton::Primary, Modifiers::NONE);
        harness.input_mut().events.push(egui::Event::PointerButton { pos, button, pressed, modifiers });
        harness.input_mut().time = Some(now + at);
        harness.step();
    }
    harness.input_mut().time = None;
    harness.run();
    assert_eq!(window(&harness), None);
}

#[test]
fn the_wheel_zooms_about_the_pointer_and_fit_shows_everything_again() {
    let mut harness = sample_window();
    let at = in_bars(&harness, 0.9);
    harness.hover_at(at);
    harness.run();
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: vec2(0.0, 5.0),
        modifiers: Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    });
    harness.run_steps(12);
    let [first, last] = harness.state().state.viewpoint().time.extent.expect("a part");
    assert!(last.0 - first.0 < 100 * 86_400, "{first:?} {last:?}");
    harness.get_by_label("Fit").click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().time.extent, None);
}

#[test]
fn the_timeline_has_the_arrows_and_the_zoom_while_the_keyboard_is_there() {
    let mut harness = sample_window();
    harness.state_mut().state.run(time(TimeCommand::Window(Some(window_of("2024-10-23")))));
    harness.get_by_label_contains("Timeline:").focus();
    harness.run();
    let camera = harness.state().state.viewpoint().camera;
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(window(&harness), Some(window_of("2024-10-24")));
    harness.key_press(Key::Plus);
    harness.run();
    assert!(harness.state().state.viewpoint().time.extent.is_some());
    assert_eq!(harness.state().state.viewpoint().camera, camera);
}

#[test]
fn what_has_no_date_is_one_click_away() {
    let mut harness = sample_window();
    harness.get_by_label("3 undated").click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().list, ListKind::Tray);
    harness.state_mut().state.run(Command::ShowList(ListKind::Events));
    harness.state_mut().state.run(time(TimeCommand::Window(Some(window_of("2024-10")))));
    harness.run();
    harness.get_by_label("3 undated").click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().listed, Listed::Hidden(Reason::Undated));
}

#[test]
fn lanes_show_events_by_name_and_a_click_selects_one() {
    let mut harness = sample_window();
    harness.set_size(vec2(1600.0, 1400.0));
    harness.state_mut().state.run(time(TimeCommand::Lanes(Some(Facet::Place))));
    harness.run();
    harness.get_by_label_contains("Lane Russia, ");
    harness.get_all_by_label("Putin visits Pyongyang on the timeline").next().unwrap().click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().selection, Some(Item::Record(RecordId::Event("june-visit".into()))));
}

#[test]
fn controls_without_room_stand_in_a_menu() {
    let mut harness = sample_window();
    harness.set_size(vec2(640.0, 800.0));
    harness.run();
    assert!(harness.query_by_label("Cumulative").is_none());
    harness.get_by_label("More").click();
    harness.run();
    harness.get_by_label("Cumulative").click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().time.mode, TimeMode::Cumulative);
    harness.set_size(vec2(1280.0, 460.0));
    harness.run();
    assert!(harness.query_by_label("Window of time").is_none(), "a low window is left to the map");
}

#[test]
fn play_goes_on_stops_at_the_end_and_begins_anew_with_reduced_motion_too() {
    let mut state = state_of([load::sample()]);
    state.run(Command::Motion(false));
    state.run(time(TimeCommand::Window(Some(window_of("2024-10-20")))));
    state.run(time(TimeCommand::Speed(Some(86_400))));
    state.run(Command::Act(Action::PlayPause));
    assert!(state.is_moving());
    state.run(Command::Tick { seconds: 1.0 });
    state.run(Command::Tick { seconds: 1.0 });
    assert_eq!(state.viewpoint().time.window, Some(window_of("2024-10-22")));
    state.run(Command::Act(Action::PlayPause));
    assert!(!state.is_moving());
    state.run(Command::Act(Action::PlayPause));
    for _ in 0..40 {
        state.run(Command::Tick { seconds: 1.0 });
    }
    assert!(!state.is_moving(), "it stops at the end");
    let end = state.viewpoint().time.window.unwrap();
    assert_eq!(end.length_secs(), Some(86_400), "as long as it was: {end:?}");
    state.run(Command::Act(Action::PlayPause));
    assert!(state.is_moving() && state.viewpoint().time.window.unwrap().last < end.last, "it begins at the beginning");
}

#[test]
fn an_instant_plays_from_stretch_to_stretch_and_all_up_to_a_moment_keeps_its_beginning() {
    let mut state = state_of([load::sample()]);
    state.run(time(TimeCommand::Speed(Some(86_400))));
    state.run(time(TimeCommand::Mode(TimeMode::Instant)));
    let one = state.viewpoint().time.window.unwrap();
    assert!(one.first.is_some() && one.last.is_some());
    state.run(time(TimeCommand::Window(Some(window_of("2024-07-01/2024-07-07")))));
    state.run(Command::Act(Action::PlayPause));
    for _ in 0..8 {
        state.run(Command::Tick { seconds: 1.0 });
    }
    let next = state.viewpoint().time.window.unwrap();
    assert_eq!(next.first, Some(Moment(window_of("2024-07-07").last.unwrap().0 + 1)), "the next whole stretch");

    state.run(time(TimeCommand::Mode(TimeMode::Cumulative)));
    assert_eq!(state.viewpoint().time.window, Some(TimeWindow { first: None, ..next }));
    state.run(Command::Tick { seconds: 1.0 });
    let later = state.viewpoint().time.window.unwrap();
    assert!(later.first.is_none() && later.last > next.last);
    state.run(time(TimeCommand::Mode(TimeMode::Window)));
    assert!(state.viewpoint().time.window.unwrap().first.is_some(), "all up to a moment becomes all from the first");
}

#[test]
fn next_and_previous_event_select_in_the_order_of_time_and_take_the_window_along() {
    let mut state = state_of([load::sample()]);
    let selected = |state: &State| match state.viewpoint().selection.clone() {
        Some(Item::Record(id)) => id.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    state.run(time(TimeCommand::Window(Some(window_of("2024-10-24")))));
    state.run(Command::Select(Some(Item::Record(RecordId::Event("brics-summit".into())))));
    let mut seen = vec![selected(&state)];
    for _ in 0..4 {
        state.run(Command::Act(Action::NextEvent));
        seen.push(selected(&state));
    }
    let mut known = seen.clone();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), seen.len(), "each is another: {seen:?}");
    assert_ne!(state.viewpoint().time.window, Some(window_of("2024-10-24")), "the window went along");
    state.run(Command::Act(Action::PreviousEvent));
    assert_eq!(selected(&state), seen[3]);
    for _ in 0..60 {
        state.run(Command::Act(Action::NextEvent));
    }
    assert!(state.notice().is_some(), "at the end it says so");
}

#[test]
fn clock_mode_and_what_is_left_out_are_changed_by_keys() {
    let mut harness = sample_window();
    harness.key_press(Key::O);
    harness.key_press(Key::H);
    harness.run();
    let time = harness.state().state.viewpoint().time;
    assert_eq!((time.clock, time.outside), (Clock::Reported, Outside::Hide));
    harness.get_by_label_contains("by when it reported");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::O);
    harness.run();
    assert_eq!(harness.state().state.viewpoint().time.mode, TimeMode::Cumulative);
    harness.key_press(Key::Num0);
    harness.run();
    assert_eq!(window(&harness), None);
    harness.key_press(Key::V);
    harness.run();
    assert!(harness.query_by_label("Window of time").is_none());
}

#[test]
fn space_plays_and_is_left_to_a_button_or_a_field_that_has_the_keyboard() {
    let mut harness = sample_window();
    let is_playing = |harness: &Harness<'_, Window>| harness.state().state.is_moving();
    harness.key_press(Key::Space);
    harness.step();
    assert!(is_playing(&harness));
    harness.key_press(Key::Space);
    harness.run();
    assert!(!is_playing(&harness));
    for name in ["Search", "Window of time"] {
        harness.get_by_label(name).focus();
        harness.run();
        harness.key_press(Key::Space);
        harness.step();
        assert!(!is_playing(&harness), "{name} has the keyboard");
        harness.key_press(Key::Escape);
        harness.run();
    }
}

#[test]
fn an_idle_timeline_asks_for_no_pass() {
    let mut harness = sample_window();
    harness.state_mut().state.run(time(TimeCommand::Lanes(Some(Facet::Actor))));
    harness.state_mut().state.run(time(TimeCommand::Window(Some(window_of("2024-10")))));
    harness.run();
    let derived = harness.state().state.n_derived();
    for _ in 0..10 {
        harness.step();
        let repaint = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
        assert!(repaint > std::time::Duration::from_secs(60));
    }
    assert_eq!(harness.state().state.n_derived(), derived);
}
