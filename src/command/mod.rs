//! The words in which keys, menus, clicks and scripts ask for something to be done.
//!
//! Main types: [`Action`] (no payload: what has a name and a key), [`Command`] (with payload), [`Outbox`].
//!
//! **Does not:** do anything. Only `app::State` carries a command out.

mod action;

use std::path::PathBuf;

pub use action::{Action, Arrows};

use crate::base::Problems;
use crate::dataset::Dataset;
use crate::document::Document;
use crate::earth::{LonLat, Notation};
use crate::viewpoint::{Camera, Item, ListKind, MapPart, ThemeKind};

/// Something to be done, with all that it needs.
#[derive(Debug)]
pub enum Command {
    Open(Vec<PathBuf>),
    /// A path was read, off the window's thread.
    Loaded(Box<Loaded>),
    Select(Option<Item>),
    Hover(Option<Item>),
    /// Look closer at places that stand too near together to be told apart; where they lie at one spot, select the next of them.
    OpenGroup(Vec<Item>),
    TogglePart(MapPart),
    ToggleLayer(usize),
    Notation(Notation),
    /// A pick of the measuring tool.
    Pick(LonLat),
    ShowList(ListKind),
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
    /// Whether things may move by themselves, as the system asks.
    Motion(bool),
    /// Something to tell.
    Notice(Notice),
    DismissNotice,
}

/// A line over the map that stays until it is dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// What was asked for is done.
    Done(String),
    /// Something went wrong.
    Failed(String),
}

/// What came of reading a path.
#[derive(Debug)]
pub struct Loaded {
    pub path: PathBuf,
    /// What it holds, or in words why nothing could be read.
    pub content: Result<Content, String>,
    pub problems: Problems,
}

/// What a path can hold.
#[derive(Debug)]
pub enum Content {
    Situation(Box<Document>),
    Layer(Box<Dataset>),
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
