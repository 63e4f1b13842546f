//! The panel at the right: which list, the list, the page of what is selected.

use egui::{CornerRadius, Margin, Panel, Role, Sense, Ui, WidgetInfo, vec2};

use crate::base::{grouped, shortened};
use crate::command::{Command, Outbox};
use crate::panels::list::ListPanel;
use crate::panels::{View, detail, layer_name};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::ListKind;

#[derive(Debug, Default)]
pub struct SidePanel {
    list: ListPanel,
}

impl SidePanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let frame = egui::Frame::new();
        let height = ui.available_height();
        // A little over a quarter of the window: wide enough to read, never the larger part.
        let width = (ui.available_width() * 0.28).clamp(360.0, 500.0);
        Panel::right("side").default_size(width).size_range(300.0..=560.0).frame(frame).show(ui, |ui| {
            Panel::top("list")
                .frame(frame)
                .resizable(true)
                .default_size(height * 0.46)
                .size_range(140.0..=(height - 160.0).max(150.0))
                .show(ui, |ui| {
                    tabs(view, ui, out);
                    self.list.ui(view, ui, out);
                });
            egui::CentralPanel::no_frame().show(ui, |ui| detail::ui(view, ui, out));
        });
    }
}

/// The lists with their counts; the one shown is underlined in the accent.
fn tabs(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let mut lists = Vec::new();
    if view.situation.is_some() || view.layers.is_empty() {
        lists.push((ListKind::Events, "Events".to_owned()));
        lists.push((ListKind::Reports, "Reports".to_owned()));
    }
    lists.extend(view.layers.iter().enumerate().map(|(index, layer)| (ListKind::Layer(index), shortened(layer_name(layer), 28))));
    egui::Frame::new().inner_margin(Margin { left: 10, right: 10, top: 6, bottom: 2 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            for (list, name) in lists {
                let n_items = grouped(view.lists.rows(list).n_items() as u64);
                if tab(view, ui, &name, &n_items, view.viewpoint.list == list) {
                    out.push(Command::ShowList(list));
                }
            }
        });
    });
}

fn tab(view: &View<'_>, ui: &mut Ui, name: &str, count: &str, is_shown: bool) -> bool {
    let theme = view.theme;
    let ink = if is_shown { theme.text } else { theme.weak };
    let name_galley = ui.painter().layout_no_wrap(name.to_owned(), font(TextSize::Body, Weight::Semibold), ink);
    let count_galley = ui.painter().layout_no_wrap(count.to_owned(), font(TextSize::Small, Weight::Regular), theme.weak);
    let size = vec2(name_galley.size().x + count_galley.size().x + 18.0, 30.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, format!("{name} {count}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), theme.hovered_row);
    }
    let baseline = rect.center().y + name_galley.size().y / 2.0;
    let count_at = egui::pos2(rect.left() + 6.0 + name_galley.size().x + 6.0, baseline - count_galley.size().y - 0.5);
    ui.painter().galley(egui::pos2(rect.left() + 6.0, baseline - name_galley.size().y), name_galley, ink);
    ui.painter().galley(count_at, count_galley, theme.weak);
    if is_shown {
        ui.painter().hline((rect.left() + 6.0)..=(rect.right() - 6.0), rect.bottom(), egui::Stroke::new(2.0, theme.accent));
    }
    response.clicked()
}
