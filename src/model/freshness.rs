//! How long ago an event was last asserted.

use crate::model::calendar::{Moment, Zone};
use crate::model::records::{EventId, ReportId};
use crate::model::situation::Situation;
use crate::model::statements::Statements;

/// The latest live assertion or confirmation of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastAsserted {
    pub report: ReportId,
    /// The latest that its report can have been published: whoever is late is not called later than they are.
    pub at: Moment,
}

impl LastAsserted {
    /// `None` where nobody asserts it, or no report that does is dated. What is superseded, retracted or merely passed on renews nothing,
    /// and nor does a denial.
    pub fn of(situation: &Situation, event: &EventId) -> Option<Self> {
        let (statements, _) = Statements::with_traces(situation, event);
        let dated = statements.asserting.iter().filter_map(|statement| {
            let bounds = statement.report.published.as_ref()?.bounds(situation.zone());
            Some(Self { report: statement.report.id.clone(), at: bounds.latest().or(bounds.earliest())? })
        });
        dated.max_by(|a, b| a.at.cmp(&b.at).then_with(|| b.report.cmp(&a.report)))
    }

    /// How many days of a zone lie between that and `now`; 0 where `now` is not later.
    pub fn n_days_until(&self, now: Moment, zone: &Zone) -> u64 {
        let day = |moment: Moment| moment.civil(zone).day.number();
        u64::try_from(day(now).saturating_sub(day(self.at))).unwrap_or(0)
    }
}
