//! What others changed on the disk, and how it goes together with what was changed here.

use crate::base::{counted, shortened};
use crate::differences::{Clash, Part};
use crate::model::Situation;
use crate::wording::records::kind;

/// What a step is called of what was chosen beyond what the steps before come to.
pub const MERGED: &str = "Keep what differs from the disk";
pub const CONFLICTS_TITLE: &str = "Changed here and on the disk";
pub const BRING_IN: &str = "Bring in";
pub const MERGE: &str = "Merge";
pub const CHOOSE: &str = "Choose";
pub const ALL_MINE: &str = "All as here";
pub const ALL_THEIRS: &str = "All as on the disk";
pub const MINE: &str = "Here";
pub const THEIRS: &str = "On the disk";
pub const NEEDED_ELSEWHERE: &str = "One side withdrew it while the other came to refer to it.";

pub fn conflicts_detail(n: usize) -> String {
    let n = counted(n, "thing was", "things were");
    format!(
        "{n} changed on both sides, each otherwise. Choose what is to stand; everything else goes together by itself. Nothing is written before you save."
    )
}

pub fn merged(n: usize) -> String {
    format!("Brought in what others changed on the disk: {}. Undo takes back your own steps only.", counted(n, "record", "records"))
}

pub fn not_merged(why: &str) -> String {
    format!("What changed on the disk could not be brought in: {why}")
}

/// Where there is nobody to choose.
pub fn not_merged_clashes(n: usize) -> String {
    format!(
        "Not saved: {} changed both here and on the disk, each otherwise. The changes are kept in the journal; the window lets you choose.",
        counted(n, "thing was", "things were")
    )
}

pub fn not_merged_gone(name: &str) -> String {
    format!(
        "{name} is not there any more, so nothing of what is on the disk was brought in. What you have here stays; saving writes the files \
         that you changed."
    )
}

pub fn not_merged_damaged(n_errors: usize) -> String {
    let errors = counted(n_errors, "error", "errors");
    format!("What is on the disk cannot be read whole now ({errors}), so nothing of it was brought in. What you changed is still here.")
}

/// What a clash is about: "Event “Treaty”: title".
pub fn clash(situation: &Situation, theirs: &Situation, clash: &Clash, language: Option<&str>) -> String {
    let of = match &clash.part {
        Part::Header => "Situation".to_owned(),
        Part::Record(id) => {
            let name = situation.name_in(id, language).or_else(|| theirs.name_in(id, language)).unwrap_or(id.as_str());
            format!("{} “{name}”", kind(id))
        }
    };
    if clash.path.is_empty() { of } else { format!("{of}: {}", clash.path.replace('/', " › ")) }
}

/// One side of a clash in words.
pub fn clash_value(value: Option<&str>, is_whole_record: bool) -> String {
    /// More is not read side by side.
    const MOST: usize = 240;
    match value {
        None if is_whole_record => "Withdrawn".to_owned(),
        None => "Nothing".to_owned(),
        Some(_) if is_whole_record => "Kept, as it is there".to_owned(),
        Some(value) => {
            let text: Option<String> = serde_json::from_str(value).ok();
            shortened(text.as_deref().unwrap_or(value), MOST)
        }
    }
}

/// What it was before both changed it.
pub fn clash_base(value: Option<&str>) -> String {
    format!("Before: {}", clash_value(value, false).trim_start())
}
