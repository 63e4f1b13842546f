//! A picture as plain shapes and placed texts: what SVG, PDF, slides and pixels are written from. Nothing is decided any more.

use std::sync::Arc;

use crate::export::png::Pixels;
use crate::map::Role;
use crate::theme::Weight;
use crate::viewpoint::Item;

/// A figure: positions are in points from its upper left corner, y down. What lies outside it is cut off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Width and height in points.
    pub size: [f32; 2],
    /// The lowest first.
    pub pieces: Vec<Piece>,
}

impl Figure {
    /// All texts in it.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let shapes = self.pieces.iter().flat_map(|piece| &piece.shapes);
        shapes.filter_map(|shape| if let Shape::Text(text) = shape { Some(text.text.as_str()) } else { None })
    }
}

/// Shapes that make up one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Slides have some kinds as shapes of their own, the others in a picture.
    pub kind: Role,
    /// What of the situation or of a layer it stands for.
    pub item: Option<Item>,
    /// How strongly it is drawn as a whole, from 0 to 1: its shapes do not show through one another.
    pub opacity: f32,
    /// The lowest first.
    pub shapes: Vec<Shape>,
}

/// Red, green, blue and opacity, not premultiplied.
pub type Colour = [u8; 4];

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Path {
        /// Filled by the non-zero rule: what is cut out runs the other way round.
        path: Vec<Segment>,
        fill: Option<Colour>,
        stroke: Option<Stroke>,
    },
    /// A disc whose colour changes outwards.
    Glow {
        centre: [f32; 2],
        radius: f32,
        /// By the share of the radius, ascending from 0 to 1.
        stops: Vec<(f32, Colour)>,
    },
    /// A picture in a rectangle: left, top, width and height in points.
    Picture {
        rect: [f32; 4],
        pixels: Arc<Pixels>,
    },
    Text(Text),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    Move([f32; 2]),
    Line([f32; 2]),
    Quad([f32; 2], [f32; 2]),
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// In points.
    pub width: f32,
    pub colour: Colour,
    /// Lengths in points of dashes and of gaps.
    pub dash: Option<[f32; 2]>,
    /// Whether its ends and corners are round; else the ends are cut off at right angles, and corners are pointed (to a miter limit of 4).
    pub is_round: bool,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    pub text: String,
    /// Where its baseline begins.
    pub at: [f32; 2],
    /// Of its characters, where each begins from there, in points, and at the end how wide all is: one more than there are characters.
    pub offsets: Vec<f32>,
    /// Of the type, in points.
    pub size: f32,
    pub weight: Weight,
    pub colour: Colour,
    /// Round each letter: its colour and how far it reaches, in points.
    pub halo: Option<(Colour, f32)>,
}
