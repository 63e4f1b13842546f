//! What lists, their orders and their groups are called.

use crate::query::Lack;
use crate::viewpoint::{Arrangement, GroupBy, ListKind, SortBy};

/// The name of a list; that of a data layer is its file's.
pub fn list(list: ListKind) -> &'static str {
    match list {
        ListKind::Events => "Events",
        ListKind::Reports => "Reports",
        ListKind::Places => "Places",
        ListKind::Actors => "Actors",
        ListKind::Sources => "Sources",
        ListKind::Tray => "Tray",
        ListKind::Inbox => "Inbox",
        ListKind::Layer(_) => "Layer",
    }
}

pub fn sort_by(list: ListKind, sort: SortBy) -> &'static str {
    match (sort, list) {
        (SortBy::Time, ListKind::Reports | ListKind::Inbox) => "Published",
        (SortBy::Time, _) => "Time",
        (SortBy::Known, _) => "Known to us",
        (SortBy::Name, ListKind::Events) => "Title",
        (SortBy::Name, _) => "Name",
        (SortBy::Standing, _) => "Standing",
        (SortBy::Reliability, ListKind::Sources) => "Reliability",
        (SortBy::Reliability, _) => "Grade: source",
        (SortBy::Credibility, _) => "Grade: content",
        (SortBy::Ties, _) => "Links",
        (SortBy::File, _) => "File",
    }
}

/// What stands first in an order: "latest first".
pub fn order(sort: SortBy, is_reversed: bool) -> &'static str {
    match (sort, is_reversed) {
        (SortBy::Time | SortBy::Known, false) => "earliest first",
        (SortBy::Time | SortBy::Known, true) => "latest first",
        (SortBy::Name, false) => "A to Z",
        (SortBy::Name, true) => "Z to A",
        (SortBy::Standing, false) => "contested first",
        (SortBy::Standing, true) => "contested last",
        (SortBy::Reliability | SortBy::Credibility, false) => "best first",
        (SortBy::Reliability | SortBy::Credibility, true) => "worst first",
        (SortBy::Ties, false) => "most first",
        (SortBy::Ties, true) => "fewest first",
        (SortBy::File, false) => "as in the file",
        (SortBy::File, true) => "last of the file first",
    }
}

pub fn group_by(list: ListKind, group: GroupBy) -> &'static str {
    match (group, list) {
        (GroupBy::Nothing, _) => "Nothing",
        (GroupBy::Day, _) => "Day",
        (GroupBy::Place, _) => "Place",
        (GroupBy::Actor, _) => "Actor",
        (GroupBy::Source, _) => "Source",
        (GroupBy::Category, _) => "Category",
        (GroupBy::Standing, ListKind::Reports) => "Stance",
        (GroupBy::Standing, _) => "Standing",
        (GroupBy::Kind, _) => "Kind",
        (GroupBy::Country, _) => "Country",
        (GroupBy::Side, _) => "Side",
        (GroupBy::Lack, _) => "What it lacks",
    }
}

/// The heading of those that have none of what the list is grouped by.
pub fn group_of_none(group: GroupBy) -> &'static str {
    match group {
        GroupBy::Nothing => "All",
        GroupBy::Day => "No date",
        GroupBy::Place => "No place",
        GroupBy::Actor => "No actor",
        GroupBy::Source => "No source",
        GroupBy::Category => "No category",
        GroupBy::Standing => "No statement",
        GroupBy::Kind => "No kind",
        GroupBy::Country => "No country",
        GroupBy::Side => "No side",
        GroupBy::Lack => "Nothing lacking",
    }
}

/// What is in a list, where its name alone does not say it.
pub fn list_explained(list: ListKind) -> Option<&'static str> {
    match list {
        ListKind::Tray => Some("What no other view shows whole: without a date, not on the map, or linked to nothing"),
        ListKind::Inbox => Some("Reports that came in and are linked to no event yet"),
        _ => None,
    }
}

pub fn lack(lack: Lack) -> &'static str {
    match lack {
        Lack::Date => "No date",
        Lack::Place => "Not on the map",
        Lack::Ties => "Linked to nothing",
        Lack::Event => "Reports of no event",
    }
}

/// "Sorted by time, latest first, grouped by day", for those who do not see it.
pub fn arranged(list: ListKind, arrangement: Arrangement) -> String {
    let Arrangement { sort, is_reversed, group } = arrangement;
    let (sort_by, order) = (sort_by(list, sort).to_lowercase(), order(sort, is_reversed));
    format!("Sorted by {sort_by}, {order}, grouped by {}", group_by(list, group).to_lowercase())
}

/// Those that are there, in one line: "B2 · 24 Oct 2024".
pub fn dotted<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
