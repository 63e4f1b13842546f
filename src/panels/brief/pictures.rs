//! Scenes as small pictures.

use std::collections::BTreeMap;

use egui::{Align2, Color32, ColorImage, CornerRadius, Painter, Pos2, Rect, TextureHandle, TextureOptions, Ui, pos2, vec2};

use crate::base::shortened;
use crate::briefing::CANVAS_HEIGHT;
use crate::briefing::wall::{Frame, WallLayout};
use crate::command::ScenePicture;
use crate::model::{Scene, SceneId, SceneKind};
use crate::panels::View;
use crate::panels::brief::wall::frame_rect;
use crate::theme::{TextSize, Theme, Weight, font};

/// In points: in a lower picture no title can be read.
const HEIGHT_FOR_WORDS: f32 = 60.0;

/// The pictures as textures, with their numbers.
#[derive(Default)]
pub struct Pictures {
    textures: BTreeMap<SceneId, (u64, TextureHandle)>,
}

impl Pictures {
    /// Lets go of those that there are no more.
    pub fn follow(&mut self, view: &View<'_>) {
        self.textures.retain(|id, _| view.scene_pictures.contains_key(id));
    }

    /// The map of a scene as it is on the wall, with its card as a block; a card alone with its words.
    pub fn paint(&mut self, view: &View<'_>, scene: &Scene, rect: Rect, ui: &Ui) {
        let theme = view.theme;
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(rect));
        painter.rect_filled(rect, CornerRadius::same(3), theme.raised);
        let layout = WallLayout::of(scene, [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT]);
        let placed = |frame: Frame| frame_rect(frame.map(|at| at * f64::from(rect.height()) / CANVAS_HEIGHT), rect.min);
        let tint = if scene.is_hidden { Color32::WHITE.gamma_multiply(0.4) } else { Color32::WHITE };
        let map = layout.map.map(placed);
        let texture = view.scene_pictures.get(&scene.id).and_then(|picture| self.texture(picture, ui));
        if let (Some(map), Some(texture)) = (map, &texture) {
            painter.image(texture.id(), map, Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0)), tint);
        }
        let (card, unit) = (placed(layout.card), rect.height() / 94.5);
        let ink = if scene.is_hidden { theme.weak } else { theme.text };
        if scene.kind == SceneKind::Map {
            if texture.is_some() {
                bars(scene, card, unit, theme, &painter);
            }
        } else if rect.height() >= HEIGHT_FOR_WORDS {
            let inside = card.shrink2(vec2(8.0, 8.0));
            let job = egui::text::LayoutJob {
                wrap: egui::text::TextWrapping { max_width: inside.width(), max_rows: 4, ..Default::default() },
                ..egui::text::LayoutJob::simple(shortened(&scene.title, 120), font(TextSize::Small, Weight::Semibold), ink, inside.width())
            };
            let galley = painter.layout_job(job);
            painter.galley(Align2::LEFT_TOP.align_size_within_rect(galley.size(), inside).min, galley, ink);
        } else {
            bars(scene, card, unit, theme, &painter);
        }
    }

    fn texture(&mut self, picture: &ScenePicture, ui: &Ui) -> Option<TextureHandle> {
        if let Some((number, texture)) = self.textures.get(&picture.scene)
            && *number == picture.number
        {
            return Some(texture.clone());
        }
        let [width, height] = picture.size;
        let is_whole = width > 0 && width.checked_mul(height)?.checked_mul(4)? == picture.rgba.len();
        let image = is_whole.then(|| ColorImage::from_rgba_unmultiplied(picture.size, &picture.rgba))?;
        let texture = ui.ctx().load_texture(picture.scene.as_str(), image, TextureOptions::LINEAR);
        self.textures.insert(picture.scene.clone(), (picture.number, texture.clone()));
        Some(texture)
    }
}

/// Where words are on the wall: bars on the ground of the card. A unit is a point of the strip's pictures.
fn bars(scene: &Scene, card: Rect, unit: f32, theme: &Theme, painter: &Painter) {
    let n_lines = scene.text.as_deref().map_or(0, |text| text.lines().filter(|line| !line.is_empty()).count()).min(4);
    let height = (13.0 + n_lines as f32 * 7.0) * unit;
    let ground = Rect::from_min_size(card.min, vec2(card.width(), height.min(card.height())));
    painter.rect_filled(ground, CornerRadius::same(2), theme.panel.gamma_multiply(0.92));
    let width = ground.width() - 8.0 * unit;
    let bar = |down: f32, share: f32, thick: f32, ink: Color32| {
        let size = vec2(width * share, thick * unit);
        painter.rect_filled(Rect::from_min_size(ground.min + vec2(4.0, down) * unit, size), CornerRadius::same(1), ink);
    };
    bar(4.0, 0.8, 4.0, theme.text.gamma_multiply(0.8));
    for (index, share) in [1.0, 0.85, 0.95, 0.6].into_iter().enumerate().take(n_lines) {
        bar(11.0 + 7.0 * index as f32, share, 2.5, theme.weak.gamma_multiply(0.7));
    }
}
