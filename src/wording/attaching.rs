//! Attaching a source text to a report.

use crate::base::shortened;

pub const ATTACH_TITLE: &str = "Attach a source text";
pub const ATTACH_TEXT: &str = "Attach a text …";
pub const ATTACH_HINT: &str = "Path of a text file; Tab completes it";
pub const ATTACH: &str = "Attach";
/// What a text is called whose file has a name that not every system can have.
pub const TEXT_FILE: &str = "text";
pub const SELECT_A_REPORT: &str = "Select a report first: a source text belongs to one.";

pub fn attach_detail(report: &str) -> String {
    format!("To \"{}\". A copy is kept in texts/ when you save, with its SHA-256.", shortened(report, 80))
}

/// The name of the step.
pub fn attached(file: &str, report: &str) -> String {
    format!("Attach {file} to \"{}\"", shortened(report, 60))
}

pub fn not_attached(why: &str) -> String {
    format!("Not attached: {why}")
}

pub fn is_no_text(name: &str) -> String {
    format!("{name:?} is no text in UTF-8 or UTF-16")
}
