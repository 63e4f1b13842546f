//! The form of the scene in hand: how the window differs from it, its words, which parts of the window it keeps, what is drawn for it.

use egui::{Ui, vec2};

use crate::briefing::{ScenePart, has_part, scenes_in_order};
use crate::command::{Action, BriefCommand, Command, Outbox};
use crate::model::{AnnotationKind, Scene, SceneKind};
use crate::panels::View;
use crate::panels::brief::findings_of_scene;
use crate::panels::editing::steps::Steps;
use crate::panels::form::Form;
use crate::panels::pieces::{action_button, section, text};
use crate::theme::{TextSize, Weight};
use crate::wording;
use crate::wording::editing as words;

pub fn scene(form: &mut Form<'_, '_>, ui: &mut Ui, scene: &mut Scene, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    standing(form.view, ui, scene, out);
    let to = form.line(ui, words::TITLE, &scene.title, "");
    steps.rename(&mut scene.title, to);
    let to = form.lines(ui, wording::SCENE_TEXT, scene.text.as_deref(), wording::SCENE_TEXT_HINT);
    steps.set_text(wording::SCENE_TEXT, &mut scene.text, to);
    let to = form.lines(ui, wording::SPEAKER_NOTES, scene.notes.as_deref(), wording::SPEAKER_NOTES_HINT);
    steps.set_text(wording::SPEAKER_NOTES, &mut scene.notes, to);
    let to = form.word(ui, wording::SECTION, scene.section.as_deref(), sections_in_use);
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
    parts(form.view, ui, scene, out);
    if let Some(is_on) = form.flag(ui, wording::SPOTLIGHT, wording::SPOTLIGHT_EXPLAINED, scene.is_spotlit) {
        out.push(Command::Brief(BriefCommand::Spotlight(is_on)));
    }
    drawings(form, ui, scene, out);
}

fn sections_in_use(view: &View<'_>) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for scene in view.situation.map(scenes_in_order).unwrap_or_default() {
        if let Some(section) = scene.section.as_ref().filter(|section| !sections.contains(section)) {
            sections.push(section.clone());
        }
    }
    sections
}

/// Which scene it is, what the window shows otherwise, and what of the scene cannot be shown.
fn standing(view: &View<'_>, ui: &mut Ui, scene: &Scene, out: &mut Outbox) {
    let theme = view.theme;
    let scenes = view.situation.map(scenes_in_order).unwrap_or_default();
    let number = scenes.iter().position(|other| other.id == scene.id).map_or(0, |at| at + 1);
    ui.label(text(&wording::scene_in_hand(number, scenes.len()), TextSize::Strong, Weight::Semibold, theme.text));
    let ink = if view.differing.is_empty() { theme.weak } else { theme.text };
    ui.label(text(&wording::parts_differ(&view.differing), TextSize::Body, Weight::Regular, ink));
    if !view.differing.is_empty() {
        ui.horizontal_wrapped(|ui| {
            action_button(ui, wording::TAKE_ALL, Action::RecaptureScene, out).on_hover_text(wording::TAKE_ALL_EXPLAINED);
            if ui.button(wording::BACK_TO_SCENE).on_hover_text(wording::BACK_TO_SCENE_EXPLAINED).clicked() {
                out.push(Command::Brief(BriefCommand::Compose(Some(scene.id.clone()))));
            }
        });
    }
    let unresolved = view.unresolved(&scene.id);
    if !unresolved.is_empty() {
        ui.label(text(wording::NOT_ALL_FOUND, TextSize::Small, Weight::Semibold, theme.contested));
        for what in unresolved {
            ui.label(text(&wording::unresolved(what), TextSize::Small, Weight::Regular, theme.text));
        }
    }
    findings_of_scene(view, scene, ui);
    ui.add_space(6.0);
}

/// What of the window the scene keeps, each to be taken anew, to be gone back to or let go.
fn parts(view: &View<'_>, ui: &mut Ui, scene: &Scene, out: &mut Outbox) {
    const NAME: f32 = 92.0;
    let theme = view.theme;
    section(ui, theme, wording::SCENE_PARTS);
    // What is drawn has a list of its own.
    for part in ScenePart::ALL.into_iter().filter(|part| *part != ScenePart::Annotations) {
        let is_kept = has_part(scene, part);
        let is_other = view.differing.contains(&part);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let ink = if is_kept { theme.text } else { theme.weak };
            let (rect, _) = ui.allocate_exact_size(vec2(NAME, ui.spacing().interact_size.y), egui::Sense::hover());
            let weight = if is_kept { Weight::Semibold } else { Weight::Regular };
            let name = wording::scene_part(part);
            ui.put(rect, egui::Label::new(text(name, TextSize::Body, weight, ink)).halign(egui::Align::Min));
            let mut button = |words: &str, explained: &str, command: BriefCommand| {
                let response = ui.button(words).on_hover_text(explained);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, explained));
                if response.clicked() {
                    out.push(Command::Brief(command));
                }
            };
            button(wording::TAKE, &wording::take_part(part), BriefCommand::Recapture(part));
            if is_other {
                button(wording::BACK, &wording::show_part(part), BriefCommand::ShowPart(part));
            }
            if is_kept {
                button(wording::LET_GO, &wording::let_part_go(part), BriefCommand::Release(part));
            }
            if is_other {
                ui.label(text(wording::DIFFERS, TextSize::Small, Weight::Regular, theme.accent));
            }
        });
    }
}

/// What is drawn on the map for the scene, and tools to draw more.
fn drawings(form: &mut Form<'_, '_>, ui: &mut Ui, scene: &Scene, out: &mut Outbox) {
    /// Of a file that holds any number.
    const MOST: usize = 60;
    let theme = form.view.theme;
    section(ui, theme, wording::DRAWINGS);
    ui.horizontal_wrapped(|ui| {
        for (words, kind) in [(wording::DRAW_ARROW, AnnotationKind::Arrow), (wording::DRAW_PEN, AnnotationKind::Line)] {
            if ui.button(words).on_hover_text(wording::annotating(kind)).clicked() {
                out.push(Command::Brief(BriefCommand::TakePen(kind, None)));
            }
        }
    });
    if let Some(Some(typed)) = form.optional_line(ui, wording::WORDS_TO_PUT, None, wording::WORDS_TO_PUT_HINT) {
        out.push(Command::Brief(BriefCommand::TakePen(AnnotationKind::Text, Some(typed))));
    }
    if scene.annotations.is_empty() {
        ui.label(text(wording::NO_DRAWINGS, TextSize::Small, Weight::Regular, theme.weak));
    }
    for (at, annotation) in scene.annotations.iter().take(MOST).enumerate() {
        let told = wording::annotation_told(annotation);
        ui.horizontal(|ui| {
            let erase = ui.button(wording::ERASE);
            erase.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, wording::erase(&told)));
            if erase.clicked() {
                out.push(Command::Brief(BriefCommand::Erase(at)));
            }
            ui.label(text(&told, TextSize::Body, Weight::Regular, theme.text));
        });
    }
}
