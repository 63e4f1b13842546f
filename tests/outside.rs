#![cfg(test)]
//! Others change the files of what is open and edited: what goes together is brought in by itself, what does not is chosen side by side.

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
use sandtable::app::merging::read_theirs;
use sandtable::app::person::Store;
use sandtable::app::save::{OwnWriting, Saver, save};
use sandtable::app::{Effect, State, load};
use sandtable::command::{Action, Command, EditCommand, KeepCommand, MergingCommand};
use sandtable::differences::Side;
use sandtable::document::Step;
use sandtable::formats::native;
use sandtable::model::{Edit, Event, EventId, Extra, Link, RecordId, Relation};
use window::{state_of, window};

fn opened(folder: &Path) -> State {
    state_of([load::load(folder)])
}

fn event(state: &State, id: &str) -> Event {
    state.document().unwrap().situation().event(&EventId::from(id)).unwrap().clone()
}

fn retitle(state: &mut State, id: &str, title: &str) {
    let edit = Edit::PutEvent(Box::new(Event { title: title.to_owned(), ..event(state, id) }));
    state.run(Command::step(format!("Rename {id}"), edit));
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

fn steps(state: &State) -> Vec<&str> {
    state.document().unwrap().steps().iter().map(Step::name).collect()
}

fn titles(state: &State) -> [String; 2] {
    ["treaty", "deployment"].map(|id| event(state, id).title)
}

#[test]
fn what_others_changed_elsewhere_is_brought_in_and_undo_takes_back_nothing_of_it() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    let treaty = event(&state, "treaty").title;
    retitle(&mut state, "treaty", "Mine");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    replace(folder.path(), "events.json", "\"id\": \"treaty\",", "\"id\": \"treaty\",\n \"x\": 12345678901234567890123,");
    let theirs = fs::read_to_string(folder.path().join("events.json")).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(titles(&state), ["Mine", "Theirs"]);
    assert!(!state.document().unwrap().is_saved());
    assert_eq!(steps(&state), ["Rename treaty"]);
    state.run(Command::Act(Action::ToggleHistory));
    let screen = window(state, [1280.0, 720.0]);
    screen.get_by_label("Changed by others in the files: 2 records · undo leaves it");
    screen.get_by_label("Rename treaty · now");
    let mut state = screen.into_state().state;
    state.run(Command::Act(Action::Undo));
    assert_eq!(titles(&state), [treaty.as_str(), "Theirs"]);
    assert!(state.document().unwrap().is_saved(), "what is left is just what the files hold");
    assert_eq!(native::write(state.document().unwrap())["events.json"], theirs);
    state.run(Command::Act(Action::Redo));
    let effects = state.run(Command::Act(Action::Save));
    shell(&mut state, effects);
    assert!(state.document().unwrap().is_saved());
    let saved = fs::read_to_string(folder.path().join("events.json")).unwrap();
    for expected in ["\"Mine\"", "\"Theirs\"", "\"x\": 12345678901234567890123"] {
        assert!(saved.contains(expected), "{expected}");
    }
    let history = fs::read_to_string(folder.path().join("history.jsonl")).unwrap();
    assert_eq!(history.lines().count(), 1, "what others did is nobody's step here: {history}");
    // Also over the save before.
    state.run(Command::Act(Action::Undo));
    assert_eq!(titles(&state), [treaty.as_str(), "Theirs"]);
}

#[test]
fn steps_of_before_a_save_are_taken_back_without_what_others_did_since() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    let first = event(&state, "deployment");
    for title in ["One", "Two"] {
        retitle(&mut state, "deployment", title);
        let effects = state.run(Command::Act(Action::Save));
        shell(&mut state, effects);
    }
    retitle(&mut state, "treaty", "Mine");
    replace(folder.path(), "events.json", "The deployment as a whole", "Theirs");
    tell(&mut state, folder.path());
    assert_eq!(steps(&state).len(), 3);
    state.run(Command::Edit(EditCommand::TurnTo(0)));
    let summary = first.summary.as_ref().map(|summary| summary.replace("The deployment as a whole", "Theirs"));
    assert_eq!(event(&state, "deployment"), Event { summary, ..first });
    state.run(Command::Edit(EditCommand::TurnTo(3)));
    assert_eq!((event(&state, "deployment").title.as_str(), event(&state, "treaty").title.as_str()), ("Two", "Mine"));
}

#[test]
fn what_both_did_alike_is_no_step_any_more_and_what_theirs_withdrew_is_kept_by_one_of_its_own() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    replace(folder.path(), "events.json", "[\n", "[\n{\"id\": \"aside\", \"title\": \"Aside\", \"mode\": \"happened\"},\n");
    let mut state = opened(folder.path());
    retitle(&mut state, "deployment", "Ours");
    let mut treaty = event(&state, "treaty");
    treaty.links.push(Link { event: "aside".into(), rel: Relation::Follows, extra: Extra::default() });
    let edit = Box::new(Edit::PutEvent(Box::new(treaty)));
    state.run(Command::step("Link treaty", *edit));
    let mut theirs = opened(folder.path());
    retitle(&mut theirs, "deployment", "Ours");
    let edit = Box::new(Edit::Remove(RecordId::Event("aside".into())));
    theirs.run(Command::step("Withdraw", *edit));
    let effects = theirs.run(Command::Act(Action::Save));
    shell(&mut theirs, effects);
    tell(&mut state, folder.path());
    state.run(Command::Merging(MergingCommand::Choose(None, Side::Mine)));
    state.run(Command::Merging(MergingCommand::Accept));
    let aside = RecordId::Event("aside".into());
    assert!(state.situation().unwrap().contains(&aside));
    assert_eq!(steps(&state), ["Link treaty", "Keep what differs from the disk"]);
    state.run(Command::Act(Action::Undo));
    assert!(!state.situation().unwrap().contains(&aside));
    state.run(Command::Act(Action::Undo));
    assert!(state.document().unwrap().is_saved());
    assert_eq!(state.situation(), theirs.situation());
}

#[test]
fn after_others_changes_came_in_a_crash_costs_just_what_was_not_saved() {
    let (folder, home) = (sample_in(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let edit = |program: &mut Headless, id: &str, title: &str| {
        let edit = Edit::PutEvent(Box::new(Event { title: title.to_owned(), ..event(program.state(), id) }));
        assert_eq!(program.run(Command::step(format!("Rename {id}"), edit)), None);
    };
    let started = || {
        let mut program = Headless::new(Store::at(home.path().to_owned()), Disk::default());
        program.open(folder.path()).unwrap();
        program
    };
    let mut program = started();
    edit(&mut program, "deployment", "Mine");
    edit(&mut program, "treaty", "Mine");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    replace(folder.path(), "events.json", "BRICS summit", "Summit");
    assert!(
        program.run(Command::ChangedOnDisk(folder.path().to_owned())).unwrap().contains("1 thing was changed both here and on the disk")
    );
    program.run(Command::Merging(MergingCommand::Choose(None, Side::Mine)));
    assert_eq!(program.run(Command::Merging(MergingCommand::Accept)), None);
    edit(&mut program, "brics-summit", "Later");
    let before = program.state().situation().unwrap().clone();
    // It ends without a save.
    assert_eq!(program.end(), None);
    let mut program = started();
    let lost = program.state().keeping().lost.clone().unwrap();
    let names: Vec<&str> = lost.found.unsaved.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["Rename deployment", "Rename treaty", "Rename brics-summit"]);
    assert!(!lost.has_changed, "it begins from the files as others made them");
    assert!(lost.fit.unfit.is_empty());
    assert_eq!(program.run(Command::Keep(KeepCommand::Take)), None);
    assert_eq!(*program.state().situation().unwrap(), before);
    while !program.state().document().unwrap().steps().is_empty() {
        program.run(Command::Act(Action::Undo));
    }
    assert_eq!(titles(program.state()), titles(&opened(folder.path())), "back to what the files hold");
}

#[test]
fn a_save_that_others_were_quicker_than_brings_theirs_in_and_goes_on() {
    let folder = sample_in(tempfile::tempdir().unwrap());
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
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    let before = state.document().unwrap().situation().clone();
    let events = fs::read_to_string(folder.path().join("events.json")).unwrap();
    fs::write(folder.path().join("events.json"), events.split_at(events.len() / 2).0).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(*state.document().unwrap().situation(), before);
    fs::remove_file(folder.path().join("events.json")).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(*state.document().unwrap().situation(), before, "nor is what is gone for a while");
    // Once it is whole, it is another matter.
    fs::write(folder.path().join("events.json"), events.replace(DEPLOYMENT, "Theirs")).unwrap();
    tell(&mut state, folder.path());
    assert_eq!(event(&state, "deployment").title, "Theirs");
}

#[test]
fn a_link_that_leads_nowhere_in_what_others_wrote_is_no_damage() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let mut state = opened(folder.path());
    retitle(&mut state, "treaty", "Mine");
    replace(folder.path(), "events.json", "\"actor\": \"north-korea\"", "\"actor\": \"nobody\"");
    replace(folder.path(), "events.json", DEPLOYMENT, "Theirs");
    tell(&mut state, folder.path());
    assert_eq!(titles(&state), ["Mine", "Theirs"]);
    assert_eq!(state.problems().iter().filter(|problem| problem.kind == "dangling-id").count(), 1);
}

#[test]
fn what_is_changed_on_both_sides_is_chosen_side_by_side() {
    let folder = sample_in(tempfile::tempdir().unwrap());
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
    let folder = sample_in(tempfile::tempdir().unwrap());
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
