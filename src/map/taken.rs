//! Which parts of a view are taken: marks and names are kept clear of one another.

use std::collections::BTreeMap;

use egui::{Rect, Vec2, vec2};

/// What is taken already. Sorted into cells, so that only what is near is looked at.
pub struct Taken {
    view: Rect,
    cells: BTreeMap<(i32, i32), Vec<(Rect, By)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Other,
}

impl Taken {
    const CELL: f32 = 64.0;
    const CLEARANCE: f32 = 2.0;

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
        self.add_by(By::Other, rect);
    }

    fn add_by(&mut self, by: By, rect: Rect) {
        // What lies outside the view takes nothing, however large it is.
        if rect.intersects(self.view) {
            for cell in Self::cells(rect.intersect(self.view)) {
                self.cells.entry(cell).or_default().push((rect, by));
            }
        }
    }

    pub fn is_free(&self, rect: Rect) -> bool {
        self.is_clear(rect, |_| Vec2::ZERO)
    }

    fn is_clear(&self, rect: Rect, room: impl Fn(By) -> Vec2) -> bool {
        let widest = rect.expand2(room(By::Name).max(room(By::Other)));
        let near = Self::cells(widest.intersect(self.view)).filter_map(|cell| self.cells.get(&cell)).flatten();
        !near.into_iter().any(|(other, by)| other.intersects(rect.expand2(room(*by))))
    }

    /// Takes the rectangle if it lies in view and is free.
    pub fn take(&mut self, rect: Rect) -> bool {
        self.take_by(By::Other, rect, Self::CLEARANCE)
    }

    /// The same for a name, which other names beside it leave so much room: two that almost touch are read as one.
    pub fn take_for_name(&mut self, rect: Rect, beside: f32) -> bool {
        self.take_by(By::Name, rect, beside)
    }

    fn take_by(&mut self, by: By, rect: Rect, beside: f32) -> bool {
        let room = |other: By| vec2(if other == By::Name { beside } else { Self::CLEARANCE }, Self::CLEARANCE);
        let is_free = self.view.contains_rect(rect) && self.is_clear(rect, room);
        if is_free {
            self.add_by(by, rect);
        }
        is_free
    }
}
