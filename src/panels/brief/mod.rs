//! The briefing on the screen: the wall that the room sees, the speaker's window, the strip of scenes.
//!
//! Main types: [`Wall`]; [`Notes`]; [`Strip`].
//!
//! **Does not:** know which display shows what: that is the shell's.

mod evidence;
mod findings;
mod frame;
mod notes;
mod pictures;
mod prose;
mod strip;
mod tools;
mod wall;

pub use findings::of_scene as findings_of_scene;
pub use frame::frame;
pub use notes::Notes;
pub use strip::Strip;
pub use wall::{Wall, frame_rect};
