//! Bytes that are read where they are needed: of a file that stays open, or kept in memory.

use std::borrow::Cow;
use std::fs::{File, Metadata};
use std::io::{self, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::{SpooledData, SpooledTempFile, spooled_tempfile};

/// What a file holds, or a text that was made. A copy is of the same bytes.
///
/// Files are read with a position, not mapped: one that shrinks, or whose disk is pulled out, is an error and not the end of the program.
#[derive(Clone, Debug)]
pub struct Bytes(Arc<Held>);

#[derive(Debug)]
enum Held {
    Memory(Vec<u8>),
    File {
        file: File,
        len: u64,
        /// Where it is, and as it was when it was opened; `None` where nobody else can come to it.
        named: Option<(PathBuf, Metadata)>,
    },
}

impl Bytes {
    /// Of a file that was opened at a path, as long as it is now.
    ///
    /// # Errors
    /// The system does not tell how long it is.
    pub fn of_file(file: File, path: &Path) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self(Arc::new(Held::File { file, len: metadata.len(), named: Some((path.to_owned(), metadata)) })))
    }

    /// Where the file is, for a library that opens files by itself.
    pub fn path(&self) -> Option<&Path> {
        match &*self.0 {
            Held::File { named: Some((path, _)), .. } => Some(path),
            Held::File { named: None, .. } | Held::Memory(_) => None,
        }
    }

    pub fn len(&self) -> u64 {
        match &*self.0 {
            Held::Memory(bytes) => bytes.len() as u64,
            Held::File { len, .. } => *len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is in memory anyway.
    pub fn in_memory(&self) -> Option<&[u8]> {
        match &*self.0 {
            Held::Memory(bytes) => Some(bytes),
            Held::File { .. } => None,
        }
    }

    /// A stretch; what of it lies past the end is left out.
    ///
    /// # Errors
    /// The disk does not give it, or the file has become shorter.
    pub fn read(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        match &*self.0 {
            Held::Memory(bytes) => Ok(Cow::Borrowed(bytes.get(start as usize..end as usize).unwrap_or_default())),
            Held::File { file, .. } => {
                let mut bytes = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
                read_exact_at(file, &mut bytes, start)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// A stretch of a file that nobody has changed since it was opened.
    ///
    /// # Errors
    /// As of [`Bytes::read`], or the file was changed.
    pub fn read_unchanged(&self, range: Range<u64>) -> io::Result<Cow<'_, [u8]>> {
        self.check_unchanged()?;
        self.read(range)
    }

    /// Whether the file is as long and as old as when it was opened.
    ///
    /// # Errors
    /// It is not, or the system does not tell.
    pub fn check_unchanged(&self) -> io::Result<()> {
        let Held::File { file, named: Some((_, before)), .. } = &*self.0 else { return Ok(()) };
        let now = file.metadata()?;
        if now.len() != before.len() || now.modified().ok() != before.modified().ok() {
            return Err(io::Error::other("the file has changed since it was opened"));
        }
        Ok(())
    }

    /// A reader from the beginning.
    pub fn reader(&self) -> Reader {
        Reader { bytes: self.clone(), at: 0 }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Held::Memory(bytes)))
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        let rest = bytes.get_mut(n..).filter(|_| n > 0).ok_or(io::ErrorKind::UnexpectedEof)?;
        (bytes, at) = (rest, at + n as u64);
    }
    Ok(())
}

/// Reads [`Bytes`] from somewhere on; any number of them can, each at its own place.
#[derive(Clone, Debug)]
pub struct Reader {
    bytes: Bytes,
    at: u64,
}

impl io::Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let found = self.bytes.read(self.at..self.at.saturating_add(into.len() as u64))?;
        into.iter_mut().zip(found.iter()).for_each(|(slot, byte)| *slot = *byte);
        self.at += found.len() as u64;
        Ok(found.len())
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        let at = match to {
            io::SeekFrom::Start(at) => Some(at),
            io::SeekFrom::End(by) => self.bytes.len().checked_add_signed(by),
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the beginning"))?;
        Ok(self.at)
    }
}

/// Takes bytes that are made, in memory as long as they are few, else in a file without a name that is gone when nobody holds it any more.
#[derive(Debug)]
pub struct Spool {
    file: SpooledTempFile,
    len: u64,
}

/// So many bytes are kept in memory.
const MOST_IN_MEMORY: usize = 16 << 20;

impl Default for Spool {
    fn default() -> Self {
        Self { file: spooled_tempfile(MOST_IN_MEMORY), len: 0 }
    }
}

impl Spool {
    /// How many bytes it has taken.
    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// # Errors
    /// The disk is full, say.
    pub fn into_bytes(mut self) -> io::Result<Bytes> {
        self.file.flush()?;
        match self.file.into_inner() {
            SpooledData::InMemory(cursor) => Ok(Bytes::from(cursor.into_inner())),
            SpooledData::OnDisk(file) => Ok(Bytes(Arc::new(Held::File { file, len: self.len, named: None }))),
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.len += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_stretch_is_the_same_from_memory_and_from_a_file_and_ends_with_it() {
        let text = b"0123456789";
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text).unwrap();
        for bytes in [Bytes::from(text.to_vec()), Bytes::of_file(file, Path::new("f")).unwrap()] {
            for (range, expected) in [(2..5, "234"), (8..99, "89"), (50..60, ""), (0..0, "")] {
                assert_eq!(bytes.read_unchanged(range).unwrap(), expected.as_bytes());
            }
            let mut reader = bytes.reader();
            reader.seek(io::SeekFrom::End(-3)).unwrap();
            let mut rest = String::new();
            reader.read_to_string(&mut rest).unwrap();
            assert_eq!((rest.as_str(), bytes.len()), ("789", 10));
        }
    }

    #[test]
    fn a_file_that_changes_is_an_error_when_it_is_read_again() {
        let mut named = tempfile::NamedTempFile::new().unwrap();
        named.write_all(b"one two").unwrap();
        let bytes = Bytes::of_file(named.reopen().unwrap(), named.path()).unwrap();
        assert_eq!(*bytes.read_unchanged(4..7).unwrap(), *b"two");
        named.as_file_mut().set_len(3).unwrap();
        assert!(bytes.read_unchanged(0..2).unwrap_err().to_string().contains("changed"));
        assert!(bytes.read(4..7).is_err(), "it is shorter now");
        assert_eq!(*bytes.read(0..3).unwrap(), *b"one", "what is there can be read");
    }

    #[test]
    fn what_is_spooled_can_be_read_whether_it_stayed_in_memory_or_not() {
        for n in [3, MOST_IN_MEMORY + 3] {
            let mut spool = Spool::default();
            spool.write_all(&vec![b'.'; n - 3]).unwrap();
            spool.write_all(b"end").unwrap();
            assert_eq!(spool.len(), n as u64);
            let bytes = spool.into_bytes().unwrap();
            assert_eq!(*bytes.read_unchanged(n as u64 - 3..n as u64).unwrap(), *b"end");
            assert_eq!((bytes.len(), bytes.in_memory().is_some()), (n as u64, n == 3));
        }
    }
}
