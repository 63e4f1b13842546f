//! Names as little pictures: each is put together once from its glyphs and its halo, and then painted as one rectangle.
//!
//! Painted glyph by glyph a name costs five layers of small rectangles, four of them for its halo. A software adapter then takes 20 ms for
//! the names of a map alone; as stamps they take a quarter of that, and the halo is rounder.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use egui::emath::GuiRounding;
use egui::{Color32, ColorImage, Context, Painter, Rect, TextureHandle, TextureOptions, Vec2, vec2};

use crate::map::picture::Label;
use crate::theme::Theme;

/// The sheet that all stamps are on.
#[derive(Default)]
pub struct Stamps {
    sheet: Option<TextureHandle>,
    /// Side of the sheet in pixels.
    side: usize,
    /// Rows of the sheet.
    shelves: Vec<Shelf>,
    slots: BTreeMap<u64, Slot>,
    /// Pixels for each point, as bits: stamps of another scale are of no use.
    scale: u32,
}

/// A row of stamps of about one height.
struct Shelf {
    top: usize,
    height: usize,
    /// Where the next stamp goes.
    left: usize,
}

/// A stamp on the sheet, in pixels.
#[derive(Clone, Copy)]
struct Slot {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

/// How far a halo reaches, in points.
const REACH: f32 = 1.7;
/// Room round a text for its halo, in points.
const MARGIN: f32 = 2.0;

impl Stamps {
    /// Paints labels, each with its opacity. Those that are new are put together first.
    pub fn paint<'a>(&mut self, labels: impl Iterator<Item = (&'a Label, f32)> + Clone, theme: &Theme, painter: &Painter) {
        let ctx = painter.ctx();
        let is_new = |stamps: &Self, label: &Label| !stamps.slots.contains_key(&key(label, theme));
        if self.scale != ctx.pixels_per_point().to_bits() || labels.clone().any(|(label, _)| is_new(self, label)) {
            self.add(labels.clone().map(|(label, _)| label), theme, ctx);
        }
        let Some(sheet) = &self.sheet else { return };
        let pixels_per_point = ctx.pixels_per_point();
        let side = self.side as f32;
        for (label, opacity) in labels {
            let Some(slot) = self.slots.get(&key(label, theme)) else { continue };
            let corner = (label.pos - Vec2::splat(MARGIN)).round_to_pixels(pixels_per_point);
            let [left, top, width, height] = [slot.left, slot.top, slot.width, slot.height].map(|pixels| pixels as f32);
            let rect = Rect::from_min_size(corner, vec2(width, height) / pixels_per_point);
            let uv = Rect::from_min_size((vec2(left, top) / side).to_pos2(), vec2(width, height) / side);
            painter.image(sheet.id(), rect, uv, Color32::WHITE.gamma_multiply(opacity));
        }
    }

    /// Puts all labels that the sheet lacks on it; begins a new sheet where it is full.
    fn add<'a>(&mut self, labels: impl Iterator<Item = &'a Label> + Clone, theme: &Theme, ctx: &Context) {
        let scale = ctx.pixels_per_point().to_bits();
        if self.sheet.is_none() || self.scale != scale || !self.add_missing(labels.clone(), theme, ctx) {
            *self = Self { scale, side: side(ctx), ..Self::default() };
            let empty = ColorImage::filled([self.side; 2], Color32::TRANSPARENT);
            self.sheet = Some(ctx.load_texture("names", empty, TextureOptions::NEAREST));
            if !self.add_missing(labels, theme, ctx) {
                log::warn!("there are more names than fit on one sheet");
            }
        }
    }

    /// Says whether there was room for all.
    fn add_missing<'a>(&mut self, labels: impl Iterator<Item = &'a Label>, theme: &Theme, ctx: &Context) -> bool {
        let missing: Vec<&Label> = labels.filter(|label| !self.slots.contains_key(&key(label, theme))).collect();
        // The atlas is looked at after all glyphs are on it.
        let galleys: Vec<_> = missing.iter().map(|label| label.text.laid_out(label.align, ctx)).collect();
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone does not outlive its borrow")]
        let atlas = ctx.fonts(|fonts| fonts.image());
        for (label, lines) in missing.into_iter().zip(galleys) {
            let pixels_per_point = ctx.pixels_per_point();
            let mut coverage = Coverage::new(label.text.size() + Vec2::splat(2.0 * MARGIN), pixels_per_point);
            for (offset, galley) in lines {
                for row in &galley.rows {
                    let origin = (offset + Vec2::splat(MARGIN)).round_to_pixels(pixels_per_point) + row.pos.to_vec2();
                    for quad in row.visuals.mesh.vertices.chunks_exact(4) {
                        if let [first, .., last] = quad {
                            coverage.add(&atlas, first.uv, last.uv, (origin + first.pos.to_vec2()) * pixels_per_point);
                        }
                    }
                }
            }
            let image = coverage.stamp(label.ink, theme.map_halo, REACH * pixels_per_point);
            let [width, height] = image.size;
            let Some(slot) = self.allocate(width, height) else { return false };
            if let Some(sheet) = &mut self.sheet {
                sheet.set_partial([slot.left, slot.top], image, TextureOptions::NEAREST);
            }
            self.slots.insert(key(label, theme), slot);
        }
        true
    }

    fn allocate(&mut self, width: usize, height: usize) -> Option<Slot> {
        /// A stamp may be this much lower than its shelf.
        const SLACK: usize = 6;
        let side = self.side;
        let fits = |shelf: &&mut Shelf| shelf.height >= height && shelf.height <= height + SLACK && shelf.left + width <= side;
        if self.shelves.iter_mut().find(fits).is_none() {
            let top = self.shelves.last().map_or(0, |shelf| shelf.top + shelf.height);
            if top + height > side || width > side {
                return None;
            }
            self.shelves.push(Shelf { top, height, left: 0 });
        }
        let shelf = self.shelves.iter_mut().find(fits)?;
        let slot = Slot { left: shelf.left, top: shelf.top, width, height };
        shelf.left += width;
        Some(slot)
    }
}

/// Enough for the names of a large map at the scale.
fn side(ctx: &Context) -> usize {
    let side = 1024.0 * ctx.pixels_per_point().ceil().clamp(1.0, 4.0);
    (side as usize).min(ctx.input(|input| input.max_texture_side))
}

/// What a stamp looks like, as one number.
fn key(label: &Label, theme: &Theme) -> u64 {
    let mut hasher = DefaultHasher::new();
    label.text.hash(&mut hasher);
    label.align.to_bits().hash(&mut hasher);
    (label.ink, theme.map_halo).hash(&mut hasher);
    hasher.finish()
}

/// How much of each pixel the glyphs of a text cover, 0 to 1.
struct Coverage {
    size: [usize; 2],
    values: Vec<f32>,
}

impl Coverage {
    fn new(points: Vec2, pixels_per_point: f32) -> Self {
        let size = [points.x, points.y].map(|side| (side * pixels_per_point).ceil() as usize);
        let [width, height] = size;
        Self { size, values: vec![0.0; width * height] }
    }

    fn at(&self, x: i32, y: i32) -> f32 {
        let [width, height] = self.size;
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return 0.0 };
        if x < width && y < height { self.values.get(y * width + x).copied().unwrap_or_default() } else { 0.0 }
    }

    /// Takes a glyph over from the atlas, pixel by pixel; `from` and `to` are its corners there, `origin` its corner here in pixels.
    fn add(&mut self, atlas: &ColorImage, from: egui::Pos2, to: egui::Pos2, origin: Vec2) {
        let [width, height] = self.size;
        let [atlas_width, _] = atlas.size;
        let (left, top) = (origin.x.round() as i32, origin.y.round() as i32);
        for y in 0..(to.y - from.y).round() as i32 {
            for x in 0..(to.x - from.x).round() as i32 {
                let source = (from.y as usize + y as usize) * atlas_width + from.x as usize + x as usize;
                let alpha = atlas.pixels.get(source).map_or(0.0, |pixel| f32::from(pixel.a()) / 255.0);
                let (Ok(x), Ok(y)) = (usize::try_from(left + x), usize::try_from(top + y)) else { continue };
                if x < width
                    && y < height
                    && let Some(value) = self.values.get_mut(y * width + x)
                {
                    *value = value.max(alpha);
                }
            }
        }
    }

    /// The text in its ink over a halo that reaches so many pixels.
    fn stamp(&self, ink: Color32, halo: Color32, reach: f32) -> ColorImage {
        let [width, height] = self.size;
        let span = reach.ceil() as i32;
        // Full up to a pixel before the reach, then less.
        let near: Vec<(i32, i32, f32)> = (-span..=span)
            .flat_map(|y| (-span..=span).map(move |x| (x, y, (reach + 0.5 - (x as f32).hypot(y as f32)).clamp(0.0, 1.0))))
            .filter(|(_, _, weight)| *weight > 0.0)
            .collect();
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height as i32 {
            for x in 0..width as i32 {
                let ring = near.iter().map(|(dx, dy, weight)| weight * self.at(x + dx, y + dy)).fold(0.0, f32::max);
                let below = halo.gamma_multiply(ring);
                pixels.push(below.blend(ink.gamma_multiply(self.at(x, y))));
            }
        }
        ColorImage::new(self.size, pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_ink_in_the_middle_halo_round_it_and_nothing_beyond() {
        let mut coverage = Coverage::new(vec2(9.0, 9.0), 1.0);
        coverage.values[4 * 9 + 4] = 1.0;
        let stamp = coverage.stamp(Color32::WHITE, Color32::BLACK, 1.7);
        let at = |x: usize, y: usize| stamp.pixels[y * 9 + x];
        assert_eq!(at(4, 4), Color32::WHITE);
        assert_eq!(at(5, 4), Color32::BLACK);
        assert_eq!(at(0, 4), Color32::TRANSPARENT);
        assert_eq!(at(8, 8), Color32::TRANSPARENT);
    }

    #[test]
    fn stamps_never_lie_over_one_another() {
        let mut stamps = Stamps { side: 256, ..Stamps::default() };
        let mut slots: Vec<Slot> = Vec::new();
        for index in 0..200_usize {
            let Some(slot) = stamps.allocate(20 + index * 7 % 40, 12 + index * 5 % 9) else { break };
            assert!(slot.left + slot.width <= 256 && slot.top + slot.height <= 256);
            let apart = |a: &Slot, b: &Slot| {
                a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top
            };
            assert!(slots.iter().all(|other| apart(other, &slot)));
            slots.push(slot);
        }
        assert!(slots.len() > 40, "{}", slots.len());
        assert!(stamps.allocate(300, 10).is_none(), "wider than the sheet");
    }
}
