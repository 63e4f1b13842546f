//! The table: what of it is made on other threads, what is kept of that, and which rows it shows.
//!
//! Main types: [`Table`], in the state; [`TableJob`], what is to be made. Main function: [`ask`].
//!
//! **Does not:** sort, count or search by itself, which `query::table` does.

mod job;
mod making;

use std::borrow::Cow;
use std::sync::Arc;

pub use job::{TableJob, TableSource, TableWork, work};

use crate::app::state::{Effect, State};
use crate::app::table::making::Making;
use crate::base::{ContentKey, Derived, Task};
use crate::command::{Drawer, TableResult};
use crate::panels::{ColumnOf, TableColumn, TableColumns, TableCounted, TableFacts, TableRows, numbers_of};
use crate::query::table::{Needles, RowSet, SheetForm, Statistics};
use crate::query::{Ids, Index};
use crate::viewpoint::{DateNotation, Item, ListKind, TableSort};

/// What is known of the table.
#[derive(Debug, Default)]
pub struct Table {
    columns: Derived<(u64, ListKind), TableColumns>,
    order: Making<Key<TableSort>, Arc<[u32]>>,
    found: Making<Key<Needles>, RowSet>,
    /// By the column and how often the rows were computed.
    statistics: Making<Key<(String, u64)>, Statistics>,
    /// The column whose statistics are asked for.
    pub(super) counted: Option<String>,
    copying: Making<(), ()>,
    rows: Derived<RowsKey, TableRows>,
    /// Where the selection stands.
    row: Derived<(u64, Option<Item>), Option<usize>>,
    /// The row that picking from row to row began at.
    pub(super) picked_from: Option<usize>,
    n_tickets: u64,
}

/// What the rows depend on: how often the list's rows, the order, what is found and the index were computed.
type RowsKey = (u64, Option<u64>, Option<u64>, u64);

/// Of what something is made.
#[derive(Clone, Debug)]
pub struct Key<W> {
    shown: Shown,
    what: W,
    /// What the numbers of records mean.
    ids: Ids,
}

/// Two that show the same have the same ids.
impl<W: PartialEq> PartialEq for Key<W> {
    fn eq(&self, other: &Self) -> bool {
        self.shown == other.shown && self.what == other.what
    }
}

/// What is shown, in which state, in which words.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    content: ContentKey,
    list: ListKind,
    language: Option<String>,
    zone: Option<String>,
    dates: DateNotation,
}

impl Shown {
    fn of(state: &State) -> Self {
        let (content, list) = (state.content_key(), state.viewpoint.list);
        if matches!(list, ListKind::Layer(_)) {
            // Rows of layers say the same whatever becomes of the situation.
            let content = ContentKey { situation: None, ..content };
            return Self { content, list, language: None, zone: None, dates: DateNotation::default() };
        }
        let preferences = &state.preferences;
        Self { content, list, language: preferences.language.clone(), zone: preferences.time_zone.clone(), dates: preferences.dates }
    }
}

impl Table {
    fn ticket(&mut self) -> u64 {
        self.n_tickets += 1;
        self.n_tickets
    }

    pub(super) fn rows(&self) -> Option<&TableRows> {
        self.rows.get()
    }

    /// Nothing is made any more.
    fn leave(&mut self) {
        self.order.cancel();
        self.found.cancel();
        self.statistics.cancel();
        self.counted = None;
    }

    /// Takes what was made. What is to be told of it, where that is more than is seen.
    pub(super) fn take(&mut self, ticket: u64, made: Option<TableResult>) -> Option<TableResult> {
        match made {
            None => {
                self.order.end(ticket);
                self.found.end(ticket);
                self.statistics.end(ticket);
                self.copying.end(ticket);
                None
            }
            Some(TableResult::Order(order, n_unread)) => {
                let told = TableResult::Order(Arc::clone(&order), n_unread);
                self.order.take(ticket, order).then_some(told).filter(|_| n_unread > 0)
            }
            Some(TableResult::Found(found, n_unread)) => {
                self.found.take(ticket, found).then(|| TableResult::Found(RowSet::default(), n_unread)).filter(|_| n_unread > 0)
            }
            Some(TableResult::Statistics(statistics)) => {
                self.statistics.take(ticket, statistics);
                None
            }
            Some(text @ TableResult::Text { .. }) => self.copying.take(ticket, ()).then_some(text),
        }
    }
}

/// Asks for what the table is to show and is not made yet.
pub fn ask(state: &mut State) -> Vec<Effect> {
    if !state.shows_table() {
        state.table.leave();
        return Vec::new();
    }
    let shown = Shown::of(state);
    let key = |what: TableSort| Key { shown: shown.clone(), what, ids: Ids::default() };
    let sort = state.table_sort();
    let wanted = sort.map(|(sort, column)| (key(sort), column));
    let needles = Some(Needles::of(state.viewpoint.table.words(shown.list))).filter(|needles| !needles.is_empty());
    let needles = needles.map(|what| Key { shown: shown.clone(), what, ids: Ids::default() });
    let mut effects = Vec::new();
    match wanted {
        Some((key, column)) if state.table.order.wants(&key) => {
            let is_descending = key.what.is_descending;
            effects.extend(begin(
                state,
                |table, ids, ticket| table.order.ask(Key { ids, ..key }, ticket),
                |numbers| TableWork::Order { column, is_descending, numbers },
            ));
        }
        Some(_) => {}
        None => state.table.order.forget(),
    }
    match needles {
        Some(key) if state.table.found.wants(&key) => {
            let needles = key.what.clone();
            effects.extend(begin(
                state,
                |table, ids, ticket| table.found.ask(Key { ids, ..key }, ticket),
                |numbers| TableWork::Find { needles, numbers },
            ));
        }
        Some(_) => {}
        None => state.table.found.forget(),
    }
    effects.extend(ask_statistics(state, &shown));
    effects
}

fn ask_statistics(state: &mut State, shown: &Shown) -> Option<Effect> {
    let Some(name) = state.table.counted.clone() else {
        state.table.statistics.cancel();
        return None;
    };
    state.refresh();
    let column = state.table.columns.get()?.named(&name)?.of;
    let rows = Arc::clone(state.table.rows.get()?.numbers());
    let key = Key { shown: shown.clone(), what: (name, state.table.rows.n_computed()), ids: Ids::default() };
    if !state.table.statistics.wants(&key) {
        return None;
    }
    begin(state, |table, ids, ticket| table.statistics.ask(Key { ids, ..key }, ticket), |_| TableWork::Statistics { column, rows })
}

/// Copies what is picked out, or else all that is shown, with the columns that are shown.
pub fn copy(state: &mut State, form: SheetForm) -> Option<Effect> {
    if !state.shows_table() {
        return None;
    }
    state.refresh();
    let (columns, rows) = (state.table.columns.get()?, state.table.rows.get()?);
    let layout = state.viewpoint.table.layout(columns.header);
    let columns: Vec<TableColumn> = columns.shown(layout).map(|(_, column)| column.clone()).collect();
    let picked: RowSet = state.viewpoint.picked.iter().filter_map(|item| rows.number_of(item)).collect();
    let picked = Some(picked).filter(|picked| !picked.is_empty());
    let rows = Arc::clone(rows.numbers());
    begin(state, |table, _, ticket| table.copying.ask((), ticket), |_| TableWork::Copy { form, columns, rows, picked })
}

/// Begins some work on what is shown: `ask` notes it, `work` is told the numbers of all records of the list.
fn begin(
    state: &mut State,
    ask: impl FnOnce(&mut Table, Ids, u64) -> Arc<Task>,
    work: impl FnOnce(Vec<u32>) -> TableWork,
) -> Option<Effect> {
    state.refresh();
    let list = state.viewpoint.list;
    let (source, ids, numbers) = match list {
        ListKind::Layer(at) if at < state.layers.len() => {
            (TableSource::Layer { layers: Arc::clone(&state.layers), at }, Ids::default(), Vec::new())
        }
        ListKind::Layer(_) => return None,
        _ => {
            let (document, index) = (Arc::clone(state.document.as_ref()?), state.index.get()?);
            let (ids, dates, language) = (index.ids().clone(), state.dates.get()?.clone(), state.preferences.language.clone());
            (TableSource::Records { document, ids: ids.clone(), list, dates, language }, ids, numbers_of(index, list))
        }
    };
    let ticket = state.table.ticket();
    let task = ask(&mut state.table, ids, ticket);
    Some(Effect::Table(TableJob { ticket, source, work: work(numbers), task }))
}

impl State {
    /// Whether the table is what stands in the drawer, and is of what is open.
    fn shows_table(&self) -> bool {
        self.desk.drawer == Some(Drawer::Table) && self.presenting.is_none() && self.copy.is_none()
    }

    /// What the table is sorted by, where it has such a column.
    fn table_sort(&mut self) -> Option<(TableSort, ColumnOf)> {
        let (list, layers) = (self.viewpoint.list, &self.layers);
        let columns = self.table.columns.refresh((self.n_opened, list), |_| TableColumns::of(list, layers));
        let sort = self.viewpoint.table.layout(columns.header).sort.clone()?;
        let column = columns.named(&sort.column)?.of;
        Some((sort, column))
    }

    /// The names of the columns of the table that is shown, and a number that stands for them.
    pub(super) fn table_columns(&mut self) -> &TableColumns {
        let (list, layers) = (self.viewpoint.list, &self.layers);
        self.table.columns.refresh((self.n_opened, list), |_| TableColumns::of(list, layers))
    }

    /// The rows of the table, where it is shown.
    pub(super) fn refresh_table(&mut self) {
        if self.desk.drawer != Some(Drawer::Table) {
            return;
        }
        let is_sorted = self.table_sort().is_some();
        let shown = Shown::of(self);
        let is_searched = !self.viewpoint.table.words(shown.list).is_empty();
        let (Some(listed), Some(index)) = (self.rows.get(), self.index.get()) else { return };
        let Table { order: orders, found: finds, rows, row, .. } = &mut self.table;
        let order = orders.made().filter(|(key, _)| is_sorted && key.shown.is_of(&shown));
        let found = finds.made().filter(|(key, _)| is_searched && key.shown.is_of(&shown));
        let [n_orders, n_finds] = [order.map(|_| orders.n_made()), found.map(|_| finds.n_made())];
        let key = (self.rows.n_computed(), n_orders, n_finds, self.index.n_computed());
        rows.refresh(key, |_| {
            let order = order.map(|(key, order)| key.numbers_now(order.iter().copied(), Cow::Borrowed(&**order), &shown, index));
            let found = found.map(|(key, found)| {
                if key.shown.content == shown.content {
                    return Cow::Borrowed(found);
                }
                Cow::Owned(key.numbers_now(found.iter(), Cow::Borrowed(&[]), &shown, index).iter().copied().collect())
            });
            TableRows::of(listed, order.as_deref(), found.as_deref())
        });
        let n_computed = rows.n_computed();
        let rows = rows.get();
        row.refresh((n_computed, self.viewpoint.selection.clone()), |(_, item)| rows?.row_of(item.as_ref()?));
    }

    /// What the panel shows of it.
    pub(super) fn table(&self) -> Option<TableFacts<'_>> {
        if self.desk.drawer != Some(Drawer::Table) {
            return None;
        }
        let table = &self.table;
        let columns = table.columns.get()?;
        let statistics = table.statistics.made();
        let counted = table.counted.as_deref().map(|column| TableCounted {
            column,
            statistics: statistics.filter(|(key, _)| key.what.0 == *column && key.shown.is_of(&Shown::of(self))).map(|(_, made)| made),
        });
        Some(TableFacts {
            columns,
            layout: self.viewpoint.table.layout(columns.header),
            words: self.viewpoint.table.words(self.viewpoint.list),
            rows: table.rows.get()?,
            rev: table.rows.n_computed(),
            row: *table.row.get()?,
            counted,
            sorting: table.order.share_done(),
            finding: table.found.share_done(),
            copying: table.copying.share_done(),
        })
    }
}

impl Shown {
    /// Whether what was made of this is of use for something else: it is of the same rows, or of records of the same situation.
    fn is_of(&self, other: &Self) -> bool {
        self.list == other.list && self.content.n_opened == other.content.n_opened
    }
}

impl<W> Key<W> {
    /// Numbers of this state as they are now: records that are there no more are left out. `same` are they where nothing changed.
    fn numbers_now<'a>(&self, numbers: impl Iterator<Item = u32>, same: Cow<'a, [u32]>, shown: &Shown, index: &Index) -> Cow<'a, [u32]> {
        if self.shown.content == shown.content {
            return same;
        }
        Cow::Owned(numbers.filter_map(|number| index.number_of(self.ids.get(number)?)).collect())
    }
}

#[cfg(test)]
mod tests;
