//! What a reader of a data layer is given, and why it may have nothing to give.

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
}

impl<'a> Opening<'a> {
    /// Of a file that nobody waits for.
    pub fn of(name: &'a str, source: &'a Bytes) -> Self {
        static NOBODY: Task = Task::new();
        Self { name, source, task: &NOBODY, mapping: None }
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
