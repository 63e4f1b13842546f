//! From files to the bytes of an archive, the same every time.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use crate::formats::native::FILES;
use crate::formats::packed::names::{Taken, check, shown};
use crate::formats::packed::read::{EntryFault, MAX_ENTRIES, MAX_LEN, PackedError};

/// Midnight of 1 January 1980, the first moment that a zip archive can tell: what was packed when must not change the bytes.
const WHEN_UNIX_SECS: i64 = 315_532_800;
const PERMISSIONS: u32 = 0o100_644;

/// An archive of files by name (`events.json`, `texts/article.txt`): stored, the files of a situation first, the others by name.
///
/// # Errors
/// The archive would be one that [`Archive::of`](super::Archive::of) refuses: a name that not every system can have, too many files, too
/// many bytes.
pub fn pack<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<u8>, PackedError> {
    let mut files: Vec<(usize, &str, &[u8])> = files.into_iter().map(|(name, bytes)| (rank(name), name, bytes)).collect();
    files.sort_unstable_by_key(|(rank, name, _)| (*rank, *name));
    if files.len() > MAX_ENTRIES {
        return Err(PackedError::TooMany);
    }
    if files.iter().map(|(_, _, bytes)| bytes.len() as u64).sum::<u64>() > MAX_LEN {
        return Err(PackedError::TooLarge);
    }
    let mut taken = Taken::default();
    for (_, name, _) in &files {
        let fault = check(name).and_then(|()| taken.take(name));
        fault.map_err(|fault| PackedError::Entry { name: shown(name), fault: EntryFault::Name(fault) })?;
    }
    let files: Vec<(&str, &[u8])> = files.into_iter().map(|(_, name, bytes)| (name, bytes)).collect();
    zipped(&files, |_| false).map_err(|error| PackedError::Damaged(error.to_string()))
}

fn rank(name: &str) -> usize {
    FILES.iter().position(|known| *known == name).unwrap_or(FILES.len())
}

/// A zip archive of files by name, in the order given, those compressed of which the name says so (DEFLATE, RFC 1951): the same bytes on every machine, as the encoder is Rust's own.
///
/// # Errors
/// A name or a file is too long for a zip archive.
pub fn zipped(files: &[(&str, &[u8])], is_deflated: impl Fn(&str) -> bool) -> Result<Vec<u8>, rawzip::Error> {
    let room = files.iter().map(|(name, bytes)| bytes.len() + 2 * name.len() + 128).sum::<usize>() + 32;
    let mut archive = ZipArchiveWriter::new(Vec::with_capacity(room));
    for (name, bytes) in files {
        let file = archive.new_file(*name).last_modified(UtcDateTime::from_unix(WHEN_UNIX_SECS)).unix_permissions(PERMISSIONS);
        if is_deflated(name) {
            let (mut entry, config) = file.compression_method(CompressionMethod::DEFLATE).start()?;
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
            writer.write_all(bytes)?;
            let (encoder, descriptor) = writer.finish()?;
            encoder.finish()?;
            entry.finish(descriptor)?;
        } else {
            let (mut entry, config) = file.start()?;
            let mut writer = config.wrap(&mut entry);
            writer.write_all(bytes)?;
            let (_, descriptor) = writer.finish()?;
            entry.finish(descriptor)?;
        }
    }
    archive.finish()
}
