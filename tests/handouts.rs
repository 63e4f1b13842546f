//! What people take home: a page that asks for nothing, slides that are sound, tagged PDF, all with every word, the same bytes every time,
//! whatever the words are.
//! With HANDOUTS=FOLDER the handouts are written there too, for `tests/handouts.sh`.
#![cfg(test)]

#[path = "common/handout.rs"]
mod handout;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use handout::{HOSTILE, hostile, reduced, sample};
use rawzip::{CompressionMethod, ZipArchive};
use roxmltree::Document;
use sandtable::app::handout::handout as handout_of;
use sandtable::app::load;
use sandtable::app::releasing::copy_for;
use sandtable::briefing::{HandoutRequest, Kind, Layout, Paper};
use sandtable::command::Content;
use sandtable::export::figure::Shape;
use sandtable::export::{self, Handout};
use sandtable::map::Role;

const PAPERS: [(&str, Layout); 6] = [
    ("a4-handout", Layout { paper: Paper::A4, kind: Kind::Handout }),
    ("a4-pages", Layout { paper: Paper::A4, kind: Kind::FullPage }),
    ("letter-handout", Layout { paper: Paper::Letter, kind: Kind::Handout }),
    ("letter-pages", Layout { paper: Paper::Letter, kind: Kind::FullPage }),
    ("slide-handout", Layout { paper: Paper::Slide, kind: Kind::Handout }),
    ("slide-pages", Layout { paper: Paper::Slide, kind: Kind::FullPage }),
];

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

/// The pins of five endnotes on maps of the sample: the third has two.
#[test]
fn every_endnote_has_its_number_on_the_map_and_one_leads_to_the_other() {
    let handout = sample();
    let page = export::html(&handout);
    let slide = |number: usize| String::from_utf8(SAMPLE[&format!("ppt/slides/slide{number}.xml")].clone()).unwrap();
    let mut n_pins = 0;
    for sheet in &handout.sheets {
        for note in &sheet.endnotes {
            let (link, name) =
                (format!("href=\"#endnote-{}\" aria-label=\"", note.number), format!("Endnote {}: {}", note.number, note.title));
            assert_eq!(page.matches(&link).count(), note.pins.len(), "{name}");
            assert_eq!(slide(sheet.number).matches(&format!("descr=\"{}\"", escaped(&name))).count(), note.pins.len(), "{name}");
            n_pins += note.pins.len();
        }
    }
    assert_eq!((n_pins, page.matches("class=\"pin\" id=").count()), (5, 5));
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
    for handout in [sample(), hostile()] {
        assert_eq!(export::html(&handout), export::html(&handout));
        for (name, layout) in PAPERS {
            assert!(export::pdf(&handout, layout).unwrap() == export::pdf(&handout, layout).unwrap(), "{name}");
        }
    }
    assert_eq!(slides(&sample()), *SAMPLE);
    assert_eq!(slides(&hostile()), *HOSTILE_SLIDES);
    let cards = Handout { sheets: vec![sample().sheets.remove(0)], ..sample() };
    assert_eq!(export::pptx(&cards).unwrap(), export::pptx(&cards).unwrap());
}

// -------------------------------------------------------------------------------------------------------------- slides

/// The files of a package by their paths in it.
fn parts(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let archive = ZipArchive::from_slice(package).unwrap();
    let mut entries = archive.entries();
    let mut parts = BTreeMap::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let path = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let data = archive.get_entry(entry.wayfinder()).unwrap().data();
        let bytes = if entry.compression_method() == CompressionMethod::DEFLATE {
            let mut bytes = Vec::new();
            DeflateDecoder::new(data).read_to_end(&mut bytes).unwrap();
            bytes
        } else {
            data.to_vec()
        };
        assert!(parts.insert(path.clone(), bytes).is_none(), "{path} is there twice");
    }
    parts
}

fn slides(handout: &Handout) -> BTreeMap<String, Vec<u8>> {
    parts(&export::pptx(handout).unwrap())
}

/// Each is written once for all tests: its maps are painted.
static SAMPLE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| slides(&sample()));
static REDUCED: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| slides(&reduced()));
static HOSTILE_SLIDES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| slides(&hostile()));

fn xml(bytes: &[u8]) -> Document<'_> {
    let text = std::str::from_utf8(bytes).unwrap();
    Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The words of all paragraphs of slides and of notes, a line each.
fn paragraphs(parts: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let is_told = |path: &str| path.starts_with("ppt/slides/slide") || path.starts_with("ppt/notesSlides/notesSlide");
    let mut found = Vec::new();
    for (_, bytes) in parts.iter().filter(|(path, _)| is_told(path)) {
        let document = xml(bytes);
        for paragraph in document.descendants().filter(|node| node.tag_name().name() == "p" && node.tag_name().namespace() == Some(DRAWING))
        {
            found.push(paragraph.descendants().filter(|node| node.tag_name().name() == "t").filter_map(|node| node.text()).collect());
        }
    }
    found
}

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[test]
fn slides_have_every_word_of_the_briefing() {
    for (handout, parts) in [(sample(), &*SAMPLE), (reduced(), &*REDUCED)] {
        let presentation = xml(&parts["ppt/presentation.xml"]);
        let sections = presentation.descendants().filter(|node| node.tag_name().name() == "section");
        let sections: Vec<String> = sections.filter_map(|node| node.attribute("name")).map(str::to_owned).collect();
        let told = [paragraphs(parts), sections].concat().join("\n");
        for word in words(&handout) {
            assert!(told.contains(&word), "{word} is not in:\n{told}");
        }
    }
    assert!(!paragraphs(&REDUCED).join("\n").contains("US officials"), "a name that was taken out");
}

#[test]
fn every_part_of_the_slides_is_sound_and_all_that_is_referred_to_is_there() {
    for parts in [&*SAMPLE, &*REDUCED, &*HOSTILE_SLIDES, &slides(&Handout::default())] {
        let types = xml(&parts["[Content_Types].xml"]);
        let told: Vec<&str> = types.descendants().filter_map(|node| node.attribute("PartName")).collect();
        for path in &told {
            assert!(parts.contains_key(path.trim_start_matches('/')), "{path} is told of and not there");
        }
        for (path, bytes) in parts {
            if path.ends_with(".png") {
                assert!(bytes.starts_with(b"\x89PNG"));
                continue;
            }
            let document = xml(bytes);
            assert!(path.ends_with(".rels") || path == "[Content_Types].xml" || told.contains(&format!("/{path}").as_str()), "{path}");
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let relations = parts.get(&format!("{folder}/_rels/{name}.rels")).map(|bytes| xml(bytes));
            let ids: BTreeSet<&str> = relations.iter().flat_map(|xml| xml.descendants()).filter_map(|node| node.attribute("Id")).collect();
            for attribute in document.descendants().flat_map(|node| node.attributes()).filter(|one| one.namespace() == Some(RELATION)) {
                assert!(ids.contains(attribute.value()), "{path}: {}", attribute.value());
            }
            let mut shapes = BTreeSet::new();
            for node in document.descendants().filter(|node| node.tag_name().name() == "cNvPr") {
                assert!(shapes.insert(node.attribute("id").unwrap()), "{path}: two shapes of one number");
            }
        }
        for (path, bytes) in parts.iter().filter(|(path, _)| path.ends_with(".rels")) {
            let folder = path.split_once("_rels/").unwrap().0;
            for relation in xml(bytes).descendants().filter(|node| node.has_tag_name("Relationship") || node.attribute("Target").is_some())
            {
                let target = relation.attribute("Target").unwrap();
                if relation.attribute("TargetMode") == Some("External") {
                    assert!(["https://", "http://", "mailto:"].iter().any(|start| target.starts_with(start)), "{target}");
                    continue;
                }
                let mut at: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
                for step in target.split('/') {
                    if step == ".." {
                        at.pop();
                    } else {
                        at.push(step);
                    }
                }
                assert!(parts.contains_key(&at.join("/")), "{path}: {target}");
            }
        }
    }
}

#[test]
fn slides_are_made_of_what_can_be_edited() {
    let parts = &*SAMPLE;
    let slide = xml(&parts["ppt/slides/slide3.xml"]);
    let named = |name: &str| slide.descendants().filter(|node| node.tag_name().name() == name).count();
    assert_eq!(named("pic"), 1, "ground, areas and furniture are one picture");
    let describes =
        |words: &str| slide.descendants().any(|node| node.tag_name().name() == "cNvPr" && node.attribute("descr") == Some(words));
    assert!(describes("Map from western Russia to Korea. The Kursk region is marked as an area; an arc leads there from North Korea."));
    assert!(describes("Endnote 4: North Korean forces are stationed in the Kursk region"));
    let holders: Vec<_> =
        slide.descendants().filter(|node| node.tag_name().name() == "ph").filter_map(|node| node.attribute("type")).collect();
    assert_eq!(holders, ["title", "body", "body", "body", "ftr", "sldNum"]);
    let texts: Vec<_> = slide.descendants().filter(|node| node.tag_name().name() == "t").filter_map(|node| node.text()).collect();
    for word in ["Public: made from one news article", "as of 25 Oct 2024, UTC", "Vladivostok", "3000"] {
        assert!(texts.contains(&word), "{word}");
    }
    assert!(!texts.contains(&"Made with Natural Earth"), "what is in the picture is not there twice");
    let tables = parts.values().filter(|bytes| String::from_utf8_lossy(bytes).contains("<a:tbl>")).count();
    assert!(tables >= 4, "endnotes of three scenes and the sources");
}

#[test]
fn what_reaches_over_the_edge_of_the_map_is_cut_off_in_the_picture() {
    let mut handout = sample();
    let figure = handout.sheets[2].figure.as_mut().unwrap();
    let at = figure.pieces.iter().position(|piece| piece.kind == Role::Symbol).unwrap();
    let has_text = |slides: &BTreeMap<String, Vec<u8>>| String::from_utf8_lossy(&slides["ppt/slides/slide3.xml"]).contains(">3000<");
    assert!(has_text(&SAMPLE));
    for shape in &mut handout.sheets[2].figure.as_mut().unwrap().pieces[at].shapes {
        if let Shape::Text(text) = shape {
            text.at = [600.0, 100.0];
        }
    }
    assert!(!has_text(&slides(&handout)));
}

/// How often bytes occur in others.
fn count(bytes: &[u8], of: &[u8]) -> usize {
    bytes.windows(of.len()).filter(|window| *window == of).count()
}

#[test]
fn a_pdf_is_tagged_and_says_neither_when_nor_where_it_was_made() {
    for (name, layout) in PAPERS {
        let pdf = export::pdf(&sample(), layout).unwrap();
        for part in
            ["/Marked true", "/Lang(en)", "/DisplayDocTitle true", "/S/H1", "/S/H2", "/S/Figure", "/S/Table", "/S/LI", "/Outlines", "/URI"]
        {
            assert!(count(&pdf, part.as_bytes()) > 0, "{part} in {name}");
        }
        let alternative = "/Alt(Map from western Russia to Korea. Marks at Moscow and Pyongyang, joined by an arc.)";
        assert_eq!(count(&pdf, alternative.as_bytes()), 1, "{name}");
        for part in ["CreationDate", "ModDate", "CreateDate", "/JavaScript", "/Launch", env!("CARGO_MANIFEST_DIR")] {
            assert_eq!(count(&pdf, part.as_bytes()), 0, "{part} in {name}");
        }
    }
    // Each scene fills a page, then follow the evidence and the sources.
    let pages = export::pdf(&sample(), PAPERS[1].1).unwrap();
    assert!(count(&pages, b"/Type/Page/") > sample().sheets.len() + 1);
    let hostile = export::pdf(&hostile(), Layout::default()).unwrap();
    assert_eq!(count(&hostile, b"/URI(javascript"), 0);
}

/// The handout of the situation that the program has with it.
fn of_situation(release: Option<&str>) -> Handout {
    let Ok(Content::Situation(document, ..)) = load::sample().content else { panic!("the sample is a situation") };
    let copy = release.map(|name| copy_for(&document, name).unwrap());
    handout_of(&document, copy.as_ref(), &HandoutRequest { has_notes: true, ..HandoutRequest::default() }, &|_| true).unwrap()
}

#[test]
fn handouts_are_written_to_be_looked_at() {
    let Some(folder) = std::env::var_os("HANDOUTS") else { return };
    for (name, handout) in [
        ("sample", sample()),
        ("reduced", reduced()),
        ("hostile", hostile()),
        ("dprk", of_situation(None)),
        ("partners", of_situation(Some("Partners"))),
    ] {
        let path = std::path::Path::new(&folder).join(name);
        std::fs::write(path.with_extension("html"), export::html(&handout)).unwrap();
        std::fs::write(path.with_extension("pptx"), export::pptx(&handout).unwrap()).unwrap();
        // The words that are to be found on paper, a line each, but for those that no line can hold.
        if name != "hostile" {
            std::fs::write(path.with_extension("words"), words(&handout).join("\n")).unwrap();
        }
        for (paper, layout) in PAPERS {
            std::fs::write(path.with_extension(format!("{paper}.pdf")), export::pdf(&handout, layout).unwrap()).unwrap();
        }
    }
}
