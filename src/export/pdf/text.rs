//! Paragraphs as rows: the sizes of type, lines that are not left alone, what stands before them.

use std::num::NonZeroU16;
use std::rc::Rc;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use crate::briefing::{Block, BlockKind, Run, is_link};
use crate::export::figure::Colour;
use crate::export::typeset::{Breaking, Set, Style, Typesetter};
use crate::theme::{Theme, Weight};

use super::clean;
use super::rows::{Anchor, Look, Mark, Row, Target};
use super::tags::{Node, Tags};

/// Sizes of type in points, no others.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Sides of pages, addresses, what is said beside.
    pub small: f32,
    /// Evidence and tables.
    pub note: f32,
    pub body: f32,
    pub heading: f32,
    pub title: f32,
}

impl Sizes {
    pub fn scaled(scale: f32) -> Self {
        Self { small: 8.5 * scale, note: 9.5 * scale, body: 10.5 * scale, heading: 16.0 * scale, title: 24.0 * scale }
    }
}

/// Text in one look.
#[derive(Clone, Debug)]
pub struct Span {
    pub text: String,
    pub size: f32,
    pub weight: Weight,
    pub colour: Colour,
    pub link: Option<Target>,
}

/// How a paragraph stands.
#[derive(Clone, Copy, Debug)]
pub struct Para {
    pub left: f32,
    pub width: f32,
    pub gap: f32,
    /// From one baseline to the next, in sizes of type.
    pub leading: f32,
    pub breaking: Breaking,
    /// Whether its last line stays with what follows.
    pub keep: bool,
}

/// What is being composed: rows, and what they are parts of.
pub struct Composer<'a> {
    pub types: &'a Typesetter,
    pub theme: &'static Theme,
    pub sizes: Sizes,
    /// Of the frames that rows go to.
    pub width: f32,
    pub tags: Tags,
    pub rows: Vec<Row>,
    /// The heading before: none after it is deeper by more than one.
    pub level: u16,
}

impl Composer<'_> {
    pub fn ink(&self) -> Colour {
        self.theme.text.to_srgba_unmultiplied()
    }

    pub fn weak(&self) -> Colour {
        self.theme.weak.to_srgba_unmultiplied()
    }

    pub fn accent(&self) -> Colour {
        self.theme.accent.to_srgba_unmultiplied()
    }

    pub fn hairline(&self) -> Colour {
        self.theme.hairline.to_srgba_unmultiplied()
    }

    pub fn span(&self, text: &str, size: f32, weight: Weight) -> Span {
        Span { text: clean::lines(text), size, weight, colour: self.ink(), link: None }
    }

    pub fn weak_span(&self, text: &str, size: f32) -> Span {
        Span { colour: self.weak(), ..self.span(text, size, Weight::Regular) }
    }

    /// An address as it is, to be pressed.
    pub fn address(&self, url: &str, size: f32) -> Span {
        Span { link: web(url), colour: self.accent(), ..self.span(url, size, Weight::Regular) }
    }

    /// All the width, as text for reading.
    pub fn para(&self, left: f32, gap: f32) -> Para {
        Para { left, width: self.width - left, gap, leading: 1.4, breaking: Breaking::Text, keep: false }
    }

    /// A paragraph as rows of a line each; gives the place of its first row, unless there is nothing to say. No line is left alone at
    /// the end or the beginning of a frame.
    pub fn paragraph(&mut self, node: Option<Node>, spans: &[Span], para: Para) -> Option<usize> {
        let rows = self.lines(node, spans, para);
        if rows.is_empty() {
            return None;
        }
        let first = self.rows.len();
        self.rows.extend(rows);
        Some(first)
    }

    /// The same, not yet among the rows.
    pub fn lines(&self, node: Option<Node>, spans: &[Span], para: Para) -> Vec<Row> {
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return Vec::new();
        }
        let (set, looks) = self.set(spans);
        let size = spans.iter().map(|span| span.size).fold(0.0, f32::max);
        let height = size * para.leading;
        let lines = set.lines(para.width, para.breaking);
        let n = lines.len();
        let row = |(at, line): (usize, _)| {
            let mark = Mark::Text { at: [para.left, baseline(height, size)], set: set.clone(), looks: looks.clone(), line, node };
            let is_tied = at + 1 < n && (at == 0 || at + 2 == n || para.keep && n < 4);
            let gap = if at == 0 { para.gap } else { 0.0 };
            Row { gap, height, keep: is_tied || at + 1 == n && para.keep, marks: vec![mark], ..Row::default() }
        };
        lines.into_iter().enumerate().map(row).collect()
    }

    pub fn set(&self, spans: &[Span]) -> (Rc<Set>, Rc<[Look]>) {
        let styles: Vec<(&str, Style)> =
            spans.iter().map(|span| (span.text.as_str(), Style { size: span.size, weight: span.weight })).collect();
        let look = |span: &Span| Look { size: span.size, colour: span.colour, link: span.link.clone() };
        (Rc::new(self.types.set(&styles)), spans.iter().map(look).collect())
    }

    /// A line before the first of a paragraph: a bullet, a grade. Its baseline is that of the row.
    pub fn label(&mut self, row: Option<usize>, node: Node, span: &Span, left: f32) {
        let (set, looks) = self.set(std::slice::from_ref(span));
        if let Some(row) = row.and_then(|row| self.rows.get_mut(row))
            && let Some(Mark::Text { at: [_, y], .. }) = row.marks.first()
        {
            let line = crate::export::typeset::Line { glyphs: 0..set.glyphs.len(), width: set.width() };
            row.marks.insert(0, Mark::Text { at: [left, *y], set, looks, line, node: Some(node) });
        }
    }

    /// A heading, which stays with what follows. In the structure it is at most one deeper than the one before.
    pub fn heading(&mut self, within: Option<Node>, level: u16, spans: &[Span], gap: f32, anchor: Option<Anchor>) -> Option<usize> {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        if text.trim().is_empty() {
            return None;
        }
        self.level = level.clamp(1, self.level + 1);
        let level = NonZeroU16::new(self.level).unwrap_or(NonZeroU16::MIN);
        let node = self.tags.part(within, Tag::Hn(level, Some(clean::one_line(text.trim()).replace('\u{2002}', " "))));
        let para = Para { leading: 1.25, breaking: Breaking::Balanced, keep: true, ..self.para(0.0, gap) };
        let first = self.paragraph(Some(node), spans, para);
        for row in self.rows.iter_mut().skip(first.unwrap_or(usize::MAX)) {
            row.keep = true;
        }
        if let Some(row) = first.and_then(|first| self.rows.get_mut(first)) {
            row.anchors.extend(anchor);
        }
        first
    }

    /// The text of a scene, whose headings are deeper than this.
    pub fn blocks(&mut self, within: Node, blocks: &[Block], size: f32, deeper_than: u16) {
        let mut lists: Vec<Node> = Vec::new();
        for block in blocks {
            let gap = size * 0.55;
            let depth = match block.kind {
                BlockKind::Item { depth, .. } => usize::from(depth) + 1,
                BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Quote => 0,
            };
            lists.truncate(depth);
            match block.kind {
                BlockKind::Heading(level) => {
                    let spans = self.runs(&block.runs, size, Some(Weight::Semibold));
                    self.heading(Some(within), deeper_than.saturating_add(u16::from(level)), &spans, size, None);
                }
                BlockKind::Paragraph => {
                    let node = self.tags.part(Some(within), Tag::P);
                    let spans = self.runs(&block.runs, size, None);
                    self.paragraph(Some(node), &spans, self.para(0.0, gap));
                }
                BlockKind::Quote => {
                    let quote = self.tags.part(Some(within), Tag::BlockQuote);
                    let node = self.tags.part(Some(quote), Tag::P);
                    let spans = self.runs(&block.runs, size, None);
                    let first = self.paragraph(Some(node), &spans, self.para(size * 1.2, gap));
                    self.bar_beside(first, size * 0.3);
                }
                BlockKind::Item { number, .. } => self.item(within, &mut lists, depth, number, block, size),
            }
        }
        self.level = deeper_than;
    }

    /// An item, in a list that goes on or begins. A list that begins deeper than its like is within the last item of the outer one only in
    /// looks: readers of the structure hear a list in the list.
    fn item(&mut self, within: Node, lists: &mut Vec<Node>, depth: usize, number: Option<u64>, block: &Block, size: f32) {
        while lists.len() < depth {
            let numbering = if number.is_some() { ListNumbering::Decimal } else { ListNumbering::Disc };
            let outer = lists.last().copied().unwrap_or(within);
            lists.push(self.tags.part(Some(outer), Tag::L(numbering)));
        }
        let list = lists.last().copied().unwrap_or(within);
        let item = self.tags.part(Some(list), Tag::LI);
        let label = self.tags.part(Some(item), Tag::Lbl);
        let body = self.tags.part(Some(item), Tag::LBody);
        let told = number.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
        let told = self.span(&told, size, Weight::Regular);
        let room = (self.types.width(&told.text, Style { size, weight: told.weight }) + size * 0.5).max(size * 1.4);
        let left = size * 1.4 * (depth.saturating_sub(1)) as f32;
        let spans = self.runs(&block.runs, size, None);
        let first = self.paragraph(Some(body), &spans, self.para(left + room, size * 0.3));
        self.label(first, label, &told, left);
    }

    fn runs(&self, runs: &[Run], size: f32, weight: Option<Weight>) -> Vec<Span> {
        let span = |run: &Run| {
            // No built-in font is slanted.
            let is_strong = run.is_strong || run.is_emphasised;
            let weight = weight.unwrap_or(if is_strong { Weight::Semibold } else { Weight::Regular });
            let link = run.link.as_deref().and_then(web);
            let colour = if link.is_some() { self.accent() } else { self.ink() };
            Span { link, colour, ..self.span(&run.text, size, weight) }
        };
        runs.iter().map(span).collect()
    }

    /// A bar left of all rows from this one on.
    fn bar_beside(&mut self, first: Option<usize>, left: f32) {
        let colour = self.hairline();
        for row in self.rows.iter_mut().skip(first.unwrap_or(usize::MAX)) {
            row.marks.push(Mark::Bar { at: [left, 0.0], size: [2.0, row.height], colour });
        }
    }

    pub fn part(&mut self, within: Option<Node>, tag: impl Into<TagKind>) -> Node {
        self.tags.part(within, tag)
    }
}

/// Where in a row of this height the baseline of a type lies: Noto Sans reaches 1.069 of its size up and 0.293 down.
pub fn baseline(height: f32, size: f32) -> f32 {
    (height + size * (1.069 - 0.293)) / 2.0
}

/// An address that can be pressed; one that could run something cannot.
pub fn web(url: &str) -> Option<Target> {
    let is_plain = url.len() < 2000 && url.chars().all(|sign| !sign.is_control() && !sign.is_whitespace());
    (is_link(url) && is_plain).then(|| Target::Web(url.into()))
}
