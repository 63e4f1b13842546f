//! Databases are made here, good and bad; what is written by our own hand is read again in `formats::writing`.

use rusqlite::{Connection, MAIN_DB};

use super::read::read_from;
use super::*;
use crate::base::{Bytes, Problems, Task};
use crate::dataset::Dataset;
use crate::formats::opening::{Beside, Opening, ReadError};
use crate::formats::wkb;

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '', ''), ('Mercator', 3857, 'EPSG', 3857, '', ''),
    ('UTM', 32637, 'EPSG', 32637, 'PROJCS[\"WGS 84 / UTM zone 37N\"]', ''), ('own', 100000, 'ACME', 1, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\"],UNIT[\"degree\",0.0174]]', '');
";

fn layer_sql(table: &str, srs_id: i32) -> String {
    format!(
        "INSERT INTO gpkg_contents VALUES ('{table}', 'features', '{table}', {srs_id});
         INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geom', 'POINT', {srs_id}, 0, 0);
         CREATE TABLE \"{table}\" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, n INTEGER, x REAL, ok BOOLEAN, day DATE, raw BLOB);"
    )
}

fn point_hex(x: f64, y: f64) -> String {
    let mut bytes = b"GP\0\x01\0\0\0\0".to_vec();
    wkb::write(&geo::Point::new(x, y).into(), &mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(&format!("{TABLES}{sql}")).unwrap();
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

fn read_bytes(bytes: &[u8]) -> (Result<Dataset, ReadError>, String) {
    let mut problems = Problems::default();
    let dataset = read(&Opening::of("f.gpkg", &Bytes::from(bytes)), &mut problems);
    (dataset, problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "))
}

fn said(dataset: &Dataset, row: u32) -> String {
    dataset.row(row).unwrap().properties.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_layer_is_read_with_its_columns_in_their_kinds() {
    let at = point_hex(1.0, 2.0);
    let bytes = database(&format!(
        "{} INSERT INTO places VALUES (5, x'{at}', 'A', 7, 2.5, 1, '2024-10-24', x'0102'), (6, NULL, '', NULL, 1e999, 0, NULL, NULL), (9, x'00', 'B', 'seven', 3, 2, NULL, NULL);",
        layer_sql("places", 4326)
    ));
    let (dataset, told) = read_bytes(&bytes);
    let dataset = dataset.unwrap();
    assert_eq!(told, "bad-geometry");
    assert_eq!(
        [0, 1, 2].map(|row| said(&dataset, row)),
        ["name=A n=7 x=2.5 ok=true day=2024-10-24 raw=2 bytes", "name= ok=false", "name=B n=seven x=3 ok=2"]
    );
    assert_eq!(dataset.points().unwrap().iter().filter(|at| !at.x.is_nan()).map(|at| (at.x, at.y)).collect::<Vec<_>>(), [(1.0, 2.0)]);
}

#[test]
fn several_layers_are_told_apart_and_one_that_cannot_be_read_does_not_cost_the_others() {
    let mercator = point_hex(20_037_508.342_789_24, 0.0);
    let bytes = database(&format!(
        "{}{}{} INSERT INTO \"a \"\"b\"\"\" (geom, name) VALUES (x'{}', 'A'); INSERT INTO roads (geom) VALUES (x'{mercator}'); INSERT INTO grid (geom) VALUES (x'{mercator}');",
        layer_sql("a \"\"b\"\"", 100_000).replace("'a \"\"b\"\"'", "'a \"b\"'"),
        layer_sql("roads", 3857),
        layer_sql("grid", 32637),
        point_hex(1.0, 2.0),
    ));
    let (dataset, told) = read_bytes(&bytes);
    let dataset = dataset.unwrap();
    assert_eq!(told, "other-crs layer-not-read");
    assert_eq!([0, 1].map(|row| said(&dataset, row)), ["name=A layer=a \"b\"", "layer=roads"]);
    assert!((dataset.points().unwrap()[1].x - 180.0).abs() < 1e-9);
    let (refused, _) = read_bytes(&database(&layer_sql("grid", 32637)));
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("EPSG:32637") && words.contains("ogr2ogr"), "{words}");
}

#[test]
fn what_is_no_geopackage_is_refused_in_words() {
    let plain = {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a)").unwrap();
        connection.serialize(MAIN_DB).unwrap().to_vec()
    };
    let mut other = plain.clone();
    other[40..].fill(0xFF);
    for (bytes, words) in
        [(&plain[..], "no GeoPackage"), (&database(""), "no layer"), (b"SQLite format 3\0", "not whole"), (&other, "no GeoPackage")]
    {
        let error = read_bytes(bytes).0.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_file_cut_short_keeps_the_rows_that_are_whole() {
    let rows: String =
        (0..3000).map(|n| format!("INSERT INTO places (geom, name) VALUES (x'{}', 'no. {n}');", point_hex(1.0, 2.0))).collect();
    let whole = database(&format!("{}{rows}", layer_sql("places", 4326)));
    assert_eq!(read_bytes(&whole).0.unwrap().n_rows(), 3000);
    let (dataset, told) = read_bytes(&whole[..whole.len() * 3 / 4]);
    let n_rows = dataset.unwrap().n_rows();
    assert!((1000..3000).contains(&n_rows) && told == "truncated broken-table", "{n_rows} {told}");
    for end in (0..whole.len()).step_by(9001) {
        let _ = read_bytes(&whole[..end]);
    }
}

#[test]
fn a_view_without_end_is_given_up_and_a_cancel_is_heard_within_it() {
    let endless =
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT NULL AS fid, NULL AS geom, i AS name FROM n WHERE i < 0";
    let bytes = database(&format!(
        "INSERT INTO gpkg_contents VALUES ('v', 'features', 'v', 4326); INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0);
         CREATE VIEW v AS {endless};"
    ));
    let source = Bytes::from(bytes);
    let task = Task::new();
    let waited = std::thread::scope(|scope| {
        let reading = scope.spawn(|| read(&Opening { task: &task, ..Opening::of("f.gpkg", &source) }, &mut Problems::default()).is_err());
        std::thread::sleep(std::time::Duration::from_millis(100));
        let begun = std::time::Instant::now();
        task.cancel();
        assert!(reading.join().unwrap());
        begun.elapsed()
    });
    assert!(waited < std::time::Duration::from_millis(500), "{waited:?}");
    let (dataset, told) = read_bytes(&source.read(0..source.len()).unwrap());
    assert_eq!((dataset.unwrap().n_rows(), told.as_str()), (0, "broken-table"));
}

#[test]
fn a_journal_beside_the_file_is_told_and_its_kind_does_not_keep_it_from_being_read() {
    let mut bytes = database(&layer_sql("places", 4326));
    bytes[18..20].fill(2);
    let source = Bytes::from(bytes);
    let beside = |ending: &str| (ending == "gpkg-wal").then(|| Bytes::from(b"x".as_slice()));
    let mut problems = Problems::default();
    let opening = Opening { beside: Beside::new(&beside), ..Opening::of("f.gpkg", &source) };
    assert_eq!(read(&opening, &mut problems).unwrap().n_rows(), 0);
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), ["unmerged-journal"]);
}

#[test]
fn a_large_database_is_read_where_it_lies_as_it_would_be_from_memory() {
    let rows: String =
        (0..300).map(|n| format!("INSERT INTO places (geom, name) VALUES (x'{}', 'no. {n}');", point_hex(1.0, 2.0))).collect();
    let mut bytes = database(&format!("{}{rows}", layer_sql("places", 4326)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a place 100%?#й.gpkg");
    let opened = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Bytes::of_file(std::fs::File::open(&path).unwrap(), &path).unwrap()
    };
    let read_there = |source: &Bytes, task: &Task| {
        let mut problems = Problems::default();
        let dataset = read_from(&Opening { task, ..Opening::of("f.gpkg", source) }, 0, &mut problems);
        (dataset, problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "))
    };
    for journal in [1, 2] {
        // Of either kind of journal.
        bytes[18..20].fill(journal);
        let source = opened(&bytes);
        let (dataset, told) = read_there(&source, &Task::new());
        let dataset = dataset.unwrap();
        assert_eq!((dataset.n_rows(), told.as_str(), said(&dataset, 299).as_str()), (300, "", "name=no. 299"));
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "it is not written");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nor is anything beside it");
        let cancelled = Task::new();
        cancelled.cancel();
        assert!(matches!(read_there(&source, &cancelled).0, Err(ReadError::Cancelled(_))));
    }
    let words = |source: &Bytes| read_there(source, &Task::new()).0.unwrap_err().to_string();
    assert!(words(&opened(&bytes[..bytes.len() / 2])).contains("shorter than it says"));
    assert!(words(&Bytes::from(bytes.as_slice())).contains("no file by itself"));
    assert!(words(&opened(&bytes[..50])).contains("not whole"));
}

#[test]
fn a_view_that_says_far_more_than_there_is_is_left_where_it_gets_too_much() {
    let bytes = database(
        "INSERT INTO gpkg_contents VALUES ('v', 'features', 'v', 4326); INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POINT', 4326, 0, 0);
         CREATE VIEW v AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT NULL AS geom, hex(zeroblob(10000000)) AS name FROM n;",
    );
    let (dataset, told) = read_bytes(&bytes);
    assert_eq!((dataset.unwrap().n_rows(), told.as_str()), (3, "too-much"));
}
