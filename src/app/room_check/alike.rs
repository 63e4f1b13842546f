//! What on a map has one form and several colours: whoever does not tell these apart, or sees a grey print, cannot know which is which.

use std::collections::BTreeMap;

use egui::Rect;

use crate::app::room_check::seen::MapText;
use crate::app::room_check::subject::Map;
use crate::app::state::State;
use crate::briefing::room_check::{Alike, Coloured};
use crate::export::figure::{Colour, Piece, Segment, Shape};
use crate::map::Role;
use crate::panels::layer_name;
use crate::theme::{Theme, contrast_ratio};
use crate::viewpoint::Item;

/// Colours that differ so much in lightness are told apart in grey too (WCAG 2.1, technique G183).
const BY_LIGHTNESS: f32 = 3.0;
/// Words that stand so near, in points, tell what something is.
const NEAR: f32 = 16.0;

/// More things than these are a pattern, of which nobody tells one from another.
const MOST: usize = 2_000;

/// What has the same look but for its colour.
#[derive(Debug)]
struct Form {
    what: Coloured,
    /// The data layer that it is a row of.
    layer: Option<usize>,
    shapes: Vec<ShapeForm>,
}

/// The form of a shape of it.
#[derive(Debug, Default)]
struct ShapeForm {
    has_fill: bool,
    /// Width and dashes of its line.
    line: Option<(f32, Option<[f32; 2]>)>,
    /// From its first point, where its form matters.
    outline: Vec<[f32; 2]>,
    words: String,
}

impl Form {
    fn is_like(&self, other: &Self) -> bool {
        let are_like = |(a, b): (&ShapeForm, &ShapeForm)| a.is_like(b);
        let is_one_kind = (self.what, self.layer, self.shapes.len()) == (other.what, other.layer, other.shapes.len());
        is_one_kind && self.shapes.iter().zip(&other.shapes).all(are_like)
    }
}

impl ShapeForm {
    fn is_like(&self, other: &Self) -> bool {
        /// In points: places are rounded.
        const SLACK: f32 = 0.3;
        let are_near = |(a, b): (&[f32; 2], &[f32; 2])| (a[0] - b[0]).abs() < SLACK && (a[1] - b[1]).abs() < SLACK;
        let is_one_kind = (self.has_fill, self.line, &self.words) == (other.has_fill, other.line, &other.words);
        is_one_kind && self.outline.len() == other.outline.len() && self.outline.iter().zip(&other.outline).all(are_near)
    }
}

/// What has one form and more than one colour, and no words that tell which is which.
pub fn alike(state: &State, map: &Map<'_>) -> Vec<Alike> {
    let theme = Theme::of(state.theme());
    // By form the colours, each with whether words tell what it stands for.
    let mut forms: Vec<(Form, BTreeMap<Vec<Colour>, bool>)> = Vec::new();
    for (piece, (item, form, colours)) in map.figure.pieces.iter().filter_map(|piece| Some((piece, look(piece)?))).take(MOST) {
        let colours = colours.into_iter().map(|colour| on_land(colour, theme)).collect();
        let is_told = map.texts.iter().any(|text| tells_of(text, item, piece, map.rect));
        match forms.iter_mut().find(|(known, _)| known.is_like(&form)) {
            Some((_, known)) => *known.entry(colours).or_default() |= is_told,
            None => forms.push((form, BTreeMap::from([(colours, is_told)]))),
        }
    }
    // The same of several forms is told once.
    let mut found: BTreeMap<(Coloured, Option<usize>), usize> = BTreeMap::new();
    for (Form { what, layer, .. }, colours) in forms {
        let untold: Vec<Vec<Colour>> = colours.into_iter().filter(|(_, is_told)| !is_told).map(|(colours, _)| colours).collect();
        let is_confused = |colours: &&Vec<Colour>| untold.iter().any(|other| other != *colours && !differ_in_lightness(colours, other));
        let n_confused = untold.iter().filter(is_confused).count();
        if n_confused > 1 {
            let most = found.entry((what, layer)).or_default();
            *most = n_confused.max(*most);
        }
    }
    let named = |layer: usize| state.layers().get(layer).map(|layer| layer_name(layer).to_owned());
    let alike = |((what, layer), n_colours): ((Coloured, Option<usize>), usize)| Alike { what, n_colours, layer: layer.and_then(named) };
    found.into_iter().map(alike).collect()
}

fn differ_in_lightness(a: &[Colour], b: &[Colour]) -> bool {
    a.iter().zip(b).any(|(a, b)| contrast_ratio(Theme::of_file(*a), Theme::of_file(*b)) >= BY_LIGHTNESS)
}

/// As it looks on land.
fn on_land([red, green, blue, opacity]: Colour, theme: &Theme) -> Colour {
    let over = theme.land.blend(Theme::of_file([red, green, blue, opacity]));
    over.to_srgba_unmultiplied()
}

/// Whether a text says what something is: its own name, or words put beside it by hand.
fn tells_of(text: &MapText, item: &Item, piece: &Piece, map: Rect) -> bool {
    let is_own = text.item.as_ref() == Some(item) && text.text.words.chars().any(char::is_alphabetic);
    is_own || text.is_hand_made && bounds(piece).translate(map.min.to_vec2()).expand(NEAR).intersects(text.rect)
}

/// Of what may be told apart by its colour: what it stands for, its form, its colours.
fn look(piece: &Piece) -> Option<(&Item, Form, Vec<Colour>)> {
    let item = piece.item.as_ref()?;
    let has_fill = piece.shapes.iter().any(|shape| matches!(shape, Shape::Path { fill: Some(_), .. } | Shape::Glow { .. }));
    let what = match piece.kind {
        Role::Area if has_fill => Coloured::Areas,
        Role::Area | Role::Arc => Coloured::Lines,
        Role::Mark => Coloured::Marks,
        Role::Symbol => Coloured::Symbols,
        Role::Ground | Role::Label | Role::OfScene | Role::Furniture | Role::Pin => return None,
    };
    let has_own_form = matches!(what, Coloured::Marks | Coloured::Symbols);
    let (mut shapes, mut colours): (Vec<ShapeForm>, _) = (Vec::new(), Vec::new());
    for shape in &piece.shapes {
        let (form, of_shape) = look_of(shape, has_own_form);
        // An area in many parts looks as one in one part does.
        if has_own_form || !shapes.iter().any(|known| known.is_like(&form)) {
            shapes.push(form);
            colours.extend(of_shape);
        }
    }
    let layer = if let Item::Row { layer, .. } = item { Some(*layer) } else { None };
    Some((item, Form { what, layer, shapes }, colours))
}

/// Form and colours of a shape. Areas and lines are as they lie; marks have a form of their own, wherever they stand.
fn look_of(shape: &Shape, has_own_form: bool) -> (ShapeForm, Vec<Colour>) {
    match shape {
        Shape::Path { path, fill, stroke } => {
            let line = stroke.as_ref().map(|stroke| (stroke.width, stroke.dash));
            let outline = if has_own_form { outline(path) } else { Vec::new() };
            let colours = fill.iter().copied().chain(stroke.as_ref().map(|stroke| stroke.colour)).collect();
            (ShapeForm { has_fill: fill.is_some(), line, outline, words: String::new() }, colours)
        }
        Shape::Glow { radius, stops, .. } => {
            let outline = if has_own_form { vec![[*radius, 0.0]] } else { Vec::new() };
            (ShapeForm { has_fill: true, outline, ..ShapeForm::default() }, stops.first().map(|(_, colour)| *colour).into_iter().collect())
        }
        // No two are taken for one another.
        Shape::Picture { .. } => (ShapeForm { has_fill: true, ..ShapeForm::default() }, Vec::new()),
        // What it says is its form.
        Shape::Text(text) => (ShapeForm { words: text.text.clone(), ..ShapeForm::default() }, Vec::new()),
    }
}

/// How the points of a path lie from its first.
fn outline(path: &[Segment]) -> Vec<[f32; 2]> {
    let points = points(path);
    let [left, top] = points.first().copied().unwrap_or_default();
    points.into_iter().map(|[x, y]| [x - left, y - top]).collect()
}

fn points(path: &[Segment]) -> Vec<[f32; 2]> {
    let ends = path.iter().filter_map(|segment| match *segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Quad(_, to) | Segment::Cubic(.., to) => Some(to),
        Segment::Close => None,
    });
    ends.collect()
}

fn bounds(piece: &Piece) -> Rect {
    let of_shape = |shape: &Shape| match shape {
        Shape::Path { path, .. } => points(path).into_iter().fold(Rect::NOTHING, |rect, at| rect.union(Rect::from_pos(at.into()))),
        Shape::Glow { centre, radius, .. } => Rect::from_center_size((*centre).into(), egui::Vec2::splat(2.0 * radius)),
        Shape::Picture { rect: [x, y, width, height], .. } => Rect::from_min_size(egui::pos2(*x, *y), egui::vec2(*width, *height)),
        Shape::Text(_) => Rect::NOTHING,
    };
    piece.shapes.iter().map(of_shape).fold(Rect::NOTHING, Rect::union)
}
