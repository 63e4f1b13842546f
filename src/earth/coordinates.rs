//! Positions as text for people.

use geoconvert::LatLon;

use crate::earth::LonLat;

/// How positions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Notation {
    /// Decimal degrees.
    #[default]
    Decimal,
    /// Degrees, minutes, seconds.
    Dms,
    /// Military Grid Reference System.
    Mgrs,
    /// Universal Transverse Mercator; near the poles Universal Polar Stereographic.
    Utm,
}

impl Notation {
    pub const ALL: [Self; 4] = [Self::Decimal, Self::Dms, Self::Mgrs, Self::Utm];

    /// What settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Dms => "dms",
            Self::Mgrs => "mgrs",
            Self::Utm => "utm",
        }
    }

    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|notation| *notation == self).unwrap_or_default();
        Self::ALL.get(at + 1).copied().unwrap_or_default()
    }

    /// A position to about the metre, or in the decimals asked for where they are decimal degrees.
    pub fn text(self, position: LonLat, n_decimals: usize) -> String {
        match self {
            Self::Decimal => decimal_text(position, n_decimals),
            Self::Dms => dms_text(position),
            Self::Mgrs => mgrs_text(position),
            Self::Utm => utm_text(position),
        }
    }
}

impl Notation {
    /// A position that is known only to within a radius in metres, with no more figures than that allows: the smallest step of the
    /// notation that is as large as the radius.
    pub fn text_within(self, position: LonLat, radius_m: f64) -> String {
        /// On a meridian.
        const DEGREE_M: f64 = 111_000.0;
        // Degrees in steps of tenths, minutes and seconds.
        let steps = |step_m: f64, base: f64| (step_m / radius_m.max(1e-3)).log(base).floor().max(0.0) as usize;
        match self {
            Self::Decimal => decimal_text(position, steps(DEGREE_M, 10.0).min(5)),
            Self::Dms => {
                let n_parts = steps(DEGREE_M, 60.0).min(2);
                let [(lat, north), (lon, east)] = [hemisphere(position.lat_deg(), 'N', 'S'), hemisphere(position.lon_deg(), 'E', 'W')];
                let parts = |degrees: f64| match n_parts {
                    0 => format!("{degrees:.0}°"),
                    1 => {
                        let minutes = (degrees * 60.0).round() as u32;
                        format!("{}°{:02}′", minutes / 60, minutes % 60)
                    }
                    _ => dms(degrees),
                };
                format!("{} {north}, {} {east}", parts(lat), parts(lon))
            }
            Self::Mgrs => mgrs_text_within(position, radius_m),
            Self::Utm => utm_text_within(position, radius_m),
        }
    }
}

/// As [`mgrs_text`], shortened to the smallest square whose side is at least a radius in metres: `37U CT 05 35` is a square of 1 km,
/// `37U CT` one of 100 km. Beyond that only the zone and band are known.
pub fn mgrs_text_within(position: LonLat, radius_m: f64) -> String {
    const N_FIGURES: u32 = 5;
    let whole = mgrs_text(position);
    let parts: Vec<&str> = whole.split(' ').collect();
    let [zone, square, easting, northing] = parts.as_slice() else { return utm_text_within(position, radius_m) };
    let n_left_out = (0..=N_FIGURES).find(|n| 10_f64.powi(*n as i32) >= radius_m);
    let Some(n_kept) = n_left_out.map(|n| (N_FIGURES - n) as usize) else { return (*zone).to_owned() };
    match (easting.get(..n_kept), northing.get(..n_kept)) {
        (Some(easting), Some(northing)) if n_kept > 0 => format!("{zone} {square} {easting} {northing}"),
        _ => format!("{zone} {square}"),
    }
}

/// As [`utm_text`], in whole steps that are powers of ten and at least a radius in metres, told in kilometres from there on.
/// Beyond 100 km only the zone is known.
fn utm_text_within(position: LonLat, radius_m: f64) -> String {
    let Some(utm) = lat_lon(position).map(|at| at.to_utmups()) else { return String::new() };
    let step_m = 10_f64.powf(radius_m.max(1.0).log10().ceil());
    let zone = if utm.zone() > 0 { utm.zone().to_string() } else { String::new() };
    let hemisphere = if utm.is_north() { 'N' } else { 'S' };
    if step_m > 100_000.0 {
        return format!("{zone}{hemisphere}");
    }
    let told = |metres: f64| {
        let rounded_m = (metres / step_m).round() * step_m;
        if step_m >= 1_000.0 { format!("{:.0} km", rounded_m / 1_000.0) } else { format!("{rounded_m:.0}") }
    };
    format!("{zone}{hemisphere} {} E {} N", told(utm.easting()), told(utm.northing()))
}

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

/// Zone and band, square, easting and northing to the metre: `37U CT 05796 35564` (NGA.STND.0037, 2.0.0). Nearer to a pole than 84
/// degrees north or 80 south, where the squares are other ones, it is the polar position of [`utm_text`].
///
/// The letters are put together here: the library's own panic at the edges of bands.
pub fn mgrs_text(position: LonLat) -> String {
    /// Without I and O, which look like figures.
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    const SQUARE_M: f64 = 100_000.0;
    /// Rows are lettered A to V, from F in zones of even number.
    const N_ROWS: usize = 20;
    let lat_deg = position.lat_deg();
    let Some(utm) = lat_lon(position).map(|at| at.to_utmups()).filter(|utm| utm.zone() > 0) else { return utm_text(position) };
    let letter = |index: usize| LETTERS.get(index).map_or('?', |letter| char::from(*letter));
    // Bands of 8 degrees from C at 80 degrees south; X is 12 degrees high.
    let band = letter(2 + (((lat_deg + 80.0) / 8.0) as usize).min(19));
    let zone = usize::try_from(utm.zone()).unwrap_or_default();
    // Whole metres are cut off, not rounded: a reference names the square that holds the position.
    let (easting_m, northing_m) = (utm.easting().floor(), utm.northing().floor());
    let column = letter((zone - 1) % 3 * 8 + (easting_m / SQUARE_M) as usize - 1);
    let row = letter(((northing_m / SQUARE_M) as usize + if zone.is_multiple_of(2) { 5 } else { 0 }) % N_ROWS);
    format!("{zone}{band} {column}{row} {:05.0} {:05.0}", easting_m % SQUARE_M, northing_m % SQUARE_M)
}

/// Zone and hemisphere, easting and northing in metres: `37N 306129 E 5735698 N`; polar positions have no zone.
pub fn utm_text(position: LonLat) -> String {
    let Some(position) = lat_lon(position) else { return String::new() };
    let utm = position.to_utmups();
    let zone = if utm.zone() > 0 { utm.zone().to_string() } else { String::new() };
    let hemisphere = if utm.is_north() { 'N' } else { 'S' };
    format!("{zone}{hemisphere} {:.0} E {:.0} N", utm.easting(), utm.northing())
}

/// The library's own position, which it has for every one on earth.
fn lat_lon(position: LonLat) -> Option<LatLon> {
    // It wants longitudes below 180.
    let lon_deg = if position.lon_deg() >= 180.0 { -180.0 } else { position.lon_deg() };
    LatLon::create(position.lat_deg(), lon_deg).ok()
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
    use proptest::prelude::*;

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

    #[test]
    fn grid_references_are_those_of_the_standard() {
        // From GEOTRANS (the `mgrs` package of Python), with gaps put in.
        let cases = [
            (36.1873, 51.7373, "37U CT 05796 35564"),
            (126.98, 37.57, "52S CG 21609 60025"),
            (125.7381, 39.0194, "51S YD 37051 22497"),
            (180.0, 0.0, "1N AA 66021 00000"),
            (179.9999, 0.5, "60N ZF 33954 55341"),
            (-168.9, 65.7, "2W NT 96415 88082"),
            (5.3, 60.4, "32V KN 96191 01684"),
            (16.0, 78.0, "33X WG 23208 58567"),
            (40.0, 83.9, "37X EP 11863 17033"),
            (-70.66, -33.45, "19H CC 45713 97592"),
            (172.64, -43.53, "59G PM 32519 79020"),
            (0.1, -79.9, "31C DM 43247 28161"),
        ];
        for (lon_deg, lat_deg, text) in cases {
            assert_eq!(mgrs_text(LonLat::new(lon_deg, lat_deg).unwrap()), text);
        }
        assert_eq!(utm_text(LonLat::new(36.1873, 51.7373).unwrap()), "37N 305797 E 5735565 N");
    }

    #[test]
    fn a_position_known_only_roughly_has_no_more_figures_than_that_allows() {
        let kursk = LonLat::new(36.1873, 51.7373).unwrap();
        let cases = [
            (0.5, "37U CT 05796 35564", "51.73730° N, 36.18730° E", "51°44′14″ N, 36°11′14″ E", "37N 305797 E 5735565 N"),
            (60.0, "37U CT 057 355", "51.737° N, 36.187° E", "51°44′ N, 36°11′ E", "37N 305800 E 5735600 N"),
            (1_000.0, "37U CT 05 35", "51.74° N, 36.19° E", "51°44′ N, 36°11′ E", "37N 306 km E 5736 km N"),
            (2_500.0, "37U CT 0 3", "51.7° N, 36.2° E", "52° N, 36° E", "37N 310 km E 5740 km N"),
            (25_000.0, "37U CT", "52° N, 36° E", "52° N, 36° E", "37N 300 km E 5700 km N"),
            (100_000.0, "37U CT", "52° N, 36° E", "52° N, 36° E", "37N 300 km E 5700 km N"),
            (300_000.0, "37U", "52° N, 36° E", "52° N, 36° E", "37N"),
        ];
        for (radius_m, mgrs, decimal, dms, utm) in cases {
            let told = [Notation::Mgrs, Notation::Decimal, Notation::Dms, Notation::Utm].map(|n| n.text_within(kursk, radius_m));
            assert_eq!(told, [mgrs, decimal, dms, utm], "within {radius_m} m");
        }
        let pole = LonLat::new(10.0, 89.0).unwrap();
        assert_eq!(mgrs_text_within(pole, 25_000.0), "N 2000 km E 1900 km N", "there are no such squares");
    }

    proptest! {
        #[test]
        fn a_shortened_reference_is_the_beginning_of_the_whole_one(lon in -180.0..=180.0_f64, lat in -79.9..=83.9_f64, exponent in -1.0..7.0_f64) {
            let at = LonLat::new(lon, lat).unwrap();
            let whole = mgrs_text(at);
            let short = mgrs_text_within(at, 10_f64.powf(exponent));
            let is_beginning = short.split(' ').zip(whole.split(' ')).all(|(short, whole)| whole.starts_with(short));
            prop_assert!(is_beginning && short.len() <= whole.len(), "{short} of {whole}");
        }

        #[test]
        fn every_position_can_be_written_in_every_notation(lon_deg in -180.0..=180.0_f64, lat_deg in -90.0..=90.0_f64) {
            let bands = (lat_deg / 8.0).round() * 8.0;
            for lat_deg in [lat_deg, bands, 90.0, -90.0, -0.0, 84.0, -80.0] {
                for notation in Notation::ALL {
                    let text = notation.text(LonLat::new(lon_deg, lat_deg).unwrap(), 4);
                    prop_assert!(text.len() > 8 && !text.contains('?'), "{lon_deg} {lat_deg} {text}");
                }
            }
        }
    }
}
