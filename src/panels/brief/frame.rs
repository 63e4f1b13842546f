//! The frame on the map of the desk while a scene is composed: what of it a wall shows beside the card.

use egui::{Rect, Stroke, Ui, vec2};

use crate::briefing::wall::framed;
use crate::command::Drawer;
use crate::panels::View;

/// Corners of the frame, where a scene is in hand and the strip is open.
pub fn frame(view: &View<'_>, map: Rect, ui: &Ui) {
    /// Length of the arms, and how far within the frame they are at least from the edge of the map, in points.
    const ARM: f32 = 16.0;
    const INSIDE: f32 = 2.0;
    let is_composing = view.presenting.is_none() && view.desk.drawer == Some(Drawer::Scenes);
    let scene = view.composing.and_then(|id| view.situation?.scene(id)).filter(|_| is_composing);
    let Some(scene) = scene else { return };
    let [width, height] = framed(scene, [f64::from(map.width()), f64::from(map.height())]);
    let rect = Rect::from_center_size(map.center(), vec2(width as f32, height as f32)).intersect(map.shrink(INSIDE));
    let painter = ui.painter().with_clip_rect(map);
    for (corner, way) in [
        (rect.left_top(), vec2(1.0, 1.0)),
        (rect.right_top(), vec2(-1.0, 1.0)),
        (rect.right_bottom(), vec2(-1.0, -1.0)),
        (rect.left_bottom(), vec2(1.0, -1.0)),
    ] {
        let arms = vec![corner + vec2(way.x * ARM, 0.0), corner, corner + vec2(0.0, way.y * ARM)];
        for (wide, colour) in [(4.0, view.theme.map_halo), (1.5, view.theme.text)] {
            painter.line(arms.clone(), Stroke::new(wide, colour));
        }
    }
}
