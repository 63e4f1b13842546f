//! Which source text is read beside the map.

use crate::model::{RecordId, ReportId};
use crate::viewpoint::Item;

/// A source text, and the statement in hand that is quoted from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text's file, as reports name it.
    pub file: String,
    /// A report and the index into its `about`.
    pub statement: Option<(ReportId, usize)>,
}

impl Reading {
    /// The statement in hand, where the selection is its report.
    pub fn selected_statement(&self, selection: Option<&Item>) -> Option<&(ReportId, usize)> {
        let is_of = |(report, _): &&(ReportId, usize)| matches!(selection, Some(Item::Record(RecordId::Report(id))) if id == report);
        self.statement.as_ref().filter(is_of)
    }
}
