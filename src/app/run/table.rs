//! The table: its rows, its columns, what is looked for in it and what is copied from it.

use crate::app::run::{lists, look};
use crate::app::state::{Effect, State};
use crate::app::table;
use crate::command::{Notice, Pick, TableCommand, TableMade, TableResult};
use crate::viewpoint::{Item, TableLayout};
use crate::wording::table as words;

pub fn run(state: &mut State, command: TableCommand) -> Vec<Effect> {
    match command {
        TableCommand::Select { row, how } => select(state, row, how),
        TableCommand::PickAll => pick_all(state),
        TableCommand::Sort(column) => layout(state).sort_next(&column),
        TableCommand::Width(column, width) => {
            let widths = &mut layout(state).widths;
            match width {
                Some(width) => drop(widths.insert(column, width)),
                None => drop(widths.remove(&column)),
            }
        }
        TableCommand::Show(column, is_shown) => {
            let n_all = state.table_columns().columns.len();
            let hidden = &mut layout(state).hidden;
            if is_shown {
                hidden.remove(&column);
            } else if hidden.len() + 1 < n_all {
                // A table without a column would be none.
                hidden.insert(column);
            }
        }
        TableCommand::ShowAll(is_shown) => {
            let others = state.table_columns().columns.iter().skip(1).map(|column| column.name.clone()).collect();
            layout(state).hidden = if is_shown { Default::default() } else { others };
        }
        TableCommand::Words(words) => {
            let list = state.viewpoint.list;
            state.table.picked_from = None;
            state.viewpoint.table.set_words(list, words);
        }
        TableCommand::Statistics(column) => state.table.counted = column,
        TableCommand::Copy(form) => return table::copy(state, form).into_iter().collect(),
        TableCommand::Made(made) => {
            let TableMade { ticket, made } = *made;
            let told = state.table.take(ticket, made);
            return told.and_then(|told| tell(state, told)).into_iter().collect();
        }
    }
    Vec::new()
}

fn layout(state: &mut State) -> &mut TableLayout {
    let header = state.table_columns().header;
    state.viewpoint.table.layout_mut(header)
}

/// Tells of what was made where that is not seen by itself.
fn tell(state: &mut State, made: TableResult) -> Option<Effect> {
    match made {
        TableResult::Order(_, n_unread) | TableResult::Found(_, n_unread) => {
            state.notice = Some(Notice::Failed(words::rows_unread(n_unread as usize)));
            None
        }
        TableResult::Text { text, form, n_rows, n_all, n_unread } => {
            let told = words::rows_copied(form, n_rows, n_all, n_unread);
            state.notice = Some(if n_rows < n_all { Notice::Failed(told) } else { Notice::Done(told) });
            Some(Effect::CopyText(text))
        }
        TableResult::Statistics(_) => None,
    }
}

fn select(state: &mut State, row: usize, how: Pick) {
    state.refresh();
    let Some(item) = state.table.rows().and_then(|rows| rows.item(row)) else { return };
    match how {
        Pick::Only => {
            lists::put_down(state);
            state.table.picked_from = Some(row);
        }
        Pick::Toggle => {
            lists::toggle(state, &item);
            state.table.picked_from = Some(row);
        }
        Pick::Range => {
            let Some(rows) = state.table.rows() else { return };
            let selected = || state.viewpoint.selection.as_ref().and_then(|item| rows.row_of(item));
            let from = state.table.picked_from.or_else(selected).unwrap_or(row);
            let items: Vec<Item> = (from.min(row)..=from.max(row)).filter_map(|row| rows.item(row)).collect();
            lists::pick(state, &items);
            state.table.picked_from = Some(from);
        }
    }
    look::go_to(state, Some(item));
}

fn pick_all(state: &mut State) {
    state.refresh();
    let Some(rows) = state.table.rows().filter(|rows| rows.n() > 0) else { return };
    let items: Vec<Item> = (0..rows.n()).filter_map(|row| rows.item(row)).collect();
    lists::pick(state, &items);
    if state.viewpoint.selection.is_none() {
        look::go_to(state, items.into_iter().next());
    }
}
