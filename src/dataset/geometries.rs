//! Geometries as flat columns: rows of parts, parts of runs, runs of positions.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::dataset::{Dataset, Full};
use crate::earth::Bounds;

/// What a row's geometry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GeometryKind {
    None,
    Point,
    MultiPoint,
    Line,
    MultiLine,
    Polygon,
    MultiPolygon,
    Collection,
}

/// A piece of a geometry, in degrees with x = longitude.
#[derive(Clone, Debug)]
pub enum Part<'a> {
    Points(&'a [Coord<f64>]),
    Line(&'a [Coord<f64>]),
    Polygon(Rings<'a>),
}

/// The rings of one polygon: the outer one, then its holes; each ends where it began.
#[derive(Clone, Debug)]
pub struct Rings<'a> {
    geometries: &'a Geometries,
    runs: std::ops::Range<u32>,
}

impl<'a> Iterator for Rings<'a> {
    type Item = &'a [Coord<f64>];

    fn next(&mut self) -> Option<Self::Item> {
        self.runs.next().map(|run| self.geometries.run(run))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    Points,
    Line,
    Polygon,
}

/// Each `*_end` column gives where the row, part or run ends in the next finer column; it begins where the one before it ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Geometries {
    kinds: Vec<GeometryKind>,
    bounds_of_row: Vec<Option<Bounds>>,
    row_end: Vec<u32>,
    part_kinds: Vec<PartKind>,
    part_end: Vec<u32>,
    run_end: Vec<u32>,
    positions: Vec<Coord<f64>>,
    bounds: Option<Bounds>,
}

impl Geometries {
    pub fn n_rows(&self) -> u32 {
        length(&self.kinds)
    }

    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    pub fn bounds_of(&self, row: u32) -> Option<Bounds> {
        self.bounds_of_row.get(row as usize).copied().flatten()
    }

    /// Adds a row. Its positions are bounded before anything is added.
    pub fn push(&mut self, geometry: Option<&Geometry<f64>>) -> Result<(), Full> {
        let n_new = geometry.map_or(0, geo::CoordsIter::coords_count);
        if self.positions.len() + n_new > Dataset::MAX_POSITIONS {
            return Err(Full::Positions);
        }
        let kind = geometry.map_or(GeometryKind::None, |geometry| self.add(geometry));
        let bounds = geometry.and_then(Bounds::of_geometry);
        self.bounds = [self.bounds, bounds].into_iter().flatten().reduce(Bounds::union);
        self.bounds_of_row.push(bounds);
        self.kinds.push(kind);
        self.row_end.push(length(&self.part_kinds));
        Ok(())
    }

    pub fn parts(&self, row: u32) -> impl Iterator<Item = Part<'_>> {
        span(&self.row_end, row).map(|part| {
            let mut runs = span(&self.part_end, part);
            match self.part_kinds.get(part as usize) {
                Some(PartKind::Polygon) => Part::Polygon(Rings { geometries: self, runs }),
                Some(PartKind::Line) => Part::Line(runs.next().map(|run| self.run(run)).unwrap_or_default()),
                _ => Part::Points(runs.next().map(|run| self.run(run)).unwrap_or_default()),
            }
        })
    }

    pub fn geometry(&self, row: u32) -> Option<Geometry<f64>> {
        let parts = self.parts(row);
        let kind = self.kinds.get(row as usize).copied().unwrap_or(GeometryKind::None);
        if kind == GeometryKind::Collection {
            return Some(Geometry::GeometryCollection(GeometryCollection(parts.map(to_geometry).collect())));
        }
        let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Points(run) => points.extend(run.iter().map(|p| Point(*p))),
                Part::Line(run) => lines.push(LineString(run.to_vec())),
                Part::Polygon(rings) => polygons.push(to_polygon(rings)),
            }
        }
        match kind {
            GeometryKind::Point => points.pop().map(Geometry::Point),
            GeometryKind::MultiPoint => Some(Geometry::MultiPoint(MultiPoint(points))),
            GeometryKind::Line => lines.pop().map(Geometry::LineString),
            GeometryKind::MultiLine => Some(Geometry::MultiLineString(MultiLineString(lines))),
            GeometryKind::Polygon => polygons.pop().map(Geometry::Polygon),
            GeometryKind::MultiPolygon => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
            GeometryKind::None | GeometryKind::Collection => None,
        }
    }

    fn run(&self, run: u32) -> &[Coord<f64>] {
        let span = span(&self.run_end, run);
        self.positions.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn add(&mut self, geometry: &Geometry<f64>) -> GeometryKind {
        match geometry {
            Geometry::Point(point) => self.add_simple(PartKind::Points, std::iter::once(point.0), GeometryKind::Point),
            Geometry::MultiPoint(points) => self.add_simple(PartKind::Points, points.iter().map(|p| p.0), GeometryKind::MultiPoint),
            Geometry::LineString(line) => self.add_simple(PartKind::Line, line.0.iter().copied(), GeometryKind::Line),
            Geometry::Line(line) => self.add_simple(PartKind::Line, [line.start, line.end].into_iter(), GeometryKind::Line),
            Geometry::MultiLineString(lines) => {
                for line in lines {
                    self.add_simple(PartKind::Line, line.0.iter().copied(), GeometryKind::Line);
                }
                GeometryKind::MultiLine
            }
            Geometry::Polygon(polygon) => self.add_polygon(polygon),
            Geometry::MultiPolygon(polygons) => {
                for polygon in polygons {
                    self.add_polygon(polygon);
                }
                GeometryKind::MultiPolygon
            }
            Geometry::Rect(rect) => self.add_polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.add_polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(members) => {
                for member in members {
                    self.add(member);
                }
                GeometryKind::Collection
            }
        }
    }

    fn add_simple(&mut self, part: PartKind, run: impl Iterator<Item = Coord<f64>>, kind: GeometryKind) -> GeometryKind {
        self.add_run(run);
        self.end_part(part);
        kind
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>) -> GeometryKind {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            self.add_run(ring.0.iter().copied());
        }
        self.end_part(PartKind::Polygon);
        GeometryKind::Polygon
    }

    fn add_run(&mut self, run: impl Iterator<Item = Coord<f64>>) {
        self.positions.extend(run);
        self.run_end.push(length(&self.positions));
    }

    fn end_part(&mut self, kind: PartKind) {
        self.part_kinds.push(kind);
        self.part_end.push(length(&self.run_end));
    }
}

fn to_polygon(mut rings: Rings<'_>) -> Polygon<f64> {
    let exterior = LineString(rings.next().unwrap_or_default().to_vec());
    Polygon::new(exterior, rings.map(|ring| LineString(ring.to_vec())).collect())
}

fn to_geometry(part: Part<'_>) -> Geometry<f64> {
    match part {
        Part::Points([point]) => Geometry::Point(Point(*point)),
        Part::Points(run) => Geometry::MultiPoint(MultiPoint(run.iter().map(|p| Point(*p)).collect())),
        Part::Line(run) => Geometry::LineString(LineString(run.to_vec())),
        Part::Polygon(rings) => Geometry::Polygon(to_polygon(rings)),
    }
}

/// The stretch that entry `index` of a column of ends covers.
fn span(ends: &[u32], index: u32) -> std::ops::Range<u32> {
    let end_of = |index: Option<u32>| index.and_then(|index| ends.get(index as usize)).copied();
    match end_of(Some(index)) {
        Some(end) => end_of(index.checked_sub(1)).unwrap_or_default()..end,
        None => 0..0,
    }
}

/// Lengths are bounded by [`Dataset::MAX_POSITIONS`] and [`Dataset::MAX_ROWS`], far below the bound of `u32`.
fn length<T>(column: &[T]) -> u32 {
    u32::try_from(column.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use geo::{coord, line_string, point, polygon};

    use super::*;

    #[test]
    fn geometries_come_back_as_they_were_put_in() {
        let square = polygon!(exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)], interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)]]);
        let line = line_string![(x: 1., y: 2.), (x: 3., y: -4.)];
        let rows: Vec<Option<Geometry<f64>>> = vec![
            Some(point!(x: 5., y: 6.).into()),
            None,
            Some(MultiPoint(vec![point!(x: 1., y: 1.), point!(x: 2., y: 2.)]).into()),
            Some(line.clone().into()),
            Some(MultiLineString(vec![line.clone(), line.clone()]).into()),
            Some(square.clone().into()),
            Some(MultiPolygon(vec![square.clone(), square.clone()]).into()),
            Some(Geometry::GeometryCollection(GeometryCollection(vec![line.into(), square.into(), point!(x: 1., y: 1.).into()]))),
        ];
        let mut columns = Geometries::default();
        for row in &rows {
            columns.push(row.as_ref()).unwrap();
        }
        for (row, expected) in (0..).zip(&rows) {
            assert_eq!(&columns.geometry(row), expected, "row {row}");
        }
        assert_eq!(columns.geometry(99), None);
        assert_eq!((columns.bounds_of(1), columns.bounds_of(3)), (None, Bounds::new(1.0, -4.0, 3.0, 2.0)));
        assert_eq!(columns.bounds(), Bounds::new(0.0, -4.0, 9.0, 9.0));
        assert!(matches!(columns.parts(2).next(), Some(Part::Points([_, p])) if *p == coord! { x: 2., y: 2. }));
    }

    #[test]
    fn rows_on_both_sides_of_180_degrees_lie_in_one_narrow_box() {
        let mut columns = Geometries::default();
        for lon_deg in [178.0, -179.0, 177.0] {
            columns.push(Some(&Point::new(lon_deg, 5.0).into())).unwrap();
        }
        assert_eq!(columns.bounds(), Bounds::new(177.0, 5.0, -179.0, 5.0));
    }
}
