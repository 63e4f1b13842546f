//! The briefing: what scenes show and in which order, as plain data.
//!
//! Main functions: [`blocks`], the text of a scene as paragraphs and lists.
//!
//! **Does not:** draw, lay out, or know files.

mod markdown;

pub use markdown::{Block, BlockKind, Run, blocks};
