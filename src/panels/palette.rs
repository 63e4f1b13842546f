//! The command palette: every action and every record by name.

use egui::{Key, Modifiers, Role, ScrollArea, Ui, WidgetInfo};

use crate::base::{Derived, folded};
use crate::command::{Action, Command, Outbox};
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::pieces::text;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

/// What is typed, what was found of it, and which of that Enter takes.
#[derive(Debug, Default)]
pub struct Palette {
    typed: String,
    at: usize,
    found: Derived<(String, u64), Vec<Choice>>,
}

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Do(Action),
    Go(RecordId),
}

impl Palette {
    /// Whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        const WIDTH: f32 = 560.0;
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        // Up and down are the list's, not the text's.
        let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
        // The keyboard is there before the field is: nothing of what is typed at once is lost.
        let id = ui.make_persistent_id("typed");
        ui.memory_mut(|memory| memory.request_focus(id));
        let field = egui::TextEdit::singleline(&mut self.typed).id(id).hint_text(wording::PALETTE_HINT).desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::PALETTE));
        if response.changed() {
            self.at = 0;
        }
        let choices = self.found.refresh((self.typed.clone(), view.rows_rev), |(typed, _)| find(view, typed));
        self.at = (self.at + down).saturating_sub(up).min(choices.len().saturating_sub(1));
        let has_moved = down + up > 0 || response.changed();
        let mut taken = ui.input(|input| input.key_pressed(Key::Enter)).then_some(self.at);
        ui.add_space(4.0);
        let most_height = (ui.ctx().content_rect().height() - 160.0).clamp(60.0, 420.0);
        ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
            for (number, choice) in choices.iter().enumerate() {
                let response = row(view, ui, choice, number == self.at);
                if number == self.at && has_moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    taken = Some(number);
                }
            }
            if choices.is_empty() {
                ui.label(text(wording::NOTHING_FOUND, TextSize::Body, Weight::Regular, view.theme.weak));
            }
        });
        let Some(choice) = taken.and_then(|number| choices.get(number)) else { return false };
        match choice {
            Choice::Do(action) => out.push(Command::Act(*action)),
            Choice::Go(id) => out.select(Item::Record(id.clone())),
        }
        self.typed.clear();
        self.at = 0;
        true
    }
}

/// Actions whose names hold every word that is typed, and records: at most so many of each.
fn find(view: &View<'_>, typed: &str) -> Vec<Choice> {
    const MOST_RECORDS: usize = 40;
    let typed_ = folded(typed);
    let words: Vec<&str> = typed_.split(' ').collect();
    let is_meant = |action: &Action| {
        let name = wording::action(*action).to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    let actions = Action::ALL.into_iter().filter(|action| *action != Action::CommandPalette).filter(is_meant).map(Choice::Do);
    let records = view.index.find(typed, MOST_RECORDS).into_iter().filter_map(|number| view.index.id(number)).cloned().map(Choice::Go);
    actions.chain(records).collect()
}

fn row(view: &View<'_>, ui: &mut Ui, choice: &Choice, is_at: bool) -> egui::Response {
    let theme = view.theme;
    let (name, right) = match choice {
        Choice::Do(action) => (wording::action(*action).to_owned(), wording::key(*action, ui.ctx()).unwrap_or_default()),
        Choice::Go(id) => (crate::base::shortened(view.name(id), 200), wording::kind(id).to_owned()),
    };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 28.0), egui::Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_at, format!("{name}, {right}")));
    let ground = if is_at { Some(theme.selected_row) } else { response.hovered().then_some(theme.hovered_row) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, egui::CornerRadius::same(4), ground);
    }
    let font = crate::theme::font(TextSize::Small, Weight::Regular);
    let galley = ui.painter().layout_no_wrap(right, font, theme.weak);
    let right_at = rect.right() - 8.0 - galley.size().x;
    ui.painter().galley(egui::pos2(right_at, rect.center().y - galley.size().y / 2.0), galley, theme.weak);
    let width = right_at - rect.left() - 20.0;
    let at = egui::pos2(rect.left() + 8.0, rect.top() + 5.0);
    crate::panels::pieces::line(ui, at, &name, TextSize::Body, Weight::Regular, theme.text, width);
    response
}
