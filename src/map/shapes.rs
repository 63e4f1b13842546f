//! From geometry in degrees to points on the screen, round the world.

use std::sync::Arc;

use egui::{Pos2, Rect, Vec2, vec2};

use crate::earth::{Bounds, LonLat, metres_per_point, to_world, unwrap_line, unwrap_ring};
use crate::map::host;
use crate::map::picture::narrow;
use crate::placing::world_path;
use crate::viewpoint::Camera;

/// A place this far out of view, in points, is shown all the same: what stands for it is large.
pub const PLACE_MARGIN: f32 = 40.0;

/// A camera over a rectangle of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub camera: Camera,
    pub rect: Rect,
    /// Of the camera, in world units, and how many points the world is wide: looked up for every point of every line.
    centre: (f64, f64),
    world_points: f64,
}

/// A polygon in points relative to some origin, triangulated.
#[derive(Default)]
pub struct Shape {
    /// Of what is inside, closed; what is cut out runs the other way round.
    pub rings: Vec<Vec<Vec2>>,
    /// Lines to be drawn as its edge: the rings without the cut at 180 degrees.
    pub edges: Vec<Vec<Vec2>>,
    pub vertices: Vec<Vec2>,
    pub triangles: Vec<u32>,
}

impl Shape {
    /// Even-odd test of a point relative to the shape's origin.
    pub fn contains(&self, pos: Pos2) -> bool {
        let at = |point: &Vec2| [point.x, point.y].map(f64::from);
        let sides = self.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().skip(1)));
        sides.filter(|(from, to)| is_crossed(at(&pos.to_vec2()), [at(from), at(to)])).count() % 2 == 1
    }

    /// A measure of its size, to put smaller areas before larger ones.
    pub fn extent(&self) -> f32 {
        let points = self.rings.iter().flatten();
        let bounds = points.fold(Rect::NOTHING, |rect, p| rect.union(Rect::from_pos(p.to_pos2())));
        bounds.area()
    }
}

impl View {
    pub fn new(camera: Camera, rect: Rect) -> Self {
        Self { camera, rect, centre: to_world(camera.centre()), world_points: camera.world_points() }
    }

    /// World units (0 to 1 across) to the screen, without wrapping.
    pub fn screen(&self, (x, y): (f64, f64)) -> Pos2 {
        let ((centre_x, centre_y), scale) = (self.centre, self.world_points);
        self.rect.center() + vec2(narrow((x - centre_x) * scale), narrow((y - centre_y) * scale))
    }

    /// The same without losing figures, for what is large on the screen.
    pub fn screen_f64(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let ((centre_x, centre_y), scale) = (self.centre, self.world_points);
        let centre = self.rect.center();
        [f64::from(centre.x) + (x - centre_x) * scale, f64::from(centre.y) + (y - centre_y) * scale]
    }

    /// What lies at a point of the screen, in world units; x may leave 0 to 1.
    pub fn world_at(&self, pos: Pos2) -> [f64; 2] {
        let offset = pos - self.rect.center();
        let ((centre_x, centre_y), scale) = (self.centre, self.world_points);
        [centre_x + f64::from(offset.x) / scale, centre_y + f64::from(offset.y) / scale]
    }

    /// Where a place stands on the screen: once, or more often where more than one world is in view.
    pub fn copies(&self, place: LonLat) -> Vec<Pos2> {
        let [x, y] = self.camera.offset_to(place);
        let pos = self.rect.center() + vec2(narrow(x), narrow(y));
        self.shifts(Rect::from_pos(pos).expand(PLACE_MARGIN)).map(|shift| pos + vec2(shift, 0.0)).collect()
    }

    /// Where a point in world units stands on the screen: once, or more often where more than one world is in view.
    pub fn copies_of_world(&self, [x, y]: [f64; 2]) -> impl Iterator<Item = Pos2> + use<> {
        const MARGIN: f32 = 20.0;
        let pos = self.screen((x, y));
        self.shifts(Rect::from_pos(pos).expand(MARGIN)).map(move |shift| pos + vec2(shift, 0.0))
    }

    /// How far a thing at `bounds` has to be moved sideways, in whole worlds, to be in view.
    pub fn shifts(&self, bounds: Rect) -> impl Iterator<Item = f32> + use<> {
        let world = narrow(self.world_points);
        let view = self.rect;
        let first = ((view.left() - bounds.right()) / world).ceil();
        let is_beside = bounds.bottom() >= view.top() && bounds.top() <= view.bottom() && bounds.is_finite();
        (0..8_u8).map(move |k| (first + f32::from(k)) * world).take_while(move |shift| is_beside && bounds.left() + shift <= view.right())
    }

    /// Whether anything within `bounds` could be in view.
    pub fn may_show(&self, bounds: Bounds) -> bool {
        let corner = |lon: f64, lat: f64| to_world(LonLat::new(lon, lat).unwrap_or(LonLat::ORIGIN));
        let (west, north) = corner(bounds.west_deg(), bounds.north_deg());
        let (_, south) = corner(0.0, bounds.south_deg());
        let rect = Rect::from_min_max(self.screen((west, north)), self.screen((west + bounds.width_deg() / 360.0, south)));
        self.shifts(rect).next().is_some()
    }

    /// A length on the ground as points on the screen, at a place.
    pub fn points_for(&self, length_m: f64, at: LonLat) -> f32 {
        narrow(length_m / metres_per_point(at.lat_deg(), self.camera.zoom()))
    }

    /// The copies in view of a line of a geometry, over 180 degrees too.
    pub fn line_copies(&self, line: &geo::LineString<f64>) -> Vec<Vec<Pos2>> {
        self.unwrapped_copies(&unwrap_line(line))
    }

    /// The copies in view of a path whose longitudes run on past 180 degrees.
    pub fn unwrapped_copies(&self, path: &[[f64; 2]]) -> Vec<Vec<Pos2>> {
        self.moved_copies(&self.projected(path))
    }

    fn moved_copies(&self, points: &[Pos2]) -> Vec<Vec<Pos2>> {
        let bounds = points.iter().fold(Rect::NOTHING, |rect, p| rect.union(Rect::from_pos(*p)));
        self.shifts(bounds).map(|shift| points.iter().map(|p| *p + vec2(shift, 0.0)).collect()).collect()
    }

    /// The copies in view of a polygon, each with the offset that puts it there.
    pub fn polygon_copies(&self, polygon: &geo::Polygon<f64>) -> Vec<(Arc<Shape>, Vec2)> {
        let exterior = unwrap_ring(polygon.exterior(), false);
        let middle_lon_deg = exterior.middle_lon_deg();
        let holes = polygon.interiors().iter().map(|hole| unwrap_ring(hole, true).near(middle_lon_deg));
        let outline = self.projected(&exterior.enclosing());
        let bounds = outline.iter().fold(Rect::NOTHING, |rect, p| rect.union(Rect::from_pos(*p)));
        let mut shifts = self.shifts(bounds).peekable();
        if shifts.peek().is_none() {
            return Vec::new();
        }
        let origin = bounds.center();
        let relative = |points: Vec<Pos2>| -> Vec<Vec2> { points.iter().map(|p| *p - origin).collect() };
        let mut edges: Vec<Vec<Vec2>> = exterior.outline().iter().map(|line| relative(self.projected(line))).collect();
        let mut rings = vec![relative(outline)];
        for hole in holes {
            edges.extend(hole.outline().iter().map(|line| relative(self.projected(line))));
            rings.push(relative(self.projected(&hole.enclosing())));
        }
        let (vertices, triangles) = host::triangulate(&rings);
        for (index, ring) in rings.iter_mut().enumerate() {
            turn(ring, index > 0);
        }
        let shape = Arc::new(Shape { rings, edges, vertices, triangles });
        shifts.map(|shift| (shape.clone(), origin.to_vec2() + vec2(shift, 0.0))).collect()
    }

    /// The copies in view of a path in world units.
    pub fn world_copies(&self, path: &[[f64; 2]]) -> Vec<Vec<Pos2>> {
        self.moved_copies(&self.thinned(path.iter().copied()))
    }

    /// A path on the screen.
    fn projected(&self, path: &[[f64; 2]]) -> Vec<Pos2> {
        self.thinned(world_path(path))
    }

    /// A path in world units on the screen, without points that nobody could tell apart.
    fn thinned(&self, path: impl Iterator<Item = [f64; 2]>) -> Vec<Pos2> {
        const NEAR: f32 = 0.4;
        let mut points: Vec<Pos2> = Vec::with_capacity(path.size_hint().0);
        let mut path = path.peekable();
        while let Some([x, y]) = path.next() {
            let pos = self.screen((x, y));
            if path.peek().is_none() || points.last().is_none_or(|before| before.distance_sq(pos) > NEAR * NEAR) {
                points.push(pos);
            }
        }
        points
    }
}

/// Lets a ring run one way round, or the other.
pub fn turn(ring: &mut [Vec2], is_hole: bool) {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let area: f64 = pairs.map(|(a, b)| f64::from(a.x) * f64::from(b.y) - f64::from(a.y) * f64::from(b.x)).sum();
    if (area < 0.0) != is_hole {
        ring.reverse();
    }
}

/// Whether a ray from a point towards greater x crosses the side of a ring: where it crosses an odd number of sides the point lies within.
pub fn is_crossed([x, y]: [f64; 2], [from, to]: [[f64; 2]; 2]) -> bool {
    (from[1] > y) != (to[1] > y) && x < (to[0] - from[0]) * (y - from[1]) / (to[1] - from[1]) + from[0]
}

/// Distance from a point to the straight line between two.
pub fn distance_to_segment([x, y]: [f64; 2], [from, to]: [[f64; 2]; 2]) -> f64 {
    let (along, way) = ([to[0] - from[0], to[1] - from[1]], [x - from[0], y - from[1]]);
    let length_sq = along[0] * along[0] + along[1] * along[1];
    let share = if length_sq == 0.0 { 0.0 } else { ((way[0] * along[0] + way[1] * along[1]) / length_sq).clamp(0.0, 1.0) };
    (way[0] - along[0] * share).hypot(way[1] - along[1] * share)
}

/// Distance in points from a position to a line of points; infinite for no line.
pub fn distance_to_line(pos: Pos2, line: &[Pos2]) -> f32 {
    let at = |point: &Pos2| [point.x, point.y].map(f64::from);
    let segments = line.iter().zip(line.iter().skip(1));
    segments.map(|(from, to)| narrow(distance_to_segment(at(&pos), [at(from), at(to)]))).fold(f32::INFINITY, f32::min)
}

/// Where a share of the length of a line of points lies; `None` for a line shorter than `shortest`.
pub fn along(line: &[Pos2], shortest: f32) -> Option<impl Fn(f32) -> Pos2> {
    let steps = line.iter().zip(line.iter().skip(1));
    let length: f32 = steps.clone().map(|(a, b)| a.distance(*b)).sum();
    let last = *line.last().filter(|_| length >= shortest)?;
    Some(move |share: f32| {
        let mut left = share * length;
        for (a, b) in steps.clone() {
            let step = a.distance(*b);
            if step > 0.0 && left <= step {
                return *a + (*b - *a) * (left / step);
            }
            left -= step;
        }
        last
    })
}

/// The line without its first and last `gap` points of length, so that it meets marks at their rim. A line too short keeps its middle.
pub fn shortened(points: Vec<Pos2>, gap: f32) -> Vec<Pos2> {
    let length: f32 = points.iter().zip(points.iter().skip(1)).map(|(a, b)| a.distance(*b)).sum();
    let gap = gap.min(length * 0.25);
    let cut = |points: Vec<Pos2>| -> Vec<Pos2> {
        let mut left = gap;
        let mut kept = Vec::with_capacity(points.len());
        let mut previous: Option<Pos2> = None;
        for point in points {
            if let Some(before) = previous {
                let step = before.distance(point);
                if left > 0.0 {
                    if step > left {
                        kept.push(before + (point - before) * (left / step));
                    }
                    left -= step;
                }
                if left <= 0.0 {
                    kept.push(point);
                }
            }
            previous = Some(point);
        }
        kept
    };
    let mut front = cut(points);
    front.reverse();
    let mut both = cut(front);
    both.reverse();
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn a_shortened_line_stops_short_at_both_ends() {
        let line = shortened(vec![pos2(0.0, 0.0), pos2(50.0, 0.0), pos2(100.0, 0.0)], 10.0);
        assert_eq!(line.first(), Some(&pos2(10.0, 0.0)));
        assert_eq!(line.last(), Some(&pos2(90.0, 0.0)));
    }

    #[test]
    fn a_place_beyond_the_antimeridian_is_shown_on_the_near_side() {
        let camera = Camera::new(LonLat::new(179.0, 0.0).unwrap(), 5.0);
        let view = View::new(camera, Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)));
        let copies = view.copies(LonLat::new(-179.0, 0.0).unwrap());
        assert_eq!(copies.len(), 1);
        assert!(copies[0].x > 400.0 && copies[0].x < 460.0, "{copies:?}");
    }

    #[test]
    fn the_whole_world_in_a_wide_view_shows_a_place_more_than_once() {
        let camera = Camera::new(LonLat::new(0.0, 0.0).unwrap(), 0.0);
        let view = View::new(camera, Rect::from_min_size(Pos2::ZERO, vec2(800.0, 256.0)));
        assert_eq!(view.copies(LonLat::new(10.0, 0.0).unwrap()).len(), 3);
    }
}
