//! Paths, in the units of symbols: the octagon that holds the icon is 100 wide and stands about (100, 100); y grows downwards.

/// A point or an offset.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// A step of a path, each from where the one before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(Point),
    Line(Point),
    /// Two control points and the end of a cubic curve.
    Curve(Point, Point, Point),
    /// Back to where the last `Move` went.
    Close,
}

/// Lines and curves, filled by the non-zero rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    pub steps: Vec<Step>,
}

/// Upright and closed; empty where `min` is beyond `max`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box2 {
    pub min: Point,
    pub max: Point,
}

pub(super) const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    fn plus(self, other: Self) -> Self {
        point(self.x + other.x, self.y + other.y)
    }

    /// The share `t` of the way to another.
    fn towards(self, other: Self, t: f32) -> Self {
        point(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }
}

impl Path {
    /// Reads relative steps as SVG writes them: `m`, `l`, `c`, `q`, `z`, each written out. `None` where it is anything else.
    pub(super) fn relative(text: &str, unit: f32) -> Option<Self> {
        let mut path = Self::default();
        let (mut start, mut at) = (Point::default(), Point::default());
        let mut rest = text;
        while let Some(name) = rest.chars().next() {
            let after = rest.get(name.len_utf8()..)?;
            let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
            let (mut numbers, mut n_numbers) = ([0.0; 6], 0);
            for number in split_numbers(after.get(..end)?) {
                *numbers.get_mut(n_numbers)? = number.parse::<f32>().ok()? * unit;
                n_numbers += 1;
            }
            let [a, b, c] =
                [(numbers[0], numbers[1]), (numbers[2], numbers[3]), (numbers[4], numbers[5])].map(|(x, y)| at.plus(point(x, y)));
            let (step, to) = match (name, n_numbers) {
                ('m', 2) => (Step::Move(a), a),
                ('l', 2) => (Step::Line(a), a),
                ('c', 6) => (Step::Curve(a, b, c), c),
                // A quadratic curve is a cubic one whose controls lie two thirds of the way to its own.
                ('q', 4) => (Step::Curve(at.towards(a, 2.0 / 3.0), b.towards(a, 2.0 / 3.0), b), b),
                ('z', 0) => (Step::Close, start),
                _ => return None,
            };
            if name == 'm' {
                start = a;
            }
            at = to;
            path.steps.push(step);
            rest = after.get(end..)?;
        }
        Some(path)
    }

    /// Straight lines from point to point.
    pub(super) fn lines(points: &[(f32, f32)], is_closed: bool) -> Self {
        let mut path = Self::default();
        path.add_lines(points);
        if is_closed {
            path.steps.push(Step::Close);
        }
        path
    }

    pub(super) fn add_lines(&mut self, points: &[(f32, f32)]) {
        let steps = points.iter().enumerate();
        self.steps.extend(steps.map(|(index, (x, y))| if index == 0 { Step::Move(point(*x, *y)) } else { Step::Line(point(*x, *y)) }));
    }

    pub(super) fn circle(x: f32, y: f32, radius: f32) -> Self {
        /// Makes four cubic curves a circle, to a quarter of a thousandth of the radius.
        const KAPPA: f32 = 0.552_285;
        let at = |dx: f32, dy: f32| point(x + dx * radius, y + dy * radius);
        let quarter = |ax, ay, bx, by, cx, cy| Step::Curve(at(ax, ay), at(bx, by), at(cx, cy));
        // From the right, clockwise, as SVG draws it: dashes begin there.
        let steps = vec![
            Step::Move(at(1.0, 0.0)),
            quarter(1.0, KAPPA, KAPPA, 1.0, 0.0, 1.0),
            quarter(-KAPPA, 1.0, -1.0, KAPPA, -1.0, 0.0),
            quarter(-1.0, -KAPPA, -KAPPA, -1.0, 0.0, -1.0),
            quarter(KAPPA, -1.0, 1.0, -KAPPA, 1.0, 0.0),
            Step::Close,
        ];
        Self { steps }
    }

    fn map(&self, change: impl Fn(Point) -> Point) -> Self {
        let step = |step: &Step| match *step {
            Step::Move(to) => Step::Move(change(to)),
            Step::Line(to) => Step::Line(change(to)),
            Step::Curve(first, second, to) => Step::Curve(change(first), change(second), change(to)),
            Step::Close => Step::Close,
        };
        Self { steps: self.steps.iter().map(step).collect() }
    }

    /// Multiplied by `scale`, then moved.
    pub fn scaled_and_moved(&self, scale: f32, by: Point) -> Self {
        self.map(|at| point(at.x * scale + by.x, at.y * scale + by.y))
    }

    /// As lines through points that lie no more than `tolerance` from it, and whether each is closed. For hit tests and renderers without
    /// curves.
    pub fn flattened(&self, tolerance: f32) -> Vec<(Vec<Point>, bool)> {
        const MAX_PIECES: f32 = 64.0;
        let mut lines: Vec<(Vec<Point>, bool)> = Vec::new();
        let mut start = Point::default();
        for step in &self.steps {
            match *step {
                Step::Move(to) => {
                    start = to;
                    lines.push((vec![to], false));
                }
                Step::Close => {
                    if let Some((_, is_closed)) = lines.last_mut() {
                        *is_closed = true;
                    }
                }
                Step::Line(_) | Step::Curve(..) => {
                    if lines.last().is_none_or(|(_, is_closed)| *is_closed) {
                        lines.push((vec![start], false));
                    }
                    let Some((points, _)) = lines.last_mut() else { continue };
                    let from = points.last().copied().unwrap_or(start);
                    match *step {
                        Step::Curve(a, b, to) => {
                            // The second differences of the controls bound how far the curve strays from a chord.
                            let bend = |p: Point, q: Point, r: Point| (p.x - 2.0 * q.x + r.x).hypot(p.y - 2.0 * q.y + r.y);
                            let strays = 0.75 * bend(from, a, b).max(bend(a, b, to));
                            let n_pieces = (strays / tolerance.max(f32::EPSILON)).sqrt().ceil().clamp(1.0, MAX_PIECES) as u8;
                            let at = |n: u8| on_curve([from, a, b, to], f32::from(n) / f32::from(n_pieces));
                            points.extend((1..=n_pieces).map(at));
                        }
                        Step::Line(to) | Step::Move(to) => points.push(to),
                        Step::Close => {}
                    }
                }
            }
        }
        lines
    }

    /// What holds it, its line's width aside.
    pub fn bounds(&self) -> Box2 {
        let points = self.flattened(0.1).into_iter().flat_map(|(points, _)| points);
        points.fold(Box2::EMPTY, Box2::with)
    }
}

fn on_curve([from, a, b, to]: [Point; 4], t: f32) -> Point {
    let [ab, bc, cd] = [from.towards(a, t), a.towards(b, t), b.towards(to, t)];
    ab.towards(bc, t).towards(bc.towards(cd, t), t)
}

/// `12-7 3` is three numbers.
fn split_numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(' ');
        let after_sign = usize::from(rest.starts_with('-'));
        let length = rest.get(after_sign..)?.find([' ', '-']).map_or(rest.len(), |end| end + after_sign);
        let (number, after) = rest.split_at_checked(length)?;
        rest = after;
        (!number.is_empty()).then_some(number)
    })
}

impl Box2 {
    pub(super) const EMPTY: Self = Self { min: point(f32::INFINITY, f32::INFINITY), max: point(f32::NEG_INFINITY, f32::NEG_INFINITY) };

    pub(super) const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { min: point(left, top), max: point(right, bottom) }
    }

    fn with(self, at: Point) -> Self {
        Self { min: point(self.min.x.min(at.x), self.min.y.min(at.y)), max: point(self.max.x.max(at.x), self.max.y.max(at.y)) }
    }

    pub(super) fn union(self, other: Self) -> Self {
        self.with(other.min).with(other.max)
    }

    pub fn width(self) -> f32 {
        self.max.x - self.min.x
    }

    pub fn height(self) -> f32 {
        self.max.y - self.min.y
    }

    /// Grown on every side.
    pub(super) fn grown(self, by: f32) -> Self {
        Self::new(self.min.x - by, self.min.y - by, self.max.x + by, self.max.y + by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_steps_are_read_and_quadratic_curves_become_cubic() {
        let path = Path::relative("m10 20l5-5q6 0 6 6z", 1.0).unwrap();
        let curve = Step::Curve(point(19.0, 15.0), point(21.0, 17.0), point(21.0, 21.0));
        assert_eq!(path.steps, [Step::Move(point(10.0, 20.0)), Step::Line(point(15.0, 15.0)), curve, Step::Close]);
        for wrong in ["m1", "l1 2 3", "x1 2", "m1 2a", "mé", "c1 2 3 4 5 6 7 8", "m1 b"] {
            assert_eq!(Path::relative(wrong, 1.0), None, "{wrong}");
        }
    }

    #[test]
    fn a_flattened_circle_stays_within_the_tolerance() {
        let lines = Path::circle(100.0, 100.0, 60.0).flattened(0.1);
        let [(points, is_closed)] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(*is_closed && points.len() > 12 && points.len() < 120, "{}", points.len());
        assert!(points.iter().all(|at| ((at.x - 100.0).hypot(at.y - 100.0) - 60.0).abs() < 0.1));
        for pair in points.windows(2) {
            let middle = pair[0].towards(pair[1], 0.5);
            assert!((middle.x - 100.0).hypot(middle.y - 100.0) > 59.9);
        }
    }
}
