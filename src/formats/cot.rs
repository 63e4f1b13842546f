//! Cursor on Target 2.0 (MITRE's event schema, and the details that TAK programs add): events, each a row of a data layer.
//!
//! A file has one `<event>`, several one after the other, or several within another element. Events of the same `uid` are the track of one
//! thing; each stays a row.

use geo::{Coord, Geometry, Point};

use crate::base::{Cancelled, Problems};
use crate::dataset::{Builder, Dataset, Full, Role, Value};
use crate::formats::json::quoted;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::xml::{Element, Findings, Step, Xml, coord_deg, numbers};
use crate::symbols::SymbolCode;

/// What the format is called.
pub const FORMAT: &str = "Cursor on Target";

static ROLES: [(Role, &str); 8] = [
    (Role::Title, "callsign"),
    (Role::Title, "uid"),
    (Role::Id, "uid"),
    (Role::Summary, "remarks"),
    (Role::Start, "start"),
    (Role::End, "stale"),
    (Role::Category, "meaning"),
    (Role::Symbol, "sidc"),
];

/// Heights and errors of so many metres are not known.
const UNKNOWN_M: f64 = 9_999_999.0;

/// Reads events. What is wrong is told, with line and column; a file that is cut short or damaged gives what stands whole before that.
///
/// # Errors
/// The disk does not give the file, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let mut builder = Builder::spooled(opening.name, FORMAT);
    builder.set_roles(&ROLES);
    let mut xml = Xml::new(opening, problems)?;
    events(&mut xml, &mut builder)?;
    Ok(builder.finish()?)
}

fn events(xml: &mut Xml<'_>, builder: &mut Builder) -> Result<(), Cancelled> {
    while let Some(step) = xml.step()? {
        // Whatever is around events is passed through.
        let Step::Start(element) = step else { continue };
        if element.name != "event" {
            continue;
        }
        let Some(event) = xml.rest(element)? else { continue };
        if let Err(full) = row(&event, builder, xml) {
            xml.error(event.at, "too-much", full.to_string(), "left out this event and all after it");
            break;
        }
    }
    Ok(())
}

fn row(event: &Element, builder: &mut Builder, xml: &mut Xml<'_>) -> Result<(), Full> {
    let nothing = Element::default();
    let detail = event.child("detail").unwrap_or(&nothing);
    let attribute_of = |name: &str, attribute: &str| detail.child(name).and_then(|element| element.attribute(attribute)).map(str::to_owned);
    let own = |name: &str| event.attribute(name).map(str::to_owned);
    let kind = event.attribute("type").unwrap_or_default();
    let point = event.child("point");
    let metres = |name: &str| {
        let text = point?.attribute(name)?;
        text.parse::<f64>().ok().filter(|metres| metres.is_finite() && metres.abs() < UNKNOWN_M).map(|_| text.to_owned())
    };
    let links: Vec<String> = detail.children_named("link").map(link).collect();
    let fields = [
        ("uid", own("uid")),
        ("callsign", attribute_of("contact", "callsign")),
        ("type", own("type")),
        ("meaning", meaning(kind)),
        ("how", own("how")),
        ("how known", event.attribute("how").and_then(how_words).map(str::to_owned)),
        ("time", own("time")),
        ("start", own("start").or_else(|| own("time"))),
        ("stale", own("stale")),
        ("sidc", symbol(detail, kind)),
        ("hae_m", metres("hae")),
        ("ce_m", metres("ce")),
        ("le_m", metres("le")),
        ("course_deg", attribute_of("track", "course")),
        ("speed_m_s", attribute_of("track", "speed")),
        ("remarks", detail.child("remarks").map(|remarks| remarks.text.trim().to_owned())),
        ("access", own("access")),
        ("opex", own("opex")),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            builder.put(name, Value::Text(&value));
        }
    }
    if !links.is_empty() {
        builder.put("links", Value::Json(&format!("[{}]", links.join(","))));
    }
    let mut findings = Findings::default();
    let at = position(event, &mut findings);
    findings.tell(event.attribute("uid"), xml);
    builder.end_row(at.map(|at| Geometry::Point(Point(at))).as_ref(), 0..0)
}

fn position(event: &Element, findings: &mut Findings) -> Option<Coord<f64>> {
    const DONE: &str = "kept without a place";
    let Some(point) = event.child("point") else {
        findings.error(event.at, "missing-point", "an event has no point", DONE);
        return None;
    };
    let Some((lon_deg, lat_deg)) = numbers(point.attribute("lon"), point.attribute("lat")) else {
        findings.error(point.at, "bad-position", "a point without a latitude and a longitude that are numbers", DONE);
        return None;
    };
    match coord_deg(lon_deg, lat_deg) {
        Ok(at) => Some(at),
        Err(detail) => {
            findings.error(point.at, "off-the-earth", format!("{detail} is nowhere on the earth"), DONE);
            None
        }
    }
}

/// A link to another event, as JSON.
fn link(element: &Element) -> String {
    let members: Vec<String> = element.attributes.iter().map(|(name, value)| format!("{}:{}", quoted(name), quoted(value))).collect();
    format!("{{{}}}", members.join(","))
}

/// What a type means in words: of an atom whose side it is on and where it moves, of others what they are about.
fn meaning(kind: &str) -> Option<String> {
    let mut parts = kind.split('-');
    if parts.next()? != "a" {
        let words = match kind.split('-').collect::<Vec<_>>().as_slice() {
            ["b", "m", "r", ..] => "route",
            ["b", "m", "p", ..] => "point",
            ["b", "t", "f", ..] => "message",
            ["b", "a", ..] => "alarm",
            ["b", ..] => "information",
            ["u", "d", ..] => "drawing",
            ["u", "rb", ..] => "range and bearing",
            ["t", ..] => "tasking",
            ["r", ..] => "reservation",
            ["c", ..] => "capability",
            _ => return None,
        };
        return Some(words.to_owned());
    }
    let side = match parts.next()? {
        "p" => "pending",
        "u" => "unknown",
        "a" => "assumed friend",
        "f" => "friend",
        "n" => "neutral",
        "s" => "suspect",
        "h" => "hostile",
        "j" => "joker",
        "k" => "faker",
        "o" => "none specified",
        "x" => "other",
        _ => return None,
    };
    let dimension = match parts.next() {
        Some("P") => ", space",
        Some("A") => ", air",
        Some("G") => ", ground",
        Some("S") => ", sea surface",
        Some("U") => ", subsurface",
        Some("F") => ", special operations",
        _ => "",
    };
    Some(format!("{side}{dimension}"))
}

/// How a position came about, by the first two parts of `how`.
fn how_words(how: &str) -> Option<&'static str> {
    Some(match how.get(..3).unwrap_or(how) {
        "h-e" => "estimated by a person",
        "h-c" => "calculated by a person",
        "h-t" => "transcribed by a person",
        "h-p" => "pasted by a person",
        "h-g" => "entered by a person, from GPS",
        "m-g" => "machine, GPS",
        "m-i" => "machine, from imagery",
        "m-f" => "machine, fused",
        "m-p" => "machine, predicted",
        "m-r" => "machine, relayed",
        "m-s" => "machine, simulated",
        "m-a" => "machine, passive",
        _ if how.starts_with('h') => "a person",
        _ if how.starts_with('m') => "a machine",
        _ => return None,
    })
}

/// The code of a symbol: the one that the detail gives, else what the type of an atom says.
fn symbol(detail: &Element, kind: &str) -> Option<String> {
    let given = ["__milicon", "__milsym"].into_iter().filter_map(|name| detail.child(name));
    let given = given.filter_map(|element| element.attribute("id").or_else(|| element.attribute("sidc")).map(str::to_owned));
    given.chain(code_of_type(kind)).find(|code| SymbolCode::read(code).is_ok())
}

/// `a-h-G-U-C-I` as the code of MIL-STD-2525B that its letters come from.
fn code_of_type(kind: &str) -> Option<String> {
    let mut parts = kind.strip_prefix("a-")?.split('-');
    let side = parts.next().filter(|side| side.len() == 1)?.to_ascii_uppercase();
    // Letters in lower case are no part of the standard.
    let mut letters = parts.take_while(|part| matches!(part.as_bytes(), [b'A'..=b'Z' | b'0'..=b'9']));
    let dimension = letters.next()?;
    let function: String = letters.take(6).collect();
    Some(format!("S{side}{dimension}P{function:-<6}*****"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;

    /// The rows of a text with where they are, and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Dataset, Vec<String>, String) {
        let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
        let dataset = read(&Opening::of("f.cot", &source), &mut problems).unwrap();
        let rows = (0..dataset.n_rows()).map(|row| {
            let said: Vec<_> = dataset.row(row).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            said.join("; ")
        });
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        let rows = rows.collect();
        (dataset, rows, told.join(" "))
    }

    const POINT: &str = "<point lat='50.5' lon='30.5' hae='120.5' ce='9999999.0' le='9999999'/>";

    #[test]
    fn an_event_says_who_what_when_and_how_it_is_known() {
        let (dataset, rows, told) = read_text(&format!(
            "<event version='2.0' uid='u1' type='a-h-G-U-C-I' how='h-e' time='2024-10-24T10:00:00Z' start='2024-10-24T09:00:00Z' \
             stale='2024-10-24T11:00:00Z'>{POINT}<detail><contact callsign='RAVEN'/><remarks source='x'> seen </remarks>\
             <link uid='u0' relation='p-p'/><track course='90' speed='2.5'/></detail></event>"
        ));
        let expected = "uid=u1; callsign=RAVEN; type=a-h-G-U-C-I; meaning=hostile, ground; how=h-e; how known=estimated by a person; \
                        time=2024-10-24T10:00:00Z; start=2024-10-24T09:00:00Z; stale=2024-10-24T11:00:00Z; sidc=SHGPUCI---*****; hae_m=120.5; \
                        course_deg=90; speed_m_s=2.5; remarks=seen; links=[{\"uid\":\"u0\",\"relation\":\"p-p\"}]";
        assert_eq!((rows.as_slice(), told.as_str()), ([expected.to_owned()].as_slice(), ""));
        assert_eq!((dataset.title(0), dataset.points().map(<[_]>::len)), ("RAVEN".to_owned(), Some(1)));
    }

    #[test]
    fn events_are_read_one_by_one_or_in_whatever_is_around_them() {
        let event = |uid: &str| format!("<event uid='{uid}' type='b-m-p-s-m'>{POINT}</event>");
        for text in [
            format!("{}{}", event("a"), event("b")),
            format!("<?xml version='1.0'?>\n{}\n<?xml version='1.0'?>\n{}", event("a"), event("b")),
            format!("<events><x/>{}<y>{}</y></events>", event("a"), event("b")),
        ] {
            let (dataset, _, told) = read_text(&text);
            assert_eq!(
                ((0..dataset.n_rows()).map(|row| dataset.title(row)).collect::<Vec<_>>(), told.as_str()),
                (vec!["a".into(), "b".into()], "")
            );
        }
        let (dataset, _, told) = read_text(&format!("{}<event uid='b'>", event("a")));
        assert_eq!((dataset.n_rows(), told.starts_with("truncated")), (1, true));
    }

    #[test]
    fn an_event_without_a_place_is_kept_and_told() {
        for (text, expected) in [
            ("<event uid='a'/>", "missing-point@1:1"),
            ("<event uid='a'><point lat='x' lon='1'/></event>", "bad-position@1:16"),
            ("<event uid='a'><point lat='91' lon='1'/></event>", "off-the-earth@1:16"),
        ] {
            let (dataset, rows, told) = read_text(text);
            assert_eq!((rows.len(), dataset.bounds(), told.as_str()), (1, None, expected));
        }
    }

    #[test]
    fn a_type_becomes_a_symbol_where_its_letters_are_of_the_standard() {
        for (kind, expected) in [
            ("a-f-G-U-C-I", Some("SFGPUCI---*****")),
            ("a-h-A-M-F-Q-r", Some("SHAPMFQ---*****")),
            ("a-u-G", Some("SUGP------*****")),
            ("a-f-G-E-V-A-T-H-X-Y", Some("SFGPEVATHX*****")),
            ("b-m-p-s-m", None),
            ("a-f", None),
            ("a-", None),
            ("a-ff-G", None),
            ("", None),
        ] {
            assert_eq!(code_of_type(kind).as_deref(), expected, "{kind}");
        }
        let (_, rows, _) = read_text("<event type='a-f-G'><detail><__milicon id='10031000001211000000'/></detail></event>");
        assert!(rows[0].contains("sidc=10031000001211000000"), "{rows:?}");
    }
}
