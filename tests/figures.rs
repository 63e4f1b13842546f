#![cfg(test)]
//! The map as plain shapes: all that the picture on the screen has, the same each time, on every machine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use egui::Rect;
use sandtable::app::figures::{FigureOf, Figures};
use sandtable::app::offscreen::{RenderRequest, draw};
use sandtable::app::{State, load};
use sandtable::command::{Command, TimeCommand};
use sandtable::earth::LonLat;
use sandtable::export::Figure;
use sandtable::export::figure::{Piece, Segment, Shape, Text};
use sandtable::export::png::{PngError, pixels, png};
use sandtable::map::Role;
use sandtable::model::RecordId;
use sandtable::query::Clock;
use sandtable::theme::Theme;
use sandtable::viewpoint::{Camera, Item, MapPart, Outside, ThemeKind};

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024")
}

fn camera(lon: f64, lat: f64, zoom: f64) -> Camera {
    Camera::new(LonLat::new(lon, lat).unwrap(), zoom)
}

fn state(theme: ThemeKind, camera: Camera) -> State {
    let mut state = State::default();
    for command in [Command::Theme(theme), Command::Loaded(Box::new(load::load(&sample()))), Command::LookAt(camera)] {
        state.run(command);
    }
    state
}

fn figure(theme: ThemeKind, camera: Camera, size: [f32; 2]) -> Figure {
    Figures::default().figure(&mut state(theme, camera), size, FigureOf::Map { has_title: true }).unwrap()
}

fn texts(figure: &Figure, kind: Role) -> Vec<&Text> {
    let shapes = figure.pieces.iter().filter(|piece| piece.kind == kind).flat_map(|piece| &piece.shapes);
    shapes.filter_map(|shape| if let Shape::Text(text) = shape { Some(text) } else { None }).collect()
}

fn items(figure: &Figure, kind: Role) -> BTreeSet<Item> {
    figure.pieces.iter().filter(|piece| piece.kind == kind).filter_map(|piece| piece.item.clone()).collect()
}

/// All corners and control points of a shape.
fn points(shape: &Shape) -> Vec<[f32; 2]> {
    let Shape::Path { path, .. } = shape else { return Vec::new() };
    let of = |segment: &Segment| match *segment {
        Segment::Move(to) | Segment::Line(to) => vec![to],
        Segment::Quad(a, to) => vec![a, to],
        Segment::Cubic(a, b, to) => vec![a, b, to],
        Segment::Close => Vec::new(),
    };
    path.iter().flat_map(of).collect()
}

#[test]
fn a_figure_has_the_names_marks_arcs_and_symbols_of_the_picture() {
    // Texts are laid out at as fine pixels as those of figures are.
    let (size, scale, camera) = ([2560, 1440], 4.0, camera(75.0, 45.0, 2.3));
    let request = RenderRequest {
        paths: vec![sample()],
        out: "unused.png".into(),
        size_px: size,
        scale,
        camera: Some(camera),
        theme: Some(ThemeKind::Dark),
        scene: None,
        select: None,
        window: None,
        clock: Clock::Happened,
        outside: Outside::Fade,
        against: None,
        has_chrome: false,
        has_title: true,
        from_tiles: false,
    };
    let drawn = draw(&request).unwrap();
    let picture = drawn.picture().unwrap();
    let figure = figure(ThemeKind::Dark, camera, size.map(|side| side as f32 / scale));
    assert_eq!(figure.size, [640.0, 360.0]);

    let arcs: BTreeSet<Item> = picture.movements.iter().map(|movement| movement.item.clone()).collect();
    assert!(!arcs.is_empty() && items(&figure, Role::Arc) == arcs);
    let marks: BTreeSet<Item> = picture.marks.iter().filter(|mark| mark.is_drawn()).map(|mark| mark.item.clone()).collect();
    assert!(marks.len() > 5 && items(&figure, Role::Mark) == marks);
    let troops: BTreeSet<Item> = picture.troops.iter().filter_map(|troops| troops.items.first().cloned()).collect();
    assert!(!troops.is_empty() && items(&figure, Role::Symbol) == troops);
    let areas: BTreeSet<Item> =
        picture.areas.iter().map(|area| &area.item).chain(picture.discs.iter().map(|disc| &disc.item)).cloned().collect();
    assert!(!areas.is_empty() && items(&figure, Role::Area) == areas);

    // Each name once for each time that it is there, with where it is.
    let names = texts(&figure, Role::Label);
    let mut n_written: BTreeMap<&str, usize> = BTreeMap::new();
    names.iter().for_each(|name| *n_written.entry(&name.text).or_default() += 1);
    let mut n_named: BTreeMap<&str, usize> = BTreeMap::new();
    picture.labels.iter().for_each(|label| *n_named.entry(label.text.text()).or_default() += 1);
    assert!(n_named.len() > 12, "{n_named:?}");
    for (name, n) in &n_named {
        assert_eq!(n_written.get(name), Some(n), "{name}");
        let label = picture.labels.iter().find(|label| label.text.text() == *name).unwrap();
        let rect = Rect::from_min_size(label.pos, label.text.size()).expand(1.0);
        let is_there = |text: &&&Text| text.text == *name && rect.contains(text.at.into());
        let text = names.iter().find(is_there).unwrap_or_else(|| {
            panic!(
                "{name} stands elsewhere than in {rect:?}: {:?}",
                names.iter().filter(|text| text.text == *name).map(|text| text.at).collect::<Vec<_>>()
            )
        });
        assert!(text.halo.is_some() && text.offsets.len() == text.text.chars().count() + 1, "{name}");
    }
    let furniture: Vec<&str> = texts(&figure, Role::Furniture).iter().map(|text| text.text.as_str()).collect();
    for words in ["North Korea and Russia: a treaty and reported troops, October 2024", "Public: made from one news article", "2000 km"] {
        assert!(furniture.contains(&words), "{words} lacks among {furniture:?}");
    }
    assert!(furniture.iter().any(|words| words.contains("Natural Earth")), "{furniture:?}");
}

#[test]
fn nothing_lies_outside_a_figure_but_what_reaches_over_its_edge() {
    const MARGIN: f32 = 16.5;
    for (camera, parts) in [(camera(36.2, 51.7, 7.5), &[][..]), (camera(180.0, 66.0, 2.0), &[MapPart::Graticule, MapPart::Locator])] {
        let mut state = state(ThemeKind::Light, camera);
        parts.iter().for_each(|part| drop(state.run(Command::TogglePart(*part))));
        let figure = Figures::default().figure(&mut state, [613.0, 345.0], FigureOf::Map { has_title: false }).unwrap();
        let is_near = |[x, y]: &[f32; 2]| (-MARGIN..613.0 + MARGIN).contains(x) && (-MARGIN..345.0 + MARGIN).contains(y);
        let mut n_points = 0;
        for piece in &figure.pieces {
            for shape in &piece.shapes {
                let points = points(shape);
                n_points += points.len();
                let is_large = matches!(piece.kind, Role::Ground | Role::Area | Role::Arc | Role::OfScene | Role::Furniture);
                assert!(!is_large || points.iter().all(is_near), "{:?} {shape:?}", piece.kind);
                assert!(points.is_empty() || points.iter().any(is_near), "{:?} {shape:?}", piece.kind);
            }
        }
        assert!((1_000..60_000).contains(&n_points), "{n_points}");
    }
}

#[test]
fn the_same_state_gives_the_same_figure_and_the_same_bytes() {
    let make = || {
        let figure = figure(ThemeKind::Projector, camera(80.0, 50.0, 2.4), [613.0, 345.0]);
        let bytes = png(&figure, 1.5).unwrap();
        (figure, bytes)
    };
    let ((first, bytes), (second, same_bytes)) = (make(), make());
    assert!(first == second && bytes == same_bytes);
    let image = image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).unwrap();
    assert_eq!((image.width(), image.height()), (920, 518));
}

#[test]
fn the_state_is_as_it_was_and_the_next_figure_is_none_the_worse_for_the_one_before() {
    let (wide, near) = (camera(80.0, 50.0, 2.4), camera(36.2, 51.7, 6.9));
    let figures = Figures::default();
    let mut state = state(ThemeKind::Dark, wide);
    let before = state.viewpoint().clone();
    let first = figures.figure(&mut state, [613.0, 345.0], FigureOf::Map { has_title: true }).unwrap();
    assert!(*state.viewpoint() == before);
    state.run(Command::LookAt(near));
    let other = figures.figure(&mut state, [320.0, 180.0], FigureOf::Map { has_title: true }).unwrap();
    state.run(Command::LookAt(wide));
    assert!(first == figures.figure(&mut state, [613.0, 345.0], FigureOf::Map { has_title: true }).unwrap());
    assert!(first != other);
}

#[test]
fn over_180_degrees_there_is_land_on_both_sides_and_no_seam_between_neighbours() {
    let figure = figure(ThemeKind::Light, camera(180.0, 66.0, 3.6), [800.0, 500.0]);
    let picture = pixels(&figure, 1.0).unwrap();
    let at = |x: u32, y: u32| {
        let start = ((y * 800 + x) * 4) as usize;
        <[u8; 4]>::try_from(&picture.rgba[start..start + 4]).unwrap()
    };
    let theme = Theme::of(ThemeKind::Light);
    let n_of = |colour: egui::Color32, from: u32, to: u32| {
        (from..to).flat_map(|x| (100..400).map(move |y| (x, y))).filter(|(x, y)| at(*x, *y) == colour.to_array()).count()
    };
    assert!(n_of(theme.land, 200, 400) > 5_000, "west of the line");
    assert!(n_of(theme.land, 500, 800) > 5_000, "east of the strait");
    assert!(n_of(theme.sea, 300, 600) > 5_000, "the strait between");
    // Chukotka lies over the line: where the two halves meet nothing shows.
    for y in 200..260 {
        let row: Vec<[u8; 4]> = (395..406).map(|x| at(x, y)).collect();
        if row.first() == Some(&theme.land.to_array()) && row.last() == row.first() {
            assert!(row.iter().all(|pixel| *pixel == theme.land.to_array()), "row {y}: {row:?}");
        }
    }
}

#[test]
fn what_is_selected_is_ringed() {
    let camera = camera(36.2, 51.7, 5.9);
    let mut state = state(ThemeKind::Dark, camera);
    let figures = Figures::default();
    let ring = |figure: &Figure| {
        let accent = Theme::of(ThemeKind::Dark).accent.to_array();
        let has_ring = |shape: &Shape| matches!(shape, Shape::Path { stroke: Some(stroke), .. } if stroke.colour == accent);
        figure
            .pieces
            .iter()
            .filter(|piece| piece.shapes.iter().any(has_ring))
            .filter_map(|piece| piece.item.clone())
            .collect::<BTreeSet<_>>()
    };
    assert!(ring(&figures.figure(&mut state, [640.0, 400.0], FigureOf::Map { has_title: false }).unwrap()).is_empty());
    state.run(Command::Select(Some(Item::Record(RecordId::read("event:stationing").unwrap()))));
    state.run(Command::LookAt(camera));
    let ringed = ring(&figures.figure(&mut state, [640.0, 400.0], FigureOf::Map { has_title: false }).unwrap());
    assert!(ringed.iter().any(|item| item.to_string() == "place:kursk-region"), "{ringed:?}");
}

#[test]
fn what_lies_outside_the_window_is_faint_as_a_whole() {
    let mut state = state(ThemeKind::Light, camera(75.0, 45.0, 2.4));
    let figures = Figures::default();
    let faint = |figure: &Figure| -> Vec<Piece> {
        figure.pieces.iter().filter(|piece| piece.kind == Role::Mark && piece.opacity < 1.0).cloned().collect()
    };
    let size = [613.0, 345.0];
    assert!(faint(&figures.figure(&mut state, size, FigureOf::Map { has_title: false }).unwrap()).is_empty());
    let window = load::typed_window("2024-10-23", state.situation().unwrap()).unwrap();
    state.run(Command::Time(TimeCommand::Window(Some(window))));
    let figure = figures.figure(&mut state, size, FigureOf::Map { has_title: false }).unwrap();
    let faint = faint(&figure);
    assert!(!faint.is_empty());
    // A disc on a larger one: put together they are as faint as one of them, whatever lies below.
    for piece in &faint {
        let colours: BTreeSet<[u8; 4]> = {
            let alone = Figure { size, pieces: vec![piece.clone()] };
            let pixels = pixels(&alone, 2.0).unwrap();
            pixels.rgba.chunks_exact(4).map(|pixel| <[u8; 4]>::try_from(pixel).unwrap()).collect()
        };
        let most = colours.iter().map(|colour| colour[3]).max().unwrap();
        assert!((i32::from(most) - (piece.opacity * 255.0) as i32).abs() <= 1, "{most} of {}", piece.opacity);
    }
}

#[test]
fn a_picture_that_is_too_large_or_has_no_size_is_refused() {
    let figure = Figure { size: [100.0, 50.0], ..Figure::default() };
    assert_eq!(pixels(&figure, 0.001), Err(PngError::Size { width: 0, height: 0 }));
    assert_eq!(pixels(&figure, 100.0), Err(PngError::Size { width: 10_000, height: 5_000 }));
    assert!(matches!(pixels(&figure, f32::NAN), Err(PngError::Size { .. })));
    assert_eq!(pixels(&figure, 1.0).unwrap().size, [100, 50]);
}
