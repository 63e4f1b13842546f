//! How far the table is scrolled. Rows are counted in numbers of 64 bits: those of `egui` would put the rows of millions in wrong places.

use std::ops::Range;

use egui::{CornerRadius, Id, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use crate::panels::table::ROW;
use crate::theme::Theme;
use crate::wording::table as words;

/// In points from the first row and the first column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    top: f64,
    left: f32,
}

impl Scroll {
    /// As wide as a bar with the room around it.
    pub const BAR: f32 = 10.0;

    pub fn left(&self) -> f32 {
        self.left
    }

    /// Stays within so many rows and so much width, of which so much is seen.
    pub fn keep_within(&mut self, [width, seen]: [f32; 2], (n_rows, height): (usize, f32)) {
        self.left = self.left.clamp(0.0, (width - seen).max(0.0));
        self.top = self.top.clamp(0.0, most_top(n_rows, height));
    }

    /// The rows in view.
    pub fn rows(&self, height: f32, n_rows: usize) -> Range<usize> {
        let row = f64::from(ROW);
        let first = (self.top / row).floor().max(0.0) as usize;
        let end = ((self.top + f64::from(height)) / row).ceil().max(0.0) as usize;
        first.min(n_rows)..end.min(n_rows)
    }

    /// Where a row begins on the screen, of which the first in view begins at `top`.
    pub fn top_of(&self, row: usize, top: f32) -> f32 {
        top + (row as f64 * f64::from(ROW) - self.top) as f32
    }

    /// Scrolls no further than that a row is in view, with one more beside it.
    pub fn show_row(&mut self, row: usize, height: f32) {
        let (row, height) = (row as f64 * f64::from(ROW), f64::from(height));
        let margin = f64::from(ROW).min((height - f64::from(ROW)).max(0.0) / 2.0);
        self.top = self.top.min(row - margin).max(row + f64::from(ROW) + margin - height).max(0.0);
    }

    pub fn go_aside(&mut self, points: f32) {
        self.left = (self.left + points).max(0.0);
    }

    /// Takes what the wheel or two fingers scroll over the table.
    pub fn follow_wheel(&mut self, room: Rect, ui: &Ui) {
        if !ui.rect_contains_pointer(room) {
            return;
        }
        let Vec2 { x, y } = ui.input(|input| input.smooth_scroll_delta);
        if x != 0.0 || y != 0.0 {
            self.left -= x;
            self.top -= f64::from(y);
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
        }
    }

    /// The bars at the right and below, to be dragged; none where all is seen.
    pub fn bars(&mut self, room: Rect, body: &Rect, [width, seen]: [f32; 2], n_rows: usize, theme: &Theme, ui: &Ui) {
        let most = most_top(n_rows, body.height());
        if most > 0.0 {
            let track = Rect::from_min_max(pos2(room.right() - Self::BAR, body.top()), pos2(room.right(), body.bottom()));
            let share = f64::from(body.height()) / (n_rows as f64 * f64::from(ROW));
            let to = bar(words::SCROLL_DOWN, track, true, [share as f32, (self.top / most) as f32], theme, ui);
            if let Some(to) = to {
                self.top = f64::from(to) * most;
            }
        }
        let most = (width - seen).max(0.0);
        if most > 0.0 {
            let track = Rect::from_min_max(pos2(body.left(), room.bottom() - Self::BAR), pos2(body.right(), room.bottom()));
            if let Some(to) = bar(words::SCROLL_ASIDE, track, false, [seen / width, self.left / most], theme, ui) {
                self.left = to * most;
            }
        }
    }
}

fn most_top(n_rows: usize, height: f32) -> f64 {
    (n_rows as f64 * f64::from(ROW) - f64::from(height)).max(0.0)
}

/// Draws a bar that shows a share of all, beginning so far from the start (both from 0 to 1). Where it was dragged to.
fn bar(name: &str, track: Rect, is_upright: bool, [share, at]: [f32; 2], theme: &Theme, ui: &Ui) -> Option<f32> {
    const LEAST: f32 = 24.0;
    let response = ui.interact(track, Id::unique(("table-bar", name)), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, name));
    let length = if is_upright { track.height() } else { track.width() };
    let handle = (length * share).clamp(LEAST.min(length), length);
    let room = (length - handle).max(1.0);
    let start = if is_upright { track.top() } else { track.left() };
    let pointer = response.interact_pointer_pos().map(|at| if is_upright { at.y } else { at.x });
    let to = pointer.filter(|_| response.dragged() || response.clicked()).map(|at| ((at - start - handle / 2.0) / room).clamp(0.0, 1.0));
    let offset = to.unwrap_or(at.clamp(0.0, 1.0)) * room;
    let ink = if response.hovered() || response.dragged() { theme.weak } else { theme.field_edge() };
    let thick = Rect::from_min_max(track.min + Vec2::splat(3.0), track.max - Vec2::splat(1.0));
    let rect = if is_upright {
        Rect::from_x_y_ranges(thick.x_range(), start + offset..=start + offset + handle)
    } else {
        Rect::from_x_y_ranges(start + offset..=start + offset + handle, thick.y_range())
    };
    ui.painter().rect_filled(rect, CornerRadius::same(3), ink);
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_millions_stand_where_they_are_to_a_fraction_of_a_point() {
        let mut scroll = Scroll::default();
        for row in [0, 1, 999_999, 12_345_678, 19_999_999] {
            scroll.show_row(row, 260.0);
            let rows = scroll.rows(260.0, 20_000_000);
            assert!(rows.contains(&row), "{row}: {rows:?}");
            let top = scroll.top_of(row, 100.0);
            assert!((100.0..=360.0 - ROW).contains(&top), "{row}: {top}");
            assert!((scroll.top_of(row + 1, 100.0) - top - ROW).abs() < 0.01);
        }
    }

    #[test]
    fn a_row_in_view_stays_where_it_is_and_ends_are_kept() {
        let mut scroll = Scroll::default();
        scroll.show_row(50, 260.0);
        let before = scroll;
        scroll.show_row(47, 260.0);
        assert_eq!(scroll, before);
        scroll.keep_within([100.0, 300.0], (20, 260.0));
        assert_eq!((scroll.rows(260.0, 20), scroll.left()), (10..20, 0.0));
        scroll.go_aside(500.0);
        scroll.keep_within([400.0, 300.0], (3, 260.0));
        assert_eq!((scroll.rows(260.0, 3), scroll.left()), (0..3, 100.0));
    }
}
