//! `sandtable convert`: a situation from one form into another, data layers and the events of situations from one format into another.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::app::disk::Disk;
use crate::app::files::Opened;
use crate::app::releasing::write_copy;
use crate::app::save::copy;
use crate::base::{Problems, Task, counted, harmless};
use crate::cli::opening::open_or_tell;
use crate::cli::release::ReleaseArgs;
use crate::cli::{failed, finish, say, wrong_usage};
use crate::formats::events_layer::events_layer;
use crate::formats::joined::joined;
use crate::formats::packed::has_ending;
use crate::formats::writing::{Format, write};

#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Situations (folders, or packed) and files that are read as data layers; of several the rows are put together
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Where to: of one situation a name that ends in .sandtable makes a packed situation, one without an ending a folder; .geojson,
    /// .geojsonl, .geojsons, .csv, .kml or .gpkg takes the rows of data layers and the events of situations
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    release: ReleaseArgs,
}

pub fn convert(args: &ConvertArgs) -> ExitCode {
    let ConvertArgs { paths, out, release } = args;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    if let Some(format) = Format::by_name(&name) {
        return convert_layers(args, format);
    }
    if !has_ending(&name) && out.extension().is_some() && !out.is_dir() {
        return wrong_usage(&format!(
            "{} cannot be written: what can are a packed situation (a name that ends in .sandtable), a situation's folder (a name without \
             an ending), and of a data layer {}. Other formats are not written yet",
            out.display(),
            endings_in_words()
        ));
    }
    let [path] = paths.as_slice() else {
        return wrong_usage(&format!(
            "only one situation can be written as {}; the rows of several files go into {}",
            out.display(),
            endings_in_words()
        ));
    };
    let mut problems = Problems::default();
    let document = match open_or_tell(path, &mut problems) {
        Some(Opened::Situation(document)) => document,
        opened => {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let no_situation = || {
                vec![format!(
                    "{} is no situation but a data layer, which is written under a name that ends in {}",
                    path.display(),
                    endings_in_words()
                )]
            };
            for line in if opened.is_some() { no_situation() } else { told } {
                say(&line);
            }
            return ExitCode::FAILURE;
        }
    };
    match release.copy_of(&document) {
        Ok(None) => {}
        Ok(Some(released)) => {
            return match write_copy(&document, path, &released, out, false) {
                Ok(n_files) => done(n_files, out),
                Err(words) => failed(&words),
            };
        }
        Err(code) => return code,
    }
    // Every byte is taken along, whatever it means: what is wrong stays as wrong as it was.
    let n_problems = problems.n_errors() + problems.n_warnings();
    if n_problems > 0 {
        say(&format!("{} in it, taken along as they are; `sandtable check` tells them", counted(n_problems, "problem", "problems")));
    }
    match copy(document.situation(), path, out) {
        Ok((n_files, left_behind)) => {
            left_behind.iter().for_each(|words| say(&harmless(words)));
            done(n_files, out)
        }
        Err(words) => failed(&words),
    }
}

/// The rows of data layers, and of situations one for each event, in another format; what was wrong is told first.
fn convert_layers(args: &ConvertArgs, format: Format) -> ExitCode {
    let ConvertArgs { paths, out, release } = args;
    if out.exists() {
        return failed(&format!("{} is there already; nothing was written", out.display()));
    }
    let (mut layers, mut has_errors) = (Vec::new(), false);
    for path in paths {
        let mut problems = Problems::default();
        let opened = open_or_tell(path, &mut problems);
        problems.iter().for_each(|problem| say(&problem.to_string()));
        has_errors |= problems.n_errors() > 0;
        let layer = match opened {
            Some(Opened::Dataset(dataset)) => Ok(*dataset),
            Some(Opened::Situation(document)) => {
                let copy = match release.copy_of(&document) {
                    Ok(copy) => copy,
                    Err(code) => return code,
                };
                let situation = copy.as_ref().map_or_else(|| document.situation(), |copy| &copy.situation);
                events_layer(situation, &path.to_string_lossy())
            }
            None => return ExitCode::FAILURE,
        };
        match layer {
            Ok(layer) => layers.push(layer),
            Err(error) => return failed(&format!("{}: {error}", path.display())),
        }
    }
    let task = Task::new();
    let several = (layers.len() > 1).then(|| joined(&layers, &task));
    let dataset = match several.map_or_else(|| Ok(layers.pop()), |joined| joined.map(Some)) {
        Ok(Some(dataset)) => dataset,
        Ok(None) => return ExitCode::FAILURE,
        Err(error) => return failed(&error.to_string()),
    };
    let written = Disk::default().replace_with(out, |to| {
        write(format, &dataset, 0..dataset.n_rows(), to, &task).map_err(|error| format!("{}: {error}", out.display()))
    });
    match written {
        Ok(n_left_out) => {
            if n_left_out > 0 {
                say(&format!("{} left out, as there are too many columns", counted(n_left_out as usize, "value", "values")));
            }
            let n_rows = counted(dataset.n_rows() as usize, "row", "rows");
            finish(&format!("{n_rows} in {}\n", harmless(&out.to_string_lossy())), has_errors)
        }
        Err(words) => failed(&words),
    }
}

fn endings_in_words() -> String {
    Format::ALL.iter().flat_map(|format| format.endings()).copied().collect::<Vec<_>>().join(", ")
}

fn done(n_files: usize, out: &Path) -> ExitCode {
    finish(&format!("{} in {}\n", counted(n_files, "file", "files"), harmless(&out.to_string_lossy())), false)
}
