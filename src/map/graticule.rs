//! Meridians and parallels at round degrees, with their figures at the map's edge.

use egui::{Align2, Pos2, pos2, vec2};

use crate::earth::{LonLat, MAX_LAT_DEG, to_world_unwrapped};
use crate::map::shapes::View;

/// One line of the graticule.
pub struct GraticuleLine {
    pub ends: [Pos2; 2],
    /// What it is, and the corner and place where that stands.
    pub text: String,
    pub text_at: (Align2, Pos2),
}

/// Distances between lines in seconds of arc.
const STEPS_SEC: [u32; 14] = [108_000, 54_000, 36_000, 18_000, 7_200, 3_600, 1_800, 900, 300, 120, 60, 30, 10, 5];

/// The lines of a view, at least some 100 points apart.
pub fn graticule(view: &View) -> Vec<GraticuleLine> {
    const LEAST: f64 = 100.0;
    const MOST_LINES: usize = 80;
    let points_per_second = view.camera.world_points() / (360.0 * 3_600.0);
    let is_wide = |step: &&u32| f64::from(**step) * points_per_second >= LEAST;
    let step_sec = i64::from(STEPS_SEC.iter().rev().find(is_wide).copied().unwrap_or(108_000));
    let [half_x, half_y] = [view.rect.width(), view.rect.height()].map(|side| f64::from(side) / 2.0);
    let centre = view.camera.centre();
    let half_width_deg = half_x / view.camera.world_points() * 360.0;
    let (north, south) = (view.camera.place_at([0.0, -half_y]).lat_deg(), view.camera.place_at([0.0, half_y]).lat_deg());
    let steps = |from: f64, to: f64| {
        let step = |degrees: f64| degrees * 3_600.0 / step_sec as f64;
        (step(from).ceil() as i64..=step(to).floor() as i64).take(MOST_LINES).map(move |index| index * step_sec)
    };
    let mut lines = Vec::new();
    for lon_sec in steps(centre.lon_deg() - half_width_deg, centre.lon_deg() + half_width_deg) {
        let x = view.screen(to_world_unwrapped([lon_sec as f64 / 3_600.0, 0.0])).x;
        let wrapped = (lon_sec + 648_000).rem_euclid(1_296_000) - 648_000;
        let text = angle_text(wrapped, step_sec, if wrapped == -648_000 { ["", ""] } else { ["E", "W"] });
        lines.push(GraticuleLine {
            ends: [pos2(x, view.rect.top()), pos2(x, view.rect.bottom())],
            text,
            text_at: (Align2::LEFT_TOP, pos2(x, view.rect.top()) + vec2(4.0, 4.0)),
        });
    }
    for lat_sec in steps(south.max(-MAX_LAT_DEG), north.min(MAX_LAT_DEG)) {
        let lat_deg = lat_sec as f64 / 3_600.0;
        let Some(at) = LonLat::new(centre.lon_deg(), lat_deg) else { continue };
        let y = view.screen(to_world_unwrapped([at.lon_deg(), at.lat_deg()])).y;
        lines.push(GraticuleLine {
            ends: [pos2(view.rect.left(), y), pos2(view.rect.right(), y)],
            text: angle_text(lat_sec, step_sec, ["N", "S"]),
            text_at: (Align2::LEFT_BOTTOM, pos2(view.rect.left(), y) + vec2(6.0, -2.0)),
        });
    }
    lines
}

/// Degrees, with minutes and seconds where the step asks for them.
fn angle_text(seconds: i64, step_sec: i64, [positive, negative]: [&str; 2]) -> String {
    let size = seconds.abs();
    let mut text = format!("{}°", size / 3_600);
    if step_sec % 3_600 != 0 {
        text = format!("{text}{:02}′", size / 60 % 60);
    }
    if step_sec % 60 != 0 {
        text = format!("{text}{:02}″", size % 60);
    }
    let side = if seconds == 0 {
        ""
    } else if seconds > 0 {
        positive
    } else {
        negative
    };
    format!("{text} {side}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewpoint::Camera;
    use egui::{Rect, vec2};

    fn texts(lon: f64, lat: f64, zoom: f64) -> Vec<String> {
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        graticule(&View::new(Camera::new(LonLat::new(lon, lat).unwrap(), zoom), rect)).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_stand_at_round_degrees_and_say_which() {
        assert_eq!(texts(0.0, 0.0, 3.0), ["60° W", "30° W", "0°", "30° E", "60° E", "30° S", "0°", "30° N"]);
        assert_eq!(texts(36.2, 51.7, 9.0), ["35°30′ E", "36°00′ E", "36°30′ E", "37°00′ E", "51°30′ N", "52°00′ N"]);
        assert!(texts(179.9, -40.0, 6.0).contains(&"180°".to_owned()));
        assert!(texts(179.9, -40.0, 6.0).contains(&"175° W".to_owned()));
    }

    #[test]
    fn there_are_never_too_many_lines() {
        for zoom in 0..=20_u8 {
            let n_lines = texts(100.0, 85.0, f64::from(zoom)).len();
            assert!((2..60).contains(&n_lines), "{n_lines} lines at zoom {zoom}");
        }
    }
}
