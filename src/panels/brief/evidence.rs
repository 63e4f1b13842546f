//! The page of evidence on the wall: who says so, who denies it, of what is on the screen. To be read from the back row.

use egui::{Align2, Frame, Margin, Rect, Role, ScrollArea, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use crate::base::{ContentKey, Derived};
use crate::export::endnotes::{Words, endnote, events_behind, events_in_view};
use crate::export::handout::{Cited, Endnote};
use crate::model::{EventId, RecordId, Situation};
use crate::panels::View;
use crate::panels::pieces::text;
use crate::placing::places_of;
use crate::theme::{TextSize, Weight, font};
use crate::wording;

/// What stands behind what is on the screen, found once for each.
#[derive(Default)]
pub struct Evidence {
    notes: Derived<(ContentKey, Vec<EventId>), Vec<Endnote>>,
}

impl Evidence {
    /// Shows it in a part of the screen.
    pub fn ui(&mut self, view: &View<'_>, rect: Rect, ui: &mut Ui) {
        let Some(situation) = view.situation else { return };
        let theme = view.theme;
        ui.painter().rect_filled(rect, 0.0, theme.panel);
        let selected = view.viewpoint.selected().cloned();
        let events = match &selected {
            Some(id) => events_behind(situation, id),
            None => in_view(view, situation),
        };
        let key = (view.content, events);
        let words = Words { dates: view.dates, language: view.preferences.language.as_deref() };
        let notes = self.notes.refresh(key, |(_, events)| events.iter().filter_map(|id| endnote(situation, id, words)).collect());
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("evidence"));
        let scroll = ScrollArea::vertical().id_salt(("evidence", &selected)).auto_shrink(false);
        scroll.show(&mut ui, |ui| {
            Frame::new().inner_margin(Margin { left: 28, right: 28, top: 12, bottom: 20 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
                // What the page is of, where that is no event with its own title.
                if let Some(id) = selected.as_ref().filter(|id| id.event().is_none()) {
                    title(view, view.name(id), TextSize::Title, ui);
                }
                if notes.is_empty() {
                    ui.label(text(wording::NO_EVIDENCE, TextSize::Strong, Weight::Regular, theme.text));
                }
                for (index, note) in notes.iter().enumerate() {
                    if index > 0 {
                        ui.add_space(10.0);
                        let top = ui.cursor().top();
                        ui.painter().hline(ui.max_rect().x_range(), top, Stroke::new(1.0, theme.hairline));
                        ui.add_space(8.0);
                    }
                    of_event(view, note, ui);
                }
            });
        });
    }
}

/// The events that are shown and have a place in view.
fn in_view(view: &View<'_>, situation: &Situation) -> Vec<EventId> {
    const MOST: usize = 24;
    let bounds = view.viewpoint.camera.bounds(view.map_size);
    let is_seen = |id: &RecordId| {
        let places = places_of(situation, id);
        places.iter().filter_map(|place| crate::placing::anchor(situation, place)).any(|at| bounds.contains(at))
    };
    events_in_view(situation, (view.index, view.answer), is_seen).into_iter().take(MOST).collect()
}

fn title(view: &View<'_>, words: &str, size: TextSize, ui: &mut Ui) {
    let response = ui.add(egui::Label::new(text(words, size, Weight::Semibold, view.theme.text)).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

fn of_event(view: &View<'_>, note: &Endnote, ui: &mut Ui) {
    let theme = view.theme;
    title(view, &note.title, TextSize::Title, ui);
    ui.label(text(&note.told, TextSize::Body, Weight::Regular, theme.weak));
    ui.add(egui::Label::new(text(&note.standing, TextSize::Strong, Weight::Semibold, theme.text)).wrap());
    ui.add_space(4.0);
    for cited in &note.statements {
        statement(view, cited, ui);
    }
}

/// The grade in a column of its own, then who says what.
fn statement(view: &View<'_>, cited: &Cited, ui: &mut Ui) {
    const GRADE: f32 = 34.0;
    let theme = view.theme;
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(GRADE, TextSize::Strong.points() * 1.4), egui::Sense::hover());
        let at = rect.left_center();
        ui.painter().text(at, Align2::LEFT_CENTER, &cited.grade, font(TextSize::Strong, Weight::Semibold), theme.text);
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                ui.label(text(&cited.source, TextSize::Strong, Weight::Semibold, theme.text));
                ui.label(text(&cited.stance, TextSize::Strong, Weight::Regular, theme.text));
                let held = wording::said_and_held(&cited.date, cited.via.as_deref());
                ui.label(text(&held, TextSize::Body, Weight::Regular, theme.weak));
            });
            if let Some(excerpt) = &cited.excerpt {
                ui.add(egui::Label::new(text(excerpt, TextSize::Strong, Weight::Regular, theme.text)).wrap());
            }
        });
    });
}
