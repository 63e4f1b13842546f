//! The public GeoJSON conformance sets: one table of verdicts, and what holds for every file whatever its verdict. Also that the files of all
//! other sets, and of the events in the shared data, open or are refused as they should be.

#![cfg(test)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sandtable::base::{Bytes, Problems};
use sandtable::dataset::{Dataset, Role};
use sandtable::formats::detect::{Opened, open};
use sandtable::formats::json::{Kind, Node};
use sandtable::formats::opening::Opening;
use sandtable::formats::{geojson, native};

const SETS: [&str; 7] =
    ["antimeridian", "check-geojson", "geojson-fixtures", "geojson-invalid-geometry", "geojson-rewind", "geojsonhint", "georust-geojson"];

/// The other folders of the conformance sets, and the test program that looks into their files.
const OTHER_SETS: [(&str, &str); 8] = [
    ("csv-spectrum", "tables"),
    ("edtf", "edtf"),
    ("georust-gpx", "xml_layers"),
    ("georust-kml", "xml_layers"),
    ("mil-std-2525-tables", "symbols"),
    ("milsymbol", "symbols"),
    ("naughty-strings", "hostile"),
    ("togeojson", "xml_layers"),
];

/// Files that do not open as layers with rows and without an error, and what becomes of them: what the error says, or how many rows they have and
/// the kinds of problems.
const NOT_AS_OTHERS: [(&str, &str); 18] = [
    ("events/dprk-admin/schema.json", "0 unknown-type"),
    ("conformance/csv-spectrum/json/location_coordinates.json", "0 missing-type"),
    ("conformance/csv-spectrum/package-lock.json", "0 missing-type"),
    ("conformance/csv-spectrum/package.json", "0 missing-type"),
    ("conformance/georust-gpx/badcharacter.xml", "XML of a kind that is not known"),
    // A Polygon that stands by itself, as their library reads it.
    ("conformance/georust-kml/polygon.kml", "0 no-placemark"),
    ("conformance/georust-kml/polygon.kmz", "0 no-placemark"),
    ("conformance/togeojson/bad.gpx", "4 bad-position"),
    ("conformance/togeojson/bad.kml", "3 bad-position,short-ring"),
    ("conformance/togeojson/ground_overlay.kml", "0 left-out,no-placemark"),
    ("conformance/togeojson/ground_overlay_quad.kml", "0 left-out,no-placemark"),
    ("conformance/togeojson/networklink.kml", "0 left-out,no-placemark"),
    // Training Center XML is not read.
    ("conformance/togeojson/bad.tcx", "XML of a kind that is not known"),
    ("conformance/togeojson/garmin_connect.tcx", "XML of a kind that is not known"),
    ("conformance/togeojson/sample.tcx", "XML of a kind that is not known"),
    ("conformance/togeojson/tcx-courses.tcx", "XML of a kind that is not known"),
    ("conformance/togeojson/tour_hr.tcx", "XML of a kind that is not known"),
    ("conformance/naughty-strings/blns.json", "0 not-geojson"),
];

const TABLE: &str = include_str!("data/geojson-verdicts.tsv");

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    verdict: String,
    kinds: String,
    reason: String,
}

fn table() -> BTreeMap<String, Expected> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let mut cells = row.split('\t').map(ToOwned::to_owned);
        let mut cell = || cells.next().unwrap_or_default();
        (cell(), Expected { verdict: cell(), kinds: cell(), reason: cell() })
    })
    .collect()
}

/// The folder of the conformance sets; `None`, which is said, where this machine has none.
fn conformance_root() -> Option<PathBuf> {
    common::shared("data/conformance", "the GeoJSON conformance sets")
}

/// Every GeoJSON file of the sets by its path within them.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut folders: Vec<PathBuf> = SETS.iter().map(|set| root.join(set)).collect();
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "geojson" || ending == "json") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn read(name: &str, bytes: &[u8]) -> (Dataset, Problems) {
    let mut problems = Problems::default();
    let dataset = geojson::read(&Opening::of(name, &Bytes::from(bytes)), &mut problems).unwrap();
    (dataset, problems)
}

fn verdict(problems: &Problems) -> &'static str {
    match (problems.n_errors(), problems.n_warnings()) {
        (0, 0) => "valid",
        (0, _) => "warning",
        _ => "error",
    }
}

/// What the suite itself says of a file: by its folder, and geojsonhint's by the level of its messages.
fn suite_verdict(name: &str, root: &Path) -> &'static str {
    if name.starts_with("geojsonhint/bad/") {
        let result = std::fs::read_to_string(root.join(name).with_extension("result")).unwrap_or_default();
        let messages: Vec<serde_json::Value> = serde_json::from_str(&result).unwrap_or_default();
        // bad-json and bad-polygonloop have a result of their own form.
        let is_only_advice = !result.is_empty() && messages.iter().all(|m| m.get("level").is_some());
        return if is_only_advice { "warning" } else { "error" };
    }
    match name {
        _ if name.contains("/bad/") || name.contains("/invalid_") => "error",
        _ if name.contains("/problematic_") => "warning",
        _ => "valid",
    }
}

#[test]
fn every_conformance_file_gets_the_verdict_of_the_table() {
    let Some(root) = conformance_root() else { return };
    let (table, files) = (table(), files(&root));
    let without_row: Vec<_> = files.keys().filter(|name| !table.contains_key(*name)).collect();
    let without_file: Vec<_> = table.keys().filter(|name| !files.contains_key(*name)).collect();
    assert!(without_row.is_empty() && without_file.is_empty(), "no row for {without_row:?}, no file for {without_file:?}");
    let mut wrong = Vec::new();
    for (name, bytes) in &files {
        let (_, problems) = read(name, bytes);
        let kinds: BTreeSet<&str> = problems.iter().map(|p| p.kind).collect();
        let kinds = kinds.into_iter().collect::<Vec<_>>().join(",");
        let expected = &table[name];
        if (verdict(&problems), &kinds) != (expected.verdict.as_str(), &expected.kinds) {
            wrong.push(format!("{name}: expected {} {}, got {} {kinds}", expected.verdict, expected.kinds, verdict(&problems)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

#[test]
fn where_the_table_differs_from_a_suite_it_says_why() {
    let Some(root) = conformance_root() else { return };
    let mut wrong = Vec::new();
    for (name, Expected { verdict, reason, .. }) in table() {
        let suite = suite_verdict(&name, &root);
        // "Problematic" and advice may come to nothing here, for a suite warns of more than RFC 7946 knows.
        let is_same = verdict == suite || (suite == "warning" && verdict == "valid");
        if !is_same && reason.is_empty() {
            wrong.push(format!("{name}: suite {suite}, table {verdict}, no reason"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_has_a_place_within_the_file_and_says_what_was_done() {
    let Some(root) = conformance_root() else { return };
    for (name, bytes) in files(&root) {
        let (dataset, problems) = read(&name, &bytes);
        let n_lines = String::from_utf8_lossy(dataset.source().in_memory().unwrap()).lines().count();
        for problem in problems.iter() {
            let line = problem.location.line as usize;
            assert!(line >= 1 && line <= n_lines && problem.location.column >= 1, "{problem}");
            assert!(!problem.detail.is_empty() && !problem.done.is_empty(), "{problem}");
        }
    }
}

#[test]
fn what_would_be_written_of_a_valid_file_is_what_was_read() {
    let Some(root) = conformance_root() else { return };
    for (name, bytes) in files(&root) {
        let (dataset, problems) = read(&name, &bytes);
        if problems.n_errors() == 0 {
            assert_eq!(dataset.source().in_memory(), Some(bytes.as_slice()), "{name}");
        }
    }
}

#[test]
fn the_flat_antimeridian_outputs_keep_every_position() {
    let Some(root) = conformance_root() else { return };
    let files = files(&root);
    let mut n_checked = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("antimeridian/output/flat/")) {
        let (dataset, _) = read(name, bytes);
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        let n_kept = dataset.geometry(0).map_or(0, |geometry| geo::CoordsIter::coords_count(&geometry));
        assert_eq!(n_kept, n_positions(&value), "{name}");
        let [west, south, east, north] = dataset.bounds().unwrap().to_array();
        assert!(west >= -180.0 && south >= -90.0 && east <= 180.0 && north <= 90.0, "{name}");
        n_checked += 1;
    }
    assert_eq!(n_checked, 34);
}

/// How many arrays of numbers a JSON value has: an independent count of positions.
fn n_positions(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) if items.first().is_some_and(serde_json::Value::is_number) => 1,
        serde_json::Value::Array(items) => items.iter().map(n_positions).sum(),
        serde_json::Value::Object(members) => {
            ["coordinates", "geometries"].iter().filter_map(|name| members.get(*name)).map(n_positions).sum()
        }
        _ => 0,
    }
}

#[test]
fn no_truncation_and_no_flipped_byte_stops_the_reader() {
    let Some(root) = conformance_root() else { return };
    for (name, bytes) in files(&root) {
        let n_places = if bytes.len() > 100_000 { 5 } else { 50 };
        for place in 0..n_places {
            let at = bytes.len() * place / n_places;
            let (cut, problems) = read(&name, &bytes[..at]);
            assert!(!problems.is_empty() || cut.n_rows() > 0 || at == bytes.len(), "{name} cut at {at}");
            let mut flipped = bytes.clone();
            if let Some(byte) = flipped.get_mut(at) {
                *byte ^= 1 << (place % 8);
            }
            let (dataset, _) = read(&name, &flipped);
            for row in 0..dataset.n_rows() {
                let _ = (dataset.title(row), dataset.row(row), dataset.geometry(row));
            }
        }
    }
}

/// A native folder with this text as its places.
fn folder(places: &str) -> BTreeMap<String, Vec<u8>> {
    let header = "{\"format\": 1, \"title\": \"Conformance\"}\n";
    [(native::HEADER_FILE, header), (native::PLACES_FILE, places)].map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
}

#[test]
fn a_conformance_file_as_the_places_of_a_situation_is_written_back_byte_for_byte() {
    let Some(root) = conformance_root() else { return };
    let (mut n_whole, mut n_places) = (0, 0);
    for (name, bytes) in files(&root) {
        let text = String::from_utf8(bytes).unwrap();
        let (_, problems) = read(&name, text.as_bytes());
        let (as_places, n_features) = with_ids_and_names(&text);
        for places in [&text, &as_places] {
            let mut problems = Problems::default();
            let document = native::read(folder(places), &mut problems).unwrap();
            let written = native::write(&document);
            // What is no FeatureCollection is not touched at all.
            if !document.locked().contains(native::PLACES_FILE) {
                assert_eq!(written.get(native::PLACES_FILE), Some(places), "{name}");
            }
        }
        if problems.n_errors() == 0 && n_features > 0 {
            let mut problems = Problems::default();
            let document = native::read(folder(&as_places), &mut problems).unwrap();
            assert!(!document.locked().contains(native::PLACES_FILE), "{name}");
            assert_eq!(document.situation().places().len(), n_features, "{name}: {:?}", problems.iter().next());
            n_whole += 1;
            n_places += n_features;
        }
    }
    assert!(n_whole > 40 && n_places > 200, "{n_whole} files, {n_places} places");
}

/// The text of a FeatureCollection, each Feature of it given a string id and a name where it lacks them, and how many were;
/// of other files as it is, and 0.
fn with_ids_and_names(text: &str) -> (String, usize) {
    let features = Node::whole(text).members().into_iter().find(|member| member.name == "features");
    let features: Vec<Node<'_>> = features.map(|member| member.value.elements()).unwrap_or_default();
    let mut named = text.to_owned();
    let mut n_named = 0;
    for (index, feature) in features.into_iter().enumerate().rev() {
        let member = |name: &str| feature.members().into_iter().rfind(|member| member.name == name).map(|member| member.value);
        // From the end to the start of the file, so that the offsets still hold.
        let mut edits = Vec::new();
        match member("properties") {
            Some(properties) if properties.kind() == Kind::Object => {
                let members = properties.members();
                if !members.iter().any(|member| member.name == "name") {
                    let comma = if members.is_empty() { "" } else { ", " };
                    edits.push((properties.offset() + 1..properties.offset() + 1, format!("\"name\": \"Place {index}\"{comma}")));
                }
            }
            Some(properties) if properties.kind() == Kind::Null => {
                edits.push((properties.offset()..properties.end(), format!("{{\"name\": \"Place {index}\"}}")));
            }
            _ => continue,
        }
        match member("id") {
            Some(id) => edits.push((id.offset()..id.end(), format!("\"place-{index}\""))),
            None => edits.push((feature.offset() + 1..feature.offset() + 1, format!("\"id\": \"place-{index}\", "))),
        }
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            named.replace_range(range, &new);
        }
        n_named += 1;
    }
    (named, n_named)
}

/// Every file beneath a folder with one of some endings.
fn files_beneath(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_folder_of_the_conformance_sets_is_looked_into_by_a_test() {
    let Some(root) = conformance_root() else { return };
    let folders = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    for name in folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()) {
        let program = OTHER_SETS.iter().find(|(set, _)| *set == name).map(|(_, program)| *program);
        let program = program.or_else(|| SETS.contains(&name.as_str()).then_some("conformance"));
        let program = program.unwrap_or_else(|| panic!("no test looks into {name}"));
        let text = std::fs::read_to_string(format!("{}/tests/{program}.rs", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(text.contains(&name), "tests/{program}.rs does not name {name}");
    }
}

#[test]
fn every_other_file_of_the_shared_data_opens_or_is_refused_as_it_should_be() {
    let Some(shared) = common::shared("data", "the conformance sets and event data") else { return };
    let (mut wrong, mut n_read) = (Vec::new(), 0);
    for path in files_beneath(&shared, &["geojson", "json", "kml", "kmz", "gpx", "xml", "tcx", "csv"]) {
        let name = path.strip_prefix(&shared).unwrap().to_str().unwrap().replace('\\', "/");
        let set = name.strip_prefix("conformance/").and_then(|rest| rest.split('/').next());
        if set.is_some_and(|set| SETS.contains(&set)) || !["conformance/", "events/"].iter().any(|root| name.starts_with(root)) {
            continue;
        }
        let (source, mut problems) = (Bytes::from(std::fs::read(&path).unwrap()), Problems::default());
        let opened = open(&Opening::of(&name, &source), &mut problems);
        let expected = NOT_AS_OTHERS.iter().find(|(of, _)| *of == name).map(|(_, expected)| *expected);
        n_read += 1;
        let found = match opened {
            Err(error) => error.to_string(),
            Ok(Opened::Dataset(dataset)) if expected.is_none() && dataset.n_rows() > 0 && problems.n_errors() == 0 => continue,
            Ok(Opened::Dataset(dataset)) => {
                let kinds: BTreeSet<&str> = problems.iter().map(|problem| problem.kind).collect();
                format!("{} {}", dataset.n_rows(), kinds.into_iter().collect::<Vec<_>>().join(","))
            }
        };
        if !expected.is_some_and(|expected| found.contains(expected)) {
            wrong.push(format!("{name}: {found}; expected {}", expected.unwrap_or("rows and no error")));
        }
    }
    assert!(wrong.is_empty(), "{} of {n_read}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_read > 100, "{n_read}");
}

#[test]
fn the_units_of_a_war_map_have_their_names_and_days() {
    let Some(folder) = common::shared("data/events/uawardata/geojson", "units of a war map") else { return };
    let paths = files_beneath(&folder, &["geojson"]);
    assert_eq!(paths.len(), 4);
    for path in paths {
        let (dataset, _) = read(path.to_str().unwrap(), &std::fs::read(&path).unwrap());
        let mapping = dataset.mapping();
        let named = [Role::Title, Role::Start, Role::LatDeg].map(|role| mapping.columns_of(role).next());
        assert_eq!((mapping.schema, named), (Some("uawardata"), [Some("unit"), Some("date"), None]), "{}", path.display());
    }
}
