//! Which list is shown, and in which order its rows stand.

use std::collections::BTreeMap;

/// Which list the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    Events,
    Reports,
    Places,
    Actors,
    Sources,
    /// What would otherwise be in no view: without date, without place, tied to nothing.
    Tray,
    /// Reports that are about nothing yet.
    Inbox,
    /// The rows of a data layer, by its place among the layers.
    Layer(usize),
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// When it happened; of a report when it was published.
    #[default]
    Time,
    /// When we learned of it.
    Known,
    Name,
    /// From contested to unreported.
    Standing,
    /// The letter; `F` (cannot be judged) and none at the end.
    Reliability,
    /// The digit; `6` (cannot be judged) and none at the end.
    Credibility,
    /// How many records are tied to it.
    Ties,
    /// As in the file.
    File,
}

/// What rows that stand together have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GroupBy {
    #[default]
    Nothing,
    Day,
    Place,
    Actor,
    Source,
    Category,
    Standing,
    Kind,
    Country,
    Side,
    /// Why it is in the tray.
    Lack,
}

/// The order of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arrangement {
    pub sort: SortBy,
    pub is_reversed: bool,
    pub group: GroupBy,
}

/// The order of every list: what differs from [`Arrangement::of`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangements(BTreeMap<ListKind, Arrangement>);

impl ListKind {
    /// The lists of a situation.
    pub const OF_RECORDS: [Self; 7] = [Self::Events, Self::Reports, Self::Places, Self::Actors, Self::Sources, Self::Tray, Self::Inbox];

    /// What it can be sorted by, the usual first.
    pub fn sorts(self) -> &'static [SortBy] {
        match self {
            Self::Events => &[SortBy::Time, SortBy::Name, SortBy::Standing, SortBy::Reliability, SortBy::Credibility, SortBy::Ties],
            Self::Reports | Self::Inbox => &[SortBy::Time, SortBy::Known, SortBy::Name, SortBy::Reliability, SortBy::Credibility],
            Self::Places | Self::Actors => &[SortBy::Name, SortBy::Ties],
            Self::Sources => &[SortBy::Name, SortBy::Reliability, SortBy::Ties],
            Self::Tray => &[SortBy::Name, SortBy::Time],
            Self::Layer(_) => &[SortBy::File, SortBy::Name],
        }
    }

    /// What it can be grouped by, the usual first.
    pub fn groups(self) -> &'static [GroupBy] {
        match self {
            Self::Events => {
                &[GroupBy::Day, GroupBy::Place, GroupBy::Actor, GroupBy::Source, GroupBy::Category, GroupBy::Standing, GroupBy::Nothing]
            }
            Self::Reports | Self::Inbox => {
                &[GroupBy::Day, GroupBy::Source, GroupBy::Place, GroupBy::Actor, GroupBy::Category, GroupBy::Standing, GroupBy::Nothing]
            }
            Self::Places => &[GroupBy::Nothing, GroupBy::Country, GroupBy::Kind],
            Self::Actors => &[GroupBy::Nothing, GroupBy::Kind, GroupBy::Side],
            Self::Sources => &[GroupBy::Nothing, GroupBy::Kind, GroupBy::Actor],
            Self::Tray => &[GroupBy::Lack, GroupBy::Kind],
            Self::Layer(_) => &[GroupBy::Nothing],
        }
    }
}

impl Arrangement {
    /// How a list stands at first: events from the earliest, reports from the latest, as one reads news.
    pub fn of(list: ListKind) -> Self {
        Self {
            sort: list.sorts().first().copied().unwrap_or_default(),
            is_reversed: matches!(list, ListKind::Reports | ListKind::Inbox),
            group: list.groups().first().copied().unwrap_or_default(),
        }
    }

    /// Sorted by something else, in its usual direction. Days follow one another by time alone: in another order the rows stand
    /// together, and in days again once they are in that of time.
    #[must_use]
    pub fn sorted_by(self, list: ListKind, sort: SortBy) -> Self {
        let usual = Self::of(list);
        let group = match self.group {
            GroupBy::Day if sort != SortBy::Time => GroupBy::Nothing,
            GroupBy::Nothing if sort == SortBy::Time && self.sort != SortBy::Time => usual.group,
            group => group,
        };
        let is_reversed = matches!(sort, SortBy::Time | SortBy::Known) && usual.is_reversed;
        Self { sort, is_reversed, group }
    }

    /// Grouped by something else; in days only by time.
    #[must_use]
    pub fn grouped_by(self, list: ListKind, group: GroupBy) -> Self {
        let sorted = if group == GroupBy::Day && self.sort != SortBy::Time { self.sorted_by(list, SortBy::Time) } else { self };
        Self { group, ..sorted }
    }

    /// Sorted by what comes after in the order of choices.
    #[must_use]
    pub fn next_sort(self, list: ListKind) -> Self {
        self.sorted_by(list, after(list.sorts(), self.sort))
    }

    /// Grouped by what comes after and keeps the order.
    #[must_use]
    pub fn next_group(self, list: ListKind) -> Self {
        let next = after(list.groups(), self.group);
        let has_order = next != GroupBy::Day || self.sort == SortBy::Time;
        Self { group: if has_order { next } else { after(list.groups(), next) }, ..self }
    }
}

impl Arrangements {
    pub fn of(&self, list: ListKind) -> Arrangement {
        self.0.get(&list).copied().unwrap_or_else(|| Arrangement::of(list))
    }

    pub fn set(&mut self, list: ListKind, arrangement: Arrangement) {
        self.0.insert(list, arrangement);
    }
}

fn after<T: Copy + PartialEq + Default>(choices: &[T], now: T) -> T {
    let at = choices.iter().position(|choice| *choice == now).map_or(0, |at| at + 1);
    choices.get(at).or(choices.first()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_sorted_by_time_stands_in_no_days() {
        for list in [ListKind::Events, ListKind::Reports] {
            let by_day = Arrangement::of(list);
            let by_grade = by_day.sorted_by(list, SortBy::Reliability);
            assert_eq!((by_day.group, by_grade.group), (GroupBy::Day, GroupBy::Nothing));
            assert!(!by_grade.is_reversed, "the best first");
            assert_eq!(by_grade.next_group(list).group, list.groups()[1]);
            assert_eq!(by_grade.grouped_by(list, GroupBy::Day), by_day);
            assert_eq!(by_grade.sorted_by(list, SortBy::Time), by_day);
            let by_place = Arrangement { group: GroupBy::Place, ..by_day };
            assert_eq!(by_place.sorted_by(list, SortBy::Reliability).group, GroupBy::Place);
            let ungrouped = Arrangement { group: GroupBy::Nothing, ..by_day };
            assert_eq!(ungrouped.sorted_by(list, SortBy::Time), ungrouped);
        }
    }

    #[test]
    fn going_through_the_choices_comes_back_to_the_first() {
        for list in ListKind::OF_RECORDS {
            let first = Arrangement::of(list);
            let by_sort = list.sorts().iter().fold(first, |arrangement, _| arrangement.next_sort(list));
            let by_group = list.groups().iter().fold(first, |arrangement, _| arrangement.next_group(list));
            assert_eq!((by_sort, by_group), (first, first), "{list:?}");
        }
    }
}
