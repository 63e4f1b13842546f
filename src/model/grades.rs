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
/// Displays as `B2-F6`, or `B2` where all are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct GradeRange {
    pub first: Grade,
    pub last: Grade,
}

impl FromIterator<Grade> for GradeRange {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> Self {
        grades.into_iter().fold(Self::default(), |range, grade| range.and(Self { first: grade, last: grade }))
    }
}

impl GradeRange {
    /// The range of the grades of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (first, last) = ([self.first, other.first], [self.last, other.last]);
        Self {
            first: Grade {
                reliability: first.iter().filter_map(|grade| grade.reliability).min(),
                credibility: first.iter().filter_map(|grade| grade.credibility).min(),
            },
            last: Grade {
                reliability: last.iter().filter_map(|grade| grade.reliability).max(),
                credibility: last.iter().filter_map(|grade| grade.credibility).max(),
            },
        }
    }

    /// Whether nobody judged any of them on either axis.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for GradeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}
