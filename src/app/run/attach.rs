//! Attaching a source text to a report.

use std::path::Path;
use std::sync::Arc;

use crate::app::run::edit;
use crate::app::run::furnish;
use crate::app::state::State;
use crate::command::{Attached, Notice, Overlay};
use crate::document::Document;
use crate::formats::native::TEXTS_PREFIX;
use crate::formats::packed;
use crate::model::{Edit, Extra, RecordId, Report, ReportId, TextFile, new_id};
use crate::wording;

/// Asks which text belongs to the report that is selected.
pub fn ask(state: &mut State) {
    if state.viewpoint.selected().and_then(RecordId::report).is_some() {
        state.notice = None;
        furnish::overlay(state, Some(Overlay::AttachText));
    } else {
        state.notice = Some(Notice::Failed(wording::SELECT_A_REPORT.to_owned()));
    }
}

/// The text becomes the one that the report quotes from, as one step. It is saved with the report.
pub fn attach(state: &mut State, attached: Attached) {
    let Attached { report, name, text, sha256 } = attached;
    let Some(document) = state.document.as_deref() else { return };
    let Some(mut changed) = document.situation().report(&report).cloned() else { return };
    let file = free_name(document, &name, &sha256);
    let step = wording::attached(&file, &state.called(&RecordId::Report(report)));
    let extra = changed.text.as_deref().map_or_else(Extra::new, |before| before.extra.clone());
    changed.text = Some(Box::new(TextFile { file: file.clone(), sha256: Some(sha256.clone()), extra }));
    if document.text(&file).is_none()
        && let Some(document) = state.document.as_mut().map(Arc::make_mut)
    {
        document.offer(file, text, sha256);
    }
    if state.desk.overlay == Some(Overlay::AttachText) {
        state.desk.overlay = None;
    }
    edit::carry_out(state, step, Edit::PutReport(Box::new(changed)));
}

/// Texts that were attached under a name that a file of others has now go under another name, with the reports that quote from them.
pub fn attach_anew(state: &mut State, texts: Vec<(String, Arc<str>, String)>) {
    for (name, text, sha256) in texts {
        let is_of = |report: &&Report| report.text.as_ref().is_some_and(|of| of.file == name && of.sha256.as_ref() == Some(&sha256));
        let reports = state.situation().map(|situation| situation.reports().values().filter(is_of).map(|report| report.id.clone()));
        let reports: Vec<ReportId> = reports.into_iter().flatten().collect();
        let name = name.strip_prefix(TEXTS_PREFIX).unwrap_or(&name).to_owned();
        for report in reports {
            attach(state, Attached { report, name: name.clone(), text: Arc::clone(&text), sha256: sha256.clone() });
        }
    }
}

/// A name in `texts/` that no other text has, not even with other capital letters; that of the same text, where it is there already.
fn free_name(document: &Document, name: &str, sha256: &str) -> String {
    let name = Path::new(name);
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (mut stem, mut ending) = (part(name.file_stem()), part(name.extension()));
    if !packed::is_portable(&format!("{stem}.{ending}")) {
        // Beginning so it is no name of a device.
        stem = new_id(&format!("{} {stem}", wording::TEXT_FILE), wording::TEXT_FILE, |_| false);
        ending = "txt".to_owned();
    }
    let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
    let known = || document.files().keys().chain(document.offered().keys()).chain(document.locked());
    let numbered = |n: u32| if n == 1 { format!("{TEXTS_PREFIX}{stem}{ending}") } else { format!("{TEXTS_PREFIX}{stem}-{n}{ending}") };
    let is_free = |file: &String| {
        let is_same = document.hash(file).is_some_and(|hash| hash == sha256) && !document.locked().contains(file);
        is_same || known().all(|other| other.to_lowercase() != file.to_lowercase())
    };
    (1..).map(numbered).find(is_free).unwrap_or_default()
}
