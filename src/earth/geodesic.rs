//! Distances, bearings and lines over the earth.

use geo::{Bearing, Destination, Distance, Geodesic, Haversine, HaversineMeasure, InterpolatePoint, Point};

use crate::earth::LonLat;

/// At most so many points in one great circle, whatever step is asked for.
const MAX_POINTS: usize = 10_000;

/// Shortest way on the WGS 84 ellipsoid (Karney 2013), in metres.
pub fn distance_m(from: LonLat, to: LonLat) -> f64 {
    Geodesic.distance(point(from), point(to))
}

/// A distance in three or more significant figures: `553 m`, `5.53 km`, `55.3 km`, `6,511 km`.
pub fn distance_text(metres: f64) -> String {
    let km = metres / 1_000.0;
    match metres {
        ..999.5 => format!("{metres:.0} m"),
        ..9_995.0 => format!("{km:.2} km"),
        ..99_950.0 => format!("{km:.1} km"),
        _ => format!("{} km", crate::base::grouped(km.round() as u64)),
    }
}

/// A distance that is known only roughly, in two significant figures: `350 m`, `2.5 km`, `25 km`, `120 km`.
pub fn rough_distance_text(metres: f64) -> String {
    let metres = metres.max(0.0);
    let step = if metres >= 1.0 { 10_f64.powf(metres.log10().floor() - 1.0).max(1.0) } else { 1.0 };
    let rounded = (metres / step).round() * step;
    match rounded {
        ..1_000.0 => format!("{rounded:.0} m"),
        ..10_000.0 if rounded % 1_000.0 != 0.0 => format!("{:.1} km", rounded / 1_000.0),
        _ => format!("{} km", crate::base::grouped((rounded / 1_000.0).round() as u64)),
    }
}

/// Direction at `from` of the shortest way to `to`: degrees clockwise from north, 0 up to 360.
pub fn bearing_deg(from: LonLat, to: LonLat) -> f64 {
    Geodesic.bearing(point(from), point(to)).rem_euclid(360.0)
}

/// Longitudes and latitudes in degrees along the great circle, both ends included, at most `max_step_deg` of arc apart
/// (at least a thousandth of a degree). Longitudes go on past 180 where the line does, so that it never jumps.
pub fn great_circle(from: LonLat, to: LonLat, max_step_deg: f64) -> Vec<[f64; 2]> {
    let arc_deg = (Haversine.distance(point(from), point(to)) / arc_radius_m()).to_degrees();
    let n_steps = steps(arc_deg, max_step_deg);
    let mut line: Vec<[f64; 2]> = Vec::with_capacity(n_steps + 1);
    for step in 0..=n_steps {
        let [lon_deg, lat_deg] = match step {
            0 => [from.lon_deg(), from.lat_deg()],
            last if last == n_steps => [to.lon_deg(), to.lat_deg()],
            _ => {
                let along = Haversine.point_at_ratio_between(point(from), point(to), step as f64 / n_steps as f64);
                [along.x(), along.y()]
            }
        };
        let before_deg = line.last().map_or(lon_deg, |before| before[0]);
        line.push([nearest_turn_deg(lon_deg, before_deg), lat_deg]);
    }
    line
}

/// Longitudes and latitudes in degrees of the circle of a radius (metres, on the ellipsoid) round a position, closed, with
/// `n_points` steps of equal bearing. Longitudes go on past 180 where the circle does.
pub fn circle(centre: LonLat, radius_m: f64, n_points: u16) -> Vec<[f64; 2]> {
    let mut line: Vec<[f64; 2]> = Vec::with_capacity(usize::from(n_points) + 1);
    for step in 0..=n_points {
        let at = Geodesic.destination(point(centre), f64::from(step) * 360.0 / f64::from(n_points), radius_m);
        let before_deg = line.last().map_or(centre.lon_deg(), |before| before[0]);
        line.push([nearest_turn_deg(at.x(), before_deg), at.y()]);
    }
    line
}

/// Radius of the sphere that [`Haversine`] measures on.
fn arc_radius_m() -> f64 {
    HaversineMeasure::GRS80_MEAN_RADIUS.radius()
}

fn steps(arc_deg: f64, max_step_deg: f64) -> usize {
    let n_steps = (arc_deg / max_step_deg.max(0.001)).ceil();
    if n_steps.is_finite() { (n_steps as usize).clamp(1, MAX_POINTS - 1) } else { 1 }
}

/// The longitude of the same meridian that is nearest to `near_deg`.
fn nearest_turn_deg(lon_deg: f64, near_deg: f64) -> f64 {
    lon_deg + ((near_deg - lon_deg) / 360.0).round() * 360.0
}

fn point(position: LonLat) -> Point<f64> {
    Point::new(position.lon_deg(), position.lat_deg())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).unwrap()
    }

    #[test]
    fn distances_are_those_of_the_ellipsoid() {
        // A degree of the equator, a degree of the meridian from it, and half the meridian.
        for (from, to, metres) in [
            (at(0.0, 0.0), at(1.0, 0.0), 111_319.491),
            (at(0.0, 0.0), at(0.0, 1.0), 110_574.389),
            (at(0.0, -90.0), at(0.0, 90.0), 20_003_931.459),
            (at(179.5, 0.0), at(-179.5, 0.0), 111_319.491),
        ] {
            assert!((distance_m(from, to) - metres).abs() < 0.001, "{from:?} {to:?}: {}", distance_m(from, to));
        }
    }

    #[test]
    fn a_distance_is_written_to_three_figures() {
        for (metres, text) in [
            (0.4, "0 m"),
            (553.2, "553 m"),
            (999.6, "1.00 km"),
            (5_530.0, "5.53 km"),
            (55_300.0, "55.3 km"),
            (99_960.0, "100 km"),
            (6_510_700.0, "6,511 km"),
        ] {
            assert_eq!(distance_text(metres), text);
        }
    }

    #[test]
    fn bearings_go_clockwise_from_north() {
        for (to, bearing) in [(at(0.0, 1.0), 0.0), (at(1.0, 0.0), 90.0), (at(0.0, -1.0), 180.0), (at(-1.0, 0.0), 270.0)] {
            assert!((bearing_deg(at(0.0, 0.0), to) - bearing).abs() < 1e-9);
        }
    }

    #[test]
    fn a_line_over_180_degrees_never_jumps() {
        for (from, to) in [(at(131.9, 43.1), at(-149.9, 61.2)), (at(-149.9, 61.2), at(131.9, 43.1)), (at(170.0, 0.0), at(-170.0, 0.0))] {
            let line = great_circle(from, to, 1.0);
            assert!(line.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 10.0), "{line:?}");
            assert_eq!(line[0], [from.lon_deg(), from.lat_deg()]);
            assert!(line.last().unwrap()[0].abs() > 180.0);
        }
    }

    #[test]
    fn a_circle_is_equally_far_all_round_and_runs_over_180_degrees() {
        let centre = at(179.5, 60.0);
        let line = circle(centre, 250_000.0, 36);
        assert_eq!(line.len(), 37);
        assert!(line.iter().any(|p| p[0] > 180.0) && line.windows(2).all(|pair| (pair[0][0] - pair[1][0]).abs() < 10.0));
        for p in line {
            assert!((distance_m(centre, at(p[0], p[1])) - 250_000.0).abs() < 0.01);
        }
    }

    #[test]
    fn a_line_between_equal_positions_has_two_ends() {
        assert_eq!(great_circle(at(5.0, 5.0), at(5.0, 5.0), 1.0), [[5.0, 5.0], [5.0, 5.0]]);
    }

    #[test]
    fn a_step_of_nothing_is_bounded() {
        for max_step_deg in [0.0, -1.0, f64::NAN] {
            assert!(great_circle(at(0.0, 0.0), at(179.0, 0.0), max_step_deg).len() <= MAX_POINTS);
        }
    }

    proptest! {
        #[test]
        fn no_step_of_a_line_is_longer_than_asked(
            from in (-180.0..180.0_f64, -89.0..89.0_f64), to in (-180.0..180.0_f64, -89.0..89.0_f64), max_step_deg in 0.5..20.0_f64
        ) {
            let line = great_circle(at(from.0, from.1), at(to.0, to.1), max_step_deg);
            for pair in line.windows(2) {
                let metres = Haversine.distance(Point::new(pair[0][0], pair[0][1]), Point::new(pair[1][0], pair[1][1]));
                prop_assert!((metres / arc_radius_m()).to_degrees() <= max_step_deg + 1e-3);
            }
        }
    }
}
