//! An event's time as a bar: solid where it surely went on, soft where it may have begun or ended.

use egui::{Color32, Mesh, Painter, Pos2, Rangef, Rect, Stroke, pos2, vec2};

use crate::model::Moment;
use crate::panels::timeline::scale::Scale;
use crate::query::{Extent, Fit};
use crate::theme::Theme;
use crate::viewpoint::Outside;

/// A bar is never narrower: it could not be seen or pointed at.
pub const LEAST_WIDTH: f32 = 5.0;
/// How far an open end takes to fade.
const FADE: f32 = 36.0;
/// How far from the one bound that is known a bar is seen.
const FADE_OF_UNKNOWN: f32 = 140.0;

/// How a bar is inked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    pub colour: Color32,
    /// Light with an outline: it is possible only.
    pub is_light: bool,
}

impl Ink {
    /// `None` where it is not to be seen.
    pub fn of(extent: &Extent, fit: Fit, outside: Outside, theme: &Theme) -> Option<Self> {
        match (fit, outside) {
            (Fit::Out, Outside::Hide) => None,
            (Fit::Out, Outside::Fade) => Some(Self { colour: faded(theme), is_light: extent.is_doubted }),
            (Fit::Possibly, _) => Some(Self { colour: theme.mark, is_light: true }),
            (Fit::Surely, _) => Some(Self { colour: theme.mark, is_light: extent.is_doubted || !extent.one_of.is_empty() }),
        }
    }
}

/// What lies outside the window.
pub fn faded(theme: &Theme) -> Color32 {
    theme.panel.lerp_to_gamma(theme.weak, 0.42)
}

/// Where an event's bar stands, from its first possible to its last possible moment, within the ends of the axis.
pub fn reach(extent: &Extent, scale: &Scale) -> Option<Rangef> {
    let [left, right] = [scale.x(extent.first_start), scale.x(extent.last_end)];
    if right < scale.left || left > scale.right {
        return None;
    }
    let (left, right) = (left.max(scale.left), right.min(scale.right));
    let missing = (LEAST_WIDTH - (right - left)).max(0.0);
    Some(Rangef::new(left - missing / 2.0, right + missing / 2.0))
}

/// Puts a bar into a mesh, and its outline where it is light.
pub fn add(mesh: &mut Mesh, extent: &Extent, scale: &Scale, y: Rangef, ink: Ink) {
    let Some(x) = reach(extent, scale) else { return };
    if !extent.one_of.is_empty() {
        // It is one of these: between them there is only a thread that holds them together.
        thread(mesh, x, y, ink.colour);
        for one in &extent.one_of {
            add(mesh, one, scale, y, Ink { is_light: true, ..ink });
        }
        return;
    }
    let is_open = [extent.first_start.0 == i64::MIN, extent.last_end.0 == i64::MAX];
    let has_core = extent.last_start <= extent.first_end && !ink.is_light;
    let peak = if ink.is_light { 0.34 } else { 1.0 };
    let stops = if is_short(extent, x) {
        vec![(x.min, peak), (x.max, peak)]
    } else if has_core || extent.last_start <= extent.first_end {
        let [from, to] = [extent.last_start, extent.first_end].map(|at| scale.x(at).clamp(x.min, x.max));
        let start = if is_open[0] { (from - FADE).max(x.min) } else { x.min };
        let end = if is_open[1] { (to + FADE * 2.0).min(x.max) } else { x.max };
        vec![(start, 0.0), (from, peak), (to.max(from), peak), (end, 0.0)]
    } else if is_open[0] || is_open[1] {
        // Only the bound that is known is worth the eye: the rest is a thread.
        let [peak, none] = [if ink.is_light { 0.5 } else { 0.62 }, 0.0];
        let fade = FADE_OF_UNKNOWN.min(x.span());
        thread(mesh, x, y, ink.colour);
        match is_open {
            [true, true] => Vec::new(),
            [true, false] => vec![(x.max - fade, none), (x.max, if is_known(extent.last_end, scale) { peak } else { none })],
            _ => vec![(x.min, if is_known(extent.first_start, scale) { peak } else { none }), (x.min + fade, none)],
        }
    } else {
        // Nobody knows which part of it: a day's events are still solid, as a day is how dates are told.
        let peak = if is_about_a_day(extent) || ink.is_light { peak } else { 0.5 };
        let soft = (x.span() * 0.2).min(24.0);
        vec![(x.min, peak * 0.35), (x.min + soft, peak), (x.max - soft, peak), (x.max, peak * 0.35)]
    };
    for pair in stops.windows(2) {
        let [(from, a), (to, b)] = pair else { continue };
        gradient(mesh, Rangef::new(*from, *to), y, ink.colour.gamma_multiply(*a), ink.colour.gamma_multiply(*b));
    }
    if ink.is_light && is_open == [false, false] {
        outline(mesh, x, y, ink.colour);
    }
    for (is_open, at, towards) in [(is_open[0], x.min, -1.0), (is_open[1], x.max, 1.0)] {
        if is_open {
            chevron(mesh, pos2(at - 4.0 * towards, y.center()), towards, y.span() / 2.0, ink.colour);
        }
    }
}

fn is_about_a_day(extent: &Extent) -> bool {
    const SECS: i64 = 26 * 3_600;
    extent.last_end.0.saturating_sub(extent.first_start.0) <= SECS
}

/// Where nothing could be told within it.
fn is_short(extent: &Extent, x: Rangef) -> bool {
    x.span() <= LEAST_WIDTH + 4.0 && extent.first_start != Moment(i64::MIN) && extent.last_end != Moment(i64::MAX)
}

fn gradient(mesh: &mut Mesh, x: Rangef, y: Rangef, from: Color32, to: Color32) {
    if x.span() <= 0.0 {
        return;
    }
    let first = mesh.vertices.len() as u32;
    for (at, colour) in [(x.min, from), (x.max, to)] {
        mesh.colored_vertex(pos2(at, y.min), colour);
        mesh.colored_vertex(pos2(at, y.max), colour);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first + 1, first + 2, first + 3);
}

fn outline(mesh: &mut Mesh, x: Rangef, y: Rangef, colour: Color32) {
    let colour = colour.gamma_multiply(0.7);
    for at in [Rangef::new(y.min, y.min + 1.0), Rangef::new(y.max - 1.0, y.max)] {
        mesh.add_colored_rect(Rect::from_x_y_ranges(x, at), colour);
    }
    for at in [Rangef::new(x.min, x.min + 1.0), Rangef::new(x.max - 1.0, x.max)] {
        mesh.add_colored_rect(Rect::from_x_y_ranges(at, y), colour);
    }
}

/// Holds together what is not known in between.
fn thread(mesh: &mut Mesh, x: Rangef, y: Rangef, colour: Color32) {
    mesh.add_colored_rect(Rect::from_x_y_ranges(x, Rangef::point(y.center()).expand(0.5)), colour.gamma_multiply(0.4));
}

/// Whether a bound is in view, and not beyond the end of the axis.
fn is_known(at: Moment, scale: &Scale) -> bool {
    (scale.left - 1.0..=scale.right + 1.0).contains(&scale.x(at))
}

fn chevron(mesh: &mut Mesh, at: Pos2, towards: f32, half: f32, colour: Color32) {
    let half = half.min(4.0);
    let first = mesh.vertices.len() as u32;
    for point in [at + vec2(0.0, -half), at + vec2(half * towards, 0.0), at + vec2(0.0, half)] {
        mesh.colored_vertex(point, colour);
    }
    mesh.add_triangle(first, first + 1, first + 2);
}

/// The ring round what is selected or hovered.
pub fn ring(painter: &Painter, x: Rangef, y: Rangef, theme: &Theme, is_selected: bool) {
    let (width, colour) = if is_selected { (2.0, theme.accent) } else { (1.5, theme.text) };
    let rect = Rect::from_x_y_ranges(x, y).expand(2.0);
    painter.rect_stroke(rect, 3.0, Stroke::new(width, colour), egui::StrokeKind::Inside);
}
