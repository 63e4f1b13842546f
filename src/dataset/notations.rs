//! Dates in words, in one run of figures, and as the military writes them.

use crate::dataset::stamps::{Precision, Stamp, TimeOfDay, digits, quarters_east, time_of_day};

/// Names of months in lower case: English, German, French, Spanish; of Russian and Ukrainian what does not change in them.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "январ", "січ"],
    &["february", "februar", "février", "febrero", "феврал", "лют"],
    &["march", "märz", "mars", "marzo", "март", "берез"],
    &["april", "avril", "abril", "апрел", "квіт"],
    &["may", "mai", "mayo", "май", "мая", "трав"],
    &["june", "juni", "juin", "junio", "июн", "черв"],
    &["july", "juli", "juillet", "julio", "июл", "лип"],
    &["august", "août", "agosto", "август", "серп"],
    &["september", "septembre", "septiembre", "сентябр", "верес"],
    &["october", "oktober", "octobre", "octubre", "октябр", "жовт"],
    &["november", "novembre", "noviembre", "ноябр", "листопад"],
    &["december", "dezember", "décembre", "diciembre", "декабр", "груд"],
];

/// Words of dates that are no month.
const PASSED_OVER: [&str; 8] = ["г", "года", "р", "року", "of", "de", "at", "the"];

/// Years of two figures from this one on are of the last century.
const FIRST_OF_LAST_CENTURY: u32 = 70;

/// The year that two figures mean.
pub(super) fn full_year(year: u32) -> u32 {
    if year >= FIRST_OF_LAST_CENTURY { 1900 + year } else { 2000 + year }
}

/// The basic form of ISO 8601: `20241024`, `20241024T143005Z`; also in one run of 12 or 14 figures.
pub(super) fn run(text: &str) -> Option<Stamp> {
    const DATE_FIGURES: usize = 8;
    let n_figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = text.split_at_checked(DATE_FIGURES).filter(|_| n_figures(text) >= DATE_FIGURES)?;
    let part = |of: &str, from: usize, to: usize| of.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let year = part(date, 0, 4).filter(|year| (1000..2200).contains(year))?;
    let date = Stamp::of(year, part(date, 4, 6)?, part(date, 6, 8)?, 0)?;
    if rest.is_empty() {
        return date.at(Precision::Day, None);
    }
    let time = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
    let (clock, zone) = time.split_at_checked(n_figures(time)).filter(|(clock, _)| matches!(clock.len(), 4 | 6))?;
    let quarters = if zone.is_empty() { None } else { Some(quarters_east(zone.trim())?) };
    let time = TimeOfDay { quarters, ..TimeOfDay::of(part(clock, 0, 2)?, part(clock, 2, 4)?, part(clock, 4, 6))? };
    date.at(time.precision, Some(&time))
}

/// A date-time group of the military: `241430ZOCT24`, `241430Z OCT 2024`; also a day alone, `24OCT2024`.
pub(super) fn group(text: &str) -> Option<Stamp> {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let n_first = text.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, rest) = text.split_at_checked(n_first)?;
    let n_letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, year) = rest.split_at_checked(n_letters)?;
    let year = match digits(year)? {
        (year, 2) => full_year(year),
        (year, 4) => year,
        _ => return None,
    };
    let part = |from: usize, to: usize| figures.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let (day, time, month) = match (figures.len(), letters.len()) {
        (1 | 2, 3) => (figures.parse().ok()?, None, letters),
        (6, 4) => {
            let zone = letters.bytes().next()?.to_ascii_uppercase();
            let quarters = match zone {
                b'Z' => Some(0),
                b'A'..=b'I' => Some(i32::from(zone - b'A' + 1) * 4),
                b'K'..=b'M' => Some(i32::from(zone - b'K' + 10) * 4),
                b'N'..=b'Y' => Some(i32::from(zone - b'N' + 1) * -4),
                _ => None,
            };
            let time = TimeOfDay::of(part(2, 4)?, part(4, 6)?, None)?;
            (part(0, 2)?, Some(TimeOfDay { quarters, ..time }), letters.get(1..)?)
        }
        _ => return None,
    };
    let date = Stamp::of(year, month_of(month)?, day, 0)?;
    date.at(time.as_ref().map_or(Precision::Day, |time| time.precision), time.as_ref())
}

/// The month as a word, the other parts in any order: `24 Oct 2024`, `October 24, 2024`, `24-Oct-24`, `Thu, 24 Oct 2024 14:30:00 +0300`
/// (RFC 2822), `October 2024`.
pub(super) fn in_words(text: &str) -> Option<Stamp> {
    const MOST_BYTES: usize = 64;
    if text.len() > MOST_BYTES || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let mut parts = Parts::default();
    let words: Vec<&str> = text.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let clock_at = words.iter().position(|word| word.contains(':')).unwrap_or(words.len());
    for word in words.iter().take(clock_at) {
        for part in word.split(['-', '/', '.']).filter(|part| !part.is_empty()) {
            parts.take(part)?;
        }
    }
    let mut clock: Vec<&str> = words.iter().skip(clock_at).copied().collect();
    // As in "Thu Oct 24 14:30:00 2024".
    if let Some(year) = clock.last().and_then(|last| digits(last)).filter(|(_, n)| *n == 4) {
        clock.pop();
        parts.numbers.push(year);
    }
    let time = if clock.is_empty() { None } else { Some(time_of_day(&clock.join(" "))?) };
    parts.stamp(time.as_ref())
}

/// `2024년 10월 24일`, `2024年10月24日`.
pub(super) fn with_units(text: &str) -> Option<Stamp> {
    let (year, rest) = text.split_once(['년', '年'])?;
    let (month, rest) = rest.split_once(['월', '月'])?;
    let (year, month) = (digits(year.trim()).filter(|(_, n)| *n == 4)?.0, digits(month.trim())?.0);
    let Some((day, time)) = rest.split_once(['일', '日']) else {
        return Stamp::of(year, month, 0, 0)?.at(Precision::Month, None).filter(|_| rest.trim().is_empty());
    };
    let date = Stamp::of(year, month, digits(day.trim())?.0, 0)?;
    let time = if time.trim().is_empty() { None } else { Some(time_of_day(time.trim())?) };
    date.at(time.as_ref().map_or(Precision::Day, |time| time.precision), time.as_ref())
}

/// What the words of a date are.
#[derive(Default)]
struct Parts {
    month: Option<u32>,
    /// With how many figures they have.
    numbers: Vec<(u32, usize)>,
}

impl Parts {
    /// `None` where a word has no place in a date.
    fn take(&mut self, part: &str) -> Option<()> {
        let plain = ["st", "nd", "rd", "th", "er", "."].iter().find_map(|ending| part.strip_suffix(ending)).and_then(digits);
        if let Some(number) = digits(part).or(plain) {
            self.numbers.push(number);
        } else if let Some(month) = month_of(part) {
            if self.month.replace(month).is_some() {
                return None;
            }
        } else if !is_weekday(part) && !PASSED_OVER.contains(&part.to_lowercase().as_str()) {
            return None;
        }
        Some(())
    }

    fn stamp(&self, time: Option<&TimeOfDay>) -> Option<Stamp> {
        let year_of = |(year, n): (u32, usize)| match n {
            2 => Some(full_year(year)),
            4 => Some(year),
            _ => None,
        };
        let (year, day) = match *self.numbers.as_slice() {
            [year] if year.1 == 4 && time.is_none() => (year.0, None),
            [year, day] if year.1 == 4 && day.1 <= 2 => (year.0, Some(day.0)),
            [day, year] if day.1 <= 2 => (year_of(year)?, Some(day.0)),
            _ => return None,
        };
        let precision = match (time, day) {
            (Some(time), _) => time.precision,
            (None, Some(_)) => Precision::Day,
            (None, None) => Precision::Month,
        };
        Stamp::of(year, self.month?, day.unwrap_or(0), 0)?.at(precision, time)
    }
}

/// The month that a word names, in full or by three letters or more.
fn month_of(word: &str) -> Option<u32> {
    const LEAST_CHARS: usize = 3;
    const MOST_ENDING_CHARS: usize = 3;
    let word = word.trim_end_matches('.').to_lowercase();
    let names = |name: &str| match word.strip_prefix(name) {
        Some(ending) => ending.is_empty() || (!name.is_ascii() && ending.chars().count() <= MOST_ENDING_CHARS),
        None => name.starts_with(&word) && word.chars().count() >= LEAST_CHARS,
    };
    let at = MONTHS.iter().position(|of_month| of_month.iter().any(|name| names(name)))?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let word = word.to_ascii_lowercase();
    DAYS.iter().any(|day| word == *day || (word.starts_with(day) && word.ends_with("day")))
}
