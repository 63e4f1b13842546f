//! XML as a stream, of files from strangers: no DTD, no entity but the five of XML, bounded depth, texts and numbers of attributes.
//!
//! Main types: [`Xml`] reads a file element by element; [`Element`] is one with all that is in it; [`Findings`] tells of what is wrong in it.
//!
//! What is not well-formed is mended where it is clear how: an end that does not fit closes what it must, or is passed over. Namespaces are
//! left out of names, as files met mix them up.
//!
//! **Does not:** know what any element means; keep more than one element in memory.

mod element;
mod findings;
mod reader;
mod source;

pub use element::{Element, coord_deg, numbers};
pub use findings::Findings;
pub use reader::{Step, Xml, root_name};
pub use source::Spot;
