//! Which format a file is in: its content says, its name only where the content does not.

use crate::base::Problems;
use crate::dataset::Dataset;
use crate::formats::geojson;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::{Archive, PackedError, has_ending, is_zip};

/// What single files can be opened, for messages.
pub const CAN_BE_OPENED: &str = "a situation (a folder with situation.json, or that folder packed as .sandtable), or GeoJSON: any object of \
                                 RFC 7946, an RFC 8142 text sequence, newline-delimited";

/// Endings of names that are taken for GeoJSON where the content is too damaged to tell.
const GEOJSON_ENDINGS: [&str; 7] = [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".ndgeojson"];

/// What a single file turned out to be.
#[derive(Debug)]
pub enum Opened {
    Dataset(Dataset),
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{name} looks like {looks_like}, which cannot be opened; what can: {CAN_BE_OPENED}")]
    Unknown { name: String, looks_like: &'static str },
    #[error("{name} cannot be read: {source}")]
    NotRead { name: String, source: ReadError },
}

/// Reads a single file of any format that is known.
///
/// # Errors
/// Neither content nor name is of a format that is known, the disk does not give it, or it was cancelled.
pub fn open(opening: &Opening<'_>, problems: &mut Problems) -> Result<Opened, OpenError> {
    /// The first bytes, in which a format shows.
    const HEAD: u64 = 4096;
    let name = opening.name;
    let failed = |source| OpenError::NotRead { name: name.to_owned(), source };
    match looks_like(&opening.source.read(0..HEAD).map_err(|error| failed(error.into()))?) {
        Content::Other(looks_like) if !has_json_ending(name) => Err(OpenError::Unknown { name: name.to_owned(), looks_like }),
        _ => geojson::read(opening, problems).map(Opened::Dataset).map_err(failed),
    }
}

/// The archive of a packed situation: of any zip archive that holds one, and of whatever is called so. `None` where it is something else.
pub fn packed<'a>(name: &str, bytes: &'a [u8]) -> Option<Result<Archive<'a>, PackedError>> {
    if !may_be_packed(name, bytes) {
        return None;
    }
    let is_called_so = has_ending(name);
    Some(Archive::of(bytes)).filter(|archive| is_called_so || !matches!(archive, Err(PackedError::NoSituation)))
}

/// Whether a file may be a packed situation, by its name and its first bytes.
pub fn may_be_packed(name: &str, head: &[u8]) -> bool {
    has_ending(name) || is_zip(head)
}

/// Whether a name is one that files which can be opened have.
pub fn can_be_opened(name: &str) -> bool {
    has_json_ending(name) || has_ending(name)
}

/// Whether a name is one that GeoJSON has.
fn has_json_ending(name: &str) -> bool {
    GEOJSON_ENDINGS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

#[derive(Debug, PartialEq, Eq)]
enum Content {
    Json,
    Other(&'static str),
}

fn looks_like(bytes: &[u8]) -> Content {
    let marks: [(&[u8], &'static str); 9] = [
        (b"PK\x03\x04", "a zip archive"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\0\0\x27\x0A", "a shapefile"),
        (b"PAR1", "a Parquet file"),
    ];
    if let Some((_, words)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Content::Other(words);
    }
    // Byte order marks and the zero bytes of UTF-16 stand before or around the first character.
    let first = bytes.iter().find(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFF | 0xFE | b' ' | b'\t' | b'\r' | b'\n'));
    match first {
        Some(b'{' | b'[' | 0x1E) => Content::Json,
        Some(b'<') => Content::Other("XML (KML, GPX and the like)"),
        Some(_) => Content::Other("no format that is known"),
        None => Content::Other("an empty file"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;

    #[test]
    fn content_goes_before_the_ending_and_what_cannot_be_opened_is_said() {
        let point = r#"{"type": "Point", "coordinates": [1, 2]}"#;
        let utf16: Vec<u8> = point.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = format!("\u{feff}\n{point}");
        // (name, content, rows or the words of the error)
        let cases: [(&str, &[u8], Result<u32, &str>); 9] = [
            ("a.geojson", point.as_bytes(), Ok(1)),
            ("a.txt", point.as_bytes(), Ok(1)),
            ("a", marked.as_bytes(), Ok(1)),
            ("a", &utf16, Ok(1)),
            ("a.JSON", b"oops", Ok(0)),
            ("a.json", b"", Ok(0)),
            ("a.kml", b"<kml/>", Err("XML")),
            ("a.csv", b"lat,lon\n1,2\n", Err("no format that is known")),
            ("a.kmz", b"PK\x03\x04", Err("zip")),
        ];
        for (name, bytes, expected) in cases {
            let mut problems = Problems::default();
            match (open(&Opening::of(name, &Bytes::from(bytes)), &mut problems), expected) {
                (Ok(Opened::Dataset(dataset)), Ok(n_rows)) => {
                    assert_eq!(dataset.n_rows(), n_rows, "{name}");
                    assert_eq!(problems.n_errors() > 0, n_rows == 0, "{name}");
                }
                (Err(error), Err(words)) => {
                    let message = error.to_string();
                    assert!(message.contains(words) && message.contains("GeoJSON"), "{message}");
                }
                (got, _) => panic!("{name}: {got:?}"),
            }
        }
    }
}
