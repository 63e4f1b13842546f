//! The form of a new event with its first report: one step for both, with the place and the source where those are new.

use egui::Ui;

use crate::base::shortened;
use crate::command::{Command, Outbox};
use crate::model::{Additions, Edit, EventId, Linked, Mode, NewEvent, RecordId, Report, ReportId, Situation, Stance, linked_to_event};
use crate::panels::View;
use crate::panels::adding::from_row::of_row;
use crate::panels::adding::sheet::{Column, Sheet, in_columns};
use crate::panels::adding::{heading, is_actor};
use crate::panels::editing::{categories_in_use, tags_in_use};
use crate::panels::form::{Form, found_place, place_at};
use crate::panels::pieces::{section, text};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;
use crate::wording::editing as fields;

/// What is filled in so far: kept while one looks elsewhere, until it is added.
#[derive(Default)]
pub struct EventForm {
    sheet: Sheet,
    event: NewEvent,
    /// The report of the inbox that the event is made from: it takes the place of the first report.
    of: Option<ReportId>,
    /// The row of a data layer that it is made from.
    row: Option<(usize, u32)>,
}

impl EventForm {
    pub fn close(&mut self) {
        self.sheet.close();
    }

    fn is_begun(&self) -> bool {
        self.event != NewEvent { place: self.event.place.clone(), ..NewEvent::default() } || self.sheet.is_begun()
    }

    fn open(&mut self, view: &View<'_>, situation: &Situation) {
        self.sheet.trouble = None;
        let of = match &view.viewpoint.selection {
            Some(Item::Record(RecordId::Report(id))) => situation.report(id).filter(|report| report.about.is_empty()),
            _ => None,
        };
        if !self.is_begun() || self.of != of.map(|report| report.id.clone()) {
            *self = Self { sheet: Sheet::afresh(view), of: of.map(|report| report.id.clone()), ..Self::default() };
            self.event.title = of.and_then(|report| report.title.clone()).unwrap_or_default();
        }
        self.sheet.drafts.begin();
        if let Some(Item::Row { layer, row }) = view.viewpoint.selection
            && view.new_event_at.is_none()
            && self.row.replace((layer, row)) != Some((layer, row))
            && let Some((event, report)) = of_row(view, situation, layer, row)
        {
            self.event = event;
            self.sheet.report.begin_with(report);
            return;
        }
        let selected = match &view.viewpoint.selection {
            Some(Item::Record(RecordId::Place(id))) => Some(Linked::Known(id.clone())),
            _ => None,
        };
        let at = view.new_event_at.map(|at| Linked::New(Box::new(place_at(view, at))));
        let place = at.or_else(|| found_place(view)).or(selected);
        self.event.place = place.or(self.event.place.take());
    }

    /// Says whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some(situation) = view.situation else { return true };
        if self.sheet.opens() {
            self.open(view, situation);
        }
        let of = self.of.as_ref().and_then(|id| situation.report(id));
        if heading(view, ui, wording::adding::NEW_EVENT, self.is_begun()) {
            *self = Self { sheet: Sheet::afresh(view), of: self.of.take(), ..Self::default() };
        }
        let takes_all = self.sheet.takes_all(ui);
        let Sheet { drafts, report, .. } = &mut self.sheet;
        let (form, event) = (&mut Form::new(view, drafts, "new-event", takes_all), &mut self.event);
        in_columns(ui, |ui, column| match column {
            Column::First => {
                section(ui, view.theme, wording::adding::WHAT_HAPPENED);
                first_fields(form, ui, event);
                match of {
                    Some(of) => first_report(view, ui, of),
                    None => {
                        section(ui, view.theme, wording::adding::WHO_SAYS_SO);
                        report.first_fields(form, ui);
                    }
                }
            }
            Column::Second => {
                section(ui, view.theme, wording::adding::MORE_OF_EVENT);
                more_fields(form, ui, event);
                if of.is_none() {
                    section(ui, view.theme, wording::adding::MORE_OF_REPORT);
                    report.more_fields(form, ui);
                }
            }
        });
        self.sheet.foot(view, ui, wording::adding::ADD_EVENT);
        takes_all && self.add(view, situation, out)
    }

    fn add(&mut self, view: &View<'_>, situation: &Situation, out: &mut Outbox) -> bool {
        self.sheet.trouble = if self.sheet.drafts.is_typing() {
            Some(wording::adding::NOT_ALL_TAKEN)
        } else if self.event.title.trim().is_empty() {
            Some(wording::adding::NO_TITLE)
        } else {
            self.sheet.report.trouble()
        };
        if self.sheet.trouble.is_some() {
            return false;
        }
        let of = self.of.as_ref().and_then(|id| situation.report(id));
        let (edit, event) = self.edit(view, situation, of);
        out.push(Command::step(wording::adding::event_added(&shortened(self.event.title.trim(), 60)), edit));
        out.push(Command::ForgetFound);
        out.select(Item::Record(RecordId::Event(event)));
        *self = Self::default();
        true
    }

    fn edit(&self, view: &View<'_>, situation: &Situation, of: Option<&Report>) -> (Edit, EventId) {
        let mut additions = Additions::default();
        let event = additions.event(situation, &self.event);
        match of {
            Some(of) => additions.put_report(linked_to_event(of.clone(), event.clone(), Stance::Asserts)),
            None if self.sheet.report.is_begun() => {
                additions.report(situation, &self.sheet.report.filled(view), Some((&event, self.event.title.trim())));
            }
            None => {}
        }
        (additions.into_edit(), event)
    }
}

/// The report that the event is made from.
fn first_report(view: &View<'_>, ui: &mut Ui, of: &Report) {
    section(ui, view.theme, wording::adding::OF_THE_REPORT);
    let name = view.name(&RecordId::Report(of.id.clone())).to_owned();
    ui.label(text(&name, TextSize::Body, Weight::Semibold, view.theme.text));
    if let Some(excerpt) = &of.excerpt {
        ui.label(text(&wording::quoted(&shortened(excerpt, 600)), TextSize::Small, Weight::Regular, view.theme.weak));
    }
}

fn first_fields(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut NewEvent) {
    let title = form.line(ui, fields::TITLE, &event.title, wording::adding::TITLE_HINT);
    event.title = title.unwrap_or(std::mem::take(&mut event.title));
    if let Some(when) = form.date(ui, wording::WHEN, event.when.as_ref(), None) {
        event.when = when;
    }
    if let Some(place) = form.place(ui, wording::WHERE, event.place.as_ref()) {
        event.place = place;
    }
}

fn more_fields(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut NewEvent) {
    let modes: Vec<Mode> = Mode::ALL.iter().copied().filter(|mode| *mode != Mode::Unknown).collect();
    if let Some(Some(mode)) = form.choice(ui, fields::MODE, Some(event.mode), &modes, |mode| wording::mode(mode).to_owned(), None) {
        event.mode = mode;
    }
    if let Some(category) = form.word(ui, fields::CATEGORY, event.category.as_deref(), categories_in_use) {
        event.category = category;
    }
    actors(form, ui, event);
    if let Some(tags) = form.words(ui, fields::TAGS, &event.tags, tags_in_use) {
        event.tags = tags;
    }
}

/// Chips of those that are taken, and a field for another.
fn actors(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut NewEvent) {
    if !event.actors.is_empty() {
        event.actors = form.labelled(ui, fields::ACTORS, |form, ui| {
            ui.horizontal_wrapped(|ui| {
                event.actors.iter().filter(|id| !form.linked(ui, &RecordId::Actor((*id).clone()))).cloned().collect()
            })
            .inner
        });
    }
    let label = if event.actors.is_empty() { fields::ACTORS } else { fields::ANOTHER_ACTOR };
    if let Some(RecordId::Actor(id)) = form.pick(ui, label, &is_actor)
        && !event.actors.contains(&id)
    {
        event.actors.push(id);
    }
}
