//! The data layers, each with how it is drawn.

use egui::{Align, CollapsingHeader, ComboBox, DragValue, Grid, Layout, Role, Slider, Ui, WidgetInfo};
use smol_str::SmolStr;

use crate::base::shortened;
use crate::command::{Command, Outbox, RowsCommand};
use crate::dataset::{Breaks, Classes, Dataset, Values};
use crate::panels::pieces::{outline_ticks, text, trace_rect};
use crate::panels::{View, layer_name};
use crate::query::facet_columns;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::{DrawnAs, LayerStyle};
use crate::wording;

/// How far what belongs to a layer stands under its name, in points.
const INDENT: f32 = 22.0;

pub fn layers(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let order = view.viewpoint.layer_order(view.layers.len());
    // What lies on top stands on top.
    for index in order.into_iter().rev() {
        let Some(layer) = view.layers.get(index) else { continue };
        let name = shortened(layer_name(layer), 30);
        let mut is_on = !view.viewpoint.hidden_layers.contains(&index);
        ui.horizontal(|ui| {
            outline_ticks(ui);
            let response = ui.checkbox(&mut is_on, &name);
            trace_rect("layer", index, response.rect);
            if response.on_hover_text(layer.source_name()).changed() {
                out.push(Command::ToggleLayer(index));
            }
            if view.layers.len() > 1 {
                moves(index, &name, ui, out);
            }
        });
        if !is_on {
            continue;
        }
        let before = view.viewpoint.layer_styles.get(&index).cloned().unwrap_or_default();
        let mut style = before.clone();
        ui.push_id(("layer", index), |ui| {
            let n_shown = view.row_answers.get(index).map_or(layer.n_rows() as usize, |answer| answer.n_shown());
            indented(ui, |ui| {
                let rows = wording::rows_of(n_shown, layer.n_rows() as usize);
                ui.label(text(&format!("{} · {rows}", layer.format()), TextSize::Small, Weight::Regular, view.theme.weak));
            });
            colour_by(layer, &name, &mut style, ui);
            if view.placed_many(index) {
                indented(ui, |ui| {
                    combo(ui, wording::DRAW_AS, &name, style.drawn_as, &DrawnAs::ALL, wording::drawn_as, &mut style.drawn_as);
                });
            }
            indented(ui, |ui| {
                ui.label(wording::OPACITY);
                ui.spacing_mut().slider_width = 96.0;
                let response = ui.add(Slider::new(&mut style.opacity_percent, 10..=100).suffix(" %"));
                response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, wording::of_layer(wording::OPACITY, &name)));
            });
            indented(ui, |ui| {
                CollapsingHeader::new(wording::MORE_STYLE).id_salt("more").show(ui, |ui| {
                    Grid::new("by-columns").num_columns(2).show(ui, |ui| by_columns(view, (index, layer), &name, &mut style, ui));
                    ui.horizontal(|ui| zooms(&name, &mut style, ui));
                });
            });
            indented(ui, |ui| {
                let response = ui.button(wording::COLUMNS);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::of_layer(wording::COLUMNS, &name)));
                trace_rect("layer-columns", index, response.rect);
                if response.clicked() {
                    out.push(Command::Rows(RowsCommand::OfferToMap(index)));
                }
                let response = ui.button(wording::WRITE_ROWS);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::of_layer(wording::WRITE_ROWS_TITLE, &name)));
                trace_rect("layer-write", index, response.rect);
                if response.clicked() {
                    out.push(Command::Rows(RowsCommand::OfferToWrite(index)));
                }
            });
        });
        ui.add_space(8.0);
        if style != before {
            out.push(Command::Rows(RowsCommand::Style(index, Box::new(style))));
        }
    }
}

/// The column that tells rows apart, and how its numbers are cut.
fn colour_by(layer: &Dataset, name: &str, style: &mut LayerStyle, ui: &mut Ui) {
    // What rows can be chosen by tells them apart best.
    let meant = facet_columns(layer);
    let others = (0..layer.columns().len() as u32).filter(|number| !meant.contains(number));
    let numbers = meant.iter().copied().chain(others);
    let all = numbers.filter_map(|number| layer.columns().get(number as usize)).filter(|column| Classes::can_be_of(column));
    let columns: Vec<Option<SmolStr>> = std::iter::once(None).chain(all.map(|column| Some(column.name.clone()))).collect();
    let words = |column: Option<&SmolStr>| column.map_or_else(|| wording::ONE_COLOUR.to_owned(), |column| shortened(column, 24));
    indented(ui, |ui| {
        ui.label(wording::COLOUR_BY);
        let shown = words(style.colour_by.as_ref());
        let response = ComboBox::from_id_salt("colour-by").selected_text(&shown).width(140.0).show_ui(ui, |ui| {
            for column in &columns {
                ui.selectable_value(&mut style.colour_by, column.clone(), words(column.as_ref()));
            }
        });
        trace_rect("layer-colour", name, response.response.rect);
        response
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{}: {shown}", wording::of_layer(wording::COLOUR_BY, name))));
    });
    let column = style.colour_by.as_ref().and_then(|column| layer.columns().get(layer.column_named(column)? as usize));
    if column.is_some_and(|column| matches!(column.values, Values::Numbers(_) | Values::Stamps(_))) {
        indented(ui, |ui| combo(ui, wording::RANGES, name, style.breaks, &Breaks::ALL, wording::breaks, &mut style.breaks));
    }
}

/// What else columns say of how rows look.
fn by_columns(view: &View<'_>, (index, layer): (usize, &Dataset), name: &str, style: &mut LayerStyle, ui: &mut Ui) {
    let of = |is: fn(&Values) -> bool| -> Vec<SmolStr> {
        layer.columns().iter().filter(|column| is(&column.values)).map(|column| column.name.clone()).collect()
    };
    let numbers = of(|values| matches!(values, Values::Numbers(_)));
    let all = of(|values| !matches!(values, Values::Empty));
    let [lon, lat] = &mut style.arcs_to;
    let mut rows = vec![
        (wording::SIZE_BY, &numbers, &mut style.size_by),
        (wording::LABEL_BY, &all, &mut style.label_by),
        (wording::ARCS_TO_LON, &numbers, lon),
        (wording::ARCS_TO_LAT, &numbers, lat),
    ];
    // Very many points are too small to point anywhere.
    if !view.placed_many(index) {
        rows.push((wording::DIRECTION_BY, &numbers, &mut style.direction_by));
    }
    for (title, columns, chosen) in rows {
        ui.label(title);
        let words = |column: Option<&SmolStr>| column.map_or_else(|| wording::NOT_BY_COLUMN.to_owned(), |column| shortened(column, 24));
        let shown = words(chosen.as_ref());
        let response = ComboBox::from_id_salt(title).selected_text(&shown).width(104.0).show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, words(None));
            for column in columns {
                ui.selectable_value(chosen, Some(column.clone()), words(Some(column)));
            }
        });
        trace_rect("layer-by", title, response.response.rect);
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{}: {shown}", wording::of_layer(title, name))));
        ui.end_row();
    }
}

/// Over or under the next layer.
fn moves(index: usize, name: &str, ui: &mut Ui, out: &mut Outbox) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        for (is_up, sign, words) in [(false, "\u{2193}", wording::LAYER_DOWN), (true, "\u{2191}", wording::LAYER_UP)] {
            let response = ui.button(sign);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::of_layer(words, name)));
            trace_rect("layer-move", words, response.rect);
            if response.on_hover_text(words).clicked() {
                out.push(Command::Rows(RowsCommand::Move { layer: index, is_up }));
            }
        }
    });
}

/// One of a few.
fn combo<T: Copy + PartialEq>(ui: &mut Ui, title: &str, layer: &str, now: T, all: &[T], words: fn(T) -> &'static str, chosen: &mut T) {
    ui.label(title);
    let response = ComboBox::from_id_salt(title).selected_text(words(now)).width(140.0).show_ui(ui, |ui| {
        for each in all {
            ui.selectable_value(chosen, *each, words(*each));
        }
    });
    trace_rect("layer-choice", title, response.response.rect);
    response
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{}: {}", wording::of_layer(title, layer), words(now))));
}

/// From which to which zoom level it is shown.
fn zooms(name: &str, style: &mut LayerStyle, ui: &mut Ui) {
    let [least, most] = LayerStyle::ALL_ZOOMS;
    let [from, to] = &mut style.zooms;
    ui.label(wording::FROM_ZOOM);
    let response = ui.add(DragValue::new(from).range(least..=*to).speed(0.1).max_decimals(1));
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, wording::of_layer(wording::FROM_ZOOM, name)));
    ui.label(wording::TO_ZOOM);
    let response = ui.add(DragValue::new(to).range(*from..=most).speed(0.1).max_decimals(1));
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, wording::of_layer(wording::TO_ZOOM, name)));
}

fn indented(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.add_space(INDENT);
        add(ui);
    });
}
