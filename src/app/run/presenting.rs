//! Giving a briefing: what is on the wall, and what keys do there.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::releasing::CopyJob;
use crate::app::run::briefing::{take_over, view_in};
use crate::app::run::{edit as edits, motion};
use crate::app::state::{BeforeBriefing, Effect, Motion, Own, State};
use crate::briefing::wall::{WallLayout, camera_in};
use crate::briefing::{Over, PresentedCopy, Presenting, WallTool, scenes_shown};
use crate::command::{BriefCommand, Command, Content, CopyToPresent, Notice, WallAction};
use crate::document::Document;
use crate::model::{Edit, Moment, Report, Scene, SceneId, Situation};
use crate::placing::Resolved;
use crate::query::{Index, RecordNames};
use crate::viewpoint::{Flight, Viewpoint};
use crate::wording;

/// Begins, at a scene or at the first. Where a profile is chosen it begins once the copy for that is made.
pub fn start(state: &mut State, from: Option<SceneId>) -> Option<Effect> {
    if state.presenting.is_some() {
        return None;
    }
    let Some(release) = state.release.clone() else {
        begin(state, from.as_ref(), None);
        return None;
    };
    state.notice = Some(Notice::Done(wording::release::making_copy(&release)));
    let language = state.preferences.language.clone();
    Some(Effect::CopyToPresent(CopyJob { situation: state.n_situations, document: state.document.clone()?, release, language, from }))
}

/// The copy that is to be presented is made: nothing else is shown from here on until the end.
pub fn take_copy(state: &mut State, copy: CopyToPresent) -> Option<Effect> {
    let CopyToPresent { situation, version, release, from, own_scenes, content } = copy;
    let is_wanted = situation == state.n_situations && state.release.as_ref() == Some(&release) && state.presenting.is_none();
    if !is_wanted {
        return None;
    }
    if state.document.as_ref().is_none_or(|document| document.version() != version) {
        return start(state, from);
    }
    match content {
        Ok(Content::Situation(document, index, resolved, record_names)) => {
            let first = from.map(|from| own_scenes.iter().find(|(_, own)| **own == from).map_or(from.clone(), |(new, _)| new.clone()));
            let copy = PresentedCopy { release, own_scenes, n_layers: state.layers.len() };
            begin(state, first.as_ref(), Some((copy, (document, index, resolved, record_names))));
        }
        Ok(Content::Layer(..)) => {}
        Err(words) => state.notice = Some(Notice::Failed(words)),
    }
    None
}

/// A situation with what is derived from it.
type Contents = (Box<Document>, Box<Index>, Box<Resolved>, Box<RecordNames>);

fn begin(state: &mut State, from: Option<&SceneId>, copy: Option<(PresentedCopy, Contents)>) {
    let (copy, contents) = copy.unzip();
    let Some(situation) = contents.as_ref().map(|(document, ..)| document.situation()).or(state.situation()) else { return };
    let scenes = scenes_shown(situation);
    let first = from.and_then(|id| scenes.iter().find(|scene| scene.id == *id)).or_else(|| scenes.first());
    let Some(scene) = first.map(|scene| scene.id.clone()) else {
        state.notice = Some(Notice::Done(wording::NO_SCENES_TO_PRESENT.to_owned()));
        return;
    };
    log::info!("presenting from {scene}, {}", copy.as_ref().map_or("everything", |copy| copy.release.as_str()));
    state.notice = None;
    log::info!("scene {scene}");
    put_up(state, scene, copy, contents);
}

/// The wall shows a scene, and nobody is told.
pub fn put_on_wall(state: &mut State, scene: SceneId) {
    put_up(state, scene, None, None);
}

fn put_up(state: &mut State, scene: SceneId, copy: Option<PresentedCopy>, contents: Option<Contents>) {
    state.motion = None;
    state.playing = None;
    let before = BeforeBriefing {
        viewpoint: state.viewpoint.clone(),
        map_size: state.map_size,
        is_view_untouched: state.is_view_untouched,
        own: contents.map(|contents| put_in_place(state, contents)),
    };
    state.before_briefing = Some(Box::new(before));
    state.presenting = Some(Presenting {
        scene: scene.clone(),
        over: None,
        frozen: None,
        shown: Box::default(),
        theme: None,
        tool: WallTool::default(),
        text: String::new(),
        ink: BTreeMap::new(),
        digits: String::new(),
        type_step: 0,
        n_newer: 0,
        unresolved: Vec::new(),
        copy,
        since: state.now,
        scene_since: state.now,
    });
    look_at(state, &scene, false);
}

/// All that is shown is of the copy now; what it was of comes back.
fn put_in_place(state: &mut State, (document, index, resolved, record_names): Contents) -> Own {
    let own = Own {
        layers: std::mem::take(&mut state.layers),
        placed: std::mem::take(&mut state.placed),
        rev: state.situation().map(Situation::rev).unwrap_or_default(),
        index: state.index.take(),
        record_names: state.record_names.take(),
        resolved: state.resolved.take(),
    };
    state.copy = Some(Arc::new(*document));
    put_derived(state, Some(*index), Some(*record_names), Some(*resolved));
    own
}

/// The document itself is shown again.
fn put_back(state: &mut State, own: Own) {
    let Own { layers, placed, rev, index, record_names, resolved } = own;
    state.copy = None;
    (state.layers, state.placed) = (layers, placed);
    // It may have been saved meanwhile, but not changed.
    let is_same = state.situation().is_some_and(|situation| situation.rev() == rev);
    put_derived(state, index.filter(|_| is_same), record_names, resolved);
}

/// Another situation is shown than before.
fn put_derived(state: &mut State, index: Option<Index>, record_names: Option<RecordNames>, resolved: Option<Resolved>) {
    state.n_opened += 1;
    let key = state.content_key();
    if let (Some(index), Some(record_names), Some(resolved)) = (index, record_names, resolved) {
        state.index.put(key, index);
        state.record_names.put(key, record_names);
        state.resolved.put((key, resolved.language().map(str::to_owned)), resolved);
    }
}

/// Whether a command would show something else than the copy that is presented: it is taken up afterwards.
pub fn holds_back(state: &State, command: &Command) -> bool {
    state.copy.is_some() && matches!(command, Command::Loaded(_) | Command::Merging(_))
}

/// What concerns the wall; everything else is left.
pub fn run(state: &mut State, command: BriefCommand) {
    if state.presenting.is_none() {
        return;
    }
    match command {
        BriefCommand::Wall(action) => act(state, action),
        BriefCommand::GoTo(id) => go_to(state, &id),
        BriefCommand::WallTheme(theme) => with(state, |presenting| presenting.theme = Some(theme)),
        BriefCommand::TextToPut(text) => with(state, |presenting| presenting.text = text),
        BriefCommand::Tool(tool) => with(state, |presenting| presenting.tool = tool),
        BriefCommand::Draw(annotation) => with(state, |presenting| {
            let scene = presenting.scene.clone();
            presenting.ink.entry(scene).or_default().push(annotation);
        }),
        BriefCommand::End { keeps_ink } => end(state, keeps_ink),
        _ => {}
    }
}

fn with(state: &mut State, change: impl FnOnce(&mut Presenting)) {
    if let Some(presenting) = &mut state.presenting {
        change(presenting);
    }
}

/// The canvas of the wall is so many points wide and high.
pub fn resize(state: &mut State, size: [f64; 2]) {
    if state.wall_size != size {
        state.wall_size = size;
        if let Some(id) = state.presenting.as_ref().filter(|_| !is_wandering(state)).map(|presenting| presenting.scene.clone()) {
            put_on(state, &id, false);
        }
    }
}

/// Whether something else is looked at than the scene shows.
pub fn is_wandering(state: &State) -> bool {
    let is_other =
        |presenting: &Presenting| *presenting.shown != Viewpoint { camera: motion::destination(state), ..state.viewpoint.clone() };
    state.presenting.as_ref().is_some_and(is_other)
}

fn shown_ids(state: &State) -> Vec<SceneId> {
    state.situation().map(|situation| scenes_shown(situation).iter().map(|scene| scene.id.clone()).collect()).unwrap_or_default()
}

fn act(state: &mut State, action: WallAction) {
    log::info!("wall: {action:?}");
    let Some(presenting) = &state.presenting else { return };
    if let Some(Over::KeepInk) = presenting.over {
        match action {
            WallAction::Keep | WallAction::Enter => end(state, true),
            WallAction::Discard => end(state, false),
            WallAction::Leave => with(state, |presenting| presenting.over = Some(Over::Holding)),
            _ => {}
        }
        return;
    }
    match action {
        WallAction::Next => step(state, 1),
        WallAction::Previous => step(state, -1),
        WallAction::First => go_to_number(state, 1),
        WallAction::Last => go_to_number(state, usize::MAX),
        WallAction::Digit(digit) => with(state, |presenting| {
            if presenting.digits.len() < 4 {
                presenting.digits.push(char::from(b'0' + digit.min(9)));
            }
        }),
        WallAction::Enter => enter(state),
        WallAction::Overview => over(state, |presenting| match presenting.over {
            Some(Over::Overview(_)) => None,
            _ => Some(Over::Overview(presenting.at().clone())),
        }),
        WallAction::Black => over(state, |presenting| (presenting.over != Some(Over::Black)).then_some(Over::Black)),
        WallAction::Freeze => freeze(state),
        WallAction::Evidence => evidence(state),
        WallAction::BackToScene => back(state),
        WallAction::Spotlight => state.viewpoint.is_spotlit = !state.viewpoint.is_spotlit,
        WallAction::Hand => with(state, |presenting| presenting.tool = WallTool::Hand),
        WallAction::Laser => take(state, WallTool::Laser),
        WallAction::Pen => take(state, WallTool::Pen),
        WallAction::Arrow => take(state, WallTool::Arrow),
        WallAction::Text => take(state, WallTool::Text),
        WallAction::TakeBack => with(state, |presenting| {
            if let Some(drawn) = presenting.ink.get_mut(&presenting.scene) {
                drawn.pop();
            }
        }),
        WallAction::Larger => with(state, |presenting| presenting.step_type(1)),
        WallAction::Smaller => with(state, |presenting| presenting.step_type(-1)),
        WallAction::Leave => leave(state),
        WallAction::Keep | WallAction::Discard => {}
    }
}

fn take(state: &mut State, tool: WallTool) {
    with(state, |presenting| presenting.tool = if presenting.tool == tool { WallTool::Hand } else { tool });
}

/// Something comes in the place of the scene, or goes. A page of evidence is left for the view it came from.
fn over(state: &mut State, next: impl FnOnce(&Presenting) -> Option<Over>) {
    let Some(presenting) = &mut state.presenting else { return };
    let next = next(presenting);
    if let Some(Over::Evidence(viewpoint)) = std::mem::replace(&mut presenting.over, next) {
        state.motion = None;
        state.viewpoint = *viewpoint;
    }
}

fn evidence(state: &mut State) {
    let viewpoint = Viewpoint { camera: motion::destination(state), ..state.viewpoint.clone() };
    over(state, |presenting| match presenting.over {
        Some(Over::Evidence(_)) => None,
        _ => Some(Over::Evidence(Box::new(viewpoint))),
    });
}

/// Escape: out of what is over the scene; from the scene to the holding card; from there to where one was.
fn leave(state: &mut State) {
    let Some(presenting) = &mut state.presenting else { return };
    if !presenting.digits.is_empty() {
        presenting.digits.clear();
        return;
    }
    let has_ink = presenting.ink.values().any(|drawn| !drawn.is_empty());
    match presenting.over {
        None => presenting.over = Some(Over::Holding),
        Some(Over::Holding) if has_ink => presenting.over = Some(Over::KeepInk),
        Some(Over::Holding) => end(state, false),
        Some(_) => over(state, |_| None),
    }
}

fn freeze(state: &mut State) {
    let Some(presenting) = &mut state.presenting else { return };
    match presenting.frozen.take() {
        None => presenting.frozen = Some(presenting.scene.clone()),
        Some(next) if next != presenting.scene => go_to(state, &next),
        Some(_) => {}
    }
}

fn back(state: &mut State) {
    let Some(id) = state.presenting.as_ref().map(|presenting| presenting.scene.clone()) else { return };
    over(state, |_| None);
    put_on(state, &id, true);
}

/// From the holding card and from black the scene itself comes back first.
fn step(state: &mut State, by: isize) {
    let ids = shown_ids(state);
    let Some(presenting) = &mut state.presenting else { return };
    let to = |from: &SceneId| {
        let at = ids.iter().position(|id| id == from);
        at.and_then(|at| at.checked_add_signed(by)).and_then(|at| ids.get(at)).cloned()
    };
    match &mut presenting.over {
        Some(Over::Holding | Over::Black) => presenting.over = None,
        Some(Over::Overview(taken_up)) => {
            if let Some(next) = to(taken_up) {
                *taken_up = next;
            }
        }
        // A page is read with the same keys.
        Some(Over::Evidence(_)) => {}
        _ => {
            if let Some(next) = to(&presenting.at().clone()) {
                go_to(state, &next);
            }
        }
    }
}

fn enter(state: &mut State) {
    let Some(presenting) = &mut state.presenting else { return };
    let number = std::mem::take(&mut presenting.digits).parse::<usize>();
    match (number, &presenting.over) {
        (Ok(number), _) => go_to_number(state, number),
        (Err(_), Some(Over::Overview(taken_up))) => {
            let id = taken_up.clone();
            go_to(state, &id);
        }
        (Err(_), Some(Over::Holding)) => presenting.over = None,
        (Err(_), _) => {}
    }
}

/// Scenes count from 1, as they are shown; past the last it is the last.
fn go_to_number(state: &mut State, number: usize) {
    let ids = shown_ids(state);
    if let Some(id) = number.checked_sub(1).and_then(|at| ids.get(at.min(ids.len().saturating_sub(1)))).cloned() {
        go_to(state, &id);
    }
}

fn go_to(state: &mut State, id: &SceneId) {
    with(state, |presenting| presenting.digits.clear());
    over(state, |_| None);
    let now = state.now;
    let Some(presenting) = &mut state.presenting else { return };
    if let Some(frozen) = &mut presenting.frozen {
        *frozen = id.clone();
        return;
    }
    presenting.scene_since = now;
    put_on(state, id, true);
}

/// Shows a scene as it was prepared; flies there where it may.
fn put_on(state: &mut State, id: &SceneId, flies: bool) {
    log::info!("scene {id}");
    look_at(state, id, flies);
}

fn look_at(state: &mut State, id: &SceneId, flies: bool) {
    let Some(scene) = state.situation().and_then(|situation| situation.scene(id)).cloned() else { return };
    let Some(view) = view_in(state, &scene) else { return };
    let from = state.viewpoint.camera;
    let n_newer = n_newer(state, view.viewpoint.time.window.and_then(|window| window.last));
    take_over(state, view.viewpoint);
    let layout = WallLayout::of(&scene, state.wall_size);
    let mut camera = from;
    if let (Some(map), Some(bounds)) = (layout.map, view.bounds.or_else(|| state.whole())) {
        state.map_size = [map[2] - map[0], map[3] - map[1]];
        camera = camera_in(bounds, map, layout.free).within(state.map_size);
    }
    state.is_view_untouched = false;
    state.viewpoint.camera = if flies && state.is_motion_on() { from } else { camera };
    state.motion = (state.viewpoint.camera != camera)
        .then(|| Motion::Flight { flight: Flight::new(from, camera, state.map_size).slower(SLOWER), elapsed_secs: 0.0 });
    let shown = Viewpoint { camera, ..state.viewpoint.clone() };
    with(state, |presenting| {
        presenting.scene = scene.id;
        presenting.unresolved = view.unresolved;
        presenting.theme = view.theme;
        presenting.n_newer = n_newer;
        *presenting.shown = shown;
    });
}

/// How many reports were published after a moment, or else after the one that the situation describes; also those that the room does not
/// see.
fn n_newer(state: &State, last: Option<Moment>) -> usize {
    let Some(situation) = state.own_situation() else { return 0 };
    let Some(last) = last.or_else(|| situation.as_of_end()) else { return 0 };
    let published = |report: &Report| report.published.as_ref().and_then(|when| when.bounds(situation.zone()).earliest());
    situation.reports().values().filter_map(published).filter(|at| *at > last).count()
}

/// A room follows with its eyes what one who presses the key knows already.
const SLOWER: f64 = 1.6;

/// Puts what was drawn into its scenes, or not, and goes back to where it was begun.
fn end(state: &mut State, keeps_ink: bool) {
    let Some(presenting) = state.presenting.take() else { return };
    log::info!("presenting ended");
    state.motion = None;
    if let Some(before) = state.before_briefing.take() {
        state.viewpoint = before.viewpoint;
        state.map_size = before.map_size;
        state.is_view_untouched = before.is_view_untouched;
        if let Some(own) = before.own {
            put_back(state, own);
        }
    }
    if !keeps_ink {
        return;
    }
    let with_ink = |(id, drawn): (&SceneId, &Vec<_>)| {
        let own = presenting.own(id);
        let mut scene: Scene = state.situation()?.scene(own)?.clone();
        scene.annotations.extend(drawn.iter().cloned());
        Some(Edit::PutScene(Box::new(scene)))
    };
    let kept: Vec<Edit> = presenting.ink.iter().filter(|(_, drawn)| !drawn.is_empty()).filter_map(with_ink).collect();
    if !kept.is_empty() {
        edits::carry_out(state, wording::INK_KEPT.to_owned(), Edit::All(kept));
    }
}
