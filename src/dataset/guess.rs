//! What columns mean, found out from their names and from some of their values.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use crate::dataset::placing::degrees;
use crate::dataset::schemas::{Schema, key};
use crate::dataset::well_known::looks_well_known;
use crate::dataset::{Column, Dataset, DateOrder, Mapping, Role, Said, Stamp, Values};
use crate::earth::read_positions;

/// A column as far as it is looked at.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    pub name: &'a str,
    /// Some of its values that are not empty.
    pub values: Vec<&'a str>,
}

/// Names of columns as `key` has them, the likelier first.
type Names = &'static [&'static str];

const LAT: Names = &[
    "lat",
    "latitude",
    "latdeg",
    "latdd",
    "latwgs84",
    "decimallatitude",
    "gpslat",
    "ycoord",
    "coordy",
    "pointy",
    "latitud",
    "breite",
    "breitengrad",
    "широта",
    "위도",
    "纬度",
    "緯度",
];
const LON: Names = &[
    "lon",
    "lng",
    "long",
    "longitude",
    "londeg",
    "londd",
    "lonwgs84",
    "decimallongitude",
    "gpslon",
    "gpslong",
    "xcoord",
    "coordx",
    "pointx",
    "longitud",
    "laenge",
    "länge",
    "längengrad",
    "долгота",
    "довгота",
    "경도",
    "经度",
    "經度",
];
const POSITION: Names = &[
    "coordinates",
    "coordinate",
    "coords",
    "latlon",
    "latlng",
    "latlong",
    "position",
    "location",
    "gps",
    "point",
    "mgrs",
    "grid",
    "gridref",
    "utm",
    "geo",
    "geopoint",
    "координаты",
    "координати",
    "좌표",
];
const START: Names = &[
    "date",
    "eventdate",
    "datestart",
    "startdate",
    "start",
    "datetime",
    "timestamp",
    "time",
    "begin",
    "from",
    "when",
    "day",
    "occurred",
    "observed",
    "datereported",
    "dateofevent",
    "daterecorded",
    "created",
    "createdat",
    "published",
    "publishedat",
    "unixtime",
    "epoch",
    "дата",
    "датаподії",
    "날짜",
    "일자",
    "일시",
    "日期",
    "fecha",
    "datum",
];
const END: Names = &["dateend", "enddate", "end", "to", "until", "finish", "endtime", "stop"];
const TITLE: Names = &[
    "title",
    "name",
    "headline",
    "eventname",
    "event",
    "label",
    "subject",
    "caption",
    "designation",
    "unit",
    "unitname",
    "sitename",
    "название",
    "наименование",
    "имя",
    "заголовок",
    "назва",
    "제목",
    "이름",
    "명칭",
    "titre",
    "titel",
    "nombre",
    "nom",
];
const SUMMARY: Names = &[
    "description",
    "summary",
    "notes",
    "note",
    "comments",
    "comment",
    "text",
    "details",
    "remarks",
    "описание",
    "примечание",
    "опис",
    "примітка",
    "설명",
    "내용",
    "비고",
];
const PLACE: Names = &[
    "place",
    "location",
    "placename",
    "locationname",
    "city",
    "town",
    "village",
    "settlement",
    "locality",
    "site",
    "место",
    "город",
    "населенныйпункт",
    "місце",
    "місто",
    "장소",
    "지명",
    "ort",
    "lieu",
    "lugar",
];
const REGION: Names = &[
    "country",
    "admin1",
    "adm1",
    "adm1name",
    "admin2",
    "adm2",
    "adm2name",
    "province",
    "state",
    "oblast",
    "region",
    "district",
    "county",
    "страна",
    "область",
    "район",
    "країна",
    "국가",
    "지역",
    "시도",
    "land",
    "pays",
    "país",
];
const ACTOR: Names = &[
    "actor",
    "actor1",
    "actor2",
    "perpetrator",
    "sidea",
    "sideb",
    "group",
    "organisation",
    "organization",
    "attacker",
    "owner",
    "operator",
];
const CATEGORY: Names = &[
    "category",
    "type",
    "eventtype",
    "subeventtype",
    "class",
    "kind",
    "status",
    "категория",
    "тип",
    "категорія",
    "분류",
    "유형",
    "종류",
    "kategorie",
    "art",
];
const TAG: Names = &["tags", "tag", "keywords", "теги", "태그"];
const DEATHS: Names = &["deaths", "fatalities", "killed", "dead", "fatality", "погибшие", "погибло", "загинуло", "사망", "사망자"];
const SOURCE: Names = &["source", "sources", "reporter", "publisher", "sourcename", "источник", "джерело", "출처", "quelle", "fuente"];
const URL: Names = &["url", "link", "href", "sourceurl", "website", "ссылка", "посилання"];
const SYMBOL: Names = &["sidc", "symbol", "symbolcode", "icon15", "sic"];
const ID: Names = &["id", "uid", "guid", "uuid", "eventid", "identifier", "fid", "objectid", "номер", "번호"];
const DATE_PRECISION: Names = &["dateprecision", "timeprecision", "dateprec", "timeprec"];
const PLACE_PRECISION: Names = &["geoprecision", "geoprec", "placeprecision", "locationprecision", "whereprec"];

/// So many of a hundred values must be what a column is taken for.
const MOST_PERCENT: usize = 80;

/// Whether columns say where rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhereRowsAre {
    InColumns,
    /// Each row has a geometry besides its columns.
    BesideThem,
}

/// What columns mean: by a schema that is known, else by names that say it in some language and values that bear it out, else by values alone.
pub fn guess(columns: &[Sample<'_>], places: WhereRowsAre) -> Mapping {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let mut guess = Guess { columns, roles: Vec::new() };
    let schema = Schema::of(&names, places);
    if let Some((_, roles)) = &schema {
        guess.roles.extend(roles.iter().map(|(role, name)| (*role, SmolStr::new(name))));
    } else {
        if places == WhereRowsAre::InColumns {
            guess.places();
        }
        guess.times();
        guess.others();
    }
    let roles = guess.roles;
    let dates = |name: &str| roles.iter().any(|(role, of)| matches!(role, Role::Start | Role::End) && of == name);
    let stamps =
        columns.iter().filter(|column| dates(column.name)).flat_map(|column| column.values.iter().filter_map(|value| Stamp::parse(value)));
    let date_order = order_of(stamps).0;
    Mapping { roles, date_order, schema: schema.map(|(name, _)| name) }
}

/// What the columns of a layer mean whose rows have geometries, by some of its rows. `known` are the columns that the format gives a meaning;
/// where rows say something in these, nothing is guessed of what they mean.
pub(super) fn guess_of_layer(layer: &Dataset, known: &[(Role, &str)]) -> Mapping {
    /// So many rows are looked at, and so many bytes of them.
    const MOST_ROWS: u32 = 200;
    const MOST_BYTES: u64 = 8 << 20;
    let mut samples: Vec<(&str, Vec<String>)> = layer.columns().iter().map(|column| (column.name.as_str(), Vec::new())).collect();
    let place_of: HashMap<&str, usize> = samples.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    let mut n_bytes_left = MOST_BYTES;
    for row in (0..layer.n_rows()).step_by(layer.n_rows().div_ceil(MOST_ROWS).max(1) as usize) {
        let len = layer.source_range(row).map_or(0, |range| range.end.saturating_sub(range.start));
        // A large one is passed over: others say as much.
        let Some(n_left) = n_bytes_left.checked_sub(len) else { continue };
        n_bytes_left = n_left;
        for (name, said) in layer.row_values(row).unwrap_or_default().properties {
            let is_plain = !matches!(said, Said::Json(_)) && !said.as_str().trim().is_empty();
            if let Some((_, values)) = place_of.get(name.as_str()).and_then(|at| samples.get_mut(*at)).filter(|_| is_plain) {
                values.push(said.into_text());
            }
        }
    }
    let columns: Vec<Sample<'_>> =
        samples.iter().map(|(name, values)| Sample { name, values: values.iter().map(String::as_str).collect() }).collect();
    let mut mapping = guess(&columns, WhereRowsAre::BesideThem);
    let is_said = |name: &str| layer.column_named(name).is_some();
    let known: Vec<(Role, SmolStr)> =
        known.iter().filter(|(_, name)| is_said(name)).map(|(role, name)| (*role, SmolStr::new(name))).collect();
    let is_date = |role: Role| matches!(role, Role::Start | Role::End);
    mapping.roles.retain(|(role, name)| !known.iter().any(|(of, column)| of == role || column == name || (is_date(*of) && is_date(*role))));
    mapping.roles.extend(known);
    mapping.date_order = date_order(layer.columns(), &mapping).0;
    mapping
}

/// Which number of the open dates is the day, by those that can be read in one order only; and whether none of them could say.
pub fn date_order(columns: &[Column], mapping: &Mapping) -> (DateOrder, bool) {
    let of_dates =
        |column: &&Column| mapping.roles.iter().any(|(role, name)| matches!(role, Role::Start | Role::End) && *name == column.name);
    let stamps = columns.iter().filter(of_dates).flat_map(|column| -> Box<dyn Iterator<Item = Stamp> + '_> {
        match &column.values {
            Values::Words(words) => Box::new(words.words().iter().filter_map(|word| Stamp::parse(word))),
            Values::Stamps(stamps) => Box::new(stamps.as_slice().iter().copied().filter(|stamp| !stamp.is_none())),
            Values::Empty | Values::Numbers(_) | Values::Text => Box::new(std::iter::empty()),
        }
    });
    order_of(stamps)
}

/// Of each column of dates that has values which are none: the first of these, where it is known, and how many they are; of words that recur
/// how many different ones.
pub fn values_that_are_no_dates<'a>(
    columns: &'a [Column],
    mapping: &'a Mapping,
) -> impl Iterator<Item = (&'a str, Option<&'a str>, usize)> {
    let of_dates =
        |column: &&Column| mapping.roles.iter().any(|(role, name)| matches!(role, Role::Start | Role::End) && *name == column.name);
    columns.iter().filter(of_dates).filter_map(|column| {
        let name = column.name.as_str();
        match &column.values {
            Values::Words(words) => {
                let mut wrong = words.words().iter().filter(|word| !is_time(word));
                Some((name, Some(wrong.next()?.as_str()), 1 + wrong.count()))
            }
            Values::Stamps(stamps) => Some((name, None, stamps.n_no_dates())).filter(|(_, _, n)| *n > 0),
            Values::Empty | Values::Numbers(_) | Values::Text => None,
        }
    })
}

fn order_of(stamps: impl Iterator<Item = Stamp>) -> (DateOrder, bool) {
    let (mut n_open, mut n_day_first, mut n_month_first) = (0_usize, 0_usize, 0_usize);
    for stamp in stamps.filter(|stamp| stamp.is_open()) {
        let [day_first, month_first] = [DateOrder::DayFirst, DateOrder::MonthFirst].map(|order| stamp.fits(order));
        n_open += 1;
        n_day_first += usize::from(!month_first);
        n_month_first += usize::from(!day_first);
    }
    let order = if n_month_first > n_day_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
    (order, n_open > 0 && n_day_first == n_month_first)
}

/// Whether nearly all values are so; false where there are none.
fn mostly(values: &[&str], is_so: impl Fn(&str) -> bool) -> bool {
    let n = values.iter().filter(|value| is_so(value.trim())).count();
    n > 0 && n * 100 >= values.len() * MOST_PERCENT
}

/// Whether a text is a date, or a number that is one in a column of times.
fn is_time(text: &str) -> bool {
    Stamp::in_column(text).is_some()
}

/// A role, the names of its columns, what their values must be, and how many columns it can have.
type Wanted<'w> = (Role, Names, &'w dyn Fn(&str) -> bool, usize);

struct Guess<'a> {
    columns: &'a [Sample<'a>],
    roles: Vec<(Role, SmolStr)>,
}

impl<'a> Guess<'a> {
    fn give(&mut self, role: Role, name: &str) {
        self.roles.push((role, SmolStr::new(name)));
    }

    fn is_taken(&self, name: &str) -> bool {
        self.roles.iter().any(|(_, of)| of == name)
    }

    /// The columns of names, in the order of the names; those of exactly a name before those that have it among other words.
    fn called(&self, names: Names) -> Vec<&'a Sample<'a>> {
        let mut found: Vec<&Sample<'_>> =
            names.iter().flat_map(|name| self.columns.iter().filter(|column| key(column.name) == *name)).collect();
        for name in names {
            let has_word =
                |column: &&Sample<'_>| column.name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == *name);
            for column in self.columns.iter().filter(has_word) {
                if !found.iter().any(|known| std::ptr::eq(*known, column)) {
                    found.push(column);
                }
            }
        }
        found
    }

    fn exactly(&self, names: Names) -> Option<&'a Sample<'a>> {
        names.iter().find_map(|name| self.columns.iter().find(|column| key(column.name) == *name))
    }

    fn places(&mut self) {
        let are_degrees = |column: &&Sample<'_>, most: f64| {
            mostly(&column.values, |value| degrees(value).is_some_and(|degrees| degrees.abs() <= most))
                || mostly(&column.values, |value| value.contains('°') && value.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        };
        // What is called latitude may be longitude: a turn is accepted, and told when rows are placed.
        let find = |names: Names| self.called(names).into_iter().find(|column| are_degrees(column, 360.0));
        let pair = find(LAT).zip(find(LON)).or_else(|| {
            // Metres of a grid are called so more often than degrees.
            let of = |name: Names, most: f64| self.exactly(name).filter(|column| are_degrees(column, most));
            of(&["y"], 90.0).zip(of(&["x"], 180.0))
        });
        if let Some((lat, lon)) = pair {
            self.give(Role::LatDeg, lat.name);
            self.give(Role::LonDeg, lon.name);
        }
        let shapes = self.columns.iter().filter(|column| mostly(&column.values, looks_well_known));
        if let Some(column) = shapes.clone().next() {
            self.give(Role::WellKnownText, column.name);
        }
        let is_position = |text: &str| !read_positions(text).is_empty();
        // Two numbers with decimals, or a grid reference.
        let is_plainly_one = |text: &str| {
            let is_pair = text
                .split_once([',', ' ', ';'])
                .is_some_and(|(lat, lon)| [lat, lon].iter().all(|part| part.contains('.') && degrees(part.trim()).is_some()));
            let letters = text.trim_start_matches(|c: char| c.is_ascii_digit()).bytes().filter(|byte| *byte != b' ');
            let starts_as_grid = letters.take_while(u8::is_ascii_alphabetic).count() == 3;
            (is_pair || (starts_as_grid && text.len() >= 9)) && is_position(text)
        };
        let named = self.called(POSITION).into_iter().find(|column| mostly(&column.values, is_position));
        let one = named.or_else(|| self.columns.iter().find(|column| mostly(&column.values, is_plainly_one)));
        if let Some(column) = one.filter(|_| pair.is_none()) {
            self.give(Role::Position, column.name);
        }
    }

    fn times(&mut self) {
        let find =
            |names: Names| self.called(names).into_iter().find(|column| !self.is_taken(column.name) && mostly(&column.values, is_time));
        let end = self.exactly(END).filter(|column| mostly(&column.values, is_time));
        let start = find(START).filter(|start| end.is_none_or(|end| !std::ptr::eq(*start, end)));
        let by_values = || {
            self.columns.iter().find(|column| !self.is_taken(column.name) && mostly(&column.values, |value| Stamp::parse(value).is_some()))
        };
        let year = || self.exactly(&["year", "год", "рік", "연도"]).filter(|column| mostly(&column.values, is_time));
        if let Some(start) = start.or_else(by_values).or_else(year) {
            self.give(Role::Start, start.name);
            if let Some(end) = end.filter(|end| end.name != start.name) {
                self.give(Role::End, end.name);
            }
        }
    }

    fn others(&mut self) {
        let is_link = |value: &str| value.starts_with("http://") || value.starts_with("https://");
        let is_code = |value: &str| {
            matches!(value.len(), 10..=15 | 20 | 30) && value.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'*'))
        };
        let is_number = |value: &str| value.parse::<f64>().is_ok();
        let any = |_: &str| true;
        let is_text = |value: &str| !is_number(value) && !is_link(value);
        let wanted: [Wanted<'_>; 14] = [
            (Role::Id, ID, &any, 1),
            (Role::Url, URL, &is_link, 2),
            (Role::Symbol, SYMBOL, &is_code, 1),
            (Role::DatePrecision, DATE_PRECISION, &any, 1),
            (Role::PlacePrecision, PLACE_PRECISION, &any, 1),
            (Role::Title, TITLE, &is_text, 1),
            (Role::Summary, SUMMARY, &is_text, 1),
            (Role::Place, PLACE, &is_text, 1),
            (Role::Region, REGION, &is_text, 4),
            (Role::Actor, ACTOR, &is_text, 2),
            (Role::Category, CATEGORY, &any, 2),
            (Role::Tag, TAG, &any, 1),
            (Role::Deaths, DEATHS, &is_number, 1),
            (Role::Source, SOURCE, &is_text, 2),
        ];
        for (role, names, is_so, n) in wanted {
            let columns = self.called(names).into_iter().filter(|column| !self.is_taken(column.name) && mostly(&column.values, is_so));
            for name in columns.take(n).map(|column| column.name).collect::<Vec<_>>() {
                self.give(role, name);
            }
        }
        self.title_by_values();
    }

    /// Where nothing is called a title, the texts that differ most from row to row and are neither codes nor essays; else the place, else the category.
    fn title_by_values(&mut self) {
        const CHARS: std::ops::RangeInclusive<usize> = 5..=120;
        if self.roles.iter().any(|(role, _)| *role == Role::Title) {
            return;
        }
        let is_wordy = |value: &str| value.contains(' ') && CHARS.contains(&value.chars().count()) && Stamp::parse(value).is_none();
        let free = self.columns.iter().filter(|column| !self.is_taken(column.name) && mostly(&column.values, is_wordy));
        let best = free.max_by_key(|column| column.values.iter().collect::<HashSet<_>>().len());
        let of_role = |role: Role| self.roles.iter().find(|(of, _)| *of == role).map(|(_, name)| name.clone());
        let names = || of_role(Role::Place).or_else(|| of_role(Role::Category));
        if let Some(name) = best.map(|column| SmolStr::new(column.name)).or_else(names) {
            self.roles.push((Role::Title, name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The roles of a table whose first line is its header, as "Role=column".
    fn roles(table: &str) -> Vec<String> {
        let mut lines = table.lines().map(|line| line.split('|').collect::<Vec<_>>());
        let names = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let values = |at: usize| rows.iter().map(|row| row[at]).filter(|value| !value.is_empty()).collect();
        let samples: Vec<Sample<'_>> = names.iter().enumerate().map(|(at, name)| Sample { name, values: values(at) }).collect();
        guess(&samples, WhereRowsAre::InColumns).roles.iter().map(|(role, name)| format!("{role:?}={name}")).collect()
    }

    #[test]
    fn latitude_and_longitude_are_found_by_any_usual_name() {
        for (lat, lon) in [
            ("lat", "lon"),
            ("Latitude", "LONGITUDE"),
            ("LAT_DD", "LONG"),
            ("широта", "долгота"),
            ("위도", "경도"),
            ("y", "x"),
            ("event.lat", "event.lng"),
        ] {
            let found = roles(&format!("{lat}|{lon}\n51.5|36.2\n50,1|36.7\n"));
            assert_eq!(found, [format!("LatDeg={lat}"), format!("LonDeg={lon}")]);
        }
        assert!(roles("y|x\n5712345.1|412345.2").is_empty(), "metres of a grid");
        assert!(roles("lat|lon\nabc|def").iter().all(|role| !role.contains("Deg")), "the values do not bear it out");
    }

    #[test]
    fn positions_in_one_column_are_found_and_addresses_are_left_alone() {
        assert_eq!(roles("coords|n\n51.5, 36.2|1\n50.1, 36.7|2"), ["Position=coords"]);
        assert_eq!(roles("a|n\n37UDB1234567890|1\n37U DB 12345 67890|2"), ["Position=a"]);
        assert_eq!(roles("shape|n\nPOINT (36 51)|1"), ["WellKnownText=shape"]);
        let address = roles("address|n\n12 Main Street, Springfield|1\n9 Elm Street, Shelbyville|2");
        assert_eq!(address, ["Title=address"]);
    }

    #[test]
    fn times_are_found_by_name_and_by_their_values() {
        assert_eq!(roles("begin|end\n2024-10-24|2024-10-25"), ["Start=begin", "End=end"]);
        assert_eq!(roles("seen|n\n24 Oct 2024|1"), ["Start=seen"]);
        assert_eq!(roles("timestamp|n\n1729780205|1"), ["Start=timestamp"]);
        assert_eq!(roles("n|m\n1729780205|1"), Vec::<String>::new(), "no column that is called so");
    }

    #[test]
    fn other_roles_need_values_that_bear_the_name_out() {
        assert_eq!(roles("type|n\nclash|1"), ["Category=type", "Title=type"]);
        let found = roles("id|name|type|country|killed|url|sidc\nE1|Attack on a depot|strike|Russia|3|https://example.org|SHGPUCIZ---G---");
        let expected = ["Id=id", "Url=url", "Symbol=sidc", "Title=name", "Region=country", "Category=type", "Deaths=killed"];
        assert_eq!(found, expected);
        assert_eq!(roles("url|killed\nnone|many"), Vec::<String>::new());
    }

    #[test]
    fn which_number_is_the_day_is_known_from_the_column() {
        let order = |texts: &[&str]| order_of(texts.iter().filter_map(|text| Stamp::parse(text)));
        assert_eq!(order(&["03/04/2022", "13/04/2022"]), (DateOrder::DayFirst, false));
        assert_eq!(order(&["03/04/2022", "04/13/2022"]), (DateOrder::MonthFirst, false));
        assert_eq!(order(&["03/04/2022"]), (DateOrder::DayFirst, true));
        assert_eq!(order(&["2022-04-03"]), (DateOrder::DayFirst, false));
    }
}
