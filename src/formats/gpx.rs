//! GPX 1.0 and 1.1 (topografix.com/GPX/1/1): waypoints, routes and tracks, each a row of a data layer.

use geo::{Coord, Geometry, LineString, MultiLineString, Point};

use crate::base::{Cancelled, Problems};
use crate::dataset::{Builder, Dataset, Full, Role, Value};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::xml::{Element, Findings, Step, Xml, coord_deg, numbers};

/// What the format is called.
pub const FORMAT: &str = "GPX";

static ROLES: [(Role, &str); 5] =
    [(Role::Title, "name"), (Role::Summary, "desc"), (Role::Start, "start"), (Role::End, "end"), (Role::Category, "kind")];

/// Elements of a waypoint, route or track that are columns as they are.
const TEXTS: [&str; 8] = ["name", "desc", "cmt", "sym", "type", "src", "number", "url"];

/// Reads GPX: waypoints are points; routes and tracks are lines, of one piece for each segment, from their first time to their last, with the
/// range of their elevation in metres. What is wrong is told, with line and column; a file that is cut short or damaged gives what stands whole
/// before that.
///
/// # Errors
/// The disk does not give the file, or it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let mut builder = Builder::spooled(opening.name, FORMAT);
    builder.set_roles(&ROLES);
    builder.add_column("kind");
    let mut walk = Walk { xml: Xml::new(opening, problems)?, builder, full: None };
    walk.all()?;
    Ok(walk.builder.finish()?)
}

struct Walk<'a> {
    xml: Xml<'a>,
    builder: Builder,
    full: Option<Full>,
}

/// What is known of a line while its points are read.
#[derive(Default)]
struct Path {
    /// The texts of the line itself.
    own: Element,
    pieces: Vec<Vec<Coord<f64>>>,
    first: Option<String>,
    last: Option<String>,
    lowest_m: Option<f64>,
    highest_m: Option<f64>,
    findings: Findings,
}

impl Walk<'_> {
    fn all(&mut self) -> Result<(), Cancelled> {
        while let Some(step) = self.xml.step()? {
            if self.full.is_some() {
                break;
            }
            let Step::Start(element) = step else { continue };
            match element.name.as_str() {
                "gpx" => {}
                "wpt" => {
                    if let Some(waypoint) = self.xml.rest(element)? {
                        self.waypoint(&waypoint);
                    }
                }
                "trk" => self.path(element, "track")?,
                "rte" => self.path(element, "route")?,
                _ => self.xml.skip()?,
            }
        }
        Ok(())
    }

    fn waypoint(&mut self, waypoint: &Element) {
        let mut findings = Findings::default();
        let at = position(waypoint, &mut findings);
        self.texts("waypoint", waypoint);
        self.put("start", waypoint.child_text("time"));
        self.put("elevation_m", waypoint.child_text("ele"));
        findings.tell(waypoint.child_text("name"), &mut self.xml);
        let ended = self.builder.end_row(at.map(|at| Geometry::Point(Point(at))).as_ref(), 0..0);
        self.ended(ended, waypoint);
    }

    /// Reads a route or a track point by point: it may have any number of them.
    fn path(&mut self, start: Element, kind: &str) -> Result<(), Cancelled> {
        let mut path = Path { own: start, pieces: vec![Vec::new()], ..Path::default() };
        let mut is_in_segment = false;
        loop {
            // Where the file ends within it, what was read of it is not whole, which is told.
            let Some(step) = self.xml.step()? else { return Ok(()) };
            match step {
                Step::Start(element) => match element.name.as_str() {
                    "trkseg" if !is_in_segment => {
                        is_in_segment = true;
                        path.pieces.push(Vec::new());
                    }
                    "trkpt" | "rtept" => {
                        if let Some(point) = self.xml.rest(element)? {
                            path.add(&point);
                        }
                    }
                    _ => path.own.children.extend(self.xml.rest(element)?),
                },
                Step::End if is_in_segment => is_in_segment = false,
                Step::End => break,
            }
        }
        self.texts(kind, &path.own);
        self.put("start", path.first.as_deref());
        self.put("end", path.last.as_deref());
        for (name, height_m) in [("lowest_m", path.lowest_m), ("highest_m", path.highest_m)] {
            self.put(name, height_m.map(|height_m| height_m.to_string()).as_deref());
        }
        let geometry = lines(path.pieces, &path.own, &mut path.findings);
        path.findings.tell(path.own.child_text("name"), &mut self.xml);
        let ended = self.builder.end_row(geometry.as_ref(), 0..0);
        self.ended(ended, &path.own);
        Ok(())
    }

    fn texts(&mut self, kind: &str, element: &Element) {
        self.put("kind", Some(kind));
        for name in TEXTS {
            self.put(name, element.child_text(name));
        }
        self.put("link", element.child("link").and_then(|link| link.attribute("href")));
    }

    fn put(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.builder.put(name, Value::Text(value));
        }
    }

    fn ended(&mut self, ended: Result<(), Full>, element: &Element) {
        if let Err(full) = ended {
            self.xml.error(element.at, "too-much", full.to_string(), "left out this row and all after it");
            self.full = Some(full);
        }
    }
}

impl Path {
    fn add(&mut self, point: &Element) {
        let Some(at) = position(point, &mut self.findings) else { return };
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(at);
        }
        if let Some(time) = point.child_text("time") {
            self.first.get_or_insert_with(|| time.to_owned());
            self.last = Some(time.to_owned());
        }
        if let Some(height_m) = point.child_text("ele").and_then(|text| text.parse::<f64>().ok()).filter(|height_m| height_m.is_finite()) {
            self.lowest_m = Some(self.lowest_m.map_or(height_m, |lowest_m| lowest_m.min(height_m)));
            self.highest_m = Some(self.highest_m.map_or(height_m, |highest_m| highest_m.max(height_m)));
        }
    }
}

fn position(point: &Element, findings: &mut Findings) -> Option<Coord<f64>> {
    let Some((lon_deg, lat_deg)) = numbers(point.attribute("lon"), point.attribute("lat")) else {
        let detail = format!("a {} without a latitude and a longitude that are numbers", point.name);
        findings.error(point.at, "bad-position", detail, "left out the position");
        return None;
    };
    match coord_deg(lon_deg, lat_deg) {
        Ok(at) => Some(at),
        Err(detail) => {
            findings.error(point.at, "off-the-earth", format!("{detail} is nowhere on the earth"), "left out the position");
            None
        }
    }
}

/// The pieces of a path as one geometry. A piece of one point is nothing to draw a line through; where there is no other, the path is a point.
fn lines(pieces: Vec<Vec<Coord<f64>>>, path: &Element, findings: &mut Findings) -> Option<Geometry<f64>> {
    let single = pieces.iter().find_map(|piece| piece.first().copied());
    let n_short = pieces.iter().filter(|piece| piece.len() == 1).count();
    let mut lines: Vec<LineString<f64>> = pieces.into_iter().filter(|piece| piece.len() > 1).map(LineString).collect();
    if n_short > 0 {
        let done = if lines.is_empty() { "read as a point" } else { "left out" };
        findings.warning(path.at, "short-segment", format!("{n_short} segments of one point"), done);
    }
    match lines.len() {
        0 => single.map(|at| Geometry::Point(Point(at))),
        1 => lines.pop().map(Geometry::LineString),
        _ => Some(Geometry::MultiLineString(MultiLineString(lines))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;

    /// The rows of a text with how many positions they have, and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Vec<String>, String) {
        let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
        let dataset = read(&Opening::of("f.gpx", &source), &mut problems).unwrap();
        let rows = (0..dataset.n_rows()).map(|row| {
            let said: Vec<_> = dataset.row(row).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
            let n = dataset.geometry(row).map_or(0, |geometry| geo::CoordsIter::coords_count(&geometry));
            format!("{} ({n} in {})", said.join("; "), dataset.parts(row).count())
        });
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        (rows.collect(), told.join(" "))
    }

    #[test]
    fn waypoints_routes_and_tracks_are_rows() {
        let point = |name: &str, n: u32| format!("<{name} lat='{n}' lon='1'><ele>{n}.5</ele><time>2020-01-0{n}</time></{name}>");
        let (one, two, three) = (point("trkpt", 1), point("trkpt", 2), point("trkpt", 3));
        let (rows, told) = read_text(&format!(
            "<gpx><metadata><name>m</name></metadata><wpt lat='1' lon='2'><name>W</name><sym>Flag</sym><time>2020</time></wpt>\
             <rte><name>R</name>{}{}</rte><trk><name>T</name><link href='http://x'/><trkseg>{one}{two}</trkseg><trkseg>{two}{three}</trkseg></trk></gpx>",
            point("rtept", 1),
            point("rtept", 2),
        ));
        let expected = [
            "kind=waypoint; name=W; sym=Flag; start=2020 (1 in 1)",
            "kind=route; name=R; start=2020-01-01; end=2020-01-02; lowest_m=1.5; highest_m=2.5 (2 in 1)",
            "kind=track; name=T; link=http://x; start=2020-01-01; end=2020-01-03; lowest_m=1.5; highest_m=3.5 (4 in 2)",
        ];
        assert_eq!((rows, told.as_str()), (expected.map(str::to_owned).into(), ""));
    }

    #[test]
    fn what_is_wrong_costs_no_more_than_its_point() {
        let good = "<trkpt lat='1' lon='1'/><trkpt lat='2' lon='1'/>";
        for (text, expected, told) in [
            (format!("<trk><trkseg>{good}<trkpt lat='x' lon='1'/></trkseg></trk>"), "kind=track (2 in 1)", "bad-position@1:62"),
            (format!("<trk><trkseg>{good}<trkpt lat='95' lon='1'/></trkseg></trk>"), "kind=track (2 in 1)", "off-the-earth@1:62"),
            ("<trk><trkseg><trkpt lat='1' lon='1'/></trkseg></trk>".to_owned(), "kind=track (1 in 1)", "short-segment@1:1"),
            (
                format!("<trk><trkseg>{good}</trkseg><trkseg><trkpt lat='1' lon='1'/></trkseg></trk>"),
                "kind=track (2 in 1)",
                "short-segment@1:1",
            ),
            ("<trk><trkseg/></trk>".to_owned(), "kind=track (0 in 0)", ""),
            ("<wpt/>".to_owned(), "kind=waypoint (0 in 0)", "bad-position@1:1"),
        ] {
            assert_eq!(read_text(&text), (vec![expected.to_owned()], told.to_owned()), "{text}");
        }
        assert_eq!(
            read_text(&format!("<gpx><wpt lat='1' lon='2'/><trk><trkseg>{good}")).0.len(),
            1,
            "a track that is cut short is not whole"
        );
    }
}
