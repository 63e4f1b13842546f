//! What was drawn over the map by hand for a scene: strong lines, arrows and words, each on a halo, over all that the map shows.

use egui::{Align2, Pos2, Stroke};

use crate::base::shortened;
use crate::earth::unwrap_line;
use crate::map::display::{DisplayList, Primitive, Role};
use crate::map::shapes::View;
use crate::model::{Annotation, AnnotationKind};
use crate::theme::{TextSize, Theme, Weight, font};

/// More than that is no drawing any more: a file may hold any number.
const MOST: usize = 400;
const MOST_POINTS: usize = 4_000;
/// Of words, in characters.
pub const MAX_ANNOTATION_CHARS: usize = 160;

const WIDTH: f32 = 3.0;
/// How far the halo looks out on either side.
const HALO: f32 = 2.0;
const HEAD: f32 = 13.0;

pub fn add_annotations(view: &View, annotations: &[Annotation], theme: &Theme, list: &mut DisplayList<'_>) {
    for annotation in annotations.iter().take(MOST) {
        add_annotation(view, annotation, theme, list);
    }
}

fn add_annotation(view: &View, annotation: &Annotation, theme: &Theme, list: &mut DisplayList<'_>) {
    match annotation.kind {
        AnnotationKind::Text => {
            let (Some(at), Some(text)) = (annotation.points.first(), annotation.text.as_deref()) else { return };
            let words = shortened(text, MAX_ANNOTATION_CHARS);
            for pos in view.copies(*at) {
                let galley = list.galley(words.clone(), font(TextSize::Strong, Weight::Semibold), theme.annotation);
                let pos = Align2::LEFT_CENTER.anchor_size(pos, galley.size()).min;
                list.add(Role::OfScene, None, Primitive::Words { pos, galley, ink: theme.annotation, halo: Some(theme.map_halo) });
            }
        }
        kind => {
            for line in lines(view, annotation) {
                add_line(line, kind == AnnotationKind::Arrow, theme, list);
            }
        }
    }
}

/// Straight on the screen, as it was drawn; the copies in view.
fn lines(view: &View, annotation: &Annotation) -> Vec<Vec<Pos2>> {
    let points = annotation.points.iter().take(MOST_POINTS).map(|at| (at.lon_deg(), at.lat_deg()));
    let line = geo::LineString::from_iter(points);
    if line.0.len() < 2 { Vec::new() } else { view.unwrapped_copies(&unwrap_line(&line)) }
}

fn add_line(mut line: Vec<Pos2>, has_head: bool, theme: &Theme, list: &mut DisplayList<'_>) {
    let head = has_head.then(|| head(&mut line)).flatten();
    for (width, colour) in [(WIDTH + 2.0 * HALO, theme.map_halo), (WIDTH, theme.annotation)] {
        list.add(Role::OfScene, None, Primitive::Line { points: line.clone(), stroke: Stroke::new(width, colour), dash: None });
    }
    if let Some(corners) = head {
        // The halo goes round the head, and the line runs into it.
        list.add(
            Role::OfScene,
            None,
            Primitive::Polygon { corners: corners.to_vec(), fill: theme.annotation, edge: Stroke::new(HALO, theme.map_halo) },
        );
        if let (Some(end), [tip, ..]) = (line.last(), corners) {
            let into = *end + (tip - *end) * 0.4;
            list.add(
                Role::OfScene,
                None,
                Primitive::Line { points: vec![*end, into], stroke: Stroke::new(WIDTH, theme.annotation), dash: None },
            );
        }
    }
}

/// The head of an arrow, its tip first; the line is cut off where it begins. `None` for a line of no length.
fn head(line: &mut Vec<Pos2>) -> Option<[Pos2; 3]> {
    let tip = *line.last()?;
    let from = line.iter().rposition(|pos| pos.distance(tip) > HEAD);
    let way = (tip - *line.get(from.unwrap_or(0))?).normalized();
    if way == egui::Vec2::ZERO {
        return None;
    }
    line.truncate(from.unwrap_or(0) + 1);
    let base = tip - way * HEAD;
    if from.is_some() {
        line.push(base);
    }
    Some([tip, base + way.rot90() * HEAD * 0.55, base - way.rot90() * HEAD * 0.55])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;
    use crate::model::Extra;
    use crate::viewpoint::{Camera, ThemeKind};
    use egui::{Rect, vec2};

    fn drawn(kind: AnnotationKind, points: &[[f64; 2]], text: Option<&str>) -> Vec<&'static str> {
        let view = View::new(Camera::new(LonLat::new(179.0, 10.0).unwrap(), 4.0), Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)));
        let points = points.iter().map(|[lon, lat]| LonLat::new(*lon, *lat).unwrap()).collect();
        let annotation = Annotation { kind, points, text: text.map(str::to_owned), extra: Extra::new() };
        let ctx = egui::Context::default();
        crate::theme::install_fonts(&ctx);
        let mut kinds = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let mut list = DisplayList::new(ui.ctx());
            add_annotations(&view, std::slice::from_ref(&annotation), Theme::of(ThemeKind::Dark), &mut list);
            kinds = list
                .drawn
                .iter()
                .map(|drawn| match &drawn.primitive {
                    Primitive::Line { points, .. } => {
                        assert!(points.iter().all(|pos| view.rect.expand(600.0).contains(*pos)), "{points:?}");
                        "line"
                    }
                    Primitive::Polygon { .. } => "head",
                    Primitive::Words { .. } => "words",
                    _ => "other",
                })
                .collect();
        });
        output.textures_delta.clear();
        kinds
    }

    #[test]
    fn an_arrow_over_the_antimeridian_is_one_line_with_a_head() {
        assert_eq!(drawn(AnnotationKind::Arrow, &[[170.0, 10.0], [-175.0, 15.0]], None), ["line", "line", "head", "line"]);
        assert_eq!(drawn(AnnotationKind::Line, &[[170.0, 10.0], [-175.0, 15.0]], None), ["line", "line"]);
        assert_eq!(drawn(AnnotationKind::Text, &[[170.0, 10.0]], Some("Here")), ["words"]);
    }

    #[test]
    fn what_has_too_little_to_be_drawn_is_left() {
        assert!(drawn(AnnotationKind::Arrow, &[[170.0, 10.0]], None).is_empty());
        assert!(drawn(AnnotationKind::Text, &[], Some("Here")).is_empty());
        assert!(drawn(AnnotationKind::Text, &[[170.0, 10.0]], None).is_empty());
        assert!(!drawn(AnnotationKind::Arrow, &[[170.0, 10.0], [170.0, 10.0]], None).contains(&"head"));
    }
}
