//! What the program knows at one moment. Only [`State::run`] changes it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::base::{ContentKey, Derived, Problems, Rev};
use crate::command::{Arrows, Command, Furnishing, Listing, News, Notice};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::{Bounds, LonLat};
use crate::gazetteer::GazetteerError;
use crate::model::{Moment, PlaceId, RecordId, Situation, Subject, Zone};
use crate::panels::{PageFacts, RowInputs, Rows, View, n_in_list};
use crate::placing::{Picks, Resolved, anchor, places_of};
use crate::query::{Index, RecordNames, World};
use crate::theme::Theme;
use crate::viewpoint::{Arrangement, Camera, DateNotation, Flight, Item, ListKind, Preferences, ThemeKind, Viewpoint};
use crate::wording::Dates;

/// Everything but what is on the disk or on the screen.
pub struct State {
    pub(super) document: Option<Document>,
    pub(super) layers: Vec<Dataset>,
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
    /// Width and height of the map in points.
    pub(super) map_size: [f64; 2],
    /// Whether the camera still stands where opening put it: then a change of the map's size fits it anew.
    pub(super) is_view_untouched: bool,
    /// Views that were left, to go back to.
    pub(super) views: Views,
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
    pub(super) n_in_lists: Derived<ContentKey, Vec<usize>>,
    pub(super) rows: Derived<RowsKey, Rows>,
    pub(super) page: Derived<(ContentKey, Option<Item>), PageFacts>,
    /// Where the selection stands among the rows.
    pub(super) selected_row: Derived<(u64, Option<Item>, Option<usize>), Option<usize>>,
    /// Goes up when what is picked changes.
    pub(super) picked_rev: Rev,
    pub(super) belonging: Derived<(ContentKey, Option<Item>, Rev), BTreeSet<Item>>,
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
    /// Sizes of panels as at the first start.
    ForgetSizes,
    /// Put the map as it is, with a caption, on the clipboard.
    CopyPicture,
    CopyText(String),
    Close,
}

/// A situation that is shown no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    pub path: PathBuf,
    pub document: Document,
    pub news: News,
}

/// What the rows of the list shown depend on.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsKey {
    content: ContentKey,
    list: ListKind,
    arrangement: Arrangement,
    only: Option<Rev>,
    dates: Dates,
    language: Option<String>,
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
            loading: Vec::new(),
            news: News::default(),
            news_rev: Rev::default(),
            now: None,
            changed_on_disk: None,
            recent: Vec::new(),
            listing: Listing::default(),
            map_size: [900.0, 640.0],
            is_view_untouched: true,
            views: Views::default(),
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
            n_in_lists: Derived::default(),
            rows: Derived::default(),
            page: Derived::default(),
            selected_row: Derived::default(),
            picked_rev: Rev::default(),
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
        self.document.as_ref().map(Document::situation)
    }

    pub fn document(&self) -> Option<&Document> {
        self.document.as_ref()
    }

    pub fn situation_path(&self) -> Option<&Path> {
        self.situation_path.as_deref()
    }

    pub fn layers(&self) -> &[Dataset] {
        &self.layers
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
        self.motion.is_some()
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
        let (situation, layers) = (self.document.as_ref().map(Document::situation), &self.layers);
        let Preferences { time_zone, dates, language, .. } = &self.preferences;
        let dates = self.dates.refresh((key, time_zone.clone(), *dates), |(_, zone, notation)| Dates {
            zone: situation.map(Situation::zone).cloned().unwrap_or_default(),
            shown_in: zone.as_ref().and_then(|name| Zone::named(name).ok()),
            notation: *notation,
        });
        let index = self.index.refresh(key, |_| situation.map(Index::of).unwrap_or_default());
        self.record_names.refresh(key, |_| situation.map(RecordNames::of).unwrap_or_default());
        self.n_in_lists.refresh(key, |_| ListKind::OF_RECORDS.iter().map(|list| n_in_list(index, *list)).collect());
        let list = self.viewpoint.list;
        let rows_key = RowsKey {
            content: key,
            list,
            arrangement: self.viewpoint.arrangements.of(list),
            only: self.viewpoint.is_only_new.then_some(self.news_rev),
            dates: dates.clone(),
            language: language.clone(),
        };
        let only = self.viewpoint.is_only_new.then_some(&self.news.unread);
        self.rows.refresh(rows_key, |key| {
            let RowsKey { list, arrangement, dates, language, .. } = key;
            let situation = situation.map(|situation| (situation, index));
            let language = language.as_deref();
            Rows::of(&RowInputs { situation, layers, list: *list, arrangement: *arrangement, only, dates, language })
        });
        self.page.refresh((key, self.viewpoint.selection.clone()), |(_, item)| PageFacts::of(situation, item.as_ref()));
        let row_key = (self.rows.n_computed(), self.viewpoint.selection.clone(), self.row);
        let rows = self.rows.get();
        self.selected_row.refresh(row_key, |(_, item, hint)| rows?.row_of(item.as_ref()?, *hint));
        let picked = &self.viewpoint.picked;
        self.belonging.refresh((key, self.viewpoint.selection.clone(), self.picked_rev), |(_, selection, _)| {
            belonging(situation, selection.iter().chain(picked.iter().take(MAX_RINGED)))
        });
        self.resolved.refresh((key, language.clone()), |(_, language)| {
            situation.map(|situation| Resolved::of(situation, language.as_deref())).unwrap_or_default()
        });
        let (Some(resolved), Some(belonging)) = (self.resolved.get(), self.belonging.get()) else { return };
        let n_resolved = self.resolved.n_computed();
        self.ringed.refresh([n_resolved, self.belonging.n_computed()], |_| resolved.picks(belonging));
        self.ringed_by_hover.refresh((n_resolved, self.hover.clone()), |(_, item)| resolved.picks(item));
    }

    /// What the map draws of the situation; `None` where none is open.
    pub(super) fn resolved(&self) -> Option<&Resolved> {
        self.resolved.get().filter(|_| self.document.is_some())
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
        let lists = self.index.n_computed() + self.record_names.n_computed() + self.rows.n_computed() + self.dates.n_computed();
        lists + self.page.n_computed() + self.belonging.n_computed() + self.resolved.n_computed()
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
            record_names: self.record_names.get()?,
            world: self.world.as_ref(),
            n_in_lists: self.n_in_lists.get()?,
            rows: self.rows.get()?,
            row: *self.selected_row.get()?,
            rows_rev: self.rows.n_computed(),
            arrangement: self.viewpoint.arrangements.of(list),
            page: self.page.get()?,
            theme: Theme::of(self.preferences.theme),
            has_motion: self.is_motion_on(),
            loading: &self.loading,
            notice: self.notice.as_ref(),
            news: &self.news,
            now: self.now,
            changed_on_disk: self.changed_on_disk.as_deref(),
            recent: &self.recent,
            listing: &self.listing,
            desk: &self.desk,
            can_go: [self.looked_at.n_behind > 1, self.looked_at.n_behind < self.looked_at.items.len()],
        })
    }

    /// The positions that stand for an item on the map.
    pub(super) fn positions_of(&self, item: &Item) -> Option<Bounds> {
        match item {
            Item::Row { layer, row } => self.layers.get(*layer)?.bounds_of(*row),
            Item::Record(id) => {
                let situation = self.situation()?;
                let places = places_of(situation, id);
                places.iter().filter_map(|place| place_bounds(situation, place)).reduce(Bounds::union)
            }
        }
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

/// The box of a place's geometry; of what it is part of where it is not placed itself.
fn place_bounds(situation: &Situation, id: &PlaceId) -> Option<Bounds> {
    let own = situation.place(id)?.geometry.as_ref().and_then(Bounds::of_geometry);
    own.or_else(|| anchor(situation, id).map(Bounds::of))
}

/// Of more picked items than this the places are not ringed: nobody could tell them apart.
const MAX_RINGED: usize = 1_000;

/// Some items, the marks of their places and their movements: all that is ringed on the map.
fn belonging<'a>(situation: Option<&Situation>, items: impl Iterator<Item = &'a Item>) -> BTreeSet<Item> {
    let mut ringed = BTreeSet::new();
    for item in items {
        ringed.insert(item.clone());
        let (Some(situation), Item::Record(id)) = (situation, item) else { continue };
        ringed.extend(places_of(situation, id).into_iter().map(|place| Item::Record(RecordId::Place(place))));
        if let RecordId::Report(report) = id {
            let about = situation.report(report).into_iter().flat_map(|r| &r.about);
            ringed.extend(about.filter_map(|a| {
                if let Subject::Event(event) = &a.subject { Some(Item::Record(RecordId::Event(event.clone()))) } else { None }
            }));
        }
    }
    ringed
}

/// Whether a place lies well within a view.
pub(super) fn is_in_view(camera: Camera, size: [f64; 2], place: LonLat) -> bool {
    const MARGIN: f64 = 60.0;
    let [x, y] = camera.offset_to(place);
    x.abs() <= size[0] / 2.0 - MARGIN && y.abs() <= size[1] / 2.0 - MARGIN
}
