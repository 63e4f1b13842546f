//! Well-known binary: geometries of ISO 19125 (with the types of ISO/IEC 13249-3 for heights and measures) and its extension by PostGIS.
//!
//! A count is never believed: nothing is kept that the bytes at hand could not hold.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// Collections within each other are read to this depth.
pub const MAX_DEPTH: usize = 8;

/// Where bytes are no geometry that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (byte {at} of the geometry)")]
pub struct WkbError {
    /// From the beginning of the geometry.
    pub at: usize,
    pub what: &'static str,
}

/// Reads one geometry, as its coordinates stand there; heights and measures are passed over. `None` where it is empty. Bytes after its
/// end are passed over.
///
/// # Errors
/// The bytes end too early, or are of a kind that is not read.
pub fn read(bytes: &[u8]) -> Result<Option<Geometry<f64>>, WkbError> {
    let mut reader = Reader { bytes, at: 0 };
    let geometry = reader.geometry(0)?;
    Ok(Some(geometry).filter(|geometry| !is_empty(geometry)))
}

fn is_empty(geometry: &Geometry<f64>) -> bool {
    match geometry {
        Geometry::Point(point) => point.x().is_nan() && point.y().is_nan(),
        Geometry::GeometryCollection(parts) => parts.iter().all(is_empty),
        other => geo::CoordsIter::coords_iter(other).next().is_none(),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// What the first bytes of a geometry say.
#[derive(Clone, Copy)]
struct Head {
    is_little_endian: bool,
    kind: u32,
    /// How many numbers a position has.
    n_numbers: usize,
}

impl Reader<'_> {
    fn fail<T>(&self, what: &'static str) -> Result<T, WkbError> {
        Err(WkbError { at: self.at, what })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], WkbError> {
        let Some(found) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<N>()) else {
            return self.fail("the geometry ends too early");
        };
        self.at += N;
        Ok(*found)
    }

    fn u32(&mut self, head: Head) -> Result<u32, WkbError> {
        let bytes = self.take()?;
        Ok(if head.is_little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn f64(&mut self, head: Head) -> Result<f64, WkbError> {
        let bytes = self.take()?;
        Ok(if head.is_little_endian { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// How many items follow, each of at least so many bytes.
    fn count(&mut self, head: Head, least_len: usize) -> Result<usize, WkbError> {
        let n = self.u32(head)? as usize;
        let n_left = self.bytes.len() - self.at;
        if n > n_left / least_len { self.fail("it says that it has more parts than there is room for") } else { Ok(n) }
    }

    fn head(&mut self) -> Result<Head, WkbError> {
        /// Flags of PostGIS: heights, measures, and a reference system in four bytes of its own.
        const HEIGHTS: u32 = 0x8000_0000;
        const MEASURES: u32 = 0x4000_0000;
        const REFERENCE: u32 = 0x2000_0000;
        let is_little_endian = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return self.fail("no mark of a byte order"),
        };
        let mut head = Head { is_little_endian, kind: 0, n_numbers: 2 };
        let code = self.u32(head)?;
        if code & REFERENCE != 0 {
            self.u32(head)?;
        }
        let plain = code & !(HEIGHTS | MEASURES | REFERENCE);
        head.kind = plain % 1000;
        let (has_heights, has_measures) = match plain / 1000 {
            0 => (code & HEIGHTS != 0, code & MEASURES != 0),
            1 => (true, false),
            2 => (false, true),
            3 => (true, true),
            _ => return self.fail("an unknown kind of geometry"),
        };
        head.n_numbers += usize::from(has_heights) + usize::from(has_measures);
        Ok(head)
    }

    fn geometry(&mut self, depth: usize) -> Result<Geometry<f64>, WkbError> {
        /// Of the smallest geometry within another: its byte order, its kind, how many parts it has.
        const LEAST_LEN: usize = 9;
        let head = self.head()?;
        if depth > MAX_DEPTH {
            return self.fail("geometries within each other, too deep");
        }
        Ok(match head.kind {
            1 => Geometry::Point(Point(self.position(head)?)),
            2 => Geometry::LineString(self.line(head)?),
            3 | 17 => Geometry::Polygon(self.polygon(head)?),
            4 => {
                let points = self.members(head, 1 + 4 + 8 * head.n_numbers, depth, |part| match part {
                    Geometry::Point(point) => Some(point),
                    _ => None,
                })?;
                Geometry::MultiPoint(MultiPoint(points.into_iter().filter(|point| !point.x().is_nan()).collect()))
            }
            5 => Geometry::MultiLineString(MultiLineString(self.members(head, LEAST_LEN, depth, |part| match part {
                Geometry::LineString(line) => Some(line),
                _ => None,
            })?)),
            // Surfaces of many faces are the areas that they are of.
            6 | 15 | 16 => Geometry::MultiPolygon(MultiPolygon(self.members(head, LEAST_LEN, depth, |part| match part {
                Geometry::Polygon(polygon) => Some(polygon),
                _ => None,
            })?)),
            7 => Geometry::GeometryCollection(GeometryCollection(self.members(head, LEAST_LEN, depth, Some)?)),
            8..=14 => return self.fail("a curve, which is not read"),
            _ => return self.fail("an unknown kind of geometry"),
        })
    }

    fn position(&mut self, head: Head) -> Result<Coord<f64>, WkbError> {
        let at = Coord { x: self.f64(head)?, y: self.f64(head)? };
        for _ in 2..head.n_numbers {
            self.f64(head)?;
        }
        Ok(at)
    }

    fn line(&mut self, head: Head) -> Result<LineString<f64>, WkbError> {
        let n = self.count(head, 8 * head.n_numbers)?;
        (0..n).map(|_| self.position(head)).collect::<Result<Vec<_>, _>>().map(LineString)
    }

    fn polygon(&mut self, head: Head) -> Result<Polygon<f64>, WkbError> {
        let n = self.count(head, 4)?;
        let mut rings = (0..n).map(|_| self.line(head)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    /// Geometries within one, all of the kind that it is for.
    fn members<T>(
        &mut self,
        head: Head,
        least_len: usize,
        depth: usize,
        take: impl Fn(Geometry<f64>) -> Option<T>,
    ) -> Result<Vec<T>, WkbError> {
        let n = self.count(head, least_len)?;
        let mut members = Vec::new();
        for _ in 0..n {
            match take(self.geometry(depth + 1)?) {
                Some(member) => members.push(member),
                None => return self.fail("a part of another kind than the whole"),
            }
        }
        Ok(members)
    }
}

/// Adds a geometry in two dimensions, in the byte order of nearly all machines.
pub fn write(geometry: &Geometry<f64>, into: &mut Vec<u8>) {
    let head = |kind: u32, into: &mut Vec<u8>| {
        into.push(1);
        into.extend(kind.to_le_bytes());
    };
    match geometry {
        Geometry::Point(point) => {
            head(1, into);
            write_position(point.0, into);
        }
        Geometry::Line(line) => write(&Geometry::LineString(LineString(vec![line.start, line.end])), into),
        Geometry::LineString(line) => {
            head(2, into);
            write_line(line, into);
        }
        Geometry::Polygon(polygon) => {
            head(3, into);
            write_count(1 + polygon.interiors().len(), into);
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).for_each(|ring| write_line(ring, into));
        }
        Geometry::MultiPoint(points) => {
            head(4, into);
            write_members(points.0.iter().map(|point| Geometry::Point(*point)), into);
        }
        Geometry::MultiLineString(lines) => {
            head(5, into);
            write_members(lines.0.iter().map(|line| Geometry::LineString(line.clone())), into);
        }
        Geometry::MultiPolygon(polygons) => {
            head(6, into);
            write_members(polygons.0.iter().map(|polygon| Geometry::Polygon(polygon.clone())), into);
        }
        Geometry::GeometryCollection(parts) => {
            head(7, into);
            write_members(parts.0.iter().cloned(), into);
        }
        Geometry::Rect(rect) => write(&Geometry::Polygon(rect.to_polygon()), into),
        Geometry::Triangle(triangle) => write(&Geometry::Polygon(triangle.to_polygon()), into),
    }
}

fn write_members(members: impl ExactSizeIterator<Item = Geometry<f64>>, into: &mut Vec<u8>) {
    write_count(members.len(), into);
    members.for_each(|member| write(&member, into));
}

/// Geometries of a layer have at most as many positions as a layer has.
fn write_count(n: usize, into: &mut Vec<u8>) {
    into.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn write_line(line: &LineString<f64>, into: &mut Vec<u8>) {
    write_count(line.0.len(), into);
    line.0.iter().for_each(|at| write_position(*at, into));
}

fn write_position(at: Coord<f64>, into: &mut Vec<u8>) {
    into.extend(at.x.to_le_bytes());
    into.extend(at.y.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use geo::{line_string, point, polygon};

    use super::*;

    fn each_kind() -> Vec<Geometry<f64>> {
        let square = polygon!(exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)], interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]);
        let line = line_string![(x: 1., y: 2.), (x: 3., y: -4.)];
        let points = MultiPoint(vec![point!(x: 1., y: 1.), point!(x: 2., y: 2.)]);
        vec![
            point!(x: 5.5, y: -6.25).into(),
            line.clone().into(),
            square.clone().into(),
            points.clone().into(),
            MultiLineString(vec![line.clone(), line.clone()]).into(),
            MultiPolygon(vec![square.clone(), square.clone()]).into(),
            Geometry::GeometryCollection(GeometryCollection(vec![line.into(), square.into(), points.into()])),
        ]
    }

    #[test]
    fn each_kind_is_read_as_it_was_written() {
        for geometry in each_kind() {
            let mut bytes = Vec::new();
            write(&geometry, &mut bytes);
            assert_eq!(read(&bytes), Ok(Some(geometry.clone())));
            for end in 0..bytes.len() {
                let error = read(&bytes[..end]).unwrap_err();
                assert!(error.at <= end, "{geometry:?} cut at {end}");
            }
        }
    }

    #[test]
    fn heights_and_measures_are_passed_over_in_either_way_to_say_that_they_are_there() {
        let numbers = |ns: &[f64]| ns.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<_>>();
        for (code, n) in [(1_u32, 2), (1001, 3), (2001, 3), (3001, 4), (0x8000_0001, 3), (0x4000_0001, 3), (0xC000_0001, 4)] {
            let bytes = [&[0][..], &code.to_be_bytes(), &numbers(&[1.0, 2.0, 7.0, 8.0][..n])].concat();
            assert_eq!(read(&bytes), Ok(Some(point!(x: 1.0, y: 2.0).into())), "{code:x}");
            assert!(read(&bytes[..bytes.len() - 1]).is_err(), "{code:x}");
        }
        let with_reference = [&[0][..], &0x2000_0001_u32.to_be_bytes(), &4326_u32.to_be_bytes(), &numbers(&[1.0, 2.0])].concat();
        assert_eq!(read(&with_reference), Ok(Some(point!(x: 1.0, y: 2.0).into())));
    }

    #[test]
    fn what_is_empty_is_no_geometry() {
        let le = |code: u32, rest: &[u8]| [&[1][..], &code.to_le_bytes(), rest].concat();
        let nan = f64::NAN.to_le_bytes();
        for bytes in [le(1, &[nan, nan].concat()), le(2, &[0; 4]), le(3, &[0; 4]), le(6, &[0; 4]), le(7, &[0; 4])] {
            assert_eq!(read(&bytes), Ok(None));
        }
    }

    #[test]
    fn counts_depths_and_kinds_that_cannot_be_are_refused() {
        let le = |code: u32, rest: &[u8]| [&[1][..], &code.to_le_bytes(), rest].concat();
        let mut deep = le(1, &[0; 16]);
        for _ in 0..=MAX_DEPTH {
            deep = le(7, &[&1_u32.to_le_bytes(), deep.as_slice()].concat());
        }
        let line_in_points = le(4, &[&1_u32.to_le_bytes()[..], &le(2, &[0; 20])].concat());
        for (bytes, words) in [
            (le(2, &[0xFF; 4]), "more parts"),
            (le(7, &[0xFF; 40]), "more parts"),
            (le(8, &[0; 4]), "a curve"),
            (le(99, &[0; 4]), "unknown kind"),
            (le(4001, &[0; 16]), "unknown kind"),
            (vec![2, 0, 0], "byte order"),
            (vec![], "too early"),
            (deep, "too deep"),
            (line_in_points, "another kind"),
        ] {
            let error = read(&bytes).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
