//! The briefing: what scenes show and in which order, as plain data.
//!
//! Main functions: [`scenes_in_order`]; [`capture`] and [`view_of`], between a scene and what the window shows; [`blocks`], the text of
//! a scene as paragraphs and lists; [`released`], the copy of a situation that may leave the house.
//!
//! Main types: [`Presenting`], the state of one that is given; [`wall::WallLayout`]; [`HandoutRequest`], as what one is taken home.
//!
//! **Does not:** draw, lay out, or know files.

mod markdown;
mod presenting;
mod releasing;
pub mod room_check;
mod scenes;
mod screen;
mod taking_home;
pub mod wall;

pub use markdown::{Block, BlockKind, Run, blocks, is_link};
pub use presenting::{CANVAS_HEIGHT, Display, Over, PresentedCopy, Presenting, WallTool, walls_display};
pub use releasing::{NotReleased, Released, Remark, Removed, counts, release_named, released};
pub use scenes::{added_after, moved_after, moved_into_section, scene_named, scenes_in_order, scenes_shown};
pub use screen::{ScenePart, SceneView, Screen, Unresolved, capture, differing, has_part, is_framed, release, view_of};
pub use taking_home::{GoOn, HandoutForm, HandoutRequest, HandoutStep, Kind, Layout, Paper, numbered};
