//! The form that finds a military symbol by words, for a body of troops that a report tells of.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, ComboBox, Id, Layout, PopupCloseBehavior, Role, TextEdit, Ui, WidgetInfo, vec2};

use crate::command::{Command, EditCommand, Outbox};
use crate::map::symbol_icon;
use crate::model::{Report, Situation, Troops, symbol_of, symbol_with};
use crate::panels::View;
use crate::panels::pieces::{SYMBOL_HALO, text, trace_rect};
use crate::symbols::{Amplifier, CodeError, Echelon, Fill, FoundSymbol, Function, SymbolCode, SymbolNames};
use crate::theme::{TextSize, Theme, Weight};
use crate::wording;

/// What is typed and chosen so far.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    words: String,
    /// Goes before an echelon among the words.
    echelon: Option<Echelon>,
    is_headquarters: bool,
    /// What was found, and for what.
    found: Vec<FoundSymbol>,
    found_for: Option<(String, Option<Echelon>, bool)>,
}

const N_SHOWN: usize = 8;
/// The symbol of a body of troops as a button, which opens the form.
pub fn symbol_button(view: &View<'_>, ui: &mut Ui, report: &Report, index: usize, troops: &Troops, out: &mut Outbox) {
    const ICON: egui::Vec2 = vec2(34.0, 26.0);
    let Some(situation) = view.situation else { return };
    let fill = Theme::fill_of(view.page.sides().framing(situation, troops.actor.as_ref()));
    let now = symbol_of(situation, troops).map(|symbol| symbol.map(|symbol| symbol.code));
    if let Some(Ok(code)) = &now {
        symbol_icon(ui, code, fill, ICON, SYMBOL_HALO, &wording::symbol(code));
    }
    let words = match &now {
        None => wording::CHOOSE_SYMBOL.to_owned(),
        Some(Ok(code)) => wording::symbol_in_short(code),
        Some(Err(_)) => wording::UNKNOWN_SYMBOL.to_owned(),
    };
    let explained = || match &now {
        None => wording::CHOOSE_SYMBOL_HINT.to_owned(),
        Some(Ok(code)) => wording::symbol_explained(code, fill),
        Some(Err(error)) => error.to_string(),
    };
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let label = egui::Button::new(text(&words, TextSize::Small, Weight::Regular, view.theme.text)).min_size(vec2(0.0, 20.0));
    let draft_id = Id::unique(("symbol", report.id.as_str(), index));
    let (button, form) = MenuButton::from_button(label).config(stays).ui(ui, |ui| {
        // A form, not a menu: its fields have edges, and its lines are not stretched.
        ui.reset_style();
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            let mut draft = ui.data(|data| data.get_temp::<Draft>(draft_id)).unwrap_or_default();
            let chosen = form(view, ui, &mut draft, situation, troops, fill);
            ui.data_mut(|data| data.insert_temp(draft_id, draft));
            if let Some(symbol) = chosen {
                let symbol = symbol.map(|code| symbol_with(situation, troops, code).code.to_string());
                out.push(Command::Edit(EditCommand::SetSymbol { report: report.id.clone(), index, symbol }));
                ui.close();
            }
        });
    });
    trace_rect("symbol", &report.id, button.rect);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::symbol_button(&words)));
    if form.is_none() {
        ui.data_mut(|data| data.remove::<Draft>(draft_id));
        button.on_hover_ui(|ui| drop(ui.label(explained())));
    }
}

/// What was chosen: a symbol, or that there is none.
fn form(view: &View<'_>, ui: &mut Ui, draft: &mut Draft, situation: &Situation, troops: &Troops, fill: Fill) -> Option<Option<SymbolCode>> {
    const WIDTH: f32 = 340.0;
    ui.set_width(WIDTH);
    let is_new =
        draft.words.is_empty() && draft.echelon.is_none() && !draft.is_headquarters && ui.memory(|memory| memory.focused().is_none());
    let field = ui.add(TextEdit::singleline(&mut draft.words).hint_text(wording::SYMBOL_HINT).char_limit(100).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, wording::SEARCH_SYMBOL));
    trace_rect("symbol", "words", field.rect);
    if is_new {
        field.request_focus();
    }
    ui.horizontal(|ui| {
        ui.label(wording::HOW_LARGE);
        let shown = draft.echelon.map_or(wording::AS_TYPED, wording::echelon);
        ComboBox::from_id_salt("echelon").selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut draft.echelon, None, wording::AS_TYPED);
            for echelon in Echelon::ALL {
                ui.selectable_value(&mut draft.echelon, Some(echelon), wording::echelon(echelon));
            }
        });
        ui.checkbox(&mut draft.is_headquarters, wording::HEADQUARTERS);
    });
    draft.search();
    let found = &draft.found;
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut chosen = found.first().filter(|_| is_entered).map(|symbol| Some(symbol.code));
    if found.is_empty() && !draft.words.trim().is_empty() {
        ui.label(text(&draft.why_nothing(), TextSize::Small, Weight::Regular, view.theme.weak));
    }
    let most_height = (ui.ctx().content_rect().height() - 200.0).max(160.0);
    // Where there is little room below the button, the form then opens above it.
    let list = egui::ScrollArea::vertical().max_height(most_height).min_scrolled_height(most_height.min(360.0));
    list.show(ui, |ui| {
        for symbol in found {
            let drawn = symbol_with(situation, troops, symbol.code).code;
            if row(view, ui, symbol, &drawn, fill) {
                chosen = Some(Some(symbol.code));
            }
        }
    });
    if troops.sidc.is_some() && ui.button(wording::NO_SYMBOL).clicked() {
        chosen = Some(None);
    }
    chosen
}

/// A symbol that was found, with what it is called. Says whether it was taken.
fn row(view: &View<'_>, ui: &mut Ui, symbol: &FoundSymbol, drawn: &SymbolCode, fill: Fill) -> bool {
    const ICON: egui::Vec2 = vec2(52.0, 42.0);
    let name = wording::found_symbol(symbol);
    let response = ui
        .horizontal(|ui| {
            symbol_icon(ui, drawn, fill, ICON, SYMBOL_HALO, &name);
            ui.vertical(|ui| {
                let button = egui::Button::new(text(&name, TextSize::Body, Weight::Semibold, view.theme.text)).frame(false);
                let response = ui.add(button);
                // The set and the heading: the rest stands in the name.
                let heading = symbol.path.iter().take(2).copied().collect::<Vec<_>>().join(" › ");
                ui.label(text(&heading, TextSize::Small, Weight::Regular, view.theme.weak));
                response
            })
            .inner
        })
        .inner;
    trace_rect("symbol-choice", &name, response.rect);
    response.clicked()
}

impl Draft {
    /// Searches all names anew only when something else is asked for.
    fn search(&mut self) {
        let sought = (self.words.clone(), self.echelon, self.is_headquarters);
        if self.found_for.as_ref() != Some(&sought) {
            self.found = self.matches();
            self.found_for = Some(sought);
        }
    }

    /// The code that was typed, or else what the words mean, with the echelon that was chosen.
    fn matches(&self) -> Vec<FoundSymbol> {
        let names = SymbolNames::embedded();
        if let Some(Ok(code)) = self.typed_code() {
            let (path, _) = names.of(&code);
            return vec![FoundSymbol { code, name: wording::symbol(&code), path }];
        }
        let mut found = names.find(&self.words, N_SHOWN);
        let is_unit = |symbol: &&mut FoundSymbol| matches!(&symbol.code.function, Function::Numbers(numbers) if numbers.is_unit());
        for symbol in found.iter_mut().filter(is_unit) {
            if let Some(echelon) = self.echelon {
                symbol.code.amplifier = Some(Amplifier::Echelon(echelon));
            }
            symbol.code.is_headquarters |= self.is_headquarters;
        }
        found
    }

    /// What looks like a code: it is long, has no spaces between words of letters, and is no word.
    fn typed_code(&self) -> Option<Result<SymbolCode, CodeError>> {
        const SHORTEST: usize = 10;
        let typed = self.words.trim();
        let is_code = typed.len() >= SHORTEST && (typed.contains('-') || typed.starts_with(|first: char| first.is_ascii_digit()));
        is_code.then(|| SymbolCode::read(typed))
    }

    fn why_nothing(&self) -> String {
        match self.typed_code() {
            Some(Err(error)) => error.to_string(),
            _ => wording::NO_SUCH_SYMBOL.to_owned(),
        }
    }
}
