//! The system's own dialogs, each on a thread of its own: what comes of one is a command.

use std::path::Path;

use crate::app::attaching;
use crate::command::{
    Command, CompareWith, ComparingCommand, EditCommand, Export, ExportCommand, Notice, PageCommand, RowsCommand, Target,
};
use crate::model::ReportId;
use crate::wording;

/// The system's own dialog to choose what to open, or why there is none.
pub fn browse(is_folder: bool) -> Command {
    let dialog = rfd::FileDialog::new().set_title(wording::OPEN_TITLE);
    let paths = if is_folder { dialog.pick_folder().map(|folder| vec![folder]) } else { dialog.pick_files() };
    paths.map_or_else(|| Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())), Command::Open)
}

/// A folder to compare with, asked for by the system's own dialog.
pub fn browse_to_compare() -> Command {
    match rfd::FileDialog::new().set_title(wording::COMPARE_TITLE).pick_folder() {
        Some(path) => Command::Comparing(ComparingCommand::With(CompareWith::Path(path.to_string_lossy().into_owned()))),
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}

/// A file to write a page to, asked for in the same way, which has also asked whether one that is there may be replaced.
pub fn browse_to_write() -> Command {
    match rfd::FileDialog::new().set_title(wording::WRITE_PAGE_TITLE).save_file() {
        Some(path) => Command::Page(PageCommand::Write { path: path.to_string_lossy().into_owned(), may_replace: true }),
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}

/// The same for rows of a data layer.
pub fn browse_to_write_rows(layer: usize) -> Command {
    match rfd::FileDialog::new().set_title(wording::WRITE_ROWS_TITLE).save_file() {
        Some(path) => Command::Rows(RowsCommand::Write { layer, path: path.to_string_lossy().into_owned(), may_replace: true }),
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}

/// The same for what people take home.
pub fn browse_to_export(export: Export) -> Command {
    match rfd::FileDialog::new().set_title(wording::EXPORT_TITLE).save_file() {
        Some(path) => {
            // It has asked about this one name, and not about others that are made of it.
            let may_replace = export.request.is_named(&path);
            Command::Export(ExportCommand::Write(Box::new(Export { path: path.to_string_lossy().into_owned(), may_replace, ..export })))
        }
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}

/// Reads a text that is to be attached to a report.
pub fn read_text(report: ReportId, path: &Path) -> Command {
    match attaching::read_text(report, path) {
        Ok(attached) => Command::Edit(EditCommand::Attach(Box::new(attached))),
        Err(words) => Command::Notice(Notice::Failed(words)),
    }
}

/// The same of one that the system's own dialog asks for.
pub fn browse_text(report: ReportId) -> Command {
    match rfd::FileDialog::new().set_title(wording::ATTACH_TITLE).pick_file() {
        Some(path) => read_text(report, &path),
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}

/// A place to save in, asked for by the system's own dialog, which has also asked whether a file that is there may be replaced.
pub fn browse_to_save() -> Command {
    let dialog = rfd::FileDialog::new().set_title(wording::SAVE_AS_TITLE);
    match dialog.save_file() {
        Some(path) => Command::Edit(EditCommand::SaveAs(Target { path, may_replace: true })),
        None => Command::Notice(Notice::Done(wording::NO_DIALOG.to_owned())),
    }
}
