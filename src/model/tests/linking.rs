use proptest::prelude::*;

use super::{Story, about, event, event_id, own, report_id, situation};
use crate::model::{
    Actor, Dangling, Edit, LinkAs, Place, PlaceRole, RecordId, Relation, Removal, Report, Situation, Source, Stance, Troops, dangling,
};

fn story() -> Story {
    let mut story = Story::default();
    story.put(Edit::PutSource(Box::new(Source::new("spokesman".into(), "A spokesman"))));
    story.put(Edit::PutPlace(Box::new(Place::new("kursk".into(), "Kursk"))));
    story.put(Edit::PutActor(Box::new(Actor::new("army".into(), "An army"))));
    story.event(event("war", &[])).event(event("battle", &["war"]));
    let mut denial = about("battle", Stance::Denies);
    denial.troops = Some(Box::new(Troops { to: Some("kursk".into()), actor: Some("army".into()), ..Troops::default() }));
    story.report(own("report", "spokesman", 1, vec![denial, about("war", Stance::Asserts)]));
    story
}

fn link(situation: &mut Situation, from: impl Into<RecordId>, to: impl Into<RecordId>, way: LinkAs) -> bool {
    let edit = Edit::link(situation, &from.into(), &to.into(), way);
    let is_new = edit.is_some();
    edit.into_iter().for_each(|edit| drop(situation.apply(edit)));
    is_new
}

fn of_event(id: &str) -> RecordId {
    RecordId::Event(id.into())
}

#[test]
fn records_are_linked_whichever_of_them_is_let_go_on_the_other() {
    let mut situation = story().situation;
    let place = RecordId::Place("kursk".into());
    assert!(link(&mut situation, place.clone(), of_event("battle"), LinkAs::Place(PlaceRole::To)));
    assert!(!link(&mut situation, of_event("battle"), place.clone(), LinkAs::Place(PlaceRole::To)), "they are linked so already");
    assert!(link(&mut situation, of_event("battle"), place, LinkAs::Place(PlaceRole::At)));
    assert_eq!(situation.event(&"battle".into()).unwrap().places.len(), 2);
    assert!(link(&mut situation, of_event("war"), of_event("battle"), LinkAs::Relation(Relation::Follows)));
    assert!(link(&mut situation, RecordId::Actor("army".into()), RecordId::Source("spokesman".into()), LinkAs::SpeaksFor));
    assert_eq!(situation.sources_of(&"army".into()).len(), 1);
    assert!(!link(&mut situation, of_event("war"), of_event("battle"), LinkAs::SpeaksFor), "that is no way to link them");
    assert!(!link(&mut situation, of_event("war"), of_event("gone"), LinkAs::Relation(Relation::PartOf)), "there is none");
}

#[test]
fn actors_and_places_are_linked_to_the_troops_that_a_report_tells_of() {
    let mut story = story();
    story.report(own("silent", "spokesman", 1, vec![]));
    let mut situation = story.situation;
    let report = || RecordId::Report("report".into());
    assert!(link(&mut situation, RecordId::Place("kursk".into()), report(), LinkAs::TroopsFrom));
    let troops = situation.report(&"report".into()).unwrap().about[0].troops.clone().unwrap();
    assert_eq!((troops.from, troops.to), (Some("kursk".into()), Some("kursk".into())));
    assert!(!link(&mut situation, report(), RecordId::Actor("army".into()), LinkAs::TroopsOf), "they are theirs already");
    let silent = RecordId::Report("silent".into());
    assert!(situation.ways_to_link(&silent, &RecordId::Actor("army".into())).is_empty());
    assert!(!link(&mut situation, silent.clone(), RecordId::Actor("army".into()), LinkAs::TroopsOf), "it says nothing yet");
    link(&mut situation, silent.clone(), of_event("war"), LinkAs::Says(Stance::Asserts));
    assert!(link(&mut situation, silent, RecordId::Actor("army".into()), LinkAs::TroopsOf));
    assert_eq!(situation.troop_reports_of(&"army".into()).len(), 2);
}

#[test]
fn several_records_become_links_of_one() {
    let mut situation = story().situation;
    situation.apply(Edit::PutPlace(Box::new(Place::new("sudzha".into(), "Sudzha"))));
    let places = ["kursk", "sudzha", "kursk"].map(|id| RecordId::Place(id.into()));
    let edit = Edit::link_all(&situation, &places, &of_event("battle"), LinkAs::Place(PlaceRole::At));
    situation.apply(edit);
    assert_eq!(situation.event(&"battle".into()).unwrap().places.len(), 2);
}

#[test]
fn what_hangs_on_a_record_is_told_and_unlinked_when_it_goes() {
    let mut situation = story().situation;
    let before = situation.clone();
    let removal = Removal::of(&situation, [of_event("war")]);
    let told: Vec<String> = removal.ties.iter().map(|(from, field, _)| format!("{from} {field}")).collect();
    assert_eq!(told, ["event:battle links", "report:report about"]);
    let inverse = situation.apply(removal.edit(&situation));
    assert!(situation.event(&"war".into()).is_none() && dangling(&situation).is_empty());
    assert_eq!(situation.report(&"report".into()).unwrap().about.len(), 1);
    situation.apply(inverse);
    assert_eq!(situation, before);
}

#[test]
fn a_report_that_was_told_apart_from_one_that_goes_is_told_and_forgets_it() {
    let mut story = story();
    story.report(Report { distinct_from: vec!["report".into()], ..own("other", "spokesman", 1, vec![]) });
    let mut situation = story.situation;
    let removal = Removal::of(&situation, [RecordId::Report("report".into())]);
    assert_eq!(removal.ties, [(RecordId::Report("other".into()), "distinct_from", RecordId::Report("report".into()))]);
    situation.apply(removal.edit(&situation));
    assert!(situation.report(&"other".into()).unwrap().distinct_from.is_empty());
}

#[test]
fn reports_keep_the_name_of_a_source_that_goes_and_that_is_told() {
    let mut situation = story().situation;
    let removal = Removal::of(&situation, [RecordId::Source("spokesman".into())]);
    let left: Vec<Dangling> = removal.dangling().collect();
    situation.apply(removal.edit(&situation));
    assert_eq!(left, dangling(&situation));
    assert_eq!(left.len(), 1);
}

#[test]
fn a_copy_has_an_id_of_its_own_and_the_same_links() {
    let mut situation = story().situation;
    let (id, edit) = situation.duplicate(&of_event("battle"), "battle (copy)").unwrap();
    assert_eq!(id, of_event("battle-copy"));
    situation.apply(edit);
    let copy = situation.event(&"battle-copy".into()).unwrap();
    assert_eq!((copy.title.as_str(), &copy.links), ("battle (copy)", &situation.event(&"battle".into()).unwrap().links));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_goes_leaves_no_link_behind_but_those_told(mut situation in situation(), event in event_id(), report in report_id()) {
        let before = situation.clone();
        let dangling_before = dangling(&situation);
        let removal = Removal::of(&situation, [RecordId::Event(event), RecordId::Report(report)]);
        let inverse = situation.apply(removal.edit(&situation));
        for left in dangling(&situation) {
            prop_assert!(dangling_before.contains(&left) || removal.dangling().any(|told| told == left), "{left:?}");
        }
        situation.apply(inverse);
        prop_assert_eq!(situation, before);
    }

    #[test]
    fn every_way_to_link_two_records_links_them(mut situation in situation(), pick in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let ids: Vec<RecordId> = situation.ids().collect();
        prop_assume!(!ids.is_empty());
        let (from, to) = (&ids[pick.index(ids.len())], &ids[other.index(ids.len())]);
        for way in LinkAs::ways(from, to) {
            if let Some(edit) = Edit::link(&situation, from, to, way) {
                let inverse = situation.apply(edit);
                prop_assert!(!inverse.is_nothing() && situation.linked_to(from).contains(to), "{from} {to} {way:?}");
            }
        }
    }
}
