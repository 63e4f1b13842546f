//! What a typed path can go on with, for the field in which it is typed.

use std::path::PathBuf;

/// What a typed path can go on with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder that was looked into.
    pub folder: PathBuf,
    /// Folders first, then files that can be opened, each by name.
    pub entries: Vec<Entry>,
    /// So many more begin like what was typed.
    pub n_more: usize,
    /// In words, why not all of the folder was read, or nothing.
    pub trouble: Option<String>,
}

/// A folder or a file that a typed path can go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// What would stand in the field if this were typed to its end; a folder's ends in a separator.
    pub path: String,
    pub is_folder: bool,
    /// A folder that holds a situation.
    pub is_situation: bool,
}

/// Which files a typed path can go on with, besides folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offers {
    /// Those that can be opened.
    ToOpen,
    /// All.
    Files,
}
