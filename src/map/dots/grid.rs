//! The pixels of a map, and what of the world lies on each.

use egui::Pos2;

use crate::map::shapes::View;
use crate::placing::{Extract, ScatteredPoint};

/// The whole world has so many parts, from side to side.
const PARTS: f64 = 4_294_967_296.0;

/// A class and the step of a size in one: the larger size has the larger code, and of one size the rarer class.
pub fn code(class: u8, step: u8) -> u8 {
    if class == 0 { 0 } else { step << 4 | class & 15 }
}

pub fn class_of(code: u8) -> u8 {
    code & 15
}

pub fn step_of(code: u8) -> u8 {
    code >> 4
}

/// The pixels of a map with a margin round it: for each the [`code`] of a point in it, 0 where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub width: usize,
    pub height: usize,
    cells: Vec<u8>,
}

/// How to come from parts of the world to pixels of a grid.
#[derive(Clone, Copy)]
pub struct ToPixels {
    west: u32,
    north: i64,
    pixels_per_part: f64,
    /// Of the whole world, in pixels.
    world: f64,
    width: usize,
    height: usize,
}

/// The same for an adapter.
pub struct Frame {
    pub west: u32,
    /// The north edge in 2¹⁶ parts, and in parts what is left of it.
    pub north_high: f32,
    pub north_low: f32,
    pub pixels_per_part: f64,
    /// Of the whole world, in pixels.
    pub world: f64,
}

impl Grid {
    pub fn new([width, height]: [usize; 2]) -> Self {
        Self { width, height, cells: vec![0; width * height] }
    }

    /// Of several points the largest shows, and of these that of the rarer class, whatever the order they come in: classes are numbered by
    /// how frequent they are.
    pub fn mark(&mut self, x: usize, y: usize, code: u8) {
        if let Some(cell) = self.cells.get_mut(y * self.width + x) {
            *cell = code.max(*cell);
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(own, other)| *own = (*own).max(*other));
    }

    pub fn row(&self, y: usize) -> &[u8] {
        self.cells.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The steps of sizes that there are, the largest first.
    pub fn steps(&self) -> Vec<u8> {
        let mut is_there = [false; 16];
        self.cells.iter().filter(|code| **code > 0).for_each(|code| {
            if let Some(slot) = is_there.get_mut(usize::from(step_of(*code))) {
                *slot = true;
            }
        });
        (0..16).rev().filter(|step| is_there.get(usize::from(*step)) == Some(&true)).collect()
    }

    /// The pixels that have any dot, in some rows, from the north west, with their codes.
    pub fn dots_in(&self, rows: std::ops::Range<usize>) -> impl Iterator<Item = (usize, usize, u8)> {
        let rows = rows.start.min(self.height)..rows.end.min(self.height);
        rows.flat_map(move |y| self.row(y).iter().enumerate().filter(|(_, class)| **class > 0).map(move |(x, class)| (x, y, *class)))
    }
}

impl ToPixels {
    /// For the pixels of a view, so many of them wide and high with a margin round it.
    pub fn of(view: &View, pixels_per_point: f32, margin: usize, [width, height]: [usize; 2]) -> Self {
        let world = view.camera.world_points() * f64::from(pixels_per_point);
        let [x, y] = view.world_at(view.rect.min);
        let inset = margin as f64 / world;
        Self {
            west: ((x - inset).rem_euclid(1.0) * PARTS) as u32,
            north: ((y - inset) * PARTS) as i64,
            pixels_per_part: world / PARTS,
            world,
            width,
            height,
        }
    }

    pub fn frame(&self) -> Frame {
        let (north_high, north_low) = (self.north.div_euclid(1 << 16) as f32, self.north.rem_euclid(1 << 16) as f32);
        Frame { west: self.west, north_high, north_low, pixels_per_part: self.pixels_per_part, world: self.world }
    }

    /// What of the world lies under the grid.
    pub fn extract(&self) -> Extract {
        let parts = |pixels: usize| pixels as f64 / self.pixels_per_part;
        let clamped = |part: i64| part.clamp(0, i64::from(u32::MAX)) as u32;
        Extract {
            west: self.west,
            width: parts(self.width) as u32,
            north: clamped(self.north),
            south: clamped(self.north + parts(self.height) as i64),
        }
    }

    /// What of the world lies round a pixel of the grid.
    pub fn around(&self, pixel: Pos2, reach: f32) -> Extract {
        let parts = |pixels: f32| (f64::from(pixels) / self.pixels_per_part) as i64;
        let clamped = |part: i64| part.clamp(0, i64::from(u32::MAX)) as u32;
        Extract {
            west: self.west.wrapping_add(parts(pixel.x - reach) as u32),
            width: clamped(parts(2.0 * reach)),
            north: clamped(self.north + parts(pixel.y - reach)),
            south: clamped(self.north + parts(pixel.y + reach)),
        }
    }

    /// Where a point stands on the grid: in each copy of the world once.
    pub fn places(self, spot: ScatteredPoint) -> impl Iterator<Item = Pos2> {
        let y = ((i64::from(spot.y) - self.north) as f64 * self.pixels_per_part) as f32;
        let first = f64::from(spot.x.wrapping_sub(self.west)) * self.pixels_per_part;
        let copies = (0..8_u8).map(move |n| first + f64::from(n) * self.world);
        copies.take_while(move |x| *x < self.width as f64).map(move |x| Pos2::new(x as f32, y))
    }

    /// The pixels that a point falls into: of each copy of the world in view one.
    pub fn pixels(self, spot: ScatteredPoint) -> impl Iterator<Item = (usize, usize)> {
        let y = ((i64::from(spot.y) - self.north) as f64 * self.pixels_per_part) as isize;
        let y = usize::try_from(y).ok().filter(|y| *y < self.height);
        let mut x = f64::from(spot.x.wrapping_sub(self.west)) * self.pixels_per_part;
        y.into_iter().flat_map(move |y| {
            std::iter::from_fn(move || {
                let pixel = x as usize;
                x += self.world;
                (pixel < self.width).then_some((pixel, y))
            })
        })
    }
}
