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

/// The same in a line, with what it is.
pub fn not_as_prepared(faults: &[String]) -> String {
    format!("{NOT_AS_PREPARED}: {}", faults.join(" "))
}

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

// What shapes, placeholders and layouts of slides are called.
pub const SLIDE_TITLE: &str = "Title";
pub const SLIDE_TEXT: &str = "Text";
pub const SLIDE_HANDLING: &str = "Handling";
pub const SLIDE_AS_OF: &str = "As of";
pub const SLIDE_FOOTER: &str = "Footer";
pub const SLIDE_NUMBER: &str = "Slide number";
pub const SLIDE_IMAGE: &str = "Slide";
pub const SLIDE_MAP: &str = "Map";
pub const SLIDE_PIN: &str = "Pin";
pub const SLIDE_TOLD: &str = "What is shown";
pub const SLIDE_TABLE: &str = "Table";
pub const LAYOUT_CARD: &str = "Card";
pub const LAYOUT_MAP: &str = "Map and text";
pub const LAYOUT_TEXT: &str = "Text";
pub const LAYOUT_TABLE: &str = "Title alone";
pub const ENDNOTE_NUMBER: &str = "No.";
pub const SAYS: &str = "Says";
pub const IN_WORDS: &str = "In the words";
pub const SAID_ON: &str = "When";

/// The slide that tells who says what a scene shows.
pub fn evidence_of(title: &str) -> String {
    format!("{WHO_SAYS_SO}: {title}")
}

/// The title of several slides on which the same goes on: "Sources (2 of 3)".
pub fn slide_part(title: &str, part: usize, n_parts: usize) -> String {
    if n_parts > 1 { format!("{title} ({part} of {n_parts})") } else { title.to_owned() }
}
