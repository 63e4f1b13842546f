//! Texts set in the built-in fonts without a screen: glyphs, widths, and lines that fit.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use harfrust::{Direction, FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::theme::Weight;

/// The built-in fonts, ready to set texts in.
pub struct Typesetter {
    faces: Vec<Face>,
    regular: Vec<usize>,
    semibold: Vec<usize>,
    /// What stands for a character that no font has.
    stand_in: Option<(usize, GlyphId)>,
}

struct Face {
    bytes: &'static [u8],
    font: FontRef<'static>,
    shaping: ShaperData,
    charmap: Charmap<'static>,
    units_per_em: f32,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Of the type, in points.
    pub size: f32,
    pub weight: Weight,
}

/// A glyph, measured in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// The font, by its place in [`Typesetter::fonts`].
    pub face: usize,
    pub id: u32,
    /// What of the text it stands for, in bytes.
    pub bytes: Range<usize>,
    pub advance: f32,
    /// From the pen to where it is drawn, y up.
    pub offset: [f32; 2],
}

/// A text in several styles.
#[derive(Clone, Debug)]
pub struct Set {
    pub text: Rc<str>,
    pub glyphs: Vec<Glyph>,
    /// For each glyph, in which of the styles it is.
    spans: Vec<u32>,
}

/// Glyphs of one line of a [`Set`].
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub glyphs: Range<usize>,
    /// Without the spaces at its end, in points.
    pub width: f32,
}

/// How lines are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaking {
    /// For reading: even lines, the last as it comes.
    Text,
    /// For headings: all lines about as long as one another.
    Balanced,
}

impl Typesetter {
    pub fn built_in() -> Self {
        let mut faces: Vec<Face> = Vec::new();
        let mut names = Vec::new();
        let mut order = |weight: Weight| -> Vec<usize> {
            let place = |(name, bytes): (&'static str, &'static [u8])| {
                if let Some(at) = names.iter().position(|known| *known == name) {
                    return Some(at);
                }
                let font = FontRef::new(bytes).ok()?;
                let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em).max(1.0);
                faces.push(Face { bytes, shaping: ShaperData::new(&font), charmap: font.charmap(), font, units_per_em });
                names.push(name);
                Some(names.len() - 1)
            };
            weight.files().filter_map(place).collect()
        };
        let (regular, semibold) = (order(Weight::Regular), order(Weight::Semibold));
        let find = |sign: char| faces.iter().enumerate().find_map(|(at, face): (usize, &Face)| Some((at, face.charmap.map(sign)?)));
        let stand_in = find('□').or_else(|| find(char::REPLACEMENT_CHARACTER));
        Self { faces, regular, semibold, stand_in }
    }

    /// The bytes of the fonts.
    pub fn fonts(&self) -> impl Iterator<Item = &'static [u8]> {
        self.faces.iter().map(|face| face.bytes)
    }

    /// Texts one after the other as one. Of their styles, glyphs know the place in the list.
    pub fn set(&self, spans: &[(&str, Style)]) -> Set {
        let text: String = spans.iter().map(|(text, _)| *text).collect();
        let mut glyphs = Vec::new();
        let mut of_spans = Vec::new();
        let mut start = 0;
        for (at, (span, style)) in spans.iter().enumerate() {
            self.shape(span, *style, start, &mut glyphs);
            of_spans.resize(glyphs.len(), u32::try_from(at).unwrap_or(u32::MAX));
            start += span.len();
        }
        Set { text: text.into(), glyphs, spans: of_spans }
    }

    /// How wide a text is in one line, in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        let mut glyphs = Vec::new();
        self.shape(text, style, 0, &mut glyphs);
        glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// A text in one line, of which an end that does not fit is cut off and told by an ellipsis.
    pub fn fitted(&self, text: &str, style: Style, width: f32) -> String {
        let set = self.set(&[(text, style)]);
        if set.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() <= width {
            return text.to_owned();
        }
        let mut left = width - self.width("…", style);
        let mut end = 0;
        for glyph in &set.glyphs {
            left -= glyph.advance;
            if left < 0.0 {
                break;
            }
            end = glyph.bytes.end;
        }
        format!("{}…", text.get(..end).unwrap_or_default().trim_end())
    }

    /// The outline of a glyph at the size of its type, drawn with a pen whose y runs up.
    pub fn outline(&self, glyph: &Glyph, size: f32, pen: &mut impl OutlinePen) {
        let Some(face) = self.faces.get(glyph.face) else { return };
        if let Some(outline) = face.font.outline_glyphs().get(GlyphId::new(glyph.id)) {
            // A glyph that cannot be drawn leaves no outline, as it leaves none in the text.
            let _ = outline.draw(DrawSettings::unhinted(Size::new(size), LocationRef::default()), pen);
        }
    }

    /// The characters that no font has, and that would be seen.
    pub fn lacking<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> BTreeSet<char> {
        let signs: BTreeSet<char> = texts.into_iter().flat_map(str::chars).collect();
        signs.into_iter().filter(|sign| !is_invisible(*sign) && self.face_for(*sign, Weight::Regular).is_none()).collect()
    }

    /// The font that has a character and is looked at first.
    fn face_for(&self, sign: char, weight: Weight) -> Option<usize> {
        let order = match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        };
        order.iter().copied().find(|at| self.faces.get(*at).is_some_and(|face| face.charmap.map(sign).is_some()))
    }

    /// Adds the glyphs of a text that begins at a byte of a longer one.
    fn shape(&self, text: &str, style: Style, start: usize, glyphs: &mut Vec<Glyph>) {
        let mut run: Option<(usize, Range<usize>)> = None;
        for (at, sign) in text.char_indices() {
            let end = at + sign.len_utf8();
            let face = self.face_for(sign, style.weight);
            match (&mut run, face) {
                (Some((of, bytes)), Some(face)) if *of == face => bytes.end = end,
                (_, Some(face)) => {
                    if let Some(run) = run.replace((face, at..end)) {
                        self.shape_run(text, run, style, start, glyphs);
                    }
                }
                (_, None) => {
                    if let Some(run) = run.take() {
                        self.shape_run(text, run, style, start, glyphs);
                    }
                    if !is_invisible(sign)
                        && let Some((face, id)) = self.stand_in
                        && let Some(Face { font, units_per_em, .. }) = self.faces.get(face)
                    {
                        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
                        let advance = metrics.advance_width(id).unwrap_or(*units_per_em) * style.size / units_per_em;
                        glyphs.push(Glyph { face, id: id.to_u32(), bytes: start + at..start + end, advance, offset: [0.0; 2] });
                    }
                }
            }
        }
        if let Some(run) = run {
            self.shape_run(text, run, style, start, glyphs);
        }
    }

    fn shape_run(&self, text: &str, (at, bytes): (usize, Range<usize>), style: Style, start: usize, glyphs: &mut Vec<Glyph>) {
        let (Some(face), Some(run)) = (self.faces.get(at), text.get(bytes.clone())) else { return };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = face.shaping.shaper(&face.font).build().shape(buffer, ShapeOptions::new());
        let scale = style.size / face.units_per_em;
        let first = glyphs.len();
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let from = start + bytes.start + info.cluster as usize;
            glyphs.push(Glyph {
                face: at,
                id: info.glyph_id,
                bytes: from..from,
                advance: place.x_advance as f32 * scale,
                offset: [place.x_offset as f32 * scale, place.y_offset as f32 * scale],
            });
        }
        // A glyph stands for all up to where the next one begins that stands for something else.
        let (mut next, mut end) = (start + bytes.end, start + bytes.end);
        for glyph in glyphs.iter_mut().skip(first).rev() {
            if glyph.bytes.start < next {
                (end, next) = (next, glyph.bytes.start);
            }
            glyph.bytes.end = end.max(glyph.bytes.start);
        }
    }
}

/// Characters that nothing is drawn for: joiners, direction marks, variation selectors and the like, and control characters.
fn is_invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What lies between two places at which a line may end.
#[derive(Clone, Copy)]
struct Chunk {
    first: usize,
    end: usize,
    /// With and without the spaces at its end.
    width: f32,
    bare: f32,
    must_break: bool,
}

impl Set {
    /// In which of the styles a glyph is.
    pub fn span(&self, glyph: usize) -> usize {
        self.spans.get(glyph).map_or(0, |span| *span as usize)
    }

    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// All of it in lines no wider than this, unless one glyph is. Of all ways to break it, the one whose lines are the most even.
    pub fn lines(&self, width: f32, breaking: Breaking) -> Vec<Line> {
        let chunks = self.chunks(width);
        let mut lines = Vec::new();
        let mut first = 0;
        while first < chunks.len() {
            let end = chunks.iter().skip(first).position(|chunk| chunk.must_break).map_or(chunks.len(), |at| first + at + 1);
            best_breaks(chunks.get(first..end).unwrap_or_default(), width, breaking, &mut lines);
            first = end;
        }
        lines
    }

    fn chunks(&self, width: f32) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        let mut first = 0;
        for (at, opportunity) in linebreaks(&self.text) {
            let end = first + self.glyphs.iter().skip(first).take_while(|glyph| glyph.bytes.start < at).count();
            let must_break = opportunity == BreakOpportunity::Mandatory;
            self.chunk(first..end, width, must_break, &mut chunks);
            first = end;
        }
        chunks
    }

    /// A chunk, or where it is too long for a line, its pieces.
    fn chunk(&self, glyphs: Range<usize>, width: f32, must_break: bool, chunks: &mut Vec<Chunk>) {
        let mut chunk = Chunk { first: glyphs.start, end: glyphs.start, width: 0.0, bare: 0.0, must_break: false };
        for (at, glyph) in self.glyphs.iter().enumerate().take(glyphs.end).skip(glyphs.start) {
            let is_space = self.text.get(glyph.bytes.clone()).is_some_and(|text| text.chars().all(char::is_whitespace));
            let begins = at == 0 || self.glyphs.get(at - 1).is_none_or(|before| before.bytes != glyph.bytes);
            if !is_space && begins && chunk.width + glyph.advance > width && chunk.end > chunk.first {
                chunks.push(chunk);
                chunk = Chunk { first: at, end: at, width: 0.0, bare: 0.0, must_break: false };
            }
            chunk.end = at + 1;
            chunk.width += glyph.advance;
            if !is_space {
                chunk.bare = chunk.width;
            }
        }
        chunks.push(Chunk { must_break, ..chunk });
    }
}

/// No more of them are looked at for one line: a hostile text could have a million that take no room.
const MAX_CHUNKS: usize = 500;

/// Breaks chunks into lines such that the squares of what they leave empty add up to the least.
fn best_breaks(chunks: &[Chunk], width: f32, breaking: Breaking, lines: &mut Vec<Line>) {
    // For each chunk, the least cost of lines up to its end, and the first chunk of the last of them.
    let mut best: Vec<(f64, usize)> = Vec::with_capacity(chunks.len());
    for end in 0..chunks.len() {
        let mut found = (f64::INFINITY, end);
        let mut after = 0.0;
        for first in (0..=end).rev().take(MAX_CHUNKS) {
            let Some(chunk) = chunks.get(first) else { break };
            let bare = if first == end { chunk.bare } else { after + chunk.width };
            after = bare;
            if bare > width && first < end {
                break;
            }
            let before = if first == 0 { 0.0 } else { best.get(first - 1).map_or(0.0, |(cost, _)| *cost) };
            let cost = before + line_cost(bare, width, end + 1 == chunks.len(), first == 0, breaking);
            if cost < found.0 {
                found = (cost, first);
            }
        }
        best.push(found);
    }
    let from = lines.len();
    let mut end = chunks.len();
    while let Some((_, first)) = end.checked_sub(1).and_then(|last| best.get(last)).copied() {
        if let (Some(one), Some(last)) = (chunks.get(first), chunks.get(end - 1)) {
            let before: f32 = chunks.iter().take(end - 1).skip(first).map(|chunk| chunk.width).sum();
            lines.push(Line { glyphs: one.first..last.end, width: before + last.bare });
        }
        end = first;
    }
    if let Some(new) = lines.get_mut(from..) {
        new.reverse();
    }
}

fn line_cost(bare: f32, width: f32, is_last: bool, is_first: bool, breaking: Breaking) -> f64 {
    let empty = f64::from((width - bare).max(0.0) / width.max(1.0));
    match breaking {
        // Each line costs more than any evening out gains, so that there are no more of them than need be.
        _ if is_last && is_first => 0.0,
        Breaking::Text if is_last => 4.0 + if empty > 0.85 { 0.2 } else { 0.0 },
        Breaking::Text | Breaking::Balanced => 4.0 + empty * empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: Style = Style { size: 10.0, weight: Weight::Regular };

    fn lines(text: &str, width: f32, breaking: Breaking) -> Vec<String> {
        let set = Typesetter::built_in().set(&[(text, TYPE)]);
        let text = |line: Line| {
            let glyphs = set.glyphs.get(line.glyphs).unwrap_or_default();
            glyphs.iter().map(|glyph| set.text.get(glyph.bytes.clone()).unwrap()).collect::<String>().trim_end().to_owned()
        };
        set.lines(width, breaking).into_iter().map(text).collect()
    }

    #[test]
    fn text_is_broken_between_words_and_a_word_that_is_too_long_within_itself() {
        let text = "the upper house is expected to pass it";
        let broken = lines(text, 80.0, Breaking::Text);
        assert_eq!(broken.join(" "), text);
        assert!(broken.len() > 2, "{broken:?}");
        let address = "https://example.org/a-very-long-address-without-an-end-0123456789";
        assert_eq!(lines(address, 60.0, Breaking::Text).concat(), address);
        assert_eq!(lines("one\ntwo", 500.0, Breaking::Text), ["one", "two"]);
    }

    #[test]
    fn a_heading_is_broken_into_lines_of_about_the_same_length() {
        let set = Typesetter::built_in().set(&[("Three sources report soldiers in Russia; North Korea denies it", TYPE)]);
        let widths: Vec<f32> = set.lines(250.0, Breaking::Balanced).iter().map(|line| line.width).collect();
        assert_eq!(widths.len(), 2);
        assert!((widths[0] - widths[1]).abs() < 40.0, "{widths:?}");
    }

    #[test]
    fn no_line_is_wider_than_asked_and_none_has_a_space_at_its_end_counted() {
        let set = Typesetter::built_in().set(&[(&"aaa bb c dddd ".repeat(50), TYPE)]);
        assert!(set.lines(70.0, Breaking::Text).iter().all(|line| line.width <= 70.0));
        let one = Typesetter::built_in().set(&[("ab ", TYPE)]);
        assert!((one.lines(70.0, Breaking::Text)[0].width - Typesetter::built_in().width("ab", TYPE)).abs() < 1e-3);
    }

    #[test]
    fn a_character_that_no_font_has_is_a_box_that_still_stands_for_it() {
        let types = Typesetter::built_in();
        let set = types.set(&[("a\u{5317}\u{4EAC}ש\u{200F}\u{10FFFF}", TYPE)]);
        assert!(set.glyphs.iter().all(|glyph| glyph.id != 0));
        let seen = set.glyphs.iter().filter(|glyph| glyph.advance > 0.0);
        let told: String = seen.map(|glyph| set.text.get(glyph.bytes.clone()).unwrap()).collect();
        assert_eq!(told, "a\u{5317}\u{4EAC}ש\u{10FFFF}", "a mark of direction takes no room");
    }

    #[test]
    fn texts_that_mean_harm_are_set_without_a_panic_or_a_hang() {
        for text in ["", "\n\n", "\u{200B}", "\u{301}\u{301}", "👨‍👩‍👧", "ﷺ", "\u{1F1FA}\u{1F1E6}", "각각\u{1100}\u{1161}\u{11A8}"]
        {
            lines(text, 20.0, Breaking::Text);
            lines(text, 0.0, Breaking::Balanced);
        }
        lines(&"\u{200B}".repeat(100_000), 20.0, Breaking::Text);
        lines(&"a ".repeat(100_000), 200.0, Breaking::Text);
        lines(&"a".repeat(100_000), 200.0, Breaking::Text);
    }
}
