#![cfg(test)]
//! Pictures without a window: the size asked for, the same bytes each time, different where something differs.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The PNG that `sandtable render` makes of the sample with some arguments.
fn render(arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.png");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dprk-russia-2024");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandtable"));
    // No display is needed.
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let output = command.arg("render").arg(&sample).arg("-o").arg(&out).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read(&out).unwrap()
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
