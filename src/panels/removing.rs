//! What is asked before records are taken away: what hangs on them, and what becomes of that.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui};

use crate::base::{ContentKey, Derived, shortened};
use crate::command::{Command, EditCommand, Outbox};
use crate::model::{RecordId, Removal};
use crate::panels::View;
use crate::panels::pieces::{text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording::editing as words;

/// What is to go, found once for each state of the situation.
#[derive(Default)]
pub struct RemovalDialog {
    removal: Derived<ContentKey, Removal>,
    has_focus: bool,
}

impl RemovalDialog {
    /// Whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some(situation) = view.situation else { return true };
        let theme = view.theme;
        let removal = self.removal.refresh(view.content, |_| Removal::of(situation, view.viewpoint.chosen()));
        ui.set_width(460.0_f32.min(ui.ctx().content_rect().width() - 64.0));
        let is_one = removal.gone.len() == 1;
        let question = match removal.gone.iter().next() {
            Some(only) if is_one => words::delete_question(view.name(only)),
            _ => words::delete_several_question(removal.gone.len()),
        };
        ui.label(text(&question, TextSize::Title, Weight::Semibold, theme.text));
        ui.add_space(6.0);
        if removal.ties.is_empty() {
            let words = if is_one { words::NOTHING_HANGS_ON_IT } else { words::NOTHING_HANGS_ON_THEM };
            ui.label(text(words, TextSize::Body, Weight::Regular, theme.text));
        } else {
            let most_height = (ui.ctx().content_rect().height() - 260.0).max(80.0);
            ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| ties(view, removal, is_one, ui));
        }
        ui.add_space(8.0);
        ui.label(text(words::DELETE_EXPLAINED, TextSize::Small, Weight::Regular, theme.weak));
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let words = if removal.ties.is_empty() { words::DELETE } else { words::DELETE_AND_UNLINK };
            let delete = ui.button(words);
            trace_rect("removing", words, delete.rect);
            if !std::mem::replace(&mut self.has_focus, true) {
                delete.request_focus();
            }
            if delete.clicked() {
                out.push(Command::Edit(EditCommand::Delete));
            }
            ui.button(words::KEEP).clicked()
        })
        .inner
    }
}

/// What links to what goes, by how it does, with the first of each.
fn ties(view: &View<'_>, removal: &Removal, is_one: bool, ui: &mut Ui) {
    const MOST: usize = 4;
    let theme = view.theme;
    let mut by_field: BTreeMap<(&str, &str), Vec<&RecordId>> = BTreeMap::new();
    for (from, field, _) in &removal.ties {
        let of_field = by_field.entry((from.kind(), field)).or_default();
        // A report can speak of one thing several times.
        if of_field.last() != Some(&from) {
            of_field.push(from);
        }
    }
    for ((_, field), records) in by_field {
        let Some(first) = records.first() else { continue };
        ui.add_space(4.0);
        let words = words::hangs_on(field, first, records.len(), is_one);
        ui.add(egui::Label::new(text(&words, TextSize::Body, Weight::Semibold, theme.text)).wrap());
        for record in records.iter().take(MOST) {
            ui.add(egui::Label::new(text(&shortened(view.name(record), 90), TextSize::Small, Weight::Regular, theme.weak)).truncate());
        }
        if records.len() > MOST {
            let words = words::and_more(records.len() - MOST);
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
        }
    }
}
