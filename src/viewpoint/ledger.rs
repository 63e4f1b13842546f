//! How the ledger is looked at.

use crate::model::RecordId;

/// Which part of the ledger is shown, and what of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerView {
    /// What was selected last; a cell of the ledger that is pressed leaves it.
    pub about: Option<RecordId>,
    /// Only what has to do with that, rather than all that is asked for.
    pub is_narrow: bool,
    /// With what each source said before, rather than only where it stands now.
    pub is_over_time: bool,
}

impl Default for LedgerView {
    fn default() -> Self {
        Self { about: None, is_narrow: true, is_over_time: false }
    }
}
