//! The page for whoever takes over: what came in, what changed, what is open.

use crate::base::counted;

pub const HANDOVER: &str = "Handover";
pub const SINCE: &str = "Since";
pub const SINCE_DATE: &str = "Since a date";
pub const HOURS_8: &str = "8 hours";
pub const HOURS_24: &str = "24 hours";
pub const LAST_VISIT: &str = "Last visit";
pub const LAST_HANDOVER: &str = "Last handover";
pub const LAST_HANDOVER_EXPLAINED: &str = "Since you last copied or wrote this page";
/// What the page is called as a file.
pub const HANDOVER_FILE: &str = "handover";
pub const COPY_HANDOVER: &str = "Copy as text";
pub const COPY_HANDOVER_EXPLAINED: &str = "Put the page on the clipboard as plain text; the next handover begins here";
pub const NOTHING_CAME: &str = "Nothing became known in this time.";
pub const NOTHING_CHANGED: &str = "Nothing was changed in this time.";
pub const NO_QUESTIONS: &str = "No question is written down as open.";
pub const QUESTIONS_OPEN: &str = "Open questions";
pub const NO_BEGINNING: &str = "a date that has a beginning is needed";
pub const STEP_TAKEN_BACK: &str = "taken back: ";

pub fn came_in(n: usize) -> String {
    format!("Came in: {}", counted(n, "report", "reports"))
}

pub fn changed_by_steps(n: usize) -> String {
    format!("Changed: {}", counted(n, "step", "steps"))
}

/// The title of the page and from when to when it reaches.
pub fn handover_title(title: &str, since: &str, until: Option<&str>) -> String {
    let until = until.map(|until| format!(" to {until}")).unwrap_or_default();
    format!("{title}: handover, {since}{until}")
}

/// So many lines are not shown here; copied text has them.
pub fn more_when_copied(n: usize) -> String {
    format!("and {n} more, which the copied text has")
}
