//! KML, GPX, Cursor on Target and tables in JSON as others have them: the files of public test suites and of the events in the shared data.

#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use sandtable::base::{Bytes, Problems};
use sandtable::dataset::{Dataset, Role};
use sandtable::formats::detect::{Opened, open};
use sandtable::formats::opening::Opening;

const TABLE: &str = include_str!("data/togeojson-verdicts.tsv");

fn read(path: &Path) -> (Dataset, Problems) {
    let (mut problems, source) = (Problems::default(), Bytes::from(std::fs::read(path).unwrap()));
    let name = path.file_name().unwrap().to_str().unwrap();
    let Opened::Dataset(dataset) = open(&Opening::of(name, &source), &mut problems).unwrap();
    (dataset, problems)
}

fn told(problems: &Problems) -> Vec<String> {
    problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect()
}

/// The files of a folder with one of some endings, in the order of their names.
fn files(folder: &Path, endings: &[&str]) -> Vec<std::path::PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        all.filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))).collect();
    found.sort();
    found
}

/// A geometry as its simple pieces, each with its positions.
type Pieces = Vec<(&'static str, Vec<Vec<[f64; 2]>>)>;

fn our_pieces(dataset: &Dataset, row: u32) -> Pieces {
    let mut pieces = Pieces::new();
    dataset.geometry(row).iter().for_each(|geometry| add_pieces(geometry, &mut pieces));
    pieces
}

fn add_pieces(geometry: &geo::Geometry<f64>, pieces: &mut Pieces) {
    let run = |line: &geo::LineString<f64>| line.0.iter().map(|at| [at.x, at.y]).collect::<Vec<_>>();
    let rings = |polygon: &geo::Polygon<f64>| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(run).collect();
    match geometry {
        geo::Geometry::Point(point) => pieces.push(("Point", vec![vec![[point.x(), point.y()]]])),
        geo::Geometry::LineString(line) => pieces.push(("LineString", vec![run(line)])),
        geo::Geometry::Polygon(polygon) => pieces.push(("Polygon", rings(polygon))),
        geo::Geometry::MultiPoint(all) => pieces.extend(all.iter().map(|point| ("Point", vec![vec![[point.x(), point.y()]]]))),
        geo::Geometry::MultiLineString(all) => pieces.extend(all.iter().map(|line| ("LineString", vec![run(line)]))),
        geo::Geometry::MultiPolygon(all) => pieces.extend(all.iter().map(|polygon| ("Polygon", rings(polygon)))),
        geo::Geometry::GeometryCollection(all) => all.iter().for_each(|geometry| add_pieces(geometry, pieces)),
        other => panic!("{other:?}"),
    }
}

fn their_pieces(geometry: &serde_json::Value, pieces: &mut Pieces) {
    let position = |at: &serde_json::Value| [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()];
    let list = |value: &serde_json::Value| value.as_array().unwrap().clone();
    let run = |line: &serde_json::Value| list(line).iter().map(position).collect::<Vec<_>>();
    let rings = |polygon: &serde_json::Value| list(polygon).iter().map(run).collect::<Vec<_>>();
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        None => {}
        Some("Point") => pieces.push(("Point", vec![vec![position(coordinates)]])),
        Some("LineString") => pieces.push(("LineString", vec![run(coordinates)])),
        Some("Polygon") => pieces.push(("Polygon", rings(coordinates))),
        Some("MultiLineString") => pieces.extend(list(coordinates).iter().map(|line| ("LineString", vec![run(line)]))),
        Some("MultiPolygon") => pieces.extend(list(coordinates).iter().map(|polygon| ("Polygon", rings(polygon)))),
        Some("GeometryCollection") => list(&geometry["geometries"]).iter().for_each(|geometry| their_pieces(geometry, pieces)),
        Some(other) => panic!("{other}"),
    }
}

/// The GeoJSON that the suite expects of each file, from its snapshots: JSON but for commas at ends, and line ends within strings.
fn snapshots(text: &str) -> BTreeMap<String, serde_json::Value> {
    let mut found = BTreeMap::new();
    for part in text.split("\nexports[`toGeoJSON > ").skip(1) {
        let (name, rest) = part.split_once("`] = `\n").unwrap();
        // Of several the first is the plain conversion.
        let Some(name) = name.strip_suffix(" 1") else { continue };
        let body = rest.rsplit_once("\n`;").unwrap().0.replace("\\`", "`").replace("\\\\", "\\").replace("\\${", "${");
        found.insert(name.to_owned(), serde_json::from_str(&as_json(&body)).unwrap_or_else(|error| panic!("{name}: {error}")));
    }
    found
}

fn as_json(text: &str) -> String {
    let (mut json, mut is_in_string, mut is_escaped) = (String::new(), false, false);
    for c in text.chars() {
        match c {
            '\n' if is_in_string => json.push_str("\\n"),
            '\t' if is_in_string => json.push_str("\\t"),
            '}' | ']' if !is_in_string => {
                json.truncate(json.trim_end().trim_end_matches(',').len());
                json.push(c);
            }
            _ => json.push(c),
        }
        is_in_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
    }
    json
}

/// The rows in the order of the suite, which has the tracks of GPX before routes and waypoints, and none of these without a place.
fn in_their_order(dataset: &Dataset) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..dataset.n_rows()).collect();
    if let Some(kind) = dataset.column_named("kind").filter(|_| dataset.format() == "GPX") {
        rows.retain(|row| dataset.geometry(*row).is_some());
        let rank = |row: &u32| {
            dataset.text(*row, kind).map(|kind| ["track", "route", "waypoint"].iter().position(|known| *known == kind).unwrap())
        };
        rows.sort_by_key(rank);
    }
    rows
}

/// Whether pieces are the same, but for the last digits of their numbers, which the reader of the snapshots does not keep.
fn are_alike(ours: &Pieces, theirs: &Pieces) -> bool {
    let kinds =
        |pieces: &Pieces| pieces.iter().map(|(kind, runs)| (*kind, runs.iter().map(Vec::len).collect::<Vec<_>>())).collect::<Vec<_>>();
    let numbers = |pieces: &Pieces| pieces.iter().flat_map(|(_, runs)| runs.iter().flatten().flatten().copied()).collect::<Vec<_>>();
    kinds(ours) == kinds(theirs) && numbers(ours).iter().zip(numbers(theirs)).all(|(our, their)| (our - their).abs() < 1e-9)
}

/// In what a file comes out otherwise than the suite has it.
fn difference(dataset: &Dataset, expected: &serde_json::Value) -> String {
    let features = expected["features"].as_array().unwrap();
    let rows = in_their_order(dataset);
    if features.len() != rows.len() {
        return format!("{} rows, theirs {}", rows.len(), features.len());
    }
    let (mut places, mut names) = (Vec::new(), Vec::new());
    for (row, feature) in rows.into_iter().zip(features) {
        let mut pieces = Pieces::new();
        their_pieces(&feature["geometry"], &mut pieces);
        if !are_alike(&our_pieces(dataset, row), &pieces) {
            places.push((row + 1).to_string());
        }
        let name = dataset.row(row).unwrap().properties.into_iter().find(|(name, _)| name == "name").map(|(_, value)| value);
        if name.as_deref().unwrap_or_default() != feature["properties"]["name"].as_str().unwrap_or_default().trim() {
            names.push((row + 1).to_string());
        }
    }
    let lists = [("places of", places), ("names of", names)].into_iter().filter(|(_, rows)| !rows.is_empty());
    let told: Vec<String> = lists.map(|(what, rows)| format!("{what} {}", rows.join(","))).collect();
    if told.is_empty() { "same".to_owned() } else { told.join("; ") }
}

#[test]
fn the_files_of_togeojson_come_out_as_its_suite_has_them_but_where_the_table_says_why_not() {
    let Some(folder) = common::shared("data/conformance/togeojson", "the files of togeojson") else { return };
    let expected = snapshots(&format!("\n{}", std::fs::read_to_string(folder.join("__snapshots__/index.test.ts.snap")).unwrap()));
    let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let table: BTreeMap<&str, (&str, &str)> = rows
        .map(|row| {
            let mut cells = row.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            (cell(), (cell(), cell()))
        })
        .collect();
    let (mut wrong, mut n_same) = (Vec::new(), 0);
    for path in files(&folder, &["kml", "gpx"]) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (dataset, problems) = read(&path);
        let found = difference(&dataset, &expected[name]);
        n_same += usize::from(found == "same");
        let (wanted, reason) = table.get(name).copied().unwrap_or(("same", ""));
        if found != wanted || (wanted != "same" && reason.is_empty()) {
            wrong.push(format!("{name}\t{found}\twanted: {wanted}; told: {}", told(&problems).join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_same >= 40, "{n_same}");
}

/// How many elements of a name are in a file, counted by another reader.
fn count(document: &roxmltree::Document<'_>, name: &str) -> usize {
    document.descendants().filter(|node| node.tag_name().name() == name).count()
}

fn n_positions(dataset: &Dataset) -> usize {
    (0..dataset.n_rows()).filter_map(|row| dataset.geometry(row)).map(|geometry| geo::CoordsIter::coords_count(&geometry)).sum()
}

#[test]
fn the_gpx_of_georust_is_read_whole_and_what_is_none_is_refused() {
    let Some(folder) = common::shared("data/conformance/georust-gpx", "the files of georust's gpx") else { return };
    let paths = files(&folder, &["gpx"]);
    assert_eq!(paths.len(), 13);
    for path in paths {
        let (dataset, problems) = read(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        let document = roxmltree::Document::parse(text.trim_start_matches('\u{feff}')).unwrap();
        let n_rows: usize = ["wpt", "rte", "trk"].map(|name| count(&document, name)).iter().sum();
        let n_points: usize = ["wpt", "rtept", "trkpt"].map(|name| count(&document, name)).iter().sum();
        assert_eq!((dataset.n_rows() as usize, n_positions(&dataset)), (n_rows, n_points), "{}", path.display());
        assert!(problems.is_empty(), "{}: {:?}", path.display(), told(&problems));
    }
    let source = Bytes::from(std::fs::read(folder.join("badcharacter.xml")).unwrap());
    assert!(open(&Opening::of("badcharacter.xml", &source), &mut Problems::default()).is_err());
    let mut problems = Problems::default();
    assert!(open(&Opening::of("badcharacter.gpx", &source), &mut problems).is_ok());
    assert!(problems.n_errors() > 0, "called GPX, it is read as far as it goes, which is told");
}

#[test]
fn the_kml_of_georust_has_every_placemark_and_position() {
    let Some(folder) = common::shared("data/conformance/georust-kml", "the files of georust's kml") else { return };
    for path in files(&folder, &["kml"]) {
        let (dataset, problems) = read(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let of_placemarks = document.descendants().filter(|node| {
            node.tag_name().name() == "coordinates" && node.ancestors().any(|around| around.tag_name().name() == "Placemark")
        });
        let n: usize = of_placemarks.map(|node| node.text().unwrap_or_default().split_whitespace().count()).sum();
        assert_eq!((dataset.n_rows() as usize, n_positions(&dataset)), (count(&document, "Placemark"), n), "{}", path.display());
        assert_eq!(problems.n_errors(), 0, "{}: {:?}", path.display(), told(&problems));
    }
    let [packed, plain] = ["polygon.kmz", "polygon.kml"].map(|name| read(&folder.join(name)).0);
    assert_eq!(our_pieces(&packed, 0), our_pieces(&plain, 0));
}

#[test]
fn tables_in_json_are_layers_with_or_without_places() {
    let Some(folder) = common::shared("data/events", "event data") else { return };
    let cases = [
        ("dprk-admin/all-county.json", 179, 179, "Anak"),
        ("dprk-admin/all-flat.json", 11, 11, "Ryanggang"),
        ("dprk-admin/all-province.json", 11, 11, "Jagang"),
        ("dprk-admin/hierarchy.json", 11, 0, "Jagang"),
        ("petro-losses/russia_losses_equipment.json", 1626, 0, "Feature 1"),
        ("petro-losses/russia_losses_equipment_correction.json", 28, 0, "Feature 1"),
        ("petro-losses/russia_losses_equipment_oryx.json", 338, 0, "Feature 1"),
        ("petro-losses/russia_losses_personnel.json", 1626, 0, "Feature 1"),
    ];
    for (name, n_rows, n_places, title) in cases {
        let (dataset, problems) = read(&folder.join(name));
        assert_eq!((dataset.n_rows(), n_positions(&dataset), dataset.title(0).as_str()), (n_rows, n_places, title), "{name}");
        assert!(problems.is_empty(), "{name}: {:?}", told(&problems));
    }
    let (losses, _) = read(&folder.join("petro-losses/russia_losses_equipment.json"));
    assert_eq!(losses.mapping().columns_of(Role::Start).collect::<Vec<_>>(), ["date"]);
    assert_eq!(losses.text(0, losses.column_named("tank").unwrap()).as_deref(), Some("80"));
}

#[test]
fn a_scenario_gives_its_units_where_they_were_and_when() {
    let Some(path) = common::shared("data/events/orbat-mapper/narvik40.json", "a scenario of ORBAT Mapper") else { return };
    let (dataset, problems) = read(&path);
    assert!(problems.is_empty(), "{:?}", told(&problems));
    // 39 units, of which 10 have 22 places.
    assert_eq!((dataset.n_rows(), n_positions(&dataset)), (39 - 10 + 22, 22));
    let said = |name: &str| dataset.text(1, dataset.column_named(name).unwrap()).unwrap().into_owned();
    assert_eq!([said("name"), said("side"), said("start")], ["Eidsvold", "Allied forces", "1940-04-01T01:00:00+01:00"]);
}
