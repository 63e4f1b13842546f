//! The heads of the ledger's rows and columns, which stay where they are while the cells are scrolled.

use std::collections::HashMap;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, CornerRadius, Id, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::base::shortened;
use crate::command::{Command, Outbox};
use crate::map::signs;
use crate::model::{RecordId, Stance};
use crate::panels::ledger::sign::Sign;
use crate::panels::ledger::{Layout, ROW};
use crate::panels::pieces::{line, text, trace_rect};
use crate::panels::summary::about_event;
use crate::panels::{View, preview};
use crate::query::{Fit, Ledger, LedgerCell, LedgerColumn, Said};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::Item;
use crate::wording;

/// What stands in a row, found once while it is in view.
#[derive(Debug)]
pub struct Line {
    pub event: RecordId,
    /// Of the event, in the index.
    pub number: u32,
    title: String,
    about: String,
    standing: crate::model::StandingWord,
    pub cells: Vec<(usize, LedgerCell)>,
    /// Whether any stance is a word that is none.
    has_unknown: bool,
}

impl Line {
    pub fn of(view: &View<'_>, ledger: &Ledger, row: usize) -> Option<Self> {
        let situation = view.situation?;
        let number = ledger.rows().get(row)?.event;
        let line = ledger.line(situation, view.index, row)?;
        let id = view.index.id(number)?;
        let RecordId::Event(event) = id else { return None };
        let event = situation.event(event)?;
        let stance = |said: &Said| Some(situation.report(&said.report)?.about.get(said.index)?.stance);
        let mut said = line.cells.iter().flat_map(|(_, cell)| &cell.said);
        let has_unknown = said.any(|said| stance(said) == Some(Stance::Unknown));
        Some(Self {
            has_unknown,
            event: id.clone(),
            number,
            title: shortened(&event.title, 200),
            about: about_event(view, event, &line.standing, true),
            standing: line.standing.word,
            cells: line.cells,
        })
    }
}

const BAND: f32 = 18.0;
const NAME_LINES: usize = 4;
const LINE: f32 = 15.0;

/// Of the heads of columns: side, actor where any is told, number, name.
pub fn height(has_actors: bool) -> f32 {
    BAND + if has_actors { BAND } else { 0.0 } + (NAME_LINES + 1) as f32 * LINE + 6.0
}

/// Whether any column tells its actor: where source and side alone do not say who that is.
pub fn has_actors(view: &View<'_>, ledger: &Ledger) -> bool {
    ledger.columns().iter().any(|column| actor_name(view, column).is_some())
}

fn actor_name(view: &View<'_>, column: &LedgerColumn) -> Option<String> {
    let actor = RecordId::Actor(column.actor.clone()?);
    let name = view.name(&actor);
    let source = RecordId::Source(column.source.clone());
    (name != view.name(&source) && Some(name) != column.side.as_deref()).then(|| shortened(name, 80))
}

/// The events at the left.
#[expect(clippy::too_many_arguments, reason = "a head is made of all of these")]
pub fn names(
    view: &View<'_>,
    ledger: &Ledger,
    layout: &Layout,
    rows: &[usize],
    lines: &HashMap<usize, Line>,
    selected: Option<usize>,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = view.theme;
    let area = Rect::from_min_size(layout.seen.min + vec2(0.0, layout.head), vec2(layout.names, layout.body().height()));
    let mut ui = ui.new_child(UiBuilder::new().id_salt("names").max_rect(area));
    ui.set_clip_rect(area.intersect(ui.clip_rect()));
    ui.painter().rect_filled(area, CornerRadius::ZERO, theme.panel);
    for row in rows {
        let (Some(its), Some(line)) = (ledger.rows().get(*row), lines.get(row)) else { continue };
        let rect = Rect::from_min_size(pos2(area.left(), layout.row_top(*row)), vec2(layout.names, ROW));
        if rect.intersects(area) {
            name(view, rect, line, (its.depth, its.fit, selected == Some(*row)), &ui, out);
        }
    }
    ui.painter().vline(area.right() - 0.5, area.y_range(), Stroke::new(1.0, theme.hairline));
}

fn name(view: &View<'_>, rect: Rect, said: &Line, (depth, fit, is_selected): (u32, Fit, bool), ui: &Ui, out: &mut Outbox) {
    const INDENT: f32 = 14.0;
    const DEEPEST: u32 = 4;
    let theme = view.theme;
    let response = ui.interact(rect, Id::unique(("ledger-row", &said.event)), Sense::click());
    let is_out = fit == Fit::Out;
    response.widget_info(|| {
        let words = wording::ledger_row(&said.title, wording::standing_word(said.standing), &said.about, is_out);
        WidgetInfo::selected(Role::RowHeader, true, is_selected, words)
    });
    trace_rect("ledger-row", &said.event, rect);
    let ground = match (is_selected, response.hovered()) {
        (true, _) => Some(theme.selected_row),
        (false, true) => Some(theme.hovered_row),
        (false, false) => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, ground);
    }
    if is_selected {
        let bar = Rect::from_min_size(rect.min + vec2(0.0, 5.0), vec2(3.0, ROW - 10.0));
        ui.painter().rect_filled(bar, CornerRadius::same(1), theme.accent);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.hairline));
    let indent = INDENT * depth.min(DEEPEST) as f32;
    if depth > 0 {
        // A corner that leads down from what it is part of.
        let (x, y) = (rect.left() + 2.0 + indent, rect.top() + 14.0);
        let corner = vec![pos2(x, rect.top() + 3.0), pos2(x, y), pos2(x + 6.0, y)];
        ui.painter().add(egui::Shape::line(corner, Stroke::new(1.0, theme.weak)));
    }
    let left = rect.left() + 14.0 + indent;
    signs::paint(pos2(left, rect.top() + 14.0), said.standing, theme, ui.painter());
    let (ink, weight) = (if is_out { theme.weak } else { theme.text }, if is_selected { Weight::Semibold } else { Weight::Regular });
    let (left, width) = (left + 11.0, rect.right() - left - 16.0);
    line(ui, pos2(left, rect.top() + 4.0), &said.title, TextSize::Body, weight, ink, width);
    line(ui, pos2(left, rect.top() + 22.0), &said.about, TextSize::Small, Weight::Regular, theme.weak, width);
    let item = Item::Record(said.event.clone());
    if response.clicked() {
        out.select(item.clone());
    }
    if response.hovered() {
        out.push(Command::Hover(Some(item.clone())));
    }
    response.on_hover_ui(|ui| {
        preview::card(view, ui, &item);
        if is_out {
            ui.label(text(wording::ledger_left_out(), TextSize::Small, Weight::Regular, theme.weak));
        }
    });
}

/// The sources along the top.
pub fn columns(view: &View<'_>, ledger: &Ledger, layout: &Layout, has_actors: bool, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    let area = Rect::from_min_size(layout.seen.min + vec2(layout.names, 0.0), vec2(layout.body().width(), layout.head));
    let mut ui = ui.new_child(UiBuilder::new().id_salt("columns").max_rect(area));
    ui.set_clip_rect(area.intersect(ui.clip_rect()));
    ui.painter().rect_filled(area, CornerRadius::ZERO, theme.panel);
    let seen = layout.columns(ledger.columns().len());
    let shown = || seen.clone().filter_map(|at| Some((at, ledger.columns().get(at)?)));
    let side = |column: &LedgerColumn| Some(column.side.clone().unwrap_or_else(|| wording::NO_SIDE.to_owned()));
    bands(view, layout, area.top(), &shown().map(|(at, column)| (at, side(column))).collect::<Vec<_>>(), Weight::Semibold, &ui);
    let mut top = area.top() + BAND;
    if has_actors {
        let actors: Vec<_> = shown().map(|(at, column)| (at, actor_name(view, column))).collect();
        bands(view, layout, top, &actors, Weight::Regular, &ui);
        top += BAND;
    }
    for (at, column) in shown() {
        let rect = Rect::from_min_max(pos2(layout.column_left(at), top), pos2(layout.column_left(at + 1), area.bottom()));
        source(view, rect, at, column, &ui, out);
    }
    ui.painter().hline(area.x_range(), area.bottom() - 0.5, Stroke::new(1.0, theme.weak));
}

/// What neighbouring columns have in common, over them.
fn bands(view: &View<'_>, layout: &Layout, top: f32, names: &[(usize, Option<String>)], weight: Weight, ui: &Ui) {
    let theme = view.theme;
    for same in names.chunk_by(|(_, a), (_, b)| a == b) {
        let (Some((first, name)), Some((last, _))) = (same.first(), same.last()) else { continue };
        let Some(name) = name else { continue };
        // Its words stay in view while part of it does.
        let left = layout.column_left(*first).max(layout.body().left()) + 4.0;
        let right = layout.column_left(last + 1) - 4.0;
        let ink = if weight == Weight::Semibold { theme.text } else { theme.weak };
        line(ui, pos2(left, top + 1.0), name, TextSize::Small, weight, ink, right - left);
        ui.painter().hline(left..=right, top + BAND - 1.0, Stroke::new(1.0, theme.hairline));
    }
}

fn source(view: &View<'_>, rect: Rect, at: usize, column: &LedgerColumn, ui: &Ui, out: &mut Outbox) {
    let theme = view.theme;
    let id = RecordId::Source(column.source.clone());
    let name = view.name(&id);
    let response = ui.interact(rect, Id::unique(("ledger-column", &column.source)), Sense::click());
    response.widget_info(|| {
        let words = wording::ledger_column(name, at + 1, column.side.as_deref(), column.is_carrier);
        WidgetInfo::labeled(Role::ColumnHeader, true, words)
    });
    trace_rect("ledger-column", &column.source, rect);
    if response.hovered() {
        ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(4), theme.hovered_row);
    }
    let number = wording::ledger_number(at + 1, column.is_carrier);
    let weight = if column.is_carrier { Weight::Semibold } else { Weight::Regular };
    line(ui, rect.min + vec2(4.0, 2.0), &number, TextSize::Small, weight, theme.weak, rect.width() - 6.0);
    let mut job = LayoutJob::single_section(
        shortened(name, 120),
        egui::TextFormat { line_height: Some(LINE), ..egui::TextFormat::simple(font(TextSize::Small, Weight::Regular), theme.text) },
    );
    job.wrap = TextWrapping { max_width: rect.width() - 7.0, max_rows: NAME_LINES, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_TOP.anchor_size(rect.min + vec2(4.0, 2.0 + LINE), galley.size());
    ui.painter().galley(place.min, galley, theme.text);
    let item = Item::Record(id.clone());
    if response.clicked() {
        out.select(item.clone());
    }
    // Above its head: below stand the cells.
    let mut tooltip = egui::Tooltip::for_enabled(&response);
    tooltip.popup = tooltip.popup.align(egui::RectAlign::TOP_START);
    tooltip.show(|ui| preview::card(view, ui, &item));
}

/// What the signs mean, where heads of rows and columns meet. That of a stance which nobody knows only while it is seen.
pub fn corner(view: &View<'_>, layout: &Layout, lines: &HashMap<usize, Line>, ui: &mut Ui) {
    const PITCH: f32 = 17.0;
    let theme = view.theme;
    let area = Rect::from_min_size(layout.seen.min, vec2(layout.names, layout.head));
    let mut ui = ui.new_child(UiBuilder::new().id_salt("corner").max_rect(area));
    ui.set_clip_rect(area.intersect(ui.clip_rect()));
    ui.painter().rect_filled(area, CornerRadius::ZERO, theme.panel);
    let has_unknown = lines.values().any(|line| line.has_unknown);
    let explained = Sign::ALL.into_iter().filter(|sign| has_unknown || *sign != Sign::Stance(Stance::Unknown));
    let n_rows = explained.clone().count().div_ceil(2);
    for (place, sign) in explained.enumerate() {
        let words = match sign {
            Sign::Stance(stance) => wording::stance(stance),
            Sign::Inherited => wording::INHERITED_SIGN,
            Sign::DeniesAspect => continue,
        };
        let column = (place / n_rows) as f32;
        let row = (place % n_rows) as f32;
        let at = pos2(area.left() + 14.0 + column * (area.width() - 8.0) / 2.0, area.bottom() - 12.0 - (n_rows as f32 - 1.0 - row) * PITCH);
        sign.paint(ui.painter(), at, 5.0, sign.ink(theme));
        line(&ui, at + vec2(10.0, -8.0), words, TextSize::Small, Weight::Regular, theme.weak, area.width() / 2.0 - 22.0);
    }
    ui.painter().hline(area.x_range(), area.bottom() - 0.5, Stroke::new(1.0, theme.weak));
    ui.painter().vline(area.right() - 0.5, area.y_range(), Stroke::new(1.0, theme.hairline));
}
