//! What stands on the map's edge: scale bar, the pointer's coordinates, credits.

use egui::{Align2, Painter, Pos2, Rect, Stroke, pos2, vec2};

use crate::earth::{BASEMAP_CREDIT, decimal_text, metres_per_point, nice_length_m};
use crate::gazetteer::GAZETTEER_CREDIT;
use crate::map::paint::paint_text;
use crate::map::picture::narrow;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::Camera;

/// A map narrower than this has no room for scale and credits side by side: the scale stands above.
const NARROW: f32 = 760.0;

/// Space that labels keep clear of: the scale bar at the lower left, the credits at the lower right.
pub fn rects(map: Rect) -> [Rect; 2] {
    let height = if map.width() < NARROW { 62.0 } else { 26.0 };
    let strip = map.with_min_y(map.bottom() - height);
    let (left, right) = strip.split_left_right_at_fraction(0.5);
    [left.with_max_x(left.left() + 320.0), right.with_min_x((right.right() - 460.0).max(left.left()))]
}

/// The credits that the built-in data ask for.
pub fn credits() -> String {
    format!("{BASEMAP_CREDIT} · {GAZETTEER_CREDIT}")
}

pub fn paint(camera: Camera, map: Rect, pointer: Option<Pos2>, theme: &Theme, painter: &Painter) {
    let painter = &painter.with_clip_rect(map);
    let small = font(TextSize::Small, Weight::Regular);
    let text = painter.layout(credits(), small.clone(), theme.map_label, map.width() - 20.0);
    let corner = Align2::RIGHT_BOTTOM.anchor_size(map.max - vec2(10.0, 8.0), text.size());
    paint_text(corner.min, &text, theme.map_label, Some(theme.map_halo), painter);
    let baseline = if map.width() < NARROW { corner.top() } else { map.bottom() } - 13.0;
    let bar_end = paint_scale_bar(camera, pos2(map.left() + 14.0, baseline), theme, painter);
    if let Some(pointer) = pointer.filter(|p| map.contains(*p)) {
        let offset = pointer - map.center();
        let place = camera.place_at([f64::from(offset.x), f64::from(offset.y)]);
        let text = painter.layout_no_wrap(decimal_text(place, 4), small, theme.map_label);
        paint_text(pos2(bar_end + 16.0, baseline + 4.0 - text.size().y), &text, theme.map_label, Some(theme.map_halo), painter);
    }
}

/// The scale at the latitude of the map's centre, from a point on; returns where it ends.
fn paint_scale_bar(camera: Camera, start: Pos2, theme: &Theme, painter: &Painter) -> f32 {
    const LONGEST: f64 = 120.0;
    let metres_per_point = metres_per_point(camera.centre().lat_deg(), camera.zoom());
    let length_m = nice_length_m(LONGEST * metres_per_point).unwrap_or_default();
    let length = narrow(length_m / metres_per_point);
    let end = start + vec2(length, 0.0);
    for (width, colour) in [(4.0, theme.map_halo), (1.6, theme.map_label)] {
        let stroke = Stroke::new(width, colour);
        painter.line_segment([start, end], stroke);
        painter.line_segment([start - vec2(0.0, 5.0), start + vec2(0.0, 0.8)], stroke);
        painter.line_segment([end - vec2(0.0, 5.0), end + vec2(0.0, 0.8)], stroke);
    }
    let text = if length_m >= 1_000.0 { format!("{} km", length_m / 1_000.0) } else { format!("{length_m} m") };
    let galley = painter.layout_no_wrap(text, font(TextSize::Small, Weight::Regular), theme.map_label);
    paint_text(end + vec2(8.0, -galley.size().y + 4.0), &galley, theme.map_label, Some(theme.map_halo), painter);
    end.x + 8.0 + galley.size().x
}
