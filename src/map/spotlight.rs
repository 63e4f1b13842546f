//! All but the selection dimmed: a veil over the picture, with a hole with soft edges round everything that is selected.

use std::sync::Arc;

use egui::{Color32, Pos2, Rect, Vec2, vec2};
use geo::{BooleanOps as _, Coord, LineString, MultiPolygon, Polygon, unary_union};

use crate::map::display::{DisplayList, Primitive, Role};
use crate::map::host;
use crate::map::paint::Emphasis;
use crate::map::picture::Picture;
use crate::map::shapes::{Shape, turn};
use crate::theme::Theme;

/// More holes than that leave nothing to be dimmed, and take long.
const MOST: usize = 60;
/// Round what is lit, in points: where the veil begins, and where it is whole.
const FROM: f32 = 10.0;
const SOFT: f32 = 8.0;
/// So many veils lie over one another.
const LAYERS: u8 = 3;

/// Something that is lit.
#[derive(Clone, Debug, PartialEq)]
enum Lit {
    /// An ellipse round a rectangle.
    Round(Rect),
    /// Along a line.
    Along(Vec<Pos2>),
}

/// Adds the veil. Where nothing of the selection is in view there is none: a map that is all dark shows nothing to anybody.
pub fn add_veil(picture: &Picture, emphasis: &Emphasis<'_>, theme: &Theme, list: &mut DisplayList<'_>) {
    let lit = lit(picture, emphasis);
    if lit.is_empty() {
        return;
    }
    for layer in 0..LAYERS {
        let out = FROM + SOFT * f32::from(layer);
        for polygon in &veil(picture.rect, &lit, out).0 {
            add_polygon(polygon, theme.veil, list);
        }
    }
}

/// What belongs to the selection and is in view.
fn lit(picture: &Picture, emphasis: &Emphasis<'_>) -> Vec<Lit> {
    let is = emphasis.selected;
    let mut lit = Vec::new();
    for area in picture.areas.iter().filter(|area| is(&area.item)) {
        let points: Vec<Pos2> = area.shape.rings.iter().flatten().map(|at| (*at + area.offset).to_pos2()).collect();
        lit.push(Lit::Round(Rect::from_points(&points)));
    }
    let round = |centre: Pos2, radius: f32| Lit::Round(Rect::from_center_size(centre, Vec2::splat(2.0 * radius)));
    lit.extend(picture.discs.iter().filter(|disc| is(&disc.item)).map(|disc| round(disc.centre, disc.radius * 0.8)));
    lit.extend(picture.lines.iter().filter(|line| is(&line.item)).map(|line| Lit::Along(line.points.clone())));
    lit.extend(picture.movements.iter().filter(|movement| is(&movement.item)).map(|movement| Lit::Along(movement.points.clone())));
    lit.extend(picture.points.iter().filter(|point| is(&point.item)).map(|point| round(point.pos, 10.0)));
    let units = picture.units.iter().filter(|unit| emphasis.is_selected_unit(unit));
    lit.extend(units.map(|unit| Lit::Round(unit.rect())));
    let troops = picture.troops.iter().filter(|troops| troops.items.iter().any(is));
    lit.extend(troops.map(|troops| Lit::Round(troops.rect)));
    let is_marked = |mark: &crate::map::Mark| match mark.group {
        Some(group) => emphasis.selected_groups.binary_search(&group.first).is_ok(),
        None => is(&mark.item),
    };
    for mark in picture.marks.iter().filter(|mark| mark.is_drawn() && is_marked(mark)) {
        lit.push(round(mark.pos, mark.reach() + 14.0));
        // With its name.
        let names = picture.labels.iter().filter(|label| label.item.as_ref() == Some(&mark.item));
        lit.extend(names.map(|label| Lit::Round(Rect::from_min_size(label.pos, label.text.size()))));
    }
    let in_view = picture.rect.expand(FROM);
    lit.retain(|lit| match lit {
        Lit::Round(rect) => rect.is_finite() && rect.intersects(in_view),
        Lit::Along(points) => points.len() > 1 && Rect::from_points(points).intersects(in_view),
    });
    lit.truncate(MOST);
    lit
}

/// A rectangle without what is lit, which is widened by so many points.
fn veil(rect: Rect, lit: &[Lit], out: f32) -> MultiPolygon<f64> {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
    let whole = MultiPolygon(vec![polygon(corners.into_iter())]);
    // In one: where two of them overlap, both together would be taken for neither.
    let holes: Vec<Polygon<f64>> = lit.iter().flat_map(|lit| outlines(lit, out)).collect();
    whole.difference(&unary_union(&holes))
}

fn outlines(lit: &Lit, out: f32) -> Vec<Polygon<f64>> {
    /// A line is lit that far on either side.
    const BESIDE: f32 = 6.0;
    match lit {
        Lit::Round(rect) => {
            // An ellipse through the corners would light too much of what lies beside a wide name.
            let radii = rect.size() * 0.58 + Vec2::splat(out);
            vec![ellipse(rect.center(), radii)]
        }
        Lit::Along(points) => {
            let half = BESIDE + out;
            let ends = [points.first(), points.last()].into_iter().flatten().map(|end| ellipse(*end, Vec2::splat(half + 6.0)));
            std::iter::once(band(points, half)).chain(ends).collect()
        }
    }
}

fn ellipse(centre: Pos2, radii: Vec2) -> Polygon<f64> {
    const STEPS: u8 = 40;
    polygon((0..STEPS).map(|step| centre + Vec2::angled(f32::from(step) / f32::from(STEPS) * std::f32::consts::TAU) * radii))
}

/// Both sides of a line, that far from it.
fn band(points: &[Pos2], half: f32) -> Polygon<f64> {
    /// Steps of a few points each are a smooth edge.
    const APART: f32 = 12.0;
    let mut kept: Vec<Pos2> = Vec::new();
    for pos in points {
        if kept.last().is_none_or(|last| last.distance(*pos) > APART) {
            kept.push(*pos);
        }
    }
    if kept.len() == 1 {
        kept.extend(points.last());
    }
    let side = |turn: f32| -> Vec<Pos2> {
        let before = kept.iter().take(1).chain(&kept);
        let after = kept.iter().skip(1).chain(kept.last());
        let along = before.zip(after).map(|(before, after)| (*after - *before).normalized());
        kept.iter().zip(along).map(|(pos, along)| *pos + along.rot90() * half * turn).collect()
    };
    polygon(side(1.0).into_iter().chain(side(-1.0).into_iter().rev()))
}

fn polygon(points: impl Iterator<Item = Pos2>) -> Polygon<f64> {
    let coords = points.map(|pos| Coord { x: f64::from(pos.x), y: f64::from(pos.y) });
    Polygon::new(LineString::from_iter(coords), Vec::new())
}

fn add_polygon(polygon: &Polygon<f64>, fill: Color32, list: &mut DisplayList<'_>) {
    let ring = |line: &LineString<f64>| -> Vec<Vec2> { line.0.iter().map(|at| vec2(at.x as f32, at.y as f32)).collect() };
    let mut rings: Vec<Vec<Vec2>> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
    let (vertices, triangles) = host::triangulate(&rings);
    for (index, ring) in rings.iter_mut().enumerate() {
        turn(ring, index > 0);
    }
    let shape = Arc::new(Shape { rings, edges: Vec::new(), vertices, triangles });
    list.add(Role::OfScene, None, Primitive::Inside { shape, offset: Vec2::ZERO, fill });
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;
    use geo::{Area as _, Contains as _};

    const MAP: Rect = Rect { min: Pos2::ZERO, max: pos2(800.0, 600.0) };

    fn is_dimmed(veil: &MultiPolygon<f64>, x: f64, y: f64) -> bool {
        veil.contains(&geo::Point::new(x, y))
    }

    #[test]
    fn what_is_lit_is_not_dimmed_and_the_rest_is() {
        let lit = [
            Lit::Round(Rect::from_center_size(pos2(200.0, 200.0), vec2(40.0, 40.0))),
            Lit::Round(Rect::from_center_size(pos2(220.0, 210.0), vec2(40.0, 40.0))),
            Lit::Along(vec![pos2(300.0, 500.0), pos2(400.0, 450.0), pos2(500.0, 500.0)]),
        ];
        let veil = veil(MAP, &lit, FROM);
        for (x, y) in [(200.0, 200.0), (220.0, 210.0), (400.0, 452.0), (310.0, 496.0)] {
            assert!(!is_dimmed(&veil, x, y), "{x} {y}");
        }
        for (x, y) in [(10.0, 10.0), (300.0, 300.0), (400.0, 520.0)] {
            assert!(is_dimmed(&veil, x, y), "{x} {y}");
        }
    }

    #[test]
    fn what_fills_the_view_leaves_nothing_to_dim() {
        let lit = [Lit::Round(MAP.expand(900.0))];
        assert!(veil(MAP, &lit, FROM).unsigned_area() < 1.0);
    }

    #[test]
    fn a_line_that_turns_back_on_itself_is_lit_without_harm() {
        let line: Vec<Pos2> =
            (0..200).map(|step| pos2(400.0 + 90.0 * (step as f32).sin(), 300.0 + 90.0 * (step as f32 * 1.7).cos())).collect();
        let veil = veil(MAP, &[Lit::Along(line), Lit::Along(vec![pos2(5.0, 5.0), pos2(5.0, 5.0)])], FROM);
        assert!(is_dimmed(&veil, 790.0, 590.0));
    }
}
