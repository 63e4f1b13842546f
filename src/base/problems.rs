//! What was wrong with some input, where, and what was done about it.

use std::fmt;

/// How bad a problem is: an error makes `check` exit with 1, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Warning,
    Error,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A spot in a file. Line and column count from 1; the column counts Unicode scalars. Both are 0 where the
/// problem is of the file as a whole (it is missing, say).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl Location {
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }

    /// The location of byte `offset` of `text`. An offset past the end, or inside a character, counts as the
    /// nearest character boundary before it.
    pub fn in_text(file: &str, text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Self { file: file.to_owned(), line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}:{}", self.file, self.line, self.column) }
    }
}

/// One thing wrong in some input. Reading goes on after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub location: Location,
    /// Id of the record concerned, where one is known.
    pub record: Option<String>,
    /// A stable kebab-case word that scripts can rely on, such as `dangling-id`.
    pub kind: &'static str,
    /// What is wrong, for a person.
    pub detail: String,
    /// What was done about it, for a person: "left out", "kept as written".
    pub done: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, location, detail, done, kind, .. } = self;
        write!(f, "{location}: {}: {detail}; {done} [{kind}]", severity.word())
    }
}

/// The problems of some input in the order found. Bounded: a hostile file cannot fill the memory with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    n_errors: usize,
    n_warnings: usize,
}

impl Problems {
    /// At most this many problems are kept in full; the rest are only counted.
    pub const MAX_KEPT: usize = 10_000;

    pub fn push(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Error => self.n_errors += 1,
            Severity::Warning => self.n_warnings += 1,
        }
        if self.kept.len() < Self::MAX_KEPT {
            self.kept.push(problem);
        }
    }

    pub fn append(&mut self, other: Self) {
        let n_unkept_errors = other.n_errors - other.kept.iter().filter(|p| p.severity == Severity::Error).count();
        let n_unkept_warnings = other.n_warnings - other.kept.iter().filter(|p| p.severity == Severity::Warning).count();
        for problem in other.kept {
            self.push(problem);
        }
        self.n_errors += n_unkept_errors;
        self.n_warnings += n_unkept_warnings;
    }

    /// Those of a text that is a part of a file: so many lines end before it, and so many characters stand before it on its first line.
    pub fn shift(&mut self, n_lines: u32, n_chars: u32) {
        for Location { line, column, .. } in self.kept.iter_mut().map(|problem| &mut problem.location).filter(|location| location.line > 0)
        {
            *column += if *line == 1 { n_chars } else { 0 };
            *line += n_lines;
        }
    }

    /// Drops the problems of a file, or of the files in a folder.
    pub fn forget(&mut self, path: &str) {
        let is_of = |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
        let (mut n_errors, mut n_warnings) = (0, 0);
        self.kept.retain(|problem| {
            let goes = is_of(&problem.location.file);
            match problem.severity {
                Severity::Error => n_errors += usize::from(goes),
                Severity::Warning => n_warnings += usize::from(goes),
            }
            !goes
        });
        self.n_errors -= n_errors;
        self.n_warnings -= n_warnings;
    }

    /// The same problems, each with the file that `rename` gives for its file.
    #[must_use]
    pub fn located(mut self, rename: impl Fn(&str) -> String) -> Self {
        for problem in &mut self.kept {
            problem.location.file = rename(&problem.location.file);
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kept.iter()
    }

    pub fn n_errors(&self) -> usize {
        self.n_errors
    }

    pub fn n_warnings(&self) -> usize {
        self.n_warnings
    }

    pub fn is_empty(&self) -> bool {
        self.n_errors + self.n_warnings == 0
    }

    /// How many problems were counted but not kept in full.
    pub fn n_not_kept(&self) -> usize {
        self.n_errors + self.n_warnings - self.kept.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_counts_lines_and_characters_from_one() {
        let text = "ab\nКурск x";
        let offset = text.find('x').unwrap();
        assert_eq!(Location::in_text("f.json", text, offset).to_string(), "f.json:2:7");
        assert_eq!(Location::in_text("f.json", text, 0).to_string(), "f.json:1:1");
        assert_eq!(Location::in_text("f.json", text, 999).to_string(), "f.json:2:8");
        assert_eq!(Location::in_text("f.json", text, 4).to_string(), "f.json:2:1", "inside a character");
    }

    fn a_problem() -> Problem {
        Problem {
            severity: Severity::Error,
            location: Location::file("f"),
            record: None,
            kind: "test",
            detail: String::new(),
            done: String::new(),
        }
    }

    #[test]
    fn the_problems_of_one_file_can_be_forgotten() {
        let mut problems = Problems::default();
        for file in ["a", "a/events.json", "ab", "b/a"] {
            problems.push(Problem { location: Location::file(file), ..a_problem() });
        }
        problems.forget("a");
        let left: Vec<&str> = problems.iter().map(|p| p.location.file.as_str()).collect();
        assert_eq!((left, problems.n_errors()), (vec!["ab", "b/a"], 2));
    }

    #[test]
    fn problems_past_the_bound_are_counted_but_not_kept() {
        let mut problems = Problems::default();
        for _ in 0..Problems::MAX_KEPT + 5 {
            problems.push(a_problem());
        }
        assert_eq!(problems.n_errors(), Problems::MAX_KEPT + 5);
        assert_eq!(problems.n_not_kept(), 5);
        let mut all = Problems::default();
        all.append(problems);
        assert_eq!(all.n_errors(), Problems::MAX_KEPT + 5);
    }
}
