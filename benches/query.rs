//! How long it takes to answer a changed window or filter, and what a frame costs while the window is dragged: over 100,000 events and
//! 200,000 reports.
//!
//! Besides criterion's own figures it prints median and 95th percentile over questions that all differ, with the machine's load.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod common;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use common::{Random, tell};
use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::app::{Desk, State};
use sandtable::base::Problems;
use sandtable::command::{Action, Command, Content, EditCommand, Loaded, News, TimeCommand};
use sandtable::document::Document;
use sandtable::model::{
    About, Actor, Credibility, Event, EventActor, EventPlace, Extra, Graded, Header, Link, Mode, Moment, Place, PlaceRole, Records,
    Regrade, Relation, Reliability, Report, Situation, Source, SourceKind, Stance, Subject, When,
};
use sandtable::placing::Resolved;
use sandtable::query::{
    Answer, Clock, Counted, Facet, FacetCounts, Filter, Histogram, Index, Ledger, Question, RecordNames, Step, TimeWindow, Value,
};

const N_EVENTS: usize = 100_000;
const N_REPORTS: usize = 200_000;
const N_PLACES: usize = 20_000;
const N_ACTORS: usize = 400;
const N_SOURCES: usize = 800;
/// 2024-01-01.
const FIRST_DAY: i64 = 19_723;
const N_DAYS: i64 = 700;
const DAY_SECS: i64 = 86_400;

fn day(random: &mut Random) -> String {
    let day = sandtable::model::CivilDay::from_number(FIRST_DAY + random.below(N_DAYS as usize) as i64);
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

fn when(random: &mut Random) -> Option<When> {
    let day = day(random);
    let text = match random.below(20) {
        0 => return None,
        1 => day.get(..7)?.to_owned(),
        2 => format!("[..{day}]"),
        3 => format!("{day}/.."),
        4 => format!("{day}?"),
        5 | 6 => format!("{day}T{:02}:{:02}:00Z", random.below(24), random.below(60)),
        _ => day,
    };
    When::parse(&text).ok()
}

fn situation() -> Situation {
    let mut random = Random(2024);
    let mut records = Records::default();
    for number in 0..N_PLACES {
        let id = sandtable::model::PlaceId::from(format!("p{number:05}").as_str());
        let at = geo::Point::new(20.0 + random.below(11_000) as f64 / 100.0, 30.0 + random.below(3_000) as f64 / 100.0);
        let part_of = (number > 200).then(|| format!("p{:05}", number % 200).as_str().into());
        records.places.insert(id.clone(), Place { geometry: Some(at.into()), part_of, ..Place::new(id, &format!("Place {number}")) });
    }
    for number in 0..N_ACTORS {
        let id = sandtable::model::ActorId::from(format!("a{number:03}").as_str());
        let part_of = (number > 20).then(|| format!("a{:03}", number % 20).as_str().into());
        let side = (number < 20).then(|| format!("side {}", number % 3));
        records.actors.insert(id.clone(), Actor { part_of, side, ..Actor::new(id, &format!("Actor {number}")) });
    }
    for number in 0..N_SOURCES {
        let id = sandtable::model::SourceId::from(format!("s{number:03}").as_str());
        let grade = Reliability::ALL[number % Reliability::ALL.len()];
        let graded = vec![Graded { on: None, by: None, grade, why: None, extra: Extra::new() }];
        let kind = Some(SourceKind::ALL[number % SourceKind::ALL.len()]);
        records.sources.insert(id.clone(), Source { kind, graded, ..Source::new(id, &format!("Source {number}")) });
    }
    for number in 0..N_EVENTS {
        let id = sandtable::model::EventId::from(format!("e{number:06}").as_str());
        let mut event = Event::new(id.clone(), &format!("Event {number} near a river"), Mode::ALL[random.below(Mode::ALL.len())]);
        event.when = when(&mut random);
        event.category = Some(format!("category {}", random.below(12)));
        event.tags = vec![format!("tag {}", random.below(60))];
        let place = |random: &mut Random| EventPlace {
            place: format!("p{:05}", random.below(N_PLACES)).as_str().into(),
            role: PlaceRole::At,
            extra: Extra::new(),
        };
        event.places = vec![place(&mut random)];
        let actor = |random: &mut Random| EventActor {
            actor: format!("a{:03}", random.below(N_ACTORS)).as_str().into(),
            role: None,
            extra: Extra::new(),
        };
        if number % 4 == 1 {
            let whole = format!("e{:06}", number - 1);
            event.links = vec![Link { event: whole.as_str().into(), rel: Relation::PartOf, extra: Extra::new() }];
        }
        event.actors = vec![actor(&mut random), actor(&mut random)];
        records.events.insert(id, event);
    }
    for number in 0..N_REPORTS {
        let id = sandtable::model::ReportId::from(format!("r{number:06}").as_str());
        let mut report = Report::new(id.clone(), format!("s{:03}", random.below(N_SOURCES)).as_str().into());
        report.published = when(&mut random);
        let event = format!("e{:06}", random.below(N_EVENTS));
        let mut about = About::new(Subject::Event(event.as_str().into()), Stance::ALL[random.below(Stance::ALL.len())]);
        about.credibility = Some(Credibility::ALL[random.below(Credibility::ALL.len())]);
        report.about = vec![about];
        records.reports.insert(id, report);
    }
    Situation::with_records(Header { title: "Large".to_owned(), ..Header::default() }, records)
}

fn window(number: usize) -> TimeWindow {
    let first = (FIRST_DAY + (number as i64 * 7) % (N_DAYS - 40)) * DAY_SECS;
    TimeWindow::new(Moment(first), Moment(first + (1 + number as i64 % 60) * DAY_SECS - 1))
}

/// Times what is done for each number by itself.
fn spread(name: &str, n: usize, mut work: impl FnMut(usize)) {
    // What is asked for on the command line, as criterion takes it.
    if std::env::args().skip(1).any(|word| !word.starts_with('-') && !name.contains(&word)) {
        return;
    }
    work(n);
    let timed = |number| {
        let begun = Instant::now();
        work(number);
        begun.elapsed()
    };
    tell(name, (0..n).map(timed).collect());
}

/// What is done when a question changed: the answer, counts of every kind, of every facet value, and the bars of the timeline.
fn answer_all(index: &Index, edges: &[Moment], filter: &Filter, window: Option<TimeWindow>) {
    let question = Question { filter, clock: Clock::Happened, window, view: None, with_words: None };
    let answer = Answer::of(index, &question);
    let kinds = index.kinds();
    for numbers in [&kinds.places, &kinds.actors, &kinds.sources, &kinds.events, &kinds.reports] {
        black_box(answer.count_range(numbers));
    }
    black_box(FacetCounts::of(index, &answer, Counted::Events));
    if !filter.is_empty() {
        black_box(Histogram::of(index, &answer, Clock::Happened, Counted::Events, edges));
    }
    black_box(answer);
}

fn filter(number: usize) -> Filter {
    let mut filter = Filter::default();
    let choices = [
        (Facet::Category, format!("category {}", number % 12)),
        (Facet::Actor, format!("a{:03}", number % 20)),
        (Facet::Reliability, "B".to_owned()),
        (Facet::Stance, "denies".to_owned()),
        (Facet::Place, format!("p{:05}", number % 200)),
        (Facet::Mode, "happened".to_owned()),
    ];
    // One facet or two, of events, of statements or of both.
    for at in [number % choices.len(), (number / 3) % choices.len()] {
        if let Some((facet, value)) = choices.get(at) {
            filter.set(*facet, sandtable::query::Choice { include: [Value::from(value.as_str())].into(), exclude: [].into() });
        }
    }
    filter
}

fn answers(criterion: &mut Criterion) {
    let situation = situation();
    let begun = Instant::now();
    let index = Index::of(&situation);
    println!("index of all: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let nothing = Filter::default();
    let (first, last) = (Moment(FIRST_DAY * DAY_SECS), Moment((FIRST_DAY + N_DAYS) * DAY_SECS));
    let edges = Step::filling(last.0 - first.0, 160).edges(first, last, &Default::default(), 162);
    spread("a changed window", 300, |number| answer_all(&index, &edges, &nothing, Some(window(number))));
    spread("a changed facet", 300, |number| answer_all(&index, &edges, &filter(number), None));
    spread("a changed facet in a window", 300, |number| answer_all(&index, &edges, &filter(number), Some(window(number))));
    let mut group = criterion.benchmark_group("100,000 events and 200,000 reports");
    let mut number = 0;
    group.bench_function("window", |bencher| {
        bencher.iter(|| {
            number += 1;
            answer_all(&index, &edges, &nothing, Some(window(number)));
        });
    });
    group.bench_function("facet", |bencher| {
        bencher.iter(|| {
            number += 1;
            answer_all(&index, &edges, &filter(number), None);
        });
    });
    group.finish();
}

fn ledger(criterion: &mut Criterion) {
    let situation = situation();
    let index = Index::of(&situation);
    let filter = Filter::default();
    let answer = Answer::of(&index, &Question { filter: &filter, clock: Clock::Happened, window: None, view: None, with_words: None });
    let mut group = criterion.benchmark_group("the ledger of 100,000 events and 200,000 reports");
    group.sample_size(20);
    group.bench_function("rows and columns", |bencher| bencher.iter(|| black_box(Ledger::of(&situation, &index, &answer, None))));
    let ledger = Ledger::of(&situation, &index, &answer, None);
    let mut row = 0;
    group.bench_function("what stands in 30 rows", |bencher| {
        bencher.iter(|| {
            row = (row + 997) % (N_EVENTS - 30);
            (row..row + 30).for_each(|row| drop(black_box(ledger.line(&situation, &index, row))));
        });
    });
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let situation = situation();
    let document = Document::new(situation, BTreeMap::new(), Default::default());
    let (index, resolved) = (Index::of(document.situation()), Resolved::of(document.situation(), None));
    let names = RecordNames::of(document.situation());
    let mut state = State::default();
    let content = Ok(Content::Situation(Box::new(document), Box::new(index), Box::new(resolved), Box::new(names)));
    state.run(Command::Loaded(Box::new(Loaded { path: "large".into(), content, problems: Problems::default(), news: News::default() })));
    let ctx = Context::default();
    let mut desk = Desk::new(&ctx);
    let mut time = 0.0;
    let mut frame = |state: &mut State| {
        time += 0.05;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0))),
            time: Some(time),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| {
            desk.pass(state, true, ui);
        });
        output.textures_delta.clear();
        black_box(output);
    };
    for _ in 0..10 {
        frame(&mut state);
    }
    let mut drag = |state: &mut State, number: usize| {
        let by = number as i64 * 6 * 3_600 % (600 * DAY_SECS);
        let first = FIRST_DAY * DAY_SECS + by;
        state.run(Command::Time(TimeCommand::Window(Some(TimeWindow::new(Moment(first), Moment(first + 30 * DAY_SECS - 1))))));
        frame(state);
    };
    spread("a frame of dragging the window", 300, |number| drag(&mut state, number));
    state.run(Command::Act(Action::ToggleFilter));
    spread("a frame of dragging the window, with the filter open", 300, |number| drag(&mut state, number));
    let mut number = 0;
    criterion.bench_function("a frame of dragging the window", |bencher| {
        bencher.iter(|| {
            number += 1;
            drag(&mut state, number);
        });
    });
    state.run(Command::Act(Action::ToggleFilter));
    let judged = |number: usize| Regrade::Source {
        source: format!("s{:03}", number % N_SOURCES).as_str().into(),
        judgement: Graded::bare(Reliability::ALL[number % Reliability::ALL.len()]),
    };
    // Of 250 reports each.
    spread("a frame in which a source is graded anew", 60, |number| {
        state.run(Command::Edit(EditCommand::Regrade(vec![judged(7 * number)])));
        frame(&mut state);
    });
    state.document().expect("a situation");
}

criterion_group!(benches, answers, ledger, frames);
criterion_main!(benches);
