//! KML 2.3 (OGC 12-007r2): a Placemark for each row, its values in ExtendedData by a Schema that says their kinds. It does not hold null,
//! and a text keeps only characters that XML has.

use std::borrow::Cow;
use std::io::{self, Write};

use geo::{Geometry, LineString, Polygon};

use crate::base::Task;
use crate::dataset::{Dataset, Said};
use crate::formats::writing::{Kind, Survey, WriteError, layer_name};

/// Columns that are members of a Placemark itself.
const OWN: [&str; 2] = ["name", "description"];

pub fn write(
    dataset: &Dataset,
    survey: &Survey,
    rows: impl Iterator<Item = u32>,
    out: &mut dyn Write,
    task: &Task,
) -> Result<(), WriteError> {
    let layer = layer_name(dataset);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>")?;
    writeln!(out, "<name>{}</name>\n<Schema name=\"{0}\" id=\"row\">", escaped(layer))?;
    for (name, kind) in survey.columns.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        writeln!(out, "<SimpleField type=\"{}\" name=\"{}\"/>", type_of(*kind), escaped(name))?;
    }
    writeln!(out, "</Schema>")?;
    let names_rows = survey.columns.iter().any(|(name, kind)| name == "name" && *kind != Kind::Nothing);
    for row in rows {
        task.advance(1)?;
        let values = survey.row(dataset, row)?;
        let fields: Vec<(&str, &Said)> =
            survey.columns.iter().zip(&values).filter_map(|((name, _), said)| Some((name.as_str(), said.as_ref()?))).collect();
        writeln!(out, "<Placemark>")?;
        let own = |name: &str| fields.iter().find(|(of, _)| *of == name).map(|(_, said)| said.as_str());
        // Programs show the name, so a row has the title by which it is known here.
        let title = if names_rows { None } else { Some(dataset.title(row)).filter(|title| !title.starts_with("Feature ")) };
        for (tag, text) in [("name", own("name").or(title.as_deref())), ("description", own("description"))] {
            if let Some(text) = text {
                writeln!(out, "<{tag}>{}</{tag}>", escaped(text))?;
            }
        }
        let others: Vec<_> = fields.iter().filter(|(name, _)| !OWN.contains(name)).collect();
        if !others.is_empty() {
            writeln!(out, "<ExtendedData><SchemaData schemaUrl=\"#row\">")?;
            for (name, said) in others {
                writeln!(out, "<SimpleData name=\"{}\">{}</SimpleData>", escaped(name), escaped(said.as_str()))?;
            }
            writeln!(out, "</SchemaData></ExtendedData>")?;
        }
        if let Some(geometry) = dataset.geometry(row) {
            write_geometry(&geometry, out)?;
            writeln!(out)?;
        }
        writeln!(out, "</Placemark>")?;
    }
    writeln!(out, "</Document>\n</kml>")?;
    Ok(())
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Integers => "int",
        Kind::Numbers => "double",
        Kind::Truths => "bool",
        Kind::Nothing | Kind::Days | Kind::Moments | Kind::Texts => "string",
    }
}

fn write_geometry(geometry: &Geometry<f64>, out: &mut dyn Write) -> io::Result<()> {
    match geometry {
        Geometry::Point(at) => write!(out, "<Point><coordinates>{},{}</coordinates></Point>", at.x(), at.y()),
        Geometry::LineString(line) => write_run("LineString", line, out),
        Geometry::Line(line) => write_run("LineString", &LineString(vec![line.start, line.end]), out),
        Geometry::Polygon(polygon) => write_polygon(polygon, out),
        Geometry::MultiPoint(points) => write_all(points.0.iter().map(|point| Geometry::Point(*point)), out),
        Geometry::MultiLineString(lines) => write_all(lines.0.iter().map(|line| Geometry::LineString(line.clone())), out),
        Geometry::MultiPolygon(polygons) => write_all(polygons.0.iter().map(|polygon| Geometry::Polygon(polygon.clone())), out),
        Geometry::GeometryCollection(parts) => write_all(parts.0.iter().cloned(), out),
        Geometry::Rect(rect) => write_polygon(&rect.to_polygon(), out),
        Geometry::Triangle(triangle) => write_polygon(&triangle.to_polygon(), out),
    }
}

fn write_all(parts: impl Iterator<Item = Geometry<f64>>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<MultiGeometry>")?;
    for part in parts {
        write_geometry(&part, out)?;
    }
    write!(out, "</MultiGeometry>")
}

fn write_polygon(polygon: &Polygon<f64>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<Polygon><outerBoundaryIs>")?;
    write_run("LinearRing", polygon.exterior(), out)?;
    write!(out, "</outerBoundaryIs>")?;
    for hole in polygon.interiors() {
        write!(out, "<innerBoundaryIs>")?;
        write_run("LinearRing", hole, out)?;
        write!(out, "</innerBoundaryIs>")?;
    }
    write!(out, "</Polygon>")
}

fn write_run(tag: &str, line: &LineString<f64>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<{tag}><coordinates>")?;
    for (at, position) in line.0.iter().enumerate() {
        write!(out, "{}{},{}", if at == 0 { "" } else { " " }, position.x, position.y)?;
    }
    write!(out, "</coordinates></{tag}>")
}

/// A text as XML 1.0 has it, in an attribute too; characters that XML has not are U+FFFD.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\r' | '\u{fffe}' | '\u{ffff}') && (c >= ' ' || matches!(c, '\n' | '\t'));
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            c if is_plain(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    Cow::Owned(escaped)
}
