//! The strip of scenes in the drawer: to put in order, to take in hand.

use egui::{Button, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::briefing::scenes_in_order;
use crate::command::{Action, BriefCommand, Card, Command, Each, Outbox};
use crate::panels::View;
use crate::panels::pieces::{action_button, line, menu, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// A scene in the strip, in points.
const TILE: egui::Vec2 = vec2(168.0, 94.0);

/// What is done with scenes as such.
pub fn tools(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let brief = |command: BriefCommand| Command::Brief(command);
    action_button(ui, wording::PRESENT, Action::Present, out);
    action_button(ui, wording::NEW_SCENE, Action::CaptureScene, out);
    menu(ui, view.theme, wording::ADD_CARD, |ui| {
        for card in Card::ALL {
            if ui.button(wording::card(card)).clicked() {
                out.push(brief(BriefCommand::AddCard(card)));
                ui.close();
            }
        }
    });
    menu(ui, view.theme, wording::FROM_FILTER, |ui| {
        for each in Each::ALL {
            if ui.button(wording::each(each)).clicked() {
                out.push(brief(BriefCommand::FromFilter(each)));
                ui.close();
            }
        }
    });
}

/// The scenes in their order.
pub fn strip(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let Some(situation) = view.situation else { return };
    let scenes = scenes_in_order(situation);
    if scenes.is_empty() {
        ui.label(text(wording::NO_SCENES, TextSize::Body, Weight::Regular, view.theme.weak));
        ui.take_available_space();
        return;
    }
    ScrollArea::both().id_salt("scenes").auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            for (index, scene) in scenes.iter().enumerate() {
                let (rect, response) = ui.allocate_exact_size(TILE, Sense::click_and_drag());
                let is_in_hand = view.composing == Some(&scene.id);
                let name = wording::scene_named(index + 1, &scene.title);
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_in_hand, &name));
                trace_rect("scene", &scene.id, rect);
                let theme = view.theme;
                let edge = if is_in_hand { Stroke::new(2.0, theme.accent) } else { Stroke::new(1.0, theme.hairline) };
                ui.painter().rect(rect, 4.0, theme.raised, edge, StrokeKind::Inside);
                let ink = if scene.is_hidden { theme.weak } else { theme.text };
                let number = (index + 1).to_string();
                line(ui, rect.min + vec2(8.0, 6.0), &number, TextSize::Small, Weight::Semibold, theme.weak, 30.0);
                line(ui, rect.min + vec2(8.0, 24.0), &scene.title, TextSize::Body, Weight::Semibold, ink, rect.width() - 16.0);
                if response.clicked() {
                    out.push(Command::Brief(BriefCommand::Compose(Some(scene.id.clone()))));
                }
                response.context_menu(|ui| scene_menu(ui, scene, out));
            }
        });
    });
}

fn scene_menu(ui: &mut Ui, scene: &crate::model::Scene, out: &mut Outbox) {
    let id = || scene.id.clone();
    let choices = [
        (wording::PRESENT_FROM_HERE, BriefCommand::Present(Some(id()))),
        (wording::DUPLICATE_SCENE, BriefCommand::Duplicate(id())),
        (wording::hide_scene(scene.is_hidden), BriefCommand::Hide(id(), !scene.is_hidden)),
        (wording::REMOVE_SCENE, BriefCommand::Remove(id())),
    ];
    for (words, command) in choices {
        if ui.add(Button::new(words)).clicked() {
            out.push(Command::Brief(command));
            ui.close();
        }
    }
}
