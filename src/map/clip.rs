//! Cutting rings and lines to a rectangle, in world units.

/// Left, top, right, bottom in world units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub min: [f64; 2],
    pub max: [f64; 2],
}

impl Window {
    /// Whether the box of some points touches it.
    pub fn may_hold(&self, points: &[[f64; 2]]) -> bool {
        let mut bounds = [[f64::MAX; 2], [f64::MIN; 2]];
        for point in points {
            let [low, high] = &mut bounds;
            *low = [low[0].min(point[0]), low[1].min(point[1])];
            *high = [high[0].max(point[0]), high[1].max(point[1])];
        }
        let [low, high] = bounds;
        low[0] <= self.max[0] && high[0] >= self.min[0] && low[1] <= self.max[1] && high[1] >= self.min[1]
    }

    /// The part of a ring's inside that lies within (Sutherland and Hodgman 1974). Where the ring goes in and out more than once the
    /// parts hang together along the edge, which does not show when the ring is filled.
    pub fn clip_ring(&self, ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut kept = ring.to_vec();
        for axis in [0_usize, 1] {
            let at = move |point: &[f64; 2]| if axis == 0 { point[0] } else { point[1] };
            let (low, high) = (at(&self.min), at(&self.max));
            kept = clip_half(&kept, |point| at(point) - low);
            kept = clip_half(&kept, |point| high - at(point));
        }
        kept
    }

    /// The parts of a line that lie within, cut off at the edge (Liang and Barsky 1984).
    pub fn clip_line(&self, line: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let mut parts: Vec<Vec<[f64; 2]>> = Vec::new();
        let mut is_open = false;
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            let Some((first, last)) = self.shares_within(*from, *to) else {
                is_open = false;
                continue;
            };
            let at = |share: f64| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
            let end = if last < 1.0 { at(last) } else { *to };
            match parts.last_mut().filter(|_| is_open && first <= 0.0) {
                Some(part) => part.push(end),
                None => parts.push(vec![if first > 0.0 { at(first) } else { *from }, end]),
            }
            is_open = last >= 1.0;
        }
        parts
    }

    /// From which share of the way between two points to which it lies within.
    fn shares_within(&self, from: [f64; 2], to: [f64; 2]) -> Option<(f64, f64)> {
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        for axis in 0..2_usize {
            let of = |point: &[f64; 2]| if axis == 0 { point[0] } else { point[1] };
            let (start, way) = (of(&from), of(&to) - of(&from));
            let (low, high) = (of(&self.min), of(&self.max));
            if way == 0.0 {
                if start < low || start > high {
                    return None;
                }
                continue;
            }
            let (enters, leaves) = ((low - start) / way, (high - start) / way);
            first = first.max(enters.min(leaves));
            last = last.min(enters.max(leaves));
        }
        (first <= last).then_some((first, last))
    }

    /// The runs of a line whose segments touch it, whole segments each.
    pub fn runs(&self, line: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let mut runs: Vec<Vec<[f64; 2]>> = Vec::new();
        let mut is_open = false;
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            let touches = self.may_hold(&[*from, *to]);
            match runs.last_mut().filter(|_| is_open && touches) {
                Some(run) => run.push(*to),
                None if touches => runs.push(vec![*from, *to]),
                None => {}
            }
            is_open = touches;
        }
        runs
    }
}

/// The part of a ring where `inside` is not negative.
fn clip_half(ring: &[[f64; 2]], inside: impl Fn(&[f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(ring.len());
    for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (a, b) = (inside(from), inside(to));
        if a >= 0.0 {
            kept.push(*from);
        }
        if (a >= 0.0) != (b >= 0.0) {
            let share = a / (a - b);
            kept.push([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Window = Window { min: [0.0, 0.0], max: [1.0, 1.0] };

    fn area(ring: &[[f64; 2]]) -> f64 {
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn a_ring_is_cut_to_what_lies_within() {
        let square = |west: f64, size: f64| [[west, west], [west + size, west], [west + size, west + size], [west, west + size]];
        for (ring, expected) in [(square(0.25, 0.5), 0.25), (square(0.5, 5.0), 0.25), (square(-3.0, 9.0), 1.0), (square(2.0, 1.0), 0.0)] {
            let cut = UNIT.clip_ring(&ring);
            assert!((area(&cut) - expected).abs() < 1e-12, "{ring:?}: {cut:?}");
            assert!(cut.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
        }
    }

    #[test]
    fn a_line_is_cut_off_at_the_edge() {
        let line = [[-2.0, 0.5], [0.25, 0.5], [0.5, 0.5], [2.0, 0.5], [2.0, 2.0], [0.5, 2.0], [0.5, -1.0], [0.5, -2.0]];
        let parts = UNIT.clip_line(&line);
        assert_eq!(parts, [vec![[0.0, 0.5], [0.25, 0.5], [0.5, 0.5], [1.0, 0.5]], vec![[0.5, 1.0], [0.5, 0.0]]]);
        assert_eq!(UNIT.clip_line(&[[0.1, 0.1], [0.9, 0.2]]), [vec![[0.1, 0.1], [0.9, 0.2]]]);
        assert!(UNIT.clip_line(&[[-1.0, 0.9], [0.1, 2.0]]).is_empty(), "past a corner");
    }

    #[test]
    fn a_line_keeps_the_segments_that_touch() {
        let line = [[-2.0, 0.5], [-1.0, 0.5], [0.5, 0.5], [2.0, 0.5], [3.0, 0.5], [3.0, 2.0], [0.5, 0.9]];
        let runs = UNIT.runs(&line);
        assert_eq!(runs, [vec![[-1.0, 0.5], [0.5, 0.5], [2.0, 0.5]], vec![[3.0, 2.0], [0.5, 0.9]]]);
    }
}
