//! `sandtable convert`: a situation from one form into another.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::app::files::Opened;
use crate::app::releasing::write_copy;
use crate::app::save::copy;
use crate::base::{Problems, counted, harmless};
use crate::cli::opening::open_or_tell;
use crate::cli::release::ReleaseArgs;
use crate::cli::{failed, finish, say, wrong_usage};
use crate::formats::packed::has_ending;

#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// A situation: its folder, or packed
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// Where to: a name that ends in .sandtable makes a packed situation, one without an ending a folder
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    release: ReleaseArgs,
}

pub fn convert(args: &ConvertArgs) -> ExitCode {
    let ConvertArgs { path, out, release } = args;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    if !has_ending(&name) && out.extension().is_some() && !out.is_dir() {
        return wrong_usage(&format!(
            "{} cannot be written: what can are a packed situation (a name that ends in .sandtable) and a situation's folder (a name \
             without an ending). Other formats are not written yet",
            out.display()
        ));
    }
    let mut problems = Problems::default();
    let document = match open_or_tell(path, &mut problems) {
        Some(Opened::Situation(document)) => document,
        opened => {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let no_situation = || vec![format!("{} is no situation, and nothing else is converted yet", path.display())];
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

fn done(n_files: usize, out: &Path) -> ExitCode {
    finish(&format!("{} in {}\n", counted(n_files, "file", "files"), harmless(&out.to_string_lossy())), false)
}
