//! Changing records, taking changes back, and saving them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::app::journal::JournalOrder;
use crate::app::load::SAMPLE_PATH;
use crate::app::run::{attach, furnish, keeping, look, merging, open, records};
use crate::app::state::{Effect, SaveJob, Saving, State};
use crate::base::Rev;
use crate::command::{Action, EditCommand, Leaving, Notice, Overlay, Saved, Target};
use crate::document::{Document, Stamp, Step, Turn};
use crate::model::{Before, Edit, RecordId, Regrade, Report, ReportId, Situation};
use crate::query::{Renumbering, Touched};
use crate::symbols::SymbolCode;
use crate::viewpoint::Item;
use crate::wording;

pub fn run(state: &mut State, command: EditCommand) -> Vec<Effect> {
    match command {
        EditCommand::Do { name, edit } => carry_out(state, name, *edit),
        EditCommand::Regrade(regrades) => grade(state, &regrades),
        EditCommand::LinkTo { from, to } => records::link_to(state, from, to),
        EditCommand::Link { from, to, way } => records::link(state, &from, &to, way),
        EditCommand::Delete => records::delete(state),
        EditCommand::SetSymbol { report, index, symbol } => set_symbol(state, &report, index, symbol),
        EditCommand::TurnTo(number) => turn_to(state, number),
        EditCommand::Saved(saved) => return take_saved(state, *saved),
        EditCommand::ReadText { report, path } => return vec![Effect::ReadText { report, path }],
        EditCommand::BrowseText(report) => return vec![Effect::BrowseText(report)],
        EditCommand::Attach(attached) => attach::attach(state, *attached),
        EditCommand::SaveAs(target) => return save_as(state, target),
        EditCommand::SaveAndLeave => return save(state),
        EditCommand::LeaveUnsaved => return leave_unsaved(state),
    }
    Vec::new()
}

pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Undo => turn(state, Turn::Undo),
        Action::Redo => turn(state, Turn::Redo),
        Action::Save => return save(state),
        _ => {}
    }
    Vec::new()
}

fn grade(state: &mut State, regrades: &[Regrade]) {
    let Some(situation) = state.situation() else { return };
    let language = state.preferences.language.as_deref();
    let steps: Vec<String> = regrades.iter().map(|regrade| wording::regraded(situation, regrade, language)).collect();
    let name = wording::one_step(&steps);
    let n_statements = regrades.iter().map(|regrade| regrade.n_statements(situation)).max().unwrap_or_default();
    let edit = Regrade::edit_of(regrades, situation);
    let before = Before::of(situation, [&edit]);
    log::info!("{name}, {n_statements} statements follow");
    state.notice = Some(Notice::Done(wording::regraded_what(&name, n_statements)));
    let stamp = stamp(state);
    change(state, &before, |document| document.step(name, stamp, edit));
}

fn set_symbol(state: &mut State, report: &ReportId, index: usize, symbol: Option<String>) {
    let Some(situation) = state.situation() else { return };
    let Some(mut changed) = situation.report(report).cloned() else { return };
    let Some(troops) = changed.about.get_mut(index).and_then(|about| about.troops.as_mut()) else { return };
    let code = symbol.as_deref().and_then(|text| SymbolCode::read(text).ok());
    let name = wording::symbol_set(&state.called(&RecordId::Report(report.clone())), code.as_ref());
    troops.sidc = symbol;
    carry_out(state, name, Edit::PutReport(Box::new(changed)));
}

/// Carries out an edit as a step of that name.
pub fn carry_out(state: &mut State, name: String, edit: Edit) {
    let Some(before) = state.situation().map(|situation| Before::of(situation, [&edit])) else { return };
    log::info!("{name}");
    state.notice = Some(Notice::Done(wording::done(&name)));
    let stamp = stamp(state);
    change(state, &before, |document| document.step(name, stamp, edit));
}

fn turn(state: &mut State, way: Turn) {
    let Some(document) = &state.document else { return };
    let before = Before::of(document.situation(), document.next_turn(way).map(Step::turn));
    let (mut name, stamp) = (None, stamp(state));
    let rev = document.situation().rev();
    change(state, &before, |document| name = document.turn(way, &stamp).map(str::to_owned));
    records::let_go_of_gone(state);
    let is_undo = way == Turn::Undo;
    log::info!("{} {}", if is_undo { "took back" } else { "did again" }, name.as_deref().unwrap_or("nothing"));
    show_touched(state, rev);
    state.notice = Some(Notice::Done(wording::turned(is_undo, name.as_deref())));
}

fn turn_to(state: &mut State, number: u64) {
    let Some(document) = &state.document else { return };
    let rev = document.situation().rev();
    let back = document.steps().iter().rev().take_while(|step| step.number() > number);
    let forth = document.steps_undone().take_while(|step| step.number() <= number);
    let before = Before::of(document.situation(), back.chain(forth).map(Step::turn));
    let (mut n_turned, stamp) = (0, stamp(state));
    change(state, &before, |document| n_turned = document.turn_to(number, &stamp));
    log::info!("went to the state after step {number}, over {n_turned} steps");
    let last = state.document().and_then(|document| document.steps().last()).map(Step::name);
    let words = wording::turned_to(last, n_turned);
    show_touched(state, rev);
    state.notice = Some(Notice::Done(words));
}

/// The records that became others are ringed until something else is done. One alone is also gone to.
fn show_touched(state: &mut State, before: Rev) {
    let Some(situation) = state.situation() else { return };
    let changed = situation.changes_since(before).into_iter().flatten();
    let touched: BTreeSet<RecordId> = changed.filter(|id| situation.contains(id)).cloned().collect();
    if let (Some(only), 1) = (touched.first(), touched.len()) {
        look::go_to(state, Some(Item::Record(only.clone())));
    }
    touch(state, touched);
}

/// These records are ringed now, and no others.
pub fn touch(state: &mut State, touched: BTreeSet<RecordId>) {
    if state.touched != touched {
        state.touched = touched;
        state.touched_rev.bump();
    }
}

/// Now, and this person.
pub(super) fn stamp(state: &State) -> Stamp {
    Stamp { at: state.now, by: state.preferences.name.clone() }
}

/// Changes the document; `before` is what that is about to change. Unless it touches too much, what is derived from all records is brought
/// up to date instead of made anew: of 300,000 records that takes a frame, not a second.
pub(super) fn change(state: &mut State, before: &Before, change: impl FnOnce(&mut Document)) {
    if let Some(words) = keeping::why_not(state) {
        state.notice = Some(Notice::Failed(words));
        return;
    }
    let old = state.content_key();
    let Some(document) = state.document.as_mut().map(Arc::make_mut) else { return };
    change(document);
    let new = state.content_key();
    let Some(situation) = state.document.as_ref().map(|document| document.situation()).filter(|_| old != new) else { return };
    let file = state.viewpoint.reading.as_ref().map(|reading| reading.file.clone());
    if file.as_ref().is_none_or(|file| are_quotations_same(situation, before, file)) {
        state.text.carry_over(&(old, file.clone()), (new, file));
    }
    let Some(touched) = Touched::of(situation, before) else { return };
    let mut renumbering = Renumbering::default();
    state.index.update(&old, new, |index| {
        renumbering = index.update(situation, &touched);
        true
    });
    state.record_names.update(&old, new, |names| names.update(situation, &touched));
    let (Some(index), language) = (state.index.get(), state.preferences.language.clone()) else { return };
    let key = (old, language.clone());
    state.resolved.update(&key, (new, language), |resolved| resolved.update(situation, (before, &touched), index, &renumbering));
}

/// Whether reports quote from a text what they quoted before.
fn are_quotations_same(situation: &Situation, before: &Before, file: &str) -> bool {
    let quotes = |report: &Report| report.text.as_ref().is_some_and(|text| text.file == file);
    before.ids.iter().all(|id| {
        let RecordId::Report(id) = id else { return true };
        let (old, new) = (before.was.report(id), situation.report(id));
        let is_regraded = old.zip(new).is_some_and(|(old, new)| new.is_regraded(old) && new.text == old.text);
        is_regraded || !old.into_iter().chain(new).any(quotes)
    })
}

/// One save at a time: of two the older could end last.
pub fn save(state: &mut State) -> Vec<Effect> {
    let (Some(document), Some(path)) = (&state.document, &state.situation_path) else { return Vec::new() };
    if let Some(saving) = &mut state.saving {
        *saving = Saving::Again;
        return Vec::new();
    }
    if document.is_saved() {
        state.notice = Some(Notice::Done(wording::NOTHING_TO_SAVE.to_owned()));
        return go_on(state, false);
    }
    if path == Path::new(SAMPLE_PATH) {
        ask_where(state);
        return Vec::new();
    }
    state.saving = Some(Saving::Once);
    vec![Effect::Save(SaveJob { situation: state.n_situations, path: path.clone(), document: Arc::clone(document), target: None })]
}

/// Asks where to save; whoever was about to leave then does.
pub fn ask_where(state: &mut State) {
    if state.document.is_some() {
        // What it told of before has nothing to do with this.
        state.notice = None;
        furnish::overlay(state, Some(Overlay::SaveAs));
    }
}

fn save_as(state: &mut State, target: Target) -> Vec<Effect> {
    let (Some(document), Some(path)) = (&state.document, &state.situation_path) else { return Vec::new() };
    if state.saving.is_some() {
        state.notice = Some(Notice::Failed(wording::STILL_SAVING.to_owned()));
        return Vec::new();
    }
    state.saving = Some(Saving::Once);
    vec![Effect::Save(SaveJob { situation: state.n_situations, path: path.clone(), document: Arc::clone(document), target: Some(target) })]
}

fn take_saved(state: &mut State, saved: Saved) -> Vec<Effect> {
    let Saved { situation, path, version, placed, result } = saved;
    state.notice = Some(match &result {
        Ok(written) => Notice::Done(wording::saved(&written.names, &written.remarks)),
        Err(words) => Notice::Failed(words.clone()),
    });
    match &result {
        Ok(written) => log::info!("saved {} in {}", written.names.join(", "), path.display()),
        Err(words) => log::warn!("{words}"),
    }
    // Another situation was opened meanwhile: this one's files are no business of it.
    if situation != state.n_situations {
        return Vec::new();
    }
    let saving = state.saving.take();
    let Ok(written) = result else {
        if let Some(document) = state.document.as_mut().filter(|_| !placed.is_empty()).map(Arc::make_mut) {
            document.placed(placed);
        }
        // Whoever was about to leave stays, to see what is wrong; whoever is asked where to save is asked again.
        if state.desk.overlay == Some(Overlay::SaveAs) {
            return Vec::new();
        }
        furnish::overlay(state, None);
        // Perhaps others changed the files.
        return merging::start(state, true);
    };
    if state.desk.overlay == Some(Overlay::SaveAs) {
        state.desk.overlay = None;
    }
    let Some(document) = state.document.as_mut().map(Arc::make_mut) else { return Vec::new() };
    document.saved(version, written.files, written.prints, written.print);
    let is_up_to_date = document.is_saved();
    let begun_anew = keeping::saved(document);
    let is_elsewhere = state.situation_path.replace(path.clone()).is_none_or(|before| before != path);
    let mut effects = match saving {
        _ if is_up_to_date => go_on(state, true),
        Some(Saving::Again) => save(state),
        // What was changed meanwhile is not saved: a question stays.
        _ => Vec::new(),
    };
    // Before the program may be left.
    effects.insert(0, begun_anew.clone());
    if is_elsewhere {
        state.notice = Some(Notice::Done(wording::saved_as(&path.to_string_lossy(), &written.remarks)));
        effects.push(Effect::Opened(path));
        effects.push(open::watch(state));
        effects.extend(keeping::opened(state));
        effects.push(begun_anew);
    }
    effects
}

/// Holds up what would lose changes that are not saved, or break off their saving, and asks. `None` where nothing would be lost.
pub fn hold_up(state: &mut State, leaving: Leaving) -> Option<Leaving> {
    if state.saving.is_none() && state.document.as_ref().is_none_or(|document| document.is_saved()) {
        return Some(leaving);
    }
    state.desk.overlay = None;
    furnish::overlay(state, Some(Overlay::Unsaved));
    state.leaving = Some(leaving);
    None
}

fn leave_unsaved(state: &mut State) -> Vec<Effect> {
    let is_leaving = state.leaving.is_some() && state.saving.is_none();
    let mut effects = if is_leaving { vec![Effect::Journal(JournalOrder::PutAside)] } else { Vec::new() };
    effects.extend(go_on(state, false));
    effects
}

/// Goes on with what was held up, unless files are just being written.
fn go_on(state: &mut State, has_saved: bool) -> Vec<Effect> {
    let Some(leaving) = state.leaving.take_if(|_| state.saving.is_none()) else { return Vec::new() };
    furnish::overlay(state, None);
    match leaving {
        Leaving::Close => vec![Effect::Close],
        // It was read before the changes were saved.
        Leaving::Open(loaded) if has_saved && state.situation_path.as_ref() == Some(&loaded.path) => open::open(state, vec![loaded.path]),
        Leaving::Open(loaded) => open::take(state, *loaded),
    }
}
