//! The many points of a data layer as one image: what a pixel can show of them, however many there are.
//!
//! An adapter in software needs 300 ms for a million points of its own. So the points are sorted into pixels, on all processors, and each
//! pixel that has any gets one dot with its halo.

use std::sync::{Arc, OnceLock};

use egui::{Color32, ColorImage, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions};

use crate::base::in_shares;
use crate::map::shapes::View;
use crate::placing::{Extract, Scatter, ScatteredPoint};

/// Radii in points of a dot and of the halo round it.
pub const DOTS_RADIUS: f32 = 2.4;
pub const DOTS_HALO_RADIUS: f32 = 3.4;

/// Fewer points are not worth a second thread.
const LEAST_SHARE: usize = 40_000;

/// Whether a row is to be shown.
pub type Shows = Arc<dyn Fn(u32) -> bool + Send + Sync>;

/// The points of a layer in view.
pub struct Dots {
    /// Of the layer, by its place among the layers.
    pub layer: usize,
    /// The map that they are drawn on.
    rect: Rect,
    pixels_per_point: f32,
    grid: Grid,
    to_pixels: ToPixels,
    scatter: Arc<Scatter>,
    is_shown: Shows,
    /// How many points they stand for.
    pub n_points: usize,
    texture: OnceLock<Option<TextureHandle>>,
}

/// The pixels of a map with a margin round it, a bit for each.
#[derive(Clone, Debug, PartialEq)]
struct Grid {
    width: usize,
    height: usize,
    words_in_row: usize,
    words: Vec<u64>,
}

/// How to come from parts of the world to pixels of a grid.
#[derive(Clone, Copy)]
struct ToPixels {
    west: u32,
    north: i64,
    pixels_per_part: f64,
    /// Of the whole world, in pixels.
    world: f64,
    width: usize,
    height: usize,
}

impl Dots {
    /// Sorts the points of a layer that are to be shown into the pixels of a view.
    pub fn of(layer: usize, scatter: &Arc<Scatter>, view: &View, pixels_per_point: f32, is_shown: Shows) -> Self {
        let margin = margin(pixels_per_point);
        let [width, height] = [view.rect.width(), view.rect.height()].map(|side| (side * pixels_per_point).round() as usize + 2 * margin);
        let to_pixels = ToPixels::of(view, pixels_per_point, margin, [width, height]);
        let stretches: Vec<&[ScatteredPoint]> = scatter.stretches(to_pixels.extract()).collect();
        // Shared out by points, not by stretches: where all lie together one stretch has the most of them.
        let pieces: Vec<&[ScatteredPoint]> = stretches.into_iter().flat_map(|stretch| stretch.chunks(LEAST_SHARE / 4)).collect();
        let least = LEAST_SHARE * pieces.len() / pieces.iter().map(|piece| piece.len()).sum::<usize>().max(1) + 1;
        let mut shares = in_shares(&pieces, least, |pieces| {
            let mut grid = Grid::new(width, height);
            let spots = pieces.iter().copied().flatten().filter(|spot| is_shown(spot.row));
            let n_points = spots.map(|spot| usize::from(to_pixels.mark(*spot, &mut grid))).sum::<usize>();
            (grid, n_points)
        })
        .into_iter();
        let (mut grid, mut n_points) = shares.next().unwrap_or_else(|| (Grid::new(width, height), 0));
        for (other, n) in shares {
            grid.add(&other);
            n_points += n;
        }
        Self {
            layer,
            rect: view.rect,
            pixels_per_point,
            grid,
            to_pixels,
            scatter: Arc::clone(scatter),
            is_shown,
            n_points,
            texture: OnceLock::new(),
        }
    }

    /// The row whose point is nearest to a place on the screen, of those that are not farther off than so many points.
    pub fn nearest(&self, pos: Pos2, reach: f32) -> Option<u32> {
        let pixel = self.to_grid(pos);
        let reach = reach * self.pixels_per_point;
        let around = self.to_pixels.around(pixel, reach);
        let spots = self.scatter.stretches(around).flatten().filter(|spot| (self.is_shown)(spot.row));
        let distances = spots.flat_map(|spot| self.to_pixels.places(*spot).map(|place| (place.distance(pixel), spot.row)));
        distances.filter(|(distance, _)| *distance <= reach).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, row)| row)
    }

    /// Where a row stands on the screen, in points: once, or more often where more than one world is in view.
    pub fn places_of(&self, row: u32) -> impl Iterator<Item = Pos2> {
        let spot = self.scatter.spot(row).filter(|spot| (self.is_shown)(spot.row));
        spot.into_iter().flat_map(|spot| self.to_pixels.places(spot)).map(|place| self.to_screen(place))
    }

    /// From pixels of the grid to points of the screen, and back.
    fn to_screen(&self, place: Pos2) -> Pos2 {
        let margin = margin(self.pixels_per_point) as f32;
        self.rect.min + (place - Pos2::new(margin, margin)) / self.pixels_per_point
    }

    fn to_grid(&self, pos: Pos2) -> Pos2 {
        let margin = margin(self.pixels_per_point) as f32;
        Pos2::new(margin, margin) + (pos - self.rect.min) * self.pixels_per_point
    }

    /// Where dots stand on the screen, in points, a dot for each pixel.
    pub fn positions(&self) -> impl Iterator<Item = Pos2> {
        let rows = 0..self.grid.height;
        self.grid.dots_in(rows).map(|(x, y)| self.to_screen(Pos2::new(x as f32 + 0.5, y as f32 + 0.5)))
    }

    /// Paints them as one image, which is made and handed to the adapter when this is first painted.
    pub fn paint(&self, fill: Color32, halo: Color32, painter: &Painter) {
        let texture = self.texture.get_or_init(|| {
            let ctx = painter.ctx();
            // One texture is filled again for each picture: making one takes longer.
            let id = Id::unique(("dots", self.layer, ctx.viewport_id()));
            let image = self.image(fill, halo);
            let mut texture = ctx.data(|data| data.get_temp::<TextureHandle>(id)).filter(|known| known.size() == image.size);
            match &mut texture {
                Some(known) => known.set(image, TextureOptions::NEAREST),
                None => texture = Some(ctx.load_texture("dots", image, TextureOptions::NEAREST)),
            }
            texture.inspect(|texture| {
                ctx.data_mut(|data| data.insert_temp(id, texture.clone()));
            })
        });
        if let Some(texture) = texture {
            let size = texture.size_vec2() / self.pixels_per_point;
            let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            painter.image(texture.id(), Rect::from_min_size(self.rect.min, size), whole, Color32::WHITE);
        }
    }

    /// The dots as an image of the map's size.
    pub fn image(&self, fill: Color32, halo: Color32) -> ColorImage {
        /// Rows that are worked on together.
        const STRIP: usize = 32;
        let margin = margin(self.pixels_per_point);
        let [width, height] = [self.grid.width, self.grid.height].map(|side| side - 2 * margin);
        let sprites = [DOTS_RADIUS, DOTS_HALO_RADIUS].map(|radius| Sprite::of(radius * self.pixels_per_point));
        let strips: Vec<usize> = (0..height).step_by(STRIP).collect();
        let pixels = in_shares(&strips, 2, |strips| {
            let mut pixels = Vec::with_capacity(strips.len() * STRIP * width);
            for first in strips {
                let rows = first + margin..(first + STRIP).min(height) + margin;
                let [dots, halos] = [0, 1].map(|_| Plane::new(self.grid.width + 2 * margin, rows.clone()));
                let mut planes = [dots, halos];
                for (x, y) in self.grid.dots_in(rows.start - margin..rows.end + margin) {
                    for (plane, sprite) in planes.iter_mut().zip(&sprites) {
                        plane.stamp(sprite, x + margin, y);
                    }
                }
                let [dots, halos] = &planes;
                for (dots, halos) in dots.rows().zip(halos.rows()) {
                    let shown = dots.iter().zip(halos).skip(2 * margin).take(width);
                    pixels.extend(shown.map(|(dot, around)| blended(fill, *dot, halo, *around)));
                }
            }
            pixels
        });
        ColorImage::new([width, height], pixels.concat())
    }
}

/// How many pixels a dot at the edge reaches over it.
fn margin(pixels_per_point: f32) -> usize {
    (DOTS_HALO_RADIUS * pixels_per_point + 0.5).ceil() as usize
}

/// A dot over its halo, as far as each covers a pixel.
fn blended(fill: Color32, dot: u8, halo: Color32, around: u8) -> Color32 {
    match (dot, around) {
        (_, 0) => Color32::TRANSPARENT,
        (255, _) => fill,
        _ => halo.gamma_multiply_u8(around).blend(fill.gamma_multiply_u8(dot)),
    }
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

/// How much of each pixel is covered, in some rows of a grid.
struct Plane {
    width: usize,
    first_row: usize,
    cover: Vec<u8>,
}

impl Plane {
    fn new(width: usize, rows: std::ops::Range<usize>) -> Self {
        Self { width, first_row: rows.start, cover: vec![0; width * rows.len()] }
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.cover.chunks_exact(self.width.max(1))
    }

    /// Covers what a sprite covers round a pixel.
    fn stamp(&mut self, sprite: &Sprite, x: usize, y: usize) {
        let side = 2 * sprite.reach + 1;
        for (line, covered) in (y..).zip(sprite.cover.chunks_exact(side)) {
            // The rows of the sprite begin so far above its middle.
            let Some(row) = line.checked_sub(sprite.reach + self.first_row) else { continue };
            let start = row * self.width + x.saturating_sub(sprite.reach);
            let Some(under) = self.cover.get_mut(start..start + side) else { continue };
            under.iter_mut().zip(covered).for_each(|(under, over)| *under = (*under).max(*over));
        }
    }
}

impl Grid {
    fn new(width: usize, height: usize) -> Self {
        let words_in_row = width.div_ceil(64);
        Self { width, height, words_in_row, words: vec![0; words_in_row * height] }
    }

    fn mark(&mut self, x: usize, y: usize) {
        if let Some(word) = self.words.get_mut(y * self.words_in_row + x / 64) {
            *word |= 1 << (x % 64);
        }
    }

    fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    /// The pixels that have any dot, in some rows, from the north west.
    fn dots_in(&self, rows: std::ops::Range<usize>) -> impl Iterator<Item = (usize, usize)> {
        let rows = rows.start.min(self.height)..rows.end.min(self.height);
        rows.flat_map(move |y| {
            let words = self.words.get(y * self.words_in_row..(y + 1) * self.words_in_row).unwrap_or_default();
            (0..).step_by(64).zip(words).flat_map(move |(first, word)| {
                let mut left = *word;
                std::iter::from_fn(move || {
                    let bit = left.trailing_zeros();
                    left &= left.wrapping_sub(1);
                    (bit < 64).then_some((first + bit as usize, y))
                })
            })
        })
    }
}

impl ToPixels {
    fn of(view: &View, pixels_per_point: f32, margin: usize, [width, height]: [usize; 2]) -> Self {
        const PARTS: f64 = 4_294_967_296.0;
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

    /// What of the world lies under the grid.
    fn extract(&self) -> Extract {
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
    fn around(&self, pixel: Pos2, reach: f32) -> Extract {
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
    fn places(self, spot: ScatteredPoint) -> impl Iterator<Item = Pos2> {
        let y = ((i64::from(spot.y) - self.north) as f64 * self.pixels_per_part) as f32;
        let first = f64::from(spot.x.wrapping_sub(self.west)) * self.pixels_per_part;
        let copies = (0..8_u8).map(move |n| first + f64::from(n) * self.world);
        copies.take_while(move |x| *x < self.width as f64).map(move |x| Pos2::new(x as f32, y))
    }

    /// Marks the pixels that a point falls into: of each copy of the world one. Whether it is in view.
    fn mark(&self, spot: ScatteredPoint, grid: &mut Grid) -> bool {
        let y = ((i64::from(spot.y) - self.north) as f64 * self.pixels_per_part) as isize;
        let mut x = f64::from(spot.x.wrapping_sub(self.west)) * self.pixels_per_part;
        let mut is_in_view = false;
        if let Some(y) = usize::try_from(y).ok().filter(|y| *y < self.height) {
            while (x as usize) < self.width {
                grid.mark(x as usize, y);
                is_in_view = true;
                x += self.world;
            }
        }
        is_in_view
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};
    use geo::Coord;

    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText};
    use crate::earth::LonLat;
    use crate::placing::FEW;
    use crate::viewpoint::Camera;

    fn scatter(points: impl Iterator<Item = [f64; 2]>) -> Arc<Scatter> {
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        points.for_each(|[x, y]| builder.end_point(Some(Coord { x, y }), 0..0).unwrap());
        Arc::new(Scatter::of(&builder.finish().unwrap()).unwrap())
    }

    fn view(lon_deg: f64, zoom: f64, size: [f32; 2]) -> View {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), size.into());
        View::new(Camera::new(LonLat::new(lon_deg, 0.0).unwrap(), zoom), rect)
    }

    #[test]
    fn dots_stand_where_single_points_would() {
        let places: Vec<[f64; 2]> = (0..=FEW).map(|n| [f64::from(n % 90) * 4.0 - 180.0, f64::from(n / 90) * 5.0 - 60.0]).collect();
        let scatter = scatter(places.iter().copied());
        for (lon_deg, zoom, pixels_per_point) in [(0.0, 1.0, 1.0), (170.0, 2.0, 1.5), (30.0, 0.5, 1.0)] {
            let view = view(lon_deg, zoom, [700.0, 400.0]);
            let dots = Dots::of(0, &scatter, &view, pixels_per_point, Arc::new(|_| true));
            let places = places.iter().filter_map(|[x, y]| LonLat::new(*x, *y));
            let expected: Vec<Pos2> = places.flat_map(|place| view.copies(place)).filter(|pos| view.rect.contains(*pos)).collect();
            let near = |a: &Pos2, b: &Pos2| a.distance(*b) < 1.5 / pixels_per_point;
            let found: Vec<Pos2> = dots.positions().filter(|pos| view.rect.contains(*pos)).collect();
            assert!(found.len() > 300, "{}", found.len());
            assert!(expected.iter().all(|pos| found.iter().any(|dot| near(pos, dot))), "each point has its dot");
            assert!(found.iter().all(|dot| expected.iter().any(|pos| near(pos, dot))), "each dot has its point");
        }
    }

    #[test]
    fn only_what_is_asked_for_is_counted_and_drawn() {
        let scatter = scatter((0..=FEW).map(|n| [f64::from(n % 50), 0.0]));
        let view = view(25.0, 3.0, [600.0, 300.0]);
        let all = Dots::of(0, &scatter, &view, 1.0, Arc::new(|_| true));
        let some = Dots::of(0, &scatter, &view, 1.0, Arc::new(|row| row % 50 == 7));
        assert_eq!((all.n_points, some.n_points), (FEW as usize + 1, 40));
        assert_eq!((all.positions().count(), some.positions().count()), (50, 1));
        let at = some.positions().next().unwrap();
        assert_eq!(some.nearest(at + vec2(2.0, 1.0), 5.0).map(|row| row % 50), Some(7));
        assert_eq!((some.nearest(at + vec2(9.0, 0.0), 5.0), some.places_of(8).next()), (None, None));
        assert!(some.places_of(57).next().unwrap().distance(at) < 1.0);
        let image = some.image(Color32::RED, Color32::WHITE);
        assert_eq!(image.size, [600, 300]);
        let (n_red, n_other) = image
            .pixels
            .iter()
            .filter(|pixel| pixel.a() > 0)
            .fold((0, 0), |(red, other), pixel| if *pixel == Color32::RED { (red + 1, other) } else { (red, other + 1) });
        assert!((9..30).contains(&n_red) && (12..50).contains(&n_other), "{n_red} {n_other}");
        let none = Dots::of(0, &scatter, &view, 1.0, Arc::new(|_| false));
        assert!(none.image(Color32::RED, Color32::WHITE).pixels.iter().all(|pixel| pixel.a() == 0));
    }

    #[test]
    fn dots_at_the_edge_are_cut_off_there() {
        let view = view(0.0, 3.0, [64.0, 64.0]);
        let edge = f64::from(32.0_f32) / view.camera.world_points() * 360.0;
        let scatter = scatter((0..=FEW).map(|_| [edge + 0.2, 0.0]));
        let image = Dots::of(0, &scatter, &view, 1.0, Arc::new(|_| true)).image(Color32::RED, Color32::WHITE);
        let columns: Vec<usize> = (0..64 * 64).filter(|at| image.pixels[*at].a() > 0).map(|at| at % 64).collect();
        assert!(!columns.is_empty() && columns.iter().all(|column| *column > 58), "{columns:?}");
    }
}
