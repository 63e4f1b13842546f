//! The text of a file, piece by piece, with the place that was reached in it.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::base::{Cancelled, Reader, Task};

/// So many bytes are read at a time. A cancel takes effect between them.
const CHUNK: usize = 1 << 16;
/// A piece of XML - a text, a tag, a comment - of more bytes is not read (of much less in tests, where all is slow).
pub(super) const MAX_PIECE: usize = if cfg!(test) { 1 << 18 } else { 64 << 20 };

/// A place in a file: line and column count from 1, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
}

/// Why a file is not read on.
#[derive(Debug)]
pub(super) enum Stop {
    Cancelled(Cancelled),
    Disk(io::Error),
    TooLong,
}

/// Decodes a file as it is read.
pub(super) struct Source<'a> {
    raw: Reader,
    task: &'a Task,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    /// The stretch of `text` that is not consumed yet.
    from: usize,
    to: usize,
    is_at_end: bool,
    spot: Spot,
    /// Bytes consumed of the piece at hand.
    piece_len: usize,
    pub stop: Option<Stop>,
    /// Where the first bytes are that are none of the encoding.
    pub first_bad: Option<Spot>,
}

impl<'a> Source<'a> {
    pub fn new(raw: Reader, encoding: &'static Encoding, task: &'a Task) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let text_len = decoder.max_utf8_buffer_length(CHUNK).unwrap_or(CHUNK * 3);
        Self {
            raw,
            task,
            decoder,
            bytes: vec![0; CHUNK],
            text: vec![0; text_len],
            from: 0,
            to: 0,
            is_at_end: false,
            spot: Spot { line: 1, column: 1 },
            piece_len: 0,
            stop: None,
            first_bad: None,
        }
    }

    /// Where it is; another piece of XML begins here.
    pub fn begin_piece(&mut self) -> Spot {
        self.piece_len = 0;
        self.spot
    }

    pub fn spot(&self) -> Spot {
        self.spot
    }

    fn fill(&mut self) -> Result<(), Stop> {
        while self.from == self.to && !self.is_at_end {
            let n = self.raw.read(&mut self.bytes).map_err(Stop::Disk)?;
            self.task.advance(n as u64).map_err(Stop::Cancelled)?;
            self.is_at_end = n == 0;
            let read = self.bytes.get(..n).unwrap_or_default();
            let (_, _, n_text, has_bad) = self.decoder.decode_to_utf8(read, &mut self.text, self.is_at_end);
            (self.from, self.to) = (0, n_text);
            if has_bad && self.first_bad.is_none() {
                let text = self.text.get(..n_text).unwrap_or_default();
                let bad = text.windows(3).position(|three| three == "\u{fffd}".as_bytes()).unwrap_or_default();
                self.first_bad = Some(moved(self.spot, text.get(..bad).unwrap_or_default()));
            }
        }
        if self.piece_len > MAX_PIECE { Err(Stop::TooLong) } else { Ok(()) }
    }
}

/// The place after some text.
fn moved(spot: Spot, text: &[u8]) -> Spot {
    let n_chars = |text: &[u8]| text.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
    let n_lines = text.iter().filter(|byte| **byte == b'\n').count() as u32;
    if n_lines == 0 {
        return Spot { line: spot.line, column: spot.column.saturating_add(n_chars(text)) };
    }
    let last = text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    Spot { line: spot.line.saturating_add(n_lines), column: n_chars(last) + 1 }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let found = self.fill_buf()?;
        let n = found.len().min(into.len());
        into.iter_mut().zip(found).for_each(|(slot, byte)| *slot = *byte);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Err(stop) = self.fill() {
            self.stop = Some(stop);
            return Err(io::Error::other("stopped"));
        }
        Ok(self.text.get(self.from..self.to).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        let end = (self.from + n).min(self.to);
        self.spot = moved(self.spot, self.text.get(self.from..end).unwrap_or_default());
        self.piece_len += n;
        self.from = end;
    }
}

/// The encoding of a file by its first bytes (XML 1.0, appendix F), and what it is said to be where nobody knows that.
pub(super) fn encoding_of(head: &[u8]) -> (&'static Encoding, Option<String>) {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding, None);
    }
    match head {
        [b'<', 0, ..] => return (UTF_16LE, None),
        [0, b'<', ..] => return (UTF_16BE, None),
        _ => {}
    }
    let Some(label) = declared(head) else { return (UTF_8, None) };
    match Encoding::for_label(label) {
        // What is read as ASCII so far is not UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => (UTF_8, None),
        Some(encoding) => (encoding, None),
        None => (UTF_8, Some(String::from_utf8_lossy(label).into_owned())),
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let start = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = start.split(|byte| *byte == b'>').next()?;
    let at = declaration.windows(8).position(|eight| eight == b"encoding")?;
    let value = declaration.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    value.split(|byte| byte == quote).next()
}
