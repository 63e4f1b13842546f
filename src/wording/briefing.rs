//! Words of the briefing: scenes, presenting, the speaker's window.

pub const SCENES: &str = "Scenes";
