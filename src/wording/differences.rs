//! What differs between two situations, in words: for the list of differences, its page and the command line.

use crate::base::counted;
use crate::command::ComparedWith;
use crate::differences::{Difference, Part, Said, Told, What};
use crate::earth::distance_text;
use crate::model::{Aspect, RecordId, Situation, SourceId, StandingWord, Strength, Subject, When};
use crate::wording::dates::Dates;
use crate::wording::records::{kind, place_kind, role, standing_word, strength};

/// One thing that became another, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceRow {
    pub part: Part,
    /// "Event"; of the header "Situation".
    pub kind: &'static str,
    pub name: String,
    /// What became of it; may be nothing more than the heading says.
    pub detail: String,
}

/// What differs, by what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceGroup {
    pub heading: &'static str,
    pub rows: Vec<DifferenceRow>,
}

pub const NO_DIFFERENCE: &str = "Nothing differs.";

/// What became of things under their headings, in the order in which it is read.
pub fn under_headings(told: &[Told]) -> Vec<(&'static str, Vec<&Told>)> {
    let mut ordered: Vec<(usize, &'static str, &Told)> = Vec::with_capacity(told.len());
    for told in told {
        let (order, heading) = heading(&told.what);
        ordered.push((order, heading, told));
    }
    ordered.sort_by_key(|(order, _, told)| (*order, &told.part));
    let group = |told: &[(usize, &'static str, &'_ Told)]| told.first().map_or("", |(_, heading, _)| heading);
    ordered.chunk_by(|a, b| a.0 == b.0).map(|told| (group(told), told.iter().map(|(_, _, told)| *told).collect())).collect()
}

/// A difference in words, with names in a language where there are any.
pub fn differences(
    (old, new): (&Situation, &Situation),
    difference: &Difference,
    dates: &Dates,
    language: Option<&str>,
) -> Vec<DifferenceGroup> {
    let words = Words { old, new, dates, language };
    let groups = under_headings(&difference.told).into_iter();
    groups.map(|(heading, told)| DifferenceGroup { heading, rows: told.into_iter().map(|told| words.row(told)).collect() }).collect()
}

/// One thing of a difference in words.
pub fn difference_row((old, new): (&Situation, &Situation), told: &Told, dates: &Dates, language: Option<&str>) -> DifferenceRow {
    Words { old, new, dates, language }.row(told)
}

/// "3 added, 1 withdrawn, 5 changed"; what there is none of is left out.
pub fn difference_counts(difference: &Difference) -> String {
    let n_changed = difference.parts().len() - difference.added.len() - difference.withdrawn.len();
    let counts = [(difference.added.len(), "added"), (difference.withdrawn.len(), "withdrawn"), (n_changed, "changed")];
    let counts: Vec<String> = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if counts.is_empty() { NO_DIFFERENCE.to_owned() } else { counts.join(", ") }
}

/// Where a heading stands among the others, and what it says.
fn heading(what: &What) -> (usize, &'static str) {
    match what {
        What::Said { how: Said::NewlyDenied, .. } => (0, "Newly denied"),
        What::Said { how: Said::NewlyConfirmed, .. } => (1, "Newly asserted or confirmed"),
        What::Said { how: Said::NoLongerDenied, .. } => (2, "No longer denied"),
        What::Said { how: Said::NoLongerConfirmed, .. } => (3, "No longer asserted or confirmed"),
        What::Stands { .. } => (4, "Stands otherwise"),
        What::Moved { .. } | What::Relocated { .. } => (5, "Moved"),
        What::Redated { .. } => (6, "Dated anew"),
        What::Regraded { .. } => (7, "Regraded"),
        What::Strength { .. } | What::BodyStrength { .. } => (8, "Strength of troops"),
        What::Added => (9, "Added"),
        What::Withdrawn => (10, "Withdrawn"),
        What::Renamed { .. } => (11, "Renamed"),
        What::Other { .. } => (12, "Changed otherwise"),
    }
}

struct Words<'a> {
    old: &'a Situation,
    new: &'a Situation,
    dates: &'a Dates,
    language: Option<&'a str>,
}

impl Words<'_> {
    fn row(&self, told: &Told) -> DifferenceRow {
        let Told { part, what } = told;
        let (kind, name) = match part {
            Part::Header => ("Situation", self.new.header().title.clone()),
            Part::Record(id) => (kind(id), self.name(id)),
        };
        DifferenceRow { part: part.clone(), kind, name, detail: self.detail(part, what) }
    }

    fn name(&self, id: &RecordId) -> String {
        let name = |situation: &Situation| situation.name_in(id, self.language).map(str::to_owned);
        name(self.new).or_else(|| name(self.old)).unwrap_or_else(|| id.as_str().to_owned())
    }

    fn detail(&self, part: &Part, what: &What) -> String {
        match what {
            What::Added => self.about(self.new, part),
            What::Withdrawn => self.about(self.old, part),
            What::Said { by, stood, stands, .. } => {
                let by: Vec<String> = by.iter().map(|source| self.source(source)).collect();
                format!("by {}{}", by.join(", "), stands_now(*stood, *stands))
            }
            What::Stands { stood, stands } => became(&lower(*stood), &lower(*stands)),
            What::Moved { from: Some(_), to: Some(_) } => {
                what.metres().map(|metres| format!("by {}", distance_text(metres))).unwrap_or_default()
            }
            What::Moved { from: None, .. } => "placed on the map".to_owned(),
            What::Moved { to: None, .. } => "no longer on the map".to_owned(),
            What::Relocated { from, to, .. } => {
                let places = |places: &[(crate::model::PlaceId, crate::model::PlaceRole)]| {
                    let named =
                        places.iter().map(|(place, at)| format!("{} {}", role(*at).to_lowercase(), self.name(&place.clone().into())));
                    let named: Vec<String> = named.collect();
                    if named.is_empty() { "no place".to_owned() } else { named.join(", ") }
                };
                let far = what.metres().map(|metres| format!(" ({})", distance_text(metres))).unwrap_or_default();
                became(&places(from), &places(to)) + &far
            }
            What::Redated { field, old, new } => {
                let date = |text: &Option<String>| {
                    text.as_ref().map_or("no date".to_owned(), |text| When::parse(text).map_or(text.clone(), |when| self.dates.when(&when)))
                };
                let clock = match *field {
                    "published" => "published ",
                    "known" => "known to us ",
                    "as_of" => "as of ",
                    _ => "",
                };
                format!("{clock}{}", became(&date(old), &date(new)))
            }
            What::Regraded { of, old, new } => {
                let grade = |grade: &Option<&str>| grade.map_or("not graded".to_owned(), str::to_owned);
                let about = of.as_ref().map(|(subject, aspect)| self.subject(subject, *aspect)).unwrap_or_default();
                became(&grade(old), &grade(new)) + &about
            }
            What::Strength { of, old, new, .. } => became(&men(old.as_ref()), &men(new.as_ref())) + &self.subject(of, None),
            What::BodyStrength { body, old, new } => {
                let before = self.name(&RecordId::Report(old.0.clone()));
                format!("{}, body {body}; before by “{before}”", became(&men(Some(&old.1)), &men(Some(&new.1))))
            }
            What::Renamed { old, new } => became(&format!("“{old}”"), &format!("“{new}”")),
            What::Other { fields } => fields.join(", "),
        }
    }

    /// What tells a record that came or went from others.
    fn about(&self, situation: &Situation, part: &Part) -> String {
        let Part::Record(id) = part else { return String::new() };
        let date = |when: Option<&When>| when.map(|when| self.dates.when(when));
        let facts: [Option<String>; 2] = match id {
            RecordId::Event(id) => [situation.event(id).and_then(|event| date(event.when.as_ref())), None],
            RecordId::Report(id) => {
                let report = situation.report(id);
                [report.map(|report| self.source(&report.source)), report.and_then(|report| date(report.published.as_ref()))]
            }
            RecordId::Place(id) => [situation.place(id).and_then(|place| place.kind).map(|kind| place_kind(kind).to_lowercase()), None],
            RecordId::Actor(_) | RecordId::Source(_) | RecordId::Scene(_) => [None, None],
        };
        facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn source(&self, source: &SourceId) -> String {
        self.name(&RecordId::Source(source.clone()))
    }

    /// ", of “Treaty” (strength)".
    fn subject(&self, subject: &Subject, aspect: Option<Aspect>) -> String {
        let name = match subject {
            Subject::Event(id) => self.name(&RecordId::Event(id.clone())),
            Subject::Report(id) => self.name(&RecordId::Report(id.clone())),
        };
        let aspect = aspect.map(|aspect| format!(" ({})", aspect.word())).unwrap_or_default();
        format!(", of “{name}”{aspect}")
    }
}

fn lower(word: StandingWord) -> String {
    standing_word(word).to_lowercase()
}

/// ", asserted → contested"; nothing where it stands as before.
fn stands_now(stood: StandingWord, stands: StandingWord) -> String {
    if stood == stands { String::new() } else { format!(", {}", became(&lower(stood), &lower(stands))) }
}

fn became(old: &str, new: &str) -> String {
    format!("{old} → {new}")
}

fn men(given: Option<&Strength>) -> String {
    given.map_or_else(|| "no strength".to_owned(), strength)
}

/// What is compared: "from HEAD~1:kursk to kursk".
pub fn compared(old: &str, new: &str) -> String {
    format!("From {old} to {new}")
}

pub const NOW: &str = "now";

/// "what was known by 24 Oct 2024, Thu".
pub fn as_known(date: &str) -> String {
    format!("what was known by {date}")
}

/// Of reports of which it is not sure that they were known by then.
pub fn possibly_known(n: usize) -> String {
    format!("{} may have come after that moment", counted(n, "report", "reports"))
}

/// What the situation is compared with, and what is to be known of that.
pub fn compared_with(with: &ComparedWith, dates: &Dates) -> (String, Option<String>) {
    match with {
        ComparedWith::Saved => (AS_SAVED.to_owned(), None),
        ComparedWith::KnownBy(when, n_possibly) => (as_known(&dates.when(when)), (*n_possibly > 0).then(|| possibly_known(*n_possibly))),
        ComparedWith::Read { name, n_errors } => {
            let note = || format!("{} in what was read, so that some of it may be missing there", counted(*n_errors, "error", "errors"));
            (name.clone(), (*n_errors > 0).then(note))
        }
    }
}

/// "as it was at HEAD~1".
pub fn at_revision(revision: &str) -> String {
    format!("as it was at {revision}")
}

pub fn nothing_to_compare_in(path: &str) -> String {
    format!("no situation, so there is nothing to compare with: {path}")
}

pub const NOT_IN_GIT: &str = "it is kept in no folder, so that git knows nothing of it";
/// What the page is called as a file.
pub const DIFFERENCES_FILE: &str = "differences";
pub const SINCE_PATH: &str = "A file or folder";
pub const SINCE_PATH_EXPLAINED: &str = "Another situation, or an older copy of this one: its folder, or packed";
pub const PATH_EXAMPLE: &str = "~/backup/situation";
pub const SINCE_REVISION: &str = "A git revision";
pub const SINCE_REVISION_EXPLAINED: &str = "What the files were in a revision: a branch, a tag, a commit, or HEAD~1";
pub const REVISION_EXAMPLE: &str = "HEAD~1";
pub const COMPARE_TITLE: &str = "Compare with the situation in a folder";

pub const AS_SAVED: &str = "what the files hold";
pub const NO_END: &str = "a date that has an end is needed";
pub const DIFFERENCES: &str = "Differences";
pub const SINCE_SAVED: &str = "Since the last save";
pub const SINCE_SAVED_EXPLAINED: &str = "What you changed and did not save yet";
pub const SINCE_KNOWN: &str = "As known on a date";
pub const SINCE_KNOWN_EXPLAINED: &str = "What came or changed since: reports known by then, grades and members as the history has them";
pub const DATE_EXAMPLE: &str = "24 Oct 18:00";
pub const COPY_PAGE: &str = "Copy as page";
pub const COPY_PAGE_EXPLAINED: &str = "Put the list on the clipboard as a page in Markdown, for a handout";
pub const PAGE_COPIED: &str = "The page is on the clipboard";
pub const COMPARING: &str = "Comparing …";
pub const NOTHING_TO_COMPARE: &str = "Nothing is open that could be compared.";

/// The title of a page of differences.
pub fn difference_title(title: &str) -> String {
    format!("What changed: {title}")
}

/// A line of such a page begins with: "Event “Deployment”".
pub fn difference_name(row: &DifferenceRow) -> String {
    format!("{} “{}”", row.kind, row.name)
}
