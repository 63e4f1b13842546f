//! A stretch of a table, read by itself: what stands in it as a part of the layer, and where its first and its last record begin and end.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use memchr::{memchr, memchr_iter};

use crate::base::{Bytes, Cancelled, Location, Problem, Problems, Severity, Task};
use crate::dataset::{Builder, Full, Placed, PlacedBy, Spread};
use crate::formats::opening::ReadError;
use crate::formats::tables::records::{Field, Next, fields_of_line, next_record, past_line_ends};

/// Records of more bytes are not read.
const MOST_RECORD_BYTES: usize = 16 << 20;
/// So much is read past the end of a piece, where its last record mostly ends.
const BEYOND_BYTES: u64 = 64 << 10;
/// So many bytes are read between two looks at whether it is to stop.
const STEP_BYTES: u64 = 256 << 10;
/// So many records must look right where a piece may begin.
const LOOKED_AT: usize = 4;

/// What all pieces of a table have in common.
pub struct Table<'a> {
    pub source: &'a Bytes,
    pub task: &'a Task,
    pub delimiter: u8,
    /// What ends a line, for counting them.
    pub line_end: u8,
    pub names: &'a [String],
    pub placed_by: PlacedBy,
}

/// Why a piece was not read.
#[derive(Debug)]
pub enum Stop {
    Failed(ReadError),
    /// There is something in it that is not UTF-8.
    NotUtf8,
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Cancelled> for Stop {
    fn from(cancelled: Cancelled) -> Self {
        Self::Failed(cancelled.into())
    }
}

/// What stands in a piece.
pub struct Piece {
    pub rows: Builder,
    /// Where its first record begins, and where the one after its last.
    pub from: u64,
    pub to: u64,
    pub n_lines: u64,
    pub spread: Spread,
    pub full: Option<Full>,
    /// By the line within the piece.
    problems: Problems,
}

impl Piece {
    /// Tells what was wrong; `n_before` lines stand before the piece.
    pub fn tell(&mut self, file: &str, n_before: u64, problems: &mut Problems) {
        let mut told = std::mem::take(&mut self.problems).located(|_| file.to_owned());
        told.shift(u32::try_from(n_before).unwrap_or(u32::MAX), 0);
        problems.append(told);
    }
}

impl Table<'_> {
    /// Reads the records that begin in a stretch. Where it is not known where the first of them does (`from`), that is guessed, to be
    /// checked when the stretch before it is read.
    ///
    /// # Errors
    /// The disk does not give it, it was cancelled, or it is not UTF-8.
    pub fn piece(&self, range: Range<u64>, from: Option<u64>, empty: &Builder) -> Result<Piece, Stop> {
        let mut rows = empty.part();
        self.names.iter().for_each(|name| rows.add_column(name));
        let problems = Problems::few_of_a_kind();
        let piece = Piece { rows, from: 0, to: 0, n_lines: 0, spread: Spread::default(), full: None, problems };
        let from = match from {
            Some(from) => from,
            None => self.sync(range.start)?,
        };
        let mut reading =
            Reading { table: self, piece: Piece { from, to: from, ..piece }, fields: Vec::new(), counted_to: from, told_to: from };
        reading.read(range.end)?;
        let Reading { mut piece, counted_to, .. } = reading;
        piece.n_lines += self.count_lines(counted_to..piece.to)?;
        Ok(piece)
    }

    /// Where a record likely begins: after the end of the line that `at` is in, unless what follows looks right only as what follows the end of a
    /// quoted field.
    fn sync(&self, at: u64) -> Result<u64, Stop> {
        const LOOKED_THROUGH: u64 = 1 << 20;
        let start = at.saturating_sub(1);
        let bytes = self.source.read(start..at + LOOKED_THROUGH)?;
        let is_last = at + LOOKED_THROUGH >= self.source.len();
        let after_line = |from: usize| {
            let n = memchr(self.line_end, bytes.get(from..)?)?;
            Some(past_line_ends(&bytes, from + n))
        };
        let after_quote = || {
            let mut from = 0;
            loop {
                let quote = from + memchr(b'"', bytes.get(from..)?)?;
                match bytes.get(quote + 1) {
                    Some(b'"') => from = quote + 2,
                    Some(byte) if *byte == self.delimiter => {
                        let Next::Record { end, .. } = next_record(&bytes, quote + 2, self.delimiter, is_last, &mut Vec::new()) else {
                            return None;
                        };
                        return Some(past_line_ends(&bytes, end));
                    }
                    Some(b'\r' | b'\n') => return Some(past_line_ends(&bytes, quote + 1)),
                    _ => from = quote + 1,
                }
            }
        };
        let Some(line) = after_line(0) else { return Ok(self.source.len().min(at + LOOKED_THROUGH)) };
        let found = if self.looks_right(&bytes, line, is_last) {
            line
        } else {
            after_quote().filter(|at| self.looks_right(&bytes, *at, is_last)).unwrap_or(line)
        };
        Ok(start + found as u64)
    }

    fn looks_right(&self, bytes: &[u8], mut at: usize, is_last: bool) -> bool {
        let mut fields = Vec::new();
        for _ in 0..LOOKED_AT {
            match next_record(bytes, at, self.delimiter, is_last, &mut fields) {
                Next::Record { end, .. } if fields.len() == self.names.len() => at = end,
                Next::Record { .. } | Next::Unclosed { .. } => return false,
                Next::Cut { .. } | Next::End => return true,
            }
        }
        true
    }

    fn count_lines(&self, range: Range<u64>) -> Result<u64, Stop> {
        let mut n = 0;
        let mut at = range.start;
        while at < range.end {
            let to = range.end.min(at + STEP_BYTES);
            n += memchr_iter(self.line_end, &self.source.read(at..to)?).count() as u64;
            at = to;
        }
        Ok(n)
    }
}

/// A piece that is being read.
struct Reading<'a> {
    table: &'a Table<'a>,
    piece: Piece,
    fields: Vec<Field>,
    /// Up to here lines are counted,
    counted_to: u64,
    /// and up to here it is told how far it is.
    told_to: u64,
}

impl Reading<'_> {
    /// Reads records as long as they begin before `end`.
    fn read(&mut self, end: u64) -> Result<(), Stop> {
        let source = self.table.source;
        let mut beyond = BEYOND_BYTES;
        while self.piece.to < end && self.piece.full.is_none() {
            let base = self.piece.to;
            let block_end = end.max(base).saturating_add(beyond).min(source.len());
            let block = source.read(base..block_end)?;
            let is_last = block_end == source.len();
            let text = text_of(&block, is_last)?;
            let n_read = self.block(text, base, end, is_last)?;
            if n_read > 0 || self.piece.to >= end {
                continue;
            }
            // Not one record was whole.
            if text.len() < MOST_RECORD_BYTES && !is_last {
                beyond = beyond.saturating_mul(4);
            } else {
                self.skip_line(text, base)?;
                beyond = BEYOND_BYTES;
            }
        }
        self.table.task.advance(self.piece.to.saturating_sub(self.told_to))?;
        Ok(())
    }

    /// Reads the records of a text that stands at `base`, and returns how many they are.
    fn block(&mut self, text: &str, base: u64, end: u64, is_last: bool) -> Result<usize, Stop> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut n = 0;
        loop {
            let start = past_line_ends(bytes, at);
            self.piece.to = base + start as u64;
            if self.piece.to >= end || self.piece.full.is_some() {
                return Ok(n);
            }
            let mut fields = std::mem::take(&mut self.fields);
            let next = next_record(bytes, start, self.table.delimiter, is_last, &mut fields);
            match next {
                Next::Record { start, end: record_end } => {
                    let place = base + start as u64..base + record_end as u64;
                    self.row(text, &fields, place);
                    at = record_end;
                    n += 1;
                }
                Next::Unclosed { .. } => {
                    let rest = text.get(start..).unwrap_or_default();
                    let line = rest.split(['\r', '\n']).next().unwrap_or_default();
                    fields_of_line(line.as_bytes(), self.table.delimiter, &mut fields);
                    let place = base + start as u64..base + (start + line.len()) as u64;
                    self.tell(
                        Severity::Error,
                        place.start,
                        "unclosed-quote",
                        "a quote is never closed".to_owned(),
                        "read as far as its line goes",
                    )?;
                    self.row(line, &fields, place);
                    at = start + line.len();
                    n += 1;
                }
                Next::Cut { .. } | Next::End => {
                    self.fields = fields;
                    return Ok(n);
                }
            }
            self.fields = fields;
            let reached = base + at as u64;
            if reached - self.told_to >= STEP_BYTES {
                self.table.task.advance(reached - self.told_to)?;
                self.told_to = reached;
            }
        }
    }

    /// Passes over a line that is longer than any record may be, or in which a quote is opened that is not closed within so many bytes.
    fn skip_line(&mut self, text: &str, base: u64) -> Result<(), Stop> {
        let table = self.table;
        if let Some(n) = memchr(table.line_end, text.as_bytes()) {
            let line = text.get(..n).unwrap_or_default();
            let mut fields = std::mem::take(&mut self.fields);
            fields_of_line(line.as_bytes(), table.delimiter, &mut fields);
            let detail = format!("a quote is not closed within {MOST_RECORD_BYTES} bytes");
            self.tell(Severity::Error, base, "unclosed-quote", detail, "read as far as its line goes")?;
            self.row(line, &fields, base..base + n as u64);
            self.fields = fields;
            self.piece.to = base + n as u64 + 1;
            return Ok(());
        }
        let detail = format!("the line has more than {MOST_RECORD_BYTES} bytes");
        self.tell(Severity::Error, base, "too-long-line", detail, "left it out")?;
        let mut at = base + text.len() as u64;
        loop {
            let block = table.source.read(at..at + STEP_BYTES)?;
            table.task.advance(block.len() as u64)?;
            if let Some(n) = memchr(table.line_end, &block) {
                self.piece.to = at + n as u64 + 1;
                break;
            }
            at += block.len() as u64;
            if block.is_empty() {
                self.piece.to = at;
                break;
            }
        }
        self.told_to = self.piece.to;
        Ok(())
    }

    /// Adds a record that stands at `place` in the source.
    fn row(&mut self, text: &str, fields: &[Field], place: Range<u64>) {
        let n_columns = self.table.names.len();
        let values: [Cow<'_, str>; 2];
        let rows = &mut self.piece.rows;
        for (at, field) in fields.iter().take(n_columns).enumerate() {
            rows.put_field(at, &field.text(text));
        }
        let placed = match self.table.placed_by {
            PlacedBy::Nothing => Placed::Nowhere,
            by => {
                let [first, second] = match by {
                    PlacedBy::Degrees { lat, lon } => [lat, lon],
                    PlacedBy::WellKnownText(at) | PlacedBy::Text(at) => [at, at],
                    PlacedBy::Nothing => [0, 0],
                };
                let field = |at: usize| fields.get(at).map(|field| field.text(text)).unwrap_or_default();
                values = [field(first), field(second)];
                let [one, two] = &values;
                by.read(|at| if at == first { one } else { two }, &mut self.piece.spread)
            }
        };
        let (start, ended) = (
            place.start,
            match &placed {
                Placed::At(at) => rows.end_point(Some(*at), place),
                Placed::Shape(shape) => rows.end_row(Some(shape), place),
                Placed::Nowhere | Placed::Wrong(_) => rows.end_point(None, place),
            },
        );
        self.piece.full = ended.err();
        // What cannot be read to count lines is told when it is read next.
        if let Placed::Wrong(detail) = placed {
            let _told = self.tell(Severity::Error, start, "no-position", detail, "kept the row without a place");
        }
        if fields.len() != n_columns {
            self.tell_other_number(text, fields, start);
        }
    }

    fn tell_other_number(&mut self, text: &str, fields: &[Field], start: u64) {
        let (n, n_columns) = (fields.len(), self.table.names.len());
        let detail = format!("the row has {n} fields, the table {n_columns} columns");
        // Delimiters at the end of a line that stand for nothing are no fault.
        let _told = if n < n_columns {
            self.tell(Severity::Warning, start, "too-few-fields", detail, "kept the row without the last ones")
        } else if fields.iter().skip(n_columns).any(|field| !field.text(text).trim().is_empty()) {
            self.tell(Severity::Error, start, "too-many-fields", detail, "left out the last ones")
        } else {
            Ok(())
        };
    }

    /// Keeps what is wrong with the record at `at`.
    fn tell(&mut self, severity: Severity, at: u64, kind: &'static str, detail: String, done: &'static str) -> Result<(), Stop> {
        // Lines are counted for those that are kept only.
        if self.piece.problems.keeps(kind, severity) {
            self.piece.n_lines += self.table.count_lines(self.counted_to..at)?;
            self.counted_to = self.counted_to.max(at);
        }
        let line = u32::try_from(self.piece.n_lines + 1).unwrap_or(u32::MAX);
        let location = Location { file: String::new(), line, column: 1 };
        self.piece.problems.push(Problem { severity, location, record: None, kind, detail, done: done.to_owned() });
        Ok(())
    }
}

/// The text of a block; what is cut at its end may be in the middle of a character.
fn text_of(block: &[u8], is_last: bool) -> Result<&str, Stop> {
    str::from_utf8(block).or_else(|error| {
        let is_cut = error.error_len().is_none() && !is_last;
        let whole = block.get(..error.valid_up_to()).filter(|_| is_cut);
        whole.and_then(|whole| str::from_utf8(whole).ok()).ok_or(Stop::NotUtf8)
    })
}
