//! Where the numbers of endnotes stand on a figure.

use crate::export::figure::{Colour, Figure, Piece, Segment, Shape, Stroke, Text};
use crate::export::handout::{Endnote, Sheet};
use crate::export::paths;
use crate::export::typeset::{Style, Typesetter};
use crate::map::Role;
use crate::theme::{Theme, Weight};

/// The endnotes of one place: a ring for each, side by side, with one line to what they are of. In points of the figure.
pub struct Pin {
    /// Their places among the endnotes of the sheet.
    pub endnotes: Vec<usize>,
    /// What it points at.
    pub of: [f32; 2],
    /// The middle of the rings.
    pub at: [f32; 2],
    /// Half the width and half the height of one ring.
    pub half: [f32; 2],
}

/// So many rings side by side, further ones below.
pub const ACROSS: usize = 5;
/// Half the height of a ring.
pub(super) const RADIUS: f32 = 7.0;
pub(super) const TYPE: Style = Style { size: 9.0, weight: Weight::Semibold };
/// Places nearer to one another than this have one ring.
const SAME: f32 = 3.0;
/// Pins and things on the figure further than these are not looked at: a hostile handout has millions.
const MAX_PINS: usize = 200;
const MAX_OBSTACLES: usize = 1000;

#[derive(Clone, Copy)]
struct Rect {
    min: [f32; 2],
    max: [f32; 2],
}

impl Rect {
    fn about([x, y]: [f32; 2], [half_width, half_height]: [f32; 2]) -> Self {
        Self { min: [x - half_width, y - half_height], max: [x + half_width, y + half_height] }
    }

    fn meets(&self, other: &Self) -> bool {
        self.min[0] < other.max[0] && other.min[0] < self.max[0] && self.min[1] < other.max[1] && other.min[1] < self.max[1]
    }
}

/// Draws the numbers of the endnotes on the figure of their sheet, each where it covers no other, and as little else as can be, with a line
/// to its place. The places become those of the numbers themselves. What lies outside the figure has none.
pub fn add(sheet: &mut Sheet, types: &Typesetter, theme: &Theme) {
    let pins = placed(sheet, types, RADIUS);
    let Some(figure) = &mut sheet.figure else { return };
    figure.pieces.extend(pins.iter().flat_map(|pin| pin.pieces(&sheet.endnotes, types, theme)));
    for endnote in &mut sheet.endnotes {
        endnote.pins.clear();
    }
    for pin in &pins {
        for (endnote, at) in pin.endnotes.iter().zip(pin.rings()) {
            if let Some(endnote) = sheet.endnotes.get_mut(*endnote) {
                endnote.pins.push(at);
            }
        }
    }
}

/// Where the numbers of a sheet's endnotes stand on its figure, each ring half so high at least: where it covers no other, and as little else
/// as can be. What lies outside the figure has none.
pub fn placed(sheet: &Sheet, types: &Typesetter, radius: f32) -> Vec<Pin> {
    let Sheet { figure: Some(figure), endnotes, .. } = sheet else { return Vec::new() };
    let style = Style { size: TYPE.size * radius / RADIUS, ..TYPE };
    let mut pins: Vec<Pin> = Vec::new();
    for (at, endnote) in endnotes.iter().enumerate() {
        for of in endnote.pins.iter().copied().filter(|of| is_within(*of, figure.size)) {
            let same = pins.iter_mut().take(MAX_PINS).find(|pin| (pin.of[0] - of[0]).hypot(pin.of[1] - of[1]) < SAME);
            match same {
                Some(pin) if pin.endnotes.last() == Some(&at) => {}
                Some(pin) => pin.endnotes.push(at),
                None => pins.push(Pin { endnotes: vec![at], of, at: of, half: [radius; 2] }),
            }
        }
    }
    for pin in &mut pins {
        let numbers = pin.endnotes.iter().filter_map(|at| endnotes.get(*at)).map(|endnote| endnote.number);
        pin.half[0] = numbers.map(|number| half_width(&number.to_string(), style, types)).fold(radius, f32::max);
    }
    let ends: Vec<Rect> = pins.iter().take(MAX_PINS).map(|pin| Rect::about(pin.of, [3.0; 2])).collect();
    let obstacles = obstacles(figure);
    let mut taken: Vec<Rect> = Vec::new();
    for pin in &mut pins {
        let cost = |at: [f32; 2]| {
            let rect = Rect::about(at, pin.extent().map(|half| half + 1.5));
            let hits = |rects: &[Rect]| rects.iter().filter(|other| rect.meets(other)).count() as f32;
            let far = (at[0] - pin.of[0]).hypot(at[1] - pin.of[1]);
            let is_whole = rect.min[0] >= 0.0 && rect.min[1] >= 0.0 && rect.max[0] <= figure.size[0] && rect.max[1] <= figure.size[1];
            hits(&taken) * 1000.0 + hits(&ends) * 200.0 + hits(&obstacles) * 40.0 + far + if is_whole { 0.0 } else { 5000.0 }
        };
        let n_rings = if taken.len() < MAX_PINS { 3 } else { 1 };
        let places = (0..n_rings).flat_map(|ring| directions().map(move |[x, y]| (6.0 + 16.0 * ring as f32, x, y)));
        let places = places.map(|(reach, x, y)| {
            let [wide, high] = pin.extent();
            [pin.of[0] + x * (wide + reach), pin.of[1] + y * (high + reach)]
        });
        let costs = places.map(|at| (cost(at), at));
        let least = costs.min_by(|(one, _), (other, _)| one.total_cmp(other));
        pin.at = least.map_or(pin.of, |(_, at)| at);
        taken.push(Rect::about(pin.at, pin.extent()));
    }
    pins
}

/// Sixteen of them, the upper right first.
fn directions() -> impl Iterator<Item = [f32; 2]> {
    (0..16_i32).map(|step| {
        let turn = (step + 1) / 2 * if step % 2 == 0 { 1 } else { -1 };
        let angle = (turn as f32).mul_add(std::f32::consts::TAU / 16.0, -std::f32::consts::FRAC_PI_4);
        [angle.cos(), angle.sin()]
    })
}

fn is_within(at: [f32; 2], size: [f32; 2]) -> bool {
    at[0] >= 0.0 && at[1] >= 0.0 && at[0] <= size[0] && at[1] <= size[1]
}

/// What a pin had better not cover: names, marks, symbols, words.
fn obstacles(figure: &Figure) -> Vec<Rect> {
    // Of what is drawn by hand only words: a veil lies over everything.
    let has_words = |piece: &Piece| piece.shapes.iter().all(|shape| matches!(shape, Shape::Text(_)));
    let is_in_the_way = |piece: &&Piece| match piece.kind {
        Role::Label | Role::Mark | Role::Symbol | Role::Furniture => piece.opacity > 0.3,
        Role::OfScene => has_words(piece),
        Role::Ground | Role::Area | Role::Arc | Role::Pin => false,
    };
    let pieces = figure.pieces.iter().filter(is_in_the_way);
    pieces.filter_map(|piece| extent(&piece.shapes)).take(MAX_OBSTACLES).collect()
}

fn extent(shapes: &[Shape]) -> Option<Rect> {
    let mut rect = Rect { min: [f32::INFINITY; 2], max: [f32::NEG_INFINITY; 2] };
    let mut add = |[x, y]: [f32; 2]| {
        rect.min = [rect.min[0].min(x), rect.min[1].min(y)];
        rect.max = [rect.max[0].max(x), rect.max[1].max(y)];
    };
    for shape in shapes {
        match shape {
            Shape::Path { path, .. } => {
                for segment in path {
                    match segment {
                        Segment::Move(to) | Segment::Line(to) | Segment::Quad(_, to) | Segment::Cubic(_, _, to) => add(*to),
                        Segment::Close => {}
                    }
                }
            }
            Shape::Glow { .. } | Shape::Picture { .. } => {}
            Shape::Text(text) => {
                let width = text.offsets.last().copied().unwrap_or_default();
                add([text.at[0], text.at[1] - text.size * 0.75]);
                add([text.at[0] + width, text.at[1] + text.size * 0.2]);
            }
        }
    }
    (rect.min[0] <= rect.max[0]).then_some(rect)
}

impl Pin {
    /// Half the width and half the height of all its rings.
    fn extent(&self) -> [f32; 2] {
        let n = self.endnotes.len();
        [self.half[0] * n.min(ACROSS) as f32 + 1.0, self.half[1] * n.div_ceil(ACROSS) as f32 + 1.0]
    }

    /// The middle of each ring.
    pub fn rings(&self) -> impl Iterator<Item = [f32; 2]> {
        let [wide, high] = self.extent();
        let ([x, y], [half_width, half_height]) = (self.at, self.half);
        (0..self.endnotes.len()).map(move |n| {
            let (column, row) = (n % ACROSS, n / ACROSS);
            [x - wide + 1.0 + half_width * (2 * column + 1) as f32, y - high + 1.0 + half_height * (2 * row + 1) as f32]
        })
    }

    /// The line to what it is of, seen on any ground. It ends before the sign that stands there, whose number stays readable.
    pub fn leader(&self, theme: &Theme) -> [Shape; 3] {
        const SHORT_OF: f32 = 8.5;
        let far = (self.at[0] - self.of[0]).hypot(self.at[1] - self.of[1]).max(1.0);
        let share = (SHORT_OF / far).min(0.5);
        let ([x, y], [to_x, to_y]) = (self.of, self.at);
        let end = [egui::lerp(x..=to_x, share), egui::lerp(y..=to_y, share)];
        let [paper, accent]: [Colour; 2] = [theme.panel, theme.accent].map(|colour| colour.to_srgba_unmultiplied());
        let line = |colour, width| Shape::Path {
            path: vec![Segment::Move(end), Segment::Line(self.at)],
            fill: None,
            stroke: Some(Stroke { width, colour, dash: None, is_round: true }),
        };
        let dot = Shape::Path { path: paths::circle(end, 1.6), fill: Some(accent), stroke: None };
        [line(paper, 2.6), line(accent, 1.0), dot]
    }

    /// A piece for each ring: of the first, what lies below them all, and the line. Last in each are the ring and its number.
    fn pieces(&self, endnotes: &[Endnote], types: &Typesetter, theme: &Theme) -> Vec<Piece> {
        let [paper, ink, accent]: [Colour; 3] = [theme.panel, theme.text, theme.accent].map(|colour| colour.to_srgba_unmultiplied());
        let stroke = |colour, width| Some(Stroke { width, colour, dash: None, is_round: true });
        let path = |path, fill, stroke| Shape::Path { path, fill, stroke };
        let half = self.half.map(|half| half - 0.8);
        let mut below: Vec<Shape> = self.rings().map(|at| path(capsule(at, half), None, stroke(paper, 3.4))).collect();
        below.splice(0..0, self.leader(theme));
        let rings = self.rings().zip(&self.endnotes).map(|(at, endnote)| {
            let number = endnotes.get(*endnote).map_or_else(String::new, |endnote| endnote.number.to_string());
            let mut shapes = std::mem::take(&mut below);
            shapes.push(path(capsule(at, half), Some(paper), stroke(accent, 1.2)));
            shapes.push(Shape::Text(label(&number, TYPE, at, ink, types)));
            Piece { kind: Role::Pin, item: None, opacity: 1.0, shapes }
        });
        rings.collect()
    }
}

/// A ring alone, so many times as large as on a figure: with its upper left corner at nothing, and its size.
pub fn ring(text: &str, scale: f32, types: &Typesetter, theme: &Theme) -> (Vec<Shape>, [f32; 2]) {
    let style = Style { size: TYPE.size * scale, ..TYPE };
    let half = [half_width(text, style, types), RADIUS * scale];
    let at = [half[0] + 1.0, half[1] + 1.0];
    let [ink, ring]: [Colour; 2] = [theme.text, theme.accent].map(|colour| colour.to_srgba_unmultiplied());
    let stroke = Some(Stroke { width: 1.1 * scale, colour: ring, dash: None, is_round: true });
    let edge = Shape::Path { path: capsule(at, half), fill: None, stroke };
    (vec![edge, Shape::Text(label(text, style, at, ink, types))], at.map(|half| half * 2.0))
}

/// Of a ring with this text in it.
fn half_width(text: &str, style: Style, types: &Typesetter) -> f32 {
    (style.size / TYPE.size * RADIUS).max(types.width(text, style) / 2.0 + style.size / 2.0)
}

/// The numbers about a middle.
fn label(text: &str, style: Style, at: [f32; 2], colour: Colour, types: &Typesetter) -> Text {
    let set = types.set(&[(text, style)]);
    // Digits, commas and dashes: a glyph each.
    let mut offsets = vec![0.0];
    offsets.extend(set.glyphs.iter().scan(0.0, |x, glyph| {
        *x += glyph.advance;
        Some(*x)
    }));
    let from = [at[0] - set.width() / 2.0, at[1] + style.size * 0.357];
    Text { text: text.to_owned(), at: from, offsets, size: style.size, weight: style.weight, colour, halo: None }
}

/// A disc, or where it is wider than high, two half discs with a bar between them.
fn capsule(at: [f32; 2], half: [f32; 2]) -> Vec<Segment> {
    let size = half.map(|half| 2.0 * half);
    paths::rounded(egui::Rect::from_center_size(at.into(), size.into()), half[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewpoint::ThemeKind;

    fn pinned(places: &[[f32; 2]]) -> Sheet {
        let endnote = |(at, place): (usize, &[f32; 2])| Endnote { number: at + 1, pins: vec![*place], ..Endnote::default() };
        let endnotes = places.iter().enumerate().map(endnote).collect();
        let mut sheet = Sheet { figure: Some(Figure { size: [613.0, 345.0], pieces: Vec::new() }), endnotes, ..Sheet::default() };
        add(&mut sheet, &Typesetter::built_in(), Theme::of(ThemeKind::Projector));
        sheet
    }

    fn texts(sheet: &Sheet) -> Vec<String> {
        let shapes = sheet.figure.iter().flat_map(|figure| &figure.pieces).flat_map(|piece| &piece.shapes);
        shapes.filter_map(|shape| if let Shape::Text(text) = shape { Some(text.text.clone()) } else { None }).collect()
    }

    #[test]
    fn pins_near_one_another_do_not_cover_one_another_and_stay_on_the_figure() {
        let sheet = pinned(&[[100.0, 100.0], [106.0, 102.0], [104.0, 108.0], [0.0, 0.0], [613.0, 345.0]]);
        let at: Vec<[f32; 2]> = sheet.endnotes.iter().flat_map(|endnote| endnote.pins.clone()).collect();
        assert_eq!(at.len(), 5);
        for (n, one) in at.iter().enumerate() {
            assert!(one[0] > RADIUS && one[1] > RADIUS && one[0] < 613.0 - RADIUS && one[1] < 345.0 - RADIUS, "{one:?}");
            assert!(at[n + 1..].iter().all(|other| (one[0] - other[0]).hypot(one[1] - other[1]) >= 2.0 * RADIUS), "{at:?}");
        }
    }

    #[test]
    fn endnotes_of_one_place_stand_side_by_side_with_one_line() {
        let sheet = pinned(&[[100.0, 100.0]; 7]);
        assert_eq!(sheet.figure.as_ref().unwrap().pieces.iter().filter(|piece| piece.shapes.len() > 2).count(), 1);
        assert_eq!(texts(&sheet), ["1", "2", "3", "4", "5", "6", "7"]);
        let at: Vec<[f32; 2]> = sheet.endnotes.iter().map(|endnote| endnote.pins[0]).collect();
        assert!(at[0][0] < at[4][0] && at[0][1] == at[4][1] && at[5][1] > at[0][1] && at[5][0] == at[0][0], "{at:?}");
    }

    #[test]
    fn what_lies_beside_the_figure_has_no_pin() {
        let sheet = pinned(&[[-1.0, 5.0], [f32::NAN, 5.0], [50.0, 50.0]]);
        assert_eq!(texts(&sheet), ["3"]);
        assert!(sheet.endnotes[0].pins.is_empty());
    }

    #[test]
    fn thousands_of_pins_are_placed_in_no_time() {
        let places: Vec<[f32; 2]> = (0..5000).map(|n| [(n % 80) as f32 * 7.0, (n / 80) as f32 * 5.0]).collect();
        assert_eq!(texts(&pinned(&places)).len(), 5000);
    }
}
