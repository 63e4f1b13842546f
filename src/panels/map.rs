//! The map's surface: draws the picture, and turns pointer and wheel into commands.

use egui::{Id, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::command::{CameraCommand, Command, Outbox};
use crate::map::host::{self, BasemapLayer};
use crate::map::{Emphasis, Picture, furniture, paint};
use crate::panels::View;
use crate::panels::pieces::trace_place;
use crate::viewpoint::Item;

/// More marks than this are left to the pointer and the lists: each announced mark is a widget.
const MAX_ANNOUNCED: usize = 200;

#[derive(Debug, Default)]
pub struct MapPanel {
    /// Where a box zoom began.
    box_from: Option<Pos2>,
}

/// What the map draws besides what all panels see.
pub struct MapView<'a> {
    pub picture: &'a Picture,
    pub basemap: &'a BasemapLayer,
    /// Whether an item belongs to the selection: the places and the movement of a selected event, say.
    pub belongs: &'a dyn Fn(&Item) -> bool,
}

impl MapPanel {
    pub fn ui(&mut self, view: &View<'_>, map: &MapView<'_>, ui: &mut Ui, out: &mut Outbox) {
        let rect = map.picture.rect;
        let response = host::show(map.basemap, view.viewpoint.camera, view.viewpoint.parts, view.theme, rect, ui);
        let emphasis = Emphasis { selected: map.belongs, hovered: &|item| view.hover == Some(item) };
        paint(map.picture, view.theme, &emphasis, ui.painter());
        furniture::paint(view.viewpoint.camera, rect, response.hover_pos(), view.theme, ui.painter());
        announce(map.picture, view, ui, out);
        self.handle_pointer(view, map.picture, &response, ui, out);
    }
}

/// Gives marks a name for screen readers and the keyboard.
fn announce(picture: &Picture, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
    if picture.marks.len() > MAX_ANNOUNCED {
        return;
    }
    for (index, mark) in picture.marks.iter().enumerate() {
        let rect = mark.rect().intersect(picture.rect);
        if !rect.is_positive() {
            continue;
        }
        let response = ui.interact(rect, Id::unique(("mark", &mark.item, index)), Sense::click());
        let name = format!("{} on the map", mark.name);
        trace_place("mark", &mark.item, rect);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, view.is_selected(&mark.item), &name));
        if response.clicked() {
            out.select(mark.item.clone());
        }
        if response.hovered() {
            out.push(Command::Hover(Some(mark.item.clone())));
        }
    }
}

impl MapPanel {
    fn handle_pointer(&mut self, view: &View<'_>, picture: &Picture, response: &Response, ui: &Ui, out: &mut Outbox) {
        let anchor = |pos: Pos2| {
            let offset = pos - picture.rect.center();
            [f64::from(offset.x), f64::from(offset.y)]
        };
        self.handle_drag(view, picture, response, ui, out, &anchor);
        let Some(pos) = response.hover_pos() else { return };
        let hit = picture.pick(pos);
        if hit.is_some() && !response.dragged() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            out.push(Command::Hover(hit.clone()));
        }
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
        let steps = f64::from(scroll) / 160.0 + f64::from(pinch.log2());
        if steps.abs() > 1e-4 {
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
            out.push(Command::Camera(CameraCommand::Zoom { steps, anchor: anchor(pos) }));
        }
        if response.double_clicked() {
            out.push(Command::Camera(CameraCommand::GlideZoom {
                steps: if ui.input(|input| input.modifiers.shift) { -1.0 } else { 1.0 },
                anchor: anchor(pos),
            }));
        } else if response.clicked() {
            out.push(Command::Select(hit));
        }
    }

    /// A drag moves the map and lets it run out; with Shift it draws a box to look at.
    fn handle_drag(
        &mut self,
        view: &View<'_>,
        picture: &Picture,
        response: &Response,
        ui: &Ui,
        out: &mut Outbox,
        anchor: &dyn Fn(Pos2) -> [f64; 2],
    ) {
        const SMALLEST_BOX: f32 = 8.0;
        let pointer = response.interact_pointer_pos();
        if response.drag_started_by(PointerButton::Primary) && ui.input(|input| input.modifiers.shift) {
            self.box_from = ui.input(|input| input.pointer.press_origin());
        }
        if let (Some(from), Some(to)) = (self.box_from, pointer) {
            let rect = Rect::from_two_pos(from, to).intersect(picture.rect);
            ui.painter().rect(rect, 0.0, view.theme.area_fill, Stroke::new(1.5, view.theme.accent), StrokeKind::Inside);
            if response.drag_stopped() {
                self.box_from = None;
                if rect.width() > SMALLEST_BOX && rect.height() > SMALLEST_BOX {
                    out.push(Command::Camera(CameraCommand::Box { from: anchor(rect.min), to: anchor(rect.max) }));
                }
            }
            return;
        }
        let delta = response.drag_delta();
        if response.dragged_by(PointerButton::Primary) && delta != Vec2::ZERO {
            out.push(Command::Camera(CameraCommand::Pan([f64::from(delta.x), f64::from(delta.y)])));
        }
        if response.drag_stopped_by(PointerButton::Primary) {
            let velocity = ui.input(|input| input.pointer.velocity());
            out.push(Command::Camera(CameraCommand::Fling([f64::from(velocity.x), f64::from(velocity.y)])));
        }
    }
}
