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
        ListKind::Layer(_) => "Layer",
    }
}

pub fn sort_by(list: ListKind, sort: SortBy) -> &'static str {
    match (sort, list) {
        (SortBy::Time, ListKind::Reports) => "Published",
        (SortBy::Time, _) => "Time",
        (SortBy::Known, _) => "Known to us",
        (SortBy::Name, ListKind::Events) => "Title",
        (SortBy::Name, _) => "Name",
        (SortBy::Standing, _) => "Standing",
        (SortBy::Reliability, _) => "Reliability",
        (SortBy::Credibility, _) => "Credibility",
        (SortBy::Ties, _) => "Links",
        (SortBy::File, _) => "File",
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

pub fn lack(lack: Lack) -> &'static str {
    match lack {
        Lack::Date => "No date",
        Lack::Place => "Not on the map",
        Lack::Ties => "Linked to nothing",
    }
}

/// "Sorted by time, latest first, grouped by day", for those who do not see it.
pub fn arranged(list: ListKind, arrangement: Arrangement) -> String {
    let Arrangement { sort, is_reversed, group } = arrangement;
    let turned = if is_reversed { ", reversed" } else { "" };
    format!("Sorted by {}{turned}, grouped by {}", sort_by(list, sort).to_lowercase(), group_by(list, group).to_lowercase())
}

/// A text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
