//! Which parts of a view are taken: marks and names are kept clear of one another.

use std::collections::BTreeMap;

use egui::{Rect, Vec2};

/// What is taken already. Sorted into cells, so that only what is near is looked at.
pub struct Taken {
    view: Rect,
    cells: BTreeMap<(i32, i32), Vec<Rect>>,
}

impl Taken {
    const CELL: f32 = 64.0;

    /// Nothing yet, in a view.
    pub fn within(view: Rect) -> Self {
        Self { view, cells: BTreeMap::new() }
    }

    fn cells(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
        let cell = |value: f32| (value / Self::CELL).floor() as i32;
        let rows = cell(rect.top())..=cell(rect.bottom());
        (cell(rect.left())..=cell(rect.right())).flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    pub fn add(&mut self, rect: Rect) {
        // What lies outside the view takes nothing, however large it is.
        if rect.intersects(self.view) {
            for cell in Self::cells(rect.intersect(self.view)) {
                self.cells.entry(cell).or_default().push(rect);
            }
        }
    }

    pub fn is_free(&self, rect: Rect) -> bool {
        !Self::cells(rect.intersect(self.view)).filter_map(|cell| self.cells.get(&cell)).flatten().any(|other| other.intersects(rect))
    }

    /// Takes the rectangle if it lies in view and is free, with so much clear beside and above it.
    pub fn take(&mut self, rect: Rect, clear: Vec2) -> bool {
        let is_free = self.view.contains_rect(rect) && self.is_free(rect.expand2(clear));
        if is_free {
            self.add(rect);
        }
        is_free
    }
}
