//! The bar at the top: which situation, as of when, how it may be handled; problems; the theme.

use egui::{Align, Layout, Margin, Panel, Ui};

use crate::base::counted;
use crate::command::{Action, Command, Notice, Outbox};
use crate::dataset::Dataset;
use crate::model::Situation;
use crate::panels::pieces::{action_button, chip, text};
use crate::panels::{View, layer_name, words};
use crate::theme::{TextSize, Weight};

#[derive(Debug, Default)]
pub struct TopBar;

impl TopBar {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let frame = egui::Frame::new().inner_margin(Margin::symmetric(16, 8));
        Panel::top("top").frame(frame).exact_size(44.0).show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                action_button(ui, &format!("Theme: {}", view.theme.kind.name()), Action::NextTheme, out);
                action_button(ui, "Whole situation", Action::FitSituation, out);
                action_button(ui, "Layers", Action::ToggleLayers, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| title(view, ui));
            });
        });
        if let Some(notice) = view.notice {
            notice_bar(view, ui, notice, out);
        }
    }
}

fn title(view: &View<'_>, ui: &mut Ui) {
    let theme = view.theme;
    let header = view.situation.map(Situation::header);
    if let Some(handling) = header.and_then(|h| h.handling.as_ref()) {
        chip(ui, theme, handling, theme.text);
    }
    let name = match name(view.situation, view.layers) {
        Some(name) => name,
        None if view.is_loading => "Reading …",
        None => "Sandtable",
    };
    let as_of = view.situation.and_then(as_of);
    let title = text(name, TextSize::Strong, Weight::Semibold, theme.text);
    ui.add(egui::Label::new(title).truncate());
    if let Some(as_of) = as_of {
        ui.add(egui::Label::new(text(&as_of, TextSize::Small, Weight::Regular, theme.weak)).truncate());
    }
    let (errors, warnings) = (view.problems.n_errors(), view.problems.n_warnings());
    if errors + warnings > 0 {
        let words = format!("{}, {}", counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"));
        let first: Vec<String> = view.problems.iter().take(8).map(ToString::to_string).collect();
        chip(ui, theme, &words, theme.error).on_hover_text(first.join("\n"));
    }
}

fn name<'a>(situation: Option<&'a Situation>, layers: &'a [Dataset]) -> Option<&'a str> {
    situation.map(|situation| situation.header().title.as_str()).or_else(|| layers.first().map(layer_name))
}

fn as_of(situation: &Situation) -> Option<String> {
    let zone = situation.zone();
    situation.header().as_of.as_ref().map(|when| format!("as of {} ({})", words::when(when, zone), zone.name()))
}

/// What stands on a picture that leaves the program: the title; as of when, and how it may be handled.
pub fn caption(situation: Option<&Situation>, layers: &[Dataset]) -> [String; 2] {
    let below: Vec<String> = situation.and_then(as_of).into_iter().chain(situation.and_then(|s| s.header().handling.clone())).collect();
    [name(situation, layers).unwrap_or("Sandtable").to_owned(), below.join(" · ")]
}

fn notice_bar(view: &View<'_>, ui: &mut Ui, notice: &Notice, out: &mut Outbox) {
    let frame = egui::Frame::new().fill(view.theme.raised).inner_margin(Margin::symmetric(16, 6));
    Panel::top("notice").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("Dismiss").clicked() {
                    out.push(Command::DismissNotice);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let (words, ink) = match notice {
                        Notice::Done(words) => (words, view.theme.text),
                        Notice::Failed(words) => (words, view.theme.error),
                    };
                    ui.add(egui::Label::new(text(words, TextSize::Body, Weight::Regular, ink)).wrap());
                });
            });
        });
    });
}
