//! Where the many points of a data layer stand, sorted by squares of the world: what a map needs to draw millions of them.

use geo::Coord;

use crate::base::in_shares;
use crate::dataset::Dataset;
use crate::earth::to_world_unwrapped;

/// The points of a data layer that has many of them and nothing else.
#[derive(Clone, Debug)]
pub struct Scatter {
    /// By squares of the world, row by row of them from the north west.
    points: Vec<ScatteredPoint>,
    /// Where those of each square begin; one more than squares: where the last end.
    starts: Vec<u32>,
    /// The place of each row among the points; [`NOWHERE`] of a row that has none.
    place_of_row: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// A point, in 2³² parts of the width of the world: under a centimetre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScatteredPoint {
    pub x: u32,
    pub y: u32,
    pub row: u32,
}

/// A part of the world in the same parts; it may lie across the edges of the square world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extract {
    /// The west edge, and how far it reaches to the east.
    pub west: u32,
    pub width: u32,
    pub north: u32,
    pub south: u32,
}

/// Layers of fewer points are drawn point by point.
pub const FEW: u32 = 2_000;

/// The world is so many squares wide and high: a power of two.
const SIDE: u32 = 256;
const BITS: u32 = 32 - SIDE.ilog2();

/// Fewer points are not worth a second thread.
const LEAST_SHARE: usize = 50_000;

impl Scatter {
    /// `None` where there are few, or where not all rows are points.
    pub fn of(layer: &Dataset) -> Option<Self> {
        let at = layer.points().filter(|_| layer.n_rows() > FEW)?;
        let rows: Vec<(u32, Coord<f64>)> = (0..).zip(at.iter().copied()).filter(|(_, at)| !at.x.is_nan()).collect();
        let shares = in_shares(&rows, LEAST_SHARE, |rows| rows.iter().map(|(row, at)| ScatteredPoint::of(*row, *at)).collect::<Vec<_>>());
        let found: Vec<ScatteredPoint> = shares.concat();
        let mut starts = vec![0_u32; (SIDE * SIDE) as usize + 1];
        for spot in &found {
            if let Some(n) = starts.get_mut(spot.square() as usize + 1) {
                *n += 1;
            }
        }
        let mut end = 0;
        for n in &mut starts {
            end += *n;
            *n = end;
        }
        let mut next = starts.clone();
        let mut points = vec![ScatteredPoint::default(); found.len()];
        let mut place_of_row = vec![NOWHERE; at.len()];
        for spot in found {
            if let Some(at) = next.get_mut(spot.square() as usize) {
                if let Some(slot) = points.get_mut(*at as usize) {
                    *slot = spot;
                }
                if let Some(place) = place_of_row.get_mut(spot.row as usize) {
                    *place = *at;
                }
                *at += 1;
            }
        }
        Some(Self { points, starts, place_of_row })
    }

    /// All of them, by squares of the world.
    pub fn points(&self) -> &[ScatteredPoint] {
        &self.points
    }

    pub fn n_points(&self) -> usize {
        self.points.len()
    }

    /// Where a row is.
    pub fn spot(&self, row: u32) -> Option<ScatteredPoint> {
        self.points.get(*self.place_of_row.get(row as usize)? as usize).copied()
    }

    /// The stretches of points that may lie in a part of the world: whole squares, those of a row of squares together.
    pub fn stretches(&self, part: Extract) -> impl Iterator<Item = &[ScatteredPoint]> {
        let column = |x: u32| x >> BITS;
        let (first, n_columns) = (column(part.west), (part.width >> BITS) + 2);
        // Over the edge of the world there are two stretches in each row.
        let spans = if n_columns >= SIDE {
            [(0, SIDE), (0, 0)]
        } else {
            let n_east = n_columns.min(SIDE - first);
            [(first, first + n_east), (0, n_columns - n_east)]
        };
        (column(part.north)..=column(part.south)).flat_map(move |line| {
            spans.into_iter().filter(|(from, to)| from < to).filter_map(move |(from, to)| {
                let [begin, end] = [from, to].map(|at| self.starts.get((line * SIDE + at) as usize).copied().unwrap_or_default());
                self.points.get(begin as usize..end as usize).filter(|stretch| !stretch.is_empty())
            })
        })
    }
}

impl ScatteredPoint {
    fn of(row: u32, at: Coord<f64>) -> Self {
        let (x, y) = to_world_unwrapped([at.x, at.y]);
        let part = |world: f64| (world.rem_euclid(1.0) * 4_294_967_296.0) as u32;
        // The south edge is not the north one.
        let y = if y >= 1.0 { u32::MAX } else { part(y) };
        Self { x: part(x), y, row }
    }

    fn square(self) -> u32 {
        (self.y >> BITS) * SIDE + (self.x >> BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bytes;
    use crate::dataset::{Builder, RowText};

    fn layer(points: impl Iterator<Item = Option<[f64; 2]>>) -> Dataset {
        let mut builder = Builder::over("f", "test", Bytes::from(Vec::new()), RowText::Feature);
        points.for_each(|at| builder.end_point(at.map(|[x, y]| Coord { x, y }), 0..0).unwrap());
        builder.finish().unwrap()
    }

    #[test]
    fn every_point_in_a_part_of_the_world_is_found_and_few_others() {
        let at = |n: u32| [f64::from(n % 360) - 180.0, f64::from(n / 360 % 170) - 85.0];
        let scatter = Scatter::of(&layer((0..61_200).map(|n| (n % 7 > 0).then(|| at(n))))).unwrap();
        assert_eq!(scatter.n_points(), 61_200 - 61_200_usize.div_ceil(7));
        assert_eq!([0, 1, 61_199, 61_200].map(|row| scatter.spot(row).map(|spot| spot.row)), [None, Some(1), Some(61_199), None]);
        let whole = Extract { west: 77, width: u32::MAX, north: 0, south: u32::MAX };
        assert_eq!(scatter.stretches(whole).map(<[ScatteredPoint]>::len).sum::<usize>(), scatter.n_points());
        for west in [0_u32, 1 << 31, u32::MAX - (1 << 28)] {
            let part = Extract { west, width: 1 << 29, north: 1 << 30, south: 3 << 29 };
            let is_in = |spot: &ScatteredPoint| spot.x.wrapping_sub(part.west) <= part.width && (part.north..=part.south).contains(&spot.y);
            let found: Vec<ScatteredPoint> = scatter.stretches(part).flatten().copied().collect();
            let expected = scatter.points.iter().filter(|spot| is_in(spot)).count();
            assert!(expected > 500, "{expected}");
            assert_eq!(found.iter().filter(|spot| is_in(spot)).count(), expected, "{west}");
            assert!(found.len() < expected * 5 / 4, "{} for {expected}", found.len());
        }
    }

    #[test]
    fn few_points_and_other_shapes_are_no_scatter() {
        assert!(Scatter::of(&layer((0..FEW).map(|_| Some([0.0, 0.0])))).is_none());
        let mut spots = vec![Some([0.0, 0.0]); FEW as usize + 1];
        assert!(Scatter::of(&layer(spots.iter().copied())).is_some());
        spots.push(Some([180.0, -90.0]));
        assert_eq!(Scatter::of(&layer(spots.into_iter())).unwrap().points.last().unwrap().y, u32::MAX);
    }
}
