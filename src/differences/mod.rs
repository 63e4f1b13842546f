//! What differs between two situations, and how two that came from one become one again.
//!
//! Main types: [`Difference`], with what it comes to in the words of the field ([`Told`], [`What`]); [`Part`] and [`Members`], the
//! header or a record by its members; [`Merge`], what is to be chosen of it ([`Clash`]) and whose it is to be ([`Side`]).
//!
//! **Does not:** touch the disk, know the screen, or put anything into words.

mod difference;
mod files;
mod known;
mod members;
mod merge;
mod standings;
mod told;
mod values;

pub use difference::{Changed, Difference, unlike};
pub use files::{FileClash, MergedFile, merge_files};
pub use known::{Known, as_known};
pub use members::{Members, Part};
pub use merge::{Choices, Clash, Merge, on_theirs};
pub use told::{Said, Spot, Told, What};
pub use values::Side;
