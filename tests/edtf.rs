#![cfg(test)]
//! Dates against the lists of valid and invalid EDTF of an existing validator (`shared/data/conformance/edtf`).

mod common;

use proptest::prelude::*;
use sandtable::model::{CivilDay, Moment, When, Zone};

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

/// What becomes of each string, by the name of its list and its place in it: taken, with its first and last moment; of a level that is
/// not supported; or wrong, with what and where. The strings themselves are not ours to keep.
const VERDICTS: &str = include_str!("data/edtf-verdicts.tsv");

fn verdict(text: &str) -> String {
    let moment = |moment: Option<Moment>| moment.map_or("-".to_owned(), |moment| moment.0.to_string());
    match When::parse(text) {
        Ok(when) => {
            let bounds = when.bounds(&Zone::utc());
            format!("taken\t{}\t{}", moment(bounds.earliest()), moment(bounds.latest()))
        }
        Err(error) if error.is_unsupported => format!("unsupported\t{}", error.what),
        Err(error) => format!("wrong\t{}\t{}", error.at, error.what),
    }
}

/// Lists of the validator, and whether it takes what is in them.
const LISTS: [(&str, bool); 9] = [
    ("Level0", true),
    ("L0_Intervals", true),
    ("Level1", true),
    ("L1_Intervals", true),
    ("Level2", true),
    ("L2_Intervals", true),
    ("invalid_edtf_dates", false),
    ("invalid_edtf_intervals", false),
    ("invalid_edtf_datetimes", false),
];

/// Numbers, among the invalid intervals, of strings that the validator refuses and we do not call wrong, and why.
const NOT_WRONG: &[(usize, &str)] = &[
    (9, "the end lies somewhere in the month of the start: from the 3rd to some day of January"),
    (11, "the end lies somewhere in the year of the start"),
    (12, "long years stand in order"),
    (13, "of level 2, and as the one after it"),
    (14, "the end lies somewhere in the month of the start"),
];

#[test]
fn every_case_comes_out_as_the_table_has_it() {
    let Some(python) = python() else { return };
    let cases = LISTS.iter().flat_map(|(name, _)| list(&python, name).into_iter().enumerate().map(move |(at, text)| (name, at, text)));
    let lines: String = cases.map(|(name, at, text)| format!("{name}\t{at}\t{}\n", verdict(&text))).collect();
    if std::env::var_os("UPDATE_VERDICTS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/edtf-verdicts.tsv"), &lines).unwrap();
    }
    for (line, expected) in lines.lines().zip(VERDICTS.lines()) {
        assert_eq!(line, expected);
    }
    assert_eq!(lines.lines().count(), VERDICTS.lines().count());
}

#[test]
fn levels_0_and_1_are_taken_level_2_is_taken_or_told_to_be_that_and_only_what_is_wrong_is_called_wrong() {
    let Some(python) = python() else { return };
    let mut n_seen = 0;
    for (name, is_valid) in LISTS {
        let texts = list(&python, name);
        assert!(texts.len() > 5, "{name}");
        for (at, text) in texts.iter().enumerate() {
            let read = When::parse(text);
            let is_exception = name == "invalid_edtf_intervals" && NOT_WRONG.iter().any(|(known, _)| *known == at);
            let is_right = match &read {
                Ok(_) => is_valid || is_exception,
                Err(error) if error.is_unsupported => name.contains('2') || is_exception,
                Err(error) => !is_valid && !is_exception && (1..=text.chars().count() + 1).contains(&error.at),
            };
            assert!(is_right, "{name} {at} {text:?}: {read:?}");
            n_seen += 1;
        }
    }
    assert!(n_seen > 240, "{n_seen}");
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
