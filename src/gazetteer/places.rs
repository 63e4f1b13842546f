//! The embedded places and which of them are worth a label.
//!
//! The file is gzip over lines of UTF-8, fields separated by tabs: name, local name, country, longitude and latitude in
//! units of 1/10,000 degree, population, kind (`C`, `A` or `P`). `assets/make` writes it.

use std::sync::OnceLock;

use crate::base::unpacked_text;
use crate::earth::{Bounds, LonLat, to_world};

/// Credit that stands wherever the names are shown.
pub const GAZETTEER_CREDIT: &str = "Place names: GeoNames (geonames.org), CC BY 4.0";

const UNITS_PER_DEGREE: f64 = 10_000.0;

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
        let text = unpacked_text(packed).map_err(|error| GazetteerError::Unpack(error.to_string()))?;
        let read_line = |(index, line)| City::read(line).ok_or(GazetteerError::Line(index + 1));
        let mut cities = text.lines().enumerate().map(read_line).collect::<Result<Vec<_>, _>>()?;
        let sort = |cities: &mut Vec<City>| cities.sort_by(|a, b| a.min_zoom.total_cmp(&b.min_zoom).then(b.population.cmp(&a.population)));
        sort(&mut cities);
        name_lonely_places_sooner(&mut cities);
        sort(&mut cities);
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

/// Where nothing larger is near, a small place is a landmark: it is named as soon as it stands alone on the map, though not more than
/// some zooms before its size would have it. The more important places come first.
fn name_lonely_places_sooner(cities: &mut [City]) {
    /// Distance in points to the nearest more important place; a country's capital needs less.
    const ALONE: f64 = 190.0;
    const ALONE_CAPITAL: f64 = 90.0;
    const MOST_ZOOMS: f32 = 4.2;
    const WORLD_POINTS: f64 = 256.0;
    let mut more_important = Grid::new();
    for city in cities {
        let (x, y) = to_world(city.position);
        let alone = if city.kind == CityKind::NationalCapital { ALONE_CAPITAL } else { ALONE };
        let alone_from = more_important.nearest([x, y]).map_or(0.0, |distance| (alone / (WORLD_POINTS * distance)).log2());
        more_important.add([x, y]);
        city.min_zoom = city.min_zoom.min((alone_from as f32).max(city.min_zoom - MOST_ZOOMS).max(2.0));
    }
}

/// Positions in world units, sorted into square cells, so that the nearest is found without looking at all.
struct Grid {
    /// Row by row.
    cells: Vec<Vec<[f64; 2]>>,
}

impl Grid {
    /// Along each side of the world.
    const N_CELLS: i32 = 256;
    /// Farther than that many cells nothing is near.
    const FAR: i32 = 40;

    fn new() -> Self {
        Self { cells: vec![Vec::new(); (Self::N_CELLS * Self::N_CELLS) as usize] }
    }

    fn cell([x, y]: [f64; 2]) -> (i32, i32) {
        let index = |at: f64| (at * f64::from(Self::N_CELLS)).floor() as i32;
        (index(x), index(y))
    }

    /// Index of a cell, round the world; `None` beyond its upper and lower edge.
    fn index((column, row): (i32, i32)) -> Option<usize> {
        (0..Self::N_CELLS).contains(&row).then(|| (row * Self::N_CELLS + column.rem_euclid(Self::N_CELLS)) as usize)
    }

    fn add(&mut self, at: [f64; 2]) {
        if let Some(cell) = Self::index(Self::cell(at)).and_then(|index| self.cells.get_mut(index)) {
            cell.push(at);
        }
    }

    /// Distance in world units to the nearest position, round the world; `None` where none is near.
    fn nearest(&self, at: [f64; 2]) -> Option<f64> {
        let (column, row) = Self::cell(at);
        let distance = |[x, y]: &[f64; 2]| {
            let across = x - at[0];
            (across - across.round()).hypot(y - at[1])
        };
        let mut nearest = f64::INFINITY;
        for ring in 0..=Self::FAR {
            // What is in this ring or beyond is at least so far away.
            if nearest <= f64::from(ring - 1) / f64::from(Self::N_CELLS) {
                break;
            }
            let sides = (-ring..=ring).flat_map(|step| [(step, -ring), (step, ring), (-ring, step), (ring, step)]);
            for (dx, dy) in sides {
                let cell = Self::index((column + dx, row + dy)).and_then(|index| self.cells.get(index));
                nearest = cell.into_iter().flatten().map(distance).fold(nearest, f64::min);
            }
        }
        nearest.is_finite().then_some(nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_position_is_found_round_the_world() {
        let positions = [[0.001, 0.5], [0.3, 0.31], [0.95, 0.2], [0.5, 0.9]];
        let mut grid = Grid::new();
        assert_eq!(grid.nearest([0.5, 0.5]), None);
        positions.into_iter().for_each(|at| grid.add(at));
        for at in [[0.999, 0.5], [0.25, 0.3], [0.0, 0.21], [0.52, 0.99]] {
            let distance = |other: &[f64; 2]| {
                let across: f64 = (other[0] - at[0]).abs();
                across.min(1.0 - across).hypot(other[1] - at[1])
            };
            let expected = positions.iter().map(distance).fold(f64::INFINITY, f64::min);
            assert!((grid.nearest(at).unwrap() - expected).abs() < 1e-12, "{at:?}");
        }
    }

    #[test]
    fn a_town_far_from_any_larger_is_named_before_a_larger_one_in_a_crowd() {
        let zoom = |name: &str| Gazetteer::embedded().unwrap().cities().iter().find(|city| &*city.name == name).unwrap().min_zoom;
        for lonely in ["Anadyr", "Anchorage", "Magadan", "Alice Springs"] {
            assert!(zoom(lonely) < zoom("Wuppertal"), "{lonely}: {}", zoom(lonely));
        }
    }

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
