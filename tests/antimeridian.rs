//! What is drawn of areas and lines over 180 degrees, against the cut ("flat") outputs of a public conformance set.

#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use egui::{Pos2, Rect, Vec2, pos2};
use geo::{Contains, Geometry, LineString, MultiPolygon};
use sandtable::base::{Bytes, Problems};
use sandtable::dataset::Dataset;
use sandtable::earth::{LonLat, to_world};
use sandtable::formats::geojson;
use sandtable::formats::opening::Opening;
use sandtable::map::{Inputs, Picture, Shown};
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, ThemeKind};

/// Width of the world on the test's screen, in points.
const WORLD: f32 = 4096.0;
/// In points: nearer to an edge than this nothing is asked.
const EDGE: f32 = 1.5;
/// Outputs that are not expected, and why.
const LEFT_OUT: [(&str, &str); 6] = [
    ("both-poles.json", "made with the winding taken to mean all the rest of the world; here a ring means what it holds"),
    ("force-north-pole.json", "made with the pole given by hand"),
    ("issues-124.json", "made with the pole given by hand"),
    ("issues-164.json", "made with the pole given by hand"),
    ("issues-171.json", "the output has lost one of the two holes of its input"),
    ("overlap.json", "a ring that runs over itself: held twice is outside here, inside there"),
];

fn layer(path: &Path) -> Dataset {
    let bytes = std::fs::read(path).unwrap();
    geojson::read(&Opening::of(&path.display().to_string(), &Bytes::from(bytes)), &mut Problems::default()).unwrap()
}

fn geometries(path: &Path) -> Vec<Geometry<f64>> {
    let layer = layer(path);
    (0..layer.n_rows()).filter_map(|row| layer.geometry(row)).collect()
}

/// The whole world once, its middle at Greenwich.
fn drawn(path: &Path) -> Picture {
    let ctx = egui::Context::default();
    install_fonts(&ctx);
    let layers = [Arc::new(layer(path))];
    let zoom = f64::from(WORLD / 256.0).log2();
    let camera = Camera::new(LonLat::ORIGIN, zoom);
    let rect = Rect::from_min_size(Pos2::ZERO, Vec2::splat(WORLD));
    let inputs = Inputs { layers: &layers, ..Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark)) };
    let mut picture = None;
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| picture = Some(Picture::build(&inputs, &Shown::default(), ui.ctx())));
    output.textures_delta.clear();
    picture.unwrap()
}

fn on_screen(lon: f64, lat: f64) -> Pos2 {
    let (x, y) = to_world(LonLat::new(lon, lat).unwrap());
    pos2(x as f32 * WORLD, y as f32 * WORLD)
}

fn screen_lines(lines: &[&LineString<f64>]) -> Vec<Vec<Pos2>> {
    // Straight in degrees is bent on the map: with a point at every few arc minutes the bend is kept.
    let densely = |line: &LineString<f64>| -> Vec<Pos2> {
        let pairs = line.0.iter().zip(line.0.iter().skip(1));
        let mut points: Vec<Pos2> = pairs
            .flat_map(|(a, b)| {
                (0..60_u8)
                    .map(move |step| f64::from(step) / 60.0)
                    .map(|share| on_screen(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share))
            })
            .collect();
        points.extend(line.0.last().map(|c| on_screen(c.x, c.y)));
        points
    };
    lines.iter().map(|line| densely(line)).collect()
}

fn distance(pos: Pos2, lines: &[Vec<Pos2>]) -> f32 {
    let segments = lines.iter().flat_map(|line| line.windows(2));
    segments
        .map(|ends| {
            let along = ends[1] - ends[0];
            let share = if along == Vec2::ZERO { 0.0 } else { ((pos - ends[0]).dot(along) / along.length_sq()).clamp(0.0, 1.0) };
            (ends[0] + along * share).distance(pos)
        })
        .fold(f32::INFINITY, f32::min)
}

/// How many places were asked for, and the first where the drawing differs from the expected areas.
fn compare_areas(picture: &Picture, expected: &MultiPolygon<f64>) -> (usize, Option<(f64, f64)>) {
    let edges: Vec<&LineString<f64>> = expected.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).collect();
    let edges = screen_lines(&edges);
    let mut n_asked = 0;
    for row in -42..=42_i32 {
        for column in 0..120_i32 {
            // Off the round numbers that corners like.
            let (lon, lat) = (f64::from(column) * 3.0 - 179.73, f64::from(row) * 2.0 + 0.37);
            let pos = on_screen(lon, lat);
            if distance(pos, &edges) < EDGE {
                continue;
            }
            n_asked += 1;
            let is_drawn = picture.areas.iter().any(|area| area.shape.contains(pos - area.offset));
            if is_drawn != expected.contains(&geo::Point::new(lon, lat)) {
                return (n_asked, Some((lon, lat)));
            }
        }
    }
    (n_asked, None)
}

#[test]
fn areas_over_180_degrees_cover_what_the_flat_outputs_cover() {
    let Some(root) = common::shared("data/conformance/antimeridian", "areas and lines over 180 degrees") else { return };
    let mut wrong: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let mut n_files = 0;
    for entry in std::fs::read_dir(root.join("input")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let output = root.join("output/flat").join(&name);
        if !output.exists() || LEFT_OUT.iter().any(|(left_out, _)| *left_out == name) {
            continue;
        }
        let expected: MultiPolygon<f64> = geometries(&output)
            .into_iter()
            .flat_map(|geometry| match geometry {
                Geometry::Polygon(polygon) => vec![polygon],
                Geometry::MultiPolygon(polygons) => polygons.0,
                _ => Vec::new(),
            })
            .collect();
        if expected.0.is_empty() {
            continue;
        }
        let (n_asked, first_wrong) = compare_areas(&drawn(&path), &expected);
        assert!(n_asked > 8_000 || first_wrong.is_some(), "{name}: {n_asked} places");
        n_files += 1;
        wrong.extend(first_wrong.map(|at| (name, at)));
    }
    assert!(wrong.is_empty(), "drawn otherwise at longitude, latitude: {wrong:?}");
    assert!(n_files >= 20, "{n_files} files");
}

#[test]
fn no_edge_of_an_area_runs_along_180_degrees_or_a_pole() {
    let Some(root) = common::shared("data/conformance/antimeridian", "the cut at 180 degrees") else { return };
    for name in ["split.json", "north-pole.json", "one-hole.json", "multi-split.json"] {
        for folder in ["input", "output/flat"] {
            let picture = drawn(&root.join(folder).join(name));
            assert!(!picture.areas.is_empty(), "{folder}/{name}");
            for area in &picture.areas {
                for pair in area.shape.edges.iter().flat_map(|line| line.windows(2)) {
                    let on_cut = |x: f32| (x.rem_euclid(WORLD)).min(WORLD - x.rem_euclid(WORLD)) < 0.01;
                    let [a, b] = [pair[0] + area.offset, pair[1] + area.offset];
                    assert!(!(on_cut(a.x) && on_cut(b.x)), "{folder}/{name}: {a:?} to {b:?}");
                }
            }
        }
    }
}

#[test]
fn lines_over_180_degrees_run_where_the_flat_outputs_run() {
    let Some(root) = common::shared("data/conformance/antimeridian", "lines over 180 degrees") else { return };
    for name in ["line.json", "multi-line.json"] {
        let picture = drawn(&root.join("input").join(name));
        let expected: Vec<LineString<f64>> = geometries(&root.join("output/flat").join(name))
            .into_iter()
            .flat_map(|geometry| match geometry {
                Geometry::MultiLineString(lines) => lines.0,
                Geometry::LineString(line) => vec![line],
                _ => Vec::new(),
            })
            .collect();
        let expected = screen_lines(&expected.iter().collect::<Vec<_>>());
        let lines: Vec<Vec<Pos2>> = picture.lines.iter().map(|line| line.points.clone()).collect();
        let along = |lines: &[Vec<Pos2>]| -> Vec<Pos2> {
            let pairs = lines.iter().flat_map(|line| line.windows(2).map(|ends| (ends[0], ends[1])).collect::<Vec<_>>());
            pairs.flat_map(|(a, b)| (0..=20_u8).map(move |step| a + (b - a) * (f32::from(step) / 20.0))).collect()
        };
        let on_map = |pos: &Pos2| (0.0..=WORLD).contains(&pos.x);
        for pos in along(&lines).iter().filter(|pos| on_map(pos)) {
            assert!(distance(*pos, &expected) < 1.0, "{name}: drawn at {pos:?} where nothing is expected");
        }
        for pos in along(&expected) {
            assert!(distance(pos, &lines) < 1.0, "{name}: nothing drawn at {pos:?}");
        }
    }
}
