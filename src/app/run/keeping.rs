//! What was not saved when the program ended, to be taken or left; and that only one window changes a situation.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::journal::JournalOrder;
use crate::app::run::{attach, edit, furnish, open};
use crate::app::state::{Effect, State};
use crate::command::{
    Action, Command, EditCommand, JournalFound, JournalOpened, KeepCommand, Keeping, Lost, LostRecord, MergingCommand, Notice, Overlay,
    RecordChange, SketchCommand, Topic,
};
use crate::differences::Members;
use crate::document::{Document, Fit, Turn};
use crate::formats::native;
use crate::model::{Before, Edit};
use crate::wording;

pub fn run(state: &mut State, command: KeepCommand) -> Vec<Effect> {
    match command {
        KeepCommand::Opened(opened) => take_opened(state, *opened),
        KeepCommand::TakenOver { situation } if situation == state.n_situations => take_over(state),
        KeepCommand::TakenOver { .. } => Vec::new(),
        KeepCommand::Take => take(state),
        KeepCommand::Leave => leave(state),
    }
}

/// A situation was opened: nothing is known of its journal yet.
pub fn opened(state: &mut State) -> Vec<Effect> {
    state.keeping = Keeping::default();
    if state.desk.overlay == Some(Overlay::Recovery) {
        furnish::overlay(state, None);
    }
    let (Some(path), Some(document)) = (&state.situation_path, &state.document) else { return Vec::new() };
    let (situation, name) = (state.n_situations, state.preferences.name.clone());
    vec![Effect::Journal(JournalOrder::Open { situation, path: path.clone(), print: document.print(), name })]
}

/// What was done and not told to the journal yet.
pub fn hand_over(state: &mut State) -> Option<Effect> {
    state.document.as_ref().filter(|document| document.has_to_hand_over())?;
    let document = state.document.as_mut().map(Arc::make_mut)?;
    Some(Effect::Journal(JournalOrder::Append(document.hand_over())))
}

/// The files hold what was saved of the document: the journal begins anew with the rest.
pub fn saved(document: &mut Document) -> Effect {
    Effect::Journal(JournalOrder::Restart { print: document.print(), unsaved: document.hand_over_all() })
}

/// Why a command cannot be carried out, where it would change the situation and that is not to be changed here now.
pub fn refusal(state: &State, command: &Command) -> Option<String> {
    let changes = match command {
        Command::Edit(EditCommand::Saved(_) | EditCommand::SaveAndLeave | EditCommand::LeaveUnsaved) => false,
        // What is written elsewhere takes nothing from whoever has the situation.
        Command::Edit(EditCommand::SaveAs(_)) => state.keeping.holder.is_none(),
        Command::Edit(_) | Command::Paste(_) | Command::Merging(MergingCommand::Accept) => true,
        // Before anything is typed or drawn that would come to nothing.
        Command::Act(action) => changes(state, *action),
        Command::Overlay(Some(overlay)) => overlay.is_form(),
        Command::Sketch(sketch) => !matches!(sketch, SketchCommand::Drop),
        Command::Brief(brief) => brief.changes(),
        _ => false,
    };
    if changes { why_not(state) } else { None }
}

fn changes(state: &State, action: Action) -> bool {
    match action {
        // Forms are left by the same keys.
        Action::Edit | Action::EditHeader if state.desk.editing.is_some() => false,
        Action::Undo | Action::Redo | Action::AttachText | Action::CaptureScene | Action::RecaptureScene => true,
        // Without anything in hand it has nothing to do with records.
        Action::TakeBack => false,
        _ => action.topic() == Topic::Edit,
    }
}

/// Why the situation is not to be changed here now.
pub fn why_not(state: &State) -> Option<String> {
    let Keeping { holder, lost } = &state.keeping;
    if let Some(holder) = holder {
        return Some(wording::not_changed_as_held(holder));
    }
    if state.copy.is_some() {
        return Some(wording::release::NOT_WHILE_PRESENTED.to_owned());
    }
    lost.is_some().then(|| wording::DECIDE_FIRST.to_owned())
}

fn take_opened(state: &mut State, opened: JournalOpened) -> Vec<Effect> {
    let JournalOpened { situation, holder, found } = opened;
    if situation != state.n_situations {
        return Vec::new();
    }
    if let Some(holder) = &holder {
        log::info!("{}", wording::held_by(holder));
    }
    state.keeping.holder = holder;
    if why_not(state).is_some() {
        state.desk.editing = None;
        state.viewpoint.sketch = None;
        if state.desk.overlay.is_some_and(Overlay::is_form) {
            furnish::overlay(state, None);
        }
    }
    let Some(document) = &state.document else { return Vec::new() };
    if found == JournalFound::default() {
        return Vec::new();
    }
    let fit = Fit::of(document.situation(), &found.unsaved.entries);
    let has_changed = found.print != document.print();
    log::info!(
        "a journal was found: {} entries, {} lines torn, {} records lost",
        found.unsaved.entries.len(),
        found.n_torn,
        fit.lost.len()
    );
    if !fit.is_nothing() {
        let records = lost_records(&fit);
        state.keeping.lost = Some(Box::new(Lost { found, fit, records, has_changed }));
        furnish::overlay(state, Some(Overlay::Recovery));
        return Vec::new();
    }
    // All of it was saved, but the program ended before the journal began anew.
    let is_kept = found.n_torn > 0;
    if is_kept {
        state.notice = Some(Notice::Failed(wording::torn(found.n_torn)));
    }
    decided(state, is_kept)
}

fn lost_records(fit: &Fit) -> Vec<LostRecord> {
    let lost = fit.lost.iter().map(|(id, (before, after))| {
        let members = |edit| native::members_of_put(edit).map(Members::from_iter);
        let change = match (members(before), members(after)) {
            (None, _) => RecordChange::Added,
            (Some(_), None) => RecordChange::Removed,
            (Some(before), Some(after)) => {
                RecordChange::Members(before.changes_to(&after).into_iter().map(|(name, ..)| name.to_owned()).collect())
            }
        };
        let shown = if matches!(change, RecordChange::Removed) { before } else { after };
        LostRecord { id: id.clone(), name: name_in(shown), change }
    });
    let unfit = fit.unfit.iter().map(|(id, after)| LostRecord { id: id.clone(), name: name_in(after), change: RecordChange::Unfit });
    lost.chain(unfit).collect()
}

/// What is called so that an edit puts; a report without a title goes by its id, as does what is removed.
fn name_in(edit: &Edit) -> String {
    match edit {
        Edit::PutHeader(header) => header.title.clone(),
        Edit::PutPlace(place) => place.name.clone(),
        Edit::PutActor(actor) => actor.name.clone(),
        Edit::PutSource(source) => source.name.clone(),
        Edit::PutEvent(event) => event.title.clone(),
        Edit::PutReport(report) => report.title.clone().unwrap_or_else(|| report.id.to_string()),
        Edit::PutScene(scene) => scene.title.clone(),
        Edit::Remove(id) => id.as_str().to_owned(),
        Edit::All(_) => String::new(),
    }
}

fn decided(state: &mut State, is_kept: bool) -> Vec<Effect> {
    let Some(document) = state.document.as_mut().map(Arc::make_mut) else { return Vec::new() };
    let order = JournalOrder::Decided { print: document.print(), unsaved: document.hand_over_all(), is_kept };
    vec![Effect::Journal(order)]
}

fn take(state: &mut State) -> Vec<Effect> {
    let Some(lost) = state.keeping.lost.take() else { return Vec::new() };
    furnish::overlay(state, None);
    let Lost { found, fit, .. } = *lost;
    let Some(before) = state.situation().map(|situation| Before::of(situation, found.unsaved.entries.iter().map(|entry| &entry.edit)))
    else {
        return Vec::new();
    };
    let mut taken = Vec::new();
    edit::change(state, &before, |document| {
        taken = offer_again(document, &found.unsaved.texts);
        document.replay(&found.unsaved.entries, &fit, |entry| wording::turned(entry.turn == Some(Turn::Undo), Some(&entry.name)));
    });
    attach::attach_anew(state, taken);
    let words = wording::taken(fit.lost.len(), fit.unfit.len(), found.n_torn);
    log::info!("{words}");
    let is_whole = fit.unfit.is_empty() && found.n_torn == 0;
    state.notice = Some(if is_whole { Notice::Done(words) } else { Notice::Failed(words) });
    decided(state, !is_whole)
}

/// Offers texts again. Those under a name that a file has now which holds something else come back, each with its SHA-256.
fn offer_again(document: &mut Document, texts: &BTreeMap<String, Arc<str>>) -> Vec<(String, Arc<str>, String)> {
    let mut taken = Vec::new();
    for (name, text) in texts {
        let (text, hash) = (Arc::clone(text), native::sha256(text.as_bytes()));
        match document.file(name) {
            Some(known) if known == &*text => {}
            Some(_) => taken.push((name.clone(), text, hash)),
            None => document.offer(name.clone(), text, hash),
        }
    }
    taken
}

fn leave(state: &mut State) -> Vec<Effect> {
    if state.keeping.lost.take().is_none() {
        return Vec::new();
    }
    furnish::overlay(state, None);
    state.notice = Some(Notice::Done(wording::LEFT.to_owned()));
    decided(state, true)
}

/// The files may have changed since they were read here.
fn take_over(state: &mut State) -> Vec<Effect> {
    state.keeping.holder = None;
    log::info!("the situation may be changed here now");
    let effects = state.situation_path.clone().filter(|path| path.exists()).map(|path| open::open(state, vec![path])).unwrap_or_default();
    state.notice = Some(Notice::Done(wording::TAKEN_OVER.to_owned()));
    effects
}
