//! Pixels that have a point become discs with a halo.

use egui::{Color32, ColorImage};

use crate::base::in_shares;
use crate::map::dots::grid::{Grid, class_of, step_of};

/// Rows that are worked on together.
const STRIP: usize = 32;

/// The discs of a grid as an image without its margin, the smaller over the larger. `radii` are those of a dot and its halo, by the step of
/// its size; `fills` are the colours of classes, that of class 1 first.
pub fn image(grid: &Grid, margin: usize, radii: &(dyn Fn(u8) -> [f32; 2] + Sync), fills: &[Color32], halo: Color32) -> ColorImage {
    let [width, height] = [grid.width, grid.height].map(|side| side - 2 * margin);
    let steps: Vec<(u8, [Sprite; 2])> = grid.steps().into_iter().map(|step| (step, radii(step).map(Sprite::of))).collect();
    let strips: Vec<usize> = (0..height).step_by(STRIP).collect();
    let pixels = in_shares(&strips, 2, |strips| {
        let mut pixels = Vec::with_capacity(strips.len() * STRIP * width);
        for first in strips {
            let rows = first + margin..(first + STRIP).min(height) + margin;
            let begun = pixels.len();
            pixels.resize(begun + rows.len() * width, Color32::TRANSPARENT);
            for (step, sprites) in &steps {
                let strip = pixels.get_mut(begun..).unwrap_or_default();
                let planes = [0, 1].map(|_| Plane::new(grid.width + 2 * margin, rows.clone()));
                let [dots, halos] = covered(grid, margin, planes, *step, sprites);
                for ((dots, halos), row) in dots.rows().zip(halos.rows()).zip(strip.chunks_exact_mut(width.max(1))) {
                    let shown = dots.iter().zip(halos).skip(2 * margin).zip(row);
                    shown.filter(|((_, around), _)| **around > 0).for_each(|((dot, around), pixel)| {
                        *pixel = blended(fills, *dot, halo, *around, *pixel);
                    });
                }
            }
        }
        pixels
    });
    ColorImage::new([width, height], pixels.concat())
}

/// How much the dots of one size cover of a strip, and their halos.
fn covered(grid: &Grid, margin: usize, mut planes: [Plane; 2], step: u8, sprites: &[Sprite; 2]) -> [Plane; 2] {
    let rows = planes.first().map_or(0..0, Plane::all_rows);
    for y in rows.start - margin..(rows.end + margin).min(grid.height) {
        let around = [y.checked_sub(1).map_or(&[] as &[u8], |above| grid.row(above)), grid.row(y), grid.row(y + 1)];
        for (x, code) in grid.row(y).iter().enumerate().filter(|(_, code)| **code > 0 && step_of(**code) == step) {
            if is_amid_its_like(&around, x, *code) {
                planes.iter_mut().for_each(|plane| plane.cover(x + margin, y, class_of(*code)));
            } else {
                planes.iter_mut().zip(sprites).for_each(|(plane, sprite)| plane.stamp(sprite, x + margin, y, class_of(*code)));
            }
        }
    }
    planes
}

/// Whether a dot has dots of its class and size on all sides: those nearer to whatever it would reach cover that for it.
fn is_amid_its_like(around: &[&[u8]; 3], x: usize, code: u8) -> bool {
    let from = x.saturating_sub(1);
    around.iter().all(|row| row.get(from..x + 2).is_some_and(|near| near.iter().all(|other| *other == code)))
}

/// A dot over its halo over what is there, as far as each covers a pixel.
fn blended(fills: &[Color32], dot: u16, halo: Color32, around: u16, under: Color32) -> Color32 {
    let [dot, class] = dot.to_be_bytes();
    let [around, _] = around.to_be_bytes();
    let fill = usize::from(class).checked_sub(1).and_then(|class| fills.get(class)).copied().unwrap_or(halo);
    if dot == 255 {
        return fill;
    }
    let sign = halo.gamma_multiply_u8(around).blend(fill.gamma_multiply_u8(dot));
    if under == Color32::TRANSPARENT { sign } else { under.blend(sign) }
}

/// How much of each pixel round its middle a disc covers.
struct Sprite {
    /// Pixels from the middle to the edge.
    reach: usize,
    /// Row by row, of 255.
    cover: Vec<u8>,
}

impl Sprite {
    /// A disc of a radius in pixels.
    fn of(radius: f32) -> Self {
        let reach = (radius + 0.5).ceil() as usize;
        let side = 2 * reach + 1;
        let from_middle = |at: usize| at as f32 - reach as f32;
        let covered = |at: usize| {
            let distance = from_middle(at % side).hypot(from_middle(at / side));
            ((radius + 0.5 - distance).clamp(0.0, 1.0) * 255.0).round() as u8
        };
        Self { reach, cover: (0..side * side).map(covered).collect() }
    }
}

/// How much of each pixel is covered, and by which class, in some rows of a grid.
struct Plane {
    width: usize,
    first_row: usize,
    n_rows: usize,
    /// How much of 255 above, the class below: the greater number is what covers more.
    cover: Vec<u16>,
}

impl Plane {
    fn new(width: usize, rows: std::ops::Range<usize>) -> Self {
        Self { width, first_row: rows.start, n_rows: rows.len(), cover: vec![0; width * rows.len()] }
    }

    fn all_rows(&self) -> std::ops::Range<usize> {
        self.first_row..self.first_row + self.n_rows
    }

    fn rows(&self) -> impl Iterator<Item = &[u16]> {
        self.cover.chunks_exact(self.width.max(1))
    }

    /// Covers one pixel whole.
    fn cover(&mut self, x: usize, y: usize, class: u8) {
        let at = y.checked_sub(self.first_row).map(|row| row * self.width + x);
        if let Some(under) = at.and_then(|at| self.cover.get_mut(at)) {
            *under = (*under).max(u16::from_be_bytes([255, class]));
        }
    }

    /// Covers what a sprite covers round a pixel.
    fn stamp(&mut self, sprite: &Sprite, x: usize, y: usize, class: u8) {
        let side = 2 * sprite.reach + 1;
        for (line, covered) in (y..).zip(sprite.cover.chunks_exact(side)) {
            // The rows of the sprite begin so far above its middle.
            let Some(row) = line.checked_sub(sprite.reach + self.first_row) else { continue };
            let start = row * self.width + x.saturating_sub(sprite.reach);
            let Some(under) = self.cover.get_mut(start..start + side) else { continue };
            for (under, over) in under.iter_mut().zip(covered) {
                let over = u16::from_be_bytes([*over, if *over > 0 { class } else { 0 }]);
                *under = (*under).max(over);
            }
        }
    }
}
