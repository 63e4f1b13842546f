//! The page of the selected record: what, when, where, who, who says so, who denies it, and what it is tied to.
//!
//! Main types: [`PagePanel`], [`PageFacts`] (what a page tells besides the record itself). A file for each kind of record.
//!
//! **Does not:** work out standings or origins in a frame: they are found once for each selection, in [`PageFacts`].

mod alike;
mod assessments;
mod event;
mod evidence;
mod graph;
mod origins;
mod others;
mod report;
mod said;
mod text;
mod timeline;

use egui::{Role, ScrollArea, Ui, WidgetInfo, vec2};

use crate::base::{grouped, shortened};
use crate::command::{Action, Command, Drawer, FilterCommand, LedgerCommand, Outbox, Pane};
use crate::model::{
    EventId, LastAsserted, Names, Provenance, RecordId, Report, ReportId, SideNames, Situation, Standing, When, held_through,
};
use crate::panels::editing::Editor;
use crate::panels::linking::drop_onto;
use crate::panels::pieces::{action_button, chip_button, icon_button, item_link, link, section, text, trace_rect};
use crate::panels::summary::Summary;
use crate::panels::{View, layer_name};
use crate::query::{Facet, Span, Value};
use crate::theme::{TextSize, Theme, Weight};
use crate::viewpoint::Item;
use crate::wording;
use crate::wording::editing as words;

pub use evidence::{LargePicture, citations, text_of_selection};
pub use text::{TextFacts, TextPanel};

use evidence::Thumbnails;
use timeline::ReportsInTime;

/// What a page tells besides the record itself: found once for each selection.
#[derive(Debug, Default)]
pub struct PageFacts {
    /// Of an event.
    standing: Option<Standing>,
    /// What is said of an event: report and index into its `about`, the earliest first.
    statements: Vec<(ReportId, usize)>,
    in_time: ReportsInTime,
    last_asserted: Option<LastAsserted>,
    /// Of an event, in the order of time.
    thread: Vec<Knot>,
    linked: Vec<RecordId>,
    /// Of an event.
    provenance: Provenance,
    /// Of the whole situation.
    sides: SideNames,
}

/// An event of a thread.
#[derive(Debug)]
struct Knot {
    event: EventId,
    /// How it is tied, in words, and to which event of the thread; `None` for the event that the page is of.
    tie: Option<(&'static str, EventId)>,
}

impl PageFacts {
    pub fn of(situation: Option<&Situation>, item: Option<&Item>) -> Self {
        let (Some(situation), Some(Item::Record(id))) = (situation, item) else { return Self::default() };
        let mut facts = Self { linked: situation.linked_to(id), sides: SideNames::of(situation), ..Self::default() };
        if let RecordId::Event(id) = id {
            let standing = Standing::of(situation, id);
            facts.last_asserted = LastAsserted::of(situation, id);
            facts.statements = situation.reports_about(id).to_vec();
            let published = |id: &ReportId| situation.report(id).and_then(|report| Span::of(report.published.as_ref()?, situation.zone()));
            facts.statements.sort_by_cached_key(|(report, index)| {
                let time = published(report);
                (time.is_none(), time, report.clone(), *index)
            });
            facts.in_time = ReportsInTime::of(situation, id, &standing, &facts.statements);
            facts.standing = Some(standing);
            facts.thread = thread(situation, id);
            facts.provenance = Provenance::of(situation, id);
        }
        facts
    }

    /// The sides that are told apart by colour.
    pub fn sides(&self) -> &SideNames {
        &self.sides
    }
}

/// The events that an event is tied to, and those that these are tied to: at most so many that one sees what hangs together.
fn thread(situation: &Situation, id: &EventId) -> Vec<Knot> {
    const MOST: usize = 16;
    const FURTHEST: usize = 2;
    let mut knots = vec![Knot { event: id.clone(), tie: None }];
    let mut round = vec![id.clone()];
    for _ in 0..FURTHEST {
        let mut next = Vec::new();
        for at in &round {
            let ahead = situation.event(at).into_iter().flat_map(|event| &event.links);
            let ahead = ahead.map(|link| (link.event.clone(), wording::relation_back(link.rel)));
            let back = situation.events_linking_to(at).iter().map(|(event, rel)| (event.clone(), wording::relation(*rel)));
            for (event, words) in ahead.chain(back) {
                let is_new = knots.iter().all(|knot| knot.event != event) && situation.event(&event).is_some();
                if is_new && knots.len() < MOST {
                    knots.push(Knot { event: event.clone(), tie: Some((words, at.clone())) });
                    next.push(event);
                }
            }
        }
        round = next;
    }
    knots.sort_by_cached_key(|knot| {
        let time = situation.event(&knot.event).and_then(|event| Span::of(event.when.as_ref()?, situation.zone()));
        (time.is_none(), time, knot.event.clone())
    });
    knots
}

/// Only what is fleeting: whether the keyboard was sent here, and what the graphics card holds of pictures.
#[derive(Default)]
pub struct PagePanel {
    n_focus: u64,
    editor: Editor,
    thumbnails: Thumbnails,
}

impl PagePanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        if self.editor.ui(view, ui, out) {
            return;
        }
        let (pane, n_sent) = view.desk.focus;
        let is_sent_here = pane == Pane::Page && n_sent != std::mem::replace(&mut self.n_focus, n_sent);
        let Some(item) = &view.viewpoint.selection else { return };
        if let Item::Record(id) = item {
            drop_onto(view, ui, ui.max_rect(), id, out);
        }
        ScrollArea::vertical().id_salt(("detail", item)).min_scrolled_height(0.0).auto_shrink([false, false]).show(ui, |ui| {
            egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 8, bottom: 24 }).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                if view.viewpoint.picked.len() > 1 {
                    several(view, ui, is_sent_here, out);
                    return;
                }
                match (item, view.situation) {
                    (Item::Record(id), Some(situation)) => {
                        let facts = view.page;
                        let thumbnails = &mut self.thumbnails;
                        Page { view, situation, facts, is_sent_here, thumbnails, out }.record(ui, id);
                    }
                    (Item::Row { layer, row }, _) => layer_row(view, ui, *layer, *row, is_sent_here, out),
                    (Item::Record(_), None) => {}
                }
            });
        });
    }
}

impl PagePanel {
    /// What is typed in the page's place.
    pub fn editor(&mut self) -> &mut Editor {
        &mut self.editor
    }

    pub fn is_typing(&self) -> bool {
        self.editor.is_typing()
    }
}

/// The name of what a report is held through, if it is not held directly.
pub fn carrier<'a>(view: &'a View<'_>, report: &'a Report) -> Option<&'a str> {
    let situation = view.situation?;
    let source = held_through(situation, report)?;
    situation.name_in(&RecordId::Source(source.clone()), view.preferences.language.as_deref())
}

/// The page of several picked items: how many of what, and what can be done with them.
fn several(view: &View<'_>, ui: &mut Ui, is_sent_here: bool, out: &mut Outbox) {
    let picked = &view.viewpoint.picked;
    header(view, ui, wording::PICKED_OUT, &wording::items(picked.len()), is_sent_here, out);
    let mut n_of_kind: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for item in picked {
        let kind = match item {
            Item::Record(id) => wording::kinds(id),
            Item::Row { .. } => wording::FEATURES,
        };
        *n_of_kind.entry(kind).or_default() += 1;
    }
    let counts: Vec<String> = n_of_kind.into_iter().map(|(kind, n)| format!("{kind} {}", grouped(n as u64))).collect();
    ui.label(text(&counts.join(" · "), TextSize::Small, Weight::Regular, view.theme.weak));
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        action_button(ui, words::EDIT_ALL, Action::Edit, out);
        action_button(ui, wording::COPY_AS_TEXT, Action::CopyText, out);
        action_button(ui, wording::PUT_BACK, Action::ClearSelection, out);
    });
    ui.add_space(6.0);
    paged(ui, view, "picked", picked.len(), |ui, n| {
        for item in picked.iter().take(n) {
            match item {
                Item::Record(id) => drop(link(ui, view, id, out)),
                Item::Row { .. } => drop(item_link(ui, view, item, &Summary::of(view, item).what, out)),
            }
        }
    });
}

/// Shows the first of many, and a button that shows more of them.
fn paged(ui: &mut Ui, view: &View<'_>, what: &str, n_all: usize, mut show: impl FnMut(&mut Ui, usize)) {
    const AT_FIRST: usize = 30;
    const MORE: usize = 100;
    let id = ui.scope_id().with(("paged", what, &view.viewpoint.selection));
    let n_shown = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or(AT_FIRST).min(n_all);
    show(ui, n_shown);
    let n_left = n_all - n_shown;
    if n_left > 0 && ui.button(wording::show_more(n_left.min(MORE), n_left)).clicked() {
        ui.data_mut(|data| data.insert_temp(id, n_shown + MORE));
    }
}

fn layer_row(view: &View<'_>, ui: &mut Ui, layer: usize, row: u32, is_sent_here: bool, out: &mut Outbox) {
    let Some(layer) = view.layers.get(layer) else { return };
    header(view, ui, wording::FEATURE, &layer.title(row), is_sent_here, out);
    let from = wording::row_of_file(layer_name(layer), row, None);
    ui.label(text(&from, TextSize::Small, Weight::Regular, view.theme.weak));
    if view.situation.is_some() {
        ui.add_space(6.0);
        let response = action_button(ui, wording::MAKE_EVENT_OF_ROW, Action::NewEvent, out);
        trace_rect("page", "make-event", response.rect);
    }
    section(ui, view.theme, wording::PROPERTIES);
    let said = match layer.row(row) {
        Ok(said) => said,
        Err(error) => {
            ui.label(text(&wording::row_not_read(&error), TextSize::Body, Weight::Regular, view.theme.text));
            return;
        }
    };
    // Long values go on in the next line: a panel would grow with them until it leaves the map no room.
    let widest = (ui.available_width() - 12.0) * 0.6;
    egui::Grid::new("properties").num_columns(2).spacing(vec2(12.0, 4.0)).max_col_width(widest).show(ui, |ui| {
        for (name, value) in &said.properties {
            ui.label(text(name, TextSize::Small, Weight::Regular, view.theme.weak));
            ui.label(text(value, TextSize::Body, Weight::Regular, view.theme.text));
            ui.end_row();
        }
    });
}

/// Kind and title; back and forward. The title is where the keyboard arrives.
fn header(view: &View<'_>, ui: &mut Ui, kind: &str, title: &str, is_sent_here: bool, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(text(kind, TextSize::Small, Weight::Semibold, view.theme.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if view.situation.is_some() && view.viewpoint.selection.as_ref().is_some_and(|item| matches!(item, Item::Record(_))) {
                pencil(ui, view.theme, out);
            }
            for (sign, action, can_go) in [("→", Action::Forward, view.can_go[1]), ("←", Action::Back, view.can_go[0])] {
                ui.add_enabled_ui(can_go, |ui| {
                    if icon_button(ui, sign, wording::action(action), &wording::action_and_key(action, ui.ctx())) {
                        out.push(Command::Act(action));
                    }
                });
            }
        });
    });
    let title = shortened(title, 400);
    let label = egui::Label::new(text(&title, TextSize::Title, Weight::Semibold, view.theme.text)).wrap().sense(egui::Sense::FOCUSABLE);
    let response = ui.add(label);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    if is_sent_here {
        response.request_focus();
        response.scroll_to_me(None);
    }
}

/// Opens the form of what the page is of.
fn pencil(ui: &mut Ui, theme: &Theme, out: &mut Outbox) {
    let response = action_button(ui, "      ", Action::Edit, out);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::EDIT));
    trace_rect("page", words::EDIT, response.rect);
    // A tip, a shaft and an end, drawn from the lower left to the upper right.
    let (middle, along, across) = (response.rect.center(), vec2(0.7, -0.7), vec2(0.7, 0.7));
    let at = |far: f32, side: f32| middle + along * far + across * side;
    let stroke = egui::Stroke::new(1.3, theme.text);
    let outline = vec![at(-7.0, 0.0), at(-3.5, -2.2), at(6.0, -2.2), at(6.0, 2.2), at(-3.5, 2.2)];
    ui.painter().add(egui::Shape::closed_line(outline, stroke));
    ui.painter().line_segment([at(3.5, -2.2), at(3.5, 2.2)], stroke);
}

/// What a page is made from.
struct Page<'a, 'v> {
    view: &'a View<'v>,
    situation: &'a Situation,
    facts: &'a PageFacts,
    is_sent_here: bool,
    thumbnails: &'a mut Thumbnails,
    out: &'a mut Outbox,
}

impl Page<'_, '_> {
    fn record(&mut self, ui: &mut Ui, id: &RecordId) {
        match id {
            RecordId::Event(id) => self.event(ui, id),
            RecordId::Report(id) => self.report(ui, id),
            RecordId::Place(id) => self.place(ui, id),
            RecordId::Source(id) => self.source(ui, id),
            RecordId::Actor(id) => self.actor(ui, id),
            RecordId::Scene(_) => {}
        }
    }

    /// A word that the event is told apart by: a press filters by it, and another does so no longer.
    fn value_chip(&mut self, ui: &mut Ui, facet: Facet, value: &str, words: &str) {
        let theme = self.view.theme;
        let is_in = self.is_filtered_by(facet, value);
        let response = chip_button(ui, theme, words, is_in);
        trace_rect("filter-by", value, response.rect);
        if response.on_hover_text(wording::filter_by(facet, words, is_in)).clicked() {
            self.toggle(facet, value);
        }
    }

    /// Opens the ledger at the record of this page.
    fn ledger_button(&mut self, ui: &mut Ui) {
        let words = text(wording::LEDGER, TextSize::Small, Weight::Regular, self.view.theme.text);
        let response = ui.button(words).on_hover_text(wording::action_and_key(Action::ToggleLedger, ui.ctx()));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::LEDGER));
        trace_rect("open-ledger", wording::LEDGER, response.rect);
        if response.clicked() {
            self.out.push(Command::Ledger(LedgerCommand::Narrow(true)));
            self.out.push(Command::Drawer(Some(Drawer::Ledger)));
        }
    }

    /// What lets lists and map show only what has to do with the record of this page.
    fn only_these(&mut self, ui: &mut Ui, facet: Facet, id: &str, name: &str) {
        let is_in = self.is_filtered_by(facet, id);
        let words = if is_in { wording::NO_LONGER_ONLY } else { wording::ONLY_THESE };
        ui.horizontal(|ui| {
            let button = egui::Button::new(text(words, TextSize::Small, Weight::Regular, self.view.theme.text)).selected(is_in);
            let response = ui.add(button);
            trace_rect("filter-by", id, response.rect);
            if response.on_hover_text(wording::filter_by(facet, name, is_in)).clicked() {
                self.toggle(facet, id);
            }
            self.ledger_button(ui);
        });
    }

    fn is_filtered_by(&self, facet: Facet, value: &str) -> bool {
        self.view.viewpoint.filter.choice(facet).is_some_and(|choice| choice.include.contains(&Value::from(value)))
    }

    fn toggle(&mut self, facet: Facet, value: &str) {
        let value = Value::from(value);
        self.out.push(Command::Filter(FilterCommand::Toggle { facet, value, is_excluded: false }));
    }

    /// A line: what it is, the link, a note.
    fn row(&mut self, ui: &mut Ui, lead: &str, id: &RecordId, note: &str) {
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            if !lead.is_empty() {
                ui.label(text(lead, TextSize::Small, Weight::Regular, theme.weak));
            }
            link(ui, self.view, id, self.out);
            if !note.is_empty() {
                ui.label(text(note, TextSize::Small, Weight::Regular, theme.weak));
            }
        });
    }

    fn date(&self, ui: &mut Ui, lead: &str, when: Option<&When>) {
        if let Some(when) = when {
            let words = format!("{lead} {}", self.view.dates.when(when));
            ui.label(text(&words, TextSize::Small, Weight::Regular, self.view.theme.weak));
        }
    }

    fn names(&self, ui: &mut Ui, names: &Names) {
        if !names.is_empty() {
            let all: Vec<&str> = names.values().map(String::as_str).collect();
            ui.label(text(&all.join(" · "), TextSize::Body, Weight::Regular, self.view.theme.weak));
        }
    }

    fn note(&self, ui: &mut Ui, note: Option<&str>) {
        if let Some(note) = note {
            ui.add_space(4.0);
            ui.label(text(note, TextSize::Body, Weight::Regular, self.view.theme.text));
        }
    }

    /// Everything that is linked to the record, by kind.
    fn ties(&mut self, ui: &mut Ui, title: &str) {
        let linked = &self.facts.linked;
        section(ui, self.view.theme, &format!("{title} · {}", grouped(linked.len() as u64)));
        for kind in ["event", "report", "place", "actor", "source"] {
            let of_kind = || linked.iter().filter(|other| other.kind() == kind);
            let Some(first) = of_kind().next() else { continue };
            let n = of_kind().count();
            ui.add_space(4.0);
            let words = format!("{} · {}", wording::kinds(first), grouped(n as u64));
            ui.label(text(&words, TextSize::Small, Weight::Regular, self.view.theme.weak));
            paged(ui, self.view, kind, n, |ui, n| {
                for other in of_kind().take(n) {
                    self.row(ui, "", other, "");
                }
            });
        }
    }
}
