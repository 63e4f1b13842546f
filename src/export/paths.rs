//! Paths of plain shapes, and shapes of paths.

use egui::{Color32, Rect, Stroke as Line};

use crate::export::figure::{Colour, Segment, Shape, Stroke};

type Point = [f32; 2];

/// How far the control points of a quarter of a circle lie from its ends, as a share of the radius.
const QUARTER: f32 = 0.552_285;

pub fn circle(centre: Point, radius: f32) -> Vec<Segment> {
    rounded(Rect::from_center_size(centre.into(), egui::Vec2::splat(2.0 * radius)), radius)
}

/// A rectangle with round corners.
pub fn rounded(rect: Rect, radius: f32) -> Vec<Segment> {
    let [left, top, right, bottom] = [rect.left(), rect.top(), rect.right(), rect.bottom()];
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    if radius <= 0.0 {
        let mut path = vec![Segment::Move([left, top])];
        path.extend([[right, top], [right, bottom], [left, bottom]].map(Segment::Line));
        path.push(Segment::Close);
        return path;
    }
    let bend = radius * (1.0 - QUARTER);
    let mut path = vec![Segment::Move([left + radius, top])];
    let corners = [
        ([right - radius, top], [right - bend, top], [right, top + bend], [right, top + radius]),
        ([right, bottom - radius], [right, bottom - bend], [right - bend, bottom], [right - radius, bottom]),
        ([left + radius, bottom], [left + bend, bottom], [left, bottom - bend], [left, bottom - radius]),
        ([left, top + radius], [left, top + bend], [left + bend, top], [left + radius, top]),
    ];
    let mut at = [left + radius, top];
    for (from, a, b, to) in corners {
        if from != at {
            path.push(Segment::Line(from));
        }
        path.push(Segment::Cubic(a, b, to));
        at = to;
    }
    path.push(Segment::Close);
    path
}

/// The upper left and the lower right corner of what holds a path with all that it is steered by; `None` where it has no point.
pub fn bounds(path: &[Segment]) -> Option<[Point; 2]> {
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

/// Adds a line through points to a path.
pub fn add_line(points: impl IntoIterator<Item = Point>, path: &mut Vec<Segment>) {
    let mut points = points.into_iter();
    path.extend(points.next().map(Segment::Move));
    path.extend(points.map(Segment::Line));
}

/// Adds a closed line through points, of which the last need not be the first, where there are enough.
pub fn add_ring(points: &[Point], path: &mut Vec<Segment>) {
    let ring = match points {
        [first, .., last] if first == last => points.split_last().map_or(points, |(_, ring)| ring),
        _ => points,
    };
    if ring.len() > 2 {
        add_line(ring.iter().copied(), path);
        path.push(Segment::Close);
    }
}

/// Twice the area within a ring; below 0 where it runs the other way round.
pub fn signed_area(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| f64::from(a[0]) * f64::from(b[1]) - f64::from(b[0]) * f64::from(a[1])).sum()
}

pub fn colour(colour: Color32) -> Colour {
    colour.to_srgba_unmultiplied()
}

/// A path with what is seen of its inside and its edge: one shape, or none.
pub fn filled(path: Vec<Segment>, fill: Color32, edge: Line) -> Vec<Shape> {
    let fill = Some(colour(fill)).filter(|fill| fill[3] > 0);
    shape(path, fill, stroke(edge, None))
}

/// The same of a line, which may be dashed.
pub fn stroked(path: Vec<Segment>, line: Line, dash: Option<[f32; 2]>) -> Vec<Shape> {
    shape(path, None, stroke(line, dash))
}

fn shape(path: Vec<Segment>, fill: Option<Colour>, stroke: Option<Stroke>) -> Vec<Shape> {
    let is_seen = !path.is_empty() && (fill.is_some() || stroke.is_some());
    is_seen.then_some(Shape::Path { path, fill, stroke }).into_iter().collect()
}

fn stroke(line: Line, dash: Option<[f32; 2]>) -> Option<Stroke> {
    let is_seen = line.width > 0.0 && line.color.a() > 0;
    is_seen.then(|| Stroke { width: line.width, colour: colour(line.color), dash, is_round: false })
}
