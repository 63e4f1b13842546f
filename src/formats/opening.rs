//! What a reader of a data layer is given, and why it may have nothing to give.

use std::fmt;
use std::io;

use crate::base::{Bytes, Cancelled, Task};
use crate::dataset::Mapping;

/// A single file that is to be read as a data layer.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// As problems name it.
    pub name: &'a str,
    pub source: &'a Bytes,
    /// Whom to tell how far the reading is, in bytes of the source; who may cancel it.
    pub task: &'a Task,
    /// What its columns mean where somebody has said so; else the reader finds out.
    pub mapping: Option<&'a Mapping>,
    /// The files that belong to it, of formats that are of several.
    pub beside: Beside<'a>,
}

impl<'a> Opening<'a> {
    /// Of a file by itself, that nobody waits for.
    pub fn of(name: &'a str, source: &'a Bytes) -> Self {
        static NOBODY: Task = Task::new();
        Self { name, source, task: &NOBODY, mapping: None, beside: Beside::NONE }
    }
}

/// The files in the same folder that are called as the one that is opened, but for the ending.
#[derive(Clone, Copy)]
pub struct Beside<'a>(&'a (dyn Fn(&str) -> Option<Bytes> + Sync));

impl<'a> Beside<'a> {
    pub const NONE: Self = Self(&|_| None);

    /// `find` is asked by an ending such as `dbf`.
    pub fn new(find: &'a (dyn Fn(&str) -> Option<Bytes> + Sync)) -> Self {
        Self(find)
    }

    /// The one with an ending, in small or in capital letters.
    pub fn file(self, ending: &str) -> Option<Bytes> {
        (self.0)(ending).or_else(|| (self.0)(&ending.to_ascii_uppercase()))
    }
}

impl fmt::Debug for Beside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beside")
    }
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is not what it seems, or not of a kind that can be read: what is wrong, in words.
    #[error("{0}")]
    Refused(String),
}
