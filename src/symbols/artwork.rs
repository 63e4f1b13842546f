//! The icons, embedded: for each code the shapes that stand in its frame.
//!
//! The file is gzip over lines of UTF-8, in three parts with an empty line between; `assets/make/symbols.mjs` writes it. Lengths are in
//! hundredths of a unit of symbols.
//!
//! 1. Shapes, numbered from 1: fill, stroke, width of the stroke, dashes, path. A paint is `f` (the frame's fill), `i` (the ink of lines), `w`
//!    (white) or six hexadecimal digits.
//! 2. Pictures, numbered from 1: the shapes of each, the lowest first.
//! 3. Entries: set, kind, code, and the pictures in each frame. `5*3 7` is three times 5, then 7; 0 is empty, `-` not known. Kinds are `e`
//!    (entity), `1` and `2` (modifiers; of set 00 those that all sets have), `s` (subtypes of any land unit), `x` (letters beside the frame)
//!    and `l` (a function of letters in place of the set, and its frame in place of the code).

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use crate::base::unpacked_text;
use crate::symbols::path::{Path, Point};

const UNIT: f32 = 0.01;
static PACKED: &[u8] = include_bytes!("../../assets/symbols/artwork.tsv.gz");

/// What a shape is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// The fill of the frame, which tells the identity.
    Fill,
    /// The lines of frame and icon.
    Ink,
    White,
    /// Red, green, blue.
    Own([u8; 3]),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub paint: Paint,
    pub width: f32,
    /// Lengths drawn and left out in turn; empty: all is drawn.
    pub dashes: Vec<f32>,
}

/// A path with its paint. Fill lies below the stroke.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub path: Path,
    pub fill: Option<Paint>,
    pub stroke: Option<Stroke>,
}

/// A part of a code that has artwork.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Entity {
        set: u8,
        entity: u32,
    },
    /// The first or second modifier; from 100 on those of all sets.
    Modifier {
        set: u8,
        which: u8,
        code: u16,
    },
    /// 95 to 98.
    Subtype(u8),
    /// A letter beside the frame, about where it starts.
    Mark(u8),
    /// Coding scheme, battle dimension and function.
    Letters {
        scheme: u8,
        dimension: u8,
        function: [u8; 6],
    },
}

/// All icons.
pub(super) struct Artwork {
    shapes: Vec<OnceLock<Option<Shape>>>,
    shape_lines: Vec<&'static str>,
    pictures: Vec<Vec<u16>>,
    entries: BTreeMap<Part, Entry>,
}

/// The pictures of a part, in runs, and what else is said of it.
struct Entry {
    runs: Vec<(Option<u16>, u8)>,
    frame: &'static str,
}

impl Artwork {
    /// The embedded artwork, unpacked at the first call. A damaged file has no icons: a test sees to it that ours is not.
    pub(super) fn embedded() -> &'static Self {
        static TEXT: LazyLock<String> = LazyLock::new(|| unpacked_text(PACKED).unwrap_or_default());
        static READ: LazyLock<Artwork> = LazyLock::new(|| Artwork::read(&TEXT));
        &READ
    }

    fn read(text: &'static str) -> Self {
        let mut parts = text.split("\n\n");
        let mut lines = || parts.next().unwrap_or_default().lines();
        let shape_lines: Vec<_> = lines().collect();
        let numbers = |line: &str| line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let pictures = lines().map(numbers).collect();
        let entries = lines().filter_map(entry).collect();
        Self { shapes: shape_lines.iter().map(|_| OnceLock::new()).collect(), shape_lines, pictures, entries }
    }

    /// Whether the file was read in full.
    #[cfg(test)]
    fn n_parts(&self) -> usize {
        self.entries.len()
    }

    /// The shapes of a part in the frame at a place of its row; `None` where it has no artwork there.
    pub(super) fn shapes(&self, part: Part, column: usize) -> Option<impl Iterator<Item = &Shape>> {
        let picture = self.entries.get(&part)?.picture(column)?;
        let ids = usize::from(picture).checked_sub(1).and_then(|index| self.pictures.get(index));
        Some(ids.into_iter().flatten().filter_map(|id| self.shape(usize::from(*id).checked_sub(1)?)))
    }

    /// What is said of the frame of a function of letters: its dimension, then `-` for none, then `c` for civilian.
    pub(super) fn frame_of(&self, part: Part) -> Option<&'static str> {
        self.entries.get(&part).map(|entry| entry.frame)
    }

    /// Most shapes are never looked at, so each is read when it is.
    fn shape(&self, index: usize) -> Option<&Shape> {
        self.shapes.get(index)?.get_or_init(|| shape(self.shape_lines.get(index)?)).as_ref()
    }
}

impl Entry {
    fn picture(&self, column: usize) -> Option<u16> {
        let mut end = 0;
        self.runs.iter().find_map(|(picture, count)| {
            end += usize::from(*count);
            (column < end).then_some(*picture)
        })?
    }
}

impl Part {
    /// From the first three fields of a line.
    pub(super) fn read(set: &str, kind: &str, code: &str) -> Option<Self> {
        let number = || set.parse::<u8>().ok();
        match kind {
            "e" => Some(Self::Entity { set: number()?, entity: code.parse().ok()? }),
            "1" | "2" => Some(Self::Modifier { set: number()?, which: kind.parse().ok()?, code: code.parse().ok()? }),
            "s" => Some(Self::Subtype(code.parse().ok()?)),
            "x" => Some(Self::Mark(*code.as_bytes().first()?)),
            "l" => match set.as_bytes() {
                [scheme, _, dimension, _, function @ ..] => {
                    Some(Self::Letters { scheme: *scheme, dimension: *dimension, function: function.try_into().ok()? })
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn entry(line: &'static str) -> Option<(Part, Entry)> {
    let mut fields = line.split('\t');
    let (set, kind, code, runs) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let part = Part::read(set, kind, code)?;
    let run = |run: &str| {
        let (picture, count) = run.split_once('*').unwrap_or((run, "1"));
        Some((picture.parse().ok(), count.parse().ok()?))
    };
    Some((part, Entry { runs: runs.split(' ').map(run).collect::<Option<_>>()?, frame: code }))
}

fn shape(line: &str) -> Option<Shape> {
    let mut fields = line.split('\t');
    let (fill, stroke, width, dashes, path) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let length = |text: &str| text.parse::<f32>().ok().map(|hundredths| hundredths * UNIT);
    let stroke = match paint(stroke) {
        Some(paint) => Some(Stroke { paint, width: length(width)?, dashes: dashes.split(' ').filter_map(length).collect() }),
        None => None,
    };
    Some(Shape { path: Path::relative(path, UNIT)?, fill: paint(fill), stroke })
}

fn paint(text: &str) -> Option<Paint> {
    match text {
        "f" => Some(Paint::Fill),
        "i" => Some(Paint::Ink),
        "w" => Some(Paint::White),
        text => {
            let [_, red, green, blue] = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
            Some(Paint::Own([red, green, blue]))
        }
    }
}

impl Shape {
    pub(super) fn filled(path: Path, paint: Paint) -> Self {
        Self { path, fill: Some(paint), stroke: None }
    }

    pub(super) fn line(path: Path, width: f32) -> Self {
        Self { path, fill: None, stroke: Some(Stroke { paint: Paint::Ink, width, dashes: Vec::new() }) }
    }

    pub(super) fn dashed(mut self, dashes: &[f32]) -> Self {
        if let Some(stroke) = &mut self.stroke {
            stroke.dashes = dashes.to_vec();
        }
        self
    }

    /// Its path multiplied and moved, its line as wide as it was.
    pub(super) fn scaled_and_moved(&self, scale: f32, by: Point) -> Self {
        Self { path: self.path.scaled_and_moved(scale, by), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_embedded_artwork_is_read() {
        let artwork = Artwork::embedded();
        assert!(artwork.n_parts() > 3000, "{}", artwork.n_parts());
        for index in 0..artwork.shape_lines.len() {
            let shape = artwork.shape(index).unwrap();
            assert!(!shape.path.steps.is_empty() && (shape.fill.is_some() || shape.stroke.is_some()), "{}", artwork.shape_lines[index]);
        }
        for entry in artwork.entries.values() {
            for (picture, _) in &entry.runs {
                let shapes = picture.map(|picture| usize::from(picture).checked_sub(1).map(|index| &artwork.pictures[index]));
                let known =
                    shapes.flatten().is_none_or(|ids| ids.iter().all(|id| (1..=artwork.shape_lines.len()).contains(&usize::from(*id))));
                assert!(known, "{picture:?}");
            }
        }
    }
}
