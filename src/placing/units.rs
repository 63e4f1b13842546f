//! Data layers whose rows are military units, by a property that holds symbol codes: what symbol each has, and which stand too near to be
//! told apart.

use std::collections::HashMap;

use crate::dataset::Dataset;
use crate::earth::{LonLat, to_world};
use crate::placing::geometry::{Part, parts};
use crate::placing::groups::{Groups, step_at};
use crate::placing::ranked::Window;
use crate::symbols::{Drawing, Fields, Fill, SymbolCode};
use crate::viewpoint::{Camera, MAX_ZOOM};

/// The units of a data layer, the larger first.
#[derive(Clone, Debug)]
pub struct Units {
    units: Vec<Unit>,
    /// In world units, in the same order.
    positions: Vec<[f64; 2]>,
    groups: Groups,
    /// Places among the units, by their rows.
    by_row: Vec<u32>,
}

/// A row of the layer with its symbol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    pub row: u32,
    pub code: SymbolCode,
    /// From where it stands to the middle of its frame, in widths of its octagon: a headquarters stands at the foot of its staff.
    pub middle: [f32; 2],
}

/// Units that stand together at a step of zoom, or one that stands alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stack {
    /// The largest, by its place among the units; the stack stands where it does.
    pub first: u32,
    step: u8,
    pub n_units: usize,
}

impl Units {
    /// `None` of a layer without symbol codes: where no property is named as such ones are, or most of its values are something else.
    pub fn of(layer: &Dataset) -> Option<Self> {
        /// In points: about the width of a symbol.
        const REACH: f64 = 36.0;
        let column = code_column(layer)?;
        let mut middles: HashMap<SymbolCode, [f32; 2]> = HashMap::new();
        let mut found: Vec<(Unit, [f64; 2])> = Vec::new();
        for row in 0..layer.n_rows() {
            let Some(code) = layer.text(row, column).and_then(|text| SymbolCode::read(&text).ok()) else { continue };
            let Some(geometry) = layer.geometry(row) else { continue };
            let at_points = parts(&geometry).into_iter().filter_map(|part| if let Part::Point(at) = part { Some(world(at)) } else { None });
            let unit = Unit { row, code, middle: middles.entry(code).or_insert_with(|| middle_of(&code)).to_owned() };
            found.extend(at_points.map(|at| (unit, at)));
        }
        found.sort_by_key(|(unit, _)| std::cmp::Reverse(unit.code.echelon()));
        let (units, positions): (Vec<Unit>, Vec<[f64; 2]>) = found.into_iter().unzip();
        let groups = Groups::of(&positions, REACH, MAX_ZOOM);
        let mut by_row: Vec<u32> = (0..).zip(&units).map(|(index, _)| index).collect();
        by_row.sort_by_key(|index| units.get(*index as usize).map(|unit| unit.row));
        Some(Self { units, positions, groups, by_row })
    }

    /// Whether a row has a symbol.
    pub fn has(&self, row: u32) -> bool {
        self.places_of(row).next().is_some()
    }

    pub fn unit(&self, index: u32) -> Option<Unit> {
        self.units.get(index as usize).copied()
    }

    /// The stacks in view at a camera's zoom, each with where it stands in world units.
    pub fn stacks(&self, camera: Camera, window: Window) -> impl Iterator<Item = (Stack, [f64; 2])> {
        let step = step_at(camera.zoom());
        let is_shown = move |(index, at): &(u32, &[f64; 2])| self.groups.stands(*index, step) && window.shows_point(**at);
        let stack = move |first: u32| Stack { first, step, n_units: self.groups.size(first, step) as usize };
        (0..).zip(&self.positions).filter(is_shown).map(move |(first, at)| (stack(first), *at))
    }

    /// The rows of a stack, the larger units first.
    pub fn rows_of(&self, stack: Stack) -> Vec<u32> {
        self.units_of(stack).into_iter().filter_map(|index| Some(self.unit(index)?.row)).collect()
    }

    /// The same by their places among the units.
    pub fn units_of(&self, stack: Stack) -> Vec<u32> {
        let mut members = self.groups.members(stack.first, stack.step);
        members.sort_unstable();
        members
    }

    /// The firsts of the stacks that a row is in at a zoom.
    pub fn stacks_of(&self, row: u32, zoom: f64) -> impl Iterator<Item = u32> {
        self.places_of(row).map(move |index| self.groups.standing_for(index, step_at(zoom)))
    }

    fn places_of(&self, row: u32) -> impl Iterator<Item = u32> {
        let row_of = |index: &u32| self.unit(*index).map(|unit| unit.row);
        let first = self.by_row.partition_point(|index| row_of(index) < Some(row));
        self.by_row.iter().skip(first).take_while(move |index| row_of(index) == Some(row)).copied()
    }
}

fn middle_of(code: &SymbolCode) -> [f32; 2] {
    /// Symbols are drawn on a square of 200 units, their octagon 100 wide in its middle.
    const MIDDLE: f32 = 100.0;
    let Drawing { anchor, .. } = Drawing::of(code, &Fields::new(), Fill::Identity);
    [(MIDDLE - anchor.x) / 100.0, (MIDDLE - anchor.y) / 100.0]
}

/// The column that holds symbol codes.
fn code_column(layer: &Dataset) -> Option<u32> {
    /// The more telling name first.
    const NAMES: [&str; 3] = ["sidc", "icon15", "icon"];
    const TRIED: u32 = 200;
    let holds_codes = |column: &u32| {
        let values: Vec<_> = (0..layer.n_rows().min(TRIED)).filter_map(|row| layer.text(row, *column)).collect();
        let n_codes = values.iter().filter(|text| SymbolCode::read(text).is_ok()).count();
        2 * n_codes > values.len()
    };
    NAMES.into_iter().filter_map(|name| layer.column_named(name)).find(holds_codes)
}

fn world(at: LonLat) -> [f64; 2] {
    let (x, y) = to_world(at);
    [x, y]
}
