//! Where the numbers of endnotes stand on a map, as what can be pressed.

use crate::export::figure::{PieceKind, Segment, Shape};
use crate::export::handout::{Endnote, Sheet};

/// A ring with the number of an endnote in it, or with those of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring<'a> {
    /// As it stands there: "3", "1, 4–6".
    pub label: &'a str,
    /// Its middle, in points of the figure.
    pub at: [f32; 2],
    /// Half its width and half its height.
    pub half: [f32; 2],
    /// What its numbers are of.
    pub endnotes: Vec<&'a Endnote>,
}

/// The rings of a sheet's map: of each pin the uppermost shape that is filled, with the endnotes whose numbers stand within it.
pub fn rings(sheet: &Sheet) -> Vec<Ring<'_>> {
    let pieces = sheet.figure.iter().flat_map(|figure| &figure.pieces).filter(|piece| piece.kind == PieceKind::Pin);
    let ring = |shapes: &[Shape]| {
        shapes.iter().rev().find_map(|shape| match shape {
            Shape::Path { path, fill: Some(_), .. } => bounds(path),
            _ => None,
        })
    };
    let rings = pieces.filter_map(|piece| {
        let [[left, top], [right, bottom]] = ring(&piece.shapes)?;
        let label = piece.shapes.iter().find_map(|shape| if let Shape::Text(text) = shape { Some(text.text.as_str()) } else { None })?;
        let is_within = |[x, y]: &[f32; 2]| (left..=right).contains(x) && (top..=bottom).contains(y);
        let endnotes: Vec<&Endnote> = sheet.endnotes.iter().filter(|note| note.pins.iter().any(is_within)).collect();
        let (at, half) = ([(left + right) / 2.0, (top + bottom) / 2.0], [(right - left) / 2.0, (bottom - top) / 2.0]);
        (!endnotes.is_empty()).then_some(Ring { label, at, half, endnotes })
    });
    rings.collect()
}

/// The upper left and the lower right corner of what holds a path with all that it is steered by; `None` where it has no point.
pub fn bounds(path: &[Segment]) -> Option<[[f32; 2]; 2]> {
    let points = path.iter().flat_map(|segment| match *segment {
        Segment::Move(to) | Segment::Line(to) => [Some(to), None, None],
        Segment::Quad(by, to) => [Some(by), Some(to), None],
        Segment::Cubic(by, and_by, to) => [Some(by), Some(and_by), Some(to)],
        Segment::Close => [None; 3],
    });
    points
        .flatten()
        .map(|at| [at, at])
        .reduce(|[[left, top], [right, bottom]], [[x, y], _]| [[left.min(x), top.min(y)], [right.max(x), bottom.max(y)]])
}
