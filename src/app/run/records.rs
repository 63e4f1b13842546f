//! Records as wholes: their forms, copies of them, taking them away, and linking one to another.

use crate::app::run::{edit as edits, furnish, lists, look};
use crate::app::state::State;
use crate::command::{Action, Editing, Linking, Notice, Overlay, Pane};
use crate::model::{Edit, LinkAs, RecordId, Removal};
use crate::viewpoint::Item;
use crate::wording::editing as words;

pub fn act(state: &mut State, action: Action) {
    let is_one = state.viewpoint.selected().is_some();
    match action {
        Action::Edit if state.desk.editing.is_some() => stop_editing(state),
        Action::EditHeader if state.desk.editing == Some(Editing::Header) => stop_editing(state),
        Action::EditHeader if state.situation().is_some() => edit(state, Editing::Header),
        Action::Edit if is_one => edit(state, Editing::Selection),
        Action::Duplicate if is_one => duplicate(state),
        Action::Delete if !state.viewpoint.chosen().is_empty() => furnish::overlay(state, Some(Overlay::Delete)),
        Action::Link if !state.viewpoint.chosen().is_empty() => {
            state.linking = Some(Linking { from: state.viewpoint.chosen(), to: None });
            furnish::overlay(state, Some(Overlay::Link));
        }
        Action::Edit | Action::Duplicate | Action::Delete | Action::Link => {
            state.notice = Some(Notice::Done(words::NOTHING_TO_EDIT.to_owned()));
        }
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

/// A copy of what is selected, which is selected then, and its form.
fn duplicate(state: &mut State) {
    let (Some(situation), Some(id)) = (state.situation(), state.viewpoint.selected()) else { return };
    let name = state.called(id);
    let step = words::duplicated(&name);
    let Some((copy, change)) = situation.duplicate(id, &words::copy_of(&name)) else { return };
    edits::carry_out(state, step, change);
    look::select(state, Some(Item::Record(copy)));
    edit(state, Editing::Selection);
}

/// Takes away what is picked or selected, with the links that lead to it, and goes on to what follows it in the list.
pub fn delete(state: &mut State) {
    furnish::overlay(state, None);
    let Some(situation) = state.situation() else { return };
    let removal = Removal::of(situation, state.viewpoint.chosen());
    let name = match removal.gone.iter().next() {
        Some(only) if removal.gone.len() == 1 => words::deleted(&state.called(only)),
        Some(_) => words::several_deleted(removal.gone.len()),
        None => return,
    };
    let change = removal.edit(situation);
    let is_gone = |item: &Item| matches!(item, Item::Record(id) if removal.gone.contains(id));
    let next = lists::beside(state, &is_gone);
    edits::carry_out(state, name, change);
    if state.desk.editing == Some(Editing::Selection) {
        stop_editing(state);
    }
    look::select(state, next);
}

/// Links records to another; asks how, where there are several ways.
pub fn link_to(state: &mut State, from: Vec<RecordId>, to: RecordId) {
    let ways = state.situation().zip(from.first()).map(|(situation, first)| situation.ways_to_link(first, &to)).unwrap_or_default();
    match ways.as_slice() {
        [] => {}
        [only] => link(state, &from, &to, *only),
        _ => {
            state.linking = Some(Linking { from, to: Some(to) });
            furnish::overlay(state, Some(Overlay::Link));
        }
    }
}

pub fn link(state: &mut State, from: &[RecordId], to: &RecordId, way: LinkAs) {
    furnish::overlay(state, None);
    let Some(situation) = state.situation() else { return };
    let edit = Edit::link_all(situation, from, to, way);
    let what = match from {
        [only] => state.called(only),
        several => words::several(several.len()),
    };
    let name = words::linked_as(&what, &state.called(to), &words::way(way));
    if edit.is_nothing() {
        state.notice = Some(Notice::Done(words::LINKED_ALREADY.to_owned()));
    } else {
        edits::carry_out(state, name, edit);
    }
}

/// Lets go of what is selected or picked and is there no longer.
pub fn let_go_of_gone(state: &mut State) {
    let Some(situation) = state.document.as_ref().map(|document| document.situation()) else { return };
    let is_there = |item: &Item| !matches!(item, Item::Record(id) if !situation.contains(id));
    let is_selection_there = state.viewpoint.selection.as_ref().is_none_or(is_there);
    if !state.viewpoint.picked.iter().all(is_there) {
        let picked: Vec<Item> = state.viewpoint.picked.iter().filter(|item| is_there(item)).cloned().collect();
        lists::pick(state, &picked);
    }
    if !is_selection_there {
        look::select(state, None);
    }
}
