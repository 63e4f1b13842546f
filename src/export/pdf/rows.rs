//! Rows, which are not split, one under the other in frames on pages.

use std::rc::Rc;

use crate::export::figure::Shape;
use crate::export::typeset::{Line, Set};

use super::tags::Node;

/// What can be jumped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// A scene, by its place among the sheets.
    Sheet(usize),
    /// An endnote, by its sheet and its place among that one's.
    Endnote(usize, usize),
    Sources,
    About,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Web(Rc<str>),
    To(Anchor),
}

/// How a stretch of text looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub size: f32,
    pub colour: [u8; 4],
    pub link: Option<Target>,
}

/// What is drawn, at points from the upper left corner of its row.
#[derive(Clone, Debug)]
pub enum Mark {
    Text {
        /// Where its baseline begins.
        at: [f32; 2],
        set: Rc<Set>,
        /// For each style of the set.
        looks: Rc<[Look]>,
        line: Line,
        /// What it is part of; `None`: of nothing, for it only repeats or adorns.
        node: Option<Node>,
    },
    /// The number of the page that something is on, set so that it ends here.
    PageOf { anchor: Anchor, right: [f32; 2], look: Look, node: Node },
    /// A filled rectangle: corner and size. Adorns.
    Bar { at: [f32; 2], size: [f32; 2], colour: [u8; 4] },
    /// A number in a ring.
    Ring { at: [f32; 2], shapes: Vec<Shape>, size: [f32; 2], to: Anchor, told: Rc<str>, node: Node },
    /// The figure of a sheet.
    Figure { sheet: usize, at: [f32; 2], scale: f32, node: Node, pins: Node },
}

impl Mark {
    /// Moves it down.
    pub fn lower(&mut self, by: f32) {
        match self {
            Self::Text { at, .. }
            | Self::PageOf { right: at, .. }
            | Self::Bar { at, .. }
            | Self::Ring { at, .. }
            | Self::Figure { at, .. } => {
                at[1] += by;
            }
        }
    }
}

/// Where a row may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    #[default]
    Anywhere,
    /// On a new page unless all fits here up to the next row that is to start one.
    WholeOrPage,
    Frame,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Above it, unless it is the first of its frame.
    pub gap: f32,
    pub height: f32,
    /// Whether it must not be the last of its frame.
    pub keep: bool,
    pub start: Start,
    /// The row that stands above it where it begins a frame, as the head of a table does.
    pub head: Option<Rc<Row>>,
    pub anchors: Vec<Anchor>,
    pub marks: Vec<Mark>,
}

/// Where rows stand: left, top, and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub height: f32,
}

/// Rows that begin a page.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// The frames of its first page, where those are others.
    pub first: Option<Vec<Frame>>,
    pub frames: Vec<Frame>,
    pub rows: Vec<Row>,
}

/// A row on a page.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    pub at: [f32; 2],
    pub row: &'a Row,
    /// Whether it is there again, as the head of a table is.
    pub is_repeated: bool,
}

pub type Page<'a> = Vec<Placed<'a>>;

/// Puts rows on pages. What is higher than a frame has one for itself.
pub fn paginate<'a>(chapter: &'a Chapter, pages: &mut Vec<Page<'a>>) {
    let mut filling = Filling { chapter, pages: Vec::new(), frame: 0, used: 0.0 };
    filling.turn();
    let mut at = 0;
    while let Some(row) = chapter.rows.get(at) {
        let chain = 1 + chapter.rows.iter().skip(at).take_while(|row| row.keep).count();
        let rows = chapter.rows.get(at..(at + chain).min(chapter.rows.len())).unwrap_or_default();
        match row.start {
            Start::Frame if !filling.is_new_page() || filling.frame > 0 => filling.advance(),
            Start::WholeOrPage if !filling.is_new_page() && filling.room() < height(until_next(&chapter.rows, at)) => filling.turn(),
            _ => {}
        }
        if filling.used > 0.0 && filling.used + gap(rows) + height(rows) > filling.height() {
            filling.advance();
        }
        for row in rows {
            filling.place(row);
        }
        at += rows.len().max(1);
    }
    pages.append(&mut filling.pages);
}

/// Whether all rows have room in frames of this height, so many of them.
pub fn fits(rows: &[Row], n_frames: usize, height: f32) -> bool {
    let frames = vec![Frame { left: 0.0, top: 0.0, height }; n_frames];
    let mut pages = Vec::new();
    let chapter = Chapter { first: None, frames, rows: rows.to_vec() };
    paginate(&chapter, &mut pages);
    pages.len() <= 1
}

fn gap(rows: &[Row]) -> f32 {
    rows.first().map_or(0.0, |row| row.gap)
}

/// Of rows that stand on one another, without what is above the first.
pub fn height(rows: &[Row]) -> f32 {
    rows.iter().map(|row| row.gap + row.height).sum::<f32>() - gap(rows)
}

fn until_next(rows: &[Row], at: usize) -> &[Row] {
    let n = 1 + rows.iter().skip(at + 1).take_while(|row| row.start == Start::Anywhere).count();
    rows.get(at..at + n).unwrap_or_default()
}

struct Filling<'a> {
    chapter: &'a Chapter,
    pages: Vec<Page<'a>>,
    frame: usize,
    used: f32,
}

impl<'a> Filling<'a> {
    fn frames(&self) -> &'a [Frame] {
        match &self.chapter.first {
            Some(first) if self.pages.len() == 1 => first,
            _ => &self.chapter.frames,
        }
    }

    fn height(&self) -> f32 {
        self.frames().get(self.frame).map_or(0.0, |frame| frame.height)
    }

    /// What is left of the page.
    fn room(&self) -> f32 {
        self.frames().iter().skip(self.frame).map(|frame| frame.height).sum::<f32>() - self.used
    }

    fn is_new_page(&self) -> bool {
        self.frame == 0 && self.used == 0.0
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        (self.frame, self.used) = (0, 0.0);
    }

    fn advance(&mut self) {
        if self.frame + 1 < self.frames().len() {
            (self.frame, self.used) = (self.frame + 1, 0.0);
        } else {
            self.turn();
        }
    }

    fn place(&mut self, row: &'a Row) {
        if self.used > 0.0 && self.used + row.gap + row.height > self.height() {
            self.advance();
        }
        if self.used == 0.0 {
            if let Some(head) = &row.head {
                self.put(head, true);
            }
        } else {
            self.used += row.gap;
        }
        self.put(row, false);
    }

    fn put(&mut self, row: &'a Row, is_repeated: bool) {
        let frame = self.frames().get(self.frame).copied().unwrap_or(Frame { left: 0.0, top: 0.0, height: 0.0 });
        let at = [frame.left, frame.top + self.used];
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { at, row, is_repeated });
        }
        self.used += row.height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f32) -> Row {
        Row { height, ..Row::default() }
    }

    fn heights(rows: Vec<Row>, frame: f32) -> Vec<Vec<f32>> {
        let frames = vec![Frame { left: 0.0, top: 0.0, height: frame }];
        let chapter = Chapter { first: None, frames, rows };
        let mut pages = Vec::new();
        paginate(&chapter, &mut pages);
        pages.iter().map(|page| page.iter().map(|placed| placed.row.height).collect()).collect()
    }

    #[test]
    fn a_heading_goes_with_what_it_heads() {
        let heading = Row { keep: true, ..row(2.0) };
        assert_eq!(heights(vec![row(7.0), heading.clone(), row(3.0)], 10.0), [vec![7.0], vec![2.0, 3.0]]);
        assert_eq!(heights(vec![row(5.0), heading, row(3.0)], 10.0), [vec![5.0, 2.0, 3.0]]);
    }

    #[test]
    fn what_does_not_fit_whole_begins_a_page() {
        let begins = Row { start: Start::WholeOrPage, ..row(4.0) };
        assert_eq!(heights(vec![row(3.0), begins.clone(), row(4.0)], 10.0), [vec![3.0], vec![4.0, 4.0]]);
        assert_eq!(heights(vec![row(2.0), begins, row(4.0)], 10.0), [vec![2.0, 4.0, 4.0]]);
    }

    #[test]
    fn the_head_of_a_table_stands_above_its_rows_on_each_page() {
        let head = Rc::new(row(1.0));
        let of_table = Row { head: Some(head), ..row(4.0) };
        let rows = vec![Row { keep: true, ..row(1.0) }, of_table.clone(), of_table.clone(), of_table];
        assert_eq!(heights(rows, 10.0), [vec![1.0, 4.0, 4.0], vec![1.0, 4.0]]);
    }

    #[test]
    fn what_is_too_high_for_a_page_has_one_and_nothing_goes_on_for_ever() {
        let tall = Row { keep: true, ..row(30.0) };
        assert_eq!(heights(vec![row(1.0), tall.clone(), tall, row(1.0)], 10.0), [vec![1.0], vec![30.0], vec![30.0], vec![1.0]]);
    }
}
