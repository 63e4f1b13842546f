#![cfg(test)]
//! Exporting the briefing from the window: what is chosen is what is written, the same bytes as `sandtable brief` writes, and nothing else.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::process::{Command as Program, Output};
use std::sync::atomic::Ordering;

use egui_kittest::kittest::Queryable;
use folder::sample_in;
use sandtable::app::exporting::{ExportJob, write};
use sandtable::app::{Effect, State, load};
use sandtable::briefing::{HandoutForm, HandoutRequest, HandoutStep, Kind, Layout, Paper};
use sandtable::command::{Action, BriefCommand, Command, Export, ExportCommand, NotExported, Notice, Overlay};
use sandtable::viewpoint::ThemeKind;
use window::{state_of, window};

/// A state on the sample in a folder, and the folder.
fn opened() -> (State, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let situation = sample_in(folder.path().join("dprk"));
    (state_of([load::load(&situation)]), folder)
}

fn export(request: HandoutRequest, release: Option<&str>, path: &Path) -> Export {
    Export { request, release: release.map(str::to_owned), path: path.to_string_lossy().into_owned(), may_replace: false }
}

/// Asks for an export; the job that a thread would have.
fn asked(state: &mut State, export: Export) -> ExportJob {
    let effects = state.run(Command::Export(ExportCommand::Write(Box::new(export))));
    let [Effect::Export(job)] = effects.as_slice() else { panic!("{effects:?}") };
    job.clone()
}

/// Exports as the window does, all that its thread does included; what is told at the end.
fn exported(state: &mut State, export: Export) -> Notice {
    let job = asked(state, export);
    let steps = RefCell::default();
    let end = write(&job, |command| Vec::push(&mut steps.borrow_mut(), command));
    for command in steps.into_inner().into_iter().chain([end]) {
        assert!(state.run(command).is_empty());
    }
    state.notice().cloned().unwrap_or(Notice::Done(String::new()))
}

fn sandtable(args: &[&str]) -> Output {
    Program::new(env!("CARGO_BIN_EXE_sandtable")).args(args).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap()
}

/// All files of a folder by name.
fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |file: fs::DirEntry| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap());
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| name(file.unwrap())).collect();
    files.sort();
    files
}

#[test]
fn the_window_writes_the_same_bytes_as_the_command_line() {
    let (mut state, folder) = opened();
    let situation = folder.path().join("dprk");
    let by_title = state.situation().unwrap().scenes().values().find(|scene| scene.title.contains("denies")).unwrap().clone();
    let layout = Layout { paper: Paper::Letter, kind: Kind::FullPage };
    let pdf = |layout| HandoutForm::Pdf(layout);
    let usual = HandoutRequest::default;
    let cases: [(HandoutRequest, Option<&str>, &[&str]); 6] = [
        (HandoutRequest { form: pdf(Layout::default()), ..usual() }, None, &[]),
        (
            HandoutRequest { form: pdf(layout), has_notes: true, theme: ThemeKind::Projector, ..usual() },
            Some("Partners"),
            &["--paper", "letter", "--full-page", "--notes", "--theme", "projector", "--release", "Partners"],
        ),
        (HandoutRequest { form: HandoutForm::Html, language: Some("ko".to_owned()), ..usual() }, None, &["--language", "ko"]),
        (HandoutRequest { form: HandoutForm::Pptx, ..usual() }, Some("Public"), &["--release", "Public"]),
        (HandoutRequest { form: HandoutForm::Svg, theme: ThemeKind::Dark, ..usual() }, None, &["--theme", "dark"]),
        (HandoutRequest { form: HandoutForm::Svg, scene: Some(by_title.id), ..usual() }, None, &["--scene", by_title.title.as_str()]),
    ];
    for (number, (request, release, args)) in cases.into_iter().enumerate() {
        let [here, there] = ["window", "command-line"].map(|name| folder.path().join(format!("{name}-{number}")));
        fs::create_dir_all(&there).unwrap();
        let name = format!("b.{}", request.form.ending());
        let told = exported(&mut state, export(request, release, &here.join(&name)));
        assert!(matches!(&told, Notice::Done(words) if words.contains("Written: ")), "{told:?}");
        let out = there.join(&name);
        let done = sandtable(&[&["brief", situation.to_str().unwrap(), "-o", out.to_str().unwrap()], args].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let (here, there) = (files_in(&here), files_in(&there));
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&here), names(&there));
        assert_eq!(here.len(), if args == ["--theme", "dark"] { 7 } else { 1 }, "a picture for each scene with a map");
        assert!(here == there, "{name} {args:?} differ");
    }
}

#[test]
fn what_was_written_how_large_it_is_and_what_is_not_in_it_is_told() {
    let (mut state, folder) = opened();
    let path = folder.path().join("new/b");
    let told = exported(&mut state, export(HandoutRequest::default(), Some("Partners"), &path));
    let Notice::Done(words) = told else { panic!("{told:?}") };
    let size = fs::metadata(path.with_extension("pdf")).expect("the ending is that of what was chosen").len();
    assert!(words.contains("b.pdf (") && words.contains("Taken out for Partners: names of 2 sources"), "{words}");
    assert!(size > 100_000 && words.contains(&format!("{:.1} MB", size as f64 / 1e6)), "{words}");
}

#[test]
fn nothing_is_replaced_that_was_not_asked_about_and_what_is_cancelled_is_not_written() {
    let (mut state, folder) = opened();
    state.run(Command::Act(Action::Export));
    let path = folder.path().join("b.png");
    fs::write(folder.path().join("b-3.png"), "mine").unwrap();
    let request = HandoutRequest { form: HandoutForm::Png, ..HandoutRequest::default() };
    exported(&mut state, export(request.clone(), None, &path));
    let there = |name: &str| folder.path().join(name).exists();
    assert!(!there("b-1.png") && fs::read(folder.path().join("b-3.png")).unwrap() == b"mine", "all or nothing");
    assert_eq!(state.furnishing().overlay, Some(Overlay::Export), "it is asked");
    let again = Export { may_replace: true, ..export(request, None, &path) };
    assert!(matches!(exported(&mut state, again), Notice::Done(_)));
    assert!(there("b-1.png") && fs::read(folder.path().join("b-3.png")).unwrap().starts_with(b"\x89PNG") && !there("b.png"));
    assert_eq!(state.furnishing().overlay, None);

    let job = asked(&mut state, export(HandoutRequest::default(), None, &folder.path().join("c.pdf")));
    state.run(Command::Export(ExportCommand::Cancel));
    assert!(job.is_cancelled.load(Ordering::Relaxed));
    let steps = RefCell::<Vec<Command>>::default();
    let end = write(&job, |command| steps.borrow_mut().push(command));
    assert!(matches!(steps.borrow()[..], [Command::Export(ExportCommand::Step(HandoutStep::Scenes(0, 8)))]), "{steps:?}");
    state.run(end);
    assert!(matches!(state.notice(), Some(Notice::Done(words)) if words.contains("cancelled")) && !there("c.pdf"));
    let told = exported(&mut state, export(HandoutRequest::default(), Some("Nobody"), &folder.path().join("c.pdf")));
    assert!(matches!(&told, Notice::Failed(words) if words.contains("there are: Public, Partners")), "{told:?}");
    fs::write(folder.path().join("file"), "").unwrap();
    let told = exported(&mut state, export(HandoutRequest::default(), None, &folder.path().join("file/c.pdf")));
    assert!(matches!(&told, Notice::Failed(words) if words.starts_with("Nothing was exported")), "{told:?}");
    assert!(!there("c.pdf"));
}

#[test]
fn the_form_asks_as_what_for_whom_and_where_to() {
    let (mut state, folder) = opened();
    let third = state.situation().unwrap().scenes().values().find(|scene| scene.title.contains("denies")).unwrap().clone();
    state.run(Command::Brief(BriefCommand::Compose(Some(third.id.clone()))));
    let mut window = window(state, [1280.0, 720.0]);
    window.state_mut().state.run(Command::Act(Action::Export));
    window.run();
    window.get_by_label_contains("Nothing is taken out: names");
    for words in ["PDF full page", "Letter", "Projector", "With the speaker notes", "Partners"] {
        window.get_by_label(words).click();
        window.run();
    }
    window.get_by_label_contains("names of 2 sources (kept: letter and kind)");
    assert_eq!(window.state().state.release(), None, "what is presented stays as it was");
    window.get_by_label("Export").click();
    window.run();
    window.get_by_label("Beginning");
    let request = HandoutRequest {
        form: HandoutForm::Pdf(Layout { paper: Paper::Letter, kind: Kind::FullPage }),
        scene: None,
        has_notes: true,
        theme: ThemeKind::Projector,
        language: None,
    };
    let expected = export(request, Some("Partners"), &folder.path().join("dprk-partners.pdf"));
    let exports: Vec<&ExportJob> =
        window.state().effects.iter().filter_map(|effect| if let Effect::Export(job) = effect { Some(job) } else { None }).collect();
    let [job] = exports.as_slice() else { panic!("{exports:?}") };
    assert_eq!(job.export, expected);
    let is_cancelled = job.is_cancelled.clone();
    window.get_by_label("Cancel").click();
    window.run();
    assert!(is_cancelled.load(Ordering::Relaxed));
    window.state_mut().state.run(Command::Export(ExportCommand::Written(Err(NotExported::Cancelled))));
    window.run();
    window.get_by_label("PNG").click();
    window.run();
    window.get_by_label_contains("A file for each scene with a map");
    window.get_by_label(&format!("Only {}", third.title)).click();
    window.run();
    assert!(window.query_by_label_contains("A file for each scene with a map").is_none(), "one scene is one file");
}

#[test]
fn without_a_scene_there_is_nothing_to_export() {
    let (mut state, _folder) = opened();
    let scenes: Vec<_> = state.situation().unwrap().scenes().keys().cloned().collect();
    for id in scenes {
        state.run(Command::Brief(BriefCommand::Remove(id)));
    }
    state.run(Command::Act(Action::Export));
    assert_eq!(state.furnishing().overlay, None);
    assert!(matches!(state.notice(), Some(Notice::Failed(words)) if words.contains("no scene to export")));
}
