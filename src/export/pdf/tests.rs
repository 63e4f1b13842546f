//! What stands on which page.

use super::*;
use crate::briefing::{Kind, Paper, blocks};
use crate::export::figure::{Figure, Piece, Segment, Shape};
use crate::export::handout::{Cited, Endnote, Sheet, SourceLine};
use crate::map::Role;

use super::rows::{Mark, Row, paginate};

const LAYOUTS: [Layout; 6] = [
    Layout { paper: Paper::A4, kind: Kind::Handout },
    Layout { paper: Paper::A4, kind: Kind::FullPage },
    Layout { paper: Paper::Letter, kind: Kind::Handout },
    Layout { paper: Paper::Letter, kind: Kind::FullPage },
    Layout { paper: Paper::Slide, kind: Kind::Handout },
    Layout { paper: Paper::Slide, kind: Kind::FullPage },
];

/// A card and maps, with more evidence than a page holds.
fn handout(n_sheets: usize) -> Handout {
    let sheet = |at: usize| Sheet {
        number: at + 1,
        title: format!("Scene number {at}"),
        section: Some(format!("Part {}", at / 3)),
        text: blocks(&format!("What scene {at} says. {}\n\n## More\n\n- one\n  1. two", "More of it. ".repeat(20))),
        notes: blocks("What is said beside it."),
        figure: (at > 0).then(|| Figure { size: [613.0, 345.0], pieces: Vec::new() }),
        figure_told: "A map.".to_owned(),
        endnotes: (0..at % 4 * 3).map(|n| endnote(at * 20 + n)).collect(),
        ..Sheet::default()
    };
    let source = |n| SourceLine { name: format!("Source {n}"), kind: "News".to_owned(), n_reports: n, ..SourceLine::default() };
    Handout {
        title: "A briefing".to_owned(),
        language: "en".to_owned(),
        handling: Some("Handle with care".to_owned()),
        as_of: Some("as of 25 Oct 2024, UTC".to_owned()),
        sheets: (0..n_sheets).map(sheet).collect(),
        sources: (0..80).map(source).collect(),
        release: Some("Partners".to_owned()),
        removed: vec!["The notes of 3 scenes".to_owned()],
        sha256: "0123456789abcdef".repeat(4),
        ..Handout::default()
    }
}

fn endnote(number: usize) -> Endnote {
    let cited = |n: usize| Cited {
        stance: "asserts".to_owned(),
        source: format!("Source {n}"),
        date: "24 Oct 2024".to_owned(),
        grade: "B2".to_owned(),
        excerpt: Some(format!("“Excerpt {number}.{n}: {}”", "and so on ".repeat(n * 9))),
        url: Some(format!("https://example.org/{number}/{n}")),
        ..Cited::default()
    };
    let pins = vec![[10.0, 10.0]];
    Endnote {
        number,
        pins,
        title: format!("Endnote of {number}"),
        told: "happened".to_owned(),
        standing: "3 assert".to_owned(),
        statements: (0..3).map(cited).collect(),
    }
}

/// Of each page the lines, and whether its last row was to stay with what follows.
fn pages(handout: &Handout, layout: Layout) -> Vec<(Vec<String>, bool)> {
    let types = Typesetter::built_in();
    let book = compose::compose(handout, layout, &types, 1);
    let mut pages = Vec::new();
    for chapter in &book.chapters {
        paginate(chapter, &mut pages);
    }
    let page = |page: &rows::Page<'_>| {
        let lines = page.iter().flat_map(|placed| lines(placed.row)).collect();
        (lines, page.last().is_some_and(|placed| placed.row.keep))
    };
    pages.iter().map(page).collect()
}

fn lines(row: &Row) -> Vec<String> {
    let line = |mark: &Mark| match mark {
        Mark::Text { set, line, .. } => {
            let glyphs = set.glyphs.get(line.glyphs.clone()).unwrap();
            Some(glyphs.iter().map(|glyph| set.text.get(glyph.bytes.clone()).unwrap()).collect())
        }
        Mark::PageOf { .. } | Mark::Bar { .. } | Mark::Ring { .. } | Mark::Figure { .. } => None,
    };
    row.marks.iter().filter_map(line).collect()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[test]
fn every_title_excerpt_and_grade_is_on_a_page_in_the_order_of_the_scenes() {
    let handout = handout(7);
    for layout in LAYOUTS {
        let all = without_spaces(&pages(&handout, layout).concat_lines());
        let mut at = 0;
        for sheet in &handout.sheets {
            // In a table of contents, titles stand before the scenes.
            let title = without_spaces(&format!("{}{}Whatscene", sheet.number, sheet.title));
            let title = if sheet.figure.is_some() || all.contains(&title) { title } else { without_spaces(&sheet.title) };
            let found = all.get(at..).unwrap().find(&title).unwrap_or_else(|| panic!("{title} in {layout:?}"));
            at += found;
        }
        for cited in handout.sheets.iter().flat_map(|sheet| &sheet.endnotes).flat_map(|endnote| &endnote.statements) {
            let [Some(excerpt), Some(url)] = [&cited.excerpt, &cited.url] else { panic!() };
            assert!(all.contains(&without_spaces(excerpt)) && all.contains(url), "{excerpt} in {layout:?}");
        }
        for word in [&handout.sha256, "The notes of 3 scenes", "Left out for release to Partners", "Source 79"] {
            assert!(all.contains(&without_spaces(word)), "{word} in {layout:?}");
        }
    }
}

trait Lines {
    fn concat_lines(&self) -> String;
}

impl Lines for Vec<(Vec<String>, bool)> {
    fn concat_lines(&self) -> String {
        self.iter().flat_map(|(lines, _)| lines.clone()).collect()
    }
}

#[test]
fn no_heading_is_the_last_on_its_page_and_no_page_is_empty() {
    for layout in LAYOUTS {
        for (at, (lines, is_torn)) in pages(&handout(9), layout).iter().enumerate() {
            assert!(!is_torn, "page {at} of {layout:?} ends with {:?}", lines.last());
            assert!(!lines.is_empty(), "page {at} of {layout:?} is empty");
        }
    }
}

#[test]
fn each_scene_has_a_page_for_itself_where_it_is_to_fill_one() {
    let pages = pages(&handout(6), LAYOUTS[1]);
    for (at, (lines, _)) in pages.iter().enumerate().take(6) {
        let titles: Vec<&String> = lines.iter().filter(|line| line.contains("Scene number")).collect();
        assert!(matches!(titles[..], [title] if title.ends_with(&format!("Scene number {at}"))), "{titles:?}");
    }
}

#[test]
fn a_heading_is_at_most_one_deeper_than_the_one_before() {
    let mut handout = handout(3);
    handout.sheets[1].text = blocks("##### Deep\n\nA\n\n# High\n\nB");
    let pdf = String::from_utf8_lossy(&pdf(&handout, Layout::default()).unwrap()).into_owned();
    let mut before = 0;
    let mut n_headings = 0;
    for level in pdf.match_indices("/S/H").filter_map(|(at, _)| pdf.get(at + 4..at + 5)?.parse::<u8>().ok()) {
        assert!(level <= before + 1, "{level} after {before}");
        (before, n_headings) = (level, n_headings + 1);
    }
    assert!(n_headings > 8, "{n_headings}");
}

#[test]
fn whatever_is_in_a_figure_or_missing_from_a_handout_is_written() {
    let far = [Segment::Move([f32::NAN, 0.0]), Segment::Line([1e30, 0.0])];
    let text = |size: f32, offsets: &[f32]| {
        let weight = crate::theme::Weight::Regular;
        let halo = Some(([0; 4], f32::INFINITY));
        Shape::Text(crate::export::figure::Text {
            text: "a\u{0}b 北".to_owned(),
            at: [1.0, 1.0],
            offsets: offsets.to_vec(),
            size,
            weight,
            colour: [0; 4],
            halo,
        })
    };
    let shapes = vec![
        Shape::Path { path: far.to_vec(), fill: None, stroke: None },
        Shape::Path { path: Vec::new(), fill: Some([1; 4]), stroke: None },
        Shape::Glow { centre: [5.0, 5.0], radius: -1.0, stops: Vec::new() },
        Shape::Glow { centre: [5.0, 5.0], radius: 3.0, stops: vec![(2.0, [0; 4])] },
        text(10.0, &[]),
        text(f32::NAN, &[0.0]),
        text(-1.0, &[f32::INFINITY]),
    ];
    let piece = Piece { kind: Role::Mark, item: None, opacity: f32::NAN, shapes };
    for size in [[613.0, 345.0], [0.0, 0.0], [f32::NAN, 1.0], [1.0, 1e9], [-5.0, 3.0]] {
        let figure = Some(Figure { size, pieces: vec![piece.clone()] });
        let endnotes = vec![Endnote { pins: vec![[f32::NAN, 1.0], [2.0, 2.0]], ..Endnote::default() }];
        let handout = Handout { sheets: vec![Sheet { figure, endnotes, ..Sheet::default() }], ..Handout::default() };
        for layout in LAYOUTS {
            assert!(pdf(&handout, layout).unwrap().starts_with(b"%PDF"));
            assert!(pdf(&Handout::default(), layout).unwrap().starts_with(b"%PDF"));
        }
    }
}

#[test]
fn long_words_and_long_lists_end() {
    let mut handout = handout(2);
    handout.handling = Some("no end ".repeat(2000));
    handout.sheets[0].title = "x".repeat(20_000);
    handout.sheets[1].text = blocks(&"a\u{200B}".repeat(20_000));
    handout.sources[0].name = "word ".repeat(5000);
    handout.sheets[1].endnotes =
        vec![Endnote { statements: vec![Cited { excerpt: Some("all of it ".repeat(5000)), ..Cited::default() }], ..endnote(1) }];
    for layout in [LAYOUTS[0], LAYOUTS[3]] {
        assert!(pdf(&handout, layout).unwrap().starts_with(b"%PDF"));
    }
}
