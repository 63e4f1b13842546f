//! The lines and areas of a data layer that has very many positions: in world units, as fine as a level of zoom can show and no finer.
//!
//! Or arcs of great circles from each row to where two of its columns say.
//!
//! Main types: [`ManyShapes`], which finds them once for each level; [`Outlines`], those of one level.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use geo::{Coord, Geometry, LineString};

use crate::base::in_shares;
use crate::dataset::Dataset;
use crate::earth::{LonLat, UnwrappedRing, great_circle, unwrap_line, unwrap_ring};
use crate::placing::geometry::{Part, middle, parts, world_path};

/// Layers of fewer positions are taken apart anew for each picture.
const MANY_POSITIONS: usize = 8_000;
/// So many levels are kept: those of the zooms looked at last.
const KEPT_LEVELS: usize = 3;
/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 200;
/// Points of a path lie at least so far apart, in pixels of the level.
const NEAR_PX: f64 = 0.4;
/// What is smaller than so many pixels of the level, both ways, is a speck.
const SPECK_PX: f64 = 1.0;

/// The shapes of a layer by level of zoom.
#[derive(Debug, Default)]
pub struct ManyShapes {
    of: ShapesOf,
    /// The one used last comes last.
    levels: Mutex<Vec<(u8, Arc<Outlines>)>>,
}

/// What the shapes of rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ShapesOf {
    /// What the file has of them.
    #[default]
    Rows,
    /// Arcs from them to where these columns say, by longitude and latitude in degrees.
    Arcs([u32; 2]),
}

/// What rows look like at one level.
#[derive(Debug, Default, PartialEq)]
pub struct Outlines {
    rows: Vec<OutlinedRow>,
    paths: Vec<(PathKind, Range<u32>)>,
    /// x from the west edge of the world eastwards, and past 1 over 180 degrees; y from the north southwards.
    points: Vec<[f64; 2]>,
}

/// A row with a place.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlinedRow {
    pub row: u32,
    /// The least and the most of x and y, in world units.
    pub bounds: [[f64; 2]; 2],
    paths: Range<u32>,
}

/// What a path of points is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// One point.
    Dot,
    /// One point that stands for a line or an area too small to be seen as such.
    Speck,
    Line,
    /// The edge of what is within: several that follow one another are one area, what lies within an even number of them is left out.
    Ring,
    /// The first of these of an area.
    FirstRing,
    /// An edge that is drawn, of a ring that is not drawn all round: it is cut at 180 degrees or goes round a pole.
    Edge,
    /// A ring, and the first of an area, that has edges of its own.
    RingWithoutEdge,
    FirstRingWithoutEdge,
}

impl PathKind {
    pub fn is_ring(self) -> bool {
        !matches!(self, Self::Dot | Self::Speck | Self::Line | Self::Edge)
    }

    /// Whether a stroke goes along it.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Line | Self::Edge | Self::Ring | Self::FirstRing)
    }
}

impl ManyShapes {
    /// `None` where there are few positions, or points only.
    pub fn of(layer: &Dataset) -> Option<Self> {
        (layer.points().is_none() && layer.n_positions() > MANY_POSITIONS).then(Self::default)
    }

    /// Arcs to where two columns say, by longitude and latitude in degrees.
    pub fn of_arcs(columns: [u32; 2]) -> Self {
        Self { of: ShapesOf::Arcs(columns), levels: Mutex::default() }
    }

    pub fn are_arcs(&self) -> bool {
        self.of != ShapesOf::Rows
    }

    /// The shape of a row in degrees.
    pub fn geometry(&self, layer: &Dataset, row: u32) -> Option<Geometry<f64>> {
        match self.of {
            ShapesOf::Rows => layer.geometry(row),
            ShapesOf::Arcs(columns) => arc(layer, row, columns).map(Geometry::LineString),
        }
    }

    /// The shapes of its layer for a world so many pixels wide; found now unless they are known.
    pub fn outlines(&self, layer: &Dataset, world_px: f64) -> Arc<Outlines> {
        let level = (world_px / 256.0).log2().ceil().clamp(0.0, 30.0) as u8;
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        let known = levels.iter().position(|(of, _)| *of == level).map(|at| levels.remove(at));
        let (_, outlines) = known.clone().unwrap_or_else(|| (level, Arc::new(Outlines::of(layer, self, 256.0 * f64::from(level).exp2()))));
        if levels.len() >= KEPT_LEVELS {
            levels.remove(0);
        }
        levels.push((level, Arc::clone(&outlines)));
        outlines
    }
}

impl Outlines {
    fn of(layer: &Dataset, shapes: &ManyShapes, world_px: f64) -> Self {
        let rows: Vec<u32> = (0..layer.n_rows()).collect();
        let shares = in_shares(&rows, LEAST_SHARE, |rows| {
            let mut found = Self::default();
            let geometries = rows.iter().filter_map(|row| Some((*row, shapes.geometry(layer, *row)?)));
            geometries.for_each(|(row, geometry)| found.add_row(row, &geometry, world_px));
            found
        });
        let mut whole = Self::default();
        shares.into_iter().for_each(|share| whole.append(share));
        whole
    }

    fn append(&mut self, other: Self) {
        let (n_paths, n_points) = (self.paths.len() as u32, self.points.len() as u32);
        let moved = |range: Range<u32>, by: u32| range.start + by..range.end + by;
        self.rows.extend(other.rows.into_iter().map(|row| OutlinedRow { paths: moved(row.paths, n_paths), ..row }));
        self.paths.extend(other.paths.into_iter().map(|(kind, points)| (kind, moved(points, n_points))));
        self.points.extend(other.points);
    }

    fn add_row(&mut self, row: u32, geometry: &Geometry<f64>, world_px: f64) {
        let (first_path, first_point) = (self.paths.len(), self.points.len());
        for part in parts(geometry) {
            match part {
                Part::Point(at) => self.add_path(PathKind::Dot, &[[at.lon_deg(), at.lat_deg()]], 0.0),
                Part::Line(line) => self.add_path(PathKind::Line, &unwrap_line(line), world_px),
                Part::Polygon(polygon) => {
                    let exterior = unwrap_ring(polygon.exterior(), false);
                    let middle_lon_deg = exterior.middle_lon_deg();
                    self.add_ring(&exterior, true, world_px);
                    for hole in polygon.interiors() {
                        self.add_ring(&unwrap_ring(hole, true).near(middle_lon_deg), false, world_px);
                    }
                }
            }
        }
        let bounds = self.points.get(first_point..).and_then(bounds_of);
        if let Some(bounds) = bounds {
            self.rows.push(OutlinedRow { row, bounds, paths: first_path as u32..self.paths.len() as u32 });
        }
    }

    fn add_ring(&mut self, ring: &UnwrappedRing, is_first: bool, world_px: f64) {
        let edges = ring.outline();
        let has_own_edges = ring.pole_lat_deg.is_some() || edges.len() != 1 || edges.iter().any(|edge| edge.len() != ring.points.len());
        let kind = match (is_first, has_own_edges) {
            (true, false) => PathKind::FirstRing,
            (false, false) => PathKind::Ring,
            (true, true) => PathKind::FirstRingWithoutEdge,
            (false, true) => PathKind::RingWithoutEdge,
        };
        self.add_path(kind, &ring.enclosing(), world_px);
        for edge in edges.iter().filter(|_| has_own_edges) {
            self.add_path(PathKind::Edge, edge, world_px);
        }
    }

    /// A path in degrees, without points that nobody could tell apart. A hole too small to be seen is left out.
    fn add_path(&mut self, kind: PathKind, path: &[[f64; 2]], world_px: f64) {
        let from = self.points.len();
        let mut world = world_path(path).peekable();
        while let Some(at) = world.next() {
            let is_far = |before: &[f64; 2]| (before[0] - at[0]).hypot(before[1] - at[1]) * world_px > NEAR_PX;
            if world.peek().is_none() || self.points.get(from..).and_then(<[_]>::last).is_none_or(is_far) {
                self.points.push(at);
            }
        }
        let Some(bounds) = self.points.get(from..).and_then(bounds_of) else { return };
        let [width, height] = [0, 1].map(|axis: usize| {
            let [least, most] = bounds.map(|corner| corner.get(axis).copied().unwrap_or_default());
            (most - least) * world_px
        });
        let mut kind = kind;
        if kind != PathKind::Dot && width.max(height) < SPECK_PX {
            self.points.truncate(from);
            if matches!(kind, PathKind::Ring | PathKind::RingWithoutEdge | PathKind::Edge) {
                return;
            }
            let [[west, north], [east, south]] = bounds;
            self.points.push([f64::midpoint(west, east), f64::midpoint(north, south)]);
            kind = PathKind::Speck;
        }
        self.paths.push((kind, from as u32..self.points.len() as u32));
    }

    pub fn rows(&self) -> &[OutlinedRow] {
        &self.rows
    }

    /// The paths of a row, in world units.
    pub fn paths(&self, of: &OutlinedRow) -> impl Iterator<Item = (PathKind, &[[f64; 2]])> {
        let paths = self.paths.get(of.paths.start as usize..of.paths.end as usize).unwrap_or_default();
        paths.iter().map(|(kind, points)| (*kind, self.points.get(points.start as usize..points.end as usize).unwrap_or_default()))
    }
}

/// From where a row is to where two of its columns say.
fn arc(layer: &Dataset, row: u32, columns: [u32; 2]) -> Option<LineString<f64>> {
    const STEP_DEG: f64 = 2.0;
    let [lon_deg, lat_deg] = columns.map(|column| layer.number(row, column));
    let to = LonLat::new(lon_deg?, lat_deg?)?;
    let path = great_circle(middle(&layer.geometry(row)?)?, to, STEP_DEG);
    Some(path.into_iter().map(|[x, y]| Coord { x, y }).collect())
}

fn bounds_of(points: &[[f64; 2]]) -> Option<[[f64; 2]; 2]> {
    let first = *points.first()?;
    Some(
        points
            .iter()
            .fold([first; 2], |[low, high], at| [[low[0].min(at[0]), low[1].min(at[1])], [high[0].max(at[0]), high[1].max(at[1])]]),
    )
}

impl OutlinedRow {
    /// By how many worlds it has to be moved to lie within `reach` of a point, if any does.
    pub fn shift_to(&self, [x, y]: [f64; 2], reach: f64) -> Option<f64> {
        let [[west, north], [east, south]] = self.bounds;
        let is_level = north - reach <= y && y <= south + reach;
        let shift = (x - f64::midpoint(west, east)).round();
        (is_level && west + shift - reach <= x && x <= east + shift + reach).then_some(shift)
    }
}

#[cfg(test)]
mod tests {
    use geo::{Point, Polygon, line_string};

    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText};

    fn layer(rows: &[Geometry<f64>]) -> Dataset {
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        rows.iter().for_each(|row| builder.end_row(Some(row), 0..0).unwrap());
        builder.finish().unwrap()
    }

    /// A round one of so many corners.
    fn island(lon_deg: f64, radius_deg: f64, n: u32) -> LineString<f64> {
        let corner = |k: u32| (f64::from(k % n) / f64::from(n) * std::f64::consts::TAU).sin_cos();
        (0..=n).map(corner).map(|(y, x)| (lon_deg + x * radius_deg, y * radius_deg)).collect::<Vec<_>>().into()
    }

    fn world(level: i32) -> f64 {
        256.0 * 2_f64.powi(level)
    }

    #[test]
    fn the_nearer_one_looks_the_more_points_a_shape_has_and_never_more_than_it_has() {
        let many = layer(&[Polygon::new(island(20.0, 5.0, 9_000), Vec::new()).into()]);
        let shapes = ManyShapes::of(&many).unwrap();
        let n: Vec<usize> = [2, 4, 6, 20].map(|level| shapes.outlines(&many, world(level)).points.len()).into();
        assert!(n.is_sorted() && n[0] < 300 && n[3] > 8_000 && n[3] <= 9_001, "{n:?}");
        assert!(Arc::ptr_eq(&shapes.outlines(&many, world(20)), &shapes.outlines(&many, world(20) * 0.9)), "found once");
        assert_eq!(shapes.levels.lock().unwrap().len(), KEPT_LEVELS);
        assert!(ManyShapes::of(&layer(&[island(0.0, 1.0, 50).into()])).is_none());
    }

    #[test]
    fn what_is_too_small_to_be_seen_is_a_speck_and_its_holes_are_nothing() {
        let holed = Polygon::new(island(0.0, 1.0, 100), vec![island(0.0, 0.1, 20)]);
        let kinds = |level: i32| {
            let outlines = Outlines::of(&layer(&[holed.clone().into(), Point::new(1.0, 2.0).into()]), &ManyShapes::default(), world(level));
            let kinds = |row: &OutlinedRow| outlines.paths(row).map(|(kind, _)| kind).collect::<Vec<_>>();
            outlines.rows().iter().map(kinds).collect::<Vec<_>>()
        };
        assert_eq!(kinds(-3), [[PathKind::Speck], [PathKind::Dot]]);
        assert_eq!(kinds(2), [[PathKind::FirstRing], [PathKind::Dot]]);
        assert_eq!(kinds(8), [vec![PathKind::FirstRing, PathKind::Ring], vec![PathKind::Dot]]);
    }

    #[test]
    fn over_180_degrees_a_row_runs_on_and_is_found_on_both_sides() {
        let line = line_string![(x: 178.0, y: 10.0), (x: -178.0, y: 10.0)];
        let outlines = Outlines::of(&layer(&[line.into()]), &ManyShapes::default(), world(8));
        let row = &outlines.rows()[0];
        let [[west, _], [east, _]] = row.bounds;
        assert!((west - 358.0 / 360.0).abs() < 1e-9 && (east - 362.0 / 360.0).abs() < 1e-9, "{west} {east}");
        let y = row.bounds[0][1];
        let shift = |lon_deg: f64| row.shift_to([lon_deg / 360.0 + 0.5, y], 1e-6);
        assert_eq!([shift(179.0), shift(-179.0), shift(170.0), shift(539.0)], [Some(0.0), Some(-1.0), None, Some(1.0)]);
    }

    #[test]
    fn shares_put_together_are_the_rows_in_their_order() {
        let rows: Vec<Geometry<f64>> = (0..1_000).map(|n| island(f64::from(n) / 10.0, 1.0, 30).into()).collect();
        let layer = layer(&rows);
        let whole = Outlines::of(&layer, &ManyShapes::default(), world(6));
        let mut one_by_one = Outlines::default();
        (0..).zip(&rows).for_each(|(row, geometry)| one_by_one.add_row(row, geometry, world(6)));
        assert_eq!(whole, one_by_one);
    }
}
