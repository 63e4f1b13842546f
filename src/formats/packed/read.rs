//! From the bytes of an archive to its files.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

use crate::base::Task;
use crate::formats::native::{FILES, HEADER_FILE};
use crate::formats::opening::ReadError;
use crate::formats::packed::names::{NameFault, Taken, check, shown};

/// An archive of more entries is refused,
pub const MAX_ENTRIES: usize = 20_000;
/// and one whose entries have more bytes in all once they are unpacked.
pub const MAX_LEN: u64 = 1 << 30;
/// An entry that grows by more than this factor is a bomb, unless it stays small.
pub const MAX_RATIO: u64 = 200;
const SMALL_LEN: u64 = 1 << 20;

/// Why an archive is refused, or an entry of it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackedError {
    #[error("no whole zip archive: {0}")]
    Damaged(String),
    #[error("more than {MAX_ENTRIES} entries")]
    TooMany,
    #[error("more than {MAX_LEN} bytes once unpacked")]
    TooLarge,
    #[error("no {HEADER_FILE} in it, and no other file of a situation")]
    NoSituation,
    #[error("the entry {name}: {fault}")]
    Entry { name: String, fault: EntryFault },
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    #[error(transparent)]
    Name(#[from] NameFault),
    #[error("its name is not UTF-8")]
    NotUtf8,
    #[error("it is a link")]
    Link,
    #[error("it is neither a file nor a folder")]
    Special,
    #[error("it is encrypted")]
    Encrypted,
    #[error("it is compressed in a way that is not read ({0})")]
    Method(String),
    #[error("it lies over another entry")]
    Overlaps,
    #[error("it grows by more than {0} times when unpacked: a bomb")]
    Bomb(u64),
    #[error("the archive tells its {0} twice, and not alike")]
    Lies(&'static str),
    #[error("it is a folder with content")]
    FullFolder,
    #[error("it lies outside the archive")]
    Outside,
    #[error("its content is damaged")]
    Damaged,
    #[error("more than {0} bytes")]
    TooLarge(u64),
}

/// Whether bytes are those of a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An archive whose structure is sound. What its entries contain is checked as they are read.
#[derive(Clone, Debug)]
pub struct Archive<'a> {
    /// By name, within the situation's folder where it is one. What a Mac adds is left out.
    entries: BTreeMap<String, Entry<'a>>,
}

#[derive(Clone, Debug)]
struct Entry<'a> {
    data: &'a [u8],
    is_deflated: bool,
    /// Once unpacked.
    len: u64,
    crc: u32,
}

/// An entry that was looked at, and the bytes of the archive that it takes.
struct Looked<'a> {
    name: String,
    /// Folders have none.
    entry: Option<Entry<'a>>,
    start: u64,
    end: u64,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// The archive is damaged, hostile, or holds no situation.
    pub fn of(bytes: &'a [u8]) -> Result<Self, PackedError> {
        let entries = without_top_folder(Self::files(bytes, MAX_RATIO)?);
        let is_situation = FILES.iter().any(|name| entries.contains_key(*name));
        if is_situation { Ok(Self { entries }) } else { Err(PackedError::NoSituation) }
    }

    /// An archive of whatever it may be, under the same rules, but that its entries may grow by as much as `max_ratio` says when they are
    /// unpacked. Who lets them grow by more than [`MAX_RATIO`] unpacks them piece by piece.
    ///
    /// # Errors
    /// The archive is damaged or hostile.
    pub fn of_any(bytes: &'a [u8], max_ratio: u64) -> Result<Self, PackedError> {
        Ok(Self { entries: Self::files(bytes, max_ratio)? })
    }

    fn files(bytes: &'a [u8], max_ratio: u64) -> Result<BTreeMap<String, Entry<'a>>, PackedError> {
        let archive = ZipArchive::from_slice(bytes).map_err(|error| damaged(&error))?;
        if archive.end_offset() != bytes.len() as u64 {
            return Err(PackedError::Damaged("there are bytes after its end".to_owned()));
        }
        let mut looked = Vec::new();
        let mut entries = archive.entries();
        while let Some(record) = entries.next_entry().map_err(|error| damaged(&error))? {
            if looked.len() == MAX_ENTRIES {
                return Err(PackedError::TooMany);
            }
            looked.push(look(&archive, &record, max_ratio)?);
        }
        if archive.entries_hint() != looked.len() as u64 {
            return Err(PackedError::Damaged("it has another number of entries than it says".to_owned()));
        }
        check_places(&mut looked, archive.directory_offset())?;
        let mut taken = Taken::default();
        let mut files = BTreeMap::new();
        let mut len: u64 = 0;
        for Looked { name, entry, .. } in looked {
            let Some(entry) = entry.filter(|_| !is_of_mac(&name)) else { continue };
            taken.take(&name).map_err(|fault| at(&name, fault.into()))?;
            len = len.saturating_add(entry.len);
            files.insert(name, entry);
        }
        if len > MAX_LEN { Err(PackedError::TooLarge) } else { Ok(files) }
    }

    /// The names of its files, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// The bytes of a file; `None` where there is none of that name.
    ///
    /// # Errors
    /// The file has more than `max_len` bytes, or is damaged.
    pub fn read(&self, name: &str, max_len: u64) -> Option<Result<Vec<u8>, PackedError>> {
        let entry = self.entries.get(name)?;
        Some(if entry.len > max_len {
            Err(at(name, EntryFault::TooLarge(max_len)))
        } else {
            entry.unpacked().ok_or_else(|| at(name, EntryFault::Damaged))
        })
    }

    /// How many bytes a file has once unpacked.
    pub fn len_of(&self, name: &str) -> Option<u64> {
        self.entries.get(name).map(|entry| entry.len)
    }

    /// Unpacks a file piece by piece into something that need not be memory.
    ///
    /// # Errors
    /// There is none of that name, it is damaged, it cannot be written, or it was cancelled.
    pub fn unpack(&self, name: &str, into: &mut dyn Write, task: &Task) -> Result<(), ReadError> {
        let entry = self.entries.get(name).ok_or_else(|| ReadError::Refused(format!("there is no {name} in the archive")))?;
        let is_sound = entry.unpack_into(into, task)?;
        if is_sound { Ok(()) } else { Err(ReadError::Refused(at(name, EntryFault::Damaged).to_string())) }
    }
}

impl Entry<'_> {
    /// Whether it was as it should be.
    fn unpack_into(&self, into: &mut dyn Write, task: &Task) -> Result<bool, ReadError> {
        const PIECE_LEN: usize = 1 << 18;
        let mut plain = self.data;
        let mut deflated = DeflateDecoder::new(self.data);
        let reader: &mut dyn Read = if self.is_deflated { &mut deflated } else { &mut plain };
        let (mut crc, mut len, mut piece) = (Crc::new(), 0_u64, vec![0; PIECE_LEN]);
        loop {
            let Ok(n) = reader.read(&mut piece) else { return Ok(false) };
            let found = piece.get(..n).unwrap_or_default();
            len += n as u64;
            if n == 0 || len > self.len {
                break;
            }
            crc.update(found);
            into.write_all(found)?;
            task.advance(n as u64)?;
        }
        Ok(len == self.len && crc.sum() == self.crc)
    }

    /// `None` where it is damaged.
    fn unpacked(&self) -> Option<Vec<u8>> {
        let bytes = if self.is_deflated {
            let mut bytes = Vec::with_capacity(usize::try_from(self.len).ok()?);
            let mut decoder = DeflateDecoder::new(self.data);
            // One byte more, so that what is longer than it says is found out.
            decoder.by_ref().take(self.len + 1).read_to_end(&mut bytes).ok()?;
            (decoder.total_in() == self.data.len() as u64).then_some(bytes)?
        } else {
            self.data.to_vec()
        };
        let mut crc = Crc::new();
        crc.update(&bytes);
        (bytes.len() as u64 == self.len && crc.sum() == self.crc).then_some(bytes)
    }
}

fn damaged(error: &rawzip::Error) -> PackedError {
    PackedError::Damaged(error.to_string())
}

fn at(name: &str, fault: EntryFault) -> PackedError {
    PackedError::Entry { name: shown(name), fault }
}

/// Checks an entry by itself: its name, what it is, and that the archive says the same of it wherever it does.
fn look<'a>(archive: &ZipSliceArchive<&'a [u8]>, record: &ZipFileHeaderRecord<'_>, max_ratio: u64) -> Result<Looked<'a>, PackedError> {
    let raw_name = record.file_path();
    let raw = raw_name.as_bytes();
    let name = str::from_utf8(raw).map_err(|_| at(&String::from_utf8_lossy(raw), EntryFault::NotUtf8))?;
    let fail = |fault: EntryFault| at(name, fault);
    let is_folder = name.ends_with('/');
    let trimmed = name.strip_suffix('/').unwrap_or(name);
    check(trimmed).map_err(|fault| fail(fault.into()))?;
    check_kind(record, is_folder).map_err(fail)?;
    let is_deflated = match record.compression_method() {
        CompressionMethod::STORE => false,
        CompressionMethod::DEFLATE => true,
        other => return Err(fail(EntryFault::Method(other.to_string()))),
    };
    let (len, packed_len) = (record.uncompressed_size_hint(), record.compressed_size_hint());
    if len > SMALL_LEN && len / max_ratio >= packed_len {
        return Err(fail(EntryFault::Bomb(max_ratio)));
    }
    if len > MAX_LEN {
        return Err(PackedError::TooLarge);
    }
    let local = archive.get_entry(record.wayfinder()).map_err(|_| fail(EntryFault::Outside))?;
    let header = local.local_header();
    let (data_start, end) = local.compressed_data_range();
    let bytes: &'a [u8] = archive.get_ref();
    let range = usize::try_from(data_start).ok().zip(usize::try_from(end).ok());
    let data = range.and_then(|(start, end)| bytes.get(start..end)).ok_or_else(|| fail(EntryFault::Outside))?;
    let behind = range.and_then(|(_, end)| bytes.get(end..)).unwrap_or_default();
    let is_told_later = header.flags().has_data_descriptor();
    let told = (header.crc32(), header.compressed_size_hint(), header.uncompressed_size_hint());
    let known = (record.crc32(), packed_len, len);
    let contradictions = [
        ("name", header.file_path().as_bytes() != raw),
        ("way of compression", header.compression_method() != record.compression_method()),
        ("flags", header.flags().is_encrypted() || is_told_later != record.flags().has_data_descriptor()),
        ("size or checksum", told != known && !(is_told_later && is_left_open(told, known))),
        ("size or checksum", is_told_later && !is_told_behind(behind, known)),
        ("size", !is_deflated && len != packed_len),
    ];
    if let Some((what, _)) = contradictions.into_iter().find(|(_, is_so)| *is_so) {
        return Err(fail(EntryFault::Lies(what)));
    }
    if is_folder && (len, packed_len) != (0, 0) {
        return Err(fail(EntryFault::FullFolder));
    }
    let entry = (!is_folder).then(|| Entry { data, is_deflated, len, crc: record.crc32() });
    Ok(Looked { name: trimmed.to_owned(), entry, start: record.local_header_offset(), end })
}

/// Whether checksum and sizes before the data are the known ones, or leave it to those behind it: zero, or of sizes what stands for "in the
/// extra field". Each may be left open by itself.
fn is_left_open(told: (u32, u64, u64), known: (u32, u64, u64)) -> bool {
    let is_size = |told: u64, known: u64| told == known || told == 0 || told == u64::from(u32::MAX);
    (told.0 == known.0 || told.0 == 0) && is_size(told.1, known.1) && is_size(told.2, known.2)
}

/// Whether a data descriptor stands there that tells this (APPNOTE 4.3.9). It may have a signature, and sizes of eight bytes; which it has
/// is told nowhere for sure, as who writes to a stream does not know before how long it will be.
fn is_told_behind(bytes: &[u8], (crc, packed_len, len): (u32, u64, u64)) -> bool {
    const SIGNATURE: &[u8] = b"PK\x07\x08";
    let wide = [&crc.to_le_bytes()[..], &packed_len.to_le_bytes(), &len.to_le_bytes()].concat();
    let narrow = u32::try_from(packed_len).ok().zip(u32::try_from(len).ok());
    let narrow = narrow.map(|(packed_len, len)| [crc, packed_len, len].map(u32::to_le_bytes).concat());
    let is_it = |bytes: &[u8]| bytes.starts_with(&wide) || narrow.as_ref().is_some_and(|narrow| bytes.starts_with(narrow));
    is_it(bytes) || bytes.strip_prefix(SIGNATURE).is_some_and(is_it)
}

/// Only plain files and folders, in the clear.
fn check_kind(record: &ZipFileHeaderRecord<'_>, is_folder: bool) -> Result<(), EntryFault> {
    // The kinds of a Unix file mode (POSIX sys/stat.h). Systems without them leave these bits zero.
    const KINDS: u32 = 0o170_000;
    const LINK: u32 = 0o120_000;
    const FOLDER: u32 = 0o040_000;
    const FILE: u32 = 0o100_000;
    if record.flags().is_encrypted() || record.flags().is_masked() {
        return Err(EntryFault::Encrypted);
    }
    match (record.external_attributes() >> 16) & KINDS {
        LINK => Err(EntryFault::Link),
        0 => Ok(()),
        FOLDER if is_folder => Ok(()),
        FILE if !is_folder => Ok(()),
        _ => Err(EntryFault::Special),
    }
}

/// No entry may lie over another or over the directory.
fn check_places(looked: &mut [Looked<'_>], directory_offset: u64) -> Result<(), PackedError> {
    looked.sort_by_key(|entry| entry.start);
    let starts = looked.iter().skip(1).map(|next| next.start).chain([directory_offset]);
    match looked.iter().zip(starts).find(|(entry, next)| entry.end > *next) {
        Some((entry, _)) => Err(at(&entry.name, EntryFault::Overlaps)),
        None => Ok(()),
    }
}

/// What a Mac puts into an archive besides what was asked for.
fn is_of_mac(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store")
}

/// The files by their names within the folder, where all lie in one.
fn without_top_folder(files: BTreeMap<String, Entry<'_>>) -> BTreeMap<String, Entry<'_>> {
    let top = files.keys().next().and_then(|name| Some(name.split_once('/')?.0.to_owned() + "/"));
    let Some(top) = top.filter(|top| FILES.iter().any(|name| files.contains_key(&format!("{top}{name}")))) else { return files };
    if !files.keys().all(|name| name.starts_with(&top)) {
        return files;
    }
    files.into_iter().filter_map(|(name, entry)| Some((name.strip_prefix(&top)?.to_owned(), entry))).collect()
}
