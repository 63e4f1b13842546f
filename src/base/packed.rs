//! Packed files that are built in.

use std::io::{self, Read};

use flate2::read::GzDecoder;

/// No built-in file is longer unpacked.
const MAX_BYTES: u64 = 64 << 20;

/// The bytes of a gzip file.
///
/// # Errors
/// The file is damaged. One that is longer unpacked than any that is built in is cut off.
pub fn unpacked(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same of a text.
///
/// # Errors
/// The file is damaged or no text.
pub fn unpacked_text(packed: &[u8]) -> io::Result<String> {
    String::from_utf8(unpacked(packed)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
