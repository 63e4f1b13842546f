//! Pictures that lie on the ground: scanned maps, images from the air.

use geo::{Coord, LineString, Polygon};

use crate::base::Bytes;
use crate::earth::{to_lon_lat, to_world_unwrapped};

/// A picture that a row is.
#[derive(Clone, Debug)]
pub struct GroundPicture {
    pub row: u32,
    /// PNG or JPEG, as it stands in its file.
    pub encoded: Bytes,
    /// Width and height in pixels.
    pub size: [u32; 2],
    pub lies: Lies,
}

/// How a picture lies: where each of its points is, from its upper left corner in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lies {
    plane: Plane,
    /// Two rows of three: what a column, a row of pixels and the corner itself add to x and to y.
    to_plane: [f64; 6],
    /// The same the other way round.
    from_plane: [f64; 6],
}

/// What a picture is even in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plane {
    /// Longitude and latitude.
    Degrees,
    /// World units, as the map is.
    World,
}

impl Lies {
    /// By an affine map from pixels to a plane; `None` where that lays it on a line, or nowhere.
    pub fn new(plane: Plane, to_plane: [f64; 6]) -> Option<Self> {
        let [a, b, c, d, e, f] = to_plane;
        let size = a * e - b * d;
        if !(size.is_normal() && to_plane.iter().all(|number| number.is_finite())) {
            return None;
        }
        let from_plane = [e / size, -b / size, (b * f - c * e) / size, -d / size, a / size, (c * d - a * f) / size];
        Some(Self { plane, to_plane, from_plane })
    }

    /// In a box of degrees, turned by so many degrees against the clock round its middle (KML's `LatLonBox`).
    pub fn in_box([west, south, east, north]: [f64; 4], turned_deg: f64, [width, height]: [u32; 2]) -> Option<Self> {
        let east = if east < west { east + 360.0 } else { east };
        let (across, down) = ((east - west) / f64::from(width), (south - north) / f64::from(height));
        let (middle_x, middle_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let (sin, cos) = turned_deg.to_radians().sin_cos();
        let (from_x, from_y) = (west - middle_x, north - middle_y);
        let corner = [middle_x + from_x * cos - from_y * sin, middle_y + from_x * sin + from_y * cos];
        let is_on_earth = south >= -90.0 && north <= 90.0 && south < north && east - west <= 360.0;
        Self::new(Plane::Degrees, [across * cos, -down * sin, corner[0], across * sin, down * cos, corner[1]]).filter(|_| is_on_earth)
    }

    /// Where a point of the picture is, in degrees; longitudes may lie past 180.
    pub fn place(&self, column: f64, row: f64) -> [f64; 2] {
        let [x, y] = applied(&self.to_plane, [column, row]);
        match self.plane {
            Plane::Degrees => [x, y],
            // Only what is on earth has a longitude of its own: turns are kept.
            Plane::World => [(x - 0.5) * 360.0, to_lon_lat((0.5, y)).lat_deg()],
        }
    }

    /// Which point of the picture lies at a place in world units; of the worlds side by side in the one that the picture is in.
    pub fn point(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let at = match self.plane {
            Plane::Degrees => [(x - 0.5) * 360.0, to_lon_lat((0.5, y)).lat_deg()],
            Plane::World => [x, y],
        };
        applied(&self.from_plane, at)
    }
}

fn applied([a, b, c, d, e, f]: &[f64; 6], [x, y]: [f64; 2]) -> [f64; 2] {
    [a * x + b * y + c, d * x + e * y + f]
}

impl GroundPicture {
    /// What it covers, in degrees.
    pub fn outline(&self) -> Polygon<f64> {
        // Within 180 degrees, as all rows are: between points far from each other it would go the short way round.
        let within = |[x, y]: [f64; 2]| Coord { x: if x.abs() > 180.0 { (x + 180.0).rem_euclid(360.0) - 180.0 } else { x }, y };
        Polygon::new(LineString(self.edge().into_iter().map(within).collect()), Vec::new())
    }

    /// Along its edge, from the upper left corner back to it, in degrees that run on past 180.
    fn edge(&self) -> Vec<[f64; 2]> {
        const STEPS: u8 = 4;
        let [width, height] = self.size.map(f64::from);
        let corners = [[0.0, 0.0], [0.0, height], [width, height], [width, 0.0], [0.0, 0.0]];
        let sides = corners.iter().zip(corners.iter().skip(1));
        let along = sides.flat_map(|(from, to)| {
            let shares = (0..STEPS).map(|step| f64::from(step) / f64::from(STEPS));
            shares.map(|share| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share])
        });
        along.chain([[0.0, 0.0]]).map(|[column, row]| self.lies.place(column, row)).collect()
    }

    /// Whether all of it is on earth: at most one turn past the edge of the map.
    pub fn is_on_earth(&self) -> bool {
        const FARTHEST_DEG: f64 = 540.0;
        self.edge().iter().all(|[x, y]| x.abs() <= FARTHEST_DEG && y.abs() <= 90.0)
    }

    /// The middle of it in world units.
    pub fn middle(&self) -> [f64; 2] {
        let [width, height] = self.size.map(f64::from);
        let (x, y) = to_world_unwrapped(self.lies.place(width / 2.0, height / 2.0));
        [x, y]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_in_a_box_has_its_corners_there_and_each_place_leads_back() {
        let lies = Lies::in_box([30.0, 40.0, 50.0, 60.0], 0.0, [200, 100]).unwrap();
        assert_eq!([lies.place(0.0, 0.0), lies.place(200.0, 100.0), lies.place(100.0, 50.0)], [[30.0, 60.0], [50.0, 40.0], [40.0, 50.0]]);
        for [column, row] in [[0.0, 0.0], [199.0, 3.0], [57.0, 99.0]] {
            let (x, y) = to_world_unwrapped(lies.place(column, row));
            let [back_column, back_row] = lies.point([x, y]);
            assert!((back_column - column).abs() < 1e-6 && (back_row - row).abs() < 1e-6, "{back_column} {back_row}");
        }
    }

    #[test]
    fn a_box_can_be_turned_and_lie_over_180_degrees() {
        let lies = Lies::in_box([-10.0, -10.0, 10.0, 10.0], 90.0, [2, 2]).unwrap();
        let [x, y] = lies.place(0.0, 0.0);
        assert!((x + 10.0).abs() < 1e-9 && (y + 10.0).abs() < 1e-9, "the upper left corner is the lower left one: {x} {y}");
        let over = Lies::in_box([170.0, 0.0, -170.0, 10.0], 0.0, [10, 10]).unwrap();
        assert_eq!(over.place(10.0, 10.0), [190.0, 0.0]);
    }

    #[test]
    fn what_lies_on_a_line_or_off_the_earth_lies_nowhere() {
        assert_eq!(Lies::new(Plane::Degrees, [1.0, 2.0, 0.0, 2.0, 4.0, 0.0]), None);
        assert_eq!(Lies::new(Plane::World, [f64::NAN; 6]), None);
        assert_eq!(
            [[0.0, 0.0, 1.0, 91.0], [0.0, 5.0, 1.0, 5.0], [0.0, 6.0, 1.0, 5.0]].map(|edges| Lies::in_box(edges, 0.0, [2, 2])),
            [None; 3]
        );
    }
}
