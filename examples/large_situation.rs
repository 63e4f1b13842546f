//! Writes a large situation of invented data, for measuring. The same arguments give the same bytes.
//!
//!     cargo run --release --example large_situation -- DIR [--places N] [--records N] [--one-place]
//!
//! `--records` counts all of them, places included; a third are places unless `--places` says otherwise. `--one-place` ties every event to
//! one and the same place.

mod layout;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use layout::{Member, Records, object, objects, properties, quoted, record};

type Outcome = Result<(), Box<dyn Error>>;

const USAGE: &str = "usage: large_situation DIR [--places N] [--records N] [--one-place]";

fn main() -> Outcome {
    let Arguments { folder, counts, is_one_place } = Arguments::read(std::env::args().skip(1))?;
    fs::create_dir_all(&folder)?;
    let mut world =
        World { counts, is_one_place, random: Random(2024), places: Vec::new(), in_land: vec![Vec::new(); LANDS.len()], days: Vec::new() };
    world.write_places(&folder)?;
    world.write_actors(&folder)?;
    world.write_sources(&folder)?;
    world.write_events(&folder)?;
    world.write_reports(&folder)?;
    // Last, so that it is only there where all is.
    fs::write(folder.join("situation.json"), header() + "\n")?;
    Ok(())
}

struct Arguments {
    folder: PathBuf,
    counts: Counts,
    is_one_place: bool,
}

/// How many records of each kind.
struct Counts {
    places: usize,
    actors: usize,
    sources: usize,
    events: usize,
    reports: usize,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut folder, mut n_places, mut n_records, mut is_one_place) = (None, None, 300_000, false);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--places" => n_places = Some(words.next().ok_or(USAGE)?.parse()?),
                "--records" => n_records = words.next().ok_or(USAGE)?.parse()?,
                "--one-place" => is_one_place = true,
                _ if word.starts_with('-') || folder.is_some() => return Err(USAGE.into()),
                _ => folder = Some(PathBuf::from(word)),
            }
        }
        let counts = Counts::of(n_records, n_places.unwrap_or(n_records / 3)).ok_or("too few records for so many places, or no place")?;
        Ok(Self { folder: folder.ok_or(USAGE)?, counts, is_one_place })
    }
}

impl Counts {
    fn of(records: usize, places: usize) -> Option<Self> {
        let (actors, sources) = ((records / 60).max(2), (records / 150).max(1));
        let rest = records.checked_sub(places + actors + sources)?;
        let events = rest * 100 / 193;
        let reports = rest - events;
        (places > 0 && events > 0 && reports > 0).then_some(Self { places, actors, sources, events, reports })
    }
}

/// Boxes that hold mostly land: country code, west, south, east, north.
const LANDS: [(&str, f64, f64, f64, f64); 44] = [
    ("UA", 24.5, 47.5, 38.0, 51.5),
    ("PL", 15.0, 50.3, 23.0, 54.0),
    ("DE", 7.0, 48.0, 13.5, 53.5),
    ("FR", -0.5, 43.8, 6.0, 49.3),
    ("ES", -6.0, 38.0, -0.8, 42.5),
    ("IT", 9.0, 44.0, 12.0, 46.0),
    ("GB", -2.8, 51.2, 0.2, 53.6),
    ("SE", 13.5, 57.0, 16.5, 63.5),
    ("FI", 23.5, 61.5, 29.0, 67.0),
    ("RO", 22.5, 44.5, 27.5, 47.5),
    ("BY", 24.5, 52.3, 30.5, 55.0),
    ("RU", 37.0, 50.5, 58.0, 60.0),
    ("RU", 60.0, 54.0, 120.0, 62.0),
    ("TR", 29.5, 37.5, 42.0, 40.5),
    ("SY", 36.5, 33.5, 40.5, 36.5),
    ("IQ", 40.5, 31.0, 46.5, 36.0),
    ("IR", 48.5, 29.5, 59.5, 36.5),
    ("SA", 40.0, 20.5, 49.0, 28.0),
    ("YE", 43.8, 14.0, 49.0, 16.5),
    ("EG", 26.0, 23.0, 32.5, 30.5),
    ("LY", 11.0, 24.0, 24.0, 30.5),
    ("DZ", -1.0, 25.0, 8.0, 36.0),
    ("ML", -6.0, 12.0, 2.0, 20.0),
    ("NE", 2.0, 12.5, 14.0, 21.0),
    ("NG", 4.0, 7.0, 12.5, 13.0),
    ("SD", 24.5, 10.0, 36.0, 20.5),
    ("ET", 36.0, 5.5, 43.0, 12.5),
    ("SO", 43.0, 2.8, 46.5, 6.0),
    ("CD", 16.5, -8.0, 28.5, 4.0),
    ("KE", 35.0, -2.0, 40.0, 3.5),
    ("MZ", 33.0, -19.0, 36.0, -13.5),
    ("ZA", 20.5, -32.0, 30.0, -25.5),
    ("IN", 75.0, 16.0, 82.0, 28.0),
    ("PK", 66.5, 26.0, 72.0, 33.5),
    ("AF", 62.5, 31.5, 69.5, 35.8),
    ("MM", 94.8, 18.0, 98.0, 25.5),
    ("CN", 100.0, 25.0, 116.0, 40.0),
    ("MN", 92.0, 44.5, 114.0, 49.0),
    ("JP", 138.5, 35.3, 140.3, 38.5),
    ("KR", 126.9, 35.3, 128.9, 37.6),
    ("US", -118.0, 34.0, -82.0, 47.5),
    ("MX", -104.5, 19.5, -98.5, 26.0),
    ("CO", -75.8, 3.0, -70.0, 8.5),
    ("BR", -60.0, -22.0, -42.0, -5.0),
];

const REGIONS_PER_LAND: usize = 8;
/// Most of a crowded place stands near one of so many centres.
const N_CENTRES: u64 = 600;

/// Category, and what happened at the place whose name stands for `@`.
const HAPPENINGS: [(&str, [&str; 3]); 10] = [
    ("movement", ["Column of vehicles reported near @", "Convoy leaves @ before dawn", "Rail wagons with covered loads seen at @"]),
    ("strike", ["Explosions heard in @", "Warehouse on the edge of @ damaged", "Air defence active over @"]),
    ("diplomacy", ["Delegations meet in @", "Envoys put off their talks in @", "Joint statement is read out in @"]),
    ("aid", ["Relief supplies reach @", "Field hospital set up near @", "Trucks with flour wait outside @"]),
    ("protest", ["Several hundred people gather in @", "Drivers block the road to @", "March in @ ends quietly"]),
    ("infrastructure", ["Power restored in most of @", "Bridge near @ closed to lorries", "Water main bursts in @"]),
    ("training", ["Exercise area near @ closed off", "Recruits arrive at @", "Live firing announced near @"]),
    ("cyber", ["Payment terminals fail in @", "Network of the council of @ offline", "Radio signal disturbed around @"]),
    ("economy", ["Market in @ reopens", "Fuel sold by coupon in @", "Grain store at @ filled"]),
    ("displacement", ["Families leave @ by bus", "Reception centre in @ full", "First people return to @"]),
];

const TAGS: [&str; 12] =
    ["armour", "logistics", "night", "border", "rail", "drones", "civilians", "winter", "unclear", "follow up", "imagery", "second hand"];
const EXCERPTS: [&str; 6] = [
    "witnesses spoke of a long line of vehicles",
    "no one was hurt, according to the district",
    "the number could not be checked",
    "it began shortly after midnight",
    "officials gave no further details",
    "pictures from the scene show smoke",
];
const AS_SAID: [&str; 6] = ["reportedly", "allegedly", "according to residents", "is said to", "appears to", "confirmed"];
const SUMMARIES: [&str; 4] = [
    "Invented. Several accounts agree on the place and differ on the time.",
    "Invented. The first account was shorter than those that followed.",
    "Invented. What was seen is described in general terms, and nobody is named.",
    "Invented. The hour is local, the day is that of the first account.",
];

/// A generator of pseudo-random numbers (SplitMix64): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `n`, without it.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Low numbers far more often than high ones: a few things are much spoken of, most are not.
    fn low_below(&mut self, n: usize) -> usize {
        let unit = self.unit();
        ((unit * unit * unit * n as f64) as usize).min(n.saturating_sub(1))
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + self.unit() * (high - low)
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Copy + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

/// What later files need to know of a place.
struct Site {
    name: String,
    land: usize,
    at: (f64, f64),
}

struct World {
    counts: Counts,
    is_one_place: bool,
    random: Random,
    places: Vec<Site>,
    /// The numbers of the places in each land.
    in_land: Vec<Vec<usize>>,
    /// The day of each event, counted from [`date`]'s first.
    days: Vec<usize>,
}

fn header() -> String {
    record(&[
        ("format", "1".to_owned()),
        ("title", quoted("Invented data for measuring: nothing in it happened")),
        (
            "summary",
            quoted(
                "Written by a program. Places, names, events and reports are invented; countries only say where on the map the places lie.",
            ),
        ),
        ("as_of", quoted("2025-01-01")),
        ("time_zone", quoted("UTC")),
        ("languages", "[\"en\"]".to_owned()),
        ("viewpoint", quoted("Nobody's")),
        ("authors", "[\"Sandtable\"]".to_owned()),
        ("handling", quoted("Public: invented")),
        ("questions", "[\"How long does it take?\"]".to_owned()),
        ("home", "{\"bbox\": [-120, -35, 141, 67]}".to_owned()),
    ])
}

fn id(prefix: &str, index: usize) -> String {
    format!("\"{prefix}{index:07}\"")
}

/// The day `days` after 1 January 2023.
fn date(days: usize) -> String {
    let (mut year, mut rest) = (2023, days);
    loop {
        let is_leap = year % 4 == 0;
        for (month, length) in (1..).zip([31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            if rest < length {
                return format!("{year}-{month:02}-{:02}", rest + 1);
            }
            rest -= length;
        }
        year += 1;
    }
}

/// A closed ring of eight corners.
fn ring((lon, lat): (f64, f64), radius: f64) -> String {
    let corner = |n: u8| {
        let angle = f64::from(n % 8) * std::f64::consts::FRAC_PI_4;
        format!("[{:.4}, {:.4}]", lon + radius * 1.4 * angle.cos(), lat + radius * angle.sin())
    };
    (0..=8).map(corner).collect::<Vec<_>>().join(", ")
}

impl World {
    fn write_places(&mut self, folder: &Path) -> Outcome {
        let mut file = Records::create(folder, "places.geojson")?;
        for index in 0..self.counts.places {
            let (geometry, of_place) = self.place(index);
            file.put(&[
                ("type", quoted("Feature")),
                ("id", id("p", index)),
                ("geometry", geometry),
                ("properties", properties(&of_place)),
            ])?;
        }
        Ok(file.finish()?)
    }

    /// Geometry and properties. First come the lands, then their regions, then all that lies in these.
    fn place(&mut self, index: usize) -> (String, Vec<Member>) {
        let n_regions = LANDS.len() * REGIONS_PER_LAND;
        let (land, region) = match index.checked_sub(LANDS.len()) {
            None => (index, None),
            Some(nth) if nth < n_regions => (nth % LANDS.len(), None),
            Some(_) => {
                let region = self.random.below(n_regions);
                (region % LANDS.len(), Some(LANDS.len() + region))
            }
        };
        let (country, west, south, east, north) = LANDS.get(land).copied().unwrap_or_default();
        let (middle, width, height) = (((west + east) / 2.0, (south + north) / 2.0), east - west, north - south);
        let (noun, kind, precision, at, geometry);
        if index < LANDS.len() {
            (noun, kind, precision, at) = ("Land", "country", quoted("country"), middle);
            geometry = point(at);
        } else if region.is_none() {
            at = (self.random.between(west, east), self.random.between(south, north));
            (noun, kind, precision) = ("Region", "region", quoted("region"));
            geometry = format!("{{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}", ring(at, (width.min(height) / 8.0).min(1.2)));
        } else {
            at = self.somewhere(land as u64, (west, south, east, north));
            (noun, kind, precision, geometry) = self.thing(at, self.is_one_place && index + 1 == self.counts.places);
        }
        let name = format!("{noun} {index:05}");
        let mut members = vec![("name", quoted(&name))];
        if self.random.percent(10) {
            members.push(("names", format!("{{\"ru\": \"Место {index}\", \"ar\": \"مكان {index}\"}}")));
        }
        members.extend([("kind", quoted(kind)), ("precision", precision), ("country", quoted(country))]);
        match region {
            Some(region) if self.random.percent(70) => members.push(("part_of", id("p", region))),
            None if index >= LANDS.len() => members.push(("part_of", id("p", land))),
            _ => {}
        }
        if region.is_some() && self.random.percent(3) {
            members.push(("inferred", "true".to_owned()));
        }
        if self.random.percent(8) {
            members.push(("note", quoted("Invented; it lies where the generator put it.")));
        }
        self.places.push(Site { name, land, at });
        if let Some(in_land) = self.in_land.get_mut(land) {
            in_land.push(index);
        }
        (geometry, members)
    }

    /// Half of what is in a land is crowded around a few centres of it, the rest lies anywhere.
    fn somewhere(&mut self, land: u64, (west, south, east, north): (f64, f64, f64, f64)) -> (f64, f64) {
        let anywhere = (self.random.between(west, east), self.random.between(south, north));
        if self.random.percent(50) {
            return anywhere;
        }
        let nth = self.random.low_below((N_CENTRES / LANDS.len() as u64) as usize) as u64;
        let mut of_centre = Random(land * 1000 + nth);
        let centre = (of_centre.between(west, east), of_centre.between(south, north));
        // Three throws: dense in the middle, thin outside.
        let mut off = || (self.random.unit() + self.random.unit() + self.random.unit() - 1.5) * 0.4;
        ((centre.0 + off()).clamp(west, east), (centre.1 + off()).clamp(south, north))
    }

    /// A thing that is smaller than a region; the one place that all happens at is a town.
    fn thing(&mut self, at: (f64, f64), is_the_one: bool) -> (&'static str, &'static str, String, String) {
        let (lon, lat) = at;
        match self.random.below(if is_the_one { 1 } else { 1000 }) {
            0..600 => ("Town", "city", quoted("settlement"), point(at)),
            600..720 => ("Village", "city", quoted("district"), point(at)),
            720..880 => ("Depot", "facility", quoted("exact"), point(at)),
            880..930 => {
                let metres = 500 * (1 + self.random.low_below(60));
                ("Position", "area", metres.to_string(), point(at))
            }
            930..945 => {
                let area = format!("{{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}", ring(at, self.random.between(0.02, 0.15)));
                ("Area", "area", quoted("district"), area)
            }
            945..955 => {
                let (east, north) = (self.random.between(0.1, 0.8), self.random.between(-0.3, 0.3));
                let line = format!(
                    "{{\"type\": \"LineString\", \"coordinates\": [[{lon:.4}, {lat:.4}], [{:.4}, {:.4}], [{:.4}, {:.4}]]}}",
                    lon + east / 2.0,
                    lat + north,
                    lon + east,
                    lat + north / 2.0
                );
                ("Road", "route", quoted("district"), line)
            }
            955..970 => ("District", "region", quoted("region"), point(at)),
            _ => ("Hamlet", "city", quoted("settlement"), "null".to_owned()),
        }
    }

    fn write_actors(&mut self, folder: &Path) -> Outcome {
        let mut file = Records::create(folder, "actors.json")?;
        let n_states = LANDS.len().min(self.counts.actors / 2).max(1);
        for index in 0..self.counts.actors {
            let state = if index < n_states { index } else { self.random.below(n_states) };
            let (noun, kind) = match self.random.below(10) {
                _ if index < n_states => ("State", "state"),
                0..5 => ("Brigade", "force"),
                5..8 => ("Agency", "organisation"),
                _ => ("Speaker", "person"),
            };
            let identity = self.random.pick(&["friend", "hostile", "neutral", "unknown"]);
            let mut members = vec![("id", id("a", index)), ("name", quoted(&format!("{noun} {index:04}"))), ("kind", quoted(kind))];
            if index >= n_states {
                members.push(("part_of", id("a", state)));
            }
            if kind == "person" {
                members.push(("role", quoted("Speaks for those it is part of")));
            }
            members.extend([("side", quoted(&format!("Side {}", state % 5))), ("identity", quoted(identity))]);
            file.put(&members)?;
        }
        Ok(file.finish()?)
    }

    fn write_sources(&mut self, folder: &Path) -> Outcome {
        let mut file = Records::create(folder, "sources.json")?;
        for index in 0..self.counts.sources {
            let (noun, kind) = self.random.pick(&[
                ("Daily", "news"),
                ("News agency", "news"),
                ("Ministry", "official"),
                ("Service", "intelligence"),
                ("Imagery", "imagery"),
                ("Channel", "social"),
                ("Resident", "witness"),
            ]);
            let mut members = vec![("id", id("s", index)), ("name", quoted(&format!("{noun} {index:04}"))), ("kind", quoted(kind))];
            if kind == "official" {
                members.push(("actor", id("a", self.random.below(self.counts.actors))));
            }
            if kind == "witness" {
                members.push(("named", "false".to_owned()));
            }
            if kind == "news" {
                members.push(("url", quoted(&format!("https://example.org/{index}"))));
            }
            let n_gradings = 1 + self.random.low_below(3);
            let gradings: Vec<String> = (0..n_gradings).map(|nth| self.grading(date(240 * nth), "reliability")).collect();
            members.push(("graded", objects(&gradings)));
            file.put(&members)?;
        }
        Ok(file.finish()?)
    }

    fn grading(&mut self, on: String, member: &'static str) -> String {
        let grade = if member == "reliability" { quoted(self.random.pick(&["A", "B", "C", "D", "E", "F"])) } else { self.credibility() };
        object(&[("on", quoted(&on)), ("by", quoted("Desk")), (member, grade), ("why", quoted("invented"))])
    }

    fn credibility(&mut self) -> String {
        (2 + self.random.below(5)).to_string()
    }

    fn write_events(&mut self, folder: &Path) -> Outcome {
        let mut file = Records::create(folder, "events.json")?;
        for index in 0..self.counts.events {
            let members = self.event(index);
            file.put(&members)?;
        }
        Ok(file.finish()?)
    }

    fn event(&mut self, index: usize) -> Vec<Member> {
        let (category, titles) = self.random.pick(&HAPPENINGS);
        let is_move = matches!(category, "movement" | "displacement");
        let places = self.places_of_event(is_move);
        let name = places.first().and_then(|place| self.places.get(*place)).map(|site| site.name.clone()).unwrap_or_default();
        let title = self.random.pick(&titles).replace('@', &name);
        let mode = match self.random.below(100) {
            0..80 => "happened",
            80..86 => "ongoing",
            86..91 => "expected",
            91..94 => "intended",
            94..97 => "conditional",
            _ => "demanded",
        };
        let mut members = vec![("id", id("e", index)), ("title", quoted(&title))];
        if self.random.percent(60) {
            members.push(("summary", quoted(self.random.pick(&SUMMARIES))));
        }
        members.push(("mode", quoted(mode)));
        let day = self.random.below(731);
        self.days.push(day);
        if let Some(when) = self.when(day) {
            members.push(("when", quoted(&when)));
            members.push(("when_basis", quoted(self.random.pick(&["stated", "stated", "resolved", "inferred"]))));
        }
        if !places.is_empty() {
            let roles = if is_move && places.len() > 1 { ["from", "to", "about"] } else { ["at", "about", "about"] };
            let items = places.iter().zip(roles).map(|(place, role)| object(&[("place", id("p", *place)), ("role", quoted(role))]));
            members.push(("places", objects(&items.collect::<Vec<_>>())));
        }
        let n_actors = 1 + self.random.low_below(3);
        let first = self.random.below(self.counts.actors);
        // Steps of less than a third of all: no actor twice.
        let step = (self.counts.actors / 3).max(1);
        let actors = (0..n_actors.min(self.counts.actors)).map(|nth| {
            let role = ["moves", "supports", "speaks"].get(nth).copied().unwrap_or_default();
            object(&[("actor", id("a", (first + nth * step) % self.counts.actors)), ("role", quoted(role))])
        });
        members.push(("actors", objects(&actors.collect::<Vec<_>>())));
        members.push(("category", quoted(category)));
        if self.random.percent(40) {
            members.push(("tags", format!("[{}]", quoted(self.random.pick(&TAGS)))));
        }
        let links = self.links(index, mode);
        if !links.is_empty() {
            members.push(("links", objects(&links)));
        }
        if self.random.percent(2) {
            members.push(("assessments", objects(&[self.assessment(day)])));
        }
        members
    }

    /// One to three places, or for a few events none.
    fn places_of_event(&mut self, is_move: bool) -> Vec<usize> {
        let n_places = self.counts.places;
        if self.is_one_place {
            return vec![n_places - 1];
        }
        if self.random.percent(4) {
            return Vec::new();
        }
        let first = if self.random.percent(25) { self.random.low_below(n_places) } else { self.random.below(n_places) };
        let mut places = vec![first];
        let mut chance = if is_move { 50 } else { 10 };
        while places.len() < 3 && self.random.percent(chance) {
            let next = self.nearest(first);
            if !places.contains(&next) {
                places.push(next);
            }
            chance = 10;
        }
        places
    }

    /// The nearest of a handful in the same land.
    fn nearest(&mut self, to: usize) -> usize {
        let Some(Site { land, at: (lon, lat), .. }) = self.places.get(to) else { return to };
        let in_land = self.in_land.get(*land).map_or(&[][..], Vec::as_slice);
        let handful: Vec<usize> = (0..8).map(|_| self.random.pick(in_land)).filter(|index| *index != to).collect();
        let distance = |index: usize| self.places.get(index).map_or(f64::MAX, |site| (site.at.0 - lon).hypot(site.at.1 - lat));
        handful.into_iter().min_by(|a, b| distance(*a).total_cmp(&distance(*b))).unwrap_or(to)
    }

    fn when(&mut self, day: usize) -> Option<String> {
        let from = date(day);
        let until = date(day + 1 + self.random.low_below(40));
        Some(match self.random.below(100) {
            0..56 => from,
            56..66 => format!("{from}T{:02}:{:02}:00Z", self.random.below(24), self.random.below(60)),
            66..76 => format!("{from}/{until}"),
            76..79 => format!("{from}/.."),
            79..81 => format!("{from}/"),
            81..85 => from.chars().take(7).collect(),
            85..87 => format!("{from}?"),
            87..89 => format!("{from}~"),
            89..91 => format!("[{from}..{until}]"),
            91..92 => format!("[..{from}]"),
            92..93 => "2024-23".to_owned(),
            _ => return None,
        })
    }

    /// Links go to earlier events only, so none runs in a circle.
    fn links(&mut self, index: usize, mode: &str) -> Vec<String> {
        let mut links = Vec::new();
        if index == 0 {
            return links;
        }
        let mut chances = vec![("part_of", 10), ("follows", 10), ("responds_to", 4), ("contradicts", 1), ("same_as", 1)];
        if mode == "conditional" {
            chances.push(("if", 80));
        }
        for (relation, chance) in chances {
            if self.random.percent(chance) {
                let to =
                    if relation == "part_of" { self.random.low_below(index) } else { index - 1 - self.random.low_below(index.min(50)) };
                links.push(object(&[("event", id("e", to)), ("rel", quoted(relation))]));
            }
        }
        links
    }

    fn assessment(&mut self, day: usize) -> String {
        object(&[
            ("statement", quoted("More of the same follows within a month.")),
            ("likelihood", quoted(self.random.pick(&["unlikely", "roughly even", "likely", "very likely"]))),
            ("confidence", quoted(self.random.pick(&["low", "moderate", "high"]))),
            ("basis", quoted("Invented")),
            ("by", quoted("Desk")),
            ("on", quoted(&date(day + 2))),
        ])
    }

    fn write_reports(&mut self, folder: &Path) -> Outcome {
        let mut file = Records::create(folder, "reports.json")?;
        let mut last_of_source = vec![None; self.counts.sources];
        for index in 0..self.counts.reports {
            let source = self.random.low_below(self.counts.sources);
            let earlier = last_of_source.get_mut(source).and_then(|last| last.replace(index));
            let members = self.report(index, source, earlier);
            file.put(&members)?;
        }
        Ok(file.finish()?)
    }

    /// `earlier` is a report of the same source.
    fn report(&mut self, index: usize, source: usize, earlier: Option<usize>) -> Vec<Member> {
        let event = if self.random.percent(20) { self.random.low_below(self.counts.events) } else { self.random.below(self.counts.events) };
        let day = self.days.get(event).copied().unwrap_or_default() + self.random.low_below(20);
        let mut members = vec![("id", id("r", index)), ("source", id("s", source))];
        let is_relayed = self.random.percent(35);
        if is_relayed && index > 0 && self.random.percent(40) {
            members.push(("via", object(&[("report", id("r", self.random.below(index)))])));
        } else if is_relayed {
            members.push(("via", object(&[("source", id("s", self.random.below(self.counts.sources)))])));
        }
        let origin = if is_relayed { self.random.pick(&["relayed", "unknown"]) } else { self.random.pick(&["own", "own", "unknown"]) };
        members.push(("origin", quoted(origin)));
        if self.random.percent(4) {
            members.push(("basis", format!("[\"pictures-{:04}\"]", self.random.below(500))));
        }
        if self.random.percent(70) {
            members.push(("title", quoted(&format!("Invented account {index:06}"))));
            members.push(("url", quoted(&format!("https://example.org/{source}/{index}"))));
        }
        members.extend([("lang", quoted("en")), ("published", quoted(&date(day)))]);
        if self.random.percent(80) {
            members.push(("known", quoted(&date(day + self.random.low_below(6)))));
        }
        if self.random.percent(2) && event > 0 {
            members.push(("said_at", id("e", self.random.below(event))));
        }
        if let Some(earlier) = earlier.filter(|_| self.random.percent(2)) {
            members.push(("supersedes", id("r", earlier)));
        }
        if self.random.percent(2) {
            members.push(("reliability", self.grading(date(day), "reliability")));
        }
        let mut about = vec![self.about("event", id("e", event), day)];
        if self.random.percent(25) && index > 0 && self.random.percent(20) {
            let other = id("r", self.random.below(index));
            about.push(self.about("report", other, day));
        } else if self.random.percent(25) {
            about.push(self.about("event", id("e", (event + 1) % self.counts.events), day));
        }
        members.push(("about", objects(&about)));
        members
    }

    fn about(&mut self, subject: &'static str, id: String, day: usize) -> String {
        let stance = match self.random.below(100) {
            0..70 => "asserts",
            70..80 => "confirms",
            80..89 => "denies",
            89..92 => "cannot-confirm",
            92..94 => "declines",
            94..99 => "comments",
            _ => "retracts",
        };
        let mut members = vec![(subject, id), ("stance", quoted(stance))];
        if self.random.percent(10) {
            members.push(("aspect", quoted(self.random.pick(&["happened", "strength", "place", "time", "who"]))));
        }
        if self.random.percent(40) {
            members.push(("as_said", quoted(self.random.pick(&AS_SAID))));
        }
        members.push(("credibility", self.credibility()));
        if self.random.percent(5) {
            let gradings = format!("[{}]", self.grading(date(day), "credibility"));
            members.push(("graded", gradings));
        }
        if self.random.percent(70) {
            members.push(("excerpt", quoted(self.random.pick(&EXCERPTS))));
        }
        if self.random.percent(8) {
            members.push(("troops", self.troops(day)));
        }
        object(&members)
    }

    fn troops(&mut self, day: usize) -> String {
        let number = 10 * (1 + self.random.low_below(1000));
        let strength = match self.random.below(3) {
            0 => number.to_string(),
            1 => format!("{{\"min\": {number}, \"max\": {}}}", number * 2),
            _ => quoted("several hundred"),
        };
        let mut members = vec![
            ("actor", id("a", self.random.below(self.counts.actors))),
            ("body", quoted(&format!("body-{:05}", self.random.below(3000)))),
            ("strength", strength),
            ("as_of", quoted(&date(day))),
            ("unit", quoted(&format!("Unit {:03}", self.random.below(400)))),
            ("echelon", quoted(self.random.pick(&["company", "battalion", "brigade"]))),
            ("equipment", quoted(self.random.pick(&["lorries", "tracked vehicles", "not described"]))),
            ("activity", quoted(self.random.pick(&["on the march", "digging in", "resting"]))),
        ];
        if self.random.percent(50) {
            let from = self.random.below(self.counts.places);
            members.extend([("from", id("p", from)), ("to", id("p", self.nearest(from)))]);
        }
        object(&members)
    }
}

fn point((lon, lat): (f64, f64)) -> String {
    format!("{{\"type\": \"Point\", \"coordinates\": [{lon:.4}, {lat:.4}]}}")
}
