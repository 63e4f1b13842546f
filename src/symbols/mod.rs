//! Military symbols: codes of MIL-STD-2525 and APP-6, and what they look like as plain shapes.
//!
//! Main types: [`SymbolCode`] read from text, [`Drawing`] of one with its [`Shape`]s, [`Fields`] that stand round it, [`SymbolNames`] to
//! search in. Frames and what stands round them are drawn here; icons are embedded artwork.
//!
//! **Does not:** know records or whose friend somebody is, paint pixels, or lay out text.

mod artwork;
mod code;
mod drawing;
mod fields;
mod frame;
mod letters;
mod marks;
mod names;
mod numbers;
mod path;

pub use artwork::{Paint, Shape, Stroke};
pub use code::{
    Amplifier, CodeError, Context, Echelon, Function, Leadership, Letters, Mobility, Numbers, StandardIdentity, Status, SymbolCode,
};
pub use drawing::{Drawing, Fill, HAS_ARTWORK, Lack};
pub use fields::{Align, Field, Fields, TEXT_SIZE, TextLine};
pub use frame::{Dimension, FrameIdentity};
pub use names::{FoundSymbol, SymbolNames};
pub use path::{Box2, Path, Point, Step};
