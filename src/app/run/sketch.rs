//! What is placed, drawn or moved on the map by hand, and what is added by a key.

use crate::app::run::{edit, furnish, scene_in_hand};
use crate::app::state::State;
use crate::command::{Action, Notice, Overlay, Pane, SketchCommand};
use crate::earth::LonLat;
use crate::model::{AnnotationKind, Edit, Place, PlaceId, RecordId};
use crate::placing::{anchor, corners, moved, places_of, with_corners};
use crate::viewpoint::{Drawn, Item, Sketch};
use crate::wording;

/// How far an arrow key moves what is in hand, in points on the screen.
const NUDGE: f64 = 8.0;

/// A stroke of a pen ends there: nobody draws so much with one.
const MOST_POINTS: usize = 2_000;

pub fn run(state: &mut State, command: SketchCommand) {
    match command {
        SketchCommand::TakeUp(place) => take_up(state, &place),
        SketchCommand::Put(at) => put(state, at),
        SketchCommand::Drag(at) => drag(state, at),
        SketchCommand::Corner { at, is_new } => corner(state, at, is_new),
        SketchCommand::Finish => finish(state),
        SketchCommand::Drop => drop_it(state),
    }
}

/// Takes something in hand, or asks for more in a form.
pub fn begin(state: &mut State, action: Action) {
    let has_situation = state.document.is_some();
    let overlay = match action {
        Action::NewEvent => Overlay::NewEvent,
        Action::NewReport => Overlay::NewReport,
        Action::LogQuestion => Overlay::Questions,
        Action::NewEventHere => return take(state, Sketch::NewEvent),
        Action::DrawLine => return take(state, Sketch::Draw { shape: Drawn::Line, points: Vec::new() }),
        Action::DrawArea => return take(state, Sketch::Draw { shape: Drawn::Area, points: Vec::new() }),
        Action::MovePlace => return with_selected_place(state, take_up),
        Action::EditShape => return with_selected_place(state, reshape),
        _ => return,
    };
    if has_situation {
        furnish::overlay(state, Some(overlay));
    } else {
        nothing_to_add_to(state);
    }
}

fn nothing_to_add_to(state: &mut State) {
    state.notice = Some(Notice::Done(wording::adding::NOTHING_TO_ADD_TO.to_owned()));
}

/// Text that no field takes becomes a report. What it holds is read by the form.
pub fn paste(state: &mut State, text: String) {
    if text.trim().is_empty() {
        return;
    }
    state.pasted = Some(text);
    begin(state, Action::NewReport);
}

/// One tool is in hand at a time.
pub fn take(state: &mut State, sketch: Sketch) {
    if state.document.is_none() {
        return nothing_to_add_to(state);
    }
    log::info!("in hand: {sketch:?}");
    state.viewpoint.measure = None;
    state.viewpoint.outline = None;
    state.viewpoint.sketch = Some(sketch);
    furnish::focus(state, Pane::Map);
}

fn drop_it(state: &mut State) {
    if state.viewpoint.sketch.take().is_some() {
        log::info!("nothing in hand");
    }
    if state.desk.overlay == Some(Overlay::NamePlace) {
        furnish::overlay(state, None);
    }
}

/// The place that is selected, or the only one of what is.
fn with_selected_place(state: &mut State, do_it: impl FnOnce(&mut State, &PlaceId)) {
    let places = match (&state.viewpoint.selection, state.situation()) {
        (Some(Item::Record(id)), Some(situation)) => places_of(situation, id),
        _ => Default::default(),
    };
    let mut places = places.into_iter();
    match (places.next(), places.next()) {
        (Some(only), None) => do_it(state, &only),
        _ => state.notice = Some(Notice::Done(wording::adding::SELECT_A_PLACE.to_owned())),
    }
}

fn take_up(state: &mut State, id: &PlaceId) {
    let at = state.situation().and_then(|situation| anchor(situation, id));
    // What stands nowhere yet is put where one looks.
    let from = at.unwrap_or_else(|| state.viewpoint.camera.centre());
    take(state, Sketch::Move { place: id.clone(), from, to: from });
}

fn reshape(state: &mut State, id: &PlaceId) {
    let shape = state.situation().and_then(|situation| corners(situation.place(id)?.geometry.as_ref()?));
    match shape {
        Some((shape, corners)) => take(state, Sketch::Reshape { place: id.clone(), shape, corners, in_hand: 0 }),
        None => state.notice = Some(Notice::Done(wording::adding::NO_CORNERS.to_owned())),
    }
}

fn put(state: &mut State, at: LonLat) {
    match &mut state.viewpoint.sketch {
        Some(Sketch::NewEvent) => {
            state.viewpoint.sketch = None;
            state.new_event_at = Some(at);
            furnish::overlay(state, Some(Overlay::NewEvent));
        }
        Some(Sketch::Draw { points, .. }) => {
            points.push(at);
            log::info!("drawn {} points", points.len());
        }
        Some(Sketch::Annotate { kind, points, .. }) => {
            points.push(at);
            // Words begin at a point, an arrow ends at its second.
            let is_whole = match kind {
                AnnotationKind::Text => true,
                AnnotationKind::Arrow => points.len() > 1,
                AnnotationKind::Line => false,
            };
            if is_whole {
                finish(state);
            }
        }
        Some(Sketch::Move { .. } | Sketch::Reshape { .. }) => drag(state, at),
        None => {}
    }
}

fn drag(state: &mut State, at: LonLat) {
    match &mut state.viewpoint.sketch {
        Some(Sketch::Move { to, .. }) => *to = at,
        Some(Sketch::Reshape { corners, in_hand, .. }) => {
            if let Some(corner) = corners.get_mut(*in_hand) {
                *corner = at;
            }
        }
        Some(Sketch::Annotate { kind, points, .. }) => {
            if *kind == AnnotationKind::Arrow {
                points.truncate(1);
            }
            if points.len() < MOST_POINTS {
                points.push(at);
            }
        }
        Some(Sketch::NewEvent | Sketch::Draw { .. }) | None => {}
    }
}

fn corner(state: &mut State, at: usize, is_new: bool) {
    let Some(Sketch::Reshape { corners, in_hand, .. }) = &mut state.viewpoint.sketch else { return };
    *in_hand = at.min(corners.len().saturating_sub(1));
    if is_new && let Some(corner) = corners.get(*in_hand).copied() {
        corners.insert(*in_hand + 1, corner);
        *in_hand += 1;
    }
}

/// Whether an action means something else while something is in hand.
pub fn takes(state: &State, action: Action) -> bool {
    let is_arrow = matches!(action, Action::PanLeft | Action::PanRight | Action::PanUp | Action::PanDown);
    let is_end = matches!(action, Action::OpenPage | Action::PlayPause | Action::TakeBack);
    match state.viewpoint.sketch {
        Some(Sketch::NewEvent | Sketch::Draw { .. } | Sketch::Annotate { .. }) => is_end,
        Some(Sketch::Move { .. }) => is_end || is_arrow,
        Some(Sketch::Reshape { .. }) => is_end || is_arrow || matches!(action, Action::NextItem | Action::PreviousItem),
        None => false,
    }
}

/// Those actions. Space puts a point in the middle of the map, so that all of this can be done without a pointer.
pub fn act(state: &mut State, action: Action) {
    match action {
        Action::OpenPage => finish(state),
        Action::PlayPause => put(state, state.viewpoint.camera.centre()),
        Action::TakeBack => take_back(state),
        Action::PanLeft => nudge(state, [-NUDGE, 0.0]),
        Action::PanRight => nudge(state, [NUDGE, 0.0]),
        Action::PanUp => nudge(state, [0.0, -NUDGE]),
        Action::PanDown => nudge(state, [0.0, NUDGE]),
        Action::NextItem | Action::PreviousItem => {
            if let Some(Sketch::Reshape { corners, in_hand, .. }) = &mut state.viewpoint.sketch {
                let step = if action == Action::NextItem { 1 } else { corners.len().saturating_sub(1) };
                *in_hand = (*in_hand + step) % corners.len().max(1);
            }
        }
        _ => {}
    }
}

fn nudge(state: &mut State, by: [f64; 2]) {
    let at = match &state.viewpoint.sketch {
        Some(Sketch::Move { to, .. }) => Some(*to),
        Some(Sketch::Reshape { corners, in_hand, .. }) => corners.get(*in_hand).copied(),
        Some(Sketch::NewEvent | Sketch::Draw { .. } | Sketch::Annotate { .. }) | None => None,
    };
    if let Some(at) = at {
        let camera = state.viewpoint.camera;
        let [x, y] = camera.offset_to(at);
        drag(state, camera.place_at([x + by[0], y + by[1]]));
    }
}

fn take_back(state: &mut State) {
    match &mut state.viewpoint.sketch {
        Some(Sketch::Draw { points, .. } | Sketch::Annotate { points, .. }) => drop(points.pop()),
        Some(Sketch::Move { from, to, .. }) => *to = *from,
        Some(Sketch::Reshape { shape, corners, in_hand, .. }) if corners.len() > shape.least() && *in_hand < corners.len() => {
            corners.remove(*in_hand);
            *in_hand = in_hand.saturating_sub(1);
        }
        Some(Sketch::Reshape { .. }) => state.notice = Some(Notice::Done(wording::adding::NO_FEWER_CORNERS.to_owned())),
        Some(Sketch::NewEvent) | None => {}
    }
}

fn finish(state: &mut State) {
    match state.viewpoint.sketch.clone() {
        Some(Sketch::NewEvent) => put(state, state.viewpoint.camera.centre()),
        Some(Sketch::Draw { shape, mut points }) => {
            // The second click of two stands where the first does.
            points.dedup();
            if points.len() < shape.least() {
                state.notice = Some(Notice::Done(wording::adding::too_few_points(shape).to_owned()));
                return;
            }
            state.viewpoint.sketch = Some(Sketch::Draw { shape, points });
            furnish::overlay(state, Some(Overlay::NamePlace));
        }
        Some(Sketch::Annotate { kind, points, text }) => annotate(state, kind, points, text),
        Some(Sketch::Move { place, from, to }) => {
            let point = || geo::Point::new(to.lon_deg(), to.lat_deg()).into();
            let geometry = |place: &Place| Some(place.geometry.as_ref().map_or_else(point, |geometry| moved(geometry, from, to)));
            change_place(state, &place, geometry, |name| wording::adding::moved(name, from, to));
        }
        Some(Sketch::Reshape { place, shape, corners, .. }) => {
            let n_corners = corners.len();
            let geometry = |place: &Place| with_corners(place.geometry.as_ref()?, shape, &corners);
            change_place(state, &place, geometry, |name| wording::adding::reshaped(name, n_corners));
        }
        None => {}
    }
}

/// What was drawn is put into the scene in hand; the pen stays in hand for the next stroke, words are put once.
fn annotate(state: &mut State, kind: AnnotationKind, mut points: Vec<LonLat>, text: Option<String>) {
    points.dedup();
    let is_words = kind == AnnotationKind::Text;
    state.viewpoint.sketch = (!is_words).then(|| Sketch::Annotate { kind, points: Vec::new(), text: None });
    if points.len() < if is_words { 1 } else { 2 } {
        // A press that drew nothing, or Enter after the last stroke.
        state.viewpoint.sketch = None;
        return;
    }
    scene_in_hand::draw(state, kind, points, text);
}

/// Gives a place another geometry, as a step of that name; nothing stays in hand.
fn change_place(
    state: &mut State,
    id: &PlaceId,
    geometry: impl FnOnce(&Place) -> Option<geo::Geometry<f64>>,
    name: impl FnOnce(&str) -> String,
) {
    state.viewpoint.sketch = None;
    let Some(place) = state.situation().and_then(|situation| situation.place(id)) else { return };
    let Some(geometry) = geometry(place).filter(|geometry| place.geometry.as_ref() != Some(geometry)) else { return };
    let edit = Edit::PutPlace(Box::new(Place { geometry: Some(geometry), ..place.clone() }));
    let name = name(&state.called(&RecordId::Place(id.clone())));
    edit::carry_out(state, name, edit);
}
