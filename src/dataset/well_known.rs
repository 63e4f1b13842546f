//! Geometries as well-known text (OGC 06-103r4), also with the `SRID=4326;` of PostGIS before it.

use geo::{Coord, CoordsIter, Geometry, LineString, MapCoords, Polygon};
use wkt::TryFromWkt;

use crate::earth::LonLat;

/// Longer texts are not read.
const MOST_BYTES: usize = 16 << 20;
/// Nor are those with more brackets within each other than a collection of collections of areas has.
const MOST_DEPTH: usize = 8;
/// Longitudes up to one turn too far are taken for a world map drawn on past its edge.
const MOST_LON_DEG: f64 = 540.0;

/// Whether a text begins as one.
pub fn looks_well_known(text: &str) -> bool {
    const WORDS: [&str; 8] =
        ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "SRID="];
    let text = text.trim_start();
    WORDS.iter().any(|word| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

/// Reads one, in degrees with x = longitude.
///
/// # Errors
/// What is wrong with it, in words.
pub fn well_known(text: &str) -> Result<Geometry<f64>, &'static str> {
    let text = match text.trim().split_once(';') {
        Some((system, text)) if system.eq_ignore_ascii_case("SRID=4326") => text,
        Some(_) => return Err("it is not in WGS 84 (SRID 4326)"),
        None => text.trim(),
    };
    if text.len() > MOST_BYTES {
        return Err("it is too long");
    }
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Err("it is nested too deeply");
        }
    }
    if !looks_well_known(text) {
        return Err("it is no well-known text");
    }
    let geometry = Geometry::try_from_wkt_str(text).map_err(|_| "it is no sound well-known text")?;
    sound(geometry)
}

/// The geometry with longitudes turned back and its rings closed.
fn sound(geometry: Geometry<f64>) -> Result<Geometry<f64>, &'static str> {
    if geometry.coords_count() == 0 {
        return Err("it is empty");
    }
    if !has_all_positions(&geometry) {
        return Err("a line or ring of it has too few positions");
    }
    geometry.try_map_coords(|at| {
        let position = Some(at).filter(|at| at.x.abs() <= MOST_LON_DEG).and_then(|at| LonLat::new(at.x, at.y));
        position.map(|position| Coord { x: position.lon_deg(), y: position.lat_deg() }).ok_or("it has a position that is not on earth")
    })
}

fn has_all_positions(geometry: &Geometry<f64>) -> bool {
    let line = |line: &LineString<f64>| line.0.len() >= 2;
    let ring = |ring: &LineString<f64>| ring.0.len() >= 4;
    let polygon = |polygon: &Polygon<f64>| ring(polygon.exterior()) && polygon.interiors().iter().all(ring);
    match geometry {
        Geometry::LineString(own) => line(own),
        Geometry::MultiLineString(lines) => lines.0.iter().all(line),
        Geometry::Polygon(own) => polygon(own),
        Geometry::MultiPolygon(polygons) => polygons.0.iter().all(polygon),
        Geometry::GeometryCollection(members) => members.0.iter().all(has_all_positions),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_text_is_read_and_what_is_unsound_is_refused() {
        for (text, n_positions) in [
            ("POINT (36.19 51.73)", 1),
            ("point(36.19 51.73)", 1),
            ("SRID=4326;POINT Z (36.19 51.73 120)", 1),
            ("LINESTRING (1 2, 3 4)", 2),
            ("POLYGON ((0 0, 1 0, 1 1, 0 0))", 4),
            ("POLYGON ((0 0, 1 0, 1 1))", 4),
            ("MULTIPOINT ((1 2), (3 4))", 2),
            ("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", 3),
        ] {
            assert_eq!(well_known(text).map(|geometry| geometry.coords_count()), Ok(n_positions), "{text}");
        }
        for (text, words) in [
            ("", "no well-known text"),
            ("SRID=3857;POINT (1 2)", "WGS 84"),
            ("POINT EMPTY", "empty"),
            ("POINT (36.19)", "sound"),
            ("POINT (1 91)", "not on earth"),
            ("POINT (541 1)", "not on earth"),
            ("POINT (nan 1)", ""),
            ("LINESTRING (1 2)", "too few"),
            ("POLYGON ((0 0, 1 1))", "too few"),
            ("POINT (1 2", "sound"),
        ] {
            let error = well_known(text).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        }
        let deep = format!("{}POINT (1 2){}", "GEOMETRYCOLLECTION (".repeat(99_999), ")".repeat(99_999));
        assert!(well_known(&deep).unwrap_err().contains("deep"));
    }
}
