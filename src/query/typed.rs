//! Windows of time as a person types them: EDTF, words, or words that count back from now.

use crate::model::{CivilDay, Moment, When, WhenError, Zone};
use crate::query::steps::Step;
use crate::query::time::TimeWindow;

/// Why a text is no window of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} (at character {at})")]
pub struct WindowError {
    pub what: &'static str,
    /// Counts Unicode scalars from 1.
    pub at: usize,
}

impl From<WhenError> for WindowError {
    fn from(WhenError { what, at, .. }: WhenError) -> Self {
        Self { what, at }
    }
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAY_SECS: i64 = 86_400;

impl TimeWindow {
    /// The longest text taken, in characters.
    pub const MAX_LEN: usize = 200;

    /// Reads a window, with the days of `zone`. `now` is the last moment of what `now` and `today` mean: the situation's as-of date.
    ///
    /// Taken are a date or interval of EDTF (`2024-10`, `2024-10-23/2024-10-25`, `../2024-10-25`, each side with a time of day too), the
    /// same in words (`24 Oct 2024`, `23-25 Oct 2024`, `24 Oct 2024 06:00 - now`, `since 20 October`, `241430ZOCT24`), and `last 7 days`,
    /// which end with the day of `now`. A year or month that is not written is that of the other side, or else of `now`.
    ///
    /// # Errors
    /// The text is none of these, a date does not exist, or the window would end before it begins.
    pub fn typed(text: &str, zone: &Zone, now: Moment) -> Result<Self, WindowError> {
        if text.chars().count() > Self::MAX_LEN {
            return Err(WindowError { what: "a window of time has at most 200 characters", at: Self::MAX_LEN + 1 });
        }
        let typed = Typed { zone, now };
        let whole = Stretch { text, at: 1 }.trimmed();
        if whole.text.is_empty() {
            return whole.error("type a day, or from when to when");
        }
        let window = typed.window(whole)?;
        match (window.first, window.last) {
            (Some(first), Some(last)) if first > last => whole.error("the window ends before it begins"),
            _ => Ok(window),
        }
    }
}

/// Reads the date of a record as a person types it: EDTF as it is (`2024-10-24`, `[2024-10-20..2024-10-24]`, `2024-10?`), or words (`24 Oct
/// 2024`, `yesterday`, `22 - 24 Oct 2024`, `by 23 October`, `since June 2024`, `between 20 and 24 Oct`, `about 24 Oct 2024`,
/// `241430ZOCT24`), which become EDTF. `zone` and `now` are as for [`TimeWindow::typed`].
///
/// # Errors
/// The text is neither, or names a day that does not exist.
pub fn typed_date(text: &str, zone: &Zone, now: Moment) -> Result<When, WindowError> {
    if text.chars().count() > When::MAX_LEN {
        return Err(WindowError { what: "a date has at most 200 characters", at: When::MAX_LEN + 1 });
    }
    let whole = Stretch { text, at: 1 }.trimmed();
    if whole.text.is_empty() {
        return whole.error("type a date, such as 24 Oct 2024 or 2024-10-24");
    }
    // Whatever is EDTF is meant so.
    When::parse(&with_seconds(whole.text)).or_else(|_| Typed { zone, now }.dated(whole))
}

/// A stretch of the text with the place, from 1, of its first character.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Stretch<'a> {
    fn error<T>(self, what: &'static str) -> Result<T, WindowError> {
        Err(WindowError { what, at: self.at })
    }

    fn trimmed(self) -> Self {
        let rest = self.text.trim_start();
        let n_left_out = self.text.chars().count() - rest.chars().count();
        Stretch { text: rest.trim_end(), at: self.at + n_left_out }
    }

    /// What stands before and after the first of a text, both without the spaces round them.
    fn split(self, separator: &str) -> Option<(Self, Self)> {
        let (before, after) = self.text.split_once(separator)?;
        let at = self.at + before.chars().count() + separator.chars().count();
        Some((Stretch { text: before, at: self.at }.trimmed(), Stretch { text: after, at }.trimmed()))
    }

    /// What follows a word, in whatever case.
    fn after(self, word: &str) -> Option<Self> {
        let (first, rest) = self.split(" ")?;
        first.text.eq_ignore_ascii_case(word).then_some(rest)
    }

    fn words(self) -> impl Iterator<Item = Stretch<'a>> {
        let mut rest = Some(self.trimmed());
        std::iter::from_fn(move || {
            let now = rest.take()?;
            let end = now.text.find([' ', ',']).unwrap_or(now.text.len());
            let (word, after) = now.text.split_at_checked(end)?;
            let after = Stretch { text: after.trim_start_matches([' ', ',']), at: now.at + now.text.chars().count() };
            let n_after = after.text.chars().count();
            rest = (!after.text.is_empty()).then_some(Stretch { text: after.text, at: after.at - n_after });
            Some(Stretch { text: word, at: now.at })
        })
        .filter(|word| !word.text.is_empty())
    }

    fn is_one_of(self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }
}

/// What a date in words says; the rest is taken from elsewhere.
#[derive(Clone, Copy, Default)]
struct Said {
    day: Option<u8>,
    month: Option<u8>,
    year: Option<i64>,
}

struct Typed<'a> {
    zone: &'a Zone,
    now: Moment,
}

impl Typed<'_> {
    fn window(&self, whole: Stretch<'_>) -> Result<TimeWindow, WindowError> {
        if let Some(rest) = ["last", "past"].into_iter().find_map(|word| whole.after(word)) {
            return self.last(rest);
        }
        if let Some(rest) = ["from", "since"].into_iter().find_map(|word| whole.after(word)) {
            // "from a to b" too.
            let Some((from, to)) = rest.split(" to ") else {
                return Ok(TimeWindow { last: None, ..self.side(rest, None)? });
            };
            return self.between(from, to);
        }
        if let Some(rest) = ["until", "till", "by"].into_iter().find_map(|word| whole.after(word)) {
            return Ok(TimeWindow { first: None, ..self.side(rest, None)? });
        }
        if let Some(rest) = whole.after("before") {
            let first = self.side(rest, None)?.first;
            return Ok(TimeWindow { first: None, last: first.map(|first| Moment(first.0 - 1)) });
        }
        if let Some(rest) = whole.after("after") {
            let last = self.side(rest, None)?.last;
            return Ok(TimeWindow { first: last.map(|last| Moment(last.0 + 1)), last: None });
        }
        if !whole.text.starts_with('[') {
            for separator in ["/", " - ", " – ", " — ", " to ", " until ", "–", "—", "..."] {
                if let Some((from, to)) = whole.split(separator) {
                    return self.between(from, to);
                }
            }
            // "23-25 Oct 2024": a hyphen between a day or a month and more, where it is no EDTF.
            if let Some((from, to)) = whole.split("-")
                && from.text.len() < 10
                && (day_of(from.text).is_some() || month_of(from.text).is_some() || from.text.contains(' '))
                && to.text.contains(char::is_alphabetic)
            {
                return self.between(from, to);
            }
        }
        self.side(whole, None)
    }

    /// "7 days", "day", "2 weeks": so many, ending with now.
    fn last(&self, rest: Stretch<'_>) -> Result<TimeWindow, WindowError> {
        let mut words = rest.words();
        let (Some(first), second) = (words.next(), words.next()) else { return rest.error("expected a number and days, weeks, or months") };
        let (n, unit) = match second {
            None => (1, first),
            Some(unit) => match first.text.parse::<i64>() {
                Ok(n) if (1..=1_000_000).contains(&n) => (n, unit),
                _ => return first.error("expected a whole number from 1 on"),
            },
        };
        let unit_word = unit.text.to_lowercase();
        let last_day = Moment(Step::Day.next(self.now, self.zone).0 - 1);
        let day = self.now.civil(self.zone).day;
        let from_day = |day: i64| TimeWindow::new(self.zone_first_second(day), last_day);
        match unit_word.strip_suffix('s').unwrap_or(&unit_word) {
            "hour" | "h" => Ok(TimeWindow::new(Moment(self.now.0 - n * 3_600 + 1), self.now)),
            "day" | "d" => Ok(from_day(day.number() - n + 1)),
            "week" | "w" => Ok(from_day(day.number() - 7 * n + 1)),
            "month" => Ok(from_day(months_before(day, n).number() + 1)),
            "year" | "y" => Ok(from_day(months_before(day, 12 * n).number() + 1)),
            _ => unit.error("expected hours, days, weeks, months or years"),
        }
    }

    fn zone_first_second(&self, day_number: i64) -> Moment {
        // The middle of a day is in it in every zone.
        Step::Day.floor(Moment(day_number * DAY_SECS + DAY_SECS / 2 - self.offset_secs()), self.zone)
    }

    fn offset_secs(&self) -> i64 {
        self.now.civil(self.zone).offset_secs
    }

    fn between(&self, from: Stretch<'_>, to: Stretch<'_>) -> Result<TimeWindow, WindowError> {
        let is_open = |side: Stretch<'_>| matches!(side.text, "" | ".." | "…" | "*");
        if is_open(from) && is_open(to) {
            return Ok(TimeWindow::default());
        }
        // What the right side says goes for the left one too: "23 - 25 Oct 2024".
        let lent = said(to).ok().map(|(said, _)| said);
        let first = if is_open(from) { None } else { self.side(from, lent)?.first };
        if is_open(to) {
            return Ok(TimeWindow { first, last: None });
        }
        let of_from = said(from).ok().map(|(said, _)| Said { day: None, ..said });
        let last = self.side(to, of_from)?.last;
        match (first, last) {
            (Some(first), Some(last)) if first > last => to.error("the window ends before it begins"),
            _ => Ok(TimeWindow { first, last }),
        }
    }

    /// All that one date covers.
    fn side(&self, side: Stretch<'_>, lent: Option<Said>) -> Result<TimeWindow, WindowError> {
        if side.is_one_of(&["now"]) {
            return Ok(TimeWindow::new(self.now, self.now));
        }
        Ok(TimeWindow::of(&self.date(side, lent)?, self.zone))
    }

    /// One date, in words or in EDTF.
    fn date(&self, side: Stretch<'_>, lent: Option<Said>) -> Result<When, WindowError> {
        let today = self.now.civil(self.zone).day.number();
        let day = |number: i64| {
            let edtf = CivilDay::from_number(number).to_string();
            When::parse(&edtf).map_err(|error| WindowError { at: side.at, what: error.what })
        };
        match side.text.to_lowercase().as_str() {
            "today" => return day(today),
            "yesterday" => return day(today - 1),
            "tomorrow" => return day(today + 1),
            _ => {}
        }
        if let Some(edtf) = date_time_group(side.text) {
            return When::parse(&edtf).map_err(|error| WindowError { at: side.at, what: error.what });
        }
        // A stray month or day name is words; else what is wrong is told as of EDTF.
        let is_edtf = side.text.starts_with(['[', 'Y'])
            || side.text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
                && side.text.get(..5).is_some_and(|start| start.contains('-') || start.bytes().all(|b| b.is_ascii_digit() || b == b'X'))
            || side.text.len() == 4 && side.text.bytes().all(|b| b.is_ascii_digit() || b == b'X');
        if is_edtf && !side.text.contains(' ') {
            return When::parse(&with_seconds(side.text)).map_err(|error| WindowError { at: side.at + error.at - 1, what: error.what });
        }
        let (said, time) = said(side)?;
        self.resolved(side, said, lent, time)
    }

    /// A date as the record of something has it: one, a duration, a choice, with its qualifiers.
    fn dated(&self, whole: Stretch<'_>) -> Result<When, WindowError> {
        let edtf = |text: String| When::parse(&text).map_err(|error| WindowError { at: whole.at, what: error.what });
        let after = |words: &[&str]| words.iter().find_map(|word| whole.after(word));
        if let Some(rest) = after(&["about", "around", "circa", "ca."]) {
            return edtf(format!("{}~", self.date(rest, None)?));
        }
        if let Some(rest) = after(&["by"]) {
            return edtf(format!("[..{}]", self.date(rest, None)?));
        }
        if let Some(rest) = after(&["until", "till"]) {
            return edtf(format!("../{}", self.date(rest, None)?));
        }
        if let Some((from, to)) = after(&["between"]).and_then(|rest| rest.split(" and ")) {
            let (from, to) = self.pair(from, to)?;
            return edtf(format!("[{from}..{to}]"));
        }
        if let Some(rest) = after(&["from", "since"]) {
            let Some((from, to)) = rest.split(" to ") else { return edtf(format!("{}/..", self.date(rest, None)?)) };
            let (from, to) = self.pair(from, to)?;
            return edtf(format!("{from}/{to}"));
        }
        if let Some((from, to)) = [" - ", " – ", " — ", " to ", " until ", "–", "—"].into_iter().find_map(|sign| whole.split(sign))
        {
            let (from, to) = self.pair(from, to)?;
            return edtf(format!("{from}/{to}"));
        }
        // "24 Oct 2024?": doubted, whatever stands before.
        match whole.text.strip_suffix('?').filter(|rest| rest.contains(' ')) {
            Some(rest) => edtf(format!("{}?", self.date(Stretch { text: rest, at: whole.at }.trimmed(), None)?)),
            None => self.date(whole, None),
        }
    }

    /// Two dates, each of which lends the other what that does not say.
    fn pair(&self, from: Stretch<'_>, to: Stretch<'_>) -> Result<(When, When), WindowError> {
        let of_to = said(to).ok().map(|(said, _)| said);
        let of_from = said(from).ok().map(|(said, _)| Said { day: None, ..said });
        Ok((self.date(from, of_to)?, self.date(to, of_from)?))
    }

    fn resolved(&self, side: Stretch<'_>, said: Said, lent: Option<Said>, time: Option<Stretch<'_>>) -> Result<When, WindowError> {
        let now = self.now.civil(self.zone).day;
        let lent = lent.unwrap_or_default();
        let year = said.year.or(lent.year).unwrap_or(now.year);
        let month = said.month.or_else(|| said.day.and(lent.month));
        let mut edtf = if (-9_999..=9_999).contains(&year) {
            format!("{}{:04}", if year < 0 { "-" } else { "" }, year.abs())
        } else {
            format!("Y{year}")
        };
        match (said.day, month) {
            (None, None) if said.year.is_none() && time.is_none() => return side.error("a day, a month or a year is missing"),
            (None, None) if time.is_some() && said.year.is_none() => edtf = now.to_string(),
            (Some(_), None) => return side.error("the day has no month"),
            (None, Some(month)) => edtf += &format!("-{month:02}"),
            (Some(day), Some(month)) => edtf += &format!("-{month:02}-{day:02}"),
            (None, None) => {}
        }
        if let Some(time) = time {
            edtf = with_seconds(&format!("{edtf}T{}", time.text));
        }
        When::parse(&edtf).map_err(|error| WindowError { what: error.what, at: side.at })
    }
}

/// A time of day without seconds has none: `T06:00` is `T06:00:00`.
fn with_seconds(text: &str) -> String {
    let Some((day, time)) = text.split_once('T') else { return text.to_owned() };
    let clock_end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(clock_end).unwrap_or((time, ""));
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    format!("{day}T{clock}{seconds}{zone}")
}

/// The day so many months before; of a month that has no such day its last.
fn months_before(day: CivilDay, n: i64) -> CivilDay {
    let months = day.year * 12 + i64::from(day.month) - 1 - n;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
    let first_of_next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let last = CivilDay::from_number(CivilDay { year: first_of_next.0, month: first_of_next.1, day: 1 }.number() - 1).day;
    CivilDay { year, month, day: day.day.min(last) }
}

/// The number of a day of the month, as a number or in order: `24`, `24th`.
pub(super) fn day_of(word: &str) -> Option<u8> {
    let digits = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    (digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|day| (1..=31).contains(day))
}

/// A name of a list, by three of its letters or more.
fn by_name(names: &[&str], word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    (word.len() >= 3).then(|| names.iter().position(|name| name.starts_with(&word) || word == "sept" && *name == "september")).flatten()
}

pub(super) fn is_weekday(word: &str) -> bool {
    by_name(&WEEKDAYS, word).is_some()
}

pub(super) fn month_of(word: &str) -> Option<u8> {
    by_name(&MONTHS, word).map(|at| at as u8 + 1)
}

/// What the words of a date say, and its time of day.
fn said(side: Stretch<'_>) -> Result<(Said, Option<Stretch<'_>>), WindowError> {
    let (mut said, mut time, mut is_short) = (Said::default(), None, false);
    for word in side.words() {
        let is_number = word.text.bytes().all(|byte| byte.is_ascii_digit());
        if word.text.contains(':') {
            time = Some(word);
        } else if word.is_one_of(&["BC", "BCE"]) && said.year.is_some() {
            said.year = said.year.map(|year| 1 - year);
            is_short = false;
        } else if word.is_one_of(&["AD", "CE", "of", "the", "at"]) || is_weekday(word.text) {
        } else if let Some(month) = month_of(word.text).filter(|_| said.month.is_none()) {
            said.month = Some(month);
        } else if let Some(day) = day_of(word.text).filter(|_| said.day.is_none()) {
            said.day = Some(day);
        } else if is_number && said.year.is_none() && word.text.len() <= 9 {
            said.year = word.text.parse().ok();
            is_short = word.text.len() == 2;
        } else {
            return word.error("expected a date, such as 24 Oct 2024 or 2024-10-24");
        }
    }
    // "24 Oct 24" is of this century; a year of the first is written 0024.
    said.year = said.year.map(|year| if is_short { 2_000 + year } else { year });
    Ok((said, time))
}

/// A date-time group (`241430ZOCT24`: day, hour and minute in Zulu time, month, year) as EDTF.
fn date_time_group(text: &str) -> Option<String> {
    let (digits, rest) = text.split_at_checked(6).filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let month_and_year = rest.strip_prefix(['Z', 'z'])?;
    let (month, year) = month_and_year.split_at_checked(3)?;
    let (month, year) = (month_of(month)?, year.parse::<u8>().ok().filter(|_| year.len() == 2)?);
    let part = |from: usize| digits.get(from..from + 2).unwrap_or_default();
    Some(format!("20{year:02}-{month:02}-{}T{}:{}:00Z", part(0), part(2), part(4)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone() -> Zone {
        Zone::named("Europe/Kyiv").unwrap()
    }

    fn typed(text: &str) -> Result<TimeWindow, WindowError> {
        let now = When::parse("2024-10-25").unwrap().bounds(&zone()).latest().unwrap();
        TimeWindow::typed(text, &zone(), now)
    }

    /// As `2024-10-24T00:00:00`, or `-` where there is no end.
    fn shown(moment: Option<Moment>) -> String {
        let Some(moment) = moment else { return "-".to_owned() };
        let civil = moment.civil(&zone());
        format!("{}T{:02}:{:02}:{:02}", civil.day, civil.hour, civil.minute, civil.second)
    }

    #[test]
    fn a_window_is_typed_as_edtf_in_words_or_back_from_now() {
        for (text, first, last) in [
            ("2024-10-24", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("2024-10", "2024-10-01T00:00:00", "2024-10-31T23:59:59"),
            ("2024-10-23/2024-10-25", "2024-10-23T00:00:00", "2024-10-25T23:59:59"),
            ("2024-10-23T06:00/2024-10-23T18:00:00", "2024-10-23T06:00:00", "2024-10-23T18:00:00"),
            ("2024-10-23T06:00Z / 2024-10-24", "2024-10-23T09:00:00", "2024-10-24T23:59:59"),
            ("../2024-10-24", "-", "2024-10-24T23:59:59"),
            ("2024-10-24/..", "2024-10-24T00:00:00", "-"),
            ("[..2024-10]", "-", "2024-10-31T23:59:59"),
            ("-0043-03-15", "-043-03-15T00:00:00", "-043-03-15T23:59:59"),
            ("201X", "2010-01-01T00:00:00", "2019-12-31T23:59:59"),
            ("24 Oct 2024", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("Thursday, 24th of October 2024", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("October 24, 2024", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("24 oct", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("Oct 2023", "2023-10-01T00:00:00", "2023-10-31T23:59:59"),
            ("1815", "1815-01-01T00:00:00", "1815-12-31T23:59:59"),
            ("15 March 44 BC", "-043-03-15T00:00:00", "-043-03-15T23:59:59"),
            ("24 Oct 2024 - now", "2024-10-24T00:00:00", "2024-10-25T23:59:59"),
            ("24 Oct 2024 06:00 – 25 Oct 12:30", "2024-10-24T06:00:00", "2024-10-25T12:30:00"),
            ("23-25 Oct 2024", "2024-10-23T00:00:00", "2024-10-25T23:59:59"),
            ("23–25 October", "2024-10-23T00:00:00", "2024-10-25T23:59:59"),
            ("30 Sep to 2 Oct 2023", "2023-09-30T00:00:00", "2023-10-02T23:59:59"),
            ("Oct - Nov 2023", "2023-10-01T00:00:00", "2023-11-30T23:59:59"),
            ("from 20 Oct to 22 Oct", "2024-10-20T00:00:00", "2024-10-22T23:59:59"),
            ("since 20 October", "2024-10-20T00:00:00", "-"),
            ("until 24 Oct 2024", "-", "2024-10-24T23:59:59"),
            ("before 24 Oct 2024", "-", "2024-10-23T23:59:59"),
            ("after 24 Oct 2024", "2024-10-25T00:00:00", "-"),
            ("today", "2024-10-25T00:00:00", "2024-10-25T23:59:59"),
            ("yesterday", "2024-10-24T00:00:00", "2024-10-24T23:59:59"),
            ("last 7 days", "2024-10-19T00:00:00", "2024-10-25T23:59:59"),
            ("Last day", "2024-10-25T00:00:00", "2024-10-25T23:59:59"),
            ("past 2 weeks", "2024-10-12T00:00:00", "2024-10-25T23:59:59"),
            ("last month", "2024-09-26T00:00:00", "2024-10-25T23:59:59"),
            ("last 24 hours", "2024-10-25T00:00:00", "2024-10-25T23:59:59"),
            ("23 OCT 24 to 25 OCT 24", "2024-10-23T00:00:00", "2024-10-25T23:59:59"),
            ("241430ZOCT24", "2024-10-24T17:30:00", "2024-10-24T17:30:00"),
        ] {
            let window = typed(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!([shown(window.first), shown(window.last)], [first, last], "{text}");
        }
    }

    #[test]
    fn a_date_is_typed_as_edtf_or_in_words_and_becomes_edtf() {
        let now = When::parse("2024-10-25").unwrap().bounds(&zone()).latest().unwrap();
        for (text, edtf) in [
            ("2024-10-24", "2024-10-24"),
            (" 2024-10-24? ", "2024-10-24?"),
            ("[2024-10-20..2024-10-24]", "[2024-10-20..2024-10-24]"),
            ("2024-10-22/..", "2024-10-22/.."),
            ("2024-10-24T06:00Z", "2024-10-24T06:00:00Z"),
            ("24 Oct 2024", "2024-10-24"),
            ("24 oct", "2024-10-24"),
            ("Oct 2023", "2023-10"),
            ("yesterday", "2024-10-24"),
            ("24 Oct 2024 06:00", "2024-10-24T06:00:00"),
            ("22 - 24 Oct 2024", "2024-10-22/2024-10-24"),
            ("30 Sep to 2 Oct 2023", "2023-09-30/2023-10-02"),
            ("by 23 October", "[..2024-10-23]"),
            ("until 23 October", "../2024-10-23"),
            ("since June 2024", "2024-06/.."),
            ("from 20 Oct to 22 Oct", "2024-10-20/2024-10-22"),
            ("between 20 and 24 Oct", "[2024-10-20..2024-10-24]"),
            ("about 24 Oct 2024", "2024-10-24~"),
            ("24 Oct 2024?", "2024-10-24?"),
            ("241430ZOCT24", "2024-10-24T14:30:00Z"),
        ] {
            let when = typed_date(text, &zone(), now).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(when.text(), edtf, "{text}");
        }
        for (text, what) in [
            ("", "type a date"),
            ("soon", "expected a date"),
            ("2024-02-30", "no such day"),
            ("30 Feb 2024", "no such day"),
            ("25 - 23 Oct 2024", "ends before"),
            ("31", "the day has no month"),
        ] {
            let error = typed_date(text, &zone(), now).unwrap_err();
            assert!(error.what.contains(what), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_no_window_is_told_with_its_place() {
        for (text, what, at) in [
            ("", "type a day", 1),
            ("soon", "expected a date", 1),
            ("2024-02-30", "no such day", 9),
            ("30 Feb 2024", "no such day", 1),
            ("2024-10-25/2024-10-23", "ends before", 12),
            ("25 Oct 2024 - 23 Oct 2024", "ends before", 15),
            ("2024-10-24T24:00:00", "00:00:00 to 23:59:59", 12),
            ("2024-10-24/2024-13", "01 to 12", 17),
            ("last few days", "whole number", 6),
            ("last 7 moons", "days, weeks", 8),
            ("last", "expected a date", 1),
            ("24 Oct 2024 nonsense", "expected a date", 13),
        ] {
            let error = typed(text).unwrap_err();
            assert!(error.what.contains(what), "{text}: {error}");
            assert_eq!(error.at, at, "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_ends_the_program(text in ".{0,40}") {
            let _ = typed(&text);
            let _ = typed_date(&text, &zone(), Moment(1_729_890_000));
        }

        #[test]
        fn nor_what_looks_like_dates(text in "(last |since |from )?[0-9TZ:/.\\-\\[\\] ]{0,24}( Oct| - now|/|X|~)?[0-9 ]{0,6}") {
            if let Ok(TimeWindow { first: Some(first), last: Some(last) }) = typed(&text) {
                prop_assert!(first <= last);
            }
        }
    }
}
