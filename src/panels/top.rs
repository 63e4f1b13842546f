//! The bar at the top: which situation, as of when, how it may be handled; problems; the theme.

use std::sync::Arc;
use std::time::Duration;

use egui::{Align, Layout, Margin, Panel, Ui};

use crate::base::shortened;
use crate::command::{Action, Command, Loading, MergingCommand, Notice, Outbox, Overlay, Topic};
use crate::dataset::Dataset;
use crate::map::Caption;
use crate::model::Situation;
use crate::panels::asked::n_asked;
use crate::panels::pieces::{action_button, action_now, chip_within, icon_button, text, trace_rect};
use crate::panels::{View, asked, layer_name};
use crate::theme::{TextSize, Weight, font};
use crate::wording::{self, Dates};

/// Only what is fleeting: the notice that is shown, and since when.
#[derive(Debug, Default)]
pub struct TopBar {
    notice: Option<(String, f64)>,
}

/// A word of what was done goes by itself once it has been read; a failure stays until it is sent away.
const NOTICE_SECS: f64 = 10.0;

impl TopBar {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        /// Below this the bar has room for the menu alone, which has all; below the other the theme leaves its place to the title.
        const NARROW: f32 = 700.0;
        const ROOM_FOR_THEME: f32 = 1100.0;
        let frame = egui::Frame::new().inner_margin(Margin::symmetric(16, 8));
        let width = ui.available_width();
        Panel::top("top").frame(frame).exact_size(44.0).show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu(view, ui, out);
                if width >= ROOM_FOR_THEME {
                    action_button(ui, &wording::theme_button(view.theme.kind), Action::NextTheme, out);
                }
                if width >= NARROW {
                    action_button(ui, wording::LAYERS, Action::ToggleLayers, out);
                    let response = action_button(ui, &wording::filter_button(n_asked(view)), Action::ToggleFilter, out);
                    trace_rect("top", "filter", response.rect);
                    action_button(ui, wording::SEARCH, Action::CommandPalette, out);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| title(view, ui, out));
            });
        });
        if let Some(path) = view.changed_on_disk {
            bar(view, ui, &wording::changed_on_disk(&path.to_string_lossy()), false, |ui| {
                if ui.button(wording::LATER).clicked() {
                    out.push(Command::DismissChange);
                }
                if view.is_saved || view.situation_path != Some(path) {
                    action_button(ui, wording::RELOAD, Action::Reload, out);
                } else if ui.button(wording::BRING_IN).clicked() {
                    out.push(Command::Merging(MergingCommand::Start));
                }
            });
        }
        if let Some(holder) = &view.keeping.holder {
            bar(view, ui, &wording::read_only(holder, &view.dates.moment(holder.since)), false, |_| {});
        }
        if let Some(lost) = view.keeping.lost.as_ref().filter(|_| view.desk.overlay != Some(Overlay::Recovery)) {
            bar(view, ui, &wording::not_decided(lost.records.len()), false, |ui| {
                if ui.button(wording::REVIEW).clicked() {
                    out.push(Command::Overlay(Some(Overlay::Recovery)));
                }
            });
        }
        self.let_notice_go(view, ui, out);
        if let Some(notice) = view.notice {
            bar(view, ui, notice.words(), matches!(notice, Notice::Failed(_)), |ui| {
                if ui.button(wording::DISMISS).clicked() {
                    out.push(Command::DismissNotice);
                }
            });
        }
    }
}

impl TopBar {
    fn let_notice_go(&mut self, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
        let Some(Notice::Done(words)) = view.notice else { return self.notice = None };
        let now = ui.input(|input| input.time);
        let since = match &self.notice {
            Some((shown, since)) if shown == words => *since,
            _ => self.notice.insert((words.clone(), now)).1,
        };
        let left = NOTICE_SECS - (now - since);
        if left <= 0.0 {
            out.push(Command::DismissNotice);
        } else {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
        }
    }
}

/// Every action by topic: what has no button of its own is found here.
fn menu(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    ui.menu_button(wording::MENU, |ui| {
        for topic in Topic::ALL {
            ui.menu_button(wording::topic(topic), |ui| {
                ui.set_min_width(260.0);
                let most_height = (ui.ctx().content_rect().height() - 80.0).max(60.0);
                egui::ScrollArea::vertical().max_height(most_height).show(ui, |ui| {
                    for action in Action::ALL.into_iter().filter(|action| action.topic() == topic) {
                        let key = wording::key(action, ui.ctx()).unwrap_or_default();
                        if ui.add(egui::Button::new(action_now(view, action)).shortcut_text(key)).clicked() {
                            out.push(Command::Act(action));
                            ui.close();
                        }
                    }
                });
            });
        }
    });
}

fn title(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    let header = view.situation.map(Situation::header);
    if let Some(handling) = header.and_then(|h| h.handling.as_ref()) {
        // It must be read, however long the title is, and leave room for it.
        const LEAST: f32 = 140.0;
        let width = (ui.available_width() * 0.4).max(LEAST.min(ui.available_width()));
        chip_within(ui, theme, handling, theme.text, width).on_hover_text(wording::handling(&shortened(handling, 400)));
    }
    // At the right what wants an answer; the title has what is left.
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let (errors, warnings) = (view.problems.n_errors(), view.problems.n_warnings());
        if errors + warnings > 0 {
            let button = egui::Button::new(text(&wording::problems(errors, warnings), TextSize::Small, Weight::Semibold, theme.error));
            if ui.add(button).on_hover_text(wording::action_and_key(Action::ToggleProblems, ui.ctx())).clicked() {
                out.push(Command::Act(Action::ToggleProblems));
            }
        }
        if !view.is_saved {
            let response = action_button(ui, wording::NOT_SAVED, Action::Save, out);
            trace_rect("top", "save", response.rect);
        }
        // Here, as a line of its own would move the map for a moment.
        reading(view, ui, out);
        let n_new = view.news.unread.len();
        if n_new > 0 {
            let since = view.news.since.zip(view.now).map(|(since, now)| view.dates.time_since(since, now));
            let words = wording::new_since(n_new, since.as_deref());
            let button =
                egui::Button::new(text(&words, TextSize::Small, Weight::Semibold, theme.text)).selected(view.viewpoint.is_only_new);
            if ui.add(button).on_hover_text(wording::action_and_key(Action::ToggleOnlyNew, ui.ctx())).clicked() {
                out.push(Command::Act(Action::ToggleOnlyNew));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let name = match name(view.situation, view.layers) {
                Some(name) => name,
                None if !view.loading.is_empty() => wording::READING,
                None => wording::PROGRAM,
            };
            let name = shortened(name, 300);
            let as_of = view.situation.and_then(|situation| as_of(situation, view.dates));
            let title = ui.add(egui::Label::new(text(&name, TextSize::Strong, Weight::Semibold, theme.text)).truncate());
            let Some(as_of) = as_of else { return drop(title.on_hover_text(&name)) };
            // Beside the title, or else where the whole of the title is: an ellipsis alone tells nothing.
            let width = ui.painter().layout_no_wrap(as_of.clone(), font(TextSize::Small, Weight::Regular), theme.weak).size().x;
            if width <= ui.available_width() {
                title.on_hover_text(&name);
                ui.label(text(&as_of, TextSize::Small, Weight::Regular, theme.weak));
            } else {
                title.on_hover_text(format!("{name}\n{as_of}"));
            }
        });
    });
}

/// What is being read, how far that is, and a way to give it up.
fn reading(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    /// How often that is told anew.
    const EACH: Duration = Duration::from_millis(500);
    let Some(Loading { path, task, .. }) = view.loading.first() else { return };
    ui.ctx().request_repaint_after(EACH);
    let share = task.share_done();
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let give_up = wording::give_up_reading(&file);
    // What is read at once is not worth a button that comes and goes.
    if share > 0.0 && icon_button(ui, "✕", &give_up, &give_up) {
        out.push(Command::GiveUp(path.clone()));
    }
    let share = if share > 0.0 { wording::percent(share) } else { String::new() };
    // With nothing open the title says what is done.
    let words = if name(view.situation, view.layers).is_some() { format!("{} {share}", wording::reading(&file)) } else { share };
    ui.label(text(&words, TextSize::Small, Weight::Semibold, view.theme.text)).on_hover_text(path.to_string_lossy());
}

fn name<'a>(situation: Option<&'a Situation>, layers: &'a [Arc<Dataset>]) -> Option<&'a str> {
    situation.map(|situation| situation.header().title.as_str()).or_else(|| layers.first().map(|layer| layer_name(layer)))
}

fn as_of(situation: &Situation, dates: &Dates) -> Option<String> {
    situation.header().as_of.as_ref().map(|when| wording::as_of(&dates.when(when), dates.reading_zone().name()))
}

/// What stands on a picture that leaves the program: the title and as of when, unless they are not wanted; and always what of all it
/// shows and how it may be handled.
pub fn caption(view: &View<'_>, has_title: bool) -> Caption {
    let View { situation, layers, dates, .. } = *view;
    Caption {
        title: has_title.then(|| name(situation, layers).unwrap_or(wording::PROGRAM).to_owned()),
        as_of: situation.filter(|_| has_title).and_then(|situation| as_of(situation, dates)),
        asked: asked::in_words(view),
        marking: situation.and_then(|situation| situation.header().handling.clone()),
    }
}

/// A line between the top bar and what is under it, so that it never covers the map's subject.
fn bar(view: &View<'_>, ui: &mut Ui, words: &str, is_failure: bool, add_buttons: impl FnOnce(&mut Ui)) {
    let frame = egui::Frame::new().fill(view.theme.raised).inner_margin(Margin::symmetric(16, 6));
    let ink = if is_failure { view.theme.error } else { view.theme.text };
    Panel::top(egui::Id::unique(("bar", is_failure, words.len()))).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                add_buttons(ui);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(text(&shortened(words, 600), TextSize::Body, Weight::Regular, ink)).wrap());
                });
            });
        });
    });
}
