//! The form of the scene in hand: its words, and which parts of the window it keeps.

use egui::Ui;

use crate::briefing::{ScenePart, has_part};
use crate::command::{BriefCommand, Command, Outbox};
use crate::model::{Scene, SceneKind};
use crate::panels::editing::steps::Steps;
use crate::panels::form::Form;
use crate::panels::pieces::{section, text};
use crate::theme::{TextSize, Weight};
use crate::wording;
use crate::wording::editing as words;

pub fn scene(form: &mut Form<'_, '_>, ui: &mut Ui, scene: &mut Scene, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    let to = form.line(ui, words::TITLE, &scene.title, "");
    steps.rename(&mut scene.title, to);
    let to = form.lines(ui, wording::SCENE_TEXT, scene.text.as_deref(), wording::SCENE_TEXT_HINT);
    steps.set_text(wording::SCENE_TEXT, &mut scene.text, to);
    let to = form.lines(ui, wording::SPEAKER_NOTES, scene.notes.as_deref(), wording::SPEAKER_NOTES_HINT);
    steps.set_text(wording::SPEAKER_NOTES, &mut scene.notes, to);
    let to = form.optional_line(ui, wording::SECTION, scene.section.as_deref(), "");
    steps.set_text(wording::SECTION, &mut scene.section, to);
    let to = form.choice(ui, words::KIND, Some(scene.kind), SceneKind::ALL, |kind| wording::scene_kind(kind).to_owned(), None);
    steps.set(words::KIND, &mut scene.kind, to.flatten(), |kind| Some(wording::scene_kind(*kind).to_owned()));
    let seconds = scene.seconds.map(wording::minutes).unwrap_or_default();
    let to = form.parsed(ui, wording::DURATION, &seconds, wording::DURATION_HINT, |typed| match wording::read_minutes(typed) {
        Ok(seconds) => Ok((seconds, None)),
        Err(why) => Err(why.to_owned()),
    });
    steps.set(wording::DURATION, &mut scene.seconds, to, |seconds| seconds.map(wording::minutes));
    let to = form.flag(ui, wording::HIDDEN_SCENE, wording::HIDDEN_SCENE_EXPLAINED, scene.is_hidden);
    steps.set_flag(wording::HIDDEN_SCENE, &mut scene.is_hidden, to);
    parts(form, ui, scene, out);
}

/// What of the window the scene keeps, each to be taken anew or let go.
fn parts(form: &Form<'_, '_>, ui: &mut Ui, scene: &Scene, out: &mut Outbox) {
    let theme = form.view.theme;
    section(ui, theme, wording::SCENE_PARTS);
    for part in ScenePart::ALL {
        ui.horizontal(|ui| {
            let is_kept = has_part(scene, part);
            let ink = if is_kept { theme.text } else { theme.weak };
            ui.add_sized([96.0, 20.0], egui::Label::new(text(wording::scene_part(part), TextSize::Body, Weight::Regular, ink)));
            let name = wording::take_part(part);
            if ui.button(wording::TAKE).on_hover_text(&name).clicked() {
                out.push(Command::Brief(BriefCommand::Recapture(part)));
            }
            if is_kept && ui.button(wording::LET_GO).on_hover_text(wording::let_part_go(part)).clicked() {
                out.push(Command::Brief(BriefCommand::Release(part)));
            }
        });
    }
}
