//! Opening: paths go out to be read, contents come back.

use std::path::PathBuf;

use crate::app::run::look;
use crate::app::state::{Effect, LookedAt, State};
use crate::base::counted;
use crate::command::{Content, Loaded, Notice};
use crate::viewpoint::ListKind;

pub fn open(state: &mut State, paths: Vec<PathBuf>) -> Vec<Effect> {
    state.n_loading += paths.len();
    paths.into_iter().map(Effect::Load).collect()
}

/// A situation takes the place of the one before; a data layer comes beside what is open.
pub fn loaded(state: &mut State, loaded: Loaded) {
    state.n_loading = state.n_loading.saturating_sub(1);
    let n_errors = loaded.problems.n_errors();
    state.problems.append(loaded.problems);
    let path = loaded.path.display();
    match loaded.content {
        Ok(Content::Situation(document)) => {
            log::info!(
                "opened the situation {path}: {} events, {} reports",
                document.situation().events().len(),
                document.situation().reports().len()
            );
            state.document = Some(*document);
            state.viewpoint.selection = None;
            state.viewpoint.list = ListKind::Events;
            state.looked_at = LookedAt::default();
        }
        Ok(Content::Layer(layer)) => {
            log::info!("opened the layer {path}: {} features", layer.n_rows());
            if state.document.is_none() {
                state.viewpoint.list = ListKind::Layer(state.layers.len());
            }
            state.layers.push(*layer);
        }
        Err(words) => {
            log::warn!("{words}");
            state.notice = Some(Notice::Failed(words));
            return;
        }
    }
    if n_errors > 0 {
        let words = format!("{path}: {} while reading; what could be read is shown", counted(n_errors, "error", "errors"));
        state.notice = Some(Notice::Failed(words));
    }
    look::show_whole(state);
}
