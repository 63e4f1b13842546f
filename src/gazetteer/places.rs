//! The embedded places and which of them are worth a label.
//!
//! The file is gzip over lines of UTF-8, fields separated by tabs: name, local name, country, longitude and latitude in
//! units of 1/10,000 degree, population, kind (`C`, `A` or `P`). `assets/make` writes it.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::GzDecoder;

use crate::earth::{Bounds, LonLat};

/// Credit that stands wherever the names are shown.
pub const GAZETTEER_CREDIT: &str = "Place names: GeoNames (geonames.org), CC BY 4.0";

const UNITS_PER_DEGREE: f64 = 10_000.0;
/// The file does not unpack to more than this.
const MAX_BYTES: u64 = 64 << 20;

static PLACES: &[u8] = include_bytes!("../../assets/gazetteer/places.tsv.gz");

/// The places with a population of at least 15,000 (5,000 in Belarus, the Koreas, Russia and Ukraine) and all capitals.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    /// What is labelled first comes first.
    cities: Vec<City>,
}

/// A city, town or village.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// In Latin letters.
    pub name: Box<str>,
    /// In the country's own script: Hangul in the Koreas, Cyrillic in Belarus, Russia and Ukraine. Not known of some.
    pub local_name: Option<Box<str>>,
    /// ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    pub position: LonLat,
    pub population: u32,
    pub kind: CityKind,
    /// Map zoom (256-point tiles) from which a label is of use.
    pub min_zoom: f32,
}

/// What a city is the seat of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CityKind {
    NationalCapital,
    /// Seat of a first-level region.
    RegionalCapital,
    Other,
}

/// Why the embedded places could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerError {
    #[error("the place names cannot be unpacked: {0}")]
    Unpack(String),
    #[error("the place names have a line that is not in the expected form: line {0}")]
    Line(usize),
}

impl Gazetteer {
    /// The embedded places, unpacked at the first call. An error means that the program was built from a damaged file; it is
    /// the same at every call.
    pub fn embedded() -> Result<&'static Self, GazetteerError> {
        static READ: OnceLock<Result<Gazetteer, GazetteerError>> = OnceLock::new();
        READ.get_or_init(|| Self::read(PLACES)).as_ref().map_err(Clone::clone)
    }

    /// All places, in the order of [`labels_in`](Self::labels_in).
    pub fn cities(&self) -> &[City] {
        &self.cities
    }

    /// The places in a box that are worth a label at a zoom, most important first. Quick enough for each move of the camera.
    pub fn labels_in(&self, bounds: Bounds, zoom: f32) -> impl Iterator<Item = &City> {
        self.cities.iter().take_while(move |city| city.min_zoom <= zoom).filter(move |city| bounds.contains(city.position))
    }

    fn read(packed: &[u8]) -> Result<Self, GazetteerError> {
        let mut text = String::new();
        GzDecoder::new(packed).take(MAX_BYTES).read_to_string(&mut text).map_err(|error| GazetteerError::Unpack(error.to_string()))?;
        let read_line = |(index, line)| City::read(line).ok_or(GazetteerError::Line(index + 1));
        let mut cities = text.lines().enumerate().map(read_line).collect::<Result<Vec<_>, _>>()?;
        cities.sort_by(|a, b| a.min_zoom.total_cmp(&b.min_zoom).then(b.population.cmp(&a.population)));
        Ok(Self { cities })
    }
}

impl City {
    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let (name, local_name, country) = (next()?, next()?, next()?);
        let mut degrees = || next()?.parse::<i32>().ok().map(|units| f64::from(units) / UNITS_PER_DEGREE);
        let position = LonLat::new(degrees()?, degrees()?)?;
        let population = next()?.parse().ok()?;
        let kind = match next()? {
            "C" => CityKind::NationalCapital,
            "A" => CityKind::RegionalCapital,
            "P" => CityKind::Other,
            _ => return None,
        };
        Some(Self {
            name: name.into(),
            local_name: (!local_name.is_empty()).then(|| local_name.into()),
            country: country.as_bytes().try_into().ok()?,
            position,
            population,
            kind,
            min_zoom: min_zoom(population, kind),
        })
    }
}

/// Ten times the people are worth about two and a half zooms; a seat of government counts as a larger place.
fn min_zoom(population: u32, kind: CityKind) -> f32 {
    let by_population = 20.5 - 2.4 * (f64::from(population.max(500))).log10();
    let seat = match kind {
        CityKind::NationalCapital => 2.0,
        CityKind::RegionalCapital => 0.8,
        CityKind::Other => 0.0,
    };
    let latest = if kind == CityKind::NationalCapital { 6.0 } else { 12.0 };
    (by_population - seat).clamp(2.0, latest) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bounds: [f64; 4], zoom: f32) -> Vec<&'static str> {
        let [west, south, east, north] = bounds;
        let bounds = Bounds::new(west, south, east, north).unwrap();
        Gazetteer::embedded().unwrap().labels_in(bounds, zoom).map(|city| &*city.name).collect()
    }

    #[test]
    fn places_have_their_local_names() {
        let cities = Gazetteer::embedded().unwrap().cities();
        for (name, local_name, country) in [
            ("Pyongyang", "평양", b"KP"),
            ("Seoul", "서울", b"KR"),
            ("Moscow", "Москва", b"RU"),
            ("Kursk", "Курск", b"RU"),
            ("Vladivostok", "Владивосток", b"RU"),
            ("Kyiv", "Київ", b"UA"),
            ("Kharkiv", "Харків", b"UA"),
            ("Minsk", "Мінск", b"BY"),
        ] {
            let city = cities.iter().find(|city| &*city.name == name && city.country == *country).unwrap();
            assert_eq!(city.local_name.as_deref(), Some(local_name), "{name}");
        }
    }

    #[test]
    fn the_largest_places_of_a_box_come_first() {
        assert_eq!(names([33.0, 49.5, 38.5, 53.0], 8.0)[..2], ["Kharkiv", "Kursk"]);
        assert_eq!(names([124.0, 37.0, 131.0, 43.0], 5.0)[..2], ["Seoul", "Pyongyang"]);
    }

    #[test]
    fn few_places_are_labelled_on_a_world_map_and_more_at_every_zoom() {
        let world = [-180.0, -90.0, 180.0, 90.0];
        let counts: Vec<_> = (2..=12_u8).map(|zoom| names(world, f32::from(zoom)).len()).collect();
        assert!(counts[0] < 40, "{counts:?}");
        assert!(counts.windows(2).all(|pair| pair[0] < pair[1] || pair[1] == Gazetteer::embedded().unwrap().cities().len()), "{counts:?}");
    }

    #[test]
    fn a_box_over_180_degrees_finds_both_sides() {
        let found = names([170.0, 60.0, -140.0, 72.0], 12.0);
        assert!(found.contains(&"Anadyr") && found.contains(&"Fairbanks"), "{found:?}");
    }

    #[test]
    fn every_position_and_kind_is_read() {
        let cities = Gazetteer::embedded().unwrap().cities();
        assert!(cities.len() > 25_000);
        assert!(cities.iter().filter(|city| city.kind == CityKind::NationalCapital).count() > 190);
    }

    #[test]
    fn garbled_places_are_an_error() {
        use std::io::Write;

        let packed = |text: &str| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        assert!(matches!(Gazetteer::read(b"no gzip"), Err(GazetteerError::Unpack(_))));
        for line in ["", "A\t\tRU\t0", "A\t\tRUS\t0\t0\t1\tP", "A\t\tRU\t0\t9999999\t1\tP", "A\t\tRU\tx\t0\t1\tP", "A\t\tRU\t0\t0\t1\tX"] {
            let text = format!("A\t\tRU\t0\t0\t1\tP\n{line}\n");
            assert_eq!(Gazetteer::read(&packed(&text)).err(), Some(GazetteerError::Line(2)), "{line}");
        }
    }
}
