//! Composing scenes: taking them in hand, capturing what the window shows, and putting them in order.

use std::collections::BTreeSet;

use crate::app::load::now_in;
use crate::app::run::{edit as edits, furnish, lists, motion, presenting, scene_in_hand};
use crate::app::state::{Effect, State};
use crate::briefing::{ScenePart, SceneView, Screen, added_after, capture, moved_into_section, scenes_in_order, view_of};
use crate::command::{Action, BriefCommand, Card, Drawer, Each, Editing, Notice};
use crate::earth::Bounds;
use crate::model::{ActorId, CivilDay, Edit, PlaceId, RecordId, Scene, SceneChoice, SceneFilter, SceneId, SceneKind, SceneTime, When};
use crate::query::{Facet, Fit};
use crate::viewpoint::{Camera, Item, LedgerView, Viewpoint};
use crate::wording;

/// So many scenes are made of what is asked for.
const MOST_SCENES: usize = 40;

pub fn act(state: &mut State, action: Action) -> Option<Effect> {
    match action {
        Action::Present => return presenting::start(state, state.composing.clone()),
        Action::CaptureScene => captured(state),
        Action::RecaptureScene if state.composing.is_some() => scene_in_hand::recapture_all(state),
        Action::RecaptureScene => state.notice = Some(Notice::Done(wording::NO_SCENE_IN_HAND.to_owned())),
        Action::ToggleScenes => furnish::toggle_drawer(state, Drawer::Scenes),
        _ => {}
    }
    None
}

pub fn run(state: &mut State, command: BriefCommand) -> Option<Effect> {
    let command = scene_in_hand::run(state, command)?;
    match command {
        BriefCommand::Compose(id) => compose(state, id),
        BriefCommand::Capture => captured(state),
        BriefCommand::Move(id, after) => {
            let situation = state.situation()?;
            let edit = moved_into_section(situation, &id, after.as_ref());
            if !edit.is_nothing() {
                edits::carry_out(state, wording::scene_moved(&state.called(&RecordId::Scene(id))), edit);
            }
        }
        BriefCommand::Duplicate(id) => duplicate(state, &id),
        BriefCommand::Remove(id) => remove(state, id),
        BriefCommand::Hide(id, is_hidden) => {
            let scene = state.situation()?.scene(&id)?.clone();
            let name = wording::scene_hidden(&scene.title, is_hidden);
            edits::carry_out(state, name, Edit::PutScene(Box::new(Scene { is_hidden, ..scene })));
        }
        BriefCommand::AddCard(card) => add_card(state, card),
        BriefCommand::FromFilter(each) => from_filter(state, each),
        BriefCommand::Pictured(picture) => state.thumbnails.keep(*picture),
        BriefCommand::PicturesDone => state.thumbnails.done(),
        BriefCommand::RoomChecked(scene, found) => state.room_checks.keep(scene, found),
        BriefCommand::RoomCheckDone => state.room_checks.done(),
        BriefCommand::Displays(displays) => state.displays = displays,
        BriefCommand::WallOn(index) => {
            log::info!("the wall is on display {index}");
            state.wall_on = Some(index);
        }
        BriefCommand::Present(from) => return presenting::start(state, from),
        command => presenting::run(state, command),
    }
    None
}

/// What a scene comes to in the situation that is open.
pub fn view_in(state: &State, scene: &Scene) -> Option<SceneView> {
    let situation = state.situation()?;
    let layers: Vec<&str> = layer_names(state);
    Some(view_of(scene, situation, &layers, now_in(situation, state.now)))
}

fn layer_names(state: &State) -> Vec<&str> {
    state.layers.iter().map(|layer| crate::panels::layer_name(layer)).collect()
}

/// Takes over all that a scene shows but the camera; how lists are arranged stays.
pub fn take_over(state: &mut State, viewpoint: Viewpoint) {
    lists::put_down(state);
    let now = &state.viewpoint;
    state.viewpoint = Viewpoint {
        camera: now.camera,
        list: now.list,
        arrangements: now.arrangements.clone(),
        ledger: LedgerView { about: viewpoint.selected().cloned(), ..now.ledger.clone() },
        ..viewpoint
    };
}

/// Shows a scene on a map so large that has nothing over it.
pub fn put_on_paper(state: &mut State, view: SceneView, map_size: [f64; 2]) {
    take_over(state, view.viewpoint);
    state.map_size = map_size;
    if let Some(bounds) = view.bounds.or_else(|| state.whole()) {
        state.viewpoint.camera = Camera::framing(bounds, map_size).within(map_size);
        state.is_view_untouched = false;
    }
}

/// The window shows the scene, which is in hand from now on.
fn compose(state: &mut State, id: Option<SceneId>) {
    state.composing = id.filter(|id| state.situation().is_some_and(|situation| situation.scene(id).is_some()));
    let Some(id) = &state.composing else {
        return scene_in_hand::put_down(state);
    };
    log::info!("composing {id}");
    let Some(scene) = state.situation().and_then(|situation| situation.scene(id)).cloned() else { return };
    state.desk.editing = Some(Editing::Scene);
    state.desk.is_panel_open = true;
    let Some(view) = view_in(state, &scene) else { return };
    take_over(state, view.viewpoint);
    if let Some(bounds) = view.bounds {
        motion::go_to(state, Camera::framing(bounds, state.map_size));
        state.is_view_untouched = false;
    }
    if let Some(theme) = view.theme {
        state.preferences.theme = theme;
    }
}

/// A name for what the window shows: what is selected, or the time.
fn title_of_view(state: &State) -> String {
    let selected = state.viewpoint.selected().map(|id| state.called(id));
    selected.unwrap_or_else(|| wording::scene_number(state.situation().map_or(0, |situation| situation.scenes().len()) + 1))
}

pub fn with_screen<R>(state: &State, of: impl FnOnce(&Screen<'_>) -> R) -> R {
    let layers = layer_names(state);
    of(&Screen { viewpoint: &state.viewpoint, theme: state.theme(), map_size: state.map_size, layers: &layers })
}

fn captured(state: &mut State) {
    let Some(situation) = state.situation() else { return };
    let title = title_of_view(state);
    let mut scene = Scene::new(situation.new_scene_id(&title), &title, 0.0);
    with_screen(state, |screen| {
        // The theme is the room's, unless it is taken by itself.
        for part in ScenePart::ALL.into_iter().filter(|part| *part != ScenePart::Theme) {
            capture(&mut scene, part, screen);
        }
    });
    add(state, scene);
}

/// Adds a scene after the one in hand, or at the end, and takes it in hand without moving the view.
fn add(state: &mut State, mut scene: Scene) {
    let Some(situation) = state.situation() else { return };
    let after = state.composing.clone().filter(|id| situation.scene(id).is_some());
    let after = after.or_else(|| scenes_in_order(situation).last().map(|last| last.id.clone()));
    scene.section = after.as_ref().and_then(|id| situation.scene(id)?.section.clone());
    let (id, name) = (scene.id.clone(), wording::scene_added(&scene.title));
    let edit = added_after(situation, scene, after.as_ref());
    edits::carry_out(state, name, edit);
    state.composing = Some(id);
    state.desk.editing = Some(Editing::Scene);
    state.desk.is_panel_open = true;
    state.desk.drawer = Some(Drawer::Scenes);
}

fn duplicate(state: &mut State, id: &SceneId) {
    let Some(situation) = state.situation() else { return };
    let Some(scene) = situation.scene(id) else { return };
    let title = wording::editing::copy_of(&scene.title);
    let copy = Scene { id: situation.new_scene_id(&title), title, ..scene.clone() };
    let (new, name) = (copy.id.clone(), wording::editing::duplicated(&scene.title));
    let edit = added_after(situation, copy, Some(id));
    edits::carry_out(state, name, edit);
    compose(state, Some(new));
}

fn remove(state: &mut State, id: SceneId) {
    let record = RecordId::Scene(id);
    let name = wording::editing::deleted(&state.called(&record));
    edits::carry_out(state, name, Edit::Remove(record));
    let is_gone = state.composing.as_ref().is_some_and(|id| state.situation().is_none_or(|situation| situation.scene(id).is_none()));
    if is_gone {
        compose(state, None);
    }
}

fn add_card(state: &mut State, card: Card) {
    let Some(situation) = state.situation() else { return };
    let header = situation.header();
    let (title, kind, text) = match card {
        Card::Opening => (header.title.clone(), SceneKind::Opening, header.summary.clone()),
        Card::Judgements => (wording::JUDGEMENTS.to_owned(), SceneKind::Text, None),
        Card::Changed => {
            let lines = state.news.unread.iter().take(8).map(|id| format!("- {}", state.called(id)));
            (wording::WHAT_CHANGED.to_owned(), SceneKind::Text, Some(lines.collect::<Vec<_>>().join("\n")))
        }
        Card::Closing => {
            let questions = header.questions.iter().map(|question| format!("- {question}"));
            (wording::STILL_OPEN.to_owned(), SceneKind::Closing, Some(questions.collect::<Vec<_>>().join("\n")))
        }
    };
    let scene = Scene {
        kind,
        text: text.filter(|text| !text.is_empty()),
        bounds: (kind == SceneKind::Opening).then(|| header.home.as_ref().map(|home| home.bbox)).flatten(),
        ..Scene::new(situation.new_scene_id(&title), &title, 0.0)
    };
    add(state, scene);
}

/// Scenes of what is asked for now, one for each day, place or actor that it shows, in their order.
fn from_filter(state: &mut State, each: Each) {
    state.refresh();
    let made = scenes_of_each(state, each);
    if made.is_empty() {
        state.notice = Some(Notice::Done(wording::NOTHING_FOR_SCENES.to_owned()));
        return;
    }
    let Some(mut situation) = state.situation().cloned() else { return };
    let mut after = scenes_in_order(&situation).last().map(|last| last.id.clone());
    let mut all = Vec::new();
    let n_made = made.len();
    for mut scene in made {
        scene.id = situation.new_scene_id(&scene.title);
        let id = scene.id.clone();
        let edit = added_after(&situation, scene, after.as_ref());
        situation.apply(edit.clone());
        all.push(edit);
        after = Some(id);
    }
    edits::carry_out(state, wording::scenes_made(n_made), Edit::All(all));
    state.desk.drawer = Some(Drawer::Scenes);
}

/// Without ids: those come when they are added.
fn scenes_of_each(state: &State, each: Each) -> Vec<Scene> {
    let (Some(situation), Some(index), Some(answer), Some(dates)) =
        (state.situation(), state.index.get(), state.answer.get(), state.dates.get())
    else {
        return Vec::new();
    };
    let base = with_screen(state, |screen| {
        let mut scene = Scene::new("scene".into(), "", 0.0);
        [ScenePart::Time, ScenePart::Filter, ScenePart::Layers].into_iter().for_each(|part| capture(&mut scene, part, screen));
        scene
    });
    let numbers = index.kinds().events.clone().filter(|number| answer.fit(*number) != Fit::Out);
    let events: Vec<_> = numbers.filter_map(|number| situation.event(index.id(number)?.event()?)).collect();
    let asking_for = |facet: Facet, value: &str| {
        let mut filter: SceneFilter = base.filter.as_deref().cloned().unwrap_or_default();
        let choice = SceneChoice { include: vec![value.to_owned()], ..SceneChoice::default() };
        filter.choices.insert(facet.name().to_owned(), choice);
        Some(Box::new(filter))
    };
    let bounds_of = |id: &RecordId| state.positions_of(&Item::Record(id.clone())).map(with_surroundings);
    match each {
        Each::Day => {
            let whens = events.iter().filter_map(|event| event.when.as_ref());
            let starts = whens.filter_map(|when| when.bounds(situation.zone()).earliest());
            let days: BTreeSet<_> = starts.map(|start| start.civil(situation.zone()).day).collect();
            let scene = |day: CivilDay| {
                let text = day.to_string();
                let time = SceneTime { window: Some(text.clone()), ..base.time.as_deref().cloned().unwrap_or_default() };
                let when = When::parse(&text).ok()?;
                Some(Scene { title: dates.when(&when), time: Some(Box::new(time)), ..base.clone() })
            };
            days.into_iter().take(MOST_SCENES).filter_map(scene).collect()
        }
        Each::Place => {
            let places: BTreeSet<_> = events.iter().flat_map(|event| event.places.iter().map(|at| at.place.clone())).collect();
            let scene = |id: PlaceId| {
                let record = RecordId::Place(id.clone());
                let bounds = bounds_of(&record)?;
                let filter = asking_for(Facet::Place, id.as_str());
                Some(Scene { title: state.called(&record), filter, bounds: Some(bounds), selection: Some(record), ..base.clone() })
            };
            places.into_iter().filter_map(scene).take(MOST_SCENES).collect()
        }
        Each::Actor => {
            let actors: BTreeSet<_> = events.iter().flat_map(|event| event.actors.iter().map(|by| by.actor.clone())).collect();
            let scene = |id: ActorId| {
                let record = RecordId::Actor(id.clone());
                situation.actor(&id)?;
                let filter = asking_for(Facet::Actor, id.as_str());
                Some(Scene { title: state.called(&record), filter, bounds: bounds_of(&record), ..base.clone() })
            };
            actors.into_iter().filter_map(scene).take(MOST_SCENES).collect()
        }
    }
}

/// A box to look at: of a spot with what is around it.
fn with_surroundings(bounds: Bounds) -> [f64; 4] {
    const LEAST_DEG: f64 = 3.0;
    let centre = bounds.centre();
    let (width, height) = (bounds.width_deg().max(LEAST_DEG) * 0.7, (bounds.north_deg() - bounds.south_deg()).max(LEAST_DEG) * 0.7);
    let around = Bounds::new(
        centre.lon_deg() - width,
        (centre.lat_deg() - height).max(-85.0),
        centre.lon_deg() + width,
        (centre.lat_deg() + height).min(85.0),
    );
    around.unwrap_or(bounds).to_array()
}
