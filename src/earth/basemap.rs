//! The embedded basemap: Natural Earth (public domain) in a compact binary form.
//!
//! Each file is gzip over: the magic `STBM` and a version byte, then unsigned LEB128 numbers. A text is its length in bytes
//! and UTF-8. A point is two zigzag numbers, the difference in longitude and latitude from the point before it in the
//! file, in units of 1/10,000 degree. A line is a count and points; polygons are a count, and for each a
//! country number (0 = none), a count of rings and the rings as lines without the closing point.
//! `assets/make` writes it.

use std::sync::OnceLock;

use crate::base::unpacked;

/// Credit that stands on every map.
pub const BASEMAP_CREDIT: &str = "Made with Natural Earth";
/// Whose view of borders the country polygons take; disputed areas and lines are marked on top of it.
pub const BASEMAP_POINT_OF_VIEW: &str = "borders as seen from Germany; disputed areas marked";

const MAGIC: &[u8] = b"STBM\x01";
const UNITS_PER_DEGREE: f64 = 10_000.0;
/// Zoom of labels that are never drawn.
const NEVER_LABELLED: f32 = 25.5;

static COARSEST: &[u8] = include_bytes!("../../assets/basemap/coarsest.bin.gz");
static COARSE: &[u8] = include_bytes!("../../assets/basemap/coarse.bin.gz");
static FINE: &[u8] = include_bytes!("../../assets/basemap/fine.bin.gz");
static FINEST: &[u8] = include_bytes!("../../assets/basemap/finest.bin.gz");
static OVERLAY: &[u8] = include_bytes!("../../assets/basemap/overlay.bin.gz");

/// Land and water at one level of detail. All positions are longitude and latitude in degrees, cut at 180 degrees.
#[derive(Clone, Debug, Default)]
pub struct Level {
    pub land: Vec<LandPolygon>,
    /// Where land meets the sea, without the cut at 180 degrees and the edge at the south pole.
    pub coast: Vec<Line>,
    /// Between countries, where no party disputes the line.
    pub borders: Vec<Line>,
    /// Borders and lines of control that a party disputes: to be drawn dashed.
    pub disputed_lines: Vec<Line>,
    pub lakes: Vec<Rings>,
}

/// Degrees of longitude and latitude. `f32` is exact to 2 m, the data to 11 m.
pub type Line = Vec<[f32; 2]>;
/// Outer ring first, then holes. A ring does not repeat its first point.
pub type Rings = Vec<Line>;

/// One polygon of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct LandPolygon {
    /// Index in [`Overlay::countries`]; `None` where the basemap gives the land to no country.
    pub country: Option<usize>,
    pub rings: Rings,
}

/// What lies on top of land and water, the same at every level of detail.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    pub countries: Vec<Country>,
    /// To be hatched.
    pub disputed_areas: Vec<DisputedArea>,
    pub rivers: Vec<Line>,
    pub provinces: Vec<ProvinceLines>,
    /// What is of use first comes first.
    pub province_labels: Vec<ProvinceLabel>,
}

/// The name of a first-level region of a country.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvinceLabel {
    pub name: String,
    /// As people there write it, where that is not in Latin letters; else empty.
    pub local_name: String,
    /// Index in [`Overlay::countries`].
    pub country: Option<usize>,
    /// Map zoom (256-point tiles) from which the name is of use.
    pub min_zoom: f32,
    pub label_at: [f32; 2],
}

/// A country of the basemap and its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Natural Earth's three letters, mostly those of ISO 3166-1 alpha-3.
    pub code: String,
    /// ISO 3166-1 alpha-2 (and XK), where there is one.
    pub iso_a2: Option<String>,
    pub name: String,
    /// Empty where not known; so are the other two.
    pub name_ko: String,
    pub name_ru: String,
    pub name_uk: String,
    /// Map zoom (256-point tiles) from which the name is of use; `None` = never drawn (leases, bases, reefs).
    pub min_zoom: Option<f32>,
    /// 2 for the largest, 10 for the smallest.
    pub label_rank: u8,
    pub label_at: [f32; 2],
}

/// Land that somebody claims and somebody else holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DisputedArea {
    pub name: String,
    pub controlled_by: String,
    pub claimed_by: String,
    pub note: String,
    pub polygons: Vec<Rings>,
}

/// Lines between the provinces of one country.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvinceLines {
    /// Map zoom (256-point tiles) from which they are of use.
    pub min_zoom: f32,
    pub lines: Vec<Line>,
}

/// How much detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// Simplified to 12 km: less than a point up to zoom 3.
    Coarsest,
    /// To 5 km: less than a point up to zoom 4.
    Coarse,
    /// To 1 km.
    Fine,
    /// To 250 m: less than a point up to zoom 8.
    Finest,
}

impl Detail {
    pub const ALL: [Self; 4] = [Self::Coarsest, Self::Coarse, Self::Fine, Self::Finest];
}

/// Why a basemap file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BasemapError {
    #[error("the basemap cannot be unpacked: {0}")]
    Unpack(String),
    #[error("the basemap is not in the form that this program reads")]
    Form,
    #[error("the basemap ends too early or has a number out of range, at byte {0}")]
    Content(usize),
}

/// Land and water at a level of detail, unpacked at the first call. An error means that the program was built from a
/// damaged file; it is the same at every call.
pub fn level(detail: Detail) -> Result<&'static Level, BasemapError> {
    static LEVELS: [OnceLock<Result<Level, BasemapError>>; 4] = [const { OnceLock::new() }; 4];
    let [coarsest, coarse, fine, finest] = &LEVELS;
    let level = match detail {
        Detail::Coarsest => coarsest.get_or_init(|| read_level(COARSEST)),
        Detail::Coarse => coarse.get_or_init(|| read_level(COARSE)),
        Detail::Fine => fine.get_or_init(|| read_level(FINE)),
        Detail::Finest => finest.get_or_init(|| read_level(FINEST)),
    };
    level.as_ref().map_err(Clone::clone)
}

/// Country names, disputed areas, rivers and province lines, unpacked at the first call. Errors are as for [`level`].
pub fn overlay() -> Result<&'static Overlay, BasemapError> {
    static READ: OnceLock<Result<Overlay, BasemapError>> = OnceLock::new();
    READ.get_or_init(|| read_overlay(OVERLAY)).as_ref().map_err(Clone::clone)
}

fn read_level(packed: &[u8]) -> Result<Level, BasemapError> {
    let bytes = unpack(packed)?;
    let mut reader = Reader::new(&bytes)?;
    Ok(Level {
        land: reader.list(Reader::polygon)?,
        coast: reader.list(Reader::line)?,
        borders: reader.list(Reader::line)?,
        disputed_lines: reader.list(Reader::line)?,
        lakes: reader.list(|r| r.polygon().map(|polygon| polygon.rings))?,
    })
}

fn read_overlay(packed: &[u8]) -> Result<Overlay, BasemapError> {
    let bytes = unpack(packed)?;
    let mut reader = Reader::new(&bytes)?;
    Ok(Overlay {
        countries: reader.list(Reader::country)?,
        disputed_areas: reader.list(Reader::disputed_area)?,
        rivers: reader.list(Reader::line)?,
        provinces: reader.list(|r| Ok(ProvinceLines { min_zoom: r.tenths()?, lines: r.list(Reader::line)? }))?,
        province_labels: reader.list(Reader::province_label)?,
    })
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, BasemapError> {
    unpacked(packed).map_err(|error| BasemapError::Unpack(error.to_string()))
}

/// Walks through the bytes of one file.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    last: [i64; 2],
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, BasemapError> {
        if bytes.starts_with(MAGIC) { Ok(Self { bytes, at: MAGIC.len(), last: [0, 0] }) } else { Err(BasemapError::Form) }
    }

    fn wrong(&self) -> BasemapError {
        BasemapError::Content(self.at)
    }

    fn number(&mut self) -> Result<u64, BasemapError> {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or_else(|| self.wrong())?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.wrong())
    }

    fn tenths(&mut self) -> Result<f32, BasemapError> {
        let tenths = u16::try_from(self.number()?).map_err(|_| self.wrong())?;
        Ok(f32::from(tenths) / 10.0)
    }

    /// A count and that many items. Each item takes a byte at least, so that a wrong count cannot fill the memory.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, BasemapError>) -> Result<Vec<T>, BasemapError> {
        let count = usize::try_from(self.number()?).map_err(|_| self.wrong())?;
        if count > self.bytes.len().saturating_sub(self.at) {
            return Err(self.wrong());
        }
        (0..count).map(|_| item(self)).collect()
    }

    fn text(&mut self) -> Result<String, BasemapError> {
        let length = usize::try_from(self.number()?).map_err(|_| self.wrong())?;
        let end = self.at.checked_add(length).ok_or_else(|| self.wrong())?;
        let bytes = self.bytes.get(self.at..end).ok_or_else(|| self.wrong())?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.wrong())?;
        self.at = end;
        Ok(text.to_owned())
    }

    fn point(&mut self) -> Result<[f32; 2], BasemapError> {
        let (dx, dy) = (self.difference()?, self.difference()?);
        let [x, y] = self.last;
        self.last = [x.saturating_add(dx), y.saturating_add(dy)];
        let [x, y] = self.last;
        let is_on_earth = x.abs() <= 1_800_000 && y.abs() <= 900_000;
        let degrees = |units: i64| (units as f64 / UNITS_PER_DEGREE) as f32;
        is_on_earth.then(|| [degrees(x), degrees(y)]).ok_or_else(|| self.wrong())
    }

    fn difference(&mut self) -> Result<i64, BasemapError> {
        let zigzag = self.number()?;
        let half = (zigzag >> 1).cast_signed();
        Ok(if zigzag & 1 == 0 { half } else { -half - 1 })
    }

    fn line(&mut self) -> Result<Line, BasemapError> {
        self.list(Self::point)
    }

    fn polygon(&mut self) -> Result<LandPolygon, BasemapError> {
        let country = usize::try_from(self.number()?).map_err(|_| self.wrong())?.checked_sub(1);
        Ok(LandPolygon { country, rings: self.list(Self::line)? })
    }

    fn country(&mut self) -> Result<Country, BasemapError> {
        let [code, iso_a2, name, name_ko, name_ru, name_uk] =
            [self.text()?, self.text()?, self.text()?, self.text()?, self.text()?, self.text()?];
        let zoom = self.tenths()?;
        let min_zoom = (zoom < NEVER_LABELLED).then_some(zoom);
        let label_rank = u8::try_from(self.number()?).map_err(|_| self.wrong())?;
        let iso_a2 = (!iso_a2.is_empty()).then_some(iso_a2);
        Ok(Country { code, iso_a2, name, name_ko, name_ru, name_uk, min_zoom, label_rank, label_at: self.point()? })
    }

    fn province_label(&mut self) -> Result<ProvinceLabel, BasemapError> {
        let [name, local_name] = [self.text()?, self.text()?];
        let country = usize::try_from(self.number()?).map_err(|_| self.wrong())?.checked_sub(1);
        Ok(ProvinceLabel { name, local_name, country, min_zoom: self.tenths()?, label_at: self.point()? })
    }

    fn disputed_area(&mut self) -> Result<DisputedArea, BasemapError> {
        let [name, controlled_by, claimed_by, note] = [self.text()?, self.text()?, self.text()?, self.text()?];
        let polygons = self.list(|r| r.polygon().map(|polygon| polygon.rings))?;
        Ok(DisputedArea { name, controlled_by, claimed_by, note, polygons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(rings: &Rings, [x, y]: [f32; 2]) -> bool {
        let crossings = |ring: &Line| {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            ends.filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]).count()
        };
        rings.iter().map(crossings).sum::<usize>() % 2 == 1
    }

    fn country_at(detail: Detail, at: [f32; 2]) -> Option<String> {
        let land = level(detail).unwrap().land.iter().find(|polygon| contains(&polygon.rings, at))?;
        Some(land.country.map_or_else(String::new, |index| overlay().unwrap().countries[index].code.clone()))
    }

    #[test]
    fn places_lie_in_the_country_of_the_point_of_view() {
        let cases = [
            ([36.19, 51.73], Some("RUS"), "Kursk"),
            ([125.75, 39.03], Some("PRK"), "Pyongyang"),
            ([127.0, 37.55], Some("KOR"), "Seoul"),
            ([34.1, 45.1], Some("UKR"), "Crimea"),
            ([-176.0, 66.5], Some("RUS"), "Chukotka, east of 180 degrees"),
            ([178.0, 68.0], Some("RUS"), "Chukotka, west of 180 degrees"),
            ([0.0, -88.0], Some("ATA"), "near the south pole"),
            ([35.74, 33.0], Some(""), "Golan Heights"),
            ([-30.0, 40.0], None, "the Atlantic"),
            ([50.5, 42.0], None, "the Caspian Sea"),
        ];
        for detail in Detail::ALL {
            for (at, code, name) in &cases {
                assert_eq!(country_at(detail, *at).as_deref(), *code, "{name} {detail:?}");
            }
        }
    }

    #[test]
    fn no_coast_runs_along_the_cut_at_180_degrees_or_the_pole() {
        for detail in Detail::ALL {
            for pair in level(detail).unwrap().coast.iter().flat_map(|line| line.windows(2)) {
                let is_seam = pair.iter().all(|at| at[0].abs() > 179.999) || pair.iter().all(|at| at[1] < -89.98);
                assert!(!is_seam, "{detail:?} {pair:?}");
            }
        }
    }

    #[test]
    fn no_line_leaps_over_the_map() {
        let overlay = overlay().unwrap();
        let levels = Detail::ALL.map(|detail| level(detail).unwrap());
        let of_levels = levels.iter().flat_map(|level| level.coast.iter().chain(&level.borders).chain(&level.disputed_lines));
        for pair in of_levels.chain(&overlay.rivers).flat_map(|line| line.windows(2)) {
            assert!((pair[0][0] - pair[1][0]).abs() < 30.0, "{pair:?}");
        }
    }

    #[test]
    fn disputed_areas_say_who_holds_and_who_claims_them() {
        for area in &overlay().unwrap().disputed_areas {
            assert!(!area.controlled_by.is_empty() && !area.claimed_by.is_empty() && !area.note.is_empty(), "{}", area.name);
            assert!(!area.polygons.is_empty(), "{}", area.name);
        }
    }

    #[test]
    fn the_countries_of_the_news_have_their_names() {
        let countries = &overlay().unwrap().countries;
        for (code, iso, en, ko, ru, uk) in [
            ("PRK", "KP", "North Korea", "조선민주주의인민공화국", "КНДР", "КНДР"),
            ("UKR", "UA", "Ukraine", "우크라이나", "Украина", "Україна"),
        ] {
            let country = countries.iter().find(|country| country.code == code).unwrap();
            assert_eq!(country.iso_a2.as_deref(), Some(iso));
            assert_eq!([&country.name, &country.name_ko, &country.name_ru, &country.name_uk], [en, ko, ru, uk]);
        }
    }

    #[test]
    fn regions_have_names_where_they_lie_and_none_decides_a_dispute() {
        let labels = &overlay().unwrap().province_labels;
        for (name, local, country) in
            [("Kursk Oblast", "Курская область", "RUS"), ("Sumy Oblast", "Сумська область", "UKR"), ("North Hamgyong", "함경북도", "PRK")]
        {
            let label = labels.iter().find(|label| label.name == name).unwrap();
            assert_eq!((label.local_name.as_str(), country_at(Detail::Fine, label.label_at).as_deref()), (local, Some(country)));
            assert_eq!(overlay().unwrap().countries[label.country.unwrap()].code, country);
        }
        for name in ["Crimea", "Sevastopol", "Abkhazia"] {
            assert!(!labels.iter().any(|label| label.name.contains(name)), "{name}");
        }
    }

    #[test]
    fn two_letters_mean_one_country() {
        let mut letters: Vec<_> = overlay().unwrap().countries.iter().filter_map(|country| country.iso_a2.as_deref()).collect();
        let n_letters = letters.len();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), n_letters);
        assert!(n_letters > 230, "{n_letters}");
    }

    #[test]
    fn a_cut_off_or_garbled_file_is_an_error() {
        let bytes = unpack(COARSE).unwrap();
        let read = |bytes: &[u8]| Reader::new(bytes).and_then(|mut reader| reader.list(Reader::polygon));
        for end in [0, 3, 5, 6, 100, bytes.len() / 3] {
            assert!(read(&bytes[..end]).is_err(), "{end}");
        }
        assert_eq!(read(&[MAGIC, &[0xff; 12]].concat()), Err(BasemapError::Content(MAGIC.len() + 9)));
        assert_eq!(read(&[MAGIC, &[0xff, 0xff, 0x7f]].concat()), Err(BasemapError::Content(MAGIC.len() + 3)), "a count past the end");
        assert!(matches!(unpack(b"not gzip"), Err(BasemapError::Unpack(_))));
    }
}
