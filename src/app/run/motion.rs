//! Motion of the camera: flights, glides, a drag that runs out. Nothing moves where motion is switched off: it jumps.

use crate::app::run::look::set_camera;
use crate::app::state::{Motion, State, Views};
use crate::viewpoint::{Camera, Flight};

/// Share of a fling's speed that is left after a second.
const LEFT_AFTER_A_SECOND: f64 = 0.006;
/// In points a second: slower than this is at rest.
const SLOWEST: f64 = 12.0;
/// In points a second: a faster fling only loses the way.
const FASTEST: f64 = 4_000.0;

/// What was moving is where it was going to be.
pub fn stop(state: &mut State) {
    let camera = destination(state);
    state.motion = None;
    set_camera(state, camera);
}

/// Lets things move by themselves or not, as the system asks.
pub fn allow(state: &mut State, is_on: bool) {
    state.does_system_move = is_on;
    if !state.is_motion_on() {
        stop(state);
    }
    log::info!("motion {}", if is_on { "on" } else { "off" });
}

/// Goes to another view, which can be gone back from.
pub fn go_to(state: &mut State, camera: Camera) {
    let from = state.viewpoint.camera;
    if from != camera {
        state.views.leave(from);
    }
    glide_to(state, camera);
}

/// Goes to another view that is only a step from this one.
pub fn glide_to(state: &mut State, camera: Camera) {
    if state.is_motion_on() && camera != state.viewpoint.camera {
        state.motion = Some(Motion::Flight { flight: Flight::new(state.viewpoint.camera, camera, state.map_size), elapsed_secs: 0.0 });
    } else {
        state.motion = None;
        set_camera(state, camera);
    }
}

/// Where the camera is or is going to be.
pub fn destination(state: &State) -> Camera {
    match &state.motion {
        Some(Motion::Flight { flight, .. }) => flight.at(1.0),
        _ => state.viewpoint.camera,
    }
}

pub fn fling(state: &mut State, [x, y]: [f64; 2]) {
    let speed = x.hypot(y);
    if state.is_motion_on() && speed > SLOWEST * 4.0 {
        let share = (FASTEST / speed).min(1.0);
        state.motion = Some(Motion::Fling { velocity: [x * share, y * share] });
    }
}

pub fn tick(state: &mut State, seconds: f64) {
    let size = state.map_size;
    match state.motion.take() {
        None => {}
        Some(Motion::Flight { flight, elapsed_secs }) => {
            let elapsed_secs = elapsed_secs + seconds;
            let share = elapsed_secs / flight.duration_secs();
            if share >= 1.0 {
                set_camera(state, flight.at(1.0));
            } else {
                state.viewpoint.camera = flight.at(share).within(size);
                state.motion = Some(Motion::Flight { flight, elapsed_secs });
            }
        }
        Some(Motion::Fling { velocity: [x, y] }) => {
            let left = LEFT_AFTER_A_SECOND.powf(seconds);
            let moved = state.viewpoint.camera.panned([x * seconds, y * seconds], size);
            if (x * left).hypot(y * left) < SLOWEST {
                set_camera(state, moved);
            } else {
                state.viewpoint.camera = moved;
                state.motion = Some(Motion::Fling { velocity: [x * left, y * left] });
            }
        }
    }
}

impl Views {
    const MOST: usize = 100;

    fn leave(&mut self, camera: Camera) {
        self.behind.push(camera);
        self.ahead.clear();
        if self.behind.len() > Self::MOST {
            self.behind.remove(0);
        }
    }

    /// The view before or after this one, if there is one.
    pub fn step(&mut self, now: Camera, forward: bool) -> Option<Camera> {
        let (from, to) = if forward { (&mut self.ahead, &mut self.behind) } else { (&mut self.behind, &mut self.ahead) };
        let next = from.pop()?;
        to.push(now);
        Some(next)
    }
}
