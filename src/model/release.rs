//! Profiles of releasability: what may leave the house, for whom; and what a copy that left says of it.

use crate::model::records::{Extra, SourceId};
use crate::model::words::Withheld;

/// What is taken out of a copy of the situation for some readers. A member that is absent takes out nothing, but for
/// [`Release::keep_texts`]: source texts stay at home unless they are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Release {
    /// For whom; unique in its situation.
    pub name: String,
    /// How the copy may be handled; `None`: as the situation itself.
    pub handling: Option<String>,
    /// Notes of records and speakers, reasons and names of graders, open questions.
    pub drop_notes: bool,
    pub unnamed_sources: Unnamed,
    /// Coordinates are told to so many kilometres; more than 0.
    pub coarsen_km: Option<f64>,
    /// These tags are taken off events.
    pub drop_tags: Vec<String>,
    /// Events with one of these tags are left out, with the reports about nothing else and what only they led to.
    pub drop_tagged: Vec<String>,
    /// Source texts and attached files go along.
    pub keep_texts: bool,
    /// What this program does not know of it, or could not read. Such a profile takes out less than was meant, so that nothing is
    /// released by it.
    pub extra: Extra,
}

/// Of which sources only letter and kind are told.
#[derive(Clone, Debug, PartialEq)]
pub enum Unnamed {
    All,
    These(Vec<SourceId>),
}

impl Release {
    /// Half the way from pole to pole: coordinates coarsened to more would tell nothing.
    pub const MOST_KM: f64 = 10_000.0;
}

impl Default for Unnamed {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

impl Unnamed {
    pub fn holds(&self, id: &SourceId) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(id),
        }
    }

    pub fn is_nobody(&self) -> bool {
        matches!(self, Self::These(ids) if ids.is_empty())
    }
}

/// What a released copy says of itself: for whom it is, and how much was taken out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReleasedFor {
    pub name: String,
    pub coarsened_km: Option<f64>,
    pub removed: Vec<WithheldCount>,
    pub extra: Extra,
}

/// Of how many records something was taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct WithheldCount {
    pub what: Withheld,
    pub count: u64,
    pub extra: Extra,
}
