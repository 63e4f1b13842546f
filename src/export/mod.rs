//! What leaves the program to be read elsewhere: pages of text, and the briefing as a handout with its pictures as plain shapes.
//!
//! Main types: [`Page`]; [`Handout`]; [`Figure`], which [`figure_of`] makes of the map and [`svg_file`] and [`png::png`] write.
//!
//! **Does not:** decide what a page says, touch the disk, or need a screen or a graphics adapter: the same input gives the same bytes.

pub mod endnotes;
pub mod figure;
mod files;
pub mod handout;
mod html;
pub mod legible;
mod markup;
mod of_map;
mod outline;
mod page;
mod paths;
mod pdf;
pub mod pins;
pub mod png;
mod pptx;
mod svg;
mod texts;
pub mod typeset;

pub use figure::Figure;
pub use files::{FilesError, files};
pub use handout::Handout;
pub use html::html;
pub use of_map::figure_of;
pub use page::{Page, Section};
pub use pdf::{PdfError, pdf};
pub use pptx::{PptxError, pptx};
pub use svg::svg_file;
