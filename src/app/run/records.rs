//! Records as wholes: their forms, copies of them, taking them away, and linking one to another.

use crate::app::run::furnish;
use crate::app::state::State;
use crate::command::{Action, Editing, Notice, Pane};
use crate::viewpoint::Item;
use crate::wording::editing as words;

pub fn act(state: &mut State, action: Action) {
    match action {
        Action::Edit if state.desk.editing.is_some() => stop_editing(state),
        Action::Edit if matches!(state.viewpoint.selection, Some(Item::Record(_))) => edit(state, Editing::Selection),
        Action::Edit => state.notice = Some(Notice::Done(words::NOTHING_TO_EDIT.to_owned())),
        Action::EditHeader if state.desk.editing == Some(Editing::Header) => stop_editing(state),
        Action::EditHeader if state.situation().is_some() => edit(state, Editing::Header),
        _ => {}
    }
}

fn edit(state: &mut State, editing: Editing) {
    log::info!("editing {editing:?}");
    state.desk.editing = Some(editing);
    state.desk.is_panel_open = true;
    furnish::focus(state, Pane::Page);
}

pub fn stop_editing(state: &mut State) {
    log::info!("editing ended");
    state.desk.editing = None;
}
