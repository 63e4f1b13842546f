//! Dates and times as a person reads them.

use crate::model::{CivilDay, CivilTime, Moment, When, Zone};
use crate::viewpoint::DateNotation;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes dates: days are those of the situation's zone, times are shown in the zone that the reader wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Dates {
    /// Whose days the situation counts in.
    pub zone: Zone,
    /// Where a time is to be read in another zone.
    pub shown_in: Option<Zone>,
    pub notation: DateNotation,
}

impl Dates {
    pub fn of_zone(zone: Zone) -> Self {
        Self { zone, shown_in: None, notation: DateNotation::Words }
    }

    /// The zone that times are shown in.
    pub fn reading_zone(&self) -> &Zone {
        self.shown_in.as_ref().unwrap_or(&self.zone)
    }

    /// A date: `24 Oct 2024, Thu`; `Jun 2024`; `by 23 Oct 2024`; `20 to 24 Oct 2024`.
    pub fn when(&self, when: &When) -> String {
        let bounds = when.bounds(&self.zone);
        let day = |moment: Moment| moment.civil(&self.zone).day;
        let text = match (bounds.earliest(), bounds.latest()) {
            (Some(first), Some(last)) if first == last => self.moment(first),
            (Some(first), Some(last)) => {
                // Where it began may itself be open until its end: then it is some day of these, not all of them.
                let is_one_of = bounds.start.latest.is_some_and(|moment| day(moment) == day(last));
                self.days(day(first), day(last), is_one_of)
            }
            (None, Some(last)) => format!("by {}", self.day(day(last))),
            (Some(first), None) => format!("from {} on", self.day(day(first))),
            (None, None) => "at some time".to_owned(),
        };
        let text = if bounds.approximate { format!("about {text}") } else { text };
        if bounds.uncertain { format!("{text} (uncertain)") } else { text }
    }

    /// What a group of rows with this date is headed.
    pub fn heading(&self, date: Option<&When>) -> String {
        date.map_or_else(|| "No date".to_owned(), |date| self.when(date))
    }

    /// A moment with its day, local and Zulu: `24 Oct 2024, Thu 16:30 (13:30Z)`.
    pub fn moment(&self, moment: Moment) -> String {
        let local = moment.civil(self.reading_zone());
        let zulu = moment.civil(&Zone::utc());
        match self.notation {
            DateNotation::DateTimeGroup => {
                let CivilTime { day, hour, minute, .. } = zulu;
                format!("{:02}{hour:02}{minute:02}Z{}{:02}", day.day, month(day).to_uppercase(), day.year.rem_euclid(100))
            }
            _ if local.offset_secs == 0 => format!("{} {}", self.day_and_weekday(local.day), clock(local)),
            _ => format!("{} {} ({}Z)", self.day_and_weekday(local.day), clock(local), clock(zulu)),
        }
    }

    /// The time of a moment, with its day where that is not the day of `now`: `06:00`, `24 Oct 06:00`.
    pub fn time_since(&self, moment: Moment, now: Moment) -> String {
        let zone = self.reading_zone();
        let (then, now) = (moment.civil(zone), now.civil(zone));
        if then.day == now.day { clock(then) } else { format!("{} {} {}", then.day.day, month(then.day), clock(then)) }
    }

    /// A time alone: `14:30:05`.
    pub fn clock_with_seconds(&self, moment: Moment) -> String {
        let time = moment.civil(self.reading_zone());
        format!("{}:{:02}", clock(time), time.second)
    }

    pub(super) fn day(&self, day: CivilDay) -> String {
        match self.notation {
            DateNotation::Words => format!("{} {} {}", day.day, month(day), year(day)),
            DateNotation::Iso => day.to_string(),
            DateNotation::DateTimeGroup => format!("{:02} {} {:02}", day.day, month(day).to_uppercase(), day.year.rem_euclid(100)),
        }
    }

    fn day_and_weekday(&self, day: CivilDay) -> String {
        let weekday = day.weekday().word();
        match self.notation {
            DateNotation::Words => format!("{}, {}", self.day(day), weekday.get(..3).unwrap_or(weekday)),
            DateNotation::Iso | DateNotation::DateTimeGroup => self.day(day),
        }
    }

    pub(super) fn days(&self, first: CivilDay, last: CivilDay, is_one_of: bool) -> String {
        let is_whole_months = first.day == 1 && CivilDay::from_number(last.number() + 1).day == 1;
        let same_year = first.year == last.year;
        if first == last {
            return self.day_and_weekday(first);
        }
        if is_whole_months && same_year {
            if first.month == last.month {
                return if self.notation == DateNotation::Iso {
                    format!("{:04}-{:02}", first.year, first.month)
                } else {
                    format!("{} {}", month(first), year(first))
                };
            }
            if (first.month, last.month) == (1, 12) {
                return year(first);
            }
        }
        let from = match (self.notation, same_year, first.month == last.month) {
            (DateNotation::Words, true, true) => first.day.to_string(),
            (DateNotation::Words, true, false) => format!("{} {}", first.day, month(first)),
            _ => self.day(first),
        };
        let days = format!("{from} to {}", self.day(last));
        if is_one_of { format!("some day of {days}") } else { days }
    }
}

pub(super) fn clock(time: CivilTime) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}

pub(super) fn month(day: CivilDay) -> &'static str {
    MONTHS.get(usize::from(day.month).saturating_sub(1)).copied().unwrap_or_default()
}

pub(super) fn year(day: CivilDay) -> String {
    if day.year <= 0 { format!("{} BC", 1 - day.year) } else { day.year.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_a_person_says_them() {
        let dates = Dates::of_zone(Zone::utc());
        for (edtf, text) in [
            ("2024-10-24", "24 Oct 2024, Thu"),
            ("2024-06", "Jun 2024"),
            ("2024", "2024"),
            ("[..2024-10-23]", "by 23 Oct 2024"),
            ("[2024-10-20..2024-10-24]", "some day of 20 to 24 Oct 2024"),
            ("2024-10-22/2024-10-24", "22 to 24 Oct 2024"),
            ("2024-09-30/2024-10-02", "30 Sep to 2 Oct 2024"),
            ("2024-10-18/..", "from 18 Oct 2024 on"),
            ("2024-10-24T13:30:00Z", "24 Oct 2024, Thu 13:30"),
            ("2024-10-24?", "24 Oct 2024, Thu (uncertain)"),
            ("2024-10~", "about Oct 2024"),
            ("-0043-03-15", "15 Mar 44 BC, Fri"),
        ] {
            assert_eq!(dates.when(&When::parse(edtf).unwrap()), text, "{edtf}");
        }
    }

    #[test]
    fn a_time_is_told_in_the_readers_zone_and_in_zulu_and_a_day_stays_the_situations() {
        let mut dates = Dates::of_zone(Zone::named("Europe/Kyiv").unwrap());
        let [time, day] = ["2024-10-24T13:30:00Z", "2024-10-24"].map(|text| When::parse(text).unwrap());
        assert_eq!(dates.when(&time), "24 Oct 2024, Thu 16:30 (13:30Z)");
        dates.shown_in = Some(Zone::named("Asia/Seoul").unwrap());
        assert_eq!(dates.when(&time), "24 Oct 2024, Thu 22:30 (13:30Z)");
        assert_eq!(dates.when(&day), "24 Oct 2024, Thu", "no time, so no other zone");
        dates.notation = DateNotation::Iso;
        assert_eq!((dates.when(&time), dates.when(&day)), ("2024-10-24 22:30 (13:30Z)".to_owned(), "2024-10-24".to_owned()));
        dates.notation = DateNotation::DateTimeGroup;
        assert_eq!((dates.when(&time), dates.when(&day)), ("241330ZOCT24".to_owned(), "24 OCT 24".to_owned()));
    }

    #[test]
    fn what_is_new_is_told_since_a_time_and_since_a_day_where_it_was_not_today() {
        let dates = Dates::of_zone(Zone::utc());
        let now = Moment(1_729_790_000);
        assert_eq!(dates.time_since(Moment(1_729_749_600), now), "06:00");
        assert_eq!(dates.time_since(Moment(1_729_663_200), now), "23 Oct 06:00");
    }
}
