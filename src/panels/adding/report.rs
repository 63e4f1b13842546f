//! What is filled in of a new report: as the first of a new event, and as a form of its own.

use egui::Ui;

use crate::base::shortened;
use crate::command::{Command, Outbox};
use crate::model::{Additions, EventId, Linked, Moment, NewReport, RecordId, Situation, SourceId, Stance, Troops, When, Zone};
use crate::panels::View;
use crate::panels::adding::sheet::{Column, Sheet, in_columns};
use crate::panels::adding::{heading, is_event};
use crate::panels::form::Form;
use crate::panels::pieces::{section, text};
use crate::query::Pasted;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;
use crate::wording::editing as fields;

/// A report as far as it is filled in.
#[derive(Default)]
pub struct ReportFields {
    new: NewReport,
    /// Of the troops that it tells of.
    troops: Troops,
    /// When we learn of it: now, where nobody says otherwise.
    now: Option<When>,
}

impl ReportFields {
    pub fn open(&mut self, view: &View<'_>) {
        self.now = view.now.and_then(now_as_date);
        self.new.known.clone_from(&self.now);
    }

    /// Whether anything is filled in that was not so by itself.
    pub fn is_begun(&self) -> bool {
        NewReport { known: None, ..self.new.clone() } != NewReport::default()
            || self.new.known != self.now
            || self.troops != Troops::default()
    }

    /// What is lacking: a report that was begun needs somebody who says it.
    pub fn trouble(&self) -> Option<&'static str> {
        (self.is_begun() && self.new.source.is_none()).then_some(wording::adding::NO_SOURCE)
    }

    pub fn filled(&self, view: &View<'_>) -> NewReport {
        let troops = (self.troops != Troops::default()).then(|| Box::new(self.troops.clone()));
        NewReport { troops, by: view.preferences.name.clone(), on: view.today(), ..self.new.clone() }
    }

    /// What is known of it beforehand.
    pub fn begin_with(&mut self, new: NewReport) {
        self.new = NewReport { known: self.new.known.take(), ..new };
    }

    fn take(&mut self, pasted: Pasted) {
        self.new.url = pasted.url;
        self.new.title = pasted.title;
        self.new.published = pasted.published;
        self.new.excerpt = pasted.text;
    }

    pub fn first_fields(&mut self, form: &mut Form<'_, '_>, ui: &mut Ui) {
        if let Some(source) = form.source(ui, wording::SOURCE, self.new.source.as_ref()) {
            self.new.source = source;
        }
        if let Some(when) = form.date(ui, wording::adding::PUBLISHED_ON, self.new.published.as_ref(), None) {
            self.new.published = when;
        }
        if let Some(url) = form.optional_line(ui, wording::LINK, self.new.url.as_deref(), fields::LINK_HINT) {
            self.new.url = url;
        }
        if let Some(excerpt) = form.lines(ui, fields::EXCERPT, self.new.excerpt.as_deref(), fields::EXCERPT_HINT) {
            self.new.excerpt = excerpt;
        }
    }

    /// What speaks of an event, and how good it is.
    pub fn more_fields(&mut self, form: &mut Form<'_, '_>, ui: &mut Ui) {
        let stances: Vec<Stance> = Stance::ALL.iter().copied().filter(|stance| *stance != Stance::Unknown).collect();
        let words = |stance| wording::stance(stance).to_owned();
        if let Some(Some(stance)) = form.choice(ui, fields::STANCE, Some(self.new.stance), &stances, words, None) {
            self.new.stance = stance;
        }
        // Of a source that is known its letter stands there until another is chosen.
        let letter = self.new.reliability.or_else(|| match &self.new.source {
            Some(Linked::Known(id)) => form.view.situation?.source(id)?.graded.last().map(|graded| graded.grade),
            _ => None,
        });
        if let Some(reliability) = form.reliability(ui, wording::RELIABILITY, letter) {
            self.new.reliability = reliability;
        }
        if let Some(credibility) = form.credibility(ui, fields::CREDIBILITY, self.new.credibility) {
            self.new.credibility = credibility;
        }
        if let Some(title) =
            form.optional_line(ui, wording::adding::HEADLINE, self.new.title.as_deref(), wording::adding::REPORT_TITLE_HINT)
        {
            self.new.title = title;
        }
        if let Some(known) = form.date(ui, wording::adding::KNOWN_SINCE, self.new.known.as_ref(), None) {
            self.new.known = known;
        }
        form.within(fields::TROOPS, |form| self.troops_fields(form, ui));
    }

    fn troops_fields(&mut self, form: &mut Form<'_, '_>, ui: &mut Ui) {
        if let Some(strength) = form.strength(ui, wording::adding::HOW_MANY_TROOPS, self.troops.strength.as_ref(), None) {
            self.troops.strength = strength;
        }
        let actor = self.troops.actor.clone().map(RecordId::Actor);
        let whose = form.link(ui, wording::adding::TROOPS_OF, actor.as_ref(), &super::is_actor);
        if let Some(whose) = whose {
            self.troops.actor = whose.and_then(|id| id.actor().cloned());
        }
    }
}

/// A moment as a date of EDTF, in UTC and to the second.
fn now_as_date(now: Moment) -> Option<When> {
    let civil = now.civil(&Zone::default());
    When::parse(&format!("{}T{:02}:{:02}:{:02}Z", civil.day, civil.hour, civil.minute, civil.second)).ok()
}

/// The form of a new report.
#[derive(Default)]
pub struct ReportForm {
    sheet: Sheet,
    about: Option<EventId>,
    /// Whether what is in it was read from text that was pasted.
    is_pasted: bool,
}

impl ReportForm {
    pub fn close(&mut self) {
        self.sheet.close();
    }

    fn open(&mut self, view: &View<'_>) {
        if view.pasted.is_some() || !self.sheet.is_begun() {
            self.clear(view);
        }
        if let Some(text) = view.pasted {
            self.sheet.report.take(Pasted::read(text));
            self.is_pasted = true;
        }
    }

    fn clear(&mut self, view: &View<'_>) {
        let about = view.viewpoint.selected().and_then(RecordId::event).cloned();
        *self = Self { sheet: Sheet::afresh(view), about, is_pasted: false };
    }

    /// Says whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some(situation) = view.situation else { return true };
        if self.sheet.opens() {
            self.open(view);
        }
        if heading(view, ui, wording::adding::NEW_REPORT, self.sheet.is_begun()) {
            self.clear(view);
        }
        let takes_all = self.sheet.takes_all(ui);
        let Sheet { drafts, report, .. } = &mut self.sheet;
        if self.is_pasted {
            ui.label(text(&wording::adding::read_from_pasted(&report.new), TextSize::Small, Weight::Regular, view.theme.weak));
        }
        let (form, about) = (&mut Form::new(view, drafts, "new-report", takes_all), &mut self.about);
        in_columns(ui, |ui, column| match column {
            Column::First => {
                section(ui, view.theme, wording::adding::WHO_SAYS_SO);
                report.first_fields(form, ui);
                let event = about.clone().map(RecordId::Event);
                if let Some(event) = form.link(ui, wording::adding::ABOUT_EVENT, event.as_ref(), &is_event) {
                    *about = event.and_then(|id| id.event().cloned());
                }
            }
            Column::Second => {
                section(ui, view.theme, wording::adding::MORE_OF_REPORT);
                report.more_fields(form, ui);
            }
        });
        if self.about.is_none() {
            ui.label(text(wording::adding::FOR_THE_INBOX, TextSize::Small, Weight::Regular, view.theme.weak));
        }
        self.sheet.foot(view, ui, wording::adding::ADD_REPORT);
        takes_all && self.add(view, situation, out)
    }

    fn add(&mut self, view: &View<'_>, situation: &Situation, out: &mut Outbox) -> bool {
        self.sheet.trouble = if self.sheet.drafts.is_typing() {
            Some(wording::adding::NOT_ALL_TAKEN)
        } else if self.sheet.report.new.source.is_none() {
            Some(wording::adding::NO_SOURCE)
        } else {
            None
        };
        if self.sheet.trouble.is_some() {
            return false;
        }
        let mut additions = Additions::default();
        let about = self.about.as_ref().and_then(|id| Some((id, situation.event(id)?.title.as_str())));
        let Some(id) = additions.report(situation, &self.sheet.report.filled(view), about) else { return false };
        let name = self.sheet.report.new.title.clone().or_else(|| source_name(situation, self.sheet.report.new.source.as_ref()));
        out.push(Command::step(wording::adding::report_added(&shortened(&name.unwrap_or_default(), 60)), additions.into_edit()));
        out.select(Item::Record(RecordId::Report(id)));
        *self = Self::default();
        true
    }
}

fn source_name(situation: &Situation, source: Option<&Linked<SourceId, crate::model::Source>>) -> Option<String> {
    match source? {
        Linked::Known(id) => situation.source(id).map(|source| source.name.clone()),
        Linked::New(source) => Some(source.name.clone()),
    }
}
