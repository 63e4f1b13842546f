//! What the map draws, resolved: shapes and laid-out labels in screen points, and what is under a point.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Vec2};

use crate::base::ContentKey;
use crate::dataset::Dataset;
use crate::map::caption::{self, Caption};
use crate::map::disputed::disputed;
use crate::map::dots::Dots;
use crate::map::furniture;
use crate::map::graticule::{GraticuleLine, graticule};
use crate::map::labels::{self, Shown, Text};
use crate::map::layer_rows::Point;
use crate::map::legend::{self, Entry};
use crate::map::shapes::{self, Shape, View};
use crate::map::signs::{RING_WIDTH, SIGN_RADIUS};
use crate::map::stacked::UnitMark;
use crate::map::taken::Taken;
use crate::map::troops::TroopMark;
use crate::model::{Precision, SimpleStyle, Situation};
use crate::placing::{
    AllStandings, Group, ManyShapes, Part, Picks, Placed, PointKind, Resolved, RowLooks, Sighted, Spot, Stack, Standings, TroopStand, parts,
};
use crate::query::{Fit, RowsAnswer};
use crate::theme::Theme;
use crate::viewpoint::{Camera, Item, LayerStyle, MapPart, MapParts, ThemeKind, layer_order};

/// Radii in points of a mark without a number: of a place without events, and of one with, which has a ring round it.
pub const DOT_RADIUS: f32 = 5.5;
pub const RINGED_DOT_RADIUS: f32 = 4.2;

/// All that a picture shows, in the order it is painted.
pub struct Picture {
    pub rect: Rect,
    pub camera: Camera,
    pub pixels_per_point: f32,
    /// Where it is the map of a scene.
    pub scene: Option<SceneMap>,
    pub graticule: Vec<GraticuleLine>,
    /// Lines over disputed areas.
    pub hatching: Vec<[Pos2; 2]>,
    pub areas: Vec<Area>,
    pub discs: Vec<Disc>,
    pub lines: Vec<Line>,
    pub movements: Vec<Movement>,
    pub points: Vec<Point>,
    /// The points of layers that have very many.
    /// The very many points of data layers, which whoever has the picture adds: they may be made by a thread.
    pub dots: Vec<Arc<Dots>>,
    pub units: Vec<UnitMark>,
    pub troops: Vec<TroopMark>,
    pub marks: Vec<Mark>,
    pub labels: Vec<Label>,
    /// What the signs mean that are shown.
    pub legend: Vec<Entry>,
    /// Where the legend stands on the map, if it is to.
    pub legend_rect: Option<Rect>,
    /// What the picture says of itself, and where.
    pub caption: Option<(Text, Rect)>,
    /// What is named, for the next picture.
    pub shown: Shown,
    pub counts: Counts,
}

/// The map of a scene of a briefing: on a wall or on paper, where credits are fine print.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SceneMap {
    /// The card that lies on it, which names and scale keep clear of.
    pub card: Option<Rect>,
}

/// How much of what is in view a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub movements: Share,
    pub rough: Share,
    pub shapes: Share,
    pub badges: Share,
    pub troops: Share,
}

/// So many are shown of so many in view.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub n_shown: usize,
    pub n_in_view: usize,
    /// And so many too small to be shown.
    pub n_too_small: usize,
}

/// What a picture is computed from, as far as it can change.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureKey {
    pub content: ContentKey,
    pub language: Option<String>,
    pub camera: Camera,
    pub rect: Rect,
    pub pixels_per_point: f32,
    pub n_fonts: usize,
    pub theme: ThemeKind,
    pub parts: MapParts,
    pub hidden_layers: BTreeSet<usize>,
    pub caption: Option<Caption>,
    pub leaves: bool,
    pub scene: Option<SceneMap>,
    /// Which state of what is ringed it is, where the picture depends on that.
    pub ringed: Option<[u64; 2]>,
    /// Which state of what is asked for it is, and of what that comes to.
    pub sighted: u64,
    pub standings: u64,
    /// And of which troops are.
    pub troops: u64,
    /// And of which rows of data layers are, and of what they are told apart by.
    pub row_answers: u64,
    pub looks: u64,
    pub stacked_layers: Vec<usize>,
    pub layer_styles: BTreeMap<usize, LayerStyle>,
}

/// What a picture is computed from.
pub struct Inputs<'a> {
    /// With what is resolved of it.
    pub situation: Option<(&'a Situation, &'a Resolved)>,
    pub layers: &'a [Arc<Dataset>],
    /// How the rows of each layer stand.
    pub placed: &'a [Arc<Placed>],
    /// Which rows of each layer are asked for; of a layer without it all.
    pub row_answers: &'a [Arc<RowsAnswer>],
    /// What the rows of each look like.
    pub looks: &'a [Arc<RowLooks>],
    /// Which layer lies over which, as far as that was said: [`layer_order`] tells all.
    pub stacked_layers: &'a [usize],
    pub layer_styles: &'a BTreeMap<usize, LayerStyle>,
    pub camera: Camera,
    pub rect: Rect,
    pub theme: &'static Theme,
    pub parts: MapParts,
    pub hidden_layers: &'a BTreeSet<usize>,
    /// What the picture is to say of itself.
    pub caption: Option<&'a Caption>,
    /// Whether the picture leaves the program, and must say by itself what its signs mean.
    pub leaves: bool,
    /// Whether it is the map of a scene of a briefing.
    pub scene: Option<SceneMap>,
    /// What is ringed, which is shown however much there is in view: what is selected, and what is hovered.
    pub ringed: [&'a Picks; 2],
    /// How much of everything is asked for; `None`: all.
    pub sighted: Option<&'a Sighted>,
    /// What the events of everything come to, as far as they are asked for; `None`: not shown.
    pub standings: Option<&'a AllStandings>,
    /// The bodies of troops that are shown, as far as they are asked for.
    pub troops: &'a [TroopStand],
    /// Whether the very many lines and areas of a layer become an image, made besides the picture, rather than parts of it.
    pub has_images: bool,
}

impl Inputs<'_> {
    /// The shapes of a layer that become an image.
    pub fn many_shapes(&self, layer: usize) -> Option<&Arc<ManyShapes>> {
        self.placed.get(layer).filter(|_| self.has_images)?.many_shapes.as_ref()
    }

    /// Whether a data layer is switched on and wants to be seen from this height.
    pub fn shows_layer(&self, index: usize) -> bool {
        let is_at_zoom = self.layer_styles.get(&index).is_none_or(|style| style.is_shown_at(self.camera.zoom()));
        !self.hidden_layers.contains(&index) && is_at_zoom
    }

    /// The data layers that are shown, the lowest first.
    pub fn shown_layers(&self) -> impl Iterator<Item = (usize, &Arc<Dataset>)> {
        let order = layer_order(self.stacked_layers, self.layers.len()).into_iter().filter(|index| self.shows_layer(*index));
        order.filter_map(|index| Some((index, self.layers.get(index)?)))
    }

    pub fn look(&self, layer: usize) -> RowLooks {
        self.looks.get(layer).map(|looks| RowLooks::clone(looks)).unwrap_or_default()
    }

    pub fn style(&self, layer: usize) -> LayerStyle {
        self.layer_styles.get(&layer).cloned().unwrap_or_default()
    }

    /// The basemap alone, with the parts that are switched on at first.
    pub fn basemap(camera: Camera, rect: Rect, theme: &'static Theme) -> Self {
        static NONE_HIDDEN: BTreeSet<usize> = BTreeSet::new();
        static NONE_RINGED: Picks = Picks::none();
        static NO_STYLES: BTreeMap<usize, LayerStyle> = BTreeMap::new();
        let (parts, hidden_layers, ringed) = (MapParts::default(), &NONE_HIDDEN, [&NONE_RINGED; 2]);
        Self {
            situation: None,
            layers: &[],
            placed: &[],
            row_answers: &[],
            looks: &[],
            stacked_layers: &[],
            layer_styles: &NO_STYLES,
            camera,
            rect,
            theme,
            parts,
            hidden_layers,
            caption: None,
            leaves: false,
            scene: None,
            ringed,
            sighted: None,
            standings: None,
            troops: &[],
            has_images: true,
        }
    }
}

/// A filled area, triangulated.
pub struct Area {
    pub item: Item,
    pub shape: Arc<Shape>,
    /// Puts the shape's own points on the screen.
    pub offset: Vec2,
    pub style: AreaStyle,
    pub fit: Fit,
}

/// How an area or line wants to look; `None` is the theme's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AreaStyle {
    pub fill: Option<[u8; 4]>,
    pub stroke: Option<[u8; 4]>,
    pub width: Option<f32>,
}

impl AreaStyle {
    /// What a file asks for (simplestyle 1.1.0); an area is seen through where it does not say.
    pub(super) fn of(style: &SimpleStyle) -> Self {
        Self {
            fill: style.fill.map(|c| rgba(c.0, style.fill_opacity.unwrap_or(0.6))),
            stroke: style.stroke.map(|c| rgba(c.0, style.stroke_opacity.unwrap_or(1.0))),
            width: style.stroke_width.map(narrow),
        }
    }

    /// In the colour of a class, whatever the file asks for.
    pub(super) fn in_colour(self, class: Option<Color32>) -> Self {
        let Some([red, green, blue, _]) = class.map(|class| class.to_srgba_unmultiplied()) else { return self };
        Self { fill: Some(rgba([red, green, blue], 0.35)), stroke: Some([red, green, blue, u8::MAX]), ..self }
    }

    /// Seen through as far as its layer is.
    pub(super) fn faded(self, opacity: f32) -> Self {
        let faded = |[red, green, blue, alpha]: [u8; 4]| [red, green, blue, (f32::from(alpha) * opacity).round() as u8];
        Self { fill: self.fill.map(faded), stroke: self.stroke.map(faded), ..self }
    }
}

/// A place known only roughly: a disc that fades out.
pub struct Disc {
    pub item: Item,
    pub centre: Pos2,
    pub radius: f32,
    pub fit: Fit,
}

/// A line of a place or of a data layer.
pub struct Line {
    pub item: Item,
    pub points: Vec<Pos2>,
    pub style: AreaStyle,
    pub fit: Fit,
}

/// An arc from one place to another, along the great circle.
pub struct Movement {
    pub item: Item,
    pub points: Vec<Pos2>,
    /// Widths in points for the least and the most men that are reported; `None` where no number is.
    pub widths: Option<[f32; 2]>,
    pub strength: Option<(u64, u64)>,
    pub fit: Fit,
    pub standings: Standings,
    /// Where the sign of its standing is, where there is room for it.
    pub sign_at: Option<Pos2>,
}

/// A place of the situation.
pub struct Mark {
    pub item: Item,
    /// Where it stands among what is resolved: of a group that of its first.
    pub spot: Spot,
    pub name: Arc<str>,
    pub pos: Pos2,
    pub shape: MarkShape,
    pub local_name: Option<Arc<str>>,
    /// How many events the place is tied to, as far as they are asked for.
    pub n_events: usize,
    /// How surely any of them is asked for.
    pub fit: Fit,
    /// The number, laid out, where there is more than one.
    pub count: Option<Text>,
    /// The places that stand here together, where it is more than one; the mark's item is the first.
    pub group: Option<Group>,
    /// How many of those are asked for.
    pub n_places: usize,
    /// What the events there come to, as far as they are asked for: of the whole group where it is one.
    pub standings: Standings,
    /// How precisely it is known, where it is looked at nearer than that: then it is drawn faintly and says so.
    pub known_to: Option<Precision>,
}

#[derive(Clone, Debug)]
pub enum MarkShape {
    /// A point place, by its kind, of that radius.
    Dot { radius: f32, kind: PointKind },
    /// Several point places, too near to be told apart.
    Group { radius: f32 },
    /// The middle of an area or a rough place: no pin, only its count, or the sign of what its one event comes to.
    Middle { radius: f32 },
    /// An unnamed place: a badge by what it is part of.
    Badge { rect: Rect, text: Text },
}

/// A laid-out text with a halo.
#[derive(Clone)]
pub struct Label {
    /// Tells it from others of its text.
    pub key: String,
    /// What it names; `None` for the basemap's own labels.
    pub item: Option<Item>,
    pub text: Text,
    pub pos: Pos2,
    /// How its lines stand under one another: 0 at the left, 1 at the right.
    pub align: f32,
    pub ink: Color32,
    /// A small dot beside it (cities of the basemap).
    pub dot: Option<Pos2>,
}

impl Mark {
    /// What the pointer can hit.
    pub fn rect(&self) -> Rect {
        match &self.shape {
            MarkShape::Dot { .. } | MarkShape::Group { .. } | MarkShape::Middle { .. } => {
                Rect::from_center_size(self.pos, Vec2::splat(2.0 * self.reach()))
            }
            MarkShape::Badge { rect, .. } => *rect,
        }
    }

    /// Outer radius in points of the ring round it, or its own where it has none.
    pub fn reach(&self) -> f32 {
        let ring = |radius: f32| radius + if self.standings.is_empty() { 0.0 } else { RING_WIDTH };
        match &self.shape {
            MarkShape::Dot { radius, kind: PointKind::Settlement } | MarkShape::Group { radius } => ring(*radius),
            // The ring goes round the corners of its triangle.
            MarkShape::Dot { radius, kind: PointKind::Facility } => ring(radius * if self.standings.is_empty() { 1.0 } else { 1.15 }),
            MarkShape::Middle { radius } if self.count.is_some() => ring(*radius),
            MarkShape::Middle { .. } => SIGN_RADIUS,
            MarkShape::Badge { rect, .. } => rect.width() / 2.0,
        }
    }

    /// Whether anything is drawn where it stands.
    pub fn is_drawn(&self) -> bool {
        self.count.is_some() || !self.standings.is_empty() || !matches!(self.shape, MarkShape::Middle { .. })
    }
}

/// What is under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    Item(Item),
    /// Several places that cannot be told apart here.
    Group(Group),
    /// Several units of a data layer.
    Stack(usize, Stack),
    /// Several bodies of troops, by their place in the picture.
    Troops(usize),
    /// Many points of a data layer, with their middle in widths of the world and their number.
    Cluster(usize, [f64; 2], u32),
}

impl Mark {
    pub fn hit(&self) -> Hit {
        self.group.map_or_else(|| Hit::Item(self.item.clone()), Hit::Group)
    }
}

/// How near the pointer must come to what is drawn, in points.
const REACH: f32 = 5.0;

/// Between the sign on a movement and marks, in points.
const CLEAR_OF_SIGN: f32 = 3.0;

impl Movement {
    /// What its sign takes.
    pub fn sign_rect(&self) -> Option<Rect> {
        self.sign_at.map(|at| Rect::from_center_size(at, Vec2::splat(2.0 * SIGN_RADIUS)))
    }
}

impl Picture {
    /// `before` is what the picture before this one named: it is named again where it can be.
    pub fn build(inputs: &Inputs<'_>, before: &Shown, ctx: &egui::Context) -> Self {
        let view = View::new(inputs.camera, inputs.rect);
        let has = |part: MapPart| inputs.parts.has(part);
        let mut picture = Self {
            rect: inputs.rect,
            camera: inputs.camera,
            pixels_per_point: ctx.pixels_per_point(),
            scene: inputs.scene,
            graticule: if has(MapPart::Graticule) { graticule(&view) } else { Vec::new() },
            hatching: Vec::new(),
            areas: Vec::new(),
            discs: Vec::new(),
            lines: Vec::new(),
            movements: Vec::new(),
            points: Vec::new(),
            dots: Vec::new(),
            units: Vec::new(),
            troops: Vec::new(),
            marks: Vec::new(),
            labels: Vec::new(),
            legend: Vec::new(),
            legend_rect: None,
            caption: None,
            shown: Shown::default(),
            counts: Counts::default(),
        };
        if has(MapPart::DisputedAreas) {
            for shape in disputed() {
                shape.hatching(&view, &mut picture.hatching);
            }
        }
        for (index, layer) in inputs.shown_layers() {
            let placed = inputs.placed.get(index);
            let units = placed.and_then(|placed| placed.units.as_ref());
            if placed.is_none_or(|placed| placed.scatter.is_none()) && inputs.many_shapes(index).is_none() {
                picture.add_layer(&view, index, layer, units, inputs);
            }
            picture.add_arcs(&view, index, layer, inputs);
            if let Some(units) = units {
                picture.add_units(&view, index, units, inputs, ctx);
            }
        }
        if let Some((situation, resolved)) = inputs.situation {
            picture.add_situation(&view, situation, resolved, inputs, ctx);
        }
        picture.spread_marks();
        let caption = inputs.caption.and_then(|words| caption::lay_out(words, inputs.rect, inputs.theme, ctx));
        picture.caption = caption.map(|text| {
            let rect = caption::place(&text, inputs.rect, &picture.marks);
            (text, rect)
        });
        if let Some(of) = inputs.situation.filter(|_| has(MapPart::Troops)) {
            let furniture = furniture::rects(&picture, inputs.parts, ctx);
            picture.add_troops(&view, of, inputs, &furniture, ctx);
        }
        picture.place_movement_signs();
        picture.legend = legend::entries(&picture, inputs, ctx);
        if has(MapPart::Legend) && inputs.leaves {
            picture.legend_rect = legend::place(&picture, &furniture::rects(&picture, inputs.parts, ctx));
        }
        labels::lay_out(&mut picture, &view, inputs, before, ctx);
        picture
    }

    /// What is under the pointer: marks before labels, then movements, lines and points, then areas, the smallest first.
    pub fn pick(&self, pos: Pos2) -> Option<Hit> {
        self.pick_sign(pos)
            .or_else(|| self.pick_cluster(pos))
            .or_else(|| self.pick_shape(pos).filter(|_| self.rect.contains(pos)).map(Hit::Item))
    }

    /// The mark or the name under the pointer.
    pub fn pick_sign(&self, pos: Pos2) -> Option<Hit> {
        if !self.rect.contains(pos) {
            return None;
        }
        let marks = self.marks.iter().map(|mark| (mark.rect().distance_to_pos(pos), mark)).filter(|(distance, _)| *distance <= REACH);
        if let Some((_, mark)) = marks.min_by(|a, b| a.0.total_cmp(&b.0)) {
            return Some(mark.hit());
        }
        let troops = self.troops.iter().enumerate().find(|(_, troops)| troops.rect.contains(pos));
        if let Some((index, troops)) = troops {
            return Some(troops.hit(index));
        }
        let units = self.units.iter().map(|unit| (unit.rect().distance_to_pos(pos), unit)).filter(|(distance, _)| *distance <= 0.0);
        if let Some((_, unit)) = units.min_by(|a, b| a.1.rect().center().distance(pos).total_cmp(&b.1.rect().center().distance(pos))) {
            return Some(unit.hit());
        }
        let named = |l: &&Label| l.item.is_some() && Rect::from_min_size(l.pos, l.text.size()).contains(pos);
        self.labels.iter().find(named).and_then(|label| label.item.clone()).map(Hit::Item)
    }

    fn pick_cluster(&self, pos: Pos2) -> Option<Hit> {
        let view = View::new(self.camera, self.rect);
        let hit = |dots: &Arc<Dots>| {
            let cluster = dots.cluster_at(&view, pos).filter(|cluster| cluster.n_points > 1)?;
            Some(Hit::Cluster(dots.order().layer, cluster.at, cluster.n_points))
        };
        self.dots.iter().rev().find_map(hit)
    }

    fn pick_shape(&self, pos: Pos2) -> Option<Item> {
        let nearest = |candidates: &mut dyn Iterator<Item = (f32, &Item)>| {
            candidates.filter(|(distance, _)| *distance <= REACH).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, item)| item.clone())
        };
        nearest(&mut self.points.iter().map(|p| (p.pos.distance(pos) - p.radius, &p.item)))
            .or_else(|| {
                let view = View::new(self.camera, self.rect);
                let row = |dots: &Arc<Dots>| {
                    let alone = dots.cluster_at(&view, pos).filter(|cluster| cluster.n_points == 1).map(|cluster| cluster.row);
                    let row = alone.or_else(|| dots.nearest(&view, pos, REACH))?;
                    Some(Item::Row { layer: dots.order().layer, row })
                };
                self.dots.iter().rev().find_map(row)
            })
            .or_else(|| {
                let lines = self.lines.iter().map(|l| (shapes::distance_to_line(pos, &l.points), &l.item));
                let movements = self.movements.iter().map(|m| (shapes::distance_to_line(pos, &m.points), &m.item));
                nearest(&mut lines.chain(movements))
            })
            .or_else(|| {
                let discs = self.discs.iter().filter(|d| d.centre.distance(pos) <= d.radius).map(|d| (d.radius * d.radius * 3.0, &d.item));
                let areas = self.areas.iter().filter(|a| a.shape.contains(pos - a.offset)).map(|a| (a.shape.extent(), &a.item));
                let view = View::new(self.camera, self.rect);
                let of_dots = |dots: &Arc<Dots>| {
                    let (size, row) = dots.area_at(&view, pos)?;
                    Some((size, Item::Row { layer: dots.order().layer, row }))
                };
                let of_images: Vec<(f32, Item)> = self.dots.iter().filter_map(of_dots).collect();
                discs
                    .chain(areas)
                    .chain(of_images.iter().map(|(size, item)| (*size, item)))
                    .min_by(|a, b| a.0.total_cmp(&b.0))
                    .map(|(_, item)| item.clone())
            })
    }

    /// Keeps marks from covering one another. A point place stays where it is and gives up its number where another is too near;
    /// a rough place is somewhere in its disc, so its count may stand anywhere there.
    fn spread_marks(&mut self) {
        const CLEARANCE: f32 = 3.0;
        /// In points: no mark stands farther out of view.
        const ROUND_VIEW: f32 = 200.0;
        const MOST_DOTS: usize = 400;
        let is_fixed = |mark: &Mark| !matches!(mark.shape, MarkShape::Middle { .. });
        // Many are put together before they come near one another.
        let dots: Vec<Rect> = self.marks.iter().filter(|m| matches!(m.shape, MarkShape::Dot { .. })).map(Mark::rect).collect();
        if dots.len() <= MOST_DOTS {
            for mark in &mut self.marks {
                let own = mark.rect();
                if let MarkShape::Dot { radius, .. } = &mut mark.shape
                    && dots.iter().any(|other| *other != own && other.intersects(own))
                {
                    *radius = if mark.standings.is_empty() { DOT_RADIUS } else { RINGED_DOT_RADIUS };
                    mark.count = None;
                }
            }
        }
        let mut taken = Taken::within(self.rect.expand(ROUND_VIEW));
        for mark in self.marks.iter().filter(|m| is_fixed(m)) {
            taken.add(mark.rect());
        }
        for mark in self.marks.iter_mut().filter(|m| !is_fixed(m) && m.is_drawn()) {
            let own = mark.rect().expand(CLEARANCE);
            let ways = (0..16_u8).map(|turn| Vec2::angled(std::f32::consts::TAU * (0.75 + f32::from(turn) / 16.0)));
            let rings = [14.0, 22.0, 30.0, 40.0].into_iter().flat_map(|reach| ways.clone().map(move |way| way * reach));
            let offset = std::iter::once(Vec2::ZERO).chain(rings).find(|offset| taken.is_free(own.translate(*offset)));
            mark.pos += offset.unwrap_or_default();
            taken.add(mark.rect());
        }
    }

    /// Puts the sign of what a movement comes to about its middle, clear of marks and of other signs.
    fn place_movement_signs(&mut self) {
        const SHORTEST: f32 = 70.0;
        const ALONG: [f32; 7] = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
        /// Among more of them nobody could tell whose it is.
        const MOST: usize = 60;
        if self.movements.len() > MOST {
            return;
        }
        let mut taken = Taken::within(self.rect);
        for mark in self.marks.iter().filter(|mark| mark.is_drawn()) {
            taken.add(mark.rect().expand(CLEAR_OF_SIGN));
        }
        for troops in &self.troops {
            taken.add(troops.claim().expand(CLEAR_OF_SIGN));
        }
        for movement in self.movements.iter_mut().filter(|movement| !movement.standings.is_empty()) {
            let Some(at) = shapes::along(&movement.points, SHORTEST) else { continue };
            let rect = |pos: &Pos2| Rect::from_center_size(*pos, Vec2::splat(2.0 * (SIGN_RADIUS + CLEAR_OF_SIGN)));
            movement.sign_at = ALONG.into_iter().map(at).find(|pos| taken.take(rect(pos)));
        }
    }

    /// Adds the lines and areas of a geometry.
    pub(super) fn add_shapes(&mut self, view: &View, item: &Item, geometry: &geo::Geometry<f64>, style: AreaStyle, fit: Fit) {
        for part in parts(geometry) {
            match part {
                Part::Line(line) => {
                    for points in view.line_copies(line) {
                        self.lines.push(Line { item: item.clone(), points, style, fit });
                    }
                }
                Part::Polygon(polygon) => {
                    for (shape, offset) in view.polygon_copies(polygon) {
                        self.areas.push(Area { item: item.clone(), shape, offset, style, fit });
                    }
                }
                Part::Point(_) => {}
            }
        }
    }
}

pub fn rgba([r, g, b]: [u8; 3], opacity: f64) -> [u8; 4] {
    [r, g, b, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8]
}

pub fn narrow(value: f64) -> f32 {
    value as f32
}
