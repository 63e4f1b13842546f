//! The command line: the window, and the commands that need none.
//!
//! Main function: [`run`]. Results go to stdout, diagnostics to stderr; exit code 0 = done, 1 = the input has errors,
//! 2 = wrong usage.
//!
//! **Does not:** have logic of its own.

mod brief;
mod check;
mod convert;
mod diff;
mod edit;
mod info;
mod merge;
mod opening;
mod query;
mod recover;
mod release;
mod render;

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app;
use crate::base::harmless;
use crate::model::{Moment, Zone};
use crate::query::Clock;

/// Shows a situation: places on a map, the events linked to them, who reported what, who denies it.
#[derive(Debug, Parser)]
#[command(name = "sandtable", version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,

    /// A situation (its folder, or packed) or any readable file; the sample where none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tells what is in it: format, counts by kind, bounding box, time span, problems
    Info(Asked),
    /// Tells every problem with its place, and what was done about it
    Check(Asked),
    /// Lists the records that match, surely and possibly, and tells what is hidden and why
    Query(Box<query::QueryArgs>),
    /// Makes a folder of a packed situation, or a packed one of a folder; with --release a copy that may leave the house; a data layer in
    /// another format
    Convert(convert::ConvertArgs),
    /// Tells what differs between two situations, two revisions of git, or two moments of one
    Diff(diff::DiffArgs),
    /// Merges what two made of one file of a situation, by record and member: a merge driver for git
    Merge(merge::MergeArgs),
    /// Changes a situation by a script of steps and saves it
    Edit(edit::EditArgs),
    /// Shows what was changed and not saved when the program ended, and takes or leaves it
    Recover(recover::RecoverArgs),
    /// Writes the briefing as a handout: a page, slides, pictures
    Brief(brief::BriefArgs),
    /// Draws the same picture as on screen into a PNG file
    Render(render::RenderArgs),
}

/// What `info` and `check` are asked about.
#[derive(Debug, Args)]
struct Asked {
    /// A situation (its folder, or packed) or any readable file
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Carries out a command line; its first word is the program's own name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match CommandLine::try_parse_from(args) {
        Ok(line) => line,
        Err(error) => {
            // Where neither help nor error can be written, nobody is there to be told.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    match line.command {
        None => window(line.paths),
        Some(Command::Info(asked)) => info::info(&asked),
        Some(Command::Check(asked)) => check::check(&asked),
        Some(Command::Convert(args)) => convert::convert(&args),
        Some(Command::Diff(args)) => diff::diff(&args),
        Some(Command::Merge(args)) => merge::merge(&args),
        Some(Command::Query(args)) => query::query(&args),
        Some(Command::Edit(args)) => edit::edit(&args),
        Some(Command::Recover(args)) => recover::recover(&args),
        Some(Command::Brief(args)) => brief::brief(&args),
        Some(Command::Render(args)) => render::render(args),
    }
}

fn window(paths: Vec<PathBuf>) -> ExitCode {
    match app::window::run(paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

/// Prints a result and gives the exit code. A reader that has seen enough and closed the pipe is no error.
fn finish(result: &str, has_errors: bool) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(result.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => failed(&format!("cannot write the result: {error}")),
        _ if has_errors => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a diagnostic. Where stderr is closed there is nobody to tell.
fn say(message: &str) {
    let _ = writeln!(io::stderr().lock(), "sandtable: {}", harmless(message));
}

/// Tells why nothing came of it.
fn failed(message: &str) -> ExitCode {
    say(message);
    ExitCode::FAILURE
}

/// Tells what is wrong with the question.
fn wrong_usage(message: &str) -> ExitCode {
    say(message);
    ExitCode::from(2)
}

/// A value as JSON, ended by a line end.
fn json_text(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|error| format!("{{\"error\": {error:?}}}"));
    text.push('\n');
    text
}

/// A moment in ISO 8601, in a zone.
fn iso_text(moment: Moment, zone: &Zone) -> String {
    let civil = moment.civil(zone);
    let (day, offset_secs) = (civil.day, civil.offset_secs);
    let sign = if offset_secs < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset_secs.abs() / 3600, offset_secs.abs() / 60 % 60);
    let offset = if offset_secs == 0 { "Z".to_owned() } else { format!("{sign}{hours:02}:{minutes:02}") };
    format!("{day}T{:02}:{:02}:{:02}{offset}", civil.hour, civil.minute, civil.second)
}

fn clock(text: &str) -> Result<Clock, String> {
    Clock::from_name(text).ok_or_else(|| "a clock is happened, reported or known".to_owned())
}
