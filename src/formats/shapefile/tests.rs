//! What stands here is made byte by byte; files of other programs are read by `tests/binary_layers.rs`.

use geo::{Geometry, line_string, point, polygon};

use super::*;
use crate::base::Bytes;
use crate::formats::opening::Beside;
use crate::formats::packed::zipped;

fn le(number: i32) -> [u8; 4] {
    number.to_le_bytes()
}

fn numbers(ns: &[f64]) -> Vec<u8> {
    ns.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A .shp of records with these contents.
fn shp(contents: &[Vec<u8>]) -> Vec<u8> {
    let records: Vec<u8> = (1_u32..)
        .zip(contents)
        .flat_map(|(n, content)| [&n.to_be_bytes()[..], &(content.len() as u32 / 2).to_be_bytes(), content].concat())
        .collect();
    let mut head = vec![0; 100];
    head[..4].copy_from_slice(&MARK);
    head[24..28].copy_from_slice(&(50 + records.len() as u32 / 2).to_be_bytes());
    head[28..32].copy_from_slice(&le(1000));
    [head, records].concat()
}

fn point_record(x: f64, y: f64) -> Vec<u8> {
    [le(1).to_vec(), numbers(&[x, y])].concat()
}

fn runs_record(kind: i32, starts: &[i32], positions: &[(f64, f64)]) -> Vec<u8> {
    let starts_bytes: Vec<u8> = starts.iter().flat_map(|start| le(*start)).collect();
    let positions_bytes: Vec<u8> = positions.iter().flat_map(|(x, y)| numbers(&[*x, *y])).collect();
    [le(kind).to_vec(), vec![0; 32], le(starts.len() as i32).to_vec(), le(positions.len() as i32).to_vec(), starts_bytes, positions_bytes]
        .concat()
}

/// A .dbf of columns (name, kind, length) and rows of fields; a row that begins with `*` is deleted.
fn dbf(language: u8, columns: &[(&str, u8, u8)], rows: &[Vec<&[u8]>]) -> Vec<u8> {
    let record_len = 1 + columns.iter().map(|(_, _, len)| u16::from(*len)).sum::<u16>();
    let mut head = vec![0; 32];
    head[0] = 3;
    head[4..8].copy_from_slice(&(rows.len() as u32).to_le_bytes());
    head[8..10].copy_from_slice(&(33 + 32 * columns.len() as u16).to_le_bytes());
    head[10..12].copy_from_slice(&record_len.to_le_bytes());
    head[29] = language;
    for (name, kind, len) in columns {
        let mut field = vec![0; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        (field[11], field[16]) = (*kind, *len);
        head.extend(field);
    }
    head.push(0x0D);
    for row in rows {
        let is_deleted = row.first() == Some(&&b"*"[..]);
        head.push(if is_deleted { b'*' } else { b' ' });
        let fields = row.iter().skip(usize::from(is_deleted)).copied().chain(std::iter::repeat(&b""[..]));
        for (field, (_, _, len)) in fields.zip(columns) {
            head.extend(field.iter().copied().chain(std::iter::repeat(b' ')).take(usize::from(*len)));
        }
    }
    head
}

const PRJ: &[u8] = br#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#;

/// Reads a .shp with files beside it.
fn read_with(shp: Vec<u8>, beside: &[(&str, &[u8])]) -> (Result<Dataset, ReadError>, String) {
    let mut problems = Problems::default();
    let source = Bytes::from(shp);
    let find = |ending: &str| beside.iter().find(|(of, _)| *of == ending).map(|(_, bytes)| Bytes::from(*bytes));
    let opening = Opening { beside: Beside::new(&find), ..Opening::of("f.shp", &source) };
    let dataset = read(&opening, &mut problems);
    (dataset, problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "))
}

fn said(dataset: &Dataset, row: u32) -> String {
    let row = dataset.row(row).unwrap();
    row.properties.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_kind_of_shape_is_read() {
    // An outer ring with the clock, its hole against it; a ring beside them.
    let outer = [(0., 0.), (0., 9.), (9., 9.), (9., 0.), (0., 0.)];
    let hole = [(1., 1.), (2., 1.), (2., 2.), (1., 1.)];
    let beside = [(20., 0.), (20., 1.), (21., 1.), (20., 0.)];
    let area = polygon!(exterior: [(x: 0., y: 0.), (x: 0., y: 9.), (x: 9., y: 9.), (x: 9., y: 0.)], interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]);
    let second = polygon![(x: 20., y: 0.), (x: 20., y: 1.), (x: 21., y: 1.)];
    let line = line_string![(x: 1., y: 2.), (x: 3., y: 4.)];
    let positions = [(1., 2.), (3., 4.)];
    let with_heights = |kind, n: usize| [runs_record(kind, &[0], &positions), vec![0; 16 + 8 * n]].concat();
    let multi_point = [le(8).to_vec(), vec![0; 32], le(2).to_vec(), numbers(&[1., 2., 3., 4.])].concat();
    let cases: Vec<(Vec<u8>, Option<Geometry<f64>>)> = vec![
        (point_record(1., 2.), Some(point!(x: 1., y: 2.).into())),
        ([le(11).to_vec(), numbers(&[1., 2., 7., 8.])].concat(), Some(point!(x: 1., y: 2.).into())),
        (le(0).to_vec(), None),
        (runs_record(3, &[0], &positions), Some(line.clone().into())),
        (with_heights(13, 2), Some(line.clone().into())),
        (runs_record(3, &[0, 2], &[positions, positions].concat()), Some(geo::MultiLineString(vec![line.clone(), line]).into())),
        (multi_point, Some(geo::MultiPoint(vec![point!(x: 1., y: 2.), point!(x: 3., y: 4.)]).into())),
        (runs_record(5, &[0, 5], &[&outer[..], &hole].concat()), Some(area.clone().into())),
        // The hole stands behind the other ring.
        (runs_record(5, &[0, 5, 9], &[&outer[..], &beside, &hole].concat()), Some(geo::MultiPolygon(vec![area, second]).into())),
    ];
    let contents: Vec<_> = cases.iter().map(|(content, _)| content.clone()).collect();
    let (dataset, told) = read_with(shp(&contents), &[("prj", PRJ)]);
    let dataset = dataset.unwrap();
    assert_eq!(told, "missing-dbf");
    assert_eq!(dataset.n_rows() as usize, cases.len());
    for (row, (_, expected)) in (0..).zip(&cases) {
        assert_eq!(&dataset.geometry(row), expected, "row {row}");
    }
}

#[test]
fn columns_keep_their_kinds_and_their_letters() {
    let columns = [("NAME", b'C', 12), ("N", b'N', 6), ("DAY", b'D', 8), ("OK", b'L', 1), ("I", b'I', 4), ("NAME", b'C', 3)];
    let cyrillic = encoding_rs::WINDOWS_1251.encode("Курськ").0.into_owned();
    let int = 7_i32.to_le_bytes();
    let rows: Vec<Vec<&[u8]>> = vec![
        vec![&cyrillic, b"  2.50", b"20241024", b"T", &int, b"a"],
        vec![b"*", b"gone"],
        vec![b"", b"******", b"", b"?", &int, b""],
        vec![b"x", b"    .5", b"soon", b"n", &int, b""],
    ];
    let places = shp(&[point_record(1., 1.), point_record(2., 2.), point_record(3., 3.), point_record(4., 4.)]);
    for (language, cpg, expected) in [
        (0xC9, None, "missing-cpg"),
        (0, Some(&b"1251\n"[..]), ""),
        (0xC9, Some(b"Klingon"), "unknown-encoding"),
        (0, Some(b"LDID/201"), ""),
    ] {
        let table = dbf(language, &columns, &rows);
        let beside: Vec<(&str, &[u8])> = [("prj", PRJ), ("dbf", &table[..])].into_iter().chain(cpg.map(|cpg| ("cpg", cpg))).collect();
        let (dataset, told) = read_with(places.clone(), &beside);
        let dataset = dataset.unwrap();
        assert_eq!(told, format!("{expected} deleted-rows").trim());
        assert_eq!(said(&dataset, 0), "NAME=Курськ N=2.50 DAY=2024-10-24 OK=true I=7 NAME (2)=a");
        assert_eq!(said(&dataset, 1), "I=7");
        assert_eq!(said(&dataset, 2), "NAME=x N=0.5 DAY=soon OK=false I=7");
        assert_eq!(dataset.geometry(1), Some(point!(x: 3., y: 3.).into()), "the deleted row takes its place along");
    }
}

#[test]
fn a_file_cut_anywhere_keeps_what_was_whole_and_says_from_which_row_on() {
    let whole = shp(&[point_record(1., 1.), point_record(2., 2.), point_record(3., 3.)]);
    let table = dbf(0, &[("N", b'N', 3)], &[vec![b"1"], vec![b"2"], vec![b"3"]]);
    for end in 100..whole.len() {
        let (dataset, told) = read_with(whole[..end].to_vec(), &[("prj", PRJ), ("cpg", b"UTF-8"), ("dbf", &table)]);
        let (dataset, n_whole) = (dataset.unwrap(), (end - 100) / 28);
        assert_eq!(dataset.points().unwrap().iter().filter(|at| !at.x.is_nan()).count(), n_whole, "cut at {end}");
        let is_between = (end - 100) % 28 == 0;
        assert_eq!(told, if is_between { "missing-records" } else { "truncated missing-records" }, "cut at {end}");
    }
    let mut problems = Problems::default();
    let source = Bytes::from(whole[..140].to_vec());
    read(&Opening::of("f.shp", &source), &mut problems).unwrap();
    let told = problems.iter().find(|problem| problem.kind == "truncated").unwrap();
    assert!(told.detail.starts_with("row 2: "), "{told}");
    for end in 0..table.len() {
        let (dataset, told) = read_with(whole.clone(), &[("prj", PRJ), ("cpg", b"UTF-8"), ("dbf", &table[..end])]);
        assert_eq!(dataset.unwrap().n_rows(), 3);
        assert!(told == "truncated" || told == "bad-dbf", "cut at {end}: {told}");
    }
}

#[test]
fn lies_of_counts_and_lengths_cost_one_record() {
    let lies = [
        runs_record(5, &[0, i32::MAX], &[(0., 0.); 4]),
        runs_record(5, &[0, 0, 0, 0], &[(0., 0.); 4]).into_iter().take(60).collect(),
        [le(3).to_vec(), vec![0; 32], le(-1).to_vec(), le(2).to_vec()].concat(),
        [le(8).to_vec(), vec![0; 32], le(i32::MAX).to_vec()].concat(),
        le(31).to_vec(),
        le(99).to_vec(),
        vec![],
    ];
    for lie in lies {
        let (dataset, told) = read_with(shp(&[point_record(1., 1.), lie, point_record(3., 3.)]), &[("prj", PRJ)]);
        let dataset = dataset.unwrap();
        assert_eq!((dataset.n_rows(), told.as_str()), (3, "missing-dbf bad-geometry"));
        assert_eq!((dataset.geometry(1), dataset.geometry(2)), (None, Some(point!(x: 3., y: 3.).into())));
    }
    let (dataset, _) = read_with(vec![0, 0, 0x27, 0x0A, 1], &[]);
    assert!(dataset.unwrap_err().to_string().contains("no .shp"));
}

#[test]
fn other_reference_systems_are_turned_into_degrees_or_refused_with_what_to_do() {
    let mercator = String::from_utf8_lossy(PRJ).replace("GEOGCS", "PROJCS[\"WGS 84 / Pseudo-Mercator\",GEOGCS");
    let (dataset, told) = read_with(shp(&[point_record(20_037_508.342_789_24, 0.0)]), &[("prj", mercator.as_bytes())]);
    let at = dataset.unwrap().points().unwrap()[0];
    assert!((at.x - 180.0).abs() < 1e-9 && at.y.abs() < 1e-9 && told == "other-crs missing-dbf", "{at:?} {told}");
    let utm = String::from_utf8_lossy(PRJ).replace("GEOGCS", "PROJCS[\"WGS 84 / UTM zone 37N\",GEOGCS");
    let error = read_with(shp(&[point_record(500_000.0, 5e6)]), &[("prj", utm.as_bytes())]).0.unwrap_err().to_string();
    assert!(error.contains("UTM zone 37N") && error.contains("ogr2ogr"), "{error}");
    let (dataset, told) = read_with(shp(&[point_record(500_000.0, 5e6)]), &[]);
    assert_eq!((dataset.unwrap().geometry(0), told.as_str()), (None, "missing-prj missing-dbf latitude-out-of-range"));
}

#[test]
fn an_archive_gives_all_its_layers_and_says_which_row_is_of_which() {
    let (places, roads) = (shp(&[point_record(1., 1.)]), shp(&[runs_record(3, &[0], &[(1., 2.), (3., 4.)])]));
    let table = dbf(0, &[("layer", b'C', 3)], &[vec![b"own"]]);
    let read_files = |files: &[(&str, &[u8])]| {
        let source = Bytes::from(zipped(files, |_| true).unwrap());
        let mut problems = Problems::default();
        let dataset = read_zipped(&Opening::of("f.zip", &source), &mut problems);
        (dataset, problems.iter().map(|problem| problem.kind).collect::<Vec<_>>().join(" "))
    };
    let one: [(&str, &[u8]); 4] = [("a/Places.SHP", &places), ("a/Places.DBF", &table), ("a/Places.prj", PRJ), ("a/Places.cpg", b"UTF-8")];
    let (dataset, told) = read_files(&one);
    let dataset = dataset.unwrap();
    assert_eq!((said(&dataset, 0).as_str(), told.as_str(), dataset.format()), ("layer=own", "", "zipped shapefile"));
    let utm = String::from_utf8_lossy(PRJ).replace("GEOGCS", "PROJCS[\"UTM\",GEOGCS").into_bytes();
    let more: [(&str, &[u8]); 4] = [("roads.shp", &roads), ("roads.prj", PRJ), ("bad.shp", &roads), ("bad.prj", &utm)];
    let (dataset, told) = read_files(&[&one[..], &more].concat());
    let dataset = dataset.unwrap();
    assert_eq!([0, 1].map(|row| said(&dataset, row)), ["layer (2)=own layer=Places", "layer=roads"]);
    assert_eq!((dataset.n_rows(), told.as_str()), (2, "layer-not-read missing-dbf"));
    let (refused, _) = read_files(&more[2..]);
    assert!(refused.unwrap_err().to_string().contains("UTM"));
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let source = Bytes::from(shp(&[point_record(1., 1.), point_record(2., 2.)]));
    let task = Task::new();
    task.cancel();
    let error = read(&Opening { task: &task, ..Opening::of("f.shp", &source) }, &mut Problems::default()).unwrap_err();
    assert!(matches!(error, ReadError::Cancelled(_)));
}
