#![cfg(test)]
//! Scenes that the back row of a room could not read are named: one that is bad by each rule, made from one that is good.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command as Process;
use std::sync::Mutex;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use folder::sample_in;
use sandtable::app::{Effect, State, load, room_check};
use sandtable::briefing::room_check::{Finding, MOST_NAMES};
use sandtable::command::{BriefCommand, Command, Drawer};
use sandtable::earth::LonLat;
use sandtable::model::{Annotation, AnnotationKind, Edit, Extra, Header, Place, RecordId, Scene, SceneId, SceneLayers};
use serde_json::Value;
use window::{Window, state_of, window};

const SAMPLE: &str = "data/dprk-russia-2024";
/// The scene that others are made of.
const GOOD: &str = "kursk";

type Found = BTreeMap<SceneId, Vec<Finding>>;

/// What is found of the scenes that are asked for by a command, which is everything that it asks for.
fn found_after(state: &mut State, command: Command) -> Found {
    let (told, mut found) = (Mutex::new(Vec::new()), Found::new());
    for effect in state.run(command) {
        if let Effect::CheckRoom(job) = effect {
            room_check::check(job, |command| told.lock().unwrap().push(command));
        }
    }
    for command in told.into_inner().unwrap() {
        if let Command::Brief(BriefCommand::RoomChecked(scene, of_scene)) = &command {
            found.insert(scene.clone(), of_scene.clone());
        }
        assert!(!state.run(command).iter().any(|effect| matches!(effect, Effect::CheckRoom(_))), "nothing more is wanted");
    }
    found
}

fn edit(state: &mut State, edit: Edit) -> Found {
    found_after(state, Command::step("changed", edit))
}

/// The sample with one scene alone, which is good.
fn sample() -> State {
    let mut state = state_of([load::load(Path::new(SAMPLE))]);
    let others: Vec<SceneId> = state.situation().unwrap().scenes().keys().filter(|id| id.as_str() != GOOD).cloned().collect();
    edit(&mut state, Edit::All(others.into_iter().map(|id| Edit::Remove(RecordId::Scene(id))).collect()));
    state
}

fn scene(state: &State) -> Scene {
    state.situation().unwrap().scene(&GOOD.into()).unwrap().clone()
}

/// What is found of the good scene once it was changed.
fn after(change: impl FnOnce(&mut Scene)) -> Vec<Finding> {
    let mut state = sample();
    let mut scene = scene(&state);
    change(&mut scene);
    edit(&mut state, Edit::PutScene(Box::new(scene)));
    all_of(found_after(&mut state, Command::Drawer(Some(Drawer::Scenes))))
}

fn after_header(change: impl FnOnce(&mut Header)) -> Vec<Finding> {
    let mut state = sample();
    let mut header = state.situation().unwrap().header().clone();
    change(&mut header);
    edit(&mut state, Edit::PutHeader(Box::new(header)));
    all_of(found_after(&mut state, Command::Drawer(Some(Drawer::Scenes))))
}

fn all_of(found: Found) -> Vec<Finding> {
    found.into_values().flatten().collect()
}

fn kinds(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(Finding::kind).collect()
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn words(text: &str, lon: f64, lat: f64) -> Annotation {
    Annotation { kind: AnnotationKind::Text, points: vec![at(lon, lat)], text: Some(text.to_owned()), extra: Extra::new() }
}

#[test]
fn the_sample_can_be_read_from_the_back_row() {
    let mut state = state_of([load::load(Path::new(SAMPLE))]);
    let found = found_after(&mut state, Command::Drawer(Some(Drawer::Scenes)));
    assert_eq!(found.len(), 8);
    assert!(found.values().all(Vec::is_empty), "{found:?}");
}

#[test]
fn words_that_are_put_where_nothing_is_are_no_fault() {
    assert_eq!(after(|scene| scene.annotations.push(words("Border crossing", 38.0, 54.0))), []);
}

#[test]
fn text_that_is_too_long_for_its_card_is_set_smaller_and_found_too_small() {
    let long = |n: usize| move |scene: &mut Scene| scene.text = Some("Nobody else in the article says anything of it. ".repeat(n));
    assert_eq!(after(long(7)), [], "a little smaller is large enough");
    let found = after(long(12));
    assert!(
        matches!(found.as_slice(), [Finding::SmallType { words, points, part_of_height, .. }]
            if words.starts_with("Nobody else") && *points > 8.0 && *points < 11.5 && *part_of_height > 30.0),
        "{found:?}"
    );
    assert_eq!(kinds(&after(long(40))), ["small-type", "text-cut-off"], "not smaller than anybody could read");
}

#[test]
fn a_title_that_is_too_long_is_found_too() {
    assert_eq!(kinds(&after(|scene| scene.title = "A title that goes on ".repeat(16))), ["small-type"]);
}

#[test]
fn a_name_that_is_scribbled_over_has_too_little_contrast() {
    let zigzag = (0..160_u8).map(|step| at(33.6 + 0.04 * f64::from(step), if step % 2 == 0 { 49.9 } else { 51.2 })).collect();
    let pen = Annotation { kind: AnnotationKind::Line, points: zigzag, text: None, extra: Extra::new() };
    let found = after(|scene| scene.annotations.push(pen));
    assert!(
        matches!(found.as_slice(), [Finding::LowContrast { words, ratio, .. }] if words == "Kursk region" && *ratio < 2.0),
        "{found:?}"
    );
}

#[test]
fn the_name_of_what_is_selected_may_not_be_dimmed_and_others_may() {
    assert_eq!(after(|scene| scene.is_spotlit = true), [], "what the spotlight dims is not to be read");
}

#[test]
fn more_names_than_anybody_takes_in_are_found() {
    let places = |n: u16| -> Vec<Edit> {
        let place = |index: u16| {
            let (lon, lat) = (26.5 + 2.6 * f64::from(index % 8), 47.8 + 0.95 * f64::from(index / 8));
            let name = format!("P{index}");
            let geometry = Some(geo::Geometry::Point(geo::Point::new(lon, lat)));
            Edit::PutPlace(Box::new(Place { geometry, ..Place::new(name.as_str().into(), &name) }))
        };
        (0..n).map(place).collect()
    };
    let mut state = sample();
    edit(&mut state, Edit::All(places(72)));
    let found = all_of(found_after(&mut state, Command::Drawer(Some(Drawer::Scenes))));
    assert!(
        found.iter().any(|finding| matches!(finding, Finding::TooManyLabels { n, n_nameless } if *n > 60 && *n_nameless > MOST_NAMES)),
        "{found:?}"
    );
    let by_hand = (0..25_u8).map(|index| words(&format!("W{index}"), 28.0 + 3.4 * f64::from(index % 5), 47.9 + 1.6 * f64::from(index / 5)));
    assert!(kinds(&after(|scene| scene.annotations.extend(by_hand))).contains(&"too-many-labels"));
}

/// The good scene beside a data layer of points with these colours.
fn with_layer(folder: &Path, colours: &[&str], change: impl FnOnce(&mut Scene)) -> Vec<Finding> {
    let row = |(index, colour): (usize, &&str)| {
        format!(
            r#"{{"type": "Feature", "geometry": {{"type": "Point", "coordinates": [{}, 54.5]}}, "properties": {{"marker-color": "{colour}"}}}}"#,
            30 + 3 * index
        )
    };
    let rows: Vec<String> = colours.iter().enumerate().map(row).collect();
    let file = folder.join("held.geojson");
    std::fs::write(&file, format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, rows.join(","))).unwrap();
    let mut state = sample();
    state.run(Command::Loaded(Box::new(load::load(&file))));
    let shown = SceneLayers { show: vec!["held.geojson".to_owned()], ..SceneLayers::default() };
    let mut scene = Scene { layers: Some(Box::new(shown)), ..scene(&state) };
    change(&mut scene);
    edit(&mut state, Edit::PutScene(Box::new(scene)));
    all_of(found_after(&mut state, Command::Drawer(Some(Drawer::Scenes))))
}

#[test]
fn what_is_told_apart_by_colour_alone_is_found_unless_words_tell_or_the_scene_hides_it() {
    let folder = tempfile::tempdir().unwrap();
    let of = |colours: &[&str], change: &dyn Fn(&mut Scene)| with_layer(folder.path(), colours, change);
    let found = of(&["#c00000", "#008000", "#c00000"], &|_| {});
    assert!(
        matches!(found.as_slice(), [Finding::ColourAlone(alike)]
        if alike.n_colours == 2 && alike.layer.as_deref() == Some("held.geojson")),
        "{found:?}"
    );
    assert_eq!(of(&["#c00000", "#c00000"], &|_| {}), [], "one colour tells nothing apart");
    assert_eq!(of(&["#300000", "#ffd0d0"], &|_| {}), [], "dark and light are told apart in grey too");
    assert_eq!(of(&["#c00000", "#008000"], &|scene| scene.annotations.push(words("Held", 30.3, 54.5))), [], "words tell");
    assert_eq!(of(&["#c00000", "#008000"], &|scene| scene.layers = None), [], "a scene shows the layers that it names");
}

#[test]
fn what_lies_over_the_subject_is_found() {
    let moved = |bounds: [f64; 4]| after(|scene| scene.bounds = Some(bounds));
    // The card is at the left: the region is under it, or in no view.
    assert_eq!(kinds(&moved([43.0, 46.0, 57.0, 52.0])), ["card-over-subject"]);
    assert_eq!(kinds(&moved([100.0, 30.0, 140.0, 50.0])), ["subject-not-seen"]);
    let found = after(|scene| scene.annotations.push(words("Over the mark", 34.5, 51.55)));
    let is_over_mark = |finding: &Finding| matches!(finding, Finding::TextOverSubject { words, name, .. } if words == "Over the mark" && name.contains("Kursk"));
    assert!(found.iter().any(is_over_mark), "{found:?}");
    let found = after(|scene| scene.annotations.push(words("Moscow is here", 37.9, 55.75)));
    assert!(found.iter().any(|finding| matches!(finding, Finding::TextOverText { other, .. } if other == "Moscow")), "{found:?}");
}

#[test]
fn words_that_reach_out_of_the_map_or_under_the_card_are_found() {
    for (lon, lat) in [(45.5, 54.0), (24.0, 55.0), (120.0, 40.0)] {
        let found = after(|scene| scene.annotations.push(words("Somewhere else", lon, lat)));
        assert!(matches!(found.as_slice(), [Finding::CutOff { words, .. }] if words == "Somewhere else"), "{lon}: {found:?}");
    }
}

#[test]
fn a_wall_without_as_of_or_handling_is_found_and_so_is_a_mark_that_is_too_long() {
    assert_eq!(after_header(|header| header.as_of = None), [Finding::NoAsOf]);
    assert_eq!(after_header(|header| header.handling = None), [Finding::NoHandling]);
    assert_eq!(after_header(|header| header.handling = Some("  ".to_owned())), [Finding::NoHandling]);
    assert_eq!(kinds(&after_header(|header| header.handling = Some("Only for those who need it. ".repeat(8)))), ["text-cut-off"]);
}

#[test]
fn what_a_scene_names_and_is_not_there_is_found() {
    let found = after(|scene| scene.selection = Some(RecordId::Event("gone".into())));
    assert_eq!(kinds(&found), ["scene-reference"]);
    let layers = SceneLayers { show: vec!["front.geojson".to_owned()], ..SceneLayers::default() };
    assert_eq!(kinds(&after(|scene| scene.layers = Some(Box::new(layers)))), ["scene-reference"]);
}

#[test]
fn a_scene_is_looked_at_again_when_what_it_shows_changed_and_not_else() {
    let mut state = state_of([load::load(Path::new(SAMPLE))]);
    let kept = ["kursk", "judgements"];
    let others: Vec<SceneId> = state.situation().unwrap().scenes().keys().filter(|id| !kept.contains(&id.as_str())).cloned().collect();
    edit(&mut state, Edit::All(others.into_iter().map(|id| Edit::Remove(RecordId::Scene(id))).collect()));
    assert_eq!(found_after(&mut state, Command::Drawer(Some(Drawer::Scenes))).len(), 2);
    assert_eq!(found_after(&mut state, Command::Hover(None)).len(), 0);
    let before = scene(&state);
    let put = |scene: Scene| Edit::PutScene(Box::new(scene));
    assert_eq!(edit(&mut state, put(Scene { notes: Some("Louder.".to_owned()), ..before.clone() })).len(), 0, "nobody sees notes");
    assert_eq!(edit(&mut state, put(Scene { title: "Another".to_owned(), ..before.clone() })).len(), 1);
    assert_eq!(edit(&mut state, put(Scene { is_hidden: true, ..before })).len(), 0, "what is hidden is not presented");
    let header = state.situation().unwrap().header().clone();
    assert_eq!(edit(&mut state, Edit::PutHeader(Box::new(Header { handling: None, ..header }))).len(), 1, "all that are shown");
}

/// A window on the sample with the strip open and every scene looked at, after a change.
fn strip(change: Edit) -> Harness<'static, Window> {
    let mut state = sample();
    edit(&mut state, change);
    found_after(&mut state, Command::Drawer(Some(Drawer::Scenes)));
    window(state, [1280.0, 1400.0])
}

#[test]
fn the_strip_is_quiet_where_all_is_well() {
    let screen = strip(Edit::nothing());
    assert!(screen.query_by_label("Room check: the scene can be read from the back row").is_some());
}

#[test]
fn the_strip_counts_what_fails_and_lists_it_and_a_press_goes_to_the_scene() {
    let header = Header { handling: None, ..sample().situation().unwrap().header().clone() };
    let mut screen = strip(Edit::PutHeader(Box::new(header)));
    let told = "the wall does not say how the situation may be handled";
    let is_tile = |label: &str| label.starts_with("Scene 1") && label.contains("Trained in Russia") && label.contains(told);
    assert!(screen.query_all_by(|node| node.label().is_some_and(|label| is_tile(&label))).next().is_some(), "the tile says so");
    let row = |screen: &Harness<'static, Window>| {
        screen.query_by(|node| node.label().is_some_and(|label| label.contains("put the marking into the header"))).is_some()
    };
    assert!(!row(&screen));
    screen.get_by_label("Room check: 1 of 1 scene cannot be read from the back row").click();
    screen.run();
    assert!(row(&screen));
    screen.get_by(|node| node.label().is_some_and(|label| label.contains("put the marking into the header"))).click();
    screen.run();
    screen.run();
    assert!(screen.query_by_label("Not all of it can be read from the back row").is_some(), "the form of the scene tells it");
    screen.get_by_label("Room check: 1 of 1 scene cannot be read from the back row").click();
    screen.run();
    assert!(!row(&screen));
}

#[test]
fn check_names_scenes_that_fail_with_their_place_and_the_sample_has_none() {
    let checked = |paths: &[&Path]| -> (String, Value) {
        let run = |json: &[&str]| {
            let output = Process::new(env!("CARGO_BIN_EXE_sandtable")).arg("check").args(paths).args(json).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        (run(&[]), serde_json::from_str(&run(&["--json"])).unwrap())
    };
    let (text, _) = checked(&[Path::new(SAMPLE)]);
    assert_eq!(text, "problems: none\n");

    let folder = sample_in(tempfile::tempdir().unwrap());
    let at = folder.path().join("scenes.json");
    let scenes = std::fs::read_to_string(&at).unwrap().replace("\"bounds\": [26, 47.5, 46, 56]", "\"bounds\": [100, 30, 140, 50]");
    std::fs::write(&at, &scenes).unwrap();
    let line = scenes.lines().position(|line| line.contains("\"id\": \"kursk\"")).unwrap() + 1;
    let (text, json) = checked(&[folder.path()]);
    assert!(text.contains(&format!("{}:{line}:1: warning: ", at.display())), "{text}");
    assert_eq!((json["errors"].as_u64(), json["warnings"].as_u64()), (Some(0), Some(1)), "{json}");
    let problem = &json["problems"][0];
    assert_eq!(problem["file"].as_str(), at.to_str());
    assert_eq!((problem["line"].as_u64(), problem["column"].as_u64()), (Some(line as u64), Some(1)));
    assert_eq!((problem["record"].as_str(), problem["kind"].as_str()), (Some("kursk"), Some("subject-not-seen")));
    assert_eq!(problem["severity"].as_str(), Some("warning"));
}
