//! What the back row of a room could not read, scene by scene: a line of it for the strip, all of it as a list, and that of one scene.

use egui::{Button, CornerRadius, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::base::{Derived, Rev};
use crate::briefing::room_check::Finding;
use crate::briefing::scenes_in_order;
use crate::command::{BriefCommand, Command, Outbox, Pane};
use crate::model::{Scene, SceneId, Situation};
use crate::panels::View;
use crate::panels::pieces::{line, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;
use crate::wording::room_check as words;

const ROW: f32 = 40.0;

/// The list; only what is fleeting.
#[derive(Default)]
pub struct Findings {
    is_open: bool,
    n_focus: u64,
    rows: Derived<(u64, Rev), Vec<Row>>,
}

/// Something wrong, with all scenes that it is wrong in.
struct Row {
    finding: Finding,
    /// Of the first of them.
    scene: SceneId,
    title: String,
    numbers: Vec<usize>,
}

impl Findings {
    /// Whether the list stands in the place of the strip.
    pub fn is_open(&self, view: &View<'_>) -> bool {
        self.is_open && view.n_failing_scenes() > 0
    }

    /// How all scenes fare: quiet where all is well, else a button that opens the list.
    pub fn summary(&mut self, view: &View<'_>, ui: &mut Ui) {
        let theme = view.theme;
        let (n_checked, n_failing) = (view.room_findings.len(), view.n_failing_scenes());
        if n_checked == 0 || view.is_room_checking && n_failing == 0 {
            if view.is_room_checking {
                ui.label(text(words::CHECKING, TextSize::Small, Weight::Regular, theme.weak));
            }
            return;
        }
        let n_left_out = view.situation.map_or(0, |situation| n_shown(situation).saturating_sub(n_checked));
        let told = words::room_checked(n_checked, n_failing, if view.is_room_checking { 0 } else { n_left_out });
        if n_failing == 0 {
            self.is_open = false;
            ui.label(text(&told, TextSize::Small, Weight::Regular, theme.weak));
            return;
        }
        let label = text(&words::n_failing(n_failing), TextSize::Body, Weight::Semibold, theme.contested);
        let response = ui.add(Button::selectable(self.is_open, label));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_open, &told));
        trace_rect("room-check", "open", response.rect);
        let hint = if self.is_open { words::SHOW_SCENES } else { words::SHOW_FINDINGS };
        if response.on_hover_text(format!("{told}\n{hint}")).clicked() {
            self.is_open = !self.is_open;
        }
    }

    /// All that was found, the scenes in their order. A press takes the scene in hand.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(situation) = view.situation else { return };
        let rows = self.rows.refresh((view.room_rev, situation.rev()), |_| rows(view, situation));
        let (pane, n_sent) = view.desk.focus;
        let is_sent_here = pane == Pane::Scenes && n_sent != std::mem::replace(&mut self.n_focus, n_sent);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("room-findings").auto_shrink(false).show_rows(ui, ROW, rows.len(), |ui, range| {
            for (index, row) in rows.iter().enumerate().skip(range.start).take(range.len()) {
                let response = row_ui(view, row, ui, out);
                if is_sent_here && index == 0 {
                    response.request_focus();
                }
            }
        });
    }
}

fn n_shown(situation: &Situation) -> usize {
    situation.scenes().values().filter(|scene| !scene.is_hidden).count()
}

/// The same in several scenes is one row.
fn rows(view: &View<'_>, situation: &Situation) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, scene) in scenes_in_order(situation).into_iter().enumerate() {
        for finding in view.findings(&scene.id) {
            match rows.iter_mut().find(|row| row.finding == *finding) {
                Some(row) => row.numbers.push(index + 1),
                None => rows.push(Row {
                    finding: finding.clone(),
                    scene: scene.id.clone(),
                    title: scene.title.clone(),
                    numbers: vec![index + 1],
                }),
            }
        }
    }
    rows
}

fn row_ui(view: &View<'_>, row: &Row, ui: &mut Ui, out: &mut Outbox) -> egui::Response {
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let scenes = words::of_scenes(&row.numbers, &row.title);
    let told = words::finding_told(&scenes, &row.finding);
    let is_in_hand = view.composing == Some(&row.scene);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_in_hand, &told));
    trace_rect("room-finding", row.finding.kind(), rect);
    if is_in_hand || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), if is_in_hand { theme.selected_row } else { theme.hovered_row });
    }
    let what = wording::capitalised(&words::finding(&row.finding));
    let place = format!("{scenes} · {}", words::help(&row.finding));
    let (left, width) = (rect.left() + 6.0, rect.width() - 12.0);
    line(ui, pos2(left, rect.top() + 3.0), &what, TextSize::Body, Weight::Regular, theme.text, width);
    line(ui, pos2(left, rect.top() + 21.0), &place, TextSize::Small, Weight::Regular, theme.weak, width);
    if response.clicked() {
        out.push(Command::Brief(BriefCommand::Compose(Some(row.scene.clone()))));
    }
    response.on_hover_text(told)
}

/// What is wrong with one scene, and what helps; what is not there is told beside.
pub fn of_scene(view: &View<'_>, scene: &Scene, ui: &mut Ui) {
    let theme = view.theme;
    let is_told = |finding: &&Finding| matches!(finding, Finding::Unresolved(_));
    let mut found = view.findings(&scene.id).iter().filter(|finding| !is_told(finding)).peekable();
    if found.peek().is_none() {
        return;
    }
    ui.label(text(words::CANNOT_BE_READ, TextSize::Small, Weight::Semibold, theme.contested));
    for finding in found {
        ui.label(text(&wording::capitalised(&words::finding(finding)), TextSize::Small, Weight::Regular, theme.text));
        ui.label(text(&wording::capitalised(words::help(finding)), TextSize::Small, Weight::Regular, theme.weak));
        ui.add_space(2.0);
    }
}
