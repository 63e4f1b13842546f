#![cfg(test)]
//! The filter on the screen: what is chosen drives lists and counts, which say what they leave out and show it.

#[path = "common/window.rs"]
mod window;

use std::collections::BTreeSet;
use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::person::Store;
use sandtable::app::{Effect, State, load, saved};
use sandtable::command::{Action, Command, FilterCommand, TimeCommand};
use sandtable::earth::LonLat;
use sandtable::model::{Event, RecordId, Situation, When};
use sandtable::query::{Area, Clock, Facet, Filter, Reason, TimeWindow, Value};
use sandtable::viewpoint::{Camera, Item, ListKind, Listed};
use window::{Window, state_of};

type Screen = Harness<'static, Window>;

/// High enough for all sections of the filter.
fn window_on(loaded: sandtable::command::Loaded) -> Screen {
    window::window(state_of([loaded]), [1280.0, 1600.0])
}

/// The sample with the filter open, and no text field in the way of keys.
fn filter_window() -> Screen {
    let mut harness = window_on(load::sample());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    harness
}

fn run(harness: &mut Screen, command: Command) {
    harness.state_mut().state.run(command);
    harness.run();
}

fn filter(harness: &mut Screen, command: FilterCommand) {
    run(harness, Command::Filter(command));
}

fn toggle(facet: Facet, value: &str, is_excluded: bool) -> FilterCommand {
    FilterCommand::Toggle { facet, value: Value::from(value), is_excluded }
}

/// All that the list shown has rows for.
fn listed(state: &mut State) -> BTreeSet<RecordId> {
    state.run(Command::Select(None));
    state.run(Command::Act(Action::PickAll));
    let record = |item: &Item| if let Item::Record(id) = item { Some(id.clone()) } else { None };
    let picked = state.viewpoint().picked.iter().filter_map(record).collect();
    state.run(Command::Select(None));
    picked
}

/// The oracle: goes through the events one by one.
fn events(state: &State, is_wanted: impl Fn(&Situation, &Event) -> bool) -> BTreeSet<RecordId> {
    let situation = state.situation().unwrap();
    situation.events().values().filter(|event| is_wanted(situation, event)).map(|event| RecordId::Event(event.id.clone())).collect()
}

fn is_of(situation: &Situation, event: &Event, actor: &str) -> bool {
    event.actors.iter().any(|by| {
        let chain = std::iter::successors(situation.actor(&by.actor), |actor| situation.actor(actor.part_of.as_ref()?));
        chain.into_iter().any(|of| of.id.as_str() == actor)
    })
}

#[test]
fn a_value_that_is_chosen_leaves_what_has_it_and_every_count_follows() {
    let mut harness = filter_window();
    harness.get_by_label("Counts: events");
    let wanted = events(&harness.state().state, |situation, event| is_of(situation, event, "north-korea"));
    let n = wanted.len();
    harness.get_by_label(&format!("Actor: North Korea, {n}")).click();
    harness.run();
    assert_eq!(listed(&mut harness.state_mut().state), wanted);
    harness.run();
    harness.get_by_label(&format!("Events {n}/36"));
    harness.get_by_label(&format!("{n} of 36"));
    harness.get_by_label(&format!("{} of other actors", 36 - n));
    harness.get_by_label("Filter (1)");
    // Another actor beside it would be counted by itself, whatever is chosen of actors.
    let others = events(&harness.state().state, |situation, event| is_of(situation, event, "ukraine")).len();
    harness.get_by_label(&format!("Actor: Ukraine, {others}"));
    harness.get_by_label(&format!("Actor: North Korea, {n}")).click();
    harness.run();
    harness.get_by_label("Events 36");
}

#[test]
fn a_value_can_be_left_out_and_its_chip_takes_it_back() {
    let mut harness = filter_window();
    let theirs = events(&harness.state().state, |situation, event| is_of(situation, event, "north-korea"));
    harness.get_by_label("not Actor: North Korea").click();
    harness.run();
    let rest = listed(&mut harness.state_mut().state);
    harness.run();
    assert_eq!(rest.len(), 36 - theirs.len());
    assert!(rest.is_disjoint(&theirs));
    harness.get_by_label(&format!("{} of actors left out", theirs.len()));
    harness.get_by_label("not Actor: North Korea: remove").click();
    harness.run();
    assert!(harness.state().state.viewpoint().filter.is_empty());
    harness.get_by_label("Events 36");
}

#[test]
fn a_place_counts_with_all_within_it() {
    let mut harness = filter_window();
    filter(&mut harness, toggle(Facet::Place, "russia", false));
    let wanted = events(&harness.state().state, |situation, event| {
        event.places.iter().any(|at| situation.with_wholes(&at.place).any(|place| place.id.as_str() == "russia"))
    });
    let directly = events(&harness.state().state, |_, event| event.places.iter().any(|at| at.place.as_str() == "russia"));
    assert!(directly.len() < wanted.len());
    assert_eq!(listed(&mut harness.state_mut().state), wanted);
}

#[test]
fn reset_takes_everything_away_time_too() {
    let mut harness = filter_window();
    filter(&mut harness, toggle(Facet::Mode, "happened", false));
    filter(&mut harness, FilterCommand::Words("treaty".to_owned()));
    let day = TimeWindow::of(&When::parse("2024-10-24").unwrap(), harness.state().state.situation().unwrap().zone());
    run(&mut harness, Command::Time(TimeCommand::Window(Some(day))));
    harness.get_by_label("24 Oct 2024: remove");
    harness.get_by_label("Words: treaty: remove");
    harness.get_by_label("Reset").click();
    harness.run();
    let viewpoint = harness.state().state.viewpoint();
    assert!(viewpoint.filter.is_empty() && viewpoint.time.window.is_none());
    assert!(harness.query_by_label("Reset").is_none(), "nothing is asked for");
}

#[test]
fn a_saved_filter_is_the_same_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path().join("home"));
    let mut state = State::default();
    state.run(Command::Loaded(Box::new(load::sample())));
    state.run(Command::Filter(toggle(Facet::Actor, "north-korea", false)));
    state.run(Command::Filter(toggle(Facet::Source, "news-article", true)));
    state.run(Command::Time(TimeCommand::Clock(Clock::Reported)));
    let window = TimeWindow { first: None, last: Some(sandtable::model::Moment(1_729_900_799)) };
    state.run(Command::Time(TimeCommand::Window(Some(window))));
    let kept = (state.viewpoint().filter.clone(), state.viewpoint().time);
    let effects = state.run(Command::Filter(FilterCommand::Save("  North Korea by others ".to_owned())));
    let [Effect::KeepFilter(saved)] = effects.as_slice() else { panic!("{effects:?}") };
    // What another version wrote stays.
    fs::create_dir_all(folder.path().join("home")).unwrap();
    let file = folder.path().join("home/filters.json");
    fs::write(&file, r#"[{"name": "Later", "orbit": 7}, {"name": "North Korea by others", "words": "old"}]"#).unwrap();
    store.save_filter(&saved.name, Some(saved::entry(saved))).unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("\"orbit\": 7"));

    let mut next = State::default();
    next.run(Command::Loaded(Box::new(load::sample())));
    next.run(Command::SavedFilters(saved::read(store.filters())));
    let names: Vec<&str> = next.saved_filters().iter().map(|saved| saved.name.as_str()).collect();
    assert_eq!(names, ["Later", "North Korea by others"]);
    next.run(Command::Filter(FilterCommand::UseSaved("North Korea by others".to_owned())));
    assert_eq!((next.viewpoint().filter.clone(), next.viewpoint().time), kept);

    let effects = next.run(Command::Filter(FilterCommand::Forget("North Korea by others".to_owned())));
    assert_eq!(effects, [Effect::ForgetFilter("North Korea by others".to_owned())]);
    store.save_filter("North Korea by others", None).unwrap();
    let names: Vec<String> = saved::read(store.filters()).into_iter().map(|saved| saved.name).collect();
    assert_eq!(names, ["Later"]);
}

#[test]
fn a_filter_is_saved_and_used_again_from_the_screen() {
    let mut harness = filter_window();
    filter(&mut harness, toggle(Facet::Mode, "demanded", false));
    harness.get_by_label("Save filter …").click();
    harness.run();
    harness.get_by_label("Name of the filter").type_text("Demands");
    harness.run();
    harness.get_by_label("Save").click();
    harness.run();
    assert_eq!(harness.state().state.saved_filters().len(), 1);
    harness.get_by_label("Saved: Demands");
    run(&mut harness, Command::Act(Action::ResetFilter));
    filter(&mut harness, toggle(Facet::Mode, "happened", false));
    harness.get_by_label("Saved").click();
    harness.run();
    harness.get_by_label("Demands").click();
    harness.run();
    harness.get_by_label("Mode: Demanded: remove");
}

#[test]
fn what_is_hidden_sums_up_to_all_and_each_part_of_a_count_lists_just_those() {
    let mut state = State::default();
    state.run(Command::Loaded(Box::new(load::sample())));
    let zone = state.situation().unwrap().zone().clone();
    state.run(Command::Filter(toggle(Facet::Actor, "north-korea", false)));
    state.run(Command::Filter(toggle(Facet::Reliability, "A", false)));
    state.run(Command::Filter(toggle(Facet::Reliability, "F", false)));
    state.run(Command::Filter(toggle(Facet::Standing, "contested", true)));
    for window in [None, Some("2024-10-23/2024-10-24"), Some("2024-06")] {
        let window = window.map(|edtf| TimeWindow::of(&When::parse(edtf).unwrap(), &zone));
        state.run(Command::Time(TimeCommand::Window(window)));
        for list in [ListKind::Events, ListKind::Reports, ListKind::Places, ListKind::Actors, ListKind::Sources] {
            state.run(Command::List(list, Listed::Shown));
            let mut seen = listed(&mut state);
            let count = state.count(list).unwrap().clone();
            assert_eq!(seen.len(), count.shown(), "{list:?}");
            for (reason, n) in &count.hidden {
                state.run(Command::List(list, Listed::Hidden(*reason)));
                let part = listed(&mut state);
                assert_eq!(part.len(), *n, "{list:?} {reason:?}");
                assert!(part.is_disjoint(&seen), "{list:?} {reason:?}: none stands in two parts");
                seen.extend(part);
            }
            assert_eq!(seen.len(), count.all(), "{list:?}: nothing disappears");
        }
    }
}

#[test]
fn a_press_on_a_part_shows_it_and_another_goes_back() {
    let mut harness = filter_window();
    filter(&mut harness, toggle(Facet::Mode, "happened", false));
    let others = events(&harness.state().state, |_, event| event.mode.word() != "happened");
    let words = format!("{} of other modes", others.len());
    harness.get_by_label(&words).click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().listed, Listed::Hidden(Reason::Facet(Facet::Mode)));
    assert_eq!(listed(&mut harness.state_mut().state), others);
    harness.run();
    harness.get_by_label("Back to what is shown").click();
    harness.run();
    assert_eq!(listed(&mut harness.state_mut().state).len(), 36 - others.len());
    // On the map it is a link of its own, from whichever list.
    run(&mut harness, Command::ShowList(ListKind::Actors));
    harness.get_by_label(&format!("On the map: {words}")).click();
    harness.run();
    assert_eq!(harness.state().state.viewpoint().list, ListKind::Events);
    assert_eq!(listed(&mut harness.state_mut().state), others);
}

#[test]
fn the_map_says_what_has_no_place_on_it_also_where_nothing_is_asked_for() {
    let mut harness = window_on(load::sample());
    let without = events(&harness.state().state, |situation, event| {
        let is_placed = |at: &sandtable::model::EventPlace| situation.with_wholes(&at.place).any(|place| place.geometry.is_some());
        !event.places.iter().any(is_placed)
    });
    harness.get_by_label(&format!("{} of 36 events on the map", 36 - without.len()));
    harness.get_by_label(&format!("On the map: {} without place", without.len())).click();
    harness.run();
    assert_eq!(listed(&mut harness.state_mut().state), without);
}

#[test]
fn what_the_map_shows_follows_the_map() {
    let mut harness = filter_window();
    let mut n_shown = |lon: f64, lat: f64, zoom: f64| {
        run(&mut harness, Command::LookAt(Camera::new(LonLat::new(lon, lat).unwrap(), zoom)));
        harness.state().state.count(ListKind::Events).unwrap().shown()
    };
    assert_eq!(n_shown(36.2, 51.7, 7.0), 36);
    filter(&mut harness, FilterCommand::Area(Some(Area::View)));
    let mut n_shown = |lon: f64, lat: f64, zoom: f64| {
        run(&mut harness, Command::LookAt(Camera::new(LonLat::new(lon, lat).unwrap(), zoom)));
        harness.state().state.count(ListKind::Events).unwrap().shown()
    };
    let (kursk, pyongyang, pacific) = (n_shown(36.2, 51.7, 8.0), n_shown(125.7, 39.0, 9.0), n_shown(-140.0, 0.0, 6.0));
    assert!(kursk > 0 && pyongyang > 0 && kursk < 36 && pyongyang < 36, "{kursk} {pyongyang}");
    assert_eq!(pacific, 0);
    harness.get_by_label_contains("Nothing passes the filter. Of 36 events: ");
}

#[test]
fn an_area_is_drawn_corner_by_corner_and_keeps_what_lies_in_it() {
    let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
    let mut harness = filter_window();
    filter(&mut harness, FilterCommand::Draw(true));
    harness.get_by_label("Close area");
    // Round Pyongyang and no other place; two corners are none yet.
    for corner in [at(125.0, 38.5), at(126.5, 38.5)] {
        run(&mut harness, Command::Pick(corner.into()));
    }
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().state.viewpoint().outline.is_some(), "the pen stays in hand");
    run(&mut harness, Command::Pick(at(126.0, 39.5).into()));
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().state.viewpoint().outline.is_none());
    let theirs = listed(&mut harness.state_mut().state);
    let there = events(&harness.state().state, |_, event| event.places.iter().any(|at| at.place.as_str() == "pyongyang"));
    assert!(!there.is_empty() && there.is_subset(&theirs));
    let kursk = events(&harness.state().state, |_, event| event.places.iter().all(|at| at.place.as_str() == "kursk-region"));
    assert!(theirs.is_disjoint(&kursk.difference(&events(&harness.state().state, |_, event| event.places.is_empty())).cloned().collect()));
    harness.get_by_label("Drawn area: remove").click();
    harness.run();
    harness.get_by_label("Events 36");
    // Escape puts the pen down and takes nothing else.
    filter(&mut harness, FilterCommand::Draw(true));
    run(&mut harness, Command::Pick(at(1.0, 1.0).into()));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().state.viewpoint().outline.is_none() && harness.state().state.viewpoint().filter.is_empty());
}

#[test]
fn an_area_over_180_degrees_holds_what_lies_on_either_side() {
    let folder = tempfile::tempdir().unwrap();
    let point = |id: &str, lon: f64| {
        format!(
            r#"{{"type": "Feature", "id": "{id}", "geometry": {{"type": "Point", "coordinates": [{lon}, 0.0]}}, "properties": {{"name": "{id}"}}}}"#
        )
    };
    let places = [("east", 179.0), ("west", -179.0), ("far", 0.0), ("near", 170.0)];
    let features: Vec<String> = places.iter().map(|(id, lon)| point(id, *lon)).collect();
    let event = |(id, _): &(&str, f64)| {
        format!(r#"{{"id": "{id}", "title": "{id}", "mode": "happened", "places": [{{"place": "{id}", "role": "at"}}]}}"#)
    };
    let events: Vec<String> = places.iter().map(event).collect();
    for (name, text) in [
        ("situation.json", r#"{"format": 1, "title": "Round the world"}"#.to_owned()),
        ("places.geojson", format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(",\n"))),
        ("events.json", format!("[{}]", events.join(",\n"))),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut harness = window_on(load::load(folder.path()));
    let corners = [(175.0, -5.0), (-175.0, -5.0), (-175.0, 5.0), (175.0, 5.0)].map(|(lon, lat)| LonLat::new(lon, lat).unwrap());
    filter(&mut harness, FilterCommand::Area(Some(Area::Polygon(corners.to_vec()))));
    let names: Vec<String> = listed(&mut harness.state_mut().state).iter().map(|id| id.as_str().to_owned()).collect();
    assert_eq!(names, ["east", "west"]);
}

/// One event for each grade, said by a source of that letter.
fn graded() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let grades = [Some(("A", 1)), Some(("B", 2)), Some(("C", 3)), Some(("D", 4)), Some(("F", 6)), None];
    let event = |at: usize| format!(r#"{{"id": "e{at}", "title": "Event {at}", "mode": "happened"}}"#);
    let report = |(at, grade): (usize, &Option<(&str, u8)>)| {
        let letter = grade.map_or_else(String::new, |(letter, _)| format!(r#""reliability": {{"reliability": "{letter}"}}, "#));
        let digit = grade.map_or_else(String::new, |(_, digit)| format!(r#", "credibility": {digit}"#));
        format!(
            r#"{{"id": "r{at}", "source": "s", "title": "R{at}", "published": "2024", {letter}"about": [{{"event": "e{at}", "stance": "asserts"{digit}}}]}}"#
        )
    };
    let events: Vec<String> = (0..grades.len()).map(event).collect();
    let reports: Vec<String> = grades.iter().enumerate().map(report).collect();
    for (name, text) in [
        ("situation.json", r#"{"format": 1, "title": "Grades"}"#.to_owned()),
        ("sources.json", r#"[{"id": "s", "name": "S"}]"#.to_owned()),
        ("events.json", format!("[{}]", events.join(",\n"))),
        ("reports.json", format!("[{}]", reports.join(",\n"))),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn what_cannot_be_judged_stands_alone_and_is_neither_better_nor_worse() {
    let folder = graded();
    let mut harness = window_on(load::load(folder.path()));
    run(&mut harness, Command::Act(Action::ToggleFilter));
    harness.get_by_label("C or better").click();
    harness.run();
    let names = |harness: &mut Screen| -> Vec<String> {
        let names = listed(&mut harness.state_mut().state).iter().map(|id| id.as_str().to_owned()).collect();
        harness.run();
        names
    };
    assert_eq!(names(&mut harness), ["e0", "e1", "e2"]);
    harness.get_by_label("3 of 6");
    harness.get_by_label("1 below C");
    harness.get_by_label("2 not judged");
    harness.get_by_label("Reliability: C or better: remove").click();
    harness.run();
    harness.get_by_label("Reliability: F, 1").click();
    harness.run();
    assert_eq!(names(&mut harness), ["e4"]);
    harness.get_by_label("4 of another grade");
    harness.get_by_label("1 not judged");
    run(&mut harness, Command::Act(Action::ResetFilter));
    harness.get_by_label("3 or better").click();
    harness.run();
    harness.get_by_label("C or better").click();
    harness.run();
    harness.get_by_label("1 below C or below 3");
}

#[test]
fn a_list_in_which_nothing_passes_says_why_and_one_without_reports_says_that_there_are_none() {
    let mut harness = filter_window();
    filter(&mut harness, FilterCommand::Words("no such words anywhere".to_owned()));
    harness.get_by_label("Nothing passes the filter. Of 36 events: 36 without “no such words anywhere”.");
    run(&mut harness, Command::ShowList(ListKind::Reports));
    harness.get_by_label("Nothing passes the filter. Of 13 reports: 13 without “no such words anywhere”.");
    harness.get_all_by_label("Reset").next().unwrap().click();
    harness.run();
    harness.get_by_label("Reports 13");

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("situation.json"), r#"{"format": 1, "title": "Bare"}"#).unwrap();
    fs::write(folder.path().join("events.json"), r#"[{"id": "e", "title": "Unheard of", "mode": "happened"}]"#).unwrap();
    let mut harness = window_on(load::load(folder.path()));
    run(&mut harness, Command::ShowList(ListKind::Reports));
    harness.get_by_label("No reports: what sources said will be listed here.");
    run(&mut harness, Command::Select(Some(Item::Record(RecordId::Event("e".into())))));
    harness.get_by_label("No report speaks of it: it is known here without anyone who says so.");
}

#[test]
fn what_possibly_matches_is_marked_and_counted_apart() {
    let mut harness = filter_window();
    let zone = harness.state().state.situation().unwrap().zone().clone();
    let day = TimeWindow::of(&When::parse("2024-10-22").unwrap(), &zone);
    run(&mut harness, Command::Time(TimeCommand::Window(Some(day))));
    let count = harness.state().state.count(ListKind::Events).unwrap().clone();
    assert!(count.possibly > 0, "{count:?}");
    harness.get_by_label(&format!("{}, and {} possibly, of 36", count.surely, count.possibly));
    assert!(harness.get_all_by_label_contains(" · possibly").count() > 0);
}

#[test]
fn the_page_of_an_actor_filters_by_it_in_one_press() {
    let mut harness = filter_window();
    run(&mut harness, Command::Select(Some(Item::Record(RecordId::Actor("north-korea".into())))));
    harness.get_by_label("Only these").click();
    harness.run();
    let mut wanted = Filter::default();
    wanted.toggle(Facet::Actor, &Value::from("north-korea"), false);
    assert_eq!(harness.state().state.viewpoint().filter, wanted);
    harness.get_by_label("Filtered by this").click();
    harness.run();
    assert!(harness.state().state.viewpoint().filter.is_empty());
}

#[test]
fn words_are_asked_for_on_enter_and_escape_leaves_them_as_they_were() {
    let mut harness = window_on(load::sample());
    run(&mut harness, Command::Select(Some(Item::Record(RecordId::Event("deployment".into())))));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    // The keyboard is in the field at once.
    harness.event(egui::Event::Text("treaty".to_owned()));
    harness.run();
    assert!(harness.state().state.viewpoint().filter.words.is_empty(), "not while it is typed");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().state.viewpoint().filter.words, "treaty");
    harness.get_by_label("Words").focus();
    harness.run();
    harness.event(egui::Event::Text("xyz".to_owned()));
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().state.viewpoint().filter.words, "treaty");
    assert!(harness.state().state.viewpoint().selection.is_some(), "Escape left the field and nothing else");
}

#[test]
fn idle_frames_compute_nothing_while_the_filter_is_open() {
    let mut harness = filter_window();
    filter(&mut harness, toggle(Facet::Actor, "north-korea", false));
    let before = harness.state().state.n_derived();
    harness.run_steps(5);
    assert_eq!(harness.state().state.n_derived(), before);
}
