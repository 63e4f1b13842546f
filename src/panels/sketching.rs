//! What is placed, drawn or moved by hand on the map: what is told of it, and what pointer and presses do with it.

use egui::{Align2, CornerRadius, Id, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::command::{Command, Outbox, SketchCommand};
use crate::earth::LonLat;
use crate::map::sketches::{Handle, handles, paint_middle, paint_sketch};
use crate::map::{Hit, Picture, View as MapSurface};
use crate::model::{AnnotationKind, PlaceId, RecordId};
use crate::panels::View;
use crate::panels::pieces::trace_rect;
use crate::placing::{Part, moved, parts};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{Item, Sketch};
use crate::wording;

/// As near as this, in points, a press is on what stands there.
const NEAR: f32 = 12.0;

pub fn paint(view: &View<'_>, picture: &Picture, pointer: Option<LonLat>, ui: &Ui) {
    let Some(sketch) = &view.viewpoint.sketch else { return };
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    let painter = &ui.painter().with_clip_rect(picture.rect);
    let outline = match sketch {
        Sketch::Move { place, from, to } => moved_outline(view, place, *from, *to),
        _ => Vec::new(),
    };
    paint_sketch(&surface, sketch, &outline, pointer, view.theme, painter);
    if matches!(sketch, Sketch::NewEvent | Sketch::Draw { .. } | Sketch::Annotate { .. }) {
        paint_middle(&surface, view.theme, painter);
    }
    if let Sketch::Reshape { shape, corners, in_hand, .. } = sketch {
        for handle in handles(&surface, *shape, corners).into_iter().filter(|handle| !handle.is_new).take(100) {
            let rect = Rect::from_center_size(handle.pos, vec2(14.0, 14.0));
            let response = ui.interact(rect, Id::unique(("corner", handle.at)), Sense::hover());
            trace_rect("corner", handle.at, rect);
            response.widget_info(|| WidgetInfo::selected(Role::Label, true, handle.at == *in_hand, wording::adding::corner(handle.at)));
        }
    }
    tell(&words(view, sketch), view, picture, ui);
}

/// The lines of a place as they will be once it is moved.
fn moved_outline(view: &View<'_>, place: &PlaceId, from: LonLat, to: LonLat) -> Vec<Vec<LonLat>> {
    let geometry = view.situation.and_then(|situation| situation.place(place)?.geometry.as_ref());
    let Some(geometry) = geometry.filter(|geometry| !matches!(geometry, geo::Geometry::Point(_))) else { return Vec::new() };
    let places = |line: &geo::LineString<f64>| line.0.iter().filter_map(|coord| LonLat::new(coord.x, coord.y)).collect();
    let moved = moved(geometry, from, to);
    let lines = parts(&moved).into_iter().filter_map(|part| match part {
        Part::Point(_) => None,
        Part::Line(line) => Some(places(line)),
        Part::Polygon(polygon) => Some(places(polygon.exterior())),
    });
    lines.collect()
}

fn words(view: &View<'_>, sketch: &Sketch) -> String {
    let name = |place: &PlaceId| crate::base::shortened(view.name(&RecordId::Place(place.clone())), 40);
    match sketch {
        Sketch::NewEvent => wording::adding::PLACE_EVENT.to_owned(),
        Sketch::Draw { shape, points } => wording::adding::drawing(*shape, points.len()),
        Sketch::Annotate { kind, .. } => wording::annotating(*kind).to_owned(),
        Sketch::Move { place, from, to } => {
            let known = view.situation.and_then(|situation| situation.place(place)?.precision);
            wording::adding::moving(&name(place), *from, *to, known)
        }
        Sketch::Reshape { place, corners, in_hand, .. } => wording::adding::reshaping(&name(place), *in_hand, corners.len()),
    }
}

/// At the top of the map: what is in hand and which keys do what.
fn tell(words: &str, view: &View<'_>, picture: &Picture, ui: &Ui) {
    let theme = view.theme;
    let mut job = egui::text::LayoutJob::single_section(
        words.to_owned(),
        egui::TextFormat { font_id: font(TextSize::Body, Weight::Semibold), color: theme.text, ..Default::default() },
    );
    job.halign = egui::Align::Center;
    job.wrap.max_width = (picture.rect.width() - 80.0).clamp(80.0, 960.0);
    let galley = ui.painter().layout_job(job);
    let top = picture.rect.center_top() + vec2(0.0, 14.0);
    let rect = Align2::CENTER_TOP.anchor_size(top, galley.size()).expand2(vec2(12.0, 7.0)).translate(vec2(0.0, 7.0));
    let painter = ui.painter().with_clip_rect(picture.rect);
    painter.rect(rect, CornerRadius::same(6), theme.raised, Stroke::new(1.0, theme.accent), StrokeKind::Inside);
    painter.galley(egui::pos2(rect.center().x, rect.top() + 7.0), galley, theme.text);
    let response = ui.interact(rect, Id::unique("sketch-words"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    trace_rect("sketch", "words", rect);
}

fn handle_at(view: &View<'_>, picture: &Picture, pos: Pos2) -> Option<Handle> {
    let Some(Sketch::Reshape { shape, corners, .. }) = &view.viewpoint.sketch else { return None };
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    let near = handles(&surface, *shape, corners).into_iter().filter(|handle| handle.pos.distance(pos) < NEAR);
    near.min_by(|a, b| a.pos.distance(pos).total_cmp(&b.pos.distance(pos)))
}

fn is_on(view: &View<'_>, picture: &Picture, at: LonLat, pos: Pos2) -> bool {
    MapSurface::new(view.viewpoint.camera, picture.rect).copies(at).iter().any(|copy| copy.distance(pos) < NEAR)
}

/// A press that is no drag.
pub fn click(view: &View<'_>, picture: &Picture, (pos, at): (Pos2, LonLat), is_double: bool, out: &mut Outbox) {
    let command = match &view.viewpoint.sketch {
        // The second click of two stands where the first does.
        Some(Sketch::Draw { points, .. } | Sketch::Annotate { points, .. }) if is_double && points.len() > 1 => SketchCommand::Finish,
        Some(Sketch::Reshape { .. }) => match handle_at(view, picture, pos) {
            Some(Handle { at, is_new, .. }) => SketchCommand::Corner { at, is_new },
            None => return,
        },
        _ => SketchCommand::Put(at),
    };
    out.push(Command::Sketch(command));
}

/// What a drag that begins takes up: a place whose mark is dragged with the command key held, or what is in hand already. Says whether
/// it is none of the map's business then.
pub fn drag_begins(view: &View<'_>, picture: &Picture, ui: &Ui, out: &mut Outbox) -> Option<Dragged> {
    let pos = ui.input(|input| input.pointer.press_origin())?;
    if let Some(Handle { at, is_new, .. }) = handle_at(view, picture, pos) {
        out.push(Command::Sketch(SketchCommand::Corner { at, is_new }));
        return Some(Dragged::ToStayInHand);
    }
    if let Some(Sketch::Move { to, .. }) = &view.viewpoint.sketch
        && is_on(view, picture, *to, pos)
    {
        return Some(Dragged::ToStayInHand);
    }
    if let Some(Sketch::Annotate { kind: AnnotationKind::Arrow | AnnotationKind::Line, points, .. }) = &view.viewpoint.sketch
        && points.is_empty()
    {
        let offset = pos - picture.rect.center();
        let from = view.viewpoint.camera.place_at([f64::from(offset.x), f64::from(offset.y)]);
        out.push(Command::Sketch(SketchCommand::Put(from)));
        return Some(Dragged::ToBePutDown);
    }
    if view.viewpoint.sketch.is_some() || !ui.input(|input| input.modifiers.command) {
        return None;
    }
    let Some(Hit::Item(Item::Record(RecordId::Place(id)))) = picture.pick(pos) else { return None };
    out.push(Command::Sketch(SketchCommand::TakeUp(id)));
    Some(Dragged::ToBePutDown)
}

/// What becomes of what is dragged when the drag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dragged {
    ToStayInHand,
    ToBePutDown,
}

/// Lets what is dragged follow the pointer. Says whether the drag goes on.
pub fn drag(dragged: Dragged, at: Option<LonLat>, response: &Response, view: &View<'_>, out: &mut Outbox) -> bool {
    // Escape put it back in the midst of it.
    let is_held = view.viewpoint.sketch.is_some() || response.drag_started_by(PointerButton::Primary);
    if let Some(at) = at.filter(|_| is_held && response.drag_delta() != egui::Vec2::ZERO) {
        out.push(Command::Sketch(SketchCommand::Drag(at)));
    }
    if response.drag_stopped() {
        if dragged == Dragged::ToBePutDown && is_held {
            out.push(Command::Sketch(SketchCommand::Finish));
        }
        return false;
    }
    is_held
}
