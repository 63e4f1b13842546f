//! Every word that the window shows, in one place: English now, and the one room to translate.
//!
//! Main type: [`Dates`]; else one function or constant for each thing to be said. What comes from a situation is put in as it is.
//!
//! **Does not:** decide what is said where, or lay anything out. Messages about files are those of the rooms that read them.

mod actions;
pub mod adding;
mod asking;
mod attaching;
mod briefing;
mod composing;
mod dates;
mod differences;
mod doubt;
pub mod editing;
mod evidence;
mod exporting;
mod glyphs;
mod grading;
mod handout;
mod handover;
mod history;
mod interface;
mod layers;
mod ledger;
mod lists;
mod map;
mod merging;
mod origins;
mod paging;
mod paper;
mod records;
pub mod release;
pub mod room_check;
mod saving;
mod search;
mod symbols;
pub mod table;
pub mod time;
mod troops;
mod units;

pub use actions::{action, action_and_key, continued, key, shortcut, topic};
pub use asking::*;
pub use attaching::*;
pub use briefing::*;
pub use composing::*;
pub use dates::Dates;
pub use differences::*;
pub use doubt::*;
pub use evidence::*;
pub use exporting::*;
pub use glyphs::*;
pub use grading::*;
pub use handout::*;
pub use handover::*;
pub use history::*;
pub use interface::*;
pub use layers::*;
pub use ledger::*;
pub use lists::{arranged, capitalised, dotted, group_by, group_of_none, lack, list, list_explained, order, sort_by};
pub use map::*;
pub use merging::*;
pub use origins::*;
pub use paging::*;
pub use paper::*;
pub use records::{
    actor_kind, grade_explained, grades, grades_explained, identity, kind, kinds, mode, origin, origins, place_kind, precision, relation,
    relation_back, role, source_kind, stance, stance_done, standing, standing_briefly, standing_word, strength, unclear, when_basis,
};
pub use saving::*;
pub use search::*;
pub use symbols::*;
pub use troops::*;
pub use units::*;
