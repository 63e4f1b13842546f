//! Undoing, saving, and what is kept of changes that were not saved.

use crate::base::counted;

pub const UNSAVED_TITLE: &str = "There are changes that are not saved";
pub const UNSAVED_DETAIL: &str = "What you changed would be lost.";
pub const DO_NOT_SAVE: &str = "Do not save";
pub const CANCEL: &str = "Go on working";
pub const NOTHING_TO_SAVE: &str = "Nothing to save: nothing was changed.";
pub const NOT_SAVED: &str = "Not saved";
pub const SAVE_AS_TITLE: &str = "Save the situation elsewhere";
pub const SAVE_AS_DETAIL: &str = "A name that ends in .sandtable makes one packed file, any other a folder. It is kept there from then on.";
pub const SAVE_AS_HINT: &str = "Path of a folder or of a .sandtable file; Tab completes it";
pub const BROWSE_TO_SAVE: &str = "Browse …";
pub const REPLACE_FILE: &str = "Replace it";
pub const UNTITLED_FILE: &str = "situation";
pub const STILL_SAVING: &str = "Still saving: try again in a moment.";

/// What a path to save in would become.
pub fn kept_as(is_packed: bool, is_taken: bool) -> &'static str {
    match (is_packed, is_taken) {
        (true, true) => "There is a file of that name.",
        (true, false) => "One packed file, with source texts and attachments.",
        (false, _) => "A folder of plain files.",
    }
}

/// What was taken back or done again.
pub fn turned(is_undo: bool, step: Option<&str>) -> String {
    match (is_undo, step) {
        (true, Some(step)) => format!("Undone: {step}"),
        (false, Some(step)) => format!("Done again: {step}"),
        (true, None) => "Nothing to undo".to_owned(),
        (false, None) => "Nothing to do again".to_owned(),
    }
}

/// Where several steps were gone over at once: the step that is the last one now.
pub fn turned_to(step: Option<&str>, n_turned: usize) -> String {
    match (step, n_turned) {
        (_, 0) => "Nothing changed: this is how it is already".to_owned(),
        (Some(step), n) => format!("Now as after \"{step}\", {} gone over", counted(n, "step", "steps")),
        (None, n) => format!("Now as before the first step, {} gone over", counted(n, "step", "steps")),
    }
}

/// Which files were saved, and what is to be known of it.
pub fn saved(names: &[String], remarks: &[String]) -> String {
    let saved = if names.is_empty() { "Saved: the files hold all of it already".to_owned() } else { format!("Saved {}", names.join(", ")) };
    std::iter::once(saved).chain(remarks.iter().cloned()).collect::<Vec<_>>().join(". ")
}

/// What was to be written over files that must stay as they are.
pub fn saved_beside(names: &[String]) -> String {
    format!(
        "What you changed of what was not read whole stands in {}: the files themselves could not be read to their ends, so nothing is \
         written over them",
        names.join(", ")
    )
}

pub fn no_backup(why: &str) -> String {
    format!("No copy of the version before could be kept: {why}")
}

/// Files that are others on the disk than they were read.
pub fn changed_by_others(names: &[String]) -> String {
    format!(
        "Not saved: {} changed on the disk since it was read, and saving would undo that. Your changes are kept here; reload to see \
         the files as they are.",
        names.join(", ")
    )
}

/// A folder to save in that holds something of a situation already.
pub fn folder_is_taken(folder: &str, name: &str) -> String {
    format!("Not saved: there is a {name} in {folder} already. Choose a folder that holds no situation.")
}

/// Where a situation was kept is nothing any more.
pub fn nowhere_to_save(path: &str) -> String {
    format!("Not saved: {path} is not there any more. Your changes are kept in the journal; \"Save as\" takes another place.")
}

/// A file to save in that is there.
pub fn file_is_taken(file: &str) -> String {
    format!("Not saved: there is a file {file} already. Choose another name.")
}

/// Where a situation is kept now.
pub fn saved_as(path: &str) -> String {
    format!("Saved in {path}")
}

pub fn not_copied(why: &str) -> String {
    format!("Not written: {why}")
}

pub fn not_saved(why: &str) -> String {
    format!("Not saved: {why}. Your changes are kept in the journal; save again once that is mended.")
}
