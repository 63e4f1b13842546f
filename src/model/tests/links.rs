use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Story, about, event, own, relayed, situation};
use crate::model::{
    Actor, ActorId, BodyId, Edit, EventActor, EventPlace, Extra, Header, Place, PlaceRole, RecordId, Records, Report, Situation, Source,
    Stance, Troops, Via, all_bodies, bodies_in,
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn to_be_linked_is_mutual(situation in situation()) {
        for id in situation.ids() {
            let linked = situation.linked_to(&id);
            prop_assert!(linked.is_sorted_by(|a, b| a < b), "{} {:?}", id, linked);
            for other in linked {
                prop_assert!(other != id && situation.contains(&other));
                prop_assert!(situation.linked_to(&other).contains(&id), "{} {}", id, other);
            }
        }
    }

    #[test]
    fn every_link_that_leads_somewhere_is_among_what_is_linked(situation in situation()) {
        for id in situation.ids() {
            let linked: BTreeSet<_> = situation.linked_to(&id).into_iter().collect();
            for tie in situation.ties_of(&id) {
                prop_assert!(tie.to == id || !situation.contains(&tie.to) || linked.contains(&tie.to), "{} {:?}", id, tie);
            }
        }
    }
}

fn men(actor: Option<&str>, body: Option<&str>, to: &str) -> Troops {
    Troops { actor: actor.map(ActorId::from), body: body.map(BodyId::from), to: Some(to.into()), ..Troops::default() }
}

/// Troops come to Kursk, two sources say so of the same men, one through the other.
fn stationing() -> Situation {
    let mut story = Story::default();
    let mut stationed = event("stationing", &["deployment"]);
    stationed.places.push(EventPlace { place: "kursk".into(), role: PlaceRole::At, extra: Extra::new() });
    stationed.actors.push(EventActor { actor: "dprk-army".into(), role: None, extra: Extra::new() });
    let mut claim = about("stationing", Stance::Asserts);
    claim.troops = Some(Box::new(men(Some("dprk-army"), Some("the-3000"), "kursk")));
    let mut unnamed = about("stationing", Stance::Asserts);
    unnamed.troops = Some(Box::new(men(None, None, "kursk")));
    story
        .put(Edit::PutPlace(Box::new(Place { part_of: Some("russia".into()), ..Place::new("kursk".into(), "Kursk region") })))
        .put(Edit::PutPlace(Box::new(Place::new("russia".into(), "Russia"))))
        .put(Edit::PutActor(Box::new(Actor { part_of: Some("dprk".into()), ..Actor::new("dprk-army".into(), "Korean People's Army") })))
        .put(Edit::PutActor(Box::new(Actor::new("dprk".into(), "North Korea"))))
        .put(Edit::PutSource(Box::new(Source { actor: Some("dprk".into()), ..Source::new("mission".into(), "North Korea's UN mission") })))
        .put(Edit::PutSource(Box::new(Source::new("hur".into(), "Military intelligence"))))
        .put(Edit::PutSource(Box::new(Source::new("paper".into(), "A paper"))))
        .event(event("deployment", &[]))
        .event(stationed)
        .event(event("press-conference", &[]))
        .report(Report {
            via: Some(Via::Source("paper".into())),
            said_at: Some("press-conference".into()),
            ..own("hur-1", "hur", 24, vec![claim.clone(), unnamed])
        })
        .report(Report { title: Some("Troops in Kursk".into()), ..relayed("paper-1", "paper", 25, "hur-1", vec![claim]) });
    std::mem::take(&mut story.situation)
}

fn id(text: &str) -> RecordId {
    let (kind, id) = text.split_once(':').unwrap();
    match kind {
        "place" => RecordId::Place(id.into()),
        "actor" => RecordId::Actor(id.into()),
        "source" => RecordId::Source(id.into()),
        "event" => RecordId::Event(id.into()),
        _ => RecordId::Report(id.into()),
    }
}

#[test]
fn what_is_linked_to_a_record_is_what_it_names_and_what_names_it() {
    let situation = stationing();
    for (record, linked) in [
        ("place:kursk", "place:russia event:stationing report:hur-1 report:paper-1"),
        ("place:russia", "place:kursk"),
        ("actor:dprk-army", "actor:dprk event:stationing report:hur-1 report:paper-1"),
        ("actor:dprk", "actor:dprk-army source:mission"),
        ("source:mission", "actor:dprk"),
        ("source:paper", "report:hur-1 report:paper-1"),
        ("event:stationing", "place:kursk actor:dprk-army event:deployment report:hur-1 report:paper-1"),
        ("event:deployment", "event:stationing"),
        ("event:press-conference", "report:hur-1"),
        ("report:hur-1", "place:kursk actor:dprk-army source:hur source:paper event:press-conference event:stationing report:paper-1"),
        ("report:no-such", ""),
    ] {
        let found: Vec<String> = situation.linked_to(&id(record)).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" "), linked, "{record}");
    }
}

#[test]
fn a_report_without_title_goes_by_the_name_of_its_source() {
    let situation = stationing();
    for (record, name) in [
        ("place:kursk", Some("Kursk region")),
        ("event:deployment", Some("deployment")),
        ("report:paper-1", Some("Troops in Kursk")),
        ("report:hur-1", Some("Military intelligence")),
        ("report:no-such", None),
    ] {
        assert_eq!(situation.name_of(&id(record)), name, "{record}");
    }
}

#[test]
fn reports_of_one_body_are_kept_together_and_others_apart() {
    let situation = stationing();
    for bodies in [bodies_in(&situation, &"stationing".into()), all_bodies(&situation)] {
        let shape: Vec<_> = bodies
            .iter()
            .map(|body| (body.id.map(BodyId::as_str), body.reports.iter().map(|(r, i, _)| (r.as_str(), *i)).collect::<Vec<_>>()))
            .collect();
        assert_eq!(shape, [(Some("the-3000"), vec![("hur-1", 0), ("paper-1", 0)]), (None, vec![("hur-1", 1)])]);
    }
    assert_eq!(situation.reports_of_body(&"the-3000".into()).len(), 2);
    assert!(bodies_in(&situation, &"deployment".into()).is_empty());
}

#[test]
fn the_wholes_of_a_place_are_walked_to_the_end_and_a_circle_ends() {
    let place =
        |(id, whole): (String, Option<String>)| Place { part_of: whole.as_deref().map(Into::into), ..Place::new(id.as_str().into(), "") };
    let walked = |chain: Vec<(String, Option<String>)>, from: &str| -> Vec<String> {
        let records =
            Records { places: chain.into_iter().map(place).map(|place| (place.id.clone(), place)).collect(), ..Records::default() };
        let situation = Situation::with_records(Header::default(), records);
        situation.with_wholes(&from.into()).map(|place| place.id.to_string()).collect()
    };
    let chain = |n: usize, last: Option<usize>| -> Vec<(String, Option<String>)> {
        (0..n).map(|at| (at.to_string(), if at + 1 < n { Some(at + 1) } else { last }.map(|whole| whole.to_string()))).collect()
    };
    let names = |n: usize| (0..n).map(|at| at.to_string()).collect::<Vec<_>>();
    assert_eq!(walked(chain(500, None), "0"), names(500));
    assert_eq!(walked(chain(3, Some(99)), "0"), names(3), "a whole that is not there");
    assert!(walked(chain(3, None), "99").is_empty());
    for (n, back_to) in [(1, 0), (2, 0), (2, 1), (7, 3), (500, 0), (500, 499)] {
        let walked = walked(chain(n, Some(back_to)), "0");
        assert_eq!(walked.get(..n), Some(names(n).as_slice()), "each of {n} once, before any comes again");
        assert!(walked.len() <= 4 * n, "{} for {n}", walked.len());
    }
}
