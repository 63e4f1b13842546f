//! A frame with a thousand symbols, and one with a thousand troop reports: our own work on the CPU, from the units of a data layer or from
//! what is found of a situation to triangles. `cargo bench --bench symbols`.
#![expect(clippy::expect_used, reason = "a bench that cannot go on stops")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::base::{Bytes, Problems};
use sandtable::earth::LonLat;
use sandtable::formats::geojson;
use sandtable::formats::opening::Opening;
use sandtable::map::{DisplayList, Emphasis, Fades, Inputs, Picture, Share, Shown, add_picture};
use sandtable::model::{
    About, Event, EventId, EventPlace, Extra, Header, Mode, Place, PlaceId, PlaceRole, Records, Report, ReportId, Situation, Source,
    SourceId, Stance, Strength, Subject, Troops,
};
use sandtable::placing::{Placed, Resolved};
use sandtable::query::{Answer, Clock, Filter, Index, Question};
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, Outside, ThemeKind};
use serde_json::{Value, json};

/// A thousand units of eighty kinds, in a grid wide enough for each to stand alone.
fn layer() -> String {
    let unit = |number: u32| {
        let (column, row) = (number % 40, number / 40);
        // Armour, infantry and others of five kinds and eight echelons, friendly and hostile.
        let code = format!("100{}1000{:02}{:06}0000", 3 + number % 2 * 3, 11 + number / 2 % 8, 120_500 + number / 16 % 5 * 200);
        let at = [30.0 + f64::from(column) * 0.5, 45.0 + f64::from(row) * 0.3];
        json!({"type": "Feature", "properties": {"sidc": code}, "geometry": {"type": "Point", "coordinates": at}})
    };
    let features: Vec<Value> = (0..1_000).map(unit).collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

fn frames(criterion: &mut Criterion) {
    let ctx = Context::default();
    install_fonts(&ctx);
    let dataset =
        geojson::read(&Opening::of("units.geojson", &Bytes::from(layer().as_bytes())), &mut Problems::default()).expect("a layer");
    let placed = [Arc::new(Placed::of(&dataset))];
    let layers = [Arc::new(dataset)];
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0));
    let theme = Theme::of(ThemeKind::Dark);
    let camera = Camera::new(LonLat::new(39.75, 48.6).expect("a place on the earth"), 7.0);
    let inputs = Inputs { layers: &layers, placed: &placed, ..Inputs::basemap(camera, rect, theme) };
    let no = |_: &_| false;
    let emphasis =
        Emphasis { selected: &no, hovered: &no, selected_groups: &[], hovered_group: None, selected_stacks: &[], rows: [None; 2] };
    for (name, inputs) in [("a frame with a thousand symbols", inputs), ("the same map without them", Inputs::basemap(camera, rect, theme))]
    {
        let n_least = if inputs.placed.is_empty() { 0 } else { 900 };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut n_shown = 0;
                let output = ctx.run_ui(RawInput::default(), |ui| {
                    let picture = Picture::build(&inputs, &Shown::default(), ui.ctx());
                    let mut names = Fades::default();
                    names.follow(&picture, theme, None);
                    let mut list = DisplayList::new(ui.ctx());
                    add_picture(&picture, names.labels(), theme, &emphasis, &mut list);
                    list.paint(ui.painter());
                    n_shown = picture.units.len();
                });
                assert!(n_shown >= n_least, "{n_shown} symbols are in view");
                black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
            });
        });
    }
}

/// A thousand bodies of troops that one source tells of, in a grid of as many towns.
fn told() -> Situation {
    let mut records = Records::default();
    let source = SourceId::from("source");
    records.sources.insert(source.clone(), Source::new(source.clone(), "Source"));
    for number in 0..1_000_u32 {
        let place = PlaceId::from(format!("place-{number}").as_str());
        let at = geo::Point::new(30.0 + f64::from(number % 40) * 0.5, 45.0 + f64::from(number / 40) * 0.3);
        records.places.insert(place.clone(), Place { geometry: Some(at.into()), ..Place::new(place.clone(), "Town") });
        let event = EventId::from(format!("event-{number}").as_str());
        let places = vec![EventPlace { place, role: PlaceRole::At, extra: Extra::new() }];
        records.events.insert(event.clone(), Event { places, ..Event::new(event.clone(), "Presence", Mode::Happened) });
        let echelon = ["company", "battalion", "brigade"].get(number as usize % 3).map(|&word| word.to_owned());
        let (strength, unit) = (Some(Strength::Count(u64::from(number) * 7)), Some(format!("{number}")));
        let troops = Some(Box::new(Troops { strength, unit, echelon, ..Troops::default() }));
        let about = vec![About { troops, ..About::new(Subject::Event(event), Stance::Asserts) }];
        let report = ReportId::from(format!("report-{number}").as_str());
        records.reports.insert(report.clone(), Report { about, ..Report::new(report, source.clone()) });
    }
    Situation::with_records(Header::default(), records)
}

fn frames_with_troops(criterion: &mut Criterion) {
    let ctx = Context::default();
    install_fonts(&ctx);
    let situation = told();
    criterion.bench_function("what a thousand troop reports come to, once for the records", |bencher| {
        bencher.iter(|| black_box(Resolved::of(&situation, None)));
    });
    let (index, resolved) = (Index::of(&situation), Resolved::of(&situation, None));
    let filter = Filter::default();
    let answer = Answer::of(&index, &Question { filter: &filter, clock: Clock::Happened, window: None, view: None, with_words: None });
    criterion.bench_function("the same for an answer", |bencher| {
        bencher.iter(|| black_box(resolved.troops().stands(&index, &answer, Outside::Fade)));
    });
    let troops = resolved.troops().stands(&index, &answer, Outside::Fade);
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0));
    let theme = Theme::of(ThemeKind::Dark);
    let camera = Camera::new(LonLat::new(39.75, 48.6).expect("a place on the earth"), 7.0);
    let no = |_: &_| false;
    let emphasis =
        Emphasis { selected: &no, hovered: &no, selected_groups: &[], hovered_group: None, selected_stacks: &[], rows: [None; 2] };
    for (name, troops) in [("a frame with a thousand troop reports in view", troops.as_slice()), ("the same places without them", &[])] {
        let inputs = Inputs { situation: Some((&situation, &resolved)), troops, ..Inputs::basemap(camera, rect, theme) };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut share = Share::default();
                let output = ctx.run_ui(RawInput::default(), |ui| {
                    let picture = Picture::build(&inputs, &Shown::default(), ui.ctx());
                    let mut names = Fades::default();
                    names.follow(&picture, theme, None);
                    let mut list = DisplayList::new(ui.ctx());
                    add_picture(&picture, names.labels(), theme, &emphasis, &mut list);
                    list.paint(ui.painter());
                    share = picture.counts.troops;
                });
                assert!(troops.is_empty() || (share.n_shown > 80 && share.n_in_view > 400), "{share:?}");
                black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
            });
        });
    }
}

criterion_group!(benches, frames, frames_with_troops);
criterion_main!(benches);
