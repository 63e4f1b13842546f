//! Files that are packed with gzip (RFC 1952), whatever is in them: unpacked to where any stretch of them can be read.

use std::io::{BufReader, ErrorKind, Read, Seek, Write};

use flate2::bufread::MultiGzDecoder;

use crate::base::{Bytes, Location, Problem, Problems, Severity, Spool, grouped};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::MAX_RATIO;

/// What the first bytes of a file are.
pub const MARK: [u8; 2] = [0x1F, 0x8B];

const ENDING: &str = ".gz";

/// How far a file may grow.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    max_len: u64,
    /// So long it may be whatever it was before.
    small_len: u64,
}

const BOUNDS: Bounds = Bounds { max_len: 4 << 30, small_len: 64 << 20 };

/// The name that a file has once it is unpacked, by whose ending it may be known what is in it.
pub fn unpacked_name(name: &str) -> &str {
    let plain = name.len().checked_sub(ENDING.len()).and_then(|at| name.split_at_checked(at));
    plain.filter(|(_, ending)| ending.eq_ignore_ascii_case(ENDING)).map_or(name, |(plain, _)| plain)
}

/// What is in a file; of one that is cut short or damaged what can be had, which is told.
///
/// # Errors
/// It grows by so much as only what is built to harm does, the disk does not give it or has no room, or it was cancelled.
pub fn unpacked(opening: &Opening<'_>, problems: &mut Problems) -> Result<Bytes, ReadError> {
    unpacked_within(BOUNDS, opening, problems)
}

fn unpacked_within(bounds: Bounds, opening: &Opening<'_>, problems: &mut Problems) -> Result<Bytes, ReadError> {
    const PIECE_LEN: usize = 1 << 18;
    let Opening { name, source, task, .. } = *opening;
    task.expect(source.len());
    let max_len = bounds.max_len.min(bounds.small_len.max(source.len().saturating_mul(MAX_RATIO)));
    let mut decoder = MultiGzDecoder::new(BufReader::with_capacity(PIECE_LEN, source.reader()));
    let (mut spool, mut piece, mut n_read) = (Spool::default(), vec![0; PIECE_LEN], 0);
    loop {
        let found = match decoder.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => piece.get(..n).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                let (kind, detail) = match error.kind() {
                    ErrorKind::UnexpectedEof => ("truncated", "the file ends before what is packed in it does".to_owned()),
                    ErrorKind::InvalidInput | ErrorKind::InvalidData => ("damaged-gzip", format!("the file is damaged: {error}")),
                    _ => return Err(error.into()),
                };
                let (severity, location, done) = (Severity::Error, Location::file(name), "read what could be unpacked".to_owned());
                problems.push(Problem { severity, location, record: None, kind, detail, done });
                break;
            }
        };
        if spool.len() + found.len() as u64 > max_len {
            return Err(ReadError::Refused(if max_len == bounds.max_len {
                format!("it has more than {} bytes once it is unpacked", grouped(max_len))
            } else {
                format!("it grows by more than {MAX_RATIO} times when it is unpacked: a bomb")
            }));
        }
        spool.write_all(found)?;
        let n_before = std::mem::replace(&mut n_read, decoder.get_mut().get_mut().stream_position()?);
        task.advance(n_read.saturating_sub(n_before))?;
    }
    Ok(spool.into_bytes()?)
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::base::Task;
    use crate::dataset::Dataset;
    use crate::formats::detect::{OpenError, Opened, can_be_opened, open};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn opened(name: &str, bytes: &[u8]) -> (Result<Dataset, OpenError>, Vec<&'static str>) {
        let mut problems = Problems::default();
        let opened = open(&Opening::of(name, &Bytes::from(bytes)), &mut problems);
        (opened.map(|Opened::Dataset(dataset)| dataset), problems.iter().map(|problem| problem.kind).collect())
    }

    const POINT: &str = r#"{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}"#;

    #[test]
    fn a_packed_file_of_any_text_format_is_read_as_it_would_be_unpacked() {
        let lines = format!("{POINT}\n{POINT}\n");
        for (name, text, format) in [
            ("a.geojson.gz", POINT.to_owned(), "GeoJSON"),
            ("a.geojsons.GZ", format!("\u{1e}{POINT}\n"), "GeoJSON text sequence"),
            ("a.ndjson.gz", lines.clone(), "newline-delimited GeoJSON"),
            ("a", lines, "newline-delimited GeoJSON"),
            ("a.csv.gz", "name,lat,lon\nA,2,1\n".to_owned(), "CSV"),
            ("a.tsv.gz", "name\tlat\tlon\nA\t2\t1\n".to_owned(), "TSV"),
            ("a.kml.gz", "<kml><Placemark><name>A</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>".to_owned(), "KML"),
        ] {
            let (dataset, told) = opened(name, &packed(text.as_bytes()));
            let dataset = dataset.unwrap();
            assert_eq!((dataset.format(), dataset.title(0).as_str(), told.len()), (format, "A", 0), "{name}");
            assert_eq!(dataset.points().unwrap()[0], geo::Coord { x: 1.0, y: 2.0 }, "{name}");
        }
        assert_eq!(["a.csv.gz", "a.kml.GZ", "a.gz", "a.tar.gz"].map(can_be_opened), [true, true, false, false]);
        let twice = packed(&packed(POINT.as_bytes()));
        assert!(opened("a.geojson.gz.gz", &twice).0.unwrap_err().to_string().contains("gzip"), "not within each other");
        let joined = [packed(POINT.as_bytes()), packed(b"\n"), packed(POINT.as_bytes())].concat();
        assert_eq!(opened("a.ndjson.gz", &joined).0.unwrap().n_rows(), 2, "members one after the other");
    }

    fn lines(n: usize) -> String {
        (0..n).map(|n| POINT.replace("\"A\"", &format!("\"no. {n}\"")) + "\n").collect()
    }

    #[test]
    fn rows_of_a_large_file_are_read_from_where_it_was_unpacked_to() {
        let text = lines(180_000);
        assert!(text.len() > 16 << 20, "more than is kept in memory");
        let (dataset, told) = opened("a.ndjson.gz", &packed(text.as_bytes()));
        let dataset = dataset.unwrap();
        assert_eq!((dataset.n_rows(), told.len(), dataset.source().in_memory().is_none()), (180_000, 0, true));
        assert_eq!([0, 99_999, 179_999].map(|row| dataset.title(row)), ["no. 0", "no. 99999", "no. 179999"]);
    }

    #[test]
    fn of_a_file_that_is_cut_short_or_damaged_what_can_be_had_is_read_and_told() {
        let bytes = packed(lines(20_000).as_bytes());
        let (dataset, told) = opened("a.ndjson.gz", &bytes[..bytes.len() / 2]);
        let n_rows = dataset.unwrap().n_rows();
        assert!((5_000..15_000).contains(&n_rows) && told.first() == Some(&"truncated"), "{n_rows} {told:?}");
        let mut damaged = packed(format!("{POINT}\n{POINT}\n").as_bytes());
        let at = damaged.len() - 8;
        damaged[at] ^= 1;
        let (dataset, told) = opened("a.ndjson.gz", &damaged);
        assert_eq!((dataset.unwrap().n_rows(), told), (2, vec!["damaged-gzip"]), "its checksum");
        let small = packed(POINT.as_bytes());
        for end in 2..small.len() {
            let (dataset, told) = opened("a.geojson.gz", &small[..end]);
            assert!(dataset.is_err() || !told.is_empty(), "cut at {end}");
        }
    }

    #[test]
    fn a_bomb_is_refused_and_a_cancel_is_heard() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
        let bytes = encoder.finish().unwrap();
        let source = Bytes::from(bytes.as_slice());
        let opening = Opening::of("a.csv.gz", &source);
        let unpacked = |max_len: u64, small_len: u64| {
            unpacked_within(Bounds { max_len, small_len }, &opening, &mut Problems::default()).map(|bytes| bytes.len())
        };
        assert_eq!(unpacked(1 << 20, 1 << 20).unwrap(), 1 << 20);
        let words = |result: Result<u64, ReadError>| result.unwrap_err().to_string();
        assert!(words(unpacked(1 << 19, 1 << 20)).contains("more than 524,288 bytes"));
        let small = source.len() * MAX_RATIO;
        assert!(small < 1 << 20, "blanks grow by more than anything that means something");
        assert!(words(unpacked(1 << 21, 1)).contains("bomb"));
        let task = Task::new();
        task.cancel();
        let opening = Opening { task: &task, ..opening };
        assert!(matches!(super::unpacked(&opening, &mut Problems::default()), Err(ReadError::Cancelled(_))));
    }
}
