//! The one file that names walkers: it hosts the map in egui and draws the basemap from geometry kept on the graphics adapter.
//!
//! walkers' own gestures are off: it has no limits, no wrapping and no steady pivot (`viewpoint::Camera` has). It is handed the
//! camera before each pass and is asked for nothing afterwards. Its text placement is not used either (it pops).

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use egui::emath::TSTransform;
use egui::{Color32, DragPanButtons, Pos2, Rect, Response, Ui, UiBuilder, Vec2, pos2, vec2};
use walkers::{Canvas, Drawable, Drawables, Layer, Line, Map, MapMemory, Mesh, Projector, lon_lat, tessellate_polygon};

use crate::earth::{self, BasemapError, Detail, to_world_unwrapped};
use crate::map::picture::narrow;
use crate::map::shapes::View;
use crate::theme::Theme;
use crate::viewpoint::{Camera, ThemeKind};

/// The basemap made ready for drawing, each level of detail and theme when it is first wanted.
#[derive(Default)]
pub struct BasemapLayer {
    /// By whether it is the fine level, and theme.
    prepared: BTreeMap<(bool, &'static str), Prepared>,
    /// By theme.
    seas: BTreeMap<&'static str, Drawables>,
    n_prepared: AtomicUsize,
}

/// A level in a theme's colours, made ready once, or why it could not be.
type Prepared = OnceLock<Result<Vec<Chunk>, BasemapError>>;

/// A stretch of the world with all that is drawn in it: few and large, since each costs a draw call.
struct Chunk {
    /// Where the drawables' own coordinates begin, in world units.
    origin: (f64, f64),
    /// In world units.
    bounds: Rect,
    /// From which zoom on it is drawn.
    min_zoom: f64,
    drawables: Drawables,
}

/// Chunk coordinates are points at this zoom: fine enough for `f32`, whatever the camera's.
const BASE_ZOOM: f64 = 10.0;
/// From this zoom on the fine level of detail is drawn.
const FINE_FROM_ZOOM: f64 = 4.6;
/// Side of a chunk in world units.
const CHUNK: f64 = 1.0 / 4.0;

/// A rectangle larger than any map in points; it is clipped to the map that there is.
const LARGEST_MAP: Rect = Rect { min: Pos2::ZERO, max: Pos2 { x: 16_384.0, y: 16_384.0 } };

/// What is collected for one chunk before it goes to the adapter.
#[derive(Default)]
struct Bin {
    fills: Mesh,
    lines: Vec<Line>,
    bounds: Option<Rect>,
}

impl BasemapLayer {
    pub fn new() -> Self {
        let keys = ThemeKind::ALL.into_iter().flat_map(|kind| [(false, kind.name()), (true, kind.name())]);
        let sea = |kind| (Theme::of(kind).kind.name(), Drawables::new(vec![Drawable::Fill(Mesh::rect(LARGEST_MAP, Theme::of(kind).sea))]));
        Self {
            prepared: keys.map(|key| (key, OnceLock::new())).collect(),
            seas: ThemeKind::ALL.into_iter().map(sea).collect(),
            n_prepared: AtomicUsize::new(0),
        }
    }

    /// Makes a level ready for a theme, if it is not yet: some tens of milliseconds for the coarse one, hundreds for the fine.
    ///
    /// # Errors
    /// The built-in basemap cannot be read: the program was built from damaged files.
    pub fn prepare(&self, is_fine: bool, theme: &Theme) -> Result<(), BasemapError> {
        self.chunks(is_fine, theme).map(|_| ())
    }

    fn cell(&self, is_fine: bool, theme: &Theme) -> Option<&Prepared> {
        self.prepared.get(&(is_fine, theme.kind.name()))
    }

    fn chunks(&self, is_fine: bool, theme: &Theme) -> Result<&[Chunk], BasemapError> {
        let Some(cell) = self.cell(is_fine, theme) else { return Ok(&[]) };
        let prepared = cell.get_or_init(|| {
            self.n_prepared.fetch_add(1, Ordering::Relaxed);
            prepare(if is_fine { Detail::Fine } else { Detail::Coarse }, theme)
        });
        prepared.as_ref().map(Vec::as_slice).map_err(Clone::clone)
    }

    /// The level right for a zoom where it is ready, else the other one, else nothing: a pass never waits for it.
    fn best(&self, zoom: f64, theme: &Theme) -> &[Chunk] {
        let ready = |is_fine: bool| self.cell(is_fine, theme)?.get()?.as_deref().ok();
        let is_fine = Self::wants_fine(zoom);
        ready(is_fine).or_else(|| ready(!is_fine)).unwrap_or_default()
    }

    /// The ground that everything lies on. Not painted by egui, whose rectangles are dear on a software adapter.
    fn sea(&self, theme: &Theme) -> Drawables {
        self.seas.get(theme.kind.name()).cloned().unwrap_or_else(|| Drawables::new(Vec::new()))
    }

    /// Whether the fine level is right for a zoom.
    pub fn wants_fine(zoom: f64) -> bool {
        zoom >= FINE_FROM_ZOOM
    }

    /// Whether a level is ready for a theme.
    pub fn is_ready(&self, is_fine: bool, theme: &Theme) -> bool {
        self.cell(is_fine, theme).is_some_and(|cell| cell.get().is_some())
    }

    /// How many levels were made ready: tests count this.
    pub fn n_prepared(&self) -> usize {
        self.n_prepared.load(Ordering::Relaxed)
    }
}

/// Tells walkers where to draw. Without a graphics state (tests that paint nothing) the basemap stays out.
pub fn install(render_state: Option<&eframe::egui_wgpu::RenderState>) {
    if render_state.is_some() {
        walkers::install_renderer(render_state);
    }
}

/// Shows the basemap in `rect` and returns what the pointer does there.
pub fn show(basemap: &BasemapLayer, camera: Camera, theme: &Theme, rect: Rect, ui: &mut Ui) -> Response {
    let mut memory = MapMemory::default();
    let centre = lon_lat(camera.centre().lon_deg(), camera.centre().lat_deg());
    memory.center_at(centre);
    // A camera's zoom is within walkers' 0 to 26.
    if memory.set_zoom(camera.zoom()).is_err() {
        log::warn!("the map library refused zoom {}", camera.zoom());
    }
    let mut map_ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("map"));
    let map = Map::new(None, &mut memory, centre)
        .zoom_gesture(false)
        .panning(false)
        .double_click_to_zoom(false)
        .drag_pan_buttons(DragPanButtons::empty())
        .with_layer(Visible { chunks: basemap.best(camera.zoom(), theme), sea: basemap.sea(theme), view: View::new(camera, rect) }, 1.0);
    map_ui.add(map)
}

struct Visible<'a> {
    chunks: &'a [Chunk],
    sea: Drawables,
    view: View,
}

impl Layer for Visible<'_> {
    fn draw(&mut self, canvas: &mut Canvas, _projector: &Projector<'_>) {
        let zoom = self.view.camera.zoom();
        let scaling = narrow((zoom - BASE_ZOOM).exp2());
        canvas.add_drawables(
            self.sea
                .clone()
                .with_clip_rect(self.view.rect)
                .with_transform(TSTransform { scaling: 1.0, translation: self.view.rect.min.to_vec2() }),
        );
        for chunk in self.chunks.iter().filter(|chunk| zoom >= chunk.min_zoom) {
            let corner = |at: Pos2| self.view.screen((f64::from(at.x), f64::from(at.y)));
            let on_screen = Rect::from_min_max(corner(chunk.bounds.min), corner(chunk.bounds.max)).expand(2.0);
            let origin = self.view.screen(chunk.origin);
            for shift in self.view.shifts(on_screen) {
                let translation = origin.to_vec2() + vec2(shift, 0.0);
                canvas.add_drawables(
                    chunk.drawables.clone().with_clip_rect(self.view.rect).with_transform(TSTransform { scaling, translation }),
                );
            }
        }
    }
}

/// Triangles over some rings (the outer one first, holes after it), as corners and indices. A shape that cannot be cut up gives none.
pub fn triangulate(rings: &[Vec<Vec2>]) -> (Vec<Vec2>, Vec<u32>) {
    let paths: Vec<Vec<lyon_path::math::Point>> =
        rings.iter().map(|ring| ring.iter().map(|p| lyon_path::math::point(p.x, p.y)).collect()).collect();
    let Some((outer, holes)) = paths.split_first() else { return (Vec::new(), Vec::new()) };
    match tessellate_polygon(outer, holes, Color32::PLACEHOLDER) {
        Ok(mesh) => (mesh.vertices.iter().map(|v| v.position.to_vec2()).collect(), mesh.indices),
        Err(error) => {
            log::warn!("an area cannot be filled: {error}");
            (Vec::new(), Vec::new())
        }
    }
}

/// Sorts the basemap into chunks, with the colours of a theme.
fn prepare(detail: Detail, theme: &Theme) -> Result<Vec<Chunk>, BasemapError> {
    let (level, overlay) = (earth::level(detail)?, earth::overlay()?);
    let mut chunks = Vec::new();

    let mut land = Bins::default();
    for polygon in &level.land {
        land.fill(&polygon.rings, theme.land);
    }
    chunks.extend(land.finish(0.0));

    let mut water = Bins::default();
    for lake in &level.lakes {
        water.fill(lake, theme.lake);
    }
    for river in &overlay.rivers {
        water.line(river, 1.0, theme.river, &[]);
    }
    chunks.extend(water.finish(2.5));

    for provinces in &overlay.provinces {
        let mut lines = Bins::default();
        for line in &provinces.lines {
            lines.line(line, 0.9, theme.admin1, &[]);
        }
        chunks.extend(lines.finish(f64::from(provinces.min_zoom).max(4.0)));
    }

    let mut edges = Bins::default();
    for line in &level.coast {
        edges.line(line, 1.0, theme.coast, &[]);
    }
    for line in &level.borders {
        edges.line(line, 1.2, theme.border, &[]);
    }
    for line in &level.disputed_lines {
        edges.line(line, 1.2, theme.disputed, &[5.0, 4.0]);
    }
    chunks.extend(edges.finish(0.0));
    Ok(chunks)
}

#[derive(Default)]
struct Bins(BTreeMap<(i32, i32), Bin>);

impl Bins {
    /// The bin that a line's first point lies in, its corner, and the line in the bin's own coordinates.
    fn place(&mut self, line: &[[f32; 2]], key: Option<(i32, i32)>) -> Option<((i32, i32), Vec<Pos2>)> {
        let world: Vec<(f64, f64)> = line.iter().map(|[lon, lat]| to_world_unwrapped([f64::from(*lon), f64::from(*lat)])).collect();
        let (x, y) = *world.first()?;
        let key = key.unwrap_or(((x / CHUNK).floor() as i32, (y / CHUNK).floor() as i32));
        let (left, top) = corner(key);
        let scale = 256.0 * BASE_ZOOM.exp2();
        let bin = self.0.entry(key).or_default();
        for (x, y) in &world {
            let point = Rect::from_pos(pos2(narrow(*x), narrow(*y)));
            bin.bounds = Some(bin.bounds.map_or(point, |bounds| bounds.union(point)));
        }
        Some((key, world.iter().map(|(x, y)| pos2(narrow((x - left) * scale), narrow((y - top) * scale))).collect()))
    }

    fn fill(&mut self, rings: &[Vec<[f32; 2]>], colour: Color32) {
        let mut key = None;
        let mut paths = Vec::with_capacity(rings.len());
        for ring in rings {
            let Some((ring_key, points)) = self.place(ring, key) else { continue };
            key = Some(ring_key);
            paths.push(points.iter().map(|p| lyon_path::math::point(p.x, p.y)).collect::<Vec<_>>());
        }
        let (Some(key), Some((outer, holes))) = (key, paths.split_first()) else { return };
        match tessellate_polygon(outer, holes, colour) {
            Ok(mesh) => self.0.entry(key).or_default().fills.append(&mesh),
            Err(error) => log::warn!("a polygon of the basemap cannot be filled: {error}"),
        }
    }

    fn line(&mut self, line: &[[f32; 2]], width: f32, color: Color32, dashes: &[f32]) {
        if let Some((key, points)) = self.place(line, None) {
            self.0.entry(key).or_default().lines.push(Line { points, width, color, dasharray: dashes.to_vec() });
        }
    }

    fn finish(self, min_zoom: f64) -> impl Iterator<Item = Chunk> {
        self.0.into_iter().filter_map(move |(key, bin)| {
            let mut drawables = Vec::new();
            if !bin.fills.is_empty() {
                drawables.push(Drawable::Fill(bin.fills));
            }
            if !bin.lines.is_empty() {
                drawables.push(Drawable::Lines(bin.lines));
            }
            Some(Chunk { origin: corner(key), bounds: bin.bounds?, min_zoom, drawables: Drawables::new(drawables) })
        })
    }
}

fn corner((column, row): (i32, i32)) -> (f64, f64) {
    (f64::from(column) * CHUNK, f64::from(row) * CHUNK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;

    #[test]
    fn every_level_is_ready_once_for_each_theme() {
        let basemap = BasemapLayer::new();
        let theme = Theme::of(ThemeKind::Dark);
        for _ in 0..3 {
            basemap.prepare(false, theme).unwrap();
        }
        assert_eq!(basemap.n_prepared(), 1);
        assert!(basemap.is_ready(false, theme) && !basemap.is_ready(true, theme));
        let chunks = basemap.best(3.0, theme);
        assert!(chunks.len() > 10 && chunks.len() < 120, "{} draw calls", chunks.len());
    }

    #[test]
    fn a_square_with_a_hole_is_cut_into_triangles_that_leave_the_hole_out() {
        let square = |half: f32| vec![vec2(-half, -half), vec2(half, -half), vec2(half, half), vec2(-half, half)];
        let (corners, triangles) = triangulate(&[square(2.0), square(1.0)]);
        let area: f32 = triangles
            .chunks(3)
            .map(|t| {
                let [a, b, c] = [corners[t[0] as usize], corners[t[1] as usize], corners[t[2] as usize]];
                ((b - a).x * (c - a).y - (b - a).y * (c - a).x).abs() / 2.0
            })
            .sum();
        assert!((area - 12.0).abs() < 1e-3, "{area}");
    }

    #[test]
    fn the_middle_of_the_view_is_the_camera_s_centre() {
        let centre = LonLat::new(36.0, 51.0).unwrap();
        let view = View::new(Camera::new(centre, 5.0), Rect::from_min_size(Pos2::ZERO, vec2(400.0, 300.0)));
        assert_eq!(view.copies(centre), vec![pos2(200.0, 150.0)]);
    }
}
