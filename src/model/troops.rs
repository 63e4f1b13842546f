//! Troop reports by the body of men they speak of.

use std::collections::BTreeMap;

use crate::model::records::{BodyId, EventId, ReportId, Troops};
use crate::model::situation::Situation;

/// The troop reports of one body. They describe the same men again, so their strengths are never added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Body<'a> {
    /// `None`: the one report in it names no body.
    pub id: Option<&'a BodyId>,
    /// Report, index into its `about`, and what it says; sorted by report.
    pub reports: Vec<(&'a ReportId, usize, &'a Troops)>,
}

/// The bodies that reports about an event speak of, by id; then the reports that name no body, each by itself.
pub fn bodies_in<'a>(situation: &'a Situation, event: &EventId) -> Vec<Body<'a>> {
    grouped(situation, situation.reports_about(event).iter().map(|(report, index)| (report, *index)))
}

/// The bodies that any report speaks of, in the order of [`bodies_in`].
pub fn all_bodies(situation: &Situation) -> Vec<Body<'_>> {
    let reports = situation.reports().values();
    grouped(situation, reports.flat_map(|report| (0..report.about.len()).map(|index| (&report.id, index))))
}

fn grouped<'a>(situation: &'a Situation, statements: impl Iterator<Item = (&'a ReportId, usize)>) -> Vec<Body<'a>> {
    let mut bodies: BTreeMap<&BodyId, Body<'a>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (report, index) in statements {
        let about = situation.report(report).and_then(|report| report.about.get(index));
        let Some(troops) = about.and_then(|about| about.troops.as_deref()) else { continue };
        let told = (report, index, troops);
        match &troops.body {
            Some(id) => bodies.entry(id).or_insert_with(|| Body { id: Some(id), reports: Vec::new() }).reports.push(told),
            None => alone.push(Body { id: None, reports: vec![told] }),
        }
    }
    bodies.into_values().chain(alone).collect()
}
