//! Grading.

use crate::base::{grouped, shortened};
use crate::model::{Credibility, Grade, RecordId, Regrade, Reliability, Situation};
use crate::wording::grade_explained;

pub const GRADE: &str = "Grade";
pub const UNKNOWN_GRADE: &str = "?: the file gives a grade that is none of A to F and 1 to 6; it is kept as written";
pub const GRADE_THIS: &str = "Grade this statement, or its source";
pub const GRADE_SOURCE: &str = "Grade this source";
pub const CREDIBILITY_OF_STATEMENT: &str = "Credibility of this statement";
pub const RELIABILITY_OF_SOURCE: &str = "Reliability of the source";
pub const FOR_ALL_REPORTS: &str = "for all its reports";
pub const FOR_THIS_REPORT: &str = "for this report alone";
pub const WHY: &str = "Why";
pub const WHY_HINT: &str = "one line that others can follow";
pub const REGRADE: &str = "Regrade";
pub const GRADED_BEFORE: &str = "Graded before";
pub const YOUR_NAME: &str = "Your name";
pub const YOUR_NAME_HINT: &str = "stands beside the grade";

/// What a letter stands for, in a line: "B: usually reliable source".
pub fn reliability(letter: Reliability) -> String {
    grade_explained(Grade { reliability: Some(letter), credibility: None })
}

/// What a digit stands for, in a line.
pub fn credibility(digit: Credibility) -> String {
    grade_explained(Grade { reliability: None, credibility: Some(digit) })
}

/// What was said of something: "denied “Troops in Kursk”".
pub fn said_of(stance: &str, subject: &str) -> String {
    format!("{stance} “{subject}”")
}

/// Who said it.
pub fn who_said(source: &str, said: Option<&str>) -> String {
    shortened(&[Some(source), said].into_iter().flatten().collect::<Vec<_>>().join(" "), 160)
}

/// The same of a letter that a report has of its own.
pub fn reliability_of_report(letter: Reliability) -> String {
    format!("{}, in this report alone", reliability(letter))
}

/// What the button is called that shows a grade: "Grade B2".
pub fn grade_button(shown: &str) -> String {
    if shown == GRADE { GRADE.to_owned() } else { format!("{GRADE} {shown}") }
}

/// A step by its name: "regrade the National Intelligence Service to B".
pub fn regraded(situation: &Situation, regrade: &Regrade, language: Option<&str>) -> String {
    let name = |id| situation.called(&id, language);
    match regrade {
        Regrade::Source { source, judgement } => {
            format!("regrade {} to {}", name(RecordId::Source(source.clone())), judgement.grade.word())
        }
        Regrade::Report { report, judgement } => {
            format!("regrade the report \"{}\" to {}", name(RecordId::Report(report.clone())), judgement.grade.word())
        }
        Regrade::Statement { report, judgement, .. } => {
            format!("regrade a statement of \"{}\" to {}", name(RecordId::Report(report.clone())), judgement.grade.word())
        }
    }
}

/// Several things that were done as one.
pub fn one_step(steps: &[String]) -> String {
    steps.join(" and ")
}

/// What a step of grading did; Ctrl+Z stands on every keyboard.
pub fn regraded_what(step: &str, n_statements: usize) -> String {
    let follow = match n_statements {
        0 => "no statement has its grade from it yet".to_owned(),
        1 => "1 statement follows".to_owned(),
        n => format!("{} statements follow", grouped(n as u64)),
    };
    format!("Done: {step}; {follow}. Ctrl+Z takes it back.")
}

/// What a step did that nothing else follows from.
pub fn done(step: &str) -> String {
    format!("Done: {step}. Ctrl+Z takes it back.")
}
