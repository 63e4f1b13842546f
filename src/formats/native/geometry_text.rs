//! A geometry as RFC 7946 text, for places whose geometry was edited.

use geo::{Coord, Geometry, LineString, Polygon};

use crate::formats::native::fields::Value;

/// A GeoJSON Geometry object on one line. Numbers are the shortest that read back as the same value.
pub fn geometry_text(geometry: &Geometry<f64>) -> String {
    let (kind, coordinates) = match geometry {
        Geometry::Point(point) => ("Point", position(point.0)),
        Geometry::MultiPoint(points) => ("MultiPoint", array(points.iter().map(|point| position(point.0)))),
        Geometry::Line(line) => ("LineString", array([line.start, line.end].into_iter().map(position))),
        Geometry::LineString(line) => ("LineString", positions(line)),
        Geometry::MultiLineString(lines) => ("MultiLineString", array(lines.iter().map(positions))),
        Geometry::Polygon(polygon) => ("Polygon", rings(polygon)),
        Geometry::MultiPolygon(polygons) => ("MultiPolygon", array(polygons.iter().map(rings))),
        Geometry::Rect(rect) => ("Polygon", rings(&rect.to_polygon())),
        Geometry::Triangle(triangle) => ("Polygon", rings(&triangle.to_polygon())),
        Geometry::GeometryCollection(parts) => {
            return format!("{{\"type\": \"GeometryCollection\", \"geometries\": {}}}", array(parts.iter().map(geometry_text)));
        }
    };
    format!("{{\"type\": \"{kind}\", \"coordinates\": {coordinates}}}")
}

fn rings(polygon: &Polygon<f64>) -> String {
    array(std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(positions))
}

fn positions(line: &LineString<f64>) -> String {
    array(line.coords().copied().map(position))
}

fn position(at: Coord<f64>) -> String {
    format!("[{}, {}]", at.x.text(), at.y.text())
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
