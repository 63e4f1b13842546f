//! Geometry objects of RFC 7946, section 3.1.
//!
//! Coordinates are parsed straight into typed arrays that accept only what is faultless. What they refuse is walked value by
//! value, to find what is wrong and where, and to save the rest.

use std::fmt;

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde::de::{DeserializeOwned, Deserializer, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, de};

use crate::base::Severity;
use crate::formats::faults::Faults;
use crate::formats::geojson::members::{Known, Object};
use crate::formats::json::{Kind, Node};

/// GeometryCollections within each other are read to this depth; deeper ones are left out and told.
pub const MAX_COLLECTION_DEPTH: usize = 8;

const MAX_LAT_DEG: f64 = 90.0;
const MAX_LON_DEG: f64 = 180.0;
/// Longitudes up to one turn too far are taken for a world map drawn on past its edge.
const MAX_WRAPPED_LON_DEG: f64 = 540.0;

/// What is beyond a bound by less (11 cm on the ground) is taken for an error of rounding.
const ROUNDING_DEG: f64 = 1e-6;

const GEOMETRY_LEFT_OUT: &str = "left out the geometry";
const POSITION_LEFT_OUT: &str = "left out the position";

/// Reads a Geometry object, in degrees of WGS 84 with x = longitude; altitudes are passed over.
///
/// `None` for `null`, for empty coordinates (which RFC 7946 lets a reader take for null) and where nothing could be saved, which
/// is told. Longitudes beyond 180 degrees are turned back one by one, so a shape drawn on past the edge of the map then crosses the
/// antimeridian, as shapes do that were never cut there. Of each kind of fault in one geometry the first is told, with the number of the others.
pub fn geometry(node: Node<'_>, faults: &mut Faults<'_>) -> Option<Geometry<f64>> {
    read(node, faults, 0)
}

fn read(node: Node<'_>, faults: &mut Faults<'_>, depth: usize) -> Option<Geometry<f64>> {
    match node.kind() {
        Kind::Null => return None,
        Kind::Object => {}
        other => {
            let detail = format!("a geometry must be an object or null, this is {}", other.words());
            faults.error(node.offset(), "geometry-not-object", detail, GEOMETRY_LEFT_OUT);
            return None;
        }
    }
    let object = Object::of(node);
    let Known { type_name, coordinates, geometries, .. } = object.known;
    object.tell_faulty(&["geometry", "properties", "features"], faults);
    let Some(type_text) = object.type_text() else {
        let (offset, detail) = type_name.map_or((node.offset(), "a geometry has no \"type\"".to_owned()), |value| {
            (value.offset(), format!("the \"type\" of a geometry must be a string, this is {}", value.kind().words()))
        });
        faults.error(offset, "missing-type", detail, GEOMETRY_LEFT_OUT);
        return None;
    };
    if type_text == "GeometryCollection" {
        return collection(node, geometries, faults, depth);
    }
    let Some(shape) = Shape::from_type(&type_text) else {
        let offset = type_name.map_or(node.offset(), Node::offset);
        faults.error(offset, "unknown-geometry-type", format!("\"{type_text}\" is no geometry type of RFC 7946"), GEOMETRY_LEFT_OUT);
        return None;
    };
    let Some(coordinates) = coordinates else {
        faults.error(node.offset(), "missing-coordinates", format!("a {type_text} has no \"coordinates\""), GEOMETRY_LEFT_OUT);
        return None;
    };
    shape.faultless(coordinates.raw()).or_else(|| {
        let mut walk = Walk::default();
        let saved = walk.coordinates(shape, coordinates);
        walk.tell(faults);
        saved.filter(|_| !walk.is_lost)
    })
}

fn collection(node: Node<'_>, geometries: Option<Node<'_>>, faults: &mut Faults<'_>, depth: usize) -> Option<Geometry<f64>> {
    let Some(list) = geometries.filter(|list| list.kind() == Kind::Array) else {
        let (offset, found) = geometries.map_or((node.offset(), "has none"), |value| (value.offset(), value.kind().words()));
        let detail = format!("a GeometryCollection needs \"geometries\", an array; found: {found}");
        faults.error(offset, "missing-geometries", detail, GEOMETRY_LEFT_OUT);
        return None;
    };
    if depth >= MAX_COLLECTION_DEPTH {
        let detail = format!("GeometryCollections within each other, more than {MAX_COLLECTION_DEPTH} deep");
        faults.error(node.offset(), "too-deep", detail, GEOMETRY_LEFT_OUT);
        return None;
    }
    if depth == 1 {
        let detail = "a GeometryCollection within another, which RFC 7946 advises against";
        faults.warning(node.offset(), "nested-collection", detail, "read as it is");
    }
    let mut members = Vec::new();
    for item in list.elements() {
        if item.kind() == Kind::Null {
            faults.error(item.offset(), "geometry-not-object", "null in place of a geometry", "left out of the collection");
        }
        members.extend(read(item, faults, depth + 1));
    }
    if members.is_empty() { None } else { Some(Geometry::GeometryCollection(GeometryCollection(members))) }
}

/// Whether this is the type of a Geometry object.
pub fn is_geometry_type(name: &str) -> bool {
    name == "GeometryCollection" || Shape::from_type(name).is_some()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
}

impl Shape {
    fn from_type(name: &str) -> Option<Self> {
        Some(match name {
            "Point" => Self::Point,
            "MultiPoint" => Self::MultiPoint,
            "LineString" => Self::LineString,
            "MultiLineString" => Self::MultiLineString,
            "Polygon" => Self::Polygon,
            "MultiPolygon" => Self::MultiPolygon,
            _ => return None,
        })
    }

    /// The geometry with these coordinates, where there is nothing at all to say about them.
    fn faultless(self, raw: &str) -> Option<Geometry<f64>> {
        Some(match self {
            Self::Point => Geometry::Point(Point(parse::<Position>(raw)?.coord)),
            Self::MultiPoint => Geometry::MultiPoint(to_multi_point(&parse::<Run>(raw)?)?),
            Self::LineString => Geometry::LineString(faultless_line(&parse::<Run>(raw)?)?),
            Self::MultiLineString => {
                Geometry::MultiLineString(MultiLineString(all(&parse::<Vec<Run>>(raw)?, |line| faultless_line(line))?))
            }
            Self::Polygon => Geometry::Polygon(faultless_polygon(&parse::<Vec<Run>>(raw)?)?),
            Self::MultiPolygon => {
                Geometry::MultiPolygon(MultiPolygon(all(&parse::<Vec<Vec<Run>>>(raw)?, |rings| faultless_polygon(rings))?))
            }
        })
    }
}

/// The positions of a line or a ring.
type Run = Vec<Position>;

/// A position as read: what the geometry keeps, and the altitude to tell whether a ring's ends are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Position {
    coord: Coord<f64>,
    altitude_m: Option<f64>,
}

impl<'de> Deserialize<'de> for Position {
    /// Takes two or three numbers within the ranges of longitude and latitude, nothing else.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
                let (Some(x), Some(y)) = (numbers.next_element::<f64>()?, numbers.next_element::<f64>()?) else {
                    return Err(A::Error::invalid_length(0, &self));
                };
                let altitude_m = numbers.next_element::<f64>()?;
                let is_longer = altitude_m.is_some() && numbers.next_element::<de::IgnoredAny>()?.is_some();
                if is_longer || x.abs() > MAX_LON_DEG || y.abs() > MAX_LAT_DEG {
                    return Err(A::Error::custom("not faultless"));
                }
                Ok(Position { coord: Coord { x, y }, altitude_m })
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

fn parse<T: DeserializeOwned>(raw: &str) -> Option<T> {
    serde_json::from_str(raw).ok()
}

fn all<T, U>(parts: &[T], convert: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    if parts.is_empty() { None } else { parts.iter().map(convert).collect() }
}

fn to_line(positions: &[Position]) -> LineString<f64> {
    LineString(positions.iter().map(|p| p.coord).collect())
}

fn to_multi_point(positions: &[Position]) -> Option<MultiPoint<f64>> {
    if positions.is_empty() { None } else { Some(MultiPoint(positions.iter().map(|p| Point(p.coord)).collect())) }
}

fn faultless_line(positions: &[Position]) -> Option<LineString<f64>> {
    if positions.len() < 2 { None } else { Some(to_line(positions)) }
}

fn faultless_ring(positions: &[Position]) -> Option<LineString<f64>> {
    if positions.len() < 4 || positions.first() != positions.last() { None } else { Some(to_line(positions)) }
}

fn faultless_polygon(rings: &[Run]) -> Option<Polygon<f64>> {
    let mut rings = all(rings, |ring| faultless_ring(ring))?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// Faults of one kind within one geometry.
struct Finding {
    severity: Severity,
    offset: usize,
    kind: &'static str,
    detail: String,
    done: &'static str,
    n_more: usize,
}

/// What was met on the way through the coordinates of one geometry.
#[derive(Default)]
struct Walk {
    findings: Vec<Finding>,
    /// The geometry cannot be saved.
    is_lost: bool,
    first_beyond_90: bool,
    second_beyond_180: bool,
}

impl Walk {
    fn find(&mut self, severity: Severity, node: Node<'_>, kind: &'static str, detail: impl Into<String>, done: &'static str) {
        if let Some(known) = self.findings.iter_mut().find(|finding| finding.kind == kind) {
            known.n_more += 1;
        } else {
            self.findings.push(Finding { severity, offset: node.offset(), kind, detail: detail.into(), done, n_more: 0 });
        }
    }

    fn lose(&mut self, node: Node<'_>, kind: &'static str, detail: impl Into<String>) {
        self.is_lost = true;
        self.find(Severity::Error, node, kind, detail, GEOMETRY_LEFT_OUT);
    }

    fn tell(&mut self, faults: &mut Faults<'_>) {
        let looks_swapped = !self.first_beyond_90 && !self.second_beyond_180;
        for Finding { severity, offset, mut kind, mut detail, done, n_more } in self.findings.drain(..) {
            if kind == "latitude-out-of-range" && looks_swapped {
                kind = "coordinates-look-swapped";
                detail.push_str("; all positions would fit as latitude, longitude");
            }
            if n_more > 0 {
                detail = format!("{detail} (and {n_more} more like it in this geometry)");
            }
            faults.tell(severity, offset, kind, detail, done.to_owned());
        }
    }

    fn coordinates(&mut self, shape: Shape, node: Node<'_>) -> Option<Geometry<f64>> {
        if node.kind() != Kind::Array {
            let detail = format!("\"coordinates\" must be an array, this is {}", node.kind().words());
            self.lose(node, "coordinates-not-array", detail);
            return None;
        }
        if node.elements().is_empty() {
            return None;
        }
        Some(match shape {
            Shape::Point => Geometry::Point(Point(self.position(node)?.coord)),
            Shape::MultiPoint => Geometry::MultiPoint(to_multi_point(&self.list(node, Self::position))?),
            Shape::LineString => Geometry::LineString(self.line(node)?),
            Shape::MultiLineString => {
                let lines = self.list(node, Self::line);
                if lines.is_empty() {
                    return None;
                }
                Geometry::MultiLineString(MultiLineString(lines))
            }
            Shape::Polygon => Geometry::Polygon(self.polygon(node)?),
            Shape::MultiPolygon => {
                let polygons = self.list(node, Self::polygon);
                if polygons.is_empty() {
                    return None;
                }
                Geometry::MultiPolygon(MultiPolygon(polygons))
            }
        })
    }

    /// What `item` makes of the elements of an array. Anything but an array here means that the nesting is wrong.
    fn list<T>(&mut self, node: Node<'_>, item: fn(&mut Self, Node<'_>) -> Option<T>) -> Vec<T> {
        if node.kind() != Kind::Array {
            self.lose(node, "wrong-nesting", format!("an array of arrays is wanted here, this is {}", node.kind().words()));
        }
        node.elements().into_iter().filter_map(|element| item(self, element)).collect()
    }

    fn position(&mut self, node: Node<'_>) -> Option<Position> {
        if node.kind() != Kind::Array {
            self.lose(node, "wrong-nesting", format!("a position (an array of numbers) is wanted here, this is {}", node.kind().words()));
            return None;
        }
        let items = node.elements();
        let mut numbers = Vec::with_capacity(items.len().min(4));
        for item in &items {
            match (item.kind(), item.as_f64()) {
                (_, Some(number)) => numbers.push(number),
                (Kind::Number, None) => {
                    self.find(Severity::Error, *item, "number-too-big", "a number that 64 bits cannot hold", POSITION_LEFT_OUT);
                    return None;
                }
                (Kind::Array, None) => {
                    self.lose(*item, "wrong-nesting", "a number is wanted here, this is an array: nested too deep");
                    return None;
                }
                (other, None) => {
                    let detail = format!("a position must be of numbers, this is {}", other.words());
                    self.find(Severity::Error, *item, "position-not-numbers", detail, POSITION_LEFT_OUT);
                    return None;
                }
            }
        }
        let [x, y, rest @ ..] = numbers.as_slice() else {
            let detail = format!("a position needs 2 numbers, this has {}", numbers.len());
            self.find(Severity::Error, node, "short-position", detail, POSITION_LEFT_OUT);
            return None;
        };
        if rest.len() > 1 {
            let detail = format!("a position of {} numbers; RFC 7946 knows 3", numbers.len());
            self.find(Severity::Warning, node, "extra-position-numbers", detail, "passed over those after the third");
        }
        Some(Position { coord: self.in_range(node, *x, *y), altitude_m: rest.first().copied() })
    }

    fn in_range(&mut self, node: Node<'_>, x: f64, y: f64) -> Coord<f64> {
        let (x, y) = (self.without_rounding(node, x, MAX_LON_DEG), self.without_rounding(node, y, MAX_LAT_DEG));
        self.first_beyond_90 |= x.abs() > MAX_LAT_DEG;
        self.second_beyond_180 |= y.abs() > MAX_LON_DEG;
        if y.abs() > MAX_LAT_DEG {
            self.lose(node, "latitude-out-of-range", format!("latitude {y} is beyond 90 degrees"));
        }
        if x.abs() > MAX_WRAPPED_LON_DEG {
            self.lose(node, "longitude-out-of-range", format!("longitude {x} is no longitude"));
        } else if x.abs() > MAX_LON_DEG {
            self.find(Severity::Warning, node, "longitude-wrapped", format!("longitude {x} is beyond 180 degrees"), "turned back by 360");
            return Coord { x: x - 360.0_f64.copysign(x), y };
        }
        Coord { x, y }
    }

    fn without_rounding(&mut self, node: Node<'_>, angle_deg: f64, max_deg: f64) -> f64 {
        let beyond_deg = angle_deg.abs() - max_deg;
        if beyond_deg <= 0.0 || beyond_deg >= ROUNDING_DEG {
            return angle_deg;
        }
        let detail = format!("{angle_deg} is beyond {max_deg} degrees by a hair");
        self.find(Severity::Warning, node, "just-out-of-range", detail, "took it for the bound");
        max_deg.copysign(angle_deg)
    }

    fn line(&mut self, node: Node<'_>) -> Option<LineString<f64>> {
        let positions = self.list(node, Self::position);
        if self.is_lost {
            return None;
        }
        if positions.len() < 2 {
            self.find(Severity::Error, node, "short-line", "a line needs 2 positions", "left out the line");
            return None;
        }
        Some(to_line(&positions))
    }

    /// `done` is what leaving out this ring does.
    fn ring(&mut self, node: Node<'_>, done: &'static str) -> Option<LineString<f64>> {
        let mut positions = self.list(node, Self::position);
        if self.is_lost {
            return None;
        }
        if let (Some(first), Some(last)) = (positions.first().copied(), positions.last().copied())
            && first != last
        {
            if first.coord == last.coord {
                let detail = "the two ends of a ring have different altitudes";
                self.find(Severity::Warning, node, "ring-altitudes-differ", detail, "altitudes are not used");
            } else if positions.len() >= 3 {
                let detail = "the last position of a ring must be its first again";
                self.find(Severity::Error, node, "unclosed-ring", detail, "closed the ring");
                positions.push(first);
            }
        }
        if positions.len() < 4 {
            self.find(Severity::Error, node, "short-ring", "a ring needs 4 positions, the last the same as the first", done);
            return None;
        }
        Some(to_line(&positions))
    }

    fn polygon(&mut self, node: Node<'_>) -> Option<Polygon<f64>> {
        if node.kind() != Kind::Array {
            self.lose(node, "wrong-nesting", format!("an array of rings is wanted here, this is {}", node.kind().words()));
            return None;
        }
        let rings = node.elements();
        let Some((outer, holes)) = rings.split_first() else {
            self.find(Severity::Error, node, "polygon-without-rings", "a polygon has no ring", "left out the polygon");
            return None;
        };
        let exterior = self.ring(*outer, "left out the polygon");
        let interiors = holes.iter().filter_map(|hole| self.ring(*hole, "left out the hole")).collect();
        exterior.map(|exterior| Polygon::new(exterior, interiors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Problems;
    use crate::formats::json::Lines;

    /// The geometry of `text` in Debug form, and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Option<Geometry<f64>>, Vec<String>) {
        let (lines, mut problems) = (Lines::new("f", text), Problems::default());
        let read = geometry(Node::whole(text), &mut Faults::new(&lines, &mut problems));
        let told = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        (read, told)
    }

    #[test]
    fn each_fault_is_told_once_with_its_place_and_the_rest_is_saved() {
        // (coordinates of a type, positions saved or -1 for none, problems)
        let cases: &[(&str, &str, i32, &[&str])] = &[
            ("Point", "[1, 2]", 1, &[]),
            ("Point", "[1, 2, 3]", 1, &[]),
            ("Point", "[]", -1, &[]),
            ("MultiPolygon", "[]", -1, &[]),
            ("Point", "[1, 2, 3, 4, 5]", 1, &["extra-position-numbers@2:1"]),
            ("Point", "[1]", -1, &["short-position@2:1"]),
            ("Point", "[1, \"2\"]", -1, &["position-not-numbers@2:5"]),
            ("Point", "[1, 1e999]", -1, &["number-too-big@2:5"]),
            ("Point", "[[1, 2]]", -1, &["wrong-nesting@2:2"]),
            ("Point", "{\"lon\": 1}", -1, &["coordinates-not-array@2:1"]),
            ("Point", "[190, 2]", 1, &["longitude-wrapped@2:1"]),
            ("Point", "[-540, 2]", 1, &["longitude-wrapped@2:1"]),
            ("Point", "[-180.0000001, 90.0000001]", 1, &["just-out-of-range@2:1"]),
            ("Point", "[541, 2]", -1, &["longitude-out-of-range@2:1"]),
            ("Point", "[120, 91]", -1, &["latitude-out-of-range@2:1"]),
            ("LineString", "[[38, 125], [39, 127]]", -1, &["coordinates-look-swapped@2:2"]),
            ("LineString", "[[38, 125], [39, 217]]", -1, &["latitude-out-of-range@2:2"]),
            ("LineString", "[[1, 2]]", -1, &["short-line@2:1"]),
            ("LineString", "[[1, 2], [3], [], [4, 5]]", 2, &["short-position@2:10"]),
            ("LineString", "[1, 2]", -1, &["wrong-nesting@2:2"]),
            ("MultiLineString", "[[[1, 2], [3, 4]], [[1, 2]]]", 2, &["short-line@2:20"]),
            ("Polygon", "[[[0, 0], [1, 0], [1, 1]]]", 4, &["unclosed-ring@2:2"]),
            ("Polygon", "[[[0, 0], [1, 0], [0, 0]]]", -1, &["short-ring@2:2"]),
            ("MultiPolygon", "[[], [[[0, 0], [1, 0], [1, 1], [0, 0]]]]", 4, &["polygon-without-rings@2:2"]),
            ("MultiPolygon", "[1, 2]", -1, &["wrong-nesting@2:2"]),
            ("Polygon", "[[[0, 0], [1, 0], [1, 1], [0, 0, 5]]]", 4, &["ring-altitudes-differ@2:2"]),
            ("Polygon", "[[[0, 0], [0, 1], [1, 1], [0, 0]], [[2, 2]]]", 4, &["short-ring@2:36"]),
        ];
        for (kind, coordinates, n_saved, expected) in cases {
            let text = format!("{{\"type\": \"{kind}\", \"coordinates\":\n{coordinates}}}");
            let (read, told) = read_text(&text);
            let n_positions = read.map_or(-1, |g| i32::try_from(geo::CoordsIter::coords_count(&g)).unwrap());
            assert_eq!((n_positions, told.join(" ")), (*n_saved, expected.join(" ")), "{text}");
        }
    }

    #[test]
    fn what_is_no_geometry_is_told() {
        let cases: &[(&str, &[&str])] = &[
            ("null", &[]),
            ("\"POINT(1 2)\"", &["geometry-not-object@1:1"]),
            ("{\"coordinates\": [1, 2]}", &["missing-type@1:1"]),
            ("{\"type\": {}, \"coordinates\": [1, 2]}", &["missing-type@1:10"]),
            ("{\"type\": \"point\", \"coordinates\": [1, 2]}", &["unknown-geometry-type@1:10"]),
            ("{\"type\": \"Point\"}", &["missing-coordinates@1:1"]),
            ("{\"type\": \"GeometryCollection\"}", &["missing-geometries@1:1"]),
            ("{\"type\": \"GeometryCollection\", \"geometries\": [null, 1]}", &["geometry-not-object@1:47", "geometry-not-object@1:53"]),
        ];
        for (text, expected) in cases {
            let (read, told) = read_text(text);
            assert_eq!((read, told.join(" ")), (None, expected.join(" ")), "{text}");
        }
    }

    #[test]
    fn collections_within_collections_are_read_to_a_depth() {
        let nested = |n: usize| {
            let (open, close) = ("{\"type\": \"GeometryCollection\", \"geometries\": [".repeat(n), "]}".repeat(n));
            format!("{open}{{\"type\": \"Point\", \"coordinates\": [1, 2]}}{close}")
        };
        for (n, is_read, kinds) in [(1, true, vec![]), (2, true, vec!["nested-collection"]), (8, true, vec!["nested-collection"])] {
            let (read, told) = read_text(&nested(n));
            assert_eq!(read.is_some(), is_read);
            assert_eq!(told.iter().map(|t| t.split('@').next().unwrap()).collect::<Vec<_>>(), kinds);
        }
        let (read, told) = read_text(&nested(50_000));
        assert_eq!((read, told.len()), (None, 2), "{told:?}");
    }

    #[test]
    fn members_that_break_the_rules_beside_the_coordinates_are_warned_of() {
        let text = "{\"type\": \"Point\", \"bbox\": [1, \"2\"], \"features\": [], \"coordinates\": [9, 9], \"coordinates\": [1, 2]}";
        let (read, told) = read_text(text);
        assert_eq!(read, Some(Geometry::Point(Point::new(1.0, 2.0))));
        assert_eq!(told, ["duplicate-member@1:76", "member-of-another-type@1:37", "bad-bbox@1:27"]);
    }
}
