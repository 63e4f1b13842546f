//! A small map of the world that shows where the view lies.

use std::sync::OnceLock;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{CornerRadius, Painter, Rect, Stroke, StrokeKind, Vec2, vec2};

use crate::earth::{Detail, level, to_world, to_world_unwrapped};
use crate::map::host;
use crate::map::picture::narrow;
use crate::map::shapes::View;
use crate::theme::Theme;

const SIZE: Vec2 = vec2(168.0, 112.0);

/// Where it stands: at the lower right, above the credits.
pub fn rect(map: Rect) -> Rect {
    Rect::from_min_size(map.max - SIZE - vec2(10.0, 46.0), SIZE)
}

/// Land in world units, triangulated once: corners and indices.
fn land() -> &'static (Vec<Vec2>, Vec<u32>) {
    static LAND: OnceLock<(Vec<Vec2>, Vec<u32>)> = OnceLock::new();
    LAND.get_or_init(|| {
        /// In world units: what is nearer cannot be told apart here.
        const NEAR: f32 = 0.003;
        let (mut corners, mut indices): (Vec<Vec2>, Vec<u32>) = (Vec::new(), Vec::new());
        // A basemap that cannot be read is told of where it is drawn.
        for polygon in level(Detail::Coarse).map(|level| level.land.as_slice()).unwrap_or_default() {
            let Some(outer) = polygon.rings.first() else { continue };
            let mut ring: Vec<Vec2> = Vec::new();
            for [lon, lat] in outer {
                let (x, y) = to_world_unwrapped([f64::from(*lon), f64::from(*lat)]);
                let at = vec2(narrow(x), narrow(y));
                if ring.last().is_none_or(|last| (*last - at).length() > NEAR) {
                    ring.push(at);
                }
            }
            if ring.len() < 4 {
                continue;
            }
            // The triangulation works in points and to fractions of them.
            let (vertices, triangles) = host::triangulate(&[ring.iter().map(|at| *at * 1_000.0).collect()]);
            let first = corners.len() as u32;
            corners.extend(vertices.iter().map(|at| *at / 1_000.0));
            indices.extend(triangles.iter().map(|index| first + index));
        }
        (corners, indices)
    })
}

pub fn paint(view: &View, theme: &Theme, painter: &Painter) {
    let rect = rect(view.rect);
    let painter = &painter.with_clip_rect(rect);
    painter.rect_filled(rect, CornerRadius::ZERO, theme.sea);
    let scale = rect.width();
    // Its middle is that of the view from west to east, and the height's middle lies a little north of the equator.
    let (centre_x, centre_y) = to_world(view.camera.centre());
    let zero = |shift: f32| rect.center() + vec2(shift - narrow(centre_x), -0.44) * scale;
    let (corners, indices) = land();
    for shift in [-1.0, 0.0, 1.0] {
        let vertex = |at: &Vec2| Vertex { pos: zero(shift) + *at * scale, uv: WHITE_UV, color: theme.border };
        painter.add(Mesh { indices: indices.clone(), vertices: corners.iter().map(vertex).collect(), ..Mesh::default() });
    }
    let world = narrow(view.camera.world_points());
    let seen = view.rect.size() / world * scale;
    let middle = rect.center() + vec2(0.0, narrow(centre_y) - 0.44) * scale;
    let frame = Rect::from_center_size(middle, seen.max(Vec2::splat(7.0)));
    painter.rect(frame, CornerRadius::ZERO, theme.accent.gamma_multiply(0.25), Stroke::new(1.6, theme.accent), StrokeKind::Middle);
    painter.rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, theme.hairline), StrokeKind::Inside);
}
