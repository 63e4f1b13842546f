//! Layers and legend: what the map shows, how it writes coordinates, its tools, and what its signs mean.

use egui::{Role, ScrollArea, Sense, Ui, WidgetInfo};

use crate::command::{Action, Command, Outbox};
use crate::earth::Notation;
use crate::map::LegendEntry;
use crate::panels::pieces::{action_button, outline_ticks, radio, section};
use crate::panels::{View, layer_style};
use crate::viewpoint::{MapPart, Preferences};
use crate::wording;

pub fn contents(view: &View<'_>, legend: &[LegendEntry], ui: &mut Ui, out: &mut Outbox) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        section(ui, view.theme, wording::LEGEND);
        for entry in legend {
            let (rect, response) = ui.allocate_exact_size(entry.size(), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, entry.words()));
            entry.paint(rect.min, view.theme, ui.painter());
        }
        if !view.layers.is_empty() {
            section(ui, view.theme, wording::DATA_LAYERS);
            layer_style::layers(view, ui, out);
        }
        section(ui, view.theme, wording::SHOW);
        ui.scope(|ui| switches(view, ui, out));
        section(ui, view.theme, wording::COORDINATES);
        for notation in Notation::ALL {
            if radio(ui, view.preferences.coordinates == notation, wording::notation(notation)).clicked() {
                out.push(Command::Prefer(Preferences { coordinates: notation, ..view.preferences.clone() }));
            }
        }
        section(ui, view.theme, wording::TOOLS);
        action_button(ui, wording::MEASURE, Action::Measure, out);
        action_button(ui, wording::COPY_PICTURE, Action::CopyPicture, out);
        ui.add_space(8.0);
    });
}

fn switches(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    outline_ticks(ui);
    for part in MapPart::ALL {
        let mut is_on = view.viewpoint.parts.has(part);
        if ui.checkbox(&mut is_on, wording::map_part(part)).changed() {
            out.push(Command::TogglePart(part));
        }
    }
}
