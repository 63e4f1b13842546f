//! The briefing as slides that are edited on: PresentationML (ECMA-376, parts 1 and 2), the same bytes every time.
//!
//! Main function: [`pptx`].
//!
//! **Does not:** choose what is told, or put dates, ids of its own making or names of machines into the file.

mod frame;
mod map;
mod part;
mod slide;
mod table;
mod text;

use std::collections::BTreeMap;

use crate::export::handout::Handout;
use crate::export::markup::{Attributes, Markup, language};
use crate::export::png::{PngError, png};
use crate::export::typeset::Typesetter;
use crate::formats::packed::zipped;

use frame::{SLIDE, layout, levels, master, notes_master, theme};
use part::Part;
use slide::{Content, Slide, notes, slides, write};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMESPACES: Attributes<'_> = &[
    ("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:r", &"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:p", &"http://schemas.openxmlformats.org/presentationml/2006/main"),
];
/// Pixels of the picture for a point of the map.
const PICTURE_SCALE: f32 = 3.13;
/// The number of the first slide in the list of slides, as the standard has it.
const FIRST_SLIDE: usize = 256;

/// The layouts of the master, in their order.
const LAYOUTS: [Layout; 4] = [Layout::Card, Layout::Map, Layout::Text, Layout::Table];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// A title and text in the middle.
    Card,
    /// A title, the map to the left, text to the right.
    Map,
    Text,
    /// A title, and room below.
    Table,
}

/// Why there are no slides.
#[derive(Debug, thiserror::Error)]
pub enum PptxError {
    #[error("the map of scene {number} cannot be drawn: {why}")]
    Map { number: usize, why: PngError },
    #[error("the slides could not be packed: {0}")]
    Packed(String),
}

/// Points in English metric units, of which an inch has 914,400. What cannot be on any slide is put to where it can.
fn emu(points: f32) -> i64 {
    (f64::from(points).clamp(-100_000.0, 100_000.0) * 12_700.0).round() as i64
}

/// The handout as slides.
///
/// # Errors
/// A map cannot be drawn, or the file would be larger than an archive can be.
pub fn pptx(handout: &Handout) -> Result<Vec<u8>, PptxError> {
    let slides = slides(handout);
    let endnotes = where_endnotes_stand(&slides);
    let types = Typesetter::built_in();
    let mut package = Package::default();
    for (n, slide) in slides.iter().enumerate() {
        let number = n + 1;
        let mut image = None;
        if let Content::Scene(sheet) = slide.content
            && let Some(figure) = &sheet.figure
        {
            let bytes = png(&map::pictured(figure), PICTURE_SCALE).map_err(|why| PptxError::Map { number: sheet.number, why })?;
            image = Some(format!("../media/{}", package.picture(bytes)));
        }
        let (xml, mut part) = write(handout, slide, image, &types, |endnote| endnotes.get(&endnote).copied());
        if let Some((xml, notes)) = notes(slide, number) {
            part.refer("notesSlide", format!("../notesSlides/notesSlide{number}.xml"));
            package.add(&format!("ppt/notesSlides/notesSlide{number}.xml"), "presentationml.notesSlide", xml, &notes);
        }
        package.add(&format!("ppt/slides/slide{number}.xml"), "presentationml.slide", xml, &part);
    }
    package.add_frame();
    let (xml, part) = presentation(handout, &slides);
    package.add("ppt/presentation.xml", "presentationml.presentation.main", xml, &part);
    package.add_properties(handout);
    package.bytes().map_err(|error| PptxError::Packed(error.to_string()))
}

/// By the number of an endnote the slide, counted from 1, on which it begins.
fn where_endnotes_stand(slides: &[Slide<'_>]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for (n, slide) in slides.iter().enumerate() {
        if let Content::Table(table) = &slide.content {
            for number in table.rows.iter().filter_map(|row| row.begins) {
                found.entry(number).or_insert(n + 1);
            }
        }
    }
    found
}

fn presentation(handout: &Handout, slides: &[Slide<'_>]) -> (String, Part) {
    let mut part = Part::default();
    let master = part.refer("slideMaster", "slideMasters/slideMaster1.xml".to_owned());
    let notes = part.refer("notesMaster", "notesMasters/notesMaster1.xml".to_owned());
    let ids: Vec<String> = (1..=slides.len()).map(|number| part.refer("slide", format!("slides/slide{number}.xml"))).collect();
    part.refer("theme", "theme/theme1.xml".to_owned());
    part.refer("tableStyles", "tableStyles.xml".to_owned());
    let mut xml = Markup::new(XML);
    let mut attributes = NAMESPACES.to_vec();
    attributes.push(("saveSubsetFonts", &1));
    xml.within("p:presentation", &attributes, |xml| {
        xml.within("p:sldMasterIdLst", &[], |xml| xml.empty("p:sldMasterId", &[("id", &2_147_483_648_u32), ("r:id", &master)]));
        xml.within("p:notesMasterIdLst", &[], |xml| xml.empty("p:notesMasterId", &[("r:id", &notes)]));
        xml.within("p:sldIdLst", &[], |xml| {
            for (n, id) in ids.iter().enumerate() {
                xml.empty("p:sldId", &[("id", &(FIRST_SLIDE + n)), ("r:id", id)]);
            }
        });
        xml.empty("p:sldSz", &[("cx", &emu(SLIDE[0])), ("cy", &emu(SLIDE[1]))]);
        xml.empty("p:notesSz", &[("cx", &emu(540.0)), ("cy", &emu(720.0))]);
        xml.within("p:defaultTextStyle", &[], |xml| {
            xml.within("a:defPPr", &[], |xml| xml.empty("a:defRPr", &[("lang", &language(&handout.language))]));
            levels(xml, 9, 1200, false, 0);
        });
        xml.within("p:extLst", &[], |xml| sections(xml, slides));
    });
    (xml.finish(), part)
}

/// The headings of slides ([MS-PPTX] 2.2.4.4); their ids are their places.
fn sections(xml: &mut Markup, slides: &[Slide<'_>]) {
    xml.within("p:ext", &[("uri", &"{521415D9-36F7-43E2-AB2F-B90AF26B5E84}")], |xml| {
        xml.within("p14:sectionLst", &[("xmlns:p14", &"http://schemas.microsoft.com/office/powerpoint/2010/main")], |xml| {
            let mut slide_id = FIRST_SLIDE;
            for (n, of) in slides.chunk_by(|slide, next| slide.section == next.section).enumerate() {
                let name = of.first().map_or("", |slide| slide.section);
                let id = format!("{{00000000-0000-4000-8000-{:012X}}}", n + 1);
                xml.within("p14:section", &[("name", &name), ("id", &id)], |xml| {
                    xml.within("p14:sldIdLst", &[], |xml| {
                        for _ in of {
                            xml.empty("p14:sldId", &[("id", &slide_id)]);
                            slide_id += 1;
                        }
                    });
                });
            }
        });
    });
}

/// The files of the package by their paths in it, and what the parts among them are.
#[derive(Default)]
struct Package {
    files: Vec<(String, Vec<u8>)>,
    kinds: Vec<(String, String)>,
}

impl Package {
    /// A part, and beside it what it refers to.
    fn add(&mut self, path: &str, kind: &str, xml: String, part: &Part) {
        self.kinds.push((format!("/{path}"), format!("application/vnd.openxmlformats-officedocument.{kind}+xml")));
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.files.push((path.to_owned(), xml.into_bytes()));
        let relations = part.relations();
        if relations.contains("<Relationship ") {
            self.files.push((format!("{folder}/_rels/{name}.rels"), relations.into_bytes()));
        }
    }

    /// The name of a picture: one that is there already has one.
    fn picture(&mut self, bytes: Vec<u8>) -> String {
        const FOLDER: &str = "ppt/media/";
        let mut pictures = self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(FOLDER)?, bytes)));
        if let Some((name, _)) = pictures.find(|(_, known)| **known == bytes) {
            return name.to_owned();
        }
        let n_known = self.files.iter().filter(|(path, _)| path.starts_with(FOLDER)).count();
        let name = format!("image{}.png", n_known + 1);
        self.files.push((format!("{FOLDER}{name}"), bytes));
        name
    }

    fn add_frame(&mut self) {
        for (n, kind) in LAYOUTS.into_iter().enumerate() {
            let (xml, part) = layout(kind);
            self.add(&format!("ppt/slideLayouts/slideLayout{}.xml", n + 1), "presentationml.slideLayout", xml, &part);
        }
        let (xml, part) = master();
        self.add("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster", xml, &part);
        let (xml, part) = notes_master();
        self.add("ppt/notesMasters/notesMaster1.xml", "presentationml.notesMaster", xml, &part);
        for n in 1..=2 {
            self.add(&format!("ppt/theme/theme{n}.xml"), "theme", theme(), &Part::default());
        }
        let mut styles = Markup::new(XML);
        let attributes: Attributes<'_> =
            &[("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"), ("def", &"{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}")];
        styles.empty("a:tblStyleLst", attributes);
        self.add("ppt/tableStyles.xml", "presentationml.tableStyles", styles.finish(), &Part::default());
    }

    /// Who made it of what, without when.
    fn add_properties(&mut self, handout: &Handout) {
        let mut core = Markup::new(XML);
        let names: Attributes<'_> = &[
            ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ];
        core.within("cp:coreProperties", names, |core| {
            core.line("dc:title", &[], &handout.title);
            core.line("dc:creator", &[], &handout.authors.join(", "));
            core.line("dc:language", &[], language(&handout.language));
        });
        let mut app = Markup::new(XML);
        let names: Attributes<'_> = &[("xmlns", &"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")];
        app.within("Properties", names, |app| app.line("Application", &[], env!("CARGO_PKG_NAME")));
        self.files.push(("docProps/core.xml".to_owned(), core.finish().into_bytes()));
        self.kinds.push(("/docProps/core.xml".to_owned(), "application/vnd.openxmlformats-package.core-properties+xml".to_owned()));
        self.add("docProps/app.xml", "extended-properties", app.finish(), &Part::default());
    }

    fn bytes(self) -> Result<Vec<u8>, rawzip::Error> {
        let mut types = Markup::new(XML);
        types.within("Types", &[("xmlns", &"http://schemas.openxmlformats.org/package/2006/content-types")], |types| {
            types.empty("Default", &[("Extension", &"rels"), ("ContentType", &"application/vnd.openxmlformats-package.relationships+xml")]);
            types.empty("Default", &[("Extension", &"xml"), ("ContentType", &"application/xml")]);
            types.empty("Default", &[("Extension", &"png"), ("ContentType", &"image/png")]);
            for (path, kind) in &self.kinds {
                types.empty("Override", &[("PartName", path), ("ContentType", kind)]);
            }
        });
        let mut root = Part::default();
        root.refer("officeDocument", "ppt/presentation.xml".to_owned());
        root.refer("core-properties", "docProps/core.xml".to_owned());
        root.refer("extended-properties", "docProps/app.xml".to_owned());
        let first = [("[Content_Types].xml", types.finish()), ("_rels/.rels", root.relations())];
        let first = first.iter().map(|(name, xml)| (*name, xml.as_bytes()));
        let files: Vec<(&str, &[u8])> = first.chain(self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))).collect();
        // Pictures are compressed already.
        zipped(&files, |name| !name.ends_with(".png"))
    }
}
