use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Story, about, event, own, relayed, situation};
use crate::model::{Dangling, Edit, Origins, Place, RecordId, Report, Situation, Stance, Standing, StandingWord, cycles, dangling};

/// The circles as `part_of event:a event:b`.
fn shown(situation: &Situation) -> Vec<String> {
    let cycles = cycles(situation);
    cycles
        .iter()
        .map(|cycle| format!("{} {}", cycle.chain, cycle.members.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")))
        .collect()
}

#[test]
fn links_to_nothing_are_told_with_the_member_that_holds_them() {
    let mut story = Story::default();
    story.event(event("a", &["b"])).report(own("r", "nobody", 1, vec![about("a", Stance::Asserts), about("c", Stance::Asserts)]));
    story.report(Report { distinct_from: vec!["gone".into()], ..own("q", "nobody", 1, vec![]) });
    let missing = |from, field, to: &str| Dangling { from, field, to: to.to_owned() };
    assert_eq!(
        dangling(&story.situation),
        [
            missing(RecordId::Event("a".into()), "links", "event:b"),
            missing(RecordId::Report("q".into()), "source", "source:nobody"),
            missing(RecordId::Report("q".into()), "distinct_from", "report:gone"),
            missing(RecordId::Report("r".into()), "source", "source:nobody"),
            missing(RecordId::Report("r".into()), "about", "event:c"),
        ]
    );
}

#[test]
fn circles_are_told_once_and_from_their_smallest_id() {
    let mut story = Story::default();
    story
        .put(Edit::PutPlace(Box::new(Place { part_of: Some("p".into()), ..Place::new("p".into(), "within itself") })))
        .event(event("c", &["a"]))
        .event(event("a", &["b", "b"]))
        .event(event("b", &["c"]))
        .event(event("leads-in", &["b"]))
        .report(relayed("r2", "s", 1, "r1", vec![]))
        .report(relayed("r1", "s", 1, "r2", vec![]))
        .report(Report { supersedes: Some("t2".into()), ..own("t1", "s", 1, vec![]) })
        .report(Report { supersedes: Some("t1".into()), ..own("t2", "s", 1, vec![]) })
        .report(Report { basis: vec!["u1".to_owned(), "u2".to_owned(), "images".to_owned()], ..own("u1", "s", 1, vec![]) })
        .report(Report { basis: vec!["u1".to_owned()], ..own("u2", "s", 1, vec![]) });
    assert_eq!(
        shown(&story.situation),
        [
            "part_of place:p",
            "part_of event:a event:b event:c",
            "via report:r1 report:r2",
            "supersedes report:t1 report:t2",
            "basis report:u1 report:u2"
        ]
    );
}

#[test]
fn long_chains_and_heaps_of_circles_take_no_long_time() {
    const N: usize = 100_000;
    let mut story = Story::default();
    for n in 0..N {
        // A chain that closes at its end, and at each link a way back to the start: 100,000 circles.
        let next = format!("e{:06}", (n + 1) % N);
        story.event(event(&format!("e{n:06}"), &["e000000", &next]));
        let (this, next) = (format!("{n:06}"), format!("{:06}", n + 1));
        story.report(relayed(&format!("copy{this}"), "s", 1, &format!("copy{next}"), vec![about("e000000", Stance::Asserts)]));
        let corrected = own(&format!("claim{this}"), "t", 1, vec![about("e000000", Stance::Asserts)]);
        story.report(Report { supersedes: Some(format!("claim{next}").as_str().into()), ..corrected });
    }
    let start = Instant::now();
    let n_members: usize = cycles(&story.situation).iter().map(|cycle| cycle.members.len()).sum();
    assert!(n_members <= N, "{n_members}");
    assert!(dangling(&story.situation).iter().any(|missing| missing.to == "report:copy100000"));
    let standing = Standing::of(&story.situation, &"e000000".into());
    assert_eq!((standing.word, standing.origins.independent), (StandingWord::Asserted, 1));
    let elapsed = start.elapsed();
    assert!(elapsed < Duration::from_mins(1), "{elapsed:?}");
    eprintln!("100,000 events and reports in circles and chains: {elapsed:?}");
}

/// Follows one way out of a circle's records for as long as it takes to come back: a circle is one only if each links to the next.
fn is_circle(situation: &Situation, chain: &str, members: &[RecordId]) -> bool {
    let field = if chain == "part_of" && matches!(members.first(), Some(RecordId::Event(_))) { "links" } else { chain };
    let next = members.iter().cycle().skip(1);
    members.iter().zip(next).all(|(from, to)| situation.ties_of(from).iter().any(|tie| tie.field == field && tie.to == *to))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_as_a_circle_is_one_and_every_circle_of_places_is_told(situation in situation()) {
        let told = cycles(&situation);
        for cycle in &told {
            prop_assert!(is_circle(&situation, cycle.chain, &cycle.members), "{:?}", cycle);
        }
        for place in situation.places().keys() {
            // As each place is part of one at most, it lies on a circle if as many steps as there are places lead back to it.
            let mut at = Some(place);
            let mut returns = false;
            for _ in situation.places() {
                at = at.and_then(|id| situation.place(id)).and_then(|place| place.part_of.as_ref());
                returns |= at == Some(place);
            }
            let is_told = told.iter().any(|cycle| cycle.members.contains(&RecordId::Place(place.clone())));
            prop_assert_eq!(returns, is_told, "{}", place);
        }
    }

    #[test]
    fn circles_stop_nobody(situation in situation()) {
        for event in situation.events().keys() {
            let standing = Standing::of(&situation, event);
            prop_assert_eq!(&standing.origins, &Origins::of(&situation, event));
        }
    }
}
