//! Native tables (ECMA-376, part 1, 21.1.3), cut into pieces that a slide has room for.

use crate::export::handout::{Endnote, SourceLine};
use crate::export::markup::{Attributes, Markup};
use crate::export::pptx::emu;
use crate::export::pptx::frame::{BODY, transform};
use crate::export::pptx::part::Part;
use crate::export::pptx::text::{Look, n_lines, words};
use crate::wording;

/// A table with a row of headings.
#[derive(Clone, Debug)]
pub struct Table {
    /// In points.
    widths: Vec<f32>,
    heads: Vec<&'static str>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    /// Across the whole width where it is one.
    cells: Vec<Cell>,
    /// The endnote that it begins.
    pub begins: Option<usize>,
    /// Of its type, in points.
    size: f32,
    height: f32,
}

/// Lines of text one below the other, the first of which may lead somewhere.
#[derive(Clone, Debug, Default)]
struct Cell {
    text: String,
    below: Vec<String>,
    link: Option<String>,
}

const SIZE: f32 = 12.0;
const SMALLEST: f32 = 5.0;
/// What stands below the first line is so much smaller.
const BELOW: f32 = 0.84;
const LINE: f32 = 1.38;
/// Room in a cell.
const SIDE: f32 = 6.0;
const ABOVE: f32 = 3.5;
/// Of the row of headings.
const HEAD: f32 = 24.0;
const ENDNOTE_WIDTHS: [f32; 5] = [300.0, 110.0, 286.0, 150.0, 50.0];
const SOURCE_WIDTHS: [f32; 4] = [390.0, 130.0, 306.0, 70.0];

fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), ..Cell::default() }
}

impl Row {
    fn new(cells: Vec<Cell>, widths: &[f32], begins: Option<usize>) -> Self {
        let whole: f32 = widths.iter().sum();
        let height_at = |size: f32| {
            let of_cell = |(n, cell): (usize, &Cell)| {
                let width = if cells.len() == 1 { whole } else { widths.get(n).copied().unwrap_or(whole) } - 2.0 * SIDE;
                let below: usize = cell.below.iter().map(|line| n_lines(line, width, size * BELOW)).sum();
                (n_lines(&cell.text, width, size) as f32 + below as f32 * BELOW) * size * LINE
            };
            cells.iter().enumerate().map(of_cell).fold(0.0, f32::max) + 2.0 * ABOVE
        };
        let room = BODY[3] - HEAD;
        let sizes = (0..).map(|step| SIZE - step as f32).take_while(|size| *size >= SMALLEST);
        let size = sizes.clone().find(|size| height_at(*size) <= room).unwrap_or(SMALLEST);
        Self { height: height_at(size), cells, begins, size }
    }
}

impl Table {
    /// What stands behind a scene.
    pub fn of_endnotes(notes: &[Endnote]) -> Self {
        let heads = vec![wording::WHO, wording::SAYS, wording::IN_WORDS, wording::SAID_ON, wording::GRADE];
        let mut rows = Vec::new();
        for note in notes {
            let below = [note.told.clone(), note.standing.clone()].into_iter().filter(|line| !line.is_empty()).collect();
            let head = Cell { text: format!("{}  {}", note.number, note.title), below, link: None };
            rows.push(Row::new(vec![head], &ENDNOTE_WIDTHS, Some(note.number)));
            for cited in &note.statements {
                let below = cited.via.iter().map(|via| wording::held_via(via)).chain(cited.url.clone()).collect();
                let who = Cell { text: cited.source.clone(), below, link: cited.url.clone() };
                let excerpt = cell(cited.excerpt.as_deref().unwrap_or_default());
                rows.push(Row::new(vec![who, cell(&cited.stance), excerpt, cell(&cited.date), cell(&cited.grade)], &ENDNOTE_WIDTHS, None));
            }
        }
        Self { widths: ENDNOTE_WIDTHS.to_vec(), heads, rows }
    }

    pub fn of_sources(lines: &[SourceLine]) -> Self {
        let heads = vec![wording::SOURCE, wording::SOURCE_KIND, wording::RELIABILITY, wording::SOURCE_REPORTS];
        let row = |line: &SourceLine| {
            let name = Cell { link: line.url.clone(), ..cell(&line.name) };
            let cells = vec![name, cell(&line.kind), cell(&line.reliability), cell(&line.n_reports.to_string())];
            Row::new(cells, &SOURCE_WIDTHS, None)
        };
        Self { widths: SOURCE_WIDTHS.to_vec(), heads, rows: lines.iter().map(row).collect() }
    }

    /// The same on as many slides as it takes: what begins something is not the last of its slide.
    pub fn in_parts(self) -> Vec<Self> {
        let room = BODY[3] - HEAD;
        let mut parts: Vec<Vec<Row>> = vec![Vec::new()];
        let mut taken = 0.0;
        let mut rows = self.rows.into_iter().peekable();
        while let Some(row) = rows.next() {
            let next = if row.begins.is_some() { rows.peek().map_or(0.0, |next| next.height) } else { 0.0 };
            if taken > 0.0 && taken + row.height + next > room {
                parts.push(Vec::new());
                taken = 0.0;
            }
            taken += row.height;
            if let Some(part) = parts.last_mut() {
                part.push(row);
            }
        }
        parts.into_iter().map(|rows| Self { widths: self.widths.clone(), heads: self.heads.clone(), rows }).collect()
    }

    pub fn write(&self, xml: &mut Markup, part: &mut Part) {
        let height = HEAD + self.rows.iter().map(|row| row.height).sum::<f32>();
        xml.within("p:graphicFrame", &[], |xml| {
            xml.within("p:nvGraphicFramePr", &[], |xml| {
                xml.empty("p:cNvPr", &[("id", &part.shape_id()), ("name", &wording::SLIDE_TABLE)]);
                xml.within("p:cNvGraphicFramePr", &[], |xml| xml.empty("a:graphicFrameLocks", &[("noGrp", &1)]));
                xml.empty("p:nvPr", &[]);
            });
            transform(xml, "p:xfrm", [BODY[0], BODY[1], self.widths.iter().sum(), height]);
            xml.within("a:graphic", &[], |xml| {
                let kind = "http://schemas.openxmlformats.org/drawingml/2006/table";
                xml.within("a:graphicData", &[("uri", &kind)], |xml| xml.within("a:tbl", &[], |xml| self.rows_of(xml, part)));
            });
        });
    }

    fn rows_of(&self, xml: &mut Markup, part: &mut Part) {
        xml.empty("a:tblPr", &[("firstRow", &1)]);
        xml.within("a:tblGrid", &[], |xml| {
            for width in &self.widths {
                xml.empty("a:gridCol", &[("w", &emu(*width))]);
            }
        });
        xml.within("a:tr", &[("h", &emu(HEAD))], |xml| {
            let look = Look { size: Some(1100), colour: Some("tx2"), ..Look::default() };
            self.heads.iter().for_each(|head| cell_of(xml, part, &cell(head), look, 1, "tx2"));
        });
        for row in &self.rows {
            xml.within("a:tr", &[("h", &emu(row.height))], |xml| {
                let is_head = row.cells.len() == 1;
                let span = if is_head { self.widths.len() } else { 1 };
                let look = Look { size: Some((row.size * 100.0) as u32), is_bold: is_head, colour: Some("tx1"), ..Look::default() };
                row.cells.iter().for_each(|cell| cell_of(xml, part, cell, look, span, "bg2"));
                (1..span).for_each(|_| merged(xml));
            });
        }
    }
}

fn cell_of(xml: &mut Markup, part: &mut Part, cell: &Cell, look: Look, span: usize, line: &str) {
    let inner = |xml: &mut Markup| {
        xml.within("a:txBody", &[], |xml| {
            xml.empty("a:bodyPr", &[]);
            xml.empty("a:lstStyle", &[]);
            xml.within("a:p", &[], |xml| words(xml, part, &cell.text, look, cell.link.as_deref()));
            let size = look.size.map(|size| (size as f32 * BELOW) as u32);
            for below in &cell.below {
                let look = Look { size, is_bold: false, colour: Some("tx2"), ..look };
                xml.within("a:p", &[], |xml| words(xml, part, below, look, None));
            }
        });
        properties(xml, if span > 1 { Some("bg2") } else { None }, line);
    };
    if span > 1 {
        xml.within("a:tc", &[("gridSpan", &span)], inner);
    } else {
        xml.within("a:tc", &[], inner);
    }
}

/// What the cell before it reaches over.
fn merged(xml: &mut Markup) {
    xml.within("a:tc", &[("hMerge", &1)], |xml| {
        xml.within("a:txBody", &[], |xml| {
            xml.empty("a:bodyPr", &[]);
            xml.empty("a:lstStyle", &[]);
            xml.empty("a:p", &[]);
        });
        xml.empty("a:tcPr", &[]);
    });
}

/// No lines but one below.
fn properties(xml: &mut Markup, fill: Option<&str>, line: &str) {
    let margins: Attributes<'_> =
        &[("marL", &emu(SIDE)), ("marR", &emu(SIDE)), ("marT", &emu(ABOVE)), ("marB", &emu(ABOVE)), ("anchor", &"t")];
    xml.within("a:tcPr", margins, |xml| {
        for side in ["a:lnL", "a:lnR", "a:lnT"] {
            xml.within(side, &[("w", &0)], |xml| xml.empty("a:noFill", &[]));
        }
        xml.within("a:lnB", &[("w", &9525)], |xml| {
            xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &line)]));
        });
        match fill {
            Some(fill) => xml.within("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", &fill)])),
            None => xml.empty("a:noFill", &[]),
        }
    });
}
