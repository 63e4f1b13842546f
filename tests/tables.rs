//! Tables from real sources and the cases of csv-spectrum, which are no part of the project.

#![cfg(test)]

mod common;

use std::fs::File;
use std::path::Path;

use sandtable::base::{Bytes, Problems};
use sandtable::dataset::{Dataset, Role, Stamp, Values};
use sandtable::formats::opening::Opening;
use sandtable::formats::tables;
use sandtable::model::Moment;

fn read(path: &Path) -> (Dataset, Vec<String>) {
    let (source, mut problems) = (Bytes::of_file(File::open(path).unwrap(), path).unwrap(), Problems::default());
    let dataset = tables::read(&Opening::of(path.to_str().unwrap(), &source), &mut problems).unwrap();
    let mut kinds: Vec<String> = problems.iter().map(|problem| problem.kind.to_owned()).collect();
    kinds.dedup();
    (dataset, kinds)
}

/// The first and the last day of a column of dates.
fn days(dataset: &Dataset, role: Role) -> Option<(String, String)> {
    let name = dataset.mapping().columns_of(role).next()?;
    let order = dataset.mapping().date_order;
    let column = dataset.columns().iter().find(|column| column.name == name)?;
    let stamps: Vec<Stamp> = match &column.values {
        Values::Words(words) => words.words().iter().map(|word| Stamp::parse(word).unwrap()).collect(),
        Values::Stamps(stamps) => stamps.as_slice().iter().copied().filter(|stamp| !stamp.is_none()).collect(),
        Values::Numbers(numbers) => numbers.iter().filter_map(|number| Stamp::of_number(*number)).collect(),
        Values::Empty | Values::Text => return None,
    };
    let moments: Vec<i64> = stamps.iter().filter_map(|stamp| stamp.bounds(order)).map(|[Moment(first), _]| first).collect();
    let day = |secs: i64| jiff::Timestamp::from_second(secs).unwrap().to_string().chars().take(10).collect::<String>();
    Some((day(*moments.iter().min()?), day(*moments.iter().max()?)))
}

struct Expected {
    path: &'static str,
    n_rows: u32,
    schema: Option<&'static str>,
    /// West, south, east and north of what has a place, and how many rows have none.
    extent: Option<[f64; 4]>,
    n_nowhere: usize,
    days: (&'static str, &'static str),
    title: &'static str,
}

/// What other programs count in them (Python's csv module).
const EXPECTED: [Expected; 11] = [
    Expected {
        path: "ucdp-ged-sample-global/ucdpged_sample1000.csv",
        n_rows: 1000,
        schema: Some("UCDP GED"),
        extent: Some([-117.0, -29.97, 136.89, 54.58]),
        n_nowhere: 0,
        days: ("1989-01-07", "2022-12-19"),
        title: "Government of Syria - Syrian insurgents",
    },
    Expected {
        path: "ucdp-ged-ukr-2014-2021/conflict_data_ukr.csv",
        n_rows: 2989,
        schema: Some("UCDP GED"),
        extent: Some([30.52, 46.47, 39.85, 50.45]),
        n_nowhere: 0,
        days: ("2014-01-22", "2021-12-31"),
        title: "Government of Ukraine - Maidan",
    },
    Expected {
        path: "uawardata/csv/units_all.csv",
        n_rows: 2269,
        schema: Some("uawardata"),
        extent: Some([22.7, 45.8, 39.72, 53.25]),
        n_nowhere: 0,
        days: ("2022-03-31", "2022-09-11"),
        title: "1st Guards Tank Army",
    },
    Expected {
        path: "uawardata/csv/units_current.csv",
        n_rows: 130,
        schema: Some("uawardata"),
        extent: Some([32.0, 46.62, 38.27, 50.59]),
        n_nowhere: 0,
        days: ("2022-09-11", "2022-09-11"),
        title: "1st Guards Tank Army",
    },
    Expected {
        path: "uawardata/csv/btgs_all.csv",
        n_rows: 1112,
        schema: Some("uawardata"),
        extent: Some([29.17, 46.63, 38.95, 53.21]),
        n_nowhere: 0,
        days: ("2022-03-27", "2022-06-13"),
        title: "104th Guards Air Assault Regiment",
    },
    Expected {
        path: "uawardata/csv/btgs_current.csv",
        n_rows: 74,
        schema: Some("uawardata"),
        extent: Some([32.44, 46.68, 38.72, 50.41]),
        n_nowhere: 0,
        days: ("2022-06-13", "2022-06-13"),
        title: "228th Motorized Rifle Regiment",
    },
    Expected {
        path: "oryx/event_captured.csv",
        n_rows: 5392,
        schema: Some("Oryx"),
        extent: None,
        n_nowhere: 5392,
        days: ("2022-03-19", "2025-07-19"),
        title: "'Orlan-20' reconnaissance UAV",
    },
    Expected {
        path: "oryx/event_abandoned.csv",
        n_rows: 2473,
        schema: Some("Oryx"),
        extent: None,
        n_nowhere: 2473,
        days: ("2022-03-19", "2025-07-19"),
        title: "(Unknown) truck",
    },
    Expected {
        path: "oryx/daily_count.csv",
        n_rows: 1365,
        schema: None,
        extent: None,
        n_nowhere: 1365,
        days: ("2022-02-23", "2025-07-19"),
        title: "Aircraft",
    },
    Expected {
        path: "viina-extract/VIINA_2022_REBUILD.csv",
        n_rows: 2060,
        schema: Some("VIINA"),
        extent: Some([23.32, 44.6, 39.37, 51.84]),
        n_nowhere: 0,
        days: ("2022-02-24", "2022-12-30"),
        title: "У Ніжині ракетним ударом знищено пункт управління аеродромом",
    },
    Expected {
        path: "viina-extract/VIINA_2023_REBUILD.csv",
        n_rows: 650,
        schema: Some("VIINA"),
        extent: Some([23.41, 44.58, 39.75, 55.75]),
        n_nowhere: 0,
        days: ("2023-01-03", "2023-12-31"),
        title: "У Сватовому Луганської області вибухнув склад боєприпасів окупантів",
    },
];

#[test]
fn tables_of_real_sources_are_read_and_mapped() {
    for Expected { path, n_rows, schema, extent, n_nowhere, days: expected_days, title } in EXPECTED {
        let Some(path) = common::shared(&format!("data/events/{path}"), "tables of real sources") else { return };
        let (dataset, told) = read(&path);
        let shown = path.display();
        assert_eq!((dataset.n_rows(), told), (n_rows, vec![]), "{shown}");
        assert_eq!(dataset.mapping().schema, schema, "{shown}");
        let n = dataset.points().unwrap().iter().filter(|at| at.x.is_nan()).count();
        assert_eq!(n, n_nowhere, "{shown}");
        let round = |degrees: f64| (degrees * 100.0).round() / 100.0;
        let found =
            dataset.bounds().map(|bounds| [bounds.west_deg(), bounds.south_deg(), bounds.east_deg(), bounds.north_deg()].map(round));
        assert_eq!(found, extent, "{shown}");
        let days = days(&dataset, Role::Start).unwrap();
        assert_eq!((days.0.as_str(), days.1.as_str()), expected_days, "{shown}");
        assert_eq!(dataset.title(0), title, "{shown}");
    }
}

#[test]
fn ucdp_without_its_header_is_the_same_table() {
    let Some(path) = common::shared("data/events/ucdp-ged-sample-global/ucdpged_sample1000.csv", "UCDP GED") else { return };
    let (whole, _) = read(&path);
    let text = std::fs::read_to_string(&path).unwrap();
    let source = Bytes::from(text.split_once('\n').unwrap().1.as_bytes());
    let mut problems = Problems::default();
    let dataset = tables::read(&Opening::of("f.csv", &source), &mut problems).unwrap();
    assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), ["no-header"]);
    assert_eq!((dataset.n_rows(), dataset.bounds(), dataset.mapping()), (whole.n_rows(), whole.bounds(), whole.mapping()));
    let names = |dataset: &Dataset| dataset.columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&dataset), names(&whole));
}

#[test]
fn every_case_of_csv_spectrum_is_read_as_it_should_be() {
    let Some(folder) = common::shared("data/conformance/csv-spectrum", "csv-spectrum") else { return };
    let mut n = 0;
    for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let expected = std::fs::read_to_string(folder.join("json").join(format!("{case}.json"))).unwrap();
        let mut table = std::fs::read(&path).unwrap();
        // Their copies have lost the CR that they are about.
        if case.ends_with("_crlf") && !table.contains(&b'\r') {
            table = String::from_utf8(table).unwrap().replace('\n', "\r\n").into_bytes();
        }
        let source = Bytes::from(table);
        let dataset = tables::read(&Opening::of(&case, &source), &mut Problems::default()).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let expected = if expected.is_array() { expected } else { serde_json::json!([expected]) };
        let rows: Vec<serde_json::Value> = (0..dataset.n_rows())
            .map(|row| {
                let said = dataset.row(row).unwrap().properties;
                let value = |name: &str| said.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value).to_owned();
                dataset
                    .columns()
                    .iter()
                    .map(|column| (column.name.to_string(), value(&column.name).into()))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            })
            .collect();
        if case == "location_coordinates" {
            // Its expected file has another telephone number than the table, and both have lost the sign of degrees.
            assert_eq!((rows.len(), dataset.columns().len()), (1, 4));
        } else {
            assert_eq!(serde_json::Value::Array(rows), expected, "{case}");
        }
        n += 1;
    }
    assert_eq!(n, 12);
}

#[test]
fn codes_and_midnights_of_ucdp_are_told_as_words_and_days() {
    let Some(path) = common::shared("data/events/ucdp-ged-ukr-2014-2021/conflict_data_ukr.csv", "what a table of UCDP says") else {
        return;
    };
    let (dataset, _) = read(&path);
    let texts = |row: u32| dataset.row(row).unwrap();
    assert_eq!(dataset.dated(&texts(0)).as_deref(), Some("2014-01-22"));
    assert_eq!(dataset.said(&texts(0), Role::Category), Some("state-based"));
    let ranges = (0..dataset.n_rows()).filter_map(|row| dataset.dated(&texts(row))).filter(|date| date.contains('/'));
    assert!(ranges.clone().count() > 100 && ranges.clone().all(|date| !date.contains('T')), "{:?}", ranges.take(3).collect::<Vec<_>>());
}
