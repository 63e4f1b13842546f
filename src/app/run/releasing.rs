//! What may leave the house: the choice of a profile, and copies.

use std::sync::Arc;

use crate::app::releasing::ReleaseJob;
use crate::app::run::{furnish, presenting};
use crate::app::state::{Effect, State};
use crate::command::{Notice, Overlay, ReleaseCommand};
use crate::wording;

pub fn run(state: &mut State, command: ReleaseCommand) -> Vec<Effect> {
    match command {
        // What the room sees does not become another while it looks.
        ReleaseCommand::Choose(_) if state.presenting.is_some() => {
            state.notice = Some(Notice::Failed(wording::release::NOT_WHILE_PRESENTING.to_owned()));
        }
        ReleaseCommand::Choose(release) => {
            log::info!("released: {}", release.as_deref().unwrap_or("everything"));
            state.notice = Some(Notice::Done(wording::release::release_chosen(release.as_deref())));
            state.release = release;
        }
        ReleaseCommand::Offer => {
            if state.release.is_some() {
                state.notice = None;
                furnish::overlay(state, Some(Overlay::SaveReleased));
            }
        }
        ReleaseCommand::Write(target) => {
            let (Some(document), Some(from), Some(release)) = (&state.document, &state.situation_path, &state.release) else {
                return Vec::new();
            };
            let job = ReleaseJob { document: Arc::clone(document), from: from.clone(), release: release.clone(), target };
            return vec![Effect::WriteReleased(job)];
        }
        ReleaseCommand::Written(Ok(copy)) => {
            let words = wording::release::released_written(&copy.path.to_string_lossy(), &copy.release, copy.n_removed);
            log::info!("{words}");
            state.notice = Some(Notice::Done(words));
            // Something else may lie over the window by now.
            if state.desk.overlay == Some(Overlay::SaveReleased) {
                furnish::overlay(state, None);
            }
        }
        ReleaseCommand::Present(copy) => return presenting::take_copy(state, *copy).into_iter().collect(),
        ReleaseCommand::Written(Err(words)) => {
            log::warn!("{words}");
            state.notice = Some(Notice::Failed(words));
        }
    }
    Vec::new()
}
