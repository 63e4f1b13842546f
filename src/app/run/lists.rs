//! Lists: going through them, picking out, sorting and grouping, what is read and what is new.

use crate::app::run::{furnish, look};
use crate::app::state::{Effect, State};
use crate::command::{Action, Arrows, Notice, Pane, Pick};
use crate::model::RecordId;
use crate::panels;
use crate::viewpoint::{Arrangement, Item, ListKind, Listed};
use crate::wording;

/// Rows of a list that fit a window of the usual height.
const PAGE: isize = 8;

pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::NextItem => step(state, 1),
        Action::PreviousItem => step(state, -1),
        Action::PageDown => step(state, PAGE),
        Action::PageUp => step(state, -PAGE),
        Action::FirstItem => to_end(state, true),
        Action::LastItem => to_end(state, false),
        Action::ExtendDown => extend(state, 1),
        Action::ExtendUp => extend(state, -1),
        Action::PickItem => pick_item(state),
        Action::PickAll => pick_all(state),
        Action::CopyText => return copy_text(state),
        Action::NextUnread => next_unread(state),
        Action::MarkAllRead => mark_all_read(state),
        Action::ToggleOnlyNew => {
            state.viewpoint.is_only_new = !state.viewpoint.is_only_new;
            log::info!("lists show {}", if state.viewpoint.is_only_new { "only what is new" } else { "everything" });
        }
        Action::NextSort => rearrange(state, Arrangement::next_sort),
        Action::NextGroup => rearrange(state, Arrangement::next_group),
        Action::ReverseSort => rearrange(state, |arrangement, _| Arrangement { is_reversed: !arrangement.is_reversed, ..arrangement }),
        Action::ShowEvents => go_to_list(state, ListKind::Events),
        Action::ShowReports => go_to_list(state, ListKind::Reports),
        Action::ShowPlaces => go_to_list(state, ListKind::Places),
        Action::ShowActors => go_to_list(state, ListKind::Actors),
        Action::ShowSources => go_to_list(state, ListKind::Sources),
        Action::ShowTray => go_to_list(state, ListKind::Tray),
        Action::ShowInbox => go_to_list(state, ListKind::Inbox),
        _ => {}
    }
    Vec::new()
}

/// With the keyboard: whoever asks for a list by its key goes on in it.
fn go_to_list(state: &mut State, list: ListKind) {
    show_list(state, list);
    if state.desk.is_panel_open {
        furnish::focus(state, Pane::List);
    }
}

pub fn show_list(state: &mut State, list: ListKind) {
    state.arrows = Arrows::List;
    state.picked_from = None;
    set_list(state, list);
}

fn set_list(state: &mut State, list: ListKind) {
    let name = match list {
        ListKind::Layer(index) => format!("layer:{index}"),
        list => wording::list(list).to_lowercase(),
    };
    log::info!("list {name}");
    state.row = None;
    state.viewpoint.list = list;
    state.viewpoint.listed = Listed::Shown;
}

/// Shows a list with what is hidden in it for a reason, say.
pub fn show_listed(state: &mut State, list: ListKind, listed: Listed) {
    show_list(state, list);
    log::info!("listed {listed:?}");
    state.viewpoint.listed = listed;
    state.desk.is_panel_open = true;
}

/// Shows the list that an item is in; stays where that has it already.
pub fn show_list_of(state: &mut State, item: &Item) {
    let list = match item {
        Item::Record(RecordId::Event(_)) => ListKind::Events,
        Item::Record(RecordId::Report(_)) => ListKind::Reports,
        Item::Record(RecordId::Place(_)) => ListKind::Places,
        Item::Record(RecordId::Actor(_)) => ListKind::Actors,
        Item::Record(RecordId::Source(_)) => ListKind::Sources,
        Item::Record(RecordId::Scene(_)) => return,
        Item::Row { layer, .. } => ListKind::Layer(*layer),
    };
    let now = state.viewpoint.list;
    let stays = match item {
        // What is looked at on the way - where, who, from whom - leaves the list of what is read.
        Item::Record(RecordId::Place(_) | RecordId::Actor(_) | RecordId::Source(_)) => true,
        _ => matches!(now, ListKind::Tray | ListKind::Inbox) && row_of(state, item).is_some(),
    };
    if now != list && !stays {
        set_list(state, list);
    }
}

pub fn arrange(state: &mut State, list: ListKind, arrangement: Arrangement) {
    log::info!("{}: {}", wording::list(list), wording::arranged(list, arrangement));
    state.row = None;
    state.viewpoint.arrangements.set(list, arrangement);
}

fn rearrange(state: &mut State, change: impl FnOnce(Arrangement, ListKind) -> Arrangement) {
    let list = state.viewpoint.list;
    let arrangement = change(state.viewpoint.arrangements.of(list), list);
    arrange(state, list, arrangement);
}

/// A press on a row of the list shown.
pub fn select_row(state: &mut State, row: usize, how: Pick) {
    state.refresh();
    let Some(item) = state.rows.get().and_then(|rows| rows.item(row)) else { return };
    match how {
        Pick::Only => {
            put_down(state);
            state.picked_from = Some(row);
        }
        Pick::Toggle => {
            toggle(state, &item);
            state.picked_from = Some(row);
        }
        Pick::Range => pick_range(state, row),
    }
    state.row = Some(row);
    look::go_to(state, Some(item));
}

/// Nothing is picked out any more.
pub fn put_down(state: &mut State) {
    if !state.viewpoint.picked.is_empty() {
        state.viewpoint.picked.clear();
        picks_changed(state);
    }
    state.picked_from = None;
}

fn picks_changed(state: &mut State) {
    log::info!("picked {}", state.viewpoint.picked.len());
    state.picked_rev.bump();
}

/// Picks out an item, or puts it down.
pub fn toggle(state: &mut State, item: &Item) {
    let picked = &mut state.viewpoint.picked;
    // The first that is picked besides the selection makes that one of them.
    if picked.is_empty() {
        picked.extend(state.viewpoint.selection.clone().filter(|selection| selection != item));
    }
    if !picked.remove(item) {
        picked.insert(item.clone());
    }
    picks_changed(state);
}

fn pick_range(state: &mut State, row: usize) {
    let from = state.picked_from.or_else(|| current_row(state)).unwrap_or(row);
    let Some(rows) = state.rows.get() else { return };
    state.viewpoint.picked = rows.items(from.min(row)..=from.max(row)).collect();
    state.picked_from = Some(from);
    picks_changed(state);
}

fn row_of(state: &mut State, item: &Item) -> Option<usize> {
    state.refresh();
    state.rows.get()?.row_of(item, state.row)
}

fn current_row(state: &State) -> Option<usize> {
    state.selected_row.get().copied().flatten()
}

fn step(state: &mut State, n_items: isize) {
    state.refresh();
    let next = state.rows.get().and_then(|rows| rows.step(current_row(state), n_items));
    if let Some(row) = next {
        select_row(state, row, Pick::Only);
    }
}

/// The nearest item of the list after the selection, or else before it, that does not go.
pub fn beside(state: &mut State, goes: &dyn Fn(&Item) -> bool) -> Option<Item> {
    state.refresh();
    let (rows, at) = (state.rows.get()?, current_row(state)?);
    let items = (at..rows.n_rows()).chain((0..at).rev()).filter_map(|row| rows.item(row));
    items.into_iter().find(|item| !goes(item))
}

fn to_end(state: &mut State, is_first: bool) {
    state.refresh();
    if let Some(row) = state.rows.get().and_then(|rows| rows.step(None, if is_first { 1 } else { -1 })) {
        select_row(state, row, Pick::Only);
    }
}

fn extend(state: &mut State, n_items: isize) {
    state.refresh();
    if let Some(row) = state.rows.get().and_then(|rows| rows.step(current_row(state), n_items)) {
        select_row(state, row, Pick::Range);
    }
}

fn pick_item(state: &mut State) {
    state.refresh();
    if let Some(row) = current_row(state) {
        select_row(state, row, Pick::Toggle);
    }
}

/// Picks out some items.
pub fn pick(state: &mut State, items: &[Item]) {
    state.viewpoint.picked = items.iter().cloned().collect();
    picks_changed(state);
}

fn pick_all(state: &mut State) {
    state.refresh();
    let Some(rows) = state.rows.get().filter(|rows| rows.n_items() > 0) else { return };
    let first = rows.step(None, 1).and_then(|row| rows.item(row));
    state.viewpoint.picked = rows.items(0..=rows.n_rows()).collect();
    picks_changed(state);
    if state.viewpoint.selection.is_none() {
        look::go_to(state, first);
    }
}

fn copy_text(state: &mut State) -> Vec<Effect> {
    state.refresh();
    let Some(view) = state.view() else { return Vec::new() };
    let text = panels::as_text(&view);
    let n_lines = text.lines().count();
    if text.is_empty() {
        state.notice = Some(Notice::Done(wording::NOTHING_TO_COPY.to_owned()));
        return Vec::new();
    }
    state.notice = Some(Notice::Done(wording::copied(n_lines)));
    vec![Effect::CopyText(text)]
}

pub fn mark_read(state: &mut State, item: &Item) {
    if let Item::Record(id) = item
        && state.news.unread.remove(id)
        // A list of what is new keeps its rows while one goes through it.
        && !state.viewpoint.is_only_new
    {
        state.news_rev.bump();
    }
}

fn mark_all_read(state: &mut State) {
    let n = state.news.unread.len();
    state.news.unread.clear();
    state.news_rev.bump();
    state.viewpoint.is_only_new = false;
    state.notice = Some(Notice::Done(wording::marked_read(n)));
}

/// The next unread record of the list shown, after the selection and then from its beginning; else of another list.
fn next_unread(state: &mut State) {
    state.refresh();
    let unread = &state.news.unread;
    let is_unread = |item: &Item| matches!(item, Item::Record(id) if unread.contains(id));
    let next = state.rows.get().and_then(|rows| {
        let from = current_row(state).map_or(0, |row| row + 1);
        let ahead = (from..rows.n_rows()).chain(0..from);
        ahead.into_iter().find(|row| rows.item(*row).as_ref().is_some_and(is_unread))
    });
    if let Some(row) = next {
        select_row(state, row, Pick::Only);
    } else if let Some(id) = unread.iter().next_back().cloned() {
        look::select(state, Some(Item::Record(id)));
    } else {
        state.notice = Some(Notice::Done(wording::NOTHING_UNREAD.to_owned()));
    }
}
