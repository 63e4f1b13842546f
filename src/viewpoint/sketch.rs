//! What is being placed, drawn or moved on the map by hand.

use crate::earth::LonLat;
use crate::model::{AnnotationKind, PlaceId};

/// What a click on the map is for while it is in hand; one at a time.
#[derive(Clone, Debug, PartialEq)]
pub enum Sketch {
    /// To say where a new event happened.
    NewEvent,
    /// To draw a place: the points so far, the last of them the latest.
    Draw { shape: Drawn, points: Vec<LonLat> },
    /// To put a place elsewhere, whole.
    Move { place: PlaceId, from: LonLat, to: LonLat },
    /// To move the corners of a line or an area: where they are now, and which of them is in hand.
    Reshape { place: PlaceId, shape: Drawn, corners: Vec<LonLat>, in_hand: usize },
    /// To draw over the map for the scene in hand: the points so far; of words these.
    Annotate { kind: AnnotationKind, points: Vec<LonLat>, text: Option<String> },
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// A route, a front.
    Line,
    Area,
}

impl Drawn {
    /// With fewer points than this there is none.
    pub fn least(self) -> usize {
        match self {
            Self::Line => 2,
            Self::Area => 3,
        }
    }
}
