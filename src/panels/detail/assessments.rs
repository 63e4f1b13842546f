//! What the authors of the situation judge themselves, set apart from what sources say.

use egui::{CornerRadius, Frame, Margin, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::model::{Assessment, Likelihood};
use crate::panels::detail::Page;
use crate::panels::pieces::{section, text};
use crate::theme::{TextSize, Theme, Weight};
use crate::wording;

impl Page<'_, '_> {
    /// A card for each: the statement, how likely on one line and how confident on another, which are two things (ICD 203).
    pub(super) fn assessments(&self, ui: &mut Ui, assessments: &[Assessment]) {
        if assessments.is_empty() {
            return;
        }
        let theme = self.view.theme;
        section(ui, theme, wording::OWN_ASSESSMENT);
        ui.label(text(wording::OWN_ASSESSMENT_EXPLAINED, TextSize::Small, Weight::Regular, theme.weak));
        for assessment in assessments {
            ui.add_space(4.0);
            let card = Frame::new().fill(theme.hovered_row).corner_radius(CornerRadius::same(4));
            let card = card.inner_margin(Margin { left: 14, right: 10, top: 8, bottom: 8 }).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                self.assessment(ui, assessment);
            });
            let rect = card.response.rect;
            let rule = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
            ui.painter().rect_filled(rule, CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 }, theme.text);
        }
    }

    fn assessment(&self, ui: &mut Ui, assessment: &Assessment) {
        let theme = self.view.theme;
        let Assessment { statement, likelihood, confidence, basis, by, on, .. } = assessment;
        ui.label(text(statement, TextSize::Strong, Weight::Regular, theme.text));
        ui.add_space(2.0);
        let words = likelihood.map_or_else(|| wording::NOT_STATED.to_owned(), wording::likelihood);
        told(ui, theme, wording::LIKELIHOOD, &words);
        if let Some(likelihood) = likelihood {
            scale(ui, theme, *likelihood);
        }
        let words = confidence.map_or_else(|| wording::NOT_STATED.to_owned(), wording::confidence);
        told(ui, theme, wording::CONFIDENCE, &words);
        if let Some(basis) = basis {
            told(ui, theme, wording::BASIS, basis);
        }
        let on = on.as_ref().map(|when| self.view.dates.when(when));
        if let Some(by) = wording::assessed_by(by.as_deref(), on.as_deref()) {
            ui.label(text(&by, TextSize::Small, Weight::Regular, theme.weak));
        }
    }
}

fn told(ui: &mut Ui, theme: &Theme, what: &str, words: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.label(text(what, TextSize::Small, Weight::Regular, theme.weak));
        ui.label(text(words, TextSize::Body, Weight::Semibold, theme.text));
    });
}

/// From impossible to certain, with the stretch that the word stands for.
fn scale(ui: &mut Ui, theme: &Theme, likelihood: Likelihood) {
    const HEIGHT: f32 = 8.0;
    let width = ui.available_width().min(260.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT + 4.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, wording::likelihood(likelihood)));
    let bar = Rect::from_min_size(rect.min, vec2(width, HEIGHT));
    let at = |percent: f32| bar.left() + bar.width() * percent / 100.0;
    ui.painter().rect(bar, CornerRadius::same(2), theme.panel, Stroke::new(1.0, theme.weak), StrokeKind::Inside);
    let (least, most) = likelihood.percent();
    let stretch = Rect::from_x_y_ranges(at(f32::from(least))..=at(f32::from(most)), bar.y_range());
    ui.painter().rect_filled(stretch, CornerRadius::same(2), theme.text);
    ui.painter().vline(at(50.0), bar.bottom()..=bar.bottom() + 4.0, Stroke::new(1.0, theme.weak));
}
