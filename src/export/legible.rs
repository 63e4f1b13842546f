//! How well the texts of a figure can be told from what they are drawn on, measured in its pixels.

use std::collections::BTreeSet;

use egui::{Pos2, Rect};
use tiny_skia::{FillRule, Mask, Path, Transform};

use crate::export::figure::{Colour, Figure, Piece, Shape, Stroke, Text};
use crate::export::png::{Glyphs, bounds, line, pixels_in};
use crate::map::Role;
use crate::theme::{Theme, contrast_ratio};

/// How far round its letters a text has its ground, in points: within the halo, where it has one.
const AROUND: f32 = 1.0;
/// Coverage from which on a pixel counts as all letter, or all ground.
const WHOLE: u8 = 250;
/// That share of the ground may stand out less: a border that runs behind a name.
const LEFT_OUT: f32 = 0.2;

/// The contrast ratio of each text of a figure, in the order in which they are drawn: of its letters, in the colour that they come to be
/// drawn in with all that lies over them, to what is round them. `None` where nothing of a text is in view. What has no halo, or has
/// something over it, is drawn with so many pixels a point and looked at.
pub fn contrasts(figure: &Figure, scale: f32) -> Vec<Option<f32>> {
    let mut glyphs = Glyphs::new();
    let mut places: Vec<Place<'_>> = Vec::new();
    for (index, piece) in figure.pieces.iter().enumerate() {
        for shape in &piece.shapes {
            let text = if let Shape::Text(text) = shape { Some(text) } else { None };
            let letters = text.and_then(|text| Letters::of(text, &mut glyphs, scale));
            let bounds = match (piece.kind, &letters) {
                (Role::Ground, _) => Rect::EVERYTHING,
                (_, Some(letters)) => letters.bounds,
                (_, None) => bounds(shape),
            };
            places.push(Place { index, text, letters, bounds });
        }
    }
    let of_text = |at: usize, place: &Place<'_>| {
        let letters = place.letters.as_ref()?;
        let in_view = letters.bounds.intersect(Rect::from_min_size(Pos2::ZERO, figure.size.into()));
        if !in_view.is_positive() {
            return None;
        }
        let is_covered = || places.iter().skip(at + 1).any(|over| over.bounds.intersects(letters.bounds));
        match halo_of(place.text?, figure.pieces.get(place.index)?) {
            Some(ratio) if !is_covered() => Some(ratio),
            _ => {
                let touching: BTreeSet<usize> =
                    places.iter().filter(|other| other.bounds.intersects(letters.bounds)).map(|other| other.index).collect();
                letters.measured(touching.iter().filter_map(|index| figure.pieces.get(*index)), in_view, scale)
            }
        }
    };
    places.iter().enumerate().filter(|(_, place)| place.text.is_some()).map(|(at, place)| of_text(at, place)).collect()
}

/// A shape of a figure: which piece it is of, and what it takes.
struct Place<'a> {
    index: usize,
    text: Option<&'a Text>,
    letters: Option<Letters>,
    bounds: Rect,
}

/// The contrast to a halo that is all the ground that letters have round them.
fn halo_of(text: &Text, piece: &Piece) -> Option<f32> {
    let (halo, reach) = text.halo?;
    let is_whole = |[.., opacity]: Colour| opacity == u8::MAX;
    let is_ground = reach >= AROUND && is_whole(halo) && is_whole(text.colour) && piece.opacity >= 1.0;
    is_ground.then(|| contrast_ratio(Theme::of_file(text.colour), Theme::of_file(halo)))
}

/// The outlines of letters and of what is round them.
struct Letters {
    letters: Path,
    around: Path,
    bounds: Rect,
}

impl Letters {
    fn of(text: &Text, glyphs: &mut Glyphs, scale: f32) -> Option<Self> {
        let letters = glyphs.outline(text)?;
        let around = Stroke { width: 2.0 * AROUND, colour: text.colour, dash: None, is_round: true };
        let around = letters.stroke(&line(&around), scale)?;
        let bounds = around.bounds();
        let bounds = Rect::from_x_y_ranges(bounds.left()..=bounds.right(), bounds.top()..=bounds.bottom());
        Some(Self { letters, around, bounds })
    }

    fn measured<'a>(&self, pieces: impl Iterator<Item = &'a Piece>, in_view: Rect, scale: f32) -> Option<f32> {
        let part = in_view * scale;
        let part = Rect::from_min_max(part.min.floor(), part.max.ceil());
        let drawn = pixels_in(pieces, part, scale)?;
        let mask = |path: &Path| -> Option<Mask> {
            let mut mask = Mask::new(part.width() as u32, part.height() as u32)?;
            mask.fill_path(path, FillRule::Winding, true, Transform::from_scale(scale, scale).post_translate(-part.left(), -part.top()));
            Some(mask)
        };
        let (letters, around) = (mask(&self.letters)?, mask(&self.around)?);
        // Strokes thinner than a pixel are nowhere whole.
        let most = letters.data().iter().copied().max().filter(|most| *most > 0)?.min(WHOLE);
        let (mut ink, mut ground) = (Vec::new(), Vec::new());
        for ((letter, around), pixel) in letters.data().iter().zip(around.data()).zip(drawn.rgba.chunks_exact(4)) {
            let &[red, green, blue, _] = pixel else { continue };
            // How many times as light as black it is: contrast is how many times one is as light as the other.
            let of_pixel = || contrast_ratio(Theme::of_file([red, green, blue, u8::MAX]), Theme::black_out());
            if *letter >= most {
                ink.push(of_pixel());
            } else if *letter == 0 && *around >= WHOLE {
                ground.push(of_pixel());
            }
        }
        let ink = share_of(&mut ink, 0.5)?;
        let mut ratios: Vec<f32> = ground.into_iter().map(|ground| ink.max(ground) / ink.min(ground)).collect();
        share_of(&mut ratios, LEFT_OUT)
    }
}

/// The value that such a share of all is below.
fn share_of(values: &mut [f32], share: f32) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get((values.len() as f32 * share) as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::figure::Segment;
    use crate::theme::Weight;

    const WHITE: Colour = [255, 255, 255, 255];
    const BLACK: Colour = [0, 0, 0, 255];

    fn rect(from: f32, to: f32, fill: Colour) -> Shape {
        let path = vec![Segment::Move([from, 0.0]), Segment::Line([to, 0.0]), Segment::Line([to, 40.0]), Segment::Line([from, 40.0])];
        Shape::Path { path: [path, vec![Segment::Close]].concat(), fill: Some(fill), stroke: None }
    }

    fn text(colour: Colour, halo: Option<(Colour, f32)>) -> Shape {
        let offsets = (0..=4_u8).map(|at| 8.0 * f32::from(at)).collect();
        Shape::Text(Text { text: "Mark".to_owned(), at: [10.0, 25.0], offsets, size: 11.5, weight: Weight::Semibold, colour, halo })
    }

    fn measured(shapes: Vec<Shape>) -> f32 {
        let piece = Piece { kind: Role::Label, item: None, opacity: 1.0, shapes };
        contrasts(&Figure { size: [120.0, 40.0], pieces: vec![piece] }, 2.0)[0].unwrap()
    }

    #[test]
    fn letters_are_measured_against_what_is_round_them() {
        let white = rect(0.0, 120.0, WHITE);
        assert!(measured(vec![white.clone(), text(BLACK, None)]) > 20.0);
        let grey = measured(vec![white.clone(), text([119, 119, 119, 255], None)]);
        assert!((grey - 4.48).abs() < 0.1, "{grey}");
        assert!(measured(vec![white, text(WHITE, None)]) < 1.01);
    }

    #[test]
    fn a_halo_is_the_ground_of_its_text_where_it_is_thick_enough() {
        let black = rect(0.0, 120.0, BLACK);
        assert!(measured(vec![black.clone(), text(BLACK, Some((WHITE, 1.3)))]) > 18.0);
        assert!(measured(vec![black, text(BLACK, Some((WHITE, 0.2)))]) < 4.5);
    }

    #[test]
    fn a_name_across_an_edge_is_judged_by_its_worse_part_and_a_veil_over_it_counts() {
        let (white, half) = (rect(0.0, 120.0, WHITE), rect(24.0, 120.0, [40, 40, 40, 255]));
        assert!(measured(vec![white.clone(), half, text(BLACK, None)]) < 4.5);
        let veil = rect(0.0, 120.0, [0, 0, 0, 230]);
        assert!(measured(vec![white, text([90, 90, 90, 255], None), veil]) < 4.5);
    }

    #[test]
    fn what_is_out_of_view_is_not_measured() {
        let mut away = text(BLACK, None);
        if let Shape::Text(text) = &mut away {
            text.at = [500.0, 25.0];
        }
        let piece = Piece { kind: Role::Label, item: None, opacity: 1.0, shapes: vec![away] };
        assert_eq!(contrasts(&Figure { size: [120.0, 40.0], pieces: vec![piece] }, 2.0), [None]);
    }
}
