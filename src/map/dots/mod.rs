//! The many points of a data layer as one image: what a pixel can show of them, however many there are; or as clusters, or as heat.
//!
//! Main types: [`DotsOrder`], what is asked for; [`Dots`], what it comes to; [`DotsKept`], which makes them.
//!
//! An adapter in software needs 300 ms for a million points of its own. So the points are sorted into pixels, on all processors, and each
//! pixel that has any gets one dot with its halo.
//!
//! **Does not:** know rows of fewer points or of other shapes, which the picture has one by one, or decide which are asked for.

mod clusters;
mod discs;
mod grid;
mod heat;
mod instances;
mod kept;
mod pictures;
mod shapes;

use std::sync::{Arc, OnceLock};

use egui::{Color32, ColorImage, Id, Painter, Pos2, Rect, TextureHandle, TextureOptions, Vec2};

use crate::base::in_shares;
use crate::dataset::{Classes, Dataset, Sizes};
use crate::map::layer_rows::sized_radius;
use crate::map::picture::Inputs;
use crate::map::shapes::View;
use crate::placing::{Extract, ManyShapes, Outlines, Scatter, ScatteredPoint};
use crate::query::{Fit, RowsAnswer};
use crate::theme::Theme;
use crate::viewpoint::DrawnAs;

pub use clusters::Cluster;
pub use instances::install as let_adapter_draw_points;
pub use kept::DotsKept;

use grid::{Grid, ToPixels};
use heat::Heat;
use instances::{ForAdapter, Instances};

/// Radii in points of a dot and of the halo round it.
pub const DOTS_RADIUS: f32 = 2.4;
pub const DOTS_HALO_RADIUS: f32 = 3.4;

/// Points of one cluster lie in a square of at least so many points of the screen, and at most twice as many.
const CLUSTER_POINTS: f64 = 48.0;

/// Fewer points are not worth a second thread.
const LEAST_SHARE: usize = 40_000;

/// What is asked for of the points of a layer.
#[derive(Clone)]
pub struct DotsOrder {
    /// By its place among the layers.
    pub layer: usize,
    pub of: DotsOf,
    pub view: View,
    pub pixels_per_point: f32,
    /// Which rows are to be shown; `None`: all.
    pub rows: Option<Arc<RowsAnswer>>,
    pub classes: Option<Arc<Classes>>,
    pub sizes: Option<Arc<Sizes>>,
    pub drawn_as: DrawnAs,
    /// 1: nothing shows through.
    pub opacity: f32,
    /// Whether an adapter draws points one by one, rather than an image of them.
    pub is_for_adapter: bool,
    pub theme: &'static Theme,
}

/// What of a layer is drawn.
#[derive(Clone)]
pub enum DotsOf {
    Points(Arc<Scatter>),
    /// Lines and areas, and what points there are among them.
    Shapes(Arc<Dataset>, Arc<ManyShapes>),
    /// Pictures that lie on the ground.
    Pictures(Arc<Dataset>),
}

/// The points of a layer in a view, or its lines and areas.
pub struct Dots {
    order: DotsOrder,
    drawn: DrawnDots,
    /// How many rows they stand for: of points that an adapter draws all that are asked for, else those in view.
    pub n_points: usize,
    texture: OnceLock<Option<TextureHandle>>,
}

enum DrawnDots {
    Points(Grid, OnceLock<Arc<ColorImage>>),
    Heat(Heat, OnceLock<Arc<ColorImage>>),
    Clusters(Vec<Cluster>),
    Shapes(Arc<Outlines>, OnceLock<Arc<ColorImage>>),
    Instances(Arc<Instances>),
    Pictures(OnceLock<Arc<ColorImage>>),
}

/// How many colours an adapter has for the classes of points, with that of none.
fn class_slots() -> usize {
    16
}

/// What is asked for of the layers that have very many points, and of those that have very many shapes where these become an image.
pub fn dots_orders(inputs: &Inputs<'_>, pixels_per_point: f32) -> Vec<DotsOrder> {
    let of_layer = |(layer, dataset): (usize, &Arc<Dataset>)| {
        let shapes = |many: Arc<ManyShapes>| DotsOf::Shapes(Arc::clone(dataset), many);
        let arcs = inputs.look(layer).arcs.filter(|_| inputs.has_images).map(shapes);
        let scatter = inputs.placed.get(layer).and_then(|placed| placed.scatter.clone()).map(DotsOf::Points);
        let rows = scatter.or_else(|| inputs.many_shapes(layer).cloned().map(shapes));
        let pictures = (!dataset.pictures().is_empty()).then(|| DotsOf::Pictures(Arc::clone(dataset)));
        pictures.into_iter().chain(arcs).chain(rows).map(move |of| (layer, of)).collect::<Vec<_>>()
    };
    let order = |(layer, of): (usize, DotsOf)| {
        let (style, looks) = (inputs.style(layer), inputs.look(layer));
        DotsOrder {
            layer,
            of,
            view: View::new(inputs.camera, inputs.rect),
            pixels_per_point,
            rows: inputs.row_answers.get(layer).filter(|rows| !rows.is_all()).cloned(),
            classes: looks.classes,
            sizes: looks.sizes,
            drawn_as: style.drawn_as,
            opacity: f32::from(style.opacity_percent) / 100.0,
            is_for_adapter: false,
            theme: inputs.theme,
        }
    };
    inputs.shown_layers().flat_map(of_layer).map(order).collect()
}

impl DotsOrder {
    /// The class that a row is drawn as, counted from 1: the first for rows that say nothing, or where none are told apart; 0 where it is not
    /// shown.
    pub fn class(&self, row: u32) -> u8 {
        if self.rows.as_ref().is_some_and(|rows| rows.fit(row) == Fit::Out) {
            return 0;
        }
        1 + self.classes.as_ref().map_or(0, |classes| classes.of_row(row))
    }

    /// The class of a row and the step of its size, as a grid marks them; 0 where it is not to be shown.
    fn code(&self, row: u32) -> u8 {
        let step = self.sizes.as_ref().map_or(0, |sizes| sizes.of_row(row));
        grid::code(self.class(row), step)
    }

    /// Radii in points of the dot of a row of a size, and of its halo.
    pub fn radii(&self, step: u8) -> [f32; 2] {
        if self.sizes.is_none() {
            return [DOTS_RADIUS, DOTS_HALO_RADIUS];
        }
        let radius = sized_radius(step);
        [radius, radius + DOTS_HALO_RADIUS - DOTS_RADIUS]
    }

    /// The largest of the halos.
    fn reach(&self) -> f32 {
        let [_, halo] = self.radii(Sizes::STEPS);
        halo
    }

    fn is_by_adapter(&self) -> bool {
        self.is_for_adapter && self.drawn_as == DrawnAs::Points && self.scatter().is_some()
    }

    /// Which of the images of a layer it is.
    fn slot(&self) -> (usize, u8) {
        let of_layer = match &self.of {
            DotsOf::Shapes(_, many) if many.are_arcs() => 1,
            DotsOf::Points(_) | DotsOf::Shapes(..) => 0,
            DotsOf::Pictures(_) => 2,
        };
        (self.layer, of_layer)
    }

    /// The colours of those classes.
    pub fn fills(&self) -> Vec<Color32> {
        match &self.classes {
            Some(classes) => (0..=classes.classes().len() as u8).map(|class| self.theme.of_class(classes, class)).collect(),
            None => vec![self.theme.mark],
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        fn is_one<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
            a.map(Arc::as_ptr) == b.map(Arc::as_ptr)
        }
        // What an adapter draws it draws in any view.
        let view = |order: &Self| (!order.is_by_adapter()).then_some((order.view, order.pixels_per_point));
        let own = (view(self), self.is_by_adapter(), self.drawn_as, self.opacity, self.theme.kind);
        self.is_of_same_points(other)
            && own == (view(other), other.is_by_adapter(), other.drawn_as, other.opacity, other.theme.kind)
            && is_one(self.rows.as_ref(), other.rows.as_ref())
            && is_one(self.classes.as_ref(), other.classes.as_ref())
            && is_one(self.sizes.as_ref(), other.sizes.as_ref())
    }

    fn is_of_same_points(&self, other: &Self) -> bool {
        let is_one = match (&self.of, &other.of) {
            (DotsOf::Points(own), DotsOf::Points(other)) => Arc::ptr_eq(own, other),
            (DotsOf::Shapes(_, own), DotsOf::Shapes(_, other)) => Arc::ptr_eq(own, other),
            (DotsOf::Pictures(own), DotsOf::Pictures(other)) => Arc::ptr_eq(own, other),
            _ => false,
        };
        self.layer == other.layer && is_one
    }

    /// How many pixels beyond the edge of the view are looked at: those from which something reaches into it.
    fn margin(&self) -> usize {
        match self.drawn_as {
            _ if self.scatter().is_none() => 0,
            DrawnAs::Points => (self.reach() * self.pixels_per_point + 0.5).ceil() as usize,
            DrawnAs::Heat => Heat::MARGIN * heat::CELL,
            DrawnAs::Clusters => 0,
        }
    }

    fn scatter(&self) -> Option<&Scatter> {
        match &self.of {
            DotsOf::Points(scatter) => Some(scatter),
            DotsOf::Shapes(..) | DotsOf::Pictures(_) => None,
        }
    }

    /// The points of a part of the world.
    fn stretches(&self, part: Extract) -> impl Iterator<Item = &[ScatteredPoint]> {
        self.scatter().into_iter().flat_map(move |scatter| scatter.stretches(part))
    }

    /// The rows whose points stand in or near the view; none where they are more than so many.
    pub fn rows_in_view(&self, most: usize) -> Vec<u32> {
        let part = self.to_pixels().extract();
        let n_near = self.stretches(part).map(<[_]>::len).sum::<usize>();
        if n_near > most { Vec::new() } else { self.stretches(part).flatten().map(|spot| spot.row).collect() }
    }

    /// How wide the world is in pixels.
    fn world_px(&self) -> f64 {
        self.view.camera.world_points() * f64::from(self.pixels_per_point)
    }

    fn to_pixels(&self) -> ToPixels {
        ToPixels::of(&self.view, self.pixels_per_point, self.margin(), self.size())
    }

    /// Width and height in pixels, with the margin.
    fn size(&self) -> [usize; 2] {
        [self.view.rect.width(), self.view.rect.height()].map(|side| (side * self.pixels_per_point).round() as usize + 2 * self.margin())
    }

    /// Goes through the pixels of all points that are shown, on all processors. How many points those are.
    fn sorted<G: Send>(
        &self,
        new: impl Fn() -> G + Sync,
        put: impl Fn(&mut G, (usize, usize), u8) + Sync,
        add: impl Fn(&mut G, &G),
    ) -> (G, usize) {
        let to_pixels = self.to_pixels();
        // Shared out by points, not by stretches: where all lie together one stretch has the most of them.
        let pieces: Vec<&[ScatteredPoint]> =
            self.stretches(to_pixels.extract()).flat_map(|stretch| stretch.chunks(LEAST_SHARE / 4)).collect();
        let least = LEAST_SHARE * pieces.len() / pieces.iter().map(|piece| piece.len()).sum::<usize>().max(1) + 1;
        let shares = in_shares(&pieces, least, |pieces| {
            let (mut into, mut n_points) = (new(), 0);
            for spot in pieces.iter().copied().flatten() {
                let code = self.code(spot.row);
                if code > 0 {
                    let mut pixels = to_pixels.pixels(*spot).peekable();
                    n_points += usize::from(pixels.peek().is_some());
                    pixels.for_each(|pixel| put(&mut into, pixel, code));
                }
            }
            (into, n_points)
        });
        let mut shares = shares.into_iter();
        let (mut whole, mut n_points) = shares.next().unwrap_or_else(|| (new(), 0));
        for (other, n) in shares {
            add(&mut whole, &other);
            n_points += n;
        }
        (whole, n_points)
    }
}

impl Dots {
    /// Sorts the points of a layer that are to be shown into what is drawn of them.
    pub fn of(order: DotsOrder) -> Self {
        Self::with_positions(order, |scatter| Arc::new(ForAdapter::positions(scatter)))
    }

    /// The same with positions that an adapter has already, where it needs them.
    fn with_positions(order: DotsOrder, positions: impl FnOnce(&Arc<Scatter>) -> Arc<ForAdapter>) -> Self {
        let (drawn, n_points) = match (&order.of, order.drawn_as) {
            (DotsOf::Shapes(layer, many), _) => {
                let outlines = many.outlines(layer, order.world_px());
                let n = shapes::n_shown(&order, &outlines, layer);
                (DrawnDots::Shapes(outlines, OnceLock::new()), n)
            }
            (DotsOf::Pictures(layer), _) => {
                let n = layer.pictures().iter().filter(|picture| order.class(picture.row) > 0).count();
                (DrawnDots::Pictures(OnceLock::new()), n)
            }
            (DotsOf::Points(scatter), DrawnAs::Points) if order.is_for_adapter => {
                let instances = Instances::of(&order, scatter, positions(scatter));
                let n = instances.n_points;
                (DrawnDots::Instances(Arc::new(instances)), n)
            }
            (DotsOf::Points(_), DrawnAs::Points) => {
                let (grid, n) = order.sorted(|| Grid::new(order.size()), |grid, (x, y), code| grid.mark(x, y, code), Grid::add);
                (DrawnDots::Points(grid, OnceLock::new()), n)
            }
            (DotsOf::Points(_), DrawnAs::Heat) => {
                let inner = order.size().map(|side| side - 2 * order.margin());
                let (mut heat, n) = order.sorted(|| Heat::new(inner), |heat, (x, y), _| heat.count(x, y), Heat::add);
                heat.spread();
                (DrawnDots::Heat(heat, OnceLock::new()), n)
            }
            (DotsOf::Points(_), DrawnAs::Clusters) => {
                let (clusters, n) = clusters::clusters(&order, CLUSTER_POINTS);
                (DrawnDots::Clusters(clusters), n)
            }
        };
        Self { order, drawn, n_points, texture: OnceLock::new() }
    }

    pub fn order(&self) -> &DotsOrder {
        &self.order
    }

    /// Makes the image, where it becomes one.
    pub fn prepare(&self) {
        let _made = self.image();
    }

    /// The row whose point is nearest to a place on the screen, of those that are not farther off than so many points.
    pub fn nearest(&self, view: &View, pos: Pos2, reach: f32) -> Option<u32> {
        if let DrawnDots::Shapes(outlines, _) = &self.drawn {
            return shapes::under(&self.order, outlines, view, pos, reach).near;
        }
        if self.order.drawn_as != DrawnAs::Points || self.order.scatter().is_none() {
            return None;
        }
        let now = DotsOrder { view: *view, ..self.order.clone() };
        let (to_pixels, pixel) = (now.to_pixels(), now.to_grid(pos));
        let reach = reach * now.pixels_per_point;
        let beyond = |row: u32| now.sizes.as_ref().map_or(0.0, |sizes| sized_radius(sizes.of_row(row)) * now.pixels_per_point);
        let widest = if now.sizes.is_some() { now.reach() * now.pixels_per_point } else { 0.0 };
        let spots = now.stretches(to_pixels.around(pixel, reach + widest)).flatten().filter(|spot| now.class(spot.row) > 0);
        let distances = spots.flat_map(|spot| to_pixels.places(*spot).map(|place| (place.distance(pixel) - beyond(spot.row), spot.row)));
        distances.filter(|(distance, _)| *distance <= reach).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, row)| row)
    }

    /// The smallest area of a layer of shapes around a place on the screen, with its size in square points.
    pub fn area_at(&self, view: &View, pos: Pos2) -> Option<(f32, u32)> {
        match (&self.drawn, &self.order.of) {
            (DrawnDots::Shapes(outlines, _), _) => shapes::under(&self.order, outlines, view, pos, 0.0).area,
            (_, DotsOf::Pictures(layer)) => pictures::under(&self.order, layer, view, pos),
            _ => None,
        }
    }

    /// The lines of a row of a layer of shapes on the screen.
    pub fn lines_of(&self, view: &View, row: u32) -> Vec<Vec<Pos2>> {
        match (&self.drawn, &self.order.of) {
            _ if self.order.class(row) == 0 => Vec::new(),
            (DrawnDots::Shapes(outlines, _), _) => shapes::lines_of(outlines, view, row),
            (_, DotsOf::Pictures(layer)) => layer.picture_of(row).map(|picture| pictures::outlines(picture, view)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Whether it lies under points: lines, areas, pictures.
    pub fn is_of_shapes(&self) -> bool {
        matches!(self.drawn, DrawnDots::Shapes(..) | DrawnDots::Pictures(_))
    }

    /// The image of pictures in the order's view, where it is of such.
    pub fn picture(&self) -> Option<&Arc<ColorImage>> {
        self.image().filter(|_| matches!(self.drawn, DrawnDots::Pictures(_)))
    }

    /// The cluster at a place on the screen.
    pub fn cluster_at(&self, view: &View, pos: Pos2) -> Option<&Cluster> {
        let is_there = |cluster: &&Cluster| view.copies_of_world(cluster.at).any(|at| at.distance(pos) <= cluster.radius());
        self.clusters().iter().find(is_there)
    }

    /// Those with most points first.
    pub fn clusters(&self) -> &[Cluster] {
        match &self.drawn {
            DrawnDots::Clusters(clusters) => clusters,
            DrawnDots::Points(..) | DrawnDots::Heat(..) | DrawnDots::Shapes(..) | DrawnDots::Instances(_) | DrawnDots::Pictures(_) => &[],
        }
    }

    /// Where a row stands on the screen, in points: once, or more often where more than one world is in view.
    pub fn places_of(&self, view: &View, row: u32) -> impl Iterator<Item = Pos2> {
        let now = DotsOrder { view: *view, ..self.order.clone() };
        let spot = now.scatter().and_then(|scatter| scatter.spot(row)).filter(|spot| now.class(spot.row) > 0);
        spot.into_iter().flat_map(move |spot| now.to_pixels().places(spot).map(|place| now.to_screen(place)).collect::<Vec<_>>())
    }

    /// Where dots stand on the screen, in points, a dot for each pixel, with its colour and the radii of it and its halo: the largest first.
    pub fn positions(&self) -> impl Iterator<Item = (Pos2, Color32, [f32; 2])> {
        let fills = self.order.fills();
        let grid = if let DrawnDots::Points(grid, _) = &self.drawn { Some(grid) } else { None };
        let steps = grid.map(Grid::steps).unwrap_or_default();
        let dots = steps.into_iter().flat_map(move |step| {
            let dots = grid.into_iter().flat_map(|grid| grid.dots_in(0..grid.height));
            dots.filter(move |(_, _, code)| grid::step_of(*code) == step).map(move |dot| (step, dot))
        });
        dots.map(move |(step, (x, y, code))| {
            let class = grid::class_of(code);
            let fill = usize::from(class).checked_sub(1).and_then(|class| fills.get(class)).copied().unwrap_or_default();
            (self.order.to_screen(Pos2::new(x as f32 + 0.5, y as f32 + 0.5)), fill, self.order.radii(step))
        })
    }

    /// The cells of heat on the screen, in points, with their colours.
    pub fn heat_cells(&self) -> Vec<(Rect, Color32)> {
        let Some(image) = self.image().filter(|_| matches!(self.drawn, DrawnDots::Heat(..))) else { return Vec::new() };
        let side = heat::CELL as f32 / self.order.pixels_per_point;
        let width = image.size[0].max(1);
        let cell = |(at, colour): (usize, &Color32)| {
            let corner = self.order.view.rect.min + side * Vec2::new((at % width) as f32, (at / width) as f32);
            (Rect::from_min_size(corner, Vec2::splat(side)), *colour)
        };
        image.pixels.iter().enumerate().filter(|(_, colour)| colour.a() > 0).map(cell).collect()
    }

    /// The image of the view that they become, if they do.
    pub fn image(&self) -> Option<&Arc<ColorImage>> {
        let order = &self.order;
        match &self.drawn {
            DrawnDots::Points(grid, image) => Some(image.get_or_init(|| {
                let radii = |step: u8| order.radii(step).map(|radius| radius * order.pixels_per_point);
                Arc::new(discs::image(grid, order.margin(), &radii, &order.fills(), order.theme.mark_edge))
            })),
            DrawnDots::Heat(heat, image) => Some(image.get_or_init(|| Arc::new(heat.image(&order.theme.heat)))),
            DrawnDots::Clusters(_) | DrawnDots::Instances(_) => None,
            DrawnDots::Shapes(outlines, image) => match &order.of {
                DotsOf::Shapes(layer, _) => Some(image.get_or_init(|| Arc::new(shapes::image(order, outlines, layer)))),
                DotsOf::Points(_) | DotsOf::Pictures(_) => None,
            },
            DrawnDots::Pictures(image) => match &order.of {
                DotsOf::Pictures(layer) => Some(image.get_or_init(|| Arc::new(pictures::image(order, layer)))),
                DotsOf::Points(_) | DotsOf::Shapes(..) => None,
            },
        }
    }

    /// Paints what is an image, which is handed to the adapter when this is first painted. Where it is of another view it is moved to where
    /// that was.
    pub fn paint(&self, now: &View, painter: &Painter) {
        if let DrawnDots::Instances(instances) = &self.drawn {
            painter.add(instances.shape(&self.order, now));
            return;
        }
        let Some(image) = self.image() else { return };
        let is_heat = matches!(self.drawn, DrawnDots::Heat(..));
        let options = if is_heat { TextureOptions::LINEAR } else { TextureOptions::NEAREST };
        let texture = self.texture.get_or_init(|| {
            let ctx = painter.ctx();
            // One texture is filled again for each picture: making one takes longer.
            let id = Id::unique(("dots", self.order.slot(), ctx.viewport_id()));
            let mut texture = ctx.data(|data| data.get_temp::<TextureHandle>(id)).filter(|known| known.size() == image.size);
            match &mut texture {
                Some(known) => known.set(Arc::clone(image), options),
                None => texture = Some(ctx.load_texture("dots", Arc::clone(image), options)),
            }
            texture.inspect(|texture| {
                ctx.data_mut(|data| data.insert_temp(id, texture.clone()));
            })
        });
        if let Some(texture) = texture {
            let pixels = if is_heat { heat::CELL as f32 } else { 1.0 };
            let size = texture.size_vec2() * pixels / self.order.pixels_per_point;
            let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            let rect = self.order.rect_in(now, size);
            painter.image(texture.id(), rect, whole, Color32::WHITE.gamma_multiply(self.order.opacity));
        }
    }
}

impl DotsOrder {
    /// From pixels of the grid to points of the screen, and back.
    fn to_screen(&self, place: Pos2) -> Pos2 {
        let margin = self.margin() as f32;
        self.view.rect.min + (place - Pos2::new(margin, margin)) / self.pixels_per_point
    }

    fn to_grid(&self, pos: Pos2) -> Pos2 {
        let margin = self.margin() as f32;
        Pos2::new(margin, margin) + (pos - self.view.rect.min) * self.pixels_per_point
    }

    /// Where an image of this view, so large in it, lies in another.
    fn rect_in(&self, now: &View, size: Vec2) -> Rect {
        if *now == self.view {
            return Rect::from_min_size(self.view.rect.min, size);
        }
        let scale = now.camera.world_points() / self.view.camera.world_points();
        let [x, y] = self.view.world_at(self.view.rect.center());
        let [centre_x, _] = now.world_at(now.rect.center());
        // The nearest of the worlds side by side.
        let middle = now.screen((x - (x - centre_x).round(), y));
        let corner = middle - self.view.rect.size() * (scale as f32) / 2.0;
        Rect::from_min_size(corner, size * scale as f32)
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};
    use geo::Coord;

    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, Dataset, RowText};
    use crate::earth::{Bounds, LonLat};
    use crate::placing::FEW;
    use crate::query::{Area, RowDates, RowsQuestion};
    use crate::viewpoint::{Camera, ThemeKind};

    fn layer(points: impl Iterator<Item = [f64; 2]>) -> (Dataset, Arc<Scatter>) {
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        points.for_each(|[x, y]| builder.end_point(Some(Coord { x, y }), 0..0).unwrap());
        let layer = builder.finish().unwrap();
        let scatter = Arc::new(Scatter::of(&layer).unwrap());
        (layer, scatter)
    }

    fn order(scatter: &Arc<Scatter>, view: View, pixels_per_point: f32) -> DotsOrder {
        DotsOrder {
            layer: 0,
            of: DotsOf::Points(Arc::clone(scatter)),
            view,
            pixels_per_point,
            rows: None,
            classes: None,
            sizes: None,
            drawn_as: DrawnAs::Points,
            opacity: 1.0,
            is_for_adapter: false,
            theme: Theme::of(ThemeKind::Dark),
        }
    }

    fn view(lon_deg: f64, zoom: f64, size: [f32; 2]) -> View {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), size.into());
        View::new(Camera::new(LonLat::new(lon_deg, 0.0).unwrap(), zoom), rect)
    }

    #[test]
    fn dots_stand_where_single_points_would() {
        let places: Vec<[f64; 2]> = (0..=FEW).map(|n| [f64::from(n % 90) * 4.0 - 180.0, f64::from(n / 90) * 5.0 - 60.0]).collect();
        let (_, scatter) = layer(places.iter().copied());
        for (lon_deg, zoom, pixels_per_point) in [(0.0, 1.0, 1.0), (170.0, 2.0, 1.5), (30.0, 0.5, 1.0)] {
            let view = view(lon_deg, zoom, [700.0, 400.0]);
            let dots = Dots::of(order(&scatter, view, pixels_per_point));
            let places = places.iter().filter_map(|[x, y]| LonLat::new(*x, *y));
            let expected: Vec<Pos2> = places.flat_map(|place| view.copies(place)).filter(|pos| view.rect.contains(*pos)).collect();
            let near = |a: &Pos2, b: &Pos2| a.distance(*b) < 1.5 / pixels_per_point;
            let found: Vec<Pos2> = dots.positions().map(|(pos, ..)| pos).filter(|pos| view.rect.contains(*pos)).collect();
            assert!(found.len() > 300, "{}", found.len());
            assert!(expected.iter().all(|pos| found.iter().any(|dot| near(pos, dot))), "each point has its dot");
            assert!(found.iter().all(|dot| expected.iter().any(|pos| near(pos, dot))), "each dot has its point");
        }
    }

    #[test]
    fn only_what_is_asked_for_is_counted_and_drawn() {
        let (layer, scatter) = layer((0..=FEW).map(|n| [f64::from(n % 50), 0.0]));
        let view = view(25.0, 3.0, [600.0, 300.0]);
        let area = |west: f64, east: f64| {
            let area = Area::Box(Bounds::new(west, -1.0, east, 1.0).unwrap());
            let question = RowsQuestion { area: Some(area), ..RowsQuestion::default() };
            Some(Arc::new(RowsAnswer::of(&layer, &RowDates::default(), &question, &[])))
        };
        let red = [Color32::RED];
        let [all, some, none] =
            [None, area(6.5, 7.5), area(100.0, 101.0)].map(|rows| Dots::of(DotsOrder { rows, ..order(&scatter, view, 1.0) }));
        assert_eq!((all.n_points, some.n_points), (FEW as usize + 1, 40));
        assert_eq!((all.positions().count(), some.positions().count()), (50, 1));
        let (at, ..) = some.positions().next().unwrap();
        assert_eq!(some.nearest(&view, at + vec2(2.0, 1.0), 5.0).map(|row| row % 50), Some(7));
        assert_eq!((some.nearest(&view, at + vec2(9.0, 0.0), 5.0), some.places_of(&view, 8).next()), (None, None));
        assert!(some.places_of(&view, 57).next().unwrap().distance(at) < 1.0);
        let image = |dots: &Dots| match &dots.drawn {
            DrawnDots::Points(grid, _) => {
                discs::image(grid, dots.order.margin(), &|_| [DOTS_RADIUS, DOTS_HALO_RADIUS], &red, Color32::WHITE)
            }
            DrawnDots::Heat(..) | DrawnDots::Clusters(_) | DrawnDots::Shapes(..) | DrawnDots::Instances(_) | DrawnDots::Pictures(_) => {
                panic!()
            }
        };
        let drawn = image(&some);
        assert_eq!(drawn.size, [600, 300]);
        let (n_red, n_other) = drawn
            .pixels
            .iter()
            .filter(|pixel| pixel.a() > 0)
            .fold((0, 0), |(red, other), pixel| if *pixel == Color32::RED { (red + 1, other) } else { (red, other + 1) });
        assert!((9..30).contains(&n_red) && (12..50).contains(&n_other), "{n_red} {n_other}");
        assert!(image(&none).pixels.iter().all(|pixel| pixel.a() == 0));
    }

    #[test]
    fn dots_amid_others_are_drawn_as_if_each_were_alone() {
        let places = (0..9_000).map(|n| [f64::from(n % 100) * 0.05, f64::from(n / 100) * 0.05]).chain([[12.0, 2.0], [-3.0, 1.0]]);
        let (_, scatter) = layer(places);
        let view = view(4.0, 4.0, [400.0, 300.0]);
        let dots = Dots::of(order(&scatter, view, 1.0));
        let image = dots.image().unwrap();
        let fill = Theme::of(ThemeKind::Dark).mark;
        let dots: Vec<Pos2> = dots.positions().map(|(at, ..)| at).collect();
        for y in 0..300 {
            for x in 0..400 {
                let at = view.rect.min + vec2(x as f32 + 0.5, y as f32 + 0.5);
                let nearest = dots.iter().map(|dot| dot.distance(at)).fold(f32::INFINITY, f32::min);
                let pixel = image.pixels[y * 400 + x];
                assert_eq!(pixel.a() > 0, nearest < DOTS_HALO_RADIUS + 0.5, "{x} {y} {nearest}");
                assert!(nearest > DOTS_RADIUS - 0.5 || pixel == fill, "{x} {y}");
            }
        }
    }

    #[test]
    fn dots_at_the_edge_are_cut_off_there() {
        let view = view(0.0, 3.0, [64.0, 64.0]);
        let edge = f64::from(32.0_f32) / view.camera.world_points() * 360.0;
        let (_, scatter) = layer((0..=FEW).map(|_| [edge + 0.2, 0.0]));
        let dots = Dots::of(order(&scatter, view, 1.0));
        let image = dots.image().unwrap();
        let columns: Vec<usize> = (0..64 * 64).filter(|at| image.pixels[*at].a() > 0).map(|at| at % 64).collect();
        assert!(!columns.is_empty() && columns.iter().all(|column| *column > 58), "{columns:?}");
    }

    #[test]
    fn clusters_hold_every_point_in_view_once_and_lie_apart() {
        let places = (0..=FEW).map(|n| [f64::from(n % 90) * 4.0 - 180.0, f64::from(n / 90) * 5.0 - 60.0]);
        let (layer, scatter) = layer(places);
        for (lon_deg, zoom) in [(0.0, 0.0), (175.0, 1.0), (10.0, 5.0), (0.0, 9.0)] {
            let view = view(lon_deg, zoom, [700.0, 400.0]);
            let dots = Dots::of(DotsOrder { drawn_as: DrawnAs::Clusters, ..order(&scatter, view, 1.0) });
            let n: u32 = dots.clusters().iter().map(|cluster| cluster.n_points).sum();
            let in_view = Dots::of(order(&scatter, view, 1.0)).n_points;
            assert!(n as usize >= in_view && n <= FEW + 1, "{n} of {in_view}");
            assert!(dots.clusters().iter().all(|cluster| cluster.of_classes.iter().sum::<u32>() == cluster.n_points));
            for (number, one) in dots.clusters().iter().enumerate() {
                let at = view.copies_of_world(one.at).next();
                for other in dots.clusters().iter().skip(number + 1) {
                    let apart = at.zip(view.copies_of_world(other.at).next()).map(|(a, b)| a.distance(b));
                    assert!(apart.is_none_or(|apart| apart > 2.0 * DOTS_RADIUS), "{apart:?}");
                }
            }
            let first =
                dots.clusters().first().and_then(|cluster| view.copies_of_world(cluster.at).next()).filter(|at| view.rect.contains(*at));
            assert!(first.is_none_or(|at| dots.cluster_at(&view, at).is_some()));
        }
        let whole = Dots::of(DotsOrder { drawn_as: DrawnAs::Clusters, ..order(&scatter, view(0.0, 0.0, [700.0, 400.0]), 1.0) });
        assert_eq!(whole.n_points, layer.n_rows() as usize);
        assert!((5..60).contains(&whole.clusters().len()), "{}", whole.clusters().len());
    }

    #[test]
    fn an_image_of_another_view_lies_where_that_was() {
        let (_, scatter) = layer((0..=FEW).map(|_| [10.0, 0.0]));
        let before = view(0.0, 3.0, [600.0, 300.0]);
        let order = order(&scatter, before, 1.0);
        let size = before.rect.size();
        assert_eq!(order.rect_in(&before, size), before.rect);
        for (lon_deg, zoom) in [(5.0, 3.0), (0.0, 4.0), (355.0, 3.0)] {
            let now = view(if lon_deg > 180.0 { lon_deg - 360.0 } else { lon_deg }, zoom, [600.0, 300.0]);
            let rect = order.rect_in(&now, size);
            // What stood at the middle then is where the middle of the image is now.
            let middle = now
                .copies(LonLat::new(0.0, 0.0).unwrap())
                .into_iter()
                .min_by(|a, b| a.distance(now.rect.center()).total_cmp(&b.distance(now.rect.center())));
            assert!(rect.center().distance(middle.unwrap()) < 0.1, "{rect:?}");
            assert!((rect.width() / size.x - 2_f32.powf(zoom as f32 - 3.0)).abs() < 1e-3);
        }
    }
}
