//! The profiles of releasability in the header's form.

use egui::Ui;

use crate::command::{Command, Outbox, ReleaseCommand};
use crate::model::{Header, RecordId, Release, SourceId, Unnamed};
use crate::panels::View;
use crate::panels::editing::steps::Steps;
use crate::panels::editing::tags_in_use;
use crate::panels::form::Form;
use crate::panels::pieces::{section, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording::editing as words;
use crate::wording::release as release_words;

pub fn releases(form: &mut Form<'_, '_>, ui: &mut Ui, header: &mut Header, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    let theme = form.view.theme;
    let mut gone = None;
    let names: Vec<String> = header.releases.iter().map(|release| release.name.clone()).collect();
    // The one that is chosen stands on top.
    let mut in_order: Vec<(usize, &mut Release)> = header.releases.iter_mut().enumerate().collect();
    in_order.sort_by_key(|(_, release)| form.view.release != Some(release.name.as_str()));
    for (at, release) in in_order {
        section(ui, theme, &release_words::profile_heading(&release.name));
        let name = release.name.clone();
        form.within(&name, |form| one(form, ui, release, &names, steps));
        // Who has chosen it has it still under its new name.
        if release.name != name && form.view.release == Some(name.as_str()) {
            out.push(Command::Release(ReleaseCommand::Choose(Some(release.name.clone()))));
        }
        let remove = text(release_words::REMOVE_PROFILE, TextSize::Small, Weight::Regular, theme.text);
        let response = ui.button(remove);
        trace_rect("release-form", release_words::REMOVE_PROFILE, response.rect);
        if response.clicked() {
            gone = Some(at);
        }
    }
    if let Some(at) = gone.filter(|at| *at < header.releases.len()) {
        steps.push(release_words::profile_removed(&header.releases.remove(at).name));
    }
}

fn one(form: &mut Form<'_, '_>, ui: &mut Ui, release: &mut Release, names: &[String], steps: &mut Steps<'_, '_>) {
    let own = release.name.clone();
    let read = |text: &str| match text.trim() {
        "" => Err(words::NEEDED.to_owned()),
        name if name != own && names.iter().any(|known| known == name) => Err(release_words::NAME_IS_TAKEN.to_owned()),
        name => Ok((name.to_owned(), None)),
    };
    let to = form.parsed(ui, words::NAME, &release.name.clone(), "", read);
    steps.rename(&mut release.name, to);
    let to = form.optional_line(ui, words::HANDLING, release.handling.as_deref(), release_words::HANDLING_HINT);
    steps.set_text(words::HANDLING, &mut release.handling, to);
    let mut flag = |form: &mut Form<'_, '_>, ui: &mut Ui, label: &str, explained: &str, place: &mut bool| {
        let to = form.flag(ui, label, explained, *place);
        steps.set_flag(label, place, to);
    };
    flag(form, ui, release_words::DROP_NOTES, release_words::DROP_NOTES_EXPLAINED, &mut release.drop_notes);
    flag(form, ui, release_words::KEEP_TEXTS, release_words::KEEP_TEXTS_EXPLAINED, &mut release.keep_texts);
    unnamed(form, ui, release, steps);
    let shown = release.coarsen_km.map(|km| km.to_string()).unwrap_or_default();
    let read = |typed: &str| {
        let number = typed.trim().trim_end_matches(release_words::KM).trim();
        if number.is_empty() {
            return Ok((None, None));
        }
        let km = number.parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= Release::MOST_KM);
        km.map(|km| (Some(km), None)).ok_or_else(|| release_words::NO_KM.to_owned())
    };
    let to = form.parsed(ui, release_words::COARSEN, &shown, release_words::COARSEN_HINT, read);
    steps.set(release_words::COARSEN, &mut release.coarsen_km, to, |km| km.map(|km| km.to_string()));
    let list = |tags: &Vec<String>| (!tags.is_empty()).then(|| tags.join(", "));
    let to = form.words(ui, release_words::DROP_TAGS, &release.drop_tags, tags_in_use);
    steps.set(release_words::DROP_TAGS, &mut release.drop_tags, to, list);
    let to = form.words(ui, release_words::DROP_TAGGED, &release.drop_tagged, tags_in_use);
    steps.set(release_words::DROP_TAGGED, &mut release.drop_tagged, to, list);
    if !release.extra.is_empty() {
        let members: Vec<&str> = release.extra.keys().map(String::as_str).collect();
        form.remark(ui, &release_words::not_understood(&members), true);
    }
}

/// Nobody, all, or sources by their names.
fn unnamed(form: &mut Form<'_, '_>, ui: &mut Ui, release: &mut Release, steps: &mut Steps<'_, '_>) {
    let label = release_words::UNNAMED;
    let mut is_all = release.unnamed_sources == Unnamed::All;
    let to = form.flag(ui, label, release_words::ALL_SOURCES, is_all);
    steps.set_flag(release_words::ALL_SOURCES, &mut is_all, to);
    if let Some(is_all) = to {
        release.unnamed_sources = if is_all { Unnamed::All } else { Unnamed::default() };
    }
    let Unnamed::These(ids) = &mut release.unnamed_sources else { return };
    let view = form.view;
    let mut gone: Option<SourceId> = None;
    for id in &*ids {
        let is_taken_away = form.labelled(ui, "", |form, ui| form.linked(ui, &id.clone().into()));
        if is_taken_away {
            gone = Some(id.clone());
        }
    }
    if let Some(id) = gone {
        steps.unlinked(view.name(&id.clone().into()));
        ids.retain(|known| *known != id);
    }
    let known = ids.clone();
    let wanted = |id: &RecordId| id.source().is_some_and(|id| !known.contains(id));
    if let Some(id) = form.pick(ui, release_words::ONE_SOURCE, &wanted).as_ref().and_then(|id| id.source()) {
        steps.linked(named(view, id));
        ids.push(id.clone());
    }
}

fn named<'v>(view: &'v View<'_>, id: &'v SourceId) -> &'v str {
    view.situation.and_then(|situation| situation.source(id)).map_or(id.as_str(), |source| source.name.as_str())
}
