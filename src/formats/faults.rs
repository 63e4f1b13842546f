//! Where the readers of text formats tell what they find wrong.

use crate::base::{Problem, Problems, Severity};
use crate::formats::json::Lines;

/// The problems of one file: knows its lines, and the record being read.
pub struct Faults<'a> {
    lines: &'a Lines<'a>,
    problems: &'a mut Problems,
    /// Id of the record being read, where one is known.
    pub record: Option<String>,
}

impl<'a> Faults<'a> {
    pub fn new(lines: &'a Lines<'a>, problems: &'a mut Problems) -> Self {
        Self { lines, problems, record: None }
    }

    pub fn lines(&self) -> &'a Lines<'a> {
        self.lines
    }

    /// Tells of what was found elsewhere in the file.
    pub fn take(&mut self, problems: Problems) {
        self.problems.append(problems);
    }

    /// Something of what is at byte `offset` is lost or had to be mended.
    pub fn error(&mut self, offset: usize, kind: &'static str, detail: impl Into<String>, done: impl Into<String>) {
        self.tell(Severity::Error, offset, kind, detail.into(), done.into());
    }

    /// The file is at fault at byte `offset`, but all that stands there is read.
    pub fn warning(&mut self, offset: usize, kind: &'static str, detail: impl Into<String>, done: impl Into<String>) {
        self.tell(Severity::Warning, offset, kind, detail.into(), done.into());
    }

    pub fn tell(&mut self, severity: Severity, offset: usize, kind: &'static str, detail: String, done: String) {
        let location = self.lines.location(offset);
        self.problems.push(Problem { severity, location, record: self.record.clone(), kind, detail, done });
    }
}
