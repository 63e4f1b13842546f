#![cfg(test)]
//! Where a situation is kept, and kept from now on: in a folder or packed, each as whole as the other, and never over another.

#[path = "common/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use sandtable::app::disk::Disk;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, SaveJob, State, load};
use sandtable::command::{Action, Attached, Command, EditCommand, Notice, Overlay, Saved, Target};
use sandtable::formats::native;
use sandtable::formats::packed::{Archive, pack};
use sandtable::model::{Edit, Event, Mode, RecordId};
use sandtable::viewpoint::Item;
use window::{state_of, window};

const REPORTS: &str = r#"[{"id": "r", "source": "s", "published": "2024-10-25", "about": [], "x-own": 1,
  "text": {"file": "texts/a.txt"}, "attachments": [{"file": "images/a.png"}, {"file": "../secret"}, {"file": "none.png"}],
  "archived": "pages/a.html"}]"#;

/// A folder with all that a situation can have, and something that is not of it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("korea/situation.json", "{\"format\": 1,   \"title\": \"Korea\"}"),
        ("korea/sources.json", "[{\"id\": \"s\", \"name\": \"S\"}]\r\n"),
        ("korea/events.json", "[]"),
        ("korea/reports.json", REPORTS),
        ("korea/history.jsonl", "{}\n"),
        ("korea/texts/a.txt", "A"),
        ("korea/texts/b.txt", "\u{feff}B"),
        ("korea/images/a.png", "PNG"),
        ("korea/pages/a.html", "<p>"),
        ("korea/notes.md", "not of the situation"),
        ("secret", "s"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// All that is in a folder, by path within it.
fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn files_packed(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = fs::read(path).unwrap();
    let archive = Archive::of(&bytes).unwrap();
    archive.names().map(|name| (name.to_owned(), archive.read(name, 1 << 20).unwrap().unwrap())).collect()
}

fn edited(path: &Path) -> State {
    let mut state = state_of([load::load(path)]);
    edit(&mut state, "e");
    state
}

fn edit(state: &mut State, id: &str) {
    let edit = Edit::PutEvent(Box::new(Event::new(id.into(), "An event", Mode::Happened)));
    state.run(Command::step("Add an event", edit));
}

fn carry_out(state: &mut State, command: Command) -> Result<PathBuf, String> {
    let effects = state.run(command);
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let saved = saved_by(job);
    state.run(Command::Edit(EditCommand::Saved(Box::new(saved))));
    match state.notice() {
        Some(Notice::Failed(words)) => Err(words.clone()),
        _ => Ok(state.situation_path().unwrap().to_owned()),
    }
}

/// What the thread does that saves.
fn saved_by(job: &SaveJob) -> Saved {
    save(job, Saver { own: &OwnWriting::default(), person: &Store::nowhere(), disk: &Disk::default() })
}

fn save_as(state: &mut State, path: &Path, may_replace: bool) -> Result<PathBuf, String> {
    carry_out(state, Command::Edit(EditCommand::SaveAs(Target { path: path.to_owned(), may_replace })))
}

#[test]
fn the_sample_asks_where_to_and_is_saved_into_a_folder_that_holds_no_situation() {
    let mut state = state_of([load::sample()]);
    edit(&mut state, "e");
    let (taken, free) = (folder(), tempfile::tempdir().unwrap());
    assert_eq!(state.run(Command::Act(Action::Save)), []);
    assert_eq!(state.furnishing().overlay, Some(Overlay::SaveAs), "where to is asked");
    let before = files_in(taken.path());
    let words = save_as(&mut state, &taken.path().join("korea"), true).unwrap_err();
    assert!(words.contains("already") && state.furnishing().overlay == Some(Overlay::SaveAs), "{words}");
    assert_eq!(files_in(taken.path()), before);
    assert_eq!(save_as(&mut state, free.path(), false).unwrap(), free.path());
    assert_eq!(state.furnishing().overlay, None);
    assert_eq!(state_of([load::load(free.path())]).situation(), state.situation());
    assert!(state.document().unwrap().is_saved());
}

#[test]
fn from_folder_to_packed_and_back_every_file_is_the_same() {
    let folder = folder();
    let home = folder.path().join("korea");
    let mut state = state_of([load::load(&home)]);
    let packed = folder.path().join("korea.sandtable");
    fs::create_dir_all(home.join(".git/objects")).unwrap();
    fs::write(home.join(".git/objects/a"), "hidden").unwrap();
    assert_eq!(save_as(&mut state, &packed, false).unwrap(), packed);
    let told = "Not taken along, as no part of the situation: 1 file (notes.md)";
    assert!(matches!(state.notice(), Some(Notice::Done(words)) if words.ends_with(told)), "{:?}", state.notice());
    fs::remove_dir_all(home.join(".git")).unwrap();
    let mut expected = files_in(&home);
    expected.remove("notes.md");
    assert_eq!(files_packed(&packed), expected, "and nothing else, from within the folder or from outside");
    let mut again = state_of([load::load(&packed)]);
    let unpacked = folder.path().join("unpacked");
    assert_eq!(save_as(&mut again, &unpacked, false).unwrap(), unpacked);
    assert_eq!(files_in(&unpacked), expected);
    let repacked = folder.path().join("again.sandtable");
    save_as(&mut state_of([load::load(&unpacked)]), &repacked, false).unwrap();
    assert_eq!(fs::read(repacked).unwrap(), fs::read(packed).unwrap(), "the same bytes every time");
}

#[test]
fn a_packed_situation_is_saved_whole_with_what_else_is_in_it() {
    let outer = folder();
    let packed = outer.path().join("korea.sandtable");
    let before = files_in(&outer.path().join("korea"));
    fs::write(&packed, pack(before.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).unwrap()).unwrap();
    let mut state = edited(&packed);
    assert_eq!(carry_out(&mut state, Command::Act(Action::Save)).unwrap(), packed);
    let mut after = files_packed(&packed);
    let events = after.insert("events.json".to_owned(), b"[]".to_vec()).unwrap();
    assert!(String::from_utf8(events).unwrap().contains("An event"));
    let history = after.insert("history.jsonl".to_owned(), before["history.jsonl"].clone()).unwrap();
    assert!(history.starts_with(&before["history.jsonl"]), "the history only grows");
    assert_eq!(after, before, "notes.md is still there, and all else as it was");
    assert_eq!(state_of([load::load(&packed)]).situation(), state.situation());
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 3, "nothing is left behind");
}

#[test]
fn nothing_that_others_packed_meanwhile_is_undone_and_nothing_damaged_is_written_over() {
    let outer = tempfile::tempdir().unwrap();
    let packed = outer.path().join("a.sandtable");
    let header = ("situation.json", &b"{\"format\": 1, \"title\": \"T\"}"[..]);
    fs::write(&packed, pack([header, ("events.json", b"[]")]).unwrap()).unwrap();
    let mut state = edited(&packed);
    let theirs = pack([header, ("events.json", b"[ ]")]).unwrap();
    fs::write(&packed, &theirs).unwrap();
    let words = carry_out(&mut state, Command::Act(Action::Save)).unwrap_err();
    assert!(words.starts_with("Not saved: events.json changed on the disk"), "{words}");
    assert_eq!(fs::read(&packed).unwrap(), theirs);
    let mut damaged = pack([header, ("events.json", b"[]"), ("texts/a.txt", b"words")]).unwrap();
    let at = damaged.windows(5).position(|window| window == b"words").unwrap();
    damaged[at] ^= 1;
    fs::write(&packed, &damaged).unwrap();
    let mut state = edited(&packed);
    assert_eq!(state.problems().iter().map(|problem| problem.kind).collect::<Vec<_>>(), ["unreadable-file"]);
    let words = carry_out(&mut state, Command::Act(Action::Save)).unwrap_err();
    assert!(words.contains("\"texts/a.txt\": its content is damaged"), "{words}");
    assert_eq!(fs::read(&packed).unwrap(), damaged);
    assert!(!state.document().unwrap().is_saved());
}

#[test]
fn a_packed_file_is_replaced_only_by_who_said_so_and_a_missing_folder_is_told() {
    let outer = folder();
    let (home, other) = (outer.path().join("korea"), outer.path().join("other.sandtable"));
    fs::write(&other, "something else").unwrap();
    let mut state = state_of([load::load(&home)]);
    let words = save_as(&mut state, &other, false).unwrap_err();
    assert!(words.contains("already"), "{words}");
    assert_eq!((fs::read(&other).unwrap().as_slice(), state.situation_path()), (&b"something else"[..], Some(home.as_path())));
    let words = save_as(&mut state, &outer.path().join("nowhere/a.sandtable"), false).unwrap_err();
    assert!(words.contains("no such file or folder"), "{words}");
    assert!(!outer.path().join("nowhere").exists());
    assert_eq!(save_as(&mut state, &other, true).unwrap(), other);
    assert_eq!(state_of([load::load(&other)]).situation(), state.situation());
    fs::remove_file(&other).unwrap();
    edit(&mut state, "f");
    let words = carry_out(&mut state, Command::Act(Action::Save)).unwrap_err();
    assert!(words.contains("is not there any more"), "{words}");
}

#[test]
fn who_leaves_the_sample_and_saves_it_first_leaves_once_it_is_saved() {
    let free = tempfile::tempdir().unwrap();
    let mut state = state_of([load::sample()]);
    edit(&mut state, "e");
    assert_eq!(state.run(Command::Act(Action::Quit)), []);
    assert_eq!(state.run(Command::Edit(EditCommand::SaveAndLeave)), []);
    assert_eq!(state.furnishing().overlay, Some(Overlay::SaveAs));
    let target = Target { path: free.path().join("a.sandtable"), may_replace: false };
    let effects = state.run(Command::Edit(EditCommand::SaveAs(target)));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let saved = saved_by(job);
    let effects = state.run(Command::Edit(EditCommand::Saved(Box::new(saved))));
    assert!(effects.contains(&Effect::Close), "{effects:?}");
}

#[test]
fn the_keys_ask_where_and_say_what_would_be_made() {
    let mut screen = window(state_of([load::load(&folder().path().join("korea"))]), [1000.0, 700.0]);
    screen.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    screen.run();
    screen.get_by_label("One packed file, with source texts and attachments.");
    assert!(screen.get_by_label("Path").value().unwrap().ends_with("korea.sandtable"));
    screen.key_press(Key::Escape);
    screen.run();
    assert!(screen.query_by_label("Path").is_none());
}

/// The situation with a report `r2`, which has no text yet.
fn with_another_report(outer: &tempfile::TempDir) -> PathBuf {
    let home = outer.path().join("korea");
    let reports = REPORTS.replacen("[{", r#"[{"id": "r2", "source": "s", "published": "2024-10-25", "about": []}, {"#, 1);
    fs::write(home.join("reports.json"), reports).unwrap();
    home
}

fn attach(state: &mut State, name: &str, text: &str) -> String {
    let attached = Attached { report: "r2".into(), name: name.to_owned(), text: text.into(), sha256: native::sha256(text.as_bytes()) };
    state.run(Command::Edit(EditCommand::Attach(Box::new(attached))));
    text_of(state).unwrap()
}

fn text_of(state: &State) -> Option<String> {
    state.situation()?.report(&"r2".into())?.text.as_ref().map(|text| text.file.clone())
}

#[test]
fn an_attached_text_is_a_step_is_read_at_once_and_is_saved_with_its_report() {
    let outer = folder();
    let home = with_another_report(&outer);
    let packed = outer.path().join("korea.sandtable");
    save_as(&mut state_of([load::load(&home)]), &packed, false).unwrap();
    for path in [home, packed] {
        let mut state = state_of([load::load(&path)]);
        assert_eq!(attach(&mut state, "Article 1.html", "<p>Words"), "texts/Article 1.html");
        assert_eq!(state.document().unwrap().text("texts/Article 1.html"), Some("<p>Words"));
        state.run(Command::Act(Action::Undo));
        assert_eq!((text_of(&state), state.document().unwrap().is_saved()), (None, true));
        state.run(Command::Act(Action::Redo));
        assert_eq!(text_of(&state).as_deref(), Some("texts/Article 1.html"));
        carry_out(&mut state, Command::Act(Action::Save)).unwrap();
        let again = state_of([load::load(&path)]);
        assert_eq!(again.situation(), state.situation());
        assert_eq!(again.document().unwrap().file("texts/Article 1.html"), Some("<p>Words"));
        assert_eq!(again.problems().iter().filter(|problem| problem.kind.contains("text")).count(), 0, "{:?}", again.problems());
        assert!(state.document().unwrap().is_saved());
    }
}

#[test]
fn no_attached_text_takes_the_name_of_another_and_one_that_is_taken_back_is_not_saved() {
    let outer = folder();
    let home = with_another_report(&outer);
    let before = files_in(&home);
    let mut state = state_of([load::load(&home)]);
    assert_eq!(attach(&mut state, "A.txt", "another"), "texts/A-2.txt");
    assert_eq!(attach(&mut state, "a.txt", "A"), "texts/a.txt", "the same text");
    assert_eq!(attach(&mut state, "a:b?.txt", "odd"), "texts/text-a-b.txt", "a name that not every system can have");
    assert_eq!(attach(&mut state, "con", "device"), "texts/text-con.txt");
    while !state.document().unwrap().is_saved() {
        state.run(Command::Act(Action::Undo));
    }
    edit(&mut state, "e");
    carry_out(&mut state, Command::Act(Action::Save)).unwrap();
    let mut after = files_in(&home);
    after.insert("events.json".to_owned(), before["events.json"].clone());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[test]
fn a_text_is_asked_for_only_where_a_report_is_selected() {
    let outer = folder();
    let mut screen = window(state_of([load::load(&outer.path().join("korea"))]), [1000.0, 700.0]);
    screen.key_press_modifiers(Modifiers::SHIFT, Key::T);
    screen.run();
    assert!(matches!(screen.state().state.notice(), Some(Notice::Failed(words)) if words.contains("Select a report")));
    screen.state_mut().state.run(Command::Select(Some(Item::Record(RecordId::Report("r".into())))));
    screen.run();
    screen.key_press_modifiers(Modifiers::SHIFT, Key::T);
    screen.run();
    screen.get_by_label("Attach a source text");
    screen.get_by_label("Path");
}
