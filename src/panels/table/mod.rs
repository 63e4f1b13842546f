//! The table: what the list shows with all that it says, in rows and columns. Only what is in view is read and laid out, however many rows
//! there are; the head stays while the rest is scrolled.
//!
//! The rows are one stop of the Tab key, as the names of the columns are: the arrows go from row to row, and from name to name.
//!
//! Main types: [`TableFacts`] (what is shown), [`TablePanel`], [`TableColumns`], [`TableRows`], [`RecordCells`].
//!
//! **Does not:** sort, search or count: that is made elsewhere and comes with the [`View`].

mod columns;
mod counted;
mod head;
mod line;
mod records;
mod rows;
mod scroll;
mod tools;

use std::collections::HashMap;

use egui::{CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

pub use columns::{ColumnOf, TableColumn, TableColumns};
pub use records::{RecordCells, RecordColumn};
pub use rows::TableRows;

use crate::base::ContentKey;
use crate::command::{Command, Outbox, Pane, Pick, TableCommand};
use crate::panels::pieces::{text, trace_rect};
use crate::panels::table::line::Line;
use crate::panels::table::scroll::Scroll;
use crate::panels::{View, list};
use crate::query::table::Statistics;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::{ListKind, TableLayout};
use crate::wording::Dates;
use crate::wording::table as words;

/// What the table shows.
pub struct TableFacts<'a> {
    pub columns: &'a TableColumns,
    pub layout: &'a TableLayout,
    /// What its rows are to contain.
    pub words: &'a str,
    pub rows: &'a TableRows,
    /// Another number for every other order or content of the rows.
    pub rev: u64,
    /// Where the selection stands.
    pub row: Option<usize>,
    /// While what a column comes to is asked for.
    pub counted: Option<TableCounted<'a>>,
    /// How far it is, from 0 to 1, while any of it is made.
    pub sorting: Option<f32>,
    pub finding: Option<f32>,
    pub copying: Option<f32>,
}

/// What a column comes to, once that is counted.
pub struct TableCounted<'a> {
    pub column: &'a str,
    pub statistics: Option<&'a Statistics>,
}

/// Only what is fleeting: how far it is scrolled, where the keyboard is, what the rows in view say.
#[derive(Debug, Default)]
pub struct TablePanel {
    scroll: Scroll,
    shown: Option<(ListKind, u64, Option<usize>)>,
    /// The row that is the keyboard's, and the name that is.
    stop: Option<Id>,
    head_stop: Option<Id>,
    /// The column whose name that is, by its place among those that are shown.
    column: usize,
    n_focus: u64,
    is_sent_here: bool,
    /// What is being typed to be looked for.
    typed: Option<String>,
    says: Saying,
}

/// What the rows in view say, made once for each.
#[derive(Debug, Default)]
struct Saying {
    of: Option<(ContentKey, ListKind, Option<String>, Dates)>,
    lines: HashMap<u32, Line>,
}

pub const ROW: f32 = 26.0;
const HEAD: f32 = 28.0;
/// Between the edge of a cell and what it says.
pub const INSET: f32 = 8.0;

/// How the table is laid out, in points.
struct Layout<'a> {
    head: Rect,
    body: Rect,
    /// The columns that are shown: each with its place among all, where it begins and how wide it is.
    columns: Vec<(usize, &'a TableColumn, f32, f32)>,
    /// How wide they are together.
    width: f32,
}

impl<'a> Layout<'a> {
    fn of(table: &TableFacts<'a>, room: Rect, scroll: &mut Scroll) -> Self {
        let shown: Vec<(usize, &TableColumn, f32)> =
            table.columns.shown(table.layout).map(|(at, column)| (at, column, column.width_in(table.layout))).collect();
        let width = shown.iter().map(|(.., width)| width).sum();
        let seen = Rect::from_min_max(room.min, room.max - Vec2::splat(Scroll::BAR));
        let head = Rect::from_min_max(seen.min, pos2(seen.right(), (seen.top() + HEAD).min(seen.bottom())));
        let body = Rect::from_min_max(pos2(seen.left(), head.bottom()), seen.max);
        scroll.keep_within([width, body.width()], (table.rows.n(), body.height()));
        let mut left = seen.left() - scroll.left();
        let columns = shown.into_iter().map(|(at, column, width)| {
            let column = (at, column, left, width);
            left += width;
            column
        });
        Self { head, body, columns: columns.collect(), width }
    }

    /// Those in view.
    fn columns_in_view(&self) -> impl Iterator<Item = &(usize, &'a TableColumn, f32, f32)> {
        self.columns.iter().filter(|(_, _, left, width)| *left < self.body.right() && left + width > self.body.left())
    }
}

impl TablePanel {
    /// Whether a widget is a row of the table.
    pub fn owns(&self, id: Id) -> bool {
        self.stop == Some(id)
    }

    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(table) = &view.table else { return };
        let (pane, n_sent) = view.desk.focus;
        self.is_sent_here |= n_sent != std::mem::replace(&mut self.n_focus, n_sent) && pane == Pane::Table;
        if view.situation.is_none() && view.layers.is_empty() {
            ui.add_space(12.0);
            ui.label(text(words::NOTHING_TO_TABULATE, TextSize::Body, Weight::Regular, view.theme.weak));
            list::empty(view, view.viewpoint.list, ui, out);
            ui.take_available_space();
            return;
        }
        tools::ui(view, table, &mut self.typed, ui, out);
        ui.add_space(4.0);
        if table.rows.n() == 0 {
            tools::empty(view, table, ui, out);
            ui.take_available_space();
            return;
        }
        let (_, room) = ui.allocate_space(ui.available_size());
        self.scroll.follow_wheel(room, ui);
        let layout = Layout::of(table, room, &mut self.scroll);
        self.follow_selection(view, table, &layout);
        // What was scrolled to is laid out where it is now.
        let layout = Layout::of(table, room, &mut self.scroll);
        self.body(view, table, &layout, ui, out);
        self.head(view, table, &layout, ui, out);
        self.scroll.bars(room, &layout.body, [layout.width, layout.body.width()], table.rows.n(), view.theme, ui);
        counted::popup(view, table, &layout, ui, out);
    }

    /// Scrolls once to a newly selected row, or to where it is in a new order.
    fn follow_selection(&mut self, view: &View<'_>, table: &TableFacts<'_>, layout: &Layout<'_>) {
        let list = view.viewpoint.list;
        let shown = (list, table.rev, table.row);
        if self.shown == Some(shown) {
            return;
        }
        if self.shown.is_none_or(|(before, ..)| before != list) {
            self.scroll = Scroll::default();
            self.column = 0;
        }
        if let Some(row) = table.row {
            self.scroll.show_row(row, layout.body.height());
        }
        self.shown = Some(shown);
    }

    fn body(&mut self, view: &View<'_>, table: &TableFacts<'_>, layout: &Layout<'_>, ui: &mut Ui, out: &mut Outbox) {
        let list = view.viewpoint.list;
        let of = Some((view.content, list, view.language().map(str::to_owned), view.dates.clone()));
        if self.says.of != of {
            self.says = Saying { of, lines: HashMap::new() };
        }
        let had_focus = self.stop.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        if had_focus {
            self.keys(table, layout, ui, out);
        }
        let mut body = ui.new_child(UiBuilder::new().id_salt("table-body").max_rect(layout.body));
        body.set_clip_rect(layout.body.intersect(ui.clip_rect()));
        let mut rows: Vec<usize> = self.scroll.rows(layout.body.height(), table.rows.n()).collect();
        // Where the keyboard is stays laid out, wherever it was scrolled to.
        let stop = table.row.or(rows.first().copied());
        rows.extend(stop.filter(|stop| !rows.contains(stop)));
        let mut lines = HashMap::new();
        let mut stop_id = None;
        for row in rows {
            let Some(number) = table.rows.number(row) else { continue };
            let line = self.says.lines.remove(&number).unwrap_or_else(|| Line::of(view, table, number));
            let top = self.scroll.top_of(row, layout.body.top());
            let rect = Rect::from_min_size(pos2(layout.body.left(), top), vec2(layout.body.width(), ROW));
            let is_stop = stop == Some(row);
            let drawn = self::row(view, table, layout, (row, rect, is_stop, &line), &mut body, out);
            if let Some((id, is_pressed)) = drawn {
                stop_id = is_stop.then_some(id).or(stop_id);
                // Arrows go on from it.
                self.is_sent_here |= is_pressed;
            }
            lines.insert(number, line);
        }
        self.says.lines = lines;
        if let Some(id) = stop_id {
            // The keyboard goes along with the selection.
            if std::mem::take(&mut self.is_sent_here) || had_focus && self.stop != Some(id) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            keep_arrows(id, ui);
            self.stop = Some(id);
        }
    }

    /// Goes from row to row, to the ends and aside.
    fn keys(&mut self, table: &TableFacts<'_>, layout: &Layout<'_>, ui: &Ui, out: &mut Outbox) {
        let n = table.rows.n();
        let page = ((layout.body.height() / ROW).floor() as i64 - 1).max(1);
        let from = table.row.map_or(-1, |row| row as i64);
        let last = n as i64 - 1;
        let count = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key)) as i64;
        for (modifiers, how) in [(Modifiers::SHIFT, Pick::Range), (Modifiers::NONE, Pick::Only)] {
            let steps = count(modifiers, Key::ArrowDown) - count(modifiers, Key::ArrowUp);
            let pages = count(modifiers, Key::PageDown) - count(modifiers, Key::PageUp);
            let to = if count(modifiers, Key::Home) > 0 {
                0
            } else if count(modifiers, Key::End) > 0 {
                last
            } else if steps != 0 || pages != 0 {
                from + steps + pages * page
            } else {
                continue;
            };
            let row = usize::try_from(to.clamp(0, last)).unwrap_or_default();
            out.push(Command::Table(TableCommand::Select { row, how }));
        }
        for (key, row) in [(Key::Home, 0), (Key::End, n.saturating_sub(1))] {
            if count(Modifiers::COMMAND, key) > 0 {
                out.push(Command::Table(TableCommand::Select { row, how: Pick::Only }));
            }
        }
        if count(Modifiers::COMMAND, Key::A) > 0 {
            out.push(Command::Table(TableCommand::PickAll));
        }
        let aside = count(Modifiers::NONE, Key::ArrowRight) - count(Modifiers::NONE, Key::ArrowLeft);
        self.scroll.go_aside(aside as f32 * 80.0);
    }
}

/// A widget that has the keyboard keeps the arrows to itself.
fn keep_arrows(id: Id, ui: &Ui) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Draws a row and takes presses on it: its widget, and whether it was pressed.
fn row(
    view: &View<'_>,
    table: &TableFacts<'_>,
    layout: &Layout<'_>,
    (row, rect, is_stop, line): (usize, Rect, bool, &Line),
    ui: &mut Ui,
    out: &mut Outbox,
) -> Option<(Id, bool)> {
    let (theme, item) = (view.theme, table.rows.item(row)?);
    let sense = if is_stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, Id::unique(("table-row", &item)), sense);
    let is_picked = view.is_picked(&item);
    let is_selected = view.is_selected(&item) || is_picked;
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, line.spoken(table)));
    if ui.clip_rect().contains(rect.center()) {
        trace_rect("table-row", &item, rect);
    }
    if response.clicked() {
        let how = ui.input(|input| match input.modifiers {
            modifiers if modifiers.shift => Pick::Range,
            modifiers if modifiers.command => Pick::Toggle,
            _ => Pick::Only,
        });
        out.push(Command::Table(TableCommand::Select { row, how }));
    }
    if response.hovered() {
        out.push(Command::Hover(Some(item.clone())));
    }
    let ground = if is_selected { Some(theme.selected_row) } else { (view.hover == Some(&item)).then_some(theme.hovered_row) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, ground);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.hairline));
    let cut = line.paint(view, layout, rect, &response, ui);
    if is_picked {
        // Not by colour alone.
        let bar = Rect::from_min_max(rect.min + vec2(1.0, 4.0), pos2(rect.left() + 4.0, rect.bottom() - 4.0));
        ui.painter().rect_filled(bar, CornerRadius::same(1), theme.accent);
    }
    let drawn = (response.id, response.clicked());
    if let Some(cut) = cut {
        response.on_hover_text_at_pointer(cut);
    }
    Some(drawn)
}
