//! What is said to those who do not see the window, and the ring round what has the keyboard.

use egui::{Context, Id, Order, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit};

use crate::base::{Derived, shortened};
use crate::panels::View;
use crate::panels::pieces::trace_rect;
use crate::panels::summary::Summary;
use crate::viewpoint::Item;
use crate::wording;

/// What the selection comes to, worked out once for each.
#[derive(Debug, Default)]
pub struct Announcer {
    selected: Derived<(u64, Option<Item>), String>,
}

impl Announcer {
    /// Nodes that are not seen, whose words a screen reader says when they change: the list with its order, and the selection,
    /// what a search flew to, or what was done.
    pub fn ui(&mut self, view: &View<'_>, ui: &Ui) {
        const MOST_CHARS: usize = 120;
        let list = wording::list_announced(view.viewpoint.list, view.rows.n_items(), view.arrangement);
        live(ui, "list-announcement", &list);
        let key = (view.rows_rev, view.viewpoint.selection.clone());
        let selected =
            self.selected.refresh(key, |(_, item)| item.as_ref().map(|item| Summary::of(view, item).spoken()).unwrap_or_default());
        let words = match (view.notice, &view.viewpoint.found) {
            (Some(notice), _) => notice.words().to_owned(),
            (None, Some(found)) => wording::found_on_map(&shortened(&found.name, MOST_CHARS)),
            (None, None) if selected.is_empty() => wording::NOTHING_SELECTED.to_owned(),
            (None, None) => wording::selected(selected, view.viewpoint.picked.len()),
        };
        live(ui, "announcement", &words);
    }
}

fn live(ui: &Ui, name: &str, words: &str) {
    let id = Id::unique(name);
    let response = ui.interact(Rect::from_min_size(ui.max_rect().min, egui::Vec2::ZERO), id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::Status);
        node.set_live(accesskit::Live::Polite);
    });
}

/// Rings the widget that has the keyboard, while the keyboard is what is used.
pub fn paint_focus(ctx: &Context, view: &View<'_>, is_keyboard_used: bool) {
    let Some(id) = ctx.memory(egui::Memory::focused).filter(|_| is_keyboard_used) else { return };
    let Some(response) = ctx.read_response(id) else { return };
    trace_rect("keyboard", id.short_debug_format(), response.rect);
    let rect = response.rect.intersect(response.interact_rect.expand(2.0));
    if rect.is_positive() {
        let painter = ctx.layer_painter(egui::LayerId::new(Order::Tooltip, Id::unique("focus")));
        painter.rect_stroke(rect, egui::CornerRadius::same(4), Stroke::new(2.0, view.theme.accent), StrokeKind::Inside);
    }
}
