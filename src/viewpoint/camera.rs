//! The camera over the map: its centre and its zoom, and how they move.

use crate::earth::{Bounds, LonLat, to_lon_lat, to_world};

/// Where the map looks. Zoom as the map library counts it: the whole world is 256 points wide at zoom 0 and doubles with each step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    centre: LonLat,
    zoom: f64,
}

/// Closest view: a point is about 6 cm there.
pub const MAX_ZOOM: f64 = 20.0;

/// Width of the world in points at zoom 0.
const WORLD_POINTS: f64 = 256.0;

impl Camera {
    pub fn whole_world() -> Self {
        Self::new(LonLat::new(20.0, 25.0).unwrap_or(LonLat::ORIGIN), 1.6)
    }

    /// A camera with zoom held between 0 and [`MAX_ZOOM`]; a zoom that is no number counts as 0.
    pub fn new(centre: LonLat, zoom: f64) -> Self {
        Self { centre, zoom: if zoom.is_nan() { 0.0 } else { zoom.clamp(0.0, MAX_ZOOM) } }
    }

    pub fn centre(self) -> LonLat {
        self.centre
    }

    pub fn zoom(self) -> f64 {
        self.zoom
    }

    /// Points on the screen for one width of the world.
    pub fn world_points(self) -> f64 {
        WORLD_POINTS * self.zoom.exp2()
    }

    /// Moves the map by an offset in points: the ground follows the pointer.
    #[must_use]
    pub fn panned(self, offset: [f64; 2], view: [f64; 2]) -> Self {
        let (x, y) = to_world(self.centre);
        let scale = self.world_points();
        Self { centre: to_lon_lat((x - offset[0] / scale, y - offset[1] / scale)), ..self }.within(view)
    }

    /// Zooms by `steps` (1 doubles the scale) and keeps the ground under `anchor` where it is. `anchor` is in points from the middle
    /// of the view.
    #[must_use]
    pub fn zoomed(self, steps: f64, anchor: [f64; 2], view: [f64; 2]) -> Self {
        let zoom = (self.zoom + steps).clamp(Self::min_zoom(view), MAX_ZOOM);
        let (x, y) = to_world(self.centre);
        let (before, after) = (self.world_points(), Self { zoom, ..self }.world_points());
        let shift = |at: f64| at / before - at / after;
        Self { centre: to_lon_lat((x + shift(anchor[0]), y + shift(anchor[1]))), zoom }.within(view)
    }

    /// The zoom at which a view of that many points sees so many widths of the world.
    pub fn zoom_seeing(world_widths: f64, view_width: f64) -> f64 {
        (view_width / (world_widths * WORLD_POINTS)).log2()
    }

    /// The camera that shows a rectangle of the view, given by two corners in points from its middle, as large as it goes.
    #[must_use]
    pub fn boxed(self, from: [f64; 2], to: [f64; 2], view: [f64; 2]) -> Self {
        let sides = [(to[0] - from[0]).abs().max(1.0), (to[1] - from[1]).abs().max(1.0)];
        let steps = (view[0] / sides[0]).min(view[1] / sides[1]).log2();
        let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
        Self::new(self.place_at(middle), self.zoom + steps).within(view)
    }

    /// The camera that shows all of `bounds` in a view of that many points, with a margin, no closer than `max_zoom`.
    #[must_use]
    pub fn fitting(bounds: Bounds, view: [f64; 2], max_zoom: f64) -> Self {
        const SHARE: f64 = 0.76;
        Self::filling(bounds, view, SHARE, max_zoom)
    }

    /// The camera that shows `bounds` as large as a view of that many points has room for.
    #[must_use]
    pub fn framing(bounds: Bounds, view: [f64; 2]) -> Self {
        Self::filling(bounds, view, 1.0, MAX_ZOOM)
    }

    /// The camera in whose view `bounds` take up that share of the width or the height.
    fn filling(bounds: Bounds, view: [f64; 2], share: f64, max_zoom: f64) -> Self {
        let corner = |lon: f64, lat: f64| to_world(LonLat::new(lon, lat).unwrap_or(LonLat::ORIGIN));
        let (_, top) = corner(0.0, bounds.north_deg());
        let (_, bottom) = corner(0.0, bounds.south_deg());
        let width = (bounds.width_deg() / 360.0).max(1e-9);
        let height = (bottom - top).max(1e-9);
        let zoom = (view[0] * share / (width * WORLD_POINTS)).min(view[1] * share / (height * WORLD_POINTS)).log2();
        let (x, _) = to_world(bounds.centre());
        Self::new(to_lon_lat((x, f64::midpoint(top, bottom))), zoom.min(max_zoom)).within(view)
    }

    /// The same camera, kept so that the view never shows more than the one world's height.
    #[must_use]
    pub fn within(self, view: [f64; 2]) -> Self {
        let zoom = self.zoom.clamp(Self::min_zoom(view), MAX_ZOOM);
        let (x, y) = to_world(self.centre);
        let half = (view[1] / 2.0 / Self { zoom, ..self }.world_points()).min(0.5);
        Self { centre: to_lon_lat((x, y.clamp(half, 1.0 - half))), zoom }
    }

    /// The furthest view: the world fills the view's height.
    fn min_zoom(view: [f64; 2]) -> f64 {
        (view[1] / WORLD_POINTS).max(1.0).log2().min(MAX_ZOOM)
    }

    /// Offset in points from the middle of the view to `place`, to its nearest copy of the world.
    pub fn offset_to(self, place: LonLat) -> [f64; 2] {
        let ((x, y), (centre_x, centre_y)) = (to_world(place), to_world(self.centre));
        let dx = x - centre_x;
        let scale = self.world_points();
        [(dx - dx.round()) * scale, (y - centre_y) * scale]
    }

    /// What a view so many points wide and high shows.
    pub fn bounds(self, view: [f64; 2]) -> Bounds {
        let [half_width, half_height] = view.map(|side| side / 2.0);
        let (north_west, south_east) = (self.place_at([-half_width, -half_height]), self.place_at([half_width, half_height]));
        let lat_deg = [south_east.lat_deg(), north_west.lat_deg()];
        let is_round = view[0] >= self.world_points();
        let [west_deg, east_deg] = if is_round { [-180.0, 180.0] } else { [north_west.lon_deg(), south_east.lon_deg()] };
        Bounds::new(west_deg, lat_deg[0].min(lat_deg[1]), east_deg, lat_deg[1].max(lat_deg[0])).unwrap_or(Bounds::WORLD)
    }

    /// The place under an offset in points from the middle of the view.
    pub fn place_at(self, offset: [f64; 2]) -> LonLat {
        let (x, y) = to_world(self.centre);
        let scale = self.world_points();
        to_lon_lat((x + offset[0] / scale, y + offset[1] / scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VIEW: [f64; 2] = [900.0, 700.0];

    fn at(lon: f64, lat: f64, zoom: f64) -> Camera {
        Camera::new(LonLat::new(lon, lat).unwrap(), zoom).within(VIEW)
    }

    proptest! {
        #[test]
        fn zooming_keeps_the_ground_under_the_pointer(lon in -180.0..180.0, lat in -60.0..60.0, zoom in 4.0..12.0, steps in -0.9..3.0, x in -400.0..400.0, y in -300.0..300.0) {
            let camera = at(lon, lat, zoom);
            let ground = camera.place_at([x, y]);
            let offset = camera.zoomed(steps, [x, y], VIEW).offset_to(ground);
            prop_assert!((offset[0] - x).abs() < 1e-3 && (offset[1] - y).abs() < 1e-3, "{offset:?}");
        }

        #[test]
        fn a_place_and_its_offset_agree(lon in -180.0..180.0, lat in -80.0..80.0, zoom in 2.0..18.0, x in -400.0..400.0, y in -200.0..200.0) {
            let camera = at(lon, lat, zoom);
            let back = camera.offset_to(camera.place_at([x, y]));
            let inside = to_world(camera.centre()).1 + y / camera.world_points();
            prop_assume!((0.0..=1.0).contains(&inside));
            prop_assume!(x.abs() < camera.world_points() / 2.0);
            prop_assert!((back[0] - x).abs() < 1e-2 && (back[1] - y).abs() < 1e-2, "{back:?}");
        }

        #[test]
        fn the_view_never_leaves_the_world(lon in -180.0..180.0, lat in -85.0..85.0, zoom in -5.0..30.0, dx in -1e5..1e5, dy in -1e5..1e5, steps in -40.0..40.0) {
            let camera = at(lon, lat, zoom).panned([dx, dy], VIEW).zoomed(steps, [dx, dy], VIEW);
            let (_, y) = to_world(camera.centre());
            let half = VIEW[1] / 2.0 / camera.world_points();
            prop_assert!(half <= 0.5 + 1e-9 && y - half >= -1e-9 && y + half <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn a_fit_shows_both_corners_over_the_antimeridian_too() {
        for bounds in
            [Bounds::new(30.0, 40.0, 50.0, 60.0), Bounds::new(170.0, -40.0, -170.0, -10.0), Bounds::new(-180.0, -85.0, 180.0, 85.0)]
        {
            let bounds = bounds.unwrap();
            let camera = Camera::fitting(bounds, VIEW, 9.0);
            if bounds.width_deg() < 350.0 {
                for (lon, lat) in [(bounds.west_deg(), bounds.south_deg()), (bounds.east_deg(), bounds.north_deg())] {
                    let [x, y] = camera.offset_to(LonLat::new(lon, lat).unwrap());
                    assert!(x.abs() <= VIEW[0] / 2.0 && y.abs() <= VIEW[1] / 2.0, "{x} {y}");
                }
            }
        }
    }

    #[test]
    fn a_box_fills_the_view() {
        let camera = at(30.0, 50.0, 5.0);
        let boxed = camera.boxed([-100.0, -50.0], [125.0, 125.0], VIEW);
        for corner in [[-100.0, -50.0], [125.0, 125.0]] {
            let [x, y] = boxed.offset_to(camera.place_at(corner));
            assert!((x.abs() - VIEW[0] / 2.0).abs() < 1.0 && (y.abs() - VIEW[1] / 2.0).abs() < 1.0, "{x} {y}");
        }
    }

    #[test]
    fn a_fit_to_one_point_stops_at_the_closest_zoom_asked_for() {
        let bounds = Bounds::new(36.2, 51.7, 36.2, 51.7).unwrap();
        assert!((Camera::fitting(bounds, VIEW, 6.0).zoom() - 6.0).abs() < 1e-9);
    }
}
