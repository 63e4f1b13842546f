//! The figure of a map: its ground from the basemap, and over it what the list says that is drawn there.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Color32, Pos2, Rect, StrokeKind, Vec2};

use crate::earth::{BasemapError, to_lon_lat, to_world, to_world_unwrapped};
use crate::export::figure::{Figure, Piece, Segment, Shape, Stroke};
use crate::export::outline::outlines;
use crate::export::paths::{add_line, add_ring, circle, colour, filled, rounded, signed_area, stroked};
use crate::export::png::Pixels;
use crate::export::texts;
use crate::map::clip::Window;
use crate::map::ground::{self, GroundFill, GroundLayer, GroundLines};
use crate::map::{
    Block, DisplayList, Dots, Drawn, Form, HALO_REACH, Layer, Primitive, Role, SYMBOL_UNITS, Stamp, View, WORDS_REACH, symbol_rim,
};
use crate::symbols::{self, Drawing, Fields, Fill, Step, SymbolCode};
use crate::theme::Theme;
use crate::viewpoint::{Item, MapParts};

/// The figure of a view: as large as that, with its upper left corner at (0, 0). To be made within the pass that the list was made in.
///
/// # Errors
/// The built-in basemap cannot be read: the program was built from damaged files.
pub fn figure_of(list: &DisplayList<'_>, view: &View, parts: MapParts, theme: &Theme) -> Result<Figure, BasemapError> {
    let ground = Piece { kind: Role::Ground, item: None, opacity: 1.0, shapes: ground_of(view, parts, theme)? };
    let mut builder = Builder { corner: view.rect.min.to_vec2(), seen: view.rect, pieces: vec![ground], outlines: BTreeMap::new() };
    builder.add_list(list);
    Ok(Figure { size: view.rect.size().into(), pieces: builder.pieces })
}

/// How far beyond the edge of a figure something is still drawn, in points: farther than half the width of any line.
const MARGIN: f32 = 16.0;

struct Builder {
    /// Of the figure, on the map.
    corner: Vec2,
    /// What shows of what is added, on the map.
    seen: Rect,
    pieces: Vec<Piece>,
    /// Of parts of rings: many signs look alike.
    outlines: BTreeMap<(String, u32), Vec<Vec<Vec2>>>,
}

impl Builder {
    /// Adds shapes to the last piece where they belong to it, else as a new one.
    fn add(&mut self, kind: Role, item: Option<&Item>, opacity: f32, shapes: Vec<Shape>) {
        let belongs = |piece: &&mut Piece| piece.kind == kind && piece.item.as_ref() == item && piece.opacity == opacity;
        if shapes.is_empty() || opacity <= 0.0 {
            return;
        }
        match self.pieces.last_mut().filter(belongs) {
            Some(piece) => piece.shapes.extend(shapes),
            None => self.pieces.push(Piece { kind, item: item.cloned(), opacity, shapes }),
        }
    }

    fn add_list(&mut self, list: &DisplayList<'_>) {
        for Drawn { role, item, primitive } in &list.drawn {
            match primitive {
                Primitive::Stamp(stamp) => {
                    let shapes = self.stamp(stamp, list);
                    self.add(*role, *item, stamp.opacity(), shapes);
                }
                Primitive::Within(rect, within) => {
                    let around = std::mem::replace(&mut self.seen, *rect);
                    self.add_list(within);
                    self.seen = around;
                }
                _ => self.add(*role, *item, 1.0, self.shapes(primitive)),
            }
        }
    }

    fn at(&self, pos: Pos2) -> [f32; 2] {
        (pos - self.corner).into()
    }

    fn at_f64(&self, [x, y]: [f64; 2]) -> [f32; 2] {
        self.at(Pos2::new(x as f32, y as f32))
    }

    fn is_seen(&self, rect: Rect) -> bool {
        rect.is_finite() && self.seen.intersects(rect)
    }

    /// Pictures that lie on the ground, as far as they are in view.
    fn picture(&self, dots: &Dots) -> Vec<Shape> {
        let (Some(image), opacity) = (dots.picture(), dots.order().opacity) else { return Vec::new() };
        let faded = |pixel: &Color32| {
            let [red, green, blue, alpha] = pixel.to_srgba_unmultiplied();
            [red, green, blue, (f32::from(alpha) * opacity).round() as u8]
        };
        let rect = dots.order().view.rect;
        let ([x, y], [width, height]) = (self.at(rect.min), [rect.width(), rect.height()]);
        let pixels = Pixels { size: image.size.map(|side| side as u32), rgba: image.pixels.iter().flat_map(faded).collect() };
        vec![Shape::Picture { rect: [x, y, width, height], pixels: Arc::new(pixels) }]
    }

    fn shapes(&self, primitive: &Primitive<'_>) -> Vec<Shape> {
        let bounds = |points: &[Pos2]| points.iter().fold(Rect::NOTHING, |rect, at| rect.union(Rect::from_pos(*at)));
        let round = |centre: &Pos2, radius: f32| Rect::from_center_size(*centre, Vec2::splat(2.0 * radius));
        match primitive {
            // These are more than shapes.
            Primitive::Stamp(_) | Primitive::Within(..) => Vec::new(),
            Primitive::Inside { shape, offset, fill } => self.inside(&shape.rings, *offset, *fill),
            Primitive::Line { points, stroke, dash } => stroked(self.cut(points, self.seen.expand(MARGIN)), *stroke, *dash),
            Primitive::Segments { ends, stroke } => {
                let mut path = Vec::new();
                for [from, to] in ends.iter().filter(|[from, to]| self.is_seen(Rect::from_two_pos(*from, *to).expand(stroke.width))) {
                    add_line([self.at(*from), self.at(*to)], &mut path);
                }
                stroked(path, *stroke, None)
            }
            Primitive::Polygon { corners, fill, edge } if self.is_seen(bounds(corners).expand(edge.width)) => {
                let mut path = Vec::new();
                add_ring(&corners.iter().map(|at| self.at(*at)).collect::<Vec<_>>(), &mut path);
                filled(path, *fill, *edge)
            }
            Primitive::Circle { centre, radius, fill, edge } if self.is_seen(round(centre, radius + edge.width)) => {
                filled(circle(self.at(*centre), radius + edge.width / 2.0), *fill, *edge)
            }
            Primitive::Dots { dots, .. } if dots.picture().is_some() => self.picture(dots),
            Primitive::Dots { dots, .. } => {
                let opacity = dots.order().opacity;
                let halo = dots.order().theme.mark_edge;
                let disc = |(at, fill, [radius, reach]): (Pos2, Color32, [f32; 2])| {
                    let round =
                        |radius: f32, fill: Color32| filled(circle(self.at(at), radius), fill.gamma_multiply(opacity), egui::Stroke::NONE);
                    round(reach, halo).into_iter().chain(round(radius, fill)).collect::<Vec<_>>()
                };
                let seen = dots.positions().filter(|(at, _, [_, reach])| self.is_seen(round(at, *reach)));
                let cell = |(rect, fill): (Rect, Color32)| {
                    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
                    let mut path = Vec::new();
                    add_ring(&corners.map(|at| self.at(at)), &mut path);
                    filled(path, fill.gamma_multiply(opacity), egui::Stroke::NONE)
                };
                let heat = dots.heat_cells().into_iter().filter(|(rect, _)| self.is_seen(*rect)).flat_map(cell);
                heat.chain(seen.flat_map(disc)).collect()
            }
            Primitive::Glow { centre, radius, stops } if self.is_seen(round(centre, *radius)) => {
                let stops = stops.iter().map(|(share, fill)| (*share, colour(*fill))).collect();
                vec![Shape::Glow { centre: self.at(*centre), radius: *radius, stops }]
            }
            Primitive::Rect(block) if self.is_seen(block.rect.expand(block.edge.width)) => self.block(block),
            Primitive::Polygon { .. } | Primitive::Circle { .. } | Primitive::Glow { .. } | Primitive::Rect(_) => Vec::new(),
            Primitive::Words { pos, galley, ink, halo } => {
                let lines = texts::lines(galley, *pos - self.corner, *ink, halo.map(|halo| (halo, WORDS_REACH)));
                lines.into_iter().map(Shape::Text).collect()
            }
        }
    }

    /// Rings that lie as far away as an offset says.
    fn inside(&self, rings: &[Vec<Vec2>], offset: Vec2, fill: Color32) -> Vec<Shape> {
        let window = window_of(self.seen.expand(MARGIN));
        let mut path = Vec::new();
        for ring in rings {
            let ring: Vec<[f64; 2]> = ring.iter().map(|at| to_f64((*at + offset).to_pos2())).collect();
            if window.may_hold(&ring) {
                add_ring(&window.clip_ring(&ring).into_iter().map(|at| self.at_f64(at)).collect::<Vec<_>>(), &mut path);
            }
        }
        filled(path, fill, egui::Stroke::NONE)
    }

    /// A line, cut to a rectangle.
    fn cut(&self, points: &[Pos2], rect: Rect) -> Vec<Segment> {
        let points: Vec<[f64; 2]> = points.iter().copied().map(to_f64).collect();
        let mut path = Vec::new();
        for part in window_of(rect).clip_line(&points) {
            add_line(part.into_iter().map(|at| self.at_f64(at)), &mut path);
        }
        path
    }

    fn block(&self, block: &Block) -> Vec<Shape> {
        let Block { rect, radius, fill, edge, edge_lies } = *block;
        // The line runs along the middle of the edge.
        let out = match edge_lies {
            StrokeKind::Inside => -edge.width / 2.0,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => edge.width / 2.0,
        };
        let rect = rect.expand(out);
        if self.seen.contains_rect(rect) || radius > 0 {
            let radius = if radius > 0 { (f32::from(radius) + out).max(0.0) } else { 0.0 };
            return filled(rounded(rect.translate(-self.corner), radius), fill, edge);
        }
        // Of what reaches beyond what is seen neither edge nor inside may be drawn there.
        let inside = filled(rounded(rect.intersect(self.seen).translate(-self.corner), 0.0), fill, egui::Stroke::NONE);
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        [inside, stroked(self.cut(&corners, self.seen), edge, None)].concat()
    }

    fn stamp(&mut self, stamp: &Stamp<'_>, list: &DisplayList<'_>) -> Vec<Shape> {
        match stamp {
            Stamp::Text { text, align, pos, ink, halo, .. } => {
                let halo = halo.map(|halo| (halo, HALO_REACH));
                let lines = text.galleys(*align, list.ctx());
                lines.flat_map(|(offset, galley)| texts::lines(&galley, *pos + offset - self.corner, *ink, halo)).map(Shape::Text).collect()
            }
            Stamp::Shapes { centre, layers, .. } => {
                let reach = layers.iter().map(|layer| layer.form.reach(layer.radius)).fold(0.0, f32::max);
                if !self.is_seen(Rect::from_center_size(*centre, Vec2::splat(2.0 * reach))) {
                    return Vec::new();
                }
                layers.iter().flat_map(|layer| filled(self.layer(*centre, layer), layer.colour, egui::Stroke::NONE)).collect()
            }
            Stamp::Symbol { code, fill, anchor, size, halo, .. } => self.symbol((code, *fill), *anchor, *size, *halo),
        }
    }

    fn layer(&mut self, centre: Pos2, layer: &Layer) -> Vec<Segment> {
        let Layer { form, radius, .. } = *layer;
        match form {
            Form::Disc => circle(self.at(centre), radius),
            Form::DiscAside(aside) => circle(self.at(centre + aside), radius),
            Form::Triangle | Form::Ring(_) => {
                let key = (format!("{form:?}"), radius.to_bits());
                let lines = self.outlines.entry(key).or_insert_with(|| outlines(|at| form.inside(at, radius), form.reach(radius)));
                let mut path = Vec::new();
                for line in lines {
                    add_ring(&line.iter().map(|at| (centre + *at - self.corner).into()).collect::<Vec<_>>(), &mut path);
                }
                path
            }
        }
    }

    fn symbol(&self, (code, fill): (&SymbolCode, Fill), anchor: Pos2, size: f32, halo: Option<Color32>) -> Vec<Shape> {
        let drawing = Drawing::of(code, &Fields::new(), fill);
        let points = size / SYMBOL_UNITS;
        let reach = Vec2::new(drawing.bounds.width(), drawing.bounds.height()) * points;
        if !self.is_seen(Rect::from_center_size(anchor, 2.0 * reach)) {
            return Vec::new();
        }
        let corner = self.at(anchor - Vec2::new(drawing.anchor.x, drawing.anchor.y) * points);
        let path = |path: &symbols::Path| {
            let at = |point: symbols::Point| [corner[0] + point.x * points, corner[1] + point.y * points];
            let step = |step: &Step| match *step {
                Step::Move(to) => Segment::Move(at(to)),
                Step::Line(to) => Segment::Line(at(to)),
                Step::Curve(a, b, to) => Segment::Cubic(at(a), at(b), at(to)),
                Step::Close => Segment::Close,
            };
            path.steps.iter().map(step).collect::<Vec<_>>()
        };
        let opaque = |[red, green, blue]: [u8; 3]| [red, green, blue, 255];
        let rim = |halo: Color32| {
            let width = symbol_rim(HALO_REACH / points) * points;
            let stroke = Some(Stroke { width, colour: colour(halo), dash: None, is_round: true });
            drawing.silhouette.iter().map(move |line| Shape::Path { path: path(line), fill: None, stroke }).collect::<Vec<_>>()
        };
        let shape = |shape: &symbols::Shape| {
            let stroke = shape.stroke.as_ref().map(|line| Stroke {
                width: line.width * points,
                colour: opaque(drawing.colour(line.paint)),
                dash: match line.dashes.as_slice() {
                    [dash, gap] => Some([dash * points, gap * points]),
                    _ => None,
                },
                is_round: false,
            });
            Shape::Path { path: path(&shape.path), fill: shape.fill.map(|paint| opaque(drawing.colour(paint))), stroke }
        };
        halo.map(rim).into_iter().flatten().chain(drawing.shapes.iter().map(shape)).collect()
    }
}

fn to_f64(at: Pos2) -> [f64; 2] {
    [f64::from(at.x), f64::from(at.y)]
}

fn window_of(rect: Rect) -> Window {
    Window { min: to_f64(rect.min), max: to_f64(rect.max) }
}

/// Sea, and over it what of the basemap is in view.
fn ground_of(view: &View, parts: MapParts, theme: &Theme) -> Result<Vec<Shape>, BasemapError> {
    let zoom = view.camera.zoom();
    let mut shapes = filled(rounded(Rect::from_min_size(Pos2::ZERO, view.rect.size()), 0.0), theme.sea, egui::Stroke::NONE);
    let worlds = World::in_view(view);
    for GroundLayer { rule, strokes, fill } in ground::layers(ground::detail(zoom), theme)? {
        let Some(strength) = rule.strength(zoom, parts) else { continue };
        if let Some(GroundFill { colour, areas }) = fill {
            // As one path, so that no seam shows between neighbours.
            let mut path = Vec::new();
            for (world, rings) in worlds.iter().flat_map(|world| areas.iter().map(move |rings| (world, rings))) {
                for (index, ring) in rings.iter().enumerate() {
                    world.add_ring(view, ring, index > 0, &mut path);
                }
            }
            shapes.extend(filled(path, colour.gamma_multiply(strength), egui::Stroke::NONE));
        }
        for GroundLines { colour, width, dash, lines } in strokes {
            let mut path = Vec::new();
            for (world, line) in worlds.iter().flat_map(|world| lines.iter().map(move |line| (world, line))) {
                world.add_line(view, line, &mut path);
            }
            shapes.extend(stroked(path, egui::Stroke::new(width, colour.gamma_multiply(strength)), dash));
        }
    }
    Ok(shapes)
}

/// A copy of the world.
struct World {
    /// How many worlds it stands to the east of the one from 180 degrees west to 180 degrees east.
    shift: f64,
    /// What is in view of it, in degrees: north and south are the other way round than in world units.
    seen: Window,
}

impl World {
    fn in_view(view: &View) -> Vec<Self> {
        let scale = view.camera.world_points();
        let (x, y) = to_world(view.camera.centre());
        let half: [f32; 2] = (view.rect.size() / 2.0 + Vec2::splat(MARGIN)).into();
        let half = half.map(|points| f64::from(points) / scale);
        let [left, right, top, bottom] = [x - half[0], x + half[0], y - half[1], y + half[1]];
        // Beyond the edge of the square world the poles lie.
        let lat = |y: f64| if (0.0..1.0).contains(&y) { to_lon_lat((0.5, y)).lat_deg() } else { (0.5 - y).signum() * 90.0 };
        let lon = |x: f64| (x - 0.5) * 360.0;
        let world = |index: i32| {
            let shift = f64::from(index);
            let seen = Window { min: [lon(left - shift), lat(bottom)], max: [lon(right - shift), lat(top)] };
            Self { shift, seen }
        };
        (left.floor() as i32..=right.floor() as i32).map(world).collect()
    }

    /// Whether anything of a line could be in view.
    fn may_show(&self, line: &[[f32; 2]]) -> bool {
        let (mut min, mut max) = ([f32::MAX; 2], [f32::MIN; 2]);
        for [lon, lat] in line {
            min = [min[0].min(*lon), min[1].min(*lat)];
            max = [max[0].max(*lon), max[1].max(*lat)];
        }
        let Window { min: low, max: high } = self.seen;
        [0, 1].into_iter().all(|axis: usize| {
            let of = |[lon, lat]: [f64; 2]| if axis == 0 { lon } else { lat };
            of(min.map(f64::from)) <= of(high) && of(max.map(f64::from)) >= of(low)
        })
    }

    /// On the figure, at tenths of a point: so neighbours keep the edge that they share, and what nobody could tell apart is left out.
    fn placed(&self, view: &View, line: impl IntoIterator<Item = [f64; 2]>) -> Vec<[f32; 2]> {
        const PER_POINT: f64 = 10.0;
        let corner = to_f64(view.rect.min);
        let place = |[lon, lat]: [f64; 2]| {
            let (x, y) = to_world_unwrapped([lon, lat]);
            let [x, y] = view.screen_f64([x + self.shift, y]);
            [x - corner[0], y - corner[1]].map(|at| ((at * PER_POINT).round() / PER_POINT) as f32)
        };
        let mut placed: Vec<[f32; 2]> = line.into_iter().map(place).collect();
        placed.dedup();
        placed
    }

    fn add_ring(&self, view: &View, ring: &[[f32; 2]], is_hole: bool, path: &mut Vec<Segment>) {
        if !self.may_show(ring) {
            return;
        }
        // Degrees are as good as world units to cut to a rectangle that is a little larger than the view, and cost less.
        let ring: Vec<[f64; 2]> = ring.iter().map(|at| at.map(f64::from)).collect();
        let mut placed = self.placed(view, self.seen.clip_ring(&ring));
        if (signed_area(&placed) < 0.0) != is_hole {
            placed.reverse();
        }
        add_ring(&placed, path);
    }

    fn add_line(&self, view: &View, line: &[[f32; 2]], path: &mut Vec<Segment>) {
        if !self.may_show(line) {
            return;
        }
        let line: Vec<[f64; 2]> = line.iter().map(|at| at.map(f64::from)).collect();
        for part in self.seen.clip_line(&line) {
            let placed = self.placed(view, part);
            if placed.len() > 1 {
                add_line(placed, path);
            }
        }
    }
}
