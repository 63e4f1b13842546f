//! Boxes of longitude and latitude.

use geo::{BoundingRect, Geometry, Rect};

use crate::earth::LonLat;
use crate::earth::antimeridian::unwrap_geometry;
use crate::earth::position::wrap_lon_deg;

/// A box in degrees. It crosses the antimeridian where `west > east`, as in RFC 7946.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    west_deg: f64,
    south_deg: f64,
    east_deg: f64,
    north_deg: f64,
}

impl Bounds {
    pub const WORLD: Self = Self { west_deg: -180.0, south_deg: -90.0, east_deg: 180.0, north_deg: 90.0 };

    /// `None` where a number is not finite, a latitude is past a pole, or south is above north.
    /// Longitudes 360 degrees or more apart mean the whole way round.
    pub fn new(west_deg: f64, south_deg: f64, east_deg: f64, north_deg: f64) -> Option<Self> {
        let is_valid = [west_deg, south_deg, east_deg, north_deg].iter().all(|d| d.is_finite())
            && south_deg >= -90.0
            && north_deg <= 90.0
            && south_deg <= north_deg;
        let goes_round = east_deg - west_deg >= 360.0;
        let (west_deg, east_deg) = if goes_round { (-180.0, 180.0) } else { (wrap_lon_deg(west_deg), wrap_lon_deg(east_deg)) };
        is_valid.then_some(Self { west_deg, south_deg, east_deg, north_deg })
    }

    /// The box of one position, without extent.
    pub fn of(position: LonLat) -> Self {
        let (lon_deg, lat_deg) = (position.lon_deg(), position.lat_deg());
        Self { west_deg: lon_deg, south_deg: lat_deg, east_deg: lon_deg, north_deg: lat_deg }
    }

    /// The smallest box found by taking in the positions one after the other; `None` where there are none.
    pub fn around(positions: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        positions.into_iter().map(Self::of).reduce(Self::union)
    }

    /// The box of a geometry in degrees with x = longitude; `None` where it has no position on earth.
    ///
    /// A step of more than 180 degrees goes the short way round, over the antimeridian. Parts of a geometry are joined as
    /// [`Bounds::union`] does, which makes whole again what was cut there (RFC 7946, section 3.1.9).
    pub fn of_geometry(geometry: &Geometry<f64>) -> Option<Self> {
        match unwrap_geometry(geometry) {
            Geometry::MultiPoint(points) => points.iter().filter_map(|point| Self::of_rect(point.bounding_rect())).reduce(Self::union),
            Geometry::MultiLineString(lines) => lines.iter().filter_map(|line| Self::of_rect(line.bounding_rect()?)).reduce(Self::union),
            Geometry::MultiPolygon(polygons) => polygons.iter().filter_map(|part| Self::of_rect(part.bounding_rect()?)).reduce(Self::union),
            Geometry::GeometryCollection(parts) => parts.iter().filter_map(Self::of_geometry).reduce(Self::union),
            whole => Self::of_rect(whole.bounding_rect()?),
        }
    }

    fn of_rect(rect: Rect<f64>) -> Option<Self> {
        Self::new(rect.min().x, rect.min().y, rect.max().x, rect.max().y)
    }

    /// West, south, east, north in degrees: the order of a GeoJSON `bbox`.
    pub fn to_array(self) -> [f64; 4] {
        [self.west_deg, self.south_deg, self.east_deg, self.north_deg]
    }

    pub fn west_deg(self) -> f64 {
        self.west_deg
    }

    pub fn south_deg(self) -> f64 {
        self.south_deg
    }

    pub fn east_deg(self) -> f64 {
        self.east_deg
    }

    pub fn north_deg(self) -> f64 {
        self.north_deg
    }

    pub fn crosses_antimeridian(self) -> bool {
        self.west_deg > self.east_deg
    }

    /// From west to east, 0 to 360 degrees.
    pub fn width_deg(self) -> f64 {
        if self.crosses_antimeridian() { self.east_deg - self.west_deg + 360.0 } else { self.east_deg - self.west_deg }
    }

    /// The middle in degrees, which on a Mercator map is not the middle of the drawn height.
    pub fn centre(self) -> LonLat {
        let lon_deg = wrap_lon_deg(self.west_deg + self.width_deg() / 2.0);
        let lat_deg = f64::midpoint(self.south_deg, self.north_deg);
        LonLat::new(lon_deg, lat_deg).unwrap_or(LonLat::ORIGIN)
    }

    /// Whether the position lies within, the edges included.
    pub fn contains(self, position: LonLat) -> bool {
        let (lon_deg, lat_deg) = (position.lon_deg(), position.lat_deg());
        lat_deg >= self.south_deg && lat_deg <= self.north_deg && self.contains_lon(lon_deg)
    }

    /// Whether the two have any position in common, on their edges included.
    pub fn overlaps(self, other: Self) -> bool {
        self.south_deg <= other.north_deg
            && other.south_deg <= self.north_deg
            && (self.contains_lon(other.west_deg) || other.contains_lon(self.west_deg))
    }

    /// The smaller of the two boxes that hold both: the one that grows over the narrower gap between them.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (west_deg, east_deg) = self.union_lon(other);
        Self { west_deg, south_deg: self.south_deg.min(other.south_deg), east_deg, north_deg: self.north_deg.max(other.north_deg) }
    }

    fn contains_lon(self, lon_deg: f64) -> bool {
        eastwards_deg(self.west_deg, lon_deg) <= self.width_deg()
    }

    fn union_lon(self, other: Self) -> (f64, f64) {
        let candidates = [
            (self.west_deg, self.east_deg),
            (other.west_deg, other.east_deg),
            (self.west_deg, other.east_deg),
            (other.west_deg, self.east_deg),
        ];
        let holds_both = |(west_deg, east_deg): (f64, f64)| {
            let whole = Self { west_deg, east_deg, ..self };
            [self, other].iter().all(|part| eastwards_deg(west_deg, part.west_deg) + part.width_deg() <= whole.width_deg() + 1e-9)
        };
        candidates
            .into_iter()
            .filter(|candidate| holds_both(*candidate))
            .min_by(|a, b| {
                Self { west_deg: a.0, east_deg: a.1, ..self }
                    .width_deg()
                    .total_cmp(&Self { west_deg: b.0, east_deg: b.1, ..self }.width_deg())
            })
            .unwrap_or((-180.0, 180.0))
    }
}

/// How far east of `from_deg` the meridian `to_deg` is: 0 up to 360 degrees.
fn eastwards_deg(from_deg: f64, to_deg: f64) -> f64 {
    (to_deg - from_deg).rem_euclid(360.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bounds(west_deg: f64, south_deg: f64, east_deg: f64, north_deg: f64) -> Bounds {
        Bounds::new(west_deg, south_deg, east_deg, north_deg).unwrap()
    }

    fn at(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat::new(lon_deg, lat_deg).unwrap()
    }

    #[test]
    fn a_box_over_180_degrees_holds_both_sides_of_it() {
        let fiji = bounds(177.0, -20.0, -178.0, -15.0);
        assert!(fiji.crosses_antimeridian());
        assert_eq!(fiji.width_deg(), 5.0);
        assert_eq!(fiji.centre(), at(179.5, -17.5));
        for (lon_deg, is_in) in [(178.0, true), (180.0, true), (-180.0, true), (-179.0, true), (-177.0, false), (0.0, false)] {
            assert_eq!(fiji.contains(at(lon_deg, -17.0)), is_in, "{lon_deg}");
        }
    }

    #[test]
    fn two_boxes_are_joined_over_the_narrower_gap() {
        let cases = [
            (bounds(170.0, 0.0, 175.0, 1.0), bounds(-175.0, 0.0, -170.0, 1.0), (170.0, -170.0)),
            (bounds(-10.0, 0.0, 0.0, 1.0), bounds(20.0, 0.0, 30.0, 1.0), (-10.0, 30.0)),
            (bounds(0.0, 0.0, 40.0, 1.0), bounds(10.0, 0.0, 20.0, 1.0), (0.0, 40.0)),
            (bounds(-180.0, 0.0, 180.0, 1.0), bounds(10.0, 0.0, 20.0, 1.0), (-180.0, 180.0)),
        ];
        for (a, b, (west_deg, east_deg)) in cases {
            for union in [a.union(b), b.union(a)] {
                assert_eq!((union.west_deg(), union.east_deg()), (west_deg, east_deg), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_box_upside_down_or_past_a_pole_is_none() {
        for (south_deg, north_deg) in [(10.0, 0.0), (-91.0, 0.0), (0.0, 91.0), (f64::NAN, 0.0)] {
            assert_eq!(Bounds::new(0.0, south_deg, 1.0, north_deg), None);
        }
    }

    #[test]
    fn a_geometry_over_180_degrees_has_a_box_over_it_and_one_round_the_world_keeps_it() {
        let ring = |west: f64, east: f64| Rect::new((west, 0.0), (east, 1.0)).to_polygon();
        let line = |west: f64, east: f64| geo::LineString::from(vec![(west, 0.0), (east, 1.0)]);
        let cases: [(Geometry<f64>, [f64; 2]); 9] = [
            (ring(10.0, 20.0).into(), [10.0, 20.0]),
            (ring(-180.0, 180.0).into(), [-180.0, 180.0]),
            (ring(-170.0, 170.0).into(), [170.0, -170.0]),
            (line(170.0, -170.0).into(), [170.0, -170.0]),
            (line(-10.0, 170.0).into(), [-10.0, 170.0]),
            (geo::MultiPolygon(vec![ring(170.0, 180.0), ring(-180.0, -175.0)]).into(), [170.0, -175.0]),
            (geo::MultiLineString(vec![line(-180.0, -175.0), line(177.0, 180.0)]).into(), [177.0, -175.0]),
            (geo::MultiPoint::from(vec![(179.0, 0.0), (-179.0, 1.0)]).into(), [179.0, -179.0]),
            (
                Geometry::GeometryCollection(geo::GeometryCollection(vec![ring(170.0, 180.0).into(), geo::Point::new(-178.0, 0.5).into()])),
                [170.0, -178.0],
            ),
        ];
        for (geometry, [west_deg, east_deg]) in cases {
            assert_eq!(Bounds::of_geometry(&geometry), Some(bounds(west_deg, 0.0, east_deg, 1.0)), "{geometry:?}");
        }
        assert_eq!(Bounds::of_geometry(&geo::MultiPoint::<f64>(Vec::new()).into()), None);
    }

    proptest! {
        #[test]
        fn a_box_around_positions_holds_each_of_them(
            positions in prop::collection::vec((-1800_i32..=1800, -900_i32..=900), 1..8)
        ) {
            // Tenths of a degree: sums of them may be off by a rounding, the box by as much.
            let positions: Vec<_> = positions.into_iter().map(|(lon, lat)| at(f64::from(lon) / 10.0, f64::from(lat) / 10.0)).collect();
            let around = Bounds::around(positions.iter().copied()).unwrap();
            let (west_deg, east_deg) = (around.west_deg() - 1e-6, around.west_deg() + around.width_deg() + 1e-6);
            let widened = Bounds { west_deg, east_deg, ..around };
            for position in positions {
                prop_assert!(around.width_deg() > 359.9 || widened.contains(position), "{position:?} {around:?}");
            }
        }

        #[test]
        fn the_joint_box_is_the_same_whichever_comes_first(
            a in (-180.0..180.0_f64, 0.0..360.0_f64), b in (-180.0..180.0_f64, 0.0..360.0_f64)
        ) {
            let [a, b] = [a, b].map(|(west_deg, width_deg)| bounds(west_deg, 0.0, west_deg + width_deg, 1.0));
            prop_assert!((a.union(b).width_deg() - b.union(a).width_deg()).abs() < 1e-9);
            prop_assert!(a.union(b).width_deg() + 1e-9 >= a.width_deg().max(b.width_deg()));
        }
    }
}
