//! What a column says in all rows, in a form that can be put in order and counted.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use smol_str::SmolStr;

use crate::base::{Cancelled, Task, in_shares};
use crate::dataset::{Column, Dataset, Stamp, Values};
use crate::query::Span;
use crate::query::table::order::{NOTHING, of_integer, of_number, sorted};

/// The values of a column, row by row.
#[derive(Clone, Debug)]
pub struct ColumnValues<'a> {
    pub n_rows: u32,
    /// As long as the last row that says anything.
    pub kept: Kept<'a>,
    /// How many rows could not be read: they say nothing here.
    pub n_unread: u32,
}

/// How the values are kept.
#[derive(Clone, Debug)]
pub enum Kept<'a> {
    /// NaN where a row says nothing.
    Numbers(Cow<'a, [f64]>),
    Dates(Vec<Option<Span>>),
    Words {
        /// Of each row the place of its word, counted from 1; 0 where it says nothing.
        codes: Cow<'a, [u32]>,
        words: Cow<'a, [SmolStr]>,
        /// What stands for each word in an order that is not that of the dictionary.
        ranks: Option<Vec<u32>>,
    },
}

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 5_000;

impl<'a> ColumnValues<'a> {
    /// What a column of a layer says, in all rows or in some. Words that are dates throughout count as dates. What is not kept in columns
    /// is read from the file.
    ///
    /// # Errors
    /// It was cancelled.
    pub fn of_layer(dataset: &'a Dataset, column: u32, rows: Option<&[u32]>, task: &Task) -> Result<Self, Cancelled> {
        let n_rows = rows.map_or(dataset.n_rows(), |rows| rows.len() as u32);
        let Some(Column { name, values }) = dataset.columns().get(column as usize) else {
            return Ok(Self::of_words(n_rows, std::iter::empty::<Option<&str>>()));
        };
        let order = dataset.mapping().date_order;
        let span = |stamp: &Stamp| stamp.bounds(order).map(|[first, last]| Span { first, last });
        let kept = match values {
            Values::Empty => return Ok(Self::of_words(n_rows, std::iter::empty::<Option<&str>>())),
            Values::Numbers(numbers) => Kept::Numbers(some(numbers, rows, f64::NAN)),
            Values::Stamps(stamps) => Kept::Dates(some(stamps.as_slice(), rows, Stamp::NONE).iter().map(span).collect()),
            Values::Words(words) => match words.dates() {
                Some(stamps) => Kept::Dates(some(stamps.as_slice(), rows, Stamp::NONE).iter().map(span).collect()),
                None => Kept::Words { codes: some(words.codes(), rows, 0), words: Cow::Borrowed(words.words()), ranks: None },
            },
            Values::Text => {
                let (texts, n_unread) = texts(dataset, name, rows, task)?;
                return Ok(Self { n_unread, ..Self::of_words(n_rows, texts.into_iter()) });
            }
        };
        Ok(Self { n_rows, kept, n_unread: 0 })
    }

    /// Of texts, one for each row; `None` where it says nothing.
    pub fn of_words<T: AsRef<str>>(n_rows: u32, texts: impl Iterator<Item = Option<T>>) -> Self {
        let mut known: HashMap<SmolStr, u32, RandomState> = HashMap::default();
        let (mut codes, mut words) = (Vec::new(), Vec::new());
        for text in texts {
            let code = text.map_or(0, |text| match known.get(text.as_ref()) {
                Some(code) => *code,
                None => {
                    let word = SmolStr::new(text.as_ref());
                    words.push(word.clone());
                    known.insert(word, words.len() as u32);
                    words.len() as u32
                }
            });
            codes.push(code);
        }
        Self { n_rows, kept: Kept::Words { codes: Cow::Owned(codes), words: Cow::Owned(words), ranks: None }, n_unread: 0 }
    }

    /// The rows in order, by their places. What says nothing comes last, whichever way the rest runs; equals stay in the order that they
    /// have.
    ///
    /// # Errors
    /// It was cancelled.
    pub fn order(&self, is_descending: bool, task: &Task) -> Result<Vec<u32>, Cancelled> {
        let keys = self.keys(task)?;
        let (mut keyed, mut without) = (Vec::with_capacity(keys.len()), Vec::new());
        for (row, key) in (0..self.n_rows).zip(keys.into_iter().chain(std::iter::repeat(NOTHING))) {
            match key {
                NOTHING => without.push(row),
                key => keyed.push((if is_descending { !key } else { key }, row)),
            }
        }
        let keyed = sorted(keyed, task, Ord::cmp)?;
        Ok(keyed.into_iter().map(|(_, row)| row).chain(without).collect())
    }

    /// What each row is put in order by.
    fn keys(&self, task: &Task) -> Result<Vec<u64>, Cancelled> {
        Ok(match &self.kept {
            Kept::Numbers(numbers) => numbers.iter().map(|number| of_number(*number)).collect(),
            Kept::Dates(dates) => dates.iter().map(|date| date.map_or(NOTHING, |date| of_integer(date.first.0))).collect(),
            Kept::Words { codes, words, ranks } => {
                let ranks = match ranks {
                    Some(ranks) => Cow::Borrowed(ranks),
                    None => Cow::Owned(places(words, task)?),
                };
                let key = |code: &u32| code.checked_sub(1).and_then(|at| ranks.get(at as usize)).map_or(NOTHING, |rank| u64::from(*rank));
                codes.iter().map(key).collect()
            }
        })
    }
}

/// All values, or those of some rows.
fn some<'a, T: Clone>(all: &'a [T], rows: Option<&[u32]>, none: T) -> Cow<'a, [T]> {
    match rows {
        None => Cow::Borrowed(all),
        Some(rows) => Cow::Owned(rows.iter().map(|row| all.get(*row as usize).unwrap_or(&none).clone()).collect()),
    }
}

/// The place of each word in the dictionary, whatever its case.
fn places(words: &[SmolStr], task: &Task) -> Result<Vec<u32>, Cancelled> {
    let folded: Vec<(String, u32)> = words.iter().map(|word| word.to_lowercase()).zip(0..).collect();
    let in_case = |at: u32| words.get(at as usize).map(SmolStr::as_str).unwrap_or_default();
    let compare = |(a, a_at): &(String, u32), (b, b_at): &(String, u32)| -> Ordering {
        a.cmp(b).then_with(|| in_case(*a_at).cmp(in_case(*b_at))).then(a_at.cmp(b_at))
    };
    let mut places = vec![0; words.len()];
    for ((_, at), place) in sorted(folded, task, compare)?.into_iter().zip(0..) {
        places.get_mut(at as usize).into_iter().for_each(|slot| *slot = place);
    }
    Ok(places)
}

/// What rows say, and how many of them cannot be read.
type Texts = (Vec<Option<SmolStr>>, u32);

/// The same of a column that is not kept.
fn texts(dataset: &Dataset, name: &str, rows: Option<&[u32]>, task: &Task) -> Result<Texts, Cancelled> {
    let rows = rows.map_or_else(|| Cow::Owned((0..dataset.n_rows()).collect()), Cow::Borrowed);
    task.expect(rows.len() as u64);
    let shares = in_shares(&rows, LEAST_SHARE, |rows| -> Result<Texts, Cancelled> {
        let (mut texts, mut n_unread) = (Vec::with_capacity(rows.len()), 0);
        for row in rows {
            task.advance(1)?;
            let read = dataset.row_values(*row);
            n_unread += u32::from(read.is_err());
            let said = read.ok().and_then(|row| row.properties.into_iter().rev().find(|(of, _)| of == name));
            let said = said.filter(|(_, said)| !said.is_null() && !said.as_str().is_empty());
            texts.push(said.map(|(_, said)| SmolStr::new(said.as_str())));
        }
        Ok((texts, n_unread))
    });
    let (mut all, mut n_all_unread) = (Vec::with_capacity(rows.len()), 0);
    for share in shares {
        let (texts, n_unread) = share?;
        all.extend(texts);
        n_all_unread += n_unread;
    }
    Ok((all, n_all_unread))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::dataset::{Builder, Value};

    /// A layer of rows with the fields of a table, nothing where one is `_`.
    pub fn layer(columns: &[&str], rows: &[&[&str]]) -> Dataset {
        let mut builder = Builder::spooled("f", "test");
        for row in rows {
            for (name, text) in columns.iter().zip(*row).filter(|(_, text)| **text != "_") {
                builder.put(name, Value::of_field(text));
            }
            builder.end_row(None, 0..0).unwrap();
        }
        builder.finish().unwrap()
    }

    fn orders(dataset: &Dataset, column: &str) -> [Vec<u32>; 2] {
        let (task, column) = (Task::default(), dataset.column_named(column).unwrap());
        [false, true]
            .map(|is_descending| ColumnValues::of_layer(dataset, column, None, &task).unwrap().order(is_descending, &task).unwrap())
    }

    #[test]
    fn numbers_go_by_number_words_by_the_dictionary_dates_by_time_and_nothing_comes_last_both_ways() {
        let dataset = layer(
            &["n", "word", "day"],
            &[
                &["10", "beta", "24 Oct 2024"],
                &["9", "Alpha", "2023-12-31"],
                &["_", "alpha", "_"],
                &["-2.5", "_", "1 Feb 2024"],
                &["9", "beta", "2023-12-31"],
                &["_", "_", "_"],
            ],
        );
        assert_eq!(orders(&dataset, "n"), [vec![3, 1, 4, 0, 2, 5], vec![0, 1, 4, 3, 2, 5]]);
        assert_eq!(orders(&dataset, "word"), [vec![1, 2, 0, 4, 3, 5], vec![0, 4, 2, 1, 3, 5]]);
        assert_eq!(orders(&dataset, "day"), [vec![1, 4, 3, 0, 2, 5], vec![0, 3, 1, 4, 2, 5]]);
    }

    #[test]
    fn texts_that_hardly_recur_are_read_from_the_file_and_only_as_long_as_they_are_wanted() {
        let rows: Vec<[String; 1]> = (0..3000).map(|row| [format!("note {:04}", 2999 - row)]).collect();
        let texts: Vec<[&str; 1]> = rows.iter().map(|[text]| [text.as_str()]).collect();
        let dataset = layer(&["note"], &texts.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>());
        assert!(matches!(dataset.columns()[0].values, Values::Text));
        let [ascending, descending] = orders(&dataset, "note");
        assert!(ascending.iter().copied().eq((0..3000).rev()) && descending.iter().copied().eq(0..3000));
        let task = Task::default();
        task.cancel();
        assert!(ColumnValues::of_layer(&dataset, 0, None, &task).is_err());
        let some = ColumnValues::of_layer(&dataset, 0, Some(&[7, 5]), &Task::default()).unwrap();
        assert_eq!(some.order(false, &Task::default()).unwrap(), [0, 1], "places among the rows given");
    }

    #[test]
    fn words_may_have_an_order_of_their_own() {
        let mut values = ColumnValues::of_words(4, ["low", "high", "low", "mid"].map(Some).into_iter());
        if let Kept::Words { ranks, .. } = &mut values.kept {
            *ranks = Some(vec![0, 2, 1]);
        }
        assert_eq!(values.order(true, &Task::default()).unwrap(), [1, 3, 0, 2]);
    }
}
