//! `sandtable merge`: what two made of one file becomes one, as a merge driver of git.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::app::files::{MAX_FILE_LEN, read_file, save};
use crate::base::{counted, shortened};
use crate::cli::{failed, finish, json_text, say};
use crate::differences::{FileClash, merge_files};

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The file that both began with (git's %O)
    base: PathBuf,

    /// The file as it is here (git's %A); the result takes its place
    mine: PathBuf,

    /// The file as it is there (git's %B)
    theirs: PathBuf,

    /// Write the result here, not in the place of MINE
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// What the file is called, for messages (git's %P)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Print the conflicts as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Conflicts<'a> {
    conflicts: Vec<Conflict<'a>>,
}

#[derive(Serialize)]
struct Conflict<'a> {
    file: &'a str,
    record: Option<&'a str>,
    field: &'a str,
    base: Option<&'a str>,
    mine: Option<&'a str>,
    theirs: Option<&'a str>,
    why: Option<&'a str>,
}

pub fn merge(args: &MergeArgs) -> ExitCode {
    let text = |path: &Path| -> Result<String, String> {
        let bytes = read_file(path, MAX_FILE_LEN).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|_| format!("not UTF-8: {}", path.display()))
    };
    let texts = [&args.base, &args.mine, &args.theirs].map(|path| text(path));
    let [Ok(base), Ok(mine), Ok(theirs)] = &texts else {
        texts.iter().filter_map(|text| text.as_ref().err()).for_each(|error| say(error));
        return ExitCode::FAILURE;
    };
    let merged = merge_files(base, mine, theirs);
    let output = args.output.as_ref().unwrap_or(&args.mine);
    if let Err(error) = write(output, merged.text) {
        return failed(&error);
    }
    let name = args.name.clone().unwrap_or_else(|| output.to_string_lossy().into_owned());
    for clash in &merged.clashes {
        say(&in_words(&name, clash));
    }
    if !merged.clashes.is_empty() {
        let n = counted(merged.clashes.len(), "conflict", "conflicts");
        say(&format!("{name}: {n}. Mine stands in the file; theirs is told above and stands in theirs."));
    }
    let has_conflicts = !merged.clashes.is_empty();
    let result = if args.json { json_text(&in_json(&name, &merged.clashes)) } else { String::new() };
    finish(&result, has_conflicts)
}

fn write(path: &Path, text: String) -> Result<(), String> {
    let path = std::path::absolute(path).map_err(|error| format!("{error}: {}", path.display()))?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(format!("not a name for a file: {}", path.display()));
    };
    save(folder, &[(name.to_owned(), text)].into()).map(|_| ()).map_err(|error| error.to_string())
}

fn in_words(name: &str, FileClash { record, path, base, mine, theirs, why }: &FileClash) -> String {
    /// Whole records are long.
    const MOST: usize = 300;
    let of = record.as_ref().map(|record| format!(" {record}")).unwrap_or_default();
    if let Some(why) = why {
        return format!("conflict in {name}: both changed it, and it cannot be merged by record: {why}");
    }
    let value = |value: &Option<String>| value.as_ref().map_or_else(|| "nothing".to_owned(), |value| shortened(value, MOST));
    let what = if path.is_empty() { "the whole record".to_owned() } else { format!("\"{path}\"") };
    format!("conflict in {name}:{of} {what}: was {}, mine is {}, theirs is {}", value(base), value(mine), value(theirs))
}

fn in_json<'a>(name: &'a str, clashes: &'a [FileClash]) -> Conflicts<'a> {
    let conflict = |clash: &'a FileClash| Conflict {
        file: name,
        record: clash.record.as_deref(),
        field: &clash.path,
        base: clash.base.as_deref(),
        mine: clash.mine.as_deref(),
        theirs: clash.theirs.as_deref(),
        why: clash.why.as_deref(),
    };
    Conflicts { conflicts: clashes.iter().map(conflict).collect() }
}
