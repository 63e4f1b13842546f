//! What the program knows at one moment. Only [`State::run`] changes it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::base::{Derived, Problems, Rev};
use crate::command::{Arrows, Command, Notice};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::{Bounds, LonLat};
use crate::map::{anchor, places_of};
use crate::model::{PlaceId, RecordId, Situation};
use crate::panels::Lists;
use crate::viewpoint::{Camera, Flight, Item, ThemeKind, Viewpoint};

/// Everything but what is on the disk or on the screen.
pub struct State {
    pub(super) document: Option<Document>,
    pub(super) layers: Vec<Dataset>,
    pub(super) problems: Problems,
    pub(super) viewpoint: Viewpoint,
    pub(super) looked_at: LookedAt,
    /// What the pointer is over, collected in this pass and shown in the next.
    pub(super) hover: Option<Item>,
    pub(super) theme: ThemeKind,
    pub(super) is_panel_open: bool,
    /// The panel of layers and legend.
    pub(super) is_layers_open: bool,
    pub(super) notice: Option<Notice>,
    pub(super) n_loading: usize,
    /// Width and height of the map in points.
    pub(super) map_size: [f64; 2],
    /// Whether the camera still stands where opening put it: then a change of the map's size fits it anew.
    pub(super) is_view_untouched: bool,
    /// Views that were left, to go back to.
    pub(super) views: Views,
    /// The camera's motion; `None` at rest.
    pub(super) motion: Option<Motion>,
    /// Whether the camera may move by itself; off where motion is unwanted, in picture files and in tests.
    pub(super) is_motion_on: bool,
    pub(super) arrows: Arrows,
    pub(super) lists: Derived<ContentKey, Lists>,
    pub(super) belonging: Derived<(ContentKey, Option<Item>), BTreeSet<Item>>,
}

/// Something that only the shell can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a path on a thread of its own and come back with [`Command::Loaded`].
    Load(PathBuf),
    /// Put the map as it is, with a caption, on the clipboard.
    CopyPicture,
    Close,
}

/// What all content that can change amounts to, as revisions.
pub type ContentKey = (Option<Rev>, usize);

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
            viewpoint: Viewpoint::default(),
            looked_at: LookedAt::default(),
            hover: None,
            theme: ThemeKind::default(),
            is_panel_open: true,
            is_layers_open: false,
            notice: None,
            n_loading: 0,
            map_size: [900.0, 640.0],
            is_view_untouched: true,
            views: Views::default(),
            motion: None,
            is_motion_on: false,
            arrows: Arrows::default(),
            lists: Derived::default(),
            belonging: Derived::default(),
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

    pub fn layers(&self) -> &[Dataset] {
        &self.layers
    }

    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    pub fn viewpoint(&self) -> &Viewpoint {
        &self.viewpoint
    }

    pub fn theme(&self) -> ThemeKind {
        self.theme
    }

    pub fn hover(&self) -> Option<&Item> {
        self.hover.as_ref()
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    pub fn is_panel_open(&self) -> bool {
        self.is_panel_open
    }

    pub fn is_motion_on(&self) -> bool {
        self.is_motion_on
    }

    /// Lets the camera fly, glide and run out.
    pub fn with_motion(mut self) -> Self {
        self.is_motion_on = true;
        self
    }

    /// Whether a motion is going on, which wants to be told of the time that passes.
    pub fn is_moving(&self) -> bool {
        self.motion.is_some()
    }

    pub fn is_loading(&self) -> bool {
        self.n_loading > 0
    }

    pub(super) fn content_key(&self) -> ContentKey {
        (self.situation().map(Situation::rev), self.layers.len())
    }

    /// Brings what is derived up to date; computes nothing where nothing changed.
    pub(super) fn refresh(&mut self) {
        let key = self.content_key();
        let (situation, layers) = (self.document.as_ref().map(Document::situation), &self.layers);
        self.lists.refresh(key, |_| Lists::of(situation, layers));
        self.belonging.refresh((key, self.viewpoint.selection.clone()), |(_, selection)| belonging(situation, selection.as_ref()));
    }

    /// How often anything was derived from the content: tests show with it that idle frames compute nothing.
    pub fn n_derived(&self) -> u64 {
        self.lists.n_computed() + self.belonging.n_computed()
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

/// The selection, the marks of its places and its movement: all that is ringed on the map.
fn belonging(situation: Option<&Situation>, selection: Option<&Item>) -> BTreeSet<Item> {
    let mut items: BTreeSet<Item> = selection.cloned().into_iter().collect();
    if let (Some(situation), Some(Item::Record(id))) = (situation, selection) {
        let record = |id: RecordId| Item::Record(id);
        items.extend(places_of(situation, id).into_iter().map(|place| record(RecordId::Place(place))));
        if let RecordId::Report(report) = id {
            let about = situation.report(report).into_iter().flat_map(|r| &r.about);
            items.extend(about.filter_map(|a| {
                if let crate::model::Subject::Event(event) = &a.subject { Some(record(RecordId::Event(event.clone()))) } else { None }
            }));
        }
    }
    items
}

/// Whether a place lies well within a view.
pub(super) fn is_in_view(camera: Camera, size: [f64; 2], place: LonLat) -> bool {
    const MARGIN: f64 = 60.0;
    let [x, y] = camera.offset_to(place);
    x.abs() <= size[0] / 2.0 - MARGIN && y.abs() <= size[1] / 2.0 - MARGIN
}
