//! The page of the selected record: what, when, where, who, who says so, who denies it, and what it is tied to.

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::base::counted;
use crate::command::{Action, Outbox};
use crate::model::{
    About, ActorId, Event, EventId, Grade, Graded, Names, Place, PlaceId, RecordId, Report, ReportId, Situation, Source, SourceId,
    Standing, Troops, Via, When,
};
use crate::panels::list::record_of;
use crate::panels::pieces::{action_button, chip, link, section, standing_sign, text};
use crate::panels::{View, layer_name, words};
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;

pub fn ui(view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
    let Some(item) = &view.viewpoint.selection else {
        ui.add_space(24.0);
        ui.vertical_centered(|ui| {
            ui.set_max_width(280.0);
            let words = if view.situation.is_some() {
                "Select an event, a report or a mark on the map to see what is linked to it and who says so."
            } else {
                "Select a row or a feature on the map to see its properties."
            };
            ui.label(text(words, TextSize::Body, Weight::Regular, view.theme.weak));
        });
        return;
    };
    ScrollArea::vertical().id_salt(("detail", item)).auto_shrink([false, false]).show(ui, |ui| {
        egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 10, bottom: 24 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
            match (item, view.situation) {
                (Item::Record(id), Some(situation)) => Page { view, situation, out }.record(ui, id),
                (Item::Row { layer, row }, _) => layer_row(view, ui, *layer, *row, out),
                (Item::Record(_), None) => {}
            }
        });
    });
}

/// The name of what a report is held through, if it is not held directly.
pub fn carrier<'a>(situation: &'a Situation, report: &Report) -> Option<&'a str> {
    let source = match report.via.as_ref()? {
        Via::Source(id) => id,
        Via::Report(id) => &situation.report(id)?.source,
    };
    situation.source(source).map(|s| s.name.as_str())
}

fn layer_row(view: &View<'_>, ui: &mut Ui, layer: usize, row: u32, out: &mut Outbox) {
    let Some(layer) = view.layers.get(layer) else { return };
    header(view, ui, "Feature", &layer.title(row), out);
    ui.label(text(layer_name(layer), TextSize::Small, Weight::Regular, view.theme.weak));
    section(ui, view.theme, "Properties");
    egui::Grid::new("properties").num_columns(2).spacing(vec2(12.0, 4.0)).show(ui, |ui| {
        for (name, value) in layer.properties(row) {
            ui.label(text(&name, TextSize::Small, Weight::Regular, view.theme.weak));
            ui.label(text(&value, TextSize::Body, Weight::Regular, view.theme.text));
            ui.end_row();
        }
    });
}

fn header(view: &View<'_>, ui: &mut Ui, kind: &str, title: &str, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(text(kind, TextSize::Small, Weight::Semibold, view.theme.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            action_button(ui, "→", Action::Forward, out);
            action_button(ui, "←", Action::Back, out);
        });
    });
    ui.label(text(title, TextSize::Title, Weight::Semibold, view.theme.text));
}

/// What a page is made from.
struct Page<'a, 'v> {
    view: &'a View<'v>,
    situation: &'a Situation,
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
        header(self.view, ui, "Event", &event.title, self.out);
        let standing = Standing::of(situation, id);
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            chip(ui, theme, words::mode(event.mode), theme.text);
            if let Some(category) = &event.category {
                chip(ui, theme, category, theme.weak);
            }
            for tag in &event.tags {
                chip(ui, theme, tag, theme.weak);
            }
        });
        ui.add_space(4.0);
        self.standing(ui, id, &standing);
        if let Some(summary) = &event.summary {
            ui.add_space(6.0);
            ui.label(text(summary, TextSize::Body, Weight::Regular, theme.text));
        }
        self.when(ui, event);
        self.where_and_who(ui, event);
        self.statements(ui, id, &standing);
        self.threads(ui, event);
    }

    fn standing(&self, ui: &mut Ui, id: &EventId, standing: &Standing) {
        let theme = self.view.theme;
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), egui::Sense::hover());
            standing_sign(ui.painter(), rect.center(), standing.word, theme);
            ui.label(text(words::standing_word(standing.word), TextSize::Strong, Weight::Semibold, theme.text));
            if let Some(grades) = words::grades(standing.grades) {
                chip(ui, theme, &grades, theme.text)
                    .on_hover_text("Reliability of the sources and credibility of what they say (Admiralty grades)");
            }
        });
        ui.label(text(&words::standing(self.situation, id, standing), TextSize::Body, Weight::Regular, theme.text));
        ui.label(text(&words::origins(standing), TextSize::Small, Weight::Regular, theme.weak));
        for (source, whole) in &standing.denied_by_inherited {
            let name = self.situation.source(source).map_or(source.as_str(), |s| s.name.as_str());
            let whole = self.situation.name_of(&RecordId::Event(whole.clone())).unwrap_or_default();
            ui.label(text(&format!("Inherited: {name} denies “{whole}”"), TextSize::Small, Weight::Regular, theme.contested));
        }
    }

    fn when(&self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, "When");
        let Some(when) = &event.when else {
            ui.label(text("No date", TextSize::Body, Weight::Regular, theme.weak));
            return;
        };
        ui.label(text(&words::when(when, self.situation.zone()), TextSize::Body, Weight::Regular, theme.text));
        let basis = event.when_basis.map(|basis| format!(" · {}", words::when_basis(basis))).unwrap_or_default();
        let written = format!("{when}{basis} · days of {}", self.situation.zone().name());
        ui.label(text(&written, TextSize::Small, Weight::Regular, theme.weak));
    }

    fn where_and_who(&mut self, ui: &mut Ui, event: &Event) {
        let theme = self.view.theme;
        section(ui, theme, "Where");
        if event.places.is_empty() {
            ui.label(text("No place", TextSize::Body, Weight::Regular, theme.weak));
        }
        for at in &event.places {
            let note = if self.situation.place(&at.place).is_some_and(|p| p.inferred) { "inferred, not named by a source" } else { "" };
            self.row(ui, words::role(at.role), &RecordId::Place(at.place.clone()), note);
        }
        if !event.actors.is_empty() {
            section(ui, theme, "Who");
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

    fn statements(&mut self, ui: &mut Ui, id: &EventId, standing: &Standing) {
        let theme = self.view.theme;
        let about = self.situation.reports_about(id);
        section(ui, theme, &format!("Who says so · {}", counted(about.len(), "statement", "statements")));
        for (report_id, index) in about {
            let Some((report, about)) = self.situation.report(report_id).and_then(|r| Some((r, r.about.get(*index)?))) else { continue };
            self.statement(ui, report, about, true);
            if standing.without_say.contains(report_id) {
                ui.label(text("Superseded, retracted or a copy of such: has no say", TextSize::Small, Weight::Regular, theme.weak));
            }
        }
        for unclear in &standing.origins.unclear {
            let name = self.situation.name_of(&RecordId::Report(unclear.report.clone())).unwrap_or(unclear.report.as_str());
            let words = format!("Unclear whether it adds an origin: {name} ({})", words::unclear(self.situation, &unclear.why));
            ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
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
            let is_against = matches!(about.stance, crate::model::Stance::Denies | crate::model::Stance::Retracts);
            let ink = if is_against { theme.contested } else { theme.text };
            ui.label(text(words::stance(about.stance), TextSize::Body, Weight::Semibold, ink));
            if let Some(aspect) = about.aspect {
                ui.label(text(&format!("({})", aspect.word()), TextSize::Small, Weight::Regular, theme.weak));
            }
            let grade = Grade::of(self.situation, report, about);
            if grade != Grade::default() {
                chip(ui, theme, &grade.to_string(), theme.text);
            }
        });
        if let Some(quote) = &about.excerpt {
            ui.label(
                RichText::new(format!("“{}”", crate::base::shortened(quote, 2_000)))
                    .font(crate::theme::font(TextSize::Body, Weight::Regular))
                    .color(theme.text),
            );
        }
        let mut notes = Vec::new();
        notes.extend(report.published.as_ref().map(|when| words::when(when, self.situation.zone())));
        notes.extend(carrier(self.situation, report).map(|name| format!("via {name}")));
        notes.push(words::origin(report.origin).to_owned());
        notes.extend(about.as_said.as_ref().map(|hedge| format!("as said: “{hedge}”")));
        ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(troops) = &about.troops {
            self.troops(ui, troops);
        }
    }

    fn troops(&mut self, ui: &mut Ui, troops: &Troops) {
        let theme = self.view.theme;
        ui.horizontal_wrapped(|ui| {
            let strength = troops.strength.as_ref().map_or_else(|| "strength not given".to_owned(), words::strength);
            chip(ui, theme, &format!("Troops: {strength}"), theme.text);
            if let Some(actor) = &troops.actor {
                link(ui, self.view, &RecordId::Actor(actor.clone()), self.out);
            }
            for (lead, place) in [("from", &troops.from), ("to", &troops.to)] {
                if let Some(place) = place {
                    ui.label(text(lead, TextSize::Small, Weight::Regular, theme.weak));
                    link(ui, self.view, &RecordId::Place(place.clone()), self.out);
                }
            }
            let others = troops.body.as_ref().map_or(0, |body| self.situation.reports_of_body(body).len());
            let facts = [&troops.unit, &troops.echelon, &troops.equipment, &troops.activity];
            let mut notes: Vec<String> = facts.into_iter().flatten().cloned().collect();
            if others > 1 {
                notes.push(format!("one body, told of by {others} statements: never added up"));
            }
            ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        });
    }

    fn threads(&mut self, ui: &mut Ui, event: &Event) {
        let back = self.situation.events_linking_to(&event.id);
        if event.links.is_empty() && back.is_empty() {
            return;
        }
        section(ui, self.view.theme, "Linked events");
        for tie in &event.links {
            self.row(ui, words::relation(tie.rel), &RecordId::Event(tie.event.clone()), "");
        }
        for (other, relation) in back {
            self.row(ui, words::relation_back(*relation), &RecordId::Event(other.clone()), "");
        }
    }

    fn report(&mut self, ui: &mut Ui, id: &ReportId) {
        let Some(report) = self.situation.report(id) else { return };
        let theme = self.view.theme;
        let title = self.situation.name_of(&RecordId::Report(id.clone())).unwrap_or(id.as_str()).to_owned();
        header(self.view, ui, if report.about.iter().any(|a| a.troops.is_some()) { "Troop report" } else { "Report" }, &title, self.out);
        self.row(ui, "Source", &RecordId::Source(report.source.clone()), words::origin(report.origin));
        match &report.via {
            Some(Via::Report(via)) => self.row(ui, "Via", &RecordId::Report(via.clone()), ""),
            Some(Via::Source(via)) => self.row(ui, "Via", &RecordId::Source(via.clone()), ""),
            None => {}
        }
        if let Some(event) = &report.said_at {
            self.row(ui, "Said at", &RecordId::Event(event.clone()), "");
        }
        if let Some(earlier) = &report.supersedes {
            self.row(ui, "Supersedes", &RecordId::Report(earlier.clone()), "");
        }
        self.date(ui, "Published", report.published.as_ref());
        self.date(ui, "Known to us", report.known.as_ref());
        if !report.basis.is_empty() {
            ui.label(text(&format!("Rests on {}", report.basis.join(", ")), TextSize::Small, Weight::Regular, theme.weak));
        }
        for (lead, address) in [("Link", &report.url), ("Archived", &report.archived)] {
            if let Some(address) = address {
                ui.label(text(&format!("{lead}: {address}"), TextSize::Small, Weight::Regular, theme.weak));
            }
        }
        section(ui, theme, &format!("Says · {}", counted(report.about.len(), "statement", "statements")));
        for about in &report.about {
            self.statement(ui, report, about, false);
            self.row(ui, "of", &record_of(&about.subject), "");
        }
        self.ties(ui, &RecordId::Report(id.clone()), "Linked");
    }

    fn date(&self, ui: &mut Ui, lead: &str, when: Option<&When>) {
        if let Some(when) = when {
            let words = format!("{lead} {}", words::when(when, self.situation.zone()));
            ui.label(text(&words, TextSize::Small, Weight::Regular, self.view.theme.weak));
        }
    }

    fn place(&mut self, ui: &mut Ui, id: &PlaceId) {
        let Some(place) = self.situation.place(id) else { return };
        header(self.view, ui, place.kind.map_or("Place", words::place_kind), &place.name, self.out);
        self.names(ui, &place.names);
        let theme = self.view.theme;
        ui.label(text(&place_facts(place), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(whole) = &place.part_of {
            self.row(ui, "Part of", &RecordId::Place(whole.clone()), "");
        }
        self.note(ui, place.note.as_deref());
        self.ties(ui, &RecordId::Place(id.clone()), "Linked to this place");
    }

    fn source(&mut self, ui: &mut Ui, id: &SourceId) {
        let Some(source) = self.situation.source(id) else { return };
        header(self.view, ui, "Source", &source.name, self.out);
        self.names(ui, &source.names);
        let theme = self.view.theme;
        ui.label(text(&source_facts(source), TextSize::Small, Weight::Regular, theme.weak));
        if let Some(actor) = &source.actor {
            self.row(ui, "Speaks for", &RecordId::Actor(actor.clone()), "");
        }
        self.note(ui, source.note.as_deref());
        if !source.graded.is_empty() {
            section(ui, theme, "Reliability");
        }
        for Graded { on, by, grade, why, .. } in &source.graded {
            ui.horizontal_wrapped(|ui| {
                chip(ui, theme, grade.word(), theme.text);
                let when = on.as_ref().map(|when| words::when(when, self.situation.zone()));
                let notes: Vec<String> = [why.clone(), by.clone(), when].into_iter().flatten().collect();
                ui.label(text(&notes.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
            });
        }
        self.ties(ui, &RecordId::Source(id.clone()), "Its reports");
    }

    fn actor(&mut self, ui: &mut Ui, id: &ActorId) {
        let Some(actor) = self.situation.actor(id) else { return };
        header(self.view, ui, "Actor", &actor.name, self.out);
        self.names(ui, &actor.names);
        let identity = actor.identity.map(|i| i.word().to_owned());
        let facts: Vec<String> =
            [actor.kind.map(|k| k.word().to_owned()), actor.role.clone(), actor.side.clone(), identity].into_iter().flatten().collect();
        ui.label(text(&facts.join(" · "), TextSize::Small, Weight::Regular, self.view.theme.weak));
        if let Some(whole) = &actor.part_of {
            self.row(ui, "Part of", &RecordId::Actor(whole.clone()), "");
        }
        self.note(ui, actor.note.as_deref());
        self.ties(ui, &RecordId::Actor(id.clone()), "Linked");
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

    /// Everything that is linked to a record, by kind.
    fn ties(&mut self, ui: &mut Ui, id: &RecordId, title: &str) {
        let linked = self.situation.linked_to(id);
        section(ui, self.view.theme, &format!("{title} · {}", linked.len()));
        for (kind, many) in [("event", "Events"), ("report", "Reports"), ("place", "Places"), ("actor", "Actors"), ("source", "Sources")] {
            let of_kind: Vec<&RecordId> = linked.iter().filter(|other| other.kind() == kind).collect();
            if !of_kind.is_empty() {
                ui.add_space(4.0);
                ui.label(text(&format!("{many} · {}", of_kind.len()), TextSize::Small, Weight::Regular, self.view.theme.weak));
            }
            for other in of_kind {
                self.row(ui, "", other, "");
            }
        }
    }
}

fn place_facts(place: &Place) -> String {
    let mut facts = Vec::new();
    facts.extend(place.country.clone());
    facts.extend(place.precision.map(words::precision));
    if place.unnamed {
        facts.push("not named by the source".to_owned());
    } else if place.geometry.is_none() {
        facts.push("not on the map".to_owned());
    }
    if place.inferred {
        facts.push("inferred, not named by a source".to_owned());
    }
    facts.join(" · ")
}

fn source_facts(source: &Source) -> String {
    let kind = source.kind.map(|k| k.word().to_owned());
    let named = (!source.named).then(|| "unnamed".to_owned());
    [kind, named, source.url.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
