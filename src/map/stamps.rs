//! Names and marks as little pictures: each is put together once, from its glyphs and its halo or from its discs and triangles, and then
//! painted as one rectangle.
//!
//! Painted glyph by glyph a name costs five layers of small rectangles, four of them for its halo, and a mark with a number some hundred
//! small triangles. A software adapter then takes 20 ms for the names of a map alone and 47 ms for its 200 groups; as stamps they take a
//! tenth of that, and the halo is rounder.

use std::collections::BTreeMap;
use std::f32::consts::TAU;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use egui::emath::GuiRounding;
use egui::epaint::text::{TextOptions, ViewportKey};
use egui::epaint::{Fonts, Mesh};
use egui::{Color32, ColorImage, Context, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions, Vec2, vec2};

use crate::map::labels::Text;
use crate::map::signs::RingPart;
use crate::map::symbols::{Halo, image_of_symbol};
use crate::symbols::{Drawing, Fields, Fill, SymbolCode};
use crate::theme::n_fonts;

/// What is stamped on the screen, and where.
pub enum Stamp<'a> {
    Text {
        text: &'a Text,
        /// How its lines stand under one another: 0 at the left, 1 at the right.
        align: f32,
        /// Its upper left corner.
        pos: Pos2,
        ink: Color32,
        halo: Option<Color32>,
        opacity: f32,
    },
    /// Flat shapes about a point, the lowest first.
    Shapes { centre: Pos2, layers: Vec<Layer>, opacity: f32 },
    /// A military symbol, without the texts round it.
    Symbol {
        code: SymbolCode,
        fill: Fill,
        /// Where it stands: its middle, or the foot of a headquarters' staff.
        anchor: Pos2,
        /// How wide its octagon is, in points: the frame of a friendly unit is one and a half times as wide and as high as this.
        size: f32,
        halo: Option<Color32>,
        opacity: f32,
    },
}

/// A flat shape about the middle of a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layer {
    pub form: Form,
    /// In points.
    pub radius: f32,
    pub colour: Color32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Disc,
    /// Pointing up, its corners that far from its middle, which stands a point lower than the mark's.
    Triangle,
    /// Of a ring round the middle.
    Ring(RingPart),
    /// A disc whose middle stands so many points aside.
    DiscAside(Vec2),
}

/// The sheet that all stamps of a context are on, as its glyphs are on their atlas.
#[derive(Default)]
struct Sheet {
    texture: Option<TextureHandle>,
    /// Side of the sheet in pixels.
    side: usize,
    /// Rows of the sheet.
    shelves: Vec<Shelf>,
    slots: BTreeMap<u64, Slot>,
    /// Our own copy of the context's fonts: its atlas lets nobody look at its glyphs without copying them all.
    fonts: Option<Fonts>,
    made_for: Option<MadeFor>,
}

/// What stamps were made for: for anything else they are of no use.
#[derive(Clone, Copy, PartialEq)]
struct MadeFor {
    pixels_per_point: f32,
    /// How glyphs are drawn, which differs on light and dark ground.
    options: TextOptions,
    n_fonts: usize,
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
    /// From its upper left corner to what stands at the position of the stamp.
    anchor: Vec2,
}

/// How far a halo reaches, in points.
pub const HALO_REACH: f32 = 1.7;
/// Room round a stamp for its halo and its soft edge, in points.
const MARGIN: f32 = 2.0;
/// The octagon of a symbol, in the units of symbols.
pub const SYMBOL_UNITS: f32 = 100.0;

/// Paints stamps, the first lowest. Those that are new are put together first.
pub fn paint(stamps: &[&Stamp<'_>], painter: &Painter) {
    let ctx = painter.ctx();
    let sheet = ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Sheet>>>(Id::NULL)));
    let mut sheet = sheet.lock().unwrap_or_else(PoisonError::into_inner);
    let keys: Vec<u64> = stamps.iter().map(|stamp| stamp.key()).collect();
    let scale = ctx.pixels_per_point();
    let made_for = Some(MadeFor { pixels_per_point: scale, options: ctx.fonts(|fonts| *fonts.options()), n_fonts: n_fonts(ctx) });
    if sheet.made_for != made_for || keys.iter().any(|key| !sheet.slots.contains_key(key)) {
        sheet.add(stamps, &keys, made_for, ctx);
    }
    let Some(texture) = &sheet.texture else { return };
    let mut mesh = Mesh::with_texture(texture.id());
    let side = sheet.side as f32;
    for (stamp, key) in stamps.iter().zip(&keys) {
        let Some(slot) = sheet.slots.get(key) else { continue };
        let (corner, opacity) = stamp.corner(slot.anchor, scale);
        let [left, top, width, height] = [slot.left, slot.top, slot.width, slot.height].map(|pixels| pixels as f32);
        let rect = Rect::from_min_size(corner, vec2(width, height) / scale);
        if rect.intersects(painter.clip_rect()) {
            let uv = Rect::from_min_size((vec2(left, top) / side).to_pos2(), vec2(width, height) / side);
            mesh.add_rect_with_uv(rect, uv, Color32::WHITE.gamma_multiply(opacity));
        }
    }
    painter.add(mesh);
}

impl Stamp<'_> {
    /// Drawn so strongly instead.
    pub fn with_opacity(mut self, so_much: f32) -> Self {
        match &mut self {
            Self::Text { opacity, .. } | Self::Shapes { opacity, .. } | Self::Symbol { opacity, .. } => *opacity = so_much,
        }
        self
    }

    pub fn opacity(&self) -> f32 {
        match self {
            Self::Text { opacity, .. } | Self::Shapes { opacity, .. } | Self::Symbol { opacity, .. } => *opacity,
        }
    }

    /// What it looks like, as one number.
    fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self {
            Self::Text { text, align, ink, halo, .. } => {
                text.hash(&mut hasher);
                (align.to_bits(), ink, halo).hash(&mut hasher);
            }
            Self::Shapes { layers, .. } => {
                for Layer { form, radius, colour } in layers {
                    form.hash(&mut hasher);
                    (radius.to_bits(), colour).hash(&mut hasher);
                }
            }
            Self::Symbol { code, fill, size, halo, .. } => (code, fill, size.to_bits(), halo).hash(&mut hasher),
        }
        hasher.finish()
    }

    /// Its upper left corner, at a whole pixel, and its opacity. `to_anchor` is from there to its position, in pixels.
    fn corner(&self, to_anchor: Vec2, scale: f32) -> (Pos2, f32) {
        match self {
            Self::Text { pos, opacity, .. } => ((*pos - to_anchor / scale).round_to_pixels(scale), *opacity),
            // The middle is rounded, so that a number keeps its place within its mark.
            Self::Shapes { centre: pos, opacity, .. } | Self::Symbol { anchor: pos, opacity, .. } => {
                (pos.round_to_pixels(scale) - to_anchor / scale, *opacity)
            }
        }
    }

    /// Its pixels, and what of them stands at its position.
    fn image(&self, fonts: &mut Fonts, scale: f32) -> (ColorImage, Vec2) {
        match self {
            Self::Text { text, align, ink, halo, .. } => {
                let coverage = Coverage::of_text(text, *align, fonts, scale);
                (coverage.stamp(*ink, *halo, HALO_REACH * scale), Vec2::splat(MARGIN * scale))
            }
            Self::Shapes { layers, .. } => (image_of(layers, scale), Vec2::splat(reach_of(layers, scale) as f32)),
            Self::Symbol { code, fill, size, halo, .. } => {
                let drawing = Drawing::of(code, &Fields::new(), *fill);
                let halo = halo.map(|colour| Halo { colour: [colour.r(), colour.g(), colour.b()], reach: HALO_REACH * scale });
                let Some(image) = image_of_symbol(&drawing, size * scale / SYMBOL_UNITS, halo) else {
                    return (ColorImage::filled([1; 2], Color32::TRANSPARENT), Vec2::ZERO);
                };
                (ColorImage::from_rgba_premultiplied(image.size, &image.pixels), image.anchor.into())
            }
        }
    }
}

/// Half of the side of a stamp of shapes, in pixels.
fn reach_of(layers: &[Layer], scale: f32) -> usize {
    let radius = layers.iter().map(|layer| layer.form.reach(layer.radius)).fold(0.0, f32::max);
    ((radius + MARGIN) * scale).ceil() as usize
}

impl Sheet {
    /// Puts all stamps on it that it lacks; begins a new sheet where it is full, and a larger one where even that is too small.
    fn add(&mut self, stamps: &[&Stamp<'_>], keys: &[u64], made_for: Option<MadeFor>, ctx: &Context) {
        /// How many times as wide as at first a sheet may become.
        const GROWS: usize = 4;
        let is_of_use = self.texture.is_some() && self.made_for == made_for;
        if is_of_use && self.add_missing(stamps, keys, ctx) {
            return;
        }
        let widest = (GROWS * side(ctx)).min(ctx.input(|input| input.max_texture_side));
        let mut side = if is_of_use { self.side } else { side(ctx) };
        loop {
            let fonts = self.fonts.take().filter(|fonts| fonts.definitions().font_data.len() == n_fonts(ctx));
            *self = Self { made_for, side, fonts, ..Self::default() };
            let empty = ColorImage::filled([self.side; 2], Color32::TRANSPARENT);
            self.texture = Some(ctx.load_texture("stamps", empty, TextureOptions::NEAREST));
            if self.add_missing(stamps, keys, ctx) {
                return;
            }
            if side >= widest {
                log::warn!("there are more names and marks than fit on one sheet");
                return;
            }
            side = (2 * side).min(widest);
        }
    }

    /// Says whether there was room for all.
    fn add_missing(&mut self, stamps: &[&Stamp<'_>], keys: &[u64], ctx: &Context) -> bool {
        let scale = ctx.pixels_per_point();
        let missing: Vec<_> = stamps.iter().zip(keys).filter(|(_, key)| !self.slots.contains_key(key)).collect();
        let (options, definitions) = ctx.fonts(|fonts| (*fonts.options(), self.fonts.is_none().then(|| fonts.definitions().clone())));
        let fonts = self.fonts.get_or_insert_with(|| Fonts::new(options, definitions.unwrap_or_default()));
        // Lets go of the glyphs where they have become too many.
        fonts.begin_pass(options, ViewportKey::default());
        for (stamp, key) in missing {
            if self.slots.contains_key(key) {
                continue;
            }
            let (image, anchor) = stamp.image(fonts, scale);
            let [width, height] = image.size;
            let Some(slot) = allocate(&mut self.shelves, self.side, width, height) else { return false };
            let slot = Slot { anchor, ..slot };
            if let Some(texture) = &mut self.texture {
                texture.set_partial([slot.left, slot.top], image, TextureOptions::NEAREST);
            }
            self.slots.insert(*key, slot);
        }
        true
    }
}

/// Room for a stamp on the shelves of a sheet; `None` where it is full.
fn allocate(shelves: &mut Vec<Shelf>, side: usize, width: usize, height: usize) -> Option<Slot> {
    /// A stamp may be this much lower than its shelf.
    const SLACK: usize = 6;
    let fits = |shelf: &&mut Shelf| shelf.height >= height && shelf.height <= height + SLACK && shelf.left + width <= side;
    if shelves.iter_mut().find(fits).is_none() {
        let top = shelves.last().map_or(0, |shelf| shelf.top + shelf.height);
        if top + height > side || width > side {
            return None;
        }
        shelves.push(Shelf { top, height, left: 0 });
    }
    let shelf = shelves.iter_mut().find(fits)?;
    let slot = Slot { left: shelf.left, top: shelf.top, width, height, anchor: Vec2::ZERO };
    shelf.left += width;
    Some(slot)
}

/// Enough for the names of a large map at the scale.
fn side(ctx: &Context) -> usize {
    let side = 1024.0 * ctx.pixels_per_point().ceil().clamp(1.0, 4.0);
    (side as usize).min(ctx.input(|input| input.max_texture_side))
}

/// Shapes one over another, with soft edges.
pub(super) fn image_of(layers: &[Layer], scale: f32) -> ColorImage {
    let reach = reach_of(layers, scale);
    let side = 2 * reach;
    let at = |index: usize| vec2((index % side) as f32, (index / side) as f32) + Vec2::splat(0.5 - reach as f32);
    let pixel = |index: usize| {
        let over = |below: Color32, layer: &Layer| {
            let inside = layer.form.inside(at(index) / scale, layer.radius) * scale;
            below.blend(layer.colour.gamma_multiply((inside + 0.5).clamp(0.0, 1.0)))
        };
        layers.iter().fold(Color32::TRANSPARENT, over)
    };
    ColorImage::new([side; 2], (0..side * side).map(pixel).collect())
}

impl Form {
    /// How far from the middle of the mark it reaches, in points.
    pub fn reach(self, radius: f32) -> f32 {
        match self {
            Self::Disc | Self::Triangle => radius,
            Self::Ring(_) => RingPart::reach(radius),
            Self::DiscAside(aside) => radius + aside.x.abs().max(aside.y.abs()),
        }
    }

    /// Feeds what it looks like to a hasher.
    fn hash(self, hasher: &mut impl Hasher) {
        match self {
            Self::Disc => 0_u8.hash(hasher),
            Self::Triangle => 2_u8.hash(hasher),
            Self::Ring(RingPart { word, from, length, spread }) => (3_u8, word, [from, length, spread].map(f32::to_bits)).hash(hasher),
            Self::DiscAside(aside) => (1_u8, aside.x.to_bits(), aside.y.to_bits()).hash(hasher),
        }
    }

    /// How far within the shape a point lies, in points; less than 0 without. The middle of the mark is (0, 0).
    pub fn inside(self, at: Vec2, radius: f32) -> f32 {
        match self {
            Self::Disc => radius - at.length(),
            Self::DiscAside(aside) => radius - (at - aside).length(),
            Self::Ring(part) => part.inside(at, radius),
            Self::Triangle => {
                let from_middle = at - vec2(0.0, 1.0);
                let edges = [3.0 / 12.0, 7.0 / 12.0, 11.0 / 12.0].map(|turn| Vec2::angled(TAU * turn).dot(from_middle));
                radius / 2.0 - edges.into_iter().fold(f32::MIN, f32::max)
            }
        }
    }
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

    fn of_text(text: &Text, align: f32, fonts: &mut Fonts, scale: f32) -> Self {
        let mut coverage = Self::new(text.size() + Vec2::splat(2.0 * MARGIN), scale);
        for (offset, job) in text.lines(align) {
            let galley = fonts.layout_uncached(scale, Arc::new(job.clone()));
            for row in &galley.rows {
                let origin = (offset + Vec2::splat(MARGIN)).round_to_pixels(scale) + row.pos.to_vec2();
                for quad in row.visuals.mesh.vertices.chunks_exact(4) {
                    if let [first, .., last] = quad {
                        coverage.add(fonts.texture_atlas().image(), first.uv, last.uv, (origin + first.pos.to_vec2()) * scale);
                    }
                }
            }
        }
        coverage
    }

    /// Takes a glyph over from the atlas, pixel by pixel; `from` and `to` are its corners there, `origin` its corner here in pixels.
    fn add(&mut self, atlas: &ColorImage, from: Pos2, to: Pos2, origin: Vec2) {
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

    /// The text in its ink, over a halo that reaches so many pixels, no more than the margin.
    fn stamp(&self, ink: Color32, halo: Option<Color32>, reach: f32) -> ColorImage {
        let ring = halo.map(|halo| (halo, self.spread(reach)));
        let below = |index: usize| {
            let near = ring.as_ref().and_then(|(halo, ring)| Some(halo.gamma_multiply(*ring.get(index)?)));
            near.unwrap_or(Color32::TRANSPARENT)
        };
        let pixels = self.values.iter().enumerate().map(|(index, value)| below(index).blend(ink.gamma_multiply(*value)));
        ColorImage::new(self.size, pixels.collect())
    }

    /// For each pixel the most that any within reach is covered: in full up to a pixel before the reach, then less.
    fn spread(&self, reach: f32) -> Vec<f32> {
        let [width, _] = self.size;
        let span = reach.ceil() as usize;
        let mut ring = self.values.clone();
        for (x, y) in (0..=span).flat_map(|y| (0..=2 * span).map(move |x| (x, y))) {
            let weight = (reach + 0.5 - (x as f32 - span as f32).hypot(y as f32)).clamp(0.0, 1.0);
            // What is looked at beyond the end of a row is the margin of the next, which is empty.
            let shift = (y * width + x).checked_sub(span).filter(|_| weight > 0.0);
            if let Some((after, before)) = shift.and_then(|shift| Some((self.values.get(shift..)?, shift))) {
                let raise = |(ring, value): (&mut f32, &f32)| *ring = ring.max(weight * value);
                ring.iter_mut().zip(after).for_each(raise);
                ring.iter_mut().skip(before).zip(&self.values).for_each(raise);
            }
        }
        ring
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_ink_in_the_middle_halo_round_it_and_nothing_beyond() {
        let mut coverage = Coverage::new(vec2(9.0, 9.0), 1.0);
        coverage.values[4 * 9 + 4] = 1.0;
        let stamp = coverage.stamp(Color32::WHITE, Some(Color32::BLACK), 1.7);
        let at = |x: usize, y: usize| stamp.pixels[y * 9 + x];
        assert_eq!(at(4, 4), Color32::WHITE);
        assert_eq!(at(5, 4), Color32::BLACK);
        assert_eq!(at(0, 4), Color32::TRANSPARENT);
        assert_eq!(at(8, 8), Color32::TRANSPARENT);
    }

    #[test]
    fn shapes_are_filled_within_and_clear_without() {
        let at = |image: &ColorImage, x: f32, y: f32| {
            let middle = image.size[0] as f32 / 2.0;
            image.pixels[(middle + y) as usize * image.size[0] + (middle + x) as usize]
        };
        for scale in [1.0, 2.0] {
            let disc = |form, colour| Layer { form, radius: 10.0, colour };
            let aside = Layer { form: Form::DiscAside(vec2(4.0, -4.0)), radius: 3.0, colour: Color32::RED };
            let group = image_of(&[disc(Form::Disc, Color32::BLUE), aside], scale);
            assert_eq!(at(&group, 5.0 * scale, -5.0 * scale), Color32::RED, "above on the right");
            for (x, y) in [(5.0, 5.0), (-5.0, 5.0), (-5.0, -5.0)] {
                assert_eq!(at(&group, x * scale, y * scale), Color32::BLUE);
            }
            assert_eq!(at(&group, 9.0 * scale, 9.0 * scale), Color32::TRANSPARENT);
            let triangle = image_of(&[disc(Form::Triangle, Color32::RED)], scale);
            assert_eq!(at(&triangle, 0.0, -6.0 * scale), Color32::RED, "it points up");
            assert_eq!(at(&triangle, 5.0 * scale, -6.0 * scale), Color32::TRANSPARENT);
            assert_eq!(at(&triangle, 6.0 * scale, 5.0 * scale), Color32::RED);
            assert_eq!(at(&triangle, 0.0, 8.0 * scale), Color32::TRANSPARENT);
        }
    }

    #[test]
    fn stamps_are_made_anew_when_a_font_comes() {
        let ctx = Context::default();
        crate::theme::install_fonts(&ctx);
        let fonts_of_sheet = || {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                let job = egui::text::LayoutJob::simple_singleline("京".to_owned(), egui::FontId::default(), Color32::WHITE);
                let text = Text::new(ui.ctx(), vec![job]);
                let (pos, ink) = (Pos2::ZERO, Color32::WHITE);
                paint(&[&Stamp::Text { text: &text, align: 0.0, pos, ink, halo: None, opacity: 1.0 }], ui.painter());
            });
            output.textures_delta.clear();
            let sheet = ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Sheet>>>(Id::NULL)));
            let sheet = sheet.lock().unwrap();
            (sheet.fonts.as_ref().unwrap().definitions().font_data.len(), sheet.made_for.unwrap().n_fonts)
        };
        let (n_built_in, n_made_for) = fonts_of_sheet();
        assert_eq!(n_made_for, n_built_in);
        let data = egui::FontData::from_static(include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"));
        ctx.add_font(egui::epaint::text::FontInsert::new("one more", data, Vec::new()));
        assert_eq!(fonts_of_sheet(), (n_built_in + 1, n_built_in + 1));
    }

    #[test]
    fn stamps_never_lie_over_one_another() {
        let mut shelves = Vec::new();
        let mut slots: Vec<Slot> = Vec::new();
        for index in 0..200_usize {
            let Some(slot) = allocate(&mut shelves, 256, 20 + index * 7 % 40, 12 + index * 5 % 9) else { break };
            assert!(slot.left + slot.width <= 256 && slot.top + slot.height <= 256);
            let apart = |a: &Slot, b: &Slot| {
                a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top
            };
            assert!(slots.iter().all(|other| apart(other, &slot)));
            slots.push(slot);
        }
        assert!(slots.len() > 40, "{}", slots.len());
        assert!(allocate(&mut shelves, 256, 300, 10).is_none(), "wider than the sheet");
    }

    #[test]
    fn a_symbol_stands_on_its_place_and_shows_its_fill() {
        let code = SymbolCode::read("SFGPUCI----D---").unwrap();
        let symbol = |size: f32| {
            let stamp = Stamp::Symbol { code, fill: Fill::Identity, anchor: Pos2::ZERO, size, halo: Some(Color32::WHITE), opacity: 1.0 };
            stamp.image(&mut Fonts::new(TextOptions::default(), egui::FontDefinitions::default()), 1.0)
        };
        for size in [20.0, 40.0] {
            let (image, anchor) = symbol(size);
            let at = |x: f32, y: f32| image.pixels[(anchor.y + y * size) as usize * image.size[0] + (anchor.x + x * size) as usize];
            // Between the lines of the cross of infantry, above and below.
            assert_eq!(at(0.0, -0.3), Color32::from_rgb(128, 224, 255), "{size}");
            assert_eq!(at(0.0, 0.3), Color32::from_rgb(128, 224, 255), "{size}");
            assert!(at(0.0, 0.0).r() < 90, "the lines cross in the middle: {:?}", at(0.0, 0.0));
            assert_eq!(image.pixels[0], Color32::TRANSPARENT, "nothing stands in the corner");
            let white = image.pixels.iter().filter(|pixel| **pixel == Color32::WHITE).count();
            assert!(white > 40, "the halo is there: {white}");
        }
        let (small, large) = (symbol(20.0).0.size, symbol(40.0).0.size);
        assert!(large[0] > small[0] + 25, "{small:?} {large:?}");
    }

    #[test]
    fn a_thousand_different_symbols_have_room_on_one_sheet() {
        let ctx = Context::default();
        let codes = (0..1000)
            .map(|number| SymbolCode::read(&format!("1003100000{:06}{:02}{:02}", 110_000 + 100 * (number % 90), number % 40, number / 40)));
        let symbol =
            |code| Stamp::Symbol { code, fill: Fill::Identity, anchor: Pos2::ZERO, size: 28.0, halo: Some(Color32::WHITE), opacity: 1.0 };
        let stamps: Vec<_> = codes.map(|code| symbol(code.unwrap())).collect();
        let keys: Vec<_> = stamps.iter().map(Stamp::key).collect();
        let mut sheet = Sheet::default();
        let mut output = ctx.run_ui(egui::RawInput { max_texture_side: Some(8192), ..egui::RawInput::default() }, |ui| {
            sheet.add(&stamps.iter().collect::<Vec<_>>(), &keys, None, ui.ctx());
        });
        assert!(keys.iter().all(|key| sheet.slots.contains_key(key)), "{} of 1000", sheet.slots.len());
        output.textures_delta.clear();
    }
}
