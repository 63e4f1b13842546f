//! What was changed here and on the disk, side by side to choose from.

use egui::{CornerRadius, Frame, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo};

use crate::command::{Command, MergingCommand, Outbox};
use crate::differences::{Choices, Clash, Side};
use crate::panels::View;
use crate::panels::pieces::{radio, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// What is to be chosen, and what was.
#[derive(Clone, Copy)]
pub struct Conflicts<'a> {
    pub clashes: &'a [Clash],
    pub choices: &'a Choices,
    pub theirs: &'a crate::model::Situation,
}

/// Says whether it is to be left, with nothing brought in.
pub fn ui(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
    let (Some(conflicts), Some(situation)) = (view.conflicts, view.situation) else { return true };
    let theme = view.theme;
    let room = ui.ctx().content_rect();
    let width = (room.width() - 96.0).min(760.0);
    ui.set_width(width);
    ui.label(text(wording::CONFLICTS_TITLE, TextSize::Title, Weight::Semibold, theme.text));
    ui.add_space(4.0);
    ui.label(text(&wording::conflicts_detail(conflicts.clashes.len()), TextSize::Body, Weight::Regular, theme.text));
    ui.add_space(10.0);
    let mut push = |command| out.push(Command::Merging(command));
    ScrollArea::vertical().max_height((room.height() - 260.0).max(80.0)).auto_shrink([false, true]).show(ui, |ui| {
        for (number, clash) in conflicts.clashes.iter().enumerate() {
            let chosen = conflicts.choices.get(&(clash.part.clone(), clash.path.clone())).copied().unwrap_or_default();
            let name = wording::clash(situation, conflicts.theirs, clash, view.language());
            ui.label(text(&name, TextSize::Body, Weight::Semibold, theme.text));
            if clash.is_needed {
                ui.label(text(wording::NEEDED_ELSEWHERE, TextSize::Small, Weight::Regular, theme.weak));
            } else if !clash.path.is_empty() {
                ui.label(text(&wording::clash_base(clash.base.as_deref()), TextSize::Small, Weight::Regular, theme.weak));
            }
            ui.add_space(4.0);
            ui.columns(2, |columns| {
                let sides = [(Side::Mine, wording::MINE, &clash.mine), (Side::Theirs, wording::THEIRS, &clash.theirs)];
                for (ui, (side, heading, value)) in columns.iter_mut().zip(sides) {
                    let value = wording::clash_value(value.as_deref(), clash.path.is_empty());
                    if card(view, ui, (heading, &value), chosen == side) {
                        push(MergingCommand::Choose(Some(number), side));
                    }
                }
            });
            ui.add_space(14.0);
        }
    });
    ui.add_space(6.0);
    let mut is_left = false;
    ui.horizontal(|ui| {
        if ui.button(wording::MERGE).clicked() {
            push(MergingCommand::Accept);
        }
        is_left = ui.button(wording::LATER).clicked();
        if conflicts.clashes.len() > 1 {
            ui.add_space(16.0);
            ui.label(text(wording::CHOOSE, TextSize::Small, Weight::Regular, theme.weak));
            for (words, side) in [(wording::ALL_MINE, Side::Mine), (wording::ALL_THEIRS, Side::Theirs)] {
                if ui.button(words).clicked() {
                    push(MergingCommand::Choose(None, side));
                }
            }
        }
    });
    is_left
}

/// What one side has, to be pressed anywhere. Says whether it was.
fn card(view: &View<'_>, ui: &mut Ui, (heading, value): (&str, &str), is_chosen: bool) -> bool {
    let theme = view.theme;
    let edge = Stroke::new(1.5, if is_chosen { theme.accent } else { theme.hairline });
    let frame = Frame::new().fill(theme.panel).stroke(edge).corner_radius(CornerRadius::same(6)).inner_margin(10);
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let response = radio(ui, is_chosen, heading);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("{heading}: {value}")));
        ui.label(text(value, TextSize::Body, Weight::Regular, theme.text));
        response
    });
    trace_rect("conflicts", heading, shown.response.rect);
    shown.inner.clicked() || shown.response.interact(Sense::click()).clicked()
}
