//! The signs as pixels: told apart by their shape alone, in grey, and as people with the common colour-blindnesses see them.

use egui::{Color32, ColorImage};

use super::*;
use crate::map::stamps::image_of;
use crate::model::GradeRange;
use crate::theme::contrast_ratio;
use crate::viewpoint::ThemeKind;

/// How somebody sees a colour, in linear red, green and blue.
struct Sight {
    name: &'static str,
    matrix: [[f32; 3]; 3],
}

/// Matrices of severity 1.0 from G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of
/// Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009); grey by relative luminance (WCAG 2.1).
const SIGHTS: [Sight; 5] = [
    Sight { name: "full colour", matrix: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] },
    Sight { name: "greyscale", matrix: [[0.2126, 0.7152, 0.0722]; 3] },
    Sight {
        name: "protanopia",
        matrix: [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    },
    Sight {
        name: "deuteranopia",
        matrix: [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    },
    Sight {
        name: "tritanopia",
        matrix: [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    },
];

impl Sight {
    fn of(&self, colour: Color32) -> Color32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let coded = |value: f32| {
            let value = value.clamp(0.0, 1.0);
            let coded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            (coded * 255.0).round() as u8
        };
        let [r, g, b] = [colour.r(), colour.g(), colour.b()].map(linear);
        let [r, g, b] = self.matrix.map(|[of_r, of_g, of_b]| coded(of_r * r + of_g * g + of_b * b));
        Color32::from_rgb(r, g, b)
    }
}

/// What of a picture is drawn, whatever its colours: the pixels that stand out from the ground by at least half as much as the one that
/// does most, by lightness alone.
fn shape(image: &ColorImage, ground: Color32, sight: &Sight) -> Vec<bool> {
    let lightness = |pixel: Color32| contrast_ratio(sight.of(pixel), Color32::BLACK).ln();
    let of_ground = lightness(ground);
    let away: Vec<f32> = image.pixels.iter().map(|pixel| (lightness(ground.blend(*pixel)) - of_ground).abs()).collect();
    let most = away.iter().copied().fold(0.0, f32::max);
    away.iter().map(|away| *away >= most / 2.0).collect()
}

/// How much of two shapes together is not in both, 0 to 1.
fn difference(a: &[bool], b: &[bool]) -> f32 {
    assert_eq!(a.len(), b.len());
    let n = |is_such: fn(bool, bool) -> bool| a.iter().zip(b).filter(|(a, b)| is_such(**a, **b)).count() as f32;
    n(|a, b| a != b) / n(|a, b| a || b).max(1.0)
}

fn events(word: StandingWord, n: u32) -> Standings {
    Standings::of_events(word, n, GradeRange::default())
}

/// The sign as a panel draws it, and the rings of small and of large marks on the map without what they lie round; each with its ground.
fn drawn(word: StandingWord, theme: &Theme, scale: f32) -> [(&'static str, ColorImage, Color32); 3] {
    let colour = ink(word, theme.text, theme.weak, theme);
    let sign = vec![Layer { form: Form::Ring(RingPart::whole(word)), radius: SIGN_RADIUS, colour }];
    let marked = |core: f32| {
        let mut layers = ring(&events(word, 1), core + RING_WIDTH, theme);
        layers.push(Layer { form: Form::Disc, radius: core + 1.5, colour: theme.mark_edge });
        image_of(&layers, scale)
    };
    [
        ("in a panel", image_of(&sign, scale), theme.panel),
        ("round a dot", marked(4.2), theme.mark_edge),
        ("round a number", marked(7.5), theme.mark_edge),
    ]
}

/// Less would be read as one sign drawn twice.
const LEAST_DIFFERENCE: f32 = 0.2;

#[test]
fn every_two_standings_differ_by_shape_in_grey_and_for_every_sight() {
    let mut least: (f32, String) = (1.0, String::new());
    for kind in ThemeKind::ALL {
        let theme = Theme::of(kind);
        for (sight, scale) in SIGHTS.iter().flat_map(|sight| [1.0, 1.5, 2.0].map(|scale| (sight, scale))) {
            let shapes = |word: &StandingWord| drawn(*word, theme, scale).map(|(at, image, ground)| (at, shape(&image, ground, sight)));
            let all: Vec<_> = StandingWord::ALL.iter().map(shapes).collect();
            for (index, (word, of_word)) in StandingWord::ALL.iter().zip(&all).enumerate() {
                for (other, of_other) in StandingWord::ALL.iter().zip(&all).skip(index + 1) {
                    for ((at, a), (_, b)) in of_word.iter().zip(of_other) {
                        let found = difference(a, b);
                        let what = format!("{word:?} and {other:?} {at}, {}, scale {scale}, {}", kind.name(), sight.name);
                        assert!(found >= LEAST_DIFFERENCE, "{what}: {found:.2}");
                        if found < least.0 {
                            least = (found, what);
                        }
                    }
                }
            }
        }
    }
    println!("least: {:.2} of {}", least.0, least.1);
}

#[test]
fn two_signs_of_one_shape_would_be_found_whatever_their_colours() {
    let theme = Theme::of(ThemeKind::Light);
    let of = |colour: Color32, ground| {
        let layers = [Layer { form: Form::Ring(RingPart::whole(StandingWord::Denied)), radius: SIGN_RADIUS, colour }];
        shape(&image_of(&layers, 1.0), ground, &SIGHTS[1])
    };
    let found = difference(&of(theme.text, theme.panel), &of(theme.contested, theme.panel));
    assert!(found < LEAST_DIFFERENCE / 2.0, "{found:.2}");
}

#[test]
fn what_a_sign_is_painted_in_stands_out_for_every_sight() {
    for theme in ThemeKind::ALL.map(Theme::of) {
        for (sight, word) in SIGHTS.iter().flat_map(|sight| StandingWord::ALL.iter().map(move |word| (sight, *word))) {
            let on_map = (ink(word, theme.mark, theme.map_label, theme), theme.mark_edge);
            let in_panel = (ink(word, theme.text, theme.weak, theme), theme.panel);
            for (colour, ground) in [on_map, in_panel] {
                let ratio = contrast_ratio(sight.of(colour), sight.of(ground));
                // What WCAG 2.1 asks of graphics.
                assert!(ratio >= 3.0, "{}: {word:?} has {ratio:.2}:1 with {}", theme.kind.name(), sight.name);
            }
        }
    }
}

#[test]
fn one_denial_among_a_thousand_assertions_can_be_seen() {
    let asserted = events(StandingWord::Asserted, 1_000);
    for more in [StandingWord::Contested, StandingWord::Denied] {
        let parts = parts(&(asserted + events(more, 1)));
        assert!(parts.len() == 2 && parts[1].word == more && parts[1].length >= 1.0 / 6.0, "{parts:?}");
    }
    let theme = Theme::of(ThemeKind::Dark);
    let shape = |standings: &Standings| shape(&image_of(&ring(standings, 12.0, theme), 1.0), theme.mark_edge, &SIGHTS[1]);
    assert!(difference(&shape(&asserted), &shape(&(asserted + events(StandingWord::Denied, 1)))) > 0.05);
}

#[test]
fn the_parts_of_a_ring_are_in_one_order_and_make_it_whole() {
    let counts = [0, 1, 2, 7, 400];
    for case in 1..5_usize.pow(6) {
        let n_of = |index: usize| counts[case / 5_usize.pow(index as u32) % 5];
        let standings =
            StandingWord::ALL.iter().enumerate().fold(Standings::default(), |sum, (index, word)| sum + events(*word, n_of(index)));
        let parts = parts(&standings);
        assert!((parts.iter().map(|part| part.length).sum::<f32>() - 1.0).abs() < 1e-5, "{parts:?}");
        assert!(parts.iter().all(|part| part.length >= 0.12), "{parts:?}");
        assert!(parts.windows(2).all(|pair| pair[0].word < pair[1].word), "{parts:?}");
    }
}
