//! Military symbols as pixels, for the sheet of stamps and for lists.

use tiny_skia::{Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use crate::symbols::{Drawing, Path, Shape, Step};

/// A symbol as pixels.
pub struct SymbolImage {
    /// Width and height.
    pub size: [usize; 2],
    /// Red, green, blue and alpha of each pixel, row by row; the colours are multiplied with the alpha.
    pub pixels: Vec<u8>,
    /// Where the place that is meant lies, in pixels from the upper left corner.
    pub anchor: [f32; 2],
}

/// A rim round a symbol, which sets it off from the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halo {
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// How far it reaches, in pixels.
    pub reach: f32,
}

/// Longest side of a picture, in pixels: nothing on a screen needs more.
const MAX_SIDE: f32 = 4096.0;

/// A symbol at so many pixels to a unit (its octagon is 100 units wide). `None` where it has no size that can be drawn.
pub fn image_of_symbol(drawing: &Drawing, pixels_per_unit: f32, halo: Option<Halo>) -> Option<SymbolImage> {
    let reach = halo.map_or(0.0, |halo| halo.reach) + 1.0;
    let size = [drawing.bounds.width(), drawing.bounds.height()].map(|units| (units * pixels_per_unit + 2.0 * reach).ceil());
    if !size.iter().all(|side| (1.0..=MAX_SIDE).contains(side)) {
        return None;
    }
    let [width, height] = size.map(|side| side as u32);
    let mut pixmap = Pixmap::new(width, height)?;
    // The anchor stands at the middle of a pixel, so that frames of one size look alike.
    let [left, top] = [(drawing.bounds.min.x, drawing.anchor.x), (drawing.bounds.min.y, drawing.anchor.y)]
        .map(|(edge, anchor)| ((anchor - edge) * pixels_per_unit + reach).round());
    let by = Transform::from_row(
        pixels_per_unit,
        0.0,
        0.0,
        pixels_per_unit,
        left - drawing.anchor.x * pixels_per_unit,
        top - drawing.anchor.y * pixels_per_unit,
    );
    paint_symbol(&mut pixmap, drawing, by, pixels_per_unit, halo);
    Some(SymbolImage { size: [width as usize, height as usize], pixels: pixmap.take(), anchor: [left, top] })
}

/// How wide a line along a symbol's silhouette is, in its units, that reaches so far beyond it.
pub fn symbol_rim(reach: f32) -> f32 {
    /// The line that frames and marks are drawn with.
    const LINE: f32 = 4.0;
    LINE + 2.0 * reach
}

/// Paints a symbol onto what is there, with its units turned into pixels by `by`, which has `pixels_per_unit`.
pub fn paint_symbol(pixmap: &mut Pixmap, drawing: &Drawing, by: Transform, pixels_per_unit: f32, halo: Option<Halo>) {
    if let Some(halo) = halo {
        let paint = paint(halo.colour);
        let rim = symbol_rim(halo.reach / pixels_per_unit);
        for path in drawing.silhouette.iter().filter_map(path) {
            pixmap.stroke_path(&path, &paint, &round(rim), by, None);
        }
    }
    for shape in &drawing.shapes {
        paint_shape(pixmap, drawing, shape, by);
    }
}

fn paint_shape(pixmap: &mut Pixmap, drawing: &Drawing, shape: &Shape, by: Transform) {
    let Some(path) = path(&shape.path) else { return };
    if let Some(fill) = shape.fill {
        pixmap.fill_path(&path, &paint(drawing.colour(fill)), FillRule::Winding, by, None);
    }
    if let Some(stroke) = &shape.stroke {
        let dash = if stroke.dashes.is_empty() { None } else { StrokeDash::new(stroke.dashes.clone(), 0.0) };
        let line = Stroke { width: stroke.width, dash, ..Stroke::default() };
        pixmap.stroke_path(&path, &paint(drawing.colour(stroke.paint)), &line, by, None);
    }
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, 255));
    paint
}

fn round(width: f32) -> Stroke {
    Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() }
}

fn path(path: &Path) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    for step in &path.steps {
        match *step {
            Step::Move(to) => builder.move_to(to.x, to.y),
            Step::Line(to) => builder.line_to(to.x, to.y),
            Step::Curve(a, b, to) => builder.cubic_to(a.x, a.y, b.x, b.y, to.x, to.y),
            Step::Close => builder.close(),
        }
    }
    builder.finish()
}
