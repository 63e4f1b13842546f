//! What each command does to the state, by topic.
//!
//! Main function: [`run`].
//!
//! **Does not:** touch disk, clock, threads or window: what needs them comes back as an effect.

mod asking;
mod attach;
mod briefing;
mod comparing;
mod edit;
mod exporting;
mod furnish;
mod keeping;
mod lists;
mod look;
mod merging;
mod motion;
mod open;
mod paging;
mod presenting;
mod reading;
mod records;
mod releasing;
mod rows;
mod scene_in_hand;
mod sketch;
mod table;
mod time;

pub use briefing::{put_on_paper, take_over, view_in as scene_view};
pub use exporting::Exporting;
pub use motion::destination;
pub use presenting::{is_wandering, put_on_wall};
pub use time::{Playing, speed_secs};

use std::collections::BTreeSet;

use crate::app::state::{Effect, State};
use crate::app::{room_check, table as tables, thumbnails};
use crate::command::{Action, Arrows, BriefCommand, Command, EditCommand, FilterCommand, Notice, RowsCommand, TableCommand};

pub fn run(state: &mut State, command: Command) -> Vec<Effect> {
    log::debug!(target: "sandtable::command", "{}", describe(&command));
    if let Some(words) = keeping::refusal(state, &command) {
        state.notice = Some(Notice::Failed(words));
        return Vec::new();
    }
    if presenting::holds_back(state, &command) {
        state.held_back.push(command);
        return Vec::new();
    }
    let mut effects = carry_out(state, command);
    if state.copy.is_none() {
        for command in std::mem::take(&mut state.held_back) {
            effects.extend(run(state, command));
        }
    }
    scene_in_hand::follow(state);
    effects.extend(thumbnails::ask(state));
    effects.extend(room_check::ask(state));
    effects.extend(keeping::hand_over(state));
    effects.extend(comparing::ask(state));
    effects.extend(tables::ask(state));
    effects
}

fn carry_out(state: &mut State, command: Command) -> Vec<Effect> {
    if is_something_else(&command) {
        edit::touch(state, BTreeSet::new());
    }
    match command {
        Command::Open(paths) => return open::open(state, paths),
        Command::OpenTyped(path) => return vec![Effect::OpenTyped(path)],
        Command::Loaded(loaded) => return open::loaded(state, *loaded),
        Command::ChangedOnDisk(path) => return merging::changed_on_disk(state, path),
        Command::DismissChange => state.changed_on_disk = None,
        Command::ListPaths(typed, offers) => return vec![Effect::ListPaths(typed, offers)],
        Command::Listed(listing) => state.listing = listing,
        Command::BrowsePaths { is_folder } => return vec![Effect::BrowsePaths { is_folder }],
        Command::BrowseToSave => return vec![Effect::BrowseToSave],
        Command::Recent(paths) => state.recent = paths,
        Command::ForgetRecent => {
            state.recent.clear();
            return vec![Effect::ForgetRecent];
        }
        Command::Select(selection) => look::click(state, selection),
        Command::SelectRow { row, how } => lists::select_row(state, row, how),
        Command::Hover(item) => state.hover = item,
        Command::OpenGroup(members) => look::open_group(state, &members),
        Command::ChooseAmong(members) => look::choose_among(state, &members),
        Command::TogglePart(part) => look::toggle_part(state, part),
        Command::ToggleLayer(index) => look::toggle_layer(state, index),
        Command::Pick(at) => look::pick(state, at),
        Command::ShowList(list) => lists::show_list(state, list),
        Command::List(list, listed) => lists::show_listed(state, list, listed),
        Command::Time(command) => time::run(state, command),
        Command::Filter(command) => return asking::run(state, command),
        Command::Edit(command) => return edit::run(state, command),
        Command::Keep(command) => return keeping::run(state, command),
        Command::Merging(command) => return merging::run(state, command),
        Command::Comparing(command) => return comparing::run(state, command),
        Command::Page(command) => return paging::run(state, command),
        Command::Release(command) => return releasing::run(state, command),
        Command::Export(command) => return exporting::run(state, command),
        Command::Ledger(command) => look::ledger(state, command),
        Command::Sketch(command) => sketch::run(state, command),
        Command::Table(command) => return table::run(state, command),
        Command::Brief(command) => return briefing::run(state, command).into_iter().collect(),
        Command::Alike(found) => state.duplicates = Some(*found).filter(|found| found.situation == state.n_situations),
        Command::GiveUp(path) => open::give_up(state, &path),
        Command::Rows(command) => return rows::run(state, command),
        Command::Paste(text) => sketch::paste(state, text),
        Command::SavedFilters(saved) => state.saved_filters = saved,
        Command::Arrange(list, arrangement) => lists::arrange(state, list, arrangement),
        Command::Theme(theme) => look::set_theme(state, theme),
        Command::Prefer(preferences) => furnish::prefer(state, preferences),
        Command::ResetPreferences => return furnish::reset(state),
        Command::Restore(desk) => state.desk = desk,
        Command::Overlay(overlay) => furnish::overlay(state, overlay),
        Command::Drawer(drawer) => furnish::drawer(state, drawer),
        Command::Focus(pane) => furnish::focus(state, pane),
        Command::Camera(camera) => {
            state.arrows = Arrows::Map;
            look::move_camera(state, camera);
        }
        Command::Motion(is_on) => motion::allow(state, is_on),
        Command::LookAt(camera) => look::look_at(state, camera),
        Command::Tick { seconds } => {
            motion::tick(state, seconds);
            time::tick(state, seconds);
        }
        Command::MapResized(size) => look::resize(state, size),
        Command::WallResized(size) => presenting::resize(state, size),
        Command::Now(now) => state.now = Some(now),
        Command::Notice(notice) => state.notice = Some(notice),
        Command::DismissNotice => state.notice = None,
        Command::World(world) => state.world = Some(world),
        Command::FlyTo(destination) => look::fly_to(state, destination),
        Command::ForgetFound => state.viewpoint.found = None,
        Command::Read(reading) => reading::read(state, reading),
        Command::Quote(report, index) => reading::quote(state, report, index),
        Command::CopyText(text) => return reading::copy(state, text),
        Command::Examine(file) => return reading::examine(state, file),
        Command::Examined(examined) => reading::examined(state, *examined),
        Command::ShowAttachment(file) => return reading::show_attachment(state, file),
        // While an area is being drawn, Enter ends it.
        Command::Act(Action::OpenPage) if state.viewpoint.outline.is_some() => return asking::run(state, FilterCommand::CloseArea),
        Command::Act(action) if sketch::takes(state, action) => sketch::act(state, action),
        Command::Act(action) => {
            // Each topic takes those that it knows.
            look::act(state, action);
            sketch::begin(state, action);
            time::act(state, action);
            asking::act(state, action);
            let mut effects = lists::act(state, action);
            effects.extend(reading::act(state, action));
            effects.extend(edit::act(state, action));
            records::act(state, action);
            effects.extend(briefing::act(state, action));
            effects.extend(furnish::act(state, action));
            return effects;
        }
    }
    Vec::new()
}

/// Whether what was changed before is looked at no longer.
fn is_something_else(command: &Command) -> bool {
    match command {
        Command::Select(_) | Command::SelectRow { .. } | Command::Loaded(_) => true,
        Command::Edit(edit) => !matches!(edit, EditCommand::Saved(_)),
        _ => false,
    }
}

/// The command in a few words, for the log.
fn describe(command: &Command) -> String {
    match command {
        Command::Loaded(loaded) => format!("Loaded({})", loaded.path.display()),
        Command::Rows(RowsCommand::Found(_)) => "Rows(Found)".to_owned(),
        Command::Alike(found) => format!("Alike({})", found.duplicates.n_pairs()),
        Command::Brief(BriefCommand::Pictured(picture)) => format!("Pictured({})", picture.scene),
        Command::Table(TableCommand::Made(made)) => format!("Table({})", made.ticket),
        Command::Edit(EditCommand::Saved(saved)) => format!("Saved({})", saved.path.display()),
        other => format!("{other:?}"),
    }
}
