//! `sandtable diff`: what differs between two situations, two revisions, or two moments of one.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::files::{Opened, open_input};
use crate::app::revisions::{read_revision, revision_in};
use crate::base::{Problems, Severity, harmless};
use crate::cli::opening::open_or_tell;
use crate::cli::{finish, json_text, say, wrong_usage};
use crate::differences::{Difference, What, as_known};
use crate::document::Document;
use crate::export::Page;
use crate::formats::native::{HISTORY_FILE, history_in};
use crate::model::{Moment, RecordId, Situation};
use crate::query::typed_date;
use crate::wording::{self, Dates, DifferenceGroup, DifferenceRow};

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A situation (its folder, or packed), or REV:PATH: what the path held at a revision of git
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The same; left out where two moments of OLD are compared
    #[arg(value_name = "NEW", required_unless_present = "as_known", conflicts_with = "as_known")]
    new: Option<PathBuf>,

    /// Compare what was known by this date with what is known now; given twice: what was known by the first with what was by the second
    #[arg(long, value_name = "DATE")]
    as_known: Vec<String>,

    /// Write a page for a handout instead of printing: OUT.md or OUT.html
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// One end of a comparison.
struct End {
    situation: Situation,
    name: String,
    note: Option<String>,
}

pub fn diff(args: &DiffArgs) -> ExitCode {
    if args.as_known.len() > 2 {
        return wrong_usage("--as-known is given at most twice");
    }
    let ending = args.output.as_ref().map(|path| path.extension().unwrap_or_default().to_string_lossy().into_owned());
    if ending.as_deref().is_some_and(|ending| !matches!(ending, "md" | "html")) {
        return wrong_usage("a page is written as .md or .html");
    }
    let mut problems = Problems::default();
    let ends = match &args.new {
        Some(new) => [&args.old, new].map(|path| {
            let (document, name) = read(path, &mut problems)?;
            Some(End { situation: document.situation().clone(), name, note: None })
        }),
        None => {
            let read = read(&args.old, &mut problems);
            match read.map(|(document, _)| at_moments(&document, &args.as_known)).transpose() {
                Ok(ends) => ends.map_or([None, None], |ends| ends.map(Some)),
                Err(words) => return wrong_usage(&words),
            }
        }
    };
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        say(&problem.to_string());
    }
    let [Some(old), Some(new)] = ends else { return ExitCode::FAILURE };
    let has_errors = problems.n_errors() > 0;
    let difference = Difference::between(&old.situation, &new.situation);
    let Some(output) = &args.output else {
        let text = if args.json { json_text(&in_json(&old, &new, &difference)) } else { in_words(&old, &new, &difference) };
        return finish(&text, has_errors);
    };
    let page = page(&old, &new, &difference);
    let text = if ending.as_deref() == Some("html") { page.html() } else { page.markdown() };
    match fs::write(output, text) {
        Ok(()) if has_errors => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("cannot write the page: {error}: {}", output.display()));
            ExitCode::FAILURE
        }
    }
}

/// A document that is compared, with the name it was given.
fn read(path: &Path, problems: &mut Problems) -> Option<(Document, String)> {
    let text = path.to_string_lossy().into_owned();
    let opened = match revision_in(&text) {
        None => open_or_tell(path, problems),
        Some((revision, within)) => match read_revision(Path::new("."), revision, within) {
            Ok(input) => open_input(input, path, problems).map_err(|error| say(&error.to_string())).ok(),
            Err(error) => {
                say(&format!("{error}: {text}"));
                None
            }
        },
    };
    match opened? {
        Opened::Situation(document) => Some((*document, text)),
        Opened::Dataset(_) => {
            say(&format!("not a situation: {text}"));
            None
        }
    }
}

/// What was known by the first date, and by the second or now.
fn at_moments(document: &Document, dates: &[String]) -> Result<[End; 2], String> {
    let situation = document.situation();
    let history: Vec<_> = history_in(document.file(HISTORY_FILE).unwrap_or_default()).collect();
    let words = Dates::of_zone(situation.zone().clone());
    let at = |text: &String| -> Result<End, String> {
        let now = situation.as_of_end().unwrap_or(Moment(i64::MAX / 2));
        let when = typed_date(text, situation.zone(), now).map_err(|error| format!("--as-known {text}: {error}"))?;
        let by = when.bounds(situation.zone()).latest().ok_or_else(|| format!("--as-known {text}: it has no end"))?;
        let known = as_known(situation, &history, by);
        let note = (known.n_possibly > 0).then(|| wording::possibly_known(known.n_possibly));
        Ok(End { situation: known.situation, name: wording::as_known(&words.when(&when)), note })
    };
    let now = || End { situation: situation.clone(), name: wording::NOW.to_owned(), note: None };
    let mut ends = dates.iter().map(at);
    let first = ends.next().transpose()?.unwrap_or_else(now);
    Ok([first, ends.next().transpose()?.unwrap_or_else(now)])
}

fn groups(old: &End, new: &End, difference: &Difference) -> Vec<DifferenceGroup> {
    let dates = Dates::of_zone(new.situation.zone().clone());
    wording::differences((&old.situation, &new.situation), difference, &dates, None)
}

fn in_words(old: &End, new: &End, difference: &Difference) -> String {
    let mut text = String::new();
    for note in [old, new].into_iter().filter_map(|end| end.note.as_ref().map(|note| format!("{}: {note}", end.name))) {
        let _ = writeln!(text, "{}", harmless(&note));
    }
    let _ = writeln!(text, "{}", wording::difference_counts(difference));
    for DifferenceGroup { heading, rows } in groups(old, new, difference) {
        let _ = writeln!(text, "\n{heading}");
        for DifferenceRow { part, kind, name, detail } in rows {
            let detail = if detail.is_empty() { detail } else { format!(": {detail}") };
            let _ = writeln!(text, "  {kind} “{}”{} [{part}]", harmless(&name), harmless(&detail));
        }
    }
    text
}

fn page(old: &End, new: &End, difference: &Difference) -> Page {
    let header = new.situation.header();
    let head = [wording::compared(&old.name, &new.name), wording::difference_counts(difference)];
    let notes = [old, new].into_iter().filter_map(|end| end.note.as_ref().map(|note| format!("{}: {note}", end.name)));
    let head = head.into_iter().chain(notes).collect();
    Page::of_differences(&header.title, header.handling.as_deref(), head, &groups(old, new, difference))
}

#[derive(Serialize)]
struct Answer {
    added: Vec<Named>,
    withdrawn: Vec<Named>,
    changed: Vec<ChangedMember>,
    told: Vec<InWords>,
}

#[derive(Serialize)]
struct Named {
    kind: &'static str,
    id: String,
    title: String,
}

#[derive(Serialize)]
struct ChangedMember {
    kind: &'static str,
    id: String,
    field: String,
    old: Option<Box<RawValue>>,
    new: Option<Box<RawValue>>,
}

/// What a change comes to.
#[derive(Serialize)]
struct InWords {
    what: &'static str,
    kind: &'static str,
    id: String,
    title: String,
    detail: String,
    /// How far it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    metres: Option<f64>,
    /// Sources that came to speak so, or ceased to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<String>,
}

fn in_json(old: &End, new: &End, difference: &Difference) -> Answer {
    let named = |situation: &Situation, ids: &[RecordId]| {
        let named = |id: &RecordId| Named {
            kind: id.kind(),
            id: id.as_str().to_owned(),
            title: situation.name_of(id).unwrap_or_default().to_owned(),
        };
        ids.iter().map(named).collect()
    };
    // As it stands: numbers that no float holds stay what they are.
    let raw = |value: Option<&String>| value.and_then(|value| RawValue::from_string(value.clone()).ok());
    let changed = difference.changed.iter().map(|changed| ChangedMember {
        kind: changed.part.kind(),
        id: changed.part.id().to_owned(),
        field: changed.field.clone(),
        old: raw(changed.old.as_ref()),
        new: raw(changed.new.as_ref()),
    });
    let dates = Dates::of_zone(new.situation.zone().clone());
    let told = difference.told.iter().filter(|told| !matches!(told.what, What::Added | What::Withdrawn)).map(|told| {
        let row = wording::difference_row((&old.situation, &new.situation), told, &dates, None);
        InWords {
            what: told.what.name(),
            kind: told.part.kind(),
            id: told.part.id().to_owned(),
            title: row.name,
            detail: row.detail,
            metres: told.what.metres(),
            by: match &told.what {
                What::Said { by, .. } => by.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            },
        }
    });
    Answer {
        added: named(&new.situation, &difference.added),
        withdrawn: named(&old.situation, &difference.withdrawn),
        changed: changed.collect(),
        told: told.collect(),
    }
}
