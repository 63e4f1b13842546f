//! Pixels that have a point become discs with a halo.

use egui::{Color32, ColorImage};

use crate::base::in_shares;
use crate::map::dots::grid::Grid;

/// Rows that are worked on together.
const STRIP: usize = 32;

/// The discs of a grid as an image without its margin. `fills` are the colours of classes, that of class 1 first.
pub fn image(grid: &Grid, margin: usize, radii: [f32; 2], fills: &[Color32], halo: Color32) -> ColorImage {
    let [width, height] = [grid.width, grid.height].map(|side| side - 2 * margin);
    let sprites = radii.map(Sprite::of);
    let strips: Vec<usize> = (0..height).step_by(STRIP).collect();
    let pixels = in_shares(&strips, 2, |strips| {
        let mut pixels = Vec::with_capacity(strips.len() * STRIP * width);
        for first in strips {
            let rows = first + margin..(first + STRIP).min(height) + margin;
            let mut planes = [0, 1].map(|_| Plane::new(grid.width + 2 * margin, rows.clone()));
            for y in rows.start - margin..(rows.end + margin).min(grid.height) {
                let around = [y.checked_sub(1).map_or(&[] as &[u8], |above| grid.row(above)), grid.row(y), grid.row(y + 1)];
                for (x, class) in grid.row(y).iter().enumerate().filter(|(_, class)| **class > 0) {
                    if is_amid_its_like(&around, x, *class) {
                        planes.iter_mut().for_each(|plane| plane.cover(x + margin, y, *class));
                    } else {
                        planes.iter_mut().zip(&sprites).for_each(|(plane, sprite)| plane.stamp(sprite, x + margin, y, *class));
                    }
                }
            }
            let [dots, halos] = &planes;
            for (dots, halos) in dots.rows().zip(halos.rows()) {
                let shown = dots.iter().zip(halos).skip(2 * margin).take(width);
                pixels.extend(shown.map(|(dot, around)| blended(fills, *dot, halo, *around)));
            }
        }
        pixels
    });
    ColorImage::new([width, height], pixels.concat())
}

/// Whether a dot has dots of its class on all sides: those nearer to whatever it would reach cover that for it.
fn is_amid_its_like(around: &[&[u8]; 3], x: usize, class: u8) -> bool {
    let from = x.saturating_sub(1);
    around.iter().all(|row| row.get(from..x + 2).is_some_and(|near| near.iter().all(|other| *other == class)))
}

/// A dot over its halo, as far as each covers a pixel.
fn blended(fills: &[Color32], dot: u16, halo: Color32, around: u16) -> Color32 {
    let [dot, class] = dot.to_be_bytes();
    let [around, _] = around.to_be_bytes();
    if around == 0 {
        return Color32::TRANSPARENT;
    }
    let fill = usize::from(class).checked_sub(1).and_then(|class| fills.get(class)).copied().unwrap_or(halo);
    if dot == 255 { fill } else { halo.gamma_multiply_u8(around).blend(fill.gamma_multiply_u8(dot)) }
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
    /// How much of 255 above, the class below: the greater number is what covers more.
    cover: Vec<u16>,
}

impl Plane {
    fn new(width: usize, rows: std::ops::Range<usize>) -> Self {
        Self { width, first_row: rows.start, cover: vec![0; width * rows.len()] }
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
