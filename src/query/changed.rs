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
    /// What became of their places.
    pub shifts: Shifts,
}

impl<'a, R> Changed<'a, R> {
    /// `ids` are all that any of it touches, each with its record where there is one; `before` and `after` are all ids, and the numbers
    /// that the kind had before and that its first has now.
    pub fn of(
        ids: impl Iterator<Item = (&'a RecordId, Option<&'a R>)>,
        (before, kind): (&Ids, &Range<u32>),
        (after, first): (&Ids, u32),
    ) -> Self {
        let (mut steps, mut records) = (Vec::new(), BTreeMap::new());
        for (id, record) in ids {
            let range = match before.find(id) {
                Ok(number) => (number - kind.start) as usize..(number - kind.start) as usize + 1,
                Err(number) => (number - kind.start) as usize..(number - kind.start) as usize,
            };
            let new = record.and_then(|record| Some((after.find(id).ok()? - first, record)));
            records.extend(new);
            if !range.is_empty() || new.is_some() {
                steps.push((range, new.map(|(number, _)| number)));
            }
        }
        let moves = Moves::of(steps);
        let shifts = moves.shifts(kind.len());
        Self { moves, records, shifts }
    }

    pub fn record(&self, number: u32) -> Option<&'a R> {
        self.records.get(&number).copied()
    }
}
