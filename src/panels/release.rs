//! What may leave the house, in the drawer: the profiles to choose from, and what the chosen one takes out, before and after.

use egui::{Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::briefing::Released;
use crate::command::{Action, Command, Editing, Outbox, ReleaseCommand};
use crate::model::{Edit, Release, Situation};
use crate::panels::View;
use crate::panels::pieces::{chip_button, line, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording::{self, release as words};

/// Only what is fleeting: the order of the lines.
#[derive(Debug, Default)]
pub struct ReleasePanel {
    /// Of which copy the lines are.
    rev: Option<u64>,
    lines: Vec<Line>,
}

/// All are equally high, and only those in view are put into words.
#[derive(Debug)]
enum Line {
    Remark(usize),
    Heading(String),
    Removed(usize),
}

const ROW: f32 = 26.0;

/// The way to a copy.
pub fn save_button(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let can_save = matches!(view.released, Some(Ok(_)));
    let response = ui.add_enabled(can_save, egui::Button::new(words::SAVE_RELEASED));
    trace_rect("release", words::SAVE_RELEASED, response.rect);
    if response.on_hover_text(words::SAVE_RELEASED_EXPLAINED).clicked() {
        out.push(Command::Release(ReleaseCommand::Offer));
    }
}

/// What can be done with the profiles.
fn tools(view: &View<'_>, situation: &Situation, ui: &mut Ui, out: &mut Outbox) {
    let mut press = |words: &str, explained: &str| {
        let response = ui.button(text(words, TextSize::Small, Weight::Regular, view.theme.text));
        trace_rect("release", words, response.rect);
        response.on_hover_text(explained).clicked()
    };
    if press(words::NEW_PROFILE, words::NEW_PROFILE_EXPLAINED) {
        let name = free_name(situation);
        let mut header = situation.header().clone();
        header.releases.push(Release { name: name.clone(), drop_notes: true, ..Release::default() });
        out.push(Command::step(words::profile_added(&name), Edit::PutHeader(Box::new(header))));
        out.push(Command::Release(ReleaseCommand::Choose(Some(name))));
        edit(view, out);
    }
    if !situation.header().releases.is_empty() && press(words::EDIT_PROFILES, words::EDIT_PROFILES_EXPLAINED) {
        edit(view, out);
    }
}

/// Opens the header's form, where it is not open.
fn edit(view: &View<'_>, out: &mut Outbox) {
    if view.desk.editing != Some(Editing::Header) {
        out.push(Command::Act(Action::EditHeader));
    }
}

fn free_name(situation: &Situation) -> String {
    let is_free = |name: &String| !situation.header().releases.iter().any(|release| release.name == *name);
    let numbered = (2_u64..).map(|number| format!("{} {number}", words::FIRST_PROFILE));
    std::iter::once(words::FIRST_PROFILE.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

impl ReleasePanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(situation) = view.situation else { return ui.take_available_space() };
        ui.spacing_mut().interact_size.y = ROW;
        ui.horizontal_wrapped(|ui| profiles(view, situation, ui, out));
        ui.add_space(2.0);
        let told = |ui: &mut Ui, words: &str, is_error: bool| {
            let ink = if is_error { view.theme.error } else { view.theme.weak };
            ui.add(egui::Label::new(text(words, TextSize::Body, Weight::Regular, ink)).wrap());
            ui.take_available_space();
        };
        let released = match view.released {
            None if situation.header().releases.is_empty() => return told(ui, words::NO_PROFILES, false),
            None => return told(ui, words::WHOLE_TOLD, false),
            Some(Err(error)) => return told(ui, &words::refused(error), true),
            Some(Ok(released)) => released,
        };
        if self.rev != Some(view.released_rev) {
            self.rev = Some(view.released_rev);
            self.lines = lines(situation, view.release, released);
        }
        if released.removed.is_empty() && released.remarks.is_empty() {
            return told(ui, words::NOTHING_REMOVED, false);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("release").auto_shrink(false).show_rows(ui, ROW, self.lines.len(), |ui, range| {
            for shown in self.lines.get(range).unwrap_or_default() {
                match shown {
                    Line::Heading(heading) => note_line(view, ui, heading, Role::Heading),
                    Line::Remark(at) => {
                        let Some(remark) = released.remarks.get(*at) else { continue };
                        note_line(view, ui, &words::remark(situation, remark, view.language()), Role::Label);
                    }
                    Line::Removed(at) => removed_line(view, ui, (situation, released), *at, out),
                }
            }
        });
    }
}

/// The profiles, and what the chosen one does.
fn profiles(view: &View<'_>, situation: &Situation, ui: &mut Ui, out: &mut Outbox) {
    let mut offer = |ui: &mut Ui, name: Option<&str>, words: &str, explained: &str| {
        let response = chip_button(ui, view.theme, words, view.release == name);
        trace_rect("release", words, response.rect);
        if response.on_hover_text(explained).clicked() {
            out.push(Command::Release(ReleaseCommand::Choose(name.map(str::to_owned))));
        }
    };
    offer(ui, None, words::WHOLE, words::WHOLE_EXPLAINED);
    for release in &situation.header().releases {
        offer(ui, Some(&release.name), &release.name, words::RELEASE_EXPLAINED);
    }
    tools(view, situation, ui, out);
    let chosen = situation.header().releases.iter().find(|release| view.release == Some(release.name.as_str()));
    if let Some(chosen) = chosen {
        let what = text(&words::profile(chosen), TextSize::Small, Weight::Regular, view.theme.weak);
        ui.add(egui::Label::new(what).truncate()).on_hover_text(words::ALWAYS_REMOVED);
    }
}

fn lines(situation: &Situation, release: Option<&str>, released: &Released) -> Vec<Line> {
    let profile = situation.header().releases.iter().find(|known| release == Some(known.name.as_str()));
    let km = profile.and_then(|release| release.coarsen_km);
    let counts = crate::briefing::counts(&released.removed);
    let mut lines: Vec<Line> = (0..released.remarks.len()).map(Line::Remark).collect();
    let mut last = None;
    for (at, removed) in released.removed.iter().enumerate() {
        if last.replace(removed.what) != Some(removed.what) {
            let n = counts.get(&removed.what).copied().unwrap_or_default();
            lines.push(Line::Heading(wording::capitalised(&words::withheld(removed.what, n, km))));
        }
        lines.push(Line::Removed(at));
    }
    lines
}

fn note_line(view: &View<'_>, ui: &mut Ui, words: &str, role: Role) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let (weight, ink) = if role == Role::Heading { (Weight::Semibold, view.theme.weak) } else { (Weight::Regular, view.theme.text) };
    line(ui, rect.min + vec2(6.0, 7.0), words, TextSize::Small, weight, ink, rect.width() - 12.0);
    response.widget_info(|| WidgetInfo::labeled(role, true, words));
    response.on_hover_text(words);
}

/// A press selects the record.
fn removed_line(view: &View<'_>, ui: &mut Ui, (situation, released): (&Situation, &Released), at: usize, out: &mut Outbox) {
    /// The share of a line that the name may have.
    const NAME: f32 = 0.36;
    let Some(removed) = released.removed.get(at) else { return };
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let of = words::removed_of(situation, removed, view.language());
    let becomes = words::before_and_after(removed);
    let record = removed.record.clone().map(Item::Record);
    let is_selected = record.as_ref().is_some_and(|record| view.is_selected(record));
    response.widget_info(|| WidgetInfo::selected(Role::Button, record.is_some(), is_selected, words::told_in_full(&of, &becomes)));
    if is_selected || response.hovered() || response.has_focus() {
        let fill = if is_selected { theme.selected_row } else { theme.hovered_row };
        ui.painter().rect_filled(rect, egui::CornerRadius::same(4), fill);
    }
    let room = rect.width() - 18.0;
    line(ui, rect.min + vec2(6.0, 5.0), &of, TextSize::Body, Weight::Regular, theme.text, room * NAME - 8.0);
    line(ui, rect.min + vec2(12.0 + room * NAME, 6.0), &becomes, TextSize::Small, Weight::Regular, theme.weak, room * (1.0 - NAME));
    if let Some(record) = record
        && response.clicked()
    {
        out.select(record);
    }
    response.on_hover_text(words::told_in_full(&of, &becomes));
}
