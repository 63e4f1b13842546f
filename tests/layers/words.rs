//! Words for people stand in `wording` alone, so that they can be translated: rooms that draw have none of their own.
//!
//! A string literal is taken for words where, its placeholders and escapes left out, it has a space beside a letter or is one word with a
//! capital. Ids, keys and labels are written without spaces and capitals: `side-below`. What this leaves out: comments, attributes (messages
//! of errors), the log, tests, single words in lower case and signs of one letter, and the files in [`LEFT_OUT`].

use super::{File, next_token, source_files, string_length};

/// Rooms that draw, or lie between the words and the drawing. `earth` has units and credits, rooms below say what is wrong with files.
const ROOMS: [&str; 8] = ["viewpoint", "placing", "command", "theme", "map", "export", "panels", "app"];

/// Files that read the disk and say why that failed, each where it happens, the one that names fonts of the system, and markup.
const LEFT_OUT: [&str; 15] = [
    "src/app/files.rs",
    "src/app/fonts.rs",
    "src/app/listing.rs",
    "src/app/load.rs",
    "src/app/person.rs",
    "src/app/watch.rs",
    "src/export/html/mod.rs",
    "src/export/html/scene.rs",
    "src/export/page.rs",
    "src/export/pptx/frame.rs",
    "src/export/pptx/map.rs",
    "src/export/pptx/mod.rs",
    "src/export/pptx/part.rs",
    "src/export/pptx/text.rs",
    "src/export/svg.rs",
];

/// A token, or a string literal with its quotes.
struct Piece<'a> {
    text: &'a str,
    line: usize,
    is_literal: bool,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, is_token) = next_token(rest);
        let piece = rest.get(..length).unwrap();
        let is_literal = !is_token && string_length(piece).is_some();
        if is_token || is_literal {
            found.push(Piece { text: piece, line, is_literal });
        }
        line += piece.matches('\n').count();
        at += length;
    }
    found
}

/// The words for people in a file, each with its line.
fn words(text: &str) -> Vec<(usize, &str)> {
    let pieces = pieces(text);
    let before = |at: usize, n: usize| at.checked_sub(n).map_or("", |before| pieces[before].text);
    let mut found = Vec::new();
    // For each open bracket, whether what stands in it does not count.
    let mut open: Vec<bool> = Vec::new();
    let mut next_is_test = false;
    for (at, piece) in pieces.iter().enumerate() {
        let is_left_out = open.last().is_some_and(|is_left_out| *is_left_out);
        match piece.text {
            "(" | "[" | "{" => {
                let is_attribute = before(at, 1) == "#" || (before(at, 2) == "#" && before(at, 1) == "!");
                let is_log = before(at, 1) == "!" && before(at, 3) == "::" && before(at, 4) == "log";
                let is_test = piece.text == "{" && std::mem::take(&mut next_is_test);
                next_is_test |= is_attribute && pieces[at..].iter().map(|p| p.text).take(6).eq(["[", "cfg", "(", "test", ")", "]"]);
                open.push(is_left_out || is_attribute || is_log || is_test);
            }
            ")" | "]" | "}" => drop(open.pop()),
            ";" => next_is_test = false,
            literal if piece.is_literal && !is_left_out && is_for_people(literal) => found.push((piece.line, literal)),
            _ => {}
        }
    }
    found
}

fn is_for_people(literal: &str) -> bool {
    let inner = literal.trim_start_matches(|c| c != '"').trim_matches(|c| c == '"' || c == '#');
    let mut said = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                // Of `\u{2026}` the braces are taken for a placeholder.
                chars.next();
                said.push(' ');
            }
            '{' => drop(chars.find(|c| *c == '}')),
            c => said.push(c),
        }
    }
    let chars: Vec<char> = said.chars().collect();
    let has_space = chars.windows(2).any(|pair| pair.contains(&' ') && pair.iter().any(|c| c.is_alphabetic()));
    let is_word = chars.len() > 1 && chars[0].is_uppercase() && chars[1..].iter().all(|c| c.is_lowercase());
    has_space || is_word
}

fn is_checked(file: &File) -> bool {
    file.is_in(&ROOMS) && !file.is_test()
}

#[test]
fn rooms_that_draw_have_no_words_of_their_own() {
    let files = source_files();
    let mut report: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| is_checked(file) && !LEFT_OUT.contains(&file.path.as_str())) {
        report.extend(words(&file.text).into_iter().map(|(line, literal)| format!("{}:{line}: {literal}", file.path)));
    }
    assert!(report.is_empty(), "words for people stand in src/wording:\n{}", report.join("\n"));
}

#[test]
fn the_files_left_out_still_need_it() {
    for path in LEFT_OUT {
        let file = source_files().into_iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is gone"));
        assert!(is_checked(&file) && !words(&file.text).is_empty(), "{path} need not be left out any more");
    }
}

#[test]
fn words_are_told_from_ids() {
    let bad = [
        r#"ui.label("Several places");"#,
        r#"ui.button("Legend");"#,
        r#"ui.label("größer");ui.label("Übersicht");"#,
        r#"let text = format!("{n} km");"#,
        r#"let text = format!("of {name}");"#,
        r#"let text = "\nand more";"#,
        r##"let text = r#"as "of""#;"##,
        r#"#[cfg(test)] mod tests { } fn f() { ui.label("Legend"); }"#,
        r#"#[cfg(test)] use a::b; fn f() { ui.label("Legend"); }"#,
        r#"log::info!("opened"); ui.label("Legend");"#,
        "#[must_use] fn f() { ui.label(\"no such\n place\"); }",
    ];
    for text in bad {
        assert_eq!(words(text).len(), 1, "{text}");
    }
    let good = [
        r#"Panel::bottom("side-below"); ui.label(wording::LEGEND); // "Several places""#,
        r#"log::info!("selected {}", name(item, "of it"));"#,
        r#"log::trace!(target: "sandtable::frame", "pass {}", n);"#,
        r#"#[error("it cannot be read: {0}")] struct A;"#,
        "#![doc = \"Several places\"]",
        r#"#[cfg(test)] mod tests { fn f() { let a = "Several places"; g("Legend"); } }"#,
        r#"let a = ["UTC", "Europe/London", "N", "E", "", " · ", "…", "\u{2026} ", "with", "WAYLAND_DISPLAY"];"#,
        r#"let text = format!("{name}: {}\n{as_of} · {clock}  {}", a);"#,
        "let a = '\"'; let b = '\"'; let c = 'A'; fn f<'a>(a: &'a str) {}",
    ];
    for text in good {
        assert!(words(text).is_empty(), "{text}: {:?}", words(text));
    }
}
