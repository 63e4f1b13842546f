//! What the page of evidence says: quotations and their texts, attachments, citations, how old an assertion is, assessments.

use crate::base::{counted, grouped, harmless, shortened};
use crate::model::{
    About, AttachmentKind, Confidence, Credibility, Grade, LastAsserted, Likelihood, Moment, Origin, Placed, RecordId, Reliability, Report,
    Situation, SpanFault, Stance, Subject, Via,
};
use crate::wording::Dates;
use crate::wording::lists::capitalised;
use crate::wording::records::{credibility_meaning, origin, reliability_meaning, stance_done};

// Settings.
pub const STALENESS: &str = "Old assertions";
pub const STALE_AFTER: &str = "An assertion says so when it was not confirmed for";
pub const DAYS: &str = " days";

// The timeline of an event's reports.
pub const REPORTS_IN_TIME: &str = "When they said so";
pub const HAPPENED: &str = "the event";

pub fn not_in_time(n: usize) -> String {
    format!("{} without a date", counted(n, "report", "reports"))
}

/// A sign of the timeline, for those who do not see it.
pub fn said_on(source: &str, stance: Stance, when: &str, has_say: bool) -> String {
    let without = if has_say { "" } else { ", without a say now" };
    format!("{source} {}, {when}{without}", stance_done(stance))
}

pub fn day(dates: &Dates, moment: Moment) -> String {
    dates.day(moment.civil(&dates.zone).day)
}

/// How long ago the latest assertion of an event was, where that is long.
pub fn stale(last: &LastAsserted, n_days: u64, is_as_of: bool, dates: &Dates) -> String {
    let days = format!("{} {}", grouped(n_days), if n_days == 1 { "day" } else { "days" });
    let ago = format!("{days} {}", if is_as_of { "before the situation's date" } else { "ago" });
    format!("Last asserted {}, {ago}; not confirmed since", day(dates, last.at))
}

// Quotations and the text that they stand in.
pub const IN_THE_TEXT: &str = "in the text";
pub const IN_THE_TEXT_EXPLAINED: &str = "Open the source text at these words";
pub const READ: &str = "Read";
pub const CITE: &str = "Cite";
pub const CITE_EXPLAINED: &str = "Copy a citation of this statement: source, via, date, grade, words and link";
pub const NOTHING_TO_CITE: &str = "Nothing is selected that anybody said, so nothing was copied.";
pub const NO_TEXT_HELD: &str = "The situation holds no source text of the selection.";
pub const SOURCE_TEXT: &str = "Source text";
pub const TEXT_IS_GONE: &str = "This text is not among the situation's files.";
pub const TEXT_IS_ANOTHER: &str = "This is not the text that was quoted from: its SHA-256 is another than the report tells.";
pub const TEXT_IS_THE_SAME: &str = "SHA-256 as the report tells";
pub const TRANSLATION: &str = "Translation";
pub const NOT_FOUND_IN_TEXT: &str = "These words stand nowhere in this text.";
pub const NOT_SOUGHT_IN_TEXT: &str = "Not looked for: too many quotations in this text.";
pub const HELD_IN_HAND: &str = "What these words support";

/// "3 of 12 quotations", or how many there are.
pub fn quotation_of(at: Option<usize>, n: usize) -> String {
    let all = counted(n, "quotation", "quotations");
    at.map_or(all.clone(), |at| format!("{} of {all}", grouped(at as u64 + 1)))
}

pub fn lost_quotations(n: usize) -> String {
    format!("{} found nowhere in it", counted(n, "excerpt is", "excerpts are"))
}

pub fn quotations_not_sought(n: usize) -> String {
    format!("{} not looked for", counted(n, "excerpt", "excerpts"))
}

/// A quotation in its text, for those who do not see it.
pub fn quotation_spoken(source: &str, stance: Stance, what: &str, words: &str) -> String {
    format!("Quotation, {source} {} {what}: “{}”", stance_done(stance), shortened(words, 300))
}

/// Why a quotation stands where it does, where that is not just what its span says.
pub fn placed(placed: Placed) -> Option<String> {
    match placed {
        Placed::AtSpan => None,
        Placed::ByWords => Some("Found by its words: it has no span.".to_owned()),
        Placed::Elsewhere(fault) => Some(format!("{} The words were found at another place.", span_fault(fault))),
    }
}

pub fn span_fault(fault: SpanFault) -> String {
    match fault {
        SpanFault::Outside { n_scalars } => format!("Its span lies outside the text, which has {} characters.", grouped(n_scalars)),
        SpanFault::Differs => "Other words stand at its span.".to_owned(),
    }
}

// Attachments.
pub fn attachments(n: usize) -> String {
    format!("Kept with it · {}", counted(n, "file", "files"))
}

pub fn attachment_kind(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => "Image",
        AttachmentKind::Page => "Archived page",
        AttachmentKind::Document => "Document",
        AttachmentKind::Other => "File",
    }
}

pub const EXAMINING: &str = "being read …";
pub const HASH_MATCHES: &str = "SHA-256 as written down";
pub const HASH_DIFFERS: &str = "Not the file that was kept: its SHA-256 is another than written down";
pub const HASH_UNKNOWN: &str = "no SHA-256 written down";

pub fn file_size(len: u64) -> String {
    match len {
        0..1_000 => format!("{len} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", len as f64 / 1e3),
        _ => format!("{:.1} MB", len as f64 / 1e6),
    }
}

pub fn pixels([width, height]: [u32; 2]) -> String {
    format!("{width} x {height} pixels")
}

pub fn too_many_pixels(width: u32, height: u32) -> String {
    format!("{width} x {height} pixels are too many to draw")
}

pub fn not_drawn(why: &str) -> String {
    format!("The picture cannot be drawn: {}", shortened(why, 200))
}

pub fn show_large(file: &str) -> String {
    format!("Show {file} large")
}

// Assessments.
pub const OWN_ASSESSMENT: &str = "The authors' own assessment";
pub const OWN_ASSESSMENT_EXPLAINED: &str = "What the authors of this situation judge. No source says this.";
pub const LIKELIHOOD: &str = "Likelihood";
pub const CONFIDENCE: &str = "Analytic confidence";
pub const BASIS: &str = "Basis";
pub const NOT_STATED: &str = "not stated";

/// "Likely (55-80 %)".
pub fn likelihood(likelihood: Likelihood) -> String {
    let (least, most) = likelihood.percent();
    format!("{} ({least}-{most} %)", capitalised(likelihood.word()))
}

pub fn confidence(confidence: Confidence) -> String {
    capitalised(confidence.word())
}

/// By whom and when.
pub fn assessed_by(by: Option<&str>, on: Option<&str>) -> Option<String> {
    match (by, on) {
        (Some(by), Some(on)) => Some(format!("{by}, {on}")),
        (by, on) => by.or(on).map(str::to_owned),
    }
}

/// One line that tells who said what, through whom, when, how good it is, in which words and where to read it:
/// `A ministry, via The Paper (origin unclear), 23 Oct 2024, Wed, B2 (usually reliable source; probably true), denied “Troops sent”: “No.” <url>`.
pub fn citation(situation: &Situation, report: &Report, about: &About, dates: &Dates, language: Option<&str>) -> String {
    let name = |id| situation.called(&id, language);
    let carrier = report.via.as_ref().map(|via| match via {
        Via::Source(id) => name(RecordId::Source(id.clone())),
        Via::Report(id) => situation.report(id).map_or_else(|| id.to_string(), |report| name(RecordId::Source(report.source.clone()))),
    });
    let via = carrier.map(|carrier| format!(", via {carrier}")).unwrap_or_default();
    let from = if report.origin == Origin::Own { String::new() } else { format!(" ({})", origin(report.origin)) };
    let when = report.published.as_ref().map(|when| format!(", {}", dates.when(when))).unwrap_or_default();
    let grade = graded(Grade::of(situation, report, about)).map(|grade| format!(", {grade}")).unwrap_or_default();
    let subject = match &about.subject {
        Subject::Event(id) => name(RecordId::Event(id.clone())),
        Subject::Report(id) => name(RecordId::Report(id.clone())),
    };
    let what = report.title.as_ref().map(|title| format!(", “{title}”")).unwrap_or_default();
    let hedge = about.as_said.as_ref().map(|hedge| format!(" (as said: “{hedge}”)")).unwrap_or_default();
    let quote = about.excerpt.as_ref().map(|words| format!(": “{words}”")).unwrap_or_default();
    let link = report.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
    let archived = report.archived.as_ref().map(|archived| format!("; archived <{archived}>")).unwrap_or_default();
    let accessed = report.known.as_ref().map(|known| format!("; accessed {}", dates.when(known))).unwrap_or_default();
    let source = name(RecordId::Source(report.source.clone()));
    let said = format!("{} “{subject}”{hedge}{quote}", stance_done(about.stance));
    harmless(&shortened(&format!("{source}{via}{from}{what}{when}{grade}, {said}{link}{archived}{accessed}"), 4_000))
}

/// A grade with what it stands for; `None` where nobody judged.
fn graded(grade: Grade) -> Option<String> {
    let Grade { reliability, credibility } = grade;
    let letter = reliability.map(|letter: Reliability| reliability_meaning(letter));
    let digit = credibility.map(|digit: Credibility| credibility_meaning(digit));
    let meanings: Vec<&str> = letter.into_iter().chain(digit).collect();
    (!meanings.is_empty()).then(|| format!("{grade} ({})", meanings.join("; ")))
}
