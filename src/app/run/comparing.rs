//! What differs between the situation and what it was, while that is looked at.

use std::sync::Arc;

use crate::app::comparing::CompareJob;
use crate::app::state::{Effect, State};
use crate::command::{CompareKey, ComparingCommand, Drawer, Notice};
use crate::export::Page;
use crate::wording;

pub fn run(state: &mut State, command: ComparingCommand) -> Vec<Effect> {
    match command {
        ComparingCommand::With(with) => state.comparing.with = with,
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
            if let Some(text) = page(state) {
                state.notice = Some(Notice::Done(wording::PAGE_COPIED.to_owned()));
                return vec![Effect::CopyText(text)];
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
    let same_files = |of: &CompareKey| of.situation == key.situation && of.print == key.print;
    let saved = comparing.compared.as_ref().filter(|compared| same_files(&compared.key)).and_then(|compared| compared.saved.clone());
    comparing.asked = Some(key.clone());
    Some(Effect::Compare(CompareJob { key, document: Arc::clone(state.document.as_ref()?), saved }))
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

/// The page of what is compared, as Markdown.
fn page(state: &State) -> Option<String> {
    let (compared, situation, dates) = (state.comparing.compared.as_ref()?, state.situation()?, state.dates.get()?);
    let language = state.preferences.language.as_deref();
    let groups = wording::differences((&compared.old, situation), &compared.difference, dates, language);
    let (name, note) = wording::compared_with(compared.known.as_ref(), dates);
    let head = [wording::compared(&name, wording::NOW), wording::difference_counts(&compared.difference)].into_iter().chain(note);
    let header = situation.header();
    Some(Page::of_differences(&header.title, header.handling.as_deref(), head.collect(), &groups).markdown())
}
