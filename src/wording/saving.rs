//! Undoing, saving, and what is kept of changes that were not saved.

use crate::base::{counted, shortened};
use crate::command::{Holder, LostRecord, RecordChange};
use crate::model::RecordId;

/// A longer name is cut.
const MAX_NAME: usize = 120;

pub const UNSAVED_TITLE: &str = "There are changes that are not saved";
pub const UNSAVED_DETAIL: &str = "What you changed would be lost.";
pub const DO_NOT_SAVE: &str = "Do not save";
pub const CANCEL: &str = "Go on working";
pub const RECOVERY_TITLE: &str = "Changes that were not saved";
pub const RECOVERY_TAKE: &str = "Restore them";
pub const RECOVERY_LEAVE: &str = "Discard them";
pub const RECOVERY_LATER: &str = "Decide later";
pub const RECOVERY_EXPLAINED: &str = "Restored changes can be undone. Of discarded ones a copy is kept.";
pub const RECOVERY_STEPS: &str = "Steps";
pub const RECOVERY_RECORDS: &str = "What they changed";
pub const RECOVERY_TEXTS: &str = "Source texts that came with them";
pub const RECOVERY_UNFIT: &str = "Changed elsewhere meanwhile, stays as it is in the files";
pub const DECIDE_FIRST: &str = "Decide first what is to become of the changes that were not saved: nothing is changed before.";
pub const LEFT: &str = "Discarded: the files are as they are, and a copy of the journal is kept.";
pub const TAKEN_OVER: &str = "The other window was closed: the situation can be changed here now.";
pub const REVIEW: &str = "Look";
pub const ADDED: &str = "added";
pub const REMOVED: &str = "removed";
pub const HEADER: &str = "header";
pub const NOTHING_LOST: &str = "nothing was lost";
pub const NOTHING_NOT_SAVED: &str = "Nothing is kept that was not saved.";
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

/// Where a situation is kept now, and what is to be known of it.
pub fn saved_as(path: &str, remarks: &[String]) -> String {
    std::iter::once(format!("Saved in {path}")).chain(remarks.iter().cloned()).collect::<Vec<_>>().join(". ")
}

/// Files of a folder that are no part of the situation, some of them by name.
pub fn left_behind(named: &[String], n: usize, are_there_more: bool) -> String {
    let n_more = n - named.len();
    let more = if n_more > 0 { format!(" and {}", counted(n_more, "other", "others")) } else { String::new() };
    let at_least = if are_there_more { "at least " } else { "" };
    let names = named.join(", ");
    format!("Not taken along, as no part of the situation: {at_least}{} ({names}{more})", counted(n, "file", "files"))
}

pub fn not_copied(why: &str) -> String {
    format!("Not written: {why}")
}

pub fn not_saved(why: &str) -> String {
    format!("Not saved: {why}. Your changes are kept in the journal; save again once that is mended.")
}

/// The program was left, or ended, before changes were saved.
pub fn recovery_detail(n_steps: usize, since: Option<&str>, has_changed: bool, n_torn: usize) -> String {
    let since =
        since.map(|since| if n_steps == 1 { format!(" of {since}") } else { format!(", the first of {since},") }).unwrap_or_default();
    let changed = if has_changed { " The files were changed since then." } else { "" };
    let torn = if n_torn > 0 { format!(" {} of the journal could not be read.", counted(n_torn, "line", "lines")) } else { String::new() };
    let were = if n_steps == 1 { "was" } else { "were" };
    format!("{}{since} {were} not saved when the program ended.{changed}{torn}", counted(n_steps, "step", "steps"))
}

/// What became of a record, or of the header: added, removed, or which of its members are others.
pub fn lost_record(record: &LostRecord) -> String {
    let LostRecord { id, name, change } = record;
    let kind = id.as_ref().map_or(HEADER, RecordId::kind);
    let what = match change {
        RecordChange::Added => ADDED.to_owned(),
        RecordChange::Removed => REMOVED.to_owned(),
        RecordChange::Members(names) => names.join(", "),
        RecordChange::Unfit => return format!("{kind} {}", shortened(name, MAX_NAME)),
    };
    format!("{kind} {}: {what}", shortened(name, MAX_NAME))
}

/// Changes that were not saved wait to be taken or left.
pub fn not_decided(n_records: usize) -> String {
    format!(
        "Changes of {} were not saved when the program ended. Nothing is changed before they are restored or discarded.",
        counted(n_records, "record", "records")
    )
}

pub fn taken(n_records: usize, n_unfit: usize, n_torn: usize) -> String {
    let mut words = format!("Restored: changes of {}; save to keep them", counted(n_records, "record", "records"));
    if n_unfit > 0 {
        words += &format!(". {} changed elsewhere meanwhile and stays as it is", counted(n_unfit, "record was", "records were"));
    }
    if n_torn > 0 {
        words += &format!(". {} of the journal could not be read", counted(n_torn, "line", "lines"));
    }
    if n_unfit + n_torn > 0 {
        words += ". A copy of the journal is kept";
    }
    words
}

/// All that could be read of a journal was saved before.
pub fn torn(n_torn: usize) -> String {
    format!(
        "{} of the journal of changes could not be read; all else in it was saved. A copy of it is kept.",
        counted(n_torn, "line", "lines")
    )
}

/// Several steps in place of which a journal holds one.
pub fn steps_as_one(n_steps: usize) -> String {
    counted(n_steps, "step", "steps")
}

/// The journal cannot be written.
pub fn no_journal(why: &str) -> String {
    format!("Changes cannot be written into the journal, so that they would be lost if the program ended: {why}. Save soon.")
}

/// What stands in the journal from before cannot be read.
pub fn journal_not_read(why: &str) -> String {
    format!("What was not saved before cannot be offered, as its journal cannot be read: {why}. It is kept as it is, under another name.")
}

/// Who has a situation: a name, or what there is.
fn holder(holder: &Holder) -> String {
    let name = holder.name.as_deref().unwrap_or("Another window");
    if holder.pid == 0 { name.to_owned() } else { format!("{name} (process {} on {})", holder.pid, holder.host) }
}

pub fn held_by(held_by: &Holder) -> String {
    format!("{} has this situation open", holder(held_by))
}

/// The same with since when, for the bar of a window that can only read.
pub fn read_only(held_by: &Holder, since: &str) -> String {
    format!(
        "{} has this situation open since {since}. It can be read here and saved elsewhere, and changed once that window is closed.",
        holder(held_by)
    )
}

pub fn not_changed_as_held(held_by: &Holder) -> String {
    format!("Not changed: {} has this situation open, so that it can only be read here.", holder(held_by))
}

/// Other situations of which something was not saved.
pub fn lost_elsewhere(paths: &[String]) -> String {
    format!("Changes that were not saved are kept of {}. Open it to restore or discard them.", paths.join(", "))
}

/// What is at a path can be shown, but not changed.
pub fn no_situation(path: &str) -> String {
    format!("no situation, so there is nothing to change: {path}")
}

pub const JOURNAL_IS_SILENT: &str = "the journal of changes does not answer";
