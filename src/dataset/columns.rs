//! What rows say, by columns: numbers, words that recur, dates. What is said once only stays in the file.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::dataset::stamps::Stamp;

/// What one property is of all rows, or one field.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: SmolStr,
    pub values: Values,
}

/// The values of a column, in as little memory as it takes. A column is as long as its last row that says anything.
#[derive(Clone, Debug, Default)]
pub enum Values {
    /// No row says anything.
    #[default]
    Empty,
    /// NaN where a row says nothing.
    Numbers(Vec<f64>),
    Words(Words),
    Stamps(Stamps),
    /// Too many different ones: they are read from the text of the row when they are asked for.
    Text,
}

/// Words that recur, each kept once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Of each row the place of its word, counted from 1; 0 where it says nothing.
    codes: Vec<u32>,
    words: Vec<SmolStr>,
    known: HashMap<SmolStr, u32, foldhash::fast::RandomState>,
}

/// Dates of which hardly two are the same. What few are no dates are kept without one; what they say is read from the text of the row.
#[derive(Clone, Debug, Default)]
pub struct Stamps {
    /// [`Stamp::NONE`] where a row says nothing, or no date.
    stamps: Vec<Stamp>,
    n_dates: usize,
    n_no_dates: usize,
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    /// Of a number, how it is written.
    Number(&'a str),
    /// JSON of another kind: an array, an object, `true`.
    Json(&'a str),
}

impl<'a> Value<'a> {
    /// Of a text that may be a number, as all fields of a table are.
    pub fn of_field(text: &'a str) -> Self {
        if number(text).is_some() { Self::Number(text) } else { Self::Text(text) }
    }

    fn text(self) -> &'a str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Json(text) => text,
        }
    }

    fn number(self) -> Option<f64> {
        match self {
            Self::Text(text) | Self::Number(text) => number(text),
            Self::Json(_) => None,
        }
    }
}

/// The number that a text is, where nothing of how it is written is lost but zeros at its end: `007` is a word, and so is what has more
/// digits than a number keeps.
fn number(text: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let is_plain = match digits {
        [b'0'] | [b'0', b'.', _, ..] => true,
        [first, ..] => matches!(first, b'1'..=b'9'),
        [] => false,
    };
    if !is_plain {
        return None;
    }
    if let Some(size) = short_number(digits) {
        return Some(if digits.len() < text.len() { -size } else { size });
    }
    let is_exact = digits.iter().filter(|byte| byte.is_ascii_digit()).count() <= MOST_DIGITS + 1;
    let is_number = is_exact && digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    text.parse().ok().filter(|number: &f64| is_number && number.is_finite())
}

/// A number of at most 15 digits without an exponent, as most are, that begins with a digit. Both what it is divided by and what is divided are whole in 53 bits, so that
/// the quotient is the number nearest to it (Clinger 1990).
fn short_number(digits: &[u8]) -> Option<f64> {
    const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if digits.len() > TENS.len() {
        return None;
    }
    let (mut whole, mut n_after) = (0_u64, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                n_after = n_after.map(|n: usize| n + 1);
            }
            b'.' if n_after.is_none() => n_after = Some(0),
            _ => return None,
        }
    }
    // 16 digits without a point may be more than 53 bits hold.
    (whole < 1 << 53).then(|| whole as f64 / TENS.get(n_after.unwrap_or(0)).copied().unwrap_or(1.0))
}

impl Words {
    /// At most so many different ones.
    const MOST: usize = 1 << 16;
    /// With so many rows it can be told whether words recur.
    const LEAST_ROWS: usize = 1 << 10;

    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// By their codes less 1, in the order in which they first stand in the file.
    pub fn words(&self) -> &[SmolStr] {
        &self.words
    }

    pub fn get(&self, row: u32) -> Option<&SmolStr> {
        self.words.get(self.codes.get(row as usize)?.checked_sub(1)? as usize)
    }

    fn code(&mut self, word: &str) -> u32 {
        if let Some(code) = self.known.get(word) {
            return *code;
        }
        let word = SmolStr::new(word);
        self.words.push(word.clone());
        let code = self.words.len() as u32;
        self.known.insert(word, code);
        code
    }

    fn put(&mut self, row: usize, word: &str) {
        let code = self.code(word);
        put(&mut self.codes, row, code, 0);
    }

    /// Whether they hardly recur, or are too many to choose from.
    fn is_overfull(&self) -> bool {
        let n = self.words.len();
        n > Self::MOST || (self.codes.len() > Self::LEAST_ROWS && n > self.codes.len() / 4 * 3)
    }

    /// Whether no more of them are no dates than [`Stamps`] bears.
    fn are_dates(&self) -> bool {
        let n_borne = self.words.len() / Stamps::LEAST_FOR_ONE_THAT_IS_NONE;
        self.words.iter().filter(|word| Stamp::in_column(word).is_none()).nth(n_borne).is_none()
    }

    /// The same as dates, where they are.
    pub fn dates(&self) -> Option<Stamps> {
        (!self.words.is_empty() && self.are_dates()).then(|| self.stamps())
    }

    fn stamps(&self) -> Stamps {
        let of_words: Vec<Option<Stamp>> = self.words.iter().map(|word| Stamp::in_column(word)).collect();
        let mut all = Stamps { stamps: Vec::with_capacity(self.codes.len()), ..Stamps::default() };
        for code in &self.codes {
            let said = code.checked_sub(1).and_then(|at| of_words.get(at as usize).copied());
            all.count(said);
            all.stamps.push(said.flatten().unwrap_or(Stamp::NONE));
        }
        all
    }
}

impl Stamps {
    /// One of so many may be no date.
    const LEAST_FOR_ONE_THAT_IS_NONE: usize = 20;

    /// By rows.
    pub fn as_slice(&self) -> &[Stamp] {
        &self.stamps
    }

    /// How many rows say something that is no date.
    pub fn n_no_dates(&self) -> usize {
        self.n_no_dates
    }

    /// `said` is what a row says, if anything, and the date that it is, if it is one.
    fn count(&mut self, said: Option<Option<Stamp>>) {
        self.n_dates += usize::from(matches!(said, Some(Some(_))));
        self.n_no_dates += usize::from(matches!(said, Some(None)));
    }

    fn put(&mut self, row: usize, text: &str) {
        let stamp = Stamp::in_column(text);
        self.count(Some(stamp));
        put(&mut self.stamps, row, stamp.unwrap_or(Stamp::NONE), Stamp::NONE);
    }

    fn append(&mut self, n: usize, others: Self) {
        extend(&mut self.stamps, n, others.stamps, Stamp::NONE);
        self.n_dates += others.n_dates;
        self.n_no_dates += others.n_no_dates;
    }

    fn has_too_many_others(&self) -> bool {
        self.n_no_dates * Self::LEAST_FOR_ONE_THAT_IS_NONE > self.n_dates + self.n_no_dates
    }
}

/// Puts a value at its row, with nothing for the rows before it that had none. A row that is given twice has the later.
fn put<T: Clone>(column: &mut Vec<T>, row: usize, value: T, none: T) {
    column.resize(row, none);
    column.push(value);
}

impl Values {
    /// Whether they are dates with a time of day that is midnight in every row: days, as databases write them.
    pub fn are_whole_days(&self) -> bool {
        match self {
            Self::Words(words) => words.are_dates() && are_midnights(words.words.iter().filter_map(|word| Stamp::in_column(word))),
            Self::Stamps(stamps) => are_midnights(stamps.stamps.iter().copied().filter(|stamp| !stamp.is_none())),
            Self::Empty | Self::Numbers(_) | Self::Text => false,
        }
    }

    /// Takes over the value of a row: of the last one, or of one after it.
    pub(super) fn put(&mut self, row: u32, value: Value<'_>) {
        let at = row as usize;
        // Whether it is a number is asked only where it matters.
        match self {
            Self::Empty => {
                *self = if value.number().is_some() { Self::Numbers(Vec::new()) } else { Self::Words(Words::default()) };
                self.put(row, value);
            }
            Self::Numbers(numbers) => match value.number() {
                Some(number) => put(numbers, at, number, f64::NAN),
                None => {
                    self.put_in_words();
                    self.put(row, value);
                }
            },
            Self::Words(words) => {
                words.put(at, value.text());
                self.give_up_words();
            }
            Self::Stamps(stamps) => {
                stamps.put(at, value.text());
                self.give_up_stamps();
            }
            Self::Text => {}
        }
    }

    /// Numbers become the words that they are.
    fn put_in_words(&mut self) {
        let Self::Numbers(numbers) = self else { return };
        let mut words = Words::default();
        for (row, number) in numbers.iter().enumerate().filter(|(_, number)| !number.is_nan()) {
            words.put(row, &number.to_string());
        }
        *self = Self::Words(words);
        self.give_up_words();
    }

    /// Words that do not recur are dates, or are left in the file.
    fn give_up_words(&mut self) {
        if let Self::Words(words) = self
            && words.is_overfull()
        {
            *self = if words.are_dates() { Self::Stamps(words.stamps()) } else { Self::Text };
            self.give_up_stamps();
        }
    }

    /// Dates among which too many are none are left in the file.
    fn give_up_stamps(&mut self) {
        if matches!(self, Self::Stamps(stamps) if stamps.has_too_many_others()) {
            *self = Self::Text;
        }
    }

    /// Takes over the values of rows that come after the first `n_rows`.
    pub(super) fn append(&mut self, n_rows: u32, other: Self) {
        let n = n_rows as usize;
        match (&mut *self, other) {
            (_, Self::Empty) | (Self::Text, _) => {}
            (_, Self::Text) => *self = Self::Text,
            (Self::Numbers(own), Self::Numbers(others)) => extend(own, n, others, f64::NAN),
            (Self::Words(own), Self::Words(others)) => {
                let codes: Vec<u32> = std::iter::once(0).chain(others.words.iter().map(|word| own.code(word))).collect();
                let code = |code: u32| codes.get(code as usize).copied().unwrap_or_default();
                extend(&mut own.codes, n, others.codes.into_iter().map(code), 0);
                self.give_up_words();
            }
            (Self::Stamps(own), Self::Stamps(others)) => {
                own.append(n, others);
                self.give_up_stamps();
            }
            (Self::Stamps(own), Self::Words(others)) => {
                own.append(n, others.stamps());
                self.give_up_stamps();
            }
            (Self::Words(own), Self::Stamps(others)) => {
                let mut stamps = own.stamps();
                stamps.append(n, others);
                *self = Self::Stamps(stamps);
                self.give_up_stamps();
            }
            (Self::Numbers(_), others @ (Self::Words(_) | Self::Stamps(_))) => {
                self.put_in_words();
                self.append(n_rows, others);
            }
            (Self::Words(_) | Self::Stamps(_), mut others @ Self::Numbers(_)) => {
                others.put_in_words();
                self.append(n_rows, others);
            }
            (Self::Empty, mut others) => {
                others.shift(n);
                *self = others;
            }
        }
    }

    /// As many rows that say nothing before all others.
    fn shift(&mut self, n: usize) {
        match self {
            Self::Numbers(numbers) => drop(numbers.splice(0..0, std::iter::repeat_n(f64::NAN, n))),
            Self::Words(words) => drop(words.codes.splice(0..0, std::iter::repeat_n(0, n))),
            Self::Stamps(stamps) => drop(stamps.stamps.splice(0..0, std::iter::repeat_n(Stamp::NONE, n))),
            Self::Empty | Self::Text => {}
        }
    }

    /// Ends with the last row; what was put for one after it is gone.
    pub(super) fn finish(&mut self, n_rows: u32) {
        let n = n_rows as usize;
        match self {
            Self::Numbers(numbers) => {
                numbers.truncate(n);
                numbers.shrink_to_fit();
            }
            Self::Words(words) => {
                words.codes.truncate(n);
                words.codes.shrink_to_fit();
                words.known = HashMap::default();
            }
            Self::Stamps(stamps) => {
                stamps.stamps.truncate(n);
                stamps.stamps.shrink_to_fit();
            }
            Self::Empty | Self::Text => {}
        }
    }
}

/// Whether there are any, and all are.
fn are_midnights(mut stamps: impl Iterator<Item = Stamp>) -> bool {
    stamps.next().is_some_and(Stamp::is_midnight) && stamps.all(Stamp::is_midnight)
}

fn extend<T: Clone>(own: &mut Vec<T>, n: usize, others: impl IntoIterator<Item = T>, none: T) {
    own.resize(n, none);
    own.extend(others);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_the_one_that_the_standard_library_reads() {
        let texts = [
            "0",
            "0.1",
            "5",
            "34.56484",
            "0.30000000000000",
            "123456789012345",
            "9007199254740991",
            "9007199254740993",
            "1.",
            "0.000000000001",
        ];
        for text in texts {
            assert_eq!(number(text), text.parse().ok(), "{text}");
            let negative = format!("-{text}");
            assert_eq!(number(&negative).map(f64::to_bits), negative.parse().ok().map(f64::to_bits), "{negative}");
        }
        assert_eq!(["007", "", "-", "1.2.3", "1e", ".5", "+1"].map(number), [None; 7]);
    }

    /// A column of texts, `_` standing for none.
    fn column(texts: &[&str]) -> Values {
        let mut values = Values::default();
        for (row, text) in (0..).zip(texts).filter(|(_, text)| **text != "_") {
            values.put(row, Value::of_field(text));
        }
        values
    }

    fn shown(values: &Values) -> String {
        match values {
            Values::Empty => "empty".to_owned(),
            Values::Text => "text".to_owned(),
            Values::Numbers(numbers) => format!("numbers {numbers:?}"),
            Values::Words(words) => format!("words {:?} {:?}", words.codes, words.words),
            Values::Stamps(stamps) => format!("{} stamps, {} of them none", stamps.as_slice().len(), stamps.n_no_dates()),
        }
    }

    #[test]
    fn a_column_is_what_all_its_values_are() {
        let cases: [(&[&str], &str); 6] = [
            (&["_", "_"], "empty"),
            (&["1", "_", "-2.5"], "numbers [1.0, NaN, -2.5]"),
            (&["a", "b", "_", "a"], r#"words [1, 2, 0, 1] ["a", "b"]"#),
            (&["1", "_", "n/a", "1"], r#"words [1, 0, 2, 1] ["1", "n/a"]"#),
            (&["007", "7"], r#"words [1, 2] ["007", "7"]"#),
            (&["_", "2024-10-24"], r#"words [0, 1] ["2024-10-24"]"#),
        ];
        for (texts, expected) in cases {
            assert_eq!(shown(&column(texts)), expected);
        }
        for (text, is_number) in [
            ("0", true),
            ("-0.5", true),
            ("1e3", true),
            ("12345678901234567890", false),
            ("+1", false),
            (".5", false),
            ("", false),
            ("inf", false),
        ] {
            assert_eq!(number(text).is_some(), is_number, "{text}");
        }
    }

    #[test]
    fn columns_put_together_are_what_they_would_have_been_at_once() {
        let parts: [&[&str]; 7] = [&["1", "2"], &["a", "_", "b"], &["_"], &["b", "a"], &["2024-10-24"], &["7", "_", "n/a"], &["_", "3"]];
        for first in parts {
            for second in parts {
                let mut together = column(first);
                together.append(first.len() as u32, column(second));
                let at_once = column(&[first, second].concat());
                assert_eq!(shown(&together), shown(&at_once), "{first:?} {second:?}");
            }
        }
    }

    #[test]
    fn what_hardly_recurs_is_left_in_the_file_unless_it_is_a_date() {
        let titles: Vec<String> = (0..3000).map(|row| format!("no. {row}")).collect();
        let times: Vec<String> = (0..3000).map(|row| format!("2024-10-24T{:02}:{:02}:00Z", row / 60 % 24, row % 60)).collect();
        let [titles, times] = [&titles, &times].map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(shown(&column(&titles)), "text");
        assert_eq!(shown(&column(&times[..1440])), "1440 stamps, 0 of them none");
        let mut both = column(&times[..1440]);
        both.append(1440, column(&["2024-10-25", "_", "2024-10-26"]));
        assert_eq!(shown(&both), "1443 stamps, 0 of them none");
    }

    #[test]
    fn few_values_that_are_no_dates_do_not_cost_the_dates_of_the_others() {
        let times: Vec<String> = (0..1440).map(|row| format!("2024-10-24T{:02}:{:02}:00Z", row / 60 % 24, row % 60)).collect();
        let with = |others: &[(usize, &'static str)]| {
            let mut texts: Vec<&str> = times.iter().map(String::as_str).collect();
            others.iter().for_each(|(at, text)| texts[*at] = text);
            texts
        };
        let kept = "1440 stamps, 2 of them none";
        for others in [[(3, "soon"), (7, "n/a")], [(3, "soon"), (1439, "soon")], [(1400, "n/a"), (1439, "0")]] {
            assert_eq!(shown(&column(&with(&others))), kept, "{others:?}");
            for at in [2, 5, 700, 1437] {
                let texts = with(&others);
                let mut parts = column(&texts[..at]);
                parts.append(at as u32, column(&texts[at..]));
                assert_eq!(shown(&parts), kept, "{others:?} {at}");
            }
        }
        let Values::Stamps(stamps) = column(&with(&[(3, "soon")])) else { panic!("no stamps") };
        assert_eq!([2, 3, 4].map(|row| stamps.as_slice()[row].is_none()), [false, true, false]);
        let every_tenth: Vec<(usize, &str)> = (0..144).map(|n| (n * 10, "unknown")).collect();
        assert_eq!(shown(&column(&with(&every_tenth))), "text", "too many");
        let late: Vec<&str> = times.iter().map(String::as_str).chain(std::iter::repeat_n("unknown", 100)).collect();
        assert_eq!(shown(&column(&late)), "text", "too many after it was taken for dates");
    }

    #[test]
    fn what_is_put_beyond_the_last_row_is_gone() {
        let mut values = column(&["1", "2", "3"]);
        values.finish(2);
        assert_eq!(shown(&values), "numbers [1.0, 2.0]");
    }
}
