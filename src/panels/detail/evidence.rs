//! What lies behind a statement: its quotation, the text that it stands in, what was kept with its report, how it is cited.

use std::collections::BTreeMap;

use egui::{Button, ColorImage, CornerRadius, Role, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, WidgetInfo, vec2};

use crate::base::shortened;
use crate::command::{Action, Command, FoundFile, Held, Outbox, Pictures};
use crate::formats::native::is_hash;
use crate::model::{About, AttachmentKind, RecordId, Report, ReportId};
use crate::panels::View;
use crate::panels::detail::Page;
use crate::panels::pieces::{section, text, trace_rect};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{Item, Reading};
use crate::wording;

/// More files of one report are only counted.
const MOST_ATTACHMENTS: usize = 12;
/// Of a translation so many lines are shown.
const MOST_LINES: usize = 100;

/// Thumbnails on the graphics card, by SHA-256.
#[derive(Default)]
pub struct Thumbnails(BTreeMap<String, TextureHandle>);

impl Thumbnails {
    fn of(&mut self, ui: &Ui, sha256: &str, image: &std::sync::Arc<ColorImage>) -> TextureHandle {
        /// A page shows fewer.
        const MOST: usize = 64;
        if self.0.len() > MOST {
            self.0.clear();
        }
        let load = || ui.ctx().load_texture(sha256, std::sync::Arc::clone(image), TextureOptions::LINEAR);
        self.0.entry(sha256.to_owned()).or_insert_with(load).clone()
    }
}

/// The text that a statement is quoted from, where the situation holds it.
fn reading_of(view: &View<'_>, report: &Report, index: usize) -> Option<Reading> {
    let file = &view.situation?.text_of(report)?.file;
    view.document?.text(file)?;
    Some(Reading { file: file.clone(), statement: Some((report.id.clone(), index)) })
}

/// The text that the selection is quoted from, at its first statement with words.
pub fn text_of_selection(view: &View<'_>) -> Option<Reading> {
    let situation = view.situation?;
    let of = |id: &ReportId, index: usize| reading_of(view, situation.report(id)?, index);
    match view.viewpoint.selection.as_ref()? {
        Item::Record(RecordId::Report(id)) => {
            let first = situation.report(id)?.about.iter().position(|about| about.excerpt.is_some() || about.span.is_some());
            of(id, first.unwrap_or_default())
        }
        Item::Record(RecordId::Event(_)) => {
            let has_words = |id: &ReportId, index: usize| {
                situation.report(id).and_then(|report| report.about.get(index)).is_some_and(|about| about.excerpt.is_some())
            };
            let statements = &view.page.statements;
            let quoted = statements.iter().filter(|(id, index)| has_words(id, *index)).find_map(|(id, index)| of(id, *index));
            quoted.or_else(|| statements.iter().find_map(|(id, index)| of(id, *index)))
        }
        _ => None,
    }
}

/// A line for each statement of the selected report, or about the selected event; of a statement in hand its own alone.
pub fn citations(view: &View<'_>) -> String {
    /// Nobody cites more at once.
    const MOST: usize = 500;
    let Some(situation) = view.situation else { return String::new() };
    let cite = |id: &ReportId, index: usize| {
        let report = situation.report(id)?;
        Some(wording::citation(situation, report, report.about.get(index)?, view.dates, view.language()))
    };
    let selection = view.viewpoint.selection.as_ref();
    let in_hand = view.viewpoint.reading.as_ref().and_then(|reading| reading.selected_statement(selection));
    let lines: Vec<String> = match (in_hand, selection) {
        (Some((id, index)), _) => cite(id, *index).into_iter().collect(),
        (None, Some(Item::Record(RecordId::Report(id)))) => {
            let n = situation.report(id).map_or(0, |report| report.about.len());
            (0..n.min(MOST)).filter_map(|index| cite(id, index)).collect()
        }
        (None, Some(Item::Record(RecordId::Event(_)))) => {
            view.page.statements.iter().take(MOST).filter_map(|(id, index)| cite(id, *index)).collect()
        }
        _ => Vec::new(),
    };
    lines.join("\n")
}

impl Page<'_, '_> {
    /// How long ago the event was last asserted, where that is longer than this person wants.
    pub(super) fn staleness(&self, ui: &mut Ui) {
        let Some(last) = &self.facts.last_asserted else { return };
        let as_of = self.situation.as_of_end();
        let Some(now) = as_of.or(self.view.now) else { return };
        let n_days = last.n_days_until(now, self.situation.zone());
        if n_days >= u64::from(self.view.preferences.stale_after_days) {
            let words = wording::stale(last, n_days, as_of.is_some(), self.view.dates);
            ui.label(text(&words, TextSize::Small, Weight::Semibold, self.view.theme.contested));
        }
    }

    /// The words themselves; those of the statement that is read in its text stand on another ground.
    pub(super) fn quotation(&mut self, ui: &mut Ui, report: &Report, index: usize, about: &About) {
        let Some(quote) = &about.excerpt else { return };
        let theme = self.view.theme;
        let words = egui::RichText::new(wording::quoted(quote)).font(font(TextSize::Body, Weight::Regular)).color(theme.text);
        let is_in_hand = self.is_in_hand(report, index);
        let words = if is_in_hand { words.background_color(theme.selected_row) } else { words };
        let response = ui.label(words);
        let id = ui.scope_id().with("quotation-seen");
        let seen = (report.id.clone(), index);
        if is_in_hand && ui.data(|data| data.get_temp::<(ReportId, usize)>(id)).as_ref() != Some(&seen) {
            // At once: the eye is on the text.
            response.scroll_to_me_animation(Some(egui::Align::Center), egui::style::ScrollAnimation::none());
            ui.data_mut(|data| data.insert_temp(id, seen));
        }
    }

    fn is_in_hand(&self, report: &Report, index: usize) -> bool {
        let reading = self.view.viewpoint.reading.as_ref();
        reading.and_then(|reading| reading.statement.as_ref()).is_some_and(|(id, at)| *id == report.id && *at == index)
    }

    /// The way to the words in their text, and to a citation.
    pub(super) fn evidence_of(&mut self, ui: &mut Ui, report: &Report, index: usize, about: &About) {
        let theme = self.view.theme;
        ui.horizontal(|ui| {
            let is_quoted = about.excerpt.is_some() || about.span.is_some();
            if let Some(reading) = reading_of(self.view, report, index).filter(|_| is_quoted) {
                let response = small_button(ui, self.view, wording::IN_THE_TEXT);
                trace_rect("in-the-text", format_args!("{}:{index}", report.id), response.rect);
                if response.on_hover_text(wording::IN_THE_TEXT_EXPLAINED).clicked() {
                    self.out.push(Command::Read(Some(reading)));
                }
            }
            let response = small_button(ui, self.view, wording::CITE);
            trace_rect("cite", format_args!("{}:{index}", report.id), response.rect);
            if response.on_hover_text(wording::CITE_EXPLAINED).clicked() {
                let citation = wording::citation(self.situation, report, about, self.view.dates, self.view.language());
                self.out.push(Command::CopyText(citation));
            }
            let n = report.attachments.len() + usize::from(report.archived_file().is_some());
            let is_elsewhere = self.view.viewpoint.selection != Some(Item::Record(RecordId::Report(report.id.clone())));
            if n > 0 && is_elsewhere {
                ui.label(text(&wording::attachments(n), TextSize::Small, Weight::Regular, theme.weak));
            }
        });
    }

    /// Which text a report is quoted from, whether it is that, and what it says in the reader's language.
    pub(super) fn text_and_translation(&mut self, ui: &mut Ui, report: &Report) {
        let theme = self.view.theme;
        if let Some(lang) = &report.lang {
            ui.label(text(&wording::language(lang), TextSize::Small, Weight::Regular, theme.weak));
        }
        if let Some(reading) = reading_of(self.view, report, 0) {
            section(ui, theme, wording::SOURCE_TEXT);
            ui.horizontal_wrapped(|ui| {
                ui.label(text(&shortened(&reading.file, 200), TextSize::Body, Weight::Regular, theme.text));
                if small_button(ui, self.view, wording::READ).on_hover_text(wording::IN_THE_TEXT_EXPLAINED).clicked() {
                    self.out.push(Command::Read(Some(reading)));
                }
            });
        }
        if report.text.is_none() && small_button(ui, self.view, wording::ATTACH_TEXT).clicked() {
            self.out.push(Command::Act(Action::AttachText));
        }
        if let Some(translation) = &report.translation {
            section(ui, theme, wording::TRANSLATION);
            for line in translation.lines().filter(|line| !line.trim().is_empty()).take(MOST_LINES) {
                ui.label(text(line, TextSize::Body, Weight::Regular, theme.text));
            }
        }
    }

    /// What was kept with a report: pictures small, everything with its size and whether it is still the same.
    pub(super) fn attachments(&mut self, ui: &mut Ui, report: &Report) {
        let archived = report.archived_file().map(|file| (file, None, Some(AttachmentKind::Page), None));
        let attached = report.attachments.iter().map(|one| (one.file.as_str(), one.sha256.as_deref(), one.kind, one.note.as_deref()));
        let files: Vec<_> = archived.into_iter().chain(attached).collect();
        if files.is_empty() {
            return;
        }
        let theme = self.view.theme;
        section(ui, theme, &wording::attachments(files.len()));
        for (file, sha256, kind, note) in files.iter().take(MOST_ATTACHMENTS) {
            ui.add_space(4.0);
            let held = held(self.view, file, self.out);
            let found = held.and_then(|found| found.as_ref().ok());
            if let Some((found, pictures)) = found.and_then(|found| Some((found, found.pictures.as_ref()?.as_ref().ok()?))) {
                self.thumbnail(ui, file, found, pictures);
            }
            let kind = kind.map_or(wording::attachment_kind(AttachmentKind::Other), wording::attachment_kind);
            ui.label(text(&format!("{kind} · {}", shortened(file, 200)), TextSize::Body, Weight::Regular, theme.text));
            if let Some(note) = note {
                ui.label(text(note, TextSize::Small, Weight::Regular, theme.text));
            }
            self.state_of(ui, held, *sha256);
        }
        if files.len() > MOST_ATTACHMENTS {
            ui.label(text(&wording::and_more(files.len() - MOST_ATTACHMENTS), TextSize::Small, Weight::Regular, theme.weak));
        }
    }

    /// The size of a file and whether it is the one that was kept, or why it cannot be read.
    fn state_of(&self, ui: &mut Ui, held: Option<&Result<FoundFile, String>>, sha256: Option<&str>) {
        let theme = self.view.theme;
        let mut line = |words: &str, ink| {
            ui.label(text(words, TextSize::Small, Weight::Regular, ink));
        };
        match held {
            None => line(wording::EXAMINING, theme.weak),
            Some(Err(words)) => line(words, theme.error),
            Some(Ok(found)) => {
                let is_same = sha256.map(|written| is_hash(written, &found.sha256));
                let size = wording::file_size(found.len);
                let pixels =
                    found.pictures.as_ref().and_then(|pictures| pictures.as_ref().ok()).map(|pictures| wording::pixels(pictures.size_px));
                let hash = match is_same {
                    Some(true) => Some(wording::HASH_MATCHES.to_owned()),
                    Some(false) => None,
                    None => Some(wording::HASH_UNKNOWN.to_owned()),
                };
                line(&[Some(size), pixels, hash].into_iter().flatten().collect::<Vec<_>>().join(" · "), theme.weak);
                if is_same == Some(false) {
                    line(wording::HASH_DIFFERS, theme.error);
                }
                if let Some(Err(why)) = &found.pictures {
                    line(&wording::not_drawn(why), theme.error);
                }
            }
        }
    }

    fn thumbnail(&mut self, ui: &mut Ui, file: &str, found: &FoundFile, pictures: &Pictures) {
        const HEIGHT: f32 = 120.0;
        let texture = self.thumbnails.of(ui, &found.sha256, &pictures.thumbnail);
        let size = texture.size_vec2();
        let scale = (HEIGHT / size.y.max(1.0)).min(ui.available_width() / size.x.max(1.0)).min(1.0);
        let (rect, response) = ui.allocate_exact_size(size * scale, Sense::click());
        egui::Image::new(&texture).paint_at(ui, rect);
        let edge = if response.hovered() || response.has_focus() { self.view.theme.accent } else { self.view.theme.hairline };
        ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, edge), StrokeKind::Outside);
        trace_rect("attachment", file, rect);
        let words = wording::show_large(file);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        if response.on_hover_text(words).clicked() {
            self.out.push(Command::ShowAttachment(file.to_owned()));
        }
    }
}

/// What is known of a file; asks for it where nothing is yet.
fn held<'a>(view: &'a View<'_>, file: &str, out: &mut Outbox) -> Option<&'a Result<FoundFile, String>> {
    match view.attachments.get(file) {
        Some(Held::Known(examined)) => Some(&examined.found),
        Some(Held::Asked) => None,
        None => {
            out.push(Command::Examine(file.to_owned()));
            None
        }
    }
}

pub fn small_button(ui: &mut Ui, view: &View<'_>, words: &str) -> egui::Response {
    ui.add(Button::new(text(words, TextSize::Small, Weight::Regular, view.theme.accent)).small().fill(view.theme.panel))
}

/// The picture that was pressed, as large as the window has room for.
#[derive(Default)]
pub struct LargePicture {
    texture: Option<(String, TextureHandle)>,
}

impl LargePicture {
    /// Lets go of it.
    pub fn close(&mut self) {
        self.texture = None;
    }

    /// Whether it was pressed, which shuts it.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some(file) = view.attachment else { return true };
        let found = held(view, file, out).and_then(|found| found.as_ref().ok());
        let pictures = found.and_then(|found| found.pictures.as_ref()?.as_ref().ok());
        let (Some(found), Some(pictures), Some(large)) = (found, pictures, pictures.and_then(|pictures| pictures.large.as_ref())) else {
            ui.label(text(wording::EXAMINING, TextSize::Body, Weight::Regular, view.theme.weak));
            return false;
        };
        if self.texture.as_ref().is_none_or(|(known, _)| *known != found.sha256) {
            let texture = ui.ctx().load_texture(&found.sha256, std::sync::Arc::clone(large), TextureOptions::LINEAR);
            self.texture = Some((found.sha256.clone(), texture));
        }
        let Some((_, texture)) = &self.texture else { return false };
        let room = ui.ctx().content_rect().size() - vec2(64.0, 110.0);
        let size = texture.size_vec2();
        let scale = (room.x / size.x.max(1.0)).min(room.y / size.y.max(1.0)).clamp(0.01, 1.0);
        let (rect, response) = ui.allocate_exact_size(size * scale, Sense::click());
        egui::Image::new(texture).paint_at(ui, rect);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, file));
        let words = format!("{} · {}", shortened(file, 120), wording::pixels(pictures.size_px));
        ui.label(text(&words, TextSize::Small, Weight::Regular, view.theme.weak));
        response.clicked()
    }
}
