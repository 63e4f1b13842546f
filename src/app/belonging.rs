//! What belongs to a selection, and is ringed with it on the map.

use std::collections::BTreeSet;

use crate::base::{ContentKey, Rev};
use crate::model::{RecordId, ReportId, Situation, Subject};
use crate::placing::{places_of, places_of_statement};
use crate::viewpoint::Item;

/// What is ringed depends on the selection, the statement of it that is read in its text, on what is picked, and on what was changed by
/// going over steps.
pub type BelongingKey = (ContentKey, Option<Item>, Option<(ReportId, usize)>, [Rev; 2]);

/// Of more picked items than this the places are not ringed: nobody could tell them apart.
pub const MAX_RINGED: usize = 1_000;

/// Some items, the marks of their places and their movements: all that is ringed on the map. Of a report whose statement is read in its
/// text only what that is about.
pub fn belonging<'a>(
    situation: Option<&Situation>,
    in_hand: Option<&(ReportId, usize)>,
    items: impl Iterator<Item = &'a Item>,
) -> BTreeSet<Item> {
    let mut ringed = BTreeSet::new();
    for item in items {
        ringed.insert(item.clone());
        let (Some(situation), Item::Record(id)) = (situation, item) else { continue };
        let RecordId::Report(report) = id else {
            ringed.extend(places_of(situation, id).into_iter().map(|place| Item::Record(RecordId::Place(place))));
            continue;
        };
        let is_meant = |index: usize| in_hand.is_none_or(|(read, at)| read != report || *at == index);
        let said = situation.report(report).into_iter().flat_map(|report| report.about.iter().enumerate());
        for (_, about) in said.filter(|(index, _)| is_meant(*index)) {
            ringed.extend(places_of_statement(situation, about).into_iter().map(|place| Item::Record(RecordId::Place(place))));
            if let Subject::Event(event) = &about.subject {
                ringed.insert(Item::Record(RecordId::Event(event.clone())));
            }
        }
    }
    ringed
}
