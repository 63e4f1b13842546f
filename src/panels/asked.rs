//! A slim line under the top bar: what is asked for, each part a chip that a press takes away. It is there while anything is asked for.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, CornerRadius, Layout, Margin, Panel, PopupCloseBehavior, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::base::shortened;
use crate::command::{Action, Command, FilterCommand, Outbox, TimeCommand};
use crate::panels::View;
use crate::panels::facets::{Axis, name};
use crate::panels::filter::cross;
use crate::panels::pieces::{action_button, icon_button, line, text, trace_rect};
use crate::query::{Choice, Facet, Value};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{ListKind, SavedFilter};
use crate::wording;

/// Only what is fleeting: the name that is typed for a filter to be saved.
#[derive(Debug, Default)]
pub struct AskedBar {
    name: String,
}

/// A part of what is asked for, and what takes it away.
struct Chip {
    words: String,
    away: Command,
}

const HEIGHT: f32 = 34.0;

impl AskedBar {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let chips = chips(view);
        if chips.is_empty() {
            return;
        }
        let frame = egui::Frame::new().inner_margin(Margin { left: 16, right: 16, top: 0, bottom: 4 });
        Panel::top("asked").frame(frame).exact_size(HEIGHT).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.spacing_mut().button_padding = vec2(8.0, 2.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                saved_menu(view, ui, out);
                self.save_menu(view, ui, out);
                let reset = action_button(ui, wording::RESET, Action::ResetFilter, out);
                trace_rect("asked", "reset", reset.rect);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| row_of_chips(view, chips, ui, out));
            });
        });
    }

    fn save_menu(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let (button, _) =
            MenuButton::new(text(wording::SAVE_FILTER, TextSize::Body, Weight::Regular, view.theme.text)).config(stays).ui(ui, |ui| {
                ui.set_width(260.0);
                let id = ui.make_persistent_id("filter-name");
                let field = egui::TextEdit::singleline(&mut self.name)
                    .id(id)
                    .hint_text(wording::FILTER_NAME)
                    .desired_width(f32::INFINITY)
                    .margin(vec2(8.0, 5.0));
                let response = ui.add(field);
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::FILTER_NAME));
                let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                if !response.has_focus() && !is_entered {
                    response.request_focus();
                }
                let is_known = view.saved_filters.iter().any(|saved| saved.name == self.name.trim());
                let words = if is_known { wording::REPLACE } else { wording::SAVE };
                let can_save = !self.name.trim().is_empty();
                let is_pressed = ui.add_enabled(can_save, egui::Button::new(words)).clicked();
                if can_save && (is_pressed || is_entered) {
                    out.push(Command::Filter(FilterCommand::Save(std::mem::take(&mut self.name))));
                    ui.close();
                }
            });
        trace_rect("asked", "save", button.rect);
    }
}

/// The name of the saved filter that is asked for, if it is one of them.
fn saved_name<'a>(view: &View<'a>) -> Option<&'a str> {
    let time = view.viewpoint.time;
    let time = time.window.map(|window| (time.clock, window));
    let is_it = |saved: &&SavedFilter| saved.time == time && saved.filter == view.viewpoint.filter;
    view.saved_filters.iter().find(is_it).map(|saved| saved.name.as_str())
}

/// What is saved, to be used again or forgotten.
pub fn saved_menu(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let button = ui.menu_button(text(&wording::saved_button(saved_name(view)), TextSize::Body, Weight::Regular, view.theme.text), |ui| {
        const WIDTH: f32 = 320.0;
        const FORGET_WIDTH: f32 = 40.0;
        ui.set_width(WIDTH);
        if view.saved_filters.is_empty() {
            ui.label(text(wording::NONE_SAVED, TextSize::Body, Weight::Regular, view.theme.weak));
        }
        let most_height = (ui.ctx().content_rect().height() - 120.0).max(60.0);
        egui::ScrollArea::vertical().max_height(most_height).show(ui, |ui| {
            for saved in view.saved_filters {
                ui.horizontal(|ui| {
                    let name = shortened(&saved.name, 200);
                    let button = egui::Button::new(&name).truncate().min_size(vec2(WIDTH - FORGET_WIDTH, 26.0));
                    let response = ui.add_sized(vec2(WIDTH - FORGET_WIDTH, 26.0), button.right_text(""));
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    trace_rect("saved", &name, response.rect);
                    if response.on_hover_text(&name).clicked() {
                        out.push(Command::Filter(FilterCommand::UseSaved(saved.name.clone())));
                        ui.close();
                    }
                    let forget = wording::forget_filter(&saved.name);
                    if icon_button(ui, "✕", &forget, &forget) {
                        out.push(Command::Filter(FilterCommand::Forget(saved.name.clone())));
                    }
                });
            }
        });
    });
    trace_rect("asked", "saved", button.response.rect);
}

/// As many as there is room for; the others behind a last one.
fn row_of_chips(view: &View<'_>, chips: Vec<Chip>, ui: &mut Ui, out: &mut Outbox) {
    const ROOM_FOR_MORE: f32 = 84.0;
    let n_all = chips.len();
    let mut rest = Vec::new();
    for (at, chip) in chips.into_iter().enumerate() {
        let width = width_of(&chip, ui);
        let reserved = if at + 1 < n_all { ROOM_FOR_MORE } else { 0.0 };
        if rest.is_empty() && (at == 0 || width + reserved <= ui.available_width()) {
            if draw_chip(view, &chip, width.min(ui.available_width()), ui) {
                out.push(chip.away);
            }
        } else {
            rest.push(chip);
        }
    }
    if rest.is_empty() {
        return;
    }
    ui.menu_button(text(&wording::more_chips(rest.len()), TextSize::Small, Weight::Semibold, view.theme.text), |ui| {
        let most_height = (ui.ctx().content_rect().height() - 120.0).max(60.0);
        egui::ScrollArea::vertical().max_height(most_height).show(ui, |ui| {
            for chip in rest {
                let button = ui.button(&chip.words);
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::remove_chip(&chip.words)));
                if button.clicked() {
                    out.push(chip.away);
                }
            }
        });
    });
}

fn width_of(chip: &Chip, ui: &Ui) -> f32 {
    let font = font(TextSize::Small, Weight::Semibold);
    ui.painter().layout_no_wrap(chip.words.clone(), font, egui::Color32::PLACEHOLDER).size().x + 34.0
}

/// Says whether it was pressed.
fn draw_chip(view: &View<'_>, chip: &Chip, width: f32, ui: &mut Ui) -> bool {
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::remove_chip(&chip.words)));
    trace_rect("chip", &chip.words, rect);
    let is_near = response.hovered() || response.has_focus();
    let edge = if is_near { theme.accent } else { theme.hairline };
    let radius = CornerRadius::same(11);
    ui.painter().rect(rect, radius, theme.selected_row, Stroke::new(1.0, edge), StrokeKind::Inside);
    let at = pos2(rect.left() + 10.0, rect.top() + 3.0);
    line(ui, at, &chip.words, TextSize::Small, Weight::Semibold, theme.text, width - 32.0);
    cross(ui, pos2(rect.right() - 13.0, rect.center().y), if is_near { theme.accent } else { theme.weak });
    let words = wording::remove_chip(&chip.words);
    response.on_hover_text(words).clicked()
}

/// How much is asked for besides a time, counted as chips.
pub fn n_asked(view: &View<'_>) -> usize {
    chips(view).len() - usize::from(view.viewpoint.time.window.is_some())
}

/// What is asked for and how much that is, for a picture that leaves the program; nothing where it is all.
pub fn in_words(view: &View<'_>) -> Option<String> {
    let parts: Vec<String> = chips(view).into_iter().map(|chip| chip.words).collect();
    let count = view.count(ListKind::Events).filter(|_| !parts.is_empty())?;
    Some(wording::asked(&parts, count))
}

/// Everything that is asked for: time, words, area, then the values of each facet.
fn chips(view: &View<'_>) -> Vec<Chip> {
    let filter = &view.viewpoint.filter;
    let time = view.viewpoint.time;
    let mut chips = Vec::new();
    if let Some(window) = time.window {
        let words = wording::window(view.dates, window, time.clock);
        chips.push(Chip { words, away: Command::Time(TimeCommand::Window(None)) });
    }
    if !filter.words.is_empty() {
        let away = Command::Filter(FilterCommand::Words(String::new()));
        chips.push(Chip { words: wording::words_chip(&filter.words), away });
    }
    if let Some(area) = &filter.area {
        chips.push(Chip { words: wording::area_chip(area).to_owned(), away: Command::Filter(FilterCommand::Area(None)) });
    }
    for (facet, choice) in filter.choices() {
        chips_of(view, facet, choice, &mut chips);
    }
    for (column, choice) in filter.columns() {
        let axis = Axis::Column(column.clone());
        let chosen = choice.include.iter().map(|value| (value, false)).chain(choice.exclude.iter().map(|value| (value, true)));
        chips.extend(chosen.map(|(value, is_excluded)| Chip {
            words: wording::chip(axis.of(), &wording::column_value(value), is_excluded),
            away: axis.toggle(value, is_excluded),
        }));
    }
    chips
}

fn chips_of(view: &View<'_>, facet: Facet, choice: &Choice, chips: &mut Vec<Chip>) {
    // All grades down to one are one choice.
    let is_plain = choice.exclude.is_empty() && choice.include.iter().all(|value| !matches!(value.as_str(), "" | "F" | "6"));
    if let Some(grade) = wording::at_least(facet, choice).filter(|_| is_plain) {
        let words = wording::chip(wording::facet(facet), &wording::or_better(grade), false);
        return chips.push(Chip { words, away: Command::Filter(FilterCommand::Set(facet, Choice::default())) });
    }
    let mut push = |value: &Value, is_excluded: bool| {
        let words = wording::chip(wording::facet(facet), &name(view, facet, value), is_excluded);
        let away = Command::Filter(FilterCommand::Toggle { facet, value: value.clone(), is_excluded });
        chips.push(Chip { words, away });
    };
    choice.include.iter().for_each(|value| push(value, false));
    choice.exclude.iter().for_each(|value| push(value, true));
}
