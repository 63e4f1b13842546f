//! How long an edit of each kind takes with its undo, as far as the state and what is derived from all records go, and the frame after it:
//! of 100,000 events and 150,000 reports.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod common;
#[path = "common/large.rs"]
mod large;

use std::time::Instant;

use common::{Random, tell};
use criterion::{Criterion, criterion_group, criterion_main};
use large::{Frames, N_EVENTS, N_PLACES, N_SOURCES};
use sandtable::app::State;
use sandtable::command::{Action, Command};
use sandtable::model::{
    About, Credibility, Edit, Event, EventId, EventPlace, Extra, Graded, Header, Link, Mode, Place, PlaceRole, RecordId, Relation,
    Reliability, Report, ReportId, Situation, Source, Stance, Strength, Subject, Troops, When,
};

const N_REPORTS: usize = 150_000;

/// With troops that some reports tell of and that some events move.
fn situation() -> Situation {
    let mut situation = large::situation(N_REPORTS);
    let tell = |(number, report): (usize, &Report)| {
        let mut told = report.clone();
        let body = Some(format!("body {}", number % 500).as_str().into());
        let troops = Troops { body, strength: Some(Strength::Count(1_000)), actor: Some("a001".into()), ..Troops::default() };
        told.about.first_mut()?.troops = Some(Box::new(troops));
        Some(report_put(told))
    };
    let move_on = |event: &Event| {
        let (from, to) = (format!("p{:05}", event.title.len() * 97), format!("p{:05}", event.title.len() * 101));
        let at = |place: &str, role| EventPlace { place: place.into(), role, extra: Extra::new() };
        event_put(Event { places: vec![at(&from, PlaceRole::From), at(&to, PlaceRole::To)], ..event.clone() })
    };
    let told: Vec<Edit> = situation.reports().values().step_by(50).enumerate().filter_map(tell).collect();
    let moved: Vec<Edit> = situation.events().values().step_by(50).map(move_on).collect();
    situation.apply(Edit::All([told, moved].concat()));
    situation
}

fn an_event(situation: &Situation, random: &mut Random) -> Event {
    let id: EventId = format!("e{:06}", random.below(N_EVENTS)).as_str().into();
    situation.event(&id).expect("an event").clone()
}

fn a_report(situation: &Situation, random: &mut Random) -> Report {
    let id: ReportId = format!("r{:06}", random.below(N_REPORTS)).as_str().into();
    situation.report(&id).expect("a report").clone()
}

fn a_place(situation: &Situation, random: &mut Random) -> Place {
    situation.place(&format!("p{:05}", random.below(N_PLACES)).as_str().into()).expect("a place").clone()
}

fn a_source(situation: &Situation, random: &mut Random) -> Source {
    situation.source(&format!("s{:03}", random.below(N_SOURCES)).as_str().into()).expect("a source").clone()
}

fn event_put(event: Event) -> Edit {
    Edit::PutEvent(Box::new(event))
}

fn report_put(report: Report) -> Edit {
    Edit::PutReport(Box::new(report))
}

fn retold(situation: &Situation, random: &mut Random, change: impl FnMut(&mut About)) -> Edit {
    let mut changed = a_report(situation, random);
    changed.about.first_mut().into_iter().for_each(change);
    report_put(changed)
}

type Make = fn(&Situation, &mut Random) -> Edit;

/// Every kind of edit by its name.
const EDITS: [(&str, Make); 25] = [
    ("an event retitled", |situation, random| event_put(Event { title: "Another title".to_owned(), ..an_event(situation, random) })),
    ("an event redated", |situation, random| event_put(Event { when: When::parse("2024-05-06").ok(), ..an_event(situation, random) })),
    ("an event elsewhere", |situation, random| {
        let places = an_event(situation, random).places;
        event_put(Event { places, ..an_event(situation, random) })
    }),
    ("an event of others", |situation, random| {
        let actors = an_event(situation, random).actors;
        event_put(Event { actors, ..an_event(situation, random) })
    }),
    ("an event with a tag more", |situation, random| {
        let mut changed = an_event(situation, random);
        changed.tags.push(format!("tag {}", random.below(60)));
        event_put(changed)
    }),
    ("an event with a new tag", |situation, random| event_put(Event { tags: vec!["new".to_owned()], ..an_event(situation, random) })),
    ("an event of another category", |situation, random| {
        event_put(Event { category: Some(format!("category {}", random.below(12))), ..an_event(situation, random) })
    }),
    ("an event that is part of another", |situation, random| {
        let whole = an_event(situation, random).id;
        event_put(Event { links: vec![Link { event: whole, rel: Relation::PartOf, extra: Extra::new() }], ..an_event(situation, random) })
    }),
    ("a report of another stance", |situation, random| retold(situation, random, |about| about.stance = Stance::Denies)),
    ("a report of another credibility", |situation, random| retold(situation, random, |about| about.credibility = Some(Credibility::Five))),
    ("a report about another event", |situation, random| {
        let other = an_event(situation, random).id;
        retold(situation, random, |about| about.subject = Subject::Event(other.clone()))
    }),
    ("a report redated", |situation, random| {
        report_put(Report { published: When::parse("2024-05-06").ok(), ..a_report(situation, random) })
    }),
    ("a place moved", |situation, random| {
        let at = geo::Point::new(20.0 + random.below(11_000) as f64 / 100.0, 30.0 + random.below(3_000) as f64 / 100.0);
        Edit::PutPlace(Box::new(Place { geometry: Some(at.into()), ..a_place(situation, random) }))
    }),
    ("a place renamed", |situation, random| Edit::PutPlace(Box::new(Place { name: "Another".to_owned(), ..a_place(situation, random) }))),
    ("a source regraded", |situation, random| {
        let graded = vec![Graded::bare(Reliability::E)];
        Edit::PutSource(Box::new(Source { graded, ..a_source(situation, random) }))
    }),
    ("a source renamed", |situation, random| {
        Edit::PutSource(Box::new(Source { name: "Another".to_owned(), ..a_source(situation, random) }))
    }),
    ("an event added", |situation, random| {
        let like = an_event(situation, random);
        event_put(Event { id: format!("{}-b", like.id).as_str().into(), ..like })
    }),
    ("an event removed", |situation, random| Edit::Remove(RecordId::Event(an_event(situation, random).id))),
    ("a report added", |situation, random| {
        let like = a_report(situation, random);
        report_put(Report { id: format!("{}-b", like.id).as_str().into(), ..like })
    }),
    ("a report removed", |situation, random| Edit::Remove(RecordId::Report(a_report(situation, random).id))),
    ("a place added", |situation, random| {
        let like = a_place(situation, random);
        Edit::PutPlace(Box::new(Place { id: format!("{}-b", like.id).as_str().into(), ..like }))
    }),
    ("an event added with its report", |_, random| {
        let id = format!("e{:06}-b", random.below(N_EVENTS));
        let about = About::new(Subject::Event(id.as_str().into()), Stance::Asserts);
        let told =
            Report { about: vec![about], ..Report::new(format!("r{:06}-b", random.below(N_REPORTS)).as_str().into(), "s001".into()) };
        Edit::All(vec![event_put(Event::new(id.as_str().into(), "Something new", Mode::Happened)), report_put(told)])
    }),
    ("50 events tagged", |situation, random| {
        let tagged = (0..50).map(|_| {
            let mut changed = an_event(situation, random);
            changed.tags.push("picked".to_owned());
            event_put(changed)
        });
        Edit::All(tagged.collect())
    }),
    ("50 events removed", |situation, random| {
        Edit::All((0..50).map(|_| Edit::Remove(RecordId::Event(an_event(situation, random).id))).collect())
    }),
    ("another title of all", |situation, random| {
        Edit::PutHeader(Box::new(Header { title: format!("Title {}", random.below(1_000_000)), ..situation.header().clone() }))
    }),
];

fn edit(state: &mut State, make: Make, random: &mut Random) -> Command {
    let edit = make(state.situation().expect("a situation"), random);
    Command::step("edit", edit)
}

fn edits(criterion: &mut Criterion) {
    const N: usize = 20;
    let mut state = large::opened(situation());
    let mut frames = Frames::new();
    (0..10).for_each(|_| frames.draw(&mut state));
    let mut random = Random(7);
    let mut group = criterion.benchmark_group("an edit with its undo, of 100,000 events and 150,000 reports");
    group.sample_size(20);
    for (name, make) in EDITS {
        if std::env::args().skip(1).any(|word| !word.starts_with('-') && !name.contains(&word)) {
            continue;
        }
        let (mut both, mut drawn) = (Vec::with_capacity(N), Vec::with_capacity(N));
        for _ in 0..N {
            let command = edit(&mut state, make, &mut random);
            let begun = Instant::now();
            state.run(command);
            let edited = begun.elapsed();
            let begun = Instant::now();
            frames.draw(&mut state);
            drawn.push(begun.elapsed());
            let begun = Instant::now();
            state.run(Command::Act(Action::Undo));
            both.push(edited + begun.elapsed());
            frames.draw(&mut state);
        }
        tell(&format!("{name}, with its undo"), both);
        tell(&format!("{name}, the frame after it"), drawn);
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|n| {
                let timed = (0..n).map(|_| {
                    let command = edit(&mut state, make, &mut random);
                    let begun = Instant::now();
                    state.run(command);
                    state.run(Command::Act(Action::Undo));
                    begun.elapsed()
                });
                timed.sum()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, edits);
criterion_main!(benches);
