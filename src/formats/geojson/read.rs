//! Whole files of GeoJSON, as data layers.

use std::io;
use std::ops::Range;

use crate::base::{Bytes, Location, Problem, Problems, Severity};
use crate::dataset::{Builder, Dataset, Full, RowText, Value};
use crate::formats::faults::Faults;
use crate::formats::geojson::geometry::{geometry, is_geometry_type};
use crate::formats::geojson::large;
use crate::formats::geojson::members::{Object, tell_repeated};
use crate::formats::geojson::quick::Said;
use crate::formats::json::{Kind, Lines, Member, Node};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::simplestyle;
use crate::formats::text::decode;
use crate::model::SimpleStyle;

/// Files of more bytes are not read. Rows and positions are bounded by [`Dataset::MAX_ROWS`] and [`Dataset::MAX_POSITIONS`].
pub const MAX_BYTES: u64 = 1 << 30;

/// The record separator that begins each item of an RFC 8142 text sequence.
const RECORD_SEPARATOR: char = '\u{1e}';

const NOTHING_READ: &str = "nothing was read";

const READ_ANYWAY: &str = "read as a Feature";

/// Reads any RFC 7946 object, an RFC 8142 text sequence, or newline-delimited GeoJSON. Every Feature is a row, and so is a
/// Geometry that stands by itself. What is wrong is told, and costs no more than the feature that it is in.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let Opening { name, source, .. } = *opening;
    if source.len() >= large::LEAST_BYTES
        && let Some(dataset) = large::read(opening, problems)?
    {
        return Ok(dataset);
    }
    let is_too_big = source.len() > MAX_BYTES;
    let source = if is_too_big { Bytes::from(Vec::new()) } else { decoded(name, source, problems)? };
    if is_too_big {
        let detail = format!("the file has {} bytes; at most {MAX_BYTES} are read", source.len());
        tell_file(name, "too-large", detail, NOTHING_READ, problems);
    }
    // It was made a text above.
    let text = source.in_memory().and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
    let (format, texts) = split(text);
    let mut reader = Reader::of(Builder::over(name, format, source.clone(), RowText::Feature));
    if texts.is_empty() && !is_too_big {
        tell_file(name, "empty-file", "the file is empty".to_owned(), NOTHING_READ, problems);
    }
    let lines = Lines::new(name, text);
    let mut faults = Faults::new(&lines, problems);
    for item in texts {
        reader.root(item, &mut faults);
    }
    Ok(reader.builder.finish()?)
}

/// The text of a file, in memory.
fn decoded(name: &str, source: &Bytes, problems: &mut Problems) -> io::Result<Bytes> {
    let bytes = source.read(0..source.len())?.into_owned();
    Ok(Bytes::from(decode(name, bytes, problems).0.into_bytes()))
}

/// Tells of a whole file.
pub(super) fn tell_file(name: &str, kind: &'static str, detail: String, done: &str, problems: &mut Problems) {
    let location = Location::file(name);
    problems.push(Problem { severity: Severity::Error, location, record: None, kind, detail, done: done.to_owned() });
}

/// The format, and the JSON texts that the file is of.
fn split(text: &str) -> (&'static str, Vec<Node<'_>>) {
    let whole = Node::whole(text);
    if whole.raw().starts_with(RECORD_SEPARATOR) {
        return ("GeoJSON text sequence", pieces(text, RECORD_SEPARATOR));
    }
    if looks_line_delimited(whole.raw()) && whole.check().is_err() {
        return ("newline-delimited GeoJSON", pieces(text, '\n'));
    }
    ("GeoJSON", if whole.raw().is_empty() { Vec::new() } else { vec![whole] })
}

fn pieces(text: &str, separator: char) -> Vec<Node<'_>> {
    let body = text.trim_start_matches('\u{feff}');
    let mut offset = text.len() - body.len();
    let mut pieces = Vec::new();
    for piece in body.split(separator) {
        let node = Node::trimmed(piece, offset);
        if !node.raw().is_empty() {
            pieces.push(node);
        }
        offset += piece.len() + separator.len_utf8();
    }
    pieces
}

/// Whether the first line could be an object by itself, and the next one another.
fn looks_line_delimited(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(|line| line.starts_with('{') && line.ends_with('}')) && lines.next().is_some_and(|line| line.starts_with('{'))
}

/// Reads Features one by one, and tells of each what is wrong with it.
pub(super) struct Reader {
    builder: Builder,
    /// Where the text at hand begins in the file.
    start: u64,
    /// The text at hand is not well-formed, so each feature must be looked at by itself.
    is_broken: bool,
    /// The layer takes no more.
    full: Option<Full>,
}

impl Reader {
    pub fn of(builder: Builder) -> Self {
        Self { builder, start: 0, is_broken: false, full: None }
    }

    pub fn into_builder(self) -> Builder {
        self.builder
    }

    /// Takes over a Feature that has no fault, with the bytes of the file that it is.
    pub fn sound(&mut self, properties: &[(&str, Said<'_>)], place: Option<&geo::Geometry<f64>>, range: Range<u64>) {
        for (name, said) in properties {
            self.builder.put(name, said.value());
        }
        if let Err(full) = self.builder.end_row(place, range) {
            self.full = Some(full);
        }
    }

    /// Reads what stands in `features`, or by itself, in a text that begins at a byte of the file.
    pub fn shifted(&mut self, start: u64, node: Node<'_>, is_item: bool, faults: &mut Faults<'_>) {
        (self.start, self.is_broken) = (start, true);
        if is_item { self.item(node, faults) } else { self.root(node, faults) }
    }

    /// Reads one JSON text.
    fn root(&mut self, node: Node<'_>, faults: &mut Faults<'_>) {
        let checked = node.check();
        self.is_broken = checked.is_err();
        if let Err(error) = checked {
            faults.error(error.offset, "not-json", format!("this is not JSON: {error}"), "read what is whole");
        }
        if node.kind() != Kind::Object {
            if !self.is_broken {
                let detail = format!("GeoJSON is an object, this is {}", node.kind().words());
                faults.error(node.offset(), "not-geojson", detail, "nothing was read of it");
            }
            return;
        }
        let object = Object::of(node);
        check_crs(object.known.crs, faults);
        let type_text = object.type_text();
        match type_text.as_deref() {
            Some("FeatureCollection") => self.collection(&object, faults),
            Some("Feature") => self.feature(&object, faults),
            Some(name) if is_geometry_type(name) => self.bare_geometry(node, faults),
            Some("Topology") => {
                faults.error(node.offset(), "topojson", "this is TopoJSON, not GeoJSON", "nothing was read; convert it to GeoJSON first");
            }
            found => self.unknown(&object, found, faults),
        }
    }

    /// An object of no type that GeoJSON has, read as what its members make of it.
    fn unknown(&mut self, object: &Object<'_>, found: Option<&str>, faults: &mut Faults<'_>) {
        let Object { node, known, .. } = object;
        let offset = known.type_name.map_or(node.offset(), Node::offset);
        let (kind, detail) = match (known.type_name, found) {
            (_, Some(found)) => ("unknown-type", format!("\"{found}\" is no type of GeoJSON")),
            (Some(value), None) => ("missing-type", format!("the \"type\" must be a string, this is {}", value.kind().words())),
            (None, None) => ("missing-type", "there is no \"type\": this is not GeoJSON".to_owned()),
        };
        if known.features.is_some_and(|features| features.kind() == Kind::Array) {
            faults.error(offset, kind, detail, "read as a FeatureCollection");
            self.collection(object, faults);
        } else if known.geometry.is_some_and(|geometry| geometry.kind() == Kind::Object) {
            faults.error(offset, kind, detail, READ_ANYWAY);
            self.feature(object, faults);
        } else if !self.is_broken {
            // Of a broken text it is told already that it is broken, and its type may stand after the break.
            faults.error(offset, kind, detail, "nothing was read of it");
        }
    }

    fn collection(&mut self, object: &Object<'_>, faults: &mut Faults<'_>) {
        object.tell_faulty(&["coordinates", "geometries", "geometry", "properties"], faults);
        let Some(features) = object.known.features else {
            faults.error(object.node.offset(), "missing-features", "a FeatureCollection has no \"features\"", "nothing was read of it");
            return;
        };
        if features.kind() != Kind::Array {
            let detail = format!("\"features\" must be an array, this is {}", features.kind().words());
            faults.error(features.offset(), "features-not-array", detail, "nothing was read of it");
        }
        for item in features.elements() {
            if self.full.is_some() {
                return;
            }
            self.item(item, faults);
        }
    }

    /// What stands in `features`.
    fn item(&mut self, node: Node<'_>, faults: &mut Faults<'_>) {
        if self.is_broken
            && let Err(error) = node.check()
        {
            faults.error(error.offset, "broken-feature", format!("this feature is not JSON: {error}"), "left out the feature");
            return;
        }
        if node.kind() != Kind::Object {
            let detail = format!("a feature must be an object, this is {}", node.kind().words());
            faults.error(node.offset(), "feature-not-object", detail, "left out");
            return;
        }
        let object = Object::of(node);
        let known = &object.known;
        let type_text = object.type_text();
        match type_text.as_deref() {
            Some("Feature") => self.feature(&object, faults),
            Some(name) if is_geometry_type(name) => {
                faults.error(node.offset(), "geometry-in-features", format!("a {name} stands where a Feature must"), READ_ANYWAY);
                self.bare_geometry(node, faults);
            }
            found => {
                let detail = found
                    .map_or_else(|| "a feature has no \"type\"".to_owned(), |found| format!("\"{found}\" stands where \"Feature\" must"));
                let done = if known.geometry.is_some() { READ_ANYWAY } else { "left out" };
                faults.error(known.type_name.map_or(node.offset(), Node::offset), "not-a-feature", detail, done);
                if known.geometry.is_some() {
                    self.feature(&object, faults);
                }
            }
        }
    }

    fn feature(&mut self, object: &Object<'_>, faults: &mut Faults<'_>) {
        let Object { node, known, .. } = object;
        let id = known.id.filter(|id| is_scalar(*id));
        faults.record = id.map(|id| id.as_text().map_or_else(|| id.raw().to_owned(), Into::into));
        if let Some(bad) = known.id.filter(|id| !is_scalar(*id)) {
            let detail = format!("an \"id\" must be a string or a number, this is {}", bad.kind().words());
            faults.error(bad.offset(), "bad-id", detail, "passed over");
        }
        object.tell_faulty(&["coordinates", "geometries", "features"], faults);
        if known.geometry.is_none() {
            faults.error(node.offset(), "missing-geometry", "a Feature has no \"geometry\"", "kept without a place");
        }
        match known.properties.map(|properties| (properties, properties.kind())) {
            Some((properties, Kind::Object)) => self.properties(properties, faults),
            Some((_, Kind::Null)) => {}
            Some((bad, kind)) => {
                let detail = format!("\"properties\" must be an object or null, this is {}", kind.words());
                faults.error(bad.offset(), "properties-not-object", detail, "passed over");
            }
            None => faults.warning(node.offset(), "missing-properties", "a Feature has no \"properties\"", "read as null"),
        }
        let place = known.geometry.and_then(|value| geometry(value, faults));
        self.push(place.as_ref(), *node, faults);
        faults.record = None;
    }

    fn bare_geometry(&mut self, node: Node<'_>, faults: &mut Faults<'_>) {
        let place = geometry(node, faults);
        self.push(place.as_ref(), node, faults);
    }

    /// What a feature says of itself.
    fn properties(&mut self, properties: Node<'_>, faults: &mut Faults<'_>) {
        let members = properties.members();
        tell_repeated(&members, faults);
        let mut style = SimpleStyle::default();
        for Member { name, value, .. } in &members {
            let text = value.as_text();
            match (value.kind(), &text) {
                (Kind::String, Some(text)) => self.builder.put(name, Value::Text(text)),
                (Kind::Number, _) => self.builder.put(name, Value::Number(value.raw())),
                (Kind::Null, _) => {}
                _ => self.builder.put(name, Value::Json(value.raw())),
            }
        }
        for member in &members {
            simplestyle::set_member(&mut style, member, faults);
        }
        self.builder.set_style(style);
    }

    fn push(&mut self, place: Option<&geo::Geometry<f64>>, node: Node<'_>, faults: &mut Faults<'_>) {
        if self.full.is_some() {
            return;
        }
        if let Err(full) = self.builder.end_row(place, range(node, self.start)) {
            faults.error(node.offset(), "too-much", full.to_string(), "left out this feature and all after it");
            self.full = Some(full);
        }
    }
}

/// GeoJSON is WGS 84; the `crs` of its 2008 draft may say so, but nothing else.
fn check_crs(crs: Option<Node<'_>>, faults: &mut Faults<'_>) {
    let Some(crs) = crs.filter(|crs| crs.kind() != Kind::Null) else { return };
    let is_wgs84 = ["CRS84\"", "CRS84h\"", "EPSG:4326\"", "EPSG::4326\""].iter().any(|end| crs.raw().contains(end));
    if !is_wgs84 {
        let detail = "a \"crs\" that is not WGS 84; RFC 7946 knows no other";
        faults.warning(crs.offset(), "other-crs", detail, "took the coordinates for degrees of WGS 84");
    }
}

fn is_scalar(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::String | Kind::Number)
}

fn range(node: Node<'_>, start: u64) -> Range<u64> {
    start + node.offset() as u64..start + node.end() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Role;

    /// The layer of `text` and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Dataset, String) {
        let mut problems = Problems::default();
        let dataset = read(&Opening::of("f", &Bytes::from(text.as_bytes())), &mut problems).unwrap();
        assert_eq!(dataset.source().in_memory(), Some(text.as_bytes()));
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        (dataset, told.join(" "))
    }

    fn titles(dataset: &Dataset) -> Vec<String> {
        (0..dataset.n_rows()).map(|row| dataset.title(row)).collect()
    }

    const A: &str = r#"{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"name": "A"}}"#;
    const B: &str = r#"{"type": "Feature", "id": 7, "geometry": null, "properties": null}"#;

    #[test]
    fn each_way_to_write_features_down_is_read() {
        let cases = [
            (format!("{{\"type\": \"FeatureCollection\", \"features\": [{A},\n{B}]}}"), "GeoJSON", "A 7"),
            (A.to_owned(), "GeoJSON", "A"),
            (format!("{A}\n{B}\n"), "newline-delimited GeoJSON", "A 7"),
            (format!("\u{feff}{A}\r\n\r\n{B}"), "newline-delimited GeoJSON", "A 7"),
            (format!("\u{1e}{A}\n\u{1e}{B}\n"), "GeoJSON text sequence", "A 7"),
            (r#"{"type": "Point", "coordinates": [1, 2]}"#.to_owned(), "GeoJSON", "Feature_1"),
        ];
        for (text, format, expected) in cases {
            let (dataset, told) = read_text(&text);
            assert_eq!(
                (dataset.format(), titles(&dataset).join(" ").replace("Feature ", "Feature_").as_str()),
                (format, expected),
                "{text}"
            );
            assert_eq!(told.replace("byte-order-mark@1:1", ""), "");
        }
    }

    #[test]
    fn a_bad_feature_does_not_cost_the_others() {
        let cases = [
            ("{\"type\": \"Feature\", \"x\": NaN}", "not-json@2:26 broken-feature@2:26"),
            ("{\"type\": \"Feature\", \"properties\": {\"x\": 1", "not-json@3:1 broken-feature@2:41"),
            ("{\"type\": \"Feature\", \"geometry\": null, \"properties\": null}}", "not-json@2:58 broken-feature@2:58"),
            ("{\"type\": \"Feature\", \"geometry\": {\"coordinates\": [1, 2]]}}", "not-json@2:55 broken-feature@2:55"),
            ("null", "feature-not-object@2:1"),
            ("{\"type\": \"Foo\"}", "not-a-feature@2:10"),
            ("{\"type\": \"FeatureCollection\", \"features\": []}", "not-a-feature@2:10"),
        ];
        for (bad, expected) in cases {
            let (dataset, told) = read_text(&format!("{{\"type\": \"FeatureCollection\", \"features\": [{A},\n{bad},\n{B}]}}"));
            assert_eq!((titles(&dataset).join(" ").as_str(), told.as_str()), ("A 7", expected), "{bad}");
        }
        let (dataset, told) = read_text(&format!("\u{1e}{A}\n\u{1e}{{\"type\": \n\u{1e}{B}\n"));
        assert_eq!((titles(&dataset).join(" ").as_str(), told.as_str()), ("A 7", "not-json@2:9"));
    }

    #[test]
    fn a_truncated_file_keeps_every_whole_feature() {
        let text = format!("{{\"type\": \"FeatureCollection\", \"features\": [{A},\n{B},\n{A}]}}");
        let (start_of_b, start_of_last) = (text.find(B).unwrap(), text.rfind(A).unwrap());
        for (end, _) in text.char_indices().skip(1) {
            let (dataset, told) = read_text(text.get(..end).unwrap());
            let least = u32::from(end >= start_of_b) + u32::from(end >= start_of_last);
            assert!(dataset.n_rows() >= least && told.starts_with("not-json"), "cut at {end}: {} rows, {told}", dataset.n_rows());
        }
    }

    #[test]
    fn what_is_not_geojson_is_said_in_words() {
        let cases = [
            ("", "empty-file@0:0"),
            ("[1]", "not-geojson@1:1"),
            ("nonsense", "not-json@1:2"),
            ("{\"a\": 1}", "missing-type@1:1"),
            ("{\"type\": \"Topology\", \"objects\": {}}", "topojson@1:1"),
            ("{\"type\": \"FeatureCollection\", \"crs\": {\"properties\": {\"name\": \"EPSG:3857\"}}, \"features\": []}", "other-crs@1:38"),
            (
                "{\"type\": \"FeatureCollection\", \"crs\": {\"properties\": {\"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\"}}, \"features\": []}",
                "",
            ),
        ];
        for (text, expected) in cases {
            let (dataset, told) = read_text(text);
            assert_eq!((dataset.n_rows(), told.as_str()), (0, expected), "{text}");
        }
    }

    #[test]
    fn a_hundred_thousand_levels_are_read_and_shown() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let text = A.replace("\"A\"", &format!("\"A\", \"deep\": {deep}"));
        let (dataset, told) = read_text(&text);
        assert_eq!((told.as_str(), dataset.row(0).unwrap().properties.len()), ("", 2));
        let (_, told) = read_text(&format!("{{\"type\": \"Polygon\", \"coordinates\": {deep}}}"));
        assert!(told.contains("wrong-nesting"), "{told}");
    }

    #[test]
    fn what_properties_mean_is_found_out_from_their_names_and_values() {
        let feature = |properties: &str| {
            format!(
                r#"{{"type": "Feature", "properties": {{{properties}}}, "geometry": {{"type": "Point", "coordinates": [36.0, 50.5]}}}}"#
            )
        };
        let of_units =
            r#""date": "2022-03-31", "icon": "SSGPUCA---AK", "type": "HQ", "country": "ru", "unit": "1st Tank Army", "notes": """#;
        let of_violence = r#""id": 5, "type_of_violence": 1, "dyad_name": "A - B", "where_prec": 1, "date_start": "2014-05-01", "date_end": "2014-05-02", "best": 3"#;
        let of_events = r#""id": "EV0", "title": "Artillery fire reported near Gaza, no. 5", "date": "2024-08-06", "category": "shelling", "confidence": 80"#;
        let of_measures = r#""name": "Bridge", "time": 1729780205000, "lat": 1.0, "lon": 2.0"#;
        for (properties, schema, expected) in [
            (of_units, Some("uawardata"), "Title=unit Start=date"),
            (of_violence, Some("UCDP GED"), "Title=dyad_name Start=date_start End=date_end"),
            (of_events, None, "Title=title Start=date"),
            (of_measures, None, "Title=name Start=time"),
            (r#""a": [1], "b": {"date": "2024-10-24"}, "n": 7"#, None, ""),
        ] {
            let one = feature(properties);
            let collection = format!(r#"{{"type": "FeatureCollection", "features": [{one}, {one}]}}"#);
            for text in [collection, format!("{one}\n{one}\n"), format!("\u{1e}{one}\n\u{1e}{one}\n"), one.clone()] {
                let (dataset, told) = read_text(&text);
                let mapping = dataset.mapping();
                let roles = [Role::Title, Role::Start, Role::End].into_iter();
                let found: Vec<String> = roles.filter_map(|role| Some(format!("{role:?}={}", mapping.columns_of(role).next()?))).collect();
                assert_eq!((mapping.schema, found.join(" ").as_str(), told.as_str()), (schema, expected, ""), "{text}");
                let is_of_place = |role: &Role| matches!(role, Role::LatDeg | Role::LonDeg | Role::Position | Role::WellKnownText);
                assert!(!mapping.roles.iter().any(|(role, _)| is_of_place(role)), "the geometry says where it is");
            }
        }
    }

    #[test]
    fn styles_are_kept_for_the_rows_that_have_one() {
        let styled = A.replace("\"A\"", "\"A\", \"stroke\": \"#ff0000\"");
        let (dataset, told) = read_text(&format!("{A}\n{styled}\n{styled}"));
        let strokes: Vec<_> = (0..3).map(|row| dataset.style(row).stroke.map(|rgb| rgb.0)).collect();
        assert_eq!((strokes, told.as_str()), (vec![None, Some([255, 0, 0]), Some([255, 0, 0])], ""));
    }
}
