//! What people take home: HTML that asks for nothing and has every word, the same bytes every time, whatever the words are.
//! With HANDOUTS=FOLDER the handouts are written there too, for `tests/handouts.sh`.
#![cfg(test)]

#[path = "common/handout.rs"]
mod handout;

use handout::{HOSTILE, hostile, reduced, sample};
use sandtable::export::{self, Handout};

/// All that somebody may look for in a handout.
fn words(handout: &Handout) -> Vec<String> {
    let mut words = vec![handout.title.clone(), handout.sha256.clone()];
    words.extend(
        handout.handling.iter().chain(&handout.as_of).chain(&handout.authors).chain(&handout.credits).chain(&handout.removed).cloned(),
    );
    for sheet in &handout.sheets {
        words.push(sheet.title.clone());
        words.extend(sheet.section.iter().chain(&sheet.told).chain(&sheet.faults).cloned());
        words.extend(sheet.text.iter().chain(&sheet.notes).flat_map(|block| &block.runs).map(|run| run.text.trim().to_owned()));
        for note in &sheet.endnotes {
            words.extend([note.title.clone(), note.told.clone(), note.standing.clone()]);
            for cited in &note.statements {
                words.extend([&cited.stance, &cited.source, &cited.date, &cited.grade].map(Clone::clone));
                words.extend(cited.excerpt.iter().chain(&cited.via).chain(&cited.url).cloned());
            }
        }
    }
    words.extend(handout.sources.iter().flat_map(|line| [line.name.clone(), line.kind.clone(), line.reliability.clone()]));
    words
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Start tags of a page, without what stands within its style and its script.
fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap();
        tags.push(tag.to_owned());
        let raw = ["style", "script"].into_iter().find(|name| *name == tag);
        rest = raw.map_or(after, |name| after.split_once(&format!("</{name}>")).unwrap().1);
    }
    tags
}

#[test]
fn a_page_has_every_word_of_the_briefing() {
    for handout in [sample(), reduced()] {
        let page = export::html(&handout);
        for word in words(&handout) {
            assert!(page.contains(&escaped(&word)), "{word}");
        }
    }
    assert!(export::html(&reduced()).contains("Left out for release to Partners"));
    assert!(!export::html(&reduced()).contains("US officials"), "a name that was taken out");
}

#[test]
fn every_scene_says_how_it_may_be_handled_and_as_of_when() {
    let handout = sample();
    let page = export::html(&handout);
    let parts: Vec<&str> = page.split("<section ").skip(1).collect();
    assert_eq!(parts.len(), handout.sheets.len() + 1);
    for part in parts {
        assert!(part.contains("Public: made from one news article") && part.contains("as of 25 Oct 2024, UTC"), "{part}");
    }
}

#[test]
fn a_page_can_ask_for_nothing() {
    for handout in [sample(), hostile()] {
        let page = export::html(&handout);
        let tags = tags(&page);
        let policies: Vec<_> = tags.iter().filter(|tag| tag.contains("Content-Security-Policy")).collect();
        assert_eq!(policies.len(), 1);
        assert!(policies[0].contains("default-src 'none'") && !policies[0].contains("unsafe"), "{}", policies[0]);
        for tag in &tags {
            let name = tag.split([' ', '/']).next().unwrap();
            assert!(
                !matches!(name, "img" | "link" | "iframe" | "object" | "embed" | "audio" | "video" | "base" | "form" | "image" | "use"),
                "{tag}"
            );
            // Between quotes stands a value, outside them the names of what has one.
            for attribute in tag.split('"').step_by(2).flat_map(str::split_whitespace).skip(1) {
                let is_harmless = !matches!(attribute, "src=" | "srcset=" | "xlink:href=" | "background=" | "style=" | "action=");
                assert!(is_harmless && !attribute.starts_with("on"), "{tag}");
            }
            if let Some((_, address)) = tag.split_once(" href=\"") {
                let address = address.split('"').next().unwrap();
                let is_followed_on_demand =
                    name == "a" && ["#", "https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
                assert!(is_followed_on_demand, "{tag}");
            }
        }
        let (_, style) = page.split_once("<style>").unwrap();
        let style = style.split_once("</style>").unwrap().0;
        assert!(!style.contains("url(") && !style.contains("@import"));
    }
}

#[test]
fn hostile_words_are_only_words() {
    let page = export::html(&hostile());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script>").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.contains("<img") && !page.contains("href=\"javascript"));
    assert!(!page.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{fffe}' | '\u{ffff}')));
    assert!(HOSTILE.contains("שלום") && page.contains("𝕏 하나 שלום"));
}

#[test]
fn the_same_handout_gives_the_same_bytes() {
    for handout in [sample(), reduced(), hostile(), Handout::default()] {
        assert_eq!(export::html(&handout), export::html(&handout));
    }
}

#[test]
fn handouts_are_written_to_be_looked_at() {
    let Some(folder) = std::env::var_os("HANDOUTS") else { return };
    for (name, handout) in [("sample", sample()), ("reduced", reduced()), ("hostile", hostile())] {
        let path = std::path::Path::new(&folder).join(name);
        std::fs::write(path.with_extension("html"), export::html(&handout)).unwrap();
    }
}
