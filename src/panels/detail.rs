//! The page of the selected record: what, when, where, who, who says so, who denies it, and what it is tied to.

use egui::{RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

use crate::base::{grouped, shortened};
use crate::command::{Action, Command, FilterCommand, Outbox, Pane};
use crate::model::{
    About, ActorId, Assessment, Event, EventId, Grade, Graded, Names, Place, PlaceId, PlaceRole, RecordId, Report, ReportId, Situation,
    Source, SourceId, Stance, Standing, Troops, Via, When,
};
use crate::panels::pieces::{action_button, chip, chip_button, icon_button, link, section, standing_sign, text, trace_rect};
use crate::panels::summary::{Summary, record_of};
use crate::panels::{View, layer_name};
use crate::query::{Facet, Span, Value};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording;

/// What a page tells besides the record itself: found once for each selection.
#[derive(Debug, Default)]
pub struct PageFacts {
    /// Of an event.
    standing: Option<Standing>,
    /// What is said of an event: report and index into its `about`, the earliest first.
    statements: Vec<(ReportId, usize)>,
    /// Of an event, in the order of time.
    thread: Vec<Knot>,
    linked: Vec<RecordId>,
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
        let mut facts = Self { linked: situation.linked_to(id), ..Self::default() };
        if let RecordId::Event(id) = id {
            facts.standing = Some(Standing::of(situation, id));
            facts.statements = situation.reports_about(id).to_vec();
            let published = |id: &ReportId| situation.report(id).and_then(|report| Span::of(report.published.as_ref()?, situation.zone()));
            facts.statements.sort_by_cached_key(|(report, index)| {
                let time = published(report);
                (time.is_none(), time, report.clone(), *index)
            });
            facts.thread = thread(situation, id);
        }
        facts
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

/// Only what is fleeting: whether the keyboard was sent here.
#[derive(Debug, Default)]
pub struct PagePanel {
    n_focus: u64,
}

impl PagePanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let (pane, n_sent) = view.desk.focus;
        let is_sent_here = pane == Pane::Page && n_sent != std::mem::replace(&mut self.n_focus, n_sent);
        let Some(item) = &view.viewpoint.selection else { return };
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
                        Page { view, situation, facts, is_sent_here, out }.record(ui, id);
                    }
                    (Item::Row { layer, row }, _) => layer_row(view, ui, *layer, *row, is_sent_here, out),
                    (Item::Record(_), None) => {}
                }
            });
        });
    }
}

/// The name of what a report is held through, if it is not held directly.
pub fn carrier<'a>(view: &'a View<'_>, report: &'a Report) -> Option<&'a str> {
    let situation = view.situation?;
    let source = match report.via.as_ref()? {
        Via::Source(id) => id,
        Via::Report(id) => &situation.report(id)?.source,
    };
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
        action_button(ui, wording::COPY_AS_TEXT, Action::CopyText, out);
        action_button(ui, wording::PUT_BACK, Action::ClearSelection, out);
    });
    ui.add_space(6.0);
    paged(ui, view, "picked", picked.len(), |ui, n| {
        for item in picked.iter().take(n) {
            match item {
                Item::Record(id) => drop(link(ui, view, id, out)),
                Item::Row { .. } => {
                    ui.label(text(&Summary::of(view, item).what, TextSize::Body, Weight::Regular, view.theme.text));
                }
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
    ui.label(text(layer_name(layer), TextSize::Small, Weight::Regular, view.theme.weak));
    section(ui, view.theme, wording::PROPERTIES);
    egui::Grid::new("properties").num_columns(2).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
        for (name, value) in layer.properties(row) {
            ui.label(text(&name, TextSize::Small, Weight::Regular, view.theme.weak));
            ui.label(text(&value, TextSize::Body, Weight::Regular, view.theme.text));
            ui.end_row();
        }
    });
}

/// Kind and title; back and forward. The title is where the keyboard arrives.
fn header(view: &View<'_>, ui: &mut Ui, kind: &str, title: &str, is_sent_here: bool, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(text(kind, TextSize::Small, Weight::Semibold, view.theme.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
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

/// What a page is made from.
struct Page<'a, 'v> {
    view: &'a View<'v>,
    situation: &'a Situation,
    facts: &'a PageFacts,
    is_sent_here: bool,
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
        }
    }

    fn event(&mut self, ui: &mut Ui, id: &EventId) {
        let situation = self.situation;
        let Some(event) = situation.event(id) else { return };
        header(self.view, ui, wording::kind(&RecordId::Event(id.clone())), &event.title, self.is_sent_here, self.out);
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            self.value_chip(ui, Facet::Mode, event.mode.word(), wording::mode(event.mode));
            if let Some(category) = &event.category {
                self.value_chip(ui, Facet::Category, category, category);
            }
            for tag in &event.tags {
                self.value_chip(ui, Facet::Tag, tag, tag);
            }
        });
        ui.add_space(4.0);
        let facts = self.facts;
        if let Some(standing) = &facts.standing {
            self.standing(ui, id, standing);
        }
        if let Some(summary) = &event.summary {
            ui.add_space(6.0);
            ui.label(text(summary, TextSize::Body, Weight::Regular, theme.text));
        }
        self.when(ui, event);
        self.where_and_who(ui, event);
        self.statements(ui);
        self.assessments(ui, &event.assessments);
        self.thread(ui, event);
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

    /// What lets lists and map show only what has to do with the record of this page.
    fn only_these(&mut self, ui: &mut Ui, facet: Facet, id: &str, name: &str) {
        let is_in = self.is_filtered_by(facet, id);
        let words = if is_in { wording::NO_LONGER_ONLY } else { wording::ONLY_THESE };
        let button = egui::Button::new(text(words, TextSize::Small, Weight::Regular, self.view.theme.text)).selected(is_in);
        let response = ui.add(button);
        trace_rect("filter-by", id, response.rect);
        if response.on_hover_text(wording::filter_by(facet, name, is_in)).clicked() {
            self.toggle(facet, id);
        }
    }

    fn is_filtered_by(&self, facet: Facet, value: &str) -> bool {
        self.view.viewpoint.filter.choice(facet).is_some_and(|choice| choice.include.contains(&Value::from(value)))
    }

    fn toggle(&mut self, facet: Facet, value: &str) {
        let value = Value::from(value);
        self.out.push(Command::Filter(FilterCommand::Toggle { facet, value, is_excluded: false }));
    }

    fn standing(&self, ui: &mut Ui, id: &EventId, standing: &Standing) {
        let theme = self.view.theme;
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), egui::Sense::hover());
            standing_sign(ui.painter(), rect.center(), standing.word, theme);
            ui.label(text(wording::standing_word(standing.word), TextSize::Strong, Weight::Semibold, theme.text));
            if let Some(grades) = wording::grades(standing.grades) {
                chip(ui, theme, &grades, theme.text).on_hover_text(wording::grades_explained(standing.grades));
            }
        });
        ui.label(text(&wording::standing(self.situation, id, standing, self.view.language()), TextSize::Body, Weight::Regular, theme.text));
        ui.label(text(&wording::origins(standing), TextSize::Small, Weight::Regular, theme.weak));
        for (source, whole) in &standing.denied_by_inherited {
            let (source, whole) = (RecordId::Source(source.clone()), RecordId::Event(whole.clone()));
            let words = wording::inherited_denial(self.view.name(&source), self.view.name(&whole));
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.contested));
        }
    }

    fn when(&self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, wording::WHEN);
        let Some(when) = &event.when else {
            ui.label(text(wording::NO_DATE, TextSize::Body, Weight::Regular, theme.weak));
            return;
        };
        ui.label(text(&self.view.dates.when(when), TextSize::Body, Weight::Regular, theme.text));
        let written = wording::date_as_written(when.text(), event.when_basis.map(wording::when_basis), self.situation.zone().name());
        ui.label(text(&written, TextSize::Small, Weight::Regular, theme.weak));
    }

    fn where_and_who(&mut self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, wording::WHERE);
        if event.places.is_empty() {
            ui.label(text(wording::NO_PLACE_HERE, TextSize::Body, Weight::Regular, theme.weak));
        }
        for at in &event.places {
            let note = if self.situation.place(&at.place).is_some_and(|p| p.inferred) { wording::INFERRED } else { "" };
            self.row(ui, wording::role(at.role), &RecordId::Place(at.place.clone()), note);
        }
        if !event.actors.is_empty() {
            section(ui, theme, wording::WHO);
        }
        for by in &event.actors {
            self.row(ui, "", &RecordId::Actor(by.actor.clone()), by.role.as_deref().unwrap_or_default());
        }
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

    fn statements(&mut self, ui: &mut Ui) {
        let (theme, facts) = (self.view.theme, self.facts);
        let Some(standing) = &facts.standing else { return };
        section(ui, theme, &wording::who_says_so(facts.statements.len()));
        if facts.statements.is_empty() {
            ui.label(text(wording::NO_REPORT_OF_IT, TextSize::Body, Weight::Regular, theme.weak));
        }
        paged(ui, self.view, "statements", facts.statements.len(), |ui, n| {
            for (report_id, index) in facts.statements.iter().take(n) {
                let Some((report, about)) = self.situation.report(report_id).and_then(|r| Some((r, r.about.get(*index)?))) else {
                    continue;
                };
                self.statement(ui, report, about, true);
                if standing.without_say.contains(report_id) {
                    ui.label(text(wording::WITHOUT_SAY, TextSize::Small, Weight::Regular, theme.weak));
                }
            }
        });
        for unclear in standing.origins.unclear.iter().take(30) {
            let report = RecordId::Report(unclear.report.clone());
            let why = wording::unclear(self.situation, &unclear.why, self.view.language());
            ui.label(text(&wording::unclear_origin(self.view.name(&report), &why), TextSize::Small, Weight::Regular, theme.weak));
        }
    }

    /// What analysts make of it: a likelihood and a confidence, which are two things.
    fn assessments(&self, ui: &mut Ui, assessments: &[Assessment]) {
        let theme = self.view.theme;
        if !assessments.is_empty() {
            section(ui, theme, wording::ASSESSED);
        }
        for Assessment { statement, likelihood, confidence, basis, by, on, .. } in assessments {
            ui.label(text(statement, TextSize::Body, Weight::Regular, theme.text));
            let likelihood = likelihood.map(|likelihood| likelihood.word().to_owned());
            let confidence = confidence.map(|confidence| wording::confidence(confidence.word()));
            let on = on.as_ref().map(|when| self.view.dates.when(when));
            let notes: Vec<String> = [likelihood, confidence, basis.clone(), by.clone(), on].into_iter().flatten().collect();
            ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        }
    }

    /// One statement of a report: who, what stance, grade, through whom, when, in which words.
    fn statement(&mut self, ui: &mut Ui, report: &Report, about: &About, names_source: bool) {
        let theme = self.view.theme;
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            if names_source {
                link(ui, self.view, &RecordId::Source(report.source.clone()), self.out);
            }
            let is_against = matches!(about.stance, Stance::Denies | Stance::Retracts);
            let ink = if is_against { theme.contested } else { theme.text };
            let stance = wording::stance_done(about.stance);
            trace_rect("stance", stance, ui.label(text(stance, TextSize::Body, Weight::Semibold, ink)).rect);
            if let Some(aspect) = about.aspect {
                ui.label(text(&format!("({})", aspect.word()), TextSize::Small, Weight::Regular, theme.weak));
            }
            let grade = Grade::of(self.situation, report, about);
            if grade != Grade::default() {
                chip(ui, theme, &grade.to_string(), theme.text).on_hover_text(wording::grade_explained(grade));
            }
        });
        if let Some(quote) = &about.excerpt {
            ui.label(RichText::new(wording::quoted(quote)).font(crate::theme::font(TextSize::Body, Weight::Regular)).color(theme.text));
        }
        let mut notes = Vec::new();
        notes.extend(report.published.as_ref().map(|when| self.view.dates.when(when)));
        notes.extend(carrier(self.view, report).map(wording::via));
        notes.push(wording::origin(report.origin).to_owned());
        notes.extend(about.as_said.as_deref().map(wording::as_said));
        ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(troops) = &about.troops {
            self.troops(ui, troops);
        }
    }

    fn troops(&mut self, ui: &mut Ui, troops: &Troops) {
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            chip(ui, theme, &wording::troops_counted(troops.strength.as_ref()), theme.text);
            if let Some(actor) = &troops.actor {
                link(ui, self.view, &RecordId::Actor(actor.clone()), self.out);
            }
            for (lead, place) in [(PlaceRole::From, &troops.from), (PlaceRole::To, &troops.to)] {
                if let Some(place) = place {
                    ui.label(text(wording::role(lead), TextSize::Small, Weight::Regular, theme.weak));
                    link(ui, self.view, &RecordId::Place(place.clone()), self.out);
                }
            }
            let others = troops.body.as_ref().map_or(0, |body| self.situation.reports_of_body(body).len());
            let facts = [&troops.unit, &troops.echelon, &troops.equipment, &troops.activity];
            let mut notes: Vec<String> = facts.into_iter().flatten().cloned().collect();
            if others > 1 {
                notes.push(wording::one_body(others));
            }
            ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        });
    }

    /// The events that this one hangs together with, as they came one after the other.
    fn thread(&mut self, ui: &mut Ui, event: &Event) {
        let (theme, facts) = (self.view.theme, self.facts);
        if facts.thread.len() < 2 {
            return;
        }
        section(ui, theme, wording::THREAD);
        let mut last: Option<egui::Pos2> = None;
        for Knot { event: at, tie } in &facts.thread {
            let top = ui.cursor().top();
            let row = ui.horizontal_top(|ui| {
                ui.add_space(18.0);
                ui.vertical(|ui| {
                    let when = self.situation.event(at).and_then(|event| event.when.as_ref());
                    let tie = tie.as_ref().map(|(words, other)| match *other == event.id {
                        true => (*words).to_owned(),
                        false => wording::tied_to(words, &shortened(self.view.name(&RecordId::Event(other.clone())), 60)),
                    });
                    let notes: Vec<String> = std::iter::once(self.view.dates.heading(when)).chain(tie).collect();
                    ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
                    if *at == event.id {
                        ui.label(text(&event.title, TextSize::Body, Weight::Semibold, theme.text));
                    } else {
                        link(ui, self.view, &RecordId::Event(at.clone()), self.out);
                    }
                });
            });
            let dot = egui::pos2(row.response.rect.left() + 6.0, top + 9.0);
            if let Some(above) = last.replace(dot) {
                ui.painter().line_segment([above + vec2(0.0, 6.0), dot - vec2(0.0, 6.0)], egui::Stroke::new(1.0, theme.hairline));
            }
            if *at == event.id {
                ui.painter().circle_filled(dot, 4.0, theme.text);
            } else {
                ui.painter().circle_stroke(dot, 3.5, egui::Stroke::new(1.5, theme.weak));
            }
        }
    }

    fn report(&mut self, ui: &mut Ui, id: &ReportId) {
        let Some(report) = self.situation.report(id) else { return };
        let theme = self.view.theme;
        let record = RecordId::Report(id.clone());
        let is_of_troops = report.about.iter().any(|about| about.troops.is_some());
        let kind = if is_of_troops { wording::TROOP_REPORT } else { wording::kind(&record) };
        header(self.view, ui, kind, self.view.name(&record), self.is_sent_here, self.out);
        self.row(ui, wording::SOURCE, &RecordId::Source(report.source.clone()), wording::origin(report.origin));
        match &report.via {
            Some(Via::Report(via)) => self.row(ui, wording::VIA, &RecordId::Report(via.clone()), ""),
            Some(Via::Source(via)) => self.row(ui, wording::VIA, &RecordId::Source(via.clone()), ""),
            None => {}
        }
        if let Some(event) = &report.said_at {
            self.row(ui, wording::SAID_AT, &RecordId::Event(event.clone()), "");
            for at in self.situation.event(event).map_or(&[][..], |event| &event.places) {
                self.row(ui, wording::IN, &RecordId::Place(at.place.clone()), "");
            }
        }
        if let Some(earlier) = &report.supersedes {
            self.row(ui, wording::SUPERSEDES, &RecordId::Report(earlier.clone()), "");
        }
        self.date(ui, wording::PUBLISHED, report.published.as_ref());
        self.date(ui, wording::KNOWN, report.known.as_ref());
        if !report.basis.is_empty() {
            ui.label(text(&wording::rests_on(&report.basis.join(", ")), TextSize::Small, Weight::Regular, theme.weak));
        }
        for (lead, address) in [(wording::LINK, &report.url), (wording::ARCHIVED, &report.archived)] {
            if let Some(address) = address {
                ui.label(text(&format!("{lead}: {address}"), TextSize::Small, Weight::Regular, theme.weak));
            }
        }
        section(ui, theme, &wording::says(report.about.len()));
        paged(ui, self.view, "about", report.about.len(), |ui, n| {
            for about in report.about.iter().take(n) {
                self.statement(ui, report, about, false);
                self.row(ui, wording::OF, &record_of(&about.subject), "");
            }
        });
        self.ties(ui, wording::LINKED);
    }

    fn date(&self, ui: &mut Ui, lead: &str, when: Option<&When>) {
        if let Some(when) = when {
            let words = format!("{lead} {}", self.view.dates.when(when));
            ui.label(text(&words, TextSize::Small, Weight::Regular, self.view.theme.weak));
        }
    }

    fn place(&mut self, ui: &mut Ui, id: &PlaceId) {
        let Some(place) = self.situation.place(id) else { return };
        let record = RecordId::Place(id.clone());
        let kind = place.kind.map_or(wording::kind(&record), wording::place_kind);
        header(self.view, ui, kind, self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Place, id.as_str(), self.view.name(&record));
        self.names(ui, &place.names);
        let theme = self.view.theme;
        ui.label(text(&place_facts(place), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(whole) = &place.part_of {
            self.row(ui, wording::PART_OF, &RecordId::Place(whole.clone()), "");
        }
        self.note(ui, place.note.as_deref());
        self.ties(ui, wording::LINKED_TO_PLACE);
    }

    fn source(&mut self, ui: &mut Ui, id: &SourceId) {
        let Some(source) = self.situation.source(id) else { return };
        let record = RecordId::Source(id.clone());
        header(self.view, ui, wording::kind(&record), self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Source, id.as_str(), self.view.name(&record));
        self.names(ui, &source.names);
        let theme = self.view.theme;
        ui.label(text(&source_facts(source), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(actor) = &source.actor {
            self.row(ui, wording::SPEAKS_FOR, &RecordId::Actor(actor.clone()), "");
        }
        self.note(ui, source.note.as_deref());
        if !source.graded.is_empty() {
            section(ui, theme, wording::RELIABILITY);
        }
        for Graded { on, by, grade, why, .. } in &source.graded {
            ui.horizontal_wrapped(|ui| {
                let explained = wording::grade_explained(Grade { reliability: Some(*grade), credibility: None });
                chip(ui, theme, grade.word(), theme.text).on_hover_text(explained);
                let when = on.as_ref().map(|when| self.view.dates.when(when));
                let notes: Vec<String> = [why.clone(), by.clone(), when].into_iter().flatten().collect();
                ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
            });
        }
        self.ties(ui, wording::LINKED);
    }

    fn actor(&mut self, ui: &mut Ui, id: &ActorId) {
        let Some(actor) = self.situation.actor(id) else { return };
        let record = RecordId::Actor(id.clone());
        header(self.view, ui, wording::kind(&record), self.view.name(&record), self.is_sent_here, self.out);
        self.only_these(ui, Facet::Actor, id.as_str(), self.view.name(&record));
        self.names(ui, &actor.names);
        let identity = actor.identity.map(|identity| wording::identity(identity).to_owned());
        let facts: Vec<String> =
            [actor.kind.map(|kind| wording::actor_kind(kind).to_owned()), actor.role.clone(), actor.side.clone(), identity]
                .into_iter()
                .flatten()
                .collect();
        ui.label(text(&facts.join(" · "), TextSize::Small, Weight::Regular, self.view.theme.weak));
        if let Some(whole) = &actor.part_of {
            self.row(ui, wording::PART_OF, &RecordId::Actor(whole.clone()), "");
        }
        self.note(ui, actor.note.as_deref());
        self.ties(ui, wording::LINKED);
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

fn place_facts(place: &Place) -> String {
    let mut facts = Vec::new();
    facts.extend(place.country.clone());
    facts.extend(place.precision.map(wording::precision));
    if place.unnamed {
        facts.push(wording::NOT_NAMED.to_owned());
    } else if place.geometry.is_none() {
        facts.push(wording::NOT_ON_MAP.to_owned());
    }
    if place.inferred {
        facts.push(wording::INFERRED.to_owned());
    }
    facts.join(" · ")
}

fn source_facts(source: &Source) -> String {
    let kind = source.kind.map(|kind| wording::source_kind(kind).to_owned());
    let named = (!source.named).then(|| wording::UNNAMED.to_owned());
    [kind, named, source.url.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
