//! What differs between the situation and what it was, while that is looked at.

use std::sync::Arc;

use crate::app::comparing::CompareJob;
use crate::app::run::paging;
use crate::app::state::{Effect, State};
use crate::command::{CompareKey, CompareWith, ComparingCommand, Drawer, Notice};
use crate::export::Page;
use crate::wording;

pub fn run(state: &mut State, command: ComparingCommand) -> Vec<Effect> {
    match command {
        ComparingCommand::With(with) => {
            // Asked for again it is read again: it may be another meanwhile.
            if state.comparing.with == with {
                state.comparing.compared = None;
            }
            state.comparing.fault = None;
            state.comparing.with = with;
        }
        ComparingCommand::Browse => return vec![Effect::BrowseToCompare],
        ComparingCommand::Compared(compared) => {
            state.comparing.asked = None;
            state.comparing.rev += 1;
            match *compared {
                Ok(compared) => (state.comparing.compared, state.comparing.fault) = (Some(Box::new(compared)), None),
                // It is asked again only once something is another.
                Err(words) => state.comparing.fault = key(state).map(|key| (key, words)),
            }
        }
        ComparingCommand::CopyPage => {
            if let Some(page) = page(state) {
                state.notice = Some(Notice::Done(wording::PAGE_COPIED.to_owned()));
                return vec![Effect::CopyText(page.markdown())];
            }
        }
        ComparingCommand::WritePage => {
            if let Some(page) = page(state) {
                paging::offer(state, page.to_write(wording::DIFFERENCES_FILE, false));
            }
        }
    }
    Vec::new()
}

/// Asks for what is to be compared, where it is looked at and not known yet: one comparison at a time.
pub fn ask(state: &mut State) -> Option<Effect> {
    if state.desk.drawer != Some(Drawer::Differences) || state.comparing.asked.is_some() {
        return None;
    }
    let key = key(state)?;
    let comparing = &mut state.comparing;
    let is_known = comparing.compared.as_ref().is_some_and(|compared| compared.key == key);
    if is_known || comparing.fault.as_ref().is_some_and(|(failed, _)| *failed == key) {
        return None;
    }
    let old = comparing.compared.as_ref().filter(|compared| is_of_same_old(&compared.key, &key));
    let old = old.map(|compared| (Arc::clone(&compared.old), compared.with.clone()));
    comparing.asked = Some(key.clone());
    let path = state.situation_path.clone();
    Some(Effect::Compare(CompareJob { key, document: Arc::clone(state.document.as_ref()?), path, old }))
}

/// Whether two comparisons are with the same.
fn is_of_same_old(a: &CompareKey, b: &CompareKey) -> bool {
    a.situation == b.situation
        && a.with == b.with
        && match a.with {
            CompareWith::Saved => a.print == b.print,
            // What was known follows from what is now.
            CompareWith::KnownBy(_) => false,
            CompareWith::Path(_) | CompareWith::Revision(_) => true,
        }
}

fn key(state: &State) -> Option<CompareKey> {
    let document = state.document.as_ref()?;
    Some(CompareKey {
        situation: state.n_situations,
        version: document.version(),
        print: document.print(),
        with: state.comparing.with.clone(),
    })
}

/// The page of what is compared.
fn page(state: &State) -> Option<Page> {
    let (compared, situation, dates) = (state.comparing.compared.as_ref()?, state.situation()?, state.dates.get()?);
    let language = state.preferences.language.as_deref();
    let groups = wording::differences((&compared.old, situation), &compared.difference, dates, language);
    let (name, note) = wording::compared_with(&compared.with, dates);
    let head = [wording::compared(&name, wording::NOW), wording::difference_counts(&compared.difference)].into_iter().chain(note);
    let header = situation.header();
    Some(Page::of_differences(&header.title, header.handling.as_deref(), head.collect(), &groups))
}
