//! `sandtable check`: every problem with its place, and the scenes that fail for the back row of a room.

use std::fmt::Write;
use std::process::ExitCode;

use serde::Serialize;

use crate::app::files::Opened;
use crate::app::room_check;
use crate::base::{Problem, Problems, harmless};
use crate::cli::opening::{counts_in_words, open_or_tell};
use crate::cli::{Asked, finish, json_text};

#[derive(Serialize)]
struct Report<'a> {
    errors: usize,
    warnings: usize,
    problems: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    file: &'a str,
    line: u32,
    column: u32,
    record: Option<&'a str>,
    kind: &'static str,
    detail: &'a str,
    done: &'a str,
}

impl<'a> From<&'a Problem> for Entry<'a> {
    fn from(problem: &'a Problem) -> Self {
        let Problem { severity, location, record, kind, detail, done } = problem;
        let (file, line, column) = (location.file.as_str(), location.line, location.column);
        Self { severity: severity.word(), file, line, column, record: record.as_deref(), kind, detail, done }
    }
}

pub fn check(asked: &Asked) -> ExitCode {
    let mut problems = Problems::default();
    let (mut situation, mut layers) = (None, Vec::new());
    for path in &asked.paths {
        match open_or_tell(path, &mut problems) {
            Some(Opened::Situation(document)) => {
                // One that is opened after another takes its place.
                if let Some((before, at)) = situation.replace((document, path)) {
                    problems.append(room_check::problems(before, Vec::new(), at));
                }
            }
            Some(Opened::Dataset(layer)) => layers.push(*layer),
            None => {}
        }
    }
    if let Some((document, at)) = situation {
        problems.append(room_check::problems(document, layers, at));
    }
    let (errors, warnings) = (problems.n_errors(), problems.n_warnings());
    let text = if asked.json {
        json_text(&Report { errors, warnings, problems: problems.iter().map(Entry::from).collect() })
    } else {
        in_words(&problems)
    };
    finish(&text, errors > 0)
}

fn in_words(problems: &Problems) -> String {
    let mut text = String::new();
    for problem in problems.iter() {
        let _ = writeln!(text, "{}", harmless(&problem.to_string()));
    }
    if problems.n_not_kept() > 0 {
        let _ = writeln!(text, "and {} more", problems.n_not_kept());
    }
    let _ = writeln!(text, "problems: {}", counts_in_words(problems.n_errors(), problems.n_warnings()));
    text
}
