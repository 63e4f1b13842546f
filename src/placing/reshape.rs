//! Geometries made and changed by hand: drawn, moved whole, moved by their corners.

use geo::{Geometry, LineString, MapCoords, Polygon};

use crate::earth::{LonLat, to_lon_lat, to_world, unwrap_ring};
use crate::viewpoint::Drawn;

/// A geometry of points that were drawn, in their order; `None` where they are too few. Of an area the ring is closed and runs
/// counterclockwise, as RFC 7946 (section 3.1.6) has it.
pub fn drawn(shape: Drawn, points: &[LonLat]) -> Option<Geometry<f64>> {
    if points.len() < shape.least() {
        return None;
    }
    let line = LineString::from_iter(points.iter().map(|point| (point.lon_deg(), point.lat_deg())));
    Some(match shape {
        Drawn::Line => line.into(),
        Drawn::Area => Polygon::new(counterclockwise(line), Vec::new()).into(),
    })
}

fn counterclockwise(mut ring: LineString<f64>) -> LineString<f64> {
    ring.close();
    let unwrapped = unwrap_ring(&ring, false).enclosing();
    let twice_area: f64 = unwrapped.iter().zip(unwrapped.iter().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    if twice_area < 0.0 {
        ring.0.reverse();
    }
    ring
}

/// The same geometry as it is on the map when what lay at `from` lies at `to`: its shape on the map stays.
pub fn moved(geometry: &Geometry<f64>, from: LonLat, to: LonLat) -> Geometry<f64> {
    if let Geometry::Point(_) = geometry {
        return geo::Point::new(to.lon_deg(), to.lat_deg()).into();
    }
    let ((from_x, from_y), (to_x, to_y)) = (to_world(from), to_world(to));
    let (dx, dy) = (to_x - from_x, to_y - from_y);
    geometry.map_coords(|coord| {
        let Some(at) = LonLat::new(coord.x, coord.y) else { return coord };
        let (x, y) = to_world(at);
        let at = to_lon_lat(((x + dx).rem_euclid(1.0), (y + dy).clamp(0.0, 1.0)));
        geo::Coord { x: at.lon_deg(), y: at.lat_deg() }
    })
}

/// The corners of a line, or of the outer edge of an area, each once; `None` of anything else.
pub fn corners(geometry: &Geometry<f64>) -> Option<(Drawn, Vec<LonLat>)> {
    let places = |line: &LineString<f64>| line.0.iter().filter_map(|coord| LonLat::new(coord.x, coord.y)).collect::<Vec<_>>();
    match geometry {
        Geometry::LineString(line) => Some((Drawn::Line, places(line))),
        Geometry::Polygon(polygon) => {
            let mut corners = places(polygon.exterior());
            corners.pop();
            Some((Drawn::Area, corners))
        }
        _ => None,
    }
}

/// The geometry with other corners; holes of an area stay. `None` where they are too few.
pub fn with_corners(geometry: &Geometry<f64>, shape: Drawn, corners: &[LonLat]) -> Option<Geometry<f64>> {
    match (drawn(shape, corners)?, geometry) {
        (Geometry::Polygon(outer), Geometry::Polygon(old)) => Some(Polygon::new(outer.exterior().clone(), old.interiors().to_vec()).into()),
        (drawn, _) => Some(drawn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::distance_m;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn a_drawn_area_runs_counterclockwise_whichever_way_it_was_drawn() {
        let points = [at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0)];
        let mut back = points;
        back.reverse();
        for points in [points, back] {
            let Some(Geometry::Polygon(polygon)) = drawn(Drawn::Area, &points) else { panic!("{points:?}") };
            assert!(geo::Winding::is_ccw(polygon.exterior()));
            assert!(polygon.exterior().is_closed());
        }
        assert_eq!(drawn(Drawn::Area, &points[..2]), None);
        assert_eq!(drawn(Drawn::Line, &points[..1]), None);
    }

    #[test]
    fn a_geometry_that_is_moved_keeps_its_shape_on_the_map_over_180_degrees_too() {
        let line = drawn(Drawn::Line, &[at(178.0, 60.0), at(179.0, 61.0)]).unwrap();
        let to = moved(&line, at(178.0, 60.0), at(179.5, 50.0));
        let (shape, corners) = corners(&to).unwrap();
        assert_eq!(shape, Drawn::Line);
        assert!(distance_m(corners[0], at(179.5, 50.0)) < 0.1, "{corners:?}");
        assert!((corners[1].lon_deg() + 179.5).abs() < 1e-6, "{corners:?}");
        let point = moved(&geo::Point::new(3.0, 4.0).into(), at(0.0, 0.0), at(7.0, 8.0));
        assert_eq!(point, geo::Point::new(7.0, 8.0).into());
    }

    #[test]
    fn corners_go_and_come_back_and_holes_stay() {
        let hole = LineString::from(vec![(2.0, 2.0), (3.0, 2.0), (3.0, 3.0), (2.0, 2.0)]);
        let outer = LineString::from(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)]);
        let area = Geometry::Polygon(Polygon::new(outer, vec![hole]));
        let (shape, found) = corners(&area).unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(with_corners(&area, shape, &found).as_ref(), Some(&area));
        assert_eq!(with_corners(&area, shape, &found[..2]), None);
    }
}
