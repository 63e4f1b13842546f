//! What differs between the situation and what it was: by what happened, a line each; a press selects the record.

use egui::{Key, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::command::{Command, CompareWith, Compared, ComparingCommand, Outbox};
use crate::differences::{Part, Spot, Told};
use crate::panels::View;
use crate::panels::pieces::{chip_button, line, small_field, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording::{self, DifferenceRow};

/// What is compared with what, as far as it is known.
#[derive(Clone, Copy)]
pub struct Differences<'a> {
    pub with: &'a CompareWith,
    pub compared: Option<&'a Compared>,
    pub fault: Option<&'a str>,
    /// Another number for every other comparison.
    pub rev: u64,
}

impl Differences<'_> {
    /// From where to where things moved.
    pub fn ways(&self) -> &[[Spot; 2]] {
        self.compared.map_or(&[], |compared| &compared.ways)
    }
}

/// Only what is fleeting: the choice, what is typed for it, and the order of the lines.
#[derive(Debug, Default)]
pub struct DifferencesPanel {
    choice: Option<Choice>,
    date: String,
    path: String,
    revision: String,
    /// Of which comparison the fault was seen, and of which the lines are.
    fault_rev: u64,
    rev: u64,
    lines: Vec<Line>,
}

/// What to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Saved,
    KnownBy,
    Path,
    Revision,
}

impl Choice {
    const ALL: [Self; 4] = [Self::Saved, Self::KnownBy, Self::Path, Self::Revision];

    fn of(with: &CompareWith) -> Self {
        match with {
            CompareWith::Saved => Self::Saved,
            CompareWith::KnownBy(_) => Self::KnownBy,
            CompareWith::Path(_) => Self::Path,
            CompareWith::Revision(_) => Self::Revision,
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Saved => [wording::SINCE_SAVED, wording::SINCE_SAVED_EXPLAINED],
            Self::KnownBy => [wording::SINCE_KNOWN, wording::SINCE_KNOWN_EXPLAINED],
            Self::Path => [wording::SINCE_PATH, wording::SINCE_PATH_EXPLAINED],
            Self::Revision => [wording::SINCE_REVISION, wording::SINCE_REVISION_EXPLAINED],
        }
    }
}

#[derive(Debug)]
enum Line {
    Heading(&'static str, usize),
    Told(Told),
}

const ROW: f32 = 26.0;
/// What came of it stands beside the choice where there is so much room for it, else below.
const LEAST_FOR_WORDS: f32 = 240.0;

/// The ways to a page, where there is something to tell.
pub fn page_buttons(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let Some(differences) = view.differences.filter(|differences| differences.fault.is_none()) else { return };
    if differences.compared.is_none_or(|compared| compared.difference.is_empty()) {
        return;
    }
    for (words, explained, command) in [
        (wording::COPY_PAGE, wording::COPY_PAGE_EXPLAINED, ComparingCommand::CopyPage),
        (wording::WRITE_PAGE, wording::WRITE_PAGE_EXPLAINED, ComparingCommand::WritePage),
    ] {
        let response = ui.button(words);
        trace_rect("differences", words, response.rect);
        if response.on_hover_text(explained).clicked() {
            out.push(Command::Comparing(command));
        }
    }
}

impl DifferencesPanel {
    /// What it is compared with: a choice, and what that needs to be typed.
    fn tools(&mut self, view: &View<'_>, differences: &Differences<'_>, ui: &mut Ui, out: &mut Outbox) {
        let mut push = |with| out.push(Command::Comparing(ComparingCommand::With(with)));
        let mut is_chosen_now = false;
        let chosen = *self.choice.get_or_insert(Choice::of(differences.with));
        for choice in Choice::ALL {
            let [words, explained] = choice.words();
            let response = chip_button(ui, view.theme, words, choice == chosen);
            trace_rect("differences", words, response.rect);
            if response.on_hover_text(explained).clicked() {
                self.choice = Some(choice);
                is_chosen_now = true;
            }
        }
        let chosen = self.choice.unwrap_or(chosen);
        let (typed, hint, width) = match chosen {
            Choice::Saved => {
                if is_chosen_now {
                    push(CompareWith::Saved);
                }
                return;
            }
            Choice::KnownBy => (&mut self.date, wording::DATE_EXAMPLE, 120.0),
            Choice::Path => (&mut self.path, wording::PATH_EXAMPLE, 260.0),
            Choice::Revision => (&mut self.revision, wording::REVISION_EXAMPLE, 160.0),
        };
        let response = small_field(ui, view.theme, typed, chosen.words()[0], hint, width);
        trace_rect("differences", "typed", response.rect);
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let typed = typed.trim().to_owned();
        // What could not be compared with is typed otherwise.
        let is_refused = differences.fault.is_some() && std::mem::replace(&mut self.fault_rev, differences.rev) != differences.rev;
        if is_chosen_now || is_refused {
            response.request_focus();
        }
        if !typed.is_empty() && (is_entered || is_chosen_now) {
            push(match chosen {
                Choice::KnownBy => CompareWith::KnownBy(typed),
                Choice::Path => CompareWith::Path(typed),
                Choice::Saved | Choice::Revision => CompareWith::Revision(typed),
            });
        }
        if chosen == Choice::Path && ui.button(text(wording::BROWSE_FOLDERS, TextSize::Small, Weight::Regular, view.theme.text)).clicked() {
            out.push(Command::Comparing(ComparingCommand::Browse));
        }
    }

    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(differences) = view.differences else { return };
        let compared = differences.compared.filter(|_| differences.fault.is_none()).zip(view.situation);
        let words = match (differences.fault, compared) {
            (Some(fault), _) => fault.to_owned(),
            (None, Some((compared, _))) => {
                let counts = wording::difference_counts(&compared.difference);
                let note = wording::compared_with(&compared.with, view.dates).1;
                note.map_or(counts.clone(), |note| format!("{counts} · {note}"))
            }
            (None, None) if view.situation.is_none() => wording::NOTHING_TO_COMPARE.to_owned(),
            (None, None) => wording::COMPARING.to_owned(),
        };
        // As high as its highest part, so that all stand on one line.
        ui.spacing_mut().interact_size.y = ROW;
        ui.horizontal_wrapped(|ui| {
            self.tools(view, &differences, ui, out);
            if ui.available_size_before_wrap().x < LEAST_FOR_WORDS {
                ui.end_row();
            }
            let ink = if differences.fault.is_some() { view.theme.error } else { view.theme.weak };
            ui.add(egui::Label::new(text(&words, TextSize::Small, Weight::Regular, ink)).truncate());
        });
        ui.add_space(2.0);
        let Some((compared, situation)) = compared else { return ui.take_available_space() };
        if self.rev != differences.rev {
            self.rev = differences.rev;
            self.lines = lines(&compared.difference.told);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("differences").auto_shrink(false).show_rows(ui, ROW, self.lines.len(), |ui, range| {
            for shown in self.lines.get(range).unwrap_or_default() {
                match shown {
                    Line::Heading(heading, n) => heading_line(view, ui, heading, *n),
                    Line::Told(told) => {
                        let row = wording::difference_row((&compared.old, situation), told, view.dates, view.language());
                        difference_row(view, ui, &row, out);
                    }
                }
            }
        });
    }
}

/// What happened under its headings. A heading is a line too: all are equally high, and only those in view are put into words.
fn lines(told: &[Told]) -> Vec<Line> {
    let group = |(heading, told): (&'static str, Vec<&Told>)| {
        std::iter::once(Line::Heading(heading, told.len())).chain(told.into_iter().cloned().map(Line::Told)).collect::<Vec<_>>()
    };
    wording::under_headings(told).into_iter().flat_map(group).collect()
}

fn heading_line(view: &View<'_>, ui: &mut Ui, heading: &str, n: usize) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let words = format!("{heading} {n}");
    line(ui, rect.min + vec2(6.0, 7.0), &words, TextSize::Small, Weight::Semibold, view.theme.weak, rect.width() - 12.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &words));
}

/// A press selects the record, where it is still there.
fn difference_row(view: &View<'_>, ui: &mut Ui, row: &DifferenceRow, out: &mut Outbox) {
    /// The share of a line that the name may have.
    const NAME: f32 = 0.46;
    let theme = view.theme;
    let record = match &row.part {
        Part::Record(id) if view.situation.is_some_and(|situation| situation.contains(id)) => Some(Item::Record(id.clone())),
        _ => None,
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = wording::difference_name(row);
    let words = if row.detail.is_empty() { name.clone() } else { format!("{name}: {}", row.detail) };
    let is_selected = record.as_ref().is_some_and(|record| view.is_selected(record));
    response.widget_info(|| WidgetInfo::selected(Role::Button, record.is_some(), is_selected, &words));
    if is_selected || response.hovered() || response.has_focus() {
        let fill = if is_selected { theme.selected_row } else { theme.hovered_row };
        ui.painter().rect_filled(rect, egui::CornerRadius::same(4), fill);
    }
    let room = rect.width() - 18.0;
    let name_room = if row.detail.is_empty() { room } else { room * NAME };
    line(ui, rect.min + vec2(6.0, 5.0), &row.name, TextSize::Body, Weight::Regular, theme.text, name_room);
    let detail = rect.min + vec2(12.0 + room * NAME, 6.0);
    line(ui, detail, &row.detail, TextSize::Small, Weight::Regular, theme.weak, room * (1.0 - NAME));
    if let Some(record) = record
        && response.clicked()
    {
        out.select(record);
    }
    response.on_hover_text(words);
}
