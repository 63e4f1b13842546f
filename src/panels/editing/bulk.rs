//! The form of several picked records: what is changed of all of them at once, as one step.

use std::collections::BTreeSet;

use egui::Ui;

use crate::base::grouped;
use crate::command::{Command, Outbox};
use crate::model::{Credibility, Edit, Event, Graded, RecordId, Regrade, Reliability, Report, Situation, Source};
use crate::panels::View;
use crate::panels::editing::others::{categories_in_use, tags_in_use};
use crate::panels::form::Form;
use crate::panels::pieces::section;
use crate::viewpoint::{Item, ListKind};
use crate::wording;
use crate::wording::editing as words;

/// What is picked, by kind.
struct Picked<'a> {
    events: Vec<&'a Event>,
    reports: Vec<&'a Report>,
    sources: Vec<&'a Source>,
}

impl<'a> Picked<'a> {
    fn of(view: &View<'_>, situation: &'a Situation) -> Self {
        let mut picked = Self { events: Vec::new(), reports: Vec::new(), sources: Vec::new() };
        for item in &view.viewpoint.picked {
            match item {
                Item::Record(RecordId::Event(id)) => picked.events.extend(situation.event(id)),
                Item::Record(RecordId::Report(id)) => picked.reports.extend(situation.report(id)),
                Item::Record(RecordId::Source(id)) => picked.sources.extend(situation.source(id)),
                Item::Record(RecordId::Place(_) | RecordId::Actor(_) | RecordId::Scene(_)) | Item::Row { .. } => {}
            }
        }
        picked
    }
}

/// `why` stands beside the grades that are given.
pub fn picked(form: &mut Form<'_, '_>, ui: &mut Ui, situation: &Situation, why: &mut Option<String>, out: &mut Outbox) {
    let view = form.view;
    let picked = Picked::of(view, situation);
    if picked.events.is_empty() && picked.reports.is_empty() && picked.sources.is_empty() {
        form.remark(ui, words::NOTHING_OF_ALL, false);
        return;
    }
    if !picked.events.is_empty() {
        section(ui, view.theme, &words::of_all(wording::list(ListKind::Events), &grouped(picked.events.len() as u64)));
        events(form, ui, &picked.events, out);
    }
    if !picked.reports.is_empty() || !picked.sources.is_empty() {
        section(ui, view.theme, words::GRADE_ALL);
        grades(form, ui, situation, &picked, why, out);
    }
}

fn events(form: &mut Form<'_, '_>, ui: &mut Ui, events: &[&Event], out: &mut Outbox) {
    let n = events.len();
    let mut change = |name: String, change: &dyn Fn(&mut Event)| {
        let puts = events.iter().map(|event| {
            let mut event = (*event).clone();
            change(&mut event);
            Edit::PutEvent(Box::new(event))
        });
        out.push(Command::step(name, Edit::All(puts.collect())));
    };
    let category = same(events.iter().map(|event| event.category.as_deref())).flatten();
    if let Some(to) = form.word(ui, words::CATEGORY, category, categories_in_use) {
        change(words::categorised(n, to.as_deref()), &|event| event.category.clone_from(&to));
    }
    // Those that all of them have.
    let mut tags: Vec<String> = events.first().map(|event| event.tags.clone()).unwrap_or_default();
    tags.retain(|tag| events.iter().all(|event| event.tags.contains(tag)));
    if let Some(to) = form.words(ui, words::TAGS, &tags, tags_in_use) {
        let new: Vec<&String> = to.iter().filter(|tag| !tags.contains(tag)).collect();
        let gone: Vec<&String> = tags.iter().filter(|tag| !to.contains(tag)).collect();
        change(words::all_tagged(n, &new, &gone), &|event| {
            event.tags.retain(|tag| !gone.contains(&tag));
            let missing: Vec<String> = new.iter().filter(|tag| !event.tags.contains(tag)).map(|tag| (*tag).clone()).collect();
            event.tags.extend(missing);
        });
    }
}

fn grades(form: &mut Form<'_, '_>, ui: &mut Ui, situation: &Situation, picked: &Picked<'_>, why: &mut Option<String>, out: &mut Outbox) {
    let view = form.view;
    if let Some(to) = form.optional_line(ui, wording::WHY, why.as_deref(), wording::WHY_HINT) {
        *why = to;
    }
    let (on, by) = (view.today(), view.preferences.name.clone());
    let mut regrade = |name: String, regrades: Vec<Regrade>| {
        let edit = Box::new(Regrade::edit_of(&regrades, situation));
        out.push(Command::step(name, *edit));
    };
    if !picked.reports.is_empty() {
        let digit = same(picked.reports.iter().flat_map(|report| &report.about).map(|about| about.credibility)).flatten();
        if let Some(Some(grade)) = form.credibility(ui, words::CREDIBILITY, digit) {
            let statements = picked.reports.iter().flat_map(|report| (0..report.about.len()).map(|index| (report.id.clone(), index)));
            let regrades: Vec<Regrade> = statements
                .map(|(report, index)| Regrade::Statement {
                    report,
                    index,
                    judgement: Graded::new(grade, on.as_ref(), by.as_deref(), why.as_deref()),
                })
                .collect();
            regrade(words::statements_regraded(regrades.len(), Credibility::word(grade)), regrades);
        }
    }
    let letter = same(picked.sources.iter().map(|source| source.graded.last().map(|graded| graded.grade))).flatten();
    let letter = letter.filter(|_| picked.reports.is_empty());
    if let Some(Some(grade)) = form.reliability(ui, wording::RELIABILITY, letter) {
        let sources = picked.sources.iter().map(|source| Regrade::Source {
            source: source.id.clone(),
            judgement: Graded::new(grade, on.as_ref(), by.as_deref(), why.as_deref()),
        });
        let reports = picked.reports.iter().map(|report| Regrade::Report {
            report: report.id.clone(),
            judgement: Graded::new(grade, on.as_ref(), by.as_deref(), why.as_deref()),
        });
        let regrades: Vec<Regrade> = sources.chain(reports).collect();
        regrade(words::letters_regraded(picked.sources.len(), picked.reports.len(), Reliability::word(grade)), regrades);
    }
}

/// What all of them are, where they are the same.
fn same<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: BTreeSet<T> = values.collect();
    if values.len() == 1 { values.pop_first() } else { None }
}
