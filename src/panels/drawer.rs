//! The drawer under the map: problems, log, ledger, table, history, differences, handover and scenes.

use egui::{Align, Layout, Margin, Panel, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::base::{LogLine, Problem, Severity, grouped};
use crate::command::{Action, Command, Drawer, Outbox};
use crate::model::{ActorId, EventId, Moment, PlaceId, RecordId, ReportId, SourceId};
use crate::panels::View;
use crate::panels::brief::Strip;
use crate::panels::differences::{DifferencesPanel, page_buttons};
use crate::panels::handover::HandoverPanel;
use crate::panels::history::HistoryPanel;
use crate::panels::ledger::{LedgerPanel, tools};
use crate::panels::pieces::{action_now, icon_button, line, next_step, text};
use crate::panels::release::{self, ReleasePanel};
use crate::panels::table::TablePanel;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

#[derive(Default)]
pub struct DrawerPanel {
    ledger: LedgerPanel,
    history: HistoryPanel,
    differences: DifferencesPanel,
    handover: HandoverPanel,
    release: ReleasePanel,
    strip: Strip,
    table: TablePanel,
}

const ROW: f32 = 40.0;
const LOG_ROW: f32 = 20.0;

impl DrawerPanel {
    /// Whether a widget is the strip of scenes.
    pub fn owns(&self, id: egui::Id) -> bool {
        self.strip.owns(id)
    }

    /// Whether a widget is a row of the table.
    pub fn owns_in_table(&self, id: egui::Id) -> bool {
        self.table.owns(id)
    }

    pub fn ui(&mut self, view: &View<'_>, log: &[LogLine], ui: &mut Ui, out: &mut Outbox) {
        let Some(drawer) = view.desk.drawer else { return };
        // The map keeps most of the height, but for what is to be read.
        let is_to_be_read = matches!(drawer, Drawer::Ledger | Drawer::Handover | Drawer::Release | Drawer::Table);
        let (id, share, usual) = match drawer {
            Drawer::Scenes => ("scenes-drawer", 0.5, 226.0_f32),
            _ if is_to_be_read => ("ledger-drawer", 0.66, 330.0),
            _ => ("drawer", 0.5, 190.0),
        };
        let most = (ui.available_height() * share).max(60.0);
        let frame = egui::Frame::new().inner_margin(Margin { left: 16, right: 12, top: 6, bottom: 4 });
        Panel::bottom(id).frame(frame).resizable(true).default_size(usual.min(most)).size_range(60.0..=most).show(ui, |ui| {
            head(view, drawer, &mut self.strip, ui, out);
            match drawer {
                Drawer::Problems => problems(view, ui, out),
                Drawer::Log => log_lines(view, log, ui),
                Drawer::Ledger => self.ledger.ui(view, ui, out),
                Drawer::History => self.history.ui(view, ui, out),
                Drawer::Differences => self.differences.ui(view, ui, out),
                Drawer::Handover => self.handover.ui(view, ui, out),
                Drawer::Scenes => self.strip.ui(view, ui, out),
                Drawer::Release => self.release.ui(view, ui, out),
                Drawer::Table => self.table.ui(view, ui, out),
            }
        });
    }
}

/// What may stand in the drawer, what goes with what does, and the cross; on more than one line where there is no room for all.
fn head(view: &View<'_>, drawer: Drawer, strip: &mut Strip, ui: &mut Ui, out: &mut Outbox) {
    let height = ui.spacing().interact_size.y;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::right_to_left(Align::Min), |ui| {
        if icon_button(ui, "✕", wording::CLOSE, wording::CLOSE) {
            out.push(Command::Drawer(None));
        }
        ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
            let n_problems = view.problems.n_errors() + view.problems.n_warnings();
            for (which, words) in [
                (Drawer::Problems, format!("{} {}", wording::PROBLEMS, grouped(n_problems as u64))),
                (Drawer::Log, wording::LOG.to_owned()),
                (Drawer::Ledger, wording::LEDGER.to_owned()),
                (Drawer::Table, wording::table::TABLE.to_owned()),
                (Drawer::History, wording::HISTORY.to_owned()),
                (Drawer::Differences, wording::DIFFERENCES.to_owned()),
                (Drawer::Handover, wording::HANDOVER.to_owned()),
                (Drawer::Scenes, wording::SCENES.to_owned()),
                (Drawer::Release, wording::release::RELEASE.to_owned()),
            ] {
                if ui.selectable_label(drawer == which, words).clicked() {
                    out.push(Command::Drawer(Some(which)));
                }
            }
            match drawer {
                Drawer::Ledger => tools::ui(view, ui, out),
                Drawer::History => undo_and_redo(view, ui, out),
                Drawer::Differences => page_buttons(view, ui, out),
                Drawer::Scenes => strip.tools(view, ui, out),
                Drawer::Release => release::save_button(view, ui, out),
                Drawer::Problems | Drawer::Log | Drawer::Handover | Drawer::Table => {}
            }
        });
    });
}

fn undo_and_redo(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    for (words, action) in [(wording::UNDO, Action::Undo), (wording::REDO, Action::Redo)] {
        let response = ui.add_enabled(next_step(view, action).is_some(), egui::Button::new(words));
        if response.on_hover_text(action_now(view, action)).clicked() {
            out.push(Command::Act(action));
        }
    }
}

fn problems(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let all: Vec<&Problem> = view.problems.iter().collect();
    if all.is_empty() {
        ui.label(text(wording::NO_PROBLEMS, TextSize::Body, Weight::Regular, view.theme.weak));
        ui.take_available_space();
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("problems").auto_shrink(false).show_rows(ui, ROW, all.len(), |ui, range| {
        for problem in all.get(range).unwrap_or_default() {
            problem_row(view, ui, problem, out);
        }
    });
}

/// A press goes to the record, where it is one that was read.
fn problem_row(view: &View<'_>, ui: &mut Ui, problem: &Problem, out: &mut Outbox) {
    let theme = view.theme;
    let record = problem.record.as_deref().and_then(|id| record(view, problem, id));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let what = format!("{}: {}; {}", wording::severity(problem.severity), problem.detail, problem.done);
    let place = format!("{} · {}", problem.location, problem.kind);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, record.is_some(), format!("{what} · {place}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, egui::CornerRadius::same(4), theme.hovered_row);
    }
    let ink = if problem.severity == Severity::Error { theme.error } else { theme.text };
    let left = rect.left() + 6.0;
    line(ui, egui::pos2(left, rect.top() + 3.0), &what, TextSize::Body, Weight::Regular, ink, rect.width() - 12.0);
    line(ui, egui::pos2(left, rect.top() + 21.0), &place, TextSize::Small, Weight::Regular, theme.weak, rect.width() - 12.0);
    if let Some(record) = record
        && response.clicked()
    {
        out.select(Item::Record(record));
    }
    response.on_hover_text(wording::problem_hint(&format!("{what}\n{}", problem.location)));
}

/// The record of a problem: ids are unique in their kind, which the file tells.
fn record(view: &View<'_>, problem: &Problem, id: &str) -> Option<RecordId> {
    let situation = view.situation?;
    let file = std::path::Path::new(&problem.location.file).file_stem()?.to_str()?;
    let record = match file {
        "places" => RecordId::Place(PlaceId::from(id)),
        "actors" => RecordId::Actor(ActorId::from(id)),
        "sources" => RecordId::Source(SourceId::from(id)),
        "events" => RecordId::Event(EventId::from(id)),
        "reports" => RecordId::Report(ReportId::from(id)),
        _ => return None,
    };
    situation.contains(&record).then_some(record)
}

fn log_lines(view: &View<'_>, log: &[LogLine], ui: &mut Ui) {
    if log.is_empty() {
        ui.label(text(wording::NO_LOG, TextSize::Body, Weight::Regular, view.theme.weak));
        ui.take_available_space();
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("log").auto_shrink(false).stick_to_bottom(true).show_rows(ui, LOG_ROW, log.len(), |ui, range| {
        for entry in log.get(range).unwrap_or_default() {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LOG_ROW), Sense::hover());
            let clock = view.dates.clock_with_seconds(Moment(entry.at_ms.div_euclid(1000)));
            let words = format!("{clock}  {}  {}", wording::level(entry.level), entry.text);
            let ink = if entry.level <= log::Level::Warn { view.theme.error } else { view.theme.text };
            line(ui, rect.min + vec2(4.0, 3.0), &words, TextSize::Small, Weight::Regular, ink, rect.width() - 8.0);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
            response.on_hover_text(&entry.text);
        }
    });
}
