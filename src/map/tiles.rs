//! The basemap as square textures, for software adapters.
//!
//! Such an adapter needs 15 to 50 ms for the basemap's lines and areas in each frame, and some milliseconds to copy their pixels. So a
//! thread draws them once, square by square, with the same shaders, and frames only copy. While the zoom changes the squares of the zoom
//! before are stretched, and where squares lack, those of the whole world from afar show through. Before these are there, frames draw
//! the geometry themselves. Nothing ever waits.
//!
//! The thread has a graphics device of its own and hands pixels over. On the window's device its work would stand in the queue before
//! frames, and a window that changes its size while another thread hands work in ends the program.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use eframe::egui_wgpu::wgpu::util::DeviceExt;
use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};
use egui::epaint::PaintCallbackInfo;
use egui::{Context, Pos2, RawInput, Rect, Shape, Vec2, pos2, vec2};

use crate::earth::{Detail, to_lon_lat};
use crate::map::graphics::{GraphicsError, graphics, input, pixels_of};
use crate::map::ground;
use crate::map::host::{self, BasemapLayer};
use crate::map::picture::narrow;
use crate::map::shapes::View;
use crate::theme::Theme;
use crate::viewpoint::{Camera, MapParts};

/// Side of a square in pixels.
const SIDE: u32 = 256;
const SIDE_PX: f64 = SIDE as f64;
/// So many squares beyond the view are drawn before it comes to them.
const RING: i64 = 1;
/// How much smaller or larger than drawn a square may be shown for a moment, and from where on new ones are drawn while the zoom still
/// changes. (Smaller shows more: squares run out at the edges.)
const STRETCH: (f64, f64) = (0.3, 3.5);
const STRETCH_IN_MOTION: (f64, f64) = (0.8, 1.7);
/// The whole world from afar is so many squares wide and high.
const N_UNDERLAY: i64 = 6;
/// The first frames have the processor to themselves.
const AFTER_START: Duration = Duration::from_millis(300);
/// A zoom that stays for so long is one to draw squares for.
const REST: Duration = Duration::from_millis(70);

/// Draws squares on a thread of its own until it is dropped.
pub struct Tiles {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    n_copied: AtomicUsize,
}

struct Shared {
    desk: Mutex<Desk>,
    /// There is something to do.
    wake: Condvar,
    /// There is nothing left to do.
    done: Condvar,
}

/// What the window's thread and the drawing thread both look at.
#[derive(Default)]
struct Desk {
    sheet: Option<Sheet>,
    /// Of the zoom before: stands in until the sheet covers the view.
    before: Option<Sheet>,
    /// The whole world from afar, below everything.
    underlay: Option<Sheet>,
    order: Option<Order>,
    /// Goes up with each order.
    n_orders: u64,
    /// Whether what is on the screen is stretched or from afar, so that it is to be shown again when its squares are there.
    is_makeshift: bool,
    is_closed: bool,
}

/// What all squares of a sheet share.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Look {
    zoom: f64,
    theme: &'static Theme,
    parts: MapParts,
    pixels_per_point: f32,
}

/// Column and row: in squares from the upper left corner of the world, whose pixels are those of the look.
type Square = (i64, i64);

/// The squares drawn for a look.
struct Sheet {
    look: Look,
    squares: BTreeMap<Square, Arc<Pixels>>,
}

/// A drawn square.
struct Pixels {
    /// Red, green, blue and opacity, rows from the top; gone once the window's device has them.
    bytes: Mutex<Vec<u8>>,
    /// On the window's device: to be copied as it is, and to be stretched.
    bound: OnceLock<[wgpu::BindGroup; 2]>,
}

/// What a frame would have liked to copy.
#[derive(Clone)]
struct Order {
    look: Look,
    in_view: Vec<Square>,
    around: Vec<Square>,
    /// Of the whole world from afar.
    underlay: Vec<Square>,
    is_urgent: bool,
    grid: Grid,
}

impl Look {
    /// Width of the world in pixels.
    fn world_px(&self) -> f64 {
        Camera::new(crate::earth::LonLat::ORIGIN, self.zoom).world_points() * f64::from(self.pixels_per_point)
    }

    /// The same from afar.
    fn of_underlay(self) -> Self {
        let side = N_UNDERLAY as f64 * SIDE_PX / f64::from(self.pixels_per_point);
        Self { zoom: Camera::zoom_seeing(1.0, side), ..self }
    }

    /// Whether the other differs in its zoom alone.
    fn is_like(&self, other: &Self) -> bool {
        Self { zoom: other.zoom, ..*self } == *other
    }
}

/// How the squares of a look lie on the screen.
#[derive(Clone)]
struct Grid {
    /// Screen pixels for each pixel of a square.
    stretch: f64,
    /// Where the world's upper left corner is on the screen, in pixels.
    origin: [f64; 2],
    columns: std::ops::RangeInclusive<i64>,
    rows: std::ops::RangeInclusive<i64>,
}

impl Grid {
    fn new(look: &Look, view: &View) -> Self {
        let scale = f64::from(look.pixels_per_point);
        let world_px = view.camera.world_points() * scale;
        let stretch = world_px / look.world_px();
        let origin = view.screen_f64([0.0, 0.0]).map(|at| at * scale);
        // At its own zoom a square is not blurred: the ground is at most half a pixel off.
        let origin = if is_as_drawn(stretch) { origin.map(f64::round) } else { origin };
        let side = SIDE_PX * stretch;
        let span = |from: f32, to: f32, origin: f64| {
            let square = |at: f32| (f64::from(at) * scale - origin) / side;
            square(from).floor() as i64..=(square(to).ceil() as i64 - 1)
        };
        let last_row = ((world_px / side).ceil() as i64 - 1).max(0);
        let rows = span(view.rect.top(), view.rect.bottom(), origin[1]);
        Self {
            stretch,
            origin,
            columns: span(view.rect.left(), view.rect.right(), origin[0]),
            rows: (*rows.start()).max(0)..=(*rows.end()).min(last_row),
        }
    }

    fn in_view(&self) -> impl Iterator<Item = Square> + use<> {
        let rows = self.rows.clone();
        self.columns.clone().flat_map(move |column| rows.clone().map(move |row| (column, row)))
    }

    /// Those around the view, the world's rows only.
    fn around(&self, look: &Look) -> impl Iterator<Item = Square> + use<> {
        let last_row = ((look.world_px() / SIDE_PX).ceil() as i64 - 1).max(0);
        let (columns, rows) = (self.columns.clone(), self.rows.clone());
        let wider = (columns.start() - RING)..=(columns.end() + RING);
        let taller = (rows.start() - RING).max(0)..=(rows.end() + RING).min(last_row);
        let all = wider.flat_map(move |column| taller.clone().map(move |row| (column, row)));
        all.filter(move |(column, row)| !(columns.contains(column) && rows.contains(row)))
    }

    /// Where a square goes, in whole pixels, so that no gap shows between neighbours.
    fn place(&self, (column, row): Square) -> Rect {
        let edge = |index: i64, origin: f64| narrow((origin + index as f64 * SIDE_PX * self.stretch).round());
        let corner = |column: i64, row: i64| pos2(edge(column, self.origin[0]), edge(row, self.origin[1]));
        Rect::from_min_max(corner(column, row), corner(column + 1, row + 1))
    }
}

fn is_as_drawn(stretch: f64) -> bool {
    (stretch - 1.0).abs() < 1e-9
}

impl Tiles {
    /// Starts the drawing thread. `ctx` is asked for a frame when a view that had to be stretched can be shown as it is.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn new(graphics: &RenderState, basemap: Arc<BasemapLayer>, ctx: Context) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { desk: Mutex::default(), wake: Condvar::new(), done: Condvar::new() });
        graphics.renderer.write().callback_resources.insert(Copier::new(graphics));
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("basemap-tiles".to_owned()).spawn(move || {
            of_thread.rest_after_start();
            let drawn = Artist::new(basemap).and_then(|artist| draw_orders(&of_thread, &artist, &ctx));
            if let Err(error) = drawn {
                log::error!("the basemap is drawn anew for each frame: {error}");
                of_thread.lock().is_closed = true;
                of_thread.done.notify_all();
            }
        })?;
        Ok(Self { shared, thread: Some(thread), n_copied: AtomicUsize::new(0) })
    }

    /// What copies the squares of a view to the screen; `None` where there are too few, and the geometry has to be drawn. Orders those
    /// that lack.
    pub fn show(&self, view: &View, parts: MapParts, theme: &'static Theme, pixels_per_point: f32) -> Option<Shape> {
        let look = Look { zoom: view.camera.zoom(), theme, parts, pixels_per_point };
        let mut desk = self.shared.lock();
        desk.sheet.take_if(|sheet| !sheet.look.is_like(&look));
        desk.before.take_if(|sheet| !sheet.look.is_like(&look));
        desk.underlay.take_if(|sheet| !sheet.look.is_like(&look));
        self.order(&mut desk, look, view);
        let is_whole = |sheet: &Sheet, grid: &Grid| grid.in_view().all(|square| sheet.squares.contains_key(&square));
        let mut copies = Vec::new();
        let (mut is_covered, mut is_sharp) = (false, false);
        if let Some(sheet) = desk.underlay.as_ref().filter(|sheet| sheet.squares.len() as i64 == N_UNDERLAY * N_UNDERLAY) {
            let grid = Grid::new(&sheet.look, view);
            let round = |(column, row): Square| sheet.squares.get(&(column.rem_euclid(N_UNDERLAY), row));
            copies.extend(grid.in_view().filter_map(|square| Some((Arc::clone(round(square)?), false, grid.place(square)))));
            is_covered = true;
        }
        for sheet in [&desk.before, &desk.sheet].into_iter().flatten() {
            let grid = Grid::new(&sheet.look, view);
            if (STRETCH.0..=STRETCH.1).contains(&grid.stretch) {
                if is_whole(sheet, &grid) {
                    copies.clear();
                    is_covered = true;
                    is_sharp = is_as_drawn(grid.stretch);
                }
                let is_as_drawn = is_as_drawn(grid.stretch);
                let drawn = |square: Square| Some((Arc::clone(sheet.squares.get(&square)?), is_as_drawn, grid.place(square)));
                copies.extend(grid.in_view().filter_map(drawn));
            }
        }
        desk.is_makeshift = is_covered && !is_sharp;
        let screen = view.rect * pixels_per_point;
        let screen = Rect::from_min_max(screen.min.floor(), screen.max.ceil());
        let copies =
            copies.into_iter().filter_map(|(pixels, is_as_drawn, square)| Copy::new(pixels, is_as_drawn, square, screen)).collect();
        let callback = || Callback::new_paint_callback(view.rect, Copies { copies, parts: OnceLock::new() });
        self.n_copied.fetch_add(usize::from(is_covered), Ordering::Relaxed);
        is_covered.then(|| Shape::Callback(callback()))
    }

    /// How many frames were copied rather than drawn: tests count this.
    pub fn n_copied(&self) -> usize {
        self.n_copied.load(Ordering::Relaxed)
    }

    /// Orders the squares of a view that are not there.
    fn order(&self, desk: &mut Desk, look: Look, view: &View) {
        let grid = Grid::new(&look, view);
        let own = desk.sheet.as_ref().filter(|sheet| sheet.look == look);
        let is_missing = |square: &Square| own.is_none_or(|sheet| !sheet.squares.contains_key(square));
        let in_view: Vec<Square> = grid.in_view().filter(is_missing).collect();
        let around: Vec<Square> = grid.around(&look).filter(is_missing).collect();
        let all_round = (0..N_UNDERLAY).flat_map(|column| (0..N_UNDERLAY).map(move |row| (column, row)));
        let is_missing = |square: &Square| desk.underlay.as_ref().is_none_or(|sheet| !sheet.squares.contains_key(square));
        let underlay: Vec<Square> = all_round.filter(is_missing).collect();
        let stretch = desk.sheet.as_ref().map(|sheet| Grid::new(&sheet.look, view).stretch);
        let is_urgent =
            stretch.is_none_or(|stretch| is_as_drawn(stretch) || !(STRETCH_IN_MOTION.0..STRETCH_IN_MOTION.1).contains(&stretch));
        if own.is_some() && in_view.is_empty() {
            desk.before = None;
        }
        if in_view.is_empty() && around.is_empty() && underlay.is_empty() {
            desk.order = None;
            return;
        }
        desk.order = Some(Order { look, in_view, around, underlay, is_urgent, grid });
        desk.n_orders += 1;
        self.shared.wake.notify_all();
    }

    /// A view moved by less than a pixel to where squares would be copied to, so that nothing moves when they are.
    pub fn snapped(view: &View, pixels_per_point: f32) -> View {
        let scale = f64::from(pixels_per_point);
        let origin = view.screen_f64([0.0, 0.0]).map(|at| at * scale);
        let [x, y] = origin.map(|at| narrow((at.round() - at) / scale));
        View::new(view.camera, view.rect.translate(vec2(x, y)))
    }

    /// The views for which the basemap should be ready besides the one that is looked at: with what lies just beyond it, and from afar.
    pub fn further_views(view: &View, pixels_per_point: f32) -> [View; 2] {
        let side = SIDE as f32 / pixels_per_point;
        let afar = Camera::new(view.camera.centre(), Camera::zoom_seeing(1.0, f64::from(side) * N_UNDERLAY as f64));
        [View::new(view.camera, view.rect.expand(2.0 * side)), View::new(afar, view.rect)]
    }

    /// Waits until all that was ordered and can be drawn is there: for pictures that are not drawn again.
    pub fn finish(&self) {
        let mut desk = self.shared.lock();
        while desk.order.is_some() && !desk.is_closed {
            desk = self.shared.done.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        self.shared.lock().is_closed = true;
        self.shared.wake.notify_all();
        // It has graphics of its own: were they still let go of while the program ends, the driver would be taken apart under them.
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the basemap's drawing ended too early");
        }
    }
}

impl Shared {
    /// Leaves the first moments to the window.
    fn rest_after_start(&self) {
        let desk = self.lock();
        drop(self.wake.wait_timeout_while(desk, AFTER_START, |desk| !desk.is_closed));
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Draws what is ordered, square by square, always by the newest order.
fn draw_orders(shared: &Shared, artist: &Artist, ctx: &Context) -> Result<(), GraphicsError> {
    const MOST_WAITS: u32 = 40;
    let mut n_waits = 0;
    let mut desk = shared.lock();
    while !desk.is_closed {
        let Some(order) = desk.order.clone() else {
            shared.done.notify_all();
            desk = shared.wake.wait(desk).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        if desk.sheet.as_ref().is_none_or(|sheet| sheet.look != order.look) {
            if !order.is_urgent {
                let n_orders = desk.n_orders;
                let (woken, _) = shared.wake.wait_timeout(desk, REST).unwrap_or_else(PoisonError::into_inner);
                desk = woken;
                if desk.n_orders != n_orders {
                    continue;
                }
            }
            desk.before = desk.sheet.replace(Sheet { look: order.look, squares: BTreeMap::new() });
        }
        let Some((look, square)) = next(&desk, &order, artist) else {
            // What is not ready may be so a little later; not for ever, where the basemap cannot be read.
            n_waits += 1;
            if n_waits > MOST_WAITS || !is_any_missing(&desk, &order) {
                n_waits = 0;
                desk.order = None;
            } else {
                let (woken, _) = shared.wake.wait_timeout(desk, REST).unwrap_or_else(PoisonError::into_inner);
                desk = woken;
            }
            continue;
        };
        n_waits = 0;
        drop(desk);
        let bytes = Mutex::new(artist.draw(&look, square)?);
        let pixels = Arc::new(Pixels { bytes, bound: OnceLock::new() });
        desk = shared.lock();
        if look == order.look {
            let Some(sheet) = desk.sheet.as_mut().filter(|sheet| sheet.look == look) else { continue };
            sheet.squares.insert(square, pixels);
            sheet.drop_far(&order.grid);
            let is_whole = order.in_view.contains(&square) && order.in_view.iter().all(|other| sheet.squares.contains_key(other));
            if is_whole && desk.is_makeshift {
                ctx.request_repaint();
            }
        } else {
            desk.underlay.take_if(|sheet| sheet.look != look);
            desk.underlay.get_or_insert_with(|| Sheet { look, squares: BTreeMap::new() }).squares.insert(square, pixels);
        }
    }
    Ok(())
}

/// Whether any square of an order is not drawn.
fn is_any_missing(desk: &Desk, order: &Order) -> bool {
    let lacks = |sheet: &Option<Sheet>, square: &Square| sheet.as_ref().is_none_or(|sheet| !sheet.squares.contains_key(square));
    order.in_view.iter().chain(&order.around).any(|square| lacks(&desk.sheet, square))
        || order.underlay.iter().any(|square| lacks(&desk.underlay, square))
}

/// The square to be drawn next: of those in view, else of the underlay, else of those around the view.
fn next(desk: &Desk, order: &Order, artist: &Artist) -> Option<(Look, Square)> {
    let below = order.look.of_underlay();
    let missing = |sheet: &Option<Sheet>, look: Look, squares: &[Square]| {
        let is_missing = |square: &&Square| sheet.as_ref().is_none_or(|sheet| sheet.look != look || !sheet.squares.contains_key(square));
        squares.iter().filter(is_missing).find(|square| artist.is_ready(&look, **square)).map(|square| (look, *square))
    };
    missing(&desk.sheet, order.look, &order.in_view)
        .or_else(|| missing(&desk.underlay, below, &order.underlay))
        .or_else(|| missing(&desk.sheet, order.look, &order.around))
}

impl Sheet {
    /// Lets go of squares far from a view, where there are many.
    fn drop_far(&mut self, grid: &Grid) {
        const MOST: usize = 90;
        if self.squares.len() > MOST {
            let is_near = |range: &std::ops::RangeInclusive<i64>, at: i64| (range.start() - RING..=range.end() + RING).contains(&at);
            self.squares.retain(|(column, row), _| is_near(&grid.columns, *column) && is_near(&grid.rows, *row));
        }
    }
}

/// Draws squares, on a device of its own.
struct Artist {
    graphics: RenderState,
    basemap: Arc<BasemapLayer>,
    ctx: Context,
    /// Of the square drawn last.
    detail: Cell<Option<Detail>>,
}

impl Artist {
    fn new(basemap: Arc<BasemapLayer>) -> Result<Self, GraphicsError> {
        let ctx = Context::default();
        crate::theme::install_fonts(&ctx);
        Ok(Self { graphics: graphics()?, basemap, ctx, detail: Cell::new(None) })
    }

    /// The square as a view. Where its middle is beyond the earth, where no camera can look, the view is taller than it.
    fn view(look: &Look, (column, row): Square) -> View {
        let world_px = look.world_px();
        let middle = |index: i64| (index as f64 + 0.5) * SIDE_PX / world_px;
        let (x, y) = (middle(column), middle(row));
        let y_on_earth = y.clamp(0.0, 1.0);
        let camera = Camera::new(to_lon_lat((x.rem_euclid(1.0), y_on_earth)), look.zoom);
        let points_per_world = camera.world_points();
        let side = SIDE as f32 / look.pixels_per_point;
        let lower = narrow((y_on_earth - y) * points_per_world);
        View::new(camera, Rect::from_center_size(pos2(side / 2.0, side / 2.0 + lower), vec2(side, side + 2.0 * lower.abs())))
    }

    fn is_ready(&self, look: &Look, square: Square) -> bool {
        self.basemap.missing(&Self::view(look, square), look.theme).is_empty()
    }

    /// Lets go of what another level of detail has on the device, which is large: that is done for what was not drawn in so many passes.
    fn forget_other_details(&self, look: &Look) {
        const FORGOTTEN_AFTER: u32 = 120;
        let detail = ground::detail(look.zoom);
        if self.detail.replace(Some(detail)).is_some_and(|before| before != detail) {
            for _ in 0..FORGOTTEN_AFTER {
                self.ctx.run_ui(RawInput::default(), |_| {}).textures_delta.clear();
            }
        }
    }

    /// Red, green, blue and opacity of each pixel of a square.
    fn draw(&self, look: &Look, square: Square) -> Result<Vec<u8>, GraphicsError> {
        self.forget_other_details(look);
        let view = Self::view(look, square);
        let scale = look.pixels_per_point;
        let mut output = self.ctx.run_ui(input(Vec2::splat(SIDE as f32 / scale), scale), |ui| {
            host::show(&self.basemap, None, &view, look.parts, look.theme, ui);
        });
        // There is no text.
        output.textures_delta.clear();
        pixels_of(&self.graphics, &self.ctx, output, [SIDE; 2], look.theme.sea)
    }
}

fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding: u32, ty: wgpu::BindingType| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    };
    let texture = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let sampler = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
    let entries = [entry(0, texture), entry(1, sampler)];
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some("basemap-tile"), entries: &entries })
}

/// What copies squares, kept with the window's renderer.
struct Copier {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    /// For squares as they are, and for stretched ones.
    samplers: [wgpu::Sampler; 2],
}

impl Copier {
    fn new(graphics: &RenderState) -> Self {
        let device = &graphics.device;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("basemap-tile"),
            source: wgpu::ShaderSource::Wgsl(include_str!("tiles.wgsl").into()),
        });
        let bind_group_layout = layout(device);
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("basemap-tile"),
            bind_group_layouts: &[Some(&bind_group_layout)],
            immediate_size: 0,
        });
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("basemap-tile"),
            layout: Some(&layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vs_tile"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: 16,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes: &wgpu::vertex_attr_array![0 => Float32x4],
                })],
            },
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some("fs_tile"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                // Squares hide what is below them: nothing is blended.
                targets: &[Some(graphics.target_format.into())],
            }),
            primitive: wgpu::PrimitiveState { topology: wgpu::PrimitiveTopology::TriangleStrip, ..Default::default() },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            multiview_mask: None,
            cache: None,
        });
        let sampler = |filter: wgpu::FilterMode| {
            device.create_sampler(&wgpu::SamplerDescriptor { mag_filter: filter, min_filter: filter, ..Default::default() })
        };
        let samplers = [sampler(wgpu::FilterMode::Nearest), sampler(wgpu::FilterMode::Linear)];
        Self { pipeline, layout: bind_group_layout, samplers }
    }

    /// Hands a square to the device.
    fn bind(&self, bytes: &[u8], device: &wgpu::Device, queue: &wgpu::Queue) -> [wgpu::BindGroup; 2] {
        let descriptor = wgpu::TextureDescriptor {
            label: Some("basemap-tile"),
            size: wgpu::Extent3d { width: SIDE, height: SIDE, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rgba8Unorm,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        };
        let texture = device.create_texture_with_data(queue, &descriptor, wgpu::util::TextureDataOrder::LayerMajor, bytes);
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        self.samplers.each_ref().map(|sampler| {
            let entries = [
                wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::Sampler(sampler) },
            ];
            device.create_bind_group(&wgpu::BindGroupDescriptor { label: Some("basemap-tile"), layout: &self.layout, entries: &entries })
        })
    }
}

/// A square, or a part of it, and where it goes.
struct Copy {
    pixels: Arc<Pixels>,
    /// Or else stretched.
    is_as_drawn: bool,
    /// In pixels of the screen, and on it: there is a limit to how far a viewport may reach beyond.
    viewport: Rect,
    /// The part of the square that is seen: left, top, right and bottom, 0 to 1.
    part: [f32; 4],
}

impl Copy {
    /// The part of a square that is on the screen.
    fn new(pixels: Arc<Pixels>, is_as_drawn: bool, square: Rect, screen: Rect) -> Option<Self> {
        let viewport = square.intersect(screen);
        let share = |at: Pos2| (at - square.min) / square.size();
        let (from, to) = (share(viewport.min), share(viewport.max));
        viewport.is_positive().then_some(Self { pixels, is_as_drawn, viewport, part: [from.x, from.y, to.x, to.y] })
    }
}

/// What a frame copies, the lowest first.
struct Copies {
    copies: Vec<Copy>,
    /// The parts, for the adapter.
    parts: OnceLock<wgpu::Buffer>,
}

impl CallbackTrait for Copies {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(copier) = resources.get::<Copier>() else { return Vec::new() };
        for Copy { pixels, .. } in &self.copies {
            pixels.bound.get_or_init(|| {
                let bytes = std::mem::take(&mut *pixels.bytes.lock().unwrap_or_else(PoisonError::into_inner));
                copier.bind(&bytes, device, queue)
            });
        }
        let contents: Vec<u8> = self.copies.iter().flat_map(|copy| copy.part).flat_map(f32::to_ne_bytes).collect();
        let descriptor =
            wgpu::util::BufferInitDescriptor { label: Some("basemap-tile"), contents: &contents, usage: wgpu::BufferUsages::VERTEX };
        self.parts.get_or_init(|| device.create_buffer_init(&descriptor));
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let (Some(Copier { pipeline, .. }), Some(parts)) = (resources.get(), self.parts.get()) else { return };
        pass.set_pipeline(pipeline);
        pass.set_vertex_buffer(0, parts.slice(..));
        for (index, Copy { pixels, is_as_drawn, viewport, .. }) in (0..).zip(&self.copies) {
            let Some([as_is, stretched]) = pixels.bound.get() else { continue };
            pass.set_viewport(viewport.left(), viewport.top(), viewport.width(), viewport.height(), 0.0, 1.0);
            pass.set_bind_group(0, if *is_as_drawn { as_is } else { stretched }, &[]);
            pass.draw(0..4, index..index + 1);
        }
    }
}
