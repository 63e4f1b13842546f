//! What is brought up to date is what is made afresh.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::model::tests::{Kept, Story, about, edits, event, is_as_if_made_afresh, own, situation};
use crate::model::{About, Before, Edit, Place, Situation, Stance, Troops};
use crate::placing::Resolved;
use crate::placing::resolved::Spot;
use crate::query::{Index, Touched};

/// Everything that is drawn, but for who stands for whom and what comes first where there is too much.
fn told(resolved: &Resolved) -> Vec<String> {
    let points = resolved.points().iter().zip(&resolved.positions).map(|(point, at)| format!("{point:?} {at:?}"));
    let mut lines: Vec<String> = points.collect();
    lines.sort();
    let by_id: Vec<_> = resolved.points_by_id.iter().filter_map(|index| resolved.point(*index)).map(|point| &point.named.item).collect();
    assert!(by_id.is_sorted() && by_id.len() == resolved.points().len());
    let members: BTreeSet<u32> = (0..by_id.len() as u32)
        .filter(|index| resolved.groups.stands(*index, 8))
        .flat_map(|head| resolved.groups.members(head, 8))
        .collect();
    assert_eq!(members.len(), by_id.len(), "every point is in a group");
    lines.extend(resolved.wides().iter().map(|wide| format!("{wide:?}")));
    lines.extend(resolved.badges().iter().map(|badge| format!("{badge:?}")));
    lines.extend(resolved.routes().iter().map(|route| format!("{route:?}")));
    let ranked = [&resolved.ranked_rough, &resolved.ranked_shapes, &resolved.ranked_badges];
    let ranked = ranked.map(|ranked| {
        let mut lines: Vec<String> = ranked.all().iter().map(|one| format!("{one:?}")).collect();
        lines.sort();
        lines.join(" ")
    });
    lines.extend(ranked);
    lines.push(format!("{:?}", resolved.routes.ranked));
    let place = |spot: Spot| resolved.named_at(spot).map(|named| format!("{} at {:?}", named.name, resolved.position_of(spot)));
    lines.extend(resolved.troops().told(place));
    lines
}

struct Placed {
    situation: Situation,
    index: Index,
    resolved: Resolved,
}

impl Placed {
    fn of(situation: Situation) -> Self {
        Self { index: Index::of(&situation), resolved: Resolved::of(&situation, Some("ko")), situation }
    }
}

impl Kept for Placed {
    fn situation(&self) -> &Situation {
        &self.situation
    }

    fn apply(&mut self, edit: Edit) -> Edit {
        let before = Before::of(&self.situation, [&edit]);
        let inverse = self.situation.apply(edit);
        let Some(touched) = Touched::of(&self.situation, &before) else {
            *self = Self::of(std::mem::take(&mut self.situation));
            return inverse;
        };
        let renumbering = self.index.update(&self.situation, &touched);
        if !self.resolved.update(&self.situation, (&before, &touched), &self.index, &renumbering) {
            self.resolved = Resolved::of(&self.situation, Some("ko"));
        }
        inverse
    }

    fn difference(&self) -> Option<String> {
        let afresh = told(&Resolved::of(&self.situation, Some("ko")));
        let own = told(&self.resolved);
        if own.len() != afresh.len() {
            return Some(format!("{own:#?}\n  instead of\n{afresh:#?}"));
        }
        own.into_iter().zip(afresh).find(|(own, afresh)| own != afresh).map(|(own, afresh)| format!("{own}\n  instead of\n{afresh}"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_brought_up_to_date_is_what_is_made_afresh(situation in situation(), edits in edits()) {
        is_as_if_made_afresh(Placed::of(situation), edits)?;
    }
}

#[test]
fn a_movement_that_a_report_tells_of_follows_the_place_that_it_leads_to() {
    let mut story = Story::default();
    let place =
        |id: &str, lon_deg| Place { geometry: Some(geo::Geometry::Point(geo::Point::new(lon_deg, 50.0))), ..Place::new(id.into(), id) };
    let troops = Troops { from: Some("a".into()), to: Some("b".into()), ..Troops::default() };
    let told = About { troops: Some(Box::new(troops)), ..about("e1", Stance::Asserts) };
    story.put(Edit::PutPlace(Box::new(place("a", 30.0)))).put(Edit::PutPlace(Box::new(place("b", 31.0))));
    story.event(event("e1", &[])).report(own("r1", "s1", 1, vec![told]));
    let mut kept = Placed::of(story.situation);
    kept.apply(Edit::PutPlace(Box::new(place("b", 35.0))));
    assert_eq!(kept.difference(), None);
}
