//! What the pointer does on the wall: the laser, and what is drawn.

use egui::{CursorIcon, Id, PointerButton, Pos2, Rect, Sense, Stroke, Ui};

use crate::briefing::WallTool;
use crate::command::{BriefCommand, Command, Outbox};
use crate::earth::LonLat;
use crate::model::{Annotation, AnnotationKind, Extra};
use crate::panels::View;
use crate::theme::Theme;

/// A pointer that rests so long is hidden.
const REST_SECS: f64 = 2.0;

/// What is in the hand; only what is fleeting.
#[derive(Default)]
pub struct Tools {
    /// The line that is being drawn, on the screen.
    line: Vec<Pos2>,
    /// Where the pointer was last, and since when.
    rest: Option<(Pos2, f64)>,
    is_hidden: bool,
}

impl Tools {
    /// Takes the pointer where a tool is in hand.
    pub fn ui(&mut self, view: &View<'_>, map: Rect, ui: &mut Ui, out: &mut Outbox) {
        let Some(presenting) = view.presenting else { return };
        if presenting.tool == WallTool::Hand {
            self.line.clear();
            return;
        }
        let response = ui.interact(map, Id::unique("wall-tool"), Sense::click_and_drag());
        let pointer = response.hover_pos().or(response.interact_pointer_pos()).filter(|pos| map.contains(*pos));
        match (presenting.tool, pointer) {
            (WallTool::Laser, Some(pos)) => laser(pos, view.theme, ui),
            (WallTool::Pen | WallTool::Arrow, Some(pos)) => self.draw(view, presenting.tool, pos, map, &response, ui, out),
            (WallTool::Text, Some(pos)) if response.clicked() && !presenting.text.trim().is_empty() => {
                let text = Some(presenting.text.trim().to_owned());
                out.push(drawn(AnnotationKind::Text, vec![place(view, map, pos)], text));
                out.push(Command::Brief(BriefCommand::TextToPut(String::new())));
            }
            _ => {}
        }
    }

    #[expect(clippy::too_many_arguments, reason = "where, with what and how the pointer is")]
    fn draw(&mut self, view: &View<'_>, tool: WallTool, pos: Pos2, map: Rect, response: &egui::Response, ui: &Ui, out: &mut Outbox) {
        const APART: f32 = 2.0;
        if response.dragged_by(PointerButton::Primary) {
            match (tool, self.line.as_slice()) {
                (_, []) => self.line.push(ui.input(|input| input.pointer.press_origin()).unwrap_or(pos)),
                (WallTool::Arrow, [from, ..]) => self.line = vec![*from, pos],
                (_, [.., last]) if last.distance(pos) >= APART => self.line.push(pos),
                _ => {}
            }
        }
        let stroke = Stroke::new(3.0, view.theme.annotation);
        ui.painter().line(self.line.clone(), stroke);
        if response.drag_stopped() && self.line.len() > 1 {
            let points = self.line.drain(..).map(|pos| place(view, map, pos)).collect();
            let kind = if tool == WallTool::Arrow { AnnotationKind::Arrow } else { AnnotationKind::Line };
            out.push(drawn(kind, points, None));
        }
    }

    /// Hides a pointer that rests, whatever is on the wall, and one that the laser's dot stands for, where there is one.
    pub fn hide_pointer(&mut self, is_laser: bool, ui: &Ui) {
        let (pos, now) = ui.input(|input| (input.pointer.latest_pos(), input.time));
        let Some(pos) = pos else { return };
        let since = match self.rest {
            Some((before, since)) if before == pos => since,
            _ => {
                self.rest = Some((pos, now));
                now
            }
        };
        let is_hidden = is_laser || now - since >= REST_SECS;
        if is_hidden {
            ui.ctx().set_cursor_icon(CursorIcon::None);
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(REST_SECS - (now - since) + 0.01));
        }
        if std::mem::replace(&mut self.is_hidden, is_hidden) != is_hidden {
            log::info!("pointer on the wall {}", if is_hidden { "hidden" } else { "shown" });
        }
    }
}

fn drawn(kind: AnnotationKind, points: Vec<LonLat>, text: Option<String>) -> Command {
    Command::Brief(BriefCommand::Draw(Annotation { kind, points, text, extra: Extra::new() }))
}

fn place(view: &View<'_>, map: Rect, pos: Pos2) -> LonLat {
    let offset = pos - map.center();
    view.viewpoint.camera.place_at([f64::from(offset.x), f64::from(offset.y)])
}

/// A dot that is seen from the back row.
fn laser(pos: Pos2, theme: &Theme, ui: &Ui) {
    let ink = theme.laser();
    for (radius, strength) in [(11.0, 0.25), (7.0, 0.5), (4.0, 1.0)] {
        ui.painter().circle_filled(pos, radius, ink.gamma_multiply(strength));
    }
}
