//! Where a Placemark is.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::earth::turned_to_nearer_pole;
use crate::formats::xml::{Element, Findings, Spot, coord_deg};

const POSITION_LEFT_OUT: &str = "left out the position";
const GEOMETRY_LEFT_OUT: &str = "left out the geometry";

/// Where a Placemark is, and of tracks the first and the last time that is given.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub geometry: Option<Geometry<f64>>,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// The geometries that stand in an element, put together to one.
pub(super) fn place(element: &Element, findings: &mut Findings) -> Place {
    let mut place = Place::default();
    let mut all = Vec::new();
    collect(element, &mut all, &mut place, findings);
    place.geometry = together(all);
    place
}

fn collect(element: &Element, all: &mut Vec<Geometry<f64>>, place: &mut Place, findings: &mut Findings) {
    for child in &element.children {
        match child.name.as_str() {
            "Point" => all.extend(point(child, findings)),
            // A ring by itself is a line that ends where it began.
            "LineString" | "LinearRing" => all.extend(line(positions_in(child, findings), child.at, findings)),
            "Polygon" => all.extend(polygon(child, findings).map(Geometry::Polygon)),
            "MultiGeometry" | "MultiTrack" => collect(child, all, place, findings),
            "Track" => all.extend(track(child, place, findings)),
            "Model" => findings.warning(child.at, "model", "a model of a thing in three dimensions", "left out"),
            _ => {}
        }
    }
}

fn point(element: &Element, findings: &mut Findings) -> Option<Geometry<f64>> {
    let positions = positions_in(element, findings);
    if positions.len() > 1 {
        let detail = format!("a Point of {} positions", positions.len());
        findings.warning(element.at, "point-of-many", detail, "took the first");
    }
    positions.first().map(|at| Geometry::Point(Point(*at)))
}

/// A line; one of a single position is a point, and one of none is nothing.
fn line(positions: Vec<Coord<f64>>, at: Spot, findings: &mut Findings) -> Option<Geometry<f64>> {
    match positions.as_slice() {
        [] => None,
        [single] => {
            findings.error(at, "short-line", "a line of one position", "read as a point");
            Some(Geometry::Point(Point(*single)))
        }
        _ => Some(Geometry::LineString(LineString(positions))),
    }
}

fn polygon(element: &Element, findings: &mut Findings) -> Option<Polygon<f64>> {
    let outer = element.child("outerBoundaryIs").and_then(|boundary| boundary.child("LinearRing"));
    let Some(outer) = outer else {
        findings.error(element.at, "polygon-without-ring", "a Polygon has no outer ring", GEOMETRY_LEFT_OUT);
        return None;
    };
    let outer = ring(outer, GEOMETRY_LEFT_OUT, findings)?;
    // More than one hole in one boundary is against the schema, and met.
    let holes = element.children_named("innerBoundaryIs").flat_map(|boundary| boundary.children_named("LinearRing"));
    let holes = holes.filter_map(|hole| ring(hole, "left out the hole", findings)).map(|hole| turned_to_nearer_pole(hole, true)).collect();
    Some(Polygon::new(turned_to_nearer_pole(outer, false), holes))
}

fn ring(element: &Element, done: &'static str, findings: &mut Findings) -> Option<LineString<f64>> {
    let mut positions = positions_in(element, findings);
    if positions.first() != positions.last() {
        findings.warning(element.at, "unclosed-ring", "a ring does not end where it began", "closed the ring");
        positions.extend(positions.first().copied());
    }
    if positions.len() < 4 {
        findings.error(element.at, "short-ring", "a ring needs 3 different positions", done);
        return None;
    }
    Some(LineString(positions))
}

/// A track: places and times one after the other.
fn track(element: &Element, place: &mut Place, findings: &mut Findings) -> Option<Geometry<f64>> {
    let mut positions = Vec::new();
    for coord in element.children_named("coord") {
        let mut numbers = coord.text.split_whitespace().map(|number| number.parse::<f64>().ok());
        match (numbers.next(), numbers.next()) {
            (Some(lon_deg), Some(lat_deg)) => positions.extend(position(lon_deg, lat_deg, coord.at, findings)),
            // A track has places without a position where only its time is known.
            _ if coord.text.trim().is_empty() => {}
            _ => drop(position(None, None, coord.at, findings)),
        }
    }
    let whens = || element.children_named("when").map(|when| when.text.trim()).filter(|when| !when.is_empty());
    place.first = place.first.take().or_else(|| whens().next().map(str::to_owned));
    place.last = whens().last().map(str::to_owned).or(place.last.take());
    match positions.as_slice() {
        [single] => Some(Geometry::Point(Point(*single))),
        _ => line(positions, element.at, findings),
    }
}

fn positions_in(element: &Element, findings: &mut Findings) -> Vec<Coord<f64>> {
    element.child("coordinates").map(|coordinates| positions(&coordinates.text, coordinates.at, findings)).unwrap_or_default()
}

/// Positions `lon,lat` or `lon,lat,altitude` with space between them; space about a comma divides nothing, as it is met in files.
fn positions(text: &str, at: Spot, findings: &mut Findings) -> Vec<Coord<f64>> {
    let mut found = Vec::new();
    let mut numbers: Vec<Option<f64>> = Vec::new();
    let mut goes_on = false;
    for word in text.split_whitespace() {
        if !goes_on && !word.starts_with(',') {
            found.extend(ended(&mut numbers, at, findings));
        }
        numbers.extend(word.split(',').filter(|number| !number.is_empty()).map(|number| number.parse().ok()));
        goes_on = word.ends_with(',');
    }
    found.extend(ended(&mut numbers, at, findings));
    found
}

/// The position that some numbers are.
fn ended(numbers: &mut Vec<Option<f64>>, at: Spot, findings: &mut Findings) -> Option<Coord<f64>> {
    if numbers.is_empty() {
        return None;
    }
    let (lon_deg, lat_deg) = (numbers.first().copied().flatten(), numbers.get(1).copied().flatten());
    if numbers.len() > 3 {
        let detail = format!("a position of {} numbers", numbers.len());
        findings.warning(at, "many-numbers", detail, "took the first two");
    }
    numbers.clear();
    position(lon_deg, lat_deg, at, findings)
}

fn position(lon_deg: Option<f64>, lat_deg: Option<f64>, at: Spot, findings: &mut Findings) -> Option<Coord<f64>> {
    let Some((lon_deg, lat_deg)) = lon_deg.zip(lat_deg) else {
        findings.error(at, "bad-position", "a position that is not of two numbers", POSITION_LEFT_OUT);
        return None;
    };
    match coord_deg(lon_deg, lat_deg) {
        Ok(coord) => Some(coord),
        Err(detail) => {
            findings.error(at, "off-the-earth", format!("{detail} is nowhere on the earth"), POSITION_LEFT_OUT);
            None
        }
    }
}

/// Several geometries as one: of one kind where they are all alike.
pub(super) fn together(mut all: Vec<Geometry<f64>>) -> Option<Geometry<f64>> {
    if all.len() <= 1 {
        return all.pop();
    }
    let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
    for geometry in &all {
        match geometry {
            Geometry::Point(point) => points.push(*point),
            Geometry::LineString(line) => lines.push(line),
            Geometry::Polygon(polygon) => polygons.push(polygon),
            _ => {}
        }
    }
    Some(if points.len() == all.len() {
        Geometry::MultiPoint(MultiPoint(points))
    } else if lines.len() == all.len() {
        Geometry::MultiLineString(MultiLineString(lines.into_iter().cloned().collect()))
    } else if polygons.len() == all.len() {
        Geometry::MultiPolygon(MultiPolygon(polygons.into_iter().cloned().collect()))
    } else {
        Geometry::GeometryCollection(GeometryCollection(all))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_with_space_and_commas_as_files_have_them() {
        for (text, expected) in [
            ("1,2", "1 2"),
            (" 1,2,3\n 4,5,6 ", "1 2/4 5"),
            ("1, 2, 3 4,5", "1 2/4 5"),
            ("1 ,2 4,5", "1 2/4 5"),
            ("1,2,3,4,5", "1 2"),
            ("190,2", "-170 2"),
            ("1,2 x,y 3,4 5 6,95 NaN,1 600,1", "1 2/3 4"),
            ("", ""),
            (",", ""),
        ] {
            let found = positions(text, Spot::default(), &mut Findings::default());
            let shown: Vec<_> = found.iter().map(|at| format!("{} {}", at.x, at.y)).collect();
            assert_eq!(shown.join("/"), expected, "{text}");
        }
    }
}
