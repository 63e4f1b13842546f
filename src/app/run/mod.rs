//! What each command does to the state, by topic.
//!
//! Main function: [`run`].
//!
//! **Does not:** touch disk, clock, threads or window: what needs them comes back as an effect.

mod look;
mod motion;
mod open;

use crate::app::state::{Effect, State};
use crate::command::{Action, Arrows, Command};

pub fn run(state: &mut State, command: Command) -> Vec<Effect> {
    log::debug!(target: "sandtable::command", "{}", describe(&command));
    match command {
        Command::Open(paths) => return open::open(state, paths),
        Command::Loaded(loaded) => open::loaded(state, *loaded),
        Command::Select(selection) => look::click(state, selection),
        Command::Hover(item) => state.hover = item,
        Command::OpenGroup(members) => look::open_group(state, &members),
        Command::TogglePart(part) => look::toggle_part(state, part),
        Command::ToggleLayer(index) => look::toggle_layer(state, index),
        Command::Notation(notation) => state.viewpoint.notation = notation,
        Command::Pick(at) => look::pick(state, at),
        Command::ShowList(list) => look::show_list(state, list),
        Command::Theme(theme) => look::set_theme(state, theme),
        Command::Camera(camera) => {
            state.arrows = Arrows::Map;
            look::move_camera(state, camera);
        }
        Command::Motion(is_on) => motion::allow(state, is_on),
        Command::LookAt(camera) => look::look_at(state, camera),
        Command::Tick { seconds } => motion::tick(state, seconds),
        Command::MapResized(size) => look::resize(state, size),
        Command::Notice(notice) => state.notice = Some(notice),
        Command::DismissNotice => state.notice = None,
        Command::Act(Action::Quit) => return vec![Effect::Close],
        Command::Act(Action::CopyPicture) => return vec![Effect::CopyPicture],
        Command::Act(action) => look::act(state, action),
    }
    Vec::new()
}

/// The command in a few words, for the log.
fn describe(command: &Command) -> String {
    match command {
        Command::Loaded(loaded) => format!("Loaded({})", loaded.path.display()),
        other => format!("{other:?}"),
    }
}
