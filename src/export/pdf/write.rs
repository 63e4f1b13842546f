//! Pages as a tagged PDF: what is drawn, what of it is part of what, what can be pressed, and the bookmarks.

use std::collections::BTreeMap;

use krilla::Document;
use krilla::SerializeSettings;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag};

use crate::export::handout::Handout;
use crate::export::pins;
use crate::export::typeset::{Breaking, Line, Set, Style, Typesetter};
use crate::theme::{Theme, Weight};
use crate::viewpoint::ThemeKind;
use crate::wording;

use super::compose::{Book, PageShape};
use super::draw::{self, Pen};
use super::rows::{Anchor, Look, Mark, Page, Placed, Target, paginate};
use super::tags::{Node, Tags};
use super::text::Sizes;
use super::{PdfError, clean};

/// Writes a book.
pub fn write(handout: &Handout, book: Book, types: &Typesetter) -> Result<Vec<u8>, PdfError> {
    let Book { tags, chapters, bookmarks, shape, sizes } = book;
    let mut pages: Vec<Page<'_>> = Vec::new();
    for chapter in &chapters {
        paginate(chapter, &mut pages);
    }
    let mut anchors = BTreeMap::new();
    for (page, placed) in pages.iter().enumerate().flat_map(|(at, page)| page.iter().map(move |placed| (at, placed))) {
        for anchor in &placed.row.anchors {
            anchors.entry(*anchor).or_insert((page, placed.at));
        }
    }
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| PdfError(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let pen = Pen::new(types);
    let n_pages = pages.len();
    let mut writing =
        Writing { handout, pen, tags, anchors, shape, sizes, theme: Theme::of(ThemeKind::Projector), links: Vec::new(), n_pages };
    for (at, page) in pages.iter().enumerate() {
        writing.page(&mut document, at, page);
    }
    let title = clean::one_line(handout.title.trim());
    let title = if title.is_empty() { wording::UNTITLED_HANDOUT.to_owned() } else { title };
    let language = clean::one_line(handout.language.trim());
    // "Undetermined" (BCP 47).
    let language = if language.is_empty() { "und".to_owned() } else { language };
    let metadata = Metadata::new()
        .title(title)
        .authors(handout.authors.iter().map(|author| clean::one_line(author)).collect())
        .language(language.clone())
        .producer(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned());
    document.set_metadata(metadata);
    let Writing { tags, anchors, .. } = writing;
    document.set_outline(outline(&bookmarks, &anchors));
    document.set_tag_tree(tags.tree(&language));
    document.finish().map_err(|error| PdfError(error.to_string()))
}

struct Writing<'a> {
    handout: &'a Handout,
    pen: Pen<'a>,
    tags: Tags,
    /// Page and place.
    anchors: BTreeMap<Anchor, (usize, [f32; 2])>,
    shape: PageShape,
    sizes: Sizes,
    theme: &'static Theme,
    /// What can be pressed on this page.
    links: Vec<Link>,
    n_pages: usize,
}

struct Link {
    at: [f32; 2],
    size: [f32; 2],
    target: Target,
    /// For those who hear it.
    told: String,
    node: Node,
}

impl Writing<'_> {
    fn page(&mut self, document: &mut Document, at: usize, rows: &Page<'_>) {
        let [width, height] = self.shape.size;
        let settings = PageSettings::from_wh(width, height).unwrap_or_default();
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        self.edges(&mut surface, at);
        for placed in rows {
            self.row(&mut surface, placed);
        }
        surface.finish();
        for Link { at, size, target, told, node } in std::mem::take(&mut self.links) {
            let target = match target {
                Target::Web(url) => Some(LinkTarget::Action(Action::Link(LinkAction::new(in_ascii(&url))))),
                Target::To(anchor) => self.anchors.get(&anchor).map(|(page, at)| LinkTarget::Destination(destination(*page, *at).into())),
            };
            if let (Some(target), Some(rect)) = (target, draw::rect(at, size)) {
                let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(told));
                let identifier = page.add_tagged_annotation(annotation);
                self.tags.drawn(node, identifier);
            }
        }
        page.finish();
    }

    /// What stands on every page: how it may be handled, of what and as of when it is, for whom, which page.
    fn edges(&mut self, surface: &mut Surface<'_>, at: usize) {
        let PageShape { size: [width, height], side, .. } = self.shape;
        let size = self.sizes.small;
        let [ink, weak] = [self.theme.text, self.theme.weak].map(|colour| colour.to_srgba_unmultiplied());
        let leading = size * 1.4;
        let marking = marking(self.handout, self.shape, self.sizes, self.pen.types);
        let style = Style { size, weight: Weight::Regular };
        let set = |text: &str, room: f32| {
            let fitted = self.pen.types.fitted(&clean::one_line(text), style, room);
            self.pen.types.set(&[(&fitted, style)])
        };
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
        let mut y = 24.0 + size;
        if let Some((set, lines)) = &marking {
            for line in lines {
                self.line(surface, set, line, size, [(width - line.width) / 2.0, y], ink);
                y += leading;
            }
        }
        let half = width / 2.0 - side - 8.0;
        let as_of = set(self.handout.as_of.as_deref().unwrap_or_default(), half);
        self.all(surface, &as_of, size, [width - side - as_of.width(), y], weak);
        if at > 0 {
            let title = set(&self.handout.title, width - 2.0 * side - as_of.width() - 24.0);
            self.all(surface, &title, size, [side, y], weak);
        }
        surface.end_tagged();
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let y = height - 24.0 - size * 0.3;
        if let Some((set, lines)) = &marking {
            for (at, line) in lines.iter().rev().enumerate() {
                let y = leading.mul_add(-(at as f32), y);
                self.line(surface, set, line, size, [(width - line.width) / 2.0, y], ink);
            }
        }
        let page = set(&wording::page_of(at + 1, self.n_pages), half);
        self.all(surface, &page, size, [width - side - page.width(), y], weak);
        if let Some(release) = &self.handout.release {
            let release = set(&wording::released_to(release), width * 0.22 - side / 2.0);
            self.all(surface, &release, size, [side, y], weak);
        }
        surface.end_tagged();
    }

    fn row(&mut self, surface: &mut Surface<'_>, placed: &Placed<'_>) {
        let [left, top] = placed.at;
        for mark in &placed.row.marks {
            match mark {
                Mark::Text { at: [x, y], set, looks, line, node } => {
                    let node = if placed.is_repeated { None } else { *node };
                    self.text(surface, [left + x, top + y], set, looks, line, node);
                }
                Mark::Bar { at: [x, y], size, colour } => {
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                    draw::bar(surface, [left + x, top + y], *size, *colour);
                    surface.end_tagged();
                }
                Mark::PageOf { anchor, right: [x, y], look, node } => {
                    let page = self.anchors.get(anchor).map_or_else(String::new, |(page, _)| (page + 1).to_string());
                    let set = self.pen.types.set(&[(&page, Style { size: look.size, weight: Weight::Regular })]);
                    let at = [left + x - set.width(), top + y];
                    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    self.all(surface, &set, look.size, at, look.colour);
                    surface.end_tagged();
                    self.tags.drawn(*node, identifier);
                }
                Mark::Ring { at: [x, y], shapes, size, to, told, node } => {
                    let at = [left + x, top + y];
                    let link = self.tags.part(Some(*node), Tag::Link);
                    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    surface.push_transform(&krilla::geom::Transform::from_translate(at[0], at[1]));
                    self.pen.shapes(surface, shapes);
                    surface.pop();
                    surface.end_tagged();
                    self.tags.drawn(link, identifier);
                    self.links.push(Link { at, size: *size, target: Target::To(*to), told: told.to_string(), node: link });
                }
                Mark::Figure { sheet, at: [x, y], scale, node, pins } => {
                    self.figure(surface, *sheet, [left + x, top + y], *scale, *node, *pins);
                }
            }
        }
    }

    fn figure(&mut self, surface: &mut Surface<'_>, sheet_at: usize, corner: [f32; 2], scale: f32, node: Node, part: Node) {
        let Some((sheet, figure)) = self.handout.sheets.get(sheet_at).and_then(|sheet| Some((sheet, sheet.figure.as_ref()?))) else {
            return;
        };
        let identifier = surface.start_tagged(ContentTag::Other);
        self.pen.figure(surface, figure, corner, scale);
        surface.end_tagged();
        self.tags.drawn(node, identifier);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw::frame(surface, corner, figure.size.map(|side| side * scale), 0.5, self.theme.hairline.to_srgba_unmultiplied());
        surface.end_tagged();
        for (at, endnote) in sheet.endnotes.iter().enumerate() {
            for [x, y] in &endnote.pins {
                let told = wording::pin_of(endnote.number, &clean::one_line(&endnote.title));
                let link = self.tags.part(Some(part), Tag::Link);
                let half = pins::RADIUS * scale;
                let at_page = [scale.mul_add(*x, corner[0]) - half, scale.mul_add(*y, corner[1]) - half];
                let target = Target::To(Anchor::Endnote(sheet_at, at));
                self.links.push(Link { at: at_page, size: [2.0 * half; 2], target, told, node: link });
            }
        }
    }

    /// A line of text, its links parts of their own.
    fn text(&mut self, surface: &mut Surface<'_>, [left, y]: [f32; 2], set: &Set, looks: &[Look], line: &Line, node: Option<Node>) {
        let mut x = left;
        let mut first = line.glyphs.start;
        while first < line.glyphs.end {
            let span = set.span(first);
            let end = (first..line.glyphs.end).find(|at| set.span(*at) != span).unwrap_or(line.glyphs.end);
            let (Some(glyphs), Some(look)) = (set.glyphs.get(first..end), looks.get(span)) else { break };
            let tag = if node.is_some() {
                ContentTag::Span(SpanTag::empty())
            } else {
                ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
            };
            let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
            let identifier = surface.start_tagged(tag);
            self.pen.glyphs(surface, &set.text, glyphs, look.size, [x, y], look.colour);
            surface.end_tagged();
            if let Some(node) = node {
                let part = match &look.link {
                    Some(target) => {
                        let link = self.tags.part(Some(node), Tag::Link);
                        let told =
                            glyphs.first().zip(glyphs.last()).and_then(|(first, last)| set.text.get(first.bytes.start..last.bytes.end));
                        let told = told.unwrap_or_default().trim().to_owned();
                        let at = [x, look.size.mul_add(-1.0, y)];
                        self.links.push(Link { at, size: [width, look.size * 1.3], target: target.clone(), told, node: link });
                        link
                    }
                    None => node,
                };
                self.tags.drawn(part, identifier);
            }
            x += width;
            first = end;
        }
    }

    fn line(&self, surface: &mut Surface<'_>, set: &Set, line: &Line, size: f32, at: [f32; 2], colour: [u8; 4]) {
        let glyphs = set.glyphs.get(line.glyphs.clone()).unwrap_or_default();
        self.pen.glyphs(surface, &set.text, glyphs, size, at, colour);
    }

    fn all(&self, surface: &mut Surface<'_>, set: &Set, size: f32, at: [f32; 2], colour: [u8; 4]) {
        self.pen.glyphs(surface, &set.text, &set.glyphs, size, at, colour);
    }
}

/// The handling marking in lines, between what else stands at the foot.
pub fn marking(handout: &Handout, shape: PageShape, sizes: Sizes, types: &Typesetter) -> Option<(Set, Vec<Line>)> {
    let handling = clean::one_line(handout.handling.as_deref()?.trim());
    if handling.is_empty() {
        return None;
    }
    let set = types.set(&[(&handling, Style { size: sizes.small, weight: Weight::Semibold })]);
    let mut lines = set.lines(shape.size[0] * 0.56, Breaking::Balanced);
    lines.truncate(MAX_MARKING);
    Some((set, lines))
}

/// Lines of a marking that is longer than any real one.
const MAX_MARKING: usize = 6;

fn destination(page: usize, [left, top]: [f32; 2]) -> XyzDestination {
    XyzDestination::new(page, Point::from_xy(left, (top - 12.0).max(0.0)))
}

/// Bookmarks within bookmarks, as deep as they say.
fn outline(bookmarks: &[(usize, String, Anchor)], anchors: &BTreeMap<Anchor, (usize, [f32; 2])>) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<OutlineNode> = Vec::new();
    let close = |open: &mut Vec<OutlineNode>, outline: &mut Outline| {
        if let Some(node) = open.pop() {
            match open.last_mut() {
                Some(within) => within.push_child(node),
                None => outline.push_child(node),
            }
        }
    };
    for (depth, title, anchor) in bookmarks {
        let Some((page, at)) = anchors.get(anchor) else { continue };
        while open.len() > *depth {
            close(&mut open, &mut outline);
        }
        open.push(OutlineNode::new(clean::one_line(title).replace('\u{2002}', " "), destination(*page, *at)));
    }
    while !open.is_empty() {
        close(&mut open, &mut outline);
    }
    outline
}

/// An address with what is beyond ASCII written as PDF has it (RFC 3986).
fn in_ascii(url: &str) -> String {
    let sign = |byte: u8| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    url.bytes().map(sign).collect()
}
