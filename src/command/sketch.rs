//! Commands of what is placed, drawn or moved on the map by hand.

use crate::earth::LonLat;
use crate::model::PlaceId;

#[derive(Clone, Debug, PartialEq)]
pub enum SketchCommand {
    /// Takes up a place, to put it elsewhere.
    TakeUp(PlaceId),
    /// A point was pressed: it becomes one of what is drawn, or what is moved goes there.
    Put(LonLat),
    /// What is in hand goes there, and stays in hand.
    Drag(LonLat),
    /// Takes up a corner; a new one that is put after it where `is_new`.
    Corner { at: usize, is_new: bool },
    /// What was drawn becomes a place, what was moved stays where it is now.
    Finish,
    /// Nothing of it is kept.
    Drop,
}
