//! Which format a file is in: its content says, its name only where the content does not.

use crate::base::Problems;
use crate::dataset::Dataset;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::{Archive, PackedError, has_ending, is_zip};
use crate::formats::tables::{self, looks_like_table};
use crate::formats::xml::root_name;
use crate::formats::{cot, geojson, gpx, kml, orbat, timemap};

/// What single files can be opened, for messages.
pub const CAN_BE_OPENED: &str = "a situation (a folder with situation.json, or that folder packed as .sandtable), or GeoJSON: any object of \
                                 RFC 7946, an RFC 8142 text sequence, newline-delimited; KML and KMZ; GPX; Cursor on Target events; \
                                 timemap events and other tables in JSON; scenarios of ORBAT Mapper; tables: CSV, TSV, XLSX, ODS";

/// Endings of names that are taken for GeoJSON where the content is too damaged to tell.
const GEOJSON_ENDINGS: [&str; 7] = [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".ndgeojson"];

/// Endings of names that are taken for a format of XML where the content is too damaged to tell.
const XML_ENDINGS: [(&str, XmlFormat); 4] =
    [(".kml", XmlFormat::Kml), (".kmz", XmlFormat::Kml), (".gpx", XmlFormat::Gpx), (".cot", XmlFormat::CursorOnTarget)];

/// The formats of XML that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum XmlFormat {
    Kml,
    Gpx,
    CursorOnTarget,
}

impl XmlFormat {
    /// By the outermost element. Pieces of KML are met by themselves.
    fn of_root(name: &str) -> Option<Self> {
        match name {
            "kml" | "Document" | "Folder" | "Placemark" => Some(Self::Kml),
            "gpx" => Some(Self::Gpx),
            "event" | "events" => Some(Self::CursorOnTarget),
            _ => None,
        }
    }

    fn of_ending(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        XML_ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
    }

    fn read(self, opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
        match self {
            Self::Kml => kml::read(opening, problems),
            Self::Gpx => gpx::read(opening, problems),
            Self::CursorOnTarget => cot::read(opening, problems),
        }
    }
}

/// Endings of names that are taken for tables of text where the content does not tell, and those of spreadsheets.
const TABLE_ENDINGS: [&str; 3] = [".csv", ".tsv", ".tab"];
const SHEET_ENDINGS: [&str; 3] = [".xlsx", ".xlsm", ".ods"];

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
    const HEAD: u64 = 16 << 10;
    let name = opening.name;
    let failed = |source| OpenError::NotRead { name: name.to_owned(), source };
    let head = opening.source.read(0..HEAD).map_err(|error| failed(error.into()))?;
    let read = match looks_like(&head) {
        Content::Json => json(&head, opening, problems),
        Content::Xml(format) => format.read(opening, problems),
        Content::Archive if is_sheet(opening).map_err(failed)? => tables::read_sheet(opening, problems),
        Content::Archive if kml::is_kmz(opening.source) => kml::read(opening, problems),
        _ if has_one_of(name, &GEOJSON_ENDINGS) => geojson::read(opening, problems),
        Content::Text if has_one_of(name, &TABLE_ENDINGS) || (XmlFormat::of_ending(name).is_none() && looks_like_table(&head)) => {
            tables::read(opening, problems)
        }
        content => match XmlFormat::of_ending(name) {
            Some(format) => format.read(opening, problems),
            None => return Err(OpenError::Unknown { name: name.to_owned(), looks_like: content.words() }),
        },
    };
    read.map(Opened::Dataset).map_err(failed)
}

/// Reads JSON of whatever kind its beginning shows.
fn json(head: &[u8], opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let head = String::from_utf8_lossy(head);
    if orbat::looks_like_scenario(&head) {
        orbat::read(opening, problems)
    } else if timemap::looks_like_table(&head) {
        timemap::read(opening, problems)
    } else {
        geojson::read(opening, problems)
    }
}

/// Whether an archive is a spreadsheet: its parts say so, its name where it is too damaged to tell.
fn is_sheet(opening: &Opening<'_>) -> Result<bool, ReadError> {
    let by_name = || has_one_of(opening.name, &SHEET_ENDINGS);
    if opening.source.len() > tables::MOST_SHEET_BYTES {
        return Ok(by_name());
    }
    let bytes = opening.source.read(0..opening.source.len())?;
    Ok(Archive::of_any(&bytes).map_or_else(|_| by_name(), |archive| tables::sheet_kind(&archive).is_some()))
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
    let has_own = [&GEOJSON_ENDINGS[..], &TABLE_ENDINGS, &SHEET_ENDINGS].iter().any(|endings| has_one_of(name, endings));
    has_own || has_ending(name) || XmlFormat::of_ending(name).is_some()
}

fn has_one_of(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

#[derive(Debug, PartialEq, Eq)]
enum Content {
    Json,
    Xml(XmlFormat),
    Archive,
    /// Of no format that shows in its first character.
    Text,
    Other(&'static str),
}

impl Content {
    fn words(&self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml(_) => "XML",
            Self::Archive => "a zip archive",
            Self::Text => "no format that is known",
            Self::Other(words) => words,
        }
    }
}

fn looks_like(bytes: &[u8]) -> Content {
    if is_zip(bytes) {
        return Content::Archive;
    }
    let marks: [(&[u8], &'static str); 8] = [
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
        Some(b'<') => root_name(bytes)
            .and_then(|name| XmlFormat::of_root(&name))
            .map_or(Content::Other("XML of a kind that is not known"), Content::Xml),
        Some(_) => Content::Text,
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
        let cases: [(&str, &[u8], Result<u32, &str>); 19] = [
            ("a.geojson", point.as_bytes(), Ok(1)),
            ("a.txt", point.as_bytes(), Ok(1)),
            ("a", marked.as_bytes(), Ok(1)),
            ("a", &utf16, Ok(1)),
            ("a.JSON", b"oops", Ok(0)),
            ("a.json", b"", Ok(0)),
            ("a.txt", b"<?xml version='1.0'?><!-- x --><kml><Placemark/></kml>", Ok(1)),
            ("a.json", b"<Placemark/>", Ok(1)),
            ("a.gpx", b"<gpx><wpt lat='1' lon='2'/></gpx>", Ok(1)),
            ("a.xml", b"<event uid='x'><point lat='1' lon='2'/></event>", Ok(1)),
            ("a.kml", b"", Ok(0)),
            ("a.gpx", b"oops", Ok(0)),
            ("a.xml", b"<rss/>", Err("XML of a kind")),
            ("a.json", b"[{\"lat\": 1, \"lon\": 2}]", Ok(1)),
            ("a.txt", br#"{"type": "ORBAT-mapper", "sides": [{"subUnits": [{"name": "x"}]}]}"#, Ok(1)),
            ("a.txt", b"lat,lon\n1,2\n", Ok(1)),
            ("a.csv", b"lat\n", Ok(0)),
            ("a.txt", b"lat\n1\n", Err("no format that is known")),
            ("a.zip", b"PK\x03\x04", Err("zip")),
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
