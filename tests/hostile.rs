//! Hostile input: the fuzzing seeds, mutated along their structure, and strings known to break programs. What must hold for any
//! input stands in `fuzz/checks.rs`; here it is asked some thousand times, the same way in every run.

#![cfg(test)]

#[path = "../fuzz/checks.rs"]
mod checks;
mod common;

use std::path::{Path, PathBuf};

use sandtable::base::{Bytes, Problems};
use sandtable::dataset::Dataset;
use sandtable::formats::geojson;
use sandtable::formats::json::{Node, quoted};
use sandtable::formats::opening::Opening;
use sandtable::model::When;

/// Values that readers trip over.
const NASTY: &[&str] = &[
    "null",
    "true",
    "0",
    "-0",
    "1e999",
    "-1e-999",
    "1e",
    "NaN",
    "Infinity",
    "9007199254740993",
    "18446744073709551616",
    "181",
    "-540.0001",
    "90.0000001",
    "0.1e1",
    "00",
    "+1",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\",
    "\"\u{202e}\u{feff}\"",
    "\"2024-02-30\"",
    "\"../../etc\"",
    "\"[..]\"",
    "[]",
    "{}",
    "[[]]",
    "[[[[[[[[]]]]]]]]",
    "[1]",
    "[1,2,3,4,5]",
    "{\"type\":\"GeometryCollection\",\"geometries\":[]}",
    "{\"\":{}}",
    "{\"a\":1,\"a\":2}",
    "\u{1e}",
    "\n",
    ",",
    "]",
    "}",
    "\"",
    "\u{0}",
    "<a>",
    "</a>",
    "<a/>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&a;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<!DOCTYPE a [<!ENTITY a \"&a;\">]>",
    "1,2 3,4",
    "95,200",
];

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Where the values stand in a text of one or more JSON texts, inner ones too; of XML where tags, what stands between them, and elements
/// without elements in them do.
fn spans(text: &str) -> Vec<(usize, usize)> {
    if text.trim_start().starts_with('<') {
        return xml_spans(text);
    }
    let mut open = Vec::new();
    let mut from = 0;
    // Each JSON text of the files met begins at the start of a line.
    for line in text.split_inclusive('\n') {
        let start = line.trim_start_matches('\u{1e}');
        if start.starts_with(['{', '[']) {
            let offset = from + line.len() - start.len();
            open.push(Node::trimmed(start, offset));
        }
        from += line.len();
    }
    let mut spans = Vec::new();
    while let Some(node) = open.pop() {
        if spans.len() > 2_000 {
            break;
        }
        spans.push((node.offset(), node.end()));
        open.extend(node.elements());
        for member in node.members() {
            spans.push((member.offset, member.value.end()));
            open.push(member.value);
        }
    }
    spans
}

fn xml_spans(text: &str) -> Vec<(usize, usize)> {
    let ends = text.match_indices('>').map(|(at, _)| at + 1);
    let tags: Vec<(usize, usize)> = ends.filter_map(|end| Some((text.get(..end)?.rfind('<')?, end))).take(2_000).collect();
    let between = tags.windows(2).map(|pair| (pair[0].1, pair[1].0)).filter(|(start, end)| start < end);
    let elements = tags.windows(2).map(|pair| (pair[0].0, pair[1].1)).filter(|(start, end)| start < end);
    tags.iter().copied().chain(between).chain(elements).collect()
}

fn cut(text: &str, range: std::ops::Range<usize>) -> &str {
    text.get(range).unwrap()
}

/// One change to a text, along its values where it has any.
fn mutated(text: &str, others: &[String], dice: &mut Dice) -> String {
    let spans = spans(text);
    let pick = |dice: &mut Dice| if spans.is_empty() { (0, text.len()) } else { *dice.pick(&spans) };
    let (start, end) = pick(dice);
    let value = cut(text, start..end);
    let replaced = |new: &str| format!("{}{new}{}", cut(text, 0..start), cut(text, end..text.len()));
    match dice.below(10) {
        0 | 1 => replaced(dice.pick::<&str>(NASTY)),
        2 => replaced(""),
        3 => replaced(&format!("{value},{value}")),
        4 => {
            let depth = *dice.pick(&[1, 2, 9, 70]);
            replaced(&format!("{}{value}{}", "[".repeat(depth), "]".repeat(depth)))
        }
        5 => replaced(&format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{value}]}}")),
        6 => {
            let (from, to) = pick(dice);
            replaced(cut(text, from..to))
        }
        7 => {
            let other = dice.pick(others);
            let other_spans = self::spans(other);
            let (from, to) = if other_spans.is_empty() { (0, other.len()) } else { *dice.pick(&other_spans) };
            replaced(cut(other, from..to))
        }
        8 => text.chars().take(dice.below(text.chars().count() + 1)).collect(),
        _ => {
            let at = dice.below(text.chars().count() + 1);
            let mut chars: Vec<char> = text.chars().collect();
            let new = NASTY.iter().flat_map(|nasty| nasty.chars()).nth(dice.below(200)).unwrap_or('[');
            if at < chars.len() {
                chars[at] = new;
            }
            chars.into_iter().collect()
        }
    }
}

/// Puts `n` mutations of each seed to a check, each of one to four changes; and now and then bytes that are no text.
fn replay(target: &str, n: usize, check: fn(&[u8])) {
    let seeds = seeds(target);
    let texts: Vec<String> = seeds.iter().map(|seed| String::from_utf8_lossy(seed).into_owned()).collect();
    let mut dice = Dice(20_241_025);
    for seed in &seeds {
        check(seed);
    }
    for text in &texts {
        for _ in 0..n {
            let mut hostile = text.clone();
            for _ in 0..=dice.below(4) {
                hostile = mutated(&hostile, &texts, &mut dice);
            }
            hostile.truncate(hostile.floor_char_boundary(200_000));
            let mut bytes = hostile.into_bytes();
            if dice.below(8) == 0 && !bytes.is_empty() {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            let shown = bytes.clone();
            let caught = std::panic::catch_unwind(|| check(&bytes));
            assert!(caught.is_ok(), "this broke `{target}`; add it to its seeds:\n{}", String::from_utf8_lossy(&shown));
        }
    }
}

#[test]
fn mutated_geojson_is_read_within_its_bounds() {
    replay("geojson", 1_500, checks::geojson);
}

#[test]
fn mutated_xml_is_read_within_its_bounds() {
    replay("kml", 700, checks::kml);
    replay("gpx", 700, checks::gpx);
    replay("cot", 700, checks::cot);
}

#[test]
fn mutated_tables_in_json_are_read_within_their_bounds() {
    replay("timemap", 500, checks::timemap);
}

#[test]
fn mutated_folders_are_written_back_as_they_were() {
    replay("native", 2_000, checks::native);
}

#[test]
fn mutated_tables_are_read_within_their_bounds() {
    replay("tables", 80, checks::tables);
}

/// Puts the seeds to a check, and `n` times each with some bytes wrong, now and then cut short.
fn replay_bytes(target: &str, n: usize, check: fn(&[u8])) {
    let mut dice = Dice(25);
    for seed in seeds(target) {
        check(&seed);
        for _ in 0..n {
            let mut bytes = seed.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] = *dice.pick(&[0, 1, 0x50, 0x7F, 0x80, 0xFF]);
            }
            if dice.below(8) == 0 {
                bytes.truncate(dice.below(bytes.len()));
            }
            let caught = std::panic::catch_unwind(|| check(&bytes));
            assert!(caught.is_ok(), "this broke `{target}`; add it to its seeds:\n{bytes:?}");
        }
    }
}

#[test]
fn archives_with_wrong_bytes_are_refused_or_read_within_bounds() {
    replay_bytes("packed", 3_000, checks::packed);
}

#[test]
fn layers_of_binary_formats_with_wrong_bytes_are_refused_or_read_within_bounds() {
    replay_bytes("shapefile", 2_000, checks::shapefile);
    replay_bytes("world-file", 2_000, checks::world_file);
    replay_bytes("flatgeobuf", 2_000, checks::flatgeobuf);
    replay_bytes("geopackage", 300, checks::geopackage);
    replay_bytes("wkb", 2_000, checks::wkb);
    replay_bytes("gzip", 1_000, checks::gzip);
}

#[test]
fn mutated_dates_keep_their_text_and_have_bounds_in_order() {
    replay("edtf", 400, checks::edtf);
    replay("typed", 400, checks::typed);
}

#[test]
fn mutated_symbol_codes_are_refused_or_drawn() {
    replay("symbol-codes", 400, checks::symbol_codes);
}

fn read(name: &str, bytes: &[u8], problems: &mut Problems) -> Dataset {
    geojson::read(&Opening::of(name, &Bytes::from(bytes)), problems).unwrap()
}

#[test]
fn naughty_strings_come_through_every_text_of_a_feature() {
    let Some(path) = common::shared("data/conformance/naughty-strings/blns.json", "the naughty strings") else { return };
    let strings: Vec<String> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(strings.len() > 500);
    for naughty in &strings {
        let text = quoted(naughty);
        let feature = |id: &str, name: &str, other: &str, value: &str| {
            format!(
                "{{\"type\": \"Feature\", \"id\": {id}, \"geometry\": null, \"properties\": {{\"name\": {name}, {other}: {value}}}, {other}: {value}}}"
            )
        };
        let mut problems = Problems::default();
        let dataset = read(naughty, feature(&text, &text, "\"own\"", &text).as_bytes(), &mut problems);
        let said = dataset.row(0).unwrap();
        assert!(problems.is_empty(), "{naughty:?}: {:?}", problems.iter().next());
        assert_eq!(said.id.as_ref(), Some(naughty));
        assert_eq!(said.properties, [("name".to_owned(), naughty.clone()), ("own".to_owned(), naughty.clone())]);
        if !naughty.trim().is_empty() {
            assert_eq!(dataset.title(0), naughty.as_str());
        }
        checks::geojson(feature("1", "\"x\"", &text, &text).as_bytes());
        for hostile in [
            format!("{{\"type\": {text}, \"crs\": {text}, \"features\": []}}"),
            format!("{{\"type\": \"Feature\", \"geometry\": {{\"type\": {text}, \"coordinates\": [1, 2]}}, \"properties\": {text}}}"),
            format!(
                "{{\"type\": \"Feature\", \"geometry\": {{\"type\": \"Point\", \"coordinates\": [{text}, 2]}}, \"bbox\": {text}, \"properties\": {{\"stroke\": {text}, \"marker-symbol\": {text}}}}}"
            ),
            naughty.clone(),
        ] {
            checks::geojson(hostile.as_bytes());
        }
        checks::edtf(naughty.as_bytes());
        checks::typed(naughty.as_bytes());
        checks::symbol_codes(naughty.as_bytes());
        if let Ok(when) = When::parse(naughty) {
            assert_eq!(when.text(), naughty);
        }
    }
}

#[test]
fn the_mutations_reach_nearly_every_fault_that_the_reader_knows() {
    let texts: Vec<String> = seeds("geojson").iter().map(|seed| String::from_utf8_lossy(seed).into_owned()).collect();
    let (mut dice, mut kinds, mut n_read) = (Dice(7), std::collections::BTreeSet::new(), 0);
    for text in &texts {
        for _ in 0..150 {
            let hostile = mutated(&mutated(text, &texts, &mut dice), &texts, &mut dice);
            let mut problems = Problems::default();
            n_read += usize::from(read("f", hostile.as_bytes(), &mut problems).n_rows() > 0);
            kinds.extend(problems.iter().map(|problem| problem.kind));
        }
    }
    assert!(kinds.len() >= 25 && n_read >= 300, "{n_read} read, {kinds:?}");
}
