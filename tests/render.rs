#![cfg(test)]
//! Pictures without a window: the size asked for, the same bytes each time, different where something differs.

#[path = "common/folder.rs"]
mod folder;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use folder::sample_in;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024")
}

/// The PNG that `sandtable render` makes of the sample with some arguments.
fn render(arguments: &[&str]) -> Vec<u8> {
    render_of(&sample(), arguments)
}

fn render_of(situation: &Path, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.png");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
    // No display is needed.
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let output = command.arg("render").arg(situation).arg("-o").arg(&out).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(&out).unwrap()
}

/// The sample with another title and handling marking.
fn sample_with(title: &str, handling: Option<&str>) -> tempfile::TempDir {
    let folder = sample_in(tempfile::tempdir().unwrap());
    let header = folder.path().join("situation.json");
    let mut members: serde_json::Value = serde_json::from_slice(&fs::read(&header).unwrap()).unwrap();
    members["title"] = title.into();
    members["handling"] = handling.map_or(serde_json::Value::Null, Into::into);
    fs::write(&header, members.to_string()).unwrap();
    folder
}

fn size(png: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap();
    (image.width(), image.height())
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for chrome in
        [&["--size", "800x500"][..], &["--size", "800x500", "--window-chrome", "--select", "event:stationing", "--theme", "light"]]
    {
        let (first, second) = (render(chrome), render(chrome));
        assert_eq!(size(&first), (800, 500));
        assert!(first == second, "two renderings of {chrome:?} differ");
    }
}

#[test]
fn themes_scales_views_and_selections_each_show() {
    let plain = render(&["--size", "640x400"]);
    let others = [
        &["--theme", "light"][..],
        &["--theme", "projector"],
        &["--scale", "2"],
        &["--view", "127,38,6"],
        &["--select", "event:stationing"],
        &["--window-chrome"],
    ];
    for other in others {
        let picture = render(&[&["--size", "640x400"], other].concat());
        assert_eq!(size(&picture), (640, 400), "{other:?}");
        assert!(picture != plain, "{other:?} changes nothing");
    }
}

#[test]
fn the_view_over_180_degrees_has_land_on_both_sides() {
    let png = render(&["--size", "800x500", "--view", "180,66,3.6", "--theme", "light"]);
    let image = image::load_from_memory_with_format(&png, image::ImageFormat::Png).unwrap().into_rgb8();
    // Chukotka to the left of the line, Alaska to the right of it; the Bering Strait's sea between.
    let is_land = |x: u32, y: u32| image.get_pixel(x, y).0 == [0xF6, 0xF4, 0xEE];
    let n_land = |from: u32, to: u32| (from..to).flat_map(|x| (100..400).map(move |y| (x, y))).filter(|(x, y)| is_land(*x, *y)).count();
    assert!(n_land(200, 400) > 5_000, "west of the line");
    assert!(n_land(500, 800) > 5_000, "east of the strait");
}

/// How many pixels of their upper halves tell two pictures apart.
fn n_different(a: &[u8], b: &[u8]) -> usize {
    let [a, b] = [a, b].map(|png| image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap().into_rgb8());
    assert_eq!(a.dimensions(), b.dimensions());
    a.enumerate_pixels().filter(|(x, y, pixel)| *y < a.height() / 2 && b.get_pixel(*x, *y) != *pixel).count()
}

#[test]
fn every_picture_carries_its_handling_marking() {
    let [none, red, green] = [None, Some("TLP:RED"), Some("TLP:GREEN")].map(|handling| sample_with("Troops", handling));
    for arguments in [
        &["--size", "640x400"][..],
        &["--size", "640x400", "--no-caption"],
        &["--size", "640x400", "--scale", "2", "--theme", "projector"],
        &["--size", "200x150"],
        &["--size", "100x100", "--no-caption"],
        &["--size", "640x400", "--window-chrome", "--no-caption"],
        &["--size", "200x150", "--window-chrome"],
    ] {
        let [none, red, green] = [&none, &red, &green].map(|folder| render_of(folder.path(), arguments));
        assert!(n_different(&none, &red) > 150, "{arguments:?}: no marking");
        assert!(n_different(&red, &green) > 60, "{arguments:?}: the words are not to be read");
    }
}

#[test]
fn a_picture_without_caption_has_neither_title_nor_date() {
    let [one, other] = ["Troops", "A treaty"].map(|title| sample_with(title, Some("TLP:RED")));
    let [with, without] = [&["--size", "640x400"][..], &["--size", "640x400", "--no-caption"]]
        .map(|arguments| [&one, &other].map(|folder| render_of(folder.path(), arguments)));
    assert!(with[0] != with[1], "the title tells them apart");
    assert!(without[0] == without[1], "the title is left out");
}

#[test]
fn what_moved_since_another_state_is_drawn_and_what_cannot_be_read_is_told() {
    let old = sample_with("Old", None);
    let places = old.path().join("places.geojson");
    let mut places_of_old: serde_json::Value = serde_json::from_slice(&fs::read(&places).unwrap()).unwrap();
    let kazan = places_of_old["features"].as_array_mut().unwrap().iter_mut().find(|place| place["properties"]["name"] == "Kazan").unwrap();
    kazan["geometry"]["coordinates"] = serde_json::json!([60.0, 50.0]);
    fs::write(&places, places_of_old.to_string()).unwrap();
    let size = ["--size", "800x500", "--against"];
    let (same, moved) = (sample(), old.path().to_path_buf());
    let against = |path: &Path| render(&[&size[..], &[path.to_str().unwrap()]].concat());
    assert!(against(&same) == render(&size[..2]));
    assert!(against(&same) != against(&moved));
    let output =
        Command::new(env!("CARGO_BIN_EXE_sandtable")).arg("render").arg(sample()).args(["-o", "o.png", "--against", "none"]).output();
    assert!(String::from_utf8_lossy(&output.unwrap().stderr).contains("no such file or folder"));
}

/// The SVG that `sandtable render` makes of a situation; there is no graphics adapter to draw with.
fn render_svg(situation: &Path, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.svg");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("VK_ICD_FILENAMES", "").env("WGPU_BACKEND", "noop");
    let output = command.arg("render").arg(situation).arg("-o").arg(&out).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(&out).unwrap()
}

/// Whether every start tag of XML has its end tag, all attributes are quoted and named once, every character is one of XML 1.0 and every
/// entity is known: the texts of all elements, with entities resolved. No comments, sections or processing instructions but the first.
fn texts_of_xml(xml: &str) -> Vec<String> {
    assert!(
        xml.chars().all(|sign| matches!(sign, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)),
        "a character of none"
    );
    let resolved = |text: &str| {
        let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        let bare = known.iter().fold(text.to_owned(), |text, (entity, _)| text.replace(entity, ""));
        assert!(!bare.contains(['&', '<']), "{text}");
        known.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
    };
    let (_, mut rest) = xml.split_once("?>\n").unwrap();
    let (mut open, mut texts) = (Vec::new(), Vec::new());
    while let Some((before, after)) = rest.split_once('<') {
        if !before.trim().is_empty() {
            assert!(!open.is_empty());
            texts.push(resolved(before));
        }
        let (tag, next) = after.split_once('>').unwrap();
        rest = next;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut names = Vec::new();
        while let Some((name, value)) = attributes.trim_start().split_once("=\"") {
            assert!(name.chars().all(|sign| sign.is_ascii_alphanumeric() || "-:".contains(sign)) && !names.contains(&name), "{tag}");
            names.push(name);
            let (value, next) = value.split_once('"').unwrap();
            resolved(value);
            attributes = next;
        }
        assert_eq!(attributes.trim(), "", "{tag}");
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    texts
}

#[test]
fn a_picture_in_svg_is_well_formed_the_same_each_time_and_has_texts_and_items() {
    let arguments = ["--size", "1226x690", "--scale", "2", "--theme", "projector"];
    let svg = render_svg(&sample(), &arguments);
    assert!(svg == render_svg(&sample(), &arguments));
    let texts = texts_of_xml(&svg);
    for words in
        ["North Korea and Russia: a treaty and reported troops, October 2024", "Public: made from one news article", "Moscow", "CHINA"]
    {
        assert!(texts.iter().any(|text| text == words), "{words} lacks among {texts:?}");
    }
    for part in
        ["width=\"1226\" height=\"690\" viewBox=\"0 0 613 345\"", "class=\"arc\" data-item=\"event:", "class=\"mark\" data-item=\"place:"]
    {
        assert!(svg.contains(part), "{part}");
    }
    assert!(svg.len() < 500_000, "{} bytes", svg.len());
    // No address but the name of the language.
    assert_eq!(svg.matches("http").count(), 1);
    let other = render_svg(&sample(), &[&arguments[..], &["--view", "180,66,3", "--select", "event:stationing"]].concat());
    texts_of_xml(&other);
    assert!(other != svg);
}

#[test]
fn words_of_a_situation_cannot_break_out_of_a_picture_in_svg() {
    let folder = sample_with("<script>alert(1)</script> ]]> \"'&amp; \u{0}\u{1b}[2J\u{202e}x\u{ffff}", Some("</text><b a=\"&#0;\u{7}"));
    let places = folder.path().join("places.geojson");
    let mut members: serde_json::Value = serde_json::from_slice(&fs::read(&places).unwrap()).unwrap();
    for place in members["features"].as_array_mut().unwrap() {
        place["properties"]["name"] = "\u{0}<![CDATA[ \"x' ]]>\u{fffe} & 평양".into();
    }
    fs::write(&places, members.to_string()).unwrap();
    let svg = render_svg(folder.path(), &["--size", "1226x690", "--theme", "dark"]);
    let texts = texts_of_xml(&svg);
    assert!(texts.iter().any(|text| text.contains("<script>alert(1)</script> ]]>")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("<![CDATA[") && text.contains("평양")), "{texts:?}");
    assert!(!svg.contains("<script") && !svg.contains("<!["));
}

#[test]
fn the_whole_window_as_svg_is_wrong_usage() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
    let output = command.arg("render").arg(sample()).args(["-o", "o.svg", "--window-chrome"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("PNG only"));
}
