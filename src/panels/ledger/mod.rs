//! The ledger: events down, sources across, and in the cells which stance each source takes on each event. Only what is in view is laid
//! out, however many there are; heads of rows and columns stay while the rest is scrolled.
//!
//! The cells are one stop of the Tab key: the arrows go from what is said to what is said, Enter opens its report.
//!
//! **Does not:** find out who says what: that is [`crate::query::Ledger`].

mod cell;
mod head;
mod sign;
pub mod tools;

use std::collections::HashMap;

use egui::{
    CornerRadius, EventFilter, Id, Key, Modifiers, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::command::{Command, LedgerCommand, Outbox, Pane};
use crate::model::{RecordId, ReportId, SourceId};
use crate::panels::View;
use crate::panels::ledger::head::Line;
use crate::panels::pieces::trace_rect;
use crate::query::{Fit, Ledger, LedgerCell};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::Item;
use crate::wording;

/// Only what is fleeting: what was scrolled to, where the keyboard is, what the rows in view say.
#[derive(Debug, Default)]
pub struct LedgerPanel {
    /// What the ledger was of, and the selected event.
    shown: Option<[Option<RecordId>; 2]>,
    /// Row and column that the keyboard is at, and whether it was just moved there.
    at: Option<(usize, usize)>,
    /// The event and the source there: another ledger may have them in another place.
    place: Option<(RecordId, SourceId)>,
    is_moved: bool,
    stop: Option<Id>,
    n_focus: u64,
    is_sent_here: bool,
    /// Whether a cell had the keyboard when the pass began: one that it leaves gives it up on the way.
    had_keyboard: bool,
    /// Whether any column tells its actor.
    has_actors: bool,
    rev: u64,
    language: Option<String>,
    lines: HashMap<usize, Line>,
}

pub const ROW: f32 = 42.0;

/// How the table is laid out, in points.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Where the table's corner would be if nothing were scrolled.
    origin: Pos2,
    /// What is seen of it.
    seen: Rect,
    names: f32,
    column: f32,
    head: f32,
}

impl Layout {
    /// The part that is scrolled.
    fn body(&self) -> Rect {
        Rect::from_min_max(self.seen.min + vec2(self.names, self.head), self.seen.max)
    }

    fn row_top(&self, row: usize) -> f32 {
        self.origin.y + self.head + row as f32 * ROW
    }

    fn column_left(&self, column: usize) -> f32 {
        self.origin.x + self.names + column as f32 * self.column
    }

    fn cell(&self, row: usize, column: usize) -> Rect {
        Rect::from_min_size(pos2(self.column_left(column), self.row_top(row)), vec2(self.column, ROW))
    }

    fn rows(&self, n: usize) -> std::ops::Range<usize> {
        seen(self.seen.top() - self.origin.y, self.body().height(), ROW, n)
    }

    fn columns(&self, n: usize) -> std::ops::Range<usize> {
        seen(self.seen.left() - self.origin.x, self.body().width(), self.column, n)
    }
}

/// Which of `n` things of a length are seen in a stretch that begins at `from`.
fn seen(from: f32, length: f32, each: f32, n: usize) -> std::ops::Range<usize> {
    let first = (from / each).floor().max(0.0) as usize;
    let last = ((from + length) / each).ceil().max(0.0) as usize;
    first.min(n)..last.min(n)
}

impl LedgerPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let (pane, n_sent) = view.desk.focus;
        self.is_sent_here |= pane == Pane::Ledger && n_sent != std::mem::replace(&mut self.n_focus, n_sent);
        let Some((ledger, _)) =
            view.ledger.zip(view.situation).filter(|(ledger, _)| !ledger.rows().is_empty() && !ledger.columns().is_empty())
        else {
            tools::empty(view, ui, out);
            return;
        };
        if self.rev != view.ledger_rev || self.language.as_deref() != view.language() {
            let (shown, place) = (self.shown.take(), self.place.take());
            *self = Self { shown, stop: self.stop, n_focus: self.n_focus, is_sent_here: self.is_sent_here, ..Self::default() };
            let at = place.and_then(|(event, source)| Some((ledger.row_of(view.index.number_of(&event)?)?, ledger.column_of(&source)?)));
            self.at = at.filter(|(row, column)| self.columns_said(view, ledger, *row).contains(column));
            self.rev = view.ledger_rev;
            self.language = view.language().map(str::to_owned);
            self.has_actors = head::has_actors(view, ledger);
        }
        let (n_rows, n_columns) = (ledger.rows().len(), ledger.columns().len());
        let room = ui.available_width();
        let least = (room * 0.36).clamp(150.0, 320.0);
        let earlier = if view.viewpoint.ledger.is_over_time { cell::ROOM_FOR_EARLIER } else { 0.0 };
        // As wide as there is room for, so that names need few lines; what is left over goes to the events.
        let column = ((room - least - 12.0) / n_columns as f32).clamp(88.0 + earlier, 128.0 + earlier);
        let names = (room - 12.0 - n_columns as f32 * column).clamp(least, least.max(520.0));
        let head = head::height(self.has_actors);
        // Scrolled to a row it begins right under the head.
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ScrollArea::both().id_salt("ledger").auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_width(names + n_columns as f32 * column);
            ui.set_height(head + n_rows as f32 * ROW + 8.0);
            let origin = ui.max_rect().min;
            let layout =
                Layout { origin, seen: Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size()), names, column, head };
            self.table(view, ledger, layout, ui, out);
        });
    }

    fn table(&mut self, view: &View<'_>, ledger: &Ledger, layout: Layout, ui: &mut Ui, out: &mut Outbox) {
        let selected = selected_row(view, ledger);
        let mut lines = HashMap::new();
        let mut rows: Vec<usize> = layout.rows(ledger.rows().len()).collect();
        self.follow(view, selected, layout, ui);
        self.place_keyboard(view, ledger, selected, &rows, ui);
        // Where the keyboard is stays laid out, wherever it was scrolled to.
        rows.extend(self.at.map(|(row, _)| row).filter(|row| !rows.contains(row)));
        let mut body = ui.new_child(UiBuilder::new().id_salt("body").max_rect(layout.body()));
        body.set_clip_rect(layout.body().intersect(ui.clip_rect()));
        for row in &rows {
            let Some(line) = self.lines.remove(row).or_else(|| Line::of(view, ledger, *row)) else { continue };
            self.row(view, ledger, &layout, (*row, &line, selected == Some(*row)), &mut body, out);
            lines.insert(*row, line);
        }
        self.lines = lines;
        self.place =
            self.at.and_then(|(row, column)| Some((self.lines.get(&row)?.event.clone(), ledger.columns().get(column)?.source.clone())));
        head::names(view, ledger, &layout, &rows, &self.lines, selected, ui, out);
        head::columns(view, ledger, &layout, self.has_actors, ui, out);
        head::corner(view, &layout, &self.lines, ui);
    }

    fn row(&mut self, view: &View<'_>, ledger: &Ledger, layout: &Layout, row: (usize, &Line, bool), ui: &mut Ui, out: &mut Outbox) {
        let (row, line, is_selected) = row;
        let theme = view.theme;
        let band = Rect::from_x_y_ranges(layout.body().x_range(), layout.row_top(row)..=layout.row_top(row) + ROW);
        if is_selected {
            ui.painter().rect_filled(band, CornerRadius::ZERO, theme.selected_row);
        }
        ui.painter().hline(band.x_range(), band.bottom(), Stroke::new(1.0, theme.hairline));
        let columns = layout.columns(ledger.columns().len());
        let is_out = ledger.rows().get(row).is_some_and(|row| row.fit == Fit::Out);
        for (column, cell) in &line.cells {
            let is_stop = self.at == Some((row, *column));
            if columns.contains(column) || is_stop {
                self.cell(view, ledger, layout.cell(row, *column), (line, *column, cell), (is_stop, is_out), ui, out);
            }
        }
        let (before, after) = (line.cells.iter().rev(), line.cells.iter());
        let before: Vec<usize> = before.map(|(column, _)| *column).filter(|column| *column < columns.start).collect();
        let after: Vec<usize> = after.map(|(column, _)| *column).filter(|column| *column >= columns.end).collect();
        for (beyond, is_left) in [(before, true), (after, false)] {
            if let Some(nearest) = beyond.first()
                && more(view, line, band, beyond.len(), is_left, ui)
            {
                self.at = Some((row, *nearest));
                self.is_moved = true;
                ui.ctx().request_repaint();
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a cell is made of all of these")]
    fn cell(
        &mut self,
        view: &View<'_>,
        ledger: &Ledger,
        rect: Rect,
        (line, column, cell): (&Line, usize, &LedgerCell),
        (is_stop, is_out): (bool, bool),
        ui: &mut Ui,
        out: &mut Outbox,
    ) {
        let theme = view.theme;
        let Some(source) = ledger.columns().get(column).map(|column| &column.source) else { return };
        let sense = if is_stop { Sense::click() } else { Sense::CLICK };
        let inner = rect.shrink(2.0);
        let response = ui.interact(inner, Id::unique(("ledger-cell", &line.event, source)), sense);
        if ui.clip_rect().contains(inner.center()) {
            trace_rect("ledger-cell", format!("{}/{source}", line.event), inner);
        }
        let is_open = view.viewpoint.selection.as_ref().is_some_and(|item| is_of_cell(cell, item));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, cell::sentences(view, &line.event, cell).join("; ")));
        if response.hovered() {
            ui.painter().rect_filled(inner, CornerRadius::same(4), theme.hovered_row);
        }
        if is_open {
            ui.painter().rect(inner, CornerRadius::same(4), theme.selected_row, Stroke::new(1.5, theme.accent), StrokeKind::Inside);
        }
        cell::paint(view, ledger, cell, inner, is_out, ui);
        let report: Option<ReportId> = cell.present().map(|(report, _)| report.clone());
        if let Some(report) = &report {
            if response.clicked() {
                out.push(Command::Ledger(LedgerCommand::Open(report.clone())));
            }
            if response.hovered() {
                out.push(Command::Hover(Some(Item::Record(RecordId::Report(report.clone())))));
            }
        }
        let id = response.id;
        if response.clicked() {
            self.at = ledger.row_of(line.number).map(|row| (row, column));
            // Arrows go on from it.
            self.is_sent_here = true;
        }
        response.on_hover_ui(|ui| cell::card(view, &line.event, cell, ui));
        if is_stop {
            self.keep_keyboard(id, ui);
        }
    }

    /// Scrolls once to what is newly selected, and to where the keyboard was moved.
    fn follow(&mut self, view: &View<'_>, selected: Option<usize>, layout: Layout, ui: &Ui) {
        let of = &view.viewpoint.ledger;
        let shown = [of.about.clone().filter(|_| of.is_narrow), selected_event(view).cloned()];
        if self.shown.as_ref() != Some(&shown) {
            self.shown = Some(shown);
            let row = selected.unwrap_or_default();
            // First under the head, and as far to the side as it was.
            let top = layout.row_top(row) - layout.head;
            let place = Rect::from_x_y_ranges(layout.seen.x_range(), top..=top + layout.seen.height());
            ui.scroll_to_rect(place, None);
        }
        if let Some((row, column)) = self.at.filter(|_| std::mem::take(&mut self.is_moved)) {
            // The heads lie over what is scrolled under them.
            let cell = layout.cell(row, column);
            ui.scroll_to_rect(Rect::from_min_max(cell.min - vec2(layout.names, layout.head), cell.max), None);
        }
    }

    /// Lets the keyboard in at the selected row or at the first that says something, and moves it by the arrows.
    fn place_keyboard(&mut self, view: &View<'_>, ledger: &Ledger, selected: Option<usize>, rows: &[usize], ui: &Ui) {
        /// Rows of which nothing is said are gone past.
        const FURTHEST: usize = 1_000;
        let first_cell = |panel: &Self, row: usize| panel.columns_said(view, ledger, row).first().map(|column| (row, *column));
        self.had_keyboard = self.stop.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        if self.at.is_none() {
            self.at = selected.into_iter().chain(rows.iter().copied()).find_map(|row| first_cell(self, row));
        }
        let Some((row, column)) = self.at else { return };
        if !self.had_keyboard {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let said = self.columns_said(view, ledger, row);
        let nearest = |row: usize| {
            let columns = self.columns_said(view, ledger, row);
            columns.into_iter().min_by_key(|other| other.abs_diff(column)).map(|column| (row, column))
        };
        let next = if pressed(Key::ArrowRight) {
            said.into_iter().find(|other| *other > column).map(|column| (row, column))
        } else if pressed(Key::ArrowLeft) {
            said.into_iter().rev().find(|other| *other < column).map(|column| (row, column))
        } else if pressed(Key::ArrowDown) {
            (row + 1..ledger.rows().len()).take(FURTHEST).find_map(nearest)
        } else if pressed(Key::ArrowUp) {
            (0..row).rev().take(FURTHEST).find_map(nearest)
        } else {
            None
        };
        if let Some(next) = next {
            self.at = Some(next);
            self.is_moved = true;
            ui.ctx().request_repaint();
        }
    }

    fn columns_said(&self, view: &View<'_>, ledger: &Ledger, row: usize) -> Vec<usize> {
        let columns = |line: &Line| line.cells.iter().map(|(column, _)| *column).collect();
        match self.lines.get(&row) {
            Some(line) => columns(line),
            None => Line::of(view, ledger, row).as_ref().map(columns).unwrap_or_default(),
        }
    }

    /// The keyboard goes along with the cell that it is at.
    fn keep_keyboard(&mut self, id: Id, ui: &Ui) {
        if self.is_sent_here || self.had_keyboard && self.stop != Some(id) {
            ui.memory_mut(|memory| memory.request_focus(id));
            self.is_sent_here = false;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        self.stop = Some(id);
    }
}

/// How much of a row is said by sources beyond an edge of what is seen. Says whether it was pressed.
fn more(view: &View<'_>, line: &Line, band: Rect, n: usize, is_left: bool, ui: &Ui) -> bool {
    let theme = view.theme;
    let words = wording::ledger_more(n, is_left);
    let galley = ui.painter().layout_no_wrap(words, font(TextSize::Small, Weight::Semibold), theme.accent);
    let size = galley.size() + vec2(10.0, 4.0);
    let left = if is_left { band.left() + 3.0 } else { band.right() - size.x - 3.0 };
    let rect = Rect::from_min_size(pos2(left, band.center().y - size.y / 2.0), size);
    let response = ui.interact(rect, Id::unique(("ledger-more", &line.event, is_left)), Sense::CLICK);
    let spoken = wording::ledger_more_spoken(n, is_left);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let ground = if response.hovered() { theme.hovered_row } else { theme.raised };
    ui.painter().rect(rect, CornerRadius::same(4), ground, Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(5.0, 2.0), galley, theme.accent);
    response.on_hover_text(spoken).clicked()
}

/// The row of the selected event.
fn selected_row(view: &View<'_>, ledger: &Ledger) -> Option<usize> {
    ledger.row_of(view.index.number_of(selected_event(view)?)?)
}

fn selected_event<'a>(view: &View<'a>) -> Option<&'a RecordId> {
    match (&view.viewpoint.selection, view.viewpoint.ledger.about.as_ref()) {
        (Some(Item::Record(id @ RecordId::Event(_))), _) => Some(id),
        // A cell that was pressed leaves the ledger at its event.
        (_, Some(id @ RecordId::Event(_))) => Some(id),
        _ => None,
    }
}

fn is_of_cell(cell: &LedgerCell, item: &Item) -> bool {
    let Item::Record(RecordId::Report(id)) = item else { return false };
    cell.said.iter().any(|said| said.report == *id) || cell.inherited.as_ref().is_some_and(|denial| denial.report == *id)
}
