#![cfg(test)]
//! Where quotations stand in their texts, what is told where they do not, attachments, and how long ago an event was last asserted.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandtable::base::Problems;
use sandtable::document::Document;
use sandtable::formats::native::{self, sha256};
use sandtable::model::{
    About, AttachmentKind, Edit, EventId, LastAsserted, Likelihood, Moment, Placed, Quotations, Scalars, Span, SpanFault, Stance, Subject,
    When, Zone, is_within_folder, spanned,
};

const TEXT: &str = "Ignored words. The “mutual\nassistance” was promised.\nIt is the ministry’s own word: promised. Nothing else is.";

/// A situation with one text and reports about one event, given as JSON.
fn read(text: &str, reports: &str) -> (Document, Vec<String>) {
    let files = [
        ("situation.json", r#"{"format": 1, "title": "T", "as_of": "2024-11-25"}"#),
        ("sources.json", r#"[{"id": "s", "name": "S"}, {"id": "z", "name": "Z"}]"#),
        ("events.json", r#"[{"id": "e", "title": "E", "mode": "happened"}]"#),
        ("reports.json", reports),
        ("texts/a.txt", text),
    ];
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    let mut problems = Problems::default();
    let document = native::read(files, &mut problems).unwrap();
    let told = problems.iter().map(|problem| format!("{} {}", problem.kind, problem.location)).collect();
    (document, told)
}

/// A report quoting the text, with what follows `"event": "e", "stance": "asserts"` in each of its statements.
fn quoting(statements: &[&str]) -> String {
    let about: Vec<String> = statements.iter().map(|rest| format!(r#"{{"event": "e", "stance": "asserts", {rest}}}"#)).collect();
    let about = about.join(",\n");
    format!(
        "[\n{{\"id\": \"r\", \"source\": \"s\", \"published\": \"2024\", \"text\": {{\"file\": \"texts/a.txt\"}}, \"about\": [\n{about}]}}]"
    )
}

fn found(document: &Document) -> (Vec<(String, Placed)>, usize) {
    let text = document.file("texts/a.txt").unwrap();
    let quotations = Quotations::of(document.situation(), "texts/a.txt", text);
    let placed = quotations.placed.iter().map(|q| (text.get(q.range.clone()).unwrap().to_owned(), q.placed)).collect();
    (placed, quotations.lost.len())
}

#[test]
fn a_quotation_stands_at_its_span_and_white_space_and_the_form_of_quotation_marks_do_not_matter() {
    let (document, told) = read(TEXT, &quoting(&[r#""excerpt": "\"mutual assistance\"", "span": {"start": 19, "end": 38}"#]));
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(found(&document), (vec![("“mutual\nassistance”".to_owned(), Placed::AtSpan)], 0));
}

#[test]
fn an_excerpt_without_a_span_is_found_by_its_words() {
    let (document, told) = read(TEXT, &quoting(&[r#""excerpt": "the ministry's own word""#, r#""excerpt": "nobody said this""#]));
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(found(&document), (vec![("the ministry’s own word".to_owned(), Placed::ByWords)], 1));
}

#[test]
fn spans_outside_their_text_and_with_other_words_are_told_where_they_stand_and_found_at_another_place() {
    let reports = quoting(&[
        r#""excerpt": "Nothing else", "span": {"start": 900, "end": 912}"#,
        r#""excerpt": "Nothing else", "span": {"start": 0, "end": 12}"#,
        r#""excerpt": "promised", "span": {"start": 3, "end": 9, "before": "own word: ", "after": ". Nothing"}"#,
        r#""span": {"start": 0, "end": 7, "after": "other"}"#,
        r#""span": {"start": 0, "end": 7, "after": "words"}"#,
        r#""excerpt": "", "span": {"start": 5, "end": 5}"#,
    ]);
    let (document, told) = read(TEXT, &reports);
    let column = reports.lines().nth(2).unwrap().find("{\"start").unwrap() + 1;
    assert_eq!(told[0], format!("span-outside-text reports.json:3:{column}"));
    let kinds: Vec<&str> = told.iter().map(|told| told.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["span-outside-text", "span-differs", "span-differs", "span-differs", "span-outside-text"]);
    let (placed, n_lost) = found(&document);
    let outside = Placed::Elsewhere(SpanFault::Outside { n_scalars: TEXT.chars().count() as u64 });
    let differs = Placed::Elsewhere(SpanFault::Differs);
    let expected = [("Ignored", Placed::AtSpan), ("promised", differs), ("Nothing else", outside), ("Nothing else", differs)];
    assert_eq!(placed, expected.map(|(words, placed)| (words.to_owned(), placed)));
    let second = TEXT.rfind("promised").unwrap();
    let quotations = Quotations::of(document.situation(), "texts/a.txt", TEXT);
    assert_eq!(quotations.placed[1].range.start, second, "the words before and after tell which of the two is meant");
    assert_eq!(n_lost, 2, "what has no words is nowhere");
}

#[test]
fn what_is_held_through_a_report_is_quoted_from_its_text() {
    let reports = r#"[
{"id": "carrier", "source": "z", "published": "2024", "text": {"file": "texts/a.txt"}},
{"id": "r", "source": "s", "published": "2024", "via": {"report": "carrier"}, "about": [{"event": "e", "stance": "asserts", "excerpt": "was promised"}]},
{"id": "round", "source": "s", "published": "2024", "via": {"report": "round"}, "about": [{"event": "e", "stance": "asserts", "excerpt": "was"}]}]"#;
    let (document, told) = read(TEXT, reports);
    assert_eq!(told.len(), 1, "the circle: {told:?}");
    assert_eq!(found(&document), (vec![("was promised".to_owned(), Placed::ByWords)], 0));
}

#[test]
fn a_text_that_is_another_than_was_quoted_from_is_told_of_at_its_hash() {
    let of = |hash: &str| {
        let report = format!(
            "[\n{{\"id\": \"r\", \"source\": \"s\", \"published\": \"2024\",\n \"text\": {{\"file\": \"texts/a.txt\", \"sha256\": \"{hash}\"}}}}]"
        );
        read(TEXT, &report).1
    };
    assert_eq!(of(&sha256(TEXT.as_bytes()).to_uppercase()), Vec::<String>::new());
    assert_eq!(of(&"0".repeat(64)), ["hash-differs reports.json:3:44"]);
    assert_eq!(of("nonsense"), ["hash-differs reports.json:3:44"]);
    // FIPS 180-4's example.
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn attachments_come_back_as_they_were_and_those_outside_the_folder_are_told() {
    let reports = r#"[
{"id": "r", "source": "s", "published": "2024", "archived": "../page.html",
 "attachments": [
  {"file": "attachments/a.png", "sha256": "00", "kind": "image", "note": "Seen", "taken": 3},
  {"file": "/etc/passwd"},
  {"note": "no file"}]}]"#;
    let (mut document, told) = read(TEXT, reports);
    let kinds: Vec<&str> = told.iter().map(|told| told.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["missing-member", "outside-folder", "outside-folder"], "{told:?}");
    let mut report = document.situation().report(&"r".into()).unwrap().clone();
    assert_eq!(report.attachments.len(), 2);
    assert_eq!((report.attachments[0].kind, report.attachments[0].extra["taken"].as_str()), (Some(AttachmentKind::Image), "3"));
    let written = |document: &Document| native::write(document)["reports.json"].clone();
    assert_eq!(written(&document), reports);
    report.attachments[1].file = "attachments/b.html".to_owned();
    document.edit(Edit::PutReport(Box::new(report.clone())));
    let after = written(&document);
    assert!(after.contains(r#"{"file": "attachments/a.png", "sha256": "00", "kind": "image", "note": "Seen", "taken": 3}"#), "{after}");
    let (again, _) = read(TEXT, &after);
    assert_eq!(again.situation().report(&"r".into()).unwrap().attachments, report.attachments);
}

#[test]
fn a_path_stays_within_the_folder_or_is_none() {
    for path in ["a", "a/b.png", "attachments/ä ö.jpg", "..a/b..", "...", "~"] {
        assert!(is_within_folder(path), "{path}");
    }
    for path in ["", "/a", "../a", "a/../b", "a/..", "a//b", "./a", "a/", "C:/a", "a\\b", "a\0b", "file:a"] {
        assert!(!is_within_folder(path), "{path:?}");
    }
}

fn asserting(reports: &[(&str, &str, &str)]) -> Option<(String, u64)> {
    let reports: Vec<String> = reports
        .iter()
        .map(|(id, published, rest)| format!(r#"{{"id": "{id}", "source": "s", "published": "{published}", {rest}}}"#))
        .collect();
    let (document, told) = read("", &format!("[{}]", reports.join(",\n")));
    assert_eq!(told, Vec::<String>::new());
    let situation = document.situation();
    let last = LastAsserted::of(situation, &EventId::from("e"))?;
    Some((last.report.to_string(), last.n_days_until(situation.as_of_end().unwrap(), situation.zone())))
}

#[test]
fn only_a_live_assertion_or_confirmation_renews_an_event() {
    let asserts = r#""about": [{"event": "e", "stance": "asserts"}]"#;
    assert_eq!(asserting(&[("a", "2024-10-23", asserts)]), Some(("a".to_owned(), 33)));
    assert_eq!(asserting(&[]), None);
    assert_eq!(asserting(&[("a", "2024-10-23", asserts), ("b", "2024-11-24", asserts)]), Some(("b".to_owned(), 1)));
    for stance in ["confirms", "denies", "comments", "cannot-confirm", "declines"] {
        let other = format!(r#""about": [{{"event": "e", "stance": "{stance}"}}]"#);
        let last = asserting(&[("a", "2024-10-23", asserts), ("b", "2024-11-20", &other)]);
        match stance {
            "confirms" => assert_eq!(last, Some(("b".to_owned(), 5))),
            // Its source says otherwise now.
            "denies" => assert_eq!(last, None),
            _ => assert_eq!(last, Some(("a".to_owned(), 33)), "{stance}"),
        }
    }
    let superseding = r#""supersedes": "a", "about": [{"event": "e", "stance": "comments"}]"#;
    assert_eq!(asserting(&[("a", "2024-10-23", asserts), ("b", "2024-11-20", superseding)]), None);
    assert_eq!(asserting(&[("a", "[2024-10-20..2024-10-28]", asserts)]), Some(("a".to_owned(), 28)), "at its latest");
    assert_eq!(asserting(&[("a", "2024-12-20", asserts)]), Some(("a".to_owned(), 0)), "not before it was said");
}

#[test]
fn days_are_counted_by_the_calendar_of_a_zone() {
    let zone = Zone::named("Asia/Seoul").unwrap();
    let at = |text: &str| When::parse(text).unwrap().bounds(&Zone::utc()).earliest().unwrap();
    let last = LastAsserted { report: "r".into(), at: at("2024-10-24T14:00:00Z") };
    assert_eq!(last.n_days_until(at("2024-10-24T16:00:00Z"), &zone), 1, "midnight in Seoul lies between");
    assert_eq!(last.n_days_until(at("2024-10-24T16:00:00Z"), &Zone::utc()), 0);
    assert_eq!(last.n_days_until(Moment(i64::MIN), &zone), 0);
}

#[test]
fn the_words_of_likelihood_cover_the_range_without_a_gap() {
    let ranges: Vec<(u8, u8)> = Likelihood::ALL.iter().map(|word| word.percent()).collect();
    assert_eq!((ranges[0].0, ranges[6].1), (1, 99));
    assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0), "{ranges:?}");
}

/// Letters of several scripts and lengths, marks that join, white space, what steers.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c ’'\\n]{0,12}",
        2 => "\\PC{0,6}",
        1 => Just("e\u{301}\u{202e}👩\u{200d}🚀\u{0}\t".to_owned()),
        1 => Just("Курск 평양 مرحبا".to_owned()),
        1 => Just("x".repeat(5000)),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scalar_of_any_number_is_where_counting_finds_it(text in any_text(), number in 0_u64..12_000) {
        let scalars = Scalars::new(&text);
        let all: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        prop_assert_eq!(scalars.len(), all.len() as u64 - 1);
        prop_assert_eq!(scalars.byte(number), all.get(number as usize).copied());
    }

    #[test]
    fn any_span_of_any_text_is_taken_or_refused_and_what_is_quoted_from_it_is_found_there(
        text in any_text(), start in 0_u64..9000, len in 0_u64..400, excerpt in any_text(),
    ) {
        let chars: Vec<char> = text.chars().collect();
        let (from, to) = (start as usize % (chars.len() + 1), (start as usize % (chars.len() + 1) + len as usize).min(chars.len()));
        let words: String = chars[from..to].iter().collect();
        let span = |start: usize, end: usize| Span { start: start as u64, end: end as u64, before: None, after: None, extra: BTreeMap::new() };
        let scalars = Scalars::new(&text);
        let at = spanned(&scalars, &span(from, to), Some(&words));
        prop_assert_eq!(at.is_ok(), from < to, "its own words are right at any span that is not empty");
        if let Ok(range) = at {
            prop_assert_eq!(text.get(range), Some(words.as_str()));
        }
        // A hostile span and other words: refused or right, never a panic.
        let _ = spanned(&scalars, &span(start as usize, (start + len) as usize), Some(&excerpt));

        let mut about = About::new(Subject::Event("e".into()), Stance::Asserts);
        about.excerpt = Some(words.clone());
        about.span = Some(Box::new(span(from + 7, to + 99_000)));
        let (mut document, _) = read(&text, &quoting(&[r#""excerpt": "x""#]));
        let mut report = document.situation().report(&"r".into()).unwrap().clone();
        report.about = vec![about];
        document.edit(Edit::PutReport(Box::new(report)));
        let quotations = Quotations::of(document.situation(), "texts/a.txt", &text);
        prop_assert_eq!(quotations.placed.len() + quotations.lost.len(), 1);
        for quotation in &quotations.placed {
            prop_assert!(text.get(quotation.range.clone()).is_some_and(|found| !found.is_empty()));
        }
        if words.chars().any(char::is_alphanumeric) {
            prop_assert_eq!(quotations.placed.len(), 1, "words that stand in the text are found: {:?}", words);
        }
    }
}

#[test]
fn hostile_excerpts_end_soon() {
    let text = "a ".repeat(500_000);
    let excerpt = "a ".repeat(20_000) + "b";
    let statements: Vec<String> = (0..200).map(|_| format!(r#""excerpt": "{excerpt}""#)).collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let (document, _) = read(&text, &quoting(&statements));
    let begun = std::time::Instant::now();
    let (_, n_lost) = found(&document);
    assert_eq!(n_lost, 200);
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}

#[test]
fn what_was_not_looked_for_is_not_told_as_lost() {
    let sought = |n: usize| {
        let statements = vec![r#""excerpt": "nobody said this""#; n];
        let (document, _) = read(TEXT, &quoting(&statements));
        let quotations = Quotations::of(document.situation(), "texts/a.txt", TEXT);
        quotations.lost.iter().filter(|lost| lost.is_sought).count()
    };
    assert_eq!((sought(3), sought(5_003)), (3, 5_000));
}

#[test]
fn paths_and_symbols_of_one_report_that_are_wrong_alike_are_told_once() {
    let files = vec![r#"{"file": "../a"}"#; 50].join(",");
    let about = vec![r#"{"event": "e", "stance": "asserts", "troops": {"sidc": "none"}}"#; 50].join(",");
    let (_, told) = read(TEXT, &format!(r#"[{{"id": "r", "source": "s", "attachments": [{files}], "about": [{about}]}}]"#));
    let of = |kind: &str| told.iter().filter(|told| told.starts_with(kind)).count();
    assert_eq!((of("outside-folder"), of("bad-symbol-code")), (1, 1), "{told:?}");
}
