//! Counts that say what they leave out: under the tools of a list, and on the map. Each part of them shows just those that it counts.

use std::sync::Arc;

use egui::{Align2, Color32, Galley, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::command::{Command, Outbox};
use crate::map::{Picture, furniture, paint_text};
use crate::panels::View;
use crate::panels::pieces::{text, trace_rect};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{ListKind, Listed};
use crate::wording;

/// What a list shows of how much, and why the rest is hidden; nothing where all is shown.
pub fn of_list(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let (list, theme) = (view.viewpoint.list, view.theme);
    let (filter, clock) = (&view.viewpoint.filter, view.viewpoint.time.clock);
    let Some(count) = view.count(list).filter(|_| !matches!(list, ListKind::Tray | ListKind::Inbox)) else { return };
    let listed = view.viewpoint.listed;
    if listed == Listed::Shown && count.hidden.is_empty() && count.possibly == 0 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(12.0, 2.0);
        ui.spacing_mut().interact_size.y = 16.0;
        let strong = |words: &str| text(words, TextSize::Small, Weight::Semibold, theme.text);
        match listed {
            Listed::Shown => {
                let parts = wording::hidden_parts(count, filter, clock, list);
                ui.label(strong(&wording::shown_of(count)));
                for (reason, words) in parts {
                    if part(view, &words, ui) {
                        out.push(Command::List(list, Listed::Hidden(reason)));
                    }
                }
                return;
            }
            Listed::Hidden(reason) => {
                let n = count.hidden.iter().find(|(known, _)| *known == reason).map_or(0, |(_, n)| *n);
                ui.label(strong(&wording::hidden_list(&wording::hidden(reason, n, filter, clock, list))));
            }
            Listed::Unplaced => drop(ui.label(strong(&wording::without_place(view.rows.n_items())))),
        }
        if part(view, wording::BACK_TO_SHOWN, ui) {
            out.push(Command::List(list, Listed::Shown));
        }
    });
}

/// A part of a count, as a link. Says whether it was pressed.
fn part(view: &View<'_>, words: &str, ui: &mut Ui) -> bool {
    let label = egui::Label::new(text(words, TextSize::Small, Weight::Regular, view.theme.accent)).extend().sense(Sense::click());
    let response = ui.add(label);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, words));
    trace_rect("part", words, response.rect);
    if response.hovered() || response.has_focus() {
        underline(ui, response.rect, view.theme.accent);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

fn underline(ui: &Ui, rect: Rect, ink: Color32) {
    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, ink));
}

/// How many events the map shows of how many, quietly, over the scale.
pub fn on_map(view: &View<'_>, picture: &Picture, ui: &Ui, out: &mut Outbox) {
    let Some(start) = furniture::count_line(picture, ui.ctx()) else { return };
    let mut line = Line { view, pieces: Vec::new(), at: 0.0, n_lines: 1, width: picture.rect.right() - 12.0 - start.x };
    let Some(count) = view.count(ListKind::Events).filter(|count| count.all() > 0) else {
        rows_nowhere(view).into_iter().for_each(|words| line.push(ui, words, Weight::Semibold, None));
        line.paint(start, ui);
        return;
    };
    if count.hidden.is_empty() && view.n_unplaced == 0 {
        return;
    }
    let (filter, clock) = (&view.viewpoint.filter, view.viewpoint.time.clock);
    let hidden = wording::hidden_parts(count, filter, clock, ListKind::Events);
    let mut parts: Vec<(String, Listed)> = hidden.into_iter().map(|(reason, words)| (words, Listed::Hidden(reason))).collect();
    if view.n_unplaced > 0 {
        parts.push((wording::without_place(view.n_unplaced), Listed::Unplaced));
    }
    line.push(ui, wording::events_on_map(count, view.n_unplaced), Weight::Semibold, None);
    line.push(ui, ": ".to_owned(), Weight::Regular, None);
    let n_parts = parts.len();
    for (number, (words, listed)) in parts.into_iter().enumerate() {
        line.push(ui, words, Weight::Regular, Some(listed));
        if number + 1 < n_parts {
            line.push(ui, ", ".to_owned(), Weight::Regular, None);
        }
    }
    for listed in line.paint(start, ui) {
        out.push(Command::List(ListKind::Events, listed));
    }
}

/// Of the data layers that are shown how many rows are nowhere.
fn rows_nowhere(view: &View<'_>) -> Option<String> {
    let shown = (0..view.layers.len()).filter(|index| !view.viewpoint.hidden_layers.contains(index));
    let counts = shown.filter_map(|index| Some((view.placed.get(index)?.n_nowhere, view.layers.get(index)?.n_rows() as usize)));
    let (n_nowhere, n_rows) = counts.fold((0, 0), |sum, (nowhere, rows)| (sum.0 + nowhere, sum.1 + rows));
    (n_nowhere > 0).then(|| wording::rows_nowhere(n_nowhere, n_rows))
}

/// Words one after the other on the map, each with a halo; on a narrow map in several lines.
struct Line<'a, 'v> {
    view: &'a View<'v>,
    pieces: Vec<Piece>,
    at: f32,
    n_lines: u8,
    width: f32,
}

/// Some of the words: what a press on them lists, and where they stand, from the left and in which line.
struct Piece {
    words: String,
    galley: Arc<Galley>,
    listed: Option<Listed>,
    at: f32,
    line: u8,
}

impl Line<'_, '_> {
    fn push(&mut self, ui: &Ui, words: String, weight: Weight, listed: Option<Listed>) {
        if words.is_empty() {
            return;
        }
        let galley = ui.painter().layout_no_wrap(words.clone(), font(TextSize::Small, weight), self.view.theme.map_label);
        if listed.is_some() && self.at > 0.0 && self.at + galley.size().x > self.width {
            self.at = 0.0;
            self.n_lines += 1;
        }
        let (at, line) = (self.at, self.n_lines - 1);
        self.at += galley.size().x;
        self.pieces.push(Piece { words, galley, listed, at, line });
    }

    /// Paints it with the last line at `start`; says what was pressed.
    fn paint(self, start: Pos2, ui: &Ui) -> Vec<Listed> {
        const LINE_HEIGHT: f32 = 17.0;
        let theme = self.view.theme;
        let mut pressed = Vec::new();
        for (number, Piece { words, galley, listed, at, line }) in self.pieces.into_iter().enumerate() {
            let below = f32::from(self.n_lines - 1 - line) * LINE_HEIGHT;
            let rect = Align2::LEFT_BOTTOM.anchor_size(start + vec2(at, -below), galley.size());
            paint_text(rect.min, &galley, theme.map_label, theme.map_halo, ui.painter());
            let id = egui::Id::unique(("count-on-map", number));
            let Some(listed) = listed else {
                if number == 0 {
                    ui.interact(rect, id, Sense::hover()).widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
                }
                continue;
            };
            let response = ui.interact(rect.expand2(vec2(0.0, 2.0)), id, Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, wording::part_on_map(&words)));
            trace_rect("on-map", &words, rect);
            let is_near = response.hovered() || response.has_focus();
            underline(ui, rect, if is_near { theme.accent } else { theme.map_label.gamma_multiply(0.5) });
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                pressed.push(listed);
            }
        }
        pressed
    }
}
