//! Looking: selection, lists, camera.

use crate::app::run::{furnish, lists, motion, reading, records, scene_in_hand};
use crate::app::state::{State, is_in_view};
use crate::briefing::is_framed;
use crate::command::{Action, Arrows, CameraCommand, Destination, LedgerCommand};
use crate::earth::{Bounds, LonLat};
use crate::model::RecordId;
use crate::viewpoint::{Camera, Item, MapPart, Measure, Picked, Sketch, ThemeKind};
use crate::wording;

/// How close a fit goes by itself: a town with its surroundings.
const CLOSEST_FIT: f64 = 7.0;

/// A click on an item, or on the map where there is none.
pub fn click(state: &mut State, selection: Option<Item>) {
    if selection.is_none() {
        state.arrows = Arrows::Map;
    }
    select(state, selection);
}

pub fn select(state: &mut State, selection: Option<Item>) {
    lists::put_down(state);
    go_to(state, selection);
}

/// Selects and remembers it as looked at; what is picked out stays.
pub fn go_to(state: &mut State, selection: Option<Item>) {
    if let Some(item) = &selection {
        log::info!("selected {item}");
        state.arrows = Arrows::List;
        if state.viewpoint.selection.as_ref() != Some(item) {
            state.looked_at.items.truncate(state.looked_at.n_behind);
            state.looked_at.items.push(item.clone());
            state.looked_at.n_behind = state.looked_at.items.len();
        }
    } else if state.viewpoint.selection.is_some() {
        log::info!("selected nothing");
    }
    show(state, selection);
}

/// Selects, shows the list that has the item and brings its places into view.
fn show(state: &mut State, selection: Option<Item>) {
    if let Some(item) = &selection {
        lists::show_list_of(state, item);
        lists::mark_read(state, item);
    }
    if let Some(bounds) = selection.as_ref().and_then(|item| state.positions_of(item)) {
        let corners = [(bounds.west_deg(), bounds.south_deg()), (bounds.east_deg(), bounds.north_deg())];
        let is_seen = corners
            .iter()
            .filter_map(|(lon, lat)| LonLat::new(*lon, *lat))
            .all(|p| is_in_view(motion::destination(state), state.map_size, p));
        if !is_seen {
            let closest = state.viewpoint.camera.zoom().clamp(4.0, CLOSEST_FIT);
            motion::go_to(state, Camera::fitting(bounds, state.map_size, closest));
            state.is_view_untouched = false;
        }
    }
    state.viewpoint.ledger.about = match &selection {
        Some(Item::Record(id)) => Some(id.clone()),
        Some(Item::Row { .. }) | None => None,
    };
    state.viewpoint.selection = selection;
}

pub fn ledger(state: &mut State, command: LedgerCommand) {
    let before = state.viewpoint.ledger.clone();
    match command {
        LedgerCommand::Narrow(is_narrow) => state.viewpoint.ledger.is_narrow = is_narrow,
        LedgerCommand::OverTime(is_over_time) => state.viewpoint.ledger.is_over_time = is_over_time,
        LedgerCommand::Open(report) => {
            select(state, Some(Item::Record(RecordId::Report(report))));
            state.viewpoint.ledger = before;
        }
    }
}

pub fn toggle_part(state: &mut State, part: MapPart) {
    state.viewpoint.parts = state.viewpoint.parts.toggled(part);
    log::info!("{} {}", wording::map_part(part), if state.viewpoint.parts.has(part) { "on" } else { "off" });
}

pub fn toggle_layer(state: &mut State, index: usize) {
    if !state.viewpoint.hidden_layers.remove(&index) {
        state.viewpoint.hidden_layers.insert(index);
    }
}

pub fn pick(state: &mut State, pick: Picked) {
    if let Some(corners) = &mut state.viewpoint.outline {
        corners.push(pick.at);
    } else if let Some(measure) = state.viewpoint.measure {
        state.viewpoint.measure = Some(measure.picked(pick));
    }
}

pub fn open_group(state: &mut State, members: &[Item]) {
    /// Places nearer than this cannot be parted by looking closer.
    const ONE_SPOT_DEG: f64 = 1e-5;
    const CLOSEST: f64 = 17.0;
    let Some(bounds) = members.iter().filter_map(|item| state.positions_of(item)).reduce(Bounds::union) else { return };
    let is_one_spot = bounds.width_deg() < ONE_SPOT_DEG && bounds.north_deg() - bounds.south_deg() < ONE_SPOT_DEG;
    if is_one_spot {
        if members.iter().all(|item| matches!(item, Item::Row { .. })) {
            choose_among(state, members);
        } else {
            select_next(state, members);
        }
    } else {
        motion::go_to(state, Camera::fitting(bounds, state.map_size, CLOSEST));
        state.is_view_untouched = false;
    }
}

/// Of several that stand at one spot selects the next; the page tells all, to choose from.
pub fn choose_among(state: &mut State, members: &[Item]) {
    select_next(state, members);
    if members.len() > 1 {
        lists::pick(state, members);
    }
}

/// The one after that which is selected, or the first.
fn select_next(state: &mut State, members: &[Item]) {
    let at = members.iter().position(|item| state.viewpoint.selection.as_ref() == Some(item));
    let next = at.map_or(0, |at| (at + 1) % members.len());
    select(state, members.get(next).cloned());
}

/// Looks at something that was found, which is pinned.
pub fn fly_to(state: &mut State, destination: Destination) {
    let Destination { found, bounds, closest } = destination;
    let position = found.position;
    log::info!("found {} at {:.4} {:.4}", found.name, position.lon_deg(), position.lat_deg());
    let bounds = bounds.unwrap_or_else(|| Bounds::of(position));
    motion::go_to(state, Camera::fitting(bounds, state.map_size, closest));
    state.is_view_untouched = false;
    state.viewpoint.found = Some(found);
}

pub fn set_theme(state: &mut State, theme: ThemeKind) {
    log::info!("theme {}", theme.name());
    state.preferences.theme = theme;
}

pub fn move_camera(state: &mut State, command: CameraCommand) {
    let (camera, size) = (state.viewpoint.camera, state.map_size);
    state.is_view_untouched = false;
    match command {
        CameraCommand::Pan(offset) => look_at(state, camera.panned(offset, size)),
        CameraCommand::Zoom { steps, anchor } => look_at(state, camera.zoomed(steps, anchor, size)),
        // Several presses in a row add up.
        CameraCommand::GlideZoom { steps, anchor } => motion::glide_to(state, motion::destination(state).zoomed(steps, anchor, size)),
        CameraCommand::Box { from, to } => motion::go_to(state, camera.boxed(from, to, size)),
        CameraCommand::Fling(velocity) => motion::fling(state, velocity),
    }
}

/// At once; whatever moved stops.
pub fn look_at(state: &mut State, camera: Camera) {
    state.motion = None;
    set_camera(state, camera.within(state.map_size));
    state.is_view_untouched = false;
}

pub fn set_camera(state: &mut State, camera: Camera) {
    if camera != state.viewpoint.camera {
        let centre = camera.centre();
        log::info!("camera {:.4} {:.4} zoom {:.2}", centre.lon_deg(), centre.lat_deg(), camera.zoom());
    }
    state.viewpoint.camera = camera;
}

/// Shows everything at once: after opening, and when the map's size changes.
pub fn show_whole(state: &mut State) {
    state.motion = None;
    if let Some(camera) = whole(state) {
        set_camera(state, camera);
    }
    state.is_view_untouched = true;
}

fn whole(state: &State) -> Option<Camera> {
    /// What reaches nearly round the world is looked at as maps of the world are, wherever its narrow gap is.
    const ROUND_THE_WORLD_DEG: f64 = 330.0;
    let bounds = state.whole()?;
    let world = Bounds::new(-180.0, bounds.south_deg(), 180.0, bounds.north_deg()).filter(|_| bounds.width_deg() > ROUND_THE_WORLD_DEG);
    Some(Camera::fitting(world.unwrap_or(bounds), state.map_size, CLOSEST_FIT))
}

fn fit_selection(state: &mut State) {
    if let Some(bounds) = state.viewpoint.selection.as_ref().and_then(|item| state.positions_of(item)) {
        motion::go_to(state, Camera::fitting(bounds, state.map_size, CLOSEST_FIT));
        state.is_view_untouched = false;
    }
}

pub fn resize(state: &mut State, size: [f64; 2]) {
    if size == state.map_size || size.iter().any(|side| *side < 1.0) {
        return;
    }
    let before = std::mem::replace(&mut state.map_size, size);
    // A scene that is shown as it was prepared stays so beside the form that opens for it.
    let framed = scene_in_hand::view(state).and_then(|view| view.bounds);
    let framed = framed.filter(|bounds| is_framed(*bounds, motion::destination(state), before));
    if let Some(bounds) = framed {
        motion::glide_to(state, Camera::framing(bounds, size).within(size));
    } else if state.is_view_untouched && (state.document.is_some() || !state.layers.is_empty()) {
        show_whole(state);
    } else {
        set_camera(state, state.viewpoint.camera.within(size));
    }
}

pub fn act(state: &mut State, action: Action) {
    const PAN: f64 = 120.0;
    const ZOOM: f64 = 0.5;
    let pan = |x: f64, y: f64| CameraCommand::Pan([x, y]);
    let zoom = |steps: f64| CameraCommand::GlideZoom { steps, anchor: [0.0, 0.0] };
    match action {
        Action::Back => look_back(state, false),
        Action::Forward => look_back(state, true),
        // What lies over the window goes first, then the tool in hand.
        Action::ClearSelection if state.desk.overlay.is_some() => furnish::overlay(state, None),
        Action::ClearSelection if matches!(state.viewpoint.sketch, Some(Sketch::Annotate { .. })) => state.viewpoint.sketch = None,
        Action::ClearSelection if state.desk.editing.is_some() => records::stop_editing(state),
        Action::ClearSelection if state.viewpoint.outline.is_some() => state.viewpoint.outline = None,
        Action::ClearSelection if state.viewpoint.sketch.is_some() => state.viewpoint.sketch = None,
        Action::ClearSelection if state.viewpoint.measure.is_some() => state.viewpoint.measure = None,
        Action::ClearSelection if state.viewpoint.found.is_some() => state.viewpoint.found = None,
        Action::ClearSelection if state.viewpoint.reading.is_some() => reading::read(state, None),
        Action::ClearSelection => select(state, None),
        Action::FitSituation => {
            if let Some(camera) = whole(state) {
                motion::go_to(state, camera);
                state.is_view_untouched = true;
            }
        }
        Action::FitSelection => fit_selection(state),
        Action::ViewBack | Action::ViewForward => {
            let now = motion::destination(state);
            if let Some(camera) = state.views.step(now, action == Action::ViewForward) {
                motion::glide_to(state, camera);
                state.is_view_untouched = false;
            }
        }
        Action::ZoomIn => move_camera(state, zoom(ZOOM)),
        Action::ZoomOut => move_camera(state, zoom(-ZOOM)),
        Action::PanLeft => move_camera(state, pan(PAN, 0.0)),
        Action::PanRight => move_camera(state, pan(-PAN, 0.0)),
        Action::PanUp => move_camera(state, pan(0.0, PAN)),
        Action::PanDown => move_camera(state, pan(0.0, -PAN)),
        Action::ToggleGraticule => toggle_part(state, MapPart::Graticule),
        Action::ToggleLocalNames => toggle_part(state, MapPart::LocalNames),
        Action::ToggleRangeRings => toggle_part(state, MapPart::RangeRings),
        Action::ToggleLocator => toggle_part(state, MapPart::Locator),
        Action::Measure => {
            // One tool is in hand at a time.
            state.viewpoint.outline = None;
            state.viewpoint.sketch = None;
            state.viewpoint.measure = if state.viewpoint.measure.is_some() { None } else { Some(Measure::default()) };
            log::info!("measuring {}", if state.viewpoint.measure.is_some() { "on" } else { "off" });
        }
        // Those of lists and of the window.
        _ => {}
    }
}

fn look_back(state: &mut State, forward: bool) {
    let behind = state.looked_at.n_behind;
    let wanted = if forward { behind + 1 } else { behind.saturating_sub(1) };
    if let Some(item) = wanted.checked_sub(1).and_then(|at| state.looked_at.items.get(at)).cloned() {
        state.looked_at.n_behind = wanted;
        log::info!("selected {item}");
        show(state, Some(item));
    }
}
