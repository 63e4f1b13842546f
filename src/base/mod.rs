//! Ground floor: revisions and values derived from them, the problems found in input, text fit for a line.
//!
//! Main types: [`Rev`], [`Derived`], [`Problem`], [`Problems`].
//!
//! **Does not:** know what a place, an event or a map is; read or write anything.

mod derived;
mod problems;
mod text;

pub use derived::{Derived, Rev};
pub use problems::{Location, Problem, Problems, Severity};
pub use text::{counted, grouped, shortened};
