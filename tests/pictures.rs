#![cfg(test)]
//! The pictures of `pictures.md`, checked as far as a program can: nothing over anything else, nothing clipped, names where they should be
//! and readable on what is really behind them, no streaks. How they look, a person has to judge.

use std::path::Path;

use egui::{Color32, Rect, pos2};
use sandtable::app::offscreen::{Drawn, RenderRequest, draw};
use sandtable::earth::LonLat;
use sandtable::map::{Movement, Picture};
use sandtable::query::Clock;
use sandtable::theme::{Theme, contrast_ratio};
use sandtable::viewpoint::{Camera, Outside, ThemeKind};

/// A view of the checklist, with names that must be in it and such that must not.
struct View {
    name: &'static str,
    lon_deg: f64,
    lat_deg: f64,
    /// At a width of 1280 points; a wider picture shows the same stretch of the earth.
    zoom: f64,
    names: &'static [&'static str],
    never: &'static [&'static str],
}

const VIEWS: [View; 6] = [
    View {
        name: "world",
        lon_deg: 15.0,
        lat_deg: 22.0,
        zoom: 2.0,
        names: &["UNITED STATES", "BRAZIL", "CHINA", "AUSTRALIA", "Indian Ocean", "Russia", "New York"],
        never: &["Atlantic Ocean", "Pacific Ocean", "VATICAN CITY"],
    },
    View {
        name: "Europe",
        lon_deg: 12.0,
        lat_deg: 51.0,
        zoom: 4.2,
        names: &["FRANCE", "GERMANY", "SPAIN", "POLAND", "ITALY", "London", "North Sea", "Moscow", "Ukraine"],
        never: &["VATICAN CITY", "MONACO", "Kiev"],
    },
    View {
        name: "Korea",
        lon_deg: 127.5,
        lat_deg: 38.2,
        zoom: 6.3,
        names: &["Seoul", "Pyongyang", "North Korea", "South Korea", "Yellow Sea", "Sea of Japan"],
        never: &["NORTH KOREA", "SOUTH KOREA"],
    },
    View {
        name: "Kursk region",
        lon_deg: 36.2,
        lat_deg: 51.7,
        zoom: 6.9,
        names: &["Kursk region", "Kharkiv", "Belgorod", "Bryansk", "RUSSIA"],
        never: &["Kursk Oblast", "UKRAINE"],
    },
    View {
        name: "Bering Strait",
        lon_deg: -170.0,
        lat_deg: 65.5,
        zoom: 4.2,
        names: &["RUSSIA", "UNITED STATES", "Bering Sea", "Chukchi Sea", "Alaska", "Anchorage"],
        never: &[],
    },
    View { name: "New Zealand", lon_deg: 178.0, lat_deg: -41.0, zoom: 4.6, names: &["NEW ZEALAND", "Auckland", "Wellington"], never: &[] },
];

/// Width and height in pixels, and pixels for each point.
const SIZES: [([u32; 2], f32); 4] = [([1280, 720], 1.0), ([1920, 1080], 1.0), ([3840, 2160], 1.0), ([3840, 2160], 2.0)];

impl View {
    fn draw(&self, size_px: [u32; 2], scale: f32, theme: ThemeKind) -> Drawn {
        let wider = (f64::from(size_px[0]) / f64::from(scale) / 1280.0).log2();
        let camera = Camera::new(LonLat::new(self.lon_deg, self.lat_deg).unwrap(), self.zoom + wider);
        let request = RenderRequest {
            paths: vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024")],
            out: "unused.png".into(),
            size_px,
            scale,
            camera: Some(camera),
            theme: Some(theme),
            scene: None,
            select: None,
            window: None,
            clock: Clock::Happened,
            outside: Outside::Fade,
            against: None,
            has_chrome: false,
            has_title: false,
            from_tiles: false,
        };
        draw(&request).unwrap()
    }
}

/// What must not touch: all names, and the marks that are drawn, each with what it is.
fn things(picture: &Picture) -> Vec<(String, Rect)> {
    let labels = picture.labels.iter().map(|label| (label.text.text().to_owned(), Rect::from_min_size(label.pos, label.text.size())));
    let marks = picture.marks.iter().filter(|mark| mark.is_drawn() && picture.rect.contains(mark.pos));
    let troops = picture.troops.iter().map(|troops| (format!("the mark of {}", troops.names.join("; ")), troops.claim()));
    let signs = picture.movements.iter().filter_map(Movement::sign_rect).map(|rect| ("the mark of a movement".to_owned(), rect));
    labels.chain(marks.map(|mark| (format!("the mark of {}", mark.name), mark.rect()))).chain(signs).chain(troops).collect()
}

fn assert_nothing_overlaps_or_is_clipped(picture: &Picture, at: &str) {
    let things = things(picture);
    for (index, (name, rect)) in things.iter().enumerate() {
        assert!(picture.rect.contains_rect(*rect) || name.starts_with("the mark"), "{at}: {name} is clipped");
        assert!(!picture.legend_rect.is_some_and(|legend| legend.intersects(*rect)), "{at}: the legend covers {name}");
        for (other, rect_of_other) in things.iter().skip(index + 1) {
            assert!(!rect.shrink(0.5).intersects(rect_of_other.shrink(0.5)), "{at}: {name} and {other} overlap");
        }
    }
}

fn assert_names_are_right(view: &View, picture: &Picture, at: &str) {
    let names: Vec<&str> = picture.labels.iter().map(|label| label.text.text()).collect();
    for name in view.names {
        assert!(names.contains(name), "{at}: {name} lacks among {names:?}");
    }
    for name in view.never {
        assert!(!names.contains(name), "{at}: {name} is named");
    }
    // The same name twice is two worlds, two halves of a large country, or two places far apart.
    for (index, label) in picture.labels.iter().enumerate() {
        let twin = picture.labels.iter().skip(index + 1).find(|other| other.text.text() == label.text.text());
        assert!(twin.is_none_or(|twin| twin.pos.distance(label.pos) > 250.0), "{at}: {} is named twice", label.text.text());
    }
}

/// Pixels of a drawing.
struct Pixels<'a> {
    bytes: &'a [u8],
    size: [u32; 2],
}

impl Pixels<'_> {
    fn at(&self, x: u32, y: u32) -> Color32 {
        let start = (y * self.size[0] + x) as usize * 4;
        Color32::from_rgb(self.bytes[start], self.bytes[start + 1], self.bytes[start + 2])
    }
}

fn distance(a: Color32, b: Color32) -> u32 {
    a.to_array().iter().zip(b.to_array()).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

/// The contrast of a name with what is around its letters on the drawing: with the tenth that it stands out from least.
fn contrast_of(ink: Color32, rect: Rect, scale: f32, pixels: &Pixels<'_>) -> f32 {
    let [left, top, right, bottom] = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(|side| (side * scale) as u32);
    let is_ink = |x: u32, y: u32| distance(pixels.at(x, y), ink) < 60;
    let mut contrasts = Vec::new();
    for (x, y) in (left + 3..right.saturating_sub(3)).flat_map(|x| (top + 3..bottom.saturating_sub(3)).map(move |y| (x, y))) {
        if is_ink(x, y) {
            // What is two and three pixels away is the halo or the ground, or another stroke of a letter.
            for (dx, dy) in [(2_i32, 0_i32), (-2, 0), (0, 2), (0, -2), (3, 0), (-3, 0)] {
                let (x, y) = (x.saturating_add_signed(dx), y.saturating_add_signed(dy));
                let ground = pixels.at(x, y);
                // Not on the soft edge of a letter.
                let is_edge = [(1_i32, 0_i32), (-1, 0), (0, 1), (0, -1)]
                    .iter()
                    .any(|(dx, dy)| distance(pixels.at(x.saturating_add_signed(*dx), y.saturating_add_signed(*dy)), ink) < 220);
                if distance(ground, ink) > 220 && !is_edge {
                    contrasts.push(contrast_ratio(ink, ground));
                }
            }
        }
    }
    contrasts.sort_by(f32::total_cmp);
    contrasts.get(contrasts.len() / 10).copied().unwrap_or(f32::NAN)
}

/// A streak is a long level line where no border runs along a parallel: the mark of an area torn over 180 degrees.
fn longest_level_line(pixels: &Pixels<'_>, theme: &Theme) -> u32 {
    let is_edge = |x: u32, y: u32| {
        let colour = pixels.at(x, y);
        [theme.coast, theme.border, theme.disputed].iter().any(|edge| distance(colour, *edge) < 24)
    };
    let mut longest = 0;
    for y in 0..pixels.size[1] {
        let mut run = 0;
        for x in 0..pixels.size[0] {
            run = if is_edge(x, y) { run + 1 } else { 0 };
            longest = longest.max(run);
        }
    }
    longest
}

#[test]
fn nothing_overlaps_or_is_clipped_and_names_are_right_in_every_view_and_size() {
    for view in &VIEWS {
        for (size_px, scale) in SIZES {
            let drawn = view.draw(size_px, scale, ThemeKind::Light);
            let at = format!("{} at {size_px:?}, scale {scale}", view.name);
            let picture = drawn.picture().unwrap();
            assert_nothing_overlaps_or_is_clipped(picture, &at);
            assert_names_are_right(view, picture, &at);
        }
    }
}

#[test]
fn names_stand_out_from_what_is_drawn_around_them_and_nothing_streaks_in_every_theme() {
    for view in &VIEWS {
        for kind in ThemeKind::ALL {
            let (size, scale) = ([1920, 1080], 1.5);
            let drawn = view.draw(size, scale, kind);
            let at = format!("{}, {}", view.name, kind.name());
            let picture = drawn.picture().unwrap();
            assert_nothing_overlaps_or_is_clipped(picture, &at);
            let pixels = Pixels { bytes: &drawn.pixels, size };
            let mut n_measured = 0;
            for label in &picture.labels {
                let contrast = contrast_of(label.ink, Rect::from_min_size(label.pos, label.text.size()), scale, &pixels);
                if !contrast.is_nan() {
                    n_measured += 1;
                    assert!(contrast >= 3.9, "{at}: {} has {contrast:.1}:1", label.text.text());
                }
            }
            assert!(n_measured * 10 >= picture.labels.len() * 8, "{at}: {n_measured} of {} names were measured", picture.labels.len());
            // The 49th parallel between Canada and the United States is the longest true one: a twelfth of the world.
            let world = picture.camera.world_points() as f32 * scale;
            let longest = longest_level_line(&pixels, Theme::of(kind));
            assert!((longest as f32) < (world / 10.0).max(120.0), "{at}: a level line of {longest} pixels");
        }
    }
}

#[test]
fn a_torn_area_and_a_name_without_contrast_would_be_found() {
    let theme = Theme::of(ThemeKind::Light);
    let size = [400, 60];
    let mut bytes: Vec<u8> = (0..400 * 60).flat_map(|_| theme.land.to_array()).collect();
    let mut paint = |x: u32, y: u32, colour: Color32| {
        let start = (y * 400 + x) as usize * 4;
        bytes[start..start + 4].copy_from_slice(&colour.to_array());
    };
    (20..380).for_each(|x| paint(x, 30, theme.coast));
    let faint = Color32::from_rgb(0x90, 0x90, 0x90);
    (0..8).for_each(|stroke| (5..20).for_each(|y| paint(40 + stroke * 9, y, faint)));
    let pixels = Pixels { bytes: &bytes, size };
    assert_eq!(longest_level_line(&pixels, theme), 360);
    let contrast = contrast_of(faint, Rect::from_min_max(pos2(30.0, 0.0), pos2(130.0, 26.0)), 1.0, &pixels);
    assert!((2.0..3.5).contains(&contrast), "{contrast}");
}
