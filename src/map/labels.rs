//! Which names are shown and where: the situation's first, then countries, then cities by rank; none over another.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, Context, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};

use crate::earth::{Bounds, Country, LonLat, overlay};
use crate::gazetteer::{CityKind, Gazetteer};
use crate::map::picture::{Inputs, Label, Mark, MarkShape, Picture, narrow};
use crate::map::shapes::View;
use crate::theme::{TextSize, Theme, Weight, font};

/// More labels than this would be noise, and each costs nine texts to paint.
const MAX_LABELS: usize = 140;

/// A line of text with its size. Not a galley: that points into egui's glyph texture, which is made anew when the theme changes or
/// when it is full, so the glyphs are looked up again at each paint (egui keeps those of unchanged text).
#[derive(Clone, Debug)]
pub struct Text {
    job: LayoutJob,
    size: Vec2,
}

impl Text {
    fn new(ctx: &Context, job: LayoutJob) -> Self {
        let size = ctx.fonts_mut(|fonts| fonts.layout_job(job.clone())).size();
        Self { job, size }
    }

    pub fn size(&self) -> Vec2 {
        self.size
    }

    pub fn text(&self) -> &str {
        &self.job.text
    }

    /// The glyphs, good for this pass.
    pub fn galley(&self, painter: &Painter) -> Arc<Galley> {
        painter.layout_job(self.job.clone())
    }
}

/// Radius in points of a city's dot.
pub const DOT_RADIUS: f32 = 2.0;

/// Room kept free round a mark for the ring of a selection.
const RING: f32 = 7.0;

/// What is taken already: labels are kept clear of it.
struct Taken {
    view: Rect,
    rects: Vec<Rect>,
}

impl Taken {
    /// Takes the rectangle if it lies in view and is free.
    fn take(&mut self, rect: Rect) -> bool {
        const CLEARANCE: f32 = 2.0;
        let wide = rect.expand(CLEARANCE);
        let is_free = self.view.contains_rect(rect) && !self.rects.iter().any(|other| other.intersects(wide));
        if is_free {
            self.rects.push(rect);
        }
        is_free
    }
}

/// Which names a picture showed and on which side, so that the next picture keeps them: a name goes where it must, not because the
/// map moved by a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown(BTreeMap<String, usize>);

/// A name that wants to be shown, with the places where it could stand, the best first.
struct Wish {
    /// What it names, told apart from its namesakes.
    key: String,
    label: Label,
    sides: Vec<Rect>,
}

impl Wish {
    fn new(key: String, label: Label, anchor: Pos2, sides: &[(Align2, Vec2)]) -> Self {
        let sides = sides.iter().map(|(align, offset)| align.anchor_size(anchor + *offset, label.text.size())).collect();
        Self { key, label, sides }
    }
}

/// Puts all labels of the picture into place: first the situation's own, then what was shown before, then countries, then cities.
pub fn lay_out(picture: &mut Picture, view: &View, inputs: &Inputs<'_>, before: &Shown, ctx: &Context) {
    let furniture = crate::map::furniture::rects(view.rect);
    let marks = picture.marks.iter().filter(|m| m.count.is_some() || !matches!(m.shape, MarkShape::Middle { .. }));
    let rects = marks.map(|m| m.rect().expand(RING));
    let mut taken = Taken { view: view.rect.shrink(4.0), rects: rects.chain(furniture).collect() };
    let place = |mut wishes: Vec<Wish>, picture: &mut Picture, taken: &mut Taken| {
        wishes.sort_by_key(|wish| !before.0.contains_key(&wish.key));
        for wish in wishes {
            grant(wish, picture, taken, before);
        }
    };
    place(mark_wishes(picture, inputs, ctx), picture, &mut taken);
    // Countries and cities together, so that the name of a country that comes into view does not chase a city's away.
    let mut of_basemap = country_wishes(picture, view, inputs, ctx);
    of_basemap.extend(city_wishes(picture, view, inputs, ctx));
    place(of_basemap, picture, &mut taken);
}

/// Shows a name where there is room for it: on the side where it was before, or else on the best that is free.
fn grant(mut wish: Wish, picture: &mut Picture, taken: &mut Taken, before: &Shown) {
    let dot = wish.label.dot.map(|pos| Rect::from_center_size(pos, Vec2::splat(2.0 * DOT_RADIUS)));
    let is_dot_covered = dot.is_some_and(|dot| taken.rects.iter().any(|rect| rect.intersects(dot)));
    if picture.labels.len() >= MAX_LABELS || is_dot_covered {
        return;
    }
    let kept = before.0.get(&wish.key).copied();
    let order = kept.into_iter().chain((0..wish.sides.len()).filter(|side| Some(*side) != kept));
    let granted = order.filter_map(|side| wish.sides.get(side).map(|rect| (side, *rect))).find(|(_, rect)| taken.take(*rect));
    if let Some((side, rect)) = granted {
        taken.rects.extend(dot);
        wish.label.pos = rect.min;
        picture.shown.0.insert(wish.key, side);
        picture.labels.push(wish.label);
    }
}

/// The text of an unnamed place's badge.
pub fn badge(ctx: &Context, theme: &Theme, name: &str) -> Text {
    const MAX_CHARS: usize = 60;
    plain(ctx, &crate::base::shortened(name, MAX_CHARS), font(TextSize::Small, Weight::Semibold), theme.on_badge)
}

/// The number within a mark.
pub fn count(ctx: &Context, theme: &Theme, n: usize) -> Text {
    plain(ctx, &n.to_string(), font(TextSize::Small, Weight::Semibold), theme.mark_edge)
}

fn plain(ctx: &Context, text: &str, font: FontId, ink: Color32) -> Text {
    Text::new(ctx, LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, ink)))
}

fn spaced(ctx: &Context, text: &str, font: FontId, ink: Color32, letter_spacing: f32) -> Text {
    let format = TextFormat { extra_letter_spacing: letter_spacing, ..TextFormat::simple(font, ink) };
    Text::new(ctx, LayoutJob::single_section(text.to_owned(), format))
}

fn mark_wishes(picture: &Picture, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    const MAX_CHARS: usize = 40;
    let theme = inputs.theme;
    // The places with most events are named first, so that where room is short the more telling name stays.
    let mut order: Vec<&Mark> =
        picture.marks.iter().filter(|m| !matches!(m.shape, MarkShape::Badge { .. }) && inputs.rect.contains(m.pos)).collect();
    order.sort_by_key(|m| std::cmp::Reverse(m.n_events));
    let wish = |mark: &Mark| {
        let weight = if mark.n_events > 0 { Weight::Semibold } else { Weight::Regular };
        let text = plain(ctx, &crate::base::shortened(&mark.name, MAX_CHARS), font(TextSize::Body, weight), theme.mark_label);
        let gap = mark.rect().width() / 2.0 + RING + 3.0;
        let below = (Align2::CENTER_TOP, vec2(0.0, if mark.count.is_some() { gap } else { -8.0 }));
        let around = [
            (Align2::LEFT_CENTER, vec2(gap, 0.0)),
            (Align2::RIGHT_CENTER, vec2(-gap, 0.0)),
            (Align2::CENTER_BOTTOM, vec2(0.0, -gap)),
            (Align2::CENTER_TOP, vec2(0.0, gap)),
            (Align2::LEFT_BOTTOM, vec2(gap * 0.6, -gap * 0.5)),
            (Align2::LEFT_TOP, vec2(gap * 0.6, gap * 0.5)),
            (Align2::RIGHT_BOTTOM, vec2(-gap * 0.6, -gap * 0.5)),
            (Align2::RIGHT_TOP, vec2(-gap * 0.6, gap * 0.5)),
        ];
        let is_middle = matches!(mark.shape, MarkShape::Middle { .. });
        let sides: Vec<_> = is_middle.then_some(below).into_iter().chain(around).collect();
        let label = Label { item: Some(mark.item.clone()), text, pos: Pos2::ZERO, ink: theme.mark_label, dot: None };
        Wish::new(format!("{:?}", mark.item), label, mark.pos, &sides)
    };
    order.into_iter().map(wish).collect()
}

fn country_wishes(picture: &Picture, view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    /// Up to this rank a country is large.
    const LARGE: u8 = 3;
    let zoom = view.camera.zoom();
    let theme = inputs.theme;
    let mut wishes = Vec::new();
    // A basemap that cannot be read is told of where it is drawn.
    let countries = overlay().map(|o| o.countries.as_slice()).unwrap_or_default();
    // The names of large countries come before the basemap's own measure, which would leave the whole world bare.
    let ahead = |country: &Country| if country.label_rank <= LARGE { 1.2 } else { 0.3 };
    let is_wanted = |c: &&Country| zoom <= 7.5 && c.min_zoom.is_some_and(|least| zoom + ahead(c) >= f64::from(least));
    let mut wanted: Vec<&Country> = countries.iter().filter(is_wanted).collect();
    // The basemap's measure tells importance better than its rank, which has Belgium level with Germany.
    wanted.sort_by(|a, b| a.min_zoom.unwrap_or(f32::MAX).total_cmp(&b.min_zoom.unwrap_or(f32::MAX)).then(a.label_rank.cmp(&b.label_rank)));
    for country in wanted {
        let Some(at) = LonLat::new(f64::from(country.label_at[0]), f64::from(country.label_at[1])) else { continue };
        // Not twice what the situation names already.
        if picture.labels.iter().any(|l| l.item.is_some() && l.text.text().eq_ignore_ascii_case(&country.name)) {
            continue;
        }
        let size = if country.label_rank <= 2 { TextSize::Body } else { TextSize::Small };
        for pos in view.copies(at) {
            let text = spaced(ctx, &country.name.to_uppercase(), font(size, Weight::Regular), theme.country_label, 1.8);
            let label = Label { item: None, text, pos, ink: theme.country_label, dot: None };
            wishes.push(Wish::new(format!("country {}", country.code), label, pos, &[(Align2::CENTER_CENTER, Vec2::ZERO)]));
        }
    }
    wishes
}

fn city_wishes(picture: &Picture, view: &View, inputs: &Inputs<'_>, ctx: &Context) -> Vec<Wish> {
    const SIDES: [(Align2, Vec2); 4] = [
        (Align2::LEFT_CENTER, vec2(5.0, 0.0)),
        (Align2::RIGHT_CENTER, vec2(-5.0, 0.0)),
        (Align2::CENTER_BOTTOM, vec2(0.0, -3.0)),
        (Align2::CENTER_TOP, vec2(0.0, 3.0)),
    ];
    let theme = inputs.theme;
    let Ok(gazetteer) = Gazetteer::embedded() else { return Vec::new() };
    let mut wishes = Vec::new();
    for city in gazetteer.labels_in(visible_bounds(view), narrow(view.camera.zoom())).take(4 * MAX_LABELS) {
        let is_marked = |pos: &Pos2| picture.marks.iter().any(|m| m.pos.distance(*pos) < 14.0 && *m.name == *city.name);
        for pos in view.copies(city.position).into_iter().filter(|pos| !is_marked(pos)) {
            let weight = if city.kind == CityKind::NationalCapital { Weight::Semibold } else { Weight::Regular };
            let text = plain(ctx, &city.name, font(TextSize::Small, weight), theme.map_label);
            let label = Label { item: None, text, pos, ink: theme.map_label, dot: Some(pos) };
            let key = format!("city {} {:.2} {:.2}", city.name, city.position.lon_deg(), city.position.lat_deg());
            wishes.push(Wish::new(key, label, pos, &SIDES));
        }
    }
    wishes
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

/// Where a name stands relative to the world, for tests.
#[cfg(test)]
fn offset_of(at: LonLat, view: &View) -> Option<Pos2> {
    view.copies(at).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Theme, install_fonts};
    use crate::viewpoint::Camera;
    use crate::viewpoint::ThemeKind;

    /// The pictures at some cameras, one after the other, each remembering the one before.
    fn pictures(cameras: &[Camera], size: Vec2) -> Vec<Picture> {
        let ctx = Context::default();
        install_fonts(&ctx);
        let rect = Rect::from_min_size(Pos2::ZERO, size);
        let mut pictures: Vec<Picture> = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for camera in cameras {
                let inputs = Inputs { situation: None, layers: &[], camera: *camera, rect, theme: Theme::of(ThemeKind::Dark) };
                let shown = pictures.last().map(|before| before.shown.clone()).unwrap_or_default();
                pictures.push(Picture::build(&inputs, &shown, ui.ctx()));
            }
        });
        output.textures_delta.clear();
        pictures.split_off(pictures.len() - cameras.len())
    }

    fn picture_at(lon: f64, lat: f64, zoom: f64, size: Vec2) -> (Picture, View) {
        let camera = Camera::new(LonLat::new(lon, lat).unwrap(), zoom);
        let picture = pictures(&[camera], size).pop().unwrap();
        (picture, View::new(camera, Rect::from_min_size(Pos2::ZERO, size)))
    }

    #[test]
    fn names_stay_while_the_map_is_moved_point_by_point() {
        // An edge may take a name away or let one in; what is further in than most names are long must not change.
        const EDGE: f32 = 140.0;
        let size = vec2(1280.0, 800.0);
        for (lon, lat, zoom) in [(15.0, 50.0, 4.2), (127.5, 37.0, 5.5)] {
            let start = Camera::new(LonLat::new(lon, lat).unwrap(), zoom);
            let cameras: Vec<Camera> =
                (0..300_u16).map(|step| start.panned([f64::from(step), f64::from(step) * 0.4], [1280.0, 800.0])).collect();
            let inner = Rect::from_min_size(Pos2::ZERO, size).shrink(EDGE);
            let mut n_inner = 0;
            let pictures = pictures(&cameras, size);
            for (before, after) in pictures.iter().zip(pictures.iter().skip(1)) {
                let names = |picture: &Picture, rect: Rect| -> Vec<String> {
                    let labels = picture.labels.iter().filter(|l| rect.contains_rect(Rect::from_min_size(l.pos, l.text.size())));
                    let mut names: Vec<String> = labels.map(|l| l.text.text().to_owned()).collect();
                    names.sort();
                    names
                };
                // What is inside the one picture is anywhere in the other, and the other way round.
                let (inside_before, inside_after) = (names(before, inner), names(after, inner));
                let (all_before, all_after) = (names(before, Rect::EVERYTHING), names(after, Rect::EVERYTHING));
                n_inner += inside_before.len();
                for name in &inside_before {
                    assert!(all_after.contains(name), "{name} vanished");
                }
                for name in &inside_after {
                    assert!(all_before.contains(name), "{name} popped up");
                }
                let side = |p: &Picture, name: &str| p.shown.0.iter().find(|(key, _)| key.contains(name)).map(|(_, side)| *side);
                for name in inside_before.iter().filter(|name| inside_after.contains(name)) {
                    assert_eq!(side(before, name), side(after, name), "{name} changed sides");
                }
            }
            assert!(n_inner > 300, "there were names to look at");
        }
    }

    #[test]
    fn no_label_lies_over_another_anywhere() {
        for (lon, lat, zoom) in
            [(20.0, 25.0, 1.6), (15.0, 50.0, 4.2), (127.5, 38.0, 6.3), (36.2, 51.7, 7.0), (179.9, -40.0, 4.0), (-170.0, 65.0, 3.5)]
        {
            let (picture, _) = picture_at(lon, lat, zoom, vec2(1280.0, 720.0));
            assert!(!picture.labels.is_empty(), "no names at {lon} {lat}");
            let rects: Vec<Rect> = picture.labels.iter().map(|l| Rect::from_min_size(l.pos, l.text.size())).collect();
            for (i, a) in rects.iter().enumerate() {
                assert!(picture.rect.contains_rect(*a), "clipped at {lon} {lat}");
                assert!(!rects.iter().skip(i + 1).any(|b| a.intersects(*b)), "{:?}", picture.labels[i].text.text());
            }
        }
    }

    #[test]
    fn a_name_comes_and_goes_once_while_zooming() {
        let size = vec2(1280.0, 800.0);
        let start = Camera::new(LonLat::new(15.0, 50.0).unwrap(), 3.0);
        let cameras: Vec<Camera> = (0..120_u8).map(|step| start.zoomed(f64::from(step) * 0.02, [0.0, 0.0], [1280.0, 800.0])).collect();
        let pictures = pictures(&cameras, size);
        let inner = Rect::from_min_size(Pos2::ZERO, size).shrink(140.0);
        let shown = |picture: &Picture, key: &str| picture.shown.0.contains_key(key);
        let keys: std::collections::BTreeSet<&String> = pictures.iter().flat_map(|picture| picture.shown.0.keys()).collect();
        assert!(keys.len() > 40, "{}", keys.len());
        for key in keys {
            let last = pictures.iter().rposition(|picture| shown(picture, key)).unwrap_or_default();
            let went = (1..last).find(|at| shown(&pictures[at - 1], key) && !shown(&pictures[*at], key));
            // At the edges names go for want of room.
            let name = key.split(' ').nth(1).unwrap();
            let was_inside = |at: usize| pictures[at - 1].labels.iter().any(|l| l.text.text().starts_with(name) && inner.contains(l.pos));
            assert!(!went.is_some_and(was_inside), "{key} went at {went:?} and came again");
        }
    }

    #[test]
    fn the_large_countries_are_named_before_the_small() {
        let (picture, _) = picture_at(10.0, 48.0, 4.2, vec2(1280.0, 720.0));
        for name in ["FRANCE", "GERMANY", "ITALY", "SPAIN", "POLAND"] {
            assert!(picture.labels.iter().any(|l| l.text.text() == name), "{name} is not named");
        }
    }

    #[test]
    fn kursk_is_named_near_where_it_lies() {
        let (picture, view) = picture_at(36.2, 51.7, 7.0, vec2(1000.0, 700.0));
        let label = picture.labels.iter().find(|l| l.text.text() == "Kursk").unwrap();
        let at = offset_of(LonLat::new(36.19, 51.73).unwrap(), &view).unwrap();
        assert!(label.pos.distance(at) < 60.0);
        assert!(narrow(1.5) > 1.0);
    }
}
