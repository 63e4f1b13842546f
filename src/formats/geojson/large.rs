//! Large files of GeoJSON, piece by piece on all processors, never whole in memory.
//!
//! A piece begins where a Feature seems to begin. Whether one does is known when the piece before it is read: where that ends elsewhere, the
//! piece is read again from there. So what is read is what would be read from the beginning on.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::thread;

use serde::de::IgnoredAny;

use crate::base::{Location, Problem, Problems, Severity, in_shares};
use crate::dataset::{Builder, Dataset, RowText};
use crate::formats::faults::Faults;
use crate::formats::geojson::geometry::geometry;
use crate::formats::geojson::quick::{Cursor, Place};
use crate::formats::geojson::read::{Reader, tell_file};
use crate::formats::json::{Lines, Node};
use crate::formats::opening::{Opening, ReadError};

/// Smaller files are read whole and with more care.
pub const LEAST_BYTES: u64 = 8 << 20;
/// So much of a file is a piece.
const PIECE: u64 = 2 << 20;
/// A Feature of more bytes ends the reading.
const LONGEST: u64 = 256 << 20;
/// In so much of the beginning the features are found to begin.
const HEAD: u64 = 1 << 20;

const READ_WHAT_IS_WHOLE: &str = "read what is whole";

/// How Features stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// In the array of a FeatureCollection.
    Array,
    /// One on each line.
    Lines,
}

/// What was read of a piece.
struct Piece {
    /// Where its first Feature begins; the end of the piece, where none does in it.
    first: u64,
    /// Where the reading goes on.
    next: u64,
    /// The array ended, or what stands there is no Feature.
    is_end: bool,
    part: Builder,
    problems: Problems,
    /// From its first Feature to where the reading goes on.
    spot: Spot,
}

/// Reads a large file; `None` where it is not one whose Features can be found without reading it whole: where not all is UTF-8, say.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Option<Dataset>, ReadError> {
    let head = opening.source.read(0..HEAD)?;
    let Some((layout, start)) = layout(&String::from_utf8_lossy(&head)) else { return Ok(None) };
    let format = if layout == Layout::Array { "GeoJSON" } else { "newline-delimited GeoJSON" };
    let builder = Builder::over(opening.name, format, opening.source.clone(), RowText::Feature);
    let mut large = Large { opening, layout, whole: builder, at: start, place: Spot::of(head.get(..start as usize).unwrap_or_default()) };
    opening.task.expect(opening.source.len());
    let mut found = Problems::default();
    let is_whole = match large.pieces(&mut found) {
        Err(ReadError::Refused(why)) => {
            log::info!("{} is read whole: {why}", opening.name);
            return Ok(None);
        }
        other => other?,
    };
    problems.append(found);
    if is_whole && layout == Layout::Array {
        large.tail(problems)?;
    }
    opening.source.check_unchanged()?;
    Ok(Some(large.whole.finish()?))
}

struct Large<'a> {
    opening: &'a Opening<'a>,
    layout: Layout,
    whole: Builder,
    /// Up to where all is read.
    at: u64,
    place: Spot,
}

/// A place in a file, for whoever is told of it: how many lines end before it, and how many characters stand before it on its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Spot {
    n_lines: u32,
    n_chars: u32,
}

impl Spot {
    fn of(bytes: &[u8]) -> Self {
        let n_lines = memchr::memchr_iter(b'\n', bytes).count() as u32;
        let last = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let n_chars = bytes.get(last..).unwrap_or_default().iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
        Self { n_lines, n_chars }
    }

    /// What lies so far behind it.
    fn then(self, further: Self) -> Self {
        let n_chars = if further.n_lines == 0 { self.n_chars + further.n_chars } else { further.n_chars };
        Self { n_lines: self.n_lines + further.n_lines, n_chars }
    }
}

impl Large<'_> {
    /// Reads all pieces. Whether all Features were read: the layer may be full before.
    fn pieces(&mut self, problems: &mut Problems) -> Result<bool, ReadError> {
        let len = self.opening.source.len();
        let n_at_once = 4 * thread::available_parallelism().map_or(1, usize::from) as u64;
        let mut begin = self.at;
        while begin < len {
            let starts: Vec<u64> = (0..n_at_once).map(|n| begin + n * PIECE).take_while(|start| *start < len).collect();
            let is_first = |start: u64| start == self.at;
            let read = in_shares(&starts, 1, |starts| {
                starts.iter().map(|start| self.piece(*start, start + PIECE, is_first(*start))).collect::<Vec<_>>()
            });
            for (piece, start) in read.into_iter().flatten().zip(&starts) {
                let end = start + PIECE;
                if self.at >= end {
                    continue;
                }
                let mut piece = piece?;
                if piece.first != self.at {
                    piece = self.piece(self.at, end, true)?;
                }
                let is_end = piece.is_end;
                if !self.take(piece, problems) {
                    return Ok(false);
                }
                if is_end {
                    return Ok(true);
                }
            }
            begin += n_at_once * PIECE;
        }
        Ok(true)
    }

    /// Whether there was room for it.
    fn take(&mut self, piece: Piece, problems: &mut Problems) -> bool {
        let Piece { next, part, problems: mut told, spot, .. } = piece;
        told.shift(self.place.n_lines, self.place.n_chars);
        problems.append(told);
        self.place = self.place.then(spot);
        self.at = next;
        if let Err(full) = self.whole.append(part) {
            tell_file(self.opening.name, "too-much", full.to_string(), "left out what came after", problems);
            return false;
        }
        true
    }

    /// Reads the Features that begin in a stretch of the file.
    fn piece(&self, start: u64, end: u64, is_begin: bool) -> Result<Piece, ReadError> {
        let source = self.opening.source;
        let mut reach = end + PIECE / 16;
        loop {
            let bytes = source.read(start..reach)?;
            let is_last = reach >= source.len();
            // It may begin within a character.
            let n_odd = if is_begin { 0 } else { bytes.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count() };
            let text = whole_text(bytes.get(n_odd..).unwrap_or_default(), is_last)?;
            let start = start + n_odd as u64;
            if let Some(piece) = self.parse(text, start, end, is_begin, is_last) {
                self.opening.task.advance(end.min(source.len()) - start)?;
                return Ok(piece);
            }
            if reach - end > LONGEST {
                return Err(ReadError::Refused(format!("a feature from byte {start} on is longer than {LONGEST} bytes")));
            }
            reach = end + (reach - end) * 8;
        }
    }

    /// `None` where more of the text is needed.
    fn parse(&self, text: &str, start: u64, end: u64, is_begin: bool, is_last: bool) -> Option<Piece> {
        let limit = (end - start) as usize;
        let first = if is_begin { Some(0) } else { self.first(text, limit) };
        let begin = first.unwrap_or(limit.min(text.len()));
        let (text, start) = (text.get(begin..)?, start + begin as u64);
        let mut stretch = Stretch {
            layout: self.layout,
            text,
            start,
            is_last,
            at: 0,
            is_end: false,
            lines: Lines::new(self.opening.name, text),
            problems: Problems::default(),
            reader: Reader::of(self.whole.part()),
            known: Vec::new(),
        };
        while first.is_some() && stretch.at < limit - begin && !stretch.is_end {
            stretch.step()?;
        }
        let Stretch { at, is_end, reader, problems, .. } = stretch;
        let spot = Spot::of(text.as_bytes().get(..at).unwrap_or_default());
        Some(Piece { first: start, next: start + at as u64, is_end, part: reader.into_builder(), problems, spot })
    }

    /// Where a Feature seems to begin, before a limit.
    fn first(&self, text: &str, limit: usize) -> Option<usize> {
        match self.layout {
            Layout::Lines => memchr::memchr(b'\n', text.as_bytes()).map(|at| at + 1).filter(|at| *at < limit),
            Layout::Array => after_a_comma(text, 0, limit),
        }
    }

    /// What stands after the array of features must end the collection.
    fn tail(&mut self, problems: &mut Problems) -> Result<(), ReadError> {
        /// As if the last feature stood there.
        const BEFORE: &[u8] = br#"{"features":[0"#;
        let mut rest = self.opening.source.reader();
        rest.seek(SeekFrom::Start(self.at))?;
        let checked = serde_json::from_reader::<_, IgnoredAny>(BufReader::new(BEFORE.chain(rest)));
        if let Err(error) = checked {
            let column = if error.line() == 1 { error.column().saturating_sub(BEFORE.len()) } else { error.column() };
            let [line, column] = [error.line(), column].map(|n| u32::try_from(n.max(1)).unwrap_or(u32::MAX));
            let location = Location { file: self.opening.name.to_owned(), line, column };
            let detail = "this is not JSON: what stands after the last feature does not end the collection".to_owned();
            let mut found = Problems::default();
            found.push(Problem {
                severity: Severity::Error,
                location,
                record: None,
                kind: "not-json",
                detail,
                done: READ_WHAT_IS_WHOLE.to_owned(),
            });
            found.shift(self.place.n_lines, self.place.n_chars);
            problems.append(found);
        }
        Ok(())
    }
}

/// A stretch of a file as it is read.
struct Stretch<'a> {
    layout: Layout,
    text: &'a str,
    /// Where it begins in the file.
    start: u64,
    /// The file ends with it.
    is_last: bool,
    /// Up to where it is read.
    at: usize,
    is_end: bool,
    lines: Lines<'a>,
    problems: Problems,
    reader: Reader,
    /// Names of what the Feature before says.
    known: Vec<&'a str>,
}

impl<'a> Stretch<'a> {
    /// Reads the next Feature; `None` where more of the text is needed.
    fn step(&mut self) -> Option<()> {
        let mut cursor = Cursor::new(self.text, self.at);
        cursor.skip_space();
        let from = cursor.at();
        match self.text.as_bytes().get(from) {
            None if !self.is_last => return None,
            None => (self.at, self.is_end) = (from, true),
            Some(b']') if self.layout == Layout::Array => (self.at, self.is_end) = (from, true),
            Some(_) => {
                let end = if self.quick(&mut cursor) { cursor.at() } else { self.careful(from)? };
                self.go_on(end)?;
            }
        }
        Some(())
    }

    /// Reads a Feature without a fault. Whether it was one.
    fn quick(&mut self, cursor: &mut Cursor<'a>) -> bool {
        let mut ahead = *cursor;
        let from = ahead.at() as u64;
        let Some(feature) = ahead.feature(&mut self.known) else { return false };
        let place = match feature.place {
            Place::Nowhere => None,
            Place::Point(at) => Some(geo::Geometry::Point(at.into())),
            Place::Other(raw) => {
                let node = Node::trimmed(raw, 0);
                let mut problems = Problems::default();
                let place = geometry(node, &mut Faults::new(&self.lines, &mut problems));
                if !problems.is_empty() || node.check().is_err() {
                    return false;
                }
                place
            }
        };
        *cursor = ahead;
        self.reader.sound(&feature.properties, place.as_ref(), self.start + from..self.start + ahead.at() as u64);
        true
    }

    /// Reads what stands somewhere and is no Feature without a fault, and returns where it ends.
    fn careful(&mut self, from: usize) -> Option<usize> {
        let end = match self.layout {
            Layout::Lines => memchr::memchr(b'\n', self.text.as_bytes().get(from..)?).map(|at| from + at),
            // Where its brackets do not match, what begins like a Feature is the next.
            Layout::Array => {
                let next = || after_a_comma(self.text, from, self.text.len()).map(|at| at - 1);
                Cursor::new(self.text, from).value_end().or_else(next)
            }
        };
        let end = end.or_else(|| self.is_last.then_some(self.text.len()))?;
        let node = Node::trimmed(self.text.get(from..end)?, from);
        self.reader.shifted(self.start, node, self.layout == Layout::Array, &mut Faults::new(&self.lines, &mut self.problems));
        Some(end)
    }

    /// Goes on to where the next Feature begins.
    fn go_on(&mut self, end: usize) -> Option<()> {
        self.at = end;
        if self.layout == Layout::Lines {
            return Some(());
        }
        let mut after = Cursor::new(self.text, end);
        after.skip_space();
        let at = after.at();
        match self.text.as_bytes().get(at) {
            Some(b',') => self.at = at + 1,
            Some(b']') => self.at = at,
            None if !self.is_last => return None,
            // That the array has no end is told of the tail.
            None => (self.at, self.is_end) = (at, true),
            Some(_) => {
                let next =
                    if self.text.as_bytes().get(at) == Some(&b'{') { Some(at) } else { after_a_comma(self.text, at, self.text.len()) };
                self.at = next.or_else(|| self.is_last.then_some(self.text.len()))?;
                let mut faults = Faults::new(&self.lines, &mut self.problems);
                faults.error(
                    at,
                    "not-json",
                    "this is not JSON: a feature is followed by neither a comma nor the end of the array",
                    READ_WHAT_IS_WHOLE,
                );
            }
        }
        Some(())
    }
}

/// What is right behind the first comma from somewhere on, before a limit, that a Feature without a fault follows.
fn after_a_comma(text: &str, from: usize, limit: usize) -> Option<usize> {
    let commas = memchr::memchr_iter(b',', text.as_bytes().get(from..limit.min(text.len()))?);
    commas.map(|comma| from + comma + 1).find(|at| Cursor::new(text, *at).feature(&mut Vec::new()).is_some())
}

/// The text of a piece, whose last character may not be whole.
fn whole_text(bytes: &[u8], is_last: bool) -> Result<&str, ReadError> {
    let refused = || ReadError::Refused("its bytes are not UTF-8".to_owned());
    match str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.error_len().is_none() && !is_last => {
            bytes.get(..error.valid_up_to()).and_then(|whole| str::from_utf8(whole).ok()).ok_or_else(refused)
        }
        Err(_) => Err(refused()),
    }
}

/// How the Features of a file stand, and the byte after which the first begins.
fn layout(head: &str) -> Option<(Layout, u64)> {
    let mut cursor = Cursor::new(head, 0);
    cursor.skip_space();
    let start = cursor.at();
    let mut line = cursor;
    if line.feature(&mut Vec::new()).is_some() {
        line.skip_space();
        let is_line = head.get(start..line.at()).is_some_and(|between| between.ends_with('\n'));
        return is_line.then_some((Layout::Lines, start as u64));
    }
    cursor.reach_features()?;
    Some((Layout::Array, cursor.at() as u64))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::base::Bytes;
    use crate::dataset::Role;
    use crate::formats::geojson::read as read_geojson;

    /// More than what is read whole, with what `special` gives in place of some features.
    fn collection(layout: Layout, special: impl Fn(usize) -> Option<String>) -> String {
        let mut text = if layout == Layout::Array { "{\"type\":\"FeatureCollection\",\"features\":[\n".to_owned() } else { String::new() };
        for n in 0..60_000 {
            let between = match (layout, n) {
                (_, 0) => "",
                (Layout::Array, _) => ",\n",
                (Layout::Lines, _) => "\n",
            };
            let feature = special(n).unwrap_or_else(|| {
                let title = format!("Artillery fire, \\\"reported\\\" near Суджа no. {n}, {{\\\"type\\\": 1}}");
                format!(
                    r#"{{"type":"Feature","properties":{{"title":"{title}","n":{n},"kind":"k{}","day":"2024-10-{}"}},"geometry":{{"type":"Point","coordinates":[{}.5,7]}}}}"#,
                    n % 7,
                    10 + n % 20,
                    n % 170
                )
            });
            let _written = write!(text, "{between}{feature}");
        }
        if layout == Layout::Array {
            text.push_str("\n]}\n");
        }
        assert!(text.len() as u64 > LEAST_BYTES);
        text
    }

    /// Rows and problems.
    fn read_text(text: &str) -> (Dataset, Vec<String>) {
        let mut problems = Problems::default();
        let dataset = read_geojson(&Opening::of("f", &Bytes::from(text.as_bytes())), &mut problems).unwrap();
        (dataset, problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect())
    }

    #[test]
    fn a_large_file_is_read_in_pieces_as_it_would_be_whole() {
        for layout in [Layout::Array, Layout::Lines] {
            let (dataset, told) = read_text(&collection(layout, |_| None));
            assert_eq!((dataset.n_rows(), told), (60_000, Vec::<String>::new()));
            for row in [0, 1, 31_234, 59_999] {
                assert!(dataset.title(row).ends_with(&format!("near Суджа no. {row}, {{\"type\": 1}}")), "{}", dataset.title(row));
                assert_eq!(dataset.points().unwrap()[row as usize].x, f64::from(row % 170) + 0.5);
            }
            let names: Vec<&str> = dataset.columns().iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names, ["title", "n", "kind", "day"]);
            let meant = [Role::Title, Role::Category, Role::Start].map(|role| dataset.mapping().columns_of(role).next());
            assert_eq!(meant, ["title", "kind", "day"].map(Some));
        }
    }

    #[test]
    fn what_is_wrong_in_a_large_file_is_told_with_its_line_and_the_rest_is_read() {
        let bad = |n: usize| match n {
            30_000 => Some(r#"{"type":"Feature","properties":{"title":"no place"}}"#.to_owned()),
            40_000 => Some(r#"{"type":"Feature","properties":{"title":"half},"geometry":null}"#.to_owned()),
            50_000 => Some("7".to_owned()),
            _ => None,
        };
        let (dataset, told) = read_text(&collection(Layout::Array, bad));
        assert_eq!(told, ["missing-geometry@30002:1", "broken-feature@40002:49", "feature-not-object@50002:1"]);
        assert_eq!(dataset.n_rows(), 59_998);
        assert_eq!((dataset.title(30_000), dataset.title(59_997).ends_with("no. 59999, {\"type\": 1}")), ("no place".to_owned(), true));
    }

    #[test]
    fn text_that_only_looks_like_features_begins_no_piece() {
        let inner = r#"{"type":"Feature","properties":{"title":"within"},"geometry":null}"#;
        let nested = |_: usize| Some(format!(r#"{{"type":"Feature","properties":{{"all":[0,{inner},{inner}]}},"geometry":null}}"#));
        let (dataset, told) = read_text(&collection(Layout::Array, nested));
        assert_eq!((dataset.n_rows(), told), (60_000, Vec::<String>::new()));
    }

    #[test]
    fn a_large_file_that_is_cut_off_keeps_what_is_whole() {
        let text = collection(Layout::Array, |_| None);
        let cut = text.rfind("59990").unwrap();
        let (dataset, told) = read_text(text.get(..cut).unwrap());
        assert_eq!(dataset.n_rows(), 59_990);
        assert_eq!(told.len(), 2, "{told:?}");
        let (dataset, told) = read_text(text.strip_suffix("\n]}\n").unwrap());
        assert_eq!((dataset.n_rows(), told.len()), (60_000, 1), "{told:?}");
    }

    #[test]
    fn a_large_file_can_be_left_at_any_time() {
        let text = collection(Layout::Lines, |_| None);
        let task = crate::base::Task::new();
        task.cancel();
        let source = Bytes::from(text.into_bytes());
        let opening = Opening { task: &task, ..Opening::of("f", &source) };
        assert!(matches!(read(&opening, &mut Problems::default()), Err(ReadError::Cancelled(_))));
    }
}
