//! The overlay that says what the columns of a data layer mean, with what its first rows come to by that.

use egui::{ComboBox, Grid, Role as WidgetRole, ScrollArea, Ui, WidgetInfo, vec2};
use smol_str::SmolStr;

use crate::base::{Derived, shortened};
use crate::command::{Command, Outbox, RowsCommand};
use crate::dataset::{Dataset, DateOrder, Mapping, Placed, PlacedBy, Role, Spread, Stamp};
use crate::earth::LonLat;
use crate::panels::pieces::{radio, section, text, trace_rect};
use crate::panels::{View, layer_name};
use crate::theme::{TextSize, Weight};
use crate::wording;

/// What is chosen so far: kept until it is taken or left.
#[derive(Debug, Default)]
pub struct ColumnsDialog {
    chosen: Option<Mapping>,
    preview: Derived<Mapping, Vec<[String; 3]>>,
}

/// Rows that are shown as they would be read.
const N_PREVIEWED: u32 = 5;

impl ColumnsDialog {
    /// Says whether it is done with.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) -> bool {
        let Some((index, layer)) = view.layer_to_map.and_then(|index| Some((index, view.layers.get(index)?))) else { return true };
        let room = ui.ctx().content_rect();
        ui.set_width(640.0_f32.min(room.width() - 48.0));
        ui.label(text(&wording::columns_of(&shortened(layer_name(layer), 60)), TextSize::Title, Weight::Semibold, view.theme.text));
        ui.label(text(wording::COLUMNS_DETAIL, TextSize::Small, Weight::Regular, view.theme.weak));
        let mapping = self.chosen.get_or_insert_with(|| layer.mapping().clone());
        ScrollArea::vertical()
            .max_height((room.height() - 380.0).max(120.0))
            .auto_shrink([false, true])
            .show(ui, |ui| roles(layer, mapping, ui));
        ui.horizontal(|ui| {
            ui.label(text(wording::DATE_ORDER, TextSize::Small, Weight::Regular, view.theme.weak));
            for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
                if radio(ui, mapping.date_order == order, wording::date_order(order)).clicked() {
                    mapping.date_order = order;
                }
            }
            let swapped = || {
                let column = |role: Role| mapping.columns_of(role).next().map(SmolStr::new);
                column(Role::LatDeg).zip(column(Role::LonDeg))
            };
            if let Some((lat, lon)) = swapped()
                && ui.button(wording::SWAP_AXES).clicked()
            {
                mapping.set(Role::LatDeg, Some(lon));
                mapping.set(Role::LonDeg, Some(lat));
            }
        });
        section(ui, view.theme, wording::FIRST_ROWS);
        let rows = self.preview.refresh(mapping.clone(), |mapping| (0..N_PREVIEWED).map(|row| read_by(layer, mapping, row)).collect());
        Grid::new("preview").num_columns(3).spacing(vec2(16.0, 2.0)).show(ui, |ui| {
            for heading in [wording::column_role(Role::Title), wording::WHEN, wording::WHERE] {
                ui.label(text(heading, TextSize::Small, Weight::Semibold, view.theme.weak));
            }
            ui.end_row();
            for row in rows.iter().take(layer.n_rows() as usize) {
                for cell in row {
                    ui.label(text(&shortened(cell, 44), TextSize::Small, Weight::Regular, view.theme.text));
                }
                ui.end_row();
            }
        });
        ui.add_space(10.0);
        let mut is_done = false;
        ui.horizontal(|ui| {
            let take = ui.button(wording::TAKE_COLUMNS);
            trace_rect("columns", "take", take.rect);
            if take.clicked() {
                out.push(Command::Rows(RowsCommand::Map(index, Box::new(mapping.clone()))));
            }
            is_done = ui.button(wording::LEAVE_COLUMNS).clicked();
        });
        is_done
    }
}

/// A choice of a column for each role.
fn roles(layer: &Dataset, mapping: &mut Mapping, ui: &mut Ui) {
    Grid::new("roles").num_columns(4).spacing(vec2(12.0, 6.0)).show(ui, |ui| {
        for (number, role) in Role::ALL.into_iter().enumerate() {
            let before = mapping.columns_of(role).next().map(SmolStr::new);
            let mut column = before.clone();
            let shown = column.as_ref().map_or(wording::NO_COLUMN, SmolStr::as_str).to_owned();
            ui.label(wording::column_role(role));
            let response = ComboBox::from_id_salt(role.name()).selected_text(shortened(&shown, 24)).width(170.0).show_ui(ui, |ui| {
                ui.selectable_value(&mut column, None, wording::NO_COLUMN);
                for known in layer.columns() {
                    ui.selectable_value(&mut column, Some(known.name.clone()), shortened(&known.name, 40));
                }
            });
            let response = response.response;
            trace_rect("columns", role.name(), response.rect);
            response.widget_info(|| WidgetInfo::labeled(WidgetRole::ComboBox, true, format!("{}: {shown}", wording::column_role(role))));
            if column != before {
                mapping.set(role, column);
            }
            if number % 2 == 1 {
                ui.end_row();
            }
        }
    });
}

/// What a row would be called, and when and where it would be.
fn read_by(layer: &Dataset, mapping: &Mapping, row: u32) -> [String; 3] {
    let said = layer.row(row).unwrap_or_default().properties;
    let value = |name: &str| said.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let first = |role: Role| mapping.columns_of(role).map(value).find(|value| !value.is_empty()).unwrap_or_default();
    let date = |role: Role| {
        let text = first(role);
        let stamp = Stamp::parse(text).and_then(|stamp| stamp.edtf(mapping.date_order));
        stamp.unwrap_or_else(|| if text.is_empty() { String::new() } else { wording::no_date(text) })
    };
    let (start, end) = (date(Role::Start), date(Role::End));
    let names: Vec<&str> = layer.columns().iter().map(|column| column.name.as_str()).collect();
    let field = |at: usize| names.get(at).map(|name| value(name)).unwrap_or_default();
    let place = match PlacedBy::of(mapping, &names).read(field, &mut Spread::default()) {
        Placed::Nowhere => wording::NOWHERE_SAID.to_owned(),
        Placed::At(at) => LonLat::new(at.x, at.y).map_or_else(String::new, |at| crate::earth::decimal_text(at, 4)),
        Placed::Shape(_) => wording::A_SHAPE.to_owned(),
        Placed::Wrong(words) => words,
    };
    let when = if end.is_empty() || end == start { start } else { format!("{start}/{end}") };
    [first(Role::Title).to_owned(), when, place]
}
