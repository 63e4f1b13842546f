//! One position on the earth.

/// A position in WGS 84: finite, latitude within the poles, longitude in -180 to 180 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    lon_deg: f64,
    lat_deg: f64,
}

impl LonLat {
    /// On the equator and the prime meridian.
    pub const ORIGIN: Self = Self { lon_deg: 0.0, lat_deg: 0.0 };

    /// `None` where a number is not finite or the latitude is past a pole. A longitude past 180 degrees is wrapped.
    pub fn new(lon_deg: f64, lat_deg: f64) -> Option<Self> {
        let is_valid = lon_deg.is_finite() && lat_deg.is_finite() && lat_deg.abs() <= 90.0;
        is_valid.then(|| Self { lon_deg: wrap_lon_deg(lon_deg), lat_deg })
    }

    pub fn lon_deg(self) -> f64 {
        self.lon_deg
    }

    pub fn lat_deg(self) -> f64 {
        self.lat_deg
    }
}

/// The same meridian within -180 to 180. Both ends stay as they are: data cut at the antimeridian uses both.
pub(super) fn wrap_lon_deg(lon_deg: f64) -> f64 {
    if lon_deg.abs() <= 180.0 { lon_deg } else { (lon_deg + 180.0).rem_euclid(360.0) - 180.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_finite_and_within_the_poles() {
        for (lon_deg, lat_deg) in [(0.0, 90.1), (0.0, -90.1), (f64::NAN, 0.0), (0.0, f64::NAN), (f64::INFINITY, 0.0)] {
            assert_eq!(LonLat::new(lon_deg, lat_deg), None, "{lon_deg} {lat_deg}");
        }
    }

    #[test]
    fn a_longitude_past_180_degrees_is_wrapped() {
        let cases = [(181.0, -179.0), (-181.0, 179.0), (360.0, 0.0), (540.0, -180.0), (180.0, 180.0), (-180.0, -180.0), (725.5, 5.5)];
        for (given, wrapped) in cases {
            assert_eq!(LonLat::new(given, 0.0).unwrap().lon_deg(), wrapped, "{given}");
        }
    }
}
