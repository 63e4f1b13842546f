//! The native folder: what is untouched keeps its bytes, what is bad is told with its place.
#![cfg(test)]

mod bad;
#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandtable::base::{Problem, Problems};
use sandtable::document::Document;
use sandtable::formats::native::{FILES, read, write};
use sandtable::model::{
    Actor, ActorId, ActorKind, Edit, Event, EventId, EventPlace, Place, PlaceId, PlaceRole, RecordId, Report, ReportId, Rgb, SourceId,
    Stance, Strength, When,
};

const HEADER: &str = "{\"format\": 1, \"title\": \"T\"}\n";

/// Files that no two programs would write like this: CRLF, tabs, members in any order, unknown ones at every level, names given
/// twice, escapes, numbers in odd forms.
fn odd_files() -> Vec<(&'static str, String)> {
    let header = "{ \"title\" :\"A \\u0022title\\u0022\",\t\"x-tool\": {\"v\": [1.0, 1e2]},\n\n \"format\": 1.0,\n\"home\":{\"bbox\":[ -1e1,-5.0,10,5],\"zoom\":3} }";
    let places = concat!(
        "\u{feff}{\"generator\": \"x\", \"features\": [\r\n",
        "\t{\"type\": \"Feature\", \"bbox\": [1,2,3,4], \"properties\": {\"note\": \"n\",\"wikidata\":\"Q1\",  \"name\": \"Zed\", \"stroke\":\"#ABC\"},\r\n",
        "\t \"geometry\": {\"type\": \"Point\", \"coordinates\": [1.50, 2e0, 300], \"x\": 1}, \"id\": \"z\"},\r\n",
        "\t{\"id\": \"a\", \"type\": \"Feature\", \"geometry\": null, \"properties\": {\"name\": \"A\", \"part_of\": \"z\"}}\r\n",
        "], \"type\": \"FeatureCollection\"}",
    );
    let actors = "[{\"id\":\"a1\",\"name\":\"One\",\"\\u006bind\":\"state\"},{\"id\":\"a2\",\"name\":\"Two\",\"kind\":7,\"part_of\":null}]";
    let sources = "[\n\n  {\n    \"id\": \"s1\",\n    \"name\": \"S\",\n    \"named\": true,\n    \"graded\": [{\"reliability\": \"B\", \"x\": {\"y\": [ 1 ]}}, \"what\"]\n  }\n]\n\n\n";
    let events = concat!(
        "[\r\n{\"id\": \"e1\", \"title\": \"old\", \"title\": \"First\", \"mode\": \"happened\",\r\n",
        " \"places\": [{\"role\": \"at\", \"place\": \"z\", \"how\": \"near\"}, {\"place\": \"a\"}], \"x\": null, \"links\": []},\r\n",
        "{\"mode\":\"expected\",\"id\":\"e3\",\"title\":\"Third \\u00e9\\/\",\"when\":\"2024-10\"}\r\n]\r\n",
    );
    let reports = concat!(
        "[\n{\"id\": \"r1\", \"source\": \"s1\", \"published\": \"2024-10-25\", \"origin\": \"unknown\",\n",
        " \"about\": [{\"event\": \"e1\", \"stance\": \"asserts\", \"credibility\": 2.0, \"mood\": \"sure\",\n",
        "   \"troops\": {\"strength\": 3e3, \"ate\": \"rice\", \"from\": \"z\"}}, {\"event\": \"e3\", \"stance\": \"denies\"}]},\n",
        "{\"id\": \"r2\", \"source\": \"s1\", \"published\": \"2024-10-26\", \"supersedes\": \"r1\"}]",
    );
    vec![
        ("situation.json", header.to_owned()),
        ("places.geojson", places.to_owned()),
        ("actors.json", actors.to_owned()),
        ("sources.json", sources.to_owned()),
        ("events.json", events.to_owned()),
        ("reports.json", reports.to_owned()),
        ("scenes.json", "[ {\"id\":\"s\",\"title\":\"s\",\"order\":1, \"new\": [ ]} ]".to_owned()),
        ("history.jsonl", "{\"a\":1}\n\n{\"b\":2}".to_owned()),
        ("texts/article.txt", "Text\r\n".to_owned()),
        ("notes.md", "unknown\n".to_owned()),
    ]
}

fn read_files<N: AsRef<str>, T: AsRef<[u8]>>(files: &[(N, T)]) -> (Option<Document>, Vec<Problem>) {
    let files = files.iter().map(|(name, text)| (name.as_ref().to_owned(), text.as_ref().to_vec())).collect();
    let mut problems = Problems::default();
    let document = read(files, &mut problems);
    (document, problems.iter().cloned().collect())
}

fn odd_document() -> Document {
    read_files(&odd_files()).0.unwrap()
}

fn event(document: &Document, id: &str) -> Event {
    document.situation().event(&EventId::from(id)).unwrap().clone()
}

fn place(document: &Document, id: &str) -> Place {
    document.situation().place(&PlaceId::from(id)).unwrap().clone()
}

fn actor(document: &Document, id: &str) -> Actor {
    document.situation().actor(&ActorId::from(id)).unwrap().clone()
}

fn report(document: &Document, id: &str) -> Report {
    document.situation().report(&ReportId::from(id)).unwrap().clone()
}

fn written(document: &Document, file: &str) -> String {
    write(document).remove(file).unwrap()
}

#[test]
fn files_that_nobody_edited_are_written_back_byte_for_byte() {
    let files: BTreeMap<String, String> = odd_files().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let document = odd_document();
    assert_eq!(write(&document), files);
    assert_eq!(event(&document, "e1").title, "First", "of a name given twice the last counts");
    assert_eq!(actor(&document, "a1").kind, Some(ActorKind::State), "a name may be escaped");
    assert_eq!(report(&document, "r1").about[0].troops.as_ref().unwrap().strength, Some(Strength::Count(3000)));
    assert_eq!(place(&document, "z").style.as_ref().unwrap().stroke, Some(Rgb([0xaa, 0xbb, 0xcc])));
}

#[test]
fn an_edit_that_is_taken_back_leaves_the_original_bytes() {
    let before = odd_document();
    let mut document = before.clone();
    let changed = Event { title: "New".to_owned(), when: Some(When::parse("2024").unwrap()), ..event(&document, "e1") };
    let added = Event { id: EventId::from("e2"), ..event(&document, "e3") };
    let inverse = document.edit(Edit::All(vec![
        Edit::PutEvent(Box::new(changed)),
        Edit::PutEvent(Box::new(added)),
        Edit::Remove(RecordId::Event(EventId::from("e3"))),
        Edit::Remove(RecordId::Place(PlaceId::from("z"))),
    ]));
    assert_ne!(write(&document), write(&before));
    document.edit(inverse);
    assert_eq!(write(&document), write(&before));
}

#[test]
fn an_edited_record_keeps_every_member_that_the_edit_did_not_change() {
    let mut document = odd_document();
    let added = EventPlace { place: PlaceId::from("a"), role: PlaceRole::To, extra: BTreeMap::new() };
    let mut changed = event(&document, "e1");
    changed.places.push(added);
    changed.summary = Some("Курск".to_owned());
    document.edit(Edit::PutEvent(Box::new(changed)));
    let expected = concat!(
        "[\r\n{\"id\": \"e1\",\r\n \"title\": \"old\",\r\n \"title\": \"First\",\r\n \"summary\": \"Курск\",\r\n \"mode\": \"happened\",\r\n",
        " \"places\": [\r\n  {\"place\": \"z\", \"role\": \"at\", \"how\": \"near\"},\r\n  {\"place\": \"a\", \"role\": \"to\"},\r\n  {\"place\": \"a\"}],\r\n",
        " \"x\": null,\r\n \"links\": []},\r\n",
        "{\"mode\":\"expected\",\"id\":\"e3\",\"title\":\"Third \\u00e9\\/\",\"when\":\"2024-10\"}\r\n]\r\n",
    );
    assert_eq!(written(&document, "events.json"), expected, "a list keeps the items that could not be read, behind the others");
}

#[test]
fn an_edited_place_keeps_its_geometry_as_written() {
    let mut document = odd_document();
    let mut changed = place(&document, "z");
    changed.name = "Zett".to_owned();
    document.edit(Edit::PutPlace(Box::new(changed)));
    let expected = concat!(
        "\u{feff}{\"generator\": \"x\", \"features\": [\r\n",
        "\t{\"type\": \"Feature\",\r\n \"bbox\": [1,2,3,4],\r\n",
        " \"properties\": {\r\n  \"note\": \"n\",\r\n  \"wikidata\":\"Q1\",\r\n  \"name\": \"Zett\",\r\n  \"stroke\":\"#ABC\"},\r\n",
        " \"geometry\": {\"type\": \"Point\", \"coordinates\": [1.50, 2e0, 300], \"x\": 1},\r\n \"id\": \"z\"},\r\n",
        "\t{\"id\": \"a\", \"type\": \"Feature\", \"geometry\": null, \"properties\": {\"name\": \"A\", \"part_of\": \"z\"}}\r\n",
        "], \"type\": \"FeatureCollection\"}",
    );
    assert_eq!(written(&document, "places.geojson"), expected);
}

#[test]
fn an_edited_list_keeps_the_items_that_the_edit_did_not_change() {
    let mut document = odd_document();
    let mut changed = report(&document, "r1");
    changed.about[1].stance = Stance::Confirms;
    document.edit(Edit::PutReport(Box::new(changed)));
    let kept = concat!(
        "  {\"event\": \"e1\", \"stance\": \"asserts\", \"credibility\": 2.0, \"mood\": \"sure\",\n",
        "   \"troops\": {\"strength\": 3e3, \"ate\": \"rice\", \"from\": \"z\"}},\n",
        "  {\"event\": \"e3\", \"stance\": \"confirms\"}]},\n",
    );
    let text = written(&document, "reports.json");
    assert!(text.contains(kept), "{text}");
}

#[test]
fn a_member_that_could_not_be_read_survives_until_an_edit_sets_it() {
    let mut document = odd_document();
    document.edit(Edit::PutActor(Box::new(Actor { name: "Deux".to_owned(), ..actor(&document, "a2") })));
    let first = "[{\"id\":\"a1\",\"name\":\"One\",\"\\u006bind\":\"state\"},";
    assert_eq!(
        written(&document, "actors.json"),
        format!("{first}{{\"id\":\"a2\",\n \"name\": \"Deux\",\n \"kind\":7,\n \"part_of\":null}}]")
    );
    document.edit(Edit::PutActor(Box::new(Actor { kind: Some(ActorKind::Force), ..actor(&document, "a2") })));
    assert_eq!(
        written(&document, "actors.json"),
        format!("{first}{{\"id\":\"a2\",\n \"name\": \"Deux\",\n \"kind\": \"force\",\n \"part_of\":null}}]")
    );
}

#[test]
fn records_come_and_go_with_their_commas() {
    let mut document = odd_document();
    let new = |document: &Document, id: &str| {
        Edit::PutActor(Box::new(Actor {
            id: ActorId::from(id),
            name: id.to_owned(),
            kind: None,
            extra: BTreeMap::new(),
            ..actor(document, "a1")
        }))
    };
    let remove = |id: &str| Edit::Remove(RecordId::Actor(ActorId::from(id)));
    let a1 = "{\"id\":\"a1\",\"name\":\"One\",\"\\u006bind\":\"state\"}";
    let a2 = "{\"id\":\"a2\",\"name\":\"Two\",\"kind\":7,\"part_of\":null}";
    let added = |id: &str| format!("{{\"id\": \"{id}\",\n \"name\": \"{id}\"}}");
    let steps = [
        (new(&document, "a0"), format!("[{},\n{a1},{a2}]", added("a0"))),
        (new(&document, "a11"), format!("[{},\n{a1},\n{},{a2}]", added("a0"), added("a11"))),
        (new(&document, "a9"), format!("[{},\n{a1},\n{},{a2},\n{}]", added("a0"), added("a11"), added("a9"))),
        (remove("a11"), format!("[{},\n{a1},{a2},\n{}]", added("a0"), added("a9"))),
        (remove("a0"), format!("[{a1},{a2},\n{}]", added("a9"))),
        (remove("a9"), format!("[{a1},{a2}]")),
        (remove("a1"), format!("[{a2}]")),
        (remove("a2"), "[]".to_owned()),
        (new(&document, "b"), format!("[{}]", added("b"))),
    ];
    for (edit, expected) in steps {
        document.edit(edit);
        assert_eq!(written(&document, "actors.json"), expected);
    }
}

#[test]
fn a_new_situation_is_written_in_canonical_layout() {
    let (document, _) = read_files(&[("situation.json", HEADER), ("actors.json", "[]\n"), ("events.json", "[\n]\n")]);
    let mut document = document.unwrap();
    let from = odd_document();
    let mut report = report(&from, "r1");
    report.extra.clear();
    document.edit(Edit::All(vec![
        Edit::PutActor(Box::new(Actor { extra: BTreeMap::new(), ..actor(&from, "a1") })),
        Edit::PutEvent(Box::new(event(&from, "e3"))),
        Edit::PutReport(Box::new(report)),
        Edit::PutPlace(Box::new(place(&from, "a"))),
    ]));
    let files = write(&document);
    assert_eq!(files["actors.json"], "[\n{\"id\": \"a1\",\n \"name\": \"One\",\n \"kind\": \"state\"}\n]\n");
    assert_eq!(
        files["events.json"],
        "[\n{\"id\": \"e3\",\n \"title\": \"Third é/\",\n \"mode\": \"expected\",\n \"when\": \"2024-10\"}\n]\n"
    );
    assert_eq!(
        files["reports.json"],
        concat!(
            "[\n{\"id\": \"r1\",\n \"source\": \"s1\",\n \"origin\": \"unknown\",\n \"published\": \"2024-10-25\",\n \"about\": [\n",
            "  {\"event\": \"e1\", \"stance\": \"asserts\", \"credibility\": 2, \"troops\": {\"strength\": 3000, \"from\": \"z\", \"ate\": \"rice\"}, \"mood\": \"sure\"},\n",
            "  {\"event\": \"e3\", \"stance\": \"denies\"}]}\n]\n"
        )
    );
    assert_eq!(
        files["places.geojson"],
        concat!(
            "{\"type\": \"FeatureCollection\", \"features\": [\n{\"type\": \"Feature\",\n \"id\": \"a\",\n \"geometry\": null,\n",
            " \"properties\": {\n  \"name\": \"A\",\n  \"part_of\": \"z\"}}\n]}\n"
        )
    );
    assert!(!files.contains_key("sources.json"), "no file without records");
    let again: Vec<(String, String)> = files.into_iter().collect();
    assert_eq!(read_files(&again).0.unwrap().situation(), document.situation());
}

/// An edit of one record out of `odd_files`, and the file it is in.
#[derive(Clone, Debug)]
enum Change {
    Title(usize, String),
    PlaceName(usize, String),
    When(usize, u16),
    AddPlace(usize),
    Stance(usize),
    Published(usize, u16),
    Source(String),
    Actor(usize, Option<ActorKind>),
    Header(String),
}

fn change() -> impl Strategy<Value = Change> {
    let text = "[ -~éК\"\\\\\u{1F600}]{0,12}";
    prop_oneof![
        (0..2_usize, text).prop_map(|(which, text)| Change::Title(which, text)),
        (0..2_usize, text).prop_map(|(which, text)| Change::PlaceName(which, text)),
        (0..2_usize, 1000..3000_u16).prop_map(|(which, year)| Change::When(which, year)),
        (0..2_usize).prop_map(Change::AddPlace),
        (0..2_usize).prop_map(Change::Stance),
        (0..2_usize, 1000..3000_u16).prop_map(|(which, year)| Change::Published(which, year)),
        text.prop_map(Change::Source),
        (0..2_usize, prop::option::of(prop::sample::select(ActorKind::ALL))).prop_map(|(which, kind)| Change::Actor(which, kind)),
        text.prop_map(Change::Header),
    ]
}

/// Carries out a change; the file and the id of the record changed.
fn make(document: &mut Document, change: Change) -> (&'static str, &'static str) {
    let year = |year: u16| Some(When::parse(&year.to_string()).unwrap());
    let event_id = |which: usize| ["e1", "e3"][which];
    let report_id = |which: usize| ["r1", "r2"][which];
    let (edit, file, id) = match change {
        Change::Title(which, title) => {
            (Edit::PutEvent(Box::new(Event { title, ..event(document, event_id(which)) })), "events.json", event_id(which))
        }
        Change::When(which, y) => {
            (Edit::PutEvent(Box::new(Event { when: year(y), ..event(document, event_id(which)) })), "events.json", event_id(which))
        }
        Change::AddPlace(which) => {
            let mut changed = event(document, event_id(which));
            changed.places.push(EventPlace { place: PlaceId::from("z"), role: PlaceRole::About, extra: BTreeMap::new() });
            (Edit::PutEvent(Box::new(changed)), "events.json", event_id(which))
        }
        Change::PlaceName(which, name) => {
            let id = ["z", "a"][which];
            (Edit::PutPlace(Box::new(Place { name, ..place(document, id) })), "places.geojson", id)
        }
        Change::Stance(which) => {
            let mut changed = report(document, report_id(which));
            changed.about.iter_mut().for_each(|about| about.stance = Stance::Confirms);
            (Edit::PutReport(Box::new(changed)), "reports.json", report_id(which))
        }
        Change::Published(which, y) => (
            Edit::PutReport(Box::new(Report { published: year(y), ..report(document, report_id(which)) })),
            "reports.json",
            report_id(which),
        ),
        Change::Source(name) => {
            let source = document.situation().source(&SourceId::from("s1")).unwrap().clone();
            (Edit::PutSource(Box::new(sandtable::model::Source { name, ..source })), "sources.json", "s1")
        }
        Change::Actor(which, kind) => {
            let id = ["a1", "a2"][which];
            let mut changed = Actor { kind, ..actor(document, id) };
            // Who sets a member that could not be read puts it in the place of what was there.
            changed.extra.remove("kind");
            (Edit::PutActor(Box::new(changed)), "actors.json", id)
        }
        Change::Header(title) => {
            let header = sandtable::model::Header { title, ..document.situation().header().clone() };
            (Edit::PutHeader(Box::new(header)), "situation.json", "")
        }
    };
    document.edit(edit);
    (file, id)
}

/// Stretches of the odd files that must stand in them whatever is edited: whole records by file and id, and unknown members.
const RECORDS: [(&str, &str, &str); 8] = [
    (
        "places.geojson",
        "a",
        "{\"id\": \"a\", \"type\": \"Feature\", \"geometry\": null, \"properties\": {\"name\": \"A\", \"part_of\": \"z\"}}",
    ),
    (
        "places.geojson",
        "z",
        "{\"type\": \"Feature\", \"bbox\": [1,2,3,4], \"properties\": {\"note\": \"n\",\"wikidata\":\"Q1\",  \"name\": \"Zed\", \"stroke\":\"#ABC\"},\r\n\t \"geometry\"",
    ),
    ("actors.json", "a1", "{\"id\":\"a1\",\"name\":\"One\",\"\\u006bind\":\"state\"}"),
    ("actors.json", "a2", "{\"id\":\"a2\",\"name\":\"Two\",\"kind\":7,\"part_of\":null}"),
    (
        "events.json",
        "e1",
        "\"places\": [{\"role\": \"at\", \"place\": \"z\", \"how\": \"near\"}, {\"place\": \"a\"}], \"x\": null, \"links\": []},\r\n",
    ),
    ("events.json", "e3", "{\"mode\":\"expected\",\"id\":\"e3\",\"title\":\"Third \\u00e9\\/\",\"when\":\"2024-10\"}"),
    ("reports.json", "r1", "{\"id\": \"r1\", \"source\": \"s1\", \"published\": \"2024-10-25\", \"origin\": \"unknown\",\n"),
    ("reports.json", "r2", "{\"id\": \"r2\", \"source\": \"s1\", \"published\": \"2024-10-26\", \"supersedes\": \"r1\"}]"),
];
const UNKNOWN: [(&str, &str); 11] = [
    ("situation.json", "\"x-tool\": {\"v\": [1.0, 1e2]}"),
    ("situation.json", "\"zoom\":3"),
    ("places.geojson", "{\"generator\": \"x\""),
    ("places.geojson", "\"bbox\": [1,2,3,4]"),
    ("places.geojson", "\"wikidata\":\"Q1\""),
    ("places.geojson", "[1.50, 2e0, 300], \"x\": 1}"),
    ("sources.json", "{\"y\": [ 1 ]}"),
    ("events.json", "\"x\": null"),
    ("events.json", "\"how\": \"near\""),
    ("reports.json", "\"mood\": \"sure\""),
    ("reports.json", "\"ate\": \"rice\""),
];

/// What damage puts into a file: what the grammar is made of, and what no reader expects.
const PIECES: &[&[u8]] = &[
    b"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\n",
    b"\n{",
    b"null",
    b"1e999",
    b"-",
    b"\"id\": \"e3\"",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\\ud800",
    b"\0",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn damaged_files_are_read_without_panic_and_never_changed(
        which in 0..8_usize,
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, prop::sample::select(PIECES)), 1..6),
    ) {
        let files = odd_files();
        let (file, text) = &files[which];
        let mut bytes = text.clone().into_bytes();
        for (at, n_removed, piece) in damages {
            let start = at.index(bytes.len() + 1);
            let end = (start + n_removed).min(bytes.len());
            bytes.splice(start..end, piece.iter().copied());
        }
        let (document, problems) = read_files(&[("situation.json", HEADER.as_bytes()), (*file, bytes.as_slice())]);
        for problem in problems {
            prop_assert!(!problem.kind.is_empty() && !problem.done.is_empty() && !problem.location.file.is_empty());
        }
        let mut document = document.unwrap();
        if let Some(text) = write(&document).get(*file) {
            prop_assert_eq!(text.as_bytes(), bytes);
        }
        // An edit of what is left keeps the rest of the records, too.
        let ids: Vec<RecordId> = document.situation().ids().collect();
        if let (Some(RecordId::Event(id)), true) = (ids.first(), document.locked().is_empty()) {
            let mut changed = document.situation().event(id).unwrap().clone();
            changed.title.push('!');
            document.edit(Edit::PutEvent(Box::new(changed)));
            let files: Vec<(String, String)> = write(&document).into_iter().collect();
            let again: Vec<RecordId> = read_files(&files).0.unwrap().situation().ids().collect();
            prop_assert_eq!(again, ids);
        }
    }

    #[test]
    fn unknown_members_and_other_records_survive_any_edit(changes in prop::collection::vec(change(), 1..6)) {
        let mut document = odd_document();
        let touched: Vec<_> = changes.into_iter().map(|change| make(&mut document, change)).collect();
        let files = write(&document);
        for (file, id, text) in RECORDS {
            if !touched.contains(&(file, id)) {
                prop_assert!(files[file].contains(text), "{file} lost {text}: {}", files[file]);
            }
        }
        for (file, text) in UNKNOWN {
            prop_assert!(files[file].contains(text), "{file} lost {text}: {}", files[file]);
        }
        for (file, text) in odd_files() {
            if !touched.iter().any(|(touched, _)| *touched == file) {
                prop_assert_eq!(&files[file], &text);
            }
        }
        // What was written reads as what was meant, and is then byte-stable.
        let again: Vec<(String, String)> = files.clone().into_iter().collect();
        let again = read_files(&again).0.unwrap();
        prop_assert_eq!(again.situation(), document.situation());
        prop_assert_eq!(write(&again), files);
    }
}

/// The files of the sample that hold its records.
fn sample_files() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024");
    let is_there = |name: &&str| folder.join(name).is_file();
    FILES.iter().copied().filter(is_there).map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap())).collect()
}

#[test]
fn the_sample_is_read_without_a_problem_and_written_back_byte_for_byte() {
    let files = sample_files();
    let (document, problems) = read_files(&files);
    assert_eq!(problems, []);
    let written = write(&document.unwrap());
    for (name, bytes) in &files {
        assert_eq!(written[name].as_bytes(), bytes, "{name}");
    }
}

#[test]
fn the_sample_is_in_canonical_layout() {
    let files = sample_files();
    let (document, _) = read_files(&files);
    let situation = document.unwrap().situation().clone();
    let fresh = Document::new(situation, BTreeMap::new(), Default::default());
    for (name, text) in write(&fresh) {
        let (_, bytes) = files.iter().find(|(known, _)| *known == name).unwrap();
        let on_disk = String::from_utf8_lossy(bytes);
        let differing: Vec<_> = text.lines().zip(on_disk.lines()).filter(|(ours, theirs)| ours != theirs).take(3).collect();
        assert_eq!(differing, [], "{name}");
        assert_eq!(text.len(), on_disk.len(), "{name}: one goes on where the other ends");
    }
}

#[test]
fn an_edit_of_the_sample_changes_the_lines_of_its_record_only() {
    let (document, _) = read_files(&sample_files());
    let mut document = document.unwrap();
    let before = write(&document);
    for id in document.situation().events().keys().cloned().collect::<Vec<_>>() {
        let mut changed = document.situation().event(&id).unwrap().clone();
        changed.title.push_str(" (edited)");
        let inverse = document.edit(Edit::PutEvent(Box::new(changed)));
        let after = write(&document);
        for (name, text) in &before {
            let n_differing = text.lines().zip(after[name].lines()).filter(|(old, new)| old != new).count();
            assert_eq!(
                (n_differing, text.lines().count()),
                (usize::from(name == "events.json"), after[name].lines().count()),
                "{name}, {id}"
            );
        }
        document.edit(inverse);
    }
}

#[test]
fn every_conformance_file_in_place_of_the_places_is_written_back_byte_for_byte() {
    let Some(folder) = common::shared("data/conformance", "conformance files as places") else { return };
    let (mut todo, mut n_files) = (vec![folder], 0);
    while let Some(at) = todo.pop() {
        if at.is_dir() {
            todo.extend(std::fs::read_dir(&at).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&at).unwrap();
        n_files += 1;
        let (document, _) = read_files(&[("situation.json", HEADER.as_bytes()), ("places.geojson", bytes.as_slice())]);
        let mut document = document.unwrap();
        let is_locked = |document: &Document| document.locked().contains("places.geojson");
        if !is_locked(&document) {
            assert_eq!(written(&document, "places.geojson").as_bytes(), bytes, "{}", at.display());
        }
        // An edit keeps every other place.
        let before = document.situation().places().clone();
        if let (Some(first), false) = (before.values().next(), is_locked(&document)) {
            document.edit(Edit::PutPlace(Box::new(Place { name: "edited".to_owned(), ..first.clone() })));
            let again = read_files(&[("situation.json", HEADER.to_owned()), ("places.geojson", written(&document, "places.geojson"))]).0;
            assert_eq!(again.unwrap().situation().places(), document.situation().places(), "{}", at.display());
        }
    }
    assert!(n_files > 0);
}
