//! How long a keystroke in the search takes to be answered, over 300,000 records and the whole gazetteer, and how long it takes to make
//! them ready.
//!
//! Prints the median and the 95th percentile of all keystrokes of some queries typed letter by letter, with the load of the machine.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot go on stops, and tells what it measured")]

mod common;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use common::{Random, tell};
use criterion::{Criterion, criterion_group, criterion_main};
use sandtable::base::Problems;
use sandtable::document::Document;
use sandtable::formats::native;
use sandtable::gazetteer::PlaceNames;
use sandtable::panels::{Searched, choices};
use sandtable::query::{Index, RecordNames, World};

const N_EVENTS: usize = 100_000;
const N_REPORTS: usize = 200_000;
const N_PLACES: usize = 2_000;
const N_SOURCES: usize = 500;

const QUERIES: [&str; 26] = [
    "kursk",
    "Курская область",
    "pyongyang",
    "평양",
    "new york",
    "vostochny",
    "artillery near",
    "convoy seen near belgorod",
    "soldiers of the 4th brigade",
    "the the the",
    "event 4711",
    "a",
    "e",
    "s",
    "in",
    "vladivistok",
    "zaporizhzhia oblast",
    "moscow idaho",
    "51.73 36.19",
    "37U CT 05952 34746",
    "theme",
    "ministry denies",
    "reported drone strike",
    "unfindable nonsense words",
    "internationalisation",
    "rostov on don",
];

fn any<'a>(random: &mut Random, words: &[&'a str]) -> &'a str {
    words.get(random.below(words.len())).copied().unwrap_or_default()
}

fn situation() -> Document {
    const SUBJECTS: [&str; 12] = [
        "Convoy",
        "Soldiers of the 4th brigade",
        "Artillery",
        "A train with ammunition",
        "Engineers",
        "Two drones",
        "The 11th corps",
        "Special forces",
        "A delegation",
        "Instructors",
        "Mine clearers",
        "An aircraft",
    ];
    const DEEDS: [&str; 10] = [
        "seen near",
        "reported at",
        "moved to",
        "withdrawn from",
        "stationed in",
        "trained in",
        "struck at",
        "expected in",
        "photographed near",
        "denied entry to",
    ];
    const SAYERS: [&str; 8] = ["Ministry", "Agency", "Governor", "Channel", "Officials", "Newspaper", "Observer", "Embassy"];
    const SAYINGS: [&str; 6] = ["reports", "denies", "confirms", "cannot confirm", "comments on", "retracts"];
    let names = PlaceNames::embedded().expect("place names");
    let mut random = Random(2024);
    let town = |random: &mut Random| names.subject(random.below(20_000) as u32).map_or("", |subject| subject.name).replace(['"', '\\'], "");
    let mut places = String::from(r#"{"type": "FeatureCollection", "features": ["#);
    for at in 0..N_PLACES {
        let comma = if at > 0 { "," } else { "" };
        let name = town(&mut random);
        let _ = write!(places, r#"{comma}{{"type": "Feature", "id": "p{at}", "geometry": null, "properties": {{"name": "{name}"}}}}"#);
    }
    places.push_str("]}");
    let list = |n: usize, record: &mut dyn FnMut(usize) -> String| format!("[{}]", (0..n).map(record).collect::<Vec<_>>().join(","));
    let sources =
        list(N_SOURCES, &mut |at| format!(r#"{{"id": "s{at}", "name": "{} of {}"}}"#, any(&mut random, &SAYERS), town(&mut random)));
    let events = list(N_EVENTS, &mut |at| {
        let (who, did) = (any(&mut random, &SUBJECTS), any(&mut random, &DEEDS));
        let place = random.below(N_PLACES);
        format!(
            r#"{{"id": "e{at}", "title": "{who} {did} {}, event {at}", "mode": "happened", "places": [{{"place": "p{place}", "role": "at"}}]}}"#,
            town(&mut random)
        )
    });
    let reports = list(N_REPORTS, &mut |at| {
        let (source, event) = (random.below(N_SOURCES), random.below(N_EVENTS));
        let title = if at % 2 == 0 {
            let (who, says, what) = (any(&mut random, &SAYERS), any(&mut random, &SAYINGS), any(&mut random, &SUBJECTS));
            format!(r#""title": "{who} {says}: {what} in {}", "#, town(&mut random))
        } else {
            String::new()
        };
        format!(r#"{{"id": "r{at}", {title}"source": "s{source}", "about": [{{"event": "e{event}", "stance": "asserts"}}]}}"#)
    });
    let files = [
        ("situation.json", r#"{"format": 1, "title": "Large"}"#.to_owned()),
        ("places.geojson", places),
        ("sources.json", sources),
        ("events.json", events),
        ("reports.json", reports),
    ];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    native::read(files, &mut Problems::default()).expect("a situation")
}

fn search(criterion: &mut Criterion) {
    const N_ROUNDS: usize = 5;
    let document = situation();
    let situation = document.situation();
    let index = Index::of(situation);
    let begun = Instant::now();
    let records = RecordNames::of(situation);
    println!("names of {} records: {:?}, {} kB", index.n_records(), begun.elapsed(), records.size() / 1000);
    let begun = Instant::now();
    let world = World::embedded().expect("the world");
    println!("names of the world: {:?}, {} kB", begun.elapsed(), world.size() / 1000);
    let searched = Searched { records: &records, world: Some(world) };
    let keystrokes: Vec<&str> =
        QUERIES.iter().flat_map(|query| query.char_indices().filter_map(|(at, letter)| query.get(..at + letter.len_utf8()))).collect();
    let timed = |typed: &&str| {
        let begun = Instant::now();
        black_box(choices(&searched, typed));
        begun.elapsed()
    };
    tell("a keystroke", (0..N_ROUNDS).flat_map(|_| keystrokes.iter().map(timed)).collect());

    let mut group = criterion.benchmark_group("300,000 records and the world");
    group.sample_size(10);
    group.bench_function("all keystrokes", |bencher| {
        bencher.iter(|| keystrokes.iter().for_each(|typed| drop(black_box(choices(&searched, typed)))));
    });
    group.bench_function("make the names of all records ready", |bencher| bencher.iter(|| black_box(RecordNames::of(situation))));
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
