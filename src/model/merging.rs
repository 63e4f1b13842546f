//! Two reports that are one utterance made one, and a report linked to the event that it is about.

use crate::model::edit::Edit;
use crate::model::records::{About, EventId, Report, ReportId, Subject, Via};
use crate::model::situation::Situation;
use crate::model::words::{Origin, Stance};

/// The edit that makes one report of two: what `kept` lacks is taken from `gone`, what both say of things stands there once, and whatever
/// led to `gone` leads to `kept`. `None` where either is not there. Where both tell one thing differently the word of `kept` holds
/// ([`told_differently`]).
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

/// Members, as files name them, that both reports have and tell differently: merging keeps but one of each.
pub fn told_differently(kept: &Report, gone: &Report) -> Vec<&'static str> {
    fn differs<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    let extra = kept.extra.iter().any(|(name, value)| gone.extra.get(name).is_some_and(|other| other != value));
    let origins = kept.origin != gone.origin && kept.origin != Origin::Unknown && gone.origin != Origin::Unknown;
    let found = [
        ("source", kept.source != gone.source),
        ("via", differs(kept.via.as_ref(), gone.via.as_ref())),
        ("origin", origins),
        ("title", differs(kept.title.as_ref(), gone.title.as_ref())),
        ("url", differs(kept.url.as_ref(), gone.url.as_ref())),
        ("archived", differs(kept.archived.as_ref(), gone.archived.as_ref())),
        ("text", differs(kept.text.as_ref(), gone.text.as_ref())),
        ("lang", differs(kept.lang.as_ref(), gone.lang.as_ref())),
        ("translation", differs(kept.translation.as_ref(), gone.translation.as_ref())),
        ("published", differs(kept.published.as_ref(), gone.published.as_ref())),
        ("known", differs(kept.known.as_ref(), gone.known.as_ref())),
        ("said_at", differs(kept.said_at.as_ref(), gone.said_at.as_ref())),
        ("supersedes", differs(kept.supersedes.as_ref(), gone.supersedes.as_ref())),
        ("excerpt", differs(kept.excerpt.as_ref(), gone.excerpt.as_ref())),
        ("extra", extra),
    ];
    found.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

fn one_of(kept: &Report, gone: &Report) -> Report {
    fn unite<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
        for item in more {
            if !list.contains(item) {
                list.push(item.clone());
            }
        }
    }
    let gone = gone.clone();
    let mut one = kept.clone();
    one.via = one.via.or(gone.via);
    if one.origin == Origin::Unknown {
        one.origin = gone.origin;
    }
    one.title = one.title.or(gone.title);
    one.url = one.url.or(gone.url);
    one.archived = one.archived.or(gone.archived);
    one.text = one.text.or(gone.text);
    one.lang = one.lang.or(gone.lang);
    one.translation = one.translation.or(gone.translation);
    one.published = one.published.or(gone.published);
    one.known = one.known.or(gone.known);
    one.said_at = one.said_at.or(gone.said_at);
    one.supersedes = one.supersedes.or(gone.supersedes);
    one.excerpt = one.excerpt.or(gone.excerpt);
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

/// The report as it is once it is about an event: the words that waited for it are what it says of that.
#[must_use]
pub fn linked_to_event(mut report: Report, event: EventId, stance: Stance) -> Report {
    let excerpt = report.excerpt.take();
    report.about.push(About { excerpt, ..About::new(Subject::Event(event), stance) });
    report
}
