//! What was changed here and on the disk, side by side to choose from.

use egui::{RichText, ScrollArea, Ui};

use crate::command::{Command, MergingCommand, Outbox};
use crate::differences::{Choices, Clash, Side};
use crate::panels::View;
use crate::panels::pieces::{text, trace_rect};
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
            ui.columns(2, |columns| {
                let sides = [(Side::Mine, wording::MINE, &clash.mine), (Side::Theirs, wording::THEIRS, &clash.theirs)];
                for (ui, (side, heading, value)) in columns.iter_mut().zip(sides) {
                    let value = wording::clash_value(value.as_deref(), clash.path.is_empty());
                    let words = RichText::new(format!("{heading}: {value}"));
                    let response = ui.radio(chosen == side, words);
                    trace_rect("conflicts", heading, response.rect);
                    if response.clicked() {
                        push(MergingCommand::Choose(Some(number), side));
                    }
                }
            });
            ui.add_space(10.0);
        }
    });
    ui.add_space(6.0);
    let mut is_left = false;
    ui.horizontal(|ui| {
        if ui.button(wording::MERGE).clicked() {
            push(MergingCommand::Accept);
        }
        if ui.button(wording::ALL_MINE).clicked() {
            push(MergingCommand::Choose(None, Side::Mine));
        }
        if ui.button(wording::ALL_THEIRS).clicked() {
            push(MergingCommand::Choose(None, Side::Theirs));
        }
        is_left = ui.button(wording::LATER).clicked();
    });
    is_left
}
