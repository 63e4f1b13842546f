//! Small pictures of scenes for the strip: drawn one after the other on a thread of their own, and kept until what they show changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::app::figures::{FigureOf, Figures};
use crate::app::of_scenes::{Asking, OfScenes, Wanted};
use crate::app::run::{scene_view, take_over};
use crate::app::state::{Effect, State};
use crate::briefing::wall::{WallLayout, camera_in};
use crate::briefing::{CANVAS_HEIGHT, scenes_in_order};
use crate::command::{BriefCommand, Command, Drawer, ScenePicture};
use crate::document::Document;
use crate::export::png::pixels;
use crate::model::{Moment, Scene, SceneId, Situation};
use crate::viewpoint::{Preferences, ThemeKind};

/// Pixels for each point of the canvas: of 613 by 345 points a tile shows 168 by 94, on a fine screen twice as many pixels.
const SCALE: f32 = 0.55;

/// The pictures that there are, and what is being drawn.
#[derive(Debug, Default)]
pub struct Thumbnails {
    pictures: OfScenes<ThemeKind, ScenePicture>,
    n_pictures: u64,
}

/// Pictures that are to be drawn.
#[derive(Clone, Debug)]
pub struct ScenesJob {
    document: Arc<Document>,
    wanted: Wanted,
    /// The number of the first picture.
    first: u64,
    preferences: Preferences,
    now: Option<Moment>,
}

impl PartialEq for ScenesJob {
    fn eq(&self, other: &Self) -> bool {
        self.wanted.scenes == other.wanted.scenes && Arc::ptr_eq(&self.document, &other.document)
    }
}

impl Thumbnails {
    pub fn pictures(&self) -> &BTreeMap<SceneId, ScenePicture> {
        self.pictures.made()
    }

    /// A picture that was asked for is there.
    pub fn keep(&mut self, picture: ScenePicture) {
        self.pictures.keep(picture.scene.clone(), picture);
    }

    pub fn done(&mut self) {
        self.pictures.done();
    }
}

/// Asks for the pictures that are not there, while the strip is open or the speaker has them: the scene in hand first.
pub fn ask(state: &mut State) -> Option<Effect> {
    let document = state.document.clone().filter(|_| state.desk.drawer == Some(Drawer::Scenes) || state.presenting.is_some());
    let Some(document) = document else {
        state.thumbnails.pictures.leave();
        return None;
    };
    let asking = Asking {
        situation: document.situation(),
        number: state.n_situations,
        of: state.preferences.theme,
        scenes: &to_draw,
        first: state.composing.as_ref(),
    };
    let wanted = state.thumbnails.pictures.ask(asking)?;
    let first = state.thumbnails.n_pictures + 1;
    state.thumbnails.n_pictures += wanted.scenes.len() as u64;
    let (preferences, now) = (state.preferences.clone(), state.now);
    Some(Effect::DrawScenes(ScenesJob { document: Arc::clone(&document), wanted, first, preferences, now }))
}

/// The scenes that have a map, each without its words, which no picture shows.
fn to_draw(situation: &Situation) -> Vec<(Scene, Scene)> {
    let has_map = |scene: &&Scene| WallLayout::of(scene, canvas()).map.is_some();
    let without_words = |scene: &Scene| Scene {
        title: String::new(),
        text: None,
        notes: None,
        section: None,
        seconds: None,
        order: 0.0,
        is_hidden: false,
        ..scene.clone()
    };
    scenes_in_order(situation).into_iter().filter(has_map).map(|scene| (scene.clone(), without_words(scene))).collect()
}

fn canvas() -> [f64; 2] {
    [CANVAS_HEIGHT * 16.0 / 9.0, CANVAS_HEIGHT]
}

/// Draws one picture after the other and tells each; then that there are no more. Data layers are left out: they are not the document's.
pub fn draw(job: ScenesJob, tell: impl Fn(Command)) {
    let ScenesJob { document, wanted, first, preferences, now } = job;
    let mut state = State { document: Some(document), preferences, now, n_opened: 1, ..State::default() };
    let theme = state.preferences.theme;
    let figures = Figures::default();
    for (scene, number) in wanted.scenes.iter().zip(first..) {
        if wanted.is_cancelled.load(Ordering::Relaxed) {
            break;
        }
        state.preferences.theme = theme;
        let picture = picture(&mut state, &figures, scene, number);
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
