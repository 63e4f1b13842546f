//! Geometries taken apart, and where one is to be shown as a point.

use geo::{Centroid, InteriorPoint};

use crate::earth::{LonLat, to_world_unwrapped, unwrap_geometry};

/// A simple piece of a geometry.
pub enum Part<'a> {
    Point(LonLat),
    Line(&'a geo::LineString<f64>),
    Polygon(&'a geo::Polygon<f64>),
}

/// The simple pieces of a geometry, collections taken apart.
pub fn parts(geometry: &geo::Geometry<f64>) -> Vec<Part<'_>> {
    use geo::Geometry as G;
    let point = |c: geo::Coord<f64>| LonLat::new(c.x, c.y).map(Part::Point);
    match geometry {
        G::Point(p) => point(p.0).into_iter().collect(),
        G::MultiPoint(points) => points.iter().filter_map(|p| point(p.0)).collect(),
        G::LineString(line) => vec![Part::Line(line)],
        G::MultiLineString(lines) => lines.iter().map(Part::Line).collect(),
        G::Polygon(polygon) => vec![Part::Polygon(polygon)],
        G::MultiPolygon(polygons) => polygons.iter().map(Part::Polygon).collect(),
        G::GeometryCollection(all) => all.iter().flat_map(parts).collect(),
        // GeoJSON has none of these.
        G::Line(_) | G::Rect(_) | G::Triangle(_) => Vec::new(),
    }
}

/// One place to stand for a geometry: inside an area, midway on a line, the middle of points.
pub fn middle(geometry: &geo::Geometry<f64>) -> Option<LonLat> {
    if let geo::Geometry::Point(point) = geometry {
        return LonLat::new(point.x(), point.y());
    }
    let point = match unwrap_geometry(geometry) {
        geo::Geometry::Polygon(polygon) => {
            polygon.centroid().filter(|c| geo::Contains::contains(&polygon, c)).or_else(|| polygon.interior_point())
        }
        geo::Geometry::MultiPolygon(polygons) => polygons.interior_point(),
        geo::Geometry::LineString(line) => line.0.get(line.0.len() / 2).map(|c| geo::Point(*c)),
        other => other.centroid(),
    };
    point.and_then(|p| LonLat::new(p.x(), p.y()))
}

/// A path in degrees, whose longitudes run on, in world units.
pub fn world_path(path: &[[f64; 2]]) -> impl Iterator<Item = [f64; 2]> {
    followed(path).map(|at| {
        let (x, y) = to_world_unwrapped(at);
        [x, y]
    })
}

/// A path with more points where it goes far north or south: a line that is straight in degrees (RFC 7946, section 3.1.1) is bent
/// on the map.
fn followed(path: &[[f64; 2]]) -> impl Iterator<Item = [f64; 2]> {
    const LONGEST_DEG: f64 = 2.0;
    let between = path.iter().zip(path.iter().skip(1)).flat_map(|(from, to)| {
        let steps = ((to[1] - from[1]).abs() / LONGEST_DEG).ceil().max(1.0) as u32;
        let is_slanted = (to[0] - from[0]).abs() > 1e-9;
        let steps = if is_slanted { steps } else { 1 };
        (0..steps).map(move |step| {
            let share = f64::from(step) / f64::from(steps);
            [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
        })
    });
    between.chain(path.last().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_hollow_area_is_inside_it() {
        let ring: geo::Polygon<f64> = geo::Polygon::new(
            geo::LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]),
            vec![geo::LineString::from(vec![(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0), (2.0, 2.0)])],
        );
        let inside = middle(&geo::Geometry::Polygon(ring)).unwrap();
        assert!(inside.lon_deg() < 2.0 || inside.lon_deg() > 8.0 || inside.lat_deg() < 2.0 || inside.lat_deg() > 8.0);
    }
}
