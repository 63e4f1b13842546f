//! What the program knows at one moment. Only [`State::run`] changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::belonging::{BelongingKey, MAX_RINGED, belonging};
use crate::app::run::{Playing, speed_secs};
use crate::base::{ContentKey, Derived, Problems, Rev};
use crate::command::{Arrows, Command, Drawer, Furnishing, Held, Leaving, LeftPanel, Listing, News, Notice};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::{Bounds, LonLat};
use crate::gazetteer::GazetteerError;
use crate::model::{About, Moment, PlaceId, RecordId, Situation, Zone};
use crate::panels::{Order, PageFacts, RowInputs, Rows, TextFacts, Timeline, View, count_of};
use crate::placing::{AllStandings, Picks, Resolved, Sighted, Units, anchor, places_of, places_of_statement};
use crate::query::{
    Answer, Area, Clock, Count, Counted, Facet, FacetCounts, Filter, Fit, Histogram, Index, Lack, Lane, Ledger, Question, RecordNames,
    Step, Stretches, TimeWindow, WithWords, World,
};
use crate::theme::Theme;
use crate::viewpoint::{
    Arrangement, Camera, DateNotation, Flight, Item, ListKind, Listed, Outside, Preferences, SavedFilter, ThemeKind, TimeView, Viewpoint,
};
use crate::wording::Dates;

/// Everything but what is on the disk or on the screen.
pub struct State {
    /// Shared with the threads that write it: an edit while one does makes a copy.
    pub(super) document: Option<Arc<Document>>,
    pub(super) layers: Vec<Dataset>,
    /// Of each layer its units, where its rows are such.
    pub(super) units: Vec<Option<Box<Units>>>,
    pub(super) problems: Problems,
    /// Where the situation and the layers were read from.
    pub(super) situation_path: Option<PathBuf>,
    pub(super) layer_paths: Vec<PathBuf>,
    /// How often anything was opened: revisions of two situations have nothing to do with each other.
    pub(super) n_opened: u64,
    pub(super) viewpoint: Viewpoint,
    pub(super) preferences: Preferences,
    pub(super) looked_at: LookedAt,
    /// What the pointer is over, collected in this pass and shown in the next.
    pub(super) hover: Option<Item>,
    pub(super) desk: Furnishing,
    pub(super) notice: Option<Notice>,
    /// What waits for an answer, as it would lose changes that are not saved.
    pub(super) leaving: Option<Leaving>,
    /// What is being read.
    pub(super) loading: Vec<PathBuf>,
    pub(super) news: News,
    /// Goes up when what is new changes.
    pub(super) news_rev: Rev,
    pub(super) now: Option<Moment>,
    /// What changed on the disk since it was read.
    pub(super) changed_on_disk: Option<PathBuf>,
    pub(super) recent: Vec<PathBuf>,
    pub(super) listing: Listing,
    /// The filters that this person has kept, by name.
    pub(super) saved_filters: Vec<SavedFilter>,
    /// Width and height of the map in points.
    pub(super) map_size: [f64; 2],
    /// Whether the camera still stands where opening put it: then a change of the map's size fits it anew.
    pub(super) is_view_untouched: bool,
    /// Views that were left, to go back to.
    pub(super) views: Views,
    /// Time that goes on by itself.
    pub(super) playing: Option<Playing>,
    /// The camera's motion; `None` at rest.
    pub(super) motion: Option<Motion>,
    /// Whether there is anybody to see the camera move; not in picture files and in tests.
    pub(super) can_move: bool,
    /// Whether the system lets things move.
    pub(super) does_system_move: bool,
    pub(super) arrows: Arrows,
    /// The row of the selection in the list shown, and the one that picking from row to row began at.
    pub(super) row: Option<usize>,
    pub(super) picked_from: Option<usize>,
    pub(super) dates: Derived<(ContentKey, Option<String>, DateNotation), Dates>,
    pub(super) index: Derived<ContentKey, Index>,
    pub(super) record_names: Derived<ContentKey, RecordNames>,
    /// The names of the world; `None` until they are ready.
    pub(super) world: Option<Result<&'static World, GazetteerError>>,
    /// With the language of its names.
    pub(super) resolved: Derived<(ContentKey, Option<String>), Resolved>,
    pub(super) with_words: Derived<(ContentKey, String), Option<WithWords>>,
    pub(super) answer: Derived<AnswerKey, Answer>,
    /// Of each of [`ListKind::OF_RECORDS`], by how often the answer was computed.
    pub(super) counts: Derived<u64, Vec<Count>>,
    /// How many events are shown and have no place on the map.
    pub(super) n_unplaced: Derived<u64, usize>,
    pub(super) facet_counts: Derived<(u64, Counted), FacetCounts>,
    pub(super) stretches: Derived<(ContentKey, [Moment; 2]), Stretches>,
    pub(super) histogram: Derived<HistogramKey, Histogram>,
    pub(super) lanes: Derived<(u64, Option<Facet>), Vec<Lane>>,
    pub(super) order: Derived<OrderKey, Arc<Order>>,
    pub(super) rows: Derived<RowsKey, Rows>,
    /// By how often index and answer were computed, and what it is about where that is not all.
    pub(super) ledger: Derived<([u64; 2], Option<RecordId>), Ledger>,
    pub(super) page: Derived<(ContentKey, Option<Item>), PageFacts>,
    /// Where the selection stands among the rows.
    pub(super) selected_row: Derived<(u64, Option<Item>, Option<usize>), Option<usize>>,
    /// The text that is read, cut up, with what is quoted from it.
    pub(super) text: Derived<(ContentKey, Option<String>), Option<TextFacts>>,
    /// What is known of the files that reports have attached, by path within the folder; and the picture that is shown large.
    pub(super) attachments: BTreeMap<String, Held>,
    pub(super) attachment: Option<String>,
    /// Goes up when what is picked changes.
    pub(super) picked_rev: Rev,
    /// How much of what is on the map is asked for: by how often that, the index and the answer were computed.
    pub(super) sighted: Derived<([u64; 3], Outside), Option<Sighted>>,
    pub(super) standings: Derived<[u64; 3], AllStandings>,
    pub(super) belonging: Derived<BelongingKey, BTreeSet<Item>>,
    /// Where that stands on the map, and what is hovered; by how often what it is found from was computed.
    pub(super) ringed: Derived<[u64; 2], Picks>,
    pub(super) ringed_by_hover: Derived<(u64, Option<Item>), Picks>,
}

/// Something that only the shell can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a path on a thread of its own and come back with [`Command::Loaded`].
    Load(PathBuf),
    /// Come back with [`Command::Open`] of a path as it was typed.
    OpenTyped(String),
    /// A path was opened: remember it, and tell when it changes on the disk.
    Opened(PathBuf),
    /// Tell of changes of these paths and no others.
    Watch(Vec<PathBuf>),
    /// A situation was replaced: keep what was read of it.
    Left(Box<Left>),
    /// Come back with [`Command::Listed`].
    ListPaths(String),
    /// Let the system ask what to open, and come back with [`Command::Open`].
    BrowsePaths {
        is_folder: bool,
    },
    ForgetRecent,
    /// Write what changed of a document on a thread of its own and come back with [`EditCommand::Saved`](crate::command::EditCommand).
    Save {
        path: PathBuf,
        document: Arc<Document>,
    },
    /// Keep a filter for this person, in place of one of the same name.
    KeepFilter(SavedFilter),
    /// Keep the filter of this name no longer.
    ForgetFilter(String),
    /// Sizes of panels as at the first start.
    ForgetSizes,
    /// Put the map as it is, with a caption, on the clipboard.
    CopyPicture,
    CopyText(String),
    /// Find out what a file of the situation's folder is, and come back with [`Command::Examined`].
    Examine(String),
    Close,
}

/// A situation that is shown no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub path: PathBuf,
    pub document: Arc<Document>,
    pub news: News,
}

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
    listed: Listed,
    only: Option<Rev>,
}

/// What was looked at, in order, to step back and forward through.
#[derive(Debug, Default)]
pub struct LookedAt {
    pub(super) items: Vec<Item>,
    /// How many of them lie behind, the current one included.
    pub(super) n_behind: usize,
}

/// A motion of the camera that goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Motion {
    Flight {
        flight: Flight,
        elapsed_secs: f64,
    },
    /// In points a second: the ground follows.
    Fling {
        velocity: [f64; 2],
    },
}

/// Views before and after the current one, the nearest last.
#[derive(Debug, Default)]
pub struct Views {
    pub(super) behind: Vec<Camera>,
    pub(super) ahead: Vec<Camera>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            document: None,
            layers: Vec::new(),
            units: Vec::new(),
            problems: Problems::default(),
            situation_path: None,
            layer_paths: Vec::new(),
            n_opened: 0,
            viewpoint: Viewpoint::default(),
            preferences: Preferences::default(),
            looked_at: LookedAt::default(),
            hover: None,
            desk: Furnishing::default(),
            notice: None,
            leaving: None,
            loading: Vec::new(),
            news: News::default(),
            news_rev: Rev::default(),
            now: None,
            changed_on_disk: None,
            recent: Vec::new(),
            listing: Listing::default(),
            saved_filters: Vec::new(),
            map_size: [900.0, 640.0],
            is_view_untouched: true,
            views: Views::default(),
            playing: None,
            motion: None,
            can_move: false,
            does_system_move: true,
            arrows: Arrows::default(),
            row: None,
            picked_from: None,
            dates: Derived::default(),
            index: Derived::default(),
            record_names: Derived::default(),
            world: None,
            resolved: Derived::default(),
            with_words: Derived::default(),
            answer: Derived::default(),
            counts: Derived::default(),
            n_unplaced: Derived::default(),
            facet_counts: Derived::default(),
            stretches: Derived::default(),
            histogram: Derived::default(),
            lanes: Derived::default(),
            order: Derived::default(),
            rows: Derived::default(),
            ledger: Derived::default(),
            page: Derived::default(),
            selected_row: Derived::default(),
            text: Derived::default(),
            attachments: BTreeMap::new(),
            attachment: None,
            picked_rev: Rev::default(),
            sighted: Derived::default(),
            standings: Derived::default(),
            belonging: Derived::default(),
            ringed: Derived::default(),
            ringed_by_hover: Derived::default(),
        }
    }
}

impl State {
    /// Carries out a command; what needs the world outside comes back as effects.
    pub fn run(&mut self, command: Command) -> Vec<Effect> {
        super::run::run(self, command)
    }

    pub fn situation(&self) -> Option<&Situation> {
        self.document.as_deref().map(Document::situation)
    }

    pub fn document(&self) -> Option<&Document> {
        self.document.as_deref()
    }

    pub fn situation_path(&self) -> Option<&Path> {
        self.situation_path.as_deref()
    }

    pub fn layers(&self) -> &[Dataset] {
        &self.layers
    }

    /// Of each layer its units, where its rows are such.
    pub fn units(&self) -> &[Option<Box<Units>>] {
        &self.units
    }

    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    pub fn viewpoint(&self) -> &Viewpoint {
        &self.viewpoint
    }

    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    pub fn furnishing(&self) -> &Furnishing {
        &self.desk
    }

    /// The filters that this person has kept.
    pub fn saved_filters(&self) -> &[SavedFilter] {
        &self.saved_filters
    }

    /// How many records of a list are shown, and why others are not.
    pub fn count(&self, list: ListKind) -> Option<&Count> {
        let at = ListKind::OF_RECORDS.iter().position(|known| *known == list)?;
        self.counts.get()?.get(at)
    }

    pub fn news(&self) -> &News {
        &self.news
    }

    pub fn theme(&self) -> ThemeKind {
        self.preferences.theme
    }

    pub fn hover(&self) -> Option<&Item> {
        self.hover.as_ref()
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Whether the camera may move by itself.
    pub fn is_motion_on(&self) -> bool {
        self.can_move && self.preferences.has_motion.unwrap_or(self.does_system_move)
    }

    /// Lets the camera fly, glide and run out.
    pub fn with_motion(mut self) -> Self {
        self.can_move = true;
        self
    }

    /// Whether a motion is going on, which wants to be told of the time that passes.
    pub fn is_moving(&self) -> bool {
        self.motion.is_some() || self.playing.is_some()
    }

    pub fn is_loading(&self) -> bool {
        !self.loading.is_empty()
    }

    pub(super) fn content_key(&self) -> ContentKey {
        ContentKey { n_opened: self.n_opened, situation: self.situation().map(Situation::rev) }
    }

    /// Brings what is derived up to date; computes nothing where nothing changed.
    pub(super) fn refresh(&mut self) {
        let key = self.content_key();
        let situation = self.document.as_deref().map(Document::situation);
        let Preferences { time_zone, dates, .. } = &self.preferences;
        self.dates.refresh((key, time_zone.clone(), *dates), |(_, zone, notation)| Dates {
            zone: situation.map(Situation::zone).cloned().unwrap_or_default(),
            shown_in: zone.as_ref().and_then(|name| Zone::named(name).ok()),
            notation: *notation,
        });
        self.index.refresh(key, |_| situation.map(Index::of).unwrap_or_default());
        self.record_names.refresh(key, |_| situation.map(RecordNames::of).unwrap_or_default());
        self.refresh_answer(key);
        self.refresh_lists(key);
        self.refresh_ledger();
        let (situation, language) = (self.document.as_deref().map(Document::situation), self.preferences.language.as_deref());
        self.page.refresh((key, self.viewpoint.selection.clone()), |(_, item)| PageFacts::of(situation, item.as_ref()));
        let document = self.document.as_ref();
        self.text.refresh((key, self.viewpoint.reading.as_ref().map(|reading| reading.file.clone())), |(_, file)| {
            TextFacts::of(document?, file.as_deref()?)
        });
        let row_key = (self.rows.n_computed(), self.viewpoint.selection.clone(), self.row);
        let rows = self.rows.get();
        self.selected_row.refresh(row_key, |(_, item, hint)| rows?.row_of(item.as_ref()?, *hint));
        let picked = &self.viewpoint.picked;
        let selection = self.viewpoint.selection.clone();
        let in_hand = self.viewpoint.reading.as_ref().and_then(|reading| reading.selected_statement(selection.as_ref()));
        self.belonging.refresh((key, selection, in_hand.cloned(), self.picked_rev), |(_, selection, in_hand, _)| {
            belonging(situation, in_hand.as_ref(), selection.iter().chain(picked.iter().take(MAX_RINGED)))
        });
        self.resolved.refresh((key, language.map(str::to_owned)), |(_, language)| {
            situation.map(|situation| Resolved::of(situation, language.as_deref())).unwrap_or_default()
        });
        let (Some(resolved), Some(belonging)) = (self.resolved.get(), self.belonging.get()) else { return };
        let n_resolved = self.resolved.n_computed();
        if let (Some(index), Some(answer)) = (self.index.get(), self.answer.get()) {
            let key = [n_resolved, self.index.n_computed(), self.answer.n_computed()];
            self.standings.refresh(key, |_| AllStandings::of(resolved, index, answer));
            self.sighted.refresh((key, self.viewpoint.time.outside), |(_, outside)| Sighted::of(resolved, index, answer, *outside));
        }
        self.ringed.refresh([n_resolved, self.belonging.n_computed()], |_| resolved.picks(belonging));
        self.ringed_by_hover.refresh((n_resolved, self.hover.clone()), |(_, item)| resolved.picks(item));
    }

    /// What is asked for, how much of it there is, and the timeline.
    fn refresh_answer(&mut self, key: ContentKey) {
        let situation = self.document.as_deref().map(Document::situation);
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
        let extent = timeline_extent(index, time);
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

    /// The list shown.
    fn refresh_lists(&mut self, key: ContentKey) {
        let (Some(index), Some(dates), Some(answer)) = (self.index.get(), self.dates.get(), self.answer.get()) else { return };
        let (situation, layers) = (self.document.as_deref().map(Document::situation), &self.layers);
        let Viewpoint { list, listed, .. } = self.viewpoint;
        let order_key = OrderKey {
            content: key,
            list,
            arrangement: self.viewpoint.arrangements.of(list),
            dates: dates.clone(),
            language: self.preferences.language.clone(),
        };
        let order = self.order.refresh(order_key, |key| {
            let OrderKey { list, arrangement, dates, language, .. } = key;
            let situation = situation.map(|situation| (situation, index));
            Arc::new(Order::of(&RowInputs {
                situation,
                layers,
                list: *list,
                arrangement: *arrangement,
                dates,
                language: language.as_deref(),
            }))
        });
        let order = Arc::clone(order);
        let only = self.viewpoint.is_only_new.then_some(&self.news.unread);
        let rows_key = RowsKey {
            order: self.order.n_computed(),
            answer: self.answer.n_computed(),
            listed,
            only: only.is_some().then_some(self.news_rev),
        };
        self.rows.refresh(rows_key, |_| Rows::of(order, |number| is_listed(number, list, listed, only, index, answer)));
    }

    /// Who says what, where that is shown.
    fn refresh_ledger(&mut self) {
        let situation = self.document.as_deref().map(Document::situation);
        let (Some(situation), Some(index), Some(answer)) = (situation, self.index.get(), self.answer.get()) else { return };
        if self.desk.drawer != Some(Drawer::Ledger) {
            return;
        }
        let view = &self.viewpoint.ledger;
        let about = view.about.clone().filter(|id| view.is_narrow && situation.contains(id));
        let key = ([self.index.n_computed(), self.answer.n_computed()], about);
        self.ledger.refresh(key, |(_, about)| Ledger::of(situation, index, answer, about.as_ref()));
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

    /// What panels see; `None` before the first [`State::refresh`].
    pub(super) fn view(&self) -> Option<View<'_>> {
        let list = self.viewpoint.list;
        Some(View {
            situation: self.situation(),
            layers: &self.layers,
            problems: &self.problems,
            viewpoint: &self.viewpoint,
            preferences: &self.preferences,
            dates: self.dates.get()?,
            hover: self.hover.as_ref(),
            index: self.index.get()?,
            answer: self.answer.get()?,
            counts: self.counts.get()?,
            facet_counts: self.facet_counts.get().filter(|_| self.desk.left == Some(LeftPanel::Filter)),
            facet_counts_rev: self.facet_counts.n_computed(),
            n_unplaced: *self.n_unplaced.get()?,
            saved_filters: &self.saved_filters,
            timeline: self.timeline(),
            record_names: self.record_names.get()?,
            world: self.world.as_ref(),
            rows: self.rows.get()?,
            row: *self.selected_row.get()?,
            rows_rev: self.rows.n_computed(),
            arrangement: self.viewpoint.arrangements.of(list),
            ledger: self.ledger.get().filter(|_| self.document.is_some() && self.desk.drawer == Some(Drawer::Ledger)),
            ledger_rev: self.ledger.n_computed(),
            page: self.page.get()?,
            document: self.document.as_deref(),
            text: self.text.get().and_then(Option::as_ref),
            text_rev: self.text.n_computed(),
            attachments: &self.attachments,
            attachment: self.attachment.as_deref(),
            theme: Theme::of(self.preferences.theme),
            has_motion: self.is_motion_on(),
            loading: &self.loading,
            notice: self.notice.as_ref(),
            is_saved: self.document.as_ref().is_none_or(|document| document.is_saved()),
            news: &self.news,
            now: self.now,
            changed_on_disk: self.changed_on_disk.as_deref(),
            recent: &self.recent,
            listing: &self.listing,
            desk: &self.desk,
            can_go: [self.looked_at.n_behind > 1, self.looked_at.n_behind < self.looked_at.items.len()],
        })
    }

    /// What the timeline shows, where it is open.
    fn timeline(&self) -> Option<Timeline<'_>> {
        let time = &self.viewpoint.time;
        let index = self.index.get()?;
        let span = index.span(time.clock);
        Some(Timeline {
            extent: timeline_extent(index, time),
            stretches: self.stretches.get()?,
            histogram: self.histogram.get().filter(|_| self.desk.is_timeline_open)?,
            lanes: self.lanes.get()?,
            is_playing: self.playing.is_some(),
            speed_secs: speed_secs(time.speed_secs, span.unwrap_or([Moment(0); 2])),
            span,
        })
    }

    /// The positions that stand for an item on the map.
    pub(super) fn positions_of(&self, item: &Item) -> Option<Bounds> {
        match item {
            Item::Row { layer, row } => self.layers.get(*layer)?.bounds_of(*row),
            Item::Record(id) => {
                let situation = self.situation()?;
                let places =
                    self.statement_in_hand(item).map_or_else(|| places_of(situation, id), |about| places_of_statement(situation, about));
                places.iter().filter_map(|place| place_bounds(situation, place)).reduce(Bounds::union)
            }
        }
    }

    /// The statement that is read in its text, where an item is its report.
    fn statement_in_hand(&self, item: &Item) -> Option<&About> {
        let (report, index) = self.viewpoint.reading.as_ref()?.selected_statement(Some(item))?;
        self.situation()?.report(report)?.about.get(*index)
    }

    /// What the whole content covers: the home view where the situation has one, else all that is placed.
    pub(super) fn whole(&self) -> Option<Bounds> {
        let home = self.situation().and_then(|s| s.header().home.as_ref()).and_then(|home| {
            let [w, s, e, n] = home.bbox;
            Bounds::new(w, s, e, n)
        });
        let placed = || {
            let situation = self.situation();
            let places = situation.into_iter().flat_map(|s| s.places().keys().filter_map(move |id| place_bounds(s, id)));
            places.reduce(Bounds::union)
        };
        let layers = self.layers.iter().filter_map(Dataset::bounds).reduce(Bounds::union);
        match (home.or_else(placed), layers) {
            (Some(a), Some(b)) => Some(a.union(b)),
            (a, b) => a.or(b),
        }
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
fn timeline_extent(index: &Index, time: &TimeView) -> [Moment; 2] {
    /// Of nothing dated a day is shown.
    const DAY_SECS: i64 = 86_400;
    time.extent.unwrap_or_else(|| {
        let [first, last] = index.span(time.clock).unwrap_or([Moment(0); 2]);
        let room = (last.0.saturating_sub(first.0) / 40).max(DAY_SECS / 2);
        [Moment(first.0.saturating_sub(room)), Moment(last.0.saturating_add(room))]
    })
}

/// Whether a number of the list shown has a row.
fn is_listed(number: u32, list: ListKind, listed: Listed, only: Option<&BTreeSet<RecordId>>, index: &Index, answer: &Answer) -> bool {
    let is_new = only.is_none_or(|only| index.id(number).is_some_and(|id| only.contains(id)));
    let is_asked_for = match (list, listed) {
        // The tray holds what windows and filters cannot place: it is always whole.
        (ListKind::Tray | ListKind::Layer(_), _) => true,
        (_, Listed::Shown) => answer.fit(number) != Fit::Out,
        (_, Listed::Hidden(reason)) => answer.reason(number) == Some(reason),
        (_, Listed::Unplaced) => answer.fit(number) != Fit::Out && index.lacks(number, Lack::Place),
    };
    is_new && is_asked_for
}

/// The box of a place's geometry; of what it is part of where it is not placed itself.
fn place_bounds(situation: &Situation, id: &PlaceId) -> Option<Bounds> {
    let own = situation.place(id)?.geometry.as_ref().and_then(Bounds::of_geometry);
    own.or_else(|| anchor(situation, id).map(Bounds::of))
}

/// Whether a place lies well within a view.
pub(super) fn is_in_view(camera: Camera, size: [f64; 2], place: LonLat) -> bool {
    const MARGIN: f64 = 60.0;
    let [x, y] = camera.offset_to(place);
    x.abs() <= size[0] / 2.0 - MARGIN && y.abs() <= size[1] / 2.0 - MARGIN
}
