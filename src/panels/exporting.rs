//! The overlay to export the briefing: as what, how, for whom, where to; and how far it is.

use std::path::Path;

use egui::{Button, ProgressBar, Ui, vec2};

use crate::briefing::{HandoutForm, HandoutRequest, HandoutStep, Kind, Layout, Paper, counts, scenes_shown};
use crate::command::{Command, Export, ExportCommand, Offers, Outbox};
use crate::model::{Scene, Situation, new_id};
use crate::panels::View;
use crate::panels::path_field::{PathField, beside, heading};
use crate::panels::pieces::{chip_button, outline_ticks, text};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::ThemeKind;
use crate::wording::{self, release as words};

/// What is chosen, until it is exported.
#[derive(Debug, Default)]
pub struct Exporting {
    path: PathField,
    request: HandoutRequest,
    /// Of a PDF, also while something else is chosen.
    layout: Layout,
    /// The path that was offered last: as long as it is what is typed, it follows what is chosen.
    offered: String,
}

impl Exporting {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(situation) = view.situation else { return };
        heading(view, wording::EXPORT_TITLE, wording::EXPORT_DETAIL, ui);
        if let Some(step) = view.export.running {
            return running(view, step, ui, out);
        }
        ui.spacing_mut().item_spacing.y = 6.0;
        self.form(view, ui);
        self.scenes(view, situation, ui);
        if matches!(self.request.form, HandoutForm::Pdf(_)) {
            row(view, wording::EXPORT_PAPER, ui, |ui| {
                for paper in Paper::ALL {
                    if chip_button(ui, view.theme, wording::paper(paper), self.layout.paper == paper).clicked() {
                        self.layout.paper = paper;
                        self.request.form = HandoutForm::Pdf(self.layout);
                    }
                }
            });
        }
        row(view, wording::EXPORT_MAPS, ui, |ui| {
            for kind in ThemeKind::ALL {
                if chip_button(ui, view.theme, wording::theme(kind), self.request.theme == kind).clicked() {
                    self.request.theme = kind;
                }
            }
        });
        if !self.request.form.is_pictures() {
            row(view, wording::EXPORT_NOTES, ui, |ui| {
                let is_asked = self.request.form != HandoutForm::Pptx;
                let mut always = true;
                outline_ticks(ui);
                let has_notes = if is_asked { &mut self.request.has_notes } else { &mut always };
                let tick = egui::Checkbox::new(has_notes, wording::WITH_NOTES);
                ui.add_enabled(is_asked, tick).on_hover_text(wording::WITH_NOTES_EXPLAINED);
            });
        }
        for_whom(view, situation, ui, out);
        self.target(view, ui, out);
    }

    /// Begins afresh the next time, with what was chosen this time.
    pub fn close(&mut self) {
        self.path = PathField::default();
        self.request.scene = None;
    }

    fn form(&mut self, view: &View<'_>, ui: &mut Ui) {
        let pdf = |kind| HandoutForm::Pdf(Layout { kind, ..self.layout });
        let forms = [pdf(Kind::Handout), pdf(Kind::FullPage), HandoutForm::Html, HandoutForm::Pptx, HandoutForm::Png, HandoutForm::Svg];
        row(view, wording::EXPORT_FORM, ui, |ui| {
            for form in forms {
                let response = chip_button(ui, view.theme, wording::handout_form(form), self.request.form == form);
                if response.on_hover_text(wording::handout_form_explained(form)).clicked() {
                    self.choose(form);
                    self.path.typed = Path::new(self.path.path()).with_extension(form.ending()).to_string_lossy().into_owned();
                }
            }
        });
    }

    fn choose(&mut self, form: HandoutForm) {
        if let HandoutForm::Pdf(layout) = form {
            self.layout = layout;
        }
        self.request.form = form;
    }

    /// All, or the one in hand.
    fn scenes(&mut self, view: &View<'_>, situation: &Situation, ui: &mut Ui) {
        let Some(scene) = in_hand(view, situation) else { return };
        row(view, wording::EXPORT_SCENES, ui, |ui| {
            if chip_button(ui, view.theme, wording::ALL_SCENES, self.request.scene.is_none()).clicked() {
                self.request.scene = None;
            }
            if chip_button(ui, view.theme, &wording::only_scene(&scene.title), self.request.scene.is_some()).clicked() {
                self.request.scene = Some(scene.id.clone());
            }
        });
    }

    fn target(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        if self.path.typed == self.offered || !self.path.is_shown() {
            self.offered = beside(view, &self.suffix(view), &format!(".{}", self.request.form.ending()));
            self.path.typed.clone_from(&self.offered);
        }
        ui.add_space(4.0);
        let is_entered = self.path.field(view, Offers::Files, wording::EXPORT_HINT, ui, out);
        // An ending that is typed chooses too.
        if let Some(form) = HandoutForm::of(Path::new(self.path.path()), self.layout)
            && form.ending() != self.request.form.ending()
        {
            self.choose(form);
        }
        let path = self.path.path().to_owned();
        let is_listed = view.listing.entries.iter().any(|entry| !entry.is_folder && entry.path == path);
        let is_numbered = self.request.form.is_pictures() && self.request.scene.is_none();
        // What is listed is known before; of numbered files, and where listing takes long, the export itself tells.
        let n_taken = match view.export.taken {
            Some((typed, n)) if *typed == path => *n,
            _ => usize::from(is_listed && !is_numbered),
        };
        let can_export = !path.is_empty() && !matches!(view.export.copy, Some(Err(_)));
        let mut is_wanted = is_entered && n_taken == 0 && can_export;
        let mut is_browsed = false;
        ui.horizontal_wrapped(|ui| {
            let words = if n_taken > 0 { wording::REPLACE_FILE } else { wording::EXPORT_NOW };
            is_wanted |= ui.add_enabled(can_export, Button::new(words)).clicked();
            is_browsed = ui.add_enabled(can_export, Button::new(wording::BROWSE_TO_SAVE)).clicked();
            if n_taken > 0 {
                ui.label(text(&wording::files_are_there(n_taken), TextSize::Small, Weight::Regular, view.theme.error));
            } else if is_numbered {
                ui.label(text(wording::NUMBERED_FILES, TextSize::Small, Weight::Regular, view.theme.weak));
            }
        });
        if is_wanted || is_browsed {
            let request = HandoutRequest { language: view.language().map(str::to_owned), ..self.request.clone() };
            let export = Export { request, release: view.export.release.map(str::to_owned), path, may_replace: n_taken > 0 };
            let command = if is_browsed { ExportCommand::Browse } else { ExportCommand::Write };
            out.push(Command::Export(command(Box::new(export))));
        }
        self.path.below(view, ui);
    }

    /// What the name of the file ends in: of a scene its title, of a copy for whom it is.
    fn suffix(&self, view: &View<'_>) -> String {
        let scene = self.request.scene.as_ref().and_then(|id| view.situation?.scene(id));
        let parts = [scene.map(|scene| scene.title.as_str()), view.export.release];
        let name = |part: &str| format!("-{}", new_id(part, words::RELEASED_FILE, |_| false));
        parts.into_iter().flatten().map(name).collect()
    }
}

/// The scene in hand, where it is one of those that are shown.
fn in_hand<'s>(view: &View<'_>, situation: &'s Situation) -> Option<&'s Scene> {
    scenes_shown(situation).into_iter().find(|scene| view.composing == Some(&scene.id))
}

/// For whom it is, and what that takes out.
fn for_whom(view: &View<'_>, situation: &Situation, ui: &mut Ui, out: &mut Outbox) {
    let releases = &situation.header().releases;
    if releases.is_empty() && view.export.release.is_none() {
        return;
    }
    row(view, wording::EXPORT_FOR, ui, |ui| {
        let mut offer = |name: Option<&str>, said: &str| {
            if chip_button(ui, view.theme, said, view.export.release == name).clicked() {
                out.push(Command::Export(ExportCommand::For(name.map(str::to_owned))));
            }
        };
        offer(None, words::WHOLE);
        releases.iter().for_each(|release| offer(Some(&release.name), &release.name));
    });
    let (said, ink) = match (view.export.release, view.export.copy) {
        (Some(name), Some(Ok(copy))) => {
            let km = copy.situation.header().released.last().and_then(|of| of.coarsened_km);
            let lines = words::withheld_lines(counts(&copy.removed), km);
            (wording::taken_out_for(name, copy.removed.len(), &lines), view.theme.weak)
        }
        (_, Some(Err(error))) => (words::refused(error), view.theme.error),
        _ => (wording::EVERYTHING_EXPORTED.to_owned(), view.theme.weak),
    };
    row(view, "", ui, |ui| {
        ui.add(egui::Label::new(text(&said, TextSize::Small, Weight::Regular, ink)).wrap());
    });
}

/// A line of the form: what it asks, and the choices.
fn row(view: &View<'_>, name: &str, ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    const NAME: f32 = 58.0;
    ui.horizontal_top(|ui| {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(NAME, ui.spacing().interact_size.y), layout, |ui| {
            ui.set_min_width(NAME);
            ui.label(text(name, TextSize::Small, Weight::Regular, view.theme.weak));
        });
        ui.horizontal_wrapped(add);
    });
}

fn running(view: &View<'_>, step: Option<HandoutStep>, ui: &mut Ui, out: &mut Outbox) {
    // Scenes and files are each half of the way.
    let share = |done: usize, of: usize| done as f32 / of.max(1) as f32;
    let done = match step {
        None => 0.0,
        Some(HandoutStep::Scenes(done, of)) => share(done, of) / 2.0,
        Some(HandoutStep::Files(done, of)) => 0.5 + share(done, of) / 2.0,
    };
    ui.add_space(6.0);
    ui.label(text(&wording::export_step(step), TextSize::Body, Weight::Regular, view.theme.text));
    ui.add(ProgressBar::new(done).desired_height(6.0).fill(view.theme.accent));
    ui.add_space(8.0);
    if ui.button(wording::CANCEL_EXPORT).clicked() {
        out.push(Command::Export(ExportCommand::Cancel));
    }
}
