//! A small map of the world that shows where the view lies.

use std::sync::{Arc, OnceLock};

use egui::{Color32, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::earth::{Detail, level, to_world, to_world_unwrapped};
use crate::map::display::{Block, DisplayList, Primitive};
use crate::map::host;
use crate::map::picture::narrow;
use crate::map::shapes::{self, Shape, View};
use crate::theme::Theme;

const SIZE: Vec2 = vec2(168.0, 112.0);

/// Where it stands: at the lower right, above the credits.
pub fn rect(map: Rect) -> Rect {
    Rect::from_min_size(map.max - SIZE - vec2(10.0, 46.0), SIZE)
}

/// Land, the world as wide as the locator, triangulated once.
fn land() -> Arc<Shape> {
    static LAND: OnceLock<Arc<Shape>> = OnceLock::new();
    let shape = LAND.get_or_init(|| {
        /// In points: what is nearer cannot be told apart here.
        const NEAR: f32 = 0.5;
        /// The triangulation works to fractions of a point.
        const FINER: f32 = 6.0;
        let mut shape = Shape::default();
        // A basemap that cannot be read is told of where it is drawn.
        for polygon in level(Detail::Coarse).map(|level| level.land.as_slice()).unwrap_or_default() {
            let Some(outer) = polygon.rings.first() else { continue };
            let mut ring: Vec<Vec2> = Vec::new();
            for [lon, lat] in outer {
                let (x, y) = to_world_unwrapped([f64::from(*lon), f64::from(*lat)]);
                let at = vec2(narrow(x), narrow(y)) * SIZE.x;
                if ring.last().is_none_or(|last| (*last - at).length() > NEAR) {
                    ring.push(at);
                }
            }
            if ring.len() < 4 {
                continue;
            }
            let (vertices, triangles) = host::triangulate(&[ring.iter().map(|at| *at * FINER).collect()]);
            let first = shape.vertices.len() as u32;
            shape.vertices.extend(vertices.iter().map(|at| *at / FINER));
            shape.triangles.extend(triangles.iter().map(|index| first + index));
            shapes::turn(&mut ring, false);
            shape.rings.push(ring);
        }
        Arc::new(shape)
    });
    Arc::clone(shape)
}

pub fn add(view: &View, theme: &Theme, list: &mut DisplayList<'_>) {
    let rect = rect(view.rect);
    let mut within = DisplayList::new(list.ctx());
    let block = |rect, fill, edge, edge_lies| Primitive::Rect(Block { rect, radius: 0, fill, edge, edge_lies });
    within.furnish(block(rect, theme.sea, Stroke::NONE, StrokeKind::Inside));
    let scale = rect.width();
    // Its middle is that of the view from west to east, and the height's middle lies a little north of the equator.
    let (centre_x, centre_y) = to_world(view.camera.centre());
    let zero = |shift: f32| rect.center() + vec2(shift - narrow(centre_x), -0.44) * scale;
    for shift in [-1.0, 0.0, 1.0] {
        within.furnish(Primitive::Inside { shape: land(), offset: zero(shift).to_vec2(), fill: theme.border });
    }
    let world = narrow(view.camera.world_points());
    let seen = view.rect.size() / world * scale;
    let middle = rect.center() + vec2(0.0, narrow(centre_y) - 0.44) * scale;
    let frame = Rect::from_center_size(middle, seen.max(Vec2::splat(7.0)));
    within.furnish(block(frame, theme.accent.gamma_multiply(0.25), Stroke::new(1.6, theme.accent), StrokeKind::Middle));
    within.furnish(block(rect, Color32::TRANSPARENT, Stroke::new(1.0, theme.hairline), StrokeKind::Inside));
    list.furnish(Primitive::Within(rect, within));
}
