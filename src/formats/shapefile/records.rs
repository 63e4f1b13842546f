//! The records of a .shp: their geometries, as coordinates stand there.

use std::io::{BufReader, ErrorKind, Read};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::base::{Bytes, Reader};
use crate::formats::opening::ReadError;
use crate::formats::shapefile::MARK;

const HEADER_LEN: u64 = 100;
/// A record of more bytes is left out.
const MAX_RECORD_LEN: u64 = 256 << 20;
/// Holes times positions of outer rings, up to which it is found out within which ring each hole lies.
const MOST_COMPARED: usize = 50_000_000;

/// What the next record is.
pub enum Shape {
    /// A geometry, or none.
    Read(Option<Geometry<f64>>),
    /// It cannot be read; those after it can.
    Bad(String),
    /// What follows cannot be read any more.
    BrokenOff(String),
    End,
}

/// The records from the first on.
pub struct Records {
    reader: BufReader<Reader>,
    n_left: u64,
    n_told: u64,
    content: Vec<u8>,
}

impl Records {
    /// # Errors
    /// It is no .shp.
    pub fn open(shp: &Bytes) -> Result<Self, ReadError> {
        let mut reader = BufReader::with_capacity(1 << 18, shp.reader());
        let mut header = [0; HEADER_LEN as usize];
        let is_whole = reader.read_exact(&mut header).is_ok();
        if !is_whole || !header.starts_with(&MARK) {
            return Err(ReadError::Refused("this is no .shp: its header is not whole".to_owned()));
        }
        Ok(Self { reader, n_left: shp.len() - HEADER_LEN, n_told: shp.len(), content: Vec::new() })
    }

    /// How many bytes were read since it was asked before.
    pub fn n_new_bytes(&mut self) -> u64 {
        let n = self.n_told - self.n_left;
        self.n_told = self.n_left;
        n
    }

    /// # Errors
    /// The disk does not give it.
    pub fn next(&mut self) -> Result<Shape, ReadError> {
        if self.n_left == 0 {
            return Ok(Shape::End);
        }
        let mut head = [0; 8];
        if !self.read_exact(&mut head)? {
            return Ok(Shape::BrokenOff("the head of a record is not whole".to_owned()));
        }
        let [_, _, _, _, len @ ..] = head;
        let len = u64::from(u32::from_be_bytes(len)) * 2;
        if len > self.n_left {
            self.n_left = 0;
            return Ok(Shape::BrokenOff("a record is longer than what is left of the file".to_owned()));
        }
        if len > MAX_RECORD_LEN {
            self.reader.seek_relative(len as i64)?;
            self.n_left -= len;
            return Ok(Shape::Bad(format!("a record of {len} bytes; at most {MAX_RECORD_LEN} are read")));
        }
        let mut content = std::mem::take(&mut self.content);
        content.resize(len as usize, 0);
        let is_whole = self.read_exact(&mut content)?;
        let shape = geometry(&content).map_or_else(Shape::Bad, Shape::Read);
        self.content = content;
        Ok(if is_whole { shape } else { Shape::BrokenOff("a record is not whole".to_owned()) })
    }

    /// Whether there was as much.
    fn read_exact(&mut self, into: &mut [u8]) -> Result<bool, ReadError> {
        self.n_left = self.n_left.saturating_sub(into.len() as u64);
        match self.reader.read_exact(into) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                self.n_left = 0;
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What is read of a record from the beginning on.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn bytes(&mut self, n: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or_else(|| "the record is shorter than it must be".to_owned())?;
        self.0 = rest;
        Ok(taken)
    }

    fn count(&mut self) -> Result<usize, String> {
        let bytes = self.bytes(4)?.first_chunk().copied().unwrap_or_default();
        usize::try_from(i32::from_le_bytes(bytes)).map_err(|_| "a count below zero".to_owned())
    }

    fn positions(&mut self, n: usize) -> Result<Vec<Coord<f64>>, String> {
        let bytes = self.bytes(n.checked_mul(16).ok_or_else(|| "a count that cannot be".to_owned())?)?;
        Ok(bytes.as_chunks::<16>().0.iter().map(position).collect())
    }
}

fn position(bytes: &[u8; 16]) -> Coord<f64> {
    let number = |at: usize| bytes.get(at..at + 8).and_then(|bytes| bytes.first_chunk().copied()).map_or(f64::NAN, f64::from_le_bytes);
    Coord { x: number(0), y: number(8) }
}

/// The geometry of a record; heights and measures, which stand at the end, are passed over.
fn geometry(content: &[u8]) -> Result<Option<Geometry<f64>>, String> {
    const BOX_LEN: usize = 32;
    let mut cursor = Cursor(content);
    let kind = cursor.count()?;
    match kind {
        0 => Ok(None),
        1 | 11 | 21 => Ok(cursor.positions(1)?.into_iter().next().map(|at| Geometry::Point(Point(at)))),
        8 | 18 | 28 => {
            cursor.bytes(BOX_LEN)?;
            let n = cursor.count()?;
            let points: Vec<Point<f64>> = cursor.positions(n)?.into_iter().map(Point).collect();
            Ok((!points.is_empty()).then_some(Geometry::MultiPoint(MultiPoint(points))))
        }
        3 | 13 | 23 => {
            let mut lines = runs(&mut cursor, BOX_LEN)?;
            Ok(match lines.len() {
                0 => None,
                1 => lines.pop().map(Geometry::LineString),
                _ => Some(Geometry::MultiLineString(MultiLineString(lines))),
            })
        }
        5 | 15 | 25 => {
            let mut polygons = polygons(runs(&mut cursor, BOX_LEN)?);
            Ok(match polygons.len() {
                0 => None,
                1 => polygons.pop().map(Geometry::Polygon),
                _ => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
            })
        }
        31 => Err("a surface of patches (MultiPatch), which is not read".to_owned()),
        _ => Err(format!("{kind} is no kind of shape")),
    }
}

/// Parts of a line, or rings.
fn runs(cursor: &mut Cursor<'_>, box_len: usize) -> Result<Vec<LineString<f64>>, String> {
    cursor.bytes(box_len)?;
    let (n_parts, n_positions) = (cursor.count()?, cursor.count()?);
    let starts = cursor.bytes(n_parts.checked_mul(4).ok_or_else(|| "a count that cannot be".to_owned())?)?;
    let starts = starts.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes) as usize);
    let positions = cursor.positions(n_positions)?;
    let ends = starts.clone().skip(1).chain([positions.len()]);
    let run = |(start, end): (usize, usize)| Some(LineString(positions.get(start..end)?.to_vec()));
    let mut n_given = 0;
    let mut found = Vec::new();
    for span in starts.zip(ends) {
        // Parts that lie over each other would be many times as many positions as there are.
        n_given += span.1.saturating_sub(span.0);
        let run = run(span).filter(|_| n_given <= positions.len());
        found.push(run.ok_or_else(|| "its parts do not lie one after the other".to_owned())?);
    }
    Ok(found.into_iter().filter(|line| !line.0.is_empty()).collect())
}

/// Twice the area within a ring, above zero where it runs against the clock.
fn doubled_area(ring: &LineString<f64>) -> f64 {
    // From the first position on, as differences of large numbers are not exact.
    let Some(from) = ring.0.first() else { return 0.0 };
    ring.lines().map(|line| (line.start.x - from.x) * (line.end.y - from.y) - (line.end.x - from.x) * (line.start.y - from.y)).sum()
}

/// Rings with the clock are outer ones, the others holes of that which they lie in. Where none is an outer one they all are.
fn polygons(rings: Vec<LineString<f64>>) -> Vec<Polygon<f64>> {
    let [mut outer, mut holes]: [Vec<(usize, LineString<f64>)>; 2] = Default::default();
    for (at, ring) in rings.into_iter().enumerate() {
        (if doubled_area(&ring) > 0.0 { &mut holes } else { &mut outer }).push((at, ring));
    }
    if outer.is_empty() {
        (outer, holes) = (holes, outer);
    }
    let n_positions: usize = outer.iter().map(|(_, ring)| ring.0.len()).sum();
    let is_searched = outer.len() > 1 && holes.len().saturating_mul(n_positions) <= MOST_COMPARED;
    let boxes: Vec<_> = outer.iter().map(|(_, ring)| geo::BoundingRect::bounding_rect(ring)).collect();
    let mut holes_of: Vec<Vec<LineString<f64>>> = vec![Vec::new(); outer.len()];
    for (at, hole) in holes {
        let first = hole.0.first().copied().unwrap_or_default();
        let is_in_box = |index: usize| boxes.get(index).copied().flatten().is_some_and(|rect| geo::Intersects::intersects(&rect, &first));
        // Of rings within each other the smallest.
        let around = || {
            let within = outer.iter().enumerate().filter(|(index, (_, ring))| is_in_box(*index) && contains(ring, first));
            within.min_by(|(_, (_, a)), (_, (_, b))| doubled_area(a).abs().total_cmp(&doubled_area(b).abs())).map(|(index, _)| index)
        };
        // Writers put holes behind their ring.
        let before = || outer.iter().rposition(|(of, _)| *of < at).unwrap_or_default();
        let index = if is_searched { around() } else { None };
        if let Some(holes) = holes_of.get_mut(index.unwrap_or_else(before)) {
            holes.push(hole);
        }
    }
    outer.into_iter().zip(holes_of).map(|((_, ring), holes)| Polygon::new(ring, holes)).collect()
}

/// Whether a position lies within a ring: a line from it to the east crosses the ring an odd number of times.
fn contains(ring: &LineString<f64>, at: Coord<f64>) -> bool {
    let crossings = ring.lines().filter(|line| {
        let [a, b] = [line.start, line.end];
        (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
    });
    crossings.count() % 2 == 1
}
