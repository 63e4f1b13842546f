//! Exporting the briefing from the window: what is asked, and what is said of it.

use crate::base::counted;
use crate::briefing::{HandoutForm, HandoutStep, Kind, Layout, Paper};
use crate::command::Exported;
use crate::wording::{capitalised, file_size};

pub const EXPORT: &str = "Export …";
pub const EXPORT_TITLE: &str = "Export the briefing";
pub const EXPORT_DETAIL: &str =
    "What people take home: scenes, evidence and sources in a file that needs neither this program nor a network.";
pub const EXPORT_FORM: &str = "As";
pub const EXPORT_SCENES: &str = "Scenes";
pub const EXPORT_PAPER: &str = "Paper";
pub const EXPORT_MAPS: &str = "Maps";
pub const EXPORT_NOTES: &str = "Notes";
pub const EXPORT_FOR: &str = "For";
pub const EXPORT_TO: &str = "File";
pub const WITH_NOTES: &str = "With the speaker notes";
pub const WITH_NOTES_EXPLAINED: &str = "What the speaker says goes along with each scene; slides have it in any case";
pub const ALL_SCENES: &str = "All that are shown";
pub const EXPORT_HINT: &str = "Path of the file; Tab completes it";
pub const EXPORT_NOW: &str = "Export";
pub const CANCEL_EXPORT: &str = "Cancel";
pub const NUMBERED_FILES: &str = "A file for each scene with a map, with its number in its name.";
pub const NOTHING_TO_EXPORT: &str = "There is no scene to export: Ctrl+Enter makes one of what is shown";
pub const EXPORT_CANCELLED: &str = "The export was cancelled: nothing is written";
pub const EVERYTHING_EXPORTED: &str = "Nothing is taken out: names and coordinates go along as they are.";

pub fn handout_form(form: HandoutForm) -> &'static str {
    match form {
        HandoutForm::Pdf(Layout { kind: Kind::Handout, .. }) => "PDF handout",
        HandoutForm::Pdf(Layout { kind: Kind::FullPage, .. }) => "PDF full page",
        HandoutForm::Html => "HTML page",
        HandoutForm::Pptx => "Slides (PPTX)",
        HandoutForm::Png => "PNG",
        HandoutForm::Svg => "SVG",
    }
}

pub fn handout_form_explained(form: HandoutForm) -> &'static str {
    match form {
        HandoutForm::Pdf(Layout { kind: Kind::Handout, .. }) => "For the hand: each scene with its text and who says so",
        HandoutForm::Pdf(Layout { kind: Kind::FullPage, .. }) => "Each scene on a page across, the evidence behind all of them",
        HandoutForm::Html => "One file for any browser, which asks for nothing: arrow keys, evidence on a press",
        HandoutForm::Pptx => "Slides with text, notes, tables and marks that can be edited",
        HandoutForm::Png => "The maps as pictures of pixels",
        HandoutForm::Svg => "The maps as vectors, with text that can be selected",
    }
}

pub fn paper(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "A4",
        Paper::Letter => "Letter",
        Paper::Slide => "16:9",
    }
}

/// The scene in hand, as a choice.
pub fn only_scene(title: &str) -> String {
    format!("Only {title}")
}

/// What a profile takes out: "18 things are taken out or changed for Public: notes of 17 records; ..."
pub fn taken_out_for(name: &str, n: usize, lines: &[String]) -> String {
    if n == 0 {
        return format!("Nothing of what is here is taken out for {name}.");
    }
    format!("For {name} {} out or changed: {}.", counted(n, "thing is taken", "things are taken"), lines.join("; "))
}

pub fn export_step(step: Option<HandoutStep>) -> String {
    match step {
        None => "Beginning".to_owned(),
        Some(HandoutStep::Scenes(done, of)) => format!("Scene {} of {of}", done + 1),
        Some(HandoutStep::Files(_, 1)) => "Writing the file".to_owned(),
        Some(HandoutStep::Files(done, of)) => format!("Writing file {} of {of}", (done + 1).min(of)),
    }
}

/// Where a file that is there would be replaced.
pub fn files_are_there(n: usize) -> String {
    if n == 1 { "There is a file of that name already.".to_owned() } else { format!("{n} of the files are there already.") }
}

pub fn not_exported(why: &str) -> String {
    format!("Nothing was exported: {why}")
}

/// What stands where, how large it is, what is not in it and what of it is not as it was prepared.
pub fn exported(exported: &Exported) -> String {
    let Exported { path, n_files, n_bytes, release, removed, faults } = exported;
    let size = file_size(*n_bytes);
    let mut words = if *n_files == 1 {
        format!("Written: {path} ({size}).")
    } else {
        format!("Written: {n_files} files ({size}), the first of them {path}.")
    };
    if let Some(name) = release {
        let what = if removed.is_empty() { "nothing".to_owned() } else { removed.join("; ") };
        words.push_str(&format!(" Taken out for {name}: {what}."));
    }
    if !faults.is_empty() {
        words.push_str(&format!(" Not as it was prepared: {}.", faults.join("; ")));
    }
    capitalised(&words)
}

/// Something of a scene that is otherwise than it was prepared.
pub fn fault_of(scene: &str, fault: &str) -> String {
    format!("{scene}: {fault}")
}
