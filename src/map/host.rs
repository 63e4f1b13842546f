//! The one file that names walkers: it hosts the map in egui and draws the basemap from geometry kept on the graphics adapter.
//!
//! walkers' own gestures are off: it has no limits, no wrapping and no steady pivot (`viewpoint::Camera` has). It is handed the
//! camera before each pass and is asked for nothing afterwards. Its text placement is not used either (it pops).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use egui::emath::TSTransform;
use egui::{Color32, DragPanButtons, Pos2, Rect, Response, Ui, UiBuilder, Vec2, pos2, vec2};
use walkers::{Canvas, Drawable, Drawables, Layer, Line, Map, MapMemory, Mesh, Projector, lon_lat, tessellate_polygon};

use crate::earth::{BasemapError, Detail, to_world, to_world_unwrapped};
use crate::map::clip::Window;
use crate::map::ground::{self, FINEST_FROM_ZOOM, GroundFill, GroundLayer, GroundLines, Rule, world_detail};
use crate::map::picture::narrow;
use crate::map::shapes::View;
use crate::map::tiles::Tiles;
use crate::theme::Theme;
use crate::viewpoint::{MapParts, ThemeKind};

/// The basemap made ready for drawing, each piece in each theme when it is first wanted.
#[derive(Default)]
pub struct BasemapLayer {
    ready: RwLock<BTreeMap<(Piece, &'static str), Prepared>>,
    /// By theme.
    seas: BTreeMap<&'static str, Drawables>,
    n_prepared: AtomicUsize,
}

/// What is made ready in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// A whole level of detail.
    World(Detail),
    /// A cell of the finest level, which is too large to be had whole.
    Cell { column: i32, row: i32 },
}

/// A piece in a theme's colours, or why it could not be made ready.
type Prepared = Result<Arc<Vec<Chunk>>, BasemapError>;

/// A stretch of the world with all that is drawn in it: few and large, since each costs a draw call.
struct Chunk {
    /// Where the drawables' own coordinates begin, in world units.
    origin: (f64, f64),
    /// In world units.
    bounds: Rect,
    rule: Rule,
    drawables: Drawables,
}

/// Chunk coordinates are points at this zoom: fine enough for `f32`, whatever the camera's.
const BASE_ZOOM: f64 = 10.0;
/// Side of a chunk in world units.
const CHUNK: f64 = 1.0 / 4.0;
/// Number of cells of the finest level along a side of the world.
const N_CELLS: i32 = 32;
/// More cells than this are not kept.
const MAX_CELLS: usize = 80;

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
        let sea = |kind| (Theme::of(kind).kind.name(), Drawables::new(vec![Drawable::Fill(Mesh::rect(LARGEST_MAP, Theme::of(kind).sea))]));
        Self { seas: ThemeKind::ALL.into_iter().map(sea).collect(), ..Self::default() }
    }

    /// Makes pieces ready for a theme: some tens of milliseconds for the coarse level or a cell, hundreds for the fine level.
    ///
    /// # Errors
    /// The built-in basemap cannot be read: the program was built from damaged files.
    pub fn prepare(&self, pieces: &[Piece], theme: &Theme) -> Result<(), BasemapError> {
        for piece in pieces {
            let key = (*piece, theme.kind.name());
            if self.read().contains_key(&key) {
                continue;
            }
            self.n_prepared.fetch_add(1, Ordering::Relaxed);
            let prepared = prepare(*piece, theme);
            let failure = prepared.as_ref().err().cloned();
            let mut ready = self.ready.write().unwrap_or_else(PoisonError::into_inner);
            ready.insert(key, prepared.map(Arc::new));
            drop_far_cells(&mut ready, *piece);
            drop(ready);
            if let Some(error) = failure {
                return Err(error);
            }
        }
        Ok(())
    }

    /// The pieces that a view wants and that are not ready, what shows first first.
    pub fn missing(&self, view: &View, theme: &Theme) -> Vec<Piece> {
        let ready = self.read();
        let mut pieces = wanted(view);
        pieces.retain(|piece| !ready.contains_key(&(*piece, theme.kind.name())));
        pieces
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<(Piece, &'static str), Prepared>> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is ready of the detail right for a view, else of another: a pass never waits for it.
    fn best(&self, view: &View, theme: &Theme) -> Vec<Arc<Vec<Chunk>>> {
        let ready = self.read();
        let get = |piece: Piece| ready.get(&(piece, theme.kind.name()))?.as_ref().ok().map(Arc::clone);
        let cells: Option<Vec<_>> = cells_in(view).into_iter().map(get).collect();
        if let Some(cells) = cells.filter(|cells| !cells.is_empty()) {
            return cells;
        }
        // Else the nearest that there is.
        let wanted = world_detail(view.camera.zoom());
        let mut details = [Detail::Coarsest, Detail::Coarse, Detail::Fine];
        details.sort_by_key(|detail| (*detail as i8 - wanted as i8).abs());
        details.into_iter().find_map(|detail| get(Piece::World(detail))).into_iter().collect()
    }

    /// The ground that everything lies on. Not painted by egui, whose rectangles are dear on a software adapter.
    fn sea(&self, theme: &Theme) -> Drawables {
        self.seas.get(theme.kind.name()).cloned().unwrap_or_else(|| Drawables::new(Vec::new()))
    }

    /// How many pieces were made ready: tests count this.
    pub fn n_prepared(&self) -> usize {
        self.n_prepared.load(Ordering::Relaxed)
    }
}

/// What should be ready for a view.
fn wanted(view: &View) -> Vec<Piece> {
    std::iter::once(Piece::World(world_detail(view.camera.zoom()))).chain(cells_in(view)).collect()
}

/// The cells of the finest level in a view; none where it is not close enough for them.
fn cells_in(view: &View) -> Vec<Piece> {
    if view.camera.zoom() < FINEST_FROM_ZOOM {
        return Vec::new();
    }
    let (centre_x, centre_y) = to_world(view.camera.centre());
    let half = view.rect.size() / 2.0;
    let scale = view.camera.world_points();
    let cell = |world: f64| (world * f64::from(N_CELLS)).floor() as i32;
    let span = |centre: f64, half: f32| {
        let reach = f64::from(half) / scale;
        cell(centre - reach)..=cell(centre + reach)
    };
    let rows = span(centre_y, half.y).filter(|row| (0..N_CELLS).contains(row));
    rows.flat_map(|row| span(centre_x, half.x).map(move |column| Piece::Cell { column: column.rem_euclid(N_CELLS), row })).collect()
}

/// Lets go of the cells that lie far from the newest one, where there are too many.
fn drop_far_cells(ready: &mut BTreeMap<(Piece, &'static str), Prepared>, newest: Piece) {
    const NEAR: i32 = 3;
    let Piece::Cell { column, row } = newest else { return };
    if ready.len() > MAX_CELLS {
        ready.retain(|(piece, _), _| match piece {
            Piece::World(_) => true,
            Piece::Cell { column: x, row: y } => {
                let across = (x - column).rem_euclid(N_CELLS);
                across.min(N_CELLS - across) <= NEAR && (y - row).abs() <= NEAR
            }
        });
    }
}

/// Tells walkers where to draw. Without a graphics state (tests that paint nothing) the basemap stays out.
pub fn install(render_state: Option<&eframe::egui_wgpu::RenderState>) {
    if render_state.is_some() {
        walkers::install_renderer(render_state);
    }
}

/// Shows the basemap in a view, from tiles where there are enough of them, and returns what the pointer does there.
pub fn show(basemap: &BasemapLayer, tiles: Option<&Tiles>, view: &View, parts: MapParts, theme: &'static Theme, ui: &mut Ui) -> Response {
    let View { camera, rect, .. } = *view;
    let mut memory = MapMemory::default();
    let centre = lon_lat(camera.centre().lon_deg(), camera.centre().lat_deg());
    memory.center_at(centre);
    // A camera's zoom is within walkers' 0 to 26.
    if memory.set_zoom(camera.zoom()).is_err() {
        log::warn!("the map library refused zoom {}", camera.zoom());
    }
    let mut map_ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("map"));
    let copied = tiles.and_then(|tiles| tiles.show(view, parts, theme, ui.ctx().pixels_per_point()));
    let is_copied = copied.is_some();
    ui.painter().with_clip_rect(rect).extend(copied);
    let map = Map::new(None, &mut memory, centre)
        .zoom_gesture(false)
        .panning(false)
        .double_click_to_zoom(false)
        .drag_pan_buttons(DragPanButtons::empty());
    if is_copied {
        map_ui.add(map)
    } else {
        let pieces = basemap.best(view, theme);
        let view = tiles.map_or(*view, |_| Tiles::snapped(view, ui.ctx().pixels_per_point()));
        let layer = Visible { pieces, sea: basemap.sea(theme), parts, view };
        map_ui.add(map.with_layer(layer, 1.0))
    }
}

struct Visible {
    pieces: Vec<Arc<Vec<Chunk>>>,
    sea: Drawables,
    parts: MapParts,
    view: View,
}

impl Layer for Visible {
    fn draw(&mut self, canvas: &mut Canvas, _projector: &Projector<'_>) {
        let zoom = self.view.camera.zoom();
        let scaling = narrow((zoom - BASE_ZOOM).exp2());
        canvas.add_drawables(
            self.sea
                .clone()
                .with_clip_rect(self.view.rect)
                .with_transform(TSTransform { scaling: 1.0, translation: self.view.rect.min.to_vec2() }),
        );
        for chunk in self.pieces.iter().flat_map(|piece| piece.iter()) {
            let Some(strength) = chunk.rule.strength(zoom, self.parts) else { continue };
            let corner = |at: Pos2| self.view.screen((f64::from(at.x), f64::from(at.y)));
            let on_screen = Rect::from_min_max(corner(chunk.bounds.min), corner(chunk.bounds.max)).expand(2.0);
            let origin = self.view.screen(chunk.origin);
            for shift in self.view.shifts(on_screen) {
                let translation = origin.to_vec2() + vec2(shift, 0.0);
                let placed = chunk.drawables.clone().with_clip_rect(self.view.rect).with_transform(TSTransform { scaling, translation });
                canvas.add_drawables(placed.with_transparency(strength));
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

/// Sorts a piece of the basemap into chunks, with the colours of a theme.
fn prepare(piece: Piece, theme: &Theme) -> Result<Vec<Chunk>, BasemapError> {
    let (detail, cell) = match piece {
        Piece::World(detail) => (detail, None),
        Piece::Cell { column, row } => (Detail::Finest, Some((column, row))),
    };
    let mut chunks = Vec::new();
    for GroundLayer { rule, strokes, fill } in ground::layers(detail, theme)? {
        let mut bins = Bins::new(cell);
        if let Some(GroundFill { colour, areas }) = fill {
            areas.into_iter().for_each(|rings| bins.fill(rings, colour));
        }
        for stroke in strokes {
            stroke.lines.iter().for_each(|line| bins.line(line, &stroke));
        }
        chunks.extend(bins.finish(rule));
    }
    Ok(chunks)
}

/// Shapes sorted by where they lie; with a cell only what lies in it, cut to it.
struct Bins {
    bins: BTreeMap<(i32, i32), Bin>,
    cell: Option<((i32, i32), Window)>,
}

type WorldLine = Vec<[f64; 2]>;

impl Bins {
    fn new(cell: Option<(i32, i32)>) -> Self {
        /// In cells: neighbours overlap a little, so that no gap shows between them.
        const OVERLAP: f64 = 0.01;
        let side = 1.0 / f64::from(N_CELLS);
        let window = |(column, row): (i32, i32)| {
            let [left, top] = [f64::from(column), f64::from(row)];
            let at = |value: f64| value * side;
            Window { min: [at(left - OVERLAP), at(top - OVERLAP)], max: [at(left + 1.0 + OVERLAP), at(top + 1.0 + OVERLAP)] }
        };
        Self { bins: BTreeMap::new(), cell: cell.map(|cell| (cell, window(cell))) }
    }

    fn corner(&self, (column, row): (i32, i32)) -> (f64, f64) {
        let side = if self.cell.is_some() { 1.0 / f64::from(N_CELLS) } else { CHUNK };
        (f64::from(column) * side, f64::from(row) * side)
    }

    /// The bin that a line lies in: the cell, or where its first point is.
    fn key(&self, line: &[[f64; 2]]) -> Option<(i32, i32)> {
        let [x, y] = *line.first()?;
        Some(self.cell.map_or(((x / CHUNK).floor() as i32, (y / CHUNK).floor() as i32), |(cell, _)| cell))
    }

    /// A line in the coordinates of a bin, which grows to hold it.
    fn place(&mut self, line: &[[f64; 2]], key: (i32, i32)) -> Vec<Pos2> {
        let (left, top) = self.corner(key);
        let scale = 256.0 * BASE_ZOOM.exp2();
        let bin = self.bins.entry(key).or_default();
        for [x, y] in line {
            let point = Rect::from_pos(pos2(narrow(*x), narrow(*y)));
            bin.bounds = Some(bin.bounds.map_or(point, |bounds| bounds.union(point)));
        }
        line.iter().map(|[x, y]| pos2(narrow((x - left) * scale), narrow((y - top) * scale))).collect()
    }

    fn fill(&mut self, rings: &[Vec<[f32; 2]>], colour: Color32) {
        let mut rings: Vec<WorldLine> = rings.iter().map(|ring| to_world_line(ring)).collect();
        if let Some((_, window)) = &self.cell {
            if !rings.first().is_some_and(|outer| window.may_hold(outer)) {
                return;
            }
            rings = rings.iter().map(|ring| window.clip_ring(ring)).filter(|ring| ring.len() >= 3).collect();
        }
        let Some(key) = rings.first().and_then(|outer| self.key(outer)) else { return };
        let path = |ring: &WorldLine| self.place(ring, key).iter().map(|p| lyon_path::math::point(p.x, p.y)).collect::<Vec<_>>();
        let paths: Vec<_> = rings.iter().map(path).collect();
        let Some((outer, holes)) = paths.split_first() else { return };
        match tessellate_polygon(outer, holes, colour) {
            Ok(mesh) => self.bins.entry(key).or_default().fills.append(&mesh),
            Err(error) => log::warn!("a polygon of the basemap cannot be filled: {error}"),
        }
    }

    fn line(&mut self, line: &[[f32; 2]], like: &GroundLines) {
        let line = to_world_line(line);
        let runs = match &self.cell {
            Some((_, window)) if window.may_hold(&line) => window.runs(&line),
            Some(_) => Vec::new(),
            None => vec![line],
        };
        for run in runs {
            if let Some(key) = self.key(&run) {
                let points = self.place(&run, key);
                let dasharray = like.dash.map(Vec::from).unwrap_or_default();
                self.bins.entry(key).or_default().lines.push(Line { points, width: like.width, color: like.colour, dasharray });
            }
        }
    }

    fn finish(self, rule: Rule) -> Vec<Chunk> {
        let origins: Vec<(f64, f64)> = self.bins.keys().map(|key| self.corner(*key)).collect();
        let chunk = |(bin, origin): (Bin, (f64, f64))| {
            let mut drawables = Vec::new();
            if !bin.fills.is_empty() {
                drawables.push(Drawable::Fill(bin.fills));
            }
            if !bin.lines.is_empty() {
                drawables.push(Drawable::Lines(bin.lines));
            }
            Some(Chunk { origin, bounds: bin.bounds?, rule, drawables: Drawables::new(drawables) })
        };
        self.bins.into_values().zip(origins).filter_map(chunk).collect()
    }
}

fn to_world_line(line: &[[f32; 2]]) -> WorldLine {
    let world = line.iter().map(|[lon, lat]| to_world_unwrapped([f64::from(*lon), f64::from(*lat)]));
    world.map(|(x, y)| [x, y]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;
    use crate::viewpoint::Camera;

    fn view(lon: f64, lat: f64, zoom: f64) -> View {
        View::new(Camera::new(LonLat::new(lon, lat).unwrap(), zoom), Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 720.0)))
    }

    #[test]
    fn every_piece_is_ready_once_for_each_theme() {
        let basemap = BasemapLayer::new();
        let theme = Theme::of(ThemeKind::Dark);
        let whole = view(10.0, 20.0, 3.0);
        assert_eq!(basemap.missing(&whole, theme), [Piece::World(Detail::Coarsest)]);
        for _ in 0..3 {
            basemap.prepare(&[Piece::World(Detail::Coarsest)], theme).unwrap();
        }
        assert_eq!(basemap.n_prepared(), 1);
        assert!(basemap.missing(&whole, theme).is_empty() && !basemap.missing(&whole, Theme::of(ThemeKind::Light)).is_empty());
        let n_chunks: usize = basemap.best(&whole, theme).iter().map(|piece| piece.len()).sum();
        assert!(n_chunks > 10 && n_chunks < 120, "{n_chunks} draw calls");
    }

    #[test]
    fn close_to_the_ground_the_cells_in_view_are_wanted_and_drawn_once_all_are_ready() {
        let basemap = BasemapLayer::new();
        let theme = Theme::of(ThemeKind::Dark);
        let korea = view(127.0, 37.5, 8.0);
        let pieces = basemap.missing(&korea, theme);
        assert!(pieces.len() > 2 && pieces.len() < 12, "{pieces:?}");
        let (last, first) = pieces.split_last().unwrap();
        basemap.prepare(first, theme).unwrap();
        assert_eq!(basemap.best(&korea, theme).len(), 1, "the fine level until then");
        basemap.prepare(&[*last], theme).unwrap();
        assert_eq!(basemap.best(&korea, theme).len(), pieces.len() - 1);
        // Over 180 degrees the cells of both sides.
        let columns: Vec<i32> = cells_in(&view(180.0, -40.0, 8.0))
            .into_iter()
            .filter_map(|piece| if let Piece::Cell { column, .. } = piece { Some(column) } else { None })
            .collect();
        assert!(columns.contains(&0) && columns.contains(&(N_CELLS - 1)), "{columns:?}");
    }

    #[test]
    fn cells_far_away_are_let_go_of() {
        let basemap = BasemapLayer::new();
        let theme = Theme::of(ThemeKind::Dark);
        let sea: Vec<Piece> = (0..N_CELLS).flat_map(|column| (20..26).map(move |row| Piece::Cell { column, row })).collect();
        basemap.prepare(&sea, theme).unwrap();
        assert!(basemap.read().len() <= MAX_CELLS + 1, "{}", basemap.read().len());
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
