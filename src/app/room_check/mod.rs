//! Which scenes fail for the back row of a room: each is put on a wall that nobody sees, and what is drawn there is judged.
//!
//! Main functions: [`ask`] and [`check`], for the window; [`problems`], for the command line.
//!
//! **Does not:** rule what is wrong, which `briefing::room_check` does, or draw anything in another way than the wall does.

mod alike;
mod seen;
mod subject;
mod wall;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::figures::Figures;
use crate::app::files::folder_of;
use crate::app::of_scenes::{Asking, OfScenes, Wanted};
use crate::app::state::{Effect, State};
use crate::base::{Location, Problem, Problems, Severity};
use crate::briefing::room_check::{Finding, findings};
use crate::briefing::{Unresolved, scenes_shown};
use crate::command::{BriefCommand, Command, Drawer};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::formats::native::{SCENES_FILE, locations_of_records};
use crate::model::{Moment, Scene, SceneId, Situation};
use crate::panels::Wall;
use crate::placing::{Layers, Placed, PlacedLayers};
use crate::viewpoint::Preferences;
use crate::wording;

/// So many scenes are looked at, the first ones.
pub const MOST_SCENES: usize = 200;

/// What was found of each scene, and what is being looked at.
#[derive(Debug, Default)]
pub struct RoomChecks {
    /// It depends on what else is open, and on the language of names.
    found: OfScenes<(u64, Option<String>), Vec<Finding>>,
}

/// Scenes that are to be looked at.
#[derive(Clone, Debug)]
pub struct RoomCheckJob {
    document: Arc<Document>,
    layers: Layers,
    placed: PlacedLayers,
    wanted: Wanted,
    preferences: Preferences,
    now: Option<Moment>,
}

impl PartialEq for RoomCheckJob {
    fn eq(&self, other: &Self) -> bool {
        self.wanted.scenes == other.wanted.scenes && Arc::ptr_eq(&self.document, &other.document)
    }
}

impl RoomChecks {
    pub fn found(&self) -> &BTreeMap<SceneId, Vec<Finding>> {
        self.found.made()
    }

    pub fn rev(&self) -> u64 {
        self.found.rev()
    }

    pub fn is_running(&self) -> bool {
        self.found.is_running()
    }

    /// A scene was looked at.
    pub fn keep(&mut self, scene: SceneId, findings: Vec<Finding>) {
        self.found.keep(scene, findings);
    }

    pub fn done(&mut self) {
        self.found.done();
    }
}

/// Asks for scenes to be looked at, while they are composed: the one in hand first.
pub fn ask(state: &mut State) -> Option<Effect> {
    let is_composing = state.desk.drawer == Some(Drawer::Scenes) || state.composing.is_some();
    let document = state.document.clone().filter(|_| is_composing && state.presenting.is_none());
    let Some(document) = document else {
        state.room_checks.found.leave();
        return None;
    };
    let asking = Asking {
        situation: document.situation(),
        number: state.n_situations,
        of: (state.n_opened, state.preferences.language.clone()),
        scenes: &to_check,
        first: state.composing.as_ref(),
    };
    let wanted = state.room_checks.found.ask(asking)?;
    let (layers, placed) = (Arc::clone(&state.layers), Arc::clone(&state.placed));
    let (preferences, now) = (state.preferences.clone(), state.now);
    Some(Effect::CheckRoom(RoomCheckJob { document: Arc::clone(&document), layers, placed, wanted, preferences, now }))
}

/// The scenes that are presented, each without what the room does not see.
fn to_check(situation: &Situation) -> Vec<(Scene, Scene)> {
    let seen = |scene: &Scene| Scene { notes: None, seconds: None, order: 0.0, ..scene.clone() };
    scenes_shown(situation).into_iter().take(MOST_SCENES).map(|scene| (scene.clone(), seen(scene))).collect()
}

/// Looks at one scene after the other and tells of each; then that there are no more.
pub fn check(job: RoomCheckJob, tell: impl Fn(Command)) {
    let RoomCheckJob { document, layers, placed, wanted, preferences, now } = job;
    let state = State { document: Some(document), layers, placed, preferences, now, n_opened: 1, ..State::default() };
    each(state, &wanted.scenes, &wanted.is_cancelled, |scene, found| {
        tell(Command::Brief(BriefCommand::RoomChecked(scene.id.clone(), found)));
    });
    tell(Command::Brief(BriefCommand::RoomCheckDone));
}

/// What a state comes to, scene by scene.
fn each(mut state: State, scenes: &[Scene], is_cancelled: &AtomicBool, mut tell: impl FnMut(&Scene, Vec<Finding>)) {
    let figures = Figures::default();
    let mut wall = Wall::default();
    for scene in scenes {
        if is_cancelled.load(Ordering::Relaxed) {
            break;
        }
        let seen = seen::seen(&mut state, scene, &mut wall, &figures);
        tell(scene, seen.as_ref().map(findings).unwrap_or_default());
    }
}

/// The same as problems of the file that the scenes stand in, for a situation and the data layers that are opened beside it. `path`
/// is what was opened.
pub fn problems(document: Box<Document>, layers: Vec<Dataset>, path: &Path) -> Problems {
    let file = folder_of(path).join(SCENES_FILE).to_string_lossy().into_owned();
    let mut problems = Problems::default();
    let scenes: Vec<Scene> = scenes_shown(document.situation()).into_iter().cloned().collect();
    if scenes.is_empty() {
        return problems;
    }
    let locations = locations_of_records(&file, document.file(SCENES_FILE).unwrap_or_default());
    let (looked_at, left) = scenes.split_at(scenes.len().min(MOST_SCENES));
    let placed = layers.iter().map(|layer| Arc::new(Placed::of(layer))).collect();
    let layers = layers.into_iter().map(Arc::new).collect();
    let (document, layers, placed) = (Some(Arc::new(*document)), Arc::new(layers), Arc::new(placed));
    let state = State { document, layers, placed, n_opened: 1, ..State::default() };
    let told = |scene: &Scene, kind: &'static str, detail: String, done: &str| Problem {
        severity: Severity::Warning,
        location: locations.get(scene.id.as_str()).cloned().unwrap_or_else(|| Location::file(&file)),
        record: Some(scene.id.to_string()),
        kind,
        detail,
        done: done.to_owned(),
    };
    each(state, looked_at, &AtomicBool::default(), |scene, found| {
        // Reading told of all else that is not there.
        let is_told = |finding: &Finding| matches!(finding, Finding::Unresolved(what) if !matches!(what, Unresolved::NoLayer(_)));
        for finding in found.iter().filter(|finding| !is_told(finding)) {
            problems.push(told(scene, finding.kind(), wording::room_check::finding(finding), wording::room_check::help(finding)));
        }
    });
    if let Some(first) = left.first() {
        let detail = wording::room_check::not_looked_at(left.len(), MOST_SCENES);
        problems.push(told(first, "room-check-left-out", detail, wording::room_check::LEFT_OUT));
    }
    problems
}
