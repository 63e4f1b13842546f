//! Which format a file is in: its content says, its name only where the content does not.

use serde::de::IgnoredAny;

use crate::base::Problems;
use crate::dataset::Dataset;
use crate::formats::gzip::{self, unpacked_name};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::{Archive, PackedError, has_ending, is_zip};
use crate::formats::tables::{self, looks_like_table};
use crate::formats::xml::root_name;
use crate::formats::{cot, flatgeobuf, geojson, geopackage, gpx, kml, orbat, shapefile, timemap, world_file};

/// What single files can be opened, for messages.
pub const CAN_BE_OPENED: &str = "a situation (a folder with situation.json, or that folder packed as .sandtable), or GeoJSON: any object of \
                                 RFC 7946, an RFC 8142 text sequence, newline-delimited; KML and KMZ; GPX; \
                                 Cursor on Target events; timemap events and other tables in JSON; scenarios of ORBAT Mapper; tables: CSV, \
                                 TSV, XLSX, ODS; a shapefile (.shp with the files of the same name beside it, or a zip archive of such); a \
                                 GeoPackage; a FlatGeobuf; a picture (PNG, JPEG) with a world file beside it; any file of these that is packed with gzip (.gz)";

/// Endings of names that are taken for GeoJSON where the content is too damaged to tell.
const GEOJSON_ENDINGS: [&str; 7] = [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".ndgeojson"];

/// Endings of names of binary formats; content goes before them.
const BINARY_ENDINGS: [&str; 4] = [".shp", ".fgb", ".gpkg", ".zip"];
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

    fn reader(self) -> Reader {
        match self {
            Self::Kml => kml::read,
            Self::Gpx => gpx::read,
            Self::CursorOnTarget => cot::read,
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
    let mut found = Problems::few_of_a_kind();
    let failed = |source| OpenError::NotRead { name: opening.name.to_owned(), source };
    let head = opening.source.read(0..HEAD).map_err(|error| failed(error.into()))?;
    let read = if head.starts_with(&gzip::MARK) {
        gzip::unpacked(opening, &mut found).map_err(failed).and_then(|source| read(&Opening { source: &source, ..*opening }, &mut found))
    } else {
        read(opening, &mut found)
    };
    problems.append(found.summed_up(opening.name));
    read.map(Opened::Dataset)
}

/// The first bytes, in which a format shows.
const HEAD: u64 = 16 << 10;

/// Reads a file that is not packed with gzip, or not any more.
fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, OpenError> {
    let name = unpacked_name(opening.name);
    let failed = |source| OpenError::NotRead { name: opening.name.to_owned(), source };
    let head = opening.source.read(0..HEAD).map_err(|error| failed(error.into()))?;
    let read: Reader = match looks_like(&head) {
        Content::Json if !has_one_of(name, &GEOJSON_ENDINGS) && is_table_with_brackets(&head) => tables::read,
        Content::Json => json(&head),
        Content::Xml(format) => format.reader(),
        Content::Shapefile => shapefile::read,
        Content::FlatGeobuf => flatgeobuf::read,
        Content::Database => geopackage::read,
        Content::Picture => world_file::read,
        Content::Text if XmlFormat::of_ending(name).is_none() && by_ending(name).is_none() && looks_like_table(&head) => tables::read,
        content => {
            let by_content = if content == Content::Archive { archived(opening).map_err(failed)? } else { None };
            let unknown = || OpenError::Unknown { name: opening.name.to_owned(), looks_like: content.words() };
            by_content.or_else(|| by_ending(name)).ok_or_else(unknown)?
        }
    };
    let mut dataset = read(opening, problems).map_err(failed)?;
    // Tables are placed by it too; of other formats it says what rows are called, when they were and what kind they are of.
    if let Some(mapping) = opening.mapping {
        dataset.set_mapping(mapping.clone());
    }
    Ok(dataset)
}

type Reader = fn(&Opening<'_>, &mut Problems) -> Result<Dataset, ReadError>;

/// Who tells best what is wrong with a file whose content is too damaged to show what it is.
fn by_ending(name: &str) -> Option<Reader> {
    if let Some(format) = XmlFormat::of_ending(name) {
        return Some(format.reader());
    }
    let readers: [(&[&str], Reader); 6] = [
        (&GEOJSON_ENDINGS, geojson::read),
        (&TABLE_ENDINGS, tables::read),
        (&SHEET_ENDINGS, tables::read_sheet),
        (&[".shp"], shapefile::read),
        (&[".fgb"], flatgeobuf::read),
        (&[".gpkg"], geopackage::read),
    ];
    readers.into_iter().find(|(endings, _)| has_one_of(name, endings)).map(|(_, reader)| reader)
}

/// Whether what begins as JSON does is a table whose first name or value has a bracket or a brace.
fn is_table_with_brackets(head: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(head).or_else(|error| str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default())) else {
        return false;
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let is_json = match values.next() {
        None => true,
        // Something more on the same line is no JSON, nor lines of it.
        Some(Ok(_)) => {
            let rest = text.get(values.byte_offset()..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default();
            !line.starts_with([',', ';', '\t', '|']) || line.get(1..).is_none_or(|rest| rest.trim().is_empty())
        }
        // JSON that is damaged further on, or has names of members, is still meant as JSON.
        Some(Err(error)) => !error.is_syntax() || error.line() > 1 || text.lines().next().is_some_and(|line| line.contains("\":")),
    };
    !is_json && looks_like_table(text.as_bytes())
}

/// Who reads JSON of the kind that its beginning shows.
fn json(head: &[u8]) -> Reader {
    let head = String::from_utf8_lossy(head);
    if orbat::looks_like_scenario(&head) {
        orbat::read
    } else if timemap::looks_like_table(&head) {
        timemap::read
    } else {
        geojson::read
    }
}

/// Who reads an archive: its parts say so. One that is too large to be looked into is left to the reader of shapefiles, who says so.
fn archived(opening: &Opening<'_>) -> Result<Option<Reader>, ReadError> {
    if opening.source.len() > shapefile::MAX_ARCHIVE_LEN {
        return Ok(Some(shapefile::read_zipped));
    }
    let bytes = opening.source.read(0..opening.source.len())?;
    Ok(match Archive::of_any(&bytes, shapefile::MAX_RATIO) {
        Ok(archive) if tables::sheet_kind(&archive).is_some() => Some(tables::read_sheet),
        Ok(archive) if shapefile::is_in(&archive) => Some(shapefile::read_zipped),
        Ok(_) if kml::is_kmz(opening.source) => Some(kml::read),
        Ok(_) | Err(_) => None,
    })
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
    let name = unpacked_name(name);
    let endings = [&GEOJSON_ENDINGS[..], &TABLE_ENDINGS, &SHEET_ENDINGS, &BINARY_ENDINGS];
    endings.iter().any(|endings| has_one_of(name, endings)) || has_ending(name) || XmlFormat::of_ending(name).is_some()
}

fn has_one_of(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

#[derive(Debug, PartialEq, Eq)]
enum Content {
    Json,
    Xml(XmlFormat),
    Shapefile,
    FlatGeobuf,
    Database,
    Archive,
    Picture,
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
            Self::Picture => "a picture",
            Self::Shapefile => "a shapefile",
            Self::FlatGeobuf => "a FlatGeobuf",
            Self::Database => "an SQLite database",
            Self::Text => "no format that is known",
            Self::Other(words) => words,
        }
    }
}

fn looks_like(bytes: &[u8]) -> Content {
    if is_zip(bytes) {
        return Content::Archive;
    }
    let formats: [(&[u8], Content); 5] = [
        (geopackage::MARK, Content::Database),
        (&shapefile::MARK, Content::Shapefile),
        (flatgeobuf::MARK, Content::FlatGeobuf),
        (b"\x89PNG", Content::Picture),
        (b"\xFF\xD8\xFF", Content::Picture),
    ];
    if let Some((_, content)) = formats.into_iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return content;
    }
    let marks: [(&[u8], &'static str); 4] = [
        (b"GIF8", "a picture of another kind than PNG and JPEG"),
        (b"%PDF", "a PDF"),
        (&gzip::MARK, "a gzip file within a gzip file"),
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
        let cases: [(&str, &[u8], Result<u32, &str>); 29] = [
            ("a.geojson", point.as_bytes(), Ok(1)),
            ("a.txt", point.as_bytes(), Ok(1)),
            ("a", marked.as_bytes(), Ok(1)),
            ("a", &utf16, Ok(1)),
            ("a.JSON", b"oops", Ok(0)),
            ("a.json", b"", Ok(0)),
            ("a.csv", b"lat,lon\n1,2\n", Ok(1)),
            ("a.zip", b"PK\x03\x04", Err("zip")),
            ("a.txt", b"\0\0\x27\x0A", Err("no .shp")),
            ("a.txt", b"fgb\x03fgb", Err("does not begin")),
            ("a.txt", b"SQLite format 3\0", Err("not whole")),
            ("a.gpkg", b"", Err("no SQLite database")),
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
            ("a.csv", b"{id},lat,lon\n1,1,2\n", Ok(1)),
            ("a.txt", b"[id];lat;lon\n[1];1;2\n[2];3;4\n", Ok(2)),
            ("a.txt", b"[1],1.5,2.5\n[2],3.5,4.5\n", Ok(2)),
            ("a.txt", b"\xEF\xBB\xBF\"{id}\",lat,lon\n1,1,2\n", Ok(1)),
            ("a.txt", b"{\"a\": oops, \"b\"},\n{\"a\": oops, \"b\"},\n", Ok(0)),
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
                    assert!(message.contains(words), "{message}");
                    assert!(matches!(error, OpenError::NotRead { .. }) || message.contains("GeoJSON"), "{message}");
                }
                (got, _) => panic!("{name}: {got:?}"),
            }
        }
    }

    #[test]
    fn what_is_wrong_with_every_row_is_told_of_the_first_few_and_of_the_others_by_their_number() {
        let table: String = std::iter::once("name,lat,lon\n".to_owned()).chain((0..3000).map(|n| format!("{n},99,99\n"))).collect();
        let mut problems = Problems::default();
        let source = Bytes::from(table.into_bytes());
        open(&Opening::of("a.csv", &source), &mut problems).unwrap();
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!((problems.n_errors(), problems.n_not_kept(), told.len()), (3000, 0, Problems::FEW + 1));
        assert!(told[0].starts_with("a.csv:2:1: ") && told[Problems::FEW - 1].starts_with("a.csv:21:1: "), "{told:?}");
        assert_eq!(told[Problems::FEW], "a.csv: error: 2,980 more of this kind; only counted [no-position]");
    }
}
