//! Which names are shown and where: the situation's first, then those of the basemap by importance; none over another.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, Context, FontId, Galley, Pos2, Rect, Vec2, vec2};

use crate::map::furniture;
use crate::map::layer_rows::POINT_RADIUS;
use crate::map::names;
use crate::map::picture::{Inputs, Label, Mark, MarkShape, Movement, Picture, narrow};
use crate::map::row_names;
use crate::map::shapes::View;
use crate::map::taken::Taken;
use crate::map::troops::TroopMark;
use crate::model::GradeRange;
use crate::query::Fit;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::{Item, MapPart};
use crate::wording;

/// Points of map for each label: more labels would be noise, and each costs five texts to paint.
const AREA_OF_LABEL: f32 = 5_000.0;

/// Lines of text with their sizes. Not galleys: those point into egui's glyph texture, which is made anew when the theme changes or
/// when it is full, so the glyphs are looked up again at each paint (egui keeps those of unchanged text).
#[derive(Clone, Debug)]
pub struct Text {
    lines: Arc<[(LayoutJob, Vec2)]>,
    /// What stands after the first line, and how large that is.
    aside: Option<(LayoutJob, Vec2)>,
    size: Vec2,
}

impl Text {
    /// What it says, line by line.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().chain(&self.aside).map(|(job, _)| job.text.as_str())
    }

    pub fn new(ctx: &Context, jobs: Vec<LayoutJob>) -> Self {
        Self::with_aside(ctx, jobs, None)
    }

    /// With something small after the first line.
    pub fn with_aside(ctx: &Context, jobs: Vec<LayoutJob>, aside: Option<LayoutJob>) -> Self {
        let measured = |job: LayoutJob| {
            let size = ctx.fonts_mut(|fonts| fonts.layout_job(job.clone())).size();
            (job, size)
        };
        let lines: Arc<[(LayoutJob, Vec2)]> = jobs.into_iter().map(measured).collect();
        let aside = aside.map(measured);
        let mut size = lines.iter().fold(Vec2::ZERO, |size, (_, line)| vec2(size.x.max(line.x), size.y + line.y));
        if let (Some((_, first)), Some((_, aside))) = (lines.first(), &aside) {
            size.x = size.x.max(first.x + BEFORE_ASIDE + aside.x);
        }
        Self { lines, aside, size }
    }

    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// The first line.
    pub fn text(&self) -> &str {
        self.lines.first().map_or("", |(job, _)| &job.text)
    }

    /// Feeds all that it looks like to a hasher, but for alignment.
    pub fn hash(&self, hasher: &mut impl Hasher) {
        for (job, _) in self.lines.iter().chain(&self.aside) {
            job.hash(hasher);
        }
    }

    /// The lines, each with where it stands in the whole; `align` as in [`Label::align`].
    pub fn lines(&self, align: f32) -> impl Iterator<Item = (Vec2, &LayoutJob)> {
        /// The baseline of the smaller font is so much of the difference of their heights lower.
        const BASELINE: f32 = 0.65;
        let mut top = 0.0;
        let beside = self.aside.as_ref().map_or(0.0, |(_, size)| BEFORE_ASIDE + size.x);
        let lines = self.lines.iter().enumerate().map(move |(index, (job, size))| {
            let width = size.x + if index == 0 { beside } else { 0.0 };
            let at = vec2((self.size.x - width) * align, top);
            top += size.y;
            (at, job)
        });
        let first = self.lines.first().map_or(Vec2::ZERO, |(_, size)| *size);
        lines.chain(self.aside.iter().map(move |(job, size)| {
            let left = (self.size.x - first.x - beside) * align + first.x + BEFORE_ASIDE;
            (vec2(left, (first.y - size.y) * BASELINE), job)
        }))
    }

    /// What stands after the first line.
    pub fn aside(&self) -> Option<&str> {
        self.aside.as_ref().map(|(job, _)| job.text.as_str())
    }

    /// The glyphs of the lines, good for this pass.
    pub fn galleys<'a>(&'a self, align: f32, ctx: &'a Context) -> impl Iterator<Item = (Vec2, Arc<Galley>)> + 'a {
        self.lines(align).map(|(at, job)| (at, ctx.fonts_mut(|fonts| fonts.layout_job(job.clone()))))
    }
}

/// Radius in points of a city's dot.
pub const DOT_RADIUS: f32 = 2.0;

/// Room between names side by side: where one comes anew, and where it stays.
const BESIDE_NEW: f32 = 7.0;
const BESIDE_KEPT: f32 = 2.0;

/// Room kept free round a mark for the ring of a selection.
const RING: f32 = 7.0;

/// Room kept free for a point of a data layer, and up to how many points it is kept.
const POINT_SIDE: f32 = 11.0;
const MOST_CLEAR_POINTS: usize = 1_000;

/// Between a name and the grade after it, in points.
const BEFORE_ASIDE: f32 = 5.0;

/// Which names a picture showed and on which side, so that the next picture keeps them: a name goes where it must, not because the
/// map moved by a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown(BTreeMap<String, Stand>);

/// Where a shown name stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stand {
    /// Index of its side.
    side: usize,
    /// The zoom at which it came.
    since_zoom: f64,
}

impl Shown {
    /// Where a name stood, if that still counts: seen from farther away, the names of small things must not keep those of large ones
    /// out.
    fn kept(&self, key: &str, zoom: f64) -> Option<Stand> {
        const FOR_ZOOMS_OUT: f64 = 1.5;
        self.0.get(key).copied().filter(|stand| zoom > stand.since_zoom - FOR_ZOOMS_OUT)
    }
}

/// A name that wants to be shown, with the places where it could stand, the best first.
pub struct Wish {
    pub label: Label,
    /// The lower, the sooner.
    rank: f32,
    sides: Vec<Side>,
}

/// Where a text could stand.
struct Side {
    text: Rect,
    align: f32,
}

impl Wish {
    /// `key` tells it apart from its namesakes.
    pub fn new(key: String, text: Text, ink: Color32, rank: f32, anchor: Pos2, sides: &[(Align2, Vec2)]) -> Self {
        let side = |(align, offset): &(Align2, Vec2)| {
            let text = align.anchor_size(anchor + *offset, text.size());
            Side { text, align: align.x().to_factor() }
        };
        let sides = sides.iter().map(side).collect();
        Self { label: Label { key, item: None, text, pos: Pos2::ZERO, align: 0.5, ink, dot: None }, rank, sides }
    }
}

/// Puts all labels of the picture into place: first the situation's own, then what was shown before, then the rest by rank.
pub fn lay_out(picture: &mut Picture, view: &View, inputs: &Inputs<'_>, before: &Shown, ctx: &Context) {
    let mut taken = Taken::within(view.rect.shrink(4.0));
    let count = furniture::count_rect(picture, ctx).filter(|_| !inputs.leaves);
    for rect in furniture::rects(picture, inputs.parts, ctx).into_iter().chain(count) {
        taken.add(rect);
    }
    for mark in picture.marks.iter().filter(|mark| mark.is_drawn()) {
        taken.add(mark.rect().expand(RING));
    }
    for sign in picture.movements.iter().filter_map(Movement::sign_rect) {
        taken.add(sign.expand(RING / 2.0));
    }
    // Where a layer has very many points, names would find no room at all.
    if picture.points.len() <= MOST_CLEAR_POINTS {
        for point in &picture.points {
            taken.add(Rect::from_center_size(point.pos, Vec2::splat(POINT_SIDE + 2.0 * (point.radius - POINT_RADIUS))));
        }
    }
    if picture.units.len() <= MOST_CLEAR_POINTS {
        for unit in &picture.units {
            taken.add(unit.claim());
        }
    }
    for troops in &picture.troops {
        taken.add(troops.claim());
    }
    graticule_labels(picture, inputs, &mut taken, ctx);
    let most = (view.rect.area() / AREA_OF_LABEL).clamp(40.0, 600.0) as usize;
    let place = |mut wishes: Vec<Wish>, picture: &mut Picture, taken: &mut Taken| {
        tell_copies_apart(&mut wishes, view);
        let is_new = |wish: &Wish| before.kept(&wish.label.key, view.camera.zoom()).is_none();
        // Looked up once for each name, not at each comparison.
        let mut order: Vec<(bool, Wish)> = wishes.into_iter().map(|wish| (is_new(&wish), wish)).collect();
        order.sort_by(|(a_is_new, a), (b_is_new, b)| a_is_new.cmp(b_is_new).then(a.rank.total_cmp(&b.rank)));
        for (_, wish) in order {
            if picture.labels.len() < most {
                grant(wish, picture, taken, before);
            }
        }
    };
    place(mark_wishes(picture, inputs, most, ctx), picture, &mut taken);
    place(row_names::wishes(picture, view, inputs, most, ctx), picture, &mut taken);
    // All of the basemap's together, so that the name of a country that comes into view does not chase a city's away.
    let of_basemap = names::wishes(picture, view, inputs, most, ctx);
    place(of_basemap, picture, &mut taken);
}

/// Where the world is in view more than once, so is a name: its copies get keys of their own, by the world they stand in.
fn tell_copies_apart(wishes: &mut [Wish], view: &View) {
    let world = narrow(view.camera.world_points());
    if view.rect.width() < world {
        return;
    }
    let origin = view.screen((0.0, 0.0)).x;
    for wish in wishes {
        let Some(side) = wish.sides.first() else { continue };
        wish.label.key = format!("{}:world:{}", wish.label.key, ((side.text.center().x - origin) / world).floor());
    }
}

/// Shows a name where there is room for it: on the side where it was before, or else on the best that is free.
fn grant(mut wish: Wish, picture: &mut Picture, taken: &mut Taken, before: &Shown) {
    let dot = wish.label.dot.map(|pos| Rect::from_center_size(pos, Vec2::splat(2.0 * DOT_RADIUS)));
    if dot.is_some_and(|dot| !taken.is_free(dot)) {
        return;
    }
    let zoom = picture.camera.zoom();
    let kept = before.kept(&wish.label.key, zoom);
    let kept_side = kept.map(|stand| stand.side);
    let order = kept_side.into_iter().chain((0..wish.sides.len()).filter(|side| Some(*side) != kept_side));
    let beside = |side: usize| if kept_side == Some(side) { BESIDE_KEPT } else { BESIDE_NEW };
    let mut sides = order.filter_map(|index| wish.sides.get(index).map(|side| (index, side)));
    let granted = sides.find(|(index, side)| taken.take_for_name(side.text, beside(*index)));
    if let Some((index, side)) = granted {
        if let Some(dot) = dot {
            taken.add(dot);
        }
        wish.label.pos = side.text.min;
        wish.label.align = side.align;
        let since_zoom = kept.map_or(zoom, |stand| stand.since_zoom);
        picture.shown.0.insert(wish.label.key.clone(), Stand { side: index, since_zoom });
        picture.labels.push(wish.label);
    }
}

/// The text of an unnamed place's badge.
pub fn badge(ctx: &Context, inputs: &Inputs<'_>, name: &str, grades: GradeRange) -> Text {
    const MAX_CHARS: usize = 60;
    let ink = inputs.theme.on_badge;
    let name = line(&crate::base::shortened(name, MAX_CHARS), font(TextSize::Small, Weight::Semibold), ink, 0.0);
    Text::with_aside(ctx, vec![name], grades_shown(inputs, grades).map(|grades| small(&grades, ink)))
}

/// The range of grades that stands beside a mark, where grades are shown and there are any: both axes, in one ink, for a grade is no
/// verdict.
fn grades_shown(inputs: &Inputs<'_>, grades: GradeRange) -> Option<String> {
    (inputs.parts.has(MapPart::Grades) && !grades.is_empty()).then(|| grades.to_string())
}

/// The number within a mark.
pub fn count(ctx: &Context, theme: &Theme, n: usize) -> Text {
    let digits = if n < 1_000 { n.to_string() } else { format!("{}k", n / 1_000) };
    plain(ctx, &digits, count_font(), theme.mark_edge)
}

/// The number beside a stack of symbols.
pub fn stack(ctx: &Context, theme: &Theme, n: usize) -> Text {
    plain(ctx, &n.to_string(), count_font(), theme.mark_label)
}

/// The font of the number within a mark.
pub fn count_font() -> FontId {
    font(TextSize::Small, Weight::Semibold)
}

/// The font of a grade beside a mark.
pub fn grade_font() -> FontId {
    font(TextSize::Small, Weight::Regular)
}

/// A text beside a military symbol.
pub fn field(ctx: &Context, theme: &Theme, words: &str) -> Text {
    plain(ctx, words, grade_font(), theme.mark_label)
}

/// A line of the legend.
pub fn legend(ctx: &Context, theme: &Theme, words: &str) -> Text {
    plain(ctx, words, font(TextSize::Small, Weight::Regular), theme.text)
}

fn plain(ctx: &Context, text: &str, font: FontId, ink: Color32) -> Text {
    Text::new(ctx, vec![line(text, font, ink, 0.0)])
}

pub fn line(text: &str, font: FontId, ink: Color32, letter_spacing: f32) -> LayoutJob {
    let format = TextFormat { extra_letter_spacing: letter_spacing, ..TextFormat::simple(font, ink) };
    LayoutJob::single_section(text.to_owned(), format)
}

/// A small line in the same ink for under a name.
pub fn small(text: &str, ink: Color32) -> LayoutJob {
    line(text, font(TextSize::Small, Weight::Regular), ink, 0.0)
}

/// The name as people there write it, where the reader asked for it.
pub fn local_line(inputs: &Inputs<'_>, local_name: Option<&str>, ink: Color32) -> Option<LayoutJob> {
    let name = local_name.filter(|name| !name.is_empty())?;
    inputs.parts.has(MapPart::LocalNames).then(|| small(name, ink))
}

/// The figures of the graticule, at the map's edge, before any name.
fn graticule_labels(picture: &mut Picture, inputs: &Inputs<'_>, taken: &mut Taken, ctx: &Context) {
    let ink = inputs.theme.map_label;
    for index in 0..picture.graticule.len() {
        let Some(graticule) = picture.graticule.get(index) else { continue };
        let text = plain(ctx, &graticule.text, font(TextSize::Small, Weight::Regular), ink);
        let (align, at) = graticule.text_at;
        let rect = align.anchor_size(at, text.size());
        if taken.take(rect) {
            let key = format!("graticule:{}", graticule.text);
            picture.labels.push(Label { key, item: None, text, pos: rect.min, align: 0.0, ink, dot: None });
        }
    }
}

fn mark_wishes(picture: &Picture, inputs: &Inputs<'_>, most: usize, ctx: &Context) -> Vec<Wish> {
    const MAX_CHARS: usize = 40;
    let theme = inputs.theme;
    // What is left out has no name. The places with most events are named first, so that where room is short the more telling name stays. A group has only its number.
    let is_named = |m: &&Mark| {
        !matches!(m.shape, MarkShape::Badge { .. } | MarkShape::Group { .. }) && m.fit > Fit::Out && inputs.rect.contains(m.pos)
    };
    let mut order: Vec<&Mark> = picture.marks.iter().filter(is_named).collect();
    order.sort_by_key(|m| std::cmp::Reverse(m.n_events));
    let wish = |mark: &Mark| {
        let weight = if mark.n_events > 0 { Weight::Semibold } else { Weight::Regular };
        let name = line(&crate::base::shortened(&mark.name, MAX_CHARS), font(TextSize::Body, weight), theme.mark_label, 0.0);
        let local = local_line(inputs, mark.local_name.as_deref(), theme.mark_label);
        let grades = grades_shown(inputs, mark.standings.grades).map(|grades| small(&grades, theme.mark_label));
        let why_faint = mark.known_to.map(|precision| small(&wording::known_only(precision), theme.mark_label));
        let text = Text::with_aside(ctx, std::iter::once(name).chain(local).chain(why_faint).collect(), grades);
        let gap = mark.rect().width() / 2.0 + RING + 3.0;
        let below = (Align2::CENTER_TOP, vec2(0.0, if mark.is_drawn() { gap } else { -8.0 }));
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
        // Where a symbol stands beside the mark the name may go on from there.
        let beside = picture.troops.iter().filter(|troops| troops.spot == mark.spot).map(TroopMark::claim);
        let nearest = beside.min_by(|a, b| a.distance_to_pos(mark.pos).total_cmp(&b.distance_to_pos(mark.pos)));
        let past = nearest.into_iter().flat_map(|claim| {
            let [left, right] = [claim.left_center() - vec2(4.0, 0.0), claim.right_center() + vec2(4.0, 0.0)];
            [(Align2::LEFT_CENTER, right - mark.pos), (Align2::RIGHT_CENTER, left - mark.pos)]
        });
        let is_middle = matches!(mark.shape, MarkShape::Middle { .. });
        let sides: Vec<_> = is_middle.then_some(below).into_iter().chain(around).chain(past).collect();
        let rank = -(mark.n_events as f32);
        let mut wish = Wish::new(Item::to_string(&mark.item), text, theme.mark_label, rank, mark.pos, &sides);
        wish.label.item = Some(mark.item.clone());
        wish
    };
    // Beyond that there is no room, and each text costs to measure.
    order.into_iter().take(3 * most).map(wish).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::earth::LonLat;
    use crate::theme::{Theme, install_fonts};
    use crate::viewpoint::{Camera, ThemeKind};

    /// The pictures at some cameras, one after the other, each remembering the one before.
    fn pictures(cameras: &[Camera], size: Vec2) -> Vec<Picture> {
        let ctx = Context::default();
        install_fonts(&ctx);
        let rect = Rect::from_min_size(Pos2::ZERO, size);
        let mut pictures: Vec<Picture> = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for camera in cameras {
                let inputs = Inputs::basemap(*camera, rect, Theme::of(ThemeKind::Dark));
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
                let side = |p: &Picture, name: &str| p.shown.0.iter().find(|(key, _)| key.contains(name)).map(|(_, stand)| stand.side);
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
        let keys: BTreeSet<&String> = pictures.iter().flat_map(|picture| picture.shown.0.keys()).collect();
        assert!(keys.len() > 40, "{}", keys.len());
        for key in keys {
            let last = pictures.iter().rposition(|picture| shown(picture, key)).unwrap_or_default();
            let went = (1..last).find(|at| shown(&pictures[at - 1], key) && !shown(&pictures[*at], key));
            // At the edges names go for want of room.
            let name = key.split(':').nth(1).unwrap();
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
        let at = view.copies(LonLat::new(36.19, 51.73).unwrap())[0];
        assert!(label.pos.distance(at) < 60.0);
    }
}
