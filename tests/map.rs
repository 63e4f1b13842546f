#![cfg(test)]
//! Where things stand on the map, and that names do not flicker: with Web Mercator computed here, apart from the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use egui::{Context, RawInput, Rect, Vec2, pos2, vec2};
use sandtable::app::load::load;
use sandtable::app::offscreen::{RenderRequest, draw};
use sandtable::command::Content;
use sandtable::document::Document;
use sandtable::earth::LonLat;
use sandtable::map::{Inputs, LegendEntry, Mark, MarkShape, Picture};
use sandtable::model::RecordId;
use sandtable::placing::{Picks, Resolved, Window};
use sandtable::query::Clock;
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, Item, Outside, ThemeKind};

/// EPSG:3857: the sphere's radius, and metres for each pixel of a world of 256 pixels.
const RADIUS_M: f64 = 6_378_137.0;
const METRES_PER_PIXEL_AT_ZOOM_0: f64 = 156_543.033_928_041;

fn web_mercator_m(lon_deg: f64, lat_deg: f64) -> [f64; 2] {
    [RADIUS_M * lon_deg.to_radians(), RADIUS_M * (std::f64::consts::FRAC_PI_4 + lat_deg.to_radians() / 2.0).tan().ln()]
}

/// A view of the world: its middle, its zoom, its size in pixels.
struct Frame {
    lon_deg: f64,
    lat_deg: f64,
    zoom: f64,
    size: [u32; 2],
}

impl Frame {
    /// Where a place stands in pixels; the middle of pixel (0, 0) is at (0.5, 0.5).
    fn pixel(&self, lon_deg: f64, lat_deg: f64) -> [f64; 2] {
        let metres_per_pixel = METRES_PER_PIXEL_AT_ZOOM_0 / self.zoom.exp2();
        let (at, middle) = (web_mercator_m(lon_deg, lat_deg), web_mercator_m(self.lon_deg, self.lat_deg));
        let world = std::f64::consts::TAU * RADIUS_M;
        let across = (at[0] - middle[0] + world / 2.0).rem_euclid(world) - world / 2.0;
        let [width, height] = self.size.map(f64::from);
        [width / 2.0 + across / metres_per_pixel, height / 2.0 - (at[1] - middle[1]) / metres_per_pixel]
    }

    fn render(&self, path: &Path) -> image::RgbImage {
        let camera = Camera::new(LonLat::new(self.lon_deg, self.lat_deg).unwrap(), self.zoom);
        let drawn = draw(&RenderRequest { size_px: self.size, theme: Some(ThemeKind::Light), ..request(path, camera) }).unwrap();
        image::DynamicImage::from(image::RgbaImage::from_raw(self.size[0], self.size[1], drawn.pixels).unwrap()).into_rgb8()
    }
}

/// The map alone at a camera, dark, at the usual size.
fn request(path: &Path, camera: Camera) -> RenderRequest {
    RenderRequest {
        paths: vec![path.to_owned()],
        out: "unused.png".into(),
        size_px: SIZE,
        scale: 1.0,
        camera: Some(camera),
        theme: None,
        scene: None,
        select: None,
        window: None,
        clock: Clock::Happened,
        outside: Outside::Fade,
        against: None,
        has_chrome: false,
        has_title: false,
        from_tiles: false,
    }
}

const SIZE: [u32; 2] = [1280, 720];

/// Twenty known places: longitude and latitude as gazetteers have them.
const PLACES: [(&str, f64, f64); 20] = [
    ("Greenwich", 0.0, 51.4779),
    ("Kyiv", 30.5238, 50.4547),
    ("Moscow", 37.6156, 55.7522),
    ("Pyongyang", 125.7547, 39.0339),
    ("Seoul", 126.9784, 37.566),
    ("Vladivostok", 131.8735, 43.1056),
    ("Tokyo", 139.6917, 35.6895),
    ("Reykjavik", -21.8954, 64.1355),
    ("Longyearbyen", 15.6401, 78.2232),
    ("Nuuk", -51.7216, 64.1835),
    ("Anchorage", -149.9003, 61.2181),
    ("Honolulu", -157.8583, 21.3069),
    ("Quito", -78.5249, -0.2299),
    ("Ushuaia", -68.304, -54.8019),
    ("Cape Town", 18.4232, -33.9258),
    ("Sydney", 151.2073, -33.8678),
    ("Wellington", 174.7756, -41.2866),
    ("Suva", 178.4419, -18.1416),
    ("Apia", -171.7667, -13.8333),
    ("Anadyr", 177.4968, 64.7314),
];

#[test]
fn twenty_known_places_stand_within_a_pixel_of_web_mercator() {
    let feature = |(name, lon, lat): &(&str, f64, f64)| {
        serde_json::json!({
            "type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"name": name, "marker-color": "#ff00ff"},
        })
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.geojson");
    let features: Vec<_> = PLACES.iter().map(feature).collect();
    fs::write(&path, serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()).unwrap();
    let mut seen = BTreeMap::new();
    for (lon_deg, lat_deg, zoom) in [(10.0, 30.0, 2.0), (179.5, 5.0, 2.2), (-40.3, 30.7, 2.13), (131.1, 41.9, 5.37), (174.4, -41.7, 7.0)] {
        let frame = Frame { lon_deg, lat_deg, zoom, size: SIZE };
        let image = frame.render(&path);
        for (name, lon, lat) in &PLACES {
            let [x, y] = frame.pixel(*lon, *lat);
            let is_inside = (30.0..1250.0).contains(&x) && (30.0..640.0).contains(&y);
            let is_apart = PLACES.iter().all(|(other, lon, lat)| {
                let [there_x, there_y] = frame.pixel(*lon, *lat);
                other == name || (there_x - x).hypot(there_y - y) > 16.0
            });
            if !is_inside || !is_apart {
                continue;
            }
            // The middle of all that is magenta nearby.
            let (mut sum, mut n) = ([0.0; 2], 0.0);
            for (row, column) in
                (y as u32 - 9..=y as u32 + 9).flat_map(|row| (x as u32 - 9..=x as u32 + 9).map(move |column| (row, column)))
            {
                let [r, g, b] = image.get_pixel(column, row).0;
                if r > 200 && g < 90 && b > 200 {
                    sum = [sum[0] + f64::from(column) + 0.5, sum[1] + f64::from(row) + 0.5];
                    n += 1.0;
                }
            }
            assert!(n > 10.0, "{name} is not to be seen at {x:.1} {y:.1}, zoom {zoom}");
            let off = (sum[0] / n - x).abs().max((sum[1] / n - y).abs());
            assert!(off <= 1.0, "{name} stands {off:.2} pixels off at zoom {zoom}");
            *seen.entry(*name).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), PLACES.len(), "each is seen in some view: {seen:?}");
}

/// Which way a border runs from a corner, along its parallel or meridian.
#[derive(Clone, Copy, Debug)]
enum Arm {
    North,
    East,
    South,
    West,
}

use Arm::{East, North, South, West};

/// Corners where borders that treaties or laws draw along parallels and meridians meet, with two of their arms.
const CORNERS: [(&str, f64, f64, [Arm; 2]); 20] = [
    ("Egypt, Libya and Sudan", 25.0, 22.0, [North, East]),
    ("Sudan's corner into Libya", 25.0, 20.0, [North, West]),
    ("Namibia, Botswana and South Africa's north", 20.0, -22.0, [South, East]),
    ("Namibia's corner into Botswana", 21.0, -22.0, [North, West]),
    ("South Australia, Northern Territory and Western Australia", 129.0, -26.0, [North, East]),
    ("South Australia, Northern Territory and Queensland", 138.0, -26.0, [North, West]),
    ("South Australia's corner into Queensland", 141.0, -26.0, [West, South]),
    ("South Australia, New South Wales and Queensland", 141.0, -29.0, [North, East]),
    ("Alberta, Saskatchewan and the Northwest Territories", -110.0, 60.0, [South, East]),
    ("Alberta, British Columbia and the Northwest Territories", -120.0, 60.0, [South, East]),
    ("Saskatchewan, Manitoba, Nunavut and the Northwest Territories", -102.0, 60.0, [South, East]),
    ("Utah, Colorado, Arizona and New Mexico", -109.045, 37.0, [South, East]),
    ("Utah, Colorado and Wyoming", -109.05, 41.0, [South, East]),
    ("Utah's corner into Wyoming", -111.05, 41.0, [North, East]),
    ("Utah, Idaho and Wyoming", -111.05, 42.0, [North, West]),
    ("Utah, Idaho and Nevada", -114.04, 42.0, [South, East]),
    ("Wyoming, Colorado and Nebraska", -104.053, 41.0, [North, West]),
    ("Nebraska's corner into Colorado", -102.05, 41.0, [South, West]),
    ("Colorado, Kansas and Nebraska", -102.05, 40.0, [South, East]),
    ("Colorado, Kansas and Oklahoma", -102.042, 37.0, [North, East]),
];

#[test]
fn twenty_border_corners_lie_within_a_pixel_of_web_mercator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nothing.geojson");
    fs::write(&path, r#"{"type": "FeatureCollection", "features": []}"#).unwrap();
    let mut seen = BTreeMap::new();
    let views = [(25.7, 24.3, 4.9), (23.1, -24.7, 5.1), (133.4, -29.2, 4.7), (-109.8, 57.3, 4.6), (-107.4, 38.2, 5.2)];
    for (lon_deg, lat_deg, zoom) in views {
        let frame = Frame { lon_deg, lat_deg, zoom, size: SIZE };
        let image = frame.render(&path);
        let luminance = |x: f64, y: f64| {
            let [r, g, b] = image.get_pixel(x as u32, y as u32).0.map(f64::from);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for (name, lon, lat, arms) in CORNERS {
            let [x, y] = frame.pixel(lon, lat);
            if !(60.0..1220.0).contains(&x) || !(60.0..600.0).contains(&y) {
                continue;
            }
            for arm in arms {
                // Along the arm: across it, the darkest of some pixels is the border. A name may hide some of it.
                let mut hits = 0;
                let along = [4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0];
                for far in along {
                    let (dx, dy, across) = match arm {
                        North => (0.0, -far, [1.0, 0.0]),
                        South => (0.0, far, [1.0, 0.0]),
                        East => (far, 0.0, [0.0, 1.0]),
                        West => (-far, 0.0, [0.0, 1.0]),
                    };
                    let at = |step: f64| [x + dx + across[0] * step, y + dy + across[1] * step];
                    let steps = (-5..=5_i8).map(f64::from);
                    let darkest = steps.min_by(|a, b| {
                        let [a, b] = [at(*a), at(*b)];
                        luminance(a[0], a[1]).total_cmp(&luminance(b[0], b[1]))
                    });
                    let middle_of_pixel = |step: f64| {
                        let [px, py] = at(step);
                        if across[0] > 0.0 { px.floor() + 0.5 - x - dx } else { py.floor() + 0.5 - y - dy }
                    };
                    hits += usize::from(darkest.is_some_and(|step| middle_of_pixel(step).abs() <= 1.0));
                }
                assert!(hits + 2 >= along.len(), "{name}, {arm:?}: {hits} of {} within a pixel of {x:.1} {y:.1}", along.len());
            }
            *seen.entry(name).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), CORNERS.len(), "each is seen in some view: {seen:?}");
}

/// The basemap alone, drawn for the picture or copied from squares, and how many passes copied.
fn basemap(camera: Camera, scale: f32, from_tiles: bool) -> (Vec<u8>, usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nothing.geojson");
    fs::write(&path, r#"{"type": "FeatureCollection", "features": []}"#).unwrap();
    let drawn = draw(&RenderRequest { scale, from_tiles, ..request(&path, camera) }).unwrap();
    let n_copied = drawn.n_copied();
    (drawn.pixels, n_copied)
}

#[test]
fn squares_drawn_once_look_as_the_geometry_does() {
    // At whole zooms the middle of the world lies between two pixels, where squares are copied to without being moved.
    for (lon_deg, lat_deg, zoom, scale) in [(0.0, 0.0, 3.0, 1.0), (0.0, 0.0, 3.0, 2.0), (180.0, 0.0, 5.0, 1.0), (0.0, 0.0, 7.0, 1.0)] {
        let camera = Camera::new(LonLat::new(lon_deg, lat_deg).unwrap(), zoom).panned([-256.0, 512.0], [1280.0, 720.0]);
        let ((drawn, _), (copied, n_copied)) = (basemap(camera, scale, false), basemap(camera, scale, true));
        assert!(n_copied > 0, "nothing was copied at zoom {zoom}");
        let is_other = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 3);
        let n_others = drawn.chunks(4).zip(copied.chunks(4)).filter(is_other).count();
        assert!(n_others < 200, "{n_others} pixels differ at {lon_deg} {lat_deg} zoom {zoom} scale {scale}");
        let n_colours = drawn.chunks(4).map(<[u8]>::to_vec).collect::<std::collections::BTreeSet<_>>().len();
        assert!(n_colours > 20, "there is land and sea: {n_colours}");
    }
}

/// What is read from files with these contents.
fn situation(files: &[(&str, serde_json::Value)]) -> Document {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in files {
        fs::write(folder.path().join(name), value.to_string()).unwrap();
    }
    let Ok(Content::Situation(document, ..)) = load(folder.path()).content else { panic!("it is a situation") };
    *document
}

/// A situation of so many places, spread over the world by a fixed rule.
fn many_places(n_places: u32) -> Document {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let feature = |index: u32| {
        let [lon, lat] = [random() * 360.0 - 180.0, random() * 130.0 - 60.0];
        serde_json::json!({
            "type": "Feature", "id": format!("p{index}"), "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"name": format!("Place {index}")},
        })
    };
    let features: Vec<_> = (0..n_places).map(feature).collect();
    situation(&[
        ("situation.json", serde_json::json!({"format": 1, "title": "Many places"})),
        ("places.geojson", serde_json::json!({"type": "FeatureCollection", "features": features})),
    ])
}

/// The pictures at some cameras, each knowing what the one before it named.
fn pictures(document: &Document, cameras: &[Camera], rect: Rect) -> Vec<Picture> {
    pictures_with(document, cameras, rect, &[])
}

/// The same with some items ringed.
fn pictures_with(document: &Document, cameras: &[Camera], rect: Rect, ringed: &[Item]) -> Vec<Picture> {
    let resolved = Resolved::of(document.situation(), None);
    let ringed = resolved.picks(ringed);
    let ctx = Context::default();
    install_fonts(&ctx);
    let mut pictures = Vec::new();
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        for camera in cameras {
            let situation = Some((document.situation(), &resolved));
            let ringed = [&ringed, &Picks::default()];
            let inputs = Inputs { situation, ringed, ..Inputs::basemap(*camera, rect, Theme::of(ThemeKind::Dark)) };
            let shown = pictures.last().map(|before: &Picture| before.shown.clone()).unwrap_or_default();
            pictures.push(Picture::build(&inputs, &shown, ui.ctx()));
        }
    });
    output.textures_delta.clear();
    pictures.split_off(pictures.len() - cameras.len())
}

#[test]
fn the_names_of_ten_thousand_places_never_flicker_while_the_map_moves_pixel_by_pixel() {
    const N_STEPS: usize = 240;
    let document = many_places(10_000);
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0));
    for zoom in [1.6, 3.2, 5.1, 6.4] {
        let start = Camera::new(LonLat::new(24.0, 47.0).unwrap(), zoom);
        let step = |step: usize| if step.is_multiple_of(2) { [-1.0, 0.0] } else { [0.0, -1.0] };
        let cameras: Vec<Camera> = (0..N_STEPS)
            .scan(start, |camera, index| {
                *camera = camera.panned(step(index), [1280.0, 800.0]);
                Some(*camera)
            })
            .collect();
        let pictures = pictures(&document, &cameras, rect);
        let standing = |picture: &Picture| -> BTreeMap<String, (Rect, Vec2)> {
            let labels = picture.labels.iter();
            labels.map(|label| (label.key.clone(), (Rect::from_min_size(label.pos, label.text.size()), label.pos.to_vec2()))).collect()
        };
        let (mut n_changes, mut n_looked_at) = (0, 0);
        // Away from the edge, where names come into view and leave it.
        let inner = rect.shrink(160.0);
        for pair in pictures.windows(2) {
            let [before, after] = pair else { continue };
            let offset = {
                let [x, y] = after.camera.offset_to(before.camera.centre());
                vec2(x as f32, y as f32)
            };
            let (old, new) = (standing(before), standing(after));
            for (key, (at, pos)) in &old {
                if inner.contains_rect(*at) {
                    n_looked_at += 1;
                    let stays = new.get(key).is_some_and(|(_, now)| (*now - *pos - offset).length() < 0.6);
                    n_changes += usize::from(!stays);
                }
            }
            n_changes += new.iter().filter(|(key, (at, _))| inner.contains_rect(*at) && !old.contains_key(*key)).count();
        }
        assert!(n_looked_at > 3 * N_STEPS, "there were names to look at: {n_looked_at} at zoom {zoom}");
        assert_eq!(n_changes, 0, "of {n_looked_at} at zoom {zoom}");
    }
}

/// Between 0 and 60 degrees east and north, in rows of 30: so many movements, each of more men than the one before and between two
/// points that nothing else has; and so many rough places, areas and unnamed places, each tied to more events than the one before.
fn crowd(n_of_each: usize) -> Document {
    let at = |index: usize, up: f64| [(index % 30) as f64 * 2.0, (index / 30) as f64 * 4.0 + up];
    let place = |id: String, geometry: serde_json::Value, more: serde_json::Value| {
        let mut properties = serde_json::json!({"name": id});
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
    };
    let point = |[lon, lat]: [f64; 2]| serde_json::json!({"type": "Point", "coordinates": [lon, lat]});
    let square = |[w, s]: [f64; 2]| {
        let [e, n] = [w + 0.5, s + 0.5];
        serde_json::json!({"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]})
    };
    let places = (0..n_of_each).flat_map(|i| {
        [
            place(format!("from{i}"), point(at(i, 0.0)), serde_json::json!({})),
            place(format!("to{i}"), point(at(i, 3.0)), serde_json::json!({})),
            place(format!("rough{i}"), point(at(i, 1.0)), serde_json::json!({"precision": "district"})),
            place(format!("area{i}"), square(at(i, 1.8)), serde_json::json!({})),
            place(format!("badge{i}"), serde_json::json!(null), serde_json::json!({"unnamed": true, "part_of": format!("from{i}")})),
        ]
    });
    let event = |i: usize| {
        let with_role = |id: &str, role: &str| serde_json::json!({"place": format!("{id}{i}"), "role": role});
        let about = ["rough", "area", "badge"].map(|id| with_role(id, "about"));
        let places: Vec<_> = [with_role("from", "from"), with_role("to", "to")].into_iter().chain(about).collect();
        serde_json::json!({"id": format!("e{i}"), "title": format!("Event {i}"), "mode": "happened", "places": places})
    };
    let report = |i: usize| {
        let troops = serde_json::json!({"actor": "a", "strength": 10 + i});
        let about = serde_json::json!([{"event": format!("e{i}"), "stance": "asserts", "troops": troops}]);
        serde_json::json!({"id": format!("r{i}"), "source": "s", "about": about})
    };
    situation(&[
        ("situation.json", serde_json::json!({"format": 1, "title": "Crowd"})),
        ("places.geojson", serde_json::json!({"type": "FeatureCollection", "features": places.collect::<Vec<_>>()})),
        ("actors.json", serde_json::json!([{"id": "a", "name": "A"}])),
        ("sources.json", serde_json::json!([{"id": "s", "name": "S"}])),
        ("events.json", (0..n_of_each).map(event).collect()),
        ("reports.json", (0..n_of_each).map(report).collect()),
    ])
}

const CROWD_RECT: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1920.0, 2000.0) };

fn crowd_camera(zoom: f64) -> Camera {
    Camera::new(LonLat::new(29.0, 30.0).unwrap(), zoom)
}

fn legend(picture: &Picture) -> Vec<&str> {
    picture.legend.iter().map(LegendEntry::words).collect()
}

fn n_badges(picture: &Picture) -> usize {
    picture.marks.iter().filter(|mark| matches!(mark.shape, MarkShape::Badge { .. })).count()
}

#[test]
fn a_map_with_few_of_a_kind_in_view_shows_them_all_and_its_legend_counts_none() {
    let document = crowd(60);
    let picture = pictures(&document, &[crowd_camera(4.5)], CROWD_RECT).remove(0);
    assert_eq!([picture.movements.len(), picture.discs.len(), picture.areas.len(), n_badges(&picture)], [60; 4]);
    assert!(legend(&picture).iter().all(|words| !words.contains("in view") && !words.contains("too short")), "{:?}", legend(&picture));
}

#[test]
fn a_crowded_map_shows_the_largest_movements_in_view_and_its_legend_says_so() {
    let document = crowd(400);
    let picture = pictures(&document, &[crowd_camera(4.8)], CROWD_RECT).remove(0);
    let strengths: Vec<u64> = picture.movements.iter().filter_map(|movement| Some(movement.strength?.1)).collect();
    assert_eq!(strengths.len(), 300);
    assert!(strengths.iter().all(|strength| *strength >= 110), "{strengths:?}");
    assert!(legend(&picture).contains(&"Movement of 110 to 409 as reported (the 300 largest of 400 in view)"), "{:?}", legend(&picture));
    assert!(picture.discs.len() <= 100 && picture.areas.len() <= 100 && n_badges(&picture) <= 60);
    for words in ["Known only roughly", "Area", "Place that no source names"] {
        assert!(legend(&picture).iter().any(|line| line.starts_with(words) && line.contains(" of 400 in view)")), "{:?}", legend(&picture));
    }
}

#[test]
fn on_a_crowded_map_no_mark_covers_another() {
    let document = crowd(400);
    for zoom in [3.1, 4.0, 4.8] {
        let picture = pictures(&document, &[crowd_camera(zoom)], CROWD_RECT).remove(0);
        let is_shown = |mark: &&Mark| mark.count.is_some() || !matches!(mark.shape, MarkShape::Middle { .. });
        let marks: Vec<_> = picture.marks.iter().filter(is_shown).collect();
        for (index, mark) in marks.iter().enumerate() {
            let covers = |other: &&&Mark| other.rect().intersects(mark.rect());
            let covered = marks.iter().skip(index + 1).find(covers).map(|other| &other.name);
            assert_eq!(covered, None, "{} at zoom {zoom}", mark.name);
        }
    }
}

#[test]
fn movements_too_short_to_see_are_counted_and_not_drawn_where_there_are_too_many() {
    let document = crowd(400);
    let picture = pictures(&document, &[crowd_camera(3.1)], CROWD_RECT).remove(0);
    assert!(picture.movements.is_empty());
    assert!(legend(&picture).contains(&"400 movements too short to show"), "{:?}", legend(&picture));
}

#[test]
fn what_is_ringed_is_shown_however_much_there_is() {
    let document = crowd(400);
    let item = |id: &str| Item::Record(RecordId::Place(id.into()));
    let event = Item::Record(RecordId::Event("e0".into()));
    let ringed = [event.clone(), item("rough0"), item("area0"), item("badge0")];
    for zoom in [3.1, 4.8] {
        let usual = pictures(&document, &[crowd_camera(zoom)], CROWD_RECT).remove(0);
        assert!(usual.movements.iter().all(|movement| movement.item != event), "the weakest is left out");
        let picture = pictures_with(&document, &[crowd_camera(zoom)], CROWD_RECT, &ringed).remove(0);
        assert!(picture.movements.iter().any(|movement| movement.item == event), "zoom {zoom}");
        assert!(picture.discs.iter().any(|disc| disc.item == item("rough0")), "zoom {zoom}");
        assert!(picture.areas.iter().any(|area| area.item == item("area0")), "zoom {zoom}");
        assert!(picture.marks.iter().any(|mark| mark.item == item("badge0")), "zoom {zoom}");
        assert!(picture.movements.len() <= 300 && picture.discs.len() <= 100);
    }
}

#[test]
fn every_item_is_found_where_it_stands() {
    for document in [crowd(20), many_places(700)] {
        let resolved = Resolved::of(document.situation(), None);
        let mut n_found = 0;
        for id in document.situation().ids() {
            let item = Item::Record(id);
            let Picks { points, wide, badges, routes } = resolved.picks([&item]);
            n_found += points.len() + wide.len() + badges.len() + routes.len();
            assert!(points.iter().all(|index| resolved.point(*index).unwrap().named.item == item));
            assert!(wide.iter().all(|index| resolved.wide(*index).unwrap().named.item == item));
            assert!(badges.iter().all(|index| resolved.badge(*index).unwrap().named.item == item));
            assert!(routes.iter().all(|index| resolved.route(*index).unwrap().item == item));
        }
        let n_places = document.situation().places().len();
        assert_eq!(n_found, n_places + document.situation().events().len(), "each place once, and each event's movement");
    }
}

#[test]
fn a_place_is_a_member_of_the_group_that_is_ringed_for_it() {
    let document = many_places(700);
    let resolved = Resolved::of(document.situation(), None);
    for zoom in [0.0, 1.6, 3.2, 8.0, 20.0] {
        let camera = crowd_camera(zoom);
        let everywhere = Window::of(crowd_camera(0.0), [2_000.0; 2], 0.0);
        let groups: Vec<_> = resolved.groups(camera, everywhere).map(|(group, _)| group).collect();
        assert_eq!(groups.iter().map(|group| group.n_places).sum::<usize>(), 700, "zoom {zoom}");
        for group in groups {
            let items = resolved.items_of(group, group.n_places);
            assert_eq!(items.len(), group.n_places);
            assert_eq!(resolved.items_of(group, 2), items[..items.len().min(2)], "the most important come first");
            assert!(items.iter().all(|item| resolved.groups_of(&resolved.picks([item]).points, zoom) == [group.first]));
        }
    }
}
