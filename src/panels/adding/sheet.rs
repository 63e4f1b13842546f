//! What the forms of a new event and of a new report have in common.

use egui::{ScrollArea, Ui};

use crate::panels::View;
use crate::panels::adding::added;
use crate::panels::adding::report::ReportFields;
use crate::panels::form::{Drafts, Form};

/// What is filled in of a report, what is typed and not taken yet, and how far showing and adding are.
#[derive(Default)]
pub struct Sheet {
    pub drafts: Drafts,
    pub report: ReportFields,
    pub trouble: Option<&'static str>,
    is_open: bool,
    /// The button that adds it was pressed: what is typed is taken in the next pass.
    is_pressed: bool,
}

impl Sheet {
    /// Nothing is filled in; the first field takes the keyboard.
    pub fn afresh(view: &View<'_>) -> Self {
        let mut sheet = Self { is_open: true, ..Self::default() };
        sheet.report.open(view);
        sheet.drafts.begin();
        sheet
    }

    /// Once it is not shown any more. What was filled in stays for the next time.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// Whether it was not shown before.
    pub fn opens(&mut self) -> bool {
        !std::mem::replace(&mut self.is_open, true)
    }

    pub fn is_begun(&self) -> bool {
        self.report.is_begun() || self.drafts.is_typing()
    }

    /// Whether all that is typed is to be taken in this pass, and added.
    pub fn takes_all(&mut self, ui: &Ui) -> bool {
        Form::is_ended(ui) || std::mem::take(&mut self.is_pressed)
    }

    /// The foot: the button that adds it, and why it could not be added.
    pub fn foot(&mut self, view: &View<'_>, ui: &mut Ui, words: &str) {
        // While it is only found out how large the form is, no field takes the keyboard: the first does in the pass after.
        if ui.is_sizing_pass() {
            self.drafts.begin();
        }
        self.is_pressed = added(view, ui, words, self.trouble);
    }
}

/// Where fields stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    First,
    Second,
}

/// The fields in two columns; where there is no room for two, the second below the first.
pub fn in_columns(ui: &mut Ui, mut add_fields: impl FnMut(&mut Ui, Column)) {
    /// Wider than this a form stands in two columns.
    const WIDTH_FOR_TWO: f32 = 640.0;
    let most_height = (ui.ctx().content_rect().height() - 190.0).max(60.0);
    ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
        let n_columns = if ui.available_width() >= WIDTH_FOR_TWO { 2 } else { 1 };
        ui.spacing_mut().item_spacing.x = 20.0;
        ui.columns(n_columns, |columns| {
            let [first, rest @ ..] = columns else { return };
            add_fields(first, Column::First);
            add_fields(rest.first_mut().unwrap_or(first), Column::Second);
        });
    });
}
