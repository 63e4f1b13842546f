//! The outline of what is only known by how far within it a point lies.

use std::collections::BTreeMap;

use egui::{Vec2, vec2};
use geo::Simplify;

/// Between two points that are looked at, in points.
const STEP: f32 = 0.25;

/// A corner of the grid, or (where it is not even) the middle of an edge of it.
type Knot = (i32, i32);

/// The closed lines along which a distance is 0, with what is inside (where it is more than 0) always on the same side: the inside by the
/// non-zero rule. `reach` is how far from the middle, (0, 0), it lies at most (marching squares).
pub fn outlines(inside: impl Fn(Vec2) -> f32, reach: f32) -> Vec<Vec<Vec2>> {
    // A closed line round all.
    let n = (reach / STEP).ceil() as i32 + 1;
    let side = 2 * n + 1;
    let at = |x: i32, y: i32| vec2(x as f32, y as f32) * STEP;
    let values: Vec<f32> = (0..side * side).map(|index| inside(at(index % side - n, index / side - n))).collect();
    let value = |x: i32, y: i32| usize::try_from((y + n) * side + x + n).ok().and_then(|index| values.get(index)).copied().unwrap_or(-1.0);
    // From each edge of the grid that the line crosses to the next.
    let mut next: BTreeMap<Knot, Knot> = BTreeMap::new();
    for (x, y) in (-n..n).flat_map(|y| (-n..n).map(move |x| (x, y))) {
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        let is_in = corners.map(|(x, y)| value(x, y) > 0.0);
        let [top, right, bottom, left] = [(2 * x + 1, 2 * y), (2 * x + 2, 2 * y + 1), (2 * x + 1, 2 * y + 2), (2 * x, 2 * y + 1)];
        let mut join = |from: Knot, to: Knot| {
            next.insert(from, to);
        };
        match is_in {
            [false, false, false, false] | [true, true, true, true] => {}
            [true, false, false, false] => join(left, top),
            [false, true, false, false] => join(top, right),
            [false, false, true, false] => join(right, bottom),
            [false, false, false, true] => join(bottom, left),
            [true, true, false, false] => join(left, right),
            [false, true, true, false] => join(top, bottom),
            [false, false, true, true] => join(right, left),
            [true, false, false, true] => join(bottom, top),
            [true, true, true, false] => join(left, bottom),
            [false, true, true, true] => join(top, left),
            [true, false, true, true] => join(right, top),
            [true, true, false, true] => join(bottom, right),
            // Two that touch at a corner are taken for two.
            [true, false, true, false] => {
                join(left, top);
                join(right, bottom);
            }
            [false, true, false, true] => {
                join(top, right);
                join(bottom, left);
            }
        }
    }
    let place = |(x, y): Knot| {
        let (from, to) =
            if x % 2 == 0 { ((x / 2, (y - 1) / 2), (x / 2, (y + 1) / 2)) } else { (((x - 1) / 2, y / 2), ((x + 1) / 2, y / 2)) };
        let (a, b) = (value(from.0, from.1), value(to.0, to.1));
        let share = if a == b { 0.5 } else { a / (a - b) };
        at(from.0, from.1) + (at(to.0, to.1) - at(from.0, from.1)) * share
    };
    let mut lines = Vec::new();
    while let Some((start, mut knot)) = next.pop_first() {
        let mut line = vec![place(start), place(knot)];
        while let Some(then) = next.remove(&knot) {
            knot = then;
            line.push(place(knot));
        }
        lines.push(simplified(&line));
    }
    lines
}

/// Without points that nobody would miss.
fn simplified(line: &[Vec2]) -> Vec<Vec2> {
    const TOLERANCE: f64 = 0.012;
    let line: geo::LineString<f64> = line.iter().map(|at| (f64::from(at.x), f64::from(at.y))).collect();
    line.simplify(TOLERANCE).coords().map(|at| vec2(at.x as f32, at.y as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signed by which way it runs.
    fn area(line: &[Vec2]) -> f32 {
        line.iter().zip(line.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - a.y * b.x).sum::<f32>() / 2.0
    }

    #[test]
    fn a_disc_has_one_line_and_a_ring_another_that_runs_the_other_way() {
        let disc = outlines(|at| 5.0 - at.length(), 5.0);
        assert_eq!(disc.len(), 1);
        assert!((area(&disc[0]).abs() - 25.0 * std::f32::consts::PI).abs() < 0.5, "{}", area(&disc[0]));
        assert!(disc[0].iter().all(|at| (at.length() - 5.0).abs() < 0.02));
        let ring = outlines(|at| (5.0 - at.length()).min(at.length() - 3.0), 5.0);
        let areas: Vec<f32> = ring.iter().map(|line| area(line)).collect();
        assert!(areas.len() == 2 && areas[0] * areas[1] < 0.0, "{areas:?}");
        assert!((areas.iter().sum::<f32>().abs() - 16.0 * std::f32::consts::PI).abs() < 0.5, "{areas:?}");
    }
}
