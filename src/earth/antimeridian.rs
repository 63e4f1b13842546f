//! Lines and areas over 180 degrees: coordinates as files have them, made to run on without a jump.
//!
//! A file may write a step over the antimeridian as a jump from 179 to -179, as 181, or as two parts cut at 180 (what RFC 7946,
//! section 3.1.9, asks for). A jump of more than 180 degrees is read as the short way round.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon};

/// Longitude and latitude in degrees; the longitude may lie past 180.
pub type UnwrappedLine = Vec<[f64; 2]>;

/// A ring whose longitudes run on.
#[derive(Clone, Debug, PartialEq)]
pub struct UnwrappedRing {
    /// Closed, unless the ring goes round a pole: then the last point is the first one a whole turn on.
    pub points: UnwrappedLine,
    /// Latitude of the pole that the ring goes round, if it does.
    pub pole_lat_deg: Option<f64>,
}

impl UnwrappedRing {
    /// The ring as the edge of what it encloses: over a pole it goes along the world's edge back to where it began.
    pub fn enclosing(&self) -> UnwrappedLine {
        let mut points = self.points.clone();
        if let (Some(pole), Some(first), Some(last)) = (self.pole_lat_deg, self.points.first(), self.points.last()) {
            points.extend([[last[0], pole], [first[0], pole]]);
            points.push(*first);
        }
        points
    }

    /// The parts of the ring that are edges of something, rather than the cut at 180 degrees or at a pole.
    pub fn outline(&self) -> Vec<UnwrappedLine> {
        let mut parts: Vec<UnwrappedLine> = Vec::new();
        let mut part: UnwrappedLine = Vec::new();
        for (from, to) in self.points.iter().zip(self.points.iter().skip(1)) {
            if is_on_cut(*from, *to) {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            if part.is_empty() {
                part.push(*from);
            }
            part.push(*to);
        }
        parts.push(part);
        parts.retain(|part| part.len() >= 2);
        parts
    }

    /// The middle of its longitudes.
    pub fn middle_lon_deg(&self) -> f64 {
        let (west, east) = self.points.iter().fold((f64::MAX, f64::MIN), |(west, east), at| (west.min(at[0]), east.max(at[0])));
        f64::midpoint(west, east)
    }

    /// The ring moved by whole turns to be nearest to a longitude.
    #[must_use]
    pub fn near(mut self, lon_deg: f64) -> Self {
        let turns = ((lon_deg - self.middle_lon_deg()) / 360.0).round() * 360.0;
        for point in &mut self.points {
            point[0] += turns;
        }
        self
    }
}

/// A line made to run on.
pub fn unwrap_line(line: &LineString<f64>) -> UnwrappedLine {
    let mut points: UnwrappedLine = Vec::with_capacity(line.0.len());
    for coord in &line.0 {
        let before = points.last().map_or(coord.x, |before| before[0]);
        points.push([next_lon_deg(before, coord), coord.y]);
    }
    points
}

/// A ring made to run on. One that goes round a pole encloses the pole to its left, a hole the one to its right (RFC 7946, section
/// 3.1.6). A band round the whole world, from -180 to 180, stays as it is.
pub fn unwrap_ring(ring: &LineString<f64>, is_hole: bool) -> UnwrappedRing {
    let points = unwrap_line(ring);
    let is_flat = |points: &[[f64; 2]]| points.first().is_none_or(|first| points.iter().all(|at| (at[0] - first[0]).abs() < 1e-9));
    let as_written: UnwrappedLine = ring.0.iter().map(|coord| [coord.x, coord.y]).collect();
    if is_flat(&points) && !is_flat(&as_written) {
        return UnwrappedRing { points: as_written, pole_lat_deg: None };
    }
    let turned_deg = points.last().zip(points.first()).map_or(0.0, |(last, first)| last[0] - first[0]);
    let north_lies_inside = (turned_deg > 0.0) != is_hole;
    let pole_lat_deg = (turned_deg.abs() > 180.0).then_some(if north_lies_inside { 90.0 } else { -90.0 });
    UnwrappedRing { points, pole_lat_deg }
}

/// A ring of a format in which winding says nothing: where it goes round a pole it is turned so that what it encloses has the nearer pole in it.
#[must_use]
pub fn turned_to_nearer_pole(mut ring: LineString<f64>, is_hole: bool) -> LineString<f64> {
    let has_jump = ring.lines().any(|line| (line.end.x - line.start.x).abs() > 180.0);
    if !has_jump {
        return ring;
    }
    let sum_of_lat_deg: f64 = ring.0.iter().map(|at| at.y).sum();
    if unwrap_ring(&ring, is_hole).pole_lat_deg.is_some_and(|pole_lat_deg| pole_lat_deg * sum_of_lat_deg < 0.0) {
        ring.0.reverse();
    }
    ring
}

/// A geometry with all its lines and rings made to run on; polygons go along the world's edge where they hold a pole.
pub fn unwrap_geometry(geometry: &Geometry<f64>) -> Geometry<f64> {
    let line = |line: &LineString<f64>| line_string(&unwrap_line(line));
    match geometry {
        Geometry::LineString(whole) => line(whole).into(),
        Geometry::MultiLineString(lines) => MultiLineString(lines.iter().map(line).collect()).into(),
        Geometry::Polygon(polygon) => unwrap_polygon(polygon).into(),
        Geometry::MultiPolygon(polygons) => MultiPolygon(polygons.iter().map(unwrap_polygon).collect()).into(),
        Geometry::GeometryCollection(parts) => Geometry::GeometryCollection(parts.iter().map(unwrap_geometry).collect()),
        other => other.clone(),
    }
}

fn unwrap_polygon(polygon: &Polygon<f64>) -> Polygon<f64> {
    let exterior = unwrap_ring(polygon.exterior(), false);
    let near = exterior.middle_lon_deg();
    let holes = polygon.interiors().iter().map(|hole| line_string(&unwrap_ring(hole, true).near(near).enclosing()));
    Polygon::new(line_string(&exterior.enclosing()), holes.collect())
}

fn line_string(points: &[[f64; 2]]) -> LineString<f64> {
    points.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect()
}

/// The longitude of a point as the short way from the one before it gives it.
fn next_lon_deg(before_deg: f64, coord: &Coord<f64>) -> f64 {
    let step_deg = coord.x - before_deg;
    if step_deg.abs() <= 180.0 { coord.x } else { coord.x - (step_deg / 360.0).round() * 360.0 }
}

/// Whether a step runs along 180 degrees or along a pole.
fn is_on_cut(from: [f64; 2], to: [f64; 2]) -> bool {
    const NEAR_DEG: f64 = 1e-6;
    let on_seam = |at: [f64; 2]| ((at[0] - 180.0).rem_euclid(360.0) + NEAR_DEG).rem_euclid(360.0) < 2.0 * NEAR_DEG;
    let at_pole = |at: [f64; 2]| at[1].abs() > 90.0 - NEAR_DEG;
    (on_seam(from) && on_seam(to) && (from[0] - to[0]).abs() < 1.0) || (at_pole(from) && at_pole(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    #[test]
    fn a_jump_is_the_short_way_round() {
        let line = unwrap_line(&ring(&[(170.0, -10.0), (-170.0, 10.0), (-160.0, 0.0), (175.0, 0.0)]));
        assert_eq!(line, [[170.0, -10.0], [190.0, 10.0], [200.0, 0.0], [175.0, 0.0]]);
    }

    #[test]
    fn a_ring_round_a_pole_encloses_it_and_has_no_edge_there() {
        let north = unwrap_ring(&ring(&[(45.0, 40.0), (135.0, 40.0), (-135.0, 40.0), (-45.0, 40.0), (45.0, 40.0)]), false);
        assert_eq!(north.pole_lat_deg, Some(90.0));
        assert_eq!(north.points.last(), Some(&[405.0, 40.0]));
        assert_eq!(north.enclosing().len(), north.points.len() + 3);
        assert_eq!(north.outline(), std::slice::from_ref(&north.points));
        let south = unwrap_ring(&ring(&[(45.0, -80.0), (-45.0, -80.0), (-135.0, -80.0), (135.0, -80.0), (45.0, -80.0)]), false);
        assert_eq!(south.pole_lat_deg, Some(-90.0));
    }

    #[test]
    fn where_winding_says_nothing_a_ring_round_a_pole_holds_the_nearer_one() {
        let south = [(45.0, -80.0), (-45.0, -80.0), (-135.0, -80.0), (135.0, -80.0), (45.0, -80.0)];
        let mut turned = south;
        turned.reverse();
        for points in [south, turned] {
            let pole = |is_hole: bool| unwrap_ring(&turned_to_nearer_pole(ring(&points), is_hole), is_hole).pole_lat_deg;
            assert_eq!([false, true].map(pole), [Some(-90.0); 2]);
        }
        let over_180 = ring(&[(170.0, 10.0), (-170.0, 10.0), (-170.0, 20.0), (170.0, 20.0), (170.0, 10.0)]);
        assert_eq!(turned_to_nearer_pole(over_180.clone(), true), over_180);
    }

    #[test]
    fn the_cut_at_180_degrees_is_no_edge() {
        let half = unwrap_ring(&ring(&[(170.0, 0.0), (180.0, 0.0), (180.0, 5.0), (170.0, 5.0), (170.0, 0.0)]), false);
        assert_eq!(half.outline(), [vec![[170.0, 0.0], [180.0, 0.0]], vec![[180.0, 5.0], [170.0, 5.0], [170.0, 0.0]]]);
        assert_eq!(half.pole_lat_deg, None);
    }

    #[test]
    fn a_band_round_the_world_stays_one() {
        let band = unwrap_ring(&ring(&[(-180.0, 40.0), (180.0, 40.0), (180.0, 50.0), (-180.0, 50.0), (-180.0, 40.0)]), false);
        assert_eq!(band.points.iter().map(|at| at[0]).collect::<Vec<_>>(), [-180.0, 180.0, 180.0, -180.0, -180.0]);
        assert_eq!(band.outline().len(), 2, "two parallels, no meridians");
    }

    #[test]
    fn a_hole_is_put_beside_its_ring() {
        let outer = unwrap_ring(&ring(&[(170.0, 40.0), (-170.0, 40.0), (-170.0, 60.0), (170.0, 60.0), (170.0, 40.0)]), false);
        let hole = unwrap_ring(&ring(&[(-178.0, 45.0), (-178.0, 55.0), (-175.0, 55.0), (-178.0, 45.0)]), true);
        assert_eq!(hole.near(outer.middle_lon_deg()).points.first(), Some(&[182.0, 45.0]));
    }
}
