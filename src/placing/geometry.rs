//! Geometries taken apart, and where one is to be shown as a point.

use geo::{Centroid, InteriorPoint};

use crate::earth::{LonLat, unwrap_geometry};

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
