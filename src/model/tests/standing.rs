use proptest::prelude::*;

use super::{Story, about, any_about, event, event_id, own, relayed, report_id, situation};
use crate::model::statements::Statements;
use crate::model::{
    About, Actor, ActorId, Aspect, Credibility, Edit, EventActor, EventId, Extra, Graded, Origin, Reliability, Report, ReportId, Situation,
    Source, SourceId, Stance, Standing, StandingWord, Subject, UnclearWhy, Via, When, party,
};

fn put(situation: &Situation, report: Report) -> Situation {
    let mut with = situation.clone();
    with.apply(Edit::PutReport(Box::new(report)));
    with
}

/// A standing without what only lists copies and reports that have no say.
fn what_counts(situation: &Situation, event: &EventId) -> Standing {
    Standing { relayed_by: Vec::new(), without_say: Vec::new(), ..Standing::of(situation, event) }
}

/// How well an event stands.
fn rank(word: StandingWord) -> u8 {
    match word {
        StandingWord::Unreported | StandingWord::Denied | StandingWord::Retracted => 0,
        StandingWord::Contested => 1,
        StandingWord::Asserted => 2,
        StandingWord::Corroborated => 3,
    }
}

fn is_about_event(about: &About) -> bool {
    matches!(about.subject, Subject::Event(_))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn copies_change_nothing(situation in situation(), original in report_id(), source in 0..6_u8, day in 1..9_u8, n_copies in 1..5_u8) {
        let Some(original) = situation.report(&original) else { return Ok(()) };
        let copied: Vec<About> = original.about.iter().filter(|about| is_about_event(about)).cloned().collect();
        let mut with = situation.clone();
        for n in 0..n_copies {
            // Copies of copies, too.
            let from = if n % 2 == 0 { original.id.to_string() } else { format!("copy{}", n - 1) };
            let copy = relayed(&format!("copy{n}"), &format!("s{}", (source + n) % 6), day, &from, copied.clone());
            with.apply(Edit::PutReport(Box::new(copy)));
        }
        for event in situation.events().keys() {
            prop_assert_eq!(what_counts(&with, event), what_counts(&situation, event));
        }
    }

    #[test]
    fn an_independent_root_never_lowers(situation in situation(), event in event_id(), day in 1..9_u8) {
        let with = put(&situation, own("new", "somebody-new", day, vec![about(event.as_str(), Stance::Asserts)]));
        let (before, after) = (Standing::of(&situation, &event), Standing::of(&with, &event));
        prop_assert!(rank(after.word) >= rank(before.word), "{:?} {:?}", before, after);
        prop_assert_eq!(after.origins.independent, before.origins.independent + 1);
        for other in situation.events().keys().filter(|other| **other != event) {
            prop_assert!(rank(Standing::of(&with, other).word) >= rank(Standing::of(&situation, other).word));
        }
    }

    #[test]
    fn a_superseded_report_has_no_say(situation in situation(), superseded in report_id()) {
        let Some(superseded) = situation.report(&superseded).cloned() else { return Ok(()) };
        // What relays it falls silent with it; without it, that would be a voice of its own.
        prop_assume!(situation.reports_carried_by_report(&superseded.id).is_empty());
        let mut later = own("later", superseded.source.as_str(), 30, vec![]);
        later.supersedes = Some(superseded.id.clone());
        let with = put(&situation, later);
        let mut silent = superseded;
        silent.about.retain(|about| !is_about_event(about));
        let without = put(&with, silent);
        for event in situation.events().keys() {
            prop_assert_eq!(what_counts(&with, event), what_counts(&without, event));
        }
    }

    #[test]
    fn to_decline_to_comment_or_to_be_unable_to_confirm_never_contests(
        situation in situation(), event in event_id(), source in 0..4_u8, day in 1..9_u8,
        stance in prop::sample::select(&[Stance::Declines, Stance::Comments, Stance::CannotConfirm][..]),
    ) {
        let with = put(&situation, own("new", &format!("s{source}"), day, vec![about(event.as_str(), stance)]));
        for event in situation.events().keys() {
            let (before, after) = (Standing::of(&situation, event), Standing::of(&with, event));
            prop_assert_eq!(
                (before.word, before.asserted_by, before.denied_by, before.denied_by_inherited, before.origins),
                (after.word, after.asserted_by, after.denied_by, after.denied_by_inherited, after.origins)
            );
        }
    }

    #[test]
    fn no_statement_disappears(situation in situation(), extra in any_about()) {
        let situation = put(&situation, own("extra", "s0", 3, vec![extra]));
        for event in situation.events().keys() {
            let (statements, _) = Statements::with_traces(&situation, event);
            let Statements { asserting, denying, others, relaying, without_say, retracting, .. } = &statements;
            let mut listed: Vec<(ReportId, usize)> =
                [asserting, denying, others, relaying, without_say, retracting].into_iter().flatten().map(|s| (s.report.id.clone(), s.index)).collect();
            listed.sort();
            prop_assert_eq!(listed.as_slice(), situation.reports_about(event));
        }
    }

    #[test]
    fn independent_and_unclear_origins_are_all_there_is(situation in situation()) {
        for event in situation.events().keys() {
            let Standing { origins, asserted_by, .. } = Standing::of(&situation, event);
            prop_assert_eq!(asserted_by.is_empty(), origins.independent + origins.unclear.len() == 0);
        }
    }
}

const CLAIM: &str = "claim";

fn standing(reports: Vec<Report>) -> Standing {
    let mut story = Story::default();
    story.event(event(CLAIM, &[]));
    for report in reports {
        story.report(report);
    }
    Standing::of(&story.situation, &CLAIM.into())
}

fn asserts() -> Vec<About> {
    vec![about(CLAIM, Stance::Asserts)]
}

fn with_aspect(stance: Stance, aspect: Aspect) -> Vec<About> {
    vec![About { aspect: Some(aspect), ..about(CLAIM, stance) }]
}

#[test]
fn the_word_follows_from_what_is_live() {
    let own_claim = |id: &str, source: &str, day| own(id, source, day, asserts());
    let denial = |day| own("denial", "mission", day, vec![about(CLAIM, Stance::Denies)]);
    let superseding = |id: &str, earlier: &str, day, about| Report { supersedes: Some(earlier.into()), ..own(id, "hur", day, about) };
    let cases = [
        ("nobody speaks", vec![], StandingWord::Unreported),
        ("one asserts", vec![own_claim("a", "hur", 1)], StandingWord::Asserted),
        ("two assert from their own knowledge", vec![own_claim("a", "hur", 1), own_claim("b", "nis", 1)], StandingWord::Corroborated),
        ("a source asserts twice", vec![own_claim("a", "hur", 1), own_claim("b", "hur", 2)], StandingWord::Asserted),
        ("one denies", vec![denial(1)], StandingWord::Denied),
        ("a denial does not hide the claim", vec![own_claim("a", "hur", 1), denial(2)], StandingWord::Contested),
        ("a source turns round", vec![own_claim("a", "mission", 1), denial(2)], StandingWord::Denied),
        ("and round again", vec![own_claim("a", "mission", 3), denial(2)], StandingWord::Asserted),
        (
            "strength alone is denied",
            vec![own_claim("a", "hur", 1), own("b", "mission", 2, with_aspect(Stance::Denies, Aspect::Strength))],
            StandingWord::Asserted,
        ),
        (
            "to assert a strength is to assert the event",
            vec![own("a", "hur", 1, with_aspect(Stance::Asserts, Aspect::Strength))],
            StandingWord::Asserted,
        ),
        (
            "all is taken back",
            vec![own_claim("a", "hur", 1), own("b", "hur", 2, vec![about(CLAIM, Stance::Retracts)])],
            StandingWord::Retracted,
        ),
        (
            "taken back, then said again",
            vec![own_claim("a", "hur", 1), own("b", "hur", 2, vec![about(CLAIM, Stance::Retracts)]), own_claim("c", "hur", 3)],
            StandingWord::Asserted,
        ),
        (
            "only the strength is taken back",
            vec![own_claim("a", "hur", 1), own("b", "hur", 2, with_aspect(Stance::Retracts, Aspect::Strength))],
            StandingWord::Asserted,
        ),
        (
            "the report as a whole is taken back",
            vec![own_claim("a", "hur", 1), own("b", "hur", 2, vec![About::new(Subject::Report("a".into()), Stance::Retracts)])],
            StandingWord::Unreported,
        ),
        (
            "nobody takes back what another said",
            vec![own_claim("a", "hur", 1), own("b", "nis", 2, vec![About::new(Subject::Report("a".into()), Stance::Retracts)])],
            StandingWord::Asserted,
        ),
        ("superseded on the same day", vec![own_claim("b", "hur", 1), superseding("a", "b", 1, vec![])], StandingWord::Unreported),
        ("superseded by what is dated before it", vec![own_claim("b", "hur", 2), superseding("a", "b", 1, vec![])], StandingWord::Asserted),
        ("superseding each other", vec![superseding("a", "b", 1, asserts()), superseding("b", "a", 1, asserts())], StandingWord::Asserted),
        (
            "a chain of corrections",
            vec![own_claim("a", "hur", 1), superseding("b", "a", 2, asserts()), superseding("c", "b", 3, vec![])],
            StandingWord::Unreported,
        ),
    ];
    for (case, reports, word) in cases {
        assert_eq!(standing(reports).word, word, "{case}");
    }
}

#[test]
fn five_outlets_that_quote_one_agency_are_one() {
    let mut reports = vec![own("agency-1", "agency", 1, asserts())];
    reports.extend((0..5).map(|n| relayed(&format!("outlet-{n}"), &format!("outlet{n}"), 2, "agency-1", asserts())));
    let standing = standing(reports);
    assert_eq!((standing.word, standing.origins.independent), (StandingWord::Asserted, 1));
    assert_eq!(standing.asserted_by, ["agency".into()]);
    assert_eq!(standing.relayed_by.len(), 5);
    assert_eq!(standing.origins.carriers, ["agency".into()]);
}

#[test]
fn officials_quoted_by_one_article_are_one_origin_and_the_doubt_is_named() {
    let through_article = |id: &str, source: &str| Report { via: Some(Via::Source("article".into())), ..own(id, source, 23, asserts()) };
    let Standing { word, origins, asserted_by, .. } =
        standing(vec![through_article("us", "us-officials"), through_article("kr", "kr-officials")]);
    assert_eq!((word, origins.independent, asserted_by.len()), (StandingWord::Asserted, 1, 2));
    assert_eq!(origins.carriers, [SourceId::from("article")]);
    let unclear: Vec<_> = origins.unclear.into_iter().map(|unclear| (unclear.report.to_string(), unclear.why)).collect();
    assert_eq!(unclear, [("us".to_owned(), UnclearWhy::OneCarrier("article".into()))]);
}

#[test]
fn the_same_images_and_unknown_origins_corroborate_nothing() {
    let seen = |id: &str, source: &str| Report { basis: vec!["images".into()], ..own(id, source, 1, asserts()) };
    let unknown = Report { origin: Origin::Unknown, ..own("x", "blog", 1, asserts()) };
    let untraceable = relayed("y", "channel", 1, "not-held", asserts());
    let Standing { word, origins, .. } = standing(vec![seen("a", "one"), seen("b", "two"), unknown, untraceable]);
    assert_eq!((word, origins.independent), (StandingWord::Asserted, 1));
    let unclear: Vec<_> = origins.unclear.iter().map(|unclear| (unclear.report.as_str(), &unclear.why)).collect();
    let images = UnclearWhy::SharedBasis("images".into());
    assert_eq!(unclear, [("b", &images), ("x", &UnclearWhy::UnknownOrigin), ("y", &UnclearWhy::UnknownOrigin)]);
}

/// North Korean troops go to Russia; part of that is their stationing near Kursk, and part of that a camp.
fn deployment() -> Story {
    let mut story = Story::default();
    let mut deployment = event("deployment", &[]);
    deployment.actors.push(EventActor { actor: "dprk".into(), role: None, extra: Extra::new() });
    story
        .put(Edit::PutActor(Box::new(Actor { part_of: Some("dprk".into()), ..Actor::new("mission".into(), "UN mission") })))
        .put(Edit::PutSource(Box::new(Source { actor: Some("mission".into()), ..Source::new("mission".into(), "UN mission") })))
        .put(Edit::PutSource(Box::new(Source::new("hur".into(), "Military intelligence"))))
        .event(deployment)
        .event(event("stationing", &["deployment"]))
        .event(event("camp", &["stationing"]))
        .report(own("denial", "mission", 24, vec![about("deployment", Stance::Denies)]))
        .report(own("claim", "hur", 24, vec![about("stationing", Stance::Asserts)]));
    story
}

#[test]
fn a_denial_of_the_whole_bears_on_its_parts_and_is_told_apart() {
    let story = deployment();
    for (id, word, denied_by, n_inherited) in [
        ("deployment", StandingWord::Denied, vec![SourceId::from("mission")], 0),
        ("stationing", StandingWord::Contested, vec![], 1),
        ("camp", StandingWord::Denied, vec![], 1),
    ] {
        let standing = Standing::of(&story.situation, &id.into());
        assert_eq!((standing.word, standing.denied_by), (word, denied_by), "{id}");
        assert_eq!(standing.denied_by_inherited, vec![("mission".into(), "deployment".into()); n_inherited], "{id}");
    }
}

#[test]
fn who_says_something_else_of_the_part_does_not_deny_it_with_the_whole() {
    let mut story = deployment();
    story.report(own("admission", "mission", 26, vec![about("stationing", Stance::Asserts)]));
    for (id, word) in [("stationing", StandingWord::Corroborated), ("camp", StandingWord::Unreported), ("deployment", StandingWord::Denied)]
    {
        assert_eq!(Standing::of(&story.situation, &id.into()).word, word, "{id}");
    }
}

#[test]
fn a_denier_that_belongs_to_what_is_denied_is_a_party() {
    let story = deployment();
    for (id, source, expected) in [("deployment", "mission", Some("dprk")), ("camp", "mission", Some("dprk")), ("camp", "hur", None)] {
        assert_eq!(party(&story.situation, &id.into(), &source.into()).as_ref().map(ActorId::as_str), expected, "{id} {source}");
    }
}

fn graded<G>(grade: G) -> Graded<G> {
    Graded { on: When::parse("2024-10").ok(), by: None, grade, why: None, extra: Extra::new() }
}

#[test]
fn grades_are_a_range_on_each_axis_and_a_report_may_override_its_source() {
    let mut story = Story::default();
    let digit = |digit| vec![About { credibility: Some(digit), ..about(CLAIM, Stance::Asserts) }];
    let hur = Source { graded: vec![graded(Reliability::A), graded(Reliability::B)], ..Source::new("hur".into(), "Military intelligence") };
    story.put(Edit::PutSource(Box::new(hur))).report(own("a", "hur", 1, digit(Credibility::Two)));
    assert_eq!(Standing::of(&story.situation, &CLAIM.into()).grades.to_string(), "B2");
    story.report(Report { reliability: vec![graded(Reliability::F)], ..own("b", "nis", 1, digit(Credibility::Six)) });
    assert_eq!(Standing::of(&story.situation, &CLAIM.into()).grades.to_string(), "B2-F6");
    story.report(own("c", "nobody", 1, asserts()));
    assert_eq!(Standing::of(&story.situation, &CLAIM.into()).grades.to_string(), "B2-F6", "an absent grade widens nothing");
    assert_eq!(standing(vec![own("c", "nobody", 1, asserts())]).grades.to_string(), "--");
}

#[test]
fn credibility_1_needs_two_independent_origins() {
    let one = || vec![About { credibility: Some(Credibility::One), ..about(CLAIM, Stance::Asserts) }];
    assert_eq!(standing(vec![own("a", "hur", 1, one())]).credibility_unearned, [("a".into(), 0)]);
    assert!(standing(vec![own("a", "hur", 1, one()), own("b", "nis", 1, asserts())]).credibility_unearned.is_empty());
}
