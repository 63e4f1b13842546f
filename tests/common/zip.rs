//! Zip archives made by hand, so that they can lie (PKWARE APPNOTE 6.3).
#![cfg(test)]

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const DEFLATE: u16 = 8;
pub const ENCRYPTED: u16 = 1;
pub const TOLD_LATER: u16 = 8;

/// What is told of an entry, beside it or in the directory.
#[derive(Clone, Debug)]
pub struct Told {
    pub name: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub packed_len: u32,
    pub len: u32,
    pub extra: Vec<u8>,
}

/// An entry, honest as long as nothing of it is changed.
#[derive(Clone, Debug)]
pub struct Entry {
    pub beside: Told,
    pub directory: Told,
    pub attributes: u32,
    pub data: Vec<u8>,
    /// What stands behind the data.
    pub descriptor: Vec<u8>,
    /// Where the directory says that the entry begins, if not where it does.
    pub offset: Option<u32>,
}

impl Entry {
    pub fn stored(name: &str, content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        let len = u32::try_from(content.len()).unwrap();
        let told =
            Told { name: name.as_bytes().to_vec(), flags: 0x800, method: 0, crc: crc.sum(), packed_len: len, len, extra: Vec::new() };
        Self {
            beside: told.clone(),
            directory: told,
            attributes: 0o100_644 << 16,
            data: content.to_vec(),
            descriptor: Vec::new(),
            offset: None,
        }
    }

    pub fn deflated(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        let data = encoder.finish().unwrap();
        let packed_len = u32::try_from(data.len()).unwrap();
        Self { data, ..Self::stored(name, content) }.told(|told| {
            told.method = DEFLATE;
            told.packed_len = packed_len;
        })
    }

    /// With something else told of it, both times alike.
    pub fn told(mut self, change: impl Fn(&mut Told)) -> Self {
        change(&mut self.beside);
        change(&mut self.directory);
        self
    }

    /// With sizes and checksum behind the data.
    pub fn told_later(mut self) -> Self {
        let Told { crc, packed_len, len, .. } = self.beside;
        (self.beside.crc, self.beside.packed_len, self.beside.len) = (0, 0, 0);
        self.descriptor = [0x0807_4B50, crc, packed_len, len].iter().flat_map(|part| part.to_le_bytes()).collect();
        self.told(|told| told.flags |= TOLD_LATER)
    }

    /// The entry as it stands before the directory.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend(common(&self.beside));
        out.extend(lengths(&self.beside));
        out.extend(&self.beside.name);
        out.extend(&self.beside.extra);
        out.extend(&self.data);
        out.extend(&self.descriptor);
        out
    }
}

fn common(told: &Told) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(told.flags.to_le_bytes());
    out.extend(told.method.to_le_bytes());
    out.extend([0, 0, 0x21, 0]);
    for part in [told.crc, told.packed_len, told.len] {
        out.extend(part.to_le_bytes());
    }
    out
}

fn lengths(told: &Told) -> Vec<u8> {
    [told.name.len(), told.extra.len()].iter().flat_map(|len| u16::try_from(*len).unwrap().to_le_bytes()).collect()
}

/// An archive of entries.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    zip_of(entries, entries.len())
}

/// The same that says of itself that it has another number of entries.
pub fn zip_of(entries: &[Entry], n_told: usize) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = entry.offset.unwrap_or_else(|| u32::try_from(out.len()).unwrap());
        out.extend(entry.bytes());
        // Made on Unix, by version 2.0.
        directory.extend(b"PK\x01\x02\x14\x03\x14\0");
        directory.extend(common(&entry.directory));
        directory.extend(lengths(&entry.directory));
        directory.extend([0; 6]);
        directory.extend(entry.attributes.to_le_bytes());
        directory.extend(start.to_le_bytes());
        directory.extend(&entry.directory.name);
        directory.extend(&entry.directory.extra);
    }
    let (start, n) = (u32::try_from(out.len()).unwrap(), u16::try_from(n_told).unwrap());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(n.to_le_bytes());
    out.extend(n.to_le_bytes());
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
