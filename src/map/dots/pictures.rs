//! Pictures that lie on the ground, as one image of a view.

use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use egui::{ColorImage, Pos2, Rect};
use image::{ImageReader, Limits, RgbaImage, imageops};

use crate::base::in_shares;
use crate::dataset::{Dataset, GroundPicture};
use crate::map::dots::DotsOrder;
use crate::map::shapes::View;

/// Bytes at most that a picture takes while it is laid out.
const MAX_BYTES: u64 = 600 << 20;
/// Rows of an image that are worked on together.
const STRIP: usize = 32;

/// A picture laid out: as it is, then each half as wide and high as the one before.
type Levels = Arc<Vec<RgbaImage>>;

/// Pictures that are laid out, by their layers and their places in them; the one used last comes last.
static LAID_OUT: Mutex<Vec<(Weak<Dataset>, usize, Levels)>> = Mutex::new(Vec::new());
/// So many stay laid out.
const KEPT: usize = 3;

/// What there is of the pictures of a layer in the order's view.
pub fn image(order: &DotsOrder, layer: &Arc<Dataset>) -> ColorImage {
    let [width, height] = order.size();
    let shown: Vec<(&GroundPicture, Levels)> = layer
        .pictures()
        .iter()
        .enumerate()
        .filter(|(_, picture)| order.class(picture.row) > 0)
        .filter_map(|(at, picture)| Some((picture, laid_out(layer, at)?)))
        .collect();
    let strips: Vec<usize> = (0..height).step_by(STRIP).collect();
    let [left, top] = order.view.world_at(order.view.rect.min);
    let pixel = 1.0 / order.world_px();
    let bytes = in_shares(&strips, 1, |strips| {
        let mut bytes = Vec::new();
        for row in strips.iter().flat_map(|first| *first..(first + STRIP).min(height)) {
            for column in 0..width {
                let at = [left + (column as f64 + 0.5) * pixel, top + (row as f64 + 0.5) * pixel];
                // Of several the last lies on top.
                let seen = shown.iter().rev().find_map(|(picture, levels)| sample(picture, levels, at, pixel));
                bytes.extend(seen.unwrap_or_default());
            }
        }
        bytes
    });
    ColorImage::from_rgba_unmultiplied([width, height], &bytes.concat())
}

/// What a picture shows at a place in world units, where a pixel of the view is so wide; `None` beside it, and where it shows nothing.
fn sample(picture: &GroundPicture, levels: &Levels, [x, y]: [f64; 2], pixel: f64) -> Option<[u8; 4]> {
    let [middle, _] = picture.middle();
    // The nearest of the worlds side by side.
    let x = x - (x - middle).round();
    let [column, row] = picture.lies.point([x, y]);
    let [width, height] = picture.size.map(f64::from);
    if !(0.0..width).contains(&column) || !(0.0..height).contains(&row) {
        return None;
    }
    // As fine as a pixel of the view can show.
    let [beside, below] = [picture.lies.point([x + pixel, y]), picture.lies.point([x, y + pixel])];
    let step = |[to_column, to_row]: [f64; 2]| (to_column - column).hypot(to_row - row);
    let level = (step(beside).max(step(below)).log2().floor().max(0.0) as usize).min(levels.len() - 1);
    let image = levels.get(level)?;
    let at = |place: f64, of: f64, side: u32| ((place / of * f64::from(side)) as u32).min(side - 1);
    let pixel = image.get_pixel(at(column, width, image.width()), at(row, height, image.height()));
    (pixel.0[3] > 0).then_some(pixel.0)
}

/// Reads a picture of a layer, or takes it as it was read before; `None` where it cannot be read, which the log says.
fn laid_out(layer: &Arc<Dataset>, index: usize) -> Option<Levels> {
    let mut known = LAID_OUT.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(of, ..)| of.strong_count() > 0);
    let found =
        known.iter().position(|(of, at, _)| std::ptr::eq(of.as_ptr(), Arc::as_ptr(layer)) && *at == index).map(|at| known.remove(at));
    let (_, _, levels) = found.or_else(|| {
        let encoded = &layer.pictures().get(index)?.encoded;
        let levels = encoded.read(0..encoded.len()).map_err(image::ImageError::IoError).and_then(|encoded| read(&encoded));
        let levels =
            levels.inspect_err(|error| log::warn!("a picture of {} cannot be read: {error}", layer.source_name())).unwrap_or_default();
        Some((Arc::downgrade(layer), index, Arc::new(levels)))
    })?;
    if known.len() >= KEPT {
        known.remove(0);
    }
    known.push((Arc::downgrade(layer), index, Arc::clone(&levels)));
    Some(levels).filter(|levels| !levels.is_empty())
}

fn read(encoded: &[u8]) -> image::ImageResult<Vec<RgbaImage>> {
    let mut reader = ImageReader::new(Cursor::new(encoded)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut levels = vec![reader.decode()?.into_rgba8()];
    while let Some(last) = levels.last().filter(|last| last.width().min(last.height()) > 1) {
        let half = imageops::thumbnail(last, last.width().div_ceil(2), last.height().div_ceil(2));
        levels.push(half);
    }
    Ok(levels)
}

/// The outline of a picture on the screen, wherever it is seen.
pub fn outlines(picture: &GroundPicture, view: &View) -> Vec<Vec<Pos2>> {
    view.line_copies(picture.outline().exterior())
}

/// The picture on top at a place on the screen, with its size in square points.
pub fn under(order: &DotsOrder, layer: &Dataset, view: &View, pos: Pos2) -> Option<(f32, u32)> {
    let [x, y] = view.world_at(pos);
    let holds = |picture: &&GroundPicture| {
        let [middle, _] = picture.middle();
        let [column, row] = picture.lies.point([x - (x - middle).round(), y]);
        let [width, height] = picture.size.map(f64::from);
        order.class(picture.row) > 0 && (0.0..width).contains(&column) && (0.0..height).contains(&row)
    };
    let picture = layer.pictures().iter().rev().find(holds)?;
    let size = outlines(picture, view).iter().flatten().fold(Rect::NOTHING, |rect, at| rect.union(Rect::from_pos(*at))).area();
    Some((size, picture.row))
}
