//! What is written is read again as it was.

use super::*;
use crate::base::{Bytes, Problems};
use crate::dataset::Said;
use crate::formats::detect::{self, Opened};
use crate::formats::geojson;
use crate::formats::opening::Opening;

/// Rows of every kind of geometry and of value. No column is called by the names that writers add.
const ROWS: &str = concat!(
    r#"{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1.5, -2.25]}, "properties": {"name": "A \"<b>\" & c, d", "n": 7, "x": 0.5, "ok": true, "day": "2024-10-24", "at": "2024-10-24T14:30:05Z"}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, -4]]}, "properties": {"name": "二\nline", "n": -9007199254740993, "x": 3, "ok": false, "mixed": 12, "none": null}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 1], [6, 1], [6, 2], [5, 1]]]}, "properties": {"name": "007", "mixed": "12 km", "NAME": "other"}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, "properties": {}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]}, "properties": {"x": 1e300}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]], [[[20, 0], [21, 0], [21, 1], [20, 0]]]]}, "properties": {"n": 1}}"#,
    "\n",
    r#"{"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}, {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}]}, "properties": null}"#,
    "\n",
    r#"{"type": "Feature", "geometry": null, "properties": {"list": [1, {"a": "b"}]}}"#,
    "\n",
);

fn layer(text: &str) -> Dataset {
    geojson::read(&Opening::of("folder/rows.geojsonl", &Bytes::from(text.as_bytes())), &mut Problems::default()).unwrap()
}

fn written_rows(format: Format, dataset: &Dataset, rows: impl Iterator<Item = u32> + Clone) -> Vec<u8> {
    let mut bytes = Vec::new();
    assert_eq!(write(format, dataset, rows, &mut bytes, &Task::new()).unwrap(), 0);
    bytes
}

fn written(format: Format, dataset: &Dataset) -> Vec<u8> {
    written_rows(format, dataset, 0..dataset.n_rows())
}

fn read_again(format: Format, bytes: &[u8]) -> Dataset {
    let mut problems = Problems::default();
    let name = format!("rows{}", format.endings()[0]);
    let Opened::Dataset(dataset) = detect::open(&Opening::of(&name, &Bytes::from(bytes)), &mut problems).unwrap();
    assert!(problems.is_empty(), "{format:?}: {:?}", problems.iter().next());
    dataset
}

/// What each row says, sorted by names: what is null or nothing left out, numbers as numbers, and where a format has no lists as texts.
fn said(dataset: &Dataset, has_lists: bool) -> Vec<Vec<(String, String)>> {
    let shown = |said: &Said| match said {
        Said::Number(raw) => raw
            .parse::<i64>()
            .map_or_else(|_| format!("number {:?}", raw.parse::<f64>()), |whole| format!("number {:?}", Ok::<f64, ()>(whole as f64))),
        Said::Json(raw) if has_lists || raw == "true" || raw == "false" => format!("json {raw}"),
        Said::Text(text) | Said::Json(text) => format!("text {text}"),
    };
    let row = |row: u32| {
        let properties = dataset.row_values(row).unwrap().properties;
        let mut pairs: Vec<_> =
            properties.iter().filter(|(_, said)| said.as_str() != "null").map(|(name, of)| (name.clone(), shown(of))).collect();
        pairs.sort();
        pairs
    };
    (0..dataset.n_rows()).map(row).collect()
}

fn geometries(dataset: &Dataset) -> Vec<Option<geo::Geometry<f64>>> {
    (0..dataset.n_rows()).map(|row| dataset.geometry(row)).collect()
}

const EXACT: [Format; 3] = [Format::GeoJson, Format::GeoJsonSequence, Format::GeoJsonLines];

#[test]
fn rows_come_back_from_every_pair_of_formats_that_can_hold_them() {
    let original = layer(ROWS);
    for first in EXACT {
        let once = read_again(first, &written(first, &original));
        assert_eq!((said(&once, true), geometries(&once)), (said(&original, true), geometries(&original)), "{first:?}");
        for second in EXACT {
            let twice = read_again(second, &written(second, &once));
            assert_eq!((said(&twice, true), geometries(&twice)), (said(&original, true), geometries(&original)), "{first:?} {second:?}");
        }
        // A GeoPackage has no columns whose names differ by capital letters only, and texts only where values are of several kinds.
        let text = ROWS.replace("\"NAME\"", "\"other name\"").replace("\"mixed\": 12,", "\"mixed\": \"12\",");
        let plain = layer(&text);
        let package = read_again(Format::GeoPackage, &written(Format::GeoPackage, &plain));
        let back = read_again(first, &written(first, &package));
        for dataset in [&package, &back] {
            assert_eq!((said(dataset, false), geometries(dataset)), (said(&plain, false), geometries(&plain)), "{first:?}");
        }
    }
}

#[test]
fn only_the_rows_that_are_asked_for_are_written_in_their_order() {
    let original = layer(ROWS);
    let all = geometries(&original);
    for format in [Format::GeoJson, Format::GeoJsonLines, Format::GeoPackage] {
        let some = read_again(format, &written_rows(format, &original, [5, 0].into_iter()));
        assert_eq!(geometries(&some), [all[5].clone(), all[0].clone()], "{format:?}");
    }
    for format in Format::ALL {
        let none = written_rows(format, &original, std::iter::empty());
        assert_eq!(none.is_empty(), matches!(format, Format::GeoJsonLines | Format::GeoJsonSequence), "{format:?}");
    }
}

#[test]
fn ids_of_features_are_kept_and_are_a_column_where_there_is_no_other_place_for_them() {
    let of = |id: &str| format!("{{\"type\": \"Feature\", \"id\": {id}, \"geometry\": null, \"properties\": {{}}}}\n");
    let original = layer(&format!("{}{}", of("\"a\""), of("7")));
    let again = read_again(Format::GeoJson, &written(Format::GeoJson, &original));
    assert_eq!([0, 1].map(|row| again.row_values(row).unwrap().id), [Some(Said::Text("a".into())), Some(Said::Number("7".into()))]);
    let package = read_again(Format::GeoPackage, &written(Format::GeoPackage, &original));
    assert_eq!(package.row(1).unwrap().properties, [("id".to_owned(), "7".to_owned())]);
}

#[test]
fn a_table_says_where_points_are_by_two_columns_and_all_else_as_well_known_text() {
    let shown = |text: &str| String::from_utf8(written(Format::Csv, &layer(text))).unwrap();
    let point = |at: &str, properties: &str| format!("{{\"type\": \"Feature\", \"geometry\": {at}, \"properties\": {properties}}}\n");
    let at = r#"{"type": "Point", "coordinates": [1.5, -2]}"#;
    assert_eq!(
        shown(&[point(at, r#"{"a": "x,\"y\""}"#), point("null", r#"{"b": 2}"#)].concat()),
        "a,b,lat,lon\n\"x,\"\"y\"\"\",,-2,1.5\n,2,,\n"
    );
    assert_eq!(shown(&point(at, r#"{"lat": -2.0, "lon": 1.5}"#)), "lat,lon\n-2.0,1.5\n", "they say it already");
    assert_eq!(shown(&point(at, r#"{"lat": "north", "lon": 1.5}"#)), "lat,lon,lat (2),lon (2)\nnorth,1.5,-2,1.5\n");
    let table = shown(ROWS);
    assert!(table.starts_with("name,n,x,ok,day,at,mixed,NAME,list,wkt\n\"A \"\"<b>\"\" & c, d\",7,0.5,true,"), "{table}");
    for text in [
        "POINT (1.5 -2.25)",
        "LINESTRING (1 2, 3 -4)",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))",
        "MULTIPOINT ((1 2), (3 4))",
        "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0)), ((20 0, 21 0, 21 1, 20 0)))",
        "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))",
    ] {
        assert!(table.contains(text), "{text} is not in {table}");
    }
}

#[test]
fn a_kml_is_xml_with_the_values_of_each_row() {
    let text = String::from_utf8(written(Format::Kml, &layer(&ROWS.replace("line", "li\\u0001ne")))).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let named =
        |tag: &str| document.descendants().filter(|node| node.has_tag_name(("http://www.opengis.net/kml/2.2", tag))).collect::<Vec<_>>();
    assert_eq!(named("Placemark").len(), 8);
    assert_eq!(
        named("name")[..3].iter().map(|node| node.text().unwrap()).collect::<Vec<_>>(),
        ["rows", "A \"<b>\" & c, d", "二\nli\u{fffd}ne"]
    );
    let first: Vec<_> =
        named("Placemark")[0].descendants().filter(|node| node.has_tag_name(("http://www.opengis.net/kml/2.2", "SimpleData"))).collect();
    let pairs: Vec<_> = first.iter().map(|node| (node.attribute("name").unwrap(), node.text().unwrap())).collect();
    assert_eq!(pairs, [("n", "7"), ("x", "0.5"), ("ok", "true"), ("day", "2024-10-24"), ("at", "2024-10-24T14:30:05Z")]);
    let kinds: Vec<_> = named("SimpleField").iter().map(|node| node.attribute("type").unwrap()).collect();
    assert_eq!(kinds[..3], ["int", "double", "bool"]);
    assert_eq!((named("Polygon").len(), named("innerBoundaryIs").len(), named("MultiGeometry").len()), (3, 1, 4));
    assert_eq!(named("coordinates")[0].text(), Some("1.5,-2.25"));
}

#[test]
fn writing_stops_when_it_is_told_to_and_says_what_cannot_be_written() {
    struct FullDisk;
    impl Write for FullDisk {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let original = layer(ROWS);
    for format in Format::ALL {
        let task = Task::new();
        task.cancel();
        let error = write(format, &original, 0..8, &mut Vec::new(), &task).unwrap_err();
        assert!(matches!(error, WriteError::Cancelled(_)), "{format:?}: {error}");
        let error = write(format, &original, 0..8, &mut FullDisk, &Task::new()).unwrap_err();
        assert!(matches!(error, WriteError::Io(_)), "{format:?}: {error}");
    }
}

#[test]
fn a_name_says_what_is_to_be_written() {
    for (name, format) in [
        ("a.GeoJSON", Some(Format::GeoJson)),
        ("a.geojsons", Some(Format::GeoJsonSequence)),
        ("a.gpkg", Some(Format::GeoPackage)),
        ("a.txt", None),
    ] {
        assert_eq!(Format::by_name(name), format, "{name}");
    }
    assert_eq!(layer_name(&layer(ROWS)), "rows");
}

#[test]
fn rows_come_back_from_kml_with_their_values_as_texts() {
    let original = layer(&ROWS.replace("\"name\": \"007\"", "\"name\": \"C\""));
    let mut problems = Problems::default();
    let source = Bytes::from(written(Format::Kml, &original));
    let Opened::Dataset(read) = detect::open(&Opening::of("rows.kml", &source), &mut problems).unwrap();
    assert_eq!(problems.n_errors(), 0, "{:?}", problems.iter().next());
    assert_eq!(read.n_rows(), original.n_rows());
    let texts = |dataset: &Dataset, row: u32| {
        let properties = dataset.row(row).unwrap().properties;
        let mut pairs: Vec<_> = properties.into_iter().filter(|(_, text)| text != "null").collect();
        pairs.sort();
        pairs
    };
    for row in 0..original.n_rows() {
        assert_eq!(texts(&read, row), texts(&original, row), "row {row}");
    }
    // A MultiGeometry is of whatever parts.
    for row in [0, 1, 2, 7] {
        assert_eq!(read.geometry(row), original.geometry(row), "row {row}");
    }
}

#[test]
fn rows_come_back_from_a_table_but_for_the_kinds_of_their_values() {
    let points: String =
        ROWS.lines().filter(|row| row.contains("\"Point\", \"coordinates\": [1.5")).map(|row| format!("{row}\n")).collect();
    let plain = |dataset: &Dataset| -> Vec<Vec<(String, String)>> {
        let places = ["wkt", "lat", "lon"];
        let value = |shown: String| shown.split_once(' ').map(|(_, value)| value.to_owned()).unwrap_or_default();
        let row = |row: Vec<(String, String)>| {
            row.into_iter().filter(|(name, _)| !places.contains(&name.as_str())).map(|(name, shown)| (name, value(shown))).collect()
        };
        said(dataset, false).into_iter().map(row).collect()
    };
    // Within a column that is not of numbers only, a number is a text.
    let text = ROWS.replace("\"mixed\": 12,", "\"mixed\": \"12\",");
    for text in [text, points.repeat(3)] {
        let original = layer(&text);
        let mut problems = Problems::default();
        let source = Bytes::from(written(Format::Csv, &original));
        let Opened::Dataset(table) = detect::open(&Opening::of("rows.csv", &source), &mut problems).unwrap();
        assert_eq!(problems.n_errors(), 0, "{:?}", problems.iter().next());
        assert_eq!(geometries(&table), geometries(&original));
        let numbers = |rows: Vec<Vec<(String, String)>>| -> Vec<Vec<(String, String)>> {
            let value = |text: String| text.trim_start_matches("Ok(").trim_end_matches(')').parse::<f64>().map_or(text, |n| n.to_string());
            rows.into_iter().map(|row| row.into_iter().map(|(name, text)| (name, value(text))).collect()).collect()
        };
        assert_eq!(numbers(plain(&table)), numbers(plain(&original)));
        let again = Bytes::from(written(Format::Csv, &table));
        assert_eq!(again.read(0..again.len()).unwrap(), source.read(0..source.len()).unwrap(), "a table of a table is the same");
    }
}
