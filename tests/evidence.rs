#![cfg(test)]
//! The page of evidence in the window: quotations in their text, the reports in time, what was kept with them, citations, how old an
//! assertion is, and what the authors judge themselves.

mod common;
#[path = "common/folder.rs"]
mod folder;
#[path = "common/window.rs"]
mod window;

use std::fs;
use std::path::Path;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use folder::sample_in;
use sandtable::app::{Desk, Effect, State, attachments, load};
use sandtable::command::{Action, Command, ToExamine};
use sandtable::formats::native::sha256;
use sandtable::model::{Moment, RecordId};
use sandtable::viewpoint::{Item, Preferences, Reading};
use window::{Window, state_of};

const FIRST: &str = "The ministry said on Wednesday that 300 men were seen near Kursk.";
const SECOND: &str = "The mission in New York called this “groundless rumours”.";
const THIRD: &str = "In Pyongyang the treaty was signed.";

/// Three sentences with many paragraphs between them.
fn article_text() -> String {
    let filler = "Nothing of note was said by anybody on this day, and nobody asked.\n".repeat(60);
    format!("{FIRST}\n{filler}{SECOND}\n{filler}{THIRD}\n")
}

fn span(text: &str, words: &str) -> String {
    let at = text.find(words).unwrap();
    let start = text.get(..at).unwrap().chars().count();
    format!(r#""excerpt": {words:?}, "span": {{"start": {start}, "end": {}}}"#, start + words.chars().count())
}

/// A folder with a situation whose text is there; `header` and `reports` are put in besides.
fn situation(header: &str, reports: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("situation.json"), format!(r#"{{"format": 1, "title": "T"{header}}}"#)).unwrap();
    let point = |id: &str, name: &str, lon: f64, lat: f64| {
        format!(
            r#"{{"type": "Feature", "id": "{id}", "geometry": {{"type": "Point", "coordinates": [{lon}, {lat}]}}, "properties": {{"name": "{name}"}}}}"#
        )
    };
    let places = [point("kursk", "Kursk", 36.2, 51.7), point("pyongyang", "Pyongyang", 125.7, 39.0)].join(",\n");
    fs::write(at("places.geojson"), format!(r#"{{"type": "FeatureCollection", "features": [{places}]}}"#)).unwrap();
    let sources = r#"[{"id": "ministry", "name": "The ministry", "graded": [{"reliability": "B"}]}, {"id": "mission", "name": "The mission"}, {"id": "paper", "name": "The Paper"}]"#;
    fs::write(at("sources.json"), sources).unwrap();
    let events = r#"[
{"id": "men", "title": "Men near Kursk", "mode": "happened", "when": "2024-10-22", "places": [{"place": "kursk", "role": "at"}],
 "assessments": [{"statement": "They are there to fight.", "likelihood": "likely", "confidence": "low", "basis": "Two reports", "by": "Desk A", "on": "2024-10-26"}]},
{"id": "treaty", "title": "Treaty signed", "mode": "happened", "when": "2024-10-25", "places": [{"place": "pyongyang", "role": "at"}]}]"#;
    fs::write(at("events.json"), events).unwrap();
    fs::create_dir(at("texts")).unwrap();
    fs::write(at("texts/article.txt"), text).unwrap();
    let quoted = [
        format!(
            r#"{{"id": "article", "source": "paper", "title": "Signed", "published": "2024-10-25", "url": "https://paper.example/1", "text": {{"file": "texts/article.txt", "sha256": "{}"}}, "about": [{{"event": "treaty", "stance": "asserts", {}}}]}}"#,
            sha256(text.as_bytes()),
            span(text, THIRD)
        ),
        r#"{"id": "denial", "source": "mission", "via": {"report": "article"}, "published": "2024-10-24", "about": [{"event": "men", "stance": "denies", "excerpt": "groundless rumours", "span": {"start": 3, "end": 21}}]}"#.to_owned(),
        format!(
            r#"{{"id": "seen", "source": "ministry", "via": {{"report": "article"}}, "published": "2024-10-23", "about": [{{"event": "men", "stance": "asserts", "credibility": 2, {}}}]}}"#,
            span(text, "300 men were seen near Kursk")
        ),
    ];
    let all: Vec<&str> = quoted.iter().map(String::as_str).chain(Some(reports).filter(|reports| !reports.is_empty())).collect();
    fs::write(at("reports.json"), format!("[\n{}]", all.join(",\n"))).unwrap();
    folder
}

fn open(folder: &Path, size: [f32; 2]) -> Harness<'static, Window> {
    window::window(state_of([load::load(folder)]), size)
}

fn run(harness: &mut Harness<'_, Window>, command: Command) -> Vec<Effect> {
    let effects = harness.state_mut().state.run(command);
    harness.run();
    effects
}

fn event(id: &str) -> Item {
    Item::Record(RecordId::Event(id.into()))
}

fn report(id: &str) -> Item {
    Item::Record(RecordId::Report(id.into()))
}

fn selection(harness: &Harness<'_, Window>) -> Option<Item> {
    harness.state().state.viewpoint().selection.clone()
}

fn statement(harness: &Harness<'_, Window>) -> Option<(String, usize)> {
    let reading = harness.state().state.viewpoint().reading.clone()?;
    reading.statement.map(|(report, index)| (report.to_string(), index))
}

/// Whether a place is in the middle half of the map.
fn is_looked_at(harness: &Harness<'_, Window>, lon: f64) -> bool {
    (harness.state().state.viewpoint().camera.centre().lon_deg() - lon).abs() < 12.0
}

#[test]
fn from_a_quotation_to_its_text_and_from_a_sentence_to_what_it_supports() {
    let text = article_text();
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1600.0]);
    run(&mut harness, Command::Select(Some(event("treaty"))));
    harness.get_by_label("“In Pyongyang the treaty was signed.”");
    harness.get_by_label("in the text").click();
    harness.run();
    harness.get_by_label("Source text");
    harness.get_by_label("3 of 3 quotations");
    harness.get_by_label_contains("SHA-256 as the report tells");
    let quotation = "Quotation, The Paper asserted Treaty signed: “In Pyongyang the treaty was signed.”";
    let rect = harness.get_by_label(quotation).rect();
    assert!(rect.top() > 100.0 && rect.bottom() < 1600.0, "it is scrolled to: {rect:?}");
    assert!(harness.query_by_label_contains("Quotation, The ministry").is_none(), "what is far above is not laid out");
    assert_eq!(selection(&harness), Some(event("treaty")), "reading leaves the page where it is");

    // Back to the first, by the keys: the map flies to what it supports.
    assert!(!is_looked_at(&harness, 36.2));
    harness.key_press(Key::Q);
    harness.run();
    assert_eq!((statement(&harness), selection(&harness)), (Some(("seen".to_owned(), 0)), Some(report("seen"))));
    harness.get_by_label("What these words support");
    harness.get_by_label("1 of 3 quotations");

    run(&mut harness, Command::LookAt(sandtable::viewpoint::Camera::new(sandtable::earth::LonLat::new(125.7, 39.0).unwrap(), 6.0)));
    harness.get_by_label("Quotation, The ministry asserted Men near Kursk: “300 men were seen near Kursk”").click();
    harness.run();
    assert_eq!(selection(&harness), Some(report("seen")));
    assert!(is_looked_at(&harness, 36.2), "{:?}", harness.state().state.viewpoint().camera);

    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(statement(&harness), None);
    assert_eq!(selection(&harness), Some(report("seen")), "Escape shuts the text first");
}

#[test]
fn a_press_beside_the_words_of_a_quotation_is_one_on_its_sentence() {
    let text = article_text();
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1000.0]);
    run(&mut harness, Command::Read(Some(Reading { file: "texts/article.txt".to_owned(), statement: None })));
    let paragraph = harness.query_all_by_label(FIRST).next().unwrap().rect();
    let at = paragraph.left_top() + egui::vec2(20.0, 10.0);
    harness.hover_at(at);
    harness.run();
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run();
    }
    assert_eq!(statement(&harness), Some(("seen".to_owned(), 0)));
}

#[test]
fn a_sentence_of_a_report_that_says_much_rings_only_what_it_is_about() {
    let text = article_text();
    let both = format!(
        r#"{{"id": "both", "source": "paper", "published": "2024-10-25", "text": {{"file": "texts/article.txt"}}, "about": [{{"event": "men", "stance": "asserts", {}}}, {{"event": "treaty", "stance": "asserts", {}}}]}}"#,
        span(&text, "seen near Kursk"),
        span(&text, "treaty was signed")
    );
    let folder = situation("", &both, &text);
    let mut harness = open(folder.path(), [1600.0, 1000.0]);
    run(&mut harness, Command::Read(Some(Reading { file: "texts/article.txt".to_owned(), statement: None })));
    run(&mut harness, Command::LookAt(sandtable::viewpoint::Camera::new(sandtable::earth::LonLat::new(0.0, 0.0).unwrap(), 5.0)));
    run(&mut harness, Command::Quote("both".into(), 1));
    assert!(is_looked_at(&harness, 125.7));
    let zoomed = harness.state().state.viewpoint().camera.zoom();
    run(&mut harness, Command::Read(None));
    run(&mut harness, Command::Act(Action::FitSelection));
    assert!(harness.state().state.viewpoint().camera.zoom() < zoomed, "without the text the report is both");
}

#[test]
fn a_span_that_is_wrong_is_told_in_the_reader_and_its_excerpt_is_still_shown() {
    let text = article_text();
    let lost = r#"{"id": "lost", "source": "mission", "published": "2024-10-26", "text": {"file": "texts/article.txt"}, "about": [{"event": "men", "stance": "comments", "excerpt": "words of nobody", "span": {"start": 90000, "end": 90010}}]}"#;
    let folder = situation("", lost, &text);
    let mut harness = open(folder.path(), [1600.0, 1400.0]);
    let kinds: Vec<&str> = harness.state().state.problems().iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, ["span-differs", "span-outside-text"]);
    run(&mut harness, Command::Select(Some(event("men"))));
    harness.get_by_label("“groundless rumours”");
    harness.get_by_label("“words of nobody”");
    let read =
        |index: usize, id: &str| Command::Read(Some(Reading { file: "texts/article.txt".to_owned(), statement: Some((id.into(), index)) }));
    run(&mut harness, read(0, "denial"));
    harness.get_by_label("Other words stand at its span. The words were found at another place.");
    harness.get_by_label_contains("Quotation, The mission denied Men near Kursk");
    run(&mut harness, read(0, "lost"));
    harness.get_by_label_contains("Its span lies outside the text");
    harness.get_by_label_contains("These words stand nowhere in this text.");
    harness.get_by_label_contains("1 excerpt is found nowhere in it");
}

#[test]
fn a_text_that_changed_says_so_and_one_that_is_gone_too() {
    let text = article_text();
    let folder = situation("", "", &text);
    fs::write(folder.path().join("texts/article.txt"), format!("Corrected on Friday.\n{text}")).unwrap();
    let mut harness = open(folder.path(), [1600.0, 1000.0]);
    run(&mut harness, Command::Select(Some(event("treaty"))));
    harness.key_press(Key::A);
    harness.run();
    harness.get_by_label_contains("This is not the text that was quoted from");
    harness.get_by_label("3 of 3 quotations");
    fs::remove_file(folder.path().join("texts/article.txt")).unwrap();
    run(&mut harness, Command::Loaded(Box::new(load::load(folder.path()))));
    harness.get_by_label("This text is not among the situation's files.");
}

#[test]
fn the_reader_takes_the_place_of_lists_and_page_where_the_window_is_narrow() {
    let text = article_text();
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [700.0, 600.0]);
    run(&mut harness, Command::Select(Some(event("treaty"))));
    harness.key_press(Key::A);
    harness.run();
    let close = harness.get_by_label("Close").rect();
    assert!(close.right() <= 700.0 && harness.query_by_label("Events 2").is_none());
    harness.get_by_label("Close").click();
    harness.run();
    harness.get_by_label("Events 2");
}

/// Five megabytes: opening and scrolling lay out what is seen, and a pass at rest computes nothing.
#[test]
fn a_text_of_five_megabytes_is_read_without_laying_it_out() {
    let text =
        format!("{FIRST}\n{}{SECOND}\n{THIRD}\n", "Nothing of note was said by anybody on this day, and nobody asked.\n".repeat(75_000));
    assert!(text.len() > 5_000_000);
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1600.0]);
    run(&mut harness, Command::Select(Some(event("treaty"))));
    harness.get_by_label("in the text").click();
    harness.run();
    harness.get_by_label_contains("Quotation, The Paper asserted Treaty signed");
    let n_blocks = harness.query_all_by_label_contains("Nothing of note").count();
    assert!((1..60).contains(&n_blocks), "{n_blocks}");
    let before = harness.state().state.n_derived();
    harness.step();
    harness.step();
    assert_eq!(harness.state().state.n_derived(), before);
    let begun = std::time::Instant::now();
    for _ in 0..20 {
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, 400.0),
            modifiers: egui::Modifiers::NONE,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
        });
        harness.step();
    }
    let ms = begun.elapsed().as_millis() / 20;
    assert!(ms < 200, "{ms} ms a pass, without optimisation");
}

#[test]
fn hostile_texts_are_drawn() {
    let zalgo = format!("a{}", "\u{301}".repeat(500));
    let text = format!("{FIRST}\n\u{202e}مرحبا שלום \u{0}\u{1b}[2J {zalgo}\t{}\n{SECOND}\r\n\r\n{THIRD}\u{feff}", "x".repeat(20_000));
    let folder = situation("", "", &text);
    let state = state_of([load::load(folder.path())]);
    let mut harness = Harness::builder().with_size([1280.0, 720.0]).allow_missing_glyphs().build_ui_state(
        |ui, window: &mut Window| {
            let ctx = ui.ctx().clone();
            window.desk.get_or_insert_with(|| Desk::new(&ctx)).pass(&mut window.state, true, ui);
        },
        Window::on(state),
    );
    run(&mut harness, Command::Read(Some(Reading { file: "texts/article.txt".to_owned(), statement: None })));
    for n in 1..=3 {
        harness.key_press(Key::Q);
        harness.run();
        harness.get_by_label(&format!("{n} of 3 quotations"));
    }
}

#[test]
fn the_reports_of_an_event_stand_on_a_line_of_time() {
    let text = article_text();
    let later = r#"{"id": "later", "source": "ministry", "published": "2024-10-28", "supersedes": "seen", "about": [{"event": "men", "stance": "asserts"}]},
{"id": "undated", "source": "paper", "published": "nonsense", "about": [{"event": "men", "stance": "comments"}]}"#;
    let folder = situation("", later, &text);
    for width in [1600.0, 640.0] {
        let mut harness = open(folder.path(), [width, 1400.0]);
        run(&mut harness, Command::Select(Some(event("men"))));
        harness.get_by_label("When they said so");
        let signs = [
            "The ministry asserted, 23 Oct 2024, Wed, without a say now",
            "The mission denied, 24 Oct 2024, Thu",
            "The ministry asserted, 28 Oct 2024, Mon",
        ];
        let lefts: Vec<f32> = signs
            .iter()
            .map(|sign| {
                let rect = harness.get_by_label(sign).rect();
                assert!(rect.left() >= 0.0 && rect.right() <= width, "{sign}: {rect:?}");
                rect.left()
            })
            .collect();
        assert!(lefts.is_sorted(), "{lefts:?}");
        harness.get_by_label("the event");
        harness.get_by_label("1 report without a date");
        harness.get_by_label(signs[1]).click();
        harness.run();
        assert_eq!(selection(&harness), Some(report("denial")));
    }
}

#[test]
fn an_assertion_that_nobody_confirmed_for_long_says_so() {
    let text = article_text();
    let folder = situation(r#", "as_of": "2024-11-25""#, "", &text);
    let mut harness = open(folder.path(), [1600.0, 1400.0]);
    run(&mut harness, Command::Select(Some(event("men"))));
    let told = "Last asserted 23 Oct 2024, 33 days before the situation's date; not confirmed since";
    harness.get_by_label(told);
    let wait = |days: u16| Command::Prefer(Preferences { stale_after_days: days, ..Preferences::default() });
    run(&mut harness, wait(34));
    assert!(harness.query_by_label(told).is_none());
    run(&mut harness, wait(33));
    harness.get_by_label(told);

    // Without a date of its own the situation is as old as the clock says.
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1400.0]);
    run(&mut harness, Command::Select(Some(event("men"))));
    assert!(harness.query_by_label_contains("not confirmed since").is_none(), "nobody knows what time it is");
    // 2024-11-07T00:00:00Z.
    run(&mut harness, Command::Now(Moment(1_730_937_600)));
    harness.get_by_label("Last asserted 23 Oct 2024, 15 days ago; not confirmed since");
}

#[test]
fn what_the_authors_judge_stands_apart_with_likelihood_and_confidence_on_lines_of_their_own() {
    let text = article_text();
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1600.0]);
    run(&mut harness, Command::Select(Some(event("men"))));
    harness.get_by_label("The authors' own assessment");
    harness.get_by_label("They are there to fight.");
    let likelihood: Vec<f32> = harness.query_all_by_label("Likely (55-80 %)").map(|node| node.rect().top()).collect();
    assert_eq!(likelihood.len(), 2, "in words, and as a scale");
    let confidence = harness.get_by_label("Low").rect().top();
    assert!(likelihood.iter().all(|top| *top < confidence - 4.0));
    harness.get_by_label("Analytic confidence");
    harness.get_by_label("Two reports");
    harness.get_by_label("Desk A, 26 Oct 2024, Sat");
    run(&mut harness, Command::Select(Some(event("treaty"))));
    assert!(harness.query_by_label("The authors' own assessment").is_none());
}

fn cited(state: &mut State) -> String {
    let effects = state.run(Command::Act(Action::CopyCitation));
    effects.into_iter().find_map(|effect| if let Effect::CopyText(text) = effect { Some(text) } else { None }).unwrap_or_default()
}

#[test]
fn a_citation_tells_source_carrier_date_grade_words_and_link_in_one_line() {
    let text = article_text();
    let known = r#"{"id": "own", "source": "ministry", "origin": "own", "title": "Daily note", "published": "2024-10-26", "known": "2024-10-27", "url": "https://m.example/\u001b[2J", "archived": "archive/m.html", "about": [{"event": "treaty", "stance": "cannot-confirm", "as_said": "at\nthis time"}]}"#;
    let folder = situation("", known, &text);
    let mut state = state_of([load::load(folder.path())]);
    assert_eq!(cited(&mut state), "", "nothing is selected");
    state.run(Command::Select(Some(report("seen"))));
    assert_eq!(
        cited(&mut state),
        "The ministry, via The Paper (origin unclear), 23 Oct 2024, Wed, B2 (usually reliable source; probably true), asserted “Men near Kursk”: \
         “300 men were seen near Kursk”"
    );
    state.run(Command::Select(Some(event("treaty"))));
    let lines = cited(&mut state);
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        [
            "The Paper (origin unclear), “Signed”, 25 Oct 2024, Fri, asserted “Treaty signed”: “In Pyongyang the treaty was signed.” <https://paper.example/1>",
            "The ministry, “Daily note”, 26 Oct 2024, Sat, B- (usually reliable source), could not confirm “Treaty signed” (as said: “at this time”) \
             <https://m.example/ [2J>; archived <archive/m.html>; accessed 27 Oct 2024, Sun",
        ]
    );
}

#[test]
fn each_statement_has_a_button_that_copies_its_citation() {
    let text = article_text();
    let folder = situation("", "", &text);
    let mut harness = open(folder.path(), [1600.0, 1400.0]);
    run(&mut harness, Command::Select(Some(event("men"))));
    assert_eq!(harness.query_all_by_label("Cite").count(), 2);
    harness.query_all_by_label("Cite").next().unwrap().click();
    harness.run();
    harness.get_by_label("1 line of text on the clipboard.");
}

/// What comes back when a file of the folder was asked for.
fn examined(folder: &Path, file: &str, n_opened: u64, is_large: bool) -> Command {
    let asked = ToExamine { file: file.to_owned(), n_opened, is_large };
    Command::Examined(Box::new(attachments::examine(Some(folder), asked)))
}

#[test]
fn an_answer_about_a_file_of_an_opening_before_is_not_taken() {
    let kept = r#"{"id": "kept", "source": "ministry", "attachments": [{"file": "attachments/a.txt"}], "about": [{"event": "men", "stance": "asserts"}]}"#;
    let folder = situation("", kept, &article_text());
    fs::create_dir(folder.path().join("attachments")).unwrap();
    fs::write(folder.path().join("attachments/a.txt"), "four").unwrap();
    let mut harness = open(folder.path(), [1600.0, 1600.0]);
    let late = examined(folder.path(), "attachments/a.txt", 1, false);
    run(&mut harness, Command::Loaded(Box::new(load::load(folder.path()))));
    run(&mut harness, Command::Select(Some(report("kept"))));
    run(&mut harness, late);
    harness.get_by_label("being read …");
    run(&mut harness, examined(folder.path(), "attachments/a.txt", 2, false));
    assert!(harness.query_by_label("being read …").is_none());
}

#[test]
fn what_was_kept_with_a_report_is_shown_small_and_large_with_its_hash_and_never_from_elsewhere() {
    let text = article_text();
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(64, 40).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    let kept = format!(
        r#"{{"id": "kept", "source": "ministry", "published": "2024-10-26", "archived": "archive/page.html", "attachments": [{{"file": "attachments/a.png", "sha256": "{}", "kind": "image", "note": "From the north"}}, {{"file": "archive/page.html", "sha256": "00", "kind": "page"}}, {{"file": "../outside.png"}}], "about": [{{"event": "men", "stance": "asserts"}}]}}"#,
        sha256(&png)
    );
    let folder = situation("", &kept, &text);
    for (name, bytes) in [("attachments/a.png", png.as_slice()), ("archive/page.html", b"<script>alert(1)</script>")] {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut harness = open(folder.path(), [1600.0, 1600.0]);
    run(&mut harness, Command::Select(Some(report("kept"))));
    harness.get_by_label("Kept with it · 4 files");
    assert_eq!(harness.query_all_by_label("being read …").count(), 4);
    for file in ["attachments/a.png", "archive/page.html", "../outside.png"] {
        run(&mut harness, examined(folder.path(), file, 1, false));
    }
    harness.get_by_label("Image · attachments/a.png");
    harness.get_by_label("From the north");
    harness.get_by_label_contains("64 x 40 pixels · SHA-256 as written down");
    harness.get_by_label_contains("Not the file that was kept");
    harness.get_by_label_contains("no SHA-256 written down");
    harness.get_by_label_contains("not a name for a file of a situation");
    harness.get_by_label("Show attachments/a.png large").click();
    harness.run();
    // It is kept large only from now on.
    harness.get_by_label("being read …");
    run(&mut harness, examined(folder.path(), "attachments/a.png", 1, true));
    harness.get_by_label("attachments/a.png · 64 x 40 pixels");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("attachments/a.png · 64 x 40 pixels").is_none());
    assert_eq!(selection(&harness), Some(report("kept")));
}

#[test]
fn three_sentences_of_the_article_lead_to_what_they_support() {
    let Some(path) = common::shared("seed/article.txt", "the sample with the article that it was made from") else { return };
    let article = fs::read_to_string(path).unwrap();
    let folder = sample_in(tempfile::tempdir().unwrap());
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(folder.path().join("texts/article.txt"), &article).unwrap();
    let reports = fs::read_to_string(folder.path().join("reports.json")).unwrap();
    let hash = sha256(article.as_bytes());
    let text = format!("{{\"id\": \"article\",\n \"text\": {{\"file\": \"texts/article.txt\", \"sha256\": \"{hash}\"}},");
    fs::write(folder.path().join("reports.json"), reports.replacen("{\"id\": \"article\",", &text, 1)).unwrap();
    let mut harness = open(folder.path(), [1600.0, 1000.0]);
    assert!(harness.state().state.problems().is_empty());
    run(&mut harness, Command::Read(Some(Reading { file: "texts/article.txt".to_owned(), statement: None })));
    assert!(harness.query_by_label_contains("found nowhere in it").is_none(), "every excerpt of the sample stands in the article");
    let words = ["groundless, stereotyped rumours", "unanimous vote", "a hotbed of conflict"];
    for (words, [lon, lat]) in words.into_iter().zip([[100.0, 60.0], [37.6, 55.75], [36.2, 51.7]]) {
        let at = article.find(words).unwrap();
        let situation = harness.state().state.situation().unwrap().clone();
        let quotations = sandtable::model::Quotations::of(&situation, "texts/article.txt", &article);
        let quotation = quotations.placed.iter().find(|quotation| quotation.range.start == at).unwrap().clone();
        run(&mut harness, Command::LookAt(sandtable::viewpoint::Camera::new(sandtable::earth::LonLat::new(-60.0, -30.0).unwrap(), 5.0)));
        run(
            &mut harness,
            Command::Read(Some(Reading {
                file: "texts/article.txt".to_owned(),
                statement: Some((quotation.report.clone(), quotation.index)),
            })),
        );
        let label = format!("“{words}”");
        let marks: Vec<_> = harness.query_all_by_label_contains(&label).filter(|node| node.accesskit_node().role() == Role::Link).collect();
        marks.first().unwrap_or_else(|| panic!("{words}")).click();
        harness.run();
        let camera = harness.state().state.viewpoint().camera;
        let size = [600.0, 700.0];
        let bounds = camera.bounds(size);
        assert!(bounds.contains(sandtable::earth::LonLat::new(lon, lat).unwrap()), "{words}: {camera:?}");
    }
}
