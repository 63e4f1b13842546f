#![cfg(test)]
//! What is drawn and moved on the map by hand, and the questions that are noted down: with keys and with the pointer, as one step each.

#[path = "common/dragging.rs"]
mod dragging;
#[path = "common/window.rs"]
mod window;

use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use geo::Geometry;
use sandtable::app::load;
use sandtable::command::{Action, Command};
use sandtable::earth::{LonLat, distance_m};
use sandtable::map::View as Surface;
use sandtable::model::{Place, PlaceKind, RecordId, Situation};
use sandtable::placing::anchor;
use sandtable::viewpoint::{Item, Sketch};
use window::{Window, state_of, window};

type Screen = Harness<'static, Window>;

fn sample() -> Screen {
    let mut screen = window(state_of([load::sample()]), [1280.0, 800.0]);
    screen.state_mut().state.run(Command::Motion(false));
    screen.run();
    screen
}

fn situation(screen: &Screen) -> &Situation {
    screen.state().state.situation().unwrap()
}

fn surface(screen: &Screen) -> Surface {
    Surface::new(screen.state().state.viewpoint().camera, screen.state().desk.as_ref().unwrap().picture().unwrap().rect)
}

fn on_screen(screen: &Screen, at: LonLat) -> Pos2 {
    surface(screen).copies(at)[0]
}

fn select(screen: &mut Screen, place: &str) {
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Place(place.into())))));
    screen.run();
}

fn keys(screen: &mut Screen, keys: &[Key]) {
    for key in keys {
        screen.key_press(*key);
        screen.run();
    }
}

fn click(screen: &mut Screen, at: Pos2) {
    screen.hover_at(at);
    screen.run();
    screen.drag_at(at);
    screen.drop_at(at);
    screen.run();
}

fn drag(screen: &mut Screen, from: Pos2, to: Pos2, modifiers: Modifiers) {
    screen.event(egui::Event::ModifiersChanged(modifiers));
    dragging::drag(screen, from, to);
    screen.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    screen.run();
}

fn place<'a>(screen: &'a Screen, id: &str) -> &'a Place {
    situation(screen).place(&id.into()).unwrap()
}

/// A place of the sample that is a point.
fn a_point(screen: &Screen) -> (String, LonLat) {
    let point = |place: &Place| matches!(place.geometry, Some(Geometry::Point(_)));
    let place = situation(screen).places().values().find(|place| point(place)).unwrap();
    (place.id.to_string(), anchor(situation(screen), &place.id).unwrap())
}

#[test]
fn an_area_is_drawn_named_and_taken_back_without_a_pointer() {
    let mut screen = sample();
    let n_before = situation(&screen).places().len();
    screen.key_press_modifiers(Modifiers::SHIFT, Key::A);
    screen.run();
    screen.get_by_label_contains("Click the first point of the area");
    let middle = screen.state().state.viewpoint().camera.centre();
    keys(&mut screen, &[Key::Space, Key::ArrowRight, Key::Space, Key::Enter]);
    screen.get_by_label_contains("2 points of the area");
    screen.get_by_label("An area needs three corners at least.");
    keys(&mut screen, &[Key::ArrowDown, Key::Space, Key::ArrowUp, Key::Space, Key::Backspace, Key::Enter]);
    screen.get_by_label("Name").type_text("Bridgehead at Sudzha");
    screen.run();
    keys(&mut screen, &[Key::Enter]);
    let drawn = place(&screen, "bridgehead-at-sudzha");
    assert_eq!(drawn.kind, Some(PlaceKind::Area));
    let Some(Geometry::Polygon(polygon)) = &drawn.geometry else { panic!("{:?}", drawn.geometry) };
    assert_eq!(polygon.exterior().0.len(), 4, "three corners and the first again");
    assert!(polygon.exterior().0.iter().any(|c| (c.x - middle.lon_deg()).abs() < 1e-9 && (c.y - middle.lat_deg()).abs() < 1e-9));
    assert_eq!(screen.state().state.viewpoint().sketch, None);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(situation(&screen).places().len(), n_before);
}

#[test]
fn a_line_is_drawn_with_the_pointer_and_a_double_click_ends_it() {
    let mut screen = sample();
    screen.key_press_modifiers(Modifiers::SHIFT, Key::R);
    screen.run();
    let at = [egui::pos2(300.0, 300.0), egui::pos2(380.0, 320.0), egui::pos2(420.0, 400.0)];
    for at in at {
        click(&mut screen, at);
        // Clicks that are not near in time are no double click.
        screen.run_steps(40);
    }
    let now = screen.ctx.input(|input| input.time);
    for (after, pressed) in [(0.02, true), (0.04, false), (0.06, true), (0.08, false)] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        screen.input_mut().events.push(egui::Event::PointerButton { pos: at[2], button, pressed, modifiers });
        screen.input_mut().time = Some(now + after);
        screen.step();
    }
    screen.input_mut().time = None;
    screen.run();
    screen.get_by_label("Name").type_text("Supply route");
    screen.run();
    screen.get_by_label("Add the place").click();
    screen.run();
    let drawn = place(&screen, "supply-route");
    assert_eq!(drawn.kind, Some(PlaceKind::Route));
    let Some(Geometry::LineString(line)) = &drawn.geometry else { panic!("{:?}", drawn.geometry) };
    assert_eq!(line.0.len(), 3);
    assert_eq!(screen.state().state.viewpoint().selection, Some(Item::Record(RecordId::Place("supply-route".into()))));
}

#[test]
fn escape_drops_what_is_drawn_and_one_tool_is_in_hand_at_a_time() {
    let mut screen = sample();
    screen.key_press_modifiers(Modifiers::SHIFT, Key::A);
    screen.run();
    keys(&mut screen, &[Key::M]);
    assert!(screen.state().state.viewpoint().measure.is_some() && screen.state().state.viewpoint().sketch.is_none());
    screen.key_press_modifiers(Modifiers::SHIFT, Key::A);
    screen.run();
    assert!(screen.state().state.viewpoint().measure.is_none() && screen.state().state.viewpoint().sketch.is_some());
    keys(&mut screen, &[Key::Space, Key::Escape]);
    assert_eq!(screen.state().state.viewpoint().sketch, None);
    assert!(screen.state().state.document().unwrap().is_saved(), "nothing was changed");
}

#[test]
fn a_place_is_moved_by_keys_and_the_step_says_how_far() {
    let mut screen = sample();
    let (id, from) = a_point(&screen);
    select(&mut screen, &id);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::M);
    screen.run();
    keys(&mut screen, &[Key::ArrowRight, Key::ArrowRight, Key::ArrowUp]);
    let Some(Sketch::Move { to, .. }) = screen.state().state.viewpoint().sketch else { panic!() };
    assert_eq!(anchor(situation(&screen), &id.as_str().into()), Some(from), "until it is kept it stays");
    keys(&mut screen, &[Key::Escape]);
    assert!(screen.state().state.document().unwrap().is_saved(), "Escape puts it back");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::M);
    screen.run();
    keys(&mut screen, &[Key::ArrowRight, Key::ArrowRight, Key::ArrowUp, Key::Enter]);
    assert_eq!(anchor(situation(&screen), &id.as_str().into()), Some(to));
    let notice = screen.state().state.notice().unwrap().words().to_owned();
    assert!(notice.contains("move ") && notice.contains("km") && (notice.contains(" E") || notice.contains(" NE")), "{notice}");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(anchor(situation(&screen), &id.as_str().into()), Some(from));
}

#[test]
fn a_mark_that_is_dragged_with_the_command_key_moves_its_place_and_without_it_the_map() {
    let mut screen = sample();
    let (id, _) = a_point(&screen);
    select(&mut screen, &id);
    screen.state_mut().state.run(Command::Act(Action::FitSelection));
    screen.run();
    let from = anchor(situation(&screen), &id.as_str().into()).unwrap();
    let pos = on_screen(&screen, from);
    let camera = screen.state().state.viewpoint().camera;
    let wanted = (pos + vec2(60.0, -40.0)) - surface(&screen).rect.center();
    let wanted = camera.place_at([f64::from(wanted.x), f64::from(wanted.y)]);
    drag(&mut screen, pos, pos + vec2(60.0, -40.0), Modifiers::COMMAND);
    assert_eq!(screen.state().state.viewpoint().camera, camera, "the map stays");
    let to = anchor(situation(&screen), &id.as_str().into()).unwrap();
    assert!(distance_m(to, wanted) < 2_000.0, "{:?}", screen.state().state.notice());
    assert!(distance_m(from, to) > 1_000.0);
    assert_eq!(screen.state().state.viewpoint().sketch, None);
    drag(&mut screen, pos + vec2(200.0, 0.0), pos + vec2(260.0, 0.0), Modifiers::NONE);
    assert_ne!(screen.state().state.viewpoint().camera, camera);
}

#[test]
fn corners_of_an_area_are_moved_put_in_and_taken_out() {
    let mut screen = sample();
    screen.key_press_modifiers(Modifiers::SHIFT, Key::A);
    screen.run();
    keys(&mut screen, &[Key::Space, Key::ArrowRight, Key::Space, Key::ArrowDown, Key::Space, Key::Enter]);
    screen.get_by_label("Name").type_text("Pocket");
    screen.run();
    keys(&mut screen, &[Key::Enter]);
    let n_corners = |screen: &Screen| match &place(screen, "pocket").geometry {
        Some(Geometry::Polygon(polygon)) => polygon.exterior().0.len() - 1,
        other => panic!("{other:?}"),
    };
    screen.key_press_modifiers(Modifiers::COMMAND, Key::E);
    screen.run();
    keys(&mut screen, &[Key::Backspace]);
    screen.get_by_label("With fewer corners nothing would be left of it.");
    // An edge is dragged by its middle: there is a new corner.
    let Some(Sketch::Reshape { corners, .. }) = screen.state().state.viewpoint().sketch.clone() else { panic!() };
    let [a, b] = [0, 1].map(|at: usize| on_screen(&screen, corners[at]));
    let middle = a + (b - a) / 2.0;
    drag(&mut screen, middle, middle + vec2(0.0, -50.0), Modifiers::NONE);
    keys(&mut screen, &[Key::J, Key::ArrowLeft, Key::Enter]);
    assert_eq!(n_corners(&screen), 4);
    let after = place(&screen, "pocket").geometry.clone();
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(n_corners(&screen), 3);
    screen.state_mut().state.run(Command::Act(Action::Redo));
    assert_eq!(place(&screen, "pocket").geometry, after);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::E);
    screen.run();
    keys(&mut screen, &[Key::Backspace, Key::Enter]);
    assert_eq!(n_corners(&screen), 3);
}

#[test]
fn a_question_is_noted_with_one_key_and_ticked_off_as_a_step() {
    let mut screen = sample();
    let questions = |screen: &Screen| situation(screen).header().questions.clone();
    let before = questions(&screen);
    keys(&mut screen, &[Key::Z]);
    screen.get_by_label("New question").type_text("Who commands them?");
    screen.run();
    keys(&mut screen, &[Key::Enter]);
    assert_eq!(questions(&screen).last().map(String::as_str), Some("Who commands them?"));
    screen.get_by_label("Answered: Who commands them?").click();
    screen.run();
    assert_eq!(questions(&screen), before);
    keys(&mut screen, &[Key::Escape, Key::Escape]);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(questions(&screen).len(), before.len() + 1);
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    screen.run();
    assert_eq!(questions(&screen), before);
}
