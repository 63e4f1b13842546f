//! A packed situation, `name.sandtable`: the files of its folder in one zip archive (PKWARE APPNOTE 6.3).
//!
//! Main type: [`Archive`]. Main function: [`pack`].
//!
//! Archives come by mail from strangers. One that is built to harm - with names that lead out of the folder, links, entries that lie about
//! themselves, more than there is room for - is refused whole, by the name of the entry; one that is merely damaged gives what is sound.
//!
//! **Does not:** touch the disk; look into archives within an archive.

mod names;
mod read;
mod write;

pub use names::NameFault;
pub use read::{Archive, EntryFault, MAX_ENTRIES, MAX_LEN, MAX_RATIO, PackedError, is_zip};
pub use write::{pack, zipped};

/// What the names of packed situations end in.
pub const ENDING: &str = ".sandtable";

/// Whether a file within the folder may have a name on every system.
pub fn is_portable(name: &str) -> bool {
    names::check(name).is_ok()
}

/// Whether a name is one of a packed situation.
pub fn has_ending(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ENDING)
}
