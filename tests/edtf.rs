#![cfg(test)]
//! Dates against the lists of valid and invalid EDTF of an existing validator (`shared/data/conformance/edtf`).

mod common;

use proptest::prelude::*;
use sandtable::model::{CivilDay, When, Zone};

/// Strings of the validator's level 2 that are taken all the same, and why.
const TAKEN_OF_LEVEL_2: &[&str] = &[
    // A qualified season: its own level 1 list has one in an interval.
    "2011-23~",
];

/// Strings that the validator refuses and we take, and why.
const TAKEN_OF_INVALID: &[&str] = &[
    // The end lies somewhere in the month or year of the start: from the 3rd to some day of January.
    "0000-01-03/0000-01",
    "0000-02/0000",
    "2004-06-11%/2004-06~",
    // Long years stand in order.
    "Y-61000/-2000",
];

/// The strings of one list of the Python file: all quoted texts between `name = ` and the bracket that closes it.
fn list(python: &str, name: &str) -> Vec<String> {
    let start = python.find(&format!("\n{name} = ")).unwrap_or_else(|| panic!("no list {name}"));
    let body = python.get(start..).and_then(|rest| rest.split("\n]").next()).unwrap();
    let quoted = body.lines().filter_map(|line| line.trim().strip_prefix('\'')?.strip_suffix("',"));
    quoted.map(|text| text.replace("\\\\", "\\")).collect()
}

fn python() -> Option<String> {
    let path = common::shared("data/conformance/edtf/test_valid_edtf.py", "the lists of valid and invalid dates")?;
    Some(std::fs::read_to_string(path).unwrap())
}

#[test]
fn levels_0_and_1_are_taken_and_level_2_is_not_but_for_one_of_sets() {
    let Some(python) = python() else { return };
    let mut n_seen = 0;
    for (name, is_level_2) in
        [("Level0", false), ("L0_Intervals", false), ("Level1", false), ("L1_Intervals", false), ("Level2", true), ("L2_Intervals", true)]
    {
        let texts = list(&python, name);
        assert!(texts.len() > 5, "{name}");
        for text in texts {
            let is_expected = !is_level_2 || text.starts_with('[') || TAKEN_OF_LEVEL_2.contains(&text.as_str());
            let read = When::parse(&text);
            assert_eq!(read.is_ok(), is_expected, "{name} {text:?}: {read:?}");
            n_seen += 1;
        }
    }
    assert!(n_seen > 200, "{n_seen}");
}

#[test]
fn what_is_no_edtf_is_refused_with_a_place() {
    let Some(python) = python() else { return };
    for name in ["invalid_edtf_dates", "invalid_edtf_intervals", "invalid_edtf_datetimes"] {
        for text in list(&python, name) {
            match When::parse(&text) {
                Ok(_) => assert!(TAKEN_OF_INVALID.contains(&text.as_str()), "{name} {text:?} is taken"),
                Err(error) => assert!((1..=text.chars().count() + 1).contains(&error.at), "{text:?}: {error}"),
            }
        }
    }
}

/// A single date that is mostly valid.
fn date() -> impl Strategy<Value = String> {
    let year = prop_oneof![3 => "(19|20)[0-9]{2}", 1 => "-?[0-9]{4}", 1 => "-?[0-9]{2}([0-9]X|XX)"];
    let day = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]|XX)";
    let time = "T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][01][0-9](:[0-5][0-9])?)?";
    prop_oneof![
        year,
        "-?[0-9]{4}-(0[1-9]|1[0-2]|2[1-4]|XX|XX-XX)[?~%]?",
        (day, prop_oneof![2 => Just(String::new()), 1 => time, 1 => "[?~%]"]).prop_map(|(day, rest)| day + &rest),
        "Y-?[1-9][0-9]{4,11}",
    ]
}

/// Dates, intervals and sets that are often valid.
fn when() -> impl Strategy<Value = String> {
    let side = prop_oneof![6 => date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let end = prop_oneof![3 => date(), 1 => Just(String::new())];
    let element = prop_oneof![date(), (end.clone(), end).prop_map(|(from, to)| format!("{from}..{to}"))];
    prop_oneof![
        date(),
        (side.clone(), side).prop_map(|(from, to)| format!("{from}/{to}")),
        prop::collection::vec(element, 1..4).prop_map(|elements| format!("[{}]", elements.join(","))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic_and_what_is_taken_has_bounds_in_order(
        text in prop_oneof![1 => any::<String>(), 6 => when(), 1 => "[0-9TXZY?~%/.,:+\\[\\]-]{0,30}"],
    ) {
        let Ok(when) = When::parse(&text) else { return Ok(()) };
        prop_assert_eq!(when.text(), text.as_str());
        prop_assert_eq!(when.to_string(), text.as_str());
        for zone in [Zone::utc(), Zone::named("Asia/Seoul").unwrap(), Zone::named("America/New_York").unwrap()] {
            let bounds = when.bounds(&zone);
            for span in [bounds.start, bounds.end] {
                prop_assert!(span.earliest.zip(span.latest).is_none_or(|(earliest, latest)| earliest <= latest), "{} {:?}", text, bounds);
            }
            prop_assert!(bounds.start.earliest.zip(bounds.end.earliest).is_none_or(|(start, end)| start <= end), "{} {:?}", text, bounds);
            prop_assert!(bounds.start.latest.zip(bounds.end.latest).is_none_or(|(start, end)| start <= end), "{} {:?}", text, bounds);
        }
    }

    /// From the first day of the year 0 to the last of 9999.
    #[test]
    fn every_day_of_the_calendar_is_a_date_and_lies_on_itself(number in -719_528_i64..=2_932_896) {
        let day = CivilDay::from_number(number);
        let when = When::parse(&format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)).unwrap();
        prop_assert_eq!(day.number(), number);
        prop_assert_eq!(when.day(&Zone::named("Europe/Kyiv").unwrap()), Some(day));
    }
}
