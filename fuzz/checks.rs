//! What must hold whatever bytes a reader is given. Used by the fuzz targets and by `tests/hostile.rs`.

use std::collections::{BTreeMap, BTreeSet};

use sandtable::base::{Bytes, Problems, searchable};
use sandtable::dataset::{Dataset, Part, RowTexts};
use sandtable::earth::{Bounds, read_positions};
use sandtable::formats::detect::{Opened, open};
use sandtable::formats::opening::{Beside, Opening, ReadError};
use sandtable::formats::packed::{Archive, is_zip, pack};
use sandtable::formats::{
    cot as cot_format, flatgeobuf as flatgeobuf_format, geojson as geojson_format, geopackage as geopackage_format, gpx as gpx_format,
    gzip as gzip_format, kml as kml_format, native as native_format, orbat as orbat_format, shapefile as shapefile_format,
    tables as tables_format, timemap as timemap_format, wkb as wkb_format, world_file as world_file_format,
};
use sandtable::model::{Moment, When, Zone, is_within_folder};
use sandtable::query::TimeWindow;
use sandtable::symbols::{Drawing, Fields, Fill, SymbolCode, SymbolNames};

/// A data layer is within its bounds, and everything that can be asked of it is answered.
pub fn geojson(bytes: &[u8]) {
    let mut problems = Problems::default();
    let dataset = geojson_format::read(&Opening::of("f.geojson", &Bytes::from(bytes)), &mut problems).unwrap();
    check_layer(&dataset, &problems, bytes.len());
    if problems.is_empty() {
        assert_eq!(dataset.source().in_memory(), Some(bytes));
    }
}

/// A layer has no more rows and positions than there are bytes, and all can be asked of it.
fn check_layer(dataset: &Dataset, problems: &Problems, n_bytes: usize) {
    check_problems(problems, n_bytes);
    assert!(dataset.n_rows() as usize <= n_bytes);
    let n_positions: usize = (0..dataset.n_rows()).map(|row| check_row(dataset, row)).sum();
    assert!(n_positions <= n_bytes, "{n_positions} positions of {n_bytes} bytes");
}

/// A shapefile: the .shp, or a zip archive; or a .shp with what follows `=== dbf`, `=== cpg` and `=== prj` beside it.
pub fn shapefile(bytes: &[u8]) {
    let mut files = sections(bytes);
    if bytes.starts_with(b"PK") {
        return binary(bytes, bytes.len().saturating_mul(1100), shapefile_format::read_zipped);
    }
    let shp = files.remove("shp").unwrap_or_else(|| bytes.to_vec());
    let source = Bytes::from(shp);
    let beside = |ending: &str| files.get(ending).map(|file| Bytes::from(file.as_slice()));
    let mut problems = Problems::default();
    match shapefile_format::read(&Opening { beside: Beside::new(&beside), ..Opening::of("f.shp", &source) }, &mut problems) {
        Ok(dataset) => check_layer(&dataset, &problems, bytes.len()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A picture with the files beside it. Wherever it lies, each of its points leads to a place and back.
pub fn world_file(bytes: &[u8]) {
    let mut files = sections(bytes);
    let source = Bytes::from(files.remove("picture").unwrap_or_else(|| bytes.to_vec()));
    let beside = |ending: &str| files.get(ending).map(|file| Bytes::from(file.as_slice()));
    let mut problems = Problems::default();
    match world_file_format::read(&Opening { beside: Beside::new(&beside), ..Opening::of("f.png", &source) }, &mut problems) {
        Ok(dataset) => {
            check_layer(&dataset, &problems, bytes.len());
            for picture in dataset.pictures() {
                assert!(u64::from(picture.size[0]) * u64::from(picture.size[1]) <= world_file_format::MAX_PIXELS);
                let [x, y] = picture.lies.place(0.0, 0.0);
                assert!(x.is_finite() && y.is_finite());
                assert!(picture.lies.point([0.5, 0.5]).iter().all(|number| !number.is_nan()));
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

pub fn flatgeobuf(bytes: &[u8]) {
    binary(bytes, bytes.len(), flatgeobuf_format::read);
    let within = Bounds::new(170.0, -80.0, -170.0, 80.0).unwrap();
    binary(bytes, bytes.len(), |opening, problems| flatgeobuf_format::read_within(opening, within, problems));
}

/// A view can give more than there is in the file, so that only what holds of every layer is asked of it.
pub fn geopackage(bytes: &[u8]) {
    binary(bytes, usize::MAX / 4, geopackage_format::read);
}

fn binary(bytes: &[u8], most: usize, read: impl Fn(&Opening<'_>, &mut Problems) -> Result<Dataset, ReadError>) {
    let mut problems = Problems::default();
    match read(&Opening::of("f", &Bytes::from(bytes)), &mut problems) {
        Ok(dataset) => check_layer(&dataset, &problems, most),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What a file packed with gzip grows to is bounded, and it is read as what it is, or refused.
pub fn gzip(bytes: &[u8]) {
    let source = Bytes::from(bytes);
    let opening = Opening::of("f.gz", &source);
    if let Ok(unpacked) = gzip_format::unpacked(&opening, &mut Problems::default()) {
        assert!(unpacked.len() <= 64 << 20);
    }
    let mut problems = Problems::default();
    match open(&opening, &mut problems) {
        Ok(Opened::Dataset(dataset)) => check_layer(&dataset, &problems, usize::MAX / 4),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A geometry has no more positions than there are bytes, and is written as one that is read to the same.
pub fn wkb(bytes: &[u8]) {
    match wkb_format::read(bytes) {
        Ok(Some(geometry)) => {
            let n_positions = geo::CoordsIter::coords_count(&geometry);
            assert!(n_positions <= bytes.len(), "{n_positions}");
            let mut again = Vec::new();
            wkb_format::write(&geometry, &mut again);
            let mut twice = Vec::new();
            wkb_format::write(&wkb_format::read(&again).unwrap().unwrap(), &mut twice);
            assert_eq!(again, twice);
        }
        Ok(None) => {}
        Err(error) => assert!(error.at <= bytes.len() && !error.what.is_empty()),
    }
}

/// KML, or an archive of it, which may hold more than it seems to.
pub fn kml(bytes: &[u8]) {
    // DEFLATE cannot make more of a byte.
    const MOST_OF_A_BYTE: usize = 1032;
    layer("f.kml", bytes, bytes.len() * if is_zip(bytes) { MOST_OF_A_BYTE } else { 1 }, kml_format::read);
}

pub fn gpx(bytes: &[u8]) {
    layer("f.gpx", bytes, bytes.len(), gpx_format::read);
}

pub fn cot(bytes: &[u8]) {
    layer("f.cot", bytes, bytes.len(), cot_format::read);
}

/// Tables in JSON, and scenarios.
pub fn timemap(bytes: &[u8]) {
    let head = String::from_utf8_lossy(bytes);
    let _ = (timemap_format::looks_like_table(&head), orbat_format::looks_like_scenario(&head));
    layer("f.json", bytes, bytes.len(), timemap_format::read);
    layer("f.json", bytes, bytes.len(), orbat_format::read);
}

/// A file is refused in words, or gives a layer within its bounds of which everything that can be asked is answered.
fn layer(name: &str, bytes: &[u8], most: usize, read: fn(&Opening<'_>, &mut Problems) -> Result<Dataset, ReadError>) {
    let mut problems = Problems::default();
    match read(&Opening::of(name, &Bytes::from(bytes)), &mut problems) {
        Ok(dataset) => {
            check_problems(&problems, most);
            assert!(dataset.n_rows() as usize <= most);
            let n_positions: usize = (0..dataset.n_rows()).map(|row| check_row(&dataset, row)).sum();
            assert!(n_positions <= most, "{n_positions} positions of {most} bytes");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A table is within its bounds, whatever its bytes are; every row can be shown, and every column has a name of its own.
pub fn tables(bytes: &[u8]) {
    let (source, mut problems) = (Bytes::from(bytes), Problems::default());
    let _ = tables_format::looks_like_table(bytes);
    let dataset = tables_format::read(&Opening::of("f.csv", &source), &mut problems).unwrap();
    check_table(&dataset, &problems, bytes.len());
    if let Ok(dataset) = tables_format::read_sheet(&Opening::of("f.xlsx", &source), &mut problems) {
        dataset.columns().iter().for_each(|column| assert!(!column.name.is_empty()));
    }
}

fn check_table(dataset: &Dataset, problems: &Problems, n_bytes: usize) {
    check_problems(problems, n_bytes);
    assert!(dataset.n_rows() as usize <= n_bytes);
    for row in 0..dataset.n_rows() {
        check_row(dataset, row);
        let RowTexts { properties, .. } = dataset.row(row).unwrap();
        assert!(properties.len() <= dataset.columns().len());
    }
    let names: BTreeSet<&str> = dataset.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names.len(), dataset.columns().len());
    for (role, name) in &dataset.mapping().roles {
        assert!(names.contains(name.as_str()), "{role:?}: {name}");
    }
}

/// Returns how many positions the row has.
fn check_row(dataset: &Dataset, row: u32) -> usize {
    assert!(!dataset.title(row).trim().is_empty());
    let _ = (dataset.row(row).unwrap(), dataset.style(row), dataset.geometry(row));
    let mut n_positions = 0;
    let mut check = |run: &[geo::Coord<f64>]| {
        n_positions += run.len();
        assert!(run.iter().all(|p| p.x.abs() <= 180.0 && p.y.abs() <= 90.0), "{run:?}");
    };
    for part in dataset.parts(row) {
        match part {
            Part::Points(run) => check(run),
            Part::Line(run) => {
                assert!(run.len() >= 2);
                check(run);
            }
            Part::Polygon(rings) => {
                assert!(rings.clone().count() > 0);
                for ring in rings {
                    assert!(ring.len() >= 4 && ring.first() == ring.last(), "{ring:?}");
                    check(ring);
                }
            }
        }
    }
    assert_eq!(dataset.bounds_of(row).is_some(), n_positions > 0);
    n_positions
}

/// What is read of a folder and not edited is written back byte for byte, but for the files that must not be written at all.
pub fn native(bytes: &[u8]) {
    let files = sections(bytes);
    let mut problems = Problems::default();
    let Some(document) = native_format::read(files.clone(), &mut problems) else {
        assert!(problems.n_errors() > 0);
        return;
    };
    check_problems(&problems, bytes.len());
    for (name, text) in native_format::write(&document) {
        assert!(!document.locked().contains(&name));
        assert_eq!(files.get(&name).map(Vec::as_slice), Some(text.as_bytes()), "{name}");
    }
}

/// An archive is refused in words, or gives files of harmless names and within bounds, which come out of one packed anew as they were.
pub fn packed(bytes: &[u8]) {
    const MOST: u64 = 4 << 20;
    let archive = match Archive::of(bytes) {
        Ok(archive) => archive,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let mut files = BTreeMap::new();
    for name in archive.names() {
        assert!(is_within_folder(name) && !name.chars().any(char::is_control), "{name:?}");
        match archive.read(name, MOST) {
            Some(Ok(content)) => {
                assert!(content.len() as u64 <= MOST);
                files.insert(name.to_owned(), content);
            }
            Some(Err(error)) => assert!(!error.to_string().is_empty()),
            None => panic!("{name:?} is not there"),
        }
    }
    if !sandtable::formats::native::FILES.iter().any(|name| files.contains_key(*name)) {
        return;
    }
    let again = pack(files.iter().map(|(name, content)| (name.as_str(), content.as_slice()))).unwrap();
    let archive = Archive::of(&again).unwrap();
    assert_eq!(archive.names().count(), files.len());
    for (name, content) in &files {
        assert_eq!(archive.read(name, MOST).unwrap().as_ref(), Ok(content), "{name:?}");
    }
}

/// The files of a folder that stand in one file, each after a line `=== name`.
fn sections(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut name = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(new_name) = line.strip_prefix(b"=== ") {
            let new_name = String::from_utf8_lossy(new_name).trim().to_owned();
            files.insert(new_name.clone(), Vec::new());
            name = Some(new_name);
        } else if let Some(file) = name.as_ref().and_then(|name| files.get_mut(name)) {
            file.extend_from_slice(line);
        }
    }
    files
}

/// A date that is taken keeps its text and has bounds in order.
pub fn edtf(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end_matches('\n');
    match When::parse(text) {
        Ok(when) => {
            assert_eq!(when.text(), text);
            assert_eq!(When::parse(when.text()).as_ref(), Ok(&when));
            let bounds = when.bounds(&Zone::utc());
            let _ = (when.day(&Zone::utc()), when.is_ongoing());
            if let (Some(earliest), Some(latest)) = (bounds.earliest(), bounds.latest()) {
                assert!(earliest <= latest, "{text}: {bounds:?}");
            }
        }
        Err(error) => assert!(!error.what.is_empty() && error.at >= 1),
    }
}

/// What a person types: a window of time does not end before it begins, positions are on earth, and folding is done once for all.
pub fn typed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(TimeWindow { first: Some(first), last: Some(last) }) = TimeWindow::typed(&text, &Zone::utc(), Moment(1_729_900_799)) {
        assert!(first <= last, "{text}");
    }
    for position in read_positions(&text) {
        assert!(position.lon_deg().abs() <= 180.0 && position.lat_deg().abs() <= 90.0, "{text}: {position:?}");
    }
    let folded = searchable(&text);
    // Longer texts are cut, at a letter that another spelling would have elsewhere.
    if folded.len() < 400 {
        assert_eq!(searchable(&folded), folded);
    }
}

/// A symbol code that is read is written as one that is read to the same, and is drawn; any text can be searched for.
pub fn symbol_codes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match SymbolCode::read(&text) {
        Ok(code) => {
            assert_eq!(SymbolCode::read(&code.to_string()).as_ref(), Ok(&code), "{text}");
            let drawing = Drawing::of(&code, &Fields::new(), Fill::Identity);
            assert!(!drawing.shapes.is_empty() && drawing.bounds.width().is_finite(), "{text}");
            let _ = SymbolNames::embedded().of(&code);
        }
        Err(error) => assert!(!error.what.is_empty() && error.at.is_none_or(|(first, last)| 1 <= first && first <= last), "{text}"),
    }
    assert!(SymbolNames::embedded().find(&text, 3).len() <= 3);
}

/// Problems are no more than there is input for, are kept up to a bound only, and say what they must.
fn check_problems(problems: &Problems, n_bytes: usize) {
    assert!(problems.n_errors() + problems.n_warnings() <= 2 * n_bytes + 16);
    assert!(problems.iter().count() <= Problems::MAX_KEPT);
    for problem in problems.iter() {
        assert!(!problem.detail.is_empty() && !problem.done.is_empty(), "{problem}");
        assert!(problem.kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{problem}");
        assert_eq!(problem.location.line == 0, problem.location.column == 0, "{problem}");
    }
}
