//! The slides: a scene each, then who says so, the sources, and where the file comes from.

use crate::briefing::{Block, BlockKind, Run};
use crate::export::Handout;
use crate::export::handout::Sheet;
use crate::export::markup::{Attributes, Markup};
use crate::export::pptx::frame::{
    AS_OF_INDEX, BODY_INDEX, HANDLING_INDEX, Place, TOLD, body_of, place_holder, slide_image, slide_number, transform, tree,
};
use crate::export::pptx::map::map;
use crate::export::pptx::part::Part;
use crate::export::pptx::table::Table;
use crate::export::pptx::text::{Look, blocks, fit, paragraph, words};
use crate::export::pptx::{LAYOUTS, Layout, NAMESPACES, XML};
use crate::export::typeset::Typesetter;
use crate::wording;

/// A slide before it is written.
pub struct Slide<'h> {
    pub title: String,
    /// The heading that it stands under in the list of slides.
    pub section: &'h str,
    pub content: Content<'h>,
}

pub enum Content<'h> {
    Scene(&'h Sheet),
    Table(Table),
    Text(Vec<Block>),
}

/// All slides of a handout in their order.
pub fn slides(handout: &Handout) -> Vec<Slide<'_>> {
    let mut slides = Vec::new();
    for sheet in &handout.sheets {
        let section = sheet.section.as_deref().unwrap_or(&handout.title);
        slides.push(Slide { title: sheet.title.clone(), section, content: Content::Scene(sheet) });
    }
    for sheet in handout.sheets.iter().filter(|sheet| !sheet.endnotes.is_empty()) {
        let title = wording::evidence_of(&sheet.title);
        slides.extend(tables(&title, wording::WHO_SAYS_SO, Table::of_endnotes(&sheet.endnotes)));
    }
    slides.extend(tables(wording::HANDOUT_SOURCES, wording::HANDOUT_SOURCES, Table::of_sources(&handout.sources)));
    let (title, section) = (wording::ABOUT_HANDOUT.to_owned(), wording::HANDOUT_SOURCES);
    slides.push(Slide { title, section, content: Content::Text(about(handout)) });
    slides
}

fn tables<'h>(title: &str, section: &'static str, table: Table) -> Vec<Slide<'h>> {
    let parts = table.in_parts();
    let n_parts = parts.len();
    let slide = |(n, table)| Slide { title: wording::slide_part(title, n + 1, n_parts), section, content: Content::Table(table) };
    parts.into_iter().enumerate().map(slide).collect()
}

fn about(handout: &Handout) -> Vec<Block> {
    let mut text = Vec::new();
    let mut add = |kind, words: &str| text.push(Block { kind, runs: vec![Run { text: words.to_owned(), ..Run::default() }] });
    let item = BlockKind::Item { depth: 0, number: None };
    add(BlockKind::Paragraph, wording::GRADES_TOLD);
    if let Some(release) = &handout.release {
        add(BlockKind::Heading(2), &wording::removed_for(release));
        handout.removed.iter().for_each(|line| add(item, line));
    }
    for (name, lines) in [(wording::editing::AUTHORS, &handout.authors), (wording::HANDOUT_CREDITS, &handout.credits)] {
        if !lines.is_empty() {
            add(BlockKind::Heading(2), name);
            lines.iter().for_each(|line| add(item, line));
        }
    }
    if let Some(fault) = &handout.fault {
        add(BlockKind::Heading(2), wording::NOT_AS_PREPARED);
        add(BlockKind::Paragraph, fault);
    }
    add(BlockKind::Heading(2), wording::SITUATION_SHA256);
    add(BlockKind::Paragraph, &handout.sha256);
    text
}

/// Writes a slide. `image` is the path of its picture from where it lies, `endnotes` tells on which slide, counted from 1, an endnote
/// stands.
pub fn write(
    handout: &Handout,
    slide: &Slide<'_>,
    image: Option<String>,
    types: &Typesetter,
    endnotes: impl Fn(usize) -> Option<usize>,
) -> (String, Part) {
    let layout = match &slide.content {
        Content::Scene(sheet) if sheet.figure.is_some() => Layout::Map,
        Content::Scene(_) => Layout::Card,
        Content::Table(_) => Layout::Table,
        Content::Text(_) => Layout::Text,
    };
    let mut part = Part::default();
    let at = LAYOUTS.iter().position(|known| *known == layout).unwrap_or_default();
    part.refer("slideLayout", format!("../slideLayouts/slideLayout{}.xml", at + 1));
    let mut xml = Markup::new(XML);
    xml.within("p:sld", NAMESPACES, |xml| {
        xml.within("p:cSld", &[], |xml| {
            tree(xml, |xml| {
                let title = plain(&slide.title);
                let title_fit = if layout == Layout::Card { fit(&title, [776.0, 96.0], 36.0) } else { fit(&title, [896.0, 60.0], 24.0) };
                held(xml, &mut part, "title", None, wording::SLIDE_TITLE, title_fit, |xml, part| blocks(xml, part, &title));
                match &slide.content {
                    Content::Scene(sheet) => {
                        body(xml, &mut part, layout, &sheet.text);
                        let image = image.map(|image| part.refer("image", image));
                        map(xml, &mut part, sheet, image.as_deref(), types, |part, number| {
                            endnotes(number).map(|slide| part.refer("slide", format!("slide{slide}.xml")))
                        });
                        told(xml, &mut part, sheet);
                    }
                    Content::Table(table) => table.write(xml, &mut part),
                    Content::Text(text) => body(xml, &mut part, layout, text),
                }
                margins(xml, &mut part, handout);
            });
        });
        xml.within("p:clrMapOvr", &[], |xml| xml.empty("a:masterClrMapping", &[]));
    });
    (xml.finish(), part)
}

/// A paragraph of words.
fn plain(words: &str) -> [Block; 1] {
    [Block { kind: BlockKind::Paragraph, runs: vec![Run { text: words.to_owned(), ..Run::default() }] }]
}

fn body(xml: &mut Markup, part: &mut Part, layout: Layout, text: &[Block]) {
    if let Some((room, size)) = body_of(layout).filter(|_| !text.is_empty()) {
        held(xml, part, "body", Some(BODY_INDEX), wording::SLIDE_TEXT, fit(text, room, size), |xml, part| blocks(xml, part, text));
    }
}

/// What a placeholder of the layout holds here, made smaller to so many thousandths of a percent.
fn held(
    xml: &mut Markup,
    part: &mut Part,
    kind: &str,
    index: Option<u32>,
    name: &str,
    scale: u32,
    text: impl FnOnce(&mut Markup, &mut Part),
) {
    xml.within("p:sp", &[], |xml| {
        xml.within("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &name)]);
            xml.within("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &[("noGrp", &1)]));
            xml.within("p:nvPr", &[], |xml| place_holder(xml, kind, index));
        });
        xml.empty("p:spPr", &[]);
        xml.within("p:txBody", &[], |xml| {
            xml.within("a:bodyPr", &[], |xml| {
                if scale < 100_000 {
                    xml.empty("a:normAutofit", &[("fontScale", &scale)]);
                } else {
                    xml.empty("a:normAutofit", &[]);
                }
            });
            xml.empty("a:lstStyle", &[]);
            text(xml, part);
        });
    });
}

fn margins(xml: &mut Markup, part: &mut Part, handout: &Handout) {
    let mut line = |kind: &str, index, name: &str, said: &str| {
        let size = fit(&plain(said), [if index == AS_OF_INDEX { 250.0 } else { 630.0 }, 30.0], 11.0);
        held(xml, part, kind, Some(index), name, size, |xml, part| paragraph(xml, part, said, Look::default()));
    };
    if let Some(handling) = &handout.handling {
        line("body", HANDLING_INDEX, wording::SLIDE_HANDLING, handling);
    }
    if let Some(as_of) = &handout.as_of {
        line("body", AS_OF_INDEX, wording::SLIDE_AS_OF, as_of);
    }
    // Some programs have a look of their own for footers, whatever the layout says.
    held(xml, part, "ftr", Some(11), wording::SLIDE_FOOTER, 100_000, |xml, part| {
        xml.within("a:p", &[], |xml| {
            xml.empty("a:pPr", &[("algn", &"l")]);
            words(xml, part, &handout.title, Look { size: Some(1000), colour: Some("tx2"), ..Look::default() }, None);
        });
    });
    held(xml, part, "sldNum", Some(12), wording::SLIDE_NUMBER, 100_000, |xml, _| xml.within("a:p", &[], slide_number));
}

fn told(xml: &mut Markup, part: &mut Part, sheet: &Sheet) {
    const SIZES: [u32; 2] = [1000, 800];
    let faults = (!sheet.faults.is_empty()).then(|| wording::not_as_prepared(&sheet.faults));
    let lines: Vec<String> = (!sheet.told.is_empty()).then(|| sheet.told.join(" · ")).into_iter().chain(faults).collect();
    if !lines.is_empty() {
        text_box(xml, part, wording::SLIDE_TOLD, TOLD, |xml, part| {
            for line in &lines {
                let size = SIZES.get(lines.len() - 1).copied();
                paragraph(xml, part, line, Look { size, colour: Some("tx2"), ..Look::default() });
            }
        });
    }
}

fn text_box(xml: &mut Markup, part: &mut Part, name: &str, place: Place, text: impl FnOnce(&mut Markup, &mut Part)) {
    xml.within("p:sp", &[], |xml| {
        xml.within("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &name)]);
            xml.empty("p:cNvSpPr", &[("txBox", &1)]);
            xml.empty("p:nvPr", &[]);
        });
        xml.within("p:spPr", &[], |xml| {
            transform(xml, "a:xfrm", place);
            xml.within("a:prstGeom", &[("prst", &"rect")], |xml| xml.empty("a:avLst", &[]));
            xml.empty("a:noFill", &[]);
        });
        xml.within("p:txBody", &[], |xml| {
            let insets: Attributes<'_> = &[("wrap", &"square"), ("lIns", &0), ("tIns", &0), ("rIns", &0), ("bIns", &0)];
            xml.within("a:bodyPr", insets, |xml| xml.empty("a:normAutofit", &[]));
            xml.empty("a:lstStyle", &[]);
            text(xml, part);
        });
    });
}

/// What the speaker has beside a scene: the notes, and what could not be shown; `None` where there is neither.
pub fn notes(slide: &Slide<'_>, number: usize) -> Option<(String, Part)> {
    let Content::Scene(sheet) = slide.content else { return None };
    if sheet.notes.is_empty() && sheet.faults.is_empty() {
        return None;
    }
    let mut part = Part::default();
    part.refer("notesMaster", "../notesMasters/notesMaster1.xml".to_owned());
    part.refer("slide", format!("../slides/slide{number}.xml"));
    let mut xml = Markup::new(XML);
    xml.within("p:notes", NAMESPACES, |xml| {
        xml.within("p:cSld", &[], |xml| {
            tree(xml, |xml| {
                slide_image(xml, &mut part, false);
                held(xml, &mut part, "body", Some(BODY_INDEX), wording::NOTES_OF_SPEAKER, 100_000, |xml, part| {
                    blocks(xml, part, &sheet.notes);
                    if !sheet.faults.is_empty() {
                        paragraph(xml, part, wording::NOT_AS_PREPARED, Look { is_bold: true, ..Look::default() });
                        sheet.faults.iter().for_each(|fault| paragraph(xml, part, fault, Look::default()));
                    }
                });
            });
        });
        xml.within("p:clrMapOvr", &[], |xml| xml.empty("a:masterClrMapping", &[]));
    });
    Some((xml.finish(), part))
}
