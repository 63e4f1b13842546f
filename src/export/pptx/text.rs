//! Paragraphs and runs of DrawingML (ECMA-376, part 1, 21.1.2).

use crate::briefing::{Block, BlockKind, Run, is_link};
use crate::export::markup::{Attributes, Markup};
use crate::export::pptx::frame::fonts;
use crate::export::pptx::part::Part;

/// How a run looks beside what its paragraph asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// In hundredths of a point; that of the placeholder where there is none.
    pub size: Option<u32>,
    pub is_bold: bool,
    pub is_italic: bool,
    /// A colour of the theme: `tx1`, `tx2`, `accent1`.
    pub colour: Option<&'static str>,
}

/// How far an item of a list stands in, by each list that it is within, in EMU.
const STEP: u32 = 285_750;

pub fn blocks(text: &mut Markup, part: &mut Part, blocks: &[Block]) {
    for block in blocks {
        text.within("a:p", &[], |text| {
            properties(text, block.kind);
            let look = match block.kind {
                BlockKind::Heading(_) => Look { is_bold: true, ..Look::default() },
                BlockKind::Quote => Look { is_italic: true, ..Look::default() },
                BlockKind::Paragraph | BlockKind::Item { .. } => Look::default(),
            };
            block.runs.iter().for_each(|run| run_of(text, part, run, look));
        });
    }
}

fn properties(text: &mut Markup, kind: BlockKind) {
    match kind {
        BlockKind::Item { depth, number } => {
            let depth = u32::from(depth);
            let attributes: Attributes<'_> = &[("marL", &(STEP * (depth + 1))), ("lvl", &depth), ("indent", &format!("-{STEP}"))];
            text.within("a:pPr", attributes, |text| match number {
                Some(number) => text.empty("a:buAutoNum", &[("type", &"arabicPeriod"), ("startAt", &number.clamp(1, 32_767))]),
                None => {
                    text.empty("a:buFont", &[("typeface", &"Arial")]);
                    text.empty("a:buChar", &[("char", &"•")]);
                }
            });
        }
        BlockKind::Quote => text.empty("a:pPr", &[("marL", &STEP), ("indent", &0)]),
        BlockKind::Heading(_) | BlockKind::Paragraph => {}
    }
}

fn run_of(text: &mut Markup, part: &mut Part, run: &Run, look: Look) {
    let look = Look { is_bold: look.is_bold || run.is_strong, is_italic: look.is_italic != run.is_emphasised, ..look };
    for (n, line) in run.text.split('\n').enumerate() {
        if n > 0 {
            text.empty("a:br", &[]);
        }
        words(text, part, line, look, run.link.as_deref());
    }
}

/// Some words on one line, which lead to an address where that may be followed.
pub fn words(text: &mut Markup, part: &mut Part, words: &str, look: Look, address: Option<&str>) {
    if words.is_empty() {
        return;
    }
    text.within("a:r", &[], |text| {
        look_of(text, look, address.filter(|address| is_link(address)).map(|address| part.link(address)));
        text.line("a:t", &[], words);
    });
}

fn look_of(text: &mut Markup, look: Look, link: Option<String>) {
    let size = look.size.unwrap_or_default();
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = Vec::new();
    if look.size.is_some() {
        attributes.push(("sz", &size));
    }
    if look.is_bold {
        attributes.push(("b", &1));
    }
    if look.is_italic {
        attributes.push(("i", &1));
    }
    text.within("a:rPr", &attributes, |text| {
        if let Some(colour) = look.colour {
            text.within("a:solidFill", &[], |text| text.empty("a:schemeClr", &[("val", &colour)]));
        }
        fonts(text, "+mn");
        if let Some(link) = link {
            text.empty("a:hlinkClick", &[("r:id", &link)]);
        }
    });
}

/// A paragraph of plain text, line ends in it being line ends.
pub fn paragraph(text: &mut Markup, part: &mut Part, said: &str, look: Look) {
    text.within("a:p", &[], |text| {
        for (n, line) in said.split('\n').enumerate() {
            if n > 0 {
                text.empty("a:br", &[]);
            }
            words(text, part, line, look, None);
        }
    });
}

/// How many lines a text takes at a width and a size, both in points; rather one too many.
pub fn n_lines(text: &str, width: f32, size: f32) -> usize {
    let share = |c: char| if is_wide(c) { 1.0 } else { 0.53 };
    let lines = text.split('\n').map(|line| {
        let length: f32 = line.chars().map(share).sum::<f32>() * size;
        // Words that do not fit go on the next line, which leaves some room at the end of each.
        (length * 1.03 / width.max(size)).ceil().max(1.0) as usize
    });
    lines.sum()
}

/// Hangul, kana, Han and the like (Unicode Standard Annex #11, roughly).
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

/// By which share text of a size is to be made smaller so that it fits, in thousandths of a percent: never under a half.
pub fn fit(blocks: &[Block], [width, height]: [f32; 2], size: f32) -> u32 {
    const SPACE: f32 = 6.0;
    let taken = |size: f32| -> f32 {
        let of_block = |block: &Block| {
            let words: String = block.runs.iter().map(|run| run.text.as_str()).collect();
            let indent = match block.kind {
                BlockKind::Item { depth, .. } => 22.5 * (f32::from(depth) + 1.0),
                BlockKind::Quote => 22.5,
                BlockKind::Heading(_) | BlockKind::Paragraph => 0.0,
            };
            SPACE + n_lines(&words, width - indent, size) as f32 * size * 1.25
        };
        blocks.iter().map(of_block).sum()
    };
    (10..20_u32).rev().map(|step| (step + 1) * 5).find(|percent| taken(size * *percent as f32 / 100.0) <= height).unwrap_or(50) * 1000
}
