//! What stands over the ledger: of what it is, and whether with what was said before; and what stands in its place where it is empty.

use egui::{Role, Ui, WidgetInfo};

use crate::command::{Action, Command, LedgerCommand, Outbox};
use crate::panels::View;
use crate::panels::pieces::{action_button, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// In the line of the drawer's names.
pub fn ui(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    /// Less is left to the button that shuts the drawer.
    const ROOM_FOR_COUNTS: f32 = 190.0;
    let ledger = &view.viewpoint.ledger;
    let about = ledger.about.as_ref().map(|id| view.name(id));
    let is_narrow = about.is_some() && ledger.is_narrow;
    ui.add_space(16.0);
    if let Some(name) = about
        && taken(view, &wording::ledger_about(name), &wording::ledger_about_explained(name), is_narrow, ui)
    {
        out.push(Command::Ledger(LedgerCommand::Narrow(true)));
    }
    if taken(view, wording::ALL_SHOWN, wording::ALL_SHOWN_EXPLAINED, !is_narrow, ui) {
        out.push(Command::Ledger(LedgerCommand::Narrow(false)));
    }
    ui.add_space(12.0);
    for (words, explained, over_time) in
        [(wording::LATEST, wording::LATEST_EXPLAINED, false), (wording::OVER_TIME, wording::OVER_TIME_EXPLAINED, true)]
    {
        if taken(view, words, explained, ledger.is_over_time == over_time, ui) {
            out.push(Command::Ledger(LedgerCommand::OverTime(over_time)));
        }
    }
    if let Some(ledger) = view.ledger.filter(|_| ui.available_size_before_wrap().x > ROOM_FOR_COUNTS) {
        let words = wording::ledger_counted(ledger.rows().len(), ledger.columns().len());
        ui.label(text(&words, TextSize::Small, Weight::Regular, view.theme.weak));
    }
}

/// A choice of which one is taken. Says whether it was pressed.
fn taken(view: &View<'_>, words: &str, explained: &str, is_taken: bool, ui: &mut Ui) -> bool {
    let response = ui.selectable_label(is_taken, text(words, TextSize::Small, Weight::Regular, view.theme.text));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_taken, words));
    trace_rect("ledger-tool", words, response.rect);
    response.on_hover_text(explained).clicked()
}

pub fn empty(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let about = view.viewpoint.ledger.about.as_ref().filter(|_| view.viewpoint.ledger.is_narrow).map(|id| view.name(id));
    let has_events = view.ledger.is_some_and(|ledger| !ledger.rows().is_empty());
    ui.add_space(12.0);
    let words = wording::ledger_empty(view.situation.is_some(), about, has_events);
    ui.label(text(&words, TextSize::Body, Weight::Regular, view.theme.weak));
    ui.add_space(6.0);
    match (view.situation.is_some(), about) {
        (false, _) => drop(action_button(ui, wording::OPEN, Action::OpenFile, out)),
        (true, Some(_)) => {
            if ui.button(wording::ALL_SHOWN).clicked() {
                out.push(Command::Ledger(LedgerCommand::Narrow(false)));
            }
        }
        (true, None) if !view.answer.is_everything() => drop(action_button(ui, wording::RESET, Action::ResetFilter, out)),
        (true, None) => {}
    }
    ui.take_available_space();
}
