//! The panel at the right: which list, the list, the page of what is selected.

use egui::containers::panel::PanelState;
use egui::{CornerRadius, Margin, Panel, Role, Sense, Ui, WidgetInfo, vec2};

use crate::base::{grouped, shortened};
use crate::command::{Command, Outbox};
use crate::panels::detail::PagePanel;
use crate::panels::editing::Editor;
use crate::panels::linking::paint_carried;
use crate::panels::list::ListPanel;
use crate::panels::pieces::text;
use crate::panels::{View, layer_name};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::ListKind;
use crate::wording;

#[derive(Default)]
pub struct SidePanel {
    list: ListPanel,
    page: PagePanel,
    /// The width of the panel and the height of the list as they were proposed last.
    proposed: [f32; 2],
}

/// Narrower windows have the panel under the map: beside it there would be room for neither.
const NARROW: f32 = 560.0;

impl SidePanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let (room, frame) = (ui.available_size(), egui::Frame::new());
        if room.x < NARROW {
            // List and page are one below the other in what the map leaves, and scroll.
            let height = (room.y * 0.55).max(50.0);
            Panel::bottom("side-below").frame(frame).exact_size(height.min(room.y * 0.7)).show(ui, |ui| self.contents(view, ui, out));
            return;
        }
        // A little over a quarter of the window: wide enough to read, never the larger part.
        let width = (room.x * 0.28).clamp(360.0, 500.0).min(room.x * 0.5);
        let range = 240.0..=(room.x * 0.6).clamp(250.0, 720.0);
        let [before, _] = &mut self.proposed;
        follow_window(ui, "side", std::mem::replace(before, width), width, |size| size.x);
        Panel::right("side").default_size(width).size_range(range).frame(frame).show(ui, |ui| self.contents(view, ui, out));
    }

    fn contents(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        /// Where there is less height than this for both, the page takes the list's place.
        const LEAST_FOR_BOTH: f32 = 300.0;
        const LOW: f32 = 600.0;
        paint_carried(view, ui);
        let height = ui.available_height();
        if view.viewpoint.selection.is_none() && view.desk.editing.is_none() {
            // There is no page, and the list has its room but for a word about it.
            if height >= LEAST_FOR_BOTH {
                let frame = egui::Frame::new().inner_margin(Margin::symmetric(16, 10));
                Panel::bottom("no-page").frame(frame).show(ui, |ui| {
                    let words = wording::empty_page(view.situation.is_some());
                    ui.label(text(words, TextSize::Small, Weight::Regular, view.theme.weak));
                });
            }
            egui::CentralPanel::no_frame().show(ui, |ui| {
                tabs(view, ui, out);
                self.list.ui(view, ui, out);
            });
            return;
        }
        if height < LEAST_FOR_BOTH {
            tabs(view, ui, out);
            self.page.ui(view, ui, out);
            return;
        }
        // A form in a low window is to show more than two of its fields.
        let share = if view.desk.editing.is_some() && height < LOW { 0.28 } else { 0.46 };
        let list_height = height * share;
        let [_, before] = &mut self.proposed;
        follow_window(ui, "list", std::mem::replace(before, list_height), list_height, |size| size.y);
        Panel::top("list")
            .frame(egui::Frame::new())
            .resizable(true)
            .default_size(list_height)
            .size_range(140.0..=(height - 160.0).max(150.0))
            .show(ui, |ui| {
                tabs(view, ui, out);
                self.list.ui(view, ui, out);
            });
        egui::CentralPanel::no_frame().show(ui, |ui| self.page.ui(view, ui, out));
    }

    /// The form that stands in the page's place.
    pub fn editor(&mut self) -> &mut Editor {
        self.page.editor()
    }

    /// Whether something is typed in a form and not taken yet.
    pub fn is_typing(&self) -> bool {
        self.page.is_typing()
    }

    /// Whether a widget is a row of the list, whose arrow keys are the list's.
    pub fn owns(&self, id: egui::Id) -> bool {
        self.list.owns(id)
    }
}

/// Lets a panel that nobody has dragged keep its share of a window that became larger or smaller.
fn follow_window(ui: &Ui, panel: &str, before: f32, now: f32, along: impl Fn(egui::Vec2) -> f32) {
    let id = ui.scope_id().with_salt(egui::IdSalt::new(panel));
    let size = PanelState::load(ui.ctx(), id).map(|state| along(state.size()));
    if before != now && size.is_some_and(|size| (size - before).abs() < 1.0) {
        ui.data_mut(|data| data.remove::<PanelState>(id));
    }
}

/// The lists that there are, with their names.
pub fn lists(view: &View<'_>) -> Vec<(ListKind, String)> {
    let mut lists: Vec<(ListKind, String)> = Vec::new();
    if view.situation.is_some() || view.layers.is_empty() {
        lists.extend(ListKind::OF_RECORDS.map(|list| (list, wording::list(list).to_owned())));
    }
    lists.extend(view.layers.iter().enumerate().map(|(index, layer)| (ListKind::Layer(index), shortened(layer_name(layer), 24))));
    lists
}

/// The lists with their counts; the one shown is underlined in the accent.
fn tabs(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let lists = lists(view);
    egui::Frame::new().inner_margin(Margin { left: 11, right: 4, top: 4, bottom: 2 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 0.0);
        ui.horizontal_wrapped(|ui| {
            for (list, name) in lists {
                if tab(view, ui, list, &name, &count_text(view, list), view.viewpoint.list == list) {
                    out.push(Command::ShowList(list));
                }
            }
        });
    });
}

/// How much a list shows.
pub fn count_text(view: &View<'_>, list: ListKind) -> String {
    match list {
        ListKind::Layer(index) => grouped(view.row_answers.get(index).map_or(0, |rows| (rows.n_surely + rows.n_possibly) as u64)),
        // These are always whole.
        ListKind::Tray | ListKind::Inbox => grouped(view.n_in_list(list) as u64),
        list => view.count(list).map(wording::tab_count).unwrap_or_default(),
    }
}

fn tab(view: &View<'_>, ui: &mut Ui, list: ListKind, name: &str, count: &str, is_shown: bool) -> bool {
    let theme = view.theme;
    let ink = if is_shown { theme.text } else { theme.weak };
    let name_galley = ui.painter().layout_no_wrap(name.to_owned(), font(TextSize::Body, Weight::Semibold), ink);
    let count_galley = ui.painter().layout_no_wrap(count.to_owned(), font(TextSize::Small, Weight::Regular), theme.weak);
    // The count stands under the name: seven lists side by side fit half of the narrowest window.
    let inset = if ui.max_rect().width() < 390.0 { 3.0 } else { 5.0 };
    let size = vec2(name_galley.size().x.max(count_galley.size().x) + 2.0 * inset, 40.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, wording::tab(name, count)));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), theme.hovered_row);
    }
    ui.painter().galley(rect.min + vec2(inset, 3.0), name_galley, ink);
    ui.painter().galley(rect.min + vec2(inset, 21.0), count_galley, theme.weak);
    if is_shown {
        ui.painter().hline((rect.left() + inset)..=(rect.right() - inset), rect.bottom() - 1.0, egui::Stroke::new(2.0, theme.accent));
    }
    let is_pressed = response.clicked();
    if let Some(explained) = wording::list_explained(list) {
        response.on_hover_text(explained);
    }
    is_pressed
}
