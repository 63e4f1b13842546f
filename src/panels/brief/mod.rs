//! The briefing on the screen: the wall that the room sees, the speaker's window, the strip of scenes.
//!
//! Main types: [`Wall`]; [`strip()`].
//!
//! **Does not:** know which display shows what: that is the shell's.

mod prose;
mod strip;
mod wall;

pub use strip::{strip, tools};
pub use wall::Wall;
