//! What time is looked at, and what of it.

use crate::model::{Moment, ReportId};
use crate::query::{Area, Choice, Clock, Facet, Filter, TimeWindow, Value};
use crate::viewpoint::{Outside, TimeMode};

/// A change of the time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeCommand {
    /// `None`: all of time.
    Window(Option<TimeWindow>),
    Mode(TimeMode),
    Clock(Clock),
    Outside(Outside),
    /// From when to when the timeline reaches; `None`: all that there is.
    Extent(Option<[Moment; 2]>),
    Lanes(Option<Facet>),
    /// How many seconds of the situation's time pass in one of play.
    Speed(Option<i64>),
    Play(bool),
}

/// A change of what is asked for besides the time.
#[derive(Clone, Debug, PartialEq)]
pub enum FilterCommand {
    /// Takes a value in or leaves it out; asked for again it is neither.
    Toggle {
        facet: Facet,
        value: Value,
        is_excluded: bool,
    },
    Set(Facet, Choice),
    Area(Option<Area>),
    Words(String),
    /// Takes the pen in hand to draw an area, or puts it down; corners come as picks.
    Draw(bool),
    /// What was drawn is the area.
    CloseArea,
    /// All of it at once.
    Use(Filter),
    /// What was kept under a name, with its time.
    UseSaved(String),
    /// Keeps what is asked for under a name, for this person.
    Save(String),
    Forget(String),
}

/// What the ledger shows, and what is opened from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerCommand {
    /// Only what has to do with the selection, or all that is asked for.
    Narrow(bool),
    OverTime(bool),
    /// Selects a report; the ledger stays about what it is about.
    Open(ReportId),
}
