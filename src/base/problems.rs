//! What was wrong with some input, where, and what was done about it.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::grouped;

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
    kept: Vec<Kept>,
    /// How many there are of each kind, kept or not.
    n_of: BTreeMap<(&'static str, Severity), usize>,
    /// So many of a kind are kept, where that has a bound of its own.
    most_of_a_kind: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    problem: Problem,
    /// One by itself, or all those that it sums up.
    n: usize,
}

impl Problems {
    /// At most this many problems are kept in full; the rest are only counted.
    pub const MAX_KEPT: usize = 10_000;
    /// Of each kind so many are kept of a file in which every row may have the same fault.
    pub const FEW: usize = 20;

    /// Of which the first few of each kind are kept. In the end [`Problems::summed_up`] tells how many more there are.
    pub fn few_of_a_kind() -> Self {
        Self { most_of_a_kind: Some(Self::FEW), ..Self::default() }
    }

    pub fn push(&mut self, problem: Problem) {
        self.take(Kept { problem, n: 1 });
    }

    fn take(&mut self, kept: Kept) {
        let Problem { kind, severity, .. } = kept.problem;
        let has_room = self.keeps(kind, severity);
        *self.n_of.entry((kind, severity)).or_default() += kept.n;
        if has_room {
            self.kept.push(kept);
        }
    }

    /// Whether one more of a kind would be kept and not only counted.
    pub fn keeps(&self, kind: &'static str, severity: Severity) -> bool {
        let n_of_kind = || self.n_of.get(&(kind, severity)).copied().unwrap_or_default();
        self.kept.len() < Self::MAX_KEPT && self.most_of_a_kind.is_none_or(|most| n_of_kind() < most)
    }

    pub fn append(&mut self, other: Self) {
        let n_unkept = other.unkept();
        for kept in other.kept {
            self.take(kept);
        }
        for (key, n) in n_unkept {
            *self.n_of.entry(key).or_default() += n;
        }
    }

    /// Of each kind how many are only counted, where any are.
    fn unkept(&self) -> BTreeMap<(&'static str, Severity), usize> {
        let mut n_unkept = self.n_of.clone();
        for Kept { problem, n } in &self.kept {
            if let Some(n_of_kind) = n_unkept.get_mut(&(problem.kind, problem.severity)) {
                *n_of_kind -= n;
            }
        }
        n_unkept.retain(|_, n| *n > 0);
        n_unkept
    }

    /// The same, with one problem of the file in place of all those of a kind that are only counted.
    #[must_use]
    pub fn summed_up(mut self, file: &str) -> Self {
        for ((kind, severity), n) in self.unkept() {
            let detail = format!("{} more of this kind", grouped(n as u64));
            let problem = Problem { severity, location: Location::file(file), record: None, kind, detail, done: "only counted".to_owned() };
            self.kept.push(Kept { problem, n });
        }
        self.most_of_a_kind = None;
        self
    }

    /// Those of a text that is a part of a file: so many lines end before it, and so many characters stand before it on its first line.
    pub fn shift(&mut self, n_lines: u32, n_chars: u32) {
        let locations = self.kept.iter_mut().map(|kept| &mut kept.problem.location);
        for Location { line, column, .. } in locations.filter(|location| location.line > 0) {
            *column = column.saturating_add(if *line == 1 { n_chars } else { 0 });
            *line = line.saturating_add(n_lines);
        }
    }

    /// Drops the problems of a file, or of the files in a folder.
    pub fn forget(&mut self, path: &str) {
        let is_of = |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
        let n_of = &mut self.n_of;
        self.kept.retain(|Kept { problem, n }| {
            let goes = is_of(&problem.location.file);
            if goes && let Some(n_of_kind) = n_of.get_mut(&(problem.kind, problem.severity)) {
                *n_of_kind -= n;
            }
            !goes
        });
    }

    /// The same problems, each with the file that `rename` gives for its file.
    #[must_use]
    pub fn located(mut self, rename: impl Fn(&str) -> String) -> Self {
        for Kept { problem, .. } in &mut self.kept {
            problem.location.file = rename(&problem.location.file);
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kept.iter().map(|kept| &kept.problem)
    }

    pub fn n_errors(&self) -> usize {
        self.n_of_severity(Severity::Error)
    }

    pub fn n_warnings(&self) -> usize {
        self.n_of_severity(Severity::Warning)
    }

    fn n_of_severity(&self, severity: Severity) -> usize {
        self.n_of.iter().filter(|((_, of), _)| *of == severity).map(|(_, n)| n).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.n_of.values().all(|n| *n == 0)
    }

    /// How many problems were counted, but are neither kept in full nor summed up.
    pub fn n_not_kept(&self) -> usize {
        self.n_of.values().sum::<usize>() - self.kept.iter().map(|kept| kept.n).sum::<usize>()
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

    #[test]
    fn of_many_of_a_kind_the_first_few_are_kept_and_the_others_are_told_by_their_number() {
        let mut file = Problems::few_of_a_kind();
        for n in 0..1500 {
            let mut piece = Problems::few_of_a_kind();
            for _ in 0..Problems::FEW + 5 {
                piece.push(Problem { location: Location { file: "f".to_owned(), line: n + 1, column: 1 }, ..a_problem() });
            }
            piece.push(Problem { kind: "other", severity: Severity::Warning, ..a_problem() });
            file.append(piece);
        }
        let mut all = Problems::default();
        all.append(file.summed_up("f"));
        assert_eq!((all.n_errors(), all.n_warnings(), all.n_not_kept()), (1500 * (Problems::FEW + 5), 1500, 0));
        let told: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2 * Problems::FEW + 2);
        assert_eq!(
            told[2 * Problems::FEW..],
            ["f: warning: 1,480 more of this kind; only counted [other]", "f: error: 37,480 more of this kind; only counted [test]"]
        );
        all.forget("f");
        assert!(all.is_empty(), "{all:?}");
    }
}
