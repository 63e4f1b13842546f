//! From one scene to the next: what stands on the map goes softly while what comes is coming.

use egui::emath::TSTransform;
use egui::layers::ShapeIdx;
use egui::{Painter, Shape};

use crate::map::display::{DisplayList, Role};
use crate::map::fade::moved;
use crate::map::shapes::View;
use crate::model::SceneId;

/// How long it takes.
const FADE_SECS: f32 = 0.35;

/// What the last pass painted of a scene, and what is still to be seen of the one before.
#[derive(Default)]
pub struct Crossfade {
    last: Option<(SceneId, View, Vec<Shape>)>,
    going: Option<Going>,
}

struct Going {
    view: View,
    shapes: Vec<Shape>,
    elapsed_secs: f32,
}

impl Crossfade {
    /// Paints a list as it stands in a view. Where it is of another scene than the last one, its areas, movements, marks, symbols and
    /// drawings come as those of the last go, each where it stands on the ground; names have their own way of coming. Says whether it is not done yet.
    /// Without a scene and without seconds all is there at once.
    pub fn paint(&mut self, list: &DisplayList<'_>, scene: Option<(&SceneId, f32)>, view: &View, painter: &Painter) -> bool {
        let Some((scene, seconds)) = scene else {
            *self = Self::default();
            list.paint(painter);
            return false;
        };
        if let Some((_, view, shapes)) = self.last.take_if(|(last, ..)| last != scene) {
            self.going = Some(Going { view, shapes, elapsed_secs: 0.0 });
        } else if let Some(going) = &mut self.going {
            going.elapsed_secs += seconds;
        }
        self.going.take_if(|going| going.elapsed_secs >= FADE_SECS);
        let mut come = 1.0;
        if let Some(going) = &self.going {
            come = going.elapsed_secs / FADE_SECS;
            let mut painter = painter.clone();
            painter.multiply_opacity(1.0 - come);
            let transform = between(&going.view, view);
            painter.extend(going.shapes.iter().map(|shape| {
                let mut shape = shape.clone();
                shape.transform(transform);
                shape
            }));
        }
        self.last = Some((scene.clone(), *view, paint(list, come, painter)));
        self.going.is_some()
    }
}

/// Paints a list with all that fades so strong. What of it that is, as it was painted.
fn paint(list: &DisplayList<'_>, opacity: f32, painter: &Painter) -> Vec<Shape> {
    let fades: fn(Role) -> bool = |role| matches!(role, Role::Area | Role::Arc | Role::Mark | Role::Symbol | Role::OfScene);
    let mut faded = painter.clone();
    faded.multiply_opacity(opacity);
    let mut ranges: Vec<[ShapeIdx; 2]> = Vec::new();
    for (does_fade, drawn) in list.runs(fades) {
        let painter = if does_fade { &faded } else { painter };
        let begin = painter.add(Shape::Noop);
        DisplayList::paint_run(drawn, painter);
        if does_fade {
            ranges.push([begin, painter.add(Shape::Noop)]);
        }
    }
    let is_in = |at: usize| ranges.iter().any(|[begin, end]| (begin.0..end.0).contains(&at));
    let mut shapes = Vec::new();
    let mut at = 0;
    painter.for_each_shape(|painted| {
        if is_in(at) && painted.shape != Shape::Noop {
            shapes.push(painted.shape.clone());
        }
        at += 1;
    });
    shapes
}

/// From where the ground stands in one view to where it does in another.
fn between(old: &View, new: &View) -> TSTransform {
    let scaling = (new.camera.zoom() - old.camera.zoom()).exp2() as f32;
    let origin = old.rect.center();
    TSTransform::new(moved(origin, old, new) - origin * scaling, scaling)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;
    use crate::map::display::ring;
    use crate::viewpoint::Camera;
    use egui::{Color32, Context, Pos2, RawInput, Rect, Stroke, vec2};

    /// The circles that a pass paints, with how opaque each is, after so many seconds.
    fn pass(fade: &mut Crossfade, scene: &str, at: Pos2, zoom: f64, seconds: f32) -> (Vec<(Pos2, u8)>, bool) {
        let ctx = Context::default();
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let view = View::new(Camera::new(LonLat::new(15.0, 50.0).unwrap(), zoom), rect);
        let mut is_changing = false;
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let mut list = DisplayList::new(ui.ctx());
            list.add(Role::Mark, None, ring(at, 5.0, Stroke::new(1.0, Color32::WHITE)));
            list.add(Role::Furniture, None, ring(Pos2::ZERO, 5.0, Stroke::new(1.0, Color32::WHITE)));
            is_changing = fade.paint(&list, Some((&scene.into(), seconds)), &view, ui.painter());
        });
        output.textures_delta.clear();
        let circles = output.shapes.into_iter().filter_map(|clipped| match clipped.shape {
            Shape::Circle(circle) => Some((circle.center, circle.stroke.color.a())),
            _ => None,
        });
        (circles.collect(), is_changing)
    }

    #[test]
    fn what_stood_goes_where_it_stands_on_the_ground_while_what_comes_is_coming() {
        let mut fade = Crossfade::default();
        let middle = Pos2::new(400.0, 300.0);
        let [old, new] = [middle + vec2(10.0, 0.0), middle - vec2(50.0, 0.0)];
        let corner = (Pos2::ZERO, 255);
        assert_eq!(pass(&mut fade, "a", old, 4.0, 0.1), (vec![(old, 255), corner], false), "the first is there at once");
        let (begun, is_changing) = pass(&mut fade, "b", new, 4.0, 0.1);
        assert!(is_changing);
        assert_eq!(begun, [(old, 255), corner], "nothing has come yet, and what stands on the edge stays");
        let (half, _) = pass(&mut fade, "b", new, 5.0, FADE_SECS / 2.0);
        assert_eq!(half.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [middle + vec2(20.0, 0.0), new, Pos2::ZERO]);
        assert!(half[..2].iter().all(|(_, opacity)| (120..136).contains(opacity)), "{half:?}");
        assert_eq!(pass(&mut fade, "b", new, 5.0, FADE_SECS), (vec![(new, 255), corner], false));
    }
}
