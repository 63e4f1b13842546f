//! The time that is looked at: setting the window, moving it, playing.

use crate::app::run::look;
use crate::app::state::State;
use crate::command::{Action, Notice, TimeCommand};
use crate::model::{Moment, Situation, Zone};
use crate::query::{Clock, Extent, Fit, Step, TimeWindow};
use crate::viewpoint::{Item, Outside, TimeMode};
use crate::wording;

/// Play that goes on: what has passed and is not yet a whole second of the situation's time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Playing {
    rest_secs: f64,
}

pub fn run(state: &mut State, command: TimeCommand) {
    let time = &mut state.viewpoint.time;
    match command {
        TimeCommand::Window(window) => {
            set_window(state, window);
            follow(state);
        }
        TimeCommand::Mode(mode) => set_mode(state, mode),
        TimeCommand::Clock(clock) => {
            log::info!("clock {}", clock.name());
            time.clock = clock;
            time.extent = None;
        }
        TimeCommand::Outside(outside) => time.outside = outside,
        TimeCommand::Extent(extent) => time.extent = extent.filter(|[first, last]| first < last),
        TimeCommand::Lanes(lanes) => {
            log::info!("lanes {lanes:?}");
            time.lanes = lanes;
        }
        TimeCommand::Speed(speed) => time.speed_secs = speed.filter(|secs| *secs > 0),
        TimeCommand::Play(is_on) => play(state, is_on),
    }
}

pub fn act(state: &mut State, action: Action) {
    match action {
        Action::PlayPause => play(state, state.playing.is_none()),
        Action::NextEvent => step(state, true),
        Action::PreviousEvent => step(state, false),
        Action::WholeTime => set_window(state, None),
        Action::NextClock => {
            let next = Clock::ALL.into_iter().cycle().skip_while(|clock| *clock != state.viewpoint.time.clock).nth(1);
            run(state, TimeCommand::Clock(next.unwrap_or_default()));
        }
        Action::NextTimeMode => {
            let next = TimeMode::ALL.into_iter().cycle().skip_while(|mode| *mode != state.viewpoint.time.mode).nth(1);
            set_mode(state, next.unwrap_or_default());
        }
        Action::ToggleOutside => {
            let outside = if state.viewpoint.time.outside == Outside::Fade { Outside::Hide } else { Outside::Fade };
            state.viewpoint.time.outside = outside;
            log::info!("what is left out: {outside:?}");
        }
        _ => {}
    }
}

fn set_window(state: &mut State, window: Option<TimeWindow>) {
    if window != state.viewpoint.time.window {
        let ends = window.map(|window| [window.first, window.last].map(|at| at.map(|at| at.0)));
        match ends {
            Some([first, last]) => log::info!("window {first:?} to {last:?}"),
            None => log::info!("window none"),
        }
    }
    if window.is_none() {
        state.playing = None;
    }
    state.viewpoint.time.window = window;
}

fn zone(state: &State) -> Zone {
    state.situation().map(Situation::zone).cloned().unwrap_or_default()
}

/// From the first to the last moment of the situation's events.
fn span(state: &mut State) -> Option<[Moment; 2]> {
    state.refresh();
    state.span(state.viewpoint.time.clock)
}

/// The stretch of the calendar that is one moment of play: about a fiftieth of all.
fn unit([first, last]: [Moment; 2]) -> Step {
    const N_STEPS: usize = 50;
    Step::filling(last.0.saturating_sub(first.0), N_STEPS)
}

/// The stretch of the calendar that a moment lies in.
fn stretch_at(at: Moment, unit: Step, zone: &Zone) -> TimeWindow {
    TimeWindow::new(unit.floor(at, zone), Moment(unit.next(at, zone).0 - 1))
}

fn set_mode(state: &mut State, mode: TimeMode) {
    log::info!("time {mode:?}");
    state.viewpoint.time.mode = mode;
    let Some(span) = span(state) else { return };
    let zone = zone(state);
    let window = state.viewpoint.time.window;
    let as_of = state.situation().and_then(Situation::as_of_end);
    // Without a window the situation is seen as it was described.
    let last = window.and_then(|window| window.last).or(as_of).unwrap_or(span[1]).clamp(span[0], span[1].max(span[0]));
    let window = match mode {
        TimeMode::Cumulative => Some(TimeWindow { first: None, last: Some(window.and_then(|window| window.last).unwrap_or(last)) }),
        TimeMode::Instant => Some(stretch_at(last, unit(span), &zone)),
        // All up to a moment becomes all from the first.
        TimeMode::Window => window
            .map(|TimeWindow { first, last }| TimeWindow { first: first.or(Some(span[0])), last })
            .filter(|window| window.first <= window.last || window.last.is_none()),
    };
    set_window(state, window);
}

fn play(state: &mut State, is_on: bool) {
    if !is_on {
        if state.playing.take().is_some() {
            state.viewpoint.time.window = state.viewpoint.time.window.map(|window| in_whole_days(window, &zone(state)));
            log::info!("play stopped");
        }
        return;
    }
    let Some(span) = span(state) else { return };
    let window = state.viewpoint.time.window;
    let is_at_end = window.is_none_or(|window| window.last.is_none_or(|last| last >= span[1]));
    if is_at_end {
        let first = start_of_play(state, span);
        set_window(state, Some(first));
        follow(state);
    }
    state.playing = Some(Playing::default());
    log::info!("play started");
}

/// A window of whole days that play stopped in the middle of days, as a person would say it.
fn in_whole_days(window: TimeWindow, zone: &Zone) -> TimeWindow {
    const DAY_SECS: i64 = 86_400;
    let end_of_day = |at: Moment| Moment(Step::Day.next(at, zone).0 - 1);
    match (window.first, window.last, window.length_secs()) {
        (Some(first), Some(_), Some(length)) if length % DAY_SECS == 0 => {
            let first = Step::Day.floor(first, zone);
            TimeWindow::new(first, end_of_day(Moment(first.0.saturating_add(length - 1))))
        }
        (None, Some(last), _) => TimeWindow { first: None, last: Some(end_of_day(last)) },
        _ => window,
    }
}

/// The window that play begins with: as long as it is, where it does not hold everything.
fn start_of_play(state: &State, span: [Moment; 2]) -> TimeWindow {
    let zone = zone(state);
    let beginning = stretch_at(span[0], unit(span), &zone);
    let whole = span[1].0.saturating_sub(span[0].0);
    match (state.viewpoint.time.mode, state.viewpoint.time.window.and_then(TimeWindow::length_secs)) {
        (TimeMode::Cumulative, _) => TimeWindow { first: None, ..beginning },
        (TimeMode::Window, Some(length)) if length < whole => {
            let first = beginning.first.unwrap_or(span[0]);
            TimeWindow::new(first, Moment(first.0.saturating_add(length - 1)))
        }
        _ => beginning,
    }
}

/// So much time has passed for whoever watches.
pub fn tick(state: &mut State, seconds: f64) {
    let Some(Playing { rest_secs }) = state.playing else { return };
    let (Some(span), Some(window)) = (span(state), state.viewpoint.time.window) else { return };
    let speed = speed_secs(state.viewpoint.time.speed_secs, span);
    let passed = (rest_secs + seconds * speed as f64).min(9e18);
    let last = window.last.unwrap_or(span[1]);
    let (moved, moved_secs) = if state.viewpoint.time.mode == TimeMode::Instant {
        // From stretch to stretch: half of one day and half of another is no moment.
        let next = stretch_at(Moment(last.0.saturating_add(1)), unit(span), &zone(state));
        let stays_secs = next.length_secs().unwrap_or(1);
        if passed < stays_secs as f64 { (window, 0.0) } else { (next, stays_secs as f64) }
    } else {
        // It ends where the last event does.
        let secs = (passed as i64).min(span[1].0.saturating_sub(last.0)).max(0);
        let by = |at: Moment| Moment(at.0.saturating_add(secs));
        (TimeWindow { first: window.first.map(by), last: window.last.map(by) }, passed.floor())
    };
    state.playing = Some(Playing { rest_secs: (passed - moved_secs).max(0.0) });
    if moved != window {
        state.viewpoint.time.window = Some(moved);
        follow(state);
    }
    if moved.last.is_none_or(|last| last >= span[1]) {
        play(state, false);
    }
}

/// How many seconds of the situation's time pass in one of play.
pub fn speed_secs(chosen: Option<i64>, [first, last]: [Moment; 2]) -> i64 {
    const WHOLE_IN_SECS: i64 = 30;
    chosen.unwrap_or_else(|| (last.0.saturating_sub(first.0) / WHOLE_IN_SECS).max(60))
}

/// Where the timeline shows only a part, and the window leaves it: moves the part along.
fn follow(state: &mut State) {
    let time = &mut state.viewpoint.time;
    let (Some([first, last]), Some(window)) = (time.extent, time.window) else { return };
    let is_begun = window.first.is_none_or(|at| at <= last);
    let is_over = window.last.is_some_and(|at| at < first);
    // A window of which a part is seen stays: an end of it may be being dragged.
    if is_begun && !is_over && state.playing.is_none() {
        return;
    }
    let Some(head) = window.last.or(window.first) else { return };
    let room = last.0.saturating_sub(first.0) / 10;
    let by = if head > last {
        head.0.saturating_sub(last.0).saturating_add(room)
    } else if head < first {
        head.0.saturating_sub(first.0).saturating_sub(room)
    } else {
        return;
    };
    time.extent = Some([first, last].map(|at| Moment(at.0.saturating_add(by))));
}

/// Goes to the next event in time, or the one before, by the clock that is looked at: of those that are shown but for the window.
/// The window moves so that it is in it.
fn step(state: &mut State, is_forward: bool) {
    state.refresh();
    let (Some(index), Some(answer)) = (state.index.get(), state.answer.get()) else { return };
    let clock = state.viewpoint.time.clock;
    let window = state.viewpoint.time.window;
    let selected = match &state.viewpoint.selection {
        Some(Item::Record(id)) => index.number_of(id),
        _ => None,
    };
    let key = |number: u32| index.extent(clock, number).map(|extent| (extent.first_start, extent.last_end, number));
    let shown = index.kinds().events.clone().filter(|number| answer.is_shown_at_another_time(index, *number));
    let dated = shown.filter_map(key);
    // From the selection, unless the window has left it; then from where the window is.
    let is_in = |number: &u32| {
        let extent = index.extent(clock, *number);
        window.is_none_or(|window| extent.is_some_and(|extent| extent.fit(window) != Fit::Out))
    };
    let from = selected.filter(is_in).and_then(key);
    let head = window.and_then(|window| if is_forward { window.first } else { window.last });
    let is_beyond = |at: &(Moment, Moment, u32)| match (from, head) {
        (Some(from), _) if is_forward => *at > from,
        (Some(from), _) => *at < from,
        (None, Some(head)) if is_forward => at.0 >= head,
        (None, Some(head)) => at.1 <= head,
        (None, None) => true,
    };
    let beyond = dated.filter(is_beyond);
    let next = if is_forward { beyond.min() } else { beyond.max() };
    let Some((_, _, number)) = next else {
        state.notice = Some(Notice::Done(wording::NO_FURTHER_EVENT.to_owned()));
        return;
    };
    let (Some(id), Some(extent)) = (index.id(number).cloned(), index.extent(clock, number).cloned()) else { return };
    let moved = window.filter(|window| extent.fit(*window) == Fit::Out).map(|window| moved_to(window, &extent, state));
    if let Some(moved) = moved {
        set_window(state, Some(moved));
        follow(state);
    }
    look::select(state, Some(Item::Record(id)));
}

/// A window moved, as long as it was, so that something is in it.
fn moved_to(window: TimeWindow, extent: &Extent, state: &State) -> TimeWindow {
    const DAY_SECS: i64 = 86_400;
    let is_finite = |at: &Moment| !matches!(at.0, i64::MIN | i64::MAX);
    let zone = zone(state);
    let bounds = [extent.first_start, extent.last_start, extent.first_end, extent.last_end];
    let at = bounds.into_iter().find(is_finite).unwrap_or(Moment(0));
    let time = &state.viewpoint.time;
    let span = state.span(time.clock);
    match (window.first, window.length_secs(), time.mode, span) {
        (_, _, TimeMode::Instant, Some(span)) => stretch_at(at, unit(span), &zone),
        (Some(_), Some(length), ..) => {
            let first = if length % DAY_SECS == 0 { Step::Day.floor(at, &zone) } else { at };
            TimeWindow::new(first, Moment(first.0.saturating_add(length - 1)))
        }
        // Of all from a moment on, the moment goes back.
        (Some(_), None, ..) => TimeWindow { first: Some(Step::Day.floor(at, &zone)), ..window },
        // Of all up to a moment it goes on.
        _ => TimeWindow { last: Some(Moment(Step::Day.next(at, &zone).0 - 1)), ..window },
    }
}
