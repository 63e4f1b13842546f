//! GeoPackage (OGC 12-128r19): an SQLite database of layers.
//!
//! Main functions: [`read`] of all layers of features, [`write()`] of one.
//!
//! The database is a stranger's: it is read from memory, or a large one where it lies, never written, with SQLite's defences on, what a query
//! may take bounded, and no way to another file.
//!
//! **Does not:** read tiles, nor tables without a geometry; nor what stands only in a journal (-wal) beside the file.

mod blob;
mod database;
mod read;
mod write;

pub use read::read;
pub use write::write;

/// What the first bytes of a database are.
pub const MARK: &[u8; 16] = b"SQLite format 3\0";

/// A name as SQL has it, whatever letters are in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\"").replace('\0', ""))
}

#[cfg(test)]
mod tests;
