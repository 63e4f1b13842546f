//! Ground floor: revisions and values derived from them, the problems found in input, text fit for a line.
//!
//! Main types: [`Rev`], [`Derived`], [`Problem`], [`Problems`].
//!
//! **Does not:** know what a place, an event or a map is; read or write anything.

mod derived;
mod logline;
mod problems;
mod text;

pub use derived::{ContentKey, Derived, Rev};
pub use logline::LogLine;
pub use problems::{Location, Problem, Problems, Severity};
pub use text::{counted, fingerprint, folded, grouped, shortened};
