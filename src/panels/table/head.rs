//! The names of the columns: a press sorts, the edge between two is dragged, a sign at the right tells what the column comes to.

use egui::{
    CornerRadius, CursorIcon, Id, Key, Modifiers, Popup, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::base::shortened;
use crate::command::{Command, Outbox, TableCommand};
use crate::panels::View;
use crate::panels::pieces::trace_rect;
use crate::panels::table::{ColumnOf, INSET, Layout, TableColumn, TableFacts, TablePanel, counted, keep_arrows};
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::TableLayout;
use crate::wording::table as words;

/// Room for the sign of the order, and for that of what the column comes to.
const SIGN: f32 = 12.0;
const SUM: f32 = 20.0;
/// Half as wide as what is dragged.
const EDGE: f32 = 4.0;
/// A key makes a column so much wider.
const STEP: f32 = 16.0;

impl TablePanel {
    pub(super) fn head(&mut self, view: &View<'_>, table: &TableFacts<'_>, layout: &Layout<'_>, ui: &mut Ui, out: &mut Outbox) {
        let theme = view.theme;
        let mut head = ui.new_child(UiBuilder::new().id_salt("table-head").max_rect(layout.head));
        head.set_clip_rect(layout.head.intersect(ui.clip_rect()));
        head.painter().rect_filled(layout.head, CornerRadius::ZERO, theme.raised);
        self.column = self.column.min(layout.columns.len().saturating_sub(1));
        let had_focus = self.head_stop.is_some_and(|id| head.memory(|memory| memory.has_focus(id)));
        if had_focus {
            self.head_keys(table, layout, &head, out);
        }
        let mut stop = None;
        for (place, (_, column, left, width)) in layout.columns.iter().enumerate() {
            let is_stop = place == self.column;
            let is_in_view = *left < layout.head.right() && left + width > layout.head.left();
            if is_in_view || is_stop {
                let rect = Rect::from_min_size(pos2(*left, layout.head.top()), vec2(*width, layout.head.height()));
                let id = name(view, table, column, rect, is_stop && had_focus, is_stop, &mut head, out);
                stop = stop.or(is_stop.then_some(id));
            }
        }
        // Over the names, so that they are met first.
        for (_, column, left, width) in layout.columns_in_view() {
            edge(theme, column, *width, pos2(left + width, layout.head.center().y), layout, &head, out);
        }
        head.painter().hline(layout.head.x_range(), layout.head.bottom() - 0.5, Stroke::new(1.0, theme.hairline));
        if let Some(id) = stop {
            if had_focus && self.head_stop != Some(id) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            keep_arrows(id, ui);
            self.head_stop = Some(id);
        }
    }

    /// From name to name, and the width of the one that has the keyboard.
    fn head_keys(&mut self, table: &TableFacts<'_>, layout: &Layout<'_>, ui: &Ui, out: &mut Outbox) {
        let count = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
        let [wider, narrower] = [Key::ArrowRight, Key::ArrowLeft].map(|key| count(Modifiers::SHIFT, key));
        let [right, left] = [Key::ArrowRight, Key::ArrowLeft].map(|key| count(Modifiers::NONE, key));
        self.column = (self.column + right).saturating_sub(left).min(layout.columns.len().saturating_sub(1));
        let Some((_, column, at, width)) = layout.columns.get(self.column) else { return };
        if wider != narrower {
            let width = column.width_in(table.layout) + STEP * (wider as f32 - narrower as f32);
            out.push(Command::Table(TableCommand::Width(column.name.clone(), Some(width.max(TableLayout::WIDTHS[0])))));
        }
        if right != left {
            // It comes into view.
            let beyond = at + width - layout.head.right();
            let before = layout.head.left() - at;
            self.scroll.go_aside(if before > 0.0 { -before } else { beyond.max(0.0) });
            ui.ctx().request_repaint();
        }
    }
}

/// The name of a column.
#[expect(clippy::too_many_arguments, reason = "a name is made of all of these")]
fn name(
    view: &View<'_>,
    table: &TableFacts<'_>,
    column: &TableColumn,
    rect: Rect,
    has_keyboard: bool,
    is_stop: bool,
    ui: &mut Ui,
    out: &mut Outbox,
) -> Id {
    let theme = view.theme;
    let sort = table.layout.sort.as_ref().filter(|sort| sort.column == column.name).map(|sort| sort.is_descending);
    let is_counted = table.counted.as_ref().is_some_and(|counted| counted.column == column.name);
    let sense = if is_stop { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, Id::unique(("table-head", &column.name)), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, words::column_spoken(&column.name, sort)));
    trace_rect("table-head", &column.name, rect);
    let sum_rect = Rect::from_min_max(pos2(rect.right() - SUM - EDGE, rect.top() + 3.0), pos2(rect.right() - EDGE, rect.bottom() - 4.0));
    let is_near = ui.rect_contains_pointer(rect.intersect(ui.clip_rect()));
    let sum_id = Id::unique(("table-sum", &column.name));
    let has_keyboard = has_keyboard || ui.memory(|memory| memory.has_focus(sum_id));
    let has_sum = (is_near || has_keyboard || is_counted) && rect.width() > 2.0 * SUM + INSET;
    if response.hovered() {
        ui.painter().rect_filled(rect.shrink2(vec2(1.0, 1.0)), CornerRadius::same(4), theme.hovered_row);
    }
    if response.clicked() {
        out.push(Command::Table(TableCommand::Sort(column.name.clone())));
    }
    paint(column, sort, rect, if has_sum { SUM } else { 0.0 }, theme, ui);
    let id = response.id;
    let explained = if column.of == ColumnOf::RowNumber { format!("\n{}", words::ROW_NUMBER_EXPLAINED) } else { String::new() };
    response.on_hover_text(format!("{}{explained}", words::sort_hint(&column.name, sort)));
    if has_sum && sum(column, (sum_id, sum_rect), is_counted, has_keyboard, theme, ui) {
        let popup = counted::popup_id();
        Popup::toggle_id(ui.ctx(), popup);
        let is_open = Popup::is_id_open(ui.ctx(), popup);
        out.push(Command::Table(TableCommand::Statistics(is_open.then(|| column.name.clone()))));
    }
    id
}

/// The name, over what stands under it, with the sign of the order beside it.
fn paint(column: &TableColumn, sort: Option<bool>, rect: Rect, reserved: f32, theme: &Theme, ui: &Ui) {
    let ink = if sort.is_some() { theme.text } else { theme.weak };
    let sign = if sort.is_some() { SIGN } else { 0.0 };
    let room = (rect.width() - 2.0 * INSET - sign - reserved).max(0.0);
    let mut job = egui::text::LayoutJob::simple_singleline(shortened(&column.name, 120), font(TextSize::Small, Weight::Semibold), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let width = galley.size().x;
    let left = if column.is_number { rect.right() - INSET - reserved - sign - width } else { rect.left() + INSET };
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
    if let Some(is_descending) = sort {
        triangle(pos2(left + width + SIGN / 2.0 + 2.0, rect.center().y), is_descending, theme, ui);
    }
    ui.painter().vline(rect.right() - 0.5, rect.top() + 7.0..=rect.bottom() - 7.0, Stroke::new(1.0, theme.hairline));
}

/// Which way the order runs: up where it rises.
fn triangle(at: Pos2, is_descending: bool, theme: &Theme, ui: &Ui) {
    let up = if is_descending { -1.0 } else { 1.0 };
    let corners = [vec2(-3.5, 2.2 * up), vec2(3.5, 2.2 * up), vec2(0.0, -2.8 * up)].map(|corner| at + corner);
    ui.painter().add(Shape::convex_polygon(corners.to_vec(), theme.accent, Stroke::NONE));
}

/// What tells what a column comes to. Says whether it was pressed.
fn sum(column: &TableColumn, (id, rect): (Id, Rect), is_open: bool, has_keyboard: bool, theme: &Theme, ui: &Ui) -> bool {
    // It can be gone to from the name that has the keyboard.
    let sense = if has_keyboard || is_open { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    let name = words::statistics_of(&column.name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &name));
    trace_rect("table-sum", &column.name, rect);
    let is_lit = response.hovered() || response.has_focus() || is_open;
    if is_lit {
        ui.painter().rect_filled(rect, CornerRadius::same(4), theme.selected_row);
    }
    let ink = if is_lit { theme.accent } else { theme.weak };
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "Σ", font(TextSize::Body, Weight::Semibold), ink);
    response.on_hover_text(name).clicked()
}

/// What is dragged to make a column wider; two presses give it its own width again.
fn edge(theme: &Theme, column: &TableColumn, width: f32, at: Pos2, layout: &Layout<'_>, ui: &Ui, out: &mut Outbox) {
    let rect = Rect::from_center_size(at, vec2(2.0 * EDGE, layout.head.height()));
    let response = ui.interact(rect, Id::unique(("table-edge", &column.name)), Sense::CLICK | Sense::DRAG);
    let name = words::width_of(&column.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, &name));
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        ui.painter().vline(at.x - 0.5, layout.head.top()..=layout.head.bottom(), Stroke::new(2.0, theme.accent));
    }
    if response.double_clicked() {
        out.push(Command::Table(TableCommand::Width(column.name.clone(), None)));
    } else if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        let [least, most] = TableLayout::WIDTHS;
        let wanted = (pointer.x - (at.x - width)).clamp(least, most);
        out.push(Command::Table(TableCommand::Width(column.name.clone(), Some(wanted))));
    }
}
