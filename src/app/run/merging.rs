//! Bringing in what others changed on the disk while there are changes that are not saved.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::merging::MergeJob;
use crate::app::run::{attach, edit, furnish, keeping, records};
use crate::app::state::{Effect, Merging, State};
use crate::command::{MergingCommand, Notice, Overlay, Theirs};
use crate::differences::{Choices, Side, on_theirs};
use crate::document::{Document, Rebase};
use crate::model::{Before, Edit, Situation};
use crate::wording;

pub fn run(state: &mut State, command: MergingCommand) -> Vec<Effect> {
    match command {
        MergingCommand::Read(read) => return take(state, *read),
        MergingCommand::Choose(number, side) => choose(state, number, side),
        MergingCommand::Accept => {
            if let Some(Merging { theirs, choices, .. }) = state.merging.take() {
                furnish::overlay(state, None);
                return accept(state, *theirs, &choices);
            }
        }
        MergingCommand::Start => return start(state, false),
    }
    Vec::new()
}

/// Something open changed on the disk. Of what is not being edited that is told; with what is, it is merged.
pub fn changed_on_disk(state: &mut State, path: PathBuf) -> Vec<Effect> {
    let is_edited = state.document.as_ref().is_some_and(|document| !document.is_saved());
    let is_situation = state.situation_path.as_ref() == Some(&path);
    state.changed_on_disk = Some(path);
    if is_edited && is_situation && state.saving.is_none() { start(state, false) } else { Vec::new() }
}

/// Compares what is open with what is on the disk.
pub fn start(state: &State, then_save: bool) -> Vec<Effect> {
    let (Some(document), Some(path)) = (&state.document, &state.situation_path) else { return Vec::new() };
    let job = MergeJob { situation: state.n_situations, path: path.clone(), document: Arc::clone(document), then_save };
    vec![Effect::ReadTheirs(job)]
}

fn take(state: &mut State, read: Result<Option<Theirs>, String>) -> Vec<Effect> {
    let theirs = match read {
        Ok(Some(theirs)) => theirs,
        Ok(None) => return Vec::new(),
        Err(words) => {
            log::warn!("{words}");
            // Why a save failed is worth more.
            if !matches!(state.notice, Some(Notice::Failed(_))) {
                state.notice = Some(Notice::Failed(words));
            }
            return Vec::new();
        }
    };
    if theirs.situation != state.n_situations || state.saving.is_some() {
        return Vec::new();
    }
    if state.document.as_ref().is_none_or(|document| document.version() != theirs.version) {
        return start(state, theirs.then_save);
    }
    let clashes = theirs.merge.clashes();
    if clashes.is_empty() {
        return accept(state, theirs, &Choices::new());
    }
    log::info!("{} clashes with what changed on the disk", clashes.len());
    state.notice = None;
    state.desk.overlay = None;
    state.merging = Some(Merging { theirs: Box::new(theirs), clashes, choices: Choices::new() });
    furnish::overlay(state, Some(Overlay::Conflicts));
    Vec::new()
}

fn choose(state: &mut State, number: Option<usize>, side: Side) {
    let Some(Merging { clashes, choices, .. }) = &mut state.merging else { return };
    let chosen = clashes.iter().enumerate().filter(|(at, _)| number.is_none_or(|number| number == *at));
    choices.extend(chosen.map(|(_, clash)| ((clash.part.clone(), clash.path.clone()), side)));
}

/// What others changed is under the steps of this document from now on, whose files are those on the disk.
fn accept(state: &mut State, theirs: Theirs, choices: &Choices) -> Vec<Effect> {
    let Theirs { situation, path, version, document: theirs, problems, base, merge, unlike, then_save } = theirs;
    // While it was chosen something else was done.
    if situation != state.n_situations || state.document.as_ref().is_none_or(|document| document.version() != version) {
        return start(state, then_save);
    }
    if let Some(words) = keeping::why_not(state) {
        state.notice = Some(Notice::Failed(words));
        return Vec::new();
    }
    state.problems.forget(&path.to_string_lossy());
    state.problems.append(problems);
    let changed = theirs.changed_since(state.document.as_deref().map(Document::prints).unwrap_or_default());
    // Mine stands where nothing was chosen.
    let unchosen = merge.clashes().into_iter().map(|clash| ((clash.part, clash.path), Side::Mine));
    let choices: Choices = unchosen.chain(choices.clone()).collect();
    let rebase = Rebase {
        unlike,
        merged: merge.edit(&choices),
        on_theirs: |theirs: &Situation, version: &Edit| on_theirs(&base, theirs, version, &choices),
        name: wording::MERGED.to_owned(),
        stamp: edit::stamp(state),
        records: changed.clone(),
        theirs,
    };
    let Some(before) = state.situation().map(|situation| Before::of(situation, [&rebase.merged])) else { return Vec::new() };
    let mut taken = Vec::new();
    edit::change(state, &before, |document| taken = document.rebase(rebase));
    records::let_go_of_gone(state);
    attach::attach_anew(state, taken);
    state.news.unread.extend(changed.iter().cloned());
    state.news_rev.bump();
    state.attachments.clear();
    state.changed_on_disk = None;
    let words = wording::merged(changed.len());
    log::info!("{words}");
    state.notice = Some(Notice::Done(words));
    // What is on the disk now is what the steps that are not saved begin from.
    let mut effects: Vec<Effect> = state.document.as_mut().map(|document| keeping::saved(Arc::make_mut(document))).into_iter().collect();
    effects.extend(if then_save { edit::save(state) } else { Vec::new() });
    effects
}
