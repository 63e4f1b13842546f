//! How long the steps from a file to a picture take: reading the sample, reading a data layer, laying out the map.
#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot go on stops")]

use std::hint::black_box;
use std::sync::LazyLock;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::app::load;
use sandtable::base::{Bytes, Problems};
use sandtable::command::Content;
use sandtable::document::Document;
use sandtable::earth::LonLat;
use sandtable::formats::opening::Opening;
use sandtable::formats::{geojson, native};
use sandtable::map::{Inputs, Picture, Shown};
use sandtable::placing::{AllStandings, Resolved};
use sandtable::query::{Answer, Clock, Filter, Index, Question};
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, ThemeKind};
use serde_json::json;

fn read(criterion: &mut Criterion) {
    criterion.bench_function("read the sample", |bencher| bencher.iter(|| black_box(load::sample())));
    let points = (0..20_000).map(|i| {
        let (lon, lat) = (f64::from(i % 360) - 180.0, f64::from(i / 360) - 28.0);
        format!(r#"{{"type": "Feature", "geometry": {{"type": "Point", "coordinates": [{lon}, {lat}]}}, "properties": {{"name": "Point {i}"}}}}"#)
    });
    let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, points.collect::<Vec<_>>().join(",\n"));
    criterion.bench_function("read 20,000 GeoJSON points", |bencher| {
        bencher.iter(|| black_box(geojson::read(&Opening::of("points.geojson", &Bytes::from(text.as_bytes())), &mut Problems::default())));
    });
}

/// 100,000 places, crowded and rough and with areas among them, 50,000 events and as many reports; by a fixed rule.
fn large() -> Document {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut place = |index: u32| {
        let spread = if index.is_multiple_of(2) { [360.0, 120.0] } else { [30.0, 15.0] };
        let [lon, lat] = [(random() - 0.5) * spread[0], 45.0 + (random() - 0.7) * spread[1]];
        let point = json!({"type": "Point", "coordinates": [lon, lat]});
        let [east, north] = [lon + 0.5, lat + 0.5];
        let square = json!({"type": "Polygon", "coordinates": [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]]});
        let (id, name) = (format!("p{index}"), format!("Place {index}"));
        let (geometry, properties) = match index % 100 {
            0 => (square, json!({"name": name})),
            1..15 => (point, json!({"name": name, "precision": "district"})),
            15..18 => (json!(null), json!({"name": name, "unnamed": true, "part_of": format!("p{}", index % 900)})),
            _ => (point, json!({"name": name})),
        };
        json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
    };
    let places: Vec<_> = (0..100_000).map(&mut place).collect();
    let mut any_place = || format!("p{}", (random() * 100_000.0) as u32);
    let mut event = |index: u32| {
        let places = json!([{"place": any_place(), "role": "from"}, {"place": any_place(), "role": "to"}]);
        json!({"id": format!("e{index}"), "title": format!("Event {index}"), "mode": "happened", "places": places})
    };
    let report = |index: u32| {
        let troops = json!({"actor": "a", "strength": 100 + index % 977});
        let about = json!([{"event": format!("e{index}"), "stance": "asserts", "troops": troops}]);
        json!({"id": format!("r{index}"), "source": "s", "about": about})
    };
    let files = [
        ("situation.json", json!({"format": 1, "title": "Large"})),
        ("places.geojson", json!({"type": "FeatureCollection", "features": places})),
        ("actors.json", json!([{"id": "a", "name": "A"}])),
        ("sources.json", json!([{"id": "s", "name": "S"}])),
        ("events.json", (0..50_000).map(&mut event).collect()),
        ("reports.json", (0..50_000).map(report).collect()),
    ];
    let files = files.into_iter().map(|(name, value)| (name.to_owned(), value.to_string().into_bytes())).collect();
    native::read(files, &mut Problems::default()).expect("a situation")
}

fn everything() -> Question<'static> {
    static EVERYTHING: LazyLock<Filter> = LazyLock::new(Filter::default);
    Question { filter: &EVERYTHING, clock: Clock::Happened, window: None, view: None, with_words: None }
}

fn lay_out_large(criterion: &mut Criterion) {
    let document = large();
    let situation = document.situation();
    let mut group = criterion.benchmark_group("100,000 places");
    group.sample_size(10);
    group.bench_function("resolve", |bencher| bencher.iter(|| black_box(Resolved::of(situation, None))));
    let resolved = Resolved::of(situation, None);
    let index = Index::of(situation);
    let answer = Answer::of(&index, &everything());
    group.bench_function("standings", |bencher| bencher.iter(|| black_box(AllStandings::of(&resolved, &index, &answer))));
    let standings = AllStandings::of(&resolved, &index, &answer);
    let ctx = Context::default();
    install_fonts(&ctx);
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1400.0, 1036.0));
    for (name, lon, lat, zoom) in
        [("the world", 20.0, 25.0, 2.2), ("a continent", 3.0, 45.0, 4.6), ("a country", 3.0, 45.0, 7.3), ("a town", 3.0, 45.0, 12.0)]
    {
        let camera = Camera::new(LonLat::new(lon, lat).expect("a place on the earth"), zoom);
        let basemap = Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark));
        let inputs = Inputs { situation: Some((situation, &resolved)), standings: Some(&standings), ..basemap };
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            // As while the map moves: most names are those of the picture before.
            let shown = Picture::build(&inputs, &Shown::default(), ui.ctx()).shown;
            group.bench_function(format!("lay out {name}"), |bencher| {
                bencher.iter(|| black_box(Picture::build(&inputs, &shown, ui.ctx())));
            });
        });
        output.textures_delta.clear();
    }
}

fn lay_out(criterion: &mut Criterion) {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is no situation") };
    let resolved = Resolved::of(document.situation(), None);
    let index = Index::of(document.situation());
    let standings = AllStandings::of(&resolved, &index, &Answer::of(&index, &everything()));
    let ctx = Context::default();
    install_fonts(&ctx);
    for (name, lon, lat, zoom) in [("the world", 20.0, 25.0, 1.6), ("Europe", 15.0, 50.0, 4.2), ("the Kursk region", 36.2, 51.7, 7.0)] {
        let camera = Camera::new(LonLat::new(lon, lat).expect("a place on the earth"), zoom);
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1400.0, 1036.0));
        let situation = Some((document.situation(), &resolved));
        let inputs = Inputs { situation, standings: Some(&standings), ..Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark)) };
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            criterion.bench_function(&format!("lay out {name}"), |bencher| {
                bencher.iter(|| black_box(Picture::build(&inputs, &Shown::default(), ui.ctx())));
            });
        });
        output.textures_delta.clear();
    }
}

criterion_group!(benches, read, lay_out, lay_out_large);
criterion_main!(benches);
