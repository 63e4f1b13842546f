//! Reading the evidence: the source text beside the map, citations, what reports have attached.

use crate::app::run::{furnish, look};
use crate::app::state::{Effect, State};
use crate::command::{Action, Examined, FoundFile, Held, Notice, Overlay, Pictures, ToExamine};
use crate::model::{RecordId, ReportId};
use crate::panels;
use crate::viewpoint::{Item, Reading};
use crate::wording;

pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::ReadText => toggle_text(state),
        Action::NextQuotation => step(state, true),
        Action::PreviousQuotation => step(state, false),
        Action::CopyCitation => {
            state.refresh();
            let text = state.view().map(|view| panels::citations(&view)).unwrap_or_default();
            return copy(state, text);
        }
        _ => {}
    }
    Vec::new()
}

/// Puts lines on the clipboard and says so.
pub fn copy(state: &mut State, text: String) -> Vec<Effect> {
    if text.is_empty() {
        state.notice = Some(Notice::Done(wording::NOTHING_TO_CITE.to_owned()));
        return Vec::new();
    }
    state.notice = Some(Notice::Done(wording::copied(text.lines().count())));
    vec![Effect::CopyText(text)]
}

pub fn read(state: &mut State, reading: Option<Reading>) {
    match &reading {
        Some(Reading { file, .. }) => log::info!("reading {file}"),
        None if state.viewpoint.reading.is_some() => log::info!("the text is shut"),
        None => {}
    }
    state.viewpoint.reading = reading;
}

/// Selects the report of a statement that the text has, and looks at what the statement is about.
pub fn quote(state: &mut State, report: ReportId, index: usize) {
    let Some(reading) = &mut state.viewpoint.reading else { return };
    log::info!("quotation {report} {index}");
    reading.statement = Some((report.clone(), index));
    look::select(state, Some(Item::Record(RecordId::Report(report))));
}

/// Opens the text that the selection is quoted from, at its first statement that has words there; or shuts it.
fn toggle_text(state: &mut State) {
    if state.viewpoint.reading.is_some() {
        read(state, None);
        return;
    }
    state.refresh();
    let found = state.view().and_then(|view| panels::text_of_selection(&view));
    match found {
        Some(reading) => read(state, Some(reading)),
        None => state.notice = Some(Notice::Done(wording::NO_TEXT_HELD.to_owned())),
    }
}

/// The next quotation of the text after the one in hand, or the one before; from the ends round to the other.
fn step(state: &mut State, is_forward: bool) {
    if state.viewpoint.reading.is_none() {
        toggle_text(state);
        return;
    }
    state.refresh();
    let Some(quotations) = state.text.get().and_then(Option::as_ref).map(|text| &text.quotations) else { return };
    let n = quotations.placed.len();
    let in_hand = state.viewpoint.reading.as_ref().and_then(|reading| reading.statement.as_ref());
    let at = in_hand.and_then(|(report, index)| quotations.position(report, *index));
    let next = match (at, is_forward) {
        (Some(at), true) => (at + 1) % n.max(1),
        (Some(at), false) => (at + n - 1) % n.max(1),
        (None, true) => 0,
        (None, false) => n.saturating_sub(1),
    };
    if let Some(next) = quotations.placed.get(next) {
        let (report, index) = (next.report.clone(), next.index);
        quote(state, report, index);
    }
}

/// Asks once for each file.
pub fn examine(state: &mut State, file: String) -> Vec<Effect> {
    /// A page shows fewer at once: those of pages that were left are asked for again when they come back. As only one is kept large, all
    /// pictures together take less than 50 MB.
    const MOST: usize = 64;
    if state.attachments.contains_key(&file) {
        return Vec::new();
    }
    if state.attachments.len() >= MOST {
        state.attachments.clear();
    }
    state.attachments.insert(file.clone(), Held::Asked);
    let is_large = state.attachment.as_ref() == Some(&file);
    vec![Effect::Examine(ToExamine { file, n_opened: state.n_opened, is_large })]
}

pub fn examined(state: &mut State, examined: Examined) {
    let file = &examined.asked.file;
    match &examined.found {
        Ok(found) => log::info!("attachment {file}: {} bytes", found.len),
        Err(words) => log::warn!("attachment {file}: {words}"),
    }
    // An answer that comes after another situation was opened, or the same once more, tells of another file.
    if examined.asked.n_opened != state.n_opened {
        return;
    }
    if let Some(held) = state.attachments.get_mut(file) {
        *held = Held::Known(examined);
    }
    forget_large(state);
}

/// Shows a picture large, which is read once more for that; the one before it is no longer kept so.
pub fn show_attachment(state: &mut State, file: String) -> Vec<Effect> {
    let is_there = state.attachments.get_mut(&file).and_then(pictures).is_some_and(|pictures| pictures.large.is_some());
    state.attachment = Some(file.clone());
    forget_large(state);
    state.desk.overlay = None;
    furnish::overlay(state, Some(Overlay::Attachment));
    if is_there { Vec::new() } else { vec![Effect::Examine(ToExamine { file, n_opened: state.n_opened, is_large: true })] }
}

/// Large stays only the picture that is shown.
fn forget_large(state: &mut State) {
    let others = state.attachments.iter_mut().filter(|(file, _)| state.attachment.as_ref() != Some(file));
    others.filter_map(|(_, held)| pictures(held)).for_each(|pictures| pictures.large = None);
}

fn pictures(held: &mut Held) -> Option<&mut Pictures> {
    match held {
        Held::Known(Examined { found: Ok(FoundFile { pictures: Some(Ok(pictures)), .. }), .. }) => Some(pictures),
        _ => None,
    }
}
