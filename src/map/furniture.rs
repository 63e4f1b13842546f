//! What stands on the map's edge: scale bar, the pointer's coordinates, legend, locator, caption, credits.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, Color32, Context, Galley, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use crate::earth::{BASEMAP_CREDIT, BASEMAP_POINT_OF_VIEW, LonLat, Notation, metres_per_point, nice_length_m};
use crate::gazetteer::GAZETTEER_CREDIT;
use crate::map::display::{DisplayList, Primitive};
use crate::map::disputed::disputed_at;
use crate::map::ground::SHARP_TO_ZOOM;
use crate::map::picture::{Picture, narrow};
use crate::map::shapes::View;
use crate::map::{caption, legend, locator};
use crate::theme::{TextSize, Theme, Weight, fine_print, font};
use crate::viewpoint::{Camera, MapPart, MapParts, Picked, Viewpoint};
use crate::wording;

/// A map narrower than this has no room for scale and credits side by side: the scale stands above.
const NARROW: f32 = 860.0;
/// The same of a scene, whose credits are fine print.
const NARROW_SCENE: f32 = 420.0;
/// The widest that the credits get before they go on in another line.
const CREDITS_WIDTH: f32 = 440.0;
const MARGIN: f32 = 10.0;
/// A map lower than this has room for the credits alone: a scale would stand over what is shown.
const LOW: f32 = 150.0;

/// Space that labels keep clear of: scale at the left, credits and locator at the right, caption and legend.
pub fn rects(picture: &Picture, parts: MapParts, ctx: &Context) -> Vec<Rect> {
    let map = picture.rect;
    let credits = credits_text(picture, Color32::PLACEHOLDER, ctx).size();
    let credits = Rect::from_min_max(map.max - credits - Vec2::splat(2.0 * MARGIN), map.max);
    let mut rects = vec![credits];
    rects.extend(picture.scene.and_then(|scene| scene.card));
    if map.height() >= LOW {
        rects.push(scale_rect(picture, ctx));
    }
    rects.extend(picture.caption.as_ref().map(|(_, rect)| *rect));
    if parts.has(MapPart::Locator) {
        rects.push(locator::rect(map));
    }
    rects.extend(picture.legend_rect);
    rects
}

/// The credits that the built-in data ask for, and whose view of borders the basemap takes.
pub fn credits() -> String {
    format!("{BASEMAP_CREDIT}, {BASEMAP_POINT_OF_VIEW}\n{GAZETTEER_CREDIT}")
}

fn is_past_detail(camera: Camera) -> bool {
    camera.zoom() > SHARP_TO_ZOOM + 0.2
}

/// Where the scale begins; beside the credits where there is room for both.
fn scale_start(picture: &Picture, ctx: &Context) -> Pos2 {
    let map = picture.rect;
    let over_credits = || credits_text(picture, Color32::PLACEHOLDER, ctx).size().y + MARGIN;
    let is_above = map.width() < if picture.scene.is_some() { NARROW_SCENE } else { NARROW };
    let baseline = map.bottom() - if is_above { over_credits() } else { 0.0 } - 13.0;
    let card = picture.scene.and_then(|scene| scene.card).filter(|card| card.bottom() > baseline - 20.0);
    pos2(card.map_or(map.left(), |card| card.right()) + 14.0, baseline)
}

/// With the pointer's coordinates beside it, and what may stand above.
fn scale_rect(picture: &Picture, ctx: &Context) -> Rect {
    let start = scale_start(picture, ctx);
    let height = if is_past_detail(picture.camera) { 38.0 } else { 20.0 };
    // Without a pointer there are no coordinates beside it.
    let width = if picture.scene.is_some() { 220.0 } else { 354.0 };
    Rect::from_min_max(start - vec2(14.0, height), start + vec2(width - 14.0, MARGIN))
}

/// Where the count of what the map shows begins, over the scale; `None` on a map that has no room for it.
pub fn count_line(picture: &Picture, ctx: &Context) -> Option<Pos2> {
    let scale = scale_rect(picture, ctx);
    (picture.rect.height() >= LOW).then(|| pos2(picture.rect.left() + 14.0, scale.top() - 3.0))
}

/// In the window: names keep clear of the count, however it reads.
pub fn count_rect(picture: &Picture, ctx: &Context) -> Option<Rect> {
    /// Two lines of it, of a usual length.
    const USUAL: Vec2 = vec2(560.0, 35.0);
    let start = count_line(picture, ctx)?;
    let width = USUAL.x.min(picture.rect.right() - start.x - MARGIN);
    Some(Rect::from_min_max(start - vec2(0.0, USUAL.y), start + vec2(width, 0.0)))
}

/// With the pointer goes the place known only roughly that it is on, by its name.
pub fn add(
    picture: &Picture,
    viewpoint: &Viewpoint,
    coordinates: Notation,
    (pointer, rough): (Option<Pos2>, Option<(String, Picked)>),
    theme: &Theme,
    list: &mut DisplayList<'_>,
) {
    let map = picture.rect;
    add_credits(picture, theme, list);
    if map.height() >= LOW {
        let pointer = pointer.filter(|_| picture.scene.is_none());
        let words = pointer.filter(|pos| map.contains(*pos)).map(|pos| coordinates_at(viewpoint.camera, coordinates, pos, rough, map));
        add_scale(viewpoint, words, picture, theme, list);
    }
    if let Some(rect) = picture.legend_rect {
        legend::add(&picture.legend, rect, theme, list);
    }
    if viewpoint.parts.has(MapPart::Locator) {
        locator::add(&View::new(viewpoint.camera, map), theme, list);
    }
    if let Some((text, rect)) = &picture.caption {
        caption::add(text, *rect, theme, list);
    }
}

/// Text in the colour of names, with their halo.
fn words<'a>(pos: Pos2, galley: Arc<Galley>, theme: &Theme) -> Primitive<'a> {
    Primitive::Words { pos, galley, ink: theme.map_label, halo: Some(theme.map_halo) }
}

fn small(text: String, theme: &Theme, list: &DisplayList<'_>) -> Arc<Galley> {
    list.galley(text, font(TextSize::Small, Weight::Regular), theme.map_label)
}

/// What the pointer is at, and its coordinates: of a place known only roughly no more figures than that allows.
fn coordinates_at(camera: Camera, notation: Notation, pos: Pos2, rough: Option<(String, Picked)>, map: Rect) -> (LonLat, String) {
    if let Some((name, Picked { at, within_m: Some(radius_m) })) = rough {
        return (at, format!("{} · {}", notation.text_within(at, radius_m), wording::place_within(&name, radius_m)));
    }
    let offset = pos - map.center();
    let place = camera.place_at([f64::from(offset.x), f64::from(offset.y)]);
    (place, notation.text(place, 4))
}

/// The scale, what the pointer is at, and where the basemap's detail ends.
fn add_scale(viewpoint: &Viewpoint, pointer: Option<(LonLat, String)>, picture: &Picture, theme: &Theme, list: &mut DisplayList<'_>) {
    let start = scale_start(picture, list.ctx());
    let baseline = start.y;
    let bar_end = add_scale_bar(viewpoint.camera, start, theme, list);
    let mut add = |at: Pos2, text: String| {
        let text = small(text, theme, list);
        list.furnish(words(at - vec2(0.0, text.size().y), text, theme));
    };
    if let Some((place, coordinates)) = pointer {
        add(pos2(bar_end + 16.0, baseline + 4.0), coordinates);
        if let Some(area) = disputed_at(place).filter(|_| viewpoint.parts.has(MapPart::DisputedAreas)) {
            let text = wording::disputed(&area.name, &area.controlled_by, &area.claimed_by);
            add(pos2(bar_end + 16.0, baseline - 11.0), text);
        }
    }
    if is_past_detail(viewpoint.camera) {
        add(pos2(start.x, baseline - 20.0), wording::DETAIL_ENDS.to_owned());
    }
}

fn credits_text(picture: &Picture, ink: Color32, ctx: &Context) -> Arc<Galley> {
    let map = picture.rect;
    let font = if picture.scene.is_some() { fine_print() } else { font(TextSize::Small, Weight::Regular) };
    let mut job = LayoutJob::single_section(credits(), TextFormat::simple(font, ink));
    job.wrap.max_width = CREDITS_WIDTH.min(map.width() - 2.0 * MARGIN);
    job.halign = Align::RIGHT;
    ctx.fonts_mut(|fonts| fonts.layout_job(job))
}

fn add_credits(picture: &Picture, theme: &Theme, list: &mut DisplayList<'_>) {
    let (map, text) = (picture.rect, credits_text(picture, theme.map_label, list.ctx()));
    // Right-aligned text lies to the left of its position.
    let corner = Align2::RIGHT_BOTTOM.anchor_size(map.max - vec2(MARGIN, 8.0), text.size());
    list.furnish(words(corner.right_top(), text, theme));
}

/// Adds the scale at the latitude of the map's centre, from a point on; returns where it ends.
fn add_scale_bar(camera: Camera, start: Pos2, theme: &Theme, list: &mut DisplayList<'_>) -> f32 {
    const LONGEST: f64 = 120.0;
    let metres_per_point = metres_per_point(camera.centre().lat_deg(), camera.zoom());
    let length_m = nice_length_m(LONGEST * metres_per_point).unwrap_or_default();
    let length = narrow(length_m / metres_per_point);
    let end = start + vec2(length, 0.0);
    for (width, colour) in [(4.0, theme.map_halo), (1.6, theme.map_label)] {
        let tick = |at: Pos2| [at - vec2(0.0, 5.0), at + vec2(0.0, 0.8)];
        list.furnish(Primitive::Segments { ends: vec![[start, end], tick(start), tick(end)].into(), stroke: Stroke::new(width, colour) });
    }
    let galley = small(wording::scale(length_m), theme, list);
    let (pos, width) = (end + vec2(8.0, -galley.size().y + 4.0), galley.size().x);
    list.furnish(words(pos, galley, theme));
    end.x + 8.0 + width
}
