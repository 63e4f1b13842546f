#![cfg(test)]
//! What differs from what was saved, or was known by a date: as a list, on the map, and as a page.

#[path = "common/window.rs"]
mod window;

use std::path::Path;
use std::{fs, process};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::comparing::compare;
use sandtable::app::{Effect, State, load, paging};
use sandtable::command::{Action, Command, CompareWith, ComparingCommand, PageCommand};
use sandtable::model::{Edit, Event, EventId, Place, PlaceId, RecordId};
use sandtable::viewpoint::Item;
use window::{Window, state_of, window};

/// Carries out comparisons until none is asked for; how many there were.
fn shell(state: &mut State, mut effects: Vec<Effect>) -> usize {
    let mut n = 0;
    while let Some(effect) = effects.pop() {
        if let Effect::Compare(job) = effect {
            n += 1;
            effects.extend(state.run(Command::Comparing(ComparingCommand::Compared(Box::new(compare(&job))))));
        }
    }
    n
}

fn run(state: &mut State, command: Command) -> usize {
    let effects = state.run(command);
    shell(state, effects)
}

fn edit(state: &mut State, edit: Edit) -> usize {
    run(state, Command::step("Change", edit))
}

fn move_kazan() -> Edit {
    let state = state_of([load::sample()]);
    let kazan = state.document().unwrap().situation().place(&PlaceId::from("kazan")).unwrap().clone();
    Edit::PutPlace(Box::new(Place { geometry: Some(geo::Geometry::Point(geo::Point::new(60.0, 56.0))), ..kazan }))
}

fn with_changes() -> State {
    let mut state = state_of([load::sample()]);
    let treaty = state.document().unwrap().situation().event(&EventId::from("treaty")).unwrap().clone();
    edit(&mut state, Edit::PutEvent(Box::new(Event { title: "A pact".to_owned(), ..treaty })));
    edit(&mut state, move_kazan());
    edit(&mut state, Edit::Remove(RecordId::Event("tension".into())));
    state
}

fn shown(state: State) -> Harness<'static, Window> {
    window(state, [1280.0, 720.0])
}

#[test]
fn what_is_not_saved_yet_is_listed_by_what_happened_and_a_press_selects_it() {
    let mut state = with_changes();
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 1);
    let mut screen = shown(state);
    for label in ["Moved 1", "Renamed 1", "Withdrawn 1", "1 withdrawn, 2 changed"] {
        screen.get_by_label(label);
    }
    screen.get_by_label_contains("Event “Regional and global tension escalates”");
    screen.get_by_label_contains("Place “Kazan”: by ").click();
    screen.run();
    let selection = screen.state().state.viewpoint().selection.clone();
    assert_eq!(selection, Some(Item::Record(RecordId::Place("kazan".into()))));
}

#[test]
fn it_is_compared_again_only_when_something_is_another_and_only_while_it_is_looked_at() {
    let mut state = with_changes();
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 1);
    assert_eq!(run(&mut state, Command::Select(Some(Item::Record(RecordId::Place("kazan".into()))))), 0);
    assert_eq!(run(&mut state, Command::Act(Action::Undo)), 1);
    assert_eq!(run(&mut state, Command::Act(Action::ToggleDifferences)), 0);
    assert_eq!(run(&mut state, Command::Act(Action::Undo)), 0);
}

#[test]
fn what_came_since_a_date_is_listed_and_a_date_that_is_none_is_told() {
    let mut state = state_of([load::sample()]);
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let with = |typed: &str| Command::Comparing(ComparingCommand::With(CompareWith::KnownBy(typed.to_owned())));
    assert_eq!(run(&mut state, with("23 Oct 2024")), 1);
    let mut screen = shown(state);
    screen.get_by_label_contains("31 added, 11 changed · 6 reports may have come after that moment");
    let state = &mut screen.state_mut().state;
    assert_eq!(run(state, with("someday")), 1);
    assert_eq!(run(state, Command::Select(None)), 0, "it is not asked again and again");
    screen.run();
    screen.get_by_label_contains("expected a date");
}

#[test]
fn the_list_goes_to_the_clipboard_as_a_page() {
    let mut state = with_changes();
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let mut screen = shown(state);
    screen.get_by_label("Copy as page");
    let effects = screen.state_mut().state.run(Command::Comparing(ComparingCommand::CopyPage));
    let [Effect::CopyText(page)] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(page.contains("# What changed: North Korea and Russia") && page.contains("## Moved\n\n- **Place “Kazan”**: by "), "{page}");
    assert!(page.contains("From what the files hold to now"), "{page}");
}

/// The sample in a folder of its own.
fn copy_of_sample(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in fs::read_dir("data/dprk-russia-2024").unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
    }
}

fn rename_kazan(folder: &Path) {
    let places = folder.join("places.geojson");
    let text = fs::read_to_string(&places).unwrap();
    fs::write(&places, text.replacen("\"name\": \"Kazan\"", "\"name\": \"Kasan\"", 1)).unwrap();
}

#[test]
fn what_to_compare_with_is_chosen_in_the_drawer_and_typed() {
    let mut state = state_of([load::sample()]);
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let mut screen = shown(state);
    for (choice, typed, with) in [
        ("A file or folder", "/a folder", CompareWith::Path("/a folder".to_owned())),
        ("A git revision", "HEAD~1", CompareWith::Revision("HEAD~1".to_owned())),
        ("As known on a date", "24 Oct 2024", CompareWith::KnownBy("24 Oct 2024".to_owned())),
    ] {
        screen.get_by_role_and_label(Role::Button, choice).click();
        screen.run();
        screen.event(egui::Event::Text(typed.to_owned()));
        screen.run();
        screen.key_press(Key::Enter);
        screen.run();
        assert_eq!(*screen.state().state.comparing_with(), with);
    }
    screen.get_by_role_and_label(Role::Button, "Since the last save").click();
    screen.run();
    assert_eq!(*screen.state().state.comparing_with(), CompareWith::Saved);
}

/// The drawer over a comparison of the situation at a path.
fn compared(path: &Path, with: CompareWith) -> Harness<'static, Window> {
    let mut state = state_of([load::load(path)]);
    run(&mut state, Command::Act(Action::ToggleDifferences));
    assert_eq!(run(&mut state, Command::Comparing(ComparingCommand::With(with))), 1);
    shown(state)
}

#[test]
fn another_folder_is_compared_with_from_the_drawer_and_what_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    copy_of_sample(&old);
    copy_of_sample(&new);
    rename_kazan(&new);
    let screen = compared(&new, CompareWith::Path(old.to_string_lossy().into()));
    screen.get_by_label("Renamed 1");
    screen.get_by_label_contains("Place “Kasan”");
    let none = folder.path().join("none").to_string_lossy().into_owned();
    compared(&new, CompareWith::Path(none)).get_by_label_contains("no such file or folder: ");
}

#[test]
fn a_revision_of_git_is_compared_with_from_the_drawer_and_what_git_does_not_know_is_told() {
    let git = |folder: &Path, args: &[&str]| {
        let settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        process::Command::new("git").args(settings).args(args).current_dir(folder).output()
    };
    let folder = tempfile::tempdir().unwrap();
    if git(folder.path(), &["init", "--quiet"]).is_err() {
        eprintln!("left out: comparing with a revision (git is not there)");
        return;
    }
    let war = folder.path().join("war");
    copy_of_sample(&war);
    git(folder.path(), &["add", "--all"]).unwrap();
    assert!(git(folder.path(), &["commit", "--quiet", "--message", "first"]).unwrap().status.success());
    rename_kazan(&war);
    compared(&war, CompareWith::Revision("HEAD".to_owned())).get_by_label("Renamed 1");
    let nowhere = compared(&war, CompareWith::Revision("nowhere".to_owned()));
    nowhere.get_by_label_contains("git does not know the revision nowhere");
    // The sample is kept in no folder.
    let mut state = state_of([load::sample()]);
    run(&mut state, Command::Act(Action::ToggleDifferences));
    run(&mut state, Command::Comparing(ComparingCommand::With(CompareWith::Revision("HEAD".to_owned()))));
    shown(state).get_by_label_contains("it is kept in no folder");
}

#[test]
fn the_page_is_written_to_a_file_that_is_not_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = with_changes();
    run(&mut state, Command::Act(Action::ToggleDifferences));
    let mut screen = shown(state);
    screen.get_by_label("Write to a file …").click();
    screen.run();
    screen.get_by_label("Write the page to a file");
    let path = folder.path().join("page.html").to_string_lossy().into_owned();
    let write = |screen: &mut Harness<'static, Window>| {
        let command = PageCommand::Write { path: path.clone(), may_replace: false };
        let effects = screen.state_mut().state.run(Command::Page(command));
        let [Effect::WritePage(job)] = effects.as_slice() else { panic!("{effects:?}") };
        screen.state_mut().state.run(Command::Page(PageCommand::Written(paging::write(job))));
        screen.run();
    };
    write(&mut screen);
    screen.get_by_label_contains("The page is written: ");
    assert!(screen.query_by_label("Write the page to a file").is_none());
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.contains("<h1>What changed: North Korea and Russia") && page.contains("<h2>Moved</h2>"), "{page}");
    screen.get_by_label("Write to a file …").click();
    screen.run();
    write(&mut screen);
    assert!(screen.query_all_by_label_contains("There is a file already, and it is as it was").next().is_some());
    screen.get_by_label("Write the page to a file");
}
