//! What handouts say besides what the briefing says: headings, names of what can be pressed, where they come from.

pub const CONTENTS: &str = "Contents";
pub const SKIP_TO_SCENES: &str = "Skip to the scenes";
pub const PREVIOUS_SCENE: &str = "Previous scene";
pub const NEXT_SCENE: &str = "Next scene";
pub const DARK_COLOURS: &str = "Dark colours";
pub const WHO_SAYS_SO: &str = "Who says so";
pub const ALL_EVIDENCE: &str = "Show all";
pub const NOTES_OF_SPEAKER: &str = "Speaker notes";
pub const NOT_AS_PREPARED: &str = "Not as it was prepared";

pub const HANDOUT_SOURCES: &str = "Sources";
pub const SOURCE_KIND: &str = "Kind";
pub const SOURCE_REPORTS: &str = "Reports";
/// NATO AJP-2.1, the Admiralty code.
pub const GRADES_TOLD: &str = "Grades such as B2: the letter says how reliable the source is (A to E), the digit how credible what it says is (1 to 5). \
                               F and 6 mean that it cannot be judged.";
pub const ABOUT_HANDOUT: &str = "About this file";
pub const HANDOUT_CREDITS: &str = "Maps";
pub const SITUATION_SHA256: &str = "SHA-256 of the situation";

/// Where a scene stands among all parts, for those who do not see it.
pub fn sheet_told(number: usize, n_scenes: usize, title: &str) -> String {
    format!("Scene {number} of {n_scenes}: {title}")
}

/// A pin on the map, for those who do not see it.
pub fn pin_of(number: usize, title: &str) -> String {
    format!("Endnote {number}: {title}")
}

pub fn held_via(carrier: &str) -> String {
    format!("via {carrier}")
}

/// For whom it was reduced, above what was taken out.
pub fn removed_for(release: &str) -> String {
    format!("Left out for release to {release}")
}
