//! The names of the basemap: countries, regions, seas, disputed areas, cities and towns; which of them a view could show, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use egui::{Align2, Context, Pos2, Vec2, vec2};

use crate::earth::{Bounds, Country, Detail, LandPolygon, LonLat, Overlay, level, overlay, seas, to_lon_lat, to_world};
use crate::gazetteer::{CityKind, Gazetteer};
use crate::map::disputed::disputed;
use crate::map::labels::{Text, Wish, line, local_line, small};
use crate::map::picture::{Inputs, Picture, narrow};
use crate::map::shapes::View;
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{Camera, MapPart};
use crate::wording;

/// A large country has room for its name beside a middle that is taken.
const NEAR_MIDDLE: [(Align2, Vec2); 5] = [
    (Align2::CENTER_CENTER, Vec2::ZERO),
    (Align2::CENTER_CENTER, vec2(0.0, -20.0)),
    (Align2::CENTER_CENTER, vec2(0.0, 20.0)),
    (Align2::CENTER_CENTER, vec2(-36.0, 0.0)),
    (Align2::CENTER_CENTER, vec2(36.0, 0.0)),
];

/// Above and below a middle that is taken.
const ROUND_MIDDLE: [(Align2, Vec2); 3] =
    [(Align2::CENTER_CENTER, Vec2::ZERO), (Align2::CENTER_BOTTOM, vec2(0.0, -10.0)), (Align2::CENTER_TOP, vec2(0.0, 10.0))];

/// All names that a view could show. A basemap that cannot be read is told of where it is drawn.
pub fn wishes(picture: &Picture, view: &View, inputs: &Inputs<'_>, most: usize, ctx: &Context) -> Vec<Wish> {
    let mut wishes = Vec::new();
    if let Ok(overlay) = overlay() {
        if inputs.parts.has(MapPart::Names) {
            wishes.extend(country_wishes(overlay, picture, view, inputs, ctx));
            wishes.extend(city_wishes(picture, view, inputs, most, ctx));
        }
        if inputs.parts.has(MapPart::Regions) {
            wishes.extend(region_wishes(overlay, picture, view, inputs, ctx));
        }
    }
    if inputs.parts.has(MapPart::Water) {
        wishes.extend(sea_wishes(view, inputs, ctx));
    }
    if inputs.parts.has(MapPart::DisputedAreas) {
        wishes.extend(disputed_wishes(view, inputs, ctx));
    }
    wishes
}

fn country_wishes(overlay: &Overlay, picture: &Picture, view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    /// Up to this rank a country is large.
    const LARGE: u8 = 3;
    /// A country narrower than this on the screen, in points, is named so many zooms later, and after its neighbours' cities.
    const TINY: f64 = 24.0;
    const TINY_LATER: f32 = 1.5;
    let zoom = view.camera.zoom();
    let mut wishes = Vec::new();
    // The names of large countries come before the basemap's own measure, which would leave the whole world bare.
    let ahead = |country: &Country| if country.label_rank <= LARGE { 1.2 } else { 0.3 };
    let is_wanted = |c: &Country, least: f32| zoom <= 7.5 && zoom + ahead(c) >= f64::from(least);
    for (index, country) in overlay.countries.iter().enumerate() {
        let Some(least) = country.min_zoom else { continue };
        // The Vatican does not come before Rome.
        let is_tiny = widths().get(&index).copied().unwrap_or_default() * view.camera.world_points() < TINY;
        let least = if is_tiny { least + TINY_LATER } else { least };
        if !is_wanted(country, least) {
            continue;
        }
        // The basemap's measure tells importance better than its rank, which has Belgium level with Germany.
        let rank = if is_tiny { least } else { least - 4.0 };
        let n_sides = if country.label_rank <= 2 || is_tiny { NEAR_MIDDLE.len() } else { 1 };
        let sides: Vec<_> = NEAR_MIDDLE.into_iter().take(n_sides).collect();
        for pos in position(country.label_at).into_iter().flat_map(|at| view.copies(at)) {
            wishes.extend(country_wish(country, "", rank, pos, &sides, picture, inputs, ctx));
        }
    }
    for again in names_again(overlay, view) {
        let Some(country) = overlay.countries.get(again.country) else { continue };
        let key = format!(" {:.4} {:.4}", again.at[0], again.at[1]);
        let is_covered = |pos: &Pos2| picture.areas.iter().any(|area| area.shape.contains(*pos - area.offset));
        for pos in view.copies_of_world(again.at).filter(|pos| !is_covered(pos)) {
            wishes.extend(country_wish(country, &key, narrow(zoom) - 1.0, pos, &NEAR_MIDDLE, picture, inputs, ctx));
        }
    }
    wishes
}

/// The pieces of land of the coarsest basemap, each with its least and greatest longitude and latitude.
fn pieces() -> &'static [(&'static LandPolygon, [f32; 4])] {
    static FOUND: OnceLock<Vec<(&LandPolygon, [f32; 4])>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let land = level(Detail::Coarsest).map(|level| level.land.as_slice()).unwrap_or_default();
        let bounds = |polygon: &LandPolygon| {
            let none = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
            polygon
                .rings
                .iter()
                .flatten()
                .fold(none, |[west, south, east, north], [lon, lat]| [west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)])
        };
        land.iter().map(|polygon| (polygon, bounds(polygon))).collect()
    })
}

/// How wide each country's widest piece of land is, in world units; countries too small for the coarsest basemap lack.
fn widths() -> &'static BTreeMap<usize, f64> {
    static FOUND: OnceLock<BTreeMap<usize, f64>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut widths: BTreeMap<usize, f64> = BTreeMap::new();
        for (polygon, [west, _, east, _]) in pieces() {
            if let Some(country) = polygon.country {
                let width = widths.entry(country).or_default();
                *width = width.max(f64::from(east - west) / 360.0);
            }
        }
        widths
    })
}

#[expect(clippy::too_many_arguments, reason = "two callers, and a struct of them all would only be taken apart again")]
fn country_wish(
    country: &Country,
    key: &str,
    rank: f32,
    pos: Pos2,
    sides: &[(Align2, Vec2)],
    picture: &Picture,
    inputs: &Inputs<'_>,
    ctx: &Context,
) -> Option<Wish> {
    // Not twice what the situation names already.
    if picture.labels.iter().any(|l| l.item.is_some() && l.text.text().eq_ignore_ascii_case(&country.name)) {
        return None;
    }
    let ink = inputs.theme.country_label;
    let size = if country.label_rank <= 2 { TextSize::Body } else { TextSize::Small };
    let local = match country.code.as_str() {
        "PRK" | "KOR" => &country.name_ko,
        "RUS" | "BLR" => &country.name_ru,
        "UKR" => &country.name_uk,
        _ => "",
    };
    let name = line(&country.name.to_uppercase(), font(size, Weight::Regular), ink, 1.8);
    let text = Text::new(ctx, std::iter::once(name).chain(local_line(inputs, Some(local), ink)).collect());
    Some(Wish::new(format!("country:{}{key}", country.code), text, ink, rank, pos, sides))
}

/// A further place for the name of a country that is much larger than the view.
#[derive(Clone, Copy, Debug, PartialEq)]
struct NameAgain {
    /// Index in [`Overlay::countries`].
    country: usize,
    /// In world units.
    at: [f64; 2],
}

/// A rectangle of the world: how many there are across and down, and which of them it is.
type Cell = ([u32; 2], [u32; 2]);

/// Where large countries are named once more, so that a view of Chukotka says RUSSIA: the world is divided into rectangles of half
/// the view or more, anew at every half zoom, and a country that fills a good part of one is named in it, away from its own label.
fn names_again(overlay: &Overlay, view: &View) -> Vec<NameAgain> {
    const ZOOMS: std::ops::Range<f64> = 3.0..10.0;
    /// Of the view, at the beginning of a step.
    const SHARE: f64 = 0.5;
    const MOST_CELLS: usize = 4_096;
    static FOUND: Mutex<BTreeMap<Cell, Vec<NameAgain>>> = Mutex::new(BTreeMap::new());
    let zoom = view.camera.zoom();
    if !ZOOMS.contains(&zoom) {
        return Vec::new();
    }
    let step = (zoom * 2.0).floor() / 2.0;
    let world_points = Camera::new(view.camera.centre(), step).world_points();
    let n_cells = [view.rect.width(), view.rect.height()].map(|side| (world_points / (SHARE * f64::from(side))).round().max(1.0) as u32);
    let (centre_x, centre_y) = to_world(view.camera.centre());
    let span = |centre: f64, size: f32, n_cells: u32| {
        let reach = f64::from(size) / 2.0 / view.camera.world_points();
        let cell_of = |world: f64| (world * f64::from(n_cells)).floor() as i64;
        cell_of(centre - reach)..=cell_of(centre + reach)
    };
    let [n_columns, n_rows] = n_cells;
    let rows = span(centre_y, view.rect.height(), n_rows).filter_map(|row| u32::try_from(row).ok()).filter(|row| *row < n_rows);
    let columns = span(centre_x, view.rect.width(), n_columns).take(n_columns as usize);
    let columns = columns.map(|column| column.rem_euclid(i64::from(n_columns)) as u32);
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if found.len() > MOST_CELLS {
        found.clear();
    }
    let cells = rows.flat_map(|row| columns.clone().map(move |column| (n_cells, [column, row])));
    cells.flat_map(|cell| found.entry(cell).or_insert_with(|| names_in(cell, step, overlay)).clone()).collect()
}

/// The countries to be named in a rectangle at a step of zoom, each where it reaches farthest round.
fn names_in(([n_columns, n_rows], [column, row]): Cell, step: f64, overlay: &Overlay) -> Vec<NameAgain> {
    const N_SAMPLES: i32 = 12;
    /// In samples, to each side: more room than this does no good.
    const ROOM: i32 = 2;
    /// Of 144 samples.
    const LEAST_SAMPLES: usize = 12;
    /// Only countries that are named this many zooms sooner are much larger than the view.
    const SOONER: f32 = 1.8;
    /// In rectangles: nearer to a country's own label its name is not said again.
    const FROM_OWN_LABEL: f64 = 0.6;
    let size = [n_columns, n_rows].map(|n_cells| 1.0 / f64::from(n_cells));
    let world = |across: f64, down: f64| [(f64::from(column) + across) * size[0], (f64::from(row) + down) * size[1]];
    let sample = |i: i32, j: i32| {
        let share = |index: i32| (f64::from(index) + 0.5) / f64::from(N_SAMPLES);
        world(share(i), share(j))
    };
    let grid: Vec<(i32, i32)> = (0..N_SAMPLES).flat_map(|j| (0..N_SAMPLES).map(move |i| (i, j))).collect();
    let mut samples: BTreeMap<usize, Vec<(i32, i32)>> = BTreeMap::new();
    for (i, j) in grid {
        if let Some(country) = country_at(sample(i, j)) {
            samples.entry(country).or_default().push((i, j));
        }
    }
    let mut names = Vec::new();
    for (country, inside) in samples {
        let Some(of) = overlay.countries.get(country) else { continue };
        let is_large = of.min_zoom.is_some_and(|least| step >= f64::from(least + SOONER)) && inside.len() >= LEAST_SAMPLES;
        // The farther the nearest sample is that lies elsewhere, the better; the square's edge counts as elsewhere.
        let depth = |(i, j): &(i32, i32)| {
            let is_inside = |i: i32, j: i32| inside.contains(&(i, j));
            let reach = |r: i32| (-r..=r).all(|y| (-r..=r).all(|x| is_inside(i + x, j + y)));
            (1..=ROOM).take_while(|r| reach(*r)).count()
        };
        let off_centre = |(i, j): &(i32, i32)| (2 * i - N_SAMPLES).abs() + (2 * j - N_SAMPLES).abs();
        let best = inside.iter().max_by_key(|at| (depth(at), std::cmp::Reverse(off_centre(at)))).filter(|at| depth(at) > 0);
        let Some((i, j)) = best.filter(|_| is_large) else { continue };
        let at = sample(*i, *j);
        let own = position(of.label_at).map(to_world);
        let from_own = own.map_or(f64::INFINITY, |(x, y)| {
            let across = at[0] - x;
            ((across - across.round()) / size[0]).hypot((at[1] - y) / size[1])
        });
        if from_own > FROM_OWN_LABEL {
            names.push(NameAgain { country, at });
        }
    }
    names
}

/// The country that a point in world units lies in, by the coarsest basemap.
fn country_at([x, y]: [f64; 2]) -> Option<usize> {
    let at = to_lon_lat((x, y));
    let (lon, lat) = (narrow(at.lon_deg()), narrow(at.lat_deg()));
    let is_inside = |ring: &Vec<[f32; 2]>| {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        edges.filter(|(a, b)| (a[1] > lat) != (b[1] > lat) && lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]).count() % 2 == 1
    };
    let may_hold = |[west, south, east, north]: [f32; 4]| (west..=east).contains(&lon) && (south..=north).contains(&lat);
    let mut near = pieces().iter().filter(|(_, bounds)| may_hold(*bounds)).map(|(polygon, _)| polygon);
    near.find(|polygon| polygon.rings.iter().filter(|ring| is_inside(ring)).count() % 2 == 1)?.country
}

/// The word that tells a region from others of its kind.
fn first_word(name: &str) -> Option<&str> {
    name.split_whitespace().next().filter(|word| word.chars().count() > 3)
}

fn region_wishes(overlay: &Overlay, picture: &Picture, view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    /// So much later than the basemap has it: the names of cities come first.
    const LATER: f32 = 0.6;
    const UNTIL_ZOOM: f64 = 10.5;
    let zoom = view.camera.zoom();
    let bounds = visible_bounds(view);
    let ink = inputs.theme.country_label;
    let mut wishes = Vec::new();
    let said: BTreeSet<&str> = picture.marks.iter().filter_map(|mark| first_word(&mark.name)).collect();
    let in_time = overlay.province_labels.iter().take_while(|region| zoom >= f64::from(region.min_zoom + LATER) && zoom < UNTIL_ZOOM);
    for region in in_time {
        let Some(at) = position(region.label_at).filter(|at| bounds.contains(*at)) else { continue };
        // Kursk Oblast is not named within the situation's Kursk region.
        if first_word(&region.name).is_some_and(|word| said.contains(word)) {
            continue;
        }
        for pos in view.copies(at) {
            let name = line(&region.name, font(TextSize::Small, Weight::Regular), ink, 0.9);
            let text = Text::new(ctx, std::iter::once(name).chain(local_line(inputs, Some(&region.local_name), ink)).collect());
            let key = format!("region:{}:{:.1}:{:.1}", region.name, at.lon_deg(), at.lat_deg());
            wishes.push(Wish::new(key, text, ink, region.min_zoom + LATER, pos, &ROUND_MIDDLE));
        }
    }
    wishes
}

fn sea_wishes(view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    /// A sea's name goes when the view is much smaller than the sea.
    const FOR_ZOOMS: f64 = 5.5;
    /// Only oceans are named from so far away.
    const OCEANS_FROM_ZOOM: f64 = 2.0;
    let zoom = view.camera.zoom();
    let ink = inputs.theme.water_label;
    let mut wishes = Vec::new();
    for sea in seas().iter().filter(|sea| (sea.min_zoom..sea.min_zoom + FOR_ZOOMS).contains(&zoom)) {
        for pos in view.copies(sea.label_at) {
            let (size, spacing) = if sea.min_zoom < OCEANS_FROM_ZOOM { (TextSize::Body, 2.4) } else { (TextSize::Small, 1.4) };
            let spaced = |name: &str| line(name, font(size, Weight::Regular), ink, spacing);
            let text = Text::new(ctx, std::iter::once(sea.name).chain(sea.other_name).map(spaced).collect());
            let key = format!("sea:{}:{:.0}", sea.name, sea.label_at.lon_deg());
            wishes.push(Wish::new(key, text, ink, narrow(sea.min_zoom) - 2.0, pos, &ROUND_MIDDLE));
        }
    }
    wishes
}

/// A disputed area by its name; where it is large on the screen also with who controls and who claims it.
fn disputed_wishes(view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    const NAMED_FROM: f32 = 36.0;
    const EXPLAINED_FROM: f32 = 190.0;
    let ink = inputs.theme.disputed_label;
    let mut wishes = Vec::new();
    for shape in disputed() {
        let width = shape.width(view);
        if width < NAMED_FROM {
            continue;
        }
        for pos in view.copies(shape.label_at) {
            let mut lines = vec![line(&shape.area.name, font(TextSize::Small, Weight::Semibold), ink, 0.4)];
            if width >= EXPLAINED_FROM {
                lines.push(small(&wording::controlled_by(&shape.area.controlled_by), ink));
                lines.push(small(&wording::claimed_by(&shape.area.claimed_by), ink));
            }
            wishes.push(Wish::new(format!("disputed:{}", shape.area.name), Text::new(ctx, lines), ink, 3.0, pos, &ROUND_MIDDLE));
        }
    }
    wishes
}

fn city_wishes(picture: &Picture, view: &View, inputs: &Inputs<'_>, most: usize, ctx: &Context) -> Vec<Wish> {
    const SIDES: [(Align2, Vec2); 4] = [
        (Align2::LEFT_CENTER, vec2(5.0, 0.0)),
        (Align2::RIGHT_CENTER, vec2(-5.0, 0.0)),
        (Align2::CENTER_BOTTOM, vec2(0.0, -3.0)),
        (Align2::CENTER_TOP, vec2(0.0, 3.0)),
    ];
    let ink = inputs.theme.map_label;
    let Ok(gazetteer) = Gazetteer::embedded() else { return Vec::new() };
    let mut wishes = Vec::new();
    for city in gazetteer.labels_in(visible_bounds(view), narrow(view.camera.zoom())).take(most + most / 2) {
        let is_marked = |pos: &Pos2| picture.marks.iter().any(|m| m.pos.distance(*pos) < 14.0 && *m.name == *city.name);
        for pos in view.copies(city.position).into_iter().filter(|pos| !is_marked(pos)) {
            let weight = if city.kind == CityKind::NationalCapital { Weight::Semibold } else { Weight::Regular };
            let name = line(&city.name, font(TextSize::Small, weight), ink, 0.0);
            let local = local_line(inputs, city.local_name.as_deref(), ink);
            let text = Text::new(ctx, std::iter::once(name).chain(local).collect());
            let key = format!("city:{}:{:.2}:{:.2}", city.name, city.position.lon_deg(), city.position.lat_deg());
            let mut wish = Wish::new(key, text, ink, city.min_zoom, pos, &SIDES);
            wish.label.dot = Some(pos);
            wishes.push(wish);
        }
    }
    wishes
}

fn position([lon, lat]: [f32; 2]) -> Option<LonLat> {
    LonLat::new(f64::from(lon), f64::from(lat))
}

/// West, south, east and north of what is in view; the whole world where that is more than one.
pub fn visible_bounds(view: &View) -> Bounds {
    let half = [f64::from(view.rect.width()) / 2.0, f64::from(view.rect.height()) / 2.0];
    let north_west = view.camera.place_at([-half[0], -half[1]]);
    let south_east = view.camera.place_at(half);
    let is_whole_world = f64::from(view.rect.width()) >= view.camera.world_points();
    let (west, east) = if is_whole_world { (-180.0, 180.0) } else { (north_west.lon_deg(), south_east.lon_deg()) };
    Bounds::new(west, south_east.lat_deg(), east, north_west.lat_deg()).unwrap_or(Bounds::WORLD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Inputs, Picture, Shown};
    use crate::theme::{Theme, install_fonts};
    use crate::viewpoint::ThemeKind;
    use egui::Rect;

    fn names(lon: f64, lat: f64, zoom: f64) -> Vec<String> {
        let ctx = Context::default();
        install_fonts(&ctx);
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 720.0));
        let camera = Camera::new(LonLat::new(lon, lat).unwrap(), zoom);
        let inputs = Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark));
        let mut names = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let picture = Picture::build(&inputs, &Shown::default(), ui.ctx());
            names = picture.labels.iter().map(|label| label.text.text().to_owned()).collect();
        });
        output.textures_delta.clear();
        names
    }

    #[test]
    fn a_view_deep_in_a_large_country_says_which() {
        for (lon, lat, zoom, country) in
            [(-170.0, 66.0, 4.3, "RUSSIA"), (-152.0, 65.0, 5.0, "UNITED STATES"), (36.2, 52.6, 6.6, "RUSSIA"), (88.0, 42.0, 5.5, "CHINA")]
        {
            let names = names(lon, lat, zoom);
            assert!(names.iter().any(|name| name == country), "{country} is not named at {lon} {lat}: {names:?}");
        }
    }

    #[test]
    fn a_country_that_is_in_view_whole_is_named_once() {
        for (lon, lat, zoom, country) in [(10.0, 51.0, 5.2, "GERMANY"), (127.5, 38.0, 5.5, "SOUTH KOREA"), (12.0, 43.0, 4.6, "ITALY")] {
            let names = names(lon, lat, zoom);
            assert_eq!(names.iter().filter(|name| *name == country).count(), 1, "{country}: {names:?}");
        }
    }

    #[test]
    fn the_vatican_does_not_come_before_rome() {
        let far = names(12.0, 43.0, 4.8);
        for tiny in ["VATICAN CITY", "SAN MARINO", "MONACO"] {
            assert!(!far.iter().any(|name| name == tiny), "{tiny}: {far:?}");
        }
        assert!(far.iter().any(|name| name == "Rome"), "{far:?}");
        assert!(names(12.45, 43.9, 7.2).iter().any(|name| name == "SAN MARINO"), "from near it is named");
    }

    #[test]
    fn a_name_said_again_stands_in_its_country() {
        let overlay = overlay().unwrap();
        let mut n_names = 0;
        for (step, n_cells) in [(3.0, [3, 5]), (4.5, [7, 10]), (6.0, [17, 30])] {
            let [n_columns, n_rows] = n_cells;
            for (column, row) in (0..n_columns).flat_map(|column| (0..n_rows).map(move |row| (column, row))) {
                for name in names_in((n_cells, [column, row]), step, overlay) {
                    n_names += 1;
                    assert_eq!(country_at(name.at), Some(name.country));
                }
            }
        }
        assert!(n_names > 20, "{n_names}");
    }
}
