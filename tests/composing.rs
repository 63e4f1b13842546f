#![cfg(test)]
//! Scenes are composed in the window: captured, put in order, drawn on, and saved.

#[path = "common/dragging.rs"]
mod dragging;
#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::path::Path;
use std::sync::Mutex;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use folder::sample_in;
use sandtable::app::disk::Disk;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, load, thumbnails};
use sandtable::briefing::{ScenePart, scenes_in_order};
use sandtable::command::{Action, BriefCommand, Command, Drawer, Each, EditCommand};
use sandtable::model::{AnnotationKind, RecordId, Scene, Situation};
use sandtable::viewpoint::{Item, ThemeKind};
use window::{Window, state_of, window};

use dragging::drag;

type Screen = Harness<'static, Window>;

fn of(path: &Path) -> Screen {
    let mut screen = window(state_of([load::load(path)]), [1280.0, 1700.0]);
    run(&mut screen, Command::Motion(false));
    run(&mut screen, Command::Drawer(Some(Drawer::Scenes)));
    screen
}

fn sample() -> Screen {
    of(Path::new("data/dprk-russia-2024"))
}

fn run(screen: &mut Screen, command: Command) {
    screen.state_mut().state.run(command);
    screen.run();
}

fn brief(screen: &mut Screen, command: BriefCommand) {
    run(screen, Command::Brief(command));
}

fn situation(screen: &Screen) -> &Situation {
    screen.state().state.situation().unwrap()
}

fn scene<'a>(screen: &'a Screen, id: &str) -> &'a Scene {
    situation(screen).scene(&id.into()).unwrap()
}

fn titles(screen: &Screen) -> Vec<String> {
    scenes_in_order(situation(screen)).iter().map(|scene| scene.title.clone()).collect()
}

fn tile(screen: &Screen, title: &str) -> Pos2 {
    screen
        .get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with("Scene ") && label.contains(title))
        })
        .rect()
        .center()
}

fn press(screen: &mut Screen, modifiers: Modifiers, key: Key) {
    screen.key_press_modifiers(modifiers, key);
    screen.run();
}

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_label(label).click();
    screen.run();
}

fn compose(screen: &mut Screen, id: &str) {
    brief(screen, BriefCommand::Compose(Some(id.into())));
    screen.run();
}

#[test]
fn what_the_window_shows_becomes_a_scene_after_the_one_in_hand_and_is_undone_as_one_step() {
    let mut screen = sample();
    let before = situation(&screen).clone();
    compose(&mut screen, "soldiers");
    run(&mut screen, Command::Act(Action::CaptureScene));
    let titles = titles(&screen);
    assert_eq!(titles.len(), before.scenes().len() + 1);
    assert!(screen.query_by_label("Scene 4 of 9").is_some(), "the new scene is in hand, after the third");
    assert!(screen.query_by_label("The window shows the scene.").is_some());
    run(&mut screen, Command::Act(Action::Undo));
    assert_eq!(*situation(&screen), before);
    assert!(screen.query_by_label("Scene 4 of 9").is_none(), "what is gone is not in hand");
}

#[test]
fn nothing_is_in_hand_when_the_strip_is_opened() {
    let screen = sample();
    assert!(screen.query_by_label("The window shows the scene.").is_none());
    assert!(screen.query_by_label_contains("8 scenes").is_some(), "how many there are is told");
}

#[test]
fn each_part_that_differs_is_told_and_taken_or_gone_back_to() {
    type Change = fn() -> Command;
    let mut screen = sample();
    compose(&mut screen, "kursk");
    assert!(screen.query_by_label("The window shows the scene.").is_some(), "beside its form too");
    let before = scene(&screen, "kursk").clone();
    let changes: [(ScenePart, &str, Change); 4] = [
        (ScenePart::Camera, "View", || Command::Act(Action::ZoomIn)),
        (ScenePart::Layers, "Layers", || Command::Act(Action::ToggleGraticule)),
        (ScenePart::Selection, "Selection", || Command::Select(Some(Item::Record(RecordId::Place("kursk-region".into()))))),
        (ScenePart::Time, "Time", || Command::Act(Action::NextClock)),
    ];
    for (part, name, change) in changes {
        run(&mut screen, change());
        assert!(screen.query_by_label(&format!("{name} differs")).is_some(), "{name}");
        click(&mut screen, &format!("{name}: show it again as the scene has it"));
        assert!(screen.query_by_label("The window shows the scene.").is_some(), "{name} is back");
        run(&mut screen, change());
        click(&mut screen, &format!("{name}: take what the window shows now"));
        assert!(screen.query_by_label("The window shows the scene.").is_some(), "{name} is taken");
        assert_ne!(*scene(&screen, "kursk"), before, "{part:?}");
        run(&mut screen, Command::Act(Action::Undo));
        assert_eq!(*scene(&screen, "kursk"), before, "{part:?}");
        compose(&mut screen, "kursk");
    }
}

#[test]
fn all_parts_are_taken_by_one_key_as_one_step() {
    let mut screen = sample();
    compose(&mut screen, "kursk");
    let before = scene(&screen, "kursk").clone();
    for action in [Action::ZoomOut, Action::ToggleGraticule, Action::NextClock] {
        run(&mut screen, Command::Act(action));
    }
    run(&mut screen, Command::Act(Action::RecaptureScene));
    assert!(screen.query_by_label("The window shows the scene.").is_some());
    let taken = scene(&screen, "kursk");
    assert!(taken.bounds != before.bounds && taken.layers.is_some() && taken.time.is_some() && taken.theme.is_none());
    run(&mut screen, Command::Act(Action::Undo));
    assert_eq!(*scene(&screen, "kursk"), before);
}

#[test]
fn typing_into_the_form_leaves_the_view() {
    let mut screen = sample();
    compose(&mut screen, "kursk");
    run(&mut screen, Command::Act(Action::ZoomOut));
    let camera = screen.state().state.viewpoint().camera;
    screen.get_by_role_and_label(Role::TextInput, "Title").focus();
    screen.run();
    press(&mut screen, Modifiers::COMMAND, Key::A);
    screen.get_by_role_and_label(Role::TextInput, "Title").type_text("Another title");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(scene(&screen, "kursk").title, "Another title");
    assert_eq!(screen.state().state.viewpoint().camera, camera);
}

#[test]
fn the_strip_is_worked_by_keys_alone() {
    let mut screen = sample();
    let before = titles(&screen);
    // The drawer that opens has the keyboard.
    press(&mut screen, Modifiers::NONE, Key::ArrowRight);
    press(&mut screen, Modifiers::COMMAND, Key::ArrowRight);
    let mut moved = before.clone();
    moved.swap(1, 2);
    assert_eq!(titles(&screen), moved);
    press(&mut screen, Modifiers::COMMAND, Key::ArrowLeft);
    assert_eq!(titles(&screen), before);
    press(&mut screen, Modifiers::NONE, Key::H);
    let second = scenes_in_order(situation(&screen))[1].id.clone();
    assert!(scene(&screen, second.as_str()).is_hidden);
    press(&mut screen, Modifiers::NONE, Key::H);
    press(&mut screen, Modifiers::COMMAND, Key::D);
    assert_eq!(titles(&screen).len(), before.len() + 1, "a copy");
    run(&mut screen, Command::Focus(sandtable::command::Pane::Scenes));
    press(&mut screen, Modifiers::NONE, Key::Delete);
    assert_eq!(titles(&screen), before, "the copy that was at hand is gone");
    press(&mut screen, Modifiers::NONE, Key::Home);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert!(screen.query_by_label("Scene 1 of 8").is_some());
}

#[test]
fn a_tile_that_is_dragged_comes_to_stand_where_it_is_let_go_and_under_the_heading_there() {
    let mut screen = sample();
    let before = titles(&screen);
    let (first, third) = (tile(&screen, &before[0]), tile(&screen, &before[2]));
    drag(&mut screen, first, third + vec2(60.0, 0.0));
    let after = titles(&screen);
    assert_eq!(&after[..3], &[before[1].clone(), before[2].clone(), before[0].clone()], "{after:?}");
    run(&mut screen, Command::Act(Action::Undo));
    assert_eq!(titles(&screen), before);
}

#[test]
fn what_is_drawn_belongs_to_the_scene_in_hand_and_is_undone_stroke_by_stroke() {
    let mut screen = sample();
    compose(&mut screen, "kursk");
    let map = screen.state().desk.as_ref().unwrap().picture().unwrap().rect;
    click(&mut screen, "Arrow");
    drag(&mut screen, map.center(), map.center() + vec2(120.0, -60.0));
    run(&mut screen, Command::Act(Action::ClearSelection));
    click(&mut screen, "Pen");
    drag(&mut screen, map.center() + vec2(0.0, 60.0), map.center() + vec2(120.0, 60.0));
    run(&mut screen, Command::Act(Action::ClearSelection));
    brief(&mut screen, BriefCommand::TakePen(AnnotationKind::Text, Some("Here".to_owned())));
    press(&mut screen, Modifiers::NONE, Key::Space);
    let kinds = |screen: &Screen| scene(screen, "kursk").annotations.iter().map(|drawn| drawn.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&screen), [AnnotationKind::Arrow, AnnotationKind::Line, AnnotationKind::Text]);
    assert_eq!(scene(&screen, "kursk").annotations[0].points.len(), 2);
    assert_eq!(screen.state().state.viewpoint().annotations, scene(&screen, "kursk").annotations, "the map shows them");
    screen.get_by_label("Erase Line").click_accesskit();
    screen.run();
    assert_eq!(kinds(&screen), [AnnotationKind::Arrow, AnnotationKind::Text]);
    for n_left in [3, 2, 1, 0] {
        run(&mut screen, Command::Act(Action::Undo));
        assert_eq!(kinds(&screen).len(), n_left);
        assert_eq!(screen.state().state.viewpoint().annotations.len(), n_left);
    }
    brief(&mut screen, BriefCommand::Compose(None));
    assert!(screen.state().state.viewpoint().annotations.is_empty());
}

#[test]
fn one_scene_is_made_of_each_day_place_or_actor_that_is_asked_for() {
    for each in Each::ALL {
        let mut screen = sample();
        let n_before = titles(&screen).len();
        brief(&mut screen, BriefCommand::FromFilter(each));
        let n_made = titles(&screen).len() - n_before;
        assert!(n_made > 1, "{each:?}: {n_made}");
        let last = scenes_in_order(situation(&screen)).last().map(|scene| (*scene).clone()).unwrap();
        match each {
            Each::Day => assert!(last.time.is_some_and(|time| time.window.is_some())),
            Each::Place | Each::Actor => assert!(last.filter.is_some()),
        }
        run(&mut screen, Command::Act(Action::Undo));
        assert_eq!(titles(&screen).len(), n_before, "one step");
    }
}

#[test]
fn what_a_scene_names_and_is_gone_is_noted_and_the_rest_is_shown() {
    let mut screen = sample();
    run(&mut screen, Command::Select(Some(Item::Record(RecordId::Event("stationing".into())))));
    run(&mut screen, Command::step("gone", sandtable::model::Edit::Remove(RecordId::Event("stationing".into()))));
    compose(&mut screen, "kursk");
    assert!(screen.query_by_label("Not everything is there").is_some());
    let note = |screen: &Screen| screen.query_by_label_contains("“stationing” is not in the situation").is_some();
    assert!(note(&screen));
    assert!(
        screen
            .query_by(|node| node.role() == Role::Button
                && node.label().is_some_and(|label| label.contains("Kursk") && label.ends_with("Not everything is there")))
            .is_some()
    );
    run(&mut screen, Command::Act(Action::Undo));
    assert!(!note(&screen));
}

#[test]
fn composed_scenes_are_saved_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample_in(folder.path());
    let mut screen = of(path);
    compose(&mut screen, "kursk");
    run(&mut screen, Command::Act(Action::ToggleGraticule));
    run(&mut screen, Command::Act(Action::CaptureScene));
    brief(&mut screen, BriefCommand::Recapture(ScenePart::Theme));
    brief(&mut screen, BriefCommand::Spotlight(true));
    brief(&mut screen, BriefCommand::TakePen(AnnotationKind::Text, Some("Here".to_owned())));
    press(&mut screen, Modifiers::NONE, Key::Space);
    let expected = situation(&screen).scenes().clone();
    let home = tempfile::tempdir().unwrap();
    let (own, person) = (OwnWriting::default(), Store::at(home.path().to_owned()));
    let state = &mut screen.state_mut().state;
    for effect in state.run(Command::Act(Action::Save)) {
        if let Effect::Save(job) = effect {
            let saved = save(&job, Saver { own: &own, person: &person, disk: &Disk::default() });
            state.run(Command::Edit(EditCommand::Saved(Box::new(saved))));
        }
    }
    let again = of(path);
    assert_eq!(*situation(&again).scenes(), expected);
}

#[test]
fn pictures_are_drawn_of_scenes_on_the_map_and_anew_only_of_those_that_changed() {
    let mut state = state_of([load::load(Path::new("data/dprk-russia-2024"))]);
    let drawn = |state: &mut sandtable::app::State, command: Command| {
        let (told, mut n) = (Mutex::new(Vec::new()), 0);
        for effect in state.run(command) {
            if let Effect::DrawScenes(job) = effect {
                thumbnails::draw(job, |command| told.lock().unwrap().push(command));
            }
        }
        for command in told.into_inner().unwrap() {
            n += usize::from(matches!(&command, Command::Brief(BriefCommand::Pictured(picture)) if picture.size[0] > 100));
            assert!(!state.run(command).iter().any(|effect| matches!(effect, Effect::DrawScenes(_))), "nothing more is wanted");
        }
        n
    };
    // All but the card of text, which has no map.
    assert_eq!(drawn(&mut state, Command::Drawer(Some(Drawer::Scenes))), 7);
    assert_eq!(drawn(&mut state, Command::Hover(None)), 0);
    let scene = state.situation().unwrap().scene(&"kursk".into()).unwrap().clone();
    let put = |scene: Scene| Command::step("changed", sandtable::model::Edit::PutScene(Box::new(scene)));
    assert_eq!(drawn(&mut state, put(Scene { title: "Another".to_owned(), ..scene.clone() })), 0, "a title is in no picture");
    assert_eq!(drawn(&mut state, put(Scene { bounds: Some([20.0, 40.0, 50.0, 60.0]), ..scene })), 1);
    assert_eq!(drawn(&mut state, Command::Theme(ThemeKind::Light)), 7);
}
