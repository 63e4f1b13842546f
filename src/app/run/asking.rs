//! What is asked for besides the time.

use crate::app::state::State;
use crate::command::{Action, FilterCommand};
use crate::query::Filter;
use crate::viewpoint::Listed;

pub fn run(state: &mut State, command: FilterCommand) {
    let filter = &mut state.viewpoint.filter;
    match command {
        FilterCommand::Toggle { facet, value, is_excluded } => filter.toggle(facet, &value, is_excluded),
        FilterCommand::Set(facet, choice) => filter.set(facet, choice),
        FilterCommand::Area(area) => filter.area = area,
        FilterCommand::Words(words) => words.trim().clone_into(&mut filter.words),
        FilterCommand::Use(used) => *filter = used,
        FilterCommand::Save(_) | FilterCommand::Forget(_) => {}
    }
    log::info!("filter {filter:?}");
}

pub fn act(state: &mut State, action: Action) {
    if action == Action::ResetFilter {
        state.viewpoint.filter = Filter::default();
        state.viewpoint.time.window = None;
        state.viewpoint.listed = Listed::Shown;
        state.playing = None;
        log::info!("filter and time reset");
    }
}
