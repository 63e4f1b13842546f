//! Web Mercator (EPSG:3857) in world units: the square world is 0 to 1, x eastwards from 180 degrees west, y southwards
//! from [`MAX_LAT_DEG`].

use std::f64::consts::{PI, TAU};

use crate::earth::LonLat;

/// Where the square world ends; positions nearer to a pole are drawn on its edge.
pub const MAX_LAT_DEG: f64 = 85.051_128_779_806_59;

const EARTH_RADIUS_M: f64 = 6_378_137.0;

/// Side of the world in points at zoom 0.
const TILE_POINTS: f64 = 256.0;

/// World units of a position.
pub fn to_world(position: LonLat) -> (f64, f64) {
    to_world_unwrapped([position.lon_deg(), position.lat_deg()])
}

/// World units of a longitude and latitude of a line that may run on past 180 degrees: x then leaves 0 to 1.
pub fn to_world_unwrapped([lon_deg, lat_deg]: [f64; 2]) -> (f64, f64) {
    let lat_rad = lat_deg.clamp(-MAX_LAT_DEG, MAX_LAT_DEG).to_radians();
    let x = lon_deg / 360.0 + 0.5;
    let y = 0.5 - lat_rad.tan().asinh() / TAU;
    (x, y)
}

/// The position at world units; x wraps round, y stays within the world. Numbers that are not finite give the origin.
pub fn to_lon_lat((x, y): (f64, f64)) -> LonLat {
    let lat_rad = ((0.5 - y.clamp(0.0, 1.0)) * TAU).sinh().atan();
    LonLat::new((x - 0.5) * 360.0, lat_rad.to_degrees()).unwrap_or(LonLat::ORIGIN)
}

/// Metres on the ground per point on the map, on the sphere that the projection assumes.
pub fn metres_per_point(lat_deg: f64, zoom: f64) -> f64 {
    let lat_rad = lat_deg.clamp(-MAX_LAT_DEG, MAX_LAT_DEG).to_radians();
    2.0 * PI * EARTH_RADIUS_M * lat_rad.cos() / (TILE_POINTS * zoom.exp2())
}

/// The longest of 1, 2 or 5 times a power of ten that is at most `longest_m` metres: the length of a scale bar.
/// `None` unless `longest_m` is finite and above zero.
pub fn nice_length_m(longest_m: f64) -> Option<f64> {
    if !longest_m.is_finite() || longest_m <= 0.0 {
        return None;
    }
    let power = 10_f64.powf(longest_m.log10().floor());
    [5.0, 2.0, 1.0, 0.5].into_iter().map(|factor| factor * power).find(|length_m| *length_m <= longest_m)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_world_is_a_square_from_0_to_1() {
        let cases = [(0.0, 0.0, 0.5, 0.5), (-180.0, MAX_LAT_DEG, 0.0, 0.0), (180.0, -MAX_LAT_DEG, 1.0, 1.0), (90.0, -90.0, 0.75, 1.0)];
        for (lon_deg, lat_deg, x, y) in cases {
            let world = to_world(LonLat::new(lon_deg, lat_deg).unwrap());
            assert!((world.0 - x).abs() < 1e-12 && (world.1 - y).abs() < 1e-12, "{lon_deg} {lat_deg}: {world:?}");
        }
    }

    #[test]
    fn kursk_lies_where_other_web_maps_have_it() {
        // Its tile is 10/614/339 (zoom, x, y).
        let (x, y) = to_world(LonLat::new(36.1873, 51.7373).unwrap());
        assert_eq!(((x * 1024.0).floor(), (y * 1024.0).floor()), (614.0, 339.0));
    }

    #[test]
    fn a_point_is_156_km_at_the_equator_at_zoom_0_and_half_that_at_60_degrees() {
        assert!((metres_per_point(0.0, 0.0) - 156_543.033_93).abs() < 1e-4);
        assert!((metres_per_point(60.0, 0.0) - 78_271.516_96).abs() < 1e-4);
        assert!((metres_per_point(0.0, 10.0) - 152.874_056_57).abs() < 1e-6);
    }

    #[test]
    fn a_scale_bar_has_a_round_length() {
        let cases = [(1.0, 1.0), (1.9, 1.0), (4.9, 2.0), (7.0, 5.0), (99.0, 50.0), (100.0, 100.0), (730_000.0, 500_000.0), (0.3, 0.2)];
        for (longest_m, length_m) in cases {
            let found_m = nice_length_m(longest_m).unwrap();
            assert!((found_m - length_m).abs() < 1e-9 * length_m, "{longest_m}: {found_m}");
        }
        for longest_m in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(nice_length_m(longest_m), None);
        }
    }

    proptest! {
        #[test]
        fn a_position_survives_the_way_to_the_world_and_back(lon_deg in -180.0..180.0_f64, lat_deg in -85.0..85.0_f64) {
            let back = to_lon_lat(to_world(LonLat::new(lon_deg, lat_deg).unwrap()));
            prop_assert!((back.lon_deg() - lon_deg).abs() < 1e-9 && (back.lat_deg() - lat_deg).abs() < 1e-9);
        }
    }
}
