//! Whole files of KML, as data layers.

use crate::base::{Bytes, Cancelled, Location, Problem, Problems, Severity};
use crate::dataset::{Builder, Dataset, Full, GroundPicture, Lies, Role, Value};
use crate::formats::kml::geometry::{Place, place};
use crate::formats::kml::kmz::{kml_of, picture_of};
use crate::formats::kml::style::Styles;
use crate::formats::opening::{Opening, ReadError};
use crate::formats::packed::is_zip;
use crate::formats::world_file;
use crate::formats::xml::{Element, Findings, Step, Xml};

/// What the format is called.
pub const FORMAT: &str = "KML";

/// The columns that a Placemark's own elements become, and what they mean.
static ROLES: [(Role, &str); 5] =
    [(Role::Title, "name"), (Role::Summary, "description"), (Role::Start, "begin"), (Role::End, "end"), (Role::Id, "id")];

/// Texts of a Placemark that are columns as they are.
const TEXTS: [&str; 4] = ["address", "phoneNumber", "snippet", "Snippet"];

/// What stands beside Placemarks and is no row.
const LEFT_OUT: [(&str, &str); 6] = [
    ("NetworkLink", "a link to another file, which is not followed"),
    ("NetworkLinkControl", "an update of another file"),
    ("GroundOverlay", "a picture on the ground"),
    ("ScreenOverlay", "a picture on the screen"),
    ("PhotoOverlay", "a photograph in space"),
    ("Tour", "a tour"),
];

/// Reads KML, or the KML of a KMZ archive. Every Placemark is a row. What is wrong is told, with line and column; a file that is cut short or
/// damaged gives what stands whole before that.
///
/// # Errors
/// An archive that is damaged, hostile or without KML; the disk does not give the file; it was cancelled.
pub fn read(opening: &Opening<'_>, problems: &mut Problems) -> Result<Dataset, ReadError> {
    let is_packed = is_zip(&opening.source.read(0..4)?);
    let unpacked = if is_packed { kml_of(opening.source)? } else { opening.source.clone() };
    let archive = is_packed.then(|| opening.source.clone());
    let opening = Opening { source: &unpacked, ..*opening };
    let mut first_problems = Problems::default();
    let mut first = Walk::new(&opening, &mut first_problems, (Styles::default(), archive.clone()))?;
    first.all()?;
    if !first.is_style_later {
        let Walk { builder, .. } = first;
        problems.append(first_problems);
        return finished(builder, opening.name, problems);
    }
    // Shared styles mostly stand before the Placemarks that name them; where one stood after, all is read again, with all of them known.
    let styles = std::mem::take(&mut first.styles);
    let mut again = Walk::new(&opening, problems, (styles, archive))?;
    again.all()?;
    let Walk { builder, .. } = again;
    finished(builder, opening.name, problems)
}

fn finished(builder: Builder, name: &str, problems: &mut Problems) -> Result<Dataset, ReadError> {
    if builder.n_rows() == 0 {
        let (location, detail) = (Location::file(name), "there is no Placemark in the file".to_owned());
        let (severity, done) = (Severity::Warning, "nothing was read".to_owned());
        problems.push(Problem { severity, location, record: None, kind: "no-placemark", detail, done });
    }
    Ok(builder.finish()?)
}

/// A way through a file.
struct Walk<'a> {
    xml: Xml<'a>,
    builder: Builder,
    styles: Styles,
    /// What the file was packed in, with the pictures that it names.
    archive: Option<Bytes>,
    /// The containers around, outermost first.
    levels: Vec<Level>,
    /// How many shared styles were known when the first was missed.
    missed_at: Option<usize>,
    is_style_later: bool,
    full: Option<Full>,
}

/// A Document or a Folder, or the outermost element.
#[derive(Clone, Debug, Default)]
struct Level {
    is_folder: bool,
    name: Option<String>,
    time: Time,
}

/// When something was: each may be open.
#[derive(Clone, Debug, Default)]
struct Time {
    begin: Option<String>,
    end: Option<String>,
}

impl Time {
    /// Of a `TimeStamp` or `TimeSpan`.
    fn of(element: &Element) -> Option<Self> {
        let text = |name: &str| element.child_text(name).map(str::to_owned);
        match element.name.as_str() {
            "TimeStamp" => Some(Self { begin: text("when"), end: None }),
            "TimeSpan" => Some(Self { begin: text("begin"), end: text("end") }),
            _ => None,
        }
    }

    fn is_known(&self) -> bool {
        self.begin.is_some() || self.end.is_some()
    }
}

impl<'a> Walk<'a> {
    fn new(opening: &Opening<'a>, problems: &'a mut Problems, (styles, archive): (Styles, Option<Bytes>)) -> Result<Self, ReadError> {
        let mut builder = Builder::spooled(opening.name, FORMAT);
        builder.set_roles(&ROLES);
        let xml = Xml::new(opening, problems)?;
        Ok(Self { xml, builder, styles, archive, levels: Vec::new(), missed_at: None, is_style_later: false, full: None })
    }

    fn all(&mut self) -> Result<(), Cancelled> {
        while let Some(step) = self.xml.step()? {
            match step {
                Step::Start(element) => self.start(element)?,
                Step::End => drop(self.levels.pop()),
            }
            if self.full.is_some() {
                break;
            }
        }
        self.is_style_later = self.missed_at.is_some_and(|n_styles| self.styles.len() > n_styles);
        Ok(())
    }

    fn start(&mut self, element: Element) -> Result<(), Cancelled> {
        match element.name.as_str() {
            "kml" | "Document" | "Folder" => self.enter(&element),
            "Placemark" => {
                if let Some(placemark) = self.xml.rest(element)? {
                    self.placemark(&placemark);
                }
            }
            "Style" | "StyleMap" | "CascadingStyle" => {
                if let Some(style) = self.xml.rest(element)? {
                    self.styles.add(&style);
                }
            }
            "name" | "TimeStamp" | "TimeSpan" => {
                let inner = self.xml.rest(element)?;
                if let (Some(inner), Some(level)) = (inner, self.levels.last_mut()) {
                    match Time::of(&inner) {
                        Some(time) => level.time = time,
                        None => level.name = Some(inner.all_text()),
                    }
                }
            }
            other => {
                if let Some((name, what)) = LEFT_OUT.iter().find(|(name, _)| *name == other) {
                    self.left_out(name, what, element)?;
                } else {
                    self.xml.skip()?;
                }
            }
        }
        Ok(())
    }

    fn enter(&mut self, element: &Element) {
        let time = self.levels.last().map(|level| level.time.clone()).unwrap_or_default();
        self.levels.push(Level { is_folder: element.name == "Folder", name: None, time });
    }

    fn left_out(&mut self, name: &str, what: &str, element: Element) -> Result<(), Cancelled> {
        let at = element.at;
        if let Some(element) = self.xml.rest(element)? {
            if let Some(picture) = self.picture(&element) {
                self.ground_overlay(&element, picture);
                return Ok(());
            }
            let named = element.child_text("name").map(|name| format!(" {name:?}")).unwrap_or_default();
            let bounds = element.child("LatLonBox").map(bounds_words).unwrap_or_default();
            let detail = format!("{name}{named}: {what}{bounds}");
            self.xml.tell(Severity::Warning, at, None, "left-out", detail, "left out");
        }
        Ok(())
    }

    /// The picture of a `GroundOverlay` in the same archive, where it lies in a box and can be shown.
    fn picture(&self, overlay: &Element) -> Option<GroundPicture> {
        let number = |of: &Element, name: &str| of.child_text(name)?.trim().parse::<f64>().ok();
        let bounds = overlay.child("LatLonBox").filter(|_| overlay.name == "GroundOverlay")?;
        let sides = ["west", "south", "east", "north"].map(|side| number(bounds, side));
        let [west, south, east, north] = sides;
        let encoded = picture_of(self.archive.as_ref()?, overlay.child("Icon")?.child_text("href")?)?;
        let size = world_file::size_of(&encoded).ok()?;
        let turned_deg = number(bounds, "rotation").unwrap_or_default();
        let lies = Lies::in_box([west?, south?, east?, north?], turned_deg, size)?;
        Some(GroundPicture { row: 0, encoded: Bytes::from(encoded), size, lies }).filter(GroundPicture::is_on_earth)
    }

    fn ground_overlay(&mut self, overlay: &Element, picture: GroundPicture) {
        for name in ["name", "description"] {
            if let Some(text) = overlay.child_text(name).filter(|text| !text.is_empty()) {
                self.builder.put(name, Value::Text(text));
            }
        }
        let outline = picture.outline().into();
        self.builder.set_picture(picture);
        if let Err(full) = self.builder.end_row(Some(&outline), 0..0) {
            self.xml.error(overlay.at, "too-much", full.to_string(), "left out this picture and all after it");
            self.full = Some(full);
        }
    }

    fn placemark(&mut self, placemark: &Element) {
        let mut findings = Findings::default();
        let Place { geometry, first, last } = place(placemark, &mut findings);
        let (style, unknown) = self.styles.of(placemark);
        if let Some(url) = unknown {
            self.missed_at.get_or_insert(self.styles.len());
            let detail = if url.starts_with('#') {
                format!("no style {url:?} stands before")
            } else {
                format!("the style {url:?} is of another file")
            };
            self.xml.warn_once(placemark.at, "unknown-style", detail, "drawn as any other, this and others");
        }
        let own = placemark.children.iter().find_map(Time::of);
        let of_track = Time { begin: first, end: last };
        let around = self.levels.last().map(|level| level.time.clone()).unwrap_or_default();
        let time = own.into_iter().chain([of_track, around]).find(Time::is_known).unwrap_or_default();
        let folders = self.levels.iter().filter(|level| level.is_folder).filter_map(|level| level.name.as_deref());
        let folder = folders.collect::<Vec<_>>().join(" / ");
        let description = placemark.child("description").map(Element::all_text).unwrap_or_default();
        let mut fields: Vec<(&str, &str)> = vec![("name", placemark.child_text("name").unwrap_or_default()), ("folder", &folder)];
        fields.push(("begin", time.begin.as_deref().unwrap_or_default()));
        fields.push(("end", time.end.as_deref().unwrap_or_default()));
        fields.push(("description", &description));
        fields.push(("id", placemark.attribute("id").unwrap_or_default()));
        fields.extend(TEXTS.map(|name| (name, placemark.child_text(name).unwrap_or_default())));
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            self.builder.put(name, Value::Text(value));
        }
        placemark.children_named("ExtendedData").for_each(|data| self.extended(data));
        self.builder.set_style(style);
        findings.tell(placemark.child_text("name"), &mut self.xml);
        if let Err(full) = self.builder.end_row(geometry.as_ref(), 0..0) {
            self.xml.error(placemark.at, "too-much", full.to_string(), "left out this Placemark and all after it");
            self.full = Some(full);
        }
    }

    /// `Data`, `SchemaData` and elements of other schemas, by their names. What is called as one of the columns of every Placemark has a
    /// column of its own.
    fn extended(&mut self, data: &Element) {
        for item in &data.children {
            match item.name.as_str() {
                "Data" => self.datum(item, item.child_text("value").unwrap_or_default()),
                "SchemaData" => {
                    for simple in &item.children {
                        let values: Vec<&str> = simple.children_named("value").map(|value| value.text.trim()).collect();
                        let list = serde_json::to_string(&values).unwrap_or_default();
                        self.datum(simple, if values.is_empty() { simple.text.trim() } else { &list });
                    }
                }
                name => {
                    let text = item.all_text();
                    self.put_datum(name, &text);
                }
            }
        }
    }

    fn datum(&mut self, item: &Element, value: &str) {
        self.put_datum(item.attribute("name").unwrap_or_default(), value);
    }

    fn put_datum(&mut self, name: &str, value: &str) {
        if name.is_empty() || value.is_empty() {
            return;
        }
        let is_taken = name == "folder" || TEXTS.contains(&name) || ROLES.iter().any(|(_, own)| *own == name);
        if is_taken {
            self.builder.put(&format!("{name} (data)"), Value::Text(value));
        } else {
            self.builder.put(name, Value::Text(value));
        }
    }
}

/// Where a picture lies.
fn bounds_words(bounds: &Element) -> String {
    let side = |name: &str| bounds.child_text(name).unwrap_or("?");
    format!(", from {} to {} north and {} to {} east", side("south"), side("north"), side("west"), side("east"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;

    /// The rows of a text as "name=value ..." with where they are, and its problems as "kind@line:column".
    fn read_text(text: &str) -> (Dataset, Vec<String>, String) {
        let (source, mut problems) = (Bytes::from(text.as_bytes()), Problems::default());
        let dataset = read(&Opening::of("f.kml", &source), &mut problems).unwrap();
        let rows = (0..dataset.n_rows()).map(|row| {
            let said = dataset.row(row).unwrap().properties.into_iter().map(|(name, value)| format!("{name}={value}"));
            said.collect::<Vec<_>>().join("; ")
        });
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        let rows = rows.collect();
        (dataset, rows, told.join(" "))
    }

    #[test]
    fn placemarks_have_the_folders_and_the_time_that_they_are_in() {
        let (dataset, rows, told) = read_text(
            "<kml><Document><name>D</name><Folder><name>A</name><TimeSpan><begin>2022</begin></TimeSpan>\
             <Placemark id='p'><name>1</name><Point><coordinates>1,2</coordinates></Point></Placemark>\
             <Folder><name>B &amp; C</name><Placemark><description><![CDATA[<b>x</b>]]></description></Placemark></Folder>\
             <Placemark><TimeStamp><when>2023-01-02</when></TimeStamp></Placemark></Folder><Placemark/></Document></kml>",
        );
        let expected =
            ["name=1; folder=A; begin=2022; id=p", "folder=A / B & C; begin=2022; description=<b>x</b>", "folder=A; begin=2023-01-02", ""];
        assert_eq!((rows.as_slice(), told.as_str()), (expected.map(str::to_owned).as_slice(), ""));
        assert_eq!((dataset.title(0), dataset.bounds().is_some()), ("1".to_owned(), true));
        assert_eq!(dataset.mapping().columns_of(Role::Start).next(), Some("begin"));
    }

    #[test]
    fn data_of_any_schema_are_columns_and_do_not_hide_the_name() {
        let (_, rows, told) = read_text(
            "<Placemark><name>own</name><ExtendedData><Data name='a'><value>1</value></Data><Data name='name'><value>2</value></Data>\
             <SchemaData><SimpleData name='b'> 3 </SimpleData><gx:SimpleArrayData name='c'><gx:value>4</gx:value><gx:value>5</gx:value>\
             </gx:SimpleArrayData></SchemaData><x:d>6</x:d></ExtendedData></Placemark>",
        );
        assert_eq!(
            (rows.as_slice(), told.as_str()),
            (["name=own; a=1; name (data)=2; b=3; c=[\"4\",\"5\"]; d=6".to_owned()].as_slice(), "")
        );
    }

    #[test]
    fn where_no_placemark_has_a_time_of_its_own_its_data_may_have_one() {
        let placemark = |time: &str, day: &str| {
            format!(
                "<Placemark><name>A</name>{time}<ExtendedData><Data name='event_date'><value>{day}</value></Data></ExtendedData></Placemark>"
            )
        };
        let start = |text: &str| {
            let (dataset, ..) = read_text(text);
            dataset.mapping().columns_of(Role::Start).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(start(&format!("<kml>{}</kml>", placemark("", "2024-10-24"))), ["event_date"]);
        let own = placemark("<TimeStamp><when>2024-10-24</when></TimeStamp>", "2023-01-01");
        assert_eq!(start(&format!("<kml>{own}{}</kml>", placemark("", "2023-01-01"))), ["begin"]);
        assert_eq!(start("<kml><Placemark><name>A</name></Placemark></kml>"), Vec::<String>::new());
    }

    #[test]
    fn styles_are_found_wherever_they_stand() {
        let shared = "<Style id='s'><LineStyle><color>ff0000ff</color><width>3</width></LineStyle></Style>\
                      <StyleMap id='m'><Pair><key>highlight</key><styleUrl>#x</styleUrl></Pair><Pair><key>normal</key><styleUrl>#s</styleUrl></Pair></StyleMap>";
        let own = "<Placemark><styleUrl>#m</styleUrl><Style><PolyStyle><color>8000ff00</color></PolyStyle></Style></Placemark>";
        for text in [format!("<kml>{shared}{own}</kml>"), format!("<kml>{own}{shared}</kml>")] {
            let (dataset, _, told) = read_text(&text);
            let style = dataset.style(0);
            let found = (style.stroke.map(|rgb| rgb.0), style.stroke_width, style.fill.map(|rgb| rgb.0), style.fill_opacity);
            assert_eq!(found, (Some([255, 0, 0]), Some(3.0), Some([0, 255, 0]), Some(0.502)), "{text}");
            assert_eq!((dataset.n_rows(), told.contains("unknown")), (1, false), "{text}: {told}");
        }
        assert_eq!(read_text(&format!("<kml>{own}{own}</kml>")).2, "unknown-style@1:6");
        assert_eq!(read_text("<Placemark><styleUrl>http://x/y.kml#z</styleUrl></Placemark>").2, "unknown-style@1:1");
    }

    #[test]
    fn every_kind_of_geometry_is_read_and_what_is_wrong_in_one_is_told() {
        let ring = |tag: &str, at: &str| format!("<{tag}><LinearRing><coordinates>{at}</coordinates></LinearRing></{tag}>");
        let polygon =
            format!("<Polygon>{}{}</Polygon>", ring("outerBoundaryIs", "0,0 9,0 9,9 0,0"), ring("innerBoundaryIs", "1,1 2,1 2,2 1,1"));
        let cases = [
            ("<Point><coordinates>1,2,3</coordinates></Point>".to_owned(), "Point 1", ""),
            ("<LineString><coordinates>1,2 3,4</coordinates></LineString>".to_owned(), "LineString 2", ""),
            ("<LineString><coordinates>1,2</coordinates></LineString>".to_owned(), "Point 1", "short-line@1:12"),
            (polygon.clone(), "Polygon 8", ""),
            (format!("<MultiGeometry>{polygon}<MultiGeometry>{polygon}</MultiGeometry></MultiGeometry>"), "MultiPolygon 16", ""),
            (format!("<Point><coordinates>1,2</coordinates></Point>{polygon}"), "GeometryCollection 9", ""),
            (format!("<Polygon>{}</Polygon>", ring("outerBoundaryIs", "0,0 9,0 9,9")), "Polygon 4", "unclosed-ring@1:38"),
            (format!("<Polygon>{}</Polygon>", ring("outerBoundaryIs", "0,0 9,0 0,0")), "none", "short-ring@1:38"),
            ("<Polygon/>".to_owned(), "none", "polygon-without-ring@1:12"),
            ("<Point><coordinates>1,x</coordinates></Point>".to_owned(), "none", "bad-position@1:19"),
            ("<Point><coordinates>1,91</coordinates></Point>".to_owned(), "none", "off-the-earth@1:19"),
            ("<Model/>".to_owned(), "none", "model@1:12"),
        ];
        for (geometry, expected, told) in cases {
            let (dataset, _, found) = read_text(&format!("<Placemark>{geometry}</Placemark>"));
            let shown = dataset.geometry(0).map_or_else(|| "none".to_owned(), |geometry| shown(&geometry));
            assert_eq!((shown.as_str(), found.as_str()), (expected, told), "{geometry}");
        }
    }

    fn shown(geometry: &geo::Geometry<f64>) -> String {
        let kind = format!("{geometry:?}");
        let kind =
            if matches!(geometry, geo::Geometry::GeometryCollection(_)) { "GeometryCollection" } else { kind.split('(').next().unwrap() };
        format!("{kind} {}", geo::CoordsIter::coords_count(geometry))
            .replace("MULTIPOLYGON", "MultiPolygon")
            .replace("POLYGON", "Polygon")
            .replace("LINESTRING", "LineString")
            .replace("POINT", "Point")
    }

    #[test]
    fn a_track_is_a_line_from_its_first_time_to_its_last() {
        let track = "<gx:Track><when>2020-01-01T00:00:00Z</when><when>2020-01-01T01:00:00Z</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track>";
        let (dataset, rows, told) =
            read_text(&format!("<Placemark>{track}</Placemark><Placemark><gx:MultiTrack>{track}{track}</gx:MultiTrack></Placemark>"));
        assert_eq!(rows, ["begin=2020-01-01T00:00:00Z; end=2020-01-01T01:00:00Z"; 2]);
        assert_eq!((dataset.parts(0).count(), dataset.parts(1).count(), told.as_str()), (1, 2, ""));
    }

    #[test]
    fn what_is_no_row_is_told_and_what_is_unknown_is_passed_over() {
        let (dataset, _, told) = read_text(
            "<kml><NetworkLink><Link><href>http://x/</href></Link></NetworkLink>\n<GroundOverlay><name>g</name><LatLonBox><north>1</north></LatLonBox>\
             </GroundOverlay><what><Placemark/></what><Placemark/></kml>",
        );
        assert_eq!((dataset.n_rows(), told.as_str()), (1, "left-out@1:6 left-out@2:1"));
        let (_, rows, told) =
            read_text("<kml><Folder><name>A</name><Folder><name>B</name><what><x><y></Folder><Placemark/></Folder></kml>");
        assert_eq!((rows.as_slice(), told.as_str()), (["folder=A".to_owned()].as_slice(), "missing-end@1:62"));
    }

    #[test]
    fn a_truncated_file_keeps_every_whole_placemark() {
        let one = "<Placemark><name>x</name></Placemark>\n";
        let text = format!("<kml>\n{one}{one}{one}</kml>");
        for (end, _) in text.char_indices().skip(1) {
            let (dataset, _, told) = read_text(text.get(..end).unwrap());
            let n_whole = text.get(..end).unwrap().matches("</Placemark>").count();
            assert_eq!((dataset.n_rows() as usize, told.is_empty()), (n_whole, false), "cut at {end}: {told}");
        }
    }

    #[test]
    fn an_archive_gives_its_main_file_and_nothing_of_where_that_leads() {
        type Files<'a> = &'a [(&'a str, &'a str)];
        let placemark = |name: &str| format!("<kml><Placemark><name>{name}</name></Placemark></kml>").into_bytes();
        let cases: [(Files<'_>, Result<&str, &str>); 4] = [
            (&[("a.kml", "a"), ("doc.kml", "doc"), ("in/doc.kml", "in")], Ok("doc")),
            (&[("files/x.png", "x"), ("z.kml", "z"), ("b.kml", "b")], Ok("b")),
            (&[("x/y.KML", "y")], Ok("y")),
            (&[("x.txt", "x")], Err("there is no KML")),
        ];
        for (files, expected) in cases {
            let contents: Vec<_> = files.iter().map(|(name, text)| (*name, placemark(text))).collect();
            let files: Vec<_> = contents.iter().map(|(name, content)| (*name, content.as_slice())).collect();
            let zip = crate::formats::packed::zipped(&files, |_| true).unwrap();
            match (read(&Opening::of("f.kmz", &Bytes::from(zip)), &mut Problems::default()), expected) {
                (Ok(dataset), Ok(title)) => assert_eq!(dataset.title(0), title),
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
                (got, _) => panic!("{got:?}"),
            }
        }
        assert!(read(&Opening::of("f.kmz", &Bytes::from(b"PK\x03\x04x".as_slice())), &mut Problems::default()).is_err());
    }
}
