//! A symbol as shapes.

use crate::symbols::artwork::{Artwork, Paint, Part, Shape, Stroke};
use crate::symbols::code::{Context, Function, Numbers, StandardIdentity, Status, SymbolCode};
use crate::symbols::fields::{self, Fields, TextLine};
use crate::symbols::frame::{self, Dimension, Frame, FrameIdentity, LINE};
use crate::symbols::marks::Framed;
use crate::symbols::path::{Box2, Path, Point, point};

/// A symbol, ready to be drawn at any size: the units are those of [`Path`].
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The lowest first.
    pub shapes: Vec<Shape>,
    pub texts: Vec<TextLine>,
    /// Holds all shapes with their lines, but no text.
    pub bounds: Box2,
    /// What stands on the place that is meant: the foot of a headquarters' staff, else the middle.
    pub anchor: Point,
    /// What a halo goes round, and a hit test asks: the frame and what stands round it; the icon where there is no frame.
    pub silhouette: Vec<Path>,
    /// What [`Paint::Fill`] is.
    pub fill: [u8; 3],
    /// What of the code could not be drawn.
    pub lacks: Vec<Lack>,
}

/// Where the colour of a frame comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fill {
    /// From the standard identity.
    Identity,
    /// Nobody's friend or foe: a neutral frame in the colour of the side.
    Side([u8; 3]),
}

/// What a drawing leaves out of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Lack {
    #[error("no icons are known of symbol set {0:02}: only the frame is drawn")]
    Set(u8),
    #[error("tactical graphics and weather are not drawn: a dot marks the place")]
    Unframed,
    #[error("no icon is known of entity {0:06}")]
    Entity(u32),
    #[error("no icon is known of this function")]
    Function,
    #[error("no modifier {0} {1:02} is known")]
    Modifier(u8, u16),
}

const INK: [u8; 3] = [0, 0, 0];
/// Off-white, as the standard's white is on screens.
const WHITE: [u8; 3] = [239, 239, 239];
const FRIEND: [u8; 3] = [128, 224, 255];
const HOSTILE: [u8; 3] = [255, 128, 128];
const NEUTRAL: [u8; 3] = [170, 255, 170];
const UNKNOWN: [u8; 3] = [255, 255, 128];
const SUSPECT: [u8; 3] = [255, 229, 153];
const CIVILIAN: [u8; 3] = [255, 161, 255];

/// Pending, assumed friend and suspect.
const PENDING_DASHES: [f32; 2] = [4.0, 4.0];
const PLANNED_DASHES: [f32; 2] = [8.0, 12.0];

impl Drawing {
    pub fn of(code: &SymbolCode, texts: &Fields, fill: Fill) -> Self {
        let code = &match fill {
            Fill::Identity => *code,
            Fill::Side(_) => code.with_identity(StandardIdentity::Neutral),
        };
        let frame = Frame::of(code);
        let mut shapes = Vec::new();
        let mut silhouette = Vec::new();
        let mut box_of_frame = Box2::new(50.0, 50.0, 150.0, 150.0);
        let mut anchor = point(100.0, 100.0);
        let outline = frame.dimension.map(|dimension| (dimension, frame::outline(dimension, frame.identity)));
        if let Some((_, (_, bounds))) = &outline {
            box_of_frame = *bounds;
        }
        if let Some((dimension, (path, _))) = outline.as_ref().filter(|_| frame.is_drawn) {
            let line = Stroke { paint: Paint::Ink, width: LINE, dashes: Vec::new() };
            shapes.push(Shape { path: path.clone(), fill: Some(Paint::Fill), stroke: Some(line) });
            shapes.extend(frame::filling(*dimension, frame.identity));
            shapes.extend(dashes(code).map(|dashes| over(path.clone(), dashes)));
            silhouette.push(path.clone());
        }
        let (mut icon, lacks) = icon(code, frame);
        if silhouette.is_empty() {
            // With neither frame nor icon it would not be seen.
            if icon.is_empty() {
                icon = dot();
            }
            silhouette.extend(icon.iter().map(|shape| shape.path.clone()));
        }
        shapes.extend(icon);
        if let Some((dimension, (_, bounds))) = outline {
            let framed = Framed { dimension, identity: frame.identity, bounds, is_drawn: frame.is_drawn };
            let is_headquarters = code.is_headquarters || is_headquarters_by_function(code);
            let mut marks = framed.marks(code, is_headquarters);
            marks.extend(letters_beside(code, framed).into_iter().filter(|_| frame.is_drawn));
            silhouette.extend(marks.iter().map(|shape| shape.path.clone()));
            shapes.extend(marks);
            if is_headquarters {
                let (x, y) = framed.foot();
                anchor = point(x, y);
            }
        }
        let reach = |shape: &Shape| shape.path.bounds().grown(shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0));
        let bounds = shapes.iter().map(reach).fold(Box2::EMPTY, Box2::union);
        let texts = fields::lines(texts, box_of_frame, bounds);
        Self { shapes, texts, bounds, anchor, silhouette, fill: fill.colour(code, frame), lacks }
    }

    /// Red, green, blue.
    pub fn colour(&self, paint: Paint) -> [u8; 3] {
        match paint {
            Paint::Fill => self.fill,
            Paint::Ink => INK,
            Paint::White => WHITE,
            Paint::Own(colour) => colour,
        }
    }
}

impl Fill {
    fn colour(self, code: &SymbolCode, frame: Frame) -> [u8; 3] {
        if let Self::Side(colour) = self {
            return light(colour);
        }
        if code.is_joker_or_faker() {
            return HOSTILE;
        }
        match (code.identity, frame.identity) {
            (StandardIdentity::Suspect, _) if is_edition_e(code) => SUSPECT,
            (_, FrameIdentity::Hostile) => HOSTILE,
            _ if frame.is_civilian => CIVILIAN,
            (_, FrameIdentity::Friend) => FRIEND,
            (_, FrameIdentity::Neutral) => NEUTRAL,
            (_, FrameIdentity::Unknown) => UNKNOWN,
        }
    }
}

fn is_edition_e(code: &SymbolCode) -> bool {
    matches!(&code.function, Function::Numbers(numbers) if numbers.is_edition_e())
}

/// Mixed with white until black lines read well on it.
fn light(colour: [u8; 3]) -> [u8; 3] {
    /// Of 255: as light as the standard's red.
    const LEAST: f32 = 165.0;
    let [red, green, blue] = colour.map(f32::from);
    let lightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    let white = ((LEAST - lightness) / (255.0 - lightness).max(1.0)).clamp(0.0, 1.0);
    [red, green, blue].map(|part| (part + (255.0 - part) * white).round() as u8)
}

/// `UH` of the ground is a special headquarters.
fn is_headquarters_by_function(code: &SymbolCode) -> bool {
    matches!(&code.function, Function::Letters(letters) if letters.dimension == b'G' && letters.function == *b"UH----")
}

fn dashes(code: &SymbolCode) -> Option<[f32; 2]> {
    let is_fused = |numbers: &Numbers| matches!((numbers.set, numbers.entity), (30, 160_000) | (35, 140_000 | 150_000));
    let is_unsure = matches!(code.identity, StandardIdentity::Pending | StandardIdentity::AssumedFriend | StandardIdentity::Suspect);
    match &code.function {
        Function::Numbers(numbers) if is_fused(numbers) => Some(PENDING_DASHES),
        // A joker is sure to be one; letters draw it whole.
        Function::Letters(_) if code.is_joker_or_faker() => (code.status == Status::Planned).then_some(PLANNED_DASHES),
        _ if is_unsure => Some(PENDING_DASHES),
        _ => (code.status == Status::Planned).then_some(PLANNED_DASHES),
    }
}

/// White dashes over the line of a frame.
fn over(path: Path, dashes: [f32; 2]) -> Shape {
    Shape { path, fill: None, stroke: Some(Stroke { paint: Paint::White, width: LINE + 1.0, dashes: dashes.to_vec() }) }
}

/// A question mark for an unknown dimension, and what tells that it is an exercise or a simulation.
fn letters_beside(code: &SymbolCode, framed: Framed) -> Vec<Shape> {
    let mark = |letter: u8, x: f32, y: f32| {
        let shapes = Artwork::embedded().shapes(Part::Mark(letter), 0).into_iter().flatten();
        shapes.map(|shape| shape.scaled_and_moved(1.0, point(x, y))).collect::<Vec<_>>()
    };
    let mut shapes = Vec::new();
    if framed.dimension == Dimension::Unknown {
        shapes.extend(mark(b'?', 0.0, 0.0));
    }
    // Beside frames that are narrow above it may stand closer.
    let is_narrow = match framed.identity {
        FrameIdentity::Unknown => true,
        FrameIdentity::Hostile => framed.dimension != Dimension::Subsurface,
        FrameIdentity::Friend | FrameIdentity::Neutral => false,
    };
    let x = framed.bounds.max.x + if is_narrow { -10.0 } else { 10.0 };
    match (code.context, code.identity) {
        (Context::Reality, _) => {}
        (Context::Simulation, _) => shapes.extend(mark(b'S', x, 40.0)),
        (Context::Exercise, StandardIdentity::Suspect) => shapes.extend(mark(b'J', x, 40.0)),
        (Context::Exercise, StandardIdentity::Hostile) => shapes.extend(mark(b'K', x, 40.0)),
        (Context::Exercise, _) => shapes.extend(mark(b'X', x, 50.0)),
    }
    shapes
}

/// What stands in the frame, and what of it is not known.
fn icon(code: &SymbolCode, frame: Frame) -> (Vec<Shape>, Vec<Lack>) {
    let identity = frame.identity as usize;
    match &code.function {
        Function::Letters(letters) => {
            let is_bare = letters.function == *b"------";
            match Artwork::embedded().shapes(letters.part(), identity) {
                Some(shapes) => (shapes.cloned().collect(), Vec::new()),
                None if frame.dimension.is_none() => (dot(), vec![Lack::Unframed]),
                None if is_bare => (Vec::new(), Vec::new()),
                None => (not_known(), vec![Lack::Function]),
            }
        }
        Function::Numbers(numbers) => {
            if frame.dimension.is_none() && !HAS_ARTWORK.contains(&numbers.set) {
                return (dot(), vec![Lack::Unframed]);
            }
            if !HAS_ARTWORK.contains(&numbers.set) {
                let is_bare = numbers.set == 0 && numbers.entity == 0;
                return (Vec::new(), if is_bare { Vec::new() } else { vec![Lack::Set(numbers.set)] });
            }
            icon_of_numbers(numbers, column(numbers, frame))
        }
    }
}

/// The symbol sets whose icons are embedded.
pub const HAS_ARTWORK: [u8; 18] = [1, 2, 5, 6, 10, 11, 15, 20, 27, 30, 35, 40, 50, 51, 52, 53, 54, 60];

/// Where the pictures for a frame stand in a row of the artwork: edition D by identity, then edition E by shape and identity.
fn column(numbers: &Numbers, frame: Frame) -> usize {
    let identity = frame.identity as usize;
    if !numbers.is_edition_e() {
        return identity;
    }
    let shape = match frame.dimension {
        Some(Dimension::Air | Dimension::Space) => 0,
        Some(Dimension::Equipment | Dimension::Unknown) => 2,
        Some(Dimension::Dismounted) => 3,
        Some(Dimension::Subsurface) => 4,
        _ => 1,
    };
    4 + 4 * shape + identity
}

fn icon_of_numbers(numbers: &Numbers, column: usize) -> (Vec<Shape>, Vec<Lack>) {
    let artwork = Artwork::embedded();
    let mut lacks = Vec::new();
    let mut shapes = Vec::new();
    let Numbers { set, entity, modifier_1, modifier_2, .. } = *numbers;
    let subtype = (entity % 100) as u8;
    let entity_part = |entity| Part::Entity { set, entity };
    let is_general = (95..=98).contains(&subtype);
    let found = artwork
        .shapes(entity_part(entity), column)
        .or_else(|| artwork.shapes(entity_part(entity - u32::from(subtype)), column).filter(|_| is_general));
    match found {
        Some(found) => {
            let (scale, down) = room_for_modifiers(numbers);
            let by = point(100.0 * (1.0 - scale), 100.0 * (1.0 - scale) + down);
            shapes.extend(found.map(|shape| shape.scaled_and_moved(scale, by)));
        }
        None if entity == 0 => {}
        None => {
            shapes.extend(not_known());
            lacks.push(Lack::Entity(entity));
        }
    }
    if is_general {
        shapes.extend(artwork.shapes(Part::Subtype(subtype), column).into_iter().flatten().cloned());
    }
    for (which, code) in [(1, modifier_1), (2, modifier_2)].into_iter().filter(|(_, code)| *code != 0) {
        let of_set = artwork.shapes(Part::Modifier { set, which, code }, column);
        match of_set {
            Some(found) => shapes.extend(found.cloned()),
            None => match artwork.shapes(Part::Modifier { set: 0, which, code }, column) {
                Some(found) => shapes.extend(found.cloned()),
                None => lacks.push(Lack::Modifier(which, code)),
            },
        }
    }
    (shapes, lacks)
}

/// Icons of weapons shrink, and move, where modifiers stand above or below them: how much, and how far down.
fn room_for_modifiers(numbers: &Numbers) -> (f32, f32) {
    /// Equipment whose icons leave room for modifiers as they are.
    const LEAVE_ROOM: [u32; 25] = [
        130_100, 170_000, 170_400, 170_600, 170_700, 170_800, 170_900, 171_100, 200_200, 200_300, 200_600, 200_700, 200_800, 200_900,
        201_100, 201_301, 201_302, 201_400, 210_100, 210_200, 210_300, 210_400, 210_500, 230_200, 250_000,
    ];
    let shrinks = match numbers.set {
        27 => (110_301..=110_403).contains(&numbers.entity),
        15 => !LEAVE_ROOM.contains(&numbers.entity),
        _ => false,
    };
    match (shrinks, numbers.modifier_1 != 0, numbers.modifier_2 != 0) {
        (true, true, true) => (0.45, 0.0),
        (true, true, false) => (0.7, 10.0),
        (true, false, true) => (0.7, -10.0),
        _ => (1.0, 0.0),
    }
}

/// An inverted question mark: there is an icon, but it is not known.
fn not_known() -> Vec<Shape> {
    Artwork::embedded().shapes(Part::Mark(b'!'), 0).into_iter().flatten().cloned().collect()
}

fn dot() -> Vec<Shape> {
    let line = Stroke { paint: Paint::Ink, width: LINE, dashes: Vec::new() };
    vec![Shape { path: Path::circle(100.0, 100.0, 15.0), fill: Some(Paint::Fill), stroke: Some(line) }]
}
