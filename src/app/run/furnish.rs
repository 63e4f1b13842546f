//! What stands open in the window, and how a person likes it.

use crate::app::run::{attach, edit, exporting, look, motion, reading};
use crate::app::state::{Effect, State};
use crate::command::{Action, Arrows, Command, Drawer, Furnishing, Leaving, LeftPanel, Notice, Overlay, Pane};
use crate::viewpoint::{MapParts, Preferences};
use crate::wording;

pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::CommandPalette => overlay(state, Some(Overlay::Palette)),
        Action::ShortcutSheet => overlay(state, Some(Overlay::Shortcuts)),
        Action::OpenFile => overlay(state, Some(Overlay::Open)),
        Action::AttachText => attach::ask(state),
        Action::SaveAs => edit::ask_where(state),
        Action::Export => exporting::ask(state),
        Action::Settings => overlay(state, Some(Overlay::Settings)),
        Action::NextPane => focus_next(state, true),
        Action::PreviousPane => focus_next(state, false),
        Action::OpenPage => focus(state, Pane::Page),
        Action::TogglePanel => state.desk.is_panel_open = !state.desk.is_panel_open,
        Action::ToggleLayers => toggle_left(state, LeftPanel::Layers),
        Action::ToggleFilter => toggle_left(state, LeftPanel::Filter),
        Action::ToggleTimeline => {
            state.desk.is_timeline_open = !state.desk.is_timeline_open;
            log::info!("timeline {}", if state.desk.is_timeline_open { "open" } else { "closed" });
        }
        Action::ToggleProblems => toggle_drawer(state, Drawer::Problems),
        Action::ToggleLog => toggle_drawer(state, Drawer::Log),
        Action::ToggleLedger => toggle_drawer(state, Drawer::Ledger),
        Action::ToggleTable => toggle_drawer(state, Drawer::Table),
        Action::ToggleHandover => toggle_drawer(state, Drawer::Handover),
        Action::ToggleRelease => toggle_drawer(state, Drawer::Release),
        Action::ToggleHistory => toggle_drawer(state, Drawer::History),
        Action::ToggleDifferences => toggle_drawer(state, Drawer::Differences),
        Action::NextTheme => look::set_theme(state, state.preferences.theme.next()),
        Action::Larger => state.preferences.scale_percent = state.preferences.next_scale(true),
        Action::Smaller => state.preferences.scale_percent = state.preferences.next_scale(false),
        Action::ActualSize => state.preferences.scale_percent = Preferences::default().scale_percent,
        Action::NextNotation => state.preferences.coordinates = state.preferences.coordinates.next(),
        Action::ToggleMotion => {
            let is_on = !state.is_motion_on();
            prefer(state, Preferences { has_motion: Some(is_on), ..state.preferences.clone() });
            state.notice = Some(Notice::Done(wording::motion(is_on).to_owned()));
        }
        Action::Reload => return reload(state),
        Action::CopyPicture => return vec![Effect::CopyPicture],
        Action::Quit => return edit::hold_up(state, Leaving::Close).map(|_| Effect::Close).into_iter().collect(),
        _ => {}
    }
    Vec::new()
}

/// Lays something over the window; the same again takes it away.
pub fn overlay(state: &mut State, overlay: Option<Overlay>) {
    let before = state.desk.overlay;
    state.desk.overlay = overlay.filter(|overlay| before != Some(*overlay));
    // What was held up by the question waits no longer once that is gone.
    if !matches!(state.desk.overlay, Some(Overlay::Unsaved | Overlay::SaveAs)) {
        state.leaving = None;
    }
    if state.desk.overlay != Some(Overlay::NewEvent) {
        state.new_event_at = None;
    }
    if state.desk.overlay != Some(Overlay::NewReport) {
        state.pasted = None;
    }
    match state.desk.overlay {
        Some(overlay) => log::info!("overlay {overlay:?}"),
        None if before.is_some() => log::info!("overlay closed"),
        None => {}
    }
}

fn toggle_left(state: &mut State, wanted: LeftPanel) {
    // A text that is read has their place.
    if state.viewpoint.reading.is_some() {
        reading::read(state, None);
        state.desk.left = None;
    }
    state.desk.left = (state.desk.left != Some(wanted)).then_some(wanted);
    if state.desk.left == Some(LeftPanel::Filter) {
        focus(state, Pane::Filter);
    }
    match state.desk.left {
        Some(left) => log::info!("{left:?} open"),
        None => log::info!("{wanted:?} closed"),
    }
}

pub fn toggle_drawer(state: &mut State, wanted: Drawer) {
    drawer(state, (state.desk.drawer != Some(wanted)).then_some(wanted));
}

/// Opens the drawer with something in it, or shuts it.
pub fn drawer(state: &mut State, drawer: Option<Drawer>) {
    state.desk.drawer = drawer;
    if let Some(pane) = drawer.and_then(pane_of) {
        focus(state, pane);
    }
    match drawer {
        Some(drawer) => log::info!("drawer {drawer:?}"),
        None => log::info!("drawer closed"),
    }
}

/// The part of the window that is in the drawer, where the keyboard has something to do there.
fn pane_of(drawer: Drawer) -> Option<Pane> {
    match drawer {
        Drawer::Ledger => Some(Pane::Ledger),
        Drawer::History => Some(Pane::History),
        Drawer::Scenes => Some(Pane::Scenes),
        Drawer::Table => Some(Pane::Table),
        Drawer::Problems | Drawer::Log | Drawer::Differences | Drawer::Handover | Drawer::Release => None,
    }
}

/// Sends the keyboard to a part of the window, which opens for it.
pub fn focus(state: &mut State, pane: Pane) {
    let (_, n_sent) = state.desk.focus;
    state.desk.focus = (pane, n_sent + 1);
    state.arrows = if pane == Pane::Map { Arrows::Map } else { Arrows::List };
    state.desk.is_panel_open |= matches!(pane, Pane::List | Pane::Page);
}

fn focus_next(state: &mut State, is_forward: bool) {
    let (now, _) = state.desk.focus;
    let mut panes = vec![Pane::List, Pane::Page, Pane::Map];
    if state.desk.left == Some(LeftPanel::Filter) {
        panes.push(Pane::Filter);
    }
    if state.desk.is_timeline_open {
        panes.push(Pane::Timeline);
    }
    panes.extend(state.desk.drawer.and_then(pane_of));
    let at = panes.iter().position(|pane| *pane == now).unwrap_or_default();
    let next = if is_forward { at + 1 } else { at + panes.len() - 1 } % panes.len();
    focus(state, panes.get(next).copied().unwrap_or(Pane::List));
}

pub fn prefer(state: &mut State, preferences: Preferences) {
    state.preferences = preferences;
    if !state.is_motion_on() {
        motion::stop(state);
    }
}

/// Everything that a person can have changed of the window, as at the first start.
pub fn reset(state: &mut State) -> Vec<Effect> {
    prefer(state, Preferences::default());
    state.viewpoint.parts = MapParts::default();
    state.viewpoint.arrangements = Default::default();
    state.viewpoint.table = Default::default();
    state.desk = Furnishing { overlay: state.desk.overlay, ..Furnishing::default() };
    state.notice = Some(Notice::Done(wording::SETTINGS_RESET.to_owned()));
    vec![Effect::ForgetSizes]
}

/// Reads everything that is open again.
fn reload(state: &mut State) -> Vec<Effect> {
    let paths: Vec<_> = state.situation_path.iter().chain(&state.layer_paths).cloned().collect();
    state.changed_on_disk = None;
    if paths.is_empty() {
        state.notice = Some(Notice::Done(wording::NOTHING_TO_RELOAD.to_owned()));
    }
    state.run(Command::Open(paths))
}
