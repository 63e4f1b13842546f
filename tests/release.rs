//! What may leave the house, from the files of a situation to those of its copy.
#![cfg(test)]

#[path = "common/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use egui_kittest::kittest::Queryable;
use sandtable::app::{Effect, State, load, releasing};
use sandtable::base::Problems;
use sandtable::command::{Action, BriefCommand, Command as Asked, Content, Drawer, Notice, Overlay, ReleaseCommand, Target, WallAction};
use sandtable::document::Document;
use sandtable::formats::native;
use sandtable::formats::packed::Archive;
use sandtable::model::{Annotation, AnnotationKind, Edit, Extra, Origins, RecordId, Unnamed};
use serde_json::Value;
use window::{state_of, window};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dprk-russia-2024");

fn sandtable(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sandtable")).args(args).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap()
}

fn sample() -> Document {
    match load::sample().content {
        Ok(Content::Situation(document, ..)) => *document,
        _ => panic!("the sample is a situation"),
    }
}

fn document(files: &[(&str, &str)], problems: &mut Problems) -> Document {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    native::read(files, problems).unwrap()
}

fn told(problems: &Problems) -> Vec<String> {
    problems.iter().map(|problem| format!("{} {} {}", problem.kind, problem.severity.word(), problem.location)).collect()
}

#[test]
fn hiding_all_sources_of_the_sample_changes_no_count_of_origins() {
    let sample = sample();
    let situation = sample.situation();
    let mut release = situation.header().releases[1].clone();
    release.unnamed_sources = Unnamed::All;
    let copy = sandtable::briefing::released(situation, &release, &|_| None).unwrap().situation;
    let mut n_assertions = 0;
    for id in situation.events().keys() {
        let [was, is] = [situation, &copy].map(|situation| Origins::of(situation, id));
        assert_eq!((was.independent, was.unclear.len(), was.carriers.len()), (is.independent, is.unclear.len(), is.carriers.len()), "{id}");
        n_assertions += was.unclear.len();
    }
    assert!(n_assertions > 20, "there is something to count");
    for (was, is) in situation.sources().values().zip(copy.sources().values()) {
        assert!(!copy.sources().values().any(|source| source.name == was.name) && is.name.contains(", F)"), "{}", is.name);
    }
}

#[test]
fn the_profiles_of_the_sample_take_out_what_they_say() {
    let sample = sample();
    let words = |name: &str| {
        let copy = releasing::copy_for(&sample, name).unwrap();
        native::write(&Document::new(copy.situation, BTreeMap::new(), Default::default())).into_values().collect::<String>()
    };
    let public = words("Public");
    assert!(public.contains("Ukraine's military intelligence service") && !public.contains("\"notes\":") && !public.contains("\"note\":"));
    assert!(!public.contains("Will Russia's upper house pass") && public.contains("\"name\": \"Public\""));
    let partners = words("Partners").to_lowercase();
    for trace in ["ukraine's military intelligence", "ukrainian-military-intelligence", "ukrainian reports", "49.12214", "releases"] {
        assert!(!partners.contains(trace), "{trace}");
    }
    assert!(partners.contains("so says **source 1**"));
}

#[test]
fn a_copy_is_a_situation_of_its_own_that_says_for_whom_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["copy", "copy.sandtable"] {
        let out = folder.path().join(name);
        let done = sandtable(&["convert", SAMPLE, "-o", out.to_str().unwrap(), "--release", "Partners"]);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), said.contains("names of 2 sources (kept: letter and kind)")), (Some(0), true), "{said}");
        assert!(said.contains("coordinates of 10 places coarsened to 25 km"), "{said}");
        let checked = sandtable(&["check", out.to_str().unwrap()]);
        assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
        let info = sandtable(&["info", out.to_str().unwrap(), "--json"]);
        let info: Value = serde_json::from_slice(&info.stdout).unwrap();
        let released = &info["paths"][0]["released"][0];
        assert_eq!((released["name"].as_str(), released["removed"]["source-names"].as_u64()), (Some("Partners"), Some(2)), "{info}");
        assert_eq!(released["coarsened_km"].as_f64(), Some(25.0));
        let again = sandtable(&["convert", SAMPLE, "-o", out.to_str().unwrap(), "--release", "Partners"]);
        assert_eq!(again.status.code(), Some(1), "nothing is written over");
    }
    let info = sandtable(&["info", folder.path().join("copy").to_str().unwrap()]);
    assert!(String::from_utf8(info.stdout).unwrap().contains("released for  Partners\n                without names of 2 sources"));
    assert!(!String::from_utf8(sandtable(&["info", SAMPLE]).stdout).unwrap().contains("released"));
}

#[test]
fn a_profile_that_there_is_not_is_wrong_usage_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let done = sandtable(&["convert", SAMPLE, "-o", out.to_str().unwrap(), "--release", "Press"]);
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!((done.status.code(), out.exists()), (Some(2), false));
    assert!(said.contains("there are: Public, Partners"), "{said}");
}

#[test]
fn profiles_are_read_and_written_like_all_else_and_what_is_wrong_in_them_is_told() {
    const HEADER: &str = r#"{"format": 1,
 "title": "T",
 "releases": [
  {"name": "A", "unnamed_sources": ["gone", "s"]},
  {"name": "B", "coarsen_km": -5},
  {"name": "C", "unnamed_sources": ["s", 7]},
  {"name": "A", "drop_tags": ["x", 5]},
  {"name": "D", "unnamed_sources": "some", "own": [1,  2]},
  {"unnamed_sources": "all"}]}
"#;
    let files = [("situation.json", HEADER), ("sources.json", r#"[{"id": "s", "name": "S"}]"#)];
    let mut problems = Problems::default();
    let read = document(&files, &mut problems);
    assert_eq!(
        told(&problems),
        [
            "out-of-range error situation.json:5:31",
            "wrong-type error situation.json:6:42",
            "wrong-type error situation.json:7:36",
            "wrong-type error situation.json:8:36",
            "missing-member error situation.json:9:3",
            "dangling-id warning situation.json:4:37",
            "duplicate-name warning situation.json:4:12",
        ]
    );
    assert_eq!(native::write(&read)["situation.json"], HEADER, "untouched is untouched");
    let refused: Vec<&str> = ["A", "B", "C", "D"].into_iter().filter(|name| releasing::copy_for(&read, name).is_err()).collect();
    assert_eq!(refused, ["B", "C", "D"], "what could not be read may have been meant to hide more");
}

#[test]
fn an_edit_of_a_profile_keeps_the_others_as_they_are_written() {
    const HEADER: &str = "{\"format\": 1,\n \"title\": \"T\",\n \"releases\": [\n  {\"name\": \"A\",   \"new\": 1},\n  {\"name\": \"B\", \"drop_notes\": true}]}\n";
    let mut read = document(&[("situation.json", HEADER)], &mut Problems::default());
    let mut header = read.situation().header().clone();
    header.releases[1].coarsen_km = Some(2.5);
    read.edit(Edit::PutHeader(Box::new(header)));
    let written = native::write(&read).remove("situation.json").unwrap();
    assert_eq!(written, HEADER.replace("\"drop_notes\": true}", "\"drop_notes\": true, \"coarsen_km\": 2.5}"));
    let again = document(&[("situation.json", &written)], &mut Problems::default());
    assert_eq!(again.situation().header(), read.situation().header());
}

/// Everything of a situation that lies beside its records.
fn with_files(folder: &Path) {
    for (name, content) in [
        (
            "situation.json",
            r#"{"format": 1, "title": "T", "releases": [{"name": "Bare"}, {"name": "Texts", "keep_texts": true, "unnamed_sources": ["z"]}]}"#,
        ),
        ("sources.json", r#"[{"id": "s", "name": "S"}, {"id": "z", "name": "Zephyrine"}]"#),
        (
            "reports.json",
            r#"[{"id": "r", "source": "s", "published": "2024-10-25", "text": {"file": "texts/a.txt"}, "attachments": [{"file": "a.png"}]},
{"id": "t", "source": "s", "published": "2024-10-25", "text": {"file": "texts/t.txt"}},
{"id": "u", "source": "z", "published": "2024-10-25", "text": {"file": "texts/u.txt"}, "attachments": [{"file": "z.png"}]}]"#,
        ),
        ("history.jsonl", "{\"step\": \"Zephyrine\", \"record\": \"header\"}\n"),
        ("texts/a.txt", "Plain."),
        ("texts/t.txt", "Zephyrine says."),
        ("texts/u.txt", "I say."),
        ("texts/other.txt", "Of no report."),
        ("a.png", "PNG"),
        ("z.png", "PNG of Z"),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

#[test]
fn only_files_that_a_released_report_still_names_go_along() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    with_files(&home);
    let files: BTreeMap<String, Vec<u8>> =
        ["situation.json", "sources.json", "reports.json", "history.jsonl", "texts/a.txt", "texts/t.txt", "texts/u.txt"]
            .map(|name| (name.to_owned(), fs::read(home.join(name)).unwrap()))
            .into();
    let document = native::read(files, &mut Problems::default()).unwrap();
    let names = |release: &str| {
        let out = folder.path().join(format!("{release}.sandtable"));
        releasing::write_copy(&document, &home, &releasing::copy_for(&document, release).unwrap(), &out, false).unwrap();
        let bytes = fs::read(out).unwrap();
        Archive::of(&bytes).unwrap().names().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(names("Bare"), ["reports.json", "situation.json", "sources.json"]);
    assert_eq!(names("Texts"), ["a.png", "reports.json", "situation.json", "sources.json", "texts/a.txt"]);
}

fn on_sample() -> State {
    state_of([load::sample()])
}

#[test]
fn a_profile_is_chosen_shown_before_and_after_and_written_as_a_copy() {
    let mut window = window(on_sample(), [1280.0, 720.0]);
    window.state_mut().state.run(Asked::Act(Action::ToggleRelease));
    window.run();
    assert!(window.state().state.released().is_none(), "nobody chose: everything is shown");
    window.get_by_label_contains("Nothing is taken out");
    window.get_by_label("Partners").click();
    window.run();
    window.get_by_label("Names of 2 sources (kept: letter and kind)");
    window.get_by_label_contains("Ukraine's military intelligence service → Source 1 (intelligence, F)");
    assert_eq!(window.state().state.release(), Some("Partners"));
    window.get_by_label("Save a released copy …").click();
    window.run();
    assert_eq!(window.state().state.furnishing().overlay, Some(Overlay::SaveReleased));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy");
    let target = Target { path: path.clone(), may_replace: false };
    let state = &mut window.state_mut().state;
    let effects = state.run(Asked::Release(ReleaseCommand::Write(target)));
    let [Effect::WriteReleased(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let written = releasing::write(job);
    assert!(path.join("situation.json").exists() && !path.join("history.jsonl").exists());
    state.run(Asked::Release(ReleaseCommand::Written(written)));
    assert!(matches!(state.notice(), Some(Notice::Done(words)) if words.contains("The copy for Partners is in")));
    assert!(releasing::write(job).is_err(), "nothing is written over");
    assert_eq!(state.situation().unwrap().sources().len(), 11, "what is open stays as it is");
}

#[test]
fn a_choice_that_does_not_hold_any_more_shows_nothing_instead_of_everything() {
    let mut state = on_sample();
    state.run(Asked::Release(ReleaseCommand::Choose(Some("Public".to_owned()))));
    state.run(Asked::Drawer(Some(Drawer::Release)));
    let mut window = window(state, [1280.0, 720.0]);
    assert!(matches!(window.state().state.released(), Some(Ok(_))));
    let mut header = window.state().state.situation().unwrap().header().clone();
    header.releases.clear();
    window.state_mut().state.run(Asked::step("Remove all", Edit::PutHeader(Box::new(header))));
    window.run();
    assert!(matches!(window.state().state.released(), Some(Err(_))));
    window.get_by_label_contains("There is no profile of releasability");
}

#[test]
fn a_new_profile_is_a_step_and_is_edited_in_the_form() {
    let mut state = on_sample();
    state.run(Asked::Drawer(Some(Drawer::Release)));
    let mut window = window(state, [1280.0, 720.0]);
    window.get_by_label("New profile").click();
    window.run();
    assert_eq!(window.state().state.release(), Some("Public 2"));
    window.get_by_label("Release: Public 2");
    window.get_by_label("Public 2: Not named: No source is named: only letter and kind").click();
    window.run();
    let state = &mut window.state_mut().state;
    assert_eq!(state.situation().unwrap().header().releases[2].unnamed_sources, Unnamed::All);
    state.run(Asked::Act(Action::Undo));
    state.run(Asked::Act(Action::Undo));
    assert_eq!(state.situation().unwrap().header().releases.len(), 2);
}

/// Presents by a profile, as the window does with its thread.
fn presented_for(release: &str, from: Option<&str>) -> State {
    let mut state = on_sample();
    state.run(Asked::Release(ReleaseCommand::Choose(Some(release.to_owned()))));
    let mut effects = state.run(Asked::Brief(BriefCommand::Present(from.map(Into::into))));
    let Some(Effect::CopyToPresent(job)) = effects.pop() else { panic!("{effects:?}") };
    assert!(!state.is_presenting(), "nothing is shown before the copy is made");
    state.run(Asked::Release(ReleaseCommand::Present(Box::new(releasing::copy_to_present(job)))));
    assert!(state.is_presenting());
    state
}

#[test]
fn the_profile_rules_what_the_wall_its_evidence_and_the_search_show() {
    const HIDDEN: &str = "military intelligence service";
    let mut whole = on_sample();
    whole.run(Asked::Brief(BriefCommand::Present(Some("kursk".into()))));
    whole.run(Asked::Brief(BriefCommand::Wall(WallAction::Evidence)));
    // A window that can have no other draws the wall alone.
    let mut whole = window(whole, [613.0, 345.0]);
    assert!(whole.query_all_by_label_contains(HIDDEN).next().is_some(), "without a profile the page names it");

    // The same wall, to which it was shown before: nothing of that is left.
    whole.state_mut().state = presented_for("Partners", Some("kursk"));
    whole.state_mut().state.run(Asked::Brief(BriefCommand::Wall(WallAction::Evidence)));
    whole.run();
    assert!(whole.query_all_by_label_contains(HIDDEN).next().is_none());
    assert!(whole.query_all_by_label_contains("Source 1").next().is_some(), "but what it says is told");
    let state = &mut whole.state_mut().state;
    let situation = state.situation().unwrap();
    assert_eq!(situation.header().handling.as_deref(), Some("For partners: intelligence sources are not named"));
    assert!(situation.scenes().values().all(|scene| scene.notes.is_none()));
    assert!(native::write(&releasing::bare(situation.clone())).values().all(|text| !text.contains(HIDDEN)));
    assert!(native::write(state.document().unwrap()).values().any(|text| text.contains(HIDDEN)), "what is open stays as it is");
}

#[test]
fn while_a_released_copy_is_presented_nothing_is_changed_and_nothing_else_shown_until_the_end() {
    let mut state = presented_for("Partners", None);
    let removed = Edit::Remove(RecordId::Event("treaty".into()));
    state.run(Asked::step("gone", removed.clone()));
    assert!(matches!(state.notice(), Some(Notice::Failed(words)) if words.contains("after the briefing")));
    state.run(Asked::Release(ReleaseCommand::Choose(None)));
    assert_eq!(state.release(), Some("Partners"));
    state.run(Asked::Loaded(Box::new(load::sample())));
    assert!(state.situation().unwrap().scenes().values().all(|scene| scene.notes.is_none()), "what was read anew waits");
    state.run(Asked::Brief(BriefCommand::Draw(Annotation {
        kind: AnnotationKind::Arrow,
        points: Vec::new(),
        text: None,
        extra: Extra::new(),
    })));
    state.run(Asked::Brief(BriefCommand::End { keeps_ink: true }));
    let situation = state.situation().unwrap();
    assert!(situation.scenes().values().any(|scene| scene.notes.is_some()), "it is all there again");
    state.run(Asked::step("gone", removed));
    assert!(state.situation().unwrap().event(&"treaty".into()).is_none());
}

#[test]
fn drawings_on_a_released_copy_are_kept_in_the_situation_itself() {
    let mut state = presented_for("Partners", None);
    let arrow = Annotation { kind: AnnotationKind::Arrow, points: Vec::new(), text: None, extra: Extra::new() };
    state.run(Asked::Brief(BriefCommand::Draw(arrow.clone())));
    state.run(Asked::Brief(BriefCommand::End { keeps_ink: true }));
    let scene = state.situation().unwrap().scene(&"opening".into()).unwrap();
    assert_eq!(scene.annotations, [arrow]);
    assert!(scene.notes.is_some(), "nothing else of the scene became that of the copy");
}

#[test]
fn a_profile_that_does_not_hold_presents_nothing() {
    let mut state = on_sample();
    state.run(Asked::Release(ReleaseCommand::Choose(Some("nobody".to_owned()))));
    let mut effects = state.run(Asked::Act(Action::Present));
    let Some(Effect::CopyToPresent(job)) = effects.pop() else { panic!("{effects:?}") };
    state.run(Asked::Release(ReleaseCommand::Present(Box::new(releasing::copy_to_present(job)))));
    assert!(!state.is_presenting());
    assert!(matches!(state.notice(), Some(Notice::Failed(words)) if words.contains("There is no copy by this profile")));
}
