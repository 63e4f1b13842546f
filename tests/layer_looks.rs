#![cfg(test)]
//! How data layers are made to look by hand, and what the map shows of it.

#[path = "common/window.rs"]
mod window;

use std::fmt::Write as _;
use std::path::Path;

use egui::{Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use sandtable::app::load;
use sandtable::command::{Action, Command, RowsCommand};
use sandtable::formats::packed::pack;
use sandtable::map::{Hit, Picture};
use sandtable::viewpoint::{Item, LayerStyle};
use window::{Window, state_of, window};

/// Towns in a row, each with more people than the one before and with where its people went.
const TOWNS: [(&str, f64, u32); 4] = [("Alpha", 10.0, 100), ("Beta", 20.0, 400), ("Gamma", 30.0, 1_600), ("Delta", 40.0, 4_900)];

fn towns() -> String {
    let mut text = "name,lat,lon,people,course,to_lat,to_lon\n".to_owned();
    for (name, lon, people) in TOWNS {
        writeln!(text, "{name},50,{lon},{people},90,60,{}", lon + 5.0).unwrap();
    }
    text
}

/// Fields side by side, more positions than are drawn one by one, of two kinds.
fn fields() -> String {
    let field = |n: usize| {
        let (x, y) = ((n % 60) as f64, (n / 60) as f64);
        let corner = |[dx, dy]: [f64; 2]| format!("[{}, {}]", x + dx, y + dy);
        let ring = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9], [0.1, 0.1]].map(corner).join(", ");
        let kind = if n.is_multiple_of(2) { "wheat" } else { "rye" };
        format!(
            r#"{{"type": "Feature", "properties": {{"name": "Field {n}", "kind": "{kind}"}}, "geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}"#
        )
    };
    let all: Vec<String> = (0..2_400).map(field).collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, all.join(",\n"))
}

fn opened(folder: &Path, files: &[(&str, String)]) -> Harness<'static, Window> {
    let paths = files.iter().map(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let loaded: Vec<_> = paths.map(|path| load::load(&path)).collect();
    let mut harness = window(state_of(loaded), [1280.0, 800.0]);
    harness.state_mut().state.run(Command::Act(Action::ToggleLayers));
    harness.run();
    harness
}

fn picture<'a>(harness: &'a Harness<'static, Window>) -> &'a Picture {
    harness.state().desk.as_ref().unwrap().picture().unwrap()
}

fn style(harness: &mut Harness<'static, Window>, layer: usize, change: impl FnOnce(&mut LayerStyle)) {
    let mut style = LayerStyle::default();
    change(&mut style);
    harness.state_mut().state.run(Command::Rows(RowsCommand::Style(layer, Box::new(style))));
    harness.run();
}

#[test]
fn columns_chosen_in_the_panel_say_how_large_points_are_and_what_stands_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("towns.csv", towns())]);
    assert!(picture(&harness).labels.iter().all(|label| label.text.text() != "Gamma"));
    harness.get_by_label("More").click();
    harness.run();
    for (choice, column) in [("Size by, towns.csv: None", "people"), ("Label by, towns.csv: None", "name")] {
        harness.get_by_label(choice).click();
        harness.run();
        harness.get_all_by_label(column).last().unwrap().click();
        harness.run();
    }
    let chosen = harness.state().state.viewpoint().layer_styles[&0].clone();
    assert_eq!((chosen.size_by.as_deref(), chosen.label_by.as_deref()), (Some("people"), Some("name")));
    let picture = picture(&harness);
    let radius = |row: u32| picture.points.iter().find(|point| point.item == Item::Row { layer: 0, row }).unwrap().radius;
    let radii: Vec<f32> = (0..4).map(radius).collect();
    assert!(radii.is_sorted_by(|a, b| a < b), "{radii:?}");
    assert!(picture.points.is_sorted_by(|a, b| a.radius >= b.radius), "the smaller over the larger");
    for (row, (name, ..)) in (0..).zip(TOWNS) {
        let label = picture.labels.iter().find(|label| label.text.text() == name);
        let all = || picture.labels.iter().map(|label| label.text.text()).collect::<Vec<_>>();
        assert_eq!(label.and_then(|label| label.item.clone()), Some(Item::Row { layer: 0, row }), "{name} among {:?}", all());
    }
    let legend: Vec<&str> = picture.legend.iter().map(sandtable::map::LegendEntry::words).collect();
    assert!(legend.windows(4).any(|told| told == ["towns.csv, size by people", "4,900", "900", "100"]), "{legend:?}");
}

#[test]
fn points_turn_where_their_column_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("towns.csv", towns())]);
    style(&mut harness, 0, |style| style.direction_by = Some("course".into()));
    assert!(picture(&harness).points.iter().all(|point| point.direction_deg == Some(90.0)));
}

#[test]
fn arcs_go_to_where_two_columns_say_and_belong_to_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("towns.csv", towns())]);
    style(&mut harness, 0, |style| style.arcs_to = [Some("to_lon".into()), Some("to_lat".into())]);
    let picture = picture(&harness);
    let arcs = picture.dots.first().expect("the arcs are an image");
    assert_eq!(arcs.n_points, 4);
    let at = arcs.lines_of(&picture_view(picture), 2).concat();
    let middle = at[at.len() / 2];
    assert_eq!(picture.pick(middle), Some(Hit::Item(Item::Row { layer: 0, row: 2 })));
    assert!(at.len() > 4, "along the great circle");
    style(&mut harness, 0, |style| style.arcs_to = [Some("name".into()), Some("to_lat".into())]);
    assert!(self::picture(&harness).dots.is_empty(), "words lead nowhere");
}

fn picture_view(picture: &Picture) -> sandtable::map::View {
    sandtable::map::View::new(picture.camera, picture.rect)
}

#[test]
fn many_areas_are_one_image_and_each_can_still_be_pressed_and_coloured() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("fields.geojson", fields())]);
    style(&mut harness, 0, |style| style.colour_by = Some("kind".into()));
    let picture = picture(&harness);
    assert!(picture.areas.is_empty());
    let [fields] = picture.dots.as_slice() else { panic!("one image") };
    assert_eq!(fields.n_points, 2_400);
    let view = picture_view(picture);
    let middle = |row: u32| {
        let corners = fields.lines_of(&view, row).concat();
        let sum = corners.iter().skip(1).fold(vec2(0.0, 0.0), |sum, corner| sum + corner.to_vec2());
        (sum / (corners.len() - 1) as f32).to_pos2()
    };
    for row in [0, 61, 1_200, 2_399] {
        assert_eq!(picture.pick(middle(row)), Some(Hit::Item(Item::Row { layer: 0, row })));
    }
    assert_eq!(picture.pick(middle(0).lerp(middle(1), 0.5)), None, "between two of them");
    let image = fields.image().unwrap();
    let colour = |at: Pos2| {
        let at = (at - picture.rect.min) * picture.pixels_per_point;
        image.pixels[at.y as usize * image.size[0] + at.x as usize]
    };
    assert!(colour(middle(0)) != colour(middle(1)) && colour(middle(0)) == colour(middle(2)) && colour(middle(0)).a() > 0);
    assert!(picture.legend.iter().any(|entry| entry.words() == "rye"));
    let named: Vec<u32> = (0..2_400).filter(|row| fields.lines_of(&view, *row).is_empty()).collect();
    assert!(named.is_empty());
}

#[test]
fn what_is_left_out_of_many_areas_is_neither_drawn_nor_hit() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("fields.geojson", fields())]);
    let before = picture(&harness).dots[0].image().unwrap().pixels.iter().filter(|pixel| pixel.a() > 0).count();
    harness.state_mut().state.run(Command::Filter(sandtable::command::FilterCommand::Words("Field 61".to_owned())));
    harness.run();
    let picture = picture(&harness);
    let fields = &picture.dots[0];
    // Those of 61, 161 and so on to 2361, of 610 to 619, and of 1610 to 1619.
    assert_eq!(fields.n_points, 44);
    let view = picture_view(picture);
    assert!(fields.lines_of(&view, 0).is_empty() && !fields.lines_of(&view, 615).is_empty());
    let after = fields.image().unwrap().pixels.iter().filter(|pixel| pixel.a() > 0).count();
    assert!(after > 0 && after < before / 40, "{after} of {before}");
}

#[test]
fn a_layer_is_raised_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(folder.path(), &[("low.csv", towns()), ("high.csv", towns())]);
    let on_top = |harness: &Harness<'static, Window>| picture(harness).points.last().map(|point| point.item.clone());
    assert!(matches!(on_top(&harness), Some(Item::Row { layer: 1, .. })));
    harness.get_by_label("Higher, low.csv").click();
    harness.run();
    assert!(matches!(on_top(&harness), Some(Item::Row { layer: 0, .. })));
    assert_eq!(harness.state().state.viewpoint().layer_order(2), [1, 0]);
    harness.get_by_label("Lower, low.csv").click();
    harness.run();
    assert!(matches!(on_top(&harness), Some(Item::Row { layer: 1, .. })));
}

/// A picture of red and blue halves from 30 to 40 degrees east and from 50 to 55 north, and its world file.
fn ground(folder: &Path) -> std::path::PathBuf {
    let half = |column: u32| if column < 20 { image::Rgba([200, 0, 0, 255]) } else { image::Rgba([0, 0, 200, 255]) };
    image::RgbaImage::from_fn(40, 20, |column, _| half(column)).save(folder.join("map.png")).unwrap();
    std::fs::write(folder.join("map.pgw"), "0.25\n0\n0\n-0.25\n30.125\n54.875\n").unwrap();
    folder.join("map.png")
}

#[test]
fn a_picture_with_a_world_file_lies_on_the_map_and_is_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let harness = window(state_of([load::load(&ground(folder.path()))]), [1280.0, 800.0]);
    let picture = picture(&harness);
    let [ground] = picture.dots.as_slice() else { panic!("one image") };
    let image = ground.picture().unwrap();
    let at = |lon: f64, lat: f64| picture_view(picture).copies(sandtable::earth::LonLat::new(lon, lat).unwrap())[0];
    let colour = |at: Pos2| {
        let at = (at - picture.rect.min) * picture.pixels_per_point;
        image.pixels[at.y as usize * image.size[0] + at.x as usize].to_array()
    };
    assert_eq!((colour(at(32.5, 52.5)), colour(at(37.5, 51.0))), ([200, 0, 0, 255], [0, 0, 200, 255]));
    assert_eq!((colour(at(29.8, 52.5)), colour(at(35.0, 55.1))), ([0; 4], [0; 4]), "nothing beside it");
    assert_eq!(picture.pick(at(32.5, 52.5)), Some(Hit::Item(Item::Row { layer: 0, row: 0 })));
    assert_eq!(harness.state().state.layers()[0].title(0), "map.png");
    assert!(picture.areas.is_empty());
}

#[test]
fn a_picture_on_the_ground_is_in_what_leaves_as_vectors_too() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (ground(folder.path()), folder.path().join("map.svg"));
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_sandtable")).args(["render"]).arg(from).arg("-o").arg(&to).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let svg = std::fs::read_to_string(to).unwrap();
    assert_eq!(svg.matches("<image ").count(), 1);
    let data = svg.split("data:image/png;base64,").nth(1).unwrap().split('"').next().unwrap();
    let png = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, data).unwrap();
    let pixels = image::load_from_memory(&png).unwrap().into_rgba8();
    let n = |colour: [u8; 4]| pixels.pixels().filter(|pixel| pixel.0 == colour).count();
    let (red, blue) = (n([200, 0, 0, 255]), n([0, 0, 200, 255]));
    assert!(red > 1_000 && red.abs_diff(blue) < red / 50, "{red} {blue}");
}

#[test]
fn the_pictures_of_a_kmz_lie_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let png = std::fs::read(ground(folder.path())).unwrap();
    let overlay = |href: &str, bounds: &str| {
        format!("<GroundOverlay><name>{href}</name><Icon><href>{href}</href></Icon><LatLonBox>{bounds}</LatLonBox></GroundOverlay>")
    };
    let bounds = "<north>10</north><south>0</south><east>-170</east><west>170</west>";
    let overlays =
        [overlay("files/a.png", bounds), overlay("files/none.png", bounds), overlay("../a.png", bounds), overlay("http://x/a.png", bounds)];
    let kml = format!("<kml><Document>{}<Placemark><name>p</name></Placemark></Document></kml>", overlays.concat());
    let kmz = folder.path().join("a.kmz");
    std::fs::write(&kmz, pack([("doc.kml", kml.as_bytes()), ("files/a.png", &png[..])]).unwrap()).unwrap();
    let loaded = load::load(&kmz);
    let told: Vec<&str> = loaded.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(told, ["left-out"; 3], "what is not in the archive is told and nothing else is looked for");
    let state = state_of([loaded]);
    let layer = &state.layers()[0];
    assert_eq!((layer.n_rows(), layer.pictures().len(), layer.title(0)), (2, 1, "files/a.png".to_owned()));
    let [lon, lat] = layer.picture_of(0).unwrap().lies.place(20.0, 10.0);
    assert_eq!(([lon.round(), lat.round()], layer.bounds_of(0).unwrap().width_deg().round()), ([180.0, 5.0], 20.0));
}

#[test]
fn points_keep_their_names_where_arcs_go_from_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "name,lat,lon,to_lat,to_lon\n".to_owned();
    (0..2_100).for_each(|n| writeln!(text, "Point {n},{},{},0,0", n / 50, n % 50).unwrap());
    let mut harness = opened(folder.path(), &[("points.csv", text)]);
    let named =
        |harness: &Harness<'static, Window>| picture(harness).labels.iter().filter(|label| label.text.text().starts_with("Point ")).count();
    style(&mut harness, 0, |style| style.label_by = Some("name".into()));
    let alone = named(&harness);
    style(&mut harness, 0, |style| {
        style.label_by = Some("name".into());
        style.arcs_to = [Some("to_lon".into()), Some("to_lat".into())];
    });
    assert!(alone > 3 && named(&harness) == alone, "{alone} and {}", named(&harness));
}
