//! Tables in JSON: an array of objects, or one object a line, of which each is a row. Foremost the events of timemap
//! (github.com/forensic-architecture/timemap), whose numbers are strings and whose date and time are two members.
//!
//! Where rows say nothing but texts, numbers and lists, they stay in the file; objects within them become columns of their own
//! (`name.local`), and rows are written down anew for that.

use std::borrow::Cow;

use smol_str::SmolStr;

use crate::base::{Bytes, Location, Problem, Problems, Severity};
use crate::dataset::{Builder, Dataset, Mapping, Role, RowText, Value};
use crate::formats::faults::Faults;
use crate::formats::geojson::{MAX_BYTES, is_geometry_type};
use crate::formats::json::{Kind, Lines, Node};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::text::decode;
use crate::formats::xml::{coord_deg, numbers};

/// What the format is called.
pub const FORMAT: &str = "a table in JSON";
/// The same of timemap's own.
pub const TIMEMAP: &str = "timemap events";

/// Objects within each other become columns to this depth; what is deeper is one value.
const MAX_DEPTH: usize = 4;
/// So many rows are looked at to find out what columns mean.
const N_LOOKED_AT: usize = 200;

/// What members mean, by their names in small letters, the best first.
const NAMES: [(Role, &[&str]); 14] = [
    (Role::Title, &["title", "name", "headline", "label", "name.en", "name.local", "description"]),
    (Role::Summary, &["description", "summary", "notes"]),
    (Role::Id, &["id", "uid", "civid"]),
    (Role::Start, &["date", "datetime", "timestamp", "start", "start_date", "startdate", "time"]),
    (Role::End, &["end", "end_date", "enddate"]),
    (Role::DatePrecision, &["time_precision", "date_precision"]),
    (Role::Place, &["location", "place"]),
    (Role::PlacePrecision, &["location_precision", "geo_precision"]),
    (Role::Region, &["country", "province", "region", "parent.name.en"]),
    (Role::Category, &["category", "type", "event_type", "level_name.en"]),
    (Role::Tag, &["associations", "tags"]),
    (Role::Source, &["sources", "source", "source.name"]),
    (Role::Url, &["url", "link", "source.url"]),
    (Role::Symbol, &["sidc"]),
];

/// Names of latitudes and longitudes, in small letters.
const LATITUDES: [&str; 2] = ["latitude", "lat"];
const LONGITUDES: [&str; 4] = ["longitude", "lon", "lng", "long"];

/// Whether a text that begins so is a table: of GeoJSON, and of what nobody knows, it is not.
pub fn looks_like_table(head: &str) -> bool {
    let root = Node::whole(head);
    let is_row = |node: &Node<'_>| node.kind() == Kind::Object && !is_geojson(*node);
    match root.kind() {
        Kind::Array => root.elements().first().is_some_and(is_row),
        Kind::Object if is_geojson(root) => false,
        Kind::Object => list_in(root).is_some() || (is_of_lines(root) && is_row(&root)),
        _ => false,
    }
}

/// Whether an object says that it is of GeoJSON, or of TopoJSON, or has what only those have.
fn is_geojson(object: Node<'_>) -> bool {
    object.members().iter().any(|member| match member.name.as_ref() {
        "features" | "geometries" | "coordinates" | "geometry" => true,
        "type" => member
            .value
            .as_text()
            .is_some_and(|name| matches!(name.as_ref(), "Feature" | "FeatureCollection" | "Topology") || is_geometry_type(&name)),
        _ => false,
    })
}

/// The list of objects that an object is about: its events, or the first.
fn list_in(object: Node<'_>) -> Option<Node<'_>> {
    let is_list = |node: &Node<'_>| node.kind() == Kind::Array && node.elements().first().is_some_and(|item| item.kind() == Kind::Object);
    let lists: Vec<_> = object.members().into_iter().filter(|member| is_list(&member.value)).collect();
    lists.iter().find(|member| member.name == "events").or_else(|| lists.first()).map(|member| member.value)
}

/// Whether the first line is an object by itself, and the next one another.
fn is_of_lines(root: Node<'_>) -> bool {
    let mut lines = root.raw().lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &str| line.starts_with('{') && Node::trimmed(line, 0).check().is_ok();
    lines.next().is_some_and(is_object) && lines.next().is_some_and(|line| line.starts_with('{'))
}

/// Reads a table in JSON. What is wrong is told, and costs no more than the row that it is in. A row without a position is kept.
///
/// # Errors
/// The disk does not give the file, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, task, .. } = *opening;
    let source = text_of(opening, problems)?;
    let text = source.in_memory().and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
    let lines = Lines::new(name, text);
    let mut faults = Faults::new(&lines, problems);
    let root = Node::whole(text);
    let is_of_lines = is_of_lines(root);
    let must_be_checked = is_of_lines || tell_broken(root, &mut faults);
    let rows = if is_of_lines { lines_of(root) } else { rows_of(root, &mut faults) };
    let looked_at: Vec<Vec<(Cow<'_, str>, Node<'_>)>> = rows.iter().take(N_LOOKED_AT).map(|row| fields(*row)).collect();
    let is_nested = looked_at.iter().flatten().any(|(name, _)| name.contains('.'));
    let mapping = opening.mapping.cloned().unwrap_or_else(|| guessed(&looked_at));
    let place = [Role::LatDeg, Role::LonDeg].map(|role| mapping.columns_of(role).next().map(SmolStr::new));
    let format = if mapping.schema == Some(TIMEMAP) { TIMEMAP } else { FORMAT };
    let mut builder = if is_nested { Builder::spooled(name, format) } else { Builder::over(name, format, source.clone(), RowText::Values) };
    builder.set_mapping(mapping);
    task.expect(text.len() as u64);
    for row in rows {
        task.advance(row.raw().len() as u64)?;
        if row.kind() != Kind::Object {
            let detail = format!("a row must be an object, this is {}", row.kind().words());
            faults.error(row.offset(), "row-not-object", detail, "left out");
            continue;
        }
        if must_be_checked && let Err(error) = row.check() {
            faults.error(error.offset, "broken-row", format!("this row is not JSON: {error}"), "left out the row");
            continue;
        }
        let fields = if is_nested { fields(row) } else { plain_fields(row) };
        for (name, value) in &fields {
            put(&mut builder, name, *value);
        }
        let at = position(&fields, &place, row, &mut faults);
        if let Err(full) = builder.end_point(at, row.offset() as u64..row.end() as u64) {
            faults.error(row.offset(), "too-much", full.to_string(), "left out this row and all after it");
            break;
        }
    }
    Ok(builder.finish()?)
}

/// The text of a file, in memory; nothing of one that is too large, which is told.
pub(super) fn text_of(opening: &Opening<'_>, problems: &mut Problems) -> Result<Bytes, ReadError> {
    let Opening { name, source, .. } = *opening;
    if source.len() > MAX_BYTES {
        let detail = format!("the file has {} bytes; at most {MAX_BYTES} are read", source.len());
        let (location, done) = (Location::file(name), "nothing was read".to_owned());
        problems.push(Problem { severity: Severity::Error, location, record: None, kind: "too-large", detail, done });
        return Ok(Bytes::from(Vec::new()));
    }
    let bytes = source.read(0..source.len())?.into_owned();
    Ok(Bytes::from(decode(name, bytes, problems).0.into_bytes()))
}

/// Tells where a text is not JSON, if it is not.
pub(super) fn tell_broken(root: Node<'_>, faults: &mut Faults<'_>) -> bool {
    let Err(error) = root.check() else { return false };
    faults.error(error.offset, "not-json", format!("this is not JSON: {error}"), "read what is whole");
    true
}

fn lines_of(root: Node<'_>) -> Vec<Node<'_>> {
    let starts = root.raw().split_inclusive('\n').scan(root.offset(), |at, line| {
        let start = *at;
        *at += line.len();
        Some(Node::trimmed(line, start))
    });
    starts.filter(|line| !line.raw().is_empty()).collect()
}

fn rows_of<'a>(root: Node<'a>, faults: &mut Faults<'_>) -> Vec<Node<'a>> {
    if root.kind() == Kind::Array {
        return root.elements();
    }
    let Some(list) = list_in(root) else {
        faults.error(root.offset(), "no-rows", "there is no list of objects in it", "nothing was read");
        return Vec::new();
    };
    for member in root.members().iter().filter(|member| member.value.kind() == Kind::Array && member.value.offset() != list.offset()) {
        let detail = format!("the list {:?} beside the one that is read", member.name);
        faults.warning(member.offset, "other-list", detail, "left out");
    }
    list.elements()
}

fn plain_fields(row: Node<'_>) -> Vec<(Cow<'_, str>, Node<'_>)> {
    row.members().into_iter().map(|member| (member.name, member.value)).collect()
}

/// What a row says, of objects within it each member by itself.
fn fields(row: Node<'_>) -> Vec<(Cow<'_, str>, Node<'_>)> {
    let mut found = Vec::new();
    add_fields("", row, 1, &mut found);
    found
}

fn add_fields<'a>(prefix: &str, object: Node<'a>, depth: usize, found: &mut Vec<(Cow<'a, str>, Node<'a>)>) {
    for member in object.members() {
        let name = if prefix.is_empty() { member.name } else { Cow::Owned(format!("{prefix}.{}", member.name)) };
        if member.value.kind() == Kind::Object && depth < MAX_DEPTH {
            add_fields(&name, member.value, depth + 1, found);
        } else {
            found.push((name, member.value));
        }
    }
}

fn put(builder: &mut Builder, name: &str, value: Node<'_>) {
    match (value.kind(), value.as_text()) {
        (Kind::String, Some(text)) => builder.put(name, Value::Text(&text)),
        (Kind::Number, _) => builder.put(name, Value::Number(value.raw())),
        (Kind::Null, _) => {}
        _ => builder.put(name, Value::Json(value.raw())),
    }
}

/// Where a row is; nowhere where it does not say so.
fn position(
    fields: &[(Cow<'_, str>, Node<'_>)],
    place: &[Option<SmolStr>; 2],
    row: Node<'_>,
    faults: &mut Faults<'_>,
) -> Option<geo::Coord<f64>> {
    let text = |name: &Option<SmolStr>| -> Option<Cow<'_, str>> {
        let (_, value) = fields.iter().rev().find(|(of, _)| Some(of.as_ref()) == name.as_deref())?;
        let text = if value.kind() == Kind::Number { Some(Cow::Borrowed(value.raw())) } else { value.as_text() };
        text.filter(|text| !text.trim().is_empty())
    };
    let [lat, lon] = place;
    let (lat, lon) = (text(lat)?, text(lon)?);
    let found = numbers(Some(&lon), Some(&lat)).ok_or_else(|| format!("latitude {lat:?}, longitude {lon:?}"));
    match found.and_then(|(lon_deg, lat_deg)| coord_deg(lon_deg, lat_deg)) {
        Ok(at) => Some(at),
        Err(detail) => {
            faults.error(row.offset(), "bad-position", format!("{detail} is nowhere on the earth"), "kept without a place");
            None
        }
    }
}

/// What the columns of some rows mean, by their names.
fn guessed(rows: &[Vec<(Cow<'_, str>, Node<'_>)>]) -> Mapping {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !names.contains(&name.as_ref()) && names.len() < Dataset::MAX_COLUMNS {
            names.push(name);
        }
    }
    let named = |wanted: &str| names.iter().find(|name| name.eq_ignore_ascii_case(wanted)).map(|name| SmolStr::new(*name));
    let mut roles: Vec<(Role, SmolStr)> =
        NAMES.iter().flat_map(|(role, wanted)| wanted.iter().filter_map(|name| named(name)).map(|name| (*role, name))).collect();
    if let Some((lat, lon)) = places(&names) {
        roles.extend([(Role::LatDeg, lat), (Role::LonDeg, lon)]);
    }
    let has = |wanted: &[&str]| wanted.iter().all(|name| named(name).is_some());
    let is_timemap = has(&["latitude", "longitude"]) && (has(&["associations"]) || has(&["sources"]) || has(&["time_precision"]));
    Mapping { roles, schema: is_timemap.then_some(TIMEMAP), ..Mapping::default() }
}

/// The first latitude and longitude among names, both in the same object.
fn places(names: &[&str]) -> Option<(SmolStr, SmolStr)> {
    let split =
        |name: &str| name.rsplit_once('.').map_or((String::new(), name.to_lowercase()), |(of, last)| (of.to_owned(), last.to_lowercase()));
    names.iter().find_map(|lat| {
        let (of, last) = split(lat);
        let is_pair = |lon: &&&str| split(lon).0 == of && LONGITUDES.contains(&split(lon).1.as_str());
        let lon = names.iter().find(is_pair).filter(|_| LATITUDES.contains(&last.as_str()))?;
        Some((SmolStr::new(*lat), SmolStr::new(*lon)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layer of a text, its rows as "name=value ..." with where they are, and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Dataset, Vec<String>, String) {
        let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
        let dataset = read(&Opening::of("f.json", &source), &mut problems).unwrap();
        let rows = (0..dataset.n_rows()).map(|row| {
            let said: Vec<_> = dataset.row(row).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            let at = dataset.bounds_of(row).map_or_else(|| "nowhere".to_owned(), |at| format!("{:?}", &at.to_array()[..2]));
            format!("{} at {at}", said.join("; "))
        });
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        let rows = rows.collect();
        (dataset, rows, told.join(" "))
    }

    const EVENT: &str = r#"{"id": "1", "description": "Shelling", "date": "2014-08-24", "time": "10:00", "time_precision": "hour", "location": "Ilovaisk",
        "latitude": "47.92", "longitude": "38.2", "category": "attack", "associations": ["a", "b"], "sources": ["s1"]}"#;

    #[test]
    fn timemap_events_stay_in_their_file_with_numbers_that_are_strings() {
        let text = format!("[{EVENT},\n{}]", EVENT.replace("47.92", ""));
        let (dataset, rows, told) = read_text(&text);
        assert_eq!((dataset.format(), dataset.source().in_memory(), told.as_str()), (TIMEMAP, Some(text.as_bytes()), ""));
        assert!(rows[0].contains("associations=[\"a\", \"b\"]") && rows[0].ends_with("at [38.2, 47.92]"), "{rows:?}");
        assert!(rows[1].ends_with("at nowhere"), "{rows:?}");
        let named = |role| dataset.mapping().columns_of(role).next().unwrap().to_owned();
        assert_eq!(
            [Role::Start, Role::DatePrecision, Role::Place, Role::Tag, Role::Source].map(named),
            ["date", "time_precision", "location", "associations", "sources"]
        );
        assert_eq!(dataset.title(0), "Shelling");
    }

    #[test]
    fn objects_within_rows_become_columns() {
        let (dataset, rows, told) = read_text(
            r#"{"_by": "x", "data": [{"id": 1, "name": {"en": "A"}, "geo": {"lat": "1", "lon": "2"}, "parent": null, "in": []}]}"#,
        );
        assert_eq!(
            (rows.as_slice(), told.as_str()),
            (["id=1; name.en=A; geo.lat=1; geo.lon=2; in=[] at [2.0, 1.0]".to_owned()].as_slice(), "")
        );
        assert_eq!(dataset.title(0), "A");
    }

    #[test]
    fn a_bad_row_does_not_cost_the_others() {
        let row = r#"{"lat": 1, "lng": 2}"#;
        for (text, n_rows, expected) in [
            (format!("[{row},\n7, {row}]"), 2, "row-not-object@2:1"),
            (format!("[{row},\n{{\"lat\": NaN}}, {row}]"), 2, "not-json@2:9 broken-row@2:9"),
            (format!("[{row},\n{{\"lat\": 95, \"lng\": 1}}]"), 2, "bad-position@2:1"),
            (format!("[{row},\n{{\"lat\": \"x\", \"lng\": 1}}]"), 2, "bad-position@2:1"),
            (format!("[{row},\n{{\"lat\""), 1, "not-json@2:6 broken-row@2:6"),
            (format!("{row}\n{row}\n{{\"lat\": \n"), 2, "broken-row@3:7"),
            (format!("{{\"a\": [{row}], \"b\": [1]}}"), 1, "other-list@1:31"),
            ("{\"a\": 1}".to_owned(), 0, "no-rows@1:1"),
            (String::new(), 0, "not-json@1:1 no-rows@1:1"),
        ] {
            let (_, rows, told) = read_text(&text);
            assert_eq!((rows.len(), told.as_str()), (n_rows, expected), "{text}");
        }
    }

    #[test]
    fn a_table_is_told_from_geojson_by_how_it_begins() {
        for (head, expected) in [
            ("[{\"a\": 1}, {", true),
            ("[{\"a\": [1, 2", true),
            ("{\"data\": [{\"a\"", true),
            ("{\"a\": 1}\n{\"a\": 2}\n", true),
            ("{\"a\": 1}", false),
            ("[1, 2]", false),
            ("[]", false),
            ("[{\"type\": \"Feature\", \"id\": 1", false),
            ("{\"type\": \"FeatureCollection\", \"a\": [{}]", false),
            ("{\"features\": [{\"a\"", false),
            ("{\"type\": \"Feature\"}\n{\"type\": \"Feature\"}", false),
            ("nonsense", false),
        ] {
            assert_eq!(looks_like_table(head), expected, "{head}");
        }
    }
}
