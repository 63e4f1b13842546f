//! Which of many things are drawn: those in view, the most important first, and no more than can be told apart.

use crate::earth::to_world;
use crate::viewpoint::Camera;

/// How far something reaches on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Its middle in world units.
    pub middle: [f64; 2],
    /// Half of its width and height, in world units.
    pub half: [f64; 2],
}

impl Extent {
    /// Round all points of a path in world units, which may run on past the edge of the world; `None` where there is no point.
    pub fn of(path: impl IntoIterator<Item = [f64; 2]>) -> Option<Self> {
        let boxes = path.into_iter().map(|[x, y]| [x, y, x, y]);
        let [west, north, east, south] = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        Some(Self { middle: [f64::midpoint(west, east), f64::midpoint(north, south)], half: [(east - west) / 2.0, (south - north) / 2.0] })
    }
}

/// What a camera sees, in world units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Between 0 and 1.
    west: f64,
    width: f64,
    north: f64,
    south: f64,
}

impl Window {
    /// A view so many points wide and high, with a margin round it in points.
    pub fn of(camera: Camera, size: [f64; 2], margin: f64) -> Self {
        let (x, y) = to_world(camera.centre());
        let [half_width, half_height] = size.map(|side| (side / 2.0 + margin) / camera.world_points());
        Self { west: (x - half_width).rem_euclid(1.0), width: 2.0 * half_width, north: y - half_height, south: y + half_height }
    }

    /// Whether anything within an extent is in view, in any world.
    pub fn shows(&self, extent: &Extent) -> bool {
        let Extent { middle: [x, y], half: [across, down] } = *extent;
        if y + down < self.north || y - down > self.south {
            return false;
        }
        // From the window's left edge to the nearest copy that begins right of it.
        let mut from_west = x - across - self.west;
        while from_west < 0.0 {
            from_west += 1.0;
        }
        while from_west >= 1.0 {
            from_west -= 1.0;
        }
        from_west <= self.width || from_west + 2.0 * across >= 1.0
    }

    /// Whether a point is in view, in any world.
    pub fn shows_point(&self, [x, y]: [f64; 2]) -> bool {
        let from_west = x - self.west;
        (self.north..=self.south).contains(&y) && (if from_west < 0.0 { from_west + 1.0 } else { from_west }) <= self.width
    }
}

/// Things in the order of their importance, with where they are.
#[derive(Debug, Default)]
pub struct Ranked {
    /// Extents, and where each thing stands among all.
    all: Vec<(Extent, u32)>,
}

/// The most important of what is in view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Where each stands among all: those that must be shown, then the others, the more important first.
    pub indices: Vec<u32>,
    /// Without those too small to be shown.
    pub n_in_view: usize,
    pub n_too_small: usize,
}

impl Ranked {
    /// Of things with their importance, where one stands among all, and where it is.
    pub fn of<I: Ord>(things: impl IntoIterator<Item = (I, u32, Extent)>) -> Self {
        let mut things: Vec<(I, u32, Extent)> = things.into_iter().collect();
        things.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Self { all: things.into_iter().map(|(_, index, extent)| (extent, index)).collect() }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    #[cfg(test)]
    pub fn all(&self) -> &[(Extent, u32)] {
        &self.all
    }

    /// The most important in view, no more than `n_most`, and before them all of `always`, which is sorted. Where there are more in
    /// view, those less than `smallest` (world units) across do not count: more important ones that nobody can see must not keep
    /// others out. Only what is `kept` counts at all.
    pub fn in_view(&self, window: &Window, n_most: usize, smallest: f64, always: &[u32], is_kept: impl Fn(u32) -> bool) -> Chosen {
        let (mut all, mut large, mut chosen) = (Vec::new(), Vec::new(), Chosen::default());
        let mut n_large = 0;
        for (extent, index) in self.all.iter().filter(|(extent, index)| is_kept(*index) && window.shows(extent)) {
            chosen.n_in_view += 1;
            let is_forced = always.binary_search(index).is_ok();
            let is_large = is_forced || 2.0 * extent.half[0].max(extent.half[1]) >= smallest;
            n_large += usize::from(is_large);
            if is_forced {
                chosen.indices.push(*index);
                continue;
            }
            if all.len() < n_most {
                all.push(*index);
            }
            if is_large && large.len() < n_most {
                large.push(*index);
            }
        }
        if chosen.n_in_view > n_most {
            chosen.n_too_small = chosen.n_in_view - n_large;
            chosen.n_in_view = n_large;
            chosen.indices.extend(large);
        } else {
            chosen.indices.extend(all);
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::earth::LonLat;

    const SIZE: [f64; 2] = [800.0, 600.0];

    fn window(lon_deg: f64, lat_deg: f64, zoom: f64) -> Window {
        Window::of(Camera::new(LonLat::new(lon_deg, lat_deg).unwrap(), zoom), SIZE, 0.0)
    }

    fn at(lon_deg: f64, lat_deg: f64) -> Extent {
        let (x, y) = to_world(LonLat::new(lon_deg, lat_deg).unwrap());
        Extent::of([[x, y]]).unwrap()
    }

    #[test]
    fn what_lies_beyond_180_degrees_is_in_view_from_this_side() {
        let window = window(179.0, 0.0, 5.0);
        for (lon_deg, is_shown) in [(179.0, true), (-179.0, true), (170.0, true), (-170.0, true), (0.0, false), (140.0, false)] {
            assert_eq!(window.shows(&at(lon_deg, 0.0)), is_shown, "{lon_deg}");
            assert_eq!(window.shows_point(at(lon_deg, 0.0).middle), is_shown, "{lon_deg}");
        }
        let across = Extent::of([[0.9, 0.5], [1.1, 0.5]]).unwrap();
        assert!(window.shows(&across), "its ends are out of view, its middle is not");
        assert!(!window.shows(&Extent { middle: [1.0, 0.2], ..across }), "it lies too far north");
    }

    #[test]
    fn no_more_than_the_most_important_in_view_are_chosen_and_those_that_must_be() {
        let strength = [5, 9, 1, 7, 9, 2];
        let lon_deg = [10.0, 11.0, 12.0, -120.0, 9.0, 8.0];
        let things = (0_u32..).zip(strength).zip(lon_deg).map(|((index, strength), lon_deg)| (strength, index, at(lon_deg, 50.0)));
        let ranked = Ranked::of(things);
        let window = window(10.0, 50.0, 5.0);
        let choose = |n_most, always: &[u32]| ranked.in_view(&window, n_most, 0.0, always, |_| true);
        let chosen = |indices: &[u32]| Chosen { indices: indices.to_vec(), n_in_view: 5, n_too_small: 0 };
        assert_eq!(choose(10, &[]), chosen(&[1, 4, 0, 5, 2]));
        assert_eq!(choose(3, &[]), chosen(&[1, 4, 0]));
        assert_eq!(choose(2, &[2, 3]), chosen(&[2, 1, 4]), "3 is out of view");
        assert_eq!(choose(0, &[]), chosen(&[]));
    }

    #[test]
    fn what_is_too_small_to_see_gives_way_only_where_there_is_more_than_can_be_shown() {
        let sizes = [0.001, 0.1, 0.002, 0.2];
        let things = (0_u32..).zip(sizes).map(|(index, size)| (9 - index, index, Extent { half: [size / 2.0; 2], ..at(10.0, 50.0) }));
        let ranked = Ranked::of(things);
        let choose = |n_most, always: &[u32]| ranked.in_view(&window(10.0, 50.0, 3.0), n_most, 0.01, always, |_| true);
        assert_eq!(choose(4, &[]), Chosen { indices: vec![0, 1, 2, 3], n_in_view: 4, n_too_small: 0 });
        assert_eq!(choose(3, &[]), Chosen { indices: vec![1, 3], n_in_view: 2, n_too_small: 2 });
        assert_eq!(choose(1, &[2]), Chosen { indices: vec![2, 1], n_in_view: 3, n_too_small: 1 });
    }

    proptest! {
        #[test]
        fn an_extent_is_in_view_where_any_copy_of_it_overlaps_the_window(
            lon_deg in -180.0..180.0_f64, zoom in 1.5..12.0_f64, x in -0.5..1.5_f64, y in 0.3..0.7_f64, across in 0.0..0.4_f64
        ) {
            let window = window(lon_deg, 0.0, zoom);
            let extent = Extent { middle: [x, y], half: [across, 0.01] };
            let (centre, _) = to_world(LonLat::new(lon_deg, 0.0).unwrap());
            let scale = Camera::new(LonLat::ORIGIN, zoom).world_points();
            let [width, height] = SIZE.map(|side| side / 2.0 / scale);
            let overlaps = |turn: i32| (x + f64::from(turn) - centre).abs() <= across + width;
            let is_shown = (-4..=4).any(overlaps) && (y - 0.5).abs() <= 0.01 + height;
            prop_assert_eq!(window.shows(&extent), is_shown);
        }
    }
}
