//! Positions as text for people.

use crate::earth::LonLat;

/// Decimal degrees, latitude first: `51.7373° N, 36.1873° E`. At most 9 decimals.
pub fn decimal_text(position: LonLat, n_decimals: usize) -> String {
    let n_decimals = n_decimals.min(9);
    let lat = hemisphere(position.lat_deg(), 'N', 'S');
    let lon = hemisphere(position.lon_deg(), 'E', 'W');
    format!("{:.n_decimals$}° {}, {:.n_decimals$}° {}", lat.0, lat.1, lon.0, lon.1)
}

/// Degrees, minutes and whole seconds, latitude first: `51°44′14″ N, 36°11′14″ E`.
pub fn dms_text(position: LonLat) -> String {
    let lat = hemisphere(position.lat_deg(), 'N', 'S');
    let lon = hemisphere(position.lon_deg(), 'E', 'W');
    format!("{} {}, {} {}", dms(lat.0), lat.1, dms(lon.0), lon.1)
}

fn hemisphere(degrees: f64, positive: char, negative: char) -> (f64, char) {
    (degrees.abs(), if degrees < 0.0 { negative } else { positive })
}

/// Rounded to whole seconds first, so that 59.9 seconds carries over into the minutes.
fn dms(degrees: f64) -> String {
    let seconds = (degrees * 3600.0).round() as u32;
    format!("{}°{:02}′{:02}″", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_written_with_its_hemispheres() {
        let cases = [
            (36.1873, 51.7373, "51.7373° N, 36.1873° E", "51°44′14″ N, 36°11′14″ E"),
            (-70.5, -33.25, "33.2500° S, 70.5000° W", "33°15′00″ S, 70°30′00″ W"),
            (0.0, 0.0, "0.0000° N, 0.0000° E", "0°00′00″ N, 0°00′00″ E"),
            (179.999_99, 9.999_99, "10.0000° N, 180.0000° E", "10°00′00″ N, 180°00′00″ E"),
        ];
        for (lon_deg, lat_deg, decimal, dms) in cases {
            let position = LonLat::new(lon_deg, lat_deg).unwrap();
            assert_eq!(decimal_text(position, 4), decimal);
            assert_eq!(dms_text(position), dms);
        }
    }
}
