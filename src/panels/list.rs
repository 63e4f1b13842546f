//! A virtualised list: only the rows in view are laid out, however many there are.
//!
//! The list is one stop of the Tab key: the selected row is in it for the keyboard, and the arrows go from row to row.

use std::collections::HashMap;

use egui::{
    CornerRadius, EventFilter, Id, Margin, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::base::{grouped, shortened};
use crate::command::{Action, Command, Outbox, Pane, Pick};
use crate::map::signs;
use crate::model::RecordId;
use crate::panels::linking::drop_onto;
use crate::panels::pieces::{self, line, trace_place};
use crate::panels::summary::Summary;
use crate::panels::{Row, View, count_line, layer_name};
use crate::query::Fit;
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::{Arrangement, Item, ListKind, Listed};
use crate::wording::{self, Emptiness};

/// Only what is fleeting: which selection has been scrolled to, where the keyboard is, what the rows in view say.
#[derive(Debug, Default)]
pub struct ListPanel {
    shown: Option<(ListKind, u64, Option<usize>)>,
    /// The row that is the keyboard's.
    stop: Option<Id>,
    n_focus: u64,
    says: Saying,
}

/// What the rows in view say, made once for each.
#[derive(Debug, Default)]
struct Saying {
    rev: u64,
    rows: HashMap<usize, Summary>,
}

const INSET: f32 = 16.0;

impl ListPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        // Wherever it stands it is the same list, scrolled as far.
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique("the-list")), |ui| self.contents(view, ui, out));
    }

    fn contents(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        toolbar(view, ui, out);
        let (list, rows) = (view.viewpoint.list, view.rows);
        if rows.n_items() == 0 {
            empty(view, list, ui, out);
            // The panel around it would keep the height of a few words.
            ui.take_available_space();
            return;
        }
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let had_focus = self.stop.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        let (pane, n_sent) = view.desk.focus;
        let is_sent_here = pane == Pane::List && n_sent != std::mem::replace(&mut self.n_focus, n_sent);
        if self.says.rev != view.rows_rev {
            self.says = Saying { rev: view.rows_rev, rows: HashMap::new() };
        }
        let mut says = HashMap::new();
        let mut stop = None;
        // Another situation is not scrolled to where this one was.
        let title = view.situation.map(|situation| &situation.header().title);
        ScrollArea::vertical()
            .id_salt(("list", title, list_name(view, list)))
            .min_scrolled_height(0.0)
            .auto_shrink([false, false])
            .show_viewport(ui, |ui, viewport| {
                ui.set_height(rows.height());
                let origin = ui.max_rect().min;
                let width = ui.max_rect().width();
                let rect_of = |top: f32, bottom: f32| Rect::from_min_max(origin + vec2(0.0, top), origin + vec2(width, bottom));
                // Where nothing of it is selected, the first row in view lets the keyboard in.
                let mut first = view.row.is_none();
                for (number, row, top, bottom) in rows.between(viewport.top(), viewport.bottom()) {
                    let rect = rect_of(top, bottom);
                    match row {
                        Row::Heading { text, n_items } => heading(view, ui, rect, text, n_items),
                        Row::Item(item) => {
                            let summary = self.says.rows.remove(&number).unwrap_or_else(|| Summary::of(view, &item));
                            let is_stop = view.row == Some(number) || std::mem::take(&mut first);
                            let id = item_row(view, ui, rect, number, &item, &summary, is_stop, out);
                            if is_stop {
                                stop = Some(id);
                            }
                            says.insert(number, summary);
                        }
                    }
                }
                self.follow_selection(view, list, ui, &rect_of);
            });
        self.says.rows = says;
        if let Some(id) = stop {
            // The keyboard goes along with the selection.
            if is_sent_here || had_focus && self.stop != Some(id) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            self.stop = Some(id);
        }
    }

    /// Whether a widget is a row of this list.
    pub fn owns(&self, id: Id) -> bool {
        self.stop == Some(id)
    }

    /// Scrolls once to a newly selected row, or to where it is in a new order.
    fn follow_selection(&mut self, view: &View<'_>, list: ListKind, ui: &Ui, rect_of: &dyn Fn(f32, f32) -> Rect) {
        let shown = (list, view.rows_rev, view.row);
        if self.shown == Some(shown) {
            return;
        }
        if let Some((top, bottom)) = view.row.and_then(|row| view.rows.span(row)) {
            ui.scroll_to_rect(rect_of(top, bottom).expand2(vec2(0.0, 32.0)), None);
        } else if self.shown.is_some_and(|(before, rev, _)| before == list && rev != view.rows_rev) {
            // Other rows than before are looked at from their beginning.
            ui.scroll_to_rect(rect_of(0.0, 1.0), Some(egui::Align::TOP));
        }
        self.shown = Some(shown);
    }
}

fn list_name(view: &View<'_>, list: ListKind) -> String {
    match list {
        ListKind::Layer(index) => view.layers.get(index).map_or(wording::list(list), |layer| layer_name(layer)).to_owned(),
        list => wording::list(list).to_owned(),
    }
}

/// How the list is sorted and grouped, and how many of how many it shows.
fn toolbar(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let list = view.viewpoint.list;
    let Arrangement { sort, is_reversed, group } = view.arrangement;
    egui::Frame::new().inner_margin(Margin { left: INSET as i8, right: INSET as i8, top: 2, bottom: 2 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = vec2(6.0, 2.0);
        ui.horizontal(|ui| {
            pieces::menu(ui, view.theme, &wording::sorted_by(list, sort), |ui| {
                for choice in list.sorts() {
                    if pieces::choice(ui, wording::sort_by(list, *choice), *choice == sort) {
                        out.push(Command::Arrange(list, view.arrangement.sorted_by(list, *choice)));
                    }
                }
            });
            let order = pieces::text(wording::order(sort, is_reversed), TextSize::Small, Weight::Regular, view.theme.text);
            if ui.button(order).on_hover_text(wording::action_and_key(Action::ReverseSort, ui.ctx())).clicked() {
                out.push(Command::Act(Action::ReverseSort));
            }
            if list.groups().len() > 1 {
                pieces::menu(ui, view.theme, &wording::grouped_by(list, group), |ui| {
                    for choice in list.groups() {
                        if pieces::choice(ui, wording::group_by(list, *choice), *choice == group) {
                            out.push(Command::Arrange(list, view.arrangement.grouped_by(list, *choice)));
                        }
                    }
                });
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let add = match list {
                    ListKind::Events => Some(Action::NewEvent),
                    ListKind::Reports | ListKind::Inbox => Some(Action::NewReport),
                    _ => None,
                };
                if let Some(add) = add.filter(|_| view.situation.is_some())
                    && pieces::icon_button(ui, "+", wording::action(add), &wording::action_and_key(add, ui.ctx()))
                {
                    out.push(Command::Act(add));
                }
                let (n_items, n_all) = (view.rows.n_items(), view.rows.n_all());
                if view.viewpoint.is_only_new && n_items != n_all {
                    if pieces::icon_button(ui, "✕", wording::SHOW_ALL, &wording::action_and_key(Action::ToggleOnlyNew, ui.ctx())) {
                        out.push(Command::Act(Action::ToggleOnlyNew));
                    }
                    ui.label(pieces::text(&wording::new_of_all(n_items, n_all), TextSize::Small, Weight::Semibold, view.theme.text));
                }
                let n_picked = view.viewpoint.picked.len();
                if n_picked > 1 {
                    ui.label(pieces::text(&wording::picked(n_picked), TextSize::Small, Weight::Semibold, view.theme.text));
                }
            });
        });
        count_line::of_list(view, ui, out);
        if list == ListKind::Inbox {
            alike(view, ui, out);
        }
    });
}

/// How many reports may be one, and a way through them.
fn alike(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let Some(duplicates) = view.duplicates.filter(|duplicates| duplicates.n_pairs() > 0) else { return };
    ui.horizontal(|ui| {
        ui.label(pieces::text(&wording::adding::n_alike(duplicates.n_pairs()), TextSize::Small, Weight::Regular, view.theme.weak));
        let response = ui.button(pieces::text(wording::adding::NEXT_ALIKE, TextSize::Small, Weight::Regular, view.theme.text));
        pieces::trace_rect("inbox", "next-alike", response.rect);
        if response.clicked() {
            let now = view.viewpoint.selected().and_then(RecordId::report);
            if let Some(next) = duplicates.next(now) {
                out.select(Item::Record(RecordId::Report(next.clone())));
            }
        }
    });
}

/// Why there is no row, and what helps.
pub fn empty(view: &View<'_>, list: ListKind, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(20.0);
    ui.vertical_centered(|ui| {
        ui.set_max_width(280.0);
        let why = view.empty_because();
        let (filter, clock) = (&view.viewpoint.filter, view.viewpoint.time.clock);
        let words = match (why, view.count(list)) {
            (Emptiness::Filtered, Some(count)) => wording::nothing_passes(count, filter, clock, list),
            _ => wording::empty_list(list, why),
        };
        ui.label(pieces::text(&words, TextSize::Body, Weight::Regular, view.theme.weak));
        ui.add_space(8.0);
        if why == Emptiness::Filtered {
            pieces::action_button(ui, wording::RESET, Action::ResetFilter, out);
        } else if matches!(why, Emptiness::NoneHidden | Emptiness::AllPlaced) {
            if ui.button(wording::BACK_TO_SHOWN).clicked() {
                out.push(Command::List(list, Listed::Shown));
            }
        } else if why == Emptiness::NothingNew && view.viewpoint.is_only_new {
            pieces::action_button(ui, wording::SHOW_ALL, Action::ToggleOnlyNew, out);
        } else if view.situation.is_none() && view.loading.is_empty() {
            pieces::action_button(ui, wording::OPEN, Action::OpenFile, out);
        }
    });
}

fn heading(view: &View<'_>, ui: &Ui, rect: Rect, text: &str, n_items: usize) {
    let baseline = rect.bottom() - 20.0;
    line(ui, pos2(rect.left() + INSET, baseline), text, TextSize::Small, Weight::Semibold, view.theme.weak, rect.width() - 80.0);
    let count = ui.painter().layout_no_wrap(grouped(n_items as u64), font(TextSize::Small, Weight::Regular), view.theme.weak);
    ui.painter().galley(pos2(rect.right() - INSET - count.size().x, baseline), count, view.theme.weak);
    let response = ui.interact(rect, Id::unique(("heading", text)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, wording::heading(text, n_items)));
}

/// An item can stand in several groups, so its row has an id for each.
#[expect(clippy::too_many_arguments, reason = "a row is made of all of these")]
fn item_row(view: &View<'_>, ui: &Ui, rect: Rect, number: usize, item: &Item, words: &Summary, is_stop: bool, out: &mut Outbox) -> Id {
    let theme = view.theme;
    let is_selected = view.is_selected(item) || view.is_picked(item);
    let is_unread = matches!(item, Item::Record(id) if view.is_unread(id));
    let is_touched = matches!(item, Item::Record(id) if view.touched.contains(id));
    let number_of = |item: &Item| if let Item::Record(id) = item { view.index.number_of(id) } else { None };
    let is_possibly = number_of(item).is_some_and(|number| view.answer.fit(number) == Fit::Possibly);
    let sense = if is_stop { Sense::click() } else { Sense::CLICK };
    let is_record = matches!(item, Item::Record(_));
    let response = ui.interact(rect, Id::unique(("row", item, number)), if is_record { sense | Sense::DRAG } else { sense });
    if is_record {
        response.dnd_set_drag_payload(item.clone());
    }
    trace_place("row", item, rect);
    response.widget_info(|| {
        let mark = if is_unread { wording::UNREAD_SPOKEN } else { "" };
        let changed = if is_touched { wording::CHANGED_SPOKEN } else { "" };
        let possibly = if is_possibly { format!(" · {}", wording::POSSIBLY) } else { String::new() };
        WidgetInfo::selected(Role::ListBoxOption, true, is_selected, format!("{changed}{mark}{}{possibly}", words.spoken()))
    });
    if response.clicked() {
        let how = ui.input(|input| match input.modifiers {
            modifiers if modifiers.shift => Pick::Range,
            modifiers if modifiers.command => Pick::Toggle,
            _ => Pick::Only,
        });
        out.push(Command::SelectRow { row: number, how });
    }
    if response.hovered() {
        out.push(Command::Hover(Some(item.clone())));
    }
    let painter = ui.painter();
    let ground = if is_selected { Some(theme.selected_row) } else { (view.hover == Some(item)).then_some(theme.hovered_row) };
    if let Some(ground) = ground {
        painter.rect_filled(rect.shrink2(vec2(6.0, 1.0)), CornerRadius::same(5), ground);
    }
    if let Item::Record(id) = item {
        drop_onto(view, ui, rect.shrink2(vec2(6.0, 1.0)), id, out);
    }
    if is_touched {
        // Ringed, as its mark on the map is.
        let edge = Stroke::new(1.5, theme.accent);
        painter.rect_stroke(rect.shrink2(vec2(6.0, 1.0)), CornerRadius::same(5), edge, StrokeKind::Inside);
    }
    if view.is_picked(item) {
        // Not by colour alone.
        let bar = Rect::from_min_max(rect.min + vec2(6.0, 6.0), pos2(rect.left() + 9.0, rect.bottom() - 6.0));
        painter.rect_filled(bar, CornerRadius::same(1), theme.accent);
    }
    if is_unread {
        painter.circle_filled(pos2(rect.left() + INSET + 6.0, rect.top() + 34.0), 3.0, theme.accent);
    }
    if let Some(standing) = words.standing {
        signs::paint(pos2(rect.left() + INSET + 6.0, rect.top() + 16.0), standing, theme, painter);
    }
    let left = rect.left() + INSET + if words.standing.is_some() || is_unread { 20.0 } else { 0.0 };
    let weight = if is_unread { Weight::Semibold } else { Weight::Regular };
    let mut right = rect.right() - INSET;
    if let Some(tag) = &words.tag {
        let galley = painter.layout_no_wrap(shortened(tag, 24), font(TextSize::Small, Weight::Semibold), theme.text);
        let tag_rect = Rect::from_min_size(pos2(right - galley.size().x - 10.0, rect.top() + 7.0), galley.size() + vec2(10.0, 3.0));
        painter.rect(tag_rect, CornerRadius::same(4), theme.raised, Stroke::new(1.0, theme.weak), StrokeKind::Inside);
        painter.galley(tag_rect.min + vec2(5.0, 1.0), galley, theme.text);
        right = tag_rect.left() - 8.0;
    }
    line(ui, pos2(left, rect.top() + 6.0), &words.what, TextSize::Body, weight, theme.text, right - left);
    let mut about_right = rect.right() - INSET;
    if let Some(grade) = &words.grade {
        let galley = painter.layout_no_wrap(grade.clone(), font(TextSize::Small, Weight::Semibold), theme.weak);
        about_right -= galley.size().x;
        painter.galley(pos2(about_right, rect.top() + 26.0), galley, theme.weak);
        about_right -= 8.0;
    }
    if is_possibly {
        let galley = painter.layout_no_wrap(wording::POSSIBLY.to_owned(), font(TextSize::Small, Weight::Regular), theme.text);
        let its = Rect::from_min_size(pos2(about_right - galley.size().x - 8.0, rect.top() + 25.0), galley.size() + vec2(8.0, 2.0));
        // Dashed, as all that is not sure.
        let edge = [its.left_top(), its.right_top(), its.right_bottom(), its.left_bottom(), its.left_top()];
        painter.extend(egui::Shape::dashed_line(&edge, Stroke::new(1.0, theme.weak), 3.0, 2.0));
        painter.galley(its.min + vec2(4.0, 1.0), galley, theme.text);
        about_right = its.left() - 8.0;
    }
    line(ui, pos2(left, rect.top() + 26.0), &words.about, TextSize::Small, Weight::Regular, theme.weak, about_right - left);
    response.id
}
