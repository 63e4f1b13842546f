//! The sample situation is complete, linked, in the native form, and true to the article that it was made from.
//!
//! The files are read as plain JSON, so that a fault of our own reader cannot hide a fault of the sample.
//! The article is not part of the project: where `../shared` (or `SANDTABLE_SHARED`) lacks it, what needs it says so and passes.

mod common;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A record's kind and id, as the sentence table writes them: `event:lower-house-vote`.
type Key = String;

/// Kind, file of the sample, name of its schema.
const FILES: [(&str, &str, &str); 7] = [
    ("situation", "situation.json", "situation"),
    ("place", "places.geojson", "places"),
    ("actor", "actors.json", "actors"),
    ("source", "sources.json", "sources"),
    ("event", "events.json", "events"),
    ("report", "reports.json", "reports"),
    ("scene", "scenes.json", "scenes"),
];

/// Kind of record, path to a link in it (`*` = each of an array), kind of record linked to.
const LINKS: [(&str, &str, &str); 16] = [
    ("place", "properties/part_of", "place"),
    ("actor", "part_of", "actor"),
    ("source", "actor", "actor"),
    ("event", "places/*/place", "place"),
    ("event", "actors/*/actor", "actor"),
    ("event", "links/*/event", "event"),
    ("report", "source", "source"),
    ("report", "via/source", "source"),
    ("report", "via/report", "report"),
    ("report", "said_at", "event"),
    ("report", "supersedes", "report"),
    ("report", "about/*/event", "event"),
    ("report", "about/*/report", "report"),
    ("report", "about/*/troops/actor", "actor"),
    ("report", "about/*/troops/from", "place"),
    ("report", "about/*/troops/to", "place"),
];

const MAX_WORDS_QUOTED: usize = 15;

/// A row of the table: a sentence of the article and the records that hold what it says.
struct Row {
    number: usize,
    first_words: String,
    last_words: String,
    records: Vec<Key>,
}

#[test]
fn every_file_keeps_to_its_schema() -> Outcome {
    for (_, file, schema) in FILES {
        let problems = problems_by(schema, &read_json(&sample(file))?)?;
        assert!(problems.is_empty(), "{file}: {problems:#?}");
    }
    Ok(())
}

#[test]
fn the_schemas_refuse_what_is_wrong_and_let_unknown_members_be() -> Outcome {
    // Schema, what is replaced in the sample's file, by what, whether that is still right.
    let cases = [
        ("situation", "/format", json!(2), false),
        ("situation", "/as_of", json!("Friday"), false),
        ("situation", "/home/bbox", json!([20, 30, 136]), false),
        ("situation", "/home/bbox", json!([170, 30, -170, 62]), true),
        ("situation", "/releases/0", json!({"name": "A", "unnamed_sources": "all", "coarsen_km": 0.5, "new": 1}), true),
        ("situation", "/releases/0", json!({"name": "A", "unnamed_sources": "some"}), false),
        ("situation", "/releases/0/coarsen_km", json!(0), false),
        ("situation", "/released", json!({"name": "A", "removed": [{"what": "notes", "count": 3}]}), true),
        ("situation", "/released", json!([{"name": "A", "removed": [{"what": "everything", "count": 3}]}]), false),
        ("places", "/features/0/geometry/coordinates", json!([200, 0]), false),
        ("places", "/features/0/geometry", json!({"type": "Circle", "coordinates": [0, 0]}), false),
        ("places", "/features/0/geometry", json!({"type": "GeometryCollection", "geometries": []}), true),
        ("places", "/features/0/geometry", Value::Null, true),
        ("places", "/features/0/properties/precision", json!("roughly"), false),
        ("places", "/features/0/properties/precision", json!(2500.5), true),
        ("places", "/features/0/properties", json!({"kind": "city"}), false),
        ("actors", "/0/id", json!(""), false),
        ("actors", "/0/id", json!("x".repeat(201)), false),
        ("actors", "/0/identity", json!("foe"), false),
        ("actors", "/0", json!({"id": "a", "name": "A", "x": {"kept": [1]}}), true),
        ("sources", "/0/graded/0/reliability", json!("G"), false),
        ("sources", "/0/graded/0/reliability", json!("A"), true),
        ("events", "/0/mode", json!("rumoured"), false),
        ("events", "/0/when", json!("24 October 2024"), false),
        ("events", "/0/when", json!("[2024-10-20..2024-10-24"), false),
        ("events", "/0/when", json!("2024-10-18/.."), true),
        ("events", "/0/when", json!("2024-10-XX"), true),
        ("events", "/0", json!({"id": "e", "title": "E"}), false),
        ("reports", "/0/about/0/stance", json!("says"), false),
        ("reports", "/0/about/0/credibility", json!(7), false),
        ("reports", "/0/about/0/credibility", json!("6"), false),
        ("reports", "/0/about/0", json!({"event": "e", "report": "r", "stance": "asserts"}), false),
        ("reports", "/0/about/0/troops", json!({"strength": {"min": 1000, "max": 3000}}), true),
        ("reports", "/0/about/0/troops", json!({"strength": {"min": 1000}}), false),
        ("reports", "/0/text", json!({"file": "../secret.txt"}), false),
    ];
    for (schema, path, value, right) in cases {
        let file = FILES.iter().find(|entry| entry.2 == schema).map(|entry| entry.1).ok_or("no such schema")?;
        let mut changed = read_json(&sample(file))?;
        replace(&mut changed, path, value.clone())?;
        let problems = problems_by(schema, &changed)?;
        assert_eq!(problems.is_empty(), right, "{schema} {path} = {value}: {problems:?}");
    }
    Ok(())
}

#[test]
fn records_stand_sorted_by_id_and_each_once() -> Outcome {
    for (kind, file, _) in FILES {
        let ids: Vec<String> = records(kind)?.iter().map(id).collect::<Outcome<_>>()?;
        assert!(ids.is_sorted_by(|a, b| a < b), "{file} is not sorted by id, or has an id twice: {ids:?}");
    }
    Ok(())
}

#[test]
fn every_link_leads_to_a_record() -> Outcome {
    let known = all_keys()?;
    let mut n_links = 0;
    for (kind, path, target) in LINKS {
        for record in records(kind)? {
            for link in follow(&record, path) {
                let link = link.as_str().ok_or_else(|| format!("{kind} {}: {path} is no text", id(&record).unwrap_or_default()))?;
                assert!(known.contains(&key(target, link)), "{kind} {}: no {target} is called {link}", id(&record)?);
                n_links += 1;
            }
        }
    }
    assert!(n_links > known.len(), "only {n_links} links among {} records", known.len());
    Ok(())
}

#[test]
fn nothing_in_the_sample_stands_alone() -> Outcome {
    let mut linked = BTreeSet::new();
    for (kind, path, target) in LINKS {
        for record in records(kind)? {
            linked.extend(follow(&record, path).into_iter().filter_map(Value::as_str).map(|link| key(target, link)));
        }
    }
    // A report is where one starts from: nothing need lead to it.
    let alone: Vec<Key> = all_keys()?.into_iter().filter(|key| !key.starts_with("report:") && !linked.contains(key)).collect();
    assert!(alone.is_empty(), "nothing leads to {alone:?}");

    let reported: BTreeSet<Key> =
        records("report")?.iter().flat_map(|report| strings(report, "about/*/event")).map(|event| key("event", &event)).collect();
    for event in records("event")? {
        assert!(reported.contains(&key("event", &id(&event)?)), "no report is about the event {}", id(&event)?);
    }
    Ok(())
}

#[test]
fn every_source_and_statement_is_graded() -> Outcome {
    for source in records("source")? {
        assert!(!follow(&source, "graded/*/why").is_empty(), "{} has no grade with a reason", id(&source)?);
    }
    for report in records("report")? {
        let n_about = follow(&report, "about/*").len();
        assert!(n_about > 0, "{} is about nothing", id(&report)?);
        assert_eq!(follow(&report, "about/*/credibility").len(), n_about, "{} has a statement without a grade", id(&report)?);
    }
    Ok(())
}

#[test]
fn the_sentence_table_names_every_record_and_no_other() -> Outcome {
    let known = all_keys()?;
    let mut named = BTreeSet::new();
    for (index, row) in table()?.into_iter().enumerate() {
        assert_eq!(row.number, index + 1, "the table's rows are numbered in order");
        assert!(row.records.iter().any(|key| key.starts_with("report:")), "sentence {} has no report", row.number);
        for key in row.records {
            assert!(known.contains(&key), "sentence {}: there is no {key}", row.number);
            named.insert(key);
        }
    }
    let unnamed: Vec<&Key> = known.difference(&named).collect();
    assert!(unnamed.is_empty(), "in no sentence of the article: {unnamed:?}");
    Ok(())
}

#[test]
fn no_sentence_of_the_article_is_left_out() -> Outcome {
    let Some(article) = article("the comparison of the sentence table with the article")? else { return Ok(()) };
    let rows = table()?;
    let sentences = sentences(&article);
    for (sentence, row) in sentences.iter().zip(&rows) {
        let first = sentence.get(..3).unwrap_or(sentence).join(" ");
        let last = sentence.get(sentence.len().saturating_sub(3)..).unwrap_or(sentence).join(" ");
        assert_eq!((first, last), (row.first_words.clone(), row.last_words.clone()), "sentence {}", row.number);
    }
    assert_eq!(sentences.len(), rows.len(), "sentences in the article, and rows in the table");
    Ok(())
}

#[test]
fn quotations_are_few_and_in_the_articles_own_words() -> Outcome {
    let mut excerpts = Vec::new();
    for report in records("report")? {
        excerpts.extend(strings(&report, "about/*/excerpt"));
    }
    assert!(!excerpts.is_empty(), "nothing is quoted");
    for excerpt in &excerpts {
        let n_words = excerpt.split_whitespace().count();
        assert!(n_words <= MAX_WORDS_QUOTED, "{n_words} words: {excerpt}");
    }

    let Some(article) = article("the comparison of the quotations with the article")? else { return Ok(()) };
    for excerpt in &excerpts {
        assert!(article.contains(excerpt.as_str()), "not in the article: {excerpt}");
    }
    let n_quoted: usize = excerpts.iter().map(|excerpt| excerpt.split_whitespace().count()).sum();
    let n_words = article.split_whitespace().count();
    assert!(n_quoted * 3 < n_words, "{n_quoted} of {n_words} words are quoted: say it in our own");
    Ok(())
}

#[test]
fn a_sentence_ends_where_the_next_begins_with_a_capital_or_a_quotation_mark() {
    let text =
        "Reports from U.S. and other officials. A heading follows\n\nA heading\nHe said “no.” “Never,” she added. Why? Nobody knows.\n";
    let split: Vec<String> = sentences(text).iter().map(|words| words.join(" ")).collect();
    assert_eq!(
        split,
        [
            "Reports from U.S. and other officials.",
            "A heading follows",
            "A heading",
            "He said “no.”",
            "“Never,” she added.",
            "Why?",
            "Nobody knows."
        ]
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(file: &str) -> PathBuf {
    root().join("data/dprk-russia-2024").join(file)
}

fn read_text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn read_json(path: &Path) -> Outcome<Value> {
    serde_json::from_str(&read_text(path)?).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// What the schema of that name holds against a value.
fn problems_by(schema: &str, value: &Value) -> Outcome<Vec<String>> {
    let schema = read_json(&root().join("assets/schema").join(format!("{schema}.schema.json")))?;
    let validator = jsonschema::draft202012::new(&schema)?;
    Ok(validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect())
}

/// The records of a kind, in the order of their file; the header has no id and counts as none.
fn records(kind: &str) -> Outcome<Vec<Value>> {
    let file = FILES.iter().find(|entry| entry.0 == kind).map(|entry| entry.1).ok_or("no such kind")?;
    Ok(match read_json(&sample(file))? {
        Value::Array(records) => records,
        Value::Object(mut object) => match object.remove("features") {
            Some(Value::Array(features)) => features,
            _ => Vec::new(),
        },
        _ => return Err(format!("{file} holds no records").into()),
    })
}

fn id(record: &Value) -> Outcome<String> {
    Ok(record.get("id").and_then(Value::as_str).ok_or("a record without id")?.to_owned())
}

fn key(kind: &str, id: &str) -> Key {
    format!("{kind}:{id}")
}

/// Of all records but scenes, which nothing leads to and which are of no sentence of the article.
fn all_keys() -> Outcome<BTreeSet<Key>> {
    let mut keys = BTreeSet::new();
    for (kind, _, _) in FILES.into_iter().filter(|(kind, ..)| *kind != "scene") {
        for record in records(kind)? {
            keys.insert(key(kind, &id(&record)?));
        }
    }
    Ok(keys)
}

/// All values at a path of [`LINKS`].
fn follow<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    path.split('/').fold(vec![value], |found, step| match step {
        "*" => found.into_iter().filter_map(Value::as_array).flatten().collect(),
        member => found.into_iter().filter_map(|value| value.get(member)).collect(),
    })
}

fn strings(value: &Value, path: &str) -> Vec<String> {
    follow(value, path).into_iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Sets the value at a JSON pointer; its last member need not exist yet.
fn replace(value: &mut Value, pointer: &str, new: Value) -> Outcome {
    let (parent, member) = pointer.rsplit_once('/').ok_or("no JSON pointer")?;
    match value.pointer_mut(parent).ok_or_else(|| format!("nothing at {parent}"))? {
        Value::Object(object) => drop(object.insert(member.to_owned(), new)),
        Value::Array(array) => *array.get_mut(member.parse::<usize>()?).ok_or("no such entry")? = new,
        _ => return Err(format!("{parent} has no members").into()),
    }
    Ok(())
}

fn table() -> Outcome<Vec<Row>> {
    let text = read_text(&root().join("tests/data/article-sentences.tsv"))?;
    text.lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().ok_or_else(|| format!("a cell is missing: {line}"));
            Ok(Row {
                number: cell()?.parse()?,
                first_words: cell()?.to_owned(),
                last_words: cell()?.to_owned(),
                records: cell()?.split(',').map(str::to_owned).collect(),
            })
        })
        .collect()
}

/// The article, or `None` after saying what is left out for want of it.
fn article(left_out: &str) -> Outcome<Option<String>> {
    common::shared("seed/article.txt", left_out).map(|path| read_text(&path)).transpose()
}

/// The words of each sentence. A line's end ends a sentence; so does a full stop, question or exclamation mark (and a closing
/// quotation mark after it) before a word that begins with a capital or an opening quotation mark.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut sentence = Vec::new();
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            sentence.push(word);
            let ends = word.trim_end_matches('”').ends_with(['.', '?', '!']);
            if words.peek().is_none_or(|next| ends && next.starts_with(|first: char| first.is_uppercase() || first == '“')) {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
    }
    sentences
}
