use proptest::prelude::*;

use super::{Story, about, event, own, situation};
use crate::model::{Stance, new_id};

#[test]
fn an_id_is_made_of_the_title_in_plain_letters() {
    for (title, id) in [
        ("Stationing in Kursk", "stationing-in-kursk"),
        ("Курск: бои", "kursk-boi"),
        ("The upper house of the Russian parliament passes it unanimously", "the-upper-house-of-the-russian"),
        ("  P’yŏngyang -- 3,000 men ", "pyongyang-3000-men"),
        (&"x".repeat(90), &"x".repeat(40)),
        ("…", "event"),
        ("", "event"),
    ] {
        assert_eq!(new_id(title, "event", |_| false), id, "{title}");
    }
}

#[test]
fn an_id_is_never_one_that_a_record_has_or_a_link_leads_to() {
    let mut story = Story::default();
    story.event(event("vote", &[]));
    assert_eq!(story.situation.new_event_id("Vote").as_str(), "vote-2");
    assert_eq!(story.situation.new_place_id("Vote").as_str(), "vote", "another kind has its own ids");

    story.report(own("report", "someone", 1, vec![about("vote-2", Stance::Asserts)]));
    assert_eq!(story.situation.new_event_id("Vote").as_str(), "vote-3", "the report would be about it");

    let mut report = own("report", "someone", 1, Vec::new());
    report.basis.push("images".to_owned());
    story.report(report);
    assert_eq!(story.situation.new_report_id("Images").as_str(), "images-2", "it is the evidence of another report");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_title_gives_a_short_plain_id_that_is_free(situation in situation(), title in "\\PC{0,60}|e[0-4]") {
        let id = situation.new_event_id(&title);
        prop_assert!(!id.as_str().is_empty() && id.as_str().len() <= 44);
        prop_assert!(id.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        prop_assert!(situation.event(&id).is_none());
    }
}
