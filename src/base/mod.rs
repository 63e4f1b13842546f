//! Ground floor: revisions and values derived from them, the problems found in input, text fit for a line and for a
//! search, work shared out among the processors.
//!
//! Main types: [`Rev`], [`Derived`], [`Problem`], [`Problems`].
//!
//! **Does not:** know what a place, an event or a map is; read or write anything.

mod derived;
mod folding;
mod logline;
mod packed;
mod problems;
mod shares;
mod text;

pub use derived::{ContentKey, Derived, Rev};
pub use folding::searchable;
pub use logline::LogLine;
pub use packed::{unpacked, unpacked_text};
pub use problems::{Location, Problem, Problems, Severity};
pub use shares::{at_once, in_shares, of_each};
pub use text::{counted, fingerprint, folded, grouped, harmless, readable, shortened};
