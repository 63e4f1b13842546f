//! How long what the window needs of a million rows takes: a window of time, what a picture shows of them, clusters of every zoom level.
//!
//! Besides criterion's own figures it prints median and 95th percentile over questions that all differ, with the machine's load.
#![expect(clippy::expect_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod common;
#[path = "common/spread.rs"]
mod spread;

use std::hint::black_box;
use std::sync::Arc;

use common::Random;
use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Pos2, Rect, vec2};
use geo::Coord;
use sandtable::dataset::{Breaks, Builder, Classes, Dataset, Mapping, Role, Value};
use sandtable::earth::LonLat;
use sandtable::map::{Dots, DotsOf, DotsOrder, View};
use sandtable::model::Moment;
use sandtable::placing::Placed;
use sandtable::query::{RowsAnswer, RowsQuestion, TimeWindow};
use sandtable::theme::Theme;
use sandtable::viewpoint::{Camera, DrawnAs, ThemeKind};
use spread::spread;

const N_ROWS: u32 = 1_000_000;
const DAY_SECS: i64 = 86_400;
/// 1 January 2018, as days since 1970.
const FIRST_DAY: i64 = 17_532;

/// Evenly from 0 to 1.
fn share(random: &mut Random) -> f64 {
    random.below(1 << 24) as f64 / f64::from(1 << 24)
}

/// Rows round some thousand places, as events are, on some 2,500 days.
fn layer() -> Dataset {
    let mut random = Random(7);
    let places: Vec<[f64; 2]> = (0..2_000).map(|_| [share(&mut random) * 340.0 - 170.0, share(&mut random) * 120.0 - 55.0]).collect();
    let mut builder = Builder::spooled("million", "bench");
    builder.set_mapping(Mapping { roles: vec![(Role::Start, "date".into()), (Role::Category, "kind".into())], ..Mapping::default() });
    for _ in 0..N_ROWS {
        let [lon, lat] = places.get(random.below(2_000)).copied().expect("one of them");
        let day = random.below(2_500);
        let date = format!("20{:02}-{:02}-{:02}", 18 + day / 360, 1 + day / 30 % 12, 1 + day % 28);
        builder.put("date", Value::Text(&date));
        builder.put("kind", Value::Text(["battle", "strike", "riot", "protest", "other"].get(random.below(5)).expect("one of them")));
        let mut scattered = |at: f64| at + (share(&mut random) + share(&mut random) + share(&mut random) - 1.5) * 4.0;
        let at = Coord { x: scattered(lon), y: scattered(lat) };
        builder.end_point(Some(at), 0..0).expect("not too many");
    }
    builder.finish().expect("the spool can be read")
}

fn view(zoom: f64) -> View {
    let camera = Camera::new(LonLat::new(20.0, 20.0).expect("on earth"), zoom);
    View::new(camera, Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0)))
}

fn a_million_rows(criterion: &mut Criterion) {
    let layer = layer();
    criterion.bench_function("a million rows are placed", |bencher| bencher.iter(|| black_box(Placed::of(&layer))));
    let placed = Placed::of(&layer);
    let scatter = placed.scatter.clone().expect("they are points");
    let question = |number: usize| {
        let first = (FIRST_DAY + (number as i64 * 37) % 2_400) * DAY_SECS;
        let window = TimeWindow::new(Moment(first), Moment(first + 30 * DAY_SECS - 1));
        RowsQuestion { window: Some(window), ..RowsQuestion::default() }
    };
    spread("a window over a million rows is answered", 50, |number| {
        black_box(RowsAnswer::of(&layer, &placed.dates, &question(number), &[]));
    });
    let classes = Arc::new(Classes::of(&layer, layer.columns().get(1).expect("two columns"), Breaks::default()).expect("there are words"));
    let order = |zoom: f64, drawn_as: DrawnAs, answer: Option<&Arc<RowsAnswer>>, classes: Option<&Arc<Classes>>| DotsOrder {
        layer: 0,
        of: DotsOf::Points(Arc::clone(&scatter)),
        view: view(zoom),
        pixels_per_point: 1.0,
        rows: answer.cloned(),
        classes: classes.cloned(),
        sizes: None,
        drawn_as,
        opacity: 1.0,
        is_for_adapter: false,
        theme: Theme::of(ThemeKind::Dark),
    };
    let zooms = |number: usize| 1.5 + (number % 16) as f64 / 8.0;
    spread("a million points become an image", 32, |number| {
        Dots::of(order(zooms(number), DrawnAs::Points, None, None)).prepare();
    });
    spread("a million points in colours become an image", 32, |number| {
        Dots::of(order(zooms(number), DrawnAs::Points, None, Some(&classes))).prepare();
    });
    spread("a window of a million points becomes an image", 32, |number| {
        let answer = Arc::new(RowsAnswer::of(&layer, &placed.dates, &question(number), &[]));
        Dots::of(order(1.5, DrawnAs::Points, Some(&answer), None)).prepare();
    });
    spread("a million points become heat", 32, |number| {
        Dots::of(order(zooms(number), DrawnAs::Heat, None, None)).prepare();
    });
    spread("a million points become clusters", 32, |number| {
        black_box(Dots::of(order(zooms(number), DrawnAs::Clusters, None, None)).clusters().len());
    });
    // What others make an index of all levels for: there is none, as each view is clustered from the points themselves.
    spread("a million points are placed and become clusters in a view of each of 17 zoom levels", 5, |_| {
        let scatter = Placed::of(&layer).scatter.expect("they are points");
        for zoom in 0..=16_u8 {
            let order = DotsOrder { of: DotsOf::Points(Arc::clone(&scatter)), ..order(f64::from(zoom), DrawnAs::Clusters, None, None) };
            black_box(Dots::of(order).clusters().len());
        }
    });
}

criterion_group!(benches, a_million_rows);
criterion_main!(benches);
