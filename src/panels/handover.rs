//! The page for whoever takes over, in the drawer: what became known since some moment, what was changed, when and by whom, and which
//! questions are open. The same as text, to be copied.

use std::fmt::Write;

use egui::{ScrollArea, Ui};

use crate::base::ContentKey;
use crate::command::{Command, Outbox, PageCommand};
use crate::document::{Turn, straight};
use crate::export::Page;
use crate::formats::native::{HISTORY_FILE, history_in};
use crate::model::{Moment, RecordId, Situation, When};
use crate::panels::View;
use crate::panels::pieces::{chip_button, link_in_words, section, small_field, text, trace_rect};
use crate::panels::summary::Summary;
use crate::query::typed_date;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Item;
use crate::wording::{self, Dates};

const HOUR_SECS: i64 = 3600;
/// More lines of a part are only copied.
const MOST: usize = 300;

/// From when on it tells.
#[derive(Clone, Debug, Default, PartialEq)]
enum Since {
    Hours(i64),
    #[default]
    LastVisit,
    LastHandover,
    Typed,
}

const TOOLS: f32 = 26.0;

/// What the page is wanted for.
#[derive(Clone, Copy)]
enum Wanted {
    Copy,
    Write,
}

/// The choice, what is typed, and the page that was made of what.
#[derive(Debug, Default)]
pub struct HandoverPanel {
    since: Option<Since>,
    typed: String,
    made: Option<(Key, Handover)>,
}

/// What a page depends on: the state of the situation and of its history, from when on, how dates are written, and the language of names.
type Key = (ContentKey, usize, Option<Moment>, Dates, Option<String>);

/// A page, resolved into lines.
#[derive(Debug, Default)]
struct Handover {
    came_in: Vec<(RecordId, String)>,
    changed: Vec<String>,
    questions: Vec<String>,
}

/// A step as the history tells it.
#[derive(Debug, PartialEq)]
struct Change {
    at: Option<Moment>,
    by: Option<String>,
    name: String,
    is_undo: bool,
}

impl HandoverPanel {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(situation) = view.situation else { return };
        let theme = view.theme;
        // As high as its highest part, so that all stand on one line.
        ui.spacing_mut().interact_size.y = TOOLS;
        let mut wanted = None;
        let from = ui
            .horizontal_wrapped(|ui| {
                let from = self.choose(view, situation, ui);
                if from.is_ok() {
                    for (words, explained, wants) in [
                        (wording::COPY_HANDOVER, wording::COPY_HANDOVER_EXPLAINED, Wanted::Copy),
                        (wording::WRITE_PAGE, wording::WRITE_PAGE_EXPLAINED, Wanted::Write),
                    ] {
                        let response = ui.button(text(words, TextSize::Small, Weight::Regular, theme.text));
                        trace_rect("handover", words, response.rect);
                        if response.on_hover_text(explained).clicked() {
                            wanted = Some(wants);
                        }
                    }
                }
                from
            })
            .inner;
        let from = match from {
            Ok(from) => from,
            Err(words) => {
                ui.label(text(&words, TextSize::Body, Weight::Regular, theme.error));
                return ui.take_available_space();
            }
        };
        let n_entries =
            view.document.map_or(0, |document| document.entries().len() + document.files().get(HISTORY_FILE).map_or(0, String::len));
        let key = (view.content, n_entries, from, view.dates.clone(), view.language().map(str::to_owned));
        if self.made.as_ref().is_none_or(|(made, _)| *made != key) {
            self.made = Some((key, Handover::of(view, situation, from)));
        }
        let Some((_, page)) = &self.made else { return };
        match wanted {
            Some(Wanted::Copy) => {
                out.push(Command::CopyText(page.as_text(view, situation, from)));
                out.push(Command::Page(PageCommand::HandedOver));
            }
            Some(Wanted::Write) => {
                let page = page.as_page(view, situation, from).to_write(wording::HANDOVER_FILE, true);
                out.push(Command::Page(PageCommand::Offer(Box::new(page))));
            }
            None => {}
        }
        ScrollArea::vertical().id_salt("handover").auto_shrink(false).show(ui, |ui| {
            section(ui, theme, &wording::came_in(page.came_in.len()));
            for (id, line) in page.came_in.iter().take(MOST) {
                link_in_words(ui, view, id, line, out);
            }
            rest(view, ui, page.came_in.len(), wording::NOTHING_CAME);
            section(ui, theme, &wording::changed_by_steps(page.changed.len()));
            for line in page.changed.iter().take(MOST) {
                ui.label(text(line, TextSize::Body, Weight::Regular, theme.text));
            }
            rest(view, ui, page.changed.len(), wording::NOTHING_CHANGED);
            section(ui, theme, wording::QUESTIONS_OPEN);
            for line in page.questions.iter().take(MOST) {
                ui.label(text(line, TextSize::Body, Weight::Regular, theme.text));
            }
            rest(view, ui, page.questions.len(), wording::NO_QUESTIONS);
        });
    }

    /// From when on; `None` from the beginning, in `Err` why what is typed is no date.
    fn choose(&mut self, view: &View<'_>, situation: &Situation, ui: &mut Ui) -> Result<Option<Moment>, String> {
        let since = self.since.get_or_insert(if view.news.since.is_some() { Since::LastVisit } else { Since::Hours(24) });
        ui.label(text(wording::SINCE, TextSize::Small, Weight::Semibold, view.theme.weak));
        for (choice, words, is_possible) in [
            (Since::Hours(8), wording::HOURS_8, true),
            (Since::Hours(24), wording::HOURS_24, true),
            (Since::LastVisit, wording::LAST_VISIT, view.news.since.is_some()),
            (Since::LastHandover, wording::LAST_HANDOVER, view.news.handed_over.is_some()),
        ] {
            if is_possible && chip_button(ui, view.theme, words, *since == choice).clicked() {
                *since = choice;
            }
        }
        let response = small_field(ui, view.theme, &mut self.typed, wording::SINCE_DATE, wording::DATE_EXAMPLE, 140.0);
        if response.changed() {
            *since = Since::Typed;
        }
        let ago = |hours: i64| view.now.map(|now| Moment(now.0 - hours * HOUR_SECS));
        match since {
            Since::Hours(hours) => Ok(ago(*hours)),
            Since::LastVisit => Ok(view.news.since),
            Since::LastHandover => Ok(view.news.handed_over),
            Since::Typed => {
                let (zone, now) = (view.dates.reading_zone(), view.now.or_else(|| situation.as_of_end()).unwrap_or(Moment(0)));
                let when = typed_date(&self.typed, zone, now).map_err(|error| error.to_string())?;
                when.bounds(zone).earliest().map(Some).ok_or_else(|| wording::NO_BEGINNING.to_owned())
            }
        }
    }
}

fn rest(view: &View<'_>, ui: &mut Ui, n: usize, none: &str) {
    let words = if n == 0 {
        none.to_owned()
    } else if n > MOST {
        wording::more_when_copied(n - MOST)
    } else {
        return;
    };
    ui.label(text(&words, TextSize::Small, Weight::Regular, view.theme.weak));
}

impl Handover {
    fn of(view: &View<'_>, situation: &Situation, since: Option<Moment>) -> Self {
        let is_in = |at: Option<Moment>| since.is_none_or(|since| at.is_some_and(|at| at >= since));
        let known = |when: &When| when.bounds(situation.zone()).earliest();
        let mut reports: Vec<(Option<Moment>, RecordId)> = situation
            .reports()
            .values()
            .filter_map(|report| Some((known(report.known.as_ref()?), RecordId::Report(report.id.clone()))))
            .filter(|(at, _)| is_in(*at))
            .collect();
        reports.sort();
        let line = |(at, id): (Option<Moment>, RecordId)| {
            let summary = Summary::of(view, &Item::Record(id.clone()));
            // What it says may not have its title.
            let title = Some(view.name(&id).to_owned()).filter(|title| !summary.what.contains(title.as_str()));
            let parts = [at.map(|at| view.dates.moment(at)), Some(summary.what), title, summary.grade];
            (id, parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        };
        let changed = changes(view).into_iter().filter(|change| is_in(change.at)).map(|change| {
            let name = wording::capitalised(&change.name);
            let name = if change.is_undo { format!("{}{name}", wording::STEP_TAKEN_BACK) } else { name };
            let at = change.at.map(|at| view.dates.moment(at));
            wording::dotted([at.as_deref(), change.by.as_deref(), Some(&name)])
        });
        Self {
            came_in: reports.into_iter().map(line).collect(),
            changed: changed.collect(),
            questions: situation.header().questions.clone(),
        }
    }

    fn title(view: &View<'_>, situation: &Situation, since: Option<Moment>) -> String {
        let since = since.map_or_else(|| wording::AS_OPENED.to_owned(), |since| view.dates.moment(since));
        let until = view.now.map(|now| view.dates.moment(now));
        wording::handover_title(&situation.header().title, &since, until.as_deref())
    }

    /// Headings, each with its lines, or what to say where there are none.
    fn parts(&self) -> Vec<(String, Vec<String>)> {
        let came_in = self.came_in.iter().map(|(_, line)| line.clone()).collect();
        let parts = [
            (wording::came_in(self.came_in.len()), came_in, wording::NOTHING_CAME),
            (wording::changed_by_steps(self.changed.len()), self.changed.clone(), wording::NOTHING_CHANGED),
            (wording::QUESTIONS_OPEN.to_owned(), self.questions.clone(), wording::NO_QUESTIONS),
        ];
        let lines = |lines: Vec<String>, none: &str| if lines.is_empty() { vec![none.to_owned()] } else { lines };
        parts.into_iter().map(|(heading, these, none)| (heading, lines(these, none))).collect()
    }

    fn as_page(&self, view: &View<'_>, situation: &Situation, since: Option<Moment>) -> Page {
        Page::of_lines(Self::title(view, situation, since), situation.header().handling.as_deref(), self.parts())
    }

    fn as_text(&self, view: &View<'_>, situation: &Situation, since: Option<Moment>) -> String {
        let mut page = Self::title(view, situation, since) + "\n";
        for (heading, lines) in self.parts() {
            let _ = write!(page, "\n{heading}\n");
            for line in lines {
                let _ = writeln!(page, "- {line}");
            }
        }
        page
    }
}

/// The steps that were saved, as the history has them, and those that were not saved yet; oldest first.
fn changes(view: &View<'_>) -> Vec<Change> {
    let Some(document) = view.document else { return Vec::new() };
    let mut changes: Vec<Change> = Vec::new();
    // The history has a line for each member that a step changed.
    for line in history_in(document.file(HISTORY_FILE).unwrap_or_default()) {
        let change = Change { at: line.at, by: line.by, name: line.step, is_undo: line.is_undo };
        if changes.last() != Some(&change) {
            changes.push(change);
        }
    }
    changes.extend(straight(document.entries()).into_iter().map(|entry| Change {
        at: entry.stamp.at,
        by: entry.stamp.by.clone(),
        name: entry.name.clone(),
        is_undo: entry.turn == Some(Turn::Undo),
    }));
    changes
}
