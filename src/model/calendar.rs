//! Moments, days and time zones: the proleptic Gregorian calendar with astronomical years (year 0 is 1 BC).
//!
//! Offsets of time zones are known for the years -9999 to 9999; beyond them every zone counts as UTC.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::model::words::Weekday;

const SECONDS_A_DAY: i64 = 86_400;

/// A second: how many of them lie between it and 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// What calendar and clock show at this moment in `zone`.
    pub fn civil(self, zone: &Zone) -> CivilTime {
        let offset_secs = zone.offset_secs_at(self);
        let local = self.0.saturating_add(offset_secs);
        let of_day = local.rem_euclid(SECONDS_A_DAY);
        CivilTime {
            day: CivilDay::from_number(local.div_euclid(SECONDS_A_DAY)),
            hour: small(of_day / 3600),
            minute: small(of_day / 60 % 60),
            second: small(of_day % 60),
            offset_secs,
        }
    }
}

/// What calendar and clock show at a moment in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime {
    pub day: CivilDay,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// East of Greenwich is positive.
    pub offset_secs: i64,
}

/// A day of the calendar, in no particular zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay {
    /// Astronomical: 0 is 1 BC.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// As ISO 8601 writes it: `2024-10-24`.
impl fmt::Display for CivilDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl CivilDay {
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.number() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Days since 1970-01-01 (negative before it). Years run in eras of 400 and begin with March here, so that the
    /// leap day comes last.
    pub fn number(self) -> i64 {
        let month = i64::from(self.month);
        let year = if month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that lies `number` days after 1970-01-01.
    pub fn from_number(number: i64) -> Self {
        let shifted = number.saturating_add(719_468);
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: small(month),
            day: small(day_of_year - (153 * month_from_march + 2) / 5 + 1),
        }
    }
}

/// How many days `month` (1 to 12) has in `year`.
pub(crate) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// No such time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone named {name:?} in the IANA database")]
pub struct UnknownZone {
    pub name: String,
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl Zone {
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The zone with an IANA name, such as `Europe/Kyiv`. Names are compared without regard to case.
    ///
    /// # Errors
    /// The name stands in no database that the system or this program carries.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone { name: name.to_owned() })
    }

    /// The IANA name, `UTC` among them.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The first second of a day: where clocks go back over midnight the earlier one, where they jump over it the jump.
    pub(crate) fn first_second(&self, day_number: i64) -> Moment {
        let local_secs = day_number.saturating_mul(SECONDS_A_DAY);
        let (before, _) = self.offsets_secs_of_local(local_secs);
        Moment(local_secs.saturating_sub(before))
    }

    /// The last second of a day. A day that a zone skipped (Samoa's 30 December 2011) is the moment of the skip.
    pub(crate) fn last_second(&self, day_number: i64) -> Moment {
        let local_secs = day_number.saturating_mul(SECONDS_A_DAY).saturating_add(SECONDS_A_DAY - 1);
        let (_, after) = self.offsets_secs_of_local(local_secs);
        Moment(local_secs.saturating_sub(after)).max(self.first_second(day_number))
    }

    /// The first and last moment at which clocks show `local_secs` (seconds of local time since 1970-01-01T00:00:00).
    pub(crate) fn moments_of_local(&self, local_secs: i64) -> (Moment, Moment) {
        let (before, after) = self.offsets_secs_of_local(local_secs);
        let (one, other) = (Moment(local_secs.saturating_sub(before)), Moment(local_secs.saturating_sub(after)));
        (one.min(other), one.max(other))
    }

    fn offset_secs_at(&self, moment: Moment) -> i64 {
        jiff::Timestamp::from_second(moment.0).map_or(0, |timestamp| i64::from(self.0.to_offset(timestamp).seconds()))
    }

    /// The offsets before and after the change of clocks that makes a local time ambiguous or skips it; equal elsewhere.
    fn offsets_secs_of_local(&self, local_secs: i64) -> (i64, i64) {
        // Most situations count in UTC, and each of their dates asks four times.
        if self.0 == TimeZone::UTC {
            return (0, 0);
        }
        let civil = Moment(local_secs).civil(&Self::utc());
        let Some(local) = to_jiff(civil) else { return (0, 0) };
        match self.0.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => (i64::from(offset.seconds()), i64::from(offset.seconds())),
            AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => {
                (i64::from(before.seconds()), i64::from(after.seconds()))
            }
        }
    }
}

fn to_jiff(civil: CivilTime) -> Option<DateTime> {
    let CivilTime { day, hour, minute, second, .. } = civil;
    let [month, day_of_month, hour, minute, second] = [day.month, day.day, hour, minute, second].map(|n| i8::try_from(n).unwrap_or(0));
    DateTime::new(i16::try_from(day.year).ok()?, month, day_of_month, hour, minute, second, 0).ok()
}

/// A number that arithmetic has already brought below 100.
fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_from_the_first_of_january_1970() {
        for (year, month, day, number, weekday) in [
            (1970, 1, 1, 0, Weekday::Thursday),
            (2024, 10, 25, 20_021, Weekday::Friday),
            (2000, 2, 29, 11_016, Weekday::Tuesday),
            (1969, 12, 31, -1, Weekday::Wednesday),
            (0, 1, 1, -719_528, Weekday::Saturday),
        ] {
            let civil = CivilDay { year, month, day };
            assert_eq!(civil.number(), number);
            assert_eq!(CivilDay::from_number(number), civil);
            assert_eq!(civil.weekday(), weekday, "{civil:?}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_with_the_clocks_of_its_zone() {
        let day = |year, month, day| CivilDay { year, month, day }.number();
        for (zone, number, first, last) in [
            ("UTC", 0, 0, 86_399),
            ("Europe/Kyiv", day(2024, 10, 24), 1_729_717_200, 1_729_803_599),
            // 25 hours: the clocks go back.
            ("Europe/Kyiv", day(2024, 10, 27), 1_729_976_400, 1_729_976_400 + 25 * 3600 - 1),
            // 23 hours: the clocks jump over midnight.
            ("Africa/Cairo", day(2024, 4, 26), 1_714_082_400, 1_714_082_400 + 23 * 3600 - 1),
            // A day that never was.
            ("Pacific/Apia", day(2011, 12, 30), 1_325_239_200, 1_325_239_200),
        ] {
            let zone = Zone::named(zone).unwrap();
            assert_eq!((zone.first_second(number), zone.last_second(number)), (Moment(first), Moment(last)), "{}", zone.name());
        }
    }

    #[test]
    fn a_moment_shows_as_local_time() {
        let civil = Moment(1_729_717_200).civil(&Zone::named("Europe/Kyiv").unwrap());
        assert_eq!((civil.day, civil.hour, civil.offset_secs), (CivilDay { year: 2024, month: 10, day: 24 }, 0, 10_800));
        assert_eq!(Moment(i64::MAX).civil(&Zone::utc()).offset_secs, 0, "the ends of time do not overflow");
        assert_eq!(Moment(i64::MIN).civil(&Zone::utc()).offset_secs, 0, "the ends of time do not overflow");
    }

    #[test]
    fn an_unknown_zone_is_refused_by_name() {
        let error = Zone::named("Europe/Atlantis").unwrap_err();
        assert!(error.to_string().contains("Europe/Atlantis"));
    }
}
