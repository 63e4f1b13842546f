//! What people take home of a briefing: asked for, written off the window's thread, told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::exporting::ExportJob;
use crate::app::run::furnish;
use crate::app::state::{Effect, State};
use crate::briefing::{HandoutStep, scenes_shown};
use crate::command::{ExportCommand, NotExported, Notice, Overlay};
use crate::wording;

/// What is asked of an export, and how far it is.
#[derive(Debug, Default)]
pub struct Exporting {
    /// For whom the form asks.
    pub release: Option<String>,
    pub running: Option<Running>,
    /// A path that was typed, with how many files would be replaced there.
    pub taken: Option<(String, usize)>,
}

/// An export that is being written.
#[derive(Debug)]
pub struct Running {
    pub step: Option<HandoutStep>,
    is_cancelled: Arc<AtomicBool>,
}

/// Asks what is to be exported. One that is being written is shown instead.
pub fn ask(state: &mut State) {
    if state.situation().is_none_or(|situation| scenes_shown(situation).is_empty()) {
        state.notice = Some(Notice::Failed(wording::NOTHING_TO_EXPORT.to_owned()));
        return;
    }
    state.notice = None;
    state.exporting.taken = None;
    state.exporting.release.clone_from(&state.release);
    furnish::overlay(state, Some(Overlay::Export));
}

pub fn run(state: &mut State, command: ExportCommand) -> Vec<Effect> {
    match command {
        ExportCommand::For(release) => state.exporting.release = release,
        ExportCommand::Browse(export) => return vec![Effect::BrowseToExport(*export)],
        ExportCommand::Write(export) => {
            let Some(document) = state.document.clone().filter(|_| state.exporting.running.is_none()) else { return Vec::new() };
            let is_cancelled = Arc::<AtomicBool>::default();
            state.notice = None;
            state.exporting.taken = None;
            state.exporting.running = Some(Running { step: None, is_cancelled: Arc::clone(&is_cancelled) });
            return vec![Effect::Export(ExportJob { document, export: *export, is_cancelled })];
        }
        ExportCommand::Step(step) => {
            if let Some(running) = &mut state.exporting.running {
                running.step = Some(step);
            }
        }
        ExportCommand::Cancel => {
            if let Some(running) = &state.exporting.running {
                running.is_cancelled.store(true, Ordering::Relaxed);
            }
        }
        ExportCommand::Written(written) => {
            state.exporting.running = None;
            match written {
                Ok(exported) => {
                    let words = wording::exported(&exported);
                    log::info!("{words}");
                    state.notice = Some(Notice::Done(words));
                    // Something else may lie over the window by now.
                    if state.desk.overlay == Some(Overlay::Export) {
                        furnish::overlay(state, None);
                    }
                }
                Err(NotExported::Taken { typed, n_files }) => {
                    // Where the form is shut, nobody can be asked.
                    if state.desk.overlay != Some(Overlay::Export) {
                        state.notice = Some(Notice::Failed(wording::not_exported(&wording::files_are_there(n_files))));
                    }
                    state.exporting.taken = Some((typed, n_files));
                }
                Err(NotExported::Cancelled) => state.notice = Some(Notice::Done(wording::EXPORT_CANCELLED.to_owned())),
                Err(NotExported::Failed(words)) => {
                    log::warn!("{words}");
                    state.notice = Some(Notice::Failed(words));
                }
            }
        }
    }
    Vec::new()
}
