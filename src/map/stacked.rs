//! The units of data layers as military symbols: those that could not be told apart stand as a stack with their number.

use egui::{Context, Pos2, Rect, Vec2, vec2};

use crate::map::labels::{self, Text};
use crate::map::paint::BEHIND;
use crate::map::picture::{Hit, Inputs, Picture};
use crate::map::shapes::View;
use crate::map::stamps::Stamp;
use crate::placing::{Stack, Unit, Units, Window};
use crate::query::Fit;
use crate::symbols::{Fill, SymbolCode};
use crate::theme::Theme;
use crate::viewpoint::Item;

/// How wide a symbol's octagon is on the map, in points; its frame is half as large again.
const SIZE: f32 = 17.0;

/// A unit, or several that stand together: the symbol is the largest one's.
pub struct UnitMark {
    pub item: Item,
    pub layer: usize,
    pub stack: Stack,
    pub pos: Pos2,
    pub code: SymbolCode,
    /// As in [`crate::placing::Unit`].
    middle: [f32; 2],
    /// How many there are, laid out, where it is more than one.
    count: Option<Text>,
}

impl UnitMark {
    pub fn hit(&self) -> Hit {
        if self.stack.n_units > 1 { Hit::Stack(self.layer, self.stack) } else { Hit::Item(self.item.clone()) }
    }

    /// What the pointer can hit: about the frame.
    pub fn rect(&self) -> Rect {
        Rect::from_center_size(self.pos + Vec2::from(self.middle) * SIZE, Vec2::splat(1.5 * SIZE))
    }

    /// What it takes, with its number.
    pub fn claim(&self) -> Rect {
        let count = self.count.as_ref().map(|text| Rect::from_min_size(self.count_at(text), text.size()));
        count.map_or_else(|| self.rect(), |count| self.rect().union(count))
    }

    fn count_at(&self, text: &Text) -> Pos2 {
        self.rect().right_bottom() - vec2(2.0, text.size().y * 0.6)
    }

    /// The symbol, over frames where there are more, and their number at its foot.
    pub fn stamps<'a>(&'a self, theme: &Theme) -> impl Iterator<Item = Stamp<'a>> {
        let halo = Some(theme.symbol_halo);
        let symbol = move |code, anchor| Stamp::Symbol { code, fill: Fill::Identity, anchor, size: SIZE, halo, opacity: 1.0 };
        let n_behind = u8::from(self.stack.n_units > 1) + u8::from(self.stack.n_units > 2);
        let behind = move |index: u8| symbol(plain(self.code), self.rect().center() + vec2(BEHIND, -BEHIND) * f32::from(index));
        let (ink, halo) = (theme.mark_label, Some(theme.map_halo));
        let count = self.count.as_ref().map(|text| Stamp::Text { text, align: 0.0, pos: self.count_at(text), ink, halo, opacity: 1.0 });
        (1..=n_behind).rev().map(behind).chain([symbol(self.code, self.pos)]).chain(count)
    }
}

/// Its frame and icon alone: without echelon, and standing in its middle.
pub fn plain(code: SymbolCode) -> SymbolCode {
    SymbolCode { is_headquarters: false, is_task_force: false, is_dummy: false, amplifier: None, ..code }
}

impl Picture {
    pub(super) fn add_units(&mut self, view: &View, layer: usize, units: &Units, inputs: &Inputs<'_>, ctx: &Context) {
        let size = [f64::from(view.rect.width()), f64::from(view.rect.height())];
        let window = Window::of(view.camera, size, f64::from(2.0 * SIZE));
        let rows = inputs.row_answers.get(layer);
        let is_shown = |unit: Option<Unit>| unit.is_some_and(|unit| rows.is_none_or(|rows| rows.fit(unit.row) != Fit::Out));
        for (mut stack, at) in units.stacks(view.camera, window) {
            // Where some of them are not asked for, the largest of the others stands for those.
            let asked_for: Vec<u32> = units.units_of(stack).into_iter().filter(|index| is_shown(units.unit(*index))).collect();
            let Some(unit) = asked_for.first().and_then(|index| units.unit(*index)) else { continue };
            stack.n_units = asked_for.len();
            let count = (stack.n_units > 1).then(|| labels::stack(ctx, inputs.theme, stack.n_units));
            for pos in view.copies_of_world(at) {
                let item = Item::Row { layer, row: unit.row };
                self.units.push(UnitMark { item, layer, stack, pos, code: unit.code, middle: unit.middle, count: count.clone() });
            }
        }
    }
}

/// A symbol in the legend.
pub fn small<'a>(code: SymbolCode, fill: Fill, centre: Pos2, size: f32, theme: &Theme) -> Stamp<'a> {
    Stamp::Symbol { code: plain(code), fill, anchor: centre, size, halo: Some(theme.symbol_halo), opacity: 1.0 }
}
