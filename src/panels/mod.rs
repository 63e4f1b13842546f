//! What is around the map and in it for a person to read and press: top bar, lists, pages, overlays, drawer, the map's surface.
//!
//! Main types: [`View`] (all that panels may see), one struct with a `ui` for each panel, [`Rows`] (a list in its order).
//!
//! **Does not:** change state, read the disk or ask the time. A panel reads the [`View`] and pushes commands.

mod adding;
mod announce;
mod asked;
mod attaching;
mod brief;
mod columns;
mod conflicts;
mod count_line;
mod detail;
mod differences;
mod drawer;
mod editing;
mod exporting;
mod facets;
mod filter;
mod finding;
mod form;
mod grading;
mod grouping;
mod handover;
mod history;
mod layer_style;
mod layers;
mod ledger;
mod left;
mod linking;
mod list;
mod map;
mod opening;
mod overlays;
mod palette;
mod path_field;
mod pieces;
mod preview;
mod recovery;
mod release;
mod removing;
mod rows;
mod saving_as;
mod saving_released;
mod settings;
mod side;
mod sketching;
mod summary;
mod symbol_picker;
mod table;
mod timeline;
mod top;
mod writing_page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::base::{ContentKey, Problems};
use crate::briefing::room_check::Finding;
use crate::briefing::{Display, HandoutStep, NotReleased, Presenting, Released, ScenePart, SceneView, Unresolved, walls_display};
use crate::command::{Furnishing, Held, Keeping, Linking, Listing, Loading, News, Notice, PageToWrite, ScenePicture};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::LonLat;
use crate::gazetteer::GazetteerError;
use crate::model::{Moment, RecordId, SceneId, Situation, When};
use crate::placing::Placed;
use crate::query::{
    Answer, Bar, Count, Duplicates, FacetCounts, Histogram, Index, Lack, Lane, Ledger, RecordNames, RowFacet, RowsAnswer, Stretches, World,
};
use crate::theme::Theme;
use crate::viewpoint::{Arrangement, Item, ListKind, Listed, Preferences, SavedFilter, Viewpoint};
use crate::wording::{Dates, Emptiness};

pub use announce::{Announcer, paint_focus};
pub use asked::AskedBar;
pub use brief::{Notes, Wall, frame_rect};
pub use conflicts::Conflicts;
pub use detail::{PageFacts, TextFacts, TextPanel, citations, text_of_selection};
pub use differences::Differences;
pub use drawer::DrawerPanel;
pub use finding::{Choice, Choices, Heading, Searched, choices};
pub use grouping::DayHeadings;
pub use left::SideOfChoices;
pub use map::{MapGround, MapPanel, MapView, add_map};
pub use overlays::Overlays;
pub use rows::{Order, Row, RowInputs, Rows, count_of, numbers_of};
pub use side::SidePanel;
pub use summary::as_text;
pub use table::{ColumnOf, RecordCells, RecordColumn, TableColumn, TableColumns, TableCounted, TableFacts, TableRows};
pub use timeline::TimelinePanel;
pub use top::{TopBar, caption};

/// What the panels draw, borrowed for one pass.
pub struct View<'a> {
    /// Another for every other content: revisions of two situations have nothing to do with each other.
    pub content: ContentKey,
    pub situation: Option<&'a Situation>,
    pub layers: &'a [Arc<Dataset>],
    pub problems: &'a Problems,
    pub viewpoint: &'a Viewpoint,
    pub preferences: &'a Preferences,
    pub dates: &'a Dates,
    pub hover: Option<&'a Item>,
    /// The situation in columns.
    pub index: &'a Index,
    /// What is asked for, record by record, and how many of each of [`ListKind::OF_RECORDS`] that is.
    pub answer: &'a Answer,
    /// Of each data layer.
    pub row_answers: &'a [Arc<RowsAnswer>],
    /// How many rows of each there would be of each value, where that is shown; and how often that changed.
    pub row_facets: &'a [Vec<RowFacet>],
    pub asked_rows_rev: u64,
    /// How they stand on the map.
    pub placed: &'a [Arc<Placed>],
    pub counts: &'a [Count],
    /// While the filter is open.
    pub facet_counts: Option<&'a FacetCounts>,
    /// Another number for every other state of them.
    pub facet_counts_rev: u64,
    /// How many events are shown and have no place on the map.
    pub n_unplaced: usize,
    /// What this person has kept under names.
    pub saved_filters: &'a [SavedFilter],
    /// The scene in hand, and what is presented.
    pub composing: Option<&'a SceneId>,
    /// In what the window shows something else than that scene.
    pub differing: Vec<ScenePart>,
    /// What each scene comes to, while scenes are composed; pictures of them, as far as they are drawn.
    pub scene_views: Option<&'a BTreeMap<SceneId, SceneView>>,
    pub scene_pictures: &'a BTreeMap<SceneId, ScenePicture>,
    /// What the back row of a room could not read of each scene that was looked at, with another number for every other, and whether
    /// more are being looked at.
    pub room_findings: &'a BTreeMap<SceneId, Vec<Finding>>,
    pub room_rev: u64,
    pub is_room_checking: bool,
    pub presenting: Option<&'a Presenting>,
    /// The situation that is open where a released copy of it is presented; else the one that is shown. For the speaker alone.
    pub own_situation: Option<&'a Situation>,
    /// Whether something else is looked at than its scene shows.
    pub is_wandering: bool,
    /// Width and height of the map in points.
    pub map_size: [f64; 2],
    /// The same of the wall that a briefing is on.
    pub wall_size: [f64; 2],
    /// The displays that there are, while it is presented, and the one that was chosen for the wall.
    pub displays: &'a [Display],
    pub wall_on: Option<usize>,
    /// While the timeline is open.
    pub timeline: Option<Timeline<'a>>,
    /// Reports that may be one and the same, once they were looked for.
    pub duplicates: Option<&'a Duplicates>,
    /// All its names, and those of the world once they are ready.
    pub record_names: &'a RecordNames,
    pub world: Option<&'a Result<&'static World, GazetteerError>>,
    /// The rows of the list shown, which of them is selected, and how they are arranged.
    pub rows: &'a Rows,
    pub row: Option<usize>,
    /// Another number for every other order or content of the rows.
    pub rows_rev: u64,
    pub arrangement: Arrangement,
    /// While it is open, with another number for every other.
    pub ledger: Option<&'a Ledger>,
    pub ledger_rev: u64,
    /// What the page of the selection tells besides the record itself.
    pub page: &'a PageFacts,
    /// What is open, for its source texts.
    pub document: Option<&'a Document>,
    /// The text that is read, and another number for every other text or quotations.
    pub text: Option<&'a TextFacts>,
    pub text_rev: u64,
    /// What is known of attached files, by path within the folder, and which picture is to be shown large.
    pub attachments: &'a BTreeMap<String, Held>,
    pub attachment: Option<&'a str>,
    /// While it is asked what is to be linked to what.
    pub linking: Option<&'a Linking>,
    /// While it is asked where a page is to be written.
    pub to_write: Option<&'a PageToWrite>,
    pub rows_to_write: Option<usize>,
    pub layer_to_map: Option<usize>,
    /// The profile that is chosen, what it lets out or why nothing, and another number for every other copy.
    pub release: Option<&'a str>,
    pub released: Option<Result<&'a Released, &'a NotReleased>>,
    pub released_rev: u64,
    pub export: ExportFacts<'a>,
    pub theme: &'static Theme,
    /// Whether things may move by themselves.
    pub has_motion: bool,
    /// What is being read.
    pub loading: &'a [Loading],
    pub notice: Option<&'a Notice>,
    /// Whether the files hold what the situation holds.
    pub is_saved: bool,
    /// Whether the situation may be changed here, and what is to be decided before.
    pub keeping: &'a Keeping,
    /// The records that the steps changed which were gone over last.
    pub touched: &'a BTreeSet<RecordId>,
    pub news: &'a News,
    pub now: Option<Moment>,
    pub changed_on_disk: Option<&'a Path>,
    /// What was changed here and on the disk, while it is chosen from.
    pub conflicts: Option<Conflicts<'a>>,
    /// What differs from what it was, while that is looked at.
    pub differences: Option<Differences<'a>>,
    /// Where the situation is kept; nowhere yet, where it is the built-in sample.
    pub situation_path: Option<&'a Path>,
    pub recent: &'a [std::path::PathBuf],
    pub listing: &'a Listing,
    pub desk: &'a Furnishing,
    /// Where a new event is to be put, and text that is to become a report.
    pub new_event_at: Option<LonLat>,
    pub pasted: Option<&'a str>,
    /// Whether there is something to go back to, and forward.
    pub can_go: [bool; 2],
    /// While it is what stands in the drawer.
    pub table: Option<TableFacts<'a>>,
}

/// What is asked of an export, and how far it is.
#[derive(Clone, Copy)]
pub struct ExportFacts<'a> {
    /// For whom it would be; `None`: everything.
    pub release: Option<&'a str>,
    /// What that lets out, while the form is open, or why nothing.
    pub copy: Option<Result<&'a Released, &'a NotReleased>>,
    /// While it is written.
    pub running: Option<Option<HandoutStep>>,
    /// A path that was typed, with how many files would be replaced there.
    pub taken: Option<&'a (String, usize)>,
}

/// What the timeline draws.
#[derive(Clone, Copy)]
pub struct Timeline<'a> {
    /// From when to when it reaches.
    pub extent: [Moment; 2],
    /// From the first to the last moment that anything is dated at.
    pub span: Option<[Moment; 2]>,
    pub stretches: &'a Stretches,
    pub histogram: &'a Histogram,
    /// How many rows of data layers there are in each stretch.
    pub rows: &'a [Bar],
    pub lanes: &'a [Lane],
    pub is_playing: bool,
    /// How many seconds of the situation's time pass in one of play.
    pub speed_secs: i64,
}

impl View<'_> {
    fn is_selected(&self, item: &Item) -> bool {
        self.viewpoint.selection.as_ref() == Some(item)
    }

    fn is_picked(&self, item: &Item) -> bool {
        self.viewpoint.picked.contains(item)
    }

    fn is_unread(&self, id: &RecordId) -> bool {
        self.news.unread.contains(id)
    }

    /// The day that it is, in the situation's zone.
    fn today(&self) -> Option<When> {
        When::parse(&self.now?.civil(self.situation?.zone()).day.to_string()).ok()
    }

    /// Whether a record is a report that is about nothing yet.
    fn is_in_inbox(&self, id: &RecordId) -> bool {
        self.index.number_of(id).is_some_and(|number| self.index.lacks(number, Lack::Event))
    }

    /// What of a scene cannot be shown as it was prepared.
    fn unresolved(&self, id: &SceneId) -> &[Unresolved] {
        self.scene_views.and_then(|views| views.get(id)).map(|view| view.unresolved.as_slice()).unwrap_or_default()
    }

    /// The display that the wall is on; `None` where the system tells of none.
    pub fn walls_display(&self) -> Option<&Display> {
        walls_display(self.displays, self.wall_on)
    }

    /// What the back row of a room could not read of a scene.
    fn findings(&self, id: &SceneId) -> &[Finding] {
        self.room_findings.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    fn n_failing_scenes(&self) -> usize {
        self.room_findings.values().filter(|found| !found.is_empty()).count()
    }

    fn world(&self) -> Option<&'static World> {
        self.world?.as_ref().ok().copied()
    }

    fn language(&self) -> Option<&str> {
        self.preferences.language.as_deref()
    }

    /// How many records a list holds.
    fn n_in_list(&self, list: ListKind) -> usize {
        self.count(list).map_or(0, Count::all)
    }

    /// How many records of a list are shown, and why others are not.
    fn count(&self, list: ListKind) -> Option<&Count> {
        let at = ListKind::OF_RECORDS.iter().position(|known| *known == list)?;
        self.counts.get(at)
    }

    /// Why the list shown has no rows.
    fn empty_because(&self) -> Emptiness {
        if !self.loading.is_empty() {
            Emptiness::Reading
        } else if self.viewpoint.listed != Listed::Shown && self.rows.n_all() > 0 && !self.viewpoint.is_only_new {
            if self.viewpoint.listed == Listed::Unplaced { Emptiness::AllPlaced } else { Emptiness::NoneHidden }
        } else if self.count(self.viewpoint.list).is_some_and(|count| count.shown() == 0 && !count.hidden.is_empty()) {
            Emptiness::Filtered
        } else if self.rows.n_all() > 0 {
            Emptiness::NothingNew
        } else if self.situation.is_none() && self.layers.is_empty() {
            Emptiness::NothingOpen
        } else {
            Emptiness::NoneInIt
        }
    }

    /// Whether a data layer has so many points that they are drawn as one image.
    fn placed_many(&self, layer: usize) -> bool {
        self.placed.get(layer).is_some_and(|placed| placed.scatter.is_some())
    }

    /// What a record is called in the language that is wanted; its id where it is not there.
    fn name<'b>(&'b self, id: &'b RecordId) -> &'b str {
        self.situation.and_then(|situation| situation.name_in(id, self.language())).unwrap_or(id.as_str())
    }
}

/// The name of a layer's file, without the folders it lies in.
pub fn layer_name(layer: &Dataset) -> &str {
    Path::new(layer.source_name()).file_name().and_then(|name| name.to_str()).unwrap_or_else(|| layer.source_name())
}
