#![cfg(test)]
//! A disk that fails at any one of its accesses, or from one on: no file is half written, and what was done is there at the next start.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use sandtable::app::disk::Disk;
use sandtable::app::files::{Opened, open};
use sandtable::app::headless::Headless;
use sandtable::app::person::Store;
use sandtable::base::Problems;
use sandtable::command::{Action, Attached, Command, EditCommand, KeepCommand};
use sandtable::formats::native::sha256;
use sandtable::model::{Edit, Event, Mode, Situation};

/// What is done, in order.
#[derive(Clone, Copy, Debug)]
enum Doing {
    Title(&'static str, &'static str),
    /// Attaches a source text to the report.
    Attach(&'static str),
    Undo,
    Save,
}

const DAY: [Doing; 11] = [
    Doing::Title("a", "1"),
    Doing::Title("b", "1"),
    Doing::Attach("Words of the first text."),
    Doing::Save,
    Doing::Title("a", "2"),
    Doing::Title("c", "1"),
    Doing::Undo,
    Doing::Save,
    Doing::Title("b", "2"),
    Doing::Attach("Words of the second text."),
    Doing::Title("d", "1"),
];

fn command(doing: Doing) -> Command {
    match doing {
        Doing::Title(id, title) => {
            let edit = Edit::PutEvent(Box::new(Event::new(id.into(), title, Mode::Happened)));
            Command::step(format!("{id} {title}"), edit)
        }
        Doing::Attach(text) => {
            let attached = Attached { report: "r".into(), name: "a.txt".to_owned(), text: text.into(), sha256: sha256(text.as_bytes()) };
            Command::Edit(EditCommand::Attach(Box::new(attached)))
        }
        Doing::Undo => Command::Act(Action::Undo),
        Doing::Save => Command::Act(Action::Save),
    }
}

fn situation_at(path: &Path) -> Situation {
    let mut problems = Problems::default();
    let Ok(Opened::Situation(document)) = open(path, &mut problems) else { panic!("{problems:?}") };
    assert!(problems.is_empty(), "a file is not whole: {problems:?}");
    document.situation().clone()
}

/// A day on a disk; what was told of failures, and every state that the situation was in.
fn day_on(disk: &Disk, home: &Path, folder: &Path) -> (Vec<String>, Vec<Situation>) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("situation.json"), "{\"format\": 1, \"title\": \"T\"}\n").unwrap();
    fs::write(folder.join("events.json"), "[\n{\"id\": \"a\",\n \"title\": \"0\",\n \"mode\": \"happened\"}\n]\n").unwrap();
    fs::write(folder.join("sources.json"), "[\n{\"id\": \"s\",\n \"name\": \"S\"}\n]\n").unwrap();
    fs::write(folder.join("reports.json"), "[\n{\"id\": \"r\",\n \"source\": \"s\",\n \"published\": \"2024-10-24\"}\n]\n").unwrap();
    let mut program = Headless::new(Store::at(home.to_owned()), disk.clone());
    program.open(folder).unwrap();
    let mut states = vec![program.state().situation().unwrap().clone()];
    let mut told = Vec::new();
    for doing in DAY {
        told.extend(program.run(command(doing)));
        states.push(program.state().situation().unwrap().clone());
    }
    told.extend(program.end());
    (told, states)
}

/// What the next start finds, and what comes of taking that.
fn next_start(home: &Path, folder: &Path) -> Situation {
    let on_disk = situation_at(folder);
    let mut program = Headless::new(Store::at(home.to_owned()), Disk::default());
    program.open(folder).unwrap();
    assert_eq!(program.state().situation(), Some(&on_disk), "nothing is changed unasked");
    let lost = program.state().keeping().lost.clone();
    let (is_lost, is_torn) = (lost.is_some(), lost.is_some_and(|lost| lost.found.n_torn > 0));
    let told = program.run(Command::Keep(KeepCommand::Take));
    assert_eq!(told.is_some(), is_torn, "{told:?}");
    assert!(program.state().keeping().lost.is_none());
    assert_eq!(program.run(Command::Act(Action::Save)), None);
    let taken = situation_at(folder);
    assert_eq!(program.state().situation(), Some(&taken));
    assert_eq!(is_lost, taken != on_disk, "what is offered is what is lost");
    taken
}

fn try_all(is_lasting: bool, kind: ErrorKind) {
    for first in 0.. {
        let root = tempfile::tempdir().unwrap();
        let (home, folder) = (root.path().join("home"), root.path().join("war"));
        let disk = Disk::failing(first, is_lasting, kind);
        let (told, states) = day_on(&disk, &home, &folder);
        let has_failed = disk.n_accesses() > first;
        let taken = next_start(&home, &folder);
        if is_lasting && has_failed {
            assert!(states.contains(&taken), "access {first}: a state that never was");
            assert!(!told.is_empty() || Some(&taken) == states.last(), "access {first}: lost without a word");
        } else {
            assert_eq!(Some(&taken), states.last(), "access {first}: {told:?}");
        }
        if !has_failed {
            assert!(told.is_empty(), "{told:?}");
            assert!(first > 30, "there are accesses that could fail");
            return;
        }
    }
}

#[test]
fn a_disk_that_fails_once_costs_nothing_wherever_that_is() {
    try_all(false, ErrorKind::Other);
}

#[test]
fn a_disk_that_is_full_from_some_moment_on_leaves_whole_files_and_says_so() {
    try_all(true, ErrorKind::StorageFull);
}
