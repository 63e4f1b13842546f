//! What was not saved when the program ended: the steps and what they changed, to be taken or left.

use egui::{ScrollArea, Ui};

use crate::base::shortened;
use crate::command::{Command, KeepCommand, Lost, LostRecord, Outbox, RecordChange};
use crate::document::straight;
use crate::panels::View;
use crate::panels::pieces::{section, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// Of each list at most so many lines are shown.
const MAX_LINES: usize = 200;
const MAX_CHARS: usize = 200;

/// Says whether it is to be decided later.
pub fn ui(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
    let Some(lost) = view.keeping.lost.as_deref() else { return true };
    ui.set_width(640.0_f32.min(ui.ctx().content_rect().width() - 48.0));
    let Lost { found, records, has_changed, .. } = lost;
    let steps = straight(&found.unsaved.entries);
    let since = found.since.map(|since| view.dates.moment(since));
    ui.label(text(wording::RECOVERY_TITLE, TextSize::Title, Weight::Semibold, view.theme.text));
    ui.add_space(4.0);
    let detail = wording::recovery_detail(steps.len(), since.as_deref(), *has_changed, found.n_torn);
    ui.label(text(&detail, TextSize::Body, Weight::Regular, view.theme.text));
    let max_height = (ui.ctx().content_rect().height() - 260.0).max(80.0);
    ScrollArea::vertical().max_height(max_height).auto_shrink([false, true]).show(ui, |ui| {
        let names: Vec<String> = steps
            .iter()
            .take(MAX_LINES)
            .map(|entry| {
                let at = entry.stamp.at.map(|at| view.dates.moment(at));
                wording::dotted([
                    Some(&*wording::capitalised(&shortened(&entry.name, MAX_CHARS))),
                    at.as_deref(),
                    entry.stamp.by.as_deref(),
                ])
            })
            .collect();
        list(view, ui, wording::RECOVERY_STEPS, &names, steps.len());
        let (unfit, changed): (Vec<&LostRecord>, Vec<&LostRecord>) =
            records.iter().partition(|record| record.change == RecordChange::Unfit);
        for (title, records) in [(wording::RECOVERY_RECORDS, changed), (wording::RECOVERY_UNFIT, unfit)] {
            let lines: Vec<String> =
                records.iter().take(MAX_LINES).map(|record| wording::capitalised(&wording::lost_record(record))).collect();
            list(view, ui, title, &lines, records.len());
        }
        let texts: Vec<String> = found.unsaved.texts.keys().take(MAX_LINES).map(|name| shortened(name, MAX_CHARS)).collect();
        list(view, ui, wording::RECOVERY_TEXTS, &texts, found.unsaved.texts.len());
    });
    ui.add_space(12.0);
    ui.label(text(wording::RECOVERY_EXPLAINED, TextSize::Small, Weight::Regular, view.theme.weak));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let mut press = |words: &str| {
            let response = ui.button(words);
            trace_rect("recovery", words, response.rect);
            response.clicked()
        };
        if press(wording::RECOVERY_TAKE) {
            out.push(Command::Keep(KeepCommand::Take));
        }
        if press(wording::RECOVERY_LEAVE) {
            out.push(Command::Keep(KeepCommand::Leave));
        }
        press(wording::RECOVERY_LATER)
    })
    .inner
}

fn list(view: &View<'_>, ui: &mut Ui, title: &str, lines: &[String], n: usize) {
    if lines.is_empty() {
        return;
    }
    section(ui, view.theme, title);
    for line in lines {
        ui.label(text(line, TextSize::Small, Weight::Regular, view.theme.text));
    }
    if n > lines.len() {
        ui.label(text(&wording::and_more(n - lines.len()), TextSize::Small, Weight::Regular, view.theme.weak));
    }
}
