//! Geometries as GeoPackage has them: well-known binary behind a header of their own (OGC 12-128r19, 2.1.3).

use geo::Geometry;

use crate::formats::wkb::{self, WkbError};

const MARK: &[u8] = b"GP";

/// # Errors
/// It is no geometry, or one that is not read.
pub fn read(blob: &[u8]) -> Result<Option<Geometry<f64>>, WkbError> {
    let fail = |what| WkbError { at: 0, what };
    let (head, rest) =
        blob.split_first_chunk::<8>().filter(|(head, _)| head.starts_with(MARK)).ok_or(fail("no geometry of a GeoPackage"))?;
    let flags = head.get(3).copied().unwrap_or_default();
    let box_len = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(fail("an unknown kind of box before the geometry")),
    };
    wkb::read(rest.get(box_len..).ok_or(fail("the geometry ends too early"))?)
}

/// With the box of its positions, so that others need not look for it. It is never empty.
pub fn write(geometry: &Geometry<f64>, srs_id: i32, into: &mut Vec<u8>) {
    let Some(rect) = geo::BoundingRect::bounding_rect(geometry) else { return };
    into.extend(MARK);
    let is_point = matches!(geometry, Geometry::Point(_));
    // Little-endian; with a box but of a point.
    into.extend([0, if is_point { 1 } else { 3 }]);
    into.extend(srs_id.to_le_bytes());
    if !is_point {
        for number in [rect.min().x, rect.max().x, rect.min().y, rect.max().y] {
            into.extend(number.to_le_bytes());
        }
    }
    wkb::write(geometry, into);
}

#[cfg(test)]
mod tests {
    use geo::{line_string, point};

    use super::*;

    #[test]
    fn a_geometry_is_read_behind_every_kind_of_box() {
        let point: Geometry<f64> = point!(x: 1.0, y: 2.0).into();
        let line: Geometry<f64> = line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)].into();
        for geometry in [&point, &line] {
            let mut blob = Vec::new();
            write(geometry, 4326, &mut blob);
            assert_eq!(read(&blob), Ok(Some(geometry.clone())));
        }
        let mut plain = Vec::new();
        wkb::write(&point, &mut plain);
        for (kind, len) in [(0, 0), (1, 32), (2, 48), (3, 48), (4, 64)] {
            let blob = [&b"GP\0"[..], &[kind << 1 | 1], &[0; 4], &vec![0; len], &plain].concat();
            assert_eq!(read(&blob), Ok(Some(point.clone())), "{kind}");
            for end in 0..blob.len() {
                assert!(read(&blob[..end]).is_err());
            }
        }
        assert!(read(&[&b"GP\0\x0B"[..], &[0; 100]].concat()).is_err());
        assert!(read(b"no geometry").is_err());
    }
}
