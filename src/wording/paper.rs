//! What only printed handouts say.

/// Where a page is among all: "3 / 12".
pub fn page_of(page: usize, n_pages: usize) -> String {
    format!("{page} / {n_pages}")
}

/// At the foot of every page of a handout that was reduced.
pub fn released_to(release: &str) -> String {
    format!("Released to {release}")
}

/// Before the first line of what a report is quoted with, for those who hear it: "Endnote 3, back to the map".
pub fn back_to_map(number: usize) -> String {
    format!("Endnote {number}: to its map")
}

/// A map that nothing was said of.
pub fn map_of(title: &str) -> String {
    format!("Map: {title}")
}

pub const UNTITLED_HANDOUT: &str = "Briefing";
/// After the pictures, what stands behind them.
pub const EVIDENCE_OF_SCENES: &str = "Evidence";
