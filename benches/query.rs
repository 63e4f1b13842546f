//! How long it takes to answer a changed window or filter, and what a frame costs while the window is dragged: over 100,000 events and
//! 200,000 reports.
//!
//! Besides criterion's own figures it prints median and 95th percentile over questions that all differ, with the machine's load.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod common;
#[path = "common/large.rs"]
mod large;
#[path = "common/spread.rs"]
mod spread;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use large::{FIRST_DAY, Frames, N_DAYS, N_EVENTS, N_SOURCES};
use sandtable::app::State;
use sandtable::command::{Action, Command, EditCommand, TimeCommand};
use sandtable::model::{Graded, Moment, Regrade, Reliability};
use sandtable::query::{Answer, Clock, Counted, Facet, FacetCounts, Filter, Histogram, Index, Ledger, Question, Step, TimeWindow, Value};
use spread::spread;

const N_REPORTS: usize = 200_000;
const DAY_SECS: i64 = 86_400;

fn window(number: usize) -> TimeWindow {
    let first = (FIRST_DAY + (number as i64 * 7) % (N_DAYS - 40)) * DAY_SECS;
    TimeWindow::new(Moment(first), Moment(first + (1 + number as i64 % 60) * DAY_SECS - 1))
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
    let situation = large::situation(N_REPORTS);
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
    let situation = large::situation(N_REPORTS);
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
    let situation = large::situation(N_REPORTS);
    let mut state = large::opened(situation);
    let mut frames = Frames::new();
    let mut frame = |state: &mut State| frames.draw(state);
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
