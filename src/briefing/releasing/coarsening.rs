//! Coordinates told to so many kilometres.

use geo::{BoundingRect, Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::briefing::releasing::Removed;
use crate::earth::{LonLat, decimal_text};
use crate::model::{Header, Place, PlaceKind, Precision, PrecisionWord, RecordId, Records, Scene, SceneArea, Withheld};

/// A degree of latitude on a sphere of the earth's mean radius (6,371.0088 km).
const KM_PER_DEGREE: f64 = 111.195_08;
/// Coordinates in files: a millionth of a degree is 0.1 m.
const PLACES: i32 = 6;

/// Positions so many kilometres apart: rows of latitude from the equator, on each of them a whole number of positions round the earth.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    km: f64,
}

impl Grid {
    /// `None` where that is no number of kilometres.
    pub fn new(km: f64) -> Option<Self> {
        (km.is_finite() && km > 0.0).then_some(Self { km })
    }

    fn row_deg(self) -> f64 {
        self.km / KM_PER_DEGREE
    }

    /// The position of the grid that is nearest by row and on it.
    pub fn nearest(self, at: Coord<f64>) -> Coord<f64> {
        let row = self.row_deg();
        let lat = ((at.y / row).round() * row).clamp(-90.0, 90.0);
        let n_round = (360.0 * lat.to_radians().cos() / row).floor().max(1.0);
        let step = 360.0 / n_round;
        let lon = (at.x / step).round() * step;
        // The last one before the date line is the first behind it.
        let lon = if lon > 180.0 { lon - 360.0 } else { lon };
        Coord { x: rounded(lon), y: rounded(lat) }
    }

    /// Snaps what is placed, and says so in its precision. Outlines of regions, countries and seas that are larger than the grid stay: they
    /// are no finding.
    pub fn coarsen(self, header: &mut Header, records: &mut Records, removed: &mut Vec<Removed>) {
        if let Some(home) = &mut header.home {
            home.bbox = self.outwards(home.bbox);
        }
        records.scenes.values_mut().for_each(|scene| self.coarsen_scene(scene));
        for place in records.places.values_mut() {
            let Some(geometry) = place.geometry.as_ref().filter(|geometry| !self.stays(place, geometry)) else { continue };
            let snapped = self.geometry(geometry);
            if snapped.as_ref() != Some(geometry) {
                removed.push(Removed {
                    what: Withheld::Coordinates,
                    record: Some(RecordId::Place(place.id.clone())),
                    member: "geometry",
                    before: where_it_is(geometry),
                    after: snapped.as_ref().map(where_it_is),
                });
            }
            place.geometry = snapped;
            place.precision = Some(self.precision(place.precision));
        }
    }

    /// Boxes become larger; what is drawn by hand stands on the grid.
    fn coarsen_scene(self, scene: &mut Scene) {
        scene.bounds = scene.bounds.map(|bounds| self.outwards(bounds));
        match scene.filter.as_deref_mut().and_then(|filter| filter.area.as_mut()) {
            Some(SceneArea::Box(bounds)) => *bounds = self.outwards(*bounds),
            Some(SceneArea::Polygon(corners)) => corners.iter_mut().for_each(|corner| *corner = self.nearest_to(*corner)),
            Some(SceneArea::View) | None => {}
        }
        for annotation in &mut scene.annotations {
            annotation.points.iter_mut().for_each(|point| *point = self.nearest_to(*point));
        }
    }

    fn nearest_to(self, at: LonLat) -> LonLat {
        let nearest = self.nearest(Coord { x: at.lon_deg(), y: at.lat_deg() });
        LonLat::new(nearest.x, nearest.y).unwrap_or(at)
    }

    fn outwards(self, [west, south, east, north]: [f64; 4]) -> [f64; 4] {
        let step = self.row_deg();
        let outwards = [(west / step).floor(), (south / step).floor(), (east / step).ceil(), (north / step).ceil()];
        let [west, south, east, north] = outwards.map(|n| rounded(n * step));
        [west.max(-180.0), south.max(-90.0), east.min(180.0), north.min(90.0)]
    }

    fn stays(self, place: &Place, geometry: &Geometry<f64>) -> bool {
        let is_area = matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
        let is_public = matches!(place.kind, Some(PlaceKind::Region | PlaceKind::Country | PlaceKind::Sea));
        let Some(bounds) = geometry.bounding_rect().filter(|_| is_area && is_public) else { return false };
        let middle_deg = (bounds.min().y + bounds.max().y) / 2.0;
        let width_km = bounds.width() * KM_PER_DEGREE * middle_deg.to_radians().cos();
        width_km.min(bounds.height() * KM_PER_DEGREE) > self.km
    }

    /// What was known less precisely stays so.
    fn precision(self, known: Option<Precision>) -> Precision {
        let known_km = match known {
            None | Some(Precision::Word(PrecisionWord::Exact)) => 0.0,
            Some(Precision::Metres(radius_m)) => radius_m / 1000.0,
            Some(Precision::Word(PrecisionWord::Settlement)) => 5.0,
            Some(Precision::Word(PrecisionWord::District)) => 20.0,
            Some(Precision::Word(PrecisionWord::Region)) => 100.0,
            Some(Precision::Word(PrecisionWord::Country)) => 500.0,
        };
        known.filter(|_| known_km >= self.km).unwrap_or(Precision::Metres(self.km * 1000.0))
    }

    /// `None` where nothing was placed by it.
    fn geometry(self, geometry: &Geometry<f64>) -> Option<Geometry<f64>> {
        Some(match geometry {
            Geometry::Point(point) => Geometry::Point(Point(self.nearest(point.0))),
            Geometry::MultiPoint(points) => {
                let mut snapped: Vec<Point<f64>> = Vec::new();
                for point in points {
                    let point = Point(self.nearest(point.0));
                    if !snapped.contains(&point) {
                        snapped.push(point);
                    }
                }
                if snapped.is_empty() {
                    return None;
                }
                Geometry::MultiPoint(MultiPoint(snapped))
            }
            Geometry::Line(line) => return self.geometry(&Geometry::LineString(LineString(vec![line.start, line.end]))),
            Geometry::LineString(line) => match self.line(line) {
                Some(line) => Geometry::LineString(line),
                None => self.point_of(line.0.first())?,
            },
            Geometry::MultiLineString(lines) => {
                let snapped: Vec<LineString<f64>> = lines.iter().filter_map(|line| self.line(line)).collect();
                if snapped.is_empty() {
                    self.point_of(lines.iter().find_map(|line| line.0.first()))?
                } else {
                    Geometry::MultiLineString(MultiLineString(snapped))
                }
            }
            Geometry::Polygon(area) => match self.area(area) {
                Some(area) => Geometry::Polygon(area),
                None => self.point_of(area.exterior().0.first())?,
            },
            Geometry::MultiPolygon(areas) => {
                let snapped: Vec<Polygon<f64>> = areas.iter().filter_map(|area| self.area(area)).collect();
                if snapped.is_empty() {
                    self.point_of(areas.iter().find_map(|area| area.exterior().0.first()))?
                } else {
                    Geometry::MultiPolygon(MultiPolygon(snapped))
                }
            }
            Geometry::Rect(rect) => return self.geometry(&Geometry::Polygon(rect.to_polygon())),
            Geometry::Triangle(triangle) => return self.geometry(&Geometry::Polygon(triangle.to_polygon())),
            Geometry::GeometryCollection(all) => {
                let snapped: Vec<Geometry<f64>> = all.iter().filter_map(|one| self.geometry(one)).collect();
                if snapped.is_empty() {
                    return None;
                }
                Geometry::GeometryCollection(geo::GeometryCollection(snapped))
            }
        })
    }

    /// A shape smaller than the grid is a point of it.
    fn point_of(self, first: Option<&Coord<f64>>) -> Option<Geometry<f64>> {
        first.map(|first| Geometry::Point(Point(self.nearest(*first))))
    }

    /// `None` where nothing of its length is left.
    fn line(self, line: &LineString<f64>) -> Option<LineString<f64>> {
        let mut snapped: Vec<Coord<f64>> = line.0.iter().map(|at| self.nearest(*at)).collect();
        snapped.dedup();
        (snapped.len() > 1).then_some(LineString(snapped))
    }

    /// `None` where nothing of its area is left. Holes that close go.
    fn area(self, area: &Polygon<f64>) -> Option<Polygon<f64>> {
        let ring = |ring: &LineString<f64>| self.line(ring).filter(|ring| ring.0.len() > 3);
        Some(Polygon::new(ring(area.exterior())?, area.interiors().iter().filter_map(ring).collect()))
    }
}

fn rounded(deg: f64) -> f64 {
    let factor = 10_f64.powi(PLACES);
    let rounded = (deg * factor).round() / factor;
    // No minus before nothing.
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A point's position; of anything else the corners of its box.
fn where_it_is(geometry: &Geometry<f64>) -> String {
    const DECIMALS: usize = 5;
    let text = |at: Coord<f64>| LonLat::new(at.x, at.y).map(|at| decimal_text(at, DECIMALS)).unwrap_or_default();
    match (geometry, geometry.bounding_rect()) {
        (Geometry::Point(point), _) => text(point.0),
        (_, Some(bounds)) => format!("{} – {}", text(bounds.min()), text(bounds.max())),
        (_, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_snapped_position_stays_where_it_is_and_no_further_than_the_grid_from_where_it_was() {
        for km in [0.5, 10.0, 250.0] {
            let grid = Grid::new(km).unwrap();
            for (x, y) in [(36.18, 51.73), (0.0, 0.0), (179.99, 10.0), (-179.99, -72.0), (12.0, 89.99), (126.978_4, 37.566)] {
                let snapped = grid.nearest(Coord { x, y });
                let again = grid.nearest(snapped);
                assert!((again.x - snapped.x).abs() < 2e-6 && (again.y - snapped.y).abs() < 2e-6, "{snapped:?} {again:?}");
                let [from, to] = [Coord { x, y }, snapped].map(|at| LonLat::new(at.x, at.y).unwrap());
                assert!(crate::earth::distance_m(from, to) <= km * 1000.0, "{km} km from {x} {y}: {snapped:?}");
            }
        }
    }

    #[test]
    fn positions_of_one_cell_cannot_be_told_apart() {
        let grid = Grid::new(10.0).unwrap();
        let middle = grid.nearest(Coord { x: 36.2, y: 51.7 });
        for (x, y) in [(0.03, 0.03), (-0.03, 0.02), (0.0, -0.04)] {
            assert_eq!(grid.nearest(Coord { x: middle.x + x, y: middle.y + y }), middle);
        }
    }

    #[test]
    fn a_small_area_becomes_a_point_and_a_large_one_is_drawn_with_the_grid() {
        let grid = Grid::new(10.0).unwrap();
        let square = |size: f64| {
            let (w, s) = (36.0, 51.0);
            Geometry::Polygon(polygon![(x: w, y: s), (x: w + size, y: s), (x: w + size, y: s + size), (x: w, y: s + size), (x: w, y: s)])
        };
        assert!(matches!(grid.geometry(&square(0.01)), Some(Geometry::Point(_))));
        let Some(Geometry::Polygon(area)) = grid.geometry(&square(1.0)) else { panic!() };
        assert!(area.exterior().0.iter().all(|at| grid.nearest(*at) == *at));
    }

    #[test]
    fn what_was_known_less_precisely_stays_so() {
        let grid = Grid::new(10.0).unwrap();
        let word = Precision::Word;
        assert_eq!(grid.precision(None), Precision::Metres(10_000.0));
        assert_eq!(grid.precision(Some(word(PrecisionWord::Settlement))), Precision::Metres(10_000.0));
        assert_eq!(grid.precision(Some(word(PrecisionWord::Region))), word(PrecisionWord::Region));
        assert_eq!(grid.precision(Some(Precision::Metres(50_000.0))), Precision::Metres(50_000.0));
    }
}
