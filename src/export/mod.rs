//! What leaves the program as a file or as text for a handout: the same bytes everywhere.
//!
//! Main types: [`Page`], a page of text.
//!
//! **Does not:** need a window or a graphics device, or decide what is said.

mod page;

pub use page::{Page, Section};
