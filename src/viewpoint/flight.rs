//! How the camera gets from one view to another: up, across and down, at a speed that seems even all the way.
//!
//! The path is that of van Wijk and Nuij, "Smooth and efficient zooming and panning" (2003): of all paths the one along which what
//! is seen changes least. Lengths are in widths of the world, the camera's height is the width of the world that it sees.

use crate::earth::{to_lon_lat, to_world};
use crate::viewpoint::Camera;

/// A path of the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    to: Camera,
    start: [f64; 2],
    /// Straight across, the shorter way round the world.
    across: [f64; 2],
    /// Heights at the two ends.
    heights: [f64; 2],
    /// Where the path begins on the curve that it is a stretch of.
    phase: f64,
    /// Length of the path, in the measure of what is seen to change.
    length: f64,
    view_width: f64,
    /// How many times as long as usual it takes.
    slowness: f64,
}

/// The trade between climbing and crossing that people liked best in the paper's study.
const RHO: f64 = 1.42;

/// Path length that is flown in a second.
const SPEED: f64 = 3.2;

impl Flight {
    /// The path from one camera to another, in a view of that many points.
    pub fn new(from: Camera, to: Camera, view: [f64; 2]) -> Self {
        let (start, end) = (to_world(from.centre()), to_world(to.centre()));
        let dx = end.0 - start.0;
        let across = [dx - dx.round(), end.1 - start.1];
        let heights = [view[0] / from.world_points(), view[0] / to.world_points()];
        let distance = across[0].hypot(across[1]);
        let (phase, length) = if distance < heights[0].min(heights[1]) * 1e-6 {
            (0.0, (heights[1] / heights[0]).ln().abs() / RHO)
        } else {
            let phase_at = |height: f64, sign: f64| {
                let difference = heights[1] * heights[1] - heights[0] * heights[0] + sign * RHO.powi(4) * distance * distance;
                -(difference / (2.0 * height * RHO * RHO * distance)).asinh()
            };
            let phase = phase_at(heights[0], 1.0);
            (phase, (phase_at(heights[1], -1.0) - phase) / RHO)
        };
        Self { to, start: [start.0, start.1], across, heights, phase, length, view_width: view[0], slowness: 1.0 }
    }

    /// How long it takes in seconds: short glides a fifth of a second, the longest flights just over one.
    pub fn duration_secs(&self) -> f64 {
        (self.length / SPEED).clamp(0.18, 1.1) * self.slowness
    }

    /// The same path in so many times the time.
    #[must_use]
    pub fn slower(self, times: f64) -> Self {
        Self { slowness: self.slowness * times, ..self }
    }

    /// The camera at a share (0 to 1) of the time; slow at both ends.
    pub fn at(&self, share: f64) -> Camera {
        if share >= 1.0 {
            return self.to;
        }
        let share = share.max(0.0);
        let eased = share * share * (3.0 - 2.0 * share);
        let along = eased * self.length;
        let distance = self.across[0].hypot(self.across[1]);
        let (crossed, height) = if distance < self.heights[0].min(self.heights[1]) * 1e-6 {
            let direction = if self.heights[1] > self.heights[0] { 1.0 } else { -1.0 };
            (eased, self.heights[0] * (direction * RHO * along).exp())
        } else {
            let phase = RHO * along + self.phase;
            let crossed = self.heights[0] / (RHO * RHO) * (self.phase.cosh() * phase.tanh() - self.phase.sinh());
            (crossed / distance, self.heights[0] * self.phase.cosh() / phase.cosh())
        };
        let [x, y] = [self.start[0] + self.across[0] * crossed, self.start[1] + self.across[1] * crossed];
        Camera::new(to_lon_lat((x, y)), Camera::zoom_seeing(height, self.view_width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;

    const VIEW: [f64; 2] = [1200.0, 800.0];

    fn camera(lon: f64, lat: f64, zoom: f64) -> Camera {
        Camera::new(LonLat::new(lon, lat).unwrap(), zoom)
    }

    #[test]
    fn a_flight_ends_exactly_where_it_should_and_begins_where_it_is() {
        for (from, to) in [
            (camera(36.2, 51.7, 6.0), camera(125.8, 39.0, 9.0)),
            (camera(170.0, 10.0, 4.0), camera(-170.0, 12.0, 5.0)),
            (camera(1.0, 2.0, 3.0), camera(1.0, 2.0, 8.0)),
            (camera(1.0, 2.0, 8.0), camera(1.0, 2.0, 3.0)),
            (camera(1.0, 2.0, 5.0), camera(1.0, 2.0, 5.0)),
        ] {
            let flight = Flight::new(from, to, VIEW);
            assert_eq!(flight.at(1.0), to);
            let start = flight.at(0.0);
            assert!((start.zoom() - from.zoom()).abs() < 1e-6, "{from:?}");
            assert!(from.offset_to(start.centre()).iter().all(|points| points.abs() < 1e-3), "{from:?}");
            assert!((0.18..=1.1).contains(&flight.duration_secs()));
        }
    }

    #[test]
    fn a_far_flight_climbs_and_a_near_one_does_not() {
        let lowest = |from, to| {
            let flight = Flight::new(from, to, VIEW);
            (0..=50).map(|i| flight.at(f64::from(i) / 50.0).zoom()).fold(f64::MAX, f64::min)
        };
        assert!(lowest(camera(36.2, 51.7, 6.0), camera(125.8, 39.0, 9.0)) < 4.6);
        assert!(lowest(camera(36.2, 51.7, 6.0), camera(36.6, 51.8, 6.0)) > 5.9);
    }

    #[test]
    fn a_flight_over_180_degrees_takes_the_short_way() {
        let flight = Flight::new(camera(170.0, 10.0, 4.0), camera(-170.0, 10.0, 4.0), VIEW);
        for i in 0..=20 {
            assert!(flight.at(f64::from(i) / 20.0).centre().lon_deg().abs() > 169.0);
        }
    }
}
