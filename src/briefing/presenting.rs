//! A briefing while it is given: what the room sees, what the speaker has in hand. Plain data.

use std::collections::BTreeMap;

use crate::briefing::Unresolved;
use crate::model::{Annotation, Moment, SceneId};
use crate::viewpoint::{ThemeKind, Viewpoint};

/// What is presented, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Presenting {
    /// The scene that is on the wall, or was before the holding card.
    pub scene: SceneId,
    /// What is shown in its place.
    pub over: Option<Over>,
    /// The wall stays as it is: this scene comes once it is let go.
    pub frozen: Option<SceneId>,
    /// What the window shows once the scene stands: other than that, somebody wanders.
    pub shown: Box<Viewpoint>,
    /// The theme of the scene, where it has one.
    pub theme: Option<ThemeKind>,
    pub tool: WallTool,
    /// What a click of the text tool puts.
    pub text: String,
    /// What was drawn meanwhile, by scene.
    pub ink: BTreeMap<SceneId, Vec<Annotation>>,
    /// Figures of the scene to go to, as far as they are typed.
    pub digits: String,
    /// How much larger everything is than usual, in steps.
    pub type_step: i8,
    /// How many reports are later than what the scene looks at.
    pub n_newer: usize,
    /// What of the scene is not shown as it was prepared.
    pub unresolved: Vec<Unresolved>,
    /// What is shown in place of the whole situation.
    pub copy: Option<PresentedCopy>,
    /// When it began, and when this scene did; of clocks that are known.
    pub since: Option<Moment>,
    pub scene_since: Option<Moment>,
}

/// A copy that may leave the house, while it is presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedCopy {
    /// For whom it may.
    pub release: String,
    /// Of scenes that have another id in it, the one that they have at home.
    pub own_scenes: BTreeMap<SceneId, SceneId>,
    /// How many data layers are open and not shown, as no profile covers them.
    pub n_layers: usize,
}

/// What the room sees in the place of the scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// Title and marking alone, before it begins again or ends.
    Holding,
    Black,
    /// All scenes, one of them taken up.
    Overview(SceneId),
    /// What stands behind what is on the screen. The view is gone back to.
    Evidence(Box<Viewpoint>),
    /// Whether what was drawn is to be kept, at the end.
    KeepInk,
}

/// What the pointer does on the wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WallTool {
    /// Moves the map.
    #[default]
    Hand,
    /// A red dot that is seen from afar.
    Laser,
    Pen,
    Arrow,
    /// Puts what is typed in the speaker's window.
    Text,
}

impl Presenting {
    /// Larger or smaller by so much a step.
    const STEP: f64 = 1.12;
    /// So many steps either way.
    const MOST_STEPS: i8 = 6;

    /// Height in points of the canvas that the wall is drawn on: the fewer, the larger is everything.
    pub fn canvas_height(&self) -> f64 {
        CANVAS_HEIGHT / Self::STEP.powi(i32::from(self.type_step))
    }

    pub fn step_type(&mut self, steps: i8) {
        self.type_step = self.type_step.saturating_add(steps).clamp(-Self::MOST_STEPS, Self::MOST_STEPS);
    }

    /// The id that a scene has in the situation that is open.
    pub fn own<'a>(&'a self, scene: &'a SceneId) -> &'a SceneId {
        self.copy.as_ref().and_then(|copy| copy.own_scenes.get(scene)).unwrap_or(scene)
    }

    /// The scene that the speaker is at: while the wall is frozen the one that comes next on it.
    pub fn at(&self) -> &SceneId {
        self.frozen.as_ref().unwrap_or(&self.scene)
    }
}

/// A display of the system.
#[derive(Clone, Debug, PartialEq)]
pub struct Display {
    /// Its place among the system's.
    pub index: usize,
    pub name: String,
    /// Its upper left corner and its size in pixels, and pixels a point as the system has it.
    pub at_px: [f32; 2],
    pub size_px: [f32; 2],
    pub pixels_per_point: f32,
    /// Whether the speaker's window is on it.
    pub is_speakers: bool,
}

/// The display that the wall is on: the one that was chosen as long as it is there, or else another than the speaker's.
pub fn walls_display(displays: &[Display], chosen: Option<usize>) -> Option<&Display> {
    let is_chosen = |display: &&Display| Some(display.index) == chosen;
    let others = || displays.iter().find(|display| !display.is_speakers);
    displays.iter().find(is_chosen).or_else(others).or(displays.first())
}

/// Height in points of the canvas that a scene is drawn on, whatever the screen: thirty lines of the smallest type.
pub const CANVAS_HEIGHT: f64 = 345.0;
