//! Which time is looked at: the window, by which clock, how it moves, and what becomes of what lies outside.

use crate::model::Moment;
use crate::query::{Clock, Facet, Reason, TimeWindow};

/// The time that is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeView {
    pub clock: Clock,
    /// `None`: all of time, and what has no date too.
    pub window: Option<TimeWindow>,
    pub mode: TimeMode,
    pub outside: Outside,
    /// From when to when the timeline reaches; `None`: all that there is.
    pub extent: Option<[Moment; 2]>,
    /// What the timeline has a lane for each of.
    pub lanes: Option<Facet>,
    /// How much of the situation's time passes in a second of play; `None`: all of it in half a minute.
    pub speed_secs: Option<i64>,
}

/// What the window is, and so how it moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeMode {
    /// From one moment to another.
    #[default]
    Window,
    /// All up to a moment.
    Cumulative,
    /// One stretch of the calendar: an hour, a day.
    Instant,
}

/// What becomes of marks on the map that the window or the filter leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Outside {
    #[default]
    Fade,
    Hide,
}

impl TimeMode {
    pub const ALL: [Self; 3] = [Self::Window, Self::Cumulative, Self::Instant];

    /// What scenes call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Cumulative => "cumulative",
            Self::Instant => "instant",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

impl Outside {
    pub const ALL: [Self; 2] = [Self::Fade, Self::Hide];

    /// What scenes call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fade => "fade",
            Self::Hide => "hide",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outside| outside.name() == name)
    }
}

/// Which records a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Listed {
    /// What is asked for.
    #[default]
    Shown,
    /// What is hidden for a reason: looked at by itself.
    Hidden(Reason),
    /// What is asked for and not on the map, for it has no place there.
    Unplaced,
}
