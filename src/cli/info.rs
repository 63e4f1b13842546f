//! `sandtable info`: what is in a situation or a file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use crate::app::files::Opened;
use crate::base::{Problems, grouped, harmless};
use crate::cli::opening::{counts_in_words, open_or_tell};
use crate::cli::{Asked, finish, iso_text, json_text};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::Bounds;
use crate::formats::native::{SCENES_FILE, count_records};
use crate::model::{ReleasedFor, Situation};
use crate::wording;

#[derive(Serialize)]
struct Infos {
    paths: Vec<Info>,
}

/// What is at one path; without format where nothing could be opened.
#[derive(Default, Serialize)]
struct Info {
    path: String,
    format: Option<&'static str>,
    title: Option<String>,
    counts: Counts,
    bbox: Option<[f64; 4]>,
    time: Option<TimeSpan>,
    /// For whom it is a reduced copy; left out where it is whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    released: Vec<InfoReleased>,
    problems: ProblemCounts,
}

/// For whom something was taken out, and of how many records.
#[derive(Serialize)]
struct InfoReleased {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    coarsened_km: Option<f64>,
    removed: BTreeMap<&'static str, u64>,
    #[serde(skip)]
    lines: Vec<String>,
}

#[derive(Default, Serialize)]
struct Counts {
    #[serde(flatten)]
    situation: Option<SituationCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<usize>,
}

#[derive(Serialize)]
struct SituationCounts {
    places: usize,
    actors: usize,
    sources: usize,
    events: usize,
    reports: usize,
    troop_reports: usize,
    scenes: usize,
}

/// ISO 8601, in the situation's time zone.
#[derive(Serialize)]
struct TimeSpan {
    earliest: String,
    latest: String,
}

#[derive(Default, Serialize)]
struct ProblemCounts {
    errors: usize,
    warnings: usize,
}

pub fn info(asked: &Asked) -> ExitCode {
    let paths: Vec<Info> = asked.paths.iter().map(|path| info_of(path)).collect();
    let has_errors = paths.iter().any(|info| info.problems.errors > 0);
    let text = if asked.json { json_text(&Infos { paths }) } else { paths.iter().map(in_words).collect::<Vec<_>>().join("\n") };
    finish(&text, has_errors)
}

fn info_of(path: &Path) -> Info {
    let mut problems = Problems::default();
    let info = match open_or_tell(path, &mut problems) {
        Some(Opened::Situation(document)) => info_of_situation(&document),
        Some(Opened::Dataset(dataset)) => info_of_dataset(&dataset),
        None => {
            for problem in problems.iter() {
                super::say(&problem.to_string());
            }
            Info::default()
        }
    };
    let problems = ProblemCounts { errors: problems.n_errors(), warnings: problems.n_warnings() };
    Info { path: path.to_string_lossy().into_owned(), problems, ..info }
}

fn info_of_situation(document: &Document) -> Info {
    let situation = document.situation();
    let counts = SituationCounts {
        places: situation.places().len(),
        actors: situation.actors().len(),
        sources: situation.sources().len(),
        events: situation.events().len(),
        reports: situation.reports().len(),
        troop_reports: situation.reports().values().filter(|report| report.about.iter().any(|about| about.troops.is_some())).count(),
        scenes: document.file(SCENES_FILE).map_or(0, count_records),
    };
    Info {
        format: Some("situation"),
        title: Some(situation.header().title.clone()),
        counts: Counts { situation: Some(counts), features: None },
        bbox: bounds_of(situation).map(Bounds::to_array),
        time: time_span(situation),
        released: situation.header().released.iter().map(released_of).collect(),
        ..Info::default()
    }
}

fn released_of(released: &ReleasedFor) -> InfoReleased {
    let ReleasedFor { name, coarsened_km, removed, .. } = released;
    let counts = removed.iter().map(|count| (count.what, usize::try_from(count.count).unwrap_or(usize::MAX)));
    InfoReleased {
        name: name.clone(),
        coarsened_km: *coarsened_km,
        removed: removed.iter().map(|count| (count.what.word(), count.count)).collect(),
        lines: wording::release::withheld_lines(counts, *coarsened_km),
    }
}

fn info_of_dataset(dataset: &Dataset) -> Info {
    Info {
        format: Some(dataset.format()),
        counts: Counts { situation: None, features: Some(dataset.n_rows() as usize) },
        bbox: dataset.bounds().map(Bounds::to_array),
        ..Info::default()
    }
}

fn bounds_of(situation: &Situation) -> Option<Bounds> {
    situation.places().values().filter_map(|place| Bounds::of_geometry(place.geometry.as_ref()?)).reduce(Bounds::union)
}

/// From the earliest to the latest bound of what happened and what was reported, as far as these have bounds.
fn time_span(situation: &Situation) -> Option<TimeSpan> {
    let zone = situation.zone();
    let happened = situation.events().values().filter_map(|event| event.when.as_ref());
    let reported = situation.reports().values().filter_map(|report| report.published.as_ref());
    let bounds: Vec<_> = happened.chain(reported).map(|when| when.bounds(zone)).collect();
    // A date that is open to one side still has the bound of the other.
    let moments = || bounds.iter().flat_map(|b| [b.earliest(), b.latest()]).flatten();
    Some(TimeSpan { earliest: iso_text(moments().min()?, zone), latest: iso_text(moments().max()?, zone) })
}

fn in_words(info: &Info) -> String {
    let mut text = format!("{}\n", harmless(&info.path));
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<14}{}", harmless(value));
    };
    row("format", info.format.unwrap_or("nothing that can be opened"));
    if let Some(title) = &info.title {
        row("title", title);
    }
    if let Some(counts) = &info.counts.situation {
        let counts = [
            ("places", counts.places),
            ("actors", counts.actors),
            ("sources", counts.sources),
            ("events", counts.events),
            ("reports", counts.reports),
            ("troop reports", counts.troop_reports),
            ("scenes", counts.scenes),
        ];
        for (name, count) in counts {
            row(name, &format!("{:>7}", grouped(count as u64)));
        }
    }
    if let Some(features) = info.counts.features {
        row("features", &format!("{:>7}", grouped(features as u64)));
    }
    if let Some([west, south, east, north]) = info.bbox {
        row("box", &format!("{west:.4} {south:.4} to {east:.4} {north:.4} (longitude latitude)"));
    }
    if let Some(time) = &info.time {
        row("time", &format!("{} to {}", time.earliest, time.latest));
    }
    for released in &info.released {
        row("released for", &released.name);
        released.lines.iter().for_each(|line| row("", &format!("without {line}")));
    }
    row("problems", &counts_in_words(info.problems.errors, info.problems.warnings));
    text
}
