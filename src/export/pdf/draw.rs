//! Shapes and glyphs, drawn on a page.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, RadialGradient, SpreadMethod, Stop, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::outline::OutlinePen;

use crate::export::figure::{self, Colour, Figure, Piece, Segment, Shape};
use crate::export::paths;
use crate::export::png::Pixels;
use crate::export::typeset::{Glyph, Style, Typesetter};

/// Lengths beyond this are of no page, and some readers of PDF do not take them (ISO 32000-1, annex C).
const FARTHEST: f32 = 30_000.0;

/// What is needed to draw texts.
pub struct Pen<'a> {
    pub types: &'a Typesetter,
    fonts: Vec<Option<Font>>,
}

impl<'a> Pen<'a> {
    pub fn new(types: &'a Typesetter) -> Self {
        Self { types, fonts: types.fonts().map(|bytes| Font::new(bytes.into(), 0)).collect() }
    }

    /// A figure with its upper left corner here, cut off at its edges.
    pub fn figure(&self, surface: &mut Surface<'_>, figure: &Figure, at: [f32; 2], scale: f32) {
        let Some(edge) = rectangle([0.0; 2], figure.size) else { return };
        surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, at[0], at[1]));
        surface.push_clip_path(&edge, &FillRule::NonZero);
        for piece in &figure.pieces {
            self.piece(surface, piece);
        }
        surface.pop();
        surface.pop();
    }

    fn piece(&self, surface: &mut Surface<'_>, piece: &Piece) {
        let opacity = NormalizedF32::new(piece.opacity).unwrap_or(NormalizedF32::ONE);
        let is_faint = opacity < NormalizedF32::ONE;
        if is_faint {
            surface.push_opacity(opacity);
        }
        self.shapes(surface, &piece.shapes);
        if is_faint {
            surface.pop();
        }
    }

    pub fn shapes(&self, surface: &mut Surface<'_>, shapes: &[Shape]) {
        for shape in shapes {
            match shape {
                Shape::Path { path, fill, stroke } => {
                    let Some(path) = to_path(path) else { continue };
                    let stroke = stroke.filter(|stroke| stroke.width > 0.0 && stroke.width < FARTHEST);
                    paint(surface, &path, fill.map(to_fill), stroke.as_ref().map(to_stroke));
                }
                Shape::Glow { centre, radius, stops } => glow(surface, *centre, *radius, stops),
                Shape::Picture { rect, pixels } => picture(surface, *rect, pixels),
                Shape::Text(text) => self.figure_text(surface, text),
            }
        }
    }

    /// A text whose characters stand where the figure has them.
    fn figure_text(&self, surface: &mut Surface<'_>, text: &figure::Text) {
        let is_on_page = is_near(text.at) && text.offsets.iter().all(|x| is_near([*x, 0.0]));
        if !(is_on_page && text.size > 0.0 && text.size < FARTHEST) {
            return;
        }
        let cleaned = super::clean::one_line(&text.text);
        let mut glyphs = self.types.set(&[(cleaned.as_str(), Style { size: text.size, weight: text.weight })]).glyphs;
        if cleaned == text.text {
            place_as_told(&mut glyphs, &cleaned, &text.offsets);
        }
        if let Some((colour, reach)) = text.halo
            && reach > 0.0
            && let Some(outline) = self.outline(&glyphs, text.size, text.at)
        {
            let stroke = figure::Stroke { width: (2.0 * reach).min(FARTHEST), colour, dash: None, is_round: true };
            paint(surface, &outline, None, Some(to_stroke(&stroke)));
        }
        self.glyphs(surface, &cleaned, &glyphs, text.size, text.at, text.colour);
    }

    /// Glyphs of a text along a baseline.
    pub fn glyphs(&self, surface: &mut Surface<'_>, text: &str, glyphs: &[Glyph], size: f32, at: [f32; 2], colour: Colour) {
        surface.set_fill(Some(to_fill(colour)));
        surface.set_stroke(None);
        let mut x = at[0];
        for run in glyphs.chunk_by(|one, next| one.face == next.face) {
            let to_draw: Vec<KrillaGlyph> = run
                .iter()
                .map(|glyph| {
                    let [dx, dy] = glyph.offset;
                    let id = GlyphId::new(glyph.id);
                    KrillaGlyph::new(id, glyph.advance / size, dx / size, dy / size, 0.0, glyph.bytes.clone(), None)
                })
                .collect();
            let font = run.first().and_then(|glyph| self.fonts.get(glyph.face)).and_then(Option::as_ref);
            if let Some(font) = font {
                surface.draw_glyphs(Point::from_xy(x, at[1]), &to_draw, font.clone(), text, size, false);
            }
            x += run.iter().map(|glyph| glyph.advance).sum::<f32>();
        }
    }

    fn outline(&self, glyphs: &[Glyph], size: f32, at: [f32; 2]) -> Option<Path> {
        let mut pen = GlyphPen { path: PathBuilder::new(), at };
        for glyph in glyphs {
            let after = pen.at[0] + glyph.advance;
            pen.at = [pen.at[0] + glyph.offset[0], at[1] - glyph.offset[1]];
            self.types.outline(glyph, size, &mut pen);
            pen.at = [after, at[1]];
        }
        pen.path.finish()
    }
}

/// Moves glyphs to where the characters that they stand for begin. A list that is too short leaves the rest as it follows.
fn place_as_told(glyphs: &mut [Glyph], text: &str, offsets: &[f32]) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut places: Vec<f32> = Vec::with_capacity(glyphs.len());
    let (mut cluster, mut pen) = (None, 0.0);
    for glyph in glyphs.iter() {
        if cluster != Some(glyph.bytes.start) {
            cluster = Some(glyph.bytes.start);
            let told = starts.binary_search(&glyph.bytes.start).ok().and_then(|at| offsets.get(at));
            pen = told.copied().unwrap_or(pen);
        }
        places.push(pen);
        pen += glyph.advance;
    }
    for (glyph, here_and_next) in glyphs.iter_mut().zip(places.windows(2)) {
        if let [here, next] = here_and_next {
            glyph.advance = next - here;
        }
    }
}

struct GlyphPen {
    path: PathBuilder,
    at: [f32; 2],
}

impl GlyphPen {
    fn to(&self, x: f32, y: f32) -> [f32; 2] {
        [self.at[0] + x, self.at[1] - y]
    }
}

impl OutlinePen for GlyphPen {
    fn move_to(&mut self, x: f32, y: f32) {
        let [x, y] = self.to(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let [x, y] = self.to(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ([x1, y1], [x, y]) = (self.to(x1, y1), self.to(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ([x1, y1], [x2, y2], [x, y]) = (self.to(x1, y1), self.to(x2, y2), self.to(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

fn paint(surface: &mut Surface<'_>, path: &Path, fill: Option<Fill>, stroke: Option<Stroke>) {
    // With neither, black would be taken for meant.
    if fill.is_some() || stroke.is_some() {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(path);
    }
}

/// A filled rectangle: corner and size.
pub fn bar(surface: &mut Surface<'_>, at: [f32; 2], size: [f32; 2], colour: Colour) {
    if let Some(path) = rectangle(at, size) {
        paint(surface, &path, Some(to_fill(colour)), None);
    }
}

/// The edge of a rectangle, drawn inside of it.
pub fn frame(surface: &mut Surface<'_>, at: [f32; 2], size: [f32; 2], width: f32, colour: Colour) {
    let half = width / 2.0;
    if let Some(path) = rectangle([at[0] + half, at[1] + half], [size[0] - width, size[1] - width]) {
        let stroke = figure::Stroke { width, colour, dash: None, is_round: false };
        paint(surface, &path, None, Some(to_stroke(&stroke)));
    }
}

fn rectangle(at: [f32; 2], size: [f32; 2]) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect(at, size)?);
    path.finish()
}

/// `None` for one without an area, or beyond any page.
pub fn rect(at: [f32; 2], size: [f32; 2]) -> Option<Rect> {
    let end = [at[0] + size[0], at[1] + size[1]];
    let is_real = is_near(at) && is_near(end) && size[0] > 0.0 && size[1] > 0.0;
    is_real.then(|| Rect::from_ltrb(at[0], at[1], end[0], end[1])).flatten()
}

/// Pixels in a rectangle: left, top, width and height.
fn picture(surface: &mut Surface<'_>, [x, y, width, height]: [f32; 4], pixels: &Pixels) {
    let [columns, rows] = pixels.size;
    let Some(size) = Size::from_wh(width, height).filter(|_| is_near([x, y])) else { return };
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(Image::from_rgba8(pixels.rgba.clone(), columns, rows), size);
    surface.pop();
}

fn glow(surface: &mut Surface<'_>, centre: [f32; 2], radius: f32, stops: &[(f32, Colour)]) {
    if !(is_near(centre) && radius > 0.0 && radius < FARTHEST) {
        return;
    }
    let stop = |(share, colour): &(f32, Colour)| {
        let Fill { paint: _, opacity, .. } = to_fill(*colour);
        let [r, g, b, _] = *colour;
        Some(Stop { offset: NormalizedF32::new(*share)?, color: rgb::Color::new(r, g, b).into(), opacity })
    };
    let stops: Vec<Stop> = stops.iter().filter_map(stop).collect();
    let (Some(disc), false) = (to_path(&paths::circle(centre, radius)), stops.is_empty()) else { return };
    let [cx, cy] = centre;
    let gradient = RadialGradient {
        fx: cx,
        fy: cy,
        fr: 0.0,
        cx,
        cy,
        cr: radius,
        transform: Transform::identity(),
        spread_method: SpreadMethod::Pad,
        stops,
        anti_alias: true,
    };
    let fill = Fill { paint: gradient.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero };
    paint(surface, &disc, Some(fill), None);
}

fn is_near([x, y]: [f32; 2]) -> bool {
    x.abs() < FARTHEST && y.abs() < FARTHEST
}

/// `None` for one that is empty or leads beyond any page.
fn to_path(segments: &[Segment]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in segments {
        let is_all_near = match segment {
            Segment::Move(to) | Segment::Line(to) => is_near(*to),
            Segment::Quad(one, to) => is_near(*one) && is_near(*to),
            Segment::Cubic(one, two, to) => is_near(*one) && is_near(*two) && is_near(*to),
            Segment::Close => true,
        };
        if !is_all_near {
            return None;
        }
        match *segment {
            Segment::Move([x, y]) => path.move_to(x, y),
            Segment::Line([x, y]) => path.line_to(x, y),
            Segment::Quad([x1, y1], [x, y]) => path.quad_to(x1, y1, x, y),
            Segment::Cubic([x1, y1], [x2, y2], [x, y]) => path.cubic_to(x1, y1, x2, y2, x, y),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

fn to_fill([r, g, b, a]: Colour) -> Fill {
    let opacity = NormalizedF32::new(f32::from(a) / 255.0).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity, rule: FillRule::NonZero }
}

fn to_stroke(stroke: &figure::Stroke) -> Stroke {
    let Fill { paint, opacity, .. } = to_fill(stroke.colour);
    let dash = stroke.dash.filter(|[on, off]| *on >= 0.0 && *off >= 0.0 && *on + *off > 0.0 && *on + *off < FARTHEST);
    let (line_cap, line_join) = if stroke.is_round { (LineCap::Round, LineJoin::Round) } else { (LineCap::Butt, LineJoin::Miter) };
    Stroke {
        paint,
        width: stroke.width,
        miter_limit: 4.0,
        line_cap,
        line_join,
        opacity,
        dash: dash.map(|dash| StrokeDash { array: dash.to_vec(), offset: 0.0 }),
    }
}
