//! Fields that are chosen: one of several words, yes or no, a grade.

use egui::{ComboBox, Role, Ui, WidgetInfo, vec2};

use crate::model::{Credibility, Reliability};
use crate::panels::form::{Form, bring_into_view};
use crate::panels::pieces::{outline_field, outline_ticks, text, trace_rect};
use crate::theme::{TextSize, Weight};
use crate::wording;
use crate::wording::editing as words;

impl Form<'_, '_> {
    /// One of several values; with words for `none`, or none of them. What it is to be, where that is chosen.
    pub fn choice<T: Copy + PartialEq>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        value: Option<T>,
        all: &[T],
        words: impl Fn(T) -> String,
        none: Option<&str>,
    ) -> Option<Option<T>> {
        self.labelled(ui, label, |form, ui| {
            let (theme, spoken, id) = (form.view.theme, form.spoken(label), form.id(label));
            let shown = value.map(&words).or(none.map(str::to_owned)).unwrap_or_else(|| words::CHOOSE.to_owned());
            let mut taken = None;
            let width = ui.available_width();
            let combo = ComboBox::from_id_salt(id)
                .selected_text(text(&shown, TextSize::Small, Weight::Regular, theme.text))
                .width(width)
                .truncate();
            let response = ui.scope(|ui| {
                ui.set_max_width(width);
                outline_field(ui, theme);
                combo.show_ui(ui, |ui| {
                    let mut offer = |ui: &mut Ui, choice: Option<T>, words: &str| {
                        let response = ui.selectable_label(choice == value, text(words, TextSize::Small, Weight::Regular, theme.text));
                        trace_rect("form-choice", words, response.rect);
                        if response.clicked() {
                            taken = Some(choice);
                            ui.close();
                        }
                    };
                    if let Some(none) = none {
                        offer(ui, None, none);
                    }
                    for choice in all {
                        offer(ui, Some(*choice), &words(*choice));
                    }
                })
            });
            let response = response.inner.response;
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, words::said_to_be(&spoken, &shown)));
            trace_rect("form", &spoken, response.rect);
            bring_into_view(&response);
            form.arrive(ui, response.id);
            if taken.is_some() {
                response.request_focus();
            }
            taken.filter(|taken| *taken != value)
        })
    }

    /// Yes or no, in words that say what yes means.
    pub fn flag(&mut self, ui: &mut Ui, label: &str, words: &str, value: bool) -> Option<bool> {
        self.labelled(ui, label, |form, ui| {
            let mut now = value;
            let words_in_ink = text(words, TextSize::Small, Weight::Regular, form.view.theme.text);
            let response = ui
                .scope(|ui| {
                    outline_ticks(ui);
                    ui.checkbox(&mut now, words_in_ink)
                })
                .inner;
            let spoken = form.spoken(label);
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, format!("{spoken}: {words}")));
            trace_rect("form", &spoken, response.rect);
            bring_into_view(&response);
            form.arrive(ui, response.id);
            (now != value).then_some(now)
        })
    }

    /// A letter, or none.
    pub fn reliability(&mut self, ui: &mut Ui, label: &str, value: Option<Reliability>) -> Option<Option<Reliability>> {
        self.grades(ui, label, value, Reliability::ALL, Reliability::word, wording::reliability)
    }

    /// A digit, or none.
    pub fn credibility(&mut self, ui: &mut Ui, label: &str, value: Option<Credibility>) -> Option<Option<Credibility>> {
        self.grades(ui, label, value, Credibility::ALL, Credibility::word, wording::credibility)
    }

    /// Side by side, as a scale is read; a press on the one that is taken takes it away.
    fn grades<G: Copy + PartialEq>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        value: Option<G>,
        all: &[G],
        word: fn(G) -> &'static str,
        explained: fn(G) -> String,
    ) -> Option<Option<G>> {
        self.labelled(ui, label, |form, ui| {
            let theme = form.view.theme;
            let mut taken = None;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 3.0;
                for grade in all {
                    let is_taken = value == Some(*grade);
                    let words = text(word(*grade), TextSize::Small, Weight::Semibold, theme.text);
                    let response = ui.add(egui::Button::new(words).selected(is_taken).min_size(vec2(26.0, 22.0)));
                    let spoken = words::said_to_be(&form.spoken(label), &explained(*grade));
                    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_taken, &spoken));
                    trace_rect("form", format_args!("{}: {}", form.spoken(label), word(*grade)), response.rect);
                    bring_into_view(&response);
                    form.arrive(ui, response.id);
                    if response.on_hover_text(explained(*grade)).clicked() {
                        taken = Some((!is_taken).then_some(*grade));
                    }
                }
            });
            if let Some(grade) = value {
                form.remark(ui, &explained(grade), false);
            }
            taken
        })
    }
}
