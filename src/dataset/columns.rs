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
    /// Dates of which hardly two are the same.
    Stamps(Vec<Stamp>),
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
    let is_exact = digits.iter().filter(|byte| byte.is_ascii_digit()).count() <= MOST_DIGITS + 1;
    let is_number = is_plain && is_exact && digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    text.parse().ok().filter(|number: &f64| is_number && number.is_finite())
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

    /// The same as dates; `None` where one is none.
    pub fn stamps(&self) -> Option<Vec<Stamp>> {
        let stamps: Vec<Stamp> = self.words.iter().map(|word| Stamp::parse(word)).collect::<Option<_>>()?;
        let stamp = |code: &u32| code.checked_sub(1).and_then(|at| stamps.get(at as usize).copied()).unwrap_or(Stamp::NONE);
        Some(self.codes.iter().map(stamp).collect())
    }
}

/// Puts a value at its row, with nothing for the rows before it that had none. A row that is given twice has the later.
fn put<T: Clone>(column: &mut Vec<T>, row: usize, value: T, none: T) {
    column.resize(row, none);
    column.push(value);
}

impl Values {
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
            Self::Stamps(stamps) => match Stamp::parse(value.text()) {
                Some(stamp) => put(stamps, at, stamp, Stamp::NONE),
                None => *self = Self::Text,
            },
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
            *self = words.stamps().map_or(Self::Text, Self::Stamps);
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
            (Self::Stamps(own), Self::Stamps(others)) => extend(own, n, others, Stamp::NONE),
            (Self::Stamps(own), Self::Words(others)) => match others.stamps() {
                Some(others) => extend(own, n, others, Stamp::NONE),
                None => *self = Self::Text,
            },
            (Self::Words(own), Self::Stamps(others)) => {
                let stamps = own.stamps();
                *self = stamps.map_or(Self::Text, Self::Stamps);
                self.append(n_rows, Self::Stamps(others));
            }
            (Self::Stamps(_), Self::Numbers(_)) | (Self::Numbers(_), Self::Stamps(_)) => *self = Self::Text,
            (Self::Numbers(_), Self::Words(others)) => {
                self.put_in_words();
                self.append(n_rows, Self::Words(others));
            }
            (Self::Words(_), mut others @ Self::Numbers(_)) => {
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
            Self::Stamps(stamps) => drop(stamps.splice(0..0, std::iter::repeat_n(Stamp::NONE, n))),
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
                stamps.truncate(n);
                stamps.shrink_to_fit();
            }
            Self::Empty | Self::Text => {}
        }
    }
}

fn extend<T: Clone>(own: &mut Vec<T>, n: usize, others: impl IntoIterator<Item = T>, none: T) {
    own.resize(n, none);
    own.extend(others);
}

#[cfg(test)]
mod tests {
    use super::*;

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
            Values::Stamps(stamps) => format!("{} stamps", stamps.len()),
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
        assert_eq!(shown(&column(&times[..1440])), "1440 stamps");
        let mut both = column(&times[..1440]);
        both.append(1440, column(&["2024-10-25", "_", "2024-10-26"]));
        assert_eq!(shown(&both), "1443 stamps");
        both.append(1443, column(&["soon"]));
        assert_eq!(shown(&both), "text");
    }

    #[test]
    fn what_is_put_beyond_the_last_row_is_gone() {
        let mut values = column(&["1", "2", "3"]);
        values.finish(2);
        assert_eq!(shown(&values), "numbers [1.0, 2.0]");
    }
}
