//! Where things stand on the wall: the same for the screen, for pictures and for the check of what can be read.

use crate::briefing::CANVAS_HEIGHT;
use crate::earth::{Bounds, LonLat};
use crate::model::{Scene, SceneKind};
use crate::viewpoint::Camera;

/// A rectangle in points: left, top, right, bottom.
pub type Frame = [f64; 4];

/// The parts of a canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WallLayout {
    /// How it may be handled.
    pub banner: Frame,
    /// Time, as of when, number of the scene.
    pub foot: Frame,
    /// `None`: the scene is a card alone.
    pub map: Option<Frame>,
    /// Title and text.
    pub card: Frame,
    /// What of the map no card covers.
    pub free: Frame,
}

/// In points.
pub const BANNER: f64 = 18.0;
pub const FOOT: f64 = 24.0;
const MARGIN: f64 = 10.0;

impl WallLayout {
    /// For a canvas of that many points.
    pub fn of(scene: &Scene, [width, height]: [f64; 2]) -> Self {
        let banner = [0.0, 0.0, width, BANNER];
        let foot = [0.0, height - FOOT, width, height];
        let (top, bottom) = (BANNER, height - FOOT);
        let whole = [0.0, top, width, bottom];
        let (map, card) = match scene.kind {
            SceneKind::Map => (Some(whole), [MARGIN, top + MARGIN, MARGIN + (width * 0.36).min(232.0), bottom - MARGIN]),
            _ if scene.bounds.is_some() => {
                let left = (width * 0.46).min(300.0);
                (Some([left, top, width, bottom]), [0.0, top, left, bottom])
            }
            _ => (None, whole),
        };
        let free = map.map_or([0.0; 4], |[left, top, right, bottom]| {
            let is_floating = scene.kind == SceneKind::Map;
            // Where the screen is narrow the card stands over the subject rather than that this has no room.
            let begin = if is_floating && width - card[2] > width * 0.4 { card[2] } else { left };
            [begin + MARGIN, top + MARGIN, right - MARGIN, bottom - MARGIN]
        });
        Self { banner, foot, map, card, free }
    }
}

/// The camera that shows `bounds` in the free part of a map: `map` and `free` of one [`WallLayout`].
pub fn camera_in(bounds: Bounds, map: Frame, free: Frame) -> Camera {
    let size = |[left, top, right, bottom]: Frame| [(right - left).max(1.0), (bottom - top).max(1.0)];
    let middle = |[left, top, right, bottom]: Frame| [f64::midpoint(left, right), f64::midpoint(top, bottom)];
    let ([x, y], [to_x, to_y]) = (middle(map), middle(free));
    Camera::framing(bounds, size(free)).panned([to_x - x, to_y - y], size(map))
}

/// How large that part of a map of the desk is, in points, that a wall as wide as screens are shows beside the card of a scene: all of the
/// map where the scene has none.
pub fn framed(scene: &Scene, map_size: [f64; 2]) -> [f64; 2] {
    let layout = WallLayout::of(scene, [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT]);
    if layout.map.is_none() {
        return map_size;
    }
    let [left, top, right, bottom] = layout.free;
    let scale = (map_size[0] / (right - left)).min(map_size[1] / (bottom - top));
    [(right - left) * scale, (bottom - top) * scale]
}

/// Whether a place is seen in a map so large.
pub fn is_in(camera: Camera, place: LonLat, map: Frame, part: Frame) -> bool {
    let [x, y] = camera.offset_to(place);
    let (x, y) = (f64::midpoint(map[0], map[2]) + x, f64::midpoint(map[1], map[3]) + y);
    (part[0]..=part[2]).contains(&x) && (part[1]..=part[3]).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_scene_shows_is_not_under_its_card() {
        let mut scene = Scene::new("s".into(), "S", 1.0);
        let bounds = Bounds::new(26.0, 47.5, 46.0, 56.0).unwrap();
        for kind in [SceneKind::Map, SceneKind::Opening, SceneKind::Closing] {
            for size in [[613.0, 345.0], [460.0, 345.0], [320.0, 345.0]] {
                (scene.kind, scene.bounds) = (kind, Some(bounds.to_array()));
                let layout = WallLayout::of(&scene, size);
                let map = layout.map.unwrap();
                let camera = camera_in(bounds, map, layout.free);
                for (lon, lat) in [(26.0, 47.5), (46.0, 56.0), (36.0, 51.0)] {
                    let place = LonLat::new(lon, lat).unwrap();
                    let [left, top, right, bottom] = layout.free;
                    let nearly = [left - 0.1, top - 0.1, right + 0.1, bottom + 0.1];
                    assert!(is_in(camera, place, map, nearly), "{kind:?} {size:?} {lon}");
                }
            }
        }
    }

    #[test]
    fn what_is_in_the_frame_of_the_desk_fills_what_the_wall_has_free() {
        let scene = Scene::new("s".into(), "S", 1.0);
        let canvas = [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT];
        for map_size in [[900.0, 400.0], [500.0, 800.0]] {
            let size = framed(&scene, map_size);
            assert!(size[0] <= map_size[0] + 1e-9 && size[1] <= map_size[1] + 1e-9, "{size:?}");
            let at_desk = Camera::new(LonLat::new(36.0, 51.0).unwrap(), 5.0);
            let bounds = at_desk.bounds(size);
            let layout = WallLayout::of(&scene, canvas);
            let on_wall = camera_in(bounds, layout.map.unwrap(), layout.free);
            // Every side of the frame is a side of what is free.
            let [width, height] = [layout.free[2] - layout.free[0], layout.free[3] - layout.free[1]];
            let scale = (on_wall.zoom() - at_desk.zoom()).exp2();
            assert!((size[0] * scale - width).abs() < 0.5 && (size[1] * scale - height).abs() < 0.5, "{size:?} {scale}");
        }
    }

    #[test]
    fn a_card_without_a_place_has_the_screen_to_itself() {
        let scene = Scene { kind: SceneKind::Text, ..Scene::new("s".into(), "S", 1.0) };
        assert_eq!(WallLayout::of(&scene, [613.0, 345.0]).map, None);
    }
}
