//! The form of an event.

use egui::{Ui, vec2};

use crate::model::{
    Assessment, Confidence, Event, EventActor, EventPlace, Extra, Likelihood, Link, Mode, PlaceRole, RecordId, Relation, WhenBasis,
};
use crate::panels::editing::others::{categories_in_use, tags_in_use};
use crate::panels::editing::steps::{Steps, date, raw, word};
use crate::panels::form::Form;
use crate::panels::pieces::section;
use crate::wording;
use crate::wording::editing as words;

pub fn event(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    let to = form.line(ui, words::TITLE, &event.title, "");
    steps.rename(&mut event.title, to);
    mode(form, ui, event, steps);
    date(form, ui, wording::WHEN, &mut event.when, (&mut event.extra, "when"), steps);
    if event.when.is_some() {
        word(
            form,
            ui,
            words::DATE_BASIS,
            &mut event.when_basis,
            WhenBasis::ALL,
            wording::when_basis,
            (&mut event.extra, "when_basis"),
            steps,
        );
    }
    places(form, ui, event, steps);
    actors(form, ui, event, steps);
    let to = form.word(ui, words::CATEGORY, event.category.as_deref(), categories_in_use);
    steps.set_text(words::CATEGORY, &mut event.category, to);
    let to = form.words(ui, words::TAGS, &event.tags, tags_in_use);
    steps.set_tags(&mut event.tags, to);
    let to = form.lines(ui, words::SUMMARY, event.summary.as_deref(), "");
    steps.set_text(words::SUMMARY, &mut event.summary, to);
    links(form, ui, event, steps);
    assessments(form, ui, event, steps);
}

fn mode(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    let known: Vec<Mode> = Mode::ALL.iter().copied().filter(|mode| *mode != Mode::Unknown).collect();
    let shown = |mode: Mode| match raw(&event.extra, "mode").filter(|_| mode == Mode::Unknown) {
        Some(raw) => words::as_in_the_file(raw),
        None => wording::mode(mode).to_owned(),
    };
    let to = form.choice(ui, words::MODE, Some(event.mode), &known, shown, None).flatten();
    if to.is_some() {
        event.extra.remove("mode");
    }
    steps.set(words::MODE, &mut event.mode, to, |mode| Some(wording::mode(*mode).to_owned()));
}

/// A link with its role before it; the role that is chosen, and whether the link is to go.
fn with_role<R: Copy + PartialEq>(
    form: &mut Form<'_, '_>,
    ui: &mut Ui,
    id: &RecordId,
    role: R,
    all: &[R],
    words: fn(R) -> &'static str,
) -> (Option<R>, bool) {
    const ROLE: f32 = 96.0;
    let name = form.view.name(id).to_owned();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
        let role = ui.allocate_ui(vec2(ROLE, 22.0), |ui| {
            form.within(&name, |form| form.bare().choice(ui, words::ROLE, Some(role), all, |role| words(role).to_owned(), None))
        });
        (role.inner.flatten(), form.linked(ui, id))
    })
    .inner
}

fn places(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    let mut gone = None;
    if !event.places.is_empty() {
        form.labelled(ui, words::PLACES, |form, ui| {
            for (at, link) in event.places.iter_mut().enumerate() {
                let id = RecordId::Place(link.place.clone());
                let (role, is_gone) = with_role(form, ui, &id, link.role, PlaceRole::ALL, wording::role);
                steps.set(words::ROLE, &mut link.role, role, |role| Some(wording::role(*role).to_owned()));
                gone = gone.or(is_gone.then_some(at));
            }
        });
    }
    if let Some(at) = gone {
        let link = event.places.remove(at);
        steps.unlinked(view.name(&RecordId::Place(link.place)));
    }
    let known: Vec<RecordId> = event.places.iter().map(|link| RecordId::Place(link.place.clone())).collect();
    let label = if known.is_empty() { words::PLACES } else { words::ANOTHER_PLACE };
    let picked = form.pick(ui, label, &|id| matches!(id, RecordId::Place(_)) && !known.contains(id));
    if let Some((id, place)) = picked.and_then(|id| Some((id.clone(), id.place()?.clone()))) {
        steps.linked(view.name(&id));
        event.places.push(EventPlace { place, role: PlaceRole::At, extra: Extra::new() });
    }
}

fn actors(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    let mut gone = None;
    if !event.actors.is_empty() {
        form.labelled(ui, words::ACTORS, |form, ui| {
            for (at, link) in event.actors.iter_mut().enumerate() {
                let id = RecordId::Actor(link.actor.clone());
                ui.horizontal(|ui| {
                    const ROLE: f32 = 96.0;
                    ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
                    let role = ui.allocate_ui(vec2(ROLE, 22.0), |ui| {
                        let (name, role) = (view.name(&id), link.role.as_deref());
                        form.within(name, |form| form.bare().optional_line(ui, words::ROLE, role, words::ROLE))
                    });
                    steps.set_text(words::ROLE, &mut link.role, role.inner);
                    gone = gone.or(form.linked(ui, &id).then_some(at));
                });
            }
        });
    }
    if let Some(at) = gone {
        let link = event.actors.remove(at);
        steps.unlinked(view.name(&RecordId::Actor(link.actor)));
    }
    let known: Vec<RecordId> = event.actors.iter().map(|link| RecordId::Actor(link.actor.clone())).collect();
    let label = if known.is_empty() { words::ACTORS } else { words::ANOTHER_ACTOR };
    let picked = form.pick(ui, label, &|id| matches!(id, RecordId::Actor(_)) && !known.contains(id));
    if let Some((id, actor)) = picked.and_then(|id| Some((id.clone(), id.actor()?.clone()))) {
        steps.linked(view.name(&id));
        event.actors.push(EventActor { actor, role: None, extra: Extra::new() });
    }
}

fn links(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    let mut gone = None;
    if !event.links.is_empty() {
        form.labelled(ui, words::EVENTS, |form, ui| {
            for (at, link) in event.links.iter_mut().enumerate() {
                let id = RecordId::Event(link.event.clone());
                let (rel, is_gone) = with_role(form, ui, &id, link.rel, Relation::ALL, wording::relation);
                steps.set(words::ROLE, &mut link.rel, rel, |rel| Some(wording::relation(*rel).to_owned()));
                gone = gone.or(is_gone.then_some(at));
            }
        });
    }
    if let Some(at) = gone {
        let link = event.links.remove(at);
        steps.unlinked(view.name(&RecordId::Event(link.event)));
    }
    let own = RecordId::Event(event.id.clone());
    let label = if event.links.is_empty() { words::EVENTS } else { words::ANOTHER_EVENT };
    if let Some(id) = form.pick(ui, label, &|id| matches!(id, RecordId::Event(_)) && *id != own)
        && let RecordId::Event(other) = &id
    {
        steps.linked(view.name(&id));
        event.links.push(Link { event: other.clone(), rel: Relation::PartOf, extra: Extra::new() });
    }
}

fn assessments(form: &mut Form<'_, '_>, ui: &mut Ui, event: &mut Event, steps: &mut Steps<'_, '_>) {
    section(ui, form.view.theme, wording::OWN_ASSESSMENT);
    let mut gone = None;
    for (at, assessment) in event.assessments.iter_mut().enumerate() {
        let title = words::assessment_number(at + 1);
        let is_gone = form.within(&title, |form| {
            one_assessment(form, ui, assessment, steps);
            ui.button(words::take_away(&title)).clicked()
        });
        gone = gone.or(is_gone.then_some(at));
        ui.add_space(8.0);
    }
    if let Some(at) = gone {
        let assessment = event.assessments.remove(at);
        steps.push(words::assessment_gone(&event.title, &assessment.statement));
    }
    let to = form.optional_line(ui, words::NEW_ASSESSMENT, None, words::NEW_ASSESSMENT_HINT).flatten();
    if let Some(statement) = to {
        steps.push(words::assessed(&event.title));
        let by = form.view.preferences.name.clone();
        let on = form.view.today();
        event.assessments.push(Assessment { statement, likelihood: None, confidence: None, basis: None, by, on, extra: Extra::new() });
    }
}

fn one_assessment(form: &mut Form<'_, '_>, ui: &mut Ui, assessment: &mut Assessment, steps: &mut Steps<'_, '_>) {
    let Assessment { statement, likelihood, confidence, basis, by, on, extra } = assessment;
    let to = form.line(ui, words::STATEMENT, statement, "");
    steps.set(words::STATEMENT, statement, to, |text| Some(text.clone()));
    word(form, ui, wording::LIKELIHOOD, likelihood, Likelihood::ALL, Likelihood::word, (extra, "likelihood"), steps);
    word(form, ui, wording::CONFIDENCE, confidence, Confidence::ALL, Confidence::word, (extra, "confidence"), steps);
    let to = form.optional_line(ui, wording::BASIS, basis.as_deref(), "");
    steps.set_text(wording::BASIS, basis, to);
    let to = form.optional_line(ui, words::BY, by.as_deref(), "");
    steps.set_text(words::BY, by, to);
    date(form, ui, words::ON, on, (extra, "on"), steps);
}
