//! What time is looked at, and what of it.

use smol_str::SmolStr;

use crate::dataset::Mapping;
use crate::model::{Moment, ReportId};
use crate::placing::RowsFound;
use crate::query::{Area, Choice, Clock, Facet, Filter, TimeWindow, Value};
use crate::viewpoint::{LayerStyle, Outside, TimeMode};

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
    /// The same of a column of data layers.
    ToggleColumn {
        column: SmolStr,
        value: Value,
        is_excluded: bool,
    },
    SetColumn(SmolStr, Choice),
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

/// What is found of the rows of data layers, and how they are drawn.
#[derive(Clone, Debug)]
pub enum RowsCommand {
    /// There is a window, which is not to wait: very many rows are a thread's work.
    ByThread,
    /// A thread is done; `None`: it was given up.
    Found(Option<Box<RowsFound>>),
    /// How a layer is drawn, by its place among the layers.
    Style(usize, Box<LayerStyle>),
    /// A layer comes to lie over the next one, or under the one before.
    Move { layer: usize, is_up: bool },
    /// Say what the columns of a layer mean.
    OfferToMap(usize),
    /// The columns of a layer mean this: it is read again, and so are others with the same header from now on.
    Map(usize, Box<Mapping>),
    /// Ask where to write the rows of a layer that are asked for.
    OfferToWrite(usize),
    /// Let the system ask where.
    BrowseToWrite(usize),
    /// To a path as it was typed, whose ending says in which format; whether a file that is there may be replaced.
    Write { layer: usize, path: String, may_replace: bool },
    /// They were written, off the window's thread: how many and where, or in words why not.
    Written(Result<(usize, String), String>),
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
