//! Dates as far as they are known: EDTF (ISO 8601-2:2019, the profile at loc.gov/standards/datetime).
//!
//! Taken are level 0, level 1 and, of level 2, the one-of sets. Of the choices that the standard leaves open:
//! - a season is the meteorological one of the northern hemisphere (winter `2024-24` = December 2024 to February 2025) and
//!   counts as approximate;
//! - qualifiers do not widen bounds, they are flags;
//! - a time of day has seconds, and may stand in a set but not in an interval (as in the profile);
//! - an interval may end in the month or year that it starts in: `2024-10-23/2024-10` = until some day of October.

use std::fmt;

use smol_str::SmolStr;

use crate::model::calendar::{CivilDay, Moment, Zone, days_in_month};
use crate::model::level2;

/// A date, an interval or a choice of dates, kept as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    text: SmolStr,
    form: Form,
}

/// When something began and ended, as far as is known. Bounds are seconds that themselves belong to it.
///
/// The grain is the day: a plain date (`2024-10-24`) is its whole day, so it starts in the first and ends in the last second of
/// that day in the zone. A month, a year, or unspecified digits (`2024-10-XX`) are some day or days among those: the start
/// lies between the first seconds of the first and the last of them, the end between their last seconds. A time of day
/// is its one second. `a/b` starts in `a` and ends in `b`, and a side written `..` or left
/// empty has no bound; a set `[a,b]` is one of its days or seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub start: TimeSpan,
    pub end: TimeSpan,
    /// Qualified by `?` or `%`: the source of the date is doubted.
    pub uncertain: bool,
    /// Qualified by `~` or `%`, or a season.
    pub approximate: bool,
}

impl Bounds {
    /// Nothing of it lies before; `None` = no bound.
    pub fn earliest(&self) -> Option<Moment> {
        self.start.earliest
    }

    /// Nothing of it lies after; `None` = no bound.
    pub fn latest(&self) -> Option<Moment> {
        self.end.latest
    }
}

/// Between which moments, both included, one moment lies; `None` = unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    pub earliest: Option<Moment>,
    pub latest: Option<Moment>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at character {at})")]
pub struct WhenError {
    pub what: &'static str,
    /// Counts Unicode scalars from 1.
    pub at: usize,
    /// It is EDTF, of a level that is not taken.
    pub is_unsupported: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    One(Date),
    // Boxed, for most dates are single ones.
    Interval(Box<[Side; 2]>),
    OneOf(Box<[Choice]>),
}

/// One side of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Date(Date),
    /// `..`
    Open,
    /// Nothing written.
    Unknown,
}

impl Side {
    fn date(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Open | Self::Unknown => None,
        }
    }
}

/// An element of a set: `a` (from = to), `a..b`, `a..` or `..b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    extent: Extent,
    uncertain: bool,
    approximate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// From the first to the last of some days, by their numbers.
    Days {
        first: i64,
        last: i64,
    },
    /// A second of local time, counted from 1970-01-01T00:00:00.
    Local(i64),
    Exact(Moment),
}

impl Date {
    fn bounds(self, zone: &Zone) -> Bounds {
        let (start, end) = match self.extent {
            Extent::Days { first, last } => {
                ((zone.first_second(first), zone.first_second(last)), (zone.last_second(first), zone.last_second(last)))
            }
            Extent::Local(local_secs) => {
                let moments = zone.moments_of_local(local_secs);
                (moments, moments)
            }
            Extent::Exact(moment) => ((moment, moment), (moment, moment)),
        };
        let span = |(earliest, latest)| TimeSpan { earliest: Some(earliest), latest: Some(latest) };
        Bounds { start: span(start), end: span(end), uncertain: self.uncertain, approximate: self.approximate }
    }

    /// The number of its first day, in its own zone.
    fn first_day(self) -> i64 {
        match self.extent {
            Extent::Days { first, .. } => first,
            Extent::Local(secs) | Extent::Exact(Moment(secs)) => secs.div_euclid(86_400),
        }
    }

    fn last_day(self) -> i64 {
        match self.extent {
            Extent::Days { last, .. } => last,
            Extent::Local(_) | Extent::Exact(_) => self.first_day(),
        }
    }
}

impl When {
    /// The longest text taken, in characters.
    pub const MAX_LEN: usize = 200;

    /// Reads a date.
    ///
    /// # Errors
    /// The text is no EDTF of the levels taken, names a day that does not exist, an interval that ends before it starts, or a
    /// year beyond 200 billion.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        if let Some(at) = text.chars().position(|c| !c.is_ascii_graphic()) {
            return Err(WhenError {
                what: "a date has only ASCII letters, digits and signs, no spaces",
                at: at + 1,
                is_unsupported: false,
            });
        }
        if text.len() > Self::MAX_LEN {
            return Err(WhenError { what: "a date has at most 200 characters", at: 201, is_unsupported: false });
        }
        // What is right but of a level that is not taken is told as that.
        let form = Self::form(text).map_err(|error| match level2::form_of(text) {
            Some(form) => WhenError { what: form, is_unsupported: true, ..error },
            None => error,
        })?;
        Ok(Self { text: text.into(), form })
    }

    fn form(text: &str) -> Result<Form, WhenError> {
        let whole = Piece { text, at: 1 };
        Ok(if let Some(inside) = text.strip_prefix('[') {
            Form::OneOf(one_of(Piece { text: inside, at: 2 })?.into())
        } else if text.contains('/') {
            interval(whole)?
        } else {
            Form::One(date(whole, true)?)
        })
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bounds of start and end, with the days and clocks of `zone`.
    pub fn bounds(&self, zone: &Zone) -> Bounds {
        match &self.form {
            Form::One(date) => date.bounds(zone),
            Form::Interval(sides) => {
                let [from, to] = sides.map(|side| side.date().map(|date| date.bounds(zone)));
                interval_bounds(from, to)
            }
            Form::OneOf(choices) => one_of_bounds(choices, zone),
        }
    }

    /// The bounds of each element of a set, of which one holds; of anything else its bounds.
    pub fn alternatives(&self, zone: &Zone) -> Vec<Bounds> {
        match &self.form {
            Form::OneOf(choices) => choices.iter().map(|choice| one_of_bounds(std::slice::from_ref(choice), zone)).collect(),
            Form::One(_) | Form::Interval(_) => vec![self.bounds(zone)],
        }
    }

    /// The one day of `zone` that it lies on, where it is known to lie on one.
    pub fn day(&self, zone: &Zone) -> Option<CivilDay> {
        let bounds = self.bounds(zone);
        let first = bounds.earliest()?.civil(zone).day;
        let last = bounds.latest()?.civil(zone).day;
        (first == last).then_some(first)
    }

    /// Whether an end is left open with `..`: it goes on, as far as is known.
    pub fn is_ongoing(&self) -> bool {
        matches!(&self.form, Form::Interval(sides) if matches!(**sides, [_, Side::Open]))
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn interval_bounds(from: Option<Bounds>, to: Option<Bounds>) -> Bounds {
    let mut start =
        from.map_or(TimeSpan { earliest: None, latest: None }, |b| TimeSpan { earliest: b.start.earliest, latest: b.start.latest });
    let mut end = to.map_or(TimeSpan { earliest: None, latest: None }, |b| TimeSpan { earliest: b.end.earliest, latest: b.end.latest });
    // It does not end before it starts, which narrows a side that overlaps the other (`2024-10/2024-10-24`).
    start.latest = [start.latest, end.latest].into_iter().flatten().min();
    end.earliest = [end.earliest, start.earliest].into_iter().flatten().max();
    Bounds {
        start,
        end,
        uncertain: [from, to].into_iter().flatten().any(|b| b.uncertain),
        approximate: [from, to].into_iter().flatten().any(|b| b.approximate),
    }
}

fn one_of_bounds(choices: &[Choice], zone: &Zone) -> Bounds {
    let ends = |pick: fn(&Choice) -> Option<Date>| choices.iter().map(move |choice| pick(choice).map(|date| date.bounds(zone)));
    let lowest = |edge: fn(Bounds) -> Option<Moment>| ends(|c| c.from).map(|b| b.and_then(edge)).min().flatten();
    // `None` sorts first: right for "no lower bound"; for the upper one any `None` must win.
    let highest = |edge: fn(Bounds) -> Option<Moment>| {
        let edges: Option<Vec<Moment>> = ends(|c| c.to).map(|b| b.and_then(edge)).collect();
        edges?.into_iter().max()
    };
    let dates = || choices.iter().flat_map(|c| [c.from, c.to]).flatten();
    Bounds {
        start: TimeSpan { earliest: lowest(|b| b.start.earliest), latest: highest(|b| b.start.latest) },
        end: TimeSpan { earliest: lowest(|b| b.end.earliest), latest: highest(|b| b.end.latest) },
        uncertain: dates().any(|d| d.uncertain),
        approximate: dates().any(|d| d.approximate),
    }
}

/// A stretch of the text with the place, from 1, of its first character. ASCII only.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    at: usize,
}

impl Piece<'_> {
    fn error<T>(self, what: &'static str) -> Result<T, WhenError> {
        Err(WhenError { what, at: self.at, is_unsupported: false })
    }

    fn skip(self, n: usize) -> Self {
        Piece { text: self.text.get(n..).unwrap_or_default(), at: self.at + n }
    }

    fn split_at(self, n: usize) -> (Self, Self) {
        (Piece { text: self.text.get(..n).unwrap_or(self.text), at: self.at }, self.skip(n))
    }

    fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let n = self.text.find(separator)?;
        Some((self.split_at(n).0, self.skip(n + separator.len())))
    }

    /// Its value, where it is exactly `len` digits.
    fn digits(self, len: usize) -> Option<u8> {
        (self.text.len() == len && self.text.bytes().all(|b| b.is_ascii_digit())).then(|| self.text.parse().ok()).flatten()
    }
}

fn interval(whole: Piece<'_>) -> Result<Form, WhenError> {
    let Some((from, to)) = whole.split_once("/") else { return whole.error("an interval has one slash") };
    let side = |piece: Piece<'_>| match piece.text {
        "" => Ok(Side::Unknown),
        ".." => Ok(Side::Open),
        text if text.contains('X') => piece.error("an interval has no unspecified digits"),
        text if text.contains('T') => piece.error("an interval has no times of day; write the days, or a set [a..b]"),
        _ => date(piece, false).map(Side::Date),
    };
    let (from_side, to_side) = (side(from)?, side(to)?);
    match (from_side, to_side) {
        (Side::Date(start), Side::Date(end)) if start.first_day() > end.last_day() => to.error("the interval ends before it starts"),
        (Side::Unknown, Side::Unknown) => whole.error("an interval has a start or an end"),
        _ => Ok(Form::Interval(Box::new([from_side, to_side]))),
    }
}

/// The elements of a set, after its `[`.
fn one_of(inside: Piece<'_>) -> Result<Vec<Choice>, WhenError> {
    let Some(text) = inside.text.strip_suffix(']') else { return inside.error("a set ends with ]") };
    let mut rest = Some(Piece { text, at: inside.at });
    let mut choices = Vec::new();
    while let Some(piece) = rest {
        let (element, after) = piece.split_once(",").map_or((piece, None), |(element, after)| (element, Some(after)));
        choices.push(choice(element)?);
        rest = after;
    }
    Ok(choices)
}

fn choice(element: Piece<'_>) -> Result<Choice, WhenError> {
    let Some((from, to)) = element.split_once("..") else {
        let only = Some(date(element, true)?);
        return Ok(Choice { from: only, to: only });
    };
    let side = |piece: Piece<'_>| if piece.text.is_empty() { Ok(None) } else { date(piece, true).map(Some) };
    match (side(from)?, side(to)?) {
        (None, None) => element.error("a range of a set has a start or an end"),
        (Some(start), Some(end)) if start.first_day() > end.last_day() => to.error("the range ends before it starts"),
        (from, to) => Ok(Choice { from, to }),
    }
}

/// A single date with its qualifier; with a time of day only where `may_have_time`.
fn date(whole: Piece<'_>, may_have_time: bool) -> Result<Date, WhenError> {
    let (plain, uncertain, approximate) = match whole.text.strip_suffix(['?', '~', '%']) {
        Some(plain) => (plain, !whole.text.ends_with('~'), !whole.text.ends_with('?')),
        None => (whole.text, false, false),
    };
    let plain = Piece { text: plain, at: whole.at };
    if let Some((day, time)) = plain.split_once("T") {
        if !may_have_time || uncertain || approximate {
            return time.error("a time of day cannot stand here");
        }
        let Extent::Days { first, last } = days(day)?.0 else { return day.error("expected a day") };
        if first != last || day.text.contains('X') {
            return day.error("a time of day follows a whole date, such as 2024-10-24T14:30:00Z");
        }
        return Ok(Date { extent: time_of_day(first * 86_400, time)?, uncertain, approximate });
    }
    let (extent, is_season) = days(plain)?;
    Ok(Date { extent, uncertain, approximate: approximate || is_season })
}

/// The days of a date without time and qualifier, and whether it is a season.
fn days(piece: Piece<'_>) -> Result<(Extent, bool), WhenError> {
    if let Some(long) = piece.text.strip_prefix('Y') {
        let year = long_year(Piece { text: long, at: piece.at + 1 })?;
        return Ok((month_span((year, 1), (year, 12)), false));
    }
    let is_negative = piece.text.starts_with('-');
    let (year, rest) = piece.skip(usize::from(is_negative)).split_at(4);
    let (low, high) = year_digits(year, is_negative)?;
    if rest.text.is_empty() {
        return Ok((month_span((low, 1), (high, 12)), false));
    }
    if low != high {
        return rest.error("no month follows a year with unspecified digits");
    }
    let Some(rest) = after_hyphen(rest) else { return rest.error("expected a hyphen and the month after a year of four digits") };
    month_and_day(low, rest)
}

fn after_hyphen(piece: Piece<'_>) -> Option<Piece<'_>> {
    piece.text.starts_with('-').then(|| piece.skip(1))
}

fn month_and_day(year: i64, piece: Piece<'_>) -> Result<(Extent, bool), WhenError> {
    let (month, rest) = piece.split_at(2);
    if month.text == "XX" {
        return match rest.text {
            "" | "-XX" => Ok((month_span((year, 1), (year, 12)), false)),
            _ => rest.error("no day follows an unspecified month"),
        };
    }
    let Some(number) = month.digits(2) else { return month.error("expected a month of two digits") };
    if let 21..=24 = number {
        if !rest.text.is_empty() {
            return rest.error("nothing follows a season");
        }
        let first_month = (number - 20) * 3;
        return Ok((month_span((year, first_month), if first_month == 12 { (year + 1, 2) } else { (year, first_month + 2) }), true));
    }
    if !(1..=12).contains(&number) {
        return month.error("a month is 01 to 12, a season 21 to 24");
    }
    if rest.text.is_empty() || rest.text == "-XX" {
        return Ok((month_span((year, number), (year, number)), false));
    }
    let Some(day) = after_hyphen(rest) else { return rest.error("expected a hyphen and the day after the month") };
    match day.digits(2) {
        None => day.error("expected a day of two digits"),
        Some(n) if n == 0 || n > days_in_month(year, number) => day.error("there is no such day in that month"),
        Some(n) => {
            let only = CivilDay { year, month: number, day: n }.number();
            Ok((Extent::Days { first: only, last: only }, false))
        }
    }
}

/// All days from the first of one month to the last of another.
fn month_span((first_year, first_month): (i64, u8), (last_year, last_month): (i64, u8)) -> Extent {
    Extent::Days {
        first: CivilDay { year: first_year, month: first_month, day: 1 }.number(),
        last: CivilDay { year: last_year, month: last_month, day: days_in_month(last_year, last_month) }.number(),
    }
}

/// The years that four characters stand for: `2024`, `202X` or `20XX`.
fn year_digits(year: Piece<'_>, is_negative: bool) -> Result<(i64, i64), WhenError> {
    let n_unspecified = year.text.bytes().rev().take_while(|b| *b == b'X').count();
    let (known, _) = year.split_at(year.text.len() - n_unspecified);
    let is_well_formed = year.text.len() == 4 && n_unspecified <= 2 && known.text.bytes().all(|b| b.is_ascii_digit());
    let Some(known) = known.text.parse::<i64>().ok().filter(|_| is_well_formed) else {
        return year.error("expected a year of four digits, of which the last one or two may be X");
    };
    let width = if n_unspecified == 2 {
        100
    } else if n_unspecified == 1 {
        10
    } else {
        1
    };
    let (low, high) = (known * width, known * width + width - 1);
    if is_negative && high == 0 {
        return year.error("the year 0000 has no sign");
    }
    Ok(if is_negative { (-high, -low.max(1)) } else { (low, high) })
}

/// A year of more than four digits, after its `Y`.
fn long_year(piece: Piece<'_>) -> Result<i64, WhenError> {
    /// Beyond it, seconds since 1970 no longer fit 64 bits.
    const FARTHEST: i64 = 200_000_000_000;
    let digits = piece.text.strip_prefix('-').unwrap_or(piece.text);
    if digits.len() < 5 || digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return piece.error("expected a year of five or more digits after Y");
    }
    match piece.text.parse::<i64>() {
        Ok(year) if year.abs() <= FARTHEST => Ok(year),
        _ => piece.error("the year lies beyond 200 billion"),
    }
}

/// `hh:mm:ss` and then `Z`, an offset `+hh`, `+hh:mm`, or nothing for local time.
fn time_of_day(day_secs: i64, piece: Piece<'_>) -> Result<Extent, WhenError> {
    let (clock, zone) = piece.split_at(8);
    let Some(secs) = clock_secs(clock) else { return clock.error("expected a time hh:mm:ss, 00:00:00 to 23:59:59") };
    let local_secs = day_secs + secs;
    match zone.text {
        "" => return Ok(Extent::Local(local_secs)),
        "Z" => return Ok(Extent::Exact(Moment(local_secs))),
        _ => {}
    }
    let (sign, offset) = zone.split_at(1);
    let minutes = match (sign.text, offset.split_once(":")) {
        ("+" | "-", Some((hours, minutes))) => hours.digits(2).zip(minutes.digits(2)),
        ("+" | "-", None) => offset.digits(2).map(|hours| (hours, 0)),
        _ => None,
    };
    let Some((hours, minutes)) = minutes.filter(|(hours, minutes)| *hours < 24 && *minutes < 60) else {
        return zone.error("expected Z, or an offset such as +03:00");
    };
    let offset_secs = i64::from(hours) * 3600 + i64::from(minutes) * 60;
    Ok(Extent::Exact(Moment(if sign.text == "-" { local_secs + offset_secs } else { local_secs - offset_secs })))
}

fn clock_secs(clock: Piece<'_>) -> Option<i64> {
    let (hours, rest) = clock.split_once(":")?;
    let (minutes, seconds) = rest.split_once(":")?;
    let below = |piece: Piece<'_>, limit: u8| piece.digits(2).filter(|n| *n < limit).map(i64::from);
    Some(below(hours, 24)? * 3600 + below(minutes, 60)? * 60 + below(seconds, 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Bounds {
        When::parse(text).unwrap().bounds(&Zone::utc())
    }

    /// As `2024-10-24T00:00:00`, or `-` where unbounded.
    fn shown(moment: Option<Moment>) -> String {
        let Some(moment) = moment else { return "-".to_owned() };
        format!("{}T{:05}", moment.civil(&Zone::utc()).day, moment.0.rem_euclid(86_400))
    }

    #[test]
    fn bounds_of_start_and_end_follow_the_form() {
        for (text, [start_earliest, start_latest, end_earliest, end_latest]) in [
            ("2024-10-24", ["2024-10-24T00000", "2024-10-24T00000", "2024-10-24T86399", "2024-10-24T86399"]),
            ("2024-02", ["2024-02-01T00000", "2024-02-29T00000", "2024-02-01T86399", "2024-02-29T86399"]),
            ("2024-10-XX", ["2024-10-01T00000", "2024-10-31T00000", "2024-10-01T86399", "2024-10-31T86399"]),
            ("201X", ["2010-01-01T00000", "2019-12-31T00000", "2010-01-01T86399", "2019-12-31T86399"]),
            ("2024-24", ["2024-12-01T00000", "2025-02-28T00000", "2024-12-01T86399", "2025-02-28T86399"]),
            ("2024-10-24T14:30:00+03:00", ["2024-10-24T41400"; 4]),
            ("2024-10-24T14:30:00", ["2024-10-24T52200"; 4]),
            ("2024-10-18/2024-10-24", ["2024-10-18T00000", "2024-10-18T00000", "2024-10-24T86399", "2024-10-24T86399"]),
            ("2024-10/2024-10-24", ["2024-10-01T00000", "2024-10-24T86399", "2024-10-24T86399", "2024-10-24T86399"]),
            ("2024-10-18/..", ["2024-10-18T00000", "2024-10-18T00000", "2024-10-18T00000", "-"]),
            ("/2024-10-18", ["-", "2024-10-18T86399", "2024-10-18T86399", "2024-10-18T86399"]),
            ("[2024-10-20..2024-10-24]", ["2024-10-20T00000", "2024-10-24T00000", "2024-10-20T86399", "2024-10-24T86399"]),
            ("[..2024-10]", ["-", "2024-10-31T00000", "-", "2024-10-31T86399"]),
            ("[2024-10-01,2024-10-05..]", ["2024-10-01T00000", "-", "2024-10-01T86399", "-"]),
            ("-0001", ["-001-01-01T00000", "-001-12-31T00000", "-001-01-01T86399", "-001-12-31T86399"]),
        ] {
            let Bounds { start, end, .. } = utc(text);
            let found = [start.earliest, start.latest, end.earliest, end.latest].map(shown);
            assert_eq!(found, [start_earliest, start_latest, end_earliest, end_latest], "{text}");
        }
    }

    #[test]
    fn qualifiers_are_flags() {
        for (text, uncertain, approximate) in
            [("2024", false, false), ("2024?", true, false), ("2024~", false, true), ("2024%", true, true), ("2024/2025-01?", true, false)]
        {
            assert_eq!((utc(text).uncertain, utc(text).approximate), (uncertain, approximate), "{text}");
        }
    }

    #[test]
    fn a_day_is_known_only_where_the_date_lies_on_one() {
        let seoul = Zone::named("Asia/Seoul").unwrap();
        for (text, day) in [
            ("2024-10-24", Some(24)),
            ("2024-10-24T23:00:00Z", Some(25)),
            ("2024-10-24T23:00:00", Some(24)),
            ("2024-10-24/2024-10-24", Some(24)),
            ("2024-10-24/2024-10-25", None),
            ("2024-10", None),
            ("2024-10-24/..", None),
        ] {
            let found = When::parse(text).unwrap().day(&seoul);
            assert_eq!(found.map(|day| day.day), day, "{text}");
        }
    }

    #[test]
    fn a_refusal_says_what_and_where() {
        for (text, what, at) in [
            ("", "year of four digits", 1),
            ("2023-02-29", "no such day", 9),
            ("2024-10-24T24:00:00", "hh:mm:ss", 12),
            ("2024-10-24T14:30:00+3", "offset", 20),
            ("2024-13", "01 to 12", 6),
            ("[2024-10-24", "ends with ]", 2),
            ("[2024,2023-00]", "01 to 12", 12),
            ("2024-10-24/2024-10-18", "ends before", 12),
            ("2024-10-24T10:00:00Z/2024-10-25", "no times of day", 1),
            ("Y999999999999", "200 billion", 2),
            ("2024-10-2\u{664}", "ASCII", 10),
        ] {
            let error = When::parse(text).unwrap_err();
            assert!(error.what.contains(what), "{text}: {error}");
            assert_eq!(error.at, at, "{text}: {error}");
        }
        assert!(When::parse(&"1".repeat(201)).unwrap_err().to_string().contains("200"));
    }
}
