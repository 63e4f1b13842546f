//! A handout as rows in frames on pages: what stands where in which type.

use krilla::tagging::{ListNumbering, Tag};

use crate::briefing::{Kind, Layout, Paper};
use crate::export::handout::{Handout, Sheet};
use crate::export::typeset::Typesetter;
use crate::theme::{Theme, Weight};
use crate::viewpoint::ThemeKind;
use crate::wording;

use super::evidence;
use super::rows::{self, Anchor, Chapter, Frame, Mark, Row, Start};
use super::tags::{Node, Tags};
use super::text::{Composer, Para, Sizes, Span, baseline};

/// A handout on its way to pages.
pub struct Book {
    pub tags: Tags,
    pub chapters: Vec<Chapter>,
    /// How deep, what, where to.
    pub bookmarks: Vec<(usize, String, Anchor)>,
    pub shape: PageShape,
    pub sizes: Sizes,
}

/// A page and what of it is not for text, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageShape {
    pub size: [f32; 2],
    pub side: f32,
    pub top: f32,
    pub bottom: f32,
}

impl PageShape {
    /// With room above and below for so many lines of the handling marking.
    pub fn of(layout: Layout, n_marking: usize, sizes: Sizes) -> Self {
        let [width, height] = match layout.paper {
            Paper::A4 => [595.28, 841.89],
            Paper::Letter => [612.0, 792.0],
            Paper::Slide => [960.0, 540.0],
        };
        let is_landscape = layout.kind == Kind::FullPage;
        let size = if is_landscape && width < height { [height, width] } else { [width, height] };
        let side = if layout.paper == Paper::Slide || is_landscape { 42.0 } else { 58.0 };
        let marking = n_marking as f32 * sizes.small * 1.4;
        Self { size, side, top: 24.0 + marking + sizes.small * 1.4 + 14.0, bottom: 24.0 + marking.max(sizes.small * 1.4) + 12.0 }
    }

    pub fn width(&self) -> f32 {
        self.size[0] - 2.0 * self.side
    }

    pub fn height(&self) -> f32 {
        self.size[1] - self.top - self.bottom
    }

    /// Columns beside one another, below this much of the page.
    fn columns(&self, n: usize, below: f32, height: f32) -> Vec<Frame> {
        let width = self.column(n);
        let frame = |at| Frame { left: self.side + at as f32 * (width + GUTTER), top: self.top + below, height };
        (0..n).map(frame).collect()
    }

    fn column(&self, n: usize) -> f32 {
        (self.width() - GUTTER * (n - 1) as f32) / n as f32
    }
}

const GUTTER: f32 = 26.0;

pub fn compose(handout: &Handout, layout: Layout, types: &Typesetter, n_marking: usize) -> Book {
    let sizes = sizes(layout);
    let shape = PageShape::of(layout, n_marking, sizes);
    let theme = Theme::of(ThemeKind::Projector);
    let composer = Composer { types, theme, sizes, width: shape.width(), tags: Tags::default(), rows: Vec::new(), level: 0 };
    let mut composing = Composing { handout, shape, composer, chapters: Vec::new(), bookmarks: Vec::new(), section: None, part: None };
    match layout.kind {
        Kind::Handout => composing.handout(if layout.paper == Paper::Slide { 2 } else { 1 }),
        Kind::FullPage => composing.full_pages(),
    }
    let Composing { composer, chapters, bookmarks, .. } = composing;
    Book { tags: composer.tags, chapters, bookmarks, shape, sizes }
}

/// A page that is shown on a screen has larger type than one in the hand.
pub fn sizes(layout: Layout) -> Sizes {
    Sizes::scaled(if layout.paper == Paper::Slide { 1.2 } else { 1.0 })
}

struct Composing<'a> {
    handout: &'a Handout,
    shape: PageShape,
    composer: Composer<'a>,
    chapters: Vec<Chapter>,
    bookmarks: Vec<(usize, String, Anchor)>,
    /// The section that the scene before was in, and its part of the structure.
    section: Option<&'a str>,
    part: Option<Node>,
}

impl<'a> Composing<'a> {
    fn handout(&mut self, n_columns: usize) {
        self.composer.width = self.shape.column(n_columns);
        self.head(true);
        for (at, sheet) in self.handout.sheets.iter().enumerate() {
            let first = self.composer.rows.len();
            let node = self.sheet_head(at, sheet);
            self.figure(at, sheet, node, self.composer.width, f32::INFINITY);
            self.told(sheet, node);
            self.composer.blocks(node, &sheet.text, self.composer.sizes.body, self.composer.level);
            self.notes(sheet, node);
            self.bookmarks.extend(evidence::endnotes(&mut self.composer, node, at, sheet));
            if let Some(row) = self.composer.rows.get_mut(first) {
                row.start = Start::WholeOrPage;
            }
        }
        self.close(n_columns);
    }

    fn full_pages(&mut self) {
        for (at, sheet) in self.handout.sheets.iter().enumerate() {
            if sheet.figure.is_some() { self.scene_page(at, sheet) } else { self.card_page(at, sheet) }
        }
        if self.handout.sheets.is_empty() {
            self.head(false);
            self.close(1);
        }
        let is_told = |sheet: &Sheet| !sheet.endnotes.is_empty() || !sheet.notes.is_empty();
        self.composer.width = self.shape.column(2);
        if self.handout.sheets.iter().any(is_told) {
            let part = self.composer.part(None, Tag::Section);
            let title = self.heading_span(wording::EVIDENCE_OF_SCENES, self.composer.sizes.heading);
            self.composer.level = 1;
            self.composer.heading(Some(part), 2, &[title], 0.0, None);
            for (at, sheet) in self.handout.sheets.iter().enumerate().filter(|(_, sheet)| is_told(sheet)) {
                let node = self.composer.part(Some(part), Tag::Section);
                let spans = self.scene_title(sheet, self.composer.sizes.body);
                self.composer.heading(Some(node), 3, &spans, self.composer.sizes.body * 2.0, None);
                self.notes(sheet, node);
                self.bookmarks.extend(evidence::endnotes(&mut self.composer, node, at, sheet));
            }
        }
        self.close(2);
    }

    /// The title and what holds for all of it; where it is a list to be found in, what it holds.
    fn head(&mut self, with_contents: bool) {
        let Handout { title, sheets, .. } = self.handout;
        let Sizes { title: size, body, .. } = self.composer.sizes;
        let part = self.composer.part(None, Tag::Section);
        let title = if title.trim().is_empty() { wording::UNTITLED_HANDOUT } else { title };
        let title = self.heading_span(title, size);
        self.composer.heading(Some(part), 1, &[title], 0.0, None);
        self.imprint(part);
        if with_contents && sheets.len() > 2 {
            self.contents(part, body);
        }
    }

    fn contents(&mut self, part: Node, size: f32) {
        let list = self.composer.part(Some(part), Tag::TOC);
        let entries =
            self.handout.sheets.iter().enumerate().map(|(at, sheet)| (Anchor::Sheet(at), sheet.number.to_string(), &*sheet.title));
        let last = (Anchor::Sources, String::new(), wording::HANDOUT_SOURCES);
        let entries: Vec<_> = entries.chain([last]).collect();
        let left = size * 2.2;
        for (at, (anchor, number, title)) in entries.into_iter().enumerate() {
            let node = self.composer.part(Some(list), Tag::TOCI);
            let to = Some(rows::Target::To(anchor));
            let span = Span { link: to, ..self.composer.span(title, size, Weight::Regular) };
            let para = Para {
                width: self.composer.width - left - size * 3.5,
                ..self.composer.para(left, if at == 0 { size * 1.6 } else { size * 0.25 })
            };
            let first = self.composer.paragraph(Some(node), &[span], para);
            let number = self.composer.weak_span(&number, size);
            self.composer.label(first, node, &number, 0.0);
            let look = rows::Look { size, colour: self.composer.weak(), link: None };
            let right = self.composer.width;
            if let Some(row) = first.and(self.composer.rows.last_mut()) {
                row.marks.push(Mark::PageOf { anchor, right: [right, baseline(row.height, size)], look, node });
            }
        }
    }

    fn heading_span(&self, text: &str, size: f32) -> Span {
        self.composer.span(text, size, Weight::Semibold)
    }

    /// A scene's number and its title.
    fn scene_title(&self, sheet: &Sheet, size: f32) -> Vec<Span> {
        let number = Span { weight: Weight::Regular, ..self.composer.weak_span(&format!("{}\u{2002}", sheet.number), size) };
        let title = if sheet.title.trim().is_empty() { wording::UNTITLED_HANDOUT } else { &sheet.title };
        vec![number, self.heading_span(title, size)]
    }

    /// The headings of a scene, of which that of the section stands where one begins. The first scene of full pages has none above it: it
    /// is the title of all.
    fn sheet_head(&mut self, at: usize, sheet: &'a Sheet) -> Node {
        let section = sheet.section.as_deref().filter(|section| !section.trim().is_empty());
        let Sizes { small, body, heading, .. } = self.composer.sizes;
        let depth = u16::from(section.is_some());
        if section != self.section || self.part.is_none() {
            let part = self.composer.part(None, Tag::Section);
            (self.section, self.part) = (section, Some(part));
            if let Some(section) = section {
                let span = Span { colour: self.composer.accent(), ..self.heading_span(section, body) };
                self.composer.heading(Some(part), 2, &[span], heading * 1.8, None);
                if let Some(row) = self.composer.rows.last_mut() {
                    row.anchors.push(Anchor::Sheet(at));
                }
                self.bookmarks.push((0, section.to_owned(), Anchor::Sheet(at)));
            }
        }
        let node = self.composer.part(self.part, Tag::Section);
        let spans = self.scene_title(sheet, heading);
        let gap = if depth > 0 && self.composer.rows.last().is_some_and(|row| row.anchors.contains(&Anchor::Sheet(at))) {
            small * 0.4
        } else {
            heading * 1.8
        };
        self.composer.heading(Some(node), 2 + depth, &spans, gap, Some(Anchor::Sheet(at)));
        self.bookmarks.push((usize::from(depth), spans.iter().map(|span| span.text.as_str()).collect(), Anchor::Sheet(at)));
        node
    }

    /// The map as wide as this, unless it were higher than that.
    fn figure(&mut self, at: usize, sheet: &Sheet, node: Node, width: f32, height: f32) {
        let Some(figure) = &sheet.figure else { return };
        let [wide, high] = figure.size;
        let scale = (width / wide).min(height.min(self.shape.height() * 0.8) / high);
        if !(scale.is_finite() && scale > 0.0 && wide > 0.0 && high > 0.0) {
            return;
        }
        let told = if sheet.figure_told.trim().is_empty() { wording::map_of(&sheet.title) } else { sheet.figure_told.clone() };
        let drawn = self.composer.part(Some(node), Tag::Figure(Some(super::clean::lines(&told))));
        let pins = self.composer.part(Some(node), Tag::P);
        let left = (self.composer.width - wide * scale) / 2.0;
        let mark = Mark::Figure { sheet: at, at: [left, 0.0], scale, node: drawn, pins };
        let gap = self.composer.sizes.body * 0.7;
        self.composer.rows.push(Row {
            gap,
            height: high * scale,
            keep: !sheet.told.is_empty() || !sheet.text.is_empty(),
            marks: vec![mark],
            ..Row::default()
        });
    }

    /// What the map shows and hides, and what could not be shown.
    fn told(&mut self, sheet: &Sheet, node: Node) {
        let small = self.composer.sizes.small;
        if !sheet.told.is_empty() {
            let part = self.composer.part(Some(node), Tag::P);
            let span = self.composer.weak_span(&sheet.told.join(" · "), small);
            self.composer.paragraph(Some(part), &[span], self.composer.para(0.0, small * 0.6));
        }
        if !sheet.faults.is_empty() {
            let part = self.composer.part(Some(node), Tag::P);
            let head = self.composer.span(&format!("{}: ", wording::NOT_AS_PREPARED), small, Weight::Semibold);
            let span = self.composer.weak_span(&sheet.faults.join(" "), small);
            self.composer.paragraph(Some(part), &[head, span], self.composer.para(0.0, small * 0.4));
        }
    }

    fn notes(&mut self, sheet: &Sheet, node: Node) {
        if sheet.notes.is_empty() {
            return;
        }
        let Sizes { note, .. } = self.composer.sizes;
        let level = self.composer.level;
        let title = self.heading_span(wording::NOTES_OF_SPEAKER, note);
        self.composer.heading(Some(node), level + 1, &[title], note * 1.5, None);
        self.composer.blocks(node, &sheet.notes, note, level + 1);
        self.composer.level = level;
    }

    /// A map as large as its text leaves it, the text in two columns below.
    fn scene_page(&mut self, at: usize, sheet: &'a Sheet) {
        let (width, height) = (self.shape.width(), self.shape.height());
        self.composer.width = width;
        let node = self.sheet_head(at, sheet);
        let head = std::mem::take(&mut self.composer.rows);
        let [shown, said] = [self.composer.part(Some(node), Tag::Div), self.composer.part(Some(node), Tag::Div)];
        self.composer.width = self.shape.column(2);
        self.composer.blocks(said, &sheet.text, self.composer.sizes.body, self.composer.level);
        self.told(sheet, said);
        let mut text = std::mem::take(&mut self.composer.rows);
        let gap = self.composer.sizes.body * 0.8;
        let room = height - rows::height(&head) - 2.0 * gap;
        // The lowest columns that hold the text, unless the map would be left too small.
        let most = room * 0.5;
        let mut below = (rows::height(&text) / 2.0).min(most);
        while below < most && !rows::fits(&text, 2, below) {
            below += gap;
        }
        self.composer.width = width;
        self.figure(at, sheet, shown, width, room - below.min(most));
        let mut all = head;
        all.append(&mut self.composer.rows);
        if let Some(row) = all.last_mut() {
            row.keep = false;
        }
        if let Some(row) = text.first_mut() {
            row.start = Start::Frame;
        }
        let top = rows::height(&all);
        all.append(&mut text);
        let mut first = self.shape.columns(1, 0.0, top + 0.5);
        first.extend(self.shape.columns(2, top + gap, height - top - gap));
        self.chapters.push(Chapter { first: Some(first), frames: self.shape.columns(2, 0.0, height), rows: all });
    }

    /// A card of text: larger type, a third down the page.
    fn card_page(&mut self, at: usize, sheet: &'a Sheet) {
        let height = self.shape.height();
        self.composer.width = self.shape.width() * 0.72;
        let sizes = self.composer.sizes;
        self.composer.sizes = Sizes { heading: sizes.title * 1.25, body: sizes.body * 1.5, note: sizes.note * 1.3, ..sizes };
        let node = self.sheet_head(at, sheet);
        let size = self.composer.sizes.body;
        self.composer.blocks(node, &sheet.text, size, self.composer.level);
        self.told(sheet, node);
        if at == 0 {
            self.imprint(node);
        }
        self.composer.sizes = sizes;
        let rows = std::mem::take(&mut self.composer.rows);
        let down = ((height - rows::height(&rows)) * 0.38).max(0.0);
        let first = Some(self.shape.columns(1, down, height - down));
        self.chapters.push(Chapter { first, frames: self.shape.columns(1, 0.0, height), rows });
    }

    /// Who made it, as of when, for whom.
    fn imprint(&mut self, within: Node) {
        let Handout { as_of, authors, release, .. } = self.handout;
        let size = self.composer.sizes.note;
        let lines = [as_of.clone(), Some(authors.join(", ")), release.as_deref().map(wording::released_to)];
        for (at, line) in lines.into_iter().flatten().enumerate() {
            let node = self.composer.part(Some(within), Tag::P);
            let span = self.composer.weak_span(&line, size);
            let gap = size * if at == 0 { 1.6 } else { 0.3 };
            self.composer.paragraph(Some(node), &[span], self.composer.para(0.0, gap));
        }
    }

    /// The last page: sources, credits, what was removed, and of which situation it is. What was composed before is a chapter.
    fn close(&mut self, n_columns: usize) {
        let height = self.shape.height();
        let frames = self.shape.columns(n_columns, 0.0, height);
        let rows = std::mem::take(&mut self.composer.rows);
        if !rows.is_empty() {
            self.chapters.push(Chapter { first: None, frames, rows });
        }
        self.composer.width = self.shape.width();
        let part = self.composer.part(None, Tag::Section);
        self.composer.level = 1;
        if !self.handout.sources.is_empty() {
            let title = self.heading_span(wording::HANDOUT_SOURCES, self.composer.sizes.heading);
            self.composer.heading(Some(part), 2, &[title], 0.0, Some(Anchor::Sources));
            self.bookmarks.push((0, wording::HANDOUT_SOURCES.to_owned(), Anchor::Sources));
            evidence::sources(&mut self.composer, part, &self.handout.sources);
        }
        self.about(part);
        let rows = std::mem::take(&mut self.composer.rows);
        self.chapters.push(Chapter { first: None, frames: self.shape.columns(1, 0.0, height), rows });
    }

    fn about(&mut self, part: Node) {
        let Handout { authors, credits, release, removed, fault, sha256, sources, .. } = self.handout;
        let Sizes { note, body, heading, .. } = self.composer.sizes;
        let title = self.heading_span(wording::ABOUT_HANDOUT, heading);
        let anchors = if sources.is_empty() { Anchor::Sources } else { Anchor::About };
        self.composer.heading(Some(part), 2, &[title], heading * 1.8, Some(Anchor::About));
        self.bookmarks.push((0, wording::ABOUT_HANDOUT.to_owned(), Anchor::About));
        if let Some(row) = self.composer.rows.last_mut() {
            row.anchors.push(anchors);
        }
        let say = |composer: &mut Composer<'_>, head: Option<&str>, text: &str| {
            let node = composer.part(Some(part), Tag::P);
            let head = head.map(|head| composer.span(&format!("{head}: "), note, Weight::Semibold));
            let text = composer.span(text, note, Weight::Regular);
            let spans: Vec<Span> = head.into_iter().chain([text]).collect();
            composer.paragraph(Some(node), &spans, composer.para(0.0, note * 0.5));
        };
        say(&mut self.composer, None, wording::GRADES_TOLD);
        if !authors.is_empty() {
            say(&mut self.composer, Some(wording::editing::AUTHORS), &authors.join(", "));
        }
        if !credits.is_empty() {
            say(&mut self.composer, Some(wording::HANDOUT_CREDITS), &credits.join("; "));
        }
        if let Some(fault) = fault {
            say(&mut self.composer, Some(wording::NOT_AS_PREPARED), fault);
        }
        if !sha256.is_empty() {
            say(&mut self.composer, Some(wording::SITUATION_SHA256), sha256);
        }
        let Some(release) = release else { return };
        let title = self.heading_span(&wording::removed_for(release), body);
        self.composer.heading(Some(part), 3, &[title], body * 1.4, None);
        let list = self.composer.part(Some(part), Tag::L(ListNumbering::Disc));
        for line in removed {
            let item = self.composer.part(Some(list), Tag::LI);
            let label = self.composer.part(Some(item), Tag::Lbl);
            let text = self.composer.part(Some(item), Tag::LBody);
            let span = self.composer.span(line, note, Weight::Regular);
            let first = self.composer.paragraph(Some(text), &[span], self.composer.para(note * 1.4, note * 0.25));
            let bullet = self.composer.span("•", note, Weight::Regular);
            self.composer.label(first, label, &bullet, 0.0);
        }
    }
}
