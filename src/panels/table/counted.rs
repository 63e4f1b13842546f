//! What a column comes to, in a small card under its name.

use egui::{Id, Popup, PopupCloseBehavior, Rect, RectAlign, Ui, pos2, vec2};

use crate::base::{grouped, shortened};
use crate::command::{Command, Outbox, TableCommand};
use crate::model::Zone;
use crate::panels::View;
use crate::panels::pieces::{line, text};
use crate::panels::table::{Layout, TableFacts};
use crate::query::Span;
use crate::query::table::{Statistics, Told};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::ListKind;
use crate::wording::table as words;

const WIDTH: f32 = 260.0;
const LINE: f32 = 20.0;

pub fn popup_id() -> Id {
    Id::unique("table-statistics")
}

/// The card, while it is open: when it is shut, that is told.
pub fn popup(view: &View<'_>, table: &TableFacts<'_>, layout: &Layout<'_>, ui: &Ui, out: &mut Outbox) {
    let Some(counted) = &table.counted else { return };
    let column = layout.columns.iter().find(|(_, column, ..)| column.name == counted.column);
    let Some((_, column, left, width)) = column.filter(|_| Popup::is_id_open(ui.ctx(), popup_id())) else {
        out.push(Command::Table(TableCommand::Statistics(None)));
        return;
    };
    let head = Rect::from_min_size(pos2(*left, layout.head.top()), vec2(*width, layout.head.height())).intersect(layout.head);
    Popup::new(popup_id(), ui.ctx().clone(), head, ui.layer_id())
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[RectAlign::TOP_START, RectAlign::BOTTOM_END, RectAlign::TOP_END])
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(words::statistics_of(&column.name))
        .gap(4.0)
        .width(WIDTH)
        .open_memory(None)
        .show(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(text(&shortened(&column.name, 80), TextSize::Body, Weight::Semibold, view.theme.text));
            match counted.statistics {
                None => drop(ui.label(text(words::COUNTING, TextSize::Small, Weight::Regular, view.theme.weak))),
                Some(statistics) => contents(view, statistics, ui),
            }
        });
}

fn contents(view: &View<'_>, statistics: &Statistics, ui: &mut Ui) {
    let n_unsaid = statistics.n_rows.saturating_sub(statistics.n_said);
    let count = |n: usize| grouped(n as u64);
    pair(view, words::ROWS, &count(statistics.n_rows), ui);
    pair(view, words::SAID, &count(statistics.n_said), ui);
    pair(view, words::UNSAID, &count(n_unsaid), ui);
    pair(view, words::DISTINCT, &count(statistics.n_distinct), ui);
    if statistics.n_unread > 0 {
        pair(view, words::UNREAD, &count(statistics.n_unread), ui);
    }
    match &statistics.told {
        Told::Nothing => {}
        Told::Numbers { least, most, sum, mean, median } => {
            ui.add_space(6.0);
            let told = [(words::LEAST, least), (words::MOST, most), (words::MEAN, mean), (words::MEDIAN, median), (words::SUM, sum)];
            for (name, number) in told {
                pair(view, name, &words::figure(*number), ui);
            }
        }
        Told::Dates { first, last } => {
            ui.add_space(6.0);
            // Rows of data layers give their times without a zone, or in UTC.
            let zone = if matches!(view.viewpoint.list, ListKind::Layer(_)) { Zone::utc() } else { view.dates.zone.clone() };
            let [first, last] = words::bounds_of_dates(Span { first: *first, last: *last }, view.dates, &zone);
            pair(view, words::EARLIEST, &first, ui);
            pair(view, words::LATEST, &last, ui);
        }
        Told::Words(frequent) => {
            ui.add_space(6.0);
            ui.label(text(words::FREQUENT, TextSize::Small, Weight::Semibold, view.theme.weak));
            if frequent.is_empty() {
                ui.label(text(words::NONE_FREQUENT, TextSize::Small, Weight::Regular, view.theme.weak));
            }
            for (word, n) in frequent {
                pair(view, &shortened(word, 120), &count(*n), ui);
            }
        }
    }
}

/// What something is, and at the right how much.
fn pair(view: &View<'_>, name: &str, value: &str, ui: &mut Ui) {
    let theme = view.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {value}")));
    let galley = ui.painter().layout_no_wrap(shortened(value, 60), font(TextSize::Body, Weight::Regular), theme.text);
    let room = rect.width() - galley.size().x - 12.0;
    line(ui, rect.min + vec2(0.0, 1.0), name, TextSize::Body, Weight::Regular, theme.weak, room);
    ui.painter().galley(pos2(rect.right() - galley.size().x, rect.top() + 1.0), galley, theme.text);
    response.on_hover_text(format!("{name}: {value}"));
}
