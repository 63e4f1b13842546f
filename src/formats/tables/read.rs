//! Whole tables of text, as data layers.

use std::ops::Range;

use crate::base::{Bytes, Location, Problem, Problems, Severity, at_once, in_shares, shortened};
use crate::dataset::{Builder, Dataset, DateOrder, Full, PlacedBy, Role, RowText, Spread, date_order, values_that_are_no_dates};
use crate::formats::gzip::unpacked_name;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::tables::encoding::{decoded, utf16_of};
use crate::formats::tables::head::{HEAD_BYTES, Head};
use crate::formats::tables::pieces::{Piece, Stop, Table};

/// So many bytes are a piece, and so many pieces are read before they are put together.
const PIECE_BYTES: u64 = 4 << 20;
const PIECES_AT_ONCE: usize = 6;

/// A text as it is read: the source that it came from, or one that was decoded.
pub(super) struct Text<'a> {
    pub opening: Opening<'a>,
    pub format: Option<&'static str>,
    /// What stands between its fields, where that is known.
    pub delimiter: Option<u8>,
}

/// Reads a table of text. What is wrong with a row is told, and the row is kept.
///
/// # Errors
/// The disk does not give it, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let head = opening.source.read(0..HEAD_BYTES)?;
    opening.task.expect(opening.source.len());
    let delimiter = unpacked_name(opening.name).to_ascii_lowercase().ends_with(".tsv").then_some(b'\t');
    let first = if let Some(encoding) = utf16_of(&head) {
        decoded(opening, Some(encoding), problems)?
    } else {
        match rows(&Text { opening: *opening, format: None, delimiter }, PIECE_BYTES, problems) {
            Err(Stop::NotUtf8) => decoded(opening, None, problems)?,
            Err(Stop::Failed(error)) => return Err(error),
            Ok(dataset) => return Ok(dataset),
        }
    };
    opening.task.expect(first.len());
    let text = Text { opening: Opening { source: &first, ..*opening }, format: None, delimiter };
    match rows(&text, PIECE_BYTES, problems) {
        Ok(dataset) => Ok(dataset),
        Err(Stop::Failed(error)) => Err(error),
        // What was decoded is UTF-8.
        Err(Stop::NotUtf8) => Err(ReadError::Refused("its encoding is not known".to_owned())),
    }
}

fn format_of(delimiter: u8) -> &'static str {
    match delimiter {
        b'\t' => "TSV",
        b',' => "CSV",
        b';' => "CSV with semicolons",
        b'|' => "CSV with vertical bars",
        _ => "CSV with delimiters of its own",
    }
}

/// Reads a text in UTF-8, in pieces of so many bytes.
pub(super) fn rows(text: &Text<'_>, piece_bytes: u64, problems: &mut Problems) -> Result<Dataset, Stop> {
    let Opening { name, source, task, mapping, .. } = text.opening;
    let bytes = source.read(0..HEAD_BYTES)?;
    let is_whole = source.len() <= HEAD_BYTES;
    let n_marks = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let body = bytes.get(n_marks..).unwrap_or_default();
    let valid = match str::from_utf8(body) {
        Ok(valid) => valid,
        Err(error) if error.error_len().is_none() && !is_whole => {
            str::from_utf8(body.get(..error.valid_up_to()).unwrap_or_default()).map_err(|_| Stop::NotUtf8)?
        }
        Err(_) => return Err(Stop::NotUtf8),
    };
    let head = Head::of(valid, is_whole, text.delimiter, mapping);
    let names: Vec<&str> = head.names.iter().map(String::as_str).collect();
    let line_end = if body.contains(&b'\n') || !body.contains(&b'\r') { b'\n' } else { b'\r' };
    let placed_by = PlacedBy::of(&head.mapping, &names);
    let table = Table { source, task, delimiter: head.delimiter, line_end, names: &head.names, placed_by };
    let format = text.format.unwrap_or_else(|| format_of(head.delimiter));
    let mut builder = Builder::over(name, format, source.clone(), RowText::Fields { delimiter: head.delimiter });
    head.names.iter().for_each(|name| builder.add_column(name));

    let rows_from = (n_marks + head.rows_from) as u64;
    let n_lines = bytes.get(..rows_from as usize).unwrap_or_default().iter().filter(|byte| **byte == line_end).count() as u64;
    let mut assembly = Assembly { table: &table, builder, at: rows_from, n_lines, spread: Spread::default(), full: None };
    tell_head(name, &head, problems);
    tell_missing(name, &head, mapping.is_some(), problems);
    assembly.read(rows_from..source.len(), piece_bytes, name, problems)?;

    let Assembly { mut builder, spread, full, .. } = assembly;
    let mut told = head.mapping;
    let (order, is_open) = date_order(builder.columns(), &told);
    if mapping.is_none() {
        told.date_order = order;
        tell_order(name, &told, order, is_open, problems);
    }
    for (column, first, n) in values_that_are_no_dates(builder.columns(), &told) {
        let detail = match (first, n) {
            (Some(word), 1) => format!("\"{}\" in the column \"{column}\" is no date", shortened(word, 60)),
            (Some(word), n) => {
                format!("\"{}\" in the column \"{column}\" is no date (and {} more such values)", shortened(word, 60), n - 1)
            }
            (None, n) => format!("values of the column \"{column}\" that are no dates: {n}"),
        };
        tell(name, Severity::Warning, "no-date", detail, "kept the rows without a date", problems);
    }
    if let Some(full) = full {
        tell(name, Severity::Error, "too-large", full.to_string(), "read as many as there is room for", problems);
    }
    if spread.looks_swapped() && matches!(placed_by, PlacedBy::Degrees { .. }) {
        let of = |role: Role| told.columns_of(role).next().unwrap_or_default().to_owned();
        let detail = format!("the columns \"{}\" (latitude) and \"{}\" (longitude) look swapped", of(Role::LatDeg), of(Role::LonDeg));
        tell(
            name,
            Severity::Warning,
            "coordinates-look-swapped",
            detail,
            "left as they are; to turn them, swap them in the mapping",
            problems,
        );
    }
    if builder.n_rows() == 0 {
        tell(name, Severity::Error, "empty-file", "the table has no row".to_owned(), "nothing was read", problems);
    }
    builder.set_mapping(told);
    Ok(builder.finish()?)
}

fn tell(name: &str, severity: Severity, kind: &'static str, detail: String, done: &str, problems: &mut Problems) {
    problems.push(Problem { severity, location: Location::file(name), record: None, kind, detail, done: done.to_owned() });
}

fn tell_head(name: &str, head: &Head, problems: &mut Problems) {
    if head.n_preface > 0 {
        let detail = format!("there are lines before the header: {}", head.n_preface);
        tell(name, Severity::Warning, "lines-before-header", detail, "passed over them", problems);
    }
    if !head.has_header {
        let schema = head.mapping.schema.map_or_else(String::new, |schema| format!("; its columns are those of {schema}"));
        tell(name, Severity::Warning, "no-header", format!("no line names the columns{schema}"), "named them", problems);
    }
    if head.n_names_left_out > 0 {
        let detail = format!("more than {} columns: {} more", Dataset::MAX_COLUMNS, head.n_names_left_out);
        tell(name, Severity::Error, "too-many-columns", detail, "left out the last ones", problems);
    }
}

/// Tells of columns of a mapping that the table lacks.
fn tell_missing(name: &str, head: &Head, is_told: bool, problems: &mut Problems) {
    let missing = head.mapping.roles.iter().filter(|(_, column)| is_told && !head.names.iter().any(|name| name == column));
    for (_, column) in missing {
        let detail = format!("the mapping names the column \"{column}\", which the table lacks");
        tell(name, Severity::Warning, "no-such-column", detail, "passed over", problems);
    }
}

fn tell_order(name: &str, mapping: &crate::dataset::Mapping, order: DateOrder, is_open: bool, problems: &mut Problems) {
    if is_open {
        let words = match order {
            DateOrder::DayFirst => "read the day first; to change it, set the order in the mapping",
            DateOrder::MonthFirst => "read the month first; to change it, set the order in the mapping",
        };
        let column = mapping.columns_of(Role::Start).next().unwrap_or_default();
        let detail = format!("in the dates of the column \"{column}\" either number may be the day");
        tell(name, Severity::Warning, "open-date-order", detail, words, problems);
    }
}

/// Puts pieces together in their order.
struct Assembly<'a> {
    table: &'a Table<'a>,
    builder: Builder,
    /// Where the next record begins, and how many lines stand before it.
    at: u64,
    n_lines: u64,
    spread: Spread,
    full: Option<Full>,
}

impl Assembly<'_> {
    fn read(&mut self, range: Range<u64>, piece_bytes: u64, name: &str, problems: &mut Problems) -> Result<(), Stop> {
        let n_pieces = range.end.saturating_sub(range.start).div_ceil(piece_bytes);
        let starts = (0..n_pieces).map(|number| range.start + number * piece_bytes);
        let pieces: Vec<Range<u64>> = starts.map(|start| start..range.end.min(start + piece_bytes)).collect();
        let mut read: Vec<(Range<u64>, Result<Piece, Stop>)> = Vec::new();
        for batch in pieces.chunks(PIECES_AT_ONCE) {
            let (table, empty) = (self.table, self.builder.part());
            let read_batch = || {
                let of_share = |share: &[Range<u64>]| {
                    let piece = |range: &Range<u64>| {
                        let is_first = range.start == pieces.first().map_or(0, |first| first.start);
                        (range.clone(), table.piece(range.clone(), is_first.then_some(range.start), &empty))
                    };
                    share.iter().map(piece).collect::<Vec<_>>()
                };
                in_shares(batch, 1, of_share).into_iter().flatten().collect::<Vec<_>>()
            };
            // While one batch is read the one before it is put together.
            let earlier = std::mem::take(&mut read);
            let (taken, batch) = at_once(|| self.take(earlier, name, problems), read_batch);
            taken?;
            read = batch;
            if self.full.is_some() {
                return Ok(());
            }
        }
        self.take(read, name, problems)
    }

    fn take(&mut self, pieces: Vec<(Range<u64>, Result<Piece, Stop>)>, name: &str, problems: &mut Problems) -> Result<(), Stop> {
        for (range, piece) in pieces {
            let mut piece = match piece {
                // It began elsewhere than was guessed.
                Ok(piece) if piece.from != self.at => self.table.piece(range, Some(self.at), &self.builder.part())?,
                Err(Stop::NotUtf8) if self.at > range.start => self.table.piece(range, Some(self.at), &self.builder.part())?,
                piece => piece?,
            };
            piece.tell(name, self.n_lines, problems);
            self.n_lines += piece.n_lines;
            self.at = piece.to;
            self.spread.append(&piece.spread);
            let full = piece.full;
            if let Err(full) = self.builder.append(piece.rows) {
                self.full = Some(full);
                return Ok(());
            }
            if full.is_some() {
                self.full = full;
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A text that was made from something else, which says what its format is.
pub(super) fn of_made_text(
    opening: &Opening<'_>,
    made: &Bytes,
    format: &'static str,
    problems: &mut Problems,
) -> Result<Dataset, ReadError> {
    opening.task.expect(made.len());
    let text = Text { opening: Opening { source: made, ..*opening }, format: Some(format), delimiter: Some(b',') };
    match rows(&text, PIECE_BYTES, problems) {
        Ok(dataset) => Ok(dataset),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::NotUtf8) => Err(ReadError::Refused("what it was made into is no text".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::*;
    use crate::base::Task;
    use crate::dataset::{Mapping, Values};

    fn opened(table: &[u8], piece_bytes: u64) -> (Dataset, Problems) {
        let (source, mut problems) = (Bytes::from(table), Problems::default());
        let text = Text { opening: Opening::of("f.csv", &source), format: None, delimiter: None };
        let dataset = rows(&text, piece_bytes, &mut problems).unwrap();
        (dataset, problems)
    }

    fn told(problems: &Problems) -> Vec<String> {
        problems.iter().map(|problem| format!("{}@{}", problem.kind, problem.location.line)).collect()
    }

    #[test]
    fn rows_have_places_texts_and_columns() {
        let (dataset, problems) =
            opened("id,name,lat,lon,date\nE1,\"Fire, large\",51.5,36.25,2024-10-24\nE2,Bridge,,,2024-10-25\n".as_bytes(), 1 << 20);
        assert_eq!((dataset.n_rows(), dataset.format(), told(&problems)), (2, "CSV", vec![]));
        assert_eq!((dataset.title(0), dataset.title(1)), ("Fire, large".to_owned(), "Bridge".to_owned()));
        let points = dataset.points().unwrap();
        assert_eq!(points[0], Coord { x: 36.25, y: 51.5 });
        assert!(points[1].x.is_nan(), "a row without a place is kept");
        assert_eq!(dataset.text(0, 1).as_deref(), Some("Fire, large"));
        assert!(matches!(&dataset.columns()[2].values, Values::Numbers(numbers) if numbers[..] == [51.5]));
    }

    #[test]
    fn rows_that_are_wrong_are_told_with_their_line_and_kept() {
        let table = "name,lat,lon\n\na,1,2\n\"b\nb\",91,2\nc,1\nd,1,2,3\ne,1,2,\nf,x,y\n\"g,1,2\nh,3,4\n";
        for piece_bytes in [1 << 20, 7, 1] {
            let (dataset, problems) = opened(table.as_bytes(), piece_bytes);
            assert_eq!(dataset.n_rows(), 8);
            let expected = [
                "no-position@4",
                "no-position@6",
                "too-few-fields@6",
                "too-many-fields@7",
                "no-position@9",
                "unclosed-quote@10",
                "too-few-fields@10",
            ];
            assert_eq!(told(&problems), expected);
            assert_eq!(dataset.points().unwrap()[7], Coord { x: 4.0, y: 3.0 });
        }
    }

    #[test]
    fn pieces_of_any_size_give_the_same_rows() {
        let mut table = "n,text,lat,lon\r\n".to_owned();
        for n in 0..300 {
            let text = match n % 5 {
                0 => format!("\"line {n}\r\n5,6,7,8\r\n\"\"quoted\"\", and more\""),
                1 => "\"\"".to_owned(),
                2 => "Курск, 쿠르스크".replace(',', ";"),
                _ => format!("plain {n}"),
            };
            table += &format!("{n},{text},{},{}\r\n", n % 90, n % 180);
        }
        let shown = |dataset: &Dataset| {
            (0..dataset.n_rows()).map(|row| format!("{:?} {:?}", dataset.row(row).unwrap(), dataset.geometry(row))).collect::<Vec<_>>()
        };
        let (whole, problems) = opened(table.as_bytes(), 1 << 20);
        assert_eq!((whole.n_rows(), problems.is_empty()), (300, true));
        for piece_bytes in [13, 50, 97, 1000, 4096] {
            let (dataset, problems) = opened(table.as_bytes(), piece_bytes);
            assert_eq!((shown(&dataset), told(&problems)), (shown(&whole), vec![]), "{piece_bytes}");
        }
    }

    #[test]
    fn what_was_told_wins_over_what_would_be_guessed() {
        let table = "name,lat,lon,north,east,when\na,1,2,51,36,03/04/2022\n";
        let source = Bytes::from(table.as_bytes());
        let roles = [(Role::LatDeg, "north"), (Role::LonDeg, "east"), (Role::Start, "when"), (Role::Title, "gone")];
        let mapping =
            Mapping { roles: roles.map(|(role, name)| (role, name.into())).to_vec(), date_order: DateOrder::MonthFirst, schema: None };
        let mut problems = Problems::default();
        let dataset = read(&Opening { mapping: Some(&mapping), ..Opening::of("f.csv", &source) }, &mut problems).unwrap();
        assert_eq!(dataset.points().unwrap(), [Coord { x: 36.0, y: 51.0 }]);
        assert_eq!((dataset.mapping(), told(&problems)), (&mapping, vec!["no-such-column@0".to_owned()]));
    }

    #[test]
    fn what_stays_open_or_looks_mistaken_is_told_and_left_as_it_is() {
        let (dataset, problems) = opened("date,lat,lon\n03/04/2022,125.7,39\n04/04/2022,127,37.5\n".as_bytes(), 1 << 20);
        assert_eq!(told(&problems), ["no-position@2", "no-position@3", "open-date-order@0", "coordinates-look-swapped@0"]);
        assert_eq!(dataset.bounds(), None);
        assert_eq!(dataset.mapping().date_order, DateOrder::DayFirst);
    }

    #[test]
    fn values_that_are_no_dates_are_told() {
        let (_, problems) =
            opened("date,n\n2024-10-24,1\n2024-10-25,1\n2024-10-25,1\n2024-10-25,1\n2024-10-25,1\nsoon,2\n".as_bytes(), 1 << 20);
        assert_eq!(told(&problems), ["no-date@0"]);
    }

    #[test]
    fn shapes_in_a_column_are_drawn() {
        let (dataset, _) = opened("name,wkt\na,\"LINESTRING (1 2, 3 4)\"\nb,POINT (5 6)\n".as_bytes(), 1 << 20);
        assert!(matches!(dataset.geometry(0), Some(geo::Geometry::LineString(_))));
        assert!(matches!(dataset.geometry(1), Some(geo::Geometry::Point(_))));
    }

    #[test]
    fn bytes_that_are_not_utf8_far_into_a_file_have_it_decoded() {
        let mut table = b"name,lat,lon\n".to_vec();
        for n in 0..40_000 {
            table.extend_from_slice(format!("row {n},1,2\n").as_bytes());
        }
        table.extend_from_slice(b"\xca\xf3\xf0\xf1\xea,1,2\n");
        let (source, mut problems) = (Bytes::from(table), Problems::default());
        let dataset = read(&Opening::of("f.csv", &source), &mut problems).unwrap();
        assert_eq!(dataset.title(40_000), "Курск");
        assert_eq!(told(&problems), ["other-encoding@0"]);
    }

    #[test]
    fn reading_stops_when_it_is_cancelled() {
        let table = "a,b\n".to_owned() + &"1,2\n".repeat(200_000);
        let (source, task) = (Bytes::from(table.as_bytes()), Task::new());
        task.cancel();
        let opening = Opening { task: &task, ..Opening::of("f.csv", &source) };
        assert!(matches!(read(&opening, &mut Problems::default()), Err(ReadError::Cancelled(_))));
    }
}
