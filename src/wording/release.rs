//! What may leave the house: profiles, what they take out, and the copy.

use crate::base::counted;
use crate::briefing::{NotReleased, Remark, Removed};
use crate::model::{Release, Situation, Unnamed, Withheld};
use crate::wording::dotted;

pub const RELEASE: &str = "Release";
/// Nothing is taken out.
pub const WHOLE: &str = "Everything";
pub const WHOLE_EXPLAINED: &str = "Presenting and exports show the situation as it is: nothing is taken out";
pub const RELEASE_EXPLAINED: &str = "Presenting and exports show only what this profile lets out";
pub const WHOLE_TOLD: &str =
    "Nothing is taken out: what is presented, printed and exported is the situation as it is. Choose a profile to see what it takes out.";
pub const NO_PROFILES: &str = "A profile says what may leave the house, for whom: without notes, without the names of sources, with rougher coordinates. There is none yet.";
pub const NEW_PROFILE: &str = "New profile";
pub const NEW_PROFILE_EXPLAINED: &str = "Add a profile that takes out notes, and edit it in the header's form";
pub const EDIT_PROFILES: &str = "Edit profiles";
pub const EDIT_PROFILES_EXPLAINED: &str = "Open the header's form with the profiles";
pub const SAVE_RELEASED: &str = "Save a released copy …";
pub const SAVE_RELEASED_EXPLAINED: &str = "Write a situation without what the profile takes out; this one stays as it is";
pub const SAVE_RELEASED_TITLE: &str = "Save a released copy";
/// What a copy's name ends in where the profile's has no letters.
pub const RELEASED_FILE: &str = "released";
pub const FIRST_PROFILE: &str = "Public";
pub const NOTHING_REMOVED: &str = "This profile takes nothing out of what is here.";
pub const NOT_IN_COPY: &str = "not in the copy";
pub const ALWAYS_REMOVED: &str = "Always: the history, the profiles, hidden scenes, and members that this program does not know";

pub const REMOVE_PROFILE: &str = "Remove this profile";
pub const NAME_IS_TAKEN: &str = "another profile has this name";
pub const HANDLING_HINT: &str = "how the copy may be handled; empty: as the situation";
pub const DROP_NOTES: &str = "Notes";
pub const DROP_NOTES_EXPLAINED: &str = "Take out notes, speakers' notes, reasons of grades and open questions";
pub const KEEP_TEXTS: &str = "Texts";
pub const KEEP_TEXTS_EXPLAINED: &str = "Let source texts and attachments go along";
pub const UNNAMED: &str = "Not named";
pub const ALL_SOURCES: &str = "No source is named: only letter and kind";
pub const ONE_SOURCE: &str = "One source";
pub const COARSEN: &str = "Coordinates";
pub const COARSEN_HINT: &str = "to so many kilometres; empty: as they are";
pub const KM: &str = "km";
pub const NO_KM: &str = "a number of kilometres above 0 is needed";
pub const DROP_TAGS: &str = "Tags out";
pub const DROP_TAGGED: &str = "Events out";

pub const NOT_WHILE_PRESENTED: &str = "A released copy is presented: the situation is changed again after the briefing.";
pub const NOT_WHILE_PRESENTING: &str = "What the room sees stays as it is: another profile can be chosen after the briefing.";

/// While the copy is made that is presented.
pub fn making_copy(name: &str) -> String {
    format!("Preparing what may be presented: {name} …")
}

/// For the speaker: what of all the room sees.
pub fn room_sees(name: &str) -> String {
    format!("The room sees: {name}")
}

pub fn layers_not_shown(n: usize) -> String {
    let layers = counted(n, "data layer is", "data layers are");
    format!("{layers} not shown: no profile says what of them may be.")
}

pub fn profile_heading(name: &str) -> String {
    format!("Release: {name}")
}

pub fn profile_removed(name: &str) -> String {
    format!("Remove the profile of release {name}")
}

pub fn not_understood(members: &[&str]) -> String {
    format!("Nothing is released by this profile: it has members that are not known or cannot be read: {}", members.join(", "))
}

/// What the overlay does.
pub fn save_released_detail(name: &str) -> String {
    format!("A copy for {name}: the situation without what the profile takes out. What is open here stays as it is.")
}

pub fn profile_added(name: &str) -> String {
    format!("Add the profile of release {name}")
}

pub fn released_written(path: &str, name: &str, n_removed: usize) -> String {
    format!("The copy for {name} is in {path}. {} taken out or changed in it.", counted(n_removed, "thing was", "things were"))
}

pub fn not_released(words: &str) -> String {
    format!("There is no copy by this profile: {words}")
}

/// What is chosen, for whoever presents or exports.
pub fn release_chosen(name: Option<&str>) -> String {
    name.map_or_else(
        || "Presenting and exports show everything".to_owned(),
        |name| format!("Presenting and exports show what {name} may see"),
    )
}

pub fn refused(error: &NotReleased) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// One line on what is taken out of so many records: "names of 2 sources (kept: letter and kind)".
pub fn withheld(what: Withheld, n: usize, km: Option<f64>) -> String {
    match what {
        Withheld::SourceNames => format!("names of {} (kept: letter and kind)", counted(n, "source", "sources")),
        Withheld::SourceDetails => format!("what else tells who they are, of {}", counted(n, "source or report", "sources and reports")),
        Withheld::NamesInTexts => format!("their names within texts of {}", records(n)),
        Withheld::Ids => format!("ids of {} that told a source", records(n)),
        Withheld::Coordinates => {
            let to = km.map(|km| format!(" coarsened to {km} km")).unwrap_or_default();
            format!("coordinates of {}{to}", counted(n, "place", "places"))
        }
        Withheld::PositionsInTexts => format!("positions within texts of {}", records(n)),
        Withheld::Notes => format!("notes of {}", records(n)),
        Withheld::Tags => format!("tags of {}", counted(n, "event", "events")),
        Withheld::Events => counted(n, "event", "events"),
        Withheld::Reports => format!("{}, or what they say of these events", counted(n, "report", "reports")),
        Withheld::Unlinked => format!("{} to which nothing else leads", counted(n, "place, actor or source", "places, actors and sources")),
        Withheld::Scenes => counted(n, "scene", "scenes"),
        Withheld::Texts => format!("source texts and attachments of {}", counted(n, "report", "reports")),
        Withheld::UnknownMembers => format!("unknown members of {}", records(n)),
    }
}

fn records(n: usize) -> String {
    counted(n, "record", "records")
}

/// What is told of a copy: every line of [`withheld`].
pub fn withheld_lines(counts: impl IntoIterator<Item = (Withheld, usize)>, km: Option<f64>) -> Vec<String> {
    counts.into_iter().map(|(what, n)| withheld(what, n, km)).collect()
}

/// Whose member it is: "Kursk region · note".
pub fn removed_of(situation: &Situation, removed: &Removed, language: Option<&str>) -> String {
    let record = removed.record.as_ref();
    let name = record.map_or_else(|| situation.header().title.clone(), |id| situation.called(id, language));
    let member = member(removed.member);
    dotted([Some(name.as_str()), (!member.is_empty()).then_some(member.as_str())])
}

/// The same with what it becomes.
pub fn told_in_full(of: &str, becomes: &str) -> String {
    format!("{of}: {becomes}")
}

/// What a path for a copy would become.
pub fn copied_as(is_packed: bool, is_taken: bool) -> &'static str {
    match (is_packed, is_taken) {
        (true, true) => "There is a file of that name.",
        (true, false) => "One packed file.",
        (false, _) => "A folder of plain files.",
    }
}

/// What it becomes: "Yonhap → Source 3 (news, B)".
pub fn before_and_after(removed: &Removed) -> String {
    format!("{} → {}", removed.before, removed.after.as_deref().unwrap_or(NOT_IN_COPY))
}

fn member(name: &str) -> String {
    match name {
        "said_at" => "said at".to_owned(),
        "as_said" => "as said".to_owned(),
        "geometry" => "position".to_owned(),
        "unknown" => "unknown member".to_owned(),
        "by" => "by whom".to_owned(),
        other => other.replace('_', " "),
    }
}

pub fn remark(situation: &Situation, remark: &Remark, language: Option<&str>) -> String {
    match remark {
        Remark::NoSuchSource(id) => format!("There is no source {id}: nobody is hidden by that."),
        Remark::NoSuchTag(tag) => format!("No event has the tag {tag}."),
        Remark::StaysAsActor { actor, .. } => format!(
            "{} is told of as an actor too: the name stays where its deeds are told, and is gone where it speaks. Read what is told of it before you release.",
            situation.called(&actor.clone().into(), language)
        ),
    }
}

/// What a profile takes out, in a line.
pub fn profile(release: &Release) -> String {
    let unnamed = match &release.unnamed_sources {
        Unnamed::All => Some("no source is named".to_owned()),
        Unnamed::These(ids) => (!ids.is_empty()).then(|| format!("{} not named", counted(ids.len(), "source", "sources"))),
    };
    let tags = |tags: &[String], words: &str| (!tags.is_empty()).then(|| format!("{words} {}", tags.join(", ")));
    let parts = [
        release.drop_notes.then(|| "without notes".to_owned()),
        unnamed,
        release.coarsen_km.map(|km| format!("coordinates to {km} km")),
        tags(&release.drop_tags, "without the tags"),
        tags(&release.drop_tagged, "without events tagged"),
        release.keep_texts.then(|| "with source texts".to_owned()),
    ];
    dotted(parts.iter().map(Option::as_deref))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_of_how_many_what_is_gone_and_what_stays() {
        let told = |what, n| withheld(what, n, Some(10.0));
        assert_eq!(told(Withheld::SourceNames, 2), "names of 2 sources (kept: letter and kind)");
        assert_eq!(told(Withheld::Coordinates, 14), "coordinates of 14 places coarsened to 10 km");
        assert_eq!(told(Withheld::Events, 1), "1 event");
    }
}
