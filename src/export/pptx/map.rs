//! The map of a slide: its ground and areas as a picture, movements, marks, symbols, names and pins as shapes that can be edited.

use crate::export::figure::{Colour, Figure, Piece, Segment, Shape, Stroke, Text};
use crate::export::handout::{Endnote, Sheet};
use crate::export::markup::{Attributes, Markup};
use crate::export::paths::bounds;
use crate::export::pins::placed;
use crate::export::pptx::emu;
use crate::export::pptx::frame::{MAP, Place, fonts, transform};
use crate::export::pptx::part::Part;
use crate::export::typeset::Typesetter;
use crate::map::Role;
use crate::theme::{Theme, Weight};
use crate::viewpoint::{Item, ThemeKind};
use crate::wording;

/// More shapes than these on one slide are no longer edited, and make programs slow: the rest is in the picture.
const MAX_NATIVE: usize = 400;
/// How far above its baseline a line of Noto Sans begins, as a share of its size.
const ASCENT: f32 = 1.069;
const LINE_HEIGHT: f32 = 1.362;
/// Half the height of a pin, in points of the map: for fingers and for the back row.
const PIN: f32 = 8.5;

/// Where a figure stands on a slide.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: f32,
    top: f32,
    scale: f32,
}

impl Frame {
    /// In the middle of the map's place, as large as fits.
    fn of(figure: &Figure) -> Self {
        let [left, top, width, height] = MAP;
        let [own_width, own_height] = figure.size.map(|side| side.max(1.0));
        let scale = (width / own_width).min(height / own_height);
        Self { left: left + (width - own_width * scale) / 2.0, top: top + (height - own_height * scale) / 2.0, scale }
    }

    fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.left + x * self.scale, self.top + y * self.scale]
    }

    fn place(&self, [from, to]: [[f32; 2]; 2]) -> Place {
        let ([left, top], [right, bottom]) = (self.at(from), self.at(to));
        [left, top, right - left, bottom - top]
    }
}

/// Which pieces become shapes, by their places; the others are in the picture. What reaches over the edge is cut off, which shapes are not.
fn native(figure: &Figure) -> Vec<bool> {
    let mut n_left = MAX_NATIVE;
    let is_native = |piece: &Piece| {
        let is_of_kind = matches!(piece.kind, Role::Arc | Role::Mark | Role::Symbol | Role::Label);
        let is_inside = extent(&piece.shapes)
            .is_some_and(|[[left, top], [right, bottom]]| left >= 0.0 && top >= 0.0 && right <= figure.size[0] && bottom <= figure.size[1]);
        let is = is_of_kind && is_inside && n_left > 0;
        n_left -= usize::from(is);
        is
    };
    figure.pieces.iter().map(is_native).collect()
}

/// What the picture is drawn from.
pub fn pictured(figure: &Figure) -> Figure {
    let pieces = figure.pieces.iter().zip(native(figure)).filter(|(piece, is_native)| !is_native && piece.kind != Role::Pin);
    Figure { size: figure.size, pieces: pieces.map(|(piece, _)| piece.clone()).collect() }
}

fn extent(shapes: &[Shape]) -> Option<[[f32; 2]; 2]> {
    let of_shape = |shape: &Shape| match shape {
        Shape::Path { path, .. } => bounds(path),
        Shape::Glow { centre: [x, y], radius, .. } => Some([[x - radius, y - radius], [x + radius, y + radius]]),
        Shape::Picture { rect: [x, y, width, height], .. } => Some([[*x, *y], [x + width, y + height]]),
        Shape::Text(text) => Some(box_of(text)),
    };
    shapes
        .iter()
        .filter_map(of_shape)
        .reduce(|[[left, top], [right, bottom]], [[l, t], [r, b]]| [[left.min(l), top.min(t)], [right.max(r), bottom.max(b)]])
}

fn box_of(text: &Text) -> [[f32; 2]; 2] {
    let ([x, y], width) = (text.at, text.offsets.last().copied().unwrap_or_default());
    [[x, y - ASCENT * text.size], [x + width, y + (LINE_HEIGHT - ASCENT) * text.size]]
}

/// The picture and all shapes over it, from the lowest. `image` is what the slide calls the picture, `None` where there is none.
/// `jump` gives for an endnote what the slide calls the slide that it stands on.
pub fn map(
    xml: &mut Markup,
    part: &mut Part,
    sheet: &Sheet,
    image: Option<&str>,
    types: &Typesetter,
    jump: impl Fn(&mut Part, usize) -> Option<String>,
) {
    let Some(figure) = &sheet.figure else { return };
    let frame = Frame::of(figure);
    if let Some(image) = image {
        picture(xml, part, sheet, image, frame.place([[0.0; 2], figure.size]));
    }
    let names = Names::of(figure);
    for (piece, _) in figure.pieces.iter().zip(native(figure)).filter(|(_, is_native)| *is_native) {
        group(xml, part, piece, &names.of_piece(piece), frame);
    }
    let pins = placed(sheet, types, PIN);
    for leader in pins.iter().flat_map(|pin| pin.leader(Theme::of(ThemeKind::Projector))) {
        shape(xml, part, &leader, 1.0, wording::SLIDE_PIN, frame);
    }
    for pin in &pins {
        for (note, at) in pin.endnotes.iter().filter_map(|at| sheet.endnotes.get(*at)).zip(pin.rings()) {
            let jump = jump(part, note.number);
            ring(xml, part, note, frame.place(around(at, pin.half)), jump.as_deref());
        }
    }
}

fn around([x, y]: [f32; 2], [half_width, half_height]: [f32; 2]) -> [[f32; 2]; 2] {
    [[x - half_width, y - half_height], [x + half_width, y + half_height]]
}

fn picture(xml: &mut Markup, part: &mut Part, sheet: &Sheet, image: &str, place: Place) {
    xml.within("p:pic", &[], |xml| {
        xml.within("p:nvPicPr", &[], |xml| {
            xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &wording::SLIDE_MAP), ("descr", &sheet.figure_told)]);
            xml.within("p:cNvPicPr", &[], |xml| xml.empty("a:picLocks", &[("noChangeAspect", &1)]));
            xml.empty("p:nvPr", &[]);
        });
        xml.within("p:blipFill", &[], |xml| {
            xml.empty("a:blip", &[("r:embed", &image)]);
            xml.within("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
        });
        xml.within("p:spPr", &[], |xml| {
            transform(xml, "a:xfrm", place);
            preset(xml, "rect");
        });
    });
}

/// What things on the map are called: by the name that stands beside them, else by their ids.
struct Names<'f>(Vec<(&'f Item, &'f str)>);

impl<'f> Names<'f> {
    fn of(figure: &'f Figure) -> Self {
        let labels = figure.pieces.iter().filter(|piece| piece.kind == Role::Label);
        Self(labels.filter_map(|piece| Some((piece.item.as_ref()?, words_of(piece)?))).collect())
    }

    fn of_piece(&self, piece: &'f Piece) -> String {
        let beside =
            piece.item.as_ref().and_then(|item| self.0.iter().find(|(named, _)| *named == item)).map(|(_, name)| (*name).to_owned());
        let own = || words_of(piece).filter(|_| piece.kind == Role::Label).map(str::to_owned);
        let id = || match &piece.item {
            Some(Item::Record(id)) => Some(id.to_string()),
            Some(Item::Row { row, .. }) => Some(row.to_string()),
            None => None,
        };
        beside.or_else(own).or_else(id).unwrap_or_else(|| wording::SLIDE_MAP.to_owned())
    }
}

fn words_of(piece: &Piece) -> Option<&str> {
    piece.shapes.iter().find_map(|shape| if let Shape::Text(text) = shape { Some(text.text.as_str()) } else { None })
}

/// The shapes of one thing: by itself, or grouped where they are several.
fn group(xml: &mut Markup, part: &mut Part, piece: &Piece, name: &str, frame: Frame) {
    match piece.shapes.as_slice() {
        [] => {}
        [only] => shape(xml, part, only, piece.opacity, name, frame),
        shapes => {
            let Some(place) = extent(shapes).map(|extent| frame.place(extent)) else { return };
            xml.within("p:grpSp", &[], |xml| {
                xml.within("p:nvGrpSpPr", &[], |xml| {
                    xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &name), ("descr", &name)]);
                    xml.empty("p:cNvGrpSpPr", &[]);
                    xml.empty("p:nvPr", &[]);
                });
                let [left, top, width, height] = place.map(emu);
                xml.within("p:grpSpPr", &[], |xml| {
                    xml.within("a:xfrm", &[], |xml| {
                        xml.empty("a:off", &[("x", &left), ("y", &top)]);
                        xml.empty("a:ext", &[("cx", &width), ("cy", &height)]);
                        xml.empty("a:chOff", &[("x", &left), ("y", &top)]);
                        xml.empty("a:chExt", &[("cx", &width), ("cy", &height)]);
                    });
                });
                shapes.iter().for_each(|of| shape(xml, part, of, piece.opacity, name, frame));
            });
        }
    }
}

fn shape(xml: &mut Markup, part: &mut Part, of: &Shape, opacity: f32, name: &str, frame: Frame) {
    match of {
        Shape::Path { path, fill, stroke } => {
            let Some(extent) = bounds(path) else { return };
            within_shape(xml, part, name, None, |xml| {
                transform(xml, "a:xfrm", frame.place(extent));
                freeform(xml, path, extent, frame.scale, fill.is_some());
                fill_of(xml, *fill, opacity);
                line_of(xml, *stroke, opacity, frame.scale);
            });
        }
        Shape::Glow { centre: [x, y], radius, stops } => within_shape(xml, part, name, None, |xml| {
            transform(xml, "a:xfrm", frame.place([[x - radius, y - radius], [x + radius, y + radius]]));
            preset(xml, "ellipse");
            xml.within("a:gradFill", &[("rotWithShape", &1)], |xml| {
                xml.within("a:gsLst", &[], |xml| {
                    for (share, colour) in stops {
                        let at = (share.clamp(0.0, 1.0) * 100_000.0).round();
                        xml.within("a:gs", &[("pos", &at)], |xml| colour_of(xml, *colour, opacity));
                    }
                });
                xml.within("a:path", &[("path", &"circle")], |xml| {
                    xml.empty("a:fillToRect", &[("l", &50_000), ("t", &50_000), ("r", &50_000), ("b", &50_000)]);
                });
            });
            line_of(xml, None, opacity, frame.scale);
        }),
        // It stands in the picture of the ground.
        Shape::Picture { .. } => {}
        Shape::Text(text) => label(xml, part, text, opacity, frame),
    }
}

/// A shape with its name, what it says left to `rest` to add after its look.
fn within_shape(xml: &mut Markup, part: &mut Part, name: &str, jump: Option<&str>, look: impl FnOnce(&mut Markup)) {
    xml.within("p:sp", &[], |xml| {
        non_visual(xml, part, name, jump, false);
        xml.within("p:spPr", &[], look);
    });
}

fn non_visual(xml: &mut Markup, part: &mut Part, name: &str, jump: Option<&str>, is_text: bool) {
    xml.within("p:nvSpPr", &[], |xml| {
        xml.within("p:cNvPr", &[("id", &part.shape_id()), ("name", &name), ("descr", &name)], |xml| {
            if let Some(jump) = jump {
                xml.empty("a:hlinkClick", &[("r:id", &jump), ("action", &"ppaction://hlinksldjump"), ("tooltip", &name)]);
            }
        });
        if is_text {
            xml.empty("p:cNvSpPr", &[("txBox", &1)]);
        } else {
            xml.empty("p:cNvSpPr", &[]);
        }
        xml.empty("p:nvPr", &[]);
    });
}

fn preset(xml: &mut Markup, name: &str) {
    xml.within("a:prstGeom", &[("prst", &name)], |xml| xml.empty("a:avLst", &[]));
}

/// A path in units of its own, from its upper left corner (ECMA-376, part 1, 20.1.9.15).
fn freeform(xml: &mut Markup, path: &[Segment], [[left, top], [right, bottom]]: [[f32; 2]; 2], scale: f32, is_filled: bool) {
    xml.within("a:custGeom", &[], |xml| {
        for name in ["a:avLst", "a:gdLst", "a:ahLst", "a:cxnLst"] {
            xml.empty(name, &[]);
        }
        xml.empty("a:rect", &[("l", &"0"), ("t", &"0"), ("r", &"r"), ("b", &"b")]);
        xml.within("a:pathLst", &[], |xml| {
            let (width, height) = (emu((right - left) * scale), emu((bottom - top) * scale));
            let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("w", &width), ("h", &height)];
            if !is_filled {
                attributes.push(("fill", &"none"));
            }
            xml.within("a:path", &attributes, |xml| {
                let mut step = |name: &str, points: &[[f32; 2]]| {
                    xml.within(name, &[], |xml| {
                        for [x, y] in points {
                            xml.empty("a:pt", &[("x", &emu((x - left) * scale)), ("y", &emu((y - top) * scale))]);
                        }
                    });
                };
                for segment in path {
                    match *segment {
                        Segment::Move(to) => step("a:moveTo", &[to]),
                        Segment::Line(to) => step("a:lnTo", &[to]),
                        Segment::Quad(by, to) => step("a:quadBezTo", &[by, to]),
                        Segment::Cubic(by, and_by, to) => step("a:cubicBezTo", &[by, and_by, to]),
                        Segment::Close => step("a:close", &[]),
                    }
                }
            });
        });
    });
}

fn colour_of(xml: &mut Markup, [r, g, b, a]: Colour, opacity: f32) {
    let alpha = (f32::from(a) / 255.0 * opacity.clamp(0.0, 1.0) * 100_000.0).round();
    xml.within("a:srgbClr", &[("val", &format!("{r:02X}{g:02X}{b:02X}"))], |xml| {
        if alpha < 100_000.0 {
            xml.empty("a:alpha", &[("val", &alpha)]);
        }
    });
}

fn fill_of(xml: &mut Markup, fill: Option<Colour>, opacity: f32) {
    match fill {
        Some(colour) => xml.within("a:solidFill", &[], |xml| colour_of(xml, colour, opacity)),
        None => xml.empty("a:noFill", &[]),
    }
}

fn line_of(xml: &mut Markup, stroke: Option<Stroke>, opacity: f32, scale: f32) {
    let Some(stroke) = stroke else {
        xml.within("a:ln", &[], |xml| xml.empty("a:noFill", &[]));
        return;
    };
    let width = emu(stroke.width * scale).clamp(0, 20_116_800);
    let cap = if stroke.is_round { "rnd" } else { "flat" };
    xml.within("a:ln", &[("w", &width), ("cap", &cap)], |xml| {
        xml.within("a:solidFill", &[], |xml| colour_of(xml, stroke.colour, opacity));
        if let Some(dash) = stroke.dash {
            // In thousandths of a percent of the line's width.
            let [on, off] = dash.map(|length| (length / stroke.width.max(0.01) * 100_000.0).clamp(1.0, 1e8).round());
            xml.within("a:custDash", &[], |xml| xml.empty("a:ds", &[("d", &on), ("sp", &off)]));
        }
        if stroke.is_round {
            xml.empty("a:round", &[]);
        } else {
            xml.empty("a:miter", &[("lim", &400_000)]);
        }
    });
}

/// A text where its baseline was. It stands in the middle of the width that it was laid out to, so that another font moves it least.
fn label(xml: &mut Markup, part: &mut Part, text: &Text, opacity: f32, frame: Frame) {
    let size = ((text.size * frame.scale * 100.0).round() as i64).clamp(100, 400_000);
    xml.within("p:sp", &[], |xml| {
        non_visual(xml, part, &text.text, None, true);
        xml.within("p:spPr", &[], |xml| {
            transform(xml, "a:xfrm", frame.place(box_of(text)));
            preset(xml, "rect");
            xml.empty("a:noFill", &[]);
        });
        xml.within("p:txBody", &[], |xml| {
            fixed_body(xml, "t");
            xml.empty("a:lstStyle", &[]);
            xml.within("a:p", &[], |xml| {
                xml.empty("a:pPr", &[("algn", &"ctr")]);
                xml.within("a:r", &[], |xml| {
                    let bold = u8::from(text.weight == Weight::Semibold);
                    xml.within("a:rPr", &[("sz", &size), ("b", &bold)], |xml| {
                        fill_of(xml, Some(text.colour), opacity);
                        if let Some((colour, reach)) = text.halo {
                            xml.within("a:effectLst", &[], |xml| {
                                xml.within("a:glow", &[("rad", &emu(reach * frame.scale).max(0))], |xml| colour_of(xml, colour, opacity));
                            });
                        }
                        fonts(xml, "+mn");
                    });
                    xml.line("a:t", &[], &text.text);
                });
            });
        });
    });
}

fn fixed_body(xml: &mut Markup, anchor: &str) {
    let attributes: Attributes<'_> =
        &[("wrap", &"none"), ("lIns", &0), ("tIns", &0), ("rIns", &0), ("bIns", &0), ("anchor", &anchor), ("rtlCol", &0)];
    xml.within("a:bodyPr", attributes, |xml| xml.empty("a:noAutofit", &[]));
}

// --------------------------------------------------------------------------------------------------------------- pins

/// The number of an endnote, which leads to where it stands.
fn ring(xml: &mut Markup, part: &mut Part, note: &Endnote, place: Place, jump: Option<&str>) {
    let [_, _, width, height] = place;
    xml.within("p:sp", &[], |xml| {
        non_visual(xml, part, &wording::pin_of(note.number, &note.title), jump, false);
        xml.within("p:spPr", &[], |xml| {
            transform(xml, "a:xfrm", place);
            if (width - height).abs() < 1.0 {
                preset(xml, "ellipse");
            } else {
                xml.within("a:prstGeom", &[("prst", &"roundRect")], |xml| {
                    xml.within("a:avLst", &[], |xml| xml.empty("a:gd", &[("name", &"adj"), ("fmla", &"val 50000")]));
                });
            }
            xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &"accent1")]));
            xml.within("a:ln", &[("w", &15_875)], |xml| {
                xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &"bg1")]));
            });
        });
        xml.within("p:txBody", &[], |xml| {
            fixed_body(xml, "ctr");
            xml.empty("a:lstStyle", &[]);
            xml.within("a:p", &[], |xml| {
                xml.empty("a:pPr", &[("algn", &"ctr")]);
                xml.within("a:r", &[], |xml| {
                    xml.within("a:rPr", &[("sz", &1100), ("b", &1)], |xml| {
                        xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &"bg1")]));
                        fonts(xml, "+mn");
                    });
                    xml.line("a:t", &[], &note.number.to_string());
                });
            });
        });
    });
}
