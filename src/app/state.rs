//! What the program knows at one moment. Only [`State::run`] changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::belonging::BelongingKey;
use crate::app::column_mappings::RememberedMapping;
use crate::app::comparing::CompareJob;
use crate::app::derived::{AnswerKey, HistogramKey, OrderKey, RowsKey};
use crate::app::exporting::ExportJob;
use crate::app::journal::JournalOrder;
use crate::app::merging::MergeJob;
use crate::app::paging::PageJob;
use crate::app::releasing::{CopyJob, ReleaseJob};
use crate::app::room_check::{RoomCheckJob, RoomChecks};
use crate::app::run::{Exporting, Playing};
use crate::app::table::{Table, TableJob};
use crate::app::thumbnails::{ScenesJob, Thumbnails};
use crate::app::writing_rows::RowsToWrite;
use crate::base::{ContentKey, Derived, Problems, Rev};
use crate::briefing::{CANVAS_HEIGHT, Display, NotReleased, Presenting, Released, SceneView};
use crate::command::{
    Arrows, Command, CompareKey, CompareWith, Compared, Export, FoundAlike, Furnishing, Held, Keeping, Leaving, Linking, Listing, Loading,
    News, Notice, Offers, PageToWrite, Target, Theirs, ToExamine,
};
use crate::dataset::Dataset;
use crate::differences::{Choices, Clash};
use crate::document::Document;
use crate::earth::{Bounds, LonLat};
use crate::gazetteer::GazetteerError;
use crate::model::{About, Moment, PlaceId, RecordId, ReportId, SceneId, Situation};
use crate::panels::{DayHeadings, Order, PageFacts, Rows, TextFacts};
use crate::placing::{
    AllStandings, AskedRows, Layers, LooksOf, Picks, Placed, PlacedLayers, Resolved, RowLooks, Sighted, TroopStand, anchor, places_of,
    places_of_statement,
};
use crate::query::{Answer, Count, Counted, Facet, FacetCounts, Histogram, Index, Lane, Ledger, RecordNames, Stretches, WithWords, World};
use crate::viewpoint::{Camera, DateNotation, Flight, Item, ListKind, Outside, Preferences, SavedFilter, ThemeKind, Viewpoint};
use crate::wording::Dates;

/// Everything but what is on the disk or on the screen.
pub struct State {
    /// Shared with the threads that write it: an edit while one does makes a copy.
    pub(super) document: Option<Arc<Document>>,
    /// The released copy that is presented: as long as it is there, all that is shown is of it and nothing is of the document.
    pub(super) copy: Option<Arc<Document>>,
    /// Shared with the threads that draw them, as the units are.
    pub(super) layers: Layers,
    /// How the rows of each layer stand on the map.
    pub(super) placed: PlacedLayers,
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
    /// What the overlay for it is to link.
    pub(super) linking: Option<Linking>,
    /// Where a new event is to be put, until it is added or dropped; text that was pasted, to become a report.
    pub(super) new_event_at: Option<LonLat>,
    pub(super) pasted: Option<String>,
    pub(super) notice: Option<Notice>,
    /// What waits for an answer, as it would lose changes that are not saved.
    pub(super) leaving: Option<Leaving>,
    /// Whether files are just being written, by a thread.
    pub(super) saving: Option<Saving>,
    /// Whether the situation may be changed here, and what is to be decided before.
    pub(super) keeping: Keeping,
    /// How often a situation was opened.
    pub(super) n_situations: u64,
    /// What is being read.
    pub(super) loading: Vec<Loading>,
    pub(super) news: News,
    /// Goes up when what is new changes.
    pub(super) news_rev: Rev,
    pub(super) now: Option<Moment>,
    /// What changed on the disk since it was read.
    pub(super) changed_on_disk: Option<PathBuf>,
    /// What was changed here and there, while it is chosen from.
    pub(super) merging: Option<Merging>,
    pub(super) comparing: Comparing,
    /// The page for which it is asked where to write it.
    pub(super) to_write: Option<PageToWrite>,
    /// The data layer whose rows are to be written.
    pub(super) rows_to_write: Option<usize>,
    /// The one of whose columns it is said what they mean.
    pub(super) layer_to_map: Option<usize>,
    /// The profile by which is presented and exported; `None`: everything is shown.
    pub(super) release: Option<String>,
    /// The copy that it makes, or why there is none.
    pub(super) released: Derived<(ContentKey, Option<String>), Option<MaybeReleased>>,
    pub(super) exporting: Exporting,
    /// The copy that the form asks for, while it is open.
    pub(super) export_copy: Derived<(ContentKey, Option<String>), Option<MaybeReleased>>,
    pub(super) recent: Vec<PathBuf>,
    pub(super) listing: Listing,
    /// The filters that this person has kept, by name.
    pub(super) saved_filters: Vec<SavedFilter>,
    /// The scene in hand.
    pub(super) composing: Option<SceneId>,
    pub(super) thumbnails: Thumbnails,
    pub(super) room_checks: RoomChecks,
    /// What is presented, how large the wall is in points, and what was looked at before.
    pub(super) presenting: Option<Presenting>,
    pub(super) wall_size: [f64; 2],
    /// The displays that there are, while it is presented; the one that was chosen for the wall, if any.
    pub(super) displays: Vec<Display>,
    pub(super) wall_on: Option<usize>,
    pub(super) before_briefing: Option<Box<BeforeBriefing>>,
    /// What comes in while a copy is presented and would show something else: it is taken up afterwards.
    pub(super) held_back: Vec<Command>,
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
    /// Reports that may be one, found on another thread; for which situation that was last asked for.
    pub(super) duplicates: Option<FoundAlike>,
    pub(super) duplicates_asked_for: Option<u64>,
    /// The names of the world; `None` until they are ready.
    pub(super) world: Option<Result<&'static World, GazetteerError>>,
    /// With the language of its names.
    pub(super) resolved: Derived<(ContentKey, Option<String>), Resolved>,
    pub(super) with_words: Derived<(ContentKey, String), Option<WithWords>>,
    pub(super) answer: Derived<AnswerKey, Answer>,
    /// Which rows of data layers are asked for, and what is counted of them.
    pub(super) asked_rows: AskedRows,
    /// What rows of each data layer are told apart by, by how often anything was opened.
    pub(super) looks: Derived<(u64, Vec<LooksOf>), Vec<Arc<RowLooks>>>,
    /// Of each of [`ListKind::OF_RECORDS`], by how often the answer was computed.
    pub(super) counts: Derived<u64, Vec<Count>>,
    /// How many events are shown and have no place on the map.
    pub(super) n_unplaced: Derived<u64, usize>,
    pub(super) facet_counts: Derived<(u64, Counted), FacetCounts>,
    pub(super) stretches: Derived<(ContentKey, [Moment; 2]), Stretches>,
    pub(super) histogram: Derived<HistogramKey, Histogram>,
    pub(super) lanes: Derived<(u64, Option<Facet>), Vec<Lane>>,
    pub(super) order: Derived<OrderKey, Arc<Order>>,
    pub(super) day_headings: DayHeadings,
    pub(super) rows: Derived<RowsKey, Rows>,
    /// By how often index and answer were computed, and what it is about where that is not all.
    pub(super) ledger: Derived<([u64; 2], Option<RecordId>), Ledger>,
    /// What each scene comes to.
    pub(super) scene_views: Derived<ContentKey, BTreeMap<SceneId, SceneView>>,
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
    /// The records that the steps changed which were gone over last, as long as nothing else is done; and how often they became others.
    pub(super) touched: BTreeSet<RecordId>,
    pub(super) touched_rev: Rev,
    /// How much of what is on the map is asked for: by how often that, the index and the answer were computed.
    pub(super) sighted: Derived<([u64; 3], Outside), Option<Sighted>>,
    pub(super) standings: Derived<[u64; 3], AllStandings>,
    pub(super) troops: Derived<([u64; 3], Outside), Vec<TroopStand>>,
    pub(super) belonging: Derived<BelongingKey, BTreeSet<Item>>,
    /// Where that stands on the map, and what is hovered; by how often what it is found from was computed.
    pub(super) ringed: Derived<[u64; 2], Picks>,
    pub(super) ringed_by_hover: Derived<(u64, Option<Item>), Picks>,
    pub(super) table: Table,
}

/// A copy that may leave the house, or why there is none.
type MaybeReleased = Result<Released, NotReleased>;

/// Something that only the shell can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a path on a thread of its own and come back with [`Command::Loaded`].
    Load(Loading),
    /// Come back with [`Command::Open`] of a path as it was typed.
    OpenTyped(String),
    /// A path was opened: remember it, and tell when it changes on the disk.
    Opened(PathBuf),
    /// Compare what is open with what is on the disk, on a thread of its own, and come back with [`MergingCommand::Read`](crate::command::MergingCommand::Read).
    ReadTheirs(MergeJob),
    /// Compare what is open with what it was, on a thread of its own, and come back with
    /// [`ComparingCommand::Compared`](crate::command::ComparingCommand::Compared).
    Compare(CompareJob),
    /// Let the system ask for a folder to compare with, and come back with [`ComparingCommand::With`](crate::command::ComparingCommand::With).
    BrowseToCompare,
    /// Write a page on a thread of its own, and come back with [`PageCommand::Written`](crate::command::PageCommand::Written).
    WritePage(PageJob),
    /// Write rows of a data layer on a thread of its own, and come back with [`RowsCommand::Written`](crate::command::RowsCommand::Written).
    WriteRows(RowsToWrite),
    /// Let the system ask where to, and come back with [`RowsCommand::Write`](crate::command::RowsCommand::Write).
    BrowseToWriteRows(usize),
    /// Write a copy that may leave the house on a thread of its own, and come back with
    /// [`ReleaseCommand::Written`](crate::command::ReleaseCommand::Written).
    WriteReleased(ReleaseJob),
    /// Make a copy that is to be presented on a thread of its own, and come back with
    /// [`ReleaseCommand::Present`](crate::command::ReleaseCommand::Present).
    CopyToPresent(CopyJob),
    /// Write what people take home on a thread of its own, and come back with [`ExportCommand`](crate::command::ExportCommand)s.
    Export(ExportJob),
    /// Let the system ask where to, and come back with [`ExportCommand::Write`](crate::command::ExportCommand::Write).
    BrowseToExport(Export),
    /// Let the system ask where to write a page, and come back with [`PageCommand::Write`](crate::command::PageCommand::Write).
    BrowseToWrite,
    /// Keep that the situation at this path was handed over now.
    HandedOver(PathBuf, Moment),
    /// Tell of changes of these paths and no others.
    Watch(Vec<PathBuf>),
    /// A situation was replaced: keep what was read of it.
    Left(Box<Left>),
    /// Come back with [`Command::Listed`].
    ListPaths(String, Offers),
    /// Let the system ask what to open, and come back with [`Command::Open`].
    BrowsePaths {
        is_folder: bool,
    },
    /// Let the system ask where to save, and come back with [`EditCommand::SaveAs`](crate::command::EditCommand).
    BrowseToSave,
    /// Read a text for a report on a thread of its own, and come back with [`EditCommand::Attach`](crate::command::EditCommand).
    ReadText {
        report: ReportId,
        path: PathBuf,
    },
    /// Let the system ask for one.
    BrowseText(ReportId),
    ForgetRecent,
    /// Keep for this person what columns of such a header mean.
    RememberMapping(Box<RememberedMapping>),
    /// Write what changed of a document on a thread of its own and come back with [`EditCommand::Saved`](crate::command::EditCommand).
    Save(SaveJob),
    /// Draw pictures of scenes on a thread of its own, and come back with [`BriefCommand::Pictured`](crate::command::BriefCommand::Pictured).
    DrawScenes(ScenesJob),
    /// See which scenes fail for the back row on a thread of its own, and come back with
    /// [`BriefCommand::RoomChecked`](crate::command::BriefCommand::RoomChecked).
    CheckRoom(RoomCheckJob),
    /// Keep what is done in the journal.
    Journal(JournalOrder),
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
    Examine(ToExamine),
    /// Make something of the table on a thread of its own, and come back with [`TableCommand::Made`](crate::command::TableCommand::Made).
    Table(TableJob),
    Close,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveJob {
    /// Which of the situations that were opened it is.
    pub situation: u64,
    pub path: PathBuf,
    pub document: Arc<Document>,
    /// Where it is to be kept from now on, if not where it is.
    pub target: Option<Target>,
}

/// What differs from what the situation was, as far as that is looked at.
#[derive(Debug, Default)]
pub struct Comparing {
    pub with: CompareWith,
    pub compared: Option<Box<Compared>>,
    /// What a thread is just comparing.
    pub asked: Option<CompareKey>,
    /// Why it could not be compared.
    pub fault: Option<(CompareKey, String)>,
    pub rev: u64,
}

/// What others changed on the disk and was changed here too, with what was chosen of it.
#[derive(Debug)]
pub struct Merging {
    pub theirs: Box<Theirs>,
    pub clashes: Vec<Clash>,
    pub choices: Choices,
}

/// How far the files are behind while they are being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Once,
    /// They are to be written once more, as more was changed meanwhile.
    Again,
}

/// A situation that is shown no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub path: PathBuf,
    pub document: Arc<Document>,
    pub news: News,
}

/// What was looked at when a briefing began.
#[derive(Debug)]
pub struct BeforeBriefing {
    pub viewpoint: Viewpoint,
    pub map_size: [f64; 2],
    pub is_view_untouched: bool,
    /// What a released copy is presented in the place of.
    pub own: Option<Own>,
}

/// What is not shown while a released copy is: the data layers, which no profile covers, and what is derived from the situation in that
/// state, to be there again at once.
#[derive(Debug)]
pub struct Own {
    pub layers: Layers,
    pub placed: PlacedLayers,
    pub rev: Rev,
    pub index: Option<Index>,
    pub record_names: Option<RecordNames>,
    pub resolved: Option<Resolved>,
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
            copy: None,
            layers: Arc::default(),
            placed: Arc::default(),
            problems: Problems::default(),
            situation_path: None,
            layer_paths: Vec::new(),
            n_opened: 0,
            viewpoint: Viewpoint::default(),
            preferences: Preferences::default(),
            looked_at: LookedAt::default(),
            hover: None,
            desk: Furnishing::default(),
            linking: None,
            new_event_at: None,
            pasted: None,
            notice: None,
            leaving: None,
            saving: None,
            keeping: Keeping::default(),
            n_situations: 0,
            loading: Vec::new(),
            news: News::default(),
            news_rev: Rev::default(),
            now: None,
            changed_on_disk: None,
            merging: None,
            comparing: Comparing::default(),
            to_write: None,
            rows_to_write: None,
            layer_to_map: None,
            release: None,
            released: Derived::default(),
            exporting: Exporting::default(),
            export_copy: Derived::default(),
            recent: Vec::new(),
            listing: Listing::default(),
            saved_filters: Vec::new(),
            composing: None,
            thumbnails: Thumbnails::default(),
            room_checks: RoomChecks::default(),
            presenting: None,
            wall_size: [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT],
            displays: Vec::new(),
            wall_on: None,
            before_briefing: None,
            held_back: Vec::new(),
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
            duplicates: None,
            duplicates_asked_for: None,
            world: None,
            resolved: Derived::default(),
            with_words: Derived::default(),
            answer: Derived::default(),
            asked_rows: AskedRows::default(),
            looks: Derived::default(),
            counts: Derived::default(),
            n_unplaced: Derived::default(),
            facet_counts: Derived::default(),
            stretches: Derived::default(),
            histogram: Derived::default(),
            lanes: Derived::default(),
            order: Derived::default(),
            day_headings: DayHeadings::default(),
            rows: Derived::default(),
            ledger: Derived::default(),
            scene_views: Derived::default(),
            page: Derived::default(),
            selected_row: Derived::default(),
            text: Derived::default(),
            attachments: BTreeMap::new(),
            attachment: None,
            picked_rev: Rev::default(),
            touched: BTreeSet::new(),
            touched_rev: Rev::default(),
            sighted: Derived::default(),
            standings: Derived::default(),
            troops: Derived::default(),
            belonging: Derived::default(),
            ringed: Derived::default(),
            ringed_by_hover: Derived::default(),
            table: Table::default(),
        }
    }
}

impl State {
    /// Carries out a command; what needs the world outside comes back as effects.
    pub fn run(&mut self, command: Command) -> Vec<Effect> {
        super::run::run(self, command)
    }

    /// The situation that is shown.
    pub fn situation(&self) -> Option<&Situation> {
        self.copy.as_ref().or(self.document.as_ref()).map(|document| document.situation())
    }

    /// The situation that is open, even while a released copy of it is presented.
    pub(super) fn own_situation(&self) -> Option<&Situation> {
        self.document.as_deref().map(Document::situation)
    }

    /// What a record is called in the language that is wanted; its id where it is not there.
    pub fn called(&self, id: &RecordId) -> String {
        let language = self.preferences.language.as_deref();
        self.situation().map_or_else(|| id.as_str().to_owned(), |situation| situation.called(id, language))
    }

    /// The name of the profile by which is presented and exported; `None`: everything is shown.
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    /// What that profile lets out, or why nothing: then nothing is to be shown. `None` where no profile is chosen, and everything may be.
    pub fn released(&self) -> Option<Result<&Released, &NotReleased>> {
        self.released.get()?.as_ref().map(Result::as_ref)
    }

    /// What is open, even while a released copy of it is presented.
    pub fn document(&self) -> Option<&Document> {
        self.document.as_deref()
    }

    pub fn situation_path(&self) -> Option<&Path> {
        self.situation_path.as_deref()
    }

    pub fn layers(&self) -> &[Arc<Dataset>] {
        &self.layers
    }

    /// How the rows of each layer stand on the map.
    pub fn placed(&self) -> &[Arc<Placed>] {
        &self.placed
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

    /// Whether the situation may be changed here, and what is to be decided before.
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// What the situation is compared with while differences are looked at.
    pub fn comparing_with(&self) -> &CompareWith {
        &self.comparing.with
    }

    pub fn news(&self) -> &News {
        &self.news
    }

    pub fn theme(&self) -> ThemeKind {
        self.presenting.as_ref().and_then(|presenting| presenting.theme).unwrap_or(self.preferences.theme)
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

    /// What is presented.
    pub fn presenting(&self) -> Option<&Presenting> {
        self.presenting.as_ref()
    }

    pub fn is_presenting(&self) -> bool {
        self.presenting.is_some()
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
        let layers = self.layers.iter().filter_map(|layer| layer.bounds()).reduce(Bounds::union);
        match (home.or_else(placed), layers) {
            (Some(a), Some(b)) => Some(a.union(b)),
            (a, b) => a.or(b),
        }
    }
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
