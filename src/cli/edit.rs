//! `sandtable edit`: changes a situation by a script, a step a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Args;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::app::disk::Disk;
use crate::app::headless::Headless;
use crate::app::person::Store;
use crate::cli::{failed, say};
use crate::command::{Action, Command};
use crate::formats::native::edit_in;

#[derive(Debug, Args)]
pub struct EditArgs {
    /// A situation (its folder)
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// A file of lines of JSON, or - for the input: {"step": NAME, "edit": [{"put": KIND, "record": {...}}, {"remove": "KIND:ID"}]},
    /// {"undo": true}, {"redo": true}, {"save": true}, {"wait_ms": N}
    #[arg(long, value_name = "FILE")]
    script: PathBuf,
}

/// A line of a script: one of these.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Line {
    step: Option<String>,
    edit: Option<Box<RawValue>>,
    undo: bool,
    redo: bool,
    save: bool,
    wait_ms: Option<u64>,
}

/// Carries a script out line by line and saves at its end. Tells of each line on the output once it is carried out, and of failures on the
/// way on the error output.
pub fn edit(args: &EditArgs) -> ExitCode {
    match edit_by_script(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => failed(&words),
    }
}

fn edit_by_script(args: &EditArgs) -> Result<(), String> {
    let lines: Box<dyn BufRead> = if args.script.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&args.script).map_err(|error| format!("{error}: {}", args.script.display()))?))
    };
    let mut program = Headless::new(Store::of_system(), Disk::default());
    program.open(&args.path)?;
    if program.state().keeping().lost.is_some() {
        return Err(format!("changes were not saved when the program ended: sandtable recover {}", args.path.display()));
    }
    for (number, line) in lines.lines().enumerate() {
        let number = number + 1;
        let at = |why: &str| format!("{}:{number}: {why}", args.script.display());
        let line = line.map_err(|error| at(&error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let done = carry_out(&mut program, &line).map_err(|why| at(&why))?;
        let mut out = io::stdout().lock();
        // Whoever has closed the output wants to know no more; the script goes on.
        let _told = writeln!(out, "{number} {done}").and_then(|()| out.flush());
    }
    program.run(Command::Act(Action::Save)).map_or(Ok(()), Err)
}

/// What was done, in a word.
fn carry_out(program: &mut Headless, line: &str) -> Result<&'static str, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if let Some(wait_ms) = line.wait_ms {
        thread::sleep(Duration::from_millis(wait_ms));
        return Ok("waited");
    }
    let (command, done) = match line {
        Line { step: Some(name), edit: Some(edit), .. } => {
            let edit =
                edit_in(edit.get()).ok_or("an edit is an array of {\"put\": KIND, \"record\": {...}} and {\"remove\": \"KIND:ID\"}")?;
            (Command::step(name, edit), "step")
        }
        Line { undo: true, .. } => (Command::Act(Action::Undo), "undo"),
        Line { redo: true, .. } => (Command::Act(Action::Redo), "redo"),
        Line { save: true, .. } => (Command::Act(Action::Save), "saved"),
        _ => return Err("nothing to be done: \"step\" with \"edit\", \"undo\", \"redo\", \"save\" or \"wait_ms\" was expected".to_owned()),
    };
    // A save that failed can be tried again: the script goes on.
    if let Some(words) = program.run(command) {
        say(&words);
    }
    Ok(done)
}
