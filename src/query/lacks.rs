//! What a record lacks, so that no view of time, place or links shows it.

use crate::model::{PlaceId, Report, Situation, Subject};
use crate::query::index::AnyRecord;

/// Why a record lies in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// An event or a report without a date.
    Date,
    /// A place that nothing puts on the map, or an event with no place that is on it.
    Place,
    /// A record that no other is tied to, in either direction.
    Ties,
    /// A report that is about nothing that there is.
    Event,
}

/// A set of [`Lack`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks(u8);

impl Lack {
    pub const ALL: [Self; 4] = [Self::Date, Self::Place, Self::Ties, Self::Event];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Lacks {
    pub fn has(self, lack: Lack) -> bool {
        self.0 & lack.bit() != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn of(situation: &Situation, record: AnyRecord<'_>, n_ties: u32) -> Self {
        let (is_undated, is_unplaced) = match record {
            AnyRecord::Event(event) => (event.when.is_none(), !event.places.iter().any(|at| is_placed(situation, &at.place))),
            AnyRecord::Report(report) => (report.published.is_none(), false),
            AnyRecord::Place(place) => (false, place.geometry.is_none() && !is_placed(situation, &place.id)),
            AnyRecord::Actor(_) | AnyRecord::Source(_) => (false, false),
        };
        let is_about_nothing = matches!(record, AnyRecord::Report(report) if !is_about_something(situation, report));
        let lacks = [(Lack::Date, is_undated), (Lack::Place, is_unplaced), (Lack::Ties, n_ties == 0), (Lack::Event, is_about_nothing)];
        Self(lacks.into_iter().filter(|(_, is_lacking)| *is_lacking).fold(0, |bits, (lack, _)| bits | lack.bit()))
    }
}

fn is_about_something(situation: &Situation, report: &Report) -> bool {
    report.about.iter().any(|about| match &about.subject {
        Subject::Event(id) => situation.event(id).is_some(),
        Subject::Report(id) => situation.report(id).is_some(),
    })
}

/// Whether a place, or what it is part of, has a geometry.
fn is_placed(situation: &Situation, id: &PlaceId) -> bool {
    situation.with_wholes(id).any(|place| place.geometry.is_some())
}
