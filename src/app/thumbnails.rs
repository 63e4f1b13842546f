//! Small pictures of scenes for the strip: drawn one after the other on a thread of their own, and kept until what they show changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::figures::{FigureOf, Figures};
use crate::app::run::{scene_view, take_over};
use crate::app::state::{Effect, State};
use crate::base::Rev;
use crate::briefing::wall::{WallLayout, camera_in};
use crate::briefing::{CANVAS_HEIGHT, scenes_in_order};
use crate::command::{BriefCommand, Command, Drawer, ScenePicture};
use crate::document::Document;
use crate::export::png::pixels;
use crate::model::{Moment, RecordId, Scene, SceneId, Situation};
use crate::viewpoint::{Preferences, ThemeKind};

/// Pixels for each point of the canvas: of 613 by 345 points a tile shows 168 by 94, on a fine screen twice as many pixels.
const SCALE: f32 = 0.55;

/// The pictures that there are, and what is being drawn.
#[derive(Debug, Default)]
pub struct Thumbnails {
    pictures: BTreeMap<SceneId, ScenePicture>,
    /// What they were drawn of.
    kept: BTreeMap<SceneId, Key>,
    running: Option<Running>,
    /// Which state of which situation was looked at last, and the one that anything but scenes changed in last.
    seen: Option<(u64, Rev)>,
    content: Rev,
    /// For what it was asked last: nothing else is wanted as long as that is the same.
    asked: Option<(u64, Rev, ThemeKind)>,
    n_pictures: u64,
}

/// What a picture of a scene depends on.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    situation: u64,
    content: Rev,
    theme: ThemeKind,
    /// Without its words, which no picture shows.
    scene: Box<Scene>,
}

#[derive(Debug)]
struct Running {
    wanted: BTreeMap<SceneId, Key>,
    is_cancelled: Arc<AtomicBool>,
}

/// Pictures that are to be drawn.
#[derive(Clone, Debug)]
pub struct ScenesJob {
    document: Arc<Document>,
    scenes: Vec<(Scene, u64)>,
    preferences: Preferences,
    now: Option<Moment>,
    is_cancelled: Arc<AtomicBool>,
}

impl PartialEq for ScenesJob {
    fn eq(&self, other: &Self) -> bool {
        self.scenes == other.scenes && Arc::ptr_eq(&self.document, &other.document)
    }
}

impl Thumbnails {
    pub fn pictures(&self) -> &BTreeMap<SceneId, ScenePicture> {
        &self.pictures
    }

    /// A picture that was asked for is there.
    pub fn keep(&mut self, picture: ScenePicture) {
        let key = self.running.as_mut().and_then(|running| running.wanted.remove(&picture.scene));
        if let Some(key) = key {
            self.kept.insert(picture.scene.clone(), key);
            self.pictures.insert(picture.scene.clone(), picture);
        }
    }

    pub fn done(&mut self) {
        self.running = None;
        self.asked = None;
    }

    /// Which state of all but the scenes a situation is in.
    fn follow(&mut self, number: u64, situation: &Situation) {
        let rev = situation.rev();
        let changed = self.seen.filter(|(before, _)| *before == number).and_then(|(_, seen)| situation.changes_since(seen));
        let is_same = changed.is_some_and(|mut changed| changed.all(|id| matches!(id, RecordId::Scene(_))));
        if !is_same {
            self.content = rev;
        }
        self.seen = Some((number, rev));
    }
}

/// Asks for the pictures that are not there, while the strip is open or the speaker has them: one job at a time, the scene in hand first. What is being drawn and
/// is wanted no longer is cancelled.
pub fn ask(state: &mut State) -> Option<Effect> {
    let document = state.document.clone().filter(|_| state.desk.drawer == Some(Drawer::Scenes) || state.presenting.is_some());
    let Some(document) = document else {
        if let Some(running) = &state.thumbnails.running {
            running.is_cancelled.store(true, Ordering::Relaxed);
        }
        state.thumbnails.asked = None;
        return None;
    };
    let situation = document.situation();
    let asked = Some((state.n_situations, situation.rev(), state.preferences.theme));
    if std::mem::replace(&mut state.thumbnails.asked, asked) == asked {
        return None;
    }
    state.thumbnails.follow(state.n_situations, situation);
    let (content, theme) = (state.thumbnails.content, state.preferences.theme);
    let has_map = |scene: &&Scene| WallLayout::of(scene, canvas()).map.is_some();
    let key = |scene: &Scene| Key {
        situation: state.n_situations,
        content,
        theme,
        scene: Box::new(Scene {
            title: String::new(),
            text: None,
            notes: None,
            section: None,
            seconds: None,
            order: 0.0,
            is_hidden: false,
            ..scene.clone()
        }),
    };
    let mut wanted: Vec<(&Scene, Key)> = scenes_in_order(situation).into_iter().filter(has_map).map(|scene| (scene, key(scene))).collect();
    let pictures = &mut state.thumbnails;
    pictures.kept.retain(|id, _| situation.scene(id).is_some());
    pictures.pictures.retain(|id, _| situation.scene(id).is_some());
    wanted.retain(|(scene, key)| pictures.kept.get(&scene.id) != Some(key));
    if let Some(running) = &pictures.running {
        let is_stale = wanted.iter().any(|(scene, key)| running.wanted.get(&scene.id).is_some_and(|asked| asked != key));
        if is_stale {
            running.is_cancelled.store(true, Ordering::Relaxed);
        }
        return None;
    }
    if wanted.is_empty() {
        return None;
    }
    wanted.sort_by_key(|(scene, _)| state.composing.as_ref() != Some(&scene.id));
    let is_cancelled = Arc::<AtomicBool>::default();
    let mut scenes = Vec::new();
    for (scene, _) in &wanted {
        pictures.n_pictures += 1;
        scenes.push(((*scene).clone(), pictures.n_pictures));
    }
    let wanted = wanted.into_iter().map(|(scene, key)| (scene.id.clone(), key)).collect();
    pictures.running = Some(Running { wanted, is_cancelled: Arc::clone(&is_cancelled) });
    let (preferences, now) = (state.preferences.clone(), state.now);
    Some(Effect::DrawScenes(ScenesJob { document: Arc::clone(&document), scenes, preferences, now, is_cancelled }))
}

fn canvas() -> [f64; 2] {
    [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT]
}

/// Draws one picture after the other and tells each; then that there are no more. Data layers are left out: they are not the document's.
pub fn draw(job: ScenesJob, tell: impl Fn(Command)) {
    let ScenesJob { document, scenes, preferences, now, is_cancelled } = job;
    let mut state = State { document: Some(document), preferences, now, n_opened: 1, ..State::default() };
    let theme = state.preferences.theme;
    let figures = Figures::default();
    for (scene, number) in scenes {
        if is_cancelled.load(Ordering::Relaxed) {
            break;
        }
        state.preferences.theme = theme;
        let picture = picture(&mut state, &figures, &scene, number);
        tell(Command::Brief(BriefCommand::Pictured(Box::new(picture))));
    }
    tell(Command::Brief(BriefCommand::PicturesDone));
}

fn picture(state: &mut State, figures: &Figures, scene: &Scene, number: u64) -> ScenePicture {
    let drawn = shown(state, scene).and_then(|size| {
        let figure =
            figures.figure(state, size, FigureOf::Scene).inspect_err(|error| log::warn!("a scene has no picture: {error}")).ok()?;
        pixels(&figure, SCALE).inspect_err(|error| log::warn!("a scene has no picture: {error}")).ok()
    });
    let (size, rgba) = drawn.map(|drawn| (drawn.size.map(|side| side as usize), drawn.rgba)).unwrap_or_default();
    ScenePicture { scene: scene.id.clone(), number, size, rgba: rgba.into() }
}

/// Lets a state look at a scene as it is on the wall; the size of the map there, in points.
fn shown(state: &mut State, scene: &Scene) -> Option<[f32; 2]> {
    let view = scene_view(state, scene)?;
    take_over(state, view.viewpoint);
    let layout = WallLayout::of(scene, canvas());
    let map = layout.map?;
    let size = [map[2] - map[0], map[3] - map[1]];
    if let Some(bounds) = view.bounds.or_else(|| state.whole()) {
        state.viewpoint.camera = camera_in(bounds, map, layout.free).within(size);
    }
    if let Some(theme) = view.theme {
        state.preferences.theme = theme;
    }
    Some(size.map(|side| side as f32))
}
