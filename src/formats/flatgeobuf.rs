//! FlatGeobuf 3: a header, an index of boxes (a packed R-tree), and features one after the other, all but the index as FlatBuffers.
//!
//! Every table is checked before anything of it is looked at (by the `flatbuffers` crate, within bounds of our own), and no number in the
//! file is believed beyond the file's length.

use std::collections::VecDeque;
use std::ops::Range;

use flatbuffers::VerifierOptions;
use flatgeobuf::{
    ColumnType, Geometry as Table, GeometryType, Header, size_prefixed_root_as_feature_with_opts, size_prefixed_root_as_header_with_opts,
};
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::base::{Bytes, Problems, Task};
use crate::dataset::{Builder, Dataset, Value};
use crate::earth::Bounds;
use crate::formats::cleaned::cleaned;
use crate::formats::numbers::{is_number, number_text};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::references::{Reference, Said, refusal, tell_reference};
use crate::formats::row_faults::RowFaults;

/// What the first bytes of a file are, but for the version.
pub const MARK: &[u8; 3] = b"fgb";

const VERSION: u8 = 3;
const MARK_LEN: u64 = 8;
const MAX_HEADER_LEN: u64 = 10 << 20;
/// A feature of more bytes is left out.
const MAX_FEATURE_LEN: u64 = 256 << 20;
/// Collections within each other are read to this depth.
const MAX_DEPTH: usize = 8;
/// Bytes of a box in the index: west, south, east, north, and where its children or its feature are.
const NODE_LEN: u64 = 40;
/// So much is read at once of features that stand one after the other.
const PIECE_LEN: u64 = 1 << 20;

const FORMAT: &str = "FlatGeobuf";

/// Reads every feature.
///
/// # Errors
/// It is no FlatGeobuf, its coordinates are in a system that is not read, the disk does not give it, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let file = Fetcher { source: opening.source, task: opening.task };
    let head = Head::read(&file)?;
    let mut reader = Reader::new(opening, &head, problems)?;
    let mut piece = Piece { file: &file, at: head.features_at, bytes: Vec::new() };
    let end = opening.source.len();
    let mut n_left = head.n_features;
    while piece.at < end {
        reader.faults.row += 1;
        let Some(len) = piece.feature_len()?.filter(|len| *len <= end - piece.at) else {
            let missing = n_left.map_or_else(String::new, |n| format!("; {n} features are missing"));
            reader.faults.error("truncated", format!("the file ends within this feature{missing}"), "read what is whole before it");
            break;
        };
        n_left = n_left.map(|n| n.saturating_sub(1));
        let is_full = reader.feature(&piece.take(len)?);
        if is_full || n_left == Some(0) {
            n_left = Some(0);
            break;
        }
    }
    if let Some(n) = n_left.filter(|n| *n > 0 && piece.at >= end) {
        reader.faults.row = 0;
        reader.faults.error("truncated", format!("the file ends early; {n} of its features are missing"), "read all that are there");
    }
    reader.finish()
}

/// Reads the features whose boxes meet a box, by the index of the file: of a large file only a small part is read. A file without an index
/// is read whole, and rows are told by their order among those that are found.
///
/// # Errors
/// As of [`read`].
pub fn read_within(opening: &Opening<'_>, bounds: Bounds, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let file = Fetcher { source: opening.source, task: opening.task };
    let head = Head::read(&file)?;
    let Some(index) = &head.index else { return read(opening, problems) };
    let mut reader = Reader::new(opening, &head, problems)?;
    let mut found = Vec::new();
    for sought in boxes(bounds, reader.reference) {
        found.extend(index.search(&file, &sought)?);
    }
    found.sort_unstable();
    found.dedup();
    for offset in found {
        reader.faults.row += 1;
        let at = head.features_at.saturating_add(offset);
        let mut piece = Piece { file: &file, at, bytes: Vec::new() };
        let len = piece.prefix()?.filter(|len| at < opening.source.len() && *len <= opening.source.len() - at);
        let Some(len) = len else {
            reader.faults.error("bad-index", "the index of the file leads to where no whole feature is", "left out");
            continue;
        };
        if reader.feature(&file.read(at..at + len)?) {
            break;
        }
    }
    reader.finish()
}

/// A box in the coordinates of the file: west, south, east, north.
type Box4 = [f64; 4];

/// One that crosses the antimeridian is two.
fn boxes(bounds: Bounds, reference: Reference) -> Vec<Box4> {
    let [west, south, east, north] = bounds.to_array();
    let halves = if bounds.crosses_antimeridian() { vec![[west, 180.0], [-180.0, east]] } else { vec![[west, east]] };
    let corner = |x: f64, y: f64| reference.from_degrees(Coord { x, y });
    halves
        .into_iter()
        .map(|[west, east]| {
            let (low, high) = (corner(west, south), corner(east, north));
            [low.x, low.y, high.x, high.y]
        })
        .collect()
}

/// Reads from the file, and tells how much.
struct Fetcher<'a> {
    source: &'a Bytes,
    task: &'a Task,
}

impl Fetcher<'_> {
    fn read(&self, range: Range<u64>) -> Result<Vec<u8>, ReadError> {
        let bytes = self.source.read(range)?.into_owned();
        self.task.advance(bytes.len() as u64)?;
        Ok(bytes)
    }
}

/// Features one after the other, read in large pieces.
struct Piece<'a> {
    file: &'a Fetcher<'a>,
    /// Where the next feature begins, and what was read from there on already.
    at: u64,
    bytes: Vec<u8>,
}

impl Piece<'_> {
    /// How long the next feature is with the four bytes that say so; `None` where not even these are there.
    fn feature_len(&mut self) -> Result<Option<u64>, ReadError> {
        if self.bytes.len() < 4 {
            self.bytes = self.file.read(self.at..self.at + PIECE_LEN)?;
        }
        Ok(len_of(&self.bytes))
    }

    /// The same where nothing is to be read but these four bytes.
    fn prefix(&mut self) -> Result<Option<u64>, ReadError> {
        Ok(len_of(&self.file.read(self.at..self.at.saturating_add(4))?))
    }

    fn take(&mut self, len: u64) -> Result<Vec<u8>, ReadError> {
        if len > self.bytes.len() as u64 {
            // What is too long is only passed over.
            let wanted = if len > MAX_FEATURE_LEN { 4 } else { len.max(PIECE_LEN) };
            self.bytes = self.file.read(self.at..self.at + wanted)?;
        }
        self.at += len;
        let rest = self.bytes.split_off((len as usize).min(self.bytes.len()));
        Ok(std::mem::replace(&mut self.bytes, rest))
    }
}

fn len_of(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|prefix| u64::from(u32::from_le_bytes(*prefix)) + 4)
}

/// Bounds of what is checked of one table: as much as it has bytes, each of them seen twice at most.
fn verifying(len: usize) -> VerifierOptions {
    VerifierOptions { max_apparent_size: 2 * len + 1024, ..VerifierOptions::default() }
}

/// What stands before the features.
struct Head {
    /// With the four bytes of its length, as FlatBuffers are aligned by them.
    bytes: Vec<u8>,
    /// `None` where the file does not say.
    n_features: Option<u64>,
    index: Option<Index>,
    features_at: u64,
}

impl Head {
    fn read(file: &Fetcher<'_>) -> Result<Self, ReadError> {
        let refused = |words: &str| Err(ReadError::Refused(format!("this FlatGeobuf cannot be read: {words}")));
        let end = file.source.len();
        file.task.expect(end);
        let mark = file.read(0..MARK_LEN + 4)?;
        let Some((mark, prefix)) =
            mark.split_first_chunk::<8>().filter(|(mark, _)| mark.starts_with(MARK) && mark.get(4..7) == Some(&MARK[..]))
        else {
            return refused("it does not begin as one");
        };
        if mark.get(3) != Some(&VERSION) {
            return refused("it is of another version than 3");
        }
        let Some(len) = len_of(prefix).filter(|len| *len <= MAX_HEADER_LEN && *len <= end - MARK_LEN) else {
            return refused("its header is not whole, or too long");
        };
        let bytes = file.read(MARK_LEN..MARK_LEN + len)?;
        let Ok(header) = size_prefixed_root_as_header_with_opts(&verifying(bytes.len()), &bytes) else {
            return refused("its header is damaged");
        };
        let (n_features, node_size) = (header.features_count(), u64::from(header.index_node_size()));
        let index_at = MARK_LEN + len;
        let index = if node_size == 0 || n_features == 0 { None } else { Some(Index::new(index_at, n_features, node_size, end)) };
        let index = match index {
            Some(None) => return refused("it ends within its index"),
            other => other.flatten(),
        };
        let features_at = index_at + index.as_ref().map_or(0, Index::len);
        Ok(Self { n_features: (n_features > 0).then_some(n_features), index, features_at, bytes })
    }

    fn header(&self) -> Option<Header<'_>> {
        size_prefixed_root_as_header_with_opts(&verifying(self.bytes.len()), &self.bytes).ok()
    }
}

/// The packed R-tree: its nodes lie level by level, the root first, the features' boxes last.
struct Index {
    at: u64,
    node_size: u64,
    /// The nodes of each level, the root's first.
    levels: Vec<Range<u64>>,
}

impl Index {
    /// `None` where there is no room for it.
    fn new(at: u64, n_features: u64, node_size: u64, end: u64) -> Option<Self> {
        let node_size = node_size.max(2);
        let mut counts = vec![n_features];
        let mut n_nodes = n_features;
        let mut n = n_features;
        while n > 1 {
            n = n.div_ceil(node_size);
            n_nodes = n_nodes.checked_add(n)?;
            counts.push(n);
        }
        let len = n_nodes.checked_mul(NODE_LEN)?;
        if len > end.checked_sub(at)? {
            return None;
        }
        let mut from = 0;
        let levels = counts.into_iter().rev().map(|n| {
            from += n;
            from - n..from
        });
        Some(Self { at, node_size, levels: levels.collect() })
    }

    fn len(&self) -> u64 {
        self.levels.last().map_or(0, |level| level.end) * NODE_LEN
    }

    /// Where the features begin whose boxes meet this one, counted from the first feature.
    fn search(&self, file: &Fetcher<'_>, sought: &Box4) -> Result<Vec<u64>, ReadError> {
        let n_nodes = self.levels.last().map_or(0, |level| level.end);
        let mut found = Vec::new();
        let mut n_visited = 0;
        let mut queue = VecDeque::from([(0, 0..1)]);
        while let Some((depth, nodes)) = queue.pop_front() {
            n_visited += nodes.end - nodes.start;
            if n_visited > n_nodes {
                return Err(ReadError::Refused("the index of this FlatGeobuf leads in circles".to_owned()));
            }
            let is_last = depth + 1 == self.levels.len();
            let bytes = file.read(self.at + nodes.start * NODE_LEN..self.at + nodes.end * NODE_LEN)?;
            for node in bytes.as_chunks::<{ NODE_LEN as usize }>().0 {
                let (bounds, offset) = parse_node(node);
                if !meets(&bounds, sought) {
                    continue;
                }
                if is_last {
                    found.push(offset);
                } else if let Some(level) = self.levels.get(depth + 1).filter(|level| level.contains(&offset)) {
                    queue.push_back((depth + 1, offset..offset.saturating_add(self.node_size).min(level.end)));
                }
            }
        }
        Ok(found)
    }
}

fn parse_node(bytes: &[u8; NODE_LEN as usize]) -> (Box4, u64) {
    let (words, _) = bytes.as_chunks::<8>();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    ([0, 1, 2, 3].map(|at| f64::from_le_bytes(word(at))), u64::from_le_bytes(word(4)))
}

fn meets(a: &Box4, b: &Box4) -> bool {
    let ([a_west, a_south, a_east, a_north], [b_west, b_south, b_east, b_north]) = (a, b);
    a_west <= b_east && b_west <= a_east && a_south <= b_north && b_south <= a_north
}

/// Makes rows of features.
struct Reader<'a> {
    builder: Builder,
    faults: RowFaults<'a>,
    reference: Reference,
    kind: GeometryType,
    columns: Vec<(String, ColumnType)>,
}

impl<'a> Reader<'a> {
    fn new(opening: &Opening<'a>, head: &Head, problems: &'a mut Problems) -> Result<Self, ReadError> {
        let mut faults = RowFaults::new(opening.name, problems);
        let header = head.header().ok_or_else(|| ReadError::Refused("the header is damaged".to_owned()))?;
        let reference = reference(&header, &mut faults)?;
        let columns: Vec<(String, ColumnType)> =
            header.columns().into_iter().flatten().map(|column| (column.name().to_owned(), column.type_())).collect();
        let mut builder = Builder::spooled(opening.name, FORMAT);
        columns.iter().for_each(|(name, _)| builder.add_column(name));
        Ok(Self { builder, faults, reference, kind: header.geometry_type(), columns })
    }

    /// Adds the row of a feature. Whether the layer takes no more.
    fn feature(&mut self, bytes: &[u8]) -> bool {
        let feature = size_prefixed_root_as_feature_with_opts(&verifying(bytes.len()), bytes);
        let Ok(feature) = feature else {
            self.faults.error("bad-feature", "this feature is damaged, or too long", "left out");
            return false;
        };
        let own: Option<Vec<(String, ColumnType)>> =
            feature.columns().map(|columns| columns.iter().map(|column| (column.name().to_owned(), column.type_())).collect());
        let columns = own.as_ref().unwrap_or(&self.columns);
        let properties = feature.properties().map(|properties| properties.bytes()).unwrap_or_default();
        if let Err(what) = put_properties(properties, columns, &mut self.builder) {
            self.faults.error("bad-properties", what, "passed over what follows in this row");
        }
        let geometry = feature.geometry().and_then(|table| {
            let kind = if self.kind == GeometryType::Unknown { table.type_() } else { self.kind };
            let mut positions = Positions { n_left: bytes.len() / 16 };
            match positions.geometry(&table, kind, 0) {
                Ok(geometry) => Some(geometry),
                Err(what) => {
                    self.faults.error("bad-geometry", what, "kept without a place");
                    None
                }
            }
        });
        let geometry = geometry.and_then(|geometry| cleaned(geometry, self.reference, &mut self.faults));
        let full = self.builder.end_row(geometry.as_ref(), 0..0).err();
        if let Some(full) = full {
            self.faults.error("too-much", full.to_string(), "left out this row and all after it");
        }
        full.is_some()
    }

    fn finish(self) -> Result<Dataset, ReadError> {
        Ok(self.builder.finish()?)
    }
}

fn reference(header: &Header<'_>, faults: &mut RowFaults<'_>) -> Result<Reference, ReadError> {
    let said = header.crs().and_then(|crs| match (crs.code(), crs.wkt()) {
        (0, None) => None,
        (0, Some(text)) => Some(Said::by_text(text)),
        (code, _) => Some(Said::by_code(crs.org().unwrap_or_default(), i64::from(code))),
    });
    match said {
        Some(Said::Known { reference, is_near }) => {
            tell_reference(reference, is_near, faults);
            Ok(reference)
        }
        Some(Said::Other(name)) => Err(ReadError::Refused(refusal(&name))),
        None => {
            faults.warning("missing-crs", "the file does not say what its coordinates are measured in", "took them for degrees of WGS 84");
            Ok(Reference::Degrees)
        }
    }
}

/// The values of a feature: each the number of its column, then what its kind is written as.
fn put_properties(mut bytes: &[u8], columns: &[(String, ColumnType)], builder: &mut Builder) -> Result<(), &'static str> {
    const SHORT: &str = "its values end too early";
    fn take<'a>(bytes: &mut &'a [u8], n: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = bytes.split_at_checked(n).ok_or(SHORT)?;
        *bytes = rest;
        Ok(taken)
    }
    fn number<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], &'static str> {
        take(bytes, N)?.first_chunk().copied().ok_or(SHORT)
    }
    // One byte at the end is what some writers leave behind.
    while bytes.len() > 1 {
        let at = u16::from_le_bytes(number(&mut bytes)?);
        let (name, kind) = columns.get(usize::from(at)).ok_or("a value of a column that is not there")?;
        let bytes = &mut bytes;
        let written = match *kind {
            ColumnType::Byte => i8::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::UByte => u8::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::Short => i16::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::UShort => u16::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::Int => i32::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::UInt => u32::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::Long => i64::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::ULong => u64::from_le_bytes(number(bytes)?).to_string(),
            // By its own digits: 0.1 is not to become 0.10000000149011612.
            ColumnType::Float => f32::from_le_bytes(number(bytes)?).to_string(),
            ColumnType::Double => number_text(f64::from_le_bytes(number(bytes)?)).unwrap_or_default(),
            ColumnType::Bool => {
                let is_true = number::<1>(bytes)? != [0];
                builder.put(name, Value::Json(if is_true { "true" } else { "false" }));
                continue;
            }
            ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
                let len = u32::from_le_bytes(number(bytes)?) as usize;
                let raw = take(bytes, len)?;
                match (*kind, String::from_utf8_lossy(raw)) {
                    (ColumnType::Binary, _) => builder.put(name, Value::Text(&format!("{len} bytes"))),
                    (ColumnType::Json, text) if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() => {
                        builder.put(name, Value::Json(&text));
                    }
                    (_, text) => builder.put(name, Value::Text(&text)),
                }
                continue;
            }
            _ => return Err("a value of an unknown kind"),
        };
        if is_number(&written) {
            builder.put(name, Value::Number(&written));
        }
    }
    Ok(())
}

/// How many positions there can be: tables may be shared, and then would be more than there are bytes.
struct Positions {
    n_left: usize,
}

impl Positions {
    fn geometry(&mut self, table: &Table<'_>, kind: GeometryType, depth: usize) -> Result<Geometry<f64>, &'static str> {
        if depth > MAX_DEPTH {
            return Err("geometries within each other, too deep");
        }
        Ok(match kind {
            GeometryType::Point => {
                Geometry::Point(Point(self.positions(table)?.into_iter().next().unwrap_or(Coord { x: f64::NAN, y: f64::NAN })))
            }
            GeometryType::MultiPoint => Geometry::MultiPoint(MultiPoint(self.positions(table)?.into_iter().map(Point).collect())),
            GeometryType::LineString => Geometry::LineString(LineString(self.positions(table)?)),
            GeometryType::MultiLineString => Geometry::MultiLineString(MultiLineString(self.runs(table)?)),
            GeometryType::Polygon | GeometryType::Triangle => Geometry::Polygon(self.polygon(table)?),
            GeometryType::MultiPolygon | GeometryType::PolyhedralSurface | GeometryType::TIN => {
                let parts = table.parts().into_iter().flatten();
                Geometry::MultiPolygon(MultiPolygon(parts.map(|part| self.polygon(&part)).collect::<Result<_, _>>()?))
            }
            GeometryType::GeometryCollection => {
                let parts = table.parts().into_iter().flatten();
                let parts = parts.map(|part| self.geometry(&part, part.type_(), depth + 1)).collect::<Result<_, _>>()?;
                Geometry::GeometryCollection(GeometryCollection(parts))
            }
            kind if (GeometryType::CircularString..=GeometryType::Surface).contains(&kind) => return Err("a curve, which is not read"),
            _ => return Err("an unknown kind of geometry"),
        })
    }

    fn positions(&mut self, table: &Table<'_>) -> Result<Vec<Coord<f64>>, &'static str> {
        let Some(xy) = table.xy() else { return Ok(Vec::new()) };
        self.n_left = self.n_left.checked_sub(xy.len() / 2).ok_or("more positions than there is room for")?;
        let numbers: Vec<f64> = xy.iter().collect();
        Ok(numbers.as_chunks::<2>().0.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect())
    }

    fn runs(&mut self, table: &Table<'_>) -> Result<Vec<LineString<f64>>, &'static str> {
        let positions = self.positions(table)?;
        let Some(ends) = table.ends().filter(|ends| !ends.is_empty()) else { return Ok(vec![LineString(positions)]) };
        let mut from = 0;
        let mut run = |end: u32| {
            let positions = positions.get(from..end as usize).ok_or("its parts do not lie one after the other")?;
            from = end as usize;
            Ok(LineString(positions.to_vec()))
        };
        ends.iter().map(&mut run).collect()
    }

    fn polygon(&mut self, table: &Table<'_>) -> Result<Polygon<f64>, &'static str> {
        let mut rings = self.runs(table)?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }
}

#[cfg(test)]
mod tests {
    use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor, error::Result as GeozeroResult};
    use flatgeobuf::{FgbCrs, FgbWriter, FgbWriterOptions};
    use geo::{line_string, point, polygon};

    use super::*;

    struct Written<'a>(&'a Geometry<f64>);

    impl GeozeroGeometry for Written<'_> {
        fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> GeozeroResult<()> {
            match self.0 {
                Geometry::Point(at) => {
                    to.point_begin(0)?;
                    to.xy(at.x(), at.y(), 0)?;
                    to.point_end(0)
                }
                Geometry::LineString(line) => put_line(line, true, 0, to),
                Geometry::MultiLineString(lines) => {
                    to.multilinestring_begin(lines.0.len(), 0)?;
                    lines.0.iter().enumerate().try_for_each(|(at, line)| put_line(line, false, at, to))?;
                    to.multilinestring_end(0)
                }
                Geometry::Polygon(polygon) => put_polygon(polygon, true, 0, to),
                Geometry::MultiPolygon(polygons) => {
                    to.multipolygon_begin(polygons.0.len(), 0)?;
                    polygons.0.iter().enumerate().try_for_each(|(at, polygon)| put_polygon(polygon, false, at, to))?;
                    to.multipolygon_end(0)
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn put_line<P: GeomProcessor>(line: &LineString<f64>, is_whole: bool, at: usize, to: &mut P) -> GeozeroResult<()> {
        to.linestring_begin(is_whole, line.0.len(), at)?;
        line.0.iter().enumerate().try_for_each(|(at, position)| to.xy(position.x, position.y, at))?;
        to.linestring_end(is_whole, at)
    }

    fn put_polygon<P: GeomProcessor>(polygon: &Polygon<f64>, is_whole: bool, at: usize, to: &mut P) -> GeozeroResult<()> {
        to.polygon_begin(is_whole, 1 + polygon.interiors().len(), at)?;
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.enumerate().try_for_each(|(at, ring)| put_line(ring, false, at, to))?;
        to.polygon_end(is_whole, at)
    }

    fn written(code: i32, write_index: bool, geometries: &[Geometry<f64>]) -> Vec<u8> {
        let options = FgbWriterOptions {
            write_index,
            crs: FgbCrs { code, ..FgbCrs::default() },
            promote_to_multi: false,
            detect_type: false,
            ..FgbWriterOptions::default()
        };
        let mut writer = FgbWriter::create_with_options("f", GeometryType::Unknown, options).unwrap();
        for (name, kind) in [
            ("name", ColumnType::String),
            ("n", ColumnType::Long),
            ("x", ColumnType::Double),
            ("ok", ColumnType::Bool),
            ("more", ColumnType::Json),
        ] {
            writer.add_column(name, kind, |_, _| {});
        }
        for (at, geometry) in geometries.iter().enumerate() {
            writer
                .add_feature_geom(Written(geometry), |feature| {
                    feature.property(0, "name", &ColumnValue::String(&format!("no. {at}"))).unwrap();
                    feature.property(1, "n", &ColumnValue::Long(at as i64)).unwrap();
                    feature.property(2, "x", &ColumnValue::Double(at as f64 / 2.0)).unwrap();
                    feature.property(3, "ok", &ColumnValue::Bool(at % 2 == 0)).unwrap();
                    feature.property(4, "more", &ColumnValue::Json("[1]")).unwrap();
                })
                .unwrap();
        }
        let mut bytes = Vec::new();
        writer.write(&mut bytes).unwrap();
        bytes
    }

    fn read_bytes(bytes: &[u8]) -> (Result<Dataset, ReadError>, String) {
        let mut problems = Problems::default();
        let dataset = read(&Opening::of("f.fgb", &Bytes::from(bytes)), &mut problems);
        (dataset, problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "))
    }

    fn points(n: usize) -> Vec<Geometry<f64>> {
        (0..n).map(|at| point!(x: (at % 360) as f64 - 180.0, y: (at / 360) as f64 - 45.0).into()).collect()
    }

    #[test]
    fn every_feature_is_read_with_its_values_in_their_kinds() {
        let square = polygon!(exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)], interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]);
        let line = line_string![(x: 1., y: 2.), (x: 3., y: -4.)];
        let geometries: Vec<Geometry<f64>> = vec![
            point!(x: 1., y: 2.).into(),
            line.clone().into(),
            square.clone().into(),
            MultiLineString(vec![line.clone(), line]).into(),
            MultiPolygon(vec![square.clone(), square]).into(),
        ];
        let (dataset, told) = read_bytes(&written(4326, false, &geometries));
        let dataset = dataset.unwrap();
        assert_eq!(told, "");
        assert_eq!((0..dataset.n_rows()).map(|row| dataset.geometry(row).unwrap()).collect::<Vec<_>>(), geometries);
        let said: Vec<String> = dataset.row(1).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(said, ["name=no. 1", "n=1", "x=0.5", "ok=false", "more=[1]"]);
    }

    #[test]
    fn of_a_box_only_a_part_of_the_file_is_read() {
        let bytes = Bytes::from(written(4326, true, &points(20_000)));
        let task = Task::new();
        let opening = Opening { task: &task, ..Opening::of("f.fgb", &bytes) };
        let mut problems = Problems::default();
        let dataset = read_within(&opening, Bounds::new(178.5, -20.5, -178.5, -18.5).unwrap(), &mut problems).unwrap();
        let mut found: Vec<_> = dataset.points().unwrap().iter().map(|at| (at.x as i32, at.y as i32)).collect();
        found.sort_unstable();
        assert_eq!(found, [(-180, -20), (-180, -19), (-179, -20), (-179, -19), (179, -20), (179, -19)]);
        assert!(problems.is_empty());
        assert!(task.share_done() > 0.0 && task.share_done() < 0.03, "{} of the file was read", task.share_done());
        let whole = Bounds::new(-180.0, -90.0, 180.0, 90.0).unwrap();
        assert_eq!(read_within(&Opening::of("f.fgb", &bytes), whole, &mut problems).unwrap().n_rows(), 20_000);
        let without = Bytes::from(written(4326, false, &points(50)));
        assert_eq!(read_within(&Opening::of("f.fgb", &without), whole, &mut problems).unwrap().n_rows(), 50);
    }

    #[test]
    fn a_file_cut_anywhere_keeps_whole_features_or_is_refused() {
        let bytes = written(4326, true, &points(4));
        let mut n_most = 0;
        for end in 0..bytes.len() {
            match read_bytes(&bytes[..end]) {
                (Ok(dataset), told) => {
                    n_most = n_most.max(dataset.n_rows());
                    assert_eq!(told, "truncated", "cut at {end}");
                }
                (Err(error), _) => assert!(error.to_string().contains("cannot be read"), "{error}"),
            }
        }
        assert_eq!(n_most, 3);
    }

    #[test]
    fn reference_systems_and_versions_that_are_not_read_are_refused() {
        for (code, expected) in [(0, "missing-crs"), (3857, "other-crs"), (4258, "other-crs")] {
            assert_eq!(read_bytes(&written(code, false, &points(1))).1, expected);
        }
        let refused = |bytes: &[u8]| read_bytes(bytes).0.unwrap_err().to_string();
        assert!(refused(&written(32637, false, &points(1))).contains("EPSG:32637"));
        let mut other = written(4326, false, &points(1));
        other[3] = 2;
        assert!(refused(&other).contains("version"));
        assert!(refused(b"fgb").contains("does not begin"));
    }
}
