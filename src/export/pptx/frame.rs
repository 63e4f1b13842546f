//! What slides stand on: the theme, the master with its layouts, the master of the speaker's pages.

use egui::Color32;

use crate::export::markup::{Attributes, Markup};
use crate::export::pptx::part::Part;
use crate::export::pptx::{LAYOUTS, Layout, NAMESPACES, XML, emu};
use crate::theme::Theme;
use crate::viewpoint::ThemeKind;
use crate::wording;

/// Styles of fills, lines and effects, all plain: a theme must have three of each.
const FORMATS: &str = include_str!("formats.xml");
const FONT: &str = "Noto Sans";

/// Left, top, width and height in points of the slide.
pub type Place = [f32; 4];

pub const SLIDE: [f32; 2] = [960.0, 540.0];
pub const MARGIN: f32 = 32.0;
const WIDTH: f32 = SLIDE[0] - 2.0 * MARGIN;
pub const HANDLING: Place = [MARGIN, 12.0, WIDTH - 260.0, 22.0];
pub const AS_OF: Place = [SLIDE[0] - MARGIN - 250.0, 12.0, 250.0, 22.0];
const TITLE: Place = [MARGIN, 36.0, WIDTH, 52.0];
const CARD_TITLE: Place = [MARGIN + 60.0, 120.0, WIDTH - 120.0, 96.0];
const CARD_BODY: Place = [MARGIN + 60.0, 226.0, WIDTH - 120.0, 250.0];
/// Where the map stands: as wide as high as a figure of the briefing is.
pub const MAP: Place = [MARGIN, 94.0, 697.0, 392.5];
const MAP_BODY: Place = [MARGIN + 713.0, 94.0, WIDTH - 713.0, 392.5];
pub const BODY: Place = [MARGIN, 96.0, WIDTH, 396.0];
/// What a scene says of itself, below the map.
pub const TOLD: Place = [MARGIN, 489.0, WIDTH, 22.0];
const FOOTER: Place = [MARGIN, 512.0, WIDTH - 100.0, 18.0];
const NUMBER: Place = [SLIDE[0] - MARGIN - 80.0, 512.0, 80.0, 18.0];

/// Of the placeholders that are ours, and of the body.
pub const BODY_INDEX: u32 = 1;
pub const HANDLING_INDEX: u32 = 13;
pub const AS_OF_INDEX: u32 = 14;

/// A placeholder of a master or a layout.
struct Holder {
    kind: &'static str,
    index: Option<u32>,
    name: &'static str,
    place: Place,
    /// Of its type, in hundredths of a point.
    size: u32,
    align: &'static str,
    anchor: &'static str,
    is_bold: bool,
    colour: &'static str,
    prompt: &'static str,
}

fn title(place: Place, size: u32, anchor: &'static str) -> Holder {
    Holder {
        kind: "title",
        index: None,
        name: wording::SLIDE_TITLE,
        place,
        size,
        align: "l",
        anchor,
        is_bold: true,
        colour: "tx1",
        prompt: wording::SLIDE_TITLE,
    }
}

fn body(place: Place, size: u32) -> Holder {
    let (name, prompt) = (wording::SLIDE_TEXT, wording::SLIDE_TEXT);
    let index = Some(BODY_INDEX);
    Holder { kind: "body", index, name, place, size, align: "l", anchor: "t", is_bold: false, colour: "tx1", prompt }
}

/// What every layout has besides: handling, as of when, the title of all, the number.
fn margins() -> [Holder; 4] {
    let small = |kind, index, name, place, align, prompt| Holder {
        kind,
        index: Some(index),
        name,
        place,
        size: 1100,
        align,
        anchor: "ctr",
        is_bold: index == HANDLING_INDEX,
        colour: if index == HANDLING_INDEX { "tx1" } else { "tx2" },
        prompt,
    };
    [
        small("body", HANDLING_INDEX, wording::SLIDE_HANDLING, HANDLING, "l", wording::SLIDE_HANDLING),
        small("body", AS_OF_INDEX, wording::SLIDE_AS_OF, AS_OF, "r", wording::SLIDE_AS_OF),
        small("ftr", 11, wording::SLIDE_FOOTER, FOOTER, "l", ""),
        small("sldNum", 12, wording::SLIDE_NUMBER, NUMBER, "r", ""),
    ]
}

fn holders(layout: Layout) -> Vec<Holder> {
    let mut holders = match layout {
        Layout::Card => vec![title(CARD_TITLE, 3600, "b"), body(CARD_BODY, 2000)],
        Layout::Map => vec![title(TITLE, 2400, "ctr"), body(MAP_BODY, 1400)],
        Layout::Text => vec![title(TITLE, 2400, "ctr"), body(BODY, 1600)],
        Layout::Table => vec![title(TITLE, 2400, "ctr")],
    };
    holders.extend(margins());
    holders
}

/// The width and height of a layout's body, and the size of its type, in points.
pub fn body_of(layout: Layout) -> Option<([f32; 2], f32)> {
    let holder = holders(layout).into_iter().find(|holder| holder.index == Some(BODY_INDEX))?;
    let [_, _, width, height] = holder.place;
    Some(([width, height], holder.size as f32 / 100.0))
}

pub fn transform(xml: &mut Markup, name: &str, [left, top, width, height]: Place) {
    xml.within(name, &[], |xml| {
        xml.empty("a:off", &[("x", &emu(left)), ("y", &emu(top))]);
        xml.empty("a:ext", &[("cx", &emu(width)), ("cy", &emu(height))]);
    });
}

fn holder(xml: &mut Markup, part: &mut Part, holder: &Holder) {
    xml.within("p:sp", &[], |xml| {
        xml.within("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &holder.name)]);
            xml.within("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &[("noGrp", &1)]));
            xml.within("p:nvPr", &[], |xml| place_holder(xml, holder.kind, holder.index));
        });
        xml.within("p:spPr", &[], |xml| {
            transform(xml, "a:xfrm", holder.place);
            xml.within("a:prstGeom", &[("prst", &"rect")], |xml| xml.empty("a:avLst", &[]));
        });
        xml.within("p:txBody", &[], |xml| {
            let insets: Attributes<'_> = &[("lIns", &0), ("tIns", &0), ("rIns", &0), ("bIns", &0), ("anchor", &holder.anchor)];
            xml.within("a:bodyPr", insets, |xml| xml.empty("a:normAutofit", &[]));
            let n_levels = if holder.index == Some(BODY_INDEX) { 6 } else { 1 };
            xml.within("a:lstStyle", &[], |xml| (1..=n_levels).for_each(|level| style(xml, &format!("a:lvl{level}pPr"), holder)));
            xml.within("a:p", &[], |xml| match holder.kind {
                "sldNum" => slide_number(xml),
                _ if holder.prompt.is_empty() => {}
                _ => xml.within("a:r", &[], |xml| {
                    xml.empty("a:rPr", &[]);
                    xml.line("a:t", &[], holder.prompt);
                }),
            });
        });
    });
}

pub fn place_holder(xml: &mut Markup, kind: &str, index: Option<u32>) {
    match index {
        Some(index) if kind == "sldNum" || kind == "ftr" => xml.empty("p:ph", &[("type", &kind), ("sz", &"quarter"), ("idx", &index)]),
        Some(index) => xml.empty("p:ph", &[("type", &kind), ("idx", &index)]),
        None => xml.empty("p:ph", &[("type", &kind)]),
    }
}

/// The number of the slide, which follows where it is moved.
pub fn slide_number(xml: &mut Markup) {
    xml.within("a:fld", &[("id", &"{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"), ("type", &"slidenum")], |xml| {
        xml.within("a:rPr", &[], |xml| fonts(xml, "+mn"));
        xml.line("a:t", &[], "‹#›");
    });
}

fn style(xml: &mut Markup, level: &str, holder: &Holder) {
    let bold = u8::from(holder.is_bold);
    xml.within(level, &[("marL", &0), ("indent", &0), ("algn", &holder.align)], |xml| {
        xml.empty("a:buNone", &[]);
        xml.within("a:defRPr", &[("sz", &holder.size), ("b", &bold)], |xml| {
            xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &holder.colour)]));
            fonts(xml, "+mn");
        });
    });
}

/// The fonts of the theme, for titles (`+mj`) or for text (`+mn`).
pub fn fonts(xml: &mut Markup, of: &str) {
    for (script, end) in [("a:latin", "lt"), ("a:ea", "ea"), ("a:cs", "cs")] {
        xml.empty(script, &[("typeface", &format!("{of}-{end}"))]);
    }
}

/// The tree of shapes that a slide, a layout or a master has.
pub fn tree(xml: &mut Markup, inner: impl FnOnce(&mut Markup)) {
    xml.within("p:spTree", &[], |xml| {
        xml.within("p:nvGrpSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &1), ("name", &"")]);
            xml.empty("p:cNvGrpSpPr", &[]);
            xml.empty("p:nvPr", &[]);
        });
        xml.within("p:grpSpPr", &[], |xml| {
            xml.within("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", &0), ("y", &0)]);
                xml.empty("a:ext", &[("cx", &0), ("cy", &0)]);
                xml.empty("a:chOff", &[("x", &0), ("y", &0)]);
                xml.empty("a:chExt", &[("cx", &0), ("cy", &0)]);
            });
        });
        inner(xml);
    });
}

const COLOUR_MAP: Attributes<'_> = &[
    ("bg1", &"lt1"),
    ("tx1", &"dk1"),
    ("bg2", &"lt2"),
    ("tx2", &"dk2"),
    ("accent1", &"accent1"),
    ("accent2", &"accent2"),
    ("accent3", &"accent3"),
    ("accent4", &"accent4"),
    ("accent5", &"accent5"),
    ("accent6", &"accent6"),
    ("hlink", &"hlink"),
    ("folHlink", &"folHlink"),
];

fn background(xml: &mut Markup) {
    xml.within("p:bg", &[], |xml| {
        xml.within("p:bgRef", &[("idx", &1001)], |xml| xml.empty("a:schemeClr", &[("val", &"bg1")]));
    });
}

/// The master of slides, and what it refers to.
pub fn master() -> (String, Part) {
    let mut part = Part::default();
    let mut xml = Markup::new(XML);
    let layouts: Vec<String> =
        (1..=LAYOUTS.len()).map(|n| part.refer("slideLayout", format!("../slideLayouts/slideLayout{n}.xml"))).collect();
    part.refer("theme", "../theme/theme1.xml".to_owned());
    xml.within("p:sldMaster", NAMESPACES, |xml| {
        xml.within("p:cSld", &[], |xml| {
            background(xml);
            tree(xml, |xml| holders(Layout::Text).iter().filter(|of| !is_ours(of)).for_each(|of| holder(xml, &mut part, of)));
        });
        xml.empty("p:clrMap", COLOUR_MAP);
        xml.within("p:sldLayoutIdLst", &[], |xml| {
            for (n, layout) in layouts.iter().enumerate() {
                xml.empty("p:sldLayoutId", &[("id", &(2_147_483_649_usize + n)), ("r:id", layout)]);
            }
        });
        xml.within("p:txStyles", &[], |xml| {
            xml.within("p:titleStyle", &[], |xml| levels(xml, 1, 2400, true, 0));
            xml.within("p:bodyStyle", &[], |xml| levels(xml, 9, 1600, false, 600));
            xml.within("p:otherStyle", &[], |xml| levels(xml, 9, 1200, false, 0));
        });
    });
    (xml.finish(), part)
}

/// A master has no placeholders but those that the standard names.
fn is_ours(holder: &Holder) -> bool {
    matches!(holder.index, Some(HANDLING_INDEX | AS_OF_INDEX))
}

/// The style of the first levels of text; `before` is the space above a paragraph in hundredths of a point.
pub fn levels(xml: &mut Markup, n_levels: u32, size: u32, is_bold: bool, before: u32) {
    let bold = u8::from(is_bold);
    for level in 0..n_levels {
        let attributes: Attributes<'_> =
            &[("marL", &(228_600 * level)), ("indent", &0), ("algn", &"l"), ("defTabSz", &914_400), ("rtl", &0)];
        xml.within(&format!("a:lvl{}pPr", level + 1), attributes, |xml| {
            xml.within("a:spcBef", &[], |xml| xml.empty("a:spcPts", &[("val", &before)]));
            xml.empty("a:buNone", &[]);
            xml.within("a:defRPr", &[("sz", &size), ("b", &bold), ("kern", &1200)], |xml| {
                xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &"tx1")]));
                fonts(xml, if is_bold { "+mj" } else { "+mn" });
            });
        });
    }
}

pub fn layout(layout: Layout) -> (String, Part) {
    let mut part = Part::default();
    part.refer("slideMaster", "../slideMasters/slideMaster1.xml".to_owned());
    let (name, kind) = match layout {
        Layout::Card => (wording::LAYOUT_CARD, "obj"),
        Layout::Map => (wording::LAYOUT_MAP, "obj"),
        Layout::Text => (wording::LAYOUT_TEXT, "obj"),
        Layout::Table => (wording::LAYOUT_TABLE, "titleOnly"),
    };
    let mut xml = Markup::new(XML);
    let mut attributes = NAMESPACES.to_vec();
    attributes.extend::<[(&str, &dyn std::fmt::Display); 2]>([("type", &kind), ("preserve", &1)]);
    xml.within("p:sldLayout", &attributes, |xml| {
        xml.within("p:cSld", &[("name", &name)], |xml| {
            tree(xml, |xml| holders(layout).iter().for_each(|of| holder(xml, &mut part, of)));
        });
        xml.within("p:clrMapOvr", &[], |xml| xml.empty("a:masterClrMapping", &[]));
    });
    (xml.finish(), part)
}

/// The master of the speaker's pages: the slide above, the notes below.
pub fn notes_master() -> (String, Part) {
    let mut part = Part::default();
    part.refer("theme", "../theme/theme2.xml".to_owned());
    let mut xml = Markup::new(XML);
    xml.within("p:notesMaster", NAMESPACES, |xml| {
        xml.within("p:cSld", &[], |xml| {
            background(xml);
            tree(xml, |xml| {
                slide_image(xml, &mut part, true);
                let notes = Holder {
                    name: wording::NOTES_OF_SPEAKER,
                    prompt: wording::NOTES_OF_SPEAKER,
                    ..body([54.0, 330.0, 432.0, 340.0], 1200)
                };
                holder(xml, &mut part, &notes);
            });
        });
        xml.empty("p:clrMap", COLOUR_MAP);
        xml.within("p:notesStyle", &[], |xml| levels(xml, 9, 1200, false, 300));
    });
    (xml.finish(), part)
}

/// The picture of the slide on a page of notes.
pub fn slide_image(xml: &mut Markup, part: &mut Part, is_master: bool) {
    xml.within("p:sp", &[], |xml| {
        xml.within("p:nvSpPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &wording::SLIDE_IMAGE)]);
            xml.within("p:cNvSpPr", &[], |xml| xml.empty("a:spLocks", &[("noGrp", &1), ("noRot", &1), ("noChangeAspect", &1)]));
            xml.within("p:nvPr", &[], |xml| place_holder(xml, "sldImg", None));
        });
        xml.within("p:spPr", &[], |xml| {
            if is_master {
                transform(xml, "a:xfrm", [54.0, 54.0, 432.0, 243.0]);
                xml.within("a:prstGeom", &[("prst", &"rect")], |xml| xml.empty("a:avLst", &[]));
            }
        });
    });
}

/// Colours and fonts: those of the projector theme.
pub fn theme() -> String {
    let theme = Theme::of(ThemeKind::Projector);
    // The first six of a palette that the colour-blind tell apart, darkened where they are text: marks, accent and what is contested first.
    let colours = [
        ("dk1", theme.text),
        ("lt1", theme.panel),
        ("dk2", theme.weak),
        ("lt2", theme.hovered_row),
        ("accent1", theme.accent),
        ("accent2", theme.mark),
        ("accent3", theme.contested),
        ("accent4", theme.water_label),
        ("accent5", theme.mark_label),
        ("accent6", theme.disputed),
        ("hlink", theme.accent),
        ("folHlink", theme.accent),
    ];
    let mut xml = Markup::new(XML);
    xml.within("a:theme", &[("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"), ("name", &"Sandtable")], |xml| {
        xml.within("a:themeElements", &[], |xml| {
            xml.within("a:clrScheme", &[("name", &"Sandtable")], |xml| {
                for (name, colour) in colours {
                    xml.within(&format!("a:{name}"), &[], |xml| xml.empty("a:srgbClr", &[("val", &hex(colour))]));
                }
            });
            xml.within("a:fontScheme", &[("name", &"Sandtable")], |xml| {
                for name in ["a:majorFont", "a:minorFont"] {
                    xml.within(name, &[], |xml| {
                        xml.empty("a:latin", &[("typeface", &FONT)]);
                        xml.empty("a:ea", &[("typeface", &"")]);
                        xml.empty("a:cs", &[("typeface", &"")]);
                    });
                }
            });
            xml.raw(FORMATS.trim_end());
        });
    });
    xml.finish()
}

fn hex(colour: Color32) -> String {
    let [r, g, b, _] = colour.to_array();
    format!("{r:02X}{g:02X}{b:02X}")
}
