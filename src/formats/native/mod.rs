//! The native form of a situation: a folder of plain files, described in `assets/schema/README.md`.
//!
//! Main functions: [`read()`], [`write()`].
//!
//! Reading goes on after every fault and tells of it; what could not be read stays in its file. Writing keeps the bytes of
//! every record that was not edited, and of every member that an edit did not change.
//!
//! **Does not:** touch the disk; change a file that it could not read whole.

mod canon;
mod evidence;
mod fields;
mod geometry_text;
mod history;
mod journal;
mod listing;
mod members;
mod paper;
mod read;
mod records;
mod releases;
mod reports;
mod scenes;
mod tables;
mod times;
mod words;
mod write;

pub use evidence::{is_hash, sha256};
pub use geometry_text::geometry_text;
pub use history::{HistoryLine, history_in};
pub use journal::{
    JournalHead, edit_in, edit_text, journal_entry_in, journal_head_in, journal_head_line, journal_line, journal_text_in, journal_text_line,
};
pub use listing::{Listing, NotListed, file_with_members, locations_of_records, members_of_file};
pub use members::{NamedMember, members_of_put, put_header, put_record};
pub use paper::count_records;
pub use read::read;
pub use write::{held_back, write};

/// The version of the form that this program writes, and the newest that it knows.
pub const FORMAT: u32 = 1;

pub const HEADER_FILE: &str = "situation.json";
pub const PLACES_FILE: &str = "places.geojson";
pub const SCENES_FILE: &str = "scenes.json";
pub const HISTORY_FILE: &str = "history.jsonl";
/// Every file of the form that has a fixed name.
pub const FILES: [&str; 8] =
    [HEADER_FILE, PLACES_FILE, "actors.json", "sources.json", "events.json", "reports.json", SCENES_FILE, HISTORY_FILE];
/// The folder of the source texts.
pub const TEXTS_FOLDER: &str = "texts";
/// What their names begin with.
pub const TEXTS_PREFIX: &str = "texts/";

/// Files of more bytes are not read.
pub const MAX_FILE_LEN: usize = 512 * 1024 * 1024;
/// Records of a file past this many are not read.
pub const MAX_RECORDS: usize = 2_000_000;
/// A record, itself counted, whose brackets nest deeper loses the members that do.
pub const MAX_DEPTH: usize = 64;
/// A longer id is no id.
pub const MAX_ID_CHARS: usize = 200;
/// A text of more bytes within a record is not read.
pub const MAX_TEXT_LEN: usize = 1024 * 1024;

/// Kinds of problems of a link or a quotation, with which everything is read as it is written.
pub const LINK_FAULTS: [&str; 8] =
    ["dangling-id", "cycle", "bad-symbol-code", "missing-text", "hash-differs", "outside-folder", "span-outside-text", "span-differs"];

const NO_TITLE: &str = "(untitled)";
const RECORD_LEFT_OUT: &str = "left out the record, kept it in the file";
