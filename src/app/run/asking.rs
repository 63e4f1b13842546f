//! What is asked for besides the time; what is kept of that under a name.

use crate::app::state::{Effect, State};
use crate::command::{Action, Arrows, FilterCommand, Notice};
use crate::earth::LonLat;
use crate::query::{Area, Filter};
use crate::viewpoint::{Drawn, Listed, SavedFilter};
use crate::wording;

pub fn run(state: &mut State, command: FilterCommand) -> Vec<Effect> {
    let before = state.viewpoint.filter.clone();
    let filter = &mut state.viewpoint.filter;
    match command {
        FilterCommand::Toggle { facet, value, is_excluded } => filter.toggle(facet, &value, is_excluded),
        FilterCommand::Set(facet, choice) => filter.set(facet, choice),
        FilterCommand::ToggleColumn { column, value, is_excluded } => filter.toggle_column(column, &value, is_excluded),
        FilterCommand::SetColumn(column, choice) => filter.set_column(column, choice),
        FilterCommand::Area(area) => {
            filter.area = area;
            state.viewpoint.outline = None;
        }
        FilterCommand::Words(words) => words.trim().clone_into(&mut filter.words),
        FilterCommand::Draw(is_on) => draw(state, is_on),
        FilterCommand::CloseArea => close_area(state),
        FilterCommand::Use(used) => *filter = used,
        FilterCommand::UseSaved(name) => use_saved(state, &name),
        FilterCommand::Save(name) => return save(state, &name),
        FilterCommand::Forget(name) => return forget(state, name),
    }
    if state.viewpoint.filter != before {
        // What was hidden for a reason is so no longer, or for another.
        state.viewpoint.listed = Listed::Shown;
        state.row = None;
        log::info!("filter {:?}", state.viewpoint.filter);
    }
    Vec::new()
}

pub fn act(state: &mut State, action: Action) {
    if action == Action::ResetFilter {
        state.viewpoint.filter = Filter::default();
        state.viewpoint.outline = None;
        state.viewpoint.time.window = None;
        state.viewpoint.listed = Listed::Shown;
        state.playing = None;
        log::info!("filter and time reset");
    }
}

fn draw(state: &mut State, is_on: bool) {
    state.viewpoint.outline = is_on.then(Vec::new);
    if is_on {
        // One tool is in hand at a time.
        state.viewpoint.measure = None;
        state.viewpoint.sketch = None;
        state.arrows = Arrows::Map;
    }
    log::info!("drawing {}", if is_on { "on" } else { "off" });
}

/// Fewer than three corners enclose nothing: the pen stays in hand.
fn close_area(state: &mut State) {
    let Some(corners) = &mut state.viewpoint.outline else { return };
    let is_same = |a: &LonLat, b: &LonLat| {
        const SAME_DEG: f64 = 1e-9;
        (a.lon_deg() - b.lon_deg()).abs() < SAME_DEG && (a.lat_deg() - b.lat_deg()).abs() < SAME_DEG
    };
    corners.dedup_by(|a, b| is_same(a, b));
    if corners.len() < 3 {
        state.notice = Some(Notice::Done(wording::adding::too_few_points(Drawn::Area).to_owned()));
        return;
    }
    let corners = std::mem::take(corners);
    log::info!("drew an area of {} corners", corners.len());
    state.viewpoint.outline = None;
    state.viewpoint.filter.area = Some(Area::Polygon(corners));
}

fn use_saved(state: &mut State, name: &str) {
    let Some(saved) = state.saved_filters.iter().find(|saved| saved.name == name) else { return };
    state.viewpoint.filter = saved.filter.clone();
    state.viewpoint.time.window = saved.time.map(|(_, window)| window);
    if let Some((clock, _)) = saved.time {
        state.viewpoint.time.clock = clock;
    }
    state.viewpoint.listed = Listed::Shown;
    state.playing = None;
    log::info!("filter {name} used");
}

fn save(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim();
    if name.is_empty() {
        return Vec::new();
    }
    let time = state.viewpoint.time;
    let kept =
        SavedFilter { name: name.to_owned(), filter: state.viewpoint.filter.clone(), time: time.window.map(|window| (time.clock, window)) };
    match state.saved_filters.iter_mut().find(|saved| saved.name == name) {
        Some(saved) => saved.clone_from(&kept),
        None => state.saved_filters.push(kept.clone()),
    }
    state.saved_filters.sort_by(|a, b| a.name.cmp(&b.name));
    log::info!("filter {name} saved");
    vec![Effect::KeepFilter(kept)]
}

fn forget(state: &mut State, name: String) -> Vec<Effect> {
    state.saved_filters.retain(|saved| saved.name != name);
    log::info!("filter {name} forgotten");
    vec![Effect::ForgetFilter(name)]
}
