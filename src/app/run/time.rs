//! The time that is looked at: setting the window, moving it, playing.

use crate::app::run::look;
use crate::app::state::State;
use crate::command::{Action, TimeCommand};
use crate::model::Moment;
use crate::query::{Clock, Fit, Step, TimeWindow};
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
        TimeCommand::Window(window) => set_window(state, window),
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
        let text = window.map(|window| format!("{:?}/{:?}", window.first.map(|at| at.0), window.last.map(|at| at.0)));
        log::info!("window {}", text.as_deref().unwrap_or("none"));
    }
    if window.is_none() {
        state.playing = None;
    }
    state.viewpoint.time.window = window;
}

/// From the first to the last moment of the situation's events.
fn span(state: &mut State) -> Option<[Moment; 2]> {
    state.refresh();
    state.index.get()?.span(state.viewpoint.time.clock)
}

/// The stretch of the calendar that one step of play goes: about a fiftieth of all.
fn unit([first, last]: [Moment; 2]) -> Step {
    const N_STEPS: usize = 50;
    // A day is the grain of dates: shorter only where all is within a few days.
    Step::filling(last.0.saturating_sub(first.0), N_STEPS)
}

fn set_mode(state: &mut State, mode: TimeMode) {
    log::info!("time {mode:?}");
    state.viewpoint.time.mode = mode;
    let Some(span) = span(state) else { return };
    let zone = state.dates.get().map(|dates| dates.zone.clone()).unwrap_or_default();
    let last = state.viewpoint.time.window.and_then(|window| window.last).unwrap_or(span[1]);
    let first = state.viewpoint.time.window.and_then(|window| window.first);
    let window = match mode {
        TimeMode::Cumulative => Some(TimeWindow { first: None, last: Some(last) }),
        TimeMode::Instant => {
            let unit = unit(span);
            Some(TimeWindow::new(unit.floor(last, &zone), Moment(unit.next(last, &zone).0 - 1)))
        }
        // All up to a moment becomes all from the first.
        TimeMode::Window => state.viewpoint.time.window.map(|_| TimeWindow::new(first.unwrap_or(span[0].min(last)), last)),
    };
    set_window(state, window);
}

fn play(state: &mut State, is_on: bool) {
    if !is_on {
        if state.playing.take().is_some() {
            log::info!("play stopped");
        }
        return;
    }
    let Some(span) = span(state) else { return };
    let is_at_end = state.viewpoint.time.window.is_none_or(|window| window.last.is_none_or(|last| last >= span[1]));
    if is_at_end {
        let zone = state.dates.get().map(|dates| dates.zone.clone()).unwrap_or_default();
        let unit = unit(span);
        let length = state.viewpoint.time.window.and_then(TimeWindow::length_secs);
        let first = unit.floor(span[0], &zone);
        let last = match length {
            Some(length) if length < span[1].0.saturating_sub(span[0].0) => Moment(first.0.saturating_add(length - 1)),
            _ => Moment(unit.next(first, &zone).0 - 1),
        };
        let first = (state.viewpoint.time.mode != TimeMode::Cumulative).then_some(first);
        set_window(state, Some(TimeWindow { first, last: Some(last) }));
    }
    state.playing = Some(Playing::default());
    log::info!("play started");
}

/// So much time has passed for whoever watches.
pub fn tick(state: &mut State, seconds: f64) {
    let Some(Playing { rest_secs }) = state.playing else { return };
    let Some(span) = span(state) else { return };
    let speed = speed_secs(state.viewpoint.time.speed_secs, span);
    let passed = rest_secs + seconds * speed as f64;
    let moved = passed.floor();
    state.playing = Some(Playing { rest_secs: passed - moved });
    let Some(window) = state.viewpoint.time.window else { return };
    let by = |at: Moment| Moment(at.0.saturating_add(moved as i64));
    state.viewpoint.time.window = Some(TimeWindow { first: window.first.map(by), last: window.last.map(by) });
    if window.last.is_none_or(|last| by(last) >= span[1]) {
        play(state, false);
    }
}

/// How many seconds of the situation's time pass in one of play.
pub fn speed_secs(chosen: Option<i64>, [first, last]: [Moment; 2]) -> i64 {
    const WHOLE_IN_SECS: i64 = 30;
    chosen.unwrap_or_else(|| (last.0.saturating_sub(first.0) / WHOLE_IN_SECS).max(60))
}

/// Goes to the next event in time, or the one before, by the clock that is looked at: of those that are shown but for the window.
/// The window moves so that it is in it.
fn step(state: &mut State, is_forward: bool) {
    state.refresh();
    let (Some(index), Some(answer)) = (state.index.get(), state.answer.get()) else { return };
    let clock = state.viewpoint.time.clock;
    let selected = match &state.viewpoint.selection {
        Some(Item::Record(id)) => index.number_of(id),
        _ => None,
    };
    let key = |number: u32| index.extent(clock, number).map(|extent| (extent.first_start, extent.last_end, number));
    let shown = index.kinds().events.clone().filter(|number| answer.is_shown_at_another_time(index, *number));
    let dated = shown.filter_map(key);
    // From the selection, or else from where the window ends.
    let from = selected.and_then(key);
    let head = state.viewpoint.time.window.and_then(|window| if is_forward { window.first } else { window.last });
    let is_beyond = |at: &(Moment, Moment, u32)| match (from, head) {
        (Some(from), _) => {
            if is_forward {
                *at > from
            } else {
                *at < from
            }
        }
        (None, Some(head)) => {
            if is_forward {
                at.0 >= head
            } else {
                at.1 <= head
            }
        }
        (None, None) => true,
    };
    let beyond = dated.filter(is_beyond);
    let next = if is_forward { beyond.min() } else { beyond.max() };
    let Some((_, _, number)) = next else {
        state.notice = Some(crate::command::Notice::Done(wording::NO_FURTHER_EVENT.to_owned()));
        return;
    };
    let (Some(id), Some(extent)) = (index.id(number).cloned(), index.extent(clock, number).cloned()) else { return };
    if let Some(window) = state.viewpoint.time.window.filter(|window| extent.fit(*window) == Fit::Out) {
        let moved = moved_to(window, &extent, state);
        set_window(state, Some(moved));
    }
    look::select(state, Some(Item::Record(id)));
}

/// A window moved, as long as it was, so that something is in it.
fn moved_to(window: TimeWindow, extent: &crate::query::Extent, state: &State) -> TimeWindow {
    let (finite, zone) =
        (|at: Moment| !matches!(at.0, i64::MIN | i64::MAX), state.dates.get().map(|dates| dates.zone.clone()).unwrap_or_default());
    let bounds = [extent.first_start, extent.last_start, extent.first_end, extent.last_end];
    let at = bounds.into_iter().find(|at| finite(*at)).unwrap_or(Moment(0));
    match (window.first, window.length_secs()) {
        (Some(_), Some(length)) => {
            let first = if length % 86_400 == 0 { Step::Day.floor(at, &zone) } else { at };
            TimeWindow::new(first, Moment(first.0.saturating_add(length - 1)))
        }
        // Of all up to a moment the moment goes on.
        _ => TimeWindow { last: Some(Moment(Step::Day.next(at, &zone).0 - 1)), ..window },
    }
}
