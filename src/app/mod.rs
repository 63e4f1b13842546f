//! The program: its state, the one place that changes it, and the shells around it (window, picture file).
//!
//! Main types: [`State`] with [`State::run`], [`Effect`], [`Desk`] (one pass of all panels over a state).
//!
//! **Does not:** draw widgets itself, or let anything but `State::run` change the state.

mod desk;
pub mod files;
pub mod load;
pub mod offscreen;
mod run;
mod state;
pub mod window;

pub use desk::Desk;
pub use state::{Effect, State};
