//! Bad input: one table of what is told and what still loads, and what becomes of damaged files.

use sandtable::base::Severity;
use sandtable::formats::native::{MAX_DEPTH, MAX_TEXT_LEN};
use sandtable::model::Mode;

use super::*;

/// What a file holds, what is told of it (kind, place, severity), and the events that still load.
struct Bad {
    case: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    told: Vec<(&'static str, &'static str)>,
    loads: &'static str,
}

fn bad(case: &'static str, file: &'static str, text: impl AsRef<[u8]>, told: &[(&'static str, &'static str)], loads: &'static str) -> Bad {
    Bad { case, file, bytes: text.as_ref().to_vec(), told: told.to_vec(), loads }
}

fn bad_events() -> Vec<Bad> {
    const A: &str = "{\"id\": \"a\", \"title\": \"A\", \"mode\": \"happened\"}";
    const B: &str = "{\"id\": \"b\", \"title\": \"B\", \"mode\": \"ongoing\"}";
    let e = "events.json";
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let with = |member: &str| format!("[\n{{\"id\": \"a\", \"title\": \"A\", \"mode\": \"happened\", {member}}},\n{B}\n]");
    vec![
        bad("no array", e, "{}", &[("wrong-type", "events.json:1:1")], ""),
        bad("empty file", e, "", &[("not-json", "events.json:1:1")], ""),
        bad("prose", e, "hello", &[("not-json", "events.json:1:1")], ""),
        bad("a broken record", e, format!("[\n{A},\n{{\"id\": NaN}},\n{B}\n]"), &[("not-json", "events.json:3:8")], "a b"),
        bad("truncated in a record", e, format!("[\n{A},\n{B},\n{{\"id\": \"c\", \"ti"), &[("truncated", "events.json:4:15")], "a b"),
        bad("truncated between records", e, format!("[\n{A},\n{B}"), &[("truncated", "events.json:3:44")], "a b"),
        bad("a bracket too many", e, format!("[\n{A}}},\n{B}\n]"), &[("not-json", "events.json:2:46")], "a b"),
        bad(
            "a bracket too few",
            e,
            format!("[\n{{\"id\": \"c\", \"places\": [,\n{A},\n{B}\n]"),
            &[("not-json", "events.json:2:24")],
            "a b",
        ),
        bad(
            "a string without end",
            e,
            format!("[\n{{\"id\": \"c, \"title\": 1}},\n{A},\n{B}\n]"),
            &[("not-json", "events.json:2:13")],
            "a b",
        ),
        bad("no comma between records", e, format!("[\n{A}\n{B}\n]"), &[("not-json", "events.json:3:1")], "a b"),
        bad("text behind the array", e, format!("[{A}] x"), &[("not-json", "events.json:1:49")], "a"),
        bad("a record that is none", e, format!("[\n{A}, 5, {B}\n]"), &[("wrong-type", "events.json:2:48")], "a b"),
        bad("no id", e, format!("[{A},\n{{\"title\": \"x\"}}]"), &[("missing-member", "events.json:2:1")], "a"),
        bad("a number for an id", e, format!("[{A},\n{{\"id\": 5}}]"), &[("wrong-type", "events.json:2:8")], "a"),
        bad("an empty id", e, format!("[{A},\n{{\"id\": \"\"}}]"), &[("empty-id", "events.json:2:8")], "a"),
        bad("a long id", e, format!("[{A},\n{{\"id\": \"{}\"}}]", "é".repeat(201)), &[("id-too-long", "events.json:2:8")], "a"),
        bad("no title", e, "[{\"id\": \"a\", \"mode\": \"happened\"}]", &[("missing-member", "events.json:1:2")], "a"),
        bad("no mode", e, "[{\"id\": \"a\", \"title\": \"A\"}]", &[("missing-member", "events.json:1:2")], "a"),
        bad("an unknown mode", e, "[{\"id\": \"a\", \"title\": \"A\", \"mode\": \"odd\"}]", &[("unknown-word", "events.json:1:36")], "a"),
        bad("an id given twice", e, format!("[{A},\n{B},\n{A}]"), &[("duplicate-id", "events.json:3:1")], "a b"),
        bad("a name given twice", e, with("\"summary\": \"1\", \"summary\": \"2\""), &[("duplicate-member", "events.json:2:63")], "a b"),
        bad("a wrong type", e, with("\"summary\": []"), &[("wrong-type", "events.json:2:58")], "a b"),
        bad("a wrong type within", e, with("\"tags\": [\"x\", 1]"), &[("wrong-type", "events.json:2:61")], "a b"),
        bad("a list that is none", e, with("\"links\": 1"), &[("wrong-type", "events.json:2:56")], "a b"),
        bad("a bad date", e, with("\"when\": \"yesterday\""), &[("bad-date", "events.json:2:55")], "a b"),
        bad("a dangling id", e, with("\"links\": [{\"rel\": \"if\", \"event\": \"none\"}]"), &[("dangling-id", "events.json:2:80")], "a b"),
        bad("a link to itself", e, with("\"links\": [{\"rel\": \"part_of\", \"event\": \"a\"}]"), &[("cycle", "events.json:2:85")], "a b"),
        bad("deep nesting", e, with(&format!("\"x\": {}", deep(MAX_DEPTH))), &[("too-deep", "events.json:2:52")], "a b"),
        bad("not quite deep nesting", e, with(&format!("\"x\": {}", deep(MAX_DEPTH - 1))), &[], "a b"),
        bad("100,000 levels in a member", e, with(&format!("\"when\": {}", deep(100_000))), &[("too-deep", "events.json:2:55")], "a b"),
        bad("100,000 levels for a record", e, format!("[\n{A},\n{}]", deep(100_000)), &[("too-deep", "events.json:3:1")], "a"),
        bad(
            "a text without measure",
            e,
            with(&format!("\"summary\": \"{}\"", "x".repeat(MAX_TEXT_LEN + 1))),
            &[("text-too-long", "events.json:2:58")],
            "a b",
        ),
        bad("a byte order mark", e, format!("\u{feff}[{A}]"), &[("byte-order-mark", "events.json:1:1")], "a"),
        bad(
            "not UTF-8",
            e,
            [b"[\n", A.as_bytes(), b",\n{\"id\": \"b\", \"title\": \"\xff\", \"mode\": \"ongoing\"}]"].concat(),
            &[("not-utf8", "events.json:3:23"), ("read-only-file", "events.json")],
            "a b",
        ),
    ]
}

fn bad_scenes() -> Vec<Bad> {
    vec![
        bad("broken scenes", "scenes.json", "[1, ", &[("truncated", "scenes.json:1:3"), ("wrong-type", "scenes.json:1:2")], ""),
        bad(
            "a scene with parts that are none",
            "scenes.json",
            "[{\"id\": \"s\", \"title\": \"S\", \"order\": 1, \"bounds\": [0, 95, 1, 96],\n\"selection\": \"vote\",\n\"annotations\": [{\"kind\": \"pig\", \"points\": [[0, 0]]},\n{\"kind\": \"line\", \"points\": [[0, 91]]}],\n\"filter\": {\"area\": [[0, 0], [1, 1]]}}]",
            &[
                ("out-of-range", "scenes.json:1:50"),
                ("too-few-positions", "scenes.json:5:20"),
                ("bad-link", "scenes.json:2:14"),
                ("unknown-word", "scenes.json:3:26"),
                ("out-of-range", "scenes.json:4:28"),
            ],
            "s",
        ),
    ]
}

fn bad_others() -> Vec<Bad> {
    let feature = |geometry: &str| {
        format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [\n{{\"type\": \"Feature\", \"id\": \"p\", \"properties\": {{\"name\": \"P\"}}, \"geometry\":\n {geometry}}}]}}"
        )
    };
    let styled = |style: &str| {
        format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [\n{{\"type\": \"Feature\", \"id\": \"p\", \"geometry\": null, \"properties\":\n{{\"name\": \"P\", {style}}}}}]}}"
        )
    };
    let point = |coordinates: &str| feature(&format!("{{\"type\": \"Point\", \"coordinates\": {coordinates}}}"));
    let ring = |ring: &str| feature(&format!("{{\"type\": \"Polygon\", \"coordinates\": [{ring}]}}"));
    let report = |about: &str| {
        format!(
            "[\n{{\"id\": \"r\", \"source\": \"s\", \"published\": \"2024\", \"about\": [\n{{\"event\": \"e\", \"stance\": \"asserts\", {about}}}]}}]"
        )
    };
    let (p, r) = ("places.geojson", "reports.json");
    let loose: [(&str, &str); 2] = [("dangling-id", "reports.json:2:23"), ("dangling-id", "reports.json:3:11")];
    let report_case = |case, about: &str, kind, at| bad(case, r, report(about), &[(kind, at), loose[0], loose[1]], "r");
    vec![
        bad("out of range", p, point("[100, 95]"), &[("latitude-out-of-range", "places.geojson:3:35")], "p"),
        bad("swapped-looking", p, point("[55, 137]"), &[("coordinates-look-swapped", "places.geojson:3:35")], "p"),
        bad("an unclosed ring", p, ring("[[0,0],[1,0],[1,1],[0,1]]"), &[("unclosed-ring", "places.geojson:3:38")], "p"),
        bad("null geometry", p, feature("null"), &[], "p"),
        bad("3D", p, point("[1, 2, 300]"), &[], "p"),
        bad("4D", p, point("[1, 2, 3, 4]"), &[("extra-position-numbers", "places.geojson:3:35")], "p"),
        bad("NaN", p, point("[NaN, 2]"), &[("not-json", "places.geojson:3:36")], ""),
        bad("no features", p, "{\"type\": \"FeatureCollection\"}", &[("wrong-type", "places.geojson:1:1")], ""),
        bad(
            "no Feature",
            p,
            styled("\"note\": \"\"").replace("\"Feature\"", "\"Future\""),
            &[("not-a-feature", "places.geojson:2:1")],
            "p",
        ),
        bad(
            "properties of another type",
            p,
            "{\"features\": [\n{\"type\": \"Feature\", \"id\": \"p\", \"geometry\": null, \"properties\": 1}]}",
            &[("wrong-type", "places.geojson:2:64"), ("missing-member", "places.geojson:2:64")],
            "p",
        ),
        bad("a wrong colour", p, styled("\"stroke\": \"red\""), &[("bad-style", "places.geojson:3:25")], "p"),
        bad("a wrong opacity", p, styled("\"fill-opacity\": 2"), &[("bad-style", "places.geojson:3:31")], "p"),
        bad("a wrong size", p, styled("\"marker-size\": \"huge\""), &[("bad-style", "places.geojson:3:30")], "p"),
        bad("a place within itself", p, styled("\"part_of\": \"p\""), &[("cycle", "places.geojson:3:26")], "p"),
        bad("a report without source", r, "[{\"id\": \"r\", \"published\": \"2024\"}]", &[("missing-member", "reports.json:1:2")], ""),
        report_case("a credibility of 7", "\"credibility\": 7", "out-of-range", "reports.json:3:52"),
        report_case("a span that runs back", "\"span\": {\"start\": 2, \"end\": 1}", "out-of-range", "reports.json:3:45"),
        report_case("a credibility in letters", "\"credibility\": \"B\"", "wrong-type", "reports.json:3:52"),
        report_case("an unknown letter", "\"graded\": [{\"credibility\": 0}]", "out-of-range", "reports.json:3:64"),
        report_case("fewer than nobody", "\"troops\": {\"strength\": -5}", "bad-number", "reports.json:3:60"),
        report_case(
            "at least more than at most",
            "\"troops\": {\"strength\": {\"min\": 5, \"max\": 4}}",
            "out-of-range",
            "reports.json:3:60",
        ),
        report_case("words in a number", "\"troops\": {\"strength\": {\"min\": \"few\", \"max\": 4}}", "wrong-type", "reports.json:3:68"),
        bad(
            "no symbol code",
            r,
            report("\"troops\": {\"sidc\": \"99\"}"),
            &[loose[0], loose[1], ("bad-symbol-code", "reports.json:3:56")],
            "r",
        ),
        report_case("half a man", "\"troops\": {\"strength\": 0.5}", "bad-number", "reports.json:3:60"),
        bad(
            "an unknown stance",
            r,
            report("\"x\": 0").replace("asserts", "hints"),
            &[("unknown-word", "reports.json:3:26"), loose[0], loose[1]],
            "r",
        ),
        bad("a newer format", "situation.json", "{\"format\": 2, \"title\": \"T\"}", &[("newer-format", "situation.json:1:1")], ""),
        bad(
            "an unknown zone",
            "situation.json",
            "{\"format\": 1, \"title\": \"T\", \"time_zone\": \"Mars\"}",
            &[("unknown-time-zone", "situation.json:1:42")],
            "",
        ),
        bad("a broken header", "situation.json", "{\"title\": \"T\", \"format\": 1, ", &[("truncated", "situation.json:1:27")], ""),
        bad(
            "a broken line of history",
            "history.jsonl",
            "{}\n{]\n",
            &[("not-history", "history.jsonl:1:1"), ("not-json", "history.jsonl:2:2")],
            "",
        ),
    ]
}

#[test]
fn bad_input_is_told_with_its_place_and_the_rest_loads() {
    let mut wrong = Vec::new();
    for Bad { case, file, bytes, told, loads } in bad_events().into_iter().chain(bad_scenes()).chain(bad_others()) {
        let mut files = vec![("situation.json", HEADER.as_bytes().to_vec())];
        files.retain(|(name, _)| *name != file);
        files.push((file, bytes.clone()));
        let (document, problems) = read_files(&files);
        let found: Vec<(&str, String)> = problems.iter().map(|p| (p.kind, p.location.to_string())).collect();
        let expected: Vec<(&str, String)> = told.iter().map(|(kind, at)| (*kind, (*at).to_owned())).collect();
        if found != expected {
            wrong.push(format!("{case}: told {found:?}, expected {expected:?}"));
        }
        let document = document.unwrap();
        let ids: Vec<String> = document.situation().ids().map(|id| id.as_str().to_owned()).collect();
        if ids.join(" ") != loads {
            wrong.push(format!("{case}: loads {ids:?}, expected {loads:?}"));
        }
        match write(&document).get(file) {
            Some(text) => assert_eq!(text.as_bytes(), bytes, "{case}: the file stays as it was"),
            None => assert!(document.locked().contains(file), "{case}: a file that is not written is locked"),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_save_keeps_the_damaged_part_of_a_file() {
    let text = "[\n{\"id\": \"a\", \"title\": \"A\", \"mode\": \"happened\"},\n{\"id\": broken},\n{\"id\": \"c\", \"title\": \"C\", \"mode\": \"happened\"},\n{\"id\": \"d\", \"ti";
    let mut document = read_files(&[("situation.json", HEADER), ("events.json", text)]).0.unwrap();
    document.edit(Edit::PutEvent(Box::new(Event { mode: Mode::Expected, ..event(&document, "c") })));
    document.edit(Edit::PutEvent(Box::new(Event { id: EventId::from("x"), ..event(&document, "a") })));
    let expected = "[\n{\"id\": \"a\", \"title\": \"A\", \"mode\": \"happened\"},\n{\"id\": broken},\n{\"id\": \"c\",\n \"title\": \"C\",\n \"mode\": \"expected\"},\n{\"id\": \"x\",\n \"title\": \"A\",\n \"mode\": \"happened\"},\n{\"id\": \"d\", \"ti";
    assert_eq!(written(&document, "events.json"), expected);
}

#[test]
fn a_folder_without_a_header_loads_and_one_without_any_file_does_not() {
    let (document, problems) = read_files(&[("actors.json", "[{\"id\": \"a\", \"name\": \"A\"}]")]);
    assert_eq!(document.unwrap().situation().actors().len(), 1);
    assert_eq!(problems[0].to_string(), "situation.json: error: the file is missing; read without a header [missing-file]");
    let (document, problems) = read_files(&[("readme.txt", "")]);
    assert!(document.is_none());
    assert_eq!(problems[0].kind, "not-a-situation");
}

#[test]
fn a_problem_names_its_record_and_what_was_done() {
    let (_, problems) =
        read_files(&[("situation.json", HEADER), ("actors.json", "[{\"id\": \"a\", \"name\": \"A\", \"kind\": \"state!\"}]")]);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.record.as_deref(), problem.severity), (Some("a"), Severity::Error));
    assert_eq!(
        problem.to_string(),
        "actors.json:1:35: error: \"state!\" is none of: state, force, organisation, person; left out the member, kept it in the file [unknown-word]"
    );
}

#[test]
fn many_broken_records_do_not_take_quadratic_time() {
    let text = format!("[\n{}", "{\"a\": [\n".repeat(200_000));
    let started = std::time::Instant::now();
    let (document, _) = read_files(&[("situation.json", HEADER), ("events.json", text.as_str())]);
    assert_eq!(written(&document.unwrap(), "events.json"), text);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn every_prefix_of_every_file_is_read_without_panic_and_never_changed() {
    for (file, text) in odd_files().into_iter().filter(|(name, _)| FILES.contains(name)) {
        for end in 0..text.len() {
            let prefix = &text.as_bytes()[..end];
            let (document, _) = read_files(&[(file, prefix)]);
            if let Some(text) = write(&document.unwrap()).get(file) {
                assert_eq!(text.as_bytes(), prefix);
            }
        }
    }
}

#[test]
fn a_symbol_of_another_identity_than_its_actors_is_a_warning_at_its_code() {
    let files = [
        ("situation.json", "{\"format\": 1, \"title\": \"T\", \"viewpoint\": \"us\"}"),
        ("actors.json", "[{\"id\": \"army\", \"name\": \"Army\", \"identity\": \"hostile\"}]"),
        ("sources.json", "[{\"id\": \"s\", \"name\": \"S\"}]"),
        ("events.json", "[{\"id\": \"e\", \"title\": \"E\", \"mode\": \"happened\"}]"),
        (
            "reports.json",
            "[{\"id\": \"r\", \"source\": \"s\", \"published\": \"2024\", \"about\": [\n{\"event\": \"e\", \"stance\": \"asserts\", \
             \"troops\": {\"actor\": \"army\", \"sidc\": \"SFGPUCI--------\"}}]}]",
        ),
    ];
    let (document, problems) = read_files(&files);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.severity, problem.kind), (Severity::Warning, "symbol-identity"));
    assert!(problem.to_string().starts_with("reports.json:2:"), "{problem}");
    assert!(problem.detail.contains("says friend") && problem.detail.contains("is hostile"), "{problem}");
    assert!(document.unwrap().situation().report(&"r".into()).is_some());
}
