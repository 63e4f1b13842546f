//! The program: its state, the one place that changes it, and the shells around it (window, picture file).
//!
//! Main types: [`State`] with [`State::run`], [`Effect`], [`Desk`] (one pass of all panels over a state).
//!
//! **Does not:** draw widgets itself, or let anything but `State::run` change the state.

pub mod attaching;
pub mod attachments;
pub mod backups;
mod belonging;
mod column_mappings;
pub mod comparing;
mod derived;
mod desk;
mod dialogs;
pub mod disk;
pub mod exporting;
pub mod figures;
pub mod files;
mod fonts;
pub mod handout;
pub mod headless;
pub mod home;
pub mod journal;
pub mod listing;
pub mod load;
pub mod logbook;
pub mod merging;
mod of_scenes;
pub mod offscreen;
pub mod paging;
pub mod person;
pub mod releasing;
pub mod revisions;
pub mod room_check;
mod run;
pub mod save;
pub mod saved;
mod settings;
mod state;
pub mod table;
pub mod thumbnails;
mod wall_window;
pub mod watch;
pub mod window;
mod writing_rows;

pub use desk::Desk;
pub use state::{Effect, SaveJob, State};
