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

/// Rows that are points or nothing take one position each, NaN where there is none. With the first row of another kind all are kept as
/// rows of parts: each `*_end` column gives where the row, part or run ends in the next finer column; it begins where the one before it ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Geometries {
    positions: Vec<Coord<f64>>,
    /// `None` as long as rows are points.
    shapes: Option<Box<Shapes>>,
}

#[derive(Clone, Debug, Default)]
struct Shapes {
    kinds: Vec<GeometryKind>,
    bounds_of_row: Vec<Option<Bounds>>,
    row_end: Vec<u32>,
    part_kinds: Vec<PartKind>,
    part_end: Vec<u32>,
    run_end: Vec<u32>,
}

/// Where a row has no place.
const NOWHERE: Coord<f64> = Coord { x: f64::NAN, y: f64::NAN };

impl Geometries {
    pub fn n_rows(&self) -> u32 {
        self.shapes.as_ref().map_or_else(|| length(&self.positions), |shapes| length(&shapes.kinds))
    }

    /// Of rows that are all points or nothing where each is; NaN where one is nowhere.
    pub fn points(&self) -> Option<&[Coord<f64>]> {
        self.shapes.is_none().then_some(&self.positions)
    }

    pub fn n_positions(&self) -> usize {
        self.positions.len()
    }

    /// The box of all rows, joined over the narrower gap.
    pub fn bounds(&self) -> Option<Bounds> {
        match &self.shapes {
            None => bounds_of_points(&self.positions),
            Some(shapes) => shapes.bounds_of_row.iter().copied().flatten().reduce(Bounds::union),
        }
    }

    pub fn bounds_of(&self, row: u32) -> Option<Bounds> {
        match &self.shapes {
            None => self.point(row).and_then(|at| Bounds::of_geometry(&Point(at).into())),
            Some(shapes) => shapes.bounds_of_row.get(row as usize).copied().flatten(),
        }
    }

    /// Adds a row. Its positions are bounded before anything is added.
    pub fn push(&mut self, geometry: Option<&Geometry<f64>>) -> Result<(), Full> {
        match geometry {
            None => self.push_point(None),
            Some(Geometry::Point(point)) => self.push_point(Some(point.0)),
            Some(other) => self.push_shape(Some(other)),
        }
    }

    /// Adds a row that is a point, or nothing.
    pub fn push_point(&mut self, at: Option<Coord<f64>>) -> Result<(), Full> {
        if self.shapes.is_some() {
            return self.push_shape(at.map(|at| Geometry::Point(Point(at))).as_ref());
        }
        self.positions.push(at.unwrap_or(NOWHERE));
        Ok(())
    }

    /// Adds rows that come after these.
    pub fn append(&mut self, mut others: Self) -> Result<(), Full> {
        if self.positions.len() + others.positions.len() > Dataset::MAX_POSITIONS {
            return Err(Full::Positions);
        }
        if self.shapes.is_some() || others.shapes.is_some() {
            self.keep_as_shapes();
            others.keep_as_shapes();
        }
        if let (Some(shapes), Some(more)) = (&mut self.shapes, others.shapes) {
            let moved = |ends: Vec<u32>, by: u32| ends.into_iter().map(move |end| end + by);
            shapes.row_end.extend(moved(more.row_end, length(&shapes.part_kinds)));
            shapes.part_end.extend(moved(more.part_end, length(&shapes.run_end)));
            shapes.run_end.extend(moved(more.run_end, length(&self.positions)));
            shapes.kinds.extend(more.kinds);
            shapes.part_kinds.extend(more.part_kinds);
            shapes.bounds_of_row.extend(more.bounds_of_row);
        }
        self.positions.extend(others.positions);
        Ok(())
    }

    pub fn finish(&mut self) {
        self.positions.shrink_to_fit();
    }

    fn point(&self, row: u32) -> Option<Coord<f64>> {
        self.positions.get(row as usize).copied().filter(|at| !at.x.is_nan())
    }

    /// Points so far become rows of one part of one run.
    fn keep_as_shapes(&mut self) {
        if self.shapes.is_some() {
            return;
        }
        let points = std::mem::take(&mut self.positions);
        self.shapes = Some(Box::default());
        for at in points {
            // No more than were there already.
            let _fits = self.push_point(Some(at).filter(|at| !at.x.is_nan()));
        }
    }

    fn push_shape(&mut self, geometry: Option<&Geometry<f64>>) -> Result<(), Full> {
        let n_new = geometry.map_or(0, geo::CoordsIter::coords_count);
        if self.positions.len() + n_new > Dataset::MAX_POSITIONS {
            return Err(Full::Positions);
        }
        self.keep_as_shapes();
        let Some(mut shapes) = self.shapes.take() else { return Ok(()) };
        let kind = geometry.map_or(GeometryKind::None, |geometry| shapes.add(geometry, &mut self.positions));
        shapes.bounds_of_row.push(geometry.and_then(Bounds::of_geometry));
        shapes.kinds.push(kind);
        shapes.row_end.push(length(&shapes.part_kinds));
        self.shapes = Some(shapes);
        Ok(())
    }

    pub fn parts(&self, row: u32) -> impl Iterator<Item = Part<'_>> {
        let point = match &self.shapes {
            None => self.positions.get(row as usize..row as usize + 1).filter(|run| run.iter().all(|at| !at.x.is_nan())),
            Some(_) => None,
        };
        point.map(Part::Points).into_iter().chain(self.shapes.iter().flat_map(move |shapes| self.parts_of(shapes, row)))
    }

    fn parts_of<'a>(&'a self, shapes: &'a Shapes, row: u32) -> impl Iterator<Item = Part<'a>> {
        span(&shapes.row_end, row).map(move |part| {
            let mut runs = span(&shapes.part_end, part);
            match shapes.part_kinds.get(part as usize) {
                Some(PartKind::Polygon) => Part::Polygon(Rings { geometries: self, runs }),
                Some(PartKind::Line) => Part::Line(runs.next().map(|run| self.run(run)).unwrap_or_default()),
                _ => Part::Points(runs.next().map(|run| self.run(run)).unwrap_or_default()),
            }
        })
    }

    pub fn geometry(&self, row: u32) -> Option<Geometry<f64>> {
        let Some(shapes) = &self.shapes else { return self.point(row).map(|at| Geometry::Point(Point(at))) };
        let parts = self.parts_of(shapes, row);
        let kind = shapes.kinds.get(row as usize).copied().unwrap_or(GeometryKind::None);
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
        let span = self.shapes.as_ref().map_or(0..0, |shapes| span(&shapes.run_end, run));
        self.positions.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

impl Shapes {
    fn add(&mut self, geometry: &Geometry<f64>, to: &mut Vec<Coord<f64>>) -> GeometryKind {
        match geometry {
            Geometry::Point(point) => self.add_simple(PartKind::Points, std::iter::once(point.0), GeometryKind::Point, to),
            Geometry::MultiPoint(points) => self.add_simple(PartKind::Points, points.iter().map(|p| p.0), GeometryKind::MultiPoint, to),
            Geometry::LineString(line) => self.add_simple(PartKind::Line, line.0.iter().copied(), GeometryKind::Line, to),
            Geometry::Line(line) => self.add_simple(PartKind::Line, [line.start, line.end].into_iter(), GeometryKind::Line, to),
            Geometry::MultiLineString(lines) => {
                for line in lines {
                    self.add_simple(PartKind::Line, line.0.iter().copied(), GeometryKind::Line, to);
                }
                GeometryKind::MultiLine
            }
            Geometry::Polygon(polygon) => self.add_polygon(polygon, to),
            Geometry::MultiPolygon(polygons) => {
                for polygon in polygons {
                    self.add_polygon(polygon, to);
                }
                GeometryKind::MultiPolygon
            }
            Geometry::Rect(rect) => self.add_polygon(&rect.to_polygon(), to),
            Geometry::Triangle(triangle) => self.add_polygon(&triangle.to_polygon(), to),
            Geometry::GeometryCollection(members) => {
                for member in members {
                    self.add(member, to);
                }
                GeometryKind::Collection
            }
        }
    }

    fn add_simple(
        &mut self,
        part: PartKind,
        run: impl Iterator<Item = Coord<f64>>,
        kind: GeometryKind,
        to: &mut Vec<Coord<f64>>,
    ) -> GeometryKind {
        self.add_run(run, to);
        self.end_part(part);
        kind
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>, to: &mut Vec<Coord<f64>>) -> GeometryKind {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            self.add_run(ring.0.iter().copied(), to);
        }
        self.end_part(PartKind::Polygon);
        GeometryKind::Polygon
    }

    fn add_run(&mut self, run: impl Iterator<Item = Coord<f64>>, to: &mut Vec<Coord<f64>>) {
        to.extend(run);
        self.run_end.push(length(to));
    }

    fn end_part(&mut self, kind: PartKind) {
        self.part_kinds.push(kind);
        self.part_end.push(length(&self.run_end));
    }
}

/// The box of many points, over the narrower gap: what is west and what is east of the middle is put together once.
fn bounds_of_points(points: &[Coord<f64>]) -> Option<Bounds> {
    /// What reaches farther round than this is told from west to east as maps have it.
    const NEARLY_ALL_ROUND_DEG: f64 = 350.0;
    let of_half = |is_east: bool| {
        let mut half = points.iter().filter(|at| !at.x.is_nan() && (at.x >= 0.0) == is_east);
        let first = *half.next()?;
        let (low, high) = half.fold((first, first), |(low, high), at| {
            (Coord { x: low.x.min(at.x), y: low.y.min(at.y) }, Coord { x: high.x.max(at.x), y: high.y.max(at.y) })
        });
        Bounds::new(low.x, low.y, high.x, high.y)
    };
    let [west, east] = [of_half(false), of_half(true)];
    let joined = west.into_iter().chain(east).reduce(Bounds::union)?;
    if let (Some(west), Some(east)) = (west, east)
        && joined.width_deg() > NEARLY_ALL_ROUND_DEG
    {
        let (south_deg, north_deg) = (joined.south_deg(), joined.north_deg());
        return Bounds::new(west.west_deg(), south_deg, east.east_deg(), north_deg);
    }
    Some(joined)
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

    #[test]
    fn what_reaches_nearly_all_round_is_told_from_west_to_east() {
        let mut columns = Geometries::default();
        for lon_deg in [-179.9, -90.0, -0.001, 0.001, 90.0, 179.95] {
            columns.push(Some(&Point::new(lon_deg, 5.0).into())).unwrap();
        }
        assert_eq!(columns.bounds(), Bounds::new(-179.9, 5.0, 179.95, 5.0));
    }

    #[test]
    fn rows_put_together_are_those_of_both_whatever_they_are() {
        let line: Geometry<f64> = line_string![(x: 1., y: 2.), (x: 3., y: -4.)].into();
        let parts: [Vec<Option<Geometry<f64>>>; 3] =
            [vec![Some(point!(x: 5., y: 6.).into()), None], vec![Some(line.clone()), Some(point!(x: 7., y: 8.).into())], Vec::new()];
        let of = |rows: &[Option<Geometry<f64>>]| {
            let mut columns = Geometries::default();
            rows.iter().for_each(|row| columns.push(row.as_ref()).unwrap());
            columns
        };
        for first in &parts {
            for second in &parts {
                let mut both = of(first);
                both.append(of(second)).unwrap();
                let expected = [first.as_slice(), second].concat();
                assert_eq!((0..both.n_rows()).map(|row| both.geometry(row)).collect::<Vec<_>>(), expected);
                let all_points = expected.iter().flatten().all(|geometry| matches!(geometry, Geometry::Point(_)));
                assert_eq!(both.points().is_some(), all_points);
            }
        }
    }
}
