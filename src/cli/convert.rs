//! `sandtable convert`: a situation from one form into another, a data layer from one format into another.

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
use crate::formats::packed::has_ending;
use crate::formats::writing::{Format, write};

#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// A situation (its folder, or packed), or a file that is read as a data layer
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// Where to: a name that ends in .sandtable makes a packed situation, one without an ending a folder; of a data layer .geojson,
    /// .geojsonl, .geojsons, .csv, .kml or .gpkg
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    release: ReleaseArgs,
}

pub fn convert(args: &ConvertArgs) -> ExitCode {
    let ConvertArgs { path, out, release } = args;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    if let Some(format) = Format::by_name(&name) {
        return convert_layer(path, out, format);
    }
    if !has_ending(&name) && out.extension().is_some() && !out.is_dir() {
        return wrong_usage(&format!(
            "{} cannot be written: what can are a packed situation (a name that ends in .sandtable), a situation's folder (a name without \
             an ending), and of a data layer {}. Other formats are not written yet",
            out.display(),
            endings_in_words()
        ));
    }
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

/// The rows of a data layer in another format, with what was wrong told first.
fn convert_layer(path: &Path, out: &Path, format: Format) -> ExitCode {
    let mut problems = Problems::default();
    let opened = open_or_tell(path, &mut problems);
    problems.iter().for_each(|problem| say(&problem.to_string()));
    let dataset = match opened {
        Some(Opened::Dataset(dataset)) => dataset,
        Some(Opened::Situation(_)) => {
            return wrong_usage(&format!(
                "{} is a situation, whose records are not written yet as {}",
                path.display(),
                format.endings().join(", ")
            ));
        }
        None => return ExitCode::FAILURE,
    };
    if out.exists() {
        return failed(&format!("{} is there already; nothing was written", out.display()));
    }
    let written = Disk::default().replace_with(out, |to| {
        write(format, &dataset, 0..dataset.n_rows(), to, &Task::new()).map_err(|error| format!("{}: {error}", out.display()))
    });
    match written {
        Ok(n_left_out) => {
            if n_left_out > 0 {
                say(&format!("{} left out, as there are too many columns", counted(n_left_out as usize, "value", "values")));
            }
            let n_rows = counted(dataset.n_rows() as usize, "row", "rows");
            finish(&format!("{n_rows} in {}\n", harmless(&out.to_string_lossy())), problems.n_errors() > 0)
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
