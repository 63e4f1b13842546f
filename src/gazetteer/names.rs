//! The embedded names to search for: countries, regions, towns, villages and sites, each with all its spellings.
//!
//! The file is gzip over lines of UTF-8, fields separated by tabs; `assets/make/names.py` writes it and says which fields.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::base::unpacked_text;
use crate::earth::{Bounds, LonLat};
use crate::gazetteer::GazetteerError;

const UNITS_PER_DEGREE: f64 = 10_000.0;
const UNITS_PER_DEGREE_OF_BOX: f64 = 100.0;

static NAMES: &[u8] = include_bytes!("../../assets/gazetteer/names.tsv.gz");

/// Everything that the gazetteer has a name for, by number, the more important first.
///
/// The spellings stay in the text they were read from: 250,000 strings of their own would take four times the memory.
#[derive(Debug, Default)]
pub struct PlaceNames {
    text: String,
    entries: Vec<Entry>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    Country,
    /// Of the first level within a country.
    Region,
    /// A place that is no settlement: a launch site, a bridge, a power station.
    Site,
    NationalCapital,
    RegionalCapital,
    Town,
}

/// Where the parts of a subject stand in the text, and its numbers.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The name as people there write it, and all others.
    own: [u32; 2],
    names: [u32; 2],
    kind: SubjectKind,
    /// ISO 3166-1 alpha-2.
    country: [u8; 2],
    /// Numbers of the country and the region that it lies in.
    within: [Option<u32>; 2],
    position: LonLat,
    population: u32,
    bounds: Option<Bounds>,
}

/// Something with a name, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub kind: SubjectKind,
    /// In Latin letters.
    pub name: &'a str,
    /// As people there write it, where that is known and another script.
    pub own_name: Option<&'a str>,
    /// What it lies in, by name; nothing where it is that itself.
    pub country: Option<&'a str>,
    /// ISO 3166-1 alpha-2, of a country its own.
    pub country_code: [u8; 2],
    pub region: Option<&'a str>,
    pub position: LonLat,
    /// What there is to see of a country or a region.
    pub bounds: Option<Bounds>,
    /// 0 where nobody was counted.
    pub population: u32,
}

impl PlaceNames {
    /// The embedded names, unpacked at the first call, which takes a tenth of a second: not for a frame.
    ///
    /// # Errors
    /// The program was built from a damaged file; it is the same at every call.
    pub fn embedded() -> Result<&'static Self, GazetteerError> {
        static READ: OnceLock<Result<PlaceNames, GazetteerError>> = OnceLock::new();
        READ.get_or_init(|| Self::read(NAMES)).as_ref().map_err(Clone::clone)
    }

    pub fn n_subjects(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    pub fn subject(&self, number: u32) -> Option<Subject<'_>> {
        let entry = self.entry(number)?;
        let [country, region] = entry.within.map(|number| Some(self.first_name(self.entry(number?)?)).filter(|name| !name.is_empty()));
        let own_name = self.text.get(entry.own[0] as usize..entry.own[1] as usize).filter(|name| !name.is_empty());
        Some(Subject {
            kind: entry.kind,
            name: self.first_name(entry),
            own_name,
            country,
            country_code: entry.country,
            region,
            position: entry.position,
            bounds: entry.bounds,
            population: entry.population,
        })
    }

    /// All spellings of a subject: the one to show first, then its own one, then the others.
    pub fn spellings(&self, number: u32) -> impl Iterator<Item = &str> {
        let entry = self.entry(number);
        let text = |[start, end]: [u32; 2]| self.text.get(start as usize..end as usize).unwrap_or_default();
        let mut names = entry.map(|entry| text(entry.names)).unwrap_or_default().split('|');
        let own = entry.map(|entry| text(entry.own)).unwrap_or_default();
        names.next().into_iter().chain(std::iter::once(own)).chain(names).filter(|name| !name.is_empty())
    }

    /// The numbers of the country and the region that a subject lies in.
    pub fn within(&self, number: u32) -> [Option<u32>; 2] {
        self.entry(number).map(|entry| entry.within).unwrap_or_default()
    }

    /// How much it is worth to find it rather than a namesake: about the logarithm of how many people it means something to.
    pub fn importance(&self, number: u32) -> f32 {
        self.entry(number).map_or(0.0, |entry| importance(entry.kind, entry.population))
    }

    fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    fn first_name(&self, entry: &Entry) -> &str {
        let names = self.text.get(entry.names[0] as usize..entry.names[1] as usize).unwrap_or_default();
        names.split('|').next().unwrap_or_default()
    }

    fn read(packed: &[u8]) -> Result<Self, GazetteerError> {
        let text = unpacked_text(packed).map_err(|error| GazetteerError::Unpack(error.to_string()))?;
        let mut entries = Vec::new();
        let mut regions: Vec<&str> = Vec::new();
        let mut start = 0;
        for (index, line) in text.lines().enumerate() {
            let (entry, region) = Entry::read(line, start).ok_or(GazetteerError::Line(index + 1))?;
            entries.push(entry);
            regions.push(region);
            start += line.len() + 1;
        }
        let mut order: Vec<usize> = (0..entries.len()).collect();
        let worth = |at: &usize| entries.get(*at).map_or(0.0, |entry| importance(entry.kind, entry.population));
        order.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        let keyed = order.iter().filter_map(|at| Some((*entries.get(*at)?, *regions.get(*at)?)));
        let (mut entries, regions): (Vec<Entry>, Vec<&str>) = keyed.unzip();
        put_within(&mut entries, &regions);
        Ok(Self { entries, text })
    }
}

/// Tells each subject the numbers of the country and the region that it lies in.
fn put_within(entries: &mut [Entry], regions: &[&str]) {
    let mut wholes: HashMap<(SubjectKind, [u8; 2], &str), u32> = HashMap::new();
    for (number, (entry, region)) in (0_u32..).zip(entries.iter().zip(regions)) {
        if matches!(entry.kind, SubjectKind::Country | SubjectKind::Region) {
            wholes.insert((entry.kind, entry.country, region), number);
        }
    }
    for (entry, region) in entries.iter_mut().zip(regions) {
        let whole = |kind, region| wholes.get(&(kind, entry.country, region)).copied();
        entry.within = match entry.kind {
            SubjectKind::Country => [None, None],
            SubjectKind::Region => [whole(SubjectKind::Country, ""), None],
            _ => [whole(SubjectKind::Country, ""), whole(SubjectKind::Region, region)],
        };
    }
}

fn importance(kind: SubjectKind, population: u32) -> f32 {
    /// The table has few, and each for a reason.
    const SITE: f32 = 6.0;
    let size = (population.max(500) as f32).log10();
    match kind {
        SubjectKind::Country => 3.5 + 0.5 * size,
        SubjectKind::Region => 0.8 * size,
        SubjectKind::Site => SITE,
        SubjectKind::NationalCapital => size + 0.7,
        SubjectKind::RegionalCapital => size + 0.2,
        SubjectKind::Town => size,
    }
}

impl Entry {
    /// Of a line that begins at a byte of the text; with the code of its region.
    fn read(line: &str, start: usize) -> Option<(Self, &str)> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let kind = match next()? {
            "N" => SubjectKind::Country,
            "R" => SubjectKind::Region,
            "S" => SubjectKind::Site,
            "C" => SubjectKind::NationalCapital,
            "A" => SubjectKind::RegionalCapital,
            "P" => SubjectKind::Town,
            _ => return None,
        };
        let (country, region) = (next()?, next()?);
        let mut degrees = || next()?.parse::<i32>().ok().map(|units| f64::from(units) / UNITS_PER_DEGREE);
        let position = LonLat::new(degrees()?, degrees()?)?;
        let population = next()?.parse().ok()?;
        let sides = next()?;
        let bounds = if sides.is_empty() { None } else { Some(read_box(sides)?) };
        let (own, names) = (next()?, next()?);
        if names.is_empty() || next().is_some() {
            return None;
        }
        let end = start + line.len();
        let names_start = end - names.len();
        let own_start = names_start - 1 - own.len();
        let at = |at: usize| u32::try_from(at).ok();
        let entry = Self {
            own: [at(own_start)?, at(own_start + own.len())?],
            names: [at(names_start)?, at(end)?],
            kind,
            country: country.as_bytes().try_into().ok()?,
            within: [None, None],
            position,
            population,
            bounds,
        };
        Some((entry, region))
    }
}

fn read_box(sides: &str) -> Option<Bounds> {
    let mut degrees = sides.split(',').map(|side| side.parse::<i32>().ok().map(|units| f64::from(units) / UNITS_PER_DEGREE_OF_BOX));
    let mut next = || degrees.next()?;
    Bounds::new(next()?, next()?, next()?, next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Vec<Subject<'static>> {
        let names = PlaceNames::embedded().unwrap();
        (0..names.n_subjects()).filter_map(|number| names.subject(number)).filter(|subject| subject.name == name).collect()
    }

    #[test]
    fn namesakes_are_told_apart_by_region_country_and_population() {
        let moscow: Vec<_> = found("Moscow").into_iter().map(|subject| (subject.region, subject.country)).collect();
        assert!(
            moscow.contains(&(Some("Moscow"), Some("Russia"))) && moscow.contains(&(Some("Idaho"), Some("United States"))),
            "{moscow:?}"
        );
        let kursk = found("Kursk")[0];
        assert_eq!((kursk.own_name, kursk.region, kursk.country), (Some("Курск"), Some("Kursk Oblast"), Some("Russia")));
        assert!(kursk.population > 400_000);
    }

    #[test]
    fn countries_regions_and_sites_are_there_with_their_positions() {
        let site = found("Vostochny Cosmodrome")[0];
        assert_eq!((site.kind, site.country), (SubjectKind::Site, Some("Russia")));
        let region = found("Kursk Oblast")[0];
        assert!(region.bounds.unwrap().contains(LonLat::new(36.18, 51.73).unwrap()));
        let names = PlaceNames::embedded().unwrap();
        let korea = (0..names.n_subjects()).find(|number| names.subject(*number).unwrap().name == "North Korea").unwrap();
        for name in ["DPRK", "Северная Корея", "북한", "조선", "КНДР"] {
            assert!(names.spellings(korea).any(|spelling| spelling == name), "{name}");
        }
    }

    #[test]
    fn villages_of_the_five_countries_are_there_too() {
        let names = PlaceNames::embedded().unwrap();
        assert!(names.n_subjects() > 70_000);
        let is_small = |number: &u32| (1..2_000).contains(&names.subject(*number).unwrap().population);
        let small = (0..names.n_subjects()).filter(is_small).count();
        assert!(small > 4_000, "{small}");
    }

    #[test]
    fn garbled_names_are_an_error() {
        use std::io::Write;

        let packed = |text: &str| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let good = "P\tRU\t41\t0\t0\t1\t\t\tA|B";
        assert_eq!(PlaceNames::read(&packed(good)).unwrap().n_subjects(), 1);
        for line in [
            "",
            "X\tRU\t41\t0\t0\t1\t\t\tA",
            "P\tRUS\t41\t0\t0\t1\t\t\tA",
            "P\tRU\t41\t0\t9999999\t1\t\t\tA",
            "P\tRU\t41\t0\t0\t1\t1,2\t\tA",
            "P\tRU\t41\t0\t0\t1\t\t\t",
            "P\tRU\t41\t0\t0\t1\t\t\tA\tB",
        ] {
            assert_eq!(PlaceNames::read(&packed(&format!("{good}\n{line}\n"))).err(), Some(GazetteerError::Line(2)), "{line}");
        }
    }
}
