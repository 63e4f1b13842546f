//! What a link leads to, shown while the pointer rests on it.

use egui::Ui;

use crate::base::shortened;
use crate::map::signs;
use crate::model::RecordId;
use crate::panels::View;
use crate::panels::pieces::text;
use crate::panels::summary::Summary;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

/// A small card: kind, name, what it comes to.
pub fn card(view: &View<'_>, ui: &mut Ui, item: &Item) {
    const WIDTH: f32 = 300.0;
    let summary = Summary::of(view, item);
    let theme = view.theme;
    ui.set_max_width(WIDTH);
    let kind = match item {
        Item::Record(id) => wording::kind(id),
        Item::Row { .. } => wording::FEATURE,
    };
    ui.label(text(kind, TextSize::Small, Weight::Semibold, theme.weak));
    ui.horizontal_top(|ui| {
        if let Some(standing) = summary.standing.filter(|_| matches!(item, Item::Record(RecordId::Event(_)))) {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 18.0), egui::Sense::hover());
            signs::paint(rect.center(), standing, theme, ui.painter());
        }
        ui.label(text(&shortened(&summary.what, 160), TextSize::Body, Weight::Semibold, theme.text));
    });
    let rest: Vec<&str> = [summary.tag.as_deref(), summary.grade.as_deref()].into_iter().flatten().collect();
    if !rest.is_empty() {
        ui.label(text(&rest.join(" · "), TextSize::Small, Weight::Semibold, theme.text));
    }
    ui.label(text(&shortened(&summary.about, 280), TextSize::Small, Weight::Regular, theme.weak));
}
