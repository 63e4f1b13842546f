//! The panel at the left: the filter, or layers and legend, each behind its tab.

use egui::{CornerRadius, Margin, Panel, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::command::{Action, Command, LeftPanel, Outbox};
use crate::map::LegendEntry;
use crate::panels::filter::FilterPanel;
use crate::panels::pieces::{icon_button, trace_rect};
use crate::panels::{View, layers};
use crate::theme::{TextSize, Weight, font};
use crate::wording;

#[derive(Debug, Default)]
pub struct SideOfChoices {
    filter: FilterPanel,
}

impl SideOfChoices {
    pub fn ui(&mut self, view: &View<'_>, shown: LeftPanel, legend: &[LegendEntry], ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 292.0;
        Panel::left("left").frame(egui::Frame::new()).resizable(false).exact_size(WIDTH).show(ui, |ui| {
            tabs(view, shown, ui, out);
            let frame = egui::Frame::new().inner_margin(Margin { left: 16, right: 4, top: 0, bottom: 0 });
            frame.show(ui, |ui| match shown {
                LeftPanel::Filter => self.filter.ui(view, ui, out),
                LeftPanel::Layers => layers::contents(view, legend, ui, out),
            });
        });
    }
}

/// The two tabs, and what shuts the panel.
fn tabs(view: &View<'_>, shown: LeftPanel, ui: &mut Ui, out: &mut Outbox) {
    let frame = egui::Frame::new().inner_margin(Margin { left: 11, right: 8, top: 2, bottom: 0 });
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.horizontal(|ui| {
            let choices = [
                (LeftPanel::Filter, wording::FILTER, Action::ToggleFilter),
                (LeftPanel::Layers, wording::LAYERS_AND_LEGEND, Action::ToggleLayers),
            ];
            for (panel, name, action) in choices {
                if tab(view, ui, name, panel == shown) && panel != shown {
                    out.push(Command::Act(action));
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let action = if shown == LeftPanel::Filter { Action::ToggleFilter } else { Action::ToggleLayers };
                ui.style_mut().visuals.widgets.inactive.bg_stroke = Stroke::NONE;
                ui.style_mut().visuals.widgets.inactive.weak_bg_fill = view.theme.panel;
                if icon_button(ui, "✕", wording::CLOSE, &wording::action_and_key(action, ui.ctx())) {
                    out.push(Command::Act(action));
                }
            });
        });
    });
}

fn tab(view: &View<'_>, ui: &mut Ui, name: &str, is_shown: bool) -> bool {
    const INSET: f32 = 5.0;
    let theme = view.theme;
    let ink = if is_shown { theme.text } else { theme.weak };
    let galley = ui.painter().layout_no_wrap(name.to_owned(), font(TextSize::Body, Weight::Semibold), ink);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 2.0 * INSET, 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, name));
    trace_rect("tab", name, rect);
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), theme.hovered_row);
    }
    ui.painter().galley(rect.min + vec2(INSET, (rect.height() - galley.size().y) / 2.0), galley, ink);
    if is_shown {
        ui.painter().hline((rect.left() + INSET)..=(rect.right() - INSET), rect.bottom() - 1.0, Stroke::new(2.0, theme.accent));
    }
    response.clicked()
}
