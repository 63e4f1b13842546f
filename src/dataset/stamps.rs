//! Dates as data layers write them, in whatever notation.

use jiff::civil::{Date, DateTime};

use crate::dataset::notations;
use crate::model::Moment;

/// A date as it is written: which of two numbers is the day and which the month is decided later, from the whole column.
///
/// Eight bytes: a row of a million has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    year: i16,
    /// The month, unless the order is open.
    first: u8,
    /// The day, unless the order is open; 0 where none is given.
    second: u8,
    /// In seconds of the day, with flags above them.
    rest: u32,
}

/// How precisely a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Year,
    Month,
    Day,
    Minute,
    Second,
}

/// Which number of `03/04/2022` is the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// Bits of `rest`: the seconds of the day, then the precision, whether the order is open, whether a zone is given, its quarters of an hour.
const SECS: u32 = 17;
const OPEN: u32 = 1 << 20;
const ZONED: u32 = 1 << 21;
const ZONE: u32 = 22;
/// Zones are kept as quarters of an hour east of this one.
const LEAST_QUARTER: i32 = -64;

const DAY_SECS: i64 = 86_400;

/// A time of day: its seconds, how precise they are, and quarters of an hour east of Greenwich.
pub(super) struct TimeOfDay {
    pub(super) secs: u32,
    pub(super) precision: Precision,
    pub(super) quarters: Option<i32>,
}

impl TimeOfDay {
    /// A leap second counts as the one before it.
    pub(super) fn of(hour: u32, minute: u32, second: Option<u32>) -> Option<Self> {
        let is_time = hour < 24 && minute < 60 && second.is_none_or(|second| second <= 60);
        let precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        let secs = hour * 3600 + minute * 60 + second.map_or(0, |second| second.min(59));
        is_time.then_some(Self { secs, precision, quarters: None })
    }
}

impl Stamp {
    /// Of a row without a date.
    pub const NONE: Self = Self { year: i16::MIN, first: 0, second: 0, rest: 0 };

    /// Reads a date with or without a time of day, in any of these notations:
    ///
    /// - ISO 8601 (`2024-10-24`, `2024-10`, `2024-10-24T14:30:05+03:00`) and its numbers in another order, with `/`, `-` or `.` between them;
    ///   years of two figures (`24/10/24`) are from 1970 to 2069;
    /// - one run of 8, 12 or 14 figures (`20241024143005`);
    /// - the month as a word (`24 Oct 2024`, `October 24, 2024`, `24-Oct-24`, `Thu, 24 Oct 2024 14:30:00 +0300`, `October 2024`);
    /// - with the units of East Asia (`2024년 10월 24일`);
    /// - as a date-time group (`241430ZOCT24`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let starts_with_figure = text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
        if !starts_with_figure {
            return notations::in_words(text);
        }
        Self::in_numbers(text)
            .or_else(|| notations::run(text))
            .or_else(|| notations::group(text))
            .or_else(|| notations::with_units(text))
            .or_else(|| notations::in_words(text))
    }

    /// Reads a number in a column of times: seconds or milliseconds since 1970 (UTC), a year, or one run of figures as [`Stamp::parse`] has it.
    pub fn of_number(number: f64) -> Option<Self> {
        let whole = Some(number).filter(|number| number.is_finite() && *number >= 0.0).map(f64::trunc)?;
        // No number but one of these has as many figures: 9 and 10 are seconds from 1973 on, 11 to 13 milliseconds from 1973 to 2286.
        let secs = if (1e8..1e10).contains(&whole) {
            whole as i64
        } else if (1e11..1e13).contains(&whole) {
            whole as i64 / 1000
        } else if (1000.0..2200.0).contains(&number) && number == whole {
            return Self::of(whole as u32, 0, 0, 0)?.at(Precision::Year, None);
        } else {
            return notations::run(&whole.to_string());
        };
        let at = jiff::Timestamp::from_second(secs).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        let [year, month, day, hour, minute, second] =
            [i32::from(at.year()), at.month().into(), at.day().into(), at.hour().into(), at.minute().into(), at.second().into()]
                .map(|part| part as u32);
        let time = TimeOfDay { quarters: Some(0), ..TimeOfDay::of(hour, minute, Some(second))? };
        Self::of(year, month, day, 0)?.at(Precision::Second, Some(&time))
    }

    /// Reads what stands in a column of times: a date, or a number that is one there.
    pub fn in_column(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Self::of_number(text.trim().parse().ok()?))
    }

    fn in_numbers(text: &str) -> Option<Self> {
        let (date, time) = match text.find(['T', 't', ' ']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim_start()),
            None => (text, ""),
        };
        let time = if time.is_empty() { None } else { Some(time_of_day(time)?) };
        let separator = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
        let mut parts = date.split(separator).map(digits);
        let [first, second, third] = [parts.next()??, parts.next()??, parts.next().unwrap_or(Some((0, 0)))?];
        if parts.next().is_some() || (third.1 == 0 && time.is_some()) {
            return None;
        }
        let precision = time.as_ref().map_or(if third.1 == 0 { Precision::Month } else { Precision::Day }, |time| time.precision);
        let year = if third.1 == 2 { notations::full_year(third.0) } else { third.0 };
        let stamp = match (first.1, third.1) {
            (4, 0..=2) => Self::of(first.0, second.0, third.0, 0),
            // Full stops stand between day, month and year only.
            (1 | 2, 2 | 4) if separator == '.' => Self::of(year, second.0, first.0, 0),
            (1 | 2, 2 | 4) => Self::of(year, first.0, second.0, OPEN),
            _ => None,
        };
        stamp?.at(precision, time.as_ref())
    }

    pub(super) fn of(year: u32, first: u32, second: u32, flags: u32) -> Option<Self> {
        let month_and_day = u8::try_from(first).ok().zip(u8::try_from(second).ok());
        let (first, second) = month_and_day?;
        let stamp = Self { year: i16::try_from(year).ok()?, first, second, rest: flags };
        (stamp.fits(DateOrder::MonthFirst) || stamp.fits(DateOrder::DayFirst)).then_some(stamp)
    }

    pub(super) fn at(self, precision: Precision, time: Option<&TimeOfDay>) -> Option<Self> {
        // No month or day is numbered 0; some write that for what is not known.
        if (precision >= Precision::Month && self.first == 0) || (precision >= Precision::Day && self.second == 0) {
            return None;
        }
        let secs = time.map_or(0, |time| time.secs);
        let zone = time.and_then(|time| time.quarters).map_or(0, |quarters| ZONED | ((quarters - LEAST_QUARTER) as u32) << ZONE);
        Some(Self { rest: self.rest | secs | (precision as u32) << SECS | zone, ..self })
    }

    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether it is written so that either number may be the month.
    pub fn is_open(self) -> bool {
        self.rest & OPEN != 0
    }

    /// Whether it is a date with the numbers in this order.
    pub fn fits(self, order: DateOrder) -> bool {
        self.date(order).is_some()
    }

    pub fn precision(self) -> Precision {
        match self.rest >> SECS & 7 {
            0 => Precision::Year,
            1 => Precision::Month,
            2 => Precision::Day,
            3 => Precision::Minute,
            _ => Precision::Second,
        }
    }

    /// Whether it has a time of day, and that is midnight in no zone that is named: as databases write days.
    pub fn is_midnight(self) -> bool {
        self.precision() >= Precision::Minute && self.rest & (ZONED | ((1 << SECS) - 1)) == 0
    }

    /// The day of a midnight; what is none stays as it is.
    #[must_use]
    pub fn as_day(self) -> Self {
        if !self.is_midnight() {
            return self;
        }
        Self { rest: self.rest & !(7 << SECS) | (Precision::Day as u32) << SECS, ..self }
    }

    /// The first and the last moment that it may mean. Where it names no zone its days are those of UTC.
    pub fn bounds(self, order: DateOrder) -> Option<[Moment; 2]> {
        let date = self.date(order)?;
        let day = |date: Date| DateTime::from(date).to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp().as_second());
        let first = day(date)?;
        let last = match self.precision() {
            Precision::Year => day(date.last_of_year())? + DAY_SECS,
            Precision::Month => day(date.last_of_month())? + DAY_SECS,
            Precision::Day => first + DAY_SECS,
            Precision::Minute => first + 60,
            Precision::Second => first + 1,
        } - 1;
        let secs = i64::from(self.rest & ((1 << SECS) - 1));
        let east = if self.rest & ZONED == 0 { 0 } else { i64::from((self.rest >> ZONE) as i32 + LEAST_QUARTER) * 900 };
        Some([first, last].map(|at| Moment(at + secs - east)))
    }

    /// The same in EDTF (ISO 8601-2:2019), as precisely as it is given; a time of day in UTC where a zone is named, else as it stands.
    pub fn edtf(self, order: DateOrder) -> Option<String> {
        let [first, _] = self.bounds(order)?;
        let at = jiff::Timestamp::from_second(first.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        let zone = if self.rest & ZONED == 0 { "" } else { "Z" };
        Some(match self.precision() {
            Precision::Year => at.strftime("%Y").to_string(),
            Precision::Month => at.strftime("%Y-%m").to_string(),
            Precision::Day => at.strftime("%Y-%m-%d").to_string(),
            Precision::Minute => format!("{}{zone}", at.strftime("%Y-%m-%dT%H:%M")),
            Precision::Second => format!("{}{zone}", at.strftime("%Y-%m-%dT%H:%M:%S")),
        })
    }

    /// The day, the first of those that are meant.
    fn date(self, order: DateOrder) -> Option<Date> {
        let (month, day) = match order {
            DateOrder::DayFirst if self.is_open() => (self.second, self.first),
            _ => (self.first, self.second),
        };
        Date::new(self.year, month.max(1) as i8, day.max(1) as i8).ok().filter(|_| !self.is_none())
    }
}

/// A number of figures only, with how many they are.
pub(super) fn digits(text: &str) -> Option<(u32, usize)> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    Some((text.parse().ok().filter(|_| is_number)?, text.len()))
}

/// `14:30`, `14:30:05.250Z`, `2:30 PM`, `14:30+03:00`.
pub(super) fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at_checked(end)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':').map(digits);
    let [(hour, _), (minute, _)] = [parts.next()??, parts.next()??];
    let second = parts.next().map_or(Some(None), |second| second.map(Some))?;
    let is_clean = parts.next().is_none() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let rest = rest.trim();
    let (half, zone) = match rest.get(..2).map(str::to_ascii_uppercase).as_deref() {
        Some("AM") => (Some(0), rest.get(2..)?),
        Some("PM") => (Some(12), rest.get(2..)?),
        _ => (None, rest),
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let time = TimeOfDay::of(hour, minute, second.map(|(second, _)| second)).filter(|_| is_clean)?;
    let quarters = match zone.trim() {
        "" => None,
        zone => Some(quarters_east(zone)?),
    };
    Some(TimeOfDay { quarters, ..time })
}

/// `Z`, `UTC`, `GMT`, `+03:00`, `-0730`, `+3`, in quarters of an hour.
pub(super) fn quarters_east(zone: &str) -> Option<i32> {
    if ["z", "utc", "gmt"].iter().any(|name| name.eq_ignore_ascii_case(zone)) {
        return Some(0);
    }
    let (is_west, rest) = match zone.strip_prefix('+') {
        Some(rest) => (false, rest),
        None => (true, zone.strip_prefix('-')?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (digits(hours)?, digits(minutes)?),
        None if rest.len() == 4 => (digits(rest.get(..2)?)?, digits(rest.get(2..)?)?),
        None => (digits(rest)?, (0, 2)),
    };
    let quarters = (hours.0 * 4 + minutes.0 / 15) as i32;
    let is_zone = hours.0 <= 14 && matches!(minutes.0, 0 | 15 | 30 | 45);
    is_zone.then_some(if is_west { -quarters } else { quarters })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: DateOrder) -> String {
        let bounds = Stamp::parse(text).and_then(|stamp| stamp.bounds(order));
        let at = |Moment(secs): Moment| jiff::Timestamp::from_second(secs).unwrap().to_string();
        bounds.map_or_else(|| "no date".to_owned(), |[first, last]| format!("{} {}", at(first), at(last)))
    }

    #[test]
    fn a_midnight_is_a_day_and_nothing_else_is() {
        let day = |text: &str| Stamp::parse(text).unwrap().as_day().edtf(DateOrder::DayFirst).unwrap();
        assert_eq!(day("2014-01-22 00:00:00.000"), "2014-01-22");
        assert_eq!(day("03/04/2022 00:00"), "2022-04-03");
        assert_eq!(
            ["2014-01-22 00:00:01", "2014-01-22T00:00:00Z", "2014-01-22", "2014-01"].map(day),
            ["2014-01-22T00:00:01", "2014-01-22T00:00:00Z", "2014-01-22", "2014-01"]
        );
    }

    #[test]
    fn dates_are_read_in_every_order_of_their_numbers() {
        for (text, expected) in [
            ("2024-10-24", "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z"),
            ("2024/10/24", "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z"),
            ("24.10.2024", "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z"),
            ("2024-10", "2024-10-01T00:00:00Z 2024-10-31T23:59:59Z"),
            ("2024-10-24T14:30Z", "2024-10-24T14:30:00Z 2024-10-24T14:30:59Z"),
            ("2024-10-24 14:30:05.250", "2024-10-24T14:30:05Z 2024-10-24T14:30:05Z"),
            ("2024-10-24T14:30:05+03:00", "2024-10-24T11:30:05Z 2024-10-24T11:30:05Z"),
            ("2024-10-24T14:30:05-0930", "2024-10-25T00:00:05Z 2024-10-25T00:00:05Z"),
            ("24/10/2024 2:30 PM", "2024-10-24T14:30:00Z 2024-10-24T14:30:59Z"),
            ("24/10/2024 12:00 am", "2024-10-24T00:00:00Z 2024-10-24T00:00:59Z"),
            ("24/10/24", "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z"),
            ("24.10.99", "1999-10-24T00:00:00Z 1999-10-24T23:59:59Z"),
            ("20241024", "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z"),
            ("20241024T143005Z", "2024-10-24T14:30:05Z 2024-10-24T14:30:05Z"),
            ("20241024143005", "2024-10-24T14:30:05Z 2024-10-24T14:30:05Z"),
        ] {
            assert_eq!(shown(text, DateOrder::DayFirst), expected, "{text}");
        }
        for text in [
            "",
            "2024",
            "soon",
            "2024-13-01",
            "2024-02-30",
            "40/40/2024",
            "2024-10-24T25:00",
            "2024-10-24 14:30 +99",
            "10.3.1.1",
            "1.5",
            "99999999",
            "12345678901234",
            "2024-00-00",
        ] {
            assert_eq!(shown(text, DateOrder::DayFirst), "no date", "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_words_and_as_the_military_writes_them() {
        let day = "2024-10-24T00:00:00Z 2024-10-24T23:59:59Z";
        for text in [
            "24 Oct 2024",
            "24 October 2024",
            "October 24, 2024",
            "Oct 24th 2024",
            "24-Oct-24",
            "24/Oct/2024",
            "2024-Oct-24",
            "Thursday, 24 Oct 2024",
            "24 октября 2024 г.",
            "24 жовтня 2024 року",
            "24. Oktober 2024",
            "24 octobre 2024",
            "24 de octubre de 2024",
            "2024년 10월 24일",
            "2024年10月24日",
            "24OCT2024",
            "24OCT24",
        ] {
            assert_eq!(shown(text, DateOrder::DayFirst), day, "{text}");
        }
        for (text, expected) in [
            ("Thu, 24 Oct 2024 14:30:00 +0300", "2024-10-24T11:30:00Z 2024-10-24T11:30:00Z"),
            ("Thu Oct 24 14:30:00 2024", "2024-10-24T14:30:00Z 2024-10-24T14:30:00Z"),
            ("October 24, 2024 2:30 PM", "2024-10-24T14:30:00Z 2024-10-24T14:30:59Z"),
            ("241430ZOCT24", "2024-10-24T14:30:00Z 2024-10-24T14:30:59Z"),
            ("241430C OCT 2024", "2024-10-24T11:30:00Z 2024-10-24T11:30:59Z"),
            ("October 2024", "2024-10-01T00:00:00Z 2024-10-31T23:59:59Z"),
        ] {
            assert_eq!(shown(text, DateOrder::DayFirst), expected, "{text}");
        }
        for text in
            ["Oct 24", "24 Brigade 2024", "October", "Mariupol 24 2024", "99OCT2024", "249930ZOCT24", "0 Oct 2024", "24 Oct Nov 2024"]
        {
            assert_eq!(shown(text, DateOrder::DayFirst), "no date", "{text}");
        }
    }

    #[test]
    fn numbers_are_seconds_milliseconds_years_or_runs_of_figures() {
        let shown = |number: f64| {
            let bounds = Stamp::of_number(number).and_then(|stamp| stamp.bounds(DateOrder::DayFirst));
            bounds.map(|[first, last]| [first, last].map(|Moment(secs)| jiff::Timestamp::from_second(secs).unwrap().to_string()).join(" "))
        };
        for (number, expected) in [
            (1_729_780_205.0, Some("2024-10-24T14:30:05Z 2024-10-24T14:30:05Z")),
            (1_729_780_205_250.0, Some("2024-10-24T14:30:05Z 2024-10-24T14:30:05Z")),
            (20_241_024.0, Some("2024-10-24T00:00:00Z 2024-10-24T23:59:59Z")),
            (20_241_024_143_005.0, Some("2024-10-24T14:30:05Z 2024-10-24T14:30:05Z")),
            (2024.0, Some("2024-01-01T00:00:00Z 2024-12-31T23:59:59Z")),
            (17.0, None),
            (-1.0, None),
            (f64::NAN, None),
            (1e300, None),
        ] {
            assert_eq!(shown(number).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn which_number_is_the_day_stays_open_until_it_is_asked() {
        assert_eq!(size_of::<Stamp>(), 8);
        let open = Stamp::parse("03/04/2022").unwrap();
        assert!(open.is_open() && open.fits(DateOrder::DayFirst) && open.fits(DateOrder::MonthFirst));
        assert!(shown("03/04/2022", DateOrder::DayFirst).starts_with("2022-04-03"));
        assert!(shown("03/04/2022", DateOrder::MonthFirst).starts_with("2022-03-04"));
        let clear = Stamp::parse("24/10/2024").unwrap();
        assert!(clear.fits(DateOrder::DayFirst) && !clear.fits(DateOrder::MonthFirst));
        assert!(!Stamp::parse("2024-10-24").unwrap().is_open());
    }
}
