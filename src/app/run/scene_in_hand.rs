//! The scene in hand: what of the window it takes and lets go, and what is drawn for it.

use crate::app::run::briefing::{view_in, with_screen};
use crate::app::run::{edit as edits, motion, sketch};
use crate::app::state::State;
use crate::briefing::{ScenePart, SceneView, capture, release};
use crate::command::{BriefCommand, Editing};
use crate::earth::LonLat;
use crate::model::{Annotation, AnnotationKind, Edit, Extra, Scene};
use crate::viewpoint::{Camera, Sketch, Viewpoint};
use crate::wording;

/// What concerns the scene in hand; everything else is given back.
pub fn run(state: &mut State, command: BriefCommand) -> Option<BriefCommand> {
    match command {
        BriefCommand::Recapture(part) => {
            change(state, wording::recaptured(part), |state, scene| with_screen(state, |screen| capture(scene, part, screen)));
        }
        BriefCommand::RecaptureAll => recapture_all(state),
        BriefCommand::Release(part) => change(state, wording::released(part), |_, scene| release(scene, part)),
        BriefCommand::ShowPart(part) => show_part(state, part),
        BriefCommand::Spotlight(is_on) => {
            change(state, wording::spotlight_set(is_on), |_, scene| scene.is_spotlit = is_on);
            state.viewpoint.is_spotlit = is_on;
        }
        BriefCommand::TakePen(kind, text) if scene(state).is_some() => {
            sketch::take(state, Sketch::Annotate { kind, points: Vec::new(), text });
        }
        BriefCommand::TakePen(..) => {}
        BriefCommand::Erase(at) => change(state, wording::DRAWING_ERASED, |_, scene| {
            if at < scene.annotations.len() {
                scene.annotations.remove(at);
            }
        }),
        command => return Some(command),
    }
    None
}

fn scene(state: &State) -> Option<&Scene> {
    state.situation()?.scene(state.composing.as_ref()?)
}

/// Changes the scene in hand as one step, where that changes anything.
fn change(state: &mut State, what: &str, change: impl FnOnce(&State, &mut Scene)) {
    let Some(before) = scene(state) else { return };
    let mut changed = before.clone();
    change(state, &mut changed);
    if changed != *before {
        let name = wording::scene_changed(&changed.title, what);
        edits::carry_out(state, name, Edit::PutScene(Box::new(changed)));
    }
}

/// All but the theme, which is the room's unless the scene has one of its own.
pub fn recapture_all(state: &mut State) {
    change(state, wording::ALL_TAKEN, |state, scene| {
        let has_theme = scene.theme.is_some();
        with_screen(state, |screen| {
            for part in ScenePart::ALL.into_iter().filter(|part| *part != ScenePart::Theme || has_theme) {
                capture(scene, part, screen);
            }
        });
    });
}

/// What the scene in hand comes to.
pub fn view(state: &State) -> Option<SceneView> {
    view_in(state, scene(state)?)
}

fn show_part(state: &mut State, part: ScenePart) {
    let Some(SceneView { bounds, viewpoint, theme, .. }) = view(state) else { return };
    let Viewpoint { time, filter, parts, hidden_layers, selection, is_spotlit, annotations, .. } = viewpoint;
    let now = &mut state.viewpoint;
    match part {
        ScenePart::Camera => {
            if let Some(bounds) = bounds {
                motion::go_to(state, Camera::framing(bounds, state.map_size));
                state.is_view_untouched = false;
            }
        }
        ScenePart::Time => now.time = time,
        ScenePart::Filter => now.filter = filter,
        ScenePart::Layers => (now.parts, now.hidden_layers) = (parts, hidden_layers),
        ScenePart::Selection => (now.selection, now.is_spotlit) = (selection, is_spotlit),
        ScenePart::Annotations => now.annotations = annotations,
        ScenePart::Theme => state.preferences.theme = theme.unwrap_or(state.preferences.theme),
    }
}

/// What is drawn by hand becomes part of the scene in hand.
pub fn draw(state: &mut State, kind: AnnotationKind, points: Vec<LonLat>, text: Option<String>) {
    let what = wording::drawn(kind);
    change(state, what, |_, scene| scene.annotations.push(Annotation { kind, points, text, extra: Extra::new() }));
}

/// After each command: the map shows the drawings of the scene in hand as they are now, whatever changed them; a scene that was undone
/// is in hand no longer.
pub fn follow(state: &mut State) {
    if state.composing.is_none() || state.presenting.is_some() {
        return;
    }
    match scene(state) {
        None => {
            state.composing = None;
            put_down(state);
        }
        Some(scene) if scene.annotations != state.viewpoint.annotations => {
            let annotations = scene.annotations.clone();
            state.viewpoint.annotations = annotations;
        }
        Some(_) => {}
    }
}

/// No scene is in hand: what was on the map for it alone goes.
pub fn put_down(state: &mut State) {
    state.viewpoint.annotations.clear();
    state.viewpoint.is_spotlit = false;
    if let Some(Sketch::Annotate { .. }) = state.viewpoint.sketch {
        state.viewpoint.sketch = None;
    }
    if state.desk.editing == Some(Editing::Scene) {
        state.desk.editing = None;
    }
}
