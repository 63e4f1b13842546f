//! Two reports that are one utterance made one.

use crate::model::calendar::Zone;
use crate::model::edit::Edit;
use crate::model::records::{Attachment, Extra, Report, ReportId, Subject, TextFile, Via};
use crate::model::situation::Situation;
use crate::model::when::When;
use crate::model::words::Origin;

/// The edit that makes one report of two: what `kept` lacks is taken from `gone`, what both say of things stands there once, and whatever
/// led to `gone` leads to `kept`. `None` where either is not there. Of words that both quote or translate those of `gone` follow; its source
/// text is kept as an attachment where `kept` has another; it is known since either was. Where both tell a thing differently of which a report has but one, the word of
/// `kept` holds ([`told_differently`]).
pub fn merge_reports(situation: &Situation, kept: &ReportId, gone: &ReportId) -> Option<Edit> {
    if kept == gone {
        return None;
    }
    let one = one_of(situation.report(kept)?, situation.report(gone)?);
    let leads_there = |report: &Report| {
        report.basis.iter().any(|basis| basis == gone.as_str()) || report.distinct_from.contains(gone) || {
            let via = matches!(&report.via, Some(Via::Report(via)) if via == gone);
            let about = report.about.iter().any(|about| matches!(&about.subject, Subject::Report(id) if id == gone));
            via || about || report.supersedes.as_ref() == Some(gone)
        }
    };
    let others = situation.reports().values().filter(|report| report.id != *kept && report.id != *gone && leads_there(report));
    let mut edits: Vec<Edit> = others.map(|report| Edit::PutReport(Box::new(repointed(report.clone(), gone, kept)))).collect();
    edits.push(Edit::PutReport(Box::new(repointed(one, gone, kept))));
    edits.push(Edit::Remove(gone.clone().into()));
    Some(Edit::All(edits))
}

/// Something that two reports tell differently, of which merging keeps but one: the member, as files name it, and the words of the one that
/// goes where they are few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldDifferently<'a> {
    pub member: &'static str,
    pub goes: Option<&'a str>,
}

/// What merging would lose of `gone`, as `kept` has it differently.
pub fn told_differently<'a>(kept: &Report, gone: &'a Report) -> Vec<ToldDifferently<'a>> {
    fn differs<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    let extra = kept.extra.iter().any(|(name, value)| gone.extra.get(name).is_some_and(|other| other != value));
    let origins = kept.origin != gone.origin && kept.origin != Origin::Unknown && gone.origin != Origin::Unknown;
    let dates = |a: &Option<When>, b: &Option<When>| differs(a.as_ref(), b.as_ref());
    let words = |a: &Option<String>, b: &Option<String>| differs(a.as_ref(), b.as_ref());
    let found = [
        ("source", kept.source != gone.source, None),
        ("via", differs(kept.via.as_ref(), gone.via.as_ref()), None),
        ("origin", origins, None),
        ("title", words(&kept.title, &gone.title), gone.title.as_deref()),
        ("url", words(&kept.url, &gone.url), gone.url.as_deref()),
        ("archived", words(&kept.archived, &gone.archived), gone.archived.as_deref()),
        ("lang", words(&kept.lang, &gone.lang), gone.lang.as_deref()),
        ("published", dates(&kept.published, &gone.published), gone.published.as_ref().map(When::text)),
        ("said_at", differs(kept.said_at.as_ref(), gone.said_at.as_ref()), None),
        ("supersedes", differs(kept.supersedes.as_ref(), gone.supersedes.as_ref()), None),
        ("extra", extra, None),
    ];
    found.into_iter().filter(|(_, differs, _)| *differs).map(|(member, _, goes)| ToldDifferently { member, goes }).collect()
}

/// What both say, each where it has words of its own.
fn both(one: Option<String>, other: Option<String>) -> Option<String> {
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    Some(if one.contains(&other) {
        one
    } else if other.contains(&one) {
        other
    } else {
        format!("{one}\n\n{other}")
    })
}

/// We know of it since we learned of either.
fn earlier(one: Option<When>, other: Option<When>) -> Option<When> {
    let begins = |when: &When| when.bounds(&Zone::default()).earliest();
    match (one, other) {
        (Some(one), Some(other)) if begins(&other) < begins(&one) => Some(other),
        (one, other) => one.or(other),
    }
}

fn one_of(kept: &Report, gone: &Report) -> Report {
    fn unite<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
        for item in more {
            if !list.contains(item) {
                list.push(item.clone());
            }
        }
    }
    let mut gone = gone.clone();
    let mut one = kept.clone();
    one.via = one.via.or(gone.via);
    if one.origin == Origin::Unknown {
        one.origin = gone.origin;
    }
    one.title = one.title.or(gone.title);
    one.url = one.url.or(gone.url);
    one.archived = one.archived.or(gone.archived);
    match (&one.text, gone.text) {
        (Some(text), Some(other)) if *text != other => {
            let TextFile { file, sha256, .. } = *other;
            unite(&mut gone.attachments, &[Attachment { file, sha256, kind: None, note: None, extra: Extra::new() }]);
        }
        (Some(_), _) => {}
        (None, other) => one.text = other,
    }
    one.lang = one.lang.or(gone.lang);
    one.translation = both(one.translation, gone.translation);
    one.published = one.published.or(gone.published);
    one.known = earlier(one.known, gone.known);
    one.said_at = one.said_at.or(gone.said_at);
    one.supersedes = one.supersedes.or(gone.supersedes);
    one.excerpt = both(one.excerpt, gone.excerpt);
    unite(&mut one.basis, &gone.basis);
    unite(&mut one.distinct_from, &gone.distinct_from);
    unite(&mut one.attachments, &gone.attachments);
    // Judgements are a history: the last holds, and that is the kept report's.
    let judged = std::mem::replace(&mut one.reliability, gone.reliability);
    unite(&mut one.reliability, &judged);
    unite(&mut one.about, &gone.about);
    for (name, value) in gone.extra {
        one.extra.entry(name).or_insert(value);
    }
    one
}

/// With what led to `from` leading to `to`; nothing leads to itself.
fn repointed(mut report: Report, from: &ReportId, to: &ReportId) -> Report {
    let own = report.id.clone();
    for basis in &mut report.basis {
        if basis == from.as_str() {
            to.as_str().clone_into(basis);
        }
    }
    report.basis.retain(|basis| basis != own.as_str());
    let mut seen = Vec::new();
    report.basis.retain(|basis| {
        !seen.contains(basis) && {
            seen.push(basis.clone());
            true
        }
    });
    for link in report.distinct_from.iter_mut().chain(&mut report.supersedes) {
        if link == from {
            *link = to.clone();
        }
    }
    report.distinct_from.retain(|link| *link != own);
    report.supersedes = report.supersedes.filter(|link| *link != own);
    if report.via == Some(Via::Report(from.clone())) {
        report.via = Some(Via::Report(to.clone()));
    }
    report.via = report.via.filter(|via| *via != Via::Report(own.clone()));
    for about in &mut report.about {
        if about.subject == Subject::Report(from.clone()) {
            about.subject = Subject::Report(to.clone());
        }
    }
    report.about.retain(|about| about.subject != Subject::Report(own.clone()));
    report
}

/// The edit that remembers of two reports that somebody found them to be two.
pub fn tell_apart(situation: &Situation, one: &ReportId, other: &ReportId) -> Option<Edit> {
    let mut report = situation.report(one)?.clone();
    if !report.distinct_from.contains(other) {
        report.distinct_from.push(other.clone());
    }
    Some(Edit::PutReport(Box::new(report)))
}
