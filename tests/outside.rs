#![cfg(test)]
//! Others change the files of what is open and edited: what goes together is brought in by itself, what does not is chosen side by side.

#[path = "common/window.rs"]
mod window;

use std::fs;
use std::path::Path;

use egui_kittest::kittest::Queryable;
use sandtable::app::disk::Disk;
use sandtable::app::merging::read_theirs;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, State, load};
use sandtable::command::{Action, Command, EditCommand, MergingCommand};
use sandtable::document::Step;
use sandtable::model::{Edit, Event, EventId};
use window::{state_of, window};

fn sample_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir("data/dprk-russia-2024").unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    folder
}

fn opened(folder: &Path) -> State {
    state_of([load::load(folder)])
}

fn event(state: &State, id: &str) -> Event {
    state.document().unwrap().situation().event(&EventId::from(id)).unwrap().clone()
}

fn retitle(state: &mut State, id: &str, title: &str) {
    let edit = Edit::PutEvent(Box::new(Event { title: title.to_owned(), ..event(state, id) }));
    state.run(Command::Edit(EditCommand::Do { name: format!("Rename {id}"), edit: Box::new(edit) }));
}

fn replace(folder: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
}

/// Carries out what only a shell can do, until there is nothing more of it.
fn shell(state: &mut State, effects: Vec<Effect>) {
    let home = tempfile::tempdir().unwrap();
    let (own, person) = (OwnWriting::default(), Store::at(home.path().to_owned()));
    let mut effects = effects;
    while !effects.is_empty() {
        let mut next = Vec::new();
        for effect in effects {
            next.extend(match effect {
                Effect::ReadTheirs(job) => state.run(Command::Merging(MergingCommand::Read(Box::new(read_theirs(&job))))),
                Effect::Save(job) => {
                    let saved = save(&job, Saver { own: &own, person: &person, disk: &Disk::default() });
                    state.run(Command::Edit(EditCommand::Saved(Box::new(saved))))
                }
                _ => Vec::new(),
            });
        }
        effects = next;
    }
}

fn tell(state: &mut State, folder: &Path) {
    let effects = state.run(Command::ChangedOnDisk(folder.to_owned()));
    shell(state, effects);
}

const DEPLOYMENT: &str = "North Korean troops deployed to Russia";

#[test]
fn what_others_changed_elsewhere_is_brought_in_as_one_step_and_saved_with_the_rest() {
    let folder = sample_folder();
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    let before = state.document().unwrap().situation().clone();
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    replace(folder.path(), "events.json", "\"id\": \"treaty\",", "\"id\": \"treaty\",\n \"x\": 12345678901234567890123,");
    tell(&mut state, folder.path());
    assert_eq!((event(&state, "treaty").title.as_str(), event(&state, "deployment").title.as_str()), ("Mine", "Theirs"));
    assert!(!state.document().unwrap().is_saved());
    let steps: Vec<&str> = state.document().unwrap().steps().iter().map(Step::name).collect();
    assert_eq!(steps, ["Rename treaty", "Bring in what changed on the disk"]);
    state.run(Command::Act(Action::Undo));
    assert_eq!(*state.document().unwrap().situation(), before);
    assert!(!state.document().unwrap().is_saved(), "the files hold something else");
    state.run(Command::Act(Action::Redo));
    let effects = state.run(Command::Act(Action::Save));
    shell(&mut state, effects);
    assert!(state.document().unwrap().is_saved());
    let saved = fs::read_to_string(folder.path().join("events.json")).unwrap();
    for expected in ["\"Mine\"", "\"Theirs\"", "\"x\": 12345678901234567890123"] {
        assert!(saved.contains(expected), "{expected}");
    }
}

#[test]
fn a_save_that_others_were_quicker_than_brings_theirs_in_and_goes_on() {
    let folder = sample_folder();
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    let effects = state.run(Command::Act(Action::Save));
    shell(&mut state, effects);
    assert!(state.document().unwrap().is_saved());
    let saved = fs::read_to_string(folder.path().join("events.json")).unwrap();
    assert!(saved.contains("\"Mine\"") && saved.contains("\"Theirs\""));
}

#[test]
fn what_is_only_half_written_is_not_taken_for_withdrawn() {
    let folder = sample_folder();
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    let before = state.document().unwrap().situation().clone();
    let events = fs::read_to_string(folder.path().join("events.json")).unwrap();
    fs::write(folder.path().join("events.json"), events.split_at(events.len() / 2).0).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(*state.document().unwrap().situation(), before);
    // Once it is whole, it is another matter.
    fs::write(folder.path().join("events.json"), events.replace(DEPLOYMENT, "Theirs")).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(event(&state, "deployment").title, "Theirs");
}

#[test]
fn what_is_changed_on_both_sides_is_chosen_side_by_side() {
    let folder = sample_folder();
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    retitle(&mut state, "deployment", "Mine too");
    let treaty = event(&opened(folder.path()), "treaty").title;
    replace(folder.path(), "events.json", &treaty, "Theirs");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs too");
    replace(folder.path(), "events.json", "BRICS summit", "Summit");
    tell(&mut state, folder.path());
    assert_eq!(event(&state, "treaty").title, "Mine", "nothing is done before it is chosen");
    let mut screen = window(state, [1280.0, 720.0]);
    screen.get_by_label("Changed here and on the disk");
    screen.get_by_label("Here: Mine too");
    screen.get_by_label("All as on the disk").click();
    screen.run();
    screen.get_by_label("Here: Mine too").click();
    screen.run();
    screen.get_by_label("Merge").click();
    screen.run();
    let state = &screen.state().state;
    let titles = ["treaty", "deployment", "brics-summit"].map(|id| event(state, id).title);
    assert_eq!(titles, ["Theirs", "Mine too", "Summit in Kazan concludes"]);
    assert!(screen.query_by_label("Changed here and on the disk").is_none());
}

#[test]
fn a_choice_that_is_put_off_can_be_taken_up_again() {
    let folder = sample_folder();
    let mut state = opened(folder.path());
    retitle(&mut state, "deployment", "Mine");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    tell(&mut state, folder.path());
    let mut screen = window(state, [1280.0, 720.0]);
    let later: Vec<_> = screen.get_all_by_label("Later").collect();
    later.last().unwrap().click();
    screen.run();
    assert!(screen.query_by_label("Changed here and on the disk").is_none());
    assert_eq!(event(&screen.state().state, "deployment").title, "Mine");
    screen.get_by_label("Bring in");
    let state = &mut screen.state_mut().state;
    let effects = state.run(Command::Merging(MergingCommand::Start));
    shell(state, effects);
    screen.run();
    screen.get_by_label("On the disk: Theirs").click();
    screen.run();
    screen.get_by_label("Merge").click();
    screen.run();
    let document = screen.state().state.document().unwrap();
    assert!(document.is_saved(), "it is just what the files hold");
    assert_eq!(event(&screen.state().state, "deployment").title, "Theirs");
}
