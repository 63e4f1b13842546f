//! What is derived from the state: brought up to date before each pass, computed only where what it depends on changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::app::belonging::{MAX_RINGED, belonging};
use crate::app::load::{SAMPLE_PATH, now_in};
use crate::app::releasing::copy_for;
use crate::app::run::{destination, is_wandering, speed_secs};
use crate::app::state::State;
use crate::base::{ContentKey, Rev};
use crate::briefing::{ScenePart, Screen, differing, view_of};
use crate::command::{Drawer, LeftPanel, Overlay};
use crate::document::Document;
use crate::earth::Bounds;
use crate::model::{Moment, RecordId, Situation, Zone};
use crate::panels::{
    Conflicts, Differences, ExportFacts, Order, PageFacts, RowInputs, Rows, TextFacts, Timeline, View, count_of, layer_name,
};
use crate::placing::{AllStandings, LooksOf, Picks, Resolved, RowLooks, RowsJob, RowsWanted, Sighted, TroopStand};
use crate::query::{
    Answer, Area, Clock, Counted, FacetCounts, Filter, Fit, Histogram, Index, Lack, Lane, Ledger, Question, RecordNames, RowsAnswer,
    RowsQuestion, Step, Stretches, TimeWindow, WithWords,
};
use crate::theme::Theme;
use crate::viewpoint::{Arrangement, Item, ListKind, Listed, Preferences, TimeView, Viewpoint};
use crate::wording::Dates;

/// What the answer depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerKey {
    content: ContentKey,
    filter: Filter,
    clock: Clock,
    window: Option<TimeWindow>,
    /// Where the filter asks for what the map shows: that.
    view: Option<Bounds>,
}

/// What the bars of the timeline depend on: not on the window, which only says which of them lie in it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistogramKey {
    content: ContentKey,
    filter: Filter,
    clock: Clock,
    view: Option<Bounds>,
    counted: Counted,
    extent: [Moment; 2],
}

/// What the order of the list shown depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderKey {
    content: ContentKey,
    list: ListKind,
    arrangement: Arrangement,
    dates: Dates,
    language: Option<String>,
}

/// What the rows of the list shown depend on: by how often order and answer were computed, and what of it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsKey {
    order: u64,
    answer: u64,
    row_answers: u64,
    listed: Listed,
    only: Option<Rev>,
}

impl State {
    /// Brings what is derived up to date; computes nothing where nothing changed.
    pub(super) fn refresh(&mut self) {
        let key = self.content_key();
        let situation = self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation());
        let Preferences { time_zone, dates, .. } = &self.preferences;
        self.dates.refresh((key, time_zone.clone(), *dates), |(_, zone, notation)| Dates {
            zone: situation.map(Situation::zone).cloned().unwrap_or_default(),
            shown_in: zone.as_ref().and_then(|name| Zone::named(name).ok()),
            notation: *notation,
        });
        self.index.refresh(key, |_| situation.map(Index::of).unwrap_or_default());
        self.record_names.refresh(key, |_| situation.map(RecordNames::of).unwrap_or_default());
        self.refresh_duplicates();
        self.refresh_answer(key);
        self.refresh_rows();
        self.refresh_lists(key);
        self.refresh_ledger();
        self.refresh_table();
        if self.copy.is_none() {
            let document = self.document.as_deref();
            self.released.refresh((key, self.release.clone()), |(_, release)| Some(copy_for(document?, release.as_deref()?)));
        }
        let (document, wanted) = (self.document.as_deref(), self.exporting.release.clone());
        let wanted = wanted.filter(|_| self.desk.overlay == Some(Overlay::Export));
        self.export_copy.refresh((key, wanted), |(_, release)| Some(copy_for(document?, release.as_deref()?)));
        self.refresh_scenes(key);
        let document = self.copy.as_ref().or(self.document.as_ref());
        let (situation, language) = (document.map(|document| document.situation()), self.preferences.language.as_deref());
        self.page.refresh((key, self.viewpoint.selection.clone()), |(_, item)| PageFacts::of(situation, item.as_ref()));
        self.text.refresh((key, self.viewpoint.reading.as_ref().map(|reading| reading.file.clone())), |(_, file)| {
            TextFacts::of(document?, file.as_deref()?)
        });
        let row_key = (self.rows.n_computed(), self.viewpoint.selection.clone(), self.row);
        let rows = self.rows.get();
        self.selected_row.refresh(row_key, |(_, item, hint)| rows?.row_of(item.as_ref()?, *hint));
        let picked = &self.viewpoint.picked;
        let selection = self.viewpoint.selection.clone();
        let in_hand = self.viewpoint.reading.as_ref().and_then(|reading| reading.selected_statement(selection.as_ref()));
        let touched = &self.touched;
        let revs = [self.picked_rev, self.touched_rev];
        self.belonging.refresh((key, selection, in_hand.cloned(), revs), |(_, selection, in_hand, _)| {
            let touched: Vec<Item> = touched.iter().take(MAX_RINGED).cloned().map(Item::Record).collect();
            belonging(situation, in_hand.as_ref(), selection.iter().chain(picked.iter().take(MAX_RINGED)).chain(&touched))
        });
        self.resolved.refresh((key, language.map(str::to_owned)), |(_, language)| {
            situation.map(|situation| Resolved::of(situation, language.as_deref())).unwrap_or_default()
        });
        let (Some(resolved), Some(belonging)) = (self.resolved.get(), self.belonging.get()) else { return };
        let n_resolved = self.resolved.n_computed();
        if let (Some(index), Some(answer)) = (self.index.get(), self.answer.get()) {
            let key = [n_resolved, self.index.n_computed(), self.answer.n_computed()];
            self.standings.refresh(key, |_| AllStandings::of(resolved, index, answer));
            self.troops.refresh((key, self.viewpoint.time.outside), |(_, outside)| resolved.troops().stands(index, answer, *outside));
            self.sighted.refresh((key, self.viewpoint.time.outside), |(_, outside)| Sighted::of(resolved, index, answer, *outside));
        }
        self.ringed.refresh([n_resolved, self.belonging.n_computed()], |_| resolved.picks(belonging));
        self.ringed_by_hover.refresh((n_resolved, self.hover.clone()), |(_, item)| resolved.picks(item));
    }

    /// What is asked for, how much of it there is, and the timeline.
    fn refresh_answer(&mut self, key: ContentKey) {
        let situation = self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation());
        let (Some(index), Some(dates)) = (self.index.get(), self.dates.get()) else { return };
        let Viewpoint { camera, list, ref filter, ref time, .. } = self.viewpoint;
        let with_words = self.with_words.refresh((key, filter.words.clone()), |(_, words)| {
            situation.filter(|_| !words.is_empty()).map(|situation| WithWords::of(situation, words))
        });
        let view = (filter.area == Some(Area::View)).then(|| camera.bounds(self.map_size));
        let answer_key = AnswerKey { content: key, filter: filter.clone(), clock: time.clock, window: time.window, view };
        self.answer.refresh(answer_key, |key| {
            let AnswerKey { filter, clock, window, view, .. } = key;
            Answer::of(index, &Question { filter, clock: *clock, window: *window, view: *view, with_words: with_words.as_ref() })
        });
        let (Some(answer), n_answers) = (self.answer.get(), self.answer.n_computed()) else { return };
        self.counts.refresh(n_answers, |_| ListKind::OF_RECORDS.iter().map(|list| count_of(index, answer, *list)).collect());
        self.n_unplaced.refresh(n_answers, |_| {
            let is_unplaced = |number: &u32| answer.fit(*number) != Fit::Out && index.lacks(*number, Lack::Place);
            index.kinds().events.clone().filter(is_unplaced).count()
        });
        let counted = if list == ListKind::Reports { Counted::Reports } else { Counted::Events };
        if self.desk.left == Some(LeftPanel::Filter) {
            self.facet_counts.refresh((n_answers, counted), |(_, counted)| FacetCounts::of(index, answer, *counted));
        }
        if !self.desk.is_timeline_open {
            return;
        }
        let extent = timeline_extent(self.span(time.clock), time);
        let histogram_key = HistogramKey { content: key, filter: filter.clone(), clock: time.clock, view, counted, extent };
        let stretches = self.stretches.refresh((key, extent), |(_, [first, last])| {
            let step = bars_of(last.0.saturating_sub(first.0));
            Stretches::of(index, step.edges(*first, *last, &dates.zone, MOST_BARS + 2))
        });
        let edges = stretches.edges.as_slice();
        self.histogram.refresh(histogram_key, |key| Histogram::of(index, answer, key.clock, key.counted, edges));
        self.lanes.refresh((self.histogram.n_computed(), time.lanes), |(_, lanes)| {
            lanes.map(|facet| Lane::all(index, answer, time.clock, facet, edges, MOST_LANES)).unwrap_or_default()
        });
    }

    /// Which rows of data layers are asked for, and what they are told apart by.
    fn refresh_rows(&mut self) {
        let Viewpoint { camera, list, ref filter, ref time, ref hidden_layers, ref layer_styles, .. } = self.viewpoint;
        let question = RowsQuestion {
            clock: time.clock,
            window: time.window,
            area: filter.area.clone(),
            view: (filter.area == Some(Area::View)).then(|| camera.bounds(self.map_size)),
            columns: filter.columns().clone(),
            words: filter.words.clone(),
        };
        let is_timeline_open = self.desk.is_timeline_open && !self.layers.is_empty();
        let wanted = RowsWanted {
            n_opened: self.n_opened,
            question,
            edges: self.stretches.get().filter(|_| is_timeline_open).map(|stretches| stretches.edges.clone()),
            hidden_layers: hidden_layers.clone(),
            has_facets: self.desk.left == Some(LeftPanel::Filter),
            listed: if let ListKind::Layer(layer) = list { Some(layer) } else { None },
        };
        self.asked_rows.refresh(wanted, &self.layers, &self.placed);
        let layers = &self.layers;
        let styles = (0..layers.len()).map(|layer| layer_styles.get(&layer).map(LooksOf::of).unwrap_or_default()).collect();
        self.looks.refresh((self.n_opened, styles), |(_, styles)| {
            layers.iter().zip(styles).map(|(layer, style)| Arc::new(RowLooks::of(layer, style))).collect()
        });
    }

    /// The list shown.
    fn refresh_lists(&mut self, key: ContentKey) {
        let (Some(index), Some(dates), Some(answer)) = (self.index.get(), self.dates.get(), self.answer.get()) else { return };
        let (situation, layers) = (self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation()), &self.layers);
        let Viewpoint { list, listed, .. } = self.viewpoint;
        let order_key = OrderKey {
            content: key,
            list,
            arrangement: self.viewpoint.arrangements.of(list),
            dates: dates.clone(),
            language: self.preferences.language.clone(),
        };
        let days = &mut self.day_headings;
        let order = self.order.refresh(order_key, |key| {
            let OrderKey { list, arrangement, dates, language, .. } = key;
            let situation = situation.map(|situation| (situation, index));
            let inputs = RowInputs { situation, layers, list: *list, arrangement: *arrangement, dates, language: language.as_deref() };
            Arc::new(Order::of(&inputs, days))
        });
        let order = Arc::clone(order);
        let only = self.viewpoint.is_only_new.then_some(&self.news.unread);
        let rows_key = RowsKey {
            order: self.order.n_computed(),
            answer: self.answer.n_computed(),
            row_answers: if matches!(list, ListKind::Layer(_)) { self.asked_rows.rev() } else { 0 },
            listed,
            only: only.is_some().then_some(self.news_rev),
        };
        let shown = self.asked_rows.found().listed.as_ref();
        self.rows.refresh(rows_key, |_| {
            if matches!(list, ListKind::Layer(_)) {
                return Rows::of_layer(order, shown.cloned());
            }
            Rows::of(order, |number| is_listed(number, list, listed, only, index, answer))
        });
    }

    /// What was found on another thread follows every change of a report.
    fn refresh_duplicates(&mut self) {
        let situation = self.document.as_deref().map(Document::situation);
        let (Some(situation), Some(found)) = (situation, self.duplicates.as_mut()) else { return };
        let changes = situation.changes_since(found.rev).filter(|_| found.situation == self.n_situations);
        let Some(changes) = changes else {
            (self.duplicates, self.duplicates_asked_for) = (None, None);
            return;
        };
        for id in changes.filter_map(|id| if let RecordId::Report(id) = id { Some(id) } else { None }).collect::<BTreeSet<_>>() {
            found.duplicates.update(situation, id);
        }
        found.rev = situation.rev();
    }

    /// The document in which reports that are alike are to be looked for, once for each situation.
    pub(super) fn wants_duplicates(&mut self) -> Option<(u64, Arc<Document>)> {
        let document = self.document.as_ref().filter(|_| self.duplicates.is_none())?;
        let is_new = self.duplicates_asked_for.replace(self.n_situations) != Some(self.n_situations);
        is_new.then(|| (self.n_situations, Arc::clone(document)))
    }

    /// Who says what, where that is shown.
    fn refresh_ledger(&mut self) {
        let situation = self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation());
        let (Some(situation), Some(index), Some(answer)) = (situation, self.index.get(), self.answer.get()) else { return };
        if self.desk.drawer != Some(Drawer::Ledger) {
            return;
        }
        let view = &self.viewpoint.ledger;
        let about = view.about.clone().filter(|id| view.is_narrow && situation.contains(id));
        let key = ([self.index.n_computed(), self.answer.n_computed()], about);
        self.ledger.refresh(key, |(_, about)| Ledger::of(situation, index, answer, about.as_ref()));
    }

    /// What each scene comes to, where scenes are composed.
    fn refresh_scenes(&mut self, key: ContentKey) {
        let Some(situation) = self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation()) else { return };
        if self.desk.drawer != Some(Drawer::Scenes) && self.composing.is_none() {
            return;
        }
        let layers: Vec<&str> = self.layers.iter().map(|layer| layer_name(layer)).collect();
        let now = now_in(situation, self.now);
        self.scene_views.refresh(key, |_| {
            let scenes = situation.scenes().iter();
            scenes.map(|(id, scene)| (id.clone(), view_of(scene, situation, &layers, now))).collect()
        });
    }

    /// In what the window shows something else than the scene in hand.
    fn differing(&self) -> Vec<ScenePart> {
        let view = self.composing.as_ref().and_then(|id| self.scene_views.get()?.get(id));
        let viewpoint = Viewpoint { camera: destination(self), ..self.viewpoint.clone() };
        let layers: Vec<&str> = self.layers.iter().map(|layer| layer_name(layer)).collect();
        let screen = Screen { viewpoint: &viewpoint, theme: self.theme(), map_size: self.map_size, layers: &layers };
        view.map(|view| differing(view, &screen)).unwrap_or_default()
    }

    /// What the map draws of the situation; `None` where none is open.
    pub(super) fn resolved(&self) -> Option<&Resolved> {
        self.resolved.get().filter(|_| self.document.is_some())
    }

    /// How much of what the map draws is asked for, where it is not all, and how often that changed.
    pub(super) fn sighted(&self) -> (Option<&Sighted>, u64) {
        (self.sighted.get().and_then(Option::as_ref), self.sighted.n_computed())
    }

    /// What the events come to that are asked for, and how often that changed.
    pub(super) fn standings(&self) -> (Option<&AllStandings>, u64) {
        (self.standings.get(), self.standings.n_computed())
    }

    /// The bodies of troops that are asked for at their places, and how often that changed.
    pub(super) fn troops(&self) -> (&[TroopStand], u64) {
        (self.troops.get().map(Vec::as_slice).unwrap_or_default(), self.troops.n_computed())
    }

    /// Which rows of each data layer are asked for, and how often that changed.
    pub(super) fn row_answers(&self) -> (&[Arc<RowsAnswer>], u64) {
        (&self.asked_rows.found().answers, self.asked_rows.rev_of_answers())
    }

    /// What rows of each data layer look like, and how often that changed.
    pub(super) fn looks(&self) -> (&[Arc<RowLooks>], u64) {
        (self.looks.get().map(Vec::as_slice).unwrap_or_default(), self.looks.n_computed())
    }

    /// What a thread is to find out of rows.
    pub(super) fn is_waiting_for_rows(&self) -> bool {
        self.asked_rows.is_waiting()
    }

    pub(super) fn rows_job(&mut self) -> Option<RowsJob> {
        self.asked_rows.job()
    }

    /// Where what is ringed stands on the map: the selection and what belongs to it, then what is hovered.
    pub(super) fn ringed(&self) -> [&Picks; 2] {
        static NONE: Picks = Picks::none();
        [self.ringed.get(), self.ringed_by_hover.get()].map(|picks| picks.unwrap_or(&NONE))
    }

    /// How often that changed.
    pub(super) fn n_ringed(&self) -> [u64; 2] {
        [self.ringed.n_computed(), self.ringed_by_hover.n_computed()]
    }

    /// How often anything was derived from the content: tests show with it that idle frames compute nothing.
    pub fn n_derived(&self) -> u64 {
        let lists = self.index.n_computed()
            + self.record_names.n_computed()
            + self.rows.n_computed()
            + self.dates.n_computed()
            + self.answer.n_computed();
        let time = self.histogram.n_computed() + self.lanes.n_computed() + self.facet_counts.n_computed();
        let pages = self.page.n_computed() + self.ledger.n_computed() + self.text.n_computed();
        lists + time + pages + self.belonging.n_computed() + self.resolved.n_computed()
    }

    /// How often all columns, all names and all that the map draws were made, and how many rows of the columns were made by themselves
    /// since: tests show with it that an edit leaves alone what it does not touch.
    pub fn n_made(&self) -> (u64, u64) {
        let of_all = self.index.n_made() + self.record_names.n_made() + self.resolved.n_made();
        (of_all, self.index.get().map_or(0, Index::n_rows_made))
    }

    /// How often the span of all dates was sought again ([`Index::n_spans_sought`]).
    pub fn n_spans_sought(&self) -> u64 {
        self.index.get().map_or(0, Index::n_spans_sought)
    }

    /// How many headings of days were written: tests show with it that a list that an edit puts in order anew keeps those that it had.
    pub fn n_days_written(&self) -> usize {
        self.day_headings.n_written()
    }

    /// What panels see; `None` before the first [`State::refresh`].
    pub(super) fn view(&self) -> Option<View<'_>> {
        let list = self.viewpoint.list;
        Some(View {
            content: self.content_key(),
            situation: self.situation(),
            layers: &self.layers,
            problems: &self.problems,
            viewpoint: &self.viewpoint,
            preferences: &self.preferences,
            dates: self.dates.get()?,
            hover: self.hover.as_ref(),
            index: self.index.get()?,
            answer: self.answer.get()?,
            row_answers: self.row_answers().0,
            row_facets: &self.asked_rows.found().facets,
            asked_rows_rev: self.asked_rows.rev(),
            placed: &self.placed,
            counts: self.counts.get()?,
            facet_counts: self.facet_counts.get().filter(|_| self.desk.left == Some(LeftPanel::Filter)),
            facet_counts_rev: self.facet_counts.n_computed(),
            n_unplaced: *self.n_unplaced.get()?,
            saved_filters: &self.saved_filters,
            composing: self.composing.as_ref(),
            differing: self.differing(),
            scene_views: self.scene_views.get(),
            scene_pictures: self.thumbnails.pictures(),
            room_findings: self.room_checks.found(),
            room_rev: self.room_checks.rev(),
            is_room_checking: self.room_checks.is_running(),
            presenting: self.presenting.as_ref(),
            own_situation: self.own_situation(),
            is_wandering: is_wandering(self),
            map_size: self.map_size,
            wall_size: self.wall_size,
            displays: &self.displays,
            wall_on: self.wall_on,
            timeline: self.timeline(),
            record_names: self.record_names.get()?,
            duplicates: self.duplicates.as_ref().map(|found| &found.duplicates),
            world: self.world.as_ref(),
            rows: self.rows.get()?,
            row: *self.selected_row.get()?,
            rows_rev: self.rows.n_computed(),
            arrangement: self.viewpoint.arrangements.of(list),
            ledger: self.ledger.get().filter(|_| self.document.is_some() && self.desk.drawer == Some(Drawer::Ledger)),
            ledger_rev: self.ledger.n_computed(),
            page: self.page.get()?,
            document: self.copy.as_ref().or(self.document.as_ref()).map(Arc::as_ref),
            text: self.text.get().and_then(Option::as_ref),
            text_rev: self.text.n_computed(),
            attachments: &self.attachments,
            attachment: self.attachment.as_deref(),
            linking: self.linking.as_ref(),
            to_write: self.to_write.as_ref(),
            rows_to_write: self.rows_to_write,
            layer_to_map: self.layer_to_map,
            release: self.release(),
            released: self.released(),
            released_rev: self.released.n_computed(),
            export: ExportFacts {
                release: self.exporting.release.as_deref(),
                copy: self.export_copy.get().and_then(Option::as_ref).map(Result::as_ref),
                running: self.exporting.running.as_ref().map(|running| running.step),
                taken: self.exporting.taken.as_ref(),
            },
            theme: Theme::of(self.theme()),
            has_motion: self.is_motion_on(),
            loading: &self.loading,
            notice: self.notice.as_ref(),
            keeping: &self.keeping,
            is_saved: self.document.as_ref().is_none_or(|document| document.is_saved()),
            touched: &self.touched,
            news: &self.news,
            now: self.now,
            changed_on_disk: self.changed_on_disk.as_deref(),
            differences: (self.desk.drawer == Some(Drawer::Differences)).then(|| Differences {
                with: &self.comparing.with,
                compared: self.comparing.compared.as_deref().filter(|compared| compared.key.situation == self.n_situations),
                fault: self.comparing.fault.as_ref().map(|(_, words)| words.as_str()),
                rev: self.comparing.rev,
            }),
            conflicts: self.merging.as_ref().map(|merging| Conflicts {
                clashes: &merging.clashes,
                choices: &merging.choices,
                theirs: merging.theirs.document.situation(),
            }),
            recent: &self.recent,
            situation_path: self.situation_path.as_deref().filter(|path| *path != Path::new(SAMPLE_PATH)),
            listing: &self.listing,
            desk: &self.desk,
            new_event_at: self.new_event_at,
            pasted: self.pasted.as_deref(),
            can_go: [self.looked_at.n_behind > 1, self.looked_at.n_behind < self.looked_at.items.len()],
            table: self.table(),
        })
    }

    /// From the first to the last moment that events have a bound at by a clock, and rows of data layers.
    pub(super) fn span(&self, clock: Clock) -> Option<[Moment; 2]> {
        let of_events = self.index.get().and_then(|index| index.span(clock));
        let of_rows = self.placed.iter().filter(|_| clock == Clock::Happened).filter_map(|placed| placed.dates.span());
        of_events.into_iter().chain(of_rows).reduce(|[first, last], [earlier, later]| [first.min(earlier), last.max(later)])
    }

    /// What the timeline shows, where it is open.
    fn timeline(&self) -> Option<Timeline<'_>> {
        let time = &self.viewpoint.time;
        let span = self.span(time.clock);
        Some(Timeline {
            extent: timeline_extent(span, time),
            rows: &self.asked_rows.found().bars,
            stretches: self.stretches.get()?,
            histogram: self.histogram.get().filter(|_| self.desk.is_timeline_open)?,
            lanes: self.lanes.get()?,
            is_playing: self.playing.is_some(),
            speed_secs: speed_secs(time.speed_secs, span.unwrap_or([Moment(0); 2])),
            span,
        })
    }
}

/// Bars of the timeline at most, and lanes besides that of all others.
const MOST_BARS: usize = 160;
const MOST_LANES: usize = 8;

/// How long the bars of a timeline are. What happened is mostly told by the day: of a shorter stretch nothing could be said for sure, so
/// days are cut only where hardly more than one is looked at.
fn bars_of(secs: i64) -> Step {
    const DAY_SECS: i64 = 86_400;
    let step = Step::filling(secs, MOST_BARS);
    if secs > 3 * DAY_SECS && step.secs() < DAY_SECS { Step::Day } else { step }
}

/// From when to when the timeline reaches: what was asked for, or all that there is with some room at its ends.
fn timeline_extent(span: Option<[Moment; 2]>, time: &TimeView) -> [Moment; 2] {
    /// Of nothing dated a day is shown.
    const DAY_SECS: i64 = 86_400;
    time.extent.unwrap_or_else(|| {
        let [first, last] = span.unwrap_or([Moment(0); 2]);
        let room = (last.0.saturating_sub(first.0) / 40).max(DAY_SECS / 2);
        [Moment(first.0.saturating_sub(room)), Moment(last.0.saturating_add(room))]
    })
}

/// Whether a number of the list shown has a row.
fn is_listed(number: u32, list: ListKind, listed: Listed, only: Option<&BTreeSet<RecordId>>, index: &Index, answer: &Answer) -> bool {
    let is_new = only.is_none_or(|only| index.id(number).is_some_and(|id| only.contains(id)));
    let is_asked_for = match (list, listed) {
        // Tray and inbox hold what windows and filters cannot place: they are always whole.
        (ListKind::Tray | ListKind::Inbox | ListKind::Layer(_), _) => true,
        (_, Listed::Shown) => answer.fit(number) != Fit::Out,
        (_, Listed::Hidden(reason)) => answer.reason(number) == Some(reason),
        (_, Listed::Unplaced) => answer.fit(number) != Fit::Out && index.lacks(number, Lack::Place),
    };
    is_new && is_asked_for
}
