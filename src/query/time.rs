//! When something was, and whether that is in a window of time: surely, possibly or not.

use jiff::Timestamp;

use crate::model::{Bounds, Moment, When, Zone};

/// Which of the three times of a record a window is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// When it happened; of a report when that happened which it speaks of.
    #[default]
    Happened,
    /// When it was said or published; of an event when it was first reported.
    Reported,
    /// When we learned of it; of an event from the first report that we learned of.
    Known,
}

impl Clock {
    pub const ALL: [Self; 3] = [Self::Happened, Self::Reported, Self::Known];

    /// What the command line and settings call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Reported => "reported",
            Self::Known => "known",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.name() == name)
    }
}

/// How surely something is among what is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    #[default]
    Out,
    Possibly,
    Surely,
}

/// A stretch of time. Both ends belong to it; `None` = without end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimeWindow {
    pub first: Option<Moment>,
    pub last: Option<Moment>,
}

impl TimeWindow {
    pub fn new(first: Moment, last: Moment) -> Self {
        Self { first: Some(first), last: Some(last) }
    }

    /// All that a date may cover.
    pub fn of(when: &When, zone: &Zone) -> Self {
        let bounds = when.bounds(zone);
        Self { first: bounds.earliest(), last: bounds.latest() }
    }

    /// From and to to the second, both included: `2024-10-23T00:00:00Z/2024-10-25T23:59:59Z`; `..` where there is no end. What lies beyond
    /// the calendar is written in seconds.
    pub fn written(self) -> String {
        let written = |Moment(secs): Moment| Timestamp::from_second(secs).map_or_else(|_| format!("@{secs}"), |at| at.to_string());
        let [first, last] = [self.first, self.last].map(|end| end.map_or_else(|| "..".to_owned(), written));
        format!("{first}/{last}")
    }

    /// Reads what [`TimeWindow::written`] writes.
    pub fn read(text: &str) -> Option<Self> {
        let end = |text: &str| match text.strip_prefix('@') {
            _ if text == ".." => Some(None),
            Some(secs) => Some(Some(Moment(secs.parse().ok()?))),
            None => Some(Some(Moment(text.parse::<Timestamp>().ok()?.as_second()))),
        };
        let (first, last) = text.split_once('/')?;
        Some(Self { first: end(first)?, last: end(last)? })
    }

    /// In seconds; `None` where an end is open.
    pub fn length_secs(self) -> Option<i64> {
        Some(self.last?.0.saturating_sub(self.first?.0).saturating_add(1))
    }
}

/// Between which moments something began and between which it ended, to compare with windows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extent {
    pub first_start: Moment,
    pub last_start: Moment,
    pub first_end: Moment,
    pub last_end: Moment,
    /// The date is qualified by `?`, `~` or `%`.
    pub is_doubted: bool,
    /// Where it is one of several, each of them; else nothing.
    pub one_of: Box<[Self]>,
}

impl Extent {
    /// The extent of a date, with the days of `zone`. What goes on with an open end (`a/..`) surely goes on until `as_of`, the moment
    /// that the situation describes, and possibly after it.
    pub fn of(when: &When, zone: &Zone, as_of: Option<Moment>) -> Self {
        let mut extent = Self::of_bounds(when.bounds(zone));
        if let Some(as_of) = as_of.filter(|_| when.is_ongoing()) {
            extent.first_end = extent.first_end.max(as_of);
        }
        let alternatives = when.alternatives(zone);
        if alternatives.len() > 1 {
            extent.one_of = alternatives.into_iter().map(Self::of_bounds).collect();
        }
        extent
    }

    fn of_bounds(bounds: Bounds) -> Self {
        const EARLIEST: Moment = Moment(i64::MIN);
        const LATEST: Moment = Moment(i64::MAX);
        Self {
            first_start: bounds.start.earliest.unwrap_or(EARLIEST),
            last_start: bounds.start.latest.unwrap_or(LATEST),
            first_end: bounds.end.earliest.unwrap_or(EARLIEST),
            last_end: bounds.end.latest.unwrap_or(LATEST),
            is_doubted: bounds.uncertain || bounds.approximate,
            one_of: Box::default(),
        }
    }

    /// Possibly in a window is what can have overlapped it, surely in it what must have: whenever it began and ended. What is doubted
    /// (`?`, and `~` too) is never surely in.
    pub fn fit(&self, window: TimeWindow) -> Fit {
        if !self.one_of.is_empty() {
            let mut fits = self.one_of.iter().map(|one| one.fit(window));
            let first = fits.next().unwrap_or_default();
            // One of them holds, and nobody knows which.
            return fits.fold(first, |all, fit| if all == fit { fit } else { Fit::Possibly });
        }
        let first = window.first.unwrap_or(Moment(i64::MIN));
        let last = window.last.unwrap_or(Moment(i64::MAX));
        if self.first_start > last || self.last_end < first {
            Fit::Out
        } else if self.last_start <= last && self.first_end >= first && !self.is_doubted {
            Fit::Surely
        } else {
            Fit::Possibly
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fit::{Out, Possibly, Surely};
    use super::*;

    #[test]
    fn what_must_have_overlapped_a_window_is_surely_in_it_and_what_can_have_possibly() {
        let utc = Zone::utc();
        let day = |text: &str| When::parse(text).unwrap();
        let as_of = day("2024-10-25").bounds(&utc).latest();
        for (date, window, fit) in [
            ("2024-10-24", "2024-10-24", Surely),
            ("2024-10-24", "2024-10-25", Out),
            ("2024-10-24", "2024-10", Surely),
            ("2024-10", "2024-10-24", Possibly),
            ("2024-10", "2024-10", Surely),
            ("2024-10-20/2024-10-26", "2024-10-24", Surely),
            ("[2024-10-20..2024-10-26]", "2024-10-24", Possibly),
            ("[2024-10-20..2024-10-26]", "2024-10-20/2024-10-26", Surely),
            ("[..2024-10-23]", "2024-10-24", Out),
            ("[2024-10-20,2024-10-26]", "2024-10-24", Out),
            ("[2024-10-20,2024-10-26]", "2024-10-26", Possibly),
            ("[2024-10-20,2024-10-26]", "2024-10", Surely),
            ("[..2024-10-24]", "2024-10-24", Possibly),
            ("2024-10-24?", "2024-10-24", Possibly),
            ("2024-10-24~", "2024-10", Possibly),
            ("2024-10-24~", "2024-11", Out),
            ("2024-10-18/..", "2024-10-24", Surely),
            ("2024-10-18/..", "2024-10-26", Possibly),
            ("2024-10-18/", "2024-10-24", Possibly),
            ("2024-10-24T23:59:59Z", "2024-10-24", Surely),
            ("2024-10-24T23:59:59-01:00", "2024-10-24", Out),
        ] {
            let extent = Extent::of(&day(date), &utc, as_of);
            assert_eq!(extent.fit(TimeWindow::of(&day(window), &utc)), fit, "{date} in {window}");
        }
    }

    #[test]
    fn everything_that_is_not_doubted_is_surely_in_all_of_time() {
        for date in ["2024-10-24", "[..2024]", "2024/..", "-9999", "Y170000002"] {
            let extent = Extent::of(&When::parse(date).unwrap(), &Zone::utc(), None);
            assert_eq!(extent.fit(TimeWindow::default()), Surely, "{date}");
        }
    }
}
