//! Where a row is, read from its fields.

use geo::{Coord, Geometry};

use crate::dataset::well_known::well_known;
use crate::dataset::{Mapping, Role};
use crate::earth::{LonLat, read_positions};

/// Which columns say where a row is, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacedBy {
    Degrees {
        lat: usize,
        lon: usize,
    },
    WellKnownText(usize),
    /// Latitude and longitude in one text, or a grid reference.
    Text(usize),
    Nothing,
}

/// Where a row is.
#[derive(Clone, Debug, PartialEq)]
pub enum Placed {
    /// It does not say.
    Nowhere,
    At(Coord<f64>),
    Shape(Geometry<f64>),
    /// It says something that is no place on earth: what is wrong, in words.
    Wrong(String),
}

/// Longitudes up to one turn too far are taken for a world map drawn on past its edge.
const MOST_LON_DEG: f64 = 540.0;

impl PlacedBy {
    /// The columns that say it by what columns mean: degrees before shapes, these before texts.
    pub fn of(mapping: &Mapping, names: &[&str]) -> Self {
        let find = |role: Role| mapping.columns_of(role).find_map(|column| names.iter().position(|name| *name == column));
        if let (Some(lat), Some(lon)) = (find(Role::LatDeg), find(Role::LonDeg)) {
            return Self::Degrees { lat, lon };
        }
        let shape = find(Role::WellKnownText).map(Self::WellKnownText);
        shape.or_else(|| find(Role::Position).map(Self::Text)).unwrap_or(Self::Nothing)
    }

    /// Where a row is; `field` gives its field of a column. What its degrees are, on earth or not, is added to `spread`.
    pub fn read<'f>(self, field: impl Fn(usize) -> &'f str, spread: &mut Spread) -> Placed {
        match self {
            Self::Degrees { lat, lon } => of_degrees(field(lat).trim(), field(lon).trim(), spread),
            Self::WellKnownText(at) => match field(at).trim() {
                "" => Placed::Nowhere,
                text => match well_known(text) {
                    Ok(Geometry::Point(point)) => Placed::At(point.0),
                    Ok(shape) => Placed::Shape(shape),
                    Err("it is empty") => Placed::Nowhere,
                    Err(fault) => Placed::Wrong(format!("its geometry cannot be read: {fault}")),
                },
            },
            Self::Text(at) => match field(at).trim() {
                "" => Placed::Nowhere,
                text => read_positions(text).first().map_or_else(|| wrong(text), |position| on_earth(*position)),
            },
            Self::Nothing => Placed::Nowhere,
        }
    }
}

/// What stands for a number that is not known.
fn is_blank(text: &str) -> bool {
    ["", "-", "null", "none", "nan", "na", "n/a", "\\n"].iter().any(|blank| blank.eq_ignore_ascii_case(text))
}

fn of_degrees(lat: &str, lon: &str, spread: &mut Spread) -> Placed {
    let (Some(lat_deg), Some(lon_deg)) = (degrees(lat), degrees(lon)) else {
        if is_blank(lat) && is_blank(lon) {
            return Placed::Nowhere;
        }
        // Degrees with minutes, or with the letter of their half.
        let read = read_positions(&format!("{lat} {lon}"));
        return match read.as_slice() {
            [position] => on_earth(*position),
            _ => wrong(&format!("{lat}, {lon}")),
        };
    };
    spread.add(lat_deg, lon_deg);
    match LonLat::new(lon_deg, lat_deg).filter(|_| lon_deg.abs() <= MOST_LON_DEG) {
        Some(position) => on_earth(position),
        None => wrong(&format!("{lat}, {lon}")),
    }
}

/// A number of degrees, also with a decimal comma.
pub(super) fn degrees(text: &str) -> Option<f64> {
    let number: Option<f64> = text.parse().ok();
    let with_comma = || text.replacen(',', ".", 1).parse().ok();
    number.or_else(|| if text.contains(',') { with_comma() } else { None }).filter(|number: &f64| number.is_finite())
}

fn on_earth(position: LonLat) -> Placed {
    Placed::At(Coord { x: position.lon_deg(), y: position.lat_deg() })
}

fn wrong(text: &str) -> Placed {
    Placed::Wrong(format!("\"{}\" is no position on earth", crate::base::shortened(text, 60)))
}

/// How far latitudes and longitudes spread, by which columns that were mistaken for each other are found out.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    n: u64,
    n_beyond: u64,
    lat: [f64; 2],
    lon: [f64; 2],
}

impl Default for Spread {
    fn default() -> Self {
        let nothing = [f64::INFINITY, f64::NEG_INFINITY];
        Self { n: 0, n_beyond: 0, lat: nothing, lon: nothing }
    }
}

impl Spread {
    fn add(&mut self, lat_deg: f64, lon_deg: f64) {
        self.n += 1;
        self.n_beyond += u64::from(lat_deg.abs() > 90.0 && lon_deg.abs() <= 90.0 && lat_deg.abs() <= 180.0);
        let wider = |span: [f64; 2], value: f64| [span[0].min(value), span[1].max(value)];
        (self.lat, self.lon) = (wider(self.lat, lat_deg), wider(self.lon, lon_deg));
    }

    pub fn append(&mut self, other: &Self) {
        let wider = |span: [f64; 2], other: [f64; 2]| [span[0].min(other[0]), span[1].max(other[1])];
        let (lat, lon) = (wider(self.lat, other.lat), wider(self.lon, other.lon));
        *self = Self { n: self.n + other.n, n_beyond: self.n_beyond + other.n_beyond, lat, lon };
    }

    /// Whether what is called latitude looks like longitude and the other way round: many a latitude is beyond the poles where no
    /// longitude is far out, or latitudes spread over the world and longitudes do not.
    pub fn looks_swapped(&self) -> bool {
        const LEAST_ROWS: u64 = 20;
        const WIDE_DEG: f64 = 100.0;
        let [lat_span, lon_span] = [self.lat, self.lon].map(|[low, high]| high - low);
        let no_lon_is_far = self.lon.iter().all(|lon| lon.abs() <= 90.0);
        let is_often_beyond = self.n_beyond > 0 && no_lon_is_far && self.n_beyond * 10 >= self.n && (self.n_beyond > 1 || self.n == 1);
        let is_upright = self.n >= LEAST_ROWS && no_lon_is_far && lat_span > WIDE_DEG && lon_span < lat_span / 2.0;
        is_often_beyond || is_upright
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(by: PlacedBy, fields: &[&'static str]) -> Placed {
        by.read(|at| fields[at], &mut Spread::default())
    }

    #[test]
    fn a_place_is_read_in_each_form_that_it_may_have() {
        let by = PlacedBy::Degrees { lat: 0, lon: 1 };
        let at = |x: f64, y: f64| Placed::At(Coord { x, y });
        for fields in [["51.5", "36.25"], [" 51,5", "36,25 "], ["51°30'N", "36°15'E"]] {
            assert_eq!(read(by, &fields), at(36.25, 51.5), "{fields:?}");
        }
        assert_eq!(read(by, &["10", "190"]), at(-170.0, 10.0));
        for fields in [["", ""], ["NULL", "n/a"]] {
            assert_eq!(read(by, &fields), Placed::Nowhere);
        }
        for fields in [["91", "1"], ["1", "x"], ["", "1"], ["1", "541"], ["inf", "1"]] {
            assert!(matches!(read(by, &fields), Placed::Wrong(_)), "{fields:?}");
        }
        assert_eq!(read(PlacedBy::Text(0), &["51.5, 36.25"]), at(36.25, 51.5));
        assert_eq!(read(PlacedBy::WellKnownText(0), &["POINT (36.25 51.5)"]), at(36.25, 51.5));
        assert!(matches!(read(PlacedBy::WellKnownText(0), &["LINESTRING (1 2, 3 4)"]), Placed::Shape(_)));
        assert_eq!(read(PlacedBy::WellKnownText(0), &["POINT EMPTY"]), Placed::Nowhere);
    }

    #[test]
    fn columns_that_were_mistaken_for_each_other_are_found_out_by_their_spread() {
        let of = |positions: &[(f64, f64)]| {
            let mut spread = Spread::default();
            positions.iter().for_each(|(lat, lon)| spread.add(*lat, *lon));
            spread.looks_swapped()
        };
        assert!(of(&[(125.0, 39.0), (127.0, 37.5), (60.0, 38.0)]));
        assert!(!of(&[(39.0, 125.0), (37.5, 127.0)]));
        assert!(!of(&[]));
        let upright: Vec<(f64, f64)> = (0..40).map(|step| (f64::from(step) * 3.0 - 40.0, f64::from(step % 3))).collect();
        assert!(of(&upright));
        let one_bad: Vec<(f64, f64)> = (0..40).map(|step| (if step == 0 { 120.0 } else { 50.0 }, 30.0)).collect();
        assert!(!of(&one_bad), "one row may be wrong");
    }
}
