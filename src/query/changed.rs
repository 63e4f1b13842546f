//! What became of the records of one kind.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::RecordId;
use crate::query::ids::Ids;
use crate::query::moves::{Moves, Shifts};

/// The records of a kind whose values are to be found anew, by their places among those of the kind.
pub(super) struct Changed<'a, R> {
    pub moves: Moves,
    /// Those that there are, by the places that they have now.
    pub records: BTreeMap<u32, &'a R>,
    pub came: Vec<&'a RecordId>,
    pub went: Vec<&'a RecordId>,
    /// What became of their places.
    pub shifts: Shifts,
}

impl<'a, R> Changed<'a, R> {
    /// `ids` are all that any of it touches in their order, each with its record where there is one, all that came or went among them;
    /// `before` are all ids as they were, with the numbers that the kind had.
    pub fn of(ids: impl Iterator<Item = (&'a RecordId, Option<&'a R>)>, (before, kind): (&Ids, &Range<u32>)) -> Self {
        let (mut steps, mut records) = (Vec::new(), BTreeMap::new());
        let (mut came, mut went) = (Vec::new(), Vec::new());
        for (id, record) in ids {
            let (at, n_old) = before.find(id).map_or_else(|at| (at - kind.start, 0), |at| (at - kind.start, 1));
            let new = record.map(|record| (at + came.len() as u32 - went.len() as u32, record));
            match (n_old, new) {
                (0, None) => continue,
                (0, Some(_)) => came.push(id),
                (_, None) => went.push(id),
                (_, Some(_)) => {}
            }
            records.extend(new);
            steps.push((at as usize..(at + n_old) as usize, new.map(|(number, _)| number)));
        }
        let moves = Moves::of(steps);
        let shifts = moves.shifts(kind.len());
        Self { moves, records, came, went, shifts }
    }

    pub fn record(&self, number: u32) -> Option<&'a R> {
        self.records.get(&number).copied()
    }
}
