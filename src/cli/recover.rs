//! `sandtable recover`: what was changed and not saved when the program ended.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::app::disk::Disk;
use crate::app::headless::Headless;
use crate::app::journal::lost_elsewhere;
use crate::app::person::Store;
use crate::base::harmless;
use crate::cli::{failed, finish, iso_text, json_text, say};
use crate::command::{Action, Command, KeepCommand, Lost, RecordChange};
use crate::document::straight;
use crate::model::{RecordId, Zone};
use crate::wording;

#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// A situation (its folder); without one, all are listed of which something is kept
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Carry the changes out again, and save
    #[arg(long, requires = "path", conflicts_with = "leave")]
    take: bool,

    /// Let them go; a copy of the journal stays
    #[arg(long, requires = "path")]
    leave: bool,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Default, Serialize)]
struct Recovered {
    steps: Vec<StepEntry>,
    records: Vec<RecordEntry>,
    /// Names of the source texts that came with them.
    texts: Vec<String>,
    /// Whether the files were changed since.
    files_changed: bool,
    torn_lines: usize,
    taken: bool,
    left: bool,
}

#[derive(Serialize)]
struct StepEntry {
    name: String,
    at: Option<String>,
    by: Option<String>,
}

#[derive(Serialize)]
struct RecordEntry {
    /// `header`, or the record as `event:vote`.
    record: String,
    name: String,
    /// `added`, `removed`, `changed` or `unfit`: changed elsewhere meanwhile.
    change: &'static str,
    members: Vec<String>,
}

#[derive(Serialize)]
struct Elsewhere {
    path: String,
    since: Option<String>,
}

pub fn recover(args: &RecoverArgs) -> ExitCode {
    let result = match &args.path {
        None => Ok(list(args.json)),
        Some(path) => of_situation(args, path.clone()),
    };
    match result {
        Ok(text) => finish(&text, false),
        Err(words) => failed(&words),
    }
}

fn list(is_json: bool) -> String {
    let zone = Zone::default();
    let lost: Vec<Elsewhere> = lost_elsewhere(&Store::of_system(), &[])
        .into_iter()
        .map(|lost| Elsewhere { path: lost.path.to_string_lossy().into_owned(), since: lost.since.map(|since| iso_text(since, &zone)) })
        .collect();
    if is_json {
        return json_text(&lost);
    }
    let lines = lost.iter().map(|lost| harmless(&wording::dotted([Some(&*lost.path), lost.since.as_deref()])) + "\n");
    let text: String = lines.collect();
    if text.is_empty() { format!("{}\n", wording::NOTHING_NOT_SAVED) } else { text }
}

fn of_situation(args: &RecoverArgs, path: PathBuf) -> Result<String, String> {
    let mut program = Headless::new(Store::of_system(), Disk::default());
    program.open(&path)?;
    let mut recovered = program.state().keeping().lost.as_deref().map(recovered).unwrap_or_default();
    if program.state().keeping().lost.is_some() && (args.take || args.leave) {
        let told = program.run(Command::Keep(if args.take { KeepCommand::Take } else { KeepCommand::Leave }));
        told.iter().for_each(|words| say(words));
        (recovered.taken, recovered.left) = (args.take, args.leave);
    }
    if args.take
        && let Some(words) = program.run(Command::Act(Action::Save))
    {
        return Err(words);
    }
    Ok(if args.json { json_text(&recovered) } else { in_words(&recovered) })
}

fn recovered(lost: &Lost) -> Recovered {
    let zone = Zone::default();
    let steps = straight(&lost.found.unsaved.entries).into_iter().map(|entry| StepEntry {
        name: entry.name.clone(),
        at: entry.stamp.at.map(|at| iso_text(at, &zone)),
        by: entry.stamp.by.clone(),
    });
    let records = lost.records.iter().map(|record| {
        let (change, members) = match &record.change {
            RecordChange::Added => ("added", Vec::new()),
            RecordChange::Removed => ("removed", Vec::new()),
            RecordChange::Members(names) => ("changed", names.clone()),
            RecordChange::Unfit => ("unfit", Vec::new()),
        };
        let id = record.id.as_ref().map_or_else(|| wording::HEADER.to_owned(), RecordId::to_string);
        RecordEntry { record: id, name: record.name.clone(), change, members }
    });
    Recovered {
        steps: steps.collect(),
        records: records.collect(),
        texts: lost.found.unsaved.texts.keys().cloned().collect(),
        files_changed: lost.has_changed,
        torn_lines: lost.found.n_torn,
        ..Recovered::default()
    }
}

fn in_words(recovered: &Recovered) -> String {
    let mut text = String::new();
    for step in &recovered.steps {
        let line = wording::dotted([Some(&*step.name), step.at.as_deref(), step.by.as_deref()]);
        let _ = writeln!(text, "{}", harmless(&line));
    }
    for RecordEntry { record, name, change, members } in &recovered.records {
        let members = if members.is_empty() { String::new() } else { format!(": {}", members.join(", ")) };
        let _ = writeln!(text, "{change} {} {}{}", harmless(record), harmless(name), harmless(&members));
    }
    for name in &recovered.texts {
        let _ = writeln!(text, "text {}", harmless(name));
    }
    if recovered.torn_lines > 0 {
        let _ = writeln!(text, "{} of the journal could not be read", crate::base::counted(recovered.torn_lines, "line", "lines"));
    }
    if recovered.records.is_empty() {
        let _ = writeln!(text, "{}", wording::NOTHING_LOST);
    }
    text
}
