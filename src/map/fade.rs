//! Names that come and go softly.

use std::collections::BTreeMap;

use egui::Pos2;

use crate::map::picture::{Label, Picture};
use crate::map::shapes::View;
use crate::theme::Theme;
use crate::viewpoint::{Camera, ThemeKind};

/// The names on the screen, with how much of each is to be seen.
#[derive(Default)]
pub struct Fades {
    names: BTreeMap<String, Name>,
    /// Of the picture last followed.
    seen: Option<Seen>,
}

#[derive(Clone, Copy)]
struct Seen {
    camera: Camera,
    theme: ThemeKind,
    /// Names are laid out in whole pixels: those of a window with others are none of this one's.
    pixels_per_point: f32,
}

struct Name {
    label: Label,
    opacity: f32,
    is_wanted: bool,
}

impl Fades {
    /// Follows a picture: new names begin to come, names that it lacks begin to go where they stood on the ground. Says whether it is
    /// not done yet. Without seconds, and where the theme or the pixels change, names come and go at once.
    pub fn follow(&mut self, picture: &Picture, theme: &Theme, seconds: Option<f32>) -> bool {
        const FADE_SECS: f32 = 0.16;
        let now = Seen { camera: picture.camera, theme: theme.kind, pixels_per_point: picture.pixels_per_point };
        let is_alike = |before: &Seen| before.theme == now.theme && before.pixels_per_point.to_bits() == now.pixels_per_point.to_bits();
        let (Some(seconds), Some(Seen { camera, .. })) = (seconds, self.seen.replace(now).filter(is_alike)) else {
            self.names = picture.labels.iter().map(|label| (label.key.clone(), Name::of(label, 1.0))).collect();
            return false;
        };
        let (old, new) = (View::new(camera, picture.rect), View::new(picture.camera, picture.rect));
        for name in self.names.values_mut() {
            name.is_wanted = false;
        }
        for label in &picture.labels {
            let name = self.names.entry(label.key.clone()).or_insert_with(|| Name::of(label, 0.0));
            *name = Name::of(label, name.opacity);
        }
        let step = seconds / FADE_SECS;
        let mut is_changing = false;
        self.names.retain(|_, name| {
            if name.is_wanted {
                name.opacity = (name.opacity + step).min(1.0);
            } else {
                name.opacity -= step;
                name.label.pos = moved(name.label.pos, &old, &new);
                name.label.dot = name.label.dot.map(|dot| moved(dot, &old, &new));
            }
            is_changing |= !name.is_wanted || name.opacity < 1.0;
            name.opacity > 0.0
        });
        is_changing
    }

    /// The names with their opacity, 0 to 1.
    pub fn labels(&self) -> impl Iterator<Item = (&Label, f32)> + Clone {
        self.names.values().map(|name| (&name.label, name.opacity))
    }
}

impl Name {
    fn of(label: &Label, opacity: f32) -> Self {
        Self { label: label.clone(), opacity, is_wanted: true }
    }
}

/// Where a point of one view's ground is in another.
pub(super) fn moved(pos: Pos2, old: &View, new: &View) -> Pos2 {
    let offset = pos - old.rect.center();
    let scale = (new.camera.zoom() - old.camera.zoom()).exp2() as f32;
    let [x, y] = new.camera.offset_to(old.camera.centre());
    new.rect.center() + egui::vec2(x as f32, y as f32) + offset * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;
    use crate::map::{Inputs, Shown};
    use crate::theme::install_fonts;
    use egui::{Rect, vec2};

    fn picture(zoom: f64, kind: ThemeKind) -> Picture {
        let ctx = egui::Context::default();
        install_fonts(&ctx);
        let camera = Camera::new(LonLat::new(15.0, 50.0).unwrap(), zoom);
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let inputs = Inputs::basemap(camera, rect, Theme::of(kind));
        let mut picture = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| picture = Some(Picture::build(&inputs, &Shown::default(), ui.ctx())));
        output.textures_delta.clear();
        picture.unwrap()
    }

    #[test]
    fn names_come_and_go_softly_and_then_rest() {
        let (near, far) = (picture(5.0, ThemeKind::Dark), picture(3.0, ThemeKind::Dark));
        let theme = Theme::of(ThemeKind::Dark);
        let mut fades = Fades::default();
        assert!(!fades.follow(&far, theme, Some(0.05)), "the first names are there at once");
        assert!(fades.follow(&near, theme, Some(0.05)));
        assert!(fades.labels().any(|(_, opacity)| opacity < 0.5), "some come");
        assert!(fades.labels().count() > near.labels.len(), "some go");
        for _ in 0..4 {
            fades.follow(&near, theme, Some(0.05));
        }
        assert!(!fades.follow(&near, theme, Some(0.05)));
        assert_eq!(fades.labels().count(), near.labels.len());
        assert!(fades.labels().all(|(_, opacity)| opacity >= 1.0));
    }

    #[test]
    fn names_of_a_window_with_other_pixels_are_gone_at_once() {
        let theme = Theme::of(ThemeKind::Dark);
        let mut fades = Fades::default();
        fades.follow(&picture(5.0, ThemeKind::Dark), theme, Some(0.05));
        let other = Picture { pixels_per_point: 3.13, ..picture(3.0, ThemeKind::Dark) };
        assert!(!fades.follow(&other, theme, Some(0.05)));
        assert_eq!(fades.labels().count(), other.labels.len());
    }

    #[test]
    fn without_motion_and_with_another_theme_names_change_at_once() {
        let mut fades = Fades::default();
        fades.follow(&picture(3.0, ThemeKind::Dark), Theme::of(ThemeKind::Dark), None);
        for (next, seconds) in [(ThemeKind::Dark, None), (ThemeKind::Light, Some(0.01))] {
            let picture = picture(5.0, next);
            assert!(!fades.follow(&picture, Theme::of(next), seconds));
            assert_eq!(fades.labels().count(), picture.labels.len());
        }
    }
}
