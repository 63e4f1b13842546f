//! What differs between two situations, and how two that came from one become one again.
//!
//! Main types: [`Part`] and [`Members`], the header or a record by its members.
//!
//! **Does not:** touch the disk, know the screen, or put anything into words.

mod members;

pub use members::{Members, Part};
