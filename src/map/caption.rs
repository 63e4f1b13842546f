//! The caption of a picture that leaves the program: what it is of, as of when, and how it may be handled.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Context, FontId, Rect, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::base::shortened;
use crate::map::display::{Block, DisplayList, Primitive, Role};
use crate::map::labels::{Text, line};
use crate::map::picture::Mark;
use crate::theme::{TextSize, Theme, Weight, font};

/// What stands in a caption, in the order of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    pub title: Option<String>,
    pub as_of: Option<String>,
    /// What it shows of all, where it is not all: else it would say what is not so.
    pub asked: Option<String>,
    /// How the situation may be handled. It stands on every picture, however small the picture or long the marking.
    pub marking: Option<String>,
}

/// The widest that a caption gets, in points.
const WIDEST: f32 = 560.0;
/// Between the edge of the map and the caption, and between the caption's edge and its words.
const OUTSIDE: Vec2 = Vec2::splat(10.0);
const INSIDE: Vec2 = vec2(12.0, 8.0);

/// Lays it out for the upper half of a map. Where not all finds room there, the marking has it alone; what is too long for its rows
/// ends in an ellipsis.
pub fn lay_out(caption: &Caption, map: Rect, theme: &Theme, ctx: &Context) -> Option<Text> {
    /// More than any rows hold.
    const MAX_CHARS: usize = 1_000;
    const MIN_ROWS: f32 = 2.0;
    const MAX_ROWS: f32 = 5.0;
    let room = vec2(map.width().min(WIDEST), map.height() / 2.0) - OUTSIDE - INSIDE - vec2(OUTSIDE.x + INSIDE.x, INSIDE.y);
    let job = |words: &Option<String>, font: FontId, ink, max_rows: usize| -> Option<LayoutJob> {
        let words = words.as_deref().filter(|words| !shortened(words, MAX_CHARS).is_empty())?;
        let wrap = TextWrapping { max_width: room.x, max_rows, ..TextWrapping::default() };
        let of_length = |n: usize| LayoutJob { wrap: wrap.clone(), ..line(&shortened(words, n), font.clone(), ink, 0.0) };
        let is_whole = |n: usize| !ctx.fonts_mut(|fonts| fonts.layout_job(of_length(n))).elided;
        // egui would cut a row at its right, which is the beginning of what is read from right to left.
        let lengths: Vec<usize> = if is_whole(MAX_CHARS) { vec![MAX_CHARS] } else { (1..MAX_CHARS).collect() };
        let n_fitting = lengths.partition_point(|n| is_whole(*n));
        lengths.get(n_fitting.saturating_sub(1)).map(|n| of_length(*n))
    };
    let marking_font = font(TextSize::Small, Weight::Semibold);
    let row = ctx.fonts_mut(|fonts| fonts.row_height(&marking_font));
    let marking = job(&caption.marking, marking_font, theme.text, (room.y / row).clamp(MIN_ROWS, MAX_ROWS) as usize);
    let title = job(&caption.title, font(TextSize::Strong, Weight::Semibold), theme.text, 2);
    let as_of = job(&caption.as_of, font(TextSize::Small, Weight::Regular), theme.weak, 2);
    let asked = job(&caption.asked, font(TextSize::Small, Weight::Regular), theme.text, 3);
    let all = Text::new(ctx, title.into_iter().chain(as_of).chain(asked).chain(marking.clone()).collect());
    let laid_out = if all.size().y > room.y { Text::new(ctx, marking.into_iter().collect()) } else { all };
    (laid_out.size().y > 0.0).then_some(laid_out)
}

/// Where a caption stands on a map: at the upper left, or at the upper right where it covers fewer marks there.
pub fn place(caption: &Text, map: Rect, marks: &[Mark]) -> Rect {
    let size = caption.size() + 2.0 * INSIDE;
    let left = Rect::from_min_size(map.min + OUTSIDE, size);
    let right = Rect::from_min_size(pos2(map.right() - OUTSIDE.x - size.x, left.top()), size);
    let n_covered = |rect: Rect| marks.iter().filter(|mark| mark.rect().intersects(rect)).count();
    if n_covered(right) < n_covered(left) { right } else { left }
}

pub fn add(caption: &Text, rect: Rect, theme: &Theme, list: &mut DisplayList<'_>) {
    let edge = Stroke::new(1.0, theme.hairline);
    list.furnish(Primitive::Rect(Block { rect, radius: 4, fill: theme.panel, edge, edge_lies: StrokeKind::Inside }));
    list.add_text((Role::Furniture, None), rect.min + INSIDE, (caption, 0.0), theme.text);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::{Galley, Pos2};

    use super::*;
    use crate::theme::install_fonts;
    use crate::viewpoint::ThemeKind;

    /// The caption of a map of a size: its text, and each of its lines with all rows.
    fn laid_out(marking: &str, has_title: bool, size: Vec2) -> (Text, Vec<Arc<Galley>>) {
        let words = |text: &str| has_title.then(|| text.to_owned());
        let (title, as_of) = (words("A treaty and reported troops, October 2024"), words("as of 25 Oct 2024, Fri (UTC)"));
        let caption = Caption { title, as_of, asked: None, marking: Some(marking.to_owned()) };
        let ctx = Context::default();
        install_fonts(&ctx);
        let mut found = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let map = Rect::from_min_size(Pos2::ZERO, size);
            let text = lay_out(&caption, map, Theme::of(ThemeKind::Dark), ui.ctx()).unwrap();
            assert!(map.contains_rect(place(&text, map, &[])), "{size}: {marking:.20} is clipped");
            let lines = text.galleys(0.0, ui.ctx()).map(|(_, galley)| galley).collect();
            found = Some((text, lines));
        });
        output.textures_delta.clear();
        found.unwrap()
    }

    #[test]
    fn a_marking_is_whole_or_ends_in_an_ellipsis_on_every_map() {
        let long = "Only for those who need it. ".repeat(400);
        let (endless, backwards) = ("X".repeat(10_000), "سري \u{202e}للغاية ".repeat(800));
        for marking in ["TLP:RED", "Public: made from one news article", "\u{0}SECRET\n\n\u{1b}[2J REL", &long, &endless, &backwards] {
            for (size, has_title) in [(1280.0, 800.0), (420.0, 300.0), (200.0, 150.0), (100.0, 100.0), (100.0, 2_000.0)]
                .into_iter()
                .flat_map(|(width, height)| [(vec2(width, height), true), (vec2(width, height), false)])
            {
                let (text, lines) = laid_out(marking, has_title, size);
                let last = lines.last().unwrap();
                let shown: String = last.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
                let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '…').collect::<String>();
                let (begin, whole) = (letters(&shown), letters(&shortened(marking, usize::MAX)));
                // What is read from right to left has its glyphs the other way round.
                let is_begin = whole.starts_with(&begin) || marking == backwards;
                assert!(begin.chars().count() > 5 && is_begin, "{size}: {shown}");
                assert!(shown.contains('…') || begin == whole, "{size}: {shown} stands for {marking:.40}");
                assert!(text.size().y < size.y / 2.0, "{size}: the caption leaves the map its lower half");
            }
        }
        assert_eq!(laid_out("TLP:RED", true, vec2(640.0, 400.0)).1.len(), 3, "title, as of, marking");
        assert_eq!(laid_out("TLP:RED", true, vec2(200.0, 100.0)).1.len(), 1, "no room but for the marking");
    }
}
