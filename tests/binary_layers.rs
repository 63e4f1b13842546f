//! Shapefiles, GeoPackages and FlatGeobufs: read through the program as a person opens them, and compared with GDAL where this machine has it.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::Command;

use sandtable::base::{Bytes, Problems, Task};
use sandtable::dataset::Dataset;
use sandtable::formats::detect::{self, Opened};
use sandtable::formats::opening::{Beside, Opening};
use sandtable::formats::writing::{Format, write};

const ROWS: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"name": "Курськ", "n": 7, "x": 2.5, "day": "2024-10-24"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [0, 0]], [[1, 2], [2, 3], [1, 3], [1, 2]]]}},
{"type": "Feature", "properties": {"name": "B", "n": -1, "x": 0.125, "day": "2024-02-29"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [0, 9], [9, 9], [0, 0]]], [[[20, 0], [21, 1], [21, 0], [20, 0]]]]}},
{"type": "Feature", "properties": {"name": "평양", "n": 0, "x": -3.75, "day": "1999-12-31"}, "geometry": {"type": "Polygon", "coordinates": [[[170, -10], [170, 10], [179.5, 10], [170, -10]]]}}
]}"#;

/// Reads a file as the program does, those beside it too.
fn open(path: &Path) -> (Dataset, Problems) {
    let source = Bytes::of_file(fs::File::open(path).unwrap(), path).unwrap();
    let beside = |ending: &str| {
        let path = path.with_extension(ending);
        Bytes::of_file(fs::File::open(&path).ok()?, &path).ok()
    };
    let mut problems = Problems::default();
    let opening = Opening { beside: Beside::new(&beside), ..Opening::of(path.to_str().unwrap(), &source) };
    let Opened::Dataset(dataset) = detect::open(&opening, &mut problems).unwrap();
    (dataset, problems)
}

fn told(problems: &Problems) -> Vec<&str> {
    problems.iter().map(|problem| problem.kind).collect()
}

/// `false` where GDAL is not there, after saying what is left out.
fn gdal(args: &[&str]) -> bool {
    match Command::new("ogr2ogr").args(args).output() {
        Ok(output) => {
            assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(_) => {
            eprintln!("left out: the comparison with GDAL (ogr2ogr is not there)");
            false
        }
    }
}

/// The places of all rows, each ring begun at its least position and run in the same direction, as formats have rules of their own for both.
fn places(dataset: &Dataset) -> Vec<Vec<Vec<(String, String)>>> {
    let shown = |n: f64| format!("{:.9}", n + 0.0);
    let ring = |line: &geo::LineString<f64>| {
        let mut positions: Vec<_> = line.0.iter().skip(1).map(|at| (shown(at.x), shown(at.y))).collect();
        positions.sort();
        positions
    };
    let polygon =
        |polygon: &geo::Polygon<f64>| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect::<Vec<_>>();
    let of = |geometry: Option<geo::Geometry<f64>>| match geometry {
        Some(geo::Geometry::Polygon(one)) => polygon(&one),
        Some(geo::Geometry::MultiPolygon(many)) => many.0.iter().flat_map(polygon).collect(),
        other => panic!("{other:?}"),
    };
    (0..dataset.n_rows()).map(|row| of(dataset.geometry(row))).collect()
}

fn said(dataset: &Dataset) -> Vec<String> {
    let text = |value: &str| value.parse::<f64>().map_or_else(|_| value.to_owned(), |number| number.to_string());
    let row = |row: u32| {
        let pairs: Vec<_> = dataset.row(row).unwrap().properties.iter().map(|(name, value)| format!("{name}={}", text(value))).collect();
        pairs.join(" ")
    };
    (0..dataset.n_rows()).map(row).collect()
}

#[test]
fn what_gdal_writes_is_read_as_gdal_was_given_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let path = |name: &str| at(name).to_str().unwrap().to_owned();
    fs::write(at("rows.geojson"), ROWS).unwrap();
    let (original, _) = open(&at("rows.geojson"));
    let cases: [(&str, &[&str], &[&str]); 7] = [
        ("a.shp", &["-lco", "ENCODING=UTF-8"], &[]),
        ("mercator.shp", &["-lco", "ENCODING=UTF-8", "-t_srs", "EPSG:3857"], &["other-crs"]),
        ("a.gpkg", &[], &[]),
        ("mercator.gpkg", &["-t_srs", "EPSG:3857"], &["other-crs"]),
        ("a.fgb", &["-nlt", "PROMOTE_TO_MULTI", "-lco", "SPATIAL_INDEX=NO"], &[]),
        ("mercator.fgb", &["-nlt", "PROMOTE_TO_MULTI", "-lco", "SPATIAL_INDEX=NO", "-t_srs", "EPSG:3857"], &["other-crs"]),
        ("a.zip", &["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"], &[]),
    ];
    for (name, options, problems) in cases {
        let (out, rows) = (if name.ends_with(".zip") { path("a.shz") } else { path(name) }, path("rows.geojson"));
        if !gdal(&[&[out.as_str(), rows.as_str()], options].concat()) {
            return;
        }
        if name.ends_with(".zip") {
            fs::rename(at("a.shz"), at(name)).unwrap();
        }
        let (dataset, found) = open(&at(name));
        assert_eq!(told(&found), problems, "{name}: {:?}", found.iter().next());
        assert_eq!(places(&dataset), places(&original), "{name}");
        // FlatGeobuf has moments, but no days.
        let expected: Vec<String> = said(&original);
        let as_said: Vec<String> = said(&dataset).iter().map(|row| row.replace("T00:00:00", "")).collect();
        assert_eq!(as_said, expected, "{name}");
    }
}

#[test]
fn gdal_reads_what_is_written_here_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("rows.geojson"), ROWS).unwrap();
    let (original, _) = open(&at("rows.geojson"));
    for format in [Format::GeoJson, Format::GeoJsonSequence, Format::GeoJsonLines, Format::GeoPackage] {
        let name = format!("written{}", format.endings()[0]);
        let mut bytes = Vec::new();
        write(format, &original, 0..3, &mut bytes, &Task::new()).unwrap();
        fs::write(at(&name), bytes).unwrap();
        let (out, from) = (at("back.geojson"), at(&name));
        let _gone = fs::remove_file(&out);
        let options = ["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"];
        if !gdal(&[&[out.to_str().unwrap(), from.to_str().unwrap()], &options[..]].concat()) {
            return;
        }
        let (back, _) = open(&out);
        assert_eq!((places(&back), said(&back)), (places(&original), said(&original)), "{format:?}");
    }
}

#[test]
fn texts_of_other_encodings_are_read_by_what_lies_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("rows.geojson"), ROWS.replace("Курськ", "서울")).unwrap();
    let out = at("korean.shp").to_str().unwrap().to_owned();
    if !gdal(&[&out, at("rows.geojson").to_str().unwrap(), "-lco", "ENCODING=CP949"]) {
        return;
    }
    let names = |dataset: &Dataset| (0..3).map(|row| dataset.title(row)).collect::<Vec<_>>();
    assert_eq!(names(&open(&at("korean.shp")).0), ["서울", "B", "평양"]);
    fs::remove_file(at("korean.cpg")).unwrap();
    let (dataset, found) = open(&at("korean.shp"));
    assert!(told(&found).contains(&"missing-cpg") && names(&dataset)[1] == "B");
    fs::remove_file(at("korean.dbf")).unwrap();
    let (dataset, found) = open(&at("korean.shp"));
    assert_eq!((told(&found), dataset.n_rows()), (vec!["missing-dbf"], 3));
}
