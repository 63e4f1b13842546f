//! Pages of text that are written to a file.

use crate::app::paging::PageJob;
use crate::app::run::furnish;
use crate::app::state::{Effect, State};
use crate::command::{Notice, Overlay, PageCommand, PageToWrite};
use crate::wording;

pub fn run(state: &mut State, command: PageCommand) -> Vec<Effect> {
    match command {
        PageCommand::Offer(page) => offer(state, *page),
        PageCommand::Browse => return vec![Effect::BrowseToWrite],
        PageCommand::Write { path, may_replace } => {
            let Some(page) = &state.to_write else { return Vec::new() };
            return vec![Effect::WritePage(PageJob { path, may_replace, page: page.clone() })];
        }
        PageCommand::Written(Ok(path)) => {
            log::info!("wrote the page {path}");
            if let Some(page) = state.to_write.take() {
                state.notice = Some(Notice::Done(wording::page_written(&path)));
                // Something else may lie over the window by now.
                if state.desk.overlay == Some(Overlay::WritePage) {
                    furnish::overlay(state, None);
                }
                if page.is_handover {
                    return handed_over(state);
                }
            }
        }
        PageCommand::Written(Err(words)) => {
            log::warn!("{words}");
            state.notice = Some(Notice::Failed(words));
        }
        PageCommand::HandedOver => return handed_over(state),
    }
    Vec::new()
}

/// Asks where to write a page.
pub fn offer(state: &mut State, page: PageToWrite) {
    state.notice = None;
    state.rows_to_write = None;
    state.to_write = Some(page);
    furnish::overlay(state, Some(Overlay::WritePage));
}

/// Whoever takes over has all until now.
fn handed_over(state: &mut State) -> Vec<Effect> {
    let (Some(at), Some(path)) = (state.now, state.situation_path.clone()) else { return Vec::new() };
    state.news.handed_over = Some(at);
    vec![Effect::HandedOver(path, at)]
}
