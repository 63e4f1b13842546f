//! Geometries as a binary format gives them, made those of a data layer: in degrees, with positions on earth, lines of two positions and
//! more, closed rings. The same faults are told as of GeoJSON, under the same kinds.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::base::Severity;
use crate::earth::turned_to_nearer_pole;
use crate::formats::references::Reference;
use crate::formats::row_faults::RowFaults;

const MAX_LAT_DEG: f64 = 90.0;
const MAX_LON_DEG: f64 = 180.0;
/// Longitudes up to one turn too far are taken for a world map drawn on past its edge.
const MAX_WRAPPED_LON_DEG: f64 = 540.0;
/// What is beyond a bound by less (11 cm on the ground) is taken for an error of rounding.
const ROUNDING_DEG: f64 = 1e-6;

const GEOMETRY_LEFT_OUT: &str = "left out the geometry";

/// Faults of one kind within one geometry.
struct Finding {
    severity: Severity,
    kind: &'static str,
    detail: String,
    done: &'static str,
    n_more: usize,
}

struct Cleaner {
    reference: Reference,
    findings: Vec<Finding>,
    /// The geometry cannot be saved.
    is_lost: bool,
    first_beyond_90: bool,
    second_beyond_180: bool,
}

/// The geometry in degrees of WGS 84, as much of it as can be saved; `None` where that is nothing, which is told unless it was empty.
/// Of each kind of fault in one geometry the first is told, with the number of the others.
pub fn cleaned(geometry: Geometry<f64>, reference: Reference, faults: &mut RowFaults<'_>) -> Option<Geometry<f64>> {
    let mut cleaner = Cleaner { reference, findings: Vec::new(), is_lost: false, first_beyond_90: false, second_beyond_180: false };
    let saved = cleaner.geometry(geometry);
    cleaner.tell(faults);
    saved.filter(|_| !cleaner.is_lost)
}

impl Cleaner {
    fn find(&mut self, severity: Severity, kind: &'static str, detail: impl FnOnce() -> String, done: &'static str) {
        if let Some(known) = self.findings.iter_mut().find(|finding| finding.kind == kind) {
            known.n_more += 1;
        } else {
            self.findings.push(Finding { severity, kind, detail: detail(), done, n_more: 0 });
        }
    }

    fn tell(&mut self, faults: &mut RowFaults<'_>) {
        let looks_swapped = !self.first_beyond_90 && !self.second_beyond_180;
        for Finding { severity, mut kind, mut detail, done, n_more } in self.findings.drain(..) {
            if kind == "latitude-out-of-range" && looks_swapped {
                kind = "coordinates-look-swapped";
                detail.push_str("; all positions would fit as latitude, longitude");
            }
            if n_more > 0 {
                detail = format!("{detail} (and {n_more} more like it in this geometry)");
            }
            faults.tell(severity, kind, &detail, done.to_owned());
        }
    }

    fn geometry(&mut self, geometry: Geometry<f64>) -> Option<Geometry<f64>> {
        Some(match geometry {
            Geometry::Point(point) => Geometry::Point(Point(self.position(point.0)?)),
            Geometry::MultiPoint(points) => {
                let points = some(points.0.into_iter().filter_map(|point| self.position(point.0).map(Point)))?;
                Geometry::MultiPoint(MultiPoint(points))
            }
            Geometry::Line(line) => Geometry::LineString(self.line(LineString(vec![line.start, line.end]))?),
            Geometry::LineString(line) => Geometry::LineString(self.line(line)?),
            Geometry::MultiLineString(lines) => {
                Geometry::MultiLineString(MultiLineString(some(lines.0.into_iter().filter_map(|line| self.line(line)))?))
            }
            Geometry::Polygon(polygon) => Geometry::Polygon(self.polygon(polygon)?),
            Geometry::MultiPolygon(polygons) => {
                Geometry::MultiPolygon(MultiPolygon(some(polygons.0.into_iter().filter_map(|polygon| self.polygon(polygon)))?))
            }
            Geometry::Rect(rect) => Geometry::Polygon(self.polygon(rect.to_polygon())?),
            Geometry::Triangle(triangle) => Geometry::Polygon(self.polygon(triangle.to_polygon())?),
            Geometry::GeometryCollection(parts) => {
                Geometry::GeometryCollection(GeometryCollection(some(parts.0.into_iter().filter_map(|part| self.geometry(part)))?))
            }
        })
    }

    fn position(&mut self, at: Coord<f64>) -> Option<Coord<f64>> {
        let Coord { x, y } = self.reference.in_degrees(at);
        if !x.is_finite() || !y.is_finite() {
            let detail = || format!("a position of {} and {}, which are no numbers", at.x, at.y);
            self.find(Severity::Error, "position-not-numbers", detail, "left out the position");
            return None;
        }
        let (x, y) = (self.without_rounding(x, MAX_LON_DEG), self.without_rounding(y, MAX_LAT_DEG));
        self.first_beyond_90 |= x.abs() > MAX_LAT_DEG;
        self.second_beyond_180 |= y.abs() > MAX_LON_DEG;
        if y.abs() > MAX_LAT_DEG {
            self.is_lost = true;
            self.find(Severity::Error, "latitude-out-of-range", || format!("latitude {y} is beyond 90 degrees"), GEOMETRY_LEFT_OUT);
        } else if x.abs() > MAX_WRAPPED_LON_DEG {
            self.is_lost = true;
            self.find(Severity::Error, "longitude-out-of-range", || format!("longitude {x} is no longitude"), GEOMETRY_LEFT_OUT);
        } else if x.abs() > MAX_LON_DEG {
            let detail = || format!("longitude {x} is beyond 180 degrees");
            self.find(Severity::Warning, "longitude-wrapped", detail, "turned back by 360");
            return Some(Coord { x: x - 360.0_f64.copysign(x), y });
        }
        Some(Coord { x, y })
    }

    fn without_rounding(&mut self, angle_deg: f64, max_deg: f64) -> f64 {
        let beyond_deg = angle_deg.abs() - max_deg;
        if beyond_deg <= 0.0 || beyond_deg >= ROUNDING_DEG {
            return angle_deg;
        }
        // What was turned from metres into degrees is not written so in the file.
        if self.reference == Reference::Degrees {
            let detail = || format!("{angle_deg} is beyond {max_deg} degrees by a hair");
            self.find(Severity::Warning, "just-out-of-range", detail, "took it for the bound");
        }
        max_deg.copysign(angle_deg)
    }

    fn positions(&mut self, line: LineString<f64>) -> Vec<Coord<f64>> {
        line.0.into_iter().filter_map(|at| self.position(at)).collect()
    }

    fn line(&mut self, line: LineString<f64>) -> Option<LineString<f64>> {
        if line.0.is_empty() {
            return None;
        }
        let positions = self.positions(line);
        if positions.len() < 2 {
            self.find(Severity::Error, "short-line", || "a line needs 2 positions".to_owned(), "left out the line");
            return None;
        }
        Some(LineString(positions))
    }

    fn ring(&mut self, ring: LineString<f64>, done: &'static str) -> Option<LineString<f64>> {
        let mut positions = self.positions(ring);
        if let (Some(first), Some(last)) = (positions.first().copied(), positions.last())
            && first != *last
        {
            let detail = || "the last position of a ring must be its first again".to_owned();
            self.find(Severity::Error, "unclosed-ring", detail, "closed the ring");
            positions.push(first);
        }
        if positions.len() < 4 {
            let detail = || "a ring needs 4 positions, the last the same as the first".to_owned();
            self.find(Severity::Error, "short-ring", detail, done);
            return None;
        }
        Some(LineString(positions))
    }

    fn polygon(&mut self, polygon: Polygon<f64>) -> Option<Polygon<f64>> {
        let (exterior, interiors) = polygon.into_inner();
        if exterior.0.is_empty() {
            return None;
        }
        let exterior = self.ring(exterior, "left out the polygon")?;
        let interiors = interiors.into_iter().filter_map(|hole| self.ring(hole, "left out the hole"));
        let interiors = interiors.map(|hole| turned_to_nearer_pole(hole, true)).collect();
        Some(Polygon::new(turned_to_nearer_pole(exterior, false), interiors))
    }
}

/// All there are, if there are any.
fn some<T>(items: impl Iterator<Item = T>) -> Option<Vec<T>> {
    Some(items.collect::<Vec<_>>()).filter(|items| !items.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Problems;

    fn line(positions: &[(f64, f64)]) -> LineString<f64> {
        LineString(positions.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect())
    }

    #[test]
    fn what_is_wrong_with_a_geometry_is_told_and_the_rest_is_saved() {
        let square: [(f64, f64); 5] = [(0., 0.), (1., 0.), (1., 1.), (0., 1.), (0., 0.)];
        let with_hole = Polygon::new(line(&square), vec![line(&[(0.1, 0.1), (0.2, 0.2)])]);
        let point = |x: f64, y: f64| Geometry::Point(Point::new(x, y));
        let collection = |parts| Geometry::GeometryCollection(GeometryCollection(parts));
        // (geometry, positions saved or none, kinds told)
        let cases: Vec<(Geometry<f64>, Option<usize>, &str)> = vec![
            (point(1., 2.), Some(1), ""),
            (point(f64::NAN, 2.), None, "position-not-numbers"),
            (point(1., f64::INFINITY), None, "position-not-numbers"),
            (point(190., 2.), Some(1), "longitude-wrapped"),
            (point(541., 2.), None, "longitude-out-of-range"),
            (point(120., 91.), None, "latitude-out-of-range"),
            (point(412_345., 5_712_345.), None, "latitude-out-of-range"),
            (line(&[(38., 125.), (39., 127.)]).into(), None, "coordinates-look-swapped"),
            (point(-180.000_000_1, 90.000_000_1), Some(1), "just-out-of-range"),
            (line(&[(1., 2.)]).into(), None, "short-line"),
            (line(&[(1., 2.), (f64::NAN, 0.), (3., 4.)]).into(), Some(2), "position-not-numbers"),
            (line(&[]).into(), None, ""),
            (with_hole.into(), Some(5), "short-ring"),
            (Polygon::new(line(&[]), vec![line(&square)]).into(), None, ""),
            (Geometry::Rect(geo::Rect::new((0., 0.), (1., 1.))), Some(5), ""),
            (collection(vec![point(1., 1.), line(&[(1., 1.)]).into()]), Some(1), "short-line"),
            (collection(vec![]), None, ""),
        ];
        for (geometry, n_saved, expected) in cases {
            let shown = format!("{geometry:?}");
            let mut problems = Problems::default();
            let saved = cleaned(geometry, Reference::Degrees, &mut RowFaults::new("f", &mut problems));
            assert_eq!(saved.as_ref().map(geo::CoordsIter::coords_count), n_saved, "{shown}");
            assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "), expected, "{shown}");
        }
    }

    #[test]
    fn a_ring_of_binary_formats_is_closed_where_it_is_open() {
        let mut problems = Problems::default();
        let mut cleaner = Cleaner {
            reference: Reference::Degrees,
            findings: Vec::new(),
            is_lost: false,
            first_beyond_90: false,
            second_beyond_180: false,
        };
        let ring = cleaner.ring(line(&[(0., 0.), (1., 0.), (1., 1.)]), "left out the polygon").unwrap();
        cleaner.tell(&mut RowFaults::new("f", &mut problems));
        assert_eq!((ring.0.len(), problems.iter().next().unwrap().kind), (4, "unclosed-ring"));
    }
}
