//! The steps that were done and taken back.

use crate::base::counted;

pub const HISTORY: &str = "History";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Redo";
pub const AS_OPENED: &str = "As it was opened";
pub const NO_STEPS: &str =
    "Nothing was changed yet. Each change stands here as a step; a press on a step goes to the state right after it.";
pub const NOW_HERE: &str = "now";
pub const SAVED_HERE: &str = "saved";
pub const TAKEN_BACK: &str = "taken back";
pub const STAYS: &str = "undo leaves it";
pub const GO_HERE: &str = "Press to go to the state right after this step.";
pub const CHANGED_SPOKEN: &str = "changed, ";

/// An action with the step that it would take back or do again.
pub fn with_step(action: &str, step: Option<&str>) -> String {
    step.map_or_else(|| action.to_owned(), |step| format!("{action}: {step}"))
}

/// What a step changed.
pub fn step_hint(names: &[&str], n_more: usize) -> String {
    if names.is_empty() { GO_HERE.to_owned() } else { format!("Changes {}. {GO_HERE}", listed(names, n_more)) }
}

fn listed(names: &[&str], n_more: usize) -> String {
    let more = (n_more > 0).then(|| format!("and {}", counted(n_more, "other", "others")));
    names.iter().map(|name| (*name).to_owned()).chain(more).collect::<Vec<_>>().join(", ")
}

/// What others changed in the files and was brought in.
pub fn changed_outside(n_records: usize) -> String {
    format!("Changed by others in the files: {}", counted(n_records, "record", "records"))
}

pub fn changed_hint(names: &[&str], n_more: usize) -> String {
    let changed = if names.is_empty() { String::new() } else { format!("Came or changed: {}. ", listed(names, n_more)) };
    format!("{changed}No step of this window: undo goes over it and leaves it as it is.")
}
