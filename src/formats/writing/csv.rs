//! CSV (RFC 4180) in UTF-8: the columns of the layer, then where each row is, as `lat` and `lon` where all are points, else as well-known
//! text in `wkt`. It does not hold whether a value is a number or a text that is written as one.

use std::fmt::Write as _;
use std::io::Write;

use geo::{Coord, Geometry, LineString, Polygon};

use crate::base::Task;
use crate::dataset::{Dataset, Role, Said};
use crate::formats::writing::{Survey, WriteError};

pub fn write(
    dataset: &Dataset,
    survey: &Survey,
    rows: impl Iterator<Item = u32>,
    out: &mut dyn Write,
    task: &Task,
) -> Result<(), WriteError> {
    let mut writer = csv::Writer::from_writer(out);
    let places = places(dataset, survey);
    let names = survey.columns.iter().map(|(name, _)| name.clone());
    let of_places = places.iter().map(|name| free_name(name, survey));
    writer.write_record(names.chain(of_places)).map_err(std::io::Error::from)?;
    for row in rows {
        task.advance(1)?;
        let mut fields: Vec<String> =
            survey.row(dataset, row)?.into_iter().map(|said| said.map(Said::into_text).unwrap_or_default()).collect();
        let geometry = dataset.geometry(row);
        match (places, geometry) {
            ([_, _], Some(Geometry::Point(at))) => fields.extend([at.y().to_string(), at.x().to_string()]),
            ([_], geometry) => fields.push(geometry.as_ref().map(well_known_text).unwrap_or_default()),
            (places, _) => fields.extend(places.iter().map(|_| String::new())),
        }
        writer.write_record(fields).map_err(std::io::Error::from)?;
    }
    writer.flush()?;
    Ok(())
}

/// The columns that are added to say where rows are; none where columns of the layer do.
fn places(dataset: &Dataset, survey: &Survey) -> &'static [&'static str] {
    let has = |role: Role| dataset.mapping().columns_of(role).next().is_some();
    let is_mapped = has(Role::LatDeg) && has(Role::LonDeg) || has(Role::WellKnownText) || has(Role::Position);
    match survey.is_of_points {
        _ if is_mapped => &[],
        true if survey.says_lat_and_lon && dataset.points().is_some_and(|points| points.iter().any(|at| !at.x.is_nan())) => &[],
        true => &["lat", "lon"],
        false => &["wkt"],
    }
}

/// A name that no column has.
fn free_name(name: &str, survey: &Survey) -> String {
    let is_taken = |name: &str| survey.columns.iter().any(|(of, _)| of.eq_ignore_ascii_case(name));
    if !is_taken(name) {
        return name.to_owned();
    }
    (2..).map(|n| format!("{name} ({n})")).find(|name| !is_taken(name)).unwrap_or_default()
}

/// A geometry as well-known text (OGC 06-103r4), x = longitude first.
pub fn well_known_text(geometry: &Geometry<f64>) -> String {
    match geometry {
        Geometry::Point(at) => format!("POINT ({})", position(at.0)),
        Geometry::MultiPoint(points) => format!("MULTIPOINT ({})", joined(points.0.iter().map(|at| format!("({})", position(at.0))))),
        Geometry::Line(line) => format!("LINESTRING ({}, {})", position(line.start), position(line.end)),
        Geometry::LineString(line) => format!("LINESTRING {}", run(line)),
        Geometry::MultiLineString(lines) => format!("MULTILINESTRING ({})", joined(lines.0.iter().map(run))),
        Geometry::Polygon(polygon) => format!("POLYGON {}", rings(polygon)),
        Geometry::MultiPolygon(polygons) => format!("MULTIPOLYGON ({})", joined(polygons.0.iter().map(rings))),
        Geometry::GeometryCollection(parts) => format!("GEOMETRYCOLLECTION ({})", joined(parts.0.iter().map(well_known_text))),
        Geometry::Rect(rect) => format!("POLYGON {}", rings(&rect.to_polygon())),
        Geometry::Triangle(triangle) => format!("POLYGON {}", rings(&triangle.to_polygon())),
    }
}

fn position(at: Coord<f64>) -> String {
    format!("{} {}", at.x, at.y)
}

fn run(line: &LineString<f64>) -> String {
    let mut text = String::with_capacity(2 + 20 * line.0.len());
    for (at, position) in line.0.iter().enumerate() {
        // Writing into memory cannot fail.
        let _written = write!(text, "{}{} {}", if at == 0 { "(" } else { ", " }, position.x, position.y);
    }
    text.push(')');
    text
}

fn rings(polygon: &Polygon<f64>) -> String {
    format!("({})", joined(std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(run)))
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
