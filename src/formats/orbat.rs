//! Scenarios of ORBAT Mapper (github.com/orbat-mapper): trees of units with the places where they were and when, each place a row.
//!
//! A unit without a place is a row by itself. Events, equipment, layers and what the map of the scenario looks like are left out.

use std::borrow::Cow;

use geo::Coord;

use crate::base::Problems;
use crate::dataset::{Builder, Dataset, Full, Role, Value};
use crate::formats::faults::Faults;
use crate::formats::json::{Kind, Lines, Member, Node};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::timemap::{tell_broken, text_of};
use crate::formats::xml::coord_deg;

/// What the format is called.
pub const FORMAT: &str = "ORBAT Mapper scenario";

/// What a scenario's `type` is.
const TYPE: &str = "ORBAT-mapper";

/// Units within each other; deeper ones are left out and told.
const MAX_DEPTH: usize = 32;

static ROLES: [(Role, &str); 9] = [
    (Role::Title, "name"),
    (Role::Summary, "description"),
    (Role::Id, "id"),
    (Role::Start, "start"),
    (Role::End, "end"),
    (Role::Category, "side"),
    (Role::Actor, "side"),
    (Role::Url, "externalUrl"),
    (Role::Symbol, "sidc"),
];

/// Texts of a unit that are columns as they are.
const TEXTS: [&str; 6] = ["id", "name", "shortName", "description", "externalUrl", "reinforcedStatus"];

/// Whether a text that begins so is a scenario.
pub fn looks_like_scenario(head: &str) -> bool {
    let root = Node::whole(head);
    root.kind() == Kind::Object && root.member("type").and_then(Node::as_text).as_deref() == Some(TYPE)
}

/// A unit with what is around it.
#[derive(Clone)]
struct Unit<'a> {
    node: Node<'a>,
    side: Cow<'a, str>,
    /// The names of the groups and units around it.
    part_of: String,
    depth: usize,
}

/// Reads the units of a scenario: of each a row for every place that it is given, from then until the next.
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
    let is_broken = tell_broken(root, &mut faults);
    let mut builder = Builder::spooled(name, FORMAT);
    builder.set_roles(&ROLES);
    let mut waiting = units_of_sides(root);
    waiting.reverse();
    task.expect(text.len() as u64);
    while let Some(unit) = waiting.pop() {
        let said = unit.node.members();
        let within: Vec<Unit<'_>> = list(&said, "subUnits").into_iter().map(|node| inner(&unit, &said, node)).collect();
        let n_within: usize = within.iter().map(|unit| unit.node.raw().len()).sum();
        task.advance(unit.node.raw().len().saturating_sub(n_within) as u64)?;
        if unit.depth > MAX_DEPTH {
            faults.error(unit.node.offset(), "too-deep", format!("units within each other, more than {MAX_DEPTH} deep"), "left out");
            continue;
        }
        waiting.extend(within.into_iter().rev());
        if unit.node.kind() != Kind::Object || (is_broken && text_in(&said, "name").is_none()) {
            faults.error(unit.node.offset(), "broken-unit", "this unit is not whole", "left out the unit");
            continue;
        }
        if let Err(full) = rows(&unit, &said, &mut builder, &mut faults) {
            faults.error(unit.node.offset(), "too-much", full.to_string(), "left out this unit and all after it");
            break;
        }
    }
    Ok(builder.finish()?)
}

fn value<'a>(said: &[Member<'a>], name: &str) -> Option<Node<'a>> {
    said.iter().rfind(|member| member.name == name).map(|member| member.value)
}

fn text_in<'a>(said: &[Member<'a>], name: &str) -> Option<Cow<'a, str>> {
    value(said, name).and_then(Node::as_text)
}

fn list<'a>(said: &[Member<'a>], name: &str) -> Vec<Node<'a>> {
    value(said, name).map(Node::elements).unwrap_or_default()
}

fn units_of_sides(root: Node<'_>) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    for side in list(&root.members(), "sides") {
        let side = side.members();
        let name = text_in(&side, "name").unwrap_or_default();
        let top = |node, part_of: &str| Unit { node, side: name.clone(), part_of: part_of.to_owned(), depth: 1 };
        units.extend(list(&side, "subUnits").into_iter().map(|node| top(node, "")));
        for group in list(&side, "groups") {
            let group = group.members();
            let group_name = text_in(&group, "name").unwrap_or_default();
            units.extend(list(&group, "subUnits").into_iter().map(|node| top(node, &group_name)));
        }
    }
    units
}

fn inner<'a>(around: &Unit<'a>, said: &[Member<'a>], node: Node<'a>) -> Unit<'a> {
    let name = text_in(said, "name").unwrap_or_default();
    let part_of = if around.part_of.is_empty() { name.into_owned() } else { format!("{} / {name}", around.part_of) };
    Unit { node, side: around.side.clone(), part_of, depth: around.depth + 1 }
}

/// A place of a unit: from when, as what symbol.
struct Stay {
    at: Option<Coord<f64>>,
    start: Option<String>,
    sidc: Option<String>,
}

fn rows(unit: &Unit<'_>, said: &[Member<'_>], builder: &mut Builder, faults: &mut Faults<'_>) -> Result<(), Full> {
    let stays = stays(said, faults);
    for (at, stay) in stays.iter().enumerate() {
        for name in TEXTS {
            put(builder, name, text_in(said, name).as_deref());
        }
        put(builder, "side", Some(&unit.side));
        put(builder, "part of", Some(&unit.part_of));
        put(builder, "sidc", stay.sidc.as_deref());
        put(builder, "start", stay.start.as_deref());
        put(builder, "end", stays.get(at + 1).and_then(|next| next.start.as_deref()));
        builder.end_point(stay.at, 0..0)?;
    }
    Ok(())
}

/// The places of a unit in their order; one that is nowhere where it has none.
fn stays(said: &[Member<'_>], faults: &mut Faults<'_>) -> Vec<Stay> {
    let mut sidc = text_in(said, "sidc").map(Cow::into_owned);
    let mut stays = Vec::new();
    if let Some(at) = value(said, "location").and_then(|location| position(location, faults)) {
        stays.push(Stay { at: Some(at), start: None, sidc: sidc.clone() });
    }
    for state in list(said, "state") {
        let state = state.members();
        sidc = text_in(&state, "sidc").map(Cow::into_owned).or(sidc);
        if let Some(at) = value(&state, "location").and_then(|location| position(location, faults)) {
            stays.push(Stay { at: Some(at), start: value(&state, "t").and_then(time), sidc: sidc.clone() });
        }
    }
    if stays.is_empty() {
        stays.push(Stay { at: None, start: None, sidc });
    }
    stays
}

/// A time as a text; milliseconds since 1970 are turned into one.
fn time(node: Node<'_>) -> Option<String> {
    let text = node.as_text().map(Cow::into_owned);
    text.or_else(|| jiff::Timestamp::from_millisecond(node.as_f64()? as i64).ok().map(|at| at.to_string()))
}

/// A place is longitude and latitude, or null where it is no longer known.
fn position(node: Node<'_>, faults: &mut Faults<'_>) -> Option<Coord<f64>> {
    if node.kind() == Kind::Null {
        return None;
    }
    let numbers: Vec<f64> = node.elements().into_iter().filter_map(Node::as_f64).collect();
    let found = match numbers.as_slice() {
        [lon_deg, lat_deg, ..] => coord_deg(*lon_deg, *lat_deg),
        _ => Err("what is not two numbers".to_owned()),
    };
    found
        .map_err(|detail| faults.error(node.offset(), "bad-position", format!("{detail} is nowhere on the earth"), "left out the place"))
        .ok()
}

fn put(builder: &mut Builder, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        builder.put(name, Value::Text(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;

    #[test]
    fn a_unit_is_a_row_for_every_place_that_it_is_given() {
        let text = r#"{"type": "ORBAT-mapper", "sides": [{"name": "Blue", "groups": [{"name": "G", "subUnits": [
            {"name": "1 Div", "sidc": "10031000211211000000", "subUnits": [{"name": "A", "sidc": "1", "state": [
                {"t": "1940-04-09T03:00:00+02:00", "location": [16.5, 68.5]}, {"t": 0, "sidc": "2"}, {"t": 0, "location": [17, 68]}, {"location": [1, 99]}
            ]}]}]}]}]}"#;
        assert!(looks_like_scenario(text) && !looks_like_scenario("{\"type\": \"Feature\"}"));
        let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
        let dataset = read(&Opening::of("f.json", &source), &mut problems).unwrap();
        let rows = (0..dataset.n_rows()).map(|row| {
            let said: Vec<_> = dataset.row(row).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            said.join("; ")
        });
        let expected = [
            "name=1 Div; side=Blue; part of=G; sidc=10031000211211000000",
            "name=A; side=Blue; part of=G / 1 Div; sidc=1; start=1940-04-09T03:00:00+02:00; end=1970-01-01T00:00:00Z",
            "name=A; side=Blue; part of=G / 1 Div; sidc=2; start=1970-01-01T00:00:00Z",
        ];
        assert_eq!(rows.collect::<Vec<_>>(), expected);
        assert_eq!(dataset.points().map(|points| points[1].x), Some(16.5));
        assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), ["bad-position"]);
    }

    #[test]
    fn a_scenario_that_is_cut_short_or_too_deep_gives_what_is_whole() {
        let deep = format!("{}{}", r#"{"name": "u", "subUnits": ["#.repeat(60), "]}".repeat(60));
        for (text, n_rows, kind) in [
            (format!(r#"{{"sides": [{{"subUnits": [{deep}]}}]}}"#), MAX_DEPTH as u32, "too-deep"),
            (r#"{"sides": [{"subUnits": [{"name": "a"}, {"name": "#.to_owned(), 1, "not-json"),
            (r#"{"sides": [{"subUnits": [{"name": "a"}, 7]}]}"#.to_owned(), 1, "broken-unit"),
        ] {
            let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
            let dataset = read(&Opening::of("f.json", &source), &mut problems).unwrap();
            assert_eq!((dataset.n_rows(), problems.iter().next().map(|problem| problem.kind)), (n_rows, Some(kind)), "{text}");
        }
    }
}
