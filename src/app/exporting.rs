//! Writing what people take home, off the window's thread: the same bytes as `sandtable brief` writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::disk::{Disk, parent_of};
use crate::app::files::FileError;
use crate::app::handout::{HandoutError, handout};
use crate::app::listing::expanded;
use crate::app::releasing::copy_for;
use crate::briefing::{HandoutForm, HandoutStep, Layout};
use crate::command::{Command, Export, ExportCommand, Exported, NotExported};
use crate::document::Document;
use crate::export::{FilesError, files};
use crate::wording;

/// An export that is to be written.
#[derive(Clone, Debug)]
pub struct ExportJob {
    pub document: Arc<Document>,
    pub export: Export,
    pub is_cancelled: Arc<AtomicBool>,
}

impl PartialEq for ExportJob {
    fn eq(&self, other: &Self) -> bool {
        self.export == other.export && Arc::ptr_eq(&self.document, &other.document)
    }
}

/// Writes the export, telling how far it is.
pub fn write(job: &ExportJob, tell: impl Fn(Command)) -> Command {
    let go_on = |step: HandoutStep| {
        tell(Command::Export(ExportCommand::Step(step)));
        !job.is_cancelled.load(Ordering::Relaxed)
    };
    Command::Export(ExportCommand::Written(written(job, &go_on).map(Box::new)))
}

fn written(job: &ExportJob, go_on: &dyn Fn(HandoutStep) -> bool) -> Result<Exported, NotExported> {
    let ExportJob { document, export: Export { request, release, path: typed, may_replace }, .. } = job;
    let failed = |error: &dyn std::error::Error| NotExported::Failed(wording::not_exported(&error.to_string()));
    let path = target(typed, request.form).map_err(|words| NotExported::Failed(wording::not_exported(&words)))?;
    let copy = release.as_ref().map(|name| copy_for(document, name)).transpose().map_err(|error| failed(&error))?;
    let handout = handout(document, copy.as_ref(), request, go_on).map_err(|error| match error {
        HandoutError::Cancelled => NotExported::Cancelled,
        error => failed(&error),
    })?;
    let made = files(&handout, request, &path, go_on).map_err(|error| match error {
        FilesError::Cancelled => NotExported::Cancelled,
        error => failed(&error),
    })?;
    let n_files = made.iter().filter(|(path, _)| path.exists()).count();
    if n_files > 0 && !may_replace {
        return Err(NotExported::Taken { typed: typed.clone(), n_files });
    }
    if !go_on(HandoutStep::Files(made.len(), made.len())) {
        return Err(NotExported::Cancelled);
    }
    put(&Disk::default(), &made).map_err(|error| failed(&error))?;
    Ok(Exported {
        path: made.first().map(|(path, _)| path.display().to_string()).unwrap_or_default(),
        n_files: made.len(),
        n_bytes: made.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
        release: handout.release.clone(),
        faults: handout.faults(),
        removed: handout.removed,
    })
}

/// The path that was typed, with the ending of the form that is wanted where it has not one of its endings.
fn target(typed: &str, form: HandoutForm) -> Result<PathBuf, String> {
    let path = expanded(typed.trim())?;
    if HandoutForm::of(&path, Layout::default()).is_some_and(|of| of.ending() == form.ending()) {
        return Ok(path);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(form.ending());
    Ok(path.with_file_name(name))
}

/// Puts files of one folder in their places: none before all are written.
///
/// # Errors
/// The disk does not take them.
pub fn put(disk: &Disk, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
    let folder = files.first().map_or(Path::new("."), |(path, _)| parent_of(path));
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let named: Vec<(String, &[u8])> = files.iter().map(|(path, bytes)| (name(path), bytes.as_slice())).collect();
    disk.save(folder, named.iter().map(|(name, bytes)| (name.as_str(), *bytes))).map_err(|half| half.error)?;
    Ok(())
}
