//! What an edit is about to change, as it stands before.

use std::collections::BTreeSet;

use crate::model::edit::Edit;
use crate::model::records::RecordId;
use crate::model::situation::Situation;

/// The records that edits put or remove, as they stand before them: with the situation after them, all that is derived can be brought up
/// to date.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Of all records that they put or remove.
    pub ids: BTreeSet<RecordId>,
    /// The header, and those of the records that there are: nothing else.
    pub was: Situation,
}

impl Before {
    /// Of some edits that are carried out one after the other.
    pub fn of<'a>(situation: &Situation, edits: impl IntoIterator<Item = &'a Edit>) -> Self {
        let ids: BTreeSet<RecordId> = edits.into_iter().flat_map(Edit::singles).filter_map(Edit::record).collect();
        let mut was = Situation::new(situation.header().clone());
        for put in ids.iter().filter_map(|id| situation.put_of(id)) {
            was.apply(put);
        }
        Self { ids, was }
    }
}
