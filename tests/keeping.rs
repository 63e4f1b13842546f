#![cfg(test)]
//! What was not saved when the program ended is restored or discarded, and what another window has open is only read and saved elsewhere.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::fs;
use std::path::Path;

use egui_kittest::kittest::Queryable;
use folder::sample_in;
use sandtable::app::disk::Disk;
use sandtable::app::headless::Headless;
use sandtable::app::journal::JournalOrder;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, State, load};
use sandtable::command::{
    Action, Attached, Command, EditCommand, Holder, JournalFound, JournalOpened, KeepCommand, Notice, Overlay, Target,
};
use sandtable::document::Stamp;
use sandtable::formats::native;
use sandtable::model::{Edit, Event, Moment, RecordId};
use sandtable::viewpoint::Item;
use window::{state_of, window};

/// A state in which the folder was opened, and its journal answered.
fn opened(folder: &Path, holder: Option<Holder>, found: JournalFound) -> State {
    let mut state = State::default();
    let effects = state.run(Command::Loaded(Box::new(load::load(folder))));
    let situation = journal_opened(&effects).expect("the journal is asked");
    let opened = JournalOpened { situation, holder, found };
    state.run(Command::Keep(KeepCommand::Opened(Box::new(opened))));
    state
}

fn journal_opened(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Journal(JournalOrder::Open { situation, .. }) => Some(*situation),
        _ => None,
    })
}

fn retitled(state: &State, title: &str) -> Edit {
    let event = state.document().unwrap().situation().event(&"deployment".into()).unwrap().clone();
    Edit::PutEvent(Box::new(Event { title: title.to_owned(), ..event }))
}

fn title(state: &State) -> &str {
    &state.document().unwrap().situation().event(&"deployment".into()).unwrap().title
}

fn lost(folder: &Path) -> JournalFound {
    let state = state_of([load::load(folder)]);
    let mut document = state.document().unwrap().clone();
    let print = document.print();
    let stamp = Stamp { at: Some(Moment(1_729_792_800)), by: Some("Ana".to_owned()) };
    document.step("rename the deployment".to_owned(), stamp, retitled(&state, "Lost and found"));
    JournalFound { unsaved: document.unsaved(), n_torn: 0, print, since: Some(Moment(1_729_792_800)) }
}

const DEPLOYMENT: &str = "North Korean troops deployed to Russia";

#[test]
fn what_was_not_saved_is_shown_and_restored_as_a_step() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut screen = window(opened(folder.path(), None, lost(folder.path())), [1280.0, 720.0]);
    screen.get_by_label("Changes that were not saved");
    screen.get_by_label("Rename the deployment · 24 Oct 2024, Thu 18:00 · Ana");
    screen.get_by_label("Event Lost and found: title");
    assert_eq!(title(&screen.state().state), DEPLOYMENT, "nothing is done before it is decided");
    screen.get_by_label("Restore them").click();
    screen.run();
    assert!(screen.query_by_label("Changes that were not saved").is_none());
    let state = &mut screen.state_mut().state;
    assert_eq!(title(state), "Lost and found");
    state.run(Command::Act(Action::Undo));
    assert_eq!(title(state), DEPLOYMENT);
}

#[test]
fn what_was_not_saved_is_discarded_and_a_question_put_off_stays() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut screen = window(opened(folder.path(), None, lost(folder.path())), [1280.0, 720.0]);
    screen.get_by_label("Decide later").click();
    screen.run();
    let state = &mut screen.state_mut().state;
    let edit = Box::new(retitled(state, "Too early"));
    state.run(Command::step("Rename", *edit));
    assert_eq!(title(state), DEPLOYMENT, "nothing is changed before it is decided");
    screen.run();
    screen.get_by_label("Look").click();
    screen.run();
    screen.get_by_label("Discard them").click();
    screen.run();
    let state = &mut screen.state_mut().state;
    assert_eq!(title(state), DEPLOYMENT);
    let edit = Box::new(retitled(state, "In time"));
    state.run(Command::step("Rename", *edit));
    assert_eq!(title(state), "In time");
}

#[test]
fn what_another_window_has_is_not_changed_here_but_saved_elsewhere_and_changed_there() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("copy.sandtable");
    let holder = Holder { name: Some("Ana".to_owned()), pid: 7, host: "desk".to_owned(), since: Moment(1_729_792_800) };
    let mut screen = window(opened(folder.path(), Some(holder), JournalFound::default()), [1280.0, 720.0]);
    let told = "Ana (process 7 on desk) has this situation open since 24 Oct 2024, Thu 18:00. It can be read here and saved elsewhere, and \
                changed once that window is closed.";
    screen.get_by_label(told);
    let state = &mut screen.state_mut().state;
    let edit = Box::new(retitled(state, "Mine"));
    state.run(Command::step("Rename", *edit));
    assert!(matches!(state.notice(), Some(Notice::Failed(words)) if words.contains("can only be read here")), "{:?}", state.notice());
    assert_eq!(title(state), DEPLOYMENT);

    // Nothing is typed that would come to nothing.
    state.run(Command::Select(Some(Item::Record(RecordId::Event("deployment".into())))));
    for action in
        [Action::Edit, Action::EditHeader, Action::NewEvent, Action::NewEventHere, Action::Duplicate, Action::Delete, Action::Undo]
    {
        state.run(Command::DismissNotice);
        state.run(Command::Act(action));
        let words = format!("{action:?}: {:?}", state.notice());
        assert!(words.contains("can only be read here"), "{words}");
        assert_eq!(
            (state.furnishing().editing, state.furnishing().overlay, state.viewpoint().sketch.is_some()),
            (None, None, false),
            "{words}"
        );
        assert_eq!(state.viewpoint().selection, Some(Item::Record(RecordId::Event("deployment".into()))), "{words}");
    }
    state.run(Command::Paste("Some text".to_owned()));
    state.run(Command::Overlay(Some(Overlay::NewReport)));
    assert_eq!(state.furnishing().overlay, None);

    let target = Target { path: path.clone(), may_replace: false };
    let effects = state.run(Command::Edit(EditCommand::SaveAs(target)));
    let [Effect::Save(job)] = effects.as_slice() else { panic!("{effects:?}") };
    let saved = save(job, Saver { own: &OwnWriting::default(), person: &Store::nowhere(), disk: &Disk::default() });
    let effects = state.run(Command::Edit(EditCommand::Saved(Box::new(saved))));
    assert_eq!(state.situation_path(), Some(path.as_path()));
    assert!(journal_opened(&effects).is_some(), "the journal of the new place is asked: {effects:?}");
    let edit = Box::new(retitled(state, "Mine"));
    state.run(Command::step("Rename", *edit));
    assert_eq!(title(state), "Mine");
    screen.run();
    assert!(screen.query_by_label(told).is_none());
}

/// A program on the folder, as it starts.
fn started(home: &Path, folder: &Path) -> Headless {
    let mut program = Headless::new(Store::at(home.to_owned()), Disk::default());
    program.open(folder).unwrap();
    program
}

fn attach(program: &mut Headless, text: &str) {
    let report = program.state().situation().unwrap().reports().keys().next().unwrap().clone();
    let attached = Attached { report, name: "a.txt".to_owned(), text: text.into(), sha256: native::sha256(text.as_bytes()) };
    assert_eq!(program.run(Command::Edit(EditCommand::Attach(Box::new(attached)))), None);
}

#[test]
fn a_source_text_that_was_attached_and_not_saved_is_offered_with_the_report_and_restored() {
    let (folder, home) = (sample_in(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let mut program = started(home.path(), folder.path());
    attach(&mut program, "Words of the text.\n");
    assert_eq!(program.end(), None);

    let mut program = started(home.path(), folder.path());
    let lost = program.state().keeping().lost.clone().unwrap();
    assert_eq!(lost.found.unsaved.texts.keys().collect::<Vec<_>>(), ["texts/a.txt"]);
    let mut screen = window(opened(folder.path(), None, lost.found), [1280.0, 720.0]);
    screen.run();
    screen.get_by_label("texts/a.txt");
    // Others have a file of that name meanwhile.
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(folder.path().join("texts/a.txt"), "Of others.").unwrap();
    drop(program);
    program = started(home.path(), folder.path());
    assert_eq!(program.run(Command::Keep(KeepCommand::Take)), None);
    // Still before it is saved.
    assert_eq!(program.end(), None);
    program = started(home.path(), folder.path());
    assert_eq!(program.run(Command::Keep(KeepCommand::Take)), None);
    assert_eq!(program.run(Command::Act(Action::Save)), None);
    let text = |name: &str| fs::read_to_string(folder.path().join("texts").join(name)).unwrap();
    assert_eq!((text("a.txt").as_str(), text("a-2.txt").as_str()), ("Of others.", "Words of the text.\n"));
    let reports = program.state().situation().unwrap().reports();
    assert_eq!(reports.values().next().unwrap().text.as_ref().unwrap().file, "texts/a-2.txt");
}

#[test]
fn a_source_text_that_others_have_another_of_goes_under_another_name_when_theirs_comes_in() {
    let (folder, home) = (sample_in(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let mut program = started(home.path(), folder.path());
    attach(&mut program, "Mine.");
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(folder.path().join("texts/a.txt"), "Theirs.").unwrap();
    assert_eq!(program.run(Command::ChangedOnDisk(folder.path().to_owned())), None);
    assert_eq!(program.run(Command::Act(Action::Save)), None);
    let text = |name: &str| fs::read_to_string(folder.path().join("texts").join(name)).unwrap();
    assert_eq!((text("a.txt").as_str(), text("a-2.txt").as_str()), ("Theirs.", "Mine."));
    assert_eq!(program.state().situation().unwrap().reports().values().next().unwrap().text.as_ref().unwrap().file, "texts/a-2.txt");
}

#[test]
fn the_journal_goes_with_a_folder_that_was_given_another_name() {
    let (root, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let [before, after, other] = ["war", "war-2024", "other"].map(|name| root.path().join(name));
    sample_in(&before);
    let mut program = started(home.path(), &before);
    attach(&mut program, "Mine.");
    assert_eq!(program.end(), None);
    // A copy beside it is another one.
    sample_in(&other);
    assert!(started(home.path(), &other).state().keeping().lost.is_none());
    fs::rename(&before, &after).unwrap();
    let program = started(home.path(), &after);
    assert_eq!(program.state().keeping().lost.as_ref().unwrap().found.unsaved.texts.len(), 1);
}

#[test]
fn what_was_saved_beside_a_damaged_file_on_another_day_is_not_written_over() {
    let (folder, home) = (sample_in(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let mut events = fs::read(folder.path().join("events.json")).unwrap();
    let at = events.windows(5).position(|bytes| bytes == b"BRICS").unwrap();
    events[at] = 0xFF;
    fs::write(folder.path().join("events.json"), events).unwrap();
    let day = |titles: &[&str]| {
        let mut program = started(home.path(), folder.path());
        for title in titles {
            program.run(Command::step("Rename", retitled(program.state(), title)));
            assert_eq!(program.run(Command::Act(Action::Save)), None);
        }
    };
    day(&["Monday", "Monday evening"]);
    day(&["Tuesday"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("events.edited.json").contains("Monday evening") && read("events.edited-2.json").contains("Tuesday"));
    assert!(!folder.path().join("events.edited-3.json").exists());
}

#[cfg(unix)]
#[test]
fn a_journal_that_cannot_be_read_is_not_written_over() {
    let (folder, home) = (sample_in(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let mut program = started(home.path(), folder.path());
    attach(&mut program, "Mine.");
    assert_eq!(program.end(), None);
    let journals = home.path().join("journals");
    let files = || fs::read_dir(&journals).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let journal = files().next().unwrap();
    // As after a fault of the disk: it is there, and is no file that could be read.
    fs::rename(&journal, home.path().join("moved")).unwrap();
    std::os::unix::fs::symlink("/dev/null", &journal).unwrap();
    let mut program = started(home.path(), folder.path());
    assert!(program.state().keeping().lost.is_none());
    attach(&mut program, "Another.");
    assert_eq!(program.end(), None);
    assert!(journal.symlink_metadata().unwrap().is_file());
    let left: Vec<_> = walk(&journals.join("left"));
    assert_eq!(left.len(), 1, "what could not be read is still there: {left:?}");
    let program = started(home.path(), folder.path());
    assert_eq!(program.state().keeping().lost.as_ref().unwrap().found.unsaved.texts.values().next().map(AsRef::as_ref), Some("Another."));
}

#[cfg(unix)]
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
