//! How long the steps from a file to a picture take: reading the sample, reading a data layer, laying out the map.
#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot go on stops")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::app::load;
use sandtable::base::Problems;
use sandtable::command::Content;
use sandtable::earth::LonLat;
use sandtable::formats::geojson;
use sandtable::map::{Inputs, Picture, Shown};
use sandtable::placing::Resolved;
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, ThemeKind};

fn read(criterion: &mut Criterion) {
    criterion.bench_function("read the sample", |bencher| bencher.iter(|| black_box(load::sample())));
    let points = (0..20_000).map(|i| {
        let (lon, lat) = (f64::from(i % 360) - 180.0, f64::from(i / 360) - 28.0);
        format!(r#"{{"type": "Feature", "geometry": {{"type": "Point", "coordinates": [{lon}, {lat}]}}, "properties": {{"name": "Point {i}"}}}}"#)
    });
    let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, points.collect::<Vec<_>>().join(",\n"));
    criterion.bench_function("read 20,000 GeoJSON points", |bencher| {
        bencher.iter(|| black_box(geojson::read("points.geojson", text.as_bytes(), &mut Problems::default())));
    });
}

fn lay_out(criterion: &mut Criterion) {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is no situation") };
    let resolved = Resolved::of(document.situation(), None);
    let ctx = Context::default();
    install_fonts(&ctx);
    for (name, lon, lat, zoom) in [("the world", 20.0, 25.0, 1.6), ("Europe", 15.0, 50.0, 4.2), ("the Kursk region", 36.2, 51.7, 7.0)] {
        let camera = Camera::new(LonLat::new(lon, lat).expect("a place on the earth"), zoom);
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1400.0, 1036.0));
        let situation = Some((document.situation(), &resolved));
        let inputs = Inputs { situation, ..Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark)) };
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            criterion.bench_function(&format!("lay out {name}"), |bencher| {
                bencher.iter(|| black_box(Picture::build(&inputs, &Shown::default(), ui.ctx())));
            });
        });
        output.textures_delta.clear();
    }
}

criterion_group!(benches, read, lay_out);
criterion_main!(benches);
