//! Where the numbers of endnotes stand on a map, as what can be pressed.

use crate::export::figure::{PieceKind, Segment, Shape};
use crate::export::handout::{Endnote, Sheet};

/// A ring with the number of an endnote in it, or with those of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring<'a> {
    /// As it stands there: "3", "1, 4–6".
    pub label: String,
    /// Its middle, in points of the figure.
    pub at: [f32; 2],
    /// Half its width and half its height.
    pub half: [f32; 2],
    /// What its numbers are of.
    pub endnotes: Vec<&'a Endnote>,
}

/// Half the height of a ring that the map itself has not.
const HALF: f32 = 8.0;

/// The rings of a sheet's map: of each pin the uppermost shape that is filled, with the endnotes whose numbers stand within it. What has
/// none there has one of its own.
pub fn rings(sheet: &Sheet) -> Vec<Ring<'_>> {
    let Some(figure) = &sheet.figure else { return Vec::new() };
    let drawn =
        figure.pieces.iter().filter(|piece| piece.kind == PieceKind::Pin).filter_map(|piece| ring_of(&piece.shapes, &sheet.endnotes));
    let mut rings: Vec<Ring<'_>> = drawn.collect();
    for note in &sheet.endnotes {
        for at in &note.pins {
            if !rings.iter().any(|ring| ring.holds(*at)) {
                rings.push(Ring { label: note.number.to_string(), at: *at, half: [HALF; 2], endnotes: vec![note] });
            }
        }
    }
    rings
}

fn ring_of<'s>(shapes: &[Shape], endnotes: &'s [Endnote]) -> Option<Ring<'s>> {
    let ring = shapes.iter().rev().find_map(|shape| if let Shape::Path { path, fill: Some(_), .. } = shape { bounds(path) } else { None });
    let [[left, top], [right, bottom]] = ring?;
    let label = shapes.iter().find_map(|shape| if let Shape::Text(text) = shape { Some(text.text.clone()) } else { None })?;
    let (at, half) = ([(left + right) / 2.0, (top + bottom) / 2.0], [(right - left) / 2.0, (bottom - top) / 2.0]);
    let mut ring = Ring { label, at, half, endnotes: Vec::new() };
    ring.endnotes = endnotes.iter().filter(|note| note.pins.iter().any(|at| ring.holds(*at))).collect();
    (!ring.endnotes.is_empty()).then_some(ring)
}

impl Ring<'_> {
    fn holds(&self, at: [f32; 2]) -> bool {
        let ([x, y], [middle_x, middle_y], [half_width, half_height]) = (at, self.at, self.half);
        (x - middle_x).abs() <= half_width && (y - middle_y).abs() <= half_height
    }
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
