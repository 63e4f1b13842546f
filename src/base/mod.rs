//! Ground floor: revisions and values derived from them, the problems found in input, text fit for a line and for a
//! search, work shared out among the processors, bytes read where they are needed.
//!
//! Main types: [`Rev`], [`Derived`], [`Problem`], [`Problems`].
//!
//! **Does not:** know what a place, an event or a map is; open a file, or write one that has a name.

mod bytes;
mod derived;
mod folding;
mod logline;
mod packed;
mod problems;
mod shares;
mod task;
mod text;

pub use bytes::{Bytes, Reader, Spool};
pub use derived::{ContentKey, Derived, Rev};
pub use folding::searchable;
pub use logline::LogLine;
pub use packed::{unpacked, unpacked_text};
pub use problems::{Location, Problem, Problems, Severity};
pub use shares::{at_once, in_shares, of_each};
pub use task::{Cancelled, Task};
pub use text::{counted, fingerprint, folded, grouped, harmless, markdown_text, readable, shortened};
