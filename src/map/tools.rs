//! Distance and bearing between two picks, range rings, and the area that is filtered by.

use egui::{Align2, Color32, Pos2, Stroke, StrokeKind, vec2};

use crate::base::shortened;
use crate::earth::{LonLat, circle, distance_text, great_circle, metres_per_point, nice_length_m, unwrap_line};
use crate::map::display::{Block, DisplayList, Primitive, ring};
use crate::map::shapes::View;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::{Found, Measure, Picked};
use crate::wording;

/// Rings round a place.
const N_RINGS: u8 = 4;

/// What is measured: to the pointer while the second pick is missing.
pub fn add_measure(view: &View, measure: Measure, pointer: Option<Picked>, theme: &Theme, list: &mut DisplayList<'_>) {
    const STEP_DEG: f64 = 1.0;
    let Some(from) = measure.from else { return };
    let Some(to) = measure.to.or(pointer) else { return add_pick(view, from.at, theme, list) };
    for line in view.unwrapped_copies(&great_circle(from.at, to.at, STEP_DEG)) {
        add_line(&line, theme.accent, theme, list);
        if let Some(middle) = line.get(line.len() / 2) {
            let middle =
                if line.len() == 2 { line.iter().fold(vec2(0.0, 0.0), |sum, at| sum + at.to_vec2() / 2.0).to_pos2() } else { *middle };
            add_words(middle + vec2(0.0, -12.0), Align2::CENTER_BOTTOM, &wording::measured(from, to), theme, list);
        }
    }
    add_pick(view, from.at, theme, list);
    add_pick(view, to.at, theme, list);
}

/// What a search flew to: a ring with four ticks round it, which leaves what is there to be seen, and its name.
pub fn add_found(view: &View, found: &Found, theme: &Theme, list: &mut DisplayList<'_>) {
    const RADIUS: f32 = 9.0;
    const TICK: f32 = 6.0;
    for pos in view.copies(found.position) {
        for (width, colour) in [(4.5, theme.map_halo), (2.0, theme.accent)] {
            let stroke = Stroke::new(width, colour);
            list.furnish(ring(pos, RADIUS, stroke));
            let ways = [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)];
            let ticks = ways.map(|way| [pos + way * RADIUS, pos + way * (RADIUS + TICK)]);
            list.furnish(Primitive::Segments { ends: ticks.to_vec().into(), stroke });
        }
        add_words(pos + vec2(0.0, RADIUS + TICK + 5.0), Align2::CENTER_TOP, &shortened(&found.name, 60), theme, list);
    }
}

/// From where to where things moved: faint where they were, and an arrow to where they are, which ends at the edge of the mark there.
pub fn add_ways(view: &View, ways: impl Iterator<Item = [LonLat; 2]>, theme: &Theme, list: &mut DisplayList<'_>) {
    const STEP_DEG: f64 = 1.0;
    /// More lines are no picture any more.
    const MOST: usize = 500;
    const RADIUS: f32 = 6.0;
    const HEAD: f32 = 8.0;
    for [from, to] in ways.take(MOST) {
        for mut line in view.unwrapped_copies(&great_circle(from, to, STEP_DEG)) {
            let way = stop_short(&mut line);
            let stroke = Stroke::new(1.8, theme.accent);
            add_path(&line, Stroke::new(4.0, theme.map_halo.gamma_multiply(0.7)), None, list);
            add_path(&line, stroke, Some([6.0, 4.0]), list);
            if let (Some(way), Some(tip)) = (way, line.last()) {
                let barbs = [0.5, -0.5].map(|turn| [*tip, *tip - egui::emath::Rot2::from_angle(turn) * way * HEAD]);
                list.furnish(Primitive::Segments { ends: barbs.to_vec().into(), stroke });
            }
        }
        for pos in view.copies(from) {
            let (fill, edge) = (theme.panel.gamma_multiply(0.6), Stroke::new(1.5, theme.accent.gamma_multiply(0.8)));
            list.furnish(Primitive::Circle { centre: pos, radius: RADIUS, fill, edge });
        }
    }
}

/// Cuts off what of a line lies under the mark at its end. The direction in which it comes there; `None` where it is all under the mark.
fn stop_short(line: &mut Vec<Pos2>) -> Option<egui::Vec2> {
    /// Half the width of a mark that is selected.
    const GAP: f32 = 20.0;
    let end = *line.last()?;
    let last = line.iter().rposition(|pos| pos.distance(end) > GAP)?;
    let way = (end - *line.get(last)?).normalized();
    line.truncate(last + 1);
    line.push(end - way * GAP);
    Some(way)
}

/// Rings at round distances that suit the view.
pub fn add_rings(view: &View, centre: LonLat, theme: &Theme, list: &mut DisplayList<'_>) {
    for (radius_m, ring) in rings(view, centre) {
        for line in view.unwrapped_copies(&ring) {
            add_line(&line, theme.accent.gamma_multiply(0.8), theme, list);
            // The ring begins in the north.
            if let Some(top) = line.first() {
                add_words(*top + vec2(0.0, -3.0), Align2::CENTER_BOTTOM, &distance_text(radius_m), theme, list);
            }
        }
    }
}

/// Radius in metres, and the ring as longitudes and latitudes in degrees.
fn rings(view: &View, centre: LonLat) -> Vec<(f64, Vec<[f64; 2]>)> {
    const N_POINTS: u16 = 96;
    /// Beyond that a ring on a Mercator map is no help.
    const LARGEST_M: f64 = 9_000_000.0;
    let half = f64::from(view.rect.width().min(view.rect.height())) / 2.0;
    let reach_m = half * 0.9 * metres_per_point(centre.lat_deg(), view.camera.zoom());
    let Some(step_m) = nice_length_m(reach_m / f64::from(N_RINGS)) else { return Vec::new() };
    let radii = (1..=N_RINGS).map(|index| step_m * f64::from(index)).filter(|radius_m| *radius_m <= LARGEST_M);
    radii.map(|radius_m| (radius_m, circle(centre, radius_m, N_POINTS))).collect()
}

/// The area that is filtered by: a thin line along what counts as its edge. Returns where its topmost corner stands.
pub fn add_area(view: &View, corners: &[LonLat], is_closed: bool, theme: &Theme, list: &mut DisplayList<'_>) -> Option<Pos2> {
    let path = edge(corners, is_closed);
    let mut top: Option<Pos2> = None;
    for line in view.unwrapped_copies(&path) {
        add_path(&line, Stroke::new(3.5, theme.map_halo.gamma_multiply(0.7)), None, list);
        add_path(&line, Stroke::new(1.5, theme.accent), None, list);
        let in_view = line.into_iter().filter(|pos| view.rect.shrink(14.0).contains(*pos));
        top = in_view.chain(top).min_by(|a, b| a.y.total_cmp(&b.y));
    }
    top
}

/// An area while it is drawn: its corners so far, and on to the pointer.
pub fn add_outline(view: &View, corners: &[LonLat], pointer: Option<LonLat>, theme: &Theme, list: &mut DisplayList<'_>) {
    let ahead: Vec<LonLat> = corners.iter().copied().chain(pointer).collect();
    add_area(view, &ahead, false, theme, list);
    if let (Some(first), Some(pointer), true) = (corners.first(), pointer, corners.len() > 1) {
        for line in view.unwrapped_copies(&edge(&[pointer, *first], false)) {
            add_path(&line, Stroke::new(1.5, theme.accent), Some([5.0, 5.0]), list);
        }
    }
    for corner in corners {
        add_pick(view, *corner, theme, list);
    }
}

/// Through all corners, straight in degrees as the filter takes it, in steps short enough to show that on this map.
pub(super) fn edge(corners: &[LonLat], is_closed: bool) -> Vec<[f64; 2]> {
    const STEP_DEG: f64 = 1.0;
    let again = corners.first().copied().filter(|_| is_closed);
    let line = geo::LineString::from_iter(corners.iter().copied().chain(again).map(|corner| (corner.lon_deg(), corner.lat_deg())));
    let unwrapped: Vec<[f64; 2]> = unwrap_line(&line);
    let mut path: Vec<[f64; 2]> = unwrapped.first().copied().into_iter().collect();
    for ([from_lon, from_lat], [to_lon, to_lat]) in unwrapped.iter().zip(unwrapped.iter().skip(1)) {
        let n_steps = ((to_lon - from_lon).abs().max((to_lat - from_lat).abs()) / STEP_DEG).ceil().clamp(1.0, 360.0) as u16;
        path.extend((1..=n_steps).map(|step| {
            let share = f64::from(step) / f64::from(n_steps);
            [from_lon + (to_lon - from_lon) * share, from_lat + (to_lat - from_lat) * share]
        }));
    }
    path
}

pub(super) fn add_line(line: &[Pos2], colour: Color32, theme: &Theme, list: &mut DisplayList<'_>) {
    add_path(line, Stroke::new(4.0, theme.map_halo.gamma_multiply(0.7)), None, list);
    add_path(line, Stroke::new(1.8, colour), None, list);
}

pub(super) fn add_path(line: &[Pos2], stroke: Stroke, dash: Option<[f32; 2]>, list: &mut DisplayList<'_>) {
    list.furnish(Primitive::Line { points: line.to_vec(), stroke, dash });
}

pub(super) fn add_pick(view: &View, at: LonLat, theme: &Theme, list: &mut DisplayList<'_>) {
    for centre in view.copies(at) {
        list.furnish(Primitive::Circle { centre, radius: 4.5, fill: theme.panel, edge: Stroke::new(2.0, theme.accent) });
    }
}

fn add_words(at: Pos2, align: Align2, words: &str, theme: &Theme, list: &mut DisplayList<'_>) {
    let galley = list.galley(words.to_owned(), font(TextSize::Body, Weight::Semibold), theme.accent);
    let rect = align.anchor_size(at, galley.size());
    // On a ground of its own: it may come to stand over names and marks.
    let (ground, edge) = (rect.expand2(vec2(6.0, 2.0)), Stroke::new(1.0, theme.hairline));
    list.furnish(Primitive::Rect(Block { rect: ground, radius: 4, fill: theme.panel, edge, edge_lies: StrokeKind::Outside }));
    list.furnish(Primitive::Words { pos: rect.min, galley, ink: theme.accent, halo: None });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewpoint::Camera;
    use egui::Rect;

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat::new(lon, lat).unwrap()
    }

    #[test]
    fn rings_have_round_radii_that_fit_the_view() {
        let view = View::new(Camera::new(at(36.2, 51.7), 7.0), Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0)));
        let radii: Vec<f64> = rings(&view, at(36.2, 51.7)).into_iter().map(|(radius_m, _)| radius_m).collect();
        assert_eq!(radii, [50_000.0, 100_000.0, 150_000.0, 200_000.0]);
    }
}
