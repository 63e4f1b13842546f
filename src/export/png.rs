//! A figure as pixels, without a graphics device: the same on every machine.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, Vec2};
use image::{ExtendedColorType, ImageEncoder};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use tiny_skia::{
    Color, ColorU8, FillRule, FilterQuality, GradientStop, LineCap, LineJoin, Paint, Path, PathBuilder, PathSegment, Pixmap, PixmapPaint,
    Point, RadialGradient, Shader, SpreadMode, StrokeDash, Transform,
};

use crate::export::figure::{Colour, Figure, Piece, Segment, Shape, Stroke, Text};
use crate::theme::Weight;

/// A picture of pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height.
    pub size: [u32; 2],
    /// Red, green, blue and opacity of each, rows from the top; the colours are not multiplied with the opacity.
    pub rgba: Vec<u8>,
}

/// The longest side of a picture in pixels.
pub const MAX_SIDE: u32 = 8192;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    #[error("a picture of {width} x {height} pixels cannot be drawn: 1 to {MAX_SIDE} pixels a side can")]
    Size { width: u32, height: u32 },
    #[error("the picture could not be packed: {0}")]
    Encode(String),
}

/// A figure at so many pixels a point.
///
/// # Errors
/// It would be too large or have no size.
pub fn pixels(figure: &Figure, scale: f32) -> Result<Pixels, PngError> {
    let [width, height] = figure.size.map(|side| (side * scale).round() as u32);
    let no_size = PngError::Size { width, height };
    let is_drawable = (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height);
    let Some(pixmap) = Pixmap::new(width, height).filter(|_| is_drawable) else { return Err(no_size) };
    Ok(drawn(figure.pieces.iter(), pixmap, Transform::from_scale(scale, scale)))
}

/// Some pieces of a figure in a part of it, which is given in whole pixels. `None` where it has no size.
pub(super) fn pixels_in<'a>(pieces: impl Iterator<Item = &'a Piece>, part: Rect, scale: f32) -> Option<Pixels> {
    let pixmap = Pixmap::new(part.width() as u32, part.height() as u32)?;
    Some(drawn(pieces, pixmap, Transform::from_scale(scale, scale).post_translate(-part.left(), -part.top())))
}

fn drawn<'a>(pieces: impl Iterator<Item = &'a Piece>, pixmap: Pixmap, by: Transform) -> Pixels {
    let mut canvas = Canvas { pixmap, by, glyphs: Glyphs::new() };
    pieces.for_each(|piece| canvas.draw(piece));
    let rgba = canvas.pixmap.pixels().iter().flat_map(|pixel| {
        let pixel = pixel.demultiply();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    });
    Pixels { size: [canvas.pixmap.width(), canvas.pixmap.height()], rgba: rgba.collect() }
}

/// The same as the bytes of a PNG.
///
/// # Errors
/// It would be too large or have no size.
pub fn png(figure: &Figure, scale: f32) -> Result<Vec<u8>, PngError> {
    pixels(figure, scale)?.png()
}

impl Pixels {
    /// As a PNG.
    ///
    /// # Errors
    /// The encoder refuses it.
    pub fn png(&self) -> Result<Vec<u8>, PngError> {
        let Self { size: [width, height], rgba } = self;
        let mut bytes = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.write_image(rgba, *width, *height, ExtendedColorType::Rgba8).map_err(|error| PngError::Encode(error.to_string()))?;
        Ok(bytes)
    }
}

struct Canvas {
    pixmap: Pixmap,
    /// From points to its pixels.
    by: Transform,
    glyphs: Glyphs,
}

impl Canvas {
    fn draw(&mut self, piece: &Piece) {
        if piece.opacity >= 1.0 {
            piece.shapes.iter().for_each(|shape| self.draw_shape(shape));
            return;
        }
        // First by itself, so that nothing of it shows through the rest of it.
        let bounds = piece.shapes.iter().map(bounds).fold(Rect::NOTHING, Rect::union);
        let corner = |at: Pos2| Pos2::new(at.x * self.by.sx + self.by.tx, at.y * self.by.sy + self.by.ty);
        let whole = Rect::from_min_size(Pos2::ZERO, Vec2::new(self.pixmap.width() as f32, self.pixmap.height() as f32));
        let on_canvas = Rect::from_min_max(corner(bounds.min).floor(), corner(bounds.max).ceil()).intersect(whole);
        if !on_canvas.is_positive() {
            return;
        }
        let Some(layer) = Pixmap::new(on_canvas.width() as u32, on_canvas.height() as u32) else { return };
        let (by, left, top) = (self.by, on_canvas.left(), on_canvas.top());
        let below = std::mem::replace(&mut self.pixmap, layer);
        self.by = by.post_translate(-left, -top);
        piece.shapes.iter().for_each(|shape| self.draw_shape(shape));
        self.by = by;
        let layer = std::mem::replace(&mut self.pixmap, below);
        let paint = PixmapPaint { opacity: piece.opacity, ..PixmapPaint::default() };
        self.pixmap.draw_pixmap(left as i32, top as i32, layer.as_ref(), &paint, Transform::identity(), None);
    }

    fn draw_shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Path { path, fill, stroke } => {
                let Some(path) = path_of(path) else { return };
                if let Some(fill) = fill {
                    self.pixmap.fill_path(&path, &paint(*fill), FillRule::Winding, self.by, None);
                }
                if let Some(stroke) = stroke {
                    self.pixmap.stroke_path(&path, &paint(stroke.colour), &line(stroke), self.by, None);
                }
            }
            Shape::Glow { centre, radius, stops } => {
                let stop = |(share, colour): &(f32, Colour)| GradientStop::new(*share, colour_of(*colour));
                let [x, y] = *centre;
                let (middle, stops) = (Point::from_xy(x, y), stops.iter().map(stop).collect());
                let shader = RadialGradient::new(middle, middle, *radius, stops, SpreadMode::Pad, Transform::identity());
                if let (Some(shader), Some(circle)) = (shader, PathBuilder::from_circle(x, y, *radius)) {
                    self.pixmap.fill_path(&circle, &plain(shader), FillRule::Winding, self.by, None);
                }
            }
            Shape::Picture { rect: [x, y, width, height], pixels } => {
                let [columns, rows] = pixels.size;
                let Some(mut picture) = Pixmap::new(columns, rows) else { return };
                for (to, [red, green, blue, alpha]) in picture.pixels_mut().iter_mut().zip(pixels.rgba.as_chunks().0) {
                    *to = ColorU8::from_rgba(*red, *green, *blue, *alpha).premultiply();
                }
                let by = self.by.pre_translate(*x, *y).pre_scale(width / picture.width() as f32, height / picture.height() as f32);
                let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
                self.pixmap.draw_pixmap(0, 0, picture.as_ref(), &paint, by, None);
            }
            Shape::Text(text) => self.draw_text(text),
        }
    }

    fn draw_text(&mut self, text: &Text) {
        let Some(path) = self.glyphs.outline(text) else { return };
        if let Some((colour, reach)) = text.halo {
            let line = Stroke { width: 2.0 * reach, colour, dash: None, is_round: true };
            self.pixmap.stroke_path(&path, &paint(colour), &self::line(&line), self.by, None);
        }
        self.pixmap.fill_path(&path, &paint(text.colour), FillRule::Winding, self.by, None);
    }
}

/// What holds all of a shape, with room for its line and for letters that reach out of their place.
pub(super) fn bounds(shape: &Shape) -> Rect {
    match shape {
        Shape::Path { path, stroke, .. } => {
            let points = path.iter().flat_map(|segment| match *segment {
                Segment::Move(to) | Segment::Line(to) => vec![to],
                Segment::Quad(a, to) => vec![a, to],
                Segment::Cubic(a, b, to) => vec![a, b, to],
                Segment::Close => Vec::new(),
            });
            // As far as pointed corners reach.
            let reach = stroke.as_ref().map_or(0.0, |stroke| 2.0 * stroke.width);
            points.fold(Rect::NOTHING, |rect, at| rect.union(Rect::from_pos(at.into()))).expand(reach + 1.0)
        }
        Shape::Glow { centre, radius, .. } => Rect::from_center_size((*centre).into(), Vec2::splat(2.0 * radius)),
        Shape::Picture { rect: [x, y, width, height], .. } => Rect::from_min_size(Pos2::new(*x, *y), Vec2::new(*width, *height)),
        Shape::Text(Text { at: [x, y], offsets, size, halo, .. }) => {
            let width = offsets.last().copied().unwrap_or_default();
            let rect = Rect::from_min_max(Pos2::new(*x, y - 1.2 * size), Pos2::new(x + width, y + 0.6 * size));
            rect.expand(halo.map_or(0.0, |(_, reach)| reach) + 0.5 * size)
        }
    }
}

fn colour_of([red, green, blue, opacity]: Colour) -> Color {
    Color::from_rgba8(red, green, blue, opacity)
}

fn plain(shader: Shader<'_>) -> Paint<'_> {
    Paint { shader, anti_alias: true, ..Paint::default() }
}

fn paint(colour: Colour) -> Paint<'static> {
    plain(Shader::SolidColor(colour_of(colour)))
}

pub(super) fn line(stroke: &Stroke) -> tiny_skia::Stroke {
    let Stroke { width, dash, is_round, .. } = *stroke;
    let (line_cap, line_join) = if is_round { (LineCap::Round, LineJoin::Round) } else { (LineCap::Butt, LineJoin::Miter) };
    let dash = dash.and_then(|dash| StrokeDash::new(dash.to_vec(), 0.0));
    tiny_skia::Stroke { width, line_cap, line_join, dash, ..tiny_skia::Stroke::default() }
}

fn path_of(path: &[Segment]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in path {
        match *segment {
            Segment::Move([x, y]) => builder.move_to(x, y),
            Segment::Line([x, y]) => builder.line_to(x, y),
            Segment::Quad(a, to) => builder.quad_to(a[0], a[1], to[0], to[1]),
            Segment::Cubic(a, b, to) => builder.cubic_to(a[0], a[1], b[0], b[1], to[0], to[1]),
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

/// Outlines of letters, each read once.
pub(super) struct Glyphs {
    regular: Vec<FontRef<'static>>,
    semibold: Vec<FontRef<'static>>,
    /// For an em of one point, the baseline at 0; `None` for what has no outline, as spaces.
    known: BTreeMap<(Weight, char), Option<Path>>,
}

impl Glyphs {
    pub(super) fn new() -> Self {
        let fonts = |weight: Weight| weight.files().filter_map(|(_, bytes)| FontRef::new(bytes).ok()).collect();
        Self { regular: fonts(Weight::Regular), semibold: fonts(Weight::Semibold), known: BTreeMap::new() }
    }

    /// All letters of a text in their places as segments; `None` where a font lacks one of them, or where there is nothing to see.
    pub(super) fn segments(&mut self, text: &Text) -> Option<Vec<Segment>> {
        let has = |sign: char| self.regular.iter().chain(&self.semibold).any(|font| font.charmap().map(sign).is_some());
        if !text.text.chars().all(|sign| sign.is_whitespace() || has(sign)) {
            return None;
        }
        let to = |at: Point| [at.x, at.y];
        let segment = |segment| match segment {
            PathSegment::MoveTo(at) => Segment::Move(to(at)),
            PathSegment::LineTo(at) => Segment::Line(to(at)),
            PathSegment::QuadTo(a, at) => Segment::Quad(to(a), to(at)),
            PathSegment::CubicTo(a, b, at) => Segment::Cubic(to(a), to(b), to(at)),
            PathSegment::Close => Segment::Close,
        };
        Some(self.outline(text)?.segments().map(segment).collect())
    }

    /// All letters of a text in their places.
    pub(super) fn outline(&mut self, text: &Text) -> Option<Path> {
        let mut builder = PathBuilder::new();
        let [left, baseline] = text.at;
        let ends = text.offsets.iter().skip(1);
        for ((sign, offset), end) in text.text.chars().zip(&text.offsets).zip(ends) {
            // What has neither a width nor a letter of its own is not to be seen.
            let Some(glyph) = self.glyph(text.weight, sign, offset != end) else { continue };
            let by = Transform::from_row(text.size, 0.0, 0.0, text.size, left + offset, baseline);
            if let Some(glyph) = glyph.transform(by) {
                builder.push_path(&glyph);
            }
        }
        builder.finish()
    }

    fn glyph(&mut self, weight: Weight, sign: char, has_width: bool) -> Option<Path> {
        let fonts = match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        };
        let known = self.known.entry((weight, sign)).or_insert_with(|| {
            let found = fonts.iter().find_map(|font| Some((font, font.charmap().map(sign).filter(|glyph| *glyph != GlyphId::NOTDEF)?)));
            // What no font has is a box.
            let lacking = || fonts.first().map(|font| (font, GlyphId::NOTDEF)).filter(|_| has_width && !sign.is_whitespace());
            let (font, glyph) = found.or_else(lacking)?;
            let mut pen =
                Pen { builder: PathBuilder::new(), em: f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em) };
            font.outline_glyphs().get(glyph)?.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
            pen.builder.finish()
        });
        known.clone()
    }
}

/// Takes an outline over; y grows upwards in fonts.
struct Pen {
    builder: PathBuilder,
    /// Units of an em.
    em: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.builder.move_to(x / self.em, -y / self.em);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.builder.line_to(x / self.em, -y / self.em);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.builder.quad_to(cx / self.em, -cy / self.em, x / self.em, -y / self.em);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let em = self.em;
        self.builder.cubic_to(cx0 / em, -cy0 / em, cx1 / em, -cy1 / em, x / em, -y / em);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
