//! From laid-out text to lines of text with the places of their characters.

use egui::epaint::text::Glyph;
use egui::{Color32, Galley, Pos2};

use crate::export::figure::Text;
use crate::theme::Weight;

/// The rows of a text of one style that stands at a point. What is read from right to left is in the order in which it is read.
pub fn lines(galley: &Galley, pos: Pos2, ink: Color32, halo: Option<(Color32, f32)>) -> Vec<Text> {
    let Some(format) = galley.job.sections.first().map(|section| &section.format) else { return Vec::new() };
    let mut unread = galley.job.text.chars();
    let mut lines = Vec::new();
    for row in &galley.rows {
        let shown: Vec<char> = row.glyphs.iter().map(|glyph| glyph.chr).collect();
        let written: Vec<char> = unread.by_ref().take(shown.len()).collect();
        if row.ends_with_newline {
            unread.next();
        }
        let Some(first) = row.glyphs.first().filter(|_| shown.iter().any(|sign| !sign.is_whitespace())) else { continue };
        // The advances are exact, where the places of the glyphs are at whole pixels. What has no width goes with the letter before it.
        let mut width = 0.0;
        let mut places = Vec::with_capacity(shown.len());
        for advance in advances(&row.glyphs) {
            if advance > 0.0 && !places.is_empty() {
                width += format.extra_letter_spacing;
            }
            places.push(width);
            width += advance;
        }
        let in_order = reading_order(&shown, &written);
        let place = |index: usize| places.get(index).copied().unwrap_or_default();
        let (text, offsets) = match in_order {
            Some(order) => (written, order.into_iter().map(place).collect()),
            // Cut off, say: then what is shown stands.
            None => (shown, places),
        };
        let baseline = pos + row.pos.to_vec2() + first.pos.to_vec2();
        lines.push(Text {
            text: text.into_iter().collect(),
            at: baseline.into(),
            offsets: [offsets, vec![width]].concat(),
            size: format.font_id.size,
            weight: Weight::of(&format.font_id.family),
            colour: ink.to_srgba_unmultiplied(),
            halo: halo.map(|(colour, reach)| (colour.to_srgba_unmultiplied(), reach)),
        });
    }
    lines
}

/// How wide each glyph is. Letters that a font draws as one, as the two of `fi`, share its width.
fn advances(glyphs: &[Glyph]) -> Vec<f32> {
    let mut advances: Vec<f32> = Vec::with_capacity(glyphs.len());
    let mut glyphs = glyphs.iter().peekable();
    while let Some(glyph) = glyphs.next() {
        let mut n_together = 1;
        while glyphs.next_if(|next| next.advance_width == 0.0 && next.chr.is_alphanumeric()).is_some() {
            n_together += 1;
        }
        let each = glyph.advance_width / n_together as f32;
        advances.extend(std::iter::repeat_n(each, n_together));
    }
    advances
}

/// Of each written character, which of those shown it is: stretches that are read from right to left are shown the other way round.
/// `None` where it is not the same text.
fn reading_order(shown: &[char], written: &[char]) -> Option<Vec<usize>> {
    let mut order = Vec::with_capacity(shown.len());
    while order.len() < shown.len() {
        let (shown_on, written_on) = (shown.get(order.len()..)?, written.get(order.len()..)?);
        let is_turned = |n: &usize| {
            let turned = shown_on.get(..*n).map(|shown| shown.iter().rev());
            turned.zip(written_on.get(..*n)).is_some_and(|(shown, written)| shown.eq(written))
        };
        let n = (1..=shown_on.len()).find(is_turned)?;
        let start = order.len();
        order.extend((start..start + n).rev());
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use egui::text::{LayoutJob, TextFormat};
    use egui::{Context, RawInput, pos2};

    use super::*;
    use crate::theme::{TextSize, font, install_fonts};

    fn lines_of(text: &str, wrap: f32, spacing: f32) -> Vec<Text> {
        let ctx = Context::default();
        install_fonts(&ctx);
        let mut found = Vec::new();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let format =
                TextFormat { extra_letter_spacing: spacing, ..TextFormat::simple(font(TextSize::Body, Weight::Semibold), Color32::WHITE) };
            let mut job = LayoutJob::single_section(text.to_owned(), format);
            job.wrap.max_width = wrap;
            let galley = ui.ctx().fonts_mut(|fonts| fonts.layout_job(job));
            found = lines(&galley, pos2(10.0, 20.0), Color32::WHITE, None);
        });
        output.textures_delta.clear();
        found
    }

    #[test]
    fn every_character_has_its_place_on_the_baseline() {
        let [line] = &lines_of("AVATAR office fi", f32::INFINITY, 0.0)[..] else { panic!() };
        assert_eq!((line.text.as_str(), line.size, line.weight), ("AVATAR office fi", 13.0, Weight::Semibold));
        assert_eq!(line.offsets.len(), line.text.chars().count() + 1);
        assert!(line.at[0] == 10.0 && (30.0..37.0).contains(&line.at[1]), "{:?}", line.at);
        assert!(line.offsets.windows(2).all(|pair| pair[0] < pair[1]), "no letter hides behind another: {:?}", line.offsets);
        let spaced = &lines_of("AVATAR", f32::INFINITY, 2.0)[0];
        let tight = &lines_of("AVATAR", f32::INFINITY, 0.0)[0];
        assert!((spaced.offsets[6] - tight.offsets[6] - 10.0).abs() < 1e-3);
    }

    #[test]
    fn a_text_that_is_wrapped_is_a_line_for_each_row_and_loses_nothing() {
        let text = "one two three\nfour\n\nfive";
        let lines = lines_of(text, 60.0, 0.0);
        let all: String = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(all, text.replace('\n', ""));
        assert!(lines.len() > 3 && lines.windows(2).all(|pair| pair[0].at[1] < pair[1].at[1]));
    }

    #[test]
    fn what_is_read_from_right_to_left_is_in_the_order_in_which_it_is_read() {
        let text = "SANA صنعاء 10";
        let [line] = &lines_of(text, f32::INFINITY, 0.0)[..] else { panic!() };
        assert_eq!(line.text, text);
        let order = |shown: &str, written: &str| reading_order(&shown.chars().collect::<Vec<_>>(), &written.chars().collect::<Vec<_>>());
        assert_eq!(order("abc", "abc"), Some(vec![0, 1, 2]));
        assert_eq!(order("acba", "abca"), Some(vec![0, 2, 1, 3]));
        assert_eq!(order("ab…", "abc"), None);
        assert_eq!(order("ab", "a"), None);
    }
}
