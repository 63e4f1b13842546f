//! The overlay of settings: what a person likes, kept from one start to the next.

use egui::{DragValue, ScrollArea, Slider, Ui};

use crate::command::{Command, Outbox};
use crate::earth::Notation;
use crate::panels::View;
use crate::panels::pieces::{outline_ticks, section, text};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::{DateNotation, MapPart, Preferences, ThemeKind};
use crate::wording;

/// Zones that are offered besides the situation's; any other can be set in the settings file.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
];

pub fn ui(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    const WIDTH: f32 = 460.0;
    ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
    ui.label(text(wording::SETTINGS, TextSize::Strong, Weight::Semibold, view.theme.text));
    let mut likes = view.preferences.clone();
    let most_height = (ui.ctx().content_rect().height() - 160.0).clamp(60.0, 620.0);
    ScrollArea::vertical().max_height(most_height).auto_shrink([false, true]).show(ui, |ui| {
        section(ui, view.theme, wording::THEME);
        ui.horizontal_wrapped(|ui| {
            for kind in ThemeKind::ALL {
                ui.radio_value(&mut likes.theme, kind, wording::theme(kind));
            }
        });
        section(ui, view.theme, wording::SIZE);
        size(ui, &mut likes);
        section(ui, view.theme, wording::DATES);
        for notation in DateNotation::ALL {
            ui.radio_value(&mut likes.dates, notation, wording::date_notation(notation));
        }
        section(ui, view.theme, wording::TIME_ZONE);
        zone(view, ui, &mut likes);
        section(ui, view.theme, wording::COORDINATES);
        ui.horizontal_wrapped(|ui| {
            for notation in Notation::ALL {
                ui.radio_value(&mut likes.coordinates, notation, wording::notation(notation));
            }
        });
        section(ui, view.theme, wording::LANGUAGE);
        language(view, ui, &mut likes);
        section(ui, view.theme, wording::MOTION);
        ui.horizontal_wrapped(|ui| {
            for (choice, words) in [(None, wording::AS_SYSTEM), (Some(true), wording::MOTION_ON), (Some(false), wording::MOTION_OFF)] {
                ui.radio_value(&mut likes.has_motion, choice, words);
            }
        });
        section(ui, view.theme, wording::STALENESS);
        ui.horizontal_wrapped(|ui| {
            let (least, most) = Preferences::STALE_DAYS;
            let label = ui.label(wording::STALE_AFTER);
            ui.add(DragValue::new(&mut likes.stale_after_days).range(least..=most).suffix(wording::DAYS)).labelled_by(label.id);
        });
        section(ui, view.theme, wording::BASEMAP);
        ui.horizontal_wrapped(|ui| {
            outline_ticks(ui);
            for part in [MapPart::Names, MapPart::Regions, MapPart::Water, MapPart::DisputedAreas, MapPart::LocalNames, MapPart::Graticule]
            {
                let mut is_on = view.viewpoint.parts.has(part);
                if ui.checkbox(&mut is_on, wording::map_part(part)).changed() {
                    out.push(Command::TogglePart(part));
                }
            }
        });
        ui.add_space(14.0);
        if ui.button(wording::RESET_SETTINGS).clicked() {
            out.push(Command::ResetPreferences);
        }
    });
    if likes != *view.preferences {
        out.push(Command::Prefer(likes));
    }
}

/// The slider takes effect when it is let go: else it would move under the pointer.
fn size(ui: &mut Ui, likes: &mut Preferences) {
    let id = ui.scope_id().with("size");
    let (least, most) = Preferences::SCALES;
    let mut percent = ui.data(|data| data.get_temp::<u16>(id)).unwrap_or(likes.scale_percent);
    let response = ui.add(Slider::new(&mut percent, least..=most).suffix(" %").text(wording::SIZE_OF_ALL));
    if response.dragged() {
        ui.data_mut(|data| data.insert_temp(id, percent));
    } else {
        ui.data_mut(|data| data.remove::<u16>(id));
        if response.changed() || response.drag_stopped() {
            likes.scale_percent = percent;
        }
    }
}

fn zone(view: &View<'_>, ui: &mut Ui, likes: &mut Preferences) {
    let name = |zone: Option<&str>| wording::zone(zone, view.dates.zone.name());
    let chosen = likes.time_zone.clone();
    let response = egui::ComboBox::from_id_salt("zone").selected_text(name(chosen.as_deref())).width(240.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut likes.time_zone, None, name(None));
        let other = chosen.as_deref().filter(|zone| !ZONES.contains(zone));
        for zone in ZONES.into_iter().chain(other) {
            ui.selectable_value(&mut likes.time_zone, Some(zone.to_owned()), zone);
        }
    });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, wording::TIME_ZONE));
}

/// The languages that the situation says it has names in.
fn language(view: &View<'_>, ui: &mut Ui, likes: &mut Preferences) {
    let languages = view.situation.map(|situation| situation.header().languages.as_slice()).unwrap_or_default();
    let chosen = likes.language.clone().filter(|chosen| !languages.contains(chosen));
    ui.horizontal_wrapped(|ui| {
        ui.radio_value(&mut likes.language, None, wording::AS_FILED);
        for language in languages.iter().chain(&chosen).take(20) {
            ui.radio_value(&mut likes.language, Some(language.clone()), wording::language(language));
        }
    });
}
