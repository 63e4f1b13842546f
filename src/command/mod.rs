//! The words in which keys, menus, clicks and scripts ask for something to be done.
//!
//! Main types: [`Action`] (no payload: what has a name and a key), [`Command`] (with payload), [`Outbox`].
//!
//! **Does not:** do anything. Only `app::State` carries a command out.

mod action;
mod asking;
mod briefing;
mod comparing;
mod edit;
mod evidence;
mod exporting;
mod keeping;
mod listing;
mod merging;
mod paging;
mod release;
mod sketch;
mod table;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

pub use action::{Action, Arrows, KeyOwner, Topic};
pub use asking::{FilterCommand, LedgerCommand, RowsCommand, TimeCommand};
pub use briefing::{BriefCommand, Card, Each, ScenePicture, WallAction};
pub use comparing::{CompareKey, CompareWith, Compared, ComparedWith, ComparingCommand};
pub use edit::{Attached, EditCommand, Leaving, Linking, Saved, Target, Written};
pub use evidence::{Examined, Found as FoundFile, Held, Pictures, ToExamine};
pub use exporting::{Export, ExportCommand, Exported, NotExported};
pub use keeping::{Holder, JournalFound, JournalOpened, KeepCommand, Keeping, Lost, LostRecord, RecordChange};
pub use listing::{Entry, Listing, Offers};
pub use merging::{MergingCommand, Theirs};
pub use paging::{PageCommand, PageToWrite};
pub use release::{CopyToPresent, CopyWritten, ReleaseCommand};
pub use sketch::SketchCommand;
pub use table::{TableCommand, TableMade, TableResult};

use crate::base::{Problems, Rev, Task};
use crate::dataset::{Dataset, Mapping};
use crate::document::Document;
use crate::earth::Bounds;
use crate::gazetteer::GazetteerError;
use crate::model::{Edit, Moment, RecordId, ReportId};
use crate::placing::{Placed, Resolved};
use crate::query::{Duplicates, Index, RecordNames, World};
use crate::viewpoint::{Arrangement, Camera, Found, Item, ListKind, Listed, MapPart, Picked, Preferences, Reading, SavedFilter, ThemeKind};

/// Something to be done, with all that it needs.
#[derive(Debug)]
pub enum Command {
    Open(Vec<PathBuf>),
    /// A path as it was typed: `~` may stand for the home folder.
    OpenTyped(String),
    /// What is being read from a path is not wanted any longer.
    GiveUp(PathBuf),
    /// A path was read, off the window's thread.
    Loaded(Box<Loaded>),
    Select(Option<Item>),
    /// A row of the list shown was pressed; the row tells apart the places at which an item stands in several groups.
    SelectRow {
        row: usize,
        how: Pick,
    },
    Hover(Option<Item>),
    /// Look closer at places that stand too near together to be told apart; where they lie at one spot, select the next of them.
    OpenGroup(Vec<Item>),
    /// Selects the next of several that stand at one spot, and tells of all.
    ChooseAmong(Vec<Item>),
    TogglePart(MapPart),
    Rows(RowsCommand),
    ToggleLayer(usize),
    /// A person's preferences, all of them.
    Prefer(Preferences),
    /// Preferences, panels and parts of the map as at the first start.
    ResetPreferences,
    /// What stood open when the program was left.
    Restore(Furnishing),
    Arrange(ListKind, Arrangement),
    /// Something to lie over the window, or nothing.
    Overlay(Option<Overlay>),
    /// What stands in the drawer under the map, or that it is shut.
    Drawer(Option<Drawer>),
    /// Which part of the window the keyboard is to go to.
    Focus(Pane),
    /// What a typed path can go on with is wanted.
    ListPaths(String, Offers),
    Listed(Listing),
    /// The system's own dialog to choose what to open is wanted.
    BrowsePaths {
        is_folder: bool,
    },
    /// The system's own dialog to choose where to save is wanted.
    BrowseToSave,
    /// What was open before, the latest first.
    Recent(Vec<PathBuf>),
    ForgetRecent,
    /// Something open changed on the disk.
    ChangedOnDisk(PathBuf),
    DismissChange,
    /// What the clock says, for what is told of in terms of it.
    Now(Moment),
    /// A pick of the measuring tool.
    Pick(Picked),
    ShowList(ListKind),
    /// A list with what is asked for in it, or with what is hidden.
    List(ListKind, Listed),
    Time(TimeCommand),
    Filter(FilterCommand),
    Edit(EditCommand),
    Keep(KeepCommand),
    Merging(MergingCommand),
    Comparing(ComparingCommand),
    Page(PageCommand),
    Release(ReleaseCommand),
    Export(ExportCommand),
    Ledger(LedgerCommand),
    Sketch(SketchCommand),
    Table(TableCommand),
    Brief(BriefCommand),
    /// Reports that may be one were looked for, off the window's thread.
    Alike(Box<FoundAlike>),
    /// Text was pasted that no field takes.
    Paste(String),
    /// The filters that this person has kept.
    SavedFilters(Vec<SavedFilter>),
    Theme(ThemeKind),
    Camera(CameraCommand),
    LookAt(Camera),
    Act(Action),
    /// So much time has passed since the last pass: a motion goes on.
    Tick {
        seconds: f64,
    },
    /// The map was laid out with this many points.
    MapResized([f64; 2]),
    /// The wall of a briefing was laid out with this many points.
    WallResized([f64; 2]),
    /// Whether things may move by themselves, as the system asks.
    Motion(bool),
    /// Something to tell.
    Notice(Notice),
    DismissNotice,
    /// The names of the world are ready to be searched, or cannot be.
    World(Result<&'static World, GazetteerError>),
    /// Look at something that was found, and pin it.
    FlyTo(Destination),
    ForgetFound,
    /// Read a source text beside the map, at a statement that is quoted from it; or no longer.
    Read(Option<Reading>),
    /// Take up a statement that is quoted from the text that is read: its report and the index into its `about`.
    Quote(ReportId, usize),
    /// Put lines of text on the clipboard.
    CopyText(String),
    /// Find out what a file is that reports have attached: a path within the situation's folder.
    Examine(String),
    Examined(Box<Examined>),
    /// Show an attached picture as large as the window has room for.
    ShowAttachment(String),
}

impl Command {
    /// Carries out an edit as one step of that name.
    pub fn step(name: impl Into<String>, edit: Edit) -> Self {
        Self::Edit(EditCommand::Do { name: name.into(), edit: Box::new(edit) })
    }
}

/// Something that was found, and how it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    pub found: Found,
    /// What there is to see of it, where it is no point.
    pub bounds: Option<Bounds>,
    /// The zoom that it is looked at from, farther where its box is large.
    pub closest: f64,
}

/// A line over the map that stays until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What was asked for is done.
    Done(String),
    /// Something went wrong.
    Failed(String),
}

impl Notice {
    pub fn words(&self) -> &str {
        match self {
            Self::Done(words) | Self::Failed(words) => words,
        }
    }
}

/// How a press on a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This one alone.
    Only,
    /// This one too, or no longer.
    Toggle,
    /// All from the selection to this one.
    Range,
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    Palette,
    Shortcuts,
    Open,
    Settings,
    /// Where to save is asked.
    SaveAs,
    /// Where to write a page is asked.
    WritePage,
    /// Where to save a copy that may leave the house is asked.
    SaveReleased,
    /// As what a briefing is to be exported, for whom and where to is asked.
    Export,
    /// Which text is to be attached to the report that is selected is asked.
    AttachText,
    /// Changes would be lost: whether they are to be saved is asked.
    Unsaved,
    /// Changes were not saved when the program ended: whether they are to be taken is asked.
    Recovery,
    /// What was changed here and on the disk, to choose from.
    Conflicts,
    /// The picture that was asked for last.
    Attachment,
    /// What is to go, with what hangs on it.
    Delete,
    /// What is to be linked to what, and how.
    Link,
    /// What is still open, and a line for more of it.
    Questions,
    /// The name of what was drawn.
    NamePlace,
    NewEvent,
    NewReport,
    /// What the columns of a data layer mean.
    Columns,
}

impl Overlay {
    /// Whether it asks for something that changes records.
    pub fn is_form(self) -> bool {
        match self {
            Self::AttachText | Self::Delete | Self::Link | Self::Questions | Self::NamePlace | Self::NewEvent | Self::NewReport => true,
            Self::Palette
            | Self::Shortcuts
            | Self::Open
            | Self::Settings
            | Self::SaveAs
            | Self::WritePage
            | Self::SaveReleased
            | Self::Export
            | Self::Unsaved
            | Self::Recovery
            | Self::Conflicts
            | Self::Attachment
            | Self::Columns => false,
        }
    }
}

/// What stands in the drawer under the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    Problems,
    Log,
    /// Who says what of which event.
    Ledger,
    /// The steps that were done and taken back.
    History,
    /// What differs from what it was.
    Differences,
    /// What came in and changed since some moment, for whoever takes over.
    Handover,
    /// The scenes of the briefing, in their order.
    Scenes,
    /// What may leave the house, for whom.
    Release,
    /// What the list shows, with all that it says.
    Table,
}

impl Drawer {
    pub const ALL: [Self; 9] = [
        Self::Problems,
        Self::Log,
        Self::Ledger,
        Self::History,
        Self::Differences,
        Self::Handover,
        Self::Scenes,
        Self::Release,
        Self::Table,
    ];
}

/// What stands in the panel at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftPanel {
    Filter,
    /// Layers, parts of the map, legend.
    Layers,
}

/// A part of the window that the keyboard can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    List,
    Page,
    Map,
    /// What is asked for, where that is open.
    Filter,
    Timeline,
    /// Where that is what stands in the drawer.
    Ledger,
    History,
    Scenes,
    Table,
}

/// What is edited in the page's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editing {
    /// What is selected, whatever that is.
    Selection,
    /// What the situation says of itself.
    Header,
    /// The scene in hand.
    Scene,
}

/// What stands open in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Furnishing {
    /// The panel of lists and page.
    pub is_panel_open: bool,
    /// The panel at the left.
    pub left: Option<LeftPanel>,
    pub is_timeline_open: bool,
    pub drawer: Option<Drawer>,
    pub overlay: Option<Overlay>,
    /// What a form is open of, in the page's place.
    pub editing: Option<Editing>,
    /// Where the keyboard was last sent, and how often it was sent anywhere: a panel answers each sending once.
    pub focus: (Pane, u64),
}

impl Default for Furnishing {
    fn default() -> Self {
        Self { is_panel_open: true, left: None, is_timeline_open: true, drawer: None, overlay: None, editing: None, focus: (Pane::List, 0) }
    }
}

/// What is new in a situation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// When the situation was left the last time; `None` on the first visit.
    pub since: Option<Moment>,
    /// When this person last copied or wrote a handover page of it.
    pub handed_over: Option<Moment>,
    /// What came or changed since, and was not looked at yet.
    pub unread: BTreeSet<RecordId>,
}

/// A path that is being read, and who reads it.
#[derive(Clone, Debug)]
pub struct Loading {
    pub path: PathBuf,
    /// What the columns of a file mean, where somebody has said so.
    pub mapping: Option<Arc<Mapping>>,
    pub task: Arc<Task>,
}

impl Loading {
    pub fn of(path: PathBuf) -> Self {
        Self { path, mapping: None, task: Arc::default() }
    }
}

/// Each reading is one of its own.
impl PartialEq for Loading {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.task, &other.task)
    }
}

/// What came of reading a path.
#[derive(Debug)]
pub struct Loaded {
    pub path: PathBuf,
    /// What it holds, or in words why nothing could be read.
    pub content: Result<Content, String>,
    pub problems: Problems,
    /// What is new since a person left it, where that is known.
    pub news: News,
}

/// Reports that may be one and the same.
#[derive(Debug)]
pub struct FoundAlike {
    /// Which of the situations that were opened it is, and the state of it that they were found in.
    pub situation: u64,
    pub rev: Rev,
    pub duplicates: Duplicates,
}

/// What a path can hold.
#[derive(Debug)]
pub enum Content {
    /// With its columns, what the map draws of it, and its names to be searched.
    Situation(Box<Document>, Box<Index>, Box<Resolved>, Box<RecordNames>),
    /// With its units, where its rows are such.
    Layer(Box<Dataset>, Box<Placed>),
}

/// A movement of the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CameraCommand {
    /// Offset in points: the ground follows.
    Pan([f64; 2]),
    /// Steps of zoom about a point, given in points from the middle of the map.
    Zoom { steps: f64, anchor: [f64; 2] },
    /// The same, but gliding there.
    GlideZoom { steps: f64, anchor: [f64; 2] },
    /// Two corners in points from the middle of the map: what is between them fills it.
    Box { from: [f64; 2], to: [f64; 2] },
    /// The pointer let go with this speed, in points a second: the map runs out.
    Fling([f64; 2]),
}

/// Commands of one pass, in order. Panels push; `app` drains it after the pass.
#[derive(Debug, Default)]
pub struct Outbox(Vec<Command>);

impl Outbox {
    pub fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    pub fn select(&mut self, item: Item) {
        self.push(Command::Select(Some(item)));
    }

    pub fn drain(&mut self) -> impl Iterator<Item = Command> {
        std::mem::take(&mut self.0).into_iter()
    }
}
