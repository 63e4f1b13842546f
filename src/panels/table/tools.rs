//! What stands over the table: what it shows, what is looked for in it, its columns, what is copied; and what stands in its place where it
//! has no rows.

use std::time::Duration;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Layout, PopupCloseBehavior, ScrollArea, Ui, vec2};

use crate::base::shortened;
use crate::command::{Command, Outbox, TableCommand};
use crate::panels::pieces::{choice, icon_button, menu, outline_ticks, small_field, text};
use crate::panels::table::TableFacts;
use crate::panels::{View, list, side};
use crate::query::table::SheetForm;
use crate::theme::{TextSize, Weight};
use crate::wording::table as words;

pub fn ui(view: &View<'_>, table: &TableFacts<'_>, typed: &mut Option<String>, ui: &mut Ui, out: &mut Outbox) {
    let height = 26.0;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        lists(view, ui, out);
        let width = (ui.available_width() * 0.3).clamp(90.0, 220.0);
        contains(view, table, typed, width, ui, out);
        columns(view, table, ui, out);
        copy(view, table, ui, out);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| state(view, table, ui));
    });
}

/// What it shows: the same as the list.
fn lists(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let lists = side::lists(view);
    let named = |list, name: &str| words::counted_list(name, &side::count_text(view, list));
    let shown = lists.iter().find(|(list, _)| *list == view.viewpoint.list);
    let shown = shown.map(|(list, name)| named(*list, name)).unwrap_or_default();
    let button = menu(ui, view.theme, &shown, |ui| {
        for (list, name) in &lists {
            if choice(ui, &named(*list, name), *list == view.viewpoint.list) {
                out.push(Command::ShowList(*list));
            }
        }
    });
    button.on_hover_text(words::WHAT_IT_SHOWS);
}

/// What is typed counts at once.
fn contains(view: &View<'_>, table: &TableFacts<'_>, typed: &mut Option<String>, width: f32, ui: &mut Ui, out: &mut Outbox) {
    let mut draft = typed.take().unwrap_or_else(|| table.words.to_owned());
    let response = small_field(ui, view.theme, &mut draft, words::CONTAINS_NAME, words::CONTAINS, width);
    if response.changed() {
        out.push(Command::Table(TableCommand::Words(draft.clone())));
    }
    if response.has_focus() {
        *typed = Some(draft);
    }
    if !table.words.is_empty() && icon_button(ui, "✕", words::CLEAR_WORDS, words::CLEAR_WORDS) {
        *typed = None;
        out.push(Command::Table(TableCommand::Words(String::new())));
    }
}

/// Which columns are shown.
fn columns(view: &View<'_>, table: &TableFacts<'_>, ui: &mut Ui, out: &mut Outbox) {
    const WIDTH: f32 = 240.0;
    let all = &table.columns.columns;
    let n_shown = table.columns.shown(table.layout).count();
    let words_of = words::columns_shown(n_shown, all.len());
    // One ticks several before it is shut.
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(text(&words_of, TextSize::Small, Weight::Regular, view.theme.text)).config(config).ui(ui, |ui| {
        ui.set_width(WIDTH);
        ui.horizontal(|ui| {
            for (words_of, is_shown) in [(words::ALL_COLUMNS, true), (words::NO_COLUMNS, false)] {
                if ui.button(text(words_of, TextSize::Small, Weight::Regular, view.theme.text)).clicked() {
                    out.push(Command::Table(TableCommand::ShowAll(is_shown)));
                }
            }
        });
        let most_height = (ui.ctx().content_rect().height() - 160.0).clamp(60.0, 360.0);
        ScrollArea::vertical().max_height(most_height).show(ui, |ui| {
            outline_ticks(ui);
            ui.set_width(WIDTH - 12.0);
            for column in all {
                let mut is_shown = !table.layout.hidden.contains(&column.name);
                let can_go = !is_shown || n_shown > 1;
                let tick = egui::Checkbox::new(&mut is_shown, shortened(&column.name, 40));
                if ui.add_enabled(can_go, tick).changed() {
                    out.push(Command::Table(TableCommand::Show(column.name.clone(), is_shown)));
                }
            }
        });
    });
}

fn copy(view: &View<'_>, table: &TableFacts<'_>, ui: &mut Ui, out: &mut Outbox) {
    menu(ui, view.theme, words::COPY, |ui| {
        let n_picked = view.viewpoint.picked.iter().filter(|item| table.rows.number_of(item).is_some()).count();
        ui.label(text(&words::to_be_copied(n_picked), TextSize::Small, Weight::Regular, view.theme.weak));
        for form in SheetForm::ALL {
            if ui.button(words::sheet_form(form)).clicked() {
                out.push(Command::Table(TableCommand::Copy(form)));
                ui.close();
            }
        }
    });
}

/// What is being made, else how many rows there are.
fn state(view: &View<'_>, table: &TableFacts<'_>, ui: &mut Ui) {
    /// How often it is looked how far something is.
    const OFTEN: Duration = Duration::from_millis(100);
    let working = [table.copying.map(words::copying), table.finding.map(words::finding), table.sorting.map(words::sorting)];
    let told = match working.into_iter().flatten().next() {
        Some(told) => {
            ui.ctx().request_repaint_after(OFTEN);
            told
        }
        None => words::rows_shown(table.rows.n(), table.rows.n_listed()),
    };
    ui.label(text(&told, TextSize::Small, Weight::Regular, view.theme.weak));
}

/// What stands in the place of rows.
pub fn empty(view: &View<'_>, table: &TableFacts<'_>, ui: &mut Ui, out: &mut Outbox) {
    if table.rows.n_listed() == 0 {
        list::empty(view, view.viewpoint.list, ui, out);
        return;
    }
    ui.add_space(20.0);
    ui.vertical_centered(|ui| {
        let told = if table.finding.is_some() { words::READING_ROWS.to_owned() } else { words::no_row(view.viewpoint.list, table.words) };
        ui.label(text(&told, TextSize::Body, Weight::Regular, view.theme.weak));
        ui.add_space(8.0);
        if ui.button(words::CLEAR_WORDS).clicked() {
            out.push(Command::Table(TableCommand::Words(String::new())));
        }
    });
}
