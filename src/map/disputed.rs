//! Disputed areas: their hatching, and which of them lies under a point.

use std::sync::OnceLock;

use egui::{Pos2, Rect, pos2};
use geo::InteriorPoint;

use crate::earth::{DisputedArea, LonLat, overlay, to_world, to_world_unwrapped};
use crate::map::picture::narrow;
use crate::map::shapes::View;

/// A disputed area in world units.
pub struct DisputedShape {
    pub area: &'static DisputedArea,
    pub label_at: LonLat,
    rings: Vec<Vec<[f64; 2]>>,
    min: [f64; 2],
    max: [f64; 2],
}

/// All disputed areas of the basemap.
pub fn disputed() -> &'static [DisputedShape] {
    static SHAPES: OnceLock<Vec<DisputedShape>> = OnceLock::new();
    // A basemap that cannot be read is told of where it is drawn.
    SHAPES
        .get_or_init(|| overlay().map(|overlay| overlay.disputed_areas.iter().filter_map(DisputedShape::of).collect()).unwrap_or_default())
}

impl DisputedShape {
    fn of(area: &'static DisputedArea) -> Option<Self> {
        let world = |ring: &Vec<[f32; 2]>| -> Vec<[f64; 2]> {
            ring.iter().map(|[lon, lat]| to_world_unwrapped([f64::from(*lon), f64::from(*lat)])).map(|(x, y)| [x, y]).collect()
        };
        let rings: Vec<Vec<[f64; 2]>> = area.polygons.iter().flatten().map(world).collect();
        let (mut min, mut max) = ([f64::MAX; 2], [f64::MIN; 2]);
        for [x, y] in rings.iter().flatten() {
            min = [min[0].min(*x), min[1].min(*y)];
            max = [max[0].max(*x), max[1].max(*y)];
        }
        let line = |ring: &Vec<[f32; 2]>| -> geo::LineString<f64> { ring.iter().map(|[x, y]| (f64::from(*x), f64::from(*y))).collect() };
        let polygons = area.polygons.iter().filter_map(|rings| {
            let (outer, holes) = rings.split_first()?;
            Some(geo::Polygon::new(line(outer), holes.iter().map(line).collect()))
        });
        let point = geo::MultiPolygon::from_iter(polygons).interior_point()?;
        Some(Self { area, label_at: LonLat::new(point.x(), point.y())?, rings, min, max })
    }

    /// Width on the screen in points.
    pub fn width(&self, view: &View) -> f32 {
        narrow((self.max[0] - self.min[0]) * view.camera.world_points())
    }

    fn contains(&self, position: LonLat) -> bool {
        let (x, y) = to_world(position);
        let crosses = |a: &[f64; 2], b: &[f64; 2]| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0];
        let edges = |ring: &[[f64; 2]]| ring.iter().zip(ring.iter().cycle().skip(1)).filter(|(a, b)| crosses(a, b)).count();
        self.rings.iter().map(|ring| edges(ring)).sum::<usize>() % 2 == 1
    }

    /// The hatching of what is in view: lines from the lower left to the upper right at the same distance at every zoom, which lie still
    /// on the ground while the map is moved.
    pub fn hatching(&self, view: &View, lines: &mut Vec<[Pos2; 2]>) {
        /// Along x + y, in points.
        const STEP: f64 = 11.0;
        const SMALLEST: f32 = 7.0;
        let corner = |at: [f64; 2]| view.screen((at[0], at[1]));
        let bounds = Rect::from_min_max(corner(self.min), corner(self.max));
        if bounds.width().max(bounds.height()) < SMALLEST {
            return;
        }
        let scale = view.camera.world_points();
        for shift in view.shifts(bounds) {
            let seen = bounds.translate(egui::vec2(shift, 0.0)).intersect(view.rect);
            if !seen.is_positive() {
                continue;
            }
            // On the screen x + y of a place is this much more than in the world's own points.
            let zero = view.screen((0.0, 0.0));
            let offset = f64::from(zero.x + shift) + f64::from(zero.y);
            let first = ((f64::from(seen.left() + seen.top()) - offset) / STEP).ceil() as i64;
            let last = ((f64::from(seen.right() + seen.bottom()) - offset) / STEP).floor() as i64;
            let mut crossings: Vec<Vec<f32>> = vec![Vec::new(); usize::try_from(last - first + 1).unwrap_or_default()];
            for ring in &self.rings {
                for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                    let along = |p: &[f64; 2]| (p[0] + p[1]) * scale / STEP;
                    let (u, v) = (along(a), along(b));
                    let from = (u.min(v).ceil() as i64).max(first);
                    // A corner on a line belongs to one of its edges only.
                    let to = (u.max(v).ceil() as i64 - 1).min(last);
                    for index in from..=to {
                        let share = (index as f64 - u) / (v - u);
                        let at = view.screen((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share));
                        if let Some(line) = usize::try_from(index - first).ok().and_then(|line| crossings.get_mut(line)) {
                            line.push(at.x + shift);
                        }
                    }
                }
            }
            for (index, mut xs) in (first..).zip(crossings) {
                xs.sort_by(f32::total_cmp);
                let sum = narrow(index as f64 * STEP + offset);
                for pair in xs.chunks_exact(2) {
                    if let [left, right] = *pair {
                        // Cut to the view: x from `left` to `right`, y = sum - x within the rectangle.
                        let low = left.max(view.rect.left()).max(sum - view.rect.bottom());
                        let high = right.min(view.rect.right()).min(sum - view.rect.top());
                        if low < high {
                            lines.push([pos2(low, sum - low), pos2(high, sum - high)]);
                        }
                    }
                }
            }
        }
    }
}

/// The disputed area at a position.
pub fn disputed_at(position: LonLat) -> Option<&'static DisputedArea> {
    disputed().iter().find(|shape| shape.contains(position)).map(|shape| shape.area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewpoint::Camera;
    use egui::vec2;

    fn view(lon: f64, lat: f64, zoom: f64) -> View {
        View::new(Camera::new(LonLat::new(lon, lat).unwrap(), zoom), Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0)))
    }

    fn hatching(view: &View) -> Vec<[Pos2; 2]> {
        let mut lines = Vec::new();
        for shape in disputed() {
            shape.hatching(view, &mut lines);
        }
        lines
    }

    #[test]
    fn hatching_lies_in_the_disputed_area_only() {
        let view = view(34.3, 45.2, 8.0);
        let lines = hatching(&view);
        assert!(lines.len() > 20, "{}", lines.len());
        for [a, b] in lines {
            let middle = a + (b - a) / 2.0 - view.rect.center();
            let at = view.camera.place_at([f64::from(middle.x), f64::from(middle.y)]);
            assert_eq!(disputed_at(at).map(|area| area.name.as_str()), Some("Crimea"));
        }
    }

    #[test]
    fn hatching_lies_still_on_the_ground_while_the_map_is_moved() {
        let start = view(34.3, 45.2, 6.0);
        let moved = View::new(start.camera.panned([31.0, -17.0], [1000.0, 700.0]), start.rect);
        let (before, after) = (hatching(&start), hatching(&moved));
        assert_eq!(before.len(), after.len());
        for ([a, _], [b, _]) in before.iter().zip(&after) {
            assert!((*b - *a - vec2(31.0, -17.0)).length() < 0.05, "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_view_far_away_has_no_hatching() {
        assert!(hatching(&view(39.2, 55.0, 7.0)).is_empty());
        assert_eq!(disputed_at(LonLat::new(36.2, 51.7).unwrap()), None);
    }
}
