//! Forms: what their fields are called, what is wrong with what is typed, and the names of the steps that they make.

use crate::base::{counted, grouped, shortened};
use crate::model::{LinkAs, RecordId};
use crate::query::WindowError;
use crate::wording;

pub const NEEDED: &str = "It cannot be without one.";
pub const CHOOSE: &str = "Choose …";
pub const NOT_CHOSEN: &str = "Not taken: choose one of those that are offered, or press Escape.";
pub const NAME_HINT: &str = "type a name";
pub const INSTEAD_HINT: &str = "another instead: type its name";
pub const WORD_HINT: &str = "type a word";
pub const DATE_HINT: &str = "24 Oct 2024, by 23 Oct, 2024-10 …";
pub const NOT_SAID: &str = "not said";
pub const ONE_A_LINE: &str = "one a line";

pub const DONE: &str = "Done";
pub const DONE_EXPLAINED: &str = "Take what is typed and show the page (Ctrl+Enter)";
pub const UNDO: &str = "Undo";
pub const EDIT: &str = "Edit";
pub const EDIT_ALL: &str = "Edit all";
pub const NOTHING_TO_EDIT: &str = "Select a record to edit first.";
pub const NOTHING_OF_ALL: &str = "Events, reports and sources can be edited several at once.";
pub const GRADE_ALL: &str = "Grade all of them";
pub const CREDIBILITY: &str = "Credibility";
pub const LINKED_ALREADY: &str = "They are linked so already.";
pub const LINK: &str = "Link …";
pub const DUPLICATE: &str = "Duplicate";
pub const DELETE_BUTTON: &str = "Delete …";
pub const LINK_TO: &str = "To";
pub const LINK_KEYS: &str = "Arrows choose, Enter links, Escape gives up";
pub const DELETE: &str = "Delete";
pub const DELETE_AND_UNLINK: &str = "Delete and unlink";
pub const KEEP: &str = "Keep it";
pub const NOTHING_HANGS_ON_IT: &str = "Nothing else is linked to it.";
pub const NOTHING_HANGS_ON_THEM: &str = "Nothing else is linked to them.";
pub const DELETE_EXPLAINED: &str = "It is one step: Ctrl+Z brings all of it back.";
pub const THE_SITUATION: &str = "Situation";

pub const TITLE: &str = "Title";
pub const NAME: &str = "Name";
pub const NAMES: &str = "Other names";
pub const NAMES_HINT: &str = "language: name, one a line (ru: Курск)";
pub const KIND: &str = "Kind";
pub const MODE: &str = "Mode";
pub const DATE_BASIS: &str = "Date is";
pub const PLACES: &str = "Places";
pub const ANOTHER_PLACE: &str = "Another place";
pub const ACTORS: &str = "Actors";
pub const ANOTHER_ACTOR: &str = "Another actor";
pub const EVENTS: &str = "Events";
pub const ANOTHER_EVENT: &str = "Another event";
pub const ROLE: &str = "Role";
pub const CATEGORY: &str = "Category";
pub const TAGS: &str = "Tags";
pub const SUMMARY: &str = "Summary";
pub const NEW_ASSESSMENT: &str = "Another";
pub const NEW_ASSESSMENT_HINT: &str = "a judgement of your own";
pub const STATEMENT: &str = "Judgement";
pub const BY: &str = "By";
pub const ON: &str = "On";
pub const POSITION: &str = "Position";
pub const POSITION_HINT: &str = "51.73, 36.19 or 51°43′N 36°11′E or MGRS";
pub const NO_POSITION: &str = "Not taken: this is no position in degrees, MGRS or UTM.";
pub const IS_A_SHAPE: &str = "A line or an area: its shape is edited on the map.";
pub const PRECISION: &str = "Precision";
pub const PRECISION_HINT: &str = "exact, settlement, district, region, country, or a radius: 500 m";
pub const NO_PRECISION: &str = "Not taken: expected exact, settlement, district, region, country, or a radius such as 500 m.";
pub const COUNTRY: &str = "Country";
pub const COUNTRY_HINT: &str = "two letters: RU";
pub const UNNAMED_PLACE: &str = "Not named";
pub const UNNAMED_PLACE_EXPLAINED: &str = "the source names no place: a badge on the whole";
pub const INFERRED_PLACE: &str = "Inferred";
pub const INFERRED_PLACE_EXPLAINED: &str = "an author concluded it, no text names it";
pub const NOTE: &str = "Note";
pub const SIDE: &str = "Side";
pub const IDENTITY: &str = "Identity";
pub const NAMED_SOURCE: &str = "Named";
pub const NAMED_SOURCE_EXPLAINED: &str = "speaks under its own name";
pub const LINK_HINT: &str = "https://…";
pub const AS_OF: &str = "As of";
pub const ZONE: &str = "Time zone";
pub const ZONE_HINT: &str = "Europe/Kyiv; UTC where there is none";
pub const VIEWPOINT: &str = "Viewpoint";
pub const VIEWPOINT_HINT: &str = "whose friend and foe is told";
pub const HANDLING: &str = "Handling";
pub const HANDLING_HINT: &str = "marking on every page and picture";
pub const AUTHORS: &str = "Authors";
pub const QUESTIONS: &str = "Questions";
pub const LANGUAGES: &str = "Languages";
pub const LANGUAGES_HINT: &str = "tags such as en or ru, one a line";

pub const WHERE_FROM: &str = "How we hold it";
pub const ORIGIN: &str = "Origin";
pub const RESTS_ON: &str = "Rests on";
pub const ARCHIVED_HINT: &str = "an address, or a file of the folder";
pub const LANGUAGE_TAG: &str = "Language";
pub const LANGUAGE_TAG_HINT: &str = "a tag such as ru";
pub const TRANSLATION: &str = "Translation";
pub const TEXT_FILE: &str = "Text";
pub const TEXT_FILE_HINT: &str = "texts/article.txt";
pub const ATTACHMENTS: &str = "Attachments";
pub const FILE: &str = "File";
pub const ANOTHER_FILE: &str = "Another file";
pub const ATTACHMENT_HINT: &str = "a file within the folder";
pub const ATTACHED_ALREADY: &str = "Not taken: it is attached already.";
pub const NOT_WITHIN_FOLDER: &str = "Not taken: this is no path within the situation's folder.";
pub const SAYS_OF: &str = "Says of";
pub const STANCE: &str = "Stance";
pub const ASPECT: &str = "Aspect";
pub const AS_SAID: &str = "As said";
pub const AS_SAID_HINT: &str = "the source's own hedge: reportedly";
pub const EXCERPT: &str = "Words";
pub const EXCERPT_HINT: &str = "the words of the source";
pub const TROOPS: &str = "Troops";
pub const TELLS_OF_TROOPS: &str = "tells of troops";
pub const ACTOR: &str = "Whose";
pub const STRENGTH: &str = "Strength";
pub const STRENGTH_HINT: &str = "3,000 or 10,000-12,000 or a battalion";
/// What stands between the least and the most.
pub const RANGE_SIGNS: [&str; 3] = ["-", "–", " to "];
pub const NO_STRENGTH: &str = "Not taken: it ends below where it begins.";
pub const BODY: &str = "Body of men";
pub const BODY_HINT: &str = "the same word for the same men";
pub const FROM: &str = "From";
pub const TO: &str = "To";
pub const UNIT: &str = "Unit";
pub const ECHELON: &str = "Echelon";
pub const EQUIPMENT: &str = "Equipment";
pub const ACTIVITY: &str = "Activity";
pub const SYMBOL_CODE: &str = "Symbol code";
pub const SYMBOL_CODE_HINT: &str = "MIL-STD-2525 or APP-6";

/// What is edited: "Editing · Event".
pub fn editing(kind: &str) -> String {
    format!("Editing · {kind}")
}

pub fn not_a_date(error: &WindowError) -> String {
    format!("Not taken: {error}")
}

/// A field and what stands in it.
pub fn said_to_be(field: &str, value: &str) -> String {
    format!("{field}: {value}")
}

/// Something that is offered, and what else is known of it.
pub fn offered(name: &str, about: &str) -> String {
    if about.is_empty() { name.to_owned() } else { format!("{name} · {about}") }
}

pub fn unlink(name: &str) -> String {
    format!("Unlink {name}")
}

pub fn take_away(word: &str) -> String {
    format!("Take away {word}")
}

/// A link to a record that there is not.
pub fn missing(id: &str) -> String {
    format!("{id} (there is none)")
}

/// A word of the file that this program does not know.
pub fn as_in_the_file(raw: &str) -> String {
    format!("“{}”, as in the file", shortened(raw, 40))
}

pub fn assessment_number(number: usize) -> String {
    format!("Judgement {number}")
}

pub fn statement(number: usize) -> String {
    format!("Statement {number}")
}

/// "1. denies: Troops in Kursk".
pub fn statement_number(number: usize, stance: &str, subject: &str) -> String {
    format!("{number}. {stance}: {subject}")
}

/// Of statements that are not shown, so many are shown next.
pub fn more_statements(n: usize, n_all: usize) -> String {
    if n == n_all { format!("Show {n} more") } else { format!("Show {n} more of {}", grouped(n_all as u64)) }
}

/// What a file of a report is called by those who do not see where it stands.
pub fn attachment(number: usize) -> String {
    format!("Attachment {number}")
}

/// A position as it was understood.
pub fn position_read(degrees: &str, mgrs: &str) -> String {
    format!("{degrees} · {mgrs}")
}

/// A radius as it is typed.
pub fn metres(radius_m: f64) -> String {
    format!("{radius_m} m")
}

pub fn name_in_language(language: &str, name: &str) -> String {
    format!("{language}: {name}")
}

pub fn no_language(line: &str) -> String {
    format!("Not taken: “{}” is no language with a name, such as ru: Курск", shortened(line, 40))
}

// ------------------------------------------------------------------------------------------------------------- steps

pub fn renamed(from: &str, to: &str) -> String {
    format!("rename “{}” to “{}”", shortened(from, 60), shortened(to, 60))
}

/// Another value of a field, or none.
pub fn set_field(field: &str, name: &str, value: Option<&str>) -> String {
    let field = field.to_lowercase();
    match value {
        Some(value) => format!("set the {field} of “{name}” to “{}”", shortened(value, 60)),
        None => format!("take away the {field} of “{name}”"),
    }
}

pub fn redated(field: &str, name: &str, date: Option<&str>) -> String {
    match date {
        Some(date) if field == wording::WHEN => format!("re-date “{name}” to {date}"),
        Some(date) => format!("set {} of “{name}” to {date}", field.to_lowercase()),
        None if field == wording::WHEN => format!("take away the date of “{name}”"),
        None => format!("take away {} of “{name}”", field.to_lowercase()),
    }
}

pub fn flagged(words: &str, name: &str, is_so: bool) -> String {
    let not = if is_so { "" } else { "no longer " };
    format!("mark “{name}” as {not}{}", words.to_lowercase())
}

pub fn linked(name: &str, to: &str) -> String {
    format!("link “{name}” to “{to}”")
}

pub fn unlinked(name: &str, from: &str) -> String {
    format!("unlink “{name}” from “{from}”")
}

pub fn tagged(name: &str, tag: &str) -> String {
    format!("tag “{name}” with {tag}")
}

pub fn untagged(name: &str, tag: &str) -> String {
    format!("take the tag {tag} off “{name}”")
}

pub fn assessed(name: &str) -> String {
    format!("judge “{}”", shortened(name, 60))
}

pub fn assessment_gone(name: &str, statement: &str) -> String {
    format!("take away the judgement “{}” of “{}”", shortened(statement, 60), shortened(name, 60))
}

/// "Events · 12": what several picked records have in common, and can have.
pub fn of_all(kinds: &str, n: &str) -> String {
    format!("{kinds} · {n}")
}

fn events(n: usize) -> String {
    counted(n, "event", "events")
}

pub fn categorised(n: usize, category: Option<&str>) -> String {
    match category {
        Some(category) => format!("put {} in the category “{}”", events(n), shortened(category, 60)),
        None => format!("take {} out of their category", events(n)),
    }
}

pub fn all_tagged(n: usize, new: &[&String], gone: &[&String]) -> String {
    let words = |tags: &[&String]| tags.iter().map(|tag| tag.as_str()).collect::<Vec<_>>().join(", ");
    match (new.is_empty(), gone.is_empty()) {
        (false, true) => format!("tag {} with {}", events(n), words(new)),
        (_, false) if new.is_empty() => format!("take the tag {} off {}", words(gone), events(n)),
        _ => format!("tag {} with {} instead of {}", events(n), words(new), words(gone)),
    }
}

pub fn statements_regraded(n: usize, digit: &str) -> String {
    format!("regrade {} to {digit}", counted(n, "statement", "statements"))
}

pub fn letters_regraded(n_sources: usize, n_reports: usize, letter: &str) -> String {
    let sources = (n_sources > 0).then(|| counted(n_sources, "source", "sources"));
    let reports = (n_reports > 0).then(|| counted(n_reports, "report", "reports"));
    format!("regrade {} to {letter}", [sources, reports].into_iter().flatten().collect::<Vec<_>>().join(" and "))
}

// ------------------------------------------------------------------------------------------------- records as wholes

/// The name of a copy.
pub fn copy_of(name: &str) -> String {
    format!("{name} (copy)")
}

pub fn duplicated(name: &str) -> String {
    format!("duplicate “{}”", shortened(name, 60))
}

pub fn several(n: usize) -> String {
    counted(n, "record", "records")
}

pub fn deleted(name: &str) -> String {
    format!("delete “{}”", shortened(name, 60))
}

pub fn several_deleted(n: usize) -> String {
    format!("delete {}", several(n))
}

/// What is asked before it is done.
pub fn delete_question(what: &str) -> String {
    format!("Delete “{}”?", shortened(what, 120))
}

pub fn delete_several_question(n: usize) -> String {
    format!("Delete {}?", several(n))
}

pub fn and_more(n: usize) -> String {
    format!("… and {n} more")
}

/// What hangs on a record, or on several: "3 reports are about it". By the member that holds the link, as files name it.
pub fn hangs_on(field: &str, of: &RecordId, n: usize, is_one: bool) -> String {
    let kinds = wording::kinds(of).to_lowercase();
    let kind = wording::kind(of).to_lowercase();
    let who = counted(n, &kind, &kinds);
    let it = if is_one { "it" } else { "them" };
    let (is, has) = if n == 1 { ("is", "has") } else { ("are", "have") };
    match field {
        "about" => format!("{who} {is} about {it}"),
        "part_of" => format!("{who} {is} part of {it}"),
        "places" => format!("{who} {has} {it} as a place"),
        "actors" => format!("{who} {has} {it} as an actor"),
        "actor" => format!("{who} {} for {it}", if n == 1 { "speaks" } else { "speak" }),
        "source" => format!("{who} {has} {it} as the source, and would be left without one that can be found"),
        "via" => format!("{who} {is} held through {it}"),
        "said_at" => format!("{who} {} said at {it}", if n == 1 { "was" } else { "were" }),
        "supersedes" => format!("{who} {} {it}", if n == 1 { "replaces" } else { "replace" }),
        "distinct_from" => format!("{who} {is} marked as not the same as {it}"),
        _ if field.starts_with("troops") => {
            format!("{who} {} troops that {it} has to do with", if n == 1 { "tells of" } else { "tell of" })
        }
        _ => format!("{who} {is} linked to {it}"),
    }
}

/// What is to be linked.
pub fn link_question(what: &str) -> String {
    format!("Link “{}” to …", shortened(what, 120))
}

pub fn link_question_to(what: &str, to: &str) -> String {
    format!("Link “{}” to “{}”", shortened(what, 80), shortened(to, 80))
}

/// What the one becomes to the other.
pub fn way(way: LinkAs) -> String {
    match way {
        LinkAs::Says(stance) => format!("It {} it", wording::stance(stance)),
        LinkAs::SaidAt => "It was said there".to_owned(),
        LinkAs::Via => "Held through it".to_owned(),
        LinkAs::Supersedes => "It replaces it".to_owned(),
        LinkAs::Source => "That is its source".to_owned(),
        LinkAs::Place(role) => format!("A place: {}", wording::role(role)),
        LinkAs::Actor => "An actor in it".to_owned(),
        LinkAs::Relation(relation) => wording::relation(relation).to_owned(),
        LinkAs::PartOf => wording::PART_OF.to_owned(),
        LinkAs::SpeaksFor => wording::SPEAKS_FOR.to_owned(),
        LinkAs::TroopsOf => "Its troops are theirs".to_owned(),
        LinkAs::TroopsFrom => "Its troops come from there".to_owned(),
        LinkAs::TroopsTo => "Its troops go there".to_owned(),
    }
}

pub fn linked_as(what: &str, to: &str, way: &str) -> String {
    format!("link {} to “{}”: {}", shortened(what, 60), shortened(to, 60), way.to_lowercase())
}

/// What is held over the window, to be let go on something.
pub fn carried(name: &str, n: usize) -> String {
    if n > 1 { several(n) } else { shortened(name, 60) }
}
