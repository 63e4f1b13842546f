//! The lines and areas of a layer that has very many of them, as one image.

use egui::{Color32, ColorImage, Pos2};
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, PixmapMut, Rect, Stroke, StrokeDash, Transform};

use crate::base::in_shares;
use crate::dataset::Dataset;
use crate::map::clip::Window;
use crate::map::dots::{DOTS_HALO_RADIUS, DOTS_RADIUS, DotsOrder};
use crate::map::layer_rows::sized_width;
use crate::map::paint::{AREA_EDGE_WIDTH, DASH_AND_GAP, LINE_WIDTH, POSSIBLE_FILL};
use crate::map::picture::{AreaStyle, rgba};
use crate::map::shapes::{View, distance_to_segment, is_crossed};
use crate::placing::{OutlinedRow, Outlines, PathKind};
use crate::query::Fit;
use crate::theme::Theme;

/// Rows of pixels that one processor draws in one go, at least.
const LEAST_STRIP: usize = 64;
/// Strips of an image: more than processors, since some have more to show than others.
const N_STRIPS: usize = 16;
/// Beyond the view, in pixels: lines are cut off there, out of sight.
const BEYOND_PX: f64 = 64.0;

/// A row where it is to be drawn.
struct Shown<'a> {
    row: &'a OutlinedRow,
    /// By how many worlds it is moved.
    shift: f64,
    fit: Fit,
    style: AreaStyle,
    /// Of its lines, in points, where anything says how wide they are.
    line_width: Option<f32>,
    /// Of its points.
    point: Color32,
}

/// The rows that are asked for and in view, each as often as it is seen.
fn shown<'a>(order: &DotsOrder, outlines: &'a Outlines, layer: &Dataset) -> Vec<Shown<'a>> {
    let fills = order.fills();
    let colour = |row: u32| {
        let class = order.classes.as_ref()?;
        fills.get(usize::from(class.of_row(row))).copied()
    };
    let [left, top] = order.view.world_at(order.view.rect.min);
    let [right, bottom] = order.view.world_at(order.view.rect.max);
    let rows = outlines.rows().iter().filter_map(|row| {
        let fit = order.rows.as_ref().map_or(Fit::Surely, |rows| rows.fit(row.row));
        let [[_, north], [_, south]] = row.bounds;
        (fit > Fit::Out && north <= bottom && south >= top).then_some((row, fit))
    });
    rows.flat_map(|(row, fit)| {
        let [[west, _], [east, _]] = row.bounds;
        let shifts = std::iter::successors(Some((left - east).ceil()), |shift| Some(shift + 1.0));
        let in_view = shifts.take_while(move |shift| west + shift <= right);
        let (asked, class) = (layer.style(row.row), colour(row.row));
        let style = AreaStyle::of(asked).in_colour(class);
        let line_width = order.sizes.as_ref().map(|sizes| sized_width(sizes.of_row(row.row))).or(style.width);
        let point = class.or_else(|| asked.marker_color.map(|colour| Theme::of_file(rgba(colour.0, 1.0)))).unwrap_or(order.theme.mark);
        in_view.map(move |shift| Shown { row, shift, fit, style, line_width, point })
    })
    .collect()
}

/// How many rows are asked for and in view.
pub fn n_shown(order: &DotsOrder, outlines: &Outlines, layer: &Dataset) -> usize {
    let mut rows: Vec<u32> = shown(order, outlines, layer).iter().map(|shown| shown.row.row).collect();
    rows.dedup();
    rows.len()
}

/// What there is of a layer in the order's view: areas under lines under points.
pub fn image(order: &DotsOrder, outlines: &Outlines, layer: &Dataset) -> ColorImage {
    let [width, height] = order.size();
    let all = shown(order, outlines, layer);
    let strip = height.div_ceil(N_STRIPS).max(LEAST_STRIP);
    let strips: Vec<usize> = (0..height).step_by(strip).collect();
    let pixels = in_shares(&strips, 1, |strips| {
        let mut pixels = Vec::new();
        for top in strips {
            let n_rows = strip.min(height - top);
            let mut bytes = vec![0_u8; width * n_rows * 4];
            if let Some(pixmap) = PixmapMut::from_bytes(&mut bytes, width as u32, n_rows as u32) {
                Strip::new(order, *top, [width, n_rows], pixmap).draw(&all, outlines);
            }
            pixels.extend(bytes);
        }
        pixels
    });
    ColorImage::from_rgba_premultiplied([width, height], &pixels.concat())
}

/// Some rows of pixels of an image.
struct Strip<'a> {
    pixmap: PixmapMut<'a>,
    theme: &'static Theme,
    /// Of the strip, in world units, with what may reach into it.
    window: Window,
    /// Its upper left corner in world units.
    corner: [f64; 2],
    world_px: f64,
    pixels_per_point: f32,
}

impl<'a> Strip<'a> {
    fn new(order: &DotsOrder, top: usize, [width, height]: [usize; 2], pixmap: PixmapMut<'a>) -> Self {
        let world_px = order.world_px();
        let [left, view_top] = order.view.world_at(order.view.rect.min);
        let corner = [left, view_top + top as f64 / world_px];
        let reach = BEYOND_PX / world_px;
        let max = [corner[0] + width as f64 / world_px + reach, corner[1] + height as f64 / world_px + reach];
        let window = Window { min: [corner[0] - reach, corner[1] - reach], max };
        Self { pixmap, theme: order.theme, window, corner, world_px, pixels_per_point: order.pixels_per_point }
    }

    fn draw(&mut self, rows: &[Shown<'_>], outlines: &Outlines) {
        let near: Vec<&Shown<'_>> = rows.iter().filter(|shown| self.may_show(shown)).collect();
        for shown in &near {
            self.add_areas(shown, outlines);
        }
        for shown in &near {
            self.add_lines(shown, outlines, PathKind::Line);
        }
        for shown in &near {
            self.add_points(shown, outlines);
        }
    }

    fn may_show(&self, Shown { row, shift, .. }: &Shown<'_>) -> bool {
        let [[west, north], [east, south]] = row.bounds;
        self.window.may_hold(&[[west + shift, north], [east + shift, south]])
    }

    fn add_areas(&mut self, shown: &Shown<'_>, outlines: &Outlines) {
        let mut paths = outlines.paths(shown.row).filter(|(kind, _)| kind.is_ring()).peekable();
        let share = if shown.fit == Fit::Possibly { POSSIBLE_FILL } else { 1.0 };
        let fill = shown.style.fill.map_or(self.theme.area_fill, Theme::of_file).gamma_multiply(share);
        while let Some((_, first)) = paths.next() {
            let mut builder = PathBuilder::new();
            self.add_ring(&mut builder, first, shown.shift);
            while let Some((_, hole)) = paths.next_if(|(kind, _)| matches!(kind, PathKind::Ring | PathKind::RingWithoutEdge)) {
                self.add_ring(&mut builder, hole, shown.shift);
            }
            if let Some(path) = builder.finish() {
                self.pixmap.fill_path(&path, &paint(fill), FillRule::EvenOdd, Transform::identity(), None);
            }
        }
        self.add_lines(shown, outlines, PathKind::Ring);
    }

    fn add_ring(&self, builder: &mut PathBuilder, ring: &[[f64; 2]], shift: f64) {
        let moved: Vec<[f64; 2]> = ring.iter().map(|[x, y]| [x + shift, *y]).collect();
        let is_within = moved.iter().all(|at| self.window.may_hold(&[*at]));
        let cut = if is_within { moved } else { self.window.clip_ring(&moved) };
        self.add_to(builder, &cut);
        builder.close();
    }

    /// The strokes of lines, or of the edges of areas.
    fn add_lines(&mut self, shown: &Shown<'_>, outlines: &Outlines, of: PathKind) {
        let is_line = of == PathKind::Line;
        let plain = if is_line { self.theme.movement } else { self.theme.area_edge };
        let colour = shown.style.stroke.map_or(plain, Theme::of_file);
        let width = if is_line { shown.line_width.unwrap_or(LINE_WIDTH) } else { shown.style.width.unwrap_or(AREA_EDGE_WIDTH) };
        let width = width * self.pixels_per_point;
        let mut builder = PathBuilder::new();
        for (_, path) in outlines.paths(shown.row).filter(|(kind, _)| kind.is_drawn() && (*kind == PathKind::Line) == is_line) {
            let moved: Vec<[f64; 2]> = path.iter().map(|[x, y]| [x + shown.shift, *y]).collect();
            if moved.iter().all(|at| self.window.may_hold(&[*at])) {
                self.add_to(&mut builder, &moved);
            } else {
                self.window.clip_line(&moved).iter().for_each(|run| self.add_to(&mut builder, run));
            }
        }
        let dash = (shown.fit == Fit::Possibly).then(|| DASH_AND_GAP.map(|length| length * self.pixels_per_point));
        let dash = dash.and_then(|lengths| StrokeDash::new(lengths.to_vec(), 0.0));
        if let Some(path) = builder.finish() {
            let stroke = Stroke { width, line_join: LineJoin::Round, dash, ..Stroke::default() };
            self.pixmap.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
        }
    }

    fn add_points(&mut self, shown: &Shown<'_>, outlines: &Outlines) {
        for (kind, path) in outlines.paths(shown.row) {
            let Some(at) = path.first().map(|[x, y]| self.pixel([x + shown.shift, *y])) else { continue };
            match kind {
                PathKind::Speck => {
                    let colour = shown.style.stroke.or(shown.style.fill).map_or(self.theme.area_edge, Theme::of_file);
                    if let Some(pixel) = Rect::from_xywh(at.x.floor(), at.y.floor(), 1.0, 1.0) {
                        self.pixmap.fill_rect(pixel, &Paint { anti_alias: false, ..paint(colour) }, Transform::identity(), None);
                    }
                }
                PathKind::Dot => {
                    for (radius, colour) in [(DOTS_HALO_RADIUS, self.theme.mark_edge), (DOTS_RADIUS, shown.point)] {
                        if let Some(disc) = PathBuilder::from_circle(at.x, at.y, radius * self.pixels_per_point) {
                            self.fill(&disc, colour);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn fill(&mut self, path: &Path, colour: Color32) {
        self.pixmap.fill_path(path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }

    fn add_to(&self, builder: &mut PathBuilder, points: &[[f64; 2]]) {
        for (index, at) in points.iter().enumerate() {
            let Pos2 { x, y } = self.pixel(*at);
            if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
    }

    fn pixel(&self, [x, y]: [f64; 2]) -> Pos2 {
        let [left, top] = self.corner;
        Pos2::new(((x - left) * self.world_px) as f32, ((y - top) * self.world_px) as f32)
    }
}

fn paint(colour: Color32) -> Paint<'static> {
    let [red, green, blue, alpha] = colour.to_srgba_unmultiplied();
    let mut paint = Paint::default();
    paint.set_color(Color::from_rgba8(red, green, blue, alpha));
    paint
}

/// What of the rows that are asked for lies under a place on the screen.
pub struct Under {
    /// The row whose line or point is nearest, of those not farther off than is reached.
    pub near: Option<u32>,
    /// The smallest area around it, with its size in square points.
    pub area: Option<(f32, u32)>,
}

pub fn under(order: &DotsOrder, outlines: &Outlines, view: &View, pos: Pos2, reach: f32) -> Under {
    let world = view.camera.world_points();
    let at = view.world_at(pos);
    let reach = f64::from(reach) / world;
    let (mut near, mut area) = (None::<(f64, u32)>, None::<(f64, u32)>);
    for row in outlines.rows() {
        let Some(shift) = row.shift_to(at, reach).filter(|_| order.class(row.row) > 0) else { continue };
        let at = [at[0] - shift, at[1]];
        let mut is_inside = false;
        for (kind, path) in outlines.paths(row) {
            if kind.is_ring() {
                is_inside ^= encloses(path, at);
            } else if kind != PathKind::Edge {
                let distance = distance_to(path, at);
                if distance <= reach && near.is_none_or(|(nearest, _)| distance < nearest) {
                    near = Some((distance, row.row));
                }
            }
        }
        let [[west, north], [east, south]] = row.bounds;
        let size = (east - west) * (south - north);
        if is_inside && area.is_none_or(|(smallest, _)| size < smallest) {
            area = Some((size, row.row));
        }
    }
    Under { near: near.map(|(_, row)| row), area: area.map(|(size, row)| ((size * world * world) as f32, row)) }
}

fn encloses(ring: &[[f64; 2]], at: [f64; 2]) -> bool {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.filter(|(from, to)| is_crossed(at, [**from, **to])).count() % 2 == 1
}

fn distance_to(path: &[[f64; 2]], at: [f64; 2]) -> f64 {
    // A path of one point is a line from there to there.
    let ends = path.iter().skip(usize::from(path.len() > 1));
    path.iter().zip(ends).map(|(from, to)| distance_to_segment(at, [*from, *to])).fold(f64::INFINITY, f64::min)
}

/// The lines of a row on the screen, its points as they are.
pub fn lines_of(outlines: &Outlines, view: &View, row: u32) -> Vec<Vec<Pos2>> {
    let at = outlines.rows().binary_search_by_key(&row, |outlined| outlined.row);
    let Some(row) = at.ok().and_then(|at| outlines.rows().get(at)) else { return Vec::new() };
    let paths = outlines.paths(row).filter(|(kind, _)| kind.is_drawn() || matches!(kind, PathKind::Speck | PathKind::Dot));
    paths.flat_map(|(_, path)| view.world_copies(path)).collect()
}
