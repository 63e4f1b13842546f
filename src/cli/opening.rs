//! Opening the paths of a command line, whatever becomes of it.

use std::path::Path;

use crate::app::files::{FileError, Opened, PathError, open};
use crate::base::{Location, Problem, Problems, Severity};

/// What is at a path, if anything can be opened there. That nothing can is told as a problem of the path.
pub fn open_or_tell(path: &Path, problems: &mut Problems) -> Option<Opened> {
    match open(path, problems) {
        Ok(opened) => Some(opened),
        Err(PathError::Nothing(_)) => None,
        Err(error) => {
            let kind = match &error {
                PathError::Format(_) => "unknown-format",
                PathError::File(FileError::Packed { .. }) => "bad-archive",
                PathError::File(_) | PathError::Nothing(_) => "cannot-open",
            };
            problems.push(Problem {
                severity: Severity::Error,
                location: Location::file(path.to_string_lossy()),
                record: None,
                kind,
                detail: error.to_string(),
                done: "nothing is read".to_owned(),
            });
            None
        }
    }
}

/// "2 errors, 1 warning", or "none".
pub fn counts_in_words(n_errors: usize, n_warnings: usize) -> String {
    let counted = |n, one, many| (n > 0).then(|| crate::base::counted(n, one, many));
    let counts: Vec<String> =
        [counted(n_errors, "error", "errors"), counted(n_warnings, "warning", "warnings")].into_iter().flatten().collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}
