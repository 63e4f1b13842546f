//! The NATO (Admiralty) grading of statements: reliability of the source, credibility of what it says; never combined.

use std::fmt;

use crate::model::records::{About, Report};
use crate::model::situation::Situation;
use crate::model::words::{Credibility, Reliability};

/// The grade of one statement; an axis that nobody judged is absent. Displays as `B2`, with `-` for an absent axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grade {
    pub reliability: Option<Reliability>,
    pub credibility: Option<Credibility>,
}

impl Grade {
    /// The report's own letter or else the last that its source was given; the digit of the statement or else the last of its history.
    pub fn of(situation: &Situation, report: &Report, about: &About) -> Self {
        let of_source = || situation.source(&report.source)?.graded.last().map(|graded| graded.grade);
        Self {
            reliability: report.reliability.last().map(|graded| graded.grade).or_else(of_source),
            credibility: about.credibility.or_else(|| about.graded.last().map(|graded| graded.grade)),
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability.map_or("-", Reliability::word), self.credibility.map_or("-", Credibility::word))
    }
}

/// The first and last letter and the first and last digit among some grades; `F` and `6` (cannot be judged) count as last.
/// Displays as `B2`, or `B2-F6` where these two are among the grades, or else each axis by itself: `B-F 2-6`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct GradeRange {
    pub first: Grade,
    pub last: Grade,
    /// Whether `first` and `last` are known to be grades of one statement each, not put together from the axes of several.
    are_given: [bool; 2],
}

impl FromIterator<Grade> for GradeRange {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> Self {
        let of_one = |grade| Self { first: grade, last: grade, are_given: [true; 2] };
        grades.into_iter().fold(Self::default(), |range, grade| range.and(of_one(grade)))
    }
}

impl GradeRange {
    /// The range of the grades of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self };
        }
        let [first, last] = [[self.first, other.first], [self.last, other.last]];
        let mut both = Self {
            first: Grade {
                reliability: first.iter().filter_map(|grade| grade.reliability).min(),
                credibility: first.iter().filter_map(|grade| grade.credibility).min(),
            },
            last: Grade {
                reliability: last.iter().filter_map(|grade| grade.reliability).max(),
                credibility: last.iter().filter_map(|grade| grade.credibility).max(),
            },
            are_given: [false; 2],
        };
        let is_given = |range: Self, of: Grade| [(range.first, range.are_given[0]), (range.last, range.are_given[1])].contains(&(of, true));
        both.are_given = [both.first, both.last].map(|grade| is_given(self, grade) || is_given(other, grade));
        both
    }

    /// Whether nobody judged any of them on either axis.
    pub fn is_empty(self) -> bool {
        self.first == Grade::default() && self.last == Grade::default()
    }
}

impl fmt::Display for GradeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last, are_given } = self;
        if first == last && (*are_given == [true; 2] || first.reliability.is_none() || first.credibility.is_none()) {
            return first.fmt(f);
        }
        let is_whole = |grade: &Grade| grade.reliability.is_some() && grade.credibility.is_some();
        if *are_given == [true; 2] && is_whole(first) && is_whole(last) {
            return write!(f, "{first}-{last}");
        }
        let axis = |first: Option<&'static str>, last: Option<&'static str>| match (first, last) {
            (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
            (first, _) => first.unwrap_or_default().to_owned(),
        };
        let letters = axis(first.reliability.map(Reliability::word), last.reliability.map(Reliability::word));
        let digits = axis(first.credibility.map(Credibility::word), last.credibility.map(Credibility::word));
        write!(f, "{}", [letters, digits].into_iter().filter(|axis| !axis.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grade(text: &str) -> Grade {
        let mut letters = text.chars().map(|sign| sign.to_string());
        Grade {
            reliability: letters.next().and_then(|letter| Reliability::from_word(&letter)),
            credibility: letters.next().and_then(|digit| Credibility::from_word(&digit)),
        }
    }

    #[test]
    fn a_range_never_names_a_grade_that_nobody_gave() {
        for (grades, shown) in [
            (&["B2"][..], "B2"),
            (&["B2", "B2"], "B2"),
            (&["F6", "B2", "C3"], "B2-F6"),
            (&["E1", "D5"], "D-E 1-5"),
            (&["A2", "C-"], "A-C 2"),
            (&["A2", "B2", "-2"], "A2-B2"),
            (&["-3"], "-3"),
            (&["A-", "C-"], "A-C"),
            (&[], "--"),
        ] {
            let range: GradeRange = grades.iter().map(|text| grade(text)).collect();
            assert_eq!(range.to_string(), shown, "{grades:?}");
            let apart = grades.iter().map(|text| std::iter::once(grade(text)).collect::<GradeRange>());
            assert_eq!(apart.fold(GradeRange::default(), GradeRange::and).to_string(), shown, "{grades:?}, put together from ranges");
        }
    }
}
