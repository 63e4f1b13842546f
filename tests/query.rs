#![cfg(test)]
//! Windows and filters against naive oracles, and the command line that asks them.

#[path = "common/folder.rs"]
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use folder::sample_in;
use proptest::prelude::*;
use sandtable::model::{Event, Header, Mode, Moment, Records, Situation, When};
use sandtable::query::{Answer, Clock, Filter, Fit, Index, Question, TimeWindow};
use serde_json::json;

/// Zones at both ends of the clock and with changes of it, none of which skips a day.
const ZONES: [&str; 8] =
    ["UTC", "Europe/Kyiv", "Asia/Seoul", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "Africa/Cairo"];

/// Days are counted from this one on.
const DAY_0: jiff::civil::Date = jiff::civil::date(2024, 9, 20);
/// Nothing reaches further than so many days before and after.
const FAR: i64 = 500;
const AS_OF: i64 = 35;

fn day_text(day: i64) -> String {
    DAY_0.checked_add(jiff::Span::new().days(day)).unwrap().to_string()
}

/// A date as a test makes it up: with what it says, day by day.
#[derive(Clone, Debug)]
enum Made {
    Day(i64),
    /// Some day or days of a month, counted from that of the first day.
    Month(i64),
    /// The second in UTC since day 0 there.
    Second(i64),
    Interval(Box<Made>, Box<Made>),
    /// With an open end, or an unknown one.
    From(i64, bool),
    /// With an open beginning, or an unknown one.
    Until(i64, bool),
    /// One of some days, or of some stretches of days.
    OneOf(Vec<(i64, i64)>),
    Doubted(i64, char),
}

impl Made {
    fn text(&self) -> String {
        match self {
            Self::Day(day) => day_text(*day),
            Self::Month(month) => {
                let date = jiff::civil::date(2024, 9, 1).checked_add(jiff::Span::new().months(*month)).unwrap();
                date.strftime("%Y-%m").to_string()
            }
            Self::Second(second) => {
                let at = DAY_0.to_datetime(jiff::civil::Time::midnight()).checked_add(jiff::Span::new().seconds(*second)).unwrap();
                at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            }
            Self::Interval(from, to) => format!("{}/{}", from.text(), to.text()),
            Self::From(day, is_open) => format!("{}/{}", day_text(*day), if *is_open { ".." } else { "" }),
            Self::Until(day, is_open) => format!("{}/{}", if *is_open { ".." } else { "" }, day_text(*day)),
            Self::OneOf(ranges) => {
                let range =
                    |(from, to): &(i64, i64)| if from == to { day_text(*from) } else { format!("{}..{}", day_text(*from), day_text(*to)) };
                format!("[{}]", ranges.iter().map(range).collect::<Vec<_>>().join(","))
            }
            Self::Doubted(day, sign) => format!("{}{sign}", day_text(*day)),
        }
    }

    /// The days that it can begin on and those that it can end on.
    fn days(&self) -> (i64, i64) {
        match self {
            Self::Day(day) => (*day, *day),
            Self::Month(_) => {
                let first: jiff::civil::Date = format!("{}-01", self.text()).parse().unwrap();
                let number = |date: jiff::civil::Date| i64::from((date - DAY_0).get_days());
                (number(first), number(first.last_of_month()))
            }
            other => panic!("{other:?} has no days of its own"),
        }
    }

    /// All first and last days that it can have had, in a zone.
    fn worlds(&self, zone: &str) -> Vec<(i64, i64)> {
        let pairs = |(a, b): (i64, i64), (c, d): (i64, i64)| {
            (a..=b).flat_map(move |from| (c..=d).map(move |to| (from, to))).filter(|(from, to)| from <= to).collect::<Vec<_>>()
        };
        match self {
            Self::Day(_) | Self::Month(_) => pairs(self.days(), self.days()),
            Self::Second(second) => {
                let start = DAY_0.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
                let local = (start + jiff::SignedDuration::from_secs(*second)).in_tz(zone).unwrap().date();
                let day = i64::from((local - DAY_0).get_days());
                vec![(day, day)]
            }
            Self::Interval(from, to) => pairs(from.days(), to.days()),
            // It went on until the date that the situation describes at least.
            Self::From(day, true) => pairs((*day, *day), (AS_OF.max(*day), FAR)),
            Self::From(day, false) => pairs((*day, *day), (*day, FAR)),
            Self::Until(day, _) => pairs((-FAR, *day), (*day, *day)),
            Self::OneOf(ranges) => ranges.iter().flat_map(|(from, to)| (*from..=*to).map(|day| (day, day))).collect(),
            Self::Doubted(day, _) => vec![(*day, *day)],
        }
    }

    /// Goes through every day of every world.
    fn fit(&self, (first, last): (i64, i64), zone: &str) -> Fit {
        let worlds = self.worlds(zone);
        let is_in = |(from, to): &(i64, i64)| (first..=last).any(|day| (*from..=*to).contains(&day));
        if !worlds.iter().any(is_in) {
            Fit::Out
        } else if worlds.iter().all(is_in) && !matches!(self, Self::Doubted(..)) {
            Fit::Surely
        } else {
            Fit::Possibly
        }
    }
}

fn made() -> impl Strategy<Value = Made> {
    let day = || 0..70_i64;
    let one = || prop_oneof![day().prop_map(Made::Day), (0..3_i64).prop_map(Made::Month)];
    let range = || (day(), 0..6_i64).prop_map(|(from, n)| (from, from + n));
    prop_oneof![
        3 => one(),
        2 => (0..70 * 86_400_i64).prop_map(Made::Second),
        3 => (one(), one())
            .prop_filter("it does not end before it begins", |(from, to)| from.days().0 <= to.days().1)
            .prop_map(|(from, to)| Made::Interval(Box::new(from), Box::new(to))),
        1 => (day(), any::<bool>()).prop_map(|(day, is_open)| Made::From(day, is_open)),
        1 => (day(), any::<bool>()).prop_map(|(day, is_open)| Made::Until(day, is_open)),
        2 => prop::collection::vec(range(), 1..4).prop_map(Made::OneOf),
        1 => (day(), prop::sample::select(vec!['?', '~', '%'])).prop_map(|(day, sign)| Made::Doubted(day, sign)),
    ]
}

fn situation_of(dates: &[Made], zone: &str) -> Situation {
    let header =
        Header { title: "T".to_owned(), time_zone: Some(zone.to_owned()), as_of: When::parse(&day_text(AS_OF)).ok(), ..Header::default() };
    let event = |(number, date): (usize, &Made)| {
        let id = sandtable::model::EventId::from(format!("e{number:03}").as_str());
        let when = When::parse(&date.text()).unwrap_or_else(|error| panic!("{}: {error}", date.text()));
        (id.clone(), Event { when: Some(when), ..Event::new(id, "E", Mode::Happened) })
    };
    let events: BTreeMap<_, _> = dates.iter().enumerate().map(event).collect();
    Situation::with_records(header, Records { events, ..Records::default() })
}

proptest! {
    // 200 cases of 50 dates.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn ten_thousand_windows_dates_and_zones_come_out_as_day_by_day(
        dates in prop::collection::vec(made(), 50),
        windows in prop::collection::vec((0..70_i64, 0..12_i64), 50),
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let situation = situation_of(&dates, zone);
        let index = Index::of(&situation);
        for (number, (date, (first, n_more))) in (0_u32..).zip(dates.iter().zip(&windows)) {
            let window = (*first, first + n_more);
            let text = format!("{}/{}", day_text(window.0), day_text(window.1));
            let typed = TimeWindow::typed(&text, situation.zone(), Moment(0)).unwrap();
            let question = Question { filter: &Filter::default(), clock: Clock::Happened, window: Some(typed), view: None, with_words: None };
            let found = Answer::of(&index, &question).fit(number);
            prop_assert_eq!(found, date.fit(window, zone), "{} in {} of {}", date.text(), text, zone);
        }
    }
}

fn sandtable(args: &[&str]) -> (Option<i32>, serde_json::Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_sandtable")).args(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), serde_json::from_str(&text).unwrap_or_default(), String::from_utf8(output.stderr).unwrap())
}

/// The ids that match, with how surely, and what is hidden.
fn asked(path: &str, args: &[&str]) -> (BTreeMap<String, String>, BTreeMap<String, u64>) {
    let (code, value, errors) = sandtable(&[&["query", path, "--json"], args].concat());
    assert_eq!(code, Some(0), "{errors}");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let records = value["records"].as_array().unwrap();
    let found = records.iter().map(|record| (format!("{}:{}", text(&record["kind"]), text(&record["id"])), text(&record["match"])));
    let hidden = value["hidden"].as_array().unwrap().iter().map(|hidden| (text(&hidden["reason"]), hidden["count"].as_u64().unwrap()));
    let (found, hidden): (BTreeMap<_, _>, BTreeMap<_, _>) = (found.collect(), hidden.collect());
    let count = |fit: &str| found.values().filter(|other| *other == fit).count() as u64;
    assert_eq!(value["matched"]["surely"].as_u64(), Some(count("surely")));
    assert_eq!(value["matched"]["possibly"].as_u64(), Some(count("possibly")));
    (found, hidden)
}

const SAMPLE: &str = "data/dprk-russia-2024";

#[test]
fn the_sample_tells_what_is_surely_and_possibly_in_a_day_and_why_the_rest_is_hidden() {
    let (all, none_hidden) = asked(SAMPLE, &[]);
    assert!(none_hidden.is_empty());
    let (found, hidden) = asked(SAMPLE, &["--window", "2024-10-24/2024-10-24"]);
    assert_eq!(found.len() as u64 + hidden.values().sum::<u64>(), all.len() as u64, "every record is shown or told of");
    for (id, fit) in [
        ("event:brics-summit", Some("surely")),
        ("event:lower-house-vote", Some("surely")),
        ("event:concern", Some("possibly")),
        ("event:stationing", Some("possibly")),
        ("event:deployment", None),
        ("event:attack-on-party", None),
    ] {
        assert_eq!(found.get(id).map(String::as_str), fit, "{id}");
    }
    assert_eq!(hidden.keys().map(String::as_str).collect::<Vec<_>>(), ["outside-window", "undated"]);
    let (reported, _) = asked(SAMPLE, &["--window", "2024-10-24/2024-10-24", "--clock", "reported"]);
    assert_ne!(reported, found, "an event counts here from when it was first reported");
    let (_, unknown) = asked(SAMPLE, &["--window", "2024-10-24", "--clock", "known"]);
    assert_eq!(unknown, BTreeMap::from([("undated".to_owned(), all.len() as u64)]), "nobody wrote down when we learned of it");
}

/// What `query --json` says of an event.
fn event_of(path: &str, id: &str) -> serde_json::Value {
    let (code, value, errors) = sandtable(&["query", path, "--json", "--kind", "event"]);
    assert_eq!(code, Some(0), "{errors}");
    value["records"].as_array().unwrap().iter().find(|record| record["id"] == id).unwrap().clone()
}

#[test]
fn the_sample_tells_who_asserts_who_denies_what_is_inherited_and_how_far_origins_are_known() {
    let deployment = event_of(SAMPLE, "deployment");
    assert_eq!(deployment["mode"], "ongoing");
    assert_eq!(deployment["standing"], "contested");
    assert_eq!(deployment["asserted_by"], json!(["news-article", "ukrainian-reports"]));
    assert_eq!(deployment["denied_by"], json!(["north-korea-un-mission"]));
    assert_eq!(deployment["denied_by_inherited"], json!([]));
    assert_eq!(deployment["reports"], json!(["article", "north-korea-un-mission-denial", "ukrainian-reports", "yoon-condemnation"]));
    let kursk = event_of(SAMPLE, "stationing");
    assert_eq!(kursk["standing"], "contested");
    assert_eq!(kursk["asserted_by"], json!(["ukrainian-military-intelligence"]));
    assert_eq!(kursk["denied_by"], json!([]));
    assert_eq!(kursk["denied_by_inherited"], json!(["north-korea-un-mission"]));
    assert_eq!(kursk["inherited_from"], json!([{"source": "north-korea-un-mission", "event": "deployment"}]));
    // The two 3,000s: nobody knows by whom, and all is held through one carrier.
    let origins = json!({
        "independent": 0,
        "unclear": ["south-korean-officials-count", "us-officials-count"],
        "why_unclear": [
            {"report": "south-korean-officials-count", "why": "unknown-origin"},
            {"report": "us-officials-count", "why": "unknown-origin"},
        ],
        "carriers": ["news-article"],
    });
    assert_eq!(event_of(SAMPLE, "presence")["origins"], origins);
}

#[test]
fn a_superseding_admission_is_told_by_a_query_too() {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let reports = folder.path().join("reports.json");
    let text = fs::read_to_string(&reports).unwrap();
    let admission = r#"{"id": "north-korea-un-mission-admission", "source": "north-korea-un-mission", "published": "2025-04-28",
        "supersedes": "north-korea-un-mission-denial", "about": [{"event": "deployment", "stance": "asserts"}]},"#;
    fs::write(&reports, text.replacen('[', &format!("[{admission}"), 1)).unwrap();
    let path = folder.path().to_str().unwrap();
    let deployment = event_of(path, "deployment");
    assert_eq!(deployment["standing"], "asserted");
    assert_eq!(deployment["denied_by"], json!([]));
    assert_eq!(deployment["asserted_by"], json!(["news-article", "north-korea-un-mission", "ukrainian-reports"]));
    let kursk = event_of(path, "stationing");
    assert_eq!((&kursk["standing"], &kursk["inherited_from"]), (&json!("asserted"), &json!([])));
}

#[test]
fn a_filter_is_one_for_all_kinds_and_grades_stand_each_on_its_own_axis() {
    let (denied, hidden) = asked(SAMPLE, &["--only", "stance=denies", "--kind", "event"]);
    assert!(denied.contains_key("event:deployment") && !denied.contains_key("event:brics-summit"));
    assert!(hidden["stance"] > 0);
    let (troops, _) = asked(SAMPLE, &["--category", "troops", "--without", "mode=conditional"]);
    assert!(troops.contains_key("event:deployment") && !troops.contains_key("event:special-forces"));
    // Nothing of the sample is graded: not judged is not bad, and told apart.
    let (graded, hidden) = asked(SAMPLE, &["--reliability", "C"]);
    assert!(graded.is_empty());
    assert_eq!(hidden.keys().collect::<Vec<_>>(), ["unjudged"]);
    let (words, _) = asked(SAMPLE, &["--text", "lower HOUSE", "--kind", "event"]);
    assert!(words.contains_key("event:lower-house-vote"));
    let (kursk, hidden) = asked(SAMPLE, &["--bbox", "34,50.9,38.6,52.5", "--kind", "event"]);
    assert!(kursk.contains_key("event:kursk-conflict") && hidden.contains_key("outside-area"), "{kursk:?} {hidden:?}");
}

#[test]
fn a_wrong_question_is_refused_with_words() {
    for (args, words) in [
        (&["--window", "2024-02-30"][..], "no such day"),
        (&["--window", "2024-10-25/2024-10-23"], "before it begins"),
        (&["--clock", "wall"], "happened, reported or known"),
        (&["--actor", "nobody"], "no actor"),
        (&["--reliability", "G"], "A to F"),
        (&["--bbox", "1,2,3"], "four numbers"),
        (&["--only", "colour=red"], "no facet"),
    ] {
        let (code, _, errors) = sandtable(&[&["query", SAMPLE], args].concat());
        assert_eq!(code, Some(2), "{args:?}");
        assert!(errors.contains(words), "{args:?}: {errors}");
    }
}

fn write_situation(folder: &Path, zone: &str, events: &str) {
    fs::write(folder.join("situation.json"), format!(r#"{{"format": 1, "title": "T", "as_of": "2024-10-25", "time_zone": "{zone}"}}"#))
        .unwrap();
    fs::write(folder.join("events.json"), events).unwrap();
}

#[test]
fn a_day_is_that_day_wherever_days_are_counted_and_a_time_falls_on_the_situations_day() {
    let events = r#"[
        {"id": "day", "title": "Day", "mode": "happened", "when": "2024-10-24"},
        {"id": "time", "title": "Time", "mode": "happened", "when": "2024-10-24T11:30:00Z"}]"#;
    for (zone, time_falls_on) in [("Etc/GMT+12", "2024-10-23"), ("UTC", "2024-10-24"), ("Pacific/Kiritimati", "2024-10-25")] {
        let folder = tempfile::tempdir().unwrap();
        write_situation(folder.path(), zone, events);
        let path = folder.path().to_str().unwrap();
        let (found, _) = asked(path, &["--window", "2024-10-24"]);
        assert_eq!(found.get("event:day").map(String::as_str), Some("surely"), "{zone}");
        for day in ["2024-10-23", "2024-10-24", "2024-10-25"] {
            let (found, _) = asked(path, &["--window", day]);
            assert_eq!(found.contains_key("event:time"), day == time_falls_on, "{zone} {day}");
            assert_eq!(found.contains_key("event:day"), day == "2024-10-24", "{zone} {day}");
        }
    }
}

#[test]
fn bad_dates_are_told_with_their_place_and_their_records_stay_undated() {
    let folder = tempfile::tempdir().unwrap();
    let bad = ["2024-02-30", "2024-10-25/2024-10-23", "2024-10-24T24:00:00Z", "24/10/2024", "2024-10-24T10:00:00+25:00", "-0000", "soon"];
    let good = ["0000", "-0004-02-29?", "2024-10-24T10:00:00+14:00", "2024-10-24T23:59:59-12:00", "Y-50000"];
    let event = |(number, when): (usize, &&str)| format!(r#"{{"id": "e{number}", "title": "E", "mode": "happened", "when": "{when}"}}"#);
    let events: Vec<String> = bad.iter().chain(&good).enumerate().map(event).collect();
    write_situation(folder.path(), "UTC", &format!("[\n{}]", events.join(",\n")));
    let path = folder.path().to_str().unwrap();
    let (_, value, _) = sandtable(&["check", path, "--json"]);
    let problems: Vec<_> =
        value["problems"].as_array().unwrap().iter().filter(|problem| problem["file"].as_str().unwrap().ends_with("events.json")).collect();
    let lines: Vec<u64> = problems.iter().filter_map(|problem| problem["line"].as_u64()).collect();
    assert!(lines.iter().all(|line| *line <= 1 + bad.len() as u64), "what is right is not told of: {problems:?}");
    for (line, when) in (2..).zip(bad) {
        let told =
            problems.iter().find(|problem| problem["line"].as_u64() == Some(line)).unwrap_or_else(|| panic!("{when} is not told of"));
        assert!(told["detail"].as_str().unwrap().contains(when), "{told}");
    }
    let (code, value, _) = sandtable(&["query", path, "--window", "2024-10-24", "--json"]);
    assert_eq!(code, Some(1), "the input has errors");
    let undated = value["hidden"].as_array().unwrap().iter().find(|hidden| hidden["reason"] == "undated").unwrap();
    assert_eq!(undated["count"].as_u64(), Some(bad.len() as u64), "each is still there, without a date");
}
